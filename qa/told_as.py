"""How a figure is told: of each or of all, a change or a level, a share or a rate, how many there are or what was done.

In come a question and a row with the words around its figure; out go verdicts: true where the question asks for the other.
"""

import re
from itertools import takewhile

from index.types import FigureRow, Kind
from index.words import fold, tagged
from qa.phrases import PLACE_ENDING
from qa.question import Question

_EACH_OF_MANY = re.compile("每一?[十百千万]+(?:[名人位户]|个人)")
_EACH_ALONE = re.compile(r"[每均][\u3400-\u9fff]{0,3}$")
_SUM_ASKED = re.compile("[总金]额|总[量数共计]|合计|一共")
_BY_MANY = re.compile("每|均|(?<![少几])[一1]?[十百千万]+个?[名人位居]")  # not 多少万人
_EACH_ASKED = re.compile(r"(?:平均|均摊)(?:下来|起来|到|给|为)?[，,]?(?:每一?|一)[家个项份件台名人户单笔款辆所座]")
_EACH_TOLD = re.compile("[每均]|单[家个项份件台笔价]")
_SHARE_ASKED = re.compile(
    "占[^，,。；？?]{1,16}?(?:多少|几成|百分之|几分之|比例|比重|份额)|[是为][^，,。；？?]{2,16}?的(?:百分之|几分之|几成)"
)
_RATE_TOLD = re.compile("增速|增长|增幅|降幅|下降|同比|环比|强度")
_SHARER_ASKED = re.compile("([^，,。；;？?]{2,24}?)(?:[大一]?[约共]|到底|究竟)*(?:占(?![地用])|的?比[例重])")
_SHARER_TOLD = re.compile(
    "(?:其中|并且?|而)?([^，,；;。、：:\n]{2,16}?)(?:[大只仅][约占]|[约只仅]|的)*占[^，,；;。、]{0,16}$"
)
_WITH = re.compile("在([^，,；;。在]{1,12})$")
_DEALT_WITH = re.compile("(?<!参)[与跟向对给]$")
_BORDER = re.compile("[，,；;。]")
_DONE_WITH = re.compile("[^，,；;。]{0,12}?(?:基础[上之]|过程[中里]|之?后(?![^，,]))")
_HAVING = re.compile("有|[集聚汇积]{2}|达|入驻|引[进入]|累计|覆盖")
_LISTED = re.compile("、[^，,；;。]*等$")
_OF_SOMEBODY = re.compile("(?:是|由|我们)[\u3400-\u9fff]{2,10}的$")
_HAS_ASKED = re.compile(f"(?:{_HAVING.pattern})[了着到]?(?:多少|几)|总数(?:大?约|一共)?[是为有达到]*(?:多少|几)")
_ONCE = re.compile("原[来先有]|以前|过去|从前|之?前有|早先|当年|曾|本来|最[早初]")
_THEN = re.compile(
    r"第一[年批]|头[一两]年|起初|最初|当初|刚(?:成立|开园|起步|开始|创办)|(?:成立|开园)之初|那时|当时|[一二三四五六七八九十\d]年前"
)
_CHANGED = re.compile(
    r"(?<!新)(?:增加|增长|减少|下降|提高|上升|提升|缩短|扩大|压缩|降低|上涨|下跌|压减|缩减|[增涨跌降砍减缩压])[了掉去下]+(?:多少|几|百分之)"
    r"|省[下了出来]+(?:多少|几)|(?<![新净])(?:增长|下降|上升|上涨|变化|变动|回落|下滑)(?:大?约|大概)?(?:多少|百分之|几个百分点)"
    r"|(?:同比|环比|[比较][上去]年(?:同期)?|净)(?:增加|减少|增)(?:多少|几)"
    r"|(?:增速|增幅|增长率|降幅|涨幅|跌幅)(?:大?约|大概|[是为有达到])*(?:多少|几|$|[？?])"
)
_BECOME = re.compile(r"[到至从由]了?[约近]?$")  # 从200天压缩到60天; 增幅为5% is a change
_GROWTH_ASKED = re.compile("增长|增速|增幅|同比|下降|降幅")
_ADDED = re.compile(r"(?:新增|增加|增长)(?:大?约|近)?(?:多少|几)")
_RISEN_TO = re.compile(r"[增加长升高大]{1,2}[到至]$")
_CHANGE = re.compile(r"[增涨减降升缩扩跌]|提高|多|少|翻|变|倍|[+＋-]|压|[高低快慢]")
_HOW_MANY = re.compile("多少|(?<![好十哪无])几")
_SO_MANY = "(?:总?数[量目]?|一?共|总共|总计|大[约概]|[是为有达到])*"
_NOMINAL = tuple("nbajszl")
_GRAMMAR = ("", *"vdpcumqra")  # no nouns; 园 alone is none in the dictionary, either
_WORD, _BESIDE = 2, 3  # signs of a word, and of a measure word or what makes a kind of it
_VERB = re.compile("[没不未]")
_BEFORE = 6  # signs before an amount in which a word of growth or share makes it one: 增值业务的收入 is an amount


