"""Whether a period that a sentence says of a figure is that of the figure in its source; and whether a source tells it at all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Basis, FigureRow, Kind, Period, Quantity
from index.words import tagged
from qa.support_said import CLAUSE, Said, Source, periods_of
from qa.support_words import undated

_YEAR_BEFORE = re.compile(r"同比|(?:上|去|前)一?年")
_COMPARED = re.compile(
    r"(?:比|较|相比|同|与)(?P<when>[^，。；]{2,12})|(?:是|为|相当于|达到?)(?P<times>[^，。；]{2,8})的\s*$"
)
_ANOTHER_BASE = re.compile(r"环比|(?:比|较|同|与)\s*(?:上个?月|上个?季|年初|月初|上半年|[一二三四]季度)")
_NOW = re.compile(r"目前|现在|如今|当前|眼下|截至目前|截至当前|至今")
_HAS_NOW = re.compile(r"现[有拥]")
_AGAINST = re.compile(r"(?:比|较|相比|相较于?|同|与|跟)\s*$")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_EDGE_OF_YEAR = re.compile(r"年?[末底]$")
_EDGES = re.compile(r"^[自从]|(?:起|以来|开始)$")
_OWN = re.compile(r"的\s*")
_OF_YEAR = re.compile(r"[今去前明上本]年?")
_SPAN = re.compile(r"(?:近|过去|这|前|最近)?(?P<years>[一二两三四五六七八九十]+年|\d{1,2}年)(?:来|间|里|以来|内)?")
_MULTIPLE_OF = re.compile(r"\s*的\s*[\d.一二两三四五六七八九十]+倍")


def when_agrees(said: Said, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether the period said of a figure is that of the figure; （…文档） is the date of its document."""
    for compared in _COMPARED.finditer(said.left):  # 比2022年: the period that a change is counted from
        base = find_periods(compared["when"] or compared["times"])
        if base and not _is_base(base[0], found, row, source):
            return False
    if said.period is None:
        return True
    period = _resolved(said.period, source)
    if said.whole[period.end : period.end + 2] == "文档":
        return source.published is not None and _same_days(period, source.published, source.published)
    if row and row.last is not None and period.last == row.last and _EDGE_OF_YEAR.search(period.surface):
        return True  # 2024年底, of a figure of 2024年
    if row and row.period and (period.surface in row.period or row.period in period.surface):
        # 2024年 is said of neither 2024年上半年 nor the other way round, though the one holds the other's letters.
        known = None not in (period.first, period.last, row.first, row.last)
        return not known or _same_days(period, row.first, row.last)
    told = periods_of(source.text, reference_of(source))
    near = [p for p in told if p.end <= found.start and not _counts_from(source.text, p)]
    if _is_now(period, found, row, source) or _same_span(period, source.text):
        return True
    direct = [p for p in told if _OWN.fullmatch(source.text[p.end : found.start]) and found.kind is not Kind.MULTIPLE]
    if direct and direct[-1].last is not None:
        return _same_days(period, direct[-1].first, direct[-1].last)
    own = [p for p in near if p.start >= found.start - len(_own_clause(source.text, found))]
    # 年末 is the end of the year that the row was read in, whatever the document's date.
    own = [p for p in own[-1:] if row is None or row.last is None or p.surface != row.period]
    if any(p.last is not None and _same_days(period, p.first, p.last) for p in own):
        return True
    if row and (row.first or row.last) and row.basis is not Basis.DOCUMENT:
        again = [
            p
            for p in find_periods(row.period, reference=reference_of(source))
            if p.relative and _OF_YEAR.match(p.surface)
        ]
        if any(
            _same_days(period, first, last)
            for first, last in ((row.first, row.last), *((p.first, p.last) for p in again))
        ):
            return True
        if period.surface in _own_clause(source.text, found):
            return True
        if row.basis is Basis.INHERITED and _governs(period, found, row, source):
            return True
        # A row may have taken the year that something is compared with (比上年, 2020年的1.8倍); then the nearest other
        # one counts.
        if any(p.surface == row.period and _counts_from(source.text, p) for p in told):
            return bool(near) and _same_days(period, near[-1].first, near[-1].last)
        dated = [p for p in near if not p.relative]
        carried = row.basis is Basis.INHERITED and _YEAR_BEFORE.match(row.period) is not None
        return carried and bool(dated) and (period.first, period.last) == (dated[-1].first, dated[-1].last)
    if source.published and _same_days(period, source.published, source.published):
        return True
    if near and (period.surface == near[-1].surface or _same_days(period, near[-1].first, near[-1].last)):
        return True
    return _is_aside(said, period) and is_period_known(said.whole, period, [source])


def _governs(period: Period, found: Quantity, row: FigureRow, source: Source) -> bool:
    """Whether a period is that of a whole text where a row took the nearest, which is only a part of it or an aside.

    In 上半年收入9亿元，其中一季度4亿元，二季度5亿元。研发投入1亿元 the last figure is of the half, though 二季度 is nearer.
    """
    text = source.text
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, found.start)), default=0)
    if any(not _is_aside_in(text, p) for p in find_periods(text) if start <= p.start < found.start):
        return False
    day = reference_of(source)
    headed = [p for p in find_periods(source.heads, reference=day) if _holds(p, row)]
    if any(_same_days(period, p.first, p.last) for p in headed):
        return True  # under 【2020年】 what no other time is said of is of that year
    if start == 0:
        return False
    told = [p for p in periods_of(text[:start], day) if not _counts_from(text, p)]
    aside = {p.surface for p in told if _is_aside_in(text, p)}
    if row.period in aside:
        above = [p for p in told if p.surface not in aside] + find_periods(source.heads, reference=day)
        return any(p.last is not None and _same_days(period, p.first, p.last) for p in above)
    # The part stands behind the whole in one sentence, or in the one after it (其中，一季度…).
    part = max((p.start for p in told if p.surface == row.period), default=0)
    above = [p for p in told if p.start < part and _is_one_or_the_next(text[p.start : part])]
    return _holds(period, row) and any(p.last is not None and _same_days(period, p.first, p.last) for p in above)


