"""LanguageModelReader: a chat model writes the answer, sentence by sentence; only what the evidence holds is kept.

Ranked candidates go in; out comes a draft that grows while the model writes. A sentence whose figures, names or words do
not stand in what it cites is left out. When no answer is left, the model is asked once more; when none comes of that
either, or the model fails, the extractive reader answers in its place, and the draft says so.
"""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import prompts
from index.quantities import same_value
from qa.choose import choose
from qa.draft import Draft, text_of
from qa.eligible import eligible
from qa.english import is_english
from qa.evidence import FEATURES, Candidate
from qa.llm_call import Call, ModelFailure, stream
from qa.llm_evidence import Library, gather
from qa.llm_model import LanguageModelSettings
from qa.llm_reply import Reply
from qa.llm_writing import Writing
from qa.question import Question, Want
from qa.read import ExtractiveReader, nothing
from qa.statements import shorten
from qa.support_said import answering_rows
from qa.texts import LLM_APART, LLM_INSTEAD, LLM_REASONS, LLM_REWORDED, LLM_WITHOUT, SOURCE
from qa.types import Status

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_ELSEWHEN = FEATURES.index("elsewhen")
_REFUSED_SHOWN = 8
_SHARE = 0.25  # of an answer's time that making a question self-contained may take
_SHOWN = 140  # characters of the extractive reader's quote beside another answer
_ALONE = 0.6  # how sure a model's answer is that the extractive reader does not share


@dataclass(frozen=True, slots=True)
class _Task:
    """What a model is asked to write: by which template, about what, and what is said where it fails."""

    template: str
    about: str
    asked: str
    number: bool
    spent: float
    instead: Draft | None = None


