"""Both ends of a change that one sentence tells: 从3200元降到1750元, 原来160元、现在100元.

In come a question that asks for what something was before and what it became, and candidates; out come the two figures,
the earlier one first, or nothing where no sentence tells of such a change.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.quantities import find_quantities, normalize_unit, same_value
from index.words import fold, tagged
from qa.events import held
from qa.evidence import Candidate
from qa.formula import alike
from qa.operands import subject_in
from qa.question import Question, understand
from qa.whose import is_body

_ASKS = r"(?:多少|百分之几|(?<![好十哪无])几|多[久长大高])"
_BEFORE = r"原来|原先|以前|之前|从前|早先|起初|当初|(?:[更修订改]正|调整|修订|改[造版革]|升级|提速|实施)前"
_AFTER = r"现在|后来|如今|目前|眼下|(?:[更修订改]正|调整|修订|改[造版革]|升级|提速|实施)(?:之?后|过后)"
_WANTED = re.compile(
    rf"[从由][^，,。；;？?]{{0,8}}{_ASKS}[^。；;？?]{{0,16}}?[到至为成][^，,。；;？?]{{0,6}}{_ASKS}"
    rf"|(?:{_BEFORE})[^。；;？?，,\d]{{0,8}}[和与跟及、][^。；;？?，,]{{0,4}}(?:{_AFTER})[^。；;？?]{{0,16}}{_ASKS}"
    rf"|[\u3400-\u9fff]{{2}}前后[^。；;？?，,\d]{{0,6}}(?:各自?|分别|依次)[^。；;？?，,\d]{{0,4}}{_ASKS}"
    rf"|(?:{_BEFORE})[^。；;？?\d]{{0,16}}{_ASKS}[^。；;]{{0,16}}(?:{_AFTER})[^。；;？?]{{0,16}}{_ASKS}"
)
_NOW_ASKED = re.compile(rf"(?:{_AFTER})[^，,。；;？?\d]{{0,12}}{_ASKS}")
_ASKS_BEFORE = re.compile(
    rf"{_BEFORE}|[\u3400-\u9fff]{{2}}之?前[^，,。；;？?]{{0,4}}{_ASKS}|[从由][^，,。；;？?]{{0,8}}{_ASKS}|本来|基数"
)
_FROM = re.compile(rf"(?:[从由将把]|{_BEFORE})[^，,。；;]{{0,20}}$")
_MARK = re.compile(rf"(?:[从由将把]|{_BEFORE})")
_TO = re.compile(
    r"(?:(?P<moved>[降升涨增减缩提扩压调改加翻跌回下上][^\d，,。；;]{0,3}|更正|修正|订正|修订|变)?(?:到|至|为|成)|应为|应该?是)了?"
    r"(?:约|近|超过?|不足|只有|大约|将近)?$"
)
_AS_LIKELY = 0.5
_SOME = 0.4
_MOST = 0.6  # of the words of what is said to have changed
_CLEARLY = 1.5  # of the score
_PART = re.compile("[，,；;。：:]")
_STOP = re.compile("[；;。]")
_FAR = 28
"""Characters between the two figures."""


def asks_both_ends(text: str) -> bool:
    """Whether a question asks from what to what something changed."""
    return _WANTED.search(text) is not None


def both_ends(question: Question, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the two figures of the change that fits best, [] for none."""
    found = _changes(question, evidence)
    return max(found, key=_fit) if found else []


def is_only_change(question: Question, ends: Sequence[Candidate], evidence: Sequence[Candidate]) -> bool:
    """Whether no other change that is told fits nearly as well as the one with these ends."""
    others = [pair for pair in _changes(question, evidence) if not any(one is end for one in pair for end in ends)]
    told = [end.row.quantity for end in ends if end.row]
    # The same change, told elsewhere, is none other.
    others = [
        pair
        for pair in others
        if not all(c.row and same_value(c.row.quantity, q) for c, q in zip(pair, told, strict=True))
    ]
    return all(_fit(pair) < _fit(ends) - _CLEARLY for pair in others)


