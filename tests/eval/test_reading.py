"""How texts are compared: characters that count, numbers that stand on their own, figures by value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.reading import contains, figure_places, figure_stands, places_of, plain, unsupported_figures, wrong_figures


@pytest.mark.parametrize(
    ("text", "wanted", "held"),
    [
        ("由 北京市 科委，负责", "北京市科委", True),
        ("ＩＣ　ＰＡＲＫ", "ic park", True),
        ("《中关村倡议》", "中关村倡议", True),
        ("共164家", "64家", False),
        ("64.5亿元", "64", False),
        ("1.64亿元", "64亿元", False),
        ("64万家", "64", False),
        ("64家", "64", True),
        ("1.2万亿元", "1.2万", False),
        ("1,234,567元", "1234567元", True),
        ("2024、115家", "2024115家", False),
        ("2024,115家", "2024115家", False),
        ("2015—2024年", "2015-2024年", True),
        ("任何文字", "", False),
        ("28%", "28", False),
        ("２８％", "28%", True),
    ],
)
def test_contains(text: str, wanted: str, held: bool) -> None:
    assert contains(text, wanted) is held


@given(st.text(max_size=30), st.text(alphabet="园区ab ，。（", min_size=1, max_size=8), st.text(max_size=30))
def test_places_are_slices_that_read_the_same(before: str, wanted: str, after: str) -> None:
    text = before + wanted + after
    for start, end in places_of(text, wanted):
        assert plain(text[start:end]) == plain(wanted)
    assert contains(text, wanted) == bool(places_of(text, wanted))


@pytest.mark.parametrize(
    ("surface", "text", "stands"),
    [
        ("4785亿元", "研发投入为4,785亿元", True),
        ("4785亿元", "研发投入为47.85亿元", False),
        ("4785亿元", "研发投入为4785万元", False),
        ("28%", "增长百分之二十八", True),
        ("28%", "增长28个百分点", False),
        ("三分之一", "占三分之一", True),
        ("5000家", "5000余家", True),
        ("5000家", "5000件", False),
        ("2010年", "2010年成立", True),
        ("2010年", "2011年成立", False),
    ],
)
def test_a_figure_stands_by_value_and_unit(surface: str, text: str, stands: bool) -> None:
    assert figure_stands(surface, text) is stands
    assert bool(figure_places(surface, text)) is stands


def test_a_tolerance_is_relative_and_keeps_the_unit() -> None:
    tolerance = Decimal("0.005")
    assert figure_stands("200亿元", "200.9亿元", tolerance=tolerance)
    assert not figure_stands("200亿元", "201.1亿元", tolerance=tolerance)
    assert not figure_stands("200亿元", "200.9亿美元", tolerance=tolerance)
    assert not figure_stands("200亿元", "200.9亿元")


def test_wrong_figures_are_all_but_the_expected_and_the_dates() -> None:
    assert wrong_figures("2024年64家，2022年23家", ["64家"])[0].surface == "23家"
    assert wrong_figures("64家（截至2025年9月17日）", ["64家"]) == []
    assert [q.surface for q in wrong_figures("过半，80%", ["64家"])] == ["过半", "80%"]


@pytest.mark.parametrize(
    ("text", "quotes", "missing"),
    [
        ("收入64亿元[1]。", ["收入64亿元"], []),
        ("收入46亿元[1]。", ["收入64亿元"], ["46亿元"]),
        ("收入64万元[1]。", ["收入64亿元"], ["64万元"]),
        ("收入64亿元[1]。", ["有64家，亿元级3家"], ["64亿元"]),
        ("2024年64亿元[1]。", ["收入64亿元"], []),
        ("说法有[1][2]。", [], []),
        ("[12]", [], []),
        ("《2024年12345件大事》记：64亿元[1]。", ["收入64亿元"], []),
        ("多2亿元：66亿元-64亿元=2亿元[1]", ["66亿元", "64亿元"], []),
        ("多2亿元：66亿元-64亿元=2亿元[1]", ["66亿元"], ["64亿元"]),
        ("占12.5%：8亿元÷64亿元×100%=12.5%[1]", ["8亿元，64亿元"], []),
        ("占12.5%[1]", ["8亿元，64亿元"], ["12.5%"]),
    ],
)
def test_unsupported_figures(text: str, quotes: list[str], missing: list[str]) -> None:
    assert unsupported_figures(text, quotes, names=["2024年12345件大事"]) == missing
