"""Articles → questions with and without an answer, made without labels, for fitting the ranking.

A figure row of a readable clause becomes a question: its figure is asked for in place, or behind what it measures, with
the period and the subject put in front, words dropped and swapped, so that copying the clause is not enough. Each has
twins that cannot be answered: the article is hidden (all near misses stay), or another year, name or head noun is put
in. Seeded; in goes a file of articles (one JSON object with id and text a line), out come `Made` questions.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from index.store import Store
from index.synonyms import nearest
from index.types import Basis, Document, FigureRow, Kind, Statement
from index.words import fold, tagged
from qa.question import Want, function_words, understand

_BORDER = re.compile(r"[，,；;：:。！？!?\n（）()“”]")
_LEAD = re.compile(
    r"^(?:其中|目前|同时|此外|另外|并且|而且|以及|还有|并|且|而|又|也|和|与|及|据悉|据了解|数据显示|截至目前|来看|方面|分别)+"
)
_LINK = re.compile(
    r"(?:达到|高达|已达|达|突破|超过|超|接近|近|约为|约|为|是|有|共有|共计|总计|合计|累计|至|了|已|仅|则|将)+$"
)
_ODD = re.compile(r"[\da-zA-Z、，“”（）]|^[之其该此]|[某]|同比|环比|约合")
_CHATTER = re.compile(r"http|IT之家|净流入|净流出|编辑|记者|来源|电话")
_OPENERS = ("", "", "", "", "请问", "想问下", "帮我查一下", "我想知道", "查查", "资料里")
_ASK_NOUN = ("是多少", "有多少", "达到多少", "为多少", "是多少", "多少", "达到了多少", "有多大", "是几", "")
_HAVE = ("有", "一共有", "现在有", "目前有", "总共有", "共有", "")
_ENDS = ("？", "？", "", "?", "呢？", "啊？")
_ALIKE = 0.3  # rough enough that a reader would sometimes take the one for the other and sometimes not
_ASKED = {
    Kind.COUNT: 1.0,
    Kind.MONEY: 1.0,
    Kind.PERCENT: 0.8,
    Kind.AREA: 1.0,
    Kind.LENGTH: 1.0,
    Kind.MASS: 1.0,
    Kind.DURATION: 0.5,
    Kind.MULTIPLE: 1.0,
    Kind.RATIO: 0.7,
    Kind.RANK: 0.4,
    Kind.OTHER: 0.3,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A made question: the row that answers it, or None; `hidden` documents are taken out of the store for it."""

    text: str
    kind: str
    row: FigureRow | None
    hidden: frozenset[str] = field(default_factory=frozenset[str])


def topics(vectors: dict[str, np.ndarray], count: int, size: tuple[int, int], seed: int) -> Iterator[list[str]]:
    """Yield groups of documents about the same thing: near a document chosen at random, by their vectors."""
    chooser = random.Random(seed)  # noqa: S311
    names = list(vectors)
    stacked = np.stack([vectors[name] for name in names])
    for _ in range(count):
        middle = chooser.randrange(len(names))
        order = np.argsort(-(stacked @ stacked[middle]), kind="stable")
        yield [names[n] for n in order[: chooser.randint(*size)]]


def made(store: Store, *, each: int, seed: int) -> Iterator[Made]:
    """Yield questions over the figures of a store, up to `each` per document, every one with a twin."""
    chooser = random.Random(seed)  # noqa: S311
    by_document: dict[str, list[FigureRow]] = defaultdict(list)
    by_value: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.figures():
        by_document[row.document_id].append(row)
        by_value[_value(row)].add(row.document_id)
    documents = {uid: store.document(uid) for uid in by_document}
    names = {uid: _names(d) for uid, d in documents.items()}
    folded = {uid: fold(d.text) for uid, d in documents.items()}
    measures: dict[Kind, list[str]] = defaultdict(list)
    for rows in by_document.values():
        for row in rows:
            if 2 <= len(row.measure) <= 10 and _usable(documents[row.document_id], row):
                measures[row.quantity.kind].append(row.measure)
    every_name = [name for found in names.values() for name in found]
    for uid, rows in by_document.items():
        usable = [r for r in rows if _usable(documents[uid], r) and chooser.random() < _ASKED.get(r.quantity.kind, 0)]
        chooser.shuffle(usable)
        for row in usable[:each]:
            question = _question(documents[uid], row, names[uid], chooser)
            if question is None:
                continue
            text = _worn(question.text(), question.kept(), chooser)
            if not _sound(text):
                continue
            yield Made(text, "answerable", row)
            twin = chooser.choice(("hidden", "hidden", "year", "name", "head", "head"))
            if twin == "hidden":
                gone = by_value[_value(row)] if len(row.quantity.surface) > 3 else {uid}
                yield Made(text, twin, None, frozenset({uid, *gone}))
            elif twin == "year":
                year = chooser.choice([y for y in range(2012, 2029) if str(y) not in folded[uid]])
                when = chooser.choice((f"{year}年", f"{year}年", f"{year}年底", f"{year}年上半年", f"截至{year}年"))
                yield from _twin(question.with_period(when), twin, chooser)
            elif twin == "name" and question.name:
                fresh = [n for n in chooser.sample(every_name, min(30, len(every_name))) if n not in folded[uid]]
                if fresh:
                    yield from _twin(question.with_name(fresh[0]), twin, chooser)
            elif twin == "head":
                kind = row.quantity.kind if chooser.random() < 0.7 else chooser.choice([*measures])
                pool = measures[kind]
                fresh = [m for m in chooser.sample(pool, min(30, len(pool))) if m[-3:] not in folded[uid]]
                if fresh:
                    yield from _twin(question.with_head(fresh[0]), twin, chooser)


