"""A figure of another kind than is surely asked for is no answer, and leaves its odds to no other."""

import pytest

from index.quantities import find_quantities
from index.types import Basis, FigureRow
from qa import Assistant, Status
from qa.eligible import without_other_kinds
from qa.ends import both_ends, is_only_change
from qa.kinds import is_of_other_kind
from qa.question import Question, understand
from qa.state import State
from tests.conftest import Over

MUSEUM = """石桥博物馆2024年报告

石桥博物馆馆藏文物13.6万件，其中一级文物412件。博物馆每年约有1.9万件文物得到修复养护，文保中心共有修复师57人，平均年龄只有33岁。
2024年接待观众215万人次，境外观众6.7万人次，文创产品销售额8600万元，比上年增长8.3%。
预约系统上线后，观众平均排队时间由48分钟降到12分钟。
石桥博物馆的献书人中，退休职工占六成。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(museum=MUSEUM)


def weighed(assistant: Assistant, question: str) -> State:
    return assistant._pipeline.weigh_only(question)  # pyright: ignore[reportPrivateUsage]


def fits(question: str, told: str) -> bool:
    return not is_of_other_kind(understand(question), row(told), told[: find_quantities(told)[0].start])


def row(text: str) -> FigureRow:
    return FigureRow("d", find_quantities(text)[0], 0, len(text), "", "", "", None, None, Basis.STATED)


@pytest.mark.parametrize(
    ("question", "told", "fit"),
    [
        ("修文物花了多少钱？", "1.9万件", False),
        ("修文物花了多少钱？", "花费860万元", True),
        ("修文物花了多少？", "1.9万件", False),
        ("等候要多久？", "48分钟", True),
        ("等候要多久？", "412件", False),
        ("观众里儿童占几成？", "占38%", True),
        ("观众里儿童占几成？", "三分之一", True),
        ("观众里儿童占几成？", "比上年增长8.3%", False),
        ("观众涨了几成？", "比上年增长8.3%", True),
        ("观众比上年多了几成？", "同比增长8.3%", True),
        ("有几名院士？", "286.4万人次", False),
        ("有几名院士？", "12人", True),
        ("修了多少件文物？", "8600万元", False),
        ("总共筹了多少钱？", "14.5亿", True),  # without a unit it is of whatever it is said of
        ("一张门票多少钱？", "8600万元", False),
        ("一张门票多少钱？", "45元", True),
        ("讲解员一个月拿多少钱？", "1.2亿元", False),
        ("盖新馆花了多少钱？", "1.2亿元", True),
        ("一年烧多少吨煤？", "每千瓦时198克", False),
        ("每千瓦时烧多少克煤？", "每千瓦时198克", True),
        ("收入是多少？", "412件", True),  # nothing says surely of what kind
        ("有多少人，占几成？", "412件", True),
    ],
)
def test_kinds_that_can_be_asked_for(question: str, told: str, fit: bool) -> None:
    assert fits(question, told) is fit


@pytest.mark.parametrize(
    "question",
    [
        "石桥博物馆花了多少钱修文物？",
        "石桥博物馆掏了多少银子修文物？",
        "石桥博物馆的修复师一个月拿多少钱？",
        "石桥博物馆的献书人里头学生占几成？",
    ],
)
def test_what_is_of_another_kind_does_not_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


def test_odds_of_what_only_its_kind_rules_out_are_no_other_figures(over: Over) -> None:
    told = over(
        harbour="云港2024年报告\n\n云港志愿者服务队全年修补渔网3.2万张，服务队有队员64人。\n云港投资7.4亿元更换管道。\n"
    )
    assert told.ask("云港志愿者修补渔网花了多少钱？").status is Status.NO_EVIDENCE


def test_both_ends_of_the_only_change_answer_together(assistant: Assistant) -> None:
    assert assistant.ask("进石桥的门，原来要排几分钟，现在排几分钟？").value == "48分钟；12分钟"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("箱子占澄港的多少？", {"澄港"}),
        ("金鹰进中国以后有多少员工？", {"中国", "金鹰"}),
    ],
)
def test_a_verb_before_a_place_is_no_name(question: str, names: set[str]) -> None:
    found: Question = understand(question)
    assert not found.names & {"占", "进"}
    assert found.names <= names


def test_odds_are_counted_without_what_only_its_kind_rules_out(assistant: Assistant) -> None:
    state = weighed(assistant, "石桥博物馆花了多少钱修文物？")
    assert state.question is not None
    left = without_other_kinds(state.question, state.evidence)
    told = {c.row.quantity.surface for c in state.evidence if c.row and c not in left}
    assert "约有1.9万件" in told
    assert sum(c.probability for c in left) < sum(c.probability for c in state.evidence)


CHANGES = """云港2024年服务报告

云港的船舶检查审批时限从200天压缩到60天，船员证书审批时限从60天压缩到30天。
云港渔民换证由9天缩短到3天。
"""


def test_a_change_beside_others_as_likely_is_not_the_only_one(over: Over) -> None:
    told = over(changes=CHANGES)
    state = weighed(told, "云港的审批，原来要几天，现在要几天？")
    assert state.question is not None
    ends = both_ends(state.question, state.evidence)
    assert len(ends) == 2
    assert not is_only_change(state.question, ends, state.evidence)
    alone = [c for c in state.evidence if c.sentence == ends[0].sentence and c.row in [end.row for end in ends]]
    assert is_only_change(state.question, ends, alone)


def test_a_total_is_not_what_each_has(over: Over) -> None:
    told = over(
        farm="沃野合作社2024年报告\n\n沃野合作社2024年粮食总产量2.9万吨，亩均产量604公斤，比全县平均水平高17%。\n"
    )
    assert "2.9万吨" not in (told.ask("沃野合作社一亩地能打多少粮食？").value or "")
