"""The units of written quantities: kinds, currencies, synonyms, conversions, and how they are found in a text.

In comes a unit as a text writes it ("平方千米", "美金", "個"); out comes its kind, currency and canonical form. The
words themselves are in `index/unit_tables.py`.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from string import ascii_letters

from index.types import Kind
from index.unit_tables import BLOCKED, COUNTERS, CURRENCIES, MEASURES, NOUNS


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: canonical name, kind, currency, its dimension with the factor to the dimension's first unit."""

    name: str
    kind: Kind
    currency: str | None = None
    dimension: str = ""
    factor: Decimal = Decimal(1)
    digits_only: bool = False


def _load() -> tuple[dict[str, Unit], dict[str, str]]:
    units: dict[str, Unit] = {}
    blocked: dict[str, str] = {}
    for line in CURRENCIES.split("\n"):
        if line:
            name, code, *others = line.split()
            unit = Unit(name, Kind.MONEY, code, f"money {code}")
            units.update((word.replace("·", " "), unit) for word in (name, *others))
    kind, dimension, number = Kind.OTHER, "", 0
    for line in MEASURES.split("\n"):
        if line.startswith("#"):
            kind, number = Kind(line.split()[1]), number + 1
            dimension = f"{kind} {number}"
        elif line:
            name, factor, *others = line.split()
            unit = Unit(name, kind, None, dimension, Decimal(factor))
            units.update((word.replace("·", " "), unit) for word in (name, *others))
    for table, digits_only in ((COUNTERS, False), (NOUNS, True)):
        for entry in table.split():
            name, _, after = entry.partition("!")
            if name not in units:
                kind = Kind.OTHER if name in ("分", "点", "级") else Kind.COUNT
                units[name] = Unit(name, kind, None, "", Decimal(1), digits_only)
            if after:
                blocked[name] = after
    for name, after in BLOCKED.items():
        blocked[name] = after
    return units, blocked


def _by_first(
    units: Iterable[str], blocked: Mapping[str, str]
) -> dict[str, list[tuple[str, Container[str] | re.Pattern[str]]]]:
    """Return the units by their first character, longest first, each with what may not stand behind it."""
    found: dict[str, list[tuple[str, Container[str] | re.Pattern[str]]]] = {}
    for word in sorted(units, key=lambda w: (-len(w), w)):
        after = blocked.get(word, "")
        stop: Container[str] | re.Pattern[str] = re.compile(after) if "|" in after else frozenset(after)
        if word[-1].isascii() and word[-1].isalpha():
            stop = frozenset(ascii_letters)  # m is a metre, in "mini" it is not
        found.setdefault(word[0], []).append((word, stop))
    return found


UNITS, _STOPS = _load()
FIRST_CHARACTERS = frozenset(u[0] for u in UNITS)
_BY_FIRST = _by_first(UNITS, _STOPS)

_SAME = (frozenset({"人", "名", "位"}), frozenset({"家", "户"}))

# Traditional characters that occur in numerals, units, qualifiers and dates; one to one, so that offsets hold.
TRADITIONAL = (
    "萬億點餘個幾兩條項張輛隻隊場歲週時間噸畝頃圓戶層處塊門臺顆棟級類種歐鎊韓"
    "盧羅馬龍頓雙對約過達陸貳參數負後內來計劃號當現開離紀從將預強這單雲幣鐘鍾侖攝華禮節"
)
SIMPLIFIED = (
    "万亿点余个几两条项张辆只队场岁周时间吨亩顷圆户层处块门台颗栋级类种欧镑韩"
    "卢罗马龙顿双对约过达陆贰叁数负后内来计划号当现开离纪从将预强这单云币钟钟仑摄华礼节"
)
_FOLD = str.maketrans(TRADITIONAL, SIMPLIFIED)


def unit_word(text: str, place: int) -> str:
    """Return the longest unit that stands at a place, "" if none does.

    One regular expression of all units takes 20 ms to compile at each start, and tries them one after the other.
    """
    for word, stop in _BY_FIRST.get(text[place : place + 1], ()):
        if text.startswith(word, place):
            end = place + len(word)
            if not (stop.match(text, end) if isinstance(stop, re.Pattern) else text[end : end + 1] in stop):
                return word
    return ""


def unit_at(text: str, place: int) -> bool:
    """Whether a unit stands at a place, or behind one space there."""
    return bool(unit_word(text, place + text[place : place + 1].isspace()))


@lru_cache(maxsize=1024)
def normalize_unit(unit: str) -> str:
    """Bring a unit to its canonical form: 平方千米 → 平方公里, 美金 → 美元, 個 → 个, 个月 → 月.

    Args:
        unit: A unit as written; parts divided by "/" or 每 are treated one by one.

    Returns:
        The canonical form; an unknown unit comes back without its spaces.
    """
    plain = re.sub(r"\s+", "", unit).translate(_FOLD)
    if plain in UNITS:
        name = UNITS[plain].name
        return name[1:] if name[0] == "个" and len(name) > 1 else name
    parts = re.split(r"[/／每]", plain)
    return "/".join(normalize_unit(p) for p in parts) if len(parts) > 1 and all(parts) else plain


@lru_cache(maxsize=1024)
def dimension_of(unit: str) -> tuple[str, Decimal]:
    """Tell what a unit measures and how much of it: 公里 → ("length 2", 1000).

    Args:
        unit: A unit as written; quotients (元/平方千米) are read part by part.

    Returns:
        A name that two units share if they convert into each other, and the factor to that name's first unit.
    """
    plain = re.sub(r"\s+", "", unit).translate(_FOLD)
    known = UNITS.get(plain)
    if known:
        return known.dimension or normalize_unit(known.name), known.factor
    parts = re.split(r"[/／每]", plain)
    if len(parts) == 2 and all(parts):
        above, below = dimension_of(parts[0]), dimension_of(parts[1])
        return f"{above[0]}/{below[0]}", above[1] / below[1]
    scale = {"万": Decimal(10**4), "亿": Decimal(10**8), "百": Decimal(100), "千": Decimal(1000)}.get(plain[:1])
    if scale and len(plain) > 1 and plain not in UNITS:
        name, factor = dimension_of(plain[1:])
        return name, factor * scale
    return plain, Decimal(1)


def same_unit(a: str, b: str) -> bool:
    """Tell whether two units measure one thing; 个 stands for any measure word, 家 for 户, 人 and 名 for each other."""
    first, second = dimension_of(a)[0], dimension_of(b)[0]
    if first == second or any({first, second} <= group for group in _SAME):
        return True
    other = second if first == "个" else first if second == "个" else ""
    return other in UNITS and UNITS[other].kind is Kind.COUNT
