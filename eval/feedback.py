"""A correction by staff → a question of a set, appended to a file in the store's folder that `eval` runs as a set."""

import hashlib
import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.questions import SPLITS, EvalQuestion, parse_questions
from eval.reading import figure_stands, figures, read_figure
from index.errors import QuestionSetError
from index.types import Qualifier

FILE = "feedback.jsonl"
_LEAD = re.compile(r"^(?:正确)?(?:答案)?(?:应该|应当|应)?(?:是|为)?[：:]?\s*(?=\S)")
_APPENDING = threading.Lock()
_PARTS = re.compile(r"[、；;\n]+|，(?!\d{3})")


def add_feedback(
    store: Path,
    question: str,
    right_answer: str | None,
    *,
    history: Sequence[Mapping[str, str]] = (),
    documents: Sequence[str] = (),
    wrong: str = "",
    scopes: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> EvalQuestion:
    """Append a question with its right answer to the store's feedback file.

    Args:
        store: the store's folder.
        question: what was asked.
        right_answer: the figures or words of a right answer, several divided by 、 or ；; None when the documents state
            none.
        history: the conversation before the question.
        documents: the names of the documents that state the answer, as far as known.
        wrong: the short answer that was given and is wrong; its figures become forbidden ones.
        scopes: of whom or of what figures of the right answer are, by how they are written.
        now: when it was said; the present when not given.

    Returns:
        The question as it was written.

    Raises:
        QuestionSetError: question or answer is empty, or the feedback file cannot be written.
    """
    file = store / FILE
    if not question.strip():
        raise QuestionSetError("没有写问题")
    now = now or datetime.now(UTC)
    expected, groups = _expected(right_answer, scopes or {})
    if right_answer is not None and not (expected or groups):
        raise QuestionSetError("没有写正确答案")
    stamp = hashlib.sha256("\0".join((now.isoformat(), question, right_answer or "")).encode()).hexdigest()
    kind = "unanswerable" if right_answer is None else "follow_up" if history else "direct" if expected else "text"
    record: dict[str, Any] = {
        "id": f"f{now:%Y%m%d%H%M%S}-{stamp[:8]}",
        "question": question,
        "history": [dict(turn) for turn in history],
        "category": kind,
        "split": SPLITS[int(stamp[8], 16) % 2],
        "answerable": right_answer is not None,
        "figures": expected,
        "answers": groups,
        "forbidden": [q.surface for q in figures(wrong) if not figure_stands(q.surface, right_answer or "")],
        "documents": list(documents),
    }
    line = json.dumps({key: value for key, value in record.items() if value != []}, ensure_ascii=False)
    (added,) = parse_questions([line], name=FILE)
    try:
        with _APPENDING, file.open("a", encoding="utf-8") as output:
            output.write(line + "\n")
            output.flush()
            os.fsync(output.fileno())
    except OSError as error:
        raise QuestionSetError(f"反馈没有存下，不能写入 {file}：{error.strerror or error}") from error
    return added


def _bare(part: str) -> str:
    """A part as staff write it without what leads to it (应该是) and the full stop."""
    return _LEAD.sub("", part.strip()).rstrip("。. ")


def _expected(right_answer: str | None, scopes: Mapping[str, str]) -> tuple[list[dict[str, str]], list[list[str]]]:
    """The parts of an answer: those that are one figure and nothing else are figures, the others are words."""
    expected: list[dict[str, str]] = []
    groups: list[list[str]] = []
    for part in filter(None, map(_bare, _PARTS.split(right_answer or ""))):
        quantity = read_figure(part)
        if quantity is None or quantity.surface != part:
            groups.append([part])
            continue
        number = part.removeprefix(quantity.qualifier_surface)
        unit = quantity.unit if number.endswith(quantity.unit) else ""
        figure = {"value": number.removesuffix(unit), "unit": unit}
        if scopes.get(part):
            figure["scope"] = scopes[part]
        if quantity.qualifier != Qualifier.EXACT:
            figure["qualifier"] = quantity.qualifier.value
        expected.append(figure)
    return expected, groups