def _twin(parts: "_Parts", kind: str, chooser: random.Random) -> Iterator[Made]:
    text = _worn(parts.text(), parts.kept(), chooser)
    if _sound(text):
        yield Made(text, kind, None)


def _value(row: FigureRow) -> tuple[str, str]:
    return str(row.quantity.value.normalize()), row.quantity.unit


def _names(document: Document) -> list[str]:
    """Return the names of a document, by how often they are met, most often first."""
    counts: dict[str, int] = defaultdict(int)
    for word, tag in tagged(document.text[:1500]):
        if len(word) > 1 and (tag.startswith(("nr", "ns", "nt", "nz")) or (word.isascii() and word.isalpha())):
            counts[word] += 1
    return sorted(counts, key=lambda name: -counts[name])


def _usable(document: Document, row: FigureRow) -> bool:
    """Whether a figure's clause reads well enough to ask for it: what it measures is a noun phrase of some length."""
    sentence = document.text[row.sentence_start : row.sentence_end]
    if not (
        12 <= len(sentence) <= 160
        and 2 <= len(row.measure) <= 16
        and re.search(r"\d|[十百千万亿]", row.quantity.surface)
    ):
        return False
    words = tagged(row.measure)
    return (
        not _ODD.search(row.measure)
        and words[-1][1].startswith(("n", "vn", "j", "l"))
        and any(tag.startswith(("n", "j", "l")) and len(word) > 1 for word, tag in words)
        and not _CHATTER.search(sentence)
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question in parts; `head` is the phrase asked for, `before` is what stands left of it in the clause."""

    shape: str
    opener: str
    when: str
    name: str
    before: str
    head: str
    ask: str
    behind: str
    end: str

    def text(self) -> str:
        name = "" if self.name and self.name in self.before + self.head else self.name
        if self.shape == "count":
            return f"{self.opener}{self.when}{name}{self.before}{self.ask}{self.head}{self.behind}{self.end}"
        if self.shape == "late":
            return f"{self.opener}{name}{self.before}{self.when}{self.head}{self.ask}{self.end}"
        if self.shape == "front":
            return f"{self.opener}{self.head}，{self.when}{name}{self.before}{self.ask}{self.end}"
        return f"{self.opener}{self.when}{name}{self.before}{self.head}{self.ask}{self.end}"

    def kept(self) -> tuple[str, ...]:
        """Return the parts that no word may be dropped from."""
        return tuple(filter(None, (self.opener, self.when, self.ask)))

    def with_period(self, when: str) -> "_Parts":
        return _Parts(**{**_fields(self), "when": when})

    def with_name(self, name: str) -> "_Parts":
        changed = {**_fields(self), "name": name}
        for part in ("before", "head", "behind"):
            changed[part] = changed[part].replace(self.name, name)
        return _Parts(**changed)

    def with_head(self, head: str) -> "_Parts":
        return _Parts(**{**_fields(self), "head": head, "behind": ""})


def _fields(parts: _Parts) -> dict[str, str]:
    return {name: getattr(parts, name) for name in _Parts.__slots__}


def _question(document: Document, row: FigureRow, names: Sequence[str], chooser: random.Random) -> _Parts | None:
    """Ask for the figure of a row."""
    text = document.text
    quantity = row.quantity
    left = max(
        (m.end() for m in _BORDER.finditer(text, row.sentence_start, quantity.start)), default=row.sentence_start
    )
    right = next((m.start() for m in _BORDER.finditer(text, quantity.end, row.sentence_end)), row.sentence_end)
    before, behind = text[left : quantity.start].strip(), text[quantity.end : right].strip()
    when = _when(document, row, chooser)
    if row.period:
        before = before.replace(row.period, "")
    before = _LEAD.sub("", before)
    subject = "" if _ODD.search(row.subject) or row.subject in row.measure else row.subject
    if re.search(r"\d", before):
        before = before[before.find(row.measure) :] if row.measure in before else subject
        if re.search(r"\d", before):
            before = subject
    sentence = text[row.sentence_start : row.sentence_end]
    nearby = [n for n in names if n in sentence] or list(names[:2])
    name = next((n for n in nearby if n in before), "") or (
        chooser.choice(nearby[:3]) if nearby and chooser.random() < 0.75 else ""
    )
    unit = _unit(row, chooser)
    end = chooser.choice(_ENDS)
    opener = chooser.choice(_OPENERS)
    if behind.startswith(row.measure) or (behind[:1] == "的" and behind[1:].startswith(row.measure)):
        # 有多少家企业: what is counted follows.
        verb = "" if before and chooser.random() < 0.6 else chooser.choice(_HAVE)
        rest = behind[behind.find(row.measure) + len(row.measure) :]
        rest = rest if len(rest) <= 8 and chooser.random() < 0.4 else ""
        if chooser.random() < 0.4:
            before = subject if chooser.random() < 0.6 else ""
        many = chooser.choice(("多少", "多少", "几")) + unit
        if chooser.random() < 0.25:
            return _Parts(
                "plain", opener, when, name, before[-16:], row.measure, chooser.choice(("有", "")) + many, "", end
            )
        return _Parts("count", opener, when, name, _LINK.sub("", before)[-24:], row.measure, verb + many, rest, end)
    if row.measure not in before:
        before = subject if chooser.random() < 0.6 else ""
    else:
        before = before[: before.rfind(row.measure)] if chooser.random() < 0.65 else subject
    before = _LEAD.sub("", before)[-24:]
    ask = chooser.choice(_ASK_NOUN)
    if ask.endswith("多少") and chooser.random() < 0.5:
        ask += unit
    shape = chooser.choice(("plain", "plain", "plain", "late", "front"))
    if before and chooser.random() < 0.3 and not before.endswith("的"):
        before += "的"
    if row.quantity.kind in (Kind.PERCENT, Kind.RATIO) and ask and chooser.random() < 0.3:
        ask = chooser.choice(("百分之多少", "是百分之几", "占几成", "有几个点"))
    return _Parts(shape, opener, when, name, before, row.measure, ask, "", end)


def _when(document: Document, row: FigureRow, chooser: random.Random) -> str:
    stated = row.basis in (Basis.STATED, Basis.INHERITED) and row.first and row.last
    if stated and row.first and row.last and chooser.random() < 0.6:
        days = (row.last - row.first).days
        if days > 300:
            return chooser.choice(
                (f"{row.first.year}年", f"{row.first.year}年", f"{row.first.year}年全年", f"{row.first.year}")
            )
        if days < 32 and (row.first.day != 1 or days < 27):
            return (
                f"{row.last.year}年{row.last.month}月{row.last.day}日"
                if chooser.random() < 0.5
                else f"{row.last.year}年{row.last.month}月"
            )
        return f"{row.first.year}年{row.first.month}月" if days < 32 else (row.period if row.period[:2] == "20" else "")
    if row.statement is not Statement.RESULT:
        return chooser.choice(("预计", "计划", ""))
    return chooser.choice(("", "", "", "目前", "去年")) if not stated else ""


def _unit(row: FigureRow, chooser: random.Random) -> str:
    unit = row.quantity.unit
    if row.quantity.kind in (Kind.PERCENT, Kind.RATIO, Kind.RANK) or chooser.random() < 0.25:
        return ""
    if row.quantity.kind is Kind.MONEY:
        scale = "亿" if "亿" in row.quantity.surface else "万" if "万" in row.quantity.surface else ""
        return chooser.choice((scale + unit, "钱", "钱", ""))
    return unit


def _worn(text: str, kept: Sequence[str], chooser: random.Random) -> str:
    """Drop some words and say others in other words; the words of asking, the period and names stay."""
    rate = chooser.choice((0.0, 0.0, 0.12, 0.25, 0.4))
    other = chooser.choice((0.0, 0.0, 0.3, 0.6, 0.9))
    if not rate and not other:
        return text
    spared = [(text.find(part), text.find(part) + len(part)) for part in kept]
    words: list[str] = []
    position = 0
    for word, tag in tagged(text):
        inside = any(a <= position < b for a, b in spared)
        position += len(word)
        if not inside and not tag.startswith(("nr", "ns", "nt", "nz", "m", "x")) and word not in function_words():
            if chooser.random() < rate:
                continue
            if chooser.random() < other:
                word = _other(word, chooser)
        words.append(word)
    return re.sub(r"([、，“”的])[、，的]+", r"\1", "".join(words)) or text


@lru_cache(maxsize=1 << 14)
def _near(word: str) -> tuple[str, ...]:
    if len(word) < 2:
        return ()
    # A longer word that holds this one is narrower (零增长 for 增长): another thing.
    return tuple(name for name, sure in nearest(word, 12) if sure >= _ALIKE and len(name) > 1 and word not in name)


def _other(word: str, chooser: random.Random) -> str:
    """Return a word of like meaning, or the word itself when none is known."""
    return chooser.choice(_near(word) or (word,))


def _sound(text: str) -> bool:
    """Whether a made question asks for a number, of something, by more than one word."""
    question = understand(text)
    return question.want is Want.NUMBER and len(question.terms) >= 2 and bool(question.head)
