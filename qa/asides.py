"""What a person says beside the question, to whoever answers or of what it is for: 帮我核一下, 领导要写进报告.

In comes a question; out comes the same without those clauses. One that names somebody, a period or a number says of
what is asked and stays; one that only says what is not meant (不是特色园的) goes, since its words are not looked for.
"""

import re
from functools import lru_cache

from index.glosses import glosses
from index.periods import find_periods
from index.words import tagged
from qa.phrases import ASK

_CLAUSE = re.compile(r"[^，,。！!；;？?\n：:]+[，,。！!；;？?\n：:]*")
_ENGLISH = re.compile(r"(?<![A-Za-z])(?:wh[aeioy]|how)", re.IGNORECASE)
_TO_SOMEBODY = re.compile(
    r"^(?:我|咱|本人|你|您|领导|老板|上面|帮|请|麻烦|拜托|谢|急|在线等|别|不用|都?给我|一个[都也]别)|(?:告诉|给|帮)我|[一两]下[吧啊哈呀]?$"
)
_AS_TOLD = re.compile(r"^(?:就?是)?[^多少几哪]{2,16}(?:讲|说|介绍|提到?|写|报)的[吧啊呢]?$")
_BEFORE = re.compile(r"^(?:我们?|本人|领导|老板)(?:这边|现在|正)*(?:在|要|想|需要?|准备|打算|让|叫)")
_NOT_MEANT = re.compile(r"^[（(]?(?:不是|不要|不算|不含|不包括|并非|而不是|别把)")
_MEANT = re.compile(r"[说问指要]的(?:就?是|为)")
_MEANT_LAST = re.compile(
    r"^(?P<asked>.{6,}?)[，,。；;？?\s]+(?:我|咱们?|这里)?(?:[说问指讲]|想[问知]|要[问说查])的(?:就?是|为)(?P<what>[^，,。；;？?]{2,24}?)(?:的事儿?|这[个件]?事儿?)?[。？?!！]*$"
)
_KNOWN = re.compile(
    r"^(?P<what>[^，,。；;？?]{2,}?)(?:这个|那个)?(?:我们?|咱们?|你)?(?:都|也|已经?|倒是?)*(?:知道|清楚|晓得|了解|有数|查到|拿到|看到过?)(?:了|的)?(?P<mark>[，,。；;]+)$"
)
_NAMES = ("nr", "ns", "nt", "nz")


def meant_first(text: str) -> str:
    """Return a question that ends with what it is about (…占多少？说的是东港) as one that begins with it."""
    said = _MEANT_LAST.match(text)
    if said is None or _asks(said["what"]) or _NOT_MEANT.match(said["what"]) or not _asks(said["asked"]):
        return text
    return f"{said['what']}，{said['asked']}？"


@lru_cache(maxsize=1 << 10)
def without_asides(text: str) -> str:
    """Return a question without what is said beside it; a text that asks nothing is left as it is."""
    clauses = [_of_what_is_known(match.group()) for match in _CLAUSE.finditer(text)]
    asking = [n for n, clause in enumerate(clauses) if _asks(clause)]
    if len(clauses) < 2 or not asking:
        return text
    kept = [clause for n, clause in enumerate(clauses) if n in asking or not _is_aside(clause, last=n > asking[-1])]
    return "".join(kept) if len(kept) < len(clauses) or "".join(clauses) != text else text


def _of_what_is_known(clause: str) -> str:
    """Return a clause that says what somebody knows (园区去年的收入我知道了) without that and its time, else as it is."""
    known = _KNOWN.match(clause)
    if known is None or _asks(known["what"]):
        return clause
    what = known["what"]
    for period in reversed(find_periods(what)):
        what = what[: period.start] + what[period.end :]
    return re.sub("^的|(?<=的)的", "", what) + known["mark"]


def _asks(clause: str) -> bool:
    bare = _bare(clause)
    return bool(ASK.search(bare) or _ENGLISH.search(bare)) or bare.endswith("呢")


def _bare(clause: str) -> str:
    return clause.strip(" ，,。！!；;？?\n：:")


def _is_aside(clause: str, *, last: bool) -> bool:
    """Whether a clause says nothing of what is asked; before the question only what it is for is said like that."""
    bare = _bare(clause)
    if last and (_NOT_MEANT.match(bare) or (_AS_TOLD.match(bare) and not _tells_when(bare))):
        return True
    return bool((_TO_SOMEBODY if last else _BEFORE).search(bare)) and not _says_of_what(bare)


def _says_of_what(clause: str) -> bool:
    """Whether a clause names somebody or some time, or holds a number."""
    if _tells_when(clause) or _MEANT.search(clause):
        return True
    return any(tag.startswith(_NAMES) and len(word) > 1 and not glosses(word).common for word, tag in tagged(clause))


def _tells_when(clause: str) -> bool:
    return any(map(str.isdigit, clause)) or bool(find_periods(clause))
