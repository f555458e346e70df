"""Of figures that the words of a question fit alike, the one of just what is asked: not a part, an addition or a neighbour.

In come a question and the candidates that may answer it; out go the same without those beside which a better one stands: a
part behind its 其中, a kind that the question does not name (副教授), what was added where the sentence says how many there
are in all, a figure told where another body is spoken of. Only the best one gives way, and what it gives way to stands as
high as it did: the words that spoke for it speak for the other. Nothing gets likelier than the best was, so that no
question is answered for this that was not before.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.quantities import normalize_unit
from index.types import Basis, FigureRow, Kind, Statement
from index.words import fold
from qa.ends import of_own_change
from qa.evidence import Candidate
from qa.question import Question
from qa.same import called_alike

_OF_IT = "其中"
_MARKS = re.compile("[，,；;。！？!?\n：:]")
_NOT_QUITE = re.compile("[副准][\u3400-\u9fff]{2}")
_ADDED = re.compile("新增|净增|增加|增设|新[开建设招聘添购]|[再又]增")
_SHARES = (Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT, Kind.MULTIPLE)
_TO = re.compile("[到至]$")
_ADDING = re.compile("[新增加添]|多了")
_ROW = re.compile("([^：，。]{1,8})：([^：，。]{1,20})，")
_SUM = re.compile("[合总共]计|[总全][部和数]|总和")
_SUM_ASKED = re.compile("一共|总共|合计|总计|加起来")
_IN_ALL = re.compile("总[数量]|累计|[共现]有|达到?$|总共|合计")
_BODY = re.compile("[社司店厂部处站所馆院园区校港场团县市镇乡村局]$")
_LED = re.compile(
    "(?![全本该各每两几我你其某这那])[\u3400-\u9fff]{1,11}[司店厂站所馆院园区校港场团](?=[\u3400-\u9fff\\d])"
)
_LEAST_NAME = 3  # signs of a body's name
_ROUNDS = 4
_FIRST = 24  # candidates, of which the rest are not likely at all
_ENOUGH = 0.02  # of the likelier figure: how likely one must be to which it gives way for the body that is named


def preferred(question: Question, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those best ones that give way to another."""
    left = sorted(of_own_change(question, fitting), key=lambda c: -c.score)
    for _ in range(_ROUNDS):
        rows = [c for c in left if c.row][:_FIRST]
        heir = next((c for c in rows[1:] if _gives_way(question, rows[0], c)), None)
        if heir is None:
            break
        best = rows[0]
        inherits = replace(heir, probability=max(heir.probability, best.probability), score=best.score)
        left = [inherits if c is heir else c for c in left if c is not best]
        left.sort(key=lambda c: -c.score)
    return left if len(left) < len(fitting) else list(fitting)


