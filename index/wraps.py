"""Finds lines that were broken only because a column was narrow, and says which of them belong together.

In: the lines of a text, blank ones left out but remembered. Out: groups of line numbers, one group a paragraph, with
the width of the column it stood in (0 for a paragraph that never was wrapped).

Newspaper pages copied out of their layout have a line break every 14 to 34 characters and often a blank line after
each, so neither a line break nor a blank line ends a paragraph there. What tells is the shape: most lines stop in the
middle of a sentence at nearly the same width. A list has lines of the same width too, but no punctuation inside them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_high

WIDE = re.compile(r"[\u1100-\uffef\u2014\u2018-\u201d\u2026\u00b7\U00020000-\U0003ffff]")
_CLOSERS = "”’」』）】》〉)]\"'"
_TERMINALS = "。！？!?…；;：:"
_INNER = re.compile(r"[，、。；,;“”《》](?=.)")
_STRONG_START = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|本报讯|本报记者"
    r"|[（(【\[]?(?:会议|活动|发布|发表|发稿|刊发|成文|更新|报名|截止|开始|结束)?(?:时间|日期|地点|地址|主题|议题|标题|题目)\s*[】\]]?\s*[：:]"
    r"|(?:来源|作者|记者|编辑|责编|责任编辑|审核|校对|主持|主持人|嘉宾|出席|列席|缺席|参会|参加|记录|联系|联系电话|电话|邮箱|附件|抄送|主送)"
    r"(?:人员?|单位|领导|嘉宾)?\s*[：:]|(?:Date|Published|Posted|Updated|Source|Author)\b[^.]{0,12}:"
)
_STAMP = re.compile(  # the line of a date of its own: under a headline, not in a sentence
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:[A-Z][a-z]{2,8}\.? \d{1,2},? |\d{1,2} [A-Z][a-z]{2,8} )(?:19|20)\d\d"
    r"|[\[（(]?(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}[ T]+\d{1,2}:\d{2}(?::\d{2})?(?:[\]）)]|\s.*)?"
    r"|[（(](?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日[）)]"
    r"|(?:《[^《》]{1,14}》|[\u4e00-\u9fff]{1,8}[报刊网社台])\s?(?:记者|通讯员)?[\u4e00-\u9fff·、\s]{0,16}"
    r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
)
_WEAK_START = re.compile(
    r"[•●■◆▲▶▼►★※◇□○△➤✦☆]|\d{1,2}[、)）]|\d{1,2}\.(?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[-*–] "
    r"|第[一二三四五六七八九十百零〇\d]{1,4}[章节条篇]"
)
_LABELLED = re.compile(r"[\u4e00-\u9fff·]{1,8}[：:]")
_OPENS_REPORT = re.compile(
    r"[【\[（(]?(?:本[报報刊台臺网網]|[\u4e00-\u9fff]{2,6}?[社网網报報台臺])[\u4e00-\u9fff]{0,6}(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)?[讯訊电電](?=[\s（(，,：:】\]）)])"
)
_CUT_NUMBER = re.compile(r"[年月日号时%％万亿]")
_BYLINE = re.compile(
    r"[▶▲■●◆►\s]*本[报刊台网](?:见习|实习|首席|特约|特派|驻[\u4e00-\u9fff]{2,4})?(?:记者|通讯员)[\s：:]*[\u4e00-\u9fff·、\s]{2,16}"
)
_SAID = re.compile(r"[^，。；：“”]{1,18}(?:说|表示|介绍|告诉|坦言|感慨|感叹|指出|认为|透露|回忆|强调|建议|称)")
_HANGING = re.compile(r"[，。、；：！？）》”’」』】…]*$")
_UNIT = re.compile(r"[A-Za-z0-9.,:/%@_+-]+[，。、；：！？）》”]?")
_CREDIT = re.compile(r"[/／]\s*[摄图文][）)]?$")
_CAPTION_END = re.compile(r"(?:供图|资料图|\s\S{2,4}\s?摄影?)[）)]?$")
_SIGNED = re.compile(r"[。！？”](?:\s+[\u4e00-\u9fff·、 ]{2,12}|\s*[（(][\u4e00-\u9fff·、 ]{2,12}[）)])$")
_PURE = re.compile(r"[\u4e00-\u9fff·]+")
_ENTRY = re.compile(r".*[\u4e00-\u9fff）)][ \t]{1,8}[\u4e00-\u9fff·A-Za-zÀ-ÿ./\- ]{2,24}")
_NO_HEADING_END = "，、,（(《“‘的和与及在是为了将把对以从"
_REACH = 6  # lines to each side that are looked at
_WIDEST = 60.0  # a line wider than this was not broken by a column
_NARROWEST = 6.0
_SLACK = 2.1  # characters that a full line may lack: the indent of a first line
_NARROWEST_COLUMN = 9.0
_FEWEST_BESIDE_WIDE = 5  # lines of a column beside a line that no column held: fewer are headlines and headers


def _begins_article(text: str) -> bool:
    return bool(_BYLINE.fullmatch(text) or _OPENS_REPORT.match(text))


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line that is not blank: its text without white space around it and what stood before it."""

    text: str
    gap: bool = False  # a blank line stood before it
    indent: bool = False  # it began with white space
    fixed: bool = False  # a heading, a table row, a display line: never joined
    stretched: bool = False  # it was letter-spaced, as typesetting does to fill a column
    page: int = 0  # how many page borders stood before it
    opens: bool = False  # it is indented as the first line of a paragraph is


