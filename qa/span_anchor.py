"""Answers that the make of a sentence gives away: who does what is asked about, the other side of a pair, a field.

In come a question around its gap and a sentence; out goes the place of the answer, None when the sentence is not made
so. A sentence that says 由…主持 to a question for 由谁主持 answers it however few words the two share besides, so
these answers need less support by other words than those that a fitted model picks out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.everyday import otherwise
from index.glosses import glosses
from index.words import fold, tagged
from qa.question import function_words
from qa.span_question import Asked, asked
from qa.span_scene import Scene, scene
from qa.whose import countries

Place = tuple[int, int]

BODY = re.compile(
    r"(?:[司企院校学所厂店行社局部]|企业|厂家|商家|[^大]家|机构|中心|集团|团队|品牌|单位|组织|平台|[办承]方|协会|医院|基金|银行|学校|大学)$"
)
"""Nouns for bodies: who is asked for with them bears a name of its own and is no person."""
_BODY_FIRST = re.compile(r"(?:\w{0,4}(?:公司|企业|机构|单位|银行|集团|大学|学校|医院))")
_NAMED = re.compile(r"(?:的)?(?:全?名字?|名称)?(?:是|叫做?|为|名叫|称为)?的?$")
_ROLE = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2})(?:方|人|者|商|单位|机构|公司|企业)$")
_HERE = re.compile(r"这里|此处|此地|(?:该|这个|这座|此)[园区院厂馆楼城]")
_CONCRETE = re.compile(r"[厅馆楼室层厂校市省县镇村路街站港桥园]$|城市|园区")
_AREA = re.compile(r"(?:[国省市县镇村州]|(?<!园)区|城市|地区)$")
_DONE = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2})的(?:人|单位|机构|公司|企业)?$")
_HELPS = frozenset(("来", "去", "负责", "亲自", "一起", "共同", "联合", "正式", "现场", "首次", "最早", "当场", "最先"))
_STOP = re.compile(r"[,;:。!?\n]")
_COPULA = re.compile(r"(?:都|分别|各)*(?:是|为|叫|由|有)的?$")
_HOLDER = re.compile(
    r"(?P<post>(?:[部局厅处科院校所会行市县区镇村组班社馆台站园]|董事|秘书)长|总?经理|主任|主席|总裁|书记|主持人|负责人|创始人|教授|总监|法人代表|法定代表人|[一二]把手)$"
)
_BECOMES = re.compile(r"(?:来|去)?(?:担任|出任|就任|当选?|做|任)了?(?P<what>.+?)的?$")
_CLAUSE_END = re.compile(r"[家位个名]?[,;:。!?]")
_BODY_NAME = re.compile(rf"(?:{BODY.pattern[:-1]}|[会委府署台城谷园区办])$")
_PART_OF_BODY = 16
_OFFICE = re.compile(r"(?:[部局厅委](?:[部局厅]长)?|委员会)$")
"""The word that ends the name of an office whose field stands before it: 信息化|部."""
_BY = re.compile(r"(?:由|被)(?P<who>[^由被]+)$")
_FOR = re.compile(r"(?:为|给|对|向|替|请|把|将|让|在|对于|关于)[^,]*$")
_FIELD = re.compile(r"^[\s\u3000]*(?P<label>[\u4e00-\u9fff]{2,6})[:：][ \u3000]*(?P<value>\S[^\n]{0,60}?)[\s\u3000]*$")
_LABELS = {
    "where": re.compile(r"(?:地点|地址|会场|场地|位置)$"),
    "when": re.compile(r"(?:时间|日期)$"),
}
_EVENT = re.compile(r"会|论坛|仪式|培训|比赛|活动|沙龙|讲座|圆桌|典礼|展览")
_HELD = re.compile(r"(?:举[行办]|召开|进行|[开办])[的了]?")
_BETWEEN = re.compile(r"[与和同跟]|[—－-]{1,2}|↔")
_SIDE = re.compile(
    r"(?:(?P<foreign>外方|国外|外国|境外|海外)|中方|我方|国内)的?[\u4e00-\u9fff]{0,4}?(?:、[\u4e00-\u9fff]{2,4})?(?:都|各|分别|全)*(?:是|有)?$"
)
_NOT_A_NAME = "曾将已还也就又再并均都正便才仍刚"
_ADVERB_TAGS = ("d", "p", "ad")
_NOUN_TAGS = ("n", "j", "b", "a", "l", "z", "vn", "latin", "digits", "s", "q", "f")
_POST = re.compile(
    r"(?:[部局厅处科院校所会行市县区镇村组班社馆台站园董事]长|主任|经理|主席|总裁|书记|教授|创始人|负责人|委员|助理|秘书|代表"
    r"|工程师|总监|院士|研究员|专员|监|官|师|医生|记者|主持人|合伙人|理事|顾问|ceo|cto|cfo|coo)$"
)
_OF_ITS_OWN = ("创始人", "负责人")
_FORMER = re.compile(r"(?:[前原]任?|曾任|时任)$")
_BODY_OF = re.compile(
    r"(?:来自|属于|隶属|供职于|就职于|任职于|在|是|为)?(?:哪|什么)一?[个家]?"
    r"(?:单位|机构|公司|企业|部门|学校|医院|大学|地方|园区?|[处科局部院所委办会])(?:的人?|任职|工作|供职|就职)?[？?]?$"
)
_POST_ASKED = re.compile(r"(?:什么|啥|何)(?:职务|职位|身份|头衔|职|岗位)|(?:职务|职位|身份|头衔)(?:是|为)?(?:什么|啥)")


_BEFORE_POST = frozenset(("记者", "由", "在", "时任", "原", "现"))
_BODY_WITHIN = re.compile(_BODY_OF.pattern.removesuffix("[？?]?$"))
_OPENING = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:是|的|在|来自|属于|担任|现任|任|什么|啥|哪)")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that a list sets side by side (A与B、C与D): the places of both."""

    first: Place
    second: Place


