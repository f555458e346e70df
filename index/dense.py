"""The dense index: inner products of passage vectors in faiss. The only place that knows faiss.

Half precision, exact to three digits. A large index is looked through in a rough form first, four bits for every two
dimensions, and the best few of that are compared exactly: at 178,000 passages of 256 dimensions 0.7 ms on one core in
place of 4.5, and of the first 60 one in seven thousand is another.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

_LARGE = 20_000
"""Vectors from which on a rough form pays; smaller indexes are searched as fast without."""
_REFINED = 24  # candidates that are compared exactly, for each that is asked for


def _alone() -> None:
    """Have faiss work on this thread alone, which it must be told in each.

    Its threads wait for each other without sleeping: where other programs hold the cores, adding one file to 178,000
    passages took 210 to 590 seconds with four of them and 4 with one, which needs 2 on an idle machine.
    """
    faiss.omp_set_num_threads(1)


class DenseIndex:
    """An index over unit vectors, held in memory; safe for many threads that only search."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def build(cls, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> Self:
        """Index `vectors` (n × d, unit length) under `ids` (n)."""
        _alone()
        count, dimensions = vectors.shape
        large = count >= _LARGE and dimensions % 2 == 0
        form = f"PQ{dimensions // 2}x4fs,Refine(SQfp16)" if large else "SQfp16"
        bare = faiss.index_factory(dimensions, form, faiss.METRIC_INNER_PRODUCT)
        if large:
            rough: Any = faiss.downcast_index(bare)
            rough.k_factor = _REFINED
        index: faiss.Index = faiss.IndexIDMap2(bare)
        if len(ids):
            data = np.ascontiguousarray(vectors, dtype=np.float32)
            index.train(data)
            index.add_with_ids(data, ids)
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote; the caller has checked that no byte of it changed."""
        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))

    def to_bytes(self) -> bytes:
        return faiss.serialize_index(self._index).tobytes()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine) for one query vector (d), best first."""
        if not len(self) or k < 1:
            return []
        _alone()
        scores, ids = self._index.search(vector.reshape(1, -1).astype(np.float32), min(k, len(self)))
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def vectors(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the stored vectors of these ids (n × d); zeros for an id that is not in the index."""
        found = np.zeros((len(ids), self._index.d), dtype=np.float32)
        for row, number in zip(found, ids, strict=True):
            with suppress(RuntimeError):
                row[:] = self._index.reconstruct(number)
        return found
