"""Trains the shipped embedding model: news text in, a static embedding in sentence-transformers' own format out.

    python -m index.model.train ../shared/data/news.txt.xz --output index/model

The input holds one article a line (plain or xz). Nothing is labelled: every sentence is a statement that answers a
question, so a question is made from it (a figure, date or name gives way to 多少, 哪年, 谁 …, words are dropped, the
subject is borrowed from the article's opening), and the passage around it is the answer to find among the passages of
the same batch. Part of a batch are similar articles, which are hard to tell apart. A text's vector is the normalised
sum of its token rows; how much a token matters is the length of its row, which is learned too.
"""

import argparse
import json
import lzma
import math
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rjieba
import torch
from safetensors import numpy as safetensors
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch.nn import functional

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

UNKNOWN = "[UNK]"
PREFIX = re.compile(r"^.{0,40}?正文[：:]")
SENTENCE = re.compile(r"[^。！？；!?\n]+")
TERM = re.compile(r"[^\W_]+")

# What a question says in place of the answer, by what was taken out. Every list ends up with short, nearly mute rows.
ASKING = {
    "figure": "多少 几 是多少 有多少 达到多少 多大 多高 多长 共有几",
    "time": "什么时候 哪年 哪一年 何时 哪一天 几月几日 哪年哪月 多久 什么时间",
    "person": "谁 是谁 哪位 谁的 什么人",
    "place": "哪里 哪儿 哪个地方 哪个城市 在哪 什么地方 哪个国家 哪个省",
    "group": "哪家公司 哪个单位 什么机构 哪些部门 哪家企业 什么组织",
    "other": "什么 哪些 哪个 为什么 怎么 如何 是什么 有哪些 什么样的 怎样 哪种 吗 呢",
}
OPENERS = "请问 关于 是否 介绍一下 根据 其中 分别 主要 情况 意思 原因 名字 叫 属于"

DROPPED = 0.6  # largest share of a question's words that are left out
THINNED = 0.3  # share of passages that lose words of the sentence asked about
BORROWED = 0.4  # share of questions that take words from the article's opening
QUESTION = (6, 30)  # tokens of a sentence that a question is made of
PASSAGE = (40, 260)  # tokens of a passage


@dataclass(frozen=True, slots=True)
class Corpus:
    """All articles as one run of token ids; starts have one entry more than there are articles or sentences."""

    tokens: Ints
    article_starts: Ints
    sentence_starts: Ints
    sentence_articles: Ints


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions and their passages as token ids with offsets, and where each passage was cut."""

    questions: tuple[Ints, Ints]
    passages: tuple[Ints, Ints]
    articles: Ints
    starts: Ints
    ends: Ints


def read_articles(path: Path) -> list[str]:
    """Reads one article a line, without the date stamp that opens most of them."""
    text = (lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()).decode("utf-8")
    return [PREFIX.sub("", line.strip()) for line in text.split("\n") if line.strip()]


def dictionary() -> dict[str, tuple[int, str]]:
    """Returns jieba's words with how often they occur in general text and their part of speech."""
    words: dict[str, tuple[int, str]] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        word = unicodedata.normalize("NFKC", word).lower()
        words[word] = (words.get(word, (0, tag))[0] + int(count), tag)
    return words


def make_tokenizer(articles: Sequence[str], size: int, words: dict[str, tuple[int, str]]) -> tuple[Tokenizer, Floats]:
    """Builds a tokenizer that cuts as the segmenter does (the likeliest sequence of words), falling back to characters.

    Returns:
        The tokenizer, and for each token how informative it is (its inverse frequency, 0 for unknown text).
    """
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(rjieba.cut(unicodedata.normalize("NFKC", article).lower(), hmm=False))
    seen, general = sum(counts.values()), sum(count for count, _ in words.values())
    # General text has a say, so that words of other fields than news keep rows of their own.
    share = {
        word: counts[word] / seen + 0.1 * words.get(word, (0, ""))[0] / general
        for word in counts.keys() | words.keys()
        if TERM.fullmatch(word) and not (word.isdigit() and len(word) > 4)
    }
    single = {w for w in share if len(w) == 1 and (counts[w] >= 3 or words.get(w, (0, ""))[0] >= 100)}
    ranked = sorted(share, key=lambda word: (word not in single, -share[word], word))[: size - 1]
    ranked.sort(key=lambda word: (-share[word], word))

    def score(word: str) -> float:
        return math.log(max(words[word][0], 1) / general) if word in words else math.log(max(counts[word], 1) / seen)

    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, 0.0), *((word, score(word)) for word in ranked)], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed")
    return tokenizer, np.array([0.0] + [-math.log(share[word]) for word in ranked], dtype=np.float32)


