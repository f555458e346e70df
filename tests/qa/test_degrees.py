"""What asks for a figure without saying 多少; what sounds alike and asks for words."""

import pytest

from qa.degrees import as_amount
from qa.question import Want, understand


@pytest.mark.parametrize(
    "text",
    [
        "产业园的产业链配套率达到什么水平？",
        "主导产业集聚度达到什么程度",
        "园区年产值达到了什么规模？",
        "机柜上架率处于什么水平",
        "研发人员达到什么规模",
    ],
)
def test_the_level_of_a_measure_is_a_figure(text: str) -> None:
    assert "多少" in as_amount(text)
    assert understand(text).want is Want.NUMBER


@pytest.mark.parametrize(
    "text", ["这项技术达到什么水平？", "空气质量达到什么水平", "会谈是什么级别", "他的态度到了什么程度"]
)
def test_other_levels_stay_as_they_are(text: str) -> None:
    assert as_amount(text) == text


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("流转的地占全县耕地的多大一块？", "流转的地占全县耕地的百分之多少？"),
        ("药品收入从多大一块降到多大一块", "药品收入从百分之多少降到百分之多少"),
        ("修复师平均多大岁数", "修复师平均多少岁"),
        ("翻修掏了多少银子？", "翻修掏了多少钱？"),
        ("卖了多少钱，同比什么情况", "卖了多少钱，同比增长多少"),
        ("出了多少回故障，跟前年比咋样", "出了多少回故障，跟前年比增长多少"),
        ("占港口的多大份额", "占港口的多大份额"),
        ("批了多大一块地？", "批了多大一块地？"),
        ("同比情况良好的有几家", "同比情况良好的有几家"),
    ],
)
def test_figures_asked_for_in_other_ways(text: str, asked: str) -> None:
    assert as_amount(text) == asked
