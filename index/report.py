"""What a build did, document by document and stage by stage."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    `added`, `changed`, `removed` and `moved` name documents; `refused` pairs names with the reason why they could not be
    read, `notes` with what else there is to know. `stages` holds seconds of work, summed over all processes; `workers` is
    how many of these were started beside this one.
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
