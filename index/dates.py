"""Text → the first full date in it; nothing coarser than a day counts, but where somebody states when a document is of.

Besides what `index/periods.py` reads, the forms that stand in the header lines of documents: English dates (March 5,
2024; 5 Mar 2024; 05.03.2024) and those of newspaper archives (2024年/3月/5日).
"""

import re
from datetime import date, timedelta

from index.periods import find_periods

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR_OF = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_OTHER_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![A-Za-z]){_MONTH}\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{0,2}}{_YEAR_OF}",
        rf"(?<![\dA-Za-z])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?{_MONTH},?[\s-]{{1,2}}{_YEAR_OF}",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR_OF}(?!\.)",
        rf"(?<!\d){_YEAR_OF}年\s?/\s?(?P<month>\d{{1,2}})月\s?/\s?(?P<day>\d{{1,2}})日",
    )
)
_EARLIEST = 1900
_MONTH_ALONE = re.compile(r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>0?[1-9]|1[0-2])\s?月?")
_T = re.compile(r"(?<=\d)T(?=\d{2}:\d{2})")
_MAY_BE_OTHER = re.compile(r"[A-Za-z]{3}|\.\d{1,2}\.\d{4}|/\s?\d{1,2}月")


def read_date(text: str) -> date | None:
    """The date that somebody states for a document, or None if it is none, or of a year that no document can be of.

    Args:
        text: a full date and anything after it (2025-03-28, 2025/3/28, 2025年3月28日, with or without a time), or a month
            and nothing else (2025-03, 2025年3月), which is taken as its first day.
    """
    day = _stated(text.strip())
    return day if day is not None and is_likely(day) else None


def is_likely(day: date) -> bool:
    """Whether a document may have been published on a day: at the earliest in 1900, at the latest next year."""
    return _EARLIEST <= day.year <= date.today().year + 1


def why_no_date(text: str) -> str:
    """Why `read_date` finds no date in a text, for staff."""
    if _stated(text.strip()) is not None:
        return f"年份不对，只收 {_EARLIEST} 年到明年的日期"
    return "不是日期"


def _stated(text: str) -> date | None:
    if re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
    found = first_day(text[:40])
    if found:
        return found[0] if not text[: found[1]].strip("[【（( ") else None
    month = _MONTH_ALONE.fullmatch(text)
    if month:
        return date(int(month["year"]), int(month["month"]), 1)
    periods = find_periods(text[:40])
    first, last = (
        (periods[0].first, periods[0].last) if len(periods) == 1 and periods[0].surface == text else (None, None)
    )
    whole = first and last and first.day == 1 and (last + timedelta(days=1)).day == 1
    return first if whole and first and last and (first.year, first.month) == (last.year, last.month) else None


def first_day(text: str) -> tuple[date, int, int] | None:
    """The first full date in a text, with its start and end."""
    best: tuple[date, int, int] | None = None
    text = _T.sub(" ", text)
    if _MAY_BE_OTHER.search(text):
        best = min((found for form in _OTHER_FORMS if (found := _other(text, form))), key=lambda f: f[1], default=None)
    for period in find_periods(text):
        if period.first is not None and period.first == period.last:
            if best is None or period.start < best[1]:
                return period.first, period.start, period.end
            break
    return best


def _other(text: str, form: re.Pattern[str]) -> tuple[date, int, int] | None:
    match = form.search(text)
    if match is None:
        return None
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(match["year"]), number, int(match["day"])), match.start(), match.end()
    except ValueError:
        return None
