"""Good files of every format: what is read, in which order, with which title, date and pages."""

import json
import os
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from index.errors import SourceMissing
from index.load import Refused, SourceFile, discover, document_from_text, load, sandbox
from index.load.raw import real_title
from index.types import Document
from tests.index import load_files as make


def read(path: Path) -> Document:
    (result,) = load(SourceFile(path, path.name))
    assert isinstance(result, Document), result
    return result


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_discover_goes_through_folders_in_order_and_skips_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/.hidden.txt", ".git/x.txt", "a/~$lock.docx", "a/b/c.pdf", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        written(tmp_path, name, "x")
    assert [source.name for source in discover([tmp_path])] == ["a/b/c.pdf", "a/z.md", "b.txt"]
    assert [source.name for source in discover([str(tmp_path / "b.txt")])] == ["b.txt"]
    skipped: list[Refused] = []
    discover([tmp_path], skipped)  # what a system leaves behind is no news, what somebody hid may be
    assert [item.name for item in skipped] == ["a/.hidden.txt"]
    assert "隐藏" in skipped[0].reason


def test_discover_lists_a_file_once_and_never_gives_one_name_twice(tmp_path: Path) -> None:
    for name in ("x/a.txt", "y/a.txt"):
        (tmp_path / name).parent.mkdir()
        written(tmp_path, name, name)
    found = discover([tmp_path / "x", tmp_path / "y", tmp_path / "x" / "a.txt"])
    assert sorted(source.name for source in found) == ["a.txt", "y/a.txt"]
    assert len({source.path.resolve() for source in found}) == 2


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="names of bytes and links")
def test_a_name_in_another_encoding_is_decoded_and_a_file_goes_before_a_link_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + "/园区年报.txt".encode("gb18030"))).write_text("甲园有企业47家。")
    (folder / "总结.txt").write_text("乙园有企业48家。")
    (folder / "a链接.txt").symlink_to(folder / "总结.txt")
    assert [source.name for source in discover([tmp_path])] == ["资料/园区年报.txt", "资料/总结.txt"]


def test_discover_names_a_missing_path_and_takes_an_empty_folder(tmp_path: Path) -> None:
    assert discover([tmp_path]) == []
    with pytest.raises(SourceMissing, match="没有这个文件夹"):
        discover([tmp_path / "没有这个文件夹"])


def test_the_id_depends_on_name_and_text_only(tmp_path: Path) -> None:
    one, same, other = (document_from_text(n, t) for n, t in (("a", "文字"), ("a", "文 字"[:1] + "字"), ("b", "文字")))
    assert one.id == same.id != other.id
    assert len(one.id) == 16
    assert read(written(tmp_path, "a", "文字")).id == one.id


