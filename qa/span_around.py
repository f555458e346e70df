"""The best sentences → what a place was before, which a text tells of 这里 ahead of its name.

In come a question around its gap and ranked sentences; out goes `Found`, which quotes each sentence that it is made of,
None when the sentences are not made so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.words import fold
from qa.evidence import Candidate
from qa.span_anchor import points, told_of
from qa.span_beside import Found, Near, found_beside, neighbours
from qa.span_question import Asked
from qa.span_scene import scene

_POINTS = re.compile(r"这里|此处|此地|这片地?|这一?带")
_ONCE = re.compile(r"前身|原来|原先|以前|过去|从前|曾经?|早先|老")
_BACK = 4
_NOW = re.compile(r"现在|如今|目前|眼下|[改变]造?[成为]|成了")
_IS = re.compile(r"(?:这里|此处|此地)[，,]?(?:就|便|正|已经?)*是(?![一个集以])(?P<name>[^，,。；;！!]{3,30})")
_SITES = ("园", "园区", "区", "工场", "厂", "馆", "楼", "城", "谷", "院", "基地", "中心", "大厦", "广场", "社区")
_OF_NAME = ("n", "j", "b", "vn", "z", "latin", "l", "digits", "f", "s")
_CAPTION = re.compile(r"(?:^|\n)[\s\u3000]*[图表]\d{0,2}[\s\u3000:：]+$")
"""What stands before a caption, and is no part of the name that it begins with."""
_HALF, _MOSTLY = 0.5, 0.6
"""Least share of the question that the sentence with 这里 tells."""


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


def place_meant(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return the place that 这里 stands for: named before (…落户在这里), or behind where it is asked what it is now."""
    if gap.type != "where" and not (gap.type == "which" and gap.head.endswith(_SITES)):
        return None
    now = _NOW.search(gap.text) is not None
    least = _HALF if now else _MOSTLY
    best = next((c for c in evidence[:_BACK] if points(c.sentence) and told_of(gap, fold(c.sentence)) >= least), None)
    at = best
    for _ in range(_BACK if at else 0):
        before, behind = neighbours(at, evidence) if at else (None, None)
        near = behind if now else before
        if best is None or at is None or near is None:
            return None
        said = _IS.search(near.text)
        place = (said.span("name") if said else None) if now else _site_in(near)
        if place and near.text[slice(*place)] not in gap.text:
            return replace(found_beside(best, near, place), anchored=True)
        at = _at(at, near)
    return None


def _site_in(near: Near) -> tuple[int, int] | None:
    """Return the last name of a place in a sentence, with what stands before it of the name: 中关村（大兴）…产业园."""
    seen = scene(near.text)
    for last in range(len(seen.words) - 1, -1, -1):
        first = last if seen.words[last].endswith(_SITES) and seen.tags[last].startswith(("n", "s")) else -1
        while first > 0 and (seen.tags[first - 1].startswith(_OF_NAME) or seen.words[first - 1] in "()·"):
            if _CAPTION.search(near.text[: seen.starts[first]]):
                break
            first -= 1
        if first >= 0 and any(tag.startswith(("ns", "nz", "nt", "n1", "latin")) for tag in seen.tags[first : last + 1]):
            return seen.starts[first], seen.ends[last]
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
