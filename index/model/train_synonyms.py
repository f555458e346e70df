"""Trains the table of words that mean alike: news text in, `synonyms.npz` out.

    python -m index.model.train_synonyms ../shared/data/news.txt.xz --output index/model/synonyms.npz

The input holds one article a line (plain or xz). Words are described by their neighbours (which words stand one and two
places before and after, and which stand within ten words: positive pointwise mutual information, factorised) and by
their characters. Neighbours alone make 增长 and 下降 look alike, so a small encoder learns what of that
description tells words with one meaning from words with one use: pairs that share an English gloss in CC-CEDICT against
close neighbours that share none. Last, `synonym_pairs.tsv` (labelled by hand) weighs this vector against the glosses and
characters of two words, so that 0.5 means what it says.
"""

import argparse
import logging
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rjieba
import torch
from torch import nn
from torch.nn import functional

from index.glosses import glosses
from index.synonyms import FEATURES, MEANING, allowed, describe, pair_features, use_table
from index.words import fold

# Their types are only partly known.
sparse: Any = import_module("scipy.sparse")
extmath: Any = import_module("sklearn.utils.extmath")
linear_model: Any = import_module("sklearn.linear_model")
metrics: Any = import_module("sklearn.metrics")

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

VOCABULARY = 40_000  # words that get a vector
CONTEXTS = 20_000  # words that describe them
LEAST = 8  # times a word must stand in the corpus
FACTORS = 256  # dimensions of each of the two descriptions
USE = 24  # numbers of a vector in the table that tell the use; MEANING more tell the meaning
NEAR = (-2, -1, 1, 2)  # places whose words are counted apart
WIDE = 10  # words to each side that are counted together
SHARED = 14  # a gloss that more words share tells little

STEPS, BATCH, HARD, SCALE = 2_500, 512, 4, 12.0
CLOSE_WEIGHT = 0.1
RANDOM = 4_000  # pairs of random words for the calibration
SEED = 7

PREFIX = re.compile(r"^.{0,40}?正文[：:]")
HAN = re.compile(r"[\u3400-\u9fff]+")
BREAK = re.compile(r"[。！？；!?;：:\n]")
NAMES = ("nr", "ns", "nt", "nz")
# Numbers, units, times, pronouns, particles, prepositions, places relative to others: equal or different, never alike.
CLOSED = ("m", "q", "t", "r", "u", "p", "c", "y", "e", "o", "x", "f", "g", "h", "k", "s")
log = logging.getLogger("train_synonyms")


def read_corpus(path: Path) -> tuple[list[str], Ints]:
    """Return the words met, the most frequent first, and all text as word numbers with -1 between sentences."""
    opener = lzma.open if path.suffix == ".xz" else open
    numbers: dict[str, int] = {}
    runs: list[npt.NDArray[np.int32]] = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            run = [
                -1 if BREAK.match(word) else numbers.setdefault(word, len(numbers))
                for word in rjieba.cut(fold(PREFIX.sub("", line.strip())) + "\n", False)
                if HAN.match(word) or word.isalnum() or BREAK.match(word)
            ]
            runs.append(np.array(run, np.int32))
    tokens = np.concatenate(runs)
    counts = np.bincount(tokens[tokens >= 0], minlength=len(numbers))
    order = np.argsort(-counts, kind="stable")
    rank = np.empty(len(order) + 1, np.int64)
    rank[order] = np.arange(len(order))
    rank[-1] = -1
    words = list(numbers)
    kept: list[str] = [words[int(i)] for i in order if counts[i] >= LEAST]
    tokens = rank[tokens]
    tokens[tokens >= len(kept)] = len(kept)  # rare words keep their place
    return kept, tokens


def choose(words: list[str]) -> Ints:
    """Return the numbers of the words that get a vector: content words that are no names, numbers or times."""
    tags: dict[str, str] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.split(" ")
        tags[word] = tag
    chosen: list[int] = []
    for number, word in enumerate(words):
        tag = tags.get(word, "")
        common = glosses(word).common
        if not HAN.fullmatch(word) or not tag:
            continue
        if tag.startswith(NAMES) and not common:
            continue
        if tag in ("zg", "ng", "vg", "ag") or len(word) == 1:
            if not (common and tag.startswith(("v", "n", "zg", "a"))):
                continue
        elif tag.startswith(CLOSED):
            continue
        chosen.append(number)
        if len(chosen) == VOCABULARY:
            break
    return np.array(chosen)


def count(tokens: Ints, size: int, offsets: Iterable[int], seen: Ints) -> Any:
    """Return how often each chosen word has each context word at any of the `offsets`."""
    row_of = np.full(size + 2, -1, np.int64)
    row_of[seen] = np.arange(len(seen))
    breaks = np.concatenate([[0], np.cumsum(tokens < 0)])
    total: Any = sparse.csr_matrix((len(seen), CONTEXTS), dtype=np.float32)
    for offset in offsets:
        here, there = (
            (slice(0, -offset), slice(offset, None)) if offset > 0 else (slice(-offset, None), slice(0, offset))
        )
        rows, columns = row_of[tokens[here]], tokens[there]
        good = (rows >= 0) & (columns >= 0) & (columns < CONTEXTS) & (breaks[:-1][here] == breaks[:-1][there])
        ones = np.ones(int(good.sum()), np.float32)
        total = total + sparse.csr_matrix((ones, (rows[good], columns[good])), shape=total.shape)
    return total


