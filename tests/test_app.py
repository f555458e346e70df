"""The page without a browser: what it writes for hostile and ordinary values, feedback, examples, start-up errors."""

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from gradio import EventData
from hypothesis import given, settings
from hypothesis import strategies as st

import app
import app_view
from eval.feedback import FILE
from eval.questions import load_questions
from index.build import build
from index.errors import StoreCorrupt
from index.overrule import overrule
from index.report import PARTLY
from index.store import DocumentInfo
from index.types import Basis, Document, FigureRow, Origin, Passage, Qualifier
from index.writer import StoreLock
from qa import Answer, Assistant, Citation, Figure, Status
from qa.llm_model import LanguageModelSettings
from qa.texts import EMPTY, NOT_STATED
from tests.qa.llm_server import copying, serving

HOSTILE = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "\"'><svg/onload=window.hit=1>",
    "[点我](javascript:window.hit=1)",
    "<a href='javascript:window.hit=1'>点我</a>",
    "${window.hit=1} `${window.hit=1}` {{window.hit=1}} {{{window.hit}}} {% raw %} {{ self }}",
    "$$\\href{javascript:window.hit=1}{x}$$ \\(x\\) **粗** # 题",
    "</section></div><style>*{display:none}</style><!-- ",
    "&lt;script&gt; &amp; &#60;b&#62;",
    "' onmouseover='window.hit=1' data-x='",
)


@dataclass
class Shelf:
    """A small assistant: it finds the sentence that shares most characters with the question and quotes it."""

    texts: dict[str, str]
    title: str | None = "工作报告"
    turned_away: Sequence[tuple[str, str]] = ()
    figure: dict[str, Any] = field(default_factory=dict)

    def documents(self) -> list[DocumentInfo]:
        return [DocumentInfo(n, n, self.title, date(2025, 1, 20), len(t)) for n, t in self.texts.items()]

    def document(self, document_id: str) -> Document:
        return Document(
            document_id, document_id, self.texts[document_id], title=self.title, published=date(2025, 1, 20)
        )

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        for number, (name, text) in enumerate(self.texts.items()):
            if document_id in (None, name):
                yield Passage(number, name, 0, len(text), text)

    def refused(self) -> list[tuple[str, str]]:
        return list(self.turned_away)

    def figures(self) -> list[FigureRow]:
        return []

    def ask(self, question: str, history: Sequence[Any] = ()) -> Answer:
        spans = [(n, m.start(), m.end()) for n, t in self.texts.items() for m in re.finditer(r"[^。]+。?", t)]
        if not spans or not question:
            return Answer(question, Status.NO_EVIDENCE, None, "所给文档没有说明这一点。")
        name, start, end = max(spans, key=lambda s: len(set(self.texts[s[0]][s[1] : s[2]]) & set(question)))
        quote = self.texts[name][start:end]
        citation = Citation(1, name, name, self.title, date(2025, 1, 20), 2, start, end, quote, speaker=self.title)
        figure = Figure("64家", Decimal(64), "家", Qualifier.EXACT, "2024年", "园区", 1, **self.figure)
        value = figure.surface if figure.surface in quote else quote
        text = f"是{value}（2024年）[1][7]。\n原文：“{quote}”[1]"
        return Answer(question, Status.ANSWERED, value, text, (citation,), (figure,) if value != quote else (), 0.9)

    def stream(self, question: str, history: Sequence[Any] = ()) -> Iterator[Answer]:
        whole = self.ask(question, history)
        yield replace(whole, text=whole.text.split("\n")[0])
        yield whole


@pytest.fixture
def shelf() -> Shelf:
    return Shelf({"甲.txt": "园区有企业64家。", "乙.txt": "其中4家上市。另有14家在孵。"})


