"""English questions about Chinese documents: turned into rough Chinese questions, offline and without a model.

An English question comes in; out go Chinese search terms, or a Chinese question of those terms that the way for Chinese
questions understands: periods and numbers as Chinese writes them, the place before what it has (甲园 企业 收入), the
asking word where Chinese puts it. Names that no dictionary has stay as they are. With `known`, which says whether a
string stands in the documents, the alternative that they use is taken, neighbours are joined (软件 + 园), and names in
pinyin find their characters.
"""

import re

from qa.dictionary import Known
from qa.english_terms import asking
from qa.english_times import taken_times
from qa.english_words import STOP, Term, terms_of

__all__ = ["AMOUNTS", "is_english", "to_chinese_terms", "translate"]

_LONGEST = 1000
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIGNS = frozenset(
    (STOP - {"a", "i", "s", "it"})
    | {"of", "in", "at", "by", "for", "from", "with", "on", "about", "list", "name", "total"}
)
_AUXILIARY = frozenset(
    ["do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "will", "can", "could", "would", "should"]
)
_SPELLINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), usual)
    for pattern, usual in (
        (r"\b(?:hi|high)[\s-]?tech\b", "high-tech"),
        (r"\bsci[\s-]?tech\b", "science and technology"),
        # what stands somewhere is in it; what is to be some day is told with that day; who works there is employed
        (r"\b(is|are|was|were)\s+(?:based|located|situated|housed)\b", r"\1"),
        (r"\b(?:supposed|due|scheduled|slated|meant)\s+to\s+(?:be\b)?", ""),
        (r"\bpeople\s+(?:(?:who\s+)?(?:currently\s+)?work(?:ing)?|(?:are\s+|is\s+)?employed)\b", "employees"),
        (r"\b(?:i\s+(?:just\s+)?(?:need|want|would\s+like)(?:\s+to\s+know)?|(?:please\s+)?(?:give|tell|show)\s+me|(?:i'm|i\s+am)\s+looking\s+for)\s+(?=the\s+(?:percentage|proportion|share|fraction|number)\s+of\b)",
         "what is "),
        (r"\bas\s+(?:mentioned|stated|cited|quoted|reported|noted|told)\s+by\b", "according to"),
        (r"\b(?:above|over|exceeding|more\s+than|in\s+excess\s+of)\s+(?=[¥$€]?\s*\d)", " 超过 "),
        (r"\b(?:below|under|less\s+than|fewer\s+than)\s+(?=[¥$€]?\s*\d)", " 不到 "),
        (r"\b(?:the\s+)?top\s+(\d+)(?:%|\s*percent\b)?(?!\d)", r" 前\1 "),
    )
)  # fmt: skip
"""Terms that are written in several ways → as the dictionary has them."""
_ASKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), asked)
    for pattern, asked in (
        (r"\bwhat\s+(?:(?:is|are|was|were)\s+the\s+(?=\w+\s+of\b))?(?:percent(?:age)?|proportion|share|fraction)\b(?:\s+of)?"
         r"|\bhow\s+many\s+percent", "占 百分之多少"),
        (r"\bhow\s+much\s+money\b", "多少 钱"),
        (r"\bhow\s+(?:many|much)\b|\bwhat\s+(?:(?:is|are|was|were)\s+the\s+)?numbers?\s+of\b", "多少"),
        (r"\bhow\s+(?:large|big)\b", "面积 多大"),
        (r"\bhow\s+long\s+(?:is|are|was|were)\b", "多长"),
        (r"\bhow\s+long\b", "多长 时间"),
        (r"\bhow\s+far\b", "多远"),
        (r"\bhow\s+(?:old|fast|high|tall|deep|wide|heavy)\b", "多少"),
        (r"\bhow\s+often\b", "多久 一次"),
        (r"\b(?:when|(?:in\s+)?(?:what|which)\s+year|on\s+what\s+date|(?:at\s+)?what\s+time)\b", "什么时候"),
        (r"\bwhere\b", "在 哪里"),
        (r"\b(?:who|whom|whose)\b", "谁"),
        (r"\bwhy\b", "为什么"),
        (r"\bwhat\s+rank\b|\bwhere\s+does\b.*\brank\b", "排名 第几"),
        (r"\bhow\b", "怎么"),
        (r"\bwhich\b|\blist\b|\bname\s+(?:the|all)\b", "哪些"),
        (r"\bwhat\b", "什么"),
    )
)  # fmt: skip
AMOUNTS = re.compile(
    r"\b(?:revenues?|incomes?|sales|rates?|number|total|amount|percentage|share|ratio|area|size|population|profits?|value|output|costs?|prices?"
    r"|budget|investments?|spending|expenditure|growth|average|count|salary|gdp|intensity|density|length|height|weight|capacity|turnover|sum"
    r"|proportion|distance|quota|funding|tax(?:es)?|exports?|imports?|increase|decrease|floor\s+space)\b",
    re.IGNORECASE,
)

