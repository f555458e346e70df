"""What is told of each state, of each company of a house, of a part and of all: a figure is of what stands with it."""

from pathlib import Path

import pytest

from index.quantities import find_quantities
from qa import Assistant

_TEXTS = {
    "安居简报.txt": "栖霞岭安居办简报\n2026年2月6日\n\n栖霞岭片区建成长租房2400套，在建700套，已入住1910套。"
    "旧房改造涉及住户356户，已签约318户。\n\n全年新增托育机构9家，累计47家。\n",
    "年报.txt": "澄江粮油控股集团有限公司2025年度报告\n2026年3月18日发布\n\n澄江粮油控股集团有限公司成立于1998年。"
    "2025年，集团营业收入31.5亿元，净利润2.6亿元。\n\n下属公司\n\n澄江米业2025年营业收入11.2亿元，净利润0.9亿元；"
    "澄江油脂营业收入7.4亿元，净利润0.3亿元；澄江仓储管理粮库19座。\n\n员工\n\n集团员工2130人，其中女员工占38%。2024年末为2075人。\n",
    "公报.md": "# 澄江市镇街公报（2025年）\n澄江市统计局 2026年2月20日\n\n表1 2025年各镇粮食和农机\n\n"
    "| 镇街 | 粮食产量（万吨） | 农机总数（台） |\n| --- | --- | --- |\n| 柳溪镇 | 8.4 | 1260 |\n| 麻塘镇 | 5.1 | 744 |\n"
    "| 合计 | 13.5 | 2004 |\n\n表2 各镇街工业用电量（单位：亿千瓦时）\n\n"
    "| 镇街 | 2023年 | 2024年 |\n| --- | --- | --- |\n| 柳溪镇 | 2.7 | 3.2 |\n| 麻塘镇 | 1.9 | 1.6 |\n| 合计 | 4.6 | 4.8 |\n",
    "产业.txt": "梧岭工业园2025年统计简报\n2026年1月30日\n\n2025年，分产业看，新型建材收入62.5亿元，占园区的41.2%；"
    "医疗器械48.3亿元，占31.8%；食品加工40.9亿元，占27.0%。\n",
    "港务.txt": "青屿港务年报\n2026年1月8日\n\n2025年，青屿港有仓库46座，自动化仓库9座，冷藏仓库11座。\n",
    "航运.txt": "泊云航运集团2025年度简报\n2026年2月2日\n\n泊云航运集团2025年营业收入61亿元，净利润7.7亿元。\n",
    "造船.txt": "飞棹造船简报\n2026年1月15日\n\n2025年，飞棹造船交付各类船舶46艘，销售收入88亿元。2026年，公司计划交付船舶52艘。\n",
    "招商.txt": "澄江市招商工作总结\n2026年1月9日\n\n2025年，澄江市新开工28个亿元以上项目，竣工17个，引进3个亿元级企业。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("states")
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("栖霞岭片区长租房已入住多少套", "1910套"),
        ("栖霞岭片区在建的长租房有多少套", "700套"),
        ("栖霞岭片区建成了多少套长租房", "2400套"),
        ("栖霞岭片区旧房改造签约了多少户", "318户"),
        ("栖霞岭片区旧房改造涉及多少户", "356户"),
        ("栖霞岭托育机构累计多少家", "47家"),
        ("栖霞岭2025年新增托育机构多少家", "9家"),
    ],
)
def test_each_state_has_its_own_figure(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("澄江集团2025年净利润是多少", "2.6亿元"),
        ("澄江集团2025年营业收入是多少", "31.5亿元"),
        ("澄江米业2025年净利润是多少", "0.9亿元"),
        ("澄江油脂2025年净利润是多少", "0.3亿元"),
        ("澄江仓储2025年净利润是多少", None),
        ("澄江集团有多少名女员工", None),
        ("澄江集团有多少名员工", "2130人"),
    ],
)
def test_each_company_of_a_house_has_its_own(assistant: Assistant, question: str, value: str | None) -> None:
    assert assistant.ask(question).value == value


def test_what_was_reached_is_no_goal(assistant: Assistant) -> None:
    goals = ["2026年飞棹造船交付量目标是多少艘", "飞棹造船今年销售收入目标是多少亿元", "飞棹造船2025年交付了多少艘"]
    assert [assistant.ask(goal).value for goal in goals] == ["52艘", None, "46艘"]


def test_a_part_that_is_told_is_not_its_whole(assistant: Assistant) -> None:
    values = [assistant.ask(f"青屿港{part}仓库有多少座").value for part in ("", "自动化", "冷藏", "保税")]
    assert values == ["46座", "9座", "11座", None]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2025年全市粮食产量是多少", "13.5万吨"),
        ("全市各镇农机一共多少台", "2004台"),
        ("柳溪镇2025年粮食产量是多少", "8.4万吨"),
        ("柳溪镇2024年工业用电量是多少", "3.2亿千瓦时"),
        ("麻塘镇2023年工业用电量是多少", "1.9亿千瓦时"),
        ("2024年全市工业用电量合计多少", "4.8亿千瓦时"),
    ],
)
def test_all_of_them_are_the_last_row(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("梧岭工业园医疗器械占园区的比重是多少", "31.8%"),
        ("梧岭工业园食品加工占园区的比重是多少", "27.0%"),
        ("梧岭工业园新型建材占园区的比重是多少", "41.2%"),
        ("梧岭工业园医疗器械收入多少", "48.3亿元"),
    ],
)
def test_each_part_of_a_sentence_is_of_its_own(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2025年澄江市新开工了多少个亿元以上项目", "28个"),
        ("2025年澄江市竣工多少个亿元以上项目", "17个"),
        ("2025年澄江市引进了几个亿元级企业", "3个"),
    ],
)
def test_a_class_by_its_amount_is_counted(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("竣工37个亿元以上项目", ["37个", "亿元以上"]),
        ("新开工15个亿元以上的产业项目", ["15个", "亿元以上"]),
        ("引进5个亿元级企业", ["5个"]),
        ("有2个亿级产业", ["2个"]),
        ("建成20个亿元村", ["20个"]),
        ("12个亿元项目落地", ["12个"]),
        ("一个亿万富翁", ["一个"]),
        ("收入超过5个亿元，", ["超过5个亿元"]),
        ("投资3个亿以上", ["3个亿以上"]),
    ],
)
def test_how_many_of_a_class_is_no_amount(text: str, surfaces: list[str]) -> None:
    assert [found.surface for found in find_quantities(text)] == surfaces
