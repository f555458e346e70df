"""The values that pass between the stages: all frozen; a change makes a copy.

Offsets are half-open and count characters (Unicode code points) of `Document.text`, unless a docstring says otherwise.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Origin(StrEnum):
    """Where the title or the date of a document was taken from, the surest first."""

    STATED = "metadata file"
    FILE = "file metadata"
    TEXT = "text"
    NAME = "file name"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user says of a document; it overrules the file and its text, None leaves them as they are."""

    title: str | None = None
    published: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document that has its own title or date: an article on a newspaper page, a chapter."""

    start: int
    end: int
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a transcript that one speaker says."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Document:
    """One readable text with what is known about it.

    `name` is what people know it by: the file's path below the folder given, or the `id` of a JSON line.
    `pages` holds the offset at which each page begins (empty when the format has no pages); page numbers count from 1.
    `sections` and `turns` are sorted and do not overlap; they need not cover the text. `title_basis` and
    `published_basis` say how sure title and date are, None where there is none.
    """

    id: str
    name: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    sections: tuple[Section, ...] = ()
    turns: tuple[Turn, ...] = ()
    pages: tuple[int, ...] = ()
    title_basis: Origin | None = None
    published_basis: Origin | None = None

    def page_at(self, place: int) -> int | None:
        """Return the number of the page that a place is on, None for a text without pages."""
        return bisect_right(self.pages, place) or None

    def title_of(self, passage: "Passage") -> str | None:
        """Return the title that a passage is shown with: what the user says it is, else its section's, else its own."""
        stated = self.title if self.title_basis is Origin.STATED else None
        return stated or passage.section or self.title


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document that is found and quoted as one: `document.text[start:end] == text`.

    `published` is the date that holds for it: its section's, else its document's.
    """

    id: int
    document_id: str
    start: int
    end: int
    text: str
    section: str | None = None
    speaker: str | None = None
    page: int | None = None
    published: date | None = None


class Kind(StrEnum):
    """What a quantity counts or measures."""

    COUNT = "count"
    MONEY = "money"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    DURATION = "duration"
    RANK = "rank"
    TEMPERATURE = "temperature"
    OTHER = "other"


class Qualifier(StrEnum):
    """How exactly a quantity is stated."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ESTIMATED = "estimated"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a text: `text[start:end] == surface`, qualifier and unit included.

    `value` counts `unit`s: the numerals 万 and 亿 are multiplied out (81.5万件 is 815000 件, 1.2万亿元 is 1.2E12 元),
    the unit itself is kept (3公里 is 3 公里). 28% is 28 of "%", 两成 is 20 of "%", 三分之一 is 0.333… .
    `low` and `high` bound a range (70%-80%) or a vague number (数十), else both are None; then `value` is their middle.
    `currency` is set for money (ISO 4217 code).
    """

    start: int
    end: int
    surface: str
    value: Decimal
    unit: str
    kind: Kind
    qualifier: Qualifier = Qualifier.EXACT
    qualifier_surface: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A date or span of time as it stands in a text: `text[start:end] == surface`.

    `first` and `last` are its first and last day, None when open or when a relative period has no reference date.
    """

    start: int
    end: int
    surface: str
    first: date | None
    last: date | None
    relative: bool = False


class Basis(StrEnum):
    """Where the period of a figure was taken from."""

    STATED = "stated"
    INHERITED = "inherited"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Statement(StrEnum):
    """What kind of statement a figure is part of."""

    RESULT = "result"
    ESTIMATE = "estimate"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of a document with what it measures, of whom and of when.

    `quantity` and `sentence_start`/`sentence_end` are offsets into the document's text. `measure`, `subject` and
    `period` are the document's own words ("" when unread). `comparison` holds the words of what a multiple or a growth
    is compared with ("" for none).
    """

    document_id: str
    quantity: Quantity
    sentence_start: int
    sentence_end: int
    measure: str
    subject: str
    period: str
    first: date | None
    last: date | None
    basis: Basis
    statement: Statement = Statement.RESULT
    comparison: str = ""
    speaker: str | None = None
