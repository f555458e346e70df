"""PDF → raw text, page by page; comments, pictures, attachments and what is filled into a form are not read, and a note says so."""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import atan2, hypot, pi
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from index.clean import PAGE, ROW, TITLE, printable
from index.furniture import INSIDE, is_page_number
from index.load.decode import is_garbled
from index.load.heads import is_value
from index.load.layout import Piece, arranged, inside_of, once, turned
from index.load.pictures import Picture, Watch, pictures_of, shows_something, worth_telling
from index.load.raw import Raw, Unreadable, comments_note, numbers, pictures_note, real_title
from index.load.table import table_lines

MOST_PAGES = 5000
_FAULTS = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError)
_LONGEST_CELL = 30
_LIGATURE = re.compile(
    "[\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff]"
)  # also radicals and compatibility forms of characters
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2,}")
_LARGER = 1.2  # times the size of running text: letters of a headline
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 4, 80
_MOST_SIZES = 6
_FEW_BEFORE = 2  # lines of a running head above a table that goes on
_ANEW = re.compile(
    r"[。：；]|单\s*位|^\s*(?:附?表|图|附件|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十])"
)  # something new begins
_ASLANT = 0.06  # of a quarter turn: text is meant to run aslant
_LARGE, _TILED = 1.5, 3  # a watermark is so many times as large as the text, or stands there so often
_ALIKE = 12.0  # points that cells of one column may begin apart
_MASTHEAD = re.compile(
    r".{1,6}(?:日报|晚报|早报|周报|时报|商报|周刊|月刊|杂志|学报|导报)"
)  # the paper's name, not the article's
_HEADLINE_LINES = 4


def read(path: Path) -> Raw:
    """Read the text layer of a pdf."""
    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not _unlocked(reader):
            raise Unreadable("PDF 有密码；请去掉密码后再添加")
        drawn: list[_Page] = []
        begun = None
        for page in reader.pages[:MOST_PAGES]:
            read_page, begun = _page(page, begun)
            drawn.append(read_page)
    except DependencyError as error:
        raise Unreadable("PDF 是加密的，程序缺少解密组件 cryptography；请去掉加密后再添加") from error
    except (PdfReadError, PyPdfError) as error:
        raise Unreadable("PDF 已损坏，读不出内容；请重新导出或重新下载") from error
    pages = [page.text for page in drawn]
    attached = _attached(reader)
    letters = sum(len(page.split()) and len("".join(page.split())) for page in pages)
    if letters < max(1, 2 * len(pages)):
        if attached:
            raise Unreadable(f"PDF 里没有正文，只带有 {attached} 个附件；请另存后单独添加")
        raise Unreadable("PDF 没有文字层（可能是扫描件）；请先做文字识别（OCR）")
    if is_garbled("".join(pages)):
        raise Unreadable("PDF 的文字层是乱码（字体没有编码表）；请先做文字识别（OCR），或用原文件重新导出")
    title, created = _metadata(reader)
    headline = _headline([(page.text, page.pieces) for page in drawn])
    if headline:
        number, words = headline
        pages[number] = _marked(pages[number], words)
        if title and _solid(title) not in _solid("".join(pages[:2])):
            title = None  # of the template, or of the volume
    notes = [f"只读了前 {MOST_PAGES} 页；请拆成几份"] if len(reader.pages) > MOST_PAGES else []
    silent = [i for i, page in enumerate(pages) if not _says(page) and _shows(reader.pages[i])]
    pictures, where = pictures_of({i + 1: page.pictures for i, page in enumerate(drawn) if i not in silent})
    if silent:
        which = numbers((i + 1 for i in silent), "页")
        notes.append(f"{which}没有文字层（可能是扫描件或图片）；请先做文字识别（OCR）")
    notes += pictures_note(pictures, 0, where)
    remarks, filled = _upon(reader.pages[: len(pages)])
    notes += comments_note(remarks)
    if filled:
        notes.append(f"有 {filled} 处是填在表单里的；请先“打印”成新的 PDF")
    if attached:
        notes.append(f"带有 {attached} 个附件；请另存后单独添加")
    text = "".join(PAGE + _placed(text, page.ordered) for text, page in zip(pages, drawn, strict=True))
    return Raw(text, title=title, created=created, notes=tuple(notes))


