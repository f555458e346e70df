"""Clean text → what it is made of: title, date of publication, sections with titles and dates, turns with speakers.

Everything is read from the shape of the paragraphs and from a few set forms (datelines, header lines, speaker labels). What
is not stated stays None: a date in running text is what the text speaks of, not when it was published.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from index.clean import Cleaned, Kind
from index.types import Section, Turn
from index.wraps import is_open, width

_HAN = "\u3400-\u9fff"
_FULL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|([-/.])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_HEADER = re.compile(
    r"[\s【\[]*(主题|题目|标题|时间|日期|发布时间|发布日期|发表时间|发稿时间|刊发日期|更新时间|地点|来源|作者|记者|编辑|责任编辑|主持|主办|发布单位|发文机关|成文日期)\s*[】\]]?\s*[：:]\s*(.*)"
)
_TITLE_KEYS = {"主题", "题目", "标题"}
_DATE_KEYS = {"时间", "日期", "发布时间", "发布日期", "发表时间", "发稿时间", "刊发日期", "成文日期"}
_LEADING_DATE = re.compile(r"[\s\[【（(]*((?:19|20)\d{2})(?:[-/.年])")
_TIME = re.compile(r"[\s,，]*(?:T?\d{1,2}[:：]\d{2}|[\]】)）]|，?\s*正文|来源|星期|周[一二三四五六日]|$)")
_DATELINE = re.compile(rf"(?:本报|[{_HAN}]{{2,8}}(?:社|网|日报|晚报|时报|商报|财经|电视台))[{_HAN}]{{0,10}}(?:讯|电)(?![{_HAN}]{{0,2}}[报台视])|【[^】]{{2,20}}(?:讯|电)】")
_BYLINE = re.compile(rf"[▶▲■●◆\s]*(?:本报|[{_HAN}]{{2,10}})?(?:见习|实习|首席|特约|特派)?(?:记者|通讯员|撰文|文[/／])[：:\s/／]*[{_HAN}·\s、/／]{{2,40}}(?:报道|摄影报道|文/图|综合报道)?")
_DAY = re.compile(r"(?<![\d年])(\d{1,2})月\s*(\d{1,2})日?(?:\s*[-—–至到]\s*(?:\d{1,2}月)?(\d{1,2})日?)?(?<=日)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节篇部])")
_CAPTION = re.compile(
    r"(?:(?:图|表|附图|附表)\s*[\d一二三四五六七八九十]*\s*[：:\s]|图为|上图|下图|左图|右图|[▲△↑↓])|.*(?:[/／]\s*[摄图文]|摄影|供图|图片来源[：:].*|资料图片?|制图[：:/／].*)[）)]?$"
)
_LABEL = re.compile(rf"([{_HAN}A-Za-z][{_HAN}A-Za-z·•.\-/／ ]{{0,29}}?)(?:[（(][^（）()]{{1,20}}[）)])?\s*[：:]\s*")
_ROLES = {"主持人", "记者", "问", "答", "发言人", "嘉宾", "主席", "会长", "主任", "观众", "提问", "旁白", "网友", "Q", "A", "问题", "回答"}
_NOT_SPEAKERS = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[是、条点]?.*|首先|其次|再次|最后|注|备注|附|附件|附注|说明|电话|地址|邮编|网址|链接|邮箱|传真|结论|摘要|关键词|主题|题目|标题|时间|日期|地点|来源|作者|编辑|责任编辑|校对|审核|监制|单位|名称|金额|合计|总计|总投资|其中|包括|例如|比如|如下|导语|编者按|延伸阅读|相关链接|发布时间|发布日期|原标题|https?)$"
)
_LONGEST_HEADING = 40.0


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found in one document."""

    title: str | None
    published: date | None
    sections: tuple[Section, ...]
    turns: tuple[Turn, ...]


@dataclass(slots=True)
class _Part:
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


def read_date(text: str) -> date | None:
    """The full date that `text` begins with (2025-03-28, 2025/3/28, 2025年3月28日), or None."""
    match = _FULL_DATE.match(text.strip().lstrip("[【（( "))
    return _as_date(match) if match else None


