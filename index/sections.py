"""Paragraphs with their headings → the articles of a file, and the sections of each with titles and dates."""

import re
from datetime import date
from statistics import median

from index.clean import Kind
from index.datelines import DATELINE, Elsewhere, report_day
from index.parts import BYLINE, Part, is_body, is_closed, is_short, one_title
from index.published import is_credits, is_date_line, own_day
from index.redate import TITLE_JOINT
from index.types import Section
from index.wraps import is_open

_HAN = "\u3400-\u9fff"
_LEAD_DAY = re.compile(r"\d{1,2}月\s*\d{1,2}日|近日|日前|昨日|今日|昨天|今天")
_LEAD_EVENT = re.compile(r"记者|举行|举办|召开|开幕|启动|发布|揭牌")
_NO_WORD = re.compile(rf"[^{_HAN}A-Za-z0-9]")
_MOST_TAIL_TITLES = 20
_SHORTEST_TEXT = 24  # characters of a paragraph that is no caption
_ARTICLE_HEAD = 5  # paragraphs of an article in which its headline and credits stand
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


def find_articles(parts: list[Part]) -> list[int]:
    """The paragraphs that open an article, when the text holds more than one."""
    starts: list[int] = []
    under = [i for i in range(len(parts)) if _is_opening(parts, i)]
    dated = [i for i in under if is_date_line(parts[i].text)]
    if dated and any(part.heading != (k < dated[0]) for k, part in enumerate(parts[: dated[0] + 1])):
        dated = []  # the file begins otherwise: these may be the days of what it tells of
    credited = [i for i in under if is_credits(parts[i].text) or i in dated]
    for i, part in enumerate(parts):
        bylined = bool(BYLINE.fullmatch(part.text)) and _is_opening(parts, i)
        bylined = bylined or (len(credited) > 1 and i in credited)
        moved = not (starts and i - starts[-1] < 4) and _in_another_column(parts, i)
        if bylined or DATELINE.match(part.text) or moved:
            first = i
            while first > 0 and parts[first - 1].heading:
                first -= 1
            if not starts or first > starts[-1]:
                starts.append(first)
    if starts and any(is_body(part) for part in parts[: starts[0]]):
        starts.insert(0, 0)
    elif starts:
        starts[0] = 0
    return starts


def _in_another_column(parts: list[Part], i: int) -> bool:
    """Whether a report begins here: the column's width changes, and the words are those of first lines."""
    before = [part.column for part in parts[max(0, i - 5) : i] if part.column and part.lines > 1]
    after = [part.column for part in parts[i : i + 5] if part.column and part.lines > 1]
    if len(before) < 3 or len(after) < 3 or parts[i].heading or not parts[i].column:
        return False
    change = abs(median(before) - median(after))
    if change < 2 or max(after) - min(after) >= change or not is_body(parts[i]):
        return False
    if abs(parts[i].column - median(before)) < 2:
        return False
    lead = "".join(part.text[:80] for part in parts[i : i + 2])
    return bool(_LEAD_DAY.search(lead) and _LEAD_EVENT.search(lead))


def _is_opening(parts: list[Part], i: int) -> bool:
    """Whether a byline stands under a headline (and not at the end of an article)."""
    return i > 0 and parts[i - 1].heading and i + 1 < len(parts) and is_body(parts[i + 1])


