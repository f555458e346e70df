"""Lines → which of them are furniture of pages: running heads and feet, page numbers, rules, invitations to click.

What repeats at the same end of several pages is no text of the document. Where a text has lost its pages, the numbers
that count upwards show where they were, and a line that stands again and again in the middle of sentences is a running
head. No fact is lost: a line that differs from page to page is furniture only by the number of its page, and of lines
that are the same, the first one stays if it holds a figure, a year or a date; so does a title. Units stay everywhere.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from index.dates import YEAR
from index.periods import find_periods
from index.quantities import find_quantities
from index.wraps import is_open, width

SLIDES = "\ufdd0"
"""The first line of a page that is a slide: slides have no furniture (a code point that no text may hold)."""

INSIDE = "\ufdd1"
"""At the beginning of a line: other text of its page stands beyond it, so it is no furniture (no text may hold it)."""

_NUMBER_OF_PAGE = re.compile(
    r"[-—–－·•\s]*(?:第\s*\d{1,4}\s*页(?P<total>\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|共\s*\d{1,4}\s*页"
    r"|(?P<dashes>[-—–－·•]\s*\d{1,4}\s*[-—–－·•])|(?P<of>\d{1,4}\s*[/／]\s*\d{1,4}\s*页)|Page\s+\d{1,4}(?P<pages>\s+of\s+\d{1,4})?)[-—–－·•\s]*",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"[-—–－=_*~·.…\s]{3,}"
    r"|[（(【]?\s*(?:[紧上下][转接]|转|接)第?\s*[A-Z]?\d{1,3}\s*版(?:[\s：:《“）)】].{0,16})?"
    r"|[-—–－=*]+\s*(?:(?:正文)?(?:结束|完)|END|本页完|全文完)\s*[-—–－=*]+|阅读原文|返回搜狐，查看更多",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"点击.{0,8}(?:蓝字|关注|阅读原文).{0,12}|(?:长按|扫码|扫描|识别).{0,12}二维码.{0,12}", re.IGNORECASE
)

_PAGE_NUMBER = re.compile(r"[-—–－·•\s]*\d{1,4}(?:\s*[/／]\s*\d{1,4})?[-—–－·•\s]*|[ivxlc]{1,6}")
_COUNTED = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–－·•\s]*"
)
_OF_PAGE = (
    r"[-—–－·•|｜\s]*(?:第\s*(?P<named>\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|Page\s+(?P<english>\d{1,4})(?:\s+of\s+\d{1,4})?|(?P<bare>\d{1,4})(?:\s*[/／]\s*\d{1,4}(?:\s*页)?)?)[-—–－·•|｜\s]*"
)
_ALONE = re.compile(_OF_PAGE, re.IGNORECASE)
_BEHIND = re.compile(rf"(?P<rest>.*?\S)(?:(?=[\s|｜])|(?=第)){_OF_PAGE}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_OF_PAGE}(?<=[\s|｜])(?P<rest>\S.*)", re.IGNORECASE)
_ISSUE = re.compile(r"第\s*(\d{1,4})\s*期")
_UNIT = re.compile(r".*(?:(?:计量|货币|金额|数据)?单位\s*[：:/].*|[（(]\s*单位.*)")
_COUNTS = re.compile(  # what a number beside it counts, numbers or orders
    r".*(?:收入|产值|支出|增长|下降|增加|减少|企业|公司|合计|总计|小计|利润|投资|面积|人口|税收|项目|[数率额值量比年月日季度期度]"
    r"|表|图|附件|案例|例|专栏|章|节|部分|编号|[：:])\s*|(?:Table|Figure|Fig\.?|Chapter|Part|Section|Appendix|Annex|Q)\s*",
    re.IGNORECASE,
)
_FAR = 500  # a year is as many more than the number of its page
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


def is_page_number(text: str) -> bool:
    """Whether a line says the number of its page and nothing else, so that it does so wherever it stands."""
    return _NUMBER_OF_PAGE.fullmatch(text) is not None


def is_passing(text: str, before: str, after: str, *, paged: bool) -> bool:
    """Whether a line in a text is furniture by what it says: a page number, a rule, where a report goes on, an invitation.

    Args:
        text: the line.
        before: the line before it, "" for none.
        after: the line after it.
        paged: whether the text has pages, whose numbers stand at their ends and are gone already.
    """
    number = _NUMBER_OF_PAGE.fullmatch(text)
    if number:
        sure = any(number[name] for name in ("total", "dashes", "of", "pages"))
        return not paged and (sure or not before or not after or (len(before) >= 12 and is_open(before)))
    if _PASSING.fullmatch(text):
        return True
    return bool(_INVITATION.fullmatch(text)) and not _is_fact(text) and not _goes_on(before, text)


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the sentence of the line before it, in a column of their width."""
    return is_open(before) and abs(width(before) - width(text)) <= _AS_WIDE


