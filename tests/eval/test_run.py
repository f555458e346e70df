"""Runs on a small real assistant: honest answers are judged right, built-in bugs by the right metric and kind."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from eval import report, run
from eval.check import check_set
from eval.compare import compare_runs, load_results
from eval.evidence import Answering, Corpus
from eval.floors import falls, load_floors, load_reference, missed_floors, raise_floors
from eval.questions import EvalQuestion, load_questions, parse_questions
from eval.ragas import ragas_rows
from eval.results import Result
from eval.run import evaluate
from eval.summary import MEASURES, Summary, summarize
from index.errors import QuestionSetError
from index.types import Basis, Qualifier
from qa.types import Answer, Citation, Figure, Status

Make = Callable[..., Answering]


def record(name: str, question: str, category: str = "direct", **fields: Any) -> str:
    base = {"id": name, "question": question, "category": category, "split": "dev", "answerable": True}
    return json.dumps({**base, **fields}, ensure_ascii=False)


LINES = [
    record(
        "d1",
        "青禾园区2023年营业总收入多少？",
        figures=[{"value": "803.7", "unit": "亿元", "period": "2023", "scope": "青禾园区"}],
        forbidden=["927.3亿元"],
        documents=["年报.txt"],
    ),
    record(
        "d2",
        "青禾园区2024年入驻企业多少家？",
        "dated",
        figures=[{"value": "1200", "unit": "家", "period": "2024"}],
        forbidden=["1150家"],
        documents=["年报.txt"],
    ),
    record(
        "d3",
        "白石园区2024年新增专利多少件？",
        figures=[{"value": "5000", "unit": "件", "period": "2024", "qualifier": "over"}],
        documents=["简报.txt"],
        split="test",
    ),
    record(
        "f1",
        "那2024年呢？",
        "follow_up",
        history=[{"role": "user", "content": "青禾园区营业总收入"}, {"role": "assistant", "content": "哪一年？"}],
        figures=[{"value": "927.3", "unit": "亿元", "period": "2024"}],
        documents=["年报.txt"],
        split="test",
    ),
    record("u1", "青禾园区2019年营业总收入多少？", "unanswerable", answerable=False),
    record("u2", "月球车轮子直径", "unanswerable", answerable=False, split="test"),
]


@pytest.fixture
def questions() -> list[EvalQuestion]:
    return parse_questions(LINES)


def values(summary: Summary) -> dict[str, float | None]:
    return {key: None if rate is None else rate.value for key, rate in summary.overall.rates.items()}


def test_honest_answers_are_right(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    results = evaluate(make_assistant(), questions)
    assert [(r.id, r.failure) for r in results] == [(q.id, None) for q in questions]
    rates = values(summarize(results))
    perfect = {m.key: 1.0 if m.higher_is_better else 0.0 for m in MEASURES}
    for key in ("exact_match", "f1"):  # no question here asks for words
        assert rates.pop(key) is None
    for key in ("recall_1", "mrr", "ndcg"):  # honest answers do not need the evidence first
        assert rates.pop(key)
    assert rates == {key: perfect[key] for key in rates}


@pytest.mark.parametrize(
    ("bug", "kind", "fallen", "kept"),
    [
        ("swapped units", "wrong_unit", "unit", "value"),
        ("no period check", "wrong_period", "period", "unit"),
        ("second figure", "wrong_figure", "value", "recall_5"),
        ("shifted quotes", "unsupported", "bad_quotes", "value_clean"),
        ("altered digits", "unsupported", "unsupported", "unit"),
        ("never refuses", "wrongly_answered", "refused_unanswerable", "value_clean"),
    ],
)
def test_a_seeded_bug_is_caught_by_the_right_metric_and_kind(
    make_assistant: Make, bug: str, kind: str, fallen: str, kept: str
) -> None:
    lines = [*LINES, record("t1", "青禾园区2019年入驻企业", "unanswerable", answerable=False)]
    questions = parse_questions(lines)
    honest = values(summarize(evaluate(make_assistant(), questions)))
    results = evaluate(make_assistant(bug), questions)
    rates = values(summarize(results))
    assert kind in {r.failure for r in results}
    assert rates[fallen] != honest[fallen]
    assert rates[kept] == honest[kept]


class Raising:
    """An assistant that fails on one question."""

    def __init__(self, inner: Answering) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def ask(self, question: str, *, history: Any = ()) -> Any:
        if "专利" in question:
            raise RuntimeError("broken store")
        return self._inner.ask(question, history=history)


def test_an_exception_is_a_result_and_the_run_goes_on(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    results = evaluate(Raising(make_assistant()), questions)
    assert [r.failure for r in results] == [None, None, "error", None, None, None]
    assert results[2].error == "RuntimeError: broken store"
    assert results[2].complete is False
    assert values(summarize(results))["errors"] == pytest.approx(1 / 6)


def test_progress_is_told_after_each_question(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    told: list[tuple[int, int]] = []
    evaluate(make_assistant(), questions, progress=lambda done, total: told.append((done, total)))
    assert told == [(i, 6) for i in range(1, 7)]


def test_two_runs_differ_in_nothing_but_time(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    def run_once() -> list[dict[str, Any]]:
        return [{**r.to_dict(), "seconds": 0} for r in evaluate(make_assistant("second figure"), questions)]

    assert run_once() == run_once()


class Fixed:
    """An assistant that gives one answer, in the documents of another."""

    def __init__(self, inner: Answering, answer: Any) -> None:
        self._inner, self._answer = inner, answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def ask(self, question: str, *, history: Any = ()) -> Any:
        return self._answer


def judged(
    make_assistant: Make, line: str, *, value: str | None, text: str, quotes: Sequence[str], **more: Any
) -> Result:
    """The result of an answer whose citations quote these stretches of the documents."""
    inner = make_assistant()
    citations: list[Citation] = []
    for marker, quote in enumerate(quotes, start=1):
        document = next(inner.document(e.id) for e in inner.documents() if quote in inner.document(e.id).text)
        start = document.text.index(quote)
        end = start + len(quote)
        citations.append(Citation(marker, document.id, document.name, None, None, None, start, end, quote))
    fields: dict[str, Any] = {"status": Status.ANSWERED, "confidence": 0.5, **more}
    answer = Answer("", value=value, text=text, citations=tuple(citations), **fields)
    (result,) = evaluate(Fixed(inner, answer), parse_questions([line]))
    return result


STAFF = record("x1", "谁管理青禾园区，有多少员工？", "text", answers=[["青禾科技服务中心"], ["86名", "86人"]])
LEADER = record("x2", "白石园区负责人是谁？", "text", answers=[["李木子"]], forbidden=["李木"], documents=["简报.txt"])
GROWTH = record("x3", "2024年比2023年多多少亿元？", "computed", figures=[{"value": "123.6", "unit": "亿元"}])
SIZE = record(
    "x4", "青禾园区2024年入驻企业？", figures=[{"value": "1200", "unit": "家", "period": "2024", "scope": "青禾园区"}]
)
INCOME = ["营业总收入803.7亿元", "营业总收入927.3亿元"]


def test_words_are_compared_without_spaces_width_and_punctuation(make_assistant: Make) -> None:
    quote = "青禾园区的管理单位是青禾科技服务中心，有员工86名。"
    good = judged(make_assistant, STAFF, value="青禾 科技服务中心，８６名", text=quote + "[1]", quotes=[quote])
    assert (good.complete, good.value_clean, good.failure, good.exact_match) == (True, True, None, 1.0)
    half = judged(make_assistant, STAFF, value="青禾科技服务中心", text=quote + "[1]", quotes=[quote])
    assert (half.complete, half.value_complete, half.failure, half.exact_match) == (True, False, "incomplete", 0.0)
    assert half.f1 is not None
    assert 0.5 < half.f1 < 1


def test_a_number_never_stands_inside_a_longer_one(make_assistant: Make) -> None:
    quote = "占全市28%"
    line = record("x", "占多少？", figures=[{"value": "8", "unit": "%"}])
    result = judged(make_assistant, line, value="28%", text="占全市28%[1]。", quotes=[quote])
    assert (result.complete, result.value_complete, result.wrong_numbers) == (False, False, ("28%",))


def test_a_shown_formula_supports_its_result_but_not_its_operands(make_assistant: Make) -> None:
    text = "多123.6亿元。927.3亿元 − 803.7亿元 = 123.6亿元[1][2]"
    fine = judged(make_assistant, GROWTH, value="123.6亿元", text=text, quotes=INCOME)
    assert (fine.unsupported, fine.failure) == ((), None)
    rounded = judged(make_assistant, GROWTH, value="124亿元", text=text.replace("123.6", "124"), quotes=INCOME)
    assert (rounded.complete, rounded.value_clean) == (True, True)
    far = judged(make_assistant, GROWTH, value="125亿元", text=text.replace("123.6", "125"), quotes=INCOME)
    assert (far.complete, far.value_clean) == (False, False)
    invented = judged(make_assistant, GROWTH, value="123.6亿元", text=text, quotes=INCOME[:1])
    assert (invented.unsupported, invented.failure) == (("927.3亿元",), "unsupported")
    without = judged(make_assistant, GROWTH, value="123.6亿元", text="多123.6亿元[1][2]。", quotes=INCOME)
    assert without.unsupported == ("123.6亿元",)


def test_dates_are_no_figures_and_titles_claim_nothing(make_assistant: Make) -> None:
    line = record("x", "青禾园区2023年收入？", figures=[{"value": "803.7", "unit": "亿元"}])
    text = "据2025年3月28日的报道，2023年营业总收入803.7亿元[1]。"
    result = judged(make_assistant, line, value="803.7亿元（2023年）", text=text, quotes=INCOME[:1])
    assert (result.value_clean, result.unsupported, result.failure) == (True, (), None)


def test_a_refusal_may_repeat_the_figures_of_its_question(make_assistant: Make) -> None:
    line = record("x", "那1200家企业有多少人？", "unanswerable", answerable=False)
    no = {"quotes": [], "value": None, "status": Status.NO_EVIDENCE}
    echo = judged(make_assistant, line, text="资料没有说明1200家企业的人数。", **no)
    assert (echo.refused, echo.unsupported, echo.failure) == (True, (), None)
    slip = judged(make_assistant, line, text="资料没有说明，约3000人。", **no)
    assert slip.failure == "unsupported"


def test_citations_are_judged_sentence_by_sentence(make_assistant: Make) -> None:
    line = record(
        "x", "青禾园区两年收入？", figures=[{"value": "803.7", "unit": "亿元"}, {"value": "927.3", "unit": "亿元"}]
    )
    value = "803.7亿元；927.3亿元"
    right = "2023年803.7亿元[1]；2024年927.3亿元[2]。"
    swapped = "2023年803.7亿元[2]；2024年927.3亿元[1]。"
    good = judged(make_assistant, line, value=value, text=right, quotes=INCOME)
    bad = judged(make_assistant, line, value=value, text=swapped, quotes=INCOME)
    assert (good.citation_precision, good.citation_recall) == (1, 1)
    assert (bad.citation_precision, bad.citation_recall, bad.unsupported) == (0, 0, ())


def test_where_documents_differ_all_of_them_must_be_cited(make_assistant: Make) -> None:
    fields: dict[str, Any] = {"figures": [{"value": "803.7", "unit": "亿元"}], "documents": ["年报.txt", "简报.txt"]}
    given = {"value": "803.7亿元", "text": "803.7亿元[1]。", "quotes": INCOME[:1]}
    assert judged(make_assistant, record("x", "收入？", "conflict", **fields), **given).document_hit is False
    assert judged(make_assistant, record("x", "收入？", "direct", **fields), **given).document_hit is True


def test_a_forbidden_word_spoils_the_short_answer(make_assistant: Make) -> None:
    quote = "白石园区的负责人是李木子，任期3年。"
    result = judged(make_assistant, LEADER, value="李木子", text=quote + "[1]", quotes=[quote])
    assert (result.value_complete, result.value_clean, result.wrong_numbers) == (True, False, ("李木",))


def test_another_sentence_and_another_scope_are_told_apart(make_assistant: Make) -> None:
    elsewhere = judged(
        make_assistant, SIZE, value="5000余件", text="新增专利5000余件[1]。", quotes=["新增专利5000余件"]
    )
    assert elsewhere.failure == "wrong_sentence"
    figure = Figure("1150家", Decimal(1150), "家", Qualifier.EXACT, as_of="", scope="白石园区", citation=1)
    quote = "入驻企业1150家"
    other = judged(make_assistant, SIZE, value="1150家", text=quote + "[1]。", quotes=[quote], figures=(figure,))
    assert other.failure == "wrong_scope"
    named = replace(figure, scope="青禾园区")
    nearer = judged(make_assistant, SIZE, value="1150家", text=quote + "[1]。", quotes=[quote], figures=(named,))
    assert nearer.failure == "wrong_sentence"


@pytest.mark.parametrize(
    ("asked", "given", "failure"),
    [("青禾园区", "1150家", "wrong_scope"), ("白石园区", "1200家", "wrong_scope"), ("两园", "1150家", "wrong_figure")],
)
def test_a_line_that_names_several_holds_the_figure_of_each(
    make_assistant: Make, asked: str, given: str, failure: str
) -> None:
    """The figure of the other one in a line of a table is of another scope, whichever comes first."""
    expected = {"1150家": "1200", "1200家": "1150"}[given]
    line = record("t", f"{asked}企业多少家？", figures=[{"value": expected, "unit": "家", "scope": asked}])
    quote = "入驻企业，白石园区：1150家，青禾园区：1200家，引自两园比较。"
    scope = {"1150家": "白石园区", "1200家": "青禾园区"}[given] if asked != "两园" else "两园比较"
    figure = Figure(given, Decimal(given[:-1]), "家", Qualifier.EXACT, as_of="", scope=scope, citation=1)
    inner = make_assistant(documents={"比较.txt": quote})
    citation = Citation(1, "id-比较.txt", "比较.txt", None, None, None, 0, len(quote), quote)
    answer = Answer("", Status.ANSWERED, given, quote + "[1]", (citation,), (figure,), confidence=0.5)
    (result,) = evaluate(Fixed(inner, answer), parse_questions([line]))
    assert result.failure == failure


def test_one_sentence_that_holds_several_things_is_shown_once(make_assistant: Make) -> None:
    quote = "青禾园区的管理单位是青禾科技服务中心，有员工86名。"
    start = make_assistant().document("id-年报.txt").text.index(quote)
    places = [{"document": "年报.txt", "start": start, "end": start + len(quote)}]
    line = json.dumps({**json.loads(STAFF), "evidence": places}, ensure_ascii=False)
    result = judged(make_assistant, line, value="青禾科技服务中心", text=quote + "[1]", quotes=[quote])
    assert len(result.evidence) == 1
    assert result.recall == (1.0, 1.0, 1.0)  # still two things to be found


@pytest.mark.parametrize(
    ("first", "last", "right", "failure"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 1, None),
        (date(2024, 6, 1), date(2024, 6, 30), 1, None),
        (None, date(2024, 8, 31), 1, None),
        (date(2023, 1, 1), date(2023, 12, 31), 0, "wrong_period"),
        (date(2023, 1, 1), date(2024, 12, 31), 0, "wrong_period"),
        (None, None, 0, "no_period"),
    ],
)
def test_the_period_of_a_right_figure(
    make_assistant: Make, first: date | None, last: date | None, right: int, failure: str | None
) -> None:
    figure = Figure("1200家", Decimal(1200), "家", Qualifier.EXACT, "", "", 1, first=first, last=last)
    quote = "入驻企业1200家"
    result = judged(make_assistant, SIZE, value="1200家", text=quote + "[1]。", quotes=[quote], figures=(figure,))
    assert (result.value_clean, result.period_right, result.failure) == (True, right, failure)


def test_the_right_number_with_another_unit(make_assistant: Make) -> None:
    quote = "入驻企业1200家"
    result = judged(make_assistant, SIZE, value="1200平方米", text=quote + "[1]。", quotes=[quote])
    assert (result.value_right, result.unit_right, result.failure) == (1, 0, "wrong_unit")


@pytest.mark.parametrize(
    ("value", "number", "unit"), [("1200亿元", 1, 0), ("1200万家", 0, 1), ("1200余平方米", 1, 0), ("1201家", 0, 1)]
)
def test_a_unit_is_wrong_whatever_magnitude_it_carries(
    make_assistant: Make, value: str, number: int, unit: int
) -> None:
    result = judged(make_assistant, SIZE, value=value, text=f"{value}[1]。", quotes=["入驻企业1200家"])
    assert (result.value_right, result.unit_right) == (number, unit)
    assert result.failure == ("unsupported" if value == "1201家" else "wrong_unit")


def test_the_date_of_a_document_makes_no_wrong_period(make_assistant: Make) -> None:
    quote = "入驻企业1150家"
    fields: dict[str, Any] = {"as_of": "", "scope": "", "citation": 1, "last": date(2023, 12, 31)}
    kinds: list[str | None] = []
    for basis in (Basis.DOCUMENT, Basis.STATED):
        figure = Figure("1150家", Decimal(1150), "家", Qualifier.EXACT, basis=basis, **fields)
        result = judged(make_assistant, SIZE, value="1150家", text=quote + "[1]。", quotes=[quote], figures=(figure,))
        kinds.append(result.failure)
    assert kinds == ["wrong_sentence", "wrong_period"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2023至2024年营业总收入增加123.6亿元：927.3亿元 - 803.7亿元 = 123.6亿元[1][2]。", 1),
        ("多123.6亿元：927.3亿元 - 803.7亿元 = 123.6亿元[1][2]。", 1),
        ("2019年多123.6亿元：927.3亿元 - 803.7亿元 = 123.6亿元[1][2]。", 0),
    ],
)
def test_the_period_of_a_computed_figure_is_said_or_that_of_its_parts(
    make_assistant: Make, text: str, right: int
) -> None:
    line = record("x", "多多少？", "computed", figures=[{"value": "123.6", "unit": "亿元", "period": "2023/2024"}])
    parts = [
        Figure(
            f"{amount}亿元",
            Decimal(amount),
            "亿元",
            Qualifier.EXACT,
            "",
            "",
            i,
            first=date(y, 1, 1),
            last=date(y, 12, 31),
        )
        for i, (amount, y) in enumerate((("803.7", 2023), ("927.3", 2024 if right else 2025)), start=1)
    ]
    formula = "927.3亿元 - 803.7亿元 = 123.6亿元"
    result = judged(
        make_assistant, line, value="123.6亿元", text=text, quotes=INCOME, figures=tuple(parts), formula=formula
    )
    assert (result.period_right, result.failure) == (right, None if right else "no_period")


def test_evidence_that_was_not_retrieved(make_assistant: Make) -> None:
    class Blind(Fixed):
        def as_retriever(self, k: int = 10) -> Any:
            return super().__getattr__("as_retriever")(k=0)

    quote = "新增专利5000余件"
    inner = make_assistant()
    document = next(d for e in inner.documents() if quote in (d := inner.document(e.id)).text)
    start = document.text.index(quote)
    citation = Citation(1, document.id, document.name, None, None, None, start, start + len(quote), quote)
    answer = Answer("", Status.ANSWERED, "5000余件", quote + "[1]。", (citation,))
    (result,) = evaluate(Blind(inner, answer), parse_questions([SIZE]))
    assert (result.retrieved, result.recall, result.failure) == (False, (0, 0, 0), "not_retrieved")


def test_what_had_to_be_computed_and_was_not(make_assistant: Make) -> None:
    result = judged(make_assistant, GROWTH, value="927.3亿元", text=INCOME[1] + "[1]。", quotes=INCOME[1:])
    assert result.failure == "not_computed"


def test_sentences_are_not_divided_within_quotation_marks(make_assistant: Make) -> None:
    quote = "入驻企业1200家。青禾园区的管理单位是青禾科技服务中心，有员工86名。"
    text = f"1200家[1]。\n原文：“说是“样板”。{quote}”[1]"
    result = judged(make_assistant, SIZE, value="1200家", text=text, quotes=[quote])
    assert (result.citation_precision, result.citation_recall) == (1, 1)


def test_the_reports_hold_the_run(make_assistant: Make, questions: list[EvalQuestion], tmp_path: Path) -> None:
    results = evaluate(make_assistant("second figure"), questions)
    summary = summarize(results)
    report.write_report(tmp_path, "小题集", summary, results)
    assert load_results(tmp_path) == results
    record_ = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    rate = summary.overall.rates["complete"]
    assert rate is not None
    assert record_["summary"]["overall"]["rates"]["complete"]["value"] == rate.value
    console = Console(record=True, width=120, file=None, quiet=False, force_terminal=False)
    with console.capture() as captured:
        report.print_report(summary, results, console=console, verbose=True)
    printed = captured.get()
    for text in ("直接问数", "追问", "资料没有", "合计", "正文答全", "句对数错"):
        assert text in printed


class Tags(HTMLParser):
    """Collects the start tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key for key, _ in attrs}))


