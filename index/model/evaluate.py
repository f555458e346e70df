"""Measures an embedding model alone, without words or reranking: right passage first (R@1), among ten (R@10), MRR@10.

    python -m index.model.evaluate ../shared/data [--model DIR] [--articles N]

Three sets of questions, none of them trained on: over the news articles (an article counts by its best piece of about
350 characters; `--articles` keeps only the first N and those that are answers), CMRC 2018 trial and DRCD dev (each
question against all paragraphs of its set, as it is: DRCD is written in traditional characters).
"""

# ruff: noqa: T201

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embed import SHIPPED_MODEL, Embedder, StaticEmbedder
from index.model.train import read_articles

PIECE = 350


def ranks(scores: npt.NDArray[np.float32], right: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    """Returns for each question (a row of scores) the rank of its best right answer, from 0; ties count against it."""
    best = np.array([row[list(answers)].max() for row, answers in zip(scores, right, strict=True)])
    own = np.array([(row[list(answers)] == top).sum() for row, answers, top in zip(scores, right, best, strict=True)])
    return (scores >= best[:, None]).sum(1) - own


def report(name: str, found: npt.NDArray[np.int64]) -> None:
    """Prints one line of figures."""
    reciprocal = np.where(found < 10, 1 / (found + 1), 0).mean()
    print(
        f"{name:<28} {(found < 1).mean():.3f} / {(found < 10).mean():.3f} / {reciprocal:.3f}   ({len(found)} questions)"
    )


def news(embedder: Embedder, data: Path, limit: int | None) -> None:
    """Questions over the news articles."""
    with (data / "news_questions.jsonl").open(encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines]
    articles = read_articles(data / "news.txt.xz")
    answers = {number - 1 for question in questions for number in question["documents"]}
    kept = [number for number in range(len(articles)) if limit is None or number < limit or number in answers]
    place = {number: position for position, number in enumerate(kept)}
    pieces, starts = [""] * 0, [0] * 0
    for number in kept:
        starts.append(len(pieces))
        count = max(1, round(len(articles[number]) / PIECE))
        size = -(-len(articles[number]) // count) or 1
        pieces += [articles[number][at : at + size] for at in range(0, max(len(articles[number]), 1), size)]
    began = time.perf_counter()
    vectors = embedder.encode_passages(pieces)
    speed = len(pieces) / (time.perf_counter() - began)
    asked = embedder.encode_queries([question["question"] for question in questions])
    scores = np.maximum.reduceat(asked @ vectors.T, starts, axis=1)
    right = [[place[number - 1] for number in question["documents"]] for question in questions]
    report(f"news, {len(kept)} articles", ranks(scores, right))
    print(f"{'':<28} {speed:.0f} pieces a second")


def paragraphs(embedder: Embedder, name: str, texts: Sequence[str], asked: Sequence[tuple[str, int]]) -> None:
    """Questions against all paragraphs of a reading-comprehension set."""
    scores = embedder.encode_queries([question for question, _ in asked]) @ embedder.encode_passages(texts).T
    report(f"{name}, {len(texts)} paragraphs", ranks(scores, [[number] for _, number in asked]))


def squad(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """Reads a SQuAD-like file: paragraphs, and questions with the number of their paragraph."""
    found: list[dict[str, Any]] = [
        paragraph
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
    ]
    asked = [(item["question"], number) for number, paragraph in enumerate(found) for item in paragraph["qas"]]
    return [paragraph["context"] for paragraph in found], asked


def main() -> None:
    """Reads the command line and prints the figures."""
    parser = argparse.ArgumentParser(description="Measure an embedding model on the reference data.")
    parser.add_argument("data", type=Path, help="folder with news.txt.xz, news_questions.jsonl, cmrc/ and drcd/")
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL)
    parser.add_argument("--articles", type=int, default=None)
    options = parser.parse_args()
    embedder = StaticEmbedder(options.model)
    print(f"{embedder.fingerprint}: {embedder.dimensions} dimensions; R@1 / R@10 / MRR@10")
    paragraphs(embedder, "CMRC 2018 trial", *squad(options.data / "cmrc" / "cmrc2018_trial.json"))
    paragraphs(embedder, "DRCD dev", *squad(options.data / "drcd" / "DRCD_dev.json"))
    news(embedder, options.data, options.articles)


if __name__ == "__main__":
    main()
