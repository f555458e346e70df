"""Extraction noise → readable text. In: the raw text of a document. Out: the clean text and its paragraphs.

Cleaning deletes and joins; it never adds, changes or reorders: without white space, the clean text is a subsequence
of the raw text. A paragraph of the clean text is one line that ends in a line feed.

Readers of formats that know their structure mark it with control characters, which no clean text contains: `PAGE`
before the first character of a page, `HEADING` and `ROW` at the start of a line that is a heading or a table row, `TITLE`
at the start of one that is (part of) the title, as far as its place and the size of its letters tell.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from index.furniture import INSIDE, furniture, furniture_without_pages, is_passing
from index.letters import ANY_HAN, HAN, once, unspaced
from index.quantities import find_quantities
from index.speakers import may_speak
from index.wraps import RawLine, group, is_open

PAGE = "\x0c"
HEADING = "\x1c"
TITLE = "\x1d"
ROW = "\x1e"
_IMAGE = "\x1a"  # set by this file where an image stood

_UNSEEN = (  # besides the marks
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
_INVISIBLE, _MARKS = re.compile(f"[{_UNSEEN}\x1c-\x1e]"), re.compile(f"[{_UNSEEN}]")
_BREAKS = re.compile(r"[\n\t\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_NEWLINE = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_INDENT = re.compile("^\u3000\u3000(?=[^\u3000\\s])", re.MULTILINE)  # what opens a paragraph in print, as a tab does
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_BOOKMARK = re.compile(r"\[(?:bookmark|bookmarkstart|bookmarkend|书签)\s*:[^\[\]\n]{0,200}\]", re.IGNORECASE)
_IMAGE_TAG = re.compile(
    r"\[(?:image|img|picture|photo|图片|图像)\s*[:：][^\[\]\n]{0,300}\]|!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}\)|<!--\s*(?:image|picture|formula-not-decoded)\s*-->",
    re.IGNORECASE,
)
_IMAGE_FILE = re.compile(r"[\w\-. ]{1,80}\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|svg)", re.IGNORECASE)

_LABEL = re.compile(rf"([{HAN}A-Za-z·/ ]{{1,20}})[：:]|[【\[]([{HAN}A-Za-z·]{{2,10}})[】\]]")
_STAGE = re.compile(rf"[（(][{HAN}、，\s]{{1,10}}[）)]|[【\[][{HAN}、，\s]{{1,6}}[】\]]")
_BRACKETED_LABEL = re.compile(rf"[【\[][{HAN}·]{{2,10}}[】\]]\s*[：:]?\s*\S")
_CJK_PUNCTUATION = "，。、；：？！（）《》【】「」『』〈〉〔〕"
# These begin with the space itself, which `re` looks for fast, and look back over it at what stands before.
_SPACE_BY_MARK = re.compile(
    rf" (?:(?<=[{_CJK_PUNCTUATION}] ) *(?=[^\s])|(?<=[^\s] ) *(?=[{_CJK_PUNCTUATION}])"
    rf"|(?<=[{HAN}] ) *(?=[“”‘’])|(?<=[“”‘’] ) *(?=[{HAN}]))"
)
_SPACE_BEFORE_DIGIT = re.compile(rf" (?=[0-9０-９])(?<=[{HAN}“”‘’] )")
_SPACE_AFTER_DIGIT = re.compile(rf" (?=[{HAN}“”‘’%％‰℃])(?<=[0-9０-９%％] )")
_NUMBERED = re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.? +(?=[{HAN}])")
_TABULAR = re.compile(r"\t| (?:(?<=\S ) {2,}\S|(?<=[0-9%] ) *[0-9])")
_RUN = re.compile(r"[ \t]{2,}|\t")
_FEW_LINES = 12  # a text of so few lines had one page
_SAYS = re.compile(  # what no scrap read out of an image holds: a word, a date, a figure with its name
    rf"[{HAN}]{{2}}|[{HAN}].*[0-9０-９]|[0-9０-９].*[{HAN}]|(?:19|20)\d\d[-/.]\d{{1,2}}(?![\d.])|[A-Za-z]{{2,}}\s?[:：=]\s?[$¥￥€]?\d"
)
_ITEM = re.compile(
    r"(?:[-*+–—•●■◆▲▪·○□★]\s|\d{1,3}(?:[、)）]|\.(?!\d)|(?:\.\d{1,3})+\s)|[（(]\d{1,2}[)）]|[①-⑳]|[A-Za-z][)）、]|#{1,6}\s)\s*\w"
)
_CELLS = re.compile(r"[|｜\t,，;；]")
_CELL = re.compile(r"(?:[A-Za-z]{2,}|[-+]?\d[\d.]*%?)(?:[ -](?:[A-Za-z]{2,}|\d[\d.]*%?))*")
_CAPTION = re.compile(r"(?:图表?|表|附[图表])\s?[\d一二三四五六七八九十]{1,3}(?:[-－—.]\d{1,2})?[\s:：]\s*\S")


class Kind(StrEnum):
    """What a paragraph is known to be."""

    TEXT = "text"
    TITLE = "title"
    HEADING = "heading"
    ROW = "row"
    RUNNING = "running head"  # kept once, for the year or figure that it says


_KINDS = {HEADING: Kind.HEADING, TITLE: Kind.TITLE, ROW: Kind.ROW}
_OWN = re.compile(f"[{HEADING}{TITLE}{ROW}]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the clean text: `text[start:end]`, its line feed left out."""

    start: int
    end: int
    kind: Kind = Kind.TEXT
    gap: bool = False  # a blank line stood before it
    column: float = 0.0  # width of the column it was wrapped in, 0 if it was not
    lines: int = 1  # how many lines it was made of


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text, its paragraphs in order, and the offset at which each page begins (empty without pages)."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    pages: tuple[int, ...] = ()


