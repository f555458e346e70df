"""A document with all that was made of it, as plain values: what a store keeps of it, and back again.

`Record` is what is written, `Stored` what is read. A digest over every byte is made when a record is sealed and
recomputed when it is read, before anything of it is shown.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.types import (
    Basis,
    Document,
    FigureRow,
    Kind,
    Origin,
    Passage,
    Qualifier,
    Quantity,
    Section,
    Statement,
    Turn,
)

Vectors = NDArray[np.float32]


class Record(NamedTuple):
    """All that is stored of one document, in plain values that another process can send.

    `head` holds uid, path, name, title, title_basis, published, published_basis, source, text and structure; `passages`
    is the JSON of start, end, section, speaker, page and published of each, `figures` that of the position of its
    passage and the values of each; `vectors` are the passages' vectors in half precision, one after the other.
    `counts` are how many passages and figures there are, with the first and the last day that the figures' periods
    reach; `digests` those of the vectors and of all.
    """

    head: Sequence[Any]
    passages: str
    figures: str
    vectors: bytes
    counts: Sequence[Any]
    digests: Sequence[str]

    @property
    def uid(self) -> str:
        return self.head[0]

    @property
    def name(self) -> str:
        return self.head[2]

    @property
    def length(self) -> int:
        """How many passages there are."""
        return self.counts[0]

    def body(self) -> tuple[str, str, str, str]:
        """Text, structure, passages and figures, the last three as JSON."""
        return self.head[8], self.head[9], self.passages, self.figures

    def under(self, head: Sequence[Any]) -> "Record":
        """Return the same of a document under another head."""
        return _sealed(head, self.passages, self.figures, self.vectors, self.counts)

    def embedded(self, vectors: bytes) -> "Record":
        """Return the same with vectors."""
        return _sealed(self.head, self.passages, self.figures, vectors, self.counts)


def head_of(path: str, document: Document) -> tuple[Any, ...]:
    """Return the values of a document's own row."""
    return (
        *(document.id, path, document.name, document.title, _value(document.title_basis), _iso(document.published)),
        *(_value(document.published_basis), document.source, document.text, _structure(document)),
    )


