"""Lines → which of them are furniture of pages: running heads and feet, page numbers, rules, invitations to click.

What repeats at the same end of several pages is no text of the document. Where a text has lost its pages, the numbers
that count upwards show where they were, and a line that stands again and again in the middle of sentences is a running
head. A title or a date that stands in the running head and nowhere else is kept once.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from index.dates import first_day
from index.wraps import is_open, width

FURNITURE = re.compile(
    r"[-—–－·•\s]*(?:第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|共\s*\d{1,4}\s*页|[-—–－·•]\s*\d{1,4}\s*[-—–－·•]|\d{1,4}\s*[/／]\s*\d{1,4}\s*页|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?)[-—–－·•\s]*"
    r"|[-—–－=*_~·.…\s]{3,}"
    r"|[（(【]?\s*(?:[紧上下][转接]|转|接)第?\s*[A-Z]?\d{1,3}\s*版.{0,16}[）)】]?"
    r"|点击.{0,8}(?:蓝字|关注|阅读原文).{0,12}|(?:长按|扫码|扫描|识别).{0,12}二维码.{0,12}|阅读原文|返回搜狐，查看更多"
    r"|[-—–－=*]+\s*(?:(?:正文)?(?:结束|完)|END|本页完|全文完)\s*[-—–－=*]+",
    re.IGNORECASE,
)
"""A line that is furniture wherever it stands."""

_PAGE_NUMBER = re.compile(r"[-—–－·•\s]*\d{1,4}(?:\s*[/／]\s*\d{1,4})?[-—–－·•\s]*|[ivxlc]{1,6}")
_COUNTED = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–－·•\s]*"
)
_NUMBER = re.compile(r"\d{1,4}")
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,4}[章节篇部期版]|\d{1,2}[.、]"
)
_ORDINAL = re.compile(rf"{_ITEM.pattern}|\d{{1,2}}\s")
_NO_TITLE = re.compile(
    r".*(?:局|委|委员会|办公室|公司|政府|中心|部|处|厅|编印?|出版社|编辑部)|.*\d{4}\s*年.*|.*[：:].*|[^\u3400-\u9fffA-Za-z]*"
)
_LONGEST = 60
_EDGE = 3  # lines at each end of a page that may be furniture
_FEWEST = 3  # pages in a row (or every second one) that a line must stand on
_FEWEST_LINES = 6  # of most pages
_AS_WIDE = 2.1
_SELDOM = 6  # of so many pages at least one ends in the middle of a sentence
_FRONT = 12  # lines of a text without pages in which its title may stand
_INSIDE = re.compile(r"[，、](?=.)")


def furniture(lines: Sequence[tuple[int, str]], kept: Sequence[bool]) -> set[int]:
    """The numbers of the lines of a text with pages that are their running heads and feet.

    Args:
        lines: page and text of each line, in order.
        kept: which lines are no furniture whatever they look like.
    """
    by_page: dict[int, list[int]] = defaultdict(list)
    for i, (page, _) in enumerate(lines):
        by_page[page].append(i)
    dropped: set[int] = set()
    for step in (1, -1):
        edges = {
            page: [i for i in places[::step][: _EDGE + 1] if not kept[i]][:_EDGE] for page, places in by_page.items()
        }
        pages_of: dict[str, set[int]] = defaultdict(set)
        for page, places in edges.items():
            for i in places:
                for key in _keys(lines[i][1], page):
                    pages_of[key].add(page)
        habits = {key for key, pages in pages_of.items() if _is_habit(pages, len(by_page))}
        for page, places in edges.items():
            for i in places:
                text = lines[i][1]
                repeated = is_open(text) and not habits.isdisjoint(_keys(text, page))
                if not (repeated or FURNITURE.fullmatch(text) or _is_page_number(text, page, habits, len(by_page))):
                    break
                dropped.add(i)
    return dropped - _title_among(lines, dropped) - _date_among(lines, dropped)


def _keys(text: str, page: int) -> list[str]:
    """What a line is compared by: itself, and itself with each of its numbers as one that counts with the pages."""
    if len(text) > _LONGEST:
        return []
    keys = [text]
    for match in _NUMBER.finditer(text):
        keys.append(f"{text[: match.start()]}#{int(match.group()) - page}{text[match.end() :]}")
    return keys


def _is_habit(pages: set[int], total: int) -> bool:
    """Whether what stands on these pages repeats: on at least half of all, or on several in a row, or every second one."""
    if len(pages) >= 2 and 2 * len(pages) >= total:
        return True
    return any(all(page + k * step in pages for k in range(_FEWEST)) for page in pages for step in (1, 2))


def _is_page_number(text: str, page: int, habits: set[str], total: int) -> bool:
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    return total < _FEWEST or not text.strip("-—–－·• ").isdigit() or not habits.isdisjoint(_keys(text, page))


def _title_among(lines: Sequence[tuple[int, str]], dropped: set[int]) -> set[int]:
    """The line to keep of a running head that is the title: nothing else on the first page looks like one."""
    if not dropped or not lines:
        return set()
    front = lines[0][0]
    first = [i for i, (page, _) in enumerate(lines) if page == front]
    heads = [i for i in first[:_EDGE] if i in dropped and not FURNITURE.fullmatch(lines[i][1])]
    heads = [i for i in heads if re.search(r"[\u3400-\u9fffA-Za-z]{2}", lines[i][1])]
    texts = {text for i, (_, text) in enumerate(lines) if i not in dropped}
    for i in heads:
        text = lines[i][1]
        if text in texts:
            continue
        twice = sum(lines[k][1] == text for k in first) > 1
        others = [lines[k][1] for k in first if k not in dropped][:_EDGE]
        if twice or not any(_may_be_title(other) for other in others):
            return {i}
    return set()


def _date_among(lines: Sequence[tuple[int, str]], dropped: set[int]) -> set[int]:
    """The first running head that holds a full date: it says when the pages were published, and stands nowhere else."""
    dated = (i for i in sorted(dropped) if re.search(r"\d\d", lines[i][1]) and first_day(lines[i][1]))
    return {first} if (first := next(dated, None)) is not None else set()


def _may_be_title(text: str) -> bool:
    return (
        4 <= len(text) <= 40
        and is_open(text)
        and not _ORDINAL.match(text)
        and not _NO_TITLE.fullmatch(text)
        and not _INSIDE.search(text)
    )


def furniture_without_pages(texts: Sequence[str]) -> set[int]:
    """The numbers of the lines that are running heads and page numbers in a text that has lost its pages."""
    numbers = _counted(texts)
    places: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        if 4 <= len(text) <= 40 and is_open(text) and not _ITEM.match(text) and not _INSIDE.search(text):
            places[text].append(i)
            for key in _keys(text, 0)[1:]:
                places[key.partition("#")[0] + "#" + re.sub(r"^-?\d+", "", key.partition("#")[2])].append(i)
    groups = [found for key, found in places.items() if _may_repeat(key, found, texts)]
    clear = numbers.union(*groups)
    dropped = set(numbers)
    for found in groups:
        broken = sum(_breaks(texts, i, clear) for i in found)
        if broken >= 2 and broken * _SELDOM >= len(found):
            dropped |= set(found)
    for found in groups:  # a head beside a foot, or beside the number of the page
        beside = sum(not dropped.isdisjoint((i - 2, i - 1, i + 1, i + 2)) for i in found)
        if beside * 3 >= len(found) * 2:
            dropped |= set(found)
    paged = [(0, text) for text in texts]
    front = {i for i in dropped if i < _FRONT}
    return dropped - _title_among(paged[:_FRONT], front) - _date_among(paged, dropped)


def _may_repeat(key: str, found: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether lines that are alike may be a running head: apart from each other, and a number in them counts up."""
    apart = [i for i in found if i == found[0] or i >= _FEWEST]  # the title may stand below the first running head
    gaps = sorted(b - a for a, b in pairwise(apart)) or [0]
    if len(found) < _FEWEST or gaps[0] < _FEWEST or gaps[len(gaps) // 2] < _FEWEST_LINES:
        return False
    return bool(re.search(r"[\u3400-\u9fffA-Za-z]{2}", key)) and ("#" not in key or _counts_up(texts, found))


def _counts_up(texts: Sequence[str], found: Sequence[int]) -> bool:
    """Whether one number of lines that are else alike counts up by ones."""
    rows = [[int(number) for number in _NUMBER.findall(texts[i])] for i in found]
    return any(
        all(b - a == 1 for a, b in pairwise(column)) for column in zip(*rows, strict=False) if len(column) == len(rows)
    )


def _counted(texts: Sequence[str]) -> set[int]:
    """The lines that are page numbers since they count upwards one by one, at least three of them, apart from each other."""
    found = [
        (i, int(match.group(1)))
        for i, text in enumerate(texts)
        if len(text) <= 20 and (match := _COUNTED.fullmatch(text))
    ]
    for run in _runs(found):
        if len(run) >= _FEWEST and all(b - a > 3 for a, b in pairwise(run)):
            return set(run)
    return set()


def _runs(found: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Stretches of numbered lines, each number one more than the one before."""
    runs: list[list[int]] = []
    last = None
    for i, number in found:
        if last is not None and number == last + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
        last = number
    return sorted(runs, key=len, reverse=True)


def _breaks(texts: Sequence[str], i: int, clear: set[int]) -> bool:
    """Whether a line stands in the middle of a sentence: running text stops open before it and goes on behind it."""
    before = next((texts[k] for k in range(i - 1, max(-1, i - 5), -1) if k not in clear), "")
    after = next((texts[k] for k in range(i + 1, min(len(texts), i + 5)) if k not in clear), "")
    running = len(before) >= 12 and is_open(before) and bool(_INSIDE.search(before) or "。" in before)
    if abs(width(texts[i]) - width(before)) <= _AS_WIDE:
        return False  # one more line of the column
    return running and len(after) >= 2 and bool(re.search(r"[，。]", after))
