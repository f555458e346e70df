"""A pool of passages → one row of features each: what the indexes say, and how the question's words lie in the text.

Everything is computed on arrays over all texts of the pool at once. No feature is a model's raw score: a cosine counts
by its place between the pool's best and worst, so that any embedding model may stand behind it.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.store import Store
from index.words import fold
from qa.pool import Pool
from qa.rerank_pairs import Kinds, pair_features
from qa.rerank_texts import Floats, Texts, among, folded, rarity

READ = (
    "words", "bigrams", "near", "dense", "fused", "words_rank", "bigrams_rank", "dense_rank", "fused_rank",
    "dense_gap", "soft", "soft_rarest", "soft_with_lead", "held", "held_square", "rarest", "second_rarest",
    "with_lead", "rarest_with_lead", "lead", "title", "document", "pairs", "pairs_near", "pairs_close",
    "pairs_with_lead", "longest", "runs_2", "runs_3", "runs_4", "runs_6", "numbers", "numbers_asked",
    "frequency", "unit", "unit_asked", "figures", "figures_asked", "times", "times_asked", "dated", "length",
    "opening", "siblings", "best_sibling", "centre", "crowd", "leader", "query_length", "pool",
)  # fmt: skip
FEATURES = (
    *READ,
    "run", "run_behind", "subject", "subject_behind", "sentence", "sentence_behind", "sentence_alone",
    "sentence_figures", "sentence_times", "sentence_unit", "alone", "alone_with_lead",
)  # fmt: skip
_INDEX = {name: n for n, name in enumerate(FEATURES)}
_ASKS = re.compile(r"(?:多少|几)(?:亿|万|千|百)*([\u3400-\u9fff%])?")
_ASKS_TIME = re.compile(r"何时|时候|时间|哪一?[年天月日]|几[年月日号点]|日期|多久|when", re.IGNORECASE)
_ASKS_FIGURE = re.compile(r"多少|几|比例|占比|率|多[大高长远宽深重]|how (?:many|much)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|[a-z]{2,}[0-9a-z]*")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年|[-/.])")
_DIGITS = "0123456789一二三四五六七八九十百千万亿两余多%"
_TIME = "年月日时"


def table(store: Store, pool: Pool, *, finding: bool = True) -> Floats:
    """Return the features of a pool's passages, in the order of `FEATURES` (n × f); those of `READ` alone unless `finding`."""
    found = np.zeros((len(pool.passages), len(FEATURES)))
    bodies = folded([passage.text for passage in pool.passages])
    heads = folded(
        [
            f"{title} {passage.section or ''} {passage.speaker or ''}\n{lead if passage.start else ''}"
            for passage, (title, lead) in zip(pool.passages, pool.leads, strict=True)
        ]
    )
    texts = Texts.of(bodies)
    _indexes(found, pool)
    _words(found, pool, texts, heads, store)
    kinds = _kinds(found, pool, texts)
    for name, values in pair_features(pool, texts, heads, store, kinds, finding=finding).items():
        _set(found, name, values)
    _neighbours(found, pool)
    return found


def _set(found: Floats, name: str, values: "Floats | NDArray[np.bool_] | float") -> None:
    found[:, _INDEX[name]] = values


