"""What a reader hands to `verify`: sentences with markers, the places they quote, and the figures they state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from index.quantities import find_quantities
from index.types import FigureRow, Passage
from qa.evidence import Candidate
from qa.question import Question
from qa.texts import NOT_STATED_OF
from qa.types import Status

_PART = re.compile("[，,]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Quote:
    """A place in a passage's document that a marker points to; offsets into the document's text."""

    passage: Passage
    start: int
    end: int


def text_of(quote: Quote) -> str:
    """Return what a quote quotes."""
    return quote.passage.text[quote.start - quote.passage.start : quote.end - quote.passage.start]


def not_stated(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the note that some questions are not answered, as far as they say no figure: those belong into quotes."""
    parts = (_PART.split(text.rstrip("？?")) for text in asked)
    left = ["，".join(p for p in some if p and not _states_figure(p)) for some in parts]
    names = "；".join(dict.fromkeys(text for text in left if text))
    return (NOT_STATED_OF.format(names=names),) if names else ()


def _states_figure(text: str) -> bool:
    """Whether a text says a number; the 一 of 多少钱一张 is none."""
    return any(_DIGIT.search(q.surface) or q.value != 1 for q in find_quantities(text))


@dataclass(frozen=True, slots=True)
class Draft:
    """An unchecked answer. Marker [n] in `sentences` points to `quotes[n - 1]`, as does the number beside each row.

    `value` and the first sentence stand or fall together. `notes` are the program's own words on what is not stated;
    they say nothing of the documents and are not checked. `written` is set when a model wrote the sentences, in the
    documents' language or in English: then each of their words is looked at, not only their figures; `own` is what the
    extractive reader answers then to what was `asked`. `trace` is what reading took.
    """

    status: Status
    value: str | None
    sentences: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    rows: tuple[tuple[FigureRow, int], ...] = ()
    confidence: float = 0.0
    formula: str | None = None
    notes: tuple[str, ...] = ()
    written: Literal["", "zh", "en"] = ""
    own: "Draft | None" = None
    asked: tuple[str, ...] = ()
    trace: Mapping[str, float | str] = field(default_factory=dict[str, float | str], compare=False)


class Reader(Protocol):
    """Turns evidence into a draft; never calls anything by a number that the evidence does not hold."""

    def read(self, question: Question, evidence: Sequence[Candidate]) -> Draft: ...