class _Read(HTMLParser):
    """Reads markup as a browser would: elements, attributes, and the text that is seen."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("input", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> out of place"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment reached the page: {data!r}")

    def handle_data(self, data: str) -> None:
        self.text += data


OWN_TAGS = {
    *("article", "section", "header", "div", "span", "p", "h1", "h2", "h3", "ul", "li", "b", "small", "strong", "mark"),
    *("button", "form", "label", "input", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
    *("svg", "path", "line", "circle", "text", "g", "details", "summary"),
}
OWN_ATTRIBUTES = {
    *("class", "id", "type", "role", "hidden", "title", "placeholder", "maxlength", "autocomplete"),
    *("aria-label", "aria-hidden", "aria-expanded", "data-source", "data-question", "data-copy", "data-verdict"),
    *("data-turn", "data-form", "data-scroll", "viewbox", "width", "height", "d"),
    *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r"),
    *("name", "value", "data-was", "data-edit", "data-document", "data-cancel", "data-focus", "data-edit-number"),
}


def assert_own(markup: str) -> _Read:
    """Assert that markup holds nothing but the template's own elements and attributes, closed as they were opened."""
    read = _Read(markup)
    assert set(read.tags) <= OWN_TAGS
    assert {name for name, _ in read.attributes} <= OWN_ATTRIBUTES
    assert not read.open
    return read


def every_part(text: str) -> dict[str, str]:
    """Return each part of the page with `text` in every place where text comes from outside."""
    shelf = Shelf({text: f"园区{text}有64家。"}, title=text, turned_away=[(text, text)])
    view = app_view.View(shelf)  # type: ignore[arg-type]
    figure = Figure("64家", Decimal(64), "家", Qualifier.EXACT, text, text, 1, measure=text)
    past = [
        replace(figure, surface=text, value=Decimal(n), first=date(n, 1, 1), last=date(n, 12, 31)) for n in (2021, 2022)
    ]
    figures = (replace(figure, first=date(2023, 1, 1), last=date(2023, 12, 31)), *past)
    trace: dict[str, float | str] = {"read": 3.2, "llm_model": text, "llm_prompt": text, "llm_calls": 1}
    answer = replace(
        shelf.ask(text or "?"),
        trace=trace,
        figures=figures,
        standalone=text,
        formula=text,
        text=f"{text}[1]\n另见：{text}",
    )
    none = replace(answer, status=Status.NO_EVIDENCE, value=None)
    words = replace(answer, value=text, figures=())
    turns = [
        app_view.Turn(text, answer),
        app_view.Turn(text, none),
        app_view.Turn(text, words),
        app_view.Turn(text, failure=text),
        app_view.Turn(text),
    ]
    return {
        "conversation": view.conversation(turns, []),
        "welcome": view.conversation([], [text]),
        "documents": view.documents(),
        "wrong": view.documents("", app_view.Edit(text, {"title": text, "published": text}, wrong=text, mistyped=True)),
        "apart": view.documents("", app_view.Edit("?" + text, {}, wrong=text)),
        "status": view.status(),
        "source": str(view._open_source(answer.citations[0], ("64家", text))),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is_written(text: str) -> None:
    parts = every_part(text)
    seen = {name: assert_own(markup) for name, markup in parts.items()}
    assert seen["conversation"].text.count(text) >= 12
    assert text in seen["documents"].text
    assert seen["source"].text.count(text) >= 3
    assert {("value", text), ("data-was", text), ("data-document", text)} <= set(seen["wrong"].attributes)
    assert seen["wrong"].text.count(text) > seen["documents"].text.count(text)
    assert seen["apart"].text.startswith(text)
    assert ("data-question", text) in seen["welcome"].attributes
    assert any(name == "data-copy" and text in value for name, value in seen["conversation"].attributes)


@settings(deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("<>\"'&=/`${}[]()# \n\x00\u202e\ud800园64家"), st.characters()), max_size=40
    )
)
def test_any_text_stays_text(text: str) -> None:
    for markup in every_part(text).values():
        assert_own(markup)
        markup.encode("utf-8")  # halves of surrogate pairs could not be sent
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", markup)


def test_no_text_reaches_a_template_that_gradio_evaluates(shelf: Shelf) -> None:
    page = app.build_page(shelf, examples=HOSTILE)  # type: ignore[arg-type]
    parts = [c for c in page.get_config_file()["components"] if c["type"] == "html"]
    assert len(parts) >= 4
    for part in parts:
        assert part["props"]["html_template"] == "${value}"
        assert not part["props"].get("css_template")


