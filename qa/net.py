"""The small net that scores figures, sentences and passages: one hidden layer over features, and the features straight.

`eval/tune.py` and `eval/tune_retrieval.py` fit it; `qa/rank.py` and `qa/rerank.py` use it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FAR = 5.0
"""Standard deviations beyond which a feature says no more."""
_ARRAYS = ("mean", "scale", "inner", "bias", "outer", "straight")


@dataclass(frozen=True, slots=True)
class Net:
    """What features are multiplied with; d features, h hidden units."""

    mean: Floats  # d
    scale: Floats  # d
    inner: Floats  # d × h
    bias: Floats  # h
    outer: Floats  # h
    straight: Floats  # d
    constant: float = 0.0

    def scores(self, features: Floats) -> Floats:
        """Return the score of each row of features (n × d)."""
        scaled = np.clip((features - self.mean) / self.scale, -FAR, FAR)
        return np.tanh(scaled @ self.inner + self.bias) @ self.outer + scaled @ self.straight + self.constant

    @classmethod
    def from_table(cls, record: dict[str, Any], features: Sequence[str], *, made_by: str) -> Self:
        """Read what `to_table` wrote.

        Args:
            record: the weights as JSON holds them.
            features: the names of what is measured now.
            made_by: the command that fits the weights.

        Raises:
            ValueError: the weights were fitted to other features than are measured now.
        """
        if record["features"] != list(features):
            raise ValueError(f"the weights belong to other features; fit them again: {made_by}")
        arrays = {name: np.array(record[name], dtype=np.float64) for name in _ARRAYS}
        return cls(**arrays, constant=float(record.get("constant", 0.0)))

    def to_table(self, features: Sequence[str]) -> dict[str, Any]:
        """Return the weights as JSON holds them."""
        arrays: dict[str, Any] = {name: np.round(getattr(self, name), 4).tolist() for name in _ARRAYS}
        return {"features": list(features), **arrays, "constant": round(self.constant, 4)}


def together(nets: Sequence[Net]) -> Net:
    """Return the one net whose scores are the mean of the scores of some that scale alike."""
    return Net(
        mean=nets[0].mean,
        scale=nets[0].scale,
        inner=np.concatenate([net.inner for net in nets], axis=1),
        bias=np.concatenate([net.bias for net in nets]),
        outer=np.concatenate([net.outer for net in nets]) / len(nets),
        straight=np.mean([net.straight for net in nets], axis=0),
        constant=float(np.mean([net.constant for net in nets])),
    )
