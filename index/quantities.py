"""Text → quantities: every figure with its unit, kind, qualifier and value, and nothing that merely looks like one.

In comes any text; out comes a sorted list of `Quantity` whose surfaces are slices of it. One regular expression walks
the text and stops at numerals only; what looks like a figure and is none is consumed by it too. What follows a numeral
is read where the numeral ends (`index/amounts.py`), what precedes it is looked up backwards (`index/qualifiers.py`).
All repetitions are possessive or bounded and each step moves forward, so the time is linear in the text.
"""

import re
from decimal import Decimal

from index.amounts import DIGITS, FORMAL, LONE, MAY_FOLLOW, NUMERAL, Reading, read_amount, read_upper
from index.lookalikes import HAN_DIGITS, HAN_NUMERALS, LOOKALIKES
from index.numerals import read_bounds, read_number
from index.qualifiers import qualifier_after, qualifier_before
from index.types import Kind, Qualifier, Quantity
from index.units import SIMPLIFIED, TRADITIONAL, UNITS, dimension_of, normalize_unit, same_unit

__all__ = ["find_quantities", "normalize_unit", "same_value"]

# Same-length folding of full-width and traditional forms, so that offsets hold.
_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | str.maketrans(TRADITIONAL, SIMPLIFIED) | {0xFFE5: 0xA5}
for _mark in "，：；！？（）":  # Chinese punctuation rather than parts of numerals
    del _FOLD[ord(_mark)]
_FOLDABLE = re.compile(f"[０-９Ａ-Ｚａ-ｚ％＄￥．－＋{TRADITIONAL}]")
_WIDE_COMMA = re.compile(
    r"，(?=[0-9]{3}(?![0-9]))(?<=[0-9]，)(?<![0-9]{4}，)(?<!\.[0-9]，)(?<!\.[0-9]{2}，)(?<!\.[0-9]{3}，)"
)

_RAISED = "²³¹⁰⁴-⁹⁻"
_UNUSUAL = re.compile(f"[，{_RAISED}{_FOLDABLE.pattern[1:-1]}](?:(?<!，)|(?=[0-9]))")  # most texts stay as they are
# 3×10⁴吨 is no 3 and no 10; 12¹家 are 12: the mark of a note is as good as a space.
_RAISED_POWER = re.compile(
    r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?\s?[×xX*·]\s?)10[²³¹⁰⁴-⁹⁻]{1,3}\s?[百千万亿]*|(?<![0-9.,])10[²³⁴-⁹⁻][²³¹⁰⁴-⁹]{0,2}\s?[百千万亿]*"
)
_RAISED_MARK = re.compile("(?<=[0-9百千万亿])[²³¹⁰⁴-⁹](?=[一-鿿%])")

