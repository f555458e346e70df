"""Why an answer is not right: one kind of failure for each judged question, found from its evidence and its figures."""

import re
from datetime import date
from enum import StrEnum

from eval.questions import EvalQuestion
from eval.reading import (
    contains,
    figure_places,
    figure_stands,
    places_of,
    plain,
    quantities,
    read_figure,
    same_digits,
    same_figure,
    same_unit,
)
from eval.results import GivenFigure, Result
from index.types import Basis


class Failure(StrEnum):
    """The kinds, in the order in which they are looked for."""

    ERROR = "error"
    WRONGLY_ANSWERED = "wrongly_answered"
    WRONGLY_REFUSED = "wrongly_refused"
    WRONG_UNIT = "wrong_unit"
    UNSUPPORTED = "unsupported"
    NOT_COMPUTED = "not_computed"
    WRONG_PERIOD = "wrong_period"
    WRONG_SCOPE = "wrong_scope"
    NOT_RETRIEVED = "not_retrieved"
    WRONG_SENTENCE = "wrong_sentence"
    WRONG_FIGURE = "wrong_figure"
    INCOMPLETE = "incomplete"
    NO_PERIOD = "no_period"


LABELS = {
    Failure.ERROR: "出错",
    Failure.WRONGLY_ANSWERED: "不该答却答了",
    Failure.WRONGLY_REFUSED: "该答却拒了",
    Failure.UNSUPPORTED: "引文里没有",
    Failure.NOT_COMPUTED: "没有计算",
    Failure.WRONG_UNIT: "单位错",
    Failure.WRONG_PERIOD: "统计期错",
    Failure.WRONG_SCOPE: "口径错",
    Failure.NOT_RETRIEVED: "没检索到",
    Failure.WRONG_SENTENCE: "引错句子",
    Failure.WRONG_FIGURE: "句对数错",
    Failure.INCOMPLETE: "答得不全",
    Failure.NO_PERIOD: "没说何时",
}


def failure_kind(question: EvalQuestion, result: Result) -> Failure | None:
    """The kind of failure of a judged answer.

    The first that applies: the assistant raised; it answered what cannot be answered; it refused what can; the right
    number with another unit; a number or a quote that the documents do not hold; no formula where something had to be
    computed; a figure of another period; of another scope; no passage with the evidence among those retrieved; no citation
    of the evidence; the evidence cited but another figure (or other words) taken from it; right as far as it goes, but
    not all of it; all right, but not said of when.

    Returns:
        None when the answer is complete, its short form complete and clean, and its period right.
    """
    if result.error:
        return Failure.ERROR
    if not result.answerable and not result.refused:
        return Failure.WRONGLY_ANSWERED
    if result.answerable and result.refused:
        return Failure.WRONGLY_REFUSED
    if _other_unit(question, result):
        return Failure.WRONG_UNIT
    if result.unsupported or result.bad_quotes:
        return Failure.UNSUPPORTED
    if not result.answerable:
        return None
    if result.complete and result.value_clean:
        return _period_kind(question, result)
    if question.category == "computed" and not result.formula:
        return Failure.NOT_COMPUTED
    return _wrong_figure_kind(question, result) or _place_kind(result)


def _period_kind(question: EvalQuestion, result: Result) -> Failure | None:
    """What is wrong about the periods of figures that are right in value."""
    if result.period_right is None or result.period_right == 1:
        return None
    rows = [_row(result, figure.surface) for figure in question.figures if figure.period]
    return Failure.WRONG_PERIOD if all(row is not None and row.last for row in rows) else Failure.NO_PERIOD


def _wrong_figure_kind(question: EvalQuestion, result: Result) -> Failure | None:
    """What is wrong about the figures that were given instead of the expected ones."""
    for expected in question.figures:
        wanted = read_figure(expected.surface)
        if wanted is None or figure_stands(expected.surface, result.value):
            continue
        for surface in result.wrong_numbers:
            row = _row(result, surface)
            if row is None or not any(same_unit(q, wanted) for q in quantities(surface)):
                continue
            if expected.bounds is not None and _dated(row) and not _inside(row, expected.bounds):
                return Failure.WRONG_PERIOD
            if _of_another(expected.scope, row, result):
                return Failure.WRONG_SCOPE
    return None


def _other_unit(question: EvalQuestion, result: Result) -> bool:
    """Whether an expected number was given with a unit that is not its own: 亿家 or 万元 for 亿元."""
    for expected in question.figures:
        wanted = read_figure(expected.surface)
        if wanted is None or figure_stands(expected.surface, result.value):
            continue
        if any(q.value == wanted.value or same_digits(q, wanted) for q in quantities(result.value)):
            return True
    return False


def _dated(row: GivenFigure) -> bool:
    """Whether its own words date a figure; the date of its document says little of a figure of something else."""
    return bool(row.last) and row.basis != Basis.DOCUMENT


def _of_another(scope: str, row: GivenFigure, result: Result) -> bool:
    """Whether a figure is said of somebody else: neither its scope, its quote nor its document names the expected.

    Where a quote names both, as a line of a table does, the last one named before the figure is whose it is.
    """
    if not scope or not row.scope or same_scope(scope, row.scope):
        return False
    sources = [c for c in result.citations if c.marker == row.citation]
    return not any(_said_of(scope, row, c.quote) or contains(c.document, scope) for c in sources)


def _said_of(scope: str, row: GivenFigure, quote: str) -> bool:
    figure = next(iter(figure_places(row.surface, quote)), (len(quote), len(quote)))[0]
    expected, own = (
        max((start for start, _ in places_of(quote, name) if start < figure), default=-1) for name in (scope, row.scope)
    )
    return contains(quote, scope) and own <= expected


def _row(result: Result, surface: str) -> GivenFigure | None:
    """The figure of the answer that a surface of its short form belongs to."""
    wanted = read_figure(surface)
    for row in result.figures:
        if contains(row.surface, surface):
            return row
        if wanted is not None and any(same_figure(q, wanted) for q in quantities(row.surface)):
            return row
    return None


def _inside(row: GivenFigure, bounds: tuple[date, date]) -> bool:
    first, last = row.first or row.last, row.last
    return bounds[0].isoformat() <= first and last <= bounds[1].isoformat()


def same_scope(expected: str, given: str) -> bool:
    """Whether two names of whom a figure is about mean the same: one holds the other, or at least half of the shorter
    one's character pairs."""
    a, b = sorted((plain(expected), plain(given)), key=len)
    if a in b:
        return bool(a)
    pairs = re.findall(r"(?=(..))", a)
    return bool(pairs) and 2 * sum(pair in b for pair in pairs) >= len(pairs)


def _place_kind(result: Result) -> Failure:
    """Where the way from the documents to the answer was lost."""
    if result.cited_evidence is False:
        return Failure.NOT_RETRIEVED if result.retrieved is False else Failure.WRONG_SENTENCE
    if result.wrong_numbers or not _partly(result):
        return Failure.WRONG_FIGURE
    return Failure.INCOMPLETE


def _partly(result: Result) -> bool:
    """Whether at least a part of what is expected stands in the answer."""
    if result.complete or result.value_complete:
        return True
    return any(
        figure_stands(wanted, result.text) or figure_stands(wanted, result.value)
        for expected in result.expected
        for wanted in expected.split("／")
    )
