"""Whether two claims about one figure say the same in different words: a sentence's and its source's.

Each word that a sentence says of a figure must be the source's word for it, or mean the same; and what the source says
of it may be cut short, not exchanged. Names, periods and changes are looked at elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.glosses import glosses
from index.phrases import is_link
from index.synonyms import best_similarities
from index.words import fold, tagged
from qa.support_claims import AHEAD, BODY, CLAUSE, POINTS, Claim, is_change, leading, plain, speaks, tells
from qa.support_words import AROUND, is_straddling, is_told, label_of, names_of, singles

_ALIKE = 0.55  # from here on a careful reader takes one word for the other
_SIZED = re.compile(r"(?:规模|限额)以上")
_EACH = re.compile(r"每|人均|户均|[日月年]均|平均|单位(?=面积|产值|GDP)")
_MONTHLY = re.compile(r"环比|(?:比|较)[^，]{0,4}上(?:月|个月|季)")
_YEARLY = re.compile(r"同比|(?:比|较)(?:上|去)年")
_THIS = "该本此"
_LIGHT = frozenset("占设有达为获")
_GENERIC = re.compile(rf"(?:[在对]?(?:该|本|全|各|整个|这个|我|学|医|港|地|新|老|城|市|省|国)?(?:{BODY}|口|国|球))+")
_TOLD_BY = re.compile(r"^[^，]{0,12}?(?:预计|表示|介绍|指出|透露|认为|显示)")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a source's claim: its other figures' words, those beside it, headings, the text before, all."""

    others: str
    beside: str
    context: str
    ahead: str
    source: str


def unlike(said: Claim, there: Claim, whole: str, around: Around) -> str:
    """Return the words by which a claim says something else of a figure than its source; "" where it says the same.

    Args:
        said: the claim of the sentence that is looked at.
        there: the claim of the source about the same figure.
        whole: the whole sentence that is looked at.
        around: what stands around the source's claim.
    """
    own, theirs = plain(said.own), plain(there.all)
    if bool(_MONTHLY.search(own)) > bool(_MONTHLY.search(theirs)) or (_YEARLY.search(own) and _MONTHLY.search(theirs)):
        return "环比"
    seen = f"{theirs} {there.frame} {there.whole} {around.context}"
    each = {*_EACH.findall(there.own)} - {*_EACH.findall(whole)}
    each |= {*_EACH.findall(said.own)} - {*_EACH.findall(seen)}
    each |= {*_SIZED.findall(said.own)} - {*_SIZED.findall(seen)}
    return (
        "".join(each)
        or " ".join(_added(said, there, whole, around))
        or " ".join(_left_out(said, there, whole, around.source))
    )


def _added(said: Claim, there: Claim, whole: str, around: Around) -> list[str]:
    """Return the words of a claim that its source does not have for it, nor another word for them."""
    names = "".join(names_of(whole))
    theirs, context = plain(there.all), fold(around.context)
    mine, framed, parent = fold(theirs), fold(plain(there.frame)), fold(there.whole)
    topic = leading(_TOLD_BY.sub("", said.own))
    missing = [w for w in _label(plain(said.own)) if w not in names]
    nominal = {fold(w) for w, tag in tagged(said.own) if not tag.startswith(("v", "d"))} | {*tells(said.own)}
    missing = [w for w in missing if not (w in nominal and _begins_in(w, context))]
    taken = () if speaks(said.own) else tells(said.taken)
    missing += [w for n, w in enumerate(taken) if n == len(taken) - 1 or not _begins_in(w, context)]
    missing = [w for w in missing if not _is_said(w, mine)]
    missing = [w for w in missing if not is_told(w, framed) or is_told(w, fold(around.others))]
    missing = [w for w in missing if not is_told(w, parent) and not (w in topic and _is_topic(topic, around.ahead))]
    shared = f"{mine} {framed} {parent} {fold(around.beside)} {context}"
    missing += [w for w in _label(plain(said.before)) if w not in names and not is_told(w, shared)]
    missing = [w for w in missing if not is_straddling(w, whole, fold(f"{around.source} {around.context}"))]
    known = _known(f"{theirs} {there.frame} {there.whole}")
    return [] if _all_alike(missing, known, fold(around.source)) else missing


