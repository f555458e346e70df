"""Figures that give way: a part to its whole, an addition to the total, a neighbour's to that of the body asked about."""

from pathlib import Path

import pytest

from qa import Assistant, Status

_TEXTS = {
    "港口座谈实录.txt": (
        "港口座谈实录\n时间：2024年9月3日\n\n"
        "郑一帆：石门港上半年完成货物吞吐量8600万吨，同比增长4.1%。目前石门港有生产性泊位52个，其中深水泊位17个。"
        "到8月底，客运航线有19条，其中岛际航线11条；今年新开了4条，其中岛际航线3条。研发人员230人，其中硕士以上的74人。\n"
        "黎小舟：长汀港规模小一些。上半年货物吞吐量2240万吨，同比下降3.7%。今年计划投资5.2亿元，到8月底已经完成3.3亿元。\n"
    ),
    "学院概览.txt": (
        "槐荫学院概览\n发布日期：2024年10月8日\n\n"
        "槐荫学院有专任教师940人。专任教师中，教授214人、副教授371人，博士660人，35岁以下的占31%。\n"
        "全年新开食堂窗口12个，关闭3个，年末共有食堂窗口96个。\n"
        "槐荫学院图书馆藏有古籍4.1万册，其中方志类1260册、医书类830册。\n"
        "槐荫学院全年计划：引进博士40人（一季度已引进9人），招聘辅导员15人。\n"
    ),
    "公司简讯.txt": (
        "公司简讯\n2024年2月1日\n\n"
        "旗下6家矿区入选绿色矿山名单，以青石矿业、白石矿业为代表，这些都是我们的子公司。\n"
        "东坡集团2023年营业收入31.4亿元。西岭集团去年营业收入77.9亿元。\n"
    ),
    "各镇书屋.csv": (
        "镇,年份,书屋数（家）,其中：流动（家）,补助（万元）\n"
        "柳河镇,2022,14,3,52\n柳河镇,2023,16,5,61\n石湾镇,2022,9,2,33\n石湾镇,2023,11,4,40\n合计,2022,23,5,85\n合计,2023,27,9,101\n"
    ),
    "县情.txt": (
        "梧桐县2024年经济情况\n2025年1月20日\n\n"
        "2025年的预期目标是：梧桐县地区生产总值增长5.5%左右，投资增长8%。\n"
        "2024年制造业产值210亿元，增长7.7%，其中家具业产值64亿元。\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("preferred")
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("石门港有多少泊位", "52个"),
        ("石门港的深水泊位有多少个", "17个"),
        ("石门港上半年货物吞吐量是多少", "8600万吨"),
        ("长汀港上半年货物吞吐量是多少", "2240万吨"),
        ("石门港今年新开了几条岛际航线", "3条"),
        ("长汀港今年完成了多少投资", "3.3亿元"),
        ("长汀港今年计划投资多少", "5.2亿元"),
        ("槐荫学院教授有多少人", "214人"),
        ("槐荫学院副教授有多少人", "371人"),
        ("槐荫学院有多少食堂窗口", "96个"),
        ("槐荫学院新开了多少食堂窗口", "12个"),
        ("槐荫学院图书馆医书类古籍有多少册", "830册"),
        ("槐荫学院一季度引进了多少博士", "9人"),
        ("柳河镇2023年流动书屋数是多少", "5家"),
        ("柳河镇2023年书屋数是多少", "16家"),
        ("各镇2023年补助一共多少", "101万元"),
        ("东坡集团2023年营业收入是多少", "31.4亿元"),
        ("西岭集团2023年营业收入是多少", "77.9亿元"),
    ],
)
def test_the_figure_of_just_what_is_asked_comes_first(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert answer.value is not None
    assert answer.value == value


@pytest.mark.parametrize(
    "question",
    [
        "石门港硕士以上研发人员占多少",  # 230人 and 74人 are no shares
        "槐荫学院博士占多少",  # 31% is that of the young
        "槐荫学院硕士以上占多少",
        "石门港货物吞吐量排名第几",  # 8600万吨 is no place
        "青石矿业有多少家企业",  # 6家矿区
        "梧桐县2025年地区生产总值是多少",  # 5.5% is how it grows
        "梧桐县家具业增长了多少",  # 64亿元 is how much there is
    ],
)
def test_what_is_nearly_told_answers_nothing(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE
