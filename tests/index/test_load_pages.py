"""Pages as people read them: the order of a pdf's columns, what of a web page is its text, what of a Word file is seen."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from index.load import Refused, SourceFile, load
from index.types import Document
from tests.index import load_files as make

LEFT = "海棠湾科技园去年新增企业一百二十家，总收入达到三十五亿元，同比增长百分之八，创下历史新高。今后还要扩大开放。"
RIGHT = "园区负责人林远介绍，今年还要建设两座孵化器，面积共六万五千平方米，预计吸引就业两千人。市民反响十分热烈。"
STORY = [
    "海棠湾管委会昨日发布年度报告：2024年园区营业总收入达到4785亿元，比上年增长6.3%，连续五年保持增长。",
    "报告显示，园区现有企业2863家，其中国家高新技术企业638家，上市公司41家，独角兽企业12家。",
    "管委会主任林远在发布会上表示，今年将新建孵化器两座，力争营业总收入突破5000亿元。",
]


def cut(text: str) -> list[str]:
    return [text[i : i + 14] for i in range(0, len(text), 14)]


def drawn(draw: Callable[[Any], None]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    sheet.setFont("STSong-Light", 12)
    draw(sheet)
    sheet.save()
    return buffer.getvalue()


def result(folder: Path, name: str, content: bytes | str) -> Document | Refused:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return next(iter(load(SourceFile(path, name))))


def text_of(folder: Path, name: str, content: bytes | str) -> str:
    found = result(folder, name, content)
    assert isinstance(found, Document), found
    return found.text


@pytest.mark.parametrize(("turn", "corner"), [(90, (595, 0)), (180, (595, 842)), (270, (0, 842))])
@pytest.mark.parametrize("shown", [0, 90])
def test_a_table_laid_across_a_page_is_read_as_one(
    turn: int, corner: tuple[int, int], shown: int, tmp_path: Path
) -> None:
    def draw(sheet: Any) -> None:
        sheet.setPageSize((595, 842))
        sheet.drawString(280, 30, "- 3 -")
        sheet.translate(*corner)
        sheet.rotate(turn)
        sheet.drawString(60, 560, "表3 各园区指标")
        for i, row in enumerate((("园区", "收入（亿元）", "企业（家）"), ("甲园", "47", "12"), ("乙园", "30", "13"))):
            for j, cell in enumerate(row):
                sheet.drawString(60 + 150 * j, 520 - 20 * i, cell)

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn(draw))))
    writer.pages[0].rotate(shown)
    data = io.BytesIO()
    writer.write(data)
    assert text_of(tmp_path, "a.pdf", data.getvalue()).split("\n")[2:4] == [
        "园区：甲园，收入：47亿元，企业：12家。", "园区：乙园，收入：30亿元，企业：13家。",
    ]  # fmt: skip


def line_by_line(sheet: Any) -> None:
    sheet.drawString(60, 820, "海棠湾两栏报道")
    for i, (a, b) in enumerate(zip(cut(LEFT), cut(RIGHT), strict=True)):
        sheet.drawString(60, 780 - 20 * i, a)
        sheet.drawString(310, 780 - 20 * i, b)


def right_first(sheet: Any) -> None:
    for x, text in ((310, RIGHT), (60, LEFT)):
        for i, line in enumerate(cut(text)):
            sheet.drawString(x, 780 - 20 * i, line)


def column_by_column(sheet: Any) -> None:
    for x, text in ((60, LEFT), (310, RIGHT)):
        for i, line in enumerate(cut(text)):
            sheet.drawString(x, 780 - 20 * i, line)


@pytest.mark.parametrize("draw", [line_by_line, right_first, column_by_column])
def test_columns_are_read_one_after_the_other(draw: Callable[[Any], None], tmp_path: Path) -> None:
    text = "".join(text_of(tmp_path, "a.pdf", drawn(draw)).split())
    assert text.removeprefix("海棠湾两栏报道") == LEFT + RIGHT


def test_lines_drawn_upwards_are_read_downwards(tmp_path: Path) -> None:
    def upwards(sheet: Any) -> None:
        for i, line in reversed(list(enumerate(cut(LEFT)))):
            sheet.drawString(60, 780 - 20 * i, line)

    assert "".join(text_of(tmp_path, "a.pdf", drawn(upwards)).split()) == LEFT


def slanted(sheet: Any, text: str, size: int, *places: tuple[int, int]) -> None:
    for x, y in places:
        sheet.saveState()
        sheet.translate(x, y)
        sheet.rotate(45)
        sheet.setFont("STSong-Light", size)
        sheet.drawString(0, 0, text)
        sheet.restoreState()


@pytest.mark.parametrize(("size", "places"), [(40, ((100, 200),)), (12, ((50, 50), (250, 300), (400, 600)))])
@pytest.mark.parametrize("first", [True, False])
def test_a_watermark_is_neither_text_nor_title(
    size: int, places: tuple[tuple[int, int], ...], first: bool, tmp_path: Path
) -> None:
    def draw(sheet: Any) -> None:
        if first:
            slanted(sheet, "内部资料严禁外传", size, *places)
        sheet.setFont("STSong-Light", 12)
        for i, line in enumerate(make.PARAGRAPHS):
            sheet.drawString(60, 800 - 20 * i, line)
        if not first:
            slanted(sheet, "内部资料严禁外传", size, *places)

    found = result(tmp_path, "a.pdf", drawn(draw))
    assert isinstance(found, Document)
    assert found.text.strip().split("\n") == list(make.PARAGRAPHS)
    assert "内部" not in (found.title or "")


def test_small_words_set_aslant_once_stay(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.setFont("STSong-Light", 12)
        for i, line in enumerate(make.PARAGRAPHS):
            sheet.drawString(60, 800 - 20 * i, line)
        slanted(sheet, "甲园47家", 12, (300, 300))

    assert "甲园47家" in text_of(tmp_path, "a.pdf", drawn(draw))


@pytest.mark.parametrize("by_letter", [True, False])
def test_letters_made_bold_by_drawing_them_twice_stand_once(by_letter: bool, tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.setFont("STSong-Light", 12)
        for i, line in enumerate(make.PARAGRAPHS):
            for k, part in enumerate(line if by_letter else [line]):
                for shift in (0, 0.3):
                    sheet.drawString(60 + 12 * k + shift, 800 - 20 * i, part)

    text = "".join(text_of(tmp_path, "a.pdf", drawn(draw)).split())
    assert text == "".join(make.PARAGRAPHS)


def test_figures_that_are_alike_side_by_side_all_stay(tmp_path: Path) -> None:
    rows = [["园区", "企业", "上市"], ["甲园", "7", "7"], ["乙园", "7", "7"]]
    text = text_of(tmp_path, "a.pdf", make.pdf([list(make.PARAGRAPHS)], table=rows))
    assert "园区：甲园，企业：7，上市：7。" in text


def test_characters_drawn_one_by_one_are_words(tmp_path: Path) -> None:
    def scattered(sheet: Any) -> None:
        for i, line in enumerate(cut(LEFT)):
            for k, character in enumerate(line):
                sheet.drawString(60 + 12 * k, 780 - 20 * i, character)

    lines = text_of(tmp_path, "a.pdf", drawn(scattered)).split("\n")
    assert "".join(lines) == LEFT
    assert max(map(len, lines)) >= 14


def test_an_encrypted_pdf_without_a_password_is_read_and_one_with_it_is_not(tmp_path: Path) -> None:
    plain = io.BytesIO(make.pdf([[make.PARAGRAPHS[0]]]))
    for user in ("", "secret"):
        writer = PdfWriter(clone_from=PdfReader(plain))
        writer.encrypt(user, "owner", algorithm="RC4-128")
        buffer = io.BytesIO()
        writer.write(buffer)
        found = result(tmp_path, "a.pdf", buffer.getvalue())
        if user:
            assert isinstance(found, Refused)
            assert "密码" in found.reason
        else:
            assert isinstance(found, Document)
            assert make.PARAGRAPHS[0] in found.text


def test_ligatures_and_radicals_are_ordinary_letters() -> None:
    from index.load.pdf import _said

    assert _said("\ufb01nance o\ufb03ce ⾼新\x0c技术\u200b") == "finance office 高新\n技术"


GOV = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>海棠湾发布年度报告-海棠区人民政府</title></head><body>
<div class="top"><a href="/">网站首页</a>|<a href="/zwgk">政务公开</a>|<a href="/hd">互动交流</a></div>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/n">要闻</a> &gt; 正文</div>
<div class="main"><div class="title">海棠湾发布年度报告</div><div class="info">发布时间：2025年3月10日 来源：海棠日报</div>
<div class="TRS_Editor">{story}</div><div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="rel"><h3>相关新闻</h3><ul><li><a href=1>青谷园举办招聘会吸引3000人参加</a></li></ul></div></div>
<div id="comment"><h3>网友评论</h3><p>希望明年收入达到9999亿元，大家觉得这个目标能不能实现呢？</p></div>
<div class="footer"><p>备案号：京ICP备12345678号 联系电话：010-88888888</p></div></body></html>"""


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_an_official_page_is_its_article_with_its_title_and_date(tmp_path: Path) -> None:
    found = result(tmp_path, "a.html", GOV.format(story=paragraphs(STORY)))
    assert isinstance(found, Document)
    assert [line for line in found.text.split("\n") if line] == [
        "海棠湾发布年度报告", "发布时间：2025年3月10日 来源：海棠日报", *STORY,
    ]  # fmt: skip
    assert (found.title, found.published) == ("海棠湾发布年度报告", date(2025, 3, 10))