def furniture(lines: Sequence[tuple[int, str]], kept: Sequence[bool]) -> tuple[set[int], set[int]]:
    """The numbers of the lines of a text with pages that are their running heads and feet, and of those kept for a fact.

    Args:
        lines: page and text of each line, in order.
        kept: which lines are no furniture whatever they look like.
    """
    slides = {i for i, (_, text) in enumerate(lines) if text == SLIDES}
    if slides:
        return slides, set()
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
        habits = {key for key, pages in pages_of.items() if _is_habit(key, pages, len(by_page))}
        for page, places in edges.items():
            for i in places:
                text = lines[i][1]
                repeated = is_open(text) and not habits.isdisjoint(_keys(text, page))
                if not (repeated or _is_furniture(text) or _is_page_number(text, page, habits, len(by_page))):
                    break
                dropped.add(i)
    return _without_facts(lines, dropped, len(lines))


def _without_facts(lines: Sequence[tuple[int, str]], dropped: set[int], front: int) -> tuple[set[int], set[int]]:
    """The lines to drop without the title among the first `front` and the facts among all, and these facts."""
    dropped = dropped - _title_among(lines[:front], {i for i in dropped if i < front})
    facts = _facts_among([text for _, text in lines], dropped)
    return dropped - facts, facts


def _is_furniture(text: str) -> bool:
    """Whether a line at the end of a page is furniture by what it says."""
    return is_page_number(text) or is_passing(text, "", "", paged=True)


def _keys(text: str, page: int) -> list[str]:
    """What a line is compared by: itself, and what it says beside a number that counts with the pages."""
    if len(text) > _LONGEST:
        return []
    keys = [] if _UNIT.fullmatch(text) else [text] if not _ALONE.fullmatch(text) else []
    issue = _ISSUE.fullmatch(text)
    if issue and int(issue[1]) == page:
        keys.append("第期#0")
    numbered = _numbered(text)
    if numbered and numbered[0] and abs(numbered[1] - page) > 1 and not re.search(r"页|Page", text, re.IGNORECASE):
        return keys  # 乙园 23, 乙园 24: an entry rather than a title
    if numbered is not None and (numbered[1] not in range(1900, 2100) or abs(numbered[1] - page) < _FAR):
        keys.append(f"{numbered[0]}#{numbered[1] - page}")
    return keys


def _numbered(text: str) -> tuple[str, int] | None:
    """What a line says besides the number of its page, and that number; None if it has none, or one that may be a fact."""
    match = _ALONE.fullmatch(text)
    if match:
        return "", int(match["named"] or match["english"] or match["bare"])
    for form in (_BEHIND, _BEFORE):
        match = form.fullmatch(text)
        if match is None:
            continue
        rest = match["rest"]
        named = match["named"] or match["english"]
        without_volume = re.sub(rf"{YEAR.pattern}(?!\s*年)", "", rest, count=1)
        if not _is_fact(without_volume) and (named or not _COUNTS.fullmatch(without_volume)):
            number = int(named or match["bare"])
            return (rest, number) if named or number not in range(1900, 2100) else None
    return None


def _is_fact(text: str) -> bool:
    """Whether a line says a year or a date, a unit, or how much there is of something."""
    if not text.strip():
        return False
    return bool(
        YEAR.search(text) or "%" in text or "％" in text or _UNIT.fullmatch(text) or find_periods(text)
    ) or bool(find_quantities(text))


def _is_habit(key: str, pages: set[int], total: int) -> bool:
    """Whether what stands on these pages repeats: on at least half of all, or on several in a row, or every second one."""
    text, mark, offset = key.rpartition("#")
    halves = 2 * len(pages) >= total
    if mark and (text or offset != "0"):
        if len(pages) < _FEWEST:
            return False
    elif not mark and _is_fact(key):
        return len(pages) >= _FEWEST and halves
    if len(pages) >= 2 and halves:
        return True
    return any(all(page + k * step in pages for k in range(_FEWEST)) for page in pages for step in (1, 2))


