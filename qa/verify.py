"""Draft → Answer: nothing passes that the quoted text does not say. Every reader's draft goes through here.

A sentence of a draft stays when each of its figures stands in a quote that it cites, with the same value, unit and
qualifier, in a clause that names the thing the sentence says it of, and each of its dates stands in a quote, belongs
to a cited figure or is the date of a cited document. The short answer must stand in a quote word for word.
"""

import re
from collections.abc import Mapping, Sequence

from index.periods import find_periods
from index.phrases import is_link
from index.quantities import find_quantities, same_value
from index.types import Document, FigureRow, Quantity
from index.words import bigrams, fold, tagged
from qa.dates import as_of, day
from qa.draft import Draft, Quote
from qa.formula import verify_formula
from qa.question import Question
from qa.texts import NOT_STATED, SEE_ALSO
from qa.types import Answer, Citation, Figure, Status

_MARKER = re.compile(r"\[(\d+)\]")
_VERBATIM = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”")
_CLAUSE = re.compile(r"[^，,；;。！？!?\n、（）()]+")
_OWN_WORDS = SEE_ALSO.partition("{")[0]  # the program's, said of no figure
_COLON = re.compile(r"[：:]")
_MARKS = re.compile(r"[\W_]+")
# A change, not the level that something changed to (增加到64家).
_CHANGE = re.compile(r"(?:增长|下降|提高|增加|减少|上升|净增|新增|快|慢)(?![到至为])")


Documents = Mapping[str, Document]
"""The documents that a draft quotes, by id."""


def verify(question: Question, draft: Draft, asked: str, documents: Documents) -> Answer:
    """Return the answer that a draft supports; one whose short answer is not supported becomes NO_EVIDENCE."""
    citations = tuple(_citation(number, quote, documents) for number, quote in enumerate(draft.quotes, 1))
    figures = tuple(
        _figure(row, marker, citations[marker - 1]) for row, marker in draft.rows if _row_stands(row, marker, citations)
    )
    rows = [row for row, _ in draft.rows]
    computed = draft.sentences[:1] if draft.formula is not None and verify_formula(draft) else ()
    kept = [
        line
        for line in draft.sentences
        if line in computed
        or (_written_stands(line, draft, documents) if draft.written else _supported(line, citations, rows))
    ]
    # Without a short answer (a summary) each sentence stands for itself.
    sound = bool(kept) and (draft.value is None or (kept[0] == draft.sentences[0] and _value_stands(draft, citations)))
    lines = (*kept, *draft.notes) if draft.status is Status.ANSWERED else (*draft.notes, *kept)
    if draft.status is Status.ANSWERED and not sound:
        return Answer(asked, Status.NO_EVIDENCE, None, NOT_STATED, standalone=_other(question, asked))
    text = "\n".join(lines)
    used = {int(number) for number in _MARKER.findall(text)}
    return Answer(
        question=asked,
        status=draft.status,
        value=draft.value,
        text=text,
        citations=tuple(c for c in citations if c.marker in used),
        figures=tuple(f for f in figures if f.citation in used),
        confidence=draft.confidence,
        standalone=_other(question, asked),
        formula=draft.formula,
    )


def _other(question: Question, asked: str) -> str | None:
    return question.text if "".join(question.text.split()) != "".join(asked.split())[:2000] else None


def _citation(number: int, quote: Quote, documents: Documents) -> Citation:
    passage = quote.passage
    document = documents[passage.document_id]
    return Citation(
        marker=number,
        document_id=passage.document_id,
        document=document.name,
        title=document.title_of(passage),
        published=passage.published,
        page=document.page_at(quote.start),
        start=quote.start,
        end=quote.end,
        quote=passage.text[quote.start - passage.start : quote.end - passage.start],
        speaker=passage.speaker,
    )


def _figure(row: FigureRow, marker: int, cited: Citation) -> Figure:
    quantity = row.quantity
    return Figure(
        surface=quantity.surface,
        value=quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        as_of=as_of(row),
        scope=row.subject if row.subject in cited.quote else "",
        citation=marker,
        measure=row.measure,
        first=row.first,
        last=row.last,
        basis=row.basis,
        statement=row.statement,
    )


def _row_stands(row: FigureRow, marker: int, citations: Sequence[Citation]) -> bool:
    cited = citations[marker - 1]
    start = row.quantity.start - cited.start
    return cited.quote[max(start, 0) : row.quantity.end - cited.start] == row.quantity.surface


def _value_stands(draft: Draft, citations: Sequence[Citation]) -> bool:
    if draft.value is None:
        return False
    if draft.formula is not None:
        return verify_formula(draft)
    return all(any(part in c.quote for c in citations) for part in draft.value.split("；"))


def _heads(document: Document) -> tuple[str, str | None]:
    return document.name, document.title


