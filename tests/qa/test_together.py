"""Several figures asked for at once are chosen together; what a figure became takes its place; goals are plans."""

import pytest

from qa import Assistant
from qa.conversation import standalone
from qa.english import translate
from qa.phrases import parse
from qa.question import Want, understand
from qa.several import parts_of
from qa.turns import clean_question
from tests.conftest import Over

FUND = """青柳科技城2024年投融资工作

青柳科技城全年办了六场对接会，成功融资88亿元，实行风险评审制度，累计服务企业310余家，贷款规模达9.5亿元。
青柳科技城还试水知识产权证券化产品，累计发行7单，辐射区域内80余家企业，累计融资额达4.2亿元。
青柳科技城把开办许可的审批时限从45天压缩到12天。
青柳科技城研发投入占营业收入的比重达到6.1%，目标是到2027年提高到9%左右。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(fund=FUND)


def test_the_figure_beside_the_one_before_answers(assistant: Assistant) -> None:
    assert assistant.ask("青柳科技城的知识产权证券化产品发了几单、融了多少钱？").value == "7单；4.2亿元"


def test_two_asks_of_one_clause(assistant: Assistant) -> None:
    assert assistant.ask("青柳科技城风险评审服务了多少家企业、贷款规模多大？").value == "310余家；9.5亿元"


def test_what_it_was_brought_down_to_holds_now(assistant: Assistant) -> None:
    assert assistant.ask("青柳科技城开办许可的审批时限现在多少天？").value == "12天"
    assert assistant.ask("青柳科技城开办许可的审批时限压缩前是多少天？").value == "45天"


def test_a_goal_asked_for_is_a_plan(assistant: Assistant) -> None:
    asked = [
        {"role": "user", "content": "青柳科技城研发投入占营业收入的比重是多少？"},
        {"role": "assistant", "content": "6.1%。"},
    ]
    assert assistant.ask("那目标是多少？", asked).value == "9%左右"
    assert assistant.ask("青柳科技城研发投入占营业收入的比重是多少？").value == "6.1%"


def test_a_bare_topic_is_of_the_asks_behind_it() -> None:
    assert parts_of("西岭的出租车呢？占多少？") == ["西岭的出租车有多少？", "西岭的出租车占多少？"]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("占全城公交的几成？", ("占", "全城", "公交")),
        ("一共卖掉了多少台车？", ("卖掉", "车")),
        ("除15个外，另一个榜单推介了几个？", ("榜单", "推介")),
    ],
)
def test_questions_are_cut_into_words_that_there_are(question: str, terms: tuple[str, ...]) -> None:
    assert understand(question).terms == terms


def test_what_only_sounds_like_asking_asks_for_nothing() -> None:
    assert understand("背后那几所大学一共多少学生？").units == ()
    assert understand("其中几个集群进了国家级名单？").want is Want.NUMBER
    assert understand("请给出进了国家级名单的集群名单").want is Want.LIST


def test_a_name_is_without_what_leads_in_to_it() -> None:
    parts = parse("平均西安每天诞生多少家企业")
    assert parts.of(parts.subject) == "西安"


def test_the_other_of_two_leaves_out_the_figure_told() -> None:
    asked = [{"role": "user", "content": "甲榜单推介了几个项目？"}, {"role": "assistant", "content": "15个项目。"}]
    assert standalone("另一个榜单推介了几个？", asked) == "除15个外，另一个榜单推介了几个？"


def test_growth_is_asked_for_as_growth() -> None:
    assert "增长百分之多少" in translate("By how much did the revenue grow in 2023?").replace(" ", "")
    assert "下降百分之多少" in translate("How much has the price fallen?").replace(" ", "")


def test_of_them_is_the_group_counted_before() -> None:
    asked = [
        {"role": "user", "content": "How many companies are located in Green Park?"},
        {"role": "assistant", "content": "300"},
    ]
    assert standalone("What share of them is in IT?", asked) == "What share of the companies in Green Park is in IT?"


def test_a_space_inside_a_word_is_none() -> None:
    assert clean_question("青柳科技城有多 少\n家企业") == "青柳科技城有多少 家企业"
    assert clean_question("收入 增幅") == "收入 增幅"
