"""What speaks for and against a figure or a sentence as the answer, as numbers: one row of `FEATURES` per candidate.

In come the question's weighted words and each sentence with its surroundings; out goes a matrix. The last features of a
row compare it with the other candidates of the question: a figure may answer loosely worded questions when no other
comes near, and a word that no candidate meets says that the documents do not tell.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.phrases import is_nominal
from index.quantities import normalize_unit
from index.types import Basis, FigureRow, Kind, Statement
from index.words import fold, tagged
from qa.alike import Span
from qa.feature_names import COMPARED, FEATURES
from qa.fits import is_dated, is_of_other_month, kind_fit, period_features, unit_fit
from qa.met import AVERAGE, PER, RECKONED, Floats, Levels, Place, Words
from qa.rates import rate_of
from qa.usual import likely
from qa.whose import is_body

_INDEX = {name: n for n, name in enumerate(FEATURES)}

_PARTIAL = re.compile(
    r"(?:第[一二三四五六七八九十\d]+批|[首这此每]批|新增|新认定|新引进|另有|增加(?![到至为])了?)[^，。；]{0,6}$"
)
_PART = re.compile(r"批|新增|新认定|新引进|增加")
_SPELLED = re.compile(r"[一二两三四五六七八九十]{1,2}[^\d多余来万亿千百成]{0,2}$")
_GROWTH = re.compile(r"增长|增速|增幅|涨|降|减少|提高|提升|上升|下滑|同比|环比|增加|增至")
_SHARE = re.compile(r"占|比重|比例|份额|几成|渗透率|率")
_RELATIVE = (Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT, Kind.MULTIPLE)
_STOP = re.compile("[，。；：,;]")
_CLASS = 3  # signs: 高新区 alone is a class of bodies
_OWNED, _NOT_OWNED = 0.6, 0.3  # share of the signs of whom is asked about that a figure's own words hold
_BORDER = re.compile("[，,；;：:。！？!?\n]")


def matrix(words: Words, places: Sequence[Place], rows: Sequence[tuple[int, FigureRow]]) -> Floats:
    """Return the features of figure rows.

    Args:
        rows: pairs of (position of its sentence in `places`, row).

    Returns:
        n rows × the number of `FEATURES`.
    """
    table = np.zeros((len(rows), len(FEATURES)))
    if not rows:
        return table
    used = sorted({n for n, _ in rows})
    position = {n: i for i, n in enumerate(used)}
    here = [places[n] for n in used]
    levels = Levels(words, here)
    at = np.array([position[n] for n, _ in rows])
    _shares(table, words, levels, at)
    figures: dict[int, list[tuple[int, int]]] = {}
    for n, row in rows:
        figures.setdefault(n, []).append((row.quantity.start - places[n].start, row.quantity.end - places[n].start))
    spans = {n: words.places(places[n].folded) for n in figures}
    ways = {n: _distances(places[n].folded, found) for n, found in figures.items()}
    near: list[list[float]] = []
    measures: list[list[float]] = []
    grams: list[list[bool]] = []
    soft_near: list[list[float]] = []
    soft_close: list[list[float]] = []
    close: list[list[float]] = []
    borders = {n: [match.start() for match in _BORDER.finditer(places[n].folded)] for n in figures}
    met, grams_in = cache(words.met), cache(words.grams_in)  # the figures of a clause share what is near them
    columns = [_INDEX[name] for name in _ROW]
    for number, (n, row) in enumerate(rows):
        place = places[n]
        reading = _Reading(place, row, borders[n])
        near.append(met(reading.near))
        measures.append(met(reading.measure))
        grams.append(grams_in(reading.near))
        close.append(_closeness(ways[n], spans[n], reading.start, reading.end))
        soft = levels.strength[position[n]]
        soft_close.append(_closeness(ways[n], soft, reading.start, reading.end))
        soft_near.append(
            [max([s for a, _, s in found if reading.begin <= a < reading.stop], default=0.0) for found in soft]
        )
        table[number, columns] = _row_values(words, place, row, reading)
    of_another = [
        words.whose.is_of_another(places[n].folded[: row.quantity.start - places[n].start]) for n, row in rows
    ]
    _set(table, "which_other", np.maximum(table[:, _INDEX["which_other"]], of_another))
    clause = np.array(near).reshape(len(rows), -1)
    _set(table, "near", np.maximum(clause, 0.5 * levels.here[at]) @ words.share)
    _set(table, "named", _least(clause[:, words.is_name]))
    _set(table, "own_near", _least(clause[:, words.is_own]))
    nearness = np.array(close).reshape(len(rows), -1)
    plain = ~words.is_name
    _set(table, "close", _weighed(nearness[:, plain], words.weight[plain]))
    head_weight = words.weight[words.is_head]
    measured = np.array(measures).reshape(len(rows), -1)
    met_head = np.maximum.reduce([measured, 0.8 * clause, 0.4 * levels.here[at]])[:, words.is_head]
    _set(table, "head", _weighed(met_head, head_weight))
    head_close = nearness[:, words.is_head]
    _set(table, "head_close", _weighed(head_close, head_weight))
    best = np.zeros((len(here), head_close.shape[1]))
    np.maximum.at(best, at, head_close)
    _set(table, "head_owner", _weighed((head_close >= best[at] - 1e-9) & (head_close > 0), head_weight))
    _set(table, "measure", measured @ words.share)
    _set(table, "grams", np.array(grams, dtype=float).reshape(len(rows), -1) @ levels.gram_share)
    softly = np.maximum(clause, np.array(soft_near).reshape(len(rows), -1))
    _set(table, "soft_near", np.maximum(softly, 0.5 * levels.soft[at]) @ words.share)
    _set(table, "head_least", _least(np.maximum(measured, softly)[:, words.is_head]))
    softly = np.maximum(nearness, np.array(soft_close).reshape(len(rows), -1))
    _set(table, "soft_close", _weighed(softly[:, plain], words.weight[plain]))
    _set(table, "soft_head", _weighed(softly[:, words.is_head], head_weight))
    _set_apart(table, at, [row for _, row in rows])
    _compare(table, words, levels, at, [row for _, row in rows])
    if not is_dated(words.question):
        _set(table, "age", _ages(table, [_day(places[n], row) for n, row in rows], [row for _, row in rows]))
    return table


def _day(place: Place, row: FigureRow) -> date:
    return row.last if row.last and row.basis is not Basis.UNKNOWN else place.day


def _ages(table: Floats, days: Sequence[date], rows: Sequence[FigureRow]) -> Floats:
    """Return how many years each row is older than the newest of its unit that meets the question about as well."""
    near = table[:, _INDEX["near"]]
    ages = np.zeros(len(rows))
    groups: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        groups.setdefault(_unit(row.quantity.unit), []).append(n)
    for members in groups.values():
        ordinals = np.array([days[n].toordinal() for n in members], dtype=float)
        newest = [ordinals[near[members] >= 0.9 * near[n]].max() for n in members]
        ages[members] = np.minimum(3.0, (np.array(newest) - ordinals) / 365)
    return ages


def sentence_matrix(words: Words, places: Sequence[Place], fits: Sequence[float], wanted: Sequence[float]) -> Floats:
    """Return the features of sentences.

    Args:
        fits: how well a period of each sentence fits the one asked for.
        wanted: 1 where a sentence holds the kind of thing that is asked for.
    """
    table = np.zeros((len(places), len(FEATURES)))
    if not places:
        return table
    levels = Levels(words, places)
    at = np.arange(len(places))
    _shares(table, words, levels, at)
    _set(table, "near", table[:, _INDEX["sentence"]])
    _set(table, "whose_near", table[:, _INDEX["whose_here"]])
    _set(table, "grams", table[:, _INDEX["grams_here"]])
    _set(table, "soft_near", table[:, _INDEX["soft_here"]])
    _set(table, "named", _least(levels.here[:, words.is_name]))
    _set(table, "own_near", table[:, _INDEX["own_here"]])
    _set(table, "head_least", _least(levels.soft[:, words.is_head]))
    _set(table, "head", 0.8 * _weighed(levels.here[:, words.is_head], words.weight[words.is_head]))
    _set(table, "period", np.array(fits))
    _set(table, "elsewhen", np.array(fits) <= -0.9)
    _set(table, "dated", np.full(len(places), is_dated(words.question)))
    _set(table, "fits_want", np.array(wanted))
    _set(table, "foreign_head", np.array([_foreign(words, p.names) for p in places]))
    _set(table, "dense", np.array([p.cosine for p in places]))
    _set(table, "search", np.array([p.search for p in places]))
    _compare(table, words, levels, at, [])
    return table


def _set(table: Floats, name: str, values: NDArray[np.generic]) -> None:
    table[:, _INDEX[name]] = values


def _least(met: Floats) -> Floats:
    return met.min(axis=1) if met.shape[1] else np.ones(len(met))


def _weighed(met: NDArray[np.float64] | NDArray[np.bool_], weight: Floats) -> Floats:
    total = float(weight.sum())
    return met @ weight / total if total else np.full(len(met), 0.5)


def _shares(table: Floats, words: Words, levels: Levels, at: NDArray[np.int64]) -> None:
    """Fill in what is the same for all figures of a sentence."""
    columns = {
        "sentence": levels.here @ words.share,
        "around": levels.around @ words.share,
        "context": levels.context @ words.share,
    }
    names = np.minimum(1.0, levels.context[:, words.is_name] / 0.5)
    weight = words.weight[words.is_name]
    columns["names"] = names @ weight / weight.sum() if len(weight) else np.ones(len(levels.here))
    columns["lost_name"] = 1 - _least(names)
    columns["lost_own"] = 1 - _least(np.minimum(1.0, levels.context[:, words.is_own] / 0.5))
    columns["own_here"] = _least(levels.around[:, words.is_own])
    columns["joined"], columns["joined_here"] = levels.joined, levels.joined_here
    columns["which_other"] = levels.which
    columns["whose_here"], columns["whose_around"], columns["whose_wide"] = levels.subjects.T
    if words.is_head.any():
        weight = words.weight[words.is_head] / words.weight[words.is_head].max()
        columns["head_lost"] = (weight * (1 - levels.soft[:, words.is_head])).max(axis=1)
    heaviest = float(words.weight.max()) if len(words.weight) else 1.0
    other = words.weight[~words.is_name] / heaviest
    lost = np.sort(other * (1 - levels.context[:, ~words.is_name]), axis=1)
    zero = np.zeros(len(levels.here))
    columns["lost_word"] = lost[:, -1] if lost.shape[1] else zero
    columns["lost_second"] = lost[:, -2] if lost.shape[1] > 1 else zero
    lost_here = other * (1 - levels.around[:, ~words.is_name])
    columns["lost_here"] = lost_here.max(axis=1) if lost_here.shape[1] else zero
    columns["pairs"], columns["pairs_here"] = levels.pairs[:, 0], levels.pairs[:, 1]
    columns["grams_here"] = levels.grams @ levels.gram_share
    columns["grams_context"] = levels.grams_wide @ levels.gram_share
    columns["soft_here"] = levels.soft @ words.share
    soft_lost = other * (1 - levels.soft[:, ~words.is_name])
    columns["soft_lost"] = soft_lost.max(axis=1) if soft_lost.shape[1] else zero
    for name, values in columns.items():
        _set(table, name, values[at])


_folded = lru_cache(maxsize=1 << 14)(fold)
_unit = lru_cache(maxsize=1 << 12)(normalize_unit)


class _Reading:
    """The clause around a figure, and the texts in which its words are looked for."""

    __slots__ = ("begin", "clause", "end", "left", "measure", "near", "start", "stop", "subject")

    def __init__(self, place: Place, row: FigureRow, borders: Sequence[int]) -> None:
        text = place.folded
        self.start, self.end = row.quantity.start - place.start, row.quantity.end - place.start
        before, behind = bisect_left(borders, self.start), bisect_left(borders, self.end)
        left = borders[before - 1] + 1 if before else 0
        right = borders[behind] if behind < len(borders) else len(text)
        self.begin, self.stop = left, right
        self.clause = text[left:right]
        self.left = text[left : self.start]
        self.measure = _folded(row.measure)
        self.subject = _folded(row.subject)
        self.near = f"{self.clause} {self.subject} {self.measure}"


def _distances(text: str, figures: Sequence[tuple[int, int]]) -> list[float]:
    """Return the way from the start of a sentence to each of its places: characters, borders, figures in between."""
    steps = np.full(len(text) + 1, 1 / 12)
    steps[0] = 0.0
    steps[[match.end() for match in _STOP.finditer(text)]] = 0.5
    np.add.at(steps, [start + 1 for start, _ in figures], 0.7)
    return steps.cumsum().tolist()


def _closeness(way: Sequence[float], spans: Sequence[Sequence[Span]], start: int, end: int) -> list[float]:
    """Return for each word how close it stands to a figure, 1 beside it, 0 not in the sentence."""
    found: list[float] = []
    for places in spans:
        best = 0.0
        for a, b, strength in places:
            far = way[start] - way[b] if b <= start else max(0.0, way[a] - way[end])
            best = max(best, strength / (1 + far))
        found.append(best)
    return found


_ROW = (
    "whose_near",
    "whose_other",
    "head_measure",
    "measure_head",
    "tail",
    "modified",
    "precision",
    "narrower",
    "foreign",
    "foreign_head",
    "subject",
    "dense",
    "search",
    "unit_same",
    "unit_loose",
    "unit_other",
    "kind_same",
    "kind_loose",
    "kind_other",
    "unasked",
    "usual",
    "usual_kind",
    "period",
    "exact",
    "elsewhen",
    "dated",
    "undated",
    "plan",
    "comparison",
    "growth",
    "share",
    "unlike",
    "unmet",
    "spelled",
    "partial",
)


def _row_values(words: Words, place: Place, row: FigureRow, reading: _Reading) -> list[float]:
    """Return the values of `_ROW`."""
    question = words.question
    measure, subject, clause = reading.measure, reading.subject, reading.clause
    unit, kind = unit_fit(question, row), kind_fit(question, row)
    # What the sentence or the headings say of the period holds; only one from an earlier sentence may not reach so far.
    loose = not row.period or row.period not in f"{place.text}\n{place.heads}"
    told = place.day if question.told and place.day != date.min else None
    fit, other = period_features(question.periods, row, place.published if loose else None, told)
    if not other and is_of_other_month(question.periods, row, place.text):
        fit, other = -1.0, 1.0
    near = reading.left[-14:] + clause[len(reading.left) :][:14]
    relative = row.quantity.kind in _RELATIVE
    reckoned = [bool(p.search(near)) for p in RECKONED]
    if words.rate is not None and rate_of(near) == words.rate:  # so many a day are so many on average each day
        for number in (AVERAGE, PER):
            reckoned[number] = words.reckoned[number]
    apart = [a - b for a, b in zip(reckoned, words.reckoned, strict=True)] if reckoned != words.reckoned else ()
    dated = is_dated(question)
    return [
        words.whose.share(reading.near),
        float(
            not words.whose.is_measured(measure)
            and words.whose.is_other(
                subject, place.folded, f"{place.before}\n{place.folded}\n{place.heads}", place.scope
            )
        ),
        _pairs_in(words.head, measure) if words.head else 0.5,
        _pairs_in(measure, words.head) if words.head else 0.5,
        float(bool(measure) and bool(words.head) and measure[-2:] == words.head[-2:]),
        float(_is_modified(measure, question.head, words.text)),
        _covered(measure, question.terms),
        1 - _covered(subject, question.terms) if subject else 0.0,
        _foreign(words, [name for name in place.names if name in clause or name in subject]),
        _foreign(words, [name for name in place.names if name not in clause]),
        _subject_fit(words, subject),
        place.cosine,
        place.search,
        float(unit >= 1),
        float(0 < unit < 1),
        -min(unit, 0.0),
        float(kind >= 1),
        float(0 < kind < 1),
        -min(kind, 0.0),
        float(not question.units and not question.kinds),
        *likely(words.head or words.text[-6:], _unit(row.quantity.unit), row.quantity.kind),
        fit,
        float(fit >= 0.85),
        other,
        dated,
        float(dated and row.basis in (Basis.DOCUMENT, Basis.UNKNOWN)),
        float((row.statement is not Statement.RESULT) != question.future),
        float(bool(row.comparison) and Kind.MULTIPLE not in question.kinds),
        float(bool(_GROWTH.search(near))) - float(bool(_GROWTH.search(words.text))) if relative else 0.0,
        float(bool(_SHARE.search(near))) - float(bool(_SHARE.search(words.text))) if relative else 0.0,
        float(apart.count(1)),
        float(apart.count(-1)),
        float(bool(_SPELLED.match(row.quantity.surface))),
        float(bool(_PARTIAL.search(place.folded[: reading.start])) and not _PART.search(words.text)),
    ]


def _is_modified(measure: str, head: Sequence[str], asked: str) -> bool:
    """Whether what is measured is a kind of what is asked for: 外籍从业人员, 国家级的大学科技园."""
    at = measure.rfind("的" + "".join(head)) + 1
    at = at or (measure.rfind(head[-1]) if head else -1)
    return at > 1 and _modifier(measure[:at]) not in asked


@lru_cache(maxsize=1 << 12)
def _modifier(text: str) -> str:
    """Return the noun or attribute at the end of a text, "" when it ends in a verb, a number or a mark."""
    word, tag = tagged(text.removesuffix("的"))[-1]
    return word if is_nominal(word, tag) else ""


@lru_cache(maxsize=1 << 12)
def _pairs_in(one: str, two: str) -> float:
    """Return the share of the character pairs of `one` that stand in `two`."""
    if len(one) < 2:
        return float(bool(one) and one in two)
    return sum([one[i : i + 2] in two for i in range(len(one) - 1)]) / (len(one) - 1)


def _foreign(words: Words, names: Sequence[str]) -> float:
    return min(3, sum([name not in words.text for name in names])) / 3


def _subject_fit(words: Words, subject: str) -> float:
    if not subject or not words.question.names:
        return 0.0
    held = sum([name in subject for name in words.question.names]) / len(words.question.names)
    return held or -1.0


@lru_cache(maxsize=1 << 12)
def _covered(measure: str, terms: tuple[str, ...]) -> float:
    """Return the share of the characters of `measure` that stand in words of the question."""
    if not measure:
        return 0.0
    mask = [False] * len(measure)
    for term in terms:
        position = measure.find(term)
        while position >= 0:
            mask[position : position + len(term)] = [True] * len(term)
            position = measure.find(term, position + 1)
    return sum(mask) / len(measure)


def _set_apart(table: Floats, at: NDArray[np.int64], rows: Sequence[FigureRow]) -> None:
    """Mark figures of other bodies where one sentence tells of several: 云湖8.6%，青峦3.9% asked of 青峦."""
    near = table[:, _INDEX["whose_near"]]
    for own in np.flatnonzero(near >= _OWNED).tolist():
        for n in np.flatnonzero((at == at[own]) & (near < _NOT_OWNED)).tolist():
            same_unit = _unit(rows[n].quantity.unit) == _unit(rows[own].quantity.unit)
            if same_unit and len(rows[n].subject) > _CLASS and is_body(_folded(rows[n].subject)):
                table[n, _INDEX["whose_other"]] = 1.0


def _compare(table: Floats, words: Words, levels: Levels, at: NDArray[np.int64], rows: Sequence[FigureRow]) -> None:
    """Fill in what compares each candidate with the others of the question."""
    column = _INDEX
    fits = (table[:, column["kind_other"]] == 0) & (table[:, column["elsewhen"]] == 0)
    for name in COMPARED:
        values = table[:, column[name]]
        best = values[fits].max() if fits.any() else values.max()
        table[:, column[f"{name}_behind"]] = best - values
    sentence = table[:, column["sentence"]]
    good = fits & (table[:, column["lost_name"]] < 0.1) & (sentence >= 0.7 * sentence.max())
    table[:, column["rivals"]] = math.log1p(int(good.sum())) / 3
    if rows:
        groups: dict[tuple[str, str], list[int]] = {}
        for n, row in enumerate(rows):
            groups.setdefault((str(row.quantity.value.normalize()), _unit(row.quantity.unit)), []).append(n)
        for members in groups.values():
            if len(members) > 1:
                shares = sentence[members]
                count = int((shares >= 0.7 * shares.max()).sum())
                table[members, column["echo"]] = math.log(count) / 2
    reached = np.unique(at[fits]) if fits.any() else np.unique(at)
    hole = words.share * (1 - levels.wide[reached].max(axis=0))
    _set(table, "soft_hole", np.full(len(table), words.share @ (1 - levels.soft[reached].max(axis=0))))
    held = levels.grams[reached].max(axis=0) if len(words.grams) else np.ones(1)
    _set(table, "grams_hole", np.full(len(table), float(1 - held.mean())))
    table[:, column["hole"]] = float(hole.sum())
    table[:, column["hole_most"]] = float(hole.max()) if len(hole) else 0.0
    table[:, column["best_near"]] = table[:, column["near"]].max()
    table[:, column["length"]] = min(len(words.terms), 12) / 12
