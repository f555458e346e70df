"""Written forms of periods → days.

In comes a match of one of the forms of `index/period_forms.py`, the day on which the text speaks, and for the second
half of a span what its first half was; out comes a `Span`. Conventions, where the language leaves a choice: the
beginning, middle and end of a month are its days 1–10, 11–20 and 21 to the last; of a year its January, June–July and
December; the seasons begin in March, June, September and December. A month without year is one of the reference's year,
but of the year before if it would lie nine months or more ahead. 近两年 are the two years up to the reference day.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.numerals import read_number
from index.period_forms import DAY_WEEKS, DAYS, MONTHS, QUARTERS, WEEKS, YEARS
from index.units import UNIT_PATTERN


@dataclass(frozen=True, slots=True)
class Span:
    """A resolved period; `year` is set if it names one, `edge` for ends of months and years, `vague` without bounds."""

    first: date | None
    last: date | None
    relative: bool = False
    year: int | None = None
    month: int | None = None
    edge: bool = False
    vague: bool = False


_COUNTED = re.compile(rf"\s?(?:{UNIT_PATTERN}|[十百千万亿多余强])")  # 2000家 is no year
_UNKNOWN = Span(None, None, True)
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_AHEAD = frozenset({"未来", "今后", "接下来", "此后", "后", "下"})


def resolve(form: str, m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """Turn a match of `FORMS[form]` into days.

    Args:
        form: The name of the form.
        m: Its match.
        reference: The day on which the text speaks, if known.
        context: The first half of a span of which this is the second; its year is inherited.

    Returns:
        The span, or None if the match is no period.

    Raises:
        ValueError: If it names a day that does not exist.
        OverflowError: If it names a day outside the calendar.
    """
    return _RESOLVERS[form](m, reference, context)


def month_span(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """Give the first and last day of `count` months that begin with a month (which may lie beyond December)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + count - 1
    end_year, end_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _int(text: str) -> int:
    value = read_number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _shift(day: date, count: int, unit: str) -> date:
    if unit in ("年", "季度", "月"):
        return _add_months(day, count * {"年": 12, "季度": 3, "月": 1}[unit])
    return day + timedelta(days=count * (7 if unit in ("周", "星期") else 1))


def _year_of(m: re.Match[str], reference: date | None, context: Span | None) -> tuple[int | None, bool, bool]:
    """Tell the year a match names: its number, whether a reference was needed, whether it was named at all."""
    groups = m.groupdict()
    if groups.get("year"):
        return _int(groups["year"]), False, True
    short = groups.get("short") or groups.get("short2")
    if short:
        number = _int(short)
        return (2000 if number < 70 else 1900) + number, False, True
    if groups.get("year_word"):
        return (None if reference is None else reference.year + YEARS[groups["year_word"]]), True, True
    if context and context.year:
        return context.year, context.relative, True
    return (None if reference is None else reference.year), True, False


def _nearest_year(reference: date, month: int) -> int:
    return reference.year - 1 if month - reference.month >= 9 else reference.year


def _edge_of_month(year: int, month: int, edge: str) -> tuple[date, date]:
    first, last = month_span(year, month)
    if edge in ("初", "上旬"):
        return first, first.replace(day=10)
    if edge in ("中", "中旬"):
        return first.replace(day=11), first.replace(day=20)
    return first.replace(day=21), last


def _edge_of_year(year: int, edge: str) -> tuple[date, date]:
    if "初" in edge:
        return month_span(year, 1)
    if "中" in edge:
        return month_span(year, 6, 2)
    return month_span(year, 1, 12) if "内" in edge else month_span(year, 12)


