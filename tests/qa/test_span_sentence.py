"""Which of the ranked sentences answers: what the gap's neighbours say, and what a thing is."""

from dataclasses import replace

import pytest

from qa.question import understand
from qa.span import best_span
from qa.span_answer import respond
from qa.span_question import asked
from qa.span_sentence import defined, defines, standing, with_aspect
from tests.qa.test_span_anchor import evidence

FLOWER = "远山菊是菊科的一种草本植物。上部叶细小，没有柄。花期为每年十月。"


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是棱柱？", "棱柱"),
        ("远山菊是什么？", "远山菊"),
        ("“三高计划”指的是什么？", "三高计划"),
        ("远山菊的花期是什么时候？", ""),
        ("远山园的主要业务是什么？", ""),
    ],
)
def test_defined(question: str, term: str) -> None:
    assert defined(asked(question)) == term


def test_defines() -> None:
    gap = asked("什么是远山菊？")
    assert defines(gap, "远山菊（又名白菊），俗称野菊，是菊科的一种植物。")
    assert defines(gap, "在植物学中，远山菊指一种草本植物。")
    assert not defines(gap, "河湾的山坡上开满了远山菊。")


def test_the_words_beside_the_gap_are_told_by_the_sentence_and_the_subject_by_its_passage() -> None:
    first, leaf, bloom = evidence(FLOWER)
    gap = asked("远山菊的上部叶有什么特点？")
    assert standing(gap, leaf, first) > standing(gap, bloom, first)
    elsewhere = replace(leaf, passage=replace(leaf.passage, text=leaf.sentence))
    assert standing(gap, leaf, first) > standing(gap, elsewhere, first)
    question = understand("远山菊的上部叶有什么特点？")
    equal = [replace(c, score=1.0) for c in (leaf, first, bloom)]
    assert best_span(question, equal)[0].sentence == leaf.sentence


def test_what_is_asked_of_a_part_is_told_by_a_sentence_that_names_the_part() -> None:
    names, *others, seed = evidence(
        "远山菊（学名：）是菊科的植物，别名“白菊”、“野菊”（河湾）。远山菊夏秋开花。远山菊供观赏。远山菊入药。种子宽卵形，顶端有毛。"
    )
    ranked = [replace(c, score=2.0 - 0.4 * n) for n, c in enumerate((names, *others, seed))]
    gap = asked("远山菊的种子有什么特点？")
    assert seed in [replace(c, score=seed.score) for c in with_aspect(gap, ranked, 4)]
    assert best_span(understand("远山菊的种子有什么特点？"), ranked)[0].sentence == seed.sentence
    assert len(with_aspect(asked("远山菊有什么特点？"), ranked, 4)) == 4  # the first one names it
    assert len(with_aspect(asked("谁发现了远山菊的种子？"), ranked, 4)) == 4


def test_a_sentence_may_leave_out_whom_its_passage_names() -> None:
    first, later = evidence("吕若谷生于河湾，是白石书店的创始人。1982年7月加入作家协会。")
    asked_when = understand("吕若谷何时加入作家协会？")
    found = respond(asked_when, [replace(first, score=1.0), replace(later, score=0.5)])
    assert found is not None
    assert found.value.startswith("1982年7月")
    beside = replace(later.passage, id=later.passage.id + 1)
    elsewhere = replace(later, passage=beside, score=0.5)
    apart = respond(asked_when, [replace(first, score=1.0), elsewhere])
    assert apart is None or not apart.value.startswith("1982年7月")


def test_what_a_thing_is_may_rank_below_what_is_said_of_it() -> None:
    use, what = evidence("棱柱在河湾博物馆的屋顶上用得最多。棱柱是有两个平行底面的几何体。")
    found = respond(understand("什么是棱柱？"), [replace(use, score=4.0), replace(what, score=0.0)])
    assert found is not None
    assert "几何体" in found.value
