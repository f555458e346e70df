"""What looks like a figure and is none: dates, clock times, scores, ordinals, versions, telephone and serial numbers.

Gives one regular expression source, `LOOKALIKES`, that the scan for quantities consumes first, so that no part of these
is read as a figure. It expects folded text (half-width digits, simplified characters). Every repetition is bounded or
possessive.
"""

HAN_DIGITS = "零〇○一二两三四五六七八九"
HAN_NUMERALS = HAN_DIGITS + "十百千万亿"
TO = r"\s?(?:[-－—–~～‐‑−至到]|——)\s?"  # joins the two ends of a range

_YEAR = r"(?:1[5-9]|20|21)[0-9]{2}"
_MONTH_DAY = r"[0-9]{1,2}"
_NO_SPAN = r"(?!内|之内|以内|游|元|圆|币|本|均|龄|线|楼|产|志)"  # 3日内 is a span, 20日元 is money

_WEB = (
    r"(?:https?://|www\.)[!-~]++",
    r"[0-9]{1,4}(?:\.[0-9]{1,6}){2,}+",  # versions, dotted dates
    r"TOP\s?[0-9]++",
    r"[0-9]{1,3}(?:\s?\+\s?(?:[0-9]{1,3}(?![0-9.万亿%])|[A-Z]))++",  # a scheme's name: 1+6, 3+X
)
_NUMBERS_OF_THINGS = (
    r"(?:\+?86[- ]?)?1[3-9][0-9]{9}(?![0-9])",
    r"0[0-9]{2,3}[-－—][0-9]{7,8}(?![0-9])|[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}(?![0-9])",
    r"[0-9]{1,8}(?:[-－—/][0-9A-Za-z]{1,10}){2,}+",
    r"(?:[0-9]{1,4}\s?[、和至到-]\s?){0,9}[0-9]{1,6}\s?号(?!召)",
    r"第\s?[0-9]++(?!\s?[名位]|[，。、；]|$)",
    rf"第\s?[{HAN_NUMERALS}]++(?!\s?[名位]|[，。、；]|$)",
)
_TIMES = (
    r"[0-9]{1,3}\s?[:：]\s?[0-9]{1,3}(?:\s?[:：]\s?[0-9]{1,2}){0,2}",  # clock times and scores
    r"[0-9]{1,3}\s?[比对]\s?[0-9]{1,3}(?![0-9.%])",
    r"[0-9]{1,2}\s?时(?!间|代|长|速)(?:\s?[0-9]{1,2}\s?分(?!钟)(?:[至到-][0-9]{1,2}分(?!钟))?)?",
    r"(?<=[午晚早晨夜日天])[0-9]{1,2}\s?点",
    r"[0-9]{1,2}\s?点(?:\s?[0-9]{1,2}\s?分?(?![0-9个])|半|整|钟|许|前|后|左右|多|至|到|[-—])",
)
_DATES = (
    r"公元前?\s?[0-9]{1,4}\s?年",
    rf"(?:19|20)[0-9]{{2}}{TO}(?:19|20)[0-9]{{2}}(?![0-9.%万亿])(?!\s?[年多余个家名人元千米公吨])",
    rf"{_YEAR}\s?年?{TO}(?:{_YEAR}|[0-9]{{2}})\s?(?:财年|学年|年)(?![级代])",
    rf"[12][0-9]{{3}}\s?年\s?{_MONTH_DAY}\s?月份?(?:\s?{_MONTH_DAY}\s?[日号]?(?![0-9]))?",
    rf"{_YEAR}\s?(?:财年|学年|年(?!的?历史|的?文明))(?:度?前\s?[0-9]{{1,2}}\s?个?(?:月|季度))?",
    r"[0-9]{2}\s?年\s?(?=[0-9]{1,2}\s?月)|[0-9]{2}\s?年代|[0-9]{1,2}\s?世纪|[0-9]{2}后(?![续期来])",
    rf"{_MONTH_DAY}\s?月?(?:{TO}|、){_MONTH_DAY}\s?月份?(?!龄)",
    rf"{_MONTH_DAY}\s?月份?(?!龄)(?:\s?{_MONTH_DAY}(?:{TO}{_MONTH_DAY})?\s?[日号]?(?![0-9.%,]))?",
    rf"{_MONTH_DAY}\s?[日号]?(?:{TO}|、){_MONTH_DAY}\s?[日号]{_NO_SPAN}",
    rf"{_MONTH_DAY}\s?日{_NO_SPAN}",
    r"前\s?(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s?(?:个?季度|个?月)",
    rf"[{HAN_DIGITS}]{{4}}年",
    r"[一二三四五六七八九十]{1,3}(?:月份?(?!龄)|[日号](?!元|圆|币)|时(?!间|代|长|速)|世纪|年代)",
)
_NAMES = (
    r"一点(?:一点|点|儿)|五花八门|三番[五两]次|四处|四周(?![内后来前年岁以的时])",
    r"(?<=从)(?:[01]|零|一)\s?到\s?(?:[0-9N]{1,2}(?![0-9.%万亿])|一|十|无穷)(?![万亿个家项倍成])",
    r"(?:二?十)?[一二三四五六七八九]?五(?=规划|时期|期间|计划|以来|开局|收官|末)",  # five-year plans
    r"二?十[一二三四五六七八九]五(?![十百千万亿])",
    r"(?:[二三四]?十[一二三四五六七八九]|[二三四]十)大(?=[^类板领举方]|$)",  # party congresses
    r"[一二三四五六七八九十]{1,3}届(?=中央|全国|[一二三四五六七]中全会|[一二三四五六七]次|人大|政协)",
)

LOOKALIKES = "|".join((*_WEB, *_NUMBERS_OF_THINGS, *_TIMES, *_DATES, *_NAMES))
