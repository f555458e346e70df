"""One number with what follows it: numeral, 多/余, 万/亿, unit, per-unit, second half of a range.

In comes folded text (half-width, simplified) and the place of a numeral; out comes a mutable `Reading` of what stands
there. Whether it is a figure at all is decided in `index/quantities.py`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from index.lookalikes import HAN_DIGITS
from index.numerals import read_bounds, read_number, tidy
from index.types import Kind, Qualifier
from index.units import FIRST_CHARACTERS, UNITS, dimension_of, same_unit, unit_at, unit_word
from index.words import tagged

FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
LONE = frozenset("百千万亿")
DIGITS = frozenset("0123456789.")
POWER = "(?:[十万亿佰仟]|千(?![瓦赫卡焦帕伏牛米克字比])|百(?!帕)){1,3}+"  # 240千米 is 240 of 千米

_ARABIC = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?+|(?<![0-9A-Za-z.])\.[0-9]{1,9}+(?![0-9.]))"
_TRILLION = "兆(?=[元美欧日港人个零一二三四五六七八九十])"
_CHUNK = r"\s?零?[0-9]{1,4}(?:\.[0-9]{1,4})?\s?[百千万亿]{1,2}+"
_HAN = (
    rf"(?:[{HAN_DIGITS}十百万亿{FORMAL}]|千(?![瓦赫卡焦帕伏牛])|{_TRILLION}"
    rf"| (?=[十百千万亿])|(?<=[十百千万亿]) (?=[{HAN_DIGITS}十] ?[十百千万亿]|[{HAN_DIGITS}](?:$|[，。,])))"
)
_POINT = rf"\s?点\s?[{HAN_DIGITS}{FORMAL}](?: ?[{HAN_DIGITS}{FORMAL}])*+[十百千万亿]*+"
_FRACTION = f"(?:{_POINT})?+"
NUMERAL = (
    rf"(?:{_ARABIC}(?:\s?(?:{POWER}|{_TRILLION})(?:{_CHUNK}){{0,3}})?+"
    rf"|(?:[数几](?=[十百千万亿]))?(?:[{HAN_DIGITS}十百万亿]|千(?![瓦赫卡焦帕伏牛]))(?:{_HAN})*+"
    rf"{_FRACTION}(?:几[百千万亿]*+)?|[数几](?=倍|成[，。、；以的]|个百分?点|个点)"
    rf"|[{FORMAL}](?:[{FORMAL}{HAN_DIGITS}十百千万亿]{{1,39}}+{_FRACTION}|{_POINT})|(?<!\S)[{FORMAL}](?!\S))"
)

_COIN = "[0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_MORE = r"余(?![额地])|多(?![样边媒极功维彩])"
_TAIL = re.compile(
    rf"(?P<more>\s?(?:{_MORE})|来(?=[万亿个家岁年名人天种次米块]))?"
    rf"(?P<scale>\s{{0,2}}{POWER}(?![里花姓货般众])|\s?(?P<english>[tbm]rillion|[bm]illion|thousand)(?![A-Za-z]))?"
    rf"(?P<more2>\s?(?:{_MORE}))?"
    r"(?P<unit>\s{0,3}(?:(?P<half>年|个|天|倍|小时|岁|米|公里|吨|公斤|斤|亩|里|尺|升|两)半"
    r"(?P<halved>(?<=个半)(?:月|小时|钟头|分钟|世纪|星期|礼拜|百分点))?"
    r"|个多(?P<big>月|小时|星期|世纪|百分点|亿|万)|个?\s?百\s?分\s?(?P<point>点)|个(?P<point2>点)(?![位子评心赞])"
    r"|(?P<tenth>成)\s?(?P<twentieth>半|[一二三四五六七八九])?(?![立为功果员本都熟长效交绩型就分品像人套])"
    r"|折(?![叠磨合扣线返射旧腾])|强(?![制烈化度势调劲风大项推国力盗行降震])"
    r"|大(?=[板领举方产行体工任战平专功系主特优基关重亮挑问难课支要园愿科中抓])"
    rf"|(?P<coin>[毛角](?:\s?{_COIN}\s?分?)?钱|[毛角]{_COIN}(?:分|(?=[，。、；！？）]|$))|分钱)"
    r"|个(?P<colloquial>亿|万(?!亿))))?"
)
_CLASS = re.compile(r"元?级|元(?:以上|以下)?的?")
"""Behind 37个亿: what makes 亿元以上 a class of the things counted (项目), where a noun follows."""
_PER = re.compile(r"\s?(?:/\s?[0-9]{0,4}|每)\s?(?P<scale>[百千万亿])?")
_PER_OF = re.compile(r"(?P<of>[一-鿿]{2,5})/")  # 2.3吨标准煤/万吨
_PER_ONLY = re.compile(r"[月股度时秒分]|(?:s|h|min|d|mol)(?![A-Za-z])")
_RANGE = re.compile(rf"(?:[（(]含[）)])?\s?(?P<joint>——|--|[-－—–~～‐‑−至到])\s?(?P<number>{NUMERAL})")
_BETWEEN = re.compile(rf"\s?(?P<joint>[和与])\s?(?P<number>{NUMERAL})")
_COINS = re.compile(
    rf"\s?(?:(?P<jiao>{_COIN})\s?[角毛](?:(?P<fen>{_COIN})\s?分?(?:钱|(?![0-9十])))?|(?P<fen2>{_COIN})\s?分(?![钟之])钱?"
    r"|(?P<bare>零?[1-9一二三四五六七八九])(?![0-9一二三四五六七八九十]))"
)
_SPENT = re.compile(r"[花价卖钱付费赚挣收][^，。；]{0,4}$")
_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_YUAN = frozenset({"元人民币", "人民币元", "人民币", "圆", "块钱", "RMB", "CNY", "yuan", "renminbi"})
_PERCENT = frozenset({"％", "percent", "per cent"})
_TAELS = re.compile(r"[，。、；！？）的银黄金重茶酒半]|\s|$")
_FROM = frozenset("以从由")  # 从0到1, 以3到1
_CHANGED = re.compile(r"[高低升降涨跌落加减少多快慢][了约近超过到至]{0,2}$")
_METRES = re.compile(r"([0-9]{1,2}|[一二三四五六七八九])(?![0-9.,%一二三四五六七八九十百千万亿])")
_REST = re.compile(rf"\s?(?P<link>[零又])?\s?(?P<number>{NUMERAL})")
_MINUTES = re.compile(
    rf"(?:[0-9]{{1,2}}|[{HAN_DIGITS}十]{{1,3}})\s?分(?![之钟])(?=半?[，。、；！）)\s0-9后前内的零]|$|[一二三四五六七八九]?十?秒)"
)
_SECONDS = re.compile(r"\s?[0-9]{1,2}\s?秒")
_ROUND = "百千万亿佰仟"
_COMPOUND = frozenset({Kind.DURATION, Kind.MASS, Kind.LENGTH})
# What follows a number is matched only where it begins with a character that the pattern can begin with.
MAY_FOLLOW = FIRST_CHARACTERS | frozenset("成折强大分毛角点多余来 \n\t-－—–~～至到个年天")
_TAIL_FIRST = frozenset("余多来毛角分十百千万亿佰仟tbm年个天倍小岁米公吨斤亩里尺升两成折强大")
_SOME = 6  # signs in which a noun shows
_SPACES = 3  # that may stand before a unit
_JOINED_FIRST = frozenset("（(-－—–~～‐‑−至到和与")


@dataclass(slots=True)
class Reading:
    """One number with what follows it; `refused` marks what was read and is no figure."""

    end: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    numeral: str
    unit: str = ""
    kind: Kind = Kind.OTHER
    currency: str | None = None
    scale: Decimal = Decimal(1)
    qualifier: Qualifier = Qualifier.EXACT
    qualifier_surface: str = ""
    refused: bool = False

    @property
    def arabic(self) -> bool:
        """The numeral is written in Arabic digits."""
        return self.numeral[:1] in DIGITS

    @property
    def lone(self) -> bool:
        """The numeral is nothing but 百, 千, 万, 亿."""
        return not self.numeral.strip("百千万亿")

    def multiply(self, factor: Decimal) -> None:
        """Scale the value and its bounds."""
        self.value = tidy(self.value * factor)
        self.low = None if self.low is None else tidy(self.low * factor)
        self.high = None if self.high is None else tidy(self.high * factor)


def read_amount(folded: str, start: int, numeral: str) -> Reading | None:
    """Read a numeral with its tail, and the range it may begin.

    Args:
        folded: The text.
        start: Where the numeral begins.
        numeral: The numeral, as matched by `NUMERAL`.

    Returns:
        The reading, or None if the characters are no number.
    """
    reading = _read_one(folded, start, numeral)
    if reading:
        _add_smaller(reading, folded)
        follower = folded[reading.end : reading.end + 1]
        if follower in _JOINED_FIRST or follower.isspace():
            joined = _RANGE.match(folded, reading.end) or _BETWEEN.match(folded, reading.end)
            if joined:
                _extend(reading, folded, start, joined)
    return reading


def read_upper(folded: str, end: int) -> tuple[Decimal, int] | None:
    """Read the second half of a range whose unit was named before (百分之七十至八十)."""
    joined = _RANGE.match(folded, end)
    high = read_number(joined["number"]) if joined else None
    if joined and high is not None and not folded.startswith("分之", joined.end()):
        return high, joined.end()
    return None


def _read_one(folded: str, start: int, numeral: str) -> Reading | None:
    end = start + len(numeral)
    follower = folded[end : end + 1]
    arabic = numeral[0] in DIGITS
    if not arabic and len(numeral) == 1 and follower not in MAY_FOLLOW and follower:
        return None
    plain = numeral if " " not in numeral and "\n" not in numeral else re.sub(r"\s", "", numeral)
    plain = f"0{plain}" if plain[0] == "." else plain
    bounds = None if arabic else read_bounds(plain)
    if bounds:
        reading = Reading(end, tidy((bounds[0] + bounds[1]) / 2), bounds[0], bounds[1], plain)
        reading.qualifier = Qualifier.ABOUT
    else:
        pair = len(plain) == 2 and plain[0] in HAN_DIGITS and plain[1] in HAN_DIGITS
        if plain[-1] == "两" and len(plain) > 1 and _TAELS.match(folded, end):
            weight = read_number(plain[:-1])
            half = Decimal("0.5") if follower == "半" else Decimal(0)
            end += bool(half)
            return Reading(end, weight + half, None, None, plain[:-1], "两", Kind.MASS) if weight is not None else None
        exact = read_number(plain) if not pair or follower == "折" else None  # 唯一一个, 一一
        if exact is None:
            return None
        reading = Reading(end, exact, None, None, plain)
    if (
        plain in ("几", "数")
        and folded[end : end + 2] == "个点"
        and not _CHANGED.search(folded, max(0, start - 4), start)
    ):
        return None  # 几个点 of what?
    if arabic and plain[-1] in LONE:
        reading.scale = reading.value / (read_number(plain.rstrip("百千万亿")) or 1)
    _read_tail(reading, folded, end, follower)
    return reading


def _read_tail(reading: Reading, folded: str, end: int, follower: str) -> None:
    """Read what stands behind a numeral that ends at `end`: as a rule its unit and nothing else."""
    start = end - len(reading.numeral)
    tail = _TAIL.match(folded, end) if follower in _TAIL_FIRST or follower.isspace() else None
    if tail:
        _read_scale(reading, tail)
        end = tail.end()
    if tail and tail["unit"]:
        name = _read_unit(reading, folded, tail)
    else:
        end += len(folded[end : end + _SPACES]) - len(folded[end : end + _SPACES].lstrip())
        word = unit_word(folded, end)
        end += len(word)
        name = _known_unit(reading, folded, word, start, end) if word else None
    if name is None:
        return
    reading.unit, reading.end = name, max(reading.end, end)
    if tail and tail["colloquial"]:
        money = unit_word(folded, end)
        if money and UNITS[money].kind is Kind.MONEY:
            reading.end += len(money)
            reading.unit = _known_unit(reading, folded, money, start, reading.end) or ""  # 两个亿美元
    if reading.kind is Kind.MONEY:
        _read_coins(reading, folded)
    if reading.unit and folded[reading.end : reading.end + 2].strip()[:1] in ("/", "每"):
        end = _end_of_per(folded, reading.end)
        per = folded[reading.end : end]
        if per and reading.kind not in (Kind.PERCENT, Kind.RANK) and ("/" in per or reading.kind is not Kind.COUNT):
            reading.unit += "/" + per.strip().lstrip("/每").strip()
            reading.end = end
    elif reading.kind in (Kind.MASS, Kind.OTHER) and reading.unit and (of := _PER_OF.match(folded, reading.end)):
        end = _end_of_per(folded, of.end("of"))
        if end > of.end("of"):
            reading.unit += folded[reading.end : end]
            reading.end = end


def _read_scale(reading: Reading, tail: re.Match[str]) -> None:
    """Read 多, 余 and 万, 亿 between the numeral and its unit."""
    more, more2 = tail["more"], tail["more2"]
    if more or more2:
        word = (more2 or more).strip()
        reading.qualifier = Qualifier.ABOUT if word == "来" else Qualifier.OVER
        reading.qualifier_surface = word
        reading.end = tail.end("more2" if more2 else "more")
    if tail["scale"]:
        power = tail["scale"].strip()
        factor = Decimal(_ENGLISH[tail["english"]]) if tail["english"] else read_number(power)
        if factor is not None:
            reading.scale *= factor
            reading.multiply(factor)
            reading.end = max(reading.end, tail.end("scale"))


def _end_of_per(folded: str, start: int) -> int:
    """Return where /平方米 or 每人 ends; `start` where nothing of the kind stands."""
    per = _PER.match(folded, start)
    for place in (per.end(), per.start("scale")) if per else ():  # 千瓦 after 每 is a unit, 千 a part of it
        if place < 0:
            continue
        if unit := unit_word(folded, place):
            return place + len(unit)
        if only := _PER_ONLY.match(folded, place):
            return only.end()
    return start


def _read_unit(reading: Reading, folded: str, tail: re.Match[str]) -> str | None:
    """Set kind and value by what tells more than a unit; returns the unit's name, or None if there is none after all."""
    name: str = tail["unit"].strip()
    if tail["tenth"]:
        return _tenths(reading, tail["twentieth"])
    if name == "折":
        return _discount(reading)
    if tail["coin"]:
        return _small_coins(reading, name)
    if name == "强":
        reading.kind = Kind.RANK
    elif name == "大":
        if reading.value > 30 or reading.scale > 1:
            return None
        reading.kind = Kind.COUNT
    elif tail["point"] or (tail["point2"] and _CHANGED.search(folded[: tail.start() - len(reading.numeral)][-4:])):
        reading.kind, name = Kind.PERCENTAGE_POINT, "个百分点"
    elif tail["point2"]:
        reading.unit, reading.kind, reading.end = "个", Kind.COUNT, tail.end("unit") - 1
        return None
    elif tail["half"] == "个" and not tail["halved"]:
        reading.unit, reading.kind, reading.end = "个", Kind.COUNT, tail.start("half") + 1
        return None
    elif tail["half"]:
        reading.value += Decimal("0.5")
        name = tail["halved"] if tail["halved"] == "分钟" else tail["half"] + (tail["halved"] or "")
        reading.kind = UNITS[name].kind
    elif tail["colloquial"] == "亿" and _is_class(folded, tail.end("unit")):  # 37个亿元以上项目
        reading.unit, reading.kind, reading.end = "个", Kind.COUNT, tail.end("unit") - 1
        return None
    elif tail["colloquial"] or tail["big"] in ("亿", "万"):  # 3个亿, 3个多亿
        factor = Decimal(10**8 if (tail["colloquial"] or tail["big"]) == "亿" else 10**4)
        reading.multiply(factor)
        reading.scale *= factor
        name = ""
    else:
        name = "个" + tail["big"]
        reading.kind = UNITS[name].kind
        reading.qualifier, reading.qualifier_surface = Qualifier.OVER, "多"
    return name


