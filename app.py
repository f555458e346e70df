"""The web page: an `Assistant` in, a Gradio page out; also the program that indexes documents and serves the page.

Everything that comes from a document, a file name or a question is escaped here before it becomes markup, and reaches the
browser as the value of a `gr.HTML`, which renders no Markdown or LaTeX. It must never be a property that an HTML template
fills in: Gradio evaluates a filled template as JavaScript. The page asks nothing of any other host. Its style is in
app.css, its behaviour (opening quotes, copying, sending feedback) in app.js.
"""

import argparse
import hashlib
import html
import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import gradio as gr
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from index.quantities import find_quantities
from index.types import Basis, FigureRow, Qualifier, Statement
from qa import Answer, Assistant, Citation, Figure, Status, YuanwenError
from qa.sample import SAMPLE, sample_store
from qa.texts import EMPTY, SEE_ALSO, SOURCE

log = logging.getLogger("yuanwen.app")

HERE = Path(__file__).resolve().parent
SAMPLE_QUESTIONS = (
    "云湖科技园2023年营业总收入是多少？",
    "云湖科技园目前有多少家独角兽企业？",
    "2024年中关村企业研发投入是多少？",
    "云湖科技园有多少家国家高新技术企业？",
    "澜芯微电子的董事长是谁？",
)
FEEDBACK = "feedback.jsonl"

