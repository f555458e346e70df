"""Web pages → raw text: decoded by us, hidden parts dropped, boilerplate removed."""

import re
from dataclasses import dataclass
from pathlib import Path

import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, NavigableString

from index.clean import HEADING, ROW, printable
from index.load.decode import decode
from index.load.plain import read_bytes
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]))", re.IGNORECASE)
_HIDDEN_TAGS = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "select",
    "button",
    "canvas",
    "input",
    "textarea",
]
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "p", "div", "li", "section", "article", "blockquote", "dd", "dt", "dl", "figcaption", "figure", "tr", "ul", "ol",
    "table", "main", "header", "footer", "nav", "aside", "form", "fieldset", "center", "address", "details", "summary",
    "caption",
}  # fmt: skip
_MOST_COLUMNS = 200
_WIDEST_SPAN = 100
_DATES = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "publish_date", "publication_date",
    "dc.date.issued", "dcterms.issued", "datepublished", "weibo:article:create_at", "date", "pubtime",
)  # fmt: skip


def read(path: Path) -> Raw:
    """Read a web page."""
    soup = BeautifulSoup(_decoded(read_bytes(path)), "lxml")
    title, published = _title(soup), _published(soup)
    _drop_hidden(soup)
    lines = [block.mark + block.text for block in _main_blocks(soup)]
    if not lines:
        raise Unreadable("网页里没有可读的文字")
    return Raw("\n".join(lines), title=title, published=published, wrapped=False)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii").lower()
        name = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
        if not name.startswith("utf-16"):
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(data)


def _drop_hidden(soup: BeautifulSoup) -> None:
    for comment in soup.find_all(string=lambda s: isinstance(s, Comment)):
        comment.extract()
    for tag in soup.find_all(_HIDDEN_TAGS):
        tag.decompose()
    hidden = [tag for tag in soup.find_all(True) if tag.name not in ("html", "body") and _is_hidden(tag)]
    for tag in hidden:
        tag.extract()
    for cell in soup.find_all(["td", "th"]):
        for name in ("rowspan", "colspan"):
            if _span(cell, name) == _WIDEST_SPAN:
                del cell[name]  # such a table is no table, and libraries unfold it


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    style = tag.get("style")
    return bool(style) and _HIDDEN_STYLE.search(str(style)) is not None


@dataclass(slots=True)
class _Block:
    """A line of the page: its text, where it stands, whether it is a heading or row, how many characters are links."""

    text: str
    parent: Tag
    mark: str = ""
    linked: int = 0

    @property
    def solid(self) -> str:
        return "".join(self.text.split())


