"""Words → how surely one may stand for the other: 老外 for 外籍, 病人 for 患者, but not 进口 for 出口.

Three witnesses are heard: vectors learned from the neighbours of words (`model/synonyms.npz`), the glosses of an
English dictionary (`index.glosses`), and the characters; beside
them stand hand-written groups (`index.everyday`). Neighbours alone cannot tell 增长 from 下降; glosses can, but
do not have every word; characters settle short forms. The result is calibrated: from 0.5 on, a careful reader would
take one word for the other in a question. Names, numbers, times and Latin words are like nothing but themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from index.everyday import AS_SAID, beside, groups
from index.glosses import Glosses, glosses, may_mention
from index.words import fold, tagged, words

Floats = npt.NDArray[np.float32]

FEATURES = (
    "constant", "meaning", "use", "known", "meaning_in_use", "gloss_in_use", "same_gloss", "gloss_overlap",
    "glosses_apart", "characters", "last", "exchange", "exchange_alike", "extended", "narrowed", "single", "short_form",
)  # fmt: skip
MEANING = 48
"""How many of a vector's numbers tell the meaning (learned with glosses); the others tell the use (neighbours alone)."""
_CANDIDATES = 150  # words of the table that are compared in full for `nearest`
_SLACK = 0.01  # of a score: what rounding may make of it
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
    """What is known of a word; `closed` words are like nothing but themselves, `strict` ones need a gloss in common."""

    text: str
    vector: Floats
    known: bool
    signs: npt.NDArray[np.int32]
    said: Glosses
    closed: bool
    strict: bool


def use_table(words: Sequence[str], vectors: npt.NDArray[np.int8], weights: Floats) -> None:
    """Work with another table than the shipped one from now on (training does)."""
    _loaded.clear()
    describe.cache_clear()
    _loaded.append(_make(tuple(words), vectors, weights))


_loaded: list[_Table] = []


def _make(names: tuple[str, ...], whole: npt.NDArray[np.int8], weights: Floats) -> _Table:
    vectors = whole.astype(np.float32)
    vectors[:, :MEANING] = _unit(vectors[:, :MEANING])
    vectors[:, MEANING:] = _unit(vectors[:, MEANING:])
    return _Table({name: row for row, name in enumerate(names)}, names, vectors, weights.astype(np.float32))


def _unit(rows: Floats) -> Floats:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-6)


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
    features = pair_features(left, right)
    score = np.tensordot(weights, np.asarray(features, np.float32), 1)
    result: Floats = (allowed(left, right, features) / (1 + np.exp(-score))).astype(np.float32)
    places: dict[str, list[int]] = {}
    for j, word in enumerate(right):
        places.setdefault(word.text, []).append(j)
    spoken = groups()
    meant = {word: found for word in places if (found := spoken.get(word))}
    for i, term in enumerate(left):
        if own := spoken.get(term.text):
            for word, found in meant.items():
                if not own.isdisjoint(found):
                    result[i, places[word]] = np.maximum(result[i, places[word]], AS_SAID)
        for j in places.get(term.text, ()):
            result[i, j] = 1
    return result


def comparable(terms: Sequence[str], words: Sequence[str], least: float) -> list[int]:
    """Return the places of the words whose similarity to some term may reach `least`, a few more among them.

    Of most words in a text this is soon known, without what the dictionary says of them: they share no character and no
    word of a gloss with any term, and their vectors lie apart.
    """
    table, said = _table(), [describe(term) for term in terms if term]
    if not said or not words:
        return []
    folded = fold("\n".join(words)).split("\n")
    same = {other for word in said for other in (word.text, *word.said.full, *beside(word.text))}
    chosen = np.array([word in same for word in folded])
    rows = np.array([table.rows.get(word, -1) for word in folded])
    if said := [word for word in said if not word.closed]:
        others = table.vectors[rows]
        vectors = np.array([word.vector for word in said])
        signs = np.array(folded, dtype=f"<U{_SIGNS}").view(np.int32).reshape(len(folded), -1)
        characters, last, first, short = shape_features(np.array([word.signs for word in said]), signs)
        meaning = np.maximum(vectors[:, :MEANING] @ others[:, :MEANING].T, 0)
        use = np.maximum(vectors[:, MEANING:] @ others[:, MEANING:].T, 0)
        weight = dict(zip(FEATURES, table.weights.tolist(), strict=True))
        # What the dictionary does not decide, and the most that it may add to that.
        score = weight["constant"] + weight["known"] + sum(max(weight[name], 0) for name in ("glosses_apart", "single"))
        score += weight["meaning"] * meaning + weight["use"] * use + weight["meaning_in_use"] * meaning * use
        score += weight["characters"] * characters + weight["last"] * last + weight["short_form"] * short
        parts = sum(max(weight[name], 0) for name in ("exchange", "exchange_alike", "extended", "narrowed"))
        score += parts * np.maximum(first, last)
        known = np.outer([word.known for word in said], (rows >= 0) & others.any(axis=1))
        may = np.where(known, score > np.log(least / (1 - least)) - _SLACK, characters >= 0.5)
        chosen |= may.any(axis=0)
    # A word that the table lacks may be made of words that it has.
    lacking = np.flatnonzero(~chosen & (rows < 0)).tolist()
    chosen[lacking] = [count > 1 for count in _pieces([folded[place] for place in lacking])]
    rest = np.flatnonzero(~chosen).tolist()
    texts = {text for word in said for text in (*word.said.all, word.text)}
    chosen[rest] = may_mention([folded[place] for place in rest], texts)
    return np.flatnonzero(chosen).tolist()


