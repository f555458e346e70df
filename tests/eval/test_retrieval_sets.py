"""Our own questions on retrieval: English ones, and ones that share no content word with the passage that answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from eval.external_sets import HERE
from eval.reading import contains
from index.types import Passage
from index.words import fold, words
from qa import Assistant
from qa.english import is_english
from qa.question import function_words


def _records(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.from_documents([HERE / "corpus"], store=tmp_path_factory.mktemp("sample") / "store")


def _right(assistant: Assistant, record: dict[str, Any]) -> Iterator[Passage]:
    names = {document.id: document.name for document in assistant.documents()}
    for passage in assistant.passages():
        right = names[passage.document_id] == record["document"]
        if right and any(contains(passage.text, word) for word in record["holds"]):
            yield passage


def _check(assistant: Assistant, name: str) -> int:
    """Prove for each question on the documents of a store that they answer it; return how many there are."""
    known = {document.name for document in assistant.documents()}
    asked = [record for record in _records(name) if record["document"] in known]
    for record in asked:
        found = list(_right(assistant, record))
        assert found, record
        if name == "paraphrase":
            content = {w for w in words(record["question"]) if len(w) > 1 and w not in function_words()}
            assert not any(word in fold(found[0].text) for word in content), record
        else:
            assert is_english(record["question"]), record
    return len(asked)


def test_the_sets_are_as_large_as_promised() -> None:
    for name, least in (("english", 100), ("paraphrase", 150)):
        questions = [record["question"] for record in _records(name)]
        assert len(set(questions)) >= least


@pytest.mark.parametrize("name", ["english", "paraphrase"])
def test_the_sample_documents_answer(sample: Assistant, name: str) -> None:
    assert _check(sample, name) >= 90


@pytest.mark.seeds
@pytest.mark.parametrize("name", ["english", "paraphrase"])
def test_the_real_documents_answer(seed_assistant: Assistant, name: str) -> None:
    assert _check(seed_assistant, name) >= 12


def test_an_english_question_finds_the_chinese_passage(sample: Assistant) -> None:
    known = {document.name for document in sample.documents()}
    retriever = sample.as_retriever(k=5)
    asked = [record for record in _records("english") if record["document"] in known]
    met = 0
    for record in asked:
        right = {str(passage.id) for passage in _right(sample, record)}
        met += any(document.id in right for document in retriever.invoke(record["question"]))
    assert met >= 0.75 * len(asked)