def _as_date(match: re.Match[str]) -> date | None:
    year, month, day = match.group(1), match.group(2) or match.group(5), match.group(3) or match.group(6)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def structure(
    cleaned: Cleaned, *, title: str | None = None, published: date | None = None, created: date | None = None
) -> Structure:
    """Find the structure of a cleaned text.

    Args:
        cleaned: the text with its paragraphs.
        title: the title if it is known from outside; it overrules what the text says.
        published: the date of publication if it is known from outside; it overrules what the text says.
        created: when the file says it was made; used only where the text names no date and its years agree.

    Returns:
        Title, date, sections and turns; what is not stated is None or empty.
    """
    text = cleaned.text
    if len(cleaned.paragraphs) == 1:
        return Structure(title or _headline(text), published or _leading_date(text) or _dateline_date(text, text), (), ())
    parts = [_Part(p.start, p.end, text[p.start : p.end], p.kind, p.gap, p.column, p.lines) for p in cleaned.paragraphs]
    speeches = _find_speakers(parts)
    _find_headings(parts, transcript=speeches > 0)
    articles = [] if speeches else _find_articles(parts)
    header = _headers(parts)
    own_title = title or header.get("title")
    body = 0
    first_title, after_title = _opening_title(parts)
    if not own_title:
        own_title = first_title
    if first_title:
        body = after_title
    own_date = published or _stated_date(parts, header) or _meta_date(created, text)
    if own_date is None and len(articles) <= 1 and body < len(parts):
        lead = next((p for p in parts[body:] if not p.heading and len(p.text) >= 20), None)
        own_date = _dateline_date(lead.text, text) if lead else None
    sections = _sections(parts, articles, body, text)
    return Structure(own_title, own_date, tuple(sections), tuple(_turns(parts)))


def _headline(text: str) -> str | None:
    match = re.search(r"原标题[：:]\s*([^。\n]{4,60}?)(?:\s{2,}|\n|$)", text[:200])
    return match.group(1).strip() if match else None


def _leading_date(text: str) -> date | None:
    """The full date that a text begins with, if a time, a bracket or a label follows as in a header, not running text."""
    head = text[:60]
    if not _LEADING_DATE.match(head):
        return None
    match = _FULL_DATE.match(head.lstrip("[【（( "))
    if not match:
        return None
    rest = head.lstrip("[【（( ")[match.end() :]
    return _as_date(match) if _TIME.match(rest) else None


def _headers(parts: list[_Part]) -> dict[str, str]:
    """Header lines such as 标题：… and 时间：… among the first paragraphs."""
    found: dict[str, str] = {}
    for part in parts[:12]:
        if len(part.text) > 120:
            continue
        match = _HEADER.match(part.text)
        if not match:
            continue
        key, value = match.groups()
        if key in _TITLE_KEYS and value:
            found.setdefault("title", value.strip("《》“” "))
        elif key in _DATE_KEYS and value:
            found.setdefault("date", value)
    return found


def _stated_date(parts: list[_Part], header: dict[str, str]) -> date | None:
    if "date" in header:
        match = _FULL_DATE.search(header["date"])
        if match:
            return _as_date(match)
    for part in parts[:6]:
        found = _leading_date(part.text)
        if found:
            return found
        if len(part.text) <= 80 and re.search(r"来源|发布|日期|时间|作者|\d{1,2}[:：]\d{2}", part.text):
            match = _FULL_DATE.search(part.text)
            if match:
                return _as_date(match)
    for part in parts[-4:]:
        if len(part.text) <= 24:
            found = _FULL_DATE.fullmatch(part.text.strip("（）() "))
            if found:
                return _as_date(found)
    return None


def _meta_date(created: date | None, text: str) -> date | None:
    """The file's own date, if the latest year that the text names is that year or the one before."""
    if created is None:
        return None
    years = [int(y) for y in _YEAR.findall(text)]
    past = [y for y in years if y <= created.year]
    if years and (not past or max(past) < created.year - 1):
        return None
    return created


def _dateline_date(lead: str, article: str) -> date | None:
    """The day that a report opens with (“本报讯 4月25日，…”), in the one year that its first sentences name.

    The year must be the latest that the article names at all, planned years aside; otherwise the report may tell of history.
    """
    opening = lead[:160]
    dateline = _DATELINE.search(opening[:40])
    start = dateline.end() if dateline else 0
    day = _DAY.search(opening, start, start + 60)
    if not day:
        return None
    before = opening[start : day.start()]
    if len(re.sub(rf"[（(][^（）()]*[）)]|记者|通讯员|[\s，,]", "", before)) > (8 if dateline else 0):
        return None
    years = {int(y) for y in _YEAR.findall(opening)}
    if len(years) != 1:
        return None
    year = years.pop()
    for match in _YEAR.finditer(article):
        if int(match.group()) > year and not re.search(r"(?:到|至|[-—–~]|预计|力争|未来|计划|目标)[^。]{0,6}$", article[max(0, match.start() - 8) : match.start()]):
            return None
    try:
        return date(year, int(day.group(1)), int(day.group(3) or day.group(2)))
    except ValueError:
        return None