def _pieces(folded: Sequence[str]) -> list[int]:
    """Return of how many words of the segmenter each word is made, all cut in one run."""
    counts = [0]
    for piece, _ in tagged("\n".join(folded)):
        if piece == "\n":
            counts.append(0)
        else:
            counts[-1] += 1
    return counts if folded else []


def vectors_of(words: Sequence[str]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the vectors of words (n × d), zeros where none is known, and which are known."""
    table = _table()
    rows = [table.rows.get(fold(word), -1) for word in words]
    vectors = table.vectors[rows]
    for place, row in enumerate(rows):
        if row < 0:
            vectors[place] = describe(words[place]).vector
    return vectors, np.any(vectors, axis=1)


def nearest(word: str, k: int) -> list[tuple[str, float]]:
    """Return the `k` words of the table most like `word`, best first, without the word itself."""
    table, known = _table(), describe(word)
    if known.closed or not known.known or k < 1:
        return []
    near = np.argpartition(-(table.vectors @ known.vector), min(_CANDIDATES, len(table.names) - 1))[:_CANDIDATES]
    names: list[str] = [table.names[int(row)] for row in near if table.names[row] != fold(word)]
    scores = best_similarities([word], names)[0]
    order = sorted(range(len(names)), key=lambda j: (-scores[j], names[j]))[:k]
    return [(names[j], float(scores[j])) for j in order]


@lru_cache(maxsize=60_000)
def describe(word: str) -> _Word:
    """Return what is known of a word; one that the table lacks is the sum of the words it is made of."""
    table, folded = _table(), fold(word)
    signs = np.array([folded], dtype=f"<U{_SIGNS}").view(np.int32)
    said = glosses(folded)
    row = table.rows.get(folded)
    vector = np.zeros(table.vectors.shape[1], np.float32) if row is None else table.vectors[row]
    closed, strict = (False, False) if row is not None else _closed(folded, said)
    if row is None and not closed:
        pieces = words(folded)
        rows = [table.rows[piece] for piece in pieces if piece in table.rows] if len(pieces) > 1 else []
        if rows:
            total = table.vectors[rows].sum(0)
            vector = np.concatenate([_unit(total[:MEANING]), _unit(total[MEANING:])])
        if not said.meanings and len(pieces) > 1 and len(pieces[-1]) > 1:
            said = glosses(pieces[-1])  # the head of a Chinese compound comes last
    return _Word(folded, vector, bool(vector.any()), signs, said, closed, strict)


def _closed(folded: str, said: Glosses) -> tuple[bool, bool]:
    """Whether a word is closed (a name, number or function word, or no Chinese word), or strict (dictionary words that
    the segmenter, which is often wrong, takes for one of these: times, units and the like)."""
    if not folded or any(not "\u3400" <= sign <= "\u9fff" for sign in folded) or (said.listed and not said.common):
        return True, False
    tags = [(piece, tag) for piece, tag in tagged(folded)]
    if len(tags) > 1:
        return any(tag.startswith((*_NAMES, "m")) and not glosses(piece).common for piece, tag in tags), False
    if tags[0][1].startswith(_NAMES):
        return not said.common, False
    if tags[0][1].startswith(_CLOSED):
        return not said.common or len(folded) == 1, True
    return False, False


def allowed(left: Sequence[_Word], right: Sequence[_Word], features: Sequence[Floats]) -> Floats:
    """Return 1 where two different words may be alike at all, else 0."""
    strict = np.array([w.strict for w in left])[:, None] | np.array([w.strict for w in right])
    closed = np.array([w.closed for w in left])[:, None] | np.array([w.closed for w in right])
    known, same, overlap, characters = (
        features[FEATURES.index(name)] for name in ("known", "same_gloss", "gloss_overlap", "characters")
    )
    heard = (known > 0) | (overlap > 0) | (characters >= 0.5)  # no witness, no likeness
    return (~closed & heard & (~strict | (same > 0))).astype(np.float32)


def pair_features(left: Sequence[_Word], right: Sequence[_Word]) -> list[Floats]:
    """Return one array of shape (len(left), len(right)) for each name in `FEATURES`."""
    known = np.outer([w.known for w in left], [w.known for w in right]).astype(np.float32)
    vectors = np.array([w.vector for w in left]), np.array([w.vector for w in right])
    meaning = np.maximum(vectors[0][:, :MEANING] @ vectors[1][:, :MEANING].T, 0)
    use = np.maximum(vectors[0][:, MEANING:] @ vectors[1][:, MEANING:].T, 0)
    signs = np.array([w.signs for w in left]), np.array([w.signs for w in right])
    characters, last, first, short = shape_features(*signs)
    same, overlap, apart = _gloss_features(left, right)
    exchange, alike, extended, narrowed = _parts(left, right, np.maximum(first, last))
    single = np.logical_or.outer([len(w.text) == 1 for w in left], [len(w.text) == 1 for w in right])
    return [
        np.ones_like(use), meaning, use, known, meaning * use, same * use, same, overlap,
        apart, characters, last, exchange * (1 - same), alike * (1 - same), extended, narrowed,
        single.astype(np.float32), short,
    ]  # fmt: skip


def _parts(
    left: Sequence[_Word], right: Sequence[_Word], share_an_end: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Compare words that begin or end alike by the parts in which they differ.

    Returns:
        Where each has a part of its own (出口, 进口); where these parts mean alike (修路, 筑路); where one is the other
        with something behind it (出口, 出口商); where it is the other with something before it (学生, 小学生).
    """
    exchange, alike, extended, narrowed = (np.zeros_like(share_an_end) for _ in range(4))
    for i, j in np.argwhere(share_an_end).tolist():
        one, other = left[i].text, right[j].text
        a, b = _rests(one, other)
        if a and b:
            exchange[i, j] = 1
            alike[i, j] = not glosses(a).all.isdisjoint(glosses(b).all)
        elif a or b:
            extended[i, j] = one.startswith(other) or other.startswith(one)
            narrowed[i, j] = one.endswith(other) or other.endswith(one)
    return exchange, alike, extended, narrowed


def _rests(a: str, b: str) -> tuple[str, str]:
    """Return what is left of two words without what they begin and end with alike."""
    start = _alike(a, b)
    end = min(_alike(a[::-1], b[::-1]), len(a) - start, len(b) - start)
    return a[start : len(a) - end], b[start : len(b) - end]


def _alike(a: str, b: str) -> int:
    """Return how many characters two words begin with alike."""
    shared = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        shared += 1
    return shared


def shape_features(left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> tuple[Floats, Floats, Floats, Floats]:
    """Compare the characters of words.

    Args:
        left: Character codes padded with 0, shape (n, 6).
        right: The same, shape (m, 6).

    Returns:
        Four arrays of shape (n, m): Dice overlap of the characters; same last character; same first character; the
        shorter word is the longer one with characters left out, the first one kept (营收, 营业收入).
    """
    n, m = (left > 0).sum(1), (right > 0).sum(1)
    signs = np.unique(left[left > 0])
    holds = [(side[:, :, None] == signs).any(1).astype(np.float32) for side in (left, right)]
    shared = holds[0] @ holds[1].T
    dice = 2 * shared / np.maximum(n[:, None] + m[None, :], 1)
    ends = left[np.arange(len(left)), np.maximum(n - 1, 0)], right[np.arange(len(right)), np.maximum(m - 1, 0)]
    last = ends[0][:, None] == ends[1][None, :]
    first = left[:, :1] == right[None, :, 0]
    short = np.zeros(dice.shape, np.float32)
    whole = (shared == np.minimum(n[:, None], m[None, :])) & (n[:, None] != m[None, :]) & (shared > 1)
    for i, j in np.argwhere(whole & first).tolist():
        a, b = sorted((left[i][left[i] > 0].tolist(), right[j][right[j] > 0].tolist()), key=len)
        rest = iter(b)
        short[i, j] = b[: len(a)] != a and all(sign in rest for sign in a)
    return dice.astype(np.float32), last.astype(np.float32), first.astype(np.float32), short


def _overlap(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> float:
    """Return the Dice overlap of the two glosses that overlap most."""
    best = 0.0
    for a in left:
        for b in right:
            if not a.isdisjoint(b):
                best = max(best, 2 * len(a & b) / (len(a) + len(b)))
    return best


def _gloss_features(left: Sequence[_Word], right: Sequence[_Word]) -> tuple[Floats, Floats, Floats]:
    """Return whether two words share a whole gloss (or one abbreviates the other), how far glosses overlap, whether none does."""
    shape = (len(left), len(right))
    overlap = np.zeros(shape, np.float32)
    holders: dict[str, list[int]] = {}
    for i, word in enumerate(left):
        for stem in word.said.all:
            holders.setdefault(stem, []).append(i)
    stems = frozenset(holders)
    for j, word in enumerate(right):
        if stems.isdisjoint(word.said.all):
            continue
        for i in sorted({i for stem in stems & word.said.all for i in holders[stem]}):
            overlap[i, j] = _overlap(left[i].said.meanings, word.said.meanings)
    same = (overlap == 1).astype(np.float32)
    for side, other, flip in ((left, right, False), (right, left, True)):
        for i, word in enumerate(side):
            full = word.said.full
            for j in (j for j, long in enumerate(other) if long.text in full) if full else ():
                place = (j, i) if flip else (i, j)
                same[place] = overlap[place] = 1.0
    listed = np.outer([bool(w.said.meanings) for w in left], [bool(w.said.meanings) for w in right])
    return same, overlap, (listed & (overlap == 0)).astype(np.float32)
