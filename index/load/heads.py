"""Heads and cells of tables: what a head says of the cells below it, and a cell written out with what its head says.

A head often holds the unit (营业收入（亿元）) and a cell the bare number. A row is read and quoted away from its head, so the
unit is written behind the number, as the reader of the table says it: 营业收入：4785亿元. In the same way a year stands
under 年份 without 年.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.periods import find_periods
from index.quantities import find_quantities

_BRACKETED = re.compile(
    r"^(.*?)\s*[（(\[【〔]\s*(?:计量)?(?:单位\s*[:：]?)?\s*([^（）()\[\]【】〔〕:：]{1,12}?)\s*[）)\]】〕]$", re.DOTALL
)
_DIVIDED = re.compile(r"^(.+?)\s*(?:[/／]|[，,]?\s*单位\s*[:：])\s*([^/／:：]{1,8})$", re.DOTALL)
_PERCENT_HEAD = re.compile(r"^(.+?)\s*([%％‰])$", re.DOTALL)
_UNIT_NOTE = re.compile(r"^[（(\[【]?\s*(?:计量)?单\s*位\s*[:：]\s*([^，,；;、：:]{1,12}?)\s*[）)\]】]?$")
_IN_BRACKETS = re.compile(r"[（(\[【〔]\s*([^（）()\[\]【】〔〕]{1,14}?)\s*[）)\]】〕]")
_NO_UNIT = re.compile(r"(?:计量)?单\s*位|[-–—/／]+|年份?|月份?|日期?")
_UNIT_COLUMN = re.compile(r"(?:计量)?单\s*位")
_NUMBER = r"\d[\d,，]*(?:\.\d+)?"
_BARE = re.compile(
    rf"(?:约|近|超过?|逾|≥|≤|>|<|＞|＜|不足)?\s?[-+－−]?{_NUMBER}(?:\s?[-~～—–至]\s?{_NUMBER})?(?:余|多|左右)?"
)
_NUMERIC = re.compile(r"[-+－−]?[\d,，.．\s]+(?:[%％‰]|[万亿]?元?)?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?:.*\D)?(?:年份|年度|财年|年)|year", re.IGNORECASE)
_MONTHS = re.compile(r"月份?|month", re.IGNORECASE)
_RATE = re.compile(
    r"率|比(?!赛)|±|增[长速幅减]|指数|排名|名次|位次|位居|序号|编号|代码|代号|电话|邮编|年份|年度|月份|日期|时间|倍"
)
_NUMBER_OF = re.compile(r"数量|[^基总函指]数$")
_MAY_HOLD_UNIT = re.compile(r"[）)\]】〕%‰/／]|单\s*位")
_MAY_BE_VALUE = re.compile(r"[-+－−≥≤><＞＜约近超逾不第¥￥$€£]{0,2}\s?\d|[\d人美港欧]")
_KEPT = 1 << 14  # answers kept: the words of a table repeat
_GAP = re.compile(r"(?<=[\u3400-\u9fff（）：])\s+(?=[\u3400-\u9fff（）：])")


@dataclass(frozen=True)
class Head:
    """The head of a column or row: its words, and the unit that it names ("" for none)."""

    name: str
    unit: str = ""

    @cached_property
    def dated(self) -> bool:
        """The head is a period: 2023年, 一季度."""
        return is_period(self.name)

    @cached_property
    def units(self) -> bool:
        """The cells below are the units of their rows."""
        return _UNIT_COLUMN.fullmatch(self.name) is not None

    @cached_property
    def year(self) -> bool:
        """The cells below are years."""
        return not self.name or _YEARS.fullmatch(self.name) is not None

    @cached_property
    def month(self) -> bool:
        """The cells below are months."""
        return _MONTHS.fullmatch(self.name) is not None

    @cached_property
    def measures(self) -> bool:
        """The unit of a row may hold here: no rate, rank or date."""
        return not self.unit and not _RATE.search(self.name) and not self.units

    @cached_property
    def inherits(self) -> bool:
        """A unit that holds for the whole table may hold here: nor is it a number of things."""
        return self.measures and not _NUMBER_OF.search(self.name)


@lru_cache(_KEPT)
def read_head(text: str) -> Head:
    """Part a head into its words and its unit: 营业收入（亿元） → 营业收入, 亿元."""
    if not _MAY_HOLD_UNIT.search(text):
        return Head(f"{text}年" if _YEAR.fullmatch(text) else _GAP.sub("", text))
    text = _GAP.sub("", text)
    for pattern in (_BRACKETED, _DIVIDED, _PERCENT_HEAD):
        found = pattern.match(text)
        if not found or not found.group(1) or (pattern is _DIVIDED and is_unit(found.group(1))):
            continue  # 元/平方米 is a unit itself
        unit = found.group(2).removeprefix("人民币")
        if is_unit(unit):
            return Head(found.group(1).rstrip(" ，,"), unit)
    return Head(f"{text}年" if _YEAR.fullmatch(text) else text)


def noted_unit(text: str) -> str | None:
    """The unit of a whole table, out of a line such as 单位：亿元; "" when it names several; None if it is no such line."""
    found = _UNIT_NOTE.match(text.strip())
    if found:
        return found.group(1) if is_unit(found.group(1)) else ""
    return "" if re.match(r"[（(]?\s*单\s*位\s*[:：]", text.strip()) and len(text) <= 30 else None


def unit_cell(text: str) -> str | None:
    """The unit that a cell of a row of units names, "" where it names none; None if it is no cell of such a row."""
    bare = found.group(1) if (found := _IN_BRACKETS.fullmatch(text)) else text
    if not bare or _NO_UNIT.fullmatch(bare):
        return ""
    noted = noted_unit(bare)
    unit = (bare if noted is None else noted).removeprefix("人民币")
    return unit if is_unit(unit) else None


@lru_cache(4096)
def is_unit(text: str) -> bool:
    """Whether a number and these characters make one figure."""
    if not text or text[0].isdigit() or any(c.isspace() for c in text):
        return False
    found = find_quantities("12" + text)
    return len(found) == 1 and found[0].surface == "12" + text and bool(found[0].unit)


@lru_cache(4096)
def is_period(text: str) -> bool:
    """Whether the text is nothing but a period longer than a day; a bare year counts."""
    if not text or _YEAR.fullmatch(text):
        return bool(text)
    if not any(c.isdigit() or c in "年季月半" for c in text):
        return False
    found = find_periods(text)
    if len(found) != 1 or found[0].surface != text:
        return False
    return found[0].first is None or found[0].first != found[0].last


def is_value(text: str) -> bool:
    """Whether a cell holds a figure or a day, rather than words or a period."""
    if not _MAY_BE_VALUE.match(text) or _YEAR.fullmatch(text):
        return False
    return _NUMERIC.fullmatch(text) is not None or _BARE.fullmatch(text) is not None or _is_figure(text)


@lru_cache(_KEPT)
def _is_figure(text: str) -> bool:
    if len(text) > 20 or is_period(text):
        return False
    found = find_quantities(text)
    return len(found) == 1 and found[0].surface == text


def written(cell: str, head: Head, unit: str) -> str:
    """The cell as its row says it: a bare number with its unit, a bare year with 年."""
    if not _MAY_BE_VALUE.match(cell):
        return cell
    if head.year and _YEAR.fullmatch(cell):
        return cell + "年"
    if head.month and len(cell) <= 2 and cell.isascii() and cell.isdigit():
        return cell + "月"
    return cell + unit if unit and _BARE.fullmatch(cell) else cell