def _find_speakers(parts: list[_Part]) -> int:
    """Set the speaker of each paragraph that opens a turn; returns how many turns there are."""
    labels: list[tuple[int, str]] = []
    for i, part in enumerate(parts):
        if part.kind is Kind.ROW:
            continue
        match = _LABEL.match(part.text)
        if match:
            name = match.group(1).strip()
            if not _NOT_SPEAKERS.match(name) and len(name) <= 24:
                labels.append((i, name))
    counts = Counter(name for _, name in labels)
    repeated = {name for name, count in counts.items() if count >= 2}
    if sum(counts[name] for name in repeated) < 3 or len(counts) < 2:
        return 0
    whole = "\n".join(part.text for part in parts)
    turns = 0
    for i, name in labels:
        solid = name.replace(" ", "")
        if name in repeated or solid in _ROLES or (_is_name(solid) and (parts[i].gap or whole.count(name) >= 2)):
            parts[i].speaker = name
            turns += 1
    return turns if turns >= 3 else 0


def _is_name(text: str) -> bool:
    if re.fullmatch(rf"[{_HAN}]{{2,4}}", text):
        return True
    return bool(re.fullmatch(rf"[{_HAN}A-Za-z]+(?:[·•./／\-][{_HAN}A-Za-z]+)+|[A-Z][A-Za-z.]+(?:[A-Z][a-z]+)*", text))


def _turns(parts: list[_Part]) -> list[Turn]:
    starts = [i for i, part in enumerate(parts) if part.speaker is not None]
    turns: list[Turn] = []
    for k, i in enumerate(starts):
        last = (starts[k + 1] if k + 1 < len(starts) else len(parts)) - 1
        turns.append(Turn(parts[i].start, parts[last].end, parts[i].speaker or ""))
    return turns


def _is_short(part: _Part) -> bool:
    """Whether a paragraph has the shape of a heading: short, no sentence, no caption, no label."""
    text = part.text
    if part.kind is Kind.ROW or part.lines > 1 or width(text) > _LONGEST_HEADING or len(text) < 2:
        return False
    if not is_open(text) and text.rstrip("”』」）)》")[-1:] not in "？！?!…":
        return False
    if re.search(r"[。；;]", text[:-1]) or text[-1] in "，、,：:" or not re.search(rf"[{_HAN}A-Za-z]", text):
        return False
    return not (_CAPTION.match(text) or _BYLINE.fullmatch(text) or _HEADER.match(text) or _DATELINE.match(text))


def _is_body(part: _Part) -> bool:
    return part.kind is Kind.TEXT and (len(part.text) >= 30 or not is_open(part.text))


def _find_headings(parts: list[_Part], *, transcript: bool) -> None:
    """Mark headings: those that the format names, and short lines, at most three together, with body text after them."""
    known = any(part.kind is Kind.HEADING for part in parts)
    i = 0
    while i < len(parts):
        part = parts[i]
        if part.kind is Kind.HEADING:
            part.heading = True
            i += 1
            continue
        if not _is_short(part) or part.speaker is not None:
            i += 1
            continue
        end = i
        while end < len(parts) and _is_short(parts[end]) and parts[end].speaker is None and parts[end].kind is Kind.TEXT:
            end += 1
        followed = end < len(parts) and (_is_body(parts[end]) or bool(_BYLINE.fullmatch(parts[end].text)))
        leads = i > 0 and parts[i - 1].text[-1:] in "：:"
        if followed and not leads and end - i <= 3:
            for k in range(i, end):
                ordinal = bool(_ORDINAL.match(parts[k].text))
                if ordinal or not (transcript or known) or (i == 0 and not transcript):
                    parts[k].heading = True
        i = end


def _opening_title(parts: list[_Part]) -> tuple[str | None, int]:
    """The headline at the head of the text, and the number of the paragraph after it."""
    end = 0
    while end < len(parts) and parts[end].heading and end < 3:
        if parts[end].kind is Kind.HEADING and end:
            break
        end += 1
    if end == 0:
        return None, 0
    return _one_title([part.text for part in parts[:end]]), end


def _one_title(texts: list[str]) -> str:
    kept: list[str] = []
    for text in texts:
        if not any(text in other for other in texts if other != text) and text not in kept:
            kept.append(text)
    return " ".join(kept)


