"""Answers that the make of a sentence gives away, and the near misses that must not be answered."""

from dataclasses import replace
from datetime import date

import pytest

from index.passages import sentences
from index.types import Passage
from index.words import fold
from qa.asks import asks_of
from qa.evidence import Candidate
from qa.question import understand
from qa.read import ExtractiveReader
from qa.span_anchor import (
    asks_body,
    asks_place_of_person,
    asks_post,
    doer,
    field,
    pairs,
    partner,
    post,
    told_of,
    whose_post,
)
from qa.span_answer import respond
from qa.span_question import asked
from qa.types import Status

OPENING = "揭幕仪式由副馆长段清和主持，河湾市文物局局长吕若谷为新馆揭牌，江畔大学主办，远山研究院、白石书店协办。"
TWINS = "四对博物馆签约：河湾博物馆与日本奈良博物馆、市船舶馆与新加坡海事馆、盐业馆与德国汉堡工坊分别结成姊妹馆。"
CONTRACT = "去年5月，新河机械厂和智利Andina矿业签署了《K7卡车采购意向书》，这是它的第一张海外订单。"
HEAD = "主题：第六届河湾修复论坛\n时间：2024年5月9日（上午9:00-11:30）\n地点：河湾会展中心·听涛厅"


def evidence(text: str, best: str = "", *, published: date | None = None) -> list[Candidate]:
    """The sentences of one passage as candidates, the one that holds `best` first."""
    passage = Passage(0, "d", 0, len(text), text, published=published)
    found = [Candidate(passage, None, a, b, text[a:b], ()) for a, b in sentences(text)]
    ranked = sorted(found, key=lambda c: best not in c.sentence)
    return [replace(c, score=-float(number)) for number, c in enumerate(ranked)]


def answer(question: str, text: str, best: str = "") -> str | None:
    found = respond(understand(question), evidence(text, best))
    return found.value if found else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("揭幕仪式是谁主持的？", "段清和"),
        ("给新馆揭牌的是谁？", "吕若谷"),
        ("主办方是哪家？", "江畔大学"),
        ("协办方是哪两家？", "远山研究院、白石书店"),
    ],
)
def test_whoever_does_it_is_named_whole_and_alone(question: str, expected: str) -> None:
    assert answer(question, OPENING) == expected


def test_a_verb_of_another_doer_does_not_answer() -> None:
    assert doer(asked("新馆是谁设计的？"), OPENING) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("市船舶馆签约的是哪家国外博物馆？", "新加坡海事馆"),
        ("跟德国汉堡工坊结对的是哪家馆？", "盐业馆"),
        ("签约的博物馆，外方都有谁？请列全", "日本奈良博物馆；新加坡海事馆；德国汉堡工坊"),
    ],
)
def test_the_other_side_of_a_pair_answers(question: str, expected: str) -> None:
    assert answer(question, TWINS) == expected


def test_a_list_of_single_names_holds_no_pairs() -> None:
    assert pairs("到场的有河湾博物馆、市船舶馆和盐业馆。") == []
    assert partner(asked("茶叶馆签约的是哪家博物馆？"), TWINS) == []
    assert partner(asked("盐业馆的馆长是谁？"), TWINS) == []


@pytest.mark.parametrize(
    "question", ["新河机械厂和智利哪家公司签了意向书？", "跟新河机械厂签意向的智利公司叫什么名字？"]
)
def test_a_company_is_answered_by_a_name_not_by_a_title(question: str) -> None:
    given = answer(question, CONTRACT)
    assert given is not None
    assert "Andina矿业" in given
    assert "意向书" not in given


@pytest.mark.parametrize(
    ("question", "asks"),
    [("哪家公司中标？", True), ("中标的公司是谁？", True), ("医院是谁创办的？", False), ("院长是谁？", False)],
)
def test_which_questions_ask_for_a_body(question: str, asks: bool) -> None:
    assert asks_body(asked(question)) is asks


def test_the_field_of_a_head_answers_where_and_when_an_event_was() -> None:
    assert answer("第六届河湾修复论坛在哪个厅开的？", HEAD) == "河湾会展中心·听涛厅"
    assert answer("第六届河湾修复论坛是什么时候举行的？", HEAD) == "2024年5月9日（上午9:00-11:30）"
    assert field(asked("河湾博物馆在哪里？"), HEAD.splitlines()[2]) is None


def test_what_a_question_holds_of_a_text_leaves_dates_and_the_gap_aside() -> None:
    gap = asked("2024年5月9日河湾修复论坛在哪个厅举行？")
    assert told_of(gap, fold(HEAD)) == 1.0
    assert told_of(gap, "园区食堂今日歇业") == 0.0


