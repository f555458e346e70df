"""Public holidays and days of the traditional calendar → days.

`HOLIDAYS` and `LUNAR` are regular expression sources with named groups for `index/period_forms.py`; `holiday` and
`lunar` turn their matches into a `Span` once the year is known. A holiday's day is its day; 期间, 假期 and 黄金周 take
in the days that are usually free with it (their number differs from year to year by a day or two).
"""

import re
from datetime import date, timedelta

from index.lunar import lunar_day, lunar_month, sun_day
from index.numerals import read_number
from index.period_spans import Span, nth_weekday

# Name → month and day, or for those of the lunar calendar "L month day"; then the number of days usually free.
_FIXED = {
    "元旦": (1, 1, 3),
    "情人节": (2, 14, 1),
    "妇女节": (3, 8, 1),
    "植树节": (3, 12, 1),
    "愚人节": (4, 1, 1),
    "劳动节": (5, 1, 5),
    "五一": (5, 1, 5),
    "青年节": (5, 4, 1),
    "儿童节": (6, 1, 1),
    "建党节": (7, 1, 1),
    "建军节": (8, 1, 1),
    "教师节": (9, 10, 1),
    "国庆": (10, 1, 7),
    "十一": (10, 1, 7),
    "双十一": (11, 11, 1),
    "圣诞": (12, 25, 1),
}
_MOVING = {
    "春节": (1, 1, 8),
    "元宵": (1, 15, 1),
    "端午": (5, 5, 3),
    "七夕": (7, 7, 1),
    "中秋": (8, 15, 3),
    "重阳": (9, 9, 1),
}
_WEEKDAYS = {"母亲节": (5, 2, "日"), "父亲节": (6, 3, "日"), "感恩节": (11, 4, "四")}
_BREAKS = {"寒假": (1, 15, 2, 20), "暑假": (7, 1, 8, 31), "暑期": (7, 1, 8, 31)}
_STRETCH = r"期间|假期|小?长假|黄金周|假日"
_EVENT = r"晚会|联欢|档|联|礼|特[刊别]|活动|献礼|假日办|路|村|街|庙会|文化|团拜"

HOLIDAY_NAMES = "|".join([*_FIXED, *_MOVING, *_WEEKDAYS, *_BREAKS, "清明", "除夕"]).replace(
    "十一|", "十一[期假长黄]|", 1
)
HOLIDAYS = (
    rf"[“\"]?(?P<holiday>双十一|元旦|春节|元宵|端午|七夕|中秋|重阳|清明|除夕|圣诞|(?:{'|'.join(w for w in _FIXED if w[-1] == '节')})"
    rf"|{'|'.join(_WEEKDAYS)}|(?:(?<=[年月])|(?=..期间))(?:{'|'.join(_BREAKS)})|国庆(?=节|前夕|当[天日]|[，。、；）]|$|{_STRETCH})"
    rf"|(?:五一(?=[”\"]|节|国际|{_STRETCH})|十一(?={_STRETCH})))(?:国际劳动)?节?"
    rf"(?!{_EVENT})(?:[”\"])?(?P<stretch>{_STRETCH})?"
)
_TENS = "一二三四五六七八九十"
LUNAR = (
    r"(?:农历|旧历|阴历)?(?P<leap>闰)?(?P<month>正|腊|冬|[一二三四五六七八九十]{1,2}|[0-9]{1,2})月"
    rf"(?:(?P<day>初?[{_TENS}]{{1,3}}|廿[{_TENS}]?|初?[0-9]{{1,2}})(?![{_TENS}0-9个家名年月天%.]))?"
)


def holiday(m: re.Match[str], year: int, *, relative: bool) -> Span | None:
    """Resolve a match of `HOLIDAYS` in a year."""
    name = m["holiday"]
    if name in _BREAKS:
        first_month, first_day, last_month, last_day = _BREAKS[name]
        return Span(date(year, first_month, first_day), date(year, last_month, last_day), relative, year)
    free = 3
    if name in _FIXED:
        month, number, free = _FIXED[name]
        day = date(year, month, number)
    elif name in _MOVING:
        month, number, free = _MOVING[name]
        day = lunar_day(year, month, number)
    elif name in _WEEKDAYS:
        day = nth_weekday(year, *_WEEKDAYS[name])
    elif name == "清明":
        day = sun_day(year, 15)
    else:  # 除夕
        day = lunar_day(year, 1, 1) - timedelta(days=1)
    first = day
    if m["stretch"] and name == "春节":
        first = day - timedelta(days=1)
    last = first + timedelta(days=free - 1) if m["stretch"] else day
    return Span(first, last, relative, year, None if m["stretch"] else day.month)


def lunar(m: re.Match[str], year: int, *, relative: bool) -> Span | None:
    """Resolve a match of `LUNAR` in a year."""
    month = {"正": 1, "冬": 11, "腊": 12}.get(m["month"]) or int(read_number(m["month"]) or 0)
    leap = bool(m["leap"])
    if not m["day"]:
        return Span(*lunar_month(year, month, leap=leap), relative, year)
    written = m["day"].removeprefix("初").replace("廿", "二十")
    day = lunar_day(year, month, int(read_number(written) or 0), leap=leap)
    return Span(day, day, relative, year)
