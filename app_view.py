"""What the page shows: answers, quotes and the list of documents → markup, by the macros of app.html.

What comes from a document, a file name or a question is escaped by the template engine. Nothing here knows Gradio.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from index.report import apart
from index.store import DocumentInfo
from index.types import Basis, Document, Qualifier
from qa import Answer, Assistant, Citation, Figure, Status
from qa.texts import DATE_UNKNOWN, NOT_STATED, SEE_ALSO, SOURCE, TITLE_UNKNOWN, how_sure

HERE = Path(__file__).resolve().parent
MARKER = re.compile(r"\[(\d{1,4})\]")

_LISTED = 200  # documents listed at once; the filter reaches the rest
_AROUND = 160  # characters shown before and after the passage of a quote
_SHOWN = 400  # characters of a long question that are repeated on the page
_SOURCE_LEAD = SOURCE.partition("“")[0]
_SEE_ALSO_LINE = SEE_ALSO.partition("{")[0]
_QUOTED_LINE = re.compile(r"(?P<lead>[^“”]*)“(?P<quote>.+)”\[(?P<marker>\d{1,4})\]。?")
_STAGES = {
    "understand": "理解问题",
    "retrieve": "查找段落",
    "weigh": "比较数字和句子",
    "read": "写出回答",
    "verify": "与原文核对",
}
_PLANS = {Qualifier.PLANNED: "目标", Qualifier.ESTIMATED: "预计"}
# Control characters, what is invisible or reorders the reading, and halves of surrogate pairs, which cannot be encoded.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer so far; `failure` is the line shown in place of an answer."""

    question: str
    answer: Answer | None = None
    failure: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of a correction to a document: what was typed and is `wrong`, or that it is saved.

    `mistyped` tells what the user can mend in the form from what has to be mended elsewhere.
    """

    document: str
    typed: Mapping[str, str]
    wrong: str = ""
    mistyped: bool = False
    saved: bool = False


# Values → words


def plain(text: str) -> str:
    """Return text without characters that are invisible, reorder what is read, or cannot be encoded."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def day(value: date | None) -> str:
    """Return a date as staff write it, "" for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def span(first: date | None, last: date | None) -> str:
    """Return the days of a period in as few words as name them: a year, half, quarter, months, a day, or both ends."""
    if first is None or last is None:
        return day(last or first)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year
    if not whole:
        end = day(last) if first.year != last.year else f"{last.month}月{last.day}日"
        return day(last) if first == last else f"{day(first)}至{end}"
    months = last.month - first.month + 1
    if months == 12:
        return f"{last.year}年"
    if months == 6 and first.month in (1, 7):
        return f"{last.year}年{'上' if first.month == 1 else '下'}半年"
    if months == 3 and first.month % 3 == 1:
        return f"{last.year}年{'一二三四'[first.month // 3]}季度"
    return f"{last.year}年{first.month}{f'–{last.month}' if months > 1 else ''}月"


def period(figure: Figure) -> str:
    """Return the period of a figure in its document's words, with its year or days where these name none."""
    days = span(figure.first, figure.last)
    if figure.basis is Basis.DOCUMENT:
        return f"未注明（文件日期{days or figure.as_of}）"
    if not figure.as_of or not days or re.search(r"\d{4}", figure.as_of):
        return figure.as_of or days
    if figure.first and figure.last and figure.first.year == figure.last.year and re.search("[年季月]", figure.as_of):
        days = f"{figure.last.year}年"  # 9月末, 上半年, 去年 lack nothing but this
    return f"{figure.as_of}（{days}）"


def _planned(figure: Figure) -> str:
    return _PLANS.get(figure.qualifier, "")


def _page(number: int | None) -> str:
    return f"第 {number} 页" if number else ""


def _joined(facts: Sequence[object]) -> str:
    return " · ".join(str(fact) for fact in facts if fact)


