"""An English sentence about Chinese quotes → the Chinese that it says, word for word, to be checked as any other.

Times, shares, directions, qualifiers and denominators come first; then each term becomes the Chinese word that the
quotes have for it, by the terms of the trade and the dictionary, or, where they have none, its most usual word: that
stands in no quote then, and the check finds it. Names and figures stay as they are.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from index.quantities import find_quantities
from index.types import Kind
from index.words import fold
from qa import support_english_names
from qa.dictionary import base_forms, by_pinyin, look_up
from qa.english_terms import term_of
from qa.english_times import with_chinese_times
from qa.english_words import SHORT
from qa.question import function_words

_LONGEST = 4
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])", re.IGNORECASE), chinese)
    for pattern, chinese in (
        (r"year[\s-]on[\s-]year|(?:from|over|on|than|versus|compared (?:with|to)|relative to) (?:(?:a|the|one) year (?:earlier|before|ago)|"
         r"(?:that of |those of |in )?(?:the )?(?:previous|prior|preceding) year)", "同比"),
        (r"month[\s-]on[\s-]month|quarter[\s-]on[\s-]quarter", "环比"),
        (r"(?:that of )?(?:the )?(?:year before|previous year|preceding year|prior year)(?:'s)?", "上年"),
        (r"percentage points?", "个百分点"), (r"per ?cent", "%"), (r"times", "倍"),
        (r"net (?:increase|gain|growth)(?: of)?", "净增"), (r"net (?:decrease|decline)(?: of)?", "净减"),
        (r"(?:is |was |were |are )?(?:capped at|limited to|at most|up to)", "最高"), (r"no more than", "不超过"),
        (r"(?:at least|no less than|a minimum of)", "至少"),
        (r"less than half(?: of)?", "不到一半"), (r"half (?:of|as)", "一半"), (r"twice|double[ds]?", "两倍"),
        (r"more than|exceed\w*|surpass\w*|in excess of|topp\w+|(?:over|above)(?= *\d)", "超过"),
        (r"less than|fewer than|(?:under|below)(?= *\d)", "不到"), (r"(?:nearly|almost|close to|approach\w*)", "近"),
        (r"(?:about|around|approximately|roughly|some)(?= *[\d一二三四五六七八九十])", "约"),
        (r"(?:average|mean) monthly|monthly average", "月平均"), (r"(?:average|mean) annual|annual average", "年平均"),
        (r"(?:average|mean) daily|daily average", "日平均"),
        (r"per (?:capita|person|head)", "人均"), (r"per (?:square met(?:re|er))", "每平方米"),
        (r"per (?:square kilomet(?:re|er))", "每平方公里"), (r"per (?:day)|a day|daily", "每天"),
        (r"per month|a month|monthly", "每月"), (r"per year|a year|per annum|annually|annual|yearly", "每年"),
        (r"per hectare", "每公顷"), (r"per mu", "每亩"), (r"per kilogram(?:me)?|per kg", "每公斤"), (r"per ton(?:ne)?", "每吨"),
        (r"per hour|hourly|an hour", "每小时"), (r"per (?:company|enterprise|firm)|(?:for )?each (?:company|enterprise|firm)", "每家"),
        (r"per 10,?000|per ten thousand", "每万"), (r"per 1,?000|per thousand", "每千"), (r"per kilowatt|per kw", "每千瓦"),
        (r"on average|average[ds]?|mean", "平均"), (r"cumulative(?:ly)?|accumulated|to date", "累计"), (r"combined|in total|altogether", "合计"),
        (r"peak|highest|maximum|top|largest|most", "最高"), (r"lowest|minimum|smallest|least", "最低"), (r"fastest", "最快"), (r"slowest", "最慢"),
        (r"(?:newly )?(?:added|adding)|(?:an )?additional|new(?:ly)?", "新增"), (r"of (?:whom|which)|including", "其中"),
        (r"square kilomet(?:re|er)s?", "平方公里"), (r"square met(?:re|er)s?", "平方米"), (r"kilomet(?:re|er)s?", "公里"),
        (r"(?<=\d )met(?:re|er)s", "米"), (r"hectares?", "公顷"), (r"tonn?es?|tons", "吨"),
        (r"(?:will|plan\w*|target\w*|aim\w*|goal|scheduled|intend\w*)", "计划"),
        (r"(?:expect\w*|forecast\w*|estimat\w*|project(?:ed|ion|ions)|predict\w*)", "预计"),
        (r"not|never|no longer|n't|without", "不"), (r"lost|los(?:es|ing)", "失去"),
        (r"(?:rose|rises?|risen|grew|grows?|grown|growing|increas\w+|up|climb\w*|gain(?:ed|s)?|expand\w*) (?:by )?to", "增长到"),
        (r"(?:fell|falls?|fallen|declin\w+|decreas\w+|drop\w*|down|shrank|shr[iu]nk\w*|reduc\w+|cut) (?:by )?to", "下降到"),
        (r"(?:rose|ris(?:e|es|en|ing)|grew|grow(?:s|n|ing|th)?|increas\w+|up|climb\w*|expand\w*|(?:more|higher) than)", "增长"),
        (r"(?:fell|fall(?:s|en|ing)?|declin\w+|decreas\w+|drop\w*|down|shrank|shr[iu]nk\w*|reduc\w+|cut|lower than)", "下降"),
        (r"from(?= *[\d一二三四五六七八九十])", "由"), (r"(?<=[元家人%亿万件个]) *to", "到"), (r"wholly|all|entirely|only|every", "都"),
    )
)  # fmt: skip
EMPTY = frozenset(
    re.split(
        r"\s+",
        """a an the of in on at by for to and or as with was were is are be been being had has have having it its this that these
        those there which who their they them he she his her we our than respectively number numbers amount amounts total totaling
        totalling totaled totalled figure figures level rate share value size volume volumes people persons person reached reach reaching
        stood stands stand came comes amounted amounting recorded record registering reported report reports according achieved
        attained accounted accounting account making made make put placed employed employs hosts hosted home counts counted count
        also while whereas compared both among within during overall it's one ones year years end beginning period full whole
        meanwhile however then now currently where when into out so far such said says stated states shows show showed data
        based available provided provides given above therefore thus hence indicates indicated mentions mentioned notes noted refers
        yuan rmb cny renminbi short answer evidence source sources document documents""",
    )
)
_ASKS = frozenset(["what", "how", "many", "much", "which", "did", "does", "do"])
_CAPITALS = frozenset(
    re.split(
        " ",
        "between from not january february march april may june july august september october november december chinese "
        "english rmb cny usd hkd eur hk us therefore thus overall answer based document",
    )
)
_WORD = re.compile(r"[A-Za-z][A-Za-z&'’-]*[A-Za-z]|[A-Za-z]")
_RUN = re.compile(r"[A-Za-z][A-Za-z&'’ -]*[A-Za-z]|[A-Za-z]")
_CLAUSE = re.compile(r"(?<!\d),|,(?!\d)|[;，]")
_TIME = re.compile(r"\s*(?:(?:19|20)\d\d年[^\sA-Za-z,]*|\d{1,2}月(?:\d{1,2}日)?|[去今明]年[^\sA-Za-z,]*)\s*")
_SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?=\s+[a-z])(?!\s+(?:thousand|million|billion|trillion)\b)",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(2, 13),
        strict=True,
    )
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ABOUT = "about|around|approximately|roughly|nearly|almost|over|more than"
_SCALED = re.compile(
    rf"(?:(?P<ahead>rmb|cny|us\$|usd|hk\$|hkd|eur|€|[$¥￥])\s*)?(?P<about>(?:{_ABOUT})\s+)?(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>{'|'.join(_SCALES)})\b"
    r"(?:\s*(?P<money>yuan|rmb|(?:us |hong kong )?dollars?|usd|hkd|(?:south )?(?:korean )?won|euros?|(?:japanese )?yen|people|persons))?",
    re.IGNORECASE,
)
_MONEY = {
    "yuan": "元", "rmb": "元", "cny": "元", "¥": "元", "￥": "元", "hong kong dollars": "港元", "hk$": "港元", "hkd": "港元",
    "eur": "欧元", "€": "欧元", "people": "人", "persons": "人", "won": "韩元", "yen": "日元", "euro": "欧元", "euros": "欧元", "dollar": "美元",
    "dollars": "美元",
    "usd": "美元", "$": "美元",
}  # fmt: skip
_SIZES = {"": 1, "万": 10**4, "亿": 10**8}
_AND = re.compile(
    r"(?<=[元家人件项个名套台辆只座亩户位次%亿万\d倍点里米吨天年时册张条艘斤克升头箱])\s*and\b", re.IGNORECASE
)
_PER = re.compile(r"(?:每(?:平方米|平方公里|公斤|公顷|千瓦|小时|[天月年亩吨家])|人均|[月年日]平均)")
_TIMES_OF = re.compile(r"([\d.]+倍)(上年|(?:19|20)\d\d年)")
_BY_AND_TO = re.compile(r"(增长|下降)([\d.]+(?:%|个百分点))到([^，]+)$")
_FIGURE_FIRST = re.compile(r"(?P<time>(?:19|20)\d\d年\S*)?\s*(?P<figure>[^\s:]+)\s*:\s*(?P<of>[^:]+?)[\s.]*")
_COLON = re.compile(r"(?:\(\s*\))?\s*:\s*|\(\s*\)")
_TRAILING = re.compile(r"[\u3400-\u9fff]{2,}$")
_LEADING = re.compile(r"[\u3400-\u9fff]{2,}$")
_LEVEL = re.compile(r"\b(?:level|grade|class|tier)[\s-]?(?P<which>[1-9])\b(?![\d.,])", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z]")


def repeats(question: str, text: str) -> bool:
    """Whether an English sentence has every word and number of a question that tells something."""
    said = set(_plain_words(text))
    asked = [word for word in _plain_words(question) if word not in EMPTY and word not in _ASKS]
    return len(asked) > 1 and said.issuperset(asked)


def _plain_words(text: str) -> list[str]:
    return [word.lower().removesuffix("'s") for word in re.findall(r"[A-Za-z&'-]+|\d+", text.replace("’", "'"))]


def is_common(word: str) -> bool:
    """Whether an English word with a capital is none of a name: it begins a sentence or a line, or is a unit."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    return low in EMPTY or low in _CAPITALS or is_translated(word)