def test_text_in_a_document_is_what_was_written(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.txt", "\n".join(make.PARAGRAPHS)))
    assert document.text == "\n".join(make.PARAGRAPHS) + "\n"
    assert document.pages == ()
    assert (document.title, document.published) == (None, None)


def test_form_feeds_are_page_borders(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.txt", "\x0c".join(make.PARAGRAPHS)))
    assert [document.text[start : start + 4] for start in document.pages] == [p[:4] for p in make.PARAGRAPHS[:3]]


def test_markdown_keeps_its_text_and_loses_its_marks(tmp_path: Path) -> None:
    source = f"""---
title: 园区小结
date: 2025-03-01
---
# 园区小结

{make.PARAGRAPHS[0].replace("120家", "**120家**")}

## 今年计划

- 建设[孵化器](https://example.org/a_(b))两座
- ![示意图](x.png)

| 园区 | 收入 |
| --- | --- |
| 甲园 | 12亿元 |
"""
    document, note = load(SourceFile(written(tmp_path, "a.md", source), "a.md"))
    assert isinstance(document, Document)
    assert isinstance(note, Refused)
    assert "1 张图片" in note.reason
    assert make.PARAGRAPHS[0] in document.text
    assert "园区：甲园，收入：12亿元。" in document.text
    for mark in ("#", "**", "](", "---", "x.png"):
        assert mark not in document.text
    assert (document.title, document.published) == ("园区小结", date(2025, 3, 1))
    assert [section.title for section in document.sections] == ["今年计划"]


def test_pdf_pages_are_kept_and_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    pages = [["海棠湾简报", f"第{n}部分讲的是{word}产业的发展。", f"- {n} -"] for n, word in enumerate("甲乙丙丁", 1)]
    document = read(written(tmp_path, "a.pdf", make.pdf(pages, title="海棠湾简报合订")))
    assert document.title == "海棠湾简报合订"
    assert [document.text[start : start + 3] for start in document.pages] == ["海棠湾", "第2部", "第3部", "第4部"]
    assert document.text.count("海棠湾简报") == 1
    assert "- 2 -" not in document.text


def test_lines_of_a_pdf_paragraph_are_joined_over_the_page_border(tmp_path: Path) -> None:
    text = "".join(make.PARAGRAPHS) * 4
    lines = [text[i : i + 30] for i in range(0, len(text), 30)]
    document = read(written(tmp_path, "a.pdf", make.pdf([lines[:8], lines[8:]])))
    assert document.text.replace("\n", "") == text
    assert len(document.pages) == 2
    assert document.text[document.pages[1] :].startswith(lines[8])


def test_word_headings_tables_and_metadata(tmp_path: Path) -> None:
    table = [["园区", "收入", "企业数"], ["甲园", "12亿元", "30"], ["乙园", "7.5亿元", "18"]]
    document = read(written(tmp_path, "a.docx", make.word(title="甲乙园区年报", table=table)))
    assert document.title == "甲乙园区年报"
    assert document.published is None
    assert "园区：乙园，收入：7.5亿元，企业数：18。" in document.text.split("\n")
    assert all(paragraph in document.text.split("\n") for paragraph in make.PARAGRAPHS)
    assert [section.title for section in document.sections] == ["海棠湾科技园情况"]


def test_word_shows_what_the_reader_of_the_page_sees(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("留下的文字。") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的文字</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>删去的文字</w:delText></w:r></w:del>"
        "<w:ins>" + run.format("补入的文字。") + "</w:ins></w:p>"
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:txbxContent><w:p>'
        + run.format("框中的文字。")
        + "</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>"
        + run.format("框中的文字。")
        + "</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>"
        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>" + run.format("最后一段。") + "</w:p>"
    )
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    data = make.repacked(make.word(), {"word/document.xml": xml.encode()})
    document, *_ = load(SourceFile(written(tmp_path, "a.docx", data), "a.docx"))
    assert isinstance(document, Document)
    assert document.text.split() == [
        "留下的文字。", "补入的文字。", "框中的文字。", "最后一段。",
    ]  # fmt: skip


PAGE = """<html><head><meta charset="{charset}"><title>海棠湾公布数据_频道_某网</title>
<meta property="article:published_time" content="2025-03-02T10:00:00+08:00"><style>p {{}}</style></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/n">新闻频道</a></li></ul>
<div class="content"><h1>海棠湾公布数据</h1>
<p>　　{0}</p><p style="display: none">看不见的一段文字，共有999家企业。</p><p>　　{1}</p>
<h2>分园情况</h2><table><tr><th>园区</th><th>收入</th></tr><tr><td>甲园</td><td>12亿元</td></tr></table><p>{2}</p>
<ul><li><a href="/1">另一条与此无关的新闻标题</a></li><li><a href="/2">又一条与此无关的新闻标题</a></li></ul></div>
<div class="footer">版权所有 <a href="/about">关于我们</a></div><script>var hidden = "程序";</script></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
def test_a_web_page_is_its_article(charset: str, tmp_path: Path) -> None:
    html = PAGE.format(*make.PARAGRAPHS, charset=charset)
    codec = {"gb2312": "gb18030", "big5": "gb18030"}.get(charset, charset)  # one of them lies about itself
    document = read(written(tmp_path, "page.html", html.encode(codec)))
    lines = document.text.strip().split("\n")
    assert lines == [
        "海棠湾公布数据", *make.PARAGRAPHS[:2], "分园情况", "园区 收入", "园区：甲园，收入：12亿元。",
        make.PARAGRAPHS[2],
    ]  # fmt: skip
    assert (document.title, document.published) == ("海棠湾公布数据", date(2025, 3, 2))
    assert [section.title for section in document.sections] == ["分园情况"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_each_row_of_a_csv_carries_its_heads(separator: str, tmp_path: Path) -> None:
    rows = [["园区", "年份", "收入（亿元）"], ["甲园", "2023", "11.5"], ["甲园", "2024", ""], ["乙园", "2024", '"7"']]
    text = "\n".join(separator.join(row) for row in rows)
    document = read(written(tmp_path, "a.csv", text.encode("gb18030")))
    assert document.text.split("\n")[1:4] == [
        "园区：甲园，年份：2023年，收入：11.5亿元。",
        "园区：甲园，年份：2024年。",
        "园区：乙园，年份：2024年，收入：7亿元。",
    ]


def test_each_row_of_a_workbook_carries_its_heads(tmp_path: Path) -> None:
    rows = [["各园区收入表", None, None], ["园区", "收入", "日期"], ["甲园", 12.1, date(2025, 3, 1)], ["乙园", 7, None]]
    document = read(written(tmp_path, "a.xlsx", make.sheet(rows)))
    assert document.text.split("\n")[:5] == [
        "园区数据", "各园区收入表", "园区 收入 日期", "园区：甲园，收入：12.1，日期：2025-03-01。",
        "园区：乙园，收入：7。",
    ]  # fmt: skip


def test_slides_are_pages(tmp_path: Path) -> None:
    data = make.slides([("园区概况", make.PARAGRAPHS[0]), ("今年计划", make.PARAGRAPHS[1])])
    document = read(written(tmp_path, "a.pptx", data))
    assert document.text.split("\n")[:4] == ["园区概况", make.PARAGRAPHS[0], "今年计划", make.PARAGRAPHS[1]]
    assert document.text[document.pages[1] :].startswith("今年计划")
    assert document.title == "园区概况"


def test_json_lines_are_documents_and_their_fields_overrule_the_text(tmp_path: Path) -> None:
    first = {"id": "甲-1", "text": "2020-01-01 08:00，正文：" + make.PARAGRAPHS[0], "title": "题目", "source": "某报"}
    second = {**first, "id": 2, "published": "2025-03-02T10:00:00", "title": " "}
    path = written(tmp_path, "a.jsonl", "\ufeff" + "\n".join(json.dumps(line) for line in (first, second)))
    one, two = load(SourceFile(path, "a.jsonl"))
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.name, one.title, one.source, one.published) == ("甲-1", "题目", "某报", date(2020, 1, 1))
    assert (two.name, two.title, two.published) == ("2", None, date(2025, 3, 2))


def test_json_lines_are_told_by_content_and_read_as_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    with path.open("w", encoding="utf-8") as file:
        for number in range(20_000):
            file.write(json.dumps({"id": str(number), "text": make.SENTENCE}) + "\n")
    results = load(SourceFile(path, "data.txt"))
    assert next(results).name == "0"
    path.write_bytes(b"")  # what was not read yet is gone, so it cannot have been read at once
    assert sum(1 for _ in results) < 19_999


def test_metadata_dates_count_only_where_the_text_agrees(tmp_path: Path) -> None:
    old = "2019年，园区新增企业12家，总收入达到3亿元。"
    new = "2025年，园区新增企业12家，总收入达到3亿元。"
    created = []
    for text in (old, new):
        document = make.docx.Document()
        document.core_properties.created = make.datetime(2026, 2, 3)
        document.add_paragraph(text)
        buffer = make.io.BytesIO()
        document.save(buffer)
        created.append(read(written(tmp_path, "a.docx", buffer.getvalue())).published)
    assert created == [None, date(2026, 2, 3)]


def test_one_worker_reads_many_files(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{n}.docx", make.word()) for n in range(4)]
    workers = set()
    sandbox.close_worker()  # the one of the tests before may be used up
    for path in paths:
        read(path)
        assert sandbox._current is not None
        workers.add(sandbox._current.process.pid)
    assert len(workers) == 1
    sandbox.close_worker()
    assert sandbox._current is None


def test_no_file_is_lost_between_discover_and_load(documents: Path) -> None:
    results = [list(load(source)) for source in discover([documents])]
    assert all(len(result) == 1 and not isinstance(result[0], Refused) for result in results)


def test_rows_of_a_table_in_a_pdf_carry_their_heads(tmp_path: Path) -> None:
    rows = [["园区", "收入", "增长"], ["甲园", "362.1", "18.4%"], ["乙园", "205.8", "15.1%"]]
    document = read(written(tmp_path, "a.pdf", make.pdf([[make.PARAGRAPHS[0]]], table=rows)))
    assert document.text.strip().split("\n") == [
        make.PARAGRAPHS[0],
        "园区 收入 增长",
        "园区：甲园，收入：362.1，增长：18.4%。",
        "园区：乙园，收入：205.8，增长：15.1%。",
    ]


def test_two_columns_of_text_are_no_table(tmp_path: Path) -> None:
    left = "海棠湾科技园去年新增企业一百二十家，总收入达到三十五亿元，同比增长百分之八，创下新高。"
    right = "园区负责人林远介绍，今年还要建设两座孵化器，面积共六万五千平方米，预计吸引就业两千人。"
    data = make.columns([[text[i : i + 14] for i in range(0, len(text), 14)] for text in (left, right)])
    assert "".join(read(written(tmp_path, "a.pdf", data)).text.split()) == left + right


def test_a_missing_component_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sys

    from index.load import worker

    path = tmp_path / "页.html"
    path.write_text("<html><body><p>云台园有企业20家。</p></body></html>", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "index.load.html", raising=False)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    answer = worker._answer(path, "html")
    assert "重新安装" in answer["reason"]
    assert "文件没有问题" in answer["reason"]


def test_a_title_that_a_program_made_up_is_none(tmp_path: Path) -> None:
    text = "云湖科技园关于2024年一季度经济运行情况的报告\n" + make.SENTENCE
    for made_up in ("(anonymous)", "文档1", "Word 文档", "新建 Microsoft Word 文档", "幻灯片 1", "untitled", "x"):
        assert real_title(made_up) is None, made_up
    for written_by_somebody in ("云湖年报", "工作文档汇编", "第1期", "Annual Report"):
        assert real_title(written_by_somebody) == written_by_somebody
    page = f"<html><head><title>无标题</title></head><body><p>{text.replace(chr(10), '</p><p>')}</p></body></html>"
    assert read(written(tmp_path, "a.html", page)).title == "云湖科技园关于2024年一季度经济运行情况的报告"


@pytest.mark.parametrize("name", ["表.txt", "表.pdf", "表"])
def test_a_workbook_is_read_whatever_its_extension(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["园区", "企业数（家）"])
    sheet.append(["云湖", 321])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / name)
    assert "企业数：321家" in read(tmp_path / name).text


def test_a_headline_above_a_table_with_a_title_stays_the_title(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("云湖科技园一季度经济运行情况的报告", make.SENTENCE):
        document.add_paragraph(line)
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "表1 主要指标"
    for place, text in enumerate(("园区", "企业数（家）", "东区", "30")):
        table.cell(1 + place // 2, place % 2).text = text
    document.core_properties.title = ""
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").title == "云湖科技园一季度经济运行情况的报告"
