"""What of a model's sentence stands in its quote: other wordings of the same, and sentences that say something else."""

from datetime import date
from pathlib import Path

import pytest

from qa import Assistant
from qa.draft import Quote
from qa.support import Source, failing, source_of
from qa.support_words import is_generic

TEXT = (
    "经核对，松岭科技园2024年部分数据更正如下：因三家新材料企业补报了第四季度收入，"
    "2024年园区营业总收入由521.5亿元更正为527.3亿元，比上年的增速由14.7%更正为15.4%；"
    "其中新材料产业收入由61.8亿元更正为67.6亿元。2025年上半年，园区上缴税金31.2亿元。\n"
    "停车收费由每天8元降为5元。\n"
    "签约的项目只有一个，是海屿储能的装备基地，总投资120亿元，一期48亿元。\n"
    "对外贸易方面，2024年全区进出口总额215.3亿元，其中出口168.9亿元。\n"
    "这就是南涧生物谷，占地1800亩，现有企业176家。\n"
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Source]:
    folder: Path = tmp_path_factory.mktemp("support")
    (folder / "松岭科技园通报.txt").write_text(TEXT, encoding="utf-8")
    assistant = Assistant.from_documents([folder / "松岭科技园通报.txt"], folder / "store")
    found: list[Source] = []
    for passage in assistant.passages():
        rows = assistant.store.figures_by_passage([passage.id]).get(passage.id, ())
        heads = ("松岭科技园通报.txt", None)
        found.append(source_of(Quote(passage, passage.start, passage.end), heads, rows))
    return found


@pytest.mark.parametrize(
    "line",
    [
        "2024年，松岭科技园营业总收入由521.5亿元更正为527.3亿元",
        "松岭科技园在2024年取得了527.3亿元的营业总收入",
        "松岭科技园2024年营业总收入为527.3亿元，增速为15.4%",
        "2024年，松岭科技园营业总收入为527.3亿元，较上年增长15.4%",
        "新材料产业收入由61.8亿元更正为67.6亿元",
        "停车收费从每天8元降到5元",
        "海屿储能装备基地总投资为120亿元",
        "2024年全区出口额为168.9亿元",
        "南涧生物谷的占地面积为1800亩",
        "2025年上半年，松岭科技园上缴税金31.2亿元",
    ],
)
def test_other_wordings_of_the_same_stand(sources: list[Source], line: str) -> None:
    assert failing(line, sources, english=False) == ""


@pytest.mark.parametrize(
    "line",
    [
        "松岭科技园2024年新材料产业收入由61.8亿元更正为527.3亿元",  # both figures of the quote, not of one measure
        "松岭科技园2024年营业总收入由521.5亿元更正为67.6亿元",
        "松岭科技园2024年第四季度营业总收入为527.3亿元",  # a part of the year
        "2025年，松岭科技园上缴税金31.2亿元",  # the whole of a half
        "松岭科技园2024年营业总收入为527.3亿元，下降15.4%",
        "停车收费从每天5元降到8元",  # the other way round
        "2024年，松岭科技园营业总收入由527.3亿元更正为521.5亿元",
        "南涧生物谷总投资为120亿元",
        "海屿储能装备基地占地面积为1800亩",
        "松岭科技园2024年营业总收入为527.3亿元，排名第①",
        "2024年全区进口额为168.9亿元",
        "2024年全区进出口总额为168.9亿元",
        "2024年全区进出口额为168.9亿元",
    ],
)
def test_something_else_does_not(sources: list[Source], line: str) -> None:
    assert failing(line, sources, english=False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("若园区收入达到90亿元，将启动二期。", "园区收入达到90亿元"),  # supposed
        ("大赛收到来自18个省份的项目412个。", "大赛收到18个项目"),  # 18 count no 项目
        ("储能基地总投资120亿元，其中一期48亿元。", "储能基地总投资48亿元"),
        ("去年交付机器人860台，比2023年翻了一番。", "比2023年一季度翻了一番"),
        ("去年交付机器人860台，比2023年翻了一番。", "我们去年交付机器人860台"),
        ("去年交付机器人860台，型号PWN2。", "去年交付机器人860台，PWN3"),
        ("园区企业176家。", "据《另一份通报》，园区企业176家"),
    ],
)
def test_what_a_text_does_not_state(text: str, line: str) -> None:
    assert failing(line, [Source(text, heads="通报.txt")])


def test_growth_may_be_said_with_or_without_a_copula() -> None:
    source = Source("园区收入52亿元，同比增长12.6%。")
    assert failing("园区收入同比增长为12.6%", [source]) == ""
    assert failing("园区收入52亿元，下降12.6%", [source])


def test_a_document_s_date_is_no_period_of_a_figure() -> None:
    source = Source("园区企业176家。", published=date(2025, 3, 1))
    assert failing("园区2025年3月1日企业176家", [source]) == ""
    assert failing("园区2024年企业176家", [source])


@pytest.mark.parametrize(
    ("name", "common"),
    [("上市公司", True), ("国家级高新区", True), ("大学科技园", True), ("云湖科技园", False), ("西安高新区", False)],
)
def test_common_words_make_no_name(name: str, common: bool) -> None:
    assert is_generic(name) is common


def test_whose_a_figure_is_where_a_heading_names_several() -> None:
    text = "课题组在云湖入户核实，实际经营的企业2410家。同样的办法用在望屿湾，实际经营的只有655家。"
    source = Source(text, heads="云湖、望屿湾比较报告")
    assert failing("云湖实际经营的企业有2410家", [source]) == ""
    assert failing("望屿湾实际经营的企业有2410家", [source])
