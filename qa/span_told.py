"""Whether a sentence tells at all what is asked: a reason, a name that the question does not have.

In come a question around its gap and a sentence or an answer; out goes a verdict. What is most like a question need not
answer it: a sentence that only repeats what somebody asks the reason of gives none. Nobody is helped by such words, so
they are no answer.
"""

import re

from index.words import tagged
from qa.span_anchor import BODY, asks_body
from qa.span_question import Asked
from qa.span_scene import scene

_REASON = re.compile(
    r"因(?!此前)|由于|为了|以便|鉴于|使得|导致|造成|得益|受.{1,16}影响|归功|在于|道理|缘由|理由|原因|所以|考虑到|旨在|促使|困难|不足|瓶颈"
    r"|制约|问题.{0,2}[是在]|(?:发现|存在|面临).{0,10}问题"
)
_COUNT = re.compile(r"\d[家个所]$")
_NAMING = ("nr", "ns", "nt", "nz", "n1", "latin")
_QUOTED = re.compile(r"[《“]([^》”]+)[》”]")
_NAME_ASKED = re.compile(r"名字?|名称")
_TIME = re.compile(r"\d[年月日号]|[年月周]底|[昨今明前][天日年晚]|节|世纪|代|\d[:：]\d|[朝古]|季|初|末")
_AREA = re.compile("(?:国家?|省份?|城市|市|县|州)$")


def gives_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason, or says what follows from the one before."""
    return _REASON.search(sentence) is not None


def may_tell(gap: Asked, sentence: str) -> bool:
    """Whether a sentence can hold the answer of a question."""
    return gap.type != "why" or gives_reason(sentence)


def brings_name(gap: Asked, value: str) -> bool:
    """Whether an answer gives a name that the question lacks, when the name of somebody or of a body is asked for."""
    wanted = _NAME_ASKED.search(gap.text, gap.start) or asks_body(gap) or (gap.behind and _AREA.search(gap.head))
    if not (gap.type == "who" or (gap.type in ("which", "what", "define") and wanted)):
        return True
    seen = scene(value)
    if any(_names(w, tag) and w not in gap.text for w, tag in zip(seen.words, seen.tags, strict=True)):
        return True
    told = [*(seen.text[a:b] for a, b in seen.people), *_QUOTED.findall(seen.text)]
    if any(name not in gap.text for name in told):
        return True
    ends = BODY.search(value) and not _COUNT.search(seen.text)
    return bool(asks_body(gap) and ends and seen.text not in gap.text and not _is_class(gap, seen.text))


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
