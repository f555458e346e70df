"""Words of sentences and of the question → numbers of each word by what stands around it, for the scores of spans.

A small convolutional net reads the sentences; the question, read the same way, shifts what its layers look for. Words
enter by the vectors of `index/synonyms.py`, by part of speech, and by what of the question stands beside them. All
sentences of a question go through in one matrix, with empty rows between them. `eval/tune_span.py` fits the weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.synonyms import vectors_of
from index.words import tagged
from qa.span_features import KINDS, Numbers, Spans
from qa.span_question import Asked

WIDTH = 96
PAIR = 24
DILATIONS = (1, 2, 4)
GAP = 8
"""Empty rows between sentences: as far as the last layer sees, both ways."""
_VECTOR = 72


@dataclass(frozen=True, slots=True)
class Reading:
    """What goes into the net: the question's words and the sentences' words.

    `meant` are vectors of words (rows × 73, the last says whether the word is known), `side` of each word of the
    question 0 left, 1 in, 2 right of the phrase that asks; `beside` (rows × c) what is said of each word; `tags` their
    parts of speech; `rows` where each sentence lies among the rows.
    """

    kind: int
    asked_meant: Numbers
    asked_side: NDArray[np.int64]
    meant: Numbers
    beside: Numbers
    tags: tuple[str, ...]
    rows: tuple[tuple[int, int], ...]


def reading(question: Asked, found: Sequence[Spans]) -> Reading:
    """Return what the net reads for a question and the spans of its sentences."""
    asked_words: list[str] = []
    sides: list[int] = []
    position = 0
    for word, _ in tagged(question.text):
        if word.strip():
            asked_words.append(word)
            sides.append(0 if position < question.start else 2 if position >= question.end else 1)
        position += len(word)
    asked_meant = _meant(asked_words or ["?"])
    side = np.array(sides or [1], dtype=np.int64)
    words: list[str] = []
    tags: list[str] = []
    rows: list[tuple[int, int]] = []
    for one in found:
        rows.append((len(words), len(words) + len(one.scene.words)))
        words += [*one.scene.words, *[""] * GAP]
        tags += [*one.scene.tags, *[""] * GAP]
    meant = _meant(words)
    beside = np.zeros((len(words), found[0].words.shape[1] + 5), dtype=np.float32)
    for (a, b), one in zip(rows, found, strict=True):
        beside[a:b, :-5] = one.words
    alike = _direction(meant) @ _direction(asked_meant).T
    for n in range(3):
        if (side == n).any():
            beside[:, -5 + n] = np.maximum(alike[:, side == n].max(axis=1), 0)
    if question.head:
        beside[:, -2] = _direction(meant) @ _direction(_meant([question.head]))[0]
        beside[:, -1] = [word == question.head for word in words]
    return Reading(KINDS[question.type], asked_meant, side, meant, beside, tuple(tags), tuple(rows))


def _meant(words: Sequence[str]) -> Numbers:
    vectors, known = vectors_of(words)
    return np.concatenate((vectors, known[:, None]), axis=1, dtype=np.float32)


def _direction(meant: Numbers) -> Numbers:
    vectors = meant[:, :_VECTOR]
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


@dataclass(frozen=True, slots=True)
class Borders:
    """Of each word of a sentence: its worth as the first and as the last of the answer, and what joins the two."""

    start: Numbers
    end: Numbers
    from_start: Numbers
    from_end: Numbers


class Net:
    """The fitted net; `weights` by the names that `eval/tune_span.py` gives them."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]], tags: Sequence[str]) -> None:
        self._weights = weights
        # Of each convolution, 3·width × 2·width in one piece: a slice of every third number is slow to multiply with.
        self._taps = {
            name: np.ascontiguousarray(array.transpose(2, 1, 0)).reshape(-1, array.shape[0])
            for name, array in weights.items()
            if name.endswith(".conv.weight")
        }
        self._tags = {tag: number for number, tag in enumerate(tags, 1)}

    def borders(self, read: Reading) -> list[Borders]:
        """Return the borders of each sentence."""
        w = self._weights
        kind = w["kind"][read.kind]
        inside = np.concatenate((self._linear("word", read.asked_meant), w["side"][read.asked_side]), axis=1)
        hidden = np.tanh(self._linear("asked", inside))
        full = np.ones((len(hidden), 1), dtype=np.float32)
        hidden = self._layer("asked_layer", hidden, kind, full, 1)
        question = hidden.mean(axis=0) + kind
        held = np.zeros((len(read.meant), 1), dtype=np.float32)
        for a, b in read.rows:
            held[a:b] = 1
        tags = w["tag"][[self._tags.get(tag, 0) for tag in read.tags]]
        inside = np.concatenate((self._linear("word", read.meant), tags, read.beside), axis=1)
        hidden = np.tanh(self._linear("sentence", inside)) * held
        for number, dilation in enumerate(DILATIONS):
            hidden = self._layer(f"layer{number}", hidden, question, held, dilation)
        start = self._linear("start", hidden)[:, 0] + hidden @ self._linear("start_asked", question) / WIDTH**0.5
        end = self._linear("end", hidden)[:, 0] + hidden @ self._linear("end_asked", question) / WIDTH**0.5
        from_start, from_end = self._linear("from_start", hidden), self._linear("from_end", hidden)
        return [Borders(start[a:b], end[a:b], from_start[a:b], from_end[a:b]) for a, b in read.rows]

    def _linear(self, name: str, x: Numbers) -> Numbers:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _layer(self, name: str, hidden: Numbers, shift: Numbers, held: Numbers, dilation: int) -> Numbers:
        """Add to each row what a gated convolution over three rows finds."""
        padded = np.pad(hidden, ((dilation, dilation), (0, 0)))
        size = len(hidden)
        three = np.concatenate([padded[n * dilation : n * dilation + size] for n in range(3)], axis=1)
        both = (
            three @ self._taps[f"{name}.conv.weight"]
            + self._weights[f"{name}.conv.bias"]
            + self._linear(f"{name}.shift", shift)
        )
        value, gate = both[:, :WIDTH], both[:, WIDTH:]
        opened = np.float32(1) / (np.float32(1) + np.exp(-gate))
        return ((hidden + np.tanh(value) * opened) * held).astype(np.float32, copy=False)
