"""What of a file is not read and is told: hidden sheets, rows, slides, pages without words; what is struck out is gone."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from docx.shared import Cm
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from index.load import Refused, SourceFile, load
from index.load.raw import numbers
from index.types import Document
from tests.index import load_files as make


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def loaded(folder: Path, name: str, content: bytes) -> tuple[Document | None, list[str]]:
    """The document and the notes."""
    (folder / name).write_bytes(content)
    found = list(load(SourceFile(folder / name, name)))
    documents = [item for item in found if isinstance(item, Document)]
    return (documents[0] if documents else None), [item.reason for item in found if isinstance(item, Refused)]


def lines(document: Document | None) -> list[str]:
    assert document is not None
    return [line for line in document.text.split("\n") if line]


def workbook(*rows: list[Any]) -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "指标"
    for row in rows:
        sheet.append(row)
    return book, sheet


PARKS = (["园区", "收入（亿元）", "企业（家）"], ["甲园", 47, 12], ["乙园", 30, 13])


def test_hidden_sheets_rows_and_columns_are_told(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    for name, state, cell in (("底稿", "hidden", "秘密"), ("密", "veryHidden", "秘密"), ("空", "hidden", None)):
        other = book.create_sheet(name)
        other["A1"], other.sheet_state = cell, state
    document, notes = loaded(tmp_path, "a.xlsx", saved(book))
    assert lines(document) == ["指标", "园区 企业（家）", "园区：甲园，企业：12家。"]
    assert len(notes) == 3
    assert "“指标”有隐藏的1 行、1 列" in notes[0]
    assert ["“底稿”" in notes[1], "“密”" in notes[2]] == [True, True]


def test_rows_and_columns_hidden_without_a_value_are_not_told(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["F"].hidden = True
    assert loaded(tmp_path, "a.xlsx", saved(book))[1] == []


def test_a_workbook_with_nothing_but_hidden_text_says_why_it_is_refused(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    for row in (1, 2, 3):
        sheet.row_dimensions[row].hidden = True
    document, notes = loaded(tmp_path, "a.xlsx", saved(book))
    assert document is None
    assert "隐藏的3 行" in notes[0]


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1"])
def test_a_value_far_away_does_not_make_a_sheet_large(place: str, tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    sheet[place] = "备用"
    document, notes = loaded(tmp_path, "a.xlsx", saved(book))
    said = lines(document)
    assert "园区：乙园，收入：30亿元，企业：13家。" in said
    assert "备用" in said[1] + said[-1]
    assert notes == []


def test_a_sheet_with_too_many_cells_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.load import xlsx

    monkeypatch.setattr(xlsx, "MOST_CELLS", 100)
    book, _ = workbook(*([n, n] for n in range(60)))
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book))
    with pytest.raises(xlsx.Unreadable, match="万格"):
        xlsx.read(path)
    book.create_sheet("小表").append(["说明文字"])
    path.write_bytes(saved(book))
    raw = xlsx.read(path)
    assert "说明文字" in raw.text
    assert len(raw.notes) == 1


def test_a_merged_cell_is_read_though_its_first_column_is_hidden(tmp_path: Path) -> None:
    book, sheet = workbook(["序号", "园区", "收入（亿元）"], [None, "甲园", 47], [None, "乙园", 30])
    sheet["A4"] = "以上数据未经审计。"
    sheet.merge_cells("A4:C4")
    sheet.column_dimensions["A"].hidden = True
    assert lines(loaded(tmp_path, "a.xlsx", saved(book))[0])[-1] == "以上数据未经审计。"


def test_struck_text_of_a_workbook_is_gone_and_raised_text_joins_no_number(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS, ["", 31, 14])
    sheet["B3"].font = Font(strike=True)
    sheet["A4"] = CellRichText(
        "丙", TextBlock(InlineFont(strike=True), "旧"), "园", TextBlock(InlineFont(vertAlign="superscript"), "1")
    )
    sheet["C4"] = CellRichText("99", TextBlock(InlineFont(), "14"))
    sheet["C4"].font = Font(strike=True)
    document, _ = loaded(tmp_path, "a.xlsx", saved(book))
    assert lines(document)[2:] == [
        "园区：甲园，收入：47亿元，企业：12家。", "园区：乙园，企业：13家。", "园区：丙园，收入：31亿元，企业：14家。",
    ]  # fmt: skip


def deck() -> Any:
    """Three slides; each says of its park how many firms there are, with a struck number and a raised note before it."""
    found = pptx.Presentation()
    for number, title in enumerate(("甲园", "乙园", "丙园"), start=12):
        slide: Any = found.slides.add_slide(found.slide_layouts[1])
        slide.shapes.title.text = title
        paragraph = slide.placeholders[1].text_frame.paragraphs[0]
        for text, name, value in (
            ("企业", "", ""), ("30", "strike", "sngStrike"), (str(number), "", ""), ("1", "baseline", "30000"), ("家。", "", ""),
        ):  # fmt: skip
            run = paragraph.add_run()
            run.text = text
            if name:
                run._r.get_or_add_rPr().set(name, value)
    return found


def test_hidden_slides_are_told_and_count_as_pages(tmp_path: Path) -> None:
    show = deck()
    show.slides[1]._element.set("show", "0")
    document, notes = loaded(tmp_path, "a.pptx", saved(show))
    assert lines(document) == ["甲园", "企业12家。", "丙园", "企业14家。"]
    assert document is not None
    assert document.page_at(document.text.index("企业14")) == 3
    assert len(notes) == 1
    assert "第 2 张幻灯片是隐藏的" in notes[0]
    for slide in show.slides:
        slide._element.set("show", "0")
    document, notes = loaded(tmp_path, "b.pptx", saved(show))
    assert document is None
    assert "第 1–3 张" in notes[0]


def test_what_a_slide_does_not_show_is_gone(tmp_path: Path) -> None:
    show = deck()
    slide = show.slides[0]
    slide.shapes.add_textbox(0, 0, 100, 100).text_frame.text = "藏着的字"
    slide.shapes[-1]._element._nvXxPr.cNvPr.set("hidden", "1")
    grid = slide.shapes.add_table(2, 2, 0, 0, 100, 100).table
    for r, row in enumerate([["园区", "收入"], ["甲园", "12亿元"]]):
        for c, value in enumerate(row):
            grid.cell(r, c).text = value
    run = grid.cell(1, 1).text_frame.paragraphs[0].add_run()
    run.text = "13亿元"
    run._r.get_or_add_rPr().set("strike", "dblStrike")
    text = "\n".join(lines(loaded(tmp_path, "a.pptx", saved(show))[0]))
    assert "藏" not in text
    assert "园区：甲园，收入：12亿元。" in text
    assert "13亿元" not in text


def test_comments_are_told(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    sheet["B2"].comment = Comment("应为48亿元", "审核")
    sheet["B3"].comment = Comment("已核", "审核")
    hidden = book.create_sheet("底稿")
    hidden["A1"].comment, hidden.sheet_state = Comment("不算", "审核"), "hidden"
    text = docx.Document()
    text.add_comment(text.add_paragraph("甲园收入47亿元。").runs, text="应为48亿元", author="审核")
    show = deck()
    part = pptx.opc.package.Part(
        pptx.opc.packuri.PackURI("/ppt/comments/comment1.xml"),
        "application/vnd.openxmlformats-officedocument.presentationml.comments+xml",
        show.part.package,
        b'<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        + '<p:cm authorId="0" idx="1"><p:text>应为48亿元</p:text></p:cm></p:cmLst>'.encode(),
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    show.slides[0].part.relate_to(part, kind)
    sheets = io.BytesIO()
    paper = canvas.Canvas(sheets)
    paper.drawString(50, 800, "Income 2024: 47")
    paper.textAnnotation("48", Rect=[50, 600, 80, 630])
    paper.freeTextAnnotation("48", DA="/Helv 12 Tf", Rect=[50, 700, 200, 720])
    paper.linkURL("https://example.org/48", (50, 500, 90, 520))
    paper.save()
    files = {"a.xlsx": (saved(book), 2), "a.docx": (saved(text), 1), "a.pptx": (saved(show), 1)}
    files["a.pdf"] = sheets.getvalue(), 2
    for name, (content, count) in files.items():
        document, notes = loaded(tmp_path, name, content)
        assert "48" not in "".join(lines(document))
        assert len(notes) == 1, notes
        assert f"有 {count} 条批注" in notes[0]


def test_fields_filled_into_a_pdf_are_told(tmp_path: Path) -> None:
    sheets = io.BytesIO()
    paper = canvas.Canvas(sheets)
    paper.drawString(50, 800, "Income of the park in 2024:")
    paper.acroForm.textfield(name="income", value="47", x=50, y=500, width=100, height=20)
    paper.acroForm.textfield(name="tax", value="", x=50, y=400, width=100, height=20)
    paper.acroForm.checkbox(name="final", checked=True, x=50, y=300)
    paper.save()
    _, notes = loaded(tmp_path, "a.pdf", sheets.getvalue())
    assert len(notes) == 1, notes
    assert "有 1 处是填在表单里的" in notes[0]


def test_slides_that_are_images_are_told(tmp_path: Path) -> None:
    show = deck()
    image = io.BytesIO()
    Image.new("RGB", (60, 80), "red").save(image, "PNG")
    for number, words in enumerate(["", "丁园", ""]):
        slide = show.slides.add_slide(show.slide_layouts[6])
        if words:
            slide.shapes.add_textbox(0, 0, 100, 100).text_frame.text = words
        if number < 2:
            slide.shapes.add_picture(image, 0, 0)
    _, notes = loaded(tmp_path, "a.pptx", saved(show))
    assert len(notes) == 1, notes
    assert f"第 {len(show.slides) - 2} 张幻灯片只有图片" in notes[0]


def with_boxes(book: Any, *boxes: tuple[int, str]) -> bytes:
    """The workbook with boxes upon its only sheet, each at a row and with the XML of its shape."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    )
    relations += 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
    relations += 'Target="../drawings/drawing1.xml"/></Relationships>'
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    )
    for row, shape in boxes:
        corner = f"<xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        drawing += f"<xdr:twoCellAnchor><xdr:from>{corner}</xdr:from><xdr:to>{corner}</xdr:to>{shape}<xdr:clientData/>"
        drawing += "</xdr:twoCellAnchor>"
    buffer = io.BytesIO(saved(book))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
        archive.writestr("xl/drawings/drawing1.xml", drawing + "</xdr:wsDr>")
    return buffer.getvalue()


