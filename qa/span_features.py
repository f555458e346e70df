"""Question and sentence → every span of the sentence that may answer, each with what speaks for and against it.

Two kinds of features: keys (words and tags at the borders of a span; a learned weight each) that depend on one border
alone, and numbers of the whole span (alignment, overlap, length, type). Borders are those of words. All offsets into
`Scene.text` are offsets into the sentence.
"""

import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.span_question import TYPES, Asked
from qa.span_scene import Scene, scene

Numbers = NDArray[np.float32]
Places = NDArray[np.intp]
Column = NDArray[Any]
"""One value a span, of any type that counts as a number."""

_ANY_LENGTH = 20
"""Words that a span may have anywhere; a longer one starts and ends where clauses do."""
_NOT_FIRST = frozenset(",、。;:!?.)）]}》”」』…·%|的之")
_NOT_LAST = frozenset(",、;:!?(（[{《“「『·|") | {"。", "…"}
_BORDER = frozenset(",。;:!?、\n")
_OPEN, _CLOSE = "《“「『(（[【", "》”」』)）]】"
_LENGTHS = (1, 2, 3, 4, 6, 9, 13, 19, 28, 45)
_REACH = (6.0, 30.0)

FEATURES = (
    "log_length", *(f"length_{n}" for n in _LENGTHS), "longer",
    "left_near", "left_far", "left_met", "left_of_right_near", "left_of_right_far", "asked_left_near",
    "right_near", "right_far", "right_met", "right_of_left_near", "right_of_left_far", "asked_right_near",
    "flush_left", "flush_left_bare", "flush_right", "flush_right_head",
    "known_share", "known_first", "known_last", "known_before", "known_behind",
    "clause_met", "clause_before_met", "sentence_met",
    "head_char_last", "head_last", "head_inside", "head_behind", "head_before", "head_met_inside",
    "listing", "commas", "unbalanced", "is_period", "cuts_period", "holds_period", "is_quantity", "cuts_quantity",
    "holds_quantity", "is_quoted", "with_quotes", "in_brackets", "is_bracketed", "clause_start", "clause_end",
    "sentence_start", "sentence_end", "nouns", "verbs", "names", "people", "places", "functions", "latin", "digits",
    "log_place", "period_matches", "is_person", "holds_person", "cuts_person",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spans:
    """All spans of a sentence: words `first[k]` to `last[k]` inclusive, features (n × d), keys of each border.

    `words` (words × w) says of each word what of the question stands on either side of it, and whether it is known.
    """

    scene: Scene
    first: Places
    last: Places
    features: Numbers
    start_keys: tuple[tuple[str, ...], ...]
    end_keys: tuple[tuple[str, ...], ...]
    words: Numbers


def spans(question: Asked, sentence: str) -> Spans | None:
    """Return every span that may answer, None when the sentence has none."""
    seen = scene(sentence)
    first, last = _pairs(seen)
    if not len(first):
        return None
    edges = _edges(question, seen)
    features = _features(question, seen, edges, first, last)
    start_keys = tuple(_start_keys(question, seen, i) for i in range(len(seen.words)))
    end_keys = tuple(_end_keys(question, seen, i) for i in range(len(seen.words)))
    words = np.concatenate((edges.starts, edges.ends, edges.flush, edges.by_word[:, None]), axis=1)
    return Spans(seen, first, last, features, start_keys, end_keys, words)


def _pairs(seen: Scene) -> tuple[Places, Places]:
    count = len(seen.words)
    may_start = np.array([w[0] not in _NOT_FIRST for w in seen.words], dtype=bool)
    may_end = np.array([w[0] not in _NOT_LAST for w in seen.words], dtype=bool)
    after = np.array([i == 0 or seen.words[i - 1][0] in _BORDER for i in range(count)], dtype=bool)
    before = np.array([i == count - 1 or seen.words[i + 1][0] in _BORDER for i in range(count)], dtype=bool)
    width = np.arange(count)[None, :] - np.arange(count)[:, None]
    allowed = (width >= 0) & may_start[:, None] & may_end[None, :]
    allowed &= (width < _ANY_LENGTH) | (after[:, None] & before[None, :])
    first, last = np.nonzero(allowed)
    return first, last


def _start_keys(question: Asked, seen: Scene, index: int) -> tuple[str, ...]:
    word, tag = seen.words[index], seen.tags[index]
    before = seen.words[index - 1] if index else "^"
    tag_before = seen.tags[index - 1] if index else "^"
    kind = question.type
    return (
        f"w{before}", f"w{kind}|{before}", f"t{tag_before}|{tag}", f"t{kind}|{tag_before}", f"f{kind}|{tag}", f"f{word}",
    )  # fmt: skip


def _end_keys(question: Asked, seen: Scene, index: int) -> tuple[str, ...]:
    word, tag = seen.words[index], seen.tags[index]
    after = seen.words[index + 1] if index + 1 < len(seen.words) else "$"
    tag_after = seen.tags[index + 1] if index + 1 < len(seen.words) else "$"
    kind = question.type
    head = question.head[-1:] or "-"
    return (
        f"W{after}", f"W{kind}|{after}", f"T{tag}|{tag_after}", f"T{kind}|{tag_after}", f"L{kind}|{tag}", f"L{word}",
        f"H{head}|{word[-1]}", f"G{head}|{tag}",
    )  # fmt: skip


def _features(question: Asked, seen: Scene, edges: "_Edges", first: Places, last: Places) -> Numbers:
    starts = np.array(seen.starts)
    ends = np.array(seen.ends)
    lengths = (ends[last] - starts[first]).astype(np.float32)
    columns: list[Column] = [np.log1p(lengths)]
    low = 0
    for high in _LENGTHS:
        columns.append((lengths > low) & (lengths <= high))
        low = high
    columns.append(lengths > low)
    columns += [edges.starts[:, n][first] for n in range(edges.starts.shape[1])]
    columns += [edges.ends[:, n][last] for n in range(edges.ends.shape[1])]
    flush = edges.flush
    columns += [flush[first, 0], flush[first, 1], flush[last, 2], flush[last, 3]]

    known = edges.known
    sums = np.concatenate(([0], np.cumsum(known)))
    inside = sums[ends[last]] - sums[starts[first]]
    by_word = edges.by_word
    padded = np.concatenate(([0.0], by_word, [0.0])).astype(np.float32)
    columns += [inside / lengths, by_word[first], by_word[last], padded[first], padded[last + 2]]
    columns += _clause_columns(question, seen, edges, first, last)
    columns += _head_columns(question, seen, first, last)
    columns += _form_columns(seen, first, last, starts, ends)
    columns.append(np.log1p(starts[first] / 10).astype(np.float32))
    columns.append(_period_column(question, seen, starts[first], ends[last]))
    columns += _marked(seen.people, starts[first], ends[last])
    table = np.empty((len(columns), len(first)), dtype=np.float32)
    for row, column in zip(table, columns, strict=True):
        row[:] = column
    return table.T


@dataclass(frozen=True, slots=True)
class _Edges:
    """What of the question stands on each side of each word: `starts`, `ends`, `flush` (words × n), `known` (chars) and
    as `by_word` its mean over each word."""

    starts: Numbers
    ends: Numbers
    flush: Numbers
    known: Numbers
    by_word: Numbers
    occurrences: tuple[tuple[int, float, tuple[tuple[int, int], ...]], ...]


def _occurrences(question: Asked, text: str) -> list[tuple[int, float, tuple[tuple[int, int], ...]]]:
    """Return (side, weight, places) of each word of the question; a word not met counts by its pairs or characters."""
    found: list[tuple[int, float, tuple[tuple[int, int], ...]]] = []
    for term in question.terms:
        places, share = _places(term.word, text), 1.0
        if not places and len(term.word) > 2:
            pairs = [term.word[i : i + 2] for i in range(len(term.word) - 1)]
            places, share = [p for pair in pairs for p in _places(pair, text)], 0.6
        if not places and len(term.word) > 1 and term.word[0] > "\u3400":
            places, share = [p for letter in term.word for p in _places(letter, text)], 0.25
        found.append((term.side, term.weight * share, tuple(sorted(places))))
    return found


def _places(word: str, text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    position = text.find(word)
    while position >= 0:
        found.append((position, position + len(word)))
        position = text.find(word, position + 1)
    return found


def _edges(question: Asked, seen: Scene) -> _Edges:
    text = seen.text
    occurrences = _occurrences(question, text)
    known = np.zeros(len(text), dtype=np.float32)
    for _, weight, places in occurrences:
        for a, b in places:
            known[a:b] = np.maximum(known[a:b], 1.0 if weight > 0.5 else 0.4)
    totals = {side: sum(w for s, w, _ in occurrences if s == side) or 1.0 for side in (-1, 0, 1)}
    count = len(seen.words)
    at_start = np.zeros((count, 6), dtype=np.float32)
    at_end = np.zeros((count, 6), dtype=np.float32)
    # Columns: near, far, met at all for the side where it belongs; near, far for the other side; near for the phrase.
    belongs = {(-1, 0): (0, 1, 2), (1, 0): (3, 4, None), (0, 0): (5, None, None)}
    belongs |= {(1, 1): (0, 1, 2), (-1, 1): (3, 4, None), (0, 1): (5, None, None)}
    starts, ends = np.array(seen.starts), np.array(seen.ends)
    for side, weight, places in occurrences:
        if not places:
            continue
        share = weight / totals[side]
        for edge, (table, gaps) in enumerate(
            ((at_start, _gap_left(starts, places)), (at_end, _gap_right(ends, places)))
        ):
            near, far, met = belongs[side, edge]
            table[:, near] += share * np.exp(-gaps / _REACH[0])
            if far is not None:
                table[:, far] += share * np.exp(-gaps / _REACH[1])
            if met is not None:
                table[:, met] += share * np.isfinite(gaps)
    sums = np.concatenate(([0.0], np.cumsum(known, dtype=np.float64)))
    by_word = ((sums[ends] - sums[starts]) / (ends - starts)).astype(np.float32)
    return _Edges(at_start, at_end, _flush(question, seen), known, by_word, tuple(occurrences))


def _gap_left(starts: Places, places: tuple[tuple[int, int], ...]) -> Column:
    """Return the characters between each start and the nearest place that ends before it."""
    closes = np.array([-math.inf, *sorted(b for _, b in places)])
    return starts - closes[np.searchsorted(closes, starts, side="right") - 1]


def _gap_right(ends: Places, places: tuple[tuple[int, int], ...]) -> Column:
    opens = np.array([*sorted(a for a, _ in places), math.inf])
    return opens[np.searchsorted(opens, ends, side="left")] - ends


_LINKS = frozenset("是为叫在于由了的被到有")


def _flush(question: Asked, seen: Scene) -> Numbers:
    """Return how many characters right before and behind each word are those around the gap, at most 6, as a share."""
    table = np.zeros((len(seen.words), 4), dtype=np.float32)
    left = question.left
    bare = left[:-1] if left[-1:] in _LINKS else left
    right = question.text[question.word_end :]
    behind = question.right
    text = seen.text
    for index, (start, end) in enumerate(zip(seen.starts, seen.ends, strict=True)):
        if start and left.endswith(text[start - 1]):
            table[index, 0] = _common_end(left, text[max(0, start - 6) : start])
        stop = start - (text[start - 1 : start] in _LINKS)
        if stop and bare.endswith(text[stop - 1]):
            table[index, 1] = _common_end(bare, text[max(0, start - 7) : stop])
        ahead = text[end : end + 6]
        if behind.startswith(ahead[:1]):
            table[index, 2] = _common_start(behind, ahead)
        if right.startswith(ahead[:1]):
            table[index, 3] = _common_start(right, ahead)
    return table / np.float32(6)


def _common_end(one: str, two: str) -> int:
    count = 0
    while count < min(6, len(one), len(two)) and one[-1 - count] == two[-1 - count]:
        count += 1
    return count


def _common_start(one: str, two: str) -> int:
    count = 0
    while count < min(len(one), len(two)) and one[count] == two[count]:
        count += 1
    return count


def _clause_columns(question: Asked, seen: Scene, edges: _Edges, first: Places, last: Places) -> list[Column]:
    """Return the share of the question's words met in the clauses that the span touches, with the clause before them,
    and in the sentence; the clauses are parted by commas."""
    borders = [m.start() for m in re.finditer("[,;:。!?]", seen.text)]
    clause = np.array([bisect_left(borders, start) for start in seen.starts])
    count = len(borders) + 1
    met = np.zeros((count + 1, len(edges.occurrences)), dtype=np.float32)
    weights = np.array([w for _, w, _ in edges.occurrences], dtype=np.float32)
    for column, (_, _, places) in enumerate(edges.occurrences):
        for a, _ in places:
            met[bisect_left(borders, a), column] = 1.0
    total = float(sum(t.weight for t in question.terms)) or 1.0
    shares = np.zeros((count, count), dtype=np.float32)
    wider = np.zeros((count, count), dtype=np.float32)
    for a in range(count):
        running = np.zeros(len(weights), dtype=np.float32)
        prior = met[a - 1] if a else running
        for b in range(a, count):
            running = np.maximum(running, met[b])
            shares[a, b] = float(running @ weights) / total
            wider[a, b] = float(np.maximum(running, prior) @ weights) / total
    everywhere = float(met.max(axis=0, initial=0.0) @ weights) / total if len(weights) else 0.0
    return [
        shares[clause[first], clause[last]],
        wider[clause[first], clause[last]],
        np.full(len(first), everywhere, dtype=np.float32),
    ]


def _head_columns(question: Asked, seen: Scene, first: Places, last: Places) -> list[Column]:
    head = question.head
    none = np.zeros(len(first), dtype=bool)
    if not head:
        return [none] * 6
    count = len(seen.words)
    same_char = np.array([w[-1] == head[-1] for w in seen.words])
    is_head = np.array([w.endswith(head) or (len(w) > 1 and head.endswith(w)) for w in seen.words])
    sums = np.concatenate(([0], np.cumsum(is_head)))
    padded = np.concatenate(([False], is_head, [False]))
    inside = (sums[last + 1] - sums[first]) > 0
    several = last > first
    met = is_head.any()
    return [
        same_char[last] & several, is_head[last] & several, inside & ~is_head[last], padded[last + 2], padded[first],
        np.full(len(first), met and count > 0) & inside,
    ]  # fmt: skip


def _form_columns(seen: Scene, first: Places, last: Places, starts: Places, ends: Places) -> list[Column]:
    text = seen.text
    a, b = starts[first], ends[last]

    words, tags = seen.words, seen.tags
    flags = [
        [w == "、" for w in words],
        [w in ",;:。!?" for w in words],
        [t[0] in "njl" or t in ("vn", "eng", "latin") for t in tags],
        [t == "v" for t in tags],
        [t in ("nr", "ns", "nt", "nz") for t in tags],
        [t in ("nr", "n1") for t in tags],
        [t in ("ns", "nt") for t in tags],
        [t[0] in "pucrdyf" for t in tags],
        [t == "latin" for t in tags],
        [t in ("digits", "m") for t in tags],
    ]
    sums = np.zeros((len(flags), len(words) + 1), dtype=np.float32)
    np.cumsum(flags, axis=1, out=sums[:, 1:])
    within = sums[:, last + 1] - sums[:, first]
    shares = within[2:] / (last + 1 - first).astype(np.float32)
    depth = np.cumsum([(w[0] in _OPEN) - (w[0] in _CLOSE) for w in words])
    before = np.concatenate(([0], depth))
    lowest = np.minimum(depth[last], before[first])
    unbalanced = (depth[last] != before[first]) | (lowest < 0)
    # A closing mark of a pair that opens before the span, then another pair: the depth dips inside.
    for index, word in enumerate(words):
        if word[0] in _CLOSE:
            unbalanced |= (first <= index) & (index <= last) & (depth[index] < before[first])
    opened = np.array([i > 0 and words[i - 1][0] in "《“「『" for i in range(len(words))])
    closed = np.array([i + 1 < len(words) and words[i + 1][0] in "》”」』" for i in range(len(words))])
    bracket_open = np.array([i > 0 and words[i - 1][0] in "(（" for i in range(len(words))])
    bracket_close = np.array([i + 1 < len(words) and words[i + 1][0] in ")）" for i in range(len(words))])
    starts_quote = np.array([w[0] in "《“「『" for w in words])
    ends_quote = np.array([w[0] in "》”」』" for w in words])
    after = np.array([i == 0 or words[i - 1][0] in _BORDER for i in range(len(words))])
    ahead = np.array([i + 1 == len(words) or words[i + 1][0] in _BORDER for i in range(len(words))])
    columns: list[Column] = [
        np.log1p(within[0]),
        np.log1p(within[1]),
        unbalanced,
    ]
    for marked in (seen.periods, seen.quantities):
        exact, held, cut = _marked(marked, a, b)
        columns += [exact, cut, held]
    columns += [
        opened[first] & closed[last],
        starts_quote[first] & ends_quote[last],
        (before[first] > 0),
        bracket_open[first] & bracket_close[last],
        after[first],
        ahead[last],
        first == 0,
        b >= len(text.rstrip("。!?;,")),
        *shares,
    ]
    return columns


def _marked(marked: tuple[tuple[int, int], ...], a: Places, b: Places) -> tuple[Column, Column, Column]:
    """Return which spans are one of the marked places, hold more than one of them, and cut one."""
    exact, held, cut = (np.zeros(len(a), dtype=bool) for _ in range(3))
    for x, y in marked:
        same = (a == x) & (b == y)
        covers = (a <= x) & (b >= y)
        exact |= same
        held |= covers & ~same
        cut |= (a < y) & (b > x) & ~covers
    return exact, held, cut


def _period_column(question: Asked, seen: Scene, a: Places, b: Places) -> Numbers:
    """Return 1 where a span holds a period that the question itself gives."""
    flags = np.zeros(len(a), dtype=np.float32)
    for x, y in seen.periods:
        if seen.text[x:y] in question.text:
            flags[(a <= x) & (b >= y)] = 1.0
    return flags


KINDS = {kind: number for number, kind in enumerate(TYPES)}
