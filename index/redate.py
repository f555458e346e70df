"""A document of which the user says another date → its sections, with the dates that hold for them now.

The date of a file of one article is that article's: what was read from its first line gives way to what the user says.
Of several, one that writes its date out is more specific than the file it stands in, and keeps it; a day whose year stands
nowhere in the article was given its year by the file's date, and moves with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from index.datelines import NEAR
from index.types import Document, Section

TITLE_JOINT = " · "  # between an article's title and a heading in it


def redated(document: Document, day: date | None) -> tuple[Section, ...]:
    """Return the sections of a document of which the user says that it was published on `day`, None for unknown."""
    titles = {section.title.split(TITLE_JOINT)[0] for section in document.sections if section.title}
    if len(titles) < 2:
        return tuple(replace(section, published=None) for section in document.sections)
    found: list[Section] = []
    for own in _articles(document.sections):
        old = own[0].published
        if old is not None and not _is_written(document.text, own, old):
            old = _moved(document, old, day)
        found += [replace(section, published=old) for section in own]
    return tuple(found)


def _articles(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Yield the sections that follow each other under one date: an article and its parts."""
    return (list(own) for _, own in groupby(sections, key=lambda section: section.published))


def _is_written(text: str, article: Sequence[Section], day: date) -> bool:
    """Whether an article writes out its date, year and all; where it does not write the day at all, it is not known."""
    # What stands above the first headline, as the page's own date does, is not the article's.
    own = [section for section in article if section.title] or article
    words = text[own[0].start : own[-1].end]
    full = rf"(?<!\d){day.year}\s?[-/.年]\s?0?{day.month}\s?[-/.月]\s?0?{day.day}(?!\d)"
    return bool(re.search(full, words)) or not re.search(rf"(?<!\d)0?{day.month}\s?月\s?0?{day.day}\s?日", words)


def _moved(document: Document, old: date, day: date | None) -> date | None:
    """Return the date of an article that leaned on the document's; None where this now holds for it."""
    if day is None:
        return None
    leaned = document.published is not None and abs(document.published - old) <= timedelta(days=NEAR)
    for year in (day.year, day.year - 1):
        try:
            there = old.replace(year=year)
        except ValueError:  # 29 February
            continue
        if timedelta(0) <= day - there <= timedelta(days=NEAR):
            return there
    return None if leaned else old
