"""Questions as somebody types them who fills in a table: the unit in brackets, the row of a table, a park by its other name."""

from pathlib import Path

import pytest

from qa import Assistant, Status
from qa.conversation import standalone
from qa.requested import in_question

REPORT = """华西村这一年

2024年，华西村输出技术合同7.6万项，研发投入4785万元，每万人发明专利授权量174件。

2024年，华西村拥有上市公司53家。目前，华西村特色园上市公司20家，独角兽企业5家；华西村生物园药企18家。

近两年，海泽科技已与30家芯片企业签订供货协议，园区企业抱团发展，出口占七成。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("docs")
    (folder / "华西村.txt").write_text(REPORT, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("head", "question"),
    [
        ("2024年输出技术合同（万项）？", "2024年输出技术合同是多少万项？"),
        ("2024年研发投入，单位亿元", "2024年研发投入是多少亿元？"),
        ("园区数量(家)", "园区数量是多少家？"),
        ("2024年产值（单位：万元）", "2024年产值是多少万元？"),
        ("上市公司（主板）", "上市公司（主板）"),
        ("产值是多少（亿元）", "产值是多少（亿元）"),
    ],
)
def test_the_head_of_a_column_asks_how_many(head: str, question: str) -> None:
    assert in_question(head) == question


def test_a_column_s_figure_is_given(assistant: Assistant) -> None:
    assert assistant.ask("2024年华西村输出技术合同（万项）").value == "7.6万项"


def test_a_row_of_a_table_is_asked_for_in_a_follow_up() -> None:
    before = [{"role": "user", "content": "华西村特色园有多少家独角兽企业？"}]
    assert "一栏" not in standalone("上市公司那一栏呢？", before)


@pytest.mark.parametrize(
    "question",
    [
        "华西村集成电路园入驻企业总数是几家？",  # 成 is of 集成, and 30家 are those who signed
        "张江高科技园区有多少家上市公司？",
    ],
)
def test_what_nobody_tells_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


def test_a_part_s_figure_is_not_that_of_the_district_that_the_whole_is_called(assistant: Assistant) -> None:
    assert "20家" not in (assistant.ask("华西村示范区有多少家上市公司？").value or "")
    assert assistant.ask("华西村特色园有多少家上市公司？").value == "20家"
