"""Paragraphs as the finding of structure sees them: their shape, and which of them are headings."""

import re
from dataclasses import dataclass, replace

from index.clean import Kind
from index.datelines import DATELINE
from index.published import credited_day, holds_date, is_credits, is_date_line
from index.speakers import is_person
from index.wraps import is_open, width

_HAN = "\u3400-\u9fff"
HEADER = re.compile(
    r"[\s【\[]*(主题|题目|标题|时间|日期|发布时间|发布日期|发表时间|发稿时间|刊发日期|更新时间|地点|来源|作者|记者|编辑|责任编辑|主持|主办|发布单位|发文机关|成文日期)\s*[】\]]?\s*[：:]\s*(.*)"
)
BYLINE = re.compile(
    rf"[▶▲■●◆\s]*(?:本报|[{_HAN}]{{2,10}})?(?:见习|实习|首席|特约|特派)?(?:记者|通讯员|撰文|文[/／])[：:\s/／]*[{_HAN}·\s、/／]{{2,40}}(?:报道|摄影报道|文/图|综合报道)?"
)
ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节篇部])"
)
NUMBERED = re.compile(r"\d{1,2}[.．、]\s?(?=[^\d\s])")
_CAPTION = re.compile(
    r"(?:(?:图|表|附图|附表)\s*[\d一二三四五六七八九十]*\s*[：:\s]|图为|上图|下图|左图|右图|[▲△↑↓])|.*(?:[/／]\s*[摄图文]|摄影|供图|图片来源[：:].*|资料图片?|制图[：:/／].*)[）)]?$"
)
_FRONT = re.compile(
    r"(?:附件|附表)\s*[\d一二三四五六七八九十]*\s*[：:]?|目\s*录|(?:绝密|机密|秘密|内部资料|内部文件|特急|加急|急件)[★\s]*.{0,8}|\d{1,4}|\d{1,2}月\d{1,2}日"
    r"|[（(]?(?:总第?|第)\s*[\d一二三四五六七八九十]{1,5}\s*期.{0,16}|.{0,16}[〔\[（(]\d{4}[〕\]）)]\s*第?\s*\d+\s*[号期]|\d{4}\s*年\s*第\s*\d+\s*[号期].{0,16}"
    r"|.{2,40}(?:…+|[.·]{3,})\s*\d{1,4}|.{2,20}(?:文件|文稿纸)|原创\s.{0,20}|(?:当前|您的?|你的?)?(?:所在)?位置\s*[：:].*|.{0,8}首页\s*[>＞»/].*"
)
_ISSUER = re.compile(
    rf"[{_HAN}]{{2,24}}(?:局|委|委员会|办公室|院|公司|政府|中心|部|处|厅|所|协会|学会|集团|馆|管委会|编辑部|课题组|工作组|科|室)"
)
_FIELD = re.compile(rf"[{_HAN}]{{2,6}}[：:]\s*\S")  # one line of several that each name what they say
_MOST_FRONT = 6  # lines above a headline
_BRACKETED = re.compile(r"【[^】]+】|\[[^\]]+\]")
TITLE_KEYS = {"主题", "题目", "标题"}
_MOST_LINES = 3  # of a headline in a column
_LONGEST_HEADING = 40.0
_LONGEST_ADDRESS = 20
_LEADS_IN = re.compile(r"(?:如下|以下|下列|下述|包括|分别[是为]|主要[是有]).{0,8}[：:]$")
LONGEST_HEADER = 16  # lines under a title before the text begins, as in minutes


@dataclass(slots=True)
class Part:
    """A paragraph as this file sees it."""

    start: int
    end: int
    text: str
    kind: Kind
    gap: bool
    column: float
    lines: int
    heading: bool = False
    speaker: str | None = None


def is_short(part: Part) -> bool:
    """Whether a paragraph has the shape of a heading: short, no sentence, no caption, no label."""
    text = part.text
    if part.kind in (Kind.ROW, Kind.RUNNING) or part.lines > 1 or width(text) > _LONGEST_HEADING or len(text) < 2:
        return False
    if not is_open(text) and text.rstrip("”』」）)》")[-1:] not in "？！?!…":
        return False
    if re.search(r"[。；;]", text[:-1]) or text[-1] in "，、,：:" or not re.search(rf"[{_HAN}A-Za-z]", text):
        return False
    if re.search(r"\d\d|[一二][〇零○九]", text) and holds_date(text) and len(text) <= 40:
        return False
    if re.search(r"(?:…+|[.·]{3,})\s*\d{1,4}$", text):
        return False  # an entry of a table of contents
    if text[0] in "（(" and text[-1] in "）)" and not re.search(r"[（(）)]", text[1:-1]):
        return False  # an aside: who signed, where it goes on
    return not (_CAPTION.match(text) or BYLINE.fullmatch(text) or HEADER.match(text) or DATELINE.match(text))


