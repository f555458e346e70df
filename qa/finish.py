"""What is added to a draft once it is read: the source where it was asked for, the unit that was asked for, and what
an ambiguous question could mean.

A draft and its question come in, a draft comes out, to be verified like any other. A converted figure is a computed
one: it comes with its formula and the figure that it was computed from.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import DecimalException

from index.quantities import find_quantities, normalize_unit
from index.types import Document, Kind, Qualifier
from index.words import fold, tagged
from qa.dates import day
from qa.draft import Draft
from qa.evidence import Candidate
from qa.formula import Uncomputable, evaluate, squeezed, verify_formula, written
from qa.phrases import ASK
from qa.question import Question, Want
from qa.read import nothing
from qa.same import similar
from qa.texts import AMBIGUOUS, CONVERTED, SOURCE_IS, TIME_MISSING
from qa.types import Status

_SOURCE = re.compile(
    r"^(?P<base>.{2,}?)[，,。？?\s]+(?:它|这个?|那个?|上面|具体)?(?:的|数据|数字|说法|结果)*"
    r"(?:(?:出处|来源|依据|原文|原话)(?:是|在|来自)?(?:哪里|哪儿|什么|哪.{0,6}|谁)?|(?:是|在|出自|来自|引自|见)?(?:的)?哪[一]?[篇份本](?:文章|文件|文档|材料|报告|资料|里)?"
    r"|(?:出自|来自|在)?(?:哪个|什么)(?:文件|文档|材料|报告|文章|资料)|文件名(?:是什么)?)(?:里|中|上)?(?:的|说的|写的|提到的)?(?:吗|呢)?[？?。]*$"
)
_UNIT = re.compile(r"(?:多少|几)(?=(?:万亿|亿|万|千万|百万|千)?[^\d，。？?！!\s])")
_MEASURED = frozenset({Kind.AREA, Kind.LENGTH, Kind.MASS})  # of these every unit is a size of one
_CLEAR = 0.9  # confidence
_MEANINGS = 6
_BARE = 8
_LONGEST = 16
_ALIKE = 0.5


def without_source(text: str) -> tuple[str, bool]:
    """Return a question without the request for its source behind it (…，出处是哪篇？), and whether there was one."""
    match = _SOURCE.match(text)
    return (match["base"].rstrip("，,。？? ") + "？", True) if match else (text, False)


def with_source(draft: Draft, document_of: Callable[[str], Document]) -> Draft:
    """Return the draft with a line that names the document of its first quote."""
    if draft.status is not Status.ANSWERED or not draft.quotes:
        return draft
    passage = draft.quotes[0].passage
    document = document_of(passage.document_id)
    told = document.title_of(passage)
    page = document.page_at(draft.quotes[0].start)
    facts = (
        f"《{told.strip('《》')}》" if told else "",
        f"文件 {document.name}",
        day(passage.published) if passage.published else "",
        f"第 {page} 页" if page else "",
        f"讲话人 {passage.speaker}" if passage.speaker else "",
    )
    return replace(draft, notes=(SOURCE_IS.format(source="，".join(fact for fact in facts if fact)), *draft.notes))


def with_time_missing(question: Question, draft: Draft) -> Draft:
    """Return the draft with a line that says so, where a time is asked for and nothing says of when its first figure is."""
    if draft.status is not Status.ANSWERED or not draft.rows or not any(p.first or p.last for p in question.periods):
        return draft
    row, marker = draft.rows[0]
    if row.period or row.first or row.last or draft.quotes[marker - 1].passage.published:
        return draft
    return replace(draft, notes=(*draft.notes, TIME_MISSING))


def in_asked_unit(text: str, draft: Draft) -> Draft:
    """Return the draft with its figure converted where the question asks for it in 万, 亿 or another size of its unit (亩 in 平方公里)."""
    unit = _asked_unit(text)
    if not unit or draft.status is not Status.ANSWERED or draft.formula is not None or not draft.rows:
        return draft
    row, marker = draft.rows[0]
    figure = row.quantity
    surface = squeezed(figure.surface)
    if surface != draft.value or figure.qualifier is not Qualifier.EXACT or figure.low is not None:
        return draft
    if re.sub(r"^[\d.,，\s]+", "", surface).startswith(unit):
        return draft  # as asked, or with the currency behind: 亿元人民币
    if figure.kind in _MEASURED and normalize_unit(unit) == normalize_unit(figure.unit):
        return draft  # 31万平方米, asked for in 平方米
    try:
        value, exact = written(evaluate(surface), unit)
    except (Uncomputable, DecimalException):
        return draft
    if not exact and figure.kind in (Kind.MONEY, Kind.COUNT):
        return draft
    formula = f"{surface} {'=' if exact else '≈'} {value}"
    line = f"{CONVERTED.format(value=value)}：{formula}[{marker}]。"
    computed = replace(draft, value=value, sentences=(line, *draft.sentences), rows=((row, marker),), formula=formula)
    return computed if verify_formula(computed) else draft


def _asked_unit(text: str) -> str:
    """Return the unit with its size that a question asks for (多少万元 → 万元), "" when it leaves the size open."""
    for match in _UNIT.finditer(text):
        trial = "10" + text[match.end() :]
        found = find_quantities(trial)
        if found and found[0].start == 0 and found[0].kind in (Kind.MONEY, Kind.COUNT, *_MEASURED):
            unit = squeezed(found[0].surface[2:])
            if re.match(r"万亿|亿|万|千万|百万|千", unit) or found[0].kind in _MEASURED:
                return unit
    return ""


def in_asked_currency(question: Question, draft: Draft, evidence: Sequence[Candidate]) -> Draft:
    """Return the draft, or that it is not stated where dollars are asked for and yuan were found: no rate is known."""
    if draft.status is not Status.ANSWERED or draft.formula is not None or not draft.rows:
        return draft
    asked = {q.currency for unit in question.units for q in find_quantities(f"10{unit}") if q.currency}
    told = draft.rows[0][0].quantity.currency
    return nothing(evidence[0] if evidence else None) if asked and told and told not in asked else draft


def meanings(question: Question, evidence: Sequence[Candidate]) -> list[str]:
    """Return what a short question could mean, in the documents' words; [] when it is no question of that kind.

    Only a question that names nobody and nothing but its measure can be ambiguous, and only where the figures found for
    it measure quite different things.
    """
    if question.want is not Want.NUMBER or question.names or not question.head or len(question.terms) > 2:
        return []
    if not set(question.terms) <= set(question.head):
        return []
    head = question.head[-1]
    asked = "".join(question.head)
    if asked != head and any(c.row and asked in fold(c.row.measure) for c in evidence):
        return []  # said in full: nothing else is meant
    found: list[str] = []
    for candidate in evidence:
        row = candidate.row
        if row is None or head not in fold(row.measure):
            continue
        whose = row.subject if row.subject and row.subject not in row.measure else ""
        if not fold(row.measure).endswith(head) or tagged(row.measure)[0][1][0] not in "nbjva":
            continue
        label = f"{whose}的{row.measure}" if whose and len(whose) + len(row.measure) < _LONGEST else row.measure
        fits = 2 <= len(label) <= _LONGEST and label.isalpha() and not find_quantities(label) and fold(label) != head
        if fits and all(similar(label, other) < _ALIKE for other in found):
            found.append(label)
        if len(found) == _MEANINGS:
            break
    return found if len(found) > 1 else []


def is_bare(question: Question, text: str) -> bool:
    """Whether a question is a word or two that ask nothing (企业, 园区情况): what is nearest to them is noise."""
    return question.want is Want.TEXT and len(text) <= _BARE and not question.periods and ASK.search(text) is None


def is_word(question: Question, text: str) -> bool:
    """Whether a question is one word that names nobody (投资, 独角兽): any passage that holds it is noise."""
    return is_bare(question, text) and len(question.terms) <= 1 and not question.names


def is_unclear(question: Question, text: str, evidence: Sequence[Candidate], own: Draft) -> bool:
    """Whether the answer is to ask back, so that no model need be asked; `own` is what the extractive reader answers."""
    return (own.status is Status.NO_EVIDENCE and is_bare(question, text)) or (
        ambiguous(question, evidence, own) is not own
    )


def ambiguous(question: Question, evidence: Sequence[Candidate], draft: Draft) -> Draft:
    """Return the draft, or for an ambiguous question one that names what it could mean.

    One word alone (收入是多少) is taken for clear only where the answer is sure.
    """
    bare = len(question.terms) == 1 and draft.confidence < _CLEAR
    if draft.formula is not None or (draft.status is Status.ANSWERED and not bare):
        return draft
    could = meanings(question, evidence)
    if not could:
        return draft
    asked = "".join(question.head)
    said = AMBIGUOUS.format(asked=asked, names="、".join(could))
    none = Status.NO_EVIDENCE
    return replace(draft, status=none, value=None, sentences=(), quotes=(), rows=(), notes=(said,))
