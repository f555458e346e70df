"""English words → Chinese words, from the dictionary CC-CEDICT, and names in pinyin → characters.

English words come in, Chinese words go out, the most usual first. The dictionary is one block of bytes that is searched
as it is (a few milliseconds a word, 20 MB): an index of its glosses would take longer to build than a question takes,
and several times the memory. Nothing is read before the first look-up. How usual a word is comes from jieba's list.
"""

import gzip
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from index.cedict import dictionary_file

Known = Callable[[str], float]
"""Says whether a string stands in the documents: 0 where it does not, and the more the nearer to what is asked about."""

_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/?")
_PLAIN = re.compile(r"^(?:to be |to |an? |the |sth |sb )")
_BRACKETS = re.compile(r"\([^()]*\)")
_SEEN_RARELY = re.compile(
    r"variant of|\b(?:archaic|old name|surname|classical|dialect|bird species|kangxi|literary|slang|loanword|chess"
    r"|imperial|buddhis|military)|\b(?:coll|fig|mus)\.|\(tw\)"
)
_BRITISH = (("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("tre", "ter"), ("our", "or"), ("ogramme", "ogram"))
_IRREGULAR = {
    "sold": "sell", "spent": "spend", "built": "build", "held": "hold", "grew": "grow", "grown": "grow",
    "made": "make", "rose": "rise", "risen": "rise", "fell": "fall", "gave": "give", "given": "give",
    "took": "take", "said": "say", "paid": "pay", "won": "win", "left": "leave", "began": "begin",
    "begun": "begin", "drew": "draw", "wrote": "write", "written": "write", "led": "lead", "met": "meet",
    "went": "go", "people": "person", "bought": "buy", "brought": "bring",
}  # fmt: skip
_VERB = 0.6
_ONE_CHARACTER = re.compile(rb"\n[\xe3-\xe9]\S\S ([\xe4-\xe9][\x80-\xbf]{2}) \[([a-z:]+)[1-5]\]")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz'-")
_ENDS = frozenset(bytes((letter,)) for letter in _LETTERS)
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:[iu]ang|iong|[aeio]ng|ian|iao|uai|[uv]an|[aeu]i|an|ao|en|er|ia|ie|in|iu|ou|ua|ue|un|uo|ve|[aeiouv])"
)


@dataclass(frozen=True, slots=True)
class _Hit:
    word: str
    score: float
    exact: bool


@cache
def _text() -> bytes:
    """Return the dictionary's lines in lower case."""
    return _entries().lower()


@cache
def _entries() -> bytes:
    """Return the dictionary's lines, read once."""
    path = dictionary_file()
    return b"\n" + gzip.decompress(path.read_bytes()).replace(b"\r", b"") if path else b"\n"


@cache
def _usual() -> dict[str, int]:
    """Return how often jieba's corpus has each word, without those it met less than ten times."""
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        text = b"\n" + (Path(folder) / "dict.txt").read_bytes()
        return {match[0].decode(): int(match[1]) for match in re.findall(rb"\n(\S+) (\d{2,})", text)}
    return {}


def frequency(word: str) -> int:
    """Return how often jieba's corpus has a Chinese word, 0 for rare and unlisted ones."""
    return _usual().get(word, 0)


def base_forms(term: str) -> list[str]:
    """Return a lower-case English term with the forms a dictionary may list it under, itself first."""
    *before, last = term.split(" ")
    forms = [last]
    if last in _IRREGULAR:
        forms.append(_IRREGULAR[last])
    if last.endswith("'s"):
        forms.append(last[:-2])
    if last.endswith("ies") and len(last) > 4:
        forms.append(last[:-3] + "y")
    if re.search(r"(?:s|x|z|ch|sh)es$", last):
        forms.append(last[:-2])
    if last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 3:
        forms.append(last[:-1])
    for ending in ("ed", "ing"):
        if last.endswith(ending) and len(last) > len(ending) + 2:
            stem = last[: -len(ending)]
            forms += [stem, stem + "e"] + ([stem[:-1]] if stem[-1] == stem[-2] else [])
            if ending == "ed" and stem.endswith("i"):
                forms.append(stem[:-1] + "y")
    for form in tuple(forms):
        forms += [form[: -len(b)] + a for b, a in _BRITISH if form.endswith(b)]
        forms += [form[: -len(b) - 1] + a + "s" for b, a in _BRITISH if form.endswith(b + "s")]
    return [" ".join([*before, form]) for form in dict.fromkeys(forms) if len(form) > 1]


