"""The sample corpus and its questions: what is asked stands in the documents, read without the product's loaders."""

import json
import re
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup

from eval.make_corpus import CORPUS, SOURCES, TARGETS, Target, render

QUESTIONS = CORPUS.parent / "questions.jsonl"
SEEDS = CORPUS.parents[2] / "shared" / "seeds"
NOISE = re.compile(r"\[bookmark:[^\]]*\]|\s+")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
REQUIRED = {"id", "question", "category", "split", "answerable"}
OPTIONAL = {"history", "figures", "answers", "forbidden", "documents", "nearest", "evidence"}
QUALIFIERS = {"exact", "about", "over", "under", "nearly", "at_least", "at_most", "estimated", "planned"}
PERIOD = re.compile(r"\d{4}(-(\d{2}(-\d{2})?|Q[1-4]|H[12]))?")
MINIMUM = {
    "direct": 50,
    "paraphrase": 20,
    "conflict": 10,
    "dated": 10,
    "text": 15,
    "list": 10,
    "computed": 12,
    "unanswerable": 30,
    "english": 8,
    "follow_up": 10,
    "broken_line": 8,
}


def read_file(path: Path) -> str:
    """The raw text of a document of any of the corpus's formats."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return BeautifulSoup(text, "lxml").get_text("\n") if path.suffix == ".html" else text


def read_corpus() -> dict[str, str]:
    """Every document's raw text by the name that questions call it by."""
    texts: dict[str, str] = {}
    for path in sorted(CORPUS.iterdir()):
        if path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                assert set(record) == {"id", "title", "published", "source", "text"}
                texts[record["id"]] = record["title"] + "\n" + record["text"]
        else:
            texts[path.name] = read_file(path)
    return texts


def squeeze(text: str) -> str:
    """The text without bookmarks and white space; a space stays between digits, so that cells do not grow together."""
    return re.sub(r"(?<!\d) | (?!\d)", "", NOISE.sub(" ", text))


def states(text: str, value: str, unit: str) -> bool:
    """Whether a squeezed text writes the value with its unit; a vague "more" may stand between (1800多家)."""
    return re.search(rf"(?<![\d.]){re.escape(value)}[多余来]?{re.escape(unit)}(?![\d.])", text) is not None


RAW = read_corpus()
TEXTS = {name: squeeze(text) for name, text in RAW.items()}
RECORDS: list[dict[str, Any]] = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
STATED = [record for record in RECORDS if record["answerable"] and record["category"] != "computed"]


def by_id(records: list[dict[str, Any]]) -> Any:
    """Parameters of a test that runs once a question."""
    return pytest.mark.parametrize("record", records, ids=lambda record: record["id"])


def test_the_corpus_is_large_varied_and_light() -> None:
    """Enough text, every format, under a megabyte."""
    paths = list(CORPUS.iterdir())
    assert {path.suffix for path in paths} == {".txt", ".md", ".html", ".jsonl", ".docx", ".pdf"}
    assert len(paths) >= 14
    assert sum(len(re.sub(r"\s", "", NOISE.sub("", text))) for text in RAW.values()) >= 25_000
    assert sum(path.stat().st_size for path in paths) < 1_000_000


