"""Floors, what a run must reach: a JSON file in, what a run misses out.

The file holds limits, `{"complete": {"at_least": 0.85}, "errors": {"at_most": 0}}`, and under `reference` which
questions of which set were answered right when they were last raised: a run that answers significantly fewer of the
same questions has fallen, however far above its limits it still is. `raise_floors` writes that reference.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from eval.metrics import Comparison, compare
from eval.results import Result
from eval.summary import BY_KEY, Summary
from index.errors import QuestionSetError

REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least or the most that a rate may be."""

    key: str
    limit: float
    at_least: bool

    def holds(self, value: float) -> bool:
        """Whether a rate keeps to it; rounding of the last binary digits is forgiven."""
        return value >= self.limit - 1e-9 if self.at_least else value <= self.limit + 1e-9


@dataclass(frozen=True, slots=True)
class Missed:
    """A floor that a run does not reach; `value` is None when no question of the run measures it."""

    floor: Floor
    value: float | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Which questions of a set were asked, answered right, and right with a short answer that is clean."""

    name: str
    asked: frozenset[str]
    right: frozenset[str]
    clean: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fall:
    """A significant fall against the reference."""

    label: str
    comparison: Comparison


def load_floors(path: Path) -> list[Floor]:
    """Read the limits of a floors file.

    Raises:
        QuestionSetError: it is missing or breaks the schema; the message names the field.
    """
    floors: list[Floor] = []
    for key, entry in _read(path).items():
        if key == REFERENCE:
            continue
        if key not in BY_KEY:
            raise QuestionSetError(f"下限文件 {path}，字段 {key}：没有这个指标；可用：{'、'.join(BY_KEY)}")
        limits = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
        if not limits:
            raise QuestionSetError(f'下限文件 {path}，字段 {key}：应如 {{"at_least": 0.85}}')
        for side, limit in limits.items():
            if side not in ("at_least", "at_most") or isinstance(limit, bool) or not isinstance(limit, int | float):
                raise QuestionSetError(f"下限文件 {path}，字段 {key}.{side}：应是 at_least 或 at_most 加一个数")
            floors.append(Floor(key, float(limit), side == "at_least"))
    return floors


def load_reference(path: Path) -> Reference | None:
    """Read the reference of a floors file; None when it has none.

    Raises:
        QuestionSetError: as `load_floors`.
    """
    entry = _read(path).get(REFERENCE)
    if entry is None:
        return None
    try:
        ids = {name: frozenset(map(str, entry[name])) for name in ("asked", "right", "clean")}
        return Reference(str(entry["set"]), ids["asked"], ids["right"], ids["clean"])
    except (KeyError, TypeError) as error:
        raise QuestionSetError(f"下限文件 {path}，字段 {REFERENCE}：应有 set、asked、right、clean") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        record: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionSetError(f"读不到下限文件 {path}：{error.strerror or error}") from error
    except ValueError as error:
        raise QuestionSetError(f"下限文件 {path} 不是合法的 JSON（{error}）") from error
    if not isinstance(record, dict):
        raise QuestionSetError(f"下限文件 {path}：应是一个 JSON 对象")
    return cast("dict[str, Any]", record)


def falls(reference: Reference, name: str, results: Sequence[Result]) -> list[Fall]:
    """What fell significantly (McNemar's test at 5 %) on the questions that the reference holds.

    Args:
        reference: of an earlier state.
        name: the set that was run; a reference of another set says nothing about it.
        results: of the run.
    """
    asked = [result for result in results if result.id in reference.asked] if name == reference.name else []
    found: list[Fall] = []
    for label, before, after in (
        ("答对的题", reference.right, _right(asked)),
        ("答对且短答干净的题", reference.clean, _clean(asked)),
    ):
        comparison = compare([float(r.id in before) for r in asked], [float(r.id in after) for r in asked])
        if comparison is not None and comparison.verdict == "lower":
            found.append(Fall(label, comparison))
    return found


def raise_floors(path: Path, name: str, results: Sequence[Result]) -> None:
    """Make a run the reference of a floors file, its limits left as they are."""
    limits = {key: entry for key, entry in _read(path).items() if key != REFERENCE}
    ids = {"asked": [r.id for r in results], "right": sorted(_right(results)), "clean": sorted(_clean(results))}
    lines = [f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in limits.items()]
    lines.append(f"  {json.dumps(REFERENCE)}: {json.dumps({'set': name, **ids}, ensure_ascii=False)}")
    try:
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"不能写入 {path}：{error.strerror or error}") from error


def _right(results: Sequence[Result]) -> set[str]:
    return {result.id for result in results if result.right}


def _clean(results: Sequence[Result]) -> set[str]:
    return {result.id for result in results if result.clean}


def missed_floors(floors: list[Floor], summary: Summary) -> list[Missed]:
    """The floors that a run misses; a rate that no question measures misses its floor."""
    missed: list[Missed] = []
    for floor in floors:
        rate = summary.overall.rates[floor.key]
        if rate is None or not floor.holds(rate.value):
            missed.append(Missed(floor, None if rate is None else rate.value))
    return missed
