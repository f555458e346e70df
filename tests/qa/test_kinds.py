"""Which kind of things a question counts, and whether a text tells of it."""

import pytest

from qa.kinds import kind_asked, tells_of_kind


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("物流园有多少家律师事务所？", "物流园十年来年均增长17%，园内企业5000多家。"),
        ("创新谷有多少家专精特新企业？", "这里在孵企业1200家，创业导师900人。"),
        ("科技谷有多少名女性员工", "科技谷现有员工2.3万名。"),
    ],
)
def test_things_of_another_kind_are_not_told_of(question: str, told: str) -> None:
    assert not tells_of_kind(question, told, None)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("创新谷有多少家上市企业？", "创新谷聚集上市公司15家。"),
        ("那里汇集了多少所一流高校？", "汇集了该地区6所顶尖大学的人才。"),
        ("园区有多少家企业？", "园内公司5000多家。"),
        ("园区入驻率是多少？", "已有300家企业入驻。"),
    ],
)
def test_the_kind_in_like_words_or_no_kind(question: str, told: str) -> None:
    assert tells_of_kind(question, told, None)


def test_what_is_done_makes_no_kind() -> None:
    assert kind_asked("多少家图书馆完成了普查？") == ()
    assert kind_asked("园区有多少家企业？") == ()
