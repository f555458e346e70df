"""Public benchmarks in their own formats → questions and the texts they are asked about.

Read are SQuAD-style files (SQuAD 1.1 and 2.0, CMRC 2018, DRCD), RGB (JSON Lines with positive and negative passages)
and CRUD-RAG (news articles with questions). Their answers are words, not figures with units, so they count as texts;
only CRUD-RAG's free answers are held to the figures in them, where they have any.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from eval.anchors import fingerprint
from eval.questions import EvalQuestion, ExpectedFigure, Span
from eval.reading import figures, plain
from index.errors import QuestionSetError

Benchmark = tuple[list[EvalQuestion], dict[str, str]]
"""The questions, and the texts by document name."""


def load_benchmark(path: Path, form: str) -> Benchmark:
    """Read a public benchmark.

    Args:
        path: its file.
        form: one of `FORMATS`.

    Raises:
        QuestionSetError: the file cannot be read, or is not of that form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        questions, texts = FORMATS[form](text)
    except OSError as error:
        raise QuestionSetError(f"读不到题集 {path}：{error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise QuestionSetError(f"{path} 不是 {form} 格式（{error!r}）") from error
    if not questions:
        raise QuestionSetError(f"{path}：没有题目")
    return questions, texts


def _squad(text: str) -> Benchmark:
    questions: list[EvalQuestion] = []
    texts: dict[str, str] = {}
    for article in json.loads(text)["data"]:
        for paragraph in article["paragraphs"]:
            name = str(paragraph.get("id") or f"{article.get('title', '')}-{len(texts) + 1}")
            texts[name] = paragraph["context"]
            for asked in paragraph["qas"]:
                group = tuple(dict.fromkeys(answer["text"] for answer in asked["answers"] if answer["text"].strip()))
                question = _question(asked["id"], asked["question"], (group,) if group else (), (name,))
                places = _answer_places(name, paragraph["context"], asked["answers"])
                questions.append(replace(question, evidence=places) if group else question)
    return questions, texts


def _answer_places(name: str, context: str, answers: list[dict[str, Any]]) -> tuple[Span, ...]:
    """Where the answers stand, as far as the offsets that the file gives are right."""
    places: dict[tuple[int, int], Span] = {}
    for answer in answers:
        start, words = int(answer.get("answer_start", -1)), str(answer["text"])
        if start >= 0 and words.strip() and context[start : start + len(words)] == words and plain(words):
            places[start, start + len(words)] = Span(name, start, start + len(words), fingerprint(words))
    return tuple(places.values())


def _rgb(text: str) -> Benchmark:
    questions: list[EvalQuestion] = []
    texts: dict[str, str] = {}
    for record in _lines(text):
        groups = tuple(tuple(_strings(item)) for item in cast("list[object]", record["answer"]))
        names: dict[str, list[str]] = {"positive": [], "negative": []}
        for kind, own in names.items():
            for i, passage in enumerate(_strings(record[kind]), start=1):
                own.append(f"{record['id']}-{kind}-{i}")
                texts[own[-1]] = passage
        questions.append(_question(record["id"], record["query"], groups, tuple(names["positive"])))
    return questions, texts


def _crud(text: str) -> Benchmark:
    loaded: Any = json.loads(text)
    parts: list[Any] = [loaded] if isinstance(loaded, list) else list(loaded.values())
    questions: list[EvalQuestion] = []
    texts: dict[str, str] = {}
    for record in (record for part in parts for record in part if "questions" in record):
        names = {f"{record['ID']}-{key}": record[key] for key in ("news1", "news2", "news3") if record.get(key)}
        texts.update(names)
        answer = record["answers"]
        expected = tuple(ExpectedFigure(q.surface.removeprefix(q.qualifier_surface)) for q in figures(answer))
        groups = () if expected else ((answer,),)
        questions.append(_question(record["ID"], record["questions"], groups, tuple(names), expected))
    return questions, texts


FORMATS: dict[str, Callable[[str], Benchmark]] = {"squad": _squad, "rgb": _rgb, "crud": _crud}


def _question(
    name: object,
    question: str,
    groups: tuple[tuple[str, ...], ...],
    documents: tuple[str, ...],
    expected: tuple[ExpectedFigure, ...] = (),
) -> EvalQuestion:
    """A question of the test half; without any answer it is one that cannot be answered."""
    answerable = bool(groups or expected)
    category = "direct" if expected else "text" if groups else "unanswerable"
    return EvalQuestion(
        id=str(name),
        question=question,
        category=category,
        split="test",
        answerable=answerable,
        figures=expected,
        answers=groups,
        documents=documents if answerable else (),
    )


def _lines(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if line.strip():
            yield json.loads(line)


def _strings(value: object) -> Iterator[str]:
    """The texts of a list that may hold lists, or the one text."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _strings(item)
    elif str(value).strip():
        yield str(value)
