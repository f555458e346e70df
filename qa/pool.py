"""Question and store → the pool: the passages that any of the three indexes puts forward, with what each index says.

Words of asking (多少, 哪家, 是) are left out of the word query, where they only blur it; the character pairs keep the
whole question. A term may have others that stand for it: a short form its long one, an English word what the
documents write for it. The vectors of all passages of the pool are fetched, so that every passage has its cosine, whichever
index found it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder, StaticEmbedder
from index.everyday import AS_SAID, otherwise
from index.store import Store
from index.types import Passage
from index.words import bigrams, fold, words
from qa.aliases import aliases
from qa.english import is_english, to_chinese_terms, translate
from qa.expansions import expansions
from qa.question import function_words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each index's score in the first order, each scaled by its best."""

    words: float = 0.50
    bigrams: float = 0.40
    dense: float = 0.10
    near: float = 0.06


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is searched for: its Chinese text, its terms, each with what is called the same, and `near`,
    parallel to the terms: words that may mean the same, each with how surely (0 to 1)."""

    text: str
    terms: tuple[tuple[str, ...], ...]
    near: tuple[tuple[tuple[str, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages in their first order, best first, with arrays of the same length n.

    `words`, `bigrams` and `near` (words that mean alike included) are BM25 scores, 0 where that search did not put the
    passage forward, `cosines` inner products
    with the question's vector, `vectors` n × d, `fused` the first order's score, `leads` each document's title and
    first characters.
    """

    asking: Asking
    passages: tuple[Passage, ...]
    leads: tuple[tuple[str, str], ...]
    words: Floats
    bigrams: Floats
    near: Floats
    cosines: Floats
    vectors: NDArray[np.float32]
    fused: Floats


LEAD = 160
"""How many of a document's first characters count as its lead."""


_LONGEST = 2000  # beyond that a question adds no information, only time
_ALTERNATIVES = 4
_SAID = 8
_ADDED, _LIKELY, _WEIGHT = 3, 0.6, 0.8
"""How many words may stand for one of the question's in its vector, how surely at least, and what they count for."""
_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def read(store: Store, query: str) -> Asking:
    """Return what to search for; an English question in the words that the documents have for it."""
    query = query[:_LONGEST]
    others: list[tuple[str, ...]] = []
    if is_english(query):
        found = to_chinese_terms(query, known=store.holds)
        others = [tuple(dict.fromkeys(map(fold, group[:_ALTERNATIVES]))) for group in found if group]
        query = _GAP.sub("", translate(query, known=store.holds)) or query
    content = [word for word in words(query) if word not in function_words()] or words(query)
    terms = {word: (word,) for word in content} | {group[0]: group for group in (*others, *aliases(query, content))}
    near: list[tuple[tuple[str, float], ...]] = []
    for group, said in zip(terms.values(), otherwise(fold(query), list(terms)), strict=True):
        known = dict.fromkeys(said[:_SAID], AS_SAID)
        near.append(tuple((known | dict(pair for word in group for pair in expansions(word))).items()))
    return Asking(query, tuple(terms.values()), tuple(near))


def _without_copies(store: Store, chosen: Sequence[int], size: int) -> list[Passage]:
    """Return the first `size` of the passages chosen, one of each that a file kept under two names holds twice.

    Two of them would share what speaks for either, and take the place of others.
    """
    told: dict[tuple[str, str | None, str | None, date | None], Passage] = {}
    passages: list[Passage] = []
    for start in range(0, len(chosen), size):
        for passage in store.passages_by_id(list(chosen[start : start + size])):
            known = told.setdefault((passage.text, passage.section, passage.speaker, passage.published), passage)
            if known is passage or known.document_id == passage.document_id:
                passages.append(passage)
        if len(passages) >= size:
            break
    return passages[:size]


def vectors_of(
    embedder: Embedder, text: str, asking: Asking, *, meant: bool = True
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the vector of a question alone and, where a vector adds up words, with those that its words may stand for.

    In the words that documents use it comes nearer to what it asks for than in its own: of 518 paraphrases the passage
    is among the ten nearest for .29, and not for .20. A model that reads sentences knows that by itself.
    """
    alone = embedder.encode_queries([text])[0]
    if not meant or not isinstance(embedder, StaticEmbedder):
        return alone, alone
    said = [other for near in asking.near for other, share in near[:_ADDED] if share >= _LIKELY]
    if not said:
        return alone, alone
    both = alone + _WEIGHT * embedder.encode_queries([" ".join(said)])[0]
    # As long as that of the question alone: nothing assumes a length.
    return alone, both * (np.linalg.norm(alone) / (np.linalg.norm(both) or 1.0))


def gather(
    store: Store, asking: Asking, *, depth: int, size: int, weights: Weights, meant: bool = False
) -> Pool | None:
    """Return the `size` best passages by the weighted sum of the indexes' scores; None when nothing is found.

    Args:
        depth: how many passages each search gives.
        meant: whether the vector is also looked for with the words that the question's may stand for.
    """
    terms = [word for group in asking.terms for term in group for word in words(term)]
    alike = list(dict.fromkeys(word for group in asking.near for other, _ in group for word in words(other)))
    text = " ".join((asking.text, *(term for group in asking.terms for term in group[1:])))
    alone, vector = vectors_of(store.embedder, text, asking, meant=meant)
    looked_for = [] if not weights.dense else [vector] if vector is alone else [vector, alone]
    found = (
        dict(store.search_lexical("words", terms, depth)),
        dict(store.search_lexical("bigrams", bigrams(text), depth)),
        {number: score for one in looked_for for number, score in store.search_vector(one, depth)},
        dict(store.search_lexical("words", [*terms, *alike], depth)) if alike and weights.near else {},
    )
    fused: dict[int, float] = {}
    for scores, weight in zip(found, (weights.words, weights.bigrams, weights.dense, weights.near), strict=True):
        best = max(scores.values(), default=0.0)
        if best > 0:
            for number, score in scores.items():
                fused[number] = fused.get(number, 0.0) + weight * max(score, 0.0) / best
    order = sorted(fused, key=lambda number: (-fused[number], number))
    # A part of the pool is for what shares no word with the question.
    unlike = [number for scores in found[2:] for number in list(scores)[: size // 5] if number in fused]
    chosen = dict.fromkeys((*order[: size - size // 3], *unlike, *order))
    passages = _without_copies(store, list(chosen), size)
    if not passages:
        return None
    passages.sort(key=lambda passage: (-fused[passage.id], passage.id))
    ids = [passage.id for passage in passages]
    vectors = store.vectors(ids) if weights.dense else np.zeros((len(ids), len(vector)), dtype=np.float32)
    leads = store.leads(dict.fromkeys(passage.document_id for passage in passages), LEAD)
    return Pool(
        asking=asking,
        passages=tuple(passages),
        leads=tuple(leads.get(passage.document_id, ("", "")) for passage in passages),
        words=np.array([found[0].get(number, 0.0) for number in ids]),
        bigrams=np.array([found[1].get(number, 0.0) for number in ids]),
        near=np.array([found[3].get(number, 0.0) for number in ids]),
        cosines=(vectors @ vector).astype(np.float64),
        vectors=vectors,
        fused=np.array([fused[number] for number in ids]),
    )
