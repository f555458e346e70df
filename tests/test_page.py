"""The page in a real browser: answers, quotes, hostile text, phone width, colours, feedback, login; no other host.

Run as a program, it makes the README's picture: python -m tests.test_page docs/page.png "问题"
"""

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import app
from eval.feedback import FILE
from eval.questions import load_questions
from index.writer import StoreLock
from qa import Answer, Assistant

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"{CHROMIUM} is not installed (in CI it must be)"
    ),
]

BAIT = (
    "<img src=x onerror=window.hit=1><script>window.hit=1</script>[点](javascript:window.hit=1)${window.hit=1}{{7*7}}"
)
LONG = "长" * 300 + "x" * 300
TEXTS = {
    "年报2022.txt": "云湖科技园2022年工作报告\n2023年1月18日\n\n2022年，云湖科技园实现营业总收入377.5亿元。",
    "年报2023.txt": "云湖科技园2023年工作报告\n2024年1月15日\n\n2023年，云湖科技园实现营业总收入412.6亿元。",
    "年报2024.txt": (
        "云湖科技园2024年工作报告\n2025年1月20日\n\n"
        + "".join(f"第{n}项工作已经按照全年的安排完成，有关单位分别作了总结。" for n in range(1, 40))
        + "2024年，云湖科技园实现营业总收入468.9亿元。园区有高新技术企业402家。"
        + "".join(f"下一步的第{n}项安排将在会后另行印发，请各单位认真落实。" for n in range(1, 40))
    ),
    "<img src=x onerror=window.hit=1>.txt": (
        f"<script>window.hit=1</script>通报\n2024年5月6日\n\n星桥机器人{BAIT}2024年交付机器人860台。\n\n{LONG}"
    ),
}
FRAMED = "<html><body><p>各项工作的附表由综合处另页印发，请对照查阅。</p><iframe src='b.html'></iframe></body></html>"
ASKED = "云湖科技园2024年营业总收入是多少？"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(assistant: Any, **options: Any) -> Iterator[str]:
    """The address of a page over an assistant, for as long as the context lasts."""
    page = app.build_page(assistant, examples=options.pop("examples", None))
    port = _free_port()
    page.launch(server_name="127.0.0.1", server_port=port, prevent_thread_lock=True, **options)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        page.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("docs")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "坏的.pdf").write_bytes(b"%PDF-1.7\nnothing that a reader could use")
    (folder / "附表.html").write_text(FRAMED, encoding="utf-8")
    return Assistant.from_documents([folder], store=tmp_path_factory.mktemp("store") / "store")


