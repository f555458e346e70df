"""Tables of every format: each row carries its heads, units and years, and its figures are read by them."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from index.clean import HEADING, ROW
from index.figures import figure_rows
from index.labelled import cell_of
from index.load import Refused, SourceFile, load
from index.load.heads import is_unit, read_head
from index.load.shown import shown
from index.load.table import COVERED, table_lines
from index.passages import passages
from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Document
from tests.index import load_files as make

PARKS = [["园区", "年份", "营业收入（亿元）", "企业数(家)", "增长率（%）"], ["甲园", "2023", "4785", "120", "8.5"]]


def lines(rows: list[list[str]], **known: Any) -> list[str]:
    return [line.replace(HEADING, "# ").removeprefix(ROW) for line in table_lines(rows, **known)]


def read(folder: Path, name: str, content: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = next(iter(load(SourceFile(path, name))))  # notes may follow
    assert isinstance(result, Document), result
    return result


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_value_is_written_with_the_unit_and_year_that_its_head_names() -> None:
    assert lines(PARKS)[1:] == ["园区：甲园，年份：2023年，营业收入：4785亿元，企业数：120家，增长率：8.5%。"]


@pytest.mark.parametrize(
    ("head", "name", "unit"),
    [
        ("营业收入（亿元）", "营业收入", "亿元"),
        ("营业收入(单位：万元)", "营业收入", "万元"),
        ("营业收入/亿元", "营业收入", "亿元"),
        ("出口额（人民币亿元）", "出口额", "亿元"),
        ("同比增长%", "同比增长", "%"),
        ("企业（家）", "企业", "家"),
        ("均价（元/平方米）", "均价", "元/平方米"),
        ("营业\n收入（亿元）", "营业收入", "亿元"),
        ("产值（现价）", "产值（现价）", ""),
        ("元/平方米", "元/平方米", ""),
        ("2023", "2023年", ""),
    ],
)
def test_heads_are_parted_into_words_and_unit(head: str, name: str, unit: str) -> None:
    found = read_head(" ".join(head.split()))
    assert (found.name, found.unit) == (name, unit)


def test_units_are_what_makes_a_figure_of_a_number() -> None:
    assert all(map(is_unit, ["亿元", "万平方米", "%", "个百分点", "人次", "元/吨"]))
    assert not any(map(is_unit, ["", "现价", "3", "含分园", "亿元 家"]))


@pytest.mark.parametrize("first", ["指标", "项目"])
def test_years_may_be_the_heads_and_units_a_column(first: str) -> None:
    rows = [[first, "单位", "2022", "2023", "同比增长（%）"], ["营业收入", "亿元", "4500", "4785", "6.3"]]
    assert lines(rows)[1] == f"{first}：营业收入，2022年：4500亿元，2023年：4785亿元，同比增长：6.3%。"


def test_units_of_row_labels_and_captions_reach_the_figures_they_hold_for() -> None:
    rows = [
        ["各园区主要指标", COVERED, COVERED, COVERED],
        ["", "", "", "单位：亿元"],
        ["园区", "收入", "增长率", "人数（人）"],
        ["甲园", "12.5", "8%", "20"],
        ["注：数据未经审计。", COVERED, COVERED, COVERED],
    ]
    assert lines(rows) == [
        "# 各园区主要指标",
        "单位：亿元",
        "园区 收入 增长率 人数（人）",
        "园区：甲园，收入：12.5亿元，增长率：8%，人数：20人。",
        "注：数据未经审计。",
    ]
    assert lines([["指标", "2023年"], ["收入（亿元）", "3"], ["企业（家）", "4"]])[1:] == [
        "指标：收入，2023年：3亿元。", "指标：企业，2023年：4家。",
    ]  # fmt: skip
    for caption in ("单位：亿元", "（单位：亿元）", "表1 收入情况（亿元）"):
        assert lines([["园区", "收入"], ["甲园", "3"]], above=caption)[1] == "园区：甲园，收入：3亿元。"


def test_no_unit_is_given_to_what_a_caption_does_not_measure() -> None:
    rows = [["园区", "收入", "增长率", "排名", "企业数"], ["甲园", "3", "8.5", "1", "20"]]
    assert lines(rows, above="单位：亿元")[1] == "园区：甲园，收入：3亿元，增长率：8.5，排名：1，企业数：20。"


@pytest.mark.parametrize("gap", [COVERED, ""])
def test_heads_in_two_rows_are_one(gap: str) -> None:
    rows = [
        ["园区", "收入（亿元）", gap, "利润", gap],
        ["园区" if gap else "", "2022年", "2023年", "2023年", "增长（%）"],
        ["甲园", "12", "13", "2", "5"],
    ]
    assert lines(rows)[1] == "园区：甲园，2022年收入：12亿元，2023年收入：13亿元，2023年利润：2，利润增长：5%。"


def test_a_column_of_units_holds_for_numbers_of_things_too() -> None:
    rows = [["名称", "数量", "单位", "单价（元）", "占比"], ["电脑", "12", "台", "5000", "3"]]
    assert lines(rows)[1] == "名称：电脑，数量：12台，单价：5000元，占比：3。"


def test_captions_above_a_blank_row_hold_for_the_table_below() -> None:
    rows = [
        ["2024年统计表", "", ""],
        ["制表：统计处", "", "单位：亿元"],
        [],
        ["区域", "园区", "2023"],
        ["东区", "甲园", "1.5"],
    ]
    assert lines(rows) == [
        "# 2024年统计表", "制表：统计处 单位：亿元", "区域 园区 2023", "区域：东区，园区：甲园，2023年：1.5亿元。",
    ]  # fmt: skip


def test_frames_and_layouts_of_text_stay_text() -> None:
    assert lines([["第一段。\n第二段。"]]) == ["第一段。", "第二段。"]
    long = make.SENTENCE * 3
    assert lines([["任务", long], ["单位", "科技处"]]) == [f"任务：{long}", "单位：科技处。"]


def test_the_separator_may_be_stated(tmp_path: Path) -> None:
    text = read(tmp_path, "a.csv", "sep=|\n园区|收入（亿元）\n甲,乙园|12\n").text
    assert text.split("\n")[1] == "园区：甲,乙园，收入：12亿元。"


def test_a_form_has_its_heads_on_the_left() -> None:
    rows = [["项目名称", "海棠大厦"], ["总投资（亿元）", "3.5"], ["建筑面积", "6万平方米"], ["负责人", "林远"]]
    assert lines(rows) == ["项目名称：海棠大厦。", "总投资：3.5亿元。", "建筑面积：6万平方米。", "负责人：林远。"]


def test_two_columns_with_figures_below_are_no_form() -> None:
    assert lines([["园区", "收入"], ["甲园", "12亿元"], ["乙园", "7亿元"]])[1:] == [
        "园区：甲园，收入：12亿元。", "园区：乙园，收入：7亿元。",
    ]  # fmt: skip
    assert lines([["姓名", "职务"], ["林远", "主任"]])[1] == "姓名：林远，职务：主任。"


def test_several_tables_of_a_sheet_have_their_own_heads() -> None:
    rows = [["园区", "收入（亿元）"], ["甲园", "1"], [], ["机构", "人数（人）"], ["丙所", "33"], [], ["丁所", "44"]]
    assert [line for line in lines(rows) if "：" in line] == [
        "园区：甲园，收入：1亿元。", "机构：丙所，人数：33人。", "机构：丁所，人数：44人。",
    ]  # fmt: skip


def test_rows_without_heads_repeated_heads_and_numbers_side_by_side() -> None:
    assert lines([["甲园", "12", "300"], ["乙园", "7", "100"]]) == ["甲园，12；300。", "乙园，7；100。"]
    assert lines([*PARKS, *PARKS])[1:] == lines(PARKS)[1:] * 2


def test_a_long_row_is_parted_and_each_part_names_its_row() -> None:
    heads = ["园区", *(f"第{n}项工作的完成数量（个）" for n in range(40))]
    found = lines([heads, ["甲园", *(str(100 + n) for n in range(40))]])[1:]
    assert len(found) > 2
    assert all(line.startswith("园区：甲园，") and len(line) < 300 for line in found)
    assert sum(line.count("个") for line in found) == 40


def test_figures_of_a_row_have_its_measure_subject_and_period(tmp_path: Path) -> None:
    document = read(tmp_path, "a.csv", "\n".join(",".join(row) for row in PARKS))
    found = [row for _, row in figure_rows(document, passages(document))]
    assert [(r.measure, r.subject, r.period, r.quantity.value, r.quantity.unit) for r in found] == [
        ("营业收入", "甲园", "2023年", Decimal("4785E8"), "元"),
        ("企业数", "甲园", "2023年", Decimal(120), "家"),
        ("增长率", "甲园", "2023年", Decimal("8.5"), "%"),
    ]
    assert all(document.text[r.quantity.start : r.quantity.end] == r.quantity.surface for r in found)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("指标：营业收入，2022年：45亿元，2023年：47亿元，同比增长：6.3%。", 1, ("营业收入", "", "2023年")),
        ("指标：营业收入，2022年：45亿元，2023年：47亿元，同比增长：6.3%。", 2, ("营业收入同比增长", "", "2023年")),
        ("指标：营业收入，甲园：45亿元，乙园：47亿元。", 1, ("营业收入", "乙园", None)),
        ("园区：甲园，2022年收入：45亿元，2023年收入：47亿元。", 1, ("收入", "甲园", "2023年")),
        ("年份：2023年，月份：2月，销量：13万辆。", 0, ("销量", "", "2023年2月")),
        ("序号：1，企业名称：甲公司，注册资本：500万元。", 1, ("注册资本", "甲公司", None)),
    ],
)
def test_cells_are_read_by_their_heads(text: str, place: int, expected: tuple[str, str, str | None]) -> None:
    quantities = find_quantities(text)
    periods = find_periods(text)
    figures = [q for q in quantities if not any(p.start <= q.start < p.end for p in periods)]
    cell = cell_of(text, figures[place], figures, periods)
    assert cell is not None
    assert (cell.measure, cell.subject, cell.period.surface if cell.period else None) == expected


def test_prose_is_no_row() -> None:
    text = "他说：园区去年收入达到45亿元，目标是：今年突破50亿元。"
    assert all(cell_of(text, q, find_quantities(text), []) is None for q in find_quantities(text))


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("0.28", "0%", "28%"),
        ("0.0633", "0.0%", "6.3%"),
        ("0.285", "0.00%", "28.5%"),
        ("4500.126", "#,##0.00", "4500.13"),
        ("12", '0"亿元"', "12亿元"),
        ("1234.5", '"¥"#,##0.00', "¥1234.5"),
        ("3", "[$¥-804]#,##0", "¥3"),
        ("-5", "#,##0_);[Red](#,##0)", "-5"),
        ("47850000", '0!.0,"万"', "47850000"),
        ("0.1234567", "General", "0.1234567"),
        ("1E+3", "0", "1000"),
    ],
)
def test_numbers_are_shown_as_their_format_says(value: str, form: str, expected: str) -> None:
    assert shown(Decimal(value), form) == expected


def test_a_workbook_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "指标"
    sheet.append(["园区", "收入", None, "增长", "日期"])
    sheet.append([None, "2022年", "2023年", None, None])
    sheet.append(["甲园", 4500.12, 4785, 0.28, date(2025, 1, 15)])
    sheet.append(["秘密", 1, 1, 0.1, None])
    sheet.append(["乙园", 7, 8, 0.5, datetime(2025, 2, 1, 8, 30)])
    sheet["F1"], sheet["F3"] = "秘密", 888
    for area in ("B1:C1", "A1:A2", "D1:D2", "E1:E2"):
        sheet.merge_cells(area)
    for cell in ("D3", "D5"):
        sheet[cell].number_format = "0%"
    sheet["B3"].number_format = '#,##0.0"亿元"'
    sheet["E3"].number_format = 'yyyy"年"m"月"'
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["F"].hidden = True
    hidden = book.create_sheet("隐藏")
    hidden.append(["秘密"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Sheet2").append(["说明文字"])
    document = read(tmp_path, "a.xlsx", saved(book))
    assert document.text.strip().split("\n") == [
        "指标",
        "园区 2022年收入 2023年收入 增长 日期",
        "园区：甲园，2022年收入：4500.1亿元，2023年收入：4785，增长：28%，日期：2025年1月。",
        "园区：乙园，2022年收入：7；2023年收入：8，增长：50%，日期：2025-02-01 08:30。",
        "说明文字",
    ]


def test_formulas_without_results_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["园区", "收入"])
    sheet.append(["甲园", "=1+2"])
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book))
    document, note = load(SourceFile(path, "a.xlsx"))
    assert isinstance(document, Document)
    assert isinstance(note, Refused)
    assert "1 个公式" in note.reason
    assert "保存" in note.reason


def test_a_stray_format_far_away_does_not_make_a_sheet_large(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = make.SENTENCE
    sheet["XFD1048576"].number_format = "0%"
    assert make.SENTENCE in read(tmp_path, "a.xlsx", saved(book)).text


def test_word_tables_with_merged_heads_and_units_above(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("单位：亿元")
    grid = document.add_table(4, 3)
    for r, row in enumerate([["园区", "收入", ""], ["", "2022年", "2023年"], ["甲园", "12", "13"], ["乙园", "7", "8"]]):
        for c, value in enumerate(row):
            grid.cell(r, c).text = value
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(0, 0).merge(grid.cell(1, 0))
    text = read(tmp_path, "a.docx", saved(document)).text
    assert "园区：乙园，2022年收入：7亿元，2023年收入：8亿元。" in text.split("\n")


def test_slides_show_tables_charts_and_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "主要指标"
    table = slide.shapes.add_table(3, 3, 0, 0, 5_000_000, 1_000_000).table
    for r, row in enumerate([["园区", "收入（亿元）", ""], ["", "2022年", "2023年"], ["甲园", "12", "13"]]):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    data = CategoryChartData(number_format="0%")
    data.categories = ["甲园", "乙园"]
    data.add_series("占比", (0.28, 0.72))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 2_000_000, 3_000_000, 3_000_000, data)
    slide.notes_slide.notes_text_frame.text = "备注里的话。"
    text = read(tmp_path, "a.pptx", saved(deck)).text.split("\n")
    assert "园区：甲园，2022年收入：12亿元，2023年收入：13亿元。" in text
    assert "乙园，占比：72%。" in text
    assert "备注里的话。" in text


def test_web_tables_with_spans_and_captions(tmp_path: Path) -> None:
    page = f"""<html><body><h1>公报</h1><p>{make.SENTENCE * 2}</p><table><caption>表1 主要指标</caption>
