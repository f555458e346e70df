"""What is said beside a question, to whoever answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asides import without_asides


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
