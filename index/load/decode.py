"""Bytes → characters, whatever the encoding: byte order mark, UTF-8, else the candidate of the most usual characters.

A file whose lines are in different encodings (texts pasted together) is decoded line by line. `is_garbled` tells a
text that no candidate fits, or that was wrongly decoded before it was saved.
"""

import re
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BYTEWISE = ("gb18030", "big5hkscs")
_FOURFOLD = (("utf-32-le", 3, 2), ("utf-32-be", 0, 1))  # of four bytes, one is zero and one the plane
_LAST_PLANE = 0x10
_SEVEN_BITS = (("hz", b"~{"), ("utf_7", b"+"))  # Chinese written in ASCII, and what such a text holds
_PAIRWISE = ("utf-16-le", "utf-16-be")
_SAMPLE = 1 << 16  # bytes that a decision looks at
_RARE = 15.5  # cost of a character that the table does not hold, in nats
_WRONG = 24.0  # cost of a character that no text holds
_ASCII = 4.5
_NO_TEXT = 10.6  # mean cost from which bytes are no text in a two-byte encoding
# Measured on news: right text costs 6 to 9 a character, wrongly decoded text 12 and more. Lists of rare names cost up to
# 11.7, so a short text must be worse to be refused.
_GARBLED, _GARBLED_SHORT, _SHORT = 11.4, 12.2, 100
_GARBLED_FEW, _FEW = 13.5, 5  # so few characters are not all unknown to the table by chance
_DISPUTED = re.compile("[\u00a8\u02c6\u0401-\u0451\u2170-\u2179\u2460-\u247c\u3005-\u3007\u3041-\u30fe\uff3b\uff3d]")
_SCRIPTS = (  # what the disputed codes of Big5 may mean, the likelier first, with their costs
    (re.compile("[\u3042-\u308d\u308f\u3092\u3093]"), 10.0),
    (re.compile("[\u30a1-\u30ed\u30ef\u30f2-\u30f4\u30fc]"), 10.0),
    (re.compile("[\u2460-\u247c]"), 11.0),
    (re.compile("[\u0430-\u0451]"), 12.0),
    (re.compile("[\u0401-\u042f]"), 12.0),
)
_UNUSUAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_TWICE = re.compile("[\u00c2-\u00ef][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")

_NEIGHBOURS = (  # encodings of other scripts whose bytes read as Chinese, and the share of its script that such a text has
    ("cp949", re.compile("[\uac00-\ud7a3]"), 0.9),
    ("cp932", re.compile("[\u3041-\u30fe]"), 0.2),
    ("euc_jp", re.compile("[\u3041-\u30fe]"), 0.2),
)
_SUSPECT = 9.8  # cost of the Chinese characters from which a text is read in its neighbours' encodings too
_FEWEST, _FEWEST_OWN = 12, 8  # characters that a text is judged by; letters that no Chinese text has
_BETTER = 0.8  # in cost: a reading that is this much more usual is the right one
_ESCAPED = "iso2022_jp_2"
_LATIN_ROW = re.compile("[\u0080-\u00ff]{4,}")  # no language writes so many accented letters in a row


def decode(data: bytes) -> str:
    """Return the text of `data`; what cannot be decoded becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if name != "utf-8":
                return body.decode(name, "replace")
            data = body
            break
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _without_mark(data)
    if b"\x1b$" in data:
        with suppress(UnicodeDecodeError):
            return data.decode(_ESCAPED)
    if data.isascii() and (seven := _seven_bits(data)):
        return seven
    if b"\0" in data and looks_like_text(data[:_SAMPLE]):
        return data.decode(_wide(data[:_SAMPLE]), "replace")
    if len(data) <= 64 and not data.isascii() and not _is_surely_utf8(data, text):
        return _without_mark(data)
    return text


def _seven_bits(data: bytes) -> str:
    """The Chinese text that ASCII stands for, as old mails do; "" for what is ASCII indeed."""
    for name, mark in _SEVEN_BITS:
        if mark in data:
            with suppress(UnicodeDecodeError):
                text = data.decode(name)
                han = _HAN.findall(text[:_SAMPLE])
                if len(han) >= _FEW and len(han) * 4 >= len(text[:_SAMPLE]) and cost("".join(han)) < _SUSPECT:
                    return text
    return ""


def two_byte_encoding(head: bytes) -> str:
    """The encoding of a text whose characters have two bytes (or four), by the beginning of its bytes; else ""."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return "" if name == "utf-8" else name
    return _wide(head) if b"\0" in head and looks_like_text(head) else ""


def looks_like_text(head: bytes) -> bool:
    """Whether bytes that no UTF-8 text holds are the beginning of a text in a two-byte encoding."""
    return cost(_halves(head).decode(_wide(head), "replace")) < _NO_TEXT


