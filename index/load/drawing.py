"""What lies upon the text of an Office file: charts, diagrams and boxes → rows and lines; comments are counted."""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from index.clean import HEADING, printable
from index.load.heads import is_unit
from index.load.shown import is_day, shown, shown_day
from index.load.table import table_lines

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STRUCK = ("sngStrike", "dblStrike")
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_COMMENTS = ("comment", "cm")
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DAY_ZERO = datetime(1899, 12, 30)  # as Office counts
_LEGIBLE = 4.0
_EMU = 360_000  # units of a drawing in a centimetre
_EMBEDDED = ("/oleObject", "/package")


def parsed(data: bytes) -> Any:
    """Parse XML without entities, document types or network."""
    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True)  # pyright: ignore[reportUnknownVariableType]
    return cast(Any, etree.fromstring(data, parser))


def chart_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a chart: its title, then a row for each category with the values of all series."""
    root = parsed(data)
    title = _said(root.find(f"{_C}chart/{_C}title"))
    heads: list[str] = [""]
    rows: dict[int, list[str]] = {}
    for number, series in enumerate(root.iter(_C + "ser"), start=1):
        name = series.find(_C + "tx")
        heads.append("".join(v.text or "" for v in name.iter(_C + "v")) if name is not None else "")
        for index, text in _points(_first(series, "cat", "xVal")):
            rows.setdefault(index, [text])
        for index, text in _points(_first(series, "val", "yVal")):
            row = rows.setdefault(index, [str(index + 1)])
            row += [""] * (number - len(row)) + [text]
    axes = [_said(axis.find(_C + "title")) for axis in root.iter(_C + "valAx")]
    yield from _rows_of(title, heads, rows, axes)


def _rows_of(title: str, heads: list[str], rows: dict[int, list[str]], axes: list[str]) -> Iterator[str]:
    """The lines of a chart; its values have the unit that its only axis names, or its title."""
    if not rows:
        return
    if title:
        yield HEADING + title
    axis = axes[0].strip("（）()") if len(axes) == 1 else ""
    unit = f"单位：{axis}" if is_unit(axis) else axis or title
    body = [[printable(cell) for cell in row] for _, row in sorted(rows.items())]
    above = unit if len(axes) < 2 else ""  # of several axes nobody knows which a series is drawn by
    yield from table_lines([[printable(head) for head in heads], *body], heads=1, above=above)


def _said(element: Any) -> str:
    parts = element.iter(_A + "t") if element is not None else ()
    return printable("".join(part.text or "" for part in parts)).strip()


def _first(series: Any, *names: str) -> Any:
    found = (series.find(_C + name) for name in names)
    return next((one for one in found if one is not None), None)


def _points(data: Any) -> Iterator[tuple[int, str]]:
    if data is None:
        return
    form = next((code.text or "General" for code in data.iter(_C + "formatCode")), "General")
    numeric = data.tag in (_C + "val", _C + "xVal", _C + "yVal")
    for point in data.iter(_C + "pt"):
        text = "".join(v.text or "" for v in point.iter(_C + "v"))
        index = point.get("idx", "")
        if index.isdigit():
            yield int(index), _value(text, form, numeric=numeric)


def _value(text: str, form: str, *, numeric: bool) -> str:
    """A value or category as the chart shows it; a day is stored as a number."""
    with contextlib.suppress(InvalidOperation, ValueError, OverflowError):
        if is_day(form):
            return shown_day(_DAY_ZERO + timedelta(days=float(text)), form)
        return shown(Decimal(text), form) if numeric else text
    return text


def newer_chart_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a chart of the newer kinds (funnel, waterfall, tree map), which are stored in another way."""
    root = parsed(data)
    title = root.find(f"{_CX}chart/{_CX}title")
    words = _said(title) or "".join(v.text or "" for v in (title.iter(_CX + "v") if title is not None else ()))
    heads: list[str] = [""]
    rows: dict[int, list[str]] = {}
    held = {one.get("id"): one for one in root.iter(_CX + "data")}
    for number, series in enumerate(root.iter(_CX + "series"), start=1):
        name, source = series.find(f"{_CX}tx/{_CX}txData/{_CX}v"), series.find(_CX + "dataId")
        heads.append(name.text or "" if name is not None else "")
        own = held.get(source.get("val") if source is not None else "0")
        for index, text in _levels(own, "strDim"):
            rows.setdefault(index, [text])
        for index, text in _levels(own, "numDim"):
            row = rows.setdefault(index, [str(index + 1)])
            row += [""] * (number - len(row)) + [text]
    yield from _rows_of(printable(words).strip(), heads, rows, [])


