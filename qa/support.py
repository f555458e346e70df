"""Whether the words of a model are what the quotes they cite say: figures, names, periods, links and all.

A sentence and the quotes that it cites come in; out goes whether it may be shown. The product's own sentences are cut
from documents, so `verify` looks only at what they say of figures; a model writes freely, so here every figure, name,
date and most other words must be found in the quotes, and those said of a figure where that figure stands:

- the figure with its value, unit and qualifier;
- what it measures, in its own clause of the quote (or as the figure's row reads it);
- of whom: in that clause, else the name that was last given before it, in the quote or its headings;
- of when: the period of that figure, not one of another figure beside it;
- whether it is a level or a change.

A sentence that a quote holds word for word, from one clause border to another, needs no more than its figures read alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Basis, FigureRow, Period, Quantity, Statement
from index.words import bigrams, fold, tagged
from qa.dates import as_of, day
from qa.draft import Quote
from qa.instructions import speaks_to_a_model
from qa.support_words import bodies, content_of, is_told, label_of, names_of, singles, stem_of, undated

_CLAUSE = re.compile(r"[^，,；;。！？!?\n、（）()：:]+")
_BORDER = r"[，,；;。！？!?\n、：:“”]"
_MARKS = re.compile(r"[\W_]+")
_LINK = re.compile(
    r"(?:https?|ftp)\s*:\s*/\s*/\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![A-Za-z0-9_.])[A-Za-z0-9_-]+\.(?:com|cn|net|org|io|ai|example|test|xyz|top|info|gov)(?![a-z])\S*",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!\[|\]\(|</?[A-Za-z!]|[＜<>＞]|\{\{|\}\}|`|javascript:|data:\w+/", re.IGNORECASE)
_CHANGE = re.compile(r"增长|下降|提高|增加|减少|上升|净增|新增|降低|回落|上涨|下滑|快于|慢于")
_LEVEL = re.compile(r"(?:增长|下降|提高|增加|减少|上升|净增|新增|降低|回落|上涨|下滑)(?:到|至)")
_NOT = re.compile(
    r"不(?!断|仅|同|少|错|足|到|超|低|等|久|断|论|只|但|乏|动产|锈)|未(?!来)|没有|没|无(?!人|线|锡|论|穷|数)|非(?!常|公|遗)|禁止|取消|停止|拒绝"
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.&'’-]*[A-Za-z]|[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CAPITALS = (
    "the in of as by at on for to a an it its this that these there according total both between from and or with when "
    "while however also january february march april may june july august september october november december not "
    "stated short chinese english yuan rmb evidence source sources document documents report"
)
_ENGLISH_CAPITALS = frozenset(_CAPITALS.split())
_AHEAD = re.compile(
    r"预计|预期|预测|估计|估算|计划|目标|将|力争|规划|有望|拟|到20\d\d|plan|expect|estimat|forecast|target|will|aim|goal",
    re.IGNORECASE,
)
_UP = re.compile(r"增速|增长率|增幅")
_DOWN = re.compile(r"降幅")
_LIGHT = re.compile(r"(降低?|升|减少?|缩短|下降|上升|扩大|提高|增加|更正|调整)(?:到|至|为|成)")
_FROM = re.compile(r"(?<![理自缘])由(?!于)|从(?![业事而])")
_WITHIN = re.compile(r"\s*(?:这?其中|当中|里面|包括|包含|含)")
_COMPARED = re.compile(r"(?:比|较|相比|同|与)(?P<when>[^，。；]{2,12})")
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?![一二三四五六七八九十\d])")
_COVERED = 0.7


@dataclass(frozen=True, slots=True)
class Source:
    """A quoted text with what is known of it: where it begins, its headings, its date, and the figure rows in it."""

    text: str
    start: int = 0
    heads: str = ""
    published: date | None = None
    rows: tuple[FigureRow, ...] = ()


def source_of(quote: Quote, heads: tuple[str, str | None], rows: Sequence[FigureRow]) -> Source:
    """Return a quote as what a sentence is checked against."""
    passage = quote.passage
    told = dict.fromkeys(filter(None, (heads[0], heads[1], passage.section, passage.speaker)))
    text = passage.text[quote.start - passage.start : quote.end - passage.start]
    return Source(text, quote.start, "\n".join(told), passage.published, tuple(rows))


def stands(line: str, sources: Sequence[Source], *, english: bool = False) -> bool:
    """Return whether a model's sentence, its markers taken out, says only what the quotes say that it cites."""
    return not failing(line, sources, english=english)


