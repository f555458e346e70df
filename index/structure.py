"""Clean text → what it is made of: title, date of publication, sections with titles and dates, turns with speakers.

Everything is read from the shape of the paragraphs and from a few set forms (datelines, header lines, speaker labels).
What is not stated stays None: a date in running text is what the text speaks of, not when it was published.
"""

import re
from dataclasses import dataclass
from datetime import date
from statistics import median

from index.clean import Cleaned, Kind
from index.published import (
    DATELINE,
    dateline_date,
    holds_date,
    leading_date,
    named_date,
    named_title,
    stated_date,
    trusted_metadata,
)
from index.speakers import find_speakers
from index.types import Origin, Section, Turn
from index.wraps import is_open, width

_HAN = "\u3400-\u9fff"
_HEADER = re.compile(
    r"[\s【\[]*(主题|题目|标题|时间|日期|发布时间|发布日期|发表时间|发稿时间|刊发日期|更新时间|地点|来源|作者|记者|编辑|责任编辑|主持|主办|发布单位|发文机关|成文日期)\s*[】\]]?\s*[：:]\s*(.*)"
)
_TITLE_KEYS = {"主题", "题目", "标题"}
_BYLINE = re.compile(
    rf"[▶▲■●◆\s]*(?:本报|[{_HAN}]{{2,10}})?(?:见习|实习|首席|特约|特派)?(?:记者|通讯员|撰文|文[/／])[：:\s/／]*[{_HAN}·\s、/／]{{2,40}}(?:报道|摄影报道|文/图|综合报道)?"
)
_LEAD_DAY = re.compile(r"\d{1,2}月\s*\d{1,2}日|近日|日前|昨日|今日|昨天|今天")
_LEAD_EVENT = re.compile(r"记者|举行|举办|召开|开幕|启动|发布|揭牌")
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节篇部])"
)
_CAPTION = re.compile(
    r"(?:(?:图|表|附图|附表)\s*[\d一二三四五六七八九十]*\s*[：:\s]|图为|上图|下图|左图|右图|[▲△↑↓])|.*(?:[/／]\s*[摄图文]|摄影|供图|图片来源[：:].*|资料图片?|制图[：:/／].*)[）)]?$"
)
_BRACKETED = re.compile(r"【[^】]+】|\[[^\]]+\]")
_NO_WORD = re.compile(rf"[^{_HAN}A-Za-z0-9]")
_LONGEST_HEADING = 40.0
_LONGEST_ADDRESS = 20
_LONGEST_HEADER = 16  # lines under a title before the text begins, as in minutes
_MOST_TAIL_TITLES = 20
_LEVELS = tuple(
    re.compile(form)
    for form in (
        r"第[一二三四五六七八九十百\d]{1,4}[编部篇]",
        r"第[一二三四五六七八九十百\d]{1,4}章",
        r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百\d]{1,4}节",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,2}(?:[.．、](?!\d)|\s)",
        r"\d{1,2}\.\d{1,2}(?![.\d])",
        r"\d{1,2}(?:\.\d{1,2}){2,3}(?![.\d])",
        r"[（(]\d{1,2}[）)]|\d{1,2}[）)]",
    )
)


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found in one document; the bases say where title and date were taken from."""

    title: str | None
    published: date | None
    sections: tuple[Section, ...] = ()
    turns: tuple[Turn, ...] = ()
    title_basis: Origin | None = None
    published_basis: Origin | None = None


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


def structure(
    cleaned: Cleaned,
    *,
    title: str | None = None,
    published: date | None = None,
    created: date | None = None,
    name: str = "",
) -> Structure:
    """Find the structure of a cleaned text.

    Args:
        cleaned: the text with its paragraphs.
        title: the title if it is known from outside; it overrules what the text says.
        published: the date of publication if it is known from outside; it overrules what the text says.
        created: when the file says it was made; used only where nothing else names a date and the text's years agree.
        name: what the document is called; used only where neither the outside nor the text tells title or date.

    Returns:
        Title, date, sections and turns; what is not stated is None or empty.
    """
    text = cleaned.text
    parts = [_Part(p.start, p.end, text[p.start : p.end], p.kind, p.gap, p.column, p.lines) for p in cleaned.paragraphs]
    sections: list[Section] = []
    found: str | None = None
    day: date | None = None
    if len(parts) == 1:
        found = _headline(text)
        if parts[0].kind is not Kind.ROW:
            day = leading_date(text) or dateline_date(text, text)
    elif parts:
        speakers = find_speakers([None if p.kind is Kind.ROW else p.text for p in parts], [p.gap for p in parts])
        for i, speaker in speakers.items():
            parts[i].speaker = speaker
        _find_headings(parts, transcript=bool(speakers))
        articles = [] if speakers else _find_articles(parts)
        headline, body = _opening_title(parts)
        if title and headline and headline not in title and title not in headline:
            body = 0  # it heads the first section, not the document
        found = _stated_title(parts) or headline
        # A date in a row of a table is a value like others.
        prose = [part for part in parts[body:] if part.kind is not Kind.ROW]
        day = stated_date([part.text for part in parts if part.kind is not Kind.ROW])
        if day is None and len(articles) <= 1:
            day = _report_date(prose, text)
        sections = _sections(parts, articles, body, text)
    titles = ((title, Origin.FILE), (found, Origin.TEXT), (named_title(name), Origin.NAME))
    days = (
        (published, Origin.FILE),
        (day, Origin.TEXT),
        (named_date(name), Origin.NAME),
        (trusted_metadata(created, text), Origin.FILE),
    )
    title, title_basis = next(((value, basis) for value, basis in titles if value), (None, None))
    published, published_basis = next(((value, basis) for value, basis in days if value), (None, None))
    return Structure(title, published, tuple(sections), tuple(_turns(parts)), title_basis, published_basis)


def _report_date(parts: list[_Part], article: str) -> date | None:
    """The day that one of the first two paragraphs of a report opens with."""
    leads = [part.text for part in parts if not part.heading and len(part.text) >= 20 and _is_body(part)][:2]
    return next((day for day in (dateline_date(lead, article) for lead in leads) if day), None)


def _headline(text: str) -> str | None:
    match = re.search(r"原标题[：:]\s*([^。\n]{4,60}?)(?:\s{2,}|\n|$)", text[:200])
    return match.group(1).strip() if match else None


def _stated_title(parts: list[_Part]) -> str | None:
    """The title of a header line such as 标题：… among the first paragraphs."""
    for part in parts[:12]:
        match = _HEADER.match(part.text) if len(part.text) <= 120 else None
        if match and match.group(1) in _TITLE_KEYS and match.group(2):
            return match.group(2).strip("《》“” ")
    return None


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
    if re.search(r"\d\d|[一二][〇零○九]", text) and holds_date(text) and len(text) <= 40:
        return False
    return not (_CAPTION.match(text) or _BYLINE.fullmatch(text) or _HEADER.match(text) or DATELINE.match(text))


def _is_body(part: _Part) -> bool:
    return part.kind is Kind.TEXT and (len(part.text) >= 30 or not is_open(part.text))


def _is_closed(part: _Part) -> bool:
    return part.kind is Kind.TEXT and not part.heading and part.text[-1] in "。！" and not _CAPTION.match(part.text)


def _find_headings(parts: list[_Part], *, transcript: bool) -> None:
    """Mark headings: those that the format names, and up to three short lines with body text after them."""
    known = any(part.kind is Kind.HEADING for part in parts)
    body = any(_is_body(part) or part.speaker for part in parts[1:_LONGEST_HEADER])
    if body and parts[0].speaker is None and _is_short(parts[0]):
        parts[0].heading = True
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
        while end < len(parts) and _goes_on(parts, i, end):
            end += 1
        followed = end < len(parts) and (
            (_is_body(parts[end]) and len(parts[end].text) >= 12) or bool(_BYLINE.fullmatch(parts[end].text))
        )
        leads = i > 0 and parts[i - 1].text[-1:] in "：:"
        if leads and len(parts[i - 1].text) <= _LONGEST_ADDRESS and _ORDINAL.match(part.text):
            leads = False  # 同志们：
        if followed and not leads and end - i <= 3:
            for k in range(i, end):
                ordinal = bool(_ORDINAL.match(parts[k].text))
                if ordinal or not (transcript or known) or (i == 0 and not transcript):
                    parts[k].heading = True
        i = end


def _goes_on(parts: list[_Part], first: int, i: int) -> bool:
    """Whether line `i` belongs to the short lines that began with `first`; a bracketed heading stands alone."""
    part = parts[i]
    if not _is_short(part) or part.speaker is not None or part.kind is not Kind.TEXT:
        return False
    return i == first or not (_BRACKETED.fullmatch(part.text) or _BRACKETED.fullmatch(parts[first].text))


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
        bylined = bool(_BYLINE.fullmatch(part.text)) and _is_opening(parts, i)
        moved = not (starts and i - starts[-1] < 4) and _in_another_column(parts, i)
        if bylined or DATELINE.match(part.text) or moved:
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


def _in_another_column(parts: list[_Part], i: int) -> bool:
    """Whether a report begins here: the column's width changes, and the words are those of first lines."""
    before = [part.column for part in parts[max(0, i - 5) : i] if part.column and part.lines > 1]
    after = [part.column for part in parts[i : i + 5] if part.column and part.lines > 1]
    if len(before) < 3 or len(after) < 3 or parts[i].heading or not parts[i].column:
        return False
    change = abs(median(before) - median(after))
    if change < 2 or max(after) - min(after) >= change or not _is_body(parts[i]):
        return False
    if abs(parts[i].column - median(before)) < 2:
        return False
    lead = "".join(part.text[:80] for part in parts[i : i + 2])
    return bool(_LEAD_DAY.search(lead) and _LEAD_EVENT.search(lead))


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
    closed = next((i for i in range(tail, len(parts)) if not _is_closed(parts[i])), len(parts))  # short last paragraphs
    spans = [(first, borders[k + 1] if k + 1 < len(borders) else closed) for k, first in enumerate(borders)]
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
            published = _report_date(parts[first:last], text[parts[first].start : parts[last - 1].end])
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

    above: list[tuple[int, str]] = []  # the numbered headings that the present one stands under
    while i < last:
        part = parts[i]
        if part.heading:
            close(i)
            end = i
            while end < last and parts[end].heading and parts[end].kind is part.kind is Kind.TEXT and end - i < 3:
                end += 1
            end = max(end, i + 1)
            heading = _under(above, [p.text for p in parts[i:end]])
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