def test_only_markers_of_citations_open_something(shelf: Shelf) -> None:
    view = app_view.View(shelf)  # type: ignore[arg-type]
    read = _Read(view.turn(app_view.Turn("有多少家企业？", shelf.ask("有多少家企业？")), 3))
    opened = {value for name, value in read.attributes if name == "data-source"}
    assert opened == {"yw-3-1"}
    assert opened <= {value for name, value in read.attributes if name == "id"}
    assert "[7]" in read.text


def test_a_turn_outlives_its_document(assistant: Assistant, documents: Path) -> None:
    answer = assistant.ask("云湖科技园2024年营业总收入是多少？")
    assert answer.value
    for year in ("2024", "2023"):
        (documents / f"{year}.txt").unlink(missing_ok=True)
        for number in range(3):  # a removed document is swept two builds later
            (documents / "其他.txt").write_text(f"启明园{year}年有企业{number + 2}家。", encoding="utf-8")
            build([documents], assistant.store.path)
            assistant.ask("启明园有多少家企业？")
    with pytest.raises(KeyError):
        assistant.document(answer.citations[0].document_id)
    read = _Read(app_view.View(assistant).turn(app_view.Turn("问", answer), 1))
    assert answer.value in read.text
    assert answer.citations[0].quote in read.text


def test_a_quote_is_not_shown_twice_and_nothing_is_lost(shelf: Shelf) -> None:
    view = app_view.View(shelf)  # type: ignore[arg-type]
    whole = shelf.ask("园区有多少家企业？")
    quote = whole.citations[0].quote

    def text(said: str, **known: Any) -> str:
        return _Read(view.turn(app_view.Turn("问", replace(whole, text=said, **known)), 0)).text

    once = text("原话")
    assert text(f"是64家。\n原文：“…{quote}”[1]").count(quote) == once.count(quote)
    assert "是64家。" in text(f"是64家。\n原文：“{quote}”[1]")
    assert "原文：" not in text(f"原文：“{quote}”[1]")
    nearest = text(f"{NOT_STATED}\n最接近的说法：“{quote}”[1]", status=Status.NO_EVIDENCE, value=None, figures=())
    assert nearest.count(quote) == once.count(quote)
    assert nearest.count(NOT_STATED) == 1
    assert "最接近的说法：[1]" in nearest
    assert "原文：“不在引文里的话”[1]" in text("原文：“不在引文里的话”[1]")
    assert f"原文：“{quote}”[9]" in text(f"原文：“{quote}”[9]")
    assert "您好！" in text("您好！", status=Status.NO_EVIDENCE, value=None, figures=(), citations=())


def test_the_quote_opens_inside_its_passage_with_text_around_it() -> None:
    text = "".join(f"第{n}句说了些别的。" for n in range(60)) + "园区有企业64家。" + "后面还有一句。" * 60
    shelf = Shelf({"甲.txt": text})
    view = app_view.View(shelf)  # type: ignore[arg-type]
    citation = shelf.ask("园区有企业64家").citations[0]
    first, last = citation.start - 50, citation.end + 50
    shelf.passages = lambda document_id=None: iter([Passage(0, "甲.txt", first, last, text[first:last])])  # type: ignore[method-assign]
    markup = str(view._open_source(citation, ("64家",)))
    shown = re.sub(r"<[^>]+>", "", markup[markup.index("yw-passage") + len('yw-passage">') :])
    assert re.sub(r"<[^>]+>", "", markup.split("<mark>")[1].split("</mark>")[0]) == citation.quote
    assert shown.startswith("……第")
    assert shown.endswith("。……")
    inner = shown.strip("…")
    assert inner in text
    assert len(inner) > last - first
    assert f"第 {citation.start + 1}–{citation.end} 字" in markup
    assert "第 2 页" in markup
    assert "2025年1月20日" in markup


