"""Question → passages: words, character pairs and vectors together, each score scaled by its best.

The weights were chosen on questions over news and encyclopaedia paragraphs: words and pairs carry the ranking, the
dense score adds what shares no word with the question. Scaling by the best score leaves no assumption about a model's
range.
"""

from dataclasses import dataclass

from index.store import Store
from index.types import Passage
from index.words import bigrams, words


@dataclass(frozen=True, slots=True)
class SearchConfig:
    """How many passages each index gives, and the weight of each index's scaled score."""

    candidates: int = 60
    words: float = 0.45
    bigrams: float = 0.35
    dense: float = 0.20


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score (0 to 1, by the best possible) and its cosine."""

    passage: Passage
    score: float
    dense: float


def search(store: Store, query: str, *, k: int = 10, config: SearchConfig | None = None) -> list[Hit]:
    """Return up to `k` passages for any text, best first."""
    config = config or SearchConfig()
    if not query.strip() or not len(store) or k < 1:
        return []
    depth = max(config.candidates, k)
    query = query[:2000]  # beyond that a question adds no information, only time
    by_words = dict(store.search_lexical("words", words(query), depth))
    by_pairs = dict(store.search_lexical("bigrams", bigrams(query), depth))
    by_vector = dict(store.search_dense(query, depth))
    fused: dict[int, float] = {}
    for scores, weight in ((by_words, config.words), (by_pairs, config.bigrams), (by_vector, config.dense)):
        best = max(scores.values(), default=0.0)
        if best > 0:
            for number, score in scores.items():
                fused[number] = fused.get(number, 0.0) + weight * max(score, 0.0) / best
    order = sorted(fused, key=lambda number: (-fused[number], number))[:k]
    return [Hit(passage, fused[passage.id], by_vector.get(passage.id, 0.0)) for passage in store.passages_by_id(order)]