def asks_body(gap: Asked) -> bool:
    """Whether the name of a body is asked for: 哪家公司, …的公司叫什么名字, 主办方是谁."""
    if gap.type == "which" and gap.behind and (BODY.search(gap.head) or _BODY_FIRST.match(gap.text, gap.word_end)):
        return True
    if gap.type not in ("which", "what", "define", "who", "other"):
        return False
    if gap.text[gap.end :] and not _CLAUSE_END.match(gap.text, gap.end):
        return False  # 医院是谁创办的
    left = _NAMED.sub("", gap.text[: gap.start])
    return left != gap.text[: gap.start] and bool(BODY.search(left[-4:]))


def describes(gap: Asked) -> bool:
    """Whether the kind of a thing is asked for, not its name: 干什么的工厂."""
    return gap.text[gap.word_end : gap.word_end + 1] == "的" or gap.text[gap.start : gap.word_end + 1].endswith("的")


def asks_holder(gap: Asked) -> bool:
    """Whether the holder of a post is asked for: 处长是谁, 院长叫什么名字."""
    asks = gap.type in ("who", "define", "what") or (gap.type == "which" and gap.head in ("名字", "名", "人", "位"))
    return asks and _holder_asked(gap) is not None


def _holder_asked(gap: Asked) -> tuple[str, str] | None:
    """Return of whom the holder of a post is asked for, and the post: 国调基金 and 总经理 of 国调基金由谁担任总经理."""
    left = _NAMED.sub("", gap.text[: gap.start])
    if post := _HOLDER.search(left):
        return left[: post.start()], post["post"]
    becomes = _BECOMES.match(gap.right) if gap.type == "who" else None
    post = _HOLDER.search(becomes["what"]) if becomes else None
    return (left.removesuffix("由") + post.string[: post.start()], post["post"]) if post else None


def asks_post(text: str) -> bool:
    """Whether a question, or a part of one, asks what post somebody holds."""
    return _POST_ASKED.search(text) is not None


def is_post(words: str) -> bool:
    """Whether words end in a post that somebody holds: 首席执行官."""
    return _POST.search(words) is not None


# Who does it


def doer(gap: Asked, sentence: str) -> Place | None:
    """Return the place of whoever does what the question's verb says: 由…主持, …主办, 宣读…的是…."""
    verb = _verb(gap) if gap.type in ("who", "list") or asks_body(gap) or asks_holder(gap) else ""
    if not verb or (gap.type == "list" and not _ROLE.search(_COPULA.sub("", gap.text[: gap.start]))):
        return None
    seen = scene(sentence)
    for found in re.finditer(re.escape(verb), seen.text):
        place = _of_verb(gap, seen, found.start(), found.end())
        if place is not None and seen.text[slice(*place)] not in gap.text:
            return place
    return None


