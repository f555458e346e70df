"""HybridRetriever: the search as a LangChain retriever."""

from dataclasses import replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.store import Store
from qa.search import SearchConfig, search


class HybridRetriever(BaseRetriever):
    """Finds passages by words, character pairs and vectors together.

    Each Document's metadata holds document_id, document (its name), start, end, title, section, speaker, page,
    published (ISO date or None) and score (0 to 1).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    k: int = 10
    config: SearchConfig = SearchConfig()

    def without_dense(self) -> "HybridRetriever":
        """Return the same retriever without vectors, for measuring what they bring."""
        weights = replace(self.config.weights, dense=0.0)
        return HybridRetriever(store=self.store, k=self.k, config=replace(self.config, weights=weights))

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        self.store.refresh()
        hits = search(self.store, query, k=self.k if k is None else k, config=self.config)
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
