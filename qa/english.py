"""English questions about Chinese documents: turned into rough Chinese questions, offline and without a model.

An English question comes in; out go Chinese search terms, or a Chinese question of those terms that the way for Chinese
questions understands: periods and numbers as Chinese writes them, the place before what it has (甲园 企业 收入), the
asking word where Chinese puts it. Names that no dictionary has stay as they are. With `known`, which says whether a
string stands in the documents, the alternative that they use is taken, neighbours are joined (软件 + 园), and names in
pinyin find their characters.
"""

import re
from dataclasses import dataclass

from index.words import words as segmented
from qa.dictionary import Known, by_pinyin, look_up, spelled_in_documents
from qa.english_terms import asking, term_of
from qa.english_times import taken_times

__all__ = ["AMOUNTS", "is_english", "to_chinese_terms", "translate"]

_LONGEST = 1000
_ALTERNATIVES = 8
_EXPRESSION = 5
_STEP = 0.15  # what each further place in the dictionary's order counts against a word, of how near it is
_WORD = re.compile(
    r"[A-Za-z][A-Za-z'’&.-]*[A-Za-z]|[A-Za-z]|\d+(?:st|nd|rd|th)\b|\d[\d,]*(?:\.\d+)?%?|[\u3400-\u9fff][\u3400-\u9fff0-9]*"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_STOP_WORDS = (
    "a an the is are was were be been being am do does did done has have had having will would shall should "
    "can could may might must to and or but so as it its it's they them their this that these those there here "
    "he she his her we our us you your i my me s please tell know give show find exactly actually currently "
    "now far ever also just only very than then not no yes any some what which who whom whose when where why "
    "how according located situated "
    "many much old long big large high often"
)
_STOP = frozenset(_STOP_WORDS.split())
_GRADES = frozenset(("old", "long", "big", "large", "high"))
_SIGNS = frozenset(
    (_STOP - {"a", "i", "s", "it"})
    | {"of", "in", "at", "by", "for", "from", "with", "on", "about", "list", "name", "total"}
)
_REVERSING = frozenset(("of", "in", "at", "from", "for", "within", "on", "among", "inside", "across", "under"))
_FRONT = frozenset(
    ("by", "with", "about", "during", "after", "before", "into", "between", "since", "until", "through", "via", "as")
)
_AUXILIARY = frozenset(
    ["do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "will", "can", "could", "would", "should"]
)
_PREFIXES = {"total": "总", "gross": "总", "overall": "总", "per": "每", "each": "每", "every": "每"}
_CURRENCIES = {"yuan": "元", "rmb": "元", "dollar": "美元", "dollars": "美元", "euro": "欧元", "euros": "欧元"}
SHORT = {
    "r&d": "research and development",
    "gdp": "gross domestic product",
    "hq": "headquarters",
    "ceo": "chief executive officer",
    "vc": "venture capital",
    "ip": "intellectual property",
    "sme": "small and medium enterprise",
    "smes": "small and medium enterprise",
    "uni": "university",
    "co": "company",
    "govt": "government",
    "avg": "average",
    "startup": "entrepreneurship",
    "startups": "entrepreneurship",
    "turnover": "operating income",
    "roundtable": "round table",
}
_SPELLINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), usual)
    for pattern, usual in (
        (r"\b(?:hi|high)[\s-]?tech\b", "high-tech"),
        (r"\bsci[\s-]?tech\b", "science and technology"),
        # what stands somewhere is in it; what is to be some day is told with that day; who works there is employed
        (r"\b(is|are|was|were)\s+(?:based|located|situated|housed)\b", r"\1"),
        (r"\b(?:supposed|due|scheduled|slated|meant)\s+to\s+(?:be\b)?", ""),
        (r"\bpeople\s+(?:(?:who\s+)?(?:currently\s+)?work(?:ing)?|(?:are\s+|is\s+)?employed)\b", "employees"),
        (r"\bas\s+(?:mentioned|stated|cited|quoted|reported|noted|told)\s+by\b", "according to"),
        (r"\b(?:above|over|exceeding|more\s+than|in\s+excess\s+of)\s+(?=[¥$€]?\s*\d)", " 超过 "),
        (r"\b(?:below|under|less\s+than|fewer\s+than)\s+(?=[¥$€]?\s*\d)", " 不到 "),
        (r"\b(?:the\s+)?top\s+(\d+)(?:%|\s*percent\b)?(?!\d)", r" 前\1 "),
    )
)  # fmt: skip
"""Terms that are written in several ways → as the dictionary has them."""
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ORDINAL = re.compile(
    r"\b(\d{1,3})(?:st|nd|rd|th)\b|\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_DIGITS = "零一二三四五六七八九十"
_ASKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), asked)
    for pattern, asked in (
        (r"\bwhat\s+(?:percent(?:age)?|proportion|share|fraction)\b(?:\s+of)?|\bhow\s+many\s+percent", "占 百分之多少"),
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


@dataclass(frozen=True, slots=True)
class _Term:
    """One English expression with its Chinese alternatives, or a Chinese one that stands for itself."""

    english: str
    chinese: tuple[str, ...]
    fixed: bool = False


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


def _read(question: str, known: Known | None) -> tuple[list[_Term], list[_Term], str]:
    """Return the terms before and behind the asking word, and the asking word."""
    text = question[:_LONGEST].replace("’", "'").replace("\n", " ")
    for pattern, usual in _SPELLINGS:
        text = pattern.sub(usual, text)
    text = _named_twice(text)
    text, times = taken_times(text)
    asked, rest, counted = _asked(text)
    if counted:  # how many unicorns did the park have: 园区 有 多少 独角兽
        thing, subject = counted
        front, back = _phrase(subject, known), _phrase(thing, known)
    else:
        front, back = _phrase(rest, known), []
    periods = [_Term(time, (time,), fixed=True) for time in times]
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
            or (rest[0].lower() in ("will", "can", "would") and rest[1].islower() and rest[1] not in _STOP)
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


def _phrase(text: str, known: Known | None) -> list[_Term]:
    """Return the terms of a phrase in Chinese order: what an `of` or `in` brings stands before what it belongs to."""
    pieces: list[list[_Term]] = []
    for clause in re.split(r",(?!\d)|[;:?!]|(?=\baccording\s+to\b)", text):
        told = clause.startswith("according")
        chunks: list[list[str]] = [[]]
        for word in _WORD.findall(clause):
            if word.lower() in _REVERSING:
                chunks.append([])
            elif word.lower() == "per":
                chunks.append([word])
            elif word.lower() not in _FRONT:
                chunks[-1].append(word)
        terms = [term for chunk in reversed(chunks) for term in _terms(chunk, known)]
        if terms:
            pieces.append([*terms, _Term("according to", ("报道",), fixed=True)] if told else terms)
    # What stands behind a comma tells where or by whom it was said: Chinese says that first.
    ordered = [term for piece in reversed(pieces) for term in piece]
    return _joined(ordered, known) if known else ordered


def _terms(words: list[str], known: Known | None) -> list[_Term]:
    """Return the terms of a run of words: the longest expressions that the dictionary has, then single words."""
    words = [part for word in words for part in _parts(word)]
    result: list[_Term] = []
    at = 0
    while at < len(words):
        for length in range(min(_EXPRESSION, len(words) - at), 0, -1):
            expression = " ".join(words[at : at + length])
            term = _term(expression, length, known)
            if term is not None:
                if term.chinese and result and result[-1].chinese[0] in _PREFIXES.values():
                    term = _prefixed(result.pop(), term)
                if term.chinese:
                    result.append(term)
                at += length
                break
    return [_of_country(term, known) for term in result if term.chinese[0] not in _PREFIXES.values()]


def _of_country(term: _Term, known: Known | None) -> _Term:
    """Return the name of a country for that of its people or language: a Mexican company is one of 墨西哥."""
    bases = tuple(dict.fromkeys(word[:-1] for word in term.chinese if len(word) > 2 and word[-1] in "人语"))
    if not bases or not term.english[0].isupper() or term.english.endswith("s"):
        return term
    return _Term(term.english, (_ranked(bases, known)[0], *term.chinese), fixed=term.fixed)


def _prefixed(prefix: _Term, term: _Term) -> _Term:
    """Return a term with a Chinese prefix (total revenue → 总收入, per 10,000 → 每万)."""
    sign = prefix.chinese[0]
    forms = [sign + (word.removeprefix("1") if sign == "每" else word) for word in term.chinese]
    alternatives = [form for pair in zip(forms, term.chinese, strict=True) for form in pair]
    return _Term(f"{prefix.english} {term.english}", tuple(alternatives[:_ALTERNATIVES]), fixed=term.fixed)


def _parts(word: str) -> list[str]:
    """Return a word, or the words between its hyphens when the dictionary does not have it whole."""
    word = word.removesuffix("'")
    if "-" in word and not look_up(word.lower(), whole=True) and not term_of(word.lower()):
        return [part for part in word.split("-") if part]
    return [word]


def _term(expression: str, length: int, known: Known | None) -> _Term | None:
    """Return the term for an expression, None when several words are no expression, an empty one for a stop word."""
    expression = expression.removesuffix("'s")
    low = expression.lower()
    if length == 1:
        if _HAN.search(expression):
            return _Term(expression, (expression,), fixed=True)
        if re.fullmatch(r"\d[\d,.]*%?", expression):
            plain = expression.replace(",", "")
            if plain.isdigit() and int(plain) >= 10_000 and int(plain) % 10_000 == 0:
                return _Term(expression, (f"{int(plain) // 10_000}万", plain), fixed=True)
            return _Term(expression, (expression.replace(",", ""),), fixed=True)
        if low in _CURRENCIES:
            return _Term(expression, (_CURRENCIES[low],), fixed=True)
        if low in _PREFIXES:
            return _Term(expression, (_PREFIXES[low],), fixed=True)
        if (expression != "IT" and low in _STOP) or (len(low) == 1 and not expression.isupper()):
            return _Term(expression, ())
    elif known and term_of(low):
        pass
    elif low.split(" ")[0] in _STOP - _GRADES or low.split(" ")[-1] in _STOP:
        return None
    numbers = _numbers(low)
    if numbers:
        return _Term(expression, _ranked(numbers, known), fixed=True)
    trade = term_of(low) or term_of(SHORT.get(low, low))
    # With documents to choose from; without any, the general dictionary's order is as good.
    found = look_up(SHORT.get(low, low), whole=length > 1 or low in SHORT)
    if known and trade and (length > 1 or any(known(word) for word in trade)):
        found = tuple(dict.fromkeys((*trade, *found)))
    if low.endswith("est") and len(low) > 5:
        found = (*("最" + word for form in _positive(low) for word in look_up(form) if len(word) == 1), *found)
    name = all(part[0].isupper() for part in expression.split(" "))
    if name and (length == 1 or not found):
        found = (
            (*found, *(w for w in by_pinyin(expression) if w not in found))
            if length == 1 or by_pinyin(expression)
            else found
        )
    if known and name and not any(known(word) for word in found):
        found = (*spelled_in_documents(expression, known), *found)
    if known and length == 2 and found and not trade and not any(known(word) for word in found):
        found = (*_compounds(low, known), *found)
    if known and length > 1 and not name and not trade and found and not any(map(known, found)):
        parts = [look_up(part)[:_ALTERNATIVES] for part in low.split(" ")]
        if any(known(word) and len(word) > 1 for word in parts[-1]):
            return None  # the documents have the words apart
    if not found:
        return _Term(expression, (expression,), fixed=True) if length == 1 else None
    kept = (expression,) if length == 1 and expression.isupper() and len(expression) > 1 else ()
    if kept and known and not known(low) and any(known(word) for word in found):
        kept = ()  # BYD, of which the documents only have the Chinese name
    if low in SHORT:
        return _Term(expression, (*_ranked(found, known)[: _ALTERNATIVES - 1], *kept))
    return _Term(expression, (*kept, *_ranked(found, known))[:_ALTERNATIVES], fixed=bool(kept))


def _compounds(low: str, known: Known) -> list[str]:
    """Return the words of the documents for two English words, shortened as Chinese does (产业 + 园区 → 产业园)."""
    first, second = low.split(" ")
    pairs = [(a, b) for a in look_up(first)[:_ALTERNATIVES] for b in look_up(second)[:_ALTERNATIVES] if len(a) > 1]
    return [word for a, b in pairs for word in dict.fromkeys((a + b, a + b[0])) if known(word)][:3]


def _ranked(found: tuple[str, ...], known: Known | None) -> tuple[str, ...]:
    """Return alternatives, those of the documents first; a single character stands in any text and tells nothing."""
    if known is None:
        return found

    def place(number: int) -> float:
        near = known(found[number]) if len(found[number]) > 1 else 0
        return _STEP * number - near if near else len(found)

    return tuple(found[number] for number in sorted(range(len(found)), key=place))


def _positive(low: str) -> list[str]:
    """Return the adjectives that a superlative may come from (biggest → big)."""
    stem = low.removesuffix("est")
    return [stem, stem + "e", stem[:-1], stem[:-1] + "y"]


def _numbers(low: str) -> tuple[str, ...]:
    """Return how Chinese may write an ordinal or a scaled number, () for other words."""
    ordinal = _ORDINAL.fullmatch(low)
    if ordinal:
        count = int(ordinal[1]) if ordinal[1] else _ORDINALS.index(ordinal[2]) + 1
        bare = f"第{_DIGITS[count] if count <= 10 else count}"
        return (f"{bare}届", bare, f"第{count}届") if ordinal[1] else (bare, f"{bare}届")
    scaled = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?) (thousand|million|billion|trillion)", low)
    if scaled:
        value = float(scaled[1].replace(",", "")) * 10 ** _SCALES[scaled[2]]
        for size, unit in ((1e8, "亿"), (1e4, "万")):
            if value >= size:
                return (f"{value / size:g}{unit}",)
        return (f"{value:g}",)
    return ()


