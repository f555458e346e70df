"""Where somebody was before: 顾明川此前在哪家公司任职.

In come a question around its gap and ranked sentences; out goes `Found`, the post or body that a text gives that person
for an earlier time (曾任, 此前在). Who they are is often said a sentence before (顾总曾任…). Any other words about the
person, as what they do now, are no answer.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.passages import sentences
from index.words import fold
from qa.evidence import Candidate
from qa.span_beside import Found, Near, found_beside
from qa.span_body import asks_body, asks_post, names_post_or_body
from qa.span_question import Asked
from qa.span_scene import scene

_BEFORE = re.compile(r"[之以此]前|从前|原来|原先|过去|曾经?(?![有是])|早先")
_JOB = re.compile(r"高就|任[职过]|工作|上班|[干待做]过?|供职|就职|单位|公司|职务|职位|当")
_DOES = re.compile("[干做]什么的?$")
_GOES = "来到进加在去"
_OPENING = re.compile(r"^(?P<name>(?![这那该本此])[\u4e00-\u9fff]{2,4}?)(?=[来到进加在]|[之以此]前|曾|原来)")
_WAS = r"[,，]?(?:曾经?|此前|之前|以前|原先?)(?:先后|一直)?(?:担任|出任|任职于|任|在|为|是)?(?P<what>[^,，。；;]{3,40})"


def earlier(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return what the found passages say that the person asked about was before, None where they do not."""
    person = whose_past(gap)
    told = re.compile(rf"(?:{re.escape(person)}|{re.escape(person[0])}[\u4e00-\u9fff]{{1,3}}|[他她]){_WAS}")
    seen: set[int] = set()
    for candidate in evidence:
        passage = candidate.passage
        if passage.id in seen or person not in fold(passage.text):
            continue
        seen.add(passage.id)
        named = None
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            near = Near(passage, passage.start + start, passage.start + end, text)
            lead = near if person in fold(text) else named
            found = told.search(fold(text)) if lead else None
            if lead and found and names_post_or_body(found["what"]):
                at = replace(candidate, start=lead.start, end=lead.end, sentence=lead.text)
                return replace(found_beside(at, near, found.span("what")), anchored=True, told=True)
            named = near if person in fold(text) else None
    return None


def whose_past(gap: Asked) -> str:
    """Return the person whose earlier post or body a question asks for, "" for any other question."""
    asked_for = gap.type == "where" or asks_body(gap) or asks_post(gap.text) or _DOES.search(gap.text)
    before = _BEFORE.search(gap.text)
    if not (asked_for and before and _JOB.search(gap.text)):
        return ""
    people = [gap.text[a:b] for a, b in scene(gap.text).people if b <= gap.start and not a <= before.start() < b]
    if people:
        return people[0].rstrip(_GOES) if len(people[0]) > 2 else people[0]  # 李明来|甲园之前
    opening = _OPENING.match(gap.text)
    # 顾总: words of the dictionary (这里, 该厂房) are no names
    return opening["name"] if opening and all(len(word) == 1 for word in scene(opening["name"]).words) else ""
