"""Words → how surely one may stand for the other: 卖掉 for 转让, 开张 for 开业, but not 进口 for 出口.

Three witnesses are heard: vectors learned from the neighbours of words (`model/synonyms.npz`), the glosses of an
English dictionary (`index.glosses`), and the characters. Neighbours alone cannot tell 增长 from 下降; glosses can, but
do not have every word; characters settle short forms. The result is calibrated: from 0.5 on, a careful reader would
take one word for the other in a question. Names, numbers, times and Latin words are like nothing but themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from index.glosses import Glosses, glosses
from index.words import fold, tagged, words

Floats = npt.NDArray[np.float32]

FEATURES = (
    "constant", "cosine", "cosine_known", "same_gloss", "gloss_overlap", "glosses_apart", "characters", "last",
    "contrast", "short_form",
)  # fmt: skip
_SIGNS = 6  # characters of a word that are looked at
_NAMES = ("nr", "ns", "nt", "nz")
# Numbers, units, times, pronouns, particles, prepositions, directions: equal or different, never alike.
_CLOSED = ("m", "q", "t", "r", "u", "p", "c", "y", "e", "o", "x", "f", "h", "k")


@dataclass(frozen=True, slots=True)
class _Table:
    rows: dict[str, int]
    names: tuple[str, ...]
    vectors: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a word; `closed` words are like nothing but themselves."""

    text: str
    vector: Floats
    known: bool
    signs: npt.NDArray[np.int32]
    said: Glosses
    closed: bool


def use_table(words: Sequence[str], vectors: npt.NDArray[np.int8], weights: Floats) -> None:
    """Work with another table than the shipped one from now on (training does)."""
    _loaded.clear()
    describe.cache_clear()
    _loaded.append(_make(tuple(words), vectors, weights))


_loaded: list[_Table] = []


def _make(names: tuple[str, ...], whole: npt.NDArray[np.int8], weights: Floats) -> _Table:
    vectors = whole.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return _Table({name: row for row, name in enumerate(names)}, names, vectors, weights.astype(np.float32))


def _table() -> _Table:
    if not _loaded:
        _loaded.append(_stored())
    return _loaded[0]


def _stored() -> _Table:
    with as_file(files("index") / "model" / "synonyms.npz") as path, np.load(path, allow_pickle=False) as stored:
        names = tuple(bytes(stored["words"]).decode().split("\n"))
        return _make(names, stored["vectors"], stored["weights"])


def similarity(a: str, b: str) -> float:
    """Return how surely `a` may stand for `b`: 1 for equal words, 0 for what is unknown or a name."""
    return float(best_similarities([a], [b])[0, 0])


def best_similarities(terms: Sequence[str], words: Sequence[str]) -> Floats:
    """Return the similarity of each term to each word.

    Args:
        terms: The words of a question.
        words: The words of a passage.

    Returns:
        Numbers from 0 to 1, shape (len(terms), len(words)).
    """
    if not terms or not words:
        return np.zeros((len(terms), len(words)), np.float32)
    left, right = [describe(term) for term in terms], [describe(word) for word in words]
    weights = _table().weights
    score = sum(w * f for w, f in zip(weights, pair_features(left, right), strict=True))
    result = 1 / (1 + np.exp(-np.asarray(score, np.float32)))
    result[[i for i, word in enumerate(left) if word.closed]] = 0
    result[:, [j for j, word in enumerate(right) if word.closed]] = 0
    places: dict[str, list[int]] = {}
    for j, word in enumerate(words):
        places.setdefault(fold(word), []).append(j)
    for i, term in enumerate(terms):
        for j in places.get(fold(term), ()):
            result[i, j] = 1
    return result


def nearest(word: str, k: int) -> list[tuple[str, float]]:
    """Return the `k` words of the table most like `word`, best first, without the word itself."""
    table, known = _table(), describe(word)
    if known.closed or not known.known or k < 1:
        return []
    near = np.argpartition(-(table.vectors @ known.vector), min(300, len(table.names) - 1))[:300]
    names = [table.names[row] for row in near if table.names[row] != fold(word)]
    scores = best_similarities([word], names)[0]
    order = sorted(range(len(names)), key=lambda j: (-scores[j], names[j]))[:k]
    return [(names[j], float(scores[j])) for j in order]


@lru_cache(maxsize=60_000)
def describe(word: str) -> _Word:
    """Return what is known of a word; one that the table lacks is the sum of the words it is made of."""
    table, folded = _table(), fold(word)
    signs = np.zeros(_SIGNS, np.int32)
    codes = [ord(sign) for sign in folded[:_SIGNS]]
    signs[: len(codes)] = codes
    said = glosses(folded)
    row = table.rows.get(folded)
    vector = np.zeros(table.vectors.shape[1], np.float32) if row is None else table.vectors[row]
    closed = row is None and _closed(folded, said)
    if row is None and not closed:
        pieces = words(folded)
        rows = [table.rows[piece] for piece in pieces if piece in table.rows] if len(pieces) > 1 else []
        if rows:
            vector = table.vectors[rows].sum(0)
            vector /= max(float(np.linalg.norm(vector)), 1e-6)
        if not said.meanings and len(pieces) > 1 and len(pieces[-1]) > 1:
            said = glosses(pieces[-1])  # the head of a Chinese compound comes last
    return _Word(folded, vector, bool(vector.any()), signs, said, closed)