def is_translated(word: str) -> bool:
    """Whether an English word is one that the dictionary translates, and no name."""
    if "-" in word:
        return all(is_translated(part) for part in word.split("-") if part)
    return bool(_look_up(word.lower())) and not by_pinyin(word)


def with_names(text: str, held: str) -> str:
    """Return an English sentence with its names as the quotes write them."""
    return support_english_names.with_names(text, held, _look_up)


def in_chinese(text: str, held: str) -> str:
    """Return what an English sentence says in Chinese words, those of the quotes where they have one.

    Args:
        text: the sentence.
        held: the quotes it cites, with their headings.
    """
    seen = fold(held)
    text = _LEVEL.sub(lambda match: f"{'一二三四五六七八九'[int(match['which']) - 1]}级", text)
    found = _counted(_SCALED.sub(_scaled, with_chinese_times(with_names(text, held))), held)
    for pattern, chinese in _FORMS:
        found = pattern.sub(f" {chinese} ", found)
    found = _AND.sub("，", found)
    parts = [_colon_less(_joined(_said(clause, seen), seen)) for clause in _CLAUSE.split(found)]
    return _BY_AND_TO.sub(r"\3，\1\2", _TIMES_OF.sub(r"是\2的\1", "，".join(part for part in parts if part)))


def _colon_less(clause: str) -> str:
    """Return a clause as one: what a figure is of before it (5亿元: 甲区 税收), and no colon behind whom it is said of.

    A colon left in it would part the figure from those words, which would then be said of nothing.
    """
    figure = _FIGURE_FIRST.fullmatch(clause)
    if figure and find_quantities(figure["figure"]) and not find_quantities(figure["of"]):
        clause = f"{figure['time'] or ''} {figure['of']} {figure['figure']}"
    return " ".join(_COLON.sub(" ", clause).split())