def _unlocked(reader: PdfReader) -> bool:
    """Whether the file opens without a password (it then only restricts printing or copying)."""
    return bool(reader.decrypt(""))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A table that stands last on a page and may go on: its heads, where its columns begin, the line above it."""

    heads: list[list[str]]
    columns: list[float]
    above: str


@dataclass(frozen=True, slots=True)
class _Page:
    """The text of a page, the pieces that it was drawn in, these in the order of the text, and its pictures."""

    text: str
    pieces: list[Piece]
    ordered: list[Piece]
    pictures: list[Picture]


def _page(page: Any, begun: _Begun | None) -> tuple[_Page, _Begun | None]:
    """What a page shows, and the table it ends with."""
    watch = _watch(page)
    pieces: list[Piece] = []
    aslant: set[Piece] = set()
    turns: Counter[int] = Counter()

    def visit(text: str, around: Sequence[float], inside: Sequence[float], font: object, size: float) -> None:
        x = inside[4] * around[0] + inside[5] * around[2] + around[4]
        y = inside[4] * around[1] + inside[5] * around[3] + around[5]
        along = inside[0] * around[0] + inside[1] * around[2]
        upwards = inside[0] * around[1] + inside[1] * around[3]
        quarters = atan2(upwards, along) / (pi / 2)
        turns[round(quarters) % 4] += len(text.strip())
        pieces.append(Piece(_said(text), x, y, size * hypot(along, upwards) or size))
        if abs(quarters - round(quarters)) > _ASLANT and text.strip():
            aslant.add(pieces[-1])

    whole = str(page.extract_text(visitor_operand_before=watch.see, visitor_text=visit))
    if marks := _watermarks(pieces, aslant):
        pieces = [piece for piece in pieces if piece not in marks]
        solid = {_solid(line) for piece in marks for line in piece.text.split("\n")}
        whole = "\n".join(line for line in whole.split("\n") if not line.strip() or _solid(_said(line)) not in solid)
    pictures = worth_telling(watch.found, pieces)
    if turns and (turn := turns.most_common(1)[0][0]):
        pieces = turned(pieces, turn)  # a wide table laid across a page
    single = once(pieces)
    order = arranged(single, anew=len(single) < len(pieces))
    pieces = single
    ordered = pieces if order is None else order
    text, begun = _with_tables(ordered, begun)
    if text is None:
        text = _said(whole) if order is None else "\n".join(piece.text for piece in order)
    return _Page(text, pieces, ordered, pictures), begun


def _watermarks(pieces: Sequence[Piece], aslant: set[Piece]) -> set[Piece]:
    """What is written aslant across a page in large letters, or again and again: whose copy it is, and no text."""
    level = Counter[float]()
    for piece in pieces:
        if piece not in aslant:
            level[round(piece.size, 1)] += len(piece.text.strip())
    if not aslant or not level.total():
        return set()
    usual = level.most_common(1)[0][0]
    count = Counter(_solid(piece.text) for piece in pieces if piece in aslant)
    return {p for p in aslant if p.size >= _LARGE * usual or count[_solid(p.text)] >= _TILED}


def _watch(page: Any) -> Watch:
    with suppress(*_FAULTS):
        return Watch(page)
    return Watch({})  # what is broken is no picture


def _shows(page: Any) -> bool:
    try:
        return shows_something(page)
    except _FAULTS:
        return True


def _upon(pages: Iterable[Any]) -> tuple[int, int]:
    """Count what lies upon the pages and is no part of their text: comments, and fields of a form that are filled in."""
    remarks = filled = 0
    for page in pages:
        with suppress(*_FAULTS):
            for reference in page.get("/Annots") or ():
                upon: Any = reference.get_object()
                group: Any = upon.get("/Parent", upon).get_object()  # of which a field is one place
                if upon.get("/Subtype") == "/Widget":
                    written = (upon.get("/FT") or group.get("/FT")) in ("/Tx", "/Ch")
                    filled += written and bool(str(upon.get("/V") or group.get("/V") or "").strip())
                elif upon.get("/Subtype") not in ("/Link", "/Popup"):
                    remarks += bool(str(upon.get("/Contents") or "").strip())
    return remarks, filled


def _attached(reader: PdfReader) -> int:
    """Count the files that the pdf carries."""
    try:
        return sum(1 for _ in reader.attachment_list)
    except (*_FAULTS, RecursionError):
        return 0


def _says(text: str) -> bool:
    """Whether a page holds a word besides its furniture."""
    return any(_WORD.search(line) and not is_page_number(line.strip()) for line in text.split("\n"))


def _headline(pages: Sequence[tuple[str, Sequence[Piece]]]) -> tuple[int, str] | None:
    """The page and the solid text of the first words in letters larger than all around them; None if no letters are."""
    sizes: Counter[float] = Counter()
    for _, pieces in pages:
        for piece in pieces:
            sizes[round(piece.size, 1)] += len(piece.text.strip())
    if not sizes:
        return None
    usual = sizes.most_common(1)[0][0]
    number = next((i for i, (text, _) in enumerate(pages) if text.strip()), 0)
    pieces = [piece for piece in pages[number][1] if piece.text.strip()]
    sizes_down = sorted({piece.size for piece in pieces if piece.size >= _LARGER * usual}, reverse=True)
    found = [words for size in sizes_down[:_MOST_SIZES] if (words := _first_of_size(pieces, size))]
    chosen = next((words for words in found if not _MASTHEAD.fullmatch(words)), found[0] if found else None)
    return (number, chosen) if chosen else None


def _first_of_size(pieces: Sequence[Piece], size: float) -> str:
    """The solid text of the first stretch of pieces of a size, "" if it is too short or too long for a headline."""
    words = ""
    for piece in pieces:
        if 0.95 * size <= piece.size <= size:
            words += _solid(piece.text)
        elif words:
            break
    return words if len(_WORD.findall(words)) >= 2 and _SHORTEST_HEADLINE <= len(words) <= _LONGEST_HEADLINE else ""


def _marked(text: str, headline: str) -> str:
    """The page's text with the lines of the headline marked; as it was if they do not stand there together."""
    lines = text.split("\n")
    for first in range(len(lines)):
        rest, chosen = headline, list[int]()
        for i in range(first, min(len(lines), first + _HEADLINE_LINES)):
            solid = _solid(lines[i])
            if not solid or not rest.startswith(solid):
                break
            rest, chosen = rest[len(solid) :], [*chosen, i]
            if not rest:
                return "\n".join(TITLE + line if i in chosen else line for i, line in enumerate(lines))
    return text


