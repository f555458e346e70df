"""Office documents as offices write them: numbered headings, minutes, cards on slides, sheets with captions and signatures."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from pptx.util import Inches
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from index.load import SourceFile, document_from_text, load
from index.passages import passages
from index.types import Document


def read(folder: Path, name: str, book: Any) -> Document:
    buffer = io.BytesIO()
    book.save(buffer)
    (folder / name).write_bytes(buffer.getvalue())
    found = next(iter(load(SourceFile(folder / name, name))))
    assert isinstance(found, Document), found
    return found


def test_numbered_parts_of_an_appendix_stand_under_their_own_heads(tmp_path: Path) -> None:
    book = docx.Document()
    for line in (
        "海棠湾管委会关于印发工作要点的通知",
        "各科室：",
        "现将工作要点印发给你们，请认真贯彻执行。",
        "2024年工作要点",
        "一、主要目标",
        "全年收入达到35亿元，增长8%以上。",
        "二、重点任务",
        "（一）建设载体",
        "新建孵化器2座，面积6.5万平方米。",
        "（二）引进人才",
        "引进博士50名。",
    ):
        book.add_paragraph(line)
    table = book.add_table(4, 2)
    for r, row in enumerate([["序号", "任务"], ["1", "新建孵化器"], ["2", "引进博士"], ["3", "新增企业"]]):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    book.add_paragraph("（此件公开发布）")
    found = read(tmp_path, "a.docx", book)
    assert [section.title for section in found.sections] == [
        "2024年工作要点 一、主要目标", "二、重点任务 （一）建设载体", "二、重点任务 （二）引进人才",
    ]  # fmt: skip
    assert "（此件公开发布）" in found.text  # rows of a table are no conversation


MINUTES = """海棠湾科技园主任办公会议纪要

时间：2024年3月12日上午9:00
地点：三楼会议室
主持：陈立国
出席：何敏、林远、赵青
列席：各科室负责人
记录：王立

会议听取了招商科的汇报，研究了孵化器建设等事项。现纪要如下：

一、关于招商工作
会议指出，一季度签约项目12个，总投资43亿元，完成全年任务的28.7%。