def _levels(data: Any, kind: str) -> Iterator[tuple[int, str]]:
    """The categories or values of a newer chart; of categories within categories, the innermost."""
    dimension = data.find(_CX + kind) if data is not None else None
    levels: list[Any] = list(dimension.findall(_CX + "lvl")) if dimension is not None else []
    form = levels[0].get("formatCode", "General") if levels else ""
    for point in levels[0] if levels else ():
        if point.get("idx", "").isdigit():
            yield int(point.get("idx")), _value(point.text or "", form, numeric=kind == "numDim")


def diagram_lines(data: bytes) -> Iterator[str]:
    """Yield the words of a diagram (SmartArt), box by box."""
    for box in parsed(data).iter(_D + "pt"):
        for paragraph in box.iter(_A + "p"):
            text = printable("".join(t.text or "" for t in paragraph.iter(_A + "t"))).strip()
            if text:
                yield text


def box_lines(data: bytes) -> Iterator[str]:
    """Yield the words of the boxes that lie upon a sheet, from top to bottom, line by line; hidden ones left out."""
    for anchor in sorted(parsed(data), key=_row_of):
        for box in anchor.iter(_XDR + "sp"):
            own = box.find(f"{_XDR}nvSpPr/{_XDR}cNvPr")
            hidden = own is not None and own.get("hidden") in ("1", "true")
            if hidden or any(around.tag == _FALLBACK for around in box.iterancestors()):
                continue
            for paragraph in box.iter(_A + "p"):
                if text := printable("".join(_kept(paragraph))).strip():
                    yield text


def _row_of(anchor: Any) -> int:
    row = anchor.findtext(f"{_XDR}from/{_XDR}row") if isinstance(anchor.tag, str) else None
    return int(row) if row and row.isdigit() else 0


def _kept(paragraph: Any) -> Iterator[str]:
    """The parts of a paragraph that are not struck out."""
    for run in paragraph.iter(_A + "r", _A + "fld"):
        form = run.find(_A + "rPr")
        if form is None or form.get("strike") not in _STRUCK:
            yield from (part.text or "" for part in run.iter(_A + "t"))


def is_legible(width: float, height: float) -> bool:
    """Whether a picture of so many centimetres is large enough for words worth reading, and no logo."""
    return min(width, height) >= _LEGIBLE


def is_legible_extent(extent: Any) -> bool:
    """The same of the element that states the size of a drawing; one without a size may be of any."""
    sides = [extent.get(side, "") for side in ("cx", "cy")] if extent is not None else [""]
    return any(not side.isdigit() for side in sides) or is_legible(*(int(side) / _EMU for side in sides))


def sheet_pictures(data: bytes) -> int:
    """Count the pictures that lie upon a sheet, logos left out."""
    found = 0
    for anchor in parsed(data):
        own = anchor.find(_XDR + "ext")
        for picture in anchor.iter(_XDR + "pic"):
            found += is_legible_extent(picture.find(f"{_XDR}spPr/{_A}xfrm/{_A}ext") if own is None else own)
    return found


def embedded(types: Iterable[str]) -> int:
    """Count the relationships that lead to a file or an object within a page."""
    return sum(kind.endswith(_EMBEDDED) for kind in types)


def comments(parts: Iterable[bytes]) -> int:
    """Count the comments in the parts of a file that hold them."""
    return sum(str(element.tag).rpartition("}")[2] in _COMMENTS for part in parts for element in parsed(part).iter())


def drawn(relations: Any, element: Any) -> Iterator[str]:
    """Yield the lines of the charts and diagrams that an element of a page shows.

    Args:
        relations: the relationships of the page's part; those that lead out of the file are left alone.
        element: the XML element that places the drawing.
    """
    kinds = (
        (_C + "chart", "id", chart_lines),
        (_CX + "chart", "id", newer_chart_lines),
        (_D + "relIds", "dm", diagram_lines),
    )
    for tag, attribute, lines in kinds:
        for place in element.iter(tag):
            identity = next((v for k, v in place.attrib.items() if k.endswith("}" + attribute)), "")
            relation = relations.get(identity)
            if relation is not None and not relation.is_external:
                yield from lines(relation.target_part.blob)
