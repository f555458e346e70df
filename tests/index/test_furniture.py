"""What repeats on the pages of a file is no text of it: running heads and feet, page numbers; and the title is the real one."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pptx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from index.clean import PAGE, clean
from index.load import SourceFile, document_from_text, load
from index.load.raw import real_title
from index.types import Document, Origin

TITLE = "海棠市第二医院服务质量评估"
STORY = (
    "海棠市第二医院去年接诊门急诊病人186万人次，开展手术3.2万台，平均住院日降到6.1天，病人从挂号到取药平均只要五十八分钟。",
    "评估组走访了十二个科室，查阅病历2400份，发放问卷1500张，病人对护理工作的满意率为96.4%，对排队时间的满意率只有81.2%。",
    "新的门诊楼启用以后，候诊面积比原来增加一倍，自助机由14台增加到60台，但是儿科和口腔科在周末仍然要等四十分钟以上。",
    "评估组建议医院把周末的门诊医生增加三成，在两个社区卫生站设立取药点，并且每个季度公布一次各科室的平均等候时间。",
    "院方表示将在年内完成整改，所需的430万元从医院的结余里支出，不向病人收取任何费用，整改结果向社会公开。",
)
SECTIONS = ("一、基本情况", "二、评估经过", "三、主要问题", "四、几点建议", "五、院方答复")

HEADS: dict[str, Callable[[int, int], str]] = {
    "none": lambda n, total: "",
    "name and year": lambda n, total: "海棠市卫生年鉴 2024",
    "name, year and number": lambda n, total: f"海棠市卫生年鉴 2024   {n}",
    "number first": lambda n, total: f"{n}   海棠市卫生年鉴 2024",
    "odd and even": lambda n, total: "海棠市卫生年鉴" if n % 2 else "服务质量评估专辑",
    "the title itself": lambda n, total: TITLE,
}
FEET: dict[str, Callable[[int, int], str]] = {
    "none": lambda n, total: "",
    "page of pages": lambda n, total: f"第{n}页 共{total}页",
    "bare": lambda n, total: f"{n}",
    "dashes": lambda n, total: f"— {n} —",
    "slash": lambda n, total: f"{n} / {total}",
    "english": lambda n, total: f"Page {n} of {total}",
    "name and number": lambda n, total: f"海棠市卫生健康委员会编印 第 {n} 页",
    "confidential": lambda n, total: "内部资料 注意保存",
}


def lines_of(text: str, width: int = 34) -> list[str]:
    """The lines of a paragraph, the first one indented by two characters."""
    lines = [text[: width - 2]]
    rest = text[width - 2 :]
    return [*lines, *(rest[i : i + width] for i in range(0, len(rest), width))]


def pages_of_rows() -> list[list[tuple[str, float, float]]]:
    """The lines of each page with the size of their letters and their indent."""
    rows: list[tuple[str, float, float]] = []
    for k in range(10):
        rows += [(SECTIONS[k // 2], 14, 0)] if k % 2 == 0 else []
        rows += [(line, 12, 24 if i == 0 else 0) for i, line in enumerate(lines_of(STORY[k % 5]))]
    return [rows[i : i + 8] for i in range(0, len(rows), 8)]


def expected() -> list[str]:
    """The paragraphs of the report."""
    found = [TITLE]
    for k in range(10):
        found += [SECTIONS[k // 2]] if k % 2 == 0 else []
        found.append(STORY[k % 5])
    return found


def without_year(text: str, head: str) -> list[str]:
    """The paragraphs of a text without the head that says a year, which is kept once."""
    found = text.split("\n")[:-1]
    heads = [line for line in found if "海棠市卫生年鉴" in line and "2024" in line]
    assert len(heads) == ("2024" in HEADS[head](1, 9))
    return [line for line in found if line not in heads]


def report(head: Callable[[int, int], str], foot: Callable[[int, int], str], *, last: bool, title: str = "") -> bytes:
    """A pdf of a headline in large type, sections, and paragraphs that go on from page to page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pages = pages_of_rows()
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    sheet.setTitle(title)
    for number, page in enumerate(pages, 1):

        def furniture(number: int = number) -> None:
            sheet.setFont("STSong-Light", 9)
            for y, text in ((815, head(number, len(pages))), (30, foot(number, len(pages)))):
                if text:
                    sheet.drawString(200, y, text)

        if not last:
            furniture()
        y = 770.0
        if number == 1:
            sheet.setFont("STSong-Light", 22)
            sheet.drawString(120, y, TITLE)
            y -= 40
        for line, size, indent in page:
            sheet.setFont("STSong-Light", size)
            sheet.drawString(60 + indent, y, line)
            y -= 22
        if last:
            furniture()
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def read(folder: Path, content: bytes, name: str = "a.pdf") -> Document:
    (folder / name).write_bytes(content)
    found = next(iter(load(SourceFile(folder / name, name))))
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("last", [False, True], ids=["drawn first", "drawn last"])
@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("head", HEADS)
def test_pages_without_their_furniture(head: str, foot: str, last: bool, tmp_path: Path) -> None:
    found = read(tmp_path, report(HEADS[head], FEET[foot], last=last))
    assert without_year(found.text, head) == expected()
    assert (found.title, found.title_basis) == (TITLE, Origin.TEXT)


