"""Sets from elsewhere: agreement of answers, how they are read, and the command on a small one."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval import external
from eval.agreement import exact, overlap, right_figure, stands_in
from eval.external import BEGIN, END, markdown, rank_of
from eval.external_sets import Asked, is_short_number, load_external
from index.errors import QuestionSetError


@pytest.mark.parametrize(
    ("given", "expected", "em", "f1"),
    [
        ("《跑跑卡丁车》", "跑跑卡丁车", 1.0, 1.0),
        ("A，b", "ab", 1.0, 0.0),  # the same without punctuation, but two units against one
        ("约1,200家企业", "1200家", 0.0, 2 * (2 / 5) / (2 / 5 + 1)),
        ("北京", "上海", 0.0, 0.0),
        ("", "上海", 0.0, 0.0),
        ("上海和北京", "北京和上海", 0.0, 0.4),
    ],
)
def test_words_agree_by_the_rules_of_reading_comprehension(given: str, expected: str, em: float, f1: float) -> None:
    assert exact(given, [expected]) == em
    assert overlap(given, ["别的", expected]) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("given", "expected", "right"),
    [
        ("超过64家", "64家", 1.0),
        ("64万元", "64家", 0.0),
        ("46家", "64家", 0.0),
        ("23家、64家", "64家", 0.0),  # the first figure is the answer
        ("150米", "150", 1.0),
        ("2：0", "2:0", 1.0),
        ("没有", "64家", 0.0),
        ("", "64家", 0.0),
    ],
)
def test_a_figure_is_right_in_value_and_unit(given: str, expected: str, right: float) -> None:
    assert right_figure(given, [expected]) == right


def test_an_answer_counts_in_a_short_text_only() -> None:
    assert stands_in("共有64家[1]。", ["64家"], 150) == 1
    assert stands_in("共有164家[1]。", ["64家"], 150) == 0
    assert stands_in("共有64家[1]。" + "长" * 150, ["64家"], 150) == 0


def test_short_numbers() -> None:
    assert is_short_number("约17项")
    assert not is_short_number("防汛防台风紧急动员令")
    assert not is_short_number("2023年全年一共生产了大约173.4万辆各种车")


def test_the_right_passage_is_of_the_document_and_holds_what_is_asked() -> None:
    asked = Asked("多少家？", ("64家",), frozenset({"a"}), False, holds=("64家",))
    assert rank_of(asked, [("b", "64家"), ("a", "46家"), ("a", "64家")]) == 2
    assert rank_of(asked, [("b", "64家")]) is None


def _small(path: Path) -> Path:
    paragraphs = [
        {
            "id": name,
            "context": text,
            "qas": [{"id": f"{name}-1", "question": question, "answers": [{"text": answer, "answer_start": 0}]}],
        }
        for name, text, question, answer in (
            ("桥", "青石大桥于1998年建成，全长320米，由林远设计。", "青石大桥全长多少米？", "320米"),
            ("湖", "镜湖位于山谷之中，湖面海拔2100米，盛产银鱼。", "镜湖盛产什么鱼？", "银鱼"),
            ("塔", "白塔高56米，共有九层，每层悬挂铜铃。", "白塔有几层？", "九层"),
        )
    ]
    path.write_text(json.dumps({"data": [{"title": "集", "paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_a_set_is_measured_and_put_into_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert external.main(["--set", "cmrc", "--file", str(_small(tmp_path / "set.json")), "--json", str(out)]) == 0
    record: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert (record["questions"], record["documents"]) == (3, 3)
    assert record["rates"]["first"]["value"] == 1
    assert record["rates"]["number"]["count"] == 1
    assert "first" in capsys.readouterr().out
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\n{END}\nafter\n", encoding="utf-8")
    assert external.main(["table", str(out), "--into", str(readme)]) == 0
    assert markdown([record]) in readme.read_text(encoding="utf-8")
    assert "100.0%" in markdown([record])


def test_traditional_characters_are_converted(tmp_path: Path) -> None:
    file = _small(tmp_path / "set.json")
    file.write_text(file.read_text(encoding="utf-8").replace("\\u94dc", "\\u9285"), encoding="utf-8")
    texts = load_external("drcd", file=file).texts
    assert texts is not None
    assert "铜铃" in dict(texts())["塔-2"]


def test_a_file_of_another_form_is_named(tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(QuestionSetError, match="cmrc"):
        load_external("cmrc", file=file)
    assert external.main(["--set", "cmrc", "--file", str(tmp_path / "none.json")]) == 2
