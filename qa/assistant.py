"""Assistant: the public face. Documents in, answers with citations out."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from index.config import IndexConfig
from index.embed import load_embedder
from index.store import DocumentInfo, Store
from index.types import Document, FigureRow, Passage
from index.words import bigrams, fold
from qa.pipeline import History, Pipeline, State
from qa.read import ExtractiveReader
from qa.types import Answer

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from index.build import BuildReport, Progress
    from qa.retrieve import HybridRetriever


class Assistant:
    """Answers questions over one store. Safe for many threads; picks up a newer build by itself.

    Open one with `Assistant.from_documents` or `Assistant.open`.
    """

    def __init__(self, store: Store, *, report: "BuildReport | None" = None, folder: Any = None) -> None:
        self._store = store
        self._pipeline = Pipeline(store, ExtractiveReader())
        self._folder = folder  # a temporary store lives as long as its assistant
        self.report = report

    @classmethod
    def from_documents(
        cls,
        sources: Iterable[Any] | str | os.PathLike[str],
        store: str | os.PathLike[str] | None = None,
        *,
        embedding: str | None = None,
        progress: "Progress | None" = None,
    ) -> Self:
        """Build or update a store from documents, then open it.

        Args:
            sources: paths of files or folders, or LangChain Documents.
            store: the store's folder; None keeps it in a temporary folder, removed with the assistant.
            embedding: a sentence-transformers model by name or path; None takes the shipped one, or for a store that is
                there the one it was built with.
            progress: called with (documents done, bytes done, bytes in all).

        Raises:
            SourceMissing: a path does not exist.
            StoreError: the store is locked, damaged or was built with other settings.
            EmbeddingError: the embedding model cannot be loaded.
        """
        from index.build import build  # loaders and cleaning are a third of the start-up of a plain question

        if isinstance(sources, str | os.PathLike):
            sources = [sources]
        folder = tempfile.TemporaryDirectory(prefix="yuanwen-") if store is None else None
        path = Path(folder.name if folder else store)  # type: ignore[arg-type]
        config = IndexConfig(embedding=embedding) if embedding is not None else None
        embedder = load_embedder(embedding) if embedding is not None else None
        report = build(sources, path, config=config, embedder=embedder, progress=progress)
        return cls(Store.open(path, embedding=embedder), report=report, folder=folder)

    @classmethod
    def open(cls, store: str | os.PathLike[str], *, embedding: str | None = None) -> Self:
        """Open a store that is there.

        Raises:
            StoreMissing: there is none.
            StoreMismatch: it was built with another version or model.
            StoreCorrupt: it is damaged beyond repair.
        """
        return cls(Store.open(store, embedding=embedding))

    @property
    def store(self) -> Store:
        """The opened store."""
        return self._store

    def ask(self, question: str, history: History = ()) -> Answer:
        """Answer a question; any text gives an answer, only a broken store raises."""
        return self._pipeline.run(question, history)

    def weigh(self, question: str, history: History = ()) -> State:
        """Return the ranked evidence for a question, for tuning and for looking into an answer."""
        return self._pipeline.weigh_only(question, history)

    def stream(self, question: str, history: History = ()) -> Iterator[Answer]:
        """Yield the answer as it grows, sentence by sentence; the last one is whole."""
        answer = self.ask(question, history)
        lines = answer.text.split("\n")
        for count in range(1, len(lines)):
            yield replace(answer, text="\n".join(lines[:count]))
        yield answer

    def documents(self) -> list[DocumentInfo]:
        """Return what is in the store: id, name, title, published, length in characters."""
        return self._store.documents()

    def document(self, document_id: str) -> Document:
        """Return one document with its text.

        Raises:
            KeyError: the store holds none of this id.
        """
        return self._store.document(document_id)

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """Yield the passages of one document, or of all."""
        return self._store.passages(document_id)

    def refused(self) -> list[tuple[str, str]]:
        """Return (name, reason) of each file that the last build could not read."""
        return self._store.refused()

    def figures(
        self,
        measure: str | None = None,
        subject: str | None = None,
        since: date | str | int | None = None,
    ) -> list[FigureRow]:
        """Return the figure rows, narrowed down to a measure, a subject, and periods that end on or after a day.

        Args:
            measure: words of what is measured; rows that share most of them.
            subject: words of whom; looked for in the row's subject and measure.
            since: a date, "2024-08-31", or a year.
        """
        first = _day(since)
        rows: Iterable[FigureRow] = self._store.figures()
        return [
            row
            for row in rows
            if (measure is None or _holds(row.measure, measure))
            and (subject is None or _holds(row.subject + " " + row.measure, subject))
            and (first is None or (row.last is not None and row.last >= first))
        ]

    def as_retriever(self, k: int = 10) -> "HybridRetriever":
        """Return a LangChain retriever over the store."""
        from qa.retrieve import HybridRetriever

        return HybridRetriever(store=self._store, k=k)

    def as_runnable(self) -> "Runnable[str | Mapping[str, Any], Answer]":
        """Return the whole chain as a LangChain Runnable: a question, or {question, history}, in; an Answer out."""
        from qa.chain import as_runnable

        return as_runnable(self._pipeline)


def _day(since: date | str | int | None) -> date | None:
    if since is None:
        return None
    if isinstance(since, date):
        return date(since.year, since.month, since.day)
    parts = str(since).strip().split("-")
    try:
        return date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except (ValueError, TypeError):
        raise ValueError(f"since 不是日期：{since}（应写成 2023、2024-08 或 2024-08-31）") from None


def _holds(text: str, wanted: str) -> bool:
    """Whether `text` holds the wanted words, or three in four of their character pairs."""
    if fold(wanted) in fold(text):
        return True
    pairs: Sequence[str] = bigrams(wanted)
    have = set(bigrams(text))
    return bool(pairs) and sum(pair in have for pair in pairs) >= 0.75 * len(pairs)
