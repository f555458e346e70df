"""Speed, measured and printed; nothing here decides whether a test passes.

    python eval/bench.py [start] [build] [ask] [--docs DIR]

start: `yuanwen ask` from process start to printed answer, beside `import langchain_core.runnables` in the same run.
build: building a store from the documents. ask: questions inside one process, median and 95th percentile.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
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


def main() -> None:
    from eval.questions import load_questions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="start, build, ask (default: all)")
    parser.add_argument("--docs", type=Path, default=HERE / "corpus")
    parser.add_argument("--questions", type=Path, default=HERE / "questions.jsonl")
    options = parser.parse_args()
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