def _is_class(folded: str, end: int) -> bool:
    """Whether the 亿 that ends here begins the name of a class: 5个亿元村, 2个亿级产业, yet not 5个亿元的投资."""
    if folded.startswith("万富", end):
        return True
    name = _CLASS.match(folded, end)
    if not name or name.group() == "元的":
        return False
    words = tagged(folded[name.end() : name.end() + _SOME])
    return bool(words) and words[0][1].startswith(("n", "zg"))  # zg: 村, 县


def _tenths(reading: Reading, twentieth: str | None) -> str | None:
    if reading.value > 10 or (not reading.arabic and reading.low is None and len(reading.numeral) > 3):
        return None
    extra = Decimal(0)
    if twentieth:
        extra = Decimal(5) if twentieth == "半" else read_number(twentieth) or Decimal(0)
    reading.multiply(Decimal(10))
    reading.value += extra
    reading.kind = Kind.PERCENT
    return "%"


def _discount(reading: Reading) -> str | None:
    """八折 and 8折 are 80 %, 75折 and 七五折 are 75 %."""
    whole = reading.value == reading.value.to_integral_value()
    if not 1 <= reading.value < 100 or reading.value == 10 or (reading.value > 10 and not whole):
        return None
    if reading.value < 10:
        reading.multiply(Decimal(10))
    reading.kind = Kind.PERCENT
    return "%"