def copied(head: str, foot: str, border: str, times: int = 1) -> str:
    """The report as text copied out of it page by page."""
    rows = pages_of_rows() * times
    pages: list[str] = []
    for number, page in enumerate(rows, 1):
        lines = [HEADS[head](number, len(rows)), *([TITLE] if number == 1 else [])]
        lines += ["　　" * (indent > 0) + line for line, _, indent in page]
        pages.append("\n".join(line for line in [*lines, FEET[foot](number, len(rows))] if line))
    return "".join(border + page for page in pages) if border == PAGE else border.join(pages)


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("head", HEADS)
def test_text_copied_page_by_page(head: str, foot: str) -> None:
    found = document_from_text("a.txt", copied(head, foot, PAGE))
    assert without_year(found.text, head) == expected()
    assert found.title == TITLE


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("head", HEADS)
def test_text_that_has_lost_its_pages(head: str, foot: str) -> None:
    """A head that alternates may stay in places; all others go, but for a first one that may be the title."""
    text = clean(copied(head, foot, "\n", times=3)).text
    assert text.count(TITLE) == 1
    if head in ("name and year", "name, year and number", "number first"):
        assert text.count("海棠市卫生年鉴") <= 1
    assert not re.search(r"(?m)^(?:第\d+页.*|— \d+ —|Page \d.*|\d+|\d+ / \d+)$", text)
    assert text.count("编印") + text.count("内部资料") <= 1


def test_lines_that_repeat_in_the_text_of_pages_stay() -> None:
    """A sentence, the head of a table, an entry: what repeats inside of pages or is no line of its own is text."""
    pages = [f"第{n}次检查\n{STORY[n % 5]}\n是否合格\n是\n{STORY[(n + 1) % 5]}\n结果已经公布。" for n in range(6)]
    text = clean("".join(PAGE + page for page in pages)).text
    assert text.count("是否合格\n是\n") == 6
    assert text.count("结果已经公布。") == 6


def test_entries_of_a_list_without_pages_stay() -> None:
    text = "\n".join(f"第{n}诊室\n门诊人数\n{100 + 7 * n}\n平均等候\n{20 + n}分钟" for n in range(1, 9))
    assert clean(text).text == text + "\n"
    years = "\n".join(f"{year}\n{STORY[year % 5]}\n{STORY[(year + 1) % 5]}\n完成" for year in (2019, 2021, 2024))
    assert clean(years).text == years + "\n"


@pytest.mark.parametrize(
    "stale",
    ["Microsoft Word - 评估报告终稿.doc", "评估报告终稿.docx", "report_v3_final", "20240305", "C:\\Users\\he\\a.tmp", "IMG_0021",
     "PowerPoint 演示文稿", "untitled", "文档1", "卫生年鉴模板"],
)  # fmt: skip
def test_a_title_of_the_file_that_is_none(stale: str, tmp_path: Path) -> None:
    found = read(tmp_path, report(HEADS["none"], FEET["bare"], last=False, title=stale))
    assert (found.title, found.title_basis) == (TITLE, Origin.TEXT)