class _Walk:
    """Collects the blocks of an element, as a browser would break its lines."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0

    def run(self, element: Tag, mark: str = "") -> list[_Block]:
        """Return the blocks of all that is inside `element`; called again for each block inside it."""
        self._inside(element, element)
        self._end(element, mark)
        return self.blocks

    def _inside(self, element: Tag, block: Tag) -> None:
        for child in element.children:
            if isinstance(child, Tag):
                self._tag(child, block)
            elif isinstance(child, NavigableString) and type(child) in (NavigableString, CData):
                self._parts.append(str(child))
                self._linked += len("".join(str(child).split())) if self._links else 0

    def _tag(self, tag: Tag, block: Tag) -> None:
        name = tag.name
        if name == "table" and _is_data_table(tag):
            self._end(block)
            for line in _table(tag):
                mark = line[0] if line[0] in ROW + HEADING else ""
                self.blocks.append(_Block(line.removeprefix(mark), tag, mark))
        elif name == "pre":
            self._end(block)
            self.blocks += [_Block(_flat(line), tag) for line in tag.get_text().split("\n") if line.strip()]
        elif name == "br":
            self._end(block)
        elif name in _BLOCKS:
            self._end(block)
            self.run(tag, HEADING if name in _HEADINGS else "")
        else:
            self._links += name == "a"
            self._inside(tag, block)
            self._links -= name == "a"
            if name in ("td", "th"):
                self._parts.append(" ")

    def _end(self, block: Tag, mark: str = "") -> None:
        text = _flat("".join(self._parts))
        if text:
            self.blocks.append(_Block(text, block, mark, self._linked))
        self._parts.clear()
        self._linked = 0


def _is_data_table(table: Tag) -> bool:
    """Whether a table holds values rather than the layout of the page."""
    if table.find("table") is not None:
        return False
    rows = table.find_all("tr")
    return len(rows) >= 2 and max(len(row.find_all(["td", "th"])) for row in rows) >= 2


def _table(table: Tag) -> list[str]:
    rows: list[list[str]] = []
    held: dict[int, tuple[int, str]] = {}  # column: rows still covered by a tall cell, and its text
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"]):
            while len(cells) in held and held[len(cells)][0] > 0:
                left, text = held[len(cells)]
                held[len(cells)] = (left - 1, text)
                cells.append(text)
            text = _flat(cell.get_text(" "))
            tall, wide = _span(cell, "rowspan"), _span(cell, "colspan")
            if tall > 1:
                held[len(cells)] = (tall - 1, text)
            cells += [text] + [""] * (wide - 1)
            if len(cells) >= _MOST_COLUMNS:
                break
        rows.append(cells)
    return list(table_lines(rows))


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), _WIDEST_SPAN) if value.isdecimal() and value.isascii() else 1


def _main_blocks(soup: BeautifulSoup) -> list[_Block]:
    """The blocks of the page's main text.

    The boilerplate remover says which paragraphs surely belong to it. They span a part of the page, and all of that
    part is kept, in order, since the remover may drop headings, short lines and tables; lists of links in it go.
    """
    blocks = _Walk().run(soup.body or soup)
    plain = [block for block in blocks if block.linked * 2 <= len(block.solid)]
    found = trafilatura.extract(str(soup), include_comments=False, include_tables=True, favor_recall=True) or ""
    main = "".join(found.split())
    kept = [i for i, block in enumerate(blocks) if len(block.solid) >= 12 and block.solid in main]
    if not kept or sum(len(blocks[i].solid) for i in kept) * 8 < sum(len(block.solid) for block in plain):
        return plain or blocks
    first, last = kept[0], kept[-1]
    home = _common(blocks[first].parent, blocks[last].parent)
    if home is not None and home.name not in ("body", "html", "[document]"):
        last = max(i for i, block in enumerate(blocks) if home is block.parent or home in block.parent.parents)
    above = range(max(first - 12, 0), first)
    heads = [i for i in above if blocks[i].parent.name == "h1"] or [i for i in above[-1:] if blocks[i].mark == HEADING]
    first = heads[-1] if heads else first
    while last + 1 < len(blocks) and blocks[last + 1].mark == ROW:
        last += 1
    wanted = set(kept)
    chosen = [
        b
        for i, b in enumerate(blocks)
        if first <= i <= last and b.linked * 3 <= len(b.solid) * (2 if i in wanted else 1)
    ]
    while chosen and chosen[-1].mark == HEADING:
        chosen.pop()
    return chosen


def _common(one: Tag, other: Tag) -> Tag | None:
    """The innermost element around both; for one and the same paragraph, the element that holds it."""
    around = {id(element) for element in other.parents}
    return next((element for element in one.parents if id(element) in around), None)


def _flat(text: str | None) -> str:
    return printable(re.sub(r"\s+", " ", text or "")).strip()


def _title(soup: BeautifulSoup) -> str | None:
    tag = soup.find("meta", attrs={"property": "og:title"})
    value = str(tag.get("content") or "") if isinstance(tag, Tag) else ""
    heads = soup.find_all("h1")
    if not value and len(heads) == 1:
        value = heads[0].get_text(" ")
    if not value and soup.title is not None:
        value = re.split(r"\s*[_|｜]\s*|\s+[-–—]\s+", soup.title.get_text(" "))[0]
    return _flat(value) or None


def _published(soup: BeautifulSoup) -> str | None:
    for tag in soup.find_all("meta"):
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if key in _DATES and re.match(r"\d{4}", str(tag.get("content") or "")):
            return str(tag.get("content"))
    tag = soup.find("time", attrs={"datetime": True})
    if isinstance(tag, Tag):
        return str(tag.get("datetime"))
    return None