def with_odds_of(about: Sequence[Candidate], question: Question, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, those as likely as the figures `about` whom it is asked in their sentences that count what is
    asked for: the 5200余家企业 that 40家产业园 have, beside the 40家."""
    found: list[Candidate] = []
    for c in fitting:
        own = [one for one in about if c.row and _beside(one, c) and _has_head(question, c.row.measure)]
        best = max((one for one in own if one.probability > c.probability), key=lambda one: one.score, default=None)
        found.append(replace(c, probability=best.probability, score=max(best.score, c.score)) if best else c)
    return found


def _gives_way(question: Question, best: Candidate, other: Candidate) -> bool:
    return any(
        rule(question, best, other) for rule in (_is_whole, _is_part, _is_row, _is_kind, _is_addition, _is_of_neighbour)
    )


def _beside(one: Candidate, two: Candidate) -> bool:
    """Whether two figures are of one sentence and unit."""
    a, b = one.row, two.row
    return (
        a is not None
        and b is not None
        and one.passage.document_id == two.passage.document_id
        and one.start == two.start
        and bool(a.quantity.unit)
        and normalize_unit(a.quantity.unit) == normalize_unit(b.quantity.unit)
    )


def _is_part(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether a figure is of a part of what another one counts (96个，其中深水泊位58个), and no word of the question names
    that part."""
    if not _beside(one, two) or one.row is None or two.row is None or question.several:
        return False
    between = one.sentence[two.row.quantity.end - two.start : max(one.row.quantity.start - one.start, 0)]
    if between.count(_OF_IT) != 1 or re.search("[；;。]", between):
        return False
    if not re.fullmatch("[^\\d，,：:]*[，,：:]?[^\\d，,：:]*", between.partition(_OF_IT)[0]):
        return False
    if (own := fold(_own(one, one.row)).removeprefix(_OF_IT)) and own in fold(question.text):
        return False  # 进出口总额215亿元，其中出口169亿元: what is asked for may stand in the name of the whole
    whole = fold(two.row.measure)
    parts = fold(one.sentence.partition(_OF_IT)[2])  # one of them may be asked for that this figure is not of
    return _has_head(question, whole) and not _names(fold(question.text), parts, whole)


def _is_whole(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether a figure is of a whole (1100张, 其中北楼300张、南楼800张) or of one part and the question names another part."""
    if not _beside(one, two) or one.row is None or two.row is None or question.several:
        return False
    first, second = sorted((one.row.quantity, two.row.quantity), key=lambda q: q.start)
    between = one.sentence[first.end - one.start : max(second.start - one.start, 0)]
    if re.search("[；;。]", between) or (second is one.row.quantity and _OF_IT in between):
        return False
    whole, marked, _ = one.sentence[: max(two.row.quantity.start - two.start, 0)].partition(_OF_IT)
    if not marked or "。" in whole:
        return False
    asked, own, part = fold(question.text), fold(_own(one, one.row)), fold(_own(two, two.row))
    before = fold(whole)
    thing = question.head[-1] if question.head else ""
    body = fold(question.subject)
    body = body if _BODY.search(body) else led[0] if (led := _LED.match(asked)) else ""
    said = [pair for pair in _pairs(own) if pair in asked and pair not in thing and pair not in body]
    new = [
        pair for pair in _pairs(part) if pair in asked and pair not in thing and pair not in before and pair not in own
    ]
    if not new or 2 * sum(pair in asked for pair in _pairs(part)) < len(_pairs(part)):
        return False
    return all(
        asked.find(new[0]) < asked.find(pair) for pair in said
    )  # 民办养老院: the part says of what kind the whole is


def _pairs(text: str) -> list[str]:
    return [text[n : n + 2] for n in range(len(text) - 1)]


def _is_row(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether a figure is of one row of a table (区：北城) beside its last one (区：合计), and the sum is asked for."""
    a, b = _ROW.match(one.sentence), _ROW.match(two.sentence)
    if a is None or b is None or one.row is None or two.row is None or not _SUM_ASKED.search(question.text):
        return False
    return (
        one.row.document_id == two.row.document_id
        and one.row.measure == two.row.measure
        and (one.row.first, one.row.last) == (two.row.first, two.row.last)
        and a[1] == b[1]
        and _SUM.fullmatch(b[2]) is not None
        and not _SUM.fullmatch(a[2])
        and a[2] not in question.text
    )


def _own(candidate: Candidate, row: FigureRow) -> str:
    """Return what stands between a figure and the one before it in its sentence."""
    lead = candidate.sentence[: max(row.quantity.start - candidate.start, 0)]
    return re.split(r"[\d、，,；;：:]", lead.rstrip("：: "))[-1]


def _has_head(question: Question, measure: str) -> bool:
    return bool(question.head) and question.head[-1] in measure


def _names(asked: str, part: str, whole: str) -> bool:
    """Whether a question names what tells a part from its whole: a pair of signs of its own, whatever the whole is called."""
    return any(pair in asked for pair in _pairs(part) if pair not in whole and not _MARKS.search(pair))


def _is_kind(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether a figure is of what is only nearly asked for: 副教授 beside 教授."""
    if not _beside(one, two) or one.row is None or two.row is None:
        return False
    kind, plain = fold(one.row.measure), fold(two.row.measure)
    return bool(_NOT_QUITE.match(kind)) and kind[1:] == plain and kind not in fold(question.text)


def _is_addition(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether a figure is of what was added (新增9家) beside how many there are in all (总数达到61家), which is asked for."""
    if not _beside(one, two) or one.row is None or two.row is None or _ADDING.search(question.text):
        return False
    own, other = _clause(one, one.row), _clause(two, two.row)
    return one.row.quantity.kind not in _SHARES and bool(
        _ADDED.search(own)
        and not _TO.search(own)
        and not _ADDED.search(other)
        and _OF_IT not in other
        and (_IN_ALL.search(other) or called_alike(one.row.measure, two.row.measure))
    )


def _clause(candidate: Candidate, row: FigureRow) -> str:
    return _MARKS.split(candidate.sentence[: max(row.quantity.start - candidate.start, 0)])[-1]


def _is_of_neighbour(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether a figure is told where another body is spoken of, and one of the same measure where the one asked about is."""
    name = fold(question.subject)
    if len(name) < _LEAST_NAME or not _BODY.search(name) or question.differing:
        return False
    a, b = one.row, two.row
    if a is None or b is None or a.document_id != b.document_id or two.probability < _ENOUGH * one.probability:
        return False
    if a.quantity.kind is not b.quantity.kind or normalize_unit(a.quantity.unit) != normalize_unit(b.quantity.unit):
        return False
    if a.statement is Statement.RESULT is not b.statement or (a.basis is Basis.STATED and b.basis is Basis.UNKNOWN):
        return False
    if not called_alike(a.measure, b.measure) or name in _paragraph(one, a):
        return False
    told = _paragraph(two, b)
    return told[: told.rfind(name[-1]) + 1].endswith(name) and _other_body(
        name, fold(question.text), _paragraph(one, a)
    )


def _paragraph(candidate: Candidate, row: FigureRow) -> str:
    """Return the paragraph that a figure stands in, up to it."""
    at = max(row.quantity.start - candidate.passage.start, 0)
    return fold(candidate.passage.text[:at].rpartition("\n")[2])


def _other_body(name: str, asked: str, text: str) -> bool:
    """Whether a text names a body of the sort of the one asked about (临浦港 beside 海堰港)."""
    return any(match[0] not in asked for match in re.finditer(f"[\u3400-\u9fff]{{2,4}}{re.escape(name[-1])}", text))
