"""Candidates → the same, scored and sorted: one score each from a small net, and "none of them" at zero.

A softmax over the candidates and the null choice gives each candidate its probability of being the answer; the net in
`weights.json` (one hidden layer over the features, and the features straight) is fitted to exactly this by
`eval/tune.py`, so the probabilities are calibrated as far as the questions of that set go.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import chain

import numpy as np

from index.words import fold
from qa.evidence import FEATURES, Candidate
from qa.fits import asks_dimension, dimension_fit
from qa.net import Floats, Net
from qa.question import Question, Want

_SAID = 3.5
"""What it counts that a figure is said to be long, deep … as asked, or to be another of these: the features know words
of two signs or more."""
_SPAN = re.compile(r"月.*[至到—–~-].*[年月]|日.*[至到—–~-].*日")
_SAME_SPAN = 4.0
"""What it counts that a sentence says the very span that is asked about (1984年6月至1985年1月): nothing else is of it."""
_ELSEWHEN = FEATURES.index("elsewhen")


@cache
def net(kind: str) -> Net:
    """Return the net for a kind of question."""
    tables = json.loads((resources.files("qa") / "weights.json").read_text(encoding="utf-8"))
    return Net.from_table(tables[kind], FEATURES, made_by="python -m eval.tune")


def kind_of(question: Question) -> str:
    """Return which net a question takes."""
    return "number" if question.want is Want.NUMBER else "text"


def rank(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with score and probability, best first; ties in the order of the documents."""
    if not candidates:
        return []
    values = chain.from_iterable(c.features for c in candidates)
    features = np.fromiter(values, float, len(candidates) * len(FEATURES)).reshape(len(candidates), -1)
    scores = net(kind_of(question)).scores(features)
    if asks_dimension(question):
        said = [dimension_fit(question, c.row, c.sentence, c.start) if c.row else 0.0 for c in candidates]
        scores += _SAID * np.array(said)
    if spans_asked := [fold(p.surface) for p in question.periods if p.first and p.last and _SPAN.search(p.surface)]:
        scores += _SAME_SPAN * np.array([any(span in fold(c.sentence) for span in spans_asked) for c in candidates])
    # A figure of another period is no answer, however well the words fit; its score still says how near it comes.
    possible = features[:, _ELSEWHEN] == 0
    shares = np.zeros(len(scores))
    shares[possible] = probabilities(scores[possible])
    scored = [
        Candidate(c.passage, c.row, c.start, c.end, c.sentence, c.features, c.not_before, score, share)
        for c, score, share in zip(candidates, scores.tolist(), shares.tolist(), strict=True)
    ]
    return sorted(scored, key=lambda c: (-round(c.score, 6), c.passage.id, c.start, _place(c)))


def better_of(question: Question, one: Sequence[Candidate], other: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates of two wordings of one question, each as the one that it fits better has it."""
    best: dict[tuple[int, int, int], Candidate] = {}
    for candidate in (*rank(question, one), *rank(question, other)):
        known = best.setdefault((candidate.passage.id, candidate.start, _place(candidate)), candidate)
        if candidate.score > known.score:
            best[candidate.passage.id, candidate.start, _place(candidate)] = candidate
    return list(best.values())


def probabilities(scores: Floats) -> Floats:
    """Return the softmax over scores and a null choice of score zero, without the null's share."""
    top = float(scores.max(initial=0.0))
    powers = np.exp(scores - top)
    return powers / (float(powers.sum()) + np.exp(-top))


def _place(candidate: Candidate) -> int:
    return candidate.row.quantity.start if candidate.row else candidate.start
