"""Question → checked answer, stage by stage; the one way through, for `Assistant` and for its LangChain face.

asked → understood → retrieved → weighed → read → verified
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.store import Store
from qa.asides import meant_first
from qa.attempts import Attempts, Writer
from qa.draft import Draft, Reader
from qa.finding import PASSAGES, Finder
from qa.finish import (
    ambiguous,
    in_asked_currency,
    in_asked_unit,
    is_bare,
    is_word,
    with_source,
    with_time_missing,
    without_source,
)
from qa.framing import asked_form, without_framing
from qa.phrases import is_fragment
from qa.question import Want
from qa.requested import in_question
from qa.search import SearchConfig
from qa.smalltalk import DOCUMENTS, UNCLEAR, small_talk
from qa.sources import without_dispute
from qa.state import History, State
from qa.summary import SUMMARIZE, introduced, topic_of, wants_a_topic
from qa.texts import EMPTY, EMPTY_STORE, LISTED, LISTED_PART, TOPIC_MISSING
from qa.turns import clean_question, turns
from qa.types import Answer, Status
from qa.verify import verify

_OVER_TIME = re.compile("不同(?:时期|时间|时候|年份|阶段)|历年|各年")  # each said what held then
_NAMED = 20  # documents that are named where somebody asks which there are
_SUMMED = 24  # passages that a topic is summed up from
_ATTEMPTS = 5  # at a question, when builds are published faster than it is answered

Stage = Callable[[State], State]


class Pipeline:
    """The stages over one store with one reader."""

    def __init__(self, store: Store, reader: Reader, search_config: SearchConfig | None = None) -> None:
        self._store = store
        self._reader = reader
        self._finder = Finder(store, search_config or SearchConfig())
        self._attempts = Attempts(store, self._finder, reader)

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
            if _goes_on(grown.draft, self._finished(grown).draft):
                yield answer_of(self.verify(grown))
        grown = self._finished(grown)
        taken = {"read": round((time.perf_counter() - began) * 1000, 3)}
        yield answer_of(timed("verify", self.verify)(replace(grown, trace=grown.trace | taken)))

    def understand(self, state: State) -> State:
        """Make the question self-contained and read what it asks for; a newer build is picked up first."""
        self._store.refresh()
        text = clean_question(state.asked)
        if not text:
            return _unanswered(state, EMPTY)
        if (chat := small_talk(text)) is not None:
            return _unanswered(state, f"{chat}\n{self._listed()}" if chat == DOCUMENTS and len(self._store) else chat)
        if not len(self._store):
            return _unanswered(state, EMPTY_STORE)
        if told := turns(state.history):
            from qa.conversation import standalone  # its patterns cost as much start-up as an answer

            followed = standalone(text, told, chinese=self._finder.in_chinese)
            if isinstance(self._reader, Writer):
                followed, made = self._reader.rewrite(text, told, followed)
                state = replace(state, trace={**state.trace, **made})
            text = followed
        if is_fragment(text):
            return _unanswered(state, UNCLEAR)
        framed, sourced = without_source(text)
        form, plain = asked_form(framed), meant_first(without_framing(framed))
        if wants_a_topic(plain):
            return _unanswered(state, TOPIC_MISSING)
        if topic := topic_of(plain) or introduced(plain):
            question = replace(self._finder.understood(topic), want=Want.NUMBER, units=(), kinds=frozenset())
            return replace(state, question=question, planned=plain, topic=topic)
        planned = in_question(plain)
        asked, differing = without_dispute(planned)
        question = self._finder.understood(asked)
        over_time = differing and _OVER_TIME.search(planned) is not None
        question = replace(question, differing=differing and not over_time, every=over_time or question.every)
        if form and not question.units and not question.kinds:
            question = replace(question, kinds=form, want=Want.NUMBER)
        if is_word(question, planned):
            return _unanswered(state, UNCLEAR)
        return replace(state, question=question, planned=planned, framed=framed, sourced=sourced)

    def retrieve(self, state: State) -> State:
        """Find passages."""
        if state.question is None:
            return state
        k = _SUMMED if state.topic else PASSAGES
        return replace(state, hits=self._finder.hits(state.question.text, k))

    def weigh(self, state: State) -> State:
        """Gather and rank the figures and sentences that may answer."""
        if state.question is None:
            return state
        return replace(state, evidence=self._finder.ranked(state.question, state.hits))

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
        draft = in_asked_currency(state.question, state.draft, state.evidence)
        if "source" not in draft.trace:  # what is asked of somebody by name is clear
            draft = ambiguous(state.question, state.evidence, draft)
        draft = with_time_missing(state.question, in_asked_unit(state.planned, draft))
        if draft.status is Status.NO_EVIDENCE and is_bare(state.question, state.planned):
            draft = replace(draft, sentences=(), quotes=(), rows=(), notes=(UNCLEAR,))
        if state.sourced:
            draft = with_source(draft, self._finder.around.document)
        return replace(state, draft=draft)

    def _drafts(self, state: State) -> Iterator[State]:
        """Yield the state with a draft that grows; once, unless a language model writes it."""
        if state.question is None:
            return
        for draft in self._attempts.drafts(state, state.question):
            yield replace(state, draft=draft, trace=state.trace | dict(draft.trace))

    def verify(self, state: State) -> State:
        """Keep what the quotes support."""
        if state.question is None or state.draft is None:
            return state
        # By id, not from the list: a build that ends just now may have taken a document off it.
        cited = [self._finder.around.document(quote.passage.document_id) for quote in state.draft.quotes]
        answer = verify(state.question, state.draft, state.asked, {d.id: d for d in cited})
        if state.topic:  # the topic is what is searched for, not what was asked
            standing = None if state.topic in state.asked else SUMMARIZE.format(topic=state.topic)
            answer = replace(answer, standalone=standing)
        return replace(state, answer=answer)


def timed(name: str, stage: Stage) -> Stage:
    """Return the stage, noting in the trace how many milliseconds it took."""

    def run(state: State) -> State:
        began = time.perf_counter()
        done = stage(state)
        return replace(done, trace=done.trace | {name: round((time.perf_counter() - began) * 1000, 3)})

    return run


def _goes_on(grown: Draft | None, whole: Draft | None) -> bool:
    """Whether what is shown of a draft still stands once it is finished: a figure does not where it is asked back."""
    if grown is None or whole is None:
        return grown is whole
    begins = whole.sentences[: len(grown.sentences)] == grown.sentences
    return begins and grown.value == whole.value and set(grown.notes) <= set(whole.notes)


def answer_of(state: State) -> Answer:
    """Return the answer that the stages arrived at."""
    if state.answer is None:
        raise AssertionError("the last stage leaves an answer")
    return replace(state.answer, trace=state.trace)


def _unanswered(state: State, said: str) -> State:
    """Return a state whose answer is what the program says of the question itself."""
    return replace(state, answer=Answer(state.asked, Status.NO_EVIDENCE, None, said))