_GROWN = re.compile(
    r"\b(?:by\s+)?(?:how\s+(?:much|fast|many\s+(?:percent|percentage\s+points|(?P<times>times)))|what\s+(?:percent(?:age)?|rate))\s+"
    r"(?:do|does|did|has|have|had|is|are|was|were|will)\s+(?P<what>.*?)\s+(?:be(?:en)?\s+)?"
    r"(?P<verb>grow\w*|grew|increas\w+|ris(?:e|en|ing)|rose|expand\w*|decreas\w+|declin\w+|fall\w*|fell|drop\w*|shr[aiu]nk\w*)\b",
    re.IGNORECASE,
)
"""A question for a growth: by how much did the revenue grow."""
_SHARE = re.compile(
    r"\bwhat\s+(?:(?:is|was)\s+the\s+)?(?:percent(?:age)?|proportion|share|fraction)\s+of\s+(?:the\s+|all\s+)?"
    r"(?P<whole>[^,?]+?)\s+(?:(?:that|which|who)\s+)?(?:is|are|was|were)\s+(?P<part>[^,?]+)",
    re.IGNORECASE,
)
"""A question for the share of a part: what share of the firms in the park are multinationals."""
_FALLING = re.compile(r"decr|decl|f[ae]ll|drop|shr", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"^(?:\w+ed|held|built|made|set|begun|won|given|sold|born|written|led|met|found|chosen|sent|put)\W*$", re.IGNORECASE
)
_WHERE = re.compile(r"\b(?:at|in|on|during|within|for|from|with|to|by)\s", re.IGNORECASE)

_MEASURES = (
    (re.compile(r"(?:企业|公司|机构|园区?|孵化器|银行|医院|独角兽|工厂|研究院)$"), "家"),
    (re.compile(r"(?:车辆?|大巴|汽车)$"), "辆"),
    (re.compile(r"(?:专利|商标)$"), "件"),
    (re.compile(r"(?:从业人员|员工|职工|学生|教师|工人|居民)$"), "名"),
)


def is_english(question: str) -> bool:
    """Say whether a question is asked in English (a Chinese question with Latin names in it is not)."""
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", question[:_LONGEST])
    han = len(_HAN.findall(question[:_LONGEST]))
    if len(words) < 2 or han > len(words):
        return False
    # Keywords without any Chinese are English, names in capitals alone are anybody's.
    return any(word.lower() in _SIGNS or (not han and word.islower() and len(word) > 2) for word in words)


def to_chinese_terms(question: str, *, known: Known | None = None) -> list[list[str]]:
    """Return the Chinese alternatives for each content term of an English question, in Chinese order.

    Args:
        question: An English question.
        known: Says whether a string stands in the documents; alternatives that do come first.

    Returns:
        One list for each term, the likeliest alternative first; a name that nothing is known of stands for itself.
    """
    before, behind, _ = _read(question, known)
    return [list(term.chinese) for term in (*before, *behind)]


def translate(question: str, *, known: Known | None = None) -> str:
    """Return a rough Chinese question for an English one: 2024年 中关村 企业 收入 多少？

    Args:
        question: An English question.
        known: Says whether a string stands in the documents.

    Returns:
        Chinese terms with spaces between them and a mark at the end.
    """
    before, behind, asked = _read(question, known)
    first = [term.chinese[0] for term in before]
    things = [term.chinese[0] for term in behind]
    if known and asked.endswith("多少") and things:
        # Chinese counts with a measure word, by which the figures of the documents are told apart.
        counted = (measure for thing in reversed(things) for pattern, measure in _MEASURES if pattern.search(thing))
        asked += next(counted, "")
    words = [*first, asked, *things]
    return " ".join(word for word in words if word) + "？"


def _read(question: str, known: Known | None) -> tuple[list[Term], list[Term], str]:
    """Return the terms before and behind the asking word, and the asking word."""
    text = question[:_LONGEST].replace("’", "'").replace("\n", " ")
    for pattern, usual in _SPELLINGS:
        text = pattern.sub(usual, text)
    text = _named_twice(text)
    text, times = taken_times(text)
    asked, rest, counted = _asked(text)
    if counted:  # how many unicorns did the park have: 园区 有 多少 独角兽
        thing, subject = counted
        front, back = terms_of(subject, known), terms_of(thing, known)
    else:
        front, back = terms_of(rest, known), []
    periods = [Term(time, (time,), fixed=True) for time in times]
    return [*periods, *front], back, asked


def _named_twice(text: str) -> str:
    """Return a text without the English form of a name whose Chinese form stands in brackets behind it."""
    return re.sub(
        r"\b[A-Z][\w'&-]*(?:\s+(?:of|and|the|[A-Z][\w'&-]*))*\s*[(（]\s*([\u3400-\u9fff][^()（）]*)[)）]", r" \1 ", text
    )