def factorise(counts: Any) -> Floats:
    """Return rows of length one: PPMI with contexts smoothed by 0.75 (Levy et al. 2015), then the square-root SVD."""
    pairs = counts.tocoo()
    by_word = np.asarray(counts.sum(1)).ravel()
    by_context = np.asarray(counts.sum(0)).ravel() ** 0.75
    by_context /= by_context.sum()
    value = np.log(pairs.data / (by_word[pairs.row] * by_context[pairs.col] + 1e-9))
    good = (value > 0) & (pairs.data > 1)
    table = sparse.csr_matrix((value[good].astype(np.float32), (pairs.row[good], pairs.col[good])), shape=counts.shape)
    left, sigma, _ = extmath.randomized_svd(table, FACTORS, n_iter=3, random_state=SEED)
    return unit((left * np.sqrt(sigma)).astype(np.float32))


def unit(rows: Floats) -> Floats:
    """Return the rows scaled to length one; zeros stay."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def positive_pairs(words: list[str]) -> Ints:
    """Return pairs of word numbers that share a whole gloss, or of which one abbreviates the other."""
    number = {word: i for i, word in enumerate(words)}
    holders: dict[frozenset[str], list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for word, i in number.items():
        said = glosses(word)
        for meaning in said.meanings:
            holders[meaning].append(i)
        pairs |= {(min(i, number[full]), max(i, number[full])) for full in said.full if full in number}
    for group in holders.values():
        if 2 <= len(group) <= SHARED:
            pairs |= {(a, b) for a in group for b in group if a < b}
    return np.array(sorted(pairs))


def close_strangers(rows: Floats, words: list[str], take: int) -> Ints:
    """Return, for words with glosses, their `take` closest neighbours whose glosses share no content word (-1: fewer)."""
    said = [glosses(word).all for word in words]
    known = np.array([i for i, stems in enumerate(said) if stems])
    found = np.full((len(words), take), -1, np.int64)
    for start in range(0, len(known), 512):
        block = known[start : start + 512]
        scores = rows[block] @ rows[known].T
        near = np.argpartition(-scores, 60, axis=1)[:, :60]
        for line, word in enumerate(block):
            order = near[line][np.argsort(-scores[line, near[line]])]
            strangers = [known[j] for j in order if known[j] != word and not said[word] & said[known[j]]][:take]
            found[word, : len(strangers)] = strangers
    return found


class Encoder(nn.Module):
    """Description of a word → its vector."""

    def __init__(self, described: int, characters: int) -> None:
        super().__init__()
        self.characters = nn.EmbeddingBag(characters, 96, mode="mean", padding_idx=0)
        self.last = nn.Embedding(characters, 32, padding_idx=0)
        self.first = nn.Linear(described + 128, 256)
        self.second = nn.Linear(256, MEANING)
        self.straight = nn.Linear(described, MEANING, bias=False)

    def forward(self, rows: torch.Tensor, signs: torch.Tensor) -> torch.Tensor:
        ends = signs.gather(1, (signs > 0).sum(1, keepdim=True).clamp(min=1) - 1)[:, 0]
        spelled = torch.cat([self.characters(signs), self.last(ends)], 1)
        if self.training:  # half of the words must do without their spelling
            spelled = spelled * (torch.rand(len(rows), 1) > 0.5)
            rows = functional.dropout(rows, 0.15)
        hidden = functional.dropout(torch.tanh(self.first(torch.cat([rows, spelled], 1))), 0.2, self.training)
        return functional.normalize(self.second(hidden) + self.straight(rows), dim=1)


def spell(words: list[str]) -> tuple[Ints, int]:
    """Return the characters of each word as numbers, padded with 0, and how many numbers there are."""
    signs = sorted({sign for sign, n in Counter("".join(words)).items() if n > 2})
    number = {sign: i + 2 for i, sign in enumerate(signs)}
    spelled = np.zeros((len(words), 4), np.int64)
    for i, word in enumerate(words):
        codes = [number.get(sign, 1) for sign in word[:2] + word[2:][-2:]]
        spelled[i, : len(codes)] = codes
    return spelled, len(signs) + 2


def train(rows: Floats, words: list[str], pairs: Ints, strangers: Ints) -> Floats:
    """Return the vectors after learning to tell `pairs` from words of the batch and from close strangers."""
    spelled, signs = spell(words)
    described, letters = torch.from_numpy(rows), torch.from_numpy(spelled)
    encoder = Encoder(rows.shape[1], signs)
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=STEPS, pct_start=0.1)
    rng = np.random.default_rng(SEED)
    degree = np.bincount(pairs.ravel(), minlength=len(rows)).astype(np.float64)
    chance = np.cumsum(1 / np.sqrt(degree[pairs[:, 0]] * degree[pairs[:, 1]]))
    ones = np.ones(len(pairs), np.bool_)
    together = sparse.csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(len(rows), len(rows)))
    together = (together + together.T + sparse.identity(len(rows), np.bool_)).tocsr()
    for step in range(STEPS):
        batch = pairs[np.searchsorted(chance, rng.random(BATCH) * chance[-1])]
        left, right = np.where(rng.random((BATCH, 1)) < 0.5, batch, batch[:, ::-1]).T
        hard = strangers[left][np.arange(BATCH)[:, None], rng.integers(0, strangers.shape[1], (BATCH, HARD))]
        ids = np.concatenate([left, right, np.maximum(hard, 0).ravel()])
        out = encoder(described[ids], letters[ids])
        a, b, c = out[:BATCH], out[BATCH : 2 * BATCH], out[2 * BATCH :].view(BATCH, HARD, -1)
        alike = torch.from_numpy(together[left].toarray()[:, right]).fill_diagonal_(False)
        others = (a @ b.T).masked_fill(alike, -2.0)
        close = torch.einsum("id,ijd->ij", a, c).masked_fill(torch.from_numpy(hard < 0), -2.0)
        loss = functional.cross_entropy(torch.cat([others, close], 1) * SCALE, torch.arange(BATCH))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0:
            log.info("step %d loss %.3f", step, loss.item())
    encoder.eval()
    with torch.no_grad():
        return encoder(described, letters).numpy()


def read_labels(path: Path) -> tuple[list[tuple[str, str]], npt.NDArray[np.bool_]]:
    """Read the pairs labelled by hand: word, word and 1 (alike) or 0, split by tabs."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(a, b) for a, b, _ in rows], np.array([label == "1" for _, _, label in rows])


