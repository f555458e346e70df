"""Hits → candidates: which figures and sentences may answer the question, with what speaks for and against each.

For a numeric question the candidates are the figure rows of the passages found, else their sentences. A word of the
question counts by its rarity in the corpus, and by how near to the candidate it is met: in the clause, the sentence,
the sentences before it, the headings. What is met nowhere speaks against the candidate. `qa/features.py` holds the
measures themselves.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from index.passages import sentences
from index.periods import find_periods
from index.store import Store
from index.types import FigureRow, Passage
from index.words import cut, fold, parts_of_speech, words
from qa.feature_names import FEATURES
from qa.features import matrix, sentence_matrix
from qa.fits import is_dated, period_fit, wanted
from qa.met import Place, Words
from qa.question import Question, Want, function_words
from qa.search import Hit
from qa.surroundings import Surroundings

__all__ = ["FEATURES", "Candidate", "candidates", "term_weights"]


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


_NAMES = frozenset(("nr", "ns", "nt", "nz"))  # parts of speech of people, places, bodies and other names

Frequency = Callable[[str], int]


def term_weights(question: Question, frequency: Frequency, total: int) -> dict[str, float]:
    """Return the weight of each word: BM25's inverse frequency, so that words of every passage weigh little."""
    weights: dict[str, float] = {}
    for term in question.terms:
        # An expression that the segmenter does not know is as common as its rarest word.
        found = frequency(term) or min(map(frequency, words(term)), default=0)
        rarity = math.log(1 + (total - found + 0.5) / (found + 0.5))
        # Longer words say more; a small corpus must not make a common word of its subject worthless.
        weights[term] = (0.6 + rarity) * min(len(term), 4) ** 0.5 * (0.6 if term in question.lesser else 1.0)
    return weights