def figure_parts(text: str, surfaces: Sequence[str]) -> list[tuple[str, bool]]:
    """Return text in parts, each with whether it is one of these figures; 4家 is not found inside 64家."""
    if not surfaces:
        return [(text, False)]
    pattern = "|".join(rf"(?<![\d.]){re.escape(surface)}" for surface in sorted(surfaces, key=len, reverse=True))
    return [(part, n % 2 == 1) for n, part in enumerate(re.split(f"({pattern})", text)) if part]


def sureness(document: DocumentInfo) -> tuple[str, str]:
    """Return how sure date and title of a document are, with the date itself."""
    day = f"日期 {document.published}（{how_sure(document.published_basis)}）" if document.published else DATE_UNKNOWN
    return day, f"标题（{how_sure(document.title_basis)}）" if document.title else TITLE_UNKNOWN


def made(trace: Mapping[str, float | str]) -> list[tuple[str, str]]:
    """Return how an answer was arrived at, as pairs of what and how much: the stages' times, what a model took."""
    taken = {words: float(trace[stage]) for stage, words in _STAGES.items() if stage in trace}
    if not taken:
        return []
    rows = [(words, _milliseconds(spent)) for words, spent in taken.items()]
    rows.append(("合计", _milliseconds(sum(taken.values()))))
    if "llm_model" not in trace:
        return [*rows, ("语言模型", "没有使用")]
    calls = _with_rewriting(trace, "calls")
    tokens = (_with_rewriting(trace, "tokens_in"), _with_rewriting(trace, "tokens_out"))
    first = f"，{_milliseconds(float(trace.get('llm_first_token', 0)))}后有第一个字" if calls else ""
    used = " ".join(str(trace[name]) for name in ("llm_rewrite_prompt", "llm_prompt") if trace.get(name))
    rows += [("语言模型", str(trace["llm_model"])), ("提示模板", used or "没有用到")]
    counted = f"读入 {tokens[0]:,}，写出 {tokens[1]:,}" if any(tokens) else "服务没有报数"
    return [*rows, ("调用", f"{calls} 次{first}"), ("词元", counted)]


def _with_rewriting(trace: Mapping[str, float | str], counted: str) -> int:
    """Return how many calls or tokens an answer took, those of making the question self-contained among them."""
    return int(trace.get(f"llm_{counted}", 0)) + int(trace.get(f"llm_rewrite_{counted}", 0))


def _milliseconds(spent: float) -> str:
    return f"{spent:.0f} 毫秒" if spent >= 1 else "不到 1 毫秒"


# Answers → markup


def split_figures(answer: Answer) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that are the short answer, and the other periods or scopes that follow them."""
    left = answer.value or ""
    leading: list[Figure] = []
    for figure in answer.figures:
        if figure.surface not in left:
            break
        left = left.replace(figure.surface, "", 1)
        leading.append(figure)
    return leading, list(answer.figures[len(leading) :])


def timeline(leading: Sequence[Figure], others: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the dated figures of the answer's measure and unit in order of time, [] when there are fewer than three.

    Only periods as long as the answer's: the sum of half a year does not compare with that of a year. `height` is the
    share of the highest, from zero, so that heights compare as the values do.
    """
    if not leading:
        return []
    first = leading[0]
    like = {f.last: f for f in (*others, first) if f.last and f.unit == first.unit and _months(f) == _months(first)}
    figures = sorted(like.values(), key=lambda f: f.last or date.min)[-8:]
    highest = max((f.value for f in figures), default=0)
    if len(figures) < 3 or not highest or any(f.value < 0 for f in figures):
        return []
    return [
        {
            "figure": figure,
            "when": span(figure.first, figure.last),
            "height": float(figure.value / highest),
            "now": figure is first,
        }
        for figure in figures
    ]


def _months(figure: Figure) -> int:
    """Return the length of a figure's period in months, 0 for a day or a month: the state at some time."""
    if figure.first is None or figure.last is None:
        return 0
    months = round((figure.last - figure.first).days / 30.4)
    return 0 if months <= 1 else months


