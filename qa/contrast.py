"""Figures of things told side by side in one sentence: 贷款余额 where 存款余额 is asked about.

In come a question and its ranked candidates; out go the same candidates, those of the other things marked as such. Their
odds were given to the words that both share, so what is told alike of the thing asked about takes them over.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from index.quantities import find_quantities, normalize_unit
from index.types import FigureRow, Kind, Quantity
from index.words import bigrams, fold, tagged, words
from qa.absent import of_another
from qa.deeds import is_not_done
from qa.evidence import FEATURES, Candidate
from qa.question import Question
from qa.threshold import is_of_other_size, is_of_size

_ELSEWHEN = FEATURES.index("elsewhen")
_WAY = re.compile(
    "(?:净|同比|环比)?(?:增长|增加|提高|上升|上涨|扩大|下降|减少|降低|回落|下滑|下跌|增速|增幅|降幅|增长率)$"
)
_NUMERAL = re.compile("[\\d〇零一二两三四五六七八九十百千万亿]")
_NEW = re.compile("新[\u3400-\u9fff]{1,3}$")
_RATES = (Kind.PERCENT, Kind.MULTIPLE, Kind.PERCENTAGE_POINT)
_MARK = re.compile("[，,；;。]")
_GIVEN = re.compile("给予?|奖励|补[助贴]|资助|最高|上限")
_OF_WHICH = re.compile("其中")
_AMONG_THEM = re.compile("其中|包括|含")
_HAN = re.compile("[\u3400-\u9fff]{2}")
_WHOLE = re.compile("整体|总体|全部|综合|平均|合计|总")
_FAINT = 0.002  # a probability that decides nothing
_NAME = 4  # signs of what surely names one thing
_LEVEL = re.compile("(?:国家|世界|省部|[省市区县部])级")
_NAMES = ("nr", "ns", "nt")
_BEARER = re.compile(
    "[会坛式话稿文章报司社厂园区市省县镇村国州院校所店队人员者民年月度]$|企业|单位|机构|集团|中心|社会|[全本各我该]"
)
"""Whose something is, which says nothing of its kind."""
Told = tuple[Candidate, FigureRow]
_LEAST = 2  # signs of what sets two things apart


def with_contrasts_marked(question: Question, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, with those marked beside which their sentence tells of what was asked about."""
    told = [(c, c.row) for c in evidence if c.row]
    left = [(c, row) for c, row in told if not c.features[_ELSEWHEN]]
    most = max((c.probability for c in evidence), default=0.0)
    kinds = _kinds(fold(question.text))
    likely = [(c, row) for c, row in left if c.probability >= _FAINT]
    better = {id(c): _better(question, c, row, left) for c, row in likely}
    marked = {number for number, found in better.items() if found}
    marked |= {
        id(c)
        for c, row in likely
        for other in _beside(c, told)
        if (kinds and _is_whole_of_kinds(kinds, c, row, other))
        or _counts_other(question, row, other)
        or _is_change_of_part(fold(question.text), c, row, other)
    }
    first = max((c for c in evidence if id(c) not in marked), key=lambda c: c.probability, default=None)
    gained: dict[int, float] = {}
    for c, _ in likely:
        heir = _heir(c, [one for one in better[id(c)] if id(one) not in marked])
        # What fits less takes nothing from a better one.
        if heir is not None and (heir is first or c.probability >= most):
            gained[id(heir)] = gained.get(id(heir), 0.0) + c.probability
    return [
        of_another(c)
        if id(c) in marked
        else replace(c, probability=min(1.0, c.probability + gained[id(c)]))
        if id(c) in gained
        else c
        for c in evidence
    ]


