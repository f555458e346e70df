"""A model's sentence that is true and does not answer: its figure is another measure's, an old one, or far less likely."""

from pathlib import Path
from typing import Any

import pytest

from qa import Assistant, Status
from qa.llm_model import LanguageModelSettings
from tests.qa.llm_server import evidence_of, prompt_of, serving

pytest.importorskip("langchain_openai")

TEXTS = {
    "港口2024": "海门港2024年通报\n2025年1月20日\n\n2024年，海门港完成货物吞吐量1.83亿吨，比上年增长6.2%；集装箱吞吐量412万标箱，比上年增长9.8%。\n"
    "全港现有泊位86个，其中万吨级以上泊位41个。\n2024年，海门港口集团投资38亿元，岸电投资2.1亿元。\n"
    "因补报数据，2024年海门港利润总额由11.2亿元更正为12.4亿元。\n",
    "港口2023": "海门港2023年通报\n2024年1月18日\n\n2023年，海门港完成货物吞吐量1.72亿吨；集装箱吞吐量375万标箱。\n"
    "全港泊位83个，其中万吨级以上泊位38个。\n",
    "医院": "仁和医院年报\n2025年3月5日\n\n2024年，仁和医院门急诊量为236.8万人次，出院患者9.4万人次。\n"
    "院长陈静介绍，2025年计划引进博士50名。\n医院党委书记赵敏主持年会。\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outdone")
    (folder / "docs").mkdir()
    for name, text in TEXTS.items():
        (folder / "docs" / f"{name}.txt").write_text(text, encoding="utf-8")
    Assistant.from_documents([folder / "docs"], folder / "store")
    return folder / "store"


def say(store: Path, question: str, *lines: str) -> Any:
    """Ask a model that says these lines whatever it is asked, each citing the passage that holds its last figure's words."""

    def script(request: dict[str, Any]) -> str:
        assert "前文：" not in prompt_of(request)
        told = evidence_of(request)
        cites = [next((n for n, text in told.items() if line in text.replace("\n", "")), 1) for line in lines]
        return "\n".join(f"{line}[{n}]。" for line, n in zip(lines, cites, strict=True))

    with serving(script) as server:
        settings = LanguageModelSettings("openai:scripted", server.url, "k", 20.0, backoff=0.01)
        return Assistant.open(store, llm=settings).ask(question)


@pytest.mark.parametrize(
    ("question", "right", "true"),
    [
        ("2023年海门港集装箱吞吐量是多少？", "375万标箱", "2023年，海门港完成货物吞吐量1.72亿吨"),
        ("2024年海门港集装箱吞吐量比上年增长多少？", "9.8%", "2024年，海门港完成货物吞吐量1.83亿吨，比上年增长6.2%"),
        ("2024年海门港岸电投资多少？", "2.1亿元", "2024年，海门港口集团投资38亿元"),
        ("海门港万吨级以上泊位有多少个？", "41个", "全港泊位83个，其中万吨级以上泊位38个"),
        ("海门港目前有多少个万吨级以上泊位？", "41个", "全港泊位83个，其中万吨级以上泊位38个"),
        ("2024年海门港集装箱吞吐量是多少？", "412万标箱", "全港现有泊位86个，其中万吨级以上泊位41个"),
    ],
)
def test_a_true_figure_that_is_not_asked_for_is_no_answer(store: Path, question: str, right: str, true: str) -> None:
    answer = say(store, question, true)
    assert answer.value == right
    assert answer.trace["llm_outcome"] != "answered"
    assert "说明：" in answer.text


def test_the_sentence_that_answers_leads_wherever_it_stands(store: Path) -> None:
    whole = ("2023年，海门港完成货物吞吐量1.72亿吨", "集装箱吞吐量375万标箱")
    answer = say(store, "2023年海门港集装箱吞吐量是多少？", *whole)
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.value == "375万标箱"
    assert answer.text.startswith("集装箱吞吐量375万标箱[1]。")
    assert answer.confidence > 0.9  # the extractive reader gives the same


@pytest.mark.parametrize(("question", "right"), [("更正前", "11.2亿元"), ("更正后", "12.4亿元")])
def test_what_was_before_is_the_answer_where_it_is_asked_for(store: Path, question: str, right: str) -> None:
    line = "因补报数据，2024年海门港利润总额由11.2亿元更正为12.4亿元"
    assert say(store, f"2024年海门港利润总额{question}是多少？", line).value == right


def test_a_sentence_that_is_far_less_likely_is_no_answer_in_words(store: Path) -> None:
    answer = say(store, "仁和医院的院长是谁？", "2024年，仁和医院门急诊量为236.8万人次，出院患者9.4万人次")
    assert answer.status is Status.ANSWERED
    assert "陈静" in answer.text
    assert "236.8" not in answer.text


def test_another_answer_in_words_is_less_sure_and_stands_beside_the_extractive_readers(store: Path) -> None:
    answer = say(store, "仁和医院的院长是谁？", "医院党委书记赵敏主持年会")
    assert answer.trace["llm_outcome"] == "answered"
    assert answer.confidence <= 0.6
    assert "院长陈静" in answer.text
    assert "院长陈静" in answer.citations[1].quote
    assert "请点开原文核对" in answer.text
