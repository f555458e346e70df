"""什么水平 of a measure asks for its figure, of anything else for words."""

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
