"""Why an answer is not right: one kind of failure for each judged question, found from its evidence and its figures."""

import re
from datetime import date
from enum import StrEnum

from eval.questions import EvalQuestion
from eval.reading import contains, figure_stands, plain, quantities, read_figure, same_figure, same_unit
from eval.results import GivenFigure, Result


class Failure(StrEnum):
    """The kinds, in the order in which they are looked for."""

    ERROR = "error"
    WRONGLY_ANSWERED = "wrongly_answered"
    WRONGLY_REFUSED = "wrongly_refused"
    UNSUPPORTED = "unsupported"
    WRONG_UNIT = "wrong_unit"
    WRONG_PERIOD = "wrong_period"
    WRONG_SCOPE = "wrong_scope"
    NOT_RETRIEVED = "not_retrieved"
    WRONG_SENTENCE = "wrong_sentence"
    WRONG_FIGURE = "wrong_figure"
    INCOMPLETE = "incomplete"


LABELS = {
    Failure.ERROR: "出错",
    Failure.WRONGLY_ANSWERED: "不该答却答了",
    Failure.WRONGLY_REFUSED: "该答却拒了",
    Failure.UNSUPPORTED: "引文里没有",
    Failure.WRONG_UNIT: "单位错",
    Failure.WRONG_PERIOD: "统计期错",
    Failure.WRONG_SCOPE: "口径错",
    Failure.NOT_RETRIEVED: "没检索到",
    Failure.WRONG_SENTENCE: "引错句子",
    Failure.WRONG_FIGURE: "句对数错",
    Failure.INCOMPLETE: "答得不全",
}


def failure_kind(question: EvalQuestion, result: Result) -> Failure | None:
    """The kind of failure of a judged answer.

    The first that applies: the assistant raised; it answered what cannot be answered; it refused what can; a number or
    a quote that the documents do not hold; the right number with another unit; a figure of another period; of another
    scope; no passage with the evidence among those retrieved; no citation of the evidence; the evidence cited but
    another figure (or other words) taken from it; right as far as it goes, but not all of it.

    Returns:
        None when the answer is complete, its short form complete and clean, and its period right.
    """
    if result.error:
        return Failure.ERROR
    if not result.answerable and not result.refused:
        return Failure.WRONGLY_ANSWERED
    if result.answerable and result.refused:
        return Failure.WRONGLY_REFUSED
    if result.unsupported or result.bad_quotes:
        return Failure.UNSUPPORTED
    if not result.answerable:
        return None
    if result.complete and result.value_clean:
        return Failure.WRONG_PERIOD if result.period_right is not None and result.period_right < 1 else None
    return _wrong_figure_kind(question, result) or _place_kind(result)


def _wrong_figure_kind(question: EvalQuestion, result: Result) -> Failure | None:
    """What is wrong about the figures that were given instead of the expected ones."""
    for expected in question.figures:
        wanted = read_figure(expected.surface)
        if wanted is None or figure_stands(expected.surface, result.value):
            continue
        for given in quantities(result.value):
            if given.value == wanted.value and not same_unit(given, wanted):
                return Failure.WRONG_UNIT
        for surface in result.wrong_numbers:
            row = _row(result, surface)
            if row is None or not any(same_unit(q, wanted) for q in quantities(surface)):
                continue
            if expected.bounds is not None and row.last and not _inside(row, expected.bounds):
                return Failure.WRONG_PERIOD
            if expected.scope and row.scope and not same_scope(expected.scope, row.scope):
                return Failure.WRONG_SCOPE
    return None


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
    """Whether two names of who a figure is about share most of their characters in order: one holds the other, or at
    least half of the shorter one's character pairs."""
    a, b = sorted((plain(expected), plain(given)), key=len)
    if a in b:
        return True
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
