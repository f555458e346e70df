"""A question's text → the question as understood, and the ranked evidence of a store for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.store import Store
from qa.absent import with_absent_marked
from qa.bodies import with_like_bodies
from qa.contrast import with_contrasts_marked
from qa.denied import undenied
from qa.evidence import Candidate, candidates
from qa.framing import without_framing
from qa.instructions import silenced
from qa.openings import with_openings_marked
from qa.question import Question
from qa.rank import better_of, rank
from qa.rates import with_rate
from qa.search import Hit, SearchConfig, search
from qa.siblings import with_siblings_marked
from qa.sources import Told
from qa.surroundings import Surroundings
from qa.understood import in_chinese, understood
from qa.within import with_parts_marked

PASSAGES = 16
"""How many passages are read for a question."""
_SOURCES = 4  # documents whose words are set against each other
_MANY = 96  # passages among which those of one speaker, document or occasion are looked for

Weighed = tuple[Question, tuple[Candidate, ...]]


class Finder:
    """What a store holds for a question."""

    def __init__(self, store: Store, config: SearchConfig) -> None:
        self._store = store
        self._config = config
        self.around = Surroundings(store)

    def understood(self, text: str) -> Question:
        """Read a self-contained question."""
        return understood(self._store, text, self._config)

    def in_chinese(self, text: str) -> str:
        """Return an English question in the Chinese words of the documents."""
        return in_chinese(self._store, text, self._config)

    def hits(self, text: str, k: int = PASSAGES) -> tuple[Hit, ...]:
        """Return the best passages for a text."""
        return tuple(search(self._store, with_rate(text), k=k, config=self._config))

    def ranked(self, question: Question, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        """Return the figures and sentences of passages that may answer, best first."""
        found = candidates(self._store, question, hits, self.around)
        if other := with_like_bodies(question, [hit.passage for hit in hits]):
            found = better_of(question, found, candidates(self._store, other, hits, self.around))
        # What speaks to a program states nothing: it is neither quoted nor shown to a model.
        quiet = {hit.passage.id for hit in hits if silenced(hit.passage.text) != hit.passage.text}
        ranked = rank(question, [c for c in found if c.passage.id not in quiet or _is_heard(c)])
        ranked = with_siblings_marked(question, with_absent_marked(question, ranked, self.around))
        ranked = with_contrasts_marked(question, ranked)
        ranked = with_openings_marked(question, ranked, self.around)
        return tuple(with_parts_marked(question, ranked, self.around))

    def weighed(self, text: str) -> Weighed:
        """Return a question of the program's own with its evidence."""
        question = self.understood(text)
        return question, self.ranked(question, self.hits(question.text))

    def widely(self, text: str) -> Weighed:
        """Return a question with the evidence of many passages."""
        question = self.understood(text)
        return question, undenied(self.ranked(question, self.hits(text, _MANY)))

    def by_document(self, question: Question) -> Iterator[tuple[Candidate, ...]]:
        """Yield the evidence of each of the documents that are nearest to a question, the nearest first."""
        hits: dict[str, list[Hit]] = {}
        for hit in self.hits(question.text, _MANY):
            hits.setdefault(hit.passage.document_id, []).append(hit)
        for own in islice(hits.values(), _SOURCES):
            yield self.ranked(question, own)

    def told(self, part: Told) -> Weighed:
        """Return a part of a question with the evidence of the one source that it asks."""
        plain = without_framing(part.question)
        question = self.understood(plain)
        hits = [hit for hit in self.hits(plain, _MANY) if part.source.holds(hit.passage)]
        return replace(question, text=f"{part.source.name}说的{plain}"), undenied(self.ranked(question, hits))


def _is_heard(candidate: Candidate) -> bool:
    """Whether nothing of a candidate's sentence is among its passage's words to a model."""
    passage = candidate.passage
    text = passage.text[candidate.start - passage.start : candidate.end - passage.start]
    return silenced(passage.text)[candidate.start - passage.start : candidate.end - passage.start] == text
