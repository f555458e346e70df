"""Whether two claims about one figure say the same in different words: a sentence's and its source's.

Each word that a sentence says of a figure must be the source's word for it, mean the same, or be said by the unit; it may
stand beside the figure, in what the figure takes over from before, or where the source speaks of no other figure. What
the source says of it may be cut short, not exchanged, and not so far that another figure could be meant. Names, periods
and changes are looked at elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.glosses import glosses, names_something
from index.periods import find_periods
from index.phrases import is_link
from index.quantities import normalize_unit, same_value
from index.types import Kind, Quantity
from index.words import fold, tagged
from qa.support_alike import (
    GENERIC,
    LIGHT,
    POINTED,
    all_alike,
    is_of_unit,
    is_said,
    is_topic,
    known_words,
    named_label,
)
from qa.support_claims import (
    AHEAD,
    POINTS,
    Claim,
    carries,
    claims_of,
    counted_from,
    goes_on,
    is_change,
    leading,
    plain,
    speaks,
    tells,
    ways_to,
)
from qa.support_labels import lent
from qa.support_modifiers import differing, is_numbered, numbered
from qa.support_part import half_of_two, of_part, of_whole, unnamed_part, unnarrowed
from qa.support_place import SEGMENT_END, Place, place_of
from qa.support_relations import runs_of
from qa.support_words import AROUND, bodies, is_straddling, is_told, label_of, names_of, singles, undated

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_SINCE = re.compile(r"[\u3400-\u9fff]{1,6}以来")  # of when, not of what
_BASE = re.compile(r"(?:是|为|相当于|达到?)[^，]*的\s*")
_TOLD_BY = re.compile(r"^[^，]{0,12}?(?:预计|表示|介绍|指出|透露|认为|显示)")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a source's claim: headings with its row's words, the text before it, all of it, and its place.

    `anchor` is the figure that a relative one (增长9.8%) says something of in the sentence that is looked at, `asked` the
    question that the figure answers.
    """

    context: str
    ahead: str
    source: str
    place: int
    anchor: Quantity | None = None
    asked: str = ""


def unlike(figure: Quantity, said: Claim, there: Claim, whole: str, around: Around) -> str:
    """Return the words by which a claim says something else of a figure than its source; "" where it says the same.

    Args:
        figure: the figure, as the sentence that is looked at has it.
        said: the claim of that sentence.
        there: the claim of the source about the same figure.
        whole: the whole sentence that is looked at.
        around: what stands around the source's claim.
    """
    place = place_of(around.source, around.place)
    if not label_of(undated(whole)) and not singles(undated(whole)):
        return ""  # figures and times alone
    alone = not speaks(said.own)
    theirs = _anchor_of(around.source, around.place)
    if (alone or goes_on(said.own)) and around.anchor is not None and theirs is not None:
        if same_value(theirs, around.anchor):
            said, there, alone = replace(said, taken=""), replace(there, taken=""), False
        elif _stands_in(around.source, around.anchor):
            return "anchor"
    mine = f"{said.own} {said.before} {said.after}"
    seen = f"{place.own} {place.near} {around.context}"
    beside = f"{place.own} {place.carried} {place.framed} {around.context}"
    theirs = _BASE.sub(" ", there.own) if figure.kind is Kind.MULTIPLE else there.own
    if word := differing(mine, whole, f"{theirs} {place.carried}", seen, beside, place.segment):
        return word
    led = f"{said.left} {said.before}"
    led = led.replace("为", " ") if figure.kind in (Kind.PERCENT, Kind.RATIO) else led  # 增长为18%: it grew by so much
    if ways_to(led) - ways_to(f"{place.segment} {seen}") - _way_from(figure, whole):
        return "direction"
    which, other = numbered(whole[: figure.start]), numbered(around.ahead)
    if any(which[what] != other[what] for what in which.keys() & other.keys()):
        return "which"
    if not speaks(said.own) and (
        strange := [r for r in runs_of(said.frame.rpartition("，")[2]) if r not in fold(f"{place.segment}")]
    ):
        return " ".join(strange)
    if label := lent(whole, figure, around.source, claims_of(around.source), around.place):
        return label
    return _counted_exchanged(figure, said, there) or " ".join(_exchanged(figure, said, there, whole, around, place))


def _way_from(figure: Quantity, line: str) -> frozenset[str]:
    """Return which way a sentence goes to a figure from the one before it, each of its own time: its values say so."""
    claims = claims_of(line)
    number = next((n for n, (q, _) in enumerate(claims) if q.start == figure.start and same_value(q, figure)), 0)
    last = claims[number - 1][0] if number else None
    if last is None or normalize_unit(last.unit) != normalize_unit(figure.unit) or last.value == figure.value:
        return frozenset()
    if len(find_periods(line[: figure.start])) < 2:
        return frozenset()
    return frozenset(["up" if figure.value > last.value else "down"])


