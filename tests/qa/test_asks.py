"""Questions that ask twice in words: told apart, each answered after the other, what is missing named."""

import pytest

from qa import Assistant, Status
from qa.asks import asks_of, in_full
from qa.draft import not_stated

MEETING = """云湖科技园年会侧记

2024年5月8日，云湖科技园年会在望江厅开幕，主持人是南浦电视台的林小棠。
会上表演的两台机器狗，本体在青川制造，控制系统由白鹭公司研制。
云湖科技园计划2028年初步建成低碳园区，2035年全面建成低碳园区。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("asks")
    (folder / "docs").mkdir()
    (folder / "docs" / "meeting.txt").write_text(MEETING, encoding="utf-8")
    return Assistant.from_documents([folder / "docs"], store=folder / "store")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("云湖科技园的年会是谁主持的，哪个单位的？", ["云湖科技园的年会是谁主持的", "哪个单位的"]),
        ("会上的两台机器狗，本体在哪里造的？系统是谁做的？", ["会上的两台机器狗，本体在哪里造的", "系统是谁做的"]),
        ("低碳园区哪年初步建成、哪年全面建成？", ["低碳园区哪年初步建成", "哪年全面建成"]),
        ("who hosted the forum, and which station is she from?", ["who hosted the forum", "which station is she from"]),
        ("年会是什么时候、在哪里举办的？", ["年会是什么时候举办的", "在哪里举办的"]),
        ("年会头一回办到外地，是什么时候、选在哪儿？", ["年会头一回办到外地，是什么时候", "选在哪儿"]),
        ("公司的创始人是谁、在哪里上市？", ["公司的创始人是谁", "在哪里上市"]),
        ("谁在2024年主持年会，请写全名？", []),
        ("2024年年会有谁？", []),
        ("which park, with 40 firms, is the largest?", []),
    ],
)
def test_the_asks_of_a_question(text: str, asks: list[str]) -> None:
    assert asks_of(text) == asks


def test_each_ask_is_answered_and_quoted_once(assistant: Assistant) -> None:
    answer = assistant.ask("云湖科技园年会是哪天开幕的？主持人是谁？")
    assert answer.status is Status.ANSWERED
    assert answer.value == "2024年5月8日；林小棠"
    assert len(answer.citations) == 1
    assert answer.text.count("原文") == 1


def test_a_later_ask_leans_on_the_one_before(assistant: Assistant) -> None:
    answer = assistant.ask("云湖科技园年会上的机器狗，本体在哪里制造的？控制系统是哪家公司研制的？")
    assert answer.value == "青川；白鹭公司"


def test_what_is_not_stated_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("云湖科技园年会是谁主持的，门票多少钱一张？")
    assert answer.value == "林小棠"
    assert "文档没有说明：门票多少钱一张" in answer.text


def test_what_is_not_stated_is_named_without_numbers() -> None:
    assert not_stated(["前两期有什么毛病？", "第三期何时建成？"]) == ("文档没有说明：第三期何时建成。",)


@pytest.mark.parametrize(
    ("ask", "first", "answer", "whole"),
    [
        ("门票多少钱一张", "年会是谁主持的", "林小棠", "年会门票多少钱一张？"),
        ("哪个单位的", "年会是谁主持的", "林小棠", "林小棠是哪个单位的？"),
        ("她是什么职务", "年会是谁主持的", "林小棠", "林小棠是什么职务？"),
        ("一共多少人参加", "年会由谁主持", "林小棠", "年会一共多少人参加？"),
        ("选在哪儿", "年会头一回办到外地，是什么时候", "2024年", "年会头一回办到外地，选在哪儿？"),
        ("副主任又是谁", "云湖科技园的主任是谁", "林小棠", "云湖科技园副主任又是谁？"),
        ("什么职务", "年会是谁主持的", "电视台主持人林小棠", "林小棠是什么职务？"),
        ("什么时候签的", "白鹭公司跟谁签了协议", "青川", "白鹭公司什么时候签的？"),
        ("造价多少", "机器狗由谁研制", "白鹭公司", "机器狗造价多少？"),
    ],
)
def test_an_ask_leans_on_the_answer_only_where_it_says_so(ask: str, first: str, answer: str, whole: str) -> None:
    assert in_full(ask, first, answer, str) == whole
