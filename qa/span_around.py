"""The best sentences → what a place was before, which a text tells of 这里 ahead of its name.

In come a question around its gap and ranked sentences; out goes `Found`, which quotes each sentence that it is made of,
None when the sentences are not made so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.words import fold
from qa.evidence import Candidate
from qa.span_anchor import points
from qa.span_beside import Found, Near, found_beside, neighbours
from qa.span_question import Asked
from qa.span_scene import scene

_POINTS = re.compile(r"这里|此处|此地|这片地?|这一?带")
_ONCE = re.compile(r"前身|原来|原先|以前|过去|从前|曾经?|早先|老")
_BACK = 4


def told_before(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return what a place was, told of 这里 before its name is: 几年前，这里还是家具厂。…这里是甲园."""
    if not _ONCE.search(gap.text) or not gap.head:
        return None
    subject = [t.word for t in gap.terms if t.side < 0 and len(t.word) > 1 and not _ONCE.search(t.word)]
    for candidate in evidence[:_BACK] if subject else ():
        text = fold(candidate.sentence)
        if (not points(candidate.sentence) and not _POINTS.search(text)) or not all(word in text for word in subject):
            continue
        at = candidate
        for _ in range(_BACK):
            before, _ = neighbours(at, evidence)
            if before is None:
                break
            if _POINTS.search(before.text) and (place := _kind_in(gap, before)):
                return replace(found_beside(candidate, before, place), anchored=True)
            at = _at(at, before)
    return None


def _at(candidate: Candidate, near: Near) -> Candidate:
    return replace(candidate, start=near.start, end=near.end, passage=near.passage, sentence=near.text)


def _kind_in(gap: Asked, near: Near) -> tuple[int, int] | None:
    """Return the last noun phrase of a sentence that ends in what is asked for."""
    seen = scene(near.text)
    for last in range(len(seen.words) - 1, -1, -1):
        if not seen.words[last].endswith(gap.head[-1]) or not seen.tags[last].startswith(("n", "j", "l", "z")):
            continue
        first = last
        while first and (
            seen.tags[first - 1].startswith(("n", "j", "b", "vn", "z", "latin")) and seen.tags[first - 1] != "nr"
        ):
            first -= 1
        return seen.starts[first], seen.ends[last]
    return None
