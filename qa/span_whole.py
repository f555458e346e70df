"""A span of a sentence → the whole of what it is a part of: all that 和 joins, the place with the places it lies in.

In come a sentence with its words and the place of an answer; out goes the place that holds it whole. The fitted scorers know
where an answer begins and ends as a rule, and cut it where names go on: of 由甲、乙和丙主演 they like 甲 best, of
泰国的首都曼谷 泰国. Who asks 谁 or 哪里 wants to know all of it.
"""

import re
from itertools import pairwise

from qa.span_question import Asked
from qa.span_scene import Scene

Place = tuple[int, int]
_JOINS = re.compile(r"(?:[(（][^()（）]{1,40}[)）])?(?:、|以及|和|与|及|或|暨)")
_AND_OTHERS = re.compile("等(?![于级待到])")
_ONE = re.compile(r"哪一?[个家位所座项款部本首名]")
_NO_PART = ("v", "p", "c", "r", "ul")
_LINKS = "的之"
_CAUSE = re.compile("由于|因|为了|鉴于")
_SO = re.compile("因此|所以|因而|故|于是|从此|引起|导致|使|才|便|而(?!且)")
_TOLD_BACK, _TOLD_AGAIN = 0.3, 0.8
"""Least shares of what the reason is asked of that a clause tells which says so (因此), or does not, to be what came of it."""
_STOP = re.compile("[,;:。!?]")
_NO_ITEM = ("v", "p", "d", "r", "ul", "uj")
_A_PLACE = re.compile(r"[省市县区镇乡村州郡府岛街路道湾城苑号段内侧畔]$")


def all_people(gap: Asked, seen: Scene, place: Place) -> Place:
    """Return a name with the names that 、 and 和 join to it: 由甲和乙主演 names two where 谁 is asked for."""
    start, end = place
    people = sorted(p for p in seen.people if seen.text[slice(*p)] not in gap.text)
    if _ONE.search(gap.text[gap.start : gap.end]) or not any(a < end and start < b for a, b in people):
        return place
    for a, b in people:
        if a >= end and _JOINS.fullmatch(seen.text, end, a):
            end = b
    for a, b in reversed(people):
        if b <= start and _JOINS.fullmatch(seen.text, b, start):
            start = a
    others = _AND_OTHERS.match(seen.text, end) if (start, end) != place else None
    return start, others.end() if others else end


def whole_place(gap: Asked, seen: Scene, place: Place) -> Place:
    """Return a place with the places in it that are told behind it: 泰国|的首都曼谷, 屯门|兆康路兆康苑内.

    What stands between one 的 and the next must end in a place: of 南亚|的野驴 only 南亚 is one.
    """
    start, end = place
    at = end
    while True:
        last, ends_in_place = at, False
        for a, b, word, tag in zip(seen.starts, seen.ends, seen.words, seen.tags, strict=True):
            if a < at:
                continue
            if a != last or word in gap.right or tag.startswith(_NO_PART) or not word[0].isalnum() or word in _LINKS:
                break
            last = b
            ends_in_place = tag.startswith(("ns", "s", "f")) or _A_PLACE.search(word) is not None
        if ends_in_place:
            end = last
        if (not ends_in_place and last > at) or seen.text[last : last + 1] not in tuple(_LINKS):
            return start, end
        at = last + 1


def all_items(gap: Asked, seen: Scene, place: Place) -> Place:
    """Return a thing with those behind it that 、 and 或 join to it, up to the next mark: 又名甲或乙, 别称甲、乙、丙."""
    start, end = place
    joined = _JOINS.match(seen.text, end)
    if joined is None or _ONE.search(gap.text[gap.start : gap.end]):
        return place
    stop = _STOP.search(seen.text, end)
    last = stop.start() if stop else len(seen.text)
    if seen.text.count("、", end, last) > 1:
        return start, last  # an enumeration, whatever its names are cut into
    several = joined.group().endswith("、")
    for a, word, tag in zip(seen.starts, seen.words, seen.tags, strict=True):
        if not joined.end() <= a < last:
            continue
        if tag.startswith(_NO_ITEM) or (len(word) > 1 and word in gap.text and not several):
            return place
    return start, last


def cause_alone(gap: Asked, seen: Scene, place: Place) -> Place:
    """Return a reason without the clauses behind it that say what came of it: 由于甲|，因此乙, which the question asks of."""
    start, end = place
    if not _CAUSE.match(seen.text, start):
        return place
    asked_about = [term.word for term in gap.terms if term.side > 0]
    commas = [m.start() for m in re.finditer(",", seen.text[:end]) if m.start() > start]
    for comma, stop in pairwise([*commas, end]):
        clause = seen.text[comma + 1 : stop]
        least = _TOLD_BACK if _SO.match(clause) else _TOLD_AGAIN
        if sum(word in clause for word in asked_about) >= least * max(len(asked_about), 1):
            return start, comma
    return start, end
