"""Whether the words of a model are what the quotes they cite say: figures, names, periods, links and all.

A sentence and the quotes that it cites come in; out goes whether it may be shown. The product's own sentences are cut
from documents, so `verify` looks only at what they say of figures; a model writes freely, so here every figure, name,
date and most other words must be found in the quotes, and those said of a figure where that figure stands:

- the figure with its value, unit and qualifier;
- what it measures, in its own clause of the quote (or as the figure's row reads it);
- of whom: in that clause, else the name that was last given before it, in the quote or its headings;
- of when: the period of that figure, not one of another figure beside it;
- whether it is a level or a change.

A sentence that a quote holds word for word, from one clause border to another, needs no more than its figures read alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import category

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.synonyms import best_similarities
from index.types import FigureRow, Kind, Period, Qualifier, Quantity, Statement
from index.words import bigrams, fold, tagged
from qa.instructions import silenced, speaks_to_a_model
from qa.support_claims import (
    Claim,
    change_of,
    changes_said,
    claims_of,
    counted_from,
    is_change,
    is_kind,
    leading,
    makes_new,
    spread,
    tells,
    without_english,
)
from qa.support_english import in_chinese, is_common, with_names
from qa.support_facts import facts_stand
from qa.support_lead import without_lead
from qa.support_modifiers import emphasis
from qa.support_order import in_order
from qa.support_periods import is_period_known, when_agrees
from qa.support_relations import LINKING, relations_stand, runs_of
from qa.support_said import CLAUSE, Said, Source, periods_of, role_of, said_of, sentence_at, source_of
from qa.support_unlike import Around, loose, may_be_one, unlike
from qa.support_words import (
    bodies,
    content_of,
    is_generic,
    is_place,
    is_straddling,
    is_told,
    label_of,
    names_of,
    undated,
)

__all__ = ["Source", "failing", "source_of", "stands"]

_BORDER = r"[，,；;。！？!?\n、：:“”（）()]"
_MARKS = re.compile(r"[\W_]+")
_LINK = re.compile(
    r"(?:https?|ftp)\s*:\s*/\s*/\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![A-Za-z0-9_.])[A-Za-z0-9_-]+\.(?:com|cn|net|org|io|ai|example|test|xyz|top|info|gov)(?![a-z])\S*",
    re.IGNORECASE,
)
_TITLE = re.compile(r"《([^《》]+)》")
_MARKUP = re.compile(r"!\[|\]\(|</?[A-Za-z!]|[＜<>＞]|\{\{|\}\}|`|javascript:|data:\w+/", re.IGNORECASE)
_NOT = re.compile(
    r"不(?!断|仅|同|少|错|足|到|超|低|等|久|断|论|只|但|乏|动产|锈)|未(?!来)|没有|没|无(?!人|线|锡|论|穷|数)|非(?!常|公|遗|洲)|禁止|取消|停止|拒绝"
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.&'’-]*[A-Za-z]|[A-Za-z]")
_MIXED = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{3,}(?![A-Za-z0-9])")
_FIRST_PERSON = re.compile(r"我(?!国|市|省|区|县|园|校|院|厂|司|军|党|省)")
_SUPPOSED = re.compile(r"(?:如果|假如|假设|假定|倘若|要是|若(?!干))(?![只按仅算剔不])|\bif\b|\bsuppos", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_AHEAD = re.compile(
    r"预计|预期|预测|估计|估算|计划|目标|将|力争|规划|有望|拟|到20\d\d|plan|expect|estimat|forecast|target|will|aim|goal",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"(?:表示|介绍|指出|透露|认为|显示|说|称|强调|告诉记者)\s*$")
_OWN = re.compile(r"的?\s*")
_SPAN = re.compile(r"[从自].{2,20}?到")
_PLAN = re.compile(r"目标|计划|规划|要点")
_DONE = re.compile(r"已(?!知)|(?:达到|完成|实现|突破|建成|投产|提高|下降|增长)了")
_TO_COME = re.compile(r"年内|[年月日]底?前")
_ONCE = re.compile(r"才能|如果(?![只按仅算剔不])|一旦|要到")
_UP = re.compile(r"增速|增长率|增幅")
_DOWN = re.compile(r"降幅")
_LIGHT = re.compile(r"(降低?|升|减少?|缩短|下降|上升|扩大|提高|增加|更正|调整)(?:到|至|为|成)")
_QUALIFIERS = {
    Qualifier.OVER: re.compile(r"\b(?:exceed\w*|over|more than|above|surpass\w*|top\w*)\W*$", re.IGNORECASE),
    Qualifier.ABOUT: re.compile(r"\b(?:about|around|approximately|roughly|some)\W*$", re.IGNORECASE),
    Qualifier.NEARLY: re.compile(r"\b(?:nearly|almost|close to)\W*$", re.IGNORECASE),
    Qualifier.UNDER: re.compile(r"\b(?:under|below|less than|fewer than)\W*$", re.IGNORECASE),
    Qualifier.AT_LEAST: re.compile(r"\bat least\W*$", re.IGNORECASE),
}
_BOUNDS = {
    Qualifier.AT_MOST: re.compile(r"上限|封顶|不超过|不高于|最多|至多|最高"),
    Qualifier.AT_LEAST: re.compile(r"下限|至少|不少于|不低于|最少|最低"),
}
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?![一二三四五六七八九十\d])|[一二三四五六七八九十][级类等期]")
_PART = re.compile(r"(?<!第)[一二三四五六七八九十][期批]")
_PAST = re.compile(r"原[来先为本是计]|此前|以前|之前|先前|误|起初|当初|初稿|早先|曾|更正前|调整前|快报")
_LISTED = re.compile(r"[^，,；;。、]+(?:、[^，,；;。、]+)+等")  # 工程中心、技术中心等平台240个: of what kind, not whose
_COVERED = 0.7
_ALIKE = 0.55
_COVERED_BESIDE = 0.5  # the words beside a figure are looked at one by one
_CHARACTERS = re.compile(
    r"(?<![一二两三四五六七八九十百])[二三四五六七八九十]{1,3}(?=[步个项大类条家年期次种方块处座])[\u3400-\u9fff]"
)


def stands(line: str, sources: Sequence[Source], *, english: bool = False) -> bool:
    """Return whether a model's sentence, its markers taken out, says only what the quotes say that it cites."""
    return not failing(line, sources, english=english)


