"""Whether a claim tells a whole for what its source tells of a part, or a part for the whole.

The claims of a sentence and of its source about one figure come in; out go the words by which the two differ.
"""

import re
from collections.abc import Sequence

from index.phrases import is_link
from index.words import fold, tagged
from qa.support_alike import all_alike, known_words
from qa.support_claims import Claim, carries, is_change, plain, speaks, tells
from qa.support_words import AROUND, is_told, label_of

_PAIR = re.compile(r"[\u3400-\u9fff]{2}[和与及、][\u3400-\u9fff]{2}")


def of_part(there: Claim, mine: str) -> Sequence[str]:
    """Return the words that say of which part a figure of a source is: its own, else those it takes over, none of them kept."""
    if speaks(there.own):
        return tells(there.own)
    taken = tells(there.taken)  # a long word is the part's own even where the whole has it, too
    return () if any(w in mine for w in taken if len(w) > 2 or w not in there.whole) else taken


def of_whole(mine: str, there: Claim) -> list[str]:
    """Return two things that a claim counts together where its source tells of one of them alone: 门票和文创收入, of 其中文创收入."""
    pairs = (match.group() for match in _PAIR.finditer(mine))
    return [pair for pair in pairs if pair in fold(there.whole) and pair not in fold(f"{there.own} {there.before}")]


def unnamed_part(said: Claim, there: Claim, line: str, known: str) -> list[str]:
    """Return the words by which a source tells a part from its whole where a claim has none of them: 安检 of 其中安检人员.

    Args:
        said: the claim.
        there: the source's.
        line: the sentence of the claim.
        known: what the source says before, with its headings: a name in it is that of the whole.
    """
    parts = [
        fold(word)
        for word, tag in tagged(there.own)
        if len(word) > 1 and tag[0] not in "mxupcdfrt" and word not in AROUND and not is_link(word)
    ]
    parts = [w for w in parts if w not in fold(there.whole) and not is_change(w) and not carries(w)]
    if not there.whole.strip() or not parts:
        return []
    own = fold(said.own.strip())
    name = next((own[:end] for end in range(len(own), 2, -1) if own[:end] in fold(known)), "")
    rest = (
        fold(line).replace(name, " ", 1) if name else fold(line)
    )  # 国际 of an airport's name says nothing of its cities
    if any(is_told(word, rest) for word in parts) or all_alike(parts[:1], known_words(rest), ""):
        return []
    return parts


def unnarrowed(words: Sequence[str], left_out: Sequence[str], there: Claim, line: str) -> list[str]:
    """Return the words that narrow one that a claim keeps and that it leaves out itself: 外籍 of 外籍从业人员."""
    text = there.own if speaks(there.own) else there.taken
    tokens = [(fold(word), tag) for word, tag in tagged(plain(text)) if word.strip() and tag != "uj"]
    nominal = [tag[0] in "nblj" or word in tells(text) for word, tag in tokens]
    for n in range(len(tokens) - 1):
        (one, tag), (other, _) = tokens[n : n + 2]
        alone = n + 2 == len(tokens) or not nominal[n + 2]
        if (
            alone
            and tag[0] in "nbs"
            and other in words
            and not is_told(one, line)
            and (one in left_out or one in tells(there.taken))
        ):
            return [one]
    return []


def half_of_two(words: Sequence[str], there: Claim, line: str) -> str:
    """Return the half that a claim leaves out of two that its source counts together (注销和迁出)."""
    own = fold(f"{there.left} {there.right}")
    known = label_of(own)
    for one in words:
        for other in known:
            pair = rf"{re.escape(one)}(?:和|与|及|、|以及){re.escape(other)}|{re.escape(other)}(?:和|与|及|、|以及){re.escape(one)}"
            if one != other and not is_told(other, line) and re.search(pair, own):
                return other
    return ""