def _asked(text: str) -> tuple[str, str, tuple[str, str] | None]:
    """Return the Chinese asking word, the text without it, and for a counting question (what is counted, of whom)."""
    if grown := _GROWN.search(text):
        rest = f"{text[: grown.start()]} {grown['what']} {text[grown.end() :]}"
        way = "下降" if _FALLING.match(grown["verb"]) else "增长"
        return f"{way} 百分之多少" if not grown["times"] else f"{way} 多少倍", rest, None
    if shared := _SHARE.search(text):
        rest = f"{text[: shared.start()]} {shared['part']} of {shared['whole']} {text[shared.end() :]}"
        return "占 百分之多少", rest, None
    for pattern, asked in _ASKS:
        match = pattern.search(text)
        if not match:
            continue
        before, behind = text[: match.start()], text[match.end() :]
        if placed := _placed(asked, before, behind):
            return placed
        if asked == "什么" and AMOUNTS.search(text):
            asked = "多少"
        if asked == "多少" and match.group().lower().startswith("how"):
            words = behind.split()
            at = next((i for i, word in enumerate(words) if word.lower().strip(",?") in _AUXILIARY), None)
            if at is not None and (at or asked):
                owned = (
                    "有 "
                    if words[at].lower().startswith("ha") or "have" in [w.lower().strip("?,") for w in words]
                    else ""
                )
                thing, subject = " ".join(words[:at]), " ".join(words[at + 1 :])
                return f"{owned}{asked}".strip(), "", (thing, f"{before} {subject}")
            return asked, f"{before} {behind}", _apart(behind, before)
        return asked, f"{before} {behind}", None
    return "多少" if AMOUNTS.search(text) else "", text, None


def _placed(asked: str, before: str, behind: str) -> tuple[str, str, tuple[str, str] | None] | None:
    """Return the Chinese asking word with what stands behind and before it, where Chinese puts it inside the sentence.

    Who unveiled the plan: 谁 发布 计划; when was it founded: … 什么时候 成立; which company signed: 哪家公司 签署.
    """
    words = behind.split()
    if asked == "谁" and words and words[0].lower() in ("is", "was", "are", "were") and len(words) > 1:
        return "是 谁", f"{before} {' '.join(words[1:])}", None
    if asked == "谁" and words and not _is_auxiliary(words[0]):
        return asked, "", _apart(behind, before)
    if (
        asked in ("什么时候", "在 哪里")
        and len(words) > 2
        and _is_auxiliary(words[0])
        and _PARTICIPLE.search(words[-1])
    ):
        return asked, "", (words[-1], f"{before} {' '.join(words[1:-1])}")
    if asked in ("哪些", "什么"):
        return _with_noun(before, words)
    if asked == "多少" and words and words[0].lower() == "people" and not any(map(_is_auxiliary, words)):
        thing, place = _apart(" ".join(words[1:]), before)
        return "有 多少人", "", (thing, place)
    return None


def _with_noun(before: str, words: list[str]) -> tuple[str, str, tuple[str, str] | None] | None:
    """Return 哪家公司 for which company, with its verb behind it and the rest before; None when no such noun is asked with."""
    if words and _is_auxiliary(words[0]) and (asked := asking(words[-1].lower().strip("?"))).startswith("什么"):
        return asked, f"{before} {' '.join(words[1:-1])}", None  # what is her post
    at = next((n for n, word in enumerate(words[:4]) if asking(word.lower().strip("?,'"))), None)
    if at is None or any(map(_is_auxiliary, words[:at])):
        return None
    asked = asking(words[at].lower().strip("?,'"))
    kind, rest = " ".join(words[:at]), words[at + 1 :]
    # The subject is asked for: which company signed, which city will host, which firm was chosen.
    helped = (
        len(rest) > 1
        and _is_auxiliary(rest[0])
        and (
            _PARTICIPLE.search(rest[1])
            or (rest[0].lower() in ("will", "can", "would") and rest[1].islower() and rest[1] not in STOP)
        )
    )
    if rest and (helped or not _is_auxiliary(rest[0])):
        thing, where = _apart(" ".join(rest[1:] if helped else rest), before)
        return asked, "", (thing, f"{where} {kind}")
    verb = rest[-1:] if len(rest) > 2 and (_PARTICIPLE.search(rest[-1]) or before.strip()) else []
    subject = " ".join(rest[1 : len(rest) - len(verb)])
    at_place = "在 " if re.search(r"\b(?:in|at|on)\s*$", before, re.IGNORECASE) else ""
    bare = re.sub(r"\b(?:in|at|on|from|with|to|for|by)\s*$", "", before, flags=re.IGNORECASE)
    return f"{at_place}{asked}", "", (" ".join(verb), f"{bare} {subject} {kind}")


def _apart(text: str, before: str) -> tuple[str, str]:
    """Return what is done, and in front of it where, when and of whom: at the opening, in the park."""
    match = _WHERE.search(text)
    return (text[: match.start()], f"{before} {text[match.start() :]}") if match else (text, before)


def _is_auxiliary(word: str) -> bool:
    return word.lower().strip(",?") in _AUXILIARY