_TO = r"\s?[-－—–~～至到]\s?"
_PLACE = rf"(?:[0-9]++|[{HAN_NUMERALS}]++)"
# Where one of the forms of `_HEAD` may begin: `re` finds a class much faster than it tries a choice at each character.
# A lone Chinese numeral (一直, 三角) begins one only with certain characters behind it, and half of all numerals are such.
_BEHIND_HAN = "".join(re.escape(c) for c in sorted(MAY_FOLLOW | set("兆几半又花番处周"))) + FORMAL
_BEGIN = re.compile(
    rf"[0-9{HAN_NUMERALS}数几第前{FORMAL}半翻过对公hwT+](?:(?<![{HAN_NUMERALS}第前翻过对公hwT])|(?=[0-9{HAN_NUMERALS}\s番了半折元twO])"
    rf"|(?<=[{HAN_NUMERALS}])(?=[{_BEHIND_HAN}]|$))|(?<![0-9A-Za-z.])\.(?=[0-9])"
)
# What may stand behind the digits of a lookalike, of a fraction or of a longer numeral.
_TELLING = rf"0-9.,\s{HAN_NUMERALS}{FORMAL}兆\-－—–~～‐‑−至到/：:∶比对时点月日号楼年、和世后财学+Pp·•‧分又"
_HEAD = re.compile(
    rf"(?:(?P<plain>[0-9]{{1,6}}(?:\.[0-9]{{1,3}})?[万亿]?(?=[^{_TELLING}]))"  # most figures look like nothing else
    rf"|(?P<skip>{LOOKALIKES})"
    rf"|(?P<fraction>(?:(?P<whole>[{HAN_NUMERALS}0-9]{{1,9}})\s?又\s?)?"
    rf"(?P<below>[百千万亿十佰{HAN_DIGITS}0-9]{{1,9}})\s{{0,2}}分\s{{0,2}}之\s{{0,2}}(?P<minus>负)?(?P<above>{NUMERAL}|[百{FORMAL}]))"
    r"|(?P<slash>(?<![0-9/.])(?P<above2>[1-9][0-9]?)/(?P<below2>[1-9][0-9]?)(?![0-9/.年月]))"
    rf"|(?P<rank>[第前]\s?(?:(?P<first>{_PLACE}){_TO})?(?P<place>{_PLACE})\s?(?:[名位强]|(?=[，。、；\s]|$)))"
    r"|(?P<double>翻了?(?P<times>[一两二三四五0-9])?番)"
    r"|(?P<half>一半(?![导岛路天夜身途])|(?<!超)过半数?(?=[，。、；]|$)|半数|(?<=近)半(?=[，。、；]|$)|(?<=打)对折|半[成折]"
    r"|(?<![0-9一二两三四五六七八九十个大上下])半(?P<span>年|个月|个?小时|天|个世纪|公?斤|吨|公里|公?升|加仑|亩)(?!会|报|度))"
    rf"|(?P<number>{NUMERAL}))"
)
_PREFIXES = sorted((u for u, v in UNITS.items() if v.kind is Kind.MONEY and (u.isupper() or u[-1] in "币金")), key=len)
_MONEY_BEFORE = re.compile(
    rf"(?:(?P<name>{'|'.join(re.escape(u) for u in reversed(_PREFIXES))})|(?P<symbol>[¥$€£]))\s?$"
)
_MONEY_LAST = frozenset(u[-1] for u in _PREFIXES) | frozenset("$€£¥")
_SYMBOLS = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_SIGN = re.compile(
    r"(?P<scale>(?:摄氏|华氏)(?:温度)?)?\s?(?P<minus>(?<![0-9A-Za-z)%])[-−]|(?<![0-9胜平担肩抱辜欠欺])负|零下)?\s?"
    r"(?P<scale2>(?:摄氏|华氏)(?:温度)?)?\s?$"
)
_SIGN_LAST = frozenset("-−负下氏度")
_NO_HEAT = ("角", "空间", "全景")
_RANKED = re.compile(
    r"(?:(?:排名?|位[居列]|列|名列|居|升至|进入|跻身|蝉联)[^，。；0-9]{0,8}|(?:全[国球省市区]|世界|亚洲|国内|行业)[^，。；0-9]{0,3})$"
)
_LATIN = re.compile(r"[A-Za-z_][-‐–—+]?$|[A-Za-z]{2,}\s$")
_CJK = re.compile(r"[一-鿿]")
_TITLE = re.compile(r"[ 　]?[一-鿿](?!\n)")
_MARKER = re.compile(r"、\s?(?![0-9])|[.．]\s?(?=[一-鿿A-Z])")
_SPACED = re.compile(r"[0-9]\s$|^\s[0-9]")
_CODE = re.compile(r"(?:邮编|编[号码]|代码|热线|电话|号码|密码|学号|QQ)[:：]?\s?$")
_POINTS = re.compile(r"(?:意见|建议|要求|希望|启示|原因|体会|思考|内容|共识)")
_RATIOS = {"百": "%", "千": "‰", "万": "‱"}
_DECISIVE = frozenset({Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE})
_STOPS = frozenset(["", *"，。、；：！？,;!?（）()”’」 \n的之"])
_BRACKETS = (frozenset("(（[【〔〕#№“‘「"), frozenset(")）]】〕号”’」"))
_FORMULA = frozenset("-/×*+~_=#图表注例")
_AFTER_NAME = frozenset("_/-×*》@")
_VERBS = frozenset("为是至到于达的了降增长跌升约在")
_ONE_STOPS = frozenset("每另某同任统唯进逐单第这那哪万不新")
_BEING = frozenset("是为作")  # 是一个…的地方: an article
_NOT_ONE = frozenset([*"块片道点起头站步级环批股幕盘尊顶尾里度分升担面路手层席方", "方面", "部分"])
_PHASES = frozenset("分共了为有满近")  # 分三期
_NOT_FEW = frozenset("里升度点分级步号方伏环胎手")


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities that a text states.

    Args:
        text: Any text; full-width and traditional forms, and one space or line break inside a quantity, are read.

    Returns:
        The quantities in order, without overlap; `text[q.start:q.end] == q.surface` holds for each.
    """
    folded = _folded(text) if _UNUSUAL.search(text) else text
    found: list[Quantity] = []
    position = floor = 0
    while place := _BEGIN.search(folded, position):
        head = _HEAD.match(folded, place.start())
        if not head:
            position = place.end()
            continue
        position = head.end()
        group = head.lastgroup
        if group == "skip":
            floor = position
            continue
        if group == "number" or group == "plain":
            reading, start = _read_figure(folded, head)
            if reading is None and head[0][0] in FORMAL:
                position = head.start() + 1  # 大陆一百家: the first character belongs to a word
                continue
        else:
            reading, start = _read_special(folded, head, group or "")
        if reading is None:
            continue
        position = max(position, reading.end)
        start, floor = max(start, floor), position
        if reading.refused:
            continue
        found.append(
            Quantity(
                start=start,
                end=reading.end,
                surface=text[start : reading.end],
                value=reading.value,
                unit=reading.unit,
                kind=reading.kind,
                qualifier=reading.qualifier,
                qualifier_surface=reading.qualifier_surface,
                low=reading.low,
                high=reading.high,
                currency=reading.currency,
            )
        )
    return found


def _folded(text: str) -> str:
    """Return a text, as long as before, in the forms that are read: half-width, simplified, without raised digits."""
    folded = text.translate(_FOLD) if _FOLDABLE.search(text) else text
    folded = _WIDE_COMMA.sub(",", folded)
    folded = _RAISED_POWER.sub(lambda m: "_" * len(m[0]), folded)
    return _RAISED_MARK.sub(" ", folded)


def same_value(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities say the same amount: 2公里 and 2000米, 28% and 百分之二十八, 一半 and 50%.

    Args:
        a: One quantity.
        b: Another; a sum without unit (9.4万亿) agrees with the same number of money or of things.

    Returns:
        True if the values, brought to one unit, are equal and so are the bounds of ranges; qualifiers do not count.
    """
    if a.currency and b.currency and a.currency != b.currency:
        return False
    first, second = _share(a), _share(b)
    if first is not None and second is not None:
        return first == second
    if (a.kind is Kind.RANK) != (b.kind is Kind.RANK):
        return False
    factor_a = factor_b = Decimal(1)
    if a.unit and b.unit:
        if not same_unit(a.unit, b.unit):
            return False
        factor_a, factor_b = dimension_of(a.unit)[1], dimension_of(b.unit)[1]
    elif (a.unit or b.unit) and (a if a.unit else b).kind not in (Kind.MONEY, Kind.COUNT):
        return False
    return all(
        (x is None and y is None) or (x is not None and y is not None and _close(x * factor_a, y * factor_b))
        for x, y in ((a.value, b.value), (a.low, b.low), (a.high, b.high))
    )


