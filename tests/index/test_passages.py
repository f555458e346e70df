"""Passages are slices on sentence borders that together cover the text."""

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
