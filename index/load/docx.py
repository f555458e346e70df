"""Word documents → raw text: headings, paragraphs, tables, text boxes and notes; no hidden or deleted text.

Comments and what `index.load.unread` lists are not read, and notes say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any, cast

import docx
from docx.opc.exceptions import PackageNotFoundError

from index.clean import HEADING, printable
from index.load.drawing import comments, drawn, parsed
from index.load.raw import Raw, Unreadable, comments_note
from index.load.scripts import LEVEL, LOWERED, RAISED, with_scripts
from index.load.table import COVERED, table_lines
from index.load.unread import unread
from index.load.zipguard import guard

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DROPPED = {
    _W + tag for tag in ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "sectPr", "object", "ruby")
}
_OFF = ("0", "false", "off")
_BOX = _W + "txbxContent"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_NAME = re.compile(r"^(?:heading|标题|title|subtitle|副标题)\s*(\d?)$", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}")
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d$", re.IGNORECASE)
_BELOW = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第.{1,3}[章节部]|[图表附]\s*[一二三四五六七八九十\d]"
)  # no title
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_SYMBOLS = {  # boxes and ticks of a form, by font and code
    "Wingdings": {0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xA8: "□", 0x6F: "□"},
    "Wingdings 2": {0x52: "☑", 0x53: "☒", 0x50: "✓", 0x4F: "✗", 0xA3: "□", 0x2A: "□"},
}
_TEMPLATE_YEAR = 2013  # python-docx's own template says it was made on 2013-12-23


def read(path: Path) -> Raw:
    """Read a Word document."""
    package = guard(path)
    try:
        document = docx.Document(package)
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise Unreadable("Word 文件已损坏；请重新保存") from error
    known = _known(document)
    lines = list(_blocks(document.element.body, known))
    lines += _notes(document, known)
    title, created = _metadata(document)
    if title is None:
        head = takewhile(lambda line: not line.rstrip().endswith("。"), lines[:5])
        title = next((line[1:] for line in head if line.startswith(HEADING) and not _BELOW.match(line[1:])), None)
    text = "\n".join(lines)
    left = unread(document, text, lambda run: _is_hidden(run, known))
    if left and not text.strip():
        raise Unreadable(f"没有可读的文字（{'；'.join(left)}）")
    return Raw(
        text, title=title, created=created, notes=(*left, *comments_note(comments(_related(document, "comments"))))
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids of the styles that are headings, by name or by outline level, and of those that are not read: what is
    hidden, struck out, or a line of the table of contents; which styles raise or lower; the relationships.
    """

    headings: frozenset[str]
    hidden: frozenset[str]
    raised: dict[str, str]
    relations: Any


def _known(document: Any) -> _Known:
    headings: set[str] = set()
    hidden: set[str] = set()
    raised: dict[str, str] = {}
    for style in document.styles.element.iter(_W + "style"):
        name = style.find(_W + "name")
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        named = name is not None and _HEADING_NAME.match(name.get(_W + "val", ""))
        outlined = level is not None and level.get(_W + "val", "9").isdigit() and int(level.get(_W + "val", "9")) < 9
        if named or outlined:
            headings.add(style.get(_W + "styleId", ""))
        contents = name is not None and _CONTENTS.match(name.get(_W + "val", ""))  # whose lines stand in the text
        if _vanishes(style) or contents:
            hidden.add(style.get(_W + "styleId", ""))
        if mark := _raises(style):
            raised[style.get(_W + "styleId", "")] = mark
    return _Known(frozenset(headings), frozenset(hidden), raised, document.part.rels)


def _blocks(parent: Any, known: _Known) -> Iterator[str]:
    """The lines of a body, a cell or a text box, in order."""
    above = initial = ""
    for child in parent:
        if child.tag == _W + "p":
            if _is_initial(child):
                initial += "".join(_paragraph(child, known)).strip()
                continue
            for line in _paragraph(child, known):
                line, initial = initial + line, ""
                above = line if line.strip() else above
                yield line
        elif child.tag == _W + "tbl":
            yield from _table(child, known, above)
            above = ""
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins", _W + "smartTag"):
            yield from () if _is_prompt(child) else _blocks(child, known)


def _is_initial(paragraph: Any) -> bool:
    """Whether a paragraph is the large first letter of the next."""
    frame = paragraph.find(f"{_W}pPr/{_W}framePr")
    return frame is not None and frame.get(_W + "dropCap") in ("drop", "margin")


def _paragraph(paragraph: Any, known: _Known) -> Iterator[str]:
    boxes: list[Any] = []
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is not None and style.get(_W + "val") in known.hidden:
        return
    text = printable(with_scripts("".join(_runs(paragraph, boxes, known))))
    level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    heading = (style is not None and style.get(_W + "val") in known.headings) or (
        level is not None and level.get(_W + "val", "9") in "012345678"
    )
    if heading and text.strip() and len(text) <= 120:
        yield HEADING + text.strip().replace("\n", " ")
    else:
        yield from text.split("\n")
    for box in boxes:
        yield from _blocks(box, known) if box.tag == _BOX else drawn(known.relations, box)


