"""Several short articles in one plain text: each a section with its own title and day, in either script."""

from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from opencc import OpenCC

from index.datelines import dateline_day
from index.load import document_from_text
from index.passages import passages
from index.words import simplified

ARTICLES = (
    ("海棠湾科技园新增企业120家", date(2024, 3, 5), "海棠湾科技园去年新增企业120家。总收入达到35亿元。园区还建成两座孵化器。"),
    ("青松产业园签约12个项目", date(2024, 3, 8), "青松产业园集中签约12个项目，总投资43亿元。项目将在年内开工。"),
    ("云湖大桥通车", date(2024, 3, 12), "云湖大桥昨天通车。两岸车程缩短到8分钟。"),
)  # fmt: skip
LEADS: dict[str, Callable[[date], str]] = {
    "line of the day": lambda d: f"{d.year}年{d.month}月{d.day}日\n",
    "day and source": lambda d: f"{d.isoformat()} 来源：海棠日报\n",
    "day and paper": lambda d: f"{d.year}年{d.month}月{d.day}日 海棠日报\n",
    "label": lambda d: f"发布时间：{d.year}年{d.month}月{d.day}日\n",
    "report": lambda d: f"本报讯（记者 林远）{d.year}年{d.month}月{d.day}日，",
    "agency": lambda d: f"新华社海棠{d.year}年{d.month}月{d.day}日电（记者 何敏）",
    "agency with its reporter": lambda d: f"（海通社记者王晓明海棠{d.year}年{d.month}月{d.day}日电）",
    "place": lambda d: f"海棠{d.year}年{d.month}月{d.day}日电 ",
    "day alone": lambda d: f"【{d.year}年{d.month}月{d.day}日电】",
}
traditional = cast(Callable[[str], str], OpenCC("s2t").convert)


def file_of(lead: str, between: str = "\n") -> str:
    return between.join(f"{title}\n{LEADS[lead](day)}{story}\n" for title, day, story in ARTICLES)


@pytest.mark.parametrize("script", [str, traditional], ids=["simplified", "traditional"])
@pytest.mark.parametrize("between", ["", "\n"], ids=["close", "apart"])
@pytest.mark.parametrize("lead", LEADS)
def test_short_articles_are_sections_with_their_title_and_day(
    lead: str, between: str, script: Callable[[str], str]
) -> None:
    document = document_from_text("page", script(file_of(lead, between)))
    expected = [(script(title), day) for title, day, _ in ARTICLES]
    assert [(s.title, s.published) for s in document.sections] == expected
    assert document.title == expected[0][0]
    assert document.published is None
    assert [(p.section, p.published) for p in passages(document)] == expected
    for section, (_, _, story) in zip(document.sections, ARTICLES, strict=True):
        assert document.text[section.start : section.end].endswith(script(story))


def test_days_under_the_headings_of_one_report_are_days_of_what_it_tells() -> None:
    head = f"海棠湾大会历程\n来源：海棠日报 2024-03-12\n{ARTICLES[0][2]}\n"
    text = (
        head + "第一届\n2018年5月1日\n大会在海棠湾举行，86家企业参展。\n第二届\n2019年5月3日\n大会有120家企业参展。\n"
    )
    document = document_from_text("page", text)
    assert document.published == date(2024, 3, 12)
    assert {p.published for p in passages(document)} == {date(2024, 3, 12)}


def test_the_reporters_line_of_a_traditional_text_is_no_headline() -> None:
    story = traditional(ARTICLES[2][2])
    document = document_from_text(
        "page", f"雲湖大橋通車\n記者趙青／海棠報導\n{story}\n青松園擴建\n記者林遠／海棠報導\n{story}\n"
    )
    assert [s.title for s in document.sections] == ["雲湖大橋通車", "青松園擴建"]


def test_speakers_of_a_traditional_text_are_as_it_writes_them() -> None:
    talk = "主持人：各位來賓好，歡迎來到論壇。\n陳國強：去年園區營業總收入是35億元。\n記者：企業有多少家？\n陳國強：共120家。\n"
    assert [t.speaker for t in document_from_text("talk", talk).turns] == ["主持人", "陳國強", "記者", "陳國強"]


@pytest.mark.parametrize(
    "lead", ["据海棠日报社会新闻部通讯，", "记者3月8日从园区获悉电力项目，", "他在海棠3月8日电话中说，"]
)
def test_what_only_looks_like_a_dateline_is_none(lead: str) -> None:
    assert dateline_day(f"{lead}项目于2024年3月8日动工。", lead) is None


def test_only_traditional_text_is_rewritten_and_keeps_its_length() -> None:
    text = file_of("report")
    assert simplified(text) == text
    old = traditional(text)
    assert old != text
    assert simplified(old) == text
    assert len(simplified(old)) == len(old)
    assert simplified("甲乙丙丁" * 30 + "於") == "甲乙丙丁" * 30 + "於"
