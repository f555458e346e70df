"""What stands around a passage: of what day an undated document is at the earliest."""

from datetime import date
from pathlib import Path

import pytest

from index.store import Store
from qa import Assistant
from qa.surroundings import Surroundings

UNDATED = "望川这五年\n\n2021年至2025年，望川变化很大。2025年，望川新开两条轻轨。\n"
DATED = "轻轨开通\n\n2025年9月17日\n\n望川轻轨二号线开通，全长21公里。\n"


@pytest.mark.parametrize(("texts", "latest"), [((UNDATED, DATED), date(2025, 9, 17)), ((UNDATED,), date(2025, 12, 31))])
def test_undated_document_is_no_newer_than_the_newest_with_a_date(
    tmp_path: Path, texts: tuple[str, ...], latest: date
) -> None:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assistant = Assistant.from_documents([tmp_path], store=tmp_path / "store")
    undated = next(d for d in assistant.documents() if d.published is None)
    assert Surroundings(Store.open(tmp_path / "store")).latest(undated.id) == latest
