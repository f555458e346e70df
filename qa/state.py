"""What is known of a question on its way: asked → understood → retrieved → weighed → read → verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.draft import Draft
from qa.evidence import Candidate
from qa.question import Question
from qa.search import Hit
from qa.types import Answer

History = Sequence[Mapping[str, str]]


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