@lru_cache(maxsize=1024)
def _cut(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a passage's text folded, and the places of its sentences."""
    return fold(text), tuple(sentences(text))


class _Read(NamedTuple):
    """What a sentence gives whatever the question: its names, and its content words with their places."""

    names: tuple[str, ...]
    words: tuple[tuple[str, int], ...]


def _read(folded: Sequence[str]) -> list[_Read]:
    """Read sentences, all in one run of the segmenter: it parts words at line ends in any case."""
    found = cut("\n".join(folded))
    parts = parts_of_speech(word for word in dict.fromkeys(found) if len(word) > 1)
    naming = {word for word, part in parts.items() if part[:2] in _NAMES or (word.isascii() and word.isalpha())}
    content = {word for word in parts if word[0] >= "\u3400"} - function_words()
    either = naming | content
    names: list[dict[str, None]] = [{} for _ in folded]
    contents: list[list[tuple[str, int]]] = [[] for _ in folded]
    number, start, stop = 0, 0, len(folded[0])
    for word, end in zip(found, accumulate(map(len, found)), strict=True):
        if word not in either:
            continue
        while end > stop:
            number += 1
            start, stop = stop + 1, stop + 1 + len(folded[number])
        if word in naming:
            names[number][word] = None
        if word in content:
            contents[number].append((word, end - len(word) - start))
    return [_Read(tuple(own), tuple(placed)) for own, placed in zip(names, contents, strict=True)]


def candidates(store: Store, question: Question, hits: Sequence[Hit], around: Surroundings) -> list[Candidate]:
    """Return every figure row (numeric questions) or every sentence of `hits` with its features."""

    @cache
    def mentioned(document_id: str) -> frozenset[str]:
        text = around.whole(document_id)
        return frozenset(name for name in question.names if name in text)

    numeric = question.want is Want.NUMBER
    rows = store.figures_by_passage([hit.passage.id for hit in hits]) if numeric or is_dated(question) else {}
    origin: list[tuple[Hit, int, int]] = []
    for hit in hits:
        spans = _cut(hit.passage.text)[1]
        if numeric:  # a sentence without a figure cannot answer
            starts = {row.sentence_start - hit.passage.start for row in rows.get(hit.passage.id, ())}
            spans = [span for span in spans if span[0] in starts]
        origin += [(hit, start, end) for start, end in spans]
    if not origin:
        return []
    query = store.embedder.encode_queries([question.text])[0]
    # Articles repeat each other.
    once = {hit.passage.text[start:end]: _cut(hit.passage.text)[0][start:end] for hit, start, end in origin}
    cosines: list[float] = (store.embedder.encode_passages(list(once)) @ query).tolist()
    seen = dict(zip(once, zip(_read(list(once.values())), cosines, strict=True), strict=True))
    titles = around.titles(hit.passage for hit in hits)
    heads = {hit.passage.id: _heads(hit.passage, titles) for hit in hits}
    scopes = {hit.passage.id: f"{heads[hit.passage.id]}\n{around.scene(hit.passage)}" for hit in hits}
    spread = {term: store.frequency(term) / max(len(store), 1) for term in question.terms}
    asked = Words(question, term_weights(question, store.frequency, len(store)), spread)
    places: list[Place] = []
    for hit, start, end in origin:
        passage = hit.passage
        text = passage.text[start:end]
        read, cosine = seen[text]
        folded = _cut(passage.text)[0]
        places.append(
            Place(
                text=text,
                start=passage.start + start,
                folded=folded[start:end],
                before=folded[max(0, start - 200) : start],
                passage=folded,
                heads=heads[passage.id],
                scope=scopes[passage.id],
                names=read.names,
                words=read.words,
                # What another speaker names is that speaker's.
                mentioned=frozenset() if passage.speaker else mentioned(passage.document_id),
                of_another=asked.whose.is_topic_another(titles.get(passage.document_id, "")),
                published=passage.published,
                day=(passage.published or around.latest(passage.document_id)) if numeric else date.min,
                cosine=cosine,
                search=hit.score,
            )
        )
    if numeric:
        at = {
            (hit.passage.id, place.start): n for n, ((hit, _, _), place) in enumerate(zip(origin, places, strict=True))
        }
        pairs = [
            (at[key], row)
            for hit in hits
            for row in rows.get(hit.passage.id, ())
            if (key := (hit.passage.id, row.sentence_start)) in at
        ]
        table = matrix(asked, places, pairs).tolist()
        return [
            _candidate(origin[n], places[n], row, values, around.latest(origin[n][0].passage.document_id))
            for (n, row), values in zip(pairs, table, strict=True)
        ]
    fits: list[float] = []
    holds: list[float] = []
    for place, (hit, _, _) in zip(places, origin, strict=True):
        own = [row for row in rows.get(hit.passage.id, ()) if row.sentence_start == place.start]
        fit, dated = _dated(question, place, own)
        fits.append(fit)
        holds.append(wanted(question, place.folded, dated=dated))
    table = sentence_matrix(asked, places, fits, holds).tolist()
    return [_candidate(where, place, None, values) for where, place, values in zip(origin, places, table, strict=True)]


def _heads(passage: Passage, titles: Mapping[str, str]) -> str:
    """Return the headings of a passage, folded."""
    return fold("\n".join(filter(None, (titles.get(passage.document_id), passage.section, passage.speaker))))


def _candidate(
    origin: tuple[Hit, int, int], place: Place, row: FigureRow | None, values: list[float], not_before: date = date.min
) -> Candidate:
    hit, start, end = origin
    passage = hit.passage
    return Candidate(passage, row, passage.start + start, passage.start + end, place.text, tuple(values), not_before)


@lru_cache(maxsize=4096)
def _periods(text: str, published: date | None) -> tuple[tuple[date | None, date | None], ...]:
    return tuple((p.first, p.last) for p in find_periods(text, reference=published))


def _dated(question: Question, place: Place, rows: Sequence[FigureRow]) -> tuple[float, bool]:
    """Return how well the periods of a sentence fit the one asked for, and whether it holds any where that counts."""
    dated = is_dated(question)
    if not dated and question.want is not Want.DATE:
        return 0.0, False  # nothing asks for its periods
    told = _periods(place.text, place.published)
    if not dated:
        return 0.0, bool(told)
    fits = [period_fit(question.periods, r.first, r.last, r.basis.value) for r in rows]
    fits += [period_fit(question.periods, first, last, "stated") for first, last in told]
    if not fits:
        fits = [period_fit(question.periods, place.published, place.published, "document")]
    return max(fits), bool(told)
