"""Written numerals → values: Arabic, Chinese (plain and financial), mixed, vague and juxtaposed.

In comes the text of one numeral without spaces ("1,234.5", "3亿5000万", "十五点八万", "数十万");
out comes its value, or its bounds, or None when the characters are no number ("万一"). cn2an reads a subset of these
and raises on the rest, at 14 µs a call; the tests use it as a second opinion.
"""

import re
from decimal import Decimal
from functools import lru_cache

HAN_DIGITS = "零〇○一二两三四五六七八九"

_DIGIT = {
    c: v
    for v, cs in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in cs
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TOKEN = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)|([零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖]+)|(.)", re.S)
_POINT = re.compile(r"^(.*)点([零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖]+)([十百千万亿拾佰仟兆]*)$", re.S)
_PAIR = re.compile(
    r"(?<![零〇○一二两三四五六七八九])([一二两三四五六七八])([二两三四五六七八九])(?![零〇○一二两三四五六七八九])"
)
_VAGUE = re.compile(r"^[数几]([十百千万亿]*)$")
_TEENS = re.compile(r"^(.*十)几([百千万亿]*)$", re.S)
_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")

_LONGEST = 40  # no written quantity has more characters; what is longer is an identifier or an attack


def tidy(value: Decimal) -> Decimal:
    """Drop trailing zeros after the point without falling into exponent notation (815000.0 → 815000)."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) if value.adjusted() < 25 else value
    return value.normalize()


@lru_cache(maxsize=8192)  # a text has the same few numerals again and again
def read_number(numeral: str) -> Decimal | None:
    """Read one numeral.

    Args:
        numeral: Digits, Chinese numerals or a mix of them, without spaces, sign or unit.

    Returns:
        Its value, or None if the characters do not form a number.
    """
    if len(numeral) > _LONGEST or not numeral:
        return None
    if _ARABIC.fullmatch(numeral):
        return tidy(Decimal(numeral.replace(",", "")))
    point = _POINT.match(numeral)
    if point:
        whole = _read_whole(point[1])
        scale = _read_whole(point[3]) if point[3] else Decimal(1)
        if whole is None or scale is None:
            return None
        fraction = "".join(str(_DIGIT[c]) for c in point[2])
        return tidy((whole + Decimal(f"0.{fraction}")) * scale)
    return _read_whole(numeral)


def _read_whole(numeral: str) -> Decimal | None:
    total = Decimal(0)  # sections closed by 万, 亿
    section = Decimal(0)  # below the next 万
    number: Decimal | None = None  # waits for its unit
    last_big = 0  # the 万, 亿 read last
    unit = 0  # the unit read last, 0 at the start and after 零
    smallest = 10**5  # units of a section must fall
    lone = False  # the numeral begins with a unit other than 十
    zero = False
    positional = False
    arabic_number = False
    for arabic, digits, char in _TOKEN.findall(numeral):
        if arabic or digits:
            if number is not None:
                return None
            arabic_number = bool(arabic)
            if arabic:
                if not _ARABIC.fullmatch(arabic):
                    return None
                number = Decimal(arabic.replace(",", ""))
                positional = len(arabic) > 1
            else:
                zero = len(digits) > 1 and _DIGIT[digits[0]] == 0 and unit > 0
                number = Decimal("".join(str(_DIGIT[c]) for c in digits))
                positional = len(digits) > (2 if zero else 1)
                if digits in "零〇○":
                    zero, number = True, None if unit else Decimal(0)
                if positional and unit:
                    return None
        elif char in _SMALL:
            scale = _SMALL[char]
            if scale >= smallest or (positional and not arabic_number):
                return None
            if number is None:
                if scale == 10 and (unit == 0 or zero):
                    number = Decimal(1)
                elif unit == 0:
                    number, lone = Decimal(1), True
                elif scale == 10 and unit > 100:
                    number = Decimal(1)
                else:
                    return None
            section += number * scale
            number, unit, smallest, zero, positional = None, scale, scale, False, False
        elif char in _BIG:
            scale = _BIG[char]
            part = section + (number or 0)
            if unit == 0 and number is None:
                part, lone = Decimal(1), True
            elif part == 0 and number is None and not (total and (scale > last_big or scale == last_big == 10**4)):
                return None
            if total and (scale > last_big or (part == 0 and scale == last_big)):
                total = (total + part) * scale  # 一万亿, 三万五千亿, 四万万
            elif total and scale == last_big:
                return None
            else:
                total += part * scale
            last_big = scale
            section, number, unit, smallest, zero, positional = Decimal(0), None, scale, 10**5, False, False
        else:
            return None
    if number is not None:
        if unit == 0:
            return number
        if lone:
            return None  # 万一, 百五
        if positional or zero or unit == 10 or number >= 10 or number == 0:
            section += number
        else:
            section += number * unit / 10  # 一万五 is 15000, 三千二 is 3200
    elif unit == 0 and not zero:
        return None
    return tidy(total + section)


@lru_cache(maxsize=1024)
def read_bounds(numeral: str) -> tuple[Decimal, Decimal] | None:
    """Read a numeral that names two bounds: 数十 (20–90), 十几 (11–19), 七八百 (700–800), 三五 (3–5).

    Args:
        numeral: As in `read_number`.

    Returns:
        The lowest and the highest value meant, or None if the numeral is exact or no number.
    """
    if len(numeral) > _LONGEST:
        return None
    vague = _VAGUE.match(numeral)
    if vague:
        low, high = read_number("二" + vague[1]), read_number("九" + vague[1])
        return (low, high) if low is not None and high is not None else None
    teens = _TEENS.match(numeral)
    if teens:
        low, high = read_number(f"{teens[1]}一"), read_number(f"{teens[1]}九")
        scale = _read_whole(teens[2]) if teens[2] else Decimal(1)
        return (low * scale, high * scale) if low is not None and high is not None and scale is not None else None
    pair = _PAIR.search(numeral)
    if pair:
        first, second = _DIGIT[pair[1]], _DIGIT[pair[2]]
        if second == first + 1 or (first, second) == (3, 5):
            head, tail = numeral[: pair.start()], numeral[pair.end() :]
            low, high = read_number(head + pair[1] + tail), read_number(head + pair[2] + tail)
            return (low, high) if low is not None and high is not None else None
    return None
