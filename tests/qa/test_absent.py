"""Documents that never name the body a question asks about, though others do."""

import pytest

from qa import Assistant, Status
from qa.absent import has_slip
from tests.conftest import Over

PARK = """河湾智谷落户望川

河湾智谷的前身是一家纺织厂，去年由园林公司改建，入口处的老水塔保留了下来。
"""
OTHER = """青岭科技城交出成绩单

青岭科技城去年完成总产值128.6亿元，园内企业达到342家，从业人员2.1万人。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(河湾=PARK, 青岭=OTHER)


@pytest.mark.parametrize("question", ["河湾智谷去年完成总产值多少亿元？", "河湾智谷的园内企业有多少家？"])
def test_figure_of_a_document_that_never_names_the_body(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "value"),
    [("青岭科技城去年完成总产值多少亿元？", "128.6亿元"), ("青岭科技城的园内企业有多少家？", "342家")],
)
def test_figure_of_the_body_itself(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


def test_a_body_that_no_document_names_has_no_figure(assistant: Assistant) -> None:
    assert assistant.ask("松陵开发区去年完成总产值").status is Status.NO_EVIDENCE


def test_a_name_with_a_slip_is_found() -> None:
    assert has_slip("青岺科技城", "青岭科技城去年完成总产值")
    assert not has_slip("松陵开发区", "青岭科技城去年完成总产值")
