"""The words of a question → how well, and where, sentences and their surroundings meet them, as arrays."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.everyday import AS_SAID, otherwise
from index.numerals import read_number
from index.regions import sign_of, told_in_row
from index.synonyms import describe
from index.words import fold
from qa.alike import Span, alike
from qa.question import Question, function_words
from qa.rates import RATES, rate_of
from qa.whose import HOME, Whose, said_of, written_out

Floats = NDArray[np.float64]

_NUMBERED = re.compile(r"([一二两三四五六七八九][十百千万一二三四五六七八九零]+)(?=[\u3400-\u9fff])")
_AUTHORITY = re.compile("[\u3400-\u9fff]{2,3}[部委局会院厅署办行]$")
_WRITTEN_OUT = 0.9  # how far a short form is met by what it stands for: 工信部 by 工业和信息化部
_OURS = re.compile("我国|国内(?!外)|全国")
_TORN = 0.8  # how far a name is met that the segmenter may have torn
_MAIN = 0.4  # share of the passages that name whom a corpus is about

RECKONED = tuple(
    re.compile(pattern)
    for pattern in (
        r"平均|[人年月日户亩地校家店村单台次]均|均价",
        r"新增|新设|新建|新认定|新引进|新签|净增",
        r"累计|历年",
        r"最[高多大长]|上限|峰值|封顶|不超过",
        r"最[低少小短]|至少|起步|不低于",
        r"每[^\d，。；]|一[台辆件套斤吨碗顿次张瓶盒][^，。；]{0,4}(?:多少|几)|一(?:[天年周]|个月)[^，。；]{0,10}(?:多少|几|\d)|单价|售价",
    )
)
"""How a figure was reckoned: average, newly, cumulative, at most, at least, per."""
AVERAGE, PER = 0, 5


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence with its surroundings: all folded but `text`; `start` is its place in the document.

    `names` are the names in it, `words` its content words with their places; `day` is the day that its figures are of
    when nothing else is said; `scope` is the speech, article or section, with the headings; `mentioned` are the
    question's names that stand anywhere in its document, `of_another` is set when its title is about another body.
    """

    text: str
    start: int
    folded: str
    before: str
    passage: str
    heads: str
    scope: str
    names: tuple[str, ...]
    words: tuple[tuple[str, int], ...]
    mentioned: frozenset[str]
    of_another: bool
    published: date | None
    day: date
    cosine: float
    search: float