def box(*runs: tuple[str, str], hidden: str = "0") -> str:
    said = "".join(f"<a:r><a:rPr {style}/><a:t>{text}</a:t></a:r>" for text, style in runs)
    return (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="box" hidden="{hidden}"/><xdr:cNvSpPr/></xdr:nvSpPr>'
        f"<xdr:spPr/><xdr:txBody><a:bodyPr/><a:p>{said}</a:p></xdr:txBody></xdr:sp>"
    )


def test_boxes_upon_a_sheet_follow_its_rows_from_top_to_bottom(tmp_path: Path) -> None:
    book, _ = workbook(*PARKS)
    struck = box(("税收", ""), ("9亿元", 'strike="sngStrike"'), ("8亿元。", ""))
    shapes = (30, box(("口径：规模以上企业。", ""))), (9, struck), (12, box(("藏着的字", ""), hidden="1"))
    document, notes = loaded(tmp_path, "a.xlsx", with_boxes(book, *shapes))
    assert lines(document)[-3:] == ["园区：乙园，收入：30亿元，企业：13家。", "税收8亿元。", "口径：规模以上企业。"]
    assert notes == []


def pages(kinds: str) -> bytes:
    """A pdf with a page for each letter: t text, i image, o outlines, b blank; each with the number of its page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    image = ImageReader(Image.new("RGB", (60, 80), "red"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    for number, kind in enumerate(kinds, start=1):
        sheet.setFont("STSong-Light", 12)
        if kind == "i":
            sheet.drawImage(image, 50, 50)
        elif kind == "o":
            for k in range(300):
                sheet.bezier(k, 1, k, 2, k, 3, k, 4)
        for i, line in enumerate(make.PARAGRAPHS if kind == "t" else ()):
            sheet.drawString(60, 800 - 20 * i, line)
        sheet.drawString(280, 30, f"第 {number} 页")
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def test_pages_of_a_pdf_without_words_are_told(tmp_path: Path) -> None:
    document, notes = loaded(tmp_path, "a.pdf", pages("titootb"))
    assert lines(document)[0] == make.PARAGRAPHS[0]
    assert len(notes) == 1
    assert "第 2、4、5 页没有文字层" in notes[0]
    assert loaded(tmp_path, "b.pdf", pages("tbt"))[1] == []


def test_numbers_are_listed_as_people_do() -> None:
    assert numbers([2, 9, 5, 6, 7, 10], "页") == "第 2、5–7、9、10 页"


def picture(width: int, height: int) -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(data, "PNG")
    data.seek(0)
    return data


def test_what_a_word_document_holds_beside_its_text_is_told(tmp_path: Path) -> None:
    text = docx.Document()
    text.add_paragraph("甲园收入47亿元。")
    head, foot = text.sections[0].header.paragraphs[0], text.sections[0].footer.paragraphs[0]
    head.text, foot.text = "云湖科技园内部简报第48期", "第48页 共48页"
    text.add_picture(picture(40, 40), Cm(12), Cm(6))
    text.add_picture(picture(40, 40), Cm(2), Cm(2))
    text.add_paragraph("旧数").runs[0].font.hidden = True
    run = "<w:r><w:{0}>48亿元</w:{0}></w:r>"
    for xml in (
        f'<w:del w:id="1" w:author="a">{run.format("delText")}</w:del>',
        f'<w:ins w:id="2" w:author="a">{run.format("t")}</w:ins>',
        '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
        '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>',
        "<m:oMath><m:f><m:num><m:r><m:t>4</m:t></m:r></m:num><m:den><m:r><m:t>8</m:t></m:r></m:den></m:f></m:oMath>",
    ):
        spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
        text.add_paragraph()._p.append(parse_xml(f"<w:p {spaces}>{xml}</w:p>")[0])
    document, notes = loaded(tmp_path, "a.docx", saved(text))
    assert lines(document) == ["甲园收入47亿元。", "48亿元"]
    assert [note.removeprefix("部分内容没有读入：") for note in notes] == [
        "页眉、页脚的文字（“云湖科技园内部简报第48期”）；需要的话请写进正文后再添加",
        "有 1 张图片，图中的文字没有读；需要的话请先做文字识别（OCR）",
        "有 1 个嵌入的文件或对象；请打开后另存，再单独添加",
        "有 2 个公式；需要的话请把结果写进正文后再添加",
        "有 1 处修订删去的文字；按接受修订后的样子读",
        "有 1 处隐藏或划掉的文字；需要的话请取消后再添加",
    ]


SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def test_heads_that_only_count_pages_or_say_what_the_text_says_are_not_told(tmp_path: Path) -> None:
    text = docx.Document()
    text.add_paragraph("云湖科技园 2024年工作情况")
    text.sections[0].header.paragraphs[0].text = "云湖科技园2024年工作情况"
    text.sections[0].footer.paragraphs[0].text = "- 3 / 12 -"
    assert loaded(tmp_path, "a.docx", saved(text))[1] == []


def test_a_word_document_of_pictures_alone_says_why_it_is_refused(tmp_path: Path) -> None:
    text = docx.Document()
    text.add_picture(picture(40, 40), Cm(15), Cm(20))
    document, [reason] = loaded(tmp_path, "a.docx", saved(text))
    assert document is None
    assert "没有可读的文字" in reason
    assert "OCR" in reason


def test_pictures_and_embedded_files_of_workbooks_and_slides_are_told(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    for side in (400, 20):
        sheet.add_image(openpyxl.drawing.image.Image(picture(side, side)), f"F{side}")
    content = saved(book)
    show = deck()
    tree = show.slides[0].shapes
    tree.add_picture(picture(40, 40), 0, 0, Cm(9), Cm(6))
    tree.add_picture(picture(40, 40), 0, 0, Cm(2), Cm(2))
    tree.add_ole_object(io.BytesIO(content), "Excel.Sheet.12", 0, 0)
    assert [note for note in loaded(tmp_path, "a.xlsx", content)[1] if "1 张图片" in note]
    notes = loaded(tmp_path, "a.pptx", saved(show))[1]
    assert [note for note in notes if "1 张图片" in note]
    assert [note for note in notes if "1 个嵌入" in note]


def test_attachments_of_a_pdf_are_told(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make.pdf([["甲园收入47亿元，同比增长8%。"]]))))
    writer.add_attachment("48.txt", "应为48亿元".encode())
    data = io.BytesIO()
    writer.write(data)
    document, notes = loaded(tmp_path, "a.pdf", data.getvalue())
    assert lines(document) == ["甲园收入47亿元，同比增长8%。"]
    assert len(notes) == 1
    assert "1 个附件" in notes[0]


def test_a_field_that_nobody_filled_in_says_nothing(tmp_path: Path) -> None:
    text = docx.Document()
    prompt = "<w:sdt><w:sdtPr>{0}</w:sdtPr><w:sdtContent>{1}</w:sdtContent></w:sdt>"
    run, empty = "<w:r><w:t>{0}</w:t></w:r>", "<w:showingPlcHdr/>"
    inline = prompt.format(empty, run.format("单击此处输入收入"))
    filled = prompt.format("", run.format("47"))
    block = prompt.format(empty, f"<w:p>{run.format('请输入48以内的数')}</w:p>")
    whole = f"<w:body xmlns:w='{SPACES['w']}'><w:p>{run.format('收入')}{inline}{filled}{run.format('亿元。')}</w:p>{block}</w:body>"
    for child in list(parse_xml(whole)):
        text.element.body.insert(0, child)
    assert lines(loaded(tmp_path, "a.docx", saved(text))[0]) == ["收入47亿元。"]