def _placed(text: str, pieces: Sequence[Piece]) -> str:
    """The page's text with the lines marked that are no head or foot by their place, as far as they are found there."""
    heights = inside_of(pieces)
    found: dict[str, list[bool]] = {}
    for piece in pieces:
        if piece.text.strip():
            found.setdefault(_solid(piece.text), []).append(piece.y in heights)
    lines = text.split("\n")
    count = Counter(map(_solid, lines))
    seen: Counter[str] = Counter()
    for i, line in enumerate(lines):
        solid = _solid(line)
        places = found.get(solid, [])
        if places and (all(places) or (len(places) == count[solid] and places[seen[solid]])):
            lines[i] = INSIDE + line
        seen[solid] += 1
    return "\n".join(lines)


def _solid(text: str) -> str:
    return "".join(text.split())


def _said(text: str) -> str:
    """The characters of a piece that can be seen; ligatures are parted (ﬁ → fi), as the page's reader would type them."""
    return printable(_LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text.replace(PAGE, "\n")))


def _with_tables(pieces: Sequence[Piece], begun: _Begun | None) -> tuple[str | None, _Begun | None]:
    """The page's text with its tables as rows that carry their heads, None if there is no table; and the table it ends with.

    A row is drawn as short pieces on one height, each well to the right of the one before; two such rows whose pieces
    stand under one another are a table. Columns of running text are not drawn so: they go on downwards first.
    """
    out: list[str] = []
    table: list[list[Piece]] = []
    row: list[Piece] = []
    found = False
    ends_with: _Begun | None = None

    def end_row() -> None:
        if len(row) >= 2:
            table.append(list(row))
        elif row:
            end_table()
            out.append(row[0].text if row[0].text.endswith("\n") else row[0].text + "\n")
        row.clear()

    def end_table() -> None:
        nonlocal found, ends_with
        cells = _grid(table)
        if cells is not None:
            above = next((text.strip() for text in reversed(out) if text.strip()), "")
            columns = [piece.x for piece in max(table, key=len)]
            before = [line for text in out for line in text.split("\n") if line.strip()]
            if begun is not None and not found and len(before) <= _FEW_BEFORE and not any(map(_ANEW.search, before)):
                cells, above = _gone_on(begun, cells, columns, above)
            out.append("\n" + "\n".join(table_lines(cells, above=above)) + "\n")
            found = True
            ends_with = _Begun(_heads(cells), columns, above)
        elif table:
            out.extend(piece.text.strip() + "\n" for pieces in table for piece in pieces)
            ends_with = None
        table.clear()

    for piece in pieces:
        if not piece.text.strip():
            if not row:
                out.append(piece.text)
            continue
        last = row[-1] if row else None
        beside = (
            last is not None
            and abs(piece.y - last.y) < 2
            and piece.x > last.end + 0.5 * last.size
            and max(len(last.text.strip()), len(piece.text.strip())) <= _LONGEST_CELL
        )
        if not beside:
            end_row()
        row.append(piece)
    end_row()
    end_table()
    return ("".join(out) if found else None), (ends_with if _is_last(out) else None)