@lru_cache(maxsize=2_000)
def look_up(term: str, *, whole: bool = False) -> tuple[str, ...]:
    """Return the Chinese words for an English term, the likeliest first.

    Args:
        term: One or more English words.
        whole: Take only words whose whole gloss is the term (for expressions of several words).

    Returns:
        At most 12 words in simplified characters; none for a term the dictionary does not have.
    """
    best: dict[str, float] = {}
    exact = False
    last = term.lower().split(" ")[-1]
    verb = last.endswith(("ed", "ing")) or (last in _IRREGULAR and last != "people")
    for step, form in enumerate(base_forms(term.lower())):
        for hit in _hits(form, verb=verb and step > 0):
            if hit.exact or not whole:
                exact = exact or hit.exact
                best[hit.word] = max(best.get(hit.word, -9.0), hit.score - 0.05 * step)
    found = sorted(best, key=lambda word: (-best[word], word))[:12]
    if found and not exact:  # corporate stands only in 公司法, 公司治理 …: what they share is the word
        pairs = Counter(pair for word in found for pair in {word[i : i + 2] for i in range(len(word) - 1)})
        shared = sorted((pair for pair, count in pairs.items() if count > 1), key=lambda pair: (-pairs[pair], pair))
        found = [*shared[:1], *found]
    return tuple(found[:12])


def _hits(term: str, *, verb: bool) -> list[_Hit]:
    """Return the entries for one form of a term; `verb` says that the form was inflected as verbs are."""
    text, found, key = _text(), list[_Hit](), term.encode()
    at = text.find(key)
    while at >= 0:
        end = at + len(key)
        if text[at - 1] in _LETTERS or text[end : end + 1] in _ENDS:  # inside a longer word
            at = text.find(key, end)
            continue
        stop = text.find(b"\n", end)
        stop = len(text) if stop < 0 else stop
        line = _LINE.match(text[text.rfind(b"\n", 0, at) + 1 : stop].decode())
        hit = _rated(term, line[2], line[4], verb=verb) if line and term in line[4] else None
        if hit:
            found.append(hit)
        at = text.find(key, stop)
    return found


