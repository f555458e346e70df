"""Operands → a computed draft, and the check that a computed draft is right.

`combine` takes a plan and the best figure for each of its operands; it returns a draft whose formula shows every operand
as its document writes it, or a Chinese sentence that says why nothing can be computed. `verify_formula` reads such a
formula back, looks each operand up among the draft's rows and computes it again. All in Decimal; units of one dimension
are converted, different ones refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Basis, FigureRow, Kind, Qualifier, Quantity, Statement
from index.units import dimension_of, same_unit
from qa.compute import Needs, Operand, Operation, Plan
from qa.draft import Draft, Quote
from qa.evidence import Candidate
from qa.operands import scale_of
from qa.question import understand
from qa.read import shorten
from qa.span import answer_span
from qa.texts import SOURCE
from qa.types import Status

_POWERS = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_POWERS["万亿"] = Decimal(10**12)
_SHARES = (Kind.PERCENT, Kind.RATIO)
_FALLING = re.compile(r"(?:下降|减少|降低|回落|下滑|缩减|负增长|降幅|跌)(?:了|达|为|约|至)?[^，。；]{0,4}$")
_HUNDRED = Decimal(100)


class Uncomputable(Exception):
    """Says in Chinese why operands do not go together."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in the first unit of its dimension; a share is a plain number of dimension "share"."""

    value: Decimal
    dimension: str = ""
    kind: Kind = Kind.OTHER


def combine(plan: Plan, operands: Sequence[Candidate | None]) -> Draft | str:
    """Return the computed draft, or the sentence that says what is missing or does not fit.

    Args:
        plan: what to compute.
        operands: the best candidate for each operand's question, in the plan's order; None where there is none.
    """
    lost = [o.question.rstrip("？") for o, c in zip(plan.operands, operands, strict=True) if c is None]
    if lost:
        return f"文档没有给出计算所需的数：{'；'.join(lost)}。"
    found = [c for c in operands if c is not None]
    try:
        if plan.operation is Operation.YEARS:
            return _years(plan, found)
        rows = _rows(plan, found)
        _comparable(plan, rows)
        return _draft(plan, found, rows)
    except Uncomputable as reason:
        return str(reason)
    except (DivisionByZero, InvalidOperation):
        return "除数是零，不能计算。"
