"""Ranked candidates → the numbered evidence that a model gets, and back: a sentence and its numbers → the quotes for it.

Passages are data. Each is numbered; every line of one begins with a mark drawn for the request, so that nothing in a
document can pass for the end of the evidence. What speaks to a model is left out.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from index.passages import sentences
from index.quantities import find_quantities, normalize_unit, same_value
from index.types import Document, FigureRow, Passage, Qualifier, Quantity
from index.words import bigrams
from prompts import clean
from qa.dates import as_of, day
from qa.draft import Draft, Quote
from qa.evidence import Candidate
from qa.instructions import silenced
from qa.support import failing, source_of
from qa.support_order import about_next
from qa.support_said import day_of
from qa.support_words import undated

_WINDOW = 4  # sentences that one quote may run over before the whole passage is quoted
_NUMBER = re.compile(r"[0-9０-９]+(?:[,，]?[0-9０-９]{3})*(?:[.．][0-9０-９]+)?[%％]?")
_RATE = re.compile(
    r"(?P<figure>\d[\d.]*\s*[万亿]?[元人件])/(?P<per>[\u3400-\u9fff]+)(?:[·.](?P<time>[\u3400-\u9fff]))?"
)
_AGAIN = re.compile(
    r"\s*[，,]?\s*(?P<open>[（(])?\s*(?:[即约合]|也?就是|等于|相当于|折合|换算(?:成|为)\S{0,4}?[为是]?)*\s*"
)
_NONE, _LEFT_OUT = "（无）", "（从略）"
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ROUGHEST = 10  # 约5亿元 says too little to stand for 5.4亿元


class Library(Protocol):
    """The part of a store that a model's reader looks things up in."""

    def document(self, document_id: str) -> Document: ...

    def figures_by_passage(self, ids: Sequence[int]) -> dict[int, list[FigureRow]]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passages by number (the first is 1), the figure rows in them, what their documents are called, and their mark.

    `days` are the days that undated documents begin with.
    """

    passages: tuple[Passage, ...]
    rows: Mapping[int, Sequence[FigureRow]]
    heads: Mapping[str, tuple[str, str | None]]
    leading: tuple[tuple[FigureRow, int], ...]
    mark: str
    days: Mapping[str, date]

    def block(self) -> str:
        """Return the passages as the prompt shows them."""
        lines: list[str] = []
        for number, passage in enumerate(self.passages, 1):
            name, title = self.heads[passage.document_id]
            told = {
                "文件": name,
                "标题": title,
                "日期": day(passage.published) if passage.published else "不详",
                "章节": passage.section if passage.section != title else None,
                "讲话人": passage.speaker,
            }
            # A file's name or a heading may speak to a model as well as a passage may.
            shown = {key: clean(silenced(value), "line") for key, value in told.items() if value}
            facts = "；".join(f"{key}：{value or _LEFT_OUT}" for key, value in shown.items())
            lines.append(f"[{number}] {facts}")
            text = silenced(passage.text)
            lines += [clean(text[a:b], "line") for a, b in sentences(text) if text[a:b].strip()]
        return "\n".join(f"{self.mark}｜{line}" for line in lines)

    def figures(self) -> str:
        """Return the leading figure rows as the prompt shows them."""
        lines: list[str] = []
        for row, number in self.leading:
            told = (row.quantity.surface, as_of(row) or "时间未注明", row.measure, row.subject)
            facts = "；".join(clean(silenced(fact), "line") for fact in told if fact)
            lines.append(f"{self.mark}｜{facts} [{number}]")
        return "\n".join(lines) or f"{self.mark}｜{_NONE}"

    def quotes_for(
        self, text: str, cites: Sequence[int], *, english: bool, own: Draft | None = None, asked: Sequence[str] = ()
    ) -> tuple[Quote, ...] | str:
        """Return the shortest quotes of the cited passages that hold a sentence, or why there are none.

        Args:
            text: the sentence.
            cites: the numbers of the passages that it cites.
            english: whether it is in English.
            own: what the extractive reader answers.
            asked: the question, as in `source_of`.
        """

        def fault(quotes: Sequence[Quote]) -> str:
            about = [(q, q.passage.document_id) for q in quotes]
            sources = [source_of(q, self.heads[of], self.rows_in(q), own, asked, self.days.get(of)) for q, of in about]
            return failing(text, sources, english=english)

        known = [n for n in dict.fromkeys(cites) if 1 <= n <= len(self.passages)]
        if not known:
            return "uncited"
        quotes = [_whole(self.passages[n - 1]) for n in known]
        reason = fault(quotes)
        if reason:
            return reason
        for quote in list(quotes):  # a number too many is left out
            fewer = [q for q in quotes if q is not quote]
            if fewer and not fault(fewer):
                quotes = fewer
        for n, quote in enumerate(quotes):
            for start, end in _windows(text, quote.passage):
                narrow = Quote(quote.passage, quote.passage.start + start, quote.passage.start + end)
                if not fault([*quotes[:n], narrow, *quotes[n + 1 :]]):
                    quotes[n] = narrow
                    break
        return tuple(quotes)

    def as_written(self, text: str, cites: Sequence[int]) -> str:
        """Return a sentence with its figures as the cited passages write them (478500万元 as 47.85亿元, 3个 as 三个)."""
        passages = [self.passages[n - 1].text for n in dict.fromkeys(cites) if 1 <= n <= len(self.passages)]
        text = about_next(_NUMBER.sub(lambda match: _plainly(match.group(), passages), text))
        for match in {m.group(): m for passage in passages for m in _RATE.finditer(passage)}.values():
            units = [re.escape(unit) for unit in match.group("per", "time") if unit]
            each = "".join(f"每一?(?:{'|'.join(units)})" for _ in units)  # 每千瓦时0.61元 for 0.61元/千瓦时
            written = rf"{each}(?:约|是|为)?{re.escape(match['figure'].replace(' ', ''))}(?!/)"
            text = re.sub(written, match.group(), text)
        bare = undated(text)
        for figure in reversed(find_quantities(bare)):
            if any(figure.surface in passage for passage in passages):
                continue
            stated = [q for passage in passages for q in find_quantities(passage)]
            same = next((q for q in stated if _is_same(q, figure)), None) or _rounded(figure, stated)
            if same:
                start = text[: figure.start].removesuffix(same.qualifier_surface or "\n")
                text = start + same.surface + text[figure.end :]
        return _once(text)

    def rows_in(self, quote: Quote) -> list[FigureRow]:
        """Return the figure rows of a quote, in their order."""
        rows = self.rows.get(quote.passage.id, ())
        text, start = silenced(quote.passage.text), quote.passage.start
        rows = [r for r in rows if text[r.quantity.start - start : r.quantity.end - start].strip()]
        return [r for r in rows if quote.start <= r.quantity.start and r.quantity.end <= quote.end]


def gather(
    library: Library, evidence: Sequence[Candidate], *, passages: int, characters: int, figures: int
) -> Evidence:
    """Return the evidence for a model: the passages of the best candidates, as many as fit.

    Args:
        library: where documents and figure rows are looked up.
        evidence: ranked candidates, best first.
        passages: how many passages at most.
        characters: how many characters of them at most.
        figures: how many figure rows at most.
    """
    chosen: dict[int, Passage] = {}
    used = 0
    for candidate in evidence:
        passage = candidate.passage
        if passage.id in chosen or not silenced(passage.text).strip():
            continue
        if len(chosen) == passages or (chosen and used + len(passage.text) > characters):
            break
        chosen[passage.id] = passage
        used += len(passage.text)
    number = {key: n for n, key in enumerate(chosen, 1)}
    leading = [(c.row, number[c.passage.id]) for c in evidence if c.row and c.passage.id in number]
    heads = {p.document_id: _names(library, p.document_id) for p in chosen.values()}
    rows = library.figures_by_passage(list(chosen)) if chosen else {}
    text = "".join(p.text for p in chosen.values()) + "".join(f"{n}{t}" for n, t in heads.values())
    mark = secrets.token_hex(4)
    while mark in text:
        mark = secrets.token_hex(4)
    days = {key: begun for key in heads if (begun := day_of(library.document(key)))}
    return Evidence(tuple(chosen.values()), rows, heads, tuple(leading[:figures]), mark, days)


def _names(library: Library, document_id: str) -> tuple[str, str | None]:
    document = library.document(document_id)
    return document.name, document.title


def _plainly(number: str, passages: Sequence[str]) -> str:
    """Return a number in half-width digits, without marks between thousands where the passages have it so."""
    half = unicodedata.normalize("NFKC", number)
    bare = half.replace(",", "")
    return bare if any(bare in passage for passage in passages) else half


def _once(text: str) -> str:
    """Return a sentence without a figure that only says the one before it again: 5亿元（即5亿元）."""
    figures = find_quantities(undated(text))
    for one, other in reversed(list(pairwise(figures))):
        again = _AGAIN.fullmatch(text, one.end, other.start)
        if again and _is_same(one, other) and (not again["open"] or text[other.end : other.end + 1] in ("）", ")")):
            text = text[: one.end] + text[other.end + bool(again["open"]) :]
    return text


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Whether two figures differ in nothing but how they are written."""
    unit = normalize_unit(one.unit) == normalize_unit(other.unit)
    return unit and one.qualifier is other.qualifier and same_value(one, other)


