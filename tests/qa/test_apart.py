"""Figures of one measure that a question tells apart: each label finds its own, and what it does not find is not made up."""

import pytest

from qa import Assistant, Status
from tests.conftest import Over

FAIR = """花乡展会实录

时间：2024年5月18日

主持人：先请花卉协会秘书长许青禾介绍。

许青禾：去年全乡有苗圃37家，12个村的花卉产值合计4.6亿元。我们已经设立了一笔8000万元的种业基金。

主持人：农科院的邵知白研究员补充。

邵知白：我们还打算设立一笔1.2亿元的种业基金，专门支持新品种。
"""
REVIEW = """花乡十年：年终回顾

2024年12月20日

全乡苗圃增加到52家。18个村的花卉产值合计6.3亿元，其中切花占三成。
"""
MEETING = """花乡年会侧记

2024年9月2日

协会会长许青禾在年会上介绍了种苗的情况。会上发布了新的目录。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(展会实录=FAIR, 年终回顾=REVIEW, 年会侧记=MEETING)


def _value(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.ask(question)
    for cited in answer.citations:
        assert assistant.document(cited.document_id).text[cited.start : cited.end] == cited.quote
    return (answer.value or "").split("；")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("全乡苗圃，5月展会上说的是多少家，年终回顾里又是多少家？", ["37家", "52家"]),
        ("全乡苗圃有多少家？年终回顾里的数和5月展会上的数各是多少？", ["52家", "37家"]),
        ("花卉产值，12个村口径和18个村口径各是多少？", ["4.6亿元", "6.3亿元"]),
        ("种业基金，一笔已经设的、一笔打算设的，规模各多大？", ["8000万元", "1.2亿元"]),
        ("全乡苗圃有的材料写37家，有的好像更多，两处各写的多少？", ["37家", "52家"]),
        ("全乡苗圃到底是37家还是52家？", ["37家", "52家"]),
        ("全乡苗圃到底是37家还是52家？两份材料各怎么说？", ["37家", "52家"]),
        ("12个村的花卉产值与18个村的花卉产值，分别达到了多少？", ["4.6亿元", "6.3亿元"]),
        ("全乡苗圃有多少家？请分别给出年终回顾和5月展会中的数字。", ["52家", "37家"]),
    ],
)
def test_each_label_finds_its_figure_in_the_order_asked(assistant: Assistant, question: str, values: list[str]) -> None:
    assert _value(assistant, question) == values


@pytest.mark.parametrize(
    "question",
    ["全乡苗圃的家数前后有变化：甲处简报、乙处来信里依次是多少家？", "全乡苗圃的家数对不上，两份材料分别是多少家？"],
)
def test_where_no_label_is_known_all_that_is_told_is_given(assistant: Assistant, question: str) -> None:
    assert set(_value(assistant, question)) == {"37家", "52家"}


def test_a_figure_that_no_document_states_is_not_made_good_by_another(assistant: Assistant) -> None:
    assert _value(assistant, "全乡苗圃到底是37家还是41家？") == ["37家"]


def test_what_is_not_told_is_refused_whoever_is_said_to_tell_it(assistant: Assistant) -> None:
    answer = assistant.ask("全乡的游客人数，5月展会上说的和年终回顾里写的各是多少？")
    assert answer.status is Status.NO_EVIDENCE
