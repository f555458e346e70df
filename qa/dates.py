"""Periods in words: what a row's period is called when its own words (去年, 目前) say nothing by themselves."""

import re
from calendar import monthrange
from datetime import date

from index.types import FigureRow

_ABSOLUTE = re.compile(r"\d{4}|[一二]\s*[零〇○]|[一二三四五六七八九十]+五")
_QUARTERS = "一二三四"


def as_of(row: FigureRow) -> str:
    """Return the period of a row in words that stand by themselves, "" when it is not known."""
    if row.period and (_ABSOLUTE.search(row.period) or row.last is None):
        return row.period
    return in_words(row.first, row.last)


def in_words(first: date | None, last: date | None) -> str:
    """Return a span of days as a person would call it: 2024年, 2024年一季度, 2024年3月, 2025年3月28日, 截至2024年8月1日."""
    if last is None:
        return f"{day(first)}以来" if first else ""
    if first is None:
        return f"截至{day(last)}"
    if first == last:
        return day(last)
    ends = (first.year, first.month, last.day) == (last.year, last.month, monthrange(last.year, last.month)[1])
    if ends and first.day == 21:
        return f"{first.year}年{first.month}月底"
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole and first.year == last.year:
        months = (first.month, last.month)
        if months == (1, 12):
            return f"{first.year}年"
        if months in ((1, 6), (7, 12)):
            return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
        if months[1] - months[0] == 2 and months[0] % 3 == 1:
            return f"{first.year}年{_QUARTERS[months[0] // 3]}季度"
        if months[0] == months[1]:
            return f"{first.year}年{first.month}月"
    if whole and (first.month, last.month) == (1, 12):
        return f"{first.year}—{last.year}年"
    return f"{day(first)}至{day(last)}"


def day(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"
