"""Text and metadata → the day a text was published, when something says so.

A date in running text is what the text speaks of. What counts is stated for the whole: a header line (时间：…), a date
with a time of day at the very beginning, a date alone on one of the last lines, a dateline (本报讯 4月25日，…).
All else is None.
"""

import re
from collections.abc import Sequence
from datetime import date

from index.periods import find_periods

HAN = "\u3400-\u9fff"
_DAY_IN_LINE = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)?"
DATELINE = re.compile(
    rf"[【\[]?(?:本[报刊台网社](?:[{HAN}]{{2,6}}?)?(?P<own>{_DAY_IN_LINE})专?[讯电]"
    rf"|[{HAN}]{{2,6}}?(?:社|网|报|台)(?:[{HAN}]{{2,6}}?)?(?P<other>{_DAY_IN_LINE})专?(?:讯|(?<=[日社专])电))"
    r"(?=[\s（(，,：:】\]]|$)[】\]]?"
)
_DATE_KEYS = r"(?:发布|发表|发稿|刊发|印发|成文|会议|活动)?(?:时间|日期)"
_HEADER = re.compile(rf"[\s【\[]*{_DATE_KEYS}\s*[】\]]?\s*[：:]\s*(.*)")
_STARTS = re.compile(r"[\s\[【（(]*(?=(?:19|20)\d{2}\s*[-/.年]|[一二][〇零○九OＯ])")
_AFTER_DATE = re.compile(r"[\s,，]*(?:[T ]?\d{1,2}[:：]\d{2}|[\]】)）]|正文|来源|星期|周[一二三四五六日]|$)")
_SIGN_OF_HEADER = re.compile(r"来源|发布|日期|时间|作者|记者|编辑|\d{1,2}[:：]\d{2}")
_AFTER_DAY = re.compile(r"\s*(?:[（(]?(?:星期|周)[一二三四五六日天]|第\s*\d+\s*[版期]|编印|印发|发布|更新|出版)")
_BYLINE_WORDS = re.compile(
    rf"[（(][^（）()]*[）)]|(?:本报)?(?:见习|实习|首席)?(?:记者|通讯员)\s*[{HAN}·、\s]{{2,20}}?(?=[\s，,]|$)|[\s，,]"
)
_DAY = re.compile(r"(?<![\d年])\d{1,2}月\s*\d{1,2}(?:日?\s*[-—–至到]\s*(?:\d{1,2}月)?\d{1,2})?日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_AHEAD = re.compile(r"(?:到|至|[-—–~]|预计|力争|未来|计划|目标|截止)[^。]{0,6}$")
_OPENING = 160  # characters of a report in which its dateline and year stand


def read_date(text: str) -> date | None:
    """The full date that `text` begins with (2025-03-28, 2025/3/28, 2025年3月28日, with or without a time), or None."""
    text = text.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
    found = _first_day(text[:40])
    return found[0] if found and not text[: found[1]].strip("[【（( ") else None


def _first_day(text: str) -> tuple[date, int, int] | None:
    """The first full date in a text, with its start and end; nothing coarser than a day."""
    for period in find_periods(text):
        if period.first is not None and period.first == period.last:
            return period.first, period.start, period.end
    return None


def leading_date(text: str) -> date | None:
    """The full date that a text begins with, if a time, a bracket or a label follows as in a header."""
    head = text[:48]
    start = _STARTS.match(head)
    if not start:
        return None
    found = _first_day(head)
    if not found or found[1] != start.end():
        return None
    return found[0] if _AFTER_DATE.match(text, found[2], found[2] + 24) else None


def holds_date(text: str) -> bool:
    """Whether a short line holds a full date, as the line under a headline does."""
    return _first_day(text) is not None


def stated_date(lines: Sequence[str]) -> date | None:
    """The date that the first or last lines of a text state for the whole of it."""
    for line in lines[:12]:
        header = _HEADER.match(line) if len(line) <= 120 else None
        found = _first_day(header.group(1)[:60]) if header else None
        if found:
            return found[0]
    for line in lines[:6]:
        found = leading_date(line)
        if found:
            return found
        day = _first_day(line) if len(line) <= 80 else None
        if day and (_SIGN_OF_HEADER.search(line) or not line[day[2] :].strip() or _AFTER_DAY.match(line, day[2])):
            return day[0]
    for line in reversed(lines[-4:]):
        if 6 <= len(line) <= 24:
            day = _first_day(line)
            if day and not (line[: day[1]] + line[day[2] :]).strip("（）()【】 "):
                return day[0]
    return None


def dateline_date(lead: str, article: str) -> date | None:
    """The day that a report opens with (本报讯 4月25日，…; 9月17日，…).

    When it names no year, the first sentences must name exactly one, and the article none later except in plans: else
    the report may tell of history.
    """
    opening = lead[:_OPENING]
    dateline = DATELINE.match(opening)
    start = 0
    if dateline:
        start = dateline.end()
        stated = dateline.group("own") or dateline.group("other")
        if stated:
            return _in_year(stated, opening, article)
    day = _DAY.search(opening, start, start + 60)
    if day is None or _BYLINE_WORDS.sub("", opening[start : day.start()]):
        return None
    return _in_year(day.group(), opening, article)


def _in_year(day: str, opening: str, article: str) -> date | None:
    full = _first_day(day)
    if full:
        return full[0]
    years = {int(year) for year in _YEAR.findall(opening)}
    if len(years) != 1:
        return None
    year = years.pop()
    for match in _YEAR.finditer(article):
        if int(match.group()) > year and not _AHEAD.search(article, max(0, match.start() - 8), match.start()):
            return None
    periods = find_periods(day, reference=date(year, 12, 31))
    last = periods[-1].last if periods else None
    return last if last is not None and last.year == year else None


def trusted_metadata(created: date | None, text: str) -> date | None:
    """A file's own date, if the latest year that the text names is that year or the one before.

    A file may be made long after its text was written, and then “this year” in it would be read wrongly.
    """
    if created is None:
        return None
    past = [int(year) for year in _YEAR.findall(text) if int(year) <= created.year]
    return created if past and max(past) >= created.year - 1 else None
