"""Text → sentences and passages, as slices: nothing is changed, nothing but white space between slices is left out.

A passage is made of whole sentences of one section and one speaker, up to `passage_length`. What says nothing alone is
not parted: a list from the words that lead it in, a quotation from who said it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from index.config import IndexConfig
from index.types import Document, Passage

# It begins with a class, which `re` looks for fast. A full stop after the number of an item (1. 建设孵化器) ends nothing.
_SENTENCE_END = re.compile(
    r"[。！？!?….\n](?:(?<=\n)\n*|(?:(?<=[。！？!?…])[。！？!?…]*|(?<=\.)(?=\s+[A-Z\u4e00-\u9fff])(?<!\A\d\.)(?<!\A\d\d\.)"
    r"(?<![\s：:；;。，,]\d\.)(?<![\s：:；;。，,]\d\d\.))[”’」』）)】》\"']*)"
)
_CLAUSE_END = re.compile(r"[；;，,、：:\s]")
_INSIDE_WORD = re.compile(r"[A-Za-z0-9０-９.,%％亿万]")
_WORD_REACH = 40
_LONGEST_SENTENCE = 4  # times the limit: only beyond it (a table, a list without stops) is a sentence cut
_LONGEST_QUOTATION = 2000
_FINISHED = re.compile(r"[。！？!?…；;.][”’」』）)】》\"']*$")
_QUOTED = re.compile(r"[。！？!?…][”」』\"]$")
_BEFORE_QUOTE = re.compile(r"[\s。！？!?…”’」』]$")
_FIRST_ITEM = re.compile(r"[一其][是一][，、是]|一是|第一[，、是：]|首先|[（(][一1１][)）]|[一1１][、.．)）](?!\d)|①")
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}[是、]|其[一二三四五六七八九十][，、是]|第[一二三四五六七八九十]{1,3}[，、是：个]|首先|其次|再次|最后"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．)）](?!\d)|[①-⑳•●■◆▪·*–-]"
)
_LEAD_IN = re.compile(r"[：:][”’」』）)》\"']*$")
_INLINE_LEAD_IN = re.compile(r"：(?:一是|第一[，、是]|其一|首先|[（(][一1][)）]|1[、.．](?!\d)|①)")
# The characters that the patterns end or begin with: most sentences need no pattern.
_MAY_LEAD = frozenset("：:”’」』）)》\"'")
_MAY_BE_FIRST = frozenset("一其第首（(1１①")
_MAY_QUOTE = frozenset('”」』"…')
_FREE, _LISTED, _BOUND = range(3)  # how a sentence hangs on the one before it


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
    """Cut a sentence that is longer than `limit` between clauses, or between words when it has no clauses."""
    while end - start > limit:
        cut = start + limit // 2
        for clause in _CLAUSE_END.finditer(text, cut, start + limit):
            cut = clause.end()
        if cut == start + limit // 2:
            cut = _between_words(text, start + limit)
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _between_words(text: str, cut: int) -> int:
    """The last place up to `cut`, not far from it, that is not inside a number or a word of letters; else `cut`."""
    for place in range(cut, cut - _WORD_REACH, -1):
        if not (_INSIDE_WORD.match(text[place - 1]) and _INSIDE_WORD.match(text[place])):
            return place
    return cut


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
    """Join what stands between two borders into spans near `passage_length`."""
    spans: list[tuple[int, int]] = []
    for start, end in _units(text, left, right, config.passage_limit):
        if spans and end - spans[-1][0] <= config.passage_length:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    # A short last piece says little by itself.
    if len(spans) > 1 and spans[-1][1] - spans[-1][0] < config.passage_length // 4:
        (start, _), (_, end) = spans[-2:]
        if end - start <= config.passage_limit:
            spans[-2:] = [(start, end)]
    return spans


def _units(text: str, left: int, right: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield what may not be parted: sentences, and those that hang together as far as `limit` allows."""
    run: list[tuple[int, int, int]] = []
    for piece in _hanging(text, left, right, limit * _LONGEST_SENTENCE):
        if run and piece[2] == _FREE:
            yield from _kept(run, limit)
            run = []
        run.append(piece)
    yield from _kept(run, limit)


def _kept(run: list[tuple[int, int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Yield sentences that hang together as one; those of a list that is too long each, but the first with its lead."""
    if not run:
        return
    whole = run[-1][1] - run[0][0] <= limit
    start, end, _ = run[0]
    for first, last, hold in run[1:]:
        if whole or (hold == _BOUND and last - start <= limit):
            end = last
        else:
            yield start, end
            start, end = first, last
    yield start, end


def _hanging(text: str, left: int, right: int, longest: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, how it hangs on the one before) of each sentence between two borders."""
    before: tuple[int, int] | None = None
    listed = False
    for sentence in sentences(text, left, right):
        for start, end in _pieces(text, *sentence, longest):
            hold = _FREE
            if before and _leads(text, before, start, end):
                hold, listed = _BOUND, True
            elif before and _is_quoted(text, before, start):
                hold = _BOUND
            elif listed and before:
                same_line = "\n" not in text[before[1] : start]
                listed = bool(same_line or _ITEM.match(text, start, end) or not _FINISHED.search(text, end - 4, end))
                hold = _LISTED if listed else _FREE
            if not listed and text.find("：", start, end) >= 0 and _INLINE_LEAD_IN.search(text, start, end):
                listed = True
            yield start, end, hold
            before = (start, end)


def _leads(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether the sentence before leads in a list, or this one is the first item of one."""
    if text[before[1] - 1] in _MAY_LEAD and _LEAD_IN.search(text, max(before[0], before[1] - 8), before[1]):
        return True
    return text[start] in _MAY_BE_FIRST and bool(_FIRST_ITEM.match(text, start, end))


def _is_quoted(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the sentence before is a quotation, or broke off, and this one goes on in the same line."""
    last = text[before[1] - 1]
    if last not in _MAY_QUOTE or "\n" in text[before[1] : start]:
        return False
    return last == "…" or bool(_QUOTED.search(text, before[1] - 2, before[1]) and _opens_with_quote(text, before))


def _opens_with_quote(text: str, sentence: tuple[int, int]) -> bool:
    """Whether the quotation that a sentence ends with opens a statement, so that who said it comes after it."""
    closing = text[sentence[1] - 1]
    if closing == '"':
        return text[sentence[0]] == closing
    earliest = max(0, sentence[1] - _LONGEST_QUOTATION)
    opening = text.rfind({"”": "“", "」": "「", "』": "『"}[closing], earliest, sentence[1])
    return opening == 0 or (opening > 0 and bool(_BEFORE_QUOTE.match(text[opening - 1])))


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
