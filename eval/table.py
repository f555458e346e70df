"""The results table of the README: report.json files in, Markdown out, written between two marks of a file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.summary import BY_KEY, CATEGORY_LABELS
from index.errors import QuestionSetError

BEGIN, END = "<!-- eval:begin -->", "<!-- eval:end -->"
ROWS = ("complete", "value_clean", "refused_unanswerable", "refused_answerable", "unsupported", "bad_quotes")


def load_report(path: Path) -> dict[str, Any]:
    """Read a report.json, or the one in the folder of a run.

    Raises:
        QuestionSetError: there is none, or it is no report.
    """
    file = path / "report.json" if path.is_dir() else path
    try:
        report: Any = json.loads(file.read_text(encoding="utf-8"))
        summary = report["summary"]
        if summary["overall"]["rates"] and summary["categories"] and report["set"]:
            return report
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuestionSetError(f"读不到考核结果 {file}") from error
    raise QuestionSetError(f"{file} 里没有考核结果")


def markdown(reports: Sequence[dict[str, Any]]) -> str:
    """One table for some runs: the main measures with their intervals, then complete and clean answers by category."""
    heads = [f"{report['set']}（{report['summary']['overall']['questions']} 题）" for report in reports]
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---|' * len(reports)}"]
    for key in ROWS:
        cells = [_with_interval(report["summary"]["overall"]["rates"].get(key)) for report in reports]
        lines.append(f"| {BY_KEY[key].label} | {' | '.join(cells)} |")
    for category, label in CATEGORY_LABELS.items():
        groups = [report["summary"]["categories"].get(category) for report in reports]
        if any(groups):
            lines.append(f"| {label} | {' | '.join(map(_group, groups))} |")
    return "\n".join(lines) + "\n"


def _with_interval(rate: dict[str, Any] | None) -> str:
    if rate is None:
        return "–"
    return f"{rate['value']:.1%}（{rate['low']:.1%}–{rate['high']:.1%}）"


def _group(group: dict[str, Any] | None) -> str:
    if group is None:
        return "–"
    rates = group["rates"]
    if rates["complete"] is None:
        return f"{group['questions']} 题，已拒 {rates['refused_unanswerable']['value']:.1%}"
    return (
        f"{group['questions']} 题，答全 {rates['complete']['value']:.1%}，短答全净 {rates['value_clean']['value']:.1%}"
    )


def write_into(file: Path, table: str, *, begin: str = BEGIN, end: str = END) -> bool:
    """Put a table between the marks of a file.

    Returns:
        Whether the file changed.

    Raises:
        QuestionSetError: it has no such marks.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"读不到 {file}：{error.strerror or error}") from error
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise QuestionSetError(f"{file} 里没有 {begin} 与 {end} 两个标记")
    changed = f"{before}{begin}\n{table}{end}{after}"
    if changed == text:
        return False
    file.write_text(changed, encoding="utf-8")
    return True
