"""What another figure of the sentence is told of: 15家企业入选榜单, beside which 532家上市企业 have not.

In come a question, a row with its sentence, and the sentence's other rows; out goes a verdict.
"""

import re
from collections.abc import Iterable

from index.quantities import normalize_unit
from index.types import FigureRow, Kind
from index.words import fold, tagged, words
from qa.question import Question

_MARKS = re.compile("[，,；;。：:]")
_LEAST = 2  # signs of a verb
_DONE = re.compile("(?P<verb>[\u3400-\u9fff]{1,8})了(?:大?约|大概)?(?:多少|几)")
_OF_THEM = re.compile("其中|包括|含|有")
_CHANGE = re.compile("[增涨减降升缩扩跌翻变]|提高|[多少高低大小]$|^[有到达是]$|达到")
_BARE = frozenset({"v", "vn", "d", "t", "u", "ul", "uz", "ug"})
"""Parts of speech of a clause that leaves out what it counts: 已入住1530套."""


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


def is_of_other_state(
    question: Question, row: FigureRow, sentence: str, start: int, others: Iterable[FigureRow]
) -> bool:
    """Whether the question's verb leads in another figure of the same things: 建成公寓1800套，已入住1530套.

    The clause of that figure leaves out the things, which is why they are the row's. Arguments as above.
    """
    if row.quantity.kind is not Kind.COUNT:
        return False
    unit = normalize_unit(row.quantity.unit)
    told, asked = fold(sentence), fold(question.text)
    own = _before(told, row, start) + _behind(told, row, start)
    bare = bool(_bare_deeds(_before(told, row, start)))
    return any(
        deed in asked and deed not in own
        for one in others
        if one is not row and normalize_unit(one.quantity.unit) == unit
        if bare or one.quantity.start > row.quantity.start
        for deed in _bare_deeds(_before(told, one, start))
    )


def is_not_done(question: Question, row: FigureRow, sentence: str, start: int, others: Iterable[FigureRow]) -> bool:
    """Whether it is asked how much was done (代偿了多少) and the verb stands in the clause of another figure of the kind.

    Where it stands in both, what has been done by now goes before what is to be: 将完成整改17项，目前已完成11项. Arguments as above.
    """
    asked = _DONE.search(question.text)
    deed = tagged(asked["verb"])[-1] if asked else ("", "")
    if not deed[1].startswith("v") or _CHANGE.search(deed[0]):
        return False
    done = re.compile(f"已{deed[0]}|{deed[0]}了" + (f"|{deed[0]}" if len(deed[0]) >= _LEAST else ""))
    told = fold(sentence)
    alike = [one for one in others if one is not row and _is_alike(one, row)]
    behind = _behind(told, row, start)
    own = fold(row.measure)
    wanted = question.text[asked.end() :] if asked else ""
    if own and _is_said(own, wanted):  # 完成了多少亩的种草: which of what was done, the label says
        alike = [one for one in alike if _is_said(fold(one.measure), wanted)]
    if _OF_THEM.match(_before(told, row, start)) and own in fold(question.text):
        alike = [one for one in alike if own in fold(one.measure)]  # 新开了4条，其中岛际航线3条
    if not done.search(_before(told, row, start)) and not done.search(behind):
        return any(done.search(_before(told, one, start)) for one in alike)
    by_now = re.compile(f"已经?{deed[0]}")
    return not by_now.search(_before(told, row, start)) and any(
        by_now.search(_before(told, one, start)) for one in alike
    )


def _is_said(measure: str, wanted: str) -> bool:
    """Whether a word of a measure is said behind 多少."""
    return any(len(word) >= _LEAST and word in wanted for word in words(measure))


def _is_alike(one: FigureRow, two: FigureRow) -> bool:
    """Whether two figures are of one kind, things of one measure word."""
    units = normalize_unit(one.quantity.unit), normalize_unit(two.quantity.unit)
    return one.quantity.kind is two.quantity.kind and (one.quantity.kind is not Kind.COUNT or units[0] == units[1])


def is_whole_of_part_told(question: Question, row: FigureRow, others: Iterable[FigureRow]) -> bool:
    """Whether the sentence tells of the part asked about by itself: 仓库46座，自动化仓库9座; 集团员工800人，女员工占45%.

    What narrows the row's own things, and is not asked, makes them no whole: 收入超千亿元企业11家，上市企业532家.

    Args:
        others: rows of the same sentence.
    """
    asked, own = fold(question.text), fold(row.measure)
    if len(own) < _LEAST:
        return False
    for one in others:
        told = fold(one.measure) if one is not row else ""
        part = next((told[:end] for end in range(len(told), _LEAST, -1) if told[:end] in asked), "")
        shared = next((end for end in range(len(own)) if part.endswith(own[end:])), len(own))
        if part and part not in own and len(own) - shared >= _LEAST and own[:shared] in asked:
            return True
    return False


def _bare_deeds(lead: str) -> list[str]:
    """Return the verbs of a clause's beginning that holds nothing but what is done, and when."""
    words = tagged(lead)
    if any(tag not in _BARE for _, tag in words):
        return []
    return [word for word, tag in words if tag in ("v", "vn") and len(word) >= _LEAST]


def _before(sentence: str, row: FigureRow, start: int) -> str:
    """Return what stands before a figure from the last mark on."""
    return _MARKS.split(sentence[: max(row.quantity.start - start, 0)])[-1]


def _behind(sentence: str, row: FigureRow, start: int) -> str:
    """Return what stands behind a figure up to the next mark."""
    return _MARKS.split(sentence[row.quantity.end - start :])[0]
