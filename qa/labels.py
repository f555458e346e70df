"""What tells several figures of one measure apart: 3月论坛上的数和五年回顾里的数各是多少 → the plain question and its labels.

In comes a question's text; out go what it asks without the labels, and each label: an occasion, a document, a day, a
number that held then (40家园区时), whether planned or done. Which figures they mean is for `qa/apart.py` to find.
"""

import re
from dataclasses import dataclass

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind
from qa.ends import asks_both_ends
from qa.operands import conjuncts, only_period, without_period
from qa.phrases import ASK
from qa.question import QUANTITY_NOUN, understand
from qa.set_apart import as_enumeration, held_then

_MANY = re.compile(r"多少|百分之几|几成|多[大长高远久重]|(?<![好十哪无这那近前头后])几(?!乎|[份篇种])")
_TELLS = (
    r"(?:所?(?:[说写讲给提登载]|(?<![日早晚快周简年月季])报(?![告道纸刊社表])|介绍|公布|发布|提到|透露|通报|统计|披露))"
)
_GROWN = r"(?:突破|超过|增加到|降到|减到|升到|涨到|增至|降至)"
_ASK = (
    rf"(?:都|又|则|才|却|大概|大约)*(?:{_TELLS}[的了过]?)?(?:的?数字?)?(?:都|又|则)*(?:是|为|有|到|达到?|占|算|{_GROWN}了?)*"
    r"(?:多少|百分之几|几|多[大长高远久重])[^，,。；;？?、]{0,6}"
)
_SAME = (
    r"(?:有(?:什么|何|啥|哪些)(?:不同|区别|出入|差别)"
    r"|(?:好像|似乎|都|又|就|是|可能|有点)*(?:不一样|不同|不一致|对不上|有出入|不统一))了?[吗么吧]?"
)
_EACH = re.compile(
    rf"(?:都|又)?(?:{_TELLS}的?)?(?:各自?|分别|依次)(?:都|又)*(?:{_TELLS}[的了过]?|是|为|有|到|达到?|占|算|{_GROWN}了?)*"
    r"(?:怎么|如何|什么|哪|多少|百分之几|几|多[大长高远久重]|(?=$)|[^，,。；;？?]{0,4}(?:多少|几|多大))[^，,。；;？?、]{0,8}$"
    rf"|一个(?:{_ASK})一个(?:{_ASK})$|(?:的?(?:说法|数字?|口径))?{_SAME}$"
)
_BARE = re.compile(rf"(?:{_ASK})$")
_PIECES = re.compile(
    r"[，,；;。？?！!、]|(?=(?<!还)有的|还有的|(?<!还)有些|有人[说讲]|有说|有写|(?<!另)[一另][处份篇个]外?[^，]{0,8}[写说讲报]|(?<=[^，])另[一外]?[处份篇])"
)
_ABOUT = r"(?:将近|接近|近|大约|约|不到|不足|超过?|突破)?"
_GIVEN = re.compile(
    rf"{_TELLS}(?:的?是|成|了|得|着|过|的)?(?:[\u3400-\u9fff]{{2,6}}?[是有为]?)?{_ABOUT}[\d.,]+[万亿]*(?P<unit>[^\d，,。、；;？?\s]{{1,3}}?)[吧吗呢了]?$"
)
_AT_ALL = re.compile("到底|究竟|分别|各自?")
_NOUN_GIVEN = re.compile(
    rf"(?<=[写说讲报称])[\u3400-\u9fff]{{2,6}}?[是有为]?(?={_ABOUT}[\d.,]+[万亿]*[^\d]{{1,3}}$)"
)  # 写独角兽93家
# 到底93还是115，我要填表: what stands behind may say anything but ask
_CHOICE = re.compile(
    rf"(?:到底|究竟)?(?:都|又)?(?:[是有为]|(?<=的)|(?<=[\u3400-\u9fff])){_ABOUT}(?P<one>[\d.,]+[万亿多余]*+)(?P<same>[^\d，,。]{{0,3}}?)[，,]?还是{_ABOUT}(?P<two>[\d.,]+[万亿多余]*+)"
    r"(?P<unit>[^\d，,。；;？?\s]{0,3}?)[啊呢吗]?"
    r"(?:[？?，,。；;\s][^，,。；;？?\d]{0,10}(?:出自|来自|见[于诸]?|写在|在)哪[一]?[篇份个处家][^，,。；;？?\d]{0,6}"
    r"|[？?，,。；;][^，,。；;？?]{0,4}(?:材料|说法|报道|文件|来源|地方|处|[份篇个种家])?[^，,。；;？?\d]{0,4}(?:怎么|如何|哪)[^，,。；;？?\d]{0,6}"
    r"|[？?，,。；;\s](?:(?!多少|[几哪谁]|什么|怎么|如何|为何|是否|[是有]没)[^\d])*)?[？?。]?$"
)
# 请分别给出报道和公报中的数字: asked for in the imperative
_GIVE = re.compile(
    r"请?(?:给我)?(?:(?:分别|都|各|一并|依次)*(?:给|列|说|报|写|讲)出(?P<which>[^，,。；;？?]+?)的?(?:数字?|数据|说法|数值)"
    r"|把(?P<those>[^，,。；;？?]+?)的?(?:数字?|数据|说法|数值)(?:都|分别|一并|依次)*(?:给|列|说|报|写|讲|告诉)(?:我|出来|一下|出|清楚)*)$"
)
_WHAT = re.compile(r"什么|[何啥哪谁]")
_DISPUTED = re.compile(
    r"^(?:我|咱们?)?(?:手[上头里]|这里|看到的?)?的?[几两三多各][份篇个种](?:不同的?)?(?:材料|文件|文档|报道|资料|说法|文章)(?:[里中上])?的?"
    r"|(?:好像|似乎|前后|一直|都|有过?)*(?:有(?:过)?(?:变化|变动|出入)|对不上|不一[样致]|不同|变过|不统一)[了的]?$"
)
_SEVERAL = re.compile(r"各|分别|[两几]处|哪[个份篇].{0,4}[写说讲报]|[两几]个数|对不上|不一[样致]")
_ANOTHER = re.compile(r"^(?:有的|有些|有人|有说|有写|另|还有|别的|其他|[一二两]处|一[份篇个][说写讲])")
_LEAD = re.compile(r"^(?:在|据|照|以|由|根据|关于|对于|从|[一另]外?[个种处笔批](?=[^月年]))+")
_TAIL = re.compile(
    rf"的?(?:(?:那|这)(?:会儿|时候|时|篇|份|次)|时候|[上里中时]|{_TELLS}[的了过]?|的|(?:数字?|说法|口径|情况|统计|数据|总数)|分别|各自?)+$"
)
_TELLING = re.compile(
    rf"(?:报|刊|告|要|鉴|谈|文|道|稿|会|坛|述|评|顾|望|辞|话|纪|讲|录|事|章|推文|手册)(?=$|[上里中那这的时]|{_TELLS})"
    rf"|(?:{_TELLS})[的了过]?|口径|说法|的?数字?$|[的了]?(?:时候?|那会儿)$|^(?:先|后|前|原|初|早)|预计|计划|打算|设想|拟|已|实际|实测|^按"
)
_SHARED = re.compile(r"^(?P<label>.*的)(?P<shared>[^的]{1,8})$")
_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
_BROKEN = re.compile(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff\d])")  # 总收入 3月讲的和9月讲的各是多少
_NUMBERED = re.compile(r"\d+[家个座所]")
_MOST = 4