def failing(line: str, sources: Sequence[Source], *, english: bool = False) -> str:
    """Return what of a sentence the quotes do not hold, in an English word for logs, with the words at fault; "" when they hold all of it."""
    text = " ".join(line.split()).strip(" 。.；;，,")
    if not sources or not _MARKS.sub("", text):
        return "uncited" if not sources else "empty"
    if speaks_to_a_model(text):
        return "instruction"
    sources = [replace(source, text=silenced(source.text)) for source in sources]
    if _links_stand(text, sources) and any(_is_verbatim(text, source) for source in sources):
        return ""
    text = text if english else in_order(without_lead(text, "\n".join(source.heads for source in sources)))
    if not _links_stand(text, sources):
        return "link"
    if any(_is_verbatim(text, source) for source in sources):
        return ""
    held = "\n".join((*(s.text for s in sources), *(s.heads for s in sources), *{s.asked for s in sources}))
    if english:
        text = with_names(text, held)
        latin = [m.group() for m in _LATIN.finditer(text)]
        names = (w for w in latin if w[0].isupper() and not is_common(w))
        if any(fold(word) not in fold(held) for word in names):
            return "name"
        return failing(in_chinese(text, held), sources)
    if any(fold(title) not in fold(held) for title in _TITLE.findall(text)):
        return "title"
    if not all(_is_held(word, held) for word in _MIXED.findall(text)):
        return "name"
    if any(_FIRST_PERSON.search(c) and not _is_copied(c, sources) for c in CLAUSE.findall(text)):
        return "person"  # nobody speaks here but in a document's own words
    if any(_is_foreign(clause, sources) for clause in CLAUSE.findall(text)):
        return "clause"
    if not _digits_stand(text, held):
        return "digits"
    if not _names_stand(text, held, sources, english=english):
        return "name"
    if not _words_stand(text, held, english=english):
        return "words"
    if word := emphasis(text, held) or _uncounted_number(text, held):
        return f"emphasis {word}"
    if any(_is_ahead_of(clause, sources) for clause in CLAUSE.findall(text)):
        return "plan"
    if not english and not relations_stand(text, sources):
        return "relation"
    if not _figures(text) and not facts_stand(text, sources):
        return "fact"
    if not _figures(text) and bool(_NOT.search(text)) is not _negated(text, sources):
        return "negation"
    text = spread(text)
    bare = without_english(text) if english else text
    for number in range(len(claims_of(bare))):
        if fault := _figure_fault(text, number, sources, english=english):
            return fault
    return "" if all(is_period_known(text, period, sources) for period in periods_of(text)) else "period"


