"""Candidates for the plain question, and what tells the figures apart → the figure that each label means.

The figures are chosen together: each as likely as it can be by itself, each of the place, the day, the number or the
state that its label names, and no two of them the same. So a label need only say what sets its figure off from the
others: 3月论坛上 is the document of March, 40家园区时 the passage that speaks of 40, 打算设的 the one that is planned.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Basis, FigureRow, Kind, Passage, Period, Quantity
from index.words import bigrams, fold
from qa.evidence import FEATURES, Candidate
from qa.same import agree, day_of, of_one_kind, similar
from qa.surroundings import Surroundings

_PARTIAL = FEATURES.index("partial")
_REACH = 9.0
"""How far below the best, in score, a candidate may stand for a label to mean it."""
_MOST = 9  # candidates for each label
_FIT = 6.0  # what a label met in full is worth beside the score, a logarithm of odds
_AGAIN = 6.0  # what it costs to give one value for both labels; of more than two some may well agree
_OTHER = 2.5  # … to give two figures that are not called alike
_BESIDE = 1.5  # what it is worth that one sentence sets them against each other
_MUCH, _TIMES = 3.0, 10  # … of which one is many times the other
_OWN = 0.6  # a source that has so much of a label in its name does not tell what only others tell
_BEGINNING = 40  # signs
_MET = 0.25  # a label that no figure fits so well sets nothing apart
_KINDS = re.compile(r"[园区厂校店院所站馆镇村](?![里内中])")  # 40家园区 are 40家特色产业园
_SAID = 2.0  # how well a figure fits that the label says itself
_NEAR_DAYS = 60.0
_BEFORE = 160
_LATER = re.compile(r"后来|[之以]后|后面|后一?[次处个]|现在|如今|目前|最新|新的|更正|更[多大高细]|核[定对实]")
_EARLIER = re.compile(r"原[来先]|最初|起初|早先|[之以此先]前|前面|前一?[次处个]|初稿|快报|当初|旧的|年初定")
_MONTH = re.compile(r"(?:(?P<year>(?:19|20)\d\d|\d\d)年)?(?P<month>1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月")
_STATED = re.compile(r"(?:[写说讲报给登]的?是?|数[是为])$")
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class _Label:
    """A label as it is compared: the pairs of its characters, its periods, its numbers, and what it says of the state."""

    text: str
    pairs: frozenset[str]
    periods: tuple[Period, ...]
    numbers: tuple[Quantity, ...]
    given: Quantity | None
    order: int


def told_by(
    labels: Sequence[str],
    topic: str,
    evidence: Sequence[Sequence[Candidate]],
    around: Surroundings,
    passages: Sequence[Passage] = (),
) -> tuple[list[Candidate], float, bool] | None:
    """Return a figure for each label, how well the worst of them fits, and whether the labels say all of them themselves.

    None where the evidence holds no such figures.

    Args:
        labels: what tells the figures apart.
        topic: the plain question; its words set nothing apart.
        evidence: candidates that may answer the plain question, then, for each label, those that may answer it with the
            words of the label.
        around: what stands around them.
        passages: all that was found, whether or not it may answer; a label may name the document of any of them.
    """
    plain, *own = [{(c.passage.id, c.row.quantity.start): c for c in found if c.row} for found in evidence]
    best = max((c.score for found in (plain, *own) for c in found.values()), default=0.0)
    kind = next((c.row.quantity for c in evidence[0] if c.row), None)
    read = [_read(label, topic) for label in labels]
    pools: list[list[tuple[float, float, Candidate]]] = []
    for label, likely in zip(read, own, strict=True):
        pool = [max((f[k] for f in (plain, likely) if k in f), key=lambda c: c.score) for k in plain | likely]
        pool = [c for c in pool if c.row and kind and of_one_kind(c.row.quantity, kind)]
        pool = [
            c for c in pool if c.score > best - _REACH or (label.given and c.row and _says(label.given, c.row.quantity))
        ]
        fits = _fits(label, pool, topic, around)
        weighed = [(c.score - best + _FIT * fit, fit, c) for c, fit in zip(pool, fits, strict=True)]
        pools.append(sorted(weighed, key=lambda one: (-one[0], one[2].passage.id, one[2].start))[:_MOST])
    chosen: tuple[float, tuple[tuple[float, float, Candidate], ...]] | None = None
    for picked in product(*pools):
        total = sum(weight for weight, _, _ in picked) + _together([c for _, _, c in picked], read)
        if total > -math.inf and (chosen is None or total > chosen[0] + 1e-9):
            chosen = total, picked
    if chosen is None or max(fit for _, fit, _ in chosen[1]) < _MET:
        return None
    if any(fit <= 0 and _names(label, passages, around) for label, (_, fit, _) in zip(read, chosen[1], strict=True)):
        return None
    # A figure that the question gives and no document states is not made good by another.
    kept = [one for label, one in zip(read, chosen[1], strict=True) if label.given is None or one[1] > 0]
    if not kept:
        return None
    given = len(kept) == len(read) and all(label.given for label in read)
    return [candidate for _, _, candidate in kept], min(fit for _, fit, _ in kept), given


def _names(label: _Label, passages: Sequence[Passage], around: Surroundings) -> bool:
    """Whether a label is called as a document found, by its title, a heading or how it begins."""
    if label.given or not label.pairs:
        return False
    called = {f"{around.heads(p)}\n{around.whole(p.document_id)[:_BEGINNING]}" for p in passages}
    return any(sum(pair in heads for pair in label.pairs) >= _OWN * len(label.pairs) for heads in called)


def held_beside(chosen: Sequence[Candidate], labels: Sequence[str]) -> bool:
    """Whether numbers that held then tell figures apart: each of a document of its own, or in the sentence of its number."""
    if len({c.passage.document_id for c in chosen}) == len(chosen):
        return True
    return all(
        any(same_value(number, said) and number.unit == said.unit for said in find_quantities(c.sentence))
        for c, label in zip(chosen, labels, strict=True)
        for number in find_quantities(label)[:1]
    )


def told_where(
    labels: Sequence[str], topic: str, evidence: Sequence[Candidate], around: Surroundings
) -> list[list[Candidate]] | None:
    """Return the sentences of the document or the speaker that each label names, None where two name the same or none."""
    places: list[tuple[str, str | None]] = []
    for label in labels:
        read = _read(label, topic)
        speaker = next((c.passage.speaker for c in evidence if c.passage.speaker and c.passage.speaker in label), None)
        best: dict[str, float] = {}
        for candidate, fit in zip(evidence, _fits(read, evidence, topic, around), strict=True):
            if speaker in (None, candidate.passage.speaker):
                uid = candidate.passage.document_id
                best[uid] = max(best.get(uid, -math.inf), fit)
        place = max(best, key=lambda uid: (best[uid], uid), default="")
        if not place or best[place] < _MET:
            return None
        places.append((place, speaker))
    if len(set(places)) < len(places):
        return None
    return [
        [c for c in evidence if c.passage.document_id == uid and speaker in (None, c.passage.speaker)]
        for uid, speaker in places
    ]


def _read(label: str, topic: str) -> _Label:
    periods = tuple(find_periods(label))
    # 五年回顾 is called after its span; 40家园区时 is told by its number
    counted = [q for q in find_quantities(label) if q.kind is not Kind.DURATION]
    numbers = [q for q in counted if not any(p.start <= q.start < p.end for p in periods)]
    given = next((q for q in numbers if q.end == len(label) and _STATED.search(label[: q.start])), None)
    bare = fold(label)
    for piece in sorted([*periods, *numbers], key=lambda p: -p.start):
        if piece in periods and not re.search(r"\d|年|月", piece.surface):
            continue  # the words of a named time are met as words: “十四五”
        bare = f"{bare[: piece.start]} {bare[piece.end :]}"
    order = bool(_LATER.search(label)) - bool(_EARLIER.search(label))
    return _Label(
        text=label,
        pairs=frozenset(p for run in re.findall(r"[\w]+", bare) for p in _pairs(run)) - frozenset(_pairs(fold(topic))),
        periods=periods,
        numbers=tuple(numbers),
        given=given,
        order=order,
    )


def _pairs(run: str) -> list[str]:
    words = re.findall(r"[a-z]+\d*|[a-z]*\d+", run)
    return [*words, *(p for part in re.split(r"[a-z\d]+", run) for p in bigrams(part) if len(p) == 2)]


def _fits(label: _Label, pool: Sequence[Candidate], topic: str, around: Surroundings) -> list[float]:
    """Return how well each candidate is what a label says, around 0 to 1 and above."""
    met = [_met(label, c, around) for c in pool]
    known = Counter(pair for own in met for pair in own)
    # A pair that all candidates meet sets none of them apart.
    weights = {pair: math.log((len(pool) + 1) / (known[pair] + 0.5)) + 0.2 for pair in known}
    whole = sum(weights.values()) or 1.0
    words = [sum(weights[pair] * share for pair, share in own.items()) / whole for own in met]
    return [
        said + _day_fit(label, c) + _number_fit(label, c, topic, around) - 0.5 * bool(c.features[_PARTIAL])
        for said, c in zip(words, pool, strict=True)
    ]


def _met(label: _Label, candidate: Candidate, around: Surroundings) -> dict[str, float]:
    """Return how near to a candidate each pair of a label's characters stands."""
    text, start = candidate.passage.text, candidate.passage.start
    clause = fold(_clause(candidate, candidate.row)) if candidate.row else ""
    sentence = fold(candidate.sentence)
    before = fold(text[max(0, candidate.start - start - _BEFORE) : candidate.start - start])
    heads, whole = around.heads(candidate.passage), around.whole(candidate.passage.document_id)
    found: dict[str, float] = {}
    for pair in label.pairs:
        if pair in clause:
            share = 1.0
        elif pair in heads:
            share = 0.9
        elif pair in sentence:
            share = 0.6
        elif pair in before:
            share = 0.4
        elif times := whole.count(pair):
            share = min(0.35, 0.1 * math.log2(1 + times))
        else:
            continue
        found[pair] = share
    return found