class Words:
    """The words of a question as arrays, and how they are met in texts."""

    def __init__(self, question: Question, weights: Mapping[str, float], spread: Mapping[str, float]) -> None:
        self.question = question
        self.terms = question.terms
        self.text = fold(question.text)
        self.weight = np.array([weights[t] for t in self.terms])
        self.total = float(self.weight.sum()) or 1.0
        self.share = self.weight / self.total
        self.is_name = np.array([t in question.names for t in self.terms], dtype=bool)
        self.is_head = np.array([t in question.head for t in self.terms], dtype=bool)
        self.head = "".join(question.head)
        self.spread = np.array([spread[t] for t in self.terms])
        self.is_own = self.is_name & np.array([_is_own(t, spread[t]) for t in self.terms], dtype=bool)
        self.joined = [a + b for a, b in question.pairs if a in question.names and b in question.names]
        # Inner pairs of longer Chinese words: half of them met counts in part.
        self.inner = [
            [t[i : i + 2] for i in range(len(t) - 1)] if len(t) > 2 and t[0] >= "\u3400" else [] for t in self.terms
        ]
        self.torn = _torn(self.text, question)
        self.home = [n for n, term in enumerate(self.terms) if term == HOME]
        self.signs = [(n, sign) for n, term in enumerate(self.terms) if (sign := sign_of(term))]
        self.written = [(n, other) for n, term in enumerate(self.terms) if (other := _in_digits(term))]
        self.rate = rate_of(self.text)
        self.short = [(n, term) for n, term in enumerate(self.terms) if self.is_name[n] and _AUTHORITY.match(term)]
        self.spans = [(n, rate) for n, term in enumerate(self.terms) if (rate := rate_of(term)) is not None]
        self.reckoned = [bool(p.search(self.text)) for p in RECKONED]
        self.whose = Whose(question)
        self.grams = tuple(dict.fromkeys(_grams(self.text, question)))
        self.others = otherwise(self.text, self.terms)

    def add_said_otherwise(self, text: str, row: Sequence[list[Span]]) -> None:
        """Add for each word where `text` holds another expression for it, or for a phrase that it is part of."""
        for spans, others in zip(row, self.others, strict=True):
            for other in others:
                if other in text:
                    spans += [(a, b, AS_SAID) for a, b in _occurrences(other, text)]

    def met(self, text: str) -> list[float]:
        """Return for each word 1 when `text` holds it, else a part for the pairs that it holds, if at least half."""
        met = [
            1.0 if term in text else _TORN if torn and torn in text else _part(inner, text) if inner else 0.0
            for term, inner, torn in zip(self.terms, self.inner, self.torn, strict=True)
        ]
        for n, other in self.written:
            if met[n] < 1.0 and other in text:
                met[n] = 1.0
        for n in self.home:
            if met[n] < 1.0 and _OURS.search(text):
                met[n] = 1.0
        for n, rate in self.spans:
            if met[n] < 1.0 and RATES[rate].search(text):
                met[n] = 1.0
        for n, short in self.short:
            if met[n] < _WRITTEN_OUT and written_out(short, text):
                met[n] = _WRITTEN_OUT
        for n, sign in self.signs:
            if not met[n] and told_in_row(sign, text):
                met[n] = 1.0
        return met

    def grams_in(self, text: str) -> list[bool]:
        """Return which of its character pairs stand in `text`."""
        return [gram in text for gram in self.grams]

    def places(self, text: str) -> list[list[Span]]:
        """Return where each word stands in `text`; of a longer word that is not there, where its first met pair does."""
        found: list[list[Span]] = []
        for term, inner in zip(self.terms, self.inner, strict=True):
            spans = _occurrences(term, text)
            if not spans:
                met = (_occurrences(pair, text) for pair in inner)
                spans = next(filter(None, met), spans)
            found.append([(a, b, 1.0) for a, b in spans])
        return found


def _part(pairs: Sequence[str], text: str) -> float:
    share = sum([pair in text for pair in pairs]) / len(pairs)
    return 0.8 * share if share >= 0.5 else 0.0


def _torn(text: str, question: Question) -> list[str]:
    """Return of each name the character pair across its border with a lone character, "" where none stands beside it.

    曼西市 may come as 曼 西市, then 西市 names nothing, and 曼西 tells what is meant.
    """
    lone = {term for term in question.terms if len(term) == 1 and term >= "\u3400"}
    pairs: list[str] = []
    for term in question.terms:
        at = text.find(term) if term in question.names else -1
        before, behind = text[max(at - 1, 0) : max(at, 0)], text[at + len(term) : at + len(term) + 1]
        pairs.append(before + term[0] if before in lone else term[-1] + behind if at >= 0 and behind in lone else "")
    return pairs


def _in_digits(term: str) -> str:
    """Return a word that begins with a number in characters with its digits (五百强, 500强), "" for any other."""
    found = _NUMBERED.match(term)
    value = read_number(found[1]) if found else None
    return f"{value:f}{term[found.end(1) :]}" if found and value is not None else ""


def _is_own(term: str, spread: float) -> bool:
    """Whether a name names one thing: a proper name of the dictionary, or a word it lacks that the corpus has.

    A word that neither has is as likely a slip of the pen or a cut in the wrong place.
    """
    known = describe(term)
    return known.closed or (not known.said.listed and spread > 0)


def _grams(text: str, question: Question) -> list[str]:
    """Return the character pairs of a question, but for its periods and for pairs of function words."""
    bare = list(text)
    for period in question.periods:
        bare[period.start : period.end] = " " * (period.end - period.start)
    for word in sorted(function_words(), key=len, reverse=True):
        if len(word) > 1 and word in text:
            for start, end in _occurrences(word, text):
                bare[start:end] = " " * (end - start)
    empty = function_words()
    joined = "".join(bare)
    return [
        pair
        for a, b in pairwise(joined)
        if (pair := a + b).isalnum() and not pair.isdigit() and not (a in empty and b in empty)
    ]