# The whole sentence


def _links_stand(text: str, sources: Sequence[Source]) -> bool:
    links = [match.group().rstrip(".,;，。；）)") for match in _LINK.finditer(text)]
    return not _MARKUP.search(text) and all(any(link in s.text for s in sources) for link in links)


def _is_verbatim(text: str, source: Source) -> bool:
    """Whether a quote holds the sentence word for word, between borders of clauses."""
    wanted = r"\s*".join(re.escape(c) for c in "".join(text.split()))
    return re.search(rf"(?:^|{_BORDER})\s*{wanted}\s*(?:$|{_BORDER})", source.text) is not None


def _is_held(word: str, held: str) -> bool:
    """Whether quotes hold a word of letters and digits as a whole."""
    return re.search(rf"(?<![a-z0-9]){re.escape(fold(word))}(?![a-z0-9])", fold(held)) is not None


def _is_foreign(clause: str, sources: Sequence[Source]) -> bool:
    """Whether a clause without a Chinese word or a figure stands as no clause of a quote."""
    if _HAN.search(clause) or find_quantities(undated(clause)) or not _MARKS.sub("", clause):
        return False
    return not any(_is_verbatim(clause.strip(), source) for source in sources)


def _is_copied(clause: str, sources: Sequence[Source]) -> bool:
    """Whether a quote holds a clause word for word, wherever."""
    wanted = "".join(clause.split())
    return any(wanted in "".join(source.text.split()) for source in sources)


def _digits_stand(text: str, held: str) -> bool:
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


def _names_stand(text: str, held: str, sources: Sequence[Source], *, english: bool) -> bool:
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


def _words_stand(text: str, held: str, *, english: bool) -> bool:
    """Whether the quotes hold most of what a sentence says: its content words, each by itself or by its pairs."""
    words = [word for word in content_of(_LIGHT.sub(r"\1 ", undated(text))) if not is_change(word)]
    if not words:
        return english or bool(_figures(text))
    seen = fold(held)
    missing = [word for word in words if not is_told(word, seen) and not is_straddling(word, text, seen)]
    enough = (_COVERED_BESIDE if _figures(text) else _COVERED) * sum(map(len, words))
    if sum(map(len, words)) - sum(map(len, missing)) >= enough:
        return True
    # What means the same counts, too (上市公司 for 上市企业): whether it is said of the figure is looked at there.
    alike = best_similarities(missing, content_of(held)) >= _ALIKE
    missing = [word for word, same in zip(missing, alike, strict=True) if not same.any()]
    return sum(map(len, words)) - sum(map(len, missing)) >= enough


def _uncounted_number(text: str, held: str) -> str:
    """Return a number in characters that counts nothing by itself (分五步) and that no quote has."""
    for figure in find_quantities(text):
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return next((m.group() for m in _CHARACTERS.finditer(undated(text)) if m.group() not in held), "")