@pytest.mark.parametrize(
    ("text", "surfaces", "strong"),
    [
        ("其中4家上市，64家在园，14家在孵，4家", ["4家"], ["4家", "4家"]),
        ("1.4亿元与4亿元", ["4亿元"], ["4亿元"]),
        ("约4家，4家", ["4家", "约4家"], ["约4家", "4家"]),
        ("没有", [], []),
    ],
)
def test_a_figure_is_not_found_inside_another(text: str, surfaces: list[str], strong: list[str]) -> None:
    parts = app_view.figure_parts(text, surfaces)
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_figure in parts if is_figure] == strong


def figure(surface: str, first: date | None = None, last: date | None = None, **known: Any) -> Figure:
    number = Decimal(re.search(r"[\d.]+", surface)[0])  # type: ignore[index]
    as_of = known.pop("as_of", "")
    return Figure(surface, number, "亿元", Qualifier.EXACT, as_of, "园区", 1, first=first, last=last, **known)


def year(number: int, surface: str) -> Figure:
    return figure(surface, date(number, 1, 1), date(number, 12, 31), as_of=f"{number}年")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "2024年"),
        (date(2024, 1, 1), date(2024, 6, 30), "2024年上半年"),
        (date(2024, 7, 1), date(2024, 12, 31), "2024年下半年"),
        (date(2024, 4, 1), date(2024, 6, 30), "2024年二季度"),
        (date(2024, 10, 1), date(2024, 12, 31), "2024年四季度"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        (date(2024, 1, 1), date(2024, 11, 30), "2024年1–11月"),
        (date(2024, 8, 31), date(2024, 8, 31), "2024年8月31日"),
        (date(2024, 9, 21), date(2024, 10, 3), "2024年9月21日至10月3日"),
        (date(2020, 1, 1), date(2024, 12, 31), "2020年1月1日至2024年12月31日"),
        (None, date(2024, 8, 31), "2024年8月31日"),
        (None, None, ""),
    ],
)
def test_periods_in_few_words(first: date | None, last: date | None, words: str) -> None:
    assert app_view.span(first, last) == words


def test_a_period_always_names_its_year_where_it_is_known() -> None:
    september = figure("7亿元", date(2025, 9, 30), date(2025, 9, 30), as_of="9月末", basis=Basis.INHERITED)
    assert app_view.period(september) == "9月末（2025年）"
    assert app_view.period(replace(september, first=date(2025, 9, 21))) == "9月末（2025年）"
    assert app_view.period(replace(september, as_of="目前")) == "目前（2025年9月30日）"
    decade = replace(september, first=date(2016, 1, 1), as_of="十年来")
    assert app_view.period(decade) == "十年来（2016年1月1日至2025年9月30日）"
    assert app_view.period(year(2024, "8亿元")) == "2024年"
    dated = figure("7亿元", date(2025, 9, 30), date(2025, 9, 30), as_of="2025-09-30", basis=Basis.DOCUMENT)
    assert app_view.period(dated) == "未注明（文件日期2025年9月30日）"
    assert app_view.period(figure("7亿元")) == ""


def test_a_time_line_needs_three_periods_of_one_length() -> None:
    now, half = year(2024, "900亿元"), figure("400亿元", date(2025, 1, 1), date(2025, 6, 30))
    assert app_view.timeline([now], [year(2023, "800亿元"), half]) == []
    assert app_view.timeline([], [year(n, f"{n}亿元") for n in (2020, 2021, 2022)]) == []
    points = app_view.timeline([now], [half, year(2023, "600亿元"), year(2022, "450亿元")])
    assert [point["when"] for point in points] == ["2022年", "2023年", "2024年"]
    assert [point["height"] for point in points] == pytest.approx([0.5, 2 / 3, 1])
    assert [point["now"] for point in points] == [False, False, True]
    other = replace(year(2021, "300亿元"), unit="家")
    assert len(app_view.timeline([now], [other, year(2023, "600亿元"), year(2022, "450亿元")])) == 3


