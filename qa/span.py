"""Sentence → the words in it that answer: a date, a name, a place, a list, or the clause that says it.

Every run of words of the sentence is scored by a fitted model (`qa/span_model.py`) that compares its surroundings with
those of the question word. What is asked for then rules some runs out: a list is taken whole, a date is not cut, a
question of yes or no is answered by the clause that says it.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.words import fold
from qa.evidence import Candidate
from qa.question import Question, Want
from qa.span_features import Spans, spans
from qa.span_model import score
from qa.span_question import Asked, asked

_CLAUSE = re.compile(r"[，,；;。！？!?]")
_END = re.compile(r"[。；;！!？?]")
_CLAUSE_MARKS = ",;:。!?"
_WRONG_KIND, _PART, _CUT_LEFT, _CUT_RIGHT = 4.0, 3.0, 1.0, 1.5
_NO_PERSON, _CAUSE_GIVEN = 2.0, 2.5
_CAUSES = frozenset(("因", "因为", "由于", "鉴于", "缘于", "源于", "在于", "出于", "原因是", "为了", "是因为"))
_CAUSE = re.compile("因|由于|鉴于|源于|出于|为了|所以|导致|使得|从而|原因")
_SENTENCES, _MARGIN, _FILLED = 5, 4.0, 0.5
_ITEM_MARK = re.compile(r"、")
_COUNTED = re.compile(
    r"[二三四五六七八九十两几数多各]大?[家个所座条种项款部类份批方面位名级院支层点]|[二三四五六七八九十]大|分别|都有|各是"
)


def answer_span(question: Question, candidate: Candidate) -> tuple[int, int]:
    """Return (start, end) of the answer inside the candidate's sentence; all of it when nothing narrower fits."""
    sentence = candidate.sentence
    gap = asked(question.text)
    if gap.type == "whether":
        return _clauses(question, sentence)
    found = spans(gap, sentence)
    if found is None:
        return 0, len(sentence)
    scores = score(found, gap.type)
    if lists(question, gap):
        listed = _list_span(found, scores)
        if listed is not None:
            return listed
    best = int(np.argmax(scores + _fit(gap, found)))
    start, end = found.scene.starts[int(found.first[best])], found.scene.ends[int(found.last[best])]
    if gap.type == "why" and not _CAUSE.search(found.scene.text):
        # Nothing says where the reason ends: it goes on to the end of the statement.
        stop = _END.search(sentence, end)
        end = stop.start() if stop else len(sentence)
    return _trimmed(sentence, start, end)


def best_sentence(question: Question, evidence: Sequence[Candidate]) -> Candidate:
    """Return the sentence of the first few whose words answer best: ranked evidence, best first, must not be empty.

    The score of the evidence says how well a sentence fits the question as a whole, the spans' scores whether something
    in it fills the gap.
    """
    gap = asked(question.text)
    best, most = evidence[0], -math.inf
    if gap.type == "whether":
        return best
    for candidate in evidence[:_SENTENCES]:
        found = spans(gap, candidate.sentence)
        if found is None or candidate.score < evidence[0].score - _MARGIN:
            continue
        total = candidate.score + _FILLED * float(np.logaddexp.reduce(score(found, gap.type)))
        if total > most:
            best, most = candidate, total
    return best


def lists(question: Question, gap: Asked) -> bool:
    """Whether several things are asked for: 哪些, 哪几家, 四大…是什么."""
    if gap.type == "list" or question.want is Want.LIST:
        return True
    return gap.type in ("what", "define", "who", "other", "which") and bool(_COUNTED.search(gap.text))


def _fit(gap: Asked, found: Spans) -> NDArray[np.float64]:
    """Return what a span loses for being of another kind than the one asked for, or a part of it only."""
    seen = found.scene
    a, b = _places(found)
    loss = np.zeros(len(found.first))
    if gap.type == "when" and seen.periods:
        whole = np.zeros(len(a), dtype=bool)
        for x, y in seen.periods:
            whole |= (a <= x) & (b >= y)
        loss += _WRONG_KIND * ~whole
    if gap.type == "who":
        named = [place for place in seen.people if seen.text[slice(*place)] not in gap.text]
        if named:
            holds = np.zeros(len(a), dtype=bool)
            for x, y in named:
                holds |= (a <= x) & (b >= y)
            loss += _NO_PERSON * ~holds
    if gap.type in ("why", "how"):
        after = [*seen.words[1:], "。"]
        ends = np.array([word[0] in _CLAUSE_MARKS for word in after])
        loss += _PART * ~(ends[found.last] & (b - a >= 5))
    if gap.type == "why":
        before = ["。", *seen.words[:-1]]
        loss -= _CAUSE_GIVEN * np.array([word in _CAUSES for word in before])[found.first]
    if gap.type in ("which", "where"):
        nominal = np.array([_nominal(tag) for tag in seen.tags])
        padded = np.concatenate(([False], nominal, [False]))
        loss += _CUT_LEFT * (padded[found.first] & nominal[found.first])
        loss += _CUT_RIGHT * (padded[found.last + 2] & nominal[found.last])
    return -loss


def _nominal(tag: str) -> bool:
    return tag[0] in "njb" or tag in ("vn", "latin")


def _places(found: Spans) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.array(found.scene.starts)[found.first], np.array(found.scene.ends)[found.last]


def _list_span(found: Spans, scores: NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the best span that holds a whole enumeration, None when the sentence has none.

    Enumerations are the runs of 、 within a stretch without other marks; the one that the best spans of the sentence lie in
    is taken.
    """
    text = found.scene.text
    a, b = _places(found)
    best: tuple[float, int] | None = None
    for low, high in _enumerations(text):
        marks = [m.start() for m in _ITEM_MARK.finditer(text, low, high)]
        inside = (a >= low) & (b <= high)
        holds = inside & (a < marks[0]) & (b > marks[-1] + 1)
        if not holds.any():
            continue
        # How likely the answer lies in this run at all, and, within it, which borders are best.
        mass = float(np.logaddexp.reduce(scores[inside]))
        index = int(np.flatnonzero(holds)[int(np.argmax(scores[holds]))])
        if best is None or mass > best[0]:
            best = mass, index
    if best is None:
        return None
    return int(a[best[1]]), int(b[best[1]])


def _enumerations(text: str) -> list[tuple[int, int]]:
    """Return the stretches between marks other than 、 that hold at least one 、."""
    borders = [0, *(m.end() for m in re.finditer("[,;:。!?\n]", text)), len(text)]
    return [(low, high) for low, high in pairwise(borders) if "、" in text[low : high - 1]]


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start < end and sentence[start] in " ,，、；;：:。":
        start += 1
    while start < end and sentence[end - 1] in " ,，、；;：:。":
        end -= 1
    return (start, end) if start < end else (0, len(sentence))


def _clauses(question: Question, sentence: str) -> tuple[int, int]:
    """Return the run of clauses that holds every word of the question that the sentence holds, and what it leads to."""
    folded = fold(sentence)
    borders = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    hits = [
        n
        for n in range(len(borders) - 1)
        if any(term in folded[borders[n] : borders[n + 1]] for term in question.terms)
    ]
    if not hits:
        return 0, len(sentence)
    start, end = borders[hits[0]], borders[min(hits[-1] + 1, len(borders) - 1)]
    return _trimmed(sentence, start, end) if end - start > 6 else (0, len(sentence))
