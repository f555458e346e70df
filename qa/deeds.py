"""What another figure of the sentence is told to have done: 15家企业入选榜单, beside which 532家上市企业 have not.

In come a question, a row with its sentence, and the sentence's other rows; out goes a verdict.
"""

import re
from collections.abc import Iterable

from index.quantities import normalize_unit
from index.types import FigureRow, Kind
from index.words import fold, tagged
from qa.question import Question

_MARKS = re.compile("[，,；;。：:]")
_LEAST = 2  # signs of a verb


def is_deed_of_other(
    question: Question, row: FigureRow, sentence: str, start: int, others: Iterable[FigureRow]
) -> bool:
    """Whether a verb of the question stands behind another figure in its part of the sentence alone.

    What stands before one may lead all of them: 新增企业5家，项目3个.

    Args:
        sentence: the row's.
        start: where the sentence begins in the document's text.
        others: rows of the same sentence.
    """
    if row.quantity.kind is not Kind.COUNT:
        return False
    unit = normalize_unit(row.quantity.unit)
    beside = [one for one in others if one is not row and normalize_unit(one.quantity.unit) == unit]
    deeds = [word for word in question.lesser if len(word) >= _LEAST and tagged(word)[0][1] == "v"]
    if not beside or not deeds:
        return False
    told = fold(sentence)
    lead = told[: max(row.quantity.start - start, 0)]
    return any(
        deed not in lead
        and deed not in _behind(told, row, start)
        and any(deed in _behind(told, one, start) for one in beside)
        for deed in deeds
    )


def _behind(sentence: str, row: FigureRow, start: int) -> str:
    """Return what stands behind a figure up to the next mark."""
    return _MARKS.split(sentence[row.quantity.end - start :])[0]