def test_a_post_stands_before_the_name_or_behind_it() -> None:
    start, end = post("吕若谷", OPENING) or (0, 0)
    assert OPENING[start:end] == "河湾市文物局局长"
    later = "吕若谷，现年五十岁，任河湾市文物局局长。"
    assert post("贺一苇", later) is None
    assert answer("给新馆揭牌的是谁？什么职务", OPENING) == "吕若谷；河湾市文物局局长"
    assert asks_post("他是什么职务")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("河湾清漆有限责任公司创始人、董事长吕若谷说。", "河湾清漆有限责任公司创始人、董事长"),
        ("望屿开发公司总经理  吕若谷先生", "望屿开发公司总经理"),
        ("在河湾设计园（HW PARK）董事长吕若谷看来，漆要三年干。", "河湾设计园（HW PARK）董事长"),
        ("河湾漆业的创始人吕若谷说，漆要三年干。", "河湾漆业的创始人"),
        ("昨天，河湾公司董事长兼总经理吕若谷到场。", "河湾公司董事长兼总经理"),
        ("接下来有请市经济和信息化局副局长吕若谷先生。", "市经济和信息化局副局长"),
        ("主持对话的是河湾市规划和自然资源委员会处长吕若谷。", "河湾市规划和自然资源委员会处长"),
        ("出席的有河湾大学和教育局处长吕若谷。", "教育局处长"),
        ("有请青川未来科技城管委会副主任 吕若谷发言。", "青川未来科技城管委会副主任"),
    ],
)
def test_a_post_is_told_with_the_body_that_it_is_of(sentence: str, told: str) -> None:
    start, end = post("吕若谷", sentence) or (0, 0)
    assert sentence[start:end] == told


def test_body_and_post_of_a_person_are_one_ask() -> None:
    assert asks_place_of_person("吕若谷是哪家公司的，什么职务？")
    assert not asks_place_of_person("吕若谷是什么职务？")
    assert not asks_of("吕若谷是哪家公司的，什么职务？")
    assert whose_post(asked("罗真是什么职务？")) == "罗真"


def test_a_post_within_a_body_is_given_whole_whatever_the_body_is_called() -> None:
    text = "该公司先进涂层材料应用实验室总监吕若谷对河湾日报记者介绍，新涂层已经量产。"
    assert answer("海珀公司的吕若谷担任什么职务？", text) == "先进涂层材料应用实验室总监"


def test_the_host_is_that_of_the_meeting_asked_for() -> None:
    thanks = "感谢吕若谷的精彩主持，请回席入座。"
    opening = "欢迎来到清漆论坛，我是河湾广播电视台主持人贺一苇。"
    question = understand("清漆论坛是谁主持的？")
    found = respond(question, [*evidence(thanks), *evidence(opening)])
    assert found is not None
    assert found.value == "贺一苇"


def test_another_post_or_another_bodys_post_does_not_answer() -> None:
    assert answer("博物馆馆长是谁？", "博物馆副馆长段清和出席了仪式。") is None
    assert answer("盐业公司的董事长是谁？", "华岭集团董事长贺一苇出席了仪式。") is None
    assert answer("华岭集团的董事长是谁？", "华岭集团董事长贺一苇出席了仪式。") == "贺一苇"
    assert answer("华岭集团的现任董事长是谁？", "来宾中还有华岭集团的前董事长贺一苇先生。") is None
    assert answer("华岭集团的总经理叫什么名字？", "华岭集团在高新区落户。") is None


def test_a_year_that_nothing_speaks_of_is_not_answered() -> None:
    text = "我是河湾广播电视台的主持人白鹭。"
    then = evidence(text, published=date(2025, 4, 18))
    assert respond(understand("2027年的论坛是谁主持的？"), then) is None
    assert respond(understand("2025年的论坛是谁主持的？"), then) is not None


def test_a_quotation_is_found_by_most_of_its_words() -> None:
    text = "“缺乏人手是馆里最大的难处。”文物局局长吕若谷在会上指出。之后散会。"
    assert answer("“缺人手是最大的难处”这话是谁说的？", text, "难处") == "吕若谷"


def test_a_kind_asked_for_is_given_with_its_noun() -> None:
    text = "这座馆原来是一座做绳子的工厂，闲置多年。"
    assert answer("这座馆原来是干什么的工厂？", text) == "做绳子的工厂"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("馆里聚焦哪三大主题？", "新馆主要是陶瓷、青铜、书画。", "陶瓷、青铜、书画"),
        ("三个共享平台分别叫什么？", "馆里建起了扫描平台、修复平台和检测平台三大共享平台。", "扫描平台、修复平台和检测平台"),
        ("馆里引进了哪四家单位？", "馆里引进了四家单位：白石书店、远山研究院、江畔大学，以及盐业协会。",
         "白石书店、远山研究院、江畔大学，以及盐业协会"),
    ],
)  # fmt: skip
def test_a_list_is_given_without_what_leads_it_in_or_sums_it_up(question: str, sentence: str, expected: str) -> None:
    assert answer(question, sentence) == expected


def test_a_list_of_three_does_not_answer_for_six() -> None:
    assert answer("河湾六小馆具体是哪六家馆？", "河湾聚焦陶瓷、青铜、书画等主题，六小馆成功出圈。") is None


def test_what_the_make_of_a_sentence_gives_away_needs_less_support() -> None:
    question = understand("揭幕仪式是谁主持的？")
    weak = [
        Candidate(c.passage, c.row, c.start, c.end, c.sentence, (0.0,) * 200, probability=0.08)
        for c in evidence(OPENING)
    ]
    assert ExtractiveReader().read(question, weak).value == "段清和"
    loose = understand("新馆里最热闹的是什么？")
    assert ExtractiveReader().read(loose, weak).status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("谁获得最有价值球员奖？", "最后白石队夺冠，保罗·皮尔斯则获得最有价值球员奖。", "保罗·皮尔斯"),
        ("白石堂是由谁设计的？", "白石堂由建筑师博罗米尼设计，修了三年。", "博罗米尼"),
        ("《白石人》是由谁创作的？", "《白石人》是一个由伊恩·法兰明所创作的故事。", "伊恩·法兰明"),
    ],
)
def test_a_foreign_name_is_given_whole(question: str, text: str, expected: str) -> None:
    assert answer(question, text) == expected
