"""Documents that never name the body which a question asks about, though others found do: what they state is another's.

In come a question, its ranked candidates and what stands around them; out go the same candidates, those of such documents
marked as of another body and left without a share, so that nothing of them answers and no other is the likelier for it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.types import Passage
from index.words import fold, tagged
from qa.evidence import FEATURES, Candidate
from qa.phrases import PLACE_ENDING, WHOLE, is_proper, tokens
from qa.question import Question
from qa.support_words import bodies
from qa.surroundings import Surroundings
from qa.whose import Whose, is_body

_OTHER = FEATURES.index("whose_other")
_REGION = re.compile("[省市县区州镇]$")  # 西安 of 西安市
_CLASS = re.compile(
    r"(?:国家级?|自主|创新|经济|技术|高新?|科技|科学|软件|工业|产业|农业|生态|示范|开发|保税|物流)+(?:园区?|区|新?城|谷|基地)$"
)
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
    nowhere = not any(whose.subject in text for text in texts.values())
    if nowhere and not _is_nowhere(whose, texts.values()):
        return list(evidence)  # a name that no document writes so: a slip, a short form, everyday speech
    absent = {uid for uid, text in texts.items() if nowhere or _is_absent(whose, text)}
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


def _is_nowhere(whose: Whose, texts: Iterable[str]) -> bool:
    """Whether a body's name is in no text, not even in part, written out, or with a slip: 张江科学城, where only 中关村 is met."""
    name = whose.subject
    if len(name) <= _LEAST or name[0].isascii() or not is_body(name):
        return False
    # 张江高科技园区: all but the name itself may stand in any text.
    own = _CLASS.sub("", name)
    if 1 < len(own) < len(name):
        pairs = [own[n : n + 2] for n in range(len(own) - 1)]  # 韩国板桥, where 板桥 is told of
        return not any(has_slip(name, text) or any(pair in text for pair in pairs) for text in texts)
    return not any(name[:2] in text or whose.share(text) >= _NAMED or has_slip(name, text) for text in texts)


def has_slip(name: str, text: str) -> bool:
    """Whether a name stands in a text but for one sign."""
    starts = {at for n, sign in enumerate(name[:2]) for at in _places(sign, text, n)}
    return any(sum(a != b for a, b in zip(name, text[at : at + len(name)], strict=False)) <= 1 for at in starts)


def _places(sign: str, text: str, offset: int) -> list[int]:
    return [at - offset for at, other in enumerate(text) if other == sign and at >= offset]


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