def failing(line: str, sources: Sequence[Source], *, english: bool = False) -> str:
    """Return what of a sentence the quotes do not hold, in one English word for logs; "" when they hold all of it."""
    text = " ".join(line.split()).strip(" 。.；;，,")
    if not sources or not _MARKS.sub("", text):
        return "uncited" if not sources else "empty"
    if any(speaks_to_a_model(source.text) for source in sources):
        return "instruction"
    if not _links_stand(text, sources):
        return "link"
    if any(_is_verbatim(text, source) for source in sources):
        return ""
    held = "\n".join((*(s.text for s in sources), *(s.heads for s in sources)))
    if not _digits_stand(text, held, sources):
        return "digits"
    if not _names_stand(text, held, sources, english=english):
        return "name"
    if not _words_stand(text, held, english=english):
        return "words"
    if not _figures(text) and bool(_NOT.search(text)) is not _negated(text, sources):
        return "negation"
    return "" if all(_figure_stands(text, figure, sources, english=english) for figure in _figures(text)) and all(
        _period_known(text, period, sources) for period in find_periods(text)
    ) else "figure"  # fmt: skip


# The whole sentence


def _links_stand(text: str, sources: Sequence[Source]) -> bool:
    links = [match.group().rstrip(".,;，。；）)") for match in _LINK.finditer(text)]
    return not _MARKUP.search(text) and all(any(link in s.text for s in sources) for link in links)


def _is_verbatim(text: str, source: Source) -> bool:
    """Whether a quote holds the sentence word for word, between borders of clauses."""
    wanted = r"\s*".join(re.escape(c) for c in "".join(text.split()))
    return re.search(rf"(?:^|{_BORDER})\s*{wanted}\s*(?:$|{_BORDER})", source.text) is not None


def _digits_stand(text: str, held: str, sources: Sequence[Source]) -> bool:
    """Whether every number written in digits is one of the quotes', of their dates, or of their rows' periods."""
    days = " ".join(f"{day(s.published)} {s.published.isoformat()}" for s in sources if s.published)
    periods = " ".join(as_of(row) for s in sources for row in s.rows)
    known = {_plain(d) for d in _DIGITS.findall(f"{_fold_digits(held)} {days} {periods}")}
    if any(category(c) == "No" and c not in held for c in text):  # ①, ½
        return False
    return all(_plain(d) in known for d in _DIGITS.findall(_fold_digits(text)))


def _fold_digits(text: str) -> str:
    return re.sub(r"(?<=\d)[\s　](?=\d)", "", fold(text))


def _plain(number: str) -> str:
    whole, dot, rest = number.replace(",", "").partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{rest}"


def _names_stand(text: str, held: str, sources: Sequence[Source], *, english: bool) -> bool:
    seen = fold(held)
    if not all(name in seen for name in names_of(text) if _HAN.search(name)):
        return False
    if not all(body in seen for body in bodies(text)):
        return False
    latin = [m.group() for m in _LATIN.finditer(text)]
    if english:
        latin = [w for w in latin if w[0].isupper() and w.lower() not in _ENGLISH_CAPITALS]
    return all(fold(word) in seen for word in latin)


def _words_stand(text: str, held: str, *, english: bool) -> bool:
    """Whether the quotes hold most of what a sentence says: its content words, each by itself or by its pairs."""
    words = [word for word in content_of(_LIGHT.sub(r"\1 ", undated(text))) if not (english and _LATIN.fullmatch(word))]
    if not words:
        return english or bool(_figures(text))
    seen = fold(held)
    met = sum(len(word) for word in words if is_told(word, seen))
    return met >= _COVERED * sum(map(len, words))


def _negated(text: str, sources: Sequence[Source]) -> bool:
    """Whether the sentence of the quotes that a text is most like says that something is not."""
    pairs = set(bigrams(text))
    clauses = [c for s in sources for c in re.split(r"[。！？!?\n；;]", s.text) if c.strip()]
    best = max(clauses, key=lambda c: len(pairs & set(bigrams(c))), default="")
    return bool(_NOT.search(best)) and bool(_NOT.search(_nearest(best, text)))


def _nearest(sentence: str, text: str) -> str:
    """Return the clauses of a sentence that share words with a text."""
    pairs = set(bigrams(text))
    return "，".join(c for c in re.split(r"[，,]", sentence) if pairs & set(bigrams(c)))


# Figures


