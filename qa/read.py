"""ExtractiveReader: the default reader; every word of an answer that states a fact is cut from a document.

A numeric question is answered by the best figure row; rows that measure the same thing at other times or in other
documents follow it. An undated question gets the latest one.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from index.quantities import find_quantities, normalize_unit, same_value
from index.types import Basis, FigureRow
from index.words import bigrams
from qa.dates import as_of, day
from qa.draft import Draft, Quote
from qa.evidence import FEATURES, Candidate
from qa.question import Question, Want
from qa.span import answer_span, best_sentence
from qa.texts import NEAREST, NOT_STATED, NOT_STATED_OF, SEE_ALSO, SOURCE
from qa.types import Status
from qa.verify import states

_THRESHOLD = 0.35
_OPERAND = 0.25  # an operand is asked for with the words of another question, so it fits less surely
_FAR = -3.0
_RIVALS = 4
_SERIES = 6
_ROUNDED = 3  # digits: fewer agree by chance
_TAIL = 3  # characters: 总收入 in 营业总收入 and in 特色园总收入
_BORDER = re.compile(r"[；;：:。！？，]|,(?!\d)")
_CHOICE = re.compile(r"还是|[吗么嘛]|对不对|是不是|是否")
_IN_NUMBER = re.compile(
    r"[\d.,一二三四五六七八九十百千万亿两几余多][\d.,一二三四五六七八九十百千万亿%％元个家项件人多余]"
)
_ELSEWHEN = FEATURES.index("elsewhen")
_LOST_OWN = FEATURES.index("lost_own")
_WHOSE_OTHER = FEATURES.index("whose_other")
_WHICH_OTHER = FEATURES.index("which_other")
_NOWHERE = 0.99


class ExtractiveReader:
    """Answers with figures and sentences of the evidence alone."""

    def __init__(self, threshold: float = _THRESHOLD) -> None:
        self._threshold = threshold

    def read(self, question: Question, evidence: Sequence[Candidate]) -> Draft:
        """Return a draft for ranked evidence, best first."""
        fitting = eligible(question, evidence)
        if not fitting:
            return nothing(evidence[0] if evidence else None)
        if question.want is Want.NUMBER:
            answers, others = choose(question, fitting)
            sure = support(question, answers[0], fitting)
            if sure >= self._threshold:
                return self._figures(answers, others, min(sure, 1.0))
        else:
            sure = sum(c.probability for c in fitting[:2])
            if sure >= self._threshold:
                return self._sentence(question, fitting, min(sure, 1.0))
        return nothing(evidence[0], sure)

    def read_each(self, asked: Sequence[tuple[Question, Sequence[Candidate]]]) -> Draft:
        """Return one draft for several questions: each answered, the missing ones named."""
        answers: list[Candidate] = []
        missing: list[str] = []
        sures: list[float] = []
        for question, evidence in asked:
            best = answering(question, evidence, self._threshold)
            if best is None or best.row is None:
                missing.append(question.text.rstrip("？?"))
            else:
                answers.append(best)
                sures.append(best.probability)
        if not answers:
            nearest = next((evidence[0] for _, evidence in asked if evidence), None)
            return nothing(nearest)
        if missing:
            answers += _beside(answers, [c for _, evidence in asked for c in evidence])[: len(missing)]
            missing = missing[: len(asked) - len(answers)]
        draft = self._figures(answers, (), min(sures))
        lost = [NOT_STATED_OF.format(names="；".join(missing))] if missing else []
        return replace(draft, notes=tuple(lost))

    def _figures(self, answers: Sequence[Candidate], others: Sequence[Candidate], sure: float) -> Draft:
        quotes: list[Quote] = []
        rows: list[tuple[FigureRow, int]] = []
        for candidate in (*answers, *others):
            quote = Quote(candidate.passage, candidate.start, candidate.end)
            if quote not in quotes:
                quotes.append(quote)
            if candidate.row:
                rows.append((candidate.row, quotes.index(quote) + 1))
        stated = rows[: len(answers)]
        lines = ["；".join(dict.fromkeys(statement(row, marker, quotes[marker - 1]) for row, marker in stated)) + "。"]
        for marker in dict.fromkeys(marker for _, marker in stated):
            quote = quotes[marker - 1]
            row = next(row for row, number in stated if number == marker)
            sentence = next(c.sentence for c in answers if c.start == quote.start and c.passage == quote.passage)
            focus = row.quantity.start - quote.start, row.quantity.end - quote.start
            lines.append(SOURCE.format(quote=shorten(sentence, focus), marker=marker))
        if others:
            said = {row.measure for row, _ in stated}
            seen = "；".join(_also(row, marker, quotes[marker - 1], said) for row, marker in rows[len(answers) :])
            lines.append(SEE_ALSO.format(figures=seen))
        value = "；".join(dict.fromkeys(row.quantity.surface for row, _ in stated))
        return Draft(Status.ANSWERED, value, tuple(lines), tuple(quotes), tuple(rows), sure)

    def _sentence(self, question: Question, evidence: Sequence[Candidate], sure: float) -> Draft:
        best = best_sentence(question, evidence)
        start, end = answer_span(question, best)
        quote = Quote(best.passage, best.start, best.end)
        value = best.sentence[start:end]
        line = SOURCE.format(quote=shorten(best.sentence, (start, end), 140), marker=1)
        return Draft(Status.ANSWERED, value, (line,), (quote,), confidence=sure)


def eligible(question: Question, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that nothing rules out, however well the words fit.

    Ruled out are figures of another period or body, those that the question itself states, and what stands where a name of the
    question is not even mentioned: a wrong figure is worse than none.
    """
    return [
        c
        for c in evidence
        if not c.features[_ELSEWHEN]
        and c.features[_LOST_OWN] < _NOWHERE
        and not c.features[_WHOSE_OTHER]
        and not c.features[_WHICH_OTHER]
        and not _long_before(question, c)
        and not (c.row and _given(question, c.row))
    ]


