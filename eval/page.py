"""A run as one HTML file that opens offline: summary, bars, curve, failure kinds and a list of questions to filter.

Everything that comes from outside (questions, answers, quotes, names) is escaped, and the page's own policy forbids
it any request. Without scripts it is complete too; they only filter the list.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from eval.compare import RunComparison, Turned
from eval.failures import LABELS, Failure
from eval.floors import Floor
from eval.metrics import CoveragePoint, Rate
from eval.questions import SPLITS
from eval.results import Result
from eval.summary import CATEGORY_LABELS, MEASURES, THRESHOLDS, Measure, Summary

HERE = Path(__file__).resolve().parent
CARDS = ("complete", "value_clean", "refused_unanswerable", "refused_answerable", "unsupported", "bad_quotes")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
_SPLIT_LABELS: dict[str, str] = dict(zip(SPLITS, ("调试用", "检验用"), strict=True))


def render_page(
    title: str,
    summary: Summary,
    results: Sequence[Result],
    floors: Sequence[Floor] = (),
    comparison: RunComparison | None = None,
) -> str:
    """The page of a run.

    Args:
        title: the name of the question set.
        summary: of the results.
        results: one a question, listed in this order.
        floors: what the rates are held against; a missed one is marked.
        comparison: with an earlier run, when there is one.
    """
    style, script = (HERE / name for name in ("page.css", "page.js"))
    parts = [
        _head(title, summary, results),
        _cards(summary, floors),
        _categories(summary),
        _failures(summary),
        _measures(summary, floors),
        _comparison(comparison) if comparison is not None else "",
        _questions(summary, results),
    ]
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>考核报告 {escape(title)}</title>\n<style>\n{style.read_text(encoding='utf-8')}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(parts)}</main>\n<script>\n{script.read_text(encoding='utf-8')}</script>\n"
        "</body>\n</html>\n"
    )


def percent(value: float) -> str:
    """A share as staff read it."""
    return f"{100 * value:.1f}%".replace(".0%", "%")


def p_value(p: float) -> str:
    """A p value as readers write it."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def _head(title: str, summary: Summary, results: Sequence[Result]) -> str:
    right = sum(result.failure is None for result in results)
    p50, p95 = summary.latency["p50"], summary.latency["p95"]
    time = f"；每题用时中位 {1000 * p50:.0f} 毫秒，95% 在 {1000 * p95:.0f} 毫秒内" if p50 is not None and p95 else ""
    return (
        f'<h1>考核报告</h1>\n<p class="soft">题集 {escape(title)}，{len(results)} 题，'
        f"其中 {right} 题完全没有问题{time}。区间都是 95% 区间。</p>\n"
    )


def _missed(measure: str, rate: Rate, floors: Sequence[Floor]) -> list[Floor]:
    return [floor for floor in floors if floor.key == measure and not floor.holds(rate.value)]


def _limits(measure: str, floors: Sequence[Floor]) -> str:
    own = [floor for floor in floors if floor.key == measure]
    return "，".join(f"{'至少' if floor.at_least else '至多'} {percent(floor.limit)}" for floor in own)


def _cards(summary: Summary, floors: Sequence[Floor]) -> str:
    cards: list[str] = []
    for measure in (m for key in CARDS for m in MEASURES if m.key == key):
        rate = summary.overall.rates[measure.key]
        if rate is None:
            continue
        limits = _limits(measure.key, floors)
        missed = _missed(measure.key, rate, floors)
        mark = "" if not limits else "bad" if missed else "good"
        note = "" if not limits else f"要求{limits}，未达" if missed else f"要求{limits}"
        note = f'<span class="soft">{note or "&nbsp;"}</span>' if floors else ""
        cards.append(
            f'<div class="card" title="{escape(measure.meaning)}"><span>{escape(measure.label)}</span>'
            f'<b class="{mark}">{percent(rate.value)}</b>'
            f'<span class="soft">{percent(rate.low)} – {percent(rate.high)}，{rate.count} 题</span>'
            f"{note}</div>\n"
        )
    return f'<div class="cards">\n{"".join(cards)}</div>\n'


