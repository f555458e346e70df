"""Question → checked answer, stage by stage; the one way through, for `Assistant` and for its LangChain face.

asked → understood → retrieved → weighed → read → verified
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Protocol, runtime_checkable

from index.quantities import find_quantities
from index.store import Store
from qa.absent import with_absent_marked
from qa.apart import gives_figure, told_by, told_where
from qa.arithmetic import combine
from qa.asks import asks_of, in_full, joined
from qa.choose import eligible
from qa.compute import Plan
from qa.compute import plan as plan_of
from qa.denied import undenied
from qa.derive import derive
from qa.differing import all_stated
from qa.draft import Draft, Reader
from qa.ends import asks_both_ends
from qa.evidence import Candidate, candidates
from qa.finish import ambiguous, in_asked_currency, in_asked_unit, is_bare, with_source, without_source
from qa.framing import asked_form, without_framing
from qa.instructions import silenced
from qa.labels import Labelled, labelled
from qa.named import told_by_one
from qa.phrases import is_fragment
from qa.picking import of_the_plan, pick, states
from qa.question import Question, Want
from qa.rank import rank
from qa.read import answering, nothing, read_each, read_told
from qa.requested import in_question, measures_named
from qa.same import of_one_kind
from qa.search import Hit, SearchConfig, search
from qa.several import parts_of
from qa.smalltalk import DOCUMENTS, UNCLEAR, small_talk
from qa.sources import Told, told_apart, without_dispute
from qa.summary import SUMMARIZE, introduced, list_draft, on_topic, topic_of, wants_a_topic
from qa.surroundings import Surroundings
from qa.texts import EMPTY, EMPTY_STORE, LISTED, LISTED_PART, NOT_STATED, TOPIC_MISSING
from qa.together import can_be_told_together
from qa.turns import clean_question, turns
from qa.types import Answer, Status
from qa.understood import in_chinese, understood
from qa.verify import verify
from qa.wholes import completed

History = Sequence[Mapping[str, str]]
_NAMED = 20  # documents that are named where somebody asks which there are
_SUMMED = 24  # passages that a topic is summed up from
_TOLD = 96  # passages among which those of one speaker or document are looked for
_SURELY = 0.6  # how well each label must fit where the figures are not likely by themselves
_ATTEMPTS = 5  # at a question, when builds are published faster than it is answered
PASSAGES = 16
"""How many passages are read for a question."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a question so far; each stage adds its part.

    `planned` is the whole question, not translated; `framed` the same with who tells it and what for (任主任怎么讲的);
    `topic` what it wants summed up, "" for any other question. `sourced` is set when it asks for the source besides.
    """

    asked: str
    history: History = ()
    question: Question | None = None
    planned: str = ""
    framed: str = ""
    topic: str = ""
    sourced: bool = False
    hits: tuple[Hit, ...] = ()
    evidence: tuple[Candidate, ...] = ()
    draft: Draft | None = None
    answer: Answer | None = None
    trace: dict[str, float | str] = field(default_factory=dict[str, float | str])


Stage = Callable[[State], State]


@runtime_checkable
class Writer(Protocol):
    """A reader that writes with a language model: drafts that grow, and follow-ups in words of its own."""

    def grow(self, question: Question, evidence: Sequence[Candidate], *, asked: str = "") -> Iterator[Draft]: ...

    def summarize(
        self, question: Question, evidence: Sequence[Candidate], topic: str, instead: Draft
    ) -> Iterator[Draft]: ...

    def rewrite(
        self, question: str, history: Sequence[Mapping[str, str]], whole: str
    ) -> tuple[str, Mapping[str, str]]: ...


class Pipeline:
    """The stages over one store with one reader."""

    def __init__(self, store: Store, reader: Reader, search_config: SearchConfig | None = None) -> None:
        self._store = store
        self._reader = reader
        self._search = search_config or SearchConfig()
        self._around = Surroundings(store)

    @property
    def stages(self) -> tuple[tuple[str, Stage], ...]:
        """The stages in order, each with its name."""
        return (
            ("understand", self.understand),
            ("retrieve", self.retrieve),
            ("weigh", self.weigh),
            ("read", self.read),
            ("verify", self.verify),
        )

    def weigh_only(self, asked: str, history: History = ()) -> State:
        """Go as far as the ranked evidence, for tuning and for looking into an answer."""
        state = State(asked, history)
        for stage in (self.understand, self.retrieve, self.weigh):
            state = stage(state)
        return state

    def run(self, asked: str, history: History = ()) -> Answer:
        """Answer one question; never raises for its text."""
        return answer_of(self._through(self.stages, asked, history))

    def _through(self, stages: Sequence[tuple[str, Stage]], asked: str, history: History) -> State:
        """Take a question through stages: again, where so many builds were published meanwhile that passages are gone."""
        for attempt in range(1, _ATTEMPTS + 1):
            state = State(asked, history)
            try:
                for name, stage in stages:
                    state = timed(name, stage)(state)
            except KeyError:  # a document that is gone
                if attempt == _ATTEMPTS or not self._store.is_outdated():
                    raise
                continue
            if attempt == _ATTEMPTS or not self._store.is_outdated():
                return state
        raise AssertionError("unreachable")

    def stream(self, asked: str, history: History = ()) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is whole and the same that `run` gives."""
        state = self._through(self.stages[:3], asked, history)
        began = time.perf_counter()
        grown = state
        for grown in self._drafts(state):
            yield answer_of(self.verify(grown))
        grown = self._finished(grown)
        taken = {"read": round((time.perf_counter() - began) * 1000, 3)}
        yield answer_of(timed("verify", self.verify)(replace(grown, trace=grown.trace | taken)))

    def understand(self, state: State) -> State:
        """Make the question self-contained and read what it asks for; a newer build is picked up first."""
        self._store.refresh()
        text = clean_question(state.asked)
        if not text:
            return replace(state, answer=Answer(state.asked, Status.NO_EVIDENCE, None, EMPTY))
        if (chat := small_talk(text)) is not None:
            said = f"{chat}\n{self._listed()}" if chat == DOCUMENTS and len(self._store) else chat
            return replace(state, answer=Answer(state.asked, Status.NO_EVIDENCE, None, said))
        if not len(self._store):
            return replace(state, answer=Answer(state.asked, Status.NO_EVIDENCE, None, EMPTY_STORE))
        whole = text
        if told := turns(state.history):
            from qa.conversation import standalone  # its patterns cost as much start-up as an answer

            whole = standalone(text, told, chinese=self._in_chinese)
            if isinstance(self._reader, Writer):
                whole, made = self._reader.rewrite(text, told, whole)
                state = replace(state, trace={**state.trace, **made})
        if is_fragment(whole):
            return replace(state, answer=Answer(state.asked, Status.NO_EVIDENCE, None, UNCLEAR))
        whole, sourced = without_source(whole)
        framed, form, whole = whole, asked_form(whole), without_framing(whole)
        if wants_a_topic(whole):
            return replace(state, answer=Answer(state.asked, Status.NO_EVIDENCE, None, TOPIC_MISSING))
        if topic := topic_of(whole) or introduced(whole):
            question = replace(self._understood(topic), want=Want.NUMBER, units=(), kinds=frozenset())
            return replace(state, question=question, planned=whole, topic=topic)
        whole = in_question(whole)
        asked, differing = without_dispute(whole)
        question = replace(self._understood(asked), differing=differing)
        if form and not question.units and not question.kinds:
            question = replace(question, kinds=form, want=Want.NUMBER)
        return replace(state, question=question, planned=whole, framed=framed, sourced=sourced)

    def retrieve(self, state: State) -> State:
        """Find passages."""
        if state.question is None:
            return state
        k = _SUMMED if state.topic else PASSAGES
        return replace(state, hits=tuple(search(self._store, state.question.text, k=k, config=self._search)))

    def weigh(self, state: State) -> State:
        """Gather and rank the figures and sentences that may answer."""
        if state.question is None:
            return state
        found = candidates(self._store, state.question, state.hits, self._around)
        # What speaks to a program states nothing: it is neither quoted nor shown to a model.
        quiet = {
            hit.passage.id: hit.passage.text for hit in state.hits if silenced(hit.passage.text) != hit.passage.text
        }
        found = [c for c in found if c.passage.id not in quiet or _is_heard(c)]
        ranked = with_absent_marked(state.question, rank(state.question, found), self._around)
        return replace(state, evidence=tuple(ranked))

    def _listed(self) -> str:
        """Return in a sentence which documents the store holds, the first few of many."""
        names = [info.name for info in self._store.documents()]
        said = LISTED if len(names) <= _NAMED else LISTED_PART
        return said.format(count=len(names), names="、".join(names[:_NAMED]))

    def read(self, state: State) -> State:
        """Write the draft."""
        for grown in self._drafts(state):
            state = grown
        return self._finished(state)

    def _finished(self, state: State) -> State:
        """Add to the whole draft what was asked for besides, or what an unclear question could mean."""
        if state.question is None or state.draft is None:
            return state
        draft = in_asked_currency(state.question, self._as_told(state, state.draft), state.evidence)
        if "source" not in draft.trace:  # what is asked of somebody by name is clear
            draft = ambiguous(state.question, state.evidence, draft)
        draft = in_asked_unit(state.planned, draft)
        if draft.status is Status.NO_EVIDENCE and is_bare(state.question, state.planned):
            draft = replace(draft, sentences=(), quotes=(), rows=(), notes=(UNCLEAR,))
        if state.sourced:
            draft = with_source(draft, self._around.document)
        return replace(state, draft=draft)

    def _drafts(self, state: State) -> Iterator[State]:
        """Yield the state with a draft that grows; once, unless a language model writes it."""
        if state.question is None:
            return
        for draft in self._read(state, state.question):
            yield replace(state, draft=draft, trace=state.trace | dict(draft.trace))

    def _read(self, state: State, question: Question) -> Iterator[Draft]:
        if state.topic:
            yield from self._summary(state, question)
            return
        plan = plan_of(state.planned)
        told = (
            told_apart(state.framed, [hit.passage for hit in state.hits], self._around.document) if plan is None else []
        )
        draft = read_each([self._told(part) for part in told], told=True) if told else None
        # What none of those asked for by name has said is no answer, whoever else says it.
        complete = draft is not None and draft.status is Status.ANSWERED and not draft.notes
        labels = labelled(state.planned) if (plan is None or plan.fallback) and not complete else None
        if labels and (apart := self._worded_apart(labels) if labels.worded else self._told_apart(labels)):
            yield apart
            return
        if draft and (draft.status is Status.ANSWERED or all(part.source.person for part in told)):
            yield draft
            return
        if not isinstance(self._reader, Writer) and (draft := self._of_one_source(state, plan)):
            yield draft
            return
        if plan is None and (named := self._named(measures_named(state.planned))):
            yield named
            return
        if parts := parts_of(question.text):
            draft = read_each([self._weighed(part) for part in parts])
            stated = [row.quantity for row, _ in draft.rows]
            lacking = len((draft.value or "").split("；")) < len(parts)
            lacking = lacking or not all(of_one_kind(stated[0], other) for other in stated[1:])
            labels = labelled(state.planned, telling=False) if plan is None and lacking else None
            yield (labels and self._told_apart(labels, least=_SURELY)) or draft
            return
        # A model answers the whole of it; 几家说法不一 asks nothing more, 原来多少，现在多少 for both ends of a change.
        whole = isinstance(self._reader, Writer) or question.every or question.differing
        whole = whole or asks_both_ends(question.text)
        if plan is None and not whole and (asks := asks_of(state.planned)):
            yield self._one_by_one(asks)
            return
        answer = cache(lambda: answering(question, state.evidence))
        if plan is None:
            if related := self._related(state, question, answer):
                yield related
            else:
                yield from self._stated(state, question)
            return
        best = answer()
        said = best is not None and states(plan, best)
        first = plan.fallback and said and best is not None and of_the_plan(plan, best)
        draft = None if first else self._computed(plan, state.evidence)
        if draft and draft.status is not Status.NO_EVIDENCE:
            yield draft
        elif draft and (related := self._related(state, question, answer)):
            yield related
        elif draft is None or said or plan.tentative or plan.fallback:
            yield from self._stated(state, question)
        else:
            yield draft

    def _one_by_one(self, asks: Sequence[str]) -> Draft:
        """Answer each ask of a question as a follow-up to the one before it."""
        drafts: list[Draft] = []
        weighed: list[tuple[Question, tuple[Candidate, ...]]] = []
        whole = ""
        for ask in asks:
            answer = (drafts[-1].value or "").partition("；")[0] if drafts else ""
            whole = in_full(ask, whole, answer, self._in_chinese) if drafts else ask
            weighed.append(self._weighed(whole))
            drafts.append(self._reader.read(*weighed[-1]))
        return read_each(weighed) if can_be_told_together(weighed) else joined(drafts, asks)

    def _named(self, asked: str) -> Draft | None:
        """Return a draft of several figures that are named and not asked for, None where not each has one of its own."""
        parts = parts_of(asked) if asked else []
        draft = read_each([self._weighed(part) for part in parts]) if parts else None
        return draft if draft and len((draft.value or "").split("；")) == len(parts) else None

    def _of_one_source(self, state: State, plan: Plan | None) -> Draft | None:
        """Return what the one source that a question names tells, None where it names none or that one tells nothing."""
        passages = [hit.passage for hit in state.hits]
        told = told_by_one(state.framed, passages, self._around.document, self._around.latest)
        if told is None or without_dispute(told.question)[1]:
            return None
        asks = parts_of(told.question) or asks_of(told.question) or [without_framing(told.question)]
        full = asks[:1]
        for ask in asks[1:]:
            full.append(in_full(ask, full[-1], "", self._in_chinese))
        weighed = [self._told(replace(told, question=ask)) for ask in full]
        for question, _ in weighed:
            if question.want is not Want.NUMBER or question.every or asks_both_ends(question.text):
                return None
        if plan is not None:  # what is stated though it could be computed
            best = answering(*weighed[0]) if plan.fallback else None
            if best is None or not states(plan, best) or not of_the_plan(plan, best):
                return None
        draft = read_each(weighed, told=True)
        if len(full) > 1 and draft.notes:
            return None
        return replace(draft, trace={"source": told.source.name}) if draft.status is Status.ANSWERED else None

    def _related(self, state: State, question: Question, answer: Callable[[], Candidate | None]) -> Draft | None:
        """Return what follows from a figure that the evidence relates to the one asked for."""
        number = question.want is Want.NUMBER
        found = derive(state.planned, question, state.evidence, answer) if number else None
        draft = combine(*found) if found else None
        return draft if isinstance(draft, Draft) else None

    def _stated(self, state: State, question: Question) -> Iterator[Draft]:
        """Yield what the reader writes of the evidence alone."""
        if isinstance(self._reader, Writer):
            yield from self._reader.grow(question, state.evidence, asked=state.planned)
        else:
            yield self._reader.read(question, state.evidence)

    def _summary(self, state: State, question: Question) -> Iterator[Draft]:
        """Yield drafts of a summary; its figures are the evidence already weighed, its sentences are weighed here."""
        worded = replace(question, want=Want.TEXT)
        titles = self._around.titles(hit.passage for hit in state.hits)
        texts = on_topic(question, self.weigh(replace(state, question=worded)).evidence, titles, self._store.frequency)
        figures = on_topic(question, state.evidence, titles, self._store.frequency)
        listed = list_draft(question, figures, texts)
        if isinstance(self._reader, Writer):
            yield from self._reader.summarize(worded, (*figures[:12], *texts[:12]), state.topic, listed)
        else:
            yield listed

    def _computed(self, plan: Plan, evidence: Sequence[Candidate]) -> Draft:
        """Look up each operand by its own question and compute; what is missing is said, with the nearest statement."""
        chosen: list[Candidate | None] = []
        weighed: list[Sequence[Candidate]] = []
        for operand in plan.operands:
            best: Candidate | None = None
            found: Sequence[Candidate] = ()
            for text in (operand.question, *operand.also):
                question, found = self._weighed(text)
                if best := pick(plan, question, found, chosen):
                    break
            chosen.append(best)
            weighed.append(found)
        done = combine(plan, completed(plan, chosen, weighed))
        if isinstance(done, Draft):
            return done
        if plan.instead:
            return self._computed(plan.instead, evidence)
        # A reason may name what the question names; a figure of the documents belongs into a quote.
        asked = "".join(operand.question for operand in plan.operands)
        said = done if all(q.surface in asked for q in find_quantities(done)) else NOT_STATED
        return nothing(evidence[0] if evidence else None, said=said)

    def _weighed(self, text: str) -> tuple[Question, tuple[Candidate, ...]]:
        """Return a question of the program's own with its ranked evidence."""
        question = self._understood(text)
        return question, self.weigh(self.retrieve(State(text, question=question))).evidence

    def _told(self, part: Told) -> tuple[Question, tuple[Candidate, ...]]:
        """Return a part of a question with the ranked evidence of the one source that it asks."""
        plain = without_framing(part.question)
        question = self._understood(plain)
        found = search(self._store, plain, k=_TOLD, config=self._search)
        hits = tuple(hit for hit in found if part.source.holds(hit.passage))
        evidence = undenied(self.weigh(State(plain, question=question, hits=hits)).evidence)
        return replace(question, text=f"{part.source.name}说的{plain}"), evidence

    def _told_apart(self, asked: Labelled, *, least: float = -1.0) -> Draft | None:
        """Return a draft with the figure that each label means, None where they are not to be found or fit too little."""
        weighed = [self._widely(text) for text in (asked.question, *(f"{x}，{asked.question}" for x in asked.labels))]
        fitting = [eligible(*one) for one in weighed]
        question, evidence = weighed[0]
        told = told_by(asked.labels, asked.question, fitting, self._around)
        if told is None or told[1] < least:
            return None
        chosen, fit, given = told
        return read_told(question, chosen, evidence, sure=fit >= _SURELY, given=given)

    def _as_told(self, state: State, draft: Draft) -> Draft:
        """Return a draft of all that is told of a measure of which several figures are asked for and not found surely.

        That is where the question says that they differ or how each is told; a draft that gives several stays as it is.
        """
        question = state.question
        if (
            question is None
            or "；" in (draft.value or "")
            or isinstance(self._reader, Writer)
            or plan_of(state.planned)
        ):
            return draft
        labels = labelled(state.planned)
        topic = labels.question if labels else question.text if question.differing else ""
        if not topic or (labels and (labels.worded or any(map(gives_figure, labels.labels)))):
            return draft  # what it gives itself and no document states is not made good by another
        asked, evidence = self._widely(topic)
        found = all_stated(eligible(asked, evidence)) if asked.want is Want.NUMBER else []
        told = read_told(asked, found, evidence, sure=False) if found else None
        return told or draft

    def _worded_apart(self, asked: Labelled) -> Draft | None:
        """Return a draft of what each place or person that a label names says, None where one of them says nothing."""
        question, evidence = self._widely(asked.question)
        told = told_where(asked.labels, asked.question, evidence, self._around)
        drafts = [self._reader.read(question, own) for own in told or ()]
        if not drafts or any(draft.status is Status.NO_EVIDENCE for draft in drafts):
            return None
        return joined(drafts, asked.labels)

    def _widely(self, text: str) -> tuple[Question, tuple[Candidate, ...]]:
        """Return a question with the ranked evidence of many passages."""
        question = self._understood(text)
        found = search(self._store, text, k=_TOLD, config=self._search)
        return question, undenied(self.weigh(State(text, question=question, hits=tuple(found))).evidence)

    def _understood(self, text: str) -> Question:
        return understood(self._store, text, self._search)

    def _in_chinese(self, text: str) -> str:
        return in_chinese(self._store, text, self._search)

    def verify(self, state: State) -> State:
        """Keep what the quotes support."""
        if state.question is None or state.draft is None:
            return state
        # By id, not from the list: a build that ends just now may have taken a document off it.
        cited = [self._around.document(quote.passage.document_id) for quote in state.draft.quotes]
        answer = verify(state.question, state.draft, state.asked, {d.id: d for d in cited})
        if state.topic:  # the topic is what is searched for, not what was asked
            whole = None if state.topic in state.asked else SUMMARIZE.format(topic=state.topic)
            answer = replace(answer, standalone=whole)
        return replace(state, answer=answer)


def timed(name: str, stage: Stage) -> Stage:
    """Return the stage, noting in the trace how many milliseconds it took."""

    def run(state: State) -> State:
        began = time.perf_counter()
        done = stage(state)
        return replace(done, trace=done.trace | {name: round((time.perf_counter() - began) * 1000, 3)})

    return run


def answer_of(state: State) -> Answer:
    """Return the answer that the stages arrived at."""
    if state.answer is None:
        raise AssertionError("the last stage leaves an answer")
    return replace(state.answer, trace=state.trace)


def _is_heard(candidate: Candidate) -> bool:
    """Whether nothing of a candidate's sentence is among its passage's words to a model."""
    passage = candidate.passage
    text = passage.text[candidate.start - passage.start : candidate.end - passage.start]
    return silenced(passage.text)[candidate.start - passage.start : candidate.end - passage.start] == text
