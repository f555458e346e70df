"""Written forms of periods → days.

In comes a match of one of the forms of `index/period_forms.py`, the day on which the text speaks, and for the second
half of a span what its first half was; out comes a `Span`. Conventions, where the language leaves a choice: the
beginning, middle and end of a month are its days 1–10, 11–20 and 21 to the last; of a year its January, June–July and
December; the seasons begin in March, June, September and December. A month without year is one of the reference's year,
but of the year before if it would lie nine months or more ahead. 近两年 are the two years up to the reference day.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from index.holidays import holiday, lunar
from index.lunar import lunar_day
from index.numerals import read_number
from index.period_forms import YEARS
from index.period_relative import (
    away,
    day_word,
    month_word,
    now,
    quarter_word,
    stretch,
    two_years,
    vague,
    week,
)
from index.period_spans import UNKNOWN, Span, add_months, edge_of_month, integer, month_span, nth_weekday
from index.units import unit_at

_MANY = re.compile(r"\s?[十百千万亿多余强]")
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


def _counted(m: re.Match[str]) -> bool:
    """Whether a year is none, but a number of something: 2000家, 2000多."""
    return _MANY.match(m.string, m.end()) is not None or unit_at(m.string, m.end())


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


def _year_of(groups: Mapping[str, str], reference: date | None, context: Span | None) -> tuple[int | None, bool, bool]:
    """Tell the year a match names: its number, whether a reference was needed, whether it was named at all."""
    if groups.get("year"):
        return integer(groups["year"]), False, True
    short = groups.get("short") or groups.get("short2")
    if short:
        number = integer(short)
        return (2000 if number < 70 else 1900) + number, False, True
    if groups.get("year_word"):
        return (None if reference is None else reference.year + YEARS[groups["year_word"]]), True, True
    if context and context.year:
        return context.year, context.relative, True
    return (None if reference is None else reference.year), True, False


def _nearest_year(reference: date, month: int) -> int:
    return reference.year - 1 if month - reference.month >= 9 else reference.year


def _month_of(m: re.Match[str], reference: date | None, context: Span | None) -> tuple[int | None, int, bool]:
    """Tell the year and the month that a match names, and whether a reference was needed."""
    year, relative, named = _year_of(m.groupdict(), reference, context)
    month = integer(m["month"])
    if year is not None and reference is not None and not named:
        year = _nearest_year(reference, month)
    return year, month, relative


def _edge_of_year(year: int, edge: str) -> tuple[date, date]:
    if "初" in edge or edge == "伊始":
        return month_span(year, 1)
    if "中" in edge:
        return month_span(year, 6, 2)
    return month_span(year, 1, 12) if "内" in edge else month_span(year, 12)


def _calendar(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """A year, month, day, quarter or part of a year, with or without its year."""
    g = m.groupdict()
    year, relative, named = _year_of(g, reference, context)
    if g.get("decade") is not None:
        return Span(*month_span(integer(g["year"]), 1, 120)) if g.get("year") else None
    month = integer(g["month"]) if g.get("month") else None
    if month is not None and not 1 <= month <= 12:
        return None
    if year is None:
        return UNKNOWN
    if g.get("same"):
        if reference is None:
            return UNKNOWN
        month, named = reference.month, True
        g["day"] = g["same_day"]
    if month is not None:
        if not named and reference is not None:
            year = _nearest_year(reference, month)
        if g.get("day"):
            day = date(year, month, integer(g["day"]))
            return Span(day, day, relative, year, month)
        if g.get("edge"):
            return Span(*edge_of_month(year, month, g["edge"]), relative, year, month, edge=True)
        return Span(*month_span(year, month), relative, year, month)
    if g.get("year_edge"):
        return Span(*_edge_of_year(year, g["year_edge"]), relative, year, edge=True)
    months = _part_of_year(g)
    if months and g.get("part_edge"):
        months = (months[0] if g["part_edge"] == "初" else sum(months) - 1, 1)
        return Span(*month_span(year, *months), relative, year, edge=True)
    return Span(*month_span(year, *months), relative, year) if months else None


def _part_of_year(g: dict[str, str]) -> tuple[int, int] | None:
    """Give the first month and the number of months of a quarter, half, season, or of the whole year."""
    quarter = g.get("quarter") or g.get("quarter2") or g.get("quarter3")
    half = g.get("half") or g.get("half2")
    if g.get("first"):
        return (1, 1) if "月" in g["first"] else (1, 3)
    if quarter:
        return 3 * integer(quarter) - 2, 3
    if g.get("mid"):
        return 1, 6  # 2025年半年度, 2025年中期业绩
    if half:
        return (1 if half in "上1" else 7), 6
    if g.get("quarters"):
        return 1, 3 * integer(g["quarters"])
    if g.get("months"):
        months = integer(g["months"])
        return (1, months) if 1 <= months <= 12 else None
    return (_SEASONS[g["season"]], 3) if g.get("season") else (1, 12)


def _iso(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if (m["month"] and m["mark"] == "." and not m["day"]) or (m["day"] and m["mark2"] != m["mark"]):
        return None  # 2024.5 is a number
    return _calendar(m, reference, context)


def _compact(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return None if _counted(m) else _calendar(m, reference, context)


def _month_span(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """2015.6-2019.12, 2008.03-2009, 2015.6至今."""
    if _counted(m):
        return None
    first = month_span(int(m["year"]), int(m["month"]))[0]
    if not m["year2"]:
        return Span(first, None, False, first.year)
    last = month_span(int(m["year2"]), int(m["month2"]))[1] if m["month2"] else date(int(m["year2"]), 12, 31)
    return Span(first, last, False, last.year) if first < last else None


def _weekday(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """The n-th or last Monday of a month."""
    year, month, relative = _month_of(m, reference, context)
    if year is None:
        return UNKNOWN
    day = nth_weekday(year, month, integer(m["nth"]) if m["nth"] else 0, m["weekday"])
    return Span(day, day, relative, year, month)


def _holiday(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m.groupdict(), reference, context)
    return UNKNOWN if year is None else holiday(m, year, relative=relative)


def _lunar(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m.groupdict(), reference, context)
    return UNKNOWN if year is None else lunar(m, year, relative=relative)


def _new_year(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """大年三十 is the day before 大年初一."""
    if reference is None:
        return UNKNOWN
    first = lunar_day(reference.year, 1, 1)
    number = 0 if m["day"] == "三十" else int(read_number(m["day"][1:]) or 1)
    day = first + timedelta(days=number - 1)
    return Span(day, day, True, reference.year)


def _year_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if m["first2"] and _counted(m):
        return None
    first, last = int(m["first"] or m["first2"]), int(m["last"] or m["last2"])
    if last < 100:
        last += first // 100 * 100
    return Span(date(first, 1, 1), date(last, 12, 31), False, last) if first <= last else None


def _month_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m.groupdict(), reference, context)
    first, last = integer(m["from"]), integer(m["month"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    if year is None:
        return UNKNOWN
    return Span(*month_span(year, first, (last - first) % 12 + 1), relative, year)


def _day_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, named = _year_of(m.groupdict(), reference, context)
    first_day, last_day = integer(m["from"]), integer(m["day"])
    if not (1 <= first_day <= 31 and 1 <= last_day <= 31):
        return None
    if year is None:
        return UNKNOWN
    if m["month"] is None:
        if named or reference is None:
            return None
        month = reference.month
    else:
        month = integer(m["month"])
        year = year if named or reference is None else _nearest_year(reference, month)
    last_month = integer(m["month2"]) if m["month2"] else month
    first, last = date(year, month, first_day), date(year + (last_month < month), last_month, last_day)
    return Span(first, last, relative, year) if first <= last else None


def _quarter_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m.groupdict(), reference, context)
    first, last = integer(m["from"]), integer(m["to"])
    if last < first:
        return None
    return Span(*month_span(year, 3 * first - 2, 3 * (last - first + 1)), relative, year) if year else UNKNOWN


def _week_of_month(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """The n-th week of a month begins on its n-th Monday."""
    year, month, relative = _month_of(m, reference, context)
    if year is None:
        return UNKNOWN
    monday = nth_weekday(year, month, integer(m["week"]), "一")
    return Span(monday, monday + timedelta(days=6), relative, year, month)


def _lone_day(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """A day without month lies in the reference's month, or in the month before if it were ten days or more ahead."""
    number = int(m["day"])
    if not 1 <= number <= 31:
        return None
    if context and context.year and context.month:
        day = date(context.year, context.month, number)
        return Span(day, day, context.relative, context.year, context.month)
    if reference is None:
        return UNKNOWN
    month = reference if number - reference.day < 10 else add_months(reference.replace(day=1), -1)
    day = date(month.year, month.month, number)
    return Span(day, day, True, day.year, day.month)


