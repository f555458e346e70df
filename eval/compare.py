"""Two runs of the same questions → which measures really changed, and which questions did."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import metrics
from eval.metrics import Comparison
from eval.results import Result
from eval.summary import MEASURES, Measure
from index.errors import QuestionSetError

RESULTS = "results.jsonl"


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure differs; `better` is None when the difference is not significant at 5 %."""

    measure: Measure
    comparison: Comparison
    better: bool | None


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs side by side: the measures, and the questions whose rightness or failure kind changed."""

    shared: int
    changes: tuple[Change, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def load_results(path: Path) -> list[Result]:
    """Read the results of an earlier run.

    Args:
        path: the folder given to `--out` or the `results.jsonl` in it.

    Raises:
        QuestionSetError: there is none, or it is not of this version.
    """
    file = path / RESULTS if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"读不到上次的结果 {file}") from error
    results: list[Result] = []
    for number, line in enumerate(lines, start=1):
        try:
            results.append(Result.from_dict(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionSetError(f"{file} 第 {number} 行：不是本版本写出的结果（{error!r}）") from error
    return results


def compare_runs(before: Sequence[Result], after: Sequence[Result]) -> RunComparison:
    """Compare two runs on the questions that both answered (same id and same words)."""
    earlier = {(r.id, r.question): r for r in before}
    pairs = [(earlier[r.id, r.question], r) for r in after if (r.id, r.question) in earlier]
    changes: list[Change] = []
    for measure in MEASURES:
        values = [(measure.of(a), measure.of(b)) for a, b in pairs]
        both = [(a, b) for a, b in values if a is not None and b is not None]
        comparison = metrics.compare([a for a, _ in both], [b for _, b in both])
        if comparison is not None:
            better = None if comparison.verdict == "same" else (comparison.difference > 0) == measure.higher_is_better
            changes.append(Change(measure, comparison, better))
    return RunComparison(
        shared=len(pairs),
        changes=tuple(changes),
        gained=tuple(b.id for a, b in pairs if b.right and not a.right),
        lost=tuple(b.id for a, b in pairs if a.right and not b.right),
    )
