"""A model that says what the product itself answers, in the shapes that models give it, and the same with a thing altered.

Questions of the sample set that are answered rightly with one figure are put into statements: the figure stands in the
place of what is asked. Each is written in many shapes (a lead, a document's name, emphasis, a list, full-width digits, the
source behind it, the figure alone, the product's own line) and is to be shown; with a digit, the unit, the power, the year
or the subject exchanged it is not. The rates are printed.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from index.quantities import find_quantities
from index.types import Passage
from qa import Assistant, Status
from qa.draft import Draft, Quote
from qa.llm import LanguageModelReader
from qa.llm_model import LanguageModelSettings
from qa.pipeline import State
from qa.question import Question
from qa.support_lead import without_lead
from qa.support_own import says_the_same
from qa.verify import verify

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"(?P<link>是|有|达到?|为)?(?:多少|几)(?P<behind>[\u3400-\u9fff]*)[？?]?$")
SWAPPED = {
    "家": "人",
    "人": "家",
    "件": "元",
    "元": "家",
    "个": "年",
    "亩": "人",
    "%": "个百分点",
    "里": "里路",
    "米": "亩",
}


@dataclass(frozen=True)
class Case:
    """A question with what is known when it is read, and its right figure."""

    asked: str
    state: State
    figure: str
    said: str
    own: str
    document: str
    quote: str


def _cases(assistant: Assistant) -> Iterator[Case]:
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for item in map(json.loads, lines):
        wanted = item.get("figures") or ()
        asked = ASKED.search(item["question"])
        if not item["answerable"] or len(wanted) != 1 or item.get("history") or asked is None:
            continue
        answer = assistant.ask(item["question"])
        found = find_quantities(answer.value or "")
        right = len(found) == 1 and str(found[0].value.normalize()).startswith(
            str(Decimal(wanted[0]["value"])).strip("0.")[:2]
        )
        if answer.status is not Status.ANSWERED or answer.formula or not right or not answer.figures:
            continue
        figure = str(answer.value)
        lead = re.sub(r"^(?:请问|想问一下)", "", item["question"][: asked.start()])
        unit = next((n for n in (3, 2, 1) if figure.endswith(asked["behind"][:n])), 0)
        if re.search("[，,]", lead) or re.match("[万亿钱块]", asked["behind"][unit:]):
            continue
        said = f"{lead}{asked['link'] or ''}{figure}{asked['behind'][unit:]}"
        own = re.sub(r"\[\d+\]", "", answer.text.split("\n")[0])
        cited = next(c for c in answer.citations if c.marker == answer.figures[0].citation)
        yield Case(item["question"], assistant.weigh(item["question"]), figure, said, own, cited.document, cited.quote)


def _shapes(case: Case) -> Iterator[str]:
    said, figure = case.said, case.figure
    yield from (said, f"根据资料，{said}", f"据《{case.document}》，{said}", f"资料显示：{said}", f"综上所述，{said}")
    yield from (said.replace(figure, f"**{figure}**"), f"- {said}", f"1. {said}", f"答：{said}")
    yield from (
        f"{said}（来源：{case.document}）",
        f"{said}，数据来自《{case.document}》",
        f"**答案**：{figure}",
        figure,
        case.own,
    )
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in figure)
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", figure)
    yield said.replace(figure, wide)


def _altered(case: Case) -> Iterator[str]:
    said, figure = case.said, case.figure
    if digit := re.search(r"[1-9]", figure):
        yield said.replace(figure, figure.replace(digit.group(), str(int(digit.group()) % 9 + 1), 1))
    if figure[-1] in SWAPPED:
        yield said.replace(figure, figure[:-1] + SWAPPED[figure[-1]])
    if re.search("[万亿]", figure):
        yield said.replace(figure, figure.translate(str.maketrans("万亿", "亿万")))
    if year := re.search(r"(?:19|20)\d\d(?=年)", said):
        yield said.replace(year.group(), str(int(year.group()) - 7), 1)
    for name in ("云湖科技园", "青峦高新区", "望屿湾科技城", "启帆氢能"):
        if name in said:
            yield said.replace(name, "松岭软件园")


class _Says:
    """A model that says one line, with the number of the evidence that holds some words behind it."""

    line = ""
    holds = ""

    def stream(self, messages: list[Any]) -> Iterator[Any]:
        asked = next(str(m.content) for m in messages if m.type == "human")
        blocks = re.split(r"｜\[(\d+)\] 文件：", asked)
        cited = next((n for n, text in zip(blocks[1::2], blocks[2::2], strict=True) if self.holds in text), "1")
        content = f"{self.line.rstrip('。')}[{cited}]。"
        yield SimpleNamespace(content=content, usage_metadata=None, response_metadata={"finish_reason": "stop"})


def test_what_the_product_answers_itself_may_be_said_in_any_shape(tmp_path: Path) -> None:
    assistant = Assistant.from_documents([ROOT / "eval" / "corpus"], store=tmp_path / "store")
    documents = {d.id: assistant.document(d.id) for d in assistant.documents()}
    model = _Says()
    reader = LanguageModelReader(cast(Any, model), LanguageModelSettings("openai:says"), assistant.store)

    def shown(case: Case, line: str) -> str:
        question = cast(Question, case.state.question)
        model.line, model.holds = line, case.quote.strip("…")[:16]
        *_, draft = reader.grow(question, case.state.evidence, asked=case.asked)
        answer = verify(question, draft, case.asked, documents)
        return answer.text if draft.trace["llm_outcome"] == "answered" and answer.status is Status.ANSWERED else ""

    cases = list(_cases(assistant))
    assert len(cases) >= 30
    faithful = [(case, line) for case in cases for line in _shapes(case)]
    refused = [f"{line} | {case.asked}" for case, line in faithful if not shown(case, line)]
    altered = [(case, line) for case in cases for line in _altered(case)]
    passed = [f"{line} | {text}" for case, line in altered if (text := shown(case, line))]
    print(f"faithful refused: {len(refused)} of {len(faithful)}", *refused, sep="\n")
    print(f"altered shown: {len(passed)} of {len(altered)}", *passed, sep="\n")
    assert len(altered) >= 100
    assert len(refused) <= 0.03 * len(faithful)
    assert len(passed) <= 0.01 * len(altered)


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("据悉，收入5亿元", "收入5亿元"),
        ("根据《通报》，收入5亿元。", "收入5亿元"),
        ("通报.txt写明：“收入5亿元”", "收入5亿元"),
        ("收入5亿元（来源：通报.txt）", "收入5亿元"),
        ("收入5亿元，数据来自《通报》", "收入5亿元"),
        ("预计，收入5亿元", "预计，收入5亿元"),  # says more than where it is from
        ("根据《别的通报》，收入5亿元", "根据《别的通报》，收入5亿元"),
        ("报告误写，收入5亿元", "报告误写，收入5亿元"),
        ("云湖科技园：5亿元", "云湖科技园：5亿元"),
        ("收入5亿元（2024年）", "收入5亿元（2024年）"),
    ],
)
def test_only_what_says_where_a_sentence_is_from_is_set_aside(line: str, bare: str) -> None:
    assert without_lead(line, "通报.txt\n经济运行通报") == bare


TEXT = "2024年，云湖科技园高新技术企业402家，比上年增加84家。"


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("云湖科技园2024年有402家高新技术企业", True),
        ("2024年，云湖科技园的高新技术企业有402家", True),
        ("402家", True),
        ("云湖科技园2024年有84家高新技术企业", False),  # not what is answered
        ("云湖科技园2023年有402家高新技术企业", False),
        ("402家（2023年）", False),
        ("云湖科技园2024年新增402家高新技术企业", False),
        ("云湖科技园2024年没有402家高新技术企业", False),
        ("青松产业园2024年有402家高新技术企业", False),
        ("云湖科技园2024年有402家规模以上高新技术企业", False),
    ],
)
def test_a_restatement_has_the_words_of_the_question_and_no_others(line: str, same: bool, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assistant = Assistant.from_documents([tmp_path / "a.txt"], tmp_path / "store")
    passage: Passage = next(iter(assistant.passages()))
    row = next(r for r in assistant.figures() if r.quantity.surface == "402家")
    quote = Quote(passage, passage.start, passage.end)
    own = Draft(Status.ANSWERED, "402家", ("高新技术企业：402家（2024年）[1]。",), (quote,), ((row, 1),))
    assert says_the_same(line, ("云湖科技园2024年有多少家高新技术企业？",), own, (quote,)) is same