二、关于孵化器建设
会议同意孵化器二期追加投资3000万元，由财务科4月底前拨付到位。
"""


def test_who_was_present_is_no_heading_and_the_items_of_minutes_are(tmp_path: Path) -> None:
    found = document_from_text("a.txt", MINUTES)
    assert [section.title for section in found.sections] == ["一、关于招商工作", "二、关于孵化器建设"]
    assert found.title == "海棠湾科技园主任办公会议纪要"


def test_a_list_after_its_lead_in_has_no_headings() -> None:
    text = "现将有关事项通知如下：\n一、增加投入\n二、引进人才\n三、建设载体\n各科室要在年底以前完成上述工作，并把结果报告办公室。\n"
    assert document_from_text("a.txt", text).sections == ()


def test_a_number_on_a_slide_is_read_with_the_label_below_it(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide: Any = deck.slides.add_slide(deck.slide_layouts[6])
    for i, (number, label) in enumerate([("35.2亿元", "营业收入"), ("120家", "企业总数"), ("8.1%", "同比增长")]):
        for y, text in ((2.0, number), (2.7, label)):
            box = slide.shapes.add_textbox(Inches(1 + 3 * i), Inches(y), Inches(2), Inches(0.6))
            box.text_frame.text = text
    assert read(tmp_path, "a.pptx", deck).text.split() == [
        "35.2亿元", "营业收入", "120家", "企业总数", "8.1%", "同比增长",
    ]  # fmt: skip


def test_boxes_close_to_each_other_on_all_sides_are_read_row_by_row(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide: Any = deck.slides.add_slide(deck.slide_layouts[6])
    for r, row in enumerate([("园区", "企业"), ("甲园", "120家"), ("乙园", "88家")]):
        for c, text in enumerate(row):
            box = slide.shapes.add_textbox(Inches(1 + 2 * c), Inches(1 + r), Inches(2), Inches(1))
            box.text_frame.text = text
    assert read(tmp_path, "a.pptx", deck).text.split() == ["园区", "企业", "甲园", "120家", "乙园", "88家"]


def test_a_sheet_is_called_by_its_caption_and_its_signatures_are_no_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "附表1"
    for row in (
        ["2024年上半年各园区运行情况表"],
        ["填报单位：海棠湾管委会", None, "单位：亿元"],
        ["园区", "收入", "利润"],
        ["东园", 35.2, 2.4],
        ["西园", 18.6, 1.1],
        [],
        ["填表人：林远", "审核人：何敏", "联系电话：5550166"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    found = read(tmp_path, "a.xlsx", book)
    assert found.title == "2024年上半年各园区运行情况表"
    assert found.text.split("\n")[-3:-1] == [
        "园区：西园，收入：18.6亿元，利润：1.1亿元。", "填表人：林远 审核人：何敏 联系电话：5550166",
    ]  # fmt: skip
    assert "附表1" in passages(found)[0].text


def written(folder: Path, name: str, text: str, codec: str = "utf-8") -> Document:
    (folder / name).write_bytes(text.encode(codec))
    found = next(iter(load(SourceFile(folder / name, name))))
    assert isinstance(found, Document), found
    return found


def test_a_table_that_spaces_align_carries_its_heads(tmp_path: Path) -> None:
    text = "海棠湾各园区2023年主要指标\n单位：亿元\n园区      收入     企业数（家）\n东园      35.2     120\n西园      18.6     88\n"
    found = written(tmp_path, "a.txt", text + "以上数据未经审计。\n", "gbk")
    assert found.title == "海棠湾各园区2023年主要指标"
    assert found.text.split("\n")[3:] == [
        "园区：东园，收入：35.2亿元，企业数：120家。", "园区：西园，收入：18.6亿元，企业数：88家。", "以上数据未经审计。", "",
    ]  # fmt: skip


def test_heads_may_begin_with_a_year_and_words_side_by_side_are_no_table(tmp_path: Path) -> None:
    found = written(
        tmp_path, "a.txt", "园区\t2022年收入（亿元）\t2023年收入（亿元）\n东园\t32.6\t35.2\n西园\t17.0\t18.6\n"
    )
    assert "园区：东园，2022年收入：32.6亿元，2023年收入：35.2亿元。" in found.text
    names = "林远    何敏    赵青\n王立    陈立国    孙文\n周大山    安娜    李四\n"
    assert "：" not in written(tmp_path, "b.txt", names).text


SPEECH = """在海棠湾科技园工作会议上的讲话

陈立国

（2024年1月15日）

同志们：

　　今天会议的主要任务是总结2023年工作，部署2024年任务。下面，我讲三点意见。

　　一、2023年工作回顾

　　2023年，园区营业总收入35.2亿元，增长8.1%。

　　二、2024年主要任务

　　全年签约项目50个以上，总投资150亿元。

　　三、几点要求