def _verb(gap: Asked) -> str:
    """Return the verb whose doer is asked for, "" when there is none of two characters or more."""
    left = _COPULA.sub("", gap.text[: gap.start])
    if not gap.text[gap.end :] or _CLAUSE_END.match(gap.text, gap.end):
        known = _ROLE.search(left) or _DONE.search(left)
        return known["verb"] if known else ""
    single = ""
    for word, tag in tagged(gap.text[gap.end :]):
        if word in _HELPS:
            continue
        if single:
            return single + word if len(word) == 1 else ""
        if tag.startswith("v") and len(word) > 1:
            return word
        if not tag.startswith("v"):
            return ""
        single = word
    return ""


def _of_verb(gap: Asked, seen: Scene, start: int, end: int) -> Place | None:
    """Return the doer of the verb at a place, None when the sentence does not say."""
    text = seen.text
    behind = re.match(r"[^,。;:!?]{0,24}?的(?:单位|机构|企业|人)?(?:是|为)|(?:方|人|者|商|单位)?(?:是|为)", text[end:])
    if behind:
        stop = _STOP.search(text, end + behind.end())
        return _fitting(gap, seen, end + behind.end(), stop.start() if stop else len(text))
    # 我是电视台主持人江晚: who does it stands behind the name of the doer.
    if named := [place for place in seen.people if text[end : place[0]].strip() in ("人", "者")]:
        return None if _wants_body(gap) else named[0]
    opened = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    if start - opened > 1 and text[start - 1] == "所":
        start -= 1  # 由…所创作
    clause = text[opened:start]
    by = _BY.search(clause)
    low = opened + (by.start("who") if by else 0)
    high = _without_adverbs(seen, low, start)
    if by:
        return _fitting(gap, seen, low, high)
    if people := [place for place in seen.people if low <= place[0] and place[1] <= high]:
        own = [p for p in people if not re.search(r"[为给对向替请与和同跟]$", text[low : p[0]])]
        if own and not _wants_body(gap):
            return own[0]
    if _FOR.search(text[low:high]) or high - low < 3:
        return None
    inside = [n for n, (a, b) in enumerate(zip(seen.starts, seen.ends, strict=True)) if low <= a and b <= high]
    named = bool(inside) and all(_in_name(seen, n) or seen.words[n] == "、" for n in inside)
    return (low, high) if named and _BODY_NAME.search(text[low:high]) else None


def _in_name(seen: Scene, word: int) -> bool:
    """Whether a word can be part of a long name: 第一人民医院, 发展研究中心."""
    return seen.tags[word].startswith(_NOUN_TAGS) or seen.words[word].startswith("第")


def _wants_body(gap: Asked) -> bool:
    return asks_body(gap) or gap.type == "list"


def _without_adverbs(seen: Scene, low: int, high: int) -> int:
    """Return the end of a stretch without the adverbs that stand before its verb."""
    for a, b, word, tag in reversed(list(zip(seen.starts, seen.ends, seen.words, seen.tags, strict=True))):
        if low < a and b == high and (tag in _ADVERB_TAGS or word in _HELPS):
            high = a
    return high


def _fitting(gap: Asked, seen: Scene, low: int, high: int) -> Place | None:
    """Return a stretch that names the doer: only its person, when it holds one and no body is asked for."""
    while low < high and seen.text[low] in ' “"':
        low += 1
    people = [place for place in seen.people if low <= place[0] and place[1] <= high]
    if people and not _wants_body(gap):
        first, last = people[-1]
        # What stands alone between a name and its verb is the end of the name (由段清和主持).
        cut = high - last == 1 and high < len(seen.text) and seen.text[last] not in _NOT_A_NAME
        return (first, high) if cut else (first, last)
    named = _BODY_NAME.search(seen.text[low:high]) and not _FOR.search(seen.text[low:high])
    return (low, high) if named and 1 < high - low <= 40 else None


