"""Scores and probabilities: a softmax with a null choice, the same order every time, and choices that a reader would make."""

import json
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest

from qa import Assistant
from qa.evidence import FEATURES
from qa.net import Net
from qa.question import understand
from qa.rank import kind_of, net, probabilities, rank
from tests.conftest import Over

TEXT = (
    "青石科技园年报\n\n2023年，青石科技园有企业120家，从业人员3400人，营业收入56亿元，同比增长8.5%。"
    "2022年，青石科技园营业收入51.6亿元。园区占地面积2.4平方公里，绿化率达到35%。\n\n"
    "2023年，白鹭湾高新区有企业98家，其中上市公司7家。"
)


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(a=TEXT)


def test_probabilities_leave_a_share_to_none() -> None:
    shares = probabilities(np.array([2.0, 0.0, -1.0]))
    powers = np.exp([2.0, 0.0, -1.0])
    assert shares == pytest.approx(powers / (1 + powers.sum()))
    assert probabilities(np.array([-800.0, 800.0])) == pytest.approx([0, 1])
    assert len(probabilities(np.array([]))) == 0


def test_the_net_is_what_the_table_says() -> None:
    rng = np.random.default_rng(0)
    width = len(FEATURES)
    table = {
        "features": list(FEATURES),
        "mean": rng.normal(size=width).tolist(),
        "scale": rng.uniform(1, 2, width).tolist(),
        "inner": rng.normal(size=(width, 3)).tolist(),
        "bias": [0.1, 0.2, 0.3],
        "outer": [1.0, -1.0, 0.5],
        "straight": rng.normal(size=width).tolist(),
        "constant": -2.0,
    }
    x = np.array(table["mean"])  # the middle: only biases and the constant are left
    expected = np.tanh([0.1, 0.2, 0.3]) @ [1.0, -1.0, 0.5] - 2.0
    assert Net.from_table(table, FEATURES, made_by="…").scores(x[None])[0] == pytest.approx(expected)


def test_a_net_of_other_features_is_refused() -> None:
    table = json.loads((resources.files("qa") / "weights.json").read_text(encoding="utf-8"))["number"]
    with pytest.raises(ValueError, match="fit them again: …"):
        Net.from_table({**table, "features": table["features"][1:]}, FEATURES, made_by="…")


def test_the_shipped_nets_fit_the_features() -> None:
    for kind in ("number", "text"):
        assert net(kind).inner.shape == (len(FEATURES), len(net(kind).bias))


def test_order_and_sums(assistant: Assistant) -> None:
    evidence = assistant.weigh("青石科技园有多少家企业？").evidence
    assert sum(c.probability for c in evidence) <= 1 + 1e-9
    assert all(a.score >= b.score - 1e-6 for a, b in pairwise(evidence))
    question = understand("青石科技园有多少家企业？")
    again = rank(question, list(reversed(evidence)))
    assert [(c.start, c.row) for c in again] == [(c.start, c.row) for c in evidence]
    assert rank(question, []) == []


def test_another_period_has_no_share(assistant: Assistant) -> None:
    evidence = assistant.weigh("青石科技园2022年营业收入是多少？").evidence
    other = next(c for c in evidence if c.row and c.row.quantity.surface == "56亿元")
    assert other.probability == 0
    assert evidence[0].row is not None
    assert evidence[0].row.quantity.surface == "51.6亿元"


@pytest.mark.parametrize(
    ("question", "surface"),
    [
        ("青石科技园有多少家企业？", "120家"),
        ("2023年青石科技园从业人员有多少人？", "3400人"),
        ("青石科技园2023年营业收入多少？", "56亿元"),
        ("青石科技园占地面积有多大？", "2.4平方公里"),
        ("白鹭湾高新区有几家上市公司？", "7家"),
        ("青石科技园2023年营业收入增长了多少？", "8.5%"),
    ],
)
def test_the_figure_asked_for_comes_first(assistant: Assistant, question: str, surface: str) -> None:
    evidence = assistant.weigh(question).evidence
    assert evidence[0].row is not None
    assert evidence[0].row.quantity.surface == surface


@pytest.mark.parametrize("question", ["青石科技园2019年营业收入是多少？", "青石科技园有多少只熊猫？"])
def test_what_is_not_told_is_less_sure_than_what_is(assistant: Assistant, question: str) -> None:
    told = assistant.weigh("青石科技园2023年营业收入是多少？").evidence
    assert max(c.probability for c in assistant.weigh(question).evidence) < max(c.probability for c in told)


def test_kind_of_question() -> None:
    assert kind_of(understand("有多少家企业？")) == "number"
    assert kind_of(understand("谁主持了会议？")) == "text"


def test_the_very_span_asked_about_tells_the_sentence(over: Over) -> None:
    life = (
        "蒋白石，男，1952年3月生，望川人，大学文化。1982年7月参加工作。1984年6月至1985年1月任望川县文教局副局长。"
        "1985年1月至1988年5月任望川县林业站站长。1988年5月至1992年2月任白石市农场场长。"
    )
    cv = over(a=life)
    for span, post in (("1984年6月至1985年1月", "副局长"), ("1988年5月至1992年2月", "场长")):
        value = cv.ask(f"{span}，蒋白石担任什么职务？").value
        assert value is not None
        assert post in value
