"""Passages are slices on sentence borders that together cover the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.config import IndexConfig
from index.passages import passages, sentences
from index.types import Document, Section, Turn

TEXT = st.text(alphabet="园区企业收入增长，。！？；：\n 1234亿元“”", max_size=1500)


def _document(text: str, **parts: object) -> Document:
    return Document(id="d", name="d", text=text, **parts)  # type: ignore[arg-type]


@given(TEXT)
def test_passages_are_slices_and_cover_the_text(text: str) -> None:
    document = _document(text)
    found = passages(document)
    position = 0
    for passage in found:
        assert passage.text == text[passage.start : passage.end]
        assert passage.start >= position
        assert not text[position : passage.start].strip()
        position = passage.end
    assert not text[position:].strip()


@given(TEXT)
def test_passages_do_not_cut_sentences(text: str) -> None:
    found = passages(_document(text))
    for start, end in sentences(text):
        if end - start <= IndexConfig().passage_limit:
            assert any(p.start <= start and end <= p.end for p in found)


def test_sentences_keep_closing_quotes() -> None:
    text = "他说：“今年收入增长。”大家鼓掌！第二句"
    assert [text[a:b] for a, b in sentences(text)] == ["他说：“今年收入增长。”", "大家鼓掌！", "第二句"]


def test_a_list_stays_with_its_lead_in() -> None:
    filler = "园区建设稳步推进。" * 30
    text = filler + "三项任务如下：\n一是扩大开放。"
    last = passages(_document(text))[-1]
    assert "三项任务如下：\n一是扩大开放。" in last.text


def test_sections_and_turns_are_borders() -> None:
    text = "甲园收入一亿元。乙园收入两亿元。"
    document = _document(text, sections=(Section(0, 8, "甲"), Section(8, 16, "乙")), turns=(Turn(8, 16, "王明"),))
    first, second = passages(document)
    assert (first.section, first.speaker, second.section, second.speaker) == ("甲", None, "乙", "王明")


def test_pages_count_from_one() -> None:
    text = "第一页的话。" * 60 + "第二页的话。" * 60
    found = passages(_document(text, pages=(0, 360)))
    assert found[0].page == 1
    assert found[-1].page == 2


FILLER = "园区建设稳步推进。" * 30


def _whole(text: str, *stretches: str) -> bool:
    """Whether each stretch stands whole in one passage."""
    found = passages(_document(text))
    return all(any(stretch in p.text for p in found) for stretch in stretches)


@pytest.mark.parametrize(
    "listed",
    [
        "出席会议的来宾有：\n科技局副局长 王小明\n园区管委会主任 陈立国\n商务局处长 何敏",
        "三项任务如下：\n1. 建设孵化器两座。预计明年完工。\n2. 引进企业一百家。\n3. 开通公交线路三条。",
        "要推动“四个转变”：一是方向转变，更求首创。二是模式转变，更重生态。三是动力转变，更靠创新。",
        "今年要做好三方面工作。一是扩大开放，引进外资。二是完善配套，建设学校。三是优化服务，减少跑动。",
        "今年要做好三方面工作。\n（一）扩大开放，引进外资。\n（二）完善配套，建设学校。\n（三）优化服务，减少跑动。",
    ],
)
@pytest.mark.parametrize("before", range(20, 31, 2))
def test_a_list_is_not_parted_from_its_lead_in(listed: str, before: int) -> None:
    assert _whole("园区建设稳步推进。" * before + "\n" + listed + "\n" + FILLER, listed)


def test_a_list_that_is_too_long_keeps_its_first_item_with_the_lead_in() -> None:
    items = [f"{n}. {'建设孵化器两座，引进企业一百家，' * 5}完成年度计划。" for n in range(1, 12)]
    text = FILLER + "\n任务如下：\n" + "\n".join(items)
    assert _whole(text, "任务如下：\n" + items[0], *items)
    limit = IndexConfig().passage_limit
    assert all(p.end - p.start <= limit for p in passages(_document(text)))


@pytest.mark.parametrize("before", range(24, 37))
@pytest.mark.parametrize(
    "said",
    [
        "“这里的服务很周到，从注册到开工只用了28天。”落户园区的企业负责人何敏说，公司产值预计达到3000万元。",
        "“太好了！”来自海棠湾的Larsson感叹，“这种布局值得借鉴。”",
        "园区里有学校、医院、公园……凡是员工需要的，这里都有。",
    ],
)
def test_a_quotation_is_not_parted_from_who_said_it(said: str, before: int) -> None:
    assert _whole("园区建设稳步推进。" * before + said + FILLER, said)


@pytest.mark.parametrize("character", ["园", "a", "，", "。", "1", "“", "园区 "])
def test_passages_of_endless_lines_are_bounded(character: str) -> None:
    text = character * 100_000
    found = passages(_document(text))
    assert max(p.end - p.start for p in found) <= 4 * IndexConfig().passage_limit
    assert "".join("".join(p.text for p in found).split()) == "".join(text.split())


def test_numbers_are_not_cut_where_a_line_without_stops_is() -> None:
    text = "园区收入4785亿元其中出口126.8亿元比上年增长13.6%" * 200
    for passage in passages(_document(text))[1:]:
        assert not (text[passage.start].isdigit() and text[passage.start - 1] in "0123456789.")
        assert text[passage.start] not in ".%"


@given(TEXT, st.integers(20, 200))
def test_passages_stay_within_the_limit_unless_a_sentence_is_longer(text: str, length: int) -> None:
    config = IndexConfig(passage_length=length, passage_limit=length * 3 // 2)
    longest = max((end - start for start, end in sentences(text)), default=0)
    for passage in passages(_document(text), config):
        assert passage.end - passage.start <= max(config.passage_limit, min(longest, 4 * config.passage_limit))
