"""The written forms of periods and the days each of them means.

`HEAD` finds where a form begins and which; `FORMS[name]` matches it with its parts; `resolve` turns the match into a `Span`.
Conventions, where the language leaves a choice: the beginning, middle and end of a month are its days 1–10, 11–20 and 21 to
the last; of a year its January, June–July and December; the seasons begin in March, June, September and December. A month without
year is the reference's, but the year before if it would lie nine months or more ahead. 近两年 are the two years up to the
reference day.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.lookalikes import TO as TO
from index.numerals import read_number
from index.units import UNIT_PATTERN

_TRADITIONAL, _SIMPLIFIED = "後內個週時間來過計劃從號兩幾當現開離紀", "后内个周时间来过计划从号两几当现开离纪"
FOLDABLE = re.compile(f"[０-９{_TRADITIONAL}]")
FOLD = {0xFF10 + i: 0x30 + i for i in range(10)} | str.maketrans(_TRADITIONAL, _SIMPLIFIED)


@dataclass(frozen=True, slots=True)
class Span:
    """A resolved period; `year` is set if it names one, `edge` for ends of months and years, `vague` if it has no bounds."""

    first: date | None
    last: date | None
    relative: bool = False
    year: int | None = None
    month: int | None = None
    edge: bool = False
    vague: bool = False


_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "大前年": -3, "明年": 1, "来年": 1}
_YEARS |= {"下一年": 1, "后年": 2}
_MONTHS = {"本月": 0, "当月": 0, "这个月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1}
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
_WEEKS = {"本周": 0, "这周": 0, "这一周": 0, "上周": -1, "上一周": -1, "下周": 1, "下一周": 1, "周": 0, "星期": 0, "上星期": -1, "下星期": 1}
_QUARTERS = {"本季度": 0, "这个季度": 0, "上季度": -1, "上个季度": -1, "上一季度": -1, "下季度": 1, "下个季度": 1, "下一季度": 1}
_WEEKDAYS = {c: i for i, cs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7")) for c in cs}
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九十百几数]{1,4}|半)"
_YEAR = (
    r"(?:(?P<year>(?:1[0-9]|20|21)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3})\s?(?:财年|年度?)"
    rf"|(?P<year_word>{_any(_YEARS)})度?|(?P<short>[0-9]{{2}})\s?年(?=\s?{_N}\s?月)|(?P<short2>0[0-9])年)"
)
_EDGE = r"(?P<edge>初|上旬|中旬|下旬|中(?=[，。、；\s]|$)|底|末)"
_MONTH = rf"(?P<month>{_N})\s?月份?(?!龄|球|亮|饼|嫂)"
_DAY = r"[日号](?!元|圆|币|内|之内|以内|游|均|常|益|本|报|志|线|楼|馆|门)"
_PART = (
    r"(?:第?\s?(?P<quarter>[一二三四1-4])\s?季度|第(?P<quarter2>[一二三四])季(?!节)|[Qq](?P<quarter3>[1-4])(?![0-9A-Za-z])"
    r"|(?P<half>[上下])半年(?!度?报)|[Hh](?P<half2>[12])(?![0-9A-Za-z])|前\s?(?P<quarters>[一二两三123])\s?个?季度"
    r"|前\s?(?P<months>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s?个?月|(?P<season>[春夏秋冬])季)"
)
_SOURCES = {
    "iso": r"(?<![0-9A-Za-z./-])(?P<year>(?:19|20)[0-9]{2})(?:-?[Qq](?P<quarter>[1-4])|-?[Hh](?P<half>[12])"
    r"|(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?)(?![0-9A-Za-z/%.-])",
    "year_range": rf"(?<![0-9])(?P<first>(?:1[0-9]|20|21)[0-9]{{2}})\s?年?度?{TO}(?P<last>(?:1[0-9]|20|21)[0-9]{{2}}|[0-9]{{2}})\s?(?:财年|年度?)(?!代|{TO}|\s?{_N}\s?月|[初底末])",
    "month_range": rf"(?:{_YEAR}\s?)?(?<![0-9])(?P<from>{_N})\s?月?份?{TO}(?P<month>{_N})\s?月份?(?!\s?{_N}\s?[日号])",
    "day_range": rf"(?:{_YEAR}\s?)?(?:(?P<month>{_N})\s?月\s?)?(?<![0-9])(?P<from>{_N})\s?[日号]?(?:{TO}|、|和)(?:(?P<month2>{_N})\s?月\s?)?(?P<day>{_N})\s?{_DAY}",
    "quarter_range": rf"(?:{_YEAR}\s?)?第?(?P<from>[一二三四1-4])\s?季?度?(?:{TO}|、)第?(?P<to>[一二三四1-4])\s?季度",
    "date": rf"(?<![0-9]){_YEAR}(?:代(?P<decade>)|\s?的?\s?(?:{_MONTH}(?:\s?(?:(?P<day>{_N})\s?{_DAY}|{_EDGE}))?|{_PART}"
    r"|(?P<season2>[春夏秋冬])天?(?!节|晚|游)|年?(?P<year_edge>初|底|末|终|中(?=[，。、；\s]|$))|内|全年))?(?:同期)?",
    "month": rf"(?<![0-9.个第]){_MONTH}(?:\s?(?:(?P<day>{_N})\s?{_DAY}|{_EDGE}))?",
    "part": rf"(?<![0-9A-Za-z]){_PART}",
    "year_edge": r"(?<![0-9一二两三四五六七八九十百几数多半])(?P<year_edge>年(?:初|底|末|终|中(?=[，。、；\s]|$)|内))",
    "month_word": rf"(?P<word>{_any(_MONTHS)}|月(?=[初底末]))(?:\s?(?:(?P<day>{_N})\s?{_DAY}|(?P<edge>初|上旬|中旬|下旬|底|末)))?",
    "week": rf"(?P<word>{_any(_WEEKS)})(?P<day>[一二三四五六日天末](?!期|体|边|年))|(?P<word2>本周|这周|上周|下周|上一周|下一周)",
    "day_word": rf"(?P<word>{_any(_DAYS)})",
    "quarter_word": rf"(?P<word>{_any(_QUARTERS)})",
    "span": rf"(?P<way>最近|过去|过往|近|未来|今后|接下来|此后)的?\s?(?P<count>{_COUNT})\s?(?P<more>多|余)?\s?个?(?P<unit>年|月|周|星期|天|日|季度)(?:多|间)?(?:以?来|里|内|之内|之间|中)?",
    "since": rf"(?<![0-9.])(?P<count>{_COUNT})\s?(?P<more>多|余)?\s?个?(?P<unit>年|月|周|天)多?以?来(?![自到说看的自])",
    "ago": rf"(?<![0-9.])(?P<count>{_COUNT})\s?多?\s?个?(?P<unit>年|月|周|星期|天)(?:多)?(?P<way>之?前|以前)(?![三十夕])",
    "vague": r"近些?年来?|近几年来?|近[期日]|日前|多年来|长期以来|一直以来",
    "now": r"现如今|如今|当前|目前|眼下|现在|迄今为止|迄今",
    "plan": r"[“\"「]?(?P<plan>(?:二?十)?[一二三四五六七八九]五)(?:[”\"」](?:规划|时期|期间|计划)?|规划|时期|期间|计划|(?=以来|开局|收官|末|初))|(?P<plan2>二?十[一二三四五六七八九]五)(?:规划|时期|期间|计划)?(?![十百千万亿])",
    "decade": r"(?:(?P<century>[0-9]{1,2}|[一二十]{1,3})世纪|(?P<word>上个?世纪|本世纪))(?P<tens>[1-9]0|[一二三四五六七八九]十)年代(?P<edge>初|末|中期|后期|初期)?|(?<![0-9])(?P<tens2>[3-9]0|[三四五六七八九]十)年代(?P<edge2>初|末)?",
    "century": r"(?:(?P<century>[0-9]{1,2}|[一二十]{1,3})世纪|(?P<word>上个?世纪|本世纪))(?P<edge>初|末|中叶)?",
    "five_year": r"第(?P<number>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)",
    "day": r"(?<![0-9.第、])(?P<day>[0-9]{1,2})\s?日(?!元|圆|币|内|之内|以内|游|均|常|益|本|报|志|产|志|龄)",
    "bare_year": rf"(?<![0-9A-Za-z.,:：/_\-￥$¥第])(?:19[5-9]|20[0-9])[0-9](?![0-9.,%‰％:：A-Za-z/_号]|\s?(?:{UNIT_PATTERN}|[十百千万亿多余]|强))",
}

FORMS = {name: re.compile(source) for name, source in _SOURCES.items()}
HEAD = re.compile(
    r"(?=[0-9一二三四五六七八九十两几数半今本去上前大明来下后当这昨周星近最过未此接如现目眼迄年月春夏秋冬QqHh第日多长“\"「])(?:"
    + "|".join(f"(?P<{name}>{re.sub(r'[(][?]P<[a-z0-9_]+>', '(?:', s).replace('(?P=mark)', '[-/.]')})" for name, s in _SOURCES.items())
    + ")"
)


def _int(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text)
    value = read_number(text)
    if value is None:
        raise ValueError(text)
    return int(value)


def _month_span(year: int, month: int, count: int = 1) -> tuple[date, date]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + count - 1
    end_year, end_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _year_of(m: re.Match[str], reference: date | None, context: Span | None) -> tuple[int | None, bool, bool]:
    """Tell the year a match names: its number, whether a reference was needed, whether it was named at all."""
    groups = m.groupdict()
    if groups.get("year"):
        return _int(groups["year"]), False, True
    short = groups.get("short") or groups.get("short2")
    if short:
        return (2000 if int(short) < 70 else 1900) + int(short), False, True
    if groups.get("year_word"):
        return (None if reference is None else reference.year + _YEARS[groups["year_word"]]), True, True
    if context and context.year:
        return context.year, context.relative, True
    return (None if reference is None else reference.year), True, False


def _edge_of_month(year: int, month: int, edge: str) -> tuple[date, date]:
    first, last = _month_span(year, month)
    if edge in ("初", "上旬"):
        return first, first.replace(day=10)
    if edge in ("中", "中旬"):
        return first.replace(day=11), first.replace(day=20)
    return first.replace(day=21), last


def _edge_of_year(year: int, edge: str) -> tuple[date, date]:
    if "初" in edge:
        return _month_span(year, 1)
    if "中" in edge:
        return _month_span(year, 6, 2)
    return _month_span(year, 1, 12) if "内" in edge else _month_span(year, 12)


def _nearest_year(reference: date, month: int) -> int:
    return reference.year - 1 if month - reference.month >= 9 else reference.year


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
    """
    return _RESOLVERS[form](m, reference, context)


