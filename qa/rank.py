"""Candidates → the same, scored and sorted: a logistic model whose weights stand in `weights.json`.

The score is the log-odds that a candidate answers the question, so that `confidence` is a probability.
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


def rank(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with their log-odds, best first; ties in the order of the documents."""
    slopes, bias = weights("number" if question.want is Want.NUMBER else "text")
    scored = [replace(c, score=bias + sum(w * x for w, x in zip(slopes, c.features, strict=True))) for c in candidates]
    return sorted(scored, key=lambda c: (-round(c.score, 6), c.passage.id, c.start, _place(c)))


def _place(candidate: Candidate) -> int:
    return candidate.row.quantity.start if candidate.row else candidate.start


def confidence(score: float) -> float:
    """Return the probability that stands behind log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
