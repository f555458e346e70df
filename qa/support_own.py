"""Whether a model's sentence says no more than the extractive reader's own answer, and so needs no other proof.

A sentence, the question, and the draft that the extractive reader gives for it come in. The sentence stands when it is one
of that draft's own, its figure alone, or the question itself with that figure in the place of what is asked: then it claims
what the product claims without a model. Every other wording is for `qa.support` to judge.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.periods import find_periods
from index.phrases import is_link, without_periods
from index.quantities import find_quantities, same_value
from index.types import Period, Quantity
from index.words import fold, tagged
from qa.asides import without_asides
from qa.dictionary import base_forms
from qa.draft import Draft, Quote
from qa.english import is_english
from qa.english_times import with_chinese_times
from qa.question import function_words
from qa.support_claims import AHEAD, changes, ways_to
from qa.support_english import EMPTY
from qa.support_lead import without_lead
from qa.support_modifiers import modifiers
from qa.support_order import in_order
from qa.support_words import AROUND, bodies, names_of, undated
from qa.types import Status

_MARKER = re.compile(r"\[\d+\]")
_MARKS = re.compile(r"[\W_]+")
_ASKED = re.compile(r"(?:百分之)?(?:多少|几)|多[大长高久远重]|\bhow (?:many|much)\b|\bwhat\b", re.IGNORECASE)
_UNIT = re.compile(r"[^\d.,，零〇一二两三四五六七八九十百千]*$")
_NOT = re.compile(r"[不没未无非]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|[\u3400-\u9fff]+")
_AUXILIARY = frozenset({"do", "does", "did", "many", "much", "how", "what"})


def says_the_same(text: str, asked: Sequence[str], own: Draft | None, quotes: Sequence[Quote], heads: str = "") -> bool:
    """Return whether a sentence says no more than the extractive reader answers, from the quotes that it cites.

    Args:
        text: the sentence, its markers taken out.
        asked: the question, as it was put and as it was understood.
        own: what the extractive reader answers.
        quotes: what the sentence cites.
        heads: what the cited documents are called.
    """
    if own is None or own.status is not Status.ANSWERED or own.value is None or own.formula is not None:
        return False
    bare = without_lead(" ".join(text.split()), heads)
    for line in own.sentences:
        said = _MARKER.sub("", line)
        if fold(_MARKS.sub("", said)) == fold(_MARKS.sub("", bare)):
            cited = {int(number[1:-1]) - 1 for number in _MARKER.findall(line)}
            return all(any(_within(own.quotes[n], quote) for quote in quotes) for n in cited if n < len(own.quotes))
    bare = in_order(bare)
    answering = [row.quantity for row, _ in own.rows if row.quantity.surface == own.value]
    return any(_is_quoted(figure, quotes) and _restates(bare, figure, asked) for figure in answering[:1])


def _within(own: Quote, quote: Quote) -> bool:
    """Whether a quote holds what the extractive reader quotes, or as much of it as the passage has."""
    return own.passage.id == quote.passage.id and own.start < quote.end and quote.start < own.end


def _is_quoted(figure: Quantity, quotes: Sequence[Quote]) -> bool:
    texts = (
        quote.passage.text[quote.start - quote.passage.start : quote.end - quote.passage.start] for quote in quotes
    )
    return any(
        same_value(found, figure) and figure.surface in text for text in texts for found in find_quantities(text)
    )


def _restates(text: str, figure: Quantity, asked: Sequence[str]) -> bool:
    """Whether a sentence is a question with a figure in the place of what is asked, or the figure alone."""
    same = next((q for q in find_quantities(undated(text)) if q.surface == figure.surface), None)
    if same is None:
        return False  # 超过5亿元 is not 5亿元
    rest = f"{text[: same.start]} {text[same.end :]}"
    if not _words(rest) or (not _english(rest) and not _HAN.search(rest)):
        return not find_periods(text)
    return any(_is_restated(text, figure, question) for question in dict.fromkeys(asked))


def _is_restated(text: str, figure: Quantity, question: str) -> bool:
    question = without_asides(question)
    english = is_english(question)
    if english:
        question, text = with_chinese_times(question), with_chinese_times(text)
    known, periods = find_periods(question), find_periods(text)
    rest = without_periods(text, periods).replace(figure.surface, " ", 1)
    if any(not any(_same_time(period, other) for other in known) for period in periods):
        return False
    put = _unasked(without_periods(question, known), figure)
    counted = [q for q in find_quantities(rest) if not any(same_value(q, other) for other in find_quantities(put))]
    if counted or bool(_NOT.search(rest)) is not bool(_NOT.search(put)):
        return False
    if bool(AHEAD.search(put)) is not bool(AHEAD.search(rest)) and not AHEAD.search(figure.surface):
        return False
    if english:
        return _ordered(rest, put, _english(rest), _english(put))
    if changes(rest) != changes(put) or ways_to(rest) != ways_to(put) or modifiers(rest) != modifiers(put):
        return False
    return _ordered(rest, put, _words(rest), _words(put))


def _unasked(question: str, figure: Quantity) -> str:
    """Return a question without the words that ask, and without the figure's unit behind them (多少亿元, 几家)."""
    asks = _ASKED.search(question)
    if asks is None:
        return question
    behind = question[asks.end() :]
    unit = _UNIT.search(figure.surface)
    parts = (
        {unit.group()[n:m] for n in range(len(unit.group())) for m in range(n + 1, len(unit.group()) + 1)}
        if unit
        else ()
    )
    stated = max((part for part in parts if behind.startswith(part)), key=len, default="")
    return f"{question[: asks.start()]} {behind[len(stated) :]}"


def _ordered(rest: str, put: str, mine: str, theirs: str) -> bool:
    """Whether two texts have the same words, names and other words each in one order (有3家企业, 企业有3家)."""
    names = sorted({*_names(rest), *_names(put)}, key=len, reverse=True)
    for name in names:
        if mine.count(name) != theirs.count(name):
            return False
    order = [sorted(names, key=text.find) for text in (mine, theirs)]
    for name in names:
        mine, theirs = mine.replace(name, ""), theirs.replace(name, "")
    return order[0] == order[1] and mine == theirs


def _names(text: str) -> Iterable[str]:
    return (name for name in (*names_of(text), *bodies(text)) if len(name) > 1)


def _same_time(one: Period, other: Period) -> bool:
    if one.surface == other.surface:
        return True
    return None not in (one.first, one.last) and (one.first, one.last) == (other.first, other.last)


def _english(text: str) -> str:
    """Return what an English text says besides its grammar, each word in its plainest form."""
    words = (word.removesuffix("'s") for word in _WORD.findall(fold(text).replace("’", "'")))
    return " ".join(
        min(base_forms(word) or [word], key=len) for word in words if word and word not in EMPTY | _AUXILIARY
    )


@lru_cache(maxsize=1024)
def _words(text: str) -> str:
    """Return what a Chinese text says besides its grammar, run together: two readings may divide it differently."""
    return "".join(fold(word) for word, tag in tagged(undated(text)) if not _is_empty(word, tag)).replace(" ", "")


def _is_empty(word: str, tag: str) -> bool:
    if not _MARKS.sub("", word):
        return True
    return tag[0] != "f" and (word in function_words() or word in AROUND or is_link(word))
