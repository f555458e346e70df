"""Markup inside plain text: tables of web pages in Markdown, pictures, what unfolds; subtitles."""

from pathlib import Path

import pytest

from index.load.plain import markdown
from tests.index.test_load_notes import lines, loaded

TABLE = (
    "<table>\n<tr><td>园区</td><td>2023年</td><td>2024年</td></tr>\n"
    "<tr><td rowspan=2>甲园</td><td>40</td><td>47</td></tr>\n<tr><td>41</td><td>48</td></tr>\n</table>"
)
ROWS = [
    "园区 2023年 2024年",
    "园区：甲园，2023年：40亿元，2024年：47亿元。",
    "园区：甲园，2023年：41亿元，2024年：48亿元。",
]


@pytest.mark.parametrize("markup", [TABLE, TABLE.replace("\n", ""), f"<html><body>{TABLE}</body></html>"])
def test_tables_of_web_pages_within_markdown_are_tables(markup: str, tmp_path: Path) -> None:
    text = f"# 年报\n\n主要指标（单位：亿元）\n{markup}\n\n后文。\n"
    assert lines(loaded(tmp_path, "a.md", text.encode())[0]) == ["年报", "主要指标（单位：亿元）", *ROWS, "后文。"]


def test_words_beside_a_table_on_its_line_stay(tmp_path: Path) -> None:
    text = f"见表（亿元）：{TABLE}以上未经审计。"
    found = lines(loaded(tmp_path, "a.md", text.encode())[0])
    assert found[0].startswith("见表")
    assert found[-1] == "以上未经审计。"
    assert "甲园" in found[2]


def test_a_table_in_code_or_one_that_nobody_closed_stays_as_it_is() -> None:
    code = f"```html\n{TABLE}\n```\n"
    assert markdown(code).text.strip() == TABLE
    assert markdown("前文。\n<table>\n<tr>没有关。\n尾文。").text.split("\n")[-2:] == ["尾文。", ""]


def test_a_table_made_to_harm_is_given_up_as_a_web_page_would_be(tmp_path: Path) -> None:
    document, reasons = loaded(tmp_path, "a.md", b"<table>" + b"<div>" * 100_000 + b"x</table>")
    assert document is None or "div" not in document.text
    assert len(reasons) <= 1


def test_pictures_of_markdown_are_told_and_what_unfolds_is_text(tmp_path: Path) -> None:
    text = "前文47家。\n![图1](a.png)\n\n![图1](a.png) <img src='b.png'>\n\n<details>\n<summary>更多</summary>\n后文。\n</details>\n"
    document, [note] = loaded(tmp_path, "a.md", text.encode())
    assert "有 2 张图片" in note
    said = lines(document)
    assert said[0] == "前文47家。"
    assert said[-2:] == ["更多", "后文。"]


@pytest.mark.parametrize("head", ["", "WEBVTT\n\n", "\ufeffWEBVTT - 甲\n\n"])
def test_subtitles_are_read_without_their_times(head: str, tmp_path: Path) -> None:
    mark = "." if head else ","
    cues = ["甲园收入47亿元，", "同比增长8%。", "2024", "年底完成。"]
    text = head + "\n".join(
        f"{n}\n00:00:0{n}{mark}000 --> 00:00:0{n + 1}{mark}000\n{cue}\n" for n, cue in enumerate(cues, 1)
    )
    document, _ = loaded(tmp_path, "a.srt", text.encode())
    said = "".join(lines(document))
    assert said == "".join(cues)


def test_a_text_that_mentions_an_arrow_is_no_subtitles(tmp_path: Path) -> None:
    text = "用时说明\n1\n00:00:01,000 --> 00:00:02,000\n以上是格式。"
    assert "-->" in "".join(lines(loaded(tmp_path, "a.txt", text.encode())[0]))
