"""The beginning of a report → the day it was written on: a dateline (本报讯 4月25日，…) or the day a reporter heard of it.

A day without its year is dated only by what leaves no doubt: the same day written out in the report, the year of the
event that it opens with, a stretch of the year that ended just before. What the report tells of earlier years, of
anniversaries and of plans is no help, and the year of one of these would make every 去年 in it wrong: then it is None.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import YEAR, first_day
from index.periods import find_periods

HAN = "\u3400-\u9fff"
_DAY_IN_LINE = r"(?:(?:\d{4}年\s?)?\d{1,2}月\s?\d{1,2}日)?"
DATELINE = re.compile(
    rf"[【\[（(]?(?:本[报刊台网社](?:[{HAN}]{{2,6}}?)?(?P<own>{_DAY_IN_LINE})专?[讯电]"
    rf"|[{HAN}]{{2,6}}?(?:社|网|报|台)(?:记者[{HAN}]{{2,10}}?|[{HAN}]{{2,6}}?)?(?P<other>{_DAY_IN_LINE})专?(?:讯|(?<=[日社专])电)"
    rf"|(?:记者)?[{HAN}]{{0,10}}?(?P<day>(?:\d{{4}}年\s?)?\d{{1,2}}月\s?\d{{1,2}}日)专?[讯电])"
    r"(?=[\s（(，,：:】\]）)]|$)[】\]）)]?"
)
_ENGLISH_LINE = re.compile(
    r"[A-Z][A-Za-z .,'-]{1,40}?[,，(]\s?(?=[A-Z0-9])(?P<day>[A-Za-z0-9., ]{8,24}?)\s?[)]?\s?(?:\([A-Za-z .]{2,30}\)\s?)?(?:--|[-–—])"
)
_NEWS_OF = re.compile(
    rf"(?!据)[{HAN}]{{2,10}}?(?:社|网|报|台|客户端|新闻)((?:\d{{4}}年\s?)?\d{{1,2}}月\s?\d{{1,2}}日)消息[，,：:]"
)
_REPORTER = re.compile(r"记者|通讯员|供稿|报道")
_EARLIEST = 1990  # a text that is older was written down anew, and opens with what it tells of
_OPENING = 160  # characters of a report in which its dateline and year stand
_BYLINE_WORDS = re.compile(
    rf"[（(][^（）()]*[）)]|(?:本报)?(?:见习|实习|首席)?(?:记者|通讯员)\s*[{HAN}·、\s]{{2,20}}?(?=[\s，,]|$)|[\s，,]"
)
_DAY = re.compile(r"(?<![\d年])\d{1,2}月\s*\d{1,2}(?:日?\s*[-—–至到]\s*(?:\d{1,2}月)?\d{1,2})?日")
_FULL_DAY = re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日")
_HEARD = re.compile(r"记者[^。，；]{0,16}?(?:从|在)[^。；]{2,40}?(?:获悉|了解到|得知|看到)|(?:获悉|据悉|消息)")
_REPORTER_HEARD = re.compile(
    rf"(?:[{HAN}]{{0,10}})?记者(?:[{HAN}·、]{{0,12}}?)?\s?(?P<day>(?:(?:19|20)\d\d\s?年\s?)?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日)"
    r"\s?(?:上午|下午|晚|从|在)[^。；]{2,40}?(?:获悉|了解到|得知)"
)
_TODAY = re.compile(r"今[天日][（(]\s?(?P<day>(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)\s?[）)]")
_HAPPENS = re.compile(r"召开|举行|举办|开幕|闭幕|发布|通报|公布|宣布|签约|签署|到访|考察|调研|会见|座谈|宣判|庭审")
_TO_COME = re.compile(r"将[于在会]?|拟|定于|计划|预计|即将|届时|报名|截[止至]|起(?=[，,])|之前|以前|前(?=[，,])")
_TOLD_LATER = re.compile(
    r"至今|当年|当时|同年|次年|翌年|此后|后来|多年|岁月|历史|往事|回忆|[一二两三四五六七八九十百\d]+周年|[一二两三四五六七八九十百\d]+年(?:[前后来]|时间)"
)
_EVENT = re.compile(
    rf"(?:^|[，,“《\s电讯）)、】]|在(?=\d{{4}}[^年]))(?P<year>(?:19|20)\d\d)年?(?:第[{HAN}\d]{{1,4}}届)?“?"
    rf"(?!年?度|年?[上下]半|\d|年?[\d一二三四]{{1,2}}[月季])[{HAN}A-Za-z\d“”·—-]{{1,24}}?"
    r"(?:大会|论坛|博览会|展览会|交易会|大赛|会议|年会|峰会|发布会|洽谈会|推介会|招聘会|分析会|艺术节|文化节|科技节|电影节|旅游节|书展|联赛|锦标赛|公开赛|邀请赛|马拉松)"
)
_AHEAD = re.compile(r"(?:到|至|[-—–~]|预计|力争|未来|计划|目标|截止|将于|拟于)[^。]{0,6}$")
_PLANNED = re.compile(r"将|拟|预计|计划|力争|目标|规划|完成|建成|投产|实现首")
_ANNIVERSARY = re.compile(r"周年|[一二两三四五六七八九十]年前")
NEAR = 31  # days that a report may be older than the page or the file it stands in
_RECENT = 120  # days within which the end of a stretch of the year lies before the report on it
_STRETCH = re.compile(
    r"((?:19|20)\d\d)年(?:[上下]半年|前?[一二三四]季度|前[一二三四五六七八九十\d]{1,2}个?月|1[-—–~至]\d{1,2}月(?!\d?\d?日))"
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known of a report's time from outside of it, for a day that names no year.

    `near` is a day shortly after it (of the page it stands on, or when its file was made), `year` one that it is of.
    """

    near: date | None = None
    year: int | None = None