@dataclass(frozen=True, slots=True)
class Group:
    """Lines `first` to `last` (inclusive) that make one paragraph, once in a column `column` characters wide."""

    first: int
    last: int
    column: float = 0.0


def width(text: str) -> float:
    """Width in full-width characters; an ASCII character counts half."""
    return (len(text) + len(WIDE.findall(text))) / 2


def is_open(text: str) -> bool:
    """Whether the text stops in the middle of a sentence (or has no sentence, as a heading)."""
    stripped = text.rstrip(_CLOSERS)
    if not stripped:
        return False
    last = stripped[-1]
    if last == "." and not stripped[-2:-1].isdigit():
        return False
    return last not in _TERMINALS


def _hanging(text: str) -> int:
    match = _HANGING.search(text)
    return len(match.group()) if match else 0


def group(lines: Sequence[RawLine]) -> list[Group]:
    """Group the lines of a text into paragraphs.

    Args:
        lines: the lines that are not blank, in order.

    Returns:
        Groups that cover all lines in order; a text that was not wrapped gives one group a line.
    """
    if not _may_be_wrapped(lines):
        return [Group(i, i) for i in range(len(lines))]
    return _Wrapped(lines).groups()


def _may_be_wrapped(lines: Sequence[RawLine]) -> bool:
    run = 0
    for line in lines:
        run = run + 1 if len(line.text) <= 2 * _WIDEST and not line.fixed else 0
        if run >= 4:
            return True
    return False


