"""Two runs of the same questions → which measures really changed, and which questions did."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval import metrics
from eval.metrics import Comparison
from eval.results import Result
from eval.summary import MEASURES, Measure
from index.errors import QuestionSetError

RESULTS = "results.jsonl"
LAST_AND_THIS = ("上次", "这次")


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure differs; `better` is None when the difference is not significant at 5 %."""

    measure: Measure
    comparison: Comparison
    better: bool | None


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that was judged otherwise: before, after; `better` is None when it is as right or wrong as it was."""

    before: Result
    after: Result

    @property
    def better(self) -> bool | None:
        """Whether it is right and clean now and was not, or the other way round."""
        return None if self.before.clean == self.after.clean else self.after.clean


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs side by side: the measures, and the questions whose rightness or failure kind changed."""

    shared: int
    changes: tuple[Change, ...]
    turned: tuple[Turned, ...]
    names: tuple[str, str] = LAST_AND_THIS

    @property
    def title(self) -> str:
        """What is compared with what, as a heading."""
        before, after = self.names
        compared = "与上次相比" if self.names == LAST_AND_THIS else f"{before}与{after}并排"
        return f"{compared}（{self.shared} 道相同的题）"

    @property
    def gained(self) -> tuple[str, ...]:
        """The questions that are right only after."""
        return tuple(one.after.id for one in self.turned if one.better)

    @property
    def lost(self) -> tuple[str, ...]:
        """The questions that were right only before."""
        return tuple(one.after.id for one in self.turned if one.better is False)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, the questions by their ids."""
        changes = {c.measure.key: asdict(c.comparison) | {"better": c.better} for c in self.changes}
        return {
            "names": self.names,
            "shared": self.shared,
            "changes": changes,
            "gained": self.gained,
            "lost": self.lost,
        }


def load_results(path: Path) -> list[Result]:
    """Read the results of an earlier run.

    Args:
        path: the folder given to `--out` or the `results.jsonl` in it.

    Raises:
        QuestionSetError: there is none, or it is not of this version.
    """
    file = path / RESULTS if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").split("\n")  # a text may hold other line ends, U+2028 for one
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"读不到上次的结果 {file}") from error
    results: list[Result] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            results.append(Result.from_dict(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionSetError(f"{file} 第 {number} 行：不是本版本写出的结果（{error!r}）") from error
    return results


def compare_runs(
    before: Sequence[Result], after: Sequence[Result], *, names: tuple[str, str] = LAST_AND_THIS
) -> RunComparison:
    """Compare two runs on the questions that both answered (same id and same words).

    Args:
        before: the results of one run.
        after: those of the other.
        names: what a reader calls the two.
    """
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
        turned=tuple(Turned(a, b) for a, b in pairs if (a.clean, a.failure) != (b.clean, b.failure)),
        names=names,
    )
