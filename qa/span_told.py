"""Whether a sentence tells at all what is asked: a reason, a name that the question does not have.

In come a question around its gap and a sentence or an answer; out goes a verdict. What is most like a question need not
answer it: a sentence that only repeats what somebody asks the reason of gives none. Nobody is helped by such words, so
they are no answer.
"""

import re
from collections.abc import Sequence

from index.everyday import otherwise
from index.numerals import read_number
from index.quantities import find_quantities
from index.synonyms import best_similarities
from index.types import Kind
from index.words import fold, tagged
from qa.question import function_words
from qa.span_anchor import told_of
from qa.span_body import BODY, asks_body
from qa.span_question import Asked, names_statement
from qa.span_scene import scene

_REASON = re.compile(
    r"因(?!此前)|由于|为了|以便|鉴于|使得|导致|造成|得益|受.{1,16}影响|归功|在于|道理|缘由|理由|原因|所以|考虑到|旨在|促使|困难|不足|瓶颈"
    r"|制约|问题.{0,2}[是在]|(?:发现|存在|面临).{0,10}问题"
)
_FOLLOWS = re.compile(r"于是|遂|以致|以[防免求期]|从而|用[于以来]|只好|只得|唯有|不得不|被迫|压力|考量|考虑|得名")
"""Words between what leads to a thing and the thing, which say as often something else."""
_CLAUSE = re.compile(r"[^,;:。!?\n]+")
_DENIED = re.compile("[不没未无]")
_SOURCE = re.compile(r"(?:获悉|讯|[表]示|指出|介绍|了解到?|报道|称|说)$")
_MOSTLY, _PREDICATE, _NEAR = 0.7, 3, 2
"""Share of the signs of the last few words behind 为什么 that one clause has; the clauses before it that count."""
_LINK_END = re.compile(r"[了过着的是为被由在于叫做,:“\"「《(（]+$")
_LINK_START = re.compile(r"^[了过着的是为来,”\"」》)）]+")
_FLUSH, _TOLD_OF = 4, 0.6
"""Signs around an answer that are those around the gap; share of the question that its sentence tells besides."""
_COUNT = re.compile(r"\d[家个所]$")
_NAMING = ("nr", "ns", "nt", "nz", "n1", "latin")
_QUOTED = re.compile(r"[《“]([^》”]+)[》”]")
_NAME_ASKED = re.compile(r"名字?|名称")
_AREA = re.compile("(?:国家?|省份?|城市|市|县|州|镇|(?<![园能])区)$")
_BREAK = re.compile("[,;。!?]")
_MOST = re.compile("最[高低多少大小快慢强弱长短贵好差]")
_RANKED = re.compile(r"最(?![高低多少]\d)|第一|首位|冠|居首|排名|位列|领先|之首|名列")
_ITEM = re.compile("[、;和与及]|以及")
_SHORT_NAME = 12  # signs
_NAMES_ALONE = 40  # signs of a list from which on it is likely to say more than names
_BUT = re.compile("除|还有|其[他它余]|另外|别的|剩下")
_CAUSE = re.compile("由于|因为|为了")
_SURE, _MOST_TOLD = 0.8, 0.6
_CALLED = ("原因", "缘故", "理由")
_SAME_EVENT = 0.45  # least likeness of two words for one event
_PLAIN = 2  # signs: longer verbs are ways of speaking
_SEVERAL, _AS_NOT, _ALL_TOLD, _HALF_TOLD = 2, 0.5, 0.8, 0.5
_TOLD_APART = 2  # items that an enumeration may leave out (等) or hide
_EACH = re.compile("都|各|分别|逐|全部|所有|完整|名单|哪些|列")
_OF_SO_MANY = re.compile(
    r"(?<![第十百千万亿\d.])(\d{1,4}|[一二三四五六七八九十]{1,3})(?:多|余)?[个家位名条项类种批款部座所只支对](?!.*其中)"
    r"(?![^,。?]{0,16}(?:里面|当中|之[中间]|[里中](?=[,的有哪谁]|$)))"
)
_NOW = re.compile("目前|现在|如今|当前|眼下|近日|日前|现阶段")
_COMPLEMENT = "到入出上下起过成掉住完来去为"
_HAPPENS = ("开始", "结束", "进行", "发生", "爆发", "出现", "举行", "举办", "追溯")
"""Verbs that say no more than that what they are said of came about, and when."""
_PERSON_ASKED = re.compile(
    r"(?:[师员长者士生手]|伙子|姑娘|代表|教授|总裁|主任|经理|老板|负责人|创始人|主持人|总监|[的位]人)(?:的?(?:姓名|名字))?"
    r"(?:叫|是)做?(?:什么|啥|谁|哪位)(?:名字|姓名)?(?=[,。?？]|$)"
)
_COUNTRY_ASKED = re.compile("哪一?个?国(?:家|人|的|$|[?？])")
_POINTS = re.compile("(?:本|该|这|此)[场次届个种家项座位所类]?")
_EACH_OF = re.compile("分别|各(?=[是在叫为有])")
_MARKED, _MARK = re.compile("[、;]"), re.compile("[,，]")
_WHICH_OF_SO_MANY = re.compile(r"哪([二两三四五六七八九十]|\d{1,2})")
_TIME = re.compile(
    r"\d[年月日号]|[元一二三四五六七八九十〇零]年|[年月周]底|[昨今明前][天日年晚]|节|世纪|代|\d[:：]\d|[朝古]|季|初|末|时[期候]|[之以]?后$"
)


