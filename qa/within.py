"""Figures of a named part of the body that a question asks about, or of the whole that the body is a part of: another's.

In come a question, its ranked candidates and what stands around them; out go the same candidates, those of a part of the
body (甲村软件园 where 甲村 is asked about) or of the whole (甲村 where 甲村软件园 is) marked as of another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.types import FigureRow
from index.words import fold, tagged
from qa.absent import of_another
from qa.evidence import Candidate
from qa.phrases import PLACE_ENDING
from qa.question import Question
from qa.surroundings import Surroundings
from qa.whose import is_body

_LONGEST = 8  # signs that a part's name adds
_LEAST = 3  # signs that make a part's name of the whole's
_SHARED = 2  # signs that tell what a part is, at its end, and which, at its beginning
_DISTRICT = re.compile(
    "(?:国家)?(?:自主创新)?(?:示范区|科技园区?|高新(?:技术产业开发)?区|(?:经济技术)?开发区)$"
)  # the whole by another name
_PLACES = ("ns", "nz", "nt")
_PART = re.compile("(?:[园城谷院馆厅]|中心|大厦|基地|港湾)$")
_NAMED_PART = re.compile(f"[\u3400-\u9fff]{{1,{_LONGEST}}}?{_PART.pattern[:-1]}")
_ALIKE = 2  # parts of one sort (软件园, 医药园) from which on a name is that of a whole, not short for one of them


def with_parts_marked(question: Question, evidence: Sequence[Candidate], around: Surroundings) -> list[Candidate]:
    """Return the candidates, with those marked that are of a part of the body that the question asks about."""
    evidence = _without_wholes(question, evidence, around)
    asked, documents = fold(question.text), {c.passage.document_id for c in evidence}
    subject = fold(question.subject)
    whole = _DISTRICT.sub("", subject)
    own = {c.row.subject for c in evidence if c.row} if is_body(whole) else set[str]()
    # Beside a district 特色园, of which documents say 甲村特色园, is a part of it, too.
    texts = [around.whole(uid) for uid in documents] if own and whole != subject else []
    full = {name: name if name.startswith(whole) else f"{whole}{name}" for name in own if len(name) >= _LEAST}
    parts = {
        name
        for name, called in full.items()
        if _is_part(called, whole)
        and not _is_asked(called.removeprefix(whole), asked)
        and (called == name or any(called in text for text in texts))
    }
    if not parts:
        return evidence
    sorts = Counter(name[-1] for name in _parts_named(whole, documents, around))
    parts = {name for name in parts if sorts[name[-1]] >= _ALIKE}
    return [of_another(c) if c.row and c.row.subject in parts and whole not in c.row.measure else c for c in evidence]


def _without_wholes(question: Question, evidence: Sequence[Candidate], around: Surroundings) -> list[Candidate]:
    """Return the candidates, with those marked whose sentence tells of the whole, or of another part of it, and nowhere of
    the part that is asked about: 甲村 and 甲村新闻中心 where documents call the one asked about 甲村国际中心.

    Only a name that documents have is sure to be one; a district (甲村示范区) is often the whole by another name.
    """
    name = fold(question.subject)
    named = {fold(word) for word, tag in tagged(question.subject)[:1] if tag in _PLACES}
    named |= {fold(c.row.subject) for c in evidence if c.row}
    whole = max((one for one in named if name.startswith(one) and len(one) <= len(name) - _LEAST), key=len, default="")
    own = name.removeprefix(whole)
    if len(whole) < _SHARED or not _PART.search(own):
        return list(evidence)
    documents = {c.passage.document_id for c in evidence}
    if not any(name in around.whole(uid) for uid in documents):
        return list(evidence)
    return [of_another(c) if c.row and _is_elsewhere(c.row, fold(c.sentence), whole, own) else c for c in evidence]


def _is_elsewhere(row: FigureRow, text: str, whole: str, own: str) -> bool:
    if own[:_SHARED] in text:
        return False
    measure, other = fold(row.measure), fold(row.subject)
    if measure.startswith(whole) and _NAMED_PART.match(measure, len(whole)):
        return True
    if other not in text:  # told of before
        return False
    return other == whole or (len(other) > _SHARED and other.endswith(own[-_SHARED:]) and other not in own)


def _is_part(name: str, whole: str) -> bool:
    return name.startswith(whole) and len(name) > len(whole) + 1 and is_body(name)


def _is_asked(rest: str, asked: str) -> bool:
    return any(rest[n : n + 2] in asked for n in range(len(rest) - 1))


def _parts_named(whole: str, documents: Iterable[str], around: Surroundings) -> set[str]:
    """Return the names that documents make of a whole: 甲村软件园 and 甲村医药园 of 甲村."""
    longer = re.compile(rf"{re.escape(whole)}[\u3400-\u9fff]{{1,{_LONGEST}}}?{PLACE_ENDING.pattern[:-1]}")
    found = {match.group() for uid in documents for match in longer.finditer(around.whole(uid))}
    return {name for name in found if _is_part(name, whole)}
