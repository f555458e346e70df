"""A number asked for by its measure word (园区家数), and a place that is pointed at inside of its name."""

from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.eligible import eligible
from qa.phrases import without_pointing
from qa.question import measure_word
from qa.types import Status

_TOLD = """布局建设茶叶示范区，以及菌菇、药材等园圃，青川特色共享农场涵盖14个未来农业新品类。

五年来，青川聚力打造了64家特色共享农场，串起产区。2024年，青川对40家特色共享农场开展服务，建成25个农事服务站、农机库房30家。

白鹭湾国际冷链示范区作为全省首个专业化园区,目前已集聚企业超过120家,初步形成体系。石桥高新区的企业达到900家。

青石港集装箱码头现有岸桥18台，作业司机210人。

白鹭湾合作社总收入超过14.2万。白鹭湾合作社总收入近15万元。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("measure_words")
    (folder / "told.txt").write_text(_TOLD, encoding="utf-8")
    return Assistant.from_documents([folder / "told.txt"], store=folder / "store")


def eligible_figures(assistant: Assistant, question: str) -> set[str]:
    state = assistant.weigh(question)
    assert state.question is not None
    return {c.row.quantity.surface for c in eligible(state.question, state.evidence) if c.row}


@pytest.mark.parametrize("question", ["青川特色共享农场家数", "截至目前最新的青川特色共享农场家数"])
def test_numbers_of_other_things_give_way_to_the_measure_word_named(assistant: Assistant, question: str) -> None:
    assert {"64家", "40家"} <= (found := eligible_figures(assistant, question))
    assert "14个" not in found


def test_without_a_measure_word_what_has_no_unit_rules_out_nothing(assistant: Assistant) -> None:
    assert {"超过14.2万", "近15万元"} <= eligible_figures(assistant, "白鹭湾合作社的总收入是多少？")


def test_a_measure_word_rules_out_what_is_counted_in_another_sort(assistant: Assistant) -> None:
    found = eligible_figures(assistant, "青石港码头龙门吊台数")
    assert "18台" in found
    assert "210人" not in found  # men are no machines


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("共享农场家数", "家"),
        ("龙门吊台数是多少", "台"),
        ("共享平台数", ""),
        ("合作国家数", ""),
        ("科学家数", ""),
        ("农场数量", ""),
        ("共享农场有多少家", ""),
    ],
)
def test_the_measure_word_that_is_named(question: str, word: str) -> None:
    assert measure_word(question) == word


def test_a_place_pointed_at_inside_of_its_name(assistant: Assistant) -> None:
    assert without_pointing("白鹭湾冷链那个示范区有多少家企业") == "白鹭湾冷链示范区有多少家企业"
    assert assistant.ask("白鹭湾冷链那个示范区招来的企业过了多少家了？").value == "超过120家"
    assert assistant.ask("石桥冷链那个示范区招来的企业有多少家？").status is Status.NO_EVIDENCE


@pytest.mark.parametrize("text", ["那个基地有多少家企业", "他去的那个基地", "冷链那个项目花了多少", "那座城有多大"])
def test_what_points_at_something_else_stays(text: str) -> None:
    assert without_pointing(text) == text
