"""Figures of another level than the one that a question names: 省级湿地 where 国家级湿地 are asked about.

In come a question and a row with its sentence; out goes a verdict. A level is said of the thing itself, so the last one
before a figure within its part of the sentence is that figure's: 省级湿地达到8处，国家级2处.
"""

import re

from index.types import FigureRow
from index.words import fold
from qa.question import Question

_LEVEL = re.compile("国家级|世界级|国际级|省部级|部级|省级|市级|区级|县级|镇级|乡级|村级")
_SAID = re.compile(f"(?:{_LEVEL.pattern})(?:以上)?")
_NUMBERED = re.compile(
    "(?<![\\d第一二三四五六七八九十])(?P<number>[一二三四五六七八九十甲乙丙]|[1-9])(?P<sort>[级类期等])(?![度以])"
)
_COMMA = re.compile("[，,；;。！？!?\n]")
_BORDER = re.compile("[；;。！？!?\n]")


def is_of_other_level(question: Question, row: FigureRow, lead: str) -> bool:
    """Whether a figure's own label says another level than the only one that a question names.

    省级以上 takes in the level above it and says nothing certain of one alone, so it rules nothing out.

    Args:
        lead: what stands before the figure in its sentence.
    """
    asked = [match.group() for match in _SAID.finditer(fold(question.text))]
    if len(asked) != 1 or asked[0].endswith("以上"):
        return False
    clause = _BORDER.split(fold(lead))[-1]
    said = [match.group() for match in _SAID.finditer(clause)]
    if said and said[-1] == asked[0]:
        return False  # whatever its label was read as
    told = [level for level in said if level.removesuffix("以上") in fold(row.measure)]
    if not told or told[-1].endswith("以上"):
        return False
    return asked[0] not in fold(row.measure)


def is_of_other_number(question: Question, row: FigureRow, lead: str) -> bool:
    """Whether a figure's label has another number of the kind that a question names: 三级医院 for 二级医院, 一期 for 二期.

    Args:
        lead: what stands before the figure in its sentence.
    """
    label = _COMMA.split(fold(lead))[-1] + fold(row.measure)
    wanted = {match["sort"]: match["number"] for match in _NUMBERED.finditer(fold(question.text))}
    told = [(match["sort"], match["number"]) for match in _NUMBERED.finditer(label)]
    return any(
        sort in {kind for kind, _ in told} and not any(kind == sort and number == one for kind, one in told)
        for sort, number in wanted.items()
    )
