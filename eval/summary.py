"""Results → summary: every rate with its interval, by category too; coverage, calibration, failures, latency."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval import metrics
from eval.failures import Failure
from eval.metrics import CoveragePoint, Rate
from eval.questions import CATEGORIES
from eval.results import RECALL_AT, Result


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate: what it is called, what it means to a reader, which way is better, and its value for one result.

    `of` gives None for a result that does not take part.
    """

    key: str
    label: str
    meaning: str
    higher_is_better: bool
    of: Callable[[Result], float | None]


def _number(value: float | bool | None) -> float | None:
    return None if value is None else float(value)


def _recall_at(k: int) -> Callable[[Result], float | None]:
    column = RECALL_AT.index(k)
    return lambda r: None if r.recall is None else r.recall[column]


def _wrong_number(r: Result) -> float | None:
    return float(bool(r.wrong_numbers)) if r.value_right is not None or not r.answerable else None


MEASURES = (
    Measure("complete", "正文答全", "可答的题中，正文写出全部应答的数和词", True, lambda r: _number(r.complete)),
    Measure(
        "value_clean", "短答全净", "可答的题中，短答写全而没有多余或错误的数", True, lambda r: _number(r.value_clean)
    ),
    Measure(
        "refused_unanswerable",
        "不可答已拒",
        "不可答的题中，说明了资料没有",
        True,
        lambda r: None if r.answerable else float(r.refused),
    ),
    Measure(
        "refused_answerable",
        "可答误拒",
        "可答的题中，误说资料没有",
        False,
        lambda r: float(r.refused) if r.answerable else None,
    ),
    Measure("unsupported", "引文外数字", "正文有数字不在引文里的题", False, lambda r: float(bool(r.unsupported))),
    Measure("bad_quotes", "引文不符", "有引文与原文对应位置不一致的题", False, lambda r: float(r.bad_quotes > 0)),
    Measure("wrong_numbers", "短答错数", "问数或不可答的题中，短答给出不该有的数", False, _wrong_number),
    Measure("value", "数值对", "应答的数中，短答有同样的数值（不论单位）", True, lambda r: r.value_right),
    Measure("unit", "单位对", "应答的数中，短答有同样的单位（不论数值）", True, lambda r: r.unit_right),
    Measure("period", "统计期对", "应答的数中，给出的统计期相符", True, lambda r: r.period_right),
    Measure("qualifier", "约数词对", "应答的数中，“超、近、约”等相符", True, lambda r: r.qualifier_right),
    Measure("exact_match", "文字全同", "问文字的题中，短答与期望一字不差", True, lambda r: r.exact_match),
    Measure("f1", "文字 F1", "问文字的题中，短答与期望的字的重合", True, lambda r: r.f1),
    Measure("document_hit", "文件引对", "已答的可答题中，引用了应引的文件", True, lambda r: _number(r.document_hit)),
    Measure("citation_precision", "引文准", "引文中，确有所标句子的数或词", True, lambda r: r.citation_precision),
    Measure("citation_recall", "引文全", "带数字的句子中，数字都在所标引文里", True, lambda r: r.citation_recall),
    Measure("recall_1", "召回@1", "证据在检索第 1 段里", True, _recall_at(1)),
    Measure("recall_5", "召回@5", "证据在检索前 5 段里", True, _recall_at(5)),
    Measure("recall_10", "召回@10", "证据在检索前 10 段里", True, _recall_at(10)),
    Measure("mrr", "MRR@10", "首个证据段名次的倒数", True, lambda r: r.reciprocal_rank),
    Measure("ndcg", "nDCG@10", "证据段的排序质量", True, lambda r: r.ndcg),
    Measure(
        "abstention_precision",
        "拒答准",
        "拒答的题中，确实不可答",
        True,
        lambda r: float(not r.answerable) if r.refused else None,
    ),
    Measure("errors", "出错", "没有得到回答的题", False, lambda r: float(bool(r.error))),
)
BY_KEY = {measure.key: measure for measure in MEASURES}

CATEGORY_LABELS = {
    "direct": "直接问数",
    "paraphrase": "换个说法",
    "conflict": "资料不一",
    "dated": "问某时期",
    "text": "问文字",
    "list": "列举",
    "computed": "需要计算",
    "unanswerable": "资料没有",
    "english": "英文提问",
    "follow_up": "追问",
    "broken_line": "断行处",
}


THRESHOLDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
"""The confidences at which the reports tell coverage and accuracy."""


@dataclass(frozen=True, slots=True)
class Group:
    """The rates of some questions; None where none of them takes part."""

    questions: int
    rates: dict[str, Rate | None]
    failures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that is said of a run as a whole.

    `coverage`, `calibration_error` (ECE) and `risk_coverage_area` (AURC) are over the answered questions, the last two
    with bootstrap intervals. An answer is right there when it is `Result.clean`: a wrong figure in front of a quote that
    holds the right one is wrong. `latency` holds seconds: p50 and p95.
    """

    overall: Group
    categories: dict[str, Group]
    coverage: tuple[CoveragePoint, ...]
    calibration_error: float | None
    calibration_interval: tuple[float, float] | None
    risk_coverage_area: float | None
    risk_coverage_interval: tuple[float, float] | None
    latency: dict[str, float | None]

    def coverage_at(self, threshold: float) -> CoveragePoint | None:
        """What is answered, and how rightly, with at least this confidence; None when nothing is."""
        points = [point for point in self.coverage if point.threshold >= threshold]
        return points[-1] if points else None

    @property
    def confidence_errors(self) -> str:
        """ECE and AURC with their intervals in words; "" when nothing was answered."""
        known = (
            ("校准误差 ECE", self.calibration_error, self.calibration_interval),
            ("AURC", self.risk_coverage_area, self.risk_coverage_interval),
        )
        return "，".join(
            f"{name} {value:.3f}（{interval[0]:.3f}–{interval[1]:.3f}）"
            for name, value, interval in known
            if value is not None and interval is not None
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def summarize(results: Sequence[Result]) -> Summary:
    """Sum up the results of a run."""
    answered = [r for r in results if not r.refused and not r.error]
    confidences, correct = [r.confidence for r in answered], [r.clean for r in answered]
    seconds = [r.seconds for r in results if not r.error]
    present = {r.category for r in results}
    return Summary(
        overall=_group(results),
        categories={c: _group([r for r in results if r.category == c]) for c in CATEGORIES if c in present},
        coverage=tuple(metrics.coverage_curve(confidences, correct, total=len(results))),
        calibration_error=metrics.calibration_error(confidences, correct),
        calibration_interval=metrics.interval_of(metrics.calibration_error, confidences, correct),
        risk_coverage_area=metrics.risk_coverage_area(confidences, correct),
        risk_coverage_interval=metrics.interval_of(metrics.risk_coverage_area, confidences, correct),
        latency={"p50": metrics.percentile(seconds, 0.5), "p95": metrics.percentile(seconds, 0.95)},
    )


def _group(results: Sequence[Result]) -> Group:
    rates = {m.key: metrics.rate([v for v in map(m.of, results) if v is not None]) for m in MEASURES}
    counts = Counter(r.failure for r in results if r.failure is not None)
    return Group(len(results), rates, {str(kind): counts[kind] for kind in Failure if counts[kind]})
