"""What a build did, document by document and stage by stage."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

PARTLY = "部分内容没有读入："
"""How the reason begins that is given for a part of a file that was read otherwise."""


def apart(refused: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what was not read at all, and what was read but for a part, the latter with what that part is."""
    whole: list[tuple[str, str]] = []
    partly: list[tuple[str, str]] = []
    for name, reason in refused:
        found = partly if reason.startswith(PARTLY) else whole
        found.append((name, reason.removeprefix(PARTLY)))
    return whole, partly


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    `added`, `changed`, `removed` and `moved` name documents; `refused` pairs names with the reason why they, or a part of
    them, could not be read (see `apart`), `notes` with what else there is to know. `stages` holds seconds of work, summed
    over all processes; `workers` is how many of these were started beside this one.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    passages: int
    seconds: float
    moved: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    stages: dict[str, float] = field(default_factory=dict[str, float])
    workers: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "unchanged": self.unchanged,
            "moved": list(self.moved),
            "removed": list(self.removed),
            "refused": [{"name": name, "reason": reason} for name, reason in self.refused],
            "notes": [{"name": name, "note": note} for name, note in self.notes],
            "passages": self.passages,
            "seconds": round(self.seconds, 3),
            "stages": {stage: round(seconds, 3) for stage, seconds in self.stages.items()},
            "workers": self.workers,
        }
