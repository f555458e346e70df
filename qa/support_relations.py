"""Whether what a sentence says of names without a figure, or by comparing two names, is what a quote says of them.

A sentence and the quotes that it cites come in. A clause without a figure stands when one sentence of a quote has its
names together with what it says of them; two names that are compared stand in the quote's order; what is said of a name
by an attribute (做工业软件的砚台) stands before that name in the quote.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.quantities import find_quantities
from index.synonyms import best_similarities
from index.words import fold, tagged
from qa.question import function_words
from qa.support_said import CLAUSE, Source
from qa.support_words import bodies, content_of, is_told, names_of, undated

_COMPARES = re.compile(
    r"(?:比|较|高于|低于|快于|慢于|多于|少于|大于|小于|强于|超过|落后于|领先于?|不及|不如)|(?:是|为|相当于)[^，]*(?:倍|分之|一半|[一二三四五六七八九]成)"
)
_SENTENCE = re.compile(r"[^。！？!?\n；;]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ATTRIBUTE = re.compile(r"(?P<what>[\u3400-\u9fff]{2,12})的$")
_BORDER = re.compile(r"[，,；;、。：:（）()！？!?\n]|和|与|及|是|为")
_LISTS = re.compile(r"如下(?:所示|表)?$")  # it says of what the rest tells, and nothing itself
_COVERED = 0.6
_ALIKE = 0.7
LINKING = frozenset("设有占为达获共含投建做")


def relations_stand(text: str, sources: Sequence[Source]) -> bool:
    """Return whether names and what is said of them belong together in the quotes as they do in a sentence."""
    known = "\n".join(fold(f"{s.heads}\n{s.text}") for s in sources)
    if any(not _is_whole(run, fold(text), known) for run in runs_of(text)):
        return False
    figured = bool(find_quantities(undated(text)))  # without any, `qa.support_facts` looks at every clause
    clauses = CLAUSE.findall(text)
    for clause in clauses:
        names = _names(clause, sources)
        if len(names) > 1 and _COMPARES.search(clause) and not _ordered(names, clause, sources):
            return False
        telling = figured and names and not find_quantities(undated(clause)) and not _LISTS.search(clause.strip())
        if telling and not _told_of(names, clause, sources):
            return False
        if any(not _is_attribute(name, clause, sources) for name in names):
            return False
    return True


def runs_of(text: str) -> Iterator[str]:
    """Yield the names that no dictionary has: words of one character each, side by side (启帆氢能)."""
    run = ""
    named = False
    for word, tag in (*tagged(undated(text)), ("", "x")):
        lone = len(word) == 1 and bool(_HAN.match(word)) and word not in function_words()
        if lone and tag[0] in "ngavbhkz":
            run += word
            named = named or tag[0] in "ng"
            continue
        if len(run) > 1 and named:
            yield fold(run)
        run, named = "", False


def _is_whole(run: str, text: str, known: str) -> bool:
    """Whether a name stands in the quotes, letter by letter, or is the end of one of their words and the next's beginning."""
    place = text.find(run)
    for n in range(len(run) - 1):
        before, behind = text[max(0, place + n - 1) : place + n + 1], text[place + n + 1 : place + n + 3]
        apart = place > 0 and before in known and (behind in known or len(behind) < 2 or run[n + 1] in LINKING)
        if run[n : n + 2] not in known and not apart:
            return False
    return True


def _names(clause: str, sources: Sequence[Source]) -> list[str]:
    """Return the names of a clause that the quotes' texts have, in its order."""
    held = fold("".join(s.text for s in sources))
    found = {*names_of(clause), *bodies(clause), *runs_of(clause)}
    names = {name for name in found if len(name) > 1 and name in held}
    names = {name for name in names if not any(name != other and name in other for other in names)}
    return sorted(names, key=fold(clause).find)


def _told_of(names: Sequence[str], clause: str, sources: Sequence[Source]) -> bool:
    """Whether a sentence of the quotes has the names of a clause with what it says of them."""
    said = [w for w in content_of(undated(clause)) if not any(w in name or name in w for name in names)]
    if not said:
        return True
    for source in sources:
        each = _SENTENCE.findall(fold(source.text))
        for sentence in each:
            if all(name in sentence for name in names) and _told(said, sentence) >= _COVERED * len(said):
                return True
        # 星桥 stands in one sentence, what it is part of in the one before.
        if any(
            all(n in one + other for n in names) and _told(said, one + other) == len(said)
            for one, other in pairwise(each)
        ):
            return True
    return False


def _told(words: Sequence[str], sentence: str) -> int:
    """Return how many words a sentence has, or has another for that means the same."""
    missing = [word for word in words if not is_told(word, sentence)]
    known = content_of(sentence)
    alike = (best_similarities(missing, known) >= _ALIKE).any(axis=1).sum() if missing and known else 0
    return len(words) - len(missing) + int(alike)


def _ordered(names: Sequence[str], clause: str, sources: Sequence[Source]) -> bool:
    """Whether a quote that compares two names has them in the same order, or compares them not at all."""
    first, second = names[0], names[-1]
    verdicts = [
        sentence.find(first) < sentence.find(second)
        for source in sources
        for sentence in CLAUSE.findall(fold(source.text))
        if first in sentence and second in sentence and _COMPARES.search(sentence)
    ]
    return not verdicts or any(verdicts)


def _is_attribute(name: str, clause: str, sources: Sequence[Source]) -> bool:
    """Whether what stands before a name as its attribute stands before it in the quotes, where they give it one."""
    mine = _before(name, fold(clause))
    if mine is None:
        return True
    theirs = [found for s in sources if (found := _before(name, fold(s.text))) is not None]
    words = content_of(mine)
    return not theirs or not words or any(any(is_told(w, other) for w in words) for other in theirs)


def _before(name: str, text: str) -> str | None:
    place = text.find(name)
    if place < 0:
        return None
    left = _BORDER.split(text[:place])[-1]
    match = _ATTRIBUTE.search(left)
    return match["what"] if match else None
