"""Hits → candidates: which figures and sentences answer the question, with what speaks for and against each.

For a numeric question the candidates are the figure rows of the passages found, else their sentences. A word of the
question counts by its rarity in the corpus, and by how near to the candidate it is met: in the clause, the sentence,
the sentences before it, the headings. What is met nowhere speaks against the candidate.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.passages import sentences
from index.periods import find_periods
from index.quantities import normalize_unit
from index.store import Store
from index.types import Basis, FigureRow, Kind, Passage, Period, Statement
from index.words import fold
from qa.question import Question, Want
from qa.search import Hit

FEATURES = (
    "near",  # share of the question's words met in the clause
    "sentence",  # … in the sentence
    "context",  # … in the sentences before, the passage and the headings
    "names",  # share of its names met there, 1 when it has none
    "lost_name",  # how far the name that is met least falls short
    "lost_word",  # the same of the other words, by their weight
    "pairs",  # share of its neighbouring words that are neighbours there
    "head",  # the phrase asked for (总收入 in 总收入是多少) met in what the row measures, the clause, the sentence
    "dense",  # cosine of question and sentence
    "search",  # fused score of the passage
    "unit",  # 1 the unit asked for, -1 another, 0 none asked
    "kind",  # 1 the kind of quantity asked for, -1 another, 0 none asked
    "period",  # 1 the period asked for, -1 another, 0 none asked or none known
    "elsewhen",  # a period that shares no day with the one asked for
    "measure",  # overlap of what the row measures with the question's words
    "precision",  # share of the row's measure that the question names
    "narrower",  # share of the row's subject that the question does not name
    "plan",  # a plan or estimate where a result is asked, or the other way round
    "comparison",  # a multiple or share of something else
    "spelled",  # a small number in characters: 一个, 四大
    "partial",  # a part of the whole (第二批17家, 新增3家) where the question asks for no part
)
_PARTIAL = re.compile(r"(?:第[一二三四五六七八九十\d]+批|[首这此每]批|新增|新认定|新引进|另有|增加了?)[^，。；]{0,6}$")
_PART = re.compile(r"批|新增|新认定|新引进|增加")
_SPELLED = re.compile(r"[一二两三四五六七八九十]{1,2}[^\d多余来万亿千百成]{0,2}$")
_LOOSE = {Kind.PERCENT: Kind.RATIO, Kind.RATIO: Kind.PERCENT, Kind.PERCENTAGE_POINT: Kind.PERCENT}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: a figure row, or a sentence (`row` is None), with its features in the order of `FEATURES`.

    `start` and `end` delimit the sentence in the document's text. `not_before` is the latest day that an undated document
    tells of.
    """

    passage: Passage
    row: FigureRow | None
    start: int
    end: int
    sentence: str
    features: tuple[float, ...]
    not_before: date = date.min
    score: float = 0.0
    probability: float = 0.0


Frequency = Callable[[str], int]


def term_weights(question: Question, frequency: Frequency, total: int) -> dict[str, float]:
    """Return the weight of each word: BM25's inverse frequency, so that words of every passage weigh little."""
    weights: dict[str, float] = {}
    for term in question.terms:
        found = frequency(term)
        rarity = math.log(1 + (total - found + 0.5) / (found + 0.5))
        # Longer words say more; a small corpus must not make a common word of its subject worthless.
        weights[term] = (0.6 + rarity) * min(len(term), 4) ** 0.5 * (0.6 if term in question.lesser else 1.0)
    return weights


def candidates(
    store: Store,
    question: Question,
    hits: Sequence[Hit],
    titles: dict[str, str],
    scene: Callable[[Passage], str],
    latest: Callable[[str], date],
) -> list[Candidate]:
    """Return every figure row (numeric questions) and every sentence of `hits` with its features.

    Args:
        titles: document id → title, for headings.
        scene: passage → the speech, article or section that it is part of, with what leads in to it, folded.
        latest: document id → the latest day that an undated document tells of.
    """
    weights = term_weights(question, store.frequency, len(store))
    rows = store.figures_by_passage([hit.passage.id for hit in hits])
    found: list[Candidate] = []
    spans: list[tuple[Hit, int, int, str, str]] = []
    scopes: dict[int, str] = {}
    for hit in hits:
        passage = hit.passage
        before = ""
        for start, end in sentences(passage.text):
            spans.append((hit, passage.start + start, passage.start + end, passage.text[start:end], before))
            before = (before + passage.text[start:end])[-200:]
    if not spans:
        return []
    vectors = store.embedder.encode_passages([text for *_, text, _ in spans])
    cosines = vectors @ store.embedder.encode_queries([question.text])[0]
    for (hit, start, end, text, before), cosine in zip(spans, cosines, strict=True):
        passage = hit.passage
        heads = "\n".join(filter(None, (titles.get(passage.document_id), passage.section, passage.speaker)))
        if passage.id not in scopes:
            scopes[passage.id] = f"{fold(heads)}\n{scene(passage)}"
        setting = _Scene(
            question, weights, fold(text), fold(before), fold(passage.text), fold(heads), scopes[passage.id]
        )
        base = (float(cosine), hit.score)
        if question.want is Want.NUMBER:
            for row in rows.get(passage.id, ()):
                if row.sentence_start == start:
                    features = _row_features(setting, question, row, passage.published, start, base)
                    found.append(Candidate(passage, row, start, end, text, features, latest(passage.document_id)))
        else:
            features = _sentence_features(setting, question, rows.get(passage.id, ()), passage, text, start, base)
            found.append(Candidate(passage, None, start, end, text, features))
    return found