_TURNS = 40  # turns kept on the page; older ones leave it, so that a day's conversation stays light
_REMEMBERED = 6  # turns that a follow-up may lean on
_LISTED = 200  # documents listed at once; the filter reaches the rest
_AROUND = 160  # characters shown before and after the passage of a quote
_SHOWN = 400  # characters of a long question that are repeated on the page
_SOURCE_LINE = SOURCE.partition("{")[0]
_SEE_ALSO_LINE = SEE_ALSO.partition("{")[0]
_MARKER = re.compile(r"\[(\d{1,4})\]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
_FONTS = (
    "system-ui",
    "-apple-system",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
)
_BASIS = {Basis.INHERITED: "据上文", Basis.DOCUMENT: "据文件日期"}


Sources = Callable[[Citation, tuple[str, ...]], str]
"""What opens behind a citation whose figures are written so."""

_THUMB = (  # drawn, since a machine without an emoji font shows an empty box
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 7h3v7h-3zM4.5 7.5 7.5 1.5c1.4 0 2 1 1.7 2.3L8.8 6h4.4'
    'c1 0 1.6.9 1.4 1.8l-1.2 5c-.2.7-.7 1.2-1.4 1.2H4.5"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer so far; `failure` is the line shown in place of an answer."""

    question: str
    answer: Answer | None = None
    failure: str = ""
    verdict: str = ""


# Text → markup


def plain(text: str) -> str:
    """Return text without characters that are invisible, reorder what is read, or cannot be encoded."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: object) -> str:
    """Return text as it may stand in markup, inside an element or a quoted attribute."""
    return html.escape(plain(str(text)), quote=True)


def _joined(*facts: str) -> str:
    return " · ".join(escape(fact) for fact in facts if fact)


def day(value: date | None) -> str:
    """Return a date as staff write it, "" for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def span(first: date | None, last: date | None) -> str:
    """Return the days of a period in as few words as name them: a year, half, quarter, month, day, or both ends."""
    if first is None or last is None:
        return day(last or first)
    whole = (last + timedelta(days=1)).day == 1 and first.day == 1 and first.year == last.year
    months = (first.month, last.month)
    if whole and months == (1, 12):
        return f"{last.year}年"
    if whole and months in ((1, 6), (7, 12)):
        return f"{last.year}年{'上' if first.month == 1 else '下'}半年"
    if whole and first.month % 3 == 1 and last.month == first.month + 2:
        return f"{last.year}年{'一二三四'[first.month // 3]}季度"
    if whole:
        return (
            f"{last.year}年{first.month}月"
            if first.month == last.month
            else f"{last.year}年{first.month}–{last.month}月"
        )
    return day(last) if first == last else f"{day(first)}至{day(last)}"


def period(figure: Figure) -> str:
    """Return the period of a figure in its document's words, with its days where the words alone do not name a year."""
    days, how = span(figure.first, figure.last), _BASIS.get(figure.basis, "")
    if not figure.as_of or not days or figure.basis is Basis.DOCUMENT:
        known = days or figure.as_of
        return f"{known}（{how}）" if known and how else known
    return figure.as_of if re.search(r"\d{4}", figure.as_of) else f"{figure.as_of}（{days}）"


def conversation_html(turns: Sequence[Turn], sources: Sources, examples: Sequence[str]) -> str:
    """Return the whole conversation; before the first question, a welcome with example questions."""
    if not turns:
        return _welcome(examples)
    return "".join(turn_html(turn, number, sources) for number, turn in enumerate(turns))


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="yw-example" data-question="{escape(q)}">{escape(q)}</button></li>'
        for q in examples
    )
    tried = f'<p class="yw-label">可以这样问</p><ul class="yw-examples">{buttons}</ul>' if buttons else ""
    return (
        '<section class="yw-welcome"><h2>想查哪个数字？</h2>'
        "<p>答案只取自所列资料。每个数字都带统计期、口径和原文，点方括号里的序号，就能看到它在文件中的位置；"
        f"资料里没有的，会直说没有。</p>{tried}</section>"
    )


def turn_html(turn: Turn, number: int, sources: Sources) -> str:
    """Return one question and its answer."""
    asked = plain(turn.question)
    shown = escape(asked[:_SHOWN]) + (f"……<small>（共 {len(asked)} 字）</small>" if len(asked) > _SHOWN else "")
    head = f'<article class="yw-turn" id="yw-turn-{number}"><div class="yw-question"><span>{shown}</span></div>'
    if turn.failure:
        body = f'<div class="yw-answer yw-failed" role="alert"><p>{escape(turn.failure)}</p></div>'
    elif turn.answer is None:
        body = '<div class="yw-answer yw-waiting"><p>正在查阅资料……</p></div>'
    else:
        body = answer_html(turn.answer, number, sources, turn.verdict)
    return f"{head}{body}</article>"


def answer_html(answer: Answer, number: int, sources: Sources, verdict: str = "") -> str:
    """Return an answer: its figure, its sentences, the quotes, other periods, and the hidden sources behind the markers."""
    leading, others = split_figures(answer)
    cited = {citation.marker: citation for citation in answer.citations}

    def marker(mark: int) -> str:
        if mark not in cited:
            return f"[{mark}]"
        label = f"查看出处 {mark}：{cited[mark].document}"
        return f'<button type="button" class="yw-mark" data-source="yw-{number}-{mark}" aria-label="{escape(label)}">[{mark}]</button>'

    def marked(text: str) -> str:
        return _MARKER.sub(lambda match: marker(int(match[1])), escape(text))

    lines = [line for line in answer.text.split("\n") if line.strip()]
    said = [
        line for line in lines if not line.startswith(_SOURCE_LINE) and not (others and line.startswith(_SEE_ALSO_LINE))
    ]
    elsewhere = {figure.citation for figure in others} - {figure.citation for figure in leading}
    mentioned = {int(mark) for line in lines if not line.startswith(_SEE_ALSO_LINE) for mark in _MARKER.findall(line)}
    cards = [c for c in answer.citations if c.marker in mentioned or c.marker not in elsewhere]
    hidden = "".join(
        f'<section id="yw-{number}-{c.marker}">{sources(c, surfaces(c, answer.figures))}</section>'
        for c in answer.citations
    )
    parts = [
        _heard(answer),
        _headline(answer, leading, cited, marker),
        f'<div class="yw-said">{"".join(f"<p>{marked(line)}</p>" for line in said)}</div>',
        f'<p class="yw-formula"><span class="yw-label">算式</span>{escape(answer.formula)}</p>'
        if answer.formula
        else "",
        "".join(_card(c, answer.figures, number) for c in cards),
        _others(leading, others, marker),
        _tools(answer, number, verdict),
        f"<div hidden>{hidden}</div>",
    ]
    state = "yw-none" if answer.status is Status.NO_EVIDENCE else "yw-found"
    return f'<div class="yw-answer {state}">{"".join(parts)}</div>'


def split_figures(answer: Answer) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that are the short answer, and the other periods or scopes that follow them."""
    left = answer.value or ""
    leading: list[Figure] = []
    others: list[Figure] = []
    for figure in answer.figures:
        if not others and figure.surface in left:
            left = left.replace(figure.surface, "", 1)
            leading.append(figure)
        else:
            others.append(figure)
    return leading, others


def _heard(answer: Answer) -> str:
    if not answer.standalone or answer.standalone == answer.question:
        return ""
    return f'<p class="yw-heard"><span class="yw-label">理解为</span>{escape(answer.standalone)}</p>'


def _headline(
    answer: Answer, leading: Sequence[Figure], cited: dict[int, Citation], marker: Callable[[int], str]
) -> str:
    """Return the short answer in large type with its period, scope and document beneath."""
    if answer.status is Status.NO_EVIDENCE:
        return '<p class="yw-state">资料中没有说明</p>'
    if not answer.value:
        return ""
    if answer.formula or not leading:
        size = "yw-value" if len(answer.value) <= 24 else "yw-value yw-long"
        first = next(iter(cited.values()), None)
        where = f"<dl>{_term('出处', _document(first) + marker(first.marker))}</dl>" if first else ""
        return f'<div class="yw-heads"><div class="yw-head"><p class="{size}">{escape(answer.value)}</p>{where}</div></div>'
    heads: list[str] = []
    for figure in leading:
        citation = cited.get(figure.citation)
        facts = [
            _term("统计期", escape(period(figure) or "原文未注明")),
            _term("口径", escape(figure.scope)) if figure.scope else "",
            _term("出处", _document(citation) + marker(citation.marker)) if citation else "",
        ]
        heads.append(
            f'<div class="yw-head"><p class="yw-value">{escape(figure.surface)}</p><dl>{"".join(facts)}</dl></div>'
        )
    return f'<div class="yw-heads">{"".join(heads)}</div>'


def _term(name: str, markup: str) -> str:
    return f"<div><dt>{name}</dt><dd>{markup}</dd></div>"


def _document(citation: Citation) -> str:
    return escape(citation.title or citation.document)


def _card(citation: Citation, figures: Sequence[Figure], number: int) -> str:
    """Return a quote as a card that opens its place in the document."""
    quote = strong(citation.quote, surfaces(citation, figures))
    where = _joined(citation.document, day(citation.published), _page(citation), citation.speaker or "")
    return (
        f'<button type="button" class="yw-card" data-source="yw-{number}-{citation.marker}">'
        f'<span class="yw-quote"><span class="yw-number">[{citation.marker}]</span>{quote}</span>'
        f'<span class="yw-where">{where}</span></button>'
    )


def surfaces(citation: Citation, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return how the figures that a citation holds are written, longest first."""
    return tuple(sorted({f.surface for f in figures if f.citation == citation.marker}, key=lambda s: (-len(s), s)))


def strong(text: str, figures: Sequence[str]) -> str:
    """Return text as markup in which the given figures stand out; 4家 is not found inside 64家."""
    if not figures:
        return escape(text)
    pattern = "|".join(rf"(?<![\d.]){re.escape(figure)}" for figure in figures)
    parts = re.split(f"({pattern})", text)
    return "".join(f"<strong>{escape(part)}</strong>" if n % 2 else escape(part) for n, part in enumerate(parts))


def _page(citation: Citation) -> str:
    return f"第 {citation.page} 页" if citation.page else ""


def _others(leading: Sequence[Figure], others: Sequence[Figure], marker: Callable[[int], str]) -> str:
    """Return other periods and scopes as a table, under a time line where there are enough of one kind."""
    if not others:
        return ""
    rows = "".join(
        f"<tr><td>{escape(period(f) or '未注明')}</td><td class='yw-amount'>{escape(f.surface)}</td>"
        f"<td>{escape(f.scope)}</td><td>{marker(f.citation)}</td></tr>"
        for f in others
    )
    head = "<thead><tr><th>统计期</th><th>数值</th><th>口径</th><th>出处</th></tr></thead>"
    table = f'<div class="yw-scroll"><table class="yw-table">{head}<tbody>{rows}</tbody></table></div>'
    return f'<section class="yw-others"><p class="yw-label">另见</p>{timeline_svg(leading, others)}{table}</section>'


def timeline_svg(leading: Sequence[Figure], others: Sequence[Figure]) -> str:
    """Return the dated figures of the answer's measure and unit in order of time, "" when there are fewer than three.

    Only periods as long as the answer's are drawn: the sum of half a year does not compare with that of a year. Each is a
    stem that starts at zero, so that heights compare as the values do; nothing joins them, since scopes may differ.
    """
    first = leading[0] if leading else None
    if first is None:
        return ""
    like = {f.last: f for f in (*others, first) if f.last and f.unit == first.unit and _length(f) == _length(first)}
    points = sorted(like.values(), key=lambda f: f.last or date.min)[-8:]
    highest = max((f.value for f in points), default=0)
    if len(points) < 3 or not highest or any(f.value < 0 for f in points):
        return ""
    step, top, base = 100, 26, 96
    stems: list[str] = []
    for place, figure in enumerate(points):
        x = step * place + step // 2
        y = base - float(figure.value / highest) * (base - top)
        kind = "yw-now" if figure is first else "yw-then"
        if figure.qualifier in (Qualifier.PLANNED, Qualifier.ESTIMATED):
            kind += " yw-plan"
        stems.append(
            f'<g class="{kind}"><line x1="{x}" x2="{x}" y1="{base}" y2="{y:.1f}"/>'
            f'<circle cx="{x}" cy="{y:.1f}" r="4.5"/><text x="{x}" y="{y - 10:.1f}">{escape(figure.surface[:12])}</text>'
            f'<text class="yw-when" x="{x}" y="{base + 18}">{escape(span(figure.first, figure.last)[:14])}</text></g>'
        )
    width = step * len(points)
    spoken = "；".join(f"{period(f)}：{f.surface}" for f in points)
    return (
        f'<div class="yw-scroll"><svg class="yw-timeline" width="{width}" height="122" viewBox="0 0 {width} 122" '
        f'role="img" aria-label="{escape(spoken)}">'
        f'<line class="yw-base" x1="0" x2="{width}" y1="{base}" y2="{base}"/>{"".join(stems)}</svg></div>'
    )


def _length(figure: Figure) -> int:
    """Return the length of a figure's period in months, 0 for a day, month or month's end."""
    if figure.first is None or figure.last is None:
        return 0
    months = round((figure.last - figure.first).days / 30.4)
    return 0 if months <= 1 else months


def _tools(answer: Answer, number: int, verdict: str) -> str:
    """Return what can be done with an answer: copy it with its sources, say whether it is right."""
    copied = "\n".join((answer.text, *(_reference(c) for c in answer.citations)))
    copy = f'<button type="button" class="yw-tool" data-copy="{escape(copied)}">复制（含出处）</button>'
    if verdict:
        return f'<div class="yw-tools">{copy}<span class="yw-thanks" role="status">{escape(verdict)}</span></div>'
    good = (
        f'<button type="button" class="yw-tool" data-verdict="up" data-turn="{number}" title="👍 回答正确">'
        f"{_THUMB}正确</button>"
    )
    bad = f'<button type="button" class="yw-tool" data-form aria-expanded="false" title="👎 回答有误">{_THUMB}有误</button>'
    form = (
        f'<form class="yw-correct" data-turn="{number}" hidden><label>正确答案是…'
        '<input type="text" maxlength="300" autocomplete="off" placeholder="例如：64家"></label>'
        '<button type="submit" class="yw-tool">提交</button>'
        f'<button type="button" class="yw-tool" data-verdict="none" data-turn="{number}">资料里没有答案</button></form>'
    )
    return f'<div class="yw-tools">{copy}<span class="yw-judge">{good}{bad}</span>{form}</div>'


def _reference(citation: Citation) -> str:
    known = (citation.title or "", citation.document, day(citation.published), _page(citation))
    return f"[{citation.marker}] {'，'.join(fact for fact in known if fact)}：“{citation.quote}”"


def source_html(assistant: Assistant, citation: Citation, figures: Sequence[str] = ()) -> str:
    """Return what opens behind a marker: the quote, highlighted, inside its passage with some text around it."""
    document = assistant.document(citation.document_id)
    text, start, end = document.text, citation.start, citation.end
    over = [p for p in assistant.passages(citation.document_id) if p.start < end and p.end > start]
    first = _snap(text, min((p.start for p in over), default=start), -1)
    last = _snap(text, max((p.end for p in over), default=end), +1)
    share = round(100 * start / max(len(text), 1))
    facts = [
        ("文件", escape(document.name)),
        ("标题", escape(citation.title or document.title or "")),
        ("日期", day(citation.published or document.published)),
        ("讲话人", escape(citation.speaker or "")),
        ("位置", _joined(_page(citation), f"第 {start + 1}–{end} 字", f"全文 {share}% 处" if share else "开头")),
    ]
    terms = "".join(_term(name, value) for name, value in facts if value)
    body = (
        ("……" if first > 0 else "") + escape(text[first:start])
        + f'<mark tabindex="-1">{strong(text[start:end], figures)}</mark>'
        + escape(text[end:last]) + ("……" if last < len(text) else "")
    )  # fmt: skip
    return f'<h3>出处 [{citation.marker}]</h3><dl>{terms}</dl><div class="yw-passage">{body}</div>'


def _snap(text: str, place: int, direction: int) -> int:
    """Return a place up to `_AROUND` characters further on, moved to the border of a sentence where there is one."""
    if direction < 0:
        furthest = max(0, place - _AROUND)
        borders = [m.end() for m in re.finditer(r"[。！？\n]", text[furthest:place])]
        return furthest if furthest == 0 or not borders else furthest + borders[0]
    furthest = min(len(text), place + _AROUND)
    borders = [m.end() for m in re.finditer(r"[。！？\n]", text[place:furthest])]
    return furthest if furthest == len(text) or not borders else place + borders[-1]


def status_html(assistant: Assistant) -> str:
    """Return the page's head with the state of the corpus."""
    documents = assistant.documents()
    days = sorted(d.published for d in documents if d.published)
    span = f"{days[0]:%Y-%m} 至 {days[-1]:%Y-%m}" if days else ""
    refused = len(assistant.refused())
    facts = [f"{len(documents)} 份资料", f"{_count(sum(d.length for d in documents))}字", span]
    state = _joined(*facts)
    trouble = f'<span class="yw-trouble">{refused} 份未能读取</span>' if refused else ""
    return (
        '<header class="yw-top"><div class="yw-brand"><span class="yw-seal" aria-hidden="true">问</span>'
        "<div><h1>园问</h1><p>资料里怎么写，就怎么答</p></div></div>"
        f'<button type="button" class="yw-status" data-scroll="yw-documents">{state}{trouble}</button></header>'
    )


def _count(characters: int) -> str:
    return f"{characters / 10000:.1f} 万" if characters >= 10000 else f"{characters} "


def documents_html(assistant: Assistant, wanted: str = "") -> str:
    """Return the list of documents and of files that could not be read, narrowed down to names and titles with `wanted`."""
    wanted = plain(wanted or "").strip().casefold()
    every = assistant.documents()
    found = [d for d in every if wanted in f"{d.name}\n{d.title or ''}".casefold()]
    rows = "".join(
        f"<li><b>{escape(d.title or d.name)}</b><span>{_joined(d.name if d.title else '', day(d.published), f'{d.length} 字')}"
        "</span></li>"
        for d in found[:_LISTED]
    )
    more = (
        f"<p class='yw-more'>另有 {len(found) - _LISTED} 份，请用上面的筛选查找。</p>" if len(found) > _LISTED else ""
    )
    none = "<p class='yw-more'>没有名称相符的资料。</p>" if every and not found else ""
    refused = [(name, reason) for name, reason in assistant.refused() if wanted in name.casefold()]
    failed = "".join(
        f"<li><b>{escape(name)}</b><span>{escape(reason)}</span></li>" for name, reason in refused[:_LISTED]
    )
    trouble = f"<h2>未能读取 <small>{len(refused)}</small></h2><ul class='yw-refused'>{failed}</ul>" if failed else ""
    return f"<ul>{rows}</ul>{none}{more}{trouble}"


# What the page does


def example_questions(assistant: Assistant, wanted: int = 5) -> list[str]:
    """Return questions that these documents answer, made from their own figures; each was asked and answered."""
    found: list[str] = []
    seen: set[str] = set()
    for row in sorted(islice(assistant.figures(), 20000), key=lambda row: row.last or date.min, reverse=True)[:400]:
        question = _question_of(row)
        if not question or row.measure in seen or len(seen) > 40:
            continue
        seen.add(row.measure)
        answer = assistant.ask(question)
        if answer.status is Status.ANSWERED and row.quantity.surface in (answer.value or ""):
            found.append(question)
        if len(found) == wanted:
            break
    return found


def _question_of(row: FigureRow) -> str:
    stated = row.basis is Basis.STATED and row.statement is Statement.RESULT and not row.comparison
    words = (row.period, row.subject, row.measure)
    if not stated or not all(words) or not all(re.fullmatch(r"[\w（）()·—-]{2,18}", word) for word in words):
        return ""
    subject = "" if row.subject in row.measure else row.subject
    return f"{row.period}{subject}{row.measure}是多少？"


def feedback_record(turns: Sequence[Turn], number: int, verdict: str, correct: str, now: datetime) -> dict[str, Any]:
    """Return a judged answer as a line of a question set, so that an evaluation can run it.

    Args:
        turns: the conversation; what came before the judged turn becomes the question's history.
        number: which turn is judged.
        verdict: "up" for right, "down" with the correct answer in `correct`, "none" when the documents hold no answer.
        correct: the correct answer in staff's words.
        now: the time of the judgement.

    Raises:
        ValueError: there is no such turn, or nothing that could be expected follows from the judgement.
    """
    if not 0 <= number < len(turns) or (answer := turns[number].answer) is None:
        raise ValueError("没有这条回答")
    asked, history = plain(turns[number].question), messages(turns[:number])
    stamp = hashlib.sha256(f"{now.isoformat()}\0{asked}\0{correct}".encode()).hexdigest()
    record: dict[str, Any] = {"id": f"f{now:%Y%m%d%H%M%S}-{stamp[:8]}", "question": asked}
    if history:
        record["history"] = history
    expected: dict[str, Any] = {}
    right = plain(correct).strip()[:300]
    if verdict == "up" and answer.status is Status.ANSWERED:
        expected = _expected(answer.value or "", split_figures(answer)[0])
        expected["documents"] = list(dict.fromkeys(c.document for c in answer.citations))
    elif verdict == "down" and right:
        expected = _expected(right, [])
    elif verdict == "down":
        raise ValueError("请写上正确答案，或选“资料里没有答案”")
    kind = "unanswerable" if not expected else "follow_up" if history else "direct" if "figures" in expected else "text"
    split = "dev" if int(stamp[8:10], 16) % 2 else "test"
    return record | {"category": kind, "split": split, "answerable": bool(expected)} | expected


def _expected(right: str, figures: Sequence[Figure]) -> dict[str, Any]:
    if figures:
        return {"figures": [{"value": f.surface} | ({"scope": f.scope} if f.scope else {}) for f in figures]}
    read = find_quantities(right)
    if len(read) == 1 and read[0].surface == right.rstrip("。"):
        return {"figures": [{"value": read[0].surface}]}
    return {"answers": [[right]]}


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return the last turns as the assistant takes a conversation."""
    kept = [turn for turn in turns if turn.answer][-_REMEMBERED:]
    pairs = [(("user", plain(t.question)[:2000]), ("assistant", t.answer.text if t.answer else "")) for t in kept]
    return [{"role": role, "content": content} for pair in pairs for role, content in pair]


class Page(gr.Blocks):
    """A Gradio page that is launched with this product's look, and without what would send or keep staff's questions."""

    def launch(self, *args: Any, **options: Any) -> Any:
        """Launch as `gr.Blocks.launch`, whose options override the page's own."""
        return super().launch(*args, **(_look() | options))


def _look() -> dict[str, Any]:
    theme = gr.themes.Base(
        primary_hue="teal", neutral_hue="stone", font=list(_FONTS), font_mono=["ui-monospace", "monospace"]
    )
    return {
        "theme": theme,
        "css": (HERE / "app.css").read_text(encoding="utf-8"),
        "js": "() => { document.documentElement.lang = 'zh-CN'; }",
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "share": False,
        "ssr_mode": False,
        "mcp_server": False,
        "pwa": False,
        "enable_monitoring": False,
        "quiet": True,
    }


def build_page(assistant: Assistant, *, examples: Sequence[str] | None = None) -> gr.Blocks:
    """Return the page over an assistant, ready to `launch`.

    Args:
        assistant: what answers.
        examples: questions offered before the first one is asked; None makes them from the documents' own figures.
    """
    offered = list(examples) if examples is not None else example_questions(assistant)

    @lru_cache(maxsize=1024)
    def sources(citation: Citation, figures: tuple[str, ...]) -> str:
        return source_html(assistant, citation, figures)

    writing = threading.Lock()

    def shown(turns: Sequence[Turn]) -> str:
        return conversation_html(turns, sources, offered)

    def ask(question: str, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        question = plain(question or "").strip()
        if not question:
            yield shown(turns), turns, gr.skip(), escape(EMPTY)
            return
        past = turns[-_TURNS + 1 :]
        yield shown([*past, Turn(question)]), turns, "", ""
        turn = Turn(question)
        try:
            for answer in assistant.stream(question, messages(past)):
                turn = Turn(question, answer)
                yield shown([*past, turn]), [*past, turn], gr.skip(), ""
        except YuanwenError as error:
            turn = Turn(question, failure=str(error))
        except Exception:
            log.exception("a question failed")
            turn = Turn(question, failure="出错了，没有得到答案；详情见运行窗口。")
        yield shown([*past, turn]), [*past, turn], gr.skip(), ""

    def ask_example(turns: list[Turn], event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        yield from ask(str(_data(event).get("question", "")), turns)

    def judge(turns: list[Turn], event: gr.EventData) -> tuple[Any, ...]:
        data = _data(event)
        verdict, correct = str(data.get("verdict", "")), str(data.get("correct", ""))
        try:
            number = int(str(data.get("turn", "")))
            record = feedback_record(turns, number, verdict, correct, datetime.now(UTC))
        except ValueError as error:
            return shown(turns), turns, escape(error)
        try:
            with writing, (assistant.store.path / FEEDBACK).open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        except OSError as error:
            return shown(turns), turns, escape(f"反馈没有存下：{error.strerror}")
        thanks = "已记下，谢谢" if verdict == "up" else "已记下正确答案，谢谢"
        turns = [*turns[:number], replace(turns[number], verdict=thanks), *turns[number + 1 :]]
        return shown(turns), turns, ""

    with Page(title="园问", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([])
        gr.HTML(lambda: status_html(assistant), elem_id="yw-top", apply_default_css=False)
        with gr.Row(elem_id="yw-main"):
            with gr.Column(elem_id="yw-chat", scale=3, min_width=300):
                conversation = gr.HTML(
                    shown([]), elem_id="yw-conversation", apply_default_css=False,
                    js_on_load=(HERE / "app.js").read_text(encoding="utf-8"),
                )  # fmt: skip
                with gr.Column(elem_id="yw-dock"):
                    note = gr.HTML("", elem_id="yw-note", apply_default_css=False)
                    question = gr.Textbox(
                        label="问题", show_label=False, container=False, lines=1, max_lines=6, autofocus=True,
                        placeholder="输入问题，按回车提问", submit_btn="提问", elem_id="yw-ask",
                    )  # fmt: skip
                    again = gr.Button("新的对话", elem_id="yw-again", size="sm", variant="secondary")
            with gr.Column(elem_id="yw-documents", scale=1, min_width=260):
                gr.HTML("<h2>资料</h2>", apply_default_css=False)
                wanted = gr.Textbox(
                    label="筛选资料", show_label=False, container=False, placeholder="按文件名或标题筛选"
                )
                gr.HTML(
                    lambda text: documents_html(assistant, text),
                    inputs=[wanted],
                    elem_id="yw-list",
                    apply_default_css=False,
                )
        results = [conversation, turns, question, note]
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        question.submit(ask, [question, turns], results, **private)
        conversation.example(ask_example, [turns], results, **private)
        conversation.judge(judge, [turns], [conversation, turns, note], **private)
        again.click(lambda: (shown([]), [], "", ""), None, results, **private)
    page.queue(default_concurrency_limit=8)
    return page


def _data(event: gr.EventData) -> dict[str, Any]:
    """Return what the browser sent with an event; it may be anything."""
    data: Any = event._data  # pyright: ignore[reportPrivateUsage]
    return data if isinstance(data, dict) else {}


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
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("正在读入资料", total=None)
        yield lambda documents, done, total: bar.update(
            task, completed=done, total=total or None, description=f"正在读入资料（已处理 {documents} 份）"
        )


def _open(options: argparse.Namespace, console: Console) -> tuple[Assistant, Sequence[str] | None]:
    """Return the assistant that the options ask for, and its example questions where they are fixed."""
    if options.store and not options.docs:
        return Assistant.open(options.store, embedding=options.embedding), None
    with _progress(console) as moved:
        if options.docs or options.embedding:
            docs = options.docs or [SAMPLE]
            assistant = Assistant.from_documents(docs, options.store, embedding=options.embedding, progress=moved)
        else:
            assistant = Assistant.open(sample_store(progress=moved))
    for name, reason in assistant.refused():
        console.print(f"未能读取 {name}：{reason}", style="yellow", markup=False, highlight=False)
    return assistant, None if options.docs else SAMPLE_QUESTIONS


def main(argv: Sequence[str] | None = None) -> int:
    """Index what is asked for, serve the page until interrupted, and return the exit code (2 when it cannot start)."""
    console = Console(stderr=True)

    def refuse(line: object) -> int:
        console.print(str(line), style="red", markup=False, highlight=False)
        return 2

    try:
        options = _options(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        assistant, examples = _open(options, console)
        page = build_page(assistant, examples=examples)
    except (YuanwenError, OSError) as error:
        return refuse(error)
    user, _, password = (options.auth or "").partition(":")
    try:
        page.launch(
            server_name=options.host, server_port=options.port, prevent_thread_lock=True,
            auth=(user, password) if user else None, auth_message="请登录园问" if user else None,
        )  # fmt: skip
    except OSError:
        return refuse(f"端口 {options.port} 用不了（可能已被占用）；请用 --port 换一个")
    host = f"[{options.host}]" if ":" in options.host else options.host
    console.print(f"园问已就绪：http://{host}:{options.port}  （按 Ctrl+C 结束）", highlight=False, markup=False)
    if options.host not in ("127.0.0.1", "localhost", "::1") and not user:
        console.print(
            "提醒：同一网络里的人都能打开这个网页；可用 --auth 用户:密码 要求登录", style="yellow", markup=False
        )
    page.block_thread()
    return 0


if __name__ == "__main__":
    sys.exit(main())
