"""ExtractiveReader: the default reader; every word of an answer that states a fact is cut from a document.

A numeric question is answered by the best figure row; rows that measure the same thing at other times or in other
documents follow it. An undated question gets the latest one.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.quantities import normalize_unit, same_value
from index.synonyms import similarity
from index.types import FigureRow, Kind
from index.words import bigrams, fold, words
from qa.choose import choose, support
from qa.draft import Draft, Quote, not_stated, text_of
from qa.eligible import eligible, without_other_kinds
from qa.ends import asks_both_ends, is_only_change
from qa.evidence import FEATURES, Candidate
from qa.question import QUANTITY_NOUN, Question, Want
from qa.same import agree, called_alike, of_one_kind, of_one_value
from qa.span_answer import respond
from qa.span_beside import Found
from qa.statements import also, as_told, shorten, statement
from qa.texts import NEAREST, NOT_STATED, SEE_ALSO, SOURCE
from qa.together import can_be_told_together, together
from qa.types import Status

_THRESHOLD = 0.38
_WORDED = 0.20
"""Least probabilities of an answer that is a figure, and of one in words: on our two sets together these refuse nine in
ten of the questions that cannot be answered, at the fewest of the others (the table of coverage in `python -m eval`)."""
_ALL_TOLD, _LACKING = 0.26, 0.6
"""The least for a figure of a question without a period whose every word is told beside it or is like one that is, and how
far a word may be from that: such questions are refused for two figures that both may be meant, not for want of one."""
_ANCHORED = 0.06
"""The least for words that the make of their sentence gives away (`qa/span_anchor.py`)."""
_OPERAND = 0.25  # an operand is asked for with the words of another question, so it fits less surely
_UNNAMED = 0.6
"""The least for figures in whose sentences no word for what was asked after is met."""
_STANDS_OUT, _CLEAR = 0.1, 3.0
"""Of one source alone: the least probability, and by how much that of any other figure must be smaller."""
_BOTH_ENDS = 0.26
"""The least for the two figures that a sentence tells as the ends of one change, where both are asked for."""
_GIVEN = 0.02  # … for figures that the question says itself
_PEOPLE = frozenset("名位人")
_SYNONYM = 0.85
_FOLD = 100  # so many times apart two figures are of two things, whatever their units: 9.4万亿 and 11家
_FAR = -3.0
_SOFT_LOST = FEATURES.index("soft_lost")
_SHOWN = 140  # characters of a quote around an answer that is no figure


class ExtractiveReader:
    """Answers with figures and sentences of the evidence alone."""

    def read(self, question: Question, evidence: Sequence[Candidate]) -> Draft:
        """Return a draft for ranked evidence, best first."""
        fitting = eligible(question, evidence)
        if not fitting:
            return nothing(evidence[0] if evidence else None)
        if question.want is Want.NUMBER:
            answers, others = choose(question, fitting)
            found = without_other_kinds(question, evidence)
            leading = answers if question.differing or asks_both_ends(question.text) else answers[:1]
            sure = max(support(question, answer, fitting, found) for answer in leading)
            if question.differing and len(leading) > 1 and _counted_as_asked(question, leading):
                # Of figures that differ none is the likelier for it: together they are what is told.
                told = sum(c.probability for c in fitting if any(of_one_value(c, answer) for answer in leading))
                sure = max(sure, told)
            least = _ALL_TOLD if _is_all_told(question, answers[0]) else _THRESHOLD
            if not question.differing and len(leading) > 1:
                # So are both ends of a change; that a sentence tells of one at all speaks for it.
                only = is_only_change(question, leading, fitting)
                sure = max(sure, sum(c.probability for c in leading)) if only else sure
                least = _BOTH_ENDS if only else _THRESHOLD
            if sure >= least:
                return _figures(answers, others, min(sure, 1.0), question.text)
            if question.differing:  # only the question says so: one document may tell it alone
                return self.read(replace(question, differing=False), evidence)
        else:
            sure = sum(c.probability for c in fitting[:2])
            found = respond(question, fitting)
            least = 0.0 if found and found.told else _ANCHORED if found and found.anchored else _WORDED
            if found is not None and sure >= min(least, _WORDED):
                return _sentence(found, min(max(sure, _WORDED), 1.0))
        return nothing(evidence[0], sure)


def _counted_as_asked(question: Question, leading: Sequence[Candidate]) -> bool:
    """Whether figures have the measure word that the question counts in, or one that stands for it: no 13位 where 几所 is asked."""
    asked = {normalize_unit(unit) for unit in question.units}
    asked |= _PEOPLE if asked & _PEOPLE else set[str]()
    told = {normalize_unit(c.row.quantity.unit) for c in leading if c.row and c.row.quantity.kind is Kind.COUNT}
    return not asked or "个" in asked or told <= asked | {"个"}


def read_each(asked: Sequence[tuple[Question, Sequence[Candidate]]], *, told: bool = False) -> Draft:
    """Return one draft for several questions: each answered, the missing ones named.

    Args:
        asked: the questions, each with its ranked evidence.
        told: whether each has the evidence of one source, of which the user says that it tells the figure.
    """
    if not told and can_be_told_together(asked):
        found = together(asked, _THRESHOLD)
    else:
        found = [answering(question, evidence, _THRESHOLD) for question, evidence in asked]
    if told:
        found = [best or standing_out(*one) for best, one in zip(found, asked, strict=True)]
    answers = [best for best in found if best is not None and best.row is not None]
    if not answers:
        nearest = next((evidence[0] for _, evidence in asked if evidence), None)
        return nothing(nearest)
    missing = [q.text for (q, _), best in zip(asked, found, strict=True) if best not in answers]
    draft = _figures(answers, (), min(answer.probability for answer in answers))
    return replace(draft, notes=not_stated(missing))


def read_told(
    question: Question,
    chosen: Sequence[Candidate],
    evidence: Sequence[Candidate],
    *,
    sure: bool,
    given: bool = False,
    against: bool = False,
) -> Draft | None:
    """Return a draft of the figures that stand against each other, None where they hardly answer.

    Args:
        question: what is asked, without what tells the figures apart.
        chosen: the figures, in the order of what tells them apart.
        evidence: what may answer the question.
        sure: whether each figure surely is what its label says.
        given: whether the question itself says each figure, so that only what it is of can be wrong.
        against: whether two sources are set against each other, which must tell of one thing.
    """
    told = [c.row for c in chosen if c.row]
    likely = sum(c.probability for c in evidence if c.row and any(agree(c.row, row) for row in told))
    likely = max(likely, sum(c.probability for c in chosen))
    # That places and days fit says nothing of what was measured.
    asked = [word for word in question.head if not QUANTITY_NOUN.fullmatch(word)] or question.terms
    named = not asked or any(word in fold(c.sentence) for word in asked for c in chosen)
    if against and asked and _some_are_of_another(chosen, asked):
        return None
    least = _UNNAMED if not named else _GIVEN if given else _STANDS_OUT if sure else _WORDED
    return _figures(chosen, (), min(likely, 1.0)) if likely >= least else None


def of_other_things(question: Question, labels: Sequence[str], chosen: Sequence[Candidate]) -> bool:
    """Whether figures found for one measure are of several kinds, or one counts what neither question nor label names."""
    rows = [c.row for c in chosen if c.row]
    sizes = [abs(row.quantity.value) for row in rows]
    if any(not of_one_kind(rows[0].quantity, row.quantity) for row in rows[1:]) or max(sizes) > _FOLD * min(sizes):
        return True
    said = question.text + "".join(labels)
    named = [any(pair in said for pair in bigrams(row.measure)) for row in rows]
    return any(named) and any(
        not called and len(row.measure) > 1 and not _is_like(row.measure, question.terms)
        for row, called in zip(rows, named, strict=True)
    )


def _is_like(measure: str, terms: Sequence[str]) -> bool:
    """Whether a measure has a word that means what one of the question does: 成员 where 会员 were asked for."""
    return any(similarity(term, word) >= _SYNONYM for word in words(measure) for term in terms)


def _some_are_of_another(chosen: Sequence[Candidate], asked: Sequence[str]) -> bool:
    """Whether a figure tells of something that was not asked for, beside one that is told with the words of the question."""
    met = [c for c in chosen if any(word in fold(c.sentence) for word in asked)]
    return bool(met) and any(
        not any(c is other or (c.row and other.row and called_alike(c.row.measure, other.row.measure)) for other in met)
        for c in chosen
    )


def _figures(answers: Sequence[Candidate], others: Sequence[Candidate], sure: float, asked: str = "") -> Draft:
    quotes: list[Quote] = []
    rows: list[tuple[FigureRow, int]] = []
    for candidate in (*answers, *others):
        quote = Quote(candidate.passage, candidate.start, candidate.end)
        if quote not in quotes:
            quotes.append(quote)
        if candidate.row:
            rows.append((candidate.row, quotes.index(quote) + 1))
    stated = rows[: len(answers)]
    lines = [
        "；".join(dict.fromkeys(statement(row, marker, quotes[marker - 1], asked) for row, marker in stated)) + "。"
    ]
    for marker in dict.fromkeys(marker for _, marker in stated):
        quote = quotes[marker - 1]
        row = next(row for row, number in stated if number == marker)
        sentence = next(c.sentence for c in answers if c.start == quote.start and c.passage == quote.passage)
        focus = row.quantity.start - quote.start, row.quantity.end - quote.start
        lines.append(SOURCE.format(quote=shorten(sentence, focus), marker=marker))
    if others:
        said = {row.measure for row, _ in stated}
        whose = "；".join((fold(asked), *(row.subject for row, _ in stated)))
        seen = "；".join(also(row, marker, quotes[marker - 1], said, whose) for row, marker in rows[len(answers) :])
        lines.append(SEE_ALSO.format(figures=seen))
    value = "；".join(dict.fromkeys(as_told(row, quotes[marker - 1], asked) for row, marker in stated))
    return Draft(Status.ANSWERED, value, tuple(lines), tuple(quotes), tuple(rows), sure)


def _sentence(found: Found, sure: float) -> Draft:
    lines: list[str] = []
    if found.listed and sum(quote.end - quote.start for quote in found.quotes) > _SHOWN:
        # Items that no short cut of the quote holds are named first.
        lines.append(f"{found.value}{''.join(f'[{n}]' for n in range(1, len(found.quotes) + 1))}。")
    for number, quote in enumerate(found.quotes, 1):
        focus = found.focus if number == 1 else (0, quote.end - quote.start)
        lines.append(SOURCE.format(quote=shorten(text_of(quote), focus, _SHOWN), marker=number))
    return Draft(Status.ANSWERED, found.value, tuple(lines), found.quotes, confidence=sure)


def nothing(nearest: Candidate | None, sure: float = 0.0, said: str = NOT_STATED) -> Draft:
    """Say that it is not stated, and show what comes nearest as just that."""
    if nearest is None or nearest.score < _FAR:
        return Draft(Status.NO_EVIDENCE, None, (), confidence=1 - sure, notes=(said,))
    quote = Quote(nearest.passage, nearest.start, nearest.end)
    near = NEAREST.format(quote=shorten(nearest.sentence, _focus(nearest)))
    return Draft(Status.NO_EVIDENCE, None, (near,), (quote,), confidence=1 - sure, notes=(said,))


def answering(question: Question, evidence: Sequence[Candidate], threshold: float = _OPERAND) -> Candidate | None:
    """Return the one candidate that answers, for a computation; None when none surely does."""
    fitting = eligible(question, evidence)
    if not fitting:
        return None
    best = choose(question, fitting)[0][0] if question.want is Want.NUMBER else fitting[0]
    sure = support(question, best, fitting, without_other_kinds(question, evidence))
    return replace(best, probability=min(sure, 1.0)) if sure >= threshold else None


def standing_out(question: Question, evidence: Sequence[Candidate]) -> Candidate | None:
    """Return the figure that answers much likelier than any other of its source, however unlike the words are."""
    fitting = [c for c in eligible(question, evidence) if c.row]
    best = max(fitting, key=lambda c: c.score, default=None)
    if question.want is not Want.NUMBER or best is None or best.probability < _STANDS_OUT:
        return None
    rivals = [c for c in fitting if c.row and best.row and not same_value(c.row.quantity, best.row.quantity)]
    return best if all(c.probability * _CLEAR < best.probability for c in rivals) else None


def _is_all_told(question: Question, answer: Candidate) -> bool:
    """Whether each word of a question that names no period is told with a figure, or one that is like it."""
    return not any(p.first or p.last for p in question.periods) and answer.features[_SOFT_LOST] <= _LACKING


def _focus(candidate: Candidate) -> tuple[int, int]:
    if candidate.row:
        quantity = candidate.row.quantity
        return quantity.start - candidate.start, quantity.end - candidate.start
    return 0, len(candidate.sentence)