<thead><tr><th rowspan="2">园区</th><th colspan="2">收入（亿元）</th></tr><tr><th>2022年</th><th>2023年</th></tr></thead>
<tr><td rowspan="2">甲园</td><td>12</td><td>13</td></tr><tr><td>7</td><td>8</td></tr></table></body></html>"""
    text = read(tmp_path, "a.html", page).text.split("\n")
    assert "表1主要指标" in [line.replace(" ", "") for line in text]
    assert "园区：甲园，2022年收入：12亿元，2023年收入：13亿元。" in text
    assert "园区：甲园，2022年收入：7亿元，2023年收入：8亿元。" in text


def test_cells_of_a_pdf_table_stand_under_their_heads_though_some_are_blank(tmp_path: Path) -> None:
    rows = [["园区", "2022年", "2023年"], ["甲园", "12", "13"], ["乙园", "", "8"], ["丙园", "5", ""]]
    text = read(tmp_path, "a.pdf", make.pdf([["表1 收入情况（单位：亿元）"]], table=rows)).text.split("\n")
    assert "园区：甲园，2022年：12亿元，2023年：13亿元。" in text
    assert "园区：乙园，2023年：8亿元。" in text
    assert "园区：丙园，2022年：5亿元。" in text


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_tables_are_told_by_their_tabs_whatever_the_name(codec: str, tmp_path: Path) -> None:
    content = "园区\t收入（亿元）\n甲园\t12\n乙园\t7\n".encode(codec)
    for name in ("a.txt", "a.xls", "无后缀"):
        assert "园区：乙园，收入：7亿元。" in read(tmp_path, name, content).text
    assert "：" not in read(tmp_path, "b.txt", "一\t概况\n二\t2024年发展\n三\t结语\n").text


def test_quoted_line_feeds_and_separators_belong_to_the_cell(tmp_path: Path) -> None:
    text = '园区;简介;"收入（亿元）"\n甲园;"第一行\n第二行;含分号";"1,234.5"\n乙园;无;7\n'
    assert read(tmp_path, "a.csv", text).text.split("\n")[1] == (
        "园区：甲园，简介：第一行 第二行;含分号，收入：1,234.5亿元。"
    )


def test_the_number_of_a_row_hides_no_unit_of_its_label() -> None:
    rows = [
        ["2023年主要指标", COVERED, COVERED, COVERED],
        ["", "", "", "单位：亿元"],
        ["序号", "指标", "全年目标", "1-12月累计"],
        ["1", "营业收入", "1200", "1234.57"],
        ["2", "新增企业（家）", "50", "61"],
    ]
    lines = "".join(table_lines(rows))
    assert "序号：1，指标：营业收入，全年目标：1200亿元，1-12月累计：1234.57亿元。" in lines
    assert "指标：新增企业，全年目标：50家，1-12月累计：61家。" in lines
    unnamed = "".join(
        table_lines([["", "", "单位：亿元"], ["序", "指标", "完成"], ["1", "营业收入", "12"], ["2", "利润", "3"]])
    )
    assert "序：1，指标：营业收入，完成：12亿元。" in unnamed


def test_a_merged_head_over_periods_is_one_head_with_them() -> None:
    rows = [["", "收入", COVERED, "企业"], ["园区", "2022年", "2023年", "家数"], ["东区", "100", "120", "30"]]
    assert "园区：东区，2022年收入：100；2023年收入：120，企业家数：30。" in "".join(table_lines(rows))
    words = [["指标", "内容", COVERED], ["绿化", "已完成", "合格"], ["道路", "未完成", "待查"]]
    assert "指标：绿化" in "".join(table_lines(words))


@pytest.mark.parametrize(
    "units", [["", "家", "亿元", "%"], ["单位", "家", "亿元", "%"], ["", "（家）", "（亿元）", "(%)"]]
)
def test_a_row_of_units_under_the_heads_joins_them(units: list[str], tmp_path: Path) -> None:
    rows = [["园区", "企业数", "营业收入", "增速"], units, ["甲园", "12", "3.5", "8"], ["乙园", "15", "4", "9"]]
    expected = [
        "园区 企业数（家） 营业收入（亿元） 增速（%）",
        "园区：甲园，企业数：12家，营业收入：3.5亿元，增速：8%。",
    ]
    assert lines(rows)[:2] == expected
    assert len(lines(rows)) == 3
    text = "\n".join(",".join(row) for row in rows)
    assert read(tmp_path, "a.csv", text).text.split("\n")[:2] == expected
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row])
    assert read(tmp_path, "a.xlsx", saved(book)).text.split("\n")[:2] == expected


def test_a_row_of_units_in_small_tables_and_under_periods() -> None:
    assert lines([["园区", "企业数"], ["", "家"], ["甲园", "12"]])[1:] == ["园区：甲园，企业数：12家。"]
    years = [["指标", "2022", "2023"], ["", "亿元", "亿元"], ["收入", "3", "4"]]
    assert lines(years)[1:] == ["指标：收入，2022年：3亿元，2023年：4亿元。"]
    merged = [["园区", "2023年", COVERED], ["", "企业数", "收入"], ["", "家", "亿元"], ["甲园", "12", "3"]]
    assert lines(merged)[1:] == ["园区：甲园，2023年企业数：12家，2023年收入：3亿元。"]
    given = [["园区", "企业数", "收入"], ["", "家", "亿元"], ["甲园", "12", "3"]]
    assert lines(given, heads=2)[1:] == ["园区：甲园，企业数：12家，收入：3亿元。"]


def test_a_row_that_names_more_than_units_is_data() -> None:
    rows = [["指标", "单位", "数值"], ["收入", "亿元", "3"], ["企业", "家", "12"]]
    assert lines(rows)[1:] == ["指标：收入，数值：3亿元。", "指标：企业，数值：12家。"]
    assert lines([["名称", "甲公司"], ["单位", "家"], ["数量", "12"]])[1] == "单位：家。"


@pytest.mark.parametrize("stray", ['"甲园,12,3.5', '甲园,"12,3.5', '甲园,12,"3.5', '甲园,12,"3.5""'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quote_left_open_swallows_no_rows(stray: str, end: str, tmp_path: Path) -> None:
    rows = ["园区,企业数（家）,营业收入（亿元）", stray, '乙园,15,"1,234.5"', "丙园,16,4", "丁园,17,5"]
    text = read(tmp_path, "a.csv", end.join(rows) + end).text
    for park, number, income in (("乙", 15, "1,234.5"), ("丙", 16, "4"), ("丁", 17, "5")):
        assert f"园区：{park}园，企业数：{number}家，营业收入：{income}亿元。" in text
    assert "园区：甲园，企业数：12家，营业收入：3.5" in text


def test_a_quote_left_open_leaves_sound_cells_of_several_lines_alone(tmp_path: Path) -> None:
    text = '园区,简介,企业数（家）\n甲园,"一行\n二行",12\n"乙园,无,15\n丙园,无,16\n丁园,无,17\n'
    found = read(tmp_path, "a.csv", text).text
    assert "园区：甲园，简介：一行 二行，企业数：12家。" in found
    assert "园区：乙园，简介：无，企业数：15家。\n园区：丙园，简介：无，企业数：16家。" in found
