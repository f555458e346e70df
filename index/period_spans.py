"""What the readers of periods share: the resolved span and the arithmetic of months.

Everything here is pure calendar; what a written form means is decided in `index/period_days.py` (forms that name days)
and `index/period_relative.py` (forms that count from a day).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from index.numerals import read_number

WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}


class Span(NamedTuple):
    """A resolved period; `year` is set if it names one, `edge` for ends of months and years, `vague` without bounds."""

    first: date | None
    last: date | None
    relative: bool = False
    year: int | None = None
    month: int | None = None
    edge: bool = False
    vague: bool = False


UNKNOWN = Span(None, None, True)
"""A relative period without a day to count from."""


def month_span(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """Give the first and last day of `count` months that begin with a month (which may lie beyond December)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + count - 1
    end_year, end_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def integer(text: str) -> int:
    """Read a written whole number.

    Raises:
        ValueError: If it is none.
    """
    value = read_number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def add_months(day: date, months: int) -> date:
    """Move a day by months; the 31st becomes the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, count: int, unit: str) -> date:
    """Move a day by years, quarters, months, weeks or days."""
    if unit in ("年", "季度", "月"):
        return add_months(day, count * {"年": 12, "季度": 3, "月": 1}[unit])
    return day + timedelta(days=count * (7 if unit in ("周", "星期", "礼拜") else 1))


def edge_of_month(year: int, month: int, edge: str) -> tuple[date, date]:
    """Give the first ten days of a month (初), the second (中旬) or the rest (底)."""
    first, last = month_span(year, month)
    if edge in ("初", "上旬"):
        return first, first.replace(day=10)
    if edge in ("中", "中旬"):
        return first.replace(day=11), first.replace(day=20)
    if edge == "中下旬":
        return first.replace(day=11), last
    if edge == "上中旬":
        return first, first.replace(day=20)
    return first.replace(day=21), last


def nth_weekday(year: int, month: int, nth: int, name: str) -> date:
    """Give the n-th weekday of a month, the last one for 0.

    Raises:
        ValueError: If the month has no such day.
    """
    first = date(year, month, 1)
    if nth == 0:
        last = month_span(year, month)[1]
        return last - timedelta(days=(last.weekday() - WEEKDAYS[name]) % 7)
    day = first + timedelta(days=(WEEKDAYS[name] - first.weekday()) % 7 + 7 * (nth - 1))
    if day.month != month:
        raise ValueError(f"no such weekday: {year}-{month} {nth}")
    return day