def test_a_title_of_the_file_that_its_first_page_confirms(tmp_path: Path) -> None:
    found = read(tmp_path, report(HEADS["none"], FEET["bare"], last=False, title="第二医院服务质量评估"))
    assert (found.title, found.title_basis) == ("第二医院服务质量评估", Origin.FILE)


def sheet_of(rows: list[tuple[str, float]]) -> bytes:
    """A pdf page with lines of the sizes given, one under the other."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    y = 800.0
    for text, size in rows:
        sheet.setFont("STSong-Light", size)
        y -= size * 1.6
        sheet.drawString(60, y, text)
    sheet.showPage()
    sheet.save()
    return buffer.getvalue()


BODY = [(line, 12.0) for text in STORY for line in lines_of(text)]


def test_a_running_head_tells_the_day_and_goes_all_the_same(tmp_path: Path) -> None:
    head = "海棠日报 2024年3月5日 星期二"
    for foot in ("none", "bare"):
        found = read(tmp_path, report(lambda n, total: head, FEET[foot], last=False))
        assert (found.title, found.published) == (TITLE, date(2024, 3, 5))
        assert found.text.count(head) == 1


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ([("海棠市卫生健康委员会文件", 14), ("海卫发〔2024〕5号", 12), (TITLE, 22)], TITLE),
        ([("海棠日报", 40), ("2024年3月5日 星期二 第4版", 10), (TITLE, 26)], TITLE),
        ([("2024", 60), (TITLE, 28), ("海棠市卫生健康委员会编", 16)], TITLE),
        ([(TITLE[:7], 22), (TITLE[7:], 22), ("（2024年3月5日）", 12)], f"{TITLE[:7]} {TITLE[7:]}"),
        ([(TITLE, 12)], TITLE),
        ([("内部资料", 9), (TITLE, 22)], TITLE),
    ],
)
def test_the_title_is_the_largest_headline(front: list[tuple[str, float]], title: str, tmp_path: Path) -> None:
    assert read(tmp_path, sheet_of([*front, *BODY])).title == title


@pytest.mark.parametrize(
    "written", ["门诊楼使用手册", "Annual Report", "Haitang Port Statistics 2024", "2024年工作要点", "年鉴（2024）"]
)
def test_titles_that_people_write_are_kept(written: str) -> None:
    assert real_title(written) == written


def copied_pages(*pages: str) -> str:
    return clean("".join(PAGE + page for page in pages)).text


@pytest.mark.parametrize(
    "heads",
    [
        [f"{year}年主要数据" for year in range(2020, 2025)],
        [f"{year}年园区主要指标\n单位：亿元\n甲园 3{year % 10}.5\n乙园 2{year % 10}" for year in range(2022, 2025)],
        ["2022年", "2023年", "2024年"],
        ["2022", "2023", "2024"],
        ["上市企业3家", "上市企业4家", "上市企业5家"],
        ["上市企业 3", "上市企业 4", "上市企业 5"],
        ["企业101家", "企业102家", "企业103家", "企业104家", "企业105家"],
        ["1月", "2月", "3月"],
        ["表 1", "表 2", "表 3"],
        ["单位：亿元"] * 3,
        ["营业收入增长5%"] * 2,
    ],
)
def test_facts_at_the_ends_of_pages_stay(heads: list[str]) -> None:
    for pages in (
        [f"{head}\n{STORY[n % 5]}" for n, head in enumerate(heads)],
        [f"{STORY[n % 5]}\n{head}" for n, head in enumerate(heads)],
    ):
        text = copied_pages(*pages)
        for line in "\n".join(heads).split("\n"):
            assert text.count(line) == "\n".join(heads).split("\n").count(line), line


def test_the_same_fact_on_every_page_is_kept_once() -> None:
    for fact in ("营业收入增长5%", "海棠园区 2024年", "上市企业3家"):
        text = copied_pages(*(f"{fact}\n{story}" for story in STORY))
        assert text.count(fact) == 1
        assert text.startswith(fact)


@pytest.mark.parametrize("form", ["{}", "- {} -", "第{}页", "{}/12", "第{}页 共20页", "Page {} of 20"])
@pytest.mark.parametrize("offset", [0, 7])
def test_numbers_of_pages_go(form: str, offset: int) -> None:
    text = copied_pages(*(f"{story}\n{form.format(n + offset)}" for n, story in enumerate(STORY, 1)))
    assert text.split("\n")[:-1] == list(STORY)


def test_numbers_that_do_not_count_with_the_pages_stay() -> None:
    text = copied_pages(*(f"{story}\n{n}/12" for n, story in zip((5, 2, 9, 11, 4), STORY, strict=True)))
    assert text.count("/12") == 5


def test_slides_have_no_furniture(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    bodies = [f"{year}年\n营业收入3{year % 10}亿元\n上市企业{year % 10}家\n单位：亿元" for year in (2022, 2023, 2024)]
    for body in bodies:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        for place, text in zip(cast(Any, slide.placeholders), ("园区主要指标", body), strict=True):
            place.text = text
    deck.save(str(tmp_path / "a.pptx"))
    found = next(iter(load(SourceFile(tmp_path / "a.pptx", "a.pptx"))))
    assert isinstance(found, Document), found
    assert found.text == "".join(f"园区主要指标\n{body}\n" for body in bodies)
    assert len(found.pages) == 3


def two_columns(head: str) -> bytes:
    """A pdf of four pages of two columns, with a running head and page numbers; a plain line ends the shorter column."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    for n in range(4):
        sheet.setFont("STSong-Light", 12)
        left = [line for k in range(4) for line in lines_of(STORY[(n + k) % 5], 18)]
        right = ["主要指标", *lines_of(STORY[(n + 4) % 5], 18), "检查结果正常"]
        for x, column in ((60, left), (310, right)):
            for i, line in enumerate(column):
                sheet.drawString(x, 780 - 20 * i, line)
        for x, y, text in ((200, 815, head), (280, 30, f"— {n + 1} —")):
            sheet.drawString(x, y, text)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def test_plain_lines_that_repeat_in_columns_stay(tmp_path: Path) -> None:
    lines = read(tmp_path, two_columns("海棠市医院年鉴")).text.split("\n")
    assert lines.count("主要指标") == 4
    assert lines.count("检查结果正常") == 4
    assert "海棠市医院年鉴" not in lines
    assert not any("—" in line for line in lines)


