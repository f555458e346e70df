"""Figures of a part of the body that a question asks about."""

import pytest

from qa import Assistant, Status

REPORT = """华西村这一年

华西村软件园发展呈现“四个提升”：从业人员3.1万人，研发投入强度达到11%，地均产出5亿元。

华西村生物园年内引进药企18家，华西村企业总收入达到2600亿元。
"""
BAY = """望湾的一年

望湾科技城全年税收12.9亿元，研发投入强度为5.2%。
"""


@pytest.fixture
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    docs = tmp_path_factory.mktemp("docs")
    (docs / "华西村.txt").write_text(REPORT, encoding="utf-8")
    (docs / "望湾.txt").write_text(BAY, encoding="utf-8")
    return Assistant.from_documents([docs])


@pytest.mark.parametrize("question", ["华西村企业的研发投入强度是多少？", "华西村的研发投入强度有多高？"])
def test_figure_of_a_part_is_not_the_whole_s(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NO_EVIDENCE or "11%" not in (answer.value or "")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("华西村软件园的研发投入强度是多少？", "11%"),
        ("华西村企业总收入是多少？", "2600亿元"),
        ("望湾的研发投入强度是多少？", "5.2%"),  # one park alone has the name: it is short for it
    ],
)
def test_figure_of_the_body_itself_and_of_one_named_short(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value
