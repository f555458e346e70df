"""One question in many words: how a number is asked for, and how the occasion is named that it was told at."""

import pytest

from qa import Assistant
from tests.conftest import Over

PAPER = """青石新城大会今天开幕

本报2025年9月17日讯 青石新城大会今天在望川开幕。吕若谷在开幕式上介绍，望川现有独角兽企业93家，上市企业532家，
企业研发投入79.7亿元。
"""
RECORD = """白石产业论坛实录

时间：2025年3月28日

吕若谷：各位来宾，大家好。

周知：望川现有独角兽企业88家，上市企业510家，企业研发投入64.3亿元。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(paper=PAPER, record=RECORD)


@pytest.mark.parametrize(
    "question",
    [
        "望川独角兽企业数目是多少？",
        "望川的独角兽企业计多少家",
        "望川独角兽企业的数值",
        "望川独角兽企业总量",
        "望川独角兽企业统计数字",
        "材料里望川独角兽企业写的是多少？",
    ],
)
def test_words_that_only_ask_for_a_number_are_looked_for_nowhere(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).value == assistant.ask("望川独角兽企业有多少家？").value == "93家"


@pytest.mark.parametrize("question", ["望川企业研发投入多少钱", "望川企业研发投入总额", "望川企业研发投入的金额是多少"])
def test_a_sum_is_asked_for_by_its_measure(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).value == assistant.ask("望川企业研发投入是多少？").value == "79.7亿元"


@pytest.mark.parametrize(
    ("occasion", "figure"),
    [
        ("2025年9月青石新城大会上公布的{}", "93家"),
        ("以2025年9月的青石新城大会为准，{}", "93家"),
        ("按青石新城大会的口径，{}", "93家"),
        ("青石新城大会期间{}", "93家"),
        ("青石新城大会开幕时介绍，{}", "93家"),
        ("据2025年9月青石新城大会披露，{}", "93家"),
        ("{}（2025年9月青石新城大会）", "93家"),
        ("那次白石产业论坛上，{}", "88家"),
        ("据白石产业论坛披露，{}", "88家"),
        ("{} 白石产业论坛", "88家"),
    ],
)
def test_the_occasion_names_its_document(assistant: Assistant, occasion: str, figure: str) -> None:
    assert assistant.ask(occasion.format("望川独角兽企业有多少家")).value == figure
