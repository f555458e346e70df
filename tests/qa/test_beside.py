"""Figures beside the one that is asked for: of another deed, another number of bodies, another sort of thing, another year."""

from pathlib import Path

import pytest

from qa import Assistant, Status

REPORT = """澄江开发区简报

2024年，澄江拥有6家百亿企业、240家亿元企业，上市企业18家，甲乙、丙丁等3家企业入选“2025年全球百强”。

12家澄江共享工厂集聚小微企业830家，亩均产出412万元。

澄江软件城2023年营收为96亿元，比上年增长11%。

截至目前，全市院所完成3.2万件专利登记。

2024年澄江每万名就业人员专利授权量88件，是2020年的1.6倍。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("docs")
    (folder / "澄江.txt").write_text(REPORT, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    "question",
    [
        "澄江入选“2024年全球百强”的企业有多少家？",  # the others of its sentence did nothing of the kind
        "20家澄江共享工厂的亩均产出是多少？",  # 12 of them is another group
        "全市院所的专利转让次数是多少？",  # 件 are no 次
        "澄江2024年一共有多少万就业人员？",  # 1.6 times is no number of people
        "软件城2023年的营收我知道了，2024年他们做到多少亿？",  # what is known is not asked for
    ],
)
def test_they_do_not_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("澄江入选“2025年全球百强”的企业有多少家？", "3家"),
        ("12家澄江共享工厂的亩均产出是多少？", "412万元"),
        ("全市院所完成了多少件专利登记？", "3.2万件"),
        ("澄江有多少家上市企业？", "18家"),
        ("软件城2024年的营收我知道了，2023年他们做到多少亿？", "96亿元"),
    ],
)
def test_what_is_asked_for_does(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value