class _Scene:
    """A sentence and its surroundings, folded, against the question's weighted words."""

    def __init__(
        self,
        question: Question,
        weights: dict[str, float],
        sentence: str,
        before: str,
        passage: str,
        heads: str,
        scope: str,
    ) -> None:
        self.weights = weights
        self.total = sum(weights.values()) or 1.0
        self.sentence = sentence
        self.names = question.names & set(weights)
        self.pairs = _share([a + b in scope for a, b in question.pairs])
        self.in_sentence = {term: _met(term, sentence) for term in weights}
        self.in_context = {
            term: max(
                self.in_sentence[term],
                0.8 * _met(term, before),
                0.9 * _met(term, heads),
                0.6 * _met(term, passage),
                # Who a speech or an article is about is said once, at its beginning.
                (0.55 if term in question.names else 0.3) * (term in scope),
            )
            for term in weights
        }

    def share(self, met: dict[str, float]) -> float:
        return sum(self.weights[term] * met[term] for term in self.weights) / self.total

    def lost(self, *, names: bool) -> float:
        """Return how far the name, or the other word, that is met least falls short; words by their weight."""
        if names:
            return max((1 - min(1.0, self.in_context[t] / 0.5) for t in self.names), default=0.0)
        heaviest = max(self.weights.values(), default=1.0)
        rest = (w / heaviest * (1 - self.in_context[t]) for t, w in self.weights.items() if t not in self.names)
        return max(rest, default=0.0)

    def named(self) -> float:
        total = sum(self.weights[t] for t in self.names)
        return sum(self.weights[t] * min(1.0, self.in_context[t] / 0.5) for t in self.names) / total if total else 1.0

    def head(self, question: Question, measure: str, near: str) -> float:
        """Return how near to the figure the phrase asked for is met; 0.5 when the question names none."""
        total = sum(self.weights.get(t, 0.0) for t in question.head)
        if not total:
            return 0.5
        met = (
            self.weights.get(t, 0.0) * max(_met(t, measure), 0.8 * _met(t, near), 0.4 * self.in_sentence.get(t, 0.0))
            for t in question.head
        )
        return sum(met) / total

    def near(self, text: str) -> float:
        """Share met in `text`, with what the rest of the sentence adds counted at a discount."""
        return self.share({term: max(_met(term, text), 0.5 * self.in_sentence[term]) for term in self.weights})


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0


def _met(term: str, text: str) -> float:
    """Return 1 when `text` holds `term`, else the share of its character pairs that it holds, if at least half."""
    if term in text:
        return 1.0
    if len(term) < 3 or term[0] < "\u3400":
        return 0.0
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    return 0.8 * share if share >= 0.5 else 0.0


_BORDERS = "，,；;：:。！？!?\n"


def _clause(sentence: str, start: int, end: int) -> str:
    """Return the clause of `sentence` around a figure."""
    left = max((sentence.rfind(mark, 0, start) for mark in _BORDERS), default=-1) + 1
    right = min((p for mark in _BORDERS if (p := sentence.find(mark, end)) >= 0), default=len(sentence))
    return sentence[left:right]


def _row_features(
    scene: _Scene,
    question: Question,
    row: FigureRow,
    published: date | None,
    start: int,
    base: tuple[float, float],
) -> tuple[float, ...]:
    quantity = row.quantity
    clause = _clause(scene.sentence, quantity.start - start, quantity.end - start)
    near = f"{clause} {_folded(row.subject)} {fold(row.measure)}"
    measure = _folded(row.measure)
    covered = _covered(measure, question.terms)
    return (
        scene.near(near),
        scene.share(scene.in_sentence),
        scene.share(scene.in_context),
        scene.named(),
        scene.lost(names=True),
        scene.lost(names=False),
        scene.pairs,
        scene.head(question, measure, clause),
        base[0],
        base[1],
        _unit_fit(question, row),
        _kind_fit(question, row),
        *_period_features(question.periods, row, published),
        sum(scene.weights[t] * _met(t, measure) for t in scene.weights) / scene.total,
        covered,
        1 - _covered(_folded(row.subject), question.terms) if row.subject else 0.0,
        float((row.statement is not Statement.RESULT) != question.future),
        float(bool(row.comparison) and Kind.MULTIPLE not in question.kinds),
        float(bool(_SPELLED.match(quantity.surface))),
        float(bool(_PARTIAL.search(scene.sentence[: quantity.start - start])) and not _PART.search(question.text)),
    )