def _is_ahead_of(clause: str, sources: Sequence[Source]) -> bool:
    """Whether a clause tells as done, with its time, what the quotes only plan for that time: 计划2026年6月投产."""
    periods = find_periods(clause)
    if not periods or _AHEAD.search(clause) or find_quantities(undated(clause)):
        return False
    told = [c for s in sources for c in CLAUSE.findall(s.text) if any(p.surface in c for p in periods)]
    words = content_of(undated(clause))
    told = [c for c in told if any(w in fold(c) for w in words)]
    return bool(told) and all(_AHEAD.search(_SPAN.sub("", c)) for c in told)


def _negated(text: str, sources: Sequence[Source]) -> bool:
    """Whether the sentence of the quotes that a text is most like says that something is not."""
    pairs = set(bigrams(text))
    clauses = [c for s in sources for c in re.split(r"[。！？!?\n；;]", s.text) if c.strip()]
    best = max(clauses, key=lambda c: len(pairs & set(bigrams(c))), default="")
    return bool(_NOT.search(best)) and bool(_NOT.search(_nearest(best, text)))


def _nearest(sentence: str, text: str) -> str:
    """Return the clauses of a sentence that share words with a text."""
    pairs = set(bigrams(text))
    return "，".join(c for c in re.split(r"[，,]", sentence) if pairs & set(bigrams(c)))


# Figures


def _figures(text: str) -> list[Quantity]:
    return find_quantities(undated(text))


def _figure_fault(text: str, number: int, sources: Sequence[Source], *, english: bool) -> str:
    """Return what is wrong with one figure of a sentence, "" when a quote states it so."""
    bare = without_english(text) if english else text
    claims = claims_of(bare)
    figure, claim = claims[number]
    if is_kind(bare, number):
        kinds = (q for s in sources for q, _ in claims_of(s.text))
        stated = any(same_value(q, figure) and _bound(q) is _bound(figure) for q in kinds) or any(
            _counts_whom(figure, text, s) for s in sources
        )
        return "" if stated else "kind"
    kind = claims[number - 1][0] if number and is_kind(bare, number - 1) else None
    said = said_of(text, figure, [q for q, _ in claims])
    anchor = counted_from(claims, number)
    before = claims[number - 1][0] if number else None
    fault = "value"
    for source in sources:
        stated = claims_of(source.text)
        for place, (found, _) in enumerate(stated):
            if not same_value(found, figure) or not _counts_in(figure, found):
                continue
            if _bound(found) is not _bound(figure) and not _qualified_beside(
                text, figure, found, source.text[: found.start]
            ):
                fault = "qualifier"
                continue
            if (
                kind
                and not _counts_whom(kind, text, source)
                and not (place and is_kind(source.text, place - 1) and same_value(stated[place - 1][0], kind))
                and not _is_of_kind(kind, stated[place : place + 2], source.text)
            ):
                fault = "kind"
                continue
            if (
                is_kind(source.text, place)
                and not is_kind(bare, number)
                and source.text[found.end :].lstrip()[:2] not in text
            ):
                fault = "kind"  # 18个 of 来自18个省份的项目412个 counts no 项目
                continue
            fault = _said_fault(figure, said, claim, stated, place, source, anchor, before)
            if not fault:
                return ""
    return fault


def _is_of_kind(kind: Quantity, stated: Sequence[tuple[Quantity, Claim]], text: str) -> bool:
    """Whether what a figure counts is told by the next figure of its clause to be of a kind: 11家收入超千亿元企业."""
    (found, _), *behind = stated
    return any(
        same_value(q, kind) and q.qualifier is kind.qualifier and not re.search(_BORDER, text[found.end : q.start])
        for q, _ in behind
    )


def _counts_whom(kind: Quantity, text: str, source: Source) -> bool:
    """Whether a figure counts those of whom the next is said (8个平台服务410批次), as it counts them in the source."""
    named = text[kind.end : kind.end + 2]
    stated = (q for q, _ in claims_of(source.text) if same_value(q, kind) and q.qualifier is kind.qualifier)
    return kind.kind is Kind.COUNT and any(source.text[q.end :].lstrip("的").startswith(named) for q in stated)