def _closed(folded: str, said: Glosses) -> bool:
    """Whether a word is a name, number, time or function word, or no Chinese word at all."""
    if not folded or any(not "\u3400" <= sign <= "\u9fff" for sign in folded):
        return True
    if said.listed and not said.common:
        return True
    tags = [tag for _, tag in tagged(folded)]
    if len(tags) == 1:
        return tags[0].startswith(_CLOSED) or (tags[0].startswith(_NAMES) and not said.common)
    return any(tag.startswith((*_NAMES, "m")) for tag in tags)


def pair_features(left: Sequence[_Word], right: Sequence[_Word]) -> list[Floats]:
    """Return one array of shape (len(left), len(right)) for each name in `FEATURES`."""
    known = np.outer([w.known for w in left], [w.known for w in right]).astype(np.float32)
    cosine = np.array([w.vector for w in left]) @ np.array([w.vector for w in right]).T
    characters, last, one_apart, short = shape_features(
        np.array([w.signs for w in left]), np.array([w.signs for w in right])
    )
    same, overlap, apart = _gloss_features(left, right)
    contrast = one_apart * (1 - same)
    return [
        np.ones_like(cosine), np.maximum(cosine, 0), known, same, overlap, apart, characters, last, contrast, short,
    ]  # fmt: skip


def shape_features(left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> tuple[Floats, Floats, Floats, Floats]:
    """Compare the characters of words.

    Args:
        left: Character codes padded with 0, shape (n, 6).
        right: The same, shape (m, 6).

    Returns:
        Four arrays of shape (n, m): Dice overlap of the characters; same last character; equally long with all but one
        character in place; the shorter is the longer one with characters left out, the first one kept (营收, 营业收入).
    """
    n, m = (left > 0).sum(1), (right > 0).sum(1)
    met = (left[:, None, :, None] == right[None, :, None, :]) & (left > 0)[:, None, :, None]
    shared = np.minimum(met.any(3).sum(2), met.any(2).sum(2))
    dice = 2 * shared / np.maximum(n[:, None] + m[None, :], 1)
    ends = left[np.arange(len(left)), np.maximum(n - 1, 0)], right[np.arange(len(right)), np.maximum(m - 1, 0)]
    last = ends[0][:, None] == ends[1][None, :]
    apart = ((left[:, None] != right[None]).sum(2) == 1) & (n[:, None] == m[None, :]) & (n > 1)[:, None]
    short = np.zeros(dice.shape, np.float32)
    whole = (shared == np.minimum(n[:, None], m[None, :])) & (n[:, None] != m[None, :]) & (shared > 1)
    for i, j in zip(*np.nonzero(whole & (left[:, :1] == right[None, :, 0])), strict=True):
        a, b = sorted((left[i][left[i] > 0].tolist(), right[j][right[j] > 0].tolist()), key=len)
        rest = iter(b)
        short[i, j] = b[: len(a)] != a and all(sign in rest for sign in a)
    return dice.astype(np.float32), last.astype(np.float32), apart.astype(np.float32), short


def _gloss_features(left: Sequence[_Word], right: Sequence[_Word]) -> tuple[Floats, Floats, Floats]:
    """Return whether two words share a whole gloss (or one abbreviates the other), how far glosses overlap, whether none does."""
    shape = (len(left), len(right))
    same, overlap = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    holders: dict[str, list[int]] = {}
    for i, word in enumerate(left):
        for stem in word.said.all:
            holders.setdefault(stem, []).append(i)
    stems = frozenset(holders)
    for j, word in enumerate(right):
        if stems.isdisjoint(word.said.all):
            continue
        for i in sorted({i for stem in stems & word.said.all for i in holders[stem]}):
            best = 0.0
            for a in left[i].said.meanings:
                for b in word.said.meanings:
                    best = max(best, 2 * len(a & b) / (len(a) + len(b)))
            same[i, j], overlap[i, j] = best == 1.0, best
    for side, other, flip in ((left, right, False), (right, left, True)):
        for i, word in enumerate(side):
            for j in (j for full in word.said.full for j, long in enumerate(other) if long.text == full):
                place = (j, i) if flip else (i, j)
                same[place] = overlap[place] = 1.0
    listed = np.outer([bool(w.said.meanings) for w in left], [bool(w.said.meanings) for w in right])
    return same, overlap, (listed & (overlap == 0)).astype(np.float32)
