"""Sentences as a model words them: what says the same in other words stands, what says something else does not.

The documents are made up. Each faithful sentence rewords its document (another order of clauses, another verb of measure,
the year before by its number, 亿 as 万, a list, 分别为, a pronoun); each false one differs from a faithful one in one
thing: whose it is, of when, what it measures, growth for a level, a plan for a result, a qualifier, a part for the whole.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant
from qa.evidence import FEATURES, Candidate
from qa.llm_evidence import Evidence, gather
from qa.llm_reply import Sentence
from qa.llm_writing import Writing
from qa.question import understand

WORDINGS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("wordings.json").read_text(encoding="utf-8"))
"""Of each document its text, and sentences about it: `faithful` and `false`, and the same `_in_english`."""
LEAST, MOST = 0.85, 1 / 60


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    folder: Path = tmp_path_factory.mktemp("wordings")
    (folder / "docs").mkdir()
    for name, document in WORDINGS.items():
        (folder / "docs" / name).write_text(document["text"], encoding="utf-8")
    assistant = Assistant.from_documents([folder / "docs"], folder / "store")
    found: dict[str, Evidence] = {}
    for info in assistant.documents():
        given = [
            Candidate(p, None, p.start, p.end, p.text, (0.0,) * len(FEATURES)) for p in assistant.passages(info.id)
        ]
        found[info.name] = gather(assistant.store, given, passages=8, characters=6000, figures=5)
    return found


def check(evidence: Evidence, line: str, *, english: bool = False) -> str:
    """Why a model's sentence is refused, "" when it is kept; its figures are then written as in the document."""
    writing = Writing(understand("数字是多少？"), evidence, english, False, {})
    writing.take(Sentence(line, tuple(range(1, len(evidence.passages) + 1))))
    return writing.refused[0][1] if writing.refused else ""


def kept_of(evidence: dict[str, Evidence], kind: str) -> tuple[list[str], list[str]]:
    """The sentences of a kind that are kept, and those that are refused, each with why."""
    english = kind.endswith("english")
    told = [(line, check(evidence[name], line, english=english)) for name in WORDINGS for line in WORDINGS[name][kind]]
    return [line for line, why in told if not why], [f"{why}: {line}" for line, why in told if why]


def test_what_says_the_same_in_other_words_stands(evidence: dict[str, Evidence]) -> None:
    kept, refused = kept_of(evidence, "faithful")
    print(f"faithful rewordings kept: {len(kept)} of {len(kept) + len(refused)}", *refused, sep="\n")
    assert len(kept) + len(refused) >= 150
    assert len(kept) >= LEAST * (len(kept) + len(refused))


def test_what_says_something_else_does_not(evidence: dict[str, Evidence]) -> None:
    kept, refused = kept_of(evidence, "false")
    print(f"false rewordings kept: {len(kept)} of {len(kept) + len(refused)}", *kept, sep="\n")
    assert len(kept) + len(refused) >= 150
    assert len(kept) <= MOST * (len(kept) + len(refused))


def test_english_sentences(evidence: dict[str, Evidence]) -> None:
    assert kept_of(evidence, "faithful_in_english")[1] == []
    assert kept_of(evidence, "false_in_english")[0] == []


@pytest.mark.parametrize(
    ("name", "line", "shown"),
    [
        ("云栖.txt", "云栖科技城2024年实现的营业总收入是12864000万元", "云栖科技城2024年实现的营业总收入是1286.4亿元"),
        ("蓝港.txt", "蓝港生物医药园有从业人员24000人", "蓝港生物医药园有从业人员2.4万人"),
        ("访谈.txt", "公司计划2024年将产能扩大到10000台", "公司计划2024年将产能扩大到一万台"),
    ],
)
def test_figures_are_shown_as_the_document_writes_them(
    evidence: dict[str, Evidence], name: str, line: str, shown: str
) -> None:
    writing = Writing(understand("数字是多少？"), evidence[name], False, False, {})
    assert writing.take(Sentence(line, (1,)))
    assert writing.kept[0][0] == shown


def test_the_beginning_of_a_sentence_that_stands_is_shown(evidence: dict[str, Evidence]) -> None:
    writing = Writing(understand("数字是多少？"), evidence["云栖.txt"], False, False, {})
    line = "2024年，云栖科技城的营业总收入为1286.4亿元，员工有9万人"
    assert writing.take(Sentence(line, (1,)))
    assert [text for text, _ in writing.kept] == ["2024年，云栖科技城的营业总收入为1286.4亿元"]
    assert [sentence.text for sentence, _ in writing.refused] == [line]
    assert not writing.take(Sentence("云栖科技城的营业总收入为1286.4亿元，详见 https://evil.example/x", (1,)))
