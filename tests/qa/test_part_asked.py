"""Figures of the whole where a part is asked about, of another area, tax, year of a meeting, or of who only does something."""

from pathlib import Path

import pytest

from qa import Assistant, Status

REPORT = """华西村的一年

华西村海洋馆于去年落成。2024年，华西村拥有上市公司31家，规模以上企业412家，华西村博览馆使用面积3200平方米。

华西村码头占地面积48万平方米，堆场建筑面积6.5万平方米。当地企业所得税率为15%，全年缴纳关税7亿元。

华西村企业在外地设立办事处260家，影响越来越大。

为2024华西村渔业大会预热的签约会上，19个项目落地。

据介绍，华西村海洋馆已通过五星级场馆认证。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("docs")
    (folder / "华西村.txt").write_text(REPORT, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    "question",
    [
        "华西村海洋馆有多少家企业？",
        "华西村海洋馆的使用面积是多少平方米？",
        "华西村码头的绿化面积是多少？",
        "当地的增值税率是多少？",
        "华西村企业在外地设立的办事处解决了多少就业岗位？",
        "华西村渔业大会2023年落地了多少个项目？",
    ],
)
def test_what_is_told_of_something_else_answers_nothing(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("华西村有多少家上市公司？", "31家"),
        ("华西村博览馆的使用面积是多少？", "3200平方米"),
        ("华西村码头的占地面积是多少？", "48万平方米"),
        ("当地的企业所得税率是多少？", "15%"),
        ("华西村企业在外地设立的办事处有多少家？", "260家"),
        ("2024华西村渔业大会落地了多少个项目？", "19个"),
    ],
)
def test_what_is_told_of_it_answers(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


def test_who_tells_a_sentence_is_no_answer(assistant: Assistant) -> None:
    assert "五星级" in (assistant.ask("华西村海洋馆通过了什么级别的场馆认证？").value or "")


def test_a_figure_of_no_known_time_is_said_to_be_so_where_a_time_is_asked_for(assistant: Assistant) -> None:
    assert "没有写明这个数字是什么时候的" in assistant.ask("2024年华西村码头的占地面积是多少？").text
    assert "没有写明" not in assistant.ask("华西村码头的占地面积是多少？").text
    assert "没有写明" not in assistant.ask("2024年华西村有多少家上市公司？").text


def test_a_further_figure_of_another_body_says_whose_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年，华西村软件园拥有上市公司31家，税收9亿元。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("2023年，望湾科技城拥有上市公司12家，税收3亿元。\n", encoding="utf-8")
    answer = Assistant.from_documents([tmp_path]).ask("拥有上市公司多少家")
    assert answer.value == "31家"
    assert "12家（望湾科技城，2023年）" in answer.text


def test_the_scope_of_a_further_figure_that_its_sentence_names_far_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年，华西村软件园拥有上市公司31家，税收9亿元。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        "望湾科技城在海洋装备、绿色能源等方面率先突破，2023年拥有上市公司12家。\n", encoding="utf-8"
    )
    assert "12家（望湾科技城，2023年）" in Assistant.from_documents([tmp_path]).ask("拥有上市公司多少家").text


def test_a_text_that_tells_of_all_of_a_year_is_written_after_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "华西村软件园的一年\n\n2024年全年，华西村软件园税收9亿元。\n\n华西村软件园研发投入强度达到11%，居全省前列。\n",
        encoding="utf-8",
    )
    assistant = Assistant.from_documents([tmp_path])
    assert assistant.ask("2024年华西村软件园的研发投入强度是多少？").value == "11%"
    assert assistant.ask("2023年华西村软件园的研发投入强度是多少？").status is Status.NO_EVIDENCE


PARKS = """40家云岭特色园聚集科技创新企业5200余家，入驻国际机构28家。

甲辰、远航、同舟等15家企业入选全国百强榜，松溪因此名声大振。

云岭市工商联是覆盖80个成员的商会组织。
"""


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("docs")
    (folder / "云岭.txt").write_text(PARKS, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("云岭特色园有多少家企业？", "5200余家"),
        ("云岭特色园的企业有多少家？", "5200余家"),
        ("云岭特色园有多少家？", "40家"),
        ("松溪有多少家企业入选了全国百强榜？", "15家"),
        ("云岭市工商联有多少个成员？", "80个"),
    ],
)
def test_what_is_in_them_is_counted_not_they(parks: Assistant, question: str, value: str) -> None:
    assert parks.ask(question).value == value


def test_those_listed_for_something_are_not_all(parks: Assistant) -> None:
    assert parks.ask("松溪有多少家企业？").value != "15家"