def _small_coins(reading: Reading, name: str) -> str | None:
    """五毛钱 is 0.5 元, 两毛五 0.25 元, 八分钱 0.08 元."""
    if reading.scale > 1 or not 0 < reading.value < 100 or (reading.numeral == "一" and name[1:] == "钱"):
        return None  # 没花一分钱
    hundredths = read_number(name[1]) if name[0] != "分" and name[1] not in "钱" else None
    reading.multiply(Decimal("0.01" if name[0] == "分" else "0.1"))
    reading.value += (hundredths or Decimal(0)) / 100
    reading.kind, reading.currency = Kind.MONEY, "CNY"
    return "元"


def _known_unit(reading: Reading, folded: str, name: str, start: int, end: int) -> str | None:
    """Set the kind by a unit that ends at `end`, of a numeral that begins at `start`; returns its name, None if it is none."""
    known = UNITS[name]
    if known.digits_only and not reading.arabic and len(reading.numeral) < 3 and not set(reading.numeral) & LONE:
        return None
    if known.digits_only and known.kind is Kind.COUNT and (reading.lone or reading.value >= 10**8):
        return None  # 百亿企业 are firms of that size
    reading.kind, reading.currency = known.kind, known.currency
    if known.kind is Kind.MONEY:
        return "元" if name in _YUAN else name
    if known.kind is Kind.PERCENT:
        return "%" if name in _PERCENT else name
    if name == "块":
        coins = _COINS.match(folded, end)
        if coins or (not folded[end : end + 1].isalnum() and _SPENT.search(folded, max(0, start - 6), start)):
            reading.kind, reading.currency = Kind.MONEY, "CNY"
            return "元"
    return name


