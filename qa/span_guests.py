"""Several people in a row, each behind a post: 甲区副区长王一、乙区副区长李二和丙园主任张三.

In come a question around its gap and a sentence; out goes the place of all of them where people are asked for (哪几位领导,
都有谁), None where the sentence names no two in a row, fewer than the question says there are, or somebody whom it
names itself.
"""

import re

from index.words import fold
from qa.span_anchor import told_of
from qa.span_body import behind_post, is_post, post
from qa.span_list import asked_count
from qa.span_question import Asked
from qa.span_scene import scene

Place = tuple[int, int]

_PEOPLE_ASKED = re.compile(
    r"哪[几些两二三四五六七八九十]?位|(?:哪[几些]|都?有)(?:个|名)?(?:谁|领导|嘉宾|人|专家|代表|主任|区长|院士|教授)"
    r"|(?:领导|嘉宾|人士?|专家|代表|[区市院校厅处]长|主任|院士|教授)(?:都|分别)?(?:有|是)(?:哪些|谁)"
)
_BETWEEN = re.compile(r"(?:先生|女士)?[、，,；;和与及以\s]+")
_NEXT = re.compile(r"(?:先生|女士)?[、，,；;和与及][^、，,；;。！!]{2,24}")
_FEWEST, _TOLD_OF = 2, 0.5


def guests(gap: Asked, sentence: str) -> Place | None:
    """Return the place of the most people in a row of a sentence that tells at least half of a question for people."""
    if not _PEOPLE_ASKED.search(gap.text) or told_of(gap, fold(sentence)) < _TOLD_OF:
        return None
    best: list[tuple[int, int]] = []
    row: list[tuple[int, int]] = []
    named = dict.fromkeys(behind_post(sentence, person) for person in scene(sentence).people)
    for a, b in named:
        if sentence[a:b] in gap.text:
            return None
        held = post(sentence[a:b], sentence)
        start = held[0] if held and held[1] <= a else a
        if not (row and _BETWEEN.fullmatch(sentence[row[-1][1] : start])):
            row = []
        row.append((start, b))
        best = max(best, row[:], key=len)
    if len(best) < max(_FEWEST, asked_count(gap.text) or 0) or _goes_on(sentence, best[-1][1]):
        return None
    return best[0][0], best[-1][1]


def _goes_on(sentence: str, end: int) -> bool:
    """Whether one more post follows a row, of somebody whose name is not known for one."""
    following = _NEXT.match(sentence, end)
    said = following.group() if following else ""
    return any(is_post(said[:stop]) for stop in range(2, len(said) + 1))
