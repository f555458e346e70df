"""The written forms of periods, as regular expressions.

`HEAD` finds where a form begins and names it by its last group; `FORMS[name]` matches the form with its parts, which
`index/period_days.py` turns into days. Both expect text folded with `FOLD`. Numbers in a form have a bounded length, so
that the search stays linear.
"""

import re

from index.lookalikes import TO as TO
from index.units import SIMPLIFIED, TRADITIONAL

FOLDABLE = re.compile(f"[０-９－／．{TRADITIONAL}]")
FOLD = {0xFF10 + i: 0x30 + i for i in range(10)} | str.maketrans(TRADITIONAL + "－／．", SIMPLIFIED + "-/.")

# Words for a year, month, day, week and quarter: how many of them lie between it and the present one.
YEARS = {
    "今年": 0,
    "本年": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "后年": 2,
    "下一年": 1,
}
MONTHS = {"本月": 0, "当月": 0, "这个月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1, "上上个月": -2}
DAYS = {
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "大前天": -3,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
WEEKS = {"本周": 0, "这周": 0, "这一周": 0, "上周": -1, "上一周": -1, "上上周": -2, "下周": 1, "下一周": 1, "下下周": 2}
DAY_WEEKS = WEEKS | {
    "周": 0,
    "星期": 0,
    "本星期": 0,
    "这个星期": 0,
    "上星期": -1,
    "上个星期": -1,
    "下星期": 1,
    "下个星期": 1,
}
QUARTERS = {"本季度": 0, "这个季度": 0, "上季度": -1, "上个季度": -1, "上一季度": -1, "下季度": 1, "下一季度": 1}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九十百几数]{1,4}|半)"
_TENS = r"(?:[1-9]0|[一二三四五六七八九]?十)"
_YEAR = (
    r"(?:(?P<year>(?:1[0-9]|20|21)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3})\s?(?:财年|年度?)"
    rf"|(?P<year_word>{_any(YEARS)})度?|(?P<short>[0-9]{{2}})\s?年(?=\s?{_N}\s?月)"
    r"|(?P<short2>0[0-9]|[零〇][一二三四五六七八九])\s?年)"
)
_EDGE = r"(?P<edge>初(?![步级中次始衷心创])|上旬|中旬|下旬|中(?=[，。、；\s]|$)|底|末)"
_MONTH = rf"(?P<month>{_N})\s?月份?(?!龄|球|亮|饼|嫂)"
_DAY = r"[日号](?!元|圆|币|内|之内|以内|游|均|常|益|本|报(?!道)|志|线|楼|馆|门)"
_YEAR_EDGE = r"(?:初(?![步级中次始衷心创])|底|末|终|中(?=[，。、；\s]|$))"
_PART = (
    r"(?:第?\s?(?P<quarter>[一二三四1-4])\s?季度|第(?P<quarter2>[一二三四])季(?!节)"
    r"|[Qq](?P<quarter3>[1-4])(?![0-9A-Za-z])|(?P<half>[上下])半年(?!度?报)|[Hh](?P<half2>[12])(?![0-9A-Za-z])"
    r"|前\s?(?P<quarters>[一二两三123])\s?个?季度"
    r"|前\s?(?P<months>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s?个?月)"
)
_FULL = r"(?:1[0-9]|20|21)[0-9]{2}"
_ALONE = r"(?![0-9.,%‰:：A-Za-z/_号]|-[0-9])"