def test_a_target_is_called_one(shelf: Shelf) -> None:
    view = app_view.View(shelf)  # type: ignore[arg-type]
    whole = shelf.ask("园区有多少家企业？")
    said = _Read(view.turn(app_view.Turn("问", whole), 0)).text
    assert "目标" not in said
    later = replace(whole.figures[0], surface="80家", qualifier=Qualifier.PLANNED)
    assert "80家目标" in _Read(view.turn(app_view.Turn("问", replace(whole, figures=(*whole.figures, later))), 0)).text
    guess = replace(whole.figures[0], qualifier=Qualifier.ESTIMATED)
    assert "64家预计" in _Read(view.turn(app_view.Turn("问", replace(whole, figures=(guess,))), 0)).text


def test_a_computed_figure_shows_its_formula_and_what_it_was_computed_from(shelf: Shelf) -> None:
    view = app_view.View(shelf)  # type: ignore[arg-type]
    whole = replace(shelf.ask("园区有多少家企业？"), value="60家", formula="64家 − 4家 = 60家", text="少了60家[1]。")
    said = _Read(view.turn(app_view.Turn("问", whole), 0)).text
    assert "64家 − 4家 = 60家" in said
    assert "计算所用的数字" in said
    assert "另见" not in said


def test_the_answering_figures_come_apart_from_the_others() -> None:
    one, two, other = year(2024, "64亿元"), year(2023, "4亿元"), year(2022, "4亿元")
    answer = Answer("问", Status.ANSWERED, "64亿元；4亿元", "", figures=(one, two, other))
    assert app_view.split_figures(answer) == ([one, two], [other])
    assert app_view.split_figures(replace(answer, value="64亿元")) == ([one], [two, other])
    assert app_view.split_figures(replace(answer, value=None)) == ([], [one, two, other])


def test_documents_are_listed_filtered_and_bounded() -> None:
    shelf = Shelf(
        {f"文件{n:03}.txt": "字" * n for n in range(1, 251)},
        title=None,
        turned_away=[("坏.pdf", "没有文字层"), *((f"图{n}.pdf", f"{PARTLY}有{k}处") for n in "甲乙" for k in range(2))],
    )
    view = app_view.View(shelf)  # type: ignore[arg-type]
    every = view.documents()
    assert every.count("<li>") == 205
    assert "另有 50 份" in every
    assert "坏.pdf" in every
    assert "没有文字层" in every
    assert [every.count(name) for name in ("未能读取 <small>1<", "部分未读 <small>4<", "图甲.pdf", PARTLY)] == [
        1,
        1,
        2,
        0,
    ]
    assert "部分未读" not in view.documents("坏")
    assert view.documents("文件007").count("<li>") == 1
    assert "没有名称相符的资料" in view.documents("没有这个")
    assert "250 份资料" in view.status()
    assert "1 份未能读取" in view.status()
    assert "2 份部分未读" in view.status()


def test_how_sure_title_and_date_are() -> None:
    def said(title_basis: Origin | None, published_basis: Origin | None) -> tuple[str, str]:
        title, day = ("题" if title_basis else None), (date(2025, 1, 20) if published_basis else None)
        return app_view.sureness(DocumentInfo("i", "n", title, day, 1, title_basis, published_basis))

    assert said(Origin.TEXT, Origin.NAME) == ("日期 2025-01-20（按文件名推测）", "标题（文中写明）")
    assert said(Origin.STATED, Origin.FILE) == ("日期 2025-01-20（文件注明）", "标题（人工指定）")
    assert said(None, None) == ("日期不详", "标题不详")