_NOTHING = Elsewhere()


def report_day(lead: str, article: str, elsewhere: Elsewhere = _NOTHING) -> date | None:
    """The day that the first paragraph of a report says it was written on, or None.

    Args:
        lead: the paragraph.
        article: the whole report.
        elsewhere: what is known of its time otherwise.
    """
    day = dateline_day(lead, article, elsewhere)
    if day is not None:
        return day
    opening = lead[:_OPENING]
    for form in (_REPORTER_HEARD, _TODAY):
        match = form.match(opening) if form is _REPORTER_HEARD else form.search(opening)
        if match:
            return _in_year(match["day"], opening, article, elsewhere)
    return _told_at_once(lead, article)


def dateline_day(lead: str, article: str, elsewhere: Elsewhere = _NOTHING) -> date | None:
    """The day that a report opens with (本报讯 4月25日，…; 9月17日，…); see `report_day`."""
    opening = lead[:_OPENING]
    english = _ENGLISH_LINE.match(opening)
    if english and (found := first_day(english["day"])):
        return found[0]
    news = _NEWS_OF.match(opening)
    if news:
        return _in_year(news.group(1), opening, article, elsewhere)
    dateline = DATELINE.match(opening)
    start = 0
    if dateline:
        start = dateline.end()
        stated = dateline["own"] or dateline["other"] or dateline["day"]
        if stated:
            return _in_year(stated, opening, article, elsewhere)
        full = _FULL_DAY.search(opening, start, start + 60)
        if full and not _BYLINE_WORDS.sub("", opening[start : full.start()]) and not _is_to_come(opening, full.end()):
            found = first_day(full.group())
            return found[0] if found else None
    day = _DAY.search(opening, start, start + 60)
    if day is None or _BYLINE_WORDS.sub("", opening[start : day.start()]) or _is_to_come(opening, day.end()):
        return None
    return _in_year(day.group(), opening, article, elsewhere, lined=dateline is not None)


