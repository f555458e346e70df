"""A small real assistant: it looks for the sentence that shares most with the question and gives the figure beside it.

It has the public interface of `qa.Assistant` as far as the evaluation uses it, needs no index and no model, and can be
built with one of the bugs that an evaluation must notice.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Document, Passage, Period, Quantity
from qa.types import Answer, Citation, Figure, Status

SENTENCE = re.compile(r"[^。]+。")
BUGS = ("swapped units", "no period check", "second figure", "shifted quotes", "altered digits", "never refuses")


def pairs(text: str) -> set[str]:
    """The character pairs of a text."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


@dataclass(frozen=True)
class Entry:
    """A line of `documents()`."""

    id: str
    name: str


class SmallAssistant:
    """Answers from plain texts.

    Args:
        documents: text by name.
        bug: one of `BUGS`, or None for none.
    """

    def __init__(self, documents: Mapping[str, str], *, bug: str | None = None) -> None:
        assert bug is None or bug in BUGS
        self._documents = {f"id-{name}": Document(f"id-{name}", name, text) for name, text in documents.items()}
        self._bug = bug

    def documents(self) -> list[Entry]:
        return [Entry(document.id, document.name) for document in self._documents.values()]

    def document(self, document_id: str) -> Document:
        return self._documents[document_id]

    def passages(self, document_id: str | None = None) -> Iterable[Passage]:
        for document in self._documents.values():
            if document_id in (None, document.id):
                for i, match in enumerate(SENTENCE.finditer(document.text)):
                    yield Passage(i, document.id, match.start(), match.end(), match[0])

    def as_retriever(self, k: int = 10) -> Any:
        def invoke(question: str) -> list[Any]:
            return [self._found(passage) for passage in self._ranked(question)[:k]]

        return SimpleNamespace(invoke=invoke)

    def _found(self, passage: Passage) -> Any:
        name = self._documents[passage.document_id].name
        metadata = {"document": name, "start": passage.start, "end": passage.end}
        return SimpleNamespace(page_content=passage.text, metadata=metadata)

    def _ranked(self, question: str) -> list[Passage]:
        wanted = pairs(question)
        return sorted(self.passages(), key=lambda p: (-len(wanted & pairs(p.text)), p.document_id, -p.start))

    def ask(self, question: str, *, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        asked = " ".join([*(turn["content"] for turn in history if turn["role"] == "user"), question])
        standalone = asked if history else None
        year = find_periods(question)
        if self._bug == "no period check":
            asked, year = re.sub(r"\d{4}年", "", asked), []
        for passage in self._ranked(asked)[:3]:
            if year and not _within(passage.text, year[0]):
                continue
            figures = find_quantities(passage.text)
            if len(pairs(asked) & pairs(passage.text)) >= 3 and figures:
                return self._answer(question, standalone, passage, figures, _beside(asked, passage.text, figures))
        if self._bug == "never refuses":
            first = next(p for p in self._ranked(asked) if find_quantities(p.text))
            return self._answer(question, standalone, first, find_quantities(first.text), 0)
        return Answer(question, Status.NO_EVIDENCE, None, f"资料没有说明：{question}", standalone=standalone)

    def _answer(
        self, question: str, standalone: str | None, passage: Passage, figures: list[Quantity], chosen: int
    ) -> Answer:
        if self._bug == "second figure":
            chosen = (chosen + 1) % len(figures)
        quantity = figures[chosen]
        surface = quantity.surface
        text = passage.text
        if self._bug == "swapped units":
            other = re.sub(r"亿元|家$", lambda m: {"亿元": "亿家", "家": "平方米"}[m[0]], surface)
            surface, text = other, text.replace(surface, other)
        if self._bug == "altered digits":
            altered = surface.translate(str.maketrans("123456789", "234567891"))
            surface, text = altered, text.replace(surface, altered)
        shift = 1 if self._bug == "shifted quotes" else 0
        citation = Citation(
            marker=1,
            document_id=passage.document_id,
            document=self._documents[passage.document_id].name,
            title=None,
            published=None,
            page=None,
            start=passage.start + shift,
            end=passage.end + shift,
            quote=passage.text,
        )
        figure = _figure(replace(quantity, surface=surface), passage.text)
        share = len(pairs(question) & pairs(passage.text)) / max(1, len(pairs(question)))
        return Answer(
            question,
            Status.ANSWERED,
            surface,
            f"{text}[1]",
            (citation,),
            (figure,),
            confidence=min(1.0, share),
            standalone=standalone,
        )


def _beside(question: str, text: str, figures: list[Quantity]) -> int:
    """Which figure has the words of the question just before it."""
    shared = [len(pairs(question) & pairs(text[max(0, q.start - 6) : q.start])) for q in figures]
    return shared.index(max(shared))


def _within(text: str, wanted: Period) -> bool:
    return any((p.first, p.last) == (wanted.first, wanted.last) for p in find_periods(text))


def _figure(quantity: Quantity, text: str) -> Figure:
    period = next(iter(find_periods(text)), None)
    return Figure(
        surface=quantity.surface,
        value=quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        as_of=period.surface if period else "",
        scope=text[:4],
        citation=1,
        first=period.first if period else None,
        last=period.last if period else None,
    )


DOCUMENTS = {
    "年报.txt": (
        "青禾园区2023年营业总收入803.7亿元，入驻企业1150家。"
        "青禾园区2024年营业总收入927.3亿元，入驻企业1200家。"
        "青禾园区的管理单位是青禾科技服务中心，有员工86名。"
    ),
    "简报.txt": "白石园区2024年新增专利5000余件，占全市28%。白石园区的负责人是李木子，任期3年。",
}
"""What the small assistant is asked about in the tests."""


@pytest.fixture
def make_assistant() -> Callable[..., SmallAssistant]:
    """Build the small assistant over `DOCUMENTS`, with a bug when one is named."""

    def make(bug: str | None = None, documents: Mapping[str, str] = DOCUMENTS) -> SmallAssistant:
        return SmallAssistant(documents, bug=bug)

    return make
