"""A pool of passages → the same, scored by a small net that learned on questions which passage answers.

The net in `rerank_weights.json` (one hidden layer over the features, and the features straight) is fitted by
`eval/tune_retrieval.py` to a softmax over the pool, so a difference of scores is a logarithm of odds.
"""

import json
from functools import cache
from pathlib import Path

from index.store import Store
from qa.net import Floats, Net
from qa.pool import Pool
from qa.rerank_features import FEATURES, table

MADE_BY = "python -m eval.tune_retrieval"
WEIGHTS = Path(__file__).with_name("rerank_weights.json")


@cache
def net() -> Net:
    """Return the shipped net."""
    return Net.from_table(json.loads(WEIGHTS.read_text(encoding="utf-8")), FEATURES, made_by=MADE_BY)


def rerank(store: Store, pool: Pool) -> Floats:
    """Return the score of each passage of a pool (n)."""
    return net().scores(table(store, pool))
