"""Ranked sentence → how well it stands where the answer would: the words around the gap, and what its passage speaks of.

In come a question around its gap and a candidate; out goes a number that is added to the sentence's own score. An article
names its subject once, so a sentence of it need not: it is enough that the passage does. What is asked of the subject,
the words right beside the gap, must be told by the sentence itself (上部叶 in 艾纳香的上部叶有什么特点). The weights were
fitted to DRCD and half of CMRC 2018's trial questions and measured on the other half.
"""

import re
from collections.abc import Sequence

from index.words import fold, tagged
from qa.evidence import Candidate
from qa.span_question import Asked

SCORE, FILLED = 0.57, 0.62
"""What the sentence's rank counts, and what its spans do."""
_FIRST, _BESIDE, _AROUND = 0.9, 0.6, 2.4
_DEFINES = 3.0
_ASPECT, _DEEP, _MORE = 2.0, 12, 2
_DEFINED = re.compile(
    r"^(?:什么是|(?:何谓|何为|所谓的?))(?P<behind>.+?)$|^(?P<before>.+?)(?:指的?|的定义|的意思)?(?:是|指)(?:的是)?什么(?:意思)?$"
)
_SAYS_WHAT = re.compile(
    r"[”」』》\"]?(?:[(（][^()（）]*[)）]|[,，](?:又|也|简|亦|全|俗|别)?[称名作][^,，。]*)*[,，]?(?:就|即|也|通常|一般)?(?:是|指|为)"
)
_WORDS, _LEAD = 4, 10
"""Words of a term that is to be defined; signs that may stand before it where it is."""
_SIGNS = 0.5
"""A word that is not met counts by its characters, by so much at most."""


def with_aspect(gap: Asked, evidence: Sequence[Candidate], count: int) -> Sequence[Candidate]:
    """Return the sentences that are to be read: the first few, and for a list two more that name what it is asked of.

    Of 夜来香的种子有什么特点 the article's first sentences, its names among them, say much of 夜来香 and nothing of 种子.
    """
    first = evidence[:count]
    if gap.type != "list" or any(_names_aspect(gap, c, evidence[0]) for c in first):
        return first
    return [*first, *[c for c in evidence[count:_DEEP] if _names_aspect(gap, c, evidence[0])][:_MORE]]


def _names_aspect(gap: Asked, candidate: Candidate, first: Candidate) -> bool:
    """Whether a sentence of the first one's document has the word right before the gap: 种子, 分布, 支流."""
    left, _ = _sides(gap)
    same = candidate.passage.document_id == first.passage.document_id
    return bool(left) and same and left[-1] in fold(candidate.sentence)


def _sides(gap: Asked) -> tuple[list[str], list[str]]:
    """Return the words left of the gap, and those right of it."""
    return [term.word for term in gap.terms if term.side < 0], [term.word for term in gap.terms if term.side > 0]


def standing(gap: Asked, candidate: Candidate, first: Candidate) -> float:
    """Return what speaks for a sentence besides its score: that it ranks first, the gap's neighbours, its passage."""
    left, right = _sides(gap)
    near = [*left[-1:], *right[:1]]
    others = [word for word in (*left, *right) if word not in near]
    passage = fold(candidate.passage.text + (candidate.passage.section or ""))
    told = _BESIDE * _met(near, fold(candidate.sentence)) + _AROUND * _met(others, passage)
    if gap.type == "list" and _names_aspect(gap, candidate, first):
        told += _ASPECT
    return _FIRST * (candidate is first) + told + _DEFINES * defines(gap, candidate.sentence)


def defined(gap: Asked) -> str:
    """Return what a question wants to know the meaning of: 棱柱 of 什么是棱柱, "" when it asks something else."""
    asked = _DEFINED.match(gap.text)
    term = (asked["behind"] or asked["before"]).strip('“”「」"') if asked else ""
    return term if len(tagged(term)) <= _WORDS and not any(tag.startswith("uj") for _, tag in tagged(term)) else ""


def defines(gap: Asked, sentence: str) -> bool:
    """Whether a sentence says what that is which a question wants defined: 棱柱（…）是…."""
    term, text = defined(gap), fold(sentence)
    at = text.find(term) if term else -1
    return 0 <= at <= _LEAD and _SAYS_WHAT.match(text, at + len(term)) is not None


def _met(words: Sequence[str], text: str) -> float:
    """Return the share of words that a text has."""
    shares = [1.0 if word in text else _SIGNS * sum(sign in text for sign in word) / len(word) for word in words]
    return sum(shares) / len(shares) if shares else 0.5