def _told_at_once(lead: str, article: str) -> date | None:
    """The full date that a report opens with, if it tells what was heard or held that day and nothing of a later time."""
    full = _FULL_DAY.match(lead)
    if full is None or not re.match(r"\s?[，,（(上下中早晚傍凌]", lead[full.end() :]):
        return None
    first = re.split(r"[。！？]", lead[full.end() : full.end() + _OPENING], maxsplit=1)[0]
    if not (_HEARD.search(first) or (_HAPPENS.search(first) and _REPORTER.search(article))):
        return None
    if _is_to_come(lead, full.end()):
        return None
    if _TOLD_LATER.search(article) or (found := first_day(full.group())) is None:
        return None
    day = found[0]
    if day.year < _EARLIEST:
        return None
    later = [first_day(match.group()) for match in _FULL_DAY.finditer(article)]
    if any(other and other[0] > day + timedelta(days=3) for other in later):
        return None
    return None if _names_later_year(article, day.year) else day


def _is_to_come(opening: str, start: int) -> bool:
    """Whether what is said after the date, in its first clauses, is still to happen, or was done by then."""
    return _TO_COME.search(re.split(r"[。；！？]", opening[start : start + 60], maxsplit=1)[0]) is not None


def _in_year(day: str, opening: str, article: str, elsewhere: Elsewhere, *, lined: bool = True) -> date | None:
    """The day with its year; `lined` says that it stands in a dateline, and not at the beginning of a sentence."""
    full = first_day(day)
    if full:
        return full[0]
    numbers = [int(number) for number in re.findall(r"\d+", day)]
    found = {int(match["year"]) for match in _EVENT.finditer(opening)}
    if lined:
        if not found and not _ANNIVERSARY.search(article):
            found = {int(y) for y, m, d in _MONTH_DAY.findall(article) if [int(m), int(d)] == numbers[:2]}
        found = found or _of_elsewhere(numbers, elsewhere) or _just_ended(article, numbers)
    if len(found) != 1 or _names_later_year(article, year := found.pop()):
        return None
    periods = find_periods(day, reference=date(year, 12, 31))
    last = periods[-1].last if periods else None
    return last if last is not None and last.year == year else None


def _of_elsewhere(numbers: Sequence[int], elsewhere: Elsewhere) -> set[int]:
    if elsewhere.year is not None:
        return {elsewhere.year}
    if elsewhere.near is not None:
        for year in (elsewhere.near.year, elsewhere.near.year - 1):
            day = _day_of(year, numbers)
            if day is not None and timedelta(0) <= elsewhere.near - day <= timedelta(days=NEAR):
                return {year}
    return set()


def _day_of(year: int, numbers: Sequence[int]) -> date | None:
    """The day of a year that a month and a day name; None if there is none (2月30日)."""
    try:
        return date(year, *numbers[:2])
    except (ValueError, TypeError):
        return None


def _just_ended(article: str, numbers: Sequence[int]) -> set[int]:
    """The year of the latest stretch of a year (上半年, 一季度) in the report, if it ended shortly before the day."""
    latest: date | None = None
    for match in _STRETCH.finditer(article):
        clause = re.split(r"[。；！？]", article[max(0, match.start() - 40) : match.start()])[-1]
        if _PLANNED.search(clause + article[match.end() : match.end() + 8]):
            continue
        for period in find_periods(match.group()):
            if period.last is not None and (latest is None or period.last > latest):
                latest = period.last
    if latest is None:
        return set()
    for year in (latest.year, latest.year + 1):
        day = _day_of(year, numbers)
        if day is not None and timedelta(0) < day - latest <= timedelta(days=_RECENT):
            return {year}
    return set()


def _names_later_year(article: str, year: int) -> bool:
    """Whether the report names a later year that is not one of its plans."""
    return any(
        int(match.group()) > year and not _AHEAD.search(article, max(0, match.start() - 8), match.start())
        for match in YEAR.finditer(article)
    )
