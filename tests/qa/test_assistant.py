"""The Python interface: answers with quotes at the right place, refusals, any text for a question, LangChain."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import HumanMessage
from langchain_core.runnables import Runnable

from qa import Answer, Assistant, Status
from qa.turns import turns


def _quotes_hold(assistant: Assistant, answer: Answer) -> None:
    for citation in answer.citations:
        assert assistant.document(citation.document_id).text[citation.start : citation.end] == citation.quote
        assert f"[{citation.marker}]" in answer.text
    by_marker = {citation.marker: citation for citation in answer.citations}
    for figure in answer.figures:
        assert figure.surface in by_marker[figure.citation].quote


def test_a_dated_question_gets_that_period(assistant: Assistant) -> None:
    for year, value in (("2023", "412.6亿元"), ("2024", "468.9亿元")):
        answer = assistant.ask(f"云湖科技园{year}年营业总收入是多少？")
        assert answer.status is Status.ANSWERED
        assert answer.value == value
        assert answer.citations[0].document == f"{year}.txt"
        assert answer.figures[0].as_of == f"{year}年"
        assert answer.figures[0].unit == "元"
        _quotes_hold(assistant, answer)


def test_an_undated_question_gets_the_latest_and_the_others_after_it(assistant: Assistant) -> None:
    answer = assistant.ask("云湖科技园有多少家高新技术企业？")
    assert answer.value == "402家"
    assert [f.surface for f in answer.figures] == ["402家", "356家"]
    assert "另见" in answer.text
    _quotes_hold(assistant, answer)


@pytest.mark.parametrize(
    "question",
    [
        "云湖科技园2021年营业总收入是多少？",
        "白桦高新区2024年营业总收入是多少？",
        "青松产业园有多少家独角兽企业？",
        "青松产业园的注册资本是多少？",
    ],
)
def test_what_is_not_stated_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NO_EVIDENCE
    assert answer.value is None
    assert "没有" in answer.text
    _quotes_hold(assistant, answer)


def test_text_questions(assistant: Assistant) -> None:
    answer = assistant.ask("青松产业园主要发展什么产业？")
    assert answer.status is Status.ANSWERED
    assert "生物医药" in answer.text
    assert "陈立国" in (assistant.ask("云湖科技园的负责人是谁？").value or "")


def test_qualifiers_stay(assistant: Assistant) -> None:
    assert assistant.ask("2024年云湖科技园集聚了多少家企业？").value == "1500多家"


def test_the_same_question_gives_the_same_answer(assistant: Assistant) -> None:
    assert assistant.ask("云湖科技园有多少家企业？").to_dict() | {"trace": 0} == assistant.ask(
        "云湖科技园有多少家企业？"
    ).to_dict() | {"trace": 0}


@pytest.mark.parametrize(
    "question", ["", "   ", "？？？", "\x00\x1b[31m", "\ud800", "<script>alert(1)</script>", "园" * 100_000]
)
def test_any_text_gives_a_plain_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.text
    assert "script" not in answer.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=80))
def test_never_raises(assistant: Assistant, question: str) -> None:
    _quotes_hold(assistant, assistant.ask(question))


def test_stream_ends_in_the_answer(assistant: Assistant) -> None:
    events = list(assistant.stream("云湖科技园有多少家高新技术企业？"))
    assert len(events) > 1
    assert all(events[-1].text.startswith(event.text) for event in events)
    assert events[-1].value == "402家"


def test_temporary_store(documents: Path) -> None:
    assistant = Assistant.from_documents(documents)
    assert len(assistant.documents()) == 3


def test_figures_are_listed_and_narrowed_down(assistant: Assistant) -> None:
    rows = assistant.figures(measure="营业总收入", since=2024)
    assert {row.quantity.surface for row in rows} >= {"468.9亿元"}
    assert "412.6亿元" not in {row.quantity.surface for row in rows}
    assert assistant.figures(measure="没有这个指标") == []


def test_runnable(assistant: Assistant) -> None:
    seen: list[str] = []

    class Handler(BaseCallbackHandler):
        def on_chain_start(self, serialized: object, inputs: object, **kwargs: object) -> None:
            seen.append(str(kwargs.get("name")))

    chain = assistant.as_runnable()
    assert isinstance(chain, Runnable)
    answer = chain.invoke("云湖科技园2024年营业总收入是多少？", config={"callbacks": [Handler()]})
    assert answer == assistant.ask("云湖科技园2024年营业总收入是多少？")
    assert {"understand", "retrieve", "weigh", "read", "verify"} <= set(seen)
    both = chain.batch(["云湖科技园2023年营业总收入是多少？", {"question": "那2024年呢？", "history": []}])
    assert both[0].value == "412.6亿元"
    assert list(chain.stream("云湖科技园2023年营业总收入是多少？"))[-1].value == "412.6亿元"


def test_runnable_async(assistant: Assistant) -> None:
    import asyncio

    answer = asyncio.run(assistant.as_runnable().ainvoke("云湖科技园2024年营业总收入是多少？"))
    assert answer.value == "468.9亿元"


@pytest.mark.parametrize(
    "turn",
    [
        {"role": "user", "content": "甲园的收入？"},
        {"role": "Human", "content": [{"type": "text", "text": "甲园的收入？"}]},
        {"type": "human", "content": "甲园\ud800的收入？"},
        HumanMessage("甲园的收入？"),
    ],
)
def test_a_turn_is_read_in_whatever_form_it_comes(turn: object) -> None:
    (told,) = turns([turn, 5, ("human",), {"role": "system", "content": "无"}, {"role": "user", "content": 3}])
    assert told["content"] == "甲园的收入？"
    told["content"].encode()