def _scaled(match: re.Match[str]) -> str:
    """Return a figure with an English scale as Chinese writes it: 74.2 million yuan are 7420万元."""
    value = Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"].lower()]
    money = (match["money"] or match["ahead"] or "").lower()
    unit = next((chinese for end, chinese in _MONEY.items() if money.endswith(end)), "")
    size, sign = (Decimal(10**8), "亿") if value >= 10**8 else (Decimal(10**4), "万")
    return f"{match['about'] or ''}{(value / size).normalize():f}{sign}{unit} "


def _counted(text: str, held: str) -> str:
    """Return a text with each bare number as the quotes count it: 2863 enterprises are 2863家, six parks 6个."""
    text = _SPELLED.sub(lambda match: str(_NUMBERS[match.group().lower()]), text)

    def count(match: re.Match[str]) -> str:
        stated = re.search(
            rf"(?<![\d.]){re.escape(match.group())}(?:人次|[家人件项个名套台辆只座亩户位次场](?!百分))", held
        )
        if stated:
            return stated.group() + " "
        value = Decimal(match.group("number").replace(",", "")) * _SIZES[match["size"]]
        same = next((q for q in counted if q.value == value), None)
        return f"{same.surface.removeprefix(same.qualifier_surface or '')} " if same else match.group()

    counted = [q for q in find_quantities(held) if q.kind is Kind.COUNT]
    return re.sub(
        r"(?<![\d.,A-Za-z-])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<size>[万亿]?)(?=\s+[A-Za-z(]|\s*$)(?!\s*(?:square|percent))",
        count,
        text,
    )


