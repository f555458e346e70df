"""What a web page says beside its text: its title and date, and notes of its pictures and of what stands in frames.

Logos, icons among words and pictures that lead to other pages are not worth a note, nor are frames that other sites fill.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from bs4 import BeautifulSoup, Tag

from index.clean import printable
from index.load.raw import pictures_note

_SUBSET = re.compile(r"(<!DOCTYPE\b[^<>\[\]]{0,500})\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
_NO_FRAMES = re.compile(r"</?noframes\b[^<>]{0,200}>", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|#|$)", re.IGNORECASE)  # another site, a script, nothing
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)(?:[?#]|$)", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*$")
_STYLED = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,5})(?:\.\d*)?px", re.IGNORECASE)
_WHOLE = ("body", "html", "[document]")
_FRAMES = ("div", "article", "section", "main", "td", *_WHOLE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_INLINE = ("a", "span", "font", "b", "strong", "em", "i", "picture")
_STATED_DATE = re.compile(
    r"(?:发布|发表|发稿|刊发|成文)(?:时间|日期)\s*[:：]?\s*(\d{4})\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})"
)
_DATES = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "publish_date", "publication_date",
    "dc.date.issued", "dcterms.issued", "datepublished", "weibo:article:create_at", "date", "pubtime",
)  # fmt: skip
_LEGIBLE = 150  # pixels of a side: fewer are a logo
_MOST = 200  # pictures that are looked at: to judge one takes time
_ICON = 4000  # characters of an image that is written within the page: fewer are an icon


def parsable(text: str) -> str:
    """Return a page without what its parser would take for words: declarations of its own, and the marks of no frames."""
    head = _SUBSET.sub(r"\1>", text, count=1) if "<!" in text[:4096] else text
    return _NO_FRAMES.sub("", head)


def frames(soup: BeautifulSoup) -> int:
    """Count the frames of a page that show other files of the same site."""
    found = soup.find_all(["frame", "iframe"])
    shown = (f for f in found if not _is_small(f, 1) and not _NOT_SHOWN.search(str(f.get("style") or "")))
    return sum(not _ELSEWHERE.match(str(frame.get("src") or "")) for frame in shown)


def frames_note(count: int) -> tuple[str, ...]:
    """Return the note that so many frames were not read, none for none."""
    return (f"有 {count} 个框架，里面的网页在别的文件里；需要的话请单独添加",) if count else ()


def pictures(soup: BeautifulSoup, text: Iterable[Tag], is_around: Callable[[Tag], bool]) -> tuple[str, ...]:
    """Return the note of the pictures that belong to the main text: those within its frame, or from its first line on.

    Args:
        soup: the page without what it hides.
        text: the elements of the text that was read; without any, all pictures of the page count.
        is_around: whether an element stands in a part of the page that is made for what is not its text.
    """
    elements = list(text)
    inside: Sequence[Tag] = soup.find_all(True)
    if elements:
        home = _home(elements)
        if home.name in _WHOLE:
            first = next((i for i, tag in enumerate(inside) if tag is elements[0]), 0)
            inside = inside[first:]
        else:
            inside = home.find_all(True)
    alone: dict[int, bool] = {}
    images = [tag for tag in inside if tag.name == "img" and not _is_small(tag, _LEGIBLE)][:_MOST]
    found = [tag for tag in images if not elements or (_is_picture(tag, alone) and not is_around(tag))]
    return pictures_note(len({str(tag.get("src") or id(tag)) for tag in found}), 0)


def _is_picture(image: Tag, alone: dict[int, bool]) -> bool:
    """Whether an image may hold words: it is large, or of no stated size and has a line of its own; no link to a page.

    `alone` keeps what was found of the lines.
    """
    link = image.find_parent("a", href=True)
    if link is not None and not _IMAGE.search(str(link.get("href"))):
        return False
    source = str(image.get("src") or "")
    if source.startswith("data:"):
        return len(source) >= _ICON
    line = next((one for one in image.parents if one.name not in _INLINE), None)
    if _is_stated(image) or line is None or line.name in _WHOLE:
        return _is_stated(image) or line is None
    if id(line) not in alone:
        alone[id(line)] = line.name == "figure" or not line.get_text(strip=True)
    return alone[id(line)]


def _is_stated(image: Tag) -> bool:
    return bool(image.get("width") or image.get("height") or _STYLED.search(str(image.get("style") or "")))


def _is_small(tag: Tag, least: int) -> bool:
    """Whether one of the sides that an element states is shorter than so many pixels."""
    stated = [str(tag.get(side) or "") for side in ("width", "height")]
    styled = [match[2] for match in _STYLED.finditer(str(tag.get("style") or ""))]
    return any(int(found[1]) < least for side in (*stated, *styled) if (found := _PIXELS.match(side)))


def _home(elements: list[Tag]) -> Tag:
    """The innermost frame around all of these."""
    around = [{id(one) for one in element.parents} for element in elements]
    frames = (one for one in elements[0].parents if one.name in _FRAMES or one.parent is None)
    return next(one for one in frames if one.parent is None or all(id(one) in ids for ids in around))


def flat(text: str | None) -> str:
    """Return a text on one line, without what nobody can see."""
    return printable(re.sub(r"\s+", " ", text or "")).strip()


def title_of(soup: BeautifulSoup) -> str | None:
    """Return the title that a page states, without the name of its site."""
    tag = soup.find("meta", attrs={"property": "og:title"})
    value = str(tag.get("content") or "") if isinstance(tag, Tag) else ""
    heads = soup.find_all("h1")
    if not value and len(heads) == 1:
        value = heads[0].get_text(" ")
    if not value and soup.title is not None:
        value = re.split(r"\s*[_|｜]\s*|\s+[-–—]\s+", soup.title.get_text(" "))[0]
        page = flat((soup.body or soup).get_text(" "))
        parts = [found.start() for found in re.finditer("[-–—]", value)]
        # 标题-站点名: the page itself shows the headline without the name of the site.
        value = next((value[:end] for end in reversed(parts) if end > 3 and flat(value[:end]) in page), value)
    return flat(value) or None


def published_of(soup: BeautifulSoup) -> str | None:
    """Return the day of publication that a page states, as it writes it."""
    for tag in soup.find_all("meta"):
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if key in _DATES and re.match(r"\d{4}", str(tag.get("content") or "")):
            return str(tag.get("content"))
    tag = soup.find("time", attrs={"datetime": True})
    if isinstance(tag, Tag):
        return str(tag.get("datetime"))
    text = flat((soup.body or soup).get_text(" "))
    stated = _STATED_DATE.search(text)
    return "{}-{:0>2}-{:0>2}".format(*stated.groups()) if stated else None
