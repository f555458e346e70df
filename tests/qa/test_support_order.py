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
    "您询问的是{s}{p}的{m}，答案是{v}",
    "关于{s}{p}的{m}，文档给出的数字是{v}",
    "{v}（{s}，{p}{m}）",
    "{s}{p}的{m}，即{v}",
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


@pytest.mark.parametrize("lead", ["经查阅文档", "文档明确指出", "综合以上信息", "从文档中可以看到"])
def test_what_only_says_that_it_is_told_is_left_aside(lead: str, source: Source) -> None:
    assert failing(f"{lead}，2023年东岭开发区的税收为31.2亿元", [source]) == ""
    assert failing(f"{lead}，2022年东岭开发区的税收为31.2亿元", [source])


@pytest.mark.parametrize(
    "order",
    [
        "东岭开发区的税收，{a}年为{x}，{b}年为{y}",
        "东岭开发区的税收从{a}年的{x}增长到{b}年的{y}",
        "从{a}年到{b}年，东岭开发区的税收从{x}增长到{y}",
    ],
)
def test_two_figures_are_each_of_their_own_time(order: str, source: Source) -> None:
    right = {"a": "2022", "x": "28.9亿元", "b": "2023", "y": "31.2亿元"}
    assert failing(order.format(**right), [source]) == ""
    assert failing(order.format(**(right | {"x": "31.2亿元", "y": "28.9亿元"})), [source])
    assert failing(order.format(**(right | {"a": "2021"})), [source])


def test_a_number_that_counts_nothing_is_put_in_no_order() -> None:
    assert "133,913" in in_order("Number of people affected: 133,913")
