"""What frames a question: who asks, what for, in which form (老王问, 做PPT要用, 主任怎么讲的, 数值带单位).

In comes a question, out goes the same without its frame. A clause frames if the words of the asking itself make it up
from end to end (`framing.txt`, a closed field of the language: telling, looking up, needing, what one writes, the form
of an answer), with at most a person by title. Such a clause names nothing in the world, so nothing of it is looked for.
"""

import re
from functools import cache, lru_cache
from importlib import resources

from index.glosses import glosses
from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind
from index.words import tagged
from qa.phrases import ASK, TITLE

_PERSON = rf"(?:[\u3400-\u9fff]{{0,3}}?(?:{TITLE}|[工哥姐])|[小老][\u3400-\u9fff])"
_TELL = r"(?:说|讲|写|提|报|介绍|表述|描述|公布|披露)"
_HOW_TOLD = re.compile(
    rf"(?!.*(?:多少|几|哪|谁|什么|啥))[\u3400-\u9fff·]{{2,10}}?(?:是|又|都)?(?:怎么|如何|咋){_TELL}(?:到|起|过)?(?:的|了)?[呢啊呀]?"
)
# 有时点的注明时点: of the form of the answer
_NOTED = re.compile(
    r"有[\u3400-\u9fff]{1,6}的(?:话)?[请也就都要]*(?:一并|分别)?(?:注明|标明|标注|标出|写明|写上|写清|带上|附上)[\u3400-\u9fff]{0,6}"
)
_ASKS = re.compile(
    r"[老小][\u3400-\u9fff]问|.{0,6}(?:有人|领导|同事|老板|客户|记者)(?:又|也|刚才|刚)?(?:问|打听)(?:起|到|我|道)?"
)
_CLAUSE = re.compile(r"[^，,。！!；;？?\n：:]+[，,。！!；;？?\n：:]*")
_BORDERS = " ，,。！!；;？?\n：:"
_DIFFERS = re.compile(
    r"不一[样致]|对不上|出入|[两几三各][个份篇种]|不同的?(?:材料|文[件章档]|报道|资料|来源)|有没有(?:别的|其[他它])|都(?:列|要|说|给|报)|全(?:列|要|说|给|报)|分别"
)
_DOES = re.compile(
    r"[要用带标求给写填急赶查找看问答教核确帮谢别等讲提做附注交介弄搞忘知听]|报(?![纸道告表刊社])|说(?!法)|发(?!言)|记(?![者录])|怎么|如何|清楚|没关系|可以|即可|直接|务必|[您你]好|精确|以.{1,3}为准|按|说法$"
)
_AND_NOW = re.compile(r".{1,3}呢")  # 现在呢 asks
_NAMES = ("nr", "ns", "nt", "nz")
_SHORT, _REST, _LEFT = 10, 0.4, 3  # signs of a clause, share and number of those that may be of something else
_AS_SHARE = re.compile("百分[比数]|比例|占比")
_DIGIT = re.compile(r"\d")
_PLEASE = r"(?:请|麻烦|劳驾|劳烦|拜托|烦请|帮我|帮忙|帮|给我|替我|[跟向][你您]|我?想|我?要|能不能|能否|可不可以|可以|来|先|再|你|您|我|咱)"
_OF_LATE = r"(?:刚才|刚刚|刚|上次|会上|[今昨明后]天|待会儿?|等会儿?|等下|[上下]午)"
_WHO = rf"(?:{_OF_LATE}*(?:有没有人|有谁|有人|谁|哪位|大家|领导|老板|同事|[小老][\u3400-\u9fff]))"
_LOOK = r"(?:知道|清楚|晓得|了解|核对|核实|确认|请教|打听|咨询|告诉|问起|问到|问|查询|查|看|找|翻|搜)"
_IN = r"(?:在?(?:这|那|我们|咱们)?[几些份]*(?:材料|资料|文件|文档|报告|原文)(?:里面|里头|当中|里|中|上)?)"
_LEAD = re.compile(
    rf"(?:{_IN}(?:有没有|有无|是否)(?:写|说|讲|提|记)[到过]?|(?:{_PLEASE}|{_WHO})+{_LOOK}(?:一?下|一[查看问找]|[查看问找翻说讲]{{1,2}}|我|到|起)?|(?P<verb>[查看问找翻搜说讲])(?:一?下|一?(?P=verb)))"
    rf"(?:{_IN})?[，,：: ]*(?![的了过得着到])"
)
_TOLD = re.compile(
    rf"(?<=[\u3400-\u9fff]{{2}}){_TELL}的(?=(?:[是为有]|大概|大约|到底|究竟)*(?:多少|几|百分之))"
)  # 收入写的是多少