@pytest.fixture(scope="module")
def site(library: Assistant) -> Iterator[str]:
    with served(library, examples=[ASKED, BAIT]) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Opens pages that note their requests and errors; at the end none ran injected script or reached another host."""
    visited: list[tuple[Any, list[str], list[str]]] = []

    def open_page(address: str, wait: str = ".yw-welcome", **options: Any) -> Any:
        page = chromium.new_context(locale="zh-CN", **options).new_page()
        requests: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: (errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        visited.append((page, requests, errors))
        page.goto(address)
        page.wait_for_selector(wait)
        return page

    yield open_page
    for page, requests, errors in visited:
        assert page.evaluate("window.hit") is None
        host = page.url.split("/")[2]
        other = [url for url in requests if not url.startswith(("data:", "blob:")) and url.split("/")[2] != host]
        assert len(requests) > 5
        assert not other
        assert not errors
        page.context.close()


def ask(page: Any, question: str) -> Any:
    """Ask and return the place of the finished answer."""
    number = page.locator(".yw-turn").count()
    page.fill("#yw-ask textarea", question)
    page.press("#yw-ask textarea", "Enter")
    page.wait_for_selector(f"#yw-turn-{number} .yw-tools")
    return page.locator(f"#yw-turn-{number}")


def test_an_answer_opens_its_quote_in_its_place(site: str, visit: Any, library: Assistant) -> None:
    page = visit(site)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    turn = ask(page, ASKED)
    answer = library.ask(ASKED)
    assert turn.locator(".yw-value").first.inner_text() == answer.value
    assert "2024年" in turn.locator(".yw-head").first.inner_text()
    citation = answer.citations[0]
    turn.locator("button.yw-mark").first.click()
    opened = page.locator("dialog[open]")
    assert opened.locator("mark").inner_text() == citation.quote
    assert opened.locator("mark").is_visible()
    shown = opened.inner_text()
    document = library.document(citation.document_id)
    for fact in (document.name, document.title, "2025年1月20日", f"第 {citation.start + 1}–{citation.end} 字"):
        assert fact in shown
    passage = opened.locator(".yw-passage").inner_text().strip("…")
    assert passage in document.text
    assert len(passage) > len(citation.quote) + 100
    mark, box = opened.locator("mark").bounding_box(), opened.locator(".yw-passage").bounding_box()
    assert box["y"] <= mark["y"] < box["y"] + box["height"]
    opened.get_by_role("button", name="关闭").click()
    assert not page.locator("dialog[open]").count()


def test_a_quote_opens_and_closes_from_the_keyboard(site: str, visit: Any) -> None:
    page = visit(site)
    ask(page, ASKED)
    page.focus("#yw-status, .yw-status")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('yw-mark')"):
            break
    assert page.evaluate("document.activeElement.dataset.source") == "yw-0-1"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] mark")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    assert page.evaluate("document.activeElement.dataset.source") == "yw-0-1"


def test_hostile_documents_and_questions_are_only_text(site: str, visit: Any) -> None:
    page = visit(site)
    assert "<img src=x onerror=window.hit=1>.txt" in page.locator("#yw-list").inner_text()
    turn = ask(page, f"星桥机器人2024年交付了多少台机器人？{BAIT}")
    assert BAIT in turn.locator(".yw-question").inner_text()
    assert "<script>window.hit=1</script>" in turn.locator(".yw-answer").inner_text()
    turn.locator("[data-source]").first.click()
    assert BAIT in page.locator("dialog[open]").inner_text()
    page.keyboard.press("Escape")
    for selector in ("#yw-main img", "#yw-main a", "dialog img", "dialog a", "#yw-main script", "dialog script"):
        assert page.locator(selector).count() == 0, selector
    page.fill("#yw-wanted textarea, #yw-wanted input", BAIT)
    page.wait_for_function("document.querySelector('#yw-list').innerText.includes('没有名称相符')")


def test_an_example_asks_itself(site: str, visit: Any) -> None:
    page = visit(site)
    assert [b.inner_text() for b in page.locator(".yw-example").all()] == [ASKED, BAIT]
    page.locator(".yw-example").first.click()
    page.wait_for_selector("#yw-turn-0 .yw-value")
    assert page.locator("#yw-turn-0 .yw-question").inner_text() == ASKED
    page.click("#yw-again")
    page.wait_for_selector(".yw-welcome")
    assert page.locator(".yw-turn").count() == 0


def test_questions_that_are_none_get_a_plain_word(site: str, visit: Any) -> None:
    page = visit(site)
    for nothing in ("", "   ", "\u200b\u202e"):
        page.fill("#yw-ask textarea", nothing)
        page.click("#yw-ask button")
        page.wait_for_function("document.querySelector('#yw-note').innerText.includes('请输入')")
        assert page.locator(".yw-turn").count() == 0
    assert "（共 100000 字）" in ask(page, "问" * 100_000).inner_text()
    assert ask(page, "云湖\x07科技园\u202e2024年营业总收入\x1b[31m是多少？").locator(".yw-answer").inner_text()
    assert ask(page, ASKED).locator(".yw-value").count() == 1
    assert not page.locator("#yw-note").inner_text().strip()


@pytest.mark.parametrize("width", [390, 320, 1280])
def test_nothing_is_wider_than_the_window(site: str, visit: Any, width: int) -> None:
    page = visit(site, viewport={"width": width, "height": 844})

    def fits() -> bool:
        return page.evaluate(
            "document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"
        )

    assert fits()
    ask(page, ASKED)
    ask(page, f"星桥机器人2024年交付了多少台机器人？{LONG}")
    assert fits()
    page.locator("#yw-turn-1 [data-source]").first.click()
    page.wait_for_selector("dialog[open]")
    assert fits()
    inside = page.evaluate(
        "[...document.querySelectorAll('dialog[open], dialog[open] *')]"
        ".every(e => e.getBoundingClientRect().right <= innerWidth + 1)"
    )
    assert inside
    page.keyboard.press("Escape")
    dock = page.locator("#yw-ask").bounding_box()
    assert dock["y"] + dock["height"] <= 844  # the place to ask is in sight


CONTRAST = """selectors => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  return selectors.map(selector => {
    const e = document.querySelector(selector);
    if (!e) return [selector, 0];
    const style = getComputedStyle(e);
    const [a, b] = [light(parse(e instanceof SVGElement ? style.fill : style.color)), light(ground(e))];
    return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_is_readable_in_light_and_dark(site: str, visit: Any, scheme: str) -> None:
    page = visit(site, color_scheme=scheme)
    first = [
        ".yw-brand h1",
        ".yw-brand p",
        ".yw-status",
        ".yw-welcome h2",
        ".yw-welcome p",
        ".yw-example",
        ".yw-trouble",
    ]
    first += [
        "#yw-list li b",
        "#yw-list li span",
        ".yw-refused span",
        "#yw-ask button",
        "#yw-wanted textarea, #yw-wanted input",
    ]
    assert [found for found in page.evaluate(CONTRAST, first) if found[1] < 4.5] == []
    ask(page, ASKED)
    page.locator("#yw-turn-0 .yw-mark").first.click()
    page.wait_for_selector("dialog[open]")
    then = [".yw-question span", ".yw-value", ".yw-head dt", ".yw-head dd", ".yw-said p", ".yw-mark", ".yw-quote"]
    then += [".yw-where", ".yw-tool", ".yw-sheet dt", ".yw-sheet dd", ".yw-passage", ".yw-passage mark", ".yw-close"]
    assert [found for found in page.evaluate(CONTRAST, then) if found[1] < 4.5] == []
    page.keyboard.press("Escape")
    page.locator("#yw-turn-0 .yw-made summary").click()
    page.locator("[data-edit]").first.click()
    page.locator(".yw-edit [name=published]").first.fill("去年")
    page.keyboard.press("Enter")
    page.wait_for_selector(".yw-wrong")
    last = [".yw-made summary", ".yw-made dt", ".yw-made dd", ".yw-sure span", ".yw-edit label", ".yw-edit input"]
    last += [".yw-wrong", ".yw-edit [type=submit]", ".yw-edit [data-cancel]"]
    assert [found for found in page.evaluate(CONTRAST, last) if found[1] < 4.5] == []
    ask(page, "园区的食堂今天中午吃什么菜？")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(int(x) for x in ground[4:-1].split(",")) < 200) == (scheme == "dark")


def test_the_documents_and_what_was_refused_are_listed(site: str, visit: Any) -> None:
    page = visit(site)
    listed = page.locator("#yw-list").inner_text()
    for name in TEXTS:
        assert name in listed
    assert "未能读取" in listed
    assert "坏的.pdf" in listed
    assert "部分未读" in listed
    assert "有 1 个框架" in listed
    assert "1 份部分未读" in page.locator("#yw-top").inner_text()
    assert "5 份资料" in page.locator("#yw-top").inner_text()
    assert "1 份未能读取" in page.locator("#yw-top").inner_text()
    page.fill("#yw-wanted textarea, #yw-wanted input", "年报2023")
    page.wait_for_function("!document.querySelector('#yw-list').innerText.includes('年报2024')")
    assert "年报2023.txt" in page.locator("#yw-list").inner_text()


def test_a_correction_becomes_a_question_of_an_evaluation(site: str, visit: Any, library: Assistant) -> None:
    page = visit(site)
    file = library.store.path / FILE
    turn = ask(page, ASKED)
    turn.locator("[data-form]").click()
    turn.get_by_role("button", name="提交").click()
    page.wait_for_function("document.querySelector('#yw-note').innerText.includes('正确答案')")
    assert not file.exists()
    turn.locator("input").fill("470亿元")
    turn.locator("input").press("Enter")
    page.wait_for_selector("#yw-turn-0 .yw-thanks")
    turn = ask(page, "那2023年呢？")
    turn.locator("[data-verdict=up]").click()
    page.wait_for_selector("#yw-turn-1 .yw-thanks")
    assert page.locator("#yw-turn-0 .yw-thanks").count() == 1
    first, second = load_questions(file)
    assert (first.question, first.figures[0].surface) == (ASKED, "470亿元")
    assert second.category in ("follow_up", "unanswerable")
    assert second.messages[0]["content"] == ASKED
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
    assert all(json.loads(line)["id"].startswith("f") for line in file.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def notices(tmp_path: Path) -> Assistant:
    """An undated notice that tells of last year, a dated one, and nothing else."""
    (tmp_path / "docs").mkdir()
    for name, text in (
        ("通报.txt", "启明园区情况通报\n\n去年，启明园实现营业总收入412.6亿元，同比增长9.3%。"),
        ("公报.txt", "青松园公报\n2024年5月6日\n\n去年，青松园实现营业总收入20.5亿元。"),
    ):
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    return Assistant.from_documents([tmp_path / "docs"], store=tmp_path / "store")


@pytest.mark.parametrize("width", [1280, 390])
def test_title_and_date_are_corrected_from_the_keyboard_and_hold_at_once(
    notices: Assistant, visit: Any, width: int
) -> None:
    with served(notices, examples=[]) as address:
        page = visit(address, viewport={"width": width, "height": 844}, has_touch=width < 600)
        entry = page.locator("#yw-list li", has_text="通报.txt")
        assert "日期不详" in entry.inner_text()
        assert "2022年" not in ask(page, "启明园营业总收入是多少？").locator(".yw-heads").inner_text()
        entry.locator("[data-edit]").tap() if width < 600 else entry.locator("[data-edit]").press("Enter")
        focused = "document.activeElement.name"
        assert page.evaluate(focused) == "title"
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "published"
        page.keyboard.type("前年")
        page.keyboard.press("Enter")
        page.wait_for_selector("#yw-list .yw-wrong")
        assert "“前年”不是日期" in entry.inner_text()
        assert page.evaluate(focused) == "published"
        assert "日期不详" in entry.inner_text()
        page.keyboard.press("Enter")  # the same again fails again, and can be tried again
        page.wait_for_selector("#yw-list ul[data-edit-number='2']")
        page.wait_for_function("document.activeElement.name === 'published' && !document.activeElement.readOnly")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type("2023年3月5日")
        page.keyboard.press("Enter")
        page.wait_for_selector("#yw-list .yw-saved")
        assert "日期 2023-03-05（人工指定）" in entry.inner_text()
        assert "标题（文中写明）" in entry.inner_text()  # it was not touched
        assert page.evaluate("'edit' in document.activeElement.dataset")
        assert "2022年" in ask(page, "启明园营业总收入是多少？").locator(".yw-heads").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.reload()
        page.wait_for_function("document.querySelector('#yw-list')?.innerText.includes('2023-03-05')")


def test_a_correction_can_be_given_up_and_is_only_text(notices: Assistant, visit: Any) -> None:
    with served(notices, examples=[]) as address:
        page = visit(address)
        entry = page.locator("#yw-list li", has_text="公报.txt")
        form = entry.locator("form")
        for leave in ("取消", "Escape"):
            entry.locator("[data-edit]").click()
            form.locator("[name=title]").fill("不要了")
            form.get_by_role("button", name=leave).click() if leave == "取消" else page.keyboard.press(leave)
            assert form.is_hidden()
            assert page.evaluate("'edit' in document.activeElement.dataset")
            assert form.locator("[name=title]").input_value() == "青松园公报"
        entry.locator("[data-edit]").click()
        form.get_by_role("button", name="保存").click()  # nothing was changed: nothing is sent
        assert form.is_hidden()
        assert "人工指定" not in entry.inner_text()
        entry.locator("[data-edit]").click()
        form.locator("[name=title]").fill(f"{BAIT}\"'>")
        form.locator("[name=published]").fill("")
        form.get_by_role("button", name="保存").click()
        page.wait_for_selector("#yw-list .yw-saved")
        assert f"{BAIT}\"'>" in entry.inner_text()
        assert "日期不详" in entry.inner_text()
        turn = ask(page, "青松园营业总收入是多少？")
        turn.locator("[data-source]").first.click()
        assert BAIT in page.locator("dialog[open]").inner_text()
        page.keyboard.press("Escape")
        with StoreLock(notices.store.path):
            entry.locator("[data-edit]").click()
            form.locator("[name=title]").fill("青松园2023年公报")
            form.get_by_role("button", name="保存").click()
            page.wait_for_selector("#yw-list .yw-wrong")
            assert "请等它结束后再试" in entry.inner_text()
            assert form.locator("[name=title]").input_value() == "青松园2023年公报"
        form.get_by_role("button", name="保存").click()
        page.wait_for_selector("#yw-list .yw-saved")
        assert "青松园2023年公报" in entry.inner_text()


def test_how_an_answer_was_arrived_at_opens_when_asked_for(site: str, visit: Any) -> None:
    turn = ask(visit(site), ASKED)
    made = turn.locator("details")
    assert not made.locator("dl").is_visible()
    made.locator("summary").press("Enter")
    assert made.locator("dl").is_visible()
    for word in ("查找段落", "与原文核对", "毫秒", "语言模型", "没有使用"):
        assert word in made.inner_text()


class Gated:
    """An assistant that holds back the end of an answer until it is let go."""

    def __init__(self, inner: Assistant) -> None:
        self._inner = inner
        self.gate = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def stream(self, question: str, history: Sequence[Any] = ()) -> Iterator[Answer]:
        whole = self._inner.ask(question, history)
        yield replace(whole, text="先写出来的一句。")
        self.gate.wait(60)
        yield whole


def test_an_answer_is_shown_while_it_grows(library: Assistant, visit: Any) -> None:
    gated = Gated(library)
    with served(gated, examples=[]) as address:
        page = visit(address)
        page.fill("#yw-ask textarea", ASKED)
        page.press("#yw-ask textarea", "Enter")
        page.wait_for_function("document.querySelector('#yw-conversation').innerText.includes('先写出来的一句')")
        assert page.input_value("#yw-ask textarea") == ""
        gated.gate.set()
        page.wait_for_function("!document.querySelector('#yw-conversation').innerText.includes('先写出来的一句')")
        assert page.locator("#yw-turn-0 .yw-value").count() == 1


def test_a_login_is_asked_for_and_kept(library: Assistant, visit: Any) -> None:
    with served(library, examples=[], auth=("yuan", "wen-2024"), auth_message="请登录园问") as address:
        page = visit(address, wait="input[type=password]")
        assert "请登录园问" in page.inner_text("body")
        assert page.locator("#yw-list").count() == 0
        for password, wait in (("wrong", None), ("wen-2024", ".yw-welcome")):
            page.locator("input:not([type=password]), textarea").first.fill("yuan")
            page.fill("input[type=password]", password)
            page.locator("button.primary, button[type=submit], button").first.click()
            if wait:
                page.wait_for_selector(wait)
            else:
                page.wait_for_load_state("networkidle")
                assert page.locator("#yw-ask").count() == 0
        assert ask(page, ASKED).locator(".yw-value").count() == 1


def picture(path: str, question: str) -> None:
    """Ask a question on the sample corpus and save what the page looks like then."""
    from playwright.sync_api import sync_playwright

    from qa.sample import SAMPLE

    with served(Assistant.from_documents([SAMPLE]), examples=app.SAMPLE_QUESTIONS) as address, sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN", color_scheme="light")
        page.goto(address)
        page.wait_for_selector(".yw-welcome")
        ask(page, question)
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(500)
        page.screenshot(path=path)


if __name__ == "__main__":
    picture(*sys.argv[1:3])
