"""Whether the names that a sentence says of a figure are those that its quote gives for it.

What both say of the figure comes in; a name must stand beside the figure in the quote, or be the one last given before it,
in the quote or its headings.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.quantities import find_quantities
from index.types import FigureRow, Quantity
from index.words import bigrams, fold, tagged
from qa.support_alike import may_be_one
from qa.support_claims import Claim, leading
from qa.support_relations import runs_of
from qa.support_said import CLAUSE, Said, Source, sentence_at
from qa.support_words import is_generic, is_straddling, is_told, names_of

_HAN = re.compile(r"[\u3400-\u9fff]")
_SPEAKS = re.compile(r"(?:表示|介绍|指出|透露|认为|显示|说|称|强调|告诉记者)\s*$")
# What has a place in its name, and is not the place.
_INSTITUTION = re.compile(
    r"[\u3400-\u9fff]{0,4}?(?:[园院校厂场馆港局所站]|大学|公司|集团|中心|银行)(?![区域家业长内外])"
)
_RECORD = re.compile(r"[^，,：:。；;]{1,24}[：:]\s*(?P<of>[^，,：:。；;\n]{2,24})[，,](?=[^。\n]*[：:])")
_TOTAL = re.compile(r"[总合共小]计|总和|全部|总数")
_LISTED = re.compile(r"[^，,；;。、]+(?:、[^，,；;。、]+)+等")  # 工程中心、技术中心等平台240个: of what kind, not whose


def whose_agrees(
    said: Said, there: Said, claims: tuple[Claim, Claim], found: Quantity, row: FigureRow | None, source: Source
) -> bool:
    """Whether the names said of a figure are those that its quote gives for it: beside it, or last before it."""
    if _is_other_record(said, source.text, found.start, fold(f"{said.whole} {source.asked_of(found)}")):
        return False
    mine, theirs = (leading(claim.left) for claim in claims)
    ahead = source.text[_sentence_start(source.text, found.start) : found.start]
    if is_generic(mine.replace("的", "")) and all(is_told(fold(w), fold(ahead)) for w, _ in tagged(mine) if len(w) > 1):
        mine = ""  # common words that its own sentence has for it name nobody
    counted = fold(f"{claims[1].right} {claims[1].after}")
    if mine and theirs and theirs not in fold(said.whole) and not may_be_one(mine, theirs) and mine not in counted:
        return False
    seen = fold(f"{source.text} {source.heads}")
    runs = {run for run in runs_of(f"{said.left} {said.right}") if run in seen}  # names that no dictionary has
    said = replace(said, names=frozenset(n for n in {*said.names, *runs} if _HAN.search(n)))  # Latin ones: names_stand
    if not said.names:
        return True
    beside = fold(f"{there.lead} {there.left} {there.right} {row.subject if row else ''} {row.measure if row else ''}")
    beside += fold(source.asked_of(found))
    missing = {name for name in said.names if not _is_named(name, beside) and not is_straddling(name, said.whole, seen)}
    if any(_is_called_after(name, beside, fold(said.whole)) for name in said.names - missing):
        return False
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
    telling = [fold(clause) for clause in _before(source, found) if _SPEAKS.search(clause)]
    own = {name for name in own if not any(name in clause for clause in telling)}
    if own:
        return bool(own & said.names) and all(name in fold(source.text + source.heads) for name in missing)
    for place in _before(source, found):
        if _SPEAKS.search(place) and not any(name in fold(place) for name in missing):
            continue  # whoever tells it is not told of
        names = names_of(place) | {name for name in missing if name in fold(place)}
        if names:
            return all(name in fold(place) for name in missing) or _in_heads(missing, names, said.names, source)
    return False


def _is_named(name: str, text: str) -> bool:
    """Whether a text has a name, or the same with a word put in: 涿州全市 for 涿州市, 云岭国际机场 for 云岭机场."""
    if name in text or len(name) < 3:
        return name in text
    inner = rf"{re.escape(name[:-1])}[全各]{re.escape(name[-1])}"
    short = rf"{re.escape(name[:2])}[\u3400-\u9fff]{{1,3}}{re.escape(name[2:])}" if len(name) > 3 else inner
    return re.search(f"{inner}|{short}", text) is not None


def _is_other_record(said: Said, text: str, place: int, told: str) -> bool:
    """Whether a figure is of a record of a table (品种：小麦，产量：3吨) of which a sentence that names somebody says no word."""
    head = _RECORD.match(text[_sentence_start(text, place) : place])
    if head is None or not said.names or find_quantities(head["of"]) or _TOTAL.fullmatch(head["of"].strip()):
        return False
    words = [fold(word) for word, _ in tagged(head["of"]) if len(word) > 1]
    return bool(words) and not any(pair in told for word in words for pair in bigrams(word))


def _is_called_after(name: str, beside: str, said: str) -> bool:
    """Whether a text has a place only in the name of what is called after it (a bay, and the hospital of the bay)."""
    ends = {m.end() for m in re.finditer(re.escape(name), beside)}
    longer = [_INSTITUTION.match(beside, end) for end in ends]
    if not all(longer) or not ends or [tag for _, tag in tagged(name)] != ["ns"]:
        return False  # a name that is no place's alone is short for the whole
    kept = (rest.group() for rest in longer if rest)  # whole, or as short as 云岭机场 for 云岭国际机场
    return not any(rest in said or f"{name}{rest[-2:]}" in said for rest in kept)


def _sentence_start(text: str, place: int) -> int:
    return max((m.end() for m in re.finditer(r"[。！？!?\n]", text[:place])), default=0)


def _in_heads(missing: set[str], nearer: frozenset[str], said: frozenset[str], source: Source) -> bool:
    """Whether names stand in the headings, and the nearer ones with them or in what is said: 东港北仓港区, of 北仓港区 in a report of 东港."""
    heads = fold(source.heads)
    listed = rf"(?:{'|'.join(map(re.escape, nearer))})[^，。、和与及]{{0,6}}[、和与及](?:.*?[、和与及])?(?:{'|'.join(map(re.escape, missing))})"
    back = rf"(?:{'|'.join(map(re.escape, missing))})[^，。、和与及]{{0,6}}[、和与及](?:.*?[、和与及])?(?:{'|'.join(map(re.escape, nearer))})"
    if re.search(f"{listed}|{back}", heads):
        return False  # a heading that sets several side by side speaks of neither alone
    return all(name in heads for name in missing) and (nearer <= said or any(name in heads for name in nearer))


def _before(source: Source, found: Quantity) -> Iterator[str]:
    """Yield the clauses before a figure, the nearest first, then the headings."""
    start = found.start
    for match in reversed(list(CLAUSE.finditer(source.text[:start]))):
        yield match.group()
    yield source.heads