def _bound(figure: Quantity) -> Qualifier:
    """Return how exactly a figure is stated, whether planned or not: 预计有5000人以上 is at least 5000."""
    if figure.qualifier not in (Qualifier.ESTIMATED, Qualifier.PLANNED):
        return figure.qualifier
    digits = re.search(r"[\d一二两三四五六七八九十百千万亿].*", figure.surface)
    inner = find_quantities(digits.group()) if digits else []
    return inner[0].qualifier if inner else Qualifier.EXACT


def _counts_in(figure: Quantity, found: Quantity) -> bool:
    """Whether a count has its source's measure word: 240家 are not 240个, though 人, 名 and 位 all count people."""
    units = {figure.unit, found.unit}
    return figure.kind is not Kind.COUNT or len(units) == 1 or units <= {"人", "名", "位"} or "" in units


def _is_ahead(figure: Quantity) -> bool:
    return figure.qualifier in (Qualifier.ESTIMATED, Qualifier.PLANNED)


def _is_past(there: Said, role: str) -> bool:
    """Whether a source gives a figure only as what was before, or as what was put right: 由8元降为5元, 误写为12万人."""
    return role == "from" or _PAST.search(there.left) is not None


def _qualified_beside(text: str, figure: Quantity, found: Quantity, ahead_of: str) -> bool:
    """Whether the words that qualify a source's figure stand beside that of a text (力争突破, more than)."""
    if figure.surface not in found.surface:
        word = figure.surface.partition(found.surface)[0].rstrip("为是有达")
        return (
            found.surface in figure.surface
            and re.search(rf"{re.escape(word)}[，,]?[有为是达]?到?\s*$", ahead_of) is not None
        )
    rest = found.surface.replace(figure.surface, "", 1)
    ahead, behind = text[max(0, figure.start - 16) : figure.start], text[figure.end : figure.end + 3]
    english = _QUALIFIERS.get(found.qualifier)
    bound = _BOUNDS.get(found.qualifier)
    stated = (english is not None and english.search(ahead) is not None) or rest in f"{ahead[-6:]}{behind}"
    return stated or (bound is not None and bound.search(ahead[-10:]) is not None)