def _calendar(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """A year, month, day, quarter or part of a year, with or without its year."""
    g = m.groupdict()
    year, relative, named = _year_of(m, reference, context)
    if g.get("decade") is not None:
        return Span(*month_span(_int(g["year"]), 1, 120)) if g.get("year") else None
    month = _int(g["month"]) if g.get("month") else None
    if month is not None and not 1 <= month <= 12:
        return None
    if year is None:
        return _UNKNOWN
    if month is not None:
        if not named and reference is not None:
            year = _nearest_year(reference, month)
        if g.get("day"):
            day = date(year, month, _int(g["day"]))
            return Span(day, day, relative, year, month)
        if g.get("edge"):
            return Span(*_edge_of_month(year, month, g["edge"]), relative, year, month, edge=True)
        return Span(*month_span(year, month), relative, year, month)
    if g.get("year_edge"):
        return Span(*_edge_of_year(year, g["year_edge"]), relative, year, edge=True)
    months = _part_of_year(g)
    return Span(*month_span(year, *months), relative, year) if months else None


def _part_of_year(g: dict[str, str]) -> tuple[int, int] | None:
    """Give the first month and the number of months of a quarter, half, season, or of the whole year."""
    quarter = g.get("quarter") or g.get("quarter2") or g.get("quarter3")
    half = g.get("half") or g.get("half2")
    if quarter:
        return 3 * _int(quarter) - 2, 3
    if half:
        return (1 if half in "上1" else 7), 6
    if g.get("quarters"):
        return 1, 3 * _int(g["quarters"])
    if g.get("months"):
        months = _int(g["months"])
        return (1, months) if 1 <= months <= 12 else None
    return (_SEASONS[g["season"]], 3) if g.get("season") else (1, 12)


def _iso(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if m["month"] and m["mark"] == "." and not m["day"]:
        return None  # 2024.5 is a number
    return _calendar(m, reference, context)


def _year_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if m["first2"] and _COUNTED.match(m.string, m.end()):
        return None
    first, last = int(m["first"] or m["first2"]), int(m["last"] or m["last2"])
    if last < 100:
        last += first // 100 * 100
    return Span(date(first, 1, 1), date(last, 12, 31), False, last) if first <= last else None


def _month_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m, reference, context)
    first, last = _int(m["from"]), _int(m["month"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    if year is None:
        return _UNKNOWN
    return Span(*month_span(year, first, (last - first) % 12 + 1), relative, year)


def _day_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, named = _year_of(m, reference, context)
    first_day, last_day = _int(m["from"]), _int(m["day"])
    if not (1 <= first_day <= 31 and 1 <= last_day <= 31):
        return None
    if year is None:
        return _UNKNOWN
    if m["month"] is None:
        if named or reference is None:
            return None
        month = reference.month
    else:
        month = _int(m["month"])
        year = year if named or reference is None else _nearest_year(reference, month)
    last_month = _int(m["month2"]) if m["month2"] else month
    first, last = date(year, month, first_day), date(year + (last_month < month), last_month, last_day)
    return Span(first, last, relative, year) if first <= last else None


def _quarter_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m, reference, context)
    first, last = _int(m["from"]), _int(m["to"])
    if last < first:
        return None
    return Span(*month_span(year, 3 * first - 2, 3 * (last - first + 1)), relative, year) if year else _UNKNOWN


def _week_of_month(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """The n-th week of a month begins on its n-th Monday."""
    year, relative, named = _year_of(m, reference, context)
    if year is None:
        return _UNKNOWN
    month = _int(m["month"])
    if not named and reference is not None:
        year = _nearest_year(reference, month)
    first = date(year, month, 1)
    monday = first + timedelta(days=-first.weekday() % 7 + 7 * (_int(m["week"]) - 1))
    return Span(monday, monday + timedelta(days=6), relative, year, month)


def _month_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return _UNKNOWN
    day = _add_months(reference.replace(day=1), MONTHS.get(m["word"], 0))
    if m["day"]:
        day = day.replace(day=_int(m["day"]))
        return Span(day, day, True, day.year, day.month)
    if m["edge"]:
        return Span(*_edge_of_month(day.year, day.month, m["edge"]), True, day.year, day.month, edge=True)
    return Span(*month_span(day.year, day.month), True, day.year, day.month)


def _week(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return _UNKNOWN
    weeks = DAY_WEEKS[m["word"]] if m["word"] else WEEKS[m["word2"]]
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=weeks)
    if not m["day"]:
        return Span(monday, monday + timedelta(days=6), True)
    day = monday + timedelta(days=_WEEKDAYS[m["day"]])
    return Span(day - timedelta(days=1) if m["day"] == "末" else day, day, True)


def _day_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return _UNKNOWN
    day = reference + timedelta(days=DAYS[m["word"]])
    return Span(day, day, True)


def _quarter_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return _UNKNOWN
    month = (reference.month - 1) // 3 * 3 + 1 + 3 * QUARTERS[m["word"]]
    return Span(*month_span(reference.year, month, 3), True)


def _lone_day(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """A day without month lies in the reference's month, or in the month before if it were ten days or more ahead."""
    number = int(m["day"])
    if not 1 <= number <= 31:
        return None
    if context and context.year and context.month:
        day = date(context.year, context.month, number)
        return Span(day, day, context.relative, context.year, context.month)
    if reference is None:
        return _UNKNOWN
    month = reference if number - reference.day < 10 else _add_months(reference.replace(day=1), -1)
    day = date(month.year, month.month, number)
    return Span(day, day, True, day.year, day.month)


def _bare_year(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if _COUNTED.match(m.string, m.end()):
        return None
    return Span(*month_span(int(m[0]), 1, 12), False, int(m[0]))


def _span(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """近两年, 过去十年, 15年来 reach back from the reference; 未来五年 reaches forward from the day after it."""
    g = m.groupdict()
    way = g.get("way") or g.get("way2") or g.get("way3") or ""
    count = g["count"] or g.get("count2") or g.get("count3") or ""
    unit = g["unit"] or g.get("unit2") or g.get("unit3") or ""
    if unit == "月" and "个" not in m[0]:
        return None
    if reference is None:
        return Span(None, None, True, vague=True)
    ahead = way in _AHEAD
    first = reference + timedelta(days=1)
    if count in ("几", "数"):
        return Span(first if ahead else None, None if ahead else reference, True, vague=True)
    sign = 1 if ahead else -1
    if count == "半":
        if unit != "年":
            return None
        other = _add_months(reference, 6 * sign)
    else:
        other = _shift(reference, sign * _int(count), unit)
    return Span(first, other, True, vague=True) if ahead else Span(other, reference, True, vague=True)


def _ago(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """三年前 is that calendar year, 两个月前 that month, 5天前 that day."""
    if m["count"] in ("几", "数") or (m["unit"] == "月" and "个" not in m[0]):
        return None
    if m["count"] == "半" and m["unit"] != "年":
        return None
    if reference is None:
        return Span(None, None, True, vague=True)
    if m["count"] == "半":
        day = _add_months(reference, -6)
        return Span(*month_span(day.year, day.month), True, vague=True)
    day = _shift(reference, -_int(m["count"]), m["unit"])
    if m["unit"] == "年":
        return Span(*month_span(day.year, 1, 12), True, vague=True)
    return Span(*(month_span(day.year, day.month) if m["unit"] == "月" else (day, day)), True, vague=True)


def _vague(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return Span(None, reference, True, vague=True)


def _now(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return Span(reference, reference, True, vague=True)


def _plan_years(number: int) -> Span | None:
    """The first two five-year plans began in 1953 and 1958; from the third on they follow each other from 1966."""
    if number < 1:
        return None
    first = 1948 + 5 * number if number < 3 else 1951 + 5 * number
    return Span(date(first, 1, 1), date(first + 4, 12, 31))


def _plan(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return _plan_years(_int((m["plan"] or m["plan2"])[:-1]))


def _five_year(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return _plan_years(_int(m["number"]))


def _republic(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return Span(*month_span(1911 + _int(m["number"]), 1, 12))


def _decade(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    number = _int(m["century"]) if m["century"] else 21 if m["word"] == "本世纪" else 20
    first = (number - 1) * 100 + _int(m["tens"] or m["tens2"])
    edge = m["edge"] or m["edge2"] or ""
    if not edge:
        return Span(*month_span(first, 1, 120))
    offset = 0 if edge[0] == "初" else 4 if edge == "中期" else 7
    return Span(*month_span(first + offset, 1, 36))


def _century(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    number = _int(m["century"]) if m["century"] else 21 if m["word"] == "本世纪" else 20
    if not 1 <= number <= 30:
        return None
    first = (number - 1) * 100 + 1
    if m["edge"]:
        offset, years = {"初": (0, 10), "末": (90, 10), "中叶": (40, 20)}[m["edge"]]
        return Span(*month_span(first + offset, 1, 12 * years))
    return Span(*month_span(first, 1, 1200))


_RESOLVERS: dict[str, Callable[[re.Match[str], date | None, Span | None], Span | None]] = {
    "iso": _iso,
    "year_range": _year_range,
    "month_range": _month_range,
    "day_range": _day_range,
    "quarter_range": _quarter_range,
    "week_of_month": _week_of_month,
    "date": _calendar,
    "month": _calendar,
    "part": _calendar,
    "year_edge": _calendar,
    "month_word": _month_word,
    "week": _week,
    "day_word": _day_word,
    "quarter_word": _quarter_word,
    "span": _span,
    "since": _span,
    "ago": _ago,
    "vague": _vague,
    "now": _now,
    "plan": _plan,
    "five_year": _five_year,
    "republic": _republic,
    "decade": _decade,
    "century": _century,
    "day": _lone_day,
    "bare_year": _bare_year,
}
