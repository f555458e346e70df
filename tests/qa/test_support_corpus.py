"""Rewordings of the sample corpus, and the same sentences with one thing altered, against the check of a model's words.

Each entry of `rewordings.json` says what a passage of `eval/corpus` says (found by a few of its words) in other words, in
Chinese or in English, and lists what is put in the place of what to make it false: a digit, the unit, the power, a share
for points, the period, whose it is, the measure, the denominator, how it was reckoned, a plan for a result, the
direction, a part for the whole, two figures exchanged. The rates are printed.
"""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.types import Passage
from qa import Assistant
from qa.evidence import FEATURES, Candidate
from qa.llm_evidence import gather
from qa.llm_reply import Sentence
from qa.llm_writing import Writing
from qa.question import understand

CORPUS = Path(__file__).resolve().parents[2] / "eval" / "corpus"
REWORDINGS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("rewordings.json").read_text(encoding="utf-8")
)
MOST_FALSE = 0.01
LEAST_FAITHFUL = {"chinese": 0.7, "english": 0.45}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.from_documents([CORPUS], store=tmp_path_factory.mktemp("rewordings") / "store")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _refused(
    assistant: Assistant, passages: dict[str, Passage], entry: dict[str, Any], line: str, *, english: bool
) -> str:
    """Why a sentence is refused that cites the passage of an entry, "" when it is kept."""
    found = passages[entry["found_by"]]
    given = Candidate(found, None, found.start, found.end, found.text, (0.0,) * len(FEATURES))
    evidence = gather(assistant.store, [given], passages=1, characters=6000, figures=5)
    writing = Writing(understand("数字是多少？"), evidence, english, False, {})
    for part in filter(str.strip, re.split(r"(?<=。)|；(?=[^；]{6,})", line)):
        writing.take(Sentence(part, (1,)))
    return writing.refused[0][1] if writing.refused else ""


@pytest.mark.parametrize("language", ["chinese", "english"])
def test_what_is_altered_is_refused_and_most_of_what_is_reworded_is_not(assistant: Assistant, language: str) -> None:
    every = list(assistant.passages())
    entries = REWORDINGS[language]
    passages = {e["found_by"]: next(p for p in every if _bare(e["found_by"]) in _bare(p.text)) for e in entries}
    refused = partial(_refused, assistant, passages, english=language == "english")
    faithful = [(e["says"], refused(e, e["says"])) for e in entries]
    false = [(e, e["says"].replace(one["of"], one["is"], 1)) for e in entries for one in e["instead"]]
    assert all(line != e["says"] for e, line in false)
    kept = [line for e, line in false if not refused(e, line)]
    dropped = [f"{why}: {line}" for line, why in faithful if why]
    print(f"{language}: altered kept {len(kept)} of {len(false)}", *kept, sep="\n")
    print(f"{language}: faithful kept {len(faithful) - len(dropped)} of {len(faithful)}", *dropped, sep="\n")
    assert len(kept) <= MOST_FALSE * len(false)
    assert len(dropped) <= (1 - LEAST_FAITHFUL[language]) * len(faithful)
