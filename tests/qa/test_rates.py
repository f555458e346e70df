"""Of which span of time a number is told."""

import pytest

from qa.rates import rate_of


@pytest.mark.parametrize("text", ["望川一天能开多少家店", "平均每天", "日均客流", "每日"])
def test_a_day_in_any_words_is_one_span(text: str) -> None:
    assert rate_of(text) == rate_of("每天")


@pytest.mark.parametrize("text", ["一年下来多少家", "平均每年", "产值年均增长"])
def test_a_year_is_another(text: str) -> None:
    assert rate_of(text) == rate_of("每年") != rate_of("每天")


@pytest.mark.parametrize(
    "text", ["去年一年卖了多少辆", "近一年的收入", "会期的第一天", "从一天到晚", "2024年度报告", "有多少家企业"]
)
def test_a_stretch_of_time_is_no_span(text: str) -> None:
    assert rate_of(text) is None