def printable(text: str) -> str:
    """Drop what nobody can see: control, zero-width, direction and surrogate characters, own marks included."""
    return _INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text


def one_line(text: str) -> str:
    """Return a name or title as it is shown: on one line, without what nobody can see."""
    return printable(_BREAKS.sub(" ", text)).strip()


def clean(raw: str, *, wrapped: bool = True) -> Cleaned:
    """Clean the raw text of a document.

    Args:
        raw: the text as read from the file, with the marks described above.
        wrapped: whether lines may have been broken by narrow columns (not so in formats that know their paragraphs).

    Returns:
        The clean text with its paragraphs and pages.
    """
    lines, pages = _lines(_plain(raw))
    if pages or len(lines) > _FEW_LINES:
        lines = _without_page_furniture(lines, paged=pages > 0)
    lines = _without_debris(lines, paged=pages > 0)
    raw_lines = [line.raw for line in lines]
    joined = [(g.first, g.last, g.column) for g in group(raw_lines)] if wrapped else None
    groups = [(i, i, 0.0) for i in range(len(lines))] if joined is None else joined
    return _assemble(lines, groups, pages)


def _plain(raw: str) -> str:
    """The substitutions that do not need to know lines; each is tried only where its first sign is."""
    text = _NEWLINE.sub("\n", raw) if _NEWLINE.search(raw) else raw
    if _MARKS.search(text):
        text = _MARKS.sub("", text)
    if "[" in text or "<!--" in text:
        text = _IMAGE_TAG.sub(f"\n{_IMAGE}\n", _BOOKMARK.sub("", text))
    if "\u3000\u3000" in text:
        text = _INDENT.sub("\t", text)
    if _SPACE.search(text):
        text = _SPACE.sub(" ", text)
    return text


@dataclass(frozen=True, slots=True)
class _Line:
    raw: RawLine
    kind: Kind
    image: bool = False
    inside: bool = False  # of its page, with other text beyond it


def _lines(text: str) -> tuple[list[_Line], int]:
    """The lines that are not blank, and the number of pages (0 if the format has none)."""
    found: list[_Line] = []
    page = 0
    gap = False
    for piece in text.replace(PAGE, "\n" + PAGE).split("\n") if PAGE in text else text.split("\n"):
        if piece.startswith(PAGE):
            page += 1
            piece = piece[1:]
        inside = piece.startswith(INSIDE)
        piece = piece[1:] if inside else piece
        kind = _KINDS.get(piece[:1], Kind.TEXT)
        piece = piece if kind is Kind.TEXT else piece[1:]
        stripped = piece.strip(" \t")
        if HEADING in stripped or ROW in stripped or TITLE in stripped:
            stripped = _OWN.sub("", stripped).strip(" \t")
        if not stripped:
            gap = True
            continue
        if stripped == _IMAGE:
            found.append(_Line(RawLine("", page=page), kind, image=True))
            continue
        display = False
        stretched = False
        if kind is not Kind.ROW:
            closed = unspaced(stripped)
            stretched = len(closed) < len(stripped)
            stripped = once(closed)
            display = len(stripped) < len(closed) and len(stripped) <= 60
        indent = piece[0] in " \t"
        opens = piece[0] == "\t"
        fixed = display or kind is not Kind.TEXT
        found.append(_Line(RawLine(stripped, gap, indent, fixed, stretched, page, opens), kind, inside=inside))
        gap = False
    return found, page