def _rounded(figure: Quantity, stated: Sequence[Quantity]) -> Quantity | None:
    """Return the one figure of the sources that another rounds, where that says so (约62亿元, of 61.7亿元).

    What is shown is then the source's own figure.
    """
    digits = _DIGITS.search(figure.surface)
    if figure.qualifier is not Qualifier.ABOUT or digits is None or figure.low is not None or not figure.value:
        return None
    scale = figure.value / Decimal(digits.group().replace(",", ""))  # 万, 亿
    step = scale.scaleb(-len(digits.group().partition(".")[2]))
    near = [
        q
        for q in stated
        if normalize_unit(q.unit) == normalize_unit(figure.unit)
        and q.qualifier is Qualifier.EXACT
        and q.low is None
        and abs(q.value - figure.value) * 2 <= step
        and step * _ROUGHEST <= abs(figure.value)
    ]
    return near[0] if len({q.value for q in near}) == 1 else None


def _whole(passage: Passage) -> Quote:
    return Quote(passage, passage.start, passage.end)


def _windows(text: str, passage: Passage) -> list[tuple[int, int]]:
    """Return the spans of one to a few sentences of a passage, the shortest and most alike first."""
    return _spans(passage.text, frozenset(bigrams(text)))


@lru_cache(maxsize=256)
def _spans(passage: str, pairs: frozenset[str]) -> list[tuple[int, int]]:
    spans = list(sentences(passage))
    alike = [len(pairs & set(bigrams(passage[a:b]))) for a, b in spans]
    found: list[tuple[int, int, int, int]] = []
    for length in range(1, min(_WINDOW, len(spans)) + 1):
        for first in range(len(spans) - length + 1):
            inside = alike[first : first + length]
            if max(inside):
                found.append((length, -sum(inside), spans[first][0], spans[first + length - 1][1]))
    return [(start, end) for _, _, start, end in sorted(found)]
