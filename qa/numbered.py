"""Of how many the question says it asks (64家特色园的总收入), and figures of a passage that speaks of another number of them.

In come a question and all candidates; out go those that are not ruled out. Where the document has the question's number,
too, nobody knows of which of them a figure is, and nothing is ruled out.
"""

import re
from collections.abc import Sequence

from index.quantities import find_quantities, same_value
from index.types import Kind, Quantity
from index.words import bigrams, fold
from qa.evidence import Candidate
from qa.question import Question

_THINGS = re.compile(r"(?P<noun>[\u3400-\u9fffA-Za-z·（）()]{2,14}?)(?:的|平均|一共|总共|合计|共)")
_UNITS = "家个座所"


def of_as_many(question: Question, fitting: Sequence[Candidate], evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without figures of another number of the things that the question counts itself."""
    asked = _numbered(question.text)
    if asked is None:
        return list(fitting)
    number, noun = asked
    told = [c for c in evidence if c.row and _counts(c.row.quantity, c.row.measure, noun)]
    same = {c.passage.document_id for c in evidence if c.row and same_value(c.row.quantity, number)}
    other = {c.passage.id for c in told if c.passage.document_id not in same}
    return [c for c in fitting if not c.row or c.passage.id not in other]


def _numbered(text: str) -> tuple[Quantity, str] | None:
    """Return the number and the things that a question asks about: 64家 and 特色园 of 64家特色园的总收入是多少."""
    for quantity in find_quantities(text):
        if quantity.kind is Kind.COUNT and quantity.unit[-1:] in _UNITS and quantity.unit:
            things = _THINGS.match(text, quantity.end)
            return (quantity, fold(things["noun"])) if things else None
    return None


def _counts(quantity: Quantity, measure: str, noun: str) -> bool:
    """Whether a row counts these things: 40家中关村特色产业园, 40个特色园."""
    own = fold(measure)
    alike = set(bigrams(own)) & set(bigrams(noun))
    return quantity.kind is Kind.COUNT and quantity.unit[-1:] in tuple(_UNITS) and own[-1:] == noun[-1:] and bool(alike)