def _read_coins(reading: Reading, folded: str) -> None:
    """Add 角 and 分: 5元3角, 3块5."""
    if reading.unit != "元" or reading.scale > 1 or reading.low is not None:
        return
    coins = _COINS.match(folded, reading.end)
    if not coins or (coins["bare"] and folded[reading.end - 1] != "块"):
        return
    bare = coins["bare"] or "零"
    tenths, hundredths = (coins["jiao"] or "零", coins["fen"] or coins["fen2"] or "零")
    if len(bare) > 1:
        hundredths = bare[1:]  # 三块零四
    elif coins["bare"]:
        tenths = bare
    reading.value += (read_number(tenths) or Decimal(0)) / 10 + (read_number(hundredths) or Decimal(0)) / 100
    reading.end = coins.end()


def _scales(reading: Reading) -> list[Decimal]:
    """Tell what the end of a range multiplies its beginning with: 3-5万 begins at 3万, 七千到九千亿 at 七千亿."""
    scales = [reading.scale] if reading.scale > 1 else []
    for units in (_ROUND, "万亿"):
        head = reading.numeral.rstrip(units)
        whole = read_number(head) if head != reading.numeral and head else None
        if whole:
            scales.append((read_number(reading.numeral) or whole) / whole)
    return scales


def _add_smaller(reading: Reading, folded: str) -> None:
    """Add what a smaller unit goes on with: 2小时30分, 一年零三个月, 3斤5两, 1米75."""
    metres = _METRES.match(folded, reading.end) if reading.unit in ("米", "m") and reading.value in (1, 2) else None
    if (rest := metres) and not unit_at(folded, rest.end()):
        digits = read_number(rest[1]) or Decimal(0)
        reading.value += digits / (10 if len(rest[1]) == 1 else 100)
        reading.end = rest.end()
    if reading.unit == "分" and _SECONDS.match(folded, reading.end):
        reading.unit, reading.kind = "分钟", Kind.DURATION  # 1分58秒
    if reading.kind not in _COMPOUND:
        return
    smallest = dimension_of(reading.unit)
    while reading.low is None and not reading.qualifier_surface and reading.scale == 1:
        rest = _REST.match(folded, reading.end)
        if not rest or (reading.numeral == "一" and reading.unit in "年天周" and not rest["link"]):
            return  # 一周五天 are five days in each
        other = _read_one(folded, rest.start("number"), rest["number"])
        if other is None or other.low is not None or other.qualifier_surface:
            return
        if (
            other.unit in ("", "分")
            and reading.kind is Kind.DURATION
            and (minutes := _MINUTES.match(folded, rest.start("number")))
        ):
            other.unit, other.end = "分钟", minutes.end()
        part = dimension_of(other.unit)
        if part[0] != smallest[0] or part[1] * other.value >= smallest[1]:
            return
        reading.value += other.value * part[1] / dimension_of(reading.unit)[1]
        reading.end, smallest = other.end, part