def _given(question: Question, row: FigureRow) -> bool:
    """Whether the question says the figure itself: the 8只 of 8只基金的总规模 is what it asks about, not for."""
    if _CHOICE.search(question.text):
        return False
    return any(same_value(row.quantity, stated) for stated in find_quantities(question.text))


def _long_before(question: Question, candidate: Candidate) -> bool:
    """Whether a row without a period of its own is asked of a year that its document can hardly speak of."""
    row = candidate.row
    years = [(p.first or p.last, p.last or p.first) for p in question.periods]
    asked = [(first.year, last.year) for first, last in years if first and last]
    if row is None or not asked or row.basis in (Basis.STATED, Basis.INHERITED):
        return False
    told = candidate.passage.published or candidate.not_before
    if told == date.min:
        return False
    return all(last < told.year - 1 or first > told.year for first, last in asked)


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
    sure = support(question, best, fitting)
    return replace(best, probability=min(sure, 1.0)) if sure >= threshold else None


def support(question: Question, answer: Candidate, evidence: Sequence[Candidate]) -> float:
    """Return the probability of a chosen row with all rows that do not speak against it.

    These are rows of the same value, and for an undated question those of the same measure at other times.
    """
    dated = any(p.first or p.last for p in question.periods)
    return sum(
        c.probability
        for c in evidence
        if c is answer
        or (c.row and answer.row and same_value(c.row.quantity, answer.row.quantity))
        or ((not dated or _same_period(answer, c)) and _same_measure(answer, c))
    )


