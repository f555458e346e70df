"""The language-model reader on a scripted server: faithful, misciting, refusing, broken and failing models."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from qa import Answer, Assistant, Status, YuanwenError
from qa.llm_model import LanguageModelError, LanguageModelSettings
from tests.qa.llm_server import Act, Script, copying, evidence_of, prompt_of, question_of, serving

pytest.importorskip("langchain_openai")

REVENUE = "云湖科技园2024年营业总收入是多少？"
RIGHT = "468.9亿元"


def cite(request: dict[str, Any], words: str) -> int:
    """The number of the evidence that holds some words."""
    return next(n for n, text in evidence_of(request).items() if words in text)


def faithful(request: dict[str, Any]) -> str:
    return f"简答：{RIGHT}\n2024年，云湖科技园实现营业总收入{RIGHT}[{cite(request, RIGHT)}]。"


def ask(store: Path, script: Script, question: str = REVENUE, timeout: float = 20.0, **options: Any) -> Answer:
    history = options.pop("history", ())
    with serving(script) as server:
        settings = LanguageModelSettings("openai:scripted", server.url, "k", timeout, backoff=0.01, **options)
        answer = Assistant.open(store, llm=settings).ask(question, history)
    for citation in answer.citations:
        text = Assistant.open(store).document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
    return answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import NOTICE, REPORT_2023, REPORT_2024

    folder = tmp_path_factory.mktemp("llm")
    (folder / "docs").mkdir()
    for name, text in (("2023.txt", REPORT_2023), ("2024.txt", REPORT_2024), ("青松.md", NOTICE)):
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    Assistant.from_documents([folder / "docs"], folder / "store")
    return folder / "store"


def test_a_faithful_answer_is_shown_with_its_quote_and_trace(store: Path) -> None:
    answer = ask(store, faithful)
    assert answer.status is Status.ANSWERED
    assert answer.value == RIGHT
    assert answer.text == f"2024年，云湖科技园实现营业总收入{RIGHT}[1]。"
    assert answer.figures[0].surface == RIGHT
    assert answer.figures[0].as_of == "2024年"
    assert answer.citations[0].document == "2024.txt"
    assert len(answer.citations[0].quote) < 80  # the sentence, not the passage
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.trace["llm_prompt"] == "system@1 answer@1"
    assert answer.trace["llm_calls"] == 1
    assert answer.trace["llm_tokens_in"] == 100
    assert float(answer.trace["llm_tokens_out"]) > 0
    assert float(answer.trace["read"]) >= float(answer.trace["llm_first_token"]) > 0
    json.dumps(answer.to_dict())


def test_the_same_question_gives_the_same_answer(store: Path) -> None:
    assert ask(store, faithful) == ask(store, faithful)


def test_the_prompt_holds_passages_rows_and_a_new_mark_each_time(store: Path) -> None:
    seen: list[str] = []

    def script(request: dict[str, Any]) -> str:
        seen.append(prompt_of(request))
        assert question_of(request) == REVENUE
        assert any(RIGHT in text for text in evidence_of(request).values())
        assert request["stream"] is True
        assert "tools" not in request
        return faithful(request)

    ask(store, script)
    ask(store, script)
    marks = [text.split("（")[1].split(" ")[0] for text in seen]
    assert marks[0] != marks[1]
    assert "文件：2024.txt" in seen[0]
    assert f"{RIGHT}；2024年" in seen[0]


def test_the_answer_streams(store: Path) -> None:
    def script(request: dict[str, Any]) -> Act:
        more = cite(request, "402家")
        return Act(f"{faithful(request)}\n园区集聚高新技术企业402家[{more}]。", pause=0.01)

    with serving(script) as server:
        settings = LanguageModelSettings("openai:scripted", server.url, "k")
        events = list(Assistant.open(store, llm=settings).stream(REVENUE))
    texts = [event.text for event in events]
    assert f"2024年，云湖科技园实现营业总收入{RIGHT}[1]。" in texts
    assert "402家" in texts[-1]
    assert all(texts[-1].startswith(text) for text in texts)
    assert events[0].value == RIGHT


BAD_REPLIES: dict[str, tuple[Callable[[int], str | Act], str]] = {
    "wrong digit": (lambda n: f"2024年，云湖科技园实现营业总收入469.8亿元[{n}]。", "对不上"),
    "number out of range": (lambda n: f"2024年，云湖科技园实现营业总收入{RIGHT}[77]。", "没有标对"),
    "no number": (lambda n: f"2024年，云湖科技园实现营业总收入{RIGHT}。", "没有标对"),
    "unsupporting number": (lambda n: f"2024年，云湖科技园实现营业总收入{RIGHT}[{2 if n == 1 else 1}]。", "对不上"),
    "another subject": (lambda n: f"2024年，青松产业园实现营业总收入{RIGHT}[{n}]。", "对不上"),
    "another period": (lambda n: f"2023年，云湖科技园实现营业总收入{RIGHT}[{n}]。", "对不上"),
    "another measure": (lambda n: f"2024年，云湖科技园实现税收{RIGHT}[{n}]。", "对不上"),
    "a level made a change": (lambda n: f"2024年，云湖科技园营业总收入增长{RIGHT}[{n}]。", "对不上"),
    "a plan made a result": (lambda n: f"2025年，云湖科技园营业总收入500亿元[{n}]。", "对不上"),
    "a qualifier left out": (lambda n: f"2024年云湖科技园集聚企业1500家[{n}]。", "对不上"),
    "a computed figure": (lambda n: f"云湖科技园营业总收入比2023年多56.3亿元[{n}]。", "对不上"),
    "a foreign link": (lambda n: f"营业总收入{RIGHT}，详见 https://evil.example/x [{n}]。", "对不上"),
    "a name nobody said": (lambda n: f"2024年，云湖科技园主任王小明说营业总收入{RIGHT}[{n}]。", "对不上"),
    "empty": (lambda n: "", "没有给出回答"),
    "white space": (lambda n: " \n\n ", "没有给出回答"),
    "thoughts only": (lambda n: f"<think>{RIGHT}[{n}]。</think>", "没有给出回答"),
    "cut before the first sentence ends": (
        lambda n: Act(f"2024年，云湖科技园实现营业总收入{RIGHT}", finish="length"),
        "没有写完",
    ),
    "refused": (lambda n: "抱歉，我无法回答这个问题。", "拒绝回答"),
    "filtered": (lambda n: Act("", finish="content_filter"), "拒绝回答"),
    "broken JSON": (lambda n: '{"answer": "营业总收入468.9亿元[1]", "citations": [1', "格式不对"),
    "wrong language": (lambda n: f"In 2024 the revenue of the park was {RIGHT} in total [{n}].", "提问的语言"),
    "Japanese": (lambda n: f"2024年の営業総収入は{RIGHT}です[{n}]。", "提问的语言"),
}


@pytest.mark.parametrize("name", BAD_REPLIES)
def test_a_bad_reply_never_shows_and_the_extractive_answer_stands_in(store: Path, name: str) -> None:
    reply, said = BAD_REPLIES[name]
    asked: list[int] = []

    def script(request: dict[str, Any]) -> str | Act:
        asked.append(1)
        return reply(cite(request, RIGHT))

    answer = ask(store, script)
    plain = Assistant.open(store).ask(REVENUE)
    assert answer.status is plain.status is Status.ANSWERED
    assert answer.value == plain.value == RIGHT
    assert answer.text.startswith(plain.text)
    assert said in answer.text.removeprefix(plain.text)
    assert answer.citations == plain.citations
    assert answer.trace["llm_calls"] == len(asked) <= 2


@pytest.mark.parametrize(
    "reply",
    [
        "2024年云湖科技园营业总收入为{right}[{n}]。",
        "云湖科技园2024年的营业总收入是{right}。[{n}]",
        "根据资料，2024年云湖科技园实现营业总收入{right}【{n}】。",
        "**2024年，云湖科技园实现营业总收入{right}**[资料{n}]。",
        "<think>看看[{n}]</think>2024年，云湖科技园实现营业总收入{right}[{n}]。",
        "- 营业总收入：{right}（2024年）[{n}]",
        '{{"answer": "2024年，云湖科技园实现营业总收入{right}[{n}]。"}}',
        '```json\n{{"回答": "2024年，云湖科技园实现营业总收入{right}。", "citations": [{n}]}}\n```',
        "2024年，云湖科技园实现营业总收入{right}，同比增长13.6%[{n}]。",
        "云湖科技园方面的情况如下。2024年，云湖科技园实现营业总收入{right}[{n}]。",
        "简答：{right}\n2024年，云湖科技园实现营业总收入{right}[{n}]",
        "| 指标 | 数值 |\n|---|---:|\n| 2024年营业总收入 | {right} [{n}] |",
    ],
)
def test_many_ways_of_writing_the_same(store: Path, reply: str) -> None:
    answer = ask(store, lambda request: reply.format(right=RIGHT, n=cite(request, RIGHT)))
    assert answer.value == RIGHT
    assert answer.trace["llm_outcome"] == "answered", answer.text
    assert "[1]" in answer.text
    assert "**" not in answer.text
    assert "think" not in answer.text


def test_what_does_not_stand_is_asked_for_once_more(store: Path) -> None:
    said: list[str] = []

    def script(request: dict[str, Any]) -> str:
        said.append(prompt_of(request))
        if len(said) == 1:
            return f"2024年，云湖科技园实现营业总收入469.8亿元[{cite(request, RIGHT)}]。"
        return faithful(request)

    answer = ask(store, script)
    assert "469.8亿元" in said[1]
    assert len(said) == 2
    assert answer.value == RIGHT
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.trace["llm_prompt"] == "system@1 answer@1 repair@1"


def test_a_sentence_that_does_not_stand_is_left_out_and_said_so(store: Path) -> None:
    answer = ask(store, lambda request: f"{faithful(request)}\n园区上市公司共99家[{cite(request, RIGHT)}]。")
    assert RIGHT in answer.text
    assert "99" not in answer.text
    assert "另有 1 句话" in answer.text


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x1b[31m", "（[{n}]）"])
def test_what_cannot_be_seen_is_not_shown(store: Path, hidden: str) -> None:
    def script(request: dict[str, Any]) -> str:
        n = cite(request, RIGHT)
        return f"2024年，云湖科技园实现营业总收入{hidden.format(n=n)}{RIGHT}[{n}]。"

    answer = ask(store, script)
    assert not any(sign in answer.text for sign in ("\u202e", "\u200b", "\x1b", "（）"))
    assert answer.value == RIGHT


def test_of_two_figures_of_a_sentence_the_one_asked_for_is_the_value(store: Path) -> None:
    def script(request: dict[str, Any]) -> str:
        n = cite(request, "402家")
        return next(s for s in re.split("[。\n]", evidence_of(request)[n]) if "402家" in s) + f"[{n}]。"

    answer = ask(store, script, "云湖科技园2024年有多少家高新技术企业？")
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.text.index("1500") < answer.text.index("402家")
    assert answer.value == "402家"


@pytest.mark.parametrize(
    ("question", "line", "words", "right"),
    [
        (REVENUE, "2024年园区集聚企业1500多家", "1500多家", RIGHT),
        ("云湖科技园2024年有多少家高新技术企业？", "2024年云湖科技园上市公司15家", "15家", "402家"),
        ("云湖科技园2024年有多少家上市公司？", "高新技术企业402家，上市公司15家", "402家", "15家"),
    ],
)
def test_a_true_sentence_about_something_else_is_no_answer(
    store: Path, question: str, line: str, words: str, right: str
) -> None:
    named = re.findall(r"\d+多?家", line)[0]
    answer = ask(store, lambda request: f"简答：{named}\n{line}[{cite(request, words)}]。", question)
    assert answer.value == right


def test_a_server_that_cannot_stream_is_asked_for_the_reply_in_one_piece(store: Path) -> None:
    def script(request: dict[str, Any]) -> Act:
        message = {"role": "assistant", "content": faithful(request)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        whole = {"id": "x", "object": "chat.completion", "created": 0, "model": "scripted", "choices": [choice]}
        body = json.dumps(whole).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return Act(raw=head.encode() + body)

    answer = ask(store, script)
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.value == RIGHT


def test_what_a_figure_was_before_is_not_its_value(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "停车通知\n2025年6月1日\n\n停车收费由每天9元降为6元，7月1日起执行。", encoding="utf-8"
    )
    Assistant.from_documents([tmp_path / "a.txt"], tmp_path / "store")

    def script(request: dict[str, Any]) -> str:
        return f"简答：9元\n停车收费由每天9元降为6元[{cite(request, '9元')}]。"

    assert ask(tmp_path / "store", script, "停车收费每天多少元？").value == "6元"


def test_a_figure_of_another_year_is_no_answer(store: Path) -> None:
    def script(request: dict[str, Any]) -> str:
        return f"简答：{RIGHT}\n2024年，云湖科技园实现营业总收入{RIGHT}[{cite(request, RIGHT)}]。"

    answer = ask(store, script, "云湖科技园2021年营业总收入是多少？")
    assert answer.status is Status.NO_EVIDENCE
    assert answer.value is None


@pytest.mark.parametrize("reply", ["资料没有说明", "所给资料中没有提到这一点。", "<think>嗯</think>\n资料没有说明。"])
def test_not_stated(store: Path, reply: str) -> None:
    answer = ask(store, lambda _: reply, "青松产业园的注册资本是多少？")
    assert answer.status is Status.NO_EVIDENCE
    assert "没有说明" in answer.text
    assert answer.trace["llm_calls"] == 1


def test_a_question_in_words(store: Path) -> None:
    def script(request: dict[str, Any]) -> str:
        n = cite(request, "生物医药")
        return f"简答：生物医药和新材料\n青松产业园主要发展生物医药和新材料[{n}]。"

    answer = ask(store, script, "青松产业园主要发展什么产业？")
    assert answer.value == "生物医药和新材料"
    assert answer.trace["llm_outcome"] == "answered"
    lied = ask(store, lambda r: f"青松产业园主要发展集成电路[{cite(r, '生物医药')}]。", "青松产业园主要发展什么产业？")
    assert "集成电路" not in lied.text


def test_english(store: Path) -> None:
    def script(request: dict[str, Any]) -> str:
        assert "Short:" in request["messages"][0]["content"]
        n = cite(request, RIGHT)
        return f"Short: {RIGHT}\nIn 2024, 云湖科技园 had 营业总收入 of {RIGHT} [{n}]."

    answer = ask(store, script, "What was the total operating revenue of Yunhu Science Park in 2024?")
    assert answer.trace["llm_outcome"] == "answered", answer.text
    assert answer.value == RIGHT
    wrong = ask(
        store,
        lambda r: f"In 2024, Haidian Park had 营业总收入 of {RIGHT} [{cite(r, RIGHT)}].",
        "What was the total operating revenue of Yunhu Science Park in 2024?",
    )
    assert "Haidian" not in wrong.text
    terse = ask(
        store, lambda r: f"营业总收入为{RIGHT}[{cite(r, RIGHT)}]。", "What was Yunhu Science Park's revenue in 2024?"
    )
    assert terse.trace["llm_outcome"] == "language"
    named = ask(
        store,
        lambda r: f"Short: 生物医药和新材料 [{cite(r, '生物医药')}]",
        "What are the main industries of 青松产业园?",
    )
    assert (named.value, named.trace["llm_outcome"]) == ("生物医药和新材料", "answered")
    chinese = ask(store, faithful, "What was the total operating revenue of Yunhu Science Park in 2024?")
    assert chinese.trace["llm_outcome"] == "language"


# Failures


FAILURES: dict[str, tuple[Act, str, int]] = {
    "wrong key": (Act(status=401), "密钥", 1),
    "forbidden": (Act(status=403), "密钥", 1),
    "no such model": (Act(status=404), "没有这个模型", 1),
    "bad request": (Act(status=400), "不接受这次请求", 1),
    "too long": (Act(status=413), "不接受这次请求", 1),
    "no money left": (Act(status=402), "余额", 1),
    "rate limit": (Act(status=429), "限制了访问次数", 3),
    "server error": (Act(status=500), "出错", 3),
    "overloaded": (Act(status=503), "出错", 3),
    "dies mid-stream": (Act("简答：468.9亿元\n2024年，云湖科技园实现", dies_after=2), "断开", 1),
    "not HTTP": (Act(raw=b"\x00\x01garbage\r\n\r\n"), "连不上", 3),
    "not a stream": (Act(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), "没有给出回答|读不懂|连不上", 3),
    "broken stream": (
        Act(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: {oops\n\n"),
        "读不懂",
        3,
    ),
    "endless": (Act("胡" * 60_000, size=500), "没有尽头", 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failing_server_costs_a_line_not_the_answer(store: Path, name: str) -> None:
    act, said, calls = FAILURES[name]
    answer = ask(store, lambda _: act)
    plain = Assistant.open(store).ask(REVENUE)
    assert answer.value == plain.value == RIGHT
    assert answer.text.startswith(plain.text)
    note = answer.text.removeprefix(plain.text)
    assert any(words in note for words in said.split("|")), note
    assert 1 <= int(answer.trace["llm_calls"]) <= calls
    assert "scripted" not in answer.text


def test_a_passing_trouble_is_tried_again(store: Path) -> None:
    tries: list[int] = []

    def script(request: dict[str, Any]) -> str | Act:
        tries.append(1)
        return (Act(status=500), Act(status=429, headers={"Retry-After": "0.05"}), faithful(request))[len(tries) - 1]

    answer = ask(store, script)
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.trace["llm_calls"] == 3


@pytest.mark.parametrize(
    "act",
    [
        Act("x", waits=30),
        Act("胡说八道，" * 500, pause=0.05),
        Act(status=429, headers={"Retry-After": "3000"}),
    ],
    ids=["silent", "slow", "asks to wait an hour"],
)
def test_never_longer_than_the_time_given(store: Path, act: Act) -> None:
    began = time.monotonic()
    answer = ask(store, lambda _: act, timeout=1.0)
    assert time.monotonic() - began < 12  # of which the answer's share is one second
    assert answer.value == RIGHT
    assert "说明：语言模型" in answer.text


def test_nobody_there(store: Path) -> None:
    settings = LanguageModelSettings("openai:scripted", "http://127.0.0.1:9/v1", "k", 5.0, backoff=0.01)
    answer = Assistant.open(store, llm=settings).ask(REVENUE)
    assert answer.value == RIGHT
    assert "连不上" in answer.text


def test_who_stops_listening_stops_the_model(store: Path) -> None:
    long = "，".join(["园区发展良好"] * 4000)
    with serving(lambda request: Act(f"{faithful(request)}\n{long}", pause=0.005)) as server:
        settings = LanguageModelSettings("openai:scripted", server.url, "k")
        events = Assistant.open(store, llm=settings).stream(REVENUE)
        assert RIGHT in next(iter(events)).text
        events.close()  # type: ignore[attr-defined]
        until = time.monotonic() + 20
        while not server.left_early and time.monotonic() < until:
            time.sleep(0.02)
        assert server.left_early == 1


# Settings and callbacks


def test_without_a_model_nothing_is_called(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(faithful) as server:
        monkeypatch.setenv("YUANWEN_LLM_URL", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        assert Assistant.open(store).ask(REVENUE).value == RIGHT
        assert not server.requests


def test_url_and_key_come_from_the_environment(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(faithful) as server:
        monkeypatch.setenv("YUANWEN_LLM_URL", server.url)
        monkeypatch.setenv("YUANWEN_LLM_KEY", "sk-secret")
        assistant = Assistant.open(store, llm="openai:deepseek-chat")
        assert assistant.ask(REVENUE).trace["llm_outcome"] == "answered"
        assert server.requests[0]["model"] == "deepseek-chat"
        assert server.keys == ["Bearer sk-secret"]
    assert "sk-secret" not in repr(LanguageModelSettings.from_environment("openai:x"))


@pytest.mark.parametrize(
    ("model", "url", "said"),
    [
        ("nonsense", None, "提供者:模型"),
        ("nosuch:model", None, "nosuch:model"),
        ("openai:x", "ftp://x", "http"),
        ("openai:", None, "提供者:模型"),
    ],
)
def test_what_is_no_model_is_said_plainly(store: Path, model: str, url: str | None, said: str) -> None:
    with pytest.raises(LanguageModelError, match=said):
        Assistant.open(store, llm=LanguageModelSettings.from_environment(model, url))
    assert issubclass(LanguageModelError, YuanwenError)


def test_callbacks_of_the_chain_see_the_model(store: Path) -> None:
    seen: list[str] = []

    class Handler(BaseCallbackHandler):
        def on_chat_model_start(self, *_: object, **__: object) -> None:
            seen.append("start")

        def on_llm_new_token(self, *_: object, **__: object) -> None:
            seen.append("token")

        def on_llm_end(self, *_: object, **__: object) -> None:
            seen.append("end")

    with serving(faithful) as server:
        settings = LanguageModelSettings("openai:scripted", server.url, "k")
        chain = Assistant.open(store, llm=settings).as_runnable()
        assert chain.invoke(REVENUE, config={"callbacks": [Handler()]}).value == RIGHT
    assert seen[0] == "start"
    assert "token" in seen
    assert seen[-1] == "end"


# Conversation


HISTORY = [
    {"role": "user", "content": "云湖科技园2023年营业总收入是多少？"},
    {"role": "assistant", "content": "412.6亿元[1]。"},
]


@pytest.mark.parametrize(
    ("rewritten", "understood"),
    [
        (REVENUE, REVENUE),
        ("云湖科技园2025年营业总收入是多少？", REVENUE),  # lost the user's year
        ("青松产业园2024年营业总收入是多少？", REVENUE),  # a name that nobody said
        ("答案是412.6亿元，2024年", REVENUE),
        ("2024年呢？", REVENUE),  # an echo
        ("", REVENUE),
    ],
)
def test_a_model_may_rewrite_a_follow_up_but_not_change_it(store: Path, rewritten: str, understood: str) -> None:
    def script(request: dict[str, Any]) -> str:
        return rewritten if "前文：" in prompt_of(request) else faithful(request)

    answer = ask(store, script, "那2024年呢？", history=HISTORY)
    assert answer.standalone == understood
    assert answer.value == RIGHT
    assert answer.trace["llm_rewrite_prompt"] == "rewrite@1"


def test_a_summary_in_prose(store: Path) -> None:
    def script(request: dict[str, Any]) -> str:
        n = cite(request, RIGHT)
        return f"2024年，云湖科技园实现营业总收入{RIGHT}[{n}]。园区高新技术企业有402家[{n}]。园区有员工9万人[{n}]。"

    with serving(script) as server:
        assistant = Assistant.open(store, llm=LanguageModelSettings("openai:scripted", server.url, "k"))
        answer = assistant.summary("云湖科技园2024年")
    assert answer.status is Status.ANSWERED
    assert answer.value is None
    assert RIGHT in answer.text
    assert "402家" in answer.text
    assert "9万人" not in answer.text
    assert answer.trace["llm_prompt"] == "system@1 summary@1"


def test_a_summary_without_the_model(store: Path) -> None:
    with serving(lambda _: Act(status=401)) as server:
        assistant = Assistant.open(store, llm=LanguageModelSettings("openai:scripted", server.url, "k"))
        answer = assistant.summary("云湖科技园2024年")
    plain = Assistant.open(store).summary("云湖科技园2024年")
    assert plain.status is Status.ANSWERED
    assert answer.text.startswith(plain.text)
    assert "密钥" in answer.text


# The command line and the README


ROOT = Path(__file__).resolve().parents[2]


def _run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=os.environ | environment)


def test_the_readmes_command(tmp_path: Path) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("yuanwen ask") and "--llm-url" in line)
    program, *arguments = shlex.split(line, comments=True)
    port = int(re.search(r":(\d+)/v1", line)[1])  # type: ignore[index]
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            pytest.skip(f"port {port} is taken")
    assert program == "yuanwen"
    with serving(copying, port) as server:
        done = _run(*arguments, YUANWEN_LLM_KEY="k")
        assert done.returncode == 0, done.stderr
        assert server.requests[0]["model"] == "deepseek-chat"
    assert "5625.5亿元" in done.stdout
    assert "语言模型" not in done.stdout  # its answer stood
    alone = _run(*arguments, YUANWEN_LLM_KEY="k", YUANWEN_LLM_TIMEOUT="5")
    assert alone.returncode == 0
    assert "5625.5亿元" in alone.stdout
    assert "连不上语言模型服务" in alone.stdout


def test_ask_with_a_model_prints_its_trace_as_json(store: Path) -> None:
    with serving(faithful) as server:
        done = _run("ask", REVENUE, "--store", str(store), "--json", "--llm", "openai:x", "--llm-url", server.url)
    answer = json.loads(done.stdout)
    assert answer["value"] == RIGHT
    assert answer["trace"]["llm_outcome"] == "answered"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--llm-url", "http://127.0.0.1:9/v1"), "--llm"),
        (("--llm", "nosuch:model"), "nosuch:model"),
        (("--llm", "openai:x", "--llm-url", "127.0.0.1"), "http"),
    ],
)
def test_one_plain_line_for_what_is_no_model(store: Path, options: tuple[str, ...], said: str) -> None:
    done = _run("ask", REVENUE, "--store", str(store), *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_a_model_no_chat_model_is_loaded(store: Path) -> None:
    code = (
        f"import sys; from qa import Assistant; assert Assistant.open({str(store)!r}).ask({REVENUE!r}).value;"
        "print(' '.join(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {module.split(".")[0] for module in out.stdout.split()}
    assert not loaded & {"langchain", "langchain_core", "langchain_openai", "openai", "httpx"}
    assert not {"qa.llm", "qa.support", "qa.llm_model"} & set(out.stdout.split())


def test_the_evaluation_side_by_side(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from eval.run import main

    lines = [
        {"id": "a", "question": REVENUE, "category": "direct", "split": "dev", "answerable": True}
        | {"figures": [{"value": RIGHT}]},
        {"id": "b", "question": "青松产业园的注册资本是多少？", "category": "unanswerable", "split": "dev"}
        | {"answerable": False},
    ]
    questions = tmp_path / "set.jsonl"
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    options = [str(questions), "--store", str(store), "--reader", "llm", "--llm", "openai:x"]
    with serving(copying) as server:
        assert main([*options, "--llm-url", server.url]) == 0
        assert server.requests
    shown = capsys.readouterr().out
    assert "自带与openai:x并排（2 道相同的题）" in shown
    assert main([str(questions), "--store", str(store), "--reader", "llm"]) == 2
