"""The web page: an `Assistant` in, a Gradio page out; also the program that indexes documents and serves the page.

What it shows is made in app_view.py from the macros of app.html; the style is in app.css, the behaviour (opening quotes,
copying, sending feedback and corrections) in app.js. What comes from a document, a file name or a question is escaped by
the template engine and reaches the browser as the value of a `gr.HTML`, which renders no Markdown or LaTeX. It must never
be a property that a template of Gradio's fills in: those are evaluated as JavaScript. The page asks nothing of any other
host.
"""

import argparse
import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # gradio imports numpy before `index`, which says why, can

import gradio as gr
from gradio.themes import Base
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app_view import HERE, MARKER, Edit, Turn, View, plain, split_figures
from eval.feedback import add_feedback
from index.errors import MetadataError
from index.overrule import FIELDS, overrule
from index.report import apart
from index.types import Basis, FigureRow, Kind, Statement
from index.words import tagged
from qa import Assistant, Status, YuanwenError
from qa.llm_model import settings_of
from qa.sample import SAMPLE, sample_store
from qa.texts import EMPTY

log = logging.getLogger("yuanwen.app")

SAMPLE_QUESTIONS = (
    "云湖科技园2023年营业总收入是多少？",
    "云湖科技园目前有多少家独角兽企业？",
    "2024年中关村企业研发投入是多少？",
    "云湖科技园有多少家国家高新技术企业？",
    "澜芯微电子的董事长是谁？",
)

