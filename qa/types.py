"""What an answer is made of: frozen values that hold only what can be shown and checked."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from index.types import Basis, Qualifier, Statement


class Status(StrEnum):
    """Whether the documents state an answer."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: `assistant.document(document_id).text[start:end] == quote`.

    `marker` is the number that stands for it in the answer's text: [1], [2] …; `published` is the date that holds for
    the quoted place, `page` counts from 1.
    """

    marker: int
    document_id: str
    document: str
    title: str | None
    published: date | None
    page: int | None
    start: int
    end: int
    quote: str
    speaker: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "marker": self.marker,
            "document_id": self.document_id,
            "document": self.document,
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "speaker": self.speaker,
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an answer, as its source writes it.

    `value` counts `unit`s, with 万 and 亿 multiplied out. `as_of` is the period in words ("" when the source gives
    none), `first` and `last` its days; `basis` says where the period was taken from. `scope` is of whom or of what.
    `statement` tells results from estimates and plans.
    `citation` is the marker of the quote that holds it.
    """

    surface: str
    value: Decimal
    unit: str
    qualifier: Qualifier
    as_of: str
    scope: str
    citation: int
    measure: str = ""
    first: date | None = None
    last: date | None = None
    basis: Basis = Basis.UNKNOWN
    statement: Statement = Statement.RESULT

    def to_dict(self) -> dict[str, Any]:
        return {
            "surface": self.surface,
            "value": str(self.value),
            "unit": self.unit,
            "qualifier": self.qualifier.value,
            "as_of": self.as_of,
            "scope": self.scope,
            "measure": self.measure,
            "citation": self.citation,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "basis": self.basis.value,
            "statement": self.statement.value,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What is returned for a question; every part of it has passed `verify`.

    `value` is the short answer alone, None when there is none. `text` is what a person reads, with [1] markers.
    `figures` holds the answering figures first, then the same measure at other periods or scopes. `standalone` is the
    question as it was understood when it leaned on the conversation.
    """

    question: str
    status: Status
    value: str | None
    text: str
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    confidence: float = 0.0
    standalone: str | None = None
    formula: str | None = None
    trace: dict[str, float | str] = field(default_factory=dict[str, float | str], compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON."""
        return {
            "question": self.question,
            "standalone": self.standalone,
            "status": self.status.value,
            "value": self.value,
            "text": self.text,
            "citations": [citation.to_dict() for citation in self.citations],
            "figures": [figure.to_dict() for figure in self.figures],
            "formula": self.formula,
            "confidence": round(self.confidence, 4),
            "trace": self.trace,
        }
