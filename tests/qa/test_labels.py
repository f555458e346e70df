"""What tells several figures of one measure apart is taken from a question, whatever way it is said."""

import pytest

from qa.labels import labelled


@pytest.mark.parametrize(
    ("question", "plain", "labels"),
    [
        ("苗圃数量，5月展会上说的是多少，年终回顾里又是多少？", "苗圃数量是多少？", ("5月展会", "年终回顾")),
        ("苗圃有几家？5月展会的报道和后来公布的数各是多少", "苗圃有几家？", ("5月展会的报道", "后来")),
        ("花卉产值，12个乡镇口径和18个乡镇口径各是多少亿元", "花卉产值有多少亿元？", ("12个乡镇", "18个乡镇")),
        (
            "镇里的两笔基金，一笔已经设的、一笔打算设的，规模各多大？",
            "镇里的两笔基金，规模多大？",
            ("已经设", "打算设"),
        ),
        ("苗圃有的材料写37家，有的好像更多，两处各写的多少？", "苗圃是多少家？", ("有的材料写37家", "有的好像更多")),
        ("苗圃到底是37家还是52家？", "苗圃是多少家？", ("写37家", "写52家")),
        ("关于苗圃的家数，许站长在展会上的说法与“花乡十年”一文的说法有什么不同？", "苗圃的家数是多少？", None),
        ("苗圃到底是37家还是52家？两份材料各怎么说？", "苗圃是多少家？", ("写37家", "写52家")),
        ("苗圃的家数前后有变化：5月展会、年终回顾里依次是多少家？", "苗圃的家数有多少家？", ("5月展会", "年终回顾")),
        (
            "我手上几份材料里苗圃的家数对不上：5月报道、年终回顾，分别是几家？",
            "苗圃的家数有几家？",
            ("5月报道", "年终回顾"),
        ),
        ("苗圃到底37还是52，我要填表", "苗圃是多少？", ("写37", "写52")),
        ("花卉产值是1.2万亿还是2万亿？", "花卉产值是多少？", ("写1.2万亿", "写2万亿")),
        ("花卉产值究竟是1.2万亿还是近2万亿？", "花卉产值是多少？", ("写1.2万亿", "写2万亿")),
        (
            "我在对两份稿子，一份写苗圃37家，另一份好像更多，花乡苗圃的数到底各是多少？",
            "花乡苗圃是多少家？",
            ("一份写37家", "另一份好像更多"),
        ),
        ("苗圃一份说近37家，另一份是多少？", "苗圃是多少家？", ("一份说近37家", "另一份")),
        ("苗圃数量 5月报道的和年终回顾里的各是多少家", "苗圃数量有多少家？", ("5月报道", "年终回顾")),
        ("苗圃有多少家？请分别给出5月报道和年终回顾中的数字。", "苗圃有多少家？", ("5月报道", "年终回顾")),
        ("12个乡镇去年的花卉产值与18个乡镇的花卉产值，分别突破了多少？", "乡镇花卉产值多少？", None),
    ],
)
def test_labels_and_the_plain_question_are_found(question: str, plain: str, labels: tuple[str, ...] | None) -> None:
    found = labelled(question)
    assert found is not None
    assert (found.question, found.worded) == (plain, False)
    assert len(found.labels) == 2 if labels is None else found.labels == labels


def test_names_and_posts_are_asked_in_words() -> None:
    found = labelled("许青禾的职务，5月展会和9月年会的报道里写的分别是什么？")
    assert found is not None
    assert (found.question, found.labels, found.worded) == ("许青禾的职务是什么？", ("5月展会", "9月年会的报道"), True)


@pytest.mark.parametrize(
    "question",
    [
        "苗圃有几家？",
        "镇里的苗圃和花店各有多少家？",  # two things, each with a question of its own
        "2022年和2023年的花卉产值分别是多少？",  # years are the figures' own
        "苗圃用水，原来每亩用多少，去年实际用了多少？",  # the measure is in the clauses
        "成活率原来多少，现在多少？",  # one change
        "苗圃37家还是52家，为什么不一样？",  # asks for more
    ],
)
def test_other_questions_have_no_labels(question: str) -> None:
    assert labelled(question) is None


def test_parts_are_labels_only_where_asked_for() -> None:
    question = "花卉产值，山区和平原分别是多少？"
    assert labelled(question) is None
    found = labelled(question, telling=False)
    assert found is not None
    assert found.labels == ("山区", "平原")
