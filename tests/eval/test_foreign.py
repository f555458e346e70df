"""Public formats are read as questions about the texts they carry."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval import run
from eval.foreign import FORMATS, load_benchmark
from eval.questions import Span
from index.errors import QuestionSetError

SQUAD = {
    "data": [
        {
            "title": "园区",
            "paragraphs": [
                {
                    "context": "青禾园区由李木子负责，园内有一座水塔。",
                    "qas": [
                        {
                            "id": 7,
                            "question": "谁负责青禾园区？",
                            "answers": [{"text": "李木子", "answer_start": 5}, {"text": "李木子", "answer_start": 9}],
                        },
                        {"id": "8", "question": "青禾园区的邮编？", "is_impossible": True, "answers": []},
                    ],
                }
            ],
        }
    ]
}
RGB = {
    "id": 3,
    "query": "哪两个城市？",
    "answer": [["北京", "京城"], "天津"],
    "positive": ["北京和天津。"],
    "negative": ["上海。", "重庆。"],
}
CRUD = {
    "event_summary": [{"ID": "s", "text": "略"}],
    "questanswer_2docs": [
        {
            "ID": "a",
            "event": "",
            "news1": "收入超3亿元。",
            "news2": "另有2家。",
            "questions": "收入？",
            "answers": "收入超3亿元。",
        },
        {"ID": "b", "event": "", "news1": "负责人是李木子。", "questions": "负责人？", "answers": "李木子"},
    ],
}


def written(folder: Path, form: str) -> Path:
    file = folder / form
    content: dict[str, Any] = {"squad": SQUAD, "rgb": RGB, "crud": CRUD}[form]
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


def test_squad(tmp_path: Path) -> None:
    questions, texts = load_benchmark(written(tmp_path, "squad"), "squad")
    assert texts == {"园区-1": SQUAD["data"][0]["paragraphs"][0]["context"]}
    first, second = questions
    assert (first.id, first.answers, first.documents) == ("7", (("李木子",),), ("园区-1",))
    assert first.evidence == (Span("园区-1", 5, 8),)  # the second offset is wrong: something else stands there
    assert (second.answerable, second.category, second.documents) == (False, "unanswerable", ())


def test_rgb(tmp_path: Path) -> None:
    (question,), texts = load_benchmark(written(tmp_path, "rgb"), "rgb")
    assert question.answers == (("北京", "京城"), ("天津",))
    assert question.documents == ("3-positive-1",)
    assert texts == {"3-positive-1": "北京和天津。", "3-negative-1": "上海。", "3-negative-2": "重庆。"}


def test_crud(tmp_path: Path) -> None:
    (figures, words), texts = load_benchmark(written(tmp_path, "crud"), "crud")
    assert ([f.surface for f in figures.figures], figures.answers) == (["3亿元"], ())
    assert (words.figures, words.answers) == ((), (("李木子",),))
    assert sorted(texts) == ["a-news1", "a-news2", "b-news1"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ["", "[3]", "3", '{"data": 3}', '{"data": []}', '{"id": 1}'])
def test_what_is_of_another_form_is_an_error(form: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError):
        load_benchmark(file, form)


def test_a_benchmark_runs_with_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main([str(written(tmp_path, "squad")), "--format", "squad", "--limit", "1"]) == 0
    assert "问文字" in capsys.readouterr().out
    assert run.main([str(written(tmp_path, "squad")), "--format", "squad", "--limit", "0"]) == 2
    assert run.main([str(written(tmp_path, "squad")), "--format", "rgb"]) == 2
