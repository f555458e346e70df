"""Of what kind the things are whose number or share a question asks for, and whether a figure's passage speaks of that kind.

In come a question and a candidate's texts; out goes a verdict. 民营 in 民营企业占几成 and 女性 in 女性员工有多少 say what is
counted: a passage that speaks of 企业 or 员工 alone, with no word for the kind, gives no number of that kind, however
well all else fits.
"""

import re
from collections.abc import Iterator, Sequence
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
_SHARER = re.compile("(?P<part>[^,，。?？]{2,})(?:以上|以下)(?:学历|学位)?的?(?:人|人员)?占比?[是为有到了]*多少")
_THINGS = re.compile("(?:多少|几)(?P<unit>[家个])(?P<noun>[\u3400-\u9fff]{2})[呢啊呀]?[?？]?$")
_KINDS = (Kind.COUNT, Kind.PERCENT, Kind.RATIO)
_WHOLE = "全整各本该这那某"  # 全镇渔船 are no kind of ships
_PLACE = "里内中上下间"  # 园里: where, not of what kind; 海外 is a kind
_NAMES = ("nr", "ns", "nt")
_OF_WHOLE = re.compile(
    r"(?P<whole>[^,，。?？]*?[^,，。?？\s])(?:里[面头]?|当中|之中|中(?![国央关心小型学间试等]))的?(?P<part>[^,，。?？]{1,14}?)的?"
    r"(?:(?:各|又|总共|一?共)?(?:占|有|是|为)?了?(?:多少|几|百分之)|(?:占比|比例|比重|份额))"
)
_WHICH_HAVE = re.compile(
    r"(?<=[\u3400-\u9fff]{2})(?P<verb>[去考买卖做干当搞用种养住会从])(?P<part>[^,，。;；?？\d的]{2,8})的(?:一共|总共|大概|大约)*(?:有|占)(?:多少|几)"
)
_THAT_ARE = re.compile(r"(?:多少|几)[^,，。;；?？\d]{1,8}是(?P<part>[^,，。;；?？\d的]{2,8})的[?？]?$")
_PEOPLE = re.compile("[人者员户客众们]$")  # of people: what part of them is asked for is told as such
_BOUND = ("以上", "以下")  # 本科以上
_OWN = "中国"
_LEAST = 2
_BEHIND = 8  # signs behind a figure that may name what it counts
_COMPOUND = 4  # signs of a word that is made of a kind and a noun
_ALIKE, _SAME = 0.45, 0.6  # likeness of two words from which on one may, and surely does, stand for the other


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of things: `kinds` and `noun` of 民营企业; of several words for it one is enough: 研究生学历 of 人员; no noun where
    it is told of the kind alone (献血的人里学生占几成)."""

    kinds: tuple[str, ...]
    noun: str


@lru_cache(maxsize=64)
def counted(question: Question) -> tuple[Counted, ...]:
    """Return the kinds of things that a question counts or asks the share of: 境外 and 上市 of 多少家境外上市公司."""
    text = fold(question.text)
    share = _SHARE.search(text)
    found = [*_of_part(text), *_of_those(text), *_of_sharer(text)]
    if share or Kind.COUNT in question.kinds:
        words = tagged(text[: share.start()]) if share else _behind(text) or _of_head(text, question)
        found += _of_words(list(words))
    return tuple(dict.fromkeys(found))


def _of_words(words: Sequence[tuple[str, str]]) -> Iterator[Counted]:
    """Yield the kinds that the last of some words is of, by the nouns right before it."""
    (noun, sort), before = words[-1] if words else ("", ""), words[:-1]
    if len(noun) == _COMPOUND and sort.startswith(("n", "l")) and names_something(noun[2:]):
        before, noun, sort = [*before, (noun[:2], "n")], noun[2:], "n"  # 民营企业 is one word
    if not sort.startswith("n") or not names_something(noun) or len(noun) < _LEAST:
        return
    kinds = [kind for kind, _ in takewhile(lambda pair: _is_kind(*pair), reversed(before))]
    start = before[: len(before) - len(kinds)]
    if start and len(start[-1][0]) == 1 and start[-1][1][:1] in "nvab":
        kinds = kinds[:-1]  # 氢能 of 启帆氢能: a lone sign before a noun is the rest of a name
    yield from (Counted((kind,), noun) for kind in reversed(kinds) if kind not in function_words())


def _of_part(text: str) -> Iterator[Counted]:
    """Yield the kind that is singled out of a whole in nouns alone: 博士 of 运营人员中博士占多少."""
    asks = _OF_WHOLE.search(text)
    part = [pair for pair in tagged(asks["part"]) if pair[0].strip() and pair[0] not in _BOUND] if asks else []
    if asks is None or not part or not all(_is_part(*pair) for pair in part):
        return
    if len(part) > 1 or len(part[0][0]) == _COMPOUND:
        yield from _of_words(part)
    if _PEOPLE.search(asks["whole"]):
        yield Counted(tuple(word for word, _ in part), "")
    elif nouns := [word for word, tag in tagged(asks["whole"]) if tag[0] in "nl" and len(word) >= _LEAST]:
        yield Counted(tuple(word for word, _ in part), nouns[-1])


def _of_sharer(text: str) -> Iterator[Counted]:
    """Yield the kind whose share of an unnamed whole is asked for by degree: 硕士 of 院里硕士以上占多少."""
    if asks := _SHARER.search(text):
        words = tagged(asks["part"])
        if words and words[-1][1].startswith("n") and len(words[-1][0]) >= _LEAST:
            yield Counted((words[-1][0],), "")


def counts_things_beside(question: Question, row: FigureRow, sentence: str, start: int) -> bool:
    """Whether a row counts what it names (7家园区, 书院30家) and its sentence says nothing of what is asked for (多少家企业).

    Args:
        start: where the sentence begins in the document's text.
    """
    asked = _THINGS.search(fold(question.text))
    if asked is None or row.quantity.kind is not Kind.COUNT or asked["unit"] != row.quantity.unit[-1:]:
        return False
    behind = tagged(fold(sentence[row.quantity.end - start :])[:_BEHIND])
    word, tag = behind[0] if behind else ("", "")
    if not tag.startswith("n") or len(word) < _LEAST:
        word = fold(row.measure)[-_LEAST:]  # 门店530家
    if len(word) < _LEAST or not names_something(word) or not tagged(asked["noun"])[0][1].startswith("n"):
        return False  # 几家来着
    return asked["noun"] not in fold(f"{row.measure}{sentence}") and _likeness(asked["noun"], word) < _ALIKE


def _of_those(text: str) -> Iterator[Counted]:
    """Yield the kind that a clause singles out: 公务员 of 毕业生去考公务员的有多少人, 认证 of 茶园是有机认证的有多少."""
    asks = _WHICH_HAVE.search(text) or _THAT_ARE.search(text)
    words = [word for word, tag in tagged(asks["part"]) if len(word) >= _LEAST and tag[:1] in "nvlijb"] if asks else []
    if words := [word for word in words if word not in function_words()]:
        yield Counted(tuple(words), "")


def _is_kind(word: str, tag: str) -> bool:
    """Whether a word may say of what kind something is, and is no name of somebody."""
    plain = tag[:1] in "bnjs" and (not tag.startswith(_NAMES) or word.endswith("国"))
    return plain and len(word) >= _LEAST and word[:1] not in _WHOLE and word[-1:] not in _PLACE


def _is_part(word: str, tag: str) -> bool:
    """Whether a word may single out a part; the dictionary takes 本科 for a pronoun."""
    return _is_kind(word, tag) or (tag == "r" and len(word) >= _LEAST and word not in function_words())


def _behind(text: str) -> list[tuple[str, str]]:
    """Return the nouns right behind the words that ask: 中国 and 企业 of 多少家中国企业入驻."""
    asks = _MANY.search(text)
    words = list(tagged(text[asks.end() :])) if asks else []
    found = list(takewhile(lambda pair: pair[1][:1] in "bnjs", words))
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
    if row.quantity.kind not in _KINDS or (asked.noun and not _speaks_of(asked.noun, text)):
        return False
    return not any(_is_told(kind, text, wide) for kind in asked.kinds)


def _is_told(kind: str, sentence: str, around: str) -> bool:
    """Whether a passage has a word for a kind."""
    if kind in around:
        return True
    if kind == _OWN and not any(tag == "ns" and word.endswith("国") for word, tag in tagged(sentence)):
        return True  # a document speaks of its own country without saying so
    if any(other in around for others in otherwise(kind, [kind]) for other in others):
        return True
    return _likeness(kind, around) >= _ALIKE


def _speaks_of(noun: str, text: str) -> bool:
    return noun in text or _likeness(noun, text) >= _SAME


def _likeness(word: str, text: str) -> float:
    """Return how surely some word of a text may stand for a word."""
    others = list(dict.fromkeys(other for other, _ in tagged(text) if len(other) > 1))
    return float(best_similarities([word], others).max(initial=0.0))
