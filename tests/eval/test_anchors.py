"""Evidence is found by its place, proved by its fingerprint, and found again when the text around it changes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.anchors import find_evidence, fingerprint, locate, missing
from eval.check import check_set, moved, refresh
from eval.evidence import Answering, Corpus, evidence_of
from eval.questions import EvalQuestion, Span, load_questions, parse_questions
from eval.run import SAMPLE_SET
from index.errors import QuestionSetError

Make = Callable[..., Answering]
REPORT = (
    "青禾园区2023年营业总收入803.7亿元，入驻企业1150家。园内有一座水塔。白石湾共有商铺927.3亿元。"
    "青禾园区2024年营业总收入927.3亿元，入驻企业1200家。负责人是李木子。"
)


def question(**fields: Any) -> EvalQuestion:
    base = {"id": "a", "question": "青禾园区2024年收入？", "category": "direct", "split": "dev", "answerable": True}
    expected = {"figures": [{"value": "927.3", "unit": "亿元"}], "documents": ["甲.txt"]}
    (read,) = parse_questions([json.dumps(base | expected | fields, ensure_ascii=False)])
    return read


def test_the_sentence_about_what_is_asked_is_the_evidence() -> None:
    (span,) = find_evidence(question(), {"甲.txt": REPORT})
    assert REPORT[span.start : span.end] == "青禾园区2024年营业总收入927.3亿元，入驻企业1200家。"
    assert span.fingerprint == fingerprint(REPORT[span.start : span.end])
    assert find_evidence(question(figures=[{"value": "3", "unit": "家"}]), {"甲.txt": REPORT}) == []


def test_every_expected_thing_gets_its_sentence() -> None:
    several = question(figures=[{"value": "803.7", "unit": "亿元"}], answers=[["李木子", "木子"]])
    spans = find_evidence(several, {"甲.txt": REPORT})
    held = [REPORT[span.start : span.end] for span in spans]
    assert held == ["青禾园区2023年营业总收入803.7亿元，入驻企业1150家。", "负责人是李木子。"]
    assert missing(several, held) == []
    assert missing(several, held[:1]) == ["李木子／木子"]


def test_a_place_is_found_again_in_a_text_that_changed() -> None:
    (span,) = find_evidence(question(), {"甲.txt": REPORT})
    spaced = "新的一段。\n" + REPORT.replace("927.3亿元，入驻", "927.3 亿元,\n入驻")
    found = locate(span, spaced)
    assert found is not None
    assert spaced[found.start : found.end] == "青禾园区2024年营业总收入927.3 亿元,\n入驻企业1200家"
    assert locate(span, REPORT) == span
    assert locate(span, REPORT.replace("1200家", "1201家")) is None


def test_of_equal_stretches_the_nearest_is_found() -> None:
    mark = fingerprint("收入9亿元")
    text = "收入9亿元。……收入9亿元。……收入9亿元。"
    found = locate(Span("甲.txt", 10, 15, mark), text)
    assert found is not None
    assert found.start == 8
    assert locate(Span("甲.txt", 90, 95), text) is None


@given(st.text(alphabet="园区收入0123456789.亿元， \n", max_size=60), st.data())
def test_a_place_in_an_unchanged_text_stays_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = Span("甲.txt", start, end, fingerprint(text[start:end]))
    assert locate(span, text) == span


def test_moved_evidence_still_counts_and_is_written_anew(make_assistant: Make, tmp_path: Path) -> None:
    (span,) = find_evidence(question(), {"甲.txt": REPORT})
    place = {"document": span.document, "start": span.start, "end": span.end, "fingerprint": span.fingerprint}
    asked = question(evidence=[place])
    corpus = Corpus(make_assistant(documents={"甲.txt": "前言。" + REPORT}))
    assert check_set([asked], corpus) == []
    assert moved([asked], corpus) == 1
    assert evidence_of(asked, corpus) == [[Span("甲.txt", span.start + 3, span.end + 2)]]

    record = {"id": "a", "question": "青禾园区2024年收入？", "category": "direct", "split": "dev", "answerable": True}
    record |= {"figures": [{"value": "927.3", "unit": "亿元"}], "documents": ["甲.txt"]}
    lines = [
        record | {"evidence": [place]},
        record | {"id": "b"},
        record | {"id": "c", "category": "computed"},
        record | {"id": "d", "category": "unanswerable", "answerable": False, "figures": []},
    ]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", encoding="utf-8")
    assert refresh(file, corpus) == (1, 1)
    first, second, *others = load_questions(file)
    assert first.evidence == (Span("甲.txt", span.start + 3, span.end + 2),)
    assert second.evidence == (Span("甲.txt", span.start + 3, span.end + 3),)
    assert [q.evidence for q in others] == [(), ()]
    written = file.read_text(encoding="utf-8")
    assert refresh(file, corpus) == (0, 0)
    assert file.read_text(encoding="utf-8") == written


def test_evidence_must_hold_everything_expected(make_assistant: Make) -> None:
    corpus = Corpus(make_assistant(documents={"甲.txt": REPORT}))
    first = {"document": "甲.txt", "start": 0, "end": REPORT.index("。") + 1}
    two = [{"value": "803.7", "unit": "亿元"}, {"value": "927.3", "unit": "亿元"}]
    (problem,) = check_set([question(figures=two, evidence=[first])], corpus)
    assert problem.endswith("字段 evidence：没有一段写着 927.3亿元")
    nothing = {"document": "甲.txt", "start": len(REPORT) - 8, "end": len(REPORT)}
    (problem,) = check_set([question(category="computed", evidence=[nothing])], corpus)
    assert "没有可供计算的数" in problem
    gone = {"document": "甲.txt", "start": 0, "end": 5, "fingerprint": "9:00000000"}
    (problem,) = check_set([question(evidence=[gone])], corpus)
    assert "没有 0–5 这一段" in problem


def test_what_a_figure_is_computed_from_is_looked_for_one_by_one(make_assistant: Make) -> None:
    corpus = Corpus(make_assistant(documents={"甲.txt": REPORT}))
    stops = [0, *(i + 1 for i, letter in enumerate(REPORT) if letter == "。")]
    spans = [{"document": "甲.txt", "start": stops[i], "end": stops[i + 1]} for i in (0, 3)]
    computed = question(category="computed", figures=[{"value": "123.6", "unit": "亿元"}], evidence=spans)
    assert evidence_of(computed, corpus) == [[Span(**spans[0])], [Span(**spans[1])]]


@pytest.mark.parametrize("text", ["x", "0:12345678", "4:1234", "4:1234567Z"])
def test_a_fingerprint_that_is_none_is_named(text: str) -> None:
    with pytest.raises(QuestionSetError, match=r"字段 evidence\[0\]\.fingerprint"):
        question(evidence=[{"document": "甲.txt", "start": 0, "end": 4, "fingerprint": text}])


@pytest.mark.parametrize("name", ["questions.jsonl", "seeds.jsonl"])
def test_every_answer_of_our_own_sets_has_its_place(name: str) -> None:
    questions = load_questions(SAMPLE_SET.parent / name)
    assert len(questions) >= 150
    assert [q.id for q in questions if q.answerable and not q.evidence] == []
    assert all(span.fingerprint for q in questions for span in q.evidence)
