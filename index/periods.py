"""Text → periods: dates and spans of time with their first and last day.

In comes any text, with the date it was published on if known; out comes a sorted list of `Period`. Absolute periods
(2024年8月, 十四五) need no reference. Relative ones (去年, 近两年) are resolved against the reference; without it their
days are None. `relative` says that a reference was needed. One scan finds the forms (`index/period_heads.py`);
the second half of a span (至8月) and what opens a period to one side (截至, 以来, 前) are matched next to them.
"""

import re
from datetime import date

from index.period_days import resolve
from index.period_forms import FOLD, FOLDABLE, TO, TOLD
from index.period_heads import PLACES, PLACES_WITH_RARE, RARE, WORTH_READING, head_at
from index.period_spans import Span, month_span
from index.types import Period

__all__ = ["find_periods", "parse_period"]

_JOIN = re.compile(rf"(?:{TO})|(?P<between>\s?[与和]\s?)")
_INSIDE = re.compile(r"之?间")
_JOINABLE = frozenset(
    {"date", "month", "part", "year_range", "month_range", "day", "month_word", "bare_year", "iso", "plan", "week"}
    | {"day_word", "year_edge", "quarter_word", "holiday", "weekday", "lunar"}
)
_YEARLESS = frozenset({"month", "part", "year_edge", "month_range", "quarter_range"})
_ELSEWHEN = re.compile(
    r"[。！？!?\n]|预计|将|计划|今|本|目前|截[至止]|成立|创[立建办]|出生|毕业|以来|至今|相比|同期|增长|下降|[0-9]{4}[^年]{0,12}$"
)
_PARTS = ("year_edge", "part")
_YEAR_ENDS = re.compile("年[底末尾终]")
_COMING = re.compile(r"预计|将|计划|力争|目标|有望|争取|确保|拟|要|今|本年|明年|年[底末](?:之|以)?前")
_STOP = re.compile(r"[，。；！？\n]")
_NEAR = 60  # characters within which a year named holds for months named without one
_OPENED = re.compile(r"(?:(?P<until>截至|截止至?到?)|(?P<since>自从|自|从))\s?$")
_SINCE = re.compile(r"\s?(?:[^，。、；：！？\s0-9]{0,8}?以来|起(?![来点步草源到飞初伏码诉])|至今|开始)")
_BEFORE = re.compile(r"\s?(?:之前|以前|前(?![三十夕来后往期]|[0-9]))")
_AFTER = re.compile(r"\s?(?:之后|以后|后(?=[，。、；的\s]|$))")


def find_periods(text: str, *, reference: date | None = None, told: date | None = None) -> list[Period]:
    """Find the dates and spans of time that a text names.

    Args:
        text: Any text; full-width and traditional forms and single spaces inside a date are read.
        reference: The day on which the text speaks, usually its publication date.
        told: A day of the year that was told of just before the text; 年末 and 四季度 are of that year.

    Returns:
        The periods in order, without overlap; `text[p.start:p.end] == p.surface` holds for each.
    """
    found: list[Period] = []
    if not WORTH_READING.search(text):
        return found
    folded = text.translate(FOLD) if FOLDABLE.search(text) else text
    position = 0
    last_told: Span | None = None
    rare = RARE.search(folded) is not None
    for place in (PLACES_WITH_RARE if rare else PLACES).finditer(folded):
        if place.start() < position or not (found_head := head_at(folded, place.start(), rare=rare)):
            continue
        form, head = found_head
        start, end = head.span()
        span = _resolve_from(folded, form, head, reference, last_told, found[-1].end if found else 0)
        position = end
        if span is None:
            continue
        if form in _PARTS and reference and span.first and span.first > reference:
            span = _of_year_told(folded, form, head, reference, last_told, told) or span
        if form in _JOINABLE:
            span, end = _join(folded, span, end, reference)
        joined = end > head.end() or form.endswith("_range")
        floor = found[-1].end if found else 0
        start, end, span = _open(folded, span, start, end, reference, joined=joined, floor=floor)
        position = max(position, end)
        if found and found[-1].end == start and found[-1].first and not found[-1].last and not span.first and span.last:
            opened = found.pop()  # 2010年之后2018年之前
            start, span = opened.start, span._replace(first=opened.first, relative=span.relative or opened.relative)
        found.append(Period(start, end, text[start:end], span.first, span.last, span.relative))
        last_told = last_told if span.vague else span
    return found


def _of_year_told(
    folded: str, form: str, head: re.Match[str], reference: date, last_told: Span | None, told: date | None
) -> Span | None:
    """Resolve 年末 or 四季度 where last year was told of: what was then is of no time to come, unless it is planned."""
    year = last_told.year if last_told and last_told.year and not last_told.vague else told.year if told else None
    if year is None or year >= reference.year or (form == "year_edge" and not _YEAR_ENDS.match(head[0])):
        return None
    if _COMING.search(_own_clause(folded, head)):
        return None
    return _resolve(form, head, reference, Span(date(year, 1, 1), date(year, 12, 31), relative=True, year=year))


