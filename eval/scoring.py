"""One question, its answer and what was retrieved → a frozen result that holds every judgement and what it rests on."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from eval import metrics
from eval.evidence import Corpus, evidence_of, overlaps, same_document
from eval.failures import failure_kind
from eval.questions import EvalQuestion, ExpectedFigure, Span
from eval.reading import (
    MARKER,
    TOLERANCE,
    contains,
    figure_stands,
    figures,
    plain,
    quantities,
    read_figure,
    same_figure,
    same_number,
    same_unit,
    unsupported_figures,
    wrong_figures,
)
from eval.results import RECALL_AT, GivenCitation, GivenFigure, GivenPassage, Result
from index.periods import find_periods
from index.types import Quantity
from qa.types import Answer, Citation, Figure, Status

DEPTH = max(RECALL_AT)
"""How many retrieved passages are looked at."""

_STOP = re.compile(r"[。！？!?；;]+[”』」）)]*(?: *\[\d+\])*")
_LIST_MARK = re.compile(r"[、，,；;/\n]")
_SHARED_WORDING = 0.3


def score(
    question: EvalQuestion,
    answer: Answer,
    corpus: Corpus,
    *,
    ranked: Sequence[Span] | None = None,
    seconds: float = 0.0,
) -> Result:
    """Judge one answer.

    Args:
        question: what was asked and what is expected.
        answer: what the assistant gave.
        corpus: the documents that the answer quotes.
        ranked: the retrieved passages, best first; None when retrieval was not measured.
        seconds: how long the answer took.
    """
    value, text = answer.value or "", answer.text
    refused = answer.status == Status.NO_EVIDENCE
    given = tuple(_given_figure(figure) for figure in answer.figures)
    citations = tuple(_given_citation(citation, corpus) for citation in answer.citations)
    names = [name for c in answer.citations for name in (c.title, c.document) if name]
    quotes = [citation.quote for citation in citations]
    answerable, answered = question.answerable, not refused
    items = evidence_of(question, corpus) if answerable else []
    cited = [Span(citation.document, citation.start, citation.end) for citation in citations]
    wrong = wrong_numbers(question, value)
    complete_value = complete(question, value) if answerable else None
    formula = answer.formula or ""
    precision, recall = citation_scores(text, citations, names, formula) if answered else (None, None)
    exact, f1 = text_scores(question, value)
    result = Result(
        id=question.id,
        category=question.category,
        split=question.split,
        question=question.question,
        history=tuple(content for _, content in question.history),
        standalone=answer.standalone or "",
        answerable=answerable,
        expected=tuple(f.surface for f in question.figures) + tuple("／".join(group) for group in question.answers),
        documents=question.documents,
        evidence=tuple(dict.fromkeys(corpus.around(places[0]) for places in items)),
        status=str(answer.status),
        value=value,
        text=text,
        confidence=answer.confidence,
        formula=formula,
        figures=given,
        citations=citations,
        refused=refused,
        complete=complete(question, text) and answered if answerable else None,
        value_complete=complete_value and answered if complete_value is not None else None,
        value_clean=complete_value and answered and not wrong if complete_value is not None else None,
        value_right=_share(question, lambda figure: _same_number(figure, value, question)),
        unit_right=_share(question, lambda figure: _unit_stands(figure, value)),
        period_right=period_score(question, answer.figures, text if formula else ""),
        qualifier_right=_qualifier_score(question, value),
        exact_match=exact,
        f1=f1,
        wrong_numbers=tuple(wrong),
        unsupported=tuple(
            unsupported_figures(
                text, quotes, names=names, known=[question.question] if refused else [], formula=formula
            )
        ),
        document_hit=_document_hit(question, citations) if answered else None,
        cited_evidence=_hits(cited, items) if answered and items else None,
        citation_precision=precision,
        citation_recall=recall,
        passages=tuple(_given_passage(span, items, corpus) for span in (ranked or ())[:DEPTH]),
        seconds=seconds,
        trace=dict(answer.trace),
        **_retrieval(items, ranked, corpus),
    )
    return replace(result, failure=failure_kind(question, result))


def tolerance_of(question: EvalQuestion) -> Decimal:
    """How far a figure may lie from the expected one: computed results may be rounded, stated ones may not."""
    return TOLERANCE if question.category == "computed" else Decimal(0)


def complete(question: EvalQuestion, text: str) -> bool:
    """Whether a text holds every expected figure (value and unit) and meets every group of expected words."""
    tolerance = tolerance_of(question)
    return all(figure_stands(figure.surface, text, tolerance=tolerance) for figure in question.figures) and all(
        any(contains(text, wanted) for wanted in group) for group in question.answers
    )


def wrong_numbers(question: EvalQuestion, value: str) -> list[str]:
    """The figures of a short answer that should not be there.

    Where figures are expected, every other figure is wrong, dates and the figures within expected words aside; where
    nothing can be answered, every figure is; a forbidden one (a figure or a word) is wrong everywhere.
    """
    expected = [figure.surface for figure in question.figures]
    wrong: list[str] = []
    if question.figures or not question.answerable:
        allowed = expected + [wanted for group in question.answers for wanted in group]
        wrong = [q.surface for q in wrong_figures(value, allowed, tolerance=tolerance_of(question))]
    for surface in question.forbidden:
        known = any(figure_stands(surface, other) for other in expected + wrong)
        if figure_stands(surface, value) and not known:
            wrong.append(surface)
    return wrong


def period_score(question: EvalQuestion, given: Sequence[Figure], computed: str = "") -> float | None:
    """Share of the expected periods that the answer states for their figures (`answer.figures[i].as_of`).

    The first given figure of the expected value counts. Its period is right when it is the expected one or lies inside
    it; of a period without a beginning (截至…) the last day must lie inside. A computed figure is no given one: its
    period is that of the words before it in its sentence, or the one that all it is computed from spans.

    Args:
        question: with what is expected.
        given: the figures of the answer.
        computed: the text of the answer when it was computed, else "".

    Returns:
        None when no expected figure has a period.
    """
    dated = [figure for figure in question.figures if figure.period]
    if not dated:
        return None
    return sum(_period_right(figure, given, tolerance_of(question), computed) for figure in dated) / len(dated)


def _period_right(expected: ExpectedFigure, given: Sequence[Figure], tolerance: Decimal, computed: str) -> bool:
    for figure in given:
        if figure_stands(expected.surface, figure.surface, tolerance=tolerance):
            return period_matches(expected, period_bounds(figure))
    if not figure_stands(expected.surface, computed, tolerance=tolerance):
        return False
    bounds = [period_bounds(figure) for figure in given]
    days = [day for pair in bounds for day in pair if day is not None]
    spanned = [(min(days), max(days))] if days and all(last for _, last in bounds) else []
    said = [(p.first, p.last) for p in find_periods(re.split(r"[：:。]", computed, maxsplit=1)[0])]
    return any(period_matches(expected, pair) for pair in said + spanned)


def period_bounds(figure: Figure) -> tuple[date | None, date | None]:
    """First and last day of a given figure's period, read from its words where it has no days; None where open."""
    if figure.first is not None or figure.last is not None:
        return figure.first, figure.last
    found = find_periods(figure.as_of)
    return (found[0].first, found[0].last) if found else (None, None)