def of_own_change(question: Question, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without the ends of a change beside which its sentence tells of another one whose words have
    all that these have of the question, and more: 新药申请审批从200天压缩到60天，临床审批从60天压缩到30天."""
    words = {term for term in question.terms if len(term) > 1}
    told = [(pair, _words_of(words, pair[0])) for pair in _changes(question, fitting)] if len(words) > 1 else []
    less = [
        (pair, own)
        for pair, own in told
        if any(
            own and own < other and beside[0].start == pair[0].start and beside[0].passage.id == pair[0].passage.id
            for beside, other in told
        )
    ]
    ends = {id(end) for pair, _ in less for end in pair}
    return [c for c in fitting if id(c) not in ends]


def _words_of(words: set[str], before: Candidate) -> frozenset[str]:
    """Return those of some words that stand before the first figure of a change, in its own part of the sentence."""
    lead = before.sentence[: max(before.row.quantity.start - before.start, 0)] if before.row else ""
    part = fold(_PART.split(lead)[-1])
    return frozenset(word for word in words if word in part)


def _changes(question: Question, evidence: Sequence[Candidate]) -> list[list[Candidate]]:
    """Return each pair of figures of a sentence of which the one became the other."""
    sentences: dict[tuple[int, int], list[Candidate]] = {}
    for candidate in evidence:
        if candidate.row and (not question.kinds or candidate.row.quantity.kind in question.kinds):
            sentences.setdefault((candidate.passage.id, candidate.start), []).append(candidate)
    for figures in sentences.values():
        figures.sort(key=lambda c: c.row.quantity.start if c.row else 0)
    return [[a, b] for figures in sentences.values() for a, b in pairwise(figures) if _is_change(a, b)]


def _fit(ends: Sequence[Candidate]) -> float:
    return max(end.score for end in ends)


def asks_before(text: str) -> bool:
    """Whether a question asks for what something was before it changed."""
    if _NOW_ASKED.search(text):  # 以前要大半年，现在要多少天
        return False
    return _ASKS_BEFORE.search(text) is not None


def became(stated: Candidate, evidence: Sequence[Candidate]) -> Candidate:
    """Return what a figure became as its own sentence tells (60天 of 从200天压缩到60天), or the figure itself."""
    if stated.row is None or not _is_led(stated):
        return stated
    end = stated.row.quantity.end
    behind = [
        c
        for c in evidence
        if c.row
        and (c.passage.id, c.start) == (stated.passage.id, stated.start)
        and 0 <= c.row.quantity.start - end <= _FAR
        and c.row.statement is stated.row.statement
        and _is_change(stated, c)
    ]
    # 60天 of 从60天压缩到30天 may be meant as what something else was brought down to.
    if behind and any(
        c.row
        and c.probability >= _AS_LIKELY * stated.probability
        and same_value(c.row.quantity, stated.row.quantity)
        and any((d.passage.id, d.start) == (c.passage.id, c.start) and _is_change(d, c) for d in evidence)
        for c in evidence
    ):
        return stated
    return min(behind, key=lambda c: c.row.quantity.start if c.row else 0, default=stated)


def was(stated: Candidate, evidence: Sequence[Candidate]) -> Candidate:
    """Return what a figure was before as its own sentence tells (80万元 of 从80万元提高到120万元), or the figure itself."""
    before = [
        c
        for c in evidence
        if c.row
        and stated.row
        and (c.passage.id, c.start) == (stated.passage.id, stated.start)
        and c.row.quantity.end <= stated.row.quantity.start
        and c.row.measure == stated.row.measure
        and _is_led(c)
        and _is_change(c, stated)
    ]
    return max(before, key=lambda c: c.row.quantity.start if c.row else 0, default=stated)


def _is_change(before: Candidate, after: Candidate) -> bool:
    """Whether the words between two figures say that the one became the other."""
    if before.row is None or after.row is None:
        return False
    one, two = before.row.quantity, after.row.quantity
    if one.kind is not two.kind or normalize_unit(one.unit) != normalize_unit(two.unit):
        return False
    between = before.sentence[one.end - before.start : max(two.start - before.start, 0)]
    to = _TO.search(between)
    if to is None or len(between) > _FAR or _STOP.search(between):
        return False
    return bool(to["moved"] or _is_led(before))


def _is_led(before: Candidate) -> bool:
    """Whether the words before a figure say that it was so before: 从200天, 原来160元."""
    lead = before.sentence[: max(before.row.quantity.start - before.start, 0)] if before.row else ""
    return bool(_FROM.search(lead) or _MARK.match(lead[-2:]))


def adjoin(one: Candidate, other: Candidate) -> bool:
    """Whether two figures stand in one sentence with no other of their kind between: the ends of one change."""
    if one.start != other.start or one.passage.document_id != other.passage.document_id or not (one.row and other.row):
        return False
    first, second = sorted((one.row.quantity, other.row.quantity), key=lambda q: q.start)
    between = find_quantities(one.sentence[first.end - one.start : second.start - one.start])
    return not any(alike(first, q) for q in between)


def names_what_changed(label: str, candidate: Candidate, lead: str) -> bool:
    """Whether a change's sentence names most of what is asked for, and no other thing of its sort.

    Whose it is may stand above the sentence, and is looked at elsewhere. Of 出口货物通关时间 and 进口货物通关时间 the one
    is not the other, though most of their words are the same.
    """
    row, whose = candidate.row, subject_in(label)
    above = is_body(fold(whose)) or (whose and fold(whose) in fold(candidate.passage.text))
    terms = [t for t in understand(f"{label}是多少？").terms if t not in fold(whose) or not above or whose == label]
    text = fold(f"{row.subject if row else ''}{row.measure if row else ''}{candidate.passage.section or ''}{lead}")
    if held(terms, f"{row.measure if row else ''}{_own_lead(lead)}") < _SOME:
        return False  # of two changes in one sentence, the other one
    return held(terms, text) >= _MOST and not _has_a_sibling(fold(label), terms, text)


def _own_lead(lead: str) -> str:
    """Return what stands before what something was, from the figure before: 检票用时 of 候车由48分钟压缩到30分钟，检票用时由12分钟缩短为."""
    told = find_quantities(lead)
    ends = [0, *(q.end for q in told)]
    return lead[ends[-2] : told[-1].start] if told else lead


def _has_a_sibling(label: str, terms: Sequence[str], text: str) -> bool:
    """Whether where the label has a word that a text has not, before one that it has, the text has another such word."""
    for missing, common in pairwise(terms):
        if missing in text or common not in text or f"{missing}{common}" not in label:
            continue
        before = re.search(rf"([\u3400-\u9fff]{{2}})的?{re.escape(common)}", text)
        if before and tagged(before[1])[0][1].startswith(("n", "v", "a", "b", "j", "f", "s")):
            return True
    return False