class View:
    """Makes the page's markup from what an assistant holds and answers."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        environment = Environment(
            loader=FileSystemLoader(HERE),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_written,
        )
        filters: dict[str, Any] = {
            "day": day,
            "period": period,
            "page": _page,
            "planned": _planned,
            "joined": _joined,
            "sureness": sureness,
            "figures": figure_parts,
        }
        environment.filters.update(filters)  # pyright: ignore[reportCallIssue, reportArgumentType]
        self._parts: Any = environment.get_template("app.html").module
        self._edits = count(1)
        self._source = lru_cache(maxsize=1024)(self._open_source)

    def conversation(self, turns: Sequence[Turn], examples: Sequence[str]) -> str:
        """Return the whole conversation; before the first question, a welcome with example questions."""
        if not turns:
            return str(self._parts.welcome(examples))
        return "".join(self.turn(turn, number) for number, turn in enumerate(turns))

    def turn(self, turn: Turn, number: int) -> str:
        """Return one question and its answer."""
        asked = plain(turn.question)
        view = self._answer(turn.answer) if turn.answer else None
        return str(self._parts.turn(number, asked[:_SHOWN], len(asked), turn.failure, view, turn.verdict))

    def _answer(self, answer: Answer) -> dict[str, Any]:
        """Return what the template shows of an answer: its figures, sentences, quotes, and the sources behind them."""
        leading, others = split_figures(answer)
        cited = {c.marker: c for c in answer.citations}
        documents = {c.marker: self._cited(c)[0] for c in answer.citations}
        lines = [line for line in answer.text.split("\n") if line.strip()]
        # Quotes become cards, other periods a table and "not stated" a heading, so that nothing is said twice.
        said = [_unquoted(x, cited) for x in lines if not (others and x.startswith(_SEE_ALSO_LINE))]
        elsewhere = {figure.citation for figure in others} - {figure.citation for figure in leading}
        named = {int(n) for x in lines if not x.startswith(_SEE_ALSO_LINE) for n in MARKER.findall(x)}
        surfaces = {
            c.marker: tuple(sorted({f.surface for f in answer.figures if f.citation == c.marker}))
            for c in answer.citations
        }
        return {
            "answer": answer,
            "found": answer.status is Status.ANSWERED,
            "leading": leading,
            "others": others,
            "points": timeline(leading, others),
            "not_stated": NOT_STATED if NOT_STATED in said else "",
            "said": [_with_markers(line) for line in said if line not in ("", NOT_STATED)],
            "cards": [c for c in answer.citations if c.marker in named or c.marker not in elsewhere],
            "cited": cited,
            "titles": {marker: document.title or document.name for marker, document in documents.items()},
            "surfaces": surfaces,
            "sources": {
                c.marker: self._source(c, surfaces[c.marker], documents[c.marker].title, documents[c.marker].published)
                for c in answer.citations
            },
            "made": made(answer.trace),
            "copied": "\n".join((answer.text, *(_reference(c) for c in answer.citations))),
        }

    def _cited(self, citation: Citation) -> tuple[Document, int]:
        """Return the cited document and where the quote begins in it.

        A document that later builds removed is only its quote: an old turn of a conversation stays readable.
        """
        try:
            return self._assistant.document(citation.document_id), citation.start
        except KeyError:
            return Document(citation.document_id, citation.document, citation.quote, title=citation.title), 0

    def _open_source(self, citation: Citation, surfaces: tuple[str, ...], *_known: object) -> str:
        """Return what opens behind a marker: the quote, highlighted, inside its passage with some text around it.

        `_known` is what is remembered of it besides: title and date of a document may be corrected.
        """
        document, start = self._cited(citation)
        text, end = document.text, start + len(citation.quote)
        over = [p for p in self._assistant.passages(citation.document_id) if p.start < end and p.end > start]
        first = _further(text, min((p.start for p in over), default=start), back=True)
        last = _further(text, max((p.end for p in over), default=end), back=False)
        share = round(100 * start / max(len(text), 1))
        place = [_page(citation.page), f"第 {start + 1}–{end} 字", f"全文 {share}% 处" if share else "开头"]
        before = ("……" if first else "") + text[first:start]
        after = text[end:last] + ("……" if last < len(text) else "")
        return self._parts.source(citation, document, _joined(place), before, surfaces, after)

    def status(self) -> str:
        """Return the page's head with the state of the corpus."""
        documents = self._assistant.documents()
        days = sorted(d.published for d in documents if d.published)
        length = sum(d.length for d in documents)
        characters = f"{length / 10000:.1f} 万字" if length >= 10000 else f"{length} 字"
        covered = f"{days[0]:%Y-%m} 至 {days[-1]:%Y-%m}" if days else ""
        whole, partly = apart(self._assistant.refused())
        files = len({name for name, _ in partly})
        return str(self._parts.status(len(documents), characters, covered, len(whole), files))

    def documents(self, wanted: str = "", edit: Edit | None = None) -> str:
        """Return the list of documents, and of files that could not be read, whose names hold `wanted`.

        Args:
            wanted: what name or title is to hold.
            edit: the correction that was just sent; it is shown with its document, or above if that is not listed.
        """
        wanted = plain(wanted or "").strip().casefold()
        every = self._assistant.documents()
        found = [d for d in every if wanted in f"{d.name}\n{d.title or ''}".casefold()]
        found.sort(key=lambda d: d.name)  # a place that a correction does not change
        whole, partly = apart(item for item in self._assistant.refused() if wanted in item[0].casefold())
        lacking = [
            (title, held[:_LISTED], len(held)) for title, held in (("未能读取", whole), ("部分未读", partly)) if held
        ]
        hidden = max(0, len(found) - _LISTED)
        listed, empty = found[:_LISTED], bool(every) and not found
        elsewhere = edit if edit and edit.document not in {d.id for d in listed} else None
        # Numbered, since Gradio leaves a value alone that is the same as before: a second failure must show as well.
        number = next(self._edits) if edit else 0
        return str(self._parts.documents(listed, hidden, lacking, empty, edit, elsewhere, number))


