"""Periods that count from a day: weeks, 上个月, 近两年, 三年前, 5天后.

In comes a match of one of the forms of `index/period_forms.py` and the day on which the text speaks, or for 三年后 and
次月 the day told of just before; out comes a `Span`. Weeks begin on Monday. 近两年 are the two years up to the day,
三年前 is that calendar year, 三个月后 that calendar month, 5天后 that day.
"""

import re
from datetime import date, timedelta

from index.numerals import read_bounds
from index.period_forms import DAYS, MONTHS
from index.period_spans import UNKNOWN, WEEKDAYS, Span, add_months, edge_of_month, integer, month_span, shift

_AHEAD = frozenset({"未来", "今后", "接下来", "此后", "后", "下"})
_WITHOUT = Span(None, None, True, vague=True)
_FARTHEST = 60  # 90年后出生 counts no years from now


def _steps(word: str) -> int:
    """How many units away 上上, 下, 本 lie."""
    return word.count("下") - word.count("上")


def month_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """本月, 上个月底, 下月9日, 月末."""
    if reference is None:
        return UNKNOWN
    day = add_months(reference.replace(day=1), MONTHS.get(m["word"], 0))
    if m["day"]:
        day = day.replace(day=integer(m["day"]))
        return Span(day, day, True, day.year, day.month)
    if m["edge"]:
        return Span(*edge_of_month(day.year, day.month, m["edge"]), True, day.year, day.month, edge=True)
    return Span(*month_span(day.year, day.month), True, day.year, day.month)


def week(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """本周, 上周五, 下下周, 星期一, 这周末."""
    if reference is None:
        return UNKNOWN
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=_steps(m["shift"] or ""))
    name = m["day"] or m["day2"]
    if not name:
        return Span(monday, monday + timedelta(days=6), True)
    day = monday + timedelta(days=WEEKDAYS[name])
    return Span(day - timedelta(days=1) if name == "末" else day, day, True)


def day_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """今天, 昨日, 大后天."""
    if reference is None:
        return UNKNOWN
    day = reference + timedelta(days=DAYS[m["word"]])
    return Span(day, day, True)


def quarter_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """本季度, 上个季度末."""
    if reference is None:
        return UNKNOWN
    month = (reference.month - 1) // 3 * 3 + 1 + 3 * _steps(m["shift"])
    if m["edge"]:
        return Span(*month_span(reference.year, month if m["edge"] == "初" else month + 2), True, edge=True)
    return Span(*month_span(reference.year, month, 3), True)


_GONE, _REPORTS = ("过去", "过往"), 3  # last month in which a report of the year before is given


def stretch(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """近两年, 过去十年, 15年来 reach back from the reference; 未来五年 reaches forward from the day after it."""
    g = m.groupdict()
    way = g.get("way") or g.get("way2") or g.get("way3") or ""
    count = g["count"] or g.get("count2") or g.get("count3") or ""
    unit = g["unit"] or g.get("unit2") or g.get("unit3") or ""
    if unit == "月" and "个" not in m[0]:
        return None
    if reference is None:
        return _WITHOUT
    if way in _GONE and count in ("一", "1") and unit == "年" and reference.month <= _REPORTS:
        return Span(*month_span(reference.year - 1, 1, 12), True)  # reports of January look back on the year before
    ahead = way in _AHEAD
    first = reference + timedelta(days=1)
    bounds = read_bounds(count)
    if bounds and bounds[1] - bounds[0] > 1:  # 几年, 数十年
        return Span(first if ahead else None, None if ahead else reference, True, vague=True)
    sign = 1 if ahead else -1
    if count == "半":
        if unit != "年":
            return None
        other = add_months(reference, 6 * sign)
    else:
        # 近两三年 are three at most
        other = shift(reference, sign * (int(bounds[1]) if bounds else integer(count)), unit)
    return Span(first, other, True, vague=True) if ahead else Span(other, reference, True, vague=True)


def away(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """三年前, 半年后, 两个月后, 5天后, 20天以后: a year, a month or a day, and all that follows it for 以后."""
    count, unit, half = m["count"], m["unit"], bool(m["half"])
    if read_bounds(count) or count == "百" or (unit == "月" and "个" not in m[0]):
        return None
    sign = 1 if "后" in m["way"] else -1
    number = 0 if count == "半" else integer(count)
    half = half or count == "半"
    if number > _FARTHEST or (half and unit != "年"):
        return None
    if reference is None:
        return _WITHOUT
    if half:
        day = add_months(reference, sign * (12 * number + 6))
        first, last = month_span(day.year, day.month)
    else:
        day = shift(reference, sign * number, unit)
        spans = {"年": month_span(day.year, 1, 12), "月": month_span(day.year, day.month)}
        first, last = spans.get(unit, (day, day))
    return Span(first, None if m["way"] == "以后" else last, True, vague=True)


def two_years(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """今明两年."""
    return Span(*month_span(reference.year, 1, 24), True) if reference else UNKNOWN


def vague(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """近年来, 日前, 最近."""
    return Span(None, reference, True, vague=True)


def now(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """目前, 如今."""
    return Span(reference, reference, True, vague=True)
