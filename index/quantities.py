"""Text → quantities: every figure with its unit, kind, qualifier and value, and nothing that merely looks like one.

In comes any text; out comes a sorted list of `Quantity` whose surfaces are slices of it. One regular expression walks the
text and stops at numerals only; what looks like a figure and is none is consumed by it too. What follows a numeral (多, 万,
unit, 左右, the second half of a range) is matched where the numeral ends; what precedes it (超过, 约) is looked up
backwards. All repetitions are possessive or bounded and each step moves forward, so time is linear in the text.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from index.lookalikes import HAN_DIGITS, HAN_NUMERALS, LOOKALIKES
from index.numerals import read_bounds, read_number, tidy
from index.types import Kind, Qualifier, Quantity
from index.units import FIRST_CHARACTERS, UNIT_PATTERN, UNITS, dimension_of, normalize_unit, same_unit

__all__ = ["find_quantities", "normalize_unit", "same_value"]

# Same-length folding of full-width and traditional forms, so that offsets hold.
_TRADITIONAL = "萬億點餘個幾兩條項張輛艘隻隊場歲週時間噸畝頃圓戶層處塊門臺顆棟級類種歐鎊韓盧雙對約過達陸貳參數翻"
_SIMPLIFIED = "万亿点余个几两条项张辆艘只队场岁周时间吨亩顷圆户层处块门台颗栋级类种欧镑韩卢双对约过达陆贰叁数翻"
_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | str.maketrans(_TRADITIONAL, _SIMPLIFIED) | {0xFFE5: 0xA5}
for _mark in "，：；！？（）":  # Chinese punctuation rather than parts of numerals
    del _FOLD[ord(_mark)]
_FOLDABLE = re.compile(f"[０-９Ａ-Ｚａ-ｚ％＄￥．－＋{_TRADITIONAL[:-1]}]")
_WIDE_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?+"
_THOUSAND = "千(?![瓦赫卡焦帕伏牛])"  # 10万千瓦 is 10万 of 千瓦
_SCALE = "(?:[十百万亿]|千(?![瓦赫卡焦帕伏牛米克])){1,3}+"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERAL = (
    rf"(?:{_ARABIC}(?:\s?(?:{_SCALE}|兆(?=[元美欧日]))(?:[0-9]{{1,4}}(?:\.[0-9]{{1,4}})?[百千万亿]{{1,2}}+){{0,3}})?+"
    rf"|(?:[数几](?=[十百千万亿]))?(?:[{HAN_NUMERALS[:-3]}万亿]|{_THOUSAND})++(?:点[{HAN_DIGITS}]++[十百千万亿]*+)?+(?:几[百千万亿]*+)?"
    rf"|[{_FORMAL}][{_FORMAL}零万亿]++)"
)
_HEAD = re.compile(
    rf"(?=[0-9{HAN_NUMERALS}数几第前{_FORMAL}半翻过hwT+])(?:(?P<skip>{LOOKALIKES})"
    rf"|(?P<fraction>(?P<below>[百千万十{HAN_DIGITS}0-9]{{1,9}})\s?分之\s?(?P<above>{_NUMERAL}|百))"
    rf"|(?P<slash>(?<![0-9/])(?P<above2>[1-9][0-9]?)/(?P<below2>[1-9][0-9]?)(?![0-9/.年月]))"
    rf"|(?P<rank>[第前]\s?(?P<place>[0-9]++|[{HAN_NUMERALS}]++)\s?(?:[名位强]|(?=[，。、；\s]|$)))"
    r"|(?P<double>翻了?(?P<times>[一两二三四五0-9])?番)"
    r"|(?P<half>一半|过半(?=[，。、；数]|$)|半数|(?<![0-9一二两三四五六七八九十个大上下])半(?P<span>年|个月|个?小时|天|个世纪)(?!会|报))"
    rf"|(?P<number>{_NUMERAL}))"
)
_MORE = r"余(?![额地])|多(?![样边媒极功维彩])"
_TAIL = re.compile(
    rf"(?P<more>\s?(?:{_MORE})|来(?=[万亿个家岁年名人天种次米块]))?"
    rf"(?P<scale>\s?{_SCALE}(?![里花姓货般众]))?(?P<more2>\s?(?:{_MORE}))?"
    r"(?P<unit>\s?(?:(?P<half>年|个|天|倍|小时|岁|米|公里)半(?P<halved>月|小时|世纪|星期)?"
    r"|个多(?P<big>月|小时|星期|世纪|百分点|亿|万)"
    r"|(?P<tenth>成)(?P<twentieth>半|[一二三四五六七八九])?(?![立为功果员本都熟长效交绩型就分品像人套])"
    r"|折(?![叠磨合扣线返射旧腾])|强(?![制烈化度势调劲风大项推国力盗行降震])"
    r"|大(?=[类板领举方产行体工任战平专功系主特优基关重亮挑问难课支要园愿科中抓])"
    rf"|个(?P<colloquial>亿|万)|{UNIT_PATTERN}))?"
)
_PER = re.compile(rf"\s?(?:/\s?[0-9]{{0,4}}|每)\s?[百千万亿]?(?:{UNIT_PATTERN}|月|股|度|时|秒|分|(?:s|h|min|d|mol)(?![A-Za-z]))")
_AFTER = re.compile(
    r"\s?(?:(?P<about>左右|上下)|(?P<at_least>及?以上|之上)|(?P<at_most>及?以下|之下|以内|之内)"
    r"|(?P<over>多(?=[，。、；的）\s来以]|$)|有余|开外|之多))"
)
_RANGE = re.compile(rf"\s?(?:[-－—–~～‐‑−至到])\s?(?P<number>{_NUMERAL})")
_COINS = re.compile(r"(?P<jiao>[0-9一二两三四五六七八九]+)\s?[角毛](?:(?P<fen>[0-9一二三四五六七八九]+)\s?分)?|(?P<bare>[1-9一二三四五六七八九])(?![0-9])")
_PREFIXES = sorted((u for u, v in UNITS.items() if v.kind is Kind.MONEY and (u.isupper() or u[-1] in "币金")), key=len)
_MONEY_BEFORE = re.compile(
    rf"(?:(?P<name>{'|'.join(re.escape(u) for u in reversed(_PREFIXES))})|(?P<symbol>[¥$€£]))\s?$"
)
_MONEY_LAST = frozenset(u[-1] for u in _PREFIXES) | frozenset("$€£¥")
_SIGN = re.compile(
    r"(?P<scale>摄氏|华氏)?\s?(?P<minus>(?<![0-9A-Za-z)%])[-−]|(?<![0-9胜平担肩抱辜欠欺])负|零下)?\s?(?P<scale2>摄氏|华氏)?\s?$"
)
_SIGN_LAST = frozenset("-−负下氏")
_LONE = frozenset("百千万亿")
_SYMBOLS = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}

_QUALIFIERS = {
    Qualifier.ABOUT: "约 大约 大概 大致 差不多 约莫",
    Qualifier.OVER: "超 超过 超出 突破 破 逾 多于 大于 高于 不止 不只",
    Qualifier.UNDER: "不足 不到 未满 少于 低于 小于 不满 未达 未到",
    Qualifier.NEARLY: "近 将近 接近 逼近",
    Qualifier.AT_LEAST: "至少 最少 不少于 不低于 不小于 起码 不下 上",
    Qualifier.AT_MOST: "至多 最多 不超过 不高于 不多于 不大于 最高 顶多 不超",
    Qualifier.ESTIMATED: "预计 预期 预估 估计 有望 估算",
    Qualifier.PLANNED: "计划 拟 力争 争取 目标",
}
_QUALIFIER = {word: qualifier for qualifier, words in _QUALIFIERS.items() for word in words.split()}
_LINK = r"(?:了|为|有|占|达到?|到|在|至|是)?\s?$"
_BEFORE = re.compile(
    "(?P<word>" + "|".join(sorted((w for w in _QUALIFIER if len(w) > 1), key=len, reverse=True)) + ")" + _LINK
    + f"|(?<![合节签预条履制特邀违续集简纽公])(?P<about>约){_LINK}"
    + r"|(?<![附最邻靠亲贴临远])(?P<nearly>近)\s?$|(?<![反高赶])(?P<over>超)\s?$|(?<![突打冲])(?P<broken>破)\s?$"
    + rf"|(?P<passed>逾){_LINK}|(?<![比虚模草])(?P<planned>拟)\s?$"
)
_BEFORE_LAST = frozenset(w[-1] for w in _QUALIFIER) | frozenset("了为有占达到在至是")
_REACHES = re.compile(r"(?<![以及])上$|(?<![超经])过$")  # 上百家, 过万人: only before a bare 百, 千, 万, 亿
_RANKED = re.compile(r"(?:排名?|位[居列]|列|名列|居|升至|进入|跻身|蝉联)[^，。；0-9]{0,8}$")
_LATIN = re.compile(r"[A-Za-z_][-‐–—+]?$|[A-Za-z]{2,}\s$")
_FROM = frozenset("以从由")  # 从0到1, 以3-1战胜
_YUAN = frozenset({"元人民币", "人民币元", "人民币", "圆", "块钱", "RMB", "CNY"})
_MARKER = re.compile(r"、\s?(?![0-9])|[.．]\s?(?=[一-鿿A-Z])")
_POINTS = re.compile(r"(?:意见|建议|要求|希望|启示|原因|体会|思考|内容|共识)")
_FORMULA = frozenset("-/×*+~_=#图表注例")
_NOT_ONE = frozenset([*"块片道点起头站步级环批股幕盘尊顶尾里度分升担面路手层席方", "方面", "部分"])
_NOT_FEW = frozenset("里升度点分级步号方伏环胎")
_DECISIVE = frozenset({Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE})
_CJK = re.compile(r"[一-鿿]")
_STOPS = frozenset(["", *"，。、；：！？,;!?（）()”’」 \n的之"])
_RATIOS = {"百": "%", "千": "‰", "万": "‱"}
_MAY_FOLLOW = FIRST_CHARACTERS | frozenset("成折强大分点多余来 \n\t-－—–~～至到个年天")
_ONE_STOPS = frozenset("每另某同任统唯进逐单第这那哪万不新")


@dataclass(slots=True)
class _Reading:
    """One number with what follows it, before qualifiers."""

    end: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: Kind
    currency: str | None
    numeral: str
    scale: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    qualifier_surface: str = ""


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities that a text states.

    Args:
        text: Any text; full-width and traditional forms, and one space or line break inside a quantity, are read.

    Returns:
        The quantities in order, without overlap; `text[q.start:q.end] == q.surface` holds for each.
    """
    folded = text
    if _FOLDABLE.search(text):
        folded = _WIDE_COMMA.sub(",", text.translate(_FOLD))
    found: list[Quantity] = []
    position = 0
    while head := _HEAD.search(folded, position):
        position = head.end()
        group = head.lastgroup
        if group == "skip":
            continue
        if group == "number":
            quantity = _read_figure(folded, text, head.start(), head.group("number"))
        else:
            quantity = _read_special(folded, text, head, group or "")
        if quantity:
            found.append(quantity)
            position = max(position, quantity.end)
    return found