def _categories(summary: Summary) -> str:
    rows: list[str] = []
    for category, group in summary.categories.items():
        complete, clean = group.rates["complete"], group.rates["value_clean"]
        refused = group.rates["refused_unanswerable"]
        first = complete or refused
        bars = "".join(_bar(rate) for rate in (first, clean) if rate is not None)
        rows.append(
            f"<tr><td>{CATEGORY_LABELS[category]}</td><td>{group.questions}</td><td>{bars}</td>"
            f"<td>{'拒 ' if complete is None else ''}{_share(first)}</td><td>{_share(clean)}</td></tr>\n"
        )
    key = '<p class="soft key"><i></i><span>正文答全</span><i></i><span>短答全净</span></p>'
    return (
        '<h2>各类题目</h2>\n<div class="two">\n<div class="panel scroll"><table class="bars">\n'
        f"<thead><tr><th>类别</th><th>题数</th><th></th><th>正文答全</th><th>短答全净</th></tr></thead>\n<tbody>\n"
        f'{"".join(rows)}</tbody></table>{key}</div>\n<div class="panel">{_curve(summary)}</div>\n</div>\n'
    )


def _bar(rate: Rate) -> str:
    return f'<span class="track"><i style="width:{100 * rate.value:.1f}%"></i></span>'


def _share(rate: Rate | None) -> str:
    return "–" if rate is None else percent(rate.value)


def _curve(summary: Summary) -> str:
    """Coverage across, accuracy up from 50 % (from 0 where it falls lower); the plot area is 300 × 190 units."""
    points = summary.coverage
    if not points:
        return '<p class="soft">没有作答的题，画不出“覆盖与准确”曲线。</p>'
    low = 0.5 if min(p.accuracy for p in points) >= 0.5 else 0.0
    ups = [low + (1 - low) * i / 5 for i in range(6)]
    grid = "".join(
        f'<line class="axis" x1="40" x2="340" y1="{_y(t, low)}" y2="{_y(t, low)}"/>'
        f'<text x="34" y="{_y(t, low) + 4}" text-anchor="end">{percent(t)}</text>'
        for t in ups
    )
    grid += "".join(f'<text x="{_x(i / 4)}" y="222" text-anchor="middle">{percent(i / 4)}</text>' for i in range(5))
    line = " ".join(f"{_x(p.coverage)},{_y(p.accuracy, low)}" for p in points)
    dots = "".join(_dot(p, low) for p in points)
    errors = f"{summary.confidence_errors}。" if summary.confidence_errors else ""
    return (
        '<svg viewBox="0 0 360 245" role="img" aria-label="覆盖与准确曲线">'
        f'{grid}<polyline class="curve" points="{line}"/>{dots}'
        '<text x="40" y="14">准确</text><text x="340" y="240" text-anchor="end">作答的题占全部题目</text></svg>\n'
        f'<p class="soft">只答把握够大的题，答得越少应越准；准，指短答全净。{errors}</p>\n'
        f"<table><thead><tr><th>把握</th><th>作答</th><th>准确</th></tr></thead>\n<tbody>{_thresholds(summary)}</tbody></table>"
    )


def _thresholds(summary: Summary) -> str:
    points = [(wanted, summary.coverage_at(wanted)) for wanted in THRESHOLDS]
    return "".join(
        f"<tr><td>≥ {wanted:.2f}</td><td>{percent(point.coverage)}</td><td>{percent(point.accuracy)}</td></tr>\n"
        for wanted, point in points
        if point is not None
    )


def _x(coverage: float) -> float:
    return round(40 + 300 * coverage, 1)


def _y(accuracy: float, low: float) -> float:
    return round(208 - 185 * (accuracy - low) / (1 - low), 1)


def _dot(point: CoveragePoint, low: float) -> str:
    tip = f"把握 ≥ {point.threshold:.2f}：作答 {percent(point.coverage)}，准确 {percent(point.accuracy)}"
    return f'<circle class="dot" cx="{_x(point.coverage)}" cy="{_y(point.accuracy, low)}" r="2"><title>{tip}</title></circle>'


