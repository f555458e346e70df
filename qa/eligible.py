"""Ranked candidates → those that may answer at all.

Ruled out is what no agreement of words makes good: another period, body or number of a series, things of another sort. A
wrong figure is worse than none.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from index.quantities import find_quantities, normalize_unit, same_value
from index.types import Basis, FigureRow, Kind, Statement
from index.words import fold
from qa.classes import of_class_named, of_no_class
from qa.counted import counted, counts_things_beside, is_of_no_such_kind
from qa.deeds import is_deed_of_other, is_not_done, is_of_other_state, is_whole_of_part_told
from qa.ends import asks_both_ends
from qa.evidence import FEATURES, Candidate
from qa.fits import (
    counts_as_asked,
    counts_besides,
    counts_other,
    dimension_fit,
    is_count_for_money,
    is_not_so_narrow,
    is_of_other_account,
    is_of_other_label,
    is_only_planned,
    is_rank_for_amount,
    is_ratio_for_amount,
)
from qa.kinds import is_of_other_kind
from qa.levels import is_of_other_level, is_of_other_number
from qa.numbered import of_as_many
from qa.phrases import PLACE_ENDING
from qa.preferred import preferred, with_odds_of
from qa.question import Question, measure_word
from qa.rates import rate_of
from qa.same import narrower, of_one_kind, same_measure
from qa.threshold import is_mark, is_not_beyond, is_of_other_size
from qa.told_as import (
    counts_those_asked_about,
    is_all_for_each,
    is_change_before,
    is_each_for_all,
    is_in_passing,
    is_level_for_change,
    is_of_some,
    is_of_then,
    is_rate_for_share,
    is_share_of_other,
    is_so_many_each,
)
from qa.unnamed import of_nobody_else
from qa.whose import is_of_place_beside, is_outside_group

_MEAN = re.compile("[人户亩地校家店村]均")
_EACH_ASKED = re.compile(
    r"(?:每|平均|(?<![\d第这那有某十百千万]))一?(?P<of>[亩户])(?:地|人家)?(?:[田里]|平均|大概|大约|一年|一季)*(?:能|可以?|要|得|就?[产收打挣])[^，,。；;？?]{0,8}(?:多少|几)"
)
_EACH_TOLD = {sign: re.compile(f"{sign}均|每一?{sign}|一{sign}") for sign in "亩户"}
_CLAUSE = 24  # signs before a figure that may name what it is
_BORDER = re.compile("[，,；;。！？!?\n]")
_CHOICE = re.compile(r"还是|[吗么嘛]|对不对|是不是|是否")
_ELSEWHEN = FEATURES.index("elsewhen")
_SOFT_LOST = FEATURES.index("soft_lost")
_LOST_OWN = FEATURES.index("lost_own")
_WHOSE_OTHER = FEATURES.index("whose_other")
_WHICH_OTHER = FEATURES.index("which_other")
_MODIFIED = FEATURES.index("modified")
_IN_ALL = re.compile(r"总数|总量|总人数|一共|总共|全部|合计|总计")
_NOWHERE = 0.99
_SHORT_SPAN = 1  # a day, a week; by the month and by the year is often left unsaid
_A_DAY = re.compile(r"日(?!前|益|常|本|期|起|后|电|讯|报)[\u3400-\u9fff]|/[天日]|[天周]")
_THIS = re.compile(r"[这此本]次|[这本]一?届")  # an event that is told of as it takes place
_WHOLE_YEAR = re.compile("全年(?!度?(?:目标|计划|预[计期]))")
_LAST_MONTH = 10  # up to which a text tells of no whole year but those before
_NOW = re.compile("目前|现在|如今|当前|眼下|至今|今[天日]")
_OWN = re.compile("[，,；;。：:（(]")
_IS_DONE = re.compile("已(?!知)")  # 全年计划招80人（一季度已招17人）
_GOAL = re.compile(r"目标[^，。；？?]{0,6}(?:多少|几|百分之)")
_AIM = re.compile("目标|计划|规划|力争|争取|确保|预[计期]|任务|将|到20[0-9]{2}年")
_MET = re.compile("目标[^，。；？?]{0,4}(?:完成|达成|实现|兑现)|(?:完成|达成|实现|兑现)[^，。；？?]{0,4}目标")
_AS_COUNTED = 0.1  # of the likeliest figure: what is this likely and counted in the word that is named is meant
_LACKING = 0.6  # how far the words that are asked may be from what is told beside such a figure
_AS_GOAL = 0.2  # of the likeliest figure: a plan that is this likely is meant where a goal is asked for


def eligible(question: Question, evidence: Sequence[Candidate], *, stated: bool = False) -> list[Candidate]:
    """Return the candidates that nothing rules out, however well the words fit.

    Ruled out are figures of another period or body or of other things (家 where 名 are asked for), those that the
    question itself states, and what stands where a name of the question is not even mentioned: a wrong figure is worse
    than none. With `stated` a figure that the question states may be the one looked for.
    """
    beside = _by_sentence(evidence)
    fitting = [c for c in _fitting(question, evidence, stated=stated) if not _is_of_other_kind(question, c, beside)]
    about = [c for c in evidence if c.row and counts_those_asked_about(question, c.row, c.sentence)]
    return preferred(question, with_odds_of(about, question, fitting))


def without_other_kinds(question: Question, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that nothing but their kind rules out.

    Their share of the odds is no other figure's: a question for money that few amounts of money are like asks for none
    of them.
    """
    beside = _by_sentence(evidence)
    other = {id(c) for c in evidence if _is_of_other_kind(question, c, beside)}
    if other:
        other &= set(map(id, _fitting(question, evidence)))
    return [c for c in evidence if id(c) not in other]


