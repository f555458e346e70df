"""How long should a passage be? One table over several lengths, on a question set and on news questions.

    python -m eval.passage_length SET DOCS NEWS.txt.xz NEWS_QUESTIONS.jsonl [--lengths 150 250 320 500] [--articles 8000]

NEWS holds an article a line; a line of NEWS_QUESTIONS has `question`, `answer`, `documents` (line numbers of NEWS from 1). Found
is a passage of one of them with the answer in it, answered a question whose text has it; the set is judged by `python -m eval`.
"""

import argparse
import json
import lzma
import random
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eval.questions import load_questions
from eval.run import evaluate
from eval.summary import summarize
from index.build import build
from index.config import IndexConfig
from qa import Assistant

MEASURES = ("recall_1", "recall_5", "complete", "refused_unanswerable")


def sample(news: Path, questions: Iterable[dict[str, Any]], count: int) -> list[Any]:
    """Return `count` articles, those that hold the answers among them, drawn with a fixed seed."""
    from langchain_core.documents import Document

    article: Any = Document
    lines: list[str] = lzma.decompress(news.read_bytes()).decode("utf-8").split("\n")
    gold = {number for question in questions for number in question["documents"]}
    rest = [number for number in range(1, len(lines) + 1) if number not in gold]
    kept = gold | set(random.Random(1).sample(rest, min(max(0, count - len(gold)), len(rest))))  # noqa: S311
    return [article(lines[n - 1], metadata={"document": str(n)}) for n in sorted(kept) if lines[n - 1].strip()]


def on_news(assistant: Assistant, questions: list[dict[str, Any]]) -> list[float]:
    """Return R@1, R@5 and the share of answers that hold the answer."""
    retriever = assistant.as_retriever(k=5)
    hits = [0, 0, 0]
    for question in questions:
        gold, answer = {str(number) for number in question["documents"]}, "".join(question["answer"].split())
        found = retriever.invoke(question["question"])
        right = [d.metadata["document"] in gold and answer in "".join(d.page_content.split()) for d in found]
        hits[0] += any(right[:1])
        hits[1] += any(right)
        hits[2] += answer in "".join(assistant.ask(question["question"]).text.split())
    return [count / len(questions) for count in hits]


def main() -> None:
    """Build one store a length and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs=4, type=Path, metavar=("SET", "DOCS", "NEWS", "NEWS_QUESTIONS"))
    parser.add_argument("--lengths", nargs="+", type=int, default=[150, 250, 320, 500])
    parser.add_argument("--articles", type=int, default=8000)
    options = parser.parse_args()
    questions = [q for q in load_questions(options.files[0]) if q.split == "dev"]
    asked = [json.loads(line) for line in options.files[3].read_text("utf-8").splitlines()]
    articles = sample(options.files[2], asked, options.articles)
    print(
        "| length | news passages | news R@1 | R@5 | answered | set R@1 | R@5 | complete | refused |\n|" + " --- |" * 9,
        flush=True,
    )
    for length in options.lengths:
        config = IndexConfig(passage_length=length, passage_limit=length * 3 // 2)
        with tempfile.TemporaryDirectory(prefix="yuanwen-length-") as folder:
            passages = build(articles, Path(folder, "news"), config=config).passages
            build([options.files[1]], Path(folder, "set"), config=config)
            news = on_news(Assistant.open(Path(folder, "news")), asked)
            rates = summarize(evaluate(Assistant.open(Path(folder, "set")), questions)).overall.rates
        cells = [rate.value if (rate := rates[key]) else float("nan") for key in MEASURES]
        row = " | ".join(f"{value:.3f}" for value in (*news, *cells))
        print(f"| {length} | {passages} | {row} |", flush=True)


if __name__ == "__main__":
    main()