def is_body(part: Part) -> bool:
    return part.kind is Kind.TEXT and (len(part.text) >= 30 or not is_open(part.text))


def is_closed(part: Part) -> bool:
    return part.kind is Kind.TEXT and not part.heading and part.text[-1] in "。！" and not _CAPTION.match(part.text)


def is_front(part: Part) -> bool:
    """Whether a line stands above headlines and is none: the number of an issue or a document, credits, a mark."""
    text = part.text
    if part.kind is Kind.RUNNING:
        return True
    if part.kind is not Kind.TEXT or part.heading or len(text) > 60:
        return False
    header = HEADER.match(text)
    if header and header.group(1) in TITLE_KEYS:
        return False
    return bool(header or _FRONT.fullmatch(text) or BYLINE.fullmatch(text)) or credited_day(text) is not None


def _stands_under(part: Part) -> bool:
    """Whether a line under a headline is no part of it: front matter, or who wrote it."""
    return is_front(part) or is_person(part.text) or _ISSUER.fullmatch(part.text) is not None


def opening(parts: list[Part]) -> int:
    """The number of the first line that may be a headline: what stands above it is front matter, or there is none."""
    first = next((i for i, part in enumerate(parts[:_MOST_FRONT]) if not is_front(part)), 0)
    return first if _may_open(parts[first]) else 0


def _may_open(part: Part) -> bool:
    """Whether a line may be the headline of its text: short, though a narrow column may have broken it."""
    return part.heading or is_short(part if part.lines > _MOST_LINES else replace(part, lines=1))


def find_headings(parts: list[Part], *, transcript: bool) -> None:
    """Mark headings: those that the format names, and up to three short lines with body text after them."""
    known = any(part.kind is Kind.HEADING for part in parts)
    body = any(is_body(part) or part.speaker or part.kind is Kind.ROW for part in parts[1:LONGEST_HEADER])
    for part in parts:
        part.heading = part.heading or part.kind is Kind.TITLE
    first = opening(parts)
    if body and parts[first].speaker is None and not is_front(parts[first]) and _may_open(parts[first]):
        parts[first].heading = True
    fields = {i for i, part in enumerate(parts) if _FIELD.match(part.text)}
    fields = {i for i in fields if i - 1 in fields or i + 1 in fields}
    i = first
    while i < len(parts):
        part = parts[i]
        if part.kind in (Kind.HEADING, Kind.TITLE):
            part.heading = True
            i += 1
            continue
        if not is_short(part) or part.speaker is not None or i in fields:
            i += 1
            continue
        end = i
        while end < len(parts) and end not in fields and _goes_on(parts, i, end):
            end += 1
        while i == first and end - i > 1 and _stands_under(parts[end - 1]):
            end -= 1
        after = end
        while i == first and after < len(parts) and after - end < _MOST_FRONT and _stands_under(parts[after]):
            after += 1  # who wrote it, its number and its day
        followed = after > end or (
            end < len(parts)
            and (
                (
                    is_body(parts[end])
                    and (len(parts[end].text) >= 12 or ORDINAL.match(part.text) or NUMBERED.match(part.text))
                )
                or bool(BYLINE.fullmatch(parts[end].text))
                or is_credits(parts[end].text)
                or (is_date_line(parts[end].text) and any(is_body(part) for part in parts[end + 1 : end + 2]))
            )
        )
        leads = i > 0 and parts[i - 1].text[-1:] in "：:"
        listed = leads and _LEADS_IN.search(parts[i - 1].text)
        if leads and not listed and len(parts[i - 1].text) <= _LONGEST_ADDRESS and ORDINAL.match(part.text):
            leads = False  # 同志们：
        if end - i == 1 and ORDINAL.match(part.text) and end < len(parts) and is_body(parts[end]):
            leads = False  # no list: the item has a paragraph of its own
        if followed and not leads and end - i <= 3:
            for k in range(i, end):
                ordinal = bool(ORDINAL.match(parts[k].text))
                if ordinal or not (transcript or known) or (i == first and not transcript):
                    parts[k].heading = True
        i = after


def _goes_on(parts: list[Part], first: int, i: int) -> bool:
    """Whether line `i` belongs to the short lines that began with `first`; a bracketed heading stands alone."""
    part = parts[i]
    if not is_short(part) or part.speaker is not None or part.kind is not Kind.TEXT:
        return False
    if i > first and is_front(part) and first < _MOST_FRONT:
        return False
    return i == first or not (_BRACKETED.fullmatch(part.text) or _BRACKETED.fullmatch(parts[first].text))


def one_title(texts: list[str]) -> str:
    kept: list[str] = []
    for text in texts:
        if not any(text in other for other in texts if other != text) and text not in kept:
            kept.append(text)
    return " ".join(kept)