def _by_sentence(evidence: Sequence[Candidate]) -> dict[tuple[int, int], list[FigureRow]]:
    """Return the rows of each sentence, by its passage and start."""
    beside: dict[tuple[int, int], list[FigureRow]] = {}
    for c in evidence:
        if c.row:
            beside.setdefault((c.passage.id, c.start), []).append(c.row)
    return beside


def _is_of_other_kind(
    question: Question, candidate: Candidate, beside: Mapping[tuple[int, int], Sequence[FigureRow]]
) -> bool:
    row = candidate.row
    clause = _lead(candidate, row)[-_CLAUSE:] if row else ""
    return row is not None and (
        is_of_other_kind(question, row, clause)
        or is_mark(row, candidate.sentence, candidate.start)
        or counts_other(question, row)
        or _counts_others(question, candidate)
        or is_all_for_each(question, row, clause)
        or is_rate_for_share(question, row, clause)
        or is_share_of_other(question, row, clause, candidate.sentence)
        or is_level_for_change(question, row, clause)
        or is_whole_of_part_told(question, row, beside[candidate.passage.id, candidate.start])
        or is_of_then(question, row, clause)
        or is_of_other_number(question, row, clause)
        or is_so_many_each(question, clause)
        or _is_no_goal(question, candidate, row)
    )


def _is_no_goal(question: Question, candidate: Candidate, row: FigureRow) -> bool:
    """Whether a goal is asked for (销量目标是多少) and a row is what was reached, its sentence without a word of goals."""
    return (
        row.statement is Statement.RESULT
        and _GOAL.search(question.text) is not None
        and _MET.search(question.text) is None
        and _AIM.search(candidate.sentence) is None
    )


def _fitting(question: Question, evidence: Sequence[Candidate], *, stated: bool = False) -> list[Candidate]:
    """Return what is left of the candidates, of whatever kind their figures are."""
    # The 8只 of 8只基金的总规模 is what the question asks about, not for.
    given = [] if stated or _CHOICE.search(question.text) else find_quantities(question.text)
    # 改造小区31个，惠及5800户: where a sentence counts in the measure word asked for, it counts nothing else
    kinds = counted(question)
    beside = _by_sentence(evidence)
    as_asked: dict[tuple[int, int], list[FigureRow]] = {}
    for c in evidence:
        if c.row and counts_as_asked(question, c.row):
            as_asked.setdefault((c.passage.id, c.start), []).append(c.row)
    fitting = [
        c
        for c in evidence
        if not c.features[_ELSEWHEN]
        and c.features[_LOST_OWN] < _NOWHERE
        and not c.features[_WHOSE_OTHER]
        and not c.features[_WHICH_OTHER]
        and not _long_before(question, c)
        and not (c.row and _is_other(question, c, c.row))
        and not (
            c.row
            and counts_besides(question, c.row)
            and (own := as_asked.get((c.passage.id, c.start)))
            and not (question.differing and _may_differ(c.row, own))
        )
        and not (c.row and is_deed_of_other(question, c.row, c.sentence, c.start, beside[c.passage.id, c.start]))
        and not (c.row and is_not_done(question, c.row, c.sentence, c.start, beside[c.passage.id, c.start]))
        and not (c.row and is_of_other_state(question, c.row, c.sentence, c.start, beside[c.passage.id, c.start]))
        and not (c.row and dimension_fit(question, c.row, c.sentence, c.start) < 0)
        and not (c.row and any(same_value(c.row.quantity, figure) for figure in given))
        and not (c.row and any(is_of_no_such_kind(kind, c.row, c.sentence, _with_heads(c)) for kind in kinds))
    ]
    fitting = of_as_many(question, fitting, evidence)
    others = [c for c in fitting if _counts_others(question, c)]  # beside which nothing else gives way
    fitting = [c for c in fitting if all(c is not other for other in others)]
    if not asks_both_ends(question.text):  # which one's label the other has not
        fitting = _own_labels(question, fitting)
    fitting = _of_that_time(question, evidence, _own_subjects(question, fitting))
    fitting = of_nobody_else(question, of_no_class(question, of_class_named(question, fitting)))
    fitting = _counted_so(question, _on_average(question, _at_rate(question, fitting)))
    return [*(_aimed_at(fitting) if _GOAL.search(question.text) else fitting), *others]


