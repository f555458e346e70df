"""Numbers about answers: pure functions from plain values to rates, intervals, curves and tests; no file, no assistant.

Every random draw comes from a generator with a fixed seed, so the same results give the same intervals.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20250328
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """A mean over questions with its 95 % interval; `count` questions took part, `hits` is the sum of their values."""

    value: float
    low: float
    high: float
    hits: float
    count: int


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """Answers of at least `threshold` confidence: the share of questions they cover and how many of them are right."""

    threshold: float
    coverage: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on the same questions: means, their difference, its 95 % interval, the p value of no difference."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    gained: int
    lost: int
    count: int

    @property
    def verdict(self) -> str:
        """`higher` or `lower` when the difference is significant at 5 %, else `same`."""
        if self.p >= 1 - LEVEL or self.difference == 0:
            return "same"
        return "higher" if self.difference > 0 else "lower"


def rate(values: Sequence[float]) -> Rate | None:
    """Mean with its percentile bootstrap interval (Efron and Tibshirani, Introduction to the Bootstrap, 1993).

    When all values are equal every resample is too and the bootstrap would claim certainty; for a 0/1 rate the Wilson
    score interval (Wilson 1927) stands in there.

    Args:
        values: one value a question, a hit (0 or 1) or a score in 0..1.

    Returns:
        None for no values: a rate of nothing is not zero.
    """
    if not values:
        return None
    array = np.asarray(values, dtype=np.float64)
    mean = float(array.mean())
    if array.min() == array.max():
        low, high = wilson(float(array.sum()), len(values)) if mean in (0.0, 1.0) else (mean, mean)
    else:
        low, high = _percentile_interval(_resampled_means(array))
    return Rate(mean, low, high, float(array.sum()), len(values))


def wilson(hits: float, count: int) -> tuple[float, float]:
    """The Wilson score interval of a proportion at 95 % (E. B. Wilson, JASA 22, 1927)."""
    z = 1.959963984540054
    share = hits / count
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def interval_of(
    statistic: Callable[[Sequence[float], Sequence[bool]], float | None],
    confidences: Sequence[float],
    correct: Sequence[bool],
    *,
    resamples: int = 500,
) -> tuple[float, float] | None:
    """Percentile bootstrap interval of a statistic of answers (see `rate`), such as AURC; None for no answers."""
    if not confidences:
        return None
    generator = np.random.default_rng(SEED)
    values: list[float | None] = []
    for _ in range(resamples):
        draw = [int(i) for i in generator.integers(0, len(confidences), size=len(confidences))]
        values.append(statistic([confidences[i] for i in draw], [correct[i] for i in draw]))
    return _percentile_interval(np.asarray(values, dtype=np.float64))


def _resampled_means(array: NDArray[np.float64]) -> NDArray[np.float64]:
    generator = np.random.default_rng(SEED)
    return array[generator.integers(0, len(array), size=(RESAMPLES, len(array)))].mean(axis=1)


def _percentile_interval(means: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided p value of McNemar's exact test (McNemar 1947; exact binomial): are gains as likely as losses?

    Args:
        gained: questions wrong before and right after.
        lost: questions right before and wrong after.
    """
    changed = gained + lost
    if changed == 0:
        return 1.0
    tail = sum(math.comb(changed, k) for k in range(min(gained, lost) + 1)) / 2**changed
    return min(1.0, 2 * tail)


def compare(before: Sequence[float], after: Sequence[float]) -> Comparison | None:
    """Compare two runs question by question.

    The interval is that of a paired bootstrap over questions (Koehn, EMNLP 2004). The p value is McNemar's when all
    values are 0 or 1, else a paired sign-flip permutation test (Fisher 1935; Noreen 1989) with a fixed seed.

    Args:
        before: one value a question.
        after: the values of the same questions, in the same order.

    Returns:
        None for no questions.
    """
    if len(before) != len(after):
        raise ValueError(f"the runs hold {len(before)} and {len(after)} values; they must be about the same questions")
    if not before:
        return None
    differences = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    gained, lost = int((differences > 0).sum()), int((differences < 0).sum())
    low, high = _percentile_interval(_resampled_means(differences))
    binary = set(before) | set(after) <= {0.0, 1.0}
    p = mcnemar(gained, lost) if binary else _sign_flip(differences)
    means = float(np.mean(before)), float(np.mean(after))
    return Comparison(*means, float(differences.mean()), low, high, p, gained, lost, len(before))