def test_hidden_nodes_go_but_not_an_article_that_a_script_uncovers(tmp_path: Path) -> None:
    hidden = (
        '<p style="display:none">藏1111家</p><p hidden>藏2222家</p><p aria-hidden="true">藏3333家</p>'
        '<p style="visibility: hidden">藏4444家</p><!-- 藏5555家 --><noscript>藏6666家</noscript><template>藏7777家</template>'
    )
    page = f"<html><body><div id='js_content' style='visibility: hidden; opacity: 0'>{paragraphs(STORY)}{hidden}</div></body></html>"
    text = text_of(tmp_path, "a.html", page)
    assert "藏" not in text
    assert all(line in text for line in STORY)


def test_short_paragraphs_lists_and_tables_at_the_end_stay(tmp_path: Path) -> None:
    page = f"""<html><body><nav><a href="/">首页</a> 频道</nav><h1>海棠湾</h1><p>共有64家。</p>{paragraphs(STORY)}<p>收入12亿元。</p>
<ul><li>企业3家</li></ul><table><tr><th>园区</th><th>收入（亿元）</th></tr><tr><td>甲</td><td>3</td></tr></table>
<div id="comments"><p>网友：8888家</p></div><footer><p>版权所有</p></footer></body></html>"""
    assert text_of(tmp_path, "a.html", page).strip().split("\n") == [
        "海棠湾", "共有64家。", *STORY, "收入12亿元。", "企业3家", "园区 收入（亿元）", "园区：甲，收入：3亿元。",
    ]  # fmt: skip


