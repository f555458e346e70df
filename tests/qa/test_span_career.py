"""Where somebody was before: told of them by name or by title a sentence later, and of nobody else."""

import pytest

from qa.question import understand
from qa.span_answer import respond
from qa.span_career import whose_past
from qa.span_question import asked
from tests.qa.test_span_anchor import evidence

GUESTS = (
    "第一位是青川陶谷管理公司总经理沈佳。她此前在南浦设计院任职。第二位是河湾漆业公司总经理吕若谷。"
    "吕总曾任白鹭汽车集团研究院院长、涂装部负责人。第三位是望江厅经理贺一苇。贺经理长期在望江厅工作。"
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("吕若谷来河湾漆业之前在哪家公司任职？", "白鹭汽车集团研究院院长、涂装部负责人"),
        ("吕若谷以前在哪高就？", "白鹭汽车集团研究院院长、涂装部负责人"),
        ("吕若谷之前担任什么职务？", "白鹭汽车集团研究院院长、涂装部负责人"),
        ("贺一苇以前在哪里工作？", None),
    ],
)
def test_the_earlier_post_is_that_of_the_person(question: str, told: str | None) -> None:
    found = respond(understand(question), evidence(GUESTS))
    assert (found.value if found else None) == told


def test_whose_past_is_asked_for() -> None:
    assert whose_past(asked("吕若谷曾在哪家公司工作？")) == "吕若谷"
    assert not whose_past(asked("吕若谷在哪家公司工作？"))
    assert not whose_past(asked("这里以前是什么公司？"))
