"""Of which span of time a number is told."""

import pytest

from qa.rates import rate_of, with_rate


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


def test_a_number_by_the_day_is_looked_for_in_the_words_of_documents() -> None:
    assert with_rate("望川一天能开多少家店") == "望川一天能开多少家店 平均每天"
    assert with_rate("望川平均每天开多少家店") == "望川平均每天开多少家店"
    assert with_rate("望川有多少家店") == "望川有多少家店"
