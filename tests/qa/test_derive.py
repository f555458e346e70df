"""Figures that no sentence states but one relates to a stated figure: computed from it, and only where that is asked."""

import pytest

from qa import Assistant, Status
from tests.conftest import Over

REPORT = """松江新城2024年发展情况

2024年，松江新城企业总收入840亿元，是2020年的1.4倍，约占全市开发区总收入的六分之一。
全城的研发投入强度为9%，是老城区的3倍；每平方公里产出60亿元，是老城区的4倍。
现有专职招商人员400人，其中有工程背景的占35%。
第三届松江创业赛收到项目360个，比上一届多60个。
全城有机器人企业50家，其中做整机的12家，做减速器的20家，其余为系统集成企业。
去年试用新药的患者31名，其中28名不再需要住院。
停车优惠一年少收500万元，由物业公司承担六成，财政补贴四成。
公交公司有电动车3000辆，占全城公交车的60%。
芯片国产化率提高到56%，十家研究院参与。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(report=REPORT)


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("老城区的研发投入强度推算下来大约是多少？", "3%", "9% ÷ 3倍"),
        ("老城区每平方公里产出大概多少亿元？", "15亿元", "60亿元 ÷ 4倍"),
        ("840亿元约占全市开发区总收入的六分之一，照这个比例全市开发区总收入大约多少亿元？", "5040亿元", "÷ 六分之一"),
        ("招商人员里有工程背景的大约有多少人？", "140人", "400人 × 35%"),
        ("停车优惠少收的钱里，财政要补贴多少万元？", "200万元", "500万元 × 四成"),
        ("照材料给的辆数和占比算，全城公交车总共约多少辆？", "5000辆", "3000辆 ÷ 60%"),
        ("按松江新城的研发投入强度及其倍数算，老城区的研发投入强度是多少？", "3%", "9% ÷ 3倍"),
        ("按2024年的企业总收入和它对2020年的倍数，倒推2020年是多少亿元？", "600亿元", "840亿元 ÷ 1.4倍"),
        ("按3000辆电动车占全城公交车的60%推算，全城公交车大约有多少辆？", "5000辆", "3000辆 ÷ 60%"),
    ],
)
def test_what_a_sentence_relates_is_computed(assistant: Assistant, question: str, value: str, formula: str) -> None:
    answer = assistant.ask(question)
    assert answer.value is not None
    assert answer.value.removeprefix("约") == value
    assert formula in answer.text


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("松江新城的招商人员一共多少人？", "400人"),
        ("松江新城的芯片国产化率提高到多少？", "56%"),
        ("松江新城的研发投入强度是多少？", "9%"),
        ("第三届松江创业赛收到多少个项目？", "360个"),
        ("做减速器的有几家？", "20家"),
    ],
)
def test_what_is_stated_is_not_computed(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert answer.value == value
    assert "÷" not in answer.text
    assert "×" not in answer.text
    assert "−" not in answer.text


def test_nothing_is_derived_for_another_base(assistant: Assistant) -> None:
    answer = assistant.ask("新港区的研发投入强度大约是多少？")
    assert answer.status is Status.NO_EVIDENCE


def test_a_word_that_only_begins_like_a_denial_leaves_nothing_over(over: Over) -> None:
    told = over(a="松江平台处罚了1109个账号，并无限期收回10个账号的直播权限。")
    assert told.ask("松江平台收回了多少个账号的直播权限？").value == "10个"
