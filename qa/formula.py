"""Formulas as text: evaluated, written, and checked against the rows they are made of.

A formula is one or more equations, `2863家 − 2520家 = 343家`, joined by ，: operands as the documents write them, a
result after = (exact) or ≈ (rounded, or of approximate operands). Money `÷ 2520家` is money for each of them (每家).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import FigureRow, Kind, Qualifier, Quantity
from index.units import dimension_of, same_unit
from qa.draft import Draft, Quote, text_of

_TOKEN = re.compile(r" ([−+÷×]) |([()])")
_SIGNS = frozenset("+−×÷()")
_EQUALS = re.compile(r" ([=≈><]) ")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d|2100|1")
WHOLE = "100%"
"""What shares of one thing come to: the one figure of a formula that no document states."""
_EACH = re.compile(r"^每(?P<unit>[^\d]+?)(?=\d)")
_MARKER = re.compile(r"\[(\d+)\]")
_SHARE, _PLAIN, _POINTS = "share", "", "points"
_UNITLESS = (_PLAIN, _SHARE)
_POWER = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
_UNIT = re.compile(r"^(?P<power>万亿|亿|万|千(?![克米瓦焦卡])|百(?!分))?(?P<unit>.*)$")


class Uncomputable(Exception):
    """Says in Chinese why figures do not go together."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in the first unit of its dimension; a share of a whole is a plain number. A quotient is `divided`."""

    value: Decimal
    dimension: str = _PLAIN
    unit: str = ""
    divided: bool = False


def squeezed(surface: str) -> str:
    """Return a figure's surface without white space."""
    return "".join(surface.split())


