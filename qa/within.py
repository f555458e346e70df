"""Figures of a named part of the body that a question asks about, which the question does not name: another's, too.

In come a question, its ranked candidates and what stands around them; out go the same candidates, those of a part of the
body (甲村软件园 where 甲村 is asked about) marked as of another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.words import fold
from qa.absent import of_another
from qa.evidence import Candidate
from qa.phrases import PLACE_ENDING
from qa.question import Question
from qa.surroundings import Surroundings
from qa.whose import is_body

_LONGEST = 8  # signs that a part's name adds
_ALIKE = 2  # parts of one sort (软件园, 医药园) from which on a name is that of a whole, not short for one of them


def with_parts_marked(question: Question, evidence: Sequence[Candidate], around: Surroundings) -> list[Candidate]:
    """Return the candidates, with those marked that are of a part of the body that the question asks about."""
    whole, asked = fold(question.subject), fold(question.text)
    own = {c.row.subject for c in evidence if c.row} if is_body(whole) else set[str]()
    parts = {name for name in own if _is_part(name, whole) and not _is_asked(name.removeprefix(whole), asked)}
    if not parts:
        return list(evidence)
    sorts = Counter(name[-1] for name in _parts_named(whole, {c.passage.document_id for c in evidence}, around))
    parts = {name for name in parts if sorts[name[-1]] >= _ALIKE}
    return [of_another(c) if c.row and c.row.subject in parts and whole not in c.row.measure else c for c in evidence]


def _is_part(name: str, whole: str) -> bool:
    return name.startswith(whole) and len(name) > len(whole) + 1 and is_body(name)


def _is_asked(rest: str, asked: str) -> bool:
    return any(rest[n : n + 2] in asked for n in range(len(rest) - 1))


def _parts_named(whole: str, documents: Iterable[str], around: Surroundings) -> set[str]:
    """Return the names that documents make of a whole: 甲村软件园 and 甲村医药园 of 甲村."""
    longer = re.compile(rf"{re.escape(whole)}[\u3400-\u9fff]{{1,{_LONGEST}}}?{PLACE_ENDING.pattern[:-1]}")
    found = {match.group() for uid in documents for match in longer.finditer(around.whole(uid))}
    return {name for name in found if _is_part(name, whole)}
