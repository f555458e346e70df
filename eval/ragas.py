"""Results → the rows that RAGAS and other judges read: question, answer, contexts, ground_truth, as JSON Lines."""

import json
from collections.abc import Sequence
from pathlib import Path

from eval.results import Result
from index.errors import QuestionSetError


def ragas_rows(results: Sequence[Result]) -> list[dict[str, str | list[str]]]:
    """The four columns of a RAGAS data set, a row for each question that got an answer or a refusal.

    The contexts are the retrieved passages, best first; the quotes where retrieval was not measured. The ground truth
    is what the set expects, several things divided by 、, and for a question that cannot be answered that it cannot.
    """
    return [
        {
            "question": result.standalone or result.question,
            "answer": result.text,
            "contexts": [passage.text for passage in result.passages] or [c.quote for c in result.citations],
            "ground_truth": "、".join(result.expected) or "资料没有说明",
        }
        for result in results
        if not result.error
    ]


def write_ragas(path: Path, results: Sequence[Result]) -> None:
    """Write the rows, a line each.

    Raises:
        QuestionSetError: the file cannot be written.
    """
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in ragas_rows(results)]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"不能写入 {path}：{error.strerror or error}") from error