def _failures(summary: Summary) -> str:
    kinds = [kind for kind in Failure if str(kind) in summary.overall.failures]
    if not kinds:
        return '<h2>没答好的原因</h2>\n<p class="good">没有。</p>\n'
    most = max(count for group in summary.categories.values() for count in group.failures.values())
    head = "".join(f"<th>{LABELS[kind]}</th>" for kind in kinds)
    rows: list[str] = []
    for category, group in summary.categories.items():
        cells = "".join(_cell(category, kind, group.failures.get(str(kind), 0), most) for kind in kinds)
        rows.append(f"<tr><td>{CATEGORY_LABELS[category]}</td>{cells}</tr>\n")
    total = "".join(_cell("", kind, summary.overall.failures[str(kind)], 0) for kind in kinds)
    return (
        '<h2>没答好的原因</h2>\n<p class="soft">点数字看题。</p>\n<div class="panel scroll"><table>\n'
        f"<thead><tr><th>类别</th>{head}</tr></thead>\n<tbody>\n{''.join(rows)}"
        f"<tr><td><b>合计</b></td>{total}</tr></tbody></table></div>\n"
    )


def _cell(category: str, kind: Failure, count: int, most: int) -> str:
    if not count:
        return '<td class="soft">·</td>'
    heat = f' style="background:rgba(var(--heat),{0.1 + 0.4 * count / most:.2f})"' if most else ""
    button = f'<button class="cell" type="button" data-category="{category}" data-failure="{kind}">{count}</button>'
    return f"<td{heat}>{button}</td>"


def _measures(summary: Summary, floors: Sequence[Floor]) -> str:
    rows = "".join(_measure_row(m, summary.overall.rates[m.key], floors) for m in MEASURES)
    return (
        '<h2>全部指标</h2>\n<div class="panel scroll"><table>\n'
        "<thead><tr><th>指标</th><th>值</th><th>95% 区间</th><th>题数</th><th>要求</th>"
        f'<th class="words meaning">说明</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n'
    )


def _measure_row(measure: Measure, rate: Rate | None, floors: Sequence[Floor]) -> str:
    if rate is None:
        return ""
    mark = ' class="bad"' if _missed(measure.key, rate, floors) else ""
    return (
        f"<tr{mark}><td>{escape(measure.label)}</td><td>{percent(rate.value)}</td>"
        f"<td>{percent(rate.low)} – {percent(rate.high)}</td><td>{rate.count}</td>"
        f'<td>{_limits(measure.key, floors)}</td><td class="words meaning soft">{escape(measure.meaning)}</td></tr>\n'
    )


def _comparison(comparison: RunComparison) -> str:
    rows: list[str] = []
    for change in comparison.changes:
        c = change.comparison
        if not c.gained and not c.lost:
            continue
        mark = "soft" if change.better is None else "good" if change.better else "bad"
        verdict = "差别不显著" if change.better is None else "变好" if change.better else "变差"
        rows.append(
            f"<tr><td>{escape(change.measure.label)}</td><td>{percent(c.before)}</td><td>{percent(c.after)}</td>"
            f"<td>{100 * c.low:+.1f} 至 {100 * c.high:+.1f}</td><td>{escape(p_value(c.p))}</td>"
            f'<td class="{mark}">{verdict}</td></tr>\n'
        )
    before, after = map(escape, comparison.names)
    body = (
        f'<div class="panel scroll"><table>\n<thead><tr><th>指标</th><th>{before}</th><th>{after}</th>'
        "<th>差的 95% 区间（百分点）</th><th>p</th><th>结论</th></tr></thead>\n"
        f"<tbody>\n{''.join(rows)}</tbody></table></div>\n"
        if rows
        else '<p class="soft">各项指标都没有变化。</p>\n'
    )
    turned = "".join(_turned(one) for one in comparison.turned)
    table = (
        f'<div class="panel scroll turned"><table>\n<thead><tr><th>题号</th><th class="words">问题</th>'
        f'<th class="words">{before}</th><th class="words">{after}</th><th></th></tr></thead>\n'
        f"<tbody>\n{turned}</tbody></table></div>\n"
        if turned
        else ""
    )
    return f"<h2>{escape(comparison.title)}</h2>\n{body}{table}"


def _turned(one: Turned) -> str:
    """A question that two runs answered otherwise."""
    sides = "".join(
        f'<td class="words">{escape(side.value or "（无）")} <span class="soft">{_kind(side)}</span></td>'
        for side in (one.before, one.after)
    )
    if one.better is not None:
        mark, verdict = ("good", "新答对") if one.better else ("bad", "新答错")
    elif one.before.failure and one.after.failure:
        mark, verdict = "soft", "问题变了"
    else:
        mark, verdict = ("good", "问题没了") if one.before.failure else ("bad", "新有问题")
    return (
        f'<tr><td>{escape(one.after.id)}</td><td class="words">{escape(one.after.question)}</td>{sides}'
        f'<td class="{mark}">{verdict}</td></tr>\n'
    )


