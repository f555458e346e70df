"""Whether a text tells of the very kind of things that a question counts: 律师事务所, not just any 企业 of the place.

In come a question and the texts around a figure; out comes a verdict. What makes the kind (律师 of 律师事务所) must be met
there, in its own signs or in a word of like meaning (顶尖大学 for 一流高校).
"""

import re
from functools import lru_cache
from itertools import pairwise

from index.phrases import is_nominal
from index.words import fold, tagged, words
from qa.alike import alike

_COUNTED = re.compile(r"(?:多少|几)[家个名位所座]([\u3400-\u9fffa-z]{4,}?)(?:[了呢啊]?[？?]?$|[，,])")
_LOOSE = re.compile(r"[各该这那多几每其]|不同|国家|地区|方面|单位")
_DESCRIBING = ("a", "b", "d")  # tags of what stands before a noun: 小巨人

_AS_GOOD = 0.5  # how alike a word must be to stand for the one asked for


@lru_cache(maxsize=1 << 10)
def kind_asked(text: str) -> tuple[str, ...]:
    """Return the words that make the kind of the things a question counts, () where it asks for no kind.

    Of 专精特新企业 they are 专精, 特, 新.
    """
    found = _COUNTED.search(fold(text))
    run = tagged(found[1]) if found and not _LOOSE.search(found[1]) else []
    if len(run) < 2 or not all(is_nominal(word, tag) or tag.startswith(_DESCRIBING) for word, tag in run):
        return ()
    makes = tuple(word for word, _ in run[:-1])
    return makes if len("".join(makes)) > 1 else ()


def tells_of_kind(text: str, *told: str | None) -> bool:
    """Whether the texts around a figure tell of the kind of things that a question counts, or it asks for none."""
    makes = kind_asked(text)
    return not makes or _is_met(makes, fold("\n".join(filter(None, told))))


@lru_cache(maxsize=1 << 10)
def _is_met(makes: tuple[str, ...], text: str) -> bool:
    if any(a + b in text for a, b in pairwise("".join(makes))):
        return True
    terms = [word for word in makes if len(word) > 1]
    found = alike(terms, [[(word, 0) for word in words(text)]])[0]
    return any(strength >= _AS_GOOD for spans in found for *_, strength in spans)