_SOURCES = {
    "iso": r"(?<![0-9A-Za-z./])(?P<year>(?:19|20)[0-9]{2})(?:-?[Qq](?P<quarter>[1-4])|-?[Hh](?P<half>[12])"
    r"|(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?)"
    r"(?![0-9A-Za-z/%.]|-[0-9]{1,2}(?![0-9]))",
    "year_range": rf"(?<![0-9])(?P<first>{_FULL})\s?年?度?(?:{TO}|/)(?P<last>{_FULL}|[0-9]{{2}})\s?"
    rf"(?:财年|学年|赛季|年度?)(?!代|{TO}|\s?{_N}\s?月|[初底末])"
    rf"|(?<![0-9A-Za-z.,/-])(?P<first2>(?:19|20)[0-9]{{2}}){TO}(?P<last2>(?:19|20)[0-9]{{2}})(?!年){_ALONE}",
    "month_range": rf"(?:{_YEAR}\s?)?(?<![0-9])(?P<from>{_N})\s?月?份?(?:{TO}|、)(?P<month>{_N})\s?月份?"
    rf"(?!\s?{_N}\s?[日号])",
    "day_range": rf"(?:{_YEAR}\s?)?(?:(?P<month>{_N})\s?月\s?)?(?<![0-9])(?P<from>{_N})\s?[日号]?(?:{TO}|、|和)"
    rf"(?:(?P<month2>{_N})\s?月\s?)?(?P<day>{_N})\s?{_DAY}",
    "quarter_range": rf"(?:{_YEAR}\s?)?第?(?P<from>[一二三四1-4])\s?季?度?(?:{TO}|、)第?(?P<to>[一二三四1-4])\s?季度",
    "week_of_month": rf"(?:{_YEAR}\s?)?(?P<month>{_N})\s?月份?的?第(?P<week>[一二三四五1-5])周",
    "date": rf"(?<![0-9]){_YEAR}(?:代(?P<decade>)|\s?的?\s?(?:{_MONTH}(?:\s?(?:(?P<day>{_N})\s?{_DAY}|{_EDGE}))?"
    rf"|{_PART}|(?P<season>[春夏秋冬])[季天]?(?!节|晚|游)|年?(?P<year_edge>{_YEAR_EDGE})|内|全年))?(?:同期)?",
    "month": rf"(?<![0-9.个第]){_MONTH}(?:\s?(?:(?P<day>{_N})\s?{_DAY}|{_EDGE}))?",
    "part": rf"(?<![0-9A-Za-z]){_PART}",
    "year_edge": rf"(?<![0-9一二两三四五六七八九十百几数多半])(?P<year_edge>年(?:{_YEAR_EDGE}|内))",
    "month_word": rf"(?P<word>{_any(MONTHS)}|月(?=[初底末]))"
    rf"(?:\s?(?:(?P<day>{_N})\s?{_DAY}|(?P<edge>初|上旬|中旬|下旬|底|末)))?",
    "week": rf"(?P<word>{_any(DAY_WEEKS)})(?P<day>[一二三四五六日天末](?!期|体|边|年))|(?P<word2>{_any(WEEKS)})",
    "day_word": rf"(?P<word>{_any(DAYS)})",
    "quarter_word": rf"(?P<word>{_any(QUARTERS)})",
    "span": rf"(?P<way>最近|过去|过往|近|未来|今后|接下来|此后)的?\s?(?P<count>{_COUNT})\s?多?余?\s?个?"
    r"(?P<unit>年|月|周|星期|天|日|季度)(?:多|间)?(?:以?来|里|内|之内|之间|中(?!国))?"
    r"|(?P<way2>前|(?<![以之今])后)\s?(?P<count2>[0-9]{1,2}|[一二两三四五六七八九十])\s?(?P<unit2>年(?!级)|周(?!年)|天)"
    r"|(?P<way3>[上下])\s?(?P<count3>[0-9]{1,2})\s?个?(?P<unit3>年|月|周|天)",
    "since": rf"(?<![0-9.])(?P<count>{_COUNT})\s?多?余?\s?个?(?P<unit>年|月|周|天)多?以?来(?![自到说看的])",
    "ago": rf"(?<![0-9.])(?P<count>{_COUNT})\s?多?\s?个?(?P<unit>年|月|周|星期|天)多?"
    r"(?P<way>之?前|以前)(?![三十夕])",
    "vague": r"近些?年来?|近几年来?|近[期日]|日前|多年来|长期以来|一直以来",
    "now": r"现如今|如今|当前|目前|眼下|现在|迄今为止|迄今",
    "plan": r"[“\"「]?(?P<plan>(?:二?十)?[一二三四五六七八九]五)"
    r"(?:[”\"」](?:规划|时期|期间|计划)?|规划|时期|期间|计划|(?=以来|开局|收官|末|初))"
    r"|(?P<plan2>二?十[一二三四五六七八九]五)(?:规划|时期|期间|计划)?(?![十百千万亿])",
    "five_year": r"第(?P<number>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)",
    "republic": r"民国(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})年",
    "decade": rf"(?:(?P<century>{_N})世纪|(?P<word>上个?世纪|本世纪))(?P<tens>{_TENS})年代"
    rf"(?P<edge>初期|初|末|中期|后期)?|(?<![0-9])(?P<tens2>[3-9]0|[三四五六七八九]十)年代(?P<edge2>初|末)?",
    "century": rf"(?:(?P<century>{_N})世纪|(?P<word>上个?世纪|本世纪))(?P<edge>初|末|中叶)?",
    "day": r"(?<![0-9.第、])(?P<day>[0-9]{1,2})\s?日(?!元|圆|币|内|之内|以内|游|均|常|益|本|报(?!道)|志|产|龄)",
    "bare_year": rf"(?<![0-9A-Za-z.,:：/_\-￥$¥第])(?:19[5-9]|20[0-9])[0-9]{_ALONE}",
}

FORMS = {name: re.compile(source) for name, source in _SOURCES.items()}


def _anonymous(source: str) -> str:
    """Drop the names of groups, which may occur once in a pattern only."""
    return re.sub(r"\(\?P<[a-z0-9_]+>", "(?:", source).replace("(?P=mark)", "[-/.]")


HEAD = re.compile(
    r"(?=[0-9零〇一二三四五六七八九十两百几数半今本去上前大明来下后当这昨周星近最过未此接如现目眼迄"
    r"年月春夏秋冬QqHh第日多长民“\"「])(?:"
    + "|".join(f"(?P<{name}>{_anonymous(source)})" for name, source in _SOURCES.items())
    + ")"
)
