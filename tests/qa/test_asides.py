"""What is said beside a question, to whoever answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asides import meant_first, without_asides


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("望川园区有多少家企业？领导要写进汇报", "望川园区有多少家企业？"),
        ("我在写一份材料，望川园区有多少家企业，麻烦查一下，谢谢", "望川园区有多少家企业，"),
        ("望川园区有多少家企业，帮我核一下", "望川园区有多少家企业，"),
        ("收入是多少？不是利润。", "收入是多少？"),
        ("收入达到多少？就是港务局那位主任讲的", "收入达到多少？"),
    ],
)
def test_what_is_said_beside_the_question_goes(text: str, left: str) -> None:
    assert without_asides(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "收入是多少？我说的是望川的",
        "收入是多少，请按2023年的口径",
        "听说望川只用一点地就贡献了三分之一的产值，是多少？",
        "帮人上网查东西的那类公司，上半年进账多少？",
        "望川园区的收入",
        "我们园区有多少家企业？",
    ],
)
def test_what_says_of_what_is_asked_stays(text: str) -> None:
    assert without_asides(text) == text


@given(st.text(max_size=60))
def test_any_text_keeps_its_order(text: str) -> None:
    rest = iter(text)
    assert all(sign in rest for sign in without_asides(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("占全市多少土地，交了多少税？说的是东港", "东港，占全市多少土地，交了多少税？"),
        ("一共有多少泊位？我问的是东港的事", "东港，一共有多少泊位？"),
        ("一共有多少泊位？我问的是哪个港", "一共有多少泊位？我问的是哪个港"),
        ("东港最想说的是什么？", "东港最想说的是什么？"),
    ],
)
def test_what_is_meant_comes_first(text: str, left: str) -> None:
    assert meant_first(text) == left
