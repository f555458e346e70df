"""The written forms of periods, as regular expressions.

`FORMS[name]` matches a form with its parts, which `index/period_days.py` turns into days; where a form may begin is found
in `index/period_heads.py`. Both expect text folded with `FOLD`. Numbers in a form have a bounded length, so that the
search stays linear.
"""

import re

from index.holidays import HOLIDAYS, LUNAR
from index.lookalikes import TO as TO
from index.units import SIMPLIFIED, TRADITIONAL

FOLDABLE = re.compile(f"[０-９－／．{TRADITIONAL}]")
FOLD = {0xFF10 + i: 0x30 + i for i in range(10)} | str.maketrans(TRADITIONAL + "－／．", SIMPLIFIED + "-/.")

# Words for a year, month and day: how many of them lie between it and the present one.
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
    "下年": 1,
    "同年": 0,
    "次年": 1,
    "翌年": 1,
    "这一年": 0,
    "当年": 0,
}
MONTHS = {
    "本月": 0,
    "当月": 0,
    "同月": 0,
    "这个月": 0,
    "上个月": -1,
    "上月": -1,
    "下个月": 1,
    "下月": 1,
    "次月": 1,
    "上上个月": -2,
    "下下个月": 2,
}
TOLD = ("同年", "次年", "翌年", "这一年", "当年", "当月", "同月", "次月")
"""Words that count from what the text told of before."""
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
    "前日": -2,
    "今晨": 0,
    "今早": 0,
    "今晚": 0,
    "昨晚": -1,
    "昨夜": -1,
    "明晚": 1,
}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九十百几数]{1,4}|半)"
_TENS = r"(?:[1-9]0|[一二三四五六七八九]{0,2}十)"
_SHORT_NEXT = rf"\s?(?:{_N}\s?月|年?[底末](?![子蕴层部座盘线])|年初(?![步级])|[上下]半年|第?[一二三四1-4]季度|[前头][一二三1-9]\s?个?[月季])"
_YEAR_WORDS = "|".join(sorted((w for w in YEARS if w not in ("当年", "下年", "后年")), key=len, reverse=True))
_EVENT = "(?<![成产运营用工业建])"  # 建成后年发电量, 投产后三年: after that, no 后年 and no three years from now
_YEAR = (
    r"(?:(?P<year>(?:1[0-9]|20|21)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3}|[两二]千零(?:[一二三]?十)?[一二三四五六七八九]?"
    rf"|[两二]千(?=年\s?{_N}\s?月)|(?<=公元)[0-9]{{1,4}}|(?<=[在于])[1-9][0-9]{{2}}(?=\s?年(?:[，。、；]|$)))\s?(?:财年|年度?|(?<=[0-9])(?=[上下]半年|前?[一二三四]季度))"
    rf"|(?P<year_word>{_YEAR_WORDS}|{_EVENT}后年|(?<![当如以])下年(?![轻级])|当年(?={_SHORT_NEXT}))度?"
    rf"|(?P<short>[0-9]{{2}}|(?<![零〇一二三四五六七八九])[零〇一二五六七八九][零〇一二三四五六七八九])\s?年(?={_SHORT_NEXT})"
    r"|(?P<short2>0[0-9]|[零〇][一二三四五六七八九])\s?年)"
)
_EDGE = r"月?(?P<edge>初(?![步级中次始衷心创])|上旬|中下旬|上中旬|中旬|下旬|中(?=[，。、；\s]|$)|底|末|尾)"
_MONTH = rf"(?P<month>{_N})\s?月份?(?!龄|球|亮|饼|嫂)"
_DAY = r"[日号](?!元|圆|币|内|之内|以内|游|均|常|益|本|报(?!道)|志|线|楼|馆|门)"
_DAY_ENDS = r"(?:(?<=[一二三四五六七八九十])(?=[，。；！？）)至到—~-]|\s*$))"  # 八月十五
_DATED = rf"(?P<day>{_N})\s?(?:{_DAY}|{_DAY_ENDS})"
_YEAR_EDGE = r"(?:初(?![步级中次始衷心创])|伊始|岁末|底|末|尾|终|中(?=[，。、；\s]|$))"
_PART = (
    r"(?:第?\s?(?P<quarter>[一二三四1-4])\s?季度|第(?P<quarter2>[一二三四])季(?!节)"
    r"|(?P<first>首季度?|(?<=年)首月(?!供|票))|[Qq](?P<quarter3>[1-4])(?![0-9A-Za-z])|(?P<half>[上下])半年(?!度?报)|(?<=年)(?P<mid>半年度|半年(?=报)|中期(?=报告|业绩|财务|分红|股息))|[Hh](?P<half2>[12])(?![0-9A-Za-z])"
    r"|[前头]\s?(?P<quarters>[一二两三123])\s?个?季度"
    r"|[前头]\s?(?P<months>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s?个?月)(?:(?:(?<=季度)|(?<=半年))(?P<part_edge>[初末底]))?"
)
_PLAN_EDGE = r"的?(?:期?末期?|初期|初(?![步级])|中期|开局之年|收官之年|前[两二三四]年|后[两二三四]年)"
_MONTH_WORDS = f"(?:{_any(MONTHS)})"
_FULL = r"(?:1[0-9]|20|21)[0-9]{2}"
_ALONE = r"(?![0-9.,%‰:：A-Za-z/_号]|-[0-9])"