def is_each_for_all(question: Question, clause: str) -> bool:
    """Whether a row is so many for each of a number of people (每万名从业人员…174.7件) and the question does not ask by these.

    Args:
        clause: the words before the figure.
    """
    if _BY_MANY.search(question.text):
        return False
    if _SUM_ASKED.search(question.text) and _EACH_ALONE.search(clause):
        return True
    return _EACH_OF_MANY.search(clause) is not None and any(word in fold(clause) for word in question.head)


def is_all_for_each(question: Question, row: FigureRow, clause: str) -> bool:
    """Whether it is asked what comes to each (平均一项多少钱) and a row tells of all together.

    Args:
        clause: the words before the figure.
    """
    asked = _EACH_ASKED.search(question.text)
    return asked is not None and "/" not in row.quantity.unit and not _EACH_TOLD.search(clause + row.quantity.surface)


def is_rate_for_share(question: Question, row: FigureRow, clause: str) -> bool:
    """Whether it is asked what part of a whole something is and a row says how it grows or how strong it is: 增速28%.

    Args:
        clause: the words before the figure.
    """
    if row.quantity.kind not in (Kind.PERCENT, Kind.RATIO) or not _SHARE_ASKED.search(question.text):
        return False
    rate = _RATE_TOLD.search(row.measure)
    return rate is not None and "占" not in f"{clause[-_BEFORE:]}{row.measure}" and rate[0] not in question.text


def counts_those_asked_about(question: Question, row: FigureRow, sentence: str) -> bool:
    """Whether a row counts those whom the question only tells of (分支机构提供了多少岗位): right behind its figure (40家产业园 where
    it is asked how many 企业 they have), or in a sentence without what is asked for.

    Args:
        sentence: the row's.
    """
    text, measure = fold(question.text), fold(row.measure)
    number = _HOW_MANY.search(text)
    wanted = question.head[-1] if question.head else ""
    if number is None or row.quantity.kind is not Kind.COUNT or len(wanted) < _WORD or len(measure) < _WORD:
        return False
    if measure[-_WORD:] not in text[: number.start()]:
        return False
    # 特色园的企业有多少家, but 员工规模 is the number of these themselves
    led = "[的里内中]?" if PLACE_ENDING.search(measure) else "[的里内中]"
    of_them = re.search(rf"{re.escape(measure[-_WORD:])}{led}{re.escape(wanted)}(?<![数量额])", text)
    if not _ends_there(question, or_before=of_them is not None):
        return False
    told = fold(sentence)
    counted = re.search(rf"\d[余多]?{re.escape(fold(row.quantity.unit)[-1:])}{re.escape(measure)}", told)
    if counted:  # the thing that is counted may go on where its measure was cut: 28家国际|组织
        behind = "".join(w for w, _ in takewhile(lambda pair: pair[1][:1] in _NOMINAL, tagged(told[counted.end() :])))
        told = measure + max(behind, told[counted.end() :][: len(wanted)], key=len)
    if any(pair in told for pair in _pairs(wanted)):
        return False
    return all(_is_noun_in(thing, text[: number.start()]) for thing in (measure, _counted_thing(measure)))


def _ends_there(question: Question, *, or_before: bool = False) -> bool:
    """Whether a question ends with the things whose number it asks for: 有多少家企业, but not 有多少家企业上了榜.

    Args:
        or_before: also where it ends with their number: 企业有多少家.
    """
    text, wanted = fold(question.text), question.head[-1] if question.head else ""
    number = _HOW_MANY.search(text)
    behind = text[number.end() :].rstrip("？?。") if number else ""
    if not wanted or number is None:
        return False
    if len(behind) <= 1:
        return or_before and re.search(rf"{re.escape(wanted)}{_SO_MANY}$", text[: number.start()]) is not None
    return behind.endswith(wanted) and len(behind) <= len(wanted) + _BESIDE and not _VERB.search(behind)


def _is_noun_in(thing: str, text: str) -> bool:
    last = next(iter(reversed(list(tagged(thing)))), ("", ""))
    return last[1][:1] not in _GRAMMAR and thing[-_WORD:] in text


def _counted_thing(measure: str) -> str:
    """Return what a figure may count: 成员 of 80个成员的国际组织."""
    first, of, _ = measure.partition("的")
    return first if of and all(tag.startswith("n") for _, tag in tagged(first)) else measure


def _pairs(word: str) -> list[str]:
    return [word[n : n + _WORD] for n in range(len(word) - 1)]


