"""Enumerations over several sentences, and answers that stand beside the sentence that fits best."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import sentences
from index.types import Passage
from qa.evidence import Candidate
from qa.question import understand
from qa.span_answer import respond
from qa.span_beside import Found
from qa.span_list import asked_count, enumeration

STEPS = (
    "所谓“三步走”：一是先行试验，在两个车间里换装设备。二是全面推广，用两年时间覆盖全厂。"
    "三是对外输出，把经验卖给同行。厂长说，此事不容再拖。"
)
GUESTS = "出席的嘉宾有：\n江畔大学校长 何秋实\n白石电子董事长 陆文澜\n远山研究院院长 欧阳明轩\n有请他们上台。"
HEADED = "我们的两个重点\n海上风电：以运维为主，已有企业40家。\n氢能船舶：以电堆为主，已有企业12家。\n欢迎来电。"
RULES = "第九条 有下列情形的不予受理：（一）材料不全；（二）逾期提交；（三）重复申报。"
SPEECH = "会场里座无虚席。\n“缺的不是钱，是敢用的人。”\n青松园园长何秋实对记者指出。\n随后进入提问。"
CENTRE = "白石创新中心的首个项目已经投产。该中心由江畔大学支持成立，是本市首家民办新型研究机构。"
CAUSE = "旧厂房层高不够，行车也装不下。所以我们开始建设第二车间，明年交付。"


def evidence(text: str, best: str, speaker: str | None = None) -> list[Candidate]:
    """The sentences of one passage as candidates, the one that holds `best` first."""
    passage = Passage(0, "d", 0, len(text), text, speaker=speaker)
    found = [Candidate(passage, None, a, b, text[a:b], (), score=1.0) for a, b in sentences(text)]
    first = next(c for c in found if best in c.sentence)
    rest = [Candidate(c.passage, None, c.start, c.end, c.sentence, (), score=0.0) for c in found if c is not first]
    return [first, *rest]


def answer(question: str, text: str, best: str, speaker: str | None = None) -> Found:
    found = respond(understand(question), evidence(text, best, speaker))
    assert found is not None
    quoted = [text[q.start : q.end] for q in found.quotes]
    assert all(any(part in quote for quote in quoted) for part in found.value.split("；"))
    return found


@pytest.mark.parametrize(
    ("question", "text", "best", "expected"),
    [
        ("“三步走”指什么？", STEPS, "所谓", "先行试验；全面推广；对外输出"),
        ("“三步走”指的是哪三步？", STEPS, "所谓", "先行试验；全面推广；对外输出"),
        ("出席的三位嘉宾是谁？", GUESTS, "出席", "何秋实；陆文澜；欧阳明轩"),
        ("我们的两个重点是什么？", HEADED, "重点", "海上风电；氢能船舶"),
        ("哪三种情形不予受理？", RULES, "不予受理", "材料不全；逾期提交；重复申报"),
    ],
)
def test_a_list_over_several_sentences_is_given_whole_and_in_order(
    question: str, text: str, best: str, expected: str
) -> None:
    assert answer(question, text, best).value == expected


def test_the_list_goes_on_in_the_next_passage() -> None:
    cut = STEPS.index("二是")
    one = Passage(0, "d", 0, cut, STEPS[:cut])
    two = Passage(1, "d", cut, len(STEPS), STEPS[cut:])
    found = [
        Candidate(p, None, p.start + a, p.start + b, p.text[a:b], (), score=-float(n))
        for n, p in enumerate((one, two))
        for a, b in sentences(p.text)
    ]
    given = respond(understand("“三步走”指什么？"), found)
    assert given is not None
    assert given.value == "先行试验；全面推广；对外输出"
    assert [quote.passage.id for quote in given.quotes] == [0, 1]


def test_fewer_items_than_asked_for_are_no_list() -> None:
    assert enumeration(STEPS, 0, STEPS.index("。") + 1, 4) == []
    assert len(enumeration(STEPS, 0, STEPS.index("。") + 1, 3)) == 3


def test_what_announces_nothing_leads_no_list() -> None:
    text = "会议持续了一天。\n会后参观了车间。\n晚上返回。"
    assert enumeration(text, 0, 8, None) == []


@pytest.mark.parametrize(
    ("question", "count"),
    [("五位嘉宾是谁", 5), ("两个重点是什么", 2), ("哪些嘉宾", None), ("第三届有谁", None), ("2023年的四家企业", 4)],
)
def test_how_many_are_asked_for(question: str, count: int | None) -> None:
    assert asked_count(question) == count


def test_who_said_it_may_stand_in_the_next_sentence() -> None:
    found = answer("说缺的是敢用的人的，是哪位？", SPEECH, "敢用的人")
    assert found.value == "何秋实"
    assert "敢用的人" in SPEECH[found.quotes[0].start : found.quotes[0].end]


def test_a_turn_is_said_by_its_speaker() -> None:
    text = "何秋实：各位好。缺的不是钱，是敢用的人。"
    assert answer("谁说缺的是敢用的人？", text, "敢用的人", "何秋实").value == "何秋实"


def test_the_reason_stands_before_what_follows_from_it() -> None:
    assert "层高不够" in answer("为什么要建第二车间？", CAUSE, "第二车间").value


@pytest.mark.parametrize("question", ["论坛什么时候召开？", "论坛在什么时间召开？"])
def test_what_is_no_time_does_not_answer_when(question: str) -> None:
    assert respond(understand(question), evidence("园区将继续筹备论坛。", "论坛")) is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="一二三是、。：；\n（）1.2园区，第", max_size=80),
    st.integers(0, 60),
    st.integers(2, 5) | st.none(),
)
def test_items_are_places_in_order(text: str, end: int, wanted: int | None) -> None:
    items = enumeration(text, 0, min(end, len(text)), wanted)
    assert all(0 <= i.start <= i.name_start <= i.name_end <= i.end <= len(text) for i in items)
    assert all(a.end <= b.start for a, b in pairwise(items))