def _close(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= abs(a) * Decimal("1E-20")  # factors such as that of 亩 are no finite decimals


def _share(q: Quantity) -> tuple[Decimal | None, ...] | None:
    """A part of a whole as a number between bounds: percentages and fractions compare with each other."""
    if q.kind is Kind.PERCENT:
        factor = dimension_of(q.unit)[1] / 100
    elif q.kind is Kind.RATIO:
        factor = Decimal(1)
    else:
        return None
    return tuple(None if x is None else x * factor for x in (q.value, q.low, q.high))


def _read_figure(folded: str, head: re.Match[str]) -> tuple[Reading | None, int]:
    start = head.start()
    reading = read_amount(folded, start, head[0])
    if reading is None or reading.refused:
        return reading, start
    start = _read_sign(reading, folded, start)
    money = False
    if folded[max(0, start - 2) : start].strip()[-1:] in _MONEY_LAST and reading.kind in (Kind.MONEY, Kind.OTHER):
        start, money = _read_money_before(reading, folded, start)
    latin = start and not money and folded[start - 1] < "⺀"
    glued = _LATIN.search(folded, max(0, start - 4), start) if latin else None
    if glued and reading.kind not in _DECISIVE and reading.scale < 10**4:
        english = folded[reading.end : reading.end + 1] == " " and folded[reading.end + 1 : reading.end + 2].islower()
        if folded[start - 1] != " " or not (reading.unit or english):
            return None, start
    start = _read_qualifiers(reading, folded, start)
    return (reading if _is_figure(reading, folded, start) else None), start


def _read_money_before(reading: Reading, folded: str, start: int) -> tuple[int, bool]:
    """Read 人民币, RMB or ¥ before the number."""
    prefix = _MONEY_BEFORE.search(folded, max(0, start - 8), start)
    if not prefix or (reading.unit and reading.kind is not Kind.MONEY):
        return start, False
    if not reading.unit or prefix["name"]:
        unit = UNITS[prefix["name"] or _SYMBOLS[prefix["symbol"]]]
        if unit.currency == "CNY" or reading.unit in ("", "元"):  # 港币50元 are 50 港元
            name = reading.unit if unit.currency == "CNY" and reading.unit else unit.name
            reading.unit, reading.kind, reading.currency = name, Kind.MONEY, unit.currency
    return prefix.start(), True


def _read_sign(reading: Reading, folded: str, start: int) -> int:
    """Read a minus, 负, 零下, 摄氏 or 华氏 before the number; returns where the quantity begins."""
    if reading.unit == "度" and (folded.startswith(_NO_HEAT, reading.end) or reading.value > 100):
        reading.kind = Kind.OTHER
    if folded[max(0, start - 2) : start].strip()[-1:] not in _SIGN_LAST or not start:
        return start
    sign = _SIGN.search(folded, max(0, start - 8), start)
    if not sign or not sign[0].strip():
        return start
    scale = sign["scale"] or sign["scale2"]
    if scale and reading.unit not in ("度", ""):
        return start
    if sign["minus"] in ("-", "−"):
        before = folded[sign.start() - 1 : sign.start()] if sign.start() else ""
        if not reading.unit and _CJK.match(before) and before not in _VERBS:
            return start  # a number of something: 火星-18
    if sign["minus"]:
        reading.value = -reading.value
        if reading.low is not None and reading.high is not None:
            reading.low, reading.high = -reading.high, -reading.low
    if (scale or sign["minus"] == "零下") and reading.unit == "度":
        reading.unit, reading.kind = "华氏度" if scale and scale[0] == "华" else "摄氏度", Kind.TEMPERATURE
    return sign.start()


def _read_qualifiers(reading: Reading, folded: str, start: int) -> int:
    """Read qualifiers on both sides, the one before the number decides; returns where the quantity begins."""
    after = qualifier_after(folded, reading.end)
    if after:
        reading.qualifier, reading.qualifier_surface, reading.end = after
    before = qualifier_before(folded, start, duration=reading.kind is Kind.DURATION, bare=reading.lone)
    if before:
        reading.qualifier, reading.qualifier_surface, start = before
    return start


def _is_figure(reading: Reading, folded: str, start: int) -> bool:
    """Decide whether a number that reads well is a figure here."""
    end = reading.end
    amid = (start and not folded[start - 1].isspace()) or (end < len(folded) and not folded[end].isspace())
    alone = not amid and folded.strip() == folded[start:end]
    return (
        _is_arabic_figure(reading, folded, start, alone)
        if reading.arabic
        else _is_han_figure(reading, folded, start, alone)
    )


def _is_arabic_figure(reading: Reading, folded: str, start: int, alone: bool) -> bool:
    numeral = reading.numeral
    whole, _, fraction = numeral.partition(".")
    if whole[0] == "0" and len(whole) > 1:
        return False  # 01版, 0755
    if reading.unit == "点" and reading.value <= 24 and not fraction and not _POINTS.match(folded, reading.end):
        return False  # a clock time
    if fraction and len(numeral) < 6 and reading.scale == 1 and not alone and _is_section(reading, folded, start):
        return False
    yearly = len(numeral) == 4 and "1900" <= numeral < "2100"
    named = UNITS.get(reading.unit.partition("/")[0])
    if yearly and reading.scale == 1 and named and named.digits_only:
        return False  # 2023级, 2023城市论坛
    if reading.unit or reading.scale > 1 or (reading.qualifier is not Qualifier.EXACT and not yearly) or alone:
        return True
    following = folded[reading.end : reading.end + 1]
    before = folded[start - 1 : start] if start else ""
    if reading.low is not None and folded.startswith("之间", reading.end):
        return True
    if following and (following in _AFTER_NAME or (following.isascii() and following.isalnum())):
        return False  # 5G, 3/4, 《遗迹2》
    if following == "." and folded[reading.end + 1 : reading.end + 2].isalnum():
        return False  # 688070.SH
    if len(whole) > 15 or (fraction == "0" and len(whole) == 1) or yearly or (before and before in _FORMULA):
        return False
    if _CJK.match(following) and following not in "的至到和与及" and not before.isspace():
        return False  # 航空618研究所
    if fraction:
        return True
    if _SPACED.search(folded[max(0, start - 2) : start]) or _SPACED.search(folded[reading.end : reading.end + 2]):
        return False  # 2 0 2 5: debris of character recognition
    if (len(whole) > 6 and _CJK.match(before)) or _CODE.search(folded, max(0, start - 6), start):
        return False  # 热线67680000, 邮编100048
    if before in _BRACKETS[0] and following in _BRACKETS[1]:
        return False
    return len(whole) > 2 or not _MARKER.match(folded, reading.end)


def _is_section(reading: Reading, folded: str, start: int) -> bool:
    """Tell whether a decimal numbers a section: 3.2 研发投入 or 2.1项目概况 where a line begins."""
    if reading.kind not in (Kind.COUNT, Kind.OTHER) or reading.qualifier_surface or reading.low is not None:
        return False
    head = folded[max(0, start - 6) : start]
    line = head.rstrip(" \t　")
    return (line.endswith("\n") or (not line and start < 6)) and _TITLE.match(folded, reading.end) is not None


def _is_han_figure(reading: Reading, folded: str, start: int, alone: bool) -> bool:
    numeral, unit = reading.numeral, reading.unit
    if (
        numeral[0] in "伍陆拾"
        and sum(c in FORMAL for c in numeral) < 2
        and reading.kind is not Kind.MONEY
        and not alone
    ):
        return False
    if reading.lone:
        if len(numeral) == 1:
            return bool(reading.qualifier_surface)
        return bool(unit or reading.qualifier_surface)
    if numeral == "一" and not alone:
        if start and (folded[start - 1] in _ONE_STOPS or (folded[start - 1] in _BEING and reading.kind is Kind.COUNT)):
            return False
        if unit in _NOT_ONE or (unit and folded.startswith(unit, reading.end)):
            return False
    if alone:
        return True
    if unit == "期" and len(numeral) == 1 and numeral != "两" and start and folded[start - 1] not in _PHASES:
        return False  # 6号线二期 is the second
    if unit:
        zero = numeral in ("零", "〇", "○") and reading.kind is Kind.COUNT
        return not zero and not (len(numeral) == 1 and unit in _NOT_FEW and reading.low is None)
    if reading.scale >= 10**4:
        return True  # 两个亿
    if reading.low is not None and reading.scale == 1 and not set(numeral) & LONE:
        return len(numeral) > 2 or numeral[0] in "数几" or numeral[-1] == "几"
    if reading.qualifier_surface and len(numeral) > 1:
        return True
    following = folded[reading.end : reading.end + 1]
    if "点" in numeral or set(numeral) & LONE:
        return following != "之"
    return "十" in numeral and numeral[0] != "十" and following not in tuple("大届国线里中")


def _read_special(folded: str, head: re.Match[str], group: str) -> tuple[Reading | None, int]:
    """Read fractions, ranks, doublings and halves, which carry their unit in themselves."""
    start = head.start()
    reading = Reading(head.end(), Decimal(0), None, None, head[0])
    if group == "rank":
        return (reading if _read_rank(reading, folded, head) else None), start
    if group in ("fraction", "slash"):
        if not _read_fraction(reading, folded, head):
            return None, start
        if folded[start - 1 : start] in ("负", "-"):
            reading.value, start = -reading.value, start - 1
    elif group == "double":
        times = read_number(head["times"]) if head["times"] else Decimal(1)
        reading.value, reading.unit, reading.kind = Decimal(2) ** int(times or 0), "倍", Kind.MULTIPLE
    elif head["span"]:
        reading.value, reading.unit, reading.kind = Decimal("0.5"), head["span"], UNITS[head["span"]].kind
    elif head[0][-1] in "成折":
        reading.value, reading.unit, reading.kind = Decimal(5 if head[0] == "半成" else 50), "%", Kind.PERCENT
    else:
        reading.value, reading.kind = Decimal("0.5"), Kind.RATIO
        if head[0][0] == "过":
            reading.qualifier, reading.qualifier_surface = Qualifier.OVER, "过"
    return reading, _read_qualifiers(reading, folded, start)


def _read_rank(reading: Reading, folded: str, head: re.Match[str]) -> bool:
    place = read_number(head["place"])
    first = read_number(head["first"]) if head["first"] else None
    if place is None or (head["first"] and (first is None or first >= place)):
        return False
    mark = head[0][-1] if head[0][-1] in "名位强" else ""
    ends = folded[head.end() : head.end() + 1] in _STOPS
    named = mark in ("名", "强") or (mark == "位" and (ends or head[0][0] == "前"))
    if not named and (mark or not ends or not _RANKED.search(folded, max(0, head.start() - 14), head.start())):
        return False  # 第三位嘉宾 is an ordinal
    reading.value, reading.kind, reading.unit = place, Kind.RANK, mark
    if first is not None:
        reading.low, reading.high, reading.value = first, place, (first + place) / 2
    return True


def _read_fraction(reading: Reading, folded: str, head: re.Match[str]) -> bool:
    if head["slash"]:
        above, below = Decimal(head["above2"]), Decimal(head["below2"])
        alone = folded.strip(" -") == head[0]
        if (above >= below and not alone) or _LATIN.search(folded, max(0, head.start() - 4), head.start()):
            return False
        reading.value, reading.kind = above / below, Kind.RATIO
        return True
    written = re.sub(r"\s", "", head["above"])
    bounds = None if written[0] in DIGITS else read_bounds(written)
    above = (bounds[0] + bounds[1]) / 2 if bounds else read_number(written)
    if head["minus"] and above is not None and not bounds:
        above = -above
    below = read_number(head["below"])
    if above is None or not below:
        return False
    if head["below"] in _RATIOS and not head["whole"]:
        reading.value, reading.unit, reading.kind = above, _RATIOS[head["below"]], Kind.PERCENT
        if bounds:
            reading.low, reading.high, reading.qualifier = bounds[0], bounds[1], Qualifier.ABOUT
        upper = read_upper(folded, reading.end)
        if upper and upper[0] > reading.value:
            reading.low, reading.high = reading.value, upper[0]
            reading.value, reading.end = (reading.low + reading.high) / 2, upper[1]
        return True
    whole = read_number(head["whole"]) if head["whole"] else Decimal(0)
    reading.value, reading.kind = (whole or Decimal(0)) + above / below, Kind.RATIO
    return True
