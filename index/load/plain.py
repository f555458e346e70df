"""Text and Markdown files → raw text."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from index.clean import HEADING, PAGE, ROW, printable
from index.load.decode import decode, is_garbled
from index.load.heads import is_value
from index.load.raw import Raw, Unreadable, pictures_note
from index.load.scripts import script
from index.load.table import table_lines

LARGEST = 32 << 20  # bytes of one text file; JSON Lines are for more
GARBLED = "文字是乱码，认不出编码；请用原来的软件打开，另存为 UTF-8 文本"

_APART = re.compile(r"[ \u3000]*\t[ \u3000]*|[ \u3000]{2,}")
_FEWEST_ROWS, _LONGEST_CELL = 3, 30
_CUE = re.compile(
    r"^(?:\ufeff?WEBVTT[^\n]*\n\s*)?(?:\d+[ \t\r]*\n)?(?:\d+:)?\d\d:\d\d[.,]\d{3}[ \t]*-->[^\n]*(?:\n|\Z)", re.MULTILINE
)
_CUES = re.compile(rf"\s*{_CUE.pattern[1:]}")  # how a file of subtitles begins
_NOTE_MARK = re.compile(r"\[\^[^\[\]\s]{1,20}\](:\s*)?")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_RULED = re.compile(r"\|(?:\s*:?-+:?\s*\|?)+")
_BAR = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)")
_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]+\)|<img\b[^<>\n]*>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")
_STRUCK = re.compile(r"(?<![0-9~])~~(?=[^\s~])([^~\n]+?)(?<=\S)~~(?!~)")
_SCRIPT = re.compile(r"<(su[pb])\b[^<>\n]{0,200}>([^<>\n]{0,80})</\1>", re.IGNORECASE)
_CODE = re.compile(r"`([^`\n]+)`")
_TAG = re.compile(
    r"</?(?:br|p|div|span|b|i|u|em|strong|sub|sup|center|font|a|html|body|details|summary|figure|figcaption|img|hr|kbd|mark|small)"
    r"\b[^>\n]*>",
    re.IGNORECASE,
)
_HTML_TABLE = re.compile(r"<table\b.*</table\s*>", re.IGNORECASE | re.DOTALL)
_OPENS, _CLOSES = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_TOKEN = re.compile(
    r"^ {0,3}(?P<fence>```|~~~)|`[^`\n]+`|(?P<comment><!--)|<(?P<name>[a-z][a-z0-9]*)\b(?P<marks>[^<>]{0,500})>",
    re.MULTILINE | re.IGNORECASE,
)
_UNSEEN = {"script", "style", "template", "noscript", "del", "s", "strike"}
_UNSEEN_MARK = re.compile(
    r"(?<![\w=\"'-])hidden(?![\w-])|display\s*:\s*none|visibility\s*:\s*hidden|line-through|aria-hidden\s*=\s*[\"']?true",
    re.IGNORECASE,
)
_VOID = {"br", "hr", "img", "input", "meta", "link", "source", "wbr"}
_FRONT = re.compile(r"---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_FIELD = re.compile(r"^(title|date|published|标题|日期)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes, or raise `Unreadable` if there are too many."""
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST >> 20} MB；请拆成几份，或用 JSON Lines 格式")
    return path.read_bytes()


def read_text(path: Path) -> Raw:
    """Read a plain text file; tables in it that tabs or spaces align become rows that carry their heads."""
    return Raw(_with_rows(pages_kept(_without_cues(_unescaped(read_decoded(path))))))


def _without_cues(text: str) -> str:
    """A file of subtitles without its numbers and times; any other text as it is."""
    return _CUE.sub("", text) if _CUES.match(text) else text


def _unescaped(text: str) -> str:
    """A text that is JSON with its characters written as they are, not as codes (\\u56ed); any other text as it is."""
    if "\\u" in text and text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            return json.dumps(json.loads(text), ensure_ascii=False, indent=0)
    return text


def _with_rows(text: str) -> str:
    if "\t" not in text and "  " not in text and "\u3000\u3000" not in text:
        return text
    out: list[str] = []
    held: list[list[str]] = []
    kept: list[str] = []

    def end() -> None:
        above = next((line for line in reversed(out) if line.strip()), "")
        out.extend(table_lines(held, heads=1, above=above) if _is_aligned(held) else kept)
        held.clear()
        kept.clear()

    for line in re.split(r"\r\n?|\n", text):
        cells = [] if PAGE in line else [cell.strip() for cell in _APART.split(line.strip())]
        if held and len(cells) != len(held[0]):
            end()
        if len(cells) > 1:
            held.append(cells)
            kept.append(line)
        else:
            out.append(line)
    end()
    return "\n".join(out)


