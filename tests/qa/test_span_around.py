"""Answers that what stands around the best sentences completes, and dates that go with what their clause tells."""

import pytest

from qa import Assistant
from tests.conftest import Over

ARTICLE = """南浦老街的新故事

十年前，这里还是炉火通红的永丰铸造厂。如今，这里种满了梧桐。设计公司、书店和咖啡馆开满了街边，这里是文创园区梧桐里。

建园之初，大家常说一句话：“不怕起步晚，就怕走得慢。”

进门的地方留着一座旧高炉，夜里亮着灯。前两期建成之后，居民提出晚上没有去处，车也停不下。所以园区开始建设第三期夜间广场。

按规划，梧桐里2027年初步建成步行街区，2035年全面建成步行街区。

圆桌对话的主持人是南浦电视台的沈佳。参加对话的嘉宾分别是：
南浦设计院院长 陆明远
青川大学教授 何秋实
梧桐里管理公司总经理 方若宁
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(article=ARTICLE)


@pytest.mark.parametrize(
    ("question", "held", "left_out"),
    [
        ("梧桐里的前身是什么厂？", ["永丰铸造厂"], []),
        ("永丰铸造厂现在改成了哪个园区？", ["文创园区梧桐里"], ["铸造厂"]),
        ("为什么要建第三期夜间广场？", ["没有去处"], []),
        ("梧桐里哪年初步建成步行街区？", ["2027年"], ["2035"]),
        ("梧桐里哪年全面建成步行街区？", ["2035年"], ["2027"]),
        ("圆桌对话请了哪几位嘉宾？", ["陆明远", "何秋实", "方若宁"], ["沈佳"]),
    ],
)
def test_the_answer_that_stands_around(
    assistant: Assistant, question: str, held: list[str], left_out: list[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.value is not None
    assert [word for word in held if word not in answer.value] == []
    assert [word for word in left_out if word in answer.value] == []
    for citation in answer.citations:
        text = assistant.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote


PARK = """临江新闻

临江（北岸）声学仪器产业园于2024年入选省级特色园，今年3月挂牌，园区负责人杜若说。回音中心的首批样机项目就落户在这里。
"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("回音中心的首批样机项目落户在哪个园区？", "临江（北岸）声学仪器产业园"),
        ("临江（北岸）声学仪器产业园几月挂牌？", "今年3月"),
        ("临江（北岸）声学仪器产业园哪年入选省级特色园？", "2024年"),
    ],
)
def test_what_here_stands_for_and_when_just_that_took_place(question: str, value: str, over: Over) -> None:
    assert over(park=PARK).ask(question).value == value