def _under(above: list[tuple[int, str]], lines: list[str]) -> str:
    """The heading that `lines` make, after the numbered ones that it stands under; brings `above` up to date."""
    plain: list[str] = []
    for line in lines:
        level = next((k for k, form in enumerate(_LEVELS) if form.match(line)), None)
        if level is None:
            plain.append(line)
            continue
        while above and above[-1][0] >= level:
            above.pop()
        above.append((level, line))
    if plain and len(plain) == len(lines):
        above.clear()
        return _one_title(plain)
    return _one_title([text for _, text in above] + plain)


def _tail_titles(parts: list[_Part], tail: int) -> list[str]:
    """Headlines that the extraction put after the last article, the lines of one headline joined."""
    found: list[str] = []
    run = ""
    for part in [*parts[tail:], None]:
        if part is not None and _is_short(part):
            run += part.text
        elif run:
            found.append(run)
            run = ""
    return found[-_MOST_TAIL_TITLES:]


def _give_tail_titles(titles: list[str | None], candidates: list[str], articles: list[str]) -> None:
    """Give each headline at the end of the file to the untitled article whose words it shares."""
    plain = [_NO_WORD.sub("", article) for article in articles]
    pairs: list[tuple[float, int, int, str]] = []
    enough = 0.15 if titles.count(None) == 1 else 0.5  # with one article left without a headline there is little doubt
    for candidate in candidates:
        solid = _NO_WORD.sub("", candidate)
        grams = {solid[i : i + 2] for i in range(len(solid) - 1)}
        if len(grams) < 3:
            continue
        shares = [sum(gram in article for gram in grams) / len(grams) for article in plain]
        names = {solid[i : i + 5] for i in range(len(solid) - 4)}
        for k, share in enumerate(shares):
            named = any(name in plain[k] and sum(name in article for article in plain) == 1 for name in names)
            if titles[k] is None and share == max(shares) and (share >= enough or named):
                pairs.append((share, len(solid), k, candidate))
    used: list[str] = []
    for _, _, k, candidate in sorted(pairs, key=lambda p: (-round(p[0], 1), -p[1])):
        if titles[k] is None and not any(candidate in other or other in candidate for other in used):
            titles[k] = candidate
            used.append(candidate)
