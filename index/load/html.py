"""Web pages → raw text: decoded by us, hidden parts dropped, boilerplate removed; notes tell of pictures and frames."""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, NavigableString, PageElement

from index.clean import HEADING, ROW
from index.dates import first_day
from index.load.decode import decode, is_garbled
from index.load.plain import GARBLED, read_bytes
from index.load.raw import Raw, Unreadable
from index.load.scripts import script
from index.load.table import COVERED, table_lines
from index.load.web import flat, frames, frames_note, parsable, pictures, published_of, title_of
from index.quantities import find_quantities

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|font-size\s*:\s*0(?![.\d]))", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK = {"del", "s", "strike"}
_MOST, _ARTICLE = 0.4, 100  # the share of a page's text, and the characters, that an article has at least
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
_TEXT_TAGS = _HEADINGS | {"p", "ul", "ol", "li", "blockquote", "dl", "dt", "dd"}
_BLOCKS = _HEADINGS | {
    "p", "div", "li", "section", "article", "blockquote", "dd", "dt", "dl", "figcaption", "figure", "tr", "ul", "ol",
    "table", "main", "header", "footer", "nav", "aside", "form", "fieldset", "center", "address", "details", "summary",
    "caption",
}  # fmt: skip
_LINES = [*sorted(_BLOCKS), "td", "th", "pre", "body"]  # what begins a line
_AROUND = re.compile(
    r"(?<![a-z])(?:comments?|footer|foot|nav|navbar|menu|sidebar|breadcrumbs?|copyright|share|related)(?![a-z])",
    re.IGNORECASE,
)
_FOOT = re.compile(r"版权所有|ICP备|公网安备|网站标识码|copyright\s*(?:©|\(c\)|\d)|©", re.IGNORECASE)
_WIDGET = re.compile(
    r"今天是|现在是|(?:您|你)?(?:所在|当前)的?位置|欢迎(?:您|访问|光临)|您是第|(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[：:]|在线人数|上一[篇页条]|下一[篇页条]|分享到|字号|扫一扫"
)  # how a page begins to speak of itself
_LONGEST_WIDGET = 60
_LINKS = 3  # so many blocks of links, one after the other, are a menu
_MOST_COLUMNS = 200
_WIDEST_SPAN = 100


def read(path: Path) -> Raw:
    """Read a web page."""
    soup = BeautifulSoup(parsable(_decoded(read_bytes(path))), "lxml")
    title, published, framed = title_of(soup), published_of(soup), frames(soup)
    _drop_hidden(soup)
    _write_scripts(soup)
    blocks = _main_blocks(soup)
    notes = (*frames_note(framed), *pictures(soup, (block.parent for block in blocks), _is_around))
    if not blocks:
        why = "；".join(notes) or "内容可能由脚本生成；请在浏览器里“打印”成 PDF 后再添加"
        raise Unreadable(f"网页里没有可读的文字（{why}）")
    lines = [block.mark + block.text for block in blocks]
    return Raw("\n".join(lines), title=title, published=published, wrapped=False, notes=notes)


def table_in(markup: str, above: str) -> list[str]:
    """Return the lines of a table that stands in another text.

    Args:
        markup: the table.
        above: the line above it, which may name a unit for all of it.
    """
    soup = BeautifulSoup(f"<p>{escape(above)}</p>{markup}", "lxml")
    _drop_hidden(soup)
    _write_scripts(soup)
    blocks = _Walk().run(soup.body or soup)
    return [block.mark + block.text for block in blocks[bool(flat(above)) :]]


def _decoded(data: bytes) -> str:
    """The page's text; the encoding that it declares counts only where our own reading of the bytes fails."""
    text = decode(data)
    if not is_garbled(text) and "\ufffd" not in text:
        return text
    declared = _CHARSET.search(data[:4096])
    if declared:
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            stated = data.decode(declared.group(1).decode("ascii"))
            if not is_garbled(stated):
                return stated
    if is_garbled(text):
        raise Unreadable(GARBLED)
    return text


def _drop_hidden(soup: BeautifulSoup) -> None:
    for comment in soup.find_all(string=lambda s: isinstance(s, Comment)):
        comment.extract()
    for tag in soup.find_all(_HIDDEN_TAGS):
        tag.decompose()
    most = len(soup.get_text()) * _MOST
    hidden = [tag for tag in soup.find_all(True) if tag.name not in ("html", "body") and _is_hidden(tag, most)]
    for tag in hidden:
        tag.extract()
    for cell in soup.find_all(["td", "th"]):
        for name in ("rowspan", "colspan"):
            if _span(cell, name) == _WIDEST_SPAN:
                del cell[name]  # such a table is no table, and libraries unfold it