def tells_what_happened(gap: Asked, sentence: str, passage: str) -> bool:
    """Whether a sentence that is to give a reason, or its passage, tells of what the reason is asked of: of a 下滑."""
    behind = gap.right.strip("的 ")
    said = behind if behind and not gap.text[gap.start :].startswith(_CALLED) else gap.left
    verbs = [word for word, tag in tagged(said) if len(word) == _PLAIN and tag == "v" and word not in function_words()]
    lost = [verb for verb in verbs if verb not in fold(passage)]
    told = [word for word, tag in tagged(fold(sentence)) if tag.startswith(("v", "n")) and len(word) > 1]
    return not lost or (bool(told) and bool((best_similarities(lost, told).max(axis=1) >= _SAME_EVENT).all()))


def gives_its_cause(gap: Asked, sentence: str, sure: float) -> bool:
    """Whether a sentence that surely fits says in so many words what the cause of most of what is asked about is."""
    return sure >= _SURE and _CAUSE.search(sentence) is not None and told_of(gap, fold(sentence)) >= _MOST_TOLD


def gives_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason, or says what follows from the one before."""
    return _REASON.search(sentence) is not None


def leads_to(gap: Asked, sentence: str) -> bool:
    """Whether a sentence tells what led to that which is asked the reason of, and then the thing itself.

    自小学戏，誉满三省，被称为“金嗓子” gives the reason of the name without a word for reasons. What stands before must
    be no time, no figure and no source alone, and say something that the question does not.
    """
    text = fold(sentence)
    behind = [t.word for t in gap.terms if t.side > 0] or [t.word for t in gap.terms if t.side < 0]
    signs = {sign for word in behind[-_PREDICATE:] for sign in word}
    verbs = [word for word in behind if tagged(word)[0][1].startswith("v")]
    if not signs or not all(any(sign in text for sign in verb) for verb in verbs):
        return False
    if _FOLLOWS.search(text) and sum(sign in text for sign in signs) >= _MOSTLY * len(signs):
        return True
    clauses = [clause.group() for clause in _CLAUSE.finditer(text)]
    for number in range(len(clauses) - 1, 0, -1):
        if sum(sign in clauses[number] for sign in signs) >= _MOSTLY * len(signs):
            alike = bool(_DENIED.search(gap.text)) == bool(_DENIED.search(clauses[number]))
            return alike and _tells_more(gap, clauses[max(0, number - _NEAR) : number])
    return False


def _tells_more(gap: Asked, clauses: Sequence[str]) -> bool:
    """Whether clauses say, with a verb, mostly what a question does not; sources and figures aside."""
    seen = [
        (word, tag)
        for clause in clauses
        if not _SOURCE.search(clause) and not _is_figure(clause)
        for word, tag in tagged(clause)
        if word[0].isalpha() and word not in function_words()
    ]
    new = [tag for word, tag in seen if word not in gap.text]
    return len(new) > max(2, len(seen) / 2) and any(tag.startswith("v") for tag in new)


def _is_figure(clause: str) -> bool:
    """Whether a clause ends in an amount or a rate, which is itself what came of something."""
    told = find_quantities(clause)
    return bool(told) and told[-1].kind in (Kind.MONEY, Kind.PERCENT) and len(clause) - told[-1].end < 2


def may_tell(gap: Asked, sentence: str) -> bool:
    """Whether a sentence can hold the answer of a question."""
    return gap.type != "why" or gives_reason(sentence) or leads_to(gap, sentence)


def brings_name(gap: Asked, value: str) -> bool:
    """Whether an answer gives a name that the question lacks, when the name of somebody or of a body is asked for."""
    wanted = _NAME_ASKED.search(gap.text, gap.start) or asks_body(gap) or (gap.behind and _AREA.search(gap.head))
    if not (gap.type == "who" or (gap.type in ("which", "what", "define") and wanted)):
        return True
    seen = scene(value)
    if _BREAK.search(seen.text) or _is_clause(seen.words, seen.tags):
        return False  # a name is no clause
    if any(_names(w, tag) and w not in gap.text for w, tag in zip(seen.words, seen.tags, strict=True)):
        return True
    told = [*(seen.text[a:b] for a, b in seen.people), *_QUOTED.findall(seen.text)]
    if any(name not in gap.text for name in told):
        return True
    ends = BODY.search(value) and not _COUNT.search(seen.text)
    return bool(asks_body(gap) and ends and seen.text not in gap.text)


def tells_event(gap: Asked, passage: str) -> bool:
    """Whether a passage that is to say when something happened speaks of it: 竣工, or a word like it.

    Looked for are the verbs behind the words that ask, else the last one of their clause. One that ends in a complement
    (用到, 拿下) is an everyday word for many others; 开始 adds to another verb, and 发生 is said of any event.
    """
    if gap.type != "when":
        return True
    verbs = _events(gap.right) or _events(_BREAK.split(gap.left)[-1])[-1:]
    text = fold(passage)
    lost = [verb for verb in verbs if verb not in text and not any(other in text for other in _otherwise(verb))]
    told = [word for word, _ in tagged(text)]
    lost = [verb for verb in lost if not any(sign in told for sign in verb)]  # 拍 for 拍摄
    return not lost or (bool(told) and bool((best_similarities(lost, told).max(axis=1) >= _SAME_EVENT).all()))


def _events(text: str) -> list[str]:
    return [
        word
        for word, tag in tagged(text)
        if tag == "v"
        and len(word) == _PLAIN
        and word[-1] not in _COMPLEMENT
        and word not in _HAPPENS
        and word not in function_words()
    ]


def _otherwise(word: str) -> tuple[str, ...]:
    return otherwise(word, [word])[0]


def is_now(value: str) -> bool:
    """Whether words only say that something holds as it is told (目前), which is no time at which it happened."""
    return _NOW.fullmatch(value) is not None


def points_only(gap: Asked, value: str) -> bool:
    """Whether an answer but points at what the question itself names: 本场论坛, 利用这种技术 for 啥技术."""
    if gap.type not in ("where", "which", "what", "define", "who"):
        return False
    words = [(word, tag) for word, tag in tagged(fold(value)) if word[0].isalnum() and word not in function_words()]
    first = next((word for word, tag in words if not tag.startswith("v")), "")
    return _POINTS.match(first) is not None and all(w in gap.text or w == first or t.startswith("v") for w, t in words)


def names_as_asked(gap: Asked, value: str) -> bool:
    """Whether an answer names a person where somebody's name is asked for, a country where one is."""
    if _PERSON_ASKED.search(gap.text):
        return bool(scene(value).people)
    if _COUNTRY_ASKED.search(gap.text) is None:
        return True
    words = list(tagged(fold(value)))
    placed = any(tag.startswith(("ns", "n1")) or word.endswith("国") for word, tag in words)
    return placed or all(_names(word, tag) and word not in gap.text for word, tag in words)


