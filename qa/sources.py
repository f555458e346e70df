"""Who tells it: a question that sets sources against each other → what it asks, and of each source on its own.

A question may say that figures differ (对不上, 说法不一, 一会儿一个数), and name the speakers or documents that tell them
(早报和晚报报的产值各是多少, 局长说多少、教授又说多少). In come its text and the passages found for it; out come the plain
question, and for each source named a part with the passages that are its. What is said of the telling is not looked for.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Document, Kind, Passage
from qa.phrases import TITLE
from qa.question import QUANTITY_NOUN, understand

MANY = re.compile(
    r"多少|百分之几|多[大长高远久重]|(?<![好十哪无这那近前头后])几(?!乎|[份篇种]|位(?:嘉宾|专家|领导|代表|发言))"
)
_TELL = r"[写说讲报给]"
_DIFFER = re.compile(
    rf"(?:{_TELL}[的得])?(?:时?[前先]后)?(?:都|又|好像|就)*(?:对不上|(?:[说讲写提]法|口径|(?<![家户座所艘辆台架栋幢间个人次量件项条])数[字据]?)不(?:一[样致]?|同样?)|不一[致样]|(?:互相|自相)?矛盾|打架)了?[吧吗呢]?"
    rf"|(?:{_TELL}[的得])?(?:是否|是不是)?(?:(?:一[致样]|相同|统一)[吗么不]|有[没无]?有?出入|不是同一[个位家回][人事]?|不是一[个码回](?:数[字据]?|说法|口径|事儿?))[吧吗呢]?"
    r"|(?:有没有(?:别的|其[他它]|不同)的?|不同的)(?:数[字据]?(?![量据库中码学产])|说法|版本)"
    r"|(?:前后|一会儿)[^，。；？]{0,8}[两几一二三]个?(?:数字?|说法)|好?[两几](?:个(?:数字?(?!量)|说法)|种说法)"
    r"|在?(?:[几两三各][份个篇种家]|不同的?|各)(?:材料|文[件档]|报[道纸]|资料|说法|来源)(?:[之里]?[间面]|[里中上])?"
    r"(?:所?(?:提到|提及|给出?|写到?|讲到?|说到?|列出?|记载|报道?|公布|介绍)的(?=[\u3400-\u9fff]{3}))?"
)
# 两位嘉宾各说多少: several tell the number, whoever they are
_SEVERAL_TELL = re.compile(
    r"[^，,。；;？?的]{0,8}?[两二三几各](?:位|个|家|篇|份|处|名|段|次)[\u3400-\u9fff]{0,4}?(?:各自|分别|各|都|的)*"
    r"(?:[说报讲给提写称]|介绍|公布|提到|透露)[的了过到出]*(?:数字?|说法)?(?:各|分别|都)?(?:是|有)?(?:多少|几[家个名位项]?)"
    r"|[^，,。；;？?]{0,16}(?:前后|先后|分别|一共)[说报讲给提写称][了过到出]*哪[两几]个(?:(?P<people>人数)|[\u3400-\u9fff]?数[字值量]?|说法)"
)
# 论坛上几个人报的数都列一下
_ALL_TOLD = re.compile(
    rf"[^，,。；;？?的]{{0,8}}?[两二三几各](?:位|个|家|篇|份)[\u3400-\u9fff]{{0,4}}?{_TELL}[了过到出]*的(?:数[字据值]?|说法)(?:都|全)?[请帮我要]*(?:列|给|说|报)?(?:一下|出来|全)?"
)
_WHO_TELLS = rf"(?:有[的些人]?|[这那一另]?一?[处份篇家个]|[前后]面)(?:材料|文件|报道|地方|人)?(?:[跟和对向]我)?{_TELL}"
_DIGITS = r"[\d一二两三四五六七八九十百千]"
_OTHERWISE = r"(?:没有?|不到|不止|不只)(?:[那这]么)?[多少大高](?!少)|(?:更|还要)[多少大高]|不是(?:[那这]个|这么)|不对"  # 说没那么多
_HEARD = re.compile(rf"{_WHO_TELLS}[^，,。；;？?]*?(?:{_DIGITS}|{_OTHERWISE})[^，,。；;？?]*")
_HEARD_ONCE = re.compile(rf"{_WHO_TELLS}[^，,。；;？?]*?(?:{_DIGITS}|{_OTHERWISE})")
# 332家这个数对吗？有没有别的说法: what is given is asked for
_IS_RIGHT = re.compile(
    r"[，,]?[是有为]?(?P<given>[^，,。；;？?]{1,10}?)(?:这个)?(?:数[字据]?|说法)(?:对吗|对不对|对吧|准吗|准不准|准确吗|是否准确|有没有错|没错吧)"
)
# 前后好像有两个数，是哪两个: the figures are asked for, though no word says how many
_WHICH_TWO = re.compile(
    r"(?P<said>(?:前后|先后|一共)?(?:好像|似乎)?(?:[有讲说给报提写]|出现)[了过到出]*[两几]个(?:不同的)?(?:数[字值]?|说法))[，,]?"
    r"(?:分别|各)?是哪[两几]个(?:数[字值]?)?"
)
_WHICH_SAYINGS = re.compile(
    r"都?有哪(?:几[个种]|些)(?P<said>不同的?(?:数[字值据目]?|说法|版本))[呢吗]?[？?]?$"
)  # of what is measured: 总收入有哪些不同的说法
_TWO_TOLD = r"(?:[两几](?:个(?:数|说法)|种说法)|说法不|对不上)"
# 是什么职务, 指哪几类: asked for in words, and not which material says it
_WORDED = re.compile(
    r"(?:什么|啥)(?!口径|数|说法|版本|材料)|(?<!无论)谁(?![说讲写给报])|哪(?:[几一两二三四五六七八九十]?[个家位所项类种些座款条]|[里儿年天月])(?!材料|文件|文章|报道|说法|数|口径|更|比较|版本)"
)
_WHICH_ONES = re.compile(
    r"(?:都|一共|分别)?(?:有|是)?哪(?:[几两三]个|些)不?同?的?(?:数[字值据目]?|说法|版本)?"
)  # 座数不一致，有哪几个数
_BARE_WORDED = re.compile(r"(?:又|则)?是(?:什么|啥|谁|哪.{0,2})")
_PEOPLE = re.compile(r"的?人数(?:是|有|为)*(?:多少|几)[个人位名]?$")  # as texts tell it: 招生1200人
_ALL_OF_THEM = re.compile(rf"都(?:[请帮]我?|要)*(?:列|{_TELL})")
# 站长讲的是几个，年报写的又是几家: the second only asks the same of another
_ANOTHER_TELLS = re.compile(
    rf"[^，,。；;？?]{{1,10}}?(?:{_TELL}[的了]?又[是有为]?|又{_TELL}[的了]?[是有为]?)(?:多少|几)[^，,。；;？?]{{0,3}}"
)
_TOLD_NUMBERS = re.compile(r"的(?:数字?|说法)?[和与跟、][^，。；？]{2,}的(?:数字?|说法)?$")
_META = re.compile(
    rf"听到|我这[儿里边]|数[字据]?|说法|口径|材料|文[件档章]|资料|报[道纸]|来源|清楚|出来|看到|好像|同一?[段篇份]|前后|[里中上]|[两几各][个份家种篇处位]?|怎么|如何"
    rf"|{_TELL}|列|请|一下|[都就把我是的了些]"
)
_NOTHING_BUT = re.compile("都?[是为有]")
_EMPHASIS = re.compile(r"到底|究竟|(?:分别|各自|各)(?=都?[是为有占达说写报讲多几])")
_NOT_THOSE = re.compile(r"(?:不是|不要|别)")
_BARE_ASKING = re.compile(
    r"(?:一前一后|一先一后|前[后面头]|先后|[两二三][个处次者]?数?[字量值据目]?)?[又则]?(?:都?[说写报讲给称提]*的?)*(?:是|为|有|到)*(?P<asked>(?:多少|几)[^，,。；;？?、]{0,4}|百分之几)"
)
_MONTH = r"(?:(?:去年|今年|前年|\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?)"
WHEN = r"(?:(?:去年|今年|前年|\d{4}年)?(?:\d{1,2}月(?:\d{1,2}[日号])?)?(?:那天|那次|当时)?)"
_THEN = rf"(?:{_MONTH}|那天|那次|当时)"  # of the telling; a year may well be that of the figure
TELLS = r"(?:所?(?:[说写讲给载称]|报(?![告道纸刊社表]))|介绍|公布|发布|披露|宣布|提到|透露|通报|登载?|统计)(?:过|出|来)?(?:的|了)?(?:是|数字?|说法)?"
_TAIL = re.compile(
    rf"{TITLE}?{_THEN}?(?:在[^，,。；;？?和与跟]{{1,8}}?[上里中时])?(?:[两二三几]?[位人家份篇]|[那这][篇份次场]|致辞|发言|讲话|演讲|报告|汇报)*(?:上|里|当?中)?(?:的|时|分别|各自|各|都|又|则|却|{_THEN})*(?:{TELLS})?"
)
_LEAD = re.compile(rf"(?:我看|按照?|据|照|在|由)?{_MONTH}?{TITLE}?$")
_JOINT = re.compile(r"^(?:致辞|发言|讲话|演讲|报告|汇报)?[\s和与跟及、，,同]*$")
_LATER = re.compile(
    r"(?:后来|之后|另外?一?[份篇处家]|其[他它]|别的)[^，,。；;？?]{0,8}?(?:的?数字?|材料|报道|说法|公布|发布|写|说|讲|报)的?(?:是|数字?)?"
)
_COMPARES = re.compile(
    r"比[^，,。；;？?]{0,8}?[多少高低快慢大小][^，,。；;？?]{0,3}(?:多少|几)|相?差[^，,。；;？?]{0,3}(?:多少|几)"
)
_DOCUMENT = re.compile(r"[报刊告册要录鉴话谈文道稿知法志簿书事坛桌会述评]$")
_SEVERAL = re.compile(r"[和与跟及、，,；;]|[。？?！!].")
_MAY_TELL = re.compile(rf"{TELLS}|[上里中篇份]|{_DIFFER.pattern}")
_LONGEST = 12  # characters of what a question calls a document


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a question names: how, where in its text, and which passages are its."""

    name: str
    start: int
    end: int
    holds: Callable[[Passage], bool]
    person: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a question: what it asks, and of which source."""

    question: str
    source: Source


def without_dispute(text: str) -> tuple[str, bool]:
    """Return a question without what it says of figures that differ, and whether it says so: 到底几家？我看到两个数。"""
    text = _given_asked(text)
    if not MANY.search(text) and not _WHICH_TWO.search(text) and len(find_quantities(text)) > 1:
        return text, False  # it gives the figures itself: 有268亿元和193亿元两种说法，分别是什么口径
    if (sayings := _WHICH_SAYINGS.search(text)) and QUANTITY_NOUN.search(text[: sayings.start()]):
        text = f"{text[: sayings.start()]}{sayings['said']}是多少"
    clauses = [
        c
        for c in re.split(rf"[，,；;。？?！!]|[：:](?=.*{_TWO_TOLD})", _WHICH_TWO.sub(r"\g<said>是多少", text))
        if c.strip()
    ]
    kept: list[str] = []
    differs = asked = False
    heard = len(_HEARD_ONCE.findall(text)) > 1  # 有说9万亿的，也有说10万亿的
    asks = MANY if MANY.search(text) or not _WORDED.search(text) else _WORDED
    for clause in clauses:
        if differs and kept and _WHICH_ONES.fullmatch(clause) and (asked or QUANTITY_NOUN.search(kept[-1])):
            continue
        another = _ANOTHER_TELLS.fullmatch(clause) and not find_periods("".join(kept))
        if kept and asked and (another or _ALL_TOLD.fullmatch(clause)):
            differs = True
            continue
        if kept and not asked and (several := _SEVERAL_TELL.fullmatch(clause)):
            kept.append("有多少人" if several["people"] else "是多少")
            differs = asked = True
            continue
        differing = _DIFFER.search(clause) or (heard and _HEARD.search(clause))
        if asks is MANY:
            differing = differing or _ALL_OF_THEM.search(clause) or (asked and _TOLD_NUMBERS.search(clause))
        differs = differs or bool(differing)
        if not differing:
            if not (asked and _NOT_THOSE.match(clause)):
                kept.append(clause)
        elif asks.search(clause) or not (asked or understand("，".join(kept)).terms):
            rest = _DIFFER.sub("", _ALL_OF_THEM.sub("", _HEARD.sub("", clause) if heard else clause))
            if understand(_META.sub("", rest)).terms and not (kept and QUANTITY_NOUN.search(kept[-1])):
                kept.append(rest)
        asked = asked or bool(asks.search(clause))
    if not differs or not kept:
        return text, False
    return _whole(kept), True


def _given_asked(text: str) -> str:
    """Return a question whether a figure is right, and which others there are, as one that asks for the figure."""
    right = _IS_RIGHT.search(text)
    if right is None or not _DIFFER.search(text, right.end()):
        return text
    for given in find_quantities(right["given"]):
        if given.end == len(right["given"]):
            start = right.start("given") + given.start
            asks = f"有多少{given.unit}" if given.kind is Kind.COUNT else "是多少"
            return re.sub("[，,]?[是有为]?$", "", text[:start]) + asks + text[right.end() :]
    return text


def _whole(clauses: Sequence[str]) -> str:
    """Return clauses as one question; what only asks (各是多少) goes to what stands before it."""
    text = ""
    for clause in clauses:
        clause = _EMPHASIS.sub("", clause).strip()
        bare = _BARE_ASKING.fullmatch(clause)
        if _NOTHING_BUT.fullmatch(clause) or (bare and text and MANY.search(text)):
            continue  # 多少成员，分别是
        text = re.sub("[有是为]$", "", text) if bare else text
        joint = "" if not text or _BARE_WORDED.fullmatch(clause) else "是" if bare else "，"
        text += joint + (bare["asked"] if bare else clause)
    text = text.rstrip("的，")
    asks = MANY.search(text) or _WORDED.search(text)
    return _PEOPLE.sub("有多少人", f"{text}{'' if asks else '是多少'}") + "？"


def told_apart(text: str, passages: Sequence[Passage], document_of: Callable[[str], Document]) -> list[Told]:
    """Return the part of a question for each of the sources that it sets against each other, [] when it names none.

    Args:
        text: the question as asked.
        passages: what was found for it.
        document_of: id → document.
    """
    if not (_SEVERAL.search(text) and _MAY_TELL.search(text)) or _COMPARES.search(text):
        return []  # a plain question costs nothing here
    sources = _sources(text, {p.document_id: document_of(p.document_id) for p in passages})
    if len(sources) < 2:
        return []
    rest: list[str] = []
    place = 0
    for clause in re.split(r"([，,；;。？?！!、])", text):
        start, place = place, place + len(clause)
        here = [s for s in sources if start <= s.start < place]
        rest.append(_without(clause, start, here))
    clauses = [c for c in re.split(r"[，,；;。？?！!、]", "".join(rest)) if c.strip()]
    asked, _ = without_dispute("，".join(dict.fromkeys(clauses)))
    question = _whole(_once(re.split(r"[，,]", asked.rstrip("？?"))))
    return [Told(question, source) for source in sources] if understand(question).terms else []


def _once(clauses: Iterable[str]) -> list[str]:
    """Return clauses, of those that only ask (说多少, 又说多少) the first."""
    found: list[str] = []
    for clause in clauses:
        bare = _BARE_ASKING.fullmatch(_EMPHASIS.sub("", clause).strip())
        if not bare or not any(MANY.search(c) for c in found):
            found.append(clause)
    return found


def _without(clause: str, start: int, sources: Sequence[Source]) -> str:
    """Return a clause without the sources that it names and what says that they tell."""
    for source in sorted(sources, key=lambda s: -s.start):
        before, behind = clause[: source.start - start], clause[source.end - start :]
        tail = _TAIL.match(behind)
        behind = behind[tail.end() :] if tail else behind
        clause = re.sub(r"[和与跟及同]$", "", _LEAD.sub("", before)) + behind
    return clause


def _sources(text: str, documents: dict[str, Document]) -> list[Source]:
    """Return the sources named in a question, in order, when it says that they tell something."""
    found = speakers(text, documents)
    found += [source for source in _documents(text, documents) if not _covered(source, found)]
    found.sort(key=lambda s: s.start)
    kept: list[Source] = []
    for source in found:
        # 张三在论坛上说的: one source, not two
        if (
            kept
            and kept[-1].person
            and not source.person
            and re.fullmatch(rf"{TITLE}?{WHEN}在?[^，,。；;和与跟]{{0,6}}", text[kept[-1].end : source.start])
        ):
            continue
        if kept and source.person and not kept[-1].person and text[kept[-1].end : source.start] in ("上", "里", "中"):
            source = replace(source, start=kept.pop().start)
        kept.append(source)
    if len(kept) == 1 and (later := _LATER.search(text, kept[0].end)):
        first = kept[0]
        kept.append(Source(later[0], later.start(), later.end(), lambda passage: not first.holds(passage)))
    return kept if len(kept) > 1 and _are_telling(text, kept) else []


def _are_telling(text: str, sources: Sequence[Source]) -> bool:
    """Whether each source is said to tell: itself, or one that it is joined with (早报和晚报报的)."""
    telling = False
    for number in range(len(sources) - 1, -1, -1):
        source = sources[number]
        behind = text[source.end :]
        tail = _TAIL.match(behind)
        told = bool(tail and re.search(rf"{TELLS}$|[上里中篇份]", tail[0])) or bool(_LATER.fullmatch(source.name))
        following = sources[number + 1] if number + 1 < len(sources) else None
        joined = (
            following is not None and telling and _JOINT.fullmatch(_LEAD.sub("", text[source.end : following.start]))
        )
        telling = told or bool(joined) or (following is None and _DIFFER.search(text) is not None)
        if not telling:
            return False
    return True


def _covered(source: Source, by: Sequence[Source]) -> bool:
    return any(source.start < other.end and other.start < source.end for other in by)


def speakers(text: str, documents: dict[str, Document]) -> list[Source]:
    """Return the speakers of the documents found that a question names: whole, in part (丽娜), or by title (钟局长)."""
    people = {turn.speaker for document in documents.values() for turn in document.turns if len(turn.speaker) > 1}
    found: list[Source] = []
    for person in sorted(people, key=len, reverse=True):
        parts = re.split(r"[·•.\s]", person)
        # 艾巴·伦德 and 艾巴·朗德: names from abroad are spelled as one hears them
        forms = [
            re.escape(person),
            *(rf"{re.escape(part)}(?:[·•][\u3400-\u9fff]{{{len(parts[-1])}}})?" for part in parts if len(part) > 1),
        ]
        for form in forms:
            if (match := re.search(form, text)) and not _covered(_said_by(person, match), found):
                found.append(_said_by(person, match))
                break
        else:
            alone = sum(other[0] == person[0] for other in people) == 1
            match = re.search(rf"{re.escape(person[0])}{TITLE}", text) if alone else None
            if match and not _covered(_said_by(person, match), found):
                found.append(_said_by(person, match))
    return found


def _said_by(person: str, match: re.Match[str]) -> Source:
    return Source(match[0], match.start(), match.end(), lambda passage: passage.speaker == person, person=True)


def _documents(text: str, documents: dict[str, Document]) -> list[Source]:
    """Return the documents that a question names by words of their titles: 晚报, 更正公告, 招商手册."""
    titles = {uid: f"{document.title or ''}\n{document.name.rpartition('.')[0]}" for uid, document in documents.items()}
    found: list[Source] = []
    place = 0
    while place < len(text):
        for end in range(min(len(text), place + _LONGEST), place + 1, -1):
            name = text[place:end]
            those = frozenset(uid for uid, title in titles.items() if name in title)
            if those and _DOCUMENT.search(name) and len(those) <= max(1, len(titles) // 3):
                found.append(Source(name, place, end, among(those)))
                place = end - 1
                break
        place += 1
    return found


def among(those: frozenset[str]) -> Callable[[Passage], bool]:
    return lambda passage: passage.document_id in those