def holds_other_post(gap: Asked, sentence: str, value: str) -> bool:
    """Whether a sentence gives somebody another post than the one asked for: 副主任 for 主任, or that of another body."""
    of_whom, post_asked = _holder_asked(gap) or ("", "人")
    if post_asked.endswith("人") and post_asked not in _OF_ITS_OWN:  # whoever hosts something may be of any body
        return False
    text = fold(sentence)
    if post_asked not in text:
        return not any(other in text for other in otherwise(post_asked, (post_asked,))[0])
    at = text.find(fold(value))
    before = text[:at] if at >= 0 else text
    place = before.rfind(post_asked)
    if place < 0:
        return False
    ahead = before[:place]
    while ahead.endswith("、") and (beside := _POST.search(ahead[:-1])):  # 创始人、董事长: both are of the same
        ahead = ahead[: beside.start()]
    lead = re.split(r"[,;:。!?、\s“”]|[由给请为]", ahead)[-1]
    if lead.endswith("副") and not of_whom.endswith("副"):
        return True
    if _FORMER.search(lead) and not _FORMER.search(of_whom):
        return True
    whose = re.sub(r"的$|[现首前历]任$", "", of_whom)
    named = [word for word, tag in tagged(lead) if len(word) > 1 or tag.startswith("n")]
    rest = before[place + len(post_asked) :]
    close = len(rest) < 4 or (rest.startswith(("兼", "、")) and _POST.search(rest) is not None)
    return close and len(lead) > 3 and bool(named) and not any(lead[i : i + 2] in whose for i in range(len(lead) - 1))


# Pairs


def partner(gap: Asked, sentence: str) -> list[Place]:
    """Return the other side of the pair that a question names a side of, or every side of the kind that it asks for."""
    found = [] if asks_holder(gap) or asks_post(gap.text) else pairs(sentence)
    if len(found) < 2:
        return []
    text = fold(sentence)
    asked = gap.text
    named = [(_overlap(text[slice(*side)], asked), other) for p in found for side, other in _sides(p)]
    best = max(named, key=lambda item: item[0])
    if (
        best[0] >= 3
        and sum(size == best[0] for size, _ in named) == 1
        and gap.type in ("which", "who", "what", "define")
    ):
        return [best[1]]
    if gap.type == "list" or re.search("都|各|分别|全", asked):
        side = _SIDE.search(asked[: gap.start])
        if side:
            return [p.second if side["foreign"] else p.first for p in found]
        # 中关村的园区是哪几家: the side whose names say 中关村, when the other does not.
        for size in range(6, 2, -1):
            held = [
                sum(any(text[a:b].startswith(asked[i : i + size]) for i in range(gap.start)) for a, b in own)
                for own in ([p.first for p in found], [p.second for p in found])
            ]
            if max(held) > len(found) / 2 and not min(held):
                return [p.first if held[0] else p.second for p in found]
    return []


def _sides(pair: Pair) -> Iterator[tuple[Place, Place]]:
    yield pair.first, pair.second
    yield pair.second, pair.first


def _overlap(side: str, asked: str) -> int:
    """Return how many characters of a side's name the question says: all of it, or its end or beginning."""
    for size in range(len(side), 2, -1):
        if side[-size:] in asked or (side[:size] in asked and size > 0.6 * len(side)):
            return size
    return 0


def pairs(sentence: str) -> list[Pair]:
    """Return the pairs of a list whose every item is two names with one word between them."""
    text = fold(sentence)
    hidden = re.sub(r"[（(][^()（）]*[)）]|“[^”]*”", lambda m: "〇" * len(m.group()), text)
    for run in re.finditer(r"[^,;:。!?\n]+", hidden):
        places = list(re.finditer(r"[^、]+", run.group()))
        split = [_split(run.start() + m.start(), m.group()) for m in places]
        # Before the first pair stands what leads in to the list; behind the last what is said of all.
        kept = [pair for pair in split if pair]
        if len(places) > 1 and len(kept) == len(places):
            last = kept[-1]
            kept[-1] = Pair(last.first, (last.second[0], _name_end(sentence, last.second)))
            return kept
    return []


def _split(base: int, item: str) -> Pair | None:
    marks = list(_BETWEEN.finditer(item))
    marks = [m for m in marks if m.group() not in ("-",)]
    if len(marks) != 1 or not marks[0].start() or marks[0].end() == len(item):
        return None
    return Pair((base, base + marks[0].start()), (base + marks[0].end(), base + len(item)))


def _name_end(sentence: str, place: Place) -> int:
    """Return where the last name of a list ends and the sentence goes on: 清迈医学中心｜分别结成对子."""
    seen = scene(sentence)
    for start, word, tag in zip(seen.starts, seen.words, seen.tags, strict=True):
        if place[0] < start < place[1] and (
            tag in ("d", "p", "r") or word in ("分别", "等", "之间", "共同", "签约", "签署")
        ):
            return start
    return place[1]