def _rated(term: str, word: str, glosses: str, *, verb: bool) -> _Hit | None:
    """Return how well one entry of the dictionary fits a term, None when it only mentions it."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{1,8}", word):
        return None
    best: _Hit | None = None
    for place, gloss in enumerate(g for g in re.split(r"[/;]", glosses) if g and not g.startswith("cl:")):
        if term not in gloss:
            continue
        plain = " ".join(_BRACKETS.sub(" ", gloss).split())
        fit = -1.0 if _SEEN_RARELY.search(gloss) else 0.0 if plain == gloss.strip() else -0.2
        fit += _VERB if verb and plain.startswith("to ") else 0.0
        plain = _PLAIN.sub("", plain)
        widened = {_PLAIN.sub("", " ".join(w.split())) for w in _widened(gloss)}
        if plain == term or term in widened:
            fit, exact = fit + 3.0, True
        elif plain.split(",")[0] == term:
            fit, exact = fit + 2.6, True
        elif re.match(rf"{re.escape(term)}\b", plain) and re.search(
            r"\b(?:in|of|city|district|county|capital|municipality|province)\b", plain
        ):
            fit, exact = fit + 2.6, True  # a place: its name, then where it is
        elif re.search(rf"\b{re.escape(term)}\b", plain) and len(plain.split()) <= len(term.split()) + 1:
            fit, exact = fit + 0.8, False
        else:
            continue
        score = fit - 0.12 * min(place, 6) + 0.3 * math.log10(1 + frequency(word)) - (0.9 if len(word) == 1 else 0.0)
        if best is None or score > best.score:
            best = _Hit(word, score, exact)
    return best


def _widened(gloss: str) -> list[str]:
    """Return a gloss with each choice of its brackets read out: (industrial or technology) park → technology park."""
    match = re.fullmatch(r"\s*(.*?)\(([^()]{2,60})\)(.*)", gloss)
    if not match:
        return []
    choices = re.split(r",|\bor\b|\band\b", match[2])
    return [f"{match[1]} {choice} {match[3]}" for choice in choices if 0 < len(choice.split()) <= 3]


# Pinyin


@lru_cache(maxsize=2_000)
def syllables(name: str) -> tuple[str, ...]:
    """Return the pinyin syllables of a Latin name (Zhongguancun → zhong guan cun), () when it is not pinyin."""
    parts: list[str] = []
    for piece in re.split(r"['’\s-]+", name.lower()):
        split = _split(piece)
        if split is None:
            return ()
        parts += split
    return tuple(parts)


def _split(text: str) -> list[str] | None:
    """Return the longest-first split of a run of letters into syllables that Chinese has."""
    if not text:
        return []
    match = _SYLLABLE.match(text)
    for end in range(match.end() if match else 0, 0, -1):
        if text[:end] in _characters():
            rest = _split(text[end:])
            if rest is not None:
                return [text[:end], *rest]
    return None


@cache
def _characters() -> dict[str, tuple[str, ...]]:
    """Return the characters of each syllable, the most used first."""
    table: dict[str, dict[str, int]] = {}
    for match in _ONE_CHARACTER.finditer(_text()):
        sign, sound = match[1].decode(), match[2].decode().replace("u:", "v")
        table.setdefault(sound, {})[sign] = frequency(sign)
    return {sound: tuple(sorted(signs, key=lambda s: (-signs[s], s))) for sound, signs in table.items()}


@lru_cache(maxsize=1_000)
def by_pinyin(name: str) -> tuple[str, ...]:
    """Return the proper names of the dictionary that sound like a Latin name, the most used first."""
    sounds = syllables(name)
    if len(sounds) < 2:
        return ()
    # The dictionary writes the first syllable of a proper name with a capital.
    heads = (sounds[0].capitalize(), *sounds[1:])
    pattern = rb"\n\S+ (\S+) \[" + rb" ".join(s.encode() + rb"[1-5]" for s in heads) + rb"\]"
    words = dict.fromkeys(match.decode() for match in re.findall(pattern, _entries()))
    return tuple(sorted(words, key=lambda w: (-frequency(w), w)))


def spelled_in_documents(name: str, known: Known, *, tries: int = 40) -> tuple[str, ...]:
    """Return the strings of the documents that sound like a Latin name which no dictionary has.

    Pairs of neighbouring syllables are tried first and joined to longer names, so few strings are asked for.

    Args:
        name: A name in pinyin without tones.
        known: Says whether a string stands in the documents.
        tries: How many characters are tried for a syllable.

    Returns:
        The names found, () for none.
    """
    sounds = syllables(name)
    if not 2 <= len(sounds) <= 5:
        return ()
    signs = [_characters().get(sound, ())[:tries] for sound in sounds]
    found = [a + b for a in signs[0] for b in signs[1] if known(a + b)]
    for position in range(2, len(sounds)):
        found = [head + sign for head in found for sign in signs[position] if known(head[-1] + sign)]
    return tuple(word for word in found if len(sounds) == 2 or known(word))
