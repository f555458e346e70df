"""Whether a sentence lends a figure the label of another: 资金23.6元 where a source says 发行价23.6元，募集资金11.2亿元.

In come a sentence, its figure and the source's claims; out goes the lent label. Only what stands right before a figure is
looked at, on both sides, so that a label that one figure takes over from another (其中一季度2亿元) stays free.
"""

import re
from collections.abc import Sequence

from index.phrases import of_change, phrase_left
from index.types import Quantity
from index.words import fold
from qa.support_claims import BODY, Claim
from qa.support_words import label_of, undated

_ASIDE = re.compile(r"[（(][^（()）]{0,40}[)）]")
_BORDER = re.compile(r"[，,；;。！？!?、\n|]")
_OWNED = re.compile("[的有]")  # 甲园的资金, 甲园有涉海企业
_BODY = re.compile(f"(?:{BODY})以?$")
_COLON = re.compile(r"[：:]\s*$")


def lent(line: str, figure: Quantity, source: str, claims: Sequence[tuple[Quantity, Claim]], place: int) -> str:
    """Return the label right before a figure if it is another figure's in the source, which has its own for this; or "".

    Args:
        line: the sentence that is looked at, with `figure` in it.
        source: what it cites, whose figures and claims are `claims`; that at `place` is about the same figure.
    """
    label = _OWNED.split(_label(line, figure.start))[-1]
    there = claims[place][0]
    own = fold(_clause(source, there.start) + source[there.end : there.end + len(label) + 2])
    mine = _label(source, there.start)
    if (
        len(label) < 2
        or not label_of(label)
        or label in own
        or of_change(undated(label).strip())
        or not label_of(mine)
        or _BODY.search(mine)
    ):
        return ""  # 乙县3.9万户 takes its label over from 甲县新登记企业8.7万户
    others = (q for number, (q, _) in enumerate(claims) if number != place and q.surface != there.surface)
    return label if any(_label(source, q.start).endswith(label) for q in others) else ""


def _label(text: str, place: int) -> str:
    """Return the noun phrase right before a place."""
    return fold(phrase_left(_COLON.sub("", _clause(text, place))))


def _clause(text: str, place: int) -> str:
    """Return what stands before a place in its clause, without what is put in brackets."""
    plain = _ASIDE.sub("", text[max(0, place - 80) : place])
    return _BORDER.split(plain)[-1]
