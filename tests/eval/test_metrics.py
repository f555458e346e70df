"""The metrics against values worked out by hand, against other implementations, and by their properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from eval import metrics

HITS = st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=60)
RANKED = st.lists(st.booleans(), max_size=12)
ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_a_rate_of_nothing_is_none() -> None:
    assert metrics.rate([]) is None


@given(HITS)
def test_a_rate_lies_in_its_interval(values: list[float]) -> None:
    rate = metrics.rate(values)
    assert rate is not None
    assert rate.value == pytest.approx(sum(values) / len(values))
    assert 0 <= rate.low <= rate.value + 1e-12
    assert rate.value - 1e-12 <= rate.high <= 1
    assert (rate.hits, rate.count) == (sum(values), len(values))
    assert metrics.rate(values) == rate


def test_the_bootstrap_interval_is_about_the_normal_one() -> None:
    values = [1.0] * 300 + [0.0] * 100
    rate = metrics.rate(values)
    assert rate is not None
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert rate.low == pytest.approx(0.75 - half, abs=0.01)
    assert rate.high == pytest.approx(0.75 + half, abs=0.01)


@pytest.mark.parametrize(("hits", "count"), [(0, 10), (10, 10), (48, 48), (7, 30)])
def test_wilson_agrees_with_scipy(hits: int, count: int) -> None:
    reference = binomtest(hits, count).proportion_ci(method="wilson")
    assert metrics.wilson(hits, count) == pytest.approx((reference.low, reference.high))


def test_a_perfect_rate_is_not_certain() -> None:
    rate = metrics.rate([1.0] * 20)
    assert rate is not None
    assert rate.value == 1
    assert rate.low < 0.9
    assert rate.high == 1


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_agrees_with_the_binomial_test(gained: int, lost: int) -> None:
    expected = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    assert metrics.mcnemar(gained, lost) == pytest.approx(expected)


def test_a_change_is_called_better_only_when_it_is() -> None:
    before = [0.0] * 12 + [1.0] * 88
    slightly = [1.0] * 3 + before[3:]
    clearly = [1.0] * 12 + before[12:]
    few, many = metrics.compare(before, slightly), metrics.compare(before, clearly)
    assert few is not None
    assert many is not None
    assert (few.verdict, few.gained, few.lost) == ("same", 3, 0)
    assert (many.verdict, many.gained, many.lost) == ("higher", 12, 0)
    assert many.low > 0
    worse = metrics.compare(clearly, before)
    assert worse is not None
    assert worse.verdict == "lower"


def test_comparing_scores_uses_the_paired_differences() -> None:
    before = [i / 40 for i in range(40)]
    after = [value + (0.01 if i % 2 else 0.03) for i, value in enumerate(before)]
    change = metrics.compare(before, after)
    assert change is not None
    assert change.difference == pytest.approx(0.02)
    assert 0.01 < change.low < 0.02 < change.high < 0.03
    assert change.verdict == "higher"
    assert metrics.compare(before, after) == change


def test_only_the_same_questions_can_be_compared() -> None:
    assert metrics.compare([], []) is None
    with pytest.raises(ValueError, match="same questions"):
        metrics.compare([1.0], [])


def test_calibration_error_by_hand() -> None:
    # 0.95 twice, one right: |0.95 - 0.5|; 0.25 twice, none right: 0.25; weighted by 2 of 4 each.
    value = metrics.calibration_error([0.95, 0.95, 0.25, 0.25], [True, False, False, False])
    assert value == pytest.approx((0.45 + 0.25) / 2)
    assert metrics.calibration_error([1.0, 0.0], [True, False]) == 0
    assert metrics.calibration_error([], []) is None


def test_calibration_error_finds_a_confident_liar() -> None:
    generator = np.random.default_rng(1)
    confidences = generator.random(4000)
    honest = metrics.calibration_error(list(confidences), list(generator.random(4000) < confidences))
    liar = metrics.calibration_error([0.99] * 4000, list(generator.random(4000) < 0.5))
    assert honest is not None
    assert liar is not None
    assert honest < 0.03
    assert liar == pytest.approx(0.49, abs=0.03)


def test_coverage_curve_by_hand() -> None:
    points = metrics.coverage_curve([0.9, 0.5, 0.9, 0.1], [True, False, True, True], total=8)
    assert [(p.threshold, p.coverage) for p in points] == [(0.9, 0.25), (0.5, 0.375), (0.1, 0.5)]
    assert [p.accuracy for p in points] == pytest.approx([1, 2 / 3, 3 / 4])


@given(ANSWERS)
def test_coverage_ends_at_all_answers_whatever_their_order(answers: list[tuple[float, bool]]) -> None:
    confidences, correct = [c for c, _ in answers], [r for _, r in answers]
    points = metrics.coverage_curve(confidences, correct)
    assert points[-1].coverage == 1
    assert points[-1].accuracy == pytest.approx(sum(correct) / len(correct))
    assert [p.threshold for p in points] == sorted(set(confidences), reverse=True)
    assert metrics.coverage_curve(confidences[::-1], correct[::-1]) == points


def test_the_area_rewards_a_good_order() -> None:
    right = [True] * 5 + [False] * 5
    falling = [1 - i / 10 for i in range(10)]
    best = metrics.risk_coverage_area(falling, right)
    worst = metrics.risk_coverage_area(falling[::-1], right)
    tied = metrics.risk_coverage_area([0.5] * 10, right)
    assert best == pytest.approx(sum(max(0, n - 5) / n for n in range(1, 11)) / 10)
    assert best is not None
    assert worst is not None
    assert best < 0.5 < worst
    assert tied == pytest.approx(0.5)
    assert metrics.risk_coverage_area([], []) is None


def test_percentiles_are_values_that_occur() -> None:
    values = [3.0, 1.0, 2.0, 10.0]
    assert metrics.percentile(values, 0.5) == 2
    assert metrics.percentile(values, 0.95) == 10
    assert metrics.percentile(values, 0) == 1
    assert metrics.percentile([], 0.5) is None


def test_recall_counts_things_not_passages() -> None:
    items = [[False, True, True], [False, False, False]]
    assert [metrics.recall_at(items, k) for k in (1, 2, 3)] == [0, 0.5, 0.5]


def test_reciprocal_rank() -> None:
    assert metrics.reciprocal_rank([False, False, True, True]) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank([]) == 0


def test_ndcg_by_hand() -> None:
    # relevant at ranks 2 and 3 of two in all: (1/log2 3 + 1/log2 4) / (1/log2 2 + 1/log2 3)
    value = metrics.ndcg([False, True, True], 2, 10)
    assert value == pytest.approx((1 / math.log2(3) + 0.5) / (1 + 1 / math.log2(3)))
    assert metrics.ndcg([True], 0, 10) is None
    assert metrics.ndcg([False] * 10 + [True], 1, 10) == 0


@given(RANKED, st.integers(1, 10))
def test_ndcg_is_one_exactly_when_the_relevant_come_first(relevant: list[bool], k: int) -> None:
    total = sum(relevant)
    value = metrics.ndcg(relevant, total, k)
    if total == 0:
        assert value is None
        return
    assert value is not None
    assert 0 <= value <= 1
    assert (value == pytest.approx(1)) == all(relevant[: min(total, k)])


def test_character_f1() -> None:
    assert metrics.character_f1("朱一静", "朱一静") == 1
    assert metrics.character_f1("市科委", "北京市科委") == pytest.approx(2 * 3 / 8)
    assert metrics.character_f1("人人", "人") == pytest.approx(2 / 3)
    assert metrics.character_f1("", "人") == 0
    assert metrics.character_f1("", "") == 1


def test_the_interval_of_a_statistic_holds_it_and_narrows() -> None:
    def made(times: int) -> tuple[list[float], list[bool]]:
        return [0.9, 0.8, 0.7, 0.3] * times, [True, True, False, False] * times

    for statistic in (metrics.risk_coverage_area, metrics.calibration_error):
        widths: list[float] = []
        for times in (5, 50):
            confidences, correct = made(times)
            found, interval = statistic(confidences, correct), metrics.interval_of(statistic, confidences, correct)
            assert found is not None
            assert interval is not None
            assert interval[0] <= found <= interval[1]
            widths.append(interval[1] - interval[0])
        assert 0 < widths[1] < widths[0] / 2
        assert metrics.interval_of(statistic, [], []) is None
