"""A name in Latin letters → how the documents write it, by its sound: Pangyo → 板桥.

A name that no dictionary has and passages come in; out goes the word of them that sounds so much like it that it is
taken for the same, or nothing.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache

from index.words import words
from qa.dictionary import syllable_of

_ALIKE = 0.8
_MOST = 4  # signs
_NAME = re.compile(r"[A-Z][a-z]{3,}")  # shorter names sound like too much
_SOUNDS = str.maketrans("ptkqjcvrzwy", "bdgggghlsui")
_DROPPED = re.compile(r"h|(.)(?=\1)")


def named_in(passages: Iterable[str], text: str) -> str:
    """Return a translated question with each Latin name as the passages write it, where they have it by its sound.

    Args:
        passages: Texts that may name it.
        text: Chinese words and Latin names with spaces between them.
    """
    names = dict.fromkeys(_NAME.findall(text))
    if not names:
        return text
    found = dict.fromkeys(word for passage in passages for word in words(passage) if _is_name(word))
    for name in names:
        best = max(found, key=lambda word: _likeness(name, word), default="")
        if best and _likeness(name, best) >= _ALIKE:
            text = text.replace(name, best)
    return text


def _is_name(word: str) -> bool:
    return 1 < len(word) <= _MOST and all("\u3400" <= sign <= "\u9fff" for sign in word)


@lru_cache(maxsize=1 << 12)
def _likeness(name: str, word: str) -> float:
    """Return how alike a Latin name and a Chinese word sound, 0 to 1."""
    sound = "".join(syllable_of(sign) for sign in word)
    one, other = _plain(name.lower()), _plain(sound)
    if not other or one[0] != other[0]:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@cache
def _plain(sound: str) -> str:
    """Return a sound without what languages write in their own ways: b for p, g for k, q and j, no h, nothing doubled."""
    return _DROPPED.sub("", sound.translate(_SOUNDS))
