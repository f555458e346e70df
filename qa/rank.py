"""Candidates → the same, scored and sorted: one linear score each, and "none of them" at zero.

A softmax over the candidates and the null choice gives each candidate its probability of being the answer; the weights in
`weights.json` are fitted to exactly this by `eval/tune.py`, so the probabilities are calibrated as far as the questions of
that set go.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from qa.evidence import FEATURES, Candidate
from qa.question import Question, Want


@cache
def weights(kind: str) -> tuple[tuple[float, ...], float]:
    """Return the weights in the order of `FEATURES`, and the bias."""
    table = json.loads((resources.files("qa") / "weights.json").read_text(encoding="utf-8"))[kind]
    return tuple(float(table[name]) for name in FEATURES), float(table["bias"])


def kind_of(question: Question) -> str:
    """Return which set of weights a question takes."""
    return "number" if question.want is Want.NUMBER else "text"


def rank(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with score and probability, best first; ties in the order of the documents."""
    slopes, bias = weights(kind_of(question))
    scores = [bias + sum(w * x for w, x in zip(slopes, c.features, strict=True)) for c in candidates]
    top = max([0.0, *scores])
    total = math.exp(-top) + sum(math.exp(score - top) for score in scores)
    scored = [
        replace(c, score=score, probability=math.exp(score - top) / total)
        for c, score in zip(candidates, scores, strict=True)
    ]
    return sorted(scored, key=lambda c: (-round(c.score, 6), c.passage.id, c.start, _place(c)))


def _place(candidate: Candidate) -> int:
    return candidate.row.quantity.start if candidate.row else candidate.start
