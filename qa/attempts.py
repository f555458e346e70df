"""A question with its ranked evidence → its draft, by the first way of answering that applies to it.

Most questions are read from their evidence alone, the last way. The others come before it because their question asks of
several sources, measures or times, or for what must be computed: each weighs questions of its own.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol, runtime_checkable

from index.quantities import find_quantities
from index.store import Store
from qa.apart import held_beside, told_by, told_where
from qa.arithmetic import combine
from qa.asks import asks_of, computed_together, in_full, is_of_nobody, joined, told_together
from qa.compute import Plan
from qa.compute import plan as plan_of
from qa.derive import derive
from qa.draft import Draft, Reader
from qa.eligible import eligible
from qa.ends import asks_both_ends
from qa.evidence import Candidate
from qa.finding import Finder, Weighed
from qa.finish import is_unclear
from qa.framing import without_framing
from qa.labels import Labelled, labelled
from qa.named import told_by_one
from qa.picking import of_the_plan, pick, states
from qa.question import Question, Want
from qa.ranked import asked_rank, listed, ranks
from qa.read import ExtractiveReader, answering, nothing, of_other_things, read_each, read_told
from qa.reckoned import repeats_an_operand
from qa.requested import measures_named, places_asked
from qa.same import of_one_kind
from qa.several import parts_of
from qa.sources import told_apart, without_dispute
from qa.state import State
from qa.summary import list_draft, on_topic
from qa.texts import NOT_STATED
from qa.together import can_be_told_together
from qa.told_as import asks_change, is_level_for_change
from qa.types import Status
from qa.wholes import completed

_CLAUSE = 24  # signs before a figure that may tell of a change
_SURELY = 0.6  # how well each label must fit where the figures are not likely by themselves
_TOLD = 5  # sentences among which one may itself say who is first
_HELD = 0.65  # … where a number sets them apart that must hold in the same document


@runtime_checkable
class Writer(Protocol):
    """A reader that writes with a language model: drafts that grow, and follow-ups in words of its own."""

    def grow(
        self, question: Question, evidence: Sequence[Candidate], *, asked: str = "", spent: float = 0.0
    ) -> Iterator[Draft]: ...

    def summarize(
        self, question: Question, evidence: Sequence[Candidate], topic: str, instead: Draft, *, spent: float = 0.0
    ) -> Iterator[Draft]: ...

    def rewrite(
        self, question: str, history: Sequence[Mapping[str, str]], whole: str
    ) -> tuple[str, Mapping[str, float | str]]: ...


def _tells_levels(question: Question, draft: Draft) -> bool:
    """Whether a draft for a question by how much several things changed gives how much there is of one of them."""
    for row, marker in draft.rows:
        passage = draft.quotes[marker - 1].passage
        if is_level_for_change(question, row, passage.text[: row.quantity.start - passage.start][-_CLAUSE:]):
            return True
    return False


class _Task:
    """A weighed question, and what several ways want to know of it, found once."""

    def __init__(self, state: State, question: Question) -> None:
        self.question = question
        self.evidence = state.evidence
        self.planned = state.planned
        self.framed = state.framed
        self.asked = state.asked
        self.passages = [hit.passage for hit in state.hits]
        self._began = time.monotonic() - _rewriting(state)

    @property
    def spent(self) -> float:
        """Seconds that a model took of its time for this answer."""
        return time.monotonic() - self._began

    @cached_property
    def plan(self) -> Plan | None:
        """What is to be computed."""
        plan = plan_of(self.planned)
        return plan and replace(plan, places=places_asked(self.asked))

    @cached_property
    def labels(self) -> Labelled | None:
        """What tells the figures apart that are asked for."""
        return labelled(self.planned)

    @cached_property
    def best(self) -> Candidate | None:
        """The figure that the evidence alone answers with."""
        return answering(self.question, self.evidence)

    @property
    def is_stated(self) -> bool:
        """Whether the evidence states what the plan would compute."""
        return self.plan is not None and self.best is not None and states(self.plan, self.best)


def _rewriting(state: State) -> float:
    """Return the seconds that a model took to make the question self-contained."""
    return float(state.trace.get("llm_rewrite", 0.0)) / 1000


def _reckoned(task: _Task, draft: Draft) -> Draft:
    """Return a draft, or that there is none where it only repeats a figure that the answer is to be reckoned from."""
    return nothing(task.evidence[0] if task.evidence else None) if repeats_an_operand(task.planned, draft) else draft


class Attempts:
    """The ways of answering, over one store with one reader."""

    def __init__(self, store: Store, finder: Finder, reader: Reader) -> None:
        self._store = store
        self._finder = finder
        self._reader = reader
        self._writer = reader if isinstance(reader, Writer) else None
        ways: tuple[tuple[Callable[[_Task], Draft | None], bool], ...] = (
            (self._source_by_source, True),
            (self._ranked, True),
            (self._computed_apart, True),
            (self._label_by_label, True),
            (self._from_the_one_source, False),
            (self._part_by_part, True),
            (self._document_by_document, True),
            (self._ask_by_ask, False),  # a model answers the whole of it
            (self._computed, True),
            (self._derived, True),
        )
        self._ways = [way for way, with_writer in ways if with_writer or self._writer is None]

    def drafts(self, state: State, question: Question) -> Iterator[Draft]:
        """Yield the draft of a weighed question; one that grows where a language model writes it."""
        if state.topic:
            yield from self._summary(state, question)
            return
        task = _Task(state, question)
        for way in self._ways:
            if draft := way(task):
                yield _reckoned(task, draft)
                return
        if self._writer is None:
            yield _reckoned(task, self._reader.read(question, task.evidence))
            return
        own = ExtractiveReader().read(question, task.evidence)
        if is_unclear(question, task.planned, task.evidence, own):
            yield own
        else:
            yield from self._writer.grow(question, task.evidence, asked=task.planned, spent=task.spent)

    def _read(self, task: _Task, question: Question, evidence: Sequence[Candidate]) -> Draft:
        """Return the draft of a part of what is asked; all parts share the time of one answer."""
        if self._writer is None:
            return self._reader.read(question, evidence)
        *_, whole = self._writer.grow(question, evidence, spent=task.spent)
        return whole

    def _source_by_source(self, task: _Task) -> Draft | None:
        """Return what each of several sources tells that the question names."""
        if task.plan is not None or not (told := told_apart(task.framed, task.passages, self._finder.around.document)):
            return None
        weighed = [self._finder.told(part) for part in told]
        if any(question.want is Want.NUMBER for question, _ in weighed):
            draft = read_each(weighed, told=True)
        else:
            draft = joined([self._read(task, *one) for one in weighed], [question.text for question, _ in weighed])
        if draft.status is not Status.ANSWERED:
            return None
        # Where one of them has not said it, as far as they are named, the labels may tell what is meant.
        apart = self._label_by_label(task) if draft.notes else None
        return apart or draft

    def _ranked(self, task: _Task) -> Draft | None:
        """Return which of several is most, as the figures of all that a text lists tell; None where none are listed."""
        asked = asked_rank(task.planned) if task.plan is None else None
        if asked is None or any(ranks(c, asked) for c in task.evidence[:_TOLD]):
            return None
        found = listed(asked, *self._finder.widely(asked.question))
        draft = combine(*found) if found else None
        if isinstance(draft, Draft):
            return draft
        # Who is first is told by a sentence that ranks, who is second by none that does not say so.
        return nothing(task.evidence[0] if task.evidence else None) if asked.place > 1 else None

    def _label_by_label(self, task: _Task) -> Draft | None:
        """Return the figure or the words for each label that the question tells them apart by."""
        if task.labels is None or (task.plan is not None and not task.plan.fallback):
            return None
        draft = self._worded_apart(task, task.labels) if task.labels.worded else self._told_apart(task.labels)
        if draft is not None and asks_change(task.planned) and _tells_levels(task.question, draft):
            return nothing(task.evidence[0] if task.evidence else None)
        return draft

    def _from_the_one_source(self, task: _Task) -> Draft | None:
        """Return what the one source tells that the question names, None where that tells nothing of it."""
        around = self._finder.around
        told = told_by_one(task.framed, task.passages, around.document, around.latest)
        if told is None or without_dispute(told.question)[1]:
            return None
        asks = parts_of(told.question) or asks_of(told.question) or [without_framing(told.question)]
        full = asks[:1]
        for ask in asks[1:]:
            full.append(in_full(ask, full[-1], "", self._finder.in_chinese))
        weighed = [self._finder.told(replace(told, question=ask)) for ask in full]
        if any(q.want is not Want.NUMBER or q.every or asks_both_ends(q.text) for q, _ in weighed):
            return None
        if task.plan is not None:  # what is stated though it could be computed
            best = answering(*weighed[0]) if task.plan.fallback else None
            if best is None or not states(task.plan, best) or not of_the_plan(task.plan, best):
                return None
        draft = read_each(weighed, told=True)
        if draft.status is not Status.ANSWERED or (len(full) > 1 and draft.notes):
            return None
        return replace(draft, trace={"source": told.source.name})

    def _part_by_part(self, task: _Task) -> Draft | None:
        """Return the figure of each measure, body or time that the question asks for in one."""
        if task.plan is not None and task.plan.gap and (both := self._computed(task)):
            return both
        parts = parts_of(task.question.text)
        named = not parts and task.plan is None and measures_named(task.planned)
        parts = parts_of(named) if named else parts
        if not parts:
            return None
        draft = read_each([self._finder.weighed(part) for part in parts])
        lacking = len((draft.value or "").split("；")) < len(parts)
        if lacking and task.plan is not None and task.plan.gap:  # of a change not told, a rate is that of another one
            return nothing(task.evidence[0] if task.evidence else None)
        if named:  # what only names its measures may be meant otherwise
            return None if lacking else draft
        stated = [row.quantity for row, _ in draft.rows]
        lacking = lacking or not all(of_one_kind(stated[0], other) for other in stated[1:])
        labels = labelled(task.planned, telling=False) if lacking and task.plan is None else None
        return (labels and self._told_apart(labels, least=_SURELY)) or draft

    def _computed_apart(self, task: _Task) -> Draft | None:
        """Return what is computed for each part of a question (各缩短了几天), None unless each is to be and can be."""
        parts = [] if task.plan is not None else parts_of(task.question.text)
        plans = [plan_of(part) for part in parts]
        drafts: list[Draft] = []
        for part, plan in zip(parts, plans, strict=True):
            if plan is None or not all(plans):
                return None
            question, evidence = self._finder.weighed(part)
            best = answering(question, evidence) if plan.fallback else None
            if best is not None and states(plan, best) and of_the_plan(plan, best):
                return None
            drafts.append(self._of_operands(plan, evidence))
            if drafts[-1].formula is None:
                return None
        return computed_together(drafts) if drafts else None

    def _document_by_document(self, task: _Task) -> Draft | None:
        """Return what each document tells of what is asked for in words and said to differ, None where no two do."""
        question = task.question
        if task.plan is not None or not question.differing or question.want is Want.NUMBER:
            return None
        told: dict[str, Draft] = {}
        for evidence in self._finder.by_document(question):
            draft = self._read(task, question, evidence)
            if draft.value and not any(draft.value in other or other in draft.value for other in told):
                told[draft.value] = draft
        return joined(list(told.values()), list(told)) if len(told) > 1 else None

    def _ask_by_ask(self, task: _Task) -> Draft | None:
        """Return the answer of each ask, as a follow-up to the one before it."""
        question = task.question
        # 几家说法不一 asks nothing more, 原来多少，现在多少 for both ends of a change.
        if task.plan is not None or question.every or question.differing or asks_both_ends(question.text):
            return None
        asks = asks_of(task.planned)
        drafts: list[Draft] = []
        weighed: list[Weighed] = []
        full = ""
        for ask in asks:
            answer = (drafts[-1].value or "").partition("；")[0] if drafts else ""
            full = in_full(ask, full, answer, self._finder.in_chinese) if drafts else ask
            weighed.append(self._finder.weighed(full))
            drafts.append(self._read(task, *weighed[-1]))
        if not asks:
            return None
        if is_of_nobody(asks, drafts[0].value or ""):
            return nothing(weighed[0][1][0] if weighed[0][1] else None)
        return read_each(weighed) if can_be_told_together(weighed) else told_together(drafts, asks)

    def _computed(self, task: _Task) -> Draft | None:
        """Return what is computed, or that it cannot be; None where what the evidence states is the answer."""
        plan = task.plan
        if plan is None or (plan.fallback and task.is_stated and task.best and of_the_plan(plan, task.best)):
            return None
        draft = self._of_operands(plan, task.evidence)
        if draft.status is Status.ANSWERED:
            return draft
        stated = task.is_stated or plan.tentative or plan.fallback
        return None if stated else self._derived(task) or draft

    def _derived(self, task: _Task) -> Draft | None:
        """Return what follows from a figure that the evidence relates to the one asked for."""
        if task.question.want is not Want.NUMBER:
            return None
        found = derive(task.planned, task.question, task.evidence, lambda: task.best)
        draft = combine(*found) if found else None
        return draft if isinstance(draft, Draft) else None

    def _summary(self, state: State, question: Question) -> Iterator[Draft]:
        """Yield drafts of a summary; its figures are the evidence already weighed, its sentences are weighed here."""
        worded = replace(question, want=Want.TEXT)
        titles = self._finder.around.titles(hit.passage for hit in state.hits)
        texts = on_topic(question, self._finder.ranked(worded, state.hits), titles, self._store.frequency)
        figures = on_topic(question, state.evidence, titles, self._store.frequency)
        listed = list_draft(question, figures, texts)
        if self._writer is not None:
            yield from self._writer.summarize(
                worded, (*figures[:12], *texts[:12]), state.topic, listed, spent=_rewriting(state)
            )
        else:
            yield listed

    def _of_operands(self, plan: Plan, evidence: Sequence[Candidate]) -> Draft:
        """Look up each operand by its own question and compute; what is missing is said, with the nearest statement."""
        chosen: list[Candidate | None] = []
        weighed: list[Sequence[Candidate]] = []
        for operand in plan.operands:
            best: Candidate | None = None
            found: Sequence[Candidate] = ()
            for text in (operand.question, *operand.also):
                question, found = self._finder.weighed(text)
                if best := pick(plan, question, found, chosen):
                    break
            chosen.append(best)
            weighed.append(found)
        done = combine(plan, completed(plan, chosen, weighed))
        if isinstance(done, Draft):
            return done
        if plan.instead:
            return self._of_operands(plan.instead, evidence)
        # A reason may name what the question names; a figure of the documents belongs into a quote.
        asked = "".join(operand.question for operand in plan.operands)
        said = done if all(q.surface in asked for q in find_quantities(done)) else NOT_STATED
        return nothing(evidence[0] if evidence else None, said=said)

    def _told_apart(self, asked: Labelled, *, least: float = -1.0) -> Draft | None:
        """Return a draft with the figure that each label means, None where they are not to be found or fit too little."""
        weighed = [
            self._finder.widely(text) for text in (asked.question, *(f"{x}，{asked.question}" for x in asked.labels))
        ]
        question, evidence = weighed[0]
        passages = list({c.passage.id: c.passage for _, found in weighed for c in found}.values())
        fitting = [eligible(*one) for one in weighed]
        told = told_by(asked.labels, asked.question, fitting, self._finder.around, passages)
        if asked.held and (told is None or told[1] < _HELD or not held_beside(told[0], asked.labels)):
            return nothing(evidence[0] if evidence else None)  # one of two, or a figure of neither, is no answer
        if told is None or told[1] < least:
            return None
        chosen, fit, given = told
        if not given and of_other_things(question, asked.labels, chosen):
            return None
        return read_told(question, chosen, evidence, sure=fit >= _SURELY, given=given, against=asked.against)

    def _worded_apart(self, task: _Task, asked: Labelled) -> Draft | None:
        """Return a draft of what each place or person that a label names says, None where one of them says nothing."""
        question, evidence = self._finder.widely(asked.question)
        told = told_where(asked.labels, asked.question, evidence, self._finder.around)
        drafts = [self._read(task, question, own) for own in told or ()]
        if not drafts or any(draft.status is Status.NO_EVIDENCE for draft in drafts):
            return None
        return joined(drafts, asked.labels)
