"""The schema of question sets: what is read, and what is said about a line that breaks it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.questions import CATEGORIES, Span, load_questions, parse_period, parse_questions
from index.errors import QuestionSetError
from index.types import Qualifier

FULL: dict[str, Any] = {
    "id": "q1",
    "question": "园区去年收入多少？",
    "history": [{"role": "user", "content": "你好"}, {"role": "assistant", "content": "请问"}],
    "category": "direct",
    "split": "dev",
    "answerable": True,
    "figures": [{"value": "4785", "unit": "亿元", "period": "2024-H1", "scope": "园区", "qualifier": "over"}],
    "answers": [["甲公司", "甲"], ["乙公司"]],
    "forbidden": ["115家"],
    "documents": ["a.txt"],
    "evidence": [{"document": "a.txt", "start": 3, "end": 9}],
    "nearest": "",
}


def line(**changes: Any) -> str:
    record = {key: value for key, value in {**FULL, **changes}.items() if value is not ...}
    return json.dumps(record, ensure_ascii=False)


def test_every_field_is_read() -> None:
    (question,) = parse_questions([line()])
    assert question.id == "q1"
    assert question.messages == FULL["history"]
    figure = question.figures[0]
    assert (figure.surface, figure.scope, figure.qualifier) == ("4785亿元", "园区", Qualifier.OVER)
    assert figure.bounds == (date(2024, 1, 1), date(2024, 6, 30))
    assert question.answers == (("甲公司", "甲"), ("乙公司",))
    assert question.forbidden == ("115家",)
    assert question.evidence == (Span("a.txt", 3, 9),)
    assert question.line == 1


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("﻿" + line() + "\n\n" + line(id="q2") + "\n", encoding="utf-8")
    assert [(q.id, q.line) for q in load_questions(file)] == [("q1", 1), ("q2", 3)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ...}, "字段 id：缺少"),
        ({"id": " "}, "字段 id：不能为空"),
        ({"question": 3}, "字段 question：应是文本（加引号），现为 3"),
        ({"category": "nonsense"}, "字段 category：'nonsense'"),
        ({"split": "train"}, "字段 split：'train'"),
        ({"answerable": "yes"}, "字段 answerable：应是 true 或 false"),
        ({"answerable": ...}, "字段 answerable：缺少"),
        ({"figures": {}}, "字段 figures：应是列表"),
        ({"figures": [3]}, "字段 figures[0]：应是对象"),
        ({"figures": [{"value": 4785}]}, "字段 figures[0].value：应是文本（加引号），现为 4785"),
        ({"figures": [{"value": "1"}, {"unit": "家"}]}, "字段 figures[1].value：缺少"),
        ({"figures": [{"value": "1", "period": "去年"}]}, "字段 figures[0].period：'去年'"),
        ({"figures": [{"value": "1", "period": "2024-13"}]}, "字段 figures[0].period：'2024-13'"),
        ({"figures": [{"value": "1", "period": "2024/2015"}]}, "字段 figures[0].period：'2024/2015'"),
        ({"figures": [{"value": "1", "qualifier": "almost"}]}, "字段 figures[0].qualifier：'almost'"),
        ({"figures": [{"value": "1", "units": "家"}]}, "字段 figures[0].units：不认识的字段"),
        ({"answers": ["甲"]}, "字段 answers[0]：应是非空的列表"),
        ({"answers": [["甲", ""]]}, "字段 answers[0][1]：应是非空文本"),
        ({"forbidden": [3]}, "字段 forbidden[0]：应是非空文本，现为 3"),
        ({"history": [{"role": "system", "content": "x"}]}, "字段 history[0].role：'system'"),
        ({"evidence": [{"document": "a", "start": 9, "end": 3}]}, "字段 evidence[0].end：应大于 start（9）"),
        ({"evidence": [{"document": "a", "start": -1, "end": 3}]}, "字段 evidence[0].start：应是不小于 0 的整数"),
        ({"extra": 1}, "字段 extra：不认识的字段"),
        ({"figures": [], "answers": []}, "字段 figures：可答的题要有"),
        ({"answerable": False, "answers": []}, "字段 figures：不可答的题不能有期望答案"),
        ({"category": "unanswerable"}, "字段 category：unanswerable 的题"),
    ],
)
def test_an_error_names_line_and_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(QuestionSetError) as error:
        parse_questions([line(id="other"), "", line(**changes)], name="set.jsonl")
    assert str(error.value).startswith(f"set.jsonl 第 3 行，{field}"), str(error.value)


@pytest.mark.parametrize("text", ["{", "[]", "3", "NaN,", "[" * 100_000])
def test_a_line_that_is_no_object_is_named(text: str) -> None:
    with pytest.raises(QuestionSetError, match=r"set\.jsonl 第 1 行：(不是合法的 JSON|每行应是)"):
        parse_questions([text], name="set.jsonl")


def test_a_field_given_twice_is_named() -> None:
    twice = line().replace('{"id"', '{"id": "q0", "id"', 1)
    with pytest.raises(QuestionSetError, match=r"第 1 行：.*字段 id 写了两次"):
        parse_questions([twice])


def test_ids_are_unique() -> None:
    with pytest.raises(QuestionSetError, match=r"第 2 行，字段 id：'q1' 与第 1 行重复"):
        parse_questions([line(), line()])


def test_an_empty_set_and_a_missing_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="没有题目"):
        parse_questions(["", " "])
    with pytest.raises(QuestionSetError, match="读不到题集"):
        load_questions(tmp_path / "none.jsonl")
    wrong = tmp_path / "gbk.jsonl"
    wrong.write_bytes("园区".encode("gb18030"))
    with pytest.raises(QuestionSetError, match="不是 UTF-8"):
        load_questions(wrong)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-03-28", date(2025, 3, 28), date(2025, 3, 28)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2015/2024", date(2015, 1, 1), date(2024, 12, 31)),
        ("2015-03/2024-Q1", date(2015, 3, 1), date(2024, 3, 31)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert parse_period(text) == (first, last)


@pytest.mark.parametrize("text", ["", "24", "2024-2", "2024-00", "2025-02-29", "2024-Q5", "2024-H3", "2024/", "/2024"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_period(text)


@pytest.mark.parametrize("name", ["questions.jsonl", "seeds.jsonl"])
def test_our_own_sets_follow_the_schema(name: str) -> None:
    questions = load_questions(Path(__file__).parents[2] / "eval" / name)
    assert {q.category for q in questions} == set(CATEGORIES)
    for category in CATEGORIES:
        own = [q for q in questions if q.category == category]
        dev = sum(q.split == "dev" for q in own)
        # Questions that were looked at once are dev from then on, so that this half grows; the other stays a quarter.
        assert abs(2 * dev - len(own)) <= max(2, len(own) // 2), f"{category}: {dev} of {len(own)} are dev"