def _sign_flip(differences: NDArray[np.float64]) -> float:
    observed = abs(float(differences.mean()))
    generator = np.random.default_rng(SEED)
    signs = generator.integers(0, 2, size=(RESAMPLES, len(differences))) * 2 - 1
    extreme = int((np.abs((signs * differences).mean(axis=1)) >= observed - 1e-12).sum())
    return (extreme + 1) / (RESAMPLES + 1)


def calibration_error(confidences: Sequence[float], correct: Sequence[bool], *, bins: int = 10) -> float | None:
    """Expected calibration error with equal-width bins (Naeini et al., AAAI 2015; Guo et al., ICML 2017).

    The mean over bins, weighted by their size, of the distance between mean confidence and share correct.
    """
    if not confidences:
        return None
    filled: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in zip(confidences, correct, strict=True):
        filled.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    distances = (abs(sum(c for c, _ in pairs) - sum(r for _, r in pairs)) for pairs in filled.values())
    return sum(distances) / len(confidences)


def coverage_curve(
    confidences: Sequence[float], correct: Sequence[bool], *, total: int | None = None
) -> list[CoveragePoint]:
    """Accuracy against coverage as the confidence asked for falls (El-Yaniv and Wiener, JMLR 2010).

    Args:
        confidences: one an answered question.
        correct: whether that answer is right.
        total: the questions that coverage is a share of; the answered ones when not given.

    Returns:
        One point for each confidence that occurs, from the highest down: equal confidences cannot be told apart.
    """
    total = len(confidences) if total is None else total
    points: list[CoveragePoint] = []
    right = 0
    ranked = sorted(zip(confidences, correct, strict=True), key=lambda pair: -pair[0])
    for taken, (confidence, is_right) in enumerate(ranked, start=1):
        right += is_right
        if taken == len(ranked) or ranked[taken][0] != confidence:
            points.append(CoveragePoint(confidence, taken / total, right / taken))
    return points


def risk_coverage_area(confidences: Sequence[float], correct: Sequence[bool]) -> float | None:
    """AURC: the error rate averaged over all coverages 1/n .. 1 (Geifman et al., ICLR 2019); lower is better.

    Answers of equal confidence are taken in together: each of them counts with the error rate after the whole tie.
    """
    points = coverage_curve(confidences, correct)
    if not points:
        return None
    shares = [points[0].coverage] + [b.coverage - a.coverage for a, b in pairwise(points)]
    return sum(share * (1 - point.accuracy) for share, point in zip(shares, points, strict=True))


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of the values do not exceed (nearest-rank method)."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def recall_at(items: Sequence[Sequence[bool]], k: int) -> float:
    """Share of the things needed that at least one of the first k passages holds.

    Args:
        items: for each thing needed (an expected figure, an expected name), at least one, whether the passage at each
            rank holds it.
    """
    return sum(any(ranks[:k]) for ranks in items) / len(items)


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant passage, 0 when there is none (Voorhees, TREC-8, 1999)."""
    return next((1 / rank for rank, hit in enumerate(relevant, start=1) if hit), 0.0)


def ndcg(relevant: Sequence[bool], total: int, k: int) -> float | None:
    """Normalised discounted cumulative gain at k with gains 0 and 1 (Järvelin and Kekäläinen, TOIS 2002).

    Args:
        relevant: whether the passage at each rank is relevant.
        total: how many relevant passages there are in all; None is returned when there is none.
        k: the depth.
    """
    if total <= 0:
        return None
    gain = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(relevant[:k], start=1) if hit)
    return min(1.0, gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(total, k) + 1)))


def character_f1(given: str, expected: str) -> float:
    """F1 of the characters shared, counted with repetition (the F1 of SQuAD, Rajpurkar et al. 2016, on characters as in
    DRCD, Shao et al. 2018)."""
    if not given or not expected:
        return float(given == expected)
    shared = (Counter(given) & Counter(expected)).total()
    return 2 * shared / (len(given) + len(expected))


def best(score: Callable[[str, str], float], given: str, alternatives: Sequence[str]) -> float:
    """The best score of a text against its alternatives (SQuAD: the maximum over the references)."""
    return max((score(given, alternative) for alternative in alternatives), default=0.0)
