"""A mark in a question: only what is told to be beyond it is counted."""

from pathlib import Path

import pytest

from index.quantities import find_quantities
from index.types import Basis, FigureRow
from qa import Assistant, Status
from qa.threshold import is_mark

REPORT = """启帆谷的一年

2024年，启帆谷拥有6家营收超百亿元企业、约70家十亿元企业、800多家亿元企业，上市企业45家，带动就业12万人。

启帆谷未满30岁的创业者占46.5%，其余多为归国人员。

启帆谷三成以上的仓库建成不足五年，面积超过1万平方米的仓库有28座。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("docs")
    (folder / "启帆谷.txt").write_text(REPORT, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("启帆谷营收超过百亿元的企业有几家？", "6家"),
        ("启帆谷面积超过1万平方米的仓库有多少座？", "28座"),
        ("启帆谷未满30岁的创业者占比多少？", "46.5%"),
        ("启帆谷营收过亿的企业有几家？", "800多家"),
        ("启帆谷有多少家上市企业？", "45家"),
    ],
)
def test_what_is_told_to_be_beyond_the_mark_answers(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    "question",
    [
        "启帆谷营收超过五十亿元的企业有几家？",
        "启帆谷面积超过5万平方米的仓库有多少座？",
        "启帆谷营收超过五十亿元的企业有多少？",
    ],
)
def test_a_number_of_all_or_beyond_another_mark_does_not(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("sentence", "figure", "mark"),
    [
        ("启帆谷有6家营收超百亿元企业", "超百亿元", True),
        ("启帆谷有12个总投资5亿元以上的项目", "5亿元以上", True),
        ("启帆谷有3家企业获得5000万元融资", "5000万元", False),
        ("启帆谷有8家企业融资5亿元，另有2家在谈", "5亿元", False),
        ("启帆谷12个项目总投资80亿元", "80亿元", False),
    ],
)
def test_an_amount_within_the_name_of_things_is_a_mark(sentence: str, figure: str, mark: bool) -> None:
    [quantity] = [q for q in find_quantities(sentence) if q.surface == figure]
    row = FigureRow("d", quantity, 0, len(sentence), "", "", "", None, None, Basis.UNKNOWN)
    assert is_mark(row, sentence, 0) is mark


def test_a_mark_in_the_name_of_things_is_no_amount_of_all(assistant: Assistant) -> None:
    assert assistant.ask("2024年启帆谷的企业一共营收多少？").status is Status.NO_EVIDENCE
