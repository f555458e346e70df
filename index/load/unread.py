"""What of a Word document is not read → notes for the user: heads and feet of pages, pictures, objects, formulas, deletions.

In comes the document with the text that was read; out come notes. A picture no larger than a logo is not worth one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from index.clean import printable
from index.load.drawing import is_legible, is_legible_extent, parsed
from index.load.raw import formulas_note, heads_note, pictures_note

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = {_W + tag for tag in ("del", "moveFrom")}
_SIZES = re.compile(r"(width|height):\s*([\d.]+)\s*(pt|cm|mm|in|px)?")
_IN_CENTIMETRES = {"pt": 2.54 / 72, "px": 2.54 / 96, "cm": 1.0, "mm": 0.1, "in": 2.54, None: 2.54 / 72}


def unread(document: Any, text: str, is_hidden: Callable[[Any], bool]) -> tuple[str, ...]:
    """Return a note for each kind of thing that a Word document holds and that is no part of the text.

    Args:
        document: the document, as python-docx opens it.
        text: what was read.
        is_hidden: whether a run of text is hidden or struck out.
    """
    body = document.element.body
    pictures, objects, formulas, removed, hidden = _counted(body, is_hidden)
    others = sum(not r.is_external and r.reltype.endswith("/aFChunk") for r in document.part.rels.values())
    return (
        *heads_note(_heads(document), text),
        *pictures_note(pictures, objects),
        *([f"嵌入了 {others} 份别的文档；请在 Word 里打开，保存后再添加"] if others else []),
        *formulas_note(formulas),
        *([f"有 {removed} 处修订删去的文字；按接受修订后的样子读"] if removed else []),
        *([f"有 {hidden} 处隐藏或划掉的文字；需要的话请取消后再添加"] if hidden else []),
    )


def _counted(body: Any, is_hidden: Callable[[Any], bool]) -> tuple[int, int, int, int, int]:
    """Count the pictures, objects, formulas, deletions and hidden runs of a body; what stands there twice counts once."""
    pictures = objects = formulas = removed = hidden = 0
    for element in _shown(body):
        tag = element.tag
        if tag == _PIC + "pic" or (tag == _V + "imagedata" and not _within(element, _W + "object")):
            pictures += _is_legible(element)
        elif tag == _O + "OLEObject":
            equation = element.get("ProgID", "").startswith("Equation")
            objects, formulas = objects + (not equation), formulas + equation
        elif tag == _M + "oMath":
            formulas += 1
        elif tag in _DELETED:
            removed += any((t.text or "").strip() for t in element.iter(_W + "delText", _W + "t"))
        elif tag == _W + "r" and is_hidden(element):
            hidden += any((t.text or "").strip() for t in element.iter(_W + "t"))
    return pictures, objects, formulas, removed, hidden


def _shown(element: Any) -> Iterator[Any]:
    """All below an element but what is only there for programs that cannot show the rest."""
    waiting = [element]
    while waiting:
        for child in waiting.pop():
            if isinstance(child.tag, str) and child.tag != _FALLBACK:
                yield child
                waiting.append(child)


def _within(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _is_legible(picture: Any) -> bool:
    """Whether a picture is large enough for words; one whose size is not stated is."""
    for around in picture.iterancestors():
        extent = around.find(_WP + "extent")
        if extent is not None:
            return is_legible_extent(extent)
        found = {side: float(n) * _IN_CENTIMETRES[unit or None] for side, n, unit in _sizes(around.get("style", ""))}
        if len(found) == 2:
            return is_legible(*found.values())
    return True


def _sizes(style: str) -> list[tuple[str, str, str]]:
    return [found for found in _SIZES.findall(style) if found[1].count(".") < 2 and found[1] != "."]


def _heads(document: Any) -> Iterator[str]:
    """What the heads and feet of pages say."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/header", "/footer")):
            for paragraph in parsed(relation.target_part.blob).iter(_W + "p"):
                yield printable("".join(_words(paragraph)))


def _words(paragraph: Any) -> Iterable[str]:
    return (t.text or "" for t in paragraph.iter(_W + "t") if not _within(t, _FALLBACK))