def calibrate(folder: Path, words: list[str]) -> Floats:
    """Return the weight of each of `FEATURES`: logistic regression on labelled and random pairs.

    `synonym_pairs.tsv` holds pairs that came to mind, `synonym_neighbours.tsv` what an earlier table took for alike: the
    latter are hard by choice, hence count less.
    """
    pairs, alike = read_labels(folder / "synonym_pairs.tsv")
    neighbours, close = read_labels(folder / "synonym_neighbours.tsv")
    usual = np.random.default_rng(SEED).integers(0, 6000, (RANDOM, 2))
    strangers = [(words[int(a)], words[int(b)]) for a, b in usual]
    target = np.concatenate([alike, close, np.zeros(RANDOM, np.bool_)])
    shares = ((len(pairs), 1.0), (len(close), CLOSE_WEIGHT), (RANDOM, 0.5 * len(pairs) / RANDOM))
    weight = np.concatenate([np.full(n, share) for n, share in shares])
    pairs = pairs + neighbours + strangers
    rows: list[Floats] = []
    may: list[bool] = []
    for a, b in pairs:
        sides = [describe(a)], [describe(b)]
        features = pair_features(*sides)
        rows.append(np.array(features)[:, 0, 0])
        may.append(allowed(*sides, features)[0, 0] > 0)
    open_ = np.array(may)
    model = linear_model.LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000)
    model.fit(np.array(rows)[open_], target[open_], weight[open_])
    score = model.predict_proba(np.array(rows))[:, 1] * open_
    log.info("labelled pairs: AUC %.3f", metrics.roc_auc_score(alike, score[: len(alike)]))
    weights = model.coef_[0].astype(np.float32)
    log.info("weights: %s", {name: round(float(w), 2) for name, w in zip(FEATURES, weights, strict=True)})
    return weights


def quantise(vectors: Floats) -> npt.NDArray[np.int8]:
    """Return the vectors as whole numbers from -127 to 127, each scaled by its largest entry."""
    largest: Any = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-9)
    return np.asarray(np.round(127 * vectors / largest), np.int8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("news", type=Path, help="articles, one a line, plain or xz")
    parser.add_argument("--labels", type=Path, default=Path(__file__).parent, help="folder of the labelled pairs")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("synonyms.npz"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)

    every, tokens = read_corpus(options.news)
    chosen = choose(every)
    words: list[str] = [every[int(i)] for i in chosen]
    log.info("%d tokens, %d words, %d of them in the table", len(tokens), len(every), len(words))
    near = sparse.hstack([count(tokens, len(every), [offset], chosen) for offset in NEAR]).tocsr()
    wide = count(tokens, len(every), [offset for offset in range(-WIDE, WIDE + 1) if offset], chosen)
    rows = np.hstack([factorise(near), factorise(wide)])
    pairs = positive_pairs(words)
    log.info("%d pairs with a gloss in common", len(pairs))
    strangers = close_strangers(unit(rows), words, 24)
    use, sigma, _ = extmath.randomized_svd(rows - rows.mean(0), USE, n_iter=4, random_state=SEED)
    vectors = np.hstack([quantise(train(rows, words, pairs, strangers)), quantise(use * sigma)])
    use_table(words, vectors, np.zeros(len(FEATURES), np.float32))
    weights = calibrate(options.labels, words)
    stored = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez(options.output, words=stored, vectors=vectors, weights=weights)
    log.info("%s: %.1f MB", options.output, options.output.stat().st_size / 1e6)


if __name__ == "__main__":
    main()
