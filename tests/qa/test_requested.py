"""Requests without a question word are answered as the questions that they stand for."""

import pytest

from qa.asks import in_full
from qa.requested import in_question, measures_named, places_asked
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


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("请提供河湾园参展总数及成交总额。", "河湾园参展总数及成交总额"),
        ("河湾园教师与员工规模分别为何？", "河湾园教师与员工规模分别是多少？"),
        ("河湾园教师和学生合计？", "河湾园教师和学生合计是多少？"),
        ("河湾园员工里女员工占比算一下（保留一位小数）", "河湾园员工里女员工占比是多少？"),
        ("河湾园两年成交额之差，单位万元", "河湾园两年成交额之差是多少万元？"),
    ],
)
def test_a_clerks_wording_becomes_a_question_for_figures(text: str, asked: str) -> None:
    assert in_question(text) == asked


def test_decimals_that_are_asked_for() -> None:
    assert [places_asked(t) for t in ("保留一位小数", "两位小数", "精确到3位小数", "取整", "占比多少")] == [
        1,
        2,
        3,
        0,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "河湾园教师总数及其中外籍教师数量各是多少？",
            ["河湾园教师总数是多少？", "河湾园外籍教师数量是多少？"],
        ),
        (
            "河湾园有多少展馆，教师和学生各多少？",
            ["河湾园有多少展馆？", "河湾园教师是多少？", "河湾园学生是多少？"],
        ),
        ("展会来了多少国家的多少位客商", ["展会来了多少国家？", "展会来了多少位客商？"]),
        ("河湾园A、B、C企业各占多少？", ["河湾园A占多少？", "河湾园B占多少？", "河湾园C企业占多少？"]),
        (
            "河湾园2025年上半年的一季度和二季度收入分别是多少？",
            ["河湾园2025年一季度收入是多少？", "河湾园2025年二季度收入是多少？"],
        ),
        (
            "2024年河湾园收入上千万的商户几家，过百万的又有多少？",
            ["2024年河湾园收入上千万的商户几家？", "2024年河湾园过百万的商户有多少家？"],
        ),
    ],
)
def test_each_of_several_figures_is_asked_for_alone(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("口岸货物放行及时率百分比", "口岸货物放行及时率是多少？"),
        ("冷链仓 主导品种集中度 百分比？", "冷链仓 主导品种集中度是多少？"),
        ("核验通过的商标件数请给我", "核验通过的商标件数"),
        ("港务局全年货值总额，麻烦发我一下", "港务局全年货值总额"),
    ],
)
def test_a_measure_to_be_handed_over_is_asked_for_itself(text: str, asked: str) -> None:
    assert in_question(text) == asked


@pytest.mark.parametrize("text", ["女职工占百分比", "把章程发我一下", "合格率是多少，用百分比", "收购价谁给我"])
def test_what_asks_for_no_measure_of_its_own_stays(text: str) -> None:
    assert in_question(text) == text