def _halves(data: bytes) -> bytes:
    return data[: len(data) // 2 * 2]


def _wide(data: bytes) -> str:
    """The likelier byte order of a two-byte encoding; one of four bytes shows by its zeros."""
    for name, zero, small in _FOURFOLD:
        if len(data) >= 8 and not any(data[zero::4]) and max(data[small::4]) <= _LAST_PLANE:
            return name
    return min(_PAIRWISE, key=lambda name: cost(_halves(data).decode(name, "replace")))


def _as(name: str, data: bytes) -> str:
    """Decode without failing; of Big5, in the layout that gives words of one script.

    Two layouts are in use that give the same codes to different kana, circled digits and Cyrillic letters.
    """
    text = data.decode(name, "replace")
    if name != "big5hkscs":
        return text
    text = text.replace("\u223c", "\uff5e")  # the code that Windows shows as a full-width tilde: 3～5
    if not _DISPUTED.search(text):
        return text
    other = data.decode("big5", "replace")
    if len(other) != len(text):
        return text
    places = [i for i, (a, b) in enumerate(zip(text, other, strict=True)) if a != b and a != "\uff5e"]
    return other if _oddness(other, places) < _oddness(text, places) else text


def _oddness(text: str, places: list[int]) -> float:
    """How unlikely the disputed characters are: rare ones cost, and so does a change of script inside a word."""
    total, last, before = 0.0, -2, -1
    for place in places:
        script = next((i for i, (script, _) in enumerate(_SCRIPTS) if script.match(text[place])), len(_SCRIPTS))
        total += _SCRIPTS[script][1] if script < len(_SCRIPTS) else _RARE
        if place == last + 1 and script != before:
            total += 8.0
        last, before = place, script
    return total


def is_garbled(text: str) -> bool:
    """Whether the text is no language but the wrong reading of some bytes.

    Only Chinese characters are judged by how usual they are; other scripts are left alone.
    """
    sample = text[:20000]
    lost = sample.count("\ufffd")
    if lost >= 5 and lost * 50 > len(sample):
        return True
    twice = len(_TWICE.findall(sample))
    foreign = sum(1 for c in sample if c > "\x7f")
    rows = sum(len(row) for row in _LATIN_ROW.findall(sample))
    if (twice >= 8 and twice * 4 > foreign) or (rows >= 12 and rows * 2 > foreign):
        return True
    han = _HAN.findall(sample)
    if len(han) < _FEW or len(han) * 4 < foreign:
        return False
    mean = cost("".join(han))
    if mean > (_GARBLED if len(han) >= _SHORT else _GARBLED_SHORT if len(han) >= _FEWEST else _GARBLED_FEW):
        return True
    return mean > _SUSPECT and any(_neighbour(sample.encode(name, "ignore"), sample) for name in _BYTEWISE)


def _neighbour(data: bytes, text: str) -> str:
    """The encoding of Korean or Japanese in which bytes make sense that were read as Chinese, else ""."""
    unusual = cost("".join(_HAN.findall(text[:_SAMPLE])))
    if unusual < _SUSPECT:
        return ""
    for name, own, share in _NEIGHBOURS:
        other = data[:_SAMPLE].decode(name, "replace")
        foreign = sum(1 for c in other if c > "\x7f" and c not in "\u3000\u3001\u3002")
        count = len(own.findall(other))
        han = _HAN.findall(other)
        if (
            count >= _FEWEST_OWN
            and count >= share * foreign
            and other.count("\ufffd") * 100 <= foreign
            and (not han or cost("".join(han)) + _BETTER < unusual)
        ):
            return name
    return ""


def cost(text: str) -> float:
    """Mean cost of a character in nats: the lower, the more usual the text."""
    return _total(text) / len(text) if text else 0.0


def _total(text: str) -> float:
    table = _table()
    total = 0.0
    for character, count in Counter(text).items():
        if character <= "\x7f":
            each = _ASCII if character >= " " or character in "\t\n\r\f" else _WRONG
        else:
            each = table.get(character, 0.0) or (_WRONG if _UNUSUAL.match(character) else _RARE)
        total += count * each
    return total


@cache
def _table() -> dict[str, float]:
    """Cost of each character, from the shipped table."""
    found: dict[str, float] = {}
    for line in (Path(__file__).parent / "characters.txt").read_text("utf-8").splitlines():
        value, _, characters = line.partition("\t")
        found |= dict.fromkeys(characters, float(value))
    return found


def _is_surely_utf8(data: bytes, text: str) -> bool:
    """A few bytes of GB18030 may happen to be valid UTF-8; then they make letters of scripts that nobody mixes."""
    return cost(text) <= min(cost(_as(name, data)) for name in _BYTEWISE) + 2.0


def _without_mark(data: bytes) -> str:
    sample = data[:_SAMPLE]
    wide = _wide(sample)
    lines = data.split(b"\n")
    usual = _usual(lines)
    # Both readings explain the same bytes, so the total decides, not the mean of a character.
    pairs = _halves(sample).decode(wide, "replace")
    narrow = "\n".join(_decoded(line, usual) for line in sample.split(b"\n"))
    if neighbour := _neighbour(data, min(pairs, narrow, key=_total)):
        return data.decode(neighbour, "replace")
    if _total(pairs) < _total(narrow):
        return data.decode(wide, "replace")
    return "\n".join(_decoded(line, usual) for line in lines)


def _usual(lines: list[bytes]) -> str:
    """The encoding of most lines that are not UTF-8."""
    others: list[bytes] = []
    size = 0
    for line in lines:
        if not _is_utf8(line):
            others.append(line)
            size += len(line)
            if size >= _SAMPLE:
                break
    sample = b"\n".join(others)
    return min(_BYTEWISE, key=lambda name: cost(_as(name, sample)))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(line: bytes, usual: str) -> str:
    """One line: as UTF-8 if it is, else in the usual encoding unless another is clearly better."""
    if line.isascii():
        return line.decode("ascii")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    best = _as(usual, line)
    if text is not None and (len(line) > 64 or cost(text) <= cost(best) + 2.0):
        return text
    lowest = cost(_foreign(best))
    for name in _BYTEWISE:
        other = _as(name, line) if name != usual else best
        value = cost(_foreign(other))
        if value + 0.8 < lowest:
            best, lowest = other, value
    broken = line.decode("utf-8", "replace")
    if cost(_foreign(broken)) + 0.8 < lowest:
        return broken
    return best


def _foreign(text: str) -> str:
    """The characters that an encoding decides on."""
    return "".join(c for c in text[:2000] if c > "\x7f")