def test_a_short_page_loses_what_is_around_it(tmp_path: Path) -> None:
    page = (
        "<html><body><nav>首页 | 新闻</nav><h1>简讯</h1><p>海棠湾昨日开园，共64家。</p>"
        "<div class='comment-list'><p>网友：9999家</p></div><footer>版权所有</footer></body></html>"
    )
    assert text_of(tmp_path, "a.html", page).split() == ["简讯", "海棠湾昨日开园，共64家。"]


def test_text_hidden_by_a_style_and_deleted_rows_are_not_shown(tmp_path: Path) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    for name, kind in (("Unseen", WD_STYLE_TYPE.PARAGRAPH), ("UnseenRun", WD_STYLE_TYPE.CHARACTER)):
        document.styles.add_style(name, kind).font.hidden = True
    document.add_paragraph("藏着的一段。", style="Unseen")
    paragraph = document.add_paragraph("看得见的话。")
    paragraph.add_run("藏着的字。", style="UnseenRun")
    table = document.add_table(3, 2)
    for r, row in enumerate([["园区", "收入"], ["甲园", "12亿元"], ["藏园", "99亿元"]]):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    row = table.rows[2]._tr.get_or_add_trPr()
    row.append(row.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}del", {}))
    buffer = io.BytesIO()
    document.save(buffer)
    assert text_of(tmp_path, "a.docx", buffer.getvalue()).strip().split("\n") == [
        "看得见的话。", "园区 收入", "园区：甲园，收入：12亿元。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a.docm", b"openxmlformats-officedocument.wordprocessingml.document", b"ms-word.document.macroEnabled"),
        ("a.dotx", b"wordprocessingml.document", b"wordprocessingml.template"),
        ("a.ppsx", b"presentationml.presentation", b"presentationml.slideshow"),
    ],
)
def test_macros_templates_and_shows_are_read_like_documents(name: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    data = make.slides([("题", make.SENTENCE)]) if name.endswith("ppsx") else make.word((make.SENTENCE,))
    part = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read(part)
    changed = types.replace(old + b".main+xml", new + b".main+xml")
    assert changed != types
    assert make.SENTENCE in text_of(tmp_path, name, make.repacked(data, {part: changed}))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<div class="date">2024年3月5日</div>{}', "2024年3月5日"),
        ('<div class="wrap">{}<div class="summary">合计收入47亿元</div></div>', "合计收入47亿元"),
        ('<section class="hero"><h2>总览</h2><p>收入35亿元</p></section>{}', "总览\n收入35亿元"),
        ('<div id="main"><div class="stat"><span>64</span>家</div>{}</div>', "64家"),
        ('{}<div class="facts"><p>上市公司7家</p><p>以上未经审计</p></div>', "上市公司7家\n以上未经审计"),
    ],
)
def test_short_facts_beside_the_named_element_of_the_text_stay(page: str, said: str, tmp_path: Path) -> None:
    menu = '<div class="top"><a href="/">首页</a><a href="/a">政务</a></div>'
    around = (
        '<div class="day">今天是2024年9月9日 星期一</div><div class="rel"><a href=1>青谷园年报</a><p>收入20亿元。</p></div>'
        '<div class="count">浏览：8888次</div><div class="tip">主办单位 管委会</div><div class="f">版权所有 2024年</div>'
    )
    text = f'<div class="content">{paragraphs(STORY)}</div>'
    found = text_of(tmp_path, "a.html", f"<html><body>{menu}{page.format(text)}{around}</body></html>").strip()
    before, _, after = found.partition("\n".join(STORY))
    assert (before + after).strip() == said
