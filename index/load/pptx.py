"""Presentations → raw text: slide by slide, titles as headings, text from top to bottom, tables, notes.

Hidden slides, comments, pictures, formulas and embedded files are not read, and a note says so; what is struck out is no text, nor
are slide numbers and the day of printing.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pptx
from pptx.exc import PackageNotFoundError

from index.clean import HEADING, PAGE, printable
from index.furniture import SLIDES
from index.load.drawing import comments, drawn, embedded, is_legible_extent
from index.load.raw import Raw, Unreadable, comments_note, formulas_note, numbers, pictures_note
from index.load.scripts import LEVEL, LOWERED, RAISED, with_scripts
from index.load.table import COVERED, table_lines
from index.load.zipguard import guard

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRUCK = ("sngStrike", "dblStrike")


def read(path: Path) -> Raw:
    """Read the slides that are shown."""
    package = guard(path)
    try:
        deck: Any = pptx.Presentation(package)
        slides: list[tuple[int, Any]] = list(enumerate(list(deck.slides), start=1))
        for _, slide in slides:
            _unwrap(slide.element)
        hidden = {number for number, slide in slides if slide.element.get("show") in ("0", "false")}
        pages = {number: "" if number in hidden else "\n".join(_slide(slide)) for number, slide in slides}
        properties = deck.core_properties
        remarks = [
            relation.target_part.blob
            for number, slide in slides
            if number not in hidden
            for relation in slide.part.rels.values()
            if not relation.is_external and relation.reltype.endswith("/comments")
        ]
    except (KeyError, ValueError, AttributeError, PackageNotFoundError) as error:
        raise Unreadable("PowerPoint 文件已损坏；请重新保存") from error
    title = printable(str(properties.title or "")).strip()
    if not title or title.lower() in ("powerpoint presentation", "powerpoint 演示文稿", "untitled", "无标题"):
        front = next((page for page in pages.values() if page), "")
        title = next((line[1:] for line in front.split("\n") if line.startswith(HEADING)), "")
    made = cast(datetime | None, properties.created)
    created = made if made is not None and made.year > 2013 else None  # the library's own template is of 2013
    notes = [f"{numbers(hidden, '张幻灯片')}是隐藏的；需要的话请取消隐藏后再添加"] if hidden else []
    silent = {n for n, slide in slides if n not in hidden and not pages[n].strip() and _shows_image(slide)}
    if silent:
        notes.append(f"{numbers(silent, '张幻灯片')}只有图片；请先做文字识别（OCR）")
    seen = [slide for n, slide in slides if n not in hidden]
    pictures = sum(_pictures(slide) for n, slide in slides if n not in hidden | silent)
    notes += pictures_note(pictures, sum(embedded(r.reltype for r in slide.part.rels.values()) for slide in seen))
    notes += formulas_note(sum(1 for slide in seen for _ in slide.element.iter(_M + "oMath")))
    if notes and not any(page.strip() for page in pages.values()):
        raise Unreadable(f"没有可读的文字（{'；'.join(notes)}）")
    return Raw(
        "".join(f"{PAGE}{SLIDES}\n{page}" for page in pages.values()),
        title=title or None,
        created=created.date().isoformat() if created else None,
        wrapped=False,
        notes=(*notes, *comments_note(comments(remarks))),
    )


def _unwrap(slide: Any) -> None:
    """Put what newer programs show in the place of each choice between that and a substitute."""
    for choice in list(slide.iter(_MC + "AlternateContent")):
        newer = choice.find(_MC + "Choice")
        if choice.getparent().tag in (_P + "spTree", _P + "grpSp"):
            for shape in reversed(list(newer if newer is not None else ())):
                choice.addnext(shape)
            choice.getparent().remove(choice)


def _shows_image(slide: Any) -> bool:
    return next(slide.element.iter(_A + "blip"), None) is not None


def _pictures(slide: Any) -> int:
    """Count the pictures that a slide shows, logos left out."""
    pictures = [p for p in slide.element.iter(_P + "pic") if p.getparent().tag != _P + "oleObj"]
    return sum(is_legible_extent(picture.find(f"{_P}spPr/{_A}xfrm/{_A}ext")) for picture in pictures)


def _slide(slide: Any) -> Iterator[str]:
    head = slide.shapes.title
    words = " ".join(" ".join(_text(head.text_frame)).split()) if head is not None and head.has_text_frame else ""
    if words:
        yield HEADING + words
    shapes = [shape for shape in slide.shapes if head is None or shape.shape_id != head.shape_id]
    yield from _shapes(shapes)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _text(slide.notes_slide.notes_text_frame)


def _shapes(shapes: list[Any]) -> Iterator[str]:
    for shape in _ordered(shapes):
        if shape._element._nvXxPr.cNvPr.get("hidden") in ("1", "true"):
            continue
        if hasattr(shape, "shapes"):
            yield from _shapes(list(shape.shapes))
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from table_lines(_grid(shape.table))
        elif shape.has_text_frame:
            yield from _text(shape.text_frame)
        else:
            yield from drawn(shape.part.rels, shape.element)


def _ordered(shapes: list[Any]) -> list[Any]:
    """Shapes as a person reads them: from top to bottom, from left to right what stands beside each other.

    A shape close below another, closer than any stands beside it, is read after it: a label under its number.
    """
    rest = sorted(shapes, key=lambda s: (s.top or 0, s.left or 0))
    stacks: list[list[Any]] = []
    for shape in rest:
        over = [stack for stack in stacks if _is_under(stack[-1], shape, rest)]
        if over:
            min(over, key=lambda stack: _gap(stack[-1], shape)).append(shape)
        else:
            stacks.append([shape])
    found: list[Any] = []
    while stacks:
        row = [stack for stack in stacks if _beside(stacks[0][0], stack[0])]
        found += [shape for stack in sorted(row, key=lambda stack: stack[0].left or 0) for shape in stack]
        stacks = [stack for stack in stacks if stack not in row]
    return found


def _is_under(upper: Any, lower: Any, shapes: list[Any]) -> bool:
    shared = min(_right(upper), _right(lower)) - max(upper.left or 0, lower.left or 0)
    if shared * 2 < min(upper.width or 0, lower.width or 0) or shared <= 0:
        return False
    aside = [
        max((other.left or 0) - _right(one), (one.left or 0) - _right(other))
        for one in (upper, lower)
        for other in shapes
        if other is not one and _beside(one, other)
    ]
    gap = _gap(upper, lower)
    return bool(aside) and -(lower.height or 0) < 2 * gap and gap < min(aside) and gap < (upper.height or 0)


def _gap(upper: Any, lower: Any) -> int:
    return (lower.top or 0) - (upper.top or 0) - (upper.height or 0)


def _right(shape: Any) -> int:
    return (shape.left or 0) + (shape.width or 0)


def _beside(one: Any, other: Any) -> bool:
    """Whether two shapes share at least half of the height of the lower one."""
    heights = [(shape.top or 0, (shape.top or 0) + (shape.height or 0)) for shape in (one, other)]
    shared = min(heights[0][1], heights[1][1]) - max(heights[0][0], heights[1][0])
    return one is other or (shared > 0 and shared * 2 >= min(b - a for a, b in heights))


def _grid(table: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.rows:
        cells: list[str] = []
        for i, cell in enumerate(row.cells):
            if cell._tc.hMerge:
                cells.append(COVERED)
            elif cell._tc.vMerge and rows:
                cells.append(rows[-1][i])
            else:
                cells.append("\n".join(_text(cell.text_frame)))
        rows.append(cells)
    return rows


def _text(frame: Any) -> Iterator[str]:
    for paragraph in frame.paragraphs:
        text = with_scripts("".join(_runs(paragraph._p)))
        yield from (printable(line) for line in text.replace("\v", "\n").split("\n"))


def _runs(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph that is not struck out; what is raised or lowered is marked."""
    for child in paragraph:
        if child.tag == _A + "br":
            yield "\n"
        elif child.tag in (_A + "r", _A + "fld"):
            form: Any = child.find(_A + "rPr")
            style: Any = {} if form is None else form.attrib
            if style.get("strike") in _STRUCK or child.get("type", "").startswith(("slidenum", "datetime")):
                continue
            raised = str(style.get("baseline", "0"))
            mark = "" if raised.strip("0%.") == "" else LOWERED if raised.startswith("-") else RAISED
            text = "".join(t.text or "" for t in child.iter(_A + "t"))
            yield f"{mark}{text}{LEVEL}" if mark and text else text