def _is_aligned(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines parted alike are a table: words above, and under one of them nothing but figures."""
    if len(rows) < _FEWEST_ROWS or any(is_value(cell) or not cell or len(cell) > _LONGEST_CELL for cell in rows[0]):
        return False
    return any(all(map(is_value, column)) for column in zip(*rows[1:], strict=True))


def read_decoded(path: Path) -> str:
    """Return the file's text, or raise `Unreadable` if no encoding makes sense of its bytes."""
    text = decode(read_bytes(path))
    if is_garbled(text):
        raise Unreadable(GARBLED)
    return text


def pages_kept(text: str) -> str:
    """`text` without the marks of `index.clean`, form feeds as page borders."""
    if PAGE not in text:
        return printable(text)
    pages = text.split(PAGE)
    return "".join(PAGE + printable(page) for page in (pages if pages[-1].strip() else pages[:-1]))


def read_markdown(path: Path) -> Raw:
    """Read a Markdown file: headings marked, links and emphasis as their text."""
    return markdown(printable(read_decoded(path)))


def markdown(text: str) -> Raw:
    """Turn Markdown into raw text with marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(PAGE, "\n")
    fields: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        fields = {key.lower(): value for key, value in _FIELD.findall(front.group(1))}
        text = text[front.end() :]
    text = _without_unseen(text)
    pictures = len({found.group().lower() for found in _PICTURE.finditer(text)})
    lines: list[str] = []
    table: list[str] = []
    fenced = False
    for line in [*_logical_lines(text), ""]:
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            lines.append(line)
            continue
        if line.count("|") >= 2 and line.strip().startswith("|"):
            table.append(line.strip())
            continue
        if table:
            lines += _table(table, next((line for line in reversed(lines) if line.strip()), ""))
            table.clear()
        if markup := _HTML_TABLE.search(line):
            above = _inline(line[: markup.start()]) or next((line for line in reversed(lines) if line.strip()), "")
            lines += [*filter(None, [_inline(line[: markup.start()])]), *_html_table(markup.group(), above)]
            line = line[markup.end() :]
        heading = _HEADING.match(line)
        if heading:
            lines.append(HEADING + _inline(_title(heading.group(2))))
        elif _UNDERLINE.match(line) and lines and lines[-1].strip() and not lines[-1].startswith((HEADING, ROW)):
            lines[-1] = HEADING + lines[-1]
        elif _RULE.match(line) or _TABLE_RULE.match(line):
            lines.append("")
        else:
            lines.append(_inline(re.sub(r"^\s{0,3}(?:>\s?)+", "", line)))
    title = fields.get("title") or fields.get("标题") or None
    published = fields.get("published") or fields.get("date") or fields.get("日期") or None
    return Raw("\n".join(lines), title=title, published=published, notes=pictures_note(pictures, 0))


def _logical_lines(text: str) -> Iterator[str]:
    """The lines of a text; a table that is written as a web page writes it is one."""
    held: list[str] = []
    for line in text.split("\n"):
        held.append(line)
        if _CLOSES.search(line) or not (len(held) > 1 or _OPENS.search(line)):
            yield "\n".join(held)
            held = []
    yield from held  # of a table that nobody closed


def _html_table(markup: str, above: str) -> list[str]:
    from index.load.html import table_in  # a heavy reader, for the few files that need it

    return table_in(markup, above)


def has_html_table(data: bytes) -> bool:
    """Whether a Markdown file holds a table that only the reader of web pages can read."""
    return b"<table" in data.lower()


def _table(lines: Sequence[str], above: str) -> Iterator[str]:
    """The rows of a table, heads first; a bar in a cell is written with a backslash before it."""
    ruled = len(lines) > 1 and _RULED.fullmatch(lines[1]) is not None
    rows = [
        [_inline(cell.replace("\\|", "|").strip()) for cell in _BAR.split(line.removeprefix("|").removesuffix("|"))]
        for line in lines
        if not _RULED.fullmatch(line)
    ]
    return table_lines(rows, heads=1 if ruled else None, above=above)


def _title(text: str) -> str:
    """A heading without its closing marks, before which a space stands: the one of C# belongs to it."""
    text = text.rstrip()
    bare = text.rstrip("#")
    return text if bare and bare[-1] not in " \t" else bare.rstrip()


def _without_unseen(text: str) -> str:
    """Drop what a browser does not show, or strikes out: comments, scripts, hidden elements; code stays as it is."""
    if "<" not in text:
        return text
    parts: list[str] = []
    done = place = 0
    open_ended: set[str] = set()  # what is never closed is no element
    while found := _TOKEN.search(text, place):
        place = found.end()
        if found["fence"]:
            close = re.compile(rf"^ {{0,3}}{found['fence']}", re.MULTILINE).search(text, place)
            place = close.end() if close else len(text)
            continue
        name = "<!--" if found["comment"] else (found["name"] or "").lower()
        unseen = name == "<!--" or name in _UNSEEN or _UNSEEN_MARK.search(found["marks"] or "")
        if not name or name in _VOID or name in open_ended or not unseen:
            continue
        end = _end_of(text, name, place)
        if end is None:
            open_ended.add(name)
            continue
        parts.append(text[done : found.start()] + ("\n" if "\n" in text[found.start() : end] else ""))
        done = place = end
    return "".join(parts) + text[done:]


def _end_of(text: str, name: str, start: int) -> int | None:
    if name == "<!--":
        end = text.find("-->", start)
        return None if end < 0 else end + 3
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^<>]{{0,500}}>", re.IGNORECASE).finditer(text, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return None


def _inline(line: str) -> str:
    if "<s" in line or "<S" in line:
        line = _SCRIPT.sub(
            lambda m: script(
                m[2],
                _TAG.sub("", line[max(0, m.start() - 40) : m.start()]),
                _TAG.sub("", line[m.end() : m.end() + 40]),
                low=m[1].lower() == "sub",
            ),
            line,
        )
    line = _NOTE_MARK.sub("", line)
    line = _TAG.sub("", line)
    line = _STRUCK.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _STRONG.sub(r"\2", line)
    return _CODE.sub(r"\1", line)