def test_the_page_escapes_what_it_shows_and_asks_for_nothing(make_assistant: Make, tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>园区2024年入驻企业1200家&amp;<img src=http://example.com/x.png>。"
    assistant = make_assistant(documents={'"><b>年报.txt': nasty})
    line = record("<i>x</i>", "<u>园区2024年入驻企业多少家？", figures=[{"value": "1200", "unit": "家"}])
    results = evaluate(assistant, parse_questions([line]))
    report.write_report(tmp_path, "<em>题集", summarize(results), results)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "1200家" in page
    tags = Tags()
    tags.feed(page)
    assert not {name for name, _ in tags.found} & {"img", "u", "em", "link", "iframe"}
    assert [name for name, _ in tags.found].count("script") == 1
    assert not {key for _, attributes in tags.found for key in attributes} & {"src", "href", "action", "srcset"}
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp", page)


def test_floors_name_what_is_missed(make_assistant: Make, questions: list[EvalQuestion], tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    file.write_text(
        '{"complete": {"at_least": 1}, "bad_quotes": {"at_most": 0}, "f1": {"at_least": 0}}', encoding="utf-8"
    )
    floors = load_floors(file)
    honest = missed_floors(floors, summarize(evaluate(make_assistant(), questions)))
    assert [(m.floor.key, m.value) for m in honest] == [("f1", None)]
    broken = missed_floors(floors, summarize(evaluate(make_assistant("shifted quotes"), questions)))
    assert [m.floor.key for m in broken] == ["bad_quotes", "f1"]


def test_a_significant_fall_is_one_whatever_the_limits(make_assistant: Make, tmp_path: Path) -> None:
    lines = [
        record(f"u{i}", f"青禾园区{1990 + i}年营业总收入多少？", "unanswerable", answerable=False) for i in range(8)
    ]
    questions = parse_questions([*LINES[:4], *lines])
    honest, broken = evaluate(make_assistant(), questions), evaluate(make_assistant("never refuses"), questions)
    file = tmp_path / "floors.json"
    file.write_text('{"complete": {"at_least": 0.1}}', encoding="utf-8")
    assert load_reference(file) is None
    raise_floors(file, "set.jsonl", honest)
    assert [(f.key, f.limit) for f in load_floors(file)] == [("complete", 0.1)]
    reference = load_reference(file)
    assert reference is not None
    assert falls(reference, "set.jsonl", honest) == []
    first, second = falls(reference, "set.jsonl", broken)
    assert (first.comparison.lost, first.comparison.gained, second.comparison.lost) == (8, 0, 8)
    assert first.comparison.p < 0.05
    assert falls(reference, "set.jsonl", broken[:8]) == []  # four questions prove nothing
    assert falls(reference, "another.jsonl", broken) == []
    raise_floors(file, "set.jsonl", broken)
    reference = load_reference(file)
    assert reference is not None
    assert falls(reference, "set.jsonl", honest) == []
    file.write_text('{"reference": {"set": "set.jsonl"}}', encoding="utf-8")
    with pytest.raises(QuestionSetError, match="字段 reference"):
        load_reference(file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "不是合法的 JSON"),
        ("[]", "应是一个 JSON 对象"),
        ('{"completeness": {"at_least": 1}}', "字段 completeness：没有这个指标"),
        ('{"complete": 0.9}', "字段 complete：应如"),
        ('{"complete": {"min": 0.9}}', "字段 complete.min"),
        ('{"complete": {"at_least": "0.9"}}', "字段 complete.at_least"),
    ],
)
def test_a_broken_floors_file_is_an_error(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError, match=re.escape(message)):
        load_floors(file)