@pytest.mark.parametrize(
    "line", ["第3页", "扫描二维码缴费达30万人次", "点击关注人数超过20万", "Page 3", "转3版税收入八千元"]
)
@pytest.mark.parametrize("border", ["", PAGE], ids=["without pages", "with pages"])
def test_a_line_of_the_text_that_reads_like_furniture_stays(line: str, border: str) -> None:
    text = (
        f"{border}检查说明\n{STORY[0]}\n请逐项核对下列内容：\n{line}\n{STORY[1]}\n{STORY[2]}\n{STORY[3]}\n{STORY[4]}\n"
    )
    assert line in clean(text).text.split("\n")


def test_a_line_of_a_column_that_reads_like_an_invitation_stays() -> None:
    words = "病人用手机打开医院的公众号，扫描二维码就能取药不用排队，取药时间比原来少了二十五分钟，满意率达到九成以上，没有手机的病人"
    text = "\n".join(words[i : i + 14] for i in range(0, len(words), 14))
    assert clean(text).text.replace("\n", "") == words


@pytest.mark.parametrize(
    "line", ["（下转第3版）", "- 3 -", "第3页 共8页", "长按识别二维码关注我们", "阅读原文", "－－－－－"]
)
def test_furniture_in_a_text_without_pages_goes(line: str) -> None:
    assert line not in clean(f"{STORY[0]}\n{line}\n{STORY[1]}\n").text.split("\n")