def _counted_exchanged(figure: Quantity, said: Claim, there: Claim) -> str:
    """Return what a claim counts where its source counts something else, both behind the figure: 34个企业 for 34个联合体."""
    theirs = _counted(there.right or there.after)
    if figure.kind is not Kind.COUNT or not theirs:
        return ""
    mine = _counted(said.right or said.after)
    if (
        mine
        and not is_told(mine[-1], "".join(theirs))
        and not is_of_unit(mine[-1], figure)
        and mine[-1] not in names_of(said.own)
    ):
        return "" if all_alike(mine[-1:], theirs, "") else mine[-1]
    return ""


def _counted(behind: str) -> list[str]:
    """Return the nouns that follow a figure at once, folded: what it counts stands last."""
    found: list[str] = []
    for word, tag in tagged(behind):
        if tag[0] in "nlbjia" or tag in ("vn", "eng", "s"):
            found.append(fold(word))
        elif word.strip() and word != "的":
            break
    return [word for word in found if len(word) > 1]


def _anchor_of(source: str, place: int) -> Quantity | None:
    """Return the figure that a relative one of a text says something of, in its part of the sentence."""
    claims = claims_of(source)
    found = counted_from(claims, place)
    apart = found is None or SEGMENT_END.search(source, found.end, claims[place][0].start)
    return None if apart else found


def _stands_in(source: str, figure: Quantity) -> bool:
    return any(same_value(q, figure) for q, _ in claims_of(source))


def _exchanged(figure: Quantity, said: Claim, there: Claim, whole: str, around: Around, place: Place) -> list[str]:
    """Return the words of a claim that its source does not have for it, or has for something else."""
    rivals, free = fold(place.rivals), fold(f"{place.free} {around.context}")
    names = "".join((*names_of(whole), *(body for body in bodies(whole) if body not in rivals)))
    topic = leading(_TOLD_BY.sub("", said.own))
    alone = not speaks(said.own)
    words = named_label(plain(f"{said.own} {said.before}"))
    words += tells(said.taken) if alone else ()
    spoken = topic if is_topic(topic, around.ahead) else ""
    words = [
        w for w in words if w not in names and not (w in spoken and (GENERIC.fullmatch(w) or not is_told(w, rivals)))
    ]
    words = [w for w in words if not is_numbered(w) and not is_of_unit(w, figure) and not carries(w) and w[0] != "每"]
    beside, known = fold(place.own), fold(f"{place.own} {place.near}")
    told = [w for w in words if is_said(w, beside)]
    more = [w for w in words if w not in told and not is_said(w, known)]
    more = [w for w in more if not is_straddling(w, whole, fold(f"{around.source} {around.context}"))]
    foreign = [w for w in more if is_told(w, rivals) and not is_told(w, free)]
    unknown = [w for w in more if w not in foreign and not is_said(w, free)]
    left_out = _left_out(figure, said, there, whole, around.source)
    line = whole.removesuffix(around.asked)
    if told and not _left_out(figure, said, there, line, around.source):
        carried = [*_heads_before(figure, around), *_topic_of(around)]
        foreign, unknown = ([w for w in some if w not in carried] for some in (foreign, unknown))
    if unknown and all_alike(unknown, known_words(f"{place.own} {place.near}"), fold(around.source)):
        left_out = [w for w in left_out if not all_alike([w], unknown, "")]
        unknown = []
    lead = _framing(said, names)
    stray = [w for w in lead if not is_told(w, fold(f"{around.source} {around.context}"))]
    if foreign or (around.asked and _is_answer(figure, [*words, *lead], [*unknown, *stray], around.asked, whole)):
        return foreign
    if unknown:
        return unknown
    # 登记入库50.6万件 for 登记入库67.6万件，其中发明专利50.6万件: what is said of the whole is not said of its part.
    mine = fold(f"{said.own} {said.before}")
    if any(w not in told and not is_said(w, beside) and is_told(w, fold(there.whole)) for w in label_of(mine)) and (
        lost := [w for w in of_part(there, mine) if w not in mine and not is_of_unit(w, figure)]
    ):
        return lost
    if other := of_whole(mine, there) or unnamed_part(
        said, there, line, f"{around.context}\n{around.ahead[: len(around.ahead) - len(there.left)]}"
    ):
        return other
    if swapped := _verbs_exchanged(said, there, place):
        return swapped
    framing = [w for w in lead if not is_told(w, f"{known} {free} {' '.join(_topic_of(around))}")]
    if strange := [w for w in framing if is_told(w, rivals) or _is_new(w, whole, place, around)]:
        return strange
    if narrowed := unnarrowed(words, left_out, there, fold(f"{whole} {around.context}")):
        return narrowed
    others = [w for w in known_words(plain(f"{said.own} {said.before}")) if not is_told(w, rivals)]
    lacks = left_out and not all_alike(left_out, others, "")
    if lacks and (_replaced(words, told, more) or _ambiguous(figure, words, whole, around)):
        return left_out
    if joined := half_of_two(words, there, fold(whole)):
        return [joined]
    return _of_a_rival(figure, said, whole, around, place, names)


