"""A pool of passages → the same, scored by a small net that learned on questions which passage answers.

A net (one hidden layer over the features, and the features straight) is fitted by `eval/tune_retrieval.py` to a softmax
over the pool, so a difference of scores is a logarithm of odds. The retriever's sees all features. The reader's goes by
the first of them alone: the rules that read what is found were chosen beside it, and behind the other one, which
puts the right passage first more often, they answer three questions more that have no answer.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from index.store import Store
from qa.net import Floats, Net
from qa.pool import Pool
from qa.rerank_features import FEATURES, READ, table

_FIRST = 0.5  # of a logarithm of odds: by how much what comes first leads
MADE_BY = "python -m eval.tune_retrieval"
READING = Path(__file__).with_name("rerank_weights.json")
FINDING = Path(__file__).with_name("find_weights.json")


@cache
def net(path: Path) -> Net:
    """Return a shipped net: `READING` or `FINDING`."""
    features = FEATURES if path == FINDING else READ
    return Net.from_table(json.loads(path.read_text(encoding="utf-8")), features, made_by=MADE_BY)


def rerank(store: Store, pool: Pool, *, finding: bool = False) -> Floats:
    """Return the score of each passage of a pool (n); with `finding` the retriever's net says which comes first.

    It is right about that more often than the other, and less often about the rest.
    """
    rows = table(store, pool, finding=finding)
    scores = net(READING).scores(rows[:, : len(READ)])
    if finding:
        scores[int(np.argmax(net(FINDING).scores(rows)))] = scores.max() + _FIRST
    return scores
