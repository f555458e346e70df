"""Marks: figures of things that are not said to be beyond the one that a question sets (收入超过千亿元的企业有几家), and
amounts that only say of what size things are that are counted (11家收入超千亿元企业).

In come a question and a row with its sentence; out goes a verdict.
"""

import re
from decimal import Decimal
from functools import lru_cache

from index.quantities import find_quantities, normalize_unit, same_value
from index.types import FigureRow, Kind, Qualifier, Quantity
from index.words import tagged
from qa.question import Question

_LARGE = 10_000  # without a unit: 过千亿的企业
_COUNTED_BEFORE = re.compile(
    r"[\d十百千万亿两][余多]?[家个户名人项座](?:年|总|主营|营业|销售|[收入营产值市估额投资规模]|超过?|过|破|突破|达到?|近|约|上)*$"
)
_THING_BEHIND = re.compile(
    r"(?:以[上下])?的?(?:级|以上)?[\u3400-\u9fff]{0,4}?(?:企业|公司|项目|工程|集群|园|产业|户|机构|基金|产品|品牌)"
)
_CONDITION = re.compile(
    r"(?:[、和及或至到\-—~～]\s?\d[\d.]*[十百千万亿]*元?)*(?:以上|以下)?的[^，,。；;\d]{0,16}[，,]?(?:分别|分阶段|一次性|按|可|最高)?"
    r"(?:给予|奖励|补[助贴]|资助)[^，,。；;\d]{0,8}\d"
)  # 突破1亿元、5亿元的企业，分别给予30万元
_BARE = re.compile("(?:[超过上破]|达到?)([万亿])元?的")  # a numeral with no number before it is no quantity
_NUMERAL = r"[\d.〇零一二两三四五六七八九十百千万亿]"
_BEYOND = (Qualifier.OVER, Qualifier.UNDER, Qualifier.AT_LEAST, Qualifier.AT_MOST)
_SUCH = re.compile(r"\s*(?:以[上下内]|及以[上下])?的(?![是为有])|\s*以[上下][\u3400-\u9fff]")
_HOW_MANY = re.compile(r"的[^，,。的]{1,8}(?<![励助贴金额入值税费息款])(?:多少|几)[家个名位户人]?[？?]?$")
_MORE = re.compile("(?:[超过高低大多少小]于?|超[过出]|不[到足低少超]于?过?|未满|突破|达到?)$")


def is_not_beyond(question: Question, row: FigureRow, sentence: str, start: int) -> bool:
    """Whether a question counts what is beyond a mark and a row counts things of which its words say no such thing.

    Args:
        sentence: the row's.
        start: where the sentence begins in the document's text.
    """
    marks = _marks(question.text)
    if not marks:
        return False
    if row.quantity.kind is not Kind.COUNT or not row.quantity.unit:
        # 年收入1亿元以上的企业有多少 asks for no amount of money
        kinds = {mark.kind for mark in marks if isinstance(mark, Quantity)}
        amount = not row.quantity.unit or row.quantity.kind in kinds
        return amount and _HOW_MANY.search(question.text) is not None
    told = find_quantities(sentence)
    own = row.quantity.start - start
    alike = [q for q in told if normalize_unit(q.unit) == normalize_unit(row.quantity.unit)]
    low = max((q.end for q in alike if q.end <= own), default=0)
    high = min((q.start for q in alike if q.start > own), default=len(sentence))
    if _is_deed(sentence[low:own]):
        low, high = 0, own  # 新开工亿元以上项目37个，竣工22个
    beside = [q for q in told if low <= q.start < high]
    if led := [q for q in beside if q.end <= own and _is_set(sentence, q)]:  # 10亿元以上项目21个、50亿元以上项目4个
        beside, high = led, own
    return not all(
        any(isinstance(mark, Quantity) and same_value(mark, one) for one in beside) or _names(sentence[low:high], mark)
        for mark in marks
    )


def _is_deed(text: str) -> bool:
    """Whether a part of a sentence says what was done, and no more: of what, the part before says."""
    found = [tag for _, tag in tagged(text.strip("，,、；; "))]
    return bool(found) and all(tag in ("v", "vn", "d", "ul", "uz") for tag in found)


def is_of_other_size(question: Question, row: FigureRow) -> bool:
    """Whether a question sets a condition by an amount (收入突破100亿元) and a row is for another one: 突破50亿元的企业奖励."""
    own, asked = _conditions(question, row)
    return bool(asked) and own.isdisjoint(asked)


def is_of_size(question: Question, row: FigureRow) -> bool:
    """Whether a row is for the very amount that a question sets as the condition."""
    own, asked = _conditions(question, row)
    return not own.isdisjoint(asked)


def _conditions(question: Question, row: FigureRow) -> tuple[set[Decimal], set[Decimal]]:
    """Return the amounts in what a row measures, and those of their kinds in the question."""
    own = [q for q in _quantities(row.measure) if q.unit]
    kinds = {q.kind for q in own}
    asked = [q for q in _quantities(question.text) if (q.kind in kinds if q.unit else q.value >= _LARGE)] if own else []
    return {q.value for q in own}, {q.value for q in asked}


@lru_cache(maxsize=1024)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(find_quantities(text)) if re.search(_NUMERAL, text) else ()


def is_mark(row: FigureRow, sentence: str, start: int) -> bool:
    """Whether an amount stands within the name of things that are counted: 超千亿元 of 11家收入超千亿元企业.

    Args:
        sentence: the row's.
        start: where the sentence begins in the document's text.
    """
    if row.quantity.kind is Kind.COUNT and row.quantity.unit:
        return False
    if _CONDITION.match(sentence, row.quantity.end - start):
        return True
    before, behind = sentence[: max(row.quantity.start - start, 0)], sentence[row.quantity.end - start :]
    return _COUNTED_BEFORE.search(before) is not None and _THING_BEHIND.match(behind) is not None


def _names(text: str, mark: Quantity | str) -> bool:
    """Whether a text has the numerals of a mark without a unit: 百亿 of 百亿企业, 亿元 of 亿元企业."""
    numerals = "".join(re.findall(_NUMERAL, mark if isinstance(mark, str) else mark.surface))
    return bool(numerals) and re.search(f"(?<!{_NUMERAL}){numerals}(?!{_NUMERAL})", text) is not None


def _is_set(text: str, amount: Quantity) -> bool:
    """Whether an amount says of what size things are that follow: 10亿元以上|项目, 超过千亿元|的企业."""
    behind = amount.surface.endswith(("以上", "以下")) and "\u3400" <= text[amount.end : amount.end + 1] < "\ua000"
    return behind or _SUCH.match(text, amount.end) is not None


@lru_cache(maxsize=64)
def _marks(text: str) -> tuple[Quantity | str, ...]:
    """Return the amounts that a question sets as a mark: 千亿元 of 收入超过千亿元的企业, 亿 of 收入过亿的."""
    read = tuple(
        q
        for q in find_quantities(text)
        if (q.unit or q.value >= _LARGE)
        and _is_set(text, q)
        and (q.qualifier in _BEYOND or _MORE.search(text[: q.start]) or text[q.end :].lstrip()[:1] == "以")
    )
    return read or tuple(_BARE.findall(text))