_HOW_MUCH = re.compile(
    "多[久长大高]"
)  # its labels, where they are found, stand closer to the figures than a change is told


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a question asks, and what tells the figures apart that it wants of it, in its order.

    `worded` is set where it asks for names or other words, not for figures; `held` where each label is a number that
    must hold where the figure is told, `against` where two sources are set against each other for one measure.
    """

    question: str
    labels: tuple[str, ...]
    worded: bool = False
    held: bool = False
    against: bool = False


def labelled(text: str, *, telling: bool = True) -> Labelled | None:
    """Return the plain question and the labels of a question for several figures of one measure, None for any other.

    With `telling` a label must say of where, of when or how a figure is told; without, parts and bodies are labels too.
    """
    if held := held_then(text):
        return Labelled(*held, held=True)
    plain = as_enumeration(text)
    against = plain != text
    text = _BROKEN.sub("，", plain)
    clauses = [c.strip(" ：:") for c in re.split(r"[，,；;。？?！!：:]", _BRACKETS.sub(r"\1", text)) if c.strip(" ：:")]
    clauses = [_asked_for(clause) for clause in clauses]
    found = (
        None
        if asks_both_ends(text) and not _HOW_MUCH.search(text)
        else _quoted(text) or _clause_by_clause(clauses) or _together(clauses)
    )
    if found is None:
        return None
    topic, labels = found
    topic = re.sub(r"^关于|，各自?(?:都|又)?(?:{_TELLS}[的了过]?)?(?=多少|几)".replace("{_TELLS}", _TELLS), "", topic)
    if not 2 <= len(labels) <= _MOST or (telling and not any(map(_is_telling, labels))) or not understand(topic).terms:
        return None
    if all(only_period(label) for label in labels):
        return None
    labels = tuple(map(_plain, labels))
    topic = topic.rstrip("的，")
    if not _MANY.search(text + topic) and (ASK.search(topic) or not QUANTITY_NOUN.search(topic)):
        return Labelled(f"{topic}{'' if ASK.search(topic) else '是什么'}？", labels, worded=True)
    return Labelled(f"{topic}{'' if _MANY.search(topic) else '是多少'}？", labels, against=against)


def _asked_for(clause: str) -> str:
    """Return a clause that is told to give figures as one that asks for them, and one that only disputes them without that."""
    if given := _GIVE.match(clause):
        return f"{given['which'] or given['those']}的数各是多少"
    bare = _DISPUTED.sub("", clause)
    # 实录和报道写得不一样: what names the sources stays whole
    return clause if _MANY.search(bare) or _WHAT.search(clause) or _members(bare)[0] else bare or clause


def _is_telling(label: str) -> bool:
    """Whether a label says of where, of when or how a figure is told, and is not a part or a body of its own."""
    return bool(_TELLING.search(label) or _numbers(label))


def _numbers(label: str) -> bool:
    periods = find_periods(label)
    counts = (q for q in find_quantities(label) if q.kind is Kind.COUNT)
    return any(not any(p.start <= q.start < p.end for p in periods) for q in counts)


def _quoted(text: str) -> tuple[str, list[str]] | None:
    """Return topic and labels of a question that gives a figure itself: 有的写93家，有的好像更多，各是多少."""
    if choice := _CHOICE.search(text):
        before = text[: choice.start()]
        unit = choice["unit"] or choice["same"]
        topic = f"{before}{'' if before.endswith('的') else '是'}多少{unit}"
        return topic, [f"写{choice['one']}{unit}", f"写{choice['two']}{unit}"]
    pieces = [piece.strip(" ：:") for piece in _PIECES.split(text) if piece and piece.strip(" ：:")]
    given = [n for n, piece in enumerate(pieces) if _GIVEN.search(piece) and not _MANY.search(piece)]
    several = [n for n, piece in enumerate(pieces) if _SEVERAL.search(piece) and n not in given]
    # 一份说近300家，另一份是多少
    rest = [
        n
        for n, p in enumerate(pieces)
        if given and n > given[0] and n not in several and _ANOTHER.match(p) and _MANY.search(p)
    ]
    if not given or not (several or rest or len(given) > 1):
        return None
    unit = next((match["unit"] for n in given if (match := _GIVEN.search(pieces[n]))), "")
    others = [n for n in range(given[0] + 1, len(pieces)) if n not in given and _ANOTHER.match(pieces[n])]
    about = [p for n, p in enumerate(pieces[: given[0]]) if n not in several]
    # 一份写93家，另一份好像更多，独角兽的数各是多少: what is asked for may come last
    asking = [_BARE.sub("", _AT_ALL.sub("", p)) for n, p in enumerate(pieces) if n > given[-1] and _MANY.search(p)]
    about = [p for p in asking if not _SEVERAL.search(p) and not _ANOTHER.match(p) and understand(p).terms] or about
    if not any(about):
        return None
    labels = [pieces[n] for n in sorted([*given, *others]) if n in rest or not _MANY.search(pieces[n])]
    labels = [_NOUN_GIVEN.sub("", _BARE.sub("", label) or label) for label in labels]
    if len(labels) == 1:
        labels.append("另一个")
    topic = "，".join(about)
    return topic if _MANY.search(topic) else f"{topic}是多少{unit}", labels


def _clause_by_clause(clauses: list[str]) -> tuple[str, list[str]] | None:
    """Return topic and labels of one asking clause each: 论坛上说的是多少，回顾里又是多少."""
    asking = [n for n, clause in enumerate(clauses) if _MANY.search(clause) and not _EACH.search(clause)]
    if len(asking) < 2 or asking != list(range(asking[0], asking[-1] + 1)) or not asking[0]:
        return None
    bare = [_BARE.search(clauses[n]) for n in asking]
    if not all(
        match and (match[0][:2] != "多少" or _TAIL.search(clauses[n][: match.start()]))
        for n, match in zip(asking, bare, strict=True)
    ):
        return None  # 原来每吨降多少: the measure is in the clause
    labels = [clauses[n][: match.start()] for n, match in zip(asking, bare, strict=True) if match]
    units = [_MANY.split(clauses[n])[-1] for n in asking]
    unit = units[0][:1]
    if not all(labels) or any(
        own and own != units[0] and not {own[:1], unit} <= set("个家人位名") for own in units[1:]
    ):
        return None  # 强度为多少，是示范区的多少倍: another measure
    return f"{'，'.join(clauses[: asking[0]])}是多少{unit if unit in '个家人位次件项' else ''}", labels


def _together(clauses: list[str]) -> tuple[str, list[str]] | None:
    """Return topic and labels of an enumeration: 论坛上的数和回顾里的数各是多少; 一个已设的、一个打算设的，规模各多大."""
    for number, clause in enumerate(clauses):
        each = _EACH.search(clause)
        if each is None:
            continue
        stem = clause[: each.start()]
        asked = _asked(each[0])
        labels, shared = _members(stem)
        others = clauses[:number] + [
            c for c in clauses[number + 1 :] if _MANY.search(c) and not any(map(_MANY.search, clauses[:number]))
        ]
        if not labels:
            shared = stem
            for before in range(number - 1, -1, -1):
                labels, rest = _members(clauses[before])
                if labels and any(map(_is_telling, labels)):
                    others = [c for c in others if c != clauses[before]]
                    shared = rest + shared
                    break
            else:
                return None
        topic = "，".join(
            [*others, f"{shared}{asked}"] if shared or (asked and not any(map(_MANY.search, others))) else others
        )
        return re.sub(r"，(?=多少|多大|几)", "有" if asked else "", topic), labels
    return None


def _asked(each: str) -> str:
    """Return what of the asking words says what is wanted: 多少家 of 各写了多少家."""
    match = _MANY.search(each)
    return re.sub(r"[一另]个.*", "", each[match.start() :]) if match else ""


def _members(stem: str) -> tuple[list[str], str]:
    """Return the members of an enumeration without what is said of their telling, and the measure that closes it."""
    members = [m for m in conjuncts(stem, summed_up=False) if m]
    if len(members) < 2:
        return [], ""
    shared = ""
    match = _SHARED.match(members[-1])
    if match and not _TAIL.fullmatch(match["shared"]) and all(m.endswith(f"的{match['shared']}") for m in members):
        # 40家特色园的收入和64家特色园的收入: what is counted is of the measure, how many sets them apart
        members, shared = [m.removesuffix(match["shared"]) for m in members], match["shared"]
        whose = {_NUMBERED.sub("", without_period(m)) for m in members}
        shared = f"{whose.pop()}{shared}" if len(whose) == 1 else shared
    return members, shared


def _plain(label: str) -> str:
    """Return a label without the words that only say that it is one: 2024年8月的数, 23家口径."""
    label = _LEAD.sub("", label)
    return label[: match.start()] if (match := _TAIL.search(label)) and match.start() else label
