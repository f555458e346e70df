"""Ranked sentence → how well it stands where the answer would: the words around the gap, and what its passage speaks of.

In come a question around its gap and a candidate; out goes a number that is added to the sentence's own score. An article
names its subject once, so a sentence of it need not: it is enough that the passage does. What is asked of the subject,
the words right beside the gap, must be told by the sentence itself (上部叶 in 艾纳香的上部叶有什么特点). The weights were
fitted to DRCD and half of CMRC 2018's trial questions and measured on the other half.
"""

from collections.abc import Sequence

from index.words import fold
from qa.evidence import Candidate
from qa.span_question import Asked

SCORE, FILLED = 0.57, 0.62
"""What the sentence's rank counts, and what its spans do."""
_FIRST, _BESIDE, _AROUND = 0.9, 0.6, 2.4
_SIGNS = 0.5
"""A word that is not met counts by its characters, by so much at most."""


def standing(gap: Asked, candidate: Candidate, *, first: bool) -> float:
    """Return what speaks for a sentence besides its score: that it ranks first, the gap's neighbours, its passage."""
    left = [term.word for term in gap.terms if term.side < 0]
    right = [term.word for term in gap.terms if term.side > 0]
    near = [*left[-1:], *right[:1]]
    others = [word for word in (*left, *right) if word not in near]
    passage = fold(candidate.passage.text + (candidate.passage.section or ""))
    told = _BESIDE * _met(near, fold(candidate.sentence)) + _AROUND * _met(others, passage)
    return _FIRST * first + told


def _met(words: Sequence[str], text: str) -> float:
    """Return the share of words that a text has."""
    shares = [1.0 if word in text else _SIGNS * sum(sign in text for sign in word) / len(word) for word in words]
    return sum(shares) / len(shares) if shares else 0.5