def _figures(text: str) -> list[Quantity]:
    return find_quantities(undated(text))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says of one of its figures: the words before and behind it, names that lead in, and its period.

    `lead` is what stands before the figure ahead of it, where nothing of its own is said between the two: in
    收入由5亿元更正为6亿元 both are the 收入.
    """

    whole: str
    lead: str
    left: str
    right: str
    names: frozenset[str]
    period: Period | None


def _said(text: str, figure: Quantity, figures: Sequence[Quantity]) -> _Said:
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    start, end = next(((a, b) for a, b in clauses if a <= figure.start < b), (0, len(text)))
    first = max([start, *(q.end for q in figures if start <= q.start and q.end <= figure.start)])
    last = min([end, *(q.start for q in figures if figure.end <= q.start < end)])
    left, right = text[first : figure.start], text[figure.end : last]
    at = start
    while not content_of(left + right) and at:
        a, b = max((span for span in clauses if span[1] <= at), default=(0, 0))
        if b == 0 or any(a <= q.start < b for q in figures):
            break
        left, at = text[a:b] + left, a
    lead = text[start:first] if start < first and not _tells(left + " " + right) else ""
    for q in figures:
        if start <= q.start < first:
            lead = lead.replace(q.surface, " ")
    names = names_of(left + right) or names_of(lead)
    for a, b in reversed([span for span in clauses if span[1] <= start]):
        if names:
            break
        names = names_of(text[a:b])
    periods = find_periods(text)
    before = [p for p in periods if p.end <= figure.start]
    behind = [p for p in periods if re.fullmatch(r"\s*[（(]\s*(?:截至|截止)?", text[figure.end : p.start] or "x")]
    return _Said(text, lead, left, right, names, behind[0] if behind else before[-1] if before else None)


def _tells(text: str) -> bool:
    """Whether words beside a figure say what it is: a noun or a change, not just 更正为 or 到."""
    return any(tag[0] in "nj" and len(word) > 1 for word, tag in tagged(undated(text))) or bool(_changes(text))


def _figure_stands(text: str, figure: Quantity, sources: Sequence[Source], *, english: bool) -> bool:
    figures = _figures(text)
    said = _said(text, figure, figures)
    for source in sources:
        stated = find_quantities(source.text)
        for found in stated:
            alike = same_value(found, figure)
            qualified = found.qualifier is figure.qualifier or figure.surface in found.surface
            if alike and qualified and _is_said(said, found, stated, source, english=english):
                return True
    return False


def _is_said(said: _Said, found: Quantity, stated: Sequence[Quantity], source: Source, *, english: bool) -> bool:
    there = _said(source.text, found, stated)
    row = next((r for r in source.rows if r.quantity.start == source.start + found.start), None)
    label = _plainly(f"{said.lead} {said.left} {said.right}")
    plain = _plainly(f"{there.lead} {there.left} {there.right}")
    if before := _carried(said, there, found, source):
        label = label.replace(before, " ", 1)
    words = [w for w in label_of(label) if not (english and _LATIN.fullmatch(w))]
    if {_role(said), _role(there)} == {"from", "to"}:
        return False
    # A level is not a change (增长到64家 is not 增长64家), on whichever side of the figure the change is told.
    if not _changes(_plainly(said.left)) <= _changes(plain):
        return False
    if words and _changes(there.left) - _changes(said.left + said.right):
        return False
    if words and bool(_NOT.search(there.left + there.right)) is not bool(_NOT.search(label)):
        return False
    if not _when_agrees(said, found, row, source):
        return False
    if row and row.statement is not Statement.RESULT and not _AHEAD.search(said.whole):
        return False
    own = label_of(plain)
    beside = fold(plain)
    if row and not own:
        beside += fold(f" {row.measure}")  # the clause says nothing: what the row reader carried on to it
    missing = [w for w in words if not is_told(w, beside)]
    if words and own and len(missing) == len(words):
        return False  # nothing of what the quote says beside the figure
    if missing and _WITHIN.match(there.left):  # 其中高新技术企业402家: of what the clause before tells
        whole = fold(re.split(r"[。！？!?\n；;]", source.text[: found.start])[-1])
        if {*own} <= {*words, *map(stem_of, words)}:  # and nothing of its own is left out
            missing = [w for w in missing if w not in whole]
    loose = {c for c in singles(label) if c not in beside and not any(c in name for name in said.names)}
    if (
        any(w not in said.names for w in missing)
        or (loose and not _WITHIN.match(there.left))
        or set(_ORDINAL.findall(label)) - set(_ORDINAL.findall(there.left))
    ):
        return False
    return _whose_agrees(said, there, found, row, source)


def _role(said: _Said) -> str:
    """Return which end of 由5亿元更正为6亿元 a figure is, "" where it is neither."""
    return "to" if _FROM.search(said.lead) else "from" if _FROM.search(said.left) else ""


def _plainly(text: str) -> str:
    """Return words beside a figure without their dates, with one word for what means the same: 增速 and 增长, 降到 and 降为."""
    text = _LIGHT.sub(r"\1 ", undated(text))
    return _DOWN.sub("下降", _UP.sub("增长", text))


def _carried(said: _Said, there: _Said, found: Quantity, source: Source) -> str:
    """Return the words a sentence begins with that the quote says in the clause just ahead: …的装备基地，总投资120亿元.

    A clause that says of itself more than the sentence does may be of somebody else, and takes nothing over.
    """
    said_left = _plainly(said.left)
    if any(word not in fold(said_left) for word in label_of(undated(there.left))):
        return ""
    ahead = re.split(r"[。！？!?\n；;]", source.text[: found.start])[-1]
    clauses = [m.group() for m in _CLAUSE.finditer(ahead)]
    if len(clauses) < 2 or there.left.strip() not in clauses[-1]:
        return ""
    seen = clauses[-2].replace("的", "")
    for end in range(len(said_left) - 1, 3, -1):
        start = said_left[:end].strip()
        if len(start) > 3 and start.replace("的", "") in seen and label_of(said_left[end:]):
            return start
    return ""


def _changes(text: str) -> frozenset[str]:
    return frozenset(_CHANGE.findall(_LEVEL.sub("", text)))


def _whose_agrees(said: _Said, there: _Said, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether the names said of a figure are those that its quote gives for it: beside it, or last before it."""
    if not said.names:
        return True
    beside = fold(f"{there.lead} {there.left} {there.right} {row.subject if row else ''} {row.measure if row else ''}")
    missing = {name for name in said.names if name not in beside}
    if not missing:
        return True
    own = names_of(f"{there.lead} {there.left} {there.right}") | (names_of(row.subject) if row else frozenset[str]())
    if own:
        return bool(own & said.names) and all(name in fold(source.text + source.heads) for name in missing)
    for place in _before(source, found):
        names = names_of(place)
        if names:
            return all(name in fold(place) for name in missing) or _in_heads(missing, names, source)
    return False


