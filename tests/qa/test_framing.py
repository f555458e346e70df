"""What frames a question goes; what says of what is asked stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Kind
from qa.framing import asked_form, without_framing

_ASKED = "望川园区有多少家企业"


@pytest.mark.parametrize(
    "frame",
    [
        "，写PPT用的",
        "，主任会上怎么提的",
        "，何局长怎么讲的",
        "，晚报上怎么说的",
        "，单位写清楚",
        "，有没有确切说法",
        "，老板等着呢",
        "，查不到就算了",
        "？不要估计值",
        "？之前好像看到过",
        "，汇报要用，别弄错了",
        " 数值带单位",
        " 填表用",
        "，标一下出处",
        "，我好写进方案",
        "，给我个说法就成",
        "？有时点的注明时点",
    ],
)
def test_a_frame_behind_the_question_goes(frame: str) -> None:
    assert without_framing(f"{_ASKED}{frame}") == f"{_ASKED}？"


@pytest.mark.parametrize(
    "frame",
    [
        "老王问：",
        "做PPT要用，",
        "我这边写总结，",
        "有没有人知道",
        "谁清楚",
        "会上有人问",
        "帮我看看",
        "看看资料里",
        "跟你确认下，",
    ],
)
def test_a_frame_before_the_question_goes(frame: str) -> None:
    assert without_framing(f"{frame}{_ASKED}？") == f"{_ASKED}？"


@pytest.mark.parametrize(
    "text",
    [
        "望川审批以前要两个月，现在呢？",
        "望川论坛 地点 主持人",
        "望川园区有多少家企业，主持人是谁？",
        "何主任讲大学科技园，总共几家？",
        "何副部长讲话里的五点是什么",
        "报纸新闻这行 上半年 收入 多了几成",
        "两份材料写的不一样，望川园区有多少家企业，都列出来",
        "望川停产了，领导怎么解释的？",
        "望川园区有多少家企业，2023年的报告怎么写的",
        "填表用，急",
        "查询系统一年用多少次",
        "搞量子这一行，老美一共砸进去多少钱？",
        "一季度补贴有多少，发给企业的",
        "北京 外企 搞开发的中心 认了几家",
        "看病的人有多少",
        "望川有12家企业，是不是？",
    ],
)
def test_what_asks_or_says_of_what_stays(text: str) -> None:
    assert without_framing(text) == text


@pytest.mark.parametrize("told", ["写的", "讲的", "公布的", "披露的"])
def test_that_a_figure_is_told_is_left_out(told: str) -> None:
    assert without_framing(f"望川园区的收入{told}是多少？") == "望川园区的收入是多少？"


def test_the_form_of_the_answer_is_read() -> None:
    for form in ("要个百分比", "给个比例就行"):
        assert asked_form(f"望川占了全市多大一块地？{form}") == {Kind.PERCENT, Kind.RATIO}
    assert not asked_form("望川占全市的百分比是多少")
    assert not asked_form("望川有多少家企业，给个准数")


@given(st.text(max_size=60))
def test_any_text_gives_its_own_words(text: str) -> None:
    left = without_framing(text)
    rest = iter(text)
    assert all(sign in rest for sign in left.removesuffix("？"))