def _without_page_furniture(lines: list[_Line], *, paged: bool) -> list[_Line]:
    """Drop running heads, feet and page numbers; the title, rows of tables and lines inside of a page are none.

    What is kept of them for the fact it holds is marked, since it is no headline.
    """
    if paged:
        kept = [line.inside or line.kind in (Kind.TITLE, Kind.ROW) for line in lines]
        dropped, facts = furniture([(line.raw.page, line.raw.text) for line in lines], kept)
    else:
        dropped, facts = furniture_without_pages([line.raw.text for line in lines])
    return [
        replace(line, kind=Kind.RUNNING, raw=replace(line.raw, fixed=True)) if i in facts else line
        for i, line in enumerate(lines)
        if i not in dropped
    ]


def _without_debris(lines: list[_Line], *, paged: bool) -> list[_Line]:
    """Drop page numbers, rules, image names with what was wrongly read out of the image, and stage directions."""
    said = (m[1] or m[2] for line in lines if line.kind is Kind.TEXT and (m := _LABEL.match(line.raw.text)))
    transcript = sum(map(may_speak, said)) >= 3
    labels = _bracketed_labels(lines) if transcript else set[str]()
    chinese: bool | None = None
    kept: list[_Line] = []
    after_image = False
    for i, line in enumerate(lines):
        text = line.raw.text
        if line.image or (len(text) <= 90 and _IMAGE_FILE.fullmatch(text)):
            after_image = True
            continue
        if after_image:
            chinese = _is_chinese(lines) if chinese is None else chinese
            if line.kind is Kind.TEXT and _is_debris(text, chinese=chinese):
                continue
            after_image = False
            if len(text) <= 60 and is_open(text) and _CAPTION.match(text):
                line = replace(line, raw=replace(line.raw, fixed=True))
        if len(text) <= 40 and line.kind is Kind.TEXT:
            before = kept[-1].raw.text if kept else ""
            after = lines[i + 1].raw.text if i + 1 < len(lines) else ""
            if is_passing(text, before, after, paged=paged):
                continue
            if transcript and _STAGE.fullmatch(text) and text not in labels:
                continue
            if kept and text == kept[-1].raw.text and _printed_twice(lines, i):
                continue
        kept.append(line)
    return kept


def _bracketed_labels(lines: list[_Line]) -> set[str]:
    """The lines in square brackets that name who speaks rather than what happens: others go on after their bracket."""
    alone = Counter(
        line.raw.text for line in lines if line.raw.text[:1] in ("【", "[") and _STAGE.fullmatch(line.raw.text)
    )
    named = sum(1 for line in lines if line.raw.text[:1] in ("【", "[") and _BRACKETED_LABEL.match(line.raw.text))
    return {text for text, count in alone.items() if named >= 2 or count >= 2}


def _printed_twice(lines: list[_Line], i: int) -> bool:
    """Whether line `i`, which repeats the one before, is a headline's second copy rather than a refrain or an entry."""
    text = lines[i].raw.text
    if len(text) < 6 or not is_open(text) or text[-1] in "，、," or re.search(r"\d", text):
        return False
    before = lines[i - 2].raw.text if i > 1 else ""
    after = lines[i + 1].raw.text if i + 1 < len(lines) else ""
    return text not in (before, after)


def _is_chinese(lines: list[_Line]) -> bool:
    han = letters = 0
    for line in lines[:400]:
        count = len(ANY_HAN.findall(line.raw.text))
        han += count
        letters += len(line.raw.text) - count
    return 2 * han >= letters