def _is_hidden(tag: Tag, most: float) -> bool:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    style = str(tag.get("style") or "")
    if tag.name in _STRUCK or _STRUCK_STYLE.search(style):  # one that nobody closed would strike out the page
        return len(tag.get_text()) < max(most, _ARTICLE)
    if _UNSEEN_STYLE.search(style):  # some sites hide the whole article until their script has run
        return len(tag.get_text()) < most
    return _HIDDEN_STYLE.search(style) is not None


def _write_scripts(soup: BeautifulSoup) -> None:
    """Write raised and lowered text so that it joins no number."""
    scripts = soup.find_all(["sup", "sub"])
    for tag in scripts:
        if tag.find(_LINES) is not None:
            continue
        line = tag.find_parent(_LINES)
        before, after = _beside(tag.previous_elements, line), _beside(tag.next_elements, line, tag)
        said = script(tag.get_text(), before, after, low=tag.name == "sub")
        link = tag.find("a")
        if link is not None and said:
            link.string = said
            tag.replace_with(link)
        else:
            tag.replace_with(NavigableString(said))
    if scripts:
        soup.smooth()


def _beside(elements: Iterable[PageElement], line: Tag | None, outside: Tag | None = None) -> str:
    """The nearest text on the line, outside of an element."""
    for element in elements:
        if isinstance(element, Tag):
            if element.name == "br" or element is line:
                return ""
        elif str(element).strip() and not (outside is not None and outside in element.parents):
            return str(element) if element.find_parent(_LINES) is line else ""
    return ""


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
            for line in _table(tag, self.blocks[-1].text if self.blocks else ""):
                mark = line[0] if line[0] in ROW + HEADING else ""
                self.blocks.append(_Block(line.removeprefix(mark), tag, mark))
        elif name == "pre":
            self._end(block)
            self.blocks += [_Block(flat(line), tag) for line in tag.get_text().split("\n") if line.strip()]
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
        text = flat("".join(self._parts))
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


def _table(table: Tag, above: str) -> list[str]:
    caption = table.find("caption")
    rows: list[list[str]] = [[title, COVERED]] if caption and (title := flat(caption.get_text(" "))) else []
    held: dict[int, tuple[int, str]] = {}  # column: rows still covered by a tall cell, and what stands there
    base = heads = len(rows)
    for row in table.find_all("tr"):
        cells: list[str] = []
        found = row.find_all(["td", "th"])
        for cell in found:
            _take_held(cells, held)
            text = flat(cell.get_text(" "))
            tall, wide = _span(cell, "rowspan"), _span(cell, "colspan")
            for column, said in enumerate([text] + [COVERED] * (wide - 1), start=len(cells)):
                if tall > 1:
                    held[column] = (tall, said)
                cells.append(said)
            if len(cells) >= _MOST_COLUMNS:
                break
        _take_held(cells, held)
        held = {column: (left - 1, text) for column, (left, text) in held.items() if left > 1}
        if heads == len(rows) and found and (row.find_parent("thead") or all(c.name == "th" for c in found)):
            heads += 1
        rows.append(cells)
    return list(table_lines(rows, heads=heads if heads > base else None, above=above))