　　要加强领导，狠抓落实。
"""


def test_what_is_indented_as_a_paragraph_is_one() -> None:
    found = document_from_text("a.txt", SPEECH)
    assert found.text == "".join(line.strip() + "\n" for line in SPEECH.split("\n") if line.strip())
    assert [section.title for section in found.sections] == ["一、2023年工作回顾", "二、2024年主要任务", "三、几点要求"]


def test_numbered_questions_are_sections_and_no_part_of_the_title() -> None:
    text = "园区常见问题\n1. 面积多大？\n园区规划面积12.5平方公里，已建成6.8平方公里。\n2．租金多少？\n每平方米每月45元。\n"
    found = document_from_text("a.txt", text)
    assert found.title == "园区常见问题"
    assert [section.title for section in found.sections] == ["1. 面积多大？", "2．租金多少？"]


def test_marks_of_notes_in_markdown_are_gone_and_the_notes_stay(tmp_path: Path) -> None:
    found = written(tmp_path, "a.md", "# 年报\n\n收入35.2亿元，增长8.1%[^1]。\n\n[^1]: 增速按可比价计算。\n")
    assert found.text.split("\n")[1:3] == ["收入35.2亿元，增长8.1%。", "增速按可比价计算。"]


def test_tables_side_by_side_are_read_each_by_itself(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (
        ["两园对比"],
        ["东园", None, None, None, "西园", None],
        ["指标", "数值", None, None, "指标", "数值"],
        ["收入（亿元）", 35.2, None, None, "收入（亿元）", 18.6],
        ["企业（家）", 120, None, None, "企业（家）", 88],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    assert read(tmp_path, "a.xlsx", book).text.split("\n")[:-1] == [
        "两园对比", "东园", "指标 数值", "指标：收入，数值：35.2亿元。", "指标：企业，数值：120家。",
        "西园", "指标 数值", "指标：收入，数值：18.6亿元。", "指标：企业，数值：88家。",
    ]  # fmt: skip


def test_a_blank_column_between_figures_parts_no_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["园区", "收入（亿元）", None, "企业（家）"], ["东园", 35.2, None, 120], ["西园", 18.6, None, 88]):
        sheet.append(row)
    assert "园区：西园，收入：18.6亿元，企业：88家。" in read(tmp_path, "a.xlsx", book).text


def test_a_short_article_that_a_script_uncovers_stays_and_the_foot_of_the_page_goes(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>企业突破1200家</h1><div id='js_content' style='visibility:hidden'><p>2024年，园区企业突破1200家。</p>"
        "<p>营业总收入35.2亿元，比上年增长百分之八。</p></div>"
        "<div id='foot'><p>主办：海棠湾管委会 网站标识码：1234567890 京ICP备12345号</p></div></body></html>"
    )
    assert written(tmp_path, "a.html", page).text.split("\n")[:-1] == [
        "企业突破1200家", "2024年，园区企业突破1200家。", "营业总收入35.2亿元，比上年增长百分之八。",
    ]  # fmt: skip


def test_the_years_of_a_chronicle_are_sections_and_no_part_of_its_title() -> None:
    text = "大事记\n\n2023年\n3月5日，签约项目10个。\n6月1日，孵化器开工。\n\n2024年\n3月8日，签约项目12个。\n9月1日，孵化器建成。\n"
    found = document_from_text("a.txt", text)
    assert found.title == "大事记"
    assert [section.title for section in found.sections] == ["2023年", "2024年"]
    assert document_from_text("a.txt", text.replace("2024年\n", "")).title == "大事记 2023年"


def test_what_a_line_above_a_table_says_is_no_title(tmp_path: Path) -> None:
    text = "统计日期：2024年12月31日,,\n序号,园区,收入（万元）\n1,东园,352000\n2,西园,186000\n"
    found = written(tmp_path, "a.csv", text)
    assert found.title is None
    assert found.text.startswith("统计日期：2024年12月31日\n")


@pytest.mark.parametrize(
    "between", ["", "以上是上半年的情况，以下是全年的情况。", "表2 各园区支出（万元）", "二、支出情况"]
)
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_that_goes_on_overleaf_keeps_its_heads_and_unit(repeated: bool, between: str, tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    for number, names in enumerate((("东园", "西园", "南园"), ("北园", "中园", "湖园")), start=1):
        sheet.setFont("STSong-Light", 12)
        y = 780
        for line in ["各园区收入一览表", "单位：亿元"] if number == 1 else [between] * bool(between):
            sheet.drawString(60, y, line)
            y -= 20
        for row in [("园区", "收入", "利润")] * (number == 1 or repeated) + [(n, "35.2", "2.4") for n in names]:
            for column, cell in enumerate(row):
                sheet.drawString(60 + 150 * column, y, cell)
            y -= 20
        sheet.drawString(280, 30, f"— {number} —")
        sheet.showPage()
    sheet.save()
    (tmp_path / "a.pdf").write_bytes(buffer.getvalue())
    found = next(iter(load(SourceFile(tmp_path / "a.pdf", "a.pdf"))))
    assert isinstance(found, Document)
    assert "园区：西园，收入：35.2亿元，利润：2.4亿元。" in found.text
    assert ("园区：湖园，收入：35.2亿元，利润：2.4亿元。" in found.text) == (not between)