def _extend(reading: Reading, folded: str, start: int, joined: re.Match[str]) -> None:
    """Take the second half of a range in, if it is one."""
    other = _read_one(folded, joined.start("number"), joined["number"])
    if other and joined["joint"] in "和与" and not folded.startswith("之间", other.end):
        return
    if other is None or (reading.unit and not (other.unit and same_unit(reading.unit, other.unit))):
        return
    low = reading.value if reading.low is None else reading.low
    high = other.value if other.high is None else other.high
    bare = not reading.unit and not other.unit and reading.scale == other.scale == 1 and reading.arabic
    if bare and folded.strip() != folded[start : other.end]:
        named = joined["joint"] not in "至到~～和与"  # a score, a date, the number of something
        if named or (folded[max(0, start - 1) : start] in _FROM and high <= 100):
            reading.end, reading.refused = other.end, True
            return
    if not reading.unit:
        low *= next((scale for scale in _scales(other) if low < high / scale), 1)
        if other.unit == "%" and folded[other.end - 1] in "成折半":
            low *= 10
    elif reading.unit != other.unit:
        low = low * dimension_of(reading.unit)[1] / dimension_of(other.unit)[1]
    if low >= high:
        return
    reading.low, reading.high, reading.value = tidy(low), high, tidy((low + high) / 2)
    reading.unit, reading.kind, reading.currency = other.unit, other.kind, other.currency
    reading.end, reading.scale = other.end, max(reading.scale, other.scale)
    if other.qualifier is not Qualifier.EXACT:
        reading.qualifier, reading.qualifier_surface = other.qualifier, other.qualifier_surface
