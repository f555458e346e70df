"""The first users' real documents, end to end."""

from pathlib import Path

import pytest

from eval.questions import load_questions
from eval.run import evaluate
from qa import Assistant, Status

pytestmark = pytest.mark.seeds
SET = Path(__file__).resolve().parent.parent / "eval" / "seeds.jsonl"


def test_every_document_is_read(seed_assistant: Assistant, seeds: Path) -> None:
    assert {d.name for d in seed_assistant.documents()} == {p.name for p in seeds.glob("*.txt")}
    assert seed_assistant.refused() == []


def test_the_first_question(seed_assistant: Assistant) -> None:
    answer = seed_assistant.ask("2024年中关村特色产业园的营业总收入是多少？")
    assert answer.status is Status.ANSWERED
    assert answer.value == "突破万亿元"
    assert "营业总收入" in answer.citations[0].quote
    assert "2024年" in answer.text


def test_our_questions(seed_assistant: Assistant) -> None:
    """Nothing unsupported is ever said; most is answered in full, most of what is not stated refused."""
    questions = load_questions(SET)
    assert len(questions) >= 60
    results = evaluate(seed_assistant, questions)
    assert not [r.id for r in results if r.unsupported]
    assert all(citation.intact for r in results for citation in r.citations)
    answerable = [r for r in results if r.answerable]
    others = [r for r in results if not r.answerable]
    complete = sum(r.complete for r in answerable) / len(answerable)
    refused = sum(r.refused for r in others) / len(others)
    print(f"complete {complete:.3f} of {len(answerable)}, refused {refused:.3f} of {len(others)}")
    assert complete >= 0.7
    assert refused >= 0.8