def period_matches(expected: ExpectedFigure, given: tuple[date | None, date | None]) -> bool:
    """Whether a given period is the expected one or lies inside it."""
    bounds = expected.bounds
    if bounds is None or given[1] is None:
        return False
    return bounds[0] <= (given[0] or given[1]) and bounds[0] <= given[1] <= bounds[1]


def text_scores(question: EvalQuestion, value: str) -> tuple[float | None, float | None]:
    """Exact match and character F1 of a short answer in words (SQuAD's definitions on normalised characters).

    With several groups, a match needs one of each, in any order, separated by list marks; F1 is against the best
    alternatives one after the other.
    """
    if not question.answers or question.figures:
        return None, None
    pieces = [plain(value)] if len(question.answers) == 1 else [plain(piece) for piece in _LIST_MARK.split(value)]
    pieces = [piece for piece in pieces if piece]
    exact = len(pieces) == len(question.answers) and all(
        any(plain(wanted) in pieces for wanted in group) for group in question.answers
    )
    reference = "".join(
        max(map(plain, group), key=lambda wanted: _fit(plain(value), wanted)) for group in question.answers
    )
    return float(exact), metrics.character_f1(plain(value), reference)


def _fit(value: str, wanted: str) -> tuple[bool, float]:
    return wanted in value, metrics.character_f1(value, wanted)