def _better(question: Question, one: Candidate, row: FigureRow, told: Sequence[Told]) -> list[Candidate]:
    """Return the figures that tell of what was asked about where one tells of something else."""
    asked = fold(question.text)
    beside = [
        (c, other) for c, other in told if c is not one and (c.passage.id, c.start) == (one.passage.id, one.start)
    ]
    if found := [c for c, other in beside if is_beside(asked, row, other)]:
        return found
    if found := [c for c, other in beside if _is_told_beside(asked, one, row, c, other)]:
        return found
    if is_of_other_size(question, row):
        return [c for c, other in beside if is_of_size(question, other)]
    rows = [other for _, other in beside]
    if is_not_done(question, row, one.sentence, one.start, rows):
        return [c for c, other in beside if not is_not_done(question, other, one.sentence, one.start, [row, *rows])]
    kinds = _kinds(asked)
    if found := [c for c, other in beside if _is_part_told(kinds, asked, one, row, c, other)]:
        return found
    if found := [c for c, other in beside if _is_vague(row) and not _is_vague(other) and row.measure == other.measure]:
        return found
    return [c for c, other in told if _is_counterpart(asked, row, other) or _is_measure_named(asked, row, other)]


def _beside(one: Candidate, told: Sequence[Told]) -> list[FigureRow]:
    return [row for c, row in told if c is not one and (c.passage.id, c.start) == (one.passage.id, one.start)]


def is_beside(asked: str, row: FigureRow, other: FigureRow) -> bool:
    """Whether another figure's measure says all that a row's says of what is asked, and the word that sets both apart.

    Asked about 存款余额, 各项贷款余额 is told beside 各项存款余额; what narrows the row is nothing that was asked.

    Args:
        asked: the question, folded.
        row: a figure of a sentence.
        other: another figure of the same sentence.
    """
    own, beside = _things(row.measure), _things(other.measure)
    new = fold(other.measure)
    before = row.quantity.start < other.quantity.start  # not 新开4条，其中岛际航线3条
    if before and _NEW.match(new) and new in asked and not row.measure.startswith("新"):  # 企业1873家，新认定418家
        return normalize_unit(row.quantity.unit) == normalize_unit(other.quantity.unit)
    if not own or not beside:
        return False
    own, beside = _ended_alike(own, beside), _ended_alike(beside, own)
    if own[-1] != beside[-1] or own[-1] not in asked or not _tells_apart(own[-1]):
        return False
    met = {word for word in own if _is_said(word, asked)}
    better = {word for word in beside if _is_said(word, asked)}
    apart = {word for word in better - met if _tells_apart(word) and word not in row.subject}
    narrowed = [word for word in own if _tells_apart(word) and not _is_said(word, asked) and word not in beside]
    return met < better and bool(apart) and bool(narrowed)


