"""What Office files hold in odd places: printed heads, forms, symbols, newer shapes, charts of every kind, odd numbers."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from index.load.shown import shown
from tests.index.test_load_notes import PARKS, SPACES, lines, loaded, saved, workbook

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
V = "urn:schemas-microsoft-com:vml"


def test_heads_and_feet_of_printed_sheets_are_told(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    sheet.oddHeader.center.text = "云湖市统计办 2024年报"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.oddFooter.left.text = "指标"
    sheet.firstHeader.left.text = "不打印的首页"
    _, notes = loaded(tmp_path, "a.xlsx", saved(book))
    assert len(notes) == 1, notes
    assert "页眉、页脚的文字（“云湖市统计办 2024年报”）" in notes[0]
    sheet.HeaderFooter.differentFirst = True
    _, [note] = loaded(tmp_path, "a.xlsx", saved(book))
    assert "等）" in note


def test_a_sheet_whose_foot_only_counts_pages_says_nothing(tmp_path: Path) -> None:
    book, sheet = workbook(*PARKS)
    sheet.oddFooter.right.text = "&8&K000000第&P页，共&N页 &D &F"
    assert loaded(tmp_path, "a.xlsx", saved(book))[1] == []


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [("1E+20", "General", "1" + "0" * 20), ("1.5E+40", "0.00%", "15" + "0" * 41 + "%"), ("-0.2", "0", "0")],
)
def test_large_and_vanishing_numbers_are_shown(value: str, form: str, expected: str) -> None:
    assert shown(Decimal(value), form) == expected


def test_hours_of_a_sheet_are_shown_as_hours(tmp_path: Path) -> None:
    book, sheet = workbook(
        ["事项", "用时", "开门"], ["甲", timedelta(hours=30, minutes=5), datetime(1900, 1, 1, 8, 30)]
    )
    sheet["C2"].number_format = "h:mm"
    assert lines(loaded(tmp_path, "a.xlsx", saved(book))[0])[-1] == "事项：甲，用时：30:05，开门：08:30。"


def word(*paragraphs: str) -> bytes:
    """A Word document of paragraphs of runs, as XML."""
    text = docx.Document()
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in {**SPACES, "v": V}.items())
    for xml in paragraphs:
        text.element.body.insert(len(text.element.body) - 1, parse_xml(f"<w:p {spaces}>{xml}</w:p>"))
    return saved(text)


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def said(text: str) -> str:
    return run(f"<w:t>{text}</w:t>")


def test_what_is_chosen_and_ticked_in_a_form_is_read(tmp_path: Path) -> None:
    field = '<w:fldChar w:fldCharType="begin"><w:ffData>{0}</w:ffData></w:fldChar>'
    entries = '<w:listEntry w:val="未定"/><w:listEntry w:val="已上市"/>'
    chosen, kept, beyond = '<w:result w:val="1"/>', "", '<w:result w:val="7"/>'
    lists = [run(field.format(f"<w:ddList>{one}{entries}</w:ddList>")) for one in (chosen, kept, beyond)]
    boxes = [
        run(field.format(f"<w:checkBox>{one}</w:checkBox>"))
        for one in ("<w:checked/>", '<w:checked w:val="0"/>', '<w:default w:val="1"/>')
    ]
    content = word(
        f"{said('状态：')}{lists[0]}，".replace("，", said("，")) + lists[1] + lists[2],
        boxes[0] + said("盈利 ") + boxes[1] + said("亏损 ") + boxes[2] + said("持平"),
    )
    assert lines(loaded(tmp_path, "a.docx", content)[0]) == ["状态：已上市，未定", "☑盈利 □亏损 ☑持平"]


def test_ticks_and_word_art_are_read(tmp_path: Path) -> None:
    symbol = '<w:sym w:font="{}" w:char="{}"/>'
    shape = '<w:pict><v:shape><v:textpath string="甲园收入47亿元"/></v:shape></w:pict>'
    content = word(
        run(symbol.format("Wingdings", "F0FE")) + said("是 ") + run(symbol.format("Wingdings 2", "00A3")) + said("否"),
        run(symbol.format("Wingdings", "zz")) + run(symbol.format("Symbol", "F0FE")) + run(shape),
    )
    assert lines(loaded(tmp_path, "a.docx", content)[0]) == ["☑是 □否", "甲园收入47亿元"]


def shape(text: str) -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="77" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
        f"<a:p><a:r><a:t>{text}</a:t></a:r>{{0}}</a:p></p:txBody></p:sp>"
    )


def test_shapes_with_a_substitute_for_older_programs_are_read_once(tmp_path: Path) -> None:
    show = pptx.Presentation()
    tree = show.slides.add_slide(show.slide_layouts[6]).shapes._spTree
    formula = f'<m:oMath xmlns:m="{SPACES["m"]}"/>'
    newer, older = shape("甲园收入47亿元").format(formula), shape("旧样").format("")
    both = f'<mc:Choice Requires="a14">{newer}</mc:Choice><mc:Fallback>{older}</mc:Fallback>'
    tree.append(
        parse_xml(f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:p="{P}" xmlns:a="{A}">{both}</mc:AlternateContent>')
    )
    document, notes = loaded(tmp_path, "a.pptx", saved(show))
    assert lines(document) == ["甲园收入47亿元"]
    assert len(notes) == 1
    assert "有 1 个公式" in notes[0]


def chart(data: Any, kind: Any, *, title: str = "", axis: str = "") -> bytes:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    drawn = slide.shapes.add_chart(kind, 0, 0, 5_000_000, 3_000_000, data).chart
    drawn.has_title = bool(title)
    if title:
        drawn.chart_title.text_frame.text = title
    if axis:
        drawn.value_axis.axis_title.text_frame.text = axis
    return saved(show)


def series(name: str, *values: float, days: bool = False) -> Any:
    data = CategoryChartData()
    data.categories = [datetime(2024, 1, 1), datetime(2024, 2, 1)] if days else ["甲园", "乙园"]
    data.add_series(name, values)
    return data


@pytest.mark.parametrize(
    ("title", "axis", "expected"),
    [
        ("", "亿元", "乙园，收入：30亿元。"),
        ("", "（亿元）", "乙园，收入：30亿元。"),
        ("", "单位：万人", "乙园，收入：30万人。"),
        ("各园收入（亿元）", "", "乙园，收入：30亿元。"),
        ("各园收入", "", "乙园，收入：30。"),
    ],
)
def test_values_of_a_chart_have_the_unit_of_its_axis_or_title(
    title: str, axis: str, expected: str, tmp_path: Path
) -> None:
    content = chart(series("收入", 47, 30), XL_CHART_TYPE.COLUMN_CLUSTERED, title=title, axis=axis)
    assert expected in lines(loaded(tmp_path, "a.pptx", content)[0])


def test_points_and_days_of_charts_are_read(tmp_path: Path) -> None:
    points = XyChartData()
    one = points.add_series("税收（亿元）")
    one.add_data_point(47, 6)
    assert "47，税收：6亿元。" in lines(loaded(tmp_path, "a.pptx", chart(points, XL_CHART_TYPE.XY_SCATTER))[0])
    months = chart(series("收入（亿元）", 4, 5, days=True), XL_CHART_TYPE.LINE)
    assert "2024-02-01，收入：5亿元。" in lines(loaded(tmp_path, "b.pptx", months)[0])


def test_charts_of_newer_kinds_are_read(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    names = '<cx:strDim type="cat"><cx:lvl><cx:pt idx="0">申报</cx:pt><cx:pt idx="1">获批</cx:pt></cx:lvl></cx:strDim>'
    values = '<cx:numDim type="val"><cx:lvl><cx:pt idx="0">93</cx:pt><cx:pt idx="1">47</cx:pt></cx:lvl></cx:numDim>'
    title = "<cx:title><cx:tx><cx:txData><cx:v>融资（亿元）</cx:v></cx:txData></cx:tx></cx:title>"
    own = "<cx:series><cx:tx><cx:txData><cx:v>规模</cx:v></cx:txData></cx:tx><cx:dataId val='0'/></cx:series>"
    xml = (
        f'<cx:chartSpace xmlns:cx="{CX}"><cx:chartData><cx:data id="0">{names}{values}</cx:data></cx:chartData>'
        f"<cx:chart>{title}{own}</cx:chart></cx:chartSpace>"
    )
    kind = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    part = Part(PackURI("/ppt/charts/chartEx1.xml"), "application/xml", show.part.package, xml.encode())
    identity = slide.part.relate_to(part, kind)
    frame = (
        f'<p:graphicFrame xmlns:p="{P}" xmlns:a="{A}"><p:nvGraphicFramePr><p:cNvPr id="5" name="c"/><p:cNvGraphicFramePr/>'
        f'<p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri="{CX}">'
        f'<cx:chart xmlns:cx="{CX}" xmlns:r="{R}" r:id="{identity}"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    slide.shapes._spTree.append(parse_xml(frame))
    assert lines(loaded(tmp_path, "a.pptx", saved(show))[0])[-2:] == ["申报，规模：93亿元。", "获批，规模：47亿元。"]


def test_a_large_first_letter_begins_its_paragraph(tmp_path: Path) -> None:
    initial = '<w:pPr><w:framePr w:dropCap="drop" w:lines="3"/></w:pPr>' + said("甲")
    assert lines(loaded(tmp_path, "a.docx", word(initial, said("园收入47亿元。"), said("后文。")))[0]) == [
        "甲园收入47亿元。", "后文。"
    ]  # fmt: skip


def test_the_table_of_contents_is_no_text_and_no_title(tmp_path: Path) -> None:
    text = docx.Document()
    style = text.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    for line in ("一、收入\t3", "二、企业\t5"):
        text.add_paragraph(line, style=style)
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    block = f"<w:sdt>{gallery}<w:sdtContent><w:p>{said('三、人员 7')}</w:p></w:sdtContent></w:sdt>"
    text.element.body.insert(0, parse_xml(f"<w:body xmlns:w='{SPACES['w']}'>{block}</w:body>")[0])
    text.add_heading("一、收入", 1)
    text.add_paragraph("甲园收入47亿元。")
    document, notes = loaded(tmp_path, "a.docx", saved(text))
    assert lines(document) == ["一、收入", "甲园收入47亿元。"]
    assert notes == []
