"""Titles, dates, sections and turns, on invented documents in the shapes that real ones have."""

from datetime import date

import pytest

from index.load import document_from_text
from index.published import dateline_date, leading_date, read_date, stated_date, trusted_metadata
from index.types import Document
from tests.conftest import SEEDS
from tests.index.test_clean import STORY, set_in_column

BODY = "".join(STORY[:2])


def titles(document: Document) -> list[str | None]:
    return [section.title for section in document.sections]


def check(document: Document) -> None:
    """Sections and turns are in order, do not overlap, and lie inside the text."""
    for parts in (document.sections, document.turns):
        ends = [0, *(part.end for part in parts)]
        assert all(end <= part.start < part.end for end, part in zip(ends, parts, strict=False))
        assert ends[-1] <= len(document.text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-28", date(2025, 3, 28)),
        ("2025-03-28T09:00:00+08:00", date(2025, 3, 28)),
        ("2025/3/28 09:00", date(2025, 3, 28)),
        ("2025年3月28日", date(2025, 3, 28)),
        ("2025年3月", None),
        ("2025-02-30", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_full_date_is_read(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-28 18:24:57，正文：园区开工。", date(2025, 3, 28)),
        ("[ 2025/03/28  18:24 ] ，正文：园区开工。", date(2025, 3, 28)),
        ("2025年3月28日 18:24 来自海棠湾", date(2025, 3, 28)),
        ("2019年3月28日，园区开工，至今已有六年。", None),
        ("2025年园区开工。", None),
    ],
)
def test_a_date_at_the_beginning_counts_in_a_header_only(text: str, day: date | None) -> None:
    assert leading_date(text) == day


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["主题：园区论坛", "时间：2025年3月28日（上午 09：00）", "正文。"], date(2025, 3, 28)),
        (["园区公告", "发布时间：2025-03-28", "正文。"], date(2025, 3, 28)),
        (["园区通讯", "来源：海棠湾日报 2025年3月28日", "正文。"], date(2025, 3, 28)),
        (["园区通讯", "2025年3月28日 星期五 第2版", "正文。"], date(2025, 3, 28)),
        (["关于开展检查的通知", "各单位：", "正文。", "海棠湾管委会", "二〇二五年三月二十八日"], date(2025, 3, 28)),
        (["园区历史", "园区于2009年6月18日由市政府批准设立。", "正文。"], None),
        (["关于2025年5月1日起停止供水的通知", "正文。"], None),
    ],
)
def test_a_stated_date_is_found(lines: list[str], day: date | None) -> None:
    assert stated_date(lines) == day


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("本报讯（记者 何敏） 4月25日，2024海棠湾技术大会在园区举行。", date(2024, 4, 25)),
        ("本报讯（记者 何敏） 4月27-29日，2024海棠湾论坛在园区举行。", date(2024, 4, 29)),
        ("新华社海棠湾2024年4月25日电 园区今天开工。", date(2024, 4, 25)),
        ("9月17日，2025年海棠湾论坛在园区开幕。", date(2025, 9, 17)),
        ("9月17日，海棠湾论坛在园区开幕。", None),
        ("12月18日，1978年建成的老厂迎来纪念日，2018年曾经大修。", None),
        ("园区4月25日开工，2024年建成。", None),
        ("本报讯 近日，园区在2024年的评比中获奖。", None),
    ],
)
def test_the_day_of_a_dateline_needs_its_year(lead: str, day: date | None) -> None:
    assert dateline_date(lead, lead) == day


def test_a_later_year_in_the_article_makes_a_dateline_doubtful_unless_it_is_a_plan() -> None:
    lead = "9月17日，2023年海棠湾论坛在园区开幕。"
    assert dateline_date(lead, lead + "2025年又办了一届。") is None
    assert dateline_date(lead, lead + "园区力争到2027年建成。") == date(2023, 9, 17)


def test_metadata_is_trusted_when_the_text_is_of_its_time() -> None:
    assert trusted_metadata(date(2025, 2, 1), "2024年收入增长。") == date(2025, 2, 1)
    assert trusted_metadata(date(2026, 2, 1), "2023年收入增长。") is None
    assert trusted_metadata(date(2026, 2, 1), "收入增长。") is None


def test_a_headline_and_subheadings_are_found() -> None:
    document = document_from_text(
        "a", f"海棠湾迎来新机遇\n{STORY[0]}\n产业怎么选\n{STORY[1]}\n人才从哪来\n{STORY[2]}\n{STORY[3]}"
    )
    assert document.title == "海棠湾迎来新机遇"
    assert titles(document) == ["产业怎么选", "人才从哪来"]
    second = document.sections[1]
    assert document.text[second.start : second.end] == f"人才从哪来\n{STORY[2]}\n{STORY[3]}"
    check(document)