def _occurrences(term: str, text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = text.find(term)
    while at >= 0 and len(spans) < 4:
        spans.append((at, at + len(term)))
        at = text.find(term, at + 1)
    return spans


class Levels:
    """How well each word is met by each sentence (n × t): in it, around it, in its speech or article."""

    def __init__(self, words: Words, places: Sequence[Place]) -> None:
        def by_text(measure: Callable[[str], Sequence[float]], texts: Iterable[str]) -> Floats:
            """Measure each text once: the sentences of a passage share all that is around them."""
            found = list(texts)
            known = {text: measure(text) for text in dict.fromkeys(found)}
            return np.array([known[text] for text in found], dtype=float).reshape(len(found), -1)

        here = [place.folded for place in places]
        heads = [place.heads for place in places]
        scopes = [place.scope for place in places]
        self.here = by_text(words.met, here)
        met_heads = by_text(words.met, heads)
        scope = by_text(words.met, scopes) >= 1.0
        self.around = np.maximum.reduce(
            [self.here, 0.8 * by_text(words.met, (place.before for place in places)), 0.9 * met_heads]
        )
        # Who a speech or an article is about is said once, at its beginning.
        far = np.where(words.is_name, 0.55, 0.3)
        # Elsewhere in the document it may be somebody else's; and who a corpus is about need not be named in each.
        named = {place.mentioned: [term in place.mentioned for term in words.terms] for place in places}
        mentioned = np.array([named[place.mentioned] for place in places], dtype=bool).reshape(self.here.shape)
        main = words.is_name & (words.spread >= _MAIN)
        its_own = np.array([not place.of_another for place in places])[:, None]
        self.context = np.maximum.reduce(
            [
                self.around,
                0.6 * by_text(words.met, (place.passage for place in places)),
                scope * far,
                0.2 * (mentioned & words.is_name),
                0.35 * (its_own & main),
            ]
        )
        self.wide = np.maximum(self.around, scope * 1.0)
        joined = [a + b for a, b in words.question.pairs]
        self.pairs = np.column_stack(
            [by_text(lambda text: [_portion(joined, text)], texts) for texts in (scopes, here)]
        )
        told = [f"{text}\n{head}" for text, head in zip(here, heads, strict=True)]
        said = [f"{said_of(text)}\n{head}" for text, head in zip(here, heads, strict=True)]
        wider = [f"{place.before}\n{text}" for place, text in zip(places, said, strict=True)]
        whose = words.whose
        self.subjects = np.column_stack(
            [by_text(lambda text: [whose.share(text)], texts) for texts in (said, wider, scopes)]
        )
        self.which = np.array(
            [
                float(
                    whose.is_another_of_series(x.folded, x.before, x.scope)
                    or whose.is_of_other_count(x.folded, x.before)
                )
                for x in places
            ]
        )
        self.joined = by_text(lambda text: [_portion(words.joined, text)], scopes)[:, 0]
        self.joined_here = by_text(lambda text: [_portion(words.joined, text)], told)[:, 0]
        self.strength = alike(words.terms, [place.words for place in places])
        for place, row in zip(places, self.strength, strict=True):
            words.add_said_otherwise(place.folded, row)
        soft = np.zeros(self.here.shape)
        for sentence, row in enumerate(self.strength):
            for term, spans in enumerate(row):
                if spans:
                    soft[sentence, term] = max([strength for *_, strength in spans])
        self.soft = np.maximum(self.around, soft)
        self.grams = np.maximum(by_text(words.grams_in, here), by_text(words.grams_in, heads))
        wide = np.maximum(by_text(words.grams_in, (place.passage for place in places)), by_text(words.grams_in, scopes))
        self.grams_wide = np.maximum(self.grams, 0.6 * wide)
        # What stands in every second sentence found says little.
        self.gram_weight = np.log((len(places) + 1) / (self.grams.sum(axis=0) + 0.5))
        self.gram_share = self.gram_weight / (float(self.gram_weight.sum()) or 1.0)


def _portion(parts: Sequence[str], text: str) -> float:
    return sum([part in text for part in parts]) / len(parts) if parts else 1.0