def _heads_before(figure: Quantity, around: Around) -> list[str]:
    """Return the nouns just before the earlier figures of a figure's unit in its sentence: a list says them once.

    In 东区收入3亿元，西区2亿元 the second figure is of 西区收入.
    """
    claims = claims_of(around.source)
    here = claims[around.place][0]
    start = max((m.end() for m in _SENTENCE_END.finditer(around.source, 0, here.start)), default=0)
    heads: list[str] = []
    for other, claim in claims[: around.place]:
        if other.start >= start and normalize_unit(other.unit) == normalize_unit(figure.unit):
            heads += tells(f"{claim.taken} {claim.left}")[-2:]
    return heads


def _topic_of(around: Around) -> Sequence[str]:
    """Return the words of a source's sentence before its first figure: later ones may be of them, too.

    In 东区已开业商场面积3亿平方米，出租率95% the second is the 出租率 of 东区已开业商场.
    """
    claims = claims_of(around.source)
    here = claims[around.place][0]
    start = max((m.end() for m in SEGMENT_END.finditer(around.source, 0, here.start)), default=0)
    first = next(q for q, _ in claims if q.start >= start)
    return label_of(plain(around.source[start : first.start])) if first.start < here.start else ()


def _is_answer(figure: Quantity, words: Sequence[str], unknown: Sequence[str], asked: str, line: str) -> bool:
    """Whether a sentence says of the figure that answers a question no more than was asked, or all that was with other verbs."""
    told, said = fold(asked), fold(line.removesuffix(asked))
    asking = [w for w in label_of(undated(asked)) if not is_of_unit(w, figure)]
    if all(is_told(w, told) for w in words):
        return True
    nouns = {fold(w) for w, tag in tagged(line) if tag[0] in "nlbjis"}
    return bool(asking) and nouns.isdisjoint(unknown) and all(is_told(w, said) for w in asking)


def _replaced(words: Sequence[str], told: Sequence[str], more: Sequence[str]) -> bool:
    """Whether words of the source are left out for others: none of its own is kept, or some stand in their place."""
    return bool(words) and (not told or bool(more) or len(told) < len(words))


def _is_new(word: str, line: str, place: Place, around: Around) -> bool:
    """Whether a noun stands nowhere in the source, nor one that means the same."""
    if not any(fold(w) == word and tag[0] in "nb" for w, tag in tagged(line)):
        return False
    return not is_told(word, fold(around.source)) and not all_alike(
        [word], known_words(f"{place.own} {place.near}"), ""
    )


def _verbs_exchanged(said: Claim, there: Claim, place: Place) -> list[str]:
    """Return the verbs of a claim that stand in the place of its source's: 申报 for 获得, 竣工 for 开工."""
    theirs = _verbs(f"{there.own} {there.before} {there.after}")
    mine = named_label(plain(f"{said.own} {said.before}"))
    beside = fold(f"{place.own} {place.near}")
    strange = [w for w in mine if (glosses(w).common or len(w) == 2) and not is_told(w, beside) and not carries(w)]
    strange = [w for w in strange if w in _verbs(f"{said.own} {said.before}") or _may_be_verb(w)]
    lost = [w for w in theirs if not any(w in other or other in w for other in mine)]
    return [] if not strange or not lost or all_alike(strange, theirs, "") else strange


@lru_cache(maxsize=4096)
def _may_be_verb(word: str) -> bool:
    """Whether the dictionary has a word as a verb alone."""
    return glosses(word).listed and not names_something(word)


def _verbs(text: str) -> list[str]:
    bare = plain(text)
    return [
        fold(w)
        for w, tag in tagged(bare)
        if tag in ("v", "vn") and len(w) > 1 and not is_change(w) and not is_link(w) and w not in AROUND
    ]


