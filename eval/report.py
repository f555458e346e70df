"""What a run tells: a table in the terminal, results.jsonl, report.json and report.html in a folder."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from eval.compare import RESULTS, RunComparison
from eval.failures import LABELS, Failure
from eval.floors import Fall, Floor, Missed
from eval.metrics import Rate
from eval.page import p_value, render_page
from eval.results import Result
from eval.summary import BY_KEY, CATEGORY_LABELS, MEASURES, THRESHOLDS, Group, Summary

T = TypeVar("T")
NARROWEST = 120
"""Columns of the terminal tables where the output is no terminal, so that a log keeps them whole."""

_CATEGORY_COLUMNS = ("complete", "value_clean", "wrong_numbers", "period", "recall_5")


def with_progress(total: int, work: Callable[[Callable[[int, int], None]], T], name: str = "") -> T:
    """Do work that reports (done, total) behind a progress bar on stderr; without a terminal there is no bar."""
    console = Console(stderr=True)
    columns = (TextColumn(f"答题 {escape(name)}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        return work(lambda done, _total: bar.update(task, completed=done))


def print_report(
    summary: Summary,
    results: Sequence[Result],
    floors: Sequence[Floor] = (),
    missed: Sequence[Missed] = (),
    comparison: RunComparison | None = None,
    fallen: Sequence[Fall] = (),
    *,
    verbose: bool = False,
    console: Console | None = None,
) -> None:
    """Print the tables of a run.

    Args:
        summary: of the results.
        results: one a question.
        floors: the floors that hold for this run.
        missed: those of them that it misses.
        comparison: with an earlier run.
        fallen: what fell against the reference of the floors.
        verbose: list every question that was not answered well.
        console: where to; the terminal when not given.
    """
    console = console or Console()
    if not console.is_terminal and console.width < NARROWEST:
        console = Console(file=console.file, width=NARROWEST)
    if verbose:
        for result in results:
            if result.failure is not None:
                _print_failure(console, result)
    console.print(_category_table(summary))
    console.print(_measure_table(summary, floors))
    console.print(_confidence_lines(summary))
    if comparison is not None:
        console.print(_comparison_table(comparison))
        for label, ids in (("新答对", comparison.gained), ("新答错", comparison.lost)):
            if ids:
                console.print(f"{label}：{'、'.join(ids)}", markup=False)
    for result in results:
        if result.error:
            console.print(f"出错 {result.id}：{result.error}", style="red", markup=False)
    for miss in missed:
        sign = "≥" if miss.floor.at_least else "≤"
        value = "没有题目能测" if miss.value is None else f"实为 {miss.value:.1%}"
        text = f"未达下限：{BY_KEY[miss.floor.key].label}应 {sign} {miss.floor.limit:.1%}，{value}"
        console.print(text, style="bold red", markup=False)
    for fall in fallen:
        c = fall.comparison
        text = f"明显下降：{fall.label}由 {c.before:.1%} 降到 {c.after:.1%}（新错 {c.lost}，新对 {c.gained}，p {p_value(c.p)}）"
        console.print(text, style="bold red", markup=False)


def _category_table(summary: Summary) -> Table:
    table = Table(title="各类题目", title_justify="left")
    table.add_column("类别", no_wrap=True)
    table.add_column("题数", justify="right", no_wrap=True)
    for key in _CATEGORY_COLUMNS:
        table.add_column(BY_KEY[key].label, justify="right", no_wrap=True)
    table.add_column("拒答", justify="right", no_wrap=True)
    table.add_column("主要问题")
    for category, group in summary.categories.items():
        table.add_row(*_category_row(CATEGORY_LABELS[category], group))
    table.add_section()
    table.add_row(*_category_row("合计", summary.overall), style="bold")
    return table


def _category_row(label: str, group: Group) -> list[str]:
    refused = [group.rates[key] for key in ("refused_unanswerable", "refused_answerable")]
    counted = [rate for rate in refused if rate is not None]
    failures = sorted(group.failures.items(), key=lambda item: -item[1])[:2]
    return [
        label,
        str(group.questions),
        *(share(group.rates[key]) for key in _CATEGORY_COLUMNS),
        f"{sum(rate.hits for rate in counted) / sum(rate.count for rate in counted):.0%}" if counted else "",
        "，".join(f"{LABELS[Failure(kind)]}×{count}" for kind, count in failures),
    ]


def share(rate: Rate | None) -> str:
    """A rate as staff read it; nothing where no question measures it."""
    return "–" if rate is None else f"{rate.value:.1%}"


def _measure_table(summary: Summary, floors: Sequence[Floor]) -> Table:
    table = Table(title="全部题目", title_justify="left")
    table.add_column("指标", no_wrap=True)
    table.add_column("值", justify="right", no_wrap=True)
    table.add_column("95% 区间", justify="right", no_wrap=True)
    table.add_column("题数", justify="right", no_wrap=True)
    table.add_column("下限", justify="right", no_wrap=True)
    table.add_column("说明")
    for measure in MEASURES:
        rate = summary.overall.rates[measure.key]
        if rate is None:
            continue
        own = [floor for floor in floors if floor.key == measure.key]
        limits = " ".join(f"{'≥' if floor.at_least else '≤'}{floor.limit:.0%}" for floor in own)
        style = "red" if any(not floor.holds(rate.value) for floor in own) else None
        interval = f"{rate.low:.1%}–{rate.high:.1%}"
        table.add_row(measure.label, share(rate), interval, str(rate.count), limits, measure.meaning, style=style)
    return table


def _confidence_lines(summary: Summary) -> str:
    points = [(wanted, summary.coverage_at(wanted)) for wanted in THRESHOLDS]
    lines = [f"≥{wanted:.2f} 答 {p.coverage:.0%} 准 {p.accuracy:.0%}" for wanted, p in points if p is not None]
    parts = ["把握：" + "；".join(lines)] if lines else []
    if summary.confidence_errors:
        parts.append(summary.confidence_errors)
    p50, p95 = summary.latency["p50"], summary.latency["p95"]
    if p50 is not None and p95 is not None:
        parts.append(f"每题用时：中位 {1000 * p50:.1f} 毫秒，95% 在 {1000 * p95:.1f} 毫秒内")
    return "\n".join(parts)


def _comparison_table(comparison: RunComparison) -> Table | str:
    if not any(change.comparison.gained or change.comparison.lost for change in comparison.changes):
        return f"{comparison.title}：各项指标都没有变化"
    table = Table(title=comparison.title, title_justify="left")
    for heading in ("指标", *comparison.names, "差", "95% 区间", "p", "变好/变差题数", "结论"):
        table.add_column(heading, justify="left" if heading in ("指标", "结论") else "right", no_wrap=True)
    for change in comparison.changes:
        c = change.comparison
        if not c.gained and not c.lost:
            continue
        table.add_row(*change_cells(change.measure.label, change))
    return table


def change_cells(label: str, change: Any) -> list[str]:
    """The cells of one line of a comparison of two runs."""
    c = change.comparison
    rises = change.measure.higher_is_better
    better, worse = (c.gained, c.lost) if rises else (c.lost, c.gained)
    return [
        label,
        f"{c.before:.1%}",
        f"{c.after:.1%}",
        f"{100 * c.difference:+.1f}",
        f"{100 * c.low:+.1f} 至 {100 * c.high:+.1f}",
        p_value(c.p),
        f"{better}/{worse}",
        "差别不显著" if change.better is None else "变好" if change.better else "变差",
    ]


def _print_failure(console: Console, result: Result) -> None:
    kind = LABELS[Failure(result.failure)] if result.failure else ""
    console.print(f"[bold]{escape(result.id)}[/] [red]{kind}[/] {escape(result.question)}")
    console.print(f"    期望 {'、'.join(result.expected) or '不答'}", markup=False)
    console.print(f"    短答 {result.value or '（无）'}；把握 {result.confidence:.2f}", markup=False)
    console.print(f"    正文 {result.text}", markup=False)


def write_report(
    folder: Path,
    title: str,
    summary: Summary,
    results: Sequence[Result],
    floors: Sequence[Floor] = (),
    comparison: RunComparison | None = None,
) -> None:
    """Write `results.jsonl` (a line a question), `report.json` (what CI compares) and `report.html` (one file)."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(result.to_dict(), ensure_ascii=False) for result in results]
    (folder / RESULTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    record = {
        "set": title,
        "summary": summary.to_dict(),
        "comparison": comparison.to_dict() if comparison is not None else None,
        "floors": [{"measure": f.key, "limit": f.limit, "at_least": f.at_least} for f in floors],
    }
    (folder / "report.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = render_page(title, summary, results, floors, comparison)
    (folder / "report.html").write_text(page, encoding="utf-8")