def _calendar(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """A year, month, day, quarter or part of a year, with or without its year."""
    g = m.groupdict()
    year, relative, named = _year_of(m, reference, context)
    if g.get("decade") is not None:
        return Span(*_month_span(_int(g["year"]), 1, 120), False) if g.get("year") else None
    month = _int(g["month"]) if g.get("month") else None
    if month is not None and not 1 <= month <= 12:
        return None
    if year is None:
        return Span(None, None, True)
    if month is not None:
        if not named and reference is not None:
            year = _nearest_year(reference, month)
        if g.get("day"):
            day = date(year, month, _int(g["day"]))
            return Span(day, day, relative, year, month)
        if g.get("edge"):
            return Span(*_edge_of_month(year, month, g["edge"]), relative, year, month, edge=True)
        return Span(*_month_span(year, month), relative, year, month)
    quarter = g.get("quarter") or g.get("quarter2") or g.get("quarter3")
    half = g.get("half") or g.get("half2")
    season = g.get("season") or g.get("season2")
    if quarter:
        return Span(*_month_span(year, 3 * _int(quarter) - 2, 3), relative, year)
    if half:
        return Span(*_month_span(year, 1 if half in "上1" else 7, 6), relative, year)
    if g.get("quarters"):
        return Span(*_month_span(year, 1, 3 * _int(g["quarters"])), relative, year)
    if g.get("months"):
        months = _int(g["months"])
        return Span(*_month_span(year, 1, months), relative, year) if 1 <= months <= 12 else None
    if season:
        return Span(*_month_span(year, _SEASONS[season], 3), relative, year)
    if g.get("year_edge"):
        return Span(*_edge_of_year(year, g["year_edge"]), relative, year, edge=True)
    return Span(*_month_span(year, 1, 12), relative, year)


def _iso(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if m["month"] and m["mark"] == "." and not m["day"]:
        return None  # 2024.5 is a number
    return _calendar(m, reference, context)


def _year_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    first, last = int(m["first"]), int(m["last"])
    if last < 100:
        last += first // 100 * 100
    if last < first:
        return None
    return Span(date(first, 1, 1), date(last, 12, 31), False, last)


def _month_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m, reference, context)
    first, last = _int(m["from"]), _int(m["month"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    if year is None:
        return Span(None, None, True)
    return Span(*_month_span(year, first, (last - first) % 12 + 1), relative, year)


def _day_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, named = _year_of(m, reference, context)
    first_day, last_day = _int(m["from"]), _int(m["day"])
    if not (1 <= first_day <= 31 and 1 <= last_day <= 31):
        return None
    if year is None:
        return Span(None, None, True)
    if m["month"] is None:
        if named or reference is None:
            return None
        relative, month = True, reference.month
    else:
        month = _int(m["month"])
        year = year if named or reference is None else _nearest_year(reference, month)
    last_month = _int(m["month2"]) if m["month2"] else month
    first, last = date(year, month, first_day), date(year + (last_month < month), last_month, last_day)
    return Span(first, last, relative, year) if first <= last else None


def _quarter_range(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year, relative, _ = _year_of(m, reference, context)
    first, last = _int(m["from"]), _int(m["to"])
    if year is None or last < first:
        return Span(None, None, True) if year is None else None
    return Span(*_month_span(year, 3 * first - 2, 3 * (last - first + 1)), relative, year)


def _month_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return Span(None, None, True)
    day = _add_months(reference.replace(day=1), _MONTHS.get(m["word"], 0))
    if m["day"]:
        day = day.replace(day=_int(m["day"]))
        return Span(day, day, True, day.year, day.month)
    if m["edge"]:
        return Span(*_edge_of_month(day.year, day.month, m["edge"]), True, day.year, day.month, edge=True)
    return Span(*_month_span(day.year, day.month), True, day.year, day.month)


def _week(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return Span(None, None, True)
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=_WEEKS[m["word"] or m["word2"]])
    if m["day"]:
        day = monday + timedelta(days=_WEEKDAYS[m["day"]])
        return Span(day if m["day"] != "末" else day - timedelta(days=1), day, True)
    return Span(monday, monday + timedelta(days=6), True)


def _day_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return Span(None, None, True)
    day = reference + timedelta(days=_DAYS[m["word"]])
    return Span(day, day, True)


def _quarter_word(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if reference is None:
        return Span(None, None, True)
    month = (reference.month - 1) // 3 * 3 + 1 + 3 * _QUARTERS[m["word"]]
    return Span(*_month_span(reference.year, month, 3), True)


def _shift(day: date, count: int, unit: str) -> date:
    if unit in ("年", "季度", "月"):
        return _add_months(day, count * {"年": 12, "季度": 3, "月": 1}[unit])
    return day + timedelta(days=count * (7 if unit in ("周", "星期") else 1))


def _span(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """近两年, 过去十年, 15年来 reach back from the reference; 未来五年 reaches forward."""
    if m["unit"] == "月" and "个" not in m[0]:
        return None
    ahead = "way" in m.groupdict() and m["way"] in ("未来", "今后", "接下来", "此后")
    if reference is None:
        return Span(None, None, True, vague=True)
    if m["count"] in ("几", "数"):
        return Span(reference if ahead else None, None if ahead else reference, True, vague=True)
    if m["count"] == "半":
        other = _add_months(reference, 6 if ahead else -6) if m["unit"] == "年" else None
    else:
        count = _int(m["count"])
        other = _shift(reference, count if ahead else -count, m["unit"])
    if other is None:
        return None
    return Span(reference, other, True, vague=True) if ahead else Span(other, reference, True, vague=True)


def _ago(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    if m["count"] in ("几", "数") or (m["unit"] == "月" and "个" not in m[0]):
        return None
    if reference is None:
        return Span(None, None, True, vague=True)
    if m["count"] == "半":
        day = _add_months(reference, -6)
        return Span(*_month_span(day.year, day.month), True, vague=True) if m["unit"] == "年" else None
    day = _shift(reference, -_int(m["count"]), m["unit"])
    if m["unit"] == "年":
        return Span(*_month_span(day.year, 1, 12), True, vague=True)
    return Span(*_month_span(day.year, day.month), True, vague=True) if m["unit"] == "月" else Span(day, day, True, vague=True)


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


def _decade(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    tens = _int(m["tens"] or m["tens2"])
    if m["century"]:
        century = (_int(m["century"]) - 1) * 100
    else:
        century = 2000 if m["word"] == "本世纪" else 1900
    edge = m["edge"] or m["edge2"] or ""
    first = century + tens
    if edge.startswith("初"):
        return Span(*_month_span(first, 1, 36))
    if edge:
        return Span(*_month_span(first + 7, 1, 36)) if edge != "中期" else Span(*_month_span(first + 4, 1, 36))
    return Span(*_month_span(first, 1, 120))


def _century(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    number = _int(m["century"]) if m["century"] else 21 if m["word"] == "本世纪" else 20
    first = (number - 1) * 100 + 1
    if m["edge"]:
        return Span(*_month_span(first + {"初": 0, "末": 90, "中叶": 40}[m["edge"]], 1, 120 if m["edge"] != "中叶" else 240))
    return Span(*_month_span(first, 1, 1200)) if 1 <= number <= 30 else None


def _lone_day(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    """A day without month lies in the reference's month, or in the month before if it would be ten days or more ahead."""
    number = int(m["day"])
    if not 1 <= number <= 31:
        return None
    if context and context.year and context.month:
        day = date(context.year, context.month, number)
        return Span(day, day, context.relative, context.year, context.month)
    if reference is None:
        return Span(None, None, True)
    month = reference if number - reference.day < 10 else _add_months(reference.replace(day=1), -1)
    day = date(month.year, month.month, number)
    return Span(day, day, True, day.year, day.month)


def _bare_year(m: re.Match[str], reference: date | None, context: Span | None) -> Span | None:
    year = int(m[0])
    return Span(*_month_span(year, 1, 12), False, year)


_RESOLVERS: dict[str, Callable[[re.Match[str], date | None, Span | None], Span | None]] = {
    "iso": _iso,
    "year_range": _year_range,
    "month_range": _month_range,
    "day_range": _day_range,
    "quarter_range": _quarter_range,
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
    "decade": _decade,
    "century": _century,
    "five_year": _five_year,
    "day": _lone_day,
    "bare_year": _bare_year,
}
