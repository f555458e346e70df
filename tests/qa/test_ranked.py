"""Who is most, second or least of those that a text lists, and what a follow-up makes of it."""

import pytest

from qa import Assistant, Status

PORT = """# 东澳港2024年生产年报

2024年，东澳港完成货物吞吐量1.82亿吨。

| 港区 | 货物吞吐量（万吨） | 泊位（个） |
| --- | --- | --- |
| 北湾港区 | 7420 | 32 |
| 南岬港区 | 5160 | 24 |
| 沙洲港区 | 3890 | 19 |
"""
CLINICS = """临江市2024年卫生公报

2024年，全市诊疗人次3050万人次。

第一医院2024年门诊量为226万人次，医疗收入19.9亿元。
第二医院2024年门诊量为139万人次，医疗收入10.1亿元。
儿童医院2024年门诊量为167万人次，医疗收入7.7亿元，开放床位620张。
"""
EARLIER = """临江市2023年卫生公报

第一医院2023年门诊量为214万人次，开放床位2150张。
第二医院2023年门诊量为132万人次，开放床位1280张。
儿童医院2023年门诊量为158万人次。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    docs = tmp_path_factory.mktemp("docs")
    (docs / "港.md").write_text(PORT, encoding="utf-8")
    (docs / "公报2024.txt").write_text(CLINICS, encoding="utf-8")
    (docs / "公报2023.txt").write_text(EARLIER, encoding="utf-8")
    return Assistant.from_documents([docs])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("东澳港2024年哪个港区的货物吞吐量最高？", "北湾港区"),
        ("东澳港2024年哪个港区的货物吞吐量第二高？", "南岬港区"),
        ("东澳港2024年哪个港区的泊位最少？", "沙洲港区"),
        ("2024年哪家医院门诊量最多？", "第一医院"),
        ("2024年门诊量倒数第二多的是哪家医院？", "儿童医院"),
        ("2023年门诊量最少的是哪家医院？", "第二医院"),
    ],
)
def test_the_most_of_those_listed(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert answer.value == value
    assert all(assistant.document(c.document_id).text[c.start : c.end] == c.quote for c in answer.citations)


@pytest.mark.parametrize(
    "question", ["2022年哪家医院门诊量最多？", "2024年哪家医院开放床位第二多？", "东澳港2024年哪个港区的员工最多？"]
)
def test_nothing_is_ranked_that_is_not_listed(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("2024年哪家医院门诊量最多？", "它的医疗收入是多少？"), "19.9亿元"),
        (("东澳港2024年哪个港区的货物吞吐量最高？", "第二高的呢？"), "南岬港区"),
        (("东澳港2024年哪个港区的货物吞吐量最高？", "最低的呢？"), "沙洲港区"),
        (("北湾港区2024年有多少个泊位？", "哪个港区最少？"), "沙洲港区"),
        (("第一医院2024年医疗收入是多少？", "第二医院呢？", "门诊量呢？"), "139万人次"),
    ],
)
def test_follow_ups_of_a_ranking(assistant: Assistant, turns: tuple[str, ...], value: str) -> None:
    history: list[dict[str, str]] = []
    answer = None
    for turn in turns:
        answer = assistant.ask(turn, history=history)
        history += [{"role": "user", "content": turn}, {"role": "assistant", "content": answer.text}]
    assert answer is not None
    assert answer.value == value


def test_figure_of_a_body_beside_the_one_asked_about(assistant: Assistant) -> None:
    assert assistant.ask("儿童医院2024年开放床位多少？").value == "620张"
    assert assistant.ask("第一医院2023年开放床位多少？").value == "2150张"
    assert assistant.ask("儿童医院2023年开放床位多少？").status is Status.NO_EVIDENCE
