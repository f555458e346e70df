"""An answer in the making: a model's sentences come in one by one, the draft of those that stand goes out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.quantities import find_quantities, normalize_unit, same_value
from index.types import FigureRow, Quantity
from qa.draft import Draft, Quote, text_of
from qa.evidence import Candidate
from qa.llm_evidence import Evidence
from qa.llm_reply import Sentence
from qa.outdone import is_older, is_outdone, least_likely
from qa.question import Question
from qa.span import answer_span
from qa.support_asked import is_asked, is_before, is_of_another, puts
from qa.support_english import in_chinese, repeats
from qa.support_order import in_order
from qa.support_own import says_the_same
from qa.support_words import label_of, undated
from qa.texts import LLM_DROPPED
from qa.types import Status

_HAN = re.compile(r"[\u3400-\u9fff]")
_TERSE = 5  # Chinese characters of an English answer that is no sentence: a figure with its unit, a name
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_QUESTION = re.compile(r"[？?][”’」』）)】》\"'\s]*$")
# What a sentence with such a fault says elsewhere is not to be trusted either.
_WHOLLY = frozenset({"language", "uncited", "empty", "instruction", "link", "title", "person"})
_HEADS = re.compile(r"[：:]\s*$")
_CLAUSE_END = re.compile(r"(?<!\d)[,，；;]|[,，；;](?!\d)")
_FOREIGN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]")


def in_language(text: str, *, english: bool, short: str = "") -> bool:
    """Whether a sentence is in the language of the question; names, units and the `short` answer stay Chinese in English."""
    if _FOREIGN.search(text):
        return False
    if english:
        han = "".join(_HAN.findall(text))
        return len(_LATIN_WORD.findall(text)) >= 2 or len(han) <= _TERSE or han == "".join(_HAN.findall(short))
    return len(_HAN.findall(text)) >= sum(map(len, _LATIN_WORD.findall(text))) / 2


def is_open(text: str) -> bool:
    """Whether a text ends inside a bracket or a quotation."""
    return any(text.count(one) != text.count(other) for one, other in ("（）", "()", "“”", "《》", "「」", "[]"))


@dataclass(slots=True)
class Writing:
    """The sentences kept so far, each with its quotes, and those refused, each with why.

    `number` is set when a figure is asked for, and `allowed` holds (passage, place) of the figures, else of the
    sentences, that nothing rules out as the answer, with their rank. `prose` is set for a summary, which has no short answer.
    `chances` holds how probable each is by the ranking.
    `agreed` are the figures that the extractive reader answers with, `own` is its whole answer, and `asked` the question
    in the user's own words and as it is understood.
    """

    question: Question
    evidence: Evidence
    english: bool
    number: bool
    allowed: Mapping[tuple[int, int], int]
    prose: bool = False
    agreed: tuple[Quantity, ...] = ()
    own: Draft | None = None
    asked: tuple[str, ...] = ()
    chances: Mapping[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])
    kept: list[tuple[str, tuple[Quote, ...]]] = field(default_factory=list[tuple[str, tuple[Quote, ...]]])
    refused: list[tuple[Sentence, str]] = field(default_factory=list[tuple[Sentence, str]])
    short: str = ""
    _waiting: list[Sentence] = field(default_factory=list[Sentence])
    _head: str = ""
    _same: set[str] = field(default_factory=set[str])

    def take(self, sentence: Sentence) -> bool:
        """Check a sentence and the uncited ones before it, which lean on its numbers; return whether any was kept."""
        if not sentence.cites:
            self._waiting.append(sentence)
            return False
        if self._waiting:
            self._head = self._waiting.pop().text if _HEADS.search(self._waiting[-1].text) else ""
        pending = [replace(waiting, cites=sentence.cites) for waiting in self._waiting]
        self._waiting = []
        kept = [self._check(one) for one in (*pending, self._headed(sentence))]
        return any(kept)

    def _headed(self, sentence: Sentence) -> Sentence:
        """Return an entry of a list with the line that leads to it, where its quotes hold both (甲区的税收：2023年：5亿元)."""
        whole = replace(sentence, text=f"{self._head}{sentence.text}")
        if not self._head or not in_language(whole.text, english=self.english):
            return sentence
        written = self.evidence.as_written(whole.text, whole.cites)
        return sentence if isinstance(self._quotes(replace(whole, text=written)), str) else whole

    def close(self) -> None:
        """Refuse what cited nothing to the end."""
        self.refused += [(sentence, "uncited") for sentence in self._waiting]
        self._waiting = []

    def _check(self, sentence: Sentence) -> bool:
        if _QUESTION.search(sentence.text):
            return False  # it states nothing
        found: tuple[Quote, ...] | str = "language"
        if in_language(sentence.text, english=self.english, short=self.short):
            sentence = replace(sentence, text=self.evidence.as_written(sentence.text, sentence.cites))
            found = self._quotes(sentence)
        if isinstance(found, str):
            self.refused.append((sentence, found))
            sentence, found = (sentence, found) if found in _WHOLLY else self._beginning(sentence)
            if isinstance(found, str):
                return False
        if all(sentence.text != text for text, _ in self.kept):
            self.kept.append((sentence.text, found))
        return True

    def _quotes(self, sentence: Sentence) -> tuple[Quote, ...] | str:
        own = self._own_quotes(sentence)
        return own or self.evidence.quotes_for(
            sentence.text, sentence.cites, english=self.english, own=self.own, asked=self.asked
        )

    def _beginning(self, sentence: Sentence) -> tuple[Sentence, tuple[Quote, ...] | str]:
        """Return the most of a sentence's first clauses that stand by themselves with a figure, where the whole does not."""
        text = sentence.text
        for border in reversed(list(_CLAUSE_END.finditer(text))):
            start = replace(sentence, text=text[: border.start()])
            if not find_quantities(undated(start.text)) or not label_of(undated(start.text)) or is_open(start.text):
                continue
            found = self._quotes(start)
            if not isinstance(found, str):
                return start, found
        return sentence, "unsupported"

    def _own_quotes(self, sentence: Sentence) -> tuple[Quote, ...]:
        """Return the extractive reader's quotes where a sentence says no more than it answers itself."""
        if self.own is None:
            return ()
        cited = {self.evidence.passages[n - 1].id for n in sentence.cites if 1 <= n <= len(self.evidence.passages)}
        quotes = tuple(quote for quote in self.own.quotes if quote.passage.id in cited)
        heads = "\n".join(filter(None, (n for q in quotes for n in self.evidence.heads[q.passage.document_id])))
        tried = (*((quote,) for quote in quotes), quotes)
        found = next((some for some in tried if says_the_same(sentence.text, self.asked, self.own, some, heads)), ())
        self._same |= {sentence.text} if found else set[str]()
        return found

    def answers_alike(self) -> bool:
        """Whether what is refused gives the extractive reader's own figures, all of them, and so answers as it does."""
        said = [q for sentence, _ in self.refused for q in find_quantities(undated(sentence.text))]
        same = (any(same_value(q, own) and q.qualifier is own.qualifier for q in said) for own in self.agreed)
        return self.number and bool(self.agreed) and all(same)

    def lead(self) -> int | None:
        """Return which kept sentence answers: the first, for a number the first whose figure may be the answer."""
        for n, (text, quotes) in enumerate(self.kept):
            if self.prose or (self._answering(text, quotes) if self.number else self._bears(quotes)):
                return n
        return None

    def _bears(self, quotes: Sequence[Quote]) -> bool:
        """Whether a quote holds a sentence that nothing rules out as the answer."""
        return any(
            of == q.passage.id and q.start <= start < q.end and not self._is_unlikely((of, start))
            for q in quotes
            for of, start in self.allowed
        )

    def leading_rows(self) -> list[FigureRow]:
        """Return the figure rows that are the answer: those that the short answer names, else the first."""
        lead = self.lead()
        if lead is None or not self.number:
            return []
        answering = self._answering(*self.kept[lead])
        rows = [row for row, _ in answering]
        named = find_quantities(self.short)
        if chosen := [r for r in rows if any(same_value(r.quantity, q) for q in named)]:
            return chosen
        if self.question.several or self.question.every:
            return rows
        # A sentence may open with another figure (由5亿元更正为6亿元): the one that the ranking puts first is meant.
        best = min(answering, key=lambda pair: self._place(*pair), default=None)
        return [best[0]] if best else []

    def draft(self, evidence: Sequence[Candidate], confidence: float) -> Draft:
        """Return the draft of what is kept, the answering sentence first.

        Raises:
            ValueError: nothing kept answers.
        """
        lead = self.lead()
        if lead is None:
            raise ValueError("no sentence answers")
        quotes: list[Quote] = []
        lines: list[str] = []
        rows: list[tuple[FigureRow, int]] = []
        ordered = [self.kept[lead], *self.kept[:lead], *self.kept[lead + 1 :]]
        for text, cited in ordered:
            quotes += [quote for quote in cited if quote not in quotes]
            marks = "".join(f"[{quotes.index(quote) + 1}]" for quote in cited)
            lines.append(text.rstrip("。.；;!！ ") + marks + ("." if self.english else "。"))
            rows += [(row, quotes.index(quote) + 1) for row, quote in self._rows(text, cited)]
        first = self.leading_rows()
        rows.sort(key=lambda pair: pair[0] not in first)
        value = "；".join(dict.fromkeys(row.quantity.surface for row in first)) or self._words(ordered[0], evidence)
        notes = (LLM_DROPPED.format(count=len(self.refused)),) if self.refused else ()
        written = "en" if self.english else "zh"
        return Draft(
            Status.ANSWERED, value, tuple(lines), tuple(quotes), tuple(dict.fromkeys(rows)), confidence,
            notes=notes, written=written, own=self.own, asked=self.asked,
        )  # fmt: skip

    def _words(self, lead: tuple[str, tuple[Quote, ...]], evidence: Sequence[Candidate]) -> str | None:
        """Return the short answer in words: the model's where a quote holds it, else what answers in the quote."""
        if self.number or self.prose:
            return None
        _, quotes = lead
        texts = [text_of(quote) for quote in quotes]
        parts = [part.strip() for part in re.split(r"[；;]", self.short) if part.strip()]
        said = [text for text, _ in self.kept]
        if parts and all(any(part in text for text in texts) and any(part in text for text in said) for part in parts):
            return "；".join(parts)
        for quote in quotes:
            for candidate in evidence:
                if candidate.passage.id == quote.passage.id and quote.start <= candidate.start < quote.end:
                    start, end = answer_span(self.question, candidate)
                    if candidate.start + end <= quote.end:
                        return candidate.sentence[start:end] or None
        return None

    def _answering(self, text: str, quotes: Sequence[Quote]) -> list[tuple[FigureRow, Quote]]:
        """Return the rows of a sentence that may answer the question for a number, in the sentence's order."""
        found = [
            (row, quote)
            for row, quote in self._rows(text, quotes)
            if fits(self.question, row.quantity)
            and (self._is_allowed(row, quote) or puts(self.question, text))
            and self._answers(row, text, quote)
            and not self._is_beside(row, text, quote)
        ]
        current = [
            (row, quote)
            for row, quote in found
            if any(same_value(row.quantity, figure) for figure in self.agreed)  # 更正前是多少 asks for what was before
            or not is_before(self._in_chinese(text, quote), row.quantity)
        ]
        return current or found

    def _answers(self, row: FigureRow, text: str, quote: Quote) -> bool:
        """Whether a sentence gives a figure as what is asked: that of the extractive reader, or said in the question's words."""
        if text in self._same or (self.english and self.asked and repeats(self.asked[0], text)):
            return True
        said = in_order(self._in_chinese(text, quote))
        start = row.sentence_start - quote.passage.start
        sentence = quote.passage.text[start : row.sentence_end - quote.passage.start]
        if any(same_value(row.quantity, figure) for figure in self.agreed):
            return not is_of_another(self.question, said, row, sentence)
        heads = (*self.evidence.heads[quote.passage.document_id], quote.passage.section)
        return is_asked(self.question, said, row, "\n".join(filter(None, heads)), sentence)

    def _is_beside(self, row: FigureRow, text: str, quote: Quote) -> bool:
        """Whether a figure is true but not the one asked for: another of its sentence is, or a later one."""
        if self._is_unlikely((quote.passage.id, row.quantity.start)):
            return True
        if is_older(self.question, row, [row for row, _ in self.own.rows] if self.own else []):
            return True
        rows = [other for other in self.evidence.rows.get(quote.passage.id, ()) if fits(self.question, other.quantity)]
        return not self.english and is_outdone(self.question, row, text, rows)

    def _is_unlikely(self, place: tuple[int, int]) -> bool:
        """Whether the ranking holds a place for far less likely than what the extractive reader answers with."""
        if self.prose or self.question.every or self.question.differing:
            return False
        return self.chances.get(place, 1.0) < least_likely(self.own, self.chances)

    def _in_chinese(self, text: str, quote: Quote) -> str:
        return in_chinese(text, text_of(quote)) if self.english else text

    def _is_allowed(self, row: FigureRow, quote: Quote) -> bool:
        return (quote.passage.id, row.quantity.start) in self.allowed

    def _place(self, row: FigureRow, quote: Quote) -> int:
        return self.allowed.get((quote.passage.id, row.quantity.start), len(self.allowed))

    def _rows(self, text: str, quotes: Sequence[Quote]) -> list[tuple[FigureRow, Quote]]:
        """Return the figure rows that a sentence states, in its order."""
        found: list[tuple[FigureRow, Quote]] = []
        told = dict.fromkeys(self._in_chinese(text, quote) for quote in quotes)
        for figure in (figure for words in told for figure in find_quantities(undated(words))):
            same = [(r, q) for q in quotes for r in self.evidence.rows_in(q) if same_value(r.quantity, figure)]
            if same:
                # Of two figures that read alike, the one that may be the answer.
                best = max(same, key=lambda pair: (self._is_allowed(*pair), pair[0].measure in text))
                if best not in found:
                    found.append(best)
        return found


def fits(question: Question, quantity: Quantity) -> bool:
    """Whether a quantity has a unit or kind that a question asks for."""
    if question.units and normalize_unit(quantity.unit) in {normalize_unit(unit) for unit in question.units}:
        return True
    return quantity.kind in question.kinds if question.kinds else not question.units
