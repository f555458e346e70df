"""Measure finding and reading on sets that came from elsewhere, each row of the README's second table by one command.

    python -m eval.external --set drcd|cmrc|news|passages|english|paraphrase [--file FILE] [--store DIR] [--json FILE]
    python -m eval.external table FILE … [--into README.md]

Retrieval is measured through `as_retriever(k=10)`: a question counts as found by the first returned passage that comes
from a right document (and, in our own sets, holds what was asked for). Intervals are 95 % bootstrap intervals.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eval.agreement import exact, overlap, right_figure, stands_in
from eval.external_sets import DATA, SETS, Asked, External, load_external
from eval.metrics import compare, rate
from eval.reading import contains
from eval.table import write_into
from index.errors import YuanwenError
from qa import Assistant

BEGIN, END = "<!-- external:begin -->", "<!-- external:end -->"
K = 10
LONGEST_TEXT = 150
NOTE = 2  # the set is measured, nothing is judged: bad input alone fails

LABELS = {
    "first": "文档 R@1",
    "found": f"文档 R@{K}",
    "found5": "R@5",
    "reciprocal": f"MRR@{K}",
    "number": "数字答对（值与单位）",
    "f1": "短答 F1",
    "em": "短答 EM",
    "in_text": f"{LONGEST_TEXT} 字内含答案",
    "without_dense": f"R@{K}，不用向量",
}


def assistant_for(external: External, store: Path | None, docs: int | None, embedding: str | None) -> Assistant:
    """Open the set's store, or build it; without `store` in a folder that goes with the assistant.

    Args:
        docs: keep only the first so many documents, and those that answer.
    """
    if store is not None and (store / "CURRENT").exists():
        return Assistant.open(store, embedding=embedding)
    if external.texts is None:
        return Assistant.from_documents(external.paths, store=store, embedding=embedding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{external.name}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for name, text in _kept(external, docs):
                file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
        return Assistant.from_documents(path, store=store, embedding=embedding)


def _kept(external: External, docs: int | None) -> Iterator[tuple[str, str]]:
    wanted = frozenset[str]().union(*(question.documents for question in external.questions))
    for number, (name, text) in enumerate(external.texts() if external.texts else ()):
        if text and (docs is None or number < docs or name in wanted):
            yield name, text


def rank_of(asked: Asked, found: Sequence[tuple[str, str]]) -> int | None:
    """Return the place (from 0) of the first right one among (document, text) of passages; None when there is none."""
    for place, (document, text) in enumerate(found):
        if document in asked.documents and (not asked.holds or any(contains(text, word) for word in asked.holds)):
            return place
    return None


def measure_retrieval(
    assistant: Assistant, questions: Sequence[Asked], retriever: Any = None
) -> dict[str, list[float]]:
    """Return for each question whether a right passage comes first, among five, among ten, and the time it took."""
    retriever = retriever or assistant.as_retriever(k=K)
    values: dict[str, list[float]] = {"first": [], "found5": [], "found": [], "reciprocal": [], "find_seconds": []}
    for asked in questions:
        began = time.perf_counter()
        found = retriever.invoke(asked.question)
        values["find_seconds"].append(time.perf_counter() - began)
        place = rank_of(asked, [(str(d.metadata["document"]), d.page_content) for d in found])
        values["first"].append(float(place == 0))
        values["found5"].append(float(place is not None and place < 5))
        values["found"].append(float(place is not None and place < K))
        values["reciprocal"].append(0.0 if place is None else 1 / (place + 1))
    return values


def measure_answers(assistant: Assistant, questions: Sequence[Asked]) -> dict[str, list[float]]:
    """Return what the answers are worth; `number` has values for numeric questions only."""
    values: dict[str, list[float]] = {"number": [], "f1": [], "em": [], "in_text": [], "ask_seconds": []}
    for asked in questions:
        began = time.perf_counter()
        answer = assistant.ask(asked.question)
        values["ask_seconds"].append(time.perf_counter() - began)
        value = answer.value or ""
        if asked.numeric:
            values["number"].append(right_figure(value, asked.answers))
        values["f1"].append(overlap(value, asked.answers))
        values["em"].append(exact(value, asked.answers))
        values["in_text"].append(stands_in(answer.text, asked.answers, LONGEST_TEXT))
    return values


def summary(external: External, assistant: Assistant, *, answers: bool) -> dict[str, Any]:
    """Measure a set and return what the JSON holds."""
    questions = external.questions
    values = measure_retrieval(assistant, questions)
    if answers and external.texts is not None:
        values |= measure_answers(assistant, questions)
    record: dict[str, Any] = {
        "set": external.name,
        "questions": len(questions),
        "documents": len(assistant.documents()),
        "rates": {key: asdict(found) for key in LABELS if (found := rate(values.get(key, []))) is not None},
        "milliseconds": {
            key.removesuffix("_seconds"): round(statistics.median(values[key]) * 1000, 1)
            for key in ("find_seconds", "ask_seconds")
            if key in values
        },
    }
    if external.texts is None:
        without = measure_retrieval(assistant, questions, assistant.as_retriever(k=K).without_dense())
        record["rates"]["without_dense"] = asdict(rate(without["found"]) or _none())
        difference = compare(without["found"], values["found"])
        record["dense_gain"] = asdict(difference) if difference else None
    return record


def _none() -> Any:
    raise YuanwenError("题集里没有题目")


def lines_of(record: dict[str, Any]) -> Iterator[str]:
    """Yield what a person reads of a measured set."""
    yield f"{record['set']}: {record['questions']} questions over {record['documents']} documents"
    for key, found in record["rates"].items():
        yield f"  {key:<14} {found['value']:.3f}  [{found['low']:.3f}, {found['high']:.3f}]  ({found['count']})"
    if gain := record.get("dense_gain"):
        yield f"  with minus without dense {gain['difference']:+.3f}  [{gain['low']:+.3f}, {gain['high']:+.3f}]"
    yield "  median ms: " + ", ".join(f"{key} {value}" for key, value in record["milliseconds"].items())


def markdown(records: Sequence[dict[str, Any]]) -> str:
    """Return one table of measured sets, a column each."""
    heads = [f"{r['set']}（{r['questions']} 题，{r['documents']} 篇）" for r in records]
    rows = [f"| | {' | '.join(heads)} |", f"|---|{'---|' * len(records)}"]
    for key, label in LABELS.items():
        found = [r["rates"].get(key) for r in records]
        if any(found):
            cells = [f"{f['value']:.1%}（{f['low']:.1%}–{f['high']:.1%}）" if f else "–" for f in found]
            rows.append(f"| {label} | {' | '.join(cells)} |")
    for key, label in (("find", "检索中位耗时"), ("ask", "回答中位耗时")):
        cells = [f"{r['milliseconds'][key]} ms" if key in r["milliseconds"] else "–" for r in records]
        rows.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 2 for bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _table(arguments[1:]) if arguments[:1] == ["table"] else _measure(arguments)
    except YuanwenError as error:
        print(error, file=sys.stderr)
        return NOTE


def _measure(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.external", description="Measure on sets from elsewhere.")
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the reference data")
    parser.add_argument("--file", type=Path, help="another file of the same form as the set's own")
    parser.add_argument("--store", type=Path, help="where the store is, or is to be built")
    parser.add_argument("--docs", type=int, help="only the first so many documents, and those that answer")
    parser.add_argument("--limit", type=int, help="only every n-th question, so that so many remain")
    parser.add_argument("--embedding", help="another sentence-transformers model")
    parser.add_argument("--retrieval", action="store_true", help="do not ask, only retrieve")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    external = load_external(options.set, options.data, options.file)
    if options.limit:
        step = max(1, len(external.questions) // options.limit)
        external = replace(external, questions=external.questions[::step][: options.limit])
    assistant = assistant_for(external, options.store, options.docs, options.embedding)
    names = {document.name for document in assistant.documents()}
    external = replace(external, questions=tuple(q for q in external.questions if q.documents & names))
    record = summary(external, assistant, answers=not options.retrieval)
    print("\n".join(lines_of(record)))
    if options.json:
        options.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _table(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.external table", description="Measured sets → Markdown.")
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, help="write it between the marks of this file")
    options = parser.parse_args(arguments)
    table = markdown([json.loads(path.read_text(encoding="utf-8")) for path in options.records])
    if options.into is None:
        print(table, end="")
    else:
        write_into(options.into, table, begin=BEGIN, end=END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