SOURCES = {
    "month_span": rf"(?<![0-9A-Za-z.])(?P<year>(?:19|20)[0-9]{{2}})[./](?P<month>[01]?[0-9])\s?(?:{TO})\s?"
    r"(?:(?P<year2>(?:19|20)[0-9]{2})(?:[./](?P<month2>[01]?[0-9]))?|今)(?![0-9.])",
    "compact": r"(?<![0-9A-Za-z.号码第])(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])"
    r"(?![0-9A-Za-z.])",
    "spaced": r"(?<![0-9A-Za-z.])(?<![0-9] )(?P<year>(?:19|20)[0-9]{2}) (?P<month>0[1-9]|1[0-2]) "
    r"(?P<day>0[1-9]|[12][0-9]|3[01])(?! ?[0-9A-Za-z.])",
    "iso": r"(?<![0-9A-Za-z./])(?P<year>(?:19|20)[0-9]{2}|1[0-8][0-9]{2}(?=[-/.][0-9]{1,2}[-/.]))(?:-?[Qq](?P<quarter>[1-4])|-?[Hh](?P<half>[12])"
    r"|(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P<mark2>[-/.])(?P<day>[0-9]{1,2}))?)"
    r"(?![0-9A-Za-z/%.]|-[0-9]{1,2}(?![0-9]))",
    "year_range": rf"(?<![0-9])(?P<first>{_FULL})\s?年?度?(?:{TO}|/)(?P<last>{_FULL}|[0-9]{{2}})\s?"
    rf"(?:财年|学年|赛季|年度?)(?!代|{TO}|\s?{_N}\s?月|[初底末])"
    rf"|(?<![0-9A-Za-z.,/-])(?P<first2>(?:19|20)[0-9]{{2}}){TO}(?P<last2>(?:19|20)[0-9]{{2}})(?!年){_ALONE}",
    "month_range": rf"(?:{_YEAR}\s?)?(?<![0-9])(?P<from>{_N})\s?月?份?(?:{TO}|、)(?P<month>{_N})\s?(?:[两三四]个?)?月份?"
    rf"(?!\s?{_N}\s?[日号])",
    "day_range": rf"(?:{_YEAR}\s?)?(?:(?P<month>{_N})\s?月\s?)?(?<![0-9])(?P<from>{_N})\s?[日号]?(?:{TO}|、|和)"
    rf"(?:(?P<month2>{_N})\s?月\s?)?(?P<day>{_N})\s?{_DAY}",
    "quarter_range": rf"(?:{_YEAR}\s?)?第?(?P<from>[一二三四1-4])\s?季?度?(?:{TO}|、)第?(?P<to>[一二三四1-4])\s?季度",
    "week_of_month": rf"(?:{_YEAR}\s?)?(?P<month>{_N})\s?月份?的?第(?P<week>[一二三四五1-5])周",
    "weekday": rf"(?:{_YEAR}\s?)?(?<![0-9])(?P<month>{_N})\s?月份?的?(?:第(?P<nth>[一二三四五1-5])|最后一)个?"
    r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])",
    "lunar": rf"(?=[^，。；]{{0,9}}(?:[农旧阴]历|[正腊闰冬]))(?<![0-9])(?:(?:农历|旧历)?{_YEAR}\s?)?"
    rf"(?=[农旧阴]历|[正腊冬闰]|(?<=历)|(?<=历....年)){LUNAR}",
    "new_year": r"大年(?P<day>初[一二三四五六七八九十]|三十)",
    "holiday": rf"(?<![0-9])(?:{_YEAR}(?:年)?的?\s?)?{HOLIDAYS}",
    "date": rf"(?<![0-9]){_YEAR}(?:代(?P<decade>)|\s?的?\s?(?:{_MONTH}(?:\s?(?:{_DATED}|{_EDGE}))?"
    rf"|(?:本|同|当)(?P<same>月)(?:\s?(?P<same_day>{_N})\s?{_DAY})?|{_PART}|(?P<season>[春夏秋冬])[季天]?(?!节|晚|游)|年?(?P<year_edge>{_YEAR_EDGE})|内|全年))?(?:同期)?",
    "month": rf"(?<![0-9.个第]){_MONTH}(?:\s?(?:{_DATED}|{_EDGE}))?",
    "part": rf"(?<![0-9A-Za-z]){_PART}",
    "year_edge": rf"(?<![0-9一二两三四五六七八九十百几数多半])(?P<year_edge>年(?:{_YEAR_EDGE}|内))",
    "month_word": rf"(?P<word>(?<![一两几每多首0-9]){_MONTH_WORDS}(?![球亮])|月(?=[初底末尾]))"
    rf"(?:\s?(?:(?P<day>{_N})\s?{_DAY}|(?P<edge>初|上旬|中旬|下旬|底|末|尾)))?",
    "week": r"(?<![以之线])(?P<shift>上{1,3}|下{1,3}|本|这|今)一?个?(?:周|星期|礼拜)(?![期边围转刊岁])"
    r"(?:(?:周|星期)?(?P<day>[一二三四五六日天末](?![期体边年个家位名项次]))(?!周))?"
    r"|(?:周|星期|礼拜)(?P<day2>[一二三四五六日天末](?![期体边年个家位名项次]))",
    "day_word": rf"(?P<word>{_any(DAYS)})(?<![以之年月日目从]前日)(?!均|本)",
    "quarter_word": r"(?P<shift>上{1,2}|下{1,2}|本|这)一?个?季度?(?<!这季)(?<!本季)(?<!上季)(?<!下季)(?P<edge>[初末底])?",
    "two_years": r"今明两年",
    "span": rf"(?P<way>最近|过去|过往|这(?![一几])|近|未来|今后|接下来|此后)的?\s?(?P<count>{_COUNT})\s?多?余?\s?个?"
    r"(?P<unit>年|月|周|星期|天|日|季度)(?:多(?!了)|间)?(?:以?来|里|内|之内|之间|中(?!国))?"
    r"|(?P<way2>前|(?<![以之今]){_EVENT}后)\s?(?P<count2>[0-9]{1,2}|[一二两三四五六七八九十])\s?(?P<unit2>年(?!级)|周(?!年)|天)"
    r"|(?<![以如之线楼晚早])(?P<way3>[上下])\s?(?P<count3>[0-9]{1,2}|[二两三四五六七八九])\s?个?"
    r"(?P<unit3>年(?!级)|月|周|星期|季度|天)",
    "since": rf"(?<![0-9.])(?P<count>{_COUNT})\s?多?余?\s?个?多?(?P<unit>年|月|周|天)多?以?来(?![自到说看的])",
    "away": rf"(?<![0-9.第])(?P<count>{_COUNT})\s?多?\s?个?(?P<unit>年|月|周|星期|礼拜|天)(?P<half>半)?多?"
    r"(?P<way>之?前(?![三十夕])|以前|之后|以后|后(?![续期来台勤备方人代排卫悔果]))",
    "vague": r"近些?年来?|近几年来?|近[期日]|日前|多年来|长期以来|一直以来|最近(?!的|\s?[0-9一两三几半])",
    "season": r"(?P<near>[今去明])(?P<season>[春夏秋冬])(?=[，。、；以的来]|$)",
    "event": r"(?:党的)?(?P<congress>十[六七八九]|二十)大(?=(?:胜利)?(?:召开|闭幕)?以[来后])"
    r"|(?P<event>改革开放|新中国成立|建国)(?=以来)",
    "now": r"现阶段|现如今|如今|当前|目前|眼下|现在|迄今为止|迄今",
    "plan": rf"[“\"「]?(?P<plan>(?:二?十)?[一二三四五六七八九]五)"
    rf"(?:[”\"」](?:规划|时期|期间|计划)?|规划|时期|期间|计划|(?=以来|开局|收官|[末初]))(?P<plan_edge>{_PLAN_EDGE})?"
    rf"|(?P<plan2>二?十[一二三四五六七八九]五)(?:规划|时期|期间|计划)?(?![十百千万亿])(?P<plan_edge2>{_PLAN_EDGE})?",
    "five_year": r"第(?P<number>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)",
    "republic": r"民国(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})年",
    "decade": rf"(?:(?P<century>{_N})世纪|(?P<word>上个?世纪|本世纪))(?P<tens>{_TENS})年代"
    rf"(?P<edge>初期|前期|初|末期?|中期|中叶|后期)?|(?<![0-9])(?P<tens2>[3-9]0|[三四五六七八九]{{1,2}}十)年代(?P<edge2>初|末)?",
    "century": rf"(?:(?P<century>{_N})世纪|(?P<word>上个?世纪|[本新]世纪))(?P<edge>初|末|中叶)?",
    "day": r"(?<![0-9.第、])(?P<day>[0-9]{1,2})\s?日(?!元|圆|币|内|之内|以内|游|均|常|益|本|报(?!道)|志|产|龄)",
    "bare_year": rf"(?<![0-9A-Za-z.,:：/_\-￥$¥第])(?:19[5-9]|20[0-9])[0-9]{_ALONE}",
}

FORMS = {name: re.compile(source) for name, source in SOURCES.items()}
