"""Bugs put into the real assistant's answers about the sample corpus: the right metric falls, the right kind is named."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from eval.compare import compare_runs
from eval.questions import EvalQuestion, load_questions
from eval.reading import quantities
from eval.results import Result
from eval.run import SAMPLE_DOCUMENTS, SAMPLE_SET, evaluate
from qa import Answer, Assistant, Status

CATEGORIES = ("direct", "dated")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.from_documents([SAMPLE_DOCUMENTS], store=tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def questions() -> list[EvalQuestion]:
    return [q for q in load_questions(SAMPLE_SET) if q.category in CATEGORIES and q.figures]


@pytest.fixture(scope="module")
def honest(assistant: Assistant, questions: list[EvalQuestion]) -> list[Result]:
    return evaluate(assistant, questions)


class Bugged:
    """An assistant with a bug in how it reads a question or in what it makes of an answer."""

    def __init__(
        self,
        inner: Assistant,
        *,
        heard: Callable[[str], str] = lambda question: question,
        told: Callable[[Answer], Answer] = lambda answer: answer,
    ) -> None:
        self._inner, self._heard, self._told = inner, heard, told

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def ask(self, question: str, *, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        answer = self._inner.ask(self._heard(question), history=history)
        return self._told(answer) if answer.status is Status.ANSWERED and answer.value else answer


def swapped_units(answer: Answer) -> Answer:
    """亿元 and 家 take each other's place in what is said; the quotes stay."""

    def swap(text: str) -> str:
        return re.sub("亿元|家", lambda m: {"亿元": "家", "家": "亿元"}[m[0]], text)

    said, line, quoted = answer.text.partition("\n")
    figures = tuple(replace(figure, surface=swap(figure.surface)) for figure in answer.figures)
    return replace(answer, value=swap(answer.value or ""), text=swap(said) + line + quoted, figures=figures)


def second_figure(answer: Answer) -> Answer:
    """The figure after the right one in its quote is given."""
    value, found = answer.value or "", quantities(answer.citations[0].quote)
    place = next((i for i, q in enumerate(found) if q.surface in value), None)
    if place is None or len(found) < 2 or not answer.figures:
        return answer
    other = found[(place + 1) % len(found)]
    figure = replace(answer.figures[0], surface=other.surface, value=other.value, unit=other.unit)
    text = answer.text.replace(value, other.surface, 1)
    return replace(answer, value=other.surface, text=text, figures=(figure, *answer.figures[1:]))


def no_period(question: str) -> str:
    """The question without its years and parts of years."""
    return re.sub(r"(?:19|20)\d{2}年?(?:上半年|[一二三四]季度|底|末|\d+月)?", "", question)


@pytest.mark.parametrize(
    ("bug", "kind", "fallen"),
    [
        ({"told": swapped_units}, "wrong_unit", "unit"),
        ({"told": second_figure}, "wrong_figure", "value"),
        ({"heard": no_period}, "wrong_period", "period"),
    ],
    ids=["units swapped", "second figure", "no period check"],
)
def test_a_bug_in_the_product_is_significant_and_named(
    assistant: Assistant, questions: list[EvalQuestion], honest: list[Result], bug: Any, kind: str, fallen: str
) -> None:
    results = evaluate(Bugged(assistant, **bug), questions)
    changes = {change.measure.key: change.better for change in compare_runs(honest, results).changes}
    assert changes[fallen] is False
    assert changes["value_clean"] is False
    before, after = (Counter(result.failure for result in run) for run in (honest, results))
    gains = {named: after[named] - before[named] for named in after if named is not None}
    assert max(gains, key=lambda named: gains[named]) == kind, gains
