"""HybridRetriever: the search as a LangChain retriever, which lists what says the same again behind all else."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.store import Store
from index.words import bigrams, fold
from qa.search import Hit, SearchConfig, search

_DEEPER = 2
"""How many times as many passages are looked through for ones that say something else."""
_COPY = 0.8
"""Share of a passage's character pairs that another one has, from which it is a reprint of that."""


def copies_last(hits: Sequence[Hit]) -> list[Hit]:
    """Return hits with those behind all others that only say again what one before them says: reprints, quotations.

    Scores stay in the order of the hits.
    """
    own: list[Hit] = []
    again: list[Hit] = []
    told: list[set[str]] = []
    for hit in hits:
        pairs = set(bigrams(fold(hit.passage.text)))
        if any(len(pairs & other) > _COPY * max(1, min(len(pairs), len(other))) for other in told):
            again.append(hit)
        else:
            own.append(hit)
            told.append(pairs)
    least = own[-1].score if own else 0.0
    return [*own, *(replace(hit, score=min(hit.score, least)) for hit in again)]


class HybridRetriever(BaseRetriever):
    """Finds passages by words, character pairs and vectors together.

    Each Document's metadata holds document_id, document (its name), start, end, title, section, speaker, page,
    published (ISO date or None) and score (0 to 1).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    k: int = 10
    config: SearchConfig = SearchConfig(meant=True, finding=True)

    def without_dense(self) -> "HybridRetriever":
        """Return the same retriever without vectors, for measuring what they bring."""
        weights = replace(self.config.weights, dense=0.0)
        return HybridRetriever(store=self.store, k=self.k, config=replace(self.config, weights=weights))

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        self.store.refresh()
        wanted = self.k if k is None else k
        hits = copies_last(search(self.store, query, k=_DEEPER * wanted, config=self.config))[:wanted]
        known = {number: self.store.document(number) for number in {hit.passage.document_id for hit in hits}}
        return [
            Document(
                id=str(hit.passage.id),
                page_content=hit.passage.text,
                metadata={
                    "document_id": hit.passage.document_id,
                    "document": known[hit.passage.document_id].name,
                    "title": known[hit.passage.document_id].title,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "section": hit.passage.section,
                    "speaker": hit.passage.speaker,
                    "page": hit.passage.page,
                    "published": hit.passage.published.isoformat() if hit.passage.published else None,
                    "score": hit.score,
                },
            )
            for hit in hits
        ]
