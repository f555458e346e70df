"""总结一下…: a topic in, the figures and sentences on it out, each cited.

The topic is weighed as two questions: for a number, whose figure rows are taken measure by measure, and for a text,
whose sentences fill up. Without a language model that list is the summary; with one it is what the model falls back to.
"""

import re
from collections.abc import Mapping, Sequence

from index.types import FigureRow
from index.words import bigrams, fold
from qa.choose import choose, eligible
from qa.draft import Draft, Quote
from qa.evidence import Candidate
from qa.phrases import ASK
from qa.question import Question
from qa.read import nothing
from qa.statements import shorten, statement
from qa.texts import SOURCE
from qa.types import Status

SUMMARIZE = "总结一下{topic}"
_VERB = r"(?:总结|概括|归纳|梳理|汇总|综述)"
_ASKED = re.compile(
    rf"^(?:请你?|帮(?:我|忙)|麻烦|能不能|能否|可以|给我|[，, ])*(?:简单|简要|大致|全面)?地?{_VERB}"
    r"(?:一?下|一遍|出)?(?:关于|有关|：|:)?(?P<topic>(?!一?下$|一遍$).{2,})$"
)
_BEHIND = re.compile(rf"^(?P<topic>.{{2,}}?)[，,](?:请|再)?(?:简单|简要)?{_VERB}一?(?:下|遍)?$")
_FIRM = re.compile(rf"{_VERB}(?:一?下|一遍|关于|有关|：|:)|(?:请|帮我|帮忙|麻烦|给我).{{0,4}}{_VERB}")
_ENDING = re.compile(r"(?:的?(?:主要|基本|总体|相关|有关|整体)?(?:情况|内容|数据|要点|信息|数字|材料))$")
_ENGLISH = re.compile(
    r"^(?:please\s+)?(?:summari[sz]e|give (?:me )?a summary of|sum up)\s+(?P<topic>.{2,})$", re.IGNORECASE
)
_CLOSE = re.compile(r"(?:[？?。.！!\s]|呢|吧|吗)+$")
_FIGURES, _SENTENCES = 6, 3
_BELOW = 4.0  # how far under the best score a figure may be and still belong to the topic
_ALIKE = 0.5
_MET = 0.6  # of the topic's words, by length
_SHOWN = 140
_WHOLE = re.compile(r"[。！？!?；;.][”’」』）)】》]*$")


def topic_of(text: str) -> str:
    """Return what a self-contained question wants summed up, "" when it asks something else."""
    bare = _CLOSE.sub("", text.strip())
    if english := _ENGLISH.match(bare):
        return english["topic"]
    match = _BEHIND.match(bare) or (_ASKED.match(bare) if _FIRM.search(bare) else None)
    if match is None:
        return ""
    topic = match["topic"].strip("，, ：:")
    asked = ASK.search(topic)
    if asked:  # 2023年收入是多少，总结一下
        topic = re.sub(
            r"(?:是|有|为)$", "", topic[: asked.start()] + re.sub(r"^[家个件项人元]+", "", topic[asked.end() :])
        )
    bare = _ENDING.sub("", topic)
    return (bare if len(bare) > 1 else topic).strip("，, 的")


def on_topic(question: Question, candidates: Sequence[Candidate], titles: Mapping[str, str]) -> list[Candidate]:
    """Return the candidates whose passage, with its headings, holds most of the topic's words and all of its names."""
    found: list[Candidate] = []
    for candidate in candidates:
        passage = candidate.passage
        text = fold("\n".join((passage.text, passage.section or "", titles.get(passage.document_id, ""))))
        met = sum(len(term) for term in question.terms if term in text)
        if met >= _MET * sum(map(len, question.terms)) and all(name in text for name in question.names):
            found.append(candidate)
    return found


def list_draft(question: Question, figures: Sequence[Candidate], texts: Sequence[Candidate]) -> Draft:
    """Return the summary as a list.

    Args:
        question: the topic, understood as a question for a number.
        figures: its ranked figure rows.
        texts: the ranked sentences for it.
    """
    chosen = _measures(question, eligible(question, figures))
    quotes: list[Quote] = []
    rows: list[tuple[FigureRow, int]] = []
    lines: list[str] = []
    for candidate in chosen:
        row = candidate.row
        quote = Quote(candidate.passage, candidate.start, candidate.end)
        if quote not in quotes:
            quotes.append(quote)
        marker = quotes.index(quote) + 1
        if row is None:
            continue
        rows.append((row, marker))
        line = statement(row, marker, quote) + "。"
        if line.startswith(row.quantity.surface):  # the quote does not say of what in so many words: it speaks itself
            place = row.quantity.start - candidate.start, row.quantity.end - candidate.start
            line = SOURCE.format(quote=shorten(candidate.sentence, place, _SHOWN), marker=marker)
        if line not in lines:
            lines.append(line)
    said = "".join(c.sentence for c in chosen)
    for candidate in _sentences(eligible(question, texts), said):
        quotes.append(Quote(candidate.passage, candidate.start, candidate.end))
        lines.append(SOURCE.format(quote=shorten(candidate.sentence, (0, 1), _SHOWN), marker=len(quotes)))
    if not lines:
        return nothing(None)
    sure = max(c.probability for c in (*chosen, *texts[:1]))
    return Draft(Status.ANSWERED, None, tuple(lines), tuple(quotes), tuple(rows), min(max(sure, 0.5), 1.0))


def _measures(question: Question, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Return the figures of a topic, one for each measure: the latest where several times are told."""
    left = list(fitting)
    found: list[Candidate] = []
    floor = left[0].score - _BELOW if left else 0.0
    while left and len(found) < _FIGURES and left[0].score >= floor:
        best = choose(question, left)[0][0]
        found.append(best)
        left = [c for c in left if c.row and best.row and not _alike(c.row, best.row)]
    return found


def _alike(one: FigureRow, two: FigureRow) -> bool:
    a, b = set(bigrams(one.measure)), set(bigrams(two.measure))
    overlap = 2 * len(a & b) / (len(a) + len(b)) if a and b else float(one.measure == two.measure)
    return overlap >= _ALIKE and one.quantity.kind is two.quantity.kind


def _sentences(fitting: Sequence[Candidate], said: str) -> list[Candidate]:
    """Return the best sentences that say something not yet said."""
    found: list[Candidate] = []
    for candidate in fitting:
        if len(found) == _SENTENCES:
            break
        pairs = set(bigrams(candidate.sentence))
        known = set(bigrams(said))
        if (
            len(candidate.sentence) >= 12
            and _WHOLE.search(candidate.sentence)
            and len(pairs & known) < 0.6 * len(pairs)
        ):
            found.append(candidate)
            said += candidate.sentence
    return found