_folded = lru_cache(maxsize=1 << 15)(fold)


def _covered(measure: str, terms: Sequence[str]) -> float:
    """Return the share of the characters of `measure` that stand in words of the question."""
    if not measure:
        return 0.0
    mask = [False] * len(measure)
    for term in terms:
        position = measure.find(term)
        while position >= 0:
            mask[position : position + len(term)] = [True] * len(term)
            position = measure.find(term, position + 1)
    return sum(mask) / len(measure)


def _unit_fit(question: Question, row: FigureRow) -> float:
    if not question.units:
        return 0.0
    unit = normalize_unit(row.quantity.unit)
    asked = {normalize_unit(u) for u in question.units}
    if unit in asked:
        return 1.0
    # 亿元 or 元, money of any size fits; 家 for 个 is loose talk, and 次 is short for 人次.
    if row.quantity.kind not in question.kinds:
        return -1.0
    if row.quantity.kind is not Kind.COUNT or "个" in (unit, *asked) or any(unit.endswith(u) for u in asked):
        return 0.5
    return -0.5


def _kind_fit(question: Question, row: FigureRow) -> float:
    if not question.kinds:
        return 0.0
    kind = row.quantity.kind
    if kind in question.kinds:
        return 1.0
    return 0.5 if _LOOSE.get(kind) in question.kinds else -1.0


def period_fit(asked: Sequence[Period], first: date | None, last: date | None, basis: str) -> float:
    """Return 1 when a row's period is the one asked for, -1 when it is another, 0 when nothing is asked or known.

    A day or month inside the asked year is nearly as good (a count at its end); a quarter or half of it is not: it holds
    another sum. A document's date only hints at the period of what it says.
    """
    dated = [p for p in asked if p.first or p.last]
    if not dated:
        return 0.0
    if first is None and last is None:
        return -0.3 if basis == "unknown" else -0.6  # 今年 of a text without a date may be any year
    return max(_overlap(p.first, p.last, first, last) for p in dated) * (0.4 if basis == "document" else 1.0)


def _period_features(asked: Sequence[Period], row: FigureRow, published: date | None) -> tuple[float, float]:
    """Return how well a row's period fits, and whether it is surely another.

    A period that was only inherited from an earlier sentence may not reach so far; then the document's date may hold.
    """
    fit = period_fit(asked, row.first, row.last, row.basis.value)
    if row.basis is Basis.INHERITED and published:
        other = period_fit(asked, published, published, "document")
        fit = max(fit, other) if other > 0 else fit
    return fit, float(fit <= -0.9)


def _overlap(low: date | None, high: date | None, first: date | None, last: date | None) -> float:
    low, high = low or high or date.min, high or date.max
    end = last or date.max
    start = first or last or date.min
    if (start, end) == (low, high):
        return 1.0
    if low <= start and end <= high:
        return 0.85 if (end - start).days < 32 else 0.2
    return 0.2 if start <= high and low <= end else -1.0


def _sentence_features(
    scene: _Scene,
    question: Question,
    rows: Sequence[FigureRow],
    passage: Passage,
    sentence: str,
    start: int,
    base: tuple[float, float],
) -> tuple[float, ...]:
    here = [row for row in rows if row.sentence_start == start]
    fits = [period_fit(question.periods, r.first, r.last, r.basis.value) for r in here]
    fits += [
        period_fit(question.periods, p.first, p.last, "stated")
        for p in find_periods(sentence, reference=passage.published)
    ]
    fit = max(fits) if fits else period_fit(question.periods, passage.published, passage.published, "document")
    share = scene.share(scene.in_sentence)
    known = {
        "near": share,
        "sentence": share,
        "context": scene.share(scene.in_context),
        "names": scene.named(),
        "lost_name": scene.lost(names=True),
        "lost_word": scene.lost(names=False),
        "pairs": scene.pairs,
        "head": scene.head(question, "", scene.sentence),
        "dense": base[0],
        "search": base[1],
        "period": fit,
        "elsewhen": float(fit <= -0.9),
    }
    return tuple(known.get(name, 0.0) for name in FEATURES)