def _clause(candidate: Candidate, row: FigureRow) -> str:
    """Return a figure's own clause: from the figure before it, or the border of a sentence part, to a little behind."""
    at = row.quantity.start - candidate.start
    left = candidate.sentence[: max(at, 0)]
    borders = [m.end() for m in re.finditer(r"[；;。：]|，(?=而|另|其中)", left)]
    numbers = [q.end for q in find_quantities(left)]
    begin = max([0, *borders, *numbers[-1:]])
    return candidate.sentence[begin : row.quantity.end - candidate.start + 10]


def _day_fit(label: _Label, candidate: Candidate) -> float:
    """Return whether a label's time is that of the figure, or of its telling."""
    told = candidate.passage.published
    day = told or candidate.not_before
    if found := _MONTH.search(label.text):
        month = _number(found["month"])
        if found["year"]:
            year = int(found["year"]) % 100 + 2000
            return max(_near(day, date(year, month, 1), date(year, month, 28)), _of_period(label, candidate))
        if told is None:  # what an undated text tells of last
            return 0.7 * (day > date.min and day.month == month)
        return 1.0 if told.month == month else -0.3
    fits = [0.0, _of_period(label, candidate)]
    for period in label.periods:
        if period.first and period.last and (period.last - period.first).days < 400:
            fits.append(0.6 * _near(day, period.first, period.last))
    return max(fits)


