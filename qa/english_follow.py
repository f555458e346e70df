"""English follow-ups: what about …, and in 2023?, how many does it have.

A fragment and the whole question before it come in, either of them in English; out goes a whole English question, or
"" where the fragment needs nothing of the question before.
"""

import re

from qa.english import AMOUNTS
from qa.phrases import Parts

_YEAR = re.compile(
    r"(?:and\s+|then\s+|but\s+)*(?:(?:what|how)\s+about\s+)?(?:in\s+|for\s+)?((?:19|20)\d\d)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:and\s+|then\s+|but\s+|ok(?:ay)?,?\s+)*(?:(?:what|how)\s+about\s+|and\s+|in\s+|for\s+)(?:in\s+|for\s+)?(?P<what>[A-Za-z\u3400-\u9fff].*?)",
    re.IGNORECASE,
)
_JOIN = re.compile(r"^(?:and|then|but|so)\s+(?=\w)", re.IGNORECASE)
_PHRASE = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|will|can|could)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w&-]*(?: (?:of )?[A-Z][\w&-]*)*|[\u3400-\u9fff]{2,}")
_TIME = re.compile(r"\b(?:in|by|during|at the end of|for)\s+(?:the\s+)?(?:year\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
_ITS = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:[Ii]t|[Tt]hey|them|[Hh]e|[Ss]he)\b(?!\s+(?:that|possible))")
_THERE = re.compile(r"\b(?:in it|in there|there)\s*$")  # in IT names a trade
_COUNTED = re.compile(
    r"\bhow (?:many|much) (?P<of>(?:[\w-]+ ){0,3}?[\w-]+?)\b"
    r"(?= (?:do|does|did|is|are|was|were|has|have|had|in|of|at|there|will)\b)",
    re.IGNORECASE,
)
_WHOLE_COUNTED = re.compile(
    r"\bhow many (?P<of>(?:[\w-]+ ){0,3}?[\w-]+?) "
    r"(?:(?:is|are|was|were)(?: (?:there|located|based))?|works?|lives?|operates?|have settled) "
    r"(?P<where>(?:in|at|on|of|within) [^?,;]+)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\b(?:of|among) (?:them|these|those|which)\b", re.IGNORECASE)
_NO_NAMES = frozenset(
    ("R&D", "GDP", "IPO", "ESG", "AI", "I", "RMB", "The", "In", "By", "For", "At", "And", "List", "Name", "Q")
)


def in_english(fragment: str, before: str, parts: Parts | None = None) -> str:
    """Return an English follow-up as a whole question, "" when it takes nothing over.

    Args:
        fragment: the user's words, English, without their mark.
        before: the whole question before, English or Chinese.
        parts: the parts of `before` where it is Chinese.
    """
    whose, when = _taken(before, parts)
    chinese = parts is not None
    if (year := _YEAR.fullmatch(fragment)) and not chinese:
        return _year_exchanged(before, year[1])
    about = _ABOUT.fullmatch(fragment)
    if about and not _PHRASE.search(about["what"]):
        return _about(about["what"], before, whose, when, parts)
    fragment = _JOIN.sub("", fragment)
    if not chinese and (counted := _WHOLE_COUNTED.search(before)) and _OF_THEM.search(fragment):
        group = f"the {counted['of']} {counted['where']}".strip()
        return _ended(_OF_THEM.sub(f"of {group}", fragment, count=1))
    return _pointed(fragment, whose, when)


def _taken(before: str, parts: Parts | None) -> tuple[str, str]:
    """Return whom and when the question before asks of."""
    if parts is not None:
        year = re.search(r"(?:19|20)\d\d", parts.of(parts.period))
        return parts.of(parts.subject), f"in {year[0]}" if year else ""
    runs = (
        re.sub(rf"^(?:(?:{_PHRASE.pattern}|The|In) )+", "", m.group(), flags=re.IGNORECASE)
        for m in _NAME.finditer(before)
    )
    names = [name for name in runs if name not in _NO_NAMES and not _PHRASE.fullmatch(name)]
    time = _TIME.search(before)
    return names[-1] if names else "", time.group() if time else ""


def _year_exchanged(before: str, year: str) -> str:
    changed, count = re.subn(r"\b(?:19|20)\d\d\b", year, before, count=1)
    return _ended(changed if count else f"{before.rstrip('? ')} in {year}")


def _about(what: str, before: str, whose: str, when: str, parts: Parts | None) -> str:
    """Return the question before with what a fragment names in the place of the part of its kind."""
    words = re.sub(r"^(?:the|its|their)\s+", "", what)
    time = _TIME.search(words)
    if time:  # revenue in 2023
        when, words = time.group(), (words[: time.start()] + words[time.end() :]).strip()
    named = re.match(r"[A-Z\u3400-\u9fff]", words) and words.split()[0] not in _NO_NAMES
    if named and parts is None and whose:
        return _ended(
            before.replace(whose, words, 1) if not time else _year_exchanged(before.replace(whose, words, 1), time[1])
        )
    if named and parts is not None:
        text = parts.text.replace(parts.of(parts.subject), words, 1) if parts.subject else ""
        return f"{text}？" if text else ""
    head = re.escape(words.split()[-1])
    same = parts is None and re.search(rf"(?<=\b(?:many|much) )(?:[\w-]+ ){{0,3}}{head}\b", before)
    if same and not time:
        return _ended(f"{before[: same.start()]}{words}{before[same.end() :]}")
    counted = _COUNTED.search(before) if parts is None else None
    if counted and not time and not AMOUNTS.search(words) and words.endswith("s"):
        return _ended(f"{before[: counted.start('of')]}{words}{before[counted.end('of') :]}")
    if not whose:
        return ""
    behind = f"of {whose}{' ' + when if when else ''}"
    if words.endswith("s") and not AMOUNTS.search(words):
        return _ended(f"How many {words} does {whose} have{' ' + when if when else ''}")
    return _ended(f"What was the {words} {behind}")


def _pointed(fragment: str, whose: str, when: str) -> str:
    """Return a question with its pronoun written out, and with the time before where it has none."""
    if not whose:
        return ""
    text = _ITS.sub(f"{whose}'s", fragment, count=1)
    if text == fragment:
        text = _THERE.sub(f"in {whose}", fragment)
    if text == fragment:
        text = _IT.sub(whose, fragment, count=1)
    if text == fragment:
        return ""
    dated = re.search(r"\b(?:19|20)\d\d\b|\b(?:last|this|next) year\b|\bnow\b|\bwhen\b", text, re.IGNORECASE)
    return _ended(text if dated or not when else f"{text} {when}")


def _ended(text: str) -> str:
    text = text.rstrip("?？ .")
    return f"{text[:1].upper()}{text[1:]}?"