def _in_heads(missing: set[str], nearer: frozenset[str], source: Source) -> bool:
    """Whether names stand in the headings, together with the nearer ones or without any between."""
    heads = fold(source.heads)
    return all(name in heads for name in missing) and any(name in heads for name in nearer)


def _before(source: Source, found: Quantity) -> Iterator[str]:
    """Yield the clauses before a figure, the nearest first, then the headings."""
    start = found.start
    for match in reversed(list(_CLAUSE.finditer(source.text[:start]))):
        yield match.group()
    yield source.heads


def _when_agrees(said: _Said, found: Quantity, row: FigureRow | None, source: Source) -> bool:
    """Whether the period said of a figure is that of the figure; （…文档） is the date of its document."""
    period = said.period
    for compared in _COMPARED.finditer(said.left):  # 比2022年: the period that a change is counted from
        base = [p.surface for p in find_periods(compared["when"])]
        if base and not re.search(rf"(?:比|较|同|与)[^，。；]{{0,4}}{re.escape(base[0])}", source.text):
            return False
        if base and period and base[0] == period.surface:
            period = None
    if period is None:
        return True
    if said.whole[period.end : period.end + 2] == "文档":
        return source.published is not None and _same_days(period, source.published, source.published)
    if row and row.period and (period.surface in row.period or row.period in period.surface):
        # 2024年 is said of neither 2024年上半年 nor the other way round, though the one holds the other's letters.
        known = None not in (period.first, period.last, row.first, row.last)
        return not known or _same_days(period, row.first, row.last)
    if row and (row.first or row.last) and row.basis is not Basis.DOCUMENT:
        return _same_days(period, row.first, row.last) or period.surface in _own_clause(source.text, found)
    if source.published and _same_days(period, source.published, source.published):
        return True
    near = [p for p in find_periods(source.text) if p.end <= found.start]
    return bool(near) and period.surface == near[-1].surface


def _own_clause(text: str, found: Quantity) -> str:
    """Return what stands before a figure in its clause, back to the figure before it."""
    figures = [q.end for q in find_quantities(text) if q.end <= found.start]
    clause = next((m for m in _CLAUSE.finditer(text) if m.start() <= found.start < m.end()), None)
    return text[max([clause.start() if clause else 0, *figures[-1:]]) : found.start]


def _same_days(said: Period, first: date | None, last: date | None) -> bool:
    """Whether a period said is that of a figure: the same days, or for the state at a time (末, a day) its year or month."""
    if (said.first, said.last) == (first, last):
        return True
    if first is None and last is not None and said.last == last:
        return True  # 截至…
    if None in (said.first, said.last, first, last):
        return False
    brief = (last - first).days <= 31  # type: ignore[operator]
    return brief and said.first <= first and last <= said.last  # type: ignore[operator]


def _period_known(text: str, period: Period, sources: Sequence[Source]) -> bool:
    """Whether a period that belongs to no figure is one of the quotes', of their dates or of their rows."""
    for source in sources:
        if period.surface in source.text or period.surface in source.heads:
            return True
        told = [(p.first, p.last) for p in find_periods(source.text, reference=source.published)]
        told += [(r.first, r.last) for r in source.rows]
        told += [(source.published, source.published)] if source.published else []
        if any(_same_days(period, first, last) for first, last in told):
            return True
    return False
