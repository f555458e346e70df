"""Which figures stand against each other: of one thing under several names, never of another thing."""

import pytest

from index.quantities import find_quantities
from index.types import Basis, FigureRow, Passage
from qa import Assistant, Status
from qa.evidence import FEATURES, Candidate
from qa.labels import labelled
from qa.question import understand
from qa.read import of_other_things
from qa.sources import without_dispute
from tests.conftest import Over

PAPER = """云岭日报 2024年3月2日 第4版

本报讯 2023年，云岭市先后印发生态农场建设指导意见，市县共同支持23家高品质生态农场建设，农场入驻企业5000余家，其中上市企业160家，独角兽企业40家。
"""
TALK = """云岭市生态农场座谈会实录

时间：2025年3月28日

主持人：请农业局副局长段明远介绍。

段明远：近年来，我们打造了40家品质高、环境好的高品质生态农场。40家云岭生态农场去年收入超过90亿元。农场里集聚了700多家加工企业，上市公司12家，育苗企业50家。

主持人：国际农场协会的区域负责人索萨也来了。

索萨：过去一百年，有14个人拿过育种金奖，他们生在卑尔根，所以我们一共有13位育种金奖得主。
"""
REVIEW = """云岭这五年

五年来，云岭聚力打造了64家生态农场，集聚加工企业960余家。支持龙头企业牵头组建21个育种联盟。
"""
NEWS = """云岭商报 2025年9月20日

开幕式上介绍，云岭支持龙头企业组建16个育种联盟，集聚了一批加工企业。
"""
REPORT = """清河县医院2024年年报

发布日期：2025年2月10日

2024年，清河县医院门诊量61.3万人次，开放床位820张，在职职工1143人，其中医生356人、护士520人。
"""
BRIEF = """清河卫生简报 2025年3月5日

2024年，清河县医院门诊量61万人次，开放床位800张。住院患者3.2万人次。今年计划再招40名护士。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(
        云岭日报_2024年3月2日=PAPER,
        座谈会实录=TALK,
        云岭这五年=REVIEW,
        云岭商报=NEWS,
        县医院年报=REPORT,
        卫生简报=BRIEF,
    )


def _figures(assistant: Assistant, question: str) -> set[str]:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    return set((answer.value or "").split("；"))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        # told again under another name, and not the 40 of another thing beside it
        ("生态农场究竟建了多少家，我看前后几份材料对不上，你帮我捋一捋。", {"23家", "40家", "64家"}),
        ("明天领导要问生态农场里聚了多少家加工企业，你把材料上的说法都给我。", {"700多家", "960余家"}),
        ("育种联盟到底是16个还是21个？请说明两个数各出自哪篇材料。", {"16个", "21个"}),
        ("育种联盟有人跟我说是二十一个，有人说没那么多，资料上都是怎么写的？", {"16个", "21个"}),
        ("育种金奖得主，索萨在同一场座谈里先后说了哪两个人数？", {"14个", "13位"}),
        ("清河县医院开放床位，有人说820张，有人说没那么多，材料上都是怎么写的？", {"820张", "800张"}),
        ("清河县医院2024年门诊量，我记得年报写的跟简报里的不是一个数，分别多少", {"61.3万人次", "61万人次"}),
        ("清河县医院开放床位820张这个数对吗？有没有别的说法", {"820张", "800张"}),
        # what only one document tells is told, and nothing else that differs somewhere
        ("清河县医院的护士有多少人？几份材料的口径一致不一致", {"520人"}),
        ("清河县医院住院患者有多少人次？把材料上的说法都给我", {"3.2万人次"}),
    ],
)
def test_figures_of_one_thing_stand_against_each_other(assistant: Assistant, question: str, figures: set[str]) -> None:
    assert _figures(assistant, question) == figures


def test_a_figure_of_another_thing_does_not(assistant: Assistant) -> None:
    """The forty of the paper are no farms."""
    answer = assistant.ask("生态农场究竟建了多少家，我看前后几份材料对不上，你帮我捋一捋。")
    forty = [figure for figure in answer.figures if figure.surface == "40家"]
    assert forty
    assert all("独角兽" not in answer.citations[figure.citation - 1].quote for figure in forty)


@pytest.mark.parametrize(
    "question",
    [
        "卑尔根的育种学校有几所？前后讲了两个数",
        "清河县医院的救护车有多少辆？几份材料不一致",
        "2022年清河县医院门诊量是多少，各处说法不一的都列出来",
    ],
)
def test_what_nobody_tells_is_refused_though_it_is_said_to_differ(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


def test_what_several_count_as_is_no_figure_of_persons(assistant: Assistant) -> None:
    """Of visits there are two figures, of nurses there is one."""
    assert "人次" not in (assistant.ask("清河县医院护士有多少人，我看几份材料对不上").value or "")


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("床位有多少张，我记得会上讲的跟稿子里写的不是一个数", "床位有多少张？"),
        ("床位有多少张？材料里不同的数都列出来", "床位有多少张？"),
        ("床位820张这个数对吗？有没有别的说法", "床位有多少张？"),
        ("金奖得主人数：索萨先生讲话里前后两个说法分别是？", "金奖得主有多少人？"),
        ("孵化器站长讲的是几个，年底推文写的又是几家？", "孵化器站长讲的是几个？"),
        ("引航员究竟多少人，这份写93那份写115", "引航员多少人？"),
    ],
)
def test_what_says_that_figures_differ_is_not_looked_for(asked: str, plain: str) -> None:
    assert without_dispute(asked) == (plain, True)


def test_whether_one_figure_is_right_is_no_dispute() -> None:
    asked = "床位820张这个数对吗？"
    assert without_dispute(asked) == (asked, False)


def test_where_each_number_stands_may_be_asked_behind_a_choice() -> None:
    found = labelled("育种联盟到底是16个还是21个？请说明两个数各出自哪篇材料。")
    assert found is not None
    assert found.labels == ("写16个", "写21个")


def _told(text: str, measure: str) -> Candidate:
    row = FigureRow("d", find_quantities(text)[-1], 0, len(text), measure, "", "", None, None, Basis.STATED)
    passage = Passage(1, "d", 0, len(text), text)
    return Candidate(passage, row, 0, len(text), text, (0.0,) * len(FEATURES))


@pytest.mark.parametrize(
    ("text", "measure", "others"),
    [
        ("园区有独角兽企业43家。", "独角兽企业", False),
        ("园区有上市公司200家。", "上市公司", True),  # the question's word may well stand in the same sentence
        ("园区收入9.4万亿。", "收入", True),
    ],
)
def test_labelled_figures_are_of_one_thing(text: str, measure: str, others: bool) -> None:
    chosen = [_told("园区有独角兽企业50家。", "独角兽企业"), _told(text, measure)]
    assert of_other_things(understand("园区的独角兽有多少家？"), ("报纸", "发言"), chosen) is others


def test_a_word_that_means_the_same_is_no_other_thing() -> None:
    chosen = [_told("协会有会员210个。", "会员"), _told("覆盖60个成员。", "成员")]
    assert not of_other_things(understand("协会有多少会员？"), ("索萨", "列维娜"), chosen)
