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
from eval.check import check_set, moved, refresh
from eval.compare import LAST_AND_THIS, compare_runs, load_results
from eval.evidence import Answering, Corpus
from eval.failures import Failure
from eval.feedback import FILE, add_feedback
from eval.floors import falls, load_floors, load_reference, missed_floors, raise_floors
from eval.foreign import FORMATS, load_benchmark
from eval.questions import CATEGORIES, SPLITS, EvalQuestion, Span, load_questions
from eval.ragas import write_ragas
from eval.results import Result
from eval.scoring import DEPTH, score
from eval.summary import summarize
from eval.table import BEGIN, END, load_report, markdown, write_into
from index.errors import QuestionSetError, YuanwenError
from qa.types import Answer, Status

if TYPE_CHECKING:
    from qa import Assistant
    from qa.llm_model import LanguageModelSettings

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
        name, rest = (arguments[0], arguments[1:]) if arguments[:1] and arguments[0] in _COMMANDS else ("", arguments)
        parser, command = _COMMANDS[name]
        return command(parser().parse_args(rest))
    except SystemExit as stop:  # argparse has said why
        return stop.code if isinstance(stop.code, int) else BAD_INPUT
    except YuanwenError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT


def _run_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="按题集考核问答，离线运行。不带参数时用自带的样例资料和题集。",
        epilog="另有：check 检查题集，add 把一次更正记成一道题，table 把结果写成表，raise 把结果定为下限的参照；"
        "各加 --help 看用法。",
    )
    parser.add_argument("set", nargs="?", type=Path, metavar="题集", help="题集文件（JSON Lines）")
    parser.add_argument("--docs", type=Path, action="append", help="资料的文件或目录，可给多次")
    parser.add_argument("--store", type=Path, help="索引目录；不给 --docs 时直接打开它")
    parser.add_argument("--format", choices=FORMATS, help="题集是公开评测的格式，资料就在其中")
    parser.add_argument("--limit", type=_positive, metavar="数", help="只用前几题")
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="all", help="只用其中一半题目")
    parser.add_argument("--only", choices=CATEGORIES, action="append", metavar="类别", help="只用某类题目，可给多次")
    parser.add_argument("--out", type=Path, help="把 results.jsonl、report.json、report.html 写到这个目录")
    parser.add_argument("--compare", type=Path, help="与上次的结果比（上次的 --out 目录）")
    parser.add_argument("--floors", type=Path, help="下限文件；跑自带题集全部题目时默认用自带的")
    parser.add_argument(
        "--embedding", help="建索引用的句向量模型（名字或目录）；与自带的并排比较，给了 --compare 则只与它比"
    )
    parser.add_argument(
        "--reader",
        choices=("extractive", "llm"),
        default="extractive",
        help="谁写答案；llm 与摘录并排比较，给了 --compare 则只与它比",
    )
    parser.add_argument("--llm", metavar="模型", help="--reader llm 用的语言模型，如 openai:deepseek-chat")
    parser.add_argument("--llm-url", metavar="地址", help="语言模型服务的地址")
    parser.add_argument("--ragas", type=Path, metavar="文件", help="另存为 RAGAS 的数据（JSON Lines）")
    parser.add_argument("--verbose", action="store_true", help="列出每道没答好的题")
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"应是不小于 1 的整数，现为 {text}")
    return number


def _check_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval check", description="检查题集：格式，以及资料里确有期望的答案。"
    )
    parser.add_argument("set", type=Path, metavar="题集")
    parser.add_argument("--docs", type=Path, action="append", required=True, help="资料的文件或目录，可给多次")
    parser.add_argument("--store", type=Path, help="索引目录")
    parser.add_argument("--fix", action="store_true", help="把证据的位置按现在的资料重写进题集，没有的补上")
    return parser


def _run(options: argparse.Namespace) -> int:
    sample = options.set is None
    if options.format and sample:
        raise QuestionSetError(f"--format {options.format} 要写明题集文件")
    texts: dict[str, str] = {}
    if options.format:
        loaded, texts = load_benchmark(options.set, options.format)
    else:
        loaded = load_questions(options.set or SAMPLE_SET)
    questions = _selected(loaded, options)
    before = _before(options.compare, questions) if options.compare else None
    narrowed = options.split != "all" or options.only or options.limit
    whole = sample and not narrowed and not options.docs and not options.store
    floors = load_floors(options.floors or SAMPLE_FLOORS) if options.floors or whole else []
    if options.out is not None:
        _writable(options.out)
    if options.ragas is not None:
        _writable(options.ragas.parent)
    documents: list[Any] | None = options.docs or ([SAMPLE_DOCUMENTS] if sample and not options.store else None)
    if texts and documents is None:
        documents = _in_memory(texts)
    llm = _language_model(options)
    assistant = _assistant(documents, options.store, options.embedding)
    names = LAST_AND_THIS
    if before is None and (llm is not None or (options.embedding and documents is not None)):
        names = _side_by_side(options)  # the shipped model and the extractive reader first, then what was asked for
        plain = _assistant(documents, None) if options.embedding and documents is not None else assistant
        before = report.with_progress(len(questions), lambda step: evaluate(plain, questions, progress=step), names[0])
    if llm is not None:
        assistant = _with_model(assistant, llm)
    own = "" if names == LAST_AND_THIS else names[1]
    results = report.with_progress(len(questions), lambda step: evaluate(assistant, questions, progress=step), own)
    summary = summarize(results)
    missed = missed_floors(floors, summary)
    title = (options.set or SAMPLE_SET).name
    reference = load_reference(options.floors or SAMPLE_FLOORS) if floors else None
    fallen = falls(reference, title, results) if reference is not None else []
    comparison = compare_runs(before, results, names=names) if before is not None else None
    report.print_report(summary, results, floors, missed, comparison, fallen, verbose=options.verbose)
    if options.out is not None:
        report.write_report(options.out, title, summary, results, floors, comparison)
        print(f"已写入 {options.out}")
    if options.ragas is not None:
        write_ragas(options.ragas, results)
        print(f"已写入 {options.ragas}")
    return BELOW if missed or fallen or any(result.error for result in results) else OK