def _ended_alike(things: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a measure, its last one cut where it goes on as the other's does: 贷款|余额 beside 存款余额."""
    last, tail = things[-1], others[-1]
    for size in range(min(len(last), len(tail)), _LEAST - 1, -1):
        rest = len(last) - size, len(tail) - size
        if last[rest[0] :] == tail[rest[1] :] and not any(0 < left < _LEAST for left in rest):
            return (*things[:-1], *filter(None, (last[: rest[0]], last[rest[0] :])))
    return things


def _counts_other(question: Question, row: FigureRow, other: FigureRow) -> bool:
    """Whether a row counts things that nobody asked for, and another one in the same measure word those that were: 重点实验室23家
    beside 企业技术中心9家. What both are of may be asked of either; levels say nothing of what is counted."""
    own, beside = _things(row.measure), _things(other.measure)
    alike = normalize_unit(row.quantity.unit) == normalize_unit(other.quantity.unit) != ""
    if row.quantity.kind is not Kind.COUNT or not own or not beside:
        return False
    asked = fold(question.text)
    # 有多少人才 asks for them in whatever they are counted.
    named = re.search(f"(?:多少|几){re.escape(beside[-1])}", asked) is not None
    if not named and (not alike or beside[-1:] != question.head[-1:]):
        return False
    if own[-1] in asked or not _tells_apart(own[-1]) or tagged(own[-1])[-1][1][:1] not in "nl":
        return False
    met, better = (
        {word for word in told if len(kind := _LEVEL.sub("", word)) >= _LEAST and _is_said(kind, asked)}
        for told in (own, beside)
    )
    return met < better


def _is_change_of_part(asked: str, one: Candidate, row: FigureRow, other: FigureRow) -> bool:
    """Whether a part grew by so much, and all that is told of the whole which is asked about is how much it is:
    用电量9.7亿千瓦时，其中工业用电7.2亿千瓦时，增长5.5%."""
    if not _WAY.search(row.measure) or other.quantity.end > row.quantity.start or fold(other.measure) not in asked:
        return False
    if not _OF_WHICH.search(one.sentence, other.quantity.end - one.start, row.quantity.start - one.start):
        return False
    own = _things(row.measure)
    narrowed = [word for word in own if _tells_apart(word) and not _is_said(word, asked)]
    alike = bool(own) and len(own[-1]) >= _LEAST and own[-1] in fold(other.measure)
    return alike and bool(narrowed) and not _is_change(other)


def _kinds(asked: str) -> list[tuple[str, str]]:
    """Return the nouns of a question with what says which of them: (实用新型, 专利)."""
    pairs = pairwise(tagged(asked))
    return [
        (kind, noun)
        for (kind, tag), (noun, _) in pairs
        if tag[:1] in "nbl" and tag[:2] not in _NAMES and _tells_apart(kind) and not _BEARER.search(kind)
    ]


def _is_whole_of_kinds(kinds: Sequence[tuple[str, str]], one: Candidate, row: FigureRow, other: FigureRow) -> bool:
    """Whether a kind is asked for that a passage never names, and a row is of all of them, its sentence telling of another
    kind by itself: 专利9214件，其中发明专利2876件 says nothing of 实用新型专利."""
    text = fold(f"{one.passage.section or ''}{one.passage.text}")
    own, beside = _things(row.measure), _things(other.measure)
    return any(
        noun in own
        and kind not in text
        and kind not in row.measure
        and any(_tells_apart(which) and which not in kind for which in _kinds_of(noun, beside))
        for kind, noun in kinds
    )


def _is_part_told(
    kinds: Sequence[tuple[str, str]], asked: str, one: Candidate, row: FigureRow, two: Candidate, other: FigureRow
) -> bool:
    """Whether the part or the thing that is asked about stands right before another figure, and not before this one:
    整体出租率81.7%，商业配套偏低，66%; 设备投入7200万元，其中机器人1950万元."""
    if normalize_unit(row.quantity.unit) != normalize_unit(other.quantity.unit):
        return False
    lead, beside = fold(_since_alike(one, row)), fold(_since_alike(two, other))
    own = f"{lead}{fold(row.measure)}"
    if _WHOLE.match(row.measure) and any(noun in own and kind not in own and kind in beside for kind, noun in kinds):
        return True
    if not _AMONG_THEM.search(
        two.sentence, max(row.quantity.end - one.start, 0), max(other.quantity.start - two.start, 0)
    ):
        return False
    named = any(asked[n : n + _NAME] in beside for n in range(len(asked) - _NAME + 1) if _HAN.match(asked, n))
    return named and not any(asked[n : n + _LEAST] in own for n in range(len(asked) - 1) if _HAN.match(asked, n))


def _since_alike(candidate: Candidate, row: FigureRow) -> str:
    """Return what stands between a figure and the one before it in the same unit."""
    before = candidate.sentence[: max(row.quantity.start - candidate.start, 0)]
    unit = normalize_unit(row.quantity.unit)
    return before[max((q.end for q in _figures(before) if normalize_unit(q.unit) == unit), default=0) :]


def _is_vague(row: FigureRow) -> bool:
    """Whether a figure is no more than a half and the like: 过半, beside which 51.3% is told."""
    return row.quantity.kind is Kind.RATIO and not re.search(r"\d", row.quantity.surface)


def _is_measure_named(asked: str, row: FigureRow, other: FigureRow) -> bool:
    """Whether a question names another figure's whole measure (租赁收入), and a row's is told at length as another: 一般公共预算收入."""
    own, beside = _things(row.measure), _things(other.measure)
    if len(beside) < _LEAST or not own or own[-1] != beside[-1] or not all(word in asked for word in beside):
        return False
    if any(_is_said(word, asked) and word not in beside for word in own):
        return False
    narrowed = [word for word in own if _tells_apart(word) and word not in beside]
    apart = [word for word in beside if _tells_apart(word) and word not in own and word not in row.subject]
    return len(narrowed) >= _LEAST and bool(apart)


def _is_told_beside(asked: str, one: Candidate, row: FigureRow, two: Candidate, other: FigureRow) -> bool:
    """Whether of two figures of one measure the other's words say all that this one's say of what is asked, and more: 在科创板上市的，
    奖励1000万元，在北交所上市的，奖励800万元."""
    alike = row.measure == other.measure and normalize_unit(row.quantity.unit) == normalize_unit(other.quantity.unit)
    if row is other or not alike or row.comparison or other.comparison:
        return False
    leads = _led_by(one, row), _led_by(two, other)
    if not all(_GIVEN.search(lead) for lead in leads):
        return False
    pairs = set(bigrams(asked)) - set(bigrams(row.measure))
    own, beside = (pairs & set(bigrams(lead)) for lead in leads)
    return own < beside and len(beside - own) >= _LEAST


def _led_by(candidate: Candidate, row: FigureRow) -> str:
    """Return what leads to a figure from the mark behind the figure before it on."""
    before = candidate.sentence[: max(row.quantity.start - candidate.start, 0)]
    last = max((q.end for q in _figures(before)), default=0)
    mark = _MARK.search(before, last)
    return before[mark.end() :] if last and mark else before[last:]


@lru_cache(maxsize=256)
def _figures(text: str) -> tuple[Quantity, ...]:
    return tuple(find_quantities(text))


def _kinds_of(noun: str, things: Sequence[str]) -> list[str]:
    """Return what narrows a noun among the words of a measure: 发明 of 发明专利, one word or two."""
    before = [which for which, thing in pairwise(things) if len(thing) >= _LEAST and noun.startswith(thing)]
    return [*before, *(thing.removesuffix(noun) for thing in things if thing.endswith(noun))]


def _is_counterpart(asked: str, row: FigureRow, other: FigureRow) -> bool:
    """Whether two figures of a document are named alike but for the noun they end in, and the other's is asked for: 公共预算支出
    where 公共预算收入 is."""
    own, beside = _things(row.measure), _things(other.measure)
    return (
        row.document_id == other.document_id
        and len(own) > 1
        and own[:-1] == beside[:-1]
        and len("".join(own[:-1])) > _LEAST
        and _tells_apart(own[-1])
        and _tells_apart(beside[-1])
        and beside[-1] in asked
        and own[-1] not in asked
        and all(word in asked for word in own[:-1])
    )


def _is_said(word: str, asked: str) -> bool:
    """Whether a word is in a question, whole or but for half of it: 银行存款, one word, for 存款."""
    return word in asked or (len(word) > _LEAST and (word[:_LEAST] in asked or word[-_LEAST:] in asked))


def _tells_apart(word: str) -> bool:
    """Whether a word says what is meant: two signs at least, and no size, which may be told in other words (过亿, 亿元以上)."""
    return len(word) >= _LEAST and not _NUMERAL.search(word)


def _heir(one: Candidate, fitting: Sequence[Candidate]) -> Candidate | None:
    """Return which of the figures of what was asked about is told as another's is: by how much both grew, or how much they are."""
    row = one.row
    told = [c for c in fitting if row and c.row and _is_change(c.row) == _is_change(row)]
    alike = [
        c for c in told if row and c.row and normalize_unit(c.row.quantity.unit) == normalize_unit(row.quantity.unit)
    ]
    return max(alike or told, key=lambda c: c.probability, default=None)


def _is_change(row: FigureRow) -> bool:
    return row.quantity.kind in _RATES or _WAY.search(row.measure) is not None


@lru_cache(maxsize=4096)
def _things(measure: str) -> tuple[str, ...]:
    """Return the words of what is measured, without the way that it went: 贷款余额 of 贷款余额增长."""
    return tuple(words(_WAY.sub("", fold(measure))))
