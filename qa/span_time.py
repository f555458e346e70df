"""A sentence with its times → the time that is told of what is asked about, whole and alone.

In come a question around its gap and a sentence in words; out go places in it. A time is told with its era, its bracket and
its 前后, and without what happened then.
"""

import re
from collections.abc import Sequence

from qa.span_question import Asked
from qa.span_scene import Scene

Place = tuple[int, int]
TIME = re.compile(
    r"[年月日号代纪朝晨晚夜午季]|时[候期代]?|期间|之[后前]|以[后前]|[初末](?=[,，。年]|$)|节|岁|(?<=..)后(?=[,，])"
)
_ERA = re.compile(
    r"(?:公元前?|约公元前?|约|大约|[\u4e00-\u9fff]{2}(?:元|[\d一二三四五六七八九十]{1,3})年[（(](?:公元前?)?)$"
)
"""What stands before a time and is part of it: 公元前25年, 天正16年（1588年）."""
_ERA_GOES_ON = re.compile(r"[)）](?:闰?[正元腊一二三四五六七八九十\d]{1,3}月)?(?:[初一二三四五六七八九十\d]{1,3}日)?")
_ERA_LENGTH = 12
_TIME_GOES_ON = re.compile(
    r"(?:[上下]午|凌晨|晚上?|\d{1,2}[:时点]\d{0,2}分?|份|之?间|以?[前后内]|之[前后]|起|以来|左右|(?:[初中末早晚]|[前后](?!来))?期(?![间待望刊货])|[初中末底])+"
)
_THEN = re.compile("(?:之|以)?[后前]|期间|时(?![间期代候])|以来")
_ABOUT = re.compile("前后|左右|以来|上下")
_YEAR_ALONE = re.compile(r"^(?:[哪何]一?|几几)年(?![几何哪什]|代)")
_OPENING_YEAR = re.compile(r"(?:公元前?)?[\u4e00-\u9fff]{0,2}[\d〇零○一二三四五六七八九十元]{1,4}年(?=\d{1,2}月)")
_GRAINS = tuple(
    (re.compile(word), re.compile(told))
    for word, told in (
        (
            "[哪几何]一?年",
            r"[\d〇零○一二三四五六七八九十]{2,3}年|元年|[12]\d{3}|[去今前明当同本上次][一]?年|年代|世纪|月",
        ),
        ("[哪几何]个?一?月", "月"),
        ("[哪几何]一?[天日号]", "[日号天]|[昨今明][早晨晚夜午]"),
        ("几[点时]", r"[点时]|\d[:：]\d"),
    )
)
"""Words that ask for a time, each with what one that is fine enough holds; a month tells the year of its document."""
_NEXT_TO = re.compile(r"[、,和与及至到~—–-]*|以及|[)）]|以?(?:上|下|前|后)|[(（][^)）]{1,4}[)）]|的")
_CLAUSE = re.compile(r"[，,；;。！？!?]")


def time_alone(gap: Asked, seen: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the time within a span without what happened then: 六月份 of 六月份会在院区试用."""
    inside = [(a, b) for a, b in own_times(seen) if start <= a and b <= end]
    if not inside:
        then = _THEN.match(seen.text, end)
        return start, then.end() if then else end
    runs = side_by_side(seen.text, inside)
    tied = dict(tied_to_event(gap, seen, own_times(seen)))
    run = max(runs, key=lambda run: max(tied.get(place, 0.0) for place in run))
    first, last = run[0][0], run[-1][1]
    if era := _ERA.search(seen.text, max(0, first - _ERA_LENGTH), first):
        first = era.start()
        if era.group()[-1] in "（(" and (rest := _ERA_GOES_ON.match(seen.text, last)):
            last = rest.end()
    if seen.text[first:last].count("(") > seen.text[first:last].count(")"):
        last += 1
    more = _TIME_GOES_ON.match(seen.text, last, end) or _ABOUT.match(seen.text, last)
    last = more.end() if more else last
    year = _YEAR_ALONE.search(gap.text[gap.start :]) and _OPENING_YEAR.match(seen.text, first, last)
    return first, year.end() if year else last


def own_times(seen: Scene) -> Sequence[Place]:
    """Return the times that a sentence tells, without those in the title of a work where there are others."""
    works = [m.span() for m in re.finditer("《[^》]*》?", seen.text)]
    return [p for p in seen.periods if not any(a <= p[0] < b for a, b in works)] or seen.periods


def side_by_side(text: str, places: Sequence[Place]) -> list[list[Place]]:
    """Return the runs of times that nothing but a mark or 至 parts."""
    runs: list[list[Place]] = []
    for place in sorted(places):
        between = text[runs[-1][-1][1] : place[0]] if runs else ""
        in_brackets = between in ("(", "（") and text[place[1] : place[1] + 1] in (")", "）")
        if runs and (in_brackets or _NEXT_TO.fullmatch(between)):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def tells(gap: Asked, time: str) -> bool:
    """Whether a time is as fine as the question word asks for: 昨天 tells no year, 2024年 no month."""
    asked_for = gap.text[gap.start : gap.end + 1]
    return all(told.search(time) for word, told in _GRAINS if word.search(asked_for))


def tied_to_event(gap: Asked, seen: Scene, times: Sequence[Place]) -> list[tuple[Place, float]]:
    """Return the times of a sentence, each with the share of what is asked about that it goes with.

    2027年初步建成，2035年全面建成: what happened at a time stands in its clause, as far as the times beside it.
    """
    of_whom = {t.word for t in gap.terms if t.side < 0}
    asked_about = [t.word for t in gap.terms if t.side > 0 and t.word not in of_whom]
    size = sum(map(len, asked_about))
    if not size:
        return []
    found: list[tuple[Place, float]] = []
    ordered = sorted(times)
    for number, (start, end) in enumerate(ordered):
        low = max([ordered[number - 1][1] if number else 0, *(m.end() for m in _CLAUSE.finditer(seen.text, 0, start))])
        high = ordered[number + 1][0] if number + 1 < len(ordered) else len(seen.text)
        # 4月27日，大会开幕: the time of what follows it.
        opens = seen.text[end : end + 1] == "," and start - low < 2
        stop = _CLAUSE.search(seen.text, end + 2 if opens else end, high)
        own = seen.text[low : stop.start() if stop else high]
        share = sum(len(word) for word in asked_about if word in own) / size
        found.append(((start, end), share))
    return found
