"""Makes files of every format for the loading tests, in memory and with invented text only."""

import io
import zipfile
from datetime import datetime

import docx
import openpyxl
import pptx
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

__all__ = ["datetime", "docx", "io"]

SENTENCE = "海棠湾科技园去年新增企业一百二十家，总收入达到三十五亿元，同比增长百分之八。"
PARAGRAPHS = (
    "海棠湾科技园去年新增企业120家，总收入达到35亿元，同比增长8%。",
    "园区负责人林远介绍，今年还将建设两座孵化器，面积共6.5万平方米。",
    "截至6月底，园区已有上市公司7家，其中3家在今年上半年上市。",
)


def pdf(pages: list[list[str]], *, title: str = "", password: str = "", table: list[list[str]] | None = None) -> bytes:
    """A pdf with the lines given for each page, and a table at the foot of each."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    if title:
        sheet.setTitle(title)
    for lines in pages:
        sheet.setFont("STSong-Light", 12)
        for i, line in enumerate(lines):
            sheet.drawString(60, 800 - 20 * i, line)
        for i, row in enumerate(table or []):
            for column, cell in enumerate(row):
                sheet.drawString(60 + 150 * column, 400 - 20 * i, cell)
        sheet.showPage()
    sheet.save()
    if not password:
        return buffer.getvalue()
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.encrypt(password, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def columns(texts: list[list[str]]) -> bytes:
    """A pdf page whose lines stand in columns side by side, drawn one column after the other."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    sheet.setFont("STSong-Light", 12)
    for column, lines in enumerate(texts):
        for i, line in enumerate(lines):
            sheet.drawString(60 + 250 * column, 800 - 20 * i, line)
    sheet.save()
    return buffer.getvalue()


def plain_pdf(lines: tuple[str, ...]) -> bytes:
    """A pdf page whose contents are not compressed."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pageCompression=0)
    sheet.setFont("STSong-Light", 12)
    for i, line in enumerate(lines):
        sheet.drawString(60, 800 - 20 * i, line)
    sheet.save()
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    """A pdf that holds drawings and no text."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    for _ in range(2):
        sheet.rect(50, 50, 200, 300, fill=1)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def word(paragraphs: tuple[str, ...] = PARAGRAPHS, *, title: str = "", table: list[list[str]] | None = None) -> bytes:
    """A Word document: a heading, paragraphs, a table."""
    document = docx.Document()
    if title:
        document.core_properties.title = title
    document.add_heading("海棠湾科技园情况", 1)
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for r, row in enumerate(table):
            for c, value in enumerate(row):
                grid.cell(r, c).text = value
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def sheet(rows: list[list[object]]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.title = "园区数据"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def slides(texts: list[tuple[str, str]]) -> bytes:
    """A presentation: title and text of each slide."""
    deck = pptx.Presentation()
    for title, text in texts:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """A zip archive with parts replaced, added, or left out (None)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in changes:
                new.writestr(entry, old.read(entry))
        for name, value in changes.items():
            if value is not None:
                new.writestr(name, value)
    return buffer.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of the parts given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in parts.items():
            archive.writestr(name, value)
    return buffer.getvalue()


def compound(stream: str) -> bytes:
    """The shape of an old Office file: the container's signature and the name of its stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + stream.encode("utf-16-le") + b"\0" * 512