def _of_period(label: _Label, candidate: Candidate) -> float:
    row = candidate.row
    if row is None or row.basis not in (Basis.STATED, Basis.INHERITED) or row.last is None:
        return 0.0
    spans = [(p.first, p.last) for p in label.periods if p.first and p.last and (p.last - p.first).days < 400]
    return 0.8 if any(first <= row.last <= last for first, last in spans if first and last) else 0.0


def _near(day: date, first: date, last: date) -> float:
    if day == date.min:
        return 0.0
    away = (first - day).days if day < first else (day - last).days if day > last else 0
    return math.exp(-away / _NEAR_DAYS)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    return (10 if "十" in text else 0) + _DIGITS.get(ones, 0) + (10 * (_DIGITS.get(tens, 1) - 1) if tens else 0)


def _number_fit(label: _Label, candidate: Candidate, topic: str, around: Surroundings) -> float:
    """Return whether the number of a label (40家园区时) holds where a figure is told, or is that figure (写93家)."""
    row = candidate.row
    if row is None or not label.numbers:
        return 0.0
    if label.given is not None:
        return _SAID if _says(label.given, row.quantity) else -1.0
    whole = around.whole(candidate.passage.document_id)
    fit = 0.0
    for number in label.numbers:
        behind = label.text[number.end :]
        of = frozenset(bigrams(fold(topic + behind))) | frozenset(_KINDS.findall(behind[:4]))
        if same_value(number, row.quantity):
            return -1.0  # what holds meanwhile, not what is asked for
        if _holds(fold(candidate.sentence), number, of):
            fit += 1.0
        elif _holds(fold(candidate.passage.text), number, of):
            fit += 0.9
        elif _holds(whole, number, of):
            fit += 0.7
    return fit / len(label.numbers)


