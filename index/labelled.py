"""A row of a table written as a sentence (园区：甲园，年份：2023年，营业收入：4785亿元。) → what each of its figures measures.

In comes the sentence with a figure of it, out comes the figure's measure, of whom, and its period, by the heads.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.periods import find_periods
from index.phrases import trim, without_periods
from index.types import Period, Quantity

_BORDER = re.compile(r"[，；](?=[^，；：。]{1,40}：)")
_STUB = re.compile(r"(?:主要|统计|经济|考核|核心)?(?:指标|科目)(?:名称)?(?:[（(].*)?$")
_CHANGE = re.compile(
    r"^(?:同比|环比|较?比?(?:上年|上年同期|去年|上期|上月))?(?:增长|增速|增幅|增减|下降|变化|变动|涨幅|占比|比重|±)"
)
_ASIDE = re.compile(r"[（(][^）)]*[）)]?")
_OF_TABLE = re.compile(
    "(?:的|总?体?(?:基本|主要)?(?:情况|数据|排名|排行|统计|对比|比较|变化|分布|构成)?(?:一览|汇总|明细|统计)?表?|表)$"
)
_ORDINAL = re.compile(r"序号|编号|排名|名次|位次|NO\.?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_PART = re.compile(r"\d{1,2}月|第?[一二三四1-4]季度|[上下]半年")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the row says of one figure; the period is None where the row names none."""

    measure: str
    subject: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A head and what stands under it; the value is `text[start:end]`."""

    head: str
    value: str
    start: int
    end: int
    head_start: int


def cell_of(
    text: str, quantity: Quantity, quantities: Sequence[Quantity], periods: Sequence[Period], caption: str = ""
) -> Cell | None:
    """Read a figure by the heads of its row; None if the sentence is no such row or the figure no cell of it.

    Where the heads are but years, the caption says what is measured (表1 主要园区工业总产值, a row for each 园区).
    """
    if text.count("：") < 2:
        return None
    pairs = _pairs(text)
    own = next((p for p in pairs if p.start <= quantity.start and quantity.end <= p.end), None)
    if own is None or not own.head or len(own.value) > len(quantity.surface) + 1:
        return None
    labels: list[_Pair] = []
    for pair in pairs:
        if pair is own or (
            any(pair.start <= q.start < pair.end for q in quantities) and not _ORDINAL.fullmatch(pair.head)
        ):
            break
        labels.append(pair)
    if not labels:
        return None
    dated = _inside(periods, own)
    measure = trim(_without(own, dated))
    labels = [p for p in labels if not _ORDINAL.fullmatch(p.head)]
    named = [p for p in labels if p.value and not any(q.start <= p.start and p.end <= q.end for q in periods)]
    stub = next((p for p in reversed(named) if _STUB.match(p.head)), None)
    subject = ""
    if stub is not None:
        others = [p.value for p in named if p is not stub]
        if _CHANGE.match(own.head):
            subject, measure = (others[-1] if others else ""), stub.value + measure
        else:
            subject, measure = measure or (others[-1] if others else ""), stub.value
    elif measure:
        subject = named[0].value if named else ""
    elif named and (told := _told_by(caption, named[-1].head)):
        measure, subject = told, named[-1].value
    elif named:
        measure = named[-1].value
        subject = named[0].value if len(named) > 1 else ""
    period = dated[-1] if dated else _period(labels, periods)
    if period is None and _CHANGE.match(own.head):  # 2023年：4785亿元，同比增长：6.3%
        period = next(
            (_inside(periods, p)[-1] for p in reversed(pairs[: pairs.index(own)]) if _inside(periods, p)), None
        )
    return Cell(trim(measure), trim(subject), period)


def _told_by(caption: str, head: str) -> str:
    """Return what a caption says is measured of each of those in the column of a head, "" if it names them not."""
    plain = _ASIDE.sub("", caption).strip()
    _, named, told = plain.rpartition(head) if head else ("", "", "")
    told = _OF_TABLE.sub("", trim(without_periods(told, find_periods(told))))
    return told if named and len(told) > 1 and not _STUB.fullmatch(told) else ""


def _pairs(text: str) -> list[_Pair]:
    found: list[_Pair] = []
    start = 0
    borders = [match.start() for match in _BORDER.finditer(text)]
    for end in [*borders, len(text)]:
        piece = text[start:end]
        head, colon, _ = piece.partition("：")
        offset = start + (len(head) + 1 if colon else 0)
        value = text[offset:end].rstrip("。")
        found.append(_Pair(head if colon else "", value, offset, offset + len(value), start))
        start = end + 1
    return found


def _inside(periods: Sequence[Period], pair: _Pair) -> list[Period]:
    """The periods that a head names."""
    return [p for p in periods if pair.head_start <= p.start and p.end <= pair.head_start + len(pair.head)]


def _without(pair: _Pair, periods: Sequence[Period]) -> str:
    head = pair.head
    for period in periods:
        start, end = period.start - pair.head_start, period.end - pair.head_start
        head = head[:start] + " " * (end - start) + head[end:]
    return head.strip()


def _period(labels: Sequence[_Pair], periods: Sequence[Period]) -> Period | None:
    """The period that the labels name; a year and a month that stand in two columns are one."""
    year = next((p.value for p in labels if _YEAR.fullmatch(p.value)), "")
    part = next((p.value for p in labels if _PART.fullmatch(p.value)), "")
    if year and part and (joined := find_periods(year + part)):
        return joined[0]
    end = max((p.end for p in labels), default=0)
    inside = [p for p in periods if p.end <= end]
    return inside[-1] if inside else None
