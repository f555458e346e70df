"""HybridRetriever against LangChain's own suite for retrievers, and its metadata."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from index.build import build
from index.store import Store
from qa import Assistant
from qa.retrieve import HybridRetriever
from tests.conftest import NOTICE, REPORT_2023, REPORT_2024


class TestHybridRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True, scope="class")
    def _store(self) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            docs = Path(folder) / "docs"
            docs.mkdir()
            for number, text in enumerate((REPORT_2023, REPORT_2024, NOTICE)):
                (docs / f"{number}.txt").write_text(text, encoding="utf-8")
            build([docs], Path(folder) / "store")
            type(self).opened = Store.open(Path(folder) / "store")  # type: ignore[attr-defined]
            yield

    @property
    def retriever_constructor(self) -> type[HybridRetriever]:
        return HybridRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"store": self.opened}  # type: ignore[attr-defined]

    @property
    def retriever_query_example(self) -> str:
        return "园区企业"


def test_metadata_opens_at_the_right_place(assistant: Assistant) -> None:
    found = assistant.as_retriever(k=2).invoke("青松产业园占地面积")
    assert found[0].metadata["document"] == "青松.md"
    for item in found:
        text = assistant.document(item.metadata["document_id"]).text
        assert text[item.metadata["start"] : item.metadata["end"]] == item.page_content
        assert {"document", "title", "published", "score"} <= set(item.metadata)


def test_nothing_to_search_for(assistant: Assistant) -> None:
    assert assistant.as_retriever().invoke("  ") == []


def test_reprints_stand_behind_what_says_something_else(tmp_path: Path) -> None:
    said = "望川市水务局今天把防汛应急响应提升到二级，要求沿河各镇加强巡查，转移低洼处的居民。"
    texts = [said, f"据本报消息，{said}", f"{said}（记者 吕若谷）", "望川市的防汛应急响应在上周是四级。"]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assistant = Assistant.from_documents([tmp_path], store=None)
    retriever = assistant.as_retriever(k=2)
    found = retriever.invoke("望川市水务局把防汛应急响应提升到几级？")
    assert said in found[0].page_content
    assert "四级" in found[1].page_content
    scores = [item.metadata["score"] for item in retriever.invoke("望川市水务局把防汛应急响应提升到几级？", k=4)]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