def _ranks(scores: Floats) -> Floats:
    """Return 1 for the best, 1/2 for the second and so on; 0 for what has no score."""
    places = np.empty(len(scores))
    places[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.where(scores > 0, 1 / (1 + places), 0.0)


def _spread(scores: Floats) -> Floats:
    """Scale scores to 0 for the worst and 1 for the best."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros(len(scores))


def _indexes(found: Floats, pool: Pool) -> None:
    for name, scores in (("words", pool.words), ("bigrams", pool.bigrams), ("near", pool.near), ("fused", pool.fused)):
        best = float(scores.max())
        _set(found, name, scores / best if best > 0 else 0.0)
        if name != "near":
            _set(found, f"{name}_rank", _ranks(scores))
    dense = _spread(pool.cosines)
    _set(found, "dense", dense)
    _set(found, "dense_rank", _ranks(dense + 1e-9) if dense.any() else 0.0)
    # By how much it stands out from the middle of the pool.
    deviation = float(pool.cosines.std())
    _set(found, "dense_gap", (pool.cosines - np.median(pool.cosines)) / deviation / 3 if deviation > 0 else 0.0)


def _words(found: Floats, pool: Pool, texts: Texts, heads: Sequence[str], store: Store) -> None:
    """How much of the question's words, weighed by their rarity, a passage holds."""
    groups = pool.asking.terms or (("",),)
    terms = [group[0] for group in groups]
    counts = np.array([[sum(map(text.count, group)) for group in groups] for text in texts.texts], dtype=np.float64)
    ahead = _any_in(groups, heads)
    weight = rarity([max(map(store.frequency, group)) for group in groups], len(store))
    weight = weight * np.clip([len(term) for term in terms], 1, 4) ** 0.5
    share = weight / weight.sum()
    order = np.argsort(-weight)
    held = counts > 0
    wide = held | ahead
    # The same where a word of like meaning counts by how surely it means the same.
    soft = np.maximum(held, _alike(pool, texts.texts))
    _set(found, "soft", soft @ share)
    _set(found, "soft_rarest", soft[:, order[0]])
    _set(found, "soft_with_lead", np.maximum(soft, ahead) @ share)
    _set(found, "held", held @ share)
    _set(found, "held_square", held @ (share**2 / (share**2).sum()))
    _set(found, "rarest", held[:, order[0]])
    _set(found, "second_rarest", held[:, order[min(1, len(order) - 1)]])
    _set(found, "with_lead", wide @ share)
    _set(found, "rarest_with_lead", wide[:, order[0]])
    _set(found, "lead", ahead @ share)
    titles = folded([title for title, _ in pool.leads])
    _set(found, "title", _any_in(groups, titles) @ share)
    _set(found, "frequency", (counts / (counts + 1.2)) @ share)
    # What the passages of one document that are in the pool hold together.
    numbers = {uid: n for n, uid in enumerate(dict.fromkeys(p.document_id for p in pool.passages))}
    document = np.array([numbers[passage.document_id] for passage in pool.passages])
    together = np.zeros((len(numbers), len(terms)), dtype=bool)
    np.logical_or.at(together, document, wide)
    _set(found, "document", together[document] @ share)
    siblings = np.bincount(document)[document] - 1
    _set(found, "siblings", np.minimum(siblings, 4) / 4)
    best = np.zeros(len(numbers))
    np.maximum.at(best, document, found[:, _INDEX["fused"]])
    _set(found, "best_sibling", best[document])
    special = [n for n, term in enumerate(terms) if _NUMBER.fullmatch(term)]
    _set(found, "numbers", held[:, special].mean(axis=1) if special else 1.0)
    _set(found, "numbers_asked", float(bool(special)))


def _any_in(groups: Sequence[Sequence[str]], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Return which texts hold a term of which group (texts × groups)."""
    known = {text: [any(term in text for term in group) for group in groups] for text in dict.fromkeys(texts)}
    return np.array([known[text] for text in texts])


def _alike(pool: Pool, texts: Sequence[str]) -> Floats:
    """Return how surely each text holds a word of like meaning for each term (texts × terms)."""
    found = np.zeros((len(texts), max(len(pool.asking.terms), 1)))
    for column, near in enumerate(pool.asking.near):
        for word, sure in near:
            held = np.array([word in text for text in texts])
            found[:, column] = np.maximum(found[:, column], sure * held)
    return found


def _kinds(found: Floats, pool: Pool, texts: Texts) -> Kinds:
    """Whether a passage has what is asked for: figures, figures of the unit asked, times, the year asked; and where."""
    query = fold(pool.asking.text)
    codes, starts = texts.codes, texts.starts
    lengths = np.diff(np.append(starts, len(codes)))
    digit = among(_DIGITS)[texts.basic]
    figures = np.add.reduceat((digit & (codes < 128)).astype(np.int64), starts) / lengths
    asks = bool(_ASKS_FIGURE.search(query))
    _set(found, "figures", np.minimum(figures * 8, 1.0))
    _set(found, "figures_asked", float(asks))
    after = np.concatenate(([False], digit[:-1]))
    units = [match[1] for match in _ASKS.finditer(query) if match[1]]
    unit = None
    if units:
        unit = among("".join(units))[texts.basic] & after
        _set(found, "unit", np.logical_or.reduceat(unit, starts).astype(np.float64))
    _set(found, "unit_asked", float(bool(units)))
    times = among(_TIME)[texts.basic] & after
    _set(found, "times", np.logical_or.reduceat(times, starts).astype(np.float64))
    asks_time = bool(_ASKS_TIME.search(query))
    _set(found, "times_asked", float(asks_time))
    years = {int(year) for year in _YEAR.findall(query)}
    if years:
        told = [
            1.0
            if any(f"{year}" in text for year in years)
            else 0.0
            if passage.published is None
            else 0.5
            if {passage.published.year, passage.published.year - 1} & years
            else -1.0
            for text, passage in zip(texts.texts, pool.passages, strict=True)
        ]
        _set(found, "dated", np.array(told))
    _set(found, "length", np.log1p(lengths) / 7)
    _set(found, "opening", np.array([float(passage.start == 0) for passage in pool.passages]))
    _set(found, "query_length", min(len(query), 60) / 60)
    _set(found, "pool", np.log1p(len(pool.passages)) / 4)
    return Kinds(digit if asks else None, times if asks_time else None, unit)


def _neighbours(found: Floats, pool: Pool) -> None:
    """How like a passage is to those that come first, and to its own nearest ones: what several tell is likelier meant."""
    vectors = pool.vectors.astype(np.float64)
    alike = vectors @ vectors.T
    top = np.argsort(-pool.fused, kind="stable")[:5]
    _set(found, "centre", _spread(alike[:, top].mean(axis=1)))
    _set(found, "leader", _spread(alike[:, top[0]]))
    count = min(4, len(alike))
    nearest = -np.partition(-alike, count - 1, axis=1)[:, :count]
    _set(found, "crowd", _spread(nearest.mean(axis=1)))