def is_share_of_other(question: Question, row: FigureRow, clause: str, sentence: str) -> bool:
    """Whether it is asked what part somebody is (博士占多少) and a row says it of others, whom its clause names, where the
    sentence gives another figure of those asked about: 博士46人，35岁以下的占41%.

    Args:
        clause: the words before the figure.
    """
    if row.quantity.kind not in (Kind.PERCENT, Kind.RATIO):
        return False
    asked, told = _SHARER_ASKED.search(fold(question.text)), _SHARER_TOLD.search(clause)
    if asked is None or told is None:
        return False
    own, other = asked[1], fold(told[1])
    counted = re.search(rf"{re.escape(own[-2:])}[^，,。；;、\d]{{0,2}}\d", fold(sentence))
    return counted is not None and not any(own[n : n + 2] in other for n in range(len(own) - 1))


def is_in_passing(question: Question, row: FigureRow, clause: str, behind: str) -> bool:
    """Whether it is asked how many there are and a figure only says what something was done with: 在走访200家企业基础上, 与30家企业签了约.

    Args:
        clause: the words before the figure.
        behind: the words behind it.
    """
    if row.quantity.kind is not Kind.COUNT or not _HAS_ASKED.search(question.text):
        return False
    if _DEALT_WITH.search(clause):
        # What was done stands behind those it was done with; 签约 is told by 签订, too.
        words = list(tagged(_BORDER.split(fold(behind))[0]))
        last = max((n for n, (word, _) in enumerate(words) if word in question.head), default=-1)
        done = {sign for word, tag in words[last + 1 :] if tag[:1] in "vn" for sign in word}
        return bool(done) and done.isdisjoint(question.text)
    opened = _WITH.search(clause) if _DONE_WITH.match(behind) else None
    return opened is not None and not _HAVING.search(opened[1])


def is_of_some(question: Question, row: FigureRow, clause: str, behind: str) -> bool:
    """Whether it is asked how many there are and a row counts those that are listed for what they did (甲、乙等15家企业入选榜单)
    or that somebody did something with (是我们培育的10家企业), of which the question says nothing.

    Args:
        clause: the words before the figure.
        behind: the words behind it.
    """
    if (
        row.quantity.kind is not Kind.COUNT
        or not _HAS_ASKED.search(question.text)
        or not _ends_there(question, or_before=True)
        or question.head[-1] not in fold(row.measure)
    ):
        return False
    before = _BORDER.split(fold(clause))[-1]
    if _LISTED.search(before):
        told = "".join(word for word, tag in tagged(_BORDER.split(fold(behind))[0]) if tag[:1] == "v")
        return bool(told) and not _HAVING.search(told) and set(told).isdisjoint(question.text)
    return _OF_SOMEBODY.search(before) is not None and not _HAVING.search(before)


def is_of_then(question: Question, row: FigureRow, clause: str) -> bool:
    """Whether it is asked how many there are, and a row says how many there were at first: 第一年只招来11家企业.

    Args:
        clause: the words before the figure.
    """
    then = _THEN.search(clause) if row.quantity.kind is Kind.COUNT and not question.periods else None
    asked = question.text
    return (
        then is not None
        and _HAS_ASKED.search(asked) is not None
        and not _THEN.search(asked)
        and not _ONCE.search(asked)
    )


def is_so_many_each(question: Question, clause: str) -> bool:
    """Whether a row is so many for each of many people (每千人口…2.7人) where the question asks how many there are.

    Args:
        clause: the words before the figure.
    """
    if not question.units and not _HAS_ASKED.search(question.text):
        return False
    return _EACH_OF_MANY.search(clause) is not None and not _BY_MANY.search(question.text)


def asks_change(text: str) -> bool:
    """Whether it is asked by how much something changed: 缩短了几天, 省下多少."""
    return _CHANGED.search(text) is not None


def is_change_before(question: Question, row: FigureRow, lead: str, behind: str) -> bool:
    """Whether a rate stands before what is asked about is first told of, with a figure of its own: 增长7%，其中家具64亿元.

    Args:
        lead: the sentence up to the figure.
        behind: the sentence behind it.
    """
    if row.quantity.kind is not Kind.PERCENT or not _GROWTH_ASKED.search(question.text):
        return False
    before, after = fold(lead), fold(behind)
    told = [term for term in question.terms if len(term) > 1 and term in after and term not in before]
    return any(
        re.search(rf"[，,；;。]其中[^，,；;。\d]{{0,4}}{re.escape(term)}[^，,；;。\d]{{0,8}}\d", after) for term in told
    )


def is_level_for_change(question: Question, row: FigureRow, clause: str) -> bool:
    """Whether it is asked by how much something changed (增加了多少) and a row only says how much there is.

    Args:
        clause: the words before the figure, where the change may be told, too.
    """
    if asks_change(question.text):
        own = _BORDER.split(clause)[-1]  # what another figure before it grew by is no change of this one
        return bool(_BECOME.search(clause)) or not _CHANGE.search(f"{own}{row.measure}{row.comparison}")
    return bool(_ADDED.search(question.text) and _RISEN_TO.search(clause))
