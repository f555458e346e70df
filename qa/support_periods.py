"""Whether a period that a sentence says of a figure is that of the figure in its source; and whether a source tells it at all."""

import re
from collections.abc import Sequence
from datetime import date

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Basis, FigureRow, Period, Quantity
from index.words import tagged
from qa.support_said import CLAUSE, Said, Source, sentence_at
from qa.support_words import undated

_YEAR_BEFORE = re.compile(r"同比|(?:上|去|前)一?年")
_COMPARED = re.compile(r"(?:比|较|相比|同|与)(?P<when>[^，。；]{2,12})")


def when_agrees(said: Said, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether the period said of a figure is that of the figure; （…文档） is the date of its document."""
    period = said.period
    for compared in _COMPARED.finditer(said.left):  # 比2022年: the period that a change is counted from
        base = find_periods(compared["when"])
        if base and not _is_base(base[0], found, row, source):
            return False
    if period is None:
        return True
    if said.whole[period.end : period.end + 2] == "文档":
        return source.published is not None and _same_days(period, source.published, source.published)
    if row and row.period and (period.surface in row.period or row.period in period.surface):
        # 2024年 is said of neither 2024年上半年 nor the other way round, though the one holds the other's letters.
        known = None not in (period.first, period.last, row.first, row.last)
        return not known or _same_days(period, row.first, row.last)
    near = [p for p in find_periods(source.text, reference=source.published) if p.end <= found.start]
    if row and (row.first or row.last) and row.basis is not Basis.DOCUMENT:
        if _same_days(period, row.first, row.last) or period.surface in _own_clause(source.text, found):
            return True
        # A row may have inherited the year that something is compared with (比上年); then the nearest other one counts.
        dated = [p for p in near if not p.relative]
        carried = row.basis is Basis.INHERITED and _YEAR_BEFORE.match(row.period) is not None
        return carried and bool(dated) and (period.first, period.last) == (dated[-1].first, dated[-1].last)
    if source.published and _same_days(period, source.published, source.published):
        return True
    if near and (period.surface == near[-1].surface or _same_days(period, near[-1].first, near[-1].last)):
        return True
    return _is_aside(said, period) and is_period_known(said.whole, period, [source])


def _is_base(base: Period, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether a figure is counted from a period: the source says so, or that it is the year before."""
    if re.search(rf"(?:比|较|同|与)[^，。；]{{0,4}}{re.escape(base.surface)}", source.text):
        return True
    sentence = sentence_at(source.text, found.start)
    if not _YEAR_BEFORE.search(sentence):
        return False
    if _YEAR_BEFORE.search(base.surface):
        return True
    year = row.first.year if row and row.first else None
    return None not in (year, base.first) and base.first.year + 1 == year  # type: ignore[union-attr, operator]


def _is_aside(said: Said, period: Period) -> bool:
    """Whether a period stands in an earlier clause that tells something of its own (于2023年开通，总投资…)."""
    clause = next((m for m in CLAUSE.finditer(said.whole) if m.start() <= period.start < m.end()), None)
    if clause is None or said.left in clause.group() or find_quantities(undated(clause.group())):
        return False
    return any(tag == "v" and len(word) > 1 for word, tag in tagged(undated(clause.group())))


def _own_clause(text: str, found: Quantity) -> str:
    """Return what stands before a figure in its clause, back to the figure before it."""
    figures = [q.end for q in find_quantities(text) if q.end <= found.start]
    clause = next((m for m in CLAUSE.finditer(text) if m.start() <= found.start < m.end()), None)
    return text[max([clause.start() if clause else 0, *figures[-1:]]) : found.start]


def _same_days(said: Period, first: date | None, last: date | None) -> bool:
    """Whether a period said is that of a figure: the same days, or for the state at a time (末, a day) its year or month."""
    if (said.first, said.last) == (first, last):
        return True
    if None in (first, said.first) and last is not None and said.last == last:
        return True  # 截至…
    if None in (said.first, said.last, first, last):
        return False
    brief = (last - first).days <= 31  # type: ignore[operator]
    return brief and said.first <= first and last <= said.last  # type: ignore[operator]


def _year_before(when: date | None) -> date | None:
    """Return the same day a year earlier, a day less where there was none."""
    if when is None:
        return None
    leap = (when.month, when.day) == (2, 29)
    return when.replace(year=when.year - 1, day=28 if leap else when.day)


def is_period_known(text: str, period: Period, sources: Sequence[Source]) -> bool:
    """Whether a period that belongs to no figure is one of the quotes', of their dates or of their rows."""
    for source in sources:
        if period.surface in source.text or period.surface in source.heads:
            return True
        if _YEAR_BEFORE.match(period.surface) and _YEAR_BEFORE.search(source.text):
            return True
        told = [(p.first, p.last) for p in find_periods(source.text, reference=source.published)]
        told += [(r.first, r.last) for r in source.rows]
        if _YEAR_BEFORE.search(source.text):
            told += [(_year_before(first), _year_before(last)) for first, last in told]
        told += [(source.published, source.published)] if source.published else []
        if any(_same_days(period, first, last) for first, last in told):
            return True
    return False