def _said(clause: str, seen: str) -> str:
    """Return one clause with its times first, as Chinese has them."""
    times = [match.group().strip() for match in _TIME.finditer(clause)]
    bare = _TIME.sub(" ", clause)
    each = [match.group() for match in _PER.finditer(bare)]
    rest = _RUN.sub(lambda match: _terms(match.group(), seen), _PER.sub(" ", bare))
    return (
        re.sub(r"\s+", "", "".join((*times, *each)))
        + " "
        + re.sub(r"(?<=[\d到由的近约过])\s+|\s+(?=[元家人件项%到倍亿万])", "", " ".join(rest.split()))
    )


def _joined(text: str, seen: str) -> str:
    """Return a text with the words put together that the quotes have as one (云湖 科技园)."""
    words = text.split(" ")
    result = words[:1]
    for word in words[1:]:
        one = _TRAILING.search(result[-1])
        if one and _LEADING.match(word) and fold(one.group() + word) in seen:
            result[-1] += word
        else:
            result.append(word)
    return " ".join(result)


def _terms(run: str, seen: str) -> str:
    """Return the Chinese for a run of English words: the longest terms that the quotes have, then single words."""
    words = _WORD.findall(run)
    result: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            term = " ".join(words[at : at + length])
            if (chinese := _term(term, length, seen.__contains__, fold(term) in seen)) is not None:
                result.append(chinese)
                at += length
                break
    return f" {' '.join(filter(None, result))} "


def _term(term: str, length: int, known: Callable[[str], bool], verbatim: bool) -> str | None:
    low = term.lower().replace("’", "'")
    if length == 1 and (low in EMPTY or low.removesuffix("'s") in EMPTY):
        return ""
    if verbatim and _CAPITAL.match(term):
        return f" {term} "  # a name that the quotes write in Latin letters
    found = _look_up(low)
    for some in (term_of(SHORT.get(low, low)), found):  # the trade's own word before any that a dictionary has besides
        if chosen := max((word for word in some if known(word)), key=len, default=""):
            return chosen
    first, _, rest = low.partition(" ")
    if length > 1 and first in ("total", "gross", "overall"):
        totals = [f"总{word}" for word in _look_up(rest)]
        return next((word for word in totals if known(word)), None)
    if length > 1:
        return None
    parts = [_look_up(part) for part in low.split("-")]
    if len(parts) == 2 and (whole := next((a + b for a in parts[0] for b in parts[1] if known(a + b)), "")):
        return whole  # high-quality, of 高品质
    return next((word for word in found if word not in function_words()), f" {term} ")


@lru_cache(maxsize=2048)
def _look_up(low: str) -> tuple[str, ...]:
    low = SHORT.get(low, low)
    words = low.split(" ")
    general = look_up(low, whole=len(words) > 1)
    if words[0] in EMPTY or words[-1] in EMPTY:
        return term_of(low)
    return tuple(dict.fromkeys((*term_of(low), *general, *(w for form in base_forms(low)[1:] for w in term_of(form)))))
