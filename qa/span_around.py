"""The best sentences → an answer that what stands around them completes: how a quotation goes on, why, whose full name.

In come a question around its gap and ranked sentences; out goes `Found`, which quotes each sentence that it is made of,
None when the sentences are not made so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.periods import find_periods
from index.words import fold
from qa.draft import Quote
from qa.evidence import Candidate
from qa.span_anchor import points
from qa.span_beside import Found, Near, found_beside, neighbours
from qa.span_question import Asked
from qa.span_scene import scene

_GOES_ON = re.compile(r"(?:(?P<next>[下后])|(?P<before>[上前]))(?:半|一|面那?|面一?)?句")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{4,}?)[…\\.。，,]*[”\"」]")
_STOP = re.compile(r"[”\"」。！!？?；;\n]")
_PAUSE = re.compile(r"[，,]")
_SO = re.compile(r"^[“\"]?(?:所以|因此|因而|为此|于是|由此|正因为?如此|这就?是)")
_POINTS = re.compile(r"这里|此处|此地|这片地?|这一?带")
_ONCE = re.compile(r"前身|原来|原先|以前|过去|从前|曾经?|早先|老")
_CALLED = re.compile(
    r"(?P<surname>[\u4e00-\u9fff])(?:总|董|工|老师|老|主任|院长|处长|局长|部长|教授|博士|院士|书记|校长|会长|所长|经理)曾?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_BACK = 4


def goes_on(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return how a saying that the question quotes goes on, or what comes before it: “…”的后半句是什么."""
    words, side = _QUOTED.search(gap.text), _GOES_ON.search(gap.text)
    if words is None or side is None:
        return None
    begun = fold(words[1]).strip("….。,， ")
    for candidate in evidence:
        text = fold(candidate.sentence)
        at = text.find(begun)
        if at < 0:
            continue
        if side["next"]:
            start = at + len(begun)
            stop = _STOP.search(text, start)
            end = stop.start() if stop else len(text)
        else:
            start = max((m.end() for m in re.finditer(r"[“\"「。！!？?；;\n]", text[:at])), default=0)
            end = at
        while start < end and text[start] in ",， 、":
            start += 1
        while start < end and text[end - 1] in ",， 、":
            end -= 1
        if end - start > 1:
            quote = Quote(candidate.passage, candidate.start, candidate.end)
            value = candidate.sentence[start:end]
            return Found(value, (quote,), (start, end), anchored=True, told=True)
    return None


def reason_of(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return the sentence before the one that says what the question asks the reason of: 所以我们开始建设第三期."""
    asked_about = [t.word for t in gap.terms if t.side > 0 and len(t.word) > 1]
    for candidate in evidence:
        text = fold(candidate.sentence)
        so = _SO.match(text)
        if so is None or not asked_about or not all(word in text for word in asked_about):
            continue
        before, _ = neighbours(candidate, evidence)
        if before is not None:
            return found_beside(candidate, before, (0, len(before.text.rstrip("。；;，,"))))
    return None


def told_before(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return what a place was, told of 这里 before its name is: 几年前，这里还是家具厂。…这里是甲园."""
    if not _ONCE.search(gap.text) or not gap.head:
        return None
    subject = [t.word for t in gap.terms if t.side < 0 and len(t.word) > 1 and not _ONCE.search(t.word)]
    for candidate in evidence[:_BACK] if subject else ():
        text = fold(candidate.sentence)
        if (not points(candidate.sentence) and not _POINTS.search(text)) or not all(word in text for word in subject):
            continue
        at = candidate
        for _ in range(_BACK):
            before, _ = neighbours(at, evidence)
            if before is None:
                break
            if _POINTS.search(before.text) and (place := _kind_in(gap, before)):
                return replace(found_beside(candidate, before, place), anchored=True)
            at = _at(at, before)
    return None


def _at(candidate: Candidate, near: Near) -> Candidate:
    return replace(candidate, start=near.start, end=near.end, passage=near.passage, sentence=near.text)


def _kind_in(gap: Asked, near: Near) -> tuple[int, int] | None:
    """Return the last noun phrase of a sentence that ends in what is asked for."""
    seen = scene(near.text)
    for last in range(len(seen.words) - 1, -1, -1):
        if not seen.words[last].endswith(gap.head[-1]) or not seen.tags[last].startswith(("n", "j", "l", "z")):
            continue
        first = last
        while first and (
            seen.tags[first - 1].startswith(("n", "j", "b", "vn", "z", "latin")) and seen.tags[first - 1] != "nr"
        ):
            first -= 1
        return seen.starts[first], seen.ends[last]
    return None


def whole_name(value: str, best: Candidate, evidence: Sequence[Candidate]) -> Found | None:
    """Return the full name of whom a sentence calls by surname and title (顾总), where one before it names the person."""
    called = _CALLED.fullmatch(value)
    if called is None:
        return None
    at = best
    for _ in range(_BACK):
        before, _ = neighbours(at, evidence)
        if before is None:
            return None
        named = [
            (a, b) for a, b in scene(before.text).people if before.text[a] == called["surname"] and 2 <= b - a <= 4
        ]
        named = [place for place in named if not _CALLED.fullmatch(before.text[slice(*place)])]
        if named:
            return found_beside(best, before, named[-1])
        at = _at(at, before)
    return None


def year_of(gap: Asked, value: str, best: Candidate) -> Found | None:
    """Return the year of a time that its sentence tells by month alone (同年12月), as its passage gives it before."""
    asks = re.search(r"哪一?年|何年|几几年|什么年份", gap.text[gap.start : gap.end + 1])
    if asks is None or re.search(r"\d{2,4}\s*年|[〇零一二三四五六七八九]{2,4}年|去年|今年|前年|年前|年代", value):
        return None
    passage = best.passage
    lead = passage.text[: best.start - passage.start]
    years = list(_YEAR.finditer(lead))
    if not years or not find_periods(value):
        return None
    start = max(lead.rfind(mark, 0, years[-1].start()) for mark in "。！？；\n") + 1
    stop = _STOP.search(passage.text, years[-1].end())
    end = stop.end() if stop else len(lead)
    text = passage.text[start:end]
    near = Near(passage, passage.start + start, passage.start + end, text)
    place = years[-1].start() - start, years[-1].end() - start
    return found_beside(best, near, place)
