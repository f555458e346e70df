"""Pictures among the words of a pdf or a web page: told where they may hold words, and not where they are furniture."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.index import load_files as make
from tests.index.test_load_notes import loaded

PAGE = (0, 0, 595, 842)
Draw = Callable[[Any], object]


def image(side: int = 300, colour: str = "red") -> ImageReader:
    return ImageReader(Image.new("RGB", (side, side), colour))


def pdf(*pages: Draw, words: bool = True) -> bytes:
    """A pdf with the paragraphs on each page and what is drawn upon it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    for draw in pages:
        sheet.setFont("STSong-Light", 12)
        draw(sheet)
        for i, line in enumerate(make.PARAGRAPHS if words else ()):
            sheet.drawString(60, 800 - 20 * i, line)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def nothing(_: Any) -> None:
    pass


def at(*box: float, side: int = 300, colour: str = "red") -> Draw:
    return lambda sheet: sheet.drawImage(image(side, colour), *box)


def notes_of(folder: Path, content: bytes) -> list[str]:
    document, notes = loaded(folder, "a.pdf", content)
    assert document is not None
    return [note for note in notes if "图片" in note]


def test_pictures_on_pages_with_words_are_told(tmp_path: Path) -> None:
    def two(sheet: Any) -> None:
        at(60, 100, 300, 200)(sheet)
        at(60, 400, 300, 200, colour="blue")(sheet)

    [note] = notes_of(tmp_path, pdf(nothing, at(60, 200, 300, 300, colour="green"), two))
    assert "有 3 张图片（第 2、3 页）" in note
    assert "OCR" in note


def test_logos_and_coloured_lines_and_letterheads_are_not_told(tmp_path: Path) -> None:
    assert notes_of(tmp_path, pdf(at(500, 780, 60, 40))) == []
    assert notes_of(tmp_path, pdf(at(60, 200, 400, 300, side=8))) == []
    letterhead = at(60, 500, 400, 200)
    assert notes_of(tmp_path, pdf(letterhead, letterhead, letterhead)) == []
    assert len(notes_of(tmp_path, pdf(letterhead, letterhead, nothing))) == 1


def test_a_picture_under_the_words_of_the_page_is_not_told(tmp_path: Path) -> None:
    assert notes_of(tmp_path, pdf(at(*PAGE))) == []


def test_a_scan_with_a_stamp_upon_it_is_told(tmp_path: Path) -> None:
    def stamped(sheet: Any) -> None:
        at(*PAGE)(sheet)
        sheet.drawString(400, 20, "扫描软件 试用版")

    [note] = notes_of(tmp_path, pdf(stamped, stamped, words=False))
    assert "有 2 张图片（第 1、2 页）" in note


def test_a_picture_in_strips_is_one(tmp_path: Path) -> None:
    def strips(sheet: Any) -> None:
        for i in range(10):
            sheet.drawImage(ImageReader(Image.new("RGB", (300, 80), (i, 0, 0))), 60, 400 - 30 * i, 400, 30)

    [note] = notes_of(tmp_path, pdf(strips))
    assert "有 1 张图片" in note


def test_pictures_within_the_drawing_and_within_forms_are_told(tmp_path: Path) -> None:
    def inline(sheet: Any) -> None:
        sheet.drawInlineImage(Image.new("RGB", (200, 200), "red"), 60, 200, 300, 300)

    def form(sheet: Any) -> None:
        sheet.beginForm("box")
        at(60, 200, 300, 300)(sheet)
        sheet.endForm()
        sheet.doForm("box")

    assert len(notes_of(tmp_path, pdf(inline))) == 1
    assert len(notes_of(tmp_path, pdf(form))) == 1


def test_a_broken_list_of_pictures_does_no_harm(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(at(60, 200, 300, 300)))))
    objects: Any = writer.pages[0]["/Resources"]["/XObject"]
    for name in list(objects):
        objects[name].clear()
    data = io.BytesIO()
    writer.write(data)
    assert notes_of(tmp_path, data.getvalue()) == []


