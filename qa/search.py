"""Question → passages: three indexes put passages forward, a learned net orders them.

Words and character pairs carry the first order, vectors add what shares no word with the question (`qa/pool.py`); the
net (`qa/rerank.py`) then looks at how the question's words lie in each text. A further passage of one document steps
back a little, so that the first ten speak for more documents.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from index.store import Store
from index.types import Passage
from qa.english import is_english
from qa.pool import Weights, gather, read
from qa.rerank import rerank


@dataclass(frozen=True, slots=True)
class SearchConfig:
    """How many passages each index gives, how many are reranked, the first order's weights.

    `again` is what each further passage of one document loses, in the net's score (a logarithm of odds). Without
    `rerank` the first order stands. With `meant` vectors are also looked for with the words that the question's may
    stand for: paraphrases are found more often, but the nets that read what is found were fitted without. With `finding`
    the net that is the retriever's alone orders what a Chinese question finds (`qa/rerank.py`).
    """

    candidates: int = 60
    reranked: int = 48
    weights: Weights = field(default_factory=Weights)
    again: float = 1.0
    rerank: bool = True
    meant: bool = False
    finding: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score (0 to 1, in the order of the hits) and its inner product with the question's vector."""

    passage: Passage
    score: float
    dense: float


def search(store: Store, query: str, *, k: int = 10, config: SearchConfig | None = None) -> list[Hit]:
    """Return up to `k` passages for any text, best first."""
    config = config or SearchConfig()
    if not query.strip() or not len(store) or k < 1:
        return []
    asking = read(store, query)
    pool = gather(
        store,
        asking,
        depth=max(config.candidates, k),
        size=max(config.reranked, k),
        weights=config.weights,
        meant=config.meant,
    )
    if pool is None:
        return []
    # A dictionary's Chinese has neither names nor runs that a writer would use.
    finding = config.finding and not is_english(query)
    scores = rerank(store, pool, finding=finding) if config.rerank else np.log(np.maximum(pool.fused, 1e-6))
    seen: Counter[str] = Counter()
    order: list[tuple[float, int]] = []
    places: list[int] = np.argsort(-scores, kind="stable").tolist()
    for place in places:
        uid = pool.passages[place].document_id
        order.append((float(scores[place]) - config.again * seen[uid], place))
        seen[uid] += 1
    order.sort(key=lambda item: (-round(item[0], 9), item[1]))
    best = order[0][0]
    return [
        Hit(pool.passages[place], float(np.exp((score - best) / _SOFT)), float(pool.cosines[place]))
        for score, place in order[:k]
    ]


_SOFT = 6.0
"""Spreads the scores: the tenth passage of a pool is around a half, as a weighted sum of scaled scores would be."""