def _is_last(out: Sequence[str]) -> bool:
    """Whether nothing but a line of the page's foot stands behind the last table."""
    after = next((i for i, text in enumerate(reversed(out)) if ROW in text), len(out))
    return sum(bool(text.strip()) for text in out[len(out) - after :]) <= 1


def _heads(cells: list[list[str]]) -> list[list[str]]:
    first = next((i for i, row in enumerate(cells) if any(map(is_value, row))), 0)
    return cells[:first]


def _gone_on(begun: _Begun, cells: list[list[str]], columns: list[float], above: str) -> tuple[list[list[str]], str]:
    """The cells of a table at the top of a page with the heads, and the line above, of the one that it goes on with."""
    heads = _heads(cells)
    if heads and heads == begun.heads:
        return cells, begun.above
    alike = len(columns) == len(begun.columns) and all(
        abs(a - b) <= _ALIKE for a, b in zip(columns, begun.columns, strict=True)
    )
    if alike and not heads and begun.heads and len(begun.heads[0]) == len(cells[0]):
        return [*begun.heads, *cells], begun.above
    return cells, above


def _grid(rows: Sequence[Sequence[Piece]]) -> list[list[str]] | None:
    """The cells of rows, each in the column that it stands under; None if the rows are no table."""
    if len(rows) < 2 or not any(ch.isdigit() for row in rows for piece in row for ch in piece.text):
        return None
    full = max(len(row) for row in rows)
    whole = [row for row in rows if len(row) == full]
    spans = [(min(row[i].x for row in whole), max(row[i].end for row in whole)) for i in range(full)]
    if len(whole) < 2 and len(rows) > 2:
        return None
    grid: list[list[str]] = []
    for row in rows:
        cells = [""] * full
        for number, piece in enumerate(row):
            place = number if len(row) == full else _nearest(piece, spans)
            if cells[place]:
                return None
            cells[place] = piece.text.strip()
        grid.append(cells)
    return grid


def _nearest(piece: Piece, spans: Sequence[tuple[float, float]]) -> int:
    """The column that a cell overlaps most, else the one whose middle is nearest."""
    middle = (piece.x + piece.end) / 2

    def distance(i: int) -> tuple[float, float]:
        left, right = spans[i]
        return (max(0.0, left - piece.end, piece.x - right), abs(middle - (left + right) / 2))

    return min(range(len(spans)), key=distance)


def _metadata(reader: PdfReader) -> tuple[str | None, str | None]:
    try:
        values: Any = reader.metadata or {}
        title = str(values.get("/Title") or "").strip()
        made = _DATE.match(str(values.get("/CreationDate") or ""))
    except (PyPdfError, ValueError, TypeError, AttributeError):
        return None, None
    usable = len(title) <= 120 and "\ufffd" not in title
    return (real_title(printable(title)) if title and usable else None), ("-".join(made.groups()) if made else None)