_TURNS = 40  # turns kept on the page; older ones leave it, so that a day's conversation stays light
_REMEMBERED = 6  # turns that a follow-up may lean on
_FONTS = ("system-ui", "-apple-system", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC")


# Feedback → question sets


def record_feedback(store: Path, turns: Sequence[Turn], number: int, verdict: str, correct: str) -> None:
    """Write a judged answer as a question of a set into the store's folder, so that an evaluation can run it.

    Args:
        store: the store's folder.
        turns: the conversation; what came before the judged turn becomes the question's history.
        number: which turn is judged.
        verdict: "up" for right, "down" with the correct answer in `correct`, "none" when the documents hold no answer.
        correct: the correct answer in staff's words.

    Raises:
        ValueError: there is no such turn, or nothing that could be expected follows from the judgement.
        YuanwenError: the file cannot be written.
    """
    if not 0 <= number < len(turns) or (answer := turns[number].answer) is None:
        raise ValueError("没有这条回答")
    asked, history, right = plain(turns[number].question), messages(turns[:number]), plain(correct).strip()[:300]
    if verdict == "up" and answer.status is Status.ANSWERED:
        right = answer.value or MARKER.sub("", answer.text.partition("\n")[0])
        scopes = {figure.surface: figure.scope for figure in split_figures(answer)[0]}
        cited = list(dict.fromkeys(citation.document for citation in answer.citations))
        add_feedback(store, asked, right, history=history, documents=cited, scopes=scopes)
    elif verdict == "down" and right:
        add_feedback(store, asked, right, history=history, wrong=answer.value or "")
    elif verdict in ("up", "none"):
        add_feedback(store, asked, None, history=history)
    else:
        raise ValueError("请写上正确答案，或选“资料里没有答案”")


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return the last turns as the assistant takes a conversation."""
    kept = [(turn.question, turn.answer.text) for turn in turns if turn.answer][-_REMEMBERED:]
    roles = ("user", "assistant")
    return [{"role": r, "content": plain(said)[:2000]} for pair in kept for r, said in zip(roles, pair, strict=True)]


def example_questions(assistant: Assistant, wanted: int = 5) -> list[str]:
    """Return questions that these documents answer, made from their own figures; each was asked and answered.

    What the documents state most often comes first, of that what is latest; no measure comes twice, no document three
    times. Of a large store a part is enough.
    """
    rows = [(row, question) for row in islice(assistant.store.figures(), 20000) if (question := _question_of(row))]
    said = Counter((row.measure, row.quantity.unit) for row, _ in rows)
    rows.sort(key=lambda pair: (said[pair[0].measure, pair[0].quantity.unit], pair[0].last or date.min), reverse=True)
    found: list[str] = []
    used: Counter[str] = Counter()
    alone = Assistant(assistant.store)  # without a language model, which would be waited for before the page is there
    for row, question in rows[:200]:
        if used[row.measure] or used[row.document_id] >= 2:
            continue
        answer = alone.ask(question)
        if answer.status is Status.ANSWERED and row.quantity.surface in (answer.value or ""):
            used.update((row.measure, row.document_id))
            found.append(question)
        if len(found) == wanted:
            break
    return found


def _question_of(row: FigureRow) -> str:
    """Return a question for a figure, "" unless its row names a year, whom and what in so many nouns."""
    stated = row.statement is Statement.RESULT and row.basis is not Basis.DOCUMENT and not row.comparison
    if not stated or not row.quantity.unit or not re.search(r"\d{4}年", row.period) or len(row.period) > 12:
        return ""
    if _last_tag(row.measure) not in ("n", "vn") or not _last_tag(row.subject).startswith("n"):
        return ""
    whose = row.period + ("" if row.subject in row.measure else row.subject)
    if row.quantity.kind is Kind.COUNT and row.measure[-1] not in "数量":
        return f"{whose}有多少{row.quantity.unit}{row.measure}？"
    return f"{whose}{row.measure}是多少？"


def _last_tag(words: str) -> str:
    """Return the part of speech that a name of a few words ends with, "" for what is no name."""
    tags = [tag for _, tag in tagged(words)]
    named = 2 <= len(words) <= 12 and words.isalpha() and all(tag[:1] in "nvajb" for tag in tags)
    return tags[-1] if named else ""


# The page


class Page(gr.Blocks):
    """A Gradio page that is launched with this product's look, and without what would send or keep questions."""

    def launch(self, *args: Any, **options: Any) -> Any:
        """Launch as `gr.Blocks.launch` does; `options` override the page's own."""
        theme = Base(neutral_hue="stone", font=[*_FONTS, "sans-serif"], font_mono=["monospace"])
        theme.set(button_primary_background_fill="#12594f", button_primary_background_fill_dark="#12594f")
        own: dict[str, Any] = {
            "theme": theme,
            # In the head as it is: what is given as `css` is rewritten to hold inside Gradio's container only.
            "head": f"<style>{(HERE / 'app.css').read_text(encoding='utf-8')}</style>",
            "js": "() => { document.documentElement.lang = 'zh-CN'; }",
            "footer_links": [],
            "max_file_size": "1kb",  # Gradio takes uploads whether a page has a use for them or not; this one has none
        }
        off = ("run_history", "show_error", "share", "ssr_mode", "mcp_server", "pwa", "enable_monitoring")
        return super().launch(*args, **(own | dict.fromkeys(off, False) | {"quiet": True} | options))


def build_page(assistant: Assistant, *, examples: Sequence[str] | None = None) -> gr.Blocks:
    """Return the page over an assistant, ready to `launch`.

    Args:
        assistant: what answers.
        examples: questions offered before the first one is asked; None makes them from the documents' own figures.
    """
    view = View(assistant)
    offered = list(examples) if examples is not None else example_questions(assistant)
    same: Any = gr.skip()  # pyright: ignore[reportUnknownVariableType]

    def ask(question: str, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        question = plain(question or "").strip()
        if not question:
            yield same, turns, same, EMPTY
            return
        past = turns[1 - _TURNS :]
        turn = Turn(question)
        yield view.conversation([*past, turn], offered), turns, "", ""
        try:
            for answer in assistant.stream(question, messages(past)):
                turn = Turn(question, answer)
                yield view.conversation([*past, turn], offered), [*past, turn], same, ""
            return
        except YuanwenError as error:
            turn = Turn(question, failure=str(error))
        except Exception:
            log.exception("a question failed")
            turn = Turn(question, failure="出错了，没有得到答案；详情见运行窗口。")
        yield view.conversation([*past, turn], offered), [*past, turn], same, ""

    def ask_example(turns: list[Turn], event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        yield from ask(str(_sent(event).get("question", "")), turns)

    def judge(turns: list[Turn], event: gr.EventData) -> tuple[Any, ...]:
        sent = {name: str(value) for name, value in _sent(event).items()}
        verdict, correct = sent.get("verdict", ""), sent.get("correct", "")
        try:
            number = int(sent.get("turn", ""))
            record_feedback(assistant.store.path, turns, number, verdict, correct)
        except (ValueError, YuanwenError) as error:
            return same, turns, str(error)
        thanks = "已记下，谢谢" if verdict == "up" else "已记下正确答案，谢谢"
        turns = [*turns[:number], replace(turns[number], verdict=thanks), *turns[number + 1 :]]
        return view.conversation(turns, offered), turns, ""

    def correct(wanted: str, event: gr.EventData) -> tuple[str, str]:
        sent = _sent(event)
        typed = {name: plain(str(sent[name] or "")) for name in FIELDS if name in sent}
        edit = Edit(str(sent.get("document", "")), typed)
        try:
            overrule(assistant.store, edit.document, typed)
            edit = replace(edit, saved=True)
        except YuanwenError as error:
            edit = replace(edit, wrong=str(error), mistyped=isinstance(error, MetadataError))
        except Exception:
            log.exception("a correction failed")
            edit = replace(edit, wrong="出错了，没有保存；详情见运行窗口。")
        return view.status(), view.documents(wanted, edit)

    def opened(wanted: str) -> tuple[str, str]:
        with suppress(YuanwenError):  # a store that is gone is told of when something is asked
            assistant.store.refresh(wait=True)
        return view.status(), view.documents(wanted)

    def over() -> tuple[Any, ...]:
        return view.conversation([], offered), [], "", ""

    with Page(title="园问", analytics_enabled=False, fill_width=True) as page:
        state = gr.State([])
        head = gr.HTML(view.status(), elem_id="yw-top", apply_default_css=False)
        with gr.Row(elem_id="yw-main"):
            with gr.Column(elem_id="yw-chat", scale=3, min_width=300):
                script = (HERE / "app.js").read_text(encoding="utf-8")
                shown = view.conversation([], offered)
                conversation = gr.HTML(shown, elem_id="yw-conversation", apply_default_css=False, js_on_load=script)
                with gr.Column(elem_id="yw-dock"):
                    note = gr.HTML("", elem_id="yw-note", apply_default_css=False)
                    question = gr.Textbox(
                        label="问题", show_label=False, container=False, lines=1, max_lines=6, autofocus=True,
                        placeholder="输入问题，按回车提问", submit_btn="提问", elem_id="yw-ask",
                    )  # fmt: skip
                    again = gr.Button("新的对话", elem_id="yw-again", size="sm")
            with gr.Column(elem_id="yw-documents", scale=1, min_width=260):
                gr.HTML("<h2>资料</h2>", apply_default_css=False)
                hint = "按文件名或标题筛选"
                wanted = gr.Textbox(
                    label=hint, show_label=False, container=False, placeholder=hint, elem_id="yw-wanted"
                )
                documents = gr.HTML(view.documents(), elem_id="yw-list", apply_default_css=False)
        results = [conversation, state, question, note]
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        question.submit(ask, [question, state], results, **private)
        conversation.example(ask_example, [state], results, **private)
        conversation.judge(judge, [state], [conversation, state, note], **private)
        again.click(over, None, results, **private)
        wanted.change(view.documents, [wanted], [documents], **private, trigger_mode="always_last")
        # One at a time: two corrections from this page must not find the store locked by each other.
        conversation.correct(correct, [wanted], [head, documents], **private, concurrency_limit=1)
        page.load(opened, [wanted], [head, documents], **private)  # a build may have ended since the page was made
    page.queue(default_concurrency_limit=8)
    return page


def _sent(event: gr.EventData) -> dict[str, Any]:
    """Return what the browser sent with an event; it may be anything."""
    data: Any = event._data  # pyright: ignore[reportPrivateUsage]
    return data if isinstance(data, dict) else {}  # pyright: ignore[reportUnknownVariableType]


# The program


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"参数有误：{message}\n用法见 python app.py --help\n")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="app.py", description="园问：在浏览器里向自己的资料提问。不给参数时使用自带的示例资料。")
    parser.add_argument("--store", metavar="目录", help="库所在的目录；与 --docs 同用时先建库或更新")
    parser.add_argument("--docs", metavar="路径", nargs="+", help="资料文件或文件夹，可给多个")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听的地址（默认 127.0.0.1，只供本机）")
    parser.add_argument("--port", type=int, default=7860, metavar="端口", help="监听的端口（默认 7860）")
    parser.add_argument("--auth", metavar="用户:密码", help="打开网页前须登录")
    parser.add_argument("--embedding", metavar="模型", help="向量模型的名称或本地路径（默认用自带模型）")
    parser.add_argument("--llm", metavar="模型", help="写答案的语言模型，如 openai:deepseek-chat（默认不用）")
    parser.add_argument("--llm-url", metavar="地址", help="语言模型服务的地址，如 http://127.0.0.1:8000/v1")
    options = parser.parse_args(argv)
    if options.auth is not None and not all(options.auth.partition(":")):
        parser.error("--auth 应写成 用户:密码")
    if not 1 <= options.port <= 65535:
        parser.error("--port 应在 1 到 65535 之间")
    return options


@contextmanager
def _progress(console: Console) -> Generator[Callable[[int, int, int], None]]:
    """Show how far the reading of documents is, on the terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("正在读入资料", total=None)
        yield lambda documents, done, total: bar.update(
            task, completed=done, total=total or None, description=f"正在读入资料（已处理 {documents} 份）"
        )


def _open(options: argparse.Namespace, console: Console) -> tuple[Assistant, Sequence[str] | None]:
    """Return the assistant that the options ask for, and its example questions where they are fixed."""
    llm = settings_of(options.llm, options.llm_url)
    if options.store and not options.docs:
        return Assistant.open(options.store, embedding=options.embedding, llm=llm), None
    with _progress(console) as moved:
        if options.docs or options.embedding:
            docs = options.docs or [SAMPLE]
            assistant = Assistant.from_documents(
                docs, options.store, embedding=options.embedding, progress=moved, llm=llm
            )
        else:
            assistant = Assistant.open(sample_store(progress=moved), llm=llm)
    for title, held in zip(("未能读取", "部分未读"), apart(assistant.refused()), strict=True):
        for name, reason in held:
            console.print(f"{title} {name}：{reason}", style="yellow", markup=False, highlight=False)
    return assistant, None if options.docs else SAMPLE_QUESTIONS


def main(argv: Sequence[str] | None = None) -> int:
    """Index what is asked for, serve the page until interrupted, and return the exit code (2 when it cannot start)."""
    console = Console(stderr=True)

    def say(line: object, style: str = "") -> None:
        console.print(str(line), style=style, markup=False, highlight=False, soft_wrap=True)

    try:
        options = _options(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        assistant, examples = _open(options, console)
        page = build_page(assistant, examples=examples)
    except (YuanwenError, OSError) as error:
        say(f"错误：{error}", "red")
        return 2
    user, _, password = (options.auth or "").partition(":")
    login: dict[str, Any] = {"auth": (user, password), "auth_message": "请登录园问"} if user else {}
    try:
        page.launch(server_name=options.host, server_port=options.port, prevent_thread_lock=True, **login)
    except OSError:
        say(f"错误：{options.host} 的端口 {options.port} 用不了（可能已被占用）；请用 --port 换一个", "red")
        return 2
    host = f"[{options.host}]" if ":" in options.host else options.host
    say(f"园问已就绪：http://{host}:{options.port}  （按 Ctrl+C 结束）")
    if options.host not in ("127.0.0.1", "localhost", "::1") and not user:
        say("提醒：同一网络里的人都能打开这个网页；可用 --auth 用户:密码 要求登录", "yellow")
    page.block_thread()
    return 0


if __name__ == "__main__":
    sys.exit(main())
