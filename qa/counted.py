"""Of what kind the things are whose number or share a question asks for, and whether a figure's passage speaks of that kind.

In come a question and a candidate's texts; out goes a verdict. 民营 in 民营企业占几成 and 女性 in 女性员工有多少 say what is
counted: a passage that speaks of 企业 or 员工 alone, with no word for the kind, gives no number of that kind, however
well all else fits.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from index.everyday import otherwise
from index.glosses import names_something
from index.synonyms import best_similarities
from index.types import FigureRow, Kind
from index.words import fold, tagged
from qa.question import Question, function_words

_SHARE = re.compile(r"(?:的?(?:占比|比例|比重)|占(?:了|到)?[^,，?？]{0,12}?(?:多少|几成|百分之|比例|比重|份额|多大))")
_MANY = re.compile(r"(?:多少|几)[家个名位项所件款种只类]")
_KINDS = (Kind.COUNT, Kind.PERCENT, Kind.RATIO)
_WHOLE = "全整各本该这那某"  # 全镇渔船 are no kind of ships
_COMPOUND = 4  # signs of a word that is made of a kind and a noun
_ALIKE, _SAME = 0.45, 0.6  # likeness of two words from which on one may, and surely does, stand for the other


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of things: `kind` and `noun` of 民营企业."""

    kind: str
    noun: str


@lru_cache(maxsize=64)
def counted(question: Question) -> Counted | None:
    """Return the kind of things that a question counts or asks the share of, None where it names none."""
    text = fold(question.text)
    share = _SHARE.search(text)
    if not share and Kind.COUNT not in question.kinds:
        return None
    words = list(tagged(text[: share.start()])) if share else _behind(text) or _of_head(text, question)
    (kind, tag), (noun, sort) = [("", ""), ("", ""), *words][-2:]
    if len(noun) == _COMPOUND and sort.startswith(("n", "l")) and names_something(noun[2:]):
        return Counted(noun[:2], noun[2:])  # 民营企业 is one word
    if not sort.startswith("n") or not names_something(noun):
        return None
    plain = tag.startswith(("b", "n", "j")) and (not tag.startswith(("nr", "ns", "nt")) or kind.endswith("国"))
    plain = plain and kind[:1] not in _WHOLE
    return Counted(kind, noun) if plain and len(kind) > 1 < len(noun) and kind not in function_words() else None


def _behind(text: str) -> list[tuple[str, str]]:
    """Return the nouns right behind the words that ask: 中国 and 企业 of 多少家中国企业入驻."""
    asks = _MANY.search(text)
    words = list(tagged(text[asks.end() :])) if asks else []
    found = list(takewhile(lambda pair: pair[1][:1] in "bnj", words))
    return [] if words[len(found) :][:1] and words[len(found)][0] == "的" else found


def _of_head(text: str, question: Question) -> list[tuple[str, str]]:
    """Return the words of a text up to the last one of what is asked for."""
    words = list(tagged(text))
    last = max((n for n, (word, _) in enumerate(words) if question.head and word == question.head[-1]), default=-1)
    return words[: last + 1]


def is_of_no_such_kind(asked: Counted, row: FigureRow, sentence: str, around: str) -> bool:
    """Whether a figure's sentence speaks of the things asked for, and all that is around it of no such kind.

    Args:
        sentence: the figure's sentence.
        around: its passage, with what it stands under.
    """
    text, wide = fold(sentence), fold(around)
    if row.quantity.kind not in _KINDS or asked.kind in wide or not _speaks_of(asked.noun, text):
        return False
    if asked.kind.endswith("国") and not any(tag == "ns" and word.endswith("国") for word, tag in tagged(text)):
        return False  # a document speaks of its own country without saying so
    if any(other in wide for others in otherwise(asked.kind, [asked.kind]) for other in others):
        return False
    return _likeness(asked.kind, wide) < _ALIKE


def _speaks_of(noun: str, text: str) -> bool:
    return noun in text or _likeness(noun, text) >= _SAME


def _likeness(word: str, text: str) -> float:
    """Return how surely some word of a text may stand for a word."""
    others = list(dict.fromkeys(other for other, _ in tagged(text) if len(other) > 1))
    return float(best_similarities([word], others).max(initial=0.0))