def _joined(terms: list[_Term], known: Known) -> list[_Term]:
    """Return the terms, those alternatives first that the documents write side by side.

    A compound that the segmenter keeps whole becomes one term (软件 + 园区 → 软件园).
    """
    result: list[_Term] = []
    for term in terms:
        last = result[-1] if result else None
        if last and len(last.chinese[0]) > 2 and last.chinese[0].endswith(term.chinese[:2]):
            continue  # 跨国公司 are companies
        if last and not term.fixed and not last.fixed:
            short = [a + b[0] for a in last.chinese for b in term.chinese if len(a) > 1 and len(b) == 2]
            whole = [word for word in short if known(word) and segmented(word) == [word]]
            pairs = [
                (i + j, a, b)
                for i, a in enumerate(last.chinese)
                for j, b in enumerate(term.chinese)
                if min(len(a), len(b)) > 1
            ]
            # Words that each stand near are not given up for two that may stand side by side somewhere.
            least = min(known(last.chinese[0]), known(term.chinese[0]))
            beside = min((pair for pair in pairs if known(pair[1] + pair[2]) >= max(least, 0.5)), default=None)
            if beside:
                result[-1] = _Term(last.english, tuple(dict.fromkeys([beside[1], *last.chinese])))
                term = _Term(term.english, tuple(dict.fromkeys([beside[2], *term.chinese])))
            elif whole:
                result[-1] = _Term(f"{last.english} {term.english}", tuple(dict.fromkeys(whole))[:_ALTERNATIVES])
                continue
        result.append(term)
    return result
