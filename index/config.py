"""Every knob of the index with its default; written into the store, so that a store says how it was made."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

FORMAT = 11
"""Version of what a store holds and how; a store of another version is refused with the remedy."""


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """How documents become passages, terms and vectors.

    `passage_length` is the length in characters that passages are filled up to, `passage_limit` the one that only a
    single sentence may exceed (CONTRIBUTING.md has the trial that chose them).
    `embedding` names a sentence-transformers model (None: the shipped static model), `words` the user's own words, one
    per line of the file given at build.
    """

    passage_length: int = 320
    passage_limit: int = 480
    embedding: str | None = None
    words: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"words": list(self.words)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        kept: dict[str, Any] = {key: value for key, value in values.items() if key in known}
        kept["words"] = tuple(kept.get("words", ()))
        return cls(**kept)