def _said_fault(
    figure: Quantity,
    said: Said,
    claim: Claim,
    stated: Sequence[tuple[Quantity, Claim]],
    place: int,
    source: Source,
    anchor: Quantity | None,
    before: Quantity | None,
) -> str:
    """Return what a sentence says wrongly of a figure, compared with one of the figures of a source."""
    found, there_claim = stated[place]
    there = said_of(source.text, found, [q for q, _ in stated])
    row = _row_of(source, found)
    role, other = role_of(said), role_of(there)
    # 由2022年的3亿元增至2023年的5亿元: each is of its own time, and told by itself
    dated = bool(find_periods(said.left)) and any(_OWN.fullmatch(said.lead, p.end) for p in find_periods(said.lead))
    if role == other == "to" and before is not None and not dated and not same_value(stated[place - 1][0], before):
        return "role"
    if {role, other} == {"from", "to"} or (_is_past(there, other) and not (role or _PAST.search(said.whole))):
        return "role"
    if other == "to" and not role and _PAST.search(f"{claim.frame} {said.left}"):
        return "role"
    # A level is not a change (增长到64家 is not 增长64家), on whichever side of the figure the change is told.
    parent = there_claim.whole.partition("，")[0]
    told = {"new"} if makes_new(f"{there_claim.own} {there_claim.before} {parent}") else set[str]()
    went = {change - told for change in changes_said(claim, figure, role=role)}
    goes = change_of(there_claim, role=other, kind=found.kind) - (
        {"new"} if makes_new(f"{claim.own} {claim.before}") else set[str]()
    )
    if goes not in went and (any(went) or tells(claim.all)):  # a figure alone says nothing of a change
        return "change"
    label = _plainly(f"{said.lead} {said.left} {said.right}")
    # What follows 的 may tell of something else: 27个联合体的不懈努力.
    theirs = {bool(_NOT.search(there.left + right)) for right in (there.right, there.right.partition("的")[0])}
    if label_of(label) and bool(_NOT.search(label)) not in theirs:
        return "negation"
    base = _anchor_place(stated, place)
    if (
        base is not None
        and anchor is not None
        and same_value(stated[base][0], anchor)
        and not find_periods(source.text[stated[base][0].end : found.start])
    ):
        dated, its = stated[base][0], _row_of(source, stated[base][0])  # a change is of its level's time
    else:
        dated, its = found, row
    if not when_agrees(said, dated, its, source) and not _is_asked_when(said.period, source.asked_of(found)):
        return "period"
    if (_is_ahead(found) or (row and row.statement is not Statement.RESULT)) and not _AHEAD.search(said.whole):
        return "plan"
    told = sentence_at(source.text, found.start)
    if _SUPPOSED.search(told.partition(found.surface)[0]) and not _SUPPOSED.search(said.whole):
        return "supposed"
    behind = source.text[found.end : min([found.end + 12, *(q.start for q, _ in stated[place + 1 : place + 2])])]
    if _ONCE.search(f"{there.left} {behind}") and not _AHEAD.search(said.whole) and not _ONCE.search(said.whole):
        return "plan"
    if _is_ahead(figure) and not _AHEAD.search(
        f"{sentence_at(source.text, found.start)} {there_claim.frame} {source.heads}"
    ):
        return "plan"
    led = _PLAN.search(f"{source.heads} {_list_head(source.text, found.start)}") is not None
    if _AHEAD.search(f"{claim.all} {claim.frame}") and not led and not _AHEAD.search(told):
        return "plan"
    planned = led or _is_ahead(found) or _TO_COME.search(told) or (row and row.statement is not Statement.RESULT)
    if planned and _DONE.search(said.whole) and not _DONE.search(told):
        return "plan"
    ahead = f"{source.heads}\n{source.text[: found.start]}"
    ordinals = {m.group() for m in _ORDINAL.finditer(label) if m.group() not in ahead}
    if ordinals - set(_ORDINAL.findall(there.left)) - ({"第一"} if re.search("[首头]", there.left) else set[str]()):
        return "ordinal"
    if any(part not in said.whole for part in _PART.findall(there.left)):
        return "part"
    read = f"{row.subject} {row.measure}" if row and not tells(there_claim.own) else ""
    context = f"{source.heads}\n{read}\n{source.asked_of(found)}"
    around = Around(
        context=context, ahead=ahead, source=source.text, place=place, anchor=anchor, asked=source.asked_of(found)
    )
    if words := unlike(figure, claim, there_claim, f"{said.whole} {source.asked_of(found)}".strip(), around):
        return f"label {words}"
    names = "".join(said.names)
    if any(c not in names for c in loose(claim, around)):
        return "label"
    return "" if _whose_agrees(said, there, (claim, there_claim), found, row, source) else "subject"


def _is_asked_when(period: Period | None, asked: str) -> bool:
    """Whether a period is one that a question asks about."""
    if period is None or None in (period.first, period.last):
        return False
    return any((p.first, p.last) == (period.first, period.last) for p in find_periods(asked))


def _list_head(text: str, place: int) -> str:
    """Return the last line before a place that leads to a list (主要目标是：)."""
    lines = [line for line in text[:place].split("\n") if line.rstrip().endswith(("：", ":"))]
    return lines[-1] if lines else ""


def _row_of(source: Source, figure: Quantity) -> FigureRow | None:
    return next((r for r in source.rows if r.quantity.start == source.start + figure.start), None)


def _anchor_place(stated: Sequence[tuple[Quantity, Claim]], place: int) -> int | None:
    """Return the place of the figure that a relative one of a source says something of."""
    found = counted_from(stated, place)
    return next((n for n, (q, _) in enumerate(stated) if q is found), None) if found else None


def _plainly(text: str) -> str:
    """Return words beside a figure without their dates, with one word for what means the same: 增速 and 增长, 降到 and 降为."""
    text = _LIGHT.sub(r"\1 ", undated(text))
    return _DOWN.sub("下降", _UP.sub("增长", text))


