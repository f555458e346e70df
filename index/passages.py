"""Text → sentences and passages, as slices: nothing is changed, nothing but white space between slices is left out.

A passage is made of whole sentences of one section and one speaker. Lines are joined up to `passage_length`; a line
that leads in a list (it ends in a colon) stays with what follows.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from index.config import IndexConfig
from index.types import Document, Passage

_SENTENCE_END = re.compile(r"(?:[。！？!?…]+|\.(?=\s+[A-Z\u4e00-\u9fff]))[”’」』）)】》\"']*|\n+")
_CLAUSE_END = re.compile(r"[；;，,、：:\s]")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text[start:end]`, white space at both ends left out."""
    end = len(text) if end is None else end
    position = start
    for match in _SENTENCE_END.finditer(text, start, end):
        yield from _trimmed(text, position, match.end())
        position = match.end()
    yield from _trimmed(text, position, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        yield start + left, start + right


def _pieces(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is longer than `limit` on its clause borders, or anywhere when it has none."""
    while end - start > limit:
        cuts = [m.end() for m in _CLAUSE_END.finditer(text, start + limit // 2, start + limit)]
        cut = cuts[-1] if cuts else start + limit
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _borders(document: Document) -> list[int]:
    inner = {0, len(document.text)}
    for part in (*document.sections, *document.turns):
        inner |= {part.start, part.end}
    return sorted(inner)


def passages(document: Document, config: IndexConfig | None = None, *, first_id: int = 0) -> list[Passage]:
    """Return the passages of `document` in order, numbered from `first_id`."""
    config = config or IndexConfig()
    spans: list[tuple[int, int]] = []
    borders = _borders(document)
    for left, right in pairwise(borders):
        spans += _fill(document.text, left, right, config)
    return [_passage(document, first_id + n, start, end) for n, (start, end) in enumerate(spans)]


def _fill(text: str, left: int, right: int, config: IndexConfig) -> list[tuple[int, int]]:
    """Join the sentences between two borders into spans near `passage_length`."""
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text, left, right):
        # Only a sentence beyond four times the limit (a table, a list without stops) is cut.
        for a, b in _pieces(text, start, end, config.passage_limit * 4):
            if spans and _joins(text, spans[-1], a, b, config):
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
    # A short last piece says little by itself.
    if len(spans) > 1 and spans[-1][1] - spans[-1][0] < config.passage_length // 4:
        (start, _), (_, end) = spans[-2:]
        if end - start <= config.passage_limit:
            spans[-2:] = [(start, end)]
    return spans


def _joins(text: str, last: tuple[int, int], start: int, end: int, config: IndexConfig) -> bool:
    if text[last[1] - 1] in "：:" and end - last[0] <= config.passage_limit:
        return True
    return end - last[0] <= config.passage_length


def _passage(document: Document, number: int, start: int, end: int) -> Passage:
    section = next((s for s in document.sections if s.start <= start < s.end), None)
    turn = next((t for t in document.turns if t.start <= start < t.end), None)
    return Passage(
        id=number,
        document_id=document.id,
        start=start,
        end=end,
        text=document.text[start:end],
        section=section.title if section else None,
        speaker=turn.speaker if turn else None,
        page=bisect_right(document.pages, start) if document.pages else None,
        published=(section.published if section else None) or document.published,
    )