class LanguageModelReader:
    """Answers with a chat model's sentences, as far as the evidence holds them."""

    def __init__(self, model: "BaseChatModel", settings: LanguageModelSettings, library: Library) -> None:
        self._model = model
        self._settings = settings
        self._library = library
        self._instead = ExtractiveReader()

    def read(self, question: Question, evidence: Sequence[Candidate]) -> Draft:
        """Return the draft for ranked evidence, best first."""
        *_, last = self.grow(question, evidence)
        return last

    def grow(
        self, question: Question, evidence: Sequence[Candidate], *, asked: str = "", spent: float = 0.0
    ) -> Iterator[Draft]:
        """Yield drafts that grow with the model's sentences; the last one is whole.

        Args:
            question: the question, understood.
            evidence: ranked candidates, best first.
            asked: the question in the user's own words and language; `question.text` when not given.
            spent: seconds of the answer's time that are gone already, on making the question self-contained.
        """
        if not evidence:
            yield self._instead.read(question, evidence)
            return
        task = _Task("answer", "question", asked or question.text, question.want is Want.NUMBER, spent)
        yield from self._write(question, evidence, task)

    def summarize(
        self, question: Question, evidence: Sequence[Candidate], topic: str, instead: Draft, *, spent: float = 0.0
    ) -> Iterator[Draft]:
        """Yield drafts of a summary in prose; `instead`, made without a model, is given where the model fails."""
        if instead.status is Status.NO_EVIDENCE:
            yield instead
            return
        yield from self._write(question, evidence, _Task("summary", "topic", topic, False, spent, instead))

    def rewrite(
        self, question: str, history: Sequence[Mapping[str, str]], whole: str
    ) -> tuple[str, Mapping[str, float | str]]:
        """Return a follow-up as a question of its own, and for the trace what it took, `llm_rewrite` in milliseconds.

        The question is `whole`, made without a model, where the model's is unsafe.
        """
        told = "\n".join(
            f"{'问' if turn['role'] == 'user' else '答'}：{turn['content'][:500]}" for turn in history[-6:]
        )
        limits = replace(self._settings, timeout=self._settings.timeout * _SHARE, retries=0)
        template = "rewrite.en" if is_english(question) else "rewrite"
        messages = _messages(prompts.render(template, conversation=told, question=question))
        call = Call(limits, prompts=[prompts.version(template)])
        reply = Reply("\0")
        try:
            for piece in stream(self._model, messages, call):
                reply.raw += piece
        except ModelFailure as failure:
            return whole, call.rewriting() | {"llm_rewrite_outcome": failure.kind}
        line = re.sub(r"^(?:改写后的)?(?:问题|改写|[Qq]uestion)\s*[：:]\s*", "", reply.text.strip().strip("“”\"'"))
        from qa.llm_rewrite import keeps, takes_up  # only a follow-up needs its word lists

        last = next((turn["content"] for turn in reversed(history) if turn["role"] == "user"), "")
        kept = keeps(line, question, whole, last, told) and takes_up(line, question, whole)
        return line if kept else whole, call.rewriting() | {"llm_rewrite_outcome": "kept" if kept else "unsupported"}

    def _write(self, question: Question, evidence: Sequence[Candidate], task: _Task) -> Iterator[Draft]:
        call = Call(self._settings, task.spent)
        limits = self._settings
        given = gather(
            self._library, evidence, passages=limits.passages, characters=limits.characters, figures=limits.figures
        )
        english = is_english(task.asked)
        twin = ".en" if english else ""
        # An English name seldom finds its Chinese one, so for English only the period rules a figure out.
        fitting = [c for c in evidence if not c.features[_ELSEWHEN]] if english else eligible(question, evidence)
        # What the product itself would choose comes first: of a figure and its correction, the correction.
        chosen = choose(question, fitting)[0] if task.number and fitting else ()
        fitting = [*chosen, *fitting]
        places = ((c.passage.id, c.row.quantity.start if task.number and c.row else c.start) for c in fitting)
        allowed = {place: rank for rank, place in enumerate(dict.fromkeys(places))}
        own = self._instead.read(question, evidence) if task.instead is None else None
        writing = Writing(
            question,
            given,
            english,
            task.number,
            allowed,
            task.instead is not None,
            tuple(row.quantity for row in answering_rows(own)),
            own,
            (task.asked, question.text),
            {
                (c.passage.id, c.row.quantity.start if task.number and c.row else c.start): c.probability
                for c in sorted(evidence, key=lambda c: c.probability)
            },
        )
        reason = "unsupported"
        if given.passages:
            asked = task.asked.replace(given.mark, " ")
            fields = {task.about: asked, "evidence": given.block(), "figures": given.figures(), "mark": given.mark}
            call.prompts += [prompts.version(f"system{twin}"), prompts.version(f"{task.template}{twin}")]
            messages = _messages(
                prompts.render(f"{task.template}{twin}", **fields), prompts.render(f"system{twin}", mark=given.mark)
            )
            try:
                reply = yield from self._listen(messages, writing, call, evidence)
                if writing.lead() is None and reply.text.strip() and not _declines(reply, writing):
                    call.prompts.append(prompts.version(f"repair{twin}"))
                    messages += _again(reply, writing, f"repair{twin}")
                    writing.refused.clear()
                    reply = yield from self._listen(messages, writing, call, evidence)
                if writing.lead() is not None:
                    yield _with_own(self._draft(writing, call, evidence), writing)
                    return
                if _declines(reply, writing) and task.instead is None:
                    yield replace(nothing(evidence[0]), trace=call.trace() | {"llm_outcome": "not stated"})
                    return
                reason = _reason(reply, writing, call)
            except ModelFailure as failure:
                reason = failure.kind
        draft = task.instead or self._instead.read(question, evidence)
        said = LLM_INSTEAD if draft.status is Status.ANSWERED else LLM_WITHOUT
        note = said.format(reason=LLM_REASONS[reason].format(seconds=f"{limits.timeout:g}"))
        if reason == "unsupported" and writing.answers_alike():
            reason, note = "reworded", LLM_REWORDED
        yield replace(draft, notes=(*draft.notes, note), trace=call.trace() | {"llm_outcome": reason})

    def _listen(
        self, messages: "list[BaseMessage]", writing: Writing, call: Call, evidence: Sequence[Candidate]
    ) -> Generator[Draft, None, Reply]:
        """Take in one reply, yielding a draft for each sentence kept once the answer itself is; return the reply."""
        reply = Reply(writing.evidence.mark)
        call.finish = ""
        pieces = stream(self._model, messages, call)
        try:
            for piece in pieces:
                for sentence in reply.feed(piece):
                    writing.short = reply.short
                    if writing.take(sentence) and writing.lead() is not None:
                        yield replace(self._draft(writing, call, evidence), notes=())
        finally:
            pieces.close()
        for sentence in reply.close(cut=call.cut):
            writing.short = reply.short
            writing.take(sentence)
        writing.short = reply.short
        writing.close()
        if not call.finish and writing.lead() is None and reply.raw:
            raise ModelFailure("broken")  # the connection ended before the model did
        return reply

    def _draft(self, writing: Writing, call: Call, evidence: Sequence[Candidate]) -> Draft:
        """Return the draft of what is kept, surer where the extractive reader gives the same."""
        own = writing.own or self._instead.read(writing.question, evidence)
        said = writing.leading_rows()
        draft = writing.draft(evidence, _ALONE)
        if writing.number:
            same = any(same_value(row.quantity, mine.quantity) for row in said for mine, _ in own.rows[:1])
        else:
            mine, theirs = own.value or "", draft.value or ""
            same = bool(mine and theirs) and (mine in theirs or theirs in mine)
        shared = own.status is Status.ANSWERED and same
        confidence = max(own.confidence, _ALONE) if shared else _ALONE
        return replace(draft, confidence=confidence, trace=call.trace() | {"llm_outcome": "answered"})