def test_a_pdf_of_attachments_alone_says_so(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    writer.add_attachment("48.txt", b"48")
    data = io.BytesIO()
    writer.write(data)
    document, [reason] = loaded(tmp_path, "a.pdf", data.getvalue())
    assert document is None
    assert "1 个附件" in reason


LINES = "".join(f"<p>{line}</p>" for line in make.PARAGRAPHS)
PICTURE = '<p><img src="a.png"></p>'


def notes_of_page(folder: Path, body: str) -> list[str]:
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    document, notes = loaded(folder, "a.html", page.encode())
    assert document is not None
    assert make.PARAGRAPHS[0] in document.text
    return notes


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="article"><h1>一图读懂</h1>{LINES}{PICTURE}</div>',
        f'<div class="article">{LINES}<figure><img src="a.png"><figcaption>图1</figcaption></figure></div>',
        f'{LINES}<img src="a.png" width="800">',
        f'<div class="article">{LINES}<p>见图<img style="width:600px; height:400px" src="a.png"></p></div>',
        f'<div class="article">{LINES}<p><a href="large/a.jpg"><img src="a.png"></a></p></div>',
        f'<div class="article">{LINES}{PICTURE}{PICTURE}</div>',
    ],
)
def test_pictures_of_a_web_page_are_told(body: str, tmp_path: Path) -> None:
    [note] = notes_of_page(tmp_path, body)
    assert "有 1 张图片" in note


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="top">{PICTURE}</div><div class="article">{LINES}</div>',
        f'<div class="article">{LINES}<p><img src="a.png" width="32" height="32"></p></div>',
        f'<div class="article">{LINES}<p>打印<img src="a.png"></p></div>',
        f'<div class="article">{LINES}<p><a href="b.html"><img src="a.png" width="300"></a></p></div>',
        f'<div class="article">{LINES}<div class="share">{PICTURE}</div></div>',
        f'{LINES}<footer><img src="a.png" width="300"></footer>',
        f'<div class="article">{LINES}<p><img src="data:image/png;base64,AAAA"></p></div>',
    ],
)
def test_logos_and_icons_of_a_web_page_are_not_told(body: str, tmp_path: Path) -> None:
    assert notes_of_page(tmp_path, body) == []


def test_frames_are_told_but_not_those_of_other_sites(tmp_path: Path) -> None:
    others = (
        '<iframe src="https://ads.example/"></iframe><iframe src="" ></iframe><iframe src="c.html" width="0"></iframe>'
    )
    assert notes_of_page(tmp_path, LINES + others) == []
    [note] = notes_of_page(tmp_path, f'{LINES}<iframe src="table.html"></iframe>{others}')
    assert "有 1 个框架" in note
    frames = '<frameset><frame src="a.html"><frame src="b.html"><noframes><body>{}</body></noframes></frameset>'
    document, [note] = loaded(tmp_path, "b.html", f"<html>{frames.format(LINES)}</html>".encode())
    assert document is not None
    assert "<" not in document.text
    assert "有 2 个框架" in note
    document, [reason] = loaded(tmp_path, "c.html", f"<html>{frames.format('')}</html>".encode())
    assert document is None
    assert "有 2 个框架" in reason


def test_a_web_page_of_pictures_or_scripts_alone_says_why_it_is_refused(tmp_path: Path) -> None:
    for body, words in ((PICTURE, "有 1 张图片"), ("<script>draw()</script>", "脚本")):
        document, [reason] = loaded(tmp_path, "a.html", f"<html><body>{body}</body></html>".encode())
        assert document is None
        assert words in reason


def test_declarations_of_a_page_are_no_words(tmp_path: Path) -> None:
    kind = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "a.dtd" [<!ENTITY co "甲"> <!ELEMENT b (#PCDATA)>\n]>'
    page = f"<?xml version='1.0'?>{kind}<html><head><title>年报情况</title></head><body>{LINES}</body></html>"
    document, notes = loaded(tmp_path, "a.html", page.encode())
    assert document is not None
    assert document.title == "年报情况"
    assert document.text.strip().split("\n") == list(make.PARAGRAPHS)
    assert notes == []
