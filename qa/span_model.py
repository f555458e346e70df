"""The fitted scorers of spans: from the `Spans` of a question's sentences to one score each.

Two are added up. One was fitted on the sentence that holds the answer alone (`eval/tune_span.py`): it knows best where
an answer begins and ends. The other was fitted on the first sentences of the evidence together (`eval/tune_span_net.py`)
and also reads the words around (`qa/span_net.py`): it knows best in which sentence the answer is. In both a span has
the weights of the keys at its two borders and a net with one hidden layer over its features.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.span_features import FEATURES, KINDS, Numbers, Spans
from qa.span_net import PAIR, Borders, Net, reading
from qa.span_question import TYPES, Asked

_ALONE, _TOGETHER = 0.7, 0.5
"""Shares of the two, chosen on half of CMRC's trial set."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`straight` (d), `inner` (d × h), `kinds` by type of question (h), `outer` (h), and a weight a border key.

    `around` is what the words around a border count, as the net reads them.
    """

    keys: dict[str, float]
    straight: Numbers
    inner: Numbers
    kinds: dict[str, Numbers]
    outer: Numbers
    around: float

    def score(self, found: Spans, kind: str, borders: Borders) -> NDArray[np.float64]:
        """Return the score of each span for a question of type `kind`."""
        keys = self.keys
        at_start = np.array([sum([keys.get(k, 0.0) for k in own]) for own in found.start_keys])
        at_end = np.array([sum([keys.get(k, 0.0) for k in own]) for own in found.end_keys])
        hidden = np.tanh(found.features @ self.inner + self.kinds[kind])
        whole = (found.features @ self.straight + hidden @ self.outer).astype(np.float64)
        at_start += self.around * borders.start
        at_end += self.around * borders.end
        joint = borders.from_start @ borders.from_end.T * (self.around / PAIR**0.5)
        whole += joint[found.first, found.last]
        return whole + at_start[found.first] + at_end[found.last]


def _alone() -> Weights:
    """Read the weights fitted on single sentences."""
    table: Any = json.loads((resources.files("qa") / "span_weights.json").read_text(encoding="utf-8"))
    return Weights(
        {str(key): float(value) for key, value in table["keys"].items()},
        np.array([table["straight"][name] for name in FEATURES], dtype=np.float32),
        np.array([table["inner"][name] for name in FEATURES], dtype=np.float32),
        {kind: np.array(table["kinds"][kind], dtype=np.float32) for kind in TYPES},
        np.array(table["outer"], dtype=np.float32),
        0.0,
    )


def _together() -> tuple[Weights, Net]:
    """Read the weights fitted on several sentences, and the net that reads them.

    Raises:
        ValueError: they were fitted to other features than are measured now.
    """
    file = resources.files("qa") / "span_net.npz"
    with resources.as_file(file) as path, np.load(path, allow_pickle=False) as stored:
        named = {name: stored[name] for name in stored.files}
    texts = {name: bytes(named.pop(name)).decode().split("\n") for name in ("keys", "tags", "features", "types")}
    if tuple(texts["features"]) != FEATURES or texts["types"] != list(KINDS):
        raise ValueError("qa/span_net.npz belongs to other features; fit it again: python -m eval.tune_span_net")
    arrays = {name: array.astype(np.float32) for name, array in named.items()}
    keys = dict(zip(texts["keys"], arrays.pop("key_weights").tolist(), strict=True))
    kinds = dict(zip(texts["types"], arrays.pop("kinds"), strict=True))
    weights = Weights(keys, arrays.pop("straight"), arrays.pop("inner").T, kinds, arrays.pop("outer"), 1.0)
    return weights, Net(arrays, texts["tags"])


@cache
def weights() -> tuple[Weights, Net]:
    """Return the sum of the two as one, and the net that reads the sentences.

    Raises:
        ValueError: they were fitted to other features than are measured now.
    """
    one, (two, net) = _alone(), _together()
    summed = Weights(
        {
            key: _ALONE * one.keys.get(key, 0.0) + _TOGETHER * two.keys.get(key, 0.0)
            for key in one.keys.keys() | two.keys.keys()
        },
        (_ALONE * one.straight + _TOGETHER * two.straight).astype(np.float32),
        np.concatenate((one.inner, two.inner), axis=1),
        {kind: np.concatenate((one.kinds[kind], two.kinds[kind])) for kind in TYPES},
        np.concatenate((np.float32(_ALONE) * one.outer, np.float32(_TOGETHER) * two.outer)),
        _TOGETHER,
    )
    return summed, net


def score(question: Asked, found: Sequence[Spans]) -> list[NDArray[np.float64]]:
    """Return the score of each span of each sentence; those of several sentences are comparable."""
    if not found:
        return []
    summed, net = weights()
    return [
        summed.score(one, question.type, borders)
        for one, borders in zip(found, net.borders(reading(question, found)), strict=True)
    ]
