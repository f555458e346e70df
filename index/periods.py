"""Text → periods: dates and spans of time with their first and last day.

In comes any text, with the date it was published on if known; out comes a sorted list of `Period`. Absolute periods
(2024年8月, 十四五) need no reference. Relative ones (去年, 3月底, 近两年) are resolved against the reference; without it
their days are None. `relative` says that a reference was needed. One scan finds the head of a period; its second half
(至8月) and what opens it to one side (截至, 以来, 前) are matched next to it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.lookalikes import TO
from index.numerals import read_number
from index.types import Period
from index.units import UNIT_PATTERN

__all__ = ["find_periods", "parse_period"]

_FOLDABLE = re.compile(r"[０-９後內個週時間來過計劃從號兩幾當現開離]")
_FOLD = {0xFF10 + i: 0x30 + i for i in range(10)} | str.maketrans("後內個週時間來過劃從號兩幾當現開離", "后内个周时间来过划从号两几当现开离")

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?:1[0-9]|20|21)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3})"
_YEARS = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "大前年": -3, "明年": 1, "来年": 1}
_YEARS |= {"下一年": 1, "次年": 1, "后年": 2}
_MONTHS = {"本月": 0, "当月": 0, "这个月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1, "次月": 1}
_DAYS = {"今天": 0, "今日": 0, "当天": 0, "当日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
_WEEKS = {"本周": 0, "这周": 0, "这一周": 0, "上周": -1, "上一周": -1, "下周": 1, "下一周": 1}
_QUARTERS = {"本季度": 0, "这个季度": 0, "上季度": -1, "上个季度": -1, "上一季度": -1, "下季度": 1, "下个季度": 1, "下一季度": 1}
_WEEKDAYS = {c: i for i, cs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for c in cs}
_NOW = r"现如今|如今|当前|目前|眼下|现在|迄今为止|迄今"


def _words(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_BEFORE_YEAR = rf"(?:(?P<year>{_YEAR})\s?(?:财年|年度?)|(?P<year_word>{_words(_YEARS)})度?|(?P<short>[0-9]{{2}})\s?年(?=\s?{_N}\s?月)|(?P<zero>0[0-9])年)"
_MONTH_EDGE = r"(?P<edge>初|上旬|中旬|下旬|中(?=[，。、；\s]|$)|底|末)"
_MONTH = rf"(?P<month>{_N})\s?月份?(?!龄|球|亮|饼|嫂)(?:\s?(?:(?P<day>{_N})\s?[日号](?!元|内)|{_MONTH_EDGE}))?"
_PART = (
    r"(?:第\s?(?P<quarter>[一二三四1-4])\s?季度?|(?P<quarter2>[一二三四1-4])\s?季度|[Qq](?P<quarter3>[1-4])(?![0-9A-Za-z])|(?P<half>[上下])半年"
    r"|[Hh](?P<half2>[12])(?![0-9A-Za-z])|前\s?(?P<quarters>[一二两三123])\s?个?季度|前\s?(?P<months>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s?个?月"
    r"|(?P<season>[春夏秋冬])季(?!节))"
)
_YEAR_EDGE = r"(?P<year_edge>年?(?:初|底|末|终)|年中|内|全年)"
_DATE = (
    rf"{_BEFORE_YEAR}(?:\s?的?\s?(?:{_MONTH}|{_PART}|(?P<season2>[春夏秋冬])天?(?!节)|{_YEAR_EDGE}))?(?:同期)?|"
)
