"""A list that a text calls by its number: 甲、乙、丙“三大要素”, 三大要素：甲、乙、丙, 三大要素，即甲、乙和丙.

In come a question around its gap and a sentence; out goes the place of the items. The question says the number and the
name (三大要素有哪些), so where the sentence says them too, the items right before or behind them are meant, if they are as
many; whatever else the sentence lists is not.
"""

import re

from index.words import fold
from qa.span import LEADS, items_alone
from qa.span_list import asked_count
from qa.span_question import Asked
from qa.span_scene import Scene, scene

Place = tuple[int, int]

_NUMBER = re.compile(r"(?<![第十百千\d])(?:[两二三四五六七八九十]|1\d|[2-9])(?![\d十百千万亿])")
_TWICE = 2
_SHORTEST = 4  # signs of a number with a name: 四个转变
_STOP = re.compile(r"[,，;；:：。!?\n]")
_BESIDE_END = re.compile(r"[“\"『「\s]*(?:[等这][一]?)?$")
_LEADS_IN = re.compile(
    r"[”\"』」]?[^,，;；:：。!?\n、“”]{0,8}?[,，]?(?:[:：]|即|包括|包含|分别[是为指]?|就?是|指的?是?|为)+[“\"]?"
)
_END = re.compile(r"[。!?\n]")
_MARKS = (re.compile("[;；]"), re.compile("、"), re.compile("、|以及|[和与及]"))


def counted_run(gap: Asked, sentence: str) -> Place | None:
    """Return the place of the items of a list that both the question and the sentence call by its number, else None."""
    text = fold(sentence)
    for number in _NUMBER.finditer(gap.text):
        called = _called(gap.text[number.start() :], text)
        count = asked_count(called)
        if count is None:
            continue
        at = text.find(called)
        seen = scene(sentence)
        if run := _before(text, at, count):
            start = next(
                (a for a, tag in zip(seen.starts, seen.tags, strict=True) if a >= run[0] and tag not in ("d", "t")),
                run[0],
            )
            return _trimmed(text, *_without_lead(seen, *items_alone(seen, start, run[1])))
        if run := _behind(text, at + len(called), count):
            return _trimmed(text, *run)
    return None


def _called(asked: str, text: str) -> str:
    """Return the longest beginning of some words that a text says, "" where it is too short for a name."""
    size = next((n for n in range(min(len(asked), 16), _SHORTEST - 1, -1) if asked[:n] in text), 0)
    return asked[:size]


def _before(text: str, at: int, count: int) -> Place | None:
    end = _BESIDE_END.search(text, 0, at)
    stop = end.start() if end else at
    start = max((m.end() for m in _STOP.finditer(text, 0, stop)), default=0)
    return (start, stop) if _is_list(text[start:stop], count) else None


def _behind(text: str, at: int, count: int) -> Place | None:
    lead = _LEADS_IN.match(text, at)
    if lead is None:
        return None
    stop = _END.search(text, lead.end())
    whole = lead.end(), stop.start() if stop else len(text)
    if _is_list(text[slice(*whole)], count, _MARKS[:1]):
        return whole
    clause = _STOP.search(text, lead.end())
    run = lead.end(), clause.start() if clause else len(text)
    return run if _is_list(text[slice(*run)], count) else None


def _without_lead(seen: Scene, start: int, end: int) -> Place:
    """Return a run without what its first item is led in with (该园围绕|甲、乙, 重点培育|甲和乙, 构建“|甲、乙).

    It is as long again as the others then; of several verbs that is meant behind which it is as long as they are.
    """
    mark = _MARKS[-1].search(seen.text, start, end)
    if mark is None:
        return start, end
    first = next((n for n, a in enumerate(seen.starts) if a >= start), 0)
    if seen.words[first] in LEADS:
        start = seen.ends[first]
    others = [len(item) for item in _MARKS[-1].split(seen.text[mark.end() : end]) if item]
    words = zip(seen.starts, seen.ends, seen.tags, strict=True)
    leads = [b for a, b, tag in words if start <= a and b < mark.start() and tag in ("v", "p", "“", '"')]
    usual = sum(others) / max(1, len(others))
    if mark.start() - start < _TWICE * usual:
        return start, end
    return min((start, *leads), key=lambda place: abs(mark.start() - place - usual)), end


def _is_list(words: str, count: int, marks: tuple[re.Pattern[str], ...] = _MARKS[1:]) -> bool:
    return any(len([item for item in mark.split(words) if item.strip()]) == count for mark in marks)


def _trimmed(text: str, start: int, end: int) -> Place:
    """Return a place without blanks, and without a quotation mark whose other one lies outside."""
    while end > start and text[end - 1] in " 、":
        end -= 1
    for opening, closing in ("“”", "『』", "「」"):
        if text[start : start + 1] == opening and closing not in text[start:end]:
            start += 1
        if text[end - 1 : end] == closing and opening not in text[start:end]:
            end -= 1
    return start, end
