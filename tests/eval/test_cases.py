"""Questions → cases to fit the ranking to: which candidate is right, and near misses without the documents that answer."""

import json
from pathlib import Path

from eval.cases import from_sets

_ASKED = (
    {"question": "望川港2024年的箱量是多少？", "figures": [{"value": "103", "unit": "万标箱"}], "documents": ["a.txt"]},
    {"question": "望川港有多少个泊位？", "figures": [{"value": "18", "unit": "个"}], "documents": ["a.txt", "b.txt"]},
)


def _set(folder: Path) -> tuple[Path, Path]:
    documents = folder / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("2024年，望川港箱量103万标箱，建成泊位18个。", encoding="utf-8")
    (documents / "b.txt").write_text("白沙港2024年箱量76万标箱。望川港有泊位18个。", encoding="utf-8")
    lines = [
        {"id": f"q{n}", "category": "direct", "split": "dev", "answerable": True} | asked
        for n, asked in enumerate(_ASKED)
    ]
    questions = folder / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return questions, documents


def test_the_figure_asked_for_is_right(tmp_path: Path) -> None:
    cases = from_sets([_set(tmp_path)], "dev")["number"]
    assert len(cases) == len(_ASKED)
    assert all(case.right.any() and not case.right.all() for case in cases)


def test_without_the_documents_that_answer_nothing_is_right(tmp_path: Path) -> None:
    (case,) = from_sets([_set(tmp_path)], "dev", hidden=True)["number"]
    assert case.question == _ASKED[0]["question"]
    assert not case.right.any()
