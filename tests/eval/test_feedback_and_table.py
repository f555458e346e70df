"""A correction becomes a question that the set format holds; reports become a table between two marks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval import report, run
from eval.evidence import Answering
from eval.feedback import FILE, add_feedback
from eval.questions import load_questions
from eval.run import evaluate
from eval.summary import summarize
from eval.table import BEGIN, END, load_report, markdown, write_into
from index.errors import QuestionSetError
from index.types import Qualifier

Make = Callable[..., Answering]
HISTORY = [{"role": "user", "content": "青禾园区"}, {"role": "assistant", "content": "您想问什么？"}]


def test_a_correction_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    added = add_feedback(
        tmp_path,
        "2024年收入和负责人？",
        "超927.3亿元、28%；李木子",
        history=HISTORY,
        documents=["年报.txt"],
        wrong="803.7亿元、28%",
    )
    refused = add_feedback(tmp_path, "2019年收入？", None, wrong="803.7亿元")
    first, second = load_questions(tmp_path / FILE)
    assert (first, second.question) == (added, refused.question)
    assert (added.category, added.answerable, added.messages) == ("follow_up", True, HISTORY)
    assert [f.surface for f in added.figures] == ["927.3亿元", "28%"]
    assert [f.qualifier for f in added.figures] == [Qualifier.OVER, None]
    assert added.answers == (("李木子",),)
    assert added.forbidden == ("803.7亿元",)  # 28% is right, so it is not forbidden
    assert (refused.category, refused.answerable) == ("unanswerable", False)
    assert added.id != refused.id
    assert added.id.startswith("f")


def test_a_correction_is_run_as_a_set(tmp_path: Path, make_assistant: Make) -> None:
    add_feedback(tmp_path, "青禾园区2024年入驻企业多少家？", "1200家", wrong="927.3亿元")
    questions = load_questions(tmp_path / FILE)
    (good,), (bad,) = evaluate(make_assistant(), questions), evaluate(make_assistant("second figure"), questions)
    assert (good.value_clean, good.wrong_numbers) == (True, ())
    assert (bad.value_clean, bad.wrong_numbers) == (False, ("927.3亿元",))


@pytest.mark.parametrize(("question", "answer"), [("", "1家"), ("  ", "1家"), ("收入？", ""), ("收入？", "、")])
def test_an_empty_correction_is_refused_and_leaves_no_trace(tmp_path: Path, question: str, answer: str) -> None:
    with pytest.raises(QuestionSetError, match="没有写问题" if not question.strip() else "没有写正确答案"):
        add_feedback(tmp_path, question, answer)
    assert not (tmp_path / FILE).exists()


def test_the_commands(tmp_path: Path, make_assistant: Make, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["add", "收入？", "--answer", "3亿元", "--store", str(tmp_path)]) == 0
    assert run.main(["add", "利润？", "--unanswerable", "--store", str(tmp_path)]) == 0
    assert [q.answerable for q in load_questions(tmp_path / FILE)] == [True, False]
    assert run.main(["add", "收入？", "--answer", "3亿元", "--store", str(tmp_path / "none")]) == 2
    assert run.main(["add", "收入？", "--store", str(tmp_path)]) == 2
    assert run.main(["table", str(tmp_path / "none")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_table_says_what_the_report_says(make_assistant: Make, tmp_path: Path) -> None:
    add_feedback(tmp_path, "青禾园区2024年入驻企业多少家？", "1200家")
    add_feedback(tmp_path, "青禾园区2019年入驻企业？", None)
    results = evaluate(make_assistant(), load_questions(tmp_path / FILE))
    report.write_report(tmp_path, "小题集", summarize(results), results)
    table = markdown([load_report(tmp_path), load_report(tmp_path / "report.json")])
    rows = table.splitlines()
    assert rows[0] == "| | 小题集（2 题） | 小题集（2 题） |"
    assert rows[2].startswith("| 正文答全 | 100.0%（")
    assert "| 直接问数 | 1 题，答全 100.0%，短答全净 100.0% |" in table
    assert "| 资料没有 | 1 题，已拒 100.0% |" in table

    readme = tmp_path / "README.md"
    readme.write_text(f"前\n{BEGIN}\n旧\n{END}\n后\n", encoding="utf-8")
    assert write_into(readme, table)
    assert readme.read_text(encoding="utf-8") == f"前\n{BEGIN}\n{table}{END}\n后\n"
    assert not write_into(readme, table)
    readme.write_text("没有标记", encoding="utf-8")
    with pytest.raises(QuestionSetError, match="标记"):
        write_into(readme, table)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"set": "x", "summary": {"overall": {}}}'])
def test_what_is_no_report_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError, match="考核结果"):
        load_report(file)
