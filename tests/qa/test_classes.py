"""Figures of another class of things, or of another place, than a question means: on small invented corpora."""

import pytest

from index.quantities import find_quantities
from index.types import Basis, FigureRow, Passage
from qa.classes import of_class_named, of_no_class
from qa.evidence import FEATURES, Candidate
from qa.question import understand
from qa.unnamed import of_nobody_else


def told(text: str, measure: str, probability: float) -> Candidate:
    row = FigureRow("d", find_quantities(text)[-1], 0, len(text), measure, "", "", None, None, Basis.STATED)
    passage = Passage(sum(map(ord, text)), "d", 0, len(text), text)
    return Candidate(passage, row, 0, len(text), text, (0.0,) * len(FEATURES), probability=probability)


def test_a_figure_of_another_class_than_the_one_named_is_no_answer() -> None:
    question = understand("7月茶叶市场成交量是多少？")
    tea = told("7月我国茶叶市场成交12.4万吨", "茶叶市场成交", 0.2)
    coffee = told("7月咖啡市场成交量达到31.8万吨", "成交量", 0.5)
    plain = told("7月市场成交量达到44.2万吨", "成交量", 0.3)
    assert of_class_named(question, [coffee, tea, plain]) == [tea, plain]
    assert of_class_named(question, [coffee, plain]) == [coffee, plain]  # 咖啡 may be what is meant


def test_what_is_hardly_likely_rules_nothing_out() -> None:
    question = understand("7月茶叶市场成交量是多少？")
    tea = told("7月我国茶叶市场成交12.4万吨", "茶叶市场成交", 0.05)
    coffee = told("7月咖啡市场成交量达到31.8万吨", "成交量", 0.5)
    assert of_class_named(question, [coffee, tea]) == [coffee, tea]


def test_a_number_of_one_class_is_none_of_all_of_them() -> None:
    question = understand("今年茶叶博览会有多少家公司亮相？")
    tea = told("博览会上有6家绿茶企业亮相", "绿茶企业", 0.3)
    every = told("博览会共有230家公司亮相", "公司", 0.1)
    again = told("亮相的共有230家企业", "企业", 0.1)
    assert of_no_class(question, [tea, every, again]) == [every, again]
    assert of_no_class(question, [tea, every]) == [tea, every]
    named = understand("今年茶叶博览会有多少家绿茶企业亮相？")
    assert of_no_class(named, [tea, every, again]) == [tea, every, again]


@pytest.mark.parametrize(
    ("elsewhere", "meant"),
    [
        ("法国二季度奶粉进口额同比增长0.7%", "二季度奶粉进口额同比增长4.1%"),
        ("青岛二季度奶粉进口额同比增长0.7%", "我国二季度奶粉进口额同比增长4.1%"),
    ],
)
def test_where_nobody_is_named_a_figure_of_one_place_gives_way(elsewhere: str, meant: str) -> None:
    question = understand("二季度奶粉进口额同比增长多少？")
    other, own = told(elsewhere, "奶粉进口额同比增长", 0.5), told(meant, "奶粉进口额同比增长", 0.25)
    assert of_nobody_else(question, [other, own]) == [own]
    assert of_nobody_else(question, [other, told(meant, "奶粉进口额同比增长", 0.1)])[0] is other
    same = told(elsewhere.replace("0.7%", "4.1%"), "奶粉进口额同比增长", 0.5)
    assert of_nobody_else(question, [same, own]) == [same, own]  # bears it out
    named = understand("法国二季度奶粉进口额同比增长多少？")
    assert of_nobody_else(named, [other, own]) == [other, own]


def test_a_place_in_one_document_does_not_stand_back_behind_another() -> None:
    question = understand("智慧药房有多少家？")
    local = told("烟台建成智慧药房412家", "智慧药房", 0.4)
    unnamed = told("累计建成智慧药房620家", "智慧药房", 0.4)
    assert of_nobody_else(question, [local, unnamed]) == [local, unnamed]