def citation_scores(
    text: str, citations: Sequence[GivenCitation], names: Sequence[str] = (), formula: str = ""
) -> tuple[float | None, float | None]:
    """Citation precision and recall (Gao et al., EMNLP 2023, ALCE), judged by figures instead of a language model.

    Precision: share of the citations whose quote holds a figure of a sentence that carries their marker (where those
    sentences hold no figure: at least three tenths of their character pairs). Recall: share of the sentences with
    figures whose every figure, dates and formulas aside, stands in the quotes of the sentence's own markers.
    """
    sentences = [s for line in text.split("\n") for s in _sentences(line) if s.strip()]
    marked = [(s, {int(mark[1:-1]) for mark in MARKER.findall(s)}) for s in sentences]
    by_marker = {citation.marker: citation.quote for citation in citations}
    held = [
        any(_holds(quote, sentence) for sentence, markers in marked if marker in markers)
        for marker, quote in by_marker.items()
    ]
    claims = [(s, [by_marker[m] for m in sorted(markers) if m in by_marker]) for s, markers in marked if figures(s)]
    quoted = [bool(quotes) and not unsupported_figures(s, quotes, names=names, formula=formula) for s, quotes in claims]
    return (sum(held) / len(held) if held else None), (sum(quoted) / len(quoted) if quoted else None)


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line, each with the markers after its stop; what stands in quotation marks is not divided."""
    start = 0
    for stop in _STOP.finditer(line):
        before = line[start : stop.start()]
        opened = max(before.count("“") - before.count("”"), 0)
        if stop[0].count("”") >= opened:
            yield line[start : stop.end()]
            start = stop.end()
    yield line[start:]


def _holds(quote: str, sentence: str) -> bool:
    numbers = figures(sentence)
    if numbers:
        return any(same_figure(a, b) for a in numbers for b in quantities(quote))
    words, source = plain(MARKER.sub("", sentence)), plain(quote)
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return bool(pairs) and sum(pair in source for pair in pairs) >= _SHARED_WORDING * len(pairs)


def _given_figure(figure: Figure) -> GivenFigure:
    first, last = period_bounds(figure)
    return GivenFigure(
        surface=figure.surface,
        value=str(figure.value),
        unit=figure.unit,
        qualifier=str(figure.qualifier),
        as_of=figure.as_of,
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        scope=figure.scope,
        measure=figure.measure,
        basis=str(figure.basis),
        citation=figure.citation,
    )


def _given_citation(citation: Citation, corpus: Corpus) -> GivenCitation:
    return GivenCitation(
        marker=citation.marker,
        document=citation.document,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        intact=corpus.slice(citation.document_id, citation.start, citation.end) == citation.quote,
    )


def _given_passage(span: Span, items: Sequence[Sequence[Span]], corpus: Corpus) -> GivenPassage:
    return GivenPassage(span.document, span.start, span.end, corpus.at(span), _hits([span], items) if items else None)


def _share(question: EvalQuestion, holds: Callable[[ExpectedFigure], bool]) -> float | None:
    if not question.figures:
        return None
    return sum(map(holds, question.figures)) / len(question.figures)


def _same_number(expected: ExpectedFigure, value: str, question: EvalQuestion) -> bool:
    """Whether the number stands in the short answer, whatever its unit."""
    wanted = read_figure(expected.surface)
    if wanted is None:
        return contains(value, expected.surface)
    slack = tolerance_of(question) * abs(wanted.value)
    return figure_stands(expected.surface, value) or any(
        abs(q.value - wanted.value) <= slack or same_number(q, wanted) for q in quantities(value)
    )


def _unit_stands(expected: ExpectedFigure, value: str) -> bool:
    """Whether the unit stands in the short answer with a number, whatever the number."""
    wanted = read_figure(expected.surface)
    if wanted is None:
        return contains(value, expected.surface)
    return any(same_figure(q, wanted) or same_unit(q, wanted) for q in quantities(value))


def _qualifier_score(question: EvalQuestion, value: str) -> float | None:
    """Share of the expected qualifiers (over, about, …) that stand with their figure in the short answer."""
    qualified = [figure for figure in question.figures if figure.qualifier is not None]
    if not qualified:
        return None
    return sum(any(q.qualifier == f.qualifier for q in _matches(f, value)) for f in qualified) / len(qualified)


def _matches(expected: ExpectedFigure, value: str) -> list[Quantity]:
    wanted = read_figure(expected.surface)
    return [] if wanted is None else [q for q in quantities(value) if same_figure(q, wanted)]


def _document_hit(question: EvalQuestion, citations: Sequence[GivenCitation]) -> bool | None:
    """Whether an expected document is cited; where documents differ (conflict), all of them must be."""
    if not question.answerable or not question.documents:
        return None
    cited = [any(same_document(name, citation.document) for citation in citations) for name in question.documents]
    return all(cited) if question.category == "conflict" else any(cited)


def _hits(spans: Sequence[Span], items: Sequence[Sequence[Span]]) -> bool:
    return any(overlaps(span, place) for span in spans for places in items for place in places)


def _retrieval(items: Sequence[Sequence[Span]], ranked: Sequence[Span] | None, corpus: Corpus) -> dict[str, Any]:
    """Retrieval judged by the places of the evidence: a passage is relevant when it overlaps one of them."""
    if ranked is None or not items:
        return {"recall": None, "reciprocal_rank": None, "ndcg": None, "first_rank": None, "retrieved": None}
    top = list(ranked[:DEPTH])
    by_item = [[any(overlaps(span, place) for place in places) for span in top] for places in items]
    relevant = [any(column) for column in zip(*by_item, strict=True)] if top else []
    names = {place.document for places in items for place in places}
    total = sum(_hits([passage], items) for name in names for passage in corpus.passages(name))
    return {
        "recall": tuple(metrics.recall_at(by_item, k) for k in RECALL_AT),
        "reciprocal_rank": metrics.reciprocal_rank(relevant),
        "ndcg": metrics.ndcg(relevant, total, DEPTH),
        "first_rank": relevant.index(True) + 1 if any(relevant) else None,
        "retrieved": any(relevant),
    }