def _is_debris(text: str, *, chinese: bool) -> bool:
    """Whether a line after an image is what a program misread in it rather than a line of the document.

    Only what cannot be text is: no word of Chinese, item, table row, sentence or figure with a unit is lost.
    """
    if len(text) > 1000 or _SAYS.search(text) or len(ANY_HAN.findall(text)) * 2 > len(text):
        return False
    if _ITEM.match(text) or _is_row(text) or _has_figure(text):
        return False
    words = re.findall(r"(?<![^\s(\"“])[A-Za-z][a-z]+(?:['-][a-z]+)?(?=[\s,.;:!?)\"”]|$)", text)
    fewest = 3 if text[-1] in ".!?" else 6
    sentence = len(words) >= fewest and sum(map(len, words)) * 2 >= len(text)
    if chinese:
        return not sentence
    return not sentence and sum(map(len, words)) * 2 < len(text)


def _is_row(text: str) -> bool:
    """Whether a line is a row of a table: parted by strokes, tabs or commas into numbers and whole words."""
    cells = [cell.strip() for cell in _CELLS.split(text)]
    if len(cells) > 3 and text[0] in "|｜" and text[-1] in "|｜":
        return True
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and bool(re.search(r"\d", text)) and all(map(_CELL.fullmatch, filled))


def _has_figure(text: str) -> bool:
    """Whether a line holds a figure with a unit that no scrap has by chance: a Chinese one, per cent or money."""
    if not re.search(r"\d", text):
        return False
    return any(
        q.unit and ("%" in q.surface or "％" in q.surface or (not q.unit.isascii() and q.unit[0] not in "°℃"))
        for q in find_quantities(text)
    )


def _assemble(lines: list[_Line], groups: list[tuple[int, int, float]], pages: int) -> Cleaned:
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    offsets: dict[int, int] = {}
    position = 0
    for first, last, column in groups:
        head = lines[first]
        pieces = [line.raw.text for line in lines[first : last + 1]]
        text = pieces[0] if first == last else _joined(lines[first : last + 1])
        text = _tidy(text, row=head.kind is Kind.ROW)
        breaks = text.split(PAGE) if PAGE in text else [text]
        page = head.raw.page
        offsets.setdefault(page, position)
        start = position
        for k, piece in enumerate(breaks):
            if k:
                page += 1
                offsets.setdefault(page, position)
            parts.append(piece)
            position += len(piece)
        if position == start:
            continue
        paragraphs.append(Paragraph(start, position, head.kind, head.raw.gap, column, last - first + 1))
        parts.append("\n")
        position += 1
    starts: list[int] = []
    if pages:
        following = position
        for page in range(pages, 0, -1):
            following = offsets.get(page, following)
            starts.append(following)
        starts.reverse()
        starts[0] = 0
    return Cleaned("".join(parts), tuple(paragraphs), tuple(starts))


def _joined(lines: list[_Line]) -> str:
    text = lines[0].raw.text
    page = lines[0].raw.page
    for line in lines[1:]:
        following = line.raw.text
        text, glue = _glue(text, following)
        text += glue + PAGE * (line.raw.page - page) + following
        page = line.raw.page
    return text


def _glue(left: str, right: str) -> tuple[str, str]:
    """What stands between two lines that are one: nothing, or a space between words of a script that has spaces."""
    a, b = left[-1], right[0]
    if ord(a) > 0x2E7F or ord(b) > 0x2E7F or a in "“‘—…·" or b in "”’—…·":
        return left, ""
    if a == "-" and left[-2:-1].islower() and b.islower():
        return left[:-1], ""
    if a.isdigit() and (b == "%" or (b in ".," and right[1:2].isdigit())):
        return left, ""
    if ANY_HAN.search(left[-40:]) and b.isdigit() and (a.isdigit() or (a in ".," and left[-2:-1].isdigit())):
        return left, ""
    return left, "" if a in "-/(" else " "


def _tidy(text: str, *, row: bool = False) -> str:
    """Take out the spaces that typesetting left inside running text."""
    if " " not in text and "\t" not in text:
        return text
    if not row:
        lead = _NUMBERED.match(text) if len(text) <= 40 and is_open(text) else None
        head, body = (text[: lead.end()], text[lead.end() :]) if lead else ("", text)
        body = _SPACE_BY_MARK.sub("", body)
        if not _TABULAR.search(body):
            body = _SPACE_AFTER_DIGIT.sub("", body)
            if len(body) > 40 or not is_open(
                body
            ):  # in a short line without an end, a space parts what stands side by side
                body = _SPACE_BEFORE_DIGIT.sub("", body)
        text = head + body
    return (_RUN.sub(" ", text) if "  " in text or "\t" in text else text).strip(" \t")
