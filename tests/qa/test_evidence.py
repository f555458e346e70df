"""What the features of a candidate say of it; on a small store of our own."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.types import Kind
from qa import Assistant
from qa.evidence import FEATURES, Candidate, term_weights
from qa.fits import kind_fit, period_fit, unit_fit
from qa.question import understand
from qa.usual import likely
from tests.conftest import Over

TEXTS = {
    "a": "青石科技园年报\n\n2023年，青石科技园有企业120家，从业人员3400人，营业收入56亿元，同比增长8.5%。"
    "2022年，青石科技园营业收入51.6亿元。园区占地面积2.4平方公里，绿化率达到35%。",
    "b": "白鹭湾高新区简介\n\n白鹭湾高新区现有企业98家，其中上市公司7家。2023年营业收入33亿元，预计2025年达到50亿元。",
}


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(**TEXTS)


def found(assistant: Assistant, question: str) -> dict[str, Candidate]:
    """Return the candidates of a question by the surface of their figure."""
    return {c.row.quantity.surface: c for c in assistant.weigh(question).evidence if c.row}


def value(candidate: Candidate, name: str) -> float:
    return candidate.features[FEATURES.index(name)]


def test_every_candidate_has_every_feature(assistant: Assistant) -> None:
    for question in ("青石科技园有多少家企业？", "青石科技园在哪里？"):
        evidence = assistant.weigh(question).evidence
        assert evidence
        assert all(len(c.features) == len(FEATURES) for c in evidence)


def test_the_phrase_asked_for_belongs_to_the_nearest_figure(assistant: Assistant) -> None:
    rows = found(assistant, "青石科技园的从业人员有多少？")
    assert value(rows["3400人"], "head_owner") == 1
    assert value(rows["3400人"], "head_close") > value(rows["120家"], "head_close")
    assert value(rows["3400人"], "head_close") > value(rows["56亿元"], "head_close")


def test_a_name_counts_where_it_is_met(assistant: Assistant) -> None:
    rows = found(assistant, "白鹭湾高新区有多少家企业？")
    assert value(rows["98家"], "grams") > value(rows["120家"], "grams")
    assert value(rows["98家"], "grams_here") > value(rows["120家"], "grams_here")


def test_what_no_candidate_meets_is_a_hole(assistant: Assistant) -> None:
    known = found(assistant, "青石科技园有多少家企业？")["120家"]
    unknown = found(assistant, "青石科技园有多少家幼儿园？")["120家"]
    assert value(known, "hole") == pytest.approx(0)
    assert value(unknown, "hole") > 0.2
    assert value(unknown, "head_lost") > value(known, "head_lost")


def test_unit_kind_and_period(assistant: Assistant) -> None:
    rows = found(assistant, "青石科技园2023年营业收入是多少亿元？")
    assert value(rows["56亿元"], "unit_same") == 1
    assert value(rows["56亿元"], "exact") == 1
    assert value(rows["3400人"], "kind_other") == 1
    assert value(rows["51.6亿元"], "elsewhen") == 1
    assert value(rows["56亿元"], "elsewhen") == 0


def test_growth_is_told_from_a_level(assistant: Assistant) -> None:
    rows = found(assistant, "青石科技园的绿化率是多少？")
    assert value(rows["8.5%"], "growth") == 1
    assert value(rows["35%"], "growth") == 0


def test_an_undated_question_knows_what_is_older(assistant: Assistant) -> None:
    rows = found(assistant, "青石科技园营业收入是多少？")
    assert value(rows["51.6亿元"], "age") == pytest.approx(1, abs=0.01)
    assert value(rows["56亿元"], "age") == 0


def test_the_same_passage_is_read_once_and_gives_the_same(assistant: Assistant) -> None:
    first = assistant.weigh("青石科技园占地面积有多大？").evidence
    again = assistant.weigh("青石科技园占地面积有多大？").evidence
    assert [(c.features, c.score) for c in first] == [(c.features, c.score) for c in again]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="青石科技园企业收入多少几家年2023%的，？! a元", max_size=30))
def test_any_question_gives_finite_features(assistant: Assistant, text: str) -> None:
    for candidate in assistant.weigh(text).evidence:
        assert all(math.isfinite(x) for x in candidate.features)
        assert 0 <= candidate.probability <= 1


def test_rare_words_weigh_more() -> None:
    question = understand("青石科技园有多少家企业？")
    weights = term_weights(question, lambda term: 90 if term == "企业" else 1, 100)
    assert weights["科技园"] > weights["企业"] > 0


def test_fits() -> None:
    question = understand("有多少家企业？")
    assert question.kinds == {Kind.COUNT}
    dated = understand("2023年收入多少？").periods
    day = dated[0].last
    assert period_fit(dated, dated[0].first, day, "stated") == 1
    assert period_fit(dated, None, None, "unknown") < 0
    assert period_fit((), day, day, "stated") == 0


def test_unit_and_kind_fit(assistant: Assistant) -> None:
    rows = found(assistant, "青石科技园有多少家企业？")
    question = understand("有多少家企业？")
    for surface, unit, kind in (("120家", 1, 1), ("56亿元", -1, -1), ("3400人", -0.5, 1)):
        row = rows[surface].row
        assert row is not None
        assert (unit_fit(question, row), kind_fit(question, row)) == (unit, kind)


def test_what_is_usually_counted_in_what() -> None:
    assert likely("总收入", "元", Kind.MONEY)[0] > 0 > likely("总收入", "家", Kind.COUNT)[0]
    assert likely("员工", "人", Kind.COUNT)[0] > likely("员工", "元", Kind.MONEY)[0]
    assert likely("齉齾", "元", Kind.MONEY) == (0, 0)
