"""Of what kind the things are that a question counts, and passages that speak of no such kind."""

import pytest

from index.quantities import find_quantities
from index.types import Basis, FigureRow
from qa.counted import Counted, counted, is_of_no_such_kind
from qa.question import understand


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("望川软件园的女性员工占比多少？", ["女性员工"]),
        ("5000多家科技企业中民营企业占几成？", ["民营企业", "民营企业企业"]),
        ("有多少家中国企业入驻了望川科技谷？", ["中国企业"]),
        ("望川的境外上市公司有几家？", ["境外公司", "上市公司"]),
        ("望川软件园的职工中博士有多少人？", ["博士职工"]),
        ("望川软件园的职工里会编程的有多少人？", ["编程"]),
        ("望川软件园职工里女性的比例", ["女性职工"]),
        ("望川软件园职工中本科以上的占比是多少", ["本科职工"]),
        ("望川软件园职工里博士学历占多少", ["博士学历", "博士/学历职工"]),
        ("望川企业有多少家？", []),
        ("望川软件园2024年总收入是多少？", []),
        ("望川学院毕业生去考公务员的有多少人？", ["公务员"]),
        ("望川茶场有多少亩茶园是有机认证的？", ["有机/认证"]),
        ("望川茶场的茶园有多少亩？", []),
    ],
)
def test_kinds_that_are_counted(question: str, kinds: list[str]) -> None:
    assert [f"{'/'.join(found.kinds)}{found.noun}" for found in counted(understand(question))] == kinds


def row(text: str) -> FigureRow:
    return FigureRow("d", find_quantities(text)[0], 0, len(text), "", "", "", None, None, Basis.STATED)


def test_passage_without_the_kind() -> None:
    told = "望川软件园拥有员工7.8万名，大概60%是年轻人。"
    share = row("60%")
    assert is_of_no_such_kind(Counted(("女性",), "员工"), share, told, told)
    assert not is_of_no_such_kind(Counted(("女性",), "员工"), share, told, f"女性在望川。{told}")
    assert not is_of_no_such_kind(
        Counted(("女性",), "企业"), share, told, told
    )  # told in other words, or of other things
    assert not is_of_no_such_kind(Counted(("女性",), "员工"), row("60亿元"), told, told)
    assert not is_of_no_such_kind(Counted(("女性", "年轻人"), "员工"), share, told, told)  # one of its words is told
    assert is_of_no_such_kind(Counted(("博士", "学历"), "员工"), share, told, told)
    assert not is_of_no_such_kind(Counted(("中国",), "员工"), share, told, told)
    assert is_of_no_such_kind(Counted(("中国",), "员工"), share, f"韩国的{told}", f"韩国的{told}")


def test_passage_that_tells_of_no_such_part() -> None:
    told, public = "望川学院毕业生5230人，留在本省的占81%。", Counted(("公务员",), "")
    assert is_of_no_such_kind(public, row("5230人"), told, told)
    assert not is_of_no_such_kind(public, row("5230人"), told, f"{told}考取公务员的有112人。")
