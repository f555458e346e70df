"""Requests without a question word are answered as the questions that they stand for."""

import pytest

from qa.asks import in_full
from qa.requested import in_question, measures_named
from qa.several import parts_of


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("修复馆的三项服务列一下", "修复馆的三项服务有哪些？"),
        ("请把参赛的五个团队都列出来", "参赛的五个团队有哪些？"),
        ("请列出申报要交的材料", "申报要交的材料有哪些？"),
        ("评审嘉宾名单", "评审嘉宾有哪些？"),
        ("两大类补助说一下", "两大类补助有哪些？"),
        ("四馆指哪四馆 列一下", "四馆指哪四馆？"),
        ("河湾公司董事长名字", "河湾公司董事长叫什么名字？"),
    ],
)
def test_a_request_becomes_its_question(text: str, asked: str) -> None:
    assert in_question(text) == asked


@pytest.mark.parametrize(
    "text", ["介绍一下修复馆", "2020到2024年的收入列一下", "修复馆有几项服务？", "河湾园去年营业收入"]
)
def test_what_asks_already_or_for_figures_stays(text: str) -> None:
    assert in_question(text) == text


def test_measures_that_are_only_named_are_asked_for_one_by_one() -> None:
    asked = "河湾园2024年营业收入和利润总额各是多少？"
    assert measures_named("河湾园2024年营业收入 利润总额 两个数都要") == asked
    assert parts_of(asked) == ["河湾园2024年营业收入是多少？", "河湾园2024年利润总额是多少？"]
    assert measures_named("河湾园 2024年 参展家数 成交金额") == "河湾园2024年参展家数和成交金额各是多少？"
    assert measures_named("河湾园教师和学生数量") == "河湾园教师和学生数量各是多少？"


@pytest.mark.parametrize("text", ["河湾园 2024年 营业收入", "河湾园 人数", "河湾园营业收入和利润各是多少", "参展名单"])
def test_one_measure_or_a_question_is_no_list_of_measures(text: str) -> None:
    assert not measures_named(text)


def test_a_later_clause_that_ends_in_ne_is_a_follow_up() -> None:
    assert parts_of("河湾园有多少学生，教师呢") == ["河湾园有多少学生？", "河湾园有多少教师？"]
    assert parts_of("河湾园研发强度是多少，亩均产出呢")[1] == "河湾园亩均产出是多少？"


def test_a_later_clause_takes_over_the_whole_of_what_the_first_is_about() -> None:
    assert parts_of("两个读书榜单一共征集到多少个项目，来自多少个地区")[1] == "两个读书榜单来自多少个地区？"
    assert parts_of("吕处长说河湾有多少所高校、多少科研院所")[1] == "吕处长说河湾有多少科研院所？"
    assert parts_of("英飞特营收多少，比去年同期涨了百分之几")[1] == "英飞特营收比去年同期涨了百分之几？"
    assert in_full("总投资多少", "芯谷四期什么时候开工", "", str) == "芯谷四期总投资多少？"