# Fields and posts


def field(gap: Asked, sentence: str) -> Place | None:
    """Return the value of a line such as 地点：…, when its label is what the question asks for."""
    found = _FIELD.match(sentence)
    if not found or found["value"].endswith(("。", "！", "？")) or not (gap.type == "who" or _EVENT.search(gap.text)):
        return None
    label = found["label"]
    wanted = _LABELS.get(_sort(gap))
    verb = _verb(gap) if gap.type == "who" else ""
    alone = bool(scene(found["value"]).people) and not re.search("[，,。！]", found["value"])
    named = bool(verb) and label.startswith(verb) and alone
    return found.span("value") if named or (wanted and wanted.search(label)) else None


def _sort(gap: Asked) -> str:
    return "where" if gap.type == "which" and re.search(r"[厅馆楼室]$|会场|场地|地点", gap.head) else gap.type


def told_of(gap: Asked, text: str) -> float:
    """Return the share of a question's words, as pairs of characters, that a text holds; dates and the gap aside."""
    left = re.sub("[在于是由]+$", "", gap.text[: gap.start])
    behind = _HELD.sub("", gap.text[gap.end :], count=1)  # where and when something was held says its field anyhow
    asked = re.sub(r"[那这该本此]一?[场次届家座](?!所)|[呀啊呢]$|[\d年月日号的是\W]", " ", f"{left} {behind}")
    pairs_asked = {word[i : i + 2] for word in asked.split() for i in range(len(word) - 1)}
    words = {term.word for term in gap.terms if term.side and len(term.word) > 1 and term.word in asked}
    shares = [sum(piece in text for piece in pieces) / len(pieces) for pieces in (pairs_asked, words) if pieces]
    return max(shares, default=0.0)


def points(sentence: str) -> bool:
    """Whether a sentence says 这里 or 该园 for a place that is named before it."""
    return _HERE.search(fold(sentence)) is not None


def ends_as_asked(gap: Asked, value: str) -> bool:
    """Whether an answer can be of the kind that one concrete noun asks for: a hall, a factory, a city."""
    if gap.type != "which" or not gap.behind or not _CONCRETE.search(gap.head) or describes(gap):
        return True
    seen = scene(value)
    signs = {gap.head[-1], gap.head[0] if gap.head[-1] == "区" else gap.head[-1]}
    if _AREA.search(gap.head):  # 上市 and 市场 are no 市
        words = [(w, t) for w, t in zip(seen.words, seen.tags, strict=True) if not (len(w) > 1 and glosses(w).common)]
        if not gap.head.endswith(("国", "国家", "地区")):
            words = [(w, t) for w, t in words if w not in countries(w)]
        return any(w[-1] in signs or t.startswith(("nz", "nr", "ns", "latin")) for w, t in words)
    tags = ("nz", "n1", "nr", "nt", "latin")
    return any(sign in seen.text for sign in signs) or any(tag.startswith(tags) for tag in seen.tags)


def whose_post(gap: Asked) -> str:
    """Return the person of whom a question asks who or what they are, "" for any other question: 何秋实是谁."""
    body = _BODY_OF.search(gap.text)
    if not asks_post(gap.text) and gap.type != "who" and not body:
        return ""
    # 海珀特公司的张三: a name before 公司 is that of a body; 任什么 is none.
    named = [
        gap.text[a:b]
        for a, b in scene(gap.text).people
        if not _BODY_FIRST.fullmatch(gap.text[b : b + 2]) and not a < gap.word_end <= b and not a < gap.end <= b
    ]
    left = gap.text[: body.start()] if body else _COPULA.sub("", gap.text[: gap.start])
    behind = gap.text[body.end() :] if body else gap.text[gap.end :].strip("的")
    behind = _POST_ASKED.sub("", _BODY_OF.sub("", behind)).strip("、,和及 的")
    if not named and (opening := _OPENING.match(gap.text)):
        named = [opening["name"]]  # no dictionary has all names; that of nobody is found before no post
    alone = len(named) == 1 and (asks_post(gap.text) or left.strip() == named[0]) and not behind
    return named[0] if alone else ""


