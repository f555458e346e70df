"""Questions and a store → cases to fit the reranking to: the features of a pool, and which of its passages are right.

Right is a passage of a right document that holds an expected answer; when none of the pool does, any of its passages.
Passages of other documents that hold the answer among most of the question's words are neither right nor wrong: the
lists of right documents are not complete. Questions are also worn: words give way to others of like meaning, so that
the net learns what to go by when none of them is met.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.external_sets import Asked
from eval.reading import contains
from index.store import Store
from index.words import words
from qa.expansions import expansions
from qa.pool import Pool, Weights, gather, read
from qa.rerank_features import FEATURES, table

DEPTH, SIZE = 60, 48
_HELD = FEATURES.index("held")
_NEARLY = 0.8  # of the share of the question's words that the right passages hold


@dataclass(frozen=True, slots=True)
class Case:
    """One question: features (n × f), what is right (n), what is left out (n), the places of right documents (n)."""

    source: str
    features: NDArray[np.float32]
    right: NDArray[np.bool_]
    unsettled: NDArray[np.bool_]
    documents: NDArray[np.bool_]


def cases(source: str, store: Store, asked: Iterable[Asked], *, weights: Weights | None = None) -> Iterator[Case]:
    """Yield a case a question; the pool of one that cannot be won has nothing right."""
    names = {document.id: document.name for document in store.documents()}
    for item in asked:
        pool = gather(store, read(store, item.question), depth=DEPTH, size=SIZE, weights=weights or Weights())
        if pool is not None:
            yield _case(source, store, item, pool, names)


def _case(source: str, store: Store, item: Asked, pool: Pool, names: dict[str, str]) -> Case:
    features = table(store, pool)
    documents = np.array([names[passage.document_id] in item.documents for passage in pool.passages])
    holds = np.array([any(contains(passage.text, word) for word in item.answers) for passage in pool.passages])
    right = documents & holds
    if not right.any():
        right = documents
    least = features[right, _HELD].max(initial=0.0) * _NEARLY
    unsettled = ~right & (documents | (holds & (features[:, _HELD] >= least)))
    return Case(source, features.astype(np.float32), right, unsettled, documents)


def worn(asked: Iterable[Asked], *, seed: int) -> Iterator[Asked]:
    """Yield questions with most of their words exchanged for others that may mean the same, or the same's same."""
    chooser = random.Random(seed)  # noqa: S311
    for item in asked:
        told: list[str] = []
        for word in words(item.question):
            others = [other for other, sure in expansions(word) if sure >= _SURE]
            if others and chooser.random() < _EXCHANGED:
                other = chooser.choice(others)
                further = [word for word, sure in expansions(other) if sure >= _SURE]
                word = chooser.choice(further) if further and chooser.random() < 0.7 else other
            told.append(word)
        yield replace(item, question="".join(told))


_SURE, _EXCHANGED = 0.55, 0.9
