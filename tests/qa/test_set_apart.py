"""Figures that documents tell differently: all of them where that is asked, each of its own source, none of another measure."""

import pytest

from qa import Assistant, Status
from qa.labels import labelled
from qa.question import understand
from tests.conftest import Over

CONGRESS = """云岭文博大会实录

时间：2024年5月20日

韩若溪：各位来宾好，我是省文物局副局长韩若溪。全省社区博物馆现在有46家，馆藏文物12万件。这46家社区博物馆聚集志愿者3800多人。修复工坊有13个。
"""
EVENING = """云岭晚报：把博物馆搬进巷子

2024年8月2日

46家社区博物馆年参观人次增速达到15%，是全省博物馆的6倍；研究投入强度7%，是全省博物馆的2.5倍；亩均文创收入9万元，是全省博物馆的8倍。修复工坊14个，讲解员410名。2021年起步时社区博物馆仅有11家。
"""
REVIEW = """文脉长流：十四五云岭文博回望

2025年11月30日

十四五期间，全省社区博物馆扩至73家。73家社区博物馆志愿者超过6200人，社区博物馆的参观人次增速是全省平均增速的5倍。修复工坊19个。省级以上重点文物保护单位132处。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(大会实录=CONGRESS, 晚报=EVENING, 回望=REVIEW)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("社区博物馆参观人次的增速是全省的多少倍？要是说法不一，请都给出来", {"6倍", "5倍"}),
        ("社区博物馆亩均文创收入是全省几倍，材料说法不一的话都写上", {"8倍"}),
        ("社区博物馆研究投入强度是全省的几倍？如果说法不一请一并给出", {"2.5倍"}),
        ("几份材料里修复工坊个数不一致，有哪些数？", {"13个", "14个", "19个"}),
        ("各份材料提到的社区博物馆家数不一致，有哪几个数？", {"46家", "73家"}),
        ("社区博物馆由46家增加到73家，两个时候的志愿者各有多少人？", {"3800多人", "超过6200人"}),
        ("修复工坊个数：5月大会 vs 十四五回望", {"13个", "19个"}),
        ("社区博物馆家数 晚报 VS 十四五回望 对比", {"46家", "73家"}),
        ("社区博物馆家数好像有两个说法，一个是文博大会上讲的，一个是十四五回望那篇里的，各是多少？", {"46家", "73家"}),
        ("修复工坊的数量材料里有两种说法，一个是晚报写的，另一个是大会上讲的，分别是多少？", {"14个", "13个"}),
        ("截至目前最新的社区博物馆家数", {"73家"}),
        ("按最新口径社区博物馆有多少家？", {"73家"}),
    ],
)
def test_all_that_is_told_of_one_measure(assistant: Assistant, question: str, values: set[str]) -> None:
    answer = assistant.ask(question)
    assert set((answer.value or "").split("；")) == values
    assert {c.document for c in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "各份材料提到的美术馆家数不一致，有哪几个数？",
        "社区博物馆从46家扩到73家，两个时候的馆藏文物各有多少件？",  # told of one
        "社区博物馆由11家扩到46家，两个时候的志愿者各有多少人？",
        "社区博物馆由46家扩到90家，两个时候的志愿者各有多少人？",
        "讲解员人数 5月大会 vs 晚报 对比",  # the congress tells of none
        "志愿者人数 晚报 vs 十四五回望 对比",
        "文物保护单位的数量材料里有两个说法，一个是晚报写的，一个是大会上讲的，各是多少？",
        "截至目前最新的美术馆家数",
    ],
)
def test_what_a_source_does_not_tell_is_not_taken_from_another(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.value) == (Status.NO_EVIDENCE, None)


@pytest.mark.parametrize(
    ("question", "plain", "labels"),
    [
        ("泊位座数 日报 vs 年报 对比", "泊位座数有多少？", ("日报", "年报")),
        ("泊位由9座扩到18座，两个时候的吞吐量各是多少？", "泊位吞吐量有多少？", ("9座泊位", "18座泊位")),
    ],
)
def test_other_ways_to_set_figures_apart(question: str, plain: str, labels: tuple[str, ...]) -> None:
    found = labelled(question)
    assert found
    assert (found.question, found.labels) == (plain, labels)


@pytest.mark.parametrize("question", ["馆藏文物 vs 志愿者 对比哪个多", "社区博物馆由46家扩到73家，增加了多少家？"])
def test_what_is_compared_otherwise_is_left_alone(question: str) -> None:
    found = labelled(question)
    assert found is None or not found.held


@pytest.mark.parametrize(
    ("question", "units"),
    [("连锁门店家数", ("家",)), ("泊位座数是多少", ("座",)), ("特聘专家数是多少", ()), ("签约客户数", ())],
)
def test_a_word_that_counts_is_a_word_of_its_own(question: str, units: tuple[str, ...]) -> None:
    assert understand(question).units == units


def test_a_place_word_behind_a_noun_makes_no_name() -> None:
    assert "库里" not in understand("望川梯度培育库里入库园区有多少家？").names
