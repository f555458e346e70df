"""The scores of a sentence's spans → the one that agrees best with all that are likely (minimum Bayes risk).

What tells of something has no sharp borders: of 受台风影响、…，桥被冲毁 each clause is likely by itself, and their whole is what
agrees most with any of them. So the likeliest span grows to the one of the highest expected F1 under the spans' odds, and a
little for being right to the sign. A name is right or wrong, so where one is asked for the likeliest stays as it is.
"""

import re

import numpy as np
from numpy.typing import NDArray

from qa.span_body import asks_body, asks_holder
from qa.span_features import Spans
from qa.span_question import Asked, asks_statement

_POWER, _EXACT = 0.3, 1.0
"""By what the scores are multiplied to be odds, and what the very span counts beside the overlap: fitted by either half of
CMRC's trial set to the other."""
_LIKELY, _LONGEST = 60, 60
"""Spans that are weighed; signs that one may grow to."""
LED_BY_CAUSE = frozenset(("因", "因为", "由于", "鉴于", "缘于", "源于", "出于", "为了"))
"""What leads in a reason and is said with it."""
_NAMING = ("who", "when", "where", "other")
_THING = ("which", "what")
_NO_PART = ("p", "d")
"""Tags of words that a thing does not take in: 把白石码头, 特别采用陶板; nor does it 是."""
_NAME_AHEAD = re.compile("(?:[称叫名誉](?:之?[为作做是])?|[和与及])$")
_CLAUSE = re.compile(r"[，,；;。！？!?]")
_DONE = re.compile("做[出了过]?$")


def safest(gap: Asked, found: Spans, scores: NDArray[np.float64]) -> int:
    """Return which span to answer with: the likeliest, or one around it that more of the likely ones agree with.

    Args:
        scores: of each span; their exponentials are in proportion to how likely it is.
    """
    best = int(np.argmax(scores))
    if _names(gap):
        return best
    top = np.argsort(-scores, kind="stable")[:_LIKELY]
    first, last = found.first[top], found.last[top]
    start, end = np.array(found.scene.starts)[first], np.array(found.scene.ends)[last]
    size = end - start
    odds = np.exp(_POWER * (scores[top] - scores[best]))
    shared = np.clip(np.minimum(end[:, None], end) - np.maximum(start[:, None], start), 0, None)
    worth = 2 * shared / (size[:, None] + size) @ odds + _EXACT * odds
    grown = (start <= start[0]) & (end >= end[0]) & (size <= _LONGEST) & _within(gap, found.scene.text, start, end)
    if _is_thing(gap):
        seen = zip(found.scene.words, found.scene.tags, strict=True)
        other = np.cumsum([0, *(tag.startswith(_NO_PART) or word == "是" for word, tag in seen)])
        held = other[last + 1] - other[first]
        grown &= held == held[0]
    if gap.type == "why" and not LED_BY_CAUSE.isdisjoint(found.scene.words[max(first[0] - 1, 0) : first[0] + 1]):
        grown &= start == start[0]
    return int(top[int(np.argmax(np.where(grown, worth, 0.0)))])


def _names(gap: Asked) -> bool:
    """Whether the answer is a name or a time, or one of several things (哪种): right or wrong, not more or less so."""
    asks_which = "哪" in gap.text[gap.start : gap.end] or _NAME_AHEAD.search(gap.left) is not None
    return gap.type in _NAMING or asks_which or asks_body(gap) or asks_holder(gap)


def _is_thing(gap: Asked) -> bool:
    """Whether a thing is asked for, not a statement."""
    if gap.type == "define":
        return bool(gap.right)
    return gap.type in _THING and not asks_statement(gap)


def _within(gap: Asked, text: str, start: NDArray[np.intp], end: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which spans stay in the clause of the first, or, where no thing is asked for, go beyond it as clauses do."""
    marks = [m.start() for m in _CLAUSE.finditer(text)]
    low = max((mark + 1 for mark in marks if mark < start[0]), default=0)
    high = min((mark for mark in marks if mark >= end[0]), default=len(text))
    if _is_thing(gap):
        return (start >= low) & (end <= high)
    opens, closes = np.isin(start, [0, *(mark + 1 for mark in marks)]), np.isin(end, [*marks, len(text)])
    return ((start >= low) | opens) & ((end <= high) | closes)


def asks_what_happened(gap: Asked) -> bool:
    """Whether a statement is asked for, not a thing: 有什么后果, 发生了什么变化."""
    if gap.type != "which" or not gap.behind or gap.right.strip("的呢") or _DONE.search(gap.left):
        return False
    return asks_statement(gap)