def choose(question: Question, evidence: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Return the answering candidates, and those that state the same measure at another time or in another source."""
    best = evidence[0]
    same = [c for c in evidence if _same_measure(best, c)]
    dated = any(p.first or p.last for p in question.periods)
    if not dated and len(same) > 1:
        # Nobody said of when: the latest of what answers about as well.
        best = max((c for c in same if _as_fit(c, best)), key=lambda c: (_day(c), c.score))
    if question.every:
        answers = _series(best, same)
    else:
        answers = sorted([best, *_contradicting(best, same)], key=_told, reverse=True)
    answers += _parts(question, best, evidence)
    others: list[Candidate] = []
    for candidate in sorted(same, key=_day, reverse=True):
        known = [c for c in (*answers, *others) if c.row and candidate.row and _same_fact(c.row, candidate.row)]
        if not known and candidate.score > best.score - 5.0:
            others.append(candidate)
    return answers, others[:_RIVALS]


def _series(best: Candidate, same: Sequence[Candidate]) -> list[Candidate]:
    """Return what is stated of the same measure, each value once, in the order of time."""
    found: list[Candidate] = []
    for other in (best, *same):
        if _as_fit(other, best) and not any(c.row and other.row and _same_fact(c.row, other.row) for c in found):
            found.append(other)
    return sorted(found[:_SERIES], key=_day)


def _as_fit(candidate: Candidate, best: Candidate) -> bool:
    """Whether a row of the same measure answers as well as the best one, whatever its period."""
    if candidate is best:
        return True
    have, most = (dict(zip(FEATURES, c.features, strict=True)) for c in (candidate, best))
    worse = any(have[name] > most[name] for name in ("plan", "partial", "spelled", "comparison"))
    lost = have["lost_name"] > most["lost_name"] + 0.1
    # What the headings say need not stand beside the figure again.
    lacking = any(have[name] < most[name] - 0.2 for name in ("head", "around", "context"))
    lacking = lacking or have["near"] < most["near"] - 0.35
    return not worse and not lost and not lacking and candidate.score > best.score - 5.0


def _contradicting(best: Candidate, same: Sequence[Candidate]) -> list[Candidate]:
    """Return what other documents state of the same measure and period with another value: both are given."""
    found: list[Candidate] = []
    for other in same:
        if (
            other.passage.document_id != best.passage.document_id
            and other.score > best.score - (3.0 if _told(other) > _told(best) else 1.0)
            and _as_fit(other, best)
            and _same_period(best, other)
            and not any(c.row and other.row and _agree(c.row, other.row) for c in (best, *found))
        ):
            found.append(other)
    return found[:2]


def _same_period(one: Candidate, two: Candidate) -> bool:
    """Whether two rows say of themselves that they are of just the same period."""
    a, b = one.row, two.row
    if a is None or b is None or Basis.DOCUMENT in (a.basis, b.basis):
        return False
    return (a.first, a.last) == (b.first, b.last) and a.statement == b.statement


def _parts(question: Question, best: Candidate, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return further figures for what the question asks besides: 上市公司和独角兽各有多少家."""
    if not question.several or not best.row:
        return []
    found: list[Candidate] = []
    covered = _words_near(question, best)
    for candidate in evidence[1:]:
        if not candidate.row or candidate.score < best.score - 2.5:
            break
        if normalize_unit(candidate.row.quantity.unit) != normalize_unit(best.row.quantity.unit):
            continue
        fresh = _words_near(question, candidate) - covered
        if fresh and not any(candidate.row.quantity.start == c.row.quantity.start for c in (best, *found) if c.row):
            found.append(candidate)
            covered |= fresh
    return found[:5]


def _beside(answers: Sequence[Candidate], evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the other figures that the answers' own sentences state in their unit: 由921.5亿元更正为927.3亿元."""
    found: list[Candidate] = []
    for answer in answers:
        for other in evidence:
            a, b = answer.row, other.row
            if (
                a
                and b
                and (other.passage.id, other.start) == (answer.passage.id, answer.start)
                and normalize_unit(a.quantity.unit) == normalize_unit(b.quantity.unit)
                and not any(c.row and c.row.quantity.start == b.quantity.start for c in (*answers, *found))
            ):
                found.append(other)
    return found


def _words_near(question: Question, candidate: Candidate) -> set[str]:
    row = candidate.row
    measure = row.measure if row else ""
    return {term for term in question.terms if term in measure}


def _day(candidate: Candidate) -> date:
    """Return the day a figure is of: its stated period's last, else its document's, else the latest the text tells of.

    A document that says nothing of its date cannot be older than what it tells of.
    """
    row = candidate.row
    if row and row.last:
        return row.last
    return candidate.passage.published or candidate.not_before


def _told(candidate: Candidate) -> date:
    """Return the day a figure was told: of two that differ the later one comes first."""
    return candidate.passage.published or candidate.not_before


def _same_measure(one: Candidate, two: Candidate) -> bool:
    a, b = one.row, two.row
    if a is None or b is None:
        return False
    if a.quantity.kind is not b.quantity.kind or bool(a.comparison) != bool(b.comparison):
        return False
    if normalize_unit(a.quantity.unit) != normalize_unit(b.quantity.unit):
        return False
    return _similar(a.measure, b.measure) >= 0.5 or _same_tail(a.measure, b.measure)


def _similar(one: str, two: str) -> float:
    """Return the Dice overlap of the character pairs of two phrases."""
    a, b = set(bigrams(one)), set(bigrams(two))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(one == two)


def _same_tail(one: str, two: str) -> bool:
    """Whether two phrases end in the same noun, whatever stands before: of whom, or how it was reckoned."""
    shared = 0
    for a, b in zip(reversed(one), reversed(two), strict=False):
        if a != b:
            break
        shared += 1
    return shared >= _TAIL


def _agree(one: FigureRow, two: FigureRow) -> bool:
    """Whether two figures are the same, or one is the other rounded: 6465亿元 and 6465.3亿元."""
    a, b = one.quantity, two.quantity
    if same_value(a, b):
        return True
    if normalize_unit(a.unit) != normalize_unit(b.unit):
        return False
    rough = min(a.value, b.value, key=lambda value: len(value.normalize().as_tuple().digits))
    fine = b.value if rough == a.value else a.value
    digits = len(rough.normalize().as_tuple().digits)
    return digits >= _ROUNDED and _rounded(fine, digits) == rough.normalize()


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Return a value with so many significant digits."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(value).normalize()


def _same_fact(one: FigureRow, two: FigureRow) -> bool:
    return same_value(one.quantity, two.quantity) and (one.last == two.last or None in (one.last, two.last))


def statement(row: FigureRow, marker: int, quote: Quote) -> str:
    """Say of whom and what a figure is, as far as its quote supports it, and of when."""
    label = _label(row, quote)
    when = f"（{_as_of(row, quote)}）" if _as_of(row, quote) else ""
    return f"{label}{row.quantity.surface}{when}[{marker}]"


def _label(row: FigureRow, quote: Quote) -> str:
    return next((label for label in _labels(row, quote) if states(_text(quote), label + row.quantity.surface)), "")


def _labels(row: FigureRow, quote: Quote) -> Iterator[str]:
    """Yield who and what in the document's own words, fullest first.

    Of whom is said only when the figure's own clause says it before the measure: a subject carried on from elsewhere may
    be somebody else by now.
    """
    text = _text(quote)
    measure = row.measure if row.measure in text else ""
    left = _BORDER.split(text[: row.quantity.start - quote.start])[-1]
    before = 0 <= left.find(row.subject) < left.find(measure) if measure and row.subject else False
    if before and row.subject not in measure and not find_quantities(row.subject):
        yield f"{row.subject}，{measure}："
    if measure:
        yield f"{measure}："


def _text(quote: Quote) -> str:
    return quote.passage.text[quote.start - quote.passage.start : quote.end - quote.passage.start]


def _as_of(row: FigureRow, quote: Quote) -> str:
    if row.basis is Basis.DOCUMENT or not row.period:
        published = quote.passage.published
        return f"{day(published)}文档" if published else ""
    return as_of(row)


def _also(row: FigureRow, marker: int, quote: Quote, said: Container[str]) -> str:
    """Say a further figure; of whom and what only where that is not what was said of the first."""
    label = "" if row.measure in said else _label(row, quote)
    when = _as_of(row, quote)
    return f"{label}{row.quantity.surface}{f'（{when}）' if when else ''}[{marker}]"


def _focus(candidate: Candidate) -> tuple[int, int]:
    if candidate.row:
        quantity = candidate.row.quantity
        return quantity.start - candidate.start, quantity.end - candidate.start
    return 0, len(candidate.sentence)


def shorten(sentence: str, focus: tuple[int, int], limit: int = 110) -> str:
    """Return the clauses around `focus` that fit into `limit` characters, cut on clause borders, … where cut."""
    if len(sentence) <= limit:
        return sentence
    start, end = focus
    end = min(end, start + limit)
    # A comma inside 1,389 is no border.
    borders = [0, *(m.end() for m in _BORDER.finditer(sentence)), len(sentence)]
    left = max((b for b in borders if b <= start), default=0)
    right = min((b for b in borders if b >= end), default=len(sentence))
    if right - left > limit:
        left, right = max(left, end - limit), max(end, min(right, left + limit))
        while left > 0 and _IN_NUMBER.match(sentence[left - 1 : left + 1]):
            left -= 1
        while right < len(sentence) and _IN_NUMBER.match(sentence[right - 1 : right + 1]):
            right += 1
    while True:
        further = [b for b in borders if b > right][:1]
        nearer = [b for b in borders if b < left][-1:]
        if nearer and right - nearer[0] <= limit:
            left = nearer[0]
        elif further and further[0] - left <= limit:
            right = further[0]
        else:
            break
    return ("…" if left else "") + sentence[left:right] + ("…" if right < len(sentence) else "")
