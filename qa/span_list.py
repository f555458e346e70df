"""Enumerations that go on over several sentences: 一是…二是…, （一）…（二）…, a lead and the lines below it.

In come consecutive stretches of one document and the sentence that leads in; out go the items in order, each with the
words that name it. Everything is a place in the stretches' text, so that an answer made of items is quoted word for word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

_NUMERALS = "一二三四五六七八九十"
_COUNT = re.compile(
    r"(?<![第十\d])([两二三四五六七八九十]|1\d|[2-9])(?!\d)[大个位条项类家点种件名批款部座所只方支届次年步]"
)
_NAMED = re.compile(r"[“\"]([二三四五六七八九])(?![十百千万])[^”\"]{1,5}[”\"]")
_MEASURE = "(?:[个位条项类点步种件名批家]|方面)?"
_FAR = 700
_LINE, _FEWEST = 48, 2
_NAME_END = re.compile(r"[,，;；。!！?？:：\n(（]|——")
_LINE_HEAD = re.compile(r"([^，。；：:\n]{2,14})[：:]")
_STRIPPED = " \t,，、:：;；。是“”"
_LEAD = re.compile(r"(?:[:：]|分别[是为有]?|如下|包括|包含|(?:主要|就)?有)$")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of an enumeration: all that is said of it, and within that the words that name it."""

    start: int
    end: int
    name_start: int
    name_end: int


def asked_count(question: str) -> int | None:
    """Return how many things a question asks for: 五 in 五位嘉宾 and in “五院”, None when it does not say."""
    found = _COUNT.search(question) or _NAMED.search(question)
    if found is None:
        return None
    said = found.group(1)
    return int(said) if said.isdigit() else 2 if said == "两" else _NUMERALS.index(said) + 1


def enumeration(text: str, start: int, end: int, wanted: int | None) -> list[Item]:
    """Return the items of the enumeration that a sentence leads in or begins, [] when there is none.

    Args:
        text: the sentence with what follows it.
        start: where the sentence starts in `text`.
        end: where it ends.
        wanted: how many items are asked for; the lines below a heading count as items only then.
    """
    for style in _styles():
        items = _numbered(text, start, end, style)
        if len(items) >= _FEWEST and (wanted is None or len(items) >= wanted):
            return items[:wanted]
    lines = _lines(text, start, end, wanted)
    return lines if len(lines) >= _FEWEST else []


def _styles() -> Iterator[tuple[str, ...]]:
    """Yield the marks of each way to number, in order."""
    numerals = tuple(_NUMERALS)
    yield tuple(f"{n}是" for n in numerals)
    yield tuple(f"第{n}{_MEASURE}(?:就?是|[,，、：:])" for n in numerals)
    yield tuple(f"第{n}{_MEASURE}" for n in numerals)
    yield tuple(rf"[（(]{n}[)）]" for n in numerals)
    yield tuple(rf"[（(]?{n}(?:[.．、)）](?!\d))" for n in range(1, 11))
    one = r"(?:有|第)?一[个家项种类条]"
    yield rf"(?:其中)?{one}(?:就?是|叫)", *(rf"(?:还有|再有|另外?|另)(?:的?{one})?(?:就?是|叫)",) * 4
    yield tuple("①②③④⑤⑥⑦⑧⑨⑩")
    yield tuple(f"{n}、" for n in numerals)


def _numbered(text: str, start: int, end: int, marks: Sequence[str]) -> list[Item]:
    """Return the items of one way to number: the first in the sentence or right behind it, the others in order."""
    places: list[tuple[int, int]] = []
    position, reach = start, end + 2
    for mark in marks:
        found = re.compile(rf"(?:^|(?<=[：:，,；;。、！!？?\n“”\s])){mark}").search(text, position, reach + 4)
        if found is None:
            break
        places.append(found.span())
        position = found.end()
        reach = min(len(text), position + _FAR)
    if len(places) < _FEWEST:
        return []
    # The last item ends as the others do: with its sentence when each has its own.
    own = any("。" in text[a:b] or "\n" in text[a:b] for (_, a), (b, _) in pairwise(places))
    last = re.compile("[。\n]" if own else "[。；;\n]").search(text, places[-1][1])
    stops = [a for a, _ in places[1:]] + [last.start() if last else len(text)]
    return [_item(text, a, b, stop) for (a, b), stop in zip(places, stops, strict=True)]


def _item(text: str, start: int, name: int, stop: int) -> Item:
    while stop > name and text[stop - 1] in _STRIPPED + "\n":
        stop -= 1
    while name < stop and text[name] in _STRIPPED + "\n":
        name += 1
    border = _NAME_END.search(text, name + 1, stop)
    return Item(start, stop, name, border.start() if border else stop)


def _lines(text: str, start: int, end: int, wanted: int | None) -> list[Item]:
    """Return the lines below a lead that ends in a colon, or below a heading when as many are asked for.

    Such a heading gives the number itself (三个方向). Lines that say something of what they name (新能源：以…为重点)
    are items by their heads.
    """
    lead = text[start:end].rstrip()
    colon = lead.endswith(("：", ":"))
    if not colon and (wanted is None or asked_count(lead) != wanted or lead.endswith(("。", "！", "？", "；"))):
        return []
    short: list[Item] = []
    headed: list[Item] = []
    position = end
    for number in count():
        while position < len(text) and text[position] in "\n \u3000":
            position += 1
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        line = text[position:stop].rstrip()
        if not line:
            break
        head = _LINE_HEAD.match(line)
        if head and len(headed) == number:
            headed.append(Item(position, position + len(line), position, position + head.end(1)))
        if len(short) == number and len(line) <= _LINE and not line.endswith(("。", "！", "？", "：", ":")):
            bare = line.rstrip("；;，,")
            short.append(Item(position, position + len(bare), position, position + len(bare)))
        if max(len(headed), len(short)) <= number:
            break
        position = stop
    for items in (headed, short):
        if len(items) >= (wanted or _FEWEST) and (colon or len(items) == wanted):
            return items[:wanted]
    return []


def leads(sentence: str) -> bool:
    """Whether a sentence announces what follows it: 嘉宾分别是：, 主要有."""
    return bool(_LEAD.search(sentence.rstrip()))
