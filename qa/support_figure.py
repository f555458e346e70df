"""What a sentence says wrongly of one of its figures, by the quotes that it cites.

A sentence, the number of one of its figures and the quotes come in; out goes a word for the fault, "" when a quote states
the figure so: value, unit, qualifier, role, change, plan, period, label and whose it is.
"""

import re
from collections.abc import Sequence

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import FigureRow, Kind, Period, Qualifier, Quantity, Statement
from qa.support_claims import (
    Claim,
    change_of,
    changes_said,
    claims_of,
    counted_from,
    is_kind,
    makes_new,
    tells,
    without_english,
)
from qa.support_periods import when_agrees
from qa.support_said import Said, Source, role_of, said_of, sentence_at
from qa.support_unlike import Around, loose, unlike
from qa.support_whole import BORDER, IS_AHEAD, LIGHT, NOT
from qa.support_whose import whose_agrees
from qa.support_words import label_of, undated

_SUPPOSED = re.compile(r"(?:如果|假如|假设|假定|倘若|要是|若(?!干))(?![只按仅算剔不])|\bif\b|\bsuppos", re.IGNORECASE)
_OWN = re.compile(r"的?\s*")
_PLAN = re.compile(r"目标|计划|规划|要点")
_DONE = re.compile(r"已(?!知)|(?:达到|完成|实现|突破|建成|投产|提高|下降|增长)了")
_TO_COME = re.compile(r"年内|[年月日]底?前")
_ONCE = re.compile(r"才能|如果(?![只按仅算剔不])|一旦|要到")
_UP = re.compile(r"增速|增长率|增幅")
_DOWN = re.compile(r"降幅")
_QUALIFIERS = {
    Qualifier.OVER: re.compile(r"\b(?:exceed\w*|over|more than|above|surpass\w*|top\w*)\W*$", re.IGNORECASE),
    Qualifier.ABOUT: re.compile(r"\b(?:about|around|approximately|roughly|some)\W*$", re.IGNORECASE),
    Qualifier.NEARLY: re.compile(r"\b(?:nearly|almost|close to)\W*$", re.IGNORECASE),
    Qualifier.UNDER: re.compile(r"\b(?:under|below|less than|fewer than)\W*$", re.IGNORECASE),
    Qualifier.AT_LEAST: re.compile(r"\bat least\W*$", re.IGNORECASE),
}
_BOUNDS = {
    Qualifier.AT_MOST: re.compile(r"上限|封顶|不超过|不高于|最多|至多|最高"),
    Qualifier.AT_LEAST: re.compile(r"下限|至少|不少于|不低于|最少|最低"),
}
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?![一二三四五六七八九十\d])|[一二三四五六七八九十][级类等期]")
_PART = re.compile(r"(?<!第)[一二三四五六七八九十][期批级类]")
_YEAR_OF = re.compile(r"(?<![比较])(?:19|20)\d\d[届级]")  # the graduates of 2024, whenever they are counted
_PAST = re.compile(r"原[来先为本是计]|此前|以前|之前|先前|误|起初|当初|初稿|早先|曾|更正前|调整前|快报")


def figure_fault(text: str, number: int, sources: Sequence[Source], *, english: bool) -> str:
    """Return what is wrong with one figure of a sentence, "" when a quote states it so."""
    bare = without_english(text) if english else text
    claims = claims_of(bare)
    figure, claim = claims[number]
    if is_kind(bare, number):
        kinds = (q for s in sources for q, _ in claims_of(s.text))
        stated = any(same_value(q, figure) and _bound(q) is _bound(figure) for q in kinds) or any(
            _counts_whom(figure, text, s) for s in sources
        )
        return "" if stated else "kind"
    kind = claims[number - 1][0] if number and is_kind(bare, number - 1) else None
    said = said_of(text, figure, [q for q, _ in claims])
    anchor = counted_from(claims, number)
    before = claims[number - 1][0] if number else None
    fault = "value"
    for source in sources:
        stated = claims_of(source.text)
        for place, (found, _) in enumerate(stated):
            if not same_value(found, figure) or not _counts_in(figure, found):
                continue
            if _bound(found) is not _bound(figure) and not _qualified_beside(
                text, figure, found, source.text[: found.start]
            ):
                fault = "qualifier"
                continue
            if (
                kind
                and not _counts_whom(kind, text, source)
                and not (place and is_kind(source.text, place - 1) and same_value(stated[place - 1][0], kind))
                and not _is_of_kind(kind, stated[place : place + 2], source.text)
            ):
                fault = "kind"
                continue
            if (
                is_kind(source.text, place)
                and not is_kind(bare, number)
                and source.text[found.end :].lstrip()[:2] not in text
            ):
                fault = "kind"  # 18个 of 来自18个省份的项目412个 counts no 项目
                continue
            fault = _said_fault(figure, said, claim, stated, place, source, anchor, before)
            if not fault:
                return ""
    return fault


