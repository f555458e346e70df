"""Whether a sentence without a figure says what one sentence of the quotes says: who, where, which, why.

A sentence and the quotes that it cites come in. Beside a figure the words are looked at one by one; here nothing else
holds them together, so each clause must find all of its words in one sentence of a quote: names and numbers letter by
letter, other words or what means the same. Of whom a sentence speaks may stand in the heading, or in the sentence before
where its own names nobody else.
"""

import re
from collections.abc import Iterator, Sequence

from index.glosses import glosses
from index.phrases import is_link
from index.synonyms import best_similarities
from index.words import fold, tagged
from qa.question import function_words
from qa.support_claims import carries
from qa.support_said import Source
from qa.support_words import AROUND, content_of, is_straddling, is_told, names_of, undated

_CLAUSE = re.compile(r"[^，,；;：:。！？!?\n]+")
_SENTENCE = re.compile(r"[^。！？!?\n；;]+")
_EMPTY_TAGS = "xupcyfqrdte"
_ALIKE = 0.55
_NUMBER = re.compile(r"[第\d一二两三四五六七八九十百首]")
_RANK = re.compile(r"[副原前非准]$")
_NAMES = ("nr", "ns", "nt", "nz", "m", "eng", "x")


def facts_stand(text: str, sources: Sequence[Source]) -> bool:
    """Return whether each clause of a sentence without figures is told by one sentence of the quotes."""
    return all(any(_is_told_in(clause, source) for source in sources) for clause in _CLAUSE.findall(undated(text)))


def _is_told_in(clause: str, source: Source) -> bool:
    words = list(_words(clause))
    heads = fold(source.heads)
    before = ""
    for match in _SENTENCE.finditer(fold(source.text)):
        sentence = match.group()
        lacking = [not _is_said(w, clause, sentence) for w, _ in words]
        topic = lacking.index(False) if False in lacking else 0  # what is said of it begins here
        ahead = f"{heads}\n{before if names_of(sentence) <= names_of(fold(clause)) else ''}"
        missing = [(w, tag) for n, (w, tag) in enumerate(words) if lacking[n] and not (n < topic and w in ahead)]
        if _is_alike(missing, sentence):
            return True
        before = "" if source.text[match.end() : match.end() + 1] in ("；", ";") else sentence
    return False


def _words(clause: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a clause that name or tell something, single characters among them."""
    for word, tag in tagged(clause):
        word = fold(word).strip()
        if not word or (tag[0] in _EMPTY_TAGS and tag != "eng") or not word.isalnum():
            continue
        if word not in function_words() and word not in AROUND and not is_link(word) and not carries(word):
            yield word, tag


def _is_said(word: str, clause: str, sentence: str) -> bool:
    """Whether a sentence has a word, and of the same rank (主任 is no 副主任)."""
    places = [m.start() for m in re.finditer(re.escape(word), sentence)]
    if places:
        return any(_rank(clause, fold(clause).find(word)) == _rank(sentence, place) for place in places)
    return (len(word) > 1 and is_told(word, sentence)) or is_straddling(word, clause, sentence)


def _rank(text: str, place: int) -> str:
    match = _RANK.search(text[:place])
    return match.group() if match else ""


def _is_alike(missing: Sequence[tuple[str, str]], sentence: str) -> bool:
    """Whether a sentence has for each word, none of them a name or number, one that means the same."""
    if not missing:
        return True
    if any(tag.startswith(_NAMES) or _NUMBER.match(w) or not glosses(w).common for w, tag in missing):
        return False
    known = content_of(sentence)
    alike = best_similarities([w for w, _ in missing], known) >= _ALIKE if known else None
    return alike is not None and all(
        any(same and w not in other for same, other in zip(row, known, strict=True))
        for (w, _), row in zip(missing, alike, strict=True)
    )