def test_the_corpus_has_the_shapes_of_real_documents() -> None:
    """A GB18030 file, hard-wrapped pages with doubled captions, bookmarks, OCR debris, navigation."""
    encoded = (CORPUS / "云湖科技园2022年统计公报.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        encoded.decode("utf-8")
    wrapped = [name for name, text in RAW.items() if name.endswith(".txt") and is_wrapped(text)]
    assert len(wrapped) >= 3
    assert all(re.search(r"(\w{4,})“*\1", RAW[name]) for name in wrapped)
    assert sum("[bookmark:" in text for text in RAW.values()) >= 2
    assert any("[image:" in text for text in RAW.values())


def is_wrapped(text: str) -> bool:
    """Whether a text is broken into the short lines of a newspaper column."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 40 and statistics.median(map(len, lines)) <= 26


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.stem)
def test_written_documents_match_their_sources(target: Target) -> None:
    """The committed file says what its source says, and writing it again gives the same bytes."""
    assert render(target) == render(target)
    source = (SOURCES / f"{target.stem}.txt").read_text(encoding="utf-8")
    text = re.sub(r"\s", "", RAW[f"{target.stem}{target.suffix}"])
    if target.suffix == ".pdf":
        title = re.sub(r"\s", "", source.splitlines()[0].lstrip("# "))
        text, pages = re.subn(rf"{re.escape(title)}第\d+页", "", text)
        assert pages >= 2
    for line in filter(None, (re.sub(r"\s|^#+", "", line) for line in source.splitlines())):
        assert all(piece in text for piece in line.strip("|").split("|")), line


def test_ids_are_unique_and_keys_are_known() -> None:
    """Every line follows the schema."""
    assert len({record["id"] for record in RECORDS}) == len(RECORDS) >= 160
    assert len({(record["question"], str(record.get("history"))) for record in RECORDS}) == len(RECORDS)
    for record in RECORDS:
        assert set(record) >= REQUIRED, record["id"]
        assert set(record) <= REQUIRED | OPTIONAL, record["id"]
        assert isinstance(record["answerable"], bool)
        for figure in record.get("figures", []):
            assert {"value", "unit"} <= set(figure) <= {"value", "unit", "period", "scope", "qualifier"}, record["id"]
            assert figure.get("qualifier", "exact") in QUALIFIERS
            assert all(PERIOD.fullmatch(part) for part in figure.get("period", "2024").split("/")), record["id"]
        for turn, role in zip(record.get("history", []), ("user", "assistant") * 9, strict=False):
            assert turn["role"] == role
            assert turn["content"]


def test_every_category_is_asked_in_both_splits() -> None:
    """The categories have their numbers, and halve into dev and test."""
    counts = Counter(record["category"] for record in RECORDS)
    assert set(counts) == set(MINIMUM)
    for category, least in MINIMUM.items():
        splits = Counter(record["split"] for record in RECORDS if record["category"] == category)
        assert counts[category] >= least
        assert abs(splits["dev"] - splits["test"]) <= 1
        assert set(splits) == {"dev", "test"}


@by_id(RECORDS)
def test_an_answer_is_expected_only_of_what_can_be_answered(record: dict[str, Any]) -> None:
    """Answerable questions expect something and name documents that exist; the others expect nothing."""
    assert set(record.get("documents", [])) <= set(TEXTS)
    assert record["answerable"] or record["category"] in ("unanswerable", "follow_up")
    assert record["category"] != "unanswerable" or not record["answerable"]
    assert record["answerable"] == bool(record.get("figures") or record.get("answers"))
    assert bool(record.get("history")) == (record["category"] == "follow_up")
    if record["answerable"]:
        assert record["documents"]


@by_id(STATED)
def test_what_is_expected_stands_in_the_named_documents(record: dict[str, Any]) -> None:
    """Each figure and one wording of each text answer is written in a named document."""
    texts = [TEXTS[name] for name in record["documents"]]
    for figure in record.get("figures", []):
        assert any(states(text, figure["value"], figure["unit"]) for text in texts), figure
    for group in record.get("answers", []):
        assert any(wording in text for wording in group for text in texts), group


@by_id([record for record in RECORDS if record["category"] == "conflict"])
def test_each_document_of_a_conflict_holds_a_part_of_it(record: dict[str, Any]) -> None:
    """A conflict names all the documents that it needs, and none besides."""
    assert len(record["figures"]) >= 2
    for name in record["documents"]:
        assert any(states(TEXTS[name], figure["value"], figure["unit"]) for figure in record["figures"])


@by_id([record for record in RECORDS if record["category"] == "computed"])
def test_a_computed_figure_is_not_merely_quoted(record: dict[str, Any]) -> None:
    """No named document states the result, else the question would be a direct one."""
    for figure in record["figures"]:
        assert not any(states(TEXTS[name], figure["value"], figure["unit"]) for name in record["documents"])


@by_id([record for record in RECORDS if record["category"] == "broken_line"])
def test_the_sentence_of_a_broken_line_question_is_broken(record: dict[str, Any]) -> None:
    """The sentence with the figure runs over a line's end in a hard-wrapped document."""
    for name in record["documents"]:
        assert is_wrapped(RAW[name])
        for figure in record["figures"]:
            stating = [s for s in RAW[name].split("。") if states(squeeze(s), figure["value"], figure["unit"])]
            assert stating
            assert all("\n" in sentence.strip() for sentence in stating)


@by_id([record for record in RECORDS if "forbidden" in record or "nearest" in record])
def test_traps_and_nearest_figures_are_real(record: dict[str, Any]) -> None:
    """A trap's number occurs in the corpus and is not expected; a nearest figure stands in the named documents."""
    expected = {figure["value"] + figure["unit"] for figure in record.get("figures", [])}
    assert not expected & set(record.get("forbidden", []))
    for number in (number for trap in record.get("forbidden", []) for number in NUMBER.findall(trap)):
        assert any(states(text, number, "") for text in TEXTS.values()), number
    for number in NUMBER.findall(record.get("nearest", "")):
        assert any(number in TEXTS[name] for name in record["documents"]), number


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the first users' documents are not here")
def test_nothing_is_copied_from_the_first_users_documents() -> None:
    """No run of 20 characters is theirs, the binary documents and the questions among what is read."""
    run = 20
    theirs = "\n".join(NOISE.sub("", path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt")))
    runs = {theirs[i : i + run] for i in range(len(theirs) - run + 1)}
    ours = {**RAW, "questions": QUESTIONS.read_text(encoding="utf-8")}
    for name, text in ours.items():
        plain = NOISE.sub("", text)
        copied = [plain[i : i + run] for i in range(len(plain) - run + 1) if plain[i : i + run] in runs]
        assert not copied, f"{name}: {copied[0]}"