def _says(given: Quantity, stated: Quantity) -> bool:
    """Whether a label's figure is one that is stated; one without a unit may be short for it: 921.5 for 921.5亿元."""
    bare = re.escape(fold(given.surface))
    return same_value(given, stated) or (
        not given.unit and re.search(rf"(?<![\d.]){bare}(?![\d.])", fold(stated.surface)) is not None
    )


def _holds(text: str, number: Quantity, of: frozenset[str]) -> bool:
    """Whether a text counts so many of what is spoken of: 40家特色园, and not 独角兽企业40家."""
    surface = re.escape(fold(number.surface)[: -len(number.unit) or None])
    for match in re.finditer(rf"(?<![\d.]){surface}\s*{re.escape(number.unit)}", text):
        behind = re.split(r"[，,、。；;]", text[match.end() : match.end() + 14])[0]
        if of.intersection(bigrams(behind)) or of.intersection(behind):
            return True
    return False


def _together(chosen: Sequence[Candidate], labels: Sequence[_Label]) -> float:
    """Return what speaks for or against figures beside each other: one measure, values that differ, their order."""
    total = 0.0
    for n, (one, first) in enumerate(zip(chosen, labels, strict=True)):
        for two, second in zip(chosen[n + 1 :], labels[n + 1 :], strict=True):
            if one.row is None or two.row is None:
                continue
            if one.row.quantity == two.row.quantity and one.passage == two.passage:
                return -math.inf
            total -= (_AGAIN if len(chosen) == 2 else _AGAIN / 2) * agree(one.row, two.row)
            total += _BESIDE * (one.passage == two.passage and one.start == two.start)
            less, more = sorted((abs(one.row.quantity.value), abs(two.row.quantity.value)))
            total -= _MUCH * (more > _TIMES * less)
            total -= _OTHER * (1 - max(similar(one.row.measure, two.row.measure), 0.0))
            if first.order != second.order:
                earlier, later = (one, two) if first.order < second.order else (two, one)
                total += 1.5 * (_when(later) > _when(earlier)) - 1.5 * (_when(later) < _when(earlier))
    return total


def _when(candidate: Candidate) -> tuple[date, int]:
    return day_of(candidate), candidate.row.quantity.start if candidate.row else 0
