"""A pool of passages → the same, scored by a small net that learned on questions which passage answers.

The net in `rerank_weights.json` (one hidden layer over the features, and the features straight) is fitted by
`eval/tune_retrieval.py` to a softmax over the pool, so a difference of scores is a logarithm of odds.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.store import Store
from qa.pool import Pool
from qa.rerank_features import FEATURES, table

Floats = NDArray[np.float64]
WEIGHTS = Path(__file__).with_name("rerank_weights.json")
FAR = 5.0
"""Standard deviations beyond which a feature says no more."""


@dataclass(frozen=True, slots=True)
class RerankNet:
    """What the features of a passage are multiplied with; f features, h hidden units."""

    mean: Floats  # f
    scale: Floats  # f
    inner: Floats  # f × h
    bias: Floats  # h
    outer: Floats  # h
    straight: Floats  # f

    def scores(self, features: Floats) -> Floats:
        """Return the score of each row of features (n × f)."""
        scaled = np.clip((features - self.mean) / self.scale, -FAR, FAR)
        return np.tanh(scaled @ self.inner + self.bias) @ self.outer + scaled @ self.straight

    @classmethod
    def from_table(cls, record: dict[str, Any]) -> Self:
        """Read what `to_table` wrote.

        Raises:
            ValueError: the weights were fitted to other features than are measured now.
        """
        if tuple(record["features"]) != FEATURES:
            raise ValueError(
                "qa/rerank_weights.json belongs to other features; fit it again: python -m eval.tune_retrieval"
            )
        names = ("mean", "scale", "inner", "bias", "outer", "straight")
        return cls(**{name: np.array(record[name], dtype=np.float64) for name in names})

    def to_table(self) -> dict[str, Any]:
        """Return the weights as JSON holds them."""
        names = ("mean", "scale", "inner", "bias", "outer", "straight")
        return {"features": list(FEATURES)} | {name: np.round(getattr(self, name), 4).tolist() for name in names}


@cache
def net() -> RerankNet:
    """Return the shipped net."""
    return RerankNet.from_table(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def rerank(store: Store, pool: Pool) -> Floats:
    """Return the score of each passage of a pool (n)."""
    return net().scores(table(store, pool))