def _is_of_kind(kind: Quantity, stated: Sequence[tuple[Quantity, Claim]], text: str) -> bool:
    """Whether what a figure counts is told by the next figure of its clause to be of a kind: 11家收入超千亿元企业."""
    (found, _), *behind = stated
    return any(
        same_value(q, kind) and q.qualifier is kind.qualifier and not re.search(BORDER, text[found.end : q.start])
        for q, _ in behind
    )


def _counts_whom(kind: Quantity, text: str, source: Source) -> bool:
    """Whether a figure counts those of whom the next is said (8个平台服务410批次), as it counts them in the source."""
    named = text[kind.end : kind.end + 2]
    stated = (q for q, _ in claims_of(source.text) if same_value(q, kind) and q.qualifier is kind.qualifier)
    return kind.kind is Kind.COUNT and any(source.text[q.end :].lstrip("的").startswith(named) for q in stated)


def _bound(figure: Quantity) -> Qualifier:
    """Return how exactly a figure is stated, whether planned or not: 预计有5000人以上 is at least 5000."""
    if figure.qualifier not in (Qualifier.ESTIMATED, Qualifier.PLANNED):
        return figure.qualifier
    digits = re.search(r"[\d一二两三四五六七八九十百千万亿].*", figure.surface)
    inner = find_quantities(digits.group()) if digits else []
    return inner[0].qualifier if inner else Qualifier.EXACT


def _counts_in(figure: Quantity, found: Quantity) -> bool:
    """Whether a count has its source's measure word: 240家 are not 240个, though 人, 名 and 位 all count people."""
    units = {figure.unit, found.unit}
    return figure.kind is not Kind.COUNT or len(units) == 1 or units <= {"人", "名", "位"} or "" in units


def _is_ahead(figure: Quantity) -> bool:
    return figure.qualifier in (Qualifier.ESTIMATED, Qualifier.PLANNED)


def _is_past(there: Said, role: str) -> bool:
    """Whether a source gives a figure only as what was before, or as what was put right: 由8元降为5元, 误写为12万人."""
    return role == "from" or _PAST.search(there.left) is not None


def _qualified_beside(text: str, figure: Quantity, found: Quantity, ahead_of: str) -> bool:
    """Whether the words that qualify a source's figure stand beside that of a text (力争突破, more than)."""
    if figure.surface not in found.surface:
        word = figure.surface.partition(found.surface)[0].rstrip("为是有达")
        return (
            found.surface in figure.surface
            and re.search(rf"{re.escape(word)}[，,]?[有为是达]?到?\s*$", ahead_of) is not None
        )
    rest = found.surface.replace(figure.surface, "", 1)
    ahead, behind = text[max(0, figure.start - 16) : figure.start], text[figure.end : figure.end + 3]
    english = _QUALIFIERS.get(found.qualifier)
    bound = _BOUNDS.get(found.qualifier)
    stated = (english is not None and english.search(ahead) is not None) or rest in f"{ahead[-6:]}{behind}"
    return stated or (bound is not None and bound.search(ahead[-10:]) is not None)


