"""Clean text → what it is made of: title, date of publication, sections with titles and dates, turns with speakers.

Everything is read from the shape of the paragraphs and from a few set forms (datelines, header lines, speaker labels).
What is not stated stays None: a date in running text is what the text speaks of, not when it was published.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise

from index.clean import Cleaned, Kind
from index.datelines import Elsewhere, report_day
from index.dates import is_likely
from index.named import named_date, named_title, named_year
from index.parts import HEADER, LONGEST_HEADER, NUMBERED, ORDINAL, TITLE_KEYS, Part, find_headings, one_title, opening
from index.published import leading_date, stated_date, trusted_metadata
from index.sections import credits_day, find_articles, find_sections, report_date
from index.speakers import find_speakers
from index.types import Origin, Section, Turn
from index.words import simplified

_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s?年度?")


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found in one document; the bases say where title and date were taken from."""

    title: str | None
    published: date | None
    sections: tuple[Section, ...] = ()
    turns: tuple[Turn, ...] = ()
    title_basis: Origin | None = None
    published_basis: Origin | None = None


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
    text = simplified(cleaned.text)  # the set forms are known in one script
    parts = [Part(p.start, p.end, text[p.start : p.end], p.kind, p.gap, p.column, p.lines) for p in cleaned.paragraphs]
    written = partial(_as_written, simple=text, text=cleaned.text)
    sections: list[Section] = []
    found: str | None = None
    day: date | None = None
    named, made = named_date(name), trusted_metadata(created, text)
    elsewhere = Elsewhere(named or made, named.year if named else named_year(name))
    if len(parts) == 1:
        found = written(_headline(text))
        if parts[0].kind is not Kind.ROW:
            day = leading_date(text) or report_day(text, text, elsewhere)
    elif parts:
        speakers = find_speakers([None if p.kind is Kind.ROW else p.text for p in parts], [p.gap for p in parts])
        for i, speaker in speakers.items():
            parts[i].speaker = speaker
        find_headings(parts, transcript=bool(speakers))
        articles = [] if speakers else find_articles(parts)
        headline, body = _opening_title(parts)
        headline = written(headline)
        if title and headline and headline not in title and title not in headline:
            body = 0  # it heads the first section, not the document
        found = written(_stated_title(parts)) or headline
        day = _stated_for_all(parts, articles)
        if day is None and len(articles) <= 1:
            day = report_date([part for part in parts[body:] if part.kind is not Kind.ROW], text, elsewhere)
        sections = find_sections(parts, articles, body, text, Elsewhere(day, elsewhere.year) if day else elsewhere)
    titles = ((title, Origin.FILE), (found, Origin.TEXT), (named_title(name), Origin.NAME))
    days = (
        (published, Origin.FILE),
        (day if day and is_likely(day) else None, Origin.TEXT),
        (named, Origin.NAME),
        (made, Origin.FILE),
    )
    title, title_basis = next(((value, basis) for value, basis in titles if value), (None, None))
    published, published_basis = next(((value, basis) for value, basis in days if value), (None, None))
    turns = tuple(replace(turn, speaker=written(turn.speaker) or "") for turn in _turns(parts))
    titled = tuple(replace(section, title=written(section.title)) for section in sections)
    return Structure(title, published, titled, turns, title_basis, published_basis)


def _as_written(words: str | None, simple: str, text: str) -> str | None:
    """Words found in the simplified text as the text itself writes them, as far as they stand there together."""
    if words is None or simple == text:
        return words
    pieces: list[str] = []
    for piece in re.split(r"( · | )", words):
        place = simple.find(piece)
        pieces.append(piece if place < 0 else text[place : place + len(piece)])
    return "".join(pieces)


def _stated_for_all(parts: list[Part], articles: list[int]) -> date | None:
    """The date stated for the whole file; one under the headline of one of several articles holds for that alone."""
    own: set[date | None] = {credits_day(parts[a:b]) for a, b in pairwise([*articles, len(parts)])}
    end = len(parts)
    if len(own - {None}) > 1:
        end = next((i for i, part in enumerate(parts) if part.heading), 0)
    # A date in a row of a table is a value like others.
    return stated_date([part.text for part in parts[:end] if part.kind is not Kind.ROW])


def _headline(text: str) -> str | None:
    match = re.search(r"原标题[：:]\s*([^。\n]{4,60}?)(?:\s{2,}|\n|$)", text[:200])
    return match.group(1).strip() if match else None


def _stated_title(parts: list[Part]) -> str | None:
    """The title of a header line such as 标题：… among the first paragraphs."""
    for part in parts[:12]:
        match = HEADER.match(part.text) if len(part.text) <= 120 else None
        if match and match.group(1) in TITLE_KEYS and match.group(2):
            title = match.group(2).strip()
            whole = re.fullmatch(r"《([^《》]+)》|“([^“”]+)”", title)
            return (whole.group(1) or whole.group(2)).strip() if whole else title
    return None


def _turns(parts: list[Part]) -> list[Turn]:
    starts = [i for i, part in enumerate(parts) if part.speaker is not None]
    turns: list[Turn] = []
    for k, i in enumerate(starts):
        last = (starts[k + 1] if k + 1 < len(starts) else len(parts)) - 1
        turns.append(Turn(parts[i].start, parts[last].end, parts[i].speaker or ""))
    return turns


def _opening_title(parts: list[Part]) -> tuple[str | None, int]:
    """The headline at the head of the text, and the number of the paragraph after it."""
    large = [i for i, part in enumerate(parts[:LONGEST_HEADER]) if part.kind is Kind.TITLE]
    if large:
        end = large[-1] + 1
        while end + 1 < len(parts) and parts[end].heading and parts[end + 1].heading:
            if ORDINAL.match(parts[end + 1].text) or end > large[-1] + 3:
                break
            end += 1  # who published it, in which edition
        return one_title([parts[i].text for i in large]), end
    first = end = opening(parts)
    while end < len(parts) and parts[end].heading and end - first < 3:
        if (
            end > first
            and _YEAR_ALONE.fullmatch(parts[end].text)
            and any(part.heading and _YEAR_ALONE.fullmatch(part.text) for part in parts[end + 1 :])
        ):
            break  # the first of the years that a chronicle is parted by
        numbered = ORDINAL.match(parts[end].text) or NUMBERED.match(parts[end].text)
        if end > first and (parts[end].kind is Kind.HEADING or numbered):
            break
        end += 1
    if end == first:
        return None, 0
    return one_title([part.text for part in parts[first:end]]), end
