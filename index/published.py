"""Text and metadata → the day a text was published, when something says so.

A date in running text is what the text speaks of. What counts is stated for the whole: a header line (时间：…), a date
with a time of day at the very beginning, a date alone on one of the last lines, a dateline (本报讯 4月25日，…).
All else is None.
"""

import re
from collections.abc import Sequence
from datetime import date

from index.periods import find_periods

HAN = "\u3400-\u9fff"
_DAY_IN_LINE = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)?"
DATELINE = re.compile(
    rf"[【\[]?(?:本[报刊台网社](?:[{HAN}]{{2,6}}?)?(?P<own>{_DAY_IN_LINE})专?[讯电]"
    rf"|[{HAN}]{{2,6}}?(?:社|网|报|台)(?:[{HAN}]{{2,6}}?)?(?P<other>{_DAY_IN_LINE})专?(?:讯|(?<=[日社专])电))"
    r"(?=[\s（(，,：:】\]]|$)[】\]]?"
)
# The surest first: of several header lines with a date, the one that speaks of publication counts.
_HEADERS = tuple(
    re.compile(rf"[\s【\[（(]*(?:{keys})\s*[】\]]?\s*[：:]?\s*(?<=[】\]：:\s])(.*)", re.IGNORECASE)
    for keys in (
        "(?:发布|发表|发稿|刊发|刊登|印发|公布|出版|上线|推送)(?:时间|日期)|published|date published",
        "(?:成文|签发|制发|写作|更新|编辑)(?:时间|日期)|(?:时间|日期)|date|updated",
        "(?:会议|座谈|访谈|采访|讲话)(?:时间|日期)",
    )
)
_STARTS = re.compile(r"[\s\[【（(]*(?=(?:19|20)\d{2}\s*[-/.年]|[一二][〇零○九OＯ])")
_AFTER_DATE = re.compile(r"[\s,，]*(?:[T ]?\d{1,2}[:：]\d{2}|[\]】)）]|正文|来源|星期|周[一二三四五六日]|$)")
_SIGN_OF_HEADER = re.compile(r"来源|发布|日期|时间|作者|记者|编辑|\d{1,2}[:：]\d{2}")
_RANGE = re.compile(r"\s*(?:[（(][^（）()]{1,12}[）)])?\s*(?:至|到|起|[-—–~～]+\s*(?!\d{1,2}[:：]))")
_OTHER_DAY = re.compile(
    r"截止|截至|申报|报名|申请|征集|期限|有效|生效|施行|实施|开工|竣工|完工|建成|成立|到期|活动|举办|召开|培训|考试|开幕|开始|结束|开标|投标|出生"
)
_HELD = re.compile(r"在[^。；]{2,60}上(?:的(?:讲话|报告|发言|致辞|演讲|说明))?[）)]?$")
_SIGNED = re.compile(rf"(?:[{HAN}A-Za-z·、（）() ]{{2,30}}\s+)?")
_NOTE = re.compile(r"[（(][^（）()]{2,30}[）)]|.{0,20}(?:编辑|责编|审核|校对|来源|监制|抄送|印发|附件)[：:].*")
_MOST_DATE_LINES = 2  # lines that are but a date; more of them make a chronicle, and no one of them is the text's own
_AFTER_DAY = re.compile(r"\s*(?:[（(]?(?:星期|周)[一二三四五六日天]|第\s*\d+\s*[版期]|编印|印发|发布|更新|出版)")
_BYLINE_WORDS = re.compile(
    rf"[（(][^（）()]*[）)]|(?:本报)?(?:见习|实习|首席)?(?:记者|通讯员)\s*[{HAN}·、\s]{{2,20}}?(?=[\s，,]|$)|[\s，,]"
)
_DAY = re.compile(r"(?<![\d年])\d{1,2}月\s*\d{1,2}(?:日?\s*[-—–至到]\s*(?:\d{1,2}月)?\d{1,2})?日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FULL_YEAR = re.compile(r"\d{4}|[一二][〇零○九OＯ]")
_AHEAD = re.compile(r"(?:到|至|[-—–~]|预计|力争|未来|计划|目标|截止)[^。]{0,6}$")
_NAMED_DATE = re.compile(
    r"(?<![A-Za-z0-9])(?P<y>(?:19|20)\d{2})(?:(?P<sep>[-_. /年]?)(?P<m>0[1-9]|1[0-2]|[1-9](?=\D))(?:(?P=sep)|月)(?P<d>[0-2]\d|3[01]|[1-9])日?)"
    r"(?![A-Za-z0-9])"
)
_NAME_END = re.compile(r"[\s_\-—.,，、()（）\[\]【】]*")
_EMPTY_NAME = re.compile(r"新建|未命名|无标题|副本|扫描|附件|下载|微信|截图|文档\d*$|文本文档")
_FEWEST_IN_TITLE = 5  # Chinese characters of a file name that may be a title
_OPENING = 160  # characters of a report in which its dateline and year stand


def read_date(text: str) -> date | None:
    """The full date that `text` begins with (2025-03-28, 2025/3/28, 2025年3月28日, with or without a time), or None."""
    text = text.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
    found = _first_day(text[:40])
    return found[0] if found and not text[: found[1]].strip("[【（( ") else None


def _first_day(text: str) -> tuple[date, int, int] | None:
    """The first full date in a text, with its start and end; nothing coarser than a day."""
    for period in find_periods(text):
        if period.first is not None and period.first == period.last:
            return period.first, period.start, period.end
    return None


def leading_date(text: str) -> date | None:
    """The full date that a text begins with, if a time, a bracket or a label follows as in a header."""
    head = text[:48]
    start = _STARTS.match(head)
    if not start:
        return None
    found = _first_day(head)
    if not found or found[1] != start.end():
        return None
    return found[0] if _AFTER_DATE.match(text, found[2], found[2] + 24) else None


def holds_date(text: str) -> bool:
    """Whether a short line holds a full date, as the line under a headline does."""
    return _first_day(text) is not None


def stated_date(lines: Sequence[str]) -> date | None:
    """The date that the first or last lines of a text state for the whole of it."""
    head = [line for line in lines[:12] if len(line) <= 120]
    for header in _HEADERS:
        for line in head:
            match = header.match(line)
            rest = match.group(1)[:60] if match else ""
            found = _first_day(rest)
            if found and not _RANGE.match(rest, found[2]):
                return found[0]
    if sum(_is_date_line(line) for line in lines) > _MOST_DATE_LINES:
        return None
    for line in lines[:6]:
        found = leading_date(line)
        if found:
            return found
        day = _first_day(line) if len(line) <= 80 and not _OTHER_DAY.search(line) else None
        if day and not line[: day[1]].strip("—–- （(") and _HELD.match(line, day[2]):
            return day[0]
        if (
            day
            and not _RANGE.match(line, day[2])
            and (_SIGN_OF_HEADER.search(line) or not line[day[2] :].strip("）) 】]") or _AFTER_DAY.match(line, day[2]))
        ):
            return day[0]
    return _signed_date(lines)


def _signed_date(lines: Sequence[str]) -> date | None:
    """The date that a text is signed with: alone on one of its last lines, or after who signs."""
    for line in reversed(lines[-4:]):
        if _is_date_line(line):
            found = _first_day(line)
            return found[0] if found else None
        day = _first_day(line) if len(line) <= 60 and not _OTHER_DAY.search(line) else None
        if day and _SIGNED.fullmatch(line, 0, day[1]) and line[day[2] :].strip() in ("", "印发", "印"):
            return day[0]
        if len(line) > 40 and not _NOTE.fullmatch(line):
            return None
    return None


def _is_date_line(line: str) -> bool:
    """Whether a line is but a date, in brackets or not."""
    if not 6 <= len(line) <= 24 or not _FULL_YEAR.search(line):
        return False
    day = _first_day(line)
    return bool(day and not (line[: day[1]] + line[day[2] :]).strip("（）()【】[] "))


def dateline_date(lead: str, article: str) -> date | None:
    """The day that a report opens with (本报讯 4月25日，…; 9月17日，…).

    When it names no year, the first sentences must name exactly one, and the article none later except in plans: else
    the report may tell of history.
    """
    opening = lead[:_OPENING]
    dateline = DATELINE.match(opening)
    start = 0
    if dateline:
        start = dateline.end()
        stated = dateline.group("own") or dateline.group("other")
        if stated:
            return _in_year(stated, opening, article)
    day = _DAY.search(opening, start, start + 60)
    if day is None or _BYLINE_WORDS.sub("", opening[start : day.start()]):
        return None
    return _in_year(day.group(), opening, article)


def _in_year(day: str, opening: str, article: str) -> date | None:
    full = _first_day(day)
    if full:
        return full[0]
    years = {int(year) for year in _YEAR.findall(opening)}
    if len(years) != 1:
        return None
    year = years.pop()
    for match in _YEAR.finditer(article):
        if int(match.group()) > year and not _AHEAD.search(article, max(0, match.start() - 8), match.start()):
            return None
    periods = find_periods(day, reference=date(year, 12, 31))
    last = periods[-1].last if periods else None
    return last if last is not None and last.year == year else None


def named_date(name: str) -> date | None:
    """The date at the beginning or end of a file's name (20240831_标题.txt, 标题（2024年8月31日）.docx), or None."""
    return _name_parts(name)[0]


def named_title(name: str) -> str | None:
    """The words of a file's name without its date and number, if they are enough for a title."""
    words = re.sub(r"[（(\[【]\s*[)）\]】]", " ", _name_parts(name)[1].replace("_", " "))
    words = " ".join(re.sub(r"^(?:[\s,，、.—-]|\d{1,3}[\s.、-]+)+|[\s,，、.—-]+$", "", words).split())
    if len(re.findall(f"[{HAN}]", words)) < _FEWEST_IN_TITLE or _EMPTY_NAME.search(words):
        return None
    return words


def _name_parts(name: str) -> tuple[date | None, str]:
    """The date that a file's name begins or ends with, and the name without folder, extension and that date."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    for match in _NAMED_DATE.finditer(stem):
        before, after = stem[: match.start()], stem[match.end() :]
        if not (_NAME_END.fullmatch(before) or _NAME_END.fullmatch(after)):
            continue
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"])), f"{before} {after}"
        except ValueError:
            continue
    return None, stem


def trusted_metadata(created: date | None, text: str) -> date | None:
    """A file's own date, if the latest year that the text names is that year or the one before.

    A file may be made long after its text was written, and then “this year” in it would be read wrongly.
    """
    if created is None:
        return None
    past = [int(year) for year in _YEAR.findall(text) if int(year) <= created.year]
    return created if past and max(past) >= created.year - 1 else None
