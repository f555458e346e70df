"""The best sentence → an answer that stands beside it: who says it, what it follows from, the name that 该中心 stands for.

In come a question around its gap, the sentence that fits best, and all that was found; out goes `Found`, which quotes
both sentences, None when the best one's own words are the answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.passages import sentences
from index.types import Passage
from index.words import tagged
from qa.draft import Quote
from qa.evidence import Candidate
from qa.span_body import is_post
from qa.span_question import Asked
from qa.span_scene import scene

_FAR = 260
SAYS = re.compile(
    r"(?:指出|表示|认为|强调|提到|谈到|坦言|透露|介绍|呼吁|建议|提出|告诉|回忆|直言|评价|补充|解释|说|称|讲|道)"
)
_SAID_BY = re.compile(r"(?:[。！？!?][”\"]|[”\"][。，,]?)$")
_SO = re.compile(r"^(?:所以|因此|因而|为此|于是|由此|正因为?如此|这就?是)")
_CAUSE = re.compile("因|由于|鉴于|为了|使得|导致")


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: `value` is made of spans of the quotes, joined by ；; `focus` is the place in the first quote to show.

    `anchored` is set when the make of the sentence gives the answer away (由…主持), not its words alone; `told`
    when it also holds most words of the question.
    """

    value: str
    quotes: tuple[Quote, ...]
    focus: tuple[int, int]
    listed: bool = False
    anchored: bool = False
    told: bool = False


def beside(gap: Asked, best: Candidate, evidence: Sequence[Candidate]) -> Found | None:
    """Return the answer that stands in the sentence before or behind the best one, None when its own words answer."""
    if gap.type == "who" and (said := speaker_of(gap, best, evidence)):
        return said
    return _reason_before(best, evidence) if gap.type == "why" else None


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence beside the best one: its passage, its place in the document, its text."""

    passage: Passage
    start: int
    end: int
    text: str


def neighbours(best: Candidate, evidence: Sequence[Candidate]) -> tuple[Near | None, Near | None]:
    """Return the sentences before and behind the best one, also of the passage beside it when that was found."""
    own = best.passage
    passages = {c.passage.id: c.passage for c in evidence if c.passage.document_id == own.document_id}
    beside = [p for p in passages.values() if -4 <= p.start - own.end <= 4 or -4 <= own.start - p.end <= 4]
    near = [
        Near(p, p.start + a, p.start + b, p.text[a:b])
        for p in sorted((own, *(p for p in beside if p.id != own.id)), key=lambda p: p.start)
        for a, b in sentences(p.text)
    ]
    at = next((n for n, one in enumerate(near) if one.start <= best.start < one.end), None)
    if at is None:
        return None, None
    return (near[at - 1] if at else None), (near[at + 1] if at + 1 < len(near) else None)


def speaker_of(gap: Asked, best: Candidate, evidence: Sequence[Candidate]) -> Found | None:
    """Return who says the best sentence, when the question asks that and the sentence itself is speech alone."""
    if not any(SAYS.fullmatch(word) for word, _ in tagged(gap.text)):  # 新赛道 holds no 道
        return None
    before, behind = neighbours(best, evidence)
    if told := _names_speaker(best.sentence):
        bare = before is not None and _SAID_BY.search(before.text) and _names_speaker(best.sentence, ends=True)
        own = Near(best.passage, best.start, best.end, best.sentence)
        return found_beside(replace(best, start=before.start), own, told) if before and bare else None
    if behind and _SAID_BY.search(best.sentence) and (told := _names_speaker(behind.text, ends=True)):
        return found_beside(best, behind, told)
    speaker, text = best.passage.speaker, best.passage.text
    if speaker and not is_post(speaker) and re.match(rf"{re.escape(speaker)}\s*[：:]", text):
        first = next(sentences(text))
        head = Near(best.passage, best.passage.start, best.passage.start + first[1], text[: first[1]])
        return found_beside(best, head, (0, len(speaker)))
    return None


def _names_speaker(sentence: str, *, ends: bool = False) -> tuple[int, int] | None:
    """Return the place of the person who is said to speak in a sentence, outside of quotation marks."""
    bare = re.sub(r"“[^”]*”?", lambda m: "“" + "　" * (len(m.group()) - 1), sentence)
    seen = scene(bare)
    for start, end in reversed(seen.people):
        verb = SAYS.search(bare, end, end + 16)
        if verb and "。" not in bare[end : verb.start()] and (not ends or len(bare) - verb.end() < 12):
            return start, end
    return None


def _follows(sentence: str) -> bool:
    """Whether a sentence says what follows from the one before, and gives no reason of its own."""
    so = _SO.match(sentence)
    return so is not None and not _CAUSE.search(sentence, so.end())


def _reason_before(best: Candidate, evidence: Sequence[Candidate]) -> Found | None:
    """Return the sentence before one that draws the conclusion: 所以我们开始建设…"""
    before, _ = neighbours(best, evidence) if _follows(best.sentence) else (None, None)
    return found_beside(best, before, (0, len(before.text.rstrip("。；;，,")))) if before else None


def found_beside(best: Candidate, near: Near, answer: tuple[int, int]) -> Found:
    """Return an answer that stands beside the best sentence, both quoted: as one place when one passage holds both."""
    value = near.text[slice(*answer)]
    if near.passage.id == best.passage.id and abs(near.start - best.start) < 2 * _FAR:
        low, high = min(near.start, best.start), max(near.end, best.end)
        if high - low <= _FAR:
            focus = near.start - low + answer[0], near.start - low + answer[1]
            return Found(value, (Quote(best.passage, low, high),), focus)
    quotes = Quote(near.passage, near.start, near.end), Quote(best.passage, best.start, best.end)
    return Found(value, quotes, answer)