def _own_clause(folded: str, head: re.Match[str]) -> str:
    """Return the words around a period up to the next marks."""
    stop = _STOP.search(folded, head.end())
    begin = max(folded.rfind(mark, 0, head.start()) for mark in "。；\n，")
    return folded[begin + 1 : stop.start() if stop else len(folded)]


def _resolve_from(
    folded: str, form: str, head: re.Match[str], reference: date | None, told: Span | None, told_end: int
) -> Span | None:
    """Resolve a form; 次年, 当月 and 三年后 count from what was told before, 6月 in its sentence is of the year told."""
    if form in _YEARLESS and told and told.year and not told.vague:
        near = folded[told_end : head.start()]
        past = reference is not None and told.year < reference.year
        coming = past and form == "year_edge" and _COMING.search(_own_clause(folded, head))
        if len(near) < _NEAR and not _ELSEWHEN.search(near) and not coming:
            return _resolve(form, head, reference, told)
    day = told.last or told.first if told else None
    counts = form in ("date", "month_word", "holiday") and head[0].startswith(TOLD)
    later = form == "away" and "后" in head[0]
    if told is None or day is None or not (counts or later) or (form == "month_word" and not told.month):
        return _resolve(form, head, reference, None)
    span = _resolve(form, head, day, None)
    return span and span._replace(relative=told.relative)


def _resolve(form: str, head: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    try:
        return resolve(form, head, reference, context)
    except (ValueError, OverflowError):  # 2月30日, the year 0
        return None


def _join(folded: str, span: Span, end: int, reference: date | None) -> tuple[Span, int]:
    """Take in the second half of "2024年9月至2025年3月"; it inherits the year of the first."""
    between = _JOIN.match(folded, end)
    if not between:
        return span, end
    other_form, head = head_at(folded, between.end(), rare=True) or ("", None)
    if head is None or other_form not in _JOINABLE:
        return span, end
    other = _resolve(other_form, head, reference, span)
    if other is None:
        return span, end
    relative = span.relative or (other.relative and not (span.year and other.year == span.year))
    if span.first and other.last and span.first > other.last and span.year:  # 10月至次年5月, with the year left out
        other = _resolve(other_form, head, reference, span._replace(year=span.year + 1)) or other
    if span.first and other.last and span.first > other.last:
        return span, end
    inside = _INSIDE.match(folded, head.end()) if between["between"] else None
    if between["between"] and not inside:
        return span, end  # 2019年和2021年 are two
    return span._replace(last=other.last, relative=relative), inside.end() if inside else head.end()


def _open(
    folded: str, span: Span, start: int, end: int, reference: date | None, *, joined: bool, floor: int
) -> tuple[int, int, Span]:
    """Read 截至, 自, 以来, 起, 前, 后 beside a period, which leave it open to one side."""
    before = _OPENED.search(folded, max(floor, start - 4), start)
    since = _SINCE.match(folded, end)
    if since:
        last = reference if span.relative and span.first else None
        if before and before["since"]:
            start = before.start()
        return start, since.end(), span._replace(last=last)
    if before and before["until"]:
        return before.start(), end, span._replace(first=None)
    if before and before["since"] == "自从":
        return before.start(), end, span._replace(last=None)
    if before and before["since"] and joined:
        return before.start(), end, span  # 从2021年到2025年
    ahead = _BEFORE.match(folded, end)
    if ahead and not span.vague:
        edge = span.first and span.last and (span.edge or span.first == span.last)
        last = span.last if edge else _shift_days(span.first, -1)
        return start, ahead.end(), span._replace(first=None, last=last)
    after = _AFTER.match(folded, end)
    if after and not span.vague:
        return start, after.end(), span._replace(first=_shift_days(span.last, 1), last=None)
    return start, end, span


def _shift_days(day: date | None, days: int) -> date | None:
    return None if day is None else date.fromordinal(day.toordinal() + days)


_COMPACT = re.compile(
    r"\s*(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?))?\s*"
)


def parse_period(text: str) -> tuple[date | None, date | None]:
    """Read the compact forms of question sets: 2024, 2024-08, 2025-03-28, 2024-Q1, 2024-H1, 2015/2024.

    Args:
        text: One period, or two divided by "/"; an empty side leaves the span open.

    Returns:
        The first and the last day, None on an open side.

    Raises:
        ValueError: If the text is none of these forms.
    """
    first, divider, second = text.partition("/")
    if divider:
        start = parse_period(first)[0] if first.strip(" .") else None
        end = parse_period(second)[1] if second.strip(" .") else None
        if start is None and end is None:
            raise ValueError(f"not a period: {text!r}; write 2024, 2024-08, 2025-03-28, 2024-Q1, 2024-H1 or 2015/2024")
        return start, end
    match = _COMPACT.fullmatch(text)
    if not match:
        raise ValueError(f"not a period: {text!r}; write 2024, 2024-08, 2025-03-28, 2024-Q1, 2024-H1 or 2015/2024")
    year = int(match["year"])
    if match["quarter"]:
        return month_span(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return month_span(year, 6 * int(match["half"]) - 5, 6)
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise ValueError(f"no such month: {text!r}")
        return month_span(year, month)
    return month_span(year, 1, 12)