def _runs(element: Any, boxes: list[Any], known: _Known) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _DROPPED or tag == _FALLBACK or not isinstance(tag, str):
            if tag == _W + "ruby":
                base = child.find(_W + "rubyBase")
                yield from _runs(base if base is not None else (), boxes, known)
            continue
        if tag in (_BOX, _GRAPHIC):
            boxes.append(child)
            if tag == _GRAPHIC:
                yield from _runs(child, boxes, known)
        elif tag == _W + "t":
            yield child.text or ""
        elif tag == _W + "tab":
            yield "\t"
        elif tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif tag == _W + "noBreakHyphen":
            yield "-"
        elif tag == _W + "sym":
            code = child.get(_W + "char", "")
            known_by = _SYMBOLS.get(child.get(_W + "font", ""), {})
            yield known_by.get(int(code, 16) & 0xFF, "") if _HEXADECIMAL.fullmatch(code) else ""
        elif tag == _W + "fldChar":
            yield _filled(child)
        elif tag == _TEXT_PATH:
            yield child.get("string", "")
        elif _is_prompt(child) or (tag == _W + "r" and _is_hidden(child, known)):
            continue
        elif tag == _W + "r" and (mark := _script_of(child, known)):
            yield mark
            yield from _runs(child, boxes, known)
            yield LEVEL
        else:
            yield from _runs(child, boxes, known)


def _filled(field: Any) -> str:
    """What is chosen or ticked in a field of an old form, "" for any other field."""
    chosen = field.find(f"{_W}ffData/{_W}ddList")
    if chosen is not None:
        entries = [entry.get(_W + "val", "") for entry in chosen.findall(_W + "listEntry")]
        number = _value_of(chosen, "result", "default")
        return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
    box = field.find(f"{_W}ffData/{_W}checkBox")
    if box is None:
        return ""
    return "☑" if _value_of(box, "checked", "default") not in _OFF else "□"


def _value_of(element: Any, *names: str) -> str:
    """The value of the first of these that an element has; one without a value says 1, none at all 0."""
    found = (element.find(_W + name) for name in names)
    return next((str(one.get(_W + "val", "1")) for one in found if one is not None), "0")


def _is_prompt(element: Any) -> bool:
    """Whether an element is a field of a form that nobody filled in (单击此处输入文字), or the table of contents."""
    if element.tag != _W + "sdt":
        return False
    part = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    contents = part is not None and part.get(_W + "val") == "Table of Contents"
    return contents or element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _script_of(run: Any, known: _Known) -> str:
    own = run.find(f"{_W}rPr/{_W}vertAlign")
    style = run.find(f"{_W}rPr/{_W}rStyle")
    if own is not None or style is None:
        return _raises(run)
    return known.raised.get(style.get(_W + "val", ""), "")


def _raises(element: Any) -> str:
    mark = element.find(f"{_W}rPr/{_W}vertAlign")
    value = mark.get(_W + "val") if mark is not None else None
    return {"superscript": RAISED, "subscript": LOWERED}.get(value or "", "")


def _is_hidden(run: Any, known: _Known) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return _vanishes(run) or (style is not None and style.get(_W + "val") in known.hidden)


def _vanishes(element: Any) -> bool:
    """Whether what is formatted so is hidden or struck out."""
    marks = (element.find(f"{_W}rPr/{_W}{name}") for name in ("vanish", "strike", "dstrike"))
    return any(mark is not None and mark.get(_W + "val", "1") not in _OFF for mark in marks)


def _table(table: Any, known: _Known, above: str) -> Iterator[str]:
    rows: list[list[str]] = []
    heads = 0
    for row in _children(table, "tr"):
        if row.find(f"{_W}trPr/{_W}hidden") is not None or row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells: list[str] = []
        for cell in _children(row, "tc"):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(_W + "val", "continue") == "continue"
            place = len(cells)
            text = "\n".join(line for line in _blocks(cell, known) if line.strip())
            if goes_on and rows and place < len(rows[-1]):
                text = rows[-1][place]
            cells.append(text)
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = span.get(_W + "val", "1") if span is not None else "1"
            cells += [COVERED] * (min(int(width), 64) - 1 if width.isdigit() else 0)
        rows.append(cells)
        if row.find(f"{_W}trPr/{_W}tblHeader") is not None and heads == len(rows) - 1:
            heads += 1
    yield from table_lines(rows, heads=heads or None, above=above)


def _children(parent: Any, name: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _children(child, name)


def _related(document: Any, kind: str) -> list[bytes]:
    """The parts of the file of one kind that belong to the text."""
    relations = document.part.rels.values()
    return [r.target_part.blob for r in relations if not r.is_external and r.reltype.endswith(f"/{kind}")]


def _notes(document: Any, known: _Known) -> list[str]:
    lines: list[str] = []
    for part in (*_related(document, "footnotes"), *_related(document, "endnotes")):
        for note in parsed(part):
            if note.get(_W + "type") in (None, "normal"):
                lines += _blocks(note, known)
    return lines


def _metadata(document: Any) -> tuple[str | None, str | None]:
    try:
        properties = document.core_properties
        title = printable(str(properties.title or "")).strip()
        created = cast(datetime | None, properties.created)
    except (ValueError, KeyError, AttributeError, TypeError):
        return None, None
    usable = title and len(title) <= 120 and title.lower() not in ("word document", "untitled", "无标题")
    known = created if created is not None and created.year > _TEMPLATE_YEAR else None
    return (title if usable else None), (known.date().isoformat() if known else None)
