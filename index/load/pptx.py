"""Presentations → raw text: slide by slide, titles as headings, text from top to bottom, tables, notes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pptx
from pptx.exc import PackageNotFoundError

from index.clean import HEADING, PAGE, printable
from index.furniture import SLIDES
from index.load.drawing import drawn
from index.load.raw import Raw, Unreadable
from index.load.table import COVERED, table_lines
from index.load.zipguard import guard


def read(path: Path) -> Raw:
    """Read the slides that are shown."""
    package = guard(path)
    try:
        deck: Any = pptx.Presentation(package)
        pages = ["\n".join(_slide(slide)) for slide in deck.slides if slide.element.get("show") not in ("0", "false")]
        properties = deck.core_properties
    except (KeyError, ValueError, AttributeError, PackageNotFoundError) as error:
        raise Unreadable("PowerPoint 文件已损坏；请重新保存") from error
    title = printable(str(properties.title or "")).strip()
    if not title or title.lower() in ("powerpoint presentation", "powerpoint 演示文稿", "untitled", "无标题"):
        title = next((line[1:] for line in (pages[0].split("\n") if pages else []) if line.startswith(HEADING)), "")
    made = cast(datetime | None, properties.created)
    created = made if made is not None and made.year > 2013 else None  # the library's own template is of 2013
    return Raw(
        "".join(f"{PAGE}{SLIDES}\n{page}" for page in pages),
        title=title or None,
        created=created.date().isoformat() if created else None,
        wrapped=False,
    )


def _slide(slide: Any) -> Iterator[str]:
    head = slide.shapes.title
    if head is not None and head.has_text_frame and head.text_frame.text.strip():
        yield HEADING + " ".join(printable(head.text_frame.text).split())
    shapes = [shape for shape in slide.shapes if head is None or shape.shape_id != head.shape_id]
    yield from _shapes(shapes)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _text(slide.notes_slide.notes_text_frame)


def _shapes(shapes: list[Any]) -> Iterator[str]:
    for shape in sorted(shapes, key=lambda s: (s.top or 0, s.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _shapes(list(shape.shapes))
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from table_lines(_grid(shape.table))
        elif shape.has_text_frame:
            yield from _text(shape.text_frame)
        else:
            yield from drawn(shape.part.rels, shape.element)


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
                cells.append(printable(cell.text))
        rows.append(cells)
    return rows


def _text(frame: Any) -> Iterator[str]:
    for paragraph in frame.paragraphs:
        yield from (printable(line) for line in paragraph.text.replace("\v", "\n").split("\n"))