def mark_of(head: Sequence[Any]) -> str:
    """Return what tells whether a document of the same id is still the same: title, date, source and structure."""
    return hashlib.sha256(_json([*head[3:8], head[9]]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def record(
    head: Sequence[Any], passages: Sequence[Passage], figures: Sequence[tuple[int, FigureRow]], vectors: Vectors
) -> Record:
    """Return what is stored of one document with all that was made of it.

    Args:
        head: as `head_of` gives it.
        passages: its passages in order; their ids are given anew when they are stored.
        figures: pairs of (position of its passage in `passages`, row).
        vectors: n passages × d, stored in half precision.
    """
    facts = [(position, *_figure_values(row)) for position, row in figures]
    return _made(head, [_passage_values(p) for p in passages], facts, np.ascontiguousarray(vectors, "<f2").tobytes())


def _made(
    head: Sequence[Any], passages: Sequence[Sequence[Any]], figures: Sequence[Sequence[Any]], vectors: bytes
) -> Record:
    firsts = [fact[_FIRST] for fact in figures if fact[_FIRST]]
    lasts = [fact[_LAST] for fact in figures if fact[_LAST]]
    counts = (len(passages), len(figures), min(firsts, default=None), max(lasts, default=None))
    return _sealed(head, _json(passages), _json(sorted(figures, key=_position)), vectors, counts)


def _sealed(head: Sequence[Any], passages: str, figures: str, vectors: bytes, counts: Sequence[Any]) -> Record:
    """Return what is stored of one document under the digest that says it is this."""
    own = hashlib.sha256(vectors).hexdigest()
    digests = (own, digest_of(head[:8], (*head[8:], passages, figures), own))
    return Record(head, passages, figures, vectors, counts, digests)


def digest_of(head: Sequence[Any], body: Sequence[str], vectors: str) -> str:
    """Return the digest over the first eight values of the head, the four parts of the body and the vectors' digest."""
    digest = hashlib.sha256(_json([*head, vectors, *(len(part) for part in body)]).encode("utf-8", "surrogatepass"))
    for part in body:
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Stored:
    """One document as it was read and found to be what was written; its parts are made when they are asked for.

    `first` is the id of its first passage: the others follow it.
    """

    def __init__(self, head: Sequence[Any], first: int, body: Sequence[str]) -> None:
        self._head = head
        self.first = first
        self.text, self._structure, passages, self._figures = body
        # As tuples, which the garbage collector soon leaves alone: thousands of documents stay in memory.
        self._passages: list[tuple[Any, ...]] = [tuple(values) for values in json.loads(passages)]

    @property
    def uid(self) -> str:
        return self._head[0]

    @property
    def path(self) -> str:
        """The key of its source."""
        return self._head[1]

    @property
    def name(self) -> str:
        return self._head[2]

    @property
    def title(self) -> str | None:
        return self._head[3]

    def __len__(self) -> int:
        """Return the number of its passages."""
        return len(self._passages)

    def record(self, vectors: bytes) -> Record:
        """Return what was written, for writing it again in another place."""
        return _made((*self._head, self.text, self._structure), self._passages, self._facts, vectors)

    @cached_property
    def document(self) -> Document:
        uid, _, name, title, title_basis, published, published_basis, source = self._head
        parts = json.loads(self._structure)
        return Document(
            id=uid,
            name=name,
            text=self.text,
            title=title,
            published=_date(published),
            source=source,
            sections=tuple(Section(start, end, title, _date(day)) for start, end, title, day in parts["sections"]),
            turns=tuple(Turn(start, end, speaker) for start, end, speaker in parts["turns"]),
            pages=tuple(parts["pages"]),
            title_basis=_origin(title_basis),
            published_basis=_origin(published_basis),
        )

    def passage(self, position: int) -> Passage:
        """Return the passage at a position, counted from 0."""
        start, end, section, speaker, page, published = self._passages[position]
        number, text = self.first + position, self.text[start:end]
        return Passage(number, self.uid, start, end, text, section, speaker, page, _date(published))

    def passages(self) -> Iterator[Passage]:
        """Yield its passages in order."""
        return (self.passage(position) for position in range(len(self)))

    @cached_property
    def _facts(self) -> list[list[Any]]:
        return json.loads(self._figures)

    def figures(self, position: int | None = None) -> list[FigureRow]:
        """Return the figure rows of the passage at a position, or all, in the order of the text."""
        facts = self._facts
        if position is not None:
            start = bisect_left(facts, position, key=_position)
            facts = facts[start : bisect_left(facts, position + 1, start, key=_position)]
        return [_figure(self.uid, fact) for fact in facts]

    def positions(self) -> list[int]:
        """Return for each figure row the position of its passage."""
        return [fact[0] for fact in self._facts]


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr).encode


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _value(origin: Origin | None) -> str | None:
    return origin.value if origin else None


def _origin(text: str | None) -> Origin | None:
    return Origin(text) if text else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _structure(document: Document) -> str:
    return _json(
        {
            "sections": [[s.start, s.end, s.title, _iso(s.published)] for s in document.sections],
            "turns": [[t.start, t.end, t.speaker] for t in document.turns],
            "pages": list(document.pages),
        }
    )


def _passage_values(passage: Passage) -> tuple[Any, ...]:
    return (passage.start, passage.end, passage.section, passage.speaker, passage.page, _iso(passage.published))


def _figure_values(row: FigureRow) -> tuple[Any, ...]:
    q = row.quantity
    return (
        *(q.start, q.end, q.surface, str(q.value), q.unit, q.kind.value, q.qualifier.value, q.qualifier_surface),
        *(_text(q.low), _text(q.high), q.currency, row.sentence_start, row.sentence_end, row.measure, row.subject),
        *(row.period, _iso(row.first), _iso(row.last), row.basis.value, row.statement.value, row.comparison),
        row.speaker,
    )


_FIRST, _LAST = 17, 18  # where the days of its period stand in a figure's values, its passage's position before them


def _position(fact: Sequence[Any]) -> int:
    return fact[0]


def _figure(document_id: str, fact: Sequence[Any]) -> FigureRow:
    values = fact[1:]
    quantity = Quantity(
        start=values[0],
        end=values[1],
        surface=values[2],
        value=Decimal(values[3]),
        unit=values[4],
        kind=Kind(values[5]),
        qualifier=Qualifier(values[6]),
        qualifier_surface=values[7],
        low=_decimal(values[8]),
        high=_decimal(values[9]),
        currency=values[10],
    )
    return FigureRow(
        document_id=document_id,
        quantity=quantity,
        sentence_start=values[11],
        sentence_end=values[12],
        measure=values[13],
        subject=values[14],
        period=values[15],
        first=_date(values[16]),
        last=_date(values[17]),
        basis=Basis(values[18]),
        statement=Statement(values[19]),
        comparison=values[20],
        speaker=values[21],
    )