def test_a_wrong_figure_before_a_right_quote_is_not_right(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    """The quote holds the right figure, the short answer another: neither the curve nor a comparison calls it right."""
    honest, second = evaluate(make_assistant(), questions), evaluate(make_assistant("second figure"), questions)
    wrong = {r.id for r in second if r.complete and r.wrong_numbers}
    assert wrong
    assert not any(r.clean for r in second if r.id in wrong)
    before, after = summarize(second), summarize(honest)
    answered = sum(not r.refused for r in second)
    assert before.coverage[-1].accuracy == pytest.approx(1 - len(wrong) / answered)
    assert after.coverage[-1].accuracy == 1
    assert before.risk_coverage_area
    assert set(compare_runs(second, honest).gained) == wrong


def test_results_are_read_back_whatever_line_ends_their_texts_hold(
    make_assistant: Make, questions: list[EvalQuestion], tmp_path: Path
) -> None:
    first, *others = evaluate(make_assistant(), questions)
    results = [replace(first, text="一\u2028二\x85三\u2029"), *others]
    report.write_report(tmp_path, "小题集", summarize(results), results)
    assert load_results(tmp_path) == results


def test_a_comparison_names_what_changed(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    before = evaluate(make_assistant("never refuses"), questions)
    after = evaluate(make_assistant(), questions)
    comparison = compare_runs(before, after)
    assert comparison.shared == 6
    assert set(comparison.gained) == {"u1", "u2"}
    assert comparison.lost == ()
    refused = next(c for c in comparison.changes if c.measure.key == "refused_unanswerable")
    assert (refused.comparison.gained, refused.comparison.lost) == (2, 0)
    assert refused.better is None  # two questions prove nothing
    assert compare_runs(after[:2], before[4:]).shared == 0


def test_two_runs_side_by_side_on_the_page(make_assistant: Make, questions: list[EvalQuestion], tmp_path: Path) -> None:
    before, after = evaluate(make_assistant("second figure"), questions), evaluate(make_assistant(), questions)
    comparison = compare_runs(before, after, names=("摘录", "<b>模型"))
    report.write_report(tmp_path, "小题集", summarize(after), after, comparison=comparison)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "摘录与&lt;b&gt;模型并排（6 道相同的题）" in page
    assert "新答对" in page
    assert "<b>模型" not in page
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["comparison"]
    assert (told["shared"], told["gained"], told["lost"]) == (6, list(comparison.gained), [])
    assert told["changes"]["value"]["after"] == 1


def test_a_result_tells_what_was_retrieved(make_assistant: Make, questions: list[EvalQuestion], tmp_path: Path) -> None:
    results = evaluate(make_assistant(), questions)
    for result in results[:4]:
        place = next(i for i, passage in enumerate(result.passages, start=1) if passage.relevant)
        assert place == result.first_rank
    assert {passage.relevant for passage in results[4].passages} == {None}
    report.write_report(tmp_path, "小题集", summarize(results), results)
    assert load_results(tmp_path) == results


def test_the_rows_for_other_judges(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    results = evaluate(make_assistant(), questions)
    rows = ragas_rows(results)
    assert [list(row) for row in rows] == [["question", "answer", "contexts", "ground_truth"]] * 6
    assert rows[0]["question"] == questions[0].question
    assert rows[0]["ground_truth"] == "803.7亿元"
    assert "803.7亿元" in rows[0]["answer"]
    assert any("803.7亿元" in context for context in rows[0]["contexts"])
    assert "青禾园区营业总收入" in rows[3]["question"]  # a follow-up in the words that stand alone
    assert rows[4]["ground_truth"] == "资料没有说明"
    assert len(ragas_rows(evaluate(Raising(make_assistant()), questions))) == 5


def test_a_check_names_what_the_documents_do_not_hold(make_assistant: Make, questions: list[EvalQuestion]) -> None:
    corpus = Corpus(make_assistant())
    assert check_set(questions, corpus) == []
    wrong = [
        record("a", "？", figures=[{"value": "1300", "unit": "家"}], documents=["年报.txt"]),
        record("b", "？", figures=[{"value": "1200", "unit": "家"}], documents=["无.txt"]),
        record("c", "？", "text", answers=[["王五"]]),
        record("d", "？", figures=[{"value": "1200", "unit": "家"}], forbidden=["1200家"]),
        record(
            "e",
            "？",
            figures=[{"value": "1200", "unit": "家"}],
            evidence=[
                {"document": "年报.txt", "start": 0, "end": 9},
                {"document": "年报.txt", "start": 0, "end": 9999},
            ],
        ),
        record("f", "？", figures=[{"value": "1200", "unit": "家"}], documents=["简报.txt"]),
    ]
    problems = check_set(parse_questions(wrong), corpus)
    expected = [
        ("第 1 行 a", "figures[0]：资料里没有 1300家"),
        ("第 2 行 b", "documents[0]：资料里没有 无.txt"),
        ("第 3 行 c", "answers[0]：资料里没有 王五"),
        ("第 4 行 d", "forbidden[0]：1200家 正是期望的"),
        ("第 5 行 e", "evidence[0]：这一段里没有期望的数或词"),
        ("第 5 行 e", "evidence[1]：年报.txt 里没有 0–9999 这一段"),
        ("第 6 行 f", "figures[0]：资料里没有 1200家"),
    ]
    assert len(problems) == len(expected)
    for problem, (where, what) in zip(problems, expected, strict=True):
        assert problem.startswith(where)
        assert what in problem


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.jsonl", "--docs", "x"],
        ["--only", "nonsense"],
        ["--split", "train"],
        ["--compare", "missing"],
        ["--floors", "missing.json"],
        ["check", "missing.jsonl", "--docs", "x"],
        ["check"],
        ["--format", "squad"],
        ["--limit", "0"],
        ["--limit", "many"],
    ],
)
def test_bad_input_is_exit_code_2_and_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run.main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_what_cannot_be_written_is_said_before_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert run.main(["--limit", "1", "--ragas", str(tmp_path / "file" / "rows.jsonl")]) == 2
    told = capsys.readouterr()
    assert "不能写入" in told.err
    assert not told.out


def test_a_set_of_ones_own_needs_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(LINES[0], encoding="utf-8")
    assert load_questions(file)
    assert run.main([str(file)]) == 2
    assert "--docs" in capsys.readouterr().err


def test_the_command_from_files_to_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The real assistant on a document and two questions: reports written, floors held or missed."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "年报.txt").write_text("青禾园区2024年入驻企业1200家，比上年多50家。\n", encoding="utf-8")
    file, out, floors = tmp_path / "set.jsonl", tmp_path / "out", tmp_path / "floors.json"
    lines = [
        record(
            "q1", "青禾园区2024年入驻企业有多少家？", figures=[{"value": "1200", "unit": "家"}], documents=["年报.txt"]
        ),
        record("q2", "月球车的轮子直径是多少？", "unanswerable", answerable=False, split="test"),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    common = [str(file), "--docs", str(tmp_path / "docs")]
    floors.write_text('{"bad_quotes": {"at_most": 0}, "errors": {"at_most": 0}}', encoding="utf-8")
    assert run.main([*common, "--out", str(out), "--floors", str(floors)]) == 0
    assert sorted(p.name for p in out.iterdir()) == ["report.html", "report.json", "results.jsonl"]
    assert "直接问数" in capsys.readouterr().out
    floors.write_text('{"exact_match": {"at_least": 0.5}}', encoding="utf-8")
    assert run.main([*common, "--compare", str(out), "--floors", str(floors)]) == 1
    printed = capsys.readouterr().out
    assert "未达下限" in printed
    assert "2 道相同的题" in printed
    assert run.main(["check", *common]) == 0
    assert "2 题，0 处证据，0 处问题" in capsys.readouterr().out
    assert run.main(["check", *common, "--fix"]) == 0
    assert "给 1 题补上了证据\n2 题，1 处证据，0 处问题" in capsys.readouterr().out
    (tmp_path / "docs" / "年报.txt").write_text(
        "前言。\n\n青禾园区2024年入驻企业1200家，比上年多50家。\n", encoding="utf-8"
    )
    assert run.main(["check", *common]) == 0
    assert "1 处证据随资料的文字移动了" in capsys.readouterr().out
    assert run.main(["check", *common, "--fix"]) == 0
    printed = capsys.readouterr().out
    assert "重写了 1 处移动的证据" in printed
    assert "随资料的文字移动" not in printed


def test_another_embedding_runs_beside_the_shipped_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two stores are built and compared; with `--compare` only the one that was asked for is."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "年报.txt").write_text("青禾园区2024年入驻企业1200家，比上年多50家。\n", encoding="utf-8")
    file, out, ragas = tmp_path / "set.jsonl", tmp_path / "out", tmp_path / "ragas.jsonl"
    line = record("q1", "青禾园区2024年入驻企业有多少家？", figures=[{"value": "1200", "unit": "家"}])
    file.write_text(line, encoding="utf-8")
    shipped = next(iter((run.HERE.parent / "index" / "model").glob("**/modules.json"))).parent
    common = [str(file), "--docs", str(tmp_path / "docs"), "--embedding", str(shipped), "--out", str(out)]
    assert run.main([*common, "--ragas", str(ragas)]) == 0
    assert f"自带与{shipped.name}并排（1 道相同的题）" in capsys.readouterr().out
    assert json.loads(ragas.read_text(encoding="utf-8"))["ground_truth"] == "1200家"
    assert run.main([*common, "--compare", str(out)]) == 0
    assert "与上次相比（1 道相同的题）" in capsys.readouterr().out
    assert run.main(["raise", str(out), "--floors", str(tmp_path / "none.json")]) == 2


def test_nothing_heavy_is_imported() -> None:
    code = "import sys, eval.run; print([m for m in ('torch', 'gradio', 'sentence_transformers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_our_sample_set_is_right_about_its_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["check", str(run.SAMPLE_SET), "--docs", str(run.SAMPLE_DOCUMENTS)]) == 0, capsys.readouterr().out


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the first users' documents are not here")
def test_the_set_about_the_seeds_is_right_about_them_and_runs(tmp_path: Path) -> None:
    questions = run.HERE / "seeds.jsonl"
    assert run.main(["check", str(questions), "--docs", str(SEEDS), "--store", str(tmp_path / "store")]) == 0
    floors = tmp_path / "floors.json"
    floors.write_text('{"bad_quotes": {"at_most": 0}, "errors": {"at_most": 0}}', encoding="utf-8")
    arguments = [str(questions), "--store", str(tmp_path / "store"), "--floors", str(floors), "--out", str(tmp_path)]
    assert run.main(arguments) == 0
    assert len(load_results(tmp_path)) == len(load_questions(questions))