def _left_out(said: Claim, there: Claim, whole: str, source: str) -> list[str]:
    """Return the words of the source's claim that a sentence leaves out, though it does not just cut it short."""
    alone = not speaks(said.own) and tells(said.taken)
    if not alone and _is_cut(plain(said.own), f"{there.left}{there.before}", f"{there.right}{there.after}"):
        return []
    told, own = fold(plain(whole)), plain(there.own)
    topic = leading(there.own)
    left_out = [*tells(own), *(word for word, tag in tagged(own) if len(word) == 1 and tag[0] in "nj")]
    left_out += [] if speaks(own) else [*_label(own), *tells(there.taken)]
    left_out = [w for w in left_out if not _is_said(w, told) and w not in names_of(source) and w not in topic]
    halves = [w for w in left_out if w in told]
    return halves if halves or _all_alike(left_out, _known(plain(whole)), "") else left_out


def _is_topic(topic: str, ahead: str) -> bool:
    """Whether a text speaks of somebody last, before it comes to a figure."""
    place = fold(ahead).rfind(topic)
    if not topic or place < 0:
        return False
    clauses = [clause.group() for clause in CLAUSE.finditer(ahead, place + len(topic))]
    later = [name for clause in clauses for name in (leading(clause), *names_of(clause)) if name]
    return all(name in topic or _GENERIC.fullmatch(name) for name in later)


def _is_said(word: str, text: str) -> bool:
    """Whether a text says a word, not as half of two opposites (出口 in 进出口)."""
    tokens = [token for token, _ in tagged(text) if word in token]
    return is_told(word, text) and not (tokens and all(_is_half(word, token) for token in tokens))


def _begins_in(word: str, text: str) -> bool:
    """Whether a text has a word that begins a word of its own: 小学 is not told by 中小学."""
    places: set[int] = set()
    place = 0
    for token, _ in tagged(text):
        places.add(place)
        place += len(token)
    return any(match.start() in places for match in re.finditer(re.escape(word), text))


def _is_half(word: str, token: str) -> bool:
    """Whether a longer word says this one and its opposite at once: 进出口 is 进口 and 出口."""
    place = token.find(word)
    return place > 0 and len(word) == 2 and glosses(token[place - 1] + word[1]).common


def _is_cut(own: str, left: str, right: str) -> bool:
    """Whether the words of a claim are cut from those beside the figure, or there are none."""
    wanted = _bare(own)
    return wanted in _bare(left) or wanted in _bare(right)


def _bare(text: str) -> str:
    """Return the words of a text that tell something, in one run."""
    return "".join(
        fold(word)
        for word, tag in tagged(plain(text))
        if tag[0] not in "xupcdy" and word not in AROUND and not is_link(word) and word not in POINTS
    )


def _label(text: str) -> list[str]:
    """Return the words of what a figure is said to be, without changes and what only points at somebody."""
    return [
        w
        for w in label_of(text)
        if not is_change(w) and w not in POINTS and w[0] not in _THIS and not AHEAD.fullmatch(w)
    ]


def _known(text: str) -> list[str]:
    """Return the words that another may stand for, single verbs (卖) among them."""
    return [*label_of(text), *singles(text)]


def _all_alike(missing: Sequence[str], known: Sequence[str], source: str) -> bool:
    """Whether each missing word means what a known one means, and is not the source's word for something else."""
    if not missing:
        return True
    if not known or any(word in source for word in missing if source):
        return False
    alike = best_similarities(missing, known) >= _ALIKE
    return all(
        any(same and _same_kind(word, other) for same, other in zip(row, known, strict=True))
        for word, row in zip(missing, alike, strict=True)
    )


def _same_kind(word: str, other: str) -> bool:
    """Whether of two words with one ending what stands before it is alike too: 硕士学位 is not 博士学位."""
    if min(len(word), len(other)) < 4 or word[-2:] != other[-2:] or word == other:
        return True
    return bool(best_similarities([word[:-2]], [other[:-2]])[0, 0] >= _ALIKE)


def loose(said: Claim, there: Claim, context: str) -> set[str]:
    """Return the single characters of a claim that tell something and that its source does not have."""
    seen = fold(f"{there.all} {there.frame} {there.whole} {context}")
    own = said.own if speaks(said.own) else f"{said.own} {said.taken}"
    return {word for word in singles(plain(own)) if word not in seen and word not in _LIGHT}
