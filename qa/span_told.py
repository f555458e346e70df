"""Whether a sentence tells at all what is asked: the event asked for, a reason, a name that the question does not have.

In come a question around its gap and a sentence or an answer; out goes a verdict. What is most like a question need not
answer it: a sentence of a firm's award says nothing of when it was founded, and one that only repeats what somebody
asks the reason of gives none. Nobody is helped by such words, so they are no answer.
"""

import re
from collections.abc import Sequence

from index.glosses import glosses
from index.numerals import read_number
from index.synonyms import best_similarities
from index.words import fold, tagged
from qa.question import function_words
from qa.span_anchor import BODY, asks_body
from qa.span_question import Asked
from qa.span_scene import scene

_SAME_EVENT = 0.45
"""Least likeness of two words for one event: 完工 and 竣工 have 0.93, 成立 and 成为 0.39."""
_REASON = re.compile(
    r"因(?!此前)|由于|为了|以便|鉴于|使得|导致|造成|得益|受.{1,16}影响|归功|在于|道理|缘由|理由|原因|所以|考虑到|旨在|促使|困难|不足|瓶颈"
    r"|制约|问题.{0,2}[是在]|(?:发现|存在|面临).{0,10}问题"
)
_COUNT = re.compile(r"\d[家个所]$")
_NAMING = ("nr", "ns", "nt", "nz", "n1", "latin")
_QUOTED = re.compile(r"[《“]([^》”]+)[》”]")
_NAME_ASKED = re.compile(r"名字?|名称")
_AREA = re.compile("(?:国家?|省份?|城市|市|县|州|镇|(?<![园能])区)$")
_CLAUSE = re.compile("[,;。!?]")
_ITEM = re.compile("[、;和与及]|以及")
_SHORT_NAME = 12  # signs
_BUT = re.compile("除|还有|其[他它余]|另外|别的|剩下")
_CALLED = ("原因", "缘故", "理由")
_PLAIN = 2  # signs: longer verbs are ways of speaking
_TOLD_APART = 2  # items that an enumeration may leave out (等) or hide
_EACH = re.compile("都|各|分别|逐|全部|所有|完整|名单|哪些|列")
_OF_SO_MANY = re.compile(
    r"(?<![第十百千万亿\d.])(\d{1,4}|[一二三四五六七八九十]{1,3})(?:多|余)?[个家位名条项类种批款部座所只支对](?!.*其中)"
    r"(?![^,。?]{0,16}(?:里面|当中|之[中间]|[里中](?=[,的有哪谁]|$)))"
)
_HOLDS = frozenset(("担任", "出任", "负责", "来自"))
"""Verbs that a title stands for: 董事长张三 is who 担任董事长."""
_TIME = re.compile(r"\d[年月日号]|[年月周]底|[昨今明前][天日年晚]|节|世纪|代|\d[:：]\d|[朝古]|季|初|末")


def event_asked(gap: Asked) -> str:
    """Return the verb behind the gap that tells what happened (是谁创办的, 什么时候投产), "" when an object tells it.

    When something was done may be told by its object alone (写进大典 is 纳入大典), who did it hardly.
    """
    if gap.type not in ("when", "who", "which") or (gap.type == "which" and not gap.behind):
        return ""
    words = [(word, tag) for word, tag in tagged(gap.right) if word not in function_words() and word[0].isalnum()]
    verbs = [word for word, tag in words if len(word) > 1 and (tag.startswith("v") or _stands_alone(gap, words))]
    if not verbs or verbs[0] in _HOLDS or (gap.type == "when" and (len(verbs) < len(words) or len(verbs) > 1)):
        return ""
    return verbs[0]


def _stands_alone(gap: Asked, words: Sequence[tuple[str, str]]) -> bool:
    """Whether one plain word behind the gap is all that says what happened, whatever the dictionary takes it for (上市)."""
    return gap.type == "when" and len(words) == 1 and glosses(words[0][0]).common


def tells_event(event: str, sentence: str) -> bool:
    """Whether a sentence tells of an event by the same verb or one of like meaning."""
    text = fold(sentence)
    if not event or event in text:
        return True
    others = [word for word, tag in tagged(text) if tag.startswith(("v", "n")) and len(word) > 1]
    return bool(others) and float(best_similarities([event], others).max()) >= _SAME_EVENT


def tells_what_happened(gap: Asked, sentence: str, passage: str) -> bool:
    """Whether a sentence that is to give a reason, or its passage, tells of what the reason is asked of: of a 下滑."""
    behind = gap.right.strip("的 ")
    said = behind if behind and not gap.text[gap.start :].startswith(_CALLED) else gap.left
    verbs = [word for word, tag in tagged(said) if len(word) == _PLAIN and tag == "v" and word not in function_words()]
    return all(verb in fold(passage) or tells_event(verb, sentence) for verb in verbs)


def gives_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason, or says what follows from the one before."""
    return _REASON.search(sentence) is not None


def may_tell(gap: Asked, sentence: str) -> bool:
    """Whether a sentence can hold the answer of a question."""
    if gap.type == "why":
        return gives_reason(sentence)
    # Who did something is told in more words than likeness knows: 原作 for 创作.
    return gap.type != "when" or tells_event(event_asked(gap), sentence)


def brings_name(gap: Asked, value: str) -> bool:
    """Whether an answer gives a name that the question lacks, when the name of somebody or of a body is asked for."""
    wanted = _NAME_ASKED.search(gap.text, gap.start) or asks_body(gap) or (gap.behind and _AREA.search(gap.head))
    if not (gap.type == "who" or (gap.type in ("which", "what", "define") and wanted)):
        return True
    seen = scene(value)
    if _CLAUSE.search(seen.text):
        return False  # a name is no clause
    if any(_names(w, tag) and w not in gap.text for w, tag in zip(seen.words, seen.tags, strict=True)):
        return True
    told = [*(seen.text[a:b] for a, b in seen.people), *_QUOTED.findall(seen.text)]
    if any(name not in gap.text for name in told):
        return True
    ends = BODY.search(value) and not _COUNT.search(seen.text)
    return bool(asks_body(gap) and ends and seen.text not in gap.text and not _is_class(gap, seen.text))


def lists_all(gap: Asked, value: str) -> bool:
    """Whether an answer names as many things as a question says there are, and others than those that it names itself."""
    text = fold(value).replace("等", "")
    items = [item.strip(' “”"') for item in _ITEM.split(text) if item.strip()]
    if _BUT.search(gap.text) and all(item in gap.text for item in items):
        return False
    if len(items) == 1 and gap.type == "list" and (len(text) > _SHORT_NAME or _COUNT.search(text)):
        return False
    several = gap.type == "list" or _EACH.search(gap.text)
    counted = [read_number(m[1]) or 0 for m in _OF_SO_MANY.finditer(_QUOTED.sub("", gap.text))] if several else []
    return max(counted, default=0) <= len(items) + _TOLD_APART


def _names(word: str, tag: str) -> bool:
    """Whether a word names somebody or something; an entry of the dictionary that begins with a verb (开发新) does not."""
    return tag.startswith(_NAMING) and not (tag == "nz" and len(word) > 2 and tagged(word[:2])[0][1].startswith("v"))


def _is_class(gap: Asked, value: str) -> bool:
    """Whether an answer is only the noun that is asked with, and names of the question: 中国公司 for 哪家公司."""
    rest = "".join(word for word, _ in tagged(value) if word not in gap.text)
    return not any(sign.isalpha() for sign in rest)


def is_time(value: str) -> bool:
    """Whether an answer can say when, if no period is read in it."""
    return _TIME.search(value) is not None
