"""The `yuanwen` command: build, ask, figures, info, check, eval, serve. Errors are one Chinese line and exit code 2."""

import csv
import errno
import gc
import json
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import YuanwenError
from qa.usage import UsageError, in_chinese

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.types import FigureRow
    from qa.assistant import Assistant
    from qa.llm_model import LanguageModelSettings
    from qa.types import Answer

app = typer.Typer(
    help="园问：对自己的中文文档提问，每个数字都有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

StoreOption = Annotated[Path | None, typer.Option("--store", help="库所在的文件夹；不给则用自带的示例文档")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
EmbeddingOption = Annotated[str | None, typer.Option(help="sentence-transformers 模型的名字或路径；不给则用自带模型")]


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "同名的文件已经存在，不是文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的盘只读",
    errno.ENOSPC: "磁盘已满，请腾出空间后再试",
}


def main() -> None:
    """Run the command; the console script's entry."""
    with _plain_errors():
        sys.exit(app(standalone_mode=False))


@contextmanager
def _plain_errors() -> Generator[None]:
    try:
        yield
    except YuanwenError as error:
        print(f"错误：{error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except UsageError as error:
        if not sys.argv[1:]:
            print(error)  # noqa: T201  nothing was typed: the help
            sys.exit(2)
        print(f"错误：{in_chinese(error)}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        print(f"错误：{where}{_REASONS.get(error.errno or 0, error.strerror or error)}", file=sys.stderr)  # noqa: T201
        sys.exit(2)


@app.command()
def build(
    sources: Annotated[list[Path], typer.Argument(help="文件或文件夹", metavar="文档")],
    store: Annotated[Path, typer.Option("--store", help="库所在的文件夹")],
    embedding: EmbeddingOption = None,
    words: Annotated[Path | None, typer.Option(help="自定义词表，每行一个词")] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            help="CSV 文件，列名 path,title,published,source：写明标题、发布日期、来源，以它为准；给过的一直有效，留空取消"
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """把文档加入库：只处理新增和改动的，移除已删除的。"""
    from index.build import build as run
    from index.config import IndexConfig
    from index.embed import load_embedder
    from index.metadata import Metadata

    config = None
    if embedding is not None or words is not None:
        config = IndexConfig(embedding=embedding, words=_words(words))
    embedder = load_embedder(embedding) if embedding is not None else None
    said = Metadata.read(metadata) if metadata is not None else None
    try:
        with _progress(quiet=as_json) as progress:
            report = run(sources, store, config=config, embedder=embedder, metadata=said, progress=progress)
    except KeyboardInterrupt as error:
        print(str(error) or "已中断；再次运行会接着做", file=sys.stderr)  # noqa: T201
        raise typer.Exit(130) from None
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print_report(report)


def _words(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        return tuple(dict.fromkeys(path.read_text(encoding="utf-8").split()))
    except (OSError, UnicodeDecodeError):
        raise YuanwenError(f"词表 {path} 读不出来；请存为 UTF-8 文本，每行一个词") from None


@contextmanager
def _progress(*, quiet: bool) -> Generator[Callable[[int, int, int], None] | None]:
    """Show a bar on a terminal's standard error; nothing where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[documents]} 篇"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("建库", total=None, documents=0)

        def show(documents: int, done: int, total: int) -> None:
            stage = "建库" if done < total else "写入索引"
            bar.update(task, description=stage, completed=done, total=total, documents=documents)

        yield show


def _print_report(report: "BuildReport") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from index.report import apart

    console = Console()
    table = Table(title="建库结果", title_justify="left")
    table.add_column("状态")
    table.add_column("数量", justify="right")
    table.add_column("文档")
    rows = (("新增", report.added), ("更新", report.changed), ("移动", report.moved), ("移除", report.removed))
    for label, names in rows:
        if not names and label == "移动":
            continue
        shown = "、".join(names[:8]) + ("……" if len(names) > 8 else "")
        table.add_row(label, str(len(names)), Text(shown))
    table.add_row("未变", str(report.unchanged), "")
    whole, partly = apart(report.refused)
    table.add_row("未收", str(len(whole)), "")
    if partly:
        table.add_row("部分未读", str(len({name for name, _ in partly})), "")
    console.print(table)
    for line in _refused_lines(report.refused):
        console.print(Text(line), soft_wrap=True)
    for name, note in report.notes:
        console.print(Text(f"注意 {name}：{note}"), soft_wrap=True)
    console.print(f"{report.passages} 个段落，用时 {report.seconds:.1f} 秒")
    if (whole := sum(report.stages.values())) > 1:
        shares = sorted(((spent / whole, _STAGES[stage]) for stage, spent in report.stages.items()), reverse=True)
        console.print(
            "其中" + "、".join(f"{name} {share:.0%}" for share, name in shares if share >= 0.005), soft_wrap=True
        )


def _refused_lines(refused: Iterable[tuple[str, str]]) -> list[str]:
    from index.report import apart

    whole, partly = apart(refused)
    said = [f"未收 {name}：{reason}" for name, reason in whole]
    return said + [f"部分未读 {name}：{reason}" for name, reason in partly]


_STAGES = {
    "load": "读入",
    "split": "分段",
    "embed": "向量",
    "figures": "读数字",
    "segment": "分词",
    "pack": "打包",
    "write": "写库",
    "index": "编索引",
    "publish": "落盘",
}


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题", metavar="问题")],
    store: StoreOption = None,
    as_json: JsonOption = False,
    llm: Annotated[
        str | None, typer.Option(help="写答案的语言模型，如 openai:deepseek-chat；不给则不用", metavar="模型")
    ] = None,
    llm_url: Annotated[
        str | None, typer.Option(help="语言模型服务的地址，如 http://127.0.0.1:8000/v1", metavar="地址")
    ] = None,
) -> None:
    """提一个问题。"""
    gc.disable()  # one answer and out: collecting what imports leave behind costs a twentieth of the time
    assistant = _open(store, quiet=as_json, llm=_settings(llm, llm_url))
    with _waiting(shown=llm is not None and not as_json):
        answer = assistant.ask(question)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print_answer(answer)


@contextmanager
def _waiting(*, shown: bool) -> Generator[None]:
    """Say on a terminal's standard error that a language model is at work, which may take a minute."""
    if not shown or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status("语言模型正在写答案……"):
        yield


def _settings(llm: str | None, url: str | None) -> "LanguageModelSettings | None":
    if llm is None and url is None:
        return None
    from qa.llm_model import settings_of

    return settings_of(llm, url)


def _open(store: Path | None, *, quiet: bool = False, llm: "LanguageModelSettings | None" = None) -> "Assistant":
    from qa.assistant import Assistant

    if store is not None:
        return Assistant.open(store, llm=llm)
    from qa.sample import sample_store

    with _progress(quiet=quiet) as progress:
        return Assistant.open(sample_store(progress=progress), llm=llm)


def _print_answer(answer: "Answer") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    if answer.standalone:
        console.print(Text(f"（理解为：{answer.standalone}）", style="dim"))
    if answer.value:
        console.print(Text(answer.value, style="bold"))
    console.print(Text(answer.text))
    for citation in answer.citations:
        where = f"《{citation.title}》" if citation.title else ""
        day = f"，{citation.published.isoformat()}" if citation.published else ""
        page = f"，第 {citation.page} 页" if citation.page else ""
        place = f"第 {citation.start}–{citation.end} 字"
        console.print(Text(f"[{citation.marker}] {citation.document}{where}{day}{page}，{place}", style="dim"))


@app.command()
def figures(
    store: StoreOption = None,
    measure: Annotated[str | None, typer.Option(help="指标，如 营业收入")] = None,
    subject: Annotated[str | None, typer.Option(help="主体，如 特色产业园")] = None,
    since: Annotated[str | None, typer.Option(help="起始年份或日期，如 2023 或 2024-08-31")] = None,
    csv_file: Annotated[Path | None, typer.Option("--csv", help="另存为 CSV 文件")] = None,
    as_json: JsonOption = False,
) -> None:
    """列出文档里的数字：数值、时间、指标、主体、出处。"""
    assistant = _open(store, quiet=as_json)
    try:
        rows = assistant.figures(measure, subject, since)
    except ValueError:
        raise YuanwenError(f"--since {since} 不是日期；请写成 2023 或 2024-08-31") from None
    names = {info.id: info.name for info in assistant.documents()}
    records = [_record(row, names[row.document_id]) for row in rows]
    if csv_file is not None:
        with csv_file.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(_HEADS))
            writer.writerow(_HEADS)
            # A spreadsheet takes a text that begins like this for a formula.
            safe = [{k: f"'{v}" if str(v)[:1] in ("=", "+", "@") else v for k, v in r.items()} for r in records]
            writer.writerows(safe)
        typer.echo(f"已写入 {csv_file}：{len(records)} 行")
    elif as_json:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        _print_figures(records)


_HEADS = {
    "surface": "数字",
    "value": "数值",
    "unit": "单位",
    "qualifier": "限定",
    "period": "时间",
    "first": "起",
    "last": "止",
    "basis": "时间依据",
    "measure": "指标",
    "subject": "主体",
    "statement": "性质",
    "comparison": "相比",
    "speaker": "讲话人",
    "document": "文档",
    "start": "位置起",
    "end": "位置止",
}


def _record(row: "FigureRow", name: str) -> dict[str, str | int]:
    quantity = row.quantity
    return {
        "surface": quantity.surface,
        "value": str(quantity.value),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier.value,
        "period": row.period,
        "first": row.first.isoformat() if row.first else "",
        "last": row.last.isoformat() if row.last else "",
        "basis": row.basis.value,
        "measure": row.measure,
        "subject": row.subject,
        "statement": row.statement.value,
        "comparison": row.comparison,
        "speaker": row.speaker or "",
        "document": name,
        "start": quantity.start,
        "end": quantity.end,
    }


def _print_figures(records: list[dict[str, str | int]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    shown = ("surface", "period", "measure", "subject", "document")
    for key in shown:
        table.add_column(_HEADS[key])
    for record in records:
        table.add_row(*(Text(str(record[key])) for key in shown))
    Console().print(table)
    typer.echo(f"{len(records)} 个数字")


@app.command()
def info(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """说明库里有什么。"""
    from qa.texts import DATE_UNKNOWN, TITLE_UNKNOWN, how_sure

    assistant = _open(store, quiet=as_json)
    opened = assistant.store
    held = opened.summary()
    facts = {
        "store": str(opened.path),
        "generation": opened.generation,
        "built": held.built,
        "documents": held.documents,
        "passages": held.passages,
        "figures": held.figures,
        "periods": {"from": held.since, "to": held.until},
        "embedding": opened.config.embedding or "自带模型",
        "bytes": held.sizes,
        "refused": [{"name": name, "reason": reason} for name, reason in assistant.refused()],
        "list": [
            {"name": d.name, "title": d.title, "published": d.published.isoformat() if d.published else None,
             "source": d.source, "length": d.length, "title_basis": d.title_basis,
             "published_basis": d.published_basis}
            for d in assistant.documents()
        ],
    }  # fmt: skip
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    typer.echo(f"库：{facts['store']}（第 {opened.generation} 版，建于 {held.built}，{facts['embedding']}）")
    span = f"，统计期 {held.since} 至 {held.until}" if held.since and held.until else ""
    typer.echo(f"{held.documents} 篇文档，{held.passages} 个段落，{held.figures} 个数字{span}")
    names = {"database": "数据", "lexical": "词语索引", "dense": "向量索引"}
    typer.echo("占用：" + "，".join(f"{names[part]} {size / 1e6:.1f} MB" for part, size in held.sizes.items()))
    for document in assistant.documents():
        title = f"{document.title}（{how_sure(document.title_basis)}）" if document.title else TITLE_UNKNOWN
        known = document.published
        day = f"{known.isoformat()}（{how_sure(document.published_basis)}）" if known else DATE_UNKNOWN
        source = f"\t来源：{document.source}" if document.source else ""
        typer.echo(f"{document.name}\t{title}\t{day}\t{document.length} 字{source}")
    for line in _refused_lines(assistant.refused()):
        typer.echo(line)


@app.command()
def check(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """逐字节检查库，修好能修的；修不了的说明怎么办，退出码为 1。"""
    from index.check import check as run

    if store is None:
        from qa.sample import sample_store

        store = sample_store()
    report = run(store)
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))
    else:
        for label, lines in (("完好", report.fine), ("已修复", report.repaired), ("说明", report.notes)):
            for line in lines:
                typer.echo(f"{label}：{line}")
        for line in report.broken:
            typer.echo(f"损坏：{line}", err=True)
        if report.remedy:
            typer.echo(f"怎么办：{report.remedy}", err=True)
    raise typer.Exit(0 if report.ok else 1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def eval(context: typer.Context) -> None:
    """用题集评测（参数同 python -m eval）。"""
    from eval.run import main as run

    raise typer.Exit(run(context.args))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def serve(context: typer.Context) -> None:
    """打开网页（参数同 python app.py）。"""
    from app import main as run

    raise typer.Exit(run(context.args))


if __name__ == "__main__":
    main()