def _written(value: Any) -> Any:
    """Return what a template writes for a value: text without what is hidden in it; markup as it is."""
    return "" if value is None else plain(value) if type(value) is str else value


def _unquoted(line: str, cited: Mapping[int, Citation]) -> str:
    """Return a line without the quote that it ends with and that a card shows; "" when nothing else is said."""
    match = _QUOTED_LINE.fullmatch(line)
    if not match or (citation := cited.get(int(match["marker"]))) is None:
        return line
    if match["quote"].strip("…") not in citation.quote:
        return line
    return "" if match["lead"] == _SOURCE_LEAD else f"{match['lead']}[{match['marker']}]"


def _with_markers(line: str) -> list[tuple[str, int | None, str]]:
    """Return a sentence in parts, each with the marker that follows it and the punctuation that must not leave that."""
    parts: list[tuple[str, int | None, str]] = []
    end = 0
    for match in MARKER.finditer(line):
        tail = line[match.end() : match.end() + 1]
        tail = tail if tail in "，。；、：！？）”" else ""
        parts.append((line[end : match.start()], int(match[1]), tail))
        end = match.end() + len(tail)
    return [*parts, (line[end:], None, "")]


def _reference(citation: Citation) -> str:
    known = (citation.title or "", citation.document, day(citation.published), _page(citation.page))
    return f"[{citation.marker}] {'，'.join(fact for fact in known if fact)}：“{citation.quote}”"


def _further(text: str, place: int, *, back: bool) -> int:
    """Return a place up to `_AROUND` characters further on, at the border of a sentence where there is one."""
    low, high = (max(0, place - _AROUND), place) if back else (place, min(len(text), place + _AROUND))
    if (back and low == 0) or (not back and high == len(text)):
        return low if back else high
    borders = [low + m.end() for m in re.finditer(r"[。！？\n]", text[low:high])]
    return (borders[0] if back else borders[-1]) if borders else (low if back else high)
