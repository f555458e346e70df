"""Whether a sentence as a whole says what quotes hold: links, names, numbers, words, plans, what is not.

A sentence and the quotes that it cites come in; what is said of each figure by itself is for `qa.support_figure`.
"""

import re
from collections.abc import Sequence
from unicodedata import category

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.synonyms import best_similarities
from index.types import Quantity
from index.words import bigrams, fold, tagged
from qa.support_claims import is_change
from qa.support_english import is_common
from qa.support_relations import LINKING
from qa.support_said import CLAUSE, Source
from qa.support_words import bodies, content_of, is_generic, is_place, is_straddling, is_told, names_of, undated

BORDER = r"[，,；;。！？!?\n、：:“”（）()]"
_MARKS = re.compile(r"[\W_]+")
_LINK = re.compile(
    r"(?:https?|ftp)\s*:\s*/\s*/\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![A-Za-z0-9_.])[A-Za-z0-9_-]+\.(?:com|cn|net|org|io|ai|example|test|xyz|top|info|gov)(?![a-z])\S*",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!\[|\]\(|</?[A-Za-z!]|[＜<>＞]|\{\{|\}\}|`|javascript:|data:\w+/", re.IGNORECASE)
NOT = re.compile(
    r"不(?!断|仅|同|少|错|足|到|超|低|等|久|断|论|只|但|乏|动产|锈)|未(?!来)|没有|没|无(?!人|线|锡|论|穷|数)|非(?!常|公|遗|洲)|禁止|取消|停止|拒绝"
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.&'’-]*[A-Za-z]|[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")
IS_AHEAD = re.compile(
    r"预计|预期|预测|估计|估算|计划|目标|将|力争|规划|有望|拟|到20\d\d|plan|expect|estimat|forecast|target|will|aim|goal",
    re.IGNORECASE,
)
_KINDS = {
    "校": "学校|大学|学院|中学|小学|校",
    "公司": "公司|集团|企业|银行|酒业|股份",
    "集团": "集团|公司",
    "企业": "企业|公司|集团|厂",
}
_SPAN = re.compile(r"[从自].{2,20}?到")
LIGHT = re.compile(r"(降低?|升|减少?|缩短|下降|上升|扩大|提高|增加|更正|调整)(?:到|至|为|成)")
_COVERED = 0.7
_ALIKE = 0.55
_COVERED_BESIDE = 0.5  # the words beside a figure are looked at one by one
_CHARACTERS = re.compile(
    r"(?<![一二两三四五六七八九十百])[二三四五六七八九十]{1,3}(?=[步个项大类条家年期次种方块处座])[\u3400-\u9fff]"
)


def links_stand(text: str, sources: Sequence[Source]) -> bool:
    links = [match.group().rstrip(".,;，。；）)") for match in _LINK.finditer(text)]
    return not _MARKUP.search(text) and all(any(link in s.text for s in sources) for link in links)


def is_verbatim(text: str, source: Source) -> bool:
    """Whether a quote holds the sentence word for word, between borders of clauses."""
    wanted = r"\s*".join(re.escape(c) for c in "".join(text.split()))
    return re.search(rf"(?:^|{BORDER})\s*{wanted}\s*(?:$|{BORDER})", source.text) is not None


def is_held(word: str, held: str) -> bool:
    """Whether quotes hold a word of letters and digits as a whole."""
    return re.search(rf"(?<![a-z0-9]){re.escape(fold(word))}(?![a-z0-9])", fold(held)) is not None


def is_of_kind(pointed: str, held: str) -> bool:
    """Whether quotes speak of somebody whom a word may point at: 该院 at a 医院, not at a 园区."""
    return any(kind in held for kind in _KINDS.get(pointed, pointed).split("|"))


def is_foreign(clause: str, sources: Sequence[Source]) -> bool:
    """Whether a clause without a Chinese word or a figure stands as no clause of a quote."""
    if _HAN.search(clause) or find_quantities(undated(clause)) or not _MARKS.sub("", clause):
        return False
    return not any(is_verbatim(clause.strip(), source) for source in sources)


def is_copied(clause: str, sources: Sequence[Source]) -> bool:
    """Whether a quote holds a clause word for word, wherever."""
    wanted = "".join(clause.split())
    return any(wanted in "".join(source.text.split()) for source in sources)


def digits_stand(text: str, held: str) -> bool:
    """Whether every number written in digits, dates left aside, is one of the quotes'."""
    known = {_plain(d) for d in _DIGITS.findall(_fold_digits(held))}
    if any(category(c) == "No" and c not in held for c in text):  # ①, ½
        return False
    bare = undated(text)
    stated = find_quantities(held)
    for figure in reversed(find_quantities(bare)):
        if any(same_value(figure, other) for other in stated):  # 45%, of 四成五
            bare = bare[: figure.start] + " " * (figure.end - figure.start) + bare[figure.end :]
    return all(_plain(d) in known for d in _DIGITS.findall(_fold_digits(bare)))


def _fold_digits(text: str) -> str:
    return re.sub(r"(?<=\d)[\s　](?=\d)", "", fold(text))


def _plain(number: str) -> str:
    whole, dot, rest = number.replace(",", "").partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{rest}"


def names_stand(text: str, held: str, sources: Sequence[Source], *, english: bool) -> bool:
    seen = fold(held)
    names = [n for n in names_of(_uncounted(text)) if _HAN.search(n) and n not in seen]
    names = [name for name in names if is_place(name) or not is_generic(name)]
    names = [name for name in names if not _is_linked(name, seen) and not _is_joined(name, seen)]
    if not all(len(name) == 2 and is_straddling(name, text, seen) for name in names):
        return False
    if not all(body in seen or _is_joined(body, seen) or is_straddling(body, text, seen) for body in bodies(text)):
        return False
    latin = [m.group() for m in _LATIN.finditer(text)]
    if english:
        latin = [w for w in latin if w[0].isupper() and not is_common(w)]
    return all(fold(word) in seen for word in latin)


def _is_linked(name: str, seen: str) -> bool:
    """Whether what was read as a name is a linking verb with a word of the quotes or a common one (占全园)."""
    bare = name.strip("".join(LINKING))
    return bare != name and (bare in seen or is_generic(bare))


def _is_joined(name: str, seen: str) -> bool:
    """Whether what was read as one name is made of words that quotes have apart (云湖|科技园|核心区)."""
    words = [fold(word) for word, _ in tagged(name)]
    return len(words) > 1 and all(len(word) > 1 and word in seen for word in words)


def _uncounted(text: str) -> str:
    """Return a text with its figures blanked out, so that none of their words makes a name (占地约3公里)."""
    for figure in find_quantities(text):
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return text


def words_stand(text: str, held: str, *, english: bool) -> bool:
    """Whether the quotes hold most of what a sentence says: its content words, each by itself or by its pairs."""
    words = [word for word in content_of(LIGHT.sub(r"\1 ", undated(text))) if not is_change(word)]
    if not words:
        return english or bool(figures_of(text))
    seen = fold(held)
    missing = [word for word in words if not is_told(word, seen) and not is_straddling(word, text, seen)]
    enough = (_COVERED_BESIDE if figures_of(text) else _COVERED) * sum(map(len, words))
    if sum(map(len, words)) - sum(map(len, missing)) >= enough:
        return True
    # What means the same counts, too (上市公司 for 上市企业): whether it is said of the figure is looked at there.
    alike = best_similarities(missing, content_of(held)) >= _ALIKE
    missing = [word for word, same in zip(missing, alike, strict=True) if not same.any()]
    return sum(map(len, words)) - sum(map(len, missing)) >= enough


def uncounted_number(text: str, held: str) -> str:
    """Return a number in characters that counts nothing by itself (分五步) and that no quote has."""
    for figure in find_quantities(text):
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return next((m.group() for m in _CHARACTERS.finditer(undated(text)) if m.group() not in held), "")


def is_ahead_of(clause: str, sources: Sequence[Source]) -> bool:
    """Whether a clause tells as done, with its time, what the quotes only plan for that time: 计划2026年6月投产."""
    periods = find_periods(clause)
    if not periods or IS_AHEAD.search(clause) or find_quantities(undated(clause)):
        return False
    told = [c for s in sources for c in CLAUSE.findall(s.text) if any(p.surface in c for p in periods)]
    words = content_of(undated(clause))
    told = [c for c in told if any(w in fold(c) for w in words)]
    return bool(told) and all(IS_AHEAD.search(_SPAN.sub("", c)) for c in told)


def negated(text: str, sources: Sequence[Source]) -> bool:
    """Whether the sentence of the quotes that a text is most like says that something is not."""
    pairs = set(bigrams(text))
    clauses = [c for s in sources for c in re.split(r"[。！？!?\n；;]", s.text) if c.strip()]
    best = max(clauses, key=lambda c: len(pairs & set(bigrams(c))), default="")
    return bool(NOT.search(best)) and bool(NOT.search(_nearest(best, text)))


def _nearest(sentence: str, text: str) -> str:
    """Return the clauses of a sentence that share words with a text."""
    pairs = set(bigrams(text))
    return "，".join(c for c in re.split(r"[，,]", sentence) if pairs & set(bigrams(c)))


def figures_of(text: str) -> list[Quantity]:
    return find_quantities(undated(text))
