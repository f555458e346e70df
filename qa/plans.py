"""What a computation is: its operation, the figures that it needs, and the words of its answer."""

from dataclasses import dataclass
from enum import StrEnum

from index.types import Kind


class Operation(StrEnum):
    """What is done with the operands, in their order."""

    DIFFERENCE = "difference"  # a − b
    GROWTH = "growth"  # (b − a) ÷ a, in percent
    SUM = "sum"  # a + b + …
    SHARE = "share"  # a ÷ b, in percent
    TIMES = "times"  # a ÷ b, 倍
    MEAN = "mean"  # a ÷ b, per unit of b
    YEARLY = "yearly"  # a ÷ the years of its period
    REST = "rest"  # whole − part
    COMPLEMENT = "complement"  # 100% − share − …
    PRODUCT = "product"  # whole × share
    WHOLE = "whole"  # share, part: part ÷ share
    UNGROWN = "ungrown"  # a ÷ (1 + growth), or ÷ the multiple that a is
    UNMULTIPLIED = "unmultiplied"  # a ÷ multiple
    COMPARISON = "comparison"  # which is larger
    YEARS = "years"  # between two dates


class Needs(StrEnum):
    """What kind of figure an operand must be."""

    AMOUNT = "amount"
    RATE = "rate"
    CHANGE = "change"  # by how much the operand before grew or fell, as a rate or as an amount
    MULTIPLE = "multiple"
    DATE = "date"
    BEFORE = "before"  # what it changed from
    AFTER = "after"  # … and to, in the same sentence
    EACH = "each"  # of one of several bodies, all in the same sentence
    BESIDE = (
        "beside"  # the one other amount of that kind in the sentence of the operand before, or found like any other
    )
    BASE = "base"  # what a share is said to be a share of, before it in its sentence


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure to look up: the whole question for it, and what the answer calls it.

    `stated` is the figure that the question itself gives for it: what is found must say the same. `also` are other
    wordings of the question, tried in turn while nothing is found.
    """

    question: str
    label: str
    needs: Needs = Needs.AMOUNT
    stated: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A computation.

    `unit` is the unit asked for with its power (万元), "" for that of the operands. `words` are the words for more and
    less in the question's own terms, `verb` the one of them that it uses. `per` is the unit of a mean's divisor with
    its power (万名). `years` are the first and last year of a yearly mean. `label` names the result of a one-sided
    computation. `base` is the period to derive a figure for, as written. With `fallback` a stated figure is to be tried
    first, and the computation only when none is stated.
    `rough` is set when the question says 大约, `places` are the decimals that it wants. A `tentative` plan is one of
    several readings of the question: where it comes to nothing, the question is answered like any other. `instead`
    is what to try first in that case. `place` is which of a comparison is asked for, counted from the foremost.
    With `gap` a growth's amount is asked for, too, in `unit`.
    """

    operation: Operation
    operands: tuple[Operand, ...]
    unit: str = ""
    words: tuple[str, str] = ("多", "少")
    per: str = ""
    years: tuple[int, int] | None = None
    label: str = ""
    verb: str = ""
    base: str = ""
    fallback: bool = False
    rough: bool = False
    places: int | None = None
    tentative: bool = False
    instead: "Plan | None" = None
    place: int = 1
    gap: bool = False


AGAINST_TARGET = "与目标"
"""Labels a difference from a target."""

_KINDS: dict[Needs, frozenset[Kind]] = {
    Needs.RATE: frozenset({Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT}),
    Needs.MULTIPLE: frozenset({Kind.MULTIPLE}),
}


def suits(needs: Needs, kind: Kind) -> bool:
    """Whether a figure of a kind can be an operand of what is needed."""
    if needs in (Needs.AMOUNT, Needs.BEFORE, Needs.AFTER, Needs.EACH, Needs.BESIDE, Needs.BASE):
        return kind not in (Kind.MULTIPLE, Kind.RANK)
    return needs is Needs.CHANGE or kind in _KINDS.get(needs, frozenset())