class _Wrapped:
    """The line shapes of one text and the decisions made on them."""

    def __init__(self, lines: Sequence[RawLine]) -> None:
        self.lines = lines
        self.widths = [width(line.text) for line in lines]
        self.open = [not line.fixed and is_open(line.text) for line in lines]
        self.cut = [o and _NARROWEST <= w <= _WIDEST for o, w in zip(self.open, self.widths, strict=True)]
        # A mark that may not begin a line hangs over the edge of the column.
        self.solid = [w - _hanging(line.text) for w, line in zip(self.widths, lines, strict=True)]
        # A word or number that does not fit moves to the next line as a whole, so its width counts for the line before.
        units = [min(width(m.group()), 14.0) if (m := _UNIT.match(line.text)) else 1.0 for line in lines]
        self.reach = [w + max(0.0, unit - 1.0) for w, unit in zip(self.widths, [*units[1:], 1.0], strict=True)]
        self.inner = [len(_INNER.findall(line.text)) for line in lines]
        self.lone = self._lone()
        self.columns = [self._column(i) for i in range(len(lines))]
        self.entries = self._entries()
        self.torn = self._torn()

    def groups(self) -> list[Group]:
        found: list[Group] = []
        first = 0
        for i in range(len(self.lines)):
            if i + 1 < len(self.lines) and self._joins(i, first):
                continue
            found.append(Group(first, i, self.columns[first]))
            first = i + 1
        return found

    def _torn(self) -> bool:
        """Whether blank lines stand in the middle of sentences, though not after every line: then they tell nothing there."""
        gaps = [i for i in range(len(self.lines) - 1) if self.lines[i + 1].gap]
        torn = sum(self._is_full(i) and bool(self.columns[i + 1]) for i in gaps)
        return torn >= 3 and torn * 3 >= len(gaps)

    def _is_full(self, i: int) -> bool:
        """Whether line `i` stops in the middle of a sentence since its column ends there."""
        return bool(self.columns[i]) and self.open[i] and self.reach[i] >= self.columns[i] - 1.6

    def _lone(self) -> set[int]:
        """The lines of the few that stand between wide ones, or between one and an end of the text."""
        wide = [-1, *(i for i, w in enumerate(self.widths) if w > _WIDEST), len(self.lines)]
        if len(wide) == 2:
            return set()
        gaps = [range(a + 1, b) for a, b in pairwise(wide)]
        return {i for gap in gaps if len(gap) < _FEWEST_BESIDE_WIDE for i in gap}

    def _entries(self) -> set[int]:
        """The lines that are entries of a list (names with their posts), though they are about as long as each other.

        Two in a row have a gap before the name; or three and more have neither a mark nor a figure and yet differ in
        length, which lines that a column broke do not: only the first and the last of a paragraph are shorter.
        """
        found: set[int] = set()
        for shape, fewest in ((_ENTRY, 2), (_PURE, 3)):
            run: list[int] = []
            for i in range(len(self.lines) + 1):
                line = self.lines[i] if i < len(self.lines) else None
                if line and not line.fixed and not line.stretched and shape.fullmatch(line.text):
                    run.append(i)
                    continue
                if len(run) >= fewest and (shape is _ENTRY or len({self.widths[k] for k in run[1:-1]}) > 1):
                    found.update(run)
                run = []
        return found

    def _window(self, i: int, before: int = _REACH, after: int = _REACH) -> range:
        """The lines around `i`, not beyond a line that no column can have held."""
        low = high = i
        while low > 0 and i - low < before and self.widths[low - 1] <= _WIDEST:
            low -= 1
        while high + 1 < len(self.lines) and high - i < after and self.widths[high + 1] <= _WIDEST:
            high += 1
        return range(low, high + 1)

    def _column(self, i: int) -> float:
        """The width of the column that line `i` stands in, 0 if it was not wrapped.

        Where one article ends and another begins, the lines before and after stand in columns of different widths: so
        the lines on one side are tried too, and the window whose lines agree best decides.
        """
        if self.lines[i].fixed or self.widths[i] > _WIDEST or i in self.lone:
            return 0.0
        best = (0.0, 0.0, 0.0)
        for before, after in ((_REACH, _REACH), (1, 2 * _REACH - 2), (2 * _REACH - 2, 1)):
            near, middle = self._agreement(i, self._window(i, before, after))
            fits = self.cut[i] and -_SLACK <= self.reach[i] - middle <= 1.6
            best = max(best, (near, float(fits), middle))
        return best[2]

    def _agreement(self, i: int, around: range) -> tuple[float, float]:
        """The share of cut lines in the window that agree on a width which line `i` fits, and that width."""
        window = [j for j in around if not self.lines[j].fixed]
        cuts = [self.widths[j] for j in window if self.cut[j]]
        if len(cuts) < 2 or len(cuts) < 0.25 * len(window):
            return 0.0, 0.0
        middle = median_high(cuts)
        if middle < _NARROWEST_COLUMN:
            return 0.0, 0.0
        slack = max(2.6, 0.12 * middle)
        near = sum(abs(w - middle) <= slack for w in cuts) / len(cuts)
        if len(cuts) < 0.4 * len(window):
            # Many headings and last lines: then the cut lines must be the widest of all, and agree.
            if len(cuts) < 3 or near < 0.75 or max(self.solid[j] for j in window) > middle + slack:
                return 0.0, 0.0
        elif near < 0.55:
            return 0.0, 0.0
        if self.solid[i] > middle + slack:
            return 0.0, 0.0
        within = [j for j in window if self.solid[j] <= middle + slack]
        total = sum(self.widths[j] for j in within)
        inner = sum(self.inner[j] for j in within)
        return (near, middle) if inner * 60 >= total else (0.0, 0.0)

    def _blank_means_nothing(self, i: int) -> bool:
        window = self._window(i)
        return sum(self.lines[j].gap for j in window) >= 0.6 * len(window)

    def _indent_means_start(self, i: int) -> bool:
        window = self._window(i)
        return sum(self.lines[j].indent for j in window) <= 0.6 * len(window)

    def _ahead(self, i: int) -> float:
        """The column that begins with line `i`, from the widest of the next few lines."""
        ahead = [self.widths[j] for j in range(i + 1, min(i + 4, len(self.lines))) if self.columns[j]]
        return median_high(ahead) if ahead else self.columns[i]

    def _joins(self, i: int, first: int) -> bool:
        """Whether line `i + 1` goes on with what line `i` says, in a paragraph that began with line `first`."""
        here, following = self.lines[i], self.lines[i + 1]
        column, text = self.columns[i] or self.columns[first], here.text
        if not column or here.fixed or following.fixed or i in self.entries or i + 1 in self.entries:
            return False
        if not self.columns[i + 1] and self.solid[i + 1] > column + 2.6:
            return False
        if following.opens or (following.indent and self._indent_means_start(i)):
            return False
        if any(form.fullmatch(words) for form in (_STAMP, _BYLINE) for words in (text, following.text)):
            return False
        if _STRONG_START.match(following.text) or _CREDIT.search(text) or (i == first and _CAPTION_END.search(text)):
            return False
        if _LABELLED.match(following.text) and (not self.open[i] or (i == first and _LABELLED.match(text))):
            return False
        full = here.stretched or self.reach[i] >= column - 1.6
        if _WEAK_START.match(following.text) and not (self.open[i] and full):
            return False
        if (
            following.gap
            and not self._blank_means_nothing(i)
            and not (self.open[i] and full and (here.page != following.page or self.torn))
        ):
            return False
        if not self.open[i]:
            if i + 2 < len(self.lines) and self.open[i + 1] and _begins_article(self.lines[i + 2].text):
                return False  # its headline
            if full and text[-1] in "”』」" and _SAID.match(following.text):
                return True
            return full and (text[-1] in "；;：:" or self.widths[i + 1] >= column - 1.2)
        if self.reach[i] < column - max(4.6, 0.15 * column):
            return False  # a cell of a table, a caption: no column leaves so much room
        if i != first:
            return not (_SIGNED.search(text) and not full)
        if _OPENS_REPORT.match(text) or (text[-1].isdigit() and _CUT_NUMBER.match(following.text)):
            return True
        return text[-1] in _NO_HEADING_END or "。" in text or self._is_first_line(i, min(column, self._ahead(i)))

    def _is_first_line(self, i: int, column: float) -> bool:
        """Whether an unfinished line that begins a paragraph is its first line, indented in print, rather than a
        heading.

        A first line lacks two characters, sometimes three when the fourth would not break there; then the next one is
        full.
        """
        here, following = self.reach[i], self.widths[i + 1]
        if self.lines[i].stretched or self.lines[i + 1].stretched:
            return here >= column - 4.6
        if self.open[i + 1] and not self.widths[i] - 2.1 <= following <= here + 4.1:
            return False
        if here >= column - 2.4:
            return True
        return here >= column - 3.1 and (self.reach[i + 1] >= column - 1.5 or not self.open[i + 1])