def test_a_list_of_names_is_not_headings() -> None:
    names = "科技局副局长  王小明\n发展改革委处长  李大力\n园区管委会主任  陈立国\n商务局科长  何敏华"
    document = document_from_text("a", f"{STORY[0]}\n出席的有：\n{names}\n{STORY[1]}")
    assert document.sections == ()


def test_what_is_known_from_outside_overrules_the_text() -> None:
    document = document_from_text(
        "a", f"标题：旧题\n时间：2020年1月1日\n{BODY}", title="新题", published=date(2025, 1, 2)
    )
    assert (document.title, document.published) == ("新题", date(2025, 1, 2))
    assert document_from_text("a", f"标题：旧题\n时间：2020年1月1日\n{BODY}").title == "旧题"


def test_unknown_stays_unknown() -> None:
    document = document_from_text("a", f"{STORY[0]}\n{STORY[1]}")
    assert (document.title, document.published, document.sections, document.turns) == (None, None, (), ())
    empty = document_from_text("a", " \n ")
    assert (empty.text, empty.title, empty.sections) == ("", None, ())


PAGE = [
    "海棠湾迎来新机遇海棠湾迎来新机遇",
    "▶ 本报记者 何敏",
    *[line for paragraph in STORY for line in set_in_column(paragraph, 22)],
    *set_in_column(
        "本报讯（记者 林远） 4月25日，2024海棠湾机器人大会在园区举行，来自全国的86家企业带来新产品。" + STORY[1], 30
    ),
    *set_in_column("大会期间，参展企业还与当地学校签订了28项协议，共同培养技术工人。" + STORY[3], 30),
    "观众在展台前与机器人下棋 何敏何敏//摄摄",
    "八十六家企业亮相",
    "机器人大会",
]


def test_articles_of_a_newspaper_page_are_sections_with_their_own_title_and_date() -> None:
    document = document_from_text("page", "\n\n".join(PAGE))
    assert document.title == "海棠湾迎来新机遇"
    assert [(s.title, s.published) for s in document.sections] == [
        ("海棠湾迎来新机遇", None),
        ("八十六家企业亮相机器人大会", date(2024, 4, 25)),
    ]
    assert document.text[document.sections[1].start :].startswith("本报讯（记者 林远）4月25日")
    check(document)


TALK = f"""主题：海棠湾园区论坛
时间：2025年3月28日

主持人：大家好，欢迎来到论坛。首先请管委会主任陈立国先生发言。

陈立国：各位来宾好。
一、园区的基础
{STORY[0]}
一是产业基础好：{STORY[1]}
（播放短片）

主持人：谢谢陈主任。下面请何敏女士。

何敏：{STORY[2]}
电话：5550166

主持人：谢谢大家。
"""


def test_turns_carry_their_speakers() -> None:
    document = document_from_text("talk", TALK)
    assert [turn.speaker for turn in document.turns] == ["主持人", "陈立国", "主持人", "何敏", "主持人"]
    assert STORY[1] in document.text[document.turns[1].start : document.turns[1].end]
    assert "播放短片" not in document.text
    assert (document.title, document.published) == ("海棠湾园区论坛", date(2025, 3, 28))
    check(document)


def test_a_section_in_a_speech_ends_with_the_speech() -> None:
    document = document_from_text("talk", TALK)
    assert titles(document) == ["一、园区的基础"]
    assert document.sections[0].end <= document.turns[1].end


def test_questions_and_answers_are_turns() -> None:
    document = document_from_text(
        "qa", "\n".join(f"问：第{n}个问题是什么？\n答：{text}" for n, text in enumerate(STORY))
    )
    assert [turn.speaker for turn in document.turns] == ["问", "答"] * 4


def test_labels_in_a_report_are_not_speakers() -> None:
    text = f"地点：海棠湾\n电话：5550166\n{STORY[0]}\n其中：{STORY[1]}\n结论：{STORY[2]}\n一是人才：{STORY[3]}"
    assert document_from_text("a", text).turns == ()


@pytest.mark.seeds
def test_the_seeds_have_their_articles_speakers_and_dates() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the first users' documents are not here")
    found = {path.name[:3]: document_from_text(path.name, path.read_text("utf-8")) for path in SEEDS.glob("*.txt")}
    for document in found.values():
        check(document)
    articles = [{(s.title or "").split(" · ")[0] for s in found[key].sections} for key in ("000", "001")]
    assert len(found["000"].sections) - sum(" · " in (s.title or "") for s in found["000"].sections) == 4
    assert len(articles[1]) == 2
    assert [s.published for s in found["000"].sections][-2:] == [date(2024, 4, 25), date(2024, 4, 29)]
    talk = found["002"]
    assert talk.published == date(2025, 3, 28)
    assert len({turn.speaker for turn in talk.turns}) >= 14
    assert len(found["003"].sections) == 5
    assert found["004"].published == date(2025, 9, 17)
