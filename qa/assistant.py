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
from qa.draft import Reader
from qa.pipeline import History, Pipeline, State
from qa.read import ExtractiveReader
from qa.summary import SUMMARIZE
from qa.types import Answer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from index.build import BuildReport, Progress
    from qa.llm_model import LanguageModelSettings
    from qa.retrieve import HybridRetriever

    LanguageModel = str | LanguageModelSettings | BaseChatModel


class Assistant:
    """Answers questions over one store. Safe for many threads; picks up a newer build by itself.

    Open one with `Assistant.from_documents` or `Assistant.open`.
    """

    def __init__(
        self,
        store: Store,
        *,
        report: "BuildReport | None" = None,
        folder: Any = None,
        llm: "LanguageModel | None" = None,
    ) -> None:
        self._store = store
        self._pipeline = Pipeline(store, _reader(store, llm))
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
        metadata: "str | os.PathLike[str] | Mapping[str, Mapping[str, Any]] | None" = None,
        llm: "LanguageModel | None" = None,
    ) -> Self:
        """Build or update a store from documents, then open it.

        Args:
            sources: paths of files or folders, or LangChain Documents.
            store: the store's folder; None keeps it in a temporary folder, removed with the assistant.
            embedding: a sentence-transformers model by name or path; None takes the shipped one, or for a store that is
                there the one it was built with.
            progress: called with (documents done, bytes done, bytes in all).
            metadata: what holds of documents whatever they say themselves: a CSV file with the columns path, title,
                published and source, or a mapping from path to these; None keeps what was given for the store before.
            llm: a language model that writes the answers: provider:name as LangChain knows it (openai:deepseek-chat),
                settings, or a chat model; None asks none, and the network is never used.

        Raises:
            LanguageModelError: there is no such language model.
            SourceMissing: a path does not exist.
            MetadataError: the metadata cannot be used; the message names line and value.
            StoreError: the store is locked, damaged or was built with other settings.
            EmbeddingError: the embedding model cannot be loaded.
        """
        from index.build import build  # loaders and cleaning are a third of the start-up of a plain question
        from index.metadata import Metadata

        _model(llm)  # a name that is none is told before the documents are read
        if isinstance(sources, str | os.PathLike):
            sources = [sources]
        folder = tempfile.TemporaryDirectory(prefix="yuanwen-") if store is None else None
        path = Path(folder.name if folder else store)  # type: ignore[arg-type]
        config = IndexConfig(embedding=embedding) if embedding is not None else None
        embedder = load_embedder(embedding) if embedding is not None else None
        said = None
        if metadata is not None:
            said = Metadata.given(metadata) if isinstance(metadata, Mapping) else Metadata.read(Path(metadata))
        report = build(sources, path, config=config, embedder=embedder, metadata=said, progress=progress)
        return cls(Store.open(path, embedding=embedder), report=report, folder=folder, llm=llm)

    @classmethod
    def open(
        cls, store: str | os.PathLike[str], *, embedding: str | None = None, llm: "LanguageModel | None" = None
    ) -> Self:
        """Open a store that is there; `llm` as in `from_documents`.

        Raises:
            LanguageModelError: there is no such language model.
            StoreMissing: there is none.
            StoreMismatch: it was built with another version or model.
            StoreCorrupt: it is damaged beyond repair.
        """
        return cls(Store.open(store, embedding=embedding), llm=llm)

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
        shown = ""
        answer: Answer | None = None
        for answer in self._pipeline.stream(question, history):
            lines = answer.text.split("\n")
            for count in range(1, len(lines) + 1):
                text = "\n".join(lines[:count])
                if text.startswith(shown) and len(text) > len(shown):
                    shown = text
                    yield replace(answer, text=text)
        if answer is not None:
            yield answer

    def summary(self, topic: str) -> Answer:
        """Return the figures and sentences on a topic, each cited: a list, or prose where a language model writes."""
        return self._pipeline.run(SUMMARIZE.format(topic=topic))

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


def _reader(store: Store, llm: "LanguageModel | None") -> Reader:
    """Return what reads the evidence: the extractive reader unless a language model is named."""
    if (opened := _model(llm)) is None:
        return ExtractiveReader()
    from qa.llm import LanguageModelReader

    return LanguageModelReader(*opened, store)


def _model(llm: "LanguageModel | None") -> "tuple[BaseChatModel, LanguageModelSettings] | None":
    if llm is None:
        return None
    from qa.llm_model import LanguageModelSettings, open_model

    if isinstance(llm, str | LanguageModelSettings):
        settings = LanguageModelSettings.from_environment(llm) if isinstance(llm, str) else llm
        return open_model(settings), settings
    name = str(getattr(llm, "model_name", None) or getattr(llm, "model", None) or type(llm).__name__)
    return llm, LanguageModelSettings(name)


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
