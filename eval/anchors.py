"""Evidence by place: which sentences hold what a question expects, and where they stand now.

A place is a document and offsets into its text, with a fingerprint of the characters that stand there. When the text
changes around them (other cleaning, other line ends), the fingerprint finds the same characters again; the set holds no
copied sentence.
"""

import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from eval.questions import EvalQuestion, Span
from eval.reading import contains, figure_places, figure_stands, places_of, plain, plain_with_places
from index.passages import sentences

_AS_GOOD = 0.9
"""A sentence that states the same and shares this much of what the best one shares with the question serves too."""


def fingerprint(text: str) -> str:
    """How many characters count in a text (letters and digits, see `plain`) and their CRC-32: `41:9a3f21bc`."""
    letters = plain(text)
    return f"{len(letters)}:{zlib.crc32(letters.encode()):08x}"


def locate(span: Span, text: str) -> Span | None:
    """Where a place stands in the text of its document now.

    Returns:
        The place itself when its fingerprint is that of the text there, or when it has none and lies inside the text;
        else the nearest stretch with the fingerprint; None when there is none.
    """
    inside = span.end <= len(text)
    if inside and (not span.fingerprint or fingerprint(text[span.start : span.end]) == span.fingerprint):
        return span
    if not span.fingerprint:
        return None
    letters, places = plain_with_places(text)
    length, wanted = int(span.fingerprint.partition(":")[0]), int(span.fingerprint.partition(":")[2], 16)
    found = [i for i in range(len(letters) - length + 1) if zlib.crc32(letters[i : i + length].encode()) == wanted]
    if not found:
        return None
    first = min(found, key=lambda i: abs(places[i] - span.start))
    return replace(span, start=places[first], end=places[first + length - 1] + 1)


def stands(question: EvalQuestion, text: str) -> list[bool]:
    """For each expected figure, then each expected group of words: whether a text holds it."""
    return [figure_stands(figure.surface, text) for figure in question.figures] + [
        any(contains(text, wanted) for wanted in group) for group in question.answers
    ]


def find_evidence(question: EvalQuestion, texts: Mapping[str, str]) -> list[Span]:
    """The sentences that state what a question expects.

    For each expected figure and group of words, of the sentences that hold it, the one that shares most with the
    question: rare character pairs count more, those of the sentence before count half, and every other expected thing
    in it counts. Sentences that share about as much serve as well.

    Args:
        question: with an answer that the texts state.
        texts: by name, the documents that may hold it.

    Returns:
        Places with their fingerprints in the order of the documents; nothing for what no sentence holds.
    """
    cut = {name: list(sentences(text)) for name, text in texts.items()}
    counts: Counter[str] = Counter()
    for name, text in texts.items():
        counts.update(pair for a, b in cut[name] for pair in _pairs(text[a:b]))
    number = sum(map(len, cut.values()))
    asked = _pairs(
        " ".join([said for role, said in question.history if role == "user"] + [question.question])
        + " ".join(figure.scope for figure in question.figures)
    )

    def shared(name: str, index: int) -> float:
        text, own = texts[name], cut[name]
        here = _pairs(text[slice(*own[index])])
        before = _pairs(text[slice(*own[index - 1])]) if index else frozenset[str]()
        weights = {pair: math.log(1 + number / counts[pair]) for pair in asked if counts[pair]}
        words = sum(weight * (1 if pair in here else 0.5) for pair, weight in weights.items() if pair in here | before)
        return words + 3 * sum(stands(question, text[slice(*own[index])]))

    chosen: set[Span] = set()
    wanted = [(figure.surface,) for figure in question.figures] + list(question.answers)
    for item, group in enumerate(wanted):
        scored: list[tuple[float, Span]] = []
        for name, text in texts.items():
            held = {a for surface in group for a, _ in _places(surface, text, figure=item < len(question.figures))}
            for index, (start, end) in enumerate(cut[name]):
                if any(start <= place < end for place in held):
                    span = Span(name, start, end, fingerprint(text[start:end]))
                    scored.append((shared(name, index), span))
        best = max((score for score, _ in scored), default=0.0)
        chosen |= {span for score, span in scored if score >= _AS_GOOD * best}
    order = {name: i for i, name in enumerate(texts)}
    return sorted(chosen, key=lambda span: (order[span.document], span.start))


def _places(surface: str, text: str, *, figure: bool) -> list[tuple[int, int]]:
    return figure_places(surface, text) if figure else places_of(text, surface)


def _pairs(text: str) -> frozenset[str]:
    letters = plain(text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def missing(question: EvalQuestion, held: Sequence[str]) -> list[str]:
    """The expected things, each in its words, that none of these stretches holds."""
    found = [stands(question, text) for text in held]
    wanted = [figure.surface for figure in question.figures] + ["／".join(group) for group in question.answers]
    return [name for i, name in enumerate(wanted) if not any(one[i] for one in found)]
