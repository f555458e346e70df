"""A name in Latin letters → how the documents write it: by its sound (Pangyo → 板桥), by its initials (ZGC → 中关村).

A name that no dictionary has and passages come in; out goes the word of them that sounds so much like it that it is
taken for the same, or the name whose syllables begin with its letters; or nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache

from index.words import fold, parts_of_speech, words
from qa.dictionary import syllable_of

_ALIKE = 0.8
_MOST = 4  # signs
_NAME = re.compile(r"[A-Z][a-z]{3,}")  # shorter names sound like too much
_INITIALS = re.compile(
    r"(?<![A-Za-z&.])(?:[A-Z]{3,4}|[b-df-hj-np-tv-xz]{3,4})(?![A-Za-z&.])"
)  # zgc, too: no word is all consonants
_NAMES = ("nr", "ns", "nt", "nz")
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


def initials(text: str) -> list[str]:
    """Return what in a question may be the initials of a name."""
    return list(dict.fromkeys(_INITIALS.findall(text)))


def spelled_out(passages: Iterable[str], text: str, short: Iterable[str]) -> str:
    """Return a question with initials as the name that the passages have most often for them.

    Args:
        passages: Texts that may name it.
        text: A question.
        short: The initials in it that stand for no word of the documents.
    """
    counted = Counter(word for passage in passages for word in words(passage) if _is_name(word))
    named = [word for word, tag in parts_of_speech(counted).items() if tag.startswith(_NAMES)]
    for letters in short:
        meant = [word for word in named if "".join(syllable_of(sign)[:1] for sign in word) == fold(letters)]
        if meant:
            text = text.replace(letters, max(meant, key=lambda word: counted[word]))
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
