"""An answer is the whole of what it is a part of, and no more: joined names, places in places, a reason without its effect."""

from collections.abc import Callable

import pytest

from index.types import Passage
from index.words import fold
from qa.evidence import Candidate
from qa.question import understand
from qa.span import answer_span, from_verb
from qa.span_answer import respond
from qa.span_features import spans
from qa.span_lead import led_in
from qa.span_question import Asked, asked, asks_statement
from qa.span_scene import Scene, scene
from qa.span_time import time_alone
from qa.span_told import gives_its_cause, lists_all
from qa.span_whole import all_items, all_people, cause_alone, whole_place


def place_of(sentence: str, words: str) -> tuple[int, int]:
    start = sentence.index(words)
    return start, start + len(words)


def grown(
    rule: Callable[[Asked, Scene, tuple[int, int]], tuple[int, int]], question: str, sentence: str, words: str
) -> str:
    text = fold(sentence)
    start, end = rule(asked(question), scene(text), place_of(text, words))
    return text[start:end]


def answer(question: str, sentence: str) -> str:
    passage = Passage(0, "d", 0, len(sentence), sentence)
    start, end = answer_span(understand(question), Candidate(passage, None, 0, len(sentence), sentence, ()))
    return sentence[start:end]


@pytest.mark.parametrize(
    ("question", "sentence", "found", "whole"),
    [
        ("码头由谁设计？", "码头由顾时雨和林若谷设计。", "顾时雨", "顾时雨和林若谷"),
        ("主题曲是谁演唱的？", "主题曲由周晚晴、何立冬、赵青禾等演唱。", "赵青禾", "周晚晴、何立冬、赵青禾等"),
        ("码头是哪位工程师设计的？", "码头由顾时雨和林若谷设计。", "顾时雨", "顾时雨"),  # one is asked for
        ("谁和林若谷设计了码头？", "码头由顾时雨和林若谷设计。", "顾时雨", "顾时雨"),  # the other is known
        ("馆长是谁？", "许望舒任馆长，副馆长为何立冬。", "许望舒", "许望舒"),
    ],
)
def test_names_that_are_joined_are_told_together(question: str, sentence: str, found: str, whole: str) -> None:
    assert grown(all_people, question, sentence, found) == whole


def test_he_between_two_names_is_no_surname() -> None:
    seen = scene("码头由顾时雨和林若谷设计。")
    assert [seen.text[a:b] for a, b in seen.people] == ["顾时雨", "林若谷"]


@pytest.mark.parametrize(
    ("question", "sentence", "found", "whole"),
    [
        ("博物馆位于哪里？", "博物馆位于越南的首都河内，有三层。", "越南", "越南的首都河内"),
        ("牧场在哪里？", "牧场地处黑河县的西北部，养羊。", "黑河县", "黑河县的西北部"),
        ("羚羊生活在哪里？", "羚羊是生活在北非的珍稀动物。", "北非", "北非"),  # no place stands behind 的
        ("粮票在哪里正式发行？", "粮票在安庆正式发行。", "安庆", "安庆"),
    ],
)
def test_a_place_is_told_with_the_places_in_it(question: str, sentence: str, found: str, whole: str) -> None:
    assert grown(whole_place, question, sentence, found) == whole


@pytest.mark.parametrize(
    ("question", "sentence", "found", "whole"),
    [
        ("白鲸的别名是什么？", "白鲸又名雪鲸、奶鲸、海金丝雀，吃鱼。", "雪鲸", "雪鲸、奶鲸、海金丝雀"),
        ("当地人把白鲸叫什么？", "当地人把白鲸叫作雪鲸或奶鲸，很少捕。", "雪鲸", "雪鲸或奶鲸"),
        ("饲料包括玉米和什么？", "饲料用豆粕和玉米，每天两次。", "豆粕", "豆粕"),  # 玉米 is known
        ("白鲸最爱哪个池子？", "白鲸最爱东池和西池，很少去北池。", "东池", "东池"),
        ("工厂生产什么？", "工厂生产陶瓷和出口木器，有百年历史。", "陶瓷", "陶瓷"),  # a verb begins something else
    ],
)
def test_a_thing_is_told_with_those_joined_to_it(question: str, sentence: str, found: str, whole: str) -> None:
    assert grown(all_items, question, sentence, found) == whole


@pytest.mark.parametrize(
    ("question", "found", "alone"),
    [
        ("海洋馆为什么闭馆？", "由于水池开裂，因此海洋馆闭馆两年", "由于水池开裂"),
        ("牧场为什么开始轮牧？", "为了防止草场退化，牧场从春天开始轮牧，产量回升", "为了防止草场退化"),
        ("海洋馆为什么闭馆？", "由于水池开裂，外墙渗水", "由于水池开裂，外墙渗水"),
        ("海洋馆为什么闭馆？", "海洋馆闭馆，因此游客去了北港", "海洋馆闭馆，因此游客去了北港"),  # opens with no cause
    ],
)
def test_a_reason_ends_where_its_effect_is_told(question: str, found: str, alone: str) -> None:
    assert grown(cause_alone, question, found + "。", fold(found)) == fold(alone)