def _side_by_side(options: argparse.Namespace) -> tuple[str, str]:
    """What a reader calls the shipped configuration and the one that was asked for."""
    asked = [Path(options.embedding).name] if options.embedding else []
    asked += [options.llm] if options.reader == "llm" else []
    return "自带", " + ".join(asked)


def _language_model(options: argparse.Namespace) -> "LanguageModelSettings | None":
    from qa.llm_model import settings_of

    if options.reader == "llm" and not options.llm:
        raise QuestionSetError("--reader llm 要用 --llm 写明模型，例如 --llm openai:deepseek-chat")
    return settings_of(options.llm, options.llm_url) if options.reader == "llm" else None


def _with_model(assistant: "Assistant", llm: "LanguageModelSettings") -> "Assistant":
    from qa import Assistant

    return Assistant.open(assistant.store.path, llm=llm)


def _selected(questions: list[EvalQuestion], options: argparse.Namespace) -> list[EvalQuestion]:
    chosen = [
        q
        for q in questions
        if options.split in ("all", q.split) and (options.only is None or q.category in options.only)
    ]
    chosen = chosen[: options.limit]
    if not chosen:
        raise QuestionSetError("题集里没有符合 --split、--only、--limit 的题目")
    return chosen


def _in_memory(texts: dict[str, str]) -> list[Any]:
    from langchain_core.documents import Document

    return [Document(text, metadata={"document": name}) for name, text in texts.items()]


def _before(path: Path, questions: Sequence[EvalQuestion]) -> list[Result]:
    results = load_results(path)
    if not {(r.id, r.question) for r in results} & {(q.id, q.question) for q in questions}:
        raise QuestionSetError(f"{path} 里没有与这次相同的题，无从比较")
    return results


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuestionSetError(f"不能写入 {folder}：{error.strerror or error}") from error
    if not os.access(folder, os.W_OK):
        raise QuestionSetError(f"不能写入 {folder}")


def _assistant(documents: list[Any] | None, store: Path | None, embedding: str | None = None) -> "Assistant":
    from qa import Assistant

    if documents is not None:
        return Assistant.from_documents(documents, store=store, embedding=embedding)
    if store is None:
        raise QuestionSetError("请用 --docs 指明题集所问的资料，或用 --store 指明建好的索引")
    return Assistant.open(store, embedding=embedding)


def _check(options: argparse.Namespace) -> int:
    questions = load_questions(options.set)
    corpus = Corpus(_assistant(options.docs, options.store))
    if options.fix:
        shifted, added = refresh(options.set, corpus)
        print(f"重写了 {shifted} 处移动的证据，给 {added} 题补上了证据")
        questions = load_questions(options.set)
    problems = check_set(questions, corpus)
    for problem in problems:
        print(problem)
    print(f"{len(questions)} 题，{sum(len(q.evidence) for q in questions)} 处证据，{len(problems)} 处问题")
    shifted = moved(questions, corpus)
    if shifted:
        print(f"{shifted} 处证据随资料的文字移动了，已按指纹找到；写回题集：加 --fix")
    return BELOW if problems else OK


def _add_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval add", description="把一次更正记成索引目录里的一道题。")
    parser.add_argument("question", metavar="问题")
    answer = parser.add_mutually_exclusive_group(required=True)
    answer.add_argument("--answer", help="正确答案；几个数或词用顿号隔开")
    answer.add_argument("--unanswerable", action="store_true", help="资料里没有答案")
    parser.add_argument("--store", type=Path, required=True, help="索引目录")
    parser.add_argument("--document", action="append", default=[], metavar="文件名", help="答案所在的文件，可给多次")
    return parser


def _add(options: argparse.Namespace) -> int:
    answer = None if options.unanswerable else options.answer
    question = add_feedback(options.store, options.question, answer, documents=options.document)
    print(f"已记为 {question.id}，考核：python -m eval {options.store / FILE} --store {options.store}")
    return OK


def _table_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval table", description="把考核结果写成 Markdown 表。")
    parser.add_argument("reports", nargs="+", type=Path, metavar="结果目录", help="考核时的 --out 目录")
    parser.add_argument("--into", type=Path, metavar="文件", help=f"写到这个文件的 {BEGIN} 与 {END} 之间")
    return parser


def _table(options: argparse.Namespace) -> int:
    table = markdown([load_report(path) for path in options.reports])
    if options.into is None:
        print(table, end="")
    else:
        write_into(options.into, table)
    return OK


def _raise_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval raise", description="把一次考核定为下限文件的参照：以后明显少答对就算不合格。"
    )
    parser.add_argument("run", type=Path, metavar="结果目录", help="考核时的 --out 目录")
    parser.add_argument("--floors", type=Path, default=SAMPLE_FLOORS, help="下限文件；不给则用自带的")
    return parser


def _raise(options: argparse.Namespace) -> int:
    results = load_results(options.run)
    raise_floors(options.floors, load_report(options.run)["set"], results)
    print(f"{options.floors}：参照已定为 {options.run} 的 {len(results)} 题")
    return OK


_COMMANDS: dict[str, tuple[Callable[[], argparse.ArgumentParser], Callable[[argparse.Namespace], int]]] = {
    "": (_run_parser, _run),
    "check": (_check_parser, _check),
    "add": (_add_parser, _add),
    "table": (_table_parser, _table),
    "raise": (_raise_parser, _raise),
}
