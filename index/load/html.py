"""Web pages → raw text: decoded by us, hidden parts dropped, boilerplate removed."""

import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Comment, Tag

from index.clean import HEADING, ROW, printable
from index.load.decode import decode
from index.load.plain import read_bytes
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]))", re.IGNORECASE)
_HIDDEN_TAGS = ["script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button", "canvas", "input", "textarea"]
_BLOCKS = {"p", "div", "li", "br", "section", "article", "blockquote", "pre", "dd", "dt", "figcaption", "tr", "ul", "ol", "td"}
_DATES = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "publish_date", "publication_date",
    "dc.date.issued", "dcterms.issued", "datepublished", "weibo:article:create_at", "date", "pubtime",
)  # fmt: skip


def read(path: Path) -> Raw:
    """Read a web page."""
    soup = BeautifulSoup(_decoded(read_bytes(path)), "lxml")
    title, published = _title(soup), _published(soup)
    _drop_hidden(soup)
    lines = _main_lines(soup)
    whole = _lines(soup.body or soup)
    if _letters(lines) * 4 < _letters(whole) and _letters(whole) < 2000 or not lines:
        lines = whole
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
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("html", "body"):
            continue
        style = str(tag.get("style") or "")
        if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or (style and _HIDDEN_STYLE.search(style)):
            tag.decompose()


def _main_lines(soup: BeautifulSoup) -> list[str]:
    """The lines of the page's main text, without menus, advertisements and footers."""
    import trafilatura
    from lxml import etree

    xml = trafilatura.extract(
        str(soup), output_format="xml", include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
    )
    if not xml:
        return []
    root = etree.fromstring(xml.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    main = root.find("main")
    return [line for line in _xml_lines(main if main is not None else root) if line.strip()]


def _xml_lines(element: Any) -> list[str]:
    lines: list[str] = []
    for child in element:
        if child.tag == "table":
            lines += table_lines(_xml_rows(child))
            continue
        if child.tag in ("list", "quote", "div") and len(child):
            lines += [_flat(child.text)] + _xml_lines(child)
        else:
            text = _flat("".join(part if part != "\n" else " " for part in child.itertext()))
            pieces = _broken(child) if child.find(".//lb") is not None else [text]
            lines += [HEADING + text] if child.tag == "head" and text else pieces
        lines.append(_flat(child.tail))
    return lines


def _broken(element: Any) -> list[str]:
    parts: list[str] = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append("\n")
        else:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return [_flat(piece) for piece in "".join(parts).split("\n")]


def _xml_rows(table: Any) -> list[list[str]]:
    return [[_flat("".join(cell.itertext())) for cell in row.iter("cell")] for row in table.iter("row")]


def _flat(text: str | None) -> str:
    return printable(re.sub(r"\s+", " ", text or "")).strip()


def _lines(element: Tag) -> list[str]:
    """The lines of all text of an element, as a browser would break them."""
    parts: list[str] = []
    for node in element.descendants:
        if isinstance(node, Tag):
            if node.name in _BLOCKS:
                parts.append("\n")
            elif re.fullmatch(r"h[1-6]", node.name or ""):
                parts.append("\n" + HEADING)
        elif type(node).__name__ == "NavigableString":
            parts.append(re.sub(r"\s+", " ", str(node)))
            if node.parent is not None and re.fullmatch(r"h[1-6]", node.parent.name or ""):
                parts.append("\n")
    text = "".join(parts)
    return [line for line in (_kept(line) for line in text.split("\n")) if line.strip(HEADING + ROW + " ")]


def _kept(line: str) -> str:
    heading = HEADING if line.startswith(HEADING) else ""
    return heading + printable(line).strip()


def _letters(lines: list[str]) -> int:
    return sum(len(line) for line in lines)


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
