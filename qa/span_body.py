"""Bodies, posts and those who hold them: what a question asks of them, and where a sentence names them.

In come a question around its gap and a sentence; out go verdicts and places. The name of a body is a run of nouns that may
hold a verb or 和; a post stands before the name of who holds it, with its body, or behind 任.
"""

import re

from index.everyday import otherwise
from index.words import fold, tagged
from qa.question import function_words
from qa.span_question import Asked, asked
from qa.span_scene import Scene, scene

Place = tuple[int, int]
BODY = re.compile(
    r"(?:[司企院校学所厂店行社局部]|企业|厂家|商家|[^大]家|机构|中心|集团|团队|品牌|单位|组织|平台|[办承]方|协会|医院|基金|银行|学校|大学)$"
)
"""Nouns for bodies: who is asked for with them bears a name of its own and is no person."""
_BODY_FIRST = re.compile(r"(?:\w{0,4}(?:公司|企业|机构|单位|银行|集团|大学|学校|医院))")
_NAMED = re.compile(r"(?:的)?(?:全?名字?|名称)?(?:是|叫做?|为|名叫|称为)?的?$")
STOP = re.compile(r"[,;:。!?\n]")
COPULA = re.compile(r"(?:都|分别|各)*(?:是|为|叫|由|有)的?$")
_HOLDER = re.compile(
    r"(?P<post>(?:[部局厅处科院校所会行市县区镇村组班社馆台站园]|董事|秘书)长|总?经理|主任|主席|总裁|书记|主持人|负责人|创始人|教授|总监|法人代表|法定代表人|[一二]把手)$"
)
_BECOMES = re.compile(r"(?:来|去)?(?:担任|出任|就任|当选?|做|任)了?(?P<what>.+?)的?$")
CLAUSE_END = re.compile(r"[家位个名]?[,;:。!?]")
BODY_NAME = re.compile(rf"(?:{BODY.pattern[:-1]}|[会委府署台城谷园区办])$")
_PART_OF_BODY = 16
_OFFICE = re.compile(r"(?:[部局厅委](?:[部局厅]长)?|委员会)$")
"""The word that ends the name of an office whose field stands before it: 信息化|部."""
_NOUN_TAGS = ("n", "j", "b", "a", "l", "z", "vn", "latin", "digits", "s", "q", "f")
_POST = re.compile(
    r"(?:[部局厅处科院校所会行市县区镇村组班社馆台站园董事]长|主任|经理|主席|总裁|书记|教授|创始人|负责人|委员|助理|秘书|代表"
    r"|工程师|总监|院士|研究员|专员|监|官|师|医生|记者|主持人|合伙人|理事|顾问|ceo|cto|cfo|coo)$"
)
_OF_ITS_OWN = ("创始人", "负责人")
_FORMER = re.compile(r"(?:[前原]任?|曾任|时任)$")
_BODY_OF = re.compile(
    r"(?:来自|属于|隶属|供职于|就职于|任职于|在|是|为)?(?:哪|什么)一?[个家]?"
    r"(?:单位|机构|公司|企业|部门|学校|医院|大学|地方|[学协商]会|园区?|[处科局部院所委办会])(?:的人?|任职|工作|供职|就职)?[？?]?$"
)
_POST_ASKED = re.compile(r"(?:什么|啥|何)(?:职务|职位|身份|头衔|职|岗位)|(?:职务|职位|身份|头衔)(?:是|为)?(?:什么|啥)")
_BEFORE_POST = frozenset(("记者", "由", "在", "时任", "原", "现"))
_BODY_WITHIN = re.compile(_BODY_OF.pattern.removesuffix("[？?]?$"))
_OPENING = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:是|的|在|来自|属于|担任|现任|任|什么|啥|哪)")


def asks_body(gap: Asked) -> bool:
    """Whether the name of a body is asked for: 哪家公司, …的公司叫什么名字, 主办方是谁."""
    if gap.type == "which" and gap.behind and (BODY.search(gap.head) or _BODY_FIRST.match(gap.text, gap.word_end)):
        return True
    if gap.type not in ("which", "what", "define", "who", "other"):
        return False
    if gap.text[gap.end :] and not CLAUSE_END.match(gap.text, gap.end):
        return False  # 医院是谁创办的
    left = _NAMED.sub("", gap.text[: gap.start])
    return left != gap.text[: gap.start] and bool(BODY.search(left[-4:]))


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


def names_post_or_body(words: str) -> bool:
    """Whether words hold a post or end in the name of a body: 青川公司经理、研究部负责人."""
    return any(_POST.search(part) or BODY_NAME.search(part) for part in re.split("[、和兼]", words))


def in_name(seen: Scene, word: int) -> bool:
    """Whether a word can be part of a long name: 第一人民医院, 发展研究中心."""
    return seen.tags[word].startswith(_NOUN_TAGS) or seen.words[word].startswith("第")


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
    left = gap.text[: body.start()] if body else COPULA.sub("", gap.text[: gap.start])
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
        in_name(seen, word) or said in "()" or (len(said) > 1 and _POST.search(said))
    ):  # 处长 is a verb to the dictionary
        return True
    if said == "和":
        return within_name(seen, word)
    if said in ("、", "兼"):  # 创始人、董事长
        return bool(word and _POST.search(seen.words[word - 1]) and _POST.search(behind))
    if said == "的":  # 启帆氢能的创始人
        return bool(word and in_name(seen, word - 1) and _POST.fullmatch(behind))
    # 开发公司, 发展处: a verb within the name of a body; 望|屿湾: signs of a name that no dictionary has
    within = tag == "v" and word and in_name(seen, word - 1) and BODY_NAME.search(seen.words[word + 1])
    within = within or (tag == "t" and word and seen.tags[word - 1] == "ns")  # 杭州未来科技城
    return bool(within) or (
        len(said) == 1 and said.isalnum() and said not in function_words() and tag not in ("p", "c", "d", "r")
    )


def within_name(seen: Scene, word: int) -> bool:
    """Whether 和 stands within the name of one body (发展和改革委员会): what it is joined to names none by itself."""
    if seen.words[word] != "和" or not word or not in_name(seen, word - 1) or seen.tags[word - 1].startswith("nr"):
        return False
    left = seen.words[word - 1]
    if BODY_NAME.search(left) or _POST.search(left):
        return False
    for place in range(word + 1, min(word + 4, len(seen.words))):
        if not in_name(seen, place):
            return False
        if _OFFICE.search(seen.words[place]):
            return place > word + 1 or seen.tags[place] != "nt"  # 旅游部 alone is none, 教育部 is one
    return False


def behind_post(sentence: str, place: Place) -> Place:
    """Return the person who stands behind the post that begins at a place (李明 for 高莱 of 高莱公司经理李明), else the place."""
    for person in scene(sentence).people:
        told = post(sentence[slice(*person)], sentence) if person[0] >= place[1] else None
        if told and told[0] <= place[0] and not STOP.search(fold(sentence), told[1], person[0]):
            return person
    return place


def name_start(seen: Scene, first: int) -> int:
    """Return the word at which the name of a body begins of which a span holds but what stands behind 和."""
    if not first or not within_name(seen, first - 1):
        return first
    first -= 2
    while first and in_name(seen, first - 1) and not seen.tags[first - 1].startswith("nr"):
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
