"""Hits → candidates: which figures and sentences may answer the question, with what speaks for and against each.

For a numeric question the candidates are the figure rows of the passages found, else their sentences. A word of the
question counts by its rarity in the corpus, and by how near to the candidate it is met: in the clause, the sentence,
the sentences before it, the headings. What is met nowhere speaks against the candidate. `qa/features.py` holds the
measures themselves.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from index.passages import sentences
from index.periods import find_periods
from index.store import Store
from index.types import FigureRow, Passage
from index.words import fold, tagged, words
from qa.features import FEATURES, matrix, sentence_matrix
from qa.fits import period_fit, wanted
from qa.met import Place, Words
from qa.question import Question, Want, function_words
from qa.search import Hit

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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage: its place in it, folded, its names, its content words with their places."""

    start: int
    end: int
    folded: str
    names: tuple[str, ...]
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Analysis:
    """What a passage's text gives whatever the question: its sentences and their vectors."""

    folded: str
    sentences: tuple[_Sentence, ...]
    vectors: NDArray[np.float32]


@lru_cache(maxsize=1024)
def _analyse(text: str, embedder: Embedder) -> _Analysis:
    folded = fold(text)
    spans = list(sentences(text))
    return _Analysis(
        folded,
        tuple(_read(folded[a:b], a, b) for a, b in spans),
        embedder.encode_passages([text[a:b] for a, b in spans]),
    )


def _read(folded: str, start: int, end: int) -> _Sentence:
    names: list[str] = []
    words: list[tuple[str, int]] = []
    position = 0
    for word, tag in tagged(folded):
        if len(word) > 1 and (tag.startswith(("nr", "ns", "nt", "nz")) or (word.isascii() and word.isalpha())):
            names.append(word)
        if len(word) > 1 and word[0] >= "\u3400" and word not in function_words():
            words.append((word, position))
        position += len(word)
    return _Sentence(start, end, folded, tuple(dict.fromkeys(names)), tuple(words))


def candidates(
    store: Store,
    question: Question,
    hits: Sequence[Hit],
    titles: dict[str, str],
    scene: Callable[[Passage], str],
    latest: Callable[[str], date],
    whole: Callable[[str], str],
) -> list[Candidate]:
    """Return every figure row (numeric questions) or every sentence of `hits` with its features.

    Args:
        titles: document id → title, for headings.
        scene: passage → the speech, article or section that it is part of, with what leads in to it, folded.
        latest: document id → the latest day that an undated document tells of.
        whole: document id → its text, folded.
    """

    @cache
    def mentioned(document_id: str) -> frozenset[str]:
        text = whole(document_id)
        return frozenset(name for name in question.names if name in text)

    query = store.embedder.encode_queries([question.text])[0]
    places: list[Place] = []
    origin: list[tuple[Passage, int, int]] = []
    for hit in hits:
        passage = hit.passage
        analysis = _analyse(passage.text, store.embedder)
        heads = fold("\n".join(filter(None, (titles.get(passage.document_id), passage.section, passage.speaker))))
        scope = f"{heads}\n{scene(passage)}"
        cosines = analysis.vectors @ query
        day = passage.published or latest(passage.document_id)
        for sentence, cosine in zip(analysis.sentences, cosines.tolist(), strict=True):
            start, end = sentence.start, sentence.end
            origin.append((passage, passage.start + start, passage.start + end))
            places.append(
                Place(
                    text=passage.text[start:end],
                    start=passage.start + start,
                    folded=sentence.folded,
                    before=analysis.folded[max(0, start - 200) : start],
                    passage=analysis.folded,
                    heads=heads,
                    scope=scope,
                    names=sentence.names,
                    words=sentence.words,
                    # What another speaker names is that speaker's.
                    mentioned=frozenset() if passage.speaker else mentioned(passage.document_id),
                    published=passage.published,
                    day=day,
                    cosine=cosine,
                    search=hit.score,
                )
            )
    if not places:
        return []
    spread = {term: store.frequency(term) / max(len(store), 1) for term in question.terms}
    words = Words(question, term_weights(question, store.frequency, len(store)), spread)
    rows = store.figures_by_passage([hit.passage.id for hit in hits])
    if question.want is Want.NUMBER:
        at = {(passage.id, start): n for n, (passage, start, _) in enumerate(origin)}
        pairs = [
            (at[key], row)
            for hit in hits
            for row in rows.get(hit.passage.id, ())
            if (key := (hit.passage.id, row.sentence_start)) in at
        ]
        table = matrix(words, places, pairs).tolist()
        return [
            Candidate(
                *origin[n][:1], row, *origin[n][1:], places[n].text, tuple(values), latest(origin[n][0].document_id)
            )
            for (n, row), values in zip(pairs, table, strict=True)
        ]
    fits: list[float] = []
    holds: list[float] = []
    for place, (passage, start, _) in zip(places, origin, strict=True):
        fit, dated = _dated(question, place, [r for r in rows.get(passage.id, ()) if r.sentence_start == start])
        fits.append(fit)
        holds.append(wanted(question, place.folded, dated=dated))
    table = sentence_matrix(words, places, fits, holds).tolist()
    return [
        Candidate(passage, None, start, end, place.text, tuple(values))
        for (passage, start, end), place, values in zip(origin, places, table, strict=True)
    ]


@lru_cache(maxsize=4096)
def _periods(text: str, published: date | None) -> tuple[tuple[date | None, date | None], ...]:
    return tuple((p.first, p.last) for p in find_periods(text, reference=published))


def _dated(question: Question, place: Place, rows: Sequence[FigureRow]) -> tuple[float, bool]:
    """Return how well the periods of a sentence fit the one asked for, and whether it holds any."""
    told = _periods(place.text, place.published)
    if not question.periods:
        return 0.0, bool(told)
    fits = [period_fit(question.periods, r.first, r.last, r.basis.value) for r in rows]
    fits += [period_fit(question.periods, first, last, "stated") for first, last in told]
    if not fits:
        fits = [period_fit(question.periods, place.published, place.published, "document")]
    return max(fits), bool(told)