def counts_as_asked(gap: Asked, value: str) -> bool:
    """Whether an answer has as many items as the words that ask say (哪2家), and more than one where each is asked for."""
    text = fold(value).replace("等", "")
    least, most = (len([item for item in mark.split(text) if item.strip()]) for mark in (_MARKED, _ITEM))
    if _EACH_OF.search(gap.text) and most == 1 and not _MARK.search(text):
        return False
    direct = _WHICH_OF_SO_MANY.search(gap.text, max(0, gap.start - 1))
    wanted = (read_number(direct[1]) or 0) if direct else 0
    names_alone = len(text) <= _NAMES_ALONE and not _MARK.search(text)
    return not wanted or not names_alone or least <= wanted <= most


def ranks_as_asked(gap: Asked, sentence: str) -> bool:
    """Whether a sentence ranks anything where a question asks which of several is the most (哪个园区税收最高): one that
    tells of a single body does not say that no other has more. 最高150万元 is a limit."""
    most = _MOST.search(gap.text) if gap.type in ("which", "who") else None
    return most is None or _RANKED.search(fold(sentence)) is not None


def lists_all(gap: Asked, value: str, sentence: str, sure: float) -> bool:
    """Whether an answer names as many things as a question says there are, and others than those that it names itself.

    One long thing alone is a list only in a sentence that tells all of the question besides, as `sure` as not; what a
    thing is like (有什么特点) may be told in one statement.
    """
    text = fold(value).replace("等", "")
    items = [item.strip(' “”"') for item in _ITEM.split(text) if item.strip()]
    if _BUT.search(gap.text) and all(item in gap.text for item in items):
        return False
    words = [term for term in gap.terms if term.side and len(term.word) > 1]
    of_what = [term for term in words if term.word != gap.right]
    one = names_statement(gap) or ("什么" in gap.text[gap.start : gap.end] and len(of_what) > _SEVERAL)
    statement = one and told_of(gap, fold(sentence)) >= _HALF_TOLD
    all_told = len(words) >= _SEVERAL and sure >= _AS_NOT and told_of(gap, fold(sentence)) >= _ALL_TOLD
    long = gap.type == "list" and len(items) == 1 and (len(text) > _SHORT_NAME or _COUNT.search(text))
    if long and not statement and not all_told:
        return False
    several = gap.type == "list" or _EACH.search(gap.text)
    counted = [read_number(m[1]) or 0 for m in _OF_SO_MANY.finditer(_QUOTED.sub("", gap.text))] if several else []
    return max(counted, default=0) <= len(items) + _TOLD_APART