def _said_fault(
    figure: Quantity,
    said: Said,
    claim: Claim,
    stated: Sequence[tuple[Quantity, Claim]],
    place: int,
    source: Source,
    anchor: Quantity | None,
    before: Quantity | None,
) -> str:
    """Return what a sentence says wrongly of a figure, compared with one of the figures of a source."""
    found, there_claim = stated[place]
    there = said_of(source.text, found, [q for q, _ in stated])
    row = _row_of(source, found)
    role, other = role_of(said), role_of(there)
    # 由2022年的3亿元增至2023年的5亿元: each is of its own time, and told by itself
    dated = bool(find_periods(said.left)) and any(_OWN.fullmatch(said.lead, p.end) for p in find_periods(said.lead))
    if role == other == "to" and before is not None and not dated and not same_value(stated[place - 1][0], before):
        return "role"
    if {role, other} == {"from", "to"} or (_is_past(there, other) and not (role or _PAST.search(said.whole))):
        return "role"
    if other == "to" and not role and _PAST.search(f"{claim.frame} {said.left}"):
        return "role"
    # A level is not a change (增长到64家 is not 增长64家), on whichever side of the figure the change is told.
    parent = there_claim.whole.partition("，")[0]
    told = {"new"} if makes_new(f"{there_claim.own} {there_claim.before} {parent}") else set[str]()
    went = {change - told for change in changes_said(claim, figure, role=role)}
    goes = change_of(there_claim, role=other, kind=found.kind) - (
        {"new"} if makes_new(f"{claim.own} {claim.before}") else set[str]()
    )
    if goes not in went and (any(went) or tells(claim.all)):  # a figure alone says nothing of a change
        return "change"
    label = _plainly(f"{said.lead} {said.left} {said.right}")
    # What follows 的 may tell of something else: 27个联合体的不懈努力.
    theirs = {bool(NOT.search(there.left + right)) for right in (there.right, there.right.partition("的")[0])}
    if (label_of(label) or NOT.search(label)) and bool(NOT.search(label)) not in theirs:
        return "negation"
    base = _anchor_place(stated, place)
    if (
        base is not None
        and anchor is not None
        and same_value(stated[base][0], anchor)
        and not find_periods(source.text[stated[base][0].end : found.start])
    ):
        dated, its = stated[base][0], _row_of(source, stated[base][0])  # a change is of its level's time
    else:
        dated, its = found, row
    if not when_agrees(said, dated, its, source) and not _is_asked_when(said.period, source.asked_of(found)):
        return "period"
    if (_is_ahead(found) or (row and row.statement is not Statement.RESULT)) and not IS_AHEAD.search(said.whole):
        return "plan"
    told = sentence_at(source.text, found.start)
    if _SUPPOSED.search(told.partition(found.surface)[0]) and not _SUPPOSED.search(said.whole):
        return "supposed"
    behind = source.text[found.end : min([found.end + 12, *(q.start for q, _ in stated[place + 1 : place + 2])])]
    if _ONCE.search(f"{there.left} {behind}") and not IS_AHEAD.search(said.whole) and not _ONCE.search(said.whole):
        return "plan"
    if _is_ahead(figure) and not IS_AHEAD.search(
        f"{sentence_at(source.text, found.start)} {there_claim.frame} {source.heads}"
    ):
        return "plan"
    led = _PLAN.search(f"{source.heads} {_list_head(source.text, found.start)}") is not None
    if IS_AHEAD.search(f"{claim.all} {claim.frame}") and not led and not IS_AHEAD.search(told):
        return "plan"
    planned = led or _is_ahead(found) or _TO_COME.search(told) or (row and row.statement is not Statement.RESULT)
    if planned and _DONE.search(said.whole) and not _DONE.search(told):
        return "plan"
    ahead = f"{source.heads}\n{source.text[: found.start]}"
    ordinals = {m.group() for m in _ORDINAL.finditer(label) if m.group() not in ahead}
    if ordinals - set(_ORDINAL.findall(there.left)) - ({"第一"} if re.search("[首头]", there.left) else set[str]()):
        return "ordinal"
    if any(part not in said.whole for part in _PART.findall(there.left)):
        return "part"
    mine, theirs = (_YEAR_OF.findall(words) for words in (said.whole, sentence_at(ahead, len(ahead))))
    if mine and theirs and theirs[-1] not in mine:
        return "part"
    read = f"{row.subject} {row.measure}" if row and not tells(there_claim.own) else ""
    context = f"{source.heads}\n{read}\n{source.asked_of(found)}"
    around = Around(
        context=context, ahead=ahead, source=source.text, place=place, anchor=anchor, asked=source.asked_of(found)
    )
    if words := unlike(figure, claim, there_claim, f"{said.whole} {source.asked_of(found)}".strip(), around):
        return f"label {words}"
    names = "".join(said.names)
    if any(c not in names for c in loose(claim, around)):
        return "label"
    return "" if whose_agrees(said, there, (claim, there_claim), found, row, source) else "subject"


def _is_asked_when(period: Period | None, asked: str) -> bool:
    """Whether a period is one that a question asks about."""
    if period is None or None in (period.first, period.last):
        return False
    return any((p.first, p.last) == (period.first, period.last) for p in find_periods(asked))


def _list_head(text: str, place: int) -> str:
    """Return the last line before a place that leads to a list (主要目标是：)."""
    lines = [line for line in text[:place].split("\n") if line.rstrip().endswith(("：", ":"))]
    return lines[-1] if lines else ""


def _row_of(source: Source, figure: Quantity) -> FigureRow | None:
    return next((r for r in source.rows if r.quantity.start == source.start + figure.start), None)


def _anchor_place(stated: Sequence[tuple[Quantity, Claim]], place: int) -> int | None:
    """Return the place of the figure that a relative one of a source says something of."""
    found = counted_from(stated, place)
    return next((n for n, (q, _) in enumerate(stated) if q is found), None) if found else None


def _plainly(text: str) -> str:
    """Return words beside a figure without their dates, with one word for what means the same: 增速 and 增长, 降到 and 降为."""
    text = LIGHT.sub(r"\1 ", undated(text))
    return _DOWN.sub("下降", _UP.sub("增长", text))
