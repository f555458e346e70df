"""Sentences → clauses: where they end, of whom each speaks, and which figures 分别 deals out.

In comes the text of a sentence with its figures; out come `Clause`s, whose subject is the first noun phrase that
says something, and the share that one of several figures has in a list (A、B分别增长5%和3%). A subject is read when it
is asked for: most clauses are only counted.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.phrases import is_entity, phrase_left, subject_of, trim
from index.types import Period, Quantity
from index.words import tagged

_MAIN = re.compile(r"[，,；;：:。！？!?\n]|——|、")
_BRACKET = re.compile(r"[（）()]")
_ASIDE = re.compile(r"[（(][^（）()]{0,60}[）)]")
_DEALT = re.compile(r"分别")
_BETWEEN = re.compile(
    r"[、，,和及与以\s]*(?:为|是|有|占|达到?|突破|超过?|近|约|至|到|了|实现|完成|增长|增加|上升|提高|下降|减少|下跌|上涨|同比)*[、，,和及与\s]*"
)
_ALL_OF_THEM = re.compile(r"[这那]?[两二三四五六七八九十\d]+[一-鿿]{1,4}|[二两三]者|它们|他们")
_CLAUSE = re.compile(r"[^，,；;：:。！？!?\n]+")
_DEALT_OUT = re.compile(rf"{_BETWEEN.pattern}[^，,；;：:。、\d]{{0,6}}")  # 分别安排资金1200万元和900万元
_QUOTED = frozenset("“‘《")
_AHEAD = re.compile(r"(?:^|[，,；;。：:\n\s])(?:对于?|向|给|为|将|凡)?(?P<names>[^，,；;。：:\n]{2,80})[，,]\s*$")
_SIZE = re.compile(r"\d[\d.]*[十百千万亿]*(?:元|家|人|名|个|%|平方米|亩)")
_OF_LEVEL = re.compile("[\u3400-\u9fff]{1,4}?[级类型档等]")
_AND = re.compile(r"[、，,]|(?<=[^\s总共饱])和|以?及|与")


class Statement:
    """What stands between two marks; the clauses that brackets cut it into have its subject in common."""

    __slots__ = ("_end", "_quantities", "_subject", "_text", "start")

    def __init__(self, text: str, start: int, end: int, quantities: Sequence[Quantity]) -> None:
        """Keep what the subject is read from."""
        self._text, self.start, self._end, self._quantities = text, start, end, quantities
        self._subject: str | None = None

    @property
    def subject(self) -> str:
        """Of whom it speaks, "" if it does not say."""
        if self._subject is None:
            self._subject = _subject(self._text, self.start, self._end, self._quantities)
        return self._subject


class Clause(NamedTuple):
    """A part of a sentence between two marks; offsets count from the sentence's start."""

    start: int
    end: int
    statement: Statement


def clauses_of(text: str, plain: str, quantities: Sequence[Quantity]) -> tuple[Clause, ...]:
    """Cut a sentence into clauses; a list of names with one figure behind it stays whole, one of figures does not.

    `plain` is the same sentence with spaces for its periods, from which subjects are read.
    """
    borders = [0]
    marks = list(_MAIN.finditer(text))
    for number, mark in enumerate(marks):
        start, end = mark.span()
        if text[start] == "、":
            following = marks[number + 1].start() if number + 1 < len(marks) else len(text)
            before = any(borders[-1] <= q.start < start for q in quantities)
            if not before or not any(end <= q.start < following for q in quantities):
                continue
        borders.append(end)
    inner = [m.end() for m in _BRACKET.finditer(text)]
    clauses: list[Clause] = []
    for start, end in pairwise([*borders, len(text)]):
        if start == end:
            continue
        statement = Statement(plain, start, end, quantities)
        if inner:
            edges = [start, *(n for n in inner if start < n <= end), end]
            clauses += [Clause(a, b, statement) for a, b in pairwise(edges) if a < b]
        else:
            clauses.append(Clause(start, end, statement))
    return tuple(clauses)