def _bare_year(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if _counted(m):
        return None
    return Span(*month_span(int(m[0]), 1, 12), False, int(m[0]))


def _plan_years(number: int) -> Span | None:
    """The first two five-year plans began in 1953 and 1958; from the third on they follow each other from 1966."""
    if number < 1:
        return None
    first = 1948 + 5 * number if number < 3 else 1951 + 5 * number
    return Span(date(first, 1, 1), date(first + 4, 12, 31))


def _plan(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    span = _plan_years(integer((m["plan"] or m["plan2"])[:-1]))
    edge = (m["plan_edge"] or m["plan_edge2"] or "").removeprefix("的").removeprefix("期")
    if not edge or span is None or span.first is None:
        return span
    first, years = span.first.year, 1
    if edge[-1] == "年" and edge[1] in "两二三四":
        years = integer(edge[1])
        first += 5 - years if edge[0] == "后" else 0
    elif edge[0] in "末收":
        first += 4
    elif edge == "中期":
        first += 2
    return Span(*month_span(first, 1, 12 * years), edge=True)


def _five_year(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return _plan_years(integer(m["number"]))


def _republic(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    return Span(*month_span(1911 + integer(m["number"]), 1, 12))


def _season(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """今夏, 去冬."""
    if reference is None:
        return UNKNOWN
    year = reference.year + {"去": -1, "今": 0, "明": 1}[m["near"]]
    return Span(*month_span(year, _SEASONS[m["season"]], 3), True, year)


def _event(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """The day from which 以来 counts: a party congress, held every five years, or the beginning of an era."""
    if m["event"]:
        day = date(1978, 12, 18) if m["event"] == "改革开放" else date(1949, 10, 1)
    else:
        number = integer(m["congress"])
        day = date(1922 + 5 * number, 11 if number in (16, 18) else 10, {16: 8, 17: 15, 18: 8, 19: 18}.get(number, 16))
    return Span(day, day)


def _century_of(m: re.Match[str]) -> int:
    if m["century"]:
        return integer(m["century"])
    return 21 if m["word"] and m["word"][0] in "本新" else 20


def _decade(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    number = _century_of(m)
    tens, years = m["tens"] or m["tens2"], 10
    if len(tens) == 3:  # 八九十年代
        tens, years = tens[0] + "十", 20
    first = (number - 1) * 100 + integer(tens)
    edge = m["edge"] or m["edge2"] or ""
    if not edge:
        return Span(*month_span(first, 1, 12 * years))
    offset = 0 if edge[0] in "初前" else 4 if edge[0] == "中" else 7
    return Span(*month_span(first + offset, 1, 36))


def _century(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    number = _century_of(m)
    if not 1 <= number <= 30:
        return None
    first = (number - 1) * 100  # as the decades are counted: the 19世纪70年代 begin with 1870
    if m["edge"]:
        offset, years = {"初": (0, 10), "末": (90, 10), "中叶": (40, 20)}[m["edge"]]
        return Span(*month_span(first + offset, 1, 12 * years))
    return Span(*month_span(first, 1, 1200))


_RESOLVERS: dict[str, Callable[[re.Match[str], date | None, Span | None], Span | None]] = {
    "month_span": _month_span,
    "compact": _compact,
    "spaced": _compact,
    "iso": _iso,
    "year_range": _year_range,
    "month_range": _month_range,
    "day_range": _day_range,
    "quarter_range": _quarter_range,
    "week_of_month": _week_of_month,
    "weekday": _weekday,
    "lunar": _lunar,
    "new_year": _new_year,
    "holiday": _holiday,
    "date": _calendar,
    "month": _calendar,
    "part": _calendar,
    "year_edge": _calendar,
    "month_word": month_word,
    "week": week,
    "day_word": day_word,
    "quarter_word": quarter_word,
    "two_years": two_years,
    "span": stretch,
    "since": stretch,
    "away": away,
    "season": _season,
    "event": _event,
    "vague": vague,
    "now": now,
    "plan": _plan,
    "five_year": _five_year,
    "republic": _republic,
    "decade": _decade,
    "century": _century,
    "day": _lone_day,
    "bare_year": _bare_year,
}