def test_how_an_answer_was_arrived_at(shelf: Shelf) -> None:
    stages: dict[str, float | str] = {"understand": 0.4, "retrieve": 12.6, "weigh": 3, "read": 210.2, "verify": 1.2}
    plain = dict(app_view.made(stages))
    assert plain["理解问题"] == "不到 1 毫秒"
    assert plain["查找段落"] == "13 毫秒"
    assert plain["合计"] == "227 毫秒"
    assert plain["语言模型"] == "没有使用"
    model: dict[str, float | str] = {
        "llm_model": "openai:deepseek-chat",
        "llm_prompt": "system@2 answer@3",
        "llm_calls": 2,
        "llm_first_token": 180.4,
        "llm_tokens_in": 1234,
        "llm_tokens_out": 56,
    }
    written = dict(app_view.made(stages | model))
    assert written["语言模型"] == "openai:deepseek-chat"
    assert written["提示模板"] == "system@2 answer@3"
    assert written["调用"] == "2 次，180 毫秒后有第一个字"
    assert written["词元"] == "读入 1,234，写出 56"
    silent = stages | model | {"llm_calls": 0, "llm_tokens_in": 0, "llm_tokens_out": 0, "llm_prompt": ""}
    assert dict(app_view.made(silent))["词元"] == "服务没有报数"
    rewritten = {"llm_rewrite_prompt": "rewrite@1", "llm_rewrite_calls": 1, "llm_rewrite_tokens_in": 200}
    followed = dict(app_view.made(stages | model | rewritten))
    assert followed["提示模板"].startswith("rewrite@1 ")
    assert followed["调用"].startswith(f"{int(model['llm_calls']) + 1} 次")
    assert f"读入 {int(model['llm_tokens_in']) + 200:,}" in followed["词元"]
    view = app_view.View(shelf)  # type: ignore[arg-type]
    whole = shelf.ask("园区有多少家企业？")
    assert "<details" not in view.turn(app_view.Turn("问", whole), 0)
    shown = view.turn(app_view.Turn("问", replace(whole, trace=stages)), 0)
    assert '<details class="yw-made"><summary>' in shown  # closed
    assert shown.count("227 毫秒") == 1