def _framing(said: Claim, names: str) -> list[str]:
    """Return the words of the clause that leads to an elliptical one."""
    last = said.frame.rpartition("，")[2]
    return [w for w in named_label(plain(last)) if w not in names and not carries(w)]


def speaks_generally(text: str) -> bool:
    """Whether words beside a figure say no more than that there is so much (总规模)."""
    return bool(text.strip()) and not label_of(text.strip()[len(leading(text)) :]) and any(w in text for w in AROUND)


def _ambiguous(figure: Quantity, words: Sequence[str], whole: str, around: Around) -> bool:
    """Whether what is left of a source's words fits another of its figures as well: 企业638家 for 国家高新技术企业."""
    claims = claims_of(around.source)
    own = fold(claims[around.place][1].own)
    for _, claim in _same_unit(figure, whole, around):
        beside = fold(f"{claim.own} {claim.before} {claim.after}")
        if words and all(is_said(w, beside) for w in words) and fold(claim.own) != own:
            return True
        if not words and (speaks_generally(claim.own) or any(is_said(w, fold(whole)) for w in tells(claim.own))):
            return True
    return False


def _of_a_rival(figure: Quantity, said: Claim, whole: str, around: Around, place: Place, names: str) -> list[str]:
    """Return the words around a claim that the source says around another figure of the same unit, and not around this."""
    text = f"{said.own} {said.before} {said.frame} {said.whole} {said.taken}"
    words = [w for w in label_of(plain(text)) if w not in names and w not in POINTS and not is_change(w)]
    words = [w for w in words if not carries(w) and not is_numbered(w) and w[0] != "每"]
    mine = fold(f"{place.own} {place.near} {around.context}")
    words = [w for w in words if not is_told(w, mine)]
    for other, _ in _same_unit(figure, whole, around):
        number = next(n for n, (q, _) in enumerate(claims_of(around.source)) if q is other)
        theirs = place_of(around.source, number)
        beside = fold(f"{theirs.own} {theirs.near}")
        if found := [w for w in words if is_told(w, beside)]:
            return found
    return []


def _same_unit(figure: Quantity, whole: str, around: Around) -> list[tuple[Quantity, Claim]]:
    """Return the other figures of a source that have a figure's unit and do not stand in the sentence themselves."""
    return [
        (other, claim)
        for number, (other, claim) in enumerate(claims_of(around.source))
        if number != around.place
        and normalize_unit(other.unit) == normalize_unit(figure.unit)
        and not same_value(other, figure)
        and other.surface not in whole
    ]


def _left_out(figure: Quantity, said: Claim, there: Claim, whole: str, source: str) -> list[str]:
    """Return the words beside the source's figure that a claim leaves out."""
    own, words = _SINCE.sub(" ", plain(there.own)), label_of(f"{said.all} {said.frame} {said.whole}")
    told = fold(plain(f"{said.all} {said.frame} {said.whole}"))
    verbs = {fold(word) for word, tag in tagged(own) if tag == "v"}
    left_out = [w for w in tells(own) if w not in verbs or len(tells(own)) == 1]
    left_out += _lone(own, figure.unit)
    if not speaks(there.own) and not any(not is_change(w) and not carries(w) for w in label_of(there.own)):
        taken = tells(there.taken)
        left_out += [] if any(is_said(w, fold(whole)) for w in taken) else [w for w in taken if not is_change(w)]
    names, topic = names_of(source), leading(there.own)
    left_out = [w for w in left_out if not is_said(w, told) and w not in names and w not in topic and not carries(w)]
    return [w for w in left_out if not is_of_unit(w, figure) and not any(word in w for word in words)]


def _lone(own: str, unit: str) -> list[str]:
    """Return the nouns of one character that stand before another noun or last (区税收), not before a verb (聚力打造)."""
    words = [(word, tag) for word, tag in tagged(own) if word.strip()]
    behind = [*(tag for _, tag in words[1:]), "n"]
    return [
        word
        for (word, tag), after in zip(words, behind, strict=False)
        if len(word) == 1 and tag[0] in "nj" and word != unit and word not in LIGHT and after[0] != "v"
    ]


def loose(said: Claim, around: Around) -> set[str]:
    """Return the single characters of a claim that tell something and that its source does not have."""
    place = place_of(around.source, around.place)
    seen = fold(f"{place.own} {place.near} {place.free} {around.context}")
    mine = said.own if speaks(said.own) else f"{said.own} {said.taken}"
    mine = AHEAD.sub(" ", POINTED.sub(" ", mine))
    return {word for word in singles(plain(mine)) if word not in seen and word not in LIGHT}