def same_value(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities say the same amount: 2公里 and 2000米, 28% and 百分之二十八, 一半 and 50%.

    Args:
        a: One quantity.
        b: Another; a sum without unit (9.4万亿) agrees with the same number of money or of things.

    Returns:
        True if the values, brought to one unit, are equal and so are the bounds of ranges; qualifiers do not count.
    """
    if a.currency != b.currency and a.currency and b.currency:
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
    elif a.unit or b.unit:
        named = a if a.unit else b
        if named.kind not in (Kind.MONEY, Kind.COUNT):
            return False
    return all(
        (x is None and y is None) or (x is not None and y is not None and _close(x * factor_a, y * factor_b))
        for x, y in ((a.value, b.value), (a.low, b.low), (a.high, b.high))
    )


def _close(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= abs(a) * Decimal("1E-20")  # factors such as 亩 are not finite decimals


def _share(q: Quantity) -> tuple[Decimal | None, ...] | None:
    """A part of a whole as a number between bounds: percentages and fractions compare with each other."""
    if q.kind is Kind.PERCENT:
        factor = dimension_of(q.unit)[1] / 100
    elif q.kind is Kind.RATIO:
        factor = Decimal(1)
    else:
        return None
    return tuple(None if x is None else x * factor for x in (q.value, q.low, q.high))


def _read_figure(folded: str, text: str, start: int, numeral: str) -> Quantity | None:
    reading = _read_one(folded, start, numeral)
    if reading is None:
        return None
    joined = _RANGE.match(folded, reading.end)
    if joined:
        _extend(reading, folded, start, joined)
        if not reading.numeral:
            return None
    start = _read_sign(reading, folded, start)
    prefix = None
    if folded[max(0, start - 2) : start].strip()[-1:] in _MONEY_LAST:
        prefix = _MONEY_BEFORE.search(folded, max(0, start - 8), start)
    if prefix and (reading.kind is Kind.MONEY or reading.unit == ""):
        start = prefix.start()
        if reading.unit == "" or prefix["symbol"] is None:
            unit = UNITS[_SYMBOLS.get(prefix["symbol"] or "", prefix["name"] or "元")]
            reading.unit, reading.kind, reading.currency = unit.name, Kind.MONEY, unit.currency
    glued = _LATIN.search(folded, max(0, start - 4), start) if not prefix else None
    if glued and reading.kind not in _DECISIVE and reading.scale < 10**4 and (reading.unit == "" or folded[start - 1] != " "):
        return None
    start = _read_qualifier(reading, folded, start)
    if not _is_figure(reading, folded, start):
        return None
    return _finish(reading, text, start)


def _finish(reading: _Reading, text: str, start: int) -> Quantity:
    return Quantity(
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


def _read_one(folded: str, start: int, numeral: str) -> _Reading | None:
    """Read a numeral and what follows it up to and including its unit."""
    end = start + len(numeral)
    single = len(numeral) == 1 and numeral not in "0123456789"
    if single and folded[end : end + 1] not in _MAY_FOLLOW:
        return None
    plain = numeral if " " not in numeral and "\n" not in numeral else re.sub(r"\s", "", numeral)
    low = high = None
    bounds = None if plain[0] in "0123456789" else read_bounds(plain)
    if bounds:
        low, high = bounds
        value = (low + high) / 2
    else:
        exact = read_number(plain) if len(plain) != 2 or plain[0] not in HAN_DIGITS or plain[1] not in HAN_DIGITS else None
        if exact is None:
            return None
        value = exact
    reading = _Reading(end, value, low, high, "", Kind.OTHER, None, plain, Decimal(1))
    if plain[-1] in _LONE and plain[0] in "0123456789":
        reading.scale = value / (read_number(plain.rstrip("百千万亿")) or 1)
    if bounds:
        reading.qualifier, reading.qualifier_surface = Qualifier.ABOUT, ""
    tail = _TAIL.match(folded, end)
    if tail and tail.end() > end:
        _read_tail(reading, folded, tail)
    return reading


def _read_tail(reading: _Reading, folded: str, tail: re.Match[str]) -> None:
    more, scale, more2, unit = tail.group("more", "scale", "more2", "unit")
    digits = reading.numeral[0] in "0123456789"
    if more or more2:
        word = (more or more2).strip()
        reading.qualifier = Qualifier.ABOUT if word == "来" else Qualifier.OVER
        reading.qualifier_surface = word
        reading.end = tail.end("more2" if more2 else "more")
    if scale:
        factor = read_number(scale.strip())
        if factor is not None:
            reading.scale *= factor
            reading.value, reading.low, reading.high = (
                None if x is None else tidy(x * factor) for x in (reading.value, reading.low, reading.high)
            )  # type: ignore[assignment]
            reading.end = max(reading.end, tail.end("scale"))
    if not unit:
        return
    name = unit.strip()
    if tail["tenth"]:
        extra = Decimal(0)
        if tail["twentieth"]:
            extra = Decimal(5) if tail["twentieth"] == "半" else read_number(tail["twentieth"]) or Decimal(0)
        if reading.value > 10 or (not digits and len(reading.numeral) > 2):
            return
        reading.value = tidy(reading.value * 10 + extra)
        reading.low, reading.high = (None if x is None else x * 10 for x in (reading.low, reading.high))
        name, reading.kind = "%", Kind.PERCENT
    elif name == "折":
        if reading.value > 10 or reading.value < 1:
            return
        reading.value, name, reading.kind = tidy(reading.value * 10), "%", Kind.PERCENT
    elif name == "强":
        reading.kind = Kind.RANK
    elif name == "大":
        if reading.value > 30 or reading.scale > 1:
            return
        reading.kind = Kind.COUNT
    elif tail["half"] and (tail["half"] != "个" or tail["halved"]):
        reading.value += Decimal("0.5")
        name = tail["half"] + (tail["halved"] or "")
        reading.kind = UNITS[name].kind
    elif tail["half"]:
        name, reading.kind, reading.end = "个", Kind.COUNT, tail.start("half") + 1
        reading.unit = name
        return
    elif tail["big"] in ("亿", "万") or tail["colloquial"]:
        reading.value = tidy(reading.value * (10**8 if (tail["big"] or tail["colloquial"]) == "亿" else 10**4))
        reading.scale *= 10**4
        name = ""
    elif tail["big"]:
        name = "个" + tail["big"]
        reading.kind = UNITS[name].kind
        reading.qualifier, reading.qualifier_surface = Qualifier.OVER, "多"
    else:
        known = UNITS[name]
        if known.digits_only and not digits and len(reading.numeral) < 3 and not set(reading.numeral) & _LONE:
            return
        if known.digits_only and known.kind is Kind.COUNT and (not reading.numeral.strip("百千万亿") or "亿" in reading.numeral):
            return  # 百亿企业 are firms of that size
        reading.kind, reading.currency = known.kind, known.currency
        if known.kind is Kind.MONEY:
            name = "元" if name in _YUAN else name
        elif known.kind is Kind.PERCENT:
            name = "%" if name in ("％", "percent") else name
    reading.unit, reading.end = name, tail.end("unit")
    if reading.kind is Kind.MONEY:
        _read_coins(reading, folded)
    if folded[reading.end : reading.end + 2].strip()[:1] in ("/", "每") and reading.kind not in (Kind.PERCENT, Kind.RANK):
        per = _PER.match(folded, reading.end)
        if per and ("/" in per[0] or reading.kind is not Kind.COUNT):
            reading.unit += "/" + per[0].strip().lstrip("/每").strip()
            reading.end = per.end()


def _read_coins(reading: _Reading, folded: str) -> None:
    if reading.unit not in ("元", "块") or reading.scale > 1:
        return
    coins = _COINS.match(folded, reading.end)
    if coins and (coins["jiao"] or folded[reading.end - 1] == "块"):
        jiao = read_number(coins["jiao"] or coins["bare"]) or Decimal(0)
        fen = read_number(coins["fen"]) if coins["fen"] else None
        reading.value += jiao / 10 + (fen or Decimal(0)) / 100
        reading.end = coins.end()


def _extend(reading: _Reading, folded: str, start: int, joined: re.Match[str]) -> None:
    """Take the second half of a range in, if it is one."""
    other = _read_one(folded, joined.start("number"), joined["number"])
    if other is None or (reading.unit and not (other.unit and same_unit(reading.unit, other.unit))):
        return
    low, high = reading.low or reading.value, other.high or other.value
    if other.unit == "" and other.scale == 1 and "-" in joined[0] and folded.strip() != folded[start : other.end]:
        reading.end, reading.numeral = other.end, ""  # a score, a date or a number of something
        return
    if reading.unit == "" and other.scale > reading.scale and low < high / other.scale:
        low *= other.scale  # 3-5万 begins at 3万
    if reading.unit == "" and other.unit == "%" and other.numeral[0] not in "0123456789" and low <= 10:
        low *= 10 if folded[other.end - 1] == "成" else 1
    if reading.unit and other.unit:
        low = low * dimension_of(reading.unit)[1] / dimension_of(other.unit)[1]
    if low >= high:
        return
    if other.unit == "" and other.scale == 1 and folded[max(0, start - 1) : start] in _FROM and high <= 100:
        return
    reading.low, reading.high, reading.value = tidy(low), high, tidy((low + high) / 2)
    reading.unit, reading.kind, reading.currency = other.unit, other.kind, other.currency
    reading.end, reading.scale = other.end, max(reading.scale, other.scale)
    if other.qualifier is not Qualifier.EXACT:
        reading.qualifier, reading.qualifier_surface = other.qualifier, other.qualifier_surface


def _read_sign(reading: _Reading, folded: str, start: int) -> int:
    if reading.unit == "度" and not _is_temperature(reading, folded):
        reading.kind = Kind.OTHER
    if not folded[max(0, start - 2) : start].strip()[-1:] in _SIGN_LAST:
        return start
    sign = _SIGN.search(folded, max(0, start - 6), start)
    if not sign or not sign[0].strip():
        return start
    scale = sign["scale"] or sign["scale2"]
    if sign["minus"]:
        reading.value = -reading.value
        if reading.low is not None and reading.high is not None:
            reading.low, reading.high = -reading.high, -reading.low
    if (scale or sign["minus"] == "零下") and reading.unit == "度":
        reading.unit, reading.kind = "华氏度" if scale == "华氏" else "摄氏度", Kind.TEMPERATURE
    return sign.start()


def _is_temperature(reading: _Reading, folded: str) -> bool:
    return not (folded.startswith(("角", "空间", "全景"), reading.end) or reading.scale > 1 or reading.value > 100)


def _read_qualifier(reading: _Reading, folded: str, start: int) -> int:
    """Read qualifiers on both sides, the one before the number decides; returns where the quantity begins."""
    after = _AFTER.match(folded, reading.end)
    if after:
        reading.end = after.end()
        reading.qualifier, reading.qualifier_surface = Qualifier(after.lastgroup or "over"), after[0].strip()
    last = folded[start - 1 : start] if start else ""
    if last.isspace():
        last = folded[start - 2 : start - 1]
    if last in _BEFORE_LAST and last:
        before = _BEFORE.search(folded, max(0, start - 7), start)
        if before:
            word = before["word"] or before["about"] or before["nearly"] or before["over"] or before["broken"]
            word = word or before["passed"] or before["planned"]
            if word != "近" or reading.kind is not Kind.DURATION:
                reading.qualifier, reading.qualifier_surface = _QUALIFIER[word], word
                return before.start()
    if last in ("上", "过") and not reading.numeral.strip("百千万亿"):
        reaches = _REACHES.search(folded, max(0, start - 3), start)
        if reaches:
            reading.qualifier = Qualifier.AT_LEAST if last == "上" else Qualifier.OVER
            reading.qualifier_surface = last
            return start - 1
    return start


def _is_figure(reading: _Reading, folded: str, start: int) -> bool:
    """Decide whether a number that reads well is a figure here."""
    numeral, unit = reading.numeral, reading.unit
    following = folded[reading.end : reading.end + 1]
    if numeral[0] in "0123456789":
        if unit == "点" and reading.value <= 24 and numeral.isdigit() and not _POINTS.match(folded, reading.end):
            return False  # a clock time
        whole, _, fraction = numeral.partition(".")
        if whole[0] == "0" and len(whole) > 1:
            return False  # 01版, 0755
        yearly = len(numeral) == 4 and "1900" <= numeral < "2100"
        if unit or reading.scale > 1 or (reading.qualifier is not Qualifier.EXACT and not yearly):
            return True
        if following and following.isascii() and (following.isalnum() or following in "_/-"):
            return False
        if following == "." and folded[reading.end + 1 : reading.end + 2].isalnum():
            return False  # 688070.SH
        if len(whole) > 15 or (fraction == "0" and len(whole) == 1):
            return False
        alone = folded.strip() == folded[start : reading.end]
        before = folded[start - 1 : start] if start else ""
        if not alone and ((yearly and not fraction) or (len(numeral) > 6 and numeral.isdigit()) or before in _FORMULA):
            return False
        if not fraction and before in ("(", "（", "[", "【", "〔", "〕", "#", "№") and following in (")", "）", "]", "】", "〕", "号"):
            return False
        if not alone and _CJK.match(following) and following not in "的至到和与及" and not before.isspace():
            return False  # 航空618研究所
        if not fraction and len(whole) < 3 and _MARKER.match(folded, reading.end):
            return False
        return True
    if not numeral.strip("百千万亿"):
        if len(numeral) == 1 or numeral == "万亿" and not unit:
            return reading.qualifier is not Qualifier.EXACT and bool(reading.qualifier_surface)
        return bool(unit) or bool(reading.qualifier_surface)
    if numeral == "一":
        if folded[start - 1 : start] in _ONE_STOPS and start:
            return False
        if unit in _NOT_ONE or (unit and folded.startswith(unit, reading.end)):
            return False
    if unit:
        zero = numeral in ("零", "〇", "○") and reading.kind is Kind.COUNT
        return not zero and not (len(numeral) == 1 and unit in _NOT_FEW)
    if reading.low is not None and reading.scale == 1 and not set(numeral) & set("百千万亿"):
        return len(numeral) > 2 or numeral[0] in "数几" or numeral[-1] == "几"
    if reading.qualifier_surface and len(numeral) > 1:
        return True
    if folded.strip() == folded[start : reading.end]:
        return len(numeral) > 1 or numeral in HAN_NUMERALS
    if not set(numeral) & set("十百千万亿点"):
        return False
    if "点" in numeral or set(numeral) & set("百千万亿"):
        return following not in ("之",)
    return numeral[0] != "十" and len(numeral) > 1 and following not in ("大", "届", "国", "线", "里")


def _read_special(folded: str, text: str, head: re.Match[str], group: str) -> Quantity | None:
    """Read fractions, ranks, doublings and halves, which carry their unit in themselves."""
    start, end = head.span()
    reading = _Reading(end, Decimal(0), None, None, "", Kind.RATIO, None, "", Decimal(1))
    if group in ("fraction", "slash"):
        below = read_number(re.sub(r"\s", "", head["below"] or head["below2"]))
        above = read_number(re.sub(r"\s", "", head["above"] or head["above2"]))
        if below is None or above is None or below == 0:
            return None
        if group == "fraction" and head["below"] in _RATIOS:
            reading.value, reading.unit, reading.kind = above, _RATIOS[head["below"]], Kind.PERCENT
            second = _RANGE.match(folded, end)
            high = read_number(second["number"]) if second else None
            if second and high is not None and high > above and not folded.startswith("分之", second.end()):
                reading.low, reading.high, reading.value, reading.end = above, high, (above + high) / 2, second.end()
        else:
            if group == "slash" and (above >= below or _LATIN.search(folded, max(0, start - 4), start)):
                return None
            reading.value = above / below
    elif group == "rank":
        place = read_number(head["place"])
        tail = head[0][-1]
        if place is None:
            return None
        ends = folded[end : end + 1] in _STOPS
        if not (tail in "名强" or (tail == "位" and (ends or head[0][0] == "前"))) and not (
            ends and _RANKED.search(folded, max(0, start - 14), start)
        ):
            return None
        reading.value, reading.kind, reading.unit = place, Kind.RANK, tail if tail in "名位强" else ""
        return _finish(reading, text, start)
    elif group == "double":
        times = read_number(head["times"]) if head["times"] else Decimal(1)
        if times is None:
            return None
        reading.value, reading.unit, reading.kind = Decimal(2) ** int(times), "倍", Kind.MULTIPLE
    else:
        reading.value = Decimal("0.5")
        if head["span"]:
            reading.unit, reading.kind = head["span"], Kind.DURATION
        elif head[0].startswith("过"):
            reading.qualifier, reading.qualifier_surface = Qualifier.OVER, "过"
    reading.numeral = head[0]
    start = _read_qualifier(reading, folded, start)
    return _finish(reading, text, start)
