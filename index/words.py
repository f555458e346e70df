"""Text → search terms: the only place that folds and segments.

`fold` maps character to character, so an offset in the folded text is the same offset in the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from math import exp
from operator import add
from typing import ParamSpec, TypeVar, cast

import rjieba

SEGMENTER = "rjieba without HMM, folded characters, v1"
"""Recorded in each store; change it whenever `fold`, `words` or `bigrams` give other terms for the same text."""

_REMEMBERED = 4096  # characters of a text that is worth remembering
_SAMPLE, _SELDOM = (
    2000,
    12,
)  # at least one character in so many of a traditional text differs; of a simplified one hardly any
_TOTAL = 10**17  # counts for probabilities: exact to eleven digits for a word of one in 10 million
_REST = "\ue000\ue000"  # takes what probability is left; no text holds it
_REMEMBERED_CALLS = 512  # a text names the same things again and again within a few sentences
_forgetting: list[Callable[[], None]] = []
P = ParamSpec("P")
T = TypeVar("T")
_WORD = re.compile(r"[\uf900-\ufaff\U00020000-\U0003134f]")
_ASCII = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+|[0-9]+(?:\.[0-9]+)*|[a-z]+")


@cache
def _table() -> dict[str, str]:
    """Full-width → ASCII, upper → lower case, radicals and traditional → simplified characters, one for one."""
    import opencc

    table: dict[str, str] = {}
    han = [chr(c) for c in range(0x3400, 0xA000)]
    convert = cast(Callable[[str], str], opencc.OpenCC("t2s").convert)
    simple = convert("\n".join(han)).split("\n")
    table.update({a: b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1})
    latin = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0xFF01, 0xFF5F), 0x3000, 0xA0)
    radicals = (*range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00))  # what some PDFs write for ordinary characters
    for code in (*latin, *radicals):
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1 and folded != chr(code):
            table[chr(code)] = folded
    return table


@cache
def _simple() -> tuple[re.Pattern[str], dict[int, str]]:
    """What finds the traditional characters of a text, and what each of them is in simplified ones."""
    table = {ord(a): b for a, b in _table().items() if "\u3400" <= a < "\ua000"}
    return re.compile(f"[{''.join(map(chr, table))}]"), table


def simplified(text: str) -> str:
    """Return a text that is written in traditional characters in simplified ones, of the same length; others as they are."""
    found, table = _simple()
    sample = text[:_SAMPLE]
    return text.translate(table) if len(found.findall(sample)) * _SELDOM > len(sample) else text


@cache
def _foldable() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_table()))}]")


def fold(text: str) -> str:
    """Return `text` in simplified characters, half-width and lower case, of the same length."""
    return _remembered(text) if len(text) < _REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    # One character in fifteen is folded: finding them takes a third of the time of looking up each.
    return _foldable().sub(_folded, text)


def _folded(found: re.Match[str]) -> str:
    return _table()[found.group()]


@lru_cache(maxsize=512)
def _remembered(text: str) -> str:
    # A passage is folded for its vector and for its terms, a question by every stage.
    return _fold(text)


def words(text: str) -> list[str]:
    """Return the words of `text` in order, folded; punctuation and white space dropped."""
    return _words(fold(text))


def _words(folded: str) -> list[str]:
    # Nearly all begin with a character of the first block, a digit, a letter, or are marks; only the rest is matched.
    return [
        word
        for word in rjieba.cut(folded, False)
        if "\u3400" <= word < "\ua000" or word[0] in _ASCII or (word >= "\uf900" and _WORD.match(word))
    ]


def bigrams(text: str) -> list[str]:
    """Return the overlapping character pairs of each run of Chinese; numbers and Latin words stay whole."""
    return _bigrams(fold(text))


def _bigrams(folded: str) -> list[str]:
    terms: list[str] = []
    for run in _RUN.findall(folded):
        if run < "\u3400" or len(run) < 3:
            terms.append(run)
        else:
            terms += map(add, run, run[1:])
    return terms


def cut(folded: str) -> list[str]:
    """Return the words of a folded text as they stand, marks and white space among them."""
    return rjieba.cut(folded, False)


_parts: dict[str, str] = {}
_MOST_PARTS = 1 << 17  # words whose part of speech is remembered


def parts_of_speech(words: Iterable[str]) -> dict[str, str]:
    """Return the dictionary's part of speech of words that `cut` gave; the two take half the time of `tagged`.

    A word that is the likeliest in its place is so alone, too: each is looked up once, all new ones in one run.
    """
    asked = dict.fromkeys(words, "")
    found = {word: part for word in asked if (part := _parts.get(word))}
    if missing := [word for word in asked if word not in found]:
        fresh = dict(tagged("\n".join(missing)))
        if len(_parts) > _MOST_PARTS:
            _parts.clear()
        _parts.update(fresh)
        found |= fresh
    return asked | found


def terms(text: str) -> tuple[str, str]:
    """Return the words and the character pairs of `text`, each divided by spaces."""
    folded = fold(text)
    return " ".join(_words(folded)), " ".join(_bigrams(folded))


def search_text(text: str, *heads: str | None) -> str:
    """Return what is indexed for a passage: its headings stand before its text for search, never in a quote."""
    return "\n".join((*dict.fromkeys(head for head in heads if head), text))


def add_words(own: Iterable[str]) -> None:
    """Make the segmenter keep each of the user's `own` words whole."""
    _parts.clear()
    for word in own:
        rjieba.add_word(fold(word), None, None)
    for forget in _forgetting:
        forget()


def remembering(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function last made of its arguments, until words are added that may change it."""
    kept = lru_cache(maxsize=_REMEMBERED_CALLS)(function)
    _forgetting.append(kept.cache_clear)
    return cast(Callable[P, T], kept)


def tagged(text: str) -> list[tuple[str, str]]:
    """Return the words of `text` as they stand, each with the dictionary's part of speech."""
    return rjieba.tag(text, False)


def segmenter(words: Mapping[str, float]) -> Callable[[str], list[str]]:
    """Return what cuts a text into the likeliest sequence of `words`, given as the logarithms of their probabilities.

    What is none of them comes out character by character, but ASCII letters and digits that stand side by side, each
    the likeliest word by itself, come out as one.

    Raises:
        ValueError: the probabilities do not add up to less than one.
    """
    own = cast(rjieba.Jieba, rjieba.Jieba.empty())
    left = _TOTAL
    for word, weight in words.items():
        count = round(exp(weight) * _TOTAL)
        left -= count
        own.add_word(word, count, None)
    if left <= 0:
        raise ValueError("probabilities above one")
    own.add_word(_REST, left, None)
    return lambda text: own.cut(text, False)
