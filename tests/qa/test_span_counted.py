"""Lists that a text calls by their number: the items right beside it are meant, and no other list of the sentence."""

import pytest

from qa.span_counted import counted_run
from qa.span_question import asked

POTTERY = "青川陶谷包括窑工、画师“两大主体”；包括柴烧、电烧、气烧“三大窑口”，园内重点扶持茶具、花器两类产品，另有书店、咖啡馆、民宿。"


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("青川陶谷的三大窑口是哪些？", POTTERY, "柴烧、电烧、气烧"),
        ("陶谷的“两大主体”指什么？", POTTERY, "窑工、画师"),
        (
            "四项原则分别是什么？",
            "陶谷定下四项原则：不催单、不压价、不仿制、不涂改。",
            "不催单、不压价、不仿制、不涂改",
        ),
        ("三个领先指什么？", "要做到“三个领先”，即釉色、火候和造型。", "釉色、火候和造型"),
        (
            "三大平台包括哪些？",
            "先后建成釉料试验平台、窑温监测平台和成品检测平台三大平台。",
            "釉料试验平台、窑温监测平台和成品检测平台",
        ),
    ],
)
def test_the_items_beside_their_number_are_meant(question: str, sentence: str, told: str) -> None:
    place = counted_run(asked(question), sentence)
    assert place is not None
    assert sentence[slice(*place)] == told


def test_fewer_items_than_the_number_are_no_answer() -> None:
    assert counted_run(asked("陶谷的五大窑口是哪些？"), "柴烧、电烧、气烧等“五大窑口”已经建成。") is None


def test_another_number_is_not_meant() -> None:
    assert counted_run(asked("陶谷的四大窑口是哪些？"), POTTERY) is None