def alike(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities can be added: units of one dimension, one currency, or two shares."""
    shares = (Kind.PERCENT, Kind.RATIO)
    if a.kind in shares or b.kind in shares:
        return a.kind in shares and b.kind in shares
    if a.currency != b.currency and a.unit and b.unit:
        return False
    if not a.unit or not b.unit:  # 9.4万亿 may be money or things
        return {a.kind, b.kind} <= {Kind.MONEY, Kind.COUNT, Kind.OTHER}
    return same_unit(a.unit, b.unit)


def amount_of(quantity: Quantity) -> Amount:
    """Return a quantity as a number to calculate with."""
    if quantity.kind is Kind.PERCENT:
        return Amount(quantity.value * dimension_of(quantity.unit)[1] / 100, _SHARE)
    if quantity.kind is Kind.RATIO:
        return Amount(quantity.value, _SHARE)
    if quantity.kind is Kind.PERCENTAGE_POINT:
        return Amount(quantity.value * dimension_of(quantity.unit)[1], _POINTS)
    if quantity.kind is Kind.MULTIPLE or not quantity.unit:
        return Amount(quantity.value, _PLAIN)
    dimension, factor = dimension_of(quantity.unit)
    return Amount(quantity.value * factor, dimension, quantity.unit)


def read(token: str) -> Quantity | None:
    """Return the one quantity that a token is, None when it is none or more."""
    found = find_quantities(token)
    return found[0] if len(found) == 1 and found[0].surface == token else None


# Evaluation


def evaluate(expression: str) -> Amount:
    """Return what an expression of quantities, + − × ÷ and brackets comes to.

    Raises:
        Uncomputable: it does not read as one, or its units do not go together.
    """
    tokens = [part for part in _TOKEN.split(expression) if part and part.strip()]
    value, rest = _sum(tokens)
    if rest:
        raise Uncomputable(f"算式读不通：{expression}")
    return value


def _sum(tokens: list[str]) -> tuple[Amount, list[str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+−":
        sign = tokens[0]
        other, tokens = _product(tokens[1:])
        if not _addable(value, other):
            raise Uncomputable("单位不同，不能相加减。")
        total = value.value + other.value if sign == "+" else value.value - other.value
        value = Amount(total, value.dimension or other.dimension, value.unit or other.unit)
    return value, tokens


def _addable(a: Amount, b: Amount) -> bool:
    if a.dimension == b.dimension:
        return True
    if {a.dimension, b.dimension} == {_PLAIN, _SHARE}:
        return True
    if not a.unit or not b.unit:
        return _SHARE not in (a.dimension, b.dimension) and _POINTS not in (a.dimension, b.dimension)
    return same_unit(a.unit, b.unit)


def _product(tokens: list[str]) -> tuple[Amount, list[str]]:
    value, tokens = _factor(tokens)
    while tokens and tokens[0] in "×÷":
        sign = tokens[0]
        other, tokens = _factor(tokens[1:])
        if sign == "×":
            number, kept = (value, other) if value.dimension in _UNITLESS else (other, value)
            if number.dimension not in _UNITLESS:
                raise Uncomputable("两个带单位的数不能相乘。")
            value = Amount(value.value * other.value, kept.dimension, kept.unit)
        elif other.dimension not in _UNITLESS and _addable(value, other):
            value = Amount(value.value / other.value, divided=True)
        else:
            value = Amount(value.value / other.value, value.dimension, value.unit, divided=True)
    return value, tokens


def _factor(tokens: list[str]) -> tuple[Amount, list[str]]:
    if not tokens:
        raise Uncomputable("算式不完整。")
    if tokens[0] == "(":
        value, tokens = _sum(tokens[1:])
        if tokens[:1] != [")"]:
            raise Uncomputable("算式缺少括号。")
        return value, tokens[1:]
    if _YEAR.fullmatch(tokens[0]):
        return Amount(Decimal(tokens[0])), tokens[1:]
    quantity = read(tokens[0])
    if quantity is None:
        raise Uncomputable(f"“{tokens[0]}”读不出数值。")
    return amount_of(quantity), tokens[1:]


# Results


def written(amount: Amount, unit: str, per: str = "", places: int | None = None) -> tuple[str, bool]:
    """Return an amount in a unit (万元, %, 倍, 个百分点) as text, and whether that is exact.

    Args:
        amount: what an expression came to.
        unit: the unit to write it in, with its power.
        per: the unit of the divisor, with its power: what is written is the amount for one of them.
        places: the decimals of a result that does not come out even, None for as many as it takes.
    """
    value = _in_unit(amount, unit, per)
    rounded = _rounded(value, amount.divided)
    if places is not None and -value.normalize().as_tuple().exponent > places:  # type: ignore[operator]
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:f}{unit}", rounded == value


def _in_unit(amount: Amount, unit: str, per: str) -> Decimal:
    value = amount.value * (_factor_of(per) if per and per != "年" else 1)
    if unit in ("%", "个百分点"):
        return value if amount.dimension == _POINTS else value * 100
    if unit == "倍":
        return value
    return value / _factor_of(unit)


def _factor_of(unit: str) -> Decimal:
    """Return how many first units of its dimension one of `unit` is: 万元 → 10000."""
    parts = _UNIT.match(unit)
    power, name = (parts["power"] or "", parts["unit"]) if parts else ("", unit)
    return _POWER.get(power, Decimal(1)) * (dimension_of(name)[1] if name else 1)


def _rounded(value: Decimal, divided: bool) -> Decimal:
    """Two decimals, or three digits where these would be fewer; exact sums of short decimals stay as they are."""
    plain = value.normalize()
    decimals = -plain.as_tuple().exponent  # type: ignore[operator]
    if decimals <= (2 if divided else 4) and len(plain.as_tuple().digits) <= 9:
        return Decimal(f"{plain:f}")
    places = 2 if abs(value) >= 1 or not value else 2 - value.adjusted()
    return Decimal(f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize():f}")


# The check


def verify_formula(draft: Draft) -> bool:
    """Whether a draft's formula uses all of its rows and nothing else, comes to its result, and is what it says.

    Looked at are the rows against their quotes, the operands against the rows, the result against the operands, the
    short answer and the first sentence against the result.
    """
    if draft.formula is None or not draft.sentences or not draft.value:
        return False
    try:
        return _checks(draft, draft.formula, draft.value)
    except (Uncomputable, DecimalException):
        return False


def _checks(draft: Draft, formula: str, value: str) -> bool:
    head, _, behind = draft.sentences[0].partition(f"：{formula}")
    markers = [int(m) for m in _MARKER.findall(behind)]
    if not behind or _MARKER.sub("", behind) != "。" or any(not 0 < m <= len(draft.quotes) for m in markers):
        return False
    if {m for _, m in draft.rows} - set(markers) or not all(_row_stands(r, draft.quotes[m - 1]) for r, m in draft.rows):
        return False
    equations = formula.split("，")
    results: list[str] = []
    used: list[str] = []
    for equation in equations:
        left, sign, right = (*_EQUALS.split(equation, maxsplit=1), "", "")[:3]
        used += [t for t in _operands(left) if t not in results]
        if sign in ("<", ">") or (sign == "=" and value == "相同"):
            x, y = evaluate(left).value, evaluate(right).value
            if {"<": x >= y, ">": x <= y, "=": x != y}[sign]:
                return False
            used.append(right)
            continue
        dated = _dates(left, right, draft.quotes)
        if dated is False or (dated is None and not _comes_to(left, sign, right)):
            return False
        if dated:
            used = [t for t in used if not find_periods(t)]
        results.append(_EACH.sub("", right))
    surfaces = [squeezed(row.quantity.surface) for row, _ in draft.rows]
    if set(used) - set(surfaces) or set(surfaces) - set(used):
        return False
    if not results:
        return bool(value) and value in head
    rough = any(vague(row.quantity) for row, _ in draft.rows)
    shown = [re.sub(r"^(?:\D*?)(?=\d)", "", part) for part in value.split("；")]  # 140天；70%: each is a result
    told = shown[-1] == results[-1] and all(part in results and part in head for part in shown)
    return told and (not rough or "约" in value or "预计" in value)


def _operands(expression: str) -> Iterator[str]:
    for part in _TOKEN.split(expression):
        if part and part.strip() and part not in (*_SIGNS, WHOLE) and not _YEAR.fullmatch(part):
            yield part


def vague(quantity: Quantity) -> bool:
    """Whether a figure is written as a rough one; a plan's is exact."""
    return quantity.qualifier not in (Qualifier.EXACT, Qualifier.PLANNED) or quantity.low is not None


def _row_stands(row: FigureRow, quote: Quote) -> bool:
    """Whether the row's figure stands in its quote and reads as the row says."""
    quantity, passage = row.quantity, quote.passage
    start, end = quantity.start - passage.start, quantity.end - passage.start
    if not quote.start <= quantity.start < quantity.end <= quote.end or passage.text[start:end] != quantity.surface:
        return False
    again = read(squeezed(quantity.surface))
    return again is not None and same_value(again, quantity) and again.kind is quantity.kind


def _comes_to(left: str, sign: str, right: str) -> bool:
    each = _EACH.match(right)
    result = read(right[each.end() :] if each else right)
    if result is None or sign not in ("=", "≈"):
        return False
    amount = evaluate(left)
    shown = _NUMBER.search(result.surface)
    unit = result.surface[shown.end() :] if shown else ""
    if each and not _per_fits(left, each["unit"], amount):
        return False
    if each and "/" in amount.dimension:
        amount = Amount(amount.value, amount.dimension.partition("/")[0], result.unit)
    if not shown or not _fits(amount, result):
        return False
    exact = _in_unit(amount, unit, each["unit"] if each else "")
    given = Decimal(shown[0].replace(",", ""))
    places = len(shown[0].partition(".")[2])
    return given == exact or (sign == "≈" and abs(given - exact) <= Decimal("0.5").scaleb(-places))


def _per_fits(left: str, per: str, amount: Amount) -> bool:
    """Whether 每家 is said of what the expression divides by, or of what its figure is already per."""
    if "/" in amount.dimension:
        return amount.dimension.partition("/")[2] == dimension_of(per)[0]
    divisor = left.rpartition(" ÷ ")[2]
    if per == "年":
        return divisor.startswith("(")
    counted, one = read(divisor), find_quantities("10" + per)
    return counted is not None and len(one) == 1 and alike(counted, one[0])


def _fits(amount: Amount, result: Quantity) -> bool:
    """Whether a result's unit is one that the expression can have."""
    other = amount_of(result)
    if result.kind in (Kind.PERCENT, Kind.MULTIPLE):
        return amount.dimension in _UNITLESS
    if result.kind is Kind.PERCENTAGE_POINT:
        return amount.dimension in (_SHARE, _POINTS)
    return amount.dimension == other.dimension or _addable(amount, other)


def _dates(left: str, right: str, quotes: Sequence[Quote]) -> bool | None:
    """Check a difference of dates; None when the equation is none."""
    parts = left.split(" − ")
    spans = [find_periods(part) for part in parts]
    if len(parts) != 2 or any(len(s) != 1 or s[0].surface != p for s, p in zip(spans, parts, strict=True)):
        return None
    days = [s[0].first for s in spans]
    unit = re.sub(r"^\d+", "", right)
    known = {
        p.first for q in quotes for p in find_periods(text_of(q), reference=q.passage.published) if p.first is not None
    }
    late, early = days
    if late is None or early is None:
        return False
    forms = {"年": "%Y", "个月": "%Y-%m", "天": "%Y-%m-%d"}
    form = forms.get(unit)
    if form is None or not {d.strftime(form) for d in (late, early)} <= {d.strftime(form) for d in known}:
        return False
    gaps = {
        "年": late.year - early.year,
        "个月": (late.year - early.year) * 12 + late.month - early.month,
        "天": (late - early).days,
    }
    return right == f"{gaps[unit]}{unit}"
