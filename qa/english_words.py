"""An English phrase → the Chinese terms for it, in the order that Chinese has.

The longest expressions that the dictionaries have are taken first, then single words; with `known`, which says whether a
string stands in the documents, the alternative that they use, and neighbours that they write as one (软件 + 园).
"""

import re
from dataclasses import dataclass

from index.words import words as segmented
from qa.dictionary import Known, by_pinyin, look_up, spelled_in_documents
from qa.english_terms import term_of

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
STOP = frozenset(_STOP_WORDS.split())
_GRADES = frozenset(("old", "long", "big", "large", "high"))
_REVERSING = frozenset(("of", "in", "at", "from", "for", "within", "on", "among", "inside", "across", "under"))
_FRONT = frozenset(
    ("by", "with", "about", "during", "after", "before", "into", "between", "since", "until", "through", "via", "as")
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
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ORDINAL = re.compile(
    r"\b(\d{1,3})(?:st|nd|rd|th)\b|\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Term:
    """One English expression with its Chinese alternatives, or a Chinese one that stands for itself."""

    english: str
    chinese: tuple[str, ...]
    fixed: bool = False


def terms_of(text: str, known: Known | None) -> list[Term]:
    """Return the terms of a phrase in Chinese order: what an `of` or `in` brings stands before what it belongs to."""
    pieces: list[list[Term]] = []
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
            pieces.append([*terms, Term("according to", ("报道",), fixed=True)] if told else terms)
    # What stands behind a comma tells where or by whom it was said: Chinese says that first.
    ordered = [term for piece in reversed(pieces) for term in piece]
    return _joined(ordered, known) if known else ordered


def _terms(words: list[str], known: Known | None) -> list[Term]:
    """Return the terms of a run of words: the longest expressions that the dictionary has, then single words."""
    words = [part for word in words for part in _parts(word)]
    result: list[Term] = []
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


def _of_country(term: Term, known: Known | None) -> Term:
    """Return the name of a country for that of its people or language: a Mexican company is one of 墨西哥."""
    bases = tuple(dict.fromkeys(word[:-1] for word in term.chinese if len(word) > 2 and word[-1] in "人语"))
    if not bases or not term.english[0].isupper() or term.english.endswith("s"):
        return term
    return Term(term.english, (_ranked(bases, known)[0], *term.chinese), fixed=term.fixed)


def _prefixed(prefix: Term, term: Term) -> Term:
    """Return a term with a Chinese prefix (total revenue → 总收入, per 10,000 → 每万)."""
    sign = prefix.chinese[0]
    forms = [sign + (word.removeprefix("1") if sign == "每" else word) for word in term.chinese]
    alternatives = [form for pair in zip(forms, term.chinese, strict=True) for form in pair]
    return Term(f"{prefix.english} {term.english}", tuple(alternatives[:_ALTERNATIVES]), fixed=term.fixed)


def _parts(word: str) -> list[str]:
    """Return a word, or the words between its hyphens when the dictionary does not have it whole."""
    word = word.removesuffix("'")
    if "-" in word and not look_up(word.lower(), whole=True) and not term_of(word.lower()):
        return [part for part in word.split("-") if part]
    return [word]


def _term(expression: str, length: int, known: Known | None) -> Term | None:
    """Return the term for an expression, None when several words are no expression, an empty one for a stop word."""
    expression = expression.removesuffix("'s")
    low = expression.lower()
    if length == 1:
        if _HAN.search(expression):
            return Term(expression, (expression,), fixed=True)
        if re.fullmatch(r"\d[\d,.]*%?", expression):
            plain = expression.replace(",", "")
            if plain.isdigit() and int(plain) >= 10_000 and int(plain) % 10_000 == 0:
                return Term(expression, (f"{int(plain) // 10_000}万", plain), fixed=True)
            return Term(expression, (expression.replace(",", ""),), fixed=True)
        if low in _CURRENCIES:
            return Term(expression, (_CURRENCIES[low],), fixed=True)
        if low in _PREFIXES:
            return Term(expression, (_PREFIXES[low],), fixed=True)
        if (expression != "IT" and low in STOP) or (len(low) == 1 and not expression.isupper()):
            return Term(expression, ())
    elif known and term_of(low):
        pass
    elif low.split(" ")[0] in STOP - _GRADES or low.split(" ")[-1] in STOP:
        return None
    numbers = _numbers(low)
    if numbers:
        return Term(expression, _ranked(numbers, known), fixed=True)
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
        return Term(expression, (expression,), fixed=True) if length == 1 else None
    kept = (expression,) if length == 1 and expression.isupper() and len(expression) > 1 else ()
    if kept and known and not known(low) and any(known(word) for word in found):
        kept = ()  # BYD, of which the documents only have the Chinese name
    if low in SHORT:
        return Term(expression, (*_ranked(found, known)[: _ALTERNATIVES - 1], *kept))
    return Term(expression, (*kept, *_ranked(found, known))[:_ALTERNATIVES], fixed=bool(kept))


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


def _joined(terms: list[Term], known: Known) -> list[Term]:
    """Return the terms, those alternatives first that the documents write side by side.

    A compound that the segmenter keeps whole becomes one term (软件 + 园区 → 软件园).
    """
    result: list[Term] = []
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
                result[-1] = Term(last.english, tuple(dict.fromkeys([beside[1], *last.chinese])))
                term = Term(term.english, tuple(dict.fromkeys([beside[2], *term.chinese])))
            elif whole:
                result[-1] = Term(f"{last.english} {term.english}", tuple(dict.fromkeys(whole))[:_ALTERNATIVES])
                continue
        result.append(term)
    return result
