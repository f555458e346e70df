"""What every reader keeps: the extractive one, a language model that is faithful, and one that fails, on one suite."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa import Assistant, Status
from qa.draft import Reader
from qa.evidence import Candidate
from qa.pipeline import Pipeline
from qa.question import Question
from qa.read import ExtractiveReader, read_each
from qa.verify import verify
from tests.conftest import NOTICE, REPORT_2023, REPORT_2024
from tests.qa.llm_server import Act, copying, serving

QUESTIONS = (
    "云湖科技园2024年营业总收入是多少？",
    "云湖科技园有多少家高新技术企业？",
    "2024年云湖科技园集聚了多少家企业？",
    "青松产业园占地多大？",
    "青松产业园主要发展什么产业？",
    "云湖科技园的负责人是谁？",
)
READERS = ("extractive", "faithful model", "failing model")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contract")
    (folder / "docs").mkdir()
    for name, text in (("2023.txt", REPORT_2023), ("2024.txt", REPORT_2024), ("青松.md", NOTICE)):
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    Assistant.from_documents([folder / "docs"], folder / "store")
    return folder / "store"


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, store: Path) -> Iterator[Reader]:
    if request.param == "extractive":
        yield ExtractiveReader()
        return
    pytest.importorskip("langchain_openai")
    from qa.llm import LanguageModelReader
    from qa.llm_model import LanguageModelSettings, open_model

    script = copying if request.param == "faithful model" else lambda _: Act(status=500)
    with serving(script) as server:
        settings = LanguageModelSettings("openai:scripted", server.url, "k", backoff=0.01)
        yield LanguageModelReader(open_model(settings), settings, Assistant.open(store).store)


def weighed(store: Path, text: str) -> tuple[Question, tuple[Candidate, ...]]:
    state = Assistant.open(store).weigh(text)
    assert state.question is not None
    assert state.evidence
    return state.question, state.evidence


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_draft_holds_together_and_passes(reader: Reader, store: Path, text: str) -> None:
    question, evidence = weighed(store, text)
    draft = reader.read(question, evidence)
    assistant = Assistant.open(store)
    for quote in draft.quotes:
        document = assistant.document(quote.passage.document_id)
        assert quote.passage.start <= quote.start < quote.end <= quote.passage.end
        assert any(quote.passage == c.passage for c in evidence)
        assert document.text[quote.start : quote.end].strip()
    for row, marker in draft.rows:
        quote = draft.quotes[marker - 1]
        assert quote.start <= row.quantity.start < row.quantity.end <= quote.end
    assert 0 <= draft.confidence <= 1
    names = {d.id: assistant.document(d.id) for d in assistant.documents()}
    answer = verify(question, draft, text, names)
    assert answer.status is draft.status is Status.ANSWERED
    assert answer.value
    assert answer.citations
    assert all(sentence in answer.text for sentence in draft.sentences)  # verify had nothing to take out


def test_the_same_evidence_gives_the_same_draft(reader: Reader, store: Path) -> None:
    question, evidence = weighed(store, QUESTIONS[0])
    assert reader.read(question, evidence) == reader.read(question, evidence)


def test_no_evidence(reader: Reader, store: Path) -> None:
    question, _ = weighed(store, QUESTIONS[0])
    draft = reader.read(question, ())
    assert draft.status is Status.NO_EVIDENCE
    assert draft.value is None
    assert not draft.quotes


def test_a_figure_of_another_year_is_not_given(reader: Reader, store: Path) -> None:
    question, evidence = weighed(store, "云湖科技园2021年营业总收入是多少？")
    draft = reader.read(question, evidence)
    assert draft.status is Status.NO_EVIDENCE
    assert draft.value is None
    assert draft.notes


def test_several_questions(store: Path) -> None:
    asked = [weighed(store, text) for text in ("云湖科技园有多少家上市公司？", "云湖科技园有多少家高新技术企业？")]
    draft = read_each(asked)
    assert draft.value == "15家；402家"
    assert read_each([(question, ()) for question, _ in asked]).status is Status.NO_EVIDENCE


def test_the_evidence_is_left_as_it_was(reader: Reader, store: Path) -> None:
    question, evidence = weighed(store, QUESTIONS[1])
    kept = tuple(replace(c) for c in evidence)
    reader.read(question, evidence)
    assert evidence == kept


def test_a_pipeline_takes_it(reader: Reader, store: Path) -> None:
    pipeline = Pipeline(Assistant.open(store).store, reader)
    for text in QUESTIONS:
        answer = pipeline.run(text)
        assert answer.status is Status.ANSWERED
        assert answer == list(pipeline.stream(text))[-1]
    assert pipeline.run("").status is Status.NO_EVIDENCE
    assert pipeline.run("你好").text