def _kind(result: Result) -> str:
    return LABELS[Failure(result.failure)] if result.failure else "没问题"


def _questions(summary: Summary, results: Sequence[Result]) -> str:
    categories = [(category, CATEGORY_LABELS[category]) for category in summary.categories]
    kinds = [(str(kind), LABELS[kind]) for kind in Failure if str(kind) in summary.overall.failures]
    return (
        '<h2 id="questions">题目 <span class="soft" id="count"></span></h2>\n<form>\n'
        f"{_select('failure', '全部结果', [('any', '没答好的'), ('none', '没问题的'), *kinds])}"
        f"{_select('category', '全部类别', categories)}{_select('split', '全部用途', _SPLIT_LABELS.items())}"
        '<input name="words" type="search" placeholder="找：题目、答案、引文" aria-label="找"></form>\n'
        f"{''.join(_question(result) for result in results)}"
    )


def _select(name: str, everything: str, options: Iterable[tuple[str, str]]) -> str:
    choices = "".join(f'<option value="{value}">{escape(label)}</option>' for value, label in options)
    return f'<select name="{name}" aria-label="{everything}"><option value="">{everything}</option>{choices}</select>\n'


def _question(result: Result) -> str:
    label = _kind(result)
    mark = "bad" if result.failure else "good"
    understood = result.standalone if result.standalone != result.question else ""
    rows = [
        ("之前", escape("\n".join(result.history))),
        ("理解为", escape(understood)),
        ("期望", escape("、".join(result.expected) or "说明资料没有")),
        ("短答", escape(result.value or "（无）")),
        ("正文", escape(result.text)),
        ("给出的数", "\n".join(escape(_figure_line(result, i)) for i in range(len(result.figures)))),
        ("引文", "".join(_citation(result, i) for i in range(len(result.citations)))),
        ("应引文件", escape("、".join(result.documents))),
        ("证据在", escape("\n".join(result.evidence))),
        ("问题所在", escape(_findings(result))),
        ("其他", escape(_details(result))),
    ]
    body = "".join(f"<dt>{name}</dt><dd>{content}</dd>\n" for name, content in rows if content)
    return (
        f'<details data-category="{result.category}" data-split="{result.split}"'
        f' data-failure="{result.failure or ""}">'
        f'<summary><span class="id">{escape(result.id)}</span><span class="asked">{escape(result.question)}</span>'
        f'<span class="given">{escape(result.value)}</span><span class="tag {mark}">{label}</span></summary>\n'
        f"<dl>\n{body}</dl></details>\n"
    )


def _figure_line(result: Result, i: int) -> str:
    figure = result.figures[i]
    return "，".join(part for part in (figure.surface, figure.as_of, figure.scope) if part)


def _citation(result: Result, i: int) -> str:
    citation = result.citations[i]
    mark = "" if citation.intact else '，<span class="bad">与原文不符</span>'
    place = f"[{citation.marker}] {citation.document} {citation.start}–{citation.end}"
    return f'<span class="soft">{escape(place)}{mark}</span><blockquote>{escape(citation.quote)}</blockquote>'


def _findings(result: Result) -> str:
    lines = [
        ("出错", result.error),
        ("短答里不该有", "、".join(result.wrong_numbers)),
        ("引文里没有", "、".join(result.unsupported)),
        (
            "统计期",
            "不符" if result.period_right is not None and result.period_right < 1 and not result.refused else "",
        ),
        ("文件", "没有引用应引的文件" if result.document_hit is False else ""),
    ]
    return "\n".join(f"{name}：{content}" for name, content in lines if content)


def _details(result: Result) -> str:
    parts = [f"{CATEGORY_LABELS[result.category]}，{_SPLIT_LABELS[result.split]}，把握 {result.confidence:.2f}"]
    if result.retrieved is not None:
        parts.append(f"证据在检索第 {result.first_rank} 段" if result.first_rank else "前 10 段里没有证据")
    return "，".join(parts)