def _whose_agrees(
    said: Said, there: Said, claims: tuple[Claim, Claim], found: Quantity, row: FigureRow | None, source: Source
) -> bool:
    """Whether the names said of a figure are those that its quote gives for it: beside it, or last before it."""
    mine, theirs = (leading(claim.left) for claim in claims)
    ahead = source.text[_sentence_start(source.text, found.start) : found.start]
    if is_generic(mine.replace("的", "")) and all(is_told(fold(w), fold(ahead)) for w, _ in tagged(mine) if len(w) > 1):
        mine = ""  # common words that its own sentence has for it name nobody
    counted = fold(f"{claims[1].right} {claims[1].after}")
    if mine and theirs and theirs not in fold(said.whole) and not may_be_one(mine, theirs) and mine not in counted:
        return False
    seen = fold(f"{source.text} {source.heads}")
    runs = {run for run in runs_of(f"{said.left} {said.right}") if run in seen}  # names that no dictionary has
    said = replace(said, names=frozenset(n for n in {*said.names, *runs} if _HAN.search(n)))  # Latin ones: _names_stand
    if not said.names:
        return True
    beside = fold(f"{there.lead} {there.left} {there.right} {row.subject if row else ''} {row.measure if row else ''}")
    beside += fold(source.asked_of(found))
    missing = {name for name in said.names if not _is_named(name, beside) and not is_straddling(name, said.whole, seen)}
    if not missing:
        return True
    placed = all(re.search(rf"[于处落在]{re.escape(name)}", fold(said.whole)) for name in missing)
    if placed and missing == {*names_of(sentence_at(source.text, found.start))}:
        return True  # nobody else is spoken of
    if not names_of(ahead) and not any(runs_of(ahead)) and all(name in fold(source.heads) for name in missing):
        return True  # the sentence leaves out whom the heading names
    own = names_of(_LISTED.sub(" ", f"{there.lead} {there.left} {there.right}"))
    if not own and row and not names_of(ahead):
        own = names_of(row.subject)  # a name in the sentence itself is nearer than what a row took over
    own -= {name for clause in _before(source, found) if _SPEAKS.search(clause) for name in names_of(clause)}
    if own:
        return bool(own & said.names) and all(name in fold(source.text + source.heads) for name in missing)
    for place in _before(source, found):
        if _SPEAKS.search(place) and not any(name in fold(place) for name in missing):
            continue  # whoever tells it is not told of
        names = names_of(place) | {name for name in missing if name in fold(place)}
        if names:
            return all(name in fold(place) for name in missing) or _in_heads(missing, names, source)
    return False


def _is_named(name: str, text: str) -> bool:
    """Whether a text has a name, or the same with a word put in before its last sign (涿州市 and 涿州全市)."""
    return name in text or (
        len(name) > 2 and re.search(rf"{re.escape(name[:-1])}[全各]{re.escape(name[-1])}", text) is not None
    )


def _sentence_start(text: str, place: int) -> int:
    return max((m.end() for m in re.finditer(r"[。！？!?\n]", text[:place])), default=0)


def _in_heads(missing: set[str], nearer: frozenset[str], source: Source) -> bool:
    """Whether names stand in the headings, together with the nearer ones or without any between."""
    heads = fold(source.heads)
    listed = rf"(?:{'|'.join(map(re.escape, nearer))})[^，。、和与及]{{0,6}}[、和与及](?:.*?[、和与及])?(?:{'|'.join(map(re.escape, missing))})"
    back = rf"(?:{'|'.join(map(re.escape, missing))})[^，。、和与及]{{0,6}}[、和与及](?:.*?[、和与及])?(?:{'|'.join(map(re.escape, nearer))})"
    if re.search(f"{listed}|{back}", heads):
        return False  # a heading that sets several side by side speaks of neither alone
    return all(name in heads for name in missing) and any(name in heads for name in nearer)


def _before(source: Source, found: Quantity) -> Iterator[str]:
    """Yield the clauses before a figure, the nearest first, then the headings."""
    start = found.start
    for match in reversed(list(CLAUSE.finditer(source.text[:start]))):
        yield match.group()
    yield source.heads
