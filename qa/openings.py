"""Figures of a paragraph or speech that opens with another body than the one asked about: 乙公司规模小一些，现有车辆540辆.

In come a question, its ranked candidates and what stands around them; out go the same candidates, those of such paragraphs
marked as of another body. Only where the body asked about opens a paragraph of the same document itself: then each of the
two has its own, and who speaks of 我们 or names nobody speaks of the one that he began with.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.quantities import normalize_unit
from index.types import Document, FigureRow
from index.words import fold, tagged
from qa.absent import of_another
from qa.evidence import FEATURES, Candidate
from qa.question import Question
from qa.same import called_alike
from qa.surroundings import Surroundings
from qa.whose import written_out

_ELSEWHEN = FEATURES.index("elsewhen")
_END = "(?:集团|公司|医院|大学|学院|银行|农场|中心|基地|[港馆厂校园区])(?![\u3400-\u9fff]?[长院口])"
_NAME = f"(?![全本该各每两几我你其某这那])[\u3400-\u9fff]{{2,8}}?{_END}"
_OPENING = re.compile(rf"(?:[^：:\n，,。]{{2,8}}[：:])?\s*({_NAME})")
_BODY = re.compile(rf"{_NAME}$")
_NO_NAME = "tmrpdcvf"  # parts of speech that the name of a body does not begin with
_FIRST = 40  # candidates, of which the rest answer nothing


def with_openings_marked(question: Question, evidence: Sequence[Candidate], around: Surroundings) -> list[Candidate]:
    """Return the candidates, with those marked whose paragraph opens with another body."""
    name = fold(question.subject)
    if not _BODY.match(name) or name not in fold(question.text):
        return list(evidence)
    opened = {id(c): _opening(around.document(c.row.document_id), c.row) for c in evidence[:_FIRST] if c.row}
    documents = {c.row.document_id for c in evidence if c.row}
    own = {uid for uid in documents if _opens(name, around.document(uid).text)}
    others = [
        c
        for c in evidence
        if c.row and c.row.document_id in own and _is_another(name, opened.get(id(c), ("", "")), fold(question.text))
    ]
    if not others:
        return list(evidence)
    marked = set(map(id, others))
    best = max(evidence, key=lambda c: c.probability)
    heir = next((c for c in evidence if id(best) in marked and _may_stand(c, best, name, opened)), None)
    return [
        of_another(c)
        if id(c) in marked
        else replace(c, probability=max(c.probability, best.probability))
        if c is heir
        else c
        for c in evidence
    ]


def _opening(document: Document, row: FigureRow) -> tuple[str, str]:
    """Return the body that a figure's paragraph opens with, and the paragraph up to the figure."""
    start = document.text.rfind("\n", 0, row.quantity.start) + 1
    text = fold(document.text[start : row.quantity.start])
    found = _OPENING.match(text)
    return (found[1], text) if found else ("", text)


def _opens(name: str, text: str) -> bool:
    return any((m := _OPENING.match(fold(line))) is not None and m[1] == name for line in text.split("\n"))


def _is_another(name: str, opening: tuple[str, str], asked: str) -> bool:
    other, text = opening
    if not other or other in asked or name in text:
        return False
    if tagged(other)[0][1][:1] in _NO_NAME:
        return False  # 年末园区有…
    return not (other in name or name in other or written_out(other, name) or written_out(name, other))


def _may_stand(candidate: Candidate, best: Candidate, name: str, opened: dict[int, tuple[str, str]]) -> bool:
    """Whether a figure of the body asked about is the same measure as one that was taken for it."""
    a, b = candidate.row, best.row
    return (
        a is not None
        and b is not None
        and name in opened.get(id(candidate), ("", ""))[1]
        and not candidate.features[_ELSEWHEN]
        and normalize_unit(a.quantity.unit) == normalize_unit(b.quantity.unit)
        and called_alike(a.measure, b.measure)
    )
