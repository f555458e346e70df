"""Fit the weights of `qa/span.py`: which words of a sentence answer a question.

    python -m eval.tune_span TRAIN [TRAIN …] [--halves FILE] [--held TEST …] [--write]

All are SQuAD-style files (DRCD, CMRC 2018). The model sees the sentence that holds the answer; F1 and exact match are
those of the choice within it. The model: a softmax over all spans of the sentence; a span's score is the sum of the
weights of its border keys and of a small net (one hidden layer) over its features. The loss is the cross entropy
against a target that lies on the answer, and a little on spans that nearly are it. Seeded; the same data gives the
same weights.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.passages import sentences
from index.words import fold
from qa.span_features import FEATURES, KINDS, Spans, spans
from qa.span_question import asked

WEIGHTS = Path(__file__).resolve().parent.parent / "qa" / "span_weights.json"
HIDDEN = 96
_DROPPED = 0.25
_LEAST = 25  # how often a border key must be met to get a weight
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the spans of the answer's sentence; `target` says how much of the answer each span is (F1)."""

    kind: int
    answers: tuple[str, ...]
    found: Spans
    features: NDArray[np.float16]
    target: Floats
    weight: float


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its answers, the sentence that holds the first of them, and where in it."""

    question: str
    answers: tuple[str, ...]
    sentence: str
    start: int
    end: int


def read(path: Path, half: int | None = None) -> Iterator[Labelled]:
    """Yield the questions whose first answer stands in one sentence, of every second article when a half is given."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"][half :: 1 if half is None else 2]:
        for paragraph in article["paragraphs"]:
            context = fold(paragraph["context"])
            bounds = list(sentences(context))
            for item in paragraph["qas"]:
                answers = tuple(dict.fromkeys(fold(a["text"]) for a in item["answers"]))
                start = int(item["answers"][0]["answer_start"])
                end = start + len(answers[0])
                if context[start:end] != answers[0]:
                    continue
                for a, b in bounds:
                    if a <= start and end <= b:
                        yield Labelled(item["question"], answers, context[a:b], start - a, end - a)


def plain(text: str) -> str:
    """Normalise as the CMRC 2018 scorer does: lower case, without punctuation and white space."""
    return "".join(c for c in fold(text).lower() if c.isalnum())


def overlap(given: str, answers: Sequence[str]) -> float:
    """F1 of the longest common substring (the CMRC 2018 scorer), best over the answers; Latin words as characters."""
    best = 0.0
    one = plain(given)
    for answer in answers:
        two = plain(answer)
        length = _common(one, two)
        if length:
            best = max(best, 2 * length / (len(one) + len(two)))
    return best


def _common(one: str, two: str) -> int:
    row = [0] * (len(two) + 1)
    best = 0
    for letter in one:
        diagonal = 0
        for index, other in enumerate(two, 1):
            diagonal, row[index] = row[index], diagonal + 1 if letter == other else 0
            best = max(best, row[index])
    return best


def cases(path: Path, *, weight: float = 1.0, half: int | None = None) -> list[Case]:
    """Return the cases of a file."""
    found: list[Case] = []
    for item in read(path, half):
        gap = asked(item.question)
        own = spans(gap, item.sentence)
        if own is None:
            continue
        a = np.array(own.scene.starts)[own.first]
        b = np.array(own.scene.ends)[own.last]
        shared = np.clip(np.minimum(b, item.end) - np.maximum(a, item.start), 0, None)
        f1 = 2 * shared / (b - a + item.end - item.start)
        found.append(
            Case(
                kind=KINDS[gap.type],
                answers=item.answers,
                found=own,
                features=own.features.astype(np.float16),
                target=f1.astype(np.float32),
                weight=weight,
            )
        )
    return found