def _may_differ(row: FigureRow, others: Sequence[FigureRow]) -> bool:
    """Whether a figure may be told against one of others for all its measure word: 前面说12个人，后面说11位."""
    return any(of_one_kind(row.quantity, other.quantity) for other in others)


def _counts_others(question: Question, candidate: Candidate) -> bool:
    """Whether a row counts those that the question asks about, or some of what it asks for only."""
    row = candidate.row
    behind = candidate.sentence[row.quantity.end - candidate.start :][:_CLAUSE] if row else ""
    return row is not None and (
        counts_those_asked_about(question, row, candidate.sentence)
        or is_of_some(question, row, _lead(candidate, row)[-_CLAUSE:], behind)
    )


def _of_that_time(question: Question, evidence: Sequence[Candidate], fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of a kind of what is asked for, of no time that anybody tells, where the thing
    itself is told of another time: 近10家硬科技独角兽 for the 独角兽 of a year."""
    if not any(p.first or p.last for p in question.periods):
        return fitting
    kept = set(map(id, fitting))
    other = [c for c in evidence if c.row and id(c) not in kept]
    return [
        c
        for c in fitting
        if not c.row or c.row.basis is not Basis.UNKNOWN or not any(narrower(question.text, c, one) for one in other)
    ]


def _at_rate(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of another span of time (每年 where 一天 is asked); those of its own alone,
    where any is likely enough."""
    asked = rate_of(fold(question.text))
    if asked is None:
        return fitting
    told = {
        id(c): rate_of(_BORDER.split(fold(c.sentence[: c.row.quantity.start - c.start]))[-1]) for c in fitting if c.row
    }
    left = [c for c in fitting if told.get(id(c)) in (asked, None)]
    if asked <= _SHORT_SPAN:  # what a day or a week brings is no total, unless the sentence tells of such a span at all
        left = [c for c in left if not c.row or rate_of(fold(c.sentence)) == asked or _A_DAY.search(c.sentence)]
    most = max((c.probability for c in left), default=0.0)
    same = [c for c in left if told.get(id(c)) == asked]
    return same if any(c.probability >= _AS_GOAL * most for c in same) else left


def _on_average(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return the figures told for each alone (户均3个), where one is asked for so and any is likely enough.

    平均 may be said once for several figures, 户均 is said of each. A total is not what each has, where the same sentence
    tells of each.
    """
    text = fold(question.text)
    each = _EACH_ASKED.search(text)
    asked = _MEAN.search(text)
    if asked is None and each is None:
        return fitting
    said = re.compile(re.escape(asked[0])) if asked else _EACH_TOLD[each["of"]] if each else _MEAN
    told = [c for c in fitting if c.row and said.search(_BORDER.split(fold(_lead(c, c.row)))[-1] + c.row.measure)]
    first = max(fitting, key=lambda c: c.probability, default=None)
    beside = asked is None and first and any((c.passage.id, c.start) == (first.passage.id, first.start) for c in told)
    enough = _AS_GOAL * first.probability if first else 0.0
    return told if beside or any(c.probability >= enough for c in told) else fitting


def _counted_so(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without numbers of other things (14个赛道), where the measure word of those asked for is named
    (园区家数) and any figure in it is likely enough.

    One that is told of the same thing in another word (25个孵化器 beside 30家孵化器) stays.
    """
    word = measure_word(question.text)
    if not word:  # figures without a unit are none of those
        return fitting
    told = [c for c in fitting if c.row and normalize_unit(c.row.quantity.unit) == word]
    most = max((c.probability for c in fitting), default=0.0)
    if not any(c.probability >= _AS_COUNTED * most and c.features[_SOFT_LOST] <= _LACKING for c in told):
        return fitting
    return [c for c in fitting if any(c is one or same_measure(one, c) for one in told)]


def _lead(candidate: Candidate, row: FigureRow) -> str:
    """Return what stands before a figure in its sentence."""
    return candidate.sentence[: max(row.quantity.start - candidate.start, 0)]


def _own_labels(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left when of the figures of a sentence those go whose label is not asked for, but another's is."""
    labels: dict[tuple[str, int, str], list[str]] = {}
    for c in fitting:
        if c.row:
            labels.setdefault(_beside_it(c, c.row), []).append(c.row.measure)
    return [c for c in fitting if not (c.row and is_of_other_label(question, c.row, labels[_beside_it(c, c.row)]))]


def _own_subjects(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left when of the figures of a sentence those go that are of another body than the one named.

    甲园：927亿元，乙园：1524亿元: where 乙 is asked about, the sentence says whose each figure is.
    """
    named: dict[tuple[str, int, str], bool] = {}
    for c in fitting:
        if c.row and any(name in fold(c.row.subject) for name in question.names):
            named[_beside_it(c, c.row)] = True
    return [
        c
        for c in fitting
        if not c.row
        or not PLACE_ENDING.search(c.row.subject)
        or not named.get(_beside_it(c, c.row))
        or any(name in fold(c.row.subject) for name in question.names)
    ]


def _beside_it(candidate: Candidate, row: FigureRow) -> tuple[str, int, str]:
    return str(candidate.passage.id), candidate.start, normalize_unit(row.quantity.unit)


def _with_heads(candidate: Candidate) -> str:
    """Return a candidate's passage with what it stands under."""
    return f"{candidate.passage.section or ''}\n{candidate.passage.text}"


def _aimed_at(fitting: list[Candidate]) -> list[Candidate]:
    """Return what is told as a plan, where a goal is asked for and any such figure is likely enough; else all."""
    most = max((c.probability for c in fitting), default=0.0)
    planned = [c for c in fitting if c.row and c.row.statement is not Statement.RESULT]
    return planned if any(c.probability >= _AS_GOAL * most for c in planned) else fitting


def _is_other(question: Question, candidate: Candidate, row: FigureRow) -> bool:
    """Whether a row measures another thing than the one asked for."""
    clause = candidate.sentence[: row.quantity.start - candidate.start][-_CLAUSE:]
    return (
        is_ratio_for_amount(question, row)
        or is_count_for_money(question, row)
        or is_each_for_all(question, clause)
        or is_in_passing(question, row, clause, candidate.sentence[row.quantity.end - candidate.start :][:_CLAUSE])
        or is_rank_for_amount(question, row)
        or is_of_other_level(question, row, _lead(candidate, row))
        or is_change_before(
            question, row, _lead(candidate, row), candidate.sentence[row.quantity.end - candidate.start :]
        )
        or counts_things_beside(question, row, candidate.sentence, candidate.start)
        or (is_only_planned(question, row) and not _IS_DONE.search(_OWN.split(clause)[-1]))
        or is_not_so_narrow(question, candidate.passage.text)
        or is_not_beyond(question, row, candidate.sentence, candidate.start)
        or is_of_other_size(question, row)
        or is_of_other_account(question, row, clause)
        or _is_kind_for_all(question, candidate, row)
        or (
            is_of_place_beside(question, row.subject, row.measure, candidate.sentence)
            and not _tells(question, candidate, row)
        )
        or is_outside_group(question, row.subject, candidate.sentence)
    )


def _tells(question: Question, candidate: Candidate, row: FigureRow) -> bool:
    """Whether the question names whoever tells a figure of 我们: of the house that he speaks for, which nobody names there."""
    speaker = fold(candidate.passage.speaker or "")
    return row.subject not in candidate.sentence and any(name in speaker for name in question.names)


def _is_kind_for_all(question: Question, candidate: Candidate, row: FigureRow) -> bool:
    """Whether it is asked how many there are in all (从业人员总数) and a row counts one kind of them (外籍从业人员)."""
    kind = candidate.features[_MODIFIED] > 0 and row.quantity.kind is Kind.COUNT and "的" not in row.measure
    return kind and _IN_ALL.search(question.text) is not None


def _long_before(question: Question, candidate: Candidate) -> bool:
    """Whether a row without a period of its own is asked of a year that its document can hardly speak of."""
    row = candidate.row
    years = [(p.first or p.last, p.last or p.first) for p in question.periods]
    asked = [(first.year, last.year) for first, last in years if first and last]
    said = row is not None and row.basis in (Basis.STATED, Basis.INHERITED)
    if row is None or not asked or (said and (row.first or row.last)):
        return False
    told = candidate.passage.published or candidate.not_before
    if told == date.min:
        return False
    whole = row.statement is Statement.RESULT and _WHOLE_YEAR.search(_lead(candidate, row)[-_CLAUSE:]) is not None
    if whole and candidate.passage.published and told.month <= _LAST_MONTH:
        return all(first >= told.year for first, _ in asked)  # 全年收入9.3亿元 of a text of March is of the year before
    # 目前 is the day of the telling, and so is an event as it takes place; 五年来 are others, too
    if said and not _NOW.search(row.period):
        return False
    now = said or _THIS.search(candidate.sentence[: row.quantity.end - candidate.start])
    # Who tells of all of a year writes after it.
    written = told if candidate.passage.published or told == date.max else told + timedelta(days=1)
    earliest = told.year if now else written.year - 1
    return all(last < earliest or first > told.year for first, last in asked)