def _holds(period: Period, row: FigureRow) -> bool:
    """Whether a period holds that of a row."""
    if period.first is None or period.last is None or row.first is None or row.last is None:
        return False
    return period.first <= row.first and row.last <= period.last


def _is_one_or_the_next(between: str) -> bool:
    """Whether what stands between two places is within a paragraph and ends one sentence at most."""
    return "\n" not in between and len(_SENTENCE_END.findall(between)) <= 1


def _is_aside_in(text: str, period: Period) -> bool:
    """Whether a period stands in brackets."""
    before = text[: period.start]
    return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))


def _resolved(period: Period, source: Source) -> Period:
    """Return a period with its days; a relative one (去年) is a quote's own, counted from the quote's date."""
    day = reference_of(source)
    if not period.relative or day is None:
        return period
    found = find_periods(period.surface, reference=day)
    return replace(period, first=found[0].first, last=found[0].last) if len(found) == 1 else period


def reference_of(source: Source) -> date | None:
    """Return the day that a quote counts from: its document's, else the first day that it names itself."""
    if source.published or source.day:
        return source.published or source.day
    named = (p for p in find_periods(f"{source.heads}\n{source.text}") if p.first and p.first == p.last)
    return next((p.first for p in named), None)


def _counts_from(text: str, period: Period) -> bool:
    """Whether a text only counts from a period: 比2022年增长, 相当于2020年的1.8倍."""
    return bool(_AGAINST.search(text[: period.start]) or _MULTIPLE_OF.match(text, period.end))


def _is_now(period: Period, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether a sentence says 目前 of a figure that its source gives for its own day."""
    if not _NOW.fullmatch(period.surface):
        return False
    if row is None or row.basis in (Basis.DOCUMENT, Basis.UNKNOWN) or _NOW.search(row.period):
        return True
    clause = _own_clause(source.text, found)
    if _NOW.search(clause) or _HAS_NOW.search(clause):
        return True
    return None not in (row.last, source.published) and row.last.year >= source.published.year  # type: ignore[union-attr]


def _same_span(period: Period, text: str) -> bool:
    """Whether a number of years is the source's: 五年来 is 五年里."""
    span = _SPAN.fullmatch(period.surface)
    return span is not None and re.search(rf"(?<![\d一二两三四五六七八九十]){span['years']}(?!前|后)", text) is not None


def _is_base(base: Period, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether a figure is counted from a period: the source says so, or names no other and that it is the year before."""
    if re.search(rf"(?:比|较|同|与|于|是|为)[^，。；]{{0,4}}{re.escape(base.surface)}", source.text):
        return True
    clause = next((m.group() for m in CLAUSE.finditer(source.text) if m.start() <= found.start < m.end()), "")
    if _ANOTHER_BASE.search(clause):
        return False
    if _YEAR_BEFORE.search(base.surface):
        stated = [p for c in _COMPARED.finditer(clause) for p in find_periods(c["when"] or c["times"])]
        return all(_YEAR_BEFORE.search(p.surface) or _is_year_before(p, row) for p in stated)
    return _is_year_before(base, row)


def _is_year_before(base: Period, row: FigureRow | None) -> bool:
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
        return (first, last) != (None, None)
    if None in (first, said.first) and None not in (last, said.last):
        # 截至…; a day stands for its month
        return said.last == last or ((said.last.year, said.last.month) == (last.year, last.month) and said.last > last)  # type: ignore[union-attr, operator]
    if None in (said.first, said.last, first, last):
        return False
    brief = last == first  # what is of a month is not of its year
    return brief and said.first <= first and last <= said.last  # type: ignore[operator]


def _year_before(when: date | None) -> date | None:
    """Return the same day a year earlier, a day less where there was none."""
    if when is None:
        return None
    leap = (when.month, when.day) == (2, 29)
    return when.replace(year=when.year - 1, day=28 if leap else when.day)


def is_period_known(text: str, period: Period, sources: Sequence[Source]) -> bool:
    """Whether a period that belongs to no figure is one of the quotes', of their dates or of their rows."""
    if _NOW.fullmatch(period.surface):
        return True
    clause = next((m.group() for m in CLAUSE.finditer(text) if m.start() <= period.start < m.end()), "")
    if _AGAINST.search(text[: period.start]) and find_quantities(undated(clause)):
        return True  # what a figure is counted from is looked at with it
    for source in sources:
        if _same_span(period, source.text):
            return True
        period = _resolved(period, source)
        if _EDGES.sub("", period.surface) in source.text or period.surface in source.heads:
            return True
        if _YEAR_BEFORE.match(period.surface) and _YEAR_BEFORE.search(source.text):
            return True
        if _EDGE_OF_YEAR.search(period.surface) and any(r.last == period.last for r in source.rows if r.last):
            return True
        told = [(p.first, p.last) for p in find_periods(source.text, reference=reference_of(source))]
        told += [(r.first, r.last) for r in source.rows]
        if _YEAR_BEFORE.search(source.text):
            told += [(_year_before(first), _year_before(last)) for first, last in told]
        told += [(source.published, source.published)] if source.published else []
        if any(_same_days(period, first, last) for first, last in told):
            return True
    return False
