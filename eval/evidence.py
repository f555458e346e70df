"""Where in the documents the expected answer stands: from a question and an assistant's documents to places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Protocol

from eval.anchors import locate, stands
from eval.questions import EvalQuestion, Span
from eval.reading import figure_places, places_of
from index.types import Document, Passage
from qa.types import Answer


class Answering(Protocol):
    """What the evaluation uses of an assistant: a part of the public interface of `qa.Assistant`."""

    def ask(self, question: str, *, history: Sequence[Mapping[str, str]] = ()) -> Answer: ...
    def document(self, document_id: str) -> Document: ...
    def documents(self) -> Iterable[Any]: ...
    def passages(self, document_id: str | None = None) -> Iterable[Passage]: ...
    def as_retriever(self, k: int = 10) -> Any: ...


def same_document(name: str, other: str) -> bool:
    """Whether two names mean one document: equal, or equal without their folders when one of them has none."""
    if name == other:
        return True
    a, b = PurePath(name), PurePath(other)
    return a.name == b.name and (len(a.parts) == 1 or len(b.parts) == 1)


def overlaps(a: Span, b: Span) -> bool:
    """Whether two places share at least one character."""
    return a.document == b.document and a.start < b.end and b.start < a.end


class Corpus:
    """The documents of an assistant by name, each read once."""

    def __init__(self, assistant: Answering) -> None:
        self._assistant = assistant
        self._ids = {str(entry.name): str(entry.id) for entry in assistant.documents()}
        self._texts: dict[str, str] = {}
        self._passages: dict[str, list[Span]] = {}
        self._places: dict[tuple[str, str, bool], list[Span]] = {}

    @property
    def names(self) -> list[str]:
        """The names of all documents."""
        return list(self._ids)

    def find(self, name: str) -> str | None:
        """The name under which the assistant knows a document that a question set names."""
        if name in self._ids:
            return name
        return next((known for known in self._ids if same_document(known, name)), None)

    def text(self, name: str) -> str:
        """The text of a document by its name in the store."""
        return self._read(self._ids[name])

    def _read(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts[document_id] = self._assistant.document(document_id).text
        return self._texts[document_id]

    def slice(self, document_id: str, start: int, end: int) -> str | None:
        """The characters of a document by its id, None when there is no such document or stretch."""
        try:
            text = self._read(document_id)
        except KeyError:
            return None
        return text[start:end] if 0 <= start <= end else None

    def around(self, place: Span, *, margin: int = 20) -> str:
        """A place in 【】 with the characters around it, as one line: what a reader needs to recognize it."""
        text = self.text(place.document)
        start, end = max(0, place.start - margin), min(len(text), place.end + margin)
        before, words, after = (
            " ".join(text[a:b].split()) for a, b in ((start, place.start), (place.start, place.end), (place.end, end))
        )
        lead, trail = "…" * (start > 0), "…" * (end < len(text))
        return f"{place.document} {place.start}–{place.end}：{lead}{before}【{words}】{after}{trail}"

    def place(self, span: Span) -> Span | None:
        """Where a place that a question set gives stands in the store's text; None where it is not to be found."""
        name = self.find(span.document)
        found = locate(span, self.text(name)) if name is not None else None
        return replace(found, document=name) if found is not None and name is not None else None

    def at(self, place: Span) -> str:
        """The characters of a place."""
        return self.text(place.document)[place.start : place.end]

    def passages(self, name: str) -> list[Span]:
        """The passages of a document by its name in the store."""
        if name not in self._passages:
            self._passages[name] = [Span(name, p.start, p.end) for p in self._assistant.passages(self._ids[name])]
        return self._passages[name]

    def figure(self, name: str, surface: str) -> list[Span]:
        """Where a document states a figure."""
        key = (name, surface, True)
        if key not in self._places:
            self._places[key] = [Span(name, a, b) for a, b in figure_places(surface, self.text(name))]
        return self._places[key]

    def words(self, name: str, wanted: str) -> list[Span]:
        """Where a document holds these words, white space and punctuation aside."""
        key = (name, wanted, False)
        if key not in self._places:
            self._places[key] = [Span(name, a, b) for a, b in places_of(self.text(name), wanted)]
        return self._places[key]


def evidence_of(question: EvalQuestion, corpus: Corpus) -> list[list[Span]]:
    """Where each thing that a complete answer needs stands; any one of its places suffices.

    The places that the question set gives are taken, each where it stands now; what none of them holds is no item, and
    a place that holds nothing expected (what a computed figure is computed from) is an item of its own. Without them,
    the expected figures and words are looked up in the expected documents (all documents when none is named).

    Returns:
        One list of places a thing that was found: an expected figure, an expected group of words.
    """
    given = [place for place in map(corpus.place, question.evidence) if place is not None]
    if given:
        held = [stands(question, corpus.at(place)) for place in given]
        items = [[place for place, one in zip(given, held, strict=True) if one[i]] for i in range(len(held[0]))]
        items += [[place] for place, one in zip(given, held, strict=True) if not any(one)]
        return [places for places in items if places]
    named = [name for name in map(corpus.find, question.documents) if name is not None]
    names = named or corpus.names
    items = [[place for name in names for place in corpus.figure(name, figure.surface)] for figure in question.figures]
    for group in question.answers:
        items.append([place for name in names for wanted in group for place in corpus.words(name, wanted)])
    return [places for places in items if places]
