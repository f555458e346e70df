"""What stands around a passage: its document, headings, the speech or section that it is part of; each read once.

In come passages of a store; out come texts, folded so that they compare with the words of a question, and the day that an
undated document was written at the earliest.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from index.periods import find_periods
from index.store import Store
from index.types import Document, Passage
from index.words import fold

_LEAD_IN = 160
_WHOLE = 6000
_AHEAD = re.compile(r"预计|预期|有望|将|力争|计划|目标|规划|年底前|年前|末")


class Surroundings:
    """The documents of a store, by what a candidate is compared with."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # By generation: what is known of a document may change while its text, and so its id, stays.
        self._documents = lru_cache(maxsize=64)(self._read_document)
        self._days = lru_cache(maxsize=1 << 16)(self._latest_day)
        self._folded = lru_cache(maxsize=512)(self._fold)

    def document(self, uid: str) -> Document:
        """Return a document by its id."""
        return self._documents(uid, self._store.generation)

    def titles(self, passages: Iterable[Passage]) -> dict[str, str]:
        """Return the title of each passage's document; all of a large store would take longer than the search."""
        return {uid: self.document(uid).title or "" for uid in dict.fromkeys(p.document_id for p in passages)}

    def heads(self, passage: Passage) -> str:
        """Return what stands above a passage: title and name of its document, section, speaker; folded."""
        document = self.document(passage.document_id)
        return fold("\n".join(filter(None, (document.title, document.name, passage.section, passage.speaker))))

    def scene(self, passage: Passage) -> str:
        """Return the speech, article or section around a passage, with the words that lead in to it, folded."""
        return self._folded(passage.document_id, *self._span(passage))

    def whole(self, document_id: str) -> str:
        """Return the text of a document, folded."""
        return self._folded(document_id, 0, len(self.document(document_id).text))

    def latest(self, document_id: str) -> date:
        """Return the latest day of an undated document: of its dated articles, else of what it tells of as past.

        None is taken to be newer than the newest with a date: one that speaks of the year need not be of its last day.
        """
        return self._days(document_id, self._store.generation)

    def _read_document(self, uid: str, _generation: int) -> Document:
        return self._store.document(uid)

    def _fold(self, document_id: str, start: int, end: int) -> str:
        return fold(self.document(document_id).text[start:end])

    def _span(self, passage: Passage) -> tuple[int, int]:
        document = self.document(passage.document_id)
        parts = [p for p in (*document.turns, *document.sections) if p.start <= passage.start < p.end]
        start, end = (parts[0].start, parts[0].end) if parts else (0, len(document.text))
        if end - start <= _WHOLE:
            return max(0, start - _LEAD_IN), end
        # In blocks, so that neighbouring passages share one.
        block = start + (passage.start - start) // _WHOLE * _WHOLE
        return max(0, block - _LEAD_IN), min(end, block + 2 * _WHOLE)

    def _latest_day(self, document_id: str, _generation: int) -> date:
        document = self.document(document_id)
        if document.published:
            return date.min
        # The articles of one page are of about the same day.
        beside = [s.published for s in document.sections if s.published]
        told = [] if beside else find_periods(document.text)
        days = [
            p.last
            for p in told
            if p.last
            and p.first
            and p.first.year == p.last.year
            and not p.relative
            and not _AHEAD.search(document.text, p.start, p.end + 8)
        ]
        return min(max(beside or days, default=date.min), self._store.latest or date.max)
