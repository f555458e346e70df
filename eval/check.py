"""Is a question set right about its documents? Questions and a corpus in, one line a problem out; places written anew."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.anchors import find_evidence, fingerprint, missing, stands
from eval.evidence import Corpus
from eval.questions import EvalQuestion, Span, parse_questions
from eval.reading import contains, figure_stands, read_figure
from index.errors import QuestionSetError


def check_set(questions: Sequence[EvalQuestion], corpus: Corpus) -> list[str]:
    """Prove that the documents hold what the questions expect.

    Every named document must be there and state every expected figure and a member of each group of expected words; a
    computed figure need only be readable. Given evidence must be a stretch of its document that holds something
    expected, and together it must hold everything expected; what a figure is computed from must hold a figure. A
    forbidden figure must not be an expected one. Evidence that moved with its text is no problem; see `moved`.

    Returns:
        A line a problem, naming the line of the set, the question's id and the field.
    """
    return [
        f"第 {question.line} 行 {question.id}，{problem}"
        for question in questions
        for problem in _problems(question, corpus)
    ]


def moved(questions: Sequence[EvalQuestion], corpus: Corpus) -> int:
    """How many places of evidence do not stand at their offsets any more, but were found by their fingerprint."""
    spans = [(span, corpus.place(span)) for question in questions for span in question.evidence]
    return sum(now is not None and (now.start, now.end) != (span.start, span.end) for span, now in spans)


def _problems(question: EvalQuestion, corpus: Corpus) -> list[str]:
    problems: list[str] = []
    names: list[str] = []
    for i, name in enumerate(question.documents):
        found = corpus.find(name)
        if found is None:
            problems.append(f"字段 documents[{i}]：资料里没有 {name}")
        else:
            names.append(found)
    texts = [corpus.text(name) for name in names or corpus.names]
    stated = question.category != "computed"
    problems += _evidence_problems(question, corpus, stated=stated)
    for i, figure in enumerate(question.figures):
        if stated and not any(figure_stands(figure.surface, text) for text in texts):
            problems.append(f"字段 figures[{i}]：资料里没有 {figure.surface}")
        if not stated and read_figure(figure.surface) is None:
            problems.append(f"字段 figures[{i}]：{figure.surface} 读不出数值")
        for j, surface in enumerate(question.forbidden):
            if figure_stands(surface, figure.surface):
                problems.append(f"字段 forbidden[{j}]：{surface} 正是期望的 {figure.surface}")
    for i, group in enumerate(question.answers):
        if stated and not any(contains(text, wanted) for wanted in group for text in texts):
            problems.append(f"字段 answers[{i}]：资料里没有 {'、'.join(group)}")
    return problems


def _evidence_problems(question: EvalQuestion, corpus: Corpus, *, stated: bool) -> list[str]:
    problems: list[str] = []
    held: list[str] = []
    for i, span in enumerate(question.evidence):
        place = corpus.place(span)
        if place is None:
            problems.append(f"字段 evidence[{i}]：{span.document} 里没有 {span.start}–{span.end} 这一段")
            continue
        held.append(corpus.at(place))
        if stated and not any(stands(question, held[-1])):
            problems.append(f"字段 evidence[{i}]：这一段里没有期望的数或词")
        if not stated and not any(letter.isdigit() for letter in held[-1]):
            problems.append(f"字段 evidence[{i}]：这一段里没有可供计算的数")
    if stated and held and not problems:
        problems += [f"字段 evidence：没有一段写着 {wanted}" for wanted in missing(question, held)]
    return problems


def refresh(path: Path, corpus: Corpus) -> tuple[int, int]:
    """Write the places of the evidence of a set anew, each line otherwise as it was.

    Places that moved are written where they stand now; places without a fingerprint get one. Questions without places
    get the sentences that state their answer; computed ones are left alone, since what a figure is computed from is
    for a person to say.

    Returns:
        How many places moved, and how many questions got their first.

    Raises:
        QuestionSetError: the set breaks the schema, or cannot be written.
    """
    shifted = added = 0
    lines: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if line.strip():
            (question,) = parse_questions([line], name=f"{path.name}（第 {number} 行）")
            spans = _places_now(question, corpus)
            shifted += moved([question], corpus)
            added += bool(spans) and not question.evidence
            if spans != [(span, span.fingerprint) for span in question.evidence]:
                record: dict[str, Any] = json.loads(line)
                record["evidence"] = [_record(span) for span, _ in spans]
                line = json.dumps(record, ensure_ascii=False)
        lines.append(line)
    try:
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"不能写入 {path}：{error.strerror or error}") from error
    return shifted, added


def _places_now(question: EvalQuestion, corpus: Corpus) -> list[tuple[Span, str]]:
    """The places of the evidence in the set's own names, each with its fingerprint (which equality leaves out)."""
    if question.evidence:
        spans = [_again(span, corpus) for span in question.evidence]
    elif question.answerable and question.category != "computed":
        called = {known: name for name in question.documents if (known := corpus.find(name)) is not None}
        found = find_evidence(question, {name: corpus.text(name) for name in called or corpus.names})
        spans = [replace(span, document=called.get(span.document, span.document)) for span in found]
    else:
        spans = []
    return [(span, span.fingerprint) for span in spans]


def _again(span: Span, corpus: Corpus) -> Span:
    place = corpus.place(span)
    return span if place is None else replace(place, document=span.document, fingerprint=fingerprint(corpus.at(place)))


def _record(span: Span) -> dict[str, str | int]:
    named = {"fingerprint": span.fingerprint} if span.fingerprint else {}
    return {"document": span.document, "start": span.start, "end": span.end, **named}
