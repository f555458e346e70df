"""Titles, dates, sections and turns, on invented documents in the shapes that real ones have."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import clean
from index.datelines import dateline_day
from index.load import document_from_text
from index.load.plain import markdown
from index.named import named_date, named_title
from index.passages import passages
from index.published import leading_date, read_date, stated_date, trusted_metadata
from index.speakers import find_speakers
from index.structure import structure
from index.types import Document, Origin
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
        ("2025年3月", date(2025, 3, 1)),
        ("2025-02-30", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_stated_date_is_read(text: str, day: date | None) -> None:
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
        (["主题：园区论坛", "时间：2025年3月28日（下午 14：00）", "正文。"], date(2025, 3, 28)),
        (["园区公告", "发布时间：2025-03-28", "正文。"], date(2025, 3, 28)),
        (["园区通讯", "来源：海棠湾日报 2025年3月28日", "正文。"], date(2025, 3, 28)),
        (["园区通讯", "2025年3月28日 星期五 第2版", "正文。"], date(2025, 3, 28)),
        (["关于开展检查的通知", "各单位：", "正文。", "海棠湾管委会", "二〇二五年三月二十八日"], date(2025, 3, 28)),
        (["园区历史", "园区于2009年6月18日由市政府批准设立。", "正文。"], None),
        (["关于2025年5月1日起停止供水的通知", "正文。"], None),
        (["园区公告", "发布时间：2025-03-28 10:00  来源：海棠湾发布  浏览次数：128", "正文。"], date(2025, 3, 28)),
        (["园区公告", "【发布日期】2025-03-28", "正文。"], date(2025, 3, 28)),
        (["成文日期：2025年03月20日", "标题：意见", "发布日期：2025年03月28日", "正文。"], date(2025, 3, 28)),
        (["论坛预告", "活动时间：2025年10月15日", "发布时间：2025-03-28", "正文。"], date(2025, 3, 28)),
        (["园区公告", "海棠湾发布 2025/3/28", "正文。"], date(2025, 3, 28)),
        (["在大会上的讲话", "（2025年3月28日）", "陈立国", "正文。"], date(2025, 3, 28)),
        (["政府工作报告", "——2025年3月28日在第三次会议上", "正文。"], date(2025, 3, 28)),
        (["通知", "正文。", "海棠湾管委会", "2025年3月28日", "（此件公开发布）"], date(2025, 3, 28)),
        (["通知", "正文。", "海棠湾管委会  2025年3月28日"], date(2025, 3, 28)),
        (["通知", "正文。", "海棠湾管委会办公室 2025年3月28日印发"], date(2025, 3, 28)),
        (["申报通知", "申报截止时间：2025年9月30日", "正文。"], None),
        (["申报通知", "正文。", "申报时间：2025年9月1日至2025年9月30日", "截止时间：2025年9月30日"], None),
        (["租赁合同", "租赁期限：2025年1月1日至2026年12月31日", "正文。"], None),
        (["大事记", "2009年6月18日", "园区成立。", "2015年9月1日", "二期开工。", "2020年1月1日", "三期开工。"], None),
        (["管理办法", "正文。", "本办法自2025年9月1日起施行。"], None),
        (["园区报道", "正文。", "项目计划于2026年12月31日前建成。"], None),
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
    assert dateline_day(lead, lead) == day


def test_a_later_year_in_the_article_makes_a_dateline_doubtful_unless_it_is_a_plan() -> None:
    lead = "9月17日，2023年海棠湾论坛在园区开幕。"
    assert dateline_day(lead, lead + "2025年又办了一届。") is None
    assert dateline_day(lead, lead + "园区力争到2027年建成。") == date(2023, 9, 17)


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


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("海棠市港务局文件\n海港发〔2024〕5号\n关于一季度生产情况的报告\n市政府：", "关于一季度生产情况的报告"),
        ("附件1\n海棠港收费标准", "海棠港收费标准"),
        ("海棠港一季度生产情况", "海棠港一季度生产情况"),
        ("海棠港生产开门红\n——一季度港口生产综述", "海棠港生产开门红 ——一季度港口生产综述"),
        ("标题：海棠港生产开门红\n来源：海棠日报", "海棠港生产开门红"),
        ("海棠日报 2024年3月5日\n海棠港生产开门红\n记者 何敏", "海棠港生产开门红"),
        ("第7期\n海棠市港务局办公室 2024年3月5日\n海棠港生产开门红", "海棠港生产开门红"),
        ("海棠港务简报\n第7期\n海棠市港务局办公室 2024年3月5日\n海棠港生产开门红", "海棠港务简报"),
        ("目 录\n一、总体情况……1\n二、重点工作……3\n海棠港年度报告", "海棠港年度报告"),
        ("机密★一年\n海棠港生产情况报告", "海棠港生产情况报告"),
        ("当前位置：首页 > 要闻\n海棠港生产开门红\n发布时间：2024-03-05", "海棠港生产开门红"),
        ("【要闻】海棠港生产开门红\n2024-03-05 来源：海棠日报", "【要闻】海棠港生产开门红"),
        ("海棠港生产开门红\n海棠港生产开门红\n2024-03-05", "海棠港生产开门红"),
        ("3月5日\n海棠港生产开门红", "海棠港生产开门红"),
        ("2024-03-05 09:30:00\n海棠港生产开门红", "海棠港生产开门红"),
        ("来源：海棠日报\n海棠港生产开门红", "海棠港生产开门红"),
        ("1\n海棠港生产开门红", "海棠港生产开门红"),
        ("海棠港生产开门红！", "海棠港生产开门红！"),
        ("海棠港怎么了？", "海棠港怎么了？"),
        ("海棠港一季度生产情况\n（2024年3月5日）\n赵青", "海棠港一季度生产情况"),
        (
            "中共海棠市委办公室\n海棠市人民政府办公室\n关于加强港口工作的意见",
            "中共海棠市委办公室 海棠市人民政府办公室 关于加强港口工作的意见",
        ),
        ("海棠港生产开门红\n文/何敏", "海棠港生产开门红"),
        ("海棠港生产开门红\n何敏", "海棠港生产开门红"),
        ("原创 海棠港发布\n海棠港生产开门红\n2024-03-05 18:00", "海棠港生产开门红"),
    ],
)
def test_the_headline_is_told_from_what_stands_around_it(head: str, title: str) -> None:
    assert document_from_text("a", f"{head}\n{STORY[0]}\n{STORY[1]}").title == title


def test_unknown_stays_unknown() -> None:
    document = document_from_text("a", f"{STORY[0]}\n{STORY[1]}")
    assert (document.title, document.published, document.sections, document.turns) == (None, None, (), ())
    empty = document_from_text("a", " \n ")
    assert (empty.text, empty.title, empty.sections) == ("", None, ())


@pytest.mark.parametrize(
    ("name", "day", "title"),
    [
        ("20240831_园区建设迈上新台阶.txt", date(2024, 8, 31), "园区建设迈上新台阶"),
        ("2024-08-31 园区建设迈上新台阶.md", date(2024, 8, 31), "园区建设迈上新台阶"),
        ("园区建设迈上新台阶（2024年8月31日）.pdf", date(2024, 8, 31), "园区建设迈上新台阶"),
        ("纪要/01_园区管委会会议纪要2024.3.5.docx", date(2024, 3, 5), "园区管委会会议纪要"),
        ("2023-2024年度工作总结报告.docx", None, "2023-2024年度工作总结报告"),
        ("关于2025年5月1日起停水的通知.docx", None, "关于2025年5月1日起停水的通知"),
        ("000_78a82953016f7701.txt", None, None),
        ("20240831101010.txt", None, None),
        ("20240230.txt", None, None),
        ("新建文本文档 (2).txt", None, None),
        ("", None, None),
    ],
)
def test_a_name_of_a_file_may_tell_date_and_title(name: str, day: date | None, title: str | None) -> None:
    assert (named_date(name), named_title(name)) == (day, title)


def test_title_and_date_say_where_they_are_from() -> None:
    named = document_from_text("20240831_园区建设迈上新台阶.txt", BODY)
    assert (named.title, named.title_basis) == ("园区建设迈上新台阶", Origin.NAME)
    assert (named.published, named.published_basis) == (date(2024, 8, 31), Origin.NAME)
    written = document_from_text("20240831_旧题目旧题目.txt", f"海棠湾迎来新机遇\n发布时间：2025-03-28\n{BODY}\n{BODY}")
    assert (written.title, written.title_basis) == ("海棠湾迎来新机遇", Origin.TEXT)
    assert (written.published, written.published_basis) == (date(2025, 3, 28), Origin.TEXT)
    given = document_from_text("a", f"旧题\n发布时间：2025-03-28\n{BODY}", title="新题", published=date(2025, 4, 1))
    assert (given.title_basis, given.published_basis) == (Origin.FILE, Origin.FILE)
    nothing = document_from_text("a", f"{STORY[0]}\n{STORY[1]}")
    assert (nothing.title_basis, nothing.published_basis) == (None, None)
    made = structure(clean(f"{STORY[0]}\n2024年收入增长。"), created=date(2025, 1, 2))
    assert (made.published, made.published_basis) == (date(2025, 1, 2), Origin.FILE)


def test_headings_stand_under_those_above_them() -> None:
    lines = [
        "在园区发展大会上的讲话", "（2024年8月31日）", "同志们：", "一、2023年工作回顾", STORY[0], "（一）产业持续壮大", STORY[1],
        "1. 集成电路产业", STORY[2], "（二）服务不断优化", STORY[3], "二、2024年主要任务", STORY[0],
    ]  # fmt: skip
    document = document_from_text("a", "\n".join(lines))
    assert document.title == "在园区发展大会上的讲话"
    assert document.published == date(2024, 8, 31)
    assert titles(document) == [
        "一、2023年工作回顾",
        "一、2023年工作回顾 （一）产业持续壮大",
        "一、2023年工作回顾 （一）产业持续壮大 1. 集成电路产业",
        "一、2023年工作回顾 （二）服务不断优化",
        "二、2024年主要任务",
    ]
    check(document)


def test_headings_of_markdown_become_sections() -> None:
    raw = markdown(
        f"# 年度报告\n\n## 一、总体情况\n\n{STORY[0]}\n\n### 1.1 企业\n\n{STORY[1]}\n\n## 二、下一步\n\n{STORY[3]}"
    )
    found = structure(clean(raw.text, wrapped=raw.wrapped))
    assert found.title == "年度报告"
    assert [s.title for s in found.sections] == ["一、总体情况", "一、总体情况 1.1 企业", "二、下一步"]


def test_minutes_have_a_title_and_no_speakers() -> None:
    header = ["海棠湾园区工作会议纪要", "〔2024〕第12期", "时间：2024年8月31日上午9:00", "地点：园区会议室", "主持：陈立国",
              "出席：何敏、林远", "列席：赵青", "记录：孙文"]  # fmt: skip
    document = document_from_text(
        "a", "\n".join([*header, "会议议定事项如下：", f"一、听取了汇报。{STORY[0]}", f"二、研究了工作。{STORY[3]}"])
    )
    assert (document.title, document.published) == ("海棠湾园区工作会议纪要", date(2024, 8, 31))
    assert document.turns == ()


FOUR = [
    ("海棠湾机器人大会开幕", "本报讯（记者 何敏）8月28日，2024海棠湾机器人大会开幕，86家企业带来新产品。" + STORY[1], date(2024, 8, 28)),
    ("青松产业园建成两座孵化器", "青松产业园日前建成两座孵化器，面积共6.5万平方米，已有43家企业入驻。" + STORY[3], None),
    ("滨江区前七月投资增长近一成", "本报讯（记者 王立）8月29日，2024年滨江区经济运行分析会召开，通报了有关情况。" + STORY[0], date(2024, 8, 29)),
    ("云湖大桥昨日合龙", "本报讯（通讯员 赵青）云湖大桥昨日合龙，全长1860米，届时两岸车程由40分钟缩短到8分钟。" + STORY[2], None),
]  # fmt: skip


@pytest.mark.parametrize("width", [0, 18, 24])
def test_a_page_of_four_articles(width: int) -> None:
    lines: list[str] = []
    for n, (headline, story, _) in enumerate(FOUR):
        byline = ["本报记者 林远"] if n == 1 else []
        lines += [headline, *byline, *(set_in_column(story, width) if width else [story])]
    document = document_from_text("page", "\n".join(lines))
    assert [(s.title, s.published) for s in document.sections] == [(headline, day) for headline, _, day in FOUR]
    assert document.published is None
    for passage in passages(document):
        headline, _, day = next(article for article in FOUR if article[0] == passage.section)
        assert passage.published == day
        assert all(other == headline or other not in passage.text for other, _, _ in FOUR)
    check(document)


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


SAID = "园区去年收入468.9亿元，同比增长13.6%。"


@pytest.mark.parametrize(
    ("texts", "speakers"),
    [
        (["记者问：好吗？", f"陈立国答：{SAID}", "记者问：今年呢？", f"陈立国答：{SAID}"], ["记者", "陈立国"] * 2),
        (
            ["海棠湾日报：好吗？", f"陈立国：{SAID}", "海棠湾日报：今年呢？", f"陈立国：{SAID}"],
            ["海棠湾日报", "陈立国"] * 2,
        ),
        (
            ["【主持人】好吗？", f"【陈立国】{SAID}", "【主持人】今年呢？", f"【陈立国】{SAID}"],
            ["主持人", "陈立国"] * 2,
        ),
        (
            ["李明（主持人）：好吗？", f"陈立国（主任）：{SAID}", "李明（主持人）：今年呢？", f"陈立国：{SAID}"],
            ["李明", "陈立国"] * 2,
        ),
        (["Q1：好吗？", f"A1：{SAID}", "Q2：今年呢？", f"A2：{SAID}"], ["Q", "A"] * 2),
        (["发言人1 00:05", "发言人2 00:15", "发言人1 01:20"], ["发言人1", "发言人2", "发言人1"]),
        (["项目名称：甲园二期", "建设单位：青松公司", "项目名称：乙园二期", "建设单位：云湖公司", "总投资：5亿元"], []),
        (["收入：3亿元", "支出：4亿元", "收入：5亿元", "支出：6亿元"], []),
        (["图1：甲园", "图2：乙园", "表1：丁园", "表2：丁园"], []),
        ([f"案例1：{SAID}", f"案例2：{SAID}", f"方案1：{SAID}", f"方案2：{SAID}"], []),
    ],
)
def test_who_speaks(texts: list[str], speakers: list[str]) -> None:
    assert list(find_speakers(texts, [False] * len(texts)).values()) == speakers


def test_a_conversation_has_the_title_above_it() -> None:
    document = document_from_text(
        "qa", f"园区负责人答记者问\n问：园区发展得怎么样？\n答：{STORY[0]}\n问：有什么打算？\n答：{STORY[3]}"
    )
    assert document.title == "园区负责人答记者问"
    assert [turn.speaker for turn in document.turns] == ["问", "答"] * 2
    assert {p.speaker for p in passages(document) if STORY[3] in p.text} == {"答"}


def test_labels_in_a_report_are_not_speakers() -> None:
    text = f"地点：海棠湾\n电话：5550166\n{STORY[0]}\n其中：{STORY[1]}\n结论：{STORY[2]}\n一是人才：{STORY[3]}"
    assert document_from_text("a", text).turns == ()


LINES = st.sampled_from(
    [*STORY, *PAGE[:2], "一、园区的基础", "（一）产业", "1. 芯片", "主持人：大家好。", f"陈立国：{STORY[0]}", "问：为什么？", f"答：{STORY[1]}",
     "本报讯（记者 林远）4月25日，2024大会举行。", "2024年8月31日", "时间：2024年8月31日", "图 广场", "服务更贴心", "【主持人】好。", "", "谢谢！"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=40).map("\n".join))
def test_any_order_of_lines_has_a_sound_structure(text: str) -> None:
    document = document_from_text("a", text)
    check(document)
    position = 0
    for passage in passages(document):
        assert document.text[passage.start : passage.end] == passage.text
        assert not document.text[position : passage.start].strip()
        position = passage.end
        sections = {s.title for s in document.sections if s.start < passage.end and passage.start < s.end}
        speakers = {t.speaker for t in document.turns if t.start < passage.end and passage.start < t.end}
        assert sections <= {passage.section}
        assert speakers <= {passage.speaker}
    assert not document.text[position:].strip()


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


def test_a_short_last_paragraph_belongs_to_the_last_article() -> None:
    first = "云湖科技园开工率达98%\n本报记者 王小明\n记者从云湖科技园获悉，园区企业开工率达98%，复工企业315家，产值同比增长6%，用工基本到位。"
    second = "云湖科技园签约15个项目\n本报记者 李小红\n云湖科技园举行签约仪式，15个项目集中签约，总投资88亿元，涵盖生物医药等多个重点领域。"
    text = f"{first}\n\n{second}\n项目投产后，年产值将超过200亿元。\n"
    document = document_from_text("a", text)
    assert [section.title for section in document.sections] == ["云湖科技园开工率达98%", "云湖科技园签约15个项目"]
    assert document.text[: document.sections[-1].end].endswith("年产值将超过200亿元。")
