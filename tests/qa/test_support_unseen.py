"""Wordings and alterations that a generator by another hand found: each refused, or shown, for a reason of its own."""

from dataclasses import replace

import pytest

from qa.support import failing
from qa.support_said import Source

AIRPORT = Source(
    "2024年，云岭国际机场完成旅客吞吐量2873.6万人次，同比增长16.2%；货邮吞吐量38.9万吨，同比增长7.4%；保障航班起降20.4万架次，同比增长9.8%。\n"
    "截至2024年末，机场通航城市168个，其中国际城市27个，运营航空公司52家。年末从业人员6780人，其中安检人员1240人。",
    heads="云岭机场2024年生产情况.txt\n云岭国际机场2024年生产经营情况通报",
)
MUSEUM = Source(
    "三年前，河湾自然博物馆第一次打开大门。馆方昨天公布，开馆以来累计接待观众超过540万人次。"
    "2024年门票和文创收入合计7430万元，其中文创收入2860万元。\n馆长陆允之告诉记者，馆里的志愿者有1860名。",
    heads="河湾自然博物馆开放三周年",
)
HOSPITAL = Source(
    "2023年，松岭市人民医院门急诊量186.4万人次；完成手术4.15万台，其中四级手术9620台。医疗收入21.6亿元，同比增长8.3%。",
    heads="松岭市人民医院2023年工作报告",
)
COLLEGE = Source(
    "临江理工大学现有专任教师2036人。2024届本科毕业生毕业去向落实率94.7%，比2023届提高1.9个百分点。",
    heads="临江理工大学本科教学质量报告",
)
PARK = Source(
    "2022年，云湖科技园税收31.2亿元，比上年增长8.0%。年末上市企业14家，在册企业2140家。", heads="云湖科技园统计公报"
)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (AIRPORT, "综上，云岭国际机场2024年旅客吞吐量为2873.6万人次"),
        (AIRPORT, "2024年云岭机场的货邮吞吐量为38.9万吨"),
        (AIRPORT, "云岭国际机场（云岭机场）2024年的货邮吞吐量为38.9万吨"),
        (AIRPORT, "云岭国际机场2024年航班起降为20.4万架次"),
        (AIRPORT, "2024年，云岭国际机场货邮吞吐量为38.9万吨，与上年相比增长7.4%"),
        (AIRPORT, "38.9万吨，这是云岭国际机场2024年的货邮吞吐量，同比增长7.4%"),
        (AIRPORT, "云岭国际机场：2024年，货邮吞吐量，38.9万吨"),
        (AIRPORT, "（2）2024年云岭国际机场货邮吞吐量为38.9万吨"),
        (AIRPORT, "2024年云岭国际机场的货邮吞吐量情况如下：货邮吞吐量为38.9万吨"),
        (MUSEUM, "河湾自然博物馆累计接待观众超过540万人次"),
        (MUSEUM, "河湾自然博物馆的志愿者为1860名"),
        (PARK, "云湖科技园上市企业为14家，在册企业为2140家"),
        (PARK, "2022年，云湖科技园的税收共计31.2亿元"),
    ],
)
def test_a_faithful_wording_stands(source: Source, line: str) -> None:
    assert not failing(line, [source])


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (AIRPORT, "云岭国际机场通航城市为27个"),
        (AIRPORT, "云岭国际机场通航城市为52家"),
        (AIRPORT, "云岭国际机场从业人员为1240人"),
        (AIRPORT, "云岭国际机场2024年的货邮吞吐量较上一年增长7.4%，并非38.9万吨"),
        (AIRPORT, "以下不是云岭国际机场2024年的数据：货邮吞吐量：38.9万吨"),
        (AIRPORT, "该院货邮吞吐量为38.9万吨"),
        (AIRPORT, "清源地铁：2024年，货邮吞吐量，38.9万吨"),
        (MUSEUM, "河湾自然博物馆2024年门票和文创收入为2860万元"),
        (HOSPITAL, "松岭市人民医院2023年手术量为9620台"),
        (COLLEGE, "94.7%是临江理工大学2023届的本科毕业生毕业去向落实率"),
    ],
)
def test_an_altered_wording_does_not(source: Source, line: str) -> None:
    assert failing(line, [source])


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (HOSPITAL, "In 2023, Songling People's Hospital's medical revenue was 21.6亿元"),
        (HOSPITAL, "松岭市人民医院 reported 医疗收入 of 21.6亿元 in 2023, up 8.3% from the previous year"),
        (HOSPITAL, "Songling People's Hospital (松岭市人民医院) had level-4 surgeries (四级手术) of 9620台 in 2023"),
        (COLLEGE, "Linjiang University of Technology had 2036 full-time teachers"),
        (AIRPORT, "云岭国际机场's 货邮吞吐量 (cargo throughput) in 2024 was 38.9万吨"),
    ],
)
def test_an_english_wording_stands(source: Source, line: str) -> None:
    assert not failing(line, [source], english=True)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            HOSPITAL,
            "Songling People's Hospital (松岭市人民医院) did not have a medical revenue (医疗收入) of 21.6亿元 in 2023",
        ),
        (HOSPITAL, "Dongyu People's Hospital's medical revenue in 2023 was 21.6亿元"),
        (COLLEGE, "Linjiang University of Technology had 2063 full-time teachers"),
    ],
)
def test_an_altered_english_wording_does_not(source: Source, line: str) -> None:
    assert failing(line, [source], english=True)


def test_a_question_takes_nothing_from_what_stands_without_it() -> None:
    line = "云岭国际机场2024年货邮吞吐量为38.9万吨"
    place = AIRPORT.text.index("38.9万吨")
    asked = replace(AIRPORT, asked="2024年云岭的飞机厂货邮多少？", answering=frozenset({place}))
    assert not failing(line, [AIRPORT])
    assert not failing(line, [asked])


def test_a_question_does_not_hide_whose_figure_it_is() -> None:
    line = "白鹭水库：货邮吞吐量：38.9万吨（2024年）"
    place = AIRPORT.text.index("38.9万吨")
    asked = replace(AIRPORT, asked="云岭国际机场2024年的货邮吞吐量是多少？", answering=frozenset({place}))
    assert failing(line, [asked])