@dataclass(slots=True)
class Model:
    """The weights: of keys, of features straight (d), through the hidden layer (d × h, kinds × h, h)."""

    keys: dict[str, int]
    key_weights: Floats
    mean: Floats
    scale: Floats
    straight: Floats
    inner: Floats
    kinds: Floats
    outer: Floats

    def table(self) -> dict[str, Any]:
        """Return the weights as JSON-ready lists, the scaling folded in, small key weights left out."""
        inner = self.inner / self.scale[:, None]
        straight = self.straight / self.scale
        kinds = self.kinds - (self.mean / self.scale) @ self.inner
        keys = {k: round(float(self.key_weights[n]), 2) for k, n in self.keys.items()}
        return {
            "keys": {k: w for k, w in sorted(keys.items()) if abs(w) >= 0.05},
            "straight": dict(zip(FEATURES, _rounded(straight), strict=True)),
            "inner": dict(zip(FEATURES, _rounded(inner), strict=True)),
            "kinds": dict(zip(KINDS, _rounded(kinds), strict=True)),
            "outer": _rounded(self.outer),
        }


def _rounded(array: NDArray[Any]) -> Any:
    return np.round(array.astype(np.float64), 3).tolist()


def fit(data: Sequence[Case], *, epochs: int = 15, rate: float = 0.003, sharp: float = 80.0, l2: float = 3e-5) -> Model:
    """Fit by Adam in batches of 32 questions."""
    counts = Counter(k for c in data for keys in (*c.found.start_keys, *c.found.end_keys) for k in keys)
    keys = {k: n for n, k in enumerate(sorted(k for k, count in counts.items() if count >= _LEAST))}
    generator = np.random.default_rng(7)
    sample = np.concatenate([c.features[::17].astype(np.float32) for c in data])
    mean, scale = sample.mean(0), sample.std(0) + 0.05
    d = len(FEATURES)
    model = Model(
        keys,
        np.zeros(len(keys), dtype=np.float32),
        mean,
        scale,
        np.zeros(d, dtype=np.float32),
        (generator.standard_normal((d, HIDDEN)) / d**0.5).astype(np.float32),
        np.zeros((len(KINDS), HIDDEN), dtype=np.float32),
        (generator.standard_normal(HIDDEN) * 0.1).astype(np.float32),
    )
    numbered = [_numbered(c, keys) for c in data]
    parameters = [model.key_weights, model.straight, model.inner, model.kinds, model.outer]
    moments = [(np.zeros_like(p), np.zeros_like(p)) for p in parameters]
    step = 0
    total = epochs * (len(data) // 32 + 1)
    for epoch in range(epochs):
        order = generator.permutation(len(data))
        loss = 0.0
        for at in range(0, len(order), 32):
            batch = [int(n) for n in order[at : at + 32]]
            part, slopes = _gradient(model, [data[n] for n in batch], [numbered[n] for n in batch], sharp, generator)
            loss += part
            step += 1
            now = rate * (1 - step / (total + 1))
            for p, g, (m, v) in zip(parameters, slopes, moments, strict=True):
                g = g / len(batch) + l2 * p
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                p -= now * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        print(f"epoch {epoch + 1}: loss {loss / len(data):.4f}", flush=True)
    return model


Numbered = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]


def _numbered(case: Case, keys: dict[str, int]) -> Numbered:
    """Return (word, key) pairs of the start borders and of the end borders."""
    pairs: list[NDArray[np.intp]] = []
    for side in (case.found.start_keys, case.found.end_keys):
        found = [(n, keys[k]) for n, border in enumerate(side) for k in border if k in keys]
        pairs += [np.array([n for n, _ in found], dtype=np.intp), np.array([k for _, k in found], dtype=np.intp)]
    return pairs[0], pairs[1], pairs[2], pairs[3]


def _borders(weights: Floats, numbered: Numbered, count: int) -> tuple[Floats, Floats]:
    at_start = np.bincount(numbered[0], weights[numbered[1]], count).astype(np.float32)
    at_end = np.bincount(numbered[2], weights[numbered[3]], count).astype(np.float32)
    return at_start, at_end