def find_sections(parts: list[Part], articles: list[int], body: int, text: str, elsewhere: Elsewhere) -> list[Section]:
    several = len(articles) > 1
    borders = articles if several else [0]
    tail = len(parts)
    while tail > 0 and not (is_body(parts[tail - 1]) and len(parts[tail - 1].text) >= 40):
        tail -= 1
    if not several or tail == 0:
        tail = len(parts)
    elif tail < (begun := _begun(parts, articles[-1])):
        tail = begun
    closed = tail
    while closed < len(parts):  # short last paragraphs, under a heading or not
        if is_closed(parts[closed]):
            closed += 1
        elif parts[closed].heading and any(
            is_closed(part) and len(part.text) >= _SHORTEST_TEXT for part in parts[closed + 1 : closed + 2]
        ):
            closed += 2
        else:
            break
    tails = _tail_titles(parts, closed) if several else []
    spans = [(first, borders[k + 1] if k + 1 < len(borders) else closed) for k, first in enumerate(borders)]
    spans = [(a, b) for a, b in spans if a < b]
    titles: list[str | None] = []
    for first, last in spans:
        end = first
        while end < last and parts[end].heading and end - first < 3:
            end += 1
        titles.append(one_title([p.text for p in parts[first:end]]) if end > first and several else None)
    if several:
        _give_tail_titles(titles, tails, [text[parts[a].start : parts[b - 1].end] for a, b in spans])
    sections: list[Section] = []
    for (first, last), title in zip(spans, titles, strict=True):
        published = None
        if several:
            published = _article_date(parts[first:last], text, elsewhere)
        sections += _subsections(parts, first, last, body, title, published, several=several)
    return sections


def _begun(parts: list[Part], first: int) -> int:
    """The paragraph after the first body text of an article that begins with paragraph `first`."""
    return next((i + 1 for i in range(first, len(parts)) if is_body(parts[i])), len(parts))


def _subsections(
    parts: list[Part], first: int, last: int, body: int, title: str | None, published: date | None, *, several: bool
) -> list[Section]:
    """The article from its first paragraph, then a section under each of its headings, a speaker's turn ending it."""
    found: list[Section] = []
    start, name = first, title
    i = first
    while i < last and (i < body if not several and body > i else several and parts[i].heading):
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
            name = f"{title}{TITLE_JOINT}{heading}" if title else heading
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
    over: list[str] = []
    plain: list[str] = []
    for line in lines:
        level = next((k for k, form in enumerate(_LEVELS) if form.match(line)), None)
        if level is None:
            plain.append(line)
            continue
        if plain:  # the title of what the numbers begin anew in
            above.clear()
            over, plain = over + plain, []
        while above and above[-1][0] >= level:
            above.pop()
        above.append((level, line))
    if plain and len(plain) == len(lines):
        above.clear()
        return one_title(plain)
    return one_title(over + [text for _, text in above] + plain)


def _tail_titles(parts: list[Part], tail: int) -> list[str]:
    """Headlines that the extraction put after the last article, the lines of one headline joined."""
    found: list[str] = []
    run = ""
    for part in [*parts[tail:], None]:
        if part is not None and is_short(part):
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


def report_date(parts: list[Part], article: str, elsewhere: Elsewhere) -> date | None:
    """The day that one of the first two paragraphs of a report opens with."""
    leads = [
        part.text
        for part in parts
        if not part.heading and (len(part.text) >= 20 or DATELINE.match(part.text)) and part.kind is Kind.TEXT
    ]
    leads = [lead for lead in leads if len(lead) >= 30 or not is_open(lead) or DATELINE.match(lead)][:2]
    return next((day for day in (report_day(lead, article, elsewhere) for lead in leads) if day), None)


def _article_date(parts: list[Part], text: str, elsewhere: Elsewhere) -> date | None:
    """The day of one of several articles: in the credits under its headline, or of its report."""
    return credits_day(parts) or report_date(parts, text[parts[0].start : parts[-1].end], elsewhere)


def credits_day(parts: list[Part]) -> date | None:
    """The day in the lines under the headline that an article begins with."""
    under = next((i for i, part in enumerate(parts[:_ARTICLE_HEAD]) if part.heading), None)
    if under is None:
        return None
    lines = [part.text for part in parts[under : under + _ARTICLE_HEAD] if not part.heading and part.kind is Kind.TEXT]
    return next((day for day in map(own_day, lines[:2]) if day), None)
