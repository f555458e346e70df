"""Speed, measured and printed; nothing here decides whether a test passes.

    python eval/bench.py [start] [build] [ask] [--docs DIR]
    python eval/bench.py build --lines NEWS.txt.xz [--documents N] [--baseline] [--json]

start: `yuanwen ask` from process start to printed answer, beside `import langchain_core.runnables` in the same run.
build: building a store from the documents. ask: questions inside one process, median and 95th percentile.

--lines takes a large text, one document a line (.txt, .txt.xz) or JSON Lines, and measures building alone: speed, memory
of all processes, each stage's share, adding one file, opening, the first answer; with --baseline the same documents
also go through what a user would write in thirty lines (see eval/baseline.py).
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # runs from a checkout without installation

from qa import Assistant  # noqa: E402


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - began


def start(store: Path, question: str, rounds: int = 7) -> None:
    """Print the median start-up of `yuanwen ask`, and its ratio to importing LangChain's runnables."""
    ask = [sys.executable, "-m", "qa.cli", "ask", question, "--store", str(store)]
    base = [sys.executable, "-c", "import langchain_core.runnables"]
    pairs = [(_seconds(ask), _seconds(base)) for _ in range(rounds)]
    asked = statistics.median(a for a, _ in pairs)
    imported = statistics.median(b for _, b in pairs)
    print(
        f"yuanwen ask: {asked:.2f} s; import langchain_core.runnables: {imported:.2f} s; ratio {asked / imported:.1f}"
    )


def build(docs: Path, store: Path) -> Assistant:
    """Build and print the time."""
    began = time.perf_counter()
    assistant = Assistant.from_documents([docs], store=store)
    length = sum(d.length for d in assistant.documents())
    seconds = time.perf_counter() - began
    print(f"build: {len(assistant.documents())} documents, {length} characters in {seconds:.2f} s")
    return assistant


def ask(assistant: Assistant, questions: list[str]) -> None:
    """Print median and 95th percentile of the time of a question."""
    for question in questions[:5]:
        assistant.ask(question)
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        assistant.ask(question)
        times.append((time.perf_counter() - began) * 1000)
    print(
        f"ask: {len(times)} questions, median {statistics.median(times):.1f} ms,"
        f" p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms"
    )


def build_lines(options: argparse.Namespace) -> None:
    """Print what building from a large text takes."""
    from eval.bench_build import bar, measure, measure_baseline, take

    with tempfile.TemporaryDirectory(prefix="yuanwen-bench-") as folder:
        lines = Path(folder) / "documents.jsonl"
        documents, size = take(options.lines, lines, options.documents)
        with bar() as progress:
            store = options.store or Path(folder) / "store"
            measured = measure(lines, documents, size, store, progress=progress, workers=options.workers)
        if options.baseline:
            baseline = measure_baseline(lines)
            ratio = baseline["seconds"] / measured.seconds
            measured = replace(measured, baseline={**baseline, "ratio": round(ratio, 2)})
    if options.json:
        print(json.dumps(measured.to_dict(), ensure_ascii=False, indent=1))
        return
    print(
        f"build: {documents} documents, {measured.megabytes:.1f} MB in {measured.seconds:.1f} s:"
        f" {measured.documents_per_second:.0f} documents/s, {measured.megabytes_per_second:.2f} MB/s,"
        f" peak memory {measured.peak_memory_mb or 0:.0f} MB; refused {measured.refused}"
    )
    print("shares: " + ", ".join(f"{stage} {share:.1%}" for stage, share in measured.shares.items()))
    print(
        f"add one file: {measured.add_one_seconds:.1f} s; open: {measured.open_seconds:.2f} s;"
        f" first answer: {measured.first_answer_seconds:.2f} s"
    )
    if known := measured.baseline:
        print(
            f"baseline ({known['with']}): {known['seconds']:.1f} s, {known['chunks']} chunks,"
            f" peak memory {known['peak_memory_mb'] or 0:.0f} MB; it takes {known['ratio']:.1f} times as long"
        )


def main() -> None:
    from eval.questions import load_questions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="start, build, ask (default: all)")
    parser.add_argument("--docs", type=Path, default=HERE / "corpus")
    parser.add_argument("--questions", type=Path, default=HERE / "questions.jsonl")
    parser.add_argument("--lines", type=Path, help="a large text, one document a line")
    parser.add_argument("--documents", type=int, help="take only the first so many documents of --lines")
    parser.add_argument("--baseline", action="store_true", help="also build the usual thirty lines, for comparison")
    parser.add_argument("--workers", type=int, help="worker processes (default: by the number of cores)")
    parser.add_argument("--store", type=Path, help="keep the store of --lines here")
    parser.add_argument("--json", action="store_true", help="print the result of --lines as JSON")
    options = parser.parse_args()
    if options.lines:
        build_lines(options)
        return
    what = options.what or ["start", "build", "ask"]
    questions = [question.question for question in load_questions(options.questions)]
    with tempfile.TemporaryDirectory(prefix="yuanwen-bench-") as folder:
        store = Path(folder) / "store"
        assistant = build(options.docs, store)
        if "ask" in what:
            ask(assistant, questions)
        if "start" in what:
            start(store, questions[0])


if __name__ == "__main__":
    main()
