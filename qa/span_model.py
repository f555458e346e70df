"""The fitted scorer of spans: from `Spans` to one score each; the weights are in `span_weights.json`.

A span's score is the sum of the weights of the keys at its two borders and of a net with one hidden layer over its
features. `eval/tune_span.py` fits them; a softmax over the scores of a sentence gives each span's probability.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.span_features import FEATURES, Numbers, Spans
from qa.span_question import TYPES


@dataclass(frozen=True, slots=True)
class Weights:
    """`straight` (d), `inner` (d × h), `kinds` by type of question (h), `outer` (h), and a weight a border key."""

    keys: dict[str, float]
    straight: Numbers
    inner: Numbers
    kinds: dict[str, Numbers]
    outer: Numbers


@cache
def weights() -> Weights:
    """Read the shipped weights."""
    table: Any = json.loads((resources.files("qa") / "span_weights.json").read_text(encoding="utf-8"))
    return Weights(
        {str(key): float(value) for key, value in table["keys"].items()},
        np.array([table["straight"][name] for name in FEATURES], dtype=np.float32),
        np.array([table["inner"][name] for name in FEATURES], dtype=np.float32),
        {kind: np.array(table["kinds"][kind], dtype=np.float32) for kind in TYPES},
        np.array(table["outer"], dtype=np.float32),
    )


def score(found: Spans, kind: str) -> NDArray[np.float64]:
    """Return the score of each span for a question of type `kind`."""
    known = weights()
    at_start = np.array([sum(known.keys.get(k, 0.0) for k in keys) for keys in found.start_keys])
    at_end = np.array([sum(known.keys.get(k, 0.0) for k in keys) for keys in found.end_keys])
    hidden = np.tanh(found.features @ known.inner + known.kinds[kind])
    net = found.features @ known.straight + hidden @ known.outer
    return net.astype(np.float64) + at_start[found.first] + at_end[found.last]
