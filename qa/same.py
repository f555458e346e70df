"""Whether two figures are of one measure, one fact, one value: what choosing among candidates rests on."""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from index.quantities import normalize_unit, same_value
from index.types import FigureRow, Kind, Quantity
from index.words import bigrams
from qa.evidence import Candidate

_ROUNDED = 3  # digits: fewer agree by chance
_TAIL = 3  # characters: 总收入 in 营业总收入 and in 特色园总收入


def day_of(candidate: Candidate) -> date:
    """Return the day a figure is of: its stated period's last, else its document's, else the latest the text tells of.

    A document that says nothing of its date cannot be older than what it tells of.
    """
    row = candidate.row
    if row and row.last:
        return row.last
    return candidate.passage.published or candidate.not_before


def same_measure(one: Candidate, two: Candidate) -> bool:
    a, b = one.row, two.row
    if a is None or b is None:
        return False
    if a.quantity.kind is not b.quantity.kind or bool(a.comparison) != bool(b.comparison):
        return False
    units = normalize_unit(a.quantity.unit), normalize_unit(b.quantity.unit)
    if units[0] != units[1] and not (all(units) and of_one_kind(a.quantity, b.quantity) and a.measure == b.measure):
        return False  # 25个标杆孵化器 are 25家
    return called_alike(a.measure, b.measure)


def narrower(question: str, one: Candidate, two: Candidate) -> bool:
    """Whether a row is of a kind of what another one is of that nobody asked for: 硬科技独角兽企业 for 独角兽企业."""
    own, said = (c.row.measure if c.row else "" for c in (one, two))
    kind = own.removesuffix(said) if said and own != said and own.endswith(said) else ""
    return len(kind) > 1 and kind not in question and kind not in two.sentence


def called_alike(one: str, two: str) -> bool:
    """Whether two measures have half of their characters in common, or the noun that they end in."""
    return similar(one, two) >= 0.5 or _same_tail(one, two)


def of_one_kind(one: Quantity, two: Quantity) -> bool:
    """Whether two figures count or measure alike: 家 and 家, 家 and 个, 人 and 位, 元 and 亿元, 三成 and 28%."""
    if not one.unit or not two.unit:
        return {one.kind, two.kind} <= {Kind.MONEY, Kind.COUNT, Kind.OTHER}  # 超过9.4万亿 and 近10万亿元
    if one.kind is not two.kind:
        return {one.kind, two.kind} <= {Kind.PERCENT, Kind.RATIO}
    units = {normalize_unit(one.unit), normalize_unit(two.unit)}
    return len(units) == 1 or (one.kind is Kind.COUNT and ("个" in units or units <= set("名位人")))


def similar(one: str, two: str) -> float:
    """Return the Dice overlap of the character pairs of two phrases."""
    a, b = set(bigrams(one)), set(bigrams(two))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(one == two)


def _same_tail(one: str, two: str) -> bool:
    """Whether two phrases end in the same noun, whatever stands before: of whom, or how it was reckoned."""
    shared = 0
    for a, b in zip(reversed(one), reversed(two), strict=False):
        if a != b:
            break
        shared += 1
    return shared >= _TAIL


def agree(one: FigureRow, two: FigureRow) -> bool:
    """Whether two figures are the same, or one is the other rounded: 6465亿元 and 6465.3亿元."""
    a, b = one.quantity, two.quantity
    if same_value(a, b):
        return True
    if normalize_unit(a.unit) != normalize_unit(b.unit):
        return False
    rough = min(a.value, b.value, key=lambda value: len(value.normalize().as_tuple().digits))
    fine = b.value if rough == a.value else a.value
    digits = len(rough.normalize().as_tuple().digits)
    return digits >= _ROUNDED and _rounded(fine, digits) == rough.normalize()


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Return a value with so many significant digits."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(value).normalize()


def same_fact(one: FigureRow, two: FigureRow) -> bool:
    return same_value(one.quantity, two.quantity) and (one.last == two.last or None in (one.last, two.last))


def of_one_value(one: Candidate, two: Candidate) -> bool:
    return bool(one.row and two.row and same_value(one.row.quantity, two.row.quantity))