def _is_page_number(text: str, page: int, habits: set[str], total: int) -> bool:
    """Whether a line is the number of its page, as on other pages; on one page or two it is their very number."""
    if not _ALONE.fullmatch(text):
        return bool(_PAGE_NUMBER.fullmatch(text))
    keys = _keys(text, page)
    return not habits.isdisjoint(keys) or (total < _FEWEST and "#0" in keys)


def _facts_among(texts: Sequence[str], dropped: set[int]) -> set[int]:
    """The first of the dropped lines of each kind that say a year or a figure, unless the text says it all the same."""
    said = {text for i, text in enumerate(texts) if i not in dropped}
    found: set[int] = set()
    amid = {i for i in dropped if _amid(texts, i, dropped)}
    for i in [*sorted(dropped - amid), *sorted(amid)]:  # where it parts no sentence, if there is such a place
        text = texts[i]
        if _is_furniture(text) or _ALONE.fullmatch(text):
            continue
        numbered = _numbered(text)
        says = numbered[0] if numbered else text
        if says not in said and _is_fact(says):
            found.add(i)
            said.add(says)
    return found


def _title_among(lines: Sequence[tuple[int, str]], dropped: set[int]) -> set[int]:
    """The line to keep of a running head that is the title: nothing else on the first page looks like one."""
    if not dropped or not lines:
        return set()
    front = lines[0][0]
    first = [i for i, (page, _) in enumerate(lines) if page == front]
    heads = [i for i in first[:_EDGE] if i in dropped and not _is_furniture(lines[i][1])]
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


def _amid(texts: Sequence[str], i: int, dropped: set[int]) -> bool:
    """Whether a sentence goes on from above a line to below it."""
    before = next((texts[k] for k in range(i - 1, -1, -1) if k not in dropped), "")
    return len(before) >= 12 and is_open(before) and any(k not in dropped for k in range(i + 1, len(texts)))


def _may_be_title(text: str) -> bool:
    return (
        4 <= len(text) <= 40
        and is_open(text)
        and not _ORDINAL.match(text)
        and not _NO_TITLE.fullmatch(text)
        and not _INSIDE.search(text)
    )


def furniture_without_pages(texts: Sequence[str]) -> tuple[set[int], set[int]]:
    """The same of a text that has lost its pages."""
    numbers = _counted(texts)
    places: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        if (
            4 <= len(text) <= 40
            and is_open(text)
            and not _UNIT.fullmatch(text)
            and not _ITEM.match(text)
            and not _INSIDE.search(text)
        ):
            places[text].append(i)
            numbered = _numbered(text)
            if numbered and (numbered[0] or re.match(r"\W*Page", text, re.IGNORECASE)):
                places[(numbered[0] or "Page") + "#"].append(i)
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
    return _without_facts([(0, text) for text in texts], dropped, _FRONT)


def _may_repeat(key: str, found: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether lines that are alike may be a running head: apart from each other, and a number in them counts up."""
    apart = [i for i in found if i == found[0] or i >= _FEWEST]  # the title may stand below the first running head
    gaps = sorted(b - a for a, b in pairwise(apart)) or [0]
    if len(found) < _FEWEST or gaps[0] < _FEWEST or gaps[len(gaps) // 2] < _FEWEST_LINES:
        return False
    return bool(re.search(r"[\u3400-\u9fffA-Za-z]{2}", key)) and ("#" not in key or _counts_up(texts, found))


def _counts_up(texts: Sequence[str], found: Sequence[int]) -> bool:
    """Whether the number of a page in lines that are else alike counts up by ones, and is no year."""
    numbers = [numbered[1] for i in found if (numbered := _numbered(texts[i]))]
    return all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] not in range(1900, 2100)


def _counted(texts: Sequence[str]) -> set[int]:
    """The lines that are page numbers since they count upwards one by one, at least three of them, apart from each other."""
    found = [
        (i, int(match.group(1)))
        for i, text in enumerate(texts)
        if len(text) <= 20 and (match := _COUNTED.fullmatch(text)) and int(match.group(1)) not in range(1900, 2100)
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