@cache
def _covering() -> re.Pattern[str]:
    """Return the pattern of a clause that words of the asking make up from end to end."""
    lines = (resources.files("qa") / "framing.txt").read_text(encoding="utf-8").splitlines()
    words = sorted({word for line in lines if not line.startswith("#") for word in line.split()}, key=len, reverse=True)
    return re.compile(rf"(?:{_PERSON})?(?:{'|'.join(map(re.escape, words))})+", re.IGNORECASE)


@lru_cache(maxsize=1 << 10)
def without_framing(text: str) -> str:
    """Return a question without its frame; a text that is nothing else is left as it is."""
    clauses: list[str] = []
    kept: list[str] = []
    asked = False
    for clause in (match.group() for match in _CLAUSE.finditer(text)):
        parts = _at_spaces(clause)
        clauses += parts
        if not (asked and _mostly_frames(_bare(clause))):
            kept += [part for part in parts if not frames(part)]
        asked = asked or ASK.search(clause) is not None
    if len(kept) < len(clauses) and any(map(_says, kept)):
        # What the clause left out ended with still ends the question.
        text = "".join(kept) if kept[-1] is clauses[-1] else "".join(kept).rstrip(_BORDERS) + "？"
    text = _TOLD.sub("", text)
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else ""
    return rest if len(rest) > 3 and _says(rest) else text


def asked_form(text: str) -> frozenset[Kind]:
    """Return the kinds of figure that a clause beside the question wants the answer in (要个百分比), none for any."""
    clauses = [part for match in _CLAUSE.finditer(text) for part in _at_spaces(match.group())][1:]
    told = [clause for clause in clauses if frames(clause) or _mostly_frames(_bare(clause))]
    return frozenset({Kind.PERCENT, Kind.RATIO}) if any(_AS_SHARE.search(c) for c in told) else frozenset()


def frames(clause: str) -> bool:
    """Whether a clause says nothing but who asks or tells, what for, or in which form."""
    bare = _bare(clause)
    told = (_covering(), _HOW_TOLD, _ASKS)
    return bool(_NOTED.fullmatch(bare)) or (_may_frame(bare) and any(pattern.fullmatch(bare) for pattern in told))


def _bare(clause: str) -> str:
    return "".join(clause.strip(_BORDERS).split())


def _may_frame(bare: str) -> bool:
    """Whether a clause does something of the asking, and tells no number and of no differing figures."""
    if not _DOES.search(bare) or _DIGIT.search(bare) or _DIFFERS.search(bare) or _AND_NOW.fullmatch(bare):
        return False
    return not find_quantities(bare)


def _mostly_frames(bare: str) -> bool:
    """Whether a short clause behind the question has little besides words of the asking, and no name: 我好写进方案."""
    if (
        not _may_frame(bare)
        or len(bare) > _SHORT
        or bare.endswith("的")
        or ASK.search(bare)
        or bare[-1] in "吗呢么"
        or find_periods(bare)
    ):
        return False
    rest = re.sub(_covering().pattern, "", bare, flags=re.IGNORECASE)
    named = any(tag.startswith(_NAMES) and not glosses(word).common for word, tag in tagged(bare) if len(word) > 1)
    return len(rest) <= min(_REST * len(bare), _LEFT) and not named


def _at_spaces(clause: str) -> list[str]:
    """Return the parts of a clause that spaces behind Chinese signs mark off."""
    return [part for part in re.split(r"(?<=[\u3400-\u9fff] )(?=\S)", clause) if part]


def _says(clause: str) -> bool:
    """Whether a clause holds anything besides words of asking."""
    return bool(re.search(r"[\u3400-\u9fffA-Za-z]{2}", clause))
