"""Pictures among the words of a pdf or a web page: told where they may hold words, and not where they are furniture."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