def _find_articles(parts: list[_Part]) -> list[int]:
    """The paragraphs that open an article, when the text holds more than one."""
    starts: list[int] = []
    for i, part in enumerate(parts):
        opens = bool(_DATELINE.match(part.text)) or (bool(_BYLINE.fullmatch(part.text)) and _is_opening(parts, i))
        if opens:
            first = i
            while first > 0 and parts[first - 1].heading:
                first -= 1
            if not starts or first > starts[-1]:
                starts.append(first)
    if starts and any(_is_body(part) for part in parts[: starts[0]]):
        starts.insert(0, 0)
    elif starts:
        starts[0] = 0
    return starts


def _is_opening(parts: list[_Part], i: int) -> bool:
    """Whether a byline stands under a headline (and not at the end of an article)."""
    return i > 0 and parts[i - 1].heading and i + 1 < len(parts) and _is_body(parts[i + 1])


def _sections(parts: list[_Part], articles: list[int], body: int, text: str) -> list[Section]:
    several = len(articles) > 1
    borders = articles if several else [0]
    tail = len(parts)
    while tail > 0 and not (_is_body(parts[tail - 1]) and len(parts[tail - 1].text) >= 40):
        tail -= 1
    if not several or tail == 0:
        tail = len(parts)
    tails = _tail_titles(parts, tail) if several else []
    spans = [(first, borders[k + 1] if k + 1 < len(borders) else tail) for k, first in enumerate(borders)]
    spans = [(a, b) for a, b in spans if a < b]
    titles: list[str | None] = []
    for first, last in spans:
        end = first
        while end < last and parts[end].heading and end - first < 3:
            end += 1
        titles.append(_one_title([p.text for p in parts[first:end]]) if end > first and several else None)
    if several:
        _give_tail_titles(titles, tails, [text[parts[a].start : parts[b - 1].end] for a, b in spans])
    sections: list[Section] = []
    for (first, last), title in zip(spans, titles, strict=True):
        published = None
        if several:
            lead = next((p for p in parts[first:last] if _is_body(p) and len(p.text) >= 20), None)
            whole = text[parts[first].start : parts[last - 1].end]
            published = _dateline_date(lead.text, whole) if lead else None
        sections += _subsections(parts, first, last, body, title, published, several=several)
    return sections


def _subsections(
    parts: list[_Part], first: int, last: int, body: int, title: str | None, published: date | None, *, several: bool
) -> list[Section]:
    """The article from its first paragraph, then a section under each of its headings, a speaker's turn ending it."""
    found: list[Section] = []
    start, name = first, title
    i = first
    while i < last and parts[i].heading and (several or i < body):
        i += 1
    open_since = start if several else None

    def close(end: int) -> None:
        if open_since is not None and end > open_since:
            found.append(Section(parts[open_since].start, parts[end - 1].end, name, published))

    while i < last:
        part = parts[i]
        if part.heading:
            close(i)
            end = i
            while end < last and parts[end].heading and parts[end].kind is part.kind is Kind.TEXT and end - i < 3:
                end += 1
            end = max(end, i + 1)
            heading = _one_title([p.text for p in parts[i:end]])
            name = f"{title} · {heading}" if title else heading
            open_since = i
            i = end
            continue
        if part.speaker is not None and open_since is not None and not several:
            close(i)
            open_since = None
        i += 1
    close(last)
    return found


def _tail_titles(parts: list[_Part], tail: int) -> list[str]:
    """Lines after the last article that may be headlines put there by the extraction, two lines of one headline as one."""
    shorts = [part.text if _is_short(part) else "" for part in parts[tail:]]
    found = [text for text in shorts if text]
    found += [a + b for a, b in zip(shorts, shorts[1:], strict=False) if a and b]
    return found


def _give_tail_titles(titles: list[str | None], candidates: list[str], articles: list[str]) -> None:
    """Give each headline at the end of the file to the untitled article whose words it shares."""
    pairs: list[tuple[float, int, int, str]] = []
    for candidate in candidates:
        solid = re.sub(rf"[^{_HAN}A-Za-z0-9]", "", candidate)
        grams = {solid[i : i + 2] for i in range(len(solid) - 1)}
        if len(grams) < 3:
            continue
        for k, article in enumerate(articles):
            if titles[k] is None:
                plain = re.sub(rf"[^{_HAN}A-Za-z0-9]", "", article)
                share = sum(g in plain for g in grams) / len(grams)
                pairs.append((share, len(solid), k, candidate))
    used: list[str] = []
    for share, _, k, candidate in sorted(pairs, key=lambda p: (-round(p[0], 1), -p[1])):
        if share >= 0.5 and titles[k] is None and not any(candidate in u or u in candidate for u in used):
            titles[k] = candidate
            used.append(candidate)
