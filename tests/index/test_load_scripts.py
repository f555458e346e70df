"""Raised, lowered, struck and unseen text; short blocks around the long ones of a page."""

import io
from pathlib import Path

import docx
import pytest

from index.load import SourceFile, load
from index.load.scripts import script
from index.quantities import find_quantities
from index.types import Document

LONG = "全年园区新增高新技术企业12家，营业总收入达到三十五亿元，比上年增长百分之六，连续五年保持增长，创下历史新高。"
TABLE = "<table><tr><th>园区</th><th>企业（家）</th></tr><tr><td>甲园</td><td>31</td></tr></table>"


def lines(folder: Path, name: str, content: bytes | str) -> list[str]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = next(iter(load(SourceFile(path, name))))
    assert isinstance(found, Document), found
    return [line for line in found.text.split("\n") if line]


@pytest.mark.parametrize("tag", ["p", "div"])
def test_short_blocks_around_the_only_long_one_stay(tag: str, tmp_path: Path) -> None:
    body = "<h2>2023年</h2><p>企业64家</p><h2>2024年</h2><p>企业70家</p>" + TABLE + f"<p>{LONG}</p><p>员工90人</p>"
    page = f"<html><body><nav><p>首页 频道</p></nav><header><p>某网</p></header>{body}<footer><p>某某单位</p></footer></body></html>"
    found = lines(tmp_path, "a.html", page.replace("<p>", f"<{tag}>").replace("</p>", f"</{tag}>"))
    assert found == [
        "2023年", "企业64家", "2024年", "企业70家", "园区 企业（家）", "园区：甲园，企业：31家。", LONG, "员工90人",
    ]  # fmt: skip


def test_wrappers_without_a_name_are_no_border_and_menus_are(tmp_path: Path) -> None:
    menu = "<ul><li><a href=1>要闻</a></li><li><a href=2>公告</a></li><li><a href=3>服务</a></li></ul>"
    body = f"<div>某某网欢迎您</div>{menu}<div><p>企业64家</p></div><div><p>{LONG}</p></div><div><p>企业70家</p></div>"
    end = f"{menu}<div>友情提示</div><div>版权所有 某单位</div>"
    assert lines(tmp_path, "a.html", f"<html><body>{body}{end}</body></html>") == ["企业64家", LONG, "企业70家"]


RAISED = [
    ("企业12{1}家", "企业12家"),
    ("企业12{[1]}家", "企业12家"),
    ("企业12{①}家", "企业12家"),
    ("企业{1}12家", "企业12家"),
    ("产量3×10{4}吨", "产量3×10⁴吨"),
    ("占地12m{2}左右", "占地12m²左右"),
    ("占地12平方米{2}左右", "占地12平方米左右"),
    ("气温25{o}C", "气温25°C"),
]


@pytest.mark.parametrize(("source", "said"), RAISED)
def test_raised_text_joins_no_number(source: str, said: str, tmp_path: Path) -> None:
    before, rest = source.split("{")
    mark, after = rest.split("}")
    page = f"<html><body><p>{before}<sup>{mark}</sup>{after}。</p><p>{LONG}</p></body></html>"
    assert lines(tmp_path, "a.html", page)[0] == said + "。"
    linked = page.replace("<sup>", "<sup><a href='#n'>").replace("</sup>", "</a></sup>")
    assert lines(tmp_path, "b.html", linked)[0] == said + "。"
    assert lines(tmp_path, "a.md", f"{before}<sup>{mark}</sup>{after}。\n\n{LONG}")[0] == said + "。"
    document = docx.Document()
    paragraph = document.add_paragraph(before)
    paragraph.add_run(mark).font.superscript = True
    paragraph.add_run(after + "。")
    document.add_paragraph(LONG)
    buffer = io.BytesIO()
    document.save(buffer)
    assert lines(tmp_path, "a.docx", buffer.getvalue())[0] == said + "。"


def test_raised_text_in_a_cell_and_lowered_text(tmp_path: Path) -> None:
    table = TABLE.replace("31", "<b>31</b><sup>2</sup>")
    page = f"<html><body><p>{LONG}</p>{table}<p>排放CO<sub>2</sub>与PM<sub>2.5</sub>，企业12<sub>1</sub>家。</p></body></html>"
    found = lines(tmp_path, "a.html", page)
    assert found[2:] == ["园区：甲园，企业：31家。", "排放CO2与PM2.5，企业12家。"]
    assert script("2", "CO", "12吨", low=True) == "₂"


def test_struck_text_is_gone(tmp_path: Path) -> None:
    for i, tag in enumerate(("del", "s", "strike")):
        said = f"收入<{tag}>30</{tag}>35亿元。"
        assert (
            lines(tmp_path, f"{i}.html", f"<html><body><p>{said}</p><p>{LONG}</p></body></html>")[0] == "收入35亿元。"
        )
        assert lines(tmp_path, f"{i}.md", said + "\n\n" + LONG)[0] == "收入35亿元。"
    assert lines(tmp_path, "a.md", f"收入~~30~~35亿元。\n\n每家3~~5人，共8~~9人。\n\n{LONG}")[:2] == [
        "收入35亿元。", "每家3~~5人，共8~~9人。",
    ]  # fmt: skip
    open_ended = f"<html><body><p>甲园企业12家。<s></p><p>{LONG}</p><p>{LONG.replace('12', '13')}</p></body></html>"
    assert LONG in lines(tmp_path, "o.html", open_ended)
    document = docx.Document()
    paragraph = document.add_paragraph("收入")
    paragraph.add_run("30").font.strike = True
    paragraph.add_run("31").font.double_strike = True
    paragraph.add_run("35亿元。").font.strike = False
    buffer = io.BytesIO()
    document.save(buffer)
    assert lines(tmp_path, "a.docx", buffer.getvalue()) == ["收入35亿元。"]


def test_what_a_browser_does_not_show_of_markdown_is_gone(tmp_path: Path) -> None:
    source = f"""# 标题 C#

## 小结 ##

甲园<span style="display:none">藏1家</span>有企业12家。
<div hidden><div>藏2家</div>藏3家</div>
<script>
var 藏 = 4;
</script>
<!-- 藏5家

藏6家 -->
<div class="hidden-none">乙园有企业13家，x < 3，`<!-- 码 -->`。</div>

{LONG}<!-- 未完
"""
    found = lines(tmp_path, "a.md", source)
    assert "藏" not in "".join(found)
    assert found[:2] == ["标题 C#", "小结"]
    for said in ("甲园有企业12家。", "乙园有企业13家", LONG):
        assert said in "\n".join(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [("企业12¹家", [("12¹家", 12, "家")]), ("约3×10⁴吨", []), ("共10⁴亿元", []), ("占地3km²", [("3km²", 3, "km²")])],
)
def test_raised_characters_are_no_part_of_a_figure(text: str, said: list[tuple[str, int, str]]) -> None:
    assert [(q.surface, q.value, q.unit) for q in find_quantities(text)] == said