def _with_own(draft: Draft, writing: Writing) -> Draft:
    """Return the draft with what the extractive reader answers beside it, where that is something else."""
    own = writing.own
    if own is None or own.status is Status.NO_EVIDENCE or not own.quotes or draft.confidence > _ALONE:
        return draft
    quote, answer = own.quotes[0], (own.value or "").partition("；")[0]
    if answer and answer in (draft.value or ""):
        return draft
    if any(q.passage.id == quote.passage.id and q.start <= quote.start and quote.end <= q.end for q in draft.quotes):
        return draft  # the model's own quote shows it
    text = text_of(quote)
    at = max(text.find(answer), 0)
    line = SOURCE.format(quote=shorten(text, (at, at + max(len(answer), 1)), _SHOWN), marker=len(draft.quotes) + 1)
    quotes, notes = (*draft.quotes, quote), (*draft.notes, LLM_APART)
    return replace(draft, sentences=(*draft.sentences, line), quotes=quotes, notes=notes)


def _messages(prompt: str, system: str = "") -> "list[BaseMessage]":
    from langchain_core.messages import HumanMessage, SystemMessage

    return [*([SystemMessage(system)] if system else []), HumanMessage(prompt)]


def _again(reply: Reply, writing: Writing, template: str) -> "list[BaseMessage]":
    """Return the model's reply and what is asked for in its place."""
    from langchain_core.messages import AIMessage, HumanMessage

    lines = [f"- {sentence.text}" for sentence, _ in writing.refused[:_REFUSED_SHOWN]] or ["-"]
    asked = prompts.render(template, refused="\n".join(lines))
    return [AIMessage(prompts.clean(reply.text)[:2000]), HumanMessage(asked)]


def _declines(reply: Reply, writing: Writing) -> bool:
    """Whether the model says that the evidence does not hold the answer."""
    return reply.abstains() and not reply.refuses() and writing.lead() is None


def _reason(reply: Reply, writing: Writing, call: Call) -> str:
    """Return why a reply gave no answer, as a key of `LLM_REASONS`."""
    if call.finish == "content_filter" or reply.refuses():
        return "refused"
    if reply.broken:
        return "format"
    if not reply.text.strip():
        return "cut" if call.cut and call.finish else "empty"
    why = {kind for _, kind in writing.refused}
    if why == {"language"}:
        return "language"
    if not why:
        return "cut" if call.cut else "beside" if writing.kept else "unsupported"
    return "uncited" if why == {"uncited"} else "unsupported"