def _take_held(cells: list[str], held: dict[int, tuple[int, str]]) -> None:
    """Go on to the first column that no tall cell of a row above covers."""
    while len(cells) in held:
        cells.append(held[len(cells)][1])


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
    blocks = [block for block in blocks if not _is_widget(block)] or blocks
    kept = [i for i, block in enumerate(blocks) if len(block.solid) >= 12 and block.solid in main]
    if not kept or sum(len(blocks[i].solid) for i in kept) * 8 < sum(len(block.solid) for block in plain):
        return [block for block in plain if not _is_around(block.parent)] or plain or blocks
    while len(kept) > 1 and (_is_around(blocks[kept[-1]].parent) or _FOOT.search(blocks[kept[-1]].text)):
        kept.pop()
    first, last = kept[0], kept[-1]
    home = outer = _common(blocks[first].parent, blocks[last].parent)
    dropped: set[int] = set()
    while home is not None and home.name == "div" and not home.get("class") and not home.get("id"):
        home = home.parent  # a mere wrapper
    if home is None or home.name in ("body", "html", "[document]"):
        home = None
        outside = (*range(kept[0]), *range(kept[-1] + 1, len(blocks)))
        dropped = {i for i in outside if _is_around(blocks[i].parent) or _is_foreign(blocks[i])}
        first = _reach(blocks, first, -1)
        last = _reach(blocks, last, 1)
    else:
        last = max(i for i, block in enumerate(blocks) if _inside(block, home))
    while first and home is not None and blocks[first - 1].linked == 0 and _inside(blocks[first - 1], home):
        first -= 1  # a short headline of the text itself
    above = range(max(first - 12, 0), first)
    heads = [i for i in above if blocks[i].parent.name == "h1"] or [i for i in above[-1:] if blocks[i].mark == HEADING]
    first = heads[-1] if heads else first
    while last + 1 < len(blocks) and _goes_on(blocks[last + 1], outer):
        last += 1
    wanted = set(kept)
    beside = _beside_home(blocks, home) if home is not None else set[int]()
    chosen = [
        b
        for i, b in enumerate(blocks)
        if i in beside
        or (first <= i <= last and i not in dropped and b.linked * 3 <= len(b.solid) * (2 if i in wanted else 1))
    ]
    while chosen and chosen[-1].mark == HEADING:
        chosen.pop()
    return chosen


def _reach(blocks: list[_Block], place: int, step: int) -> int:
    """How far the text goes on beyond its first or last long paragraph: up to a list of links."""
    links = 0
    end = place
    while 0 <= place + step < len(blocks) and links < _LINKS:
        place += step
        block = blocks[place]
        if block.linked * 3 > len(block.solid):
            links += 1
        elif not _is_around(block.parent) and not _is_foreign(block):
            links, end = 0, place
    return end


def _beside_home(blocks: list[_Block], home: Tag) -> set[int]:
    """The blocks near the element of the main text that belong to it: in elements that hold facts and no links."""
    above = {id(element) for element in home.parents}
    inside = [i for i, block in enumerate(blocks) if _inside(block, home)]
    branches: dict[int, list[int]] = {}
    for i in range(_reach(blocks, inside[0], -1), _reach(blocks, inside[-1], 1) + 1):
        if not _inside(blocks[i], home):
            branch = blocks[i].parent
            while branch.parent is not None and id(branch.parent) not in above and id(branch) not in above:
                branch = branch.parent
            branches.setdefault(-1 - i if id(branch) in above else id(branch), []).append(i)
    found: set[int] = set()
    for places in branches.values():
        held = [blocks[i] for i in places]
        if any(_states(block.text) for block in held) and not any(
            block.linked or _is_around(block.parent) or _is_foreign(block) for block in held
        ):
            found.update(places)
    return found


def _is_widget(block: _Block) -> bool:
    text = block.text
    return not block.mark and len(text) <= _LONGEST_WIDGET and text[-1] not in "。！？" and bool(_WIDGET.match(text))


def _states(text: str) -> bool:
    """Whether a short line says something by itself: a sentence, a figure, a date."""
    return text[-1] in "。！？" or any(q.unit for q in find_quantities(text)) or first_day(text) is not None


def _is_foreign(block: _Block) -> bool:
    """Whether a block beside the text of a page without an article is the page's own head or foot."""
    return _FOOT.search(block.text) is not None or any(
        element.name == "header" and element.find_parent(["article", "main"]) is None
        for element in (block.parent, *block.parent.parents)
    )


def _goes_on(block: _Block, around: Tag | None) -> bool:
    """Whether what follows the surely main text belongs to it: a table, or a paragraph beside its paragraphs."""
    if block.parent.name == "table":
        return not _is_around(block.parent)
    element: Tag | None = block.parent
    while element is not None and element.name in _TEXT_TAGS:
        if element.parent is around:
            return not block.linked and not _is_around(block.parent)
        element = element.parent
    return False


def _is_around(place: Tag) -> bool:
    """Whether an element stands in a part of the page that is made for what is not its text."""
    for element in (place, *place.parents):
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        if element.name in ("nav", "footer", "aside") or _AROUND.search(named):
            return True
    return False


def _inside(block: _Block, element: Tag) -> bool:
    return element is block.parent or element in block.parent.parents


def _common(one: Tag, other: Tag) -> Tag | None:
    """The innermost element around both; for one and the same paragraph, the element that holds it."""
    around = {id(element) for element in other.parents}
    return next((element for element in one.parents if id(element) in around), None)
