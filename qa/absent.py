"""Documents that never name the body which a question asks about, though others found do: what they state is another's.

In come a question, its ranked candidates and what stands around them; out go the same candidates, those of such documents
marked as of another body and left without a share, so that nothing of them answers and no other is the likelier for it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.types import Passage
from index.words import fold, tagged
from qa.evidence import FEATURES, Candidate
from qa.phrases import PLACE_ENDING, WHOLE, is_proper, tokens
from qa.question import Question
from qa.support_words import bodies
from qa.surroundings import Surroundings
from qa.whose import Whose

_OTHER = FEATURES.index("whose_other")
_REGION = re.compile("[省市县区州镇]$")  # 西安 of 西安市
_MEETING = re.compile("[会坛]$")  # where a figure was told, not of whom
_NAMES = ("nr", "ns", "nt")
_LEAST = 3  # signs of a name
_SUFFIX = 4  # signs that a name may be cut to: 特色产业园 of 中关村特色产业园
_NAMED = 0.6  # share of the name's character pairs, close together, from which on a text names it


def with_absent_marked(question: Question, evidence: Sequence[Candidate], around: Surroundings) -> list[Candidate]:
    """Return the candidates, with those marked whose document never names the body that the question asks about."""
    whose = Whose(question)
    if not _is_name(whose.subject):
        return list(evidence)
    texts = {c.passage.document_id: "" for c in evidence}
    for uid in texts:
        document = around.document(uid)
        texts[uid] = "\n".join((fold(document.title or ""), fold(document.name), around.whole(uid)))
    if not any(whose.subject in text for text in texts.values()):
        return list(evidence)  # a name that no document writes so: a slip, a short form, everyday speech
    absent = {uid for uid, text in texts.items() if _is_absent(whose, text)}
    # A passage that names nobody at all may be about anybody, so about the one asked about.
    named = {c.passage.id: _names_somebody(c.passage) for c in evidence if c.passage.document_id in absent}
    return [of_another(c) if named.get(c.passage.id) else c for c in evidence]


def _is_name(subject: str) -> bool:
    """Whether a phrase names one body, and neither all of them nor a class."""
    run = tokens(subject)
    if (
        len(subject) < _LEAST
        or _MEETING.search(subject)
        or run[0].text in WHOLE
        or run[0].tag == "b"
        or all(token.tag == "nr" for token in run)
    ):
        return False  # 整个中关村; who tells a figure is not of whom it is
    return is_proper(run) or PLACE_ENDING.search(subject) is not None


def _names_somebody(passage: Passage) -> bool:
    text = f"{passage.section or ''}\n{passage.text}"
    return any(tag in _NAMES and len(word) > 1 for word, tag in tagged(text)) or any(bodies(text))


def _is_absent(whose: Whose, text: str) -> bool:
    name = whose.subject
    short = [name[start:] for start in range(1, len(name) - _SUFFIX + 1)] + [name[:-1]] * bool(_REGION.search(name))
    if any(part in text for part in (name, *short)):
        return False
    pairs = [name[n : n + 2] in text for n in range(len(name) - 1)]  # a long text is soon read for pairs alone
    return sum(pairs) < _NAMED * len(pairs) or whose.share(text) < _NAMED


def of_another(candidate: Candidate) -> Candidate:
    """Return a candidate marked as of another body, without a share."""
    features = (*candidate.features[:_OTHER], 1.0, *candidate.features[_OTHER + 1 :])
    return replace(candidate, features=features, probability=0.0)
