"""`python -m eval`: a question set and documents in, judged results, a report and the exit code that CI reads out."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval import report
from eval.check import check_set
from eval.compare import RunComparison, compare_runs, load_results
from eval.evidence import Answering, Corpus
from eval.failures import Failure
from eval.floors import load_floors, missed_floors
from eval.questions import CATEGORIES, SPLITS, EvalQuestion, Span, load_questions
from eval.results import Result
from eval.scoring import DEPTH, score
from eval.summary import summarize
from index.errors import QuestionSetError, YuanwenError
from qa.types import Answer, Status

if TYPE_CHECKING:
    from qa import Assistant

HERE = Path(__file__).resolve().parent
SAMPLE_SET = HERE / "questions.jsonl"
SAMPLE_DOCUMENTS = HERE / "corpus"
SAMPLE_FLOORS = HERE / "floors.json"

OK, BELOW, BAD_INPUT = 0, 1, 2


def evaluate(
    assistant: Answering,
    questions: Sequence[EvalQuestion],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """Ask every question and judge every answer.

    Args:
        assistant: a `qa.Assistant`, or anything with the part of its interface that `Answering` names.
        questions: what to ask, in this order.
        progress: called with (questions done, questions in all) after each.

    Returns:
        One result a question, in order. An exception of the assistant is a result too: its `error` tells which.
    """
    corpus = Corpus(assistant)
    retriever = assistant.as_retriever(k=DEPTH)
    results: list[Result] = []
    for done, question in enumerate(questions, start=1):
        results.append(_evaluate_one(assistant, retriever, corpus, question))
        if progress is not None:
            progress(done, len(questions))
    return results


def _evaluate_one(assistant: Answering, retriever: Any, corpus: Corpus, question: EvalQuestion) -> Result:
    began = time.perf_counter()
    try:
        answer = assistant.ask(question.question, history=question.messages)
    except Exception as error:  # whatever an assistant raises is a finding about it, and the run goes on
        nothing = Answer(question.question, Status.NO_EVIDENCE, None, "")
        failed = score(question, nothing, corpus)
        return replace(failed, refused=False, failure=Failure.ERROR, error=f"{type(error).__name__}: {error}")
    seconds = time.perf_counter() - began
    # A follow-up is retrieved for in the words that the assistant made of it, else its retrieval is not measured.
    words = answer.standalone if question.history else question.question
    ranked = None
    if words:
        found = [document.metadata for document in retriever.invoke(words)]
        ranked = [Span(str(m["document"]), int(m["start"]), int(m["end"])) for m in found]
    return score(question, answer, corpus, ranked=ranked, seconds=seconds)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments after `python -m eval`; those of the process when not given.

    Returns:
        0; 1 when a floor is missed, a question raised or a check found problems; 2 for bad input.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["check"]:
            return _check(_check_parser().parse_args(arguments[1:]))
        return _run(_run_parser().parse_args(arguments))
    except SystemExit as stop:  # argparse has said why
        return stop.code if isinstance(stop.code, int) else BAD_INPUT
    except YuanwenError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT


def _run_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="按题集考核问答，离线运行。不带参数时用自带的样例资料和题集。",
        epilog="检查题集：python -m eval check 题集 --docs 资料目录",
    )
    parser.add_argument("set", nargs="?", type=Path, metavar="题集", help="题集文件（JSON Lines）")
    parser.add_argument("--docs", type=Path, action="append", help="资料的文件或目录，可给多次")
    parser.add_argument("--store", type=Path, help="索引目录；不给 --docs 时直接打开它")
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="all", help="只用其中一半题目")
    parser.add_argument("--only", choices=CATEGORIES, action="append", metavar="类别", help="只用某类题目，可给多次")
    parser.add_argument("--out", type=Path, help="把 results.jsonl、report.json、report.html 写到这个目录")
    parser.add_argument("--compare", type=Path, help="与上次的结果比（上次的 --out 目录）")
    parser.add_argument("--floors", type=Path, help="下限文件；跑自带题集全部题目时默认用自带的")
    parser.add_argument("--verbose", action="store_true", help="列出每道没答好的题")
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval check", description="检查题集：格式，以及资料里确有期望的答案。"
    )
    parser.add_argument("set", type=Path, metavar="题集")
    parser.add_argument("--docs", type=Path, action="append", required=True, help="资料的文件或目录，可给多次")
    parser.add_argument("--store", type=Path, help="索引目录")
    return parser


def _run(options: argparse.Namespace) -> int:
    sample = options.set is None
    questions = _selected(load_questions(options.set or SAMPLE_SET), options)
    before = load_results(options.compare) if options.compare else None
    whole = sample and options.split == "all" and not options.only and not options.docs and not options.store
    floors = load_floors(options.floors or SAMPLE_FLOORS) if options.floors or whole else []
    if options.out is not None:
        _writable(options.out)
    assistant = _assistant(
        options.docs or ([SAMPLE_DOCUMENTS] if sample and not options.store else None), options.store
    )
    results = report.with_progress(len(questions), lambda step: evaluate(assistant, questions, progress=step))
    summary = summarize(results)
    missed = missed_floors(floors, summary)
    comparison: RunComparison | None = compare_runs(before, results) if before is not None else None
    report.print_report(summary, results, floors, missed, comparison, verbose=options.verbose)
    if options.out is not None:
        title = (options.set or SAMPLE_SET).name
        report.write_report(options.out, title, summary, results, floors, comparison)
        print(f"已写入 {options.out}")
    return BELOW if missed or any(result.error for result in results) else OK


def _selected(questions: list[EvalQuestion], options: argparse.Namespace) -> list[EvalQuestion]:
    chosen = [
        q
        for q in questions
        if options.split in ("all", q.split) and (options.only is None or q.category in options.only)
    ]
    if not chosen:
        raise QuestionSetError("题集里没有符合 --split、--only 的题目")
    return chosen


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuestionSetError(f"不能写入 {folder}：{error.strerror or error}") from error
    if not os.access(folder, os.W_OK):
        raise QuestionSetError(f"不能写入 {folder}")


def _assistant(documents: list[Path] | None, store: Path | None) -> "Assistant":
    from qa import Assistant

    if documents is not None:
        return Assistant.from_documents(documents, store=store)
    if store is None:
        raise QuestionSetError("请用 --docs 指明题集所问的资料，或用 --store 指明建好的索引")
    return Assistant.open(store)


def _check(options: argparse.Namespace) -> int:
    questions = load_questions(options.set)
    problems = check_set(questions, Corpus(_assistant(options.docs, options.store)))
    for problem in problems:
        print(problem)
    print(f"{len(questions)} 题，{len(problems)} 处问题")
    return BELOW if problems else OK
