"""Floors, what a run must reach: a JSON file `{"complete": {"at_least": 0.85}, "errors": {"at_most": 0}}` in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from eval.summary import BY_KEY, Summary
from index.errors import QuestionSetError


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


def load_floors(path: Path) -> list[Floor]:
    """Read a floors file.

    Raises:
        QuestionSetError: it is missing or breaks the schema; the message names the field.
    """
    try:
        record: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionSetError(f"读不到下限文件 {path}：{error.strerror or error}") from error
    except ValueError as error:
        raise QuestionSetError(f"下限文件 {path} 不是合法的 JSON（{error}）") from error
    if not isinstance(record, dict):
        raise QuestionSetError(f"下限文件 {path}：应是一个 JSON 对象")
    floors: list[Floor] = []
    for key, entry in cast("dict[str, Any]", record).items():
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


def missed_floors(floors: list[Floor], summary: Summary) -> list[Missed]:
    """The floors that a run misses; a rate that no question measures misses its floor."""
    missed: list[Missed] = []
    for floor in floors:
        rate = summary.overall.rates[floor.key]
        if rate is None or not floor.holds(rate.value):
            missed.append(Missed(floor, None if rate is None else rate.value))
    return missed