def scores(model: Model, case: Case, numbered: Numbered, kept: Floats | None = None) -> tuple[Floats, Floats, Floats]:
    """Return the score of each span, the scaled features, and the hidden layer."""
    scaled = (case.features.astype(np.float32) - model.mean) / model.scale
    hidden = np.tanh(scaled @ model.inner + model.kinds[case.kind])
    outer = model.outer if kept is None else model.outer * kept
    at_start, at_end = _borders(model.key_weights, numbered, len(case.found.scene.words))
    score = scaled @ model.straight + hidden @ outer + at_start[case.found.first] + at_end[case.found.last]
    return score, scaled, hidden


def _gradient(
    model: Model, batch: Sequence[Case], numbered: Sequence[Numbered], sharp: float, generator: np.random.Generator
) -> tuple[float, list[Any]]:
    slopes = [np.zeros_like(p) for p in (model.key_weights, model.straight, model.inner, model.kinds, model.outer)]
    loss = 0.0
    for case, numbers in zip(batch, numbered, strict=True):
        kept = (generator.random(HIDDEN) >= _DROPPED).astype(np.float32) / np.float32(1 - _DROPPED)
        score, scaled, hidden = scores(model, case, numbers, kept)
        share = _softmax(score)
        wanted = np.where(case.target > 0.3, np.exp(sharp * (case.target - case.target.max())), 0.0).astype(np.float32)
        wanted /= wanted.sum()
        loss -= case.weight * float(wanted @ np.log(share + 1e-20))
        pull = (share - wanted) * case.weight
        count = len(case.found.scene.words)
        by_start = np.bincount(case.found.first, pull, count)
        by_end = np.bincount(case.found.last, pull, count)
        np.add.at(slopes[0], numbers[1], by_start[numbers[0]])
        np.add.at(slopes[0], numbers[3], by_end[numbers[2]])
        slopes[1] += pull @ scaled
        slopes[4] += (pull @ hidden) * kept
        back = pull[:, None] * (model.outer * kept) * (1 - hidden * hidden)
        slopes[2] += scaled.T @ back
        slopes[3][case.kind] += back.sum(0)
    return loss, slopes


def _softmax(score: Floats) -> Floats:
    powers = np.exp(score - score.max())
    return powers / powers.sum()


def report(model: Model, data: Sequence[Case], name: str) -> None:
    """Print F1 and exact match, in all and by kind of question."""
    kinds = {number: kind for kind, number in KINDS.items()}
    rows: dict[str, list[tuple[float, float]]] = {}
    for case in data:
        score, _, _ = scores(model, case, _numbered(case, model.keys))
        best = int(score.argmax())
        seen = case.found.scene
        given = seen.text[seen.starts[case.found.first[best]] : seen.ends[case.found.last[best]]]
        pair = overlap(given, case.answers), float(any(plain(given) == plain(a) for a in case.answers))
        for row in (kinds[case.kind], "all"):
            rows.setdefault(row, []).append(pair)
    print(f"{name}, F1/EM:", end=" ")
    print(" ".join(
        f"{kind} {np.mean([f for f, _ in pairs]):.3f}/{np.mean([e for _, e in pairs]):.3f} ({len(pairs)})"
        for kind, pairs in sorted(rows.items())
    ))  # fmt: skip


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", nargs="+", type=Path)
    parser.add_argument(
        "--halves", type=Path, help="a further file: fit with one half of it, report on the other, twice"
    )
    parser.add_argument("--weight", type=float, default=8.0, help="of each question of that file")
    parser.add_argument("--held", nargs="*", type=Path, default=[], help="files to report on only")
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--write", action="store_true", help="fit with all of TRAIN and HALVES and write the weights")
    given = parser.parse_args()
    data = [c for path in given.train for c in cases(path)]
    halves = [cases(given.halves, weight=given.weight, half=n) for n in (0, 1)] if given.halves else []
    print(len(data), "questions,", sum(len(c.found.first) for c in data), "spans")
    for n, half in enumerate(halves):
        report(fit(data + half, epochs=given.epochs), halves[1 - n], f"{given.halves.stem}, other half")
    if given.held or given.write:
        model = fit([*data, *(c for half in halves for c in half)], epochs=given.epochs)
        for path in given.held:
            report(model, cases(path), path.stem)
        if given.write:
            WEIGHTS.write_text(json.dumps(model.table(), ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
