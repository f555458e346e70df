"""The first users' real documents, end to end."""

from pathlib import Path

import pytest

from qa import Assistant, Status

pytestmark = pytest.mark.seeds
ROOT = Path(__file__).resolve().parent.parent


def test_every_document_is_read(seed_assistant: Assistant, seeds: Path) -> None:
    assert {d.name for d in seed_assistant.documents()} == {p.name for p in seeds.glob("*.txt")}
    assert seed_assistant.refused() == []


def test_the_first_question(seed_assistant: Assistant) -> None:
    answer = seed_assistant.ask("2024年中关村特色产业园的营业总收入是多少？")
    assert answer.status is Status.ANSWERED
    assert answer.value == "突破万亿元"
    assert "营业总收入" in answer.citations[0].quote
    assert "2024年" in answer.text