def _is_clause(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether words say what somebody does: adverbs or prepositions with a verb, outside of any title."""
    shown = tags[: min((n for n, word in enumerate(words) if word in "《“"), default=len(tags))]
    return sum(tag in ("d", "p", "r") for tag in shown) > 1 and "v" in shown


def _names(word: str, tag: str) -> bool:
    """Whether a word names somebody or something; an entry of the dictionary that begins with a verb (开发新) does not."""
    return tag.startswith(_NAMING) and not (tag == "nz" and len(word) > 2 and tagged(word[:2])[0][1].startswith("v"))


def fills_gap(gap: Asked, sentence: str, place: tuple[int, int]) -> bool:
    """Whether an answer stands between the very words that the question has around its gap: 由|总督|委任 for 由谁委任."""
    text = fold(sentence)
    left, right = _LINK_END.sub("", gap.left), _LINK_START.sub("", gap.right)
    before, behind = _LINK_END.sub("", text[: place[0]]), _LINK_START.sub("", text[place[1] :])
    size = _alike(left[::-1], before[::-1]) + _alike(right, behind)
    return size >= _FLUSH and told_of(gap, text) >= _TOLD_OF


def _alike(one: str, two: str) -> int:
    """Return with how many same signs two texts begin."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def is_time(value: str) -> bool:
    """Whether an answer can say when, if no period is read in it."""
    return _TIME.search(value) is not None