@pytest.mark.parametrize(
    ("question", "sentence", "found", "whole"),
    [
        ("海洋馆何时开放？", "1996年（民国85年）5月4日，海洋馆开放。", "5月4日", "5月4日"),
        (
            "海洋馆何时开放？",
            "1996年（民国85年）5月4日，海洋馆开放。",
            "1996年（民国85年）5月4日",
            "1996年（民国85年）5月4日",
        ),
        ("年游客何时达到顶点？", "2014年前后，年游客达到顶点。", "2014年", "2014年前后"),
        ("儿科何时成为重点？", "儿科在抗洪救灾后成为重点。", "抗洪救灾", "抗洪救灾后"),
        ("儿科何时成为重点？", "儿科（2010年建，2014年扩）是重点。", "2010年", "2010年"),
    ],
)
def test_a_time_is_told_whole(question: str, sentence: str, found: str, whole: str) -> None:
    text = fold(sentence)
    start, end = time_alone(asked(question), scene(text), *place_of(text, fold(found)))
    assert text[start:end] == fold(whole)


def test_the_bracket_between_year_and_day_is_no_border() -> None:
    assert answer("海洋馆什么时候对外开放？", "海洋馆自1996年（民国85年）5月4日起对外开放。").startswith("1996年")


@pytest.mark.parametrize(
    ("question", "sentence", "led"),
    [
        ("海洋馆的原名是什么？", "海洋馆原名临江水族馆，有三层。", "临江水族馆"),
        ("白鲸又叫什么？", "白鲸别称雪鲸，吃鱼。", "雪鲸"),
        ("牧场在哪里？", "牧场又称北坡，地处黑河县，养羊。", "黑河县"),
    ],
)
def test_what_leads_a_name_in_speaks_for_it(question: str, sentence: str, led: str) -> None:
    found = spans(asked(question), sentence)
    assert found is not None
    worth = led_in(asked(question), found)
    seen = found.scene
    best = {seen.text[seen.starts[a] :] for a, w in zip(found.first.tolist(), worth.tolist(), strict=True) if w > 0}
    assert best
    assert all(text.startswith(led) for text in best)


def test_nothing_leads_in_where_something_was_born() -> None:
    found = spans(asked("周晚晴在哪里出生？"), "周晚晴的故居位于柳枝巷。")
    assert found is not None
    assert not led_in(asked("周晚晴在哪里出生？"), found).any()


def test_the_place_of_the_very_thing_comes_first() -> None:
    assert answer("住院楼在哪里？", "住院楼位于安宁路，门诊楼位于中山路。") == "安宁路"
    told = "渡口的老码头坐落在柳林镇码头街，新码头位于镇东的工业园内。"
    assert answer("新码头在哪里？", told) == "镇东的工业园内"
    assert answer("老码头在哪里？", told) == "柳林镇码头街"
    assert answer("住院楼在哪里？", "医院的住院楼位于医院的南侧，门诊楼位于中山路的西段。") == "医院的南侧"


def test_a_cause_in_so_many_words_is_one() -> None:
    gap = asked("渔民为什么喜欢去北港卖鱼？")
    sentence = "由于北港的鱼价高，渔民都去北港卖鱼。"
    assert gives_its_cause(gap, sentence, 0.9)
    assert not gives_its_cause(gap, sentence, 0.5)
    assert not gives_its_cause(gap, "渔民都去北港卖鱼。", 0.9)
    assert not gives_its_cause(gap, "由于台风，南港的仓库进了水。", 0.9)


def test_one_statement_answers_you_shenme() -> None:
    told = "山谷里石桥上游的大河上有著名的水利工程白鹭水库"
    assert lists_all(asked("山谷里石桥的上游有什么著名的水利工程？"), told, told, 0.4)
    assert not lists_all(asked("山谷里石桥的上游有哪些著名的水利工程？"), told, told, 0.4)
    assert not lists_all(asked("石桥有什么著名的水利工程？"), told, told, 0.4)  # a single word is told by anything


def test_what_a_thing_is_for_is_told_in_a_statement() -> None:
    assert asks_statement(asked("白藤的叶片有什么作用？"))
    assert not asks_statement(asked("白藤的叶片有什么？"))


def test_two_that_did_it_are_the_answer() -> None:
    sentence = "码头由建筑师顾时雨和林若谷设计。"
    passage = Passage(0, "d", 0, len(sentence), sentence)
    told = Candidate(passage, None, 0, len(sentence), sentence, (), score=5.0, probability=0.9)
    found = respond(understand("码头由谁设计？"), [told])
    assert found is not None
    assert found.value == "顾时雨和林若谷"


@pytest.mark.parametrize(
    ("sentence", "word", "first"),
    [
        (
            "启明谷为算法企业建设公共算力服务平台，以普惠的方式提供服务。",
            "力",
            "公共",
        ),  # 算|力: no word of the dictionary's
        ("启明谷的算法企业公共算力服务平台，以普惠的方式提供服务。", "力", "公共"),  # 企业 is the question's
        ("启明谷建设服务平台，以普惠的方式提供服务。", "服务平台", "服务平台"),
    ],
)
def test_nouns_side_by_side_are_not_cut(sentence: str, word: str, first: str) -> None:
    seen = scene(sentence)
    at = from_verb(asked("启明谷为算法企业建设了什么平台？"), seen, seen.words.index(word))
    assert seen.words[at] == first
