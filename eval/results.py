"""What is known of one evaluated question: frozen, plain values, so that it goes to a JSON line and back unchanged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

RECALL_AT = (1, 5, 10)
"""The depths at which `Result.recall` is measured."""


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """A figure as the answer gives it, in plain values; `basis` tells where its period was taken from."""

    surface: str
    value: str
    unit: str
    qualifier: str
    as_of: str
    first: str
    last: str
    scope: str
    measure: str
    basis: str
    citation: int


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation as the answer gives it; `intact` tells whether its quote is that stretch of its document."""

    marker: int
    document: str
    start: int
    end: int
    quote: str
    intact: bool


@dataclass(frozen=True, slots=True)
class GivenPassage:
    """A retrieved passage; `relevant` tells whether it holds a place of the evidence (None when there is none)."""

    document: str
    start: int
    end: int
    text: str
    relevant: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """How one question was answered and judged; None where a judgement does not apply to it."""

    id: str
    category: str
    split: str
    question: str
    history: tuple[str, ...]
    standalone: str
    answerable: bool
    expected: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    status: str
    value: str
    text: str
    confidence: float
    formula: str
    figures: tuple[GivenFigure, ...]
    citations: tuple[GivenCitation, ...]
    refused: bool
    complete: bool | None
    value_complete: bool | None
    value_clean: bool | None
    value_right: float | None
    unit_right: float | None
    period_right: float | None
    qualifier_right: float | None
    exact_match: float | None
    f1: float | None
    wrong_numbers: tuple[str, ...]
    unsupported: tuple[str, ...]
    document_hit: bool | None
    cited_evidence: bool | None
    citation_precision: float | None
    citation_recall: float | None
    recall: tuple[float, ...] | None
    reciprocal_rank: float | None
    ndcg: float | None
    first_rank: int | None
    retrieved: bool | None
    passages: tuple[GivenPassage, ...]
    seconds: float
    trace: dict[str, float | str] = field(default_factory=dict[str, float | str])
    failure: str | None = None
    error: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right as a whole: complete where there is an answer, refused where there is none."""
        return bool(self.complete) if self.answerable else self.refused

    @property
    def clean(self) -> bool:
        """Whether it is right and its short answer too: everything expected, no figure that does not belong there."""
        return self.right and not self.wrong_numbers and self.value_clean is not False

    @property
    def bad_quotes(self) -> int:
        """How many quotes are not what stands in their document."""
        return sum(not citation.intact for citation in self.citations)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Result":
        """Read what `to_dict` wrote; fields that this version does not know are left out.

        Raises:
            KeyError: a field is missing.
            TypeError: the record is not one of a result.
        """
        values = {known.name: record[known.name] for known in fields(cls)}
        for name in ("history", "expected", "documents", "evidence", "wrong_numbers", "unsupported"):
            values[name] = tuple(values[name])
        values["recall"] = None if values["recall"] is None else tuple(values["recall"])
        values["figures"] = tuple(GivenFigure(**figure) for figure in values["figures"])
        values["citations"] = tuple(GivenCitation(**citation) for citation in values["citations"])
        values["passages"] = tuple(GivenPassage(**passage) for passage in values["passages"])
        return cls(**values)
