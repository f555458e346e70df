"""A question that asks twice → its asks: 谁主持的，哪个单位的. And the drafts that answer them → one draft.

A later ask leans on the one before it as a follow-up in a conversation does, so whoever reads the first resolves the
second against it and its answer (`qa/conversation.py`). Questions for several figures alone are those of
`qa/several.py`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.quantities import find_quantities
from qa.draft import Draft
from qa.phrases import ASK, is_content, tokens
from qa.texts import NOT_STATED_OF
from qa.types import Status

_MOST = 4
_ENGLISH_ASK = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_ENGLISH_BORDER = re.compile(
    r"\?\s+|[,;]?\s+and\s+(?=(?:(?:in|at|on|of|from|by|to|across|under|with|for)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b)"
    r"|[,;]\s+(?=(?:who|whose|what|which|when|where|why|how)\b)",
    re.IGNORECASE,
)
_BORDER = re.compile(r"[，,；;？?。！!]+")
_DIGIT = re.compile(r"\d")
_MARKER = re.compile(r"“[^”]*”|\[(\d+)\]")


def asks_of(text: str) -> list[str]:
    """Return the asks of a question in order, the first with all that leads in to it; [] where it asks once."""
    if re.search(r"[\u3400-\u9fff]", text) and not _ENGLISH_ASK.search(text):
        clauses = [part for clause in _BORDER.split(text) if clause.strip() for part in _listed(clause)]
        asking = [bool(ASK.search(clause)) and _stands(clause) for clause in clauses]
    else:
        clauses = [clause for clause in _ENGLISH_BORDER.split(text) if clause and clause.strip(" ?")]
        asking = [bool(_ENGLISH_ASK.search(clause)) for clause in clauses]
    if not 2 <= sum(asking) <= _MOST:
        return []
    asks: list[str] = []
    open_part: list[str] = []
    for clause, asks_here in zip(clauses, asking, strict=True):
        open_part.append(clause.strip(" ?？"))
        if asks_here:
            asks.append("，".join(open_part) if re.search(r"[\u3400-\u9fff]", clause) else ", ".join(open_part))
            open_part = []
    return asks


def _listed(clause: str) -> list[str]:
    """Return the asks that 、 parts: 哪年初步建成、哪年全面建成; each must end in what is asked about."""
    parts = clause.split("、")
    if len(parts) > 1 and all((ask := ASK.search(part)) and _stands(part[ask.end() :]) for part in parts):
        return parts
    return [clause]


def _stands(clause: str) -> bool:
    """Whether a clause that asks also says what it asks for."""
    return any(is_content(token) for token in tokens(clause))


def joined(drafts: Sequence[Draft], asked: Sequence[str]) -> Draft:
    """Return one draft for the asks of a question: the answers in order, what has none named; the first where none has."""
    answers = [draft for draft in drafts if draft.status is Status.ANSWERED and draft.value]
    if not answers:
        return drafts[0]
    whole = answers[0]
    for draft in answers[1:]:
        quotes = list(dict.fromkeys((*whole.quotes, *draft.quotes)))
        place = {number: quotes.index(quote) + 1 for number, quote in enumerate(draft.quotes, 1)}
        whole = replace(
            whole,
            value="；".join(dict.fromkeys([*(whole.value or "").split("；"), *(draft.value or "").split("；")])),
            sentences=tuple(dict.fromkeys((*whole.sentences, *(_moved(line, place) for line in draft.sentences)))),
            quotes=tuple(quotes),
            rows=tuple(dict.fromkeys((*whole.rows, *((row, place[marker]) for row, marker in draft.rows)))),
            confidence=min(whole.confidence, draft.confidence),
            notes=tuple(dict.fromkeys((*whole.notes, *draft.notes))),
        )
    # A figure of the question may be one of the documents, and those belong into quotes.
    missing = [
        text
        for text, draft in zip(asked, drafts, strict=True)
        if draft not in answers and not any(_DIGIT.search(q.surface) for q in find_quantities(text))
    ]
    lost = (NOT_STATED_OF.format(names="；".join(missing)),) if missing else ()
    return replace(whole, notes=(*whole.notes, *lost))


def _moved(line: str, place: Mapping[int, int]) -> str:
    """Return a line with its markers in their new place; what it quotes stays as it is."""
    return _MARKER.sub(lambda m: f"[{place[int(m[1])]}]" if m[1] else m.group(), line)