def _written_stands(line: str, draft: Draft, documents: Documents) -> bool:
    """Whether a model's sentence says only what the quotes say that it cites: every word of it, not its figures alone."""
    from qa.support import source_of, stands  # only where a model wrote
    from qa.support_own import says_the_same
    from qa.support_said import day_of

    markers = list(dict.fromkeys(int(number) for number in _MARKER.findall(line)))
    if not markers or any(not 1 <= number <= len(draft.quotes) for number in markers):
        return False
    sources = [
        source_of(
            quote,
            _heads(documents[quote.passage.document_id]),
            [row for row, marker in draft.rows if marker == number],
            draft.own,
            draft.asked,
            day_of(documents[quote.passage.document_id]),
        )
        for number, quote in ((n, draft.quotes[n - 1]) for n in markers)
    ]
    text, quotes = _MARKER.sub("", line), [draft.quotes[number - 1] for number in markers]
    heads = "\n".join(source.heads for source in sources)
    return stands(text, sources, english=draft.written == "en") or says_the_same(
        text, draft.asked, draft.own, quotes, heads
    )


def _supported(line: str, citations: Sequence[Citation], rows: Sequence[FigureRow]) -> bool:
    markers = [int(number) for number in _MARKER.findall(line)]
    if any(not 1 <= number <= len(citations) for number in markers):
        return False
    cited = [citations[number - 1] for number in dict.fromkeys(markers)]
    rest = _MARKER.sub("", _VERBATIM.sub(lambda m: "" if _is_cut(m.group(1), cited) else m.group(), line))
    rest = rest.removeprefix(_OWN_WORDS)
    for period in find_periods(rest):
        if not _date_stands(period.surface, rest[period.end : period.end + 2], cited, rows):
            return False
    for row in rows:  # whose a figure beside the answer is, as its row was read
        if row.subject and any(row.subject in c.quote for c in cited):
            rest = rest.replace(f"（{row.subject}，", "（").replace(f"（{row.subject}）", "")
    return _figures_stand(rest, cited)


def _figures_stand(text: str, cited: Sequence[Citation]) -> bool:
    """Whether each figure of a text stands in a quote, of the thing that the text says it of; dates left aside."""
    for period in find_periods(text):
        # 文档 behind a day is the program's, and says of no figure what it is.
        end = period.end + 2 * (text[period.end : period.end + 3] == "文档）")
        text = text[: period.start] + " " * (end - period.start) + text[end:]
    return all(_figure_stands(text, figure, cited) for figure in find_quantities(text))


def states(quote: str, line: str) -> bool:
    """Whether a quote states each figure of a line, of the thing that the line says it of."""
    cited = Citation(1, "", "", None, None, None, 0, len(quote), quote)
    return _figures_stand(line, [cited])


def _is_cut(quoted: str, cited: Sequence[Citation]) -> bool:
    """Whether quoted words stand in one cited quote, in order, where … may stand for what was left out at the ends."""
    inner = quoted.removeprefix("…").removesuffix("…")
    return any(quoted in c.quote or inner in c.quote for c in cited)


def _date_stands(surface: str, following: str, cited: Sequence[Citation], rows: Sequence[FigureRow]) -> bool:
    if any(surface in c.quote for c in cited) or any(surface in row.period for row in rows if row.period):
        return True
    if any(surface in as_of(row) for row in rows):
        return True
    days = [c.published for c in cited if c.published]
    return following == "文档" and any(surface == day(published) for published in days)


def _figure_stands(text: str, figure: Quantity, cited: Sequence[Citation]) -> bool:
    label = _segment(text, figure, find_quantities(text))
    for citation in cited:
        quantities = find_quantities(citation.quote)
        for found in quantities:
            # A qualifier may come from the words around (力争突破); then the figure's own words must be the quote's.
            said_so = found.qualifier is figure.qualifier or figure.surface in found.surface
            if same_value(found, figure) and said_so and _is_of(label, _segment(citation.quote, found, quantities)):
                return True
    return False


def _is_of(label: str, segment: str) -> bool:
    """Whether what a text calls a figure is what the quote says beside it: every word, and no change left out (增长)."""
    bare = _MARKS.sub("", label)
    if not bare:
        return True  # a figure alone
    if any(change not in label for change in _CHANGE.findall(segment)):
        return False
    beside = fold(segment)
    words = _content(label)
    if not words:
        return fold(bare) in _MARKS.sub("", beside)
    # 子基金 is not 母基金, though both are 基金.
    pairs = bigrams(label)
    near = sum(pair in beside for pair in pairs) >= 0.75 * len(pairs)
    return near and all(word in beside for word in words)


def _segment(text: str, figure: Quantity, quantities: Sequence[Quantity]) -> str:
    """Return the words that belong to one figure: its clause between the figures beside it.

    A segment that names nothing takes the clause before, unless that has a figure of its own.
    """
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    index = next((n for n, (a, b) in enumerate(clauses) if a <= figure.start < b), None)
    if index is None:
        return text
    start, end = clauses[index]
    left = max([start, *(q.end for q in quantities if start <= q.start and q.end <= figure.start)])
    right = min([end, *(q.start for q in quantities if figure.end <= q.start < end)])
    # What a colon leads to is said of the figures behind it.
    segment = text[left : figure.start] + " " + _COLON.split(text[figure.end : right])[0]
    while index and left == start and not _content(segment):
        index -= 1
        a, b = clauses[index]
        if any(a <= q.start < b for q in quantities):
            break
        segment = text[a:b] + segment
    return segment


def _content(text: str) -> list[str]:
    """Return the words that name something, folded."""
    return [
        fold(word)
        for word, tag in tagged(text)
        if tag.startswith(("n", "j", "l", "v", "eng", "i", "b")) and len(word) > 1 and not is_link(word)
    ]
