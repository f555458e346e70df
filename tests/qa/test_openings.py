"""Who speaks of nobody speaks of the body that his turn began with."""

from pathlib import Path

import pytest

from qa import Assistant, Status

_TEXT = (
    "城市供热访谈实录\n时间：2024年4月9日\n\n"
    "主持人：请两位介绍情况。\n"
    "丁远志：玉泉热力集团现有锅炉86台。今年一季度供热量410万吨，同比增长3.3%。去年营业收入9.7亿元，亏损1.2亿元。\n"
    "主持人：北湖公司呢？\n"
    "孔令秋：北湖热力公司规模小得多。现有锅炉23台，电锅炉占41%。一季度供热量95万吨，下降2.4%。今年计划投资8800万元。\n"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("openings")
    (folder / "供热访谈.txt").write_text(_TEXT, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("玉泉热力集团一季度供热量是多少", "410万吨"),
        ("北湖热力公司一季度供热量是多少", "95万吨"),
        ("玉泉热力集团去年营业收入是多少", "9.7亿元"),
        ("北湖热力公司今年计划投资多少", "8800万元"),
    ],
)
def test_a_turn_tells_of_the_body_that_it_opens_with(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    "question",
    [
        "北湖热力公司去年营业收入是多少",
        "北湖热力公司去年亏损多少",
        "玉泉热力集团今年计划投资多少",
        "玉泉热力集团电锅炉占多少",
    ],
)
def test_what_only_the_other_one_tells_of_itself_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


def test_a_park_of_a_list_has_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "养殖年报.txt").write_text(
        "沿海养殖公司2025年年报\n2026年2月1日\n\n一、各园区情况\n"
        "蚝湾养殖园：水面1200亩，租金收入310万元。\n"
        "蓝屿养殖园：水面3400亩，租金收入920万元。\n"
        "鲷岬养殖园：水面800亩，租金收入260万元，比2024年的240万元增长8.3%。\n",
        encoding="utf-8",
    )
    assistant = Assistant.from_documents([tmp_path])
    assert assistant.ask("鲷岬养殖园2024年租金收入是多少").value == "240万元"
    assert assistant.ask("蓝屿养殖园2024年租金收入是多少").status is Status.NO_EVIDENCE