def _subject(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> str:
    subject = subject_of(_ASIDE.sub("", text[start:end]))
    if not subject or subject[-1] in "和与及、":
        return ""  # one of several
    # “四个引领” is a name, not what is said of whom.
    first = next(
        (q.start for q in quantities if start <= q.start < end and text[q.start - 1 : q.start] not in _QUOTED), None
    )
    if first is not None:
        measure = phrase_left(text[start:first])
        if subject in measure or (measure and measure in subject):
            return ""  # 结案率达到100%: what is measured, nobody of whom it is said
    return subject


def dealt(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> tuple[int, list[Quantity], int] | None:
    """Tell which of the figures dealt out by 分别 this is: its number, all of them, where 分别 stands."""
    if "分别" not in text:
        return None
    for mark in reversed(list(_DEALT.finditer(text, 0, quantity.start))):
        group: list[Quantity] = []
        position = mark.end()
        for q in quantities:
            if q.start < mark.end():
                continue
            if not (_BETWEEN if group else _DEALT_OUT).fullmatch(text, position, q.start):
                break
            group.append(q)
            position = q.end
        if len(group) > 1 and quantity in group:
            return group.index(quantity), group, mark.start()
    return None


def is_between(text: str) -> bool:
    """Whether a text only links a figure to what stands before: 分别为, 分别同比增长."""
    return _BETWEEN.fullmatch(text) is not None


def dealt_name(text: str, plain: str, start: int, mark: int, count: int, number: int) -> tuple[str, str]:
    """Return what a dealt figure measures, and of whom, "" for what is not told by as many names before 分别.

    甲园和乙园的收入分别为5亿元、7亿元: each is income, of another park. 两园 stands for the names before it.
    """
    edges = [start, *(edge for found in _AND.finditer(text, start, mark) for edge in found.span()), mark]
    spans = zip(edges[::2], edges[1::2], strict=True)
    names = [plain[a:b].strip() for a, b in spans if not text[a:b].isspace() and a < b][-count:]
    if len(names) < count:
        owners = _counted(text[:start], count) if _ALL_OF_THEM.fullmatch(text[start:mark].strip()) else []
        return "", owners[number] if owners else ""
    owner, of, shared = names[-1].rpartition("的")
    if of and shared and not any("的" in name for name in names[:-1]):
        owners = [trim(name) for name in (*names[:-1], owner)]
        named = owners[number]
        if all(is_entity(one) for one in owners):
            return phrase_left(shared), named
        return f"{named}{phrase_left(shared)}", ""
    return phrase_left(names[number]), ""


def dealt_ahead(text: str, start: int, figures: Sequence[Quantity], number: int) -> str:
    """Return whom a dealt figure is for, named before the comma: 对博士、硕士，分别给予3000元、1500元; "" for not as many names.

    What the names have in common is said once, behind the last (国家级、省级实验室) or before the first (收入突破1亿元、5亿元的企业).
    """
    named = _AHEAD.search(text, 0, start)
    parts = [part.strip() for part in _AND.split(named["names"])] if named else []
    if named is None or len(parts) != len(figures) or not all(parts):
        return ""
    first, last = parts[0].rpartition("的")[2], parts[-1]
    if size := _SIZE.search(first):
        ends = [_SIZE.match(part) for part in parts[1:]]
        if not all(ends):
            return ""
        tail = last[ends[-1].end() :] if ends[-1] else ""
        own = _SIZE.search(first if not number else parts[number])
        return f"{first[: size.start()]}{own.group() if own else ''}{tail}"
    own = first if not number else parts[number]
    level = _OF_LEVEL.match(last)
    if level and all(_OF_LEVEL.fullmatch(part) for part in (first, *parts[1:-1])):
        return own if number == len(parts) - 1 else own + last[level.end() :]
    return own


def _counted(before: str, count: int) -> list[str]:
    """Return the names that 两县 stands for, the last ones before it: 在柳河县、桐山县先行试点，两县分别…; [] for none."""
    for clause in reversed(_CLAUSE.findall(before)):
        parts = [trim(part) for part in _AND.split(clause) if trim(part)]
        if len(parts) != count:
            continue
        last = next((parts[-1][:end] for end in range(2, len(parts[-1]) + 1) if is_entity(parts[-1][:end])), "")
        names = [_behind_preposition(parts[0]), *parts[1:-1], last]
        if all(is_entity(name) for name in names):
            return names
    return []


def _behind_preposition(phrase: str) -> str:
    """Return the name that a preposition leads to: 青山港 of 会议决定在青山港."""
    words = tagged(phrase)
    start = max((number + 1 for number, (_, tag) in enumerate(words) if tag == "p"), default=0)
    return "".join(word for word, _ in words[start:])


def dealt_period(periods: Sequence[Period], start: int, mark: int, count: int, number: int) -> Period | None:
    """Return the period that a dealt figure belongs to: 2015年和2018年的产值分别为5亿元和7亿元."""
    named = [p for p in periods if start <= p.start and p.end <= mark]
    return named[number] if len(named) == count else None
