"""The words before a span → what speaks for it: what leads in an answer in the question leads it in in the sentence, too.

In come a question around its gap, a sentence in words and the starts of its spans; out goes a number for each.
"""

import re

import numpy as np
from numpy.typing import NDArray

from qa.span_features import Spans
from qa.span_question import Asked
from qa.span_scene import Scene

_COPULA = re.compile(r"(?:就?是|为|叫做?|名叫|由|:)$")
_NAMING_NOUN = re.compile("[\u4e00-\u9fff](?<!的)[称名号字]$")
"""原名, 简称, 谥号, 表字: what stands right behind one is the name."""
_OTHER_NAME = "(?:[又也亦还别俗](?:被?称|名|叫)(?:[为作做是之])*)"
_LIES = "(?:位于|地处|[坐座]落[于在]?)"
_BY_LEAD, _LIES_THERE, _OF_SUBJECT = 2.0, 6.0, 4.0
_CLAUSE = re.compile("[,;。!?]")
SAME_LEAD, _LEAD_LENGTH, _WHOLE_LEAD = 0.7, 5, 2.0
"""What one same sign counts; signs that are looked at; what counts besides when all of the question before the gap is there."""


def led_alike(gap: Asked, seen: Scene, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return for how many characters the words before a span are those before the gap, 是 and its like aside.

    现任院长叫什么 is answered by what stands behind 现任院长为, not by what stands behind 首任院长是.
    """
    left = _COPULA.sub("", gap.text[: gap.start])
    if len(left) < 2:
        return np.zeros(len(starts))
    names = {start for start, _ in seen.people}
    known = dict[int, float]()
    for start in set(starts.tolist()):
        lead = seen.text[:start].rstrip(' “"')
        before = _COPULA.sub("", lead)
        size = 0
        while size < min(len(left), len(before), _LEAD_LENGTH) and left[-1 - size] == before[-1 - size]:
            size += 1
        # A post stands before its holder's name without 是 also; any other words before a span prove nothing.
        led = size > 1 and (lead != before or start in names)
        known[start] = size + (_WHOLE_LEAD if size == len(left) > 2 else 0.0) if led else 0.0
    return np.array([known[start] for start in starts.tolist()])


def led_in(gap: Asked, found: Spans) -> NDArray[np.float64]:
    """Return what speaks for a span that the words led in which lead in nothing else: 甲 of 原名甲 where the 原名 is asked for,
    of 又称甲 where any other name is, of 位于甲 where it is asked where something lies; no further than to the next mark."""
    lead = _lead(gap)
    starts, ends = np.array(found.scene.starts)[found.first], np.array(found.scene.ends)[found.last]
    if not lead:
        return np.zeros(len(starts))
    text = found.scene.text
    subject = re.sub(lead + "$|在$", "", gap.left)
    named: dict[int, int] = {}
    for m in re.finditer(lead + "[“「『《]?", text):
        clause = _CLAUSE.split(text[: m.start()])[-1]
        named[m.end()] = next((size for size in (4, 3, 2) if len(subject) >= size and subject[-size:] in clause), 0)
    most = max(named.values(), default=0)
    led = _LIES_THERE if lead == _LIES else _BY_LEAD
    worth = {start: led + _OF_SUBJECT * (0 < size == most) for start, size in named.items()}
    stops = {start: next((m.start() for m in _CLAUSE.finditer(text, start)), len(text)) for start in worth}
    places = zip(starts.tolist(), ends.tolist(), strict=True)
    return np.array([worth[start] if start in worth and end <= stops[start] else 0.0 for start, end in places])


def _lead(gap: Asked) -> str:
    """Return the pattern of what stands right before an answer, "" where nothing is sure to."""
    left = _COPULA.sub("", gap.left)
    if gap.type == "where":
        return "" if gap.right else _LIES if re.search(_LIES + "$|在$", left) else ""
    if gap.behind or gap.type not in ("what", "define", "other"):
        return ""
    if re.search(_OTHER_NAME + "$", gap.left):
        return _OTHER_NAME
    noun = _NAMING_NOUN.search(left)
    return noun.group() + "(?:[是为叫:]|称为)?" if noun else ""
