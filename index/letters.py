"""A line that was letter-spaced or printed twice over itself → the line as it reads.

Outlined headlines and credits stand twice in a page's text, sign by sign or piece by piece; letter-spaced ones have a
space behind each sign. What comes out is the line with some of its characters deleted.
"""

import re

from index.wraps import is_open

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
ANY_HAN = re.compile(rf"[{HAN}]")

_SPACED = re.compile(rf"(?<![^\s])(?:[{HAN}，。、；：！？“”‘’《》（）] ){{3,}}(?=[{HAN}，。、；：！？“”‘’《》（）])")
_SPACED_SIGN = re.compile(rf" [{HAN}，。、；：！？“”‘’《》（）] ")
_SPACED_PAIR = re.compile(rf"(?<![^\s（(：:、])[{HAN}] {{1,2}}[{HAN}](?![^\s）)，。、；：])")
_SPACED_PAIR_SIGN = re.compile(rf" [{HAN}](?![^\s）)，。、；：])")
_SPACED_LINE = re.compile(r"(?:\S {1,3}){6,}\S\s*")
_SIGN_APART = re.compile(r" [.．，。、；：%％] ?")  # no cell of a table is a sign alone
_APART = re.compile(r"\d (?:[.．,]|\d )|\d\. \d")  # what every spaced number has; most lines with spaces have none
_OPEN = rf"(?<![^\s{HAN}，。、；：（])"
_SPACED_NUMBER = re.compile(
    # bounded: a page of single digits would be gone through anew from each of them
    rf"{_OPEN}(?:\d ){{1,20}}[.．] (?:\d ){{0,20}}\d(?!\S)"
    rf"|{_OPEN}(?:\d ){{1,3}}, (?:\d \d \d , ){{0,6}}\d \d \d(?: \. (?:\d ){{0,20}}\d)?(?!\S)"
    rf"|{_OPEN}(?:1 9|2 0) \d \d(?= ?年)"
    rf"|(?<=[{HAN}])(?<![图表第注])\d{{1,4}}(?: \.|\. )\d{{1,2}}(?=\s?[%％‰亿万])"
)

_DOUBLED_MARK = re.compile(r"([“”‘’「」『』《》（）()，。、；：？！/])\1")
_DOUBLED_QUOTE = re.compile(r"([“‘《])\1([^“”‘’《》]{1,20}?)\2([”’》])\3")


def unspaced(line: str) -> str:
    """Close up a line that was letter-spaced, in whole or in parts."""
    if "  " not in line and " " not in line:
        return line
    if _SPACED_LINE.fullmatch(line):
        han = len(ANY_HAN.findall(line))
        if han * 2 >= len(line.replace(" ", "")) or (han > 1 and _SIGN_APART.search(line)):
            return re.sub(r"(?<! ) (?! )", "", line)
    if _APART.search(line):
        line = _SPACED_NUMBER.sub(lambda m: m.group().replace(" ", ""), line)
    if _SPACED_SIGN.search(line):
        line = _SPACED.sub(lambda m: m.group().replace(" ", ""), line)
    return _SPACED_PAIR.sub(lambda m: m.group()[0] + m.group()[-1], line) if _SPACED_PAIR_SIGN.search(line) else line


def once(line: str) -> str:
    """Delete the second copy of what was printed twice over itself (outlined headlines, credits)."""
    if len(line) < 4:
        return line
    if len(line) > 120 or is_open(line) is False:
        if not _DOUBLED_MARK.search(line):
            return line
    elif not _maybe_doubled(line):
        return line
    if len(line) <= 240:
        whole = _halved(line) or _repeated(_DOUBLED_QUOTE.sub(r"\1\2\3", line))
        if whole is not None:
            return whole
    once = re.sub(r"\S{6,160}", lambda m: _halved(m.group()) or m.group(), line)
    return _DOUBLED_QUOTE.sub(r"\1\2\3", once)


def _repeated(line: str) -> str | None:
    """One copy of a headline that stands there twice in a row, with its marks in one copy only."""
    places = [i for i, c in enumerate(line) if c.isalnum()]
    half = len(places) // 2
    if half < 6 or len(places) % 2 or any(line[a] != line[b] for a, b in zip(places, places[half:], strict=False)):
        return None
    first, second = line[: places[half]].strip(), line[places[half] :].strip()
    return first if len(first) >= len(second) else second


def _maybe_doubled(line: str) -> bool:
    first = line[0]
    return bool(_DOUBLED_MARK.search(line)) or line.find(first, 1) > 0 or " " in line


def _halved(text: str) -> str | None:
    """`text` without the second halves, if it is nothing but pieces that each stand there twice; else None."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    solid = "".join(text[i] for i in places)
    n = len(solid)
    if len(set(solid)) < 3:
        return None
    if n < 8 and not _DOUBLED_MARK.search(solid):
        return None
    # best[i]: the fewest doubled pieces that make up solid[:i], with the length of the last one.
    best: list[tuple[int, int] | None] = [None] * (n + 1)
    best[0] = (0, 0)
    for i in range(n):
        reached = best[i]
        if reached is None:
            continue
        for size in range(1, (n - i) // 2 + 1):
            if solid[i] == solid[i + size] and solid[i : i + size] == solid[i + size : i + 2 * size]:
                end = i + 2 * size
                held = best[end]
                if held is None or reached[0] + 1 < held[0]:
                    best[end] = (reached[0] + 1, size)
    if best[n] is None:
        return None
    pieces: list[tuple[int, int]] = []
    end = n
    while end > 0:
        step = best[end]
        if step is None:
            return None
        pieces.append((end - 2 * step[1], step[1]))
        end -= 2 * step[1]
    once = [solid[start : start + size] for start, size in reversed(pieces)]
    if not _surely_doubled(once):
        return None
    dropped = {places[k] for start, size in pieces for k in range(start + size, start + 2 * size)}
    return "".join(c for i, c in enumerate(text) if i not in dropped).strip()


def _surely_doubled(pieces: list[str]) -> bool:
    """Some words and numbers are doubled on purpose; a doubled headline is longer or has doubled marks."""
    joined = "".join(pieces)
    if len(joined) < 4 or len(set(joined)) < 3 or not ANY_HAN.search(joined):
        return False
    if len(pieces) == 1:
        return True
    marked = any(_DOUBLED_MARK.match(piece * 2) for piece in pieces if len(piece) == 1)
    longest = max(len(piece) for piece in pieces)
    return longest >= 4 or (longest >= 2 and marked)