def tokenize(tokenizer: Tokenizer, articles: Sequence[str]) -> Corpus:
    """Turns articles into token ids with the borders of articles and sentences."""
    sentences: list[str] = []
    owners: list[int] = []
    for number, article in enumerate(articles):
        found = [match.group() for match in SENTENCE.finditer(article)]
        sentences += found
        owners += [number] * len(found)
    parts: list[Ints] = []
    for first in range(0, len(sentences), 20_000):
        encoded = tokenizer.encode_batch_fast(sentences[first : first + 20_000], add_special_tokens=False)
        parts += [np.array(encoding.ids, dtype=np.int64) for encoding in encoded]
    lengths = np.array([len(part) for part in parts])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    articles_at = np.searchsorted(np.array(owners), np.arange(len(articles) + 1))
    return Corpus(np.concatenate(parts), starts[articles_at], starts, np.array(owners))


def slices(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Returns the indices of many slices laid end to end, and which slice each belongs to."""
    owner = np.repeat(np.arange(len(starts)), lengths)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return starts[owner] + within, owner


class Sampler:
    """Draws batches of made-up questions with the passages that answer them."""

    def __init__(self, corpus: Corpus, tokenizer: Tokenizer, words: dict[str, tuple[int, str]], seed: int) -> None:
        self.corpus = corpus
        self.random = np.random.default_rng(seed)
        kinds = list(ASKING)
        self.kinds = np.full(tokenizer.get_vocab_size(), kinds.index("other"))
        tagged = {"nr": "person", "ns": "place", "nt": "group", "t": "time", "m": "figure"}
        for word, number in tokenizer.get_vocab().items():
            kind = "figure" if word.isdigit() else tagged.get(words.get(word, (0, ""))[1][:2], "other")
            self.kinds[number] = kinds.index(kind)
        self.asking: list[list[Ints]] = [
            [self._ids(tokenizer, phrase) for phrase in ASKING[kind].split()] for kind in kinds
        ]
        self.openers: list[Ints] = [self._ids(tokenizer, phrase) for phrase in OPENERS.split()]
        lengths = np.diff(corpus.sentence_starts)
        self.usable = np.flatnonzero(lengths >= 5)
        self.first_usable = np.searchsorted(
            corpus.sentence_articles[self.usable], np.arange(len(corpus.article_starts))
        )

    @staticmethod
    def _ids(tokenizer: Tokenizer, phrase: str) -> Ints:
        return np.array(tokenizer.encode(phrase, add_special_tokens=False).ids, dtype=np.int64)

    def sentences_of(self, articles: Ints) -> Ints:
        """Picks a usable sentence of each article (articles without one are left out)."""
        first, last = self.first_usable[articles], self.first_usable[articles + 1]
        first, last = first[last > first], last[last > first]
        return self.usable[self.random.integers(first, last)]

    def batch(self, sentences: Ints) -> Batch:
        """Makes one question from each sentence, and cuts a passage around it."""
        corpus, random, count = self.corpus, self.random, len(sentences)
        begin, end = corpus.sentence_starts[sentences], corpus.sentence_starts[sentences + 1]
        owner = corpus.sentence_articles[sentences]
        low, high = corpus.article_starts[owner], corpus.article_starts[owner + 1]
        # The passage: a window that holds the sentence somewhere.
        length = np.maximum(random.integers(*PASSAGE, count), end - begin)
        start = np.maximum(begin - (random.random(count) * (length - (end - begin))).astype(np.int64), low)
        stop = np.minimum(start + length, high)
        index, row = slices(start, stop - start)
        inside = (index >= begin[row]) & (index < end[row])
        # In some passages the sentence is gone or thinned out, so that the rest must do.
        thinned = np.where(random.random(count) < THINNED, random.random(count), 0.0)
        kept = ~(inside & (random.random(len(index)) < thinned[row]))
        passages = self._bags(corpus.tokens[index[kept]], row[kept], count)
        # The question: a window of the sentence.
        width = np.minimum(random.integers(*QUESTION, count), end - begin)
        left = begin + (random.random(count) * (end - begin - width + 1)).astype(np.int64)
        return Batch(self._questions(left, width, low), passages, articles=owner, starts=start, ends=stop)

    def _questions(self, left: Ints, width: Ints, opening: Ints) -> tuple[Ints, Ints]:
        corpus, random, count = self.corpus, self.random, len(left)
        index, row = slices(left, width)
        kinds = self.kinds[corpus.tokens[index]]
        # The answer: rather a figure or a name than another word, with up to two words after it (its unit, its kind).
        weight = random.random(len(index)) + np.where(kinds == len(ASKING) - 1, 0.0, 0.7)
        order = np.lexsort((weight, row))
        chosen = order[np.cumsum(width) - 1]
        answer = index[chosen]
        span = random.integers(1, 4, count)
        gone = (index >= answer[row]) & (index < (answer + span)[row])
        drop = random.random(count) * DROPPED
        kept = ~gone & (random.random(len(index)) > drop[row])
        tokens: list[Ints] = [corpus.tokens[index[kept]]]
        owners: list[Ints] = [row[kept]]
        for number, kind in enumerate(kinds[chosen]):
            phrases = self.asking[int(kind)]
            extra = phrases[int(random.integers(len(phrases)))]
            if random.random() < 0.2:
                extra = np.concatenate([extra, self.openers[int(random.integers(len(self.openers)))]])
            tokens.append(extra)
            owners.append(np.full(len(extra), number))
        # The subject: words of the article's opening, because the sentence often says only 该公司 or nothing.
        borrowers = np.flatnonzero(random.random(count) < BORROWED)
        for _ in range(3):
            some = borrowers[random.random(len(borrowers)) < 0.7]
            at = np.minimum(opening[some] + random.integers(0, 25, len(some)), len(corpus.tokens) - 1)
            tokens.append(corpus.tokens[at])
            owners.append(some)
        return self._bags(np.concatenate(tokens), np.concatenate(owners), count)

    @staticmethod
    def _bags(tokens: Ints, owners: Ints, count: int) -> tuple[Ints, Ints]:
        order = np.argsort(owners, kind="stable")
        return tokens[order], np.searchsorted(owners[order], np.arange(count))


def bag(weights: torch.Tensor, tokens: Ints, offsets: Ints) -> torch.Tensor:
    """Embeds bags of tokens: normalised sums of their rows."""
    summed = functional.embedding_bag(torch.from_numpy(tokens), weights, torch.from_numpy(offsets), mode="sum")
    return functional.normalize(summed, dim=-1)


def neighbours(weights: torch.Tensor, corpus: Corpus, groups: int, random: np.random.Generator) -> Ints:
    """Orders the articles so that similar ones stand together: by the nearest of some random articles."""
    starts = corpus.article_starts
    parts = [starts[first : first + 4097] for first in range(0, len(starts) - 1, 4096)]
    with torch.no_grad():
        vectors = torch.cat([bag(weights, corpus.tokens[p[0] : p[-1]], p[:-1] - p[0]) for p in parts])
        centres = vectors[torch.from_numpy(random.choice(len(vectors), groups, replace=False))]
        for _ in range(3):
            nearest = (vectors @ centres.T).argmax(1)
            centres = functional.normalize(torch.zeros_like(centres).index_add_(0, nearest, vectors), dim=-1)
        nearest = (vectors @ centres.T).argmax(1).numpy()
    return np.lexsort((random.random(len(nearest)), nearest))


def loss_of(weights: torch.Tensor, batch: Batch, scale: float, duplicate: float) -> torch.Tensor:
    """Cross-entropy of finding each question's passage among all of the batch, and back (InfoNCE)."""
    questions, passages = bag(weights, *batch.questions), bag(weights, *batch.passages)
    logits = questions @ passages.T * scale
    with torch.no_grad():
        # Not negatives: windows that overlap, and near-copies of the passage from another article.
        articles, starts, ends = (torch.from_numpy(a) for a in (batch.articles, batch.starts, batch.ends))
        overlap = (articles[:, None] == articles) & (starts[:, None] < ends) & (starts < ends[:, None])
        hidden = (overlap | (passages @ passages.T > duplicate)).fill_diagonal_(False)
    logits = logits.masked_fill(hidden, float("-inf"))
    target = torch.arange(len(logits))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2


def batches(sampler: Sampler, weights: torch.Tensor, steps: int, size: int, block: int) -> Iterator[Batch]:
    """Yields batches: first of random articles, then of blocks of similar ones, regrouped as the model learns."""
    random, count = sampler.random, len(sampler.corpus.article_starts) - 1
    warm, regroup = steps // 6, max(steps // 8, 1)
    order = np.arange(count)
    for step in range(steps):
        if step < warm:
            articles = random.integers(0, count, size)
        else:
            if (step - warm) % regroup == 0:
                order = neighbours(weights, sampler.corpus, count // 200 + 1, random)
            heads = random.integers(0, max(count - block, 1), size // block)
            articles = order[np.minimum((heads[:, None] + np.arange(block)).ravel(), count - 1)]
        yield sampler.batch(sampler.sentences_of(articles))


def train(
    corpus: Corpus, tokenizer: Tokenizer, weight: Floats, words: dict[str, tuple[int, str]], options: argparse.Namespace
) -> Floats:
    """Learns the token rows; returns them in an array of shape (tokens, dimensions)."""
    torch.manual_seed(options.seed)
    start = torch.randn(len(weight), options.dimensions) * torch.from_numpy(weight)[:, None]
    weights = torch.nn.Parameter(start / 10 / math.sqrt(options.dimensions))
    optimizer = torch.optim.Adam([weights], lr=options.rate, betas=(0.9, 0.99), eps=1e-10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / options.steps)
    )
    sampler = Sampler(corpus, tokenizer, words, options.seed)
    began = time.monotonic()
    average = 0.0
    for step, batch in enumerate(batches(sampler, weights.detach(), options.steps, options.batch, options.block)):
        loss = loss_of(weights, batch, options.scale, options.duplicate)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        average = 0.99 * average + 0.01 * float(loss.detach()) if step else float(loss.detach())
        if step % 200 == 0 or step == options.steps - 1:
            print(f"step {step:6d}  loss {average:.4f}  {time.monotonic() - began:6.0f} s", flush=True)
    return weights.detach().numpy()


def save(folder: Path, tokenizer: Tokenizer, weights: Floats) -> None:
    """Writes the model as `SentenceTransformer(folder)` reads it: half precision, scaled so that no row overflows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = weights / np.sqrt((weights**2).sum(1).mean())
    rows[0] = 0.0
    (folder / "model.safetensors").write_bytes(safetensors.save({"embedding.weight": rows.astype(np.float16)}))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    kinds = ["StaticEmbedding", "Normalize"]
    layers = [
        {"idx": number, "name": str(number), "path": "" if number == 0 else f"{number}_{kind}",
         "type": f"sentence_transformers.models.{kind}"}
        for number, kind in enumerate(kinds)
    ]  # fmt: skip
    (folder / "modules.json").write_text(json.dumps(layers, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Reads the command line, trains, and writes the model."""
    parser = argparse.ArgumentParser(description="Train the shipped static embedding model.")
    parser.add_argument("articles", type=Path, help="one article a line, plain text or .xz")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    parser.add_argument("--vocabulary", type=int, default=20_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--steps", type=int, default=3200)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--block", type=int, default=4, help="similar articles that stand together in a batch")
    parser.add_argument("--rate", type=float, default=1e-2)
    parser.add_argument("--scale", type=float, default=28.0, help="inverse temperature of the loss")
    parser.add_argument("--duplicate", type=float, default=0.9, help="passages more alike than this are the same")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    articles = read_articles(options.articles)
    words = dictionary()
    tokenizer, weight = make_tokenizer(articles, options.vocabulary, words)
    corpus = tokenize(tokenizer, articles)
    print(f"{len(articles)} articles, {len(corpus.tokens)} tokens, {len(weight)} kinds", flush=True)
    save(options.output, tokenizer, train(corpus, tokenizer, weight, words, options))


if __name__ == "__main__":
    main()
