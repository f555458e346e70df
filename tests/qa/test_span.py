"""The short answer inside a sentence: right borders for each kind of question, on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Passage
from qa import Status
from qa.evidence import Candidate
from qa.question import understand
from qa.span import answer_span, best_span
from qa.span_question import asked
from qa.span_scene import scene
from tests.conftest import Over

JETTY = "2021年6月，望江机械厂与挪威的海港公司签订协议，由总工程师何秋实带队赴卑尔根安装调试。"
NOTICE = "因连日暴雨冲毁了便桥，三号库区自即日起暂停收货。"
LEAGUE = "联盟首批成员包括江畔大学、远山研究院、白石电子和翠微银行。"
TALK = "主持人请上台的是清河开发区主任马丁·霍夫曼，他介绍了当地的供热改造。"


def candidate(sentence: str, score: float = 0.0, number: int = 0) -> Candidate:
    passage = Passage(number, "d", 0, len(sentence), sentence)
    return Candidate(passage, None, 0, len(sentence), sentence, (), score)


def answer(question: str, sentence: str) -> str:
    start, end = answer_span(understand(question), candidate(sentence))
    return sentence[start:end]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("望江机械厂是什么时候和海港公司签协议的？", JETTY, "2021年6月"),
        ("带队去安装调试的总工程师是谁？", JETTY, "何秋实"),
        ("清河开发区的主任是谁？", TALK, "马丁·霍夫曼"),
        ("青萍出版社的总部设在哪里？", "青萍出版社成立于1987年，总部设在南京。", "南京"),
        ("青萍出版社是哪一年成立的？", "青萍出版社成立于1987年，总部设在南京。", "1987年"),
        ("石桥是什么时候建成的？", "石桥是匠人们在公元前25年建成的。", "公元前25年"),
        ("石桥是什么时候重修的？", "石桥于天正16年（1588年）重修。", "天正16年（1588年）"),
        ("石桥什么时候塌了？", "正德五年（1510年）十月，石桥塌了。", "正德五年（1510年）十月"),
        ("石桥是什么时候画成图的？", "石桥在二十世纪初期画成了图。", "二十世纪初期"),
        ("村里得到谁的支援？", "洪水过后，村里得到高丽发兵支援。", "高丽"),
        ("白茅是谁的女儿？", "后来，朝廷走访王蕴的女儿白茅。", "王蕴"),
        ("蒂亚戈是哪个国家的赛车手？", "蒂亚戈（生于1976年）是一位葡萄牙赛车手。", "葡萄牙"),
    ],
)
def test_a_name_or_date_is_given_alone_and_whole(question: str, sentence: str, expected: str) -> None:
    assert answer(question, sentence) == expected


def test_the_same_sentence_answers_each_question_with_its_own_words() -> None:
    who = answer("谁带队赴卑尔根？", JETTY)
    when = answer("协议是哪年签的？", JETTY)
    assert "何秋实" in who
    assert "2021年" not in who
    assert when.startswith("2021年")


@pytest.mark.parametrize("question", ["联盟的首批成员有哪些？", "联盟首批成员是哪四家？", "联盟首批成员包括什么？"])
def test_a_list_is_complete_and_in_order(question: str) -> None:
    given = answer(question, LEAGUE)
    places = [given.find(name) for name in ("江畔大学", "远山研究院", "白石电子", "翠微银行")]
    assert -1 not in places
    assert places == sorted(places)
    assert not given.endswith("。")


def test_a_list_of_years_is_complete() -> None:
    sentence = "学会先后于1998年、2006年、2014年在成都举办过年会。"
    given = answer("学会在哪几年办过年会？", sentence)
    assert all(year in given for year in ("1998年", "2006年", "2014年"))


def test_a_reason_is_a_clause_not_a_word() -> None:
    given = answer("三号库区为什么停止收货？", NOTICE)
    assert "暴雨冲毁了便桥" in given


def test_what_happened_is_a_clause_and_not_somebody_in_it() -> None:
    sentence = "2019年，河湾港务把白石码头租给了远山机械，其后一直由该公司管理，直到合同期满。"
    assert "把白石码头租给了远山机械" in answer("2019年，白石码头发生了什么变化？", sentence)
    assert answer("远山机械租下了什么码头？", sentence) == "白石码头"


def test_a_reason_keeps_the_word_that_makes_it_one() -> None:
    assert answer("为什么三号库区暂停收货？", NOTICE).startswith("因")


def test_a_list_that_is_not_all_says_so_and_keeps_its_verb() -> None:
    given = answer("白茅分布在哪些地区？", "白茅分布在青州、荆州、扬州以及中原的雍州等地。")
    assert given.endswith("分布在青州、荆州、扬州以及中原的雍州等地")


def test_whether_is_answered_by_the_clause_that_says_it() -> None:
    assert "暂停收货" in answer("三号库区是否暂停收货？", NOTICE)


def test_full_width_and_traditional_characters_keep_their_places() -> None:
    sentence = "ＡＢＣ公司總部設於１９８７年，董事長是何秋實。"
    assert answer("ABC公司的董事长是谁？", sentence) == "何秋實"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(min_size=1, max_size=120))
def test_any_text_gives_a_place_inside_the_sentence(question: str, sentence: str) -> None:
    start, end = answer_span(understand(question), candidate(sentence))
    assert 0 <= start < end <= len(sentence)
    assert answer_span(understand(question), candidate(sentence)) == (start, end)


def test_a_very_long_sentence_is_read_too() -> None:
    sentence = "、".join(f"第{n}项工作由{n}组负责" for n in range(600))
    start, end = answer_span(understand("第7项工作由哪个组负责？"), candidate(sentence))
    assert 0 <= start < end <= len(sentence)


def test_the_sentence_that_fills_the_gap_wins_over_its_neighbour() -> None:
    lead = candidate("圆桌对话环节由主持人主持，气氛热烈。", 1.0, 1)
    filled = candidate("主持圆桌对话的是江畔大学教授何秋实。", 0.8, 2)
    question = understand("圆桌对话由谁主持？")
    assert best_span(question, [lead, filled])[0] is filled
    assert best_span(question, [lead])[0] is lead


def test_evidence_that_fits_far_better_is_not_overruled() -> None:
    right = candidate("青松园的负责人是陈立国。", 9.0, 1)
    other = candidate("白石园的负责人是何秋实。", 0.0, 2)
    assert best_span(understand("青松园的负责人是谁？"), [right, other])[0] is right


@pytest.mark.parametrize(
    ("question", "kind", "left", "right", "head"),
    [
        ("海港公司同哪家船厂签了意向书？", "which", "海港公司同", "签了意向书", "船厂"),
        ("江畔大学的校长是谁？", "who", "江畔大学的校长是", "", "校长"),
        ("《为什么是南京》是谁写的？", "who", "《为什么是南京》是", "写的", ""),
        ("联盟有哪些著名的成员？", "list", "联盟有", "", "成员"),
        ("这本书为什么停印？", "why", "这本书", "停印", ""),
        ("他被聘为什么职务？", "which", "他被聘为", "", "职务"),
        ("几家基金投了哪些企业？", "list", "几家基金投了", "", "企业"),
        ("学会的办公地点", "other", "学会的办公地点", "", "地点"),
    ],
)
def test_the_gap_of_a_question(question: str, kind: str, left: str, right: str, head: str) -> None:
    gap = asked(question)
    assert (gap.type, gap.left, gap.right, gap.head) == (kind, left, right, head)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("理事长张翠与秘书长欧阳明轩到场。", ["张翠", "欧阳明轩"]),
        ("总工程师何秋实说，马丁·霍夫曼也会来。", ["何秋实", "马丁·霍夫曼"]),
        ("高新技术企业和园区于本月完成统计。", []),
        ("由诺贝尔生理学与医学奖获得者马歇尔教授发起", ["马歇尔"]),
    ],
)
def test_people_are_found_by_the_shape_of_their_names(sentence: str, names: list[str]) -> None:
    assert [sentence[a:b] for a, b in scene(sentence).people] == names


def test_an_authority_is_met_by_the_name_that_it_is_short_for(over: Over) -> None:
    assistant = over(a="2025年1月，工业和信息化部出台《低空装备行动方案》，明确了总体要求。")
    assert "低空装备行动方案" in assistant.ask("工信部出台的讲低空装备的方案叫什么？").text
    assert assistant.ask("财政部出台的讲低空装备的方案叫什么？").status is Status.NO_EVIDENCE
