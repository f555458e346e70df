"""The dense index finds the nearest vectors in either form, and gives back what was put in."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import dense
from index.dense import DenseIndex

DIMENSIONS = 64


def _vectors(count: int) -> np.ndarray:
    """Return unit vectors around a few hundred centres, as texts on a few hundred subjects would be."""
    random = np.random.default_rng(7)
    centres = random.normal(size=(300, DIMENSIONS))
    found = centres[random.integers(0, 300, count)] + random.normal(size=(count, DIMENSIONS))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("rough", [False, True])
def test_the_nearest_come_first_and_survive_the_disk(rough: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "_LARGE", 1_000 if rough else 1_000_000)
    vectors = _vectors(6_000)
    ids = np.arange(6_000, dtype=np.int64) * 3 + 1
    index = DenseIndex.from_bytes(DenseIndex.build(ids, vectors).to_bytes())
    assert len(index) == 6_000
    stored = index.vectors(ids[:50].tolist())
    assert np.allclose(stored, vectors[:50], atol=1e-3)
    halved = vectors.astype(np.float16).astype(np.float32)
    for query in _vectors(40)[20:]:
        exact = halved @ query
        best = ids[np.argsort(-exact)[:10]].tolist()
        found = index.search(query, 10)
        assert [number for number, _ in found] == best
        assert np.allclose([score for _, score in found], np.sort(exact)[::-1][:10], atol=1e-4)


def test_vectors_of_an_odd_length_are_searched_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "_LARGE", 100)
    vectors = _vectors(500)[:, :63]
    index = DenseIndex.build(np.arange(500, dtype=np.int64), np.ascontiguousarray(vectors))
    assert index.search(vectors[7], 1)[0][0] == 7


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex.build(np.zeros(0, dtype=np.int64), np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert index.search(_vectors(1)[0], 5) == []
    assert not index.vectors([3]).any()


def test_faiss_works_on_the_thread_that_asks_alone() -> None:
    """With threads of its own it takes minutes in place of seconds where other programs hold the cores."""
    ids, vectors = np.arange(8, dtype=np.int64), _vectors(8)
    index = DenseIndex.build(ids, vectors)
    for use in (lambda: DenseIndex.build(ids, vectors), lambda: index.search(vectors[0], 1)):
        with ThreadPoolExecutor(1) as pool:  # each thread has a number of its own
            pool.submit(dense.faiss.omp_set_num_threads, 3).result()
            pool.submit(use).result()
            assert pool.submit(dense.faiss.omp_get_max_threads).result() == 1