def asks_place_of_person(text: str) -> bool:
    """Whether a question asks of what body somebody is and what post they hold there: two things that one phrase tells."""
    gap = asked(text)
    return bool(whose_post(gap)) and asks_post(text) and bool(_BODY_WITHIN.search(text))


def _clause_of_body(text: str, start: int) -> int:
    """Return where a post begins whose clause opens with 该公司, what stands between being a part of that body."""
    clause = re.search(
        r"(?:^|[,，。；;：:])(?:该|本|这家)(?:公司|企业|集团|机构|单位|大学|学校|医院|园区?)(?=\S)", text[:start]
    )
    rest = text[clause.end() : start] if clause else ""
    plain = clause and not re.search(r"[,，。；;：:、“”的在和与由从]", rest) and len(rest) <= _PART_OF_BODY
    return clause.end() if clause and plain else start


def _post_start(seen: Scene, first: int) -> int:
    """Return the word at which the post before a name begins, with the body that it is of and the posts beside it."""
    low = first
    while low and _in_post(seen, low - 1, seen.text[seen.starts[low] : seen.ends[first - 1]] if low < first else ""):
        low -= 1
    while low < first and (seen.words[low] in ")、" or seen.words[low] in _BEFORE_POST):
        low += 1
    return low


def _in_post(seen: Scene, word: int, behind: str) -> bool:
    """Whether a word before a post, or the name that it is held by, is part of it or of the name of its body."""
    said, tag = seen.words[word], seen.tags[word]
    if (
        _in_name(seen, word) or said in "()" or (len(said) > 1 and _POST.search(said))
    ):  # 处长 is a verb to the dictionary
        return True
    if said == "和":
        return within_name(seen, word)
    if said in ("、", "兼"):  # 创始人、董事长
        return bool(word and _POST.search(seen.words[word - 1]) and _POST.search(behind))
    if said == "的":  # 启帆氢能的创始人
        return bool(word and _in_name(seen, word - 1) and _POST.fullmatch(behind))
    # 开发公司, 发展处: a verb within the name of a body; 望|屿湾: signs of a name that no dictionary has
    within = tag == "v" and word and _in_name(seen, word - 1) and _BODY_NAME.search(seen.words[word + 1])
    within = within or (tag == "t" and word and seen.tags[word - 1] == "ns")  # 杭州未来科技城
    return bool(within) or (
        len(said) == 1 and said.isalnum() and said not in function_words() and tag not in ("p", "c", "d", "r")
    )


def within_name(seen: Scene, word: int) -> bool:
    """Whether 和 stands within the name of one body (发展和改革委员会): what it is joined to names none by itself."""
    if seen.words[word] != "和" or not word or not _in_name(seen, word - 1) or seen.tags[word - 1].startswith("nr"):
        return False
    left = seen.words[word - 1]
    if _BODY_NAME.search(left) or _POST.search(left):
        return False
    for place in range(word + 1, min(word + 4, len(seen.words))):
        if not _in_name(seen, place):
            return False
        if _OFFICE.search(seen.words[place]):
            return place > word + 1 or seen.tags[place] != "nt"  # 旅游部 alone is none, 教育部 is one
    return False


def name_start(seen: Scene, first: int) -> int:
    """Return the word at which the name of a body begins of which a span holds but what stands behind 和."""
    if not first or not within_name(seen, first - 1):
        return first
    first -= 2
    while first and _in_name(seen, first - 1) and not seen.tags[first - 1].startswith("nr"):
        first -= 1
    return first


def post(person: str, sentence: str) -> Place | None:
    """Return the post that a sentence gives a person: the words before the name, or those behind 任."""
    seen = scene(sentence)
    at = seen.text.find(fold(person))
    if at < 0:
        return None
    first = next((n for n, a in enumerate(seen.starts) if a >= at), len(seen.words))
    low = _post_start(seen, first)
    if low < first and _POST.search(seen.text[seen.starts[low] : at].rstrip()):
        start = _clause_of_body(seen.text, seen.starts[low])
        return start, seen.starts[low] + len(seen.text[seen.starts[low] : at].rstrip())
    behind = re.compile(r"(?:先生|女士)?[,（(]?(?:担任|出任|任|是|为)(?:了)?([^,。;、]{2,24})").match(
        seen.text, at + len(person)
    )
    return behind.span(1) if behind and _POST.search(behind.group(1)) else None
