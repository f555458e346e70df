"""Statements in any order, and the one order in which they are checked."""

from pathlib import Path

import pytest

from qa import Assistant
from qa.draft import Quote
from qa.support import Source, failing, source_of
from qa.support_order import in_order

TEXT = "2023年，东岭开发区实现税收31.2亿元，增长8.0%。年末从业人员6.4万人。\n2022年，东岭开发区税收28.9亿元。"
ORDERS = (
    "{p}，{s}的{m}为{v}",
    "{s}{p}的{m}是{v}",
    "{v}是{s}{p}的{m}",
    "{s}的{m}（{p}）：{v}",
    "{s}的{m}为{v}（{p}）",
    "{s}的{m}为{v}，统计期为{p}",
    "{m}方面，{s}{p}为{v}",
    "就{p}而言，{s}{m}为{v}",
    "您好，{s}{p}{m}为{v}",
    "关于您的问题，{s}{p}的{m}为{v}",
)
RIGHT = {"p": "2023年", "s": "东岭开发区", "m": "税收", "v": "31.2亿元"}


@pytest.mark.parametrize(
    "text", ["甲区2023年的税收为5亿元，增长2%", "机器人方面，去年交付整机860台", "甲区收入3亿元，乙区（2022年）5亿元"]
)
def test_what_is_in_no_such_order_stays(text: str) -> None:
    assert in_order(text) == text


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_says_the_same(order: str) -> None:
    said = in_order(order.format(**RIGHT))
    assert said.index("31.2亿元") > max(said.index(RIGHT[key]) for key in "psm")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder: Path = tmp_path_factory.mktemp("order")
    (folder / "东岭公报.txt").write_text(TEXT, encoding="utf-8")
    assistant = Assistant.from_documents([folder / "东岭公报.txt"], folder / "store")
    (passage,) = assistant.passages()
    rows = assistant.store.figures_by_passage([passage.id])[passage.id]
    return source_of(Quote(passage, passage.start, passage.end), ("东岭公报.txt", None), rows)


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_stands_and_with_another_part_does_not(order: str, source: Source) -> None:
    assert failing(order.format(**RIGHT), [source]) == ""
    for key, other in (
        ("p", "2022年"),
        ("p", "2023年上半年"),
        ("s", "西岭开发区"),
        ("m", "从业人员"),
        ("v", "近31.2亿元"),
        ("v", "31.2万元"),
    ):
        assert failing(order.format(**(RIGHT | {key: other})), [source]), (key, other)