@pytest.mark.parametrize(
    ("verdict", "correct", "expected"),
    [
        ("up", "", {"category": "direct", "figures": ("64家",), "documents": ("甲.txt",)}),
        ("down", "65家", {"category": "direct", "figures": ("65家",), "forbidden": ("64家",)}),
        (
            "down",
            "应该是65家、4785亿元",
            {"category": "direct", "figures": ("65家", "4785亿元"), "forbidden": ("64家",)},
        ),
        ("down", "张三和李四", {"category": "text", "answers": (("张三和李四",),), "forbidden": ("64家",)}),
        ("none", "", {"category": "unanswerable"}),
    ],
)
def test_feedback_is_a_question_that_an_evaluation_can_run(
    shelf: Shelf, verdict: str, correct: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    turn = app_view.Turn("园区有多少家企业？", shelf.ask("园区有多少家企业？"))
    app.record_feedback(tmp_path, [turn], 0, verdict, correct)
    [question] = load_questions(tmp_path / FILE)
    assert question.question == turn.question
    surfaces = tuple(figure.surface for figure in question.figures)
    found = {"category": question.category, "figures": surfaces, "answers": question.answers}
    found |= {"forbidden": question.forbidden, "documents": question.documents}
    assert found == {"figures": (), "answers": (), "forbidden": (), "documents": ()} | expected


def test_feedback_on_a_follow_up_keeps_the_conversation(shelf: Shelf, tmp_path: Path) -> None:
    turns = [app_view.Turn(q, shelf.ask(q)) for q in ("园区有多少家企业？", "上市的呢？")]
    app.record_feedback(tmp_path, turns, 1, "down", "4家")
    app.record_feedback(tmp_path, turns, 0, "up", "")
    followed, first = load_questions(tmp_path / FILE)
    assert followed.category == "follow_up"
    assert followed.messages == app.messages(turns[:1])
    assert first.messages == []


@pytest.mark.parametrize(
    ("number", "verdict", "correct"), [(1, "up", ""), (-1, "up", ""), (0, "down", " \x00 "), (0, "", "64家")]
)
def test_feedback_that_says_nothing_is_refused(
    shelf: Shelf, number: int, verdict: str, correct: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"回答|答案"):
        app.record_feedback(tmp_path, [app_view.Turn("问", shelf.ask("问"))], number, verdict, correct)
    assert not (tmp_path / FILE).exists()


def test_example_questions_are_answered_by_these_documents(assistant: Assistant) -> None:
    questions = app.example_questions(assistant)
    assert questions
    for question in questions:
        assert assistant.ask(question).status is Status.ANSWERED


def test_example_questions_ask_no_language_model(assistant: Assistant) -> None:
    with serving(copying) as server:
        model = LanguageModelSettings("openai:scripted", server.url, "k")
        written = Assistant.open(assistant.store.path, llm=model)
        assert app.example_questions(written) == app.example_questions(assistant)
    assert not server.requests


def test_the_fixed_examples_are_answered_by_the_sample_corpus(tmp_path: Path) -> None:
    sample = Assistant.from_documents([app.SAMPLE], store=tmp_path / "store")
    for question in app.SAMPLE_QUESTIONS:
        assert sample.ask(question).status is Status.ANSWERED, question


def handler(page: Any, name: str) -> Any:
    return next(fn.fn for fn in page.fns.values() if fn.name == name)


def test_a_question_streams_and_an_empty_one_gets_a_plain_word(shelf: Shelf) -> None:
    ask = handler(app.build_page(shelf, examples=[]), "ask")  # type: ignore[arg-type]
    steps = list(ask("园区有多少家企业？", []))
    assert "正在查阅资料" in steps[0][0]
    assert "yw-card" not in steps[0][0]
    assert "64家" in steps[-1][0]
    assert steps[-1][1][0].answer == shelf.ask("园区有多少家企业？")
    for nothing in ("", "  \n", "\x00\u200b\ud800", None):
        [(_, turns, _, note)] = list(ask(nothing, []))
        assert turns == []
        assert note == EMPTY


def test_a_long_question_is_shown_in_part(shelf: Shelf) -> None:
    asked = "问" * 100_000
    view = app_view.View(shelf)  # type: ignore[arg-type]
    markup = view.turn(app_view.Turn(asked, shelf.ask(asked)), 0)
    assert "（共 100000 字）" in markup
    assert markup.count("问") < 1000


def test_a_conversation_stays_light(shelf: Shelf) -> None:
    ask = handler(app.build_page(shelf, examples=[]), "ask")  # type: ignore[arg-type]
    turns = [app_view.Turn(f"第{n}问", shelf.ask("企业")) for n in range(200)]
    *_, (markup, kept, _, _) = ask("最后一问", turns)
    assert len(kept) == markup.count("<article") == 40
    assert kept[-1].question == "最后一问"
    assert len(app.messages(turns)) == 12


def corrected(page: Any, wanted: str = "", **sent: Any) -> _Read:
    """What the list of documents looks like after a correction was sent."""
    _, markup = handler(page, "correct")(wanted, EventData(None, sent))
    return assert_own(markup)


def test_a_correction_is_saved_and_what_is_wrong_is_said(assistant: Assistant) -> None:
    page = app.build_page(assistant, examples=[])
    uid = next(d.id for d in assistant.documents() if d.name == "青松.md")
    known = {d.name: d for d in assistant.documents()}["青松.md"]
    for typed, word in (("去年", "“去年”不是日期"), ("2024-02-30", "2024-02-30"), ("<b>", "“<b>”不是日期")):
        read = corrected(page, document=uid, title="改过的题目", published=typed)
        assert word in read.text
        assert ("value", typed) in read.attributes  # what was typed is still there
        assert ("value", "改过的题目") in read.attributes
        assert {d.name: d for d in assistant.documents()}["青松.md"] == known
    read = corrected(page, document=uid, published="2024年3月5日")
    assert "日期 2024-03-05（人工指定）" in read.text
    assert "已保存" in read.text
    assert "标题（文中写明）" in read.text
    title = "<img src=x onerror=window.hit=1>"
    read = corrected(page, "青松", document=uid, title=title)
    assert read.text.strip().startswith(title)
    read = corrected(page, "2023", document=uid, published="")  # not among what is listed: said above
    assert read.text.startswith("已保存")
    after = {d.name: d for d in assistant.documents()}["青松.md"]
    assert (after.title, after.published) == (title, None)
    with StoreLock(assistant.store.path):
        read = corrected(page, document=uid, title="别的")
        assert "正由进程" in read.text
        assert "请等它结束后再试" in read.text
    for sent in (
        {},
        {"document": "没有"},
        {"document": uid, "title": ["x"] * 300},
        {"document": None, "published": {}},
    ):
        assert "没有保存" in corrected(page, **sent).text
    assert {d.name: d for d in assistant.documents()}["青松.md"] == after


def test_the_list_keeps_its_order_and_a_second_failure_is_another_value(assistant: Assistant) -> None:
    page = app.build_page(assistant, examples=[])
    view = app_view.View(assistant)
    order = re.findall(r'data-document="(\w+)"', view.documents())
    assert len(order) == 3
    for uid in order:
        corrected(page, document=uid, published="2024-03-05")
        assert re.findall(r'data-document="(\w+)"', view.documents()) == order
    sent = EventData(None, {"document": order[0], "published": "去年"})
    _, first = handler(page, "correct")("", sent)
    _, second = handler(page, "correct")("", sent)
    assert first != second  # Gradio leaves a value alone that does not change


def test_what_is_opened_behind_a_marker_has_the_corrected_date(assistant: Assistant) -> None:
    view = app_view.View(assistant)
    turn = app_view.Turn("问", assistant.ask("云湖科技园2024年营业总收入是多少？"))
    assert turn.answer is not None
    uid = turn.answer.citations[0].document_id
    turn = replace(turn, answer=replace(turn.answer, citations=(replace(turn.answer.citations[0], published=None),)))
    assert ">2025年1月20日<" in view.turn(turn, 0)
    overrule(assistant.store, uid, {"title": "改过的题目", "published": "2026-02-03"})
    shown = view.turn(turn, 0)
    assert "2026年2月3日" in shown
    assert shown.count("改过的题目") == 2
    assert ">2025年1月20日<" not in shown


@pytest.mark.parametrize(("error", "line"), [(StoreCorrupt("库坏了"), "库坏了"), (RuntimeError("x"), "出错了")])
def test_an_error_is_one_plain_line(shelf: Shelf, error: Exception, line: str) -> None:
    def stream(question: str, history: Sequence[Any] = ()) -> Iterator[Answer]:
        raise error
        yield

    shelf.stream = stream  # type: ignore[method-assign]
    *_, (markup, _, _, _) = handler(app.build_page(shelf, examples=[]), "ask")("问", [])  # type: ignore[arg-type]
    assert line in _Read(markup).text
    assert "Traceback" not in markup
    assert type(error).__name__ not in markup


@pytest.mark.parametrize(
    "argv",
    [
        ["--docs", "no-such-folder"],
        ["--store", "no-such-store"],
        ["--port", "70000"],
        ["--port", "abc"],
        ["--auth", "nobody"],
        ["--auth", ":secret"],
        ["--nonsense"],
    ],
)
def test_a_start_that_cannot_be_ends_with_2(
    argv: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert app.main(argv) == 2
    said = capsys.readouterr().err.strip()
    assert re.search("[一-鿿]", said)
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 2


def test_a_port_in_use_is_named(documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert app.main(["--docs", str(documents), "--store", str(tmp_path / "store"), "--port", str(port)]) == 2
    assert f"端口 {port}" in capsys.readouterr().err


def test_starting_connects_to_no_other_host(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[Any] = []
    connect, lookup = socket.socket.connect, socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", lambda s, to: (reached.append(to), connect(s, to))[1])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: (reached.append((host, 0)), lookup(host, *a, **k))[1]
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = app.build_page(assistant)
    assert not page.analytics_enabled
    try:
        page.launch(server_name="127.0.0.1", server_port=port, prevent_thread_lock=True)
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(0.2)  # what was started in the background has its chance to connect
    finally:
        page.close()
    assert reached
    assert {to[0] for to in reached if isinstance(to, tuple)} <= {"127.0.0.1", "localhost", "::1"}
