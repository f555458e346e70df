"""Times in English → as Chinese writes them: in March 2024 → 2024年3月, the first half of last year → 去年上半年."""

import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split(" ")
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PARTS = {
    "first": "一",
    "second": "二",
    "third": "三",
    "fourth": "四",
    "1st": "一",
    "2nd": "二",
    "3rd": "三",
    "4th": "四",
}
_OF = r"(?:,?\s*(?:of|in|the|year)\s+)*\s*"
# 2036 teachers are no year, though a year may stand right behind a verb nowhere else.
_COUNTED = "".join(
    rf"(?<!\b{verb} )" for verb in ("was", "were", "is", "are", "had", "has", "have", "reached", "with", "stood at")
)
_TIMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"\b(?:(?:from|between)\s+)?(?P<first>{_MONTH})\b\.?\s*(?:to|through|and|-|–)\s*(?P<month>{_MONTH})\b\.?,?{_OF}{_YEAR}\b", "months"),
        (rf"\b(?:by\s+|at\s+|as\s+of\s+)?(?:the\s+)?(?P<edge>end|beginning|start|middle)\s+of\s+(?P<month>{_MONTH})\b\.?,?{_OF}{_YEAR}\b", "edge"),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_OF}(?P<month>{_MONTH})\b\.?,?\s*{_YEAR}?\b", "date"),
        (rf"\b(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*{_YEAR})?", "date"),
        (rf"\b(?P<month>{_MONTH})\b\.?,?{_OF}{_YEAR}\b", "date"),
        (rf"\b{_YEAR}-(?P<month>\d{{1,2}})(?:-(?P<day>\d{{1,2}}))?\b", "date"),
        (rf"\b(?:the\s+)?(?P<part>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter{_OF}{_YEAR}?\b", "quarter"),
        (rf"\bq(?P<number>[1-4])\b{_OF}{_YEAR}?", "quarter"),
        (rf"\b(?:the\s+)?(?P<part>first|second)\s+half{_OF}{_YEAR}?\b", "half"),
        (rf"\b(?:by\s+|at\s+)?(?:the\s+)?(?P<edge>end|beginning|start|middle){_OF}{_YEAR}\b", "edge"),
        (r"\b(?:the\s+)?(?P<edge>end|beginning|start|middle)\s+of\s+(?P<word>last|this|next)\s+year\b", "edge"),
        (r"\b(?P<word>last|this|next)\s+year\b", "word"),
        (r"\b(?:(?:over|in|during|for)\s+)?the\s+(?:last|past)\s+(?P<years>\d+|two|three|four|five|six|seven|eight|nine|ten)\s+years\b", "years"),
        (r"\byear[\s-]on[\s-]year\b|\byoy\b", "同比"),
        (rf"\b(?:(?:in|for|by|as\s+of)\s+)?(?:the\s+)?(?:(?:fiscal\s+)?year\s+)?{_COUNTED}{_YEAR}\b(?!\s*[mb]il)", "date"),
    )
)  # fmt: skip
_EDGES = {"end": "底", "beginning": "初", "start": "初", "middle": "中"}
_RELATIVE = {"last": "去年", "this": "今年", "next": "明年"}
_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def with_chinese_times(text: str) -> str:
    """Return an English text with each of its times as Chinese writes it, where it stands."""
    for pattern, form in _TIMES:
        text = pattern.sub(lambda match, form=form: f" {_read(match, form)} " if _read(match, form) else match[0], text)
    return text


def taken_times(text: str) -> tuple[str, list[str]]:
    """Return the text without its periods, and the periods as Chinese writes them."""
    found: list[tuple[int, str]] = []

    def take(match: re.Match[str], form: str) -> str:
        time = _read(match, form)
        if not time:
            return match.group()
        found.append((match.start(), time))
        return " " * (match.end() - match.start())

    for pattern, form in _TIMES:
        text = pattern.sub(lambda match, form=form: take(match, form), text)
    return text, [time for _, time in sorted(found)]


def _read(match: re.Match[str], form: str) -> str:
    """Return a time as Chinese writes it, "" for what is none: a day without a month, may that is a verb."""
    parts = match.groupdict()
    undated = form == "date" and match.group("month" if "month" in parts else "year") is None
    modal = (parts.get("month") or "").lower() == "may" and not parts.get("year") and not parts.get("day")
    return "" if undated or modal else _time(parts, form)


def _time(parts: dict[str, str | None], form: str) -> str:
    year = f"{parts['year']}年" if parts.get("year") else _RELATIVE.get((parts.get("word") or "").lower(), "")
    if form == "date":
        month, day = parts.get("month") or "", parts.get("day")
        number = _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else None)
        return year + (f"{number}月" if number else "") + (f"{int(day)}日" if day else "")
    if form == "months":
        return f"{year}{_MONTHS[(parts['first'] or '').lower()]}月至{_MONTHS[(parts['month'] or '').lower()]}月"
    if form == "years":
        years = (parts["years"] or "").lower()
        return f"过去{_NUMBERS.index(years) + 2 if years in _NUMBERS else years}年"
    if form == "quarter":
        number = int(parts.get("number") or 0)
        return f"{year}第{'零一二三四'[number] if number else _PARTS[(parts['part'] or '').lower()]}季度"
    if form == "half":
        return f"{year}{'上' if (parts['part'] or '').lower() == 'first' else '下'}半年"
    if form == "edge":
        month = f"{_MONTHS[(parts['month'] or '').lower()]}月" if parts.get("month") else ""
        return f"{year}{month}{_EDGES[(parts['edge'] or '').lower()]}"
    return year if form == "word" else form
