"""A pool's texts → how the question's character pairs lie in them: as a whole, within a stretch, a sentence, a run.

What a reader goes by besides the words: that a document is about what the question names (its title or first sentence
begins with it), that a run of rare signs stands whole (罗保铭 is cut into three words), that one sentence tells the question,
the opening of the document told with it, and that no other passage found has a pair. Of the first three it also counts how
far a passage falls behind the best of the pool: where some document is about what is asked, the others are not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store import Store
from index.words import bigrams, fold
from qa.pool import Pool
from qa.rerank_texts import Floats, Ints, Texts, among, codes_of, folded, most, rarity

PAIRS = ("pairs", "pairs_near", "pairs_close", "pairs_with_lead")
SENTENCES = (
    "sentence", "sentence_behind", "sentence_figures", "sentence_times", "sentence_unit", "alone", "alone_with_lead",
    "sentence_alone",
)  # fmt: skip
RUNS = ("longest", "runs_2", "runs_3", "runs_4", "runs_6", "run", "run_behind", "subject", "subject_behind")
Bools = NDArray[np.bool_]
_BLOCK = 32  # characters; near is two blocks, close four
_LONGEST = 48  # characters of a question that are looked for as runs
_OPENING = 24  # characters of a document that say what all its sentences are of
_SUBJECT = 20  # characters of a document's first name at most
_ENDS = "。！？!?;\n"  # as folded
_MARKS = re.compile(r"^[\s《「『“\"'(【〈]*")  # may stand before the first name


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's pairs of Chinese signs (p), sorted: their rarity, and their share of all of it."""

    pairs: tuple[str, ...]
    weight: Floats
    share: Floats
    known: Bools

    @classmethod
    def of(cls, text: str, store: Store) -> "_Asked":
        unique = [pair for pair in dict.fromkeys(bigrams(text)) if len(pair) == 2]
        pairs = tuple(sorted(pair for pair in unique if pair[0] >= "\u3400"))
        frequency = [store.pair_frequency(pair) for pair in pairs]
        weight = rarity(frequency, len(store))
        return cls(pairs, weight, weight / (weight.sum() or 1.0), np.array(frequency) > 0)

    def held(self, texts: "list[str]") -> Bools:
        """Return which texts hold which pair (texts × p)."""
        told = {text: [pair in text for pair in self.pairs] for text in dict.fromkeys(texts)}
        return np.array([told[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of each character whether it is a digit or the sign of a time or of the unit asked for behind one.

    None where the question asks for no such thing.
    """

    figures: Bools | None
    times: Bools | None
    unit: Bools | None


def behind(values: Floats) -> Floats:
    """Return how far each value falls behind the greatest."""
    return values - values.max()


def pair_features(
    pool: Pool, texts: Texts, heads: "list[str]", store: Store, kinds: Kinds, *, finding: bool = True
) -> Mapping[str, Floats | float]:
    """Return the features named by `PAIRS`, `SENTENCES` and `RUNS`; a number where all passages have the same.

    Args:
        heads: what stands over each passage: titles, speaker and the beginning of its document.
        finding: with `SENTENCES`, which take half the time and of which the reader's net knows nothing.
    """
    asked = _Asked.of(pool.asking.text, store)
    found = _runs(pool, texts, asked)
    if not asked.pairs:
        return found | dict.fromkeys(PAIRS, 0.5) | dict.fromkeys(SENTENCES, 0.0)
    at, pair = _places(texts, asked)
    owner = texts.owner[at]
    # Blocks of each text, three empty ones behind it so that stretches do not run over.
    blocks = np.diff(np.append(texts.starts, len(texts.codes))) // _BLOCK + 4
    first = np.concatenate(([0], np.cumsum(blocks)[:-1]))
    held = np.zeros((int(blocks.sum()), len(asked.pairs)), dtype=bool)
    held[first[owner] + (at - texts.starts[owner]) // _BLOCK, pair] = True
    near = held[:-3] | held[1:-2]
    close = near | held[2:-1] | held[3:]
    whole = np.logical_or.reduceat(held, first)
    wide = whole | asked.held(heads)
    found["pairs"] = whole @ asked.share
    found["pairs_near"] = most(near @ asked.share, first)
    found["pairs_close"] = most(close @ asked.share, first)
    found["pairs_with_lead"] = wide @ asked.share
    if not finding:
        return found
    openings = folded([f"{title} {lead[:_OPENING]}" for title, lead in pool.leads])
    # A pair counts by how few passages of the pool have it.
    holders = wide.sum(axis=0)
    alone = np.where(holders > 0, np.log((len(wide) + 1) / (holders + 0.5)), 0.0).clip(0)
    alone = alone / (alone.sum() or 1.0)
    found["alone"] = whole @ alone
    found["alone_with_lead"] = wide @ alone
    return found | _sentences(texts, asked, (at, pair), asked.held(openings), alone, kinds)


def _places(texts: Texts, asked: _Asked) -> tuple[Ints, Ints]:
    """Return where the pairs stand in the texts, and which of them it is."""
    wanted = np.array([ord(pair[0]) << 21 | ord(pair[1]) for pair in asked.pairs], dtype=np.int64)
    order = np.argsort(wanted)
    # Few characters begin a pair; only behind these the second one is looked at.
    at = np.flatnonzero(among("".join(pair[0] for pair in asked.pairs))[texts.basic[:-1]])
    stands = texts.codes[at].astype(np.int64) << 21 | texts.codes[at + 1]
    place = np.minimum(np.searchsorted(wanted[order], stands), len(wanted) - 1)
    met = wanted[order][place] == stands
    return at[met], order[place[met]]


def _sentences(
    texts: Texts, asked: _Asked, places: tuple[Ints, Ints], opening: Bools, alone: Floats, kinds: Kinds
) -> dict[str, Floats | float]:
    """How much of the question one sentence tells, its document's opening told with it, and what it has of what is asked."""
    ends = among(_ENDS)[texts.basic]
    number = np.cumsum(ends) - ends  # of the sentence that each character stands in
    first = number[texts.starts]
    count = int(number[-1]) + 1
    owner = np.repeat(np.arange(len(first)), np.diff(np.append(first, count)))
    held = np.zeros((count, len(asked.pairs)), dtype=bool)
    held[number[places[0]], places[1]] = True
    held |= opening[owner]
    told = held @ asked.share
    best = most(told, first)
    telling = told >= best[owner] - 1e-9
    found: dict[str, Floats | float] = {
        "sentence": best,
        "sentence_behind": behind(best),
        "sentence_alone": most(held @ alone, first),
    }
    for name, stands in (("figures", kinds.figures), ("times", kinds.times), ("unit", kinds.unit)):
        has = np.zeros(count, dtype=bool)
        if stands is not None:
            has[number[stands]] = True
        found[f"sentence_{name}"] = np.logical_or.reduceat(has & telling, first).astype(np.float64)
    return found


def _runs(pool: Pool, texts: Texts, asked: _Asked) -> dict[str, Floats | float]:
    """The longest and the rarest stretch that question and passage share, the share of the question in stretches of some
    length, and the name that the document begins with, where the question has it."""
    query = fold("".join(pool.asking.text.split()))
    signs = codes_of(query[:_LONGEST])
    # The beginnings of documents are looked through behind the passages.
    leads = list(
        dict.fromkeys(lead for passage, (_, lead) in zip(pool.passages, pool.leads, strict=True) if passage.start)
    )
    every = Texts.of([*texts.texts, *folded(leads)]) if leads else texts
    ending = np.zeros((len(signs), len(every.texts)), dtype=np.int16)
    run = np.zeros(len(every.codes) + 1, dtype=np.int16)
    for n, sign in enumerate(signs):
        run[1:] = (run[:-1] + np.int16(1)) * (every.codes == sign)
        ending[n] = np.maximum.reduceat(run[1:], every.starts)
    # How rare the pairs of the question up to each of its characters are, taken together.
    known = {pair: weight for pair, weight, met in zip(asked.pairs, asked.weight, asked.known, strict=True) if met}
    until = np.cumsum([0.0, *(known.get(query[n - 1 : n + 1], 0.0) for n in range(1, len(query)))])
    total = until[-1] or 1.0
    last = np.arange(len(signs))[:, None]
    rare = (until[last] - until[np.clip(last - ending + 1, 0, last)]).max(axis=0, initial=0.0) / total
    place = {lead: len(texts.texts) + n for n, lead in enumerate(leads)}
    ahead = np.array([rare[place[lead]] if lead in place else 0.0 for _, lead in pool.leads])
    rarest = np.maximum(rare[: len(texts.texts)], ahead)
    known_leads = list(dict.fromkeys(pool.leads))
    names = [_subject(text, query, until) for text in folded([text for lead in known_leads for text in lead])]
    of = dict(zip(known_leads, map(max, names[::2], names[1::2]), strict=True))
    subject = np.array([of[lead] for lead in pool.leads]) / total
    # A character's run is the longest one that ends at it or goes on beyond it.
    ending = ending[:, : len(texts.texts)]
    for n in range(len(signs) - 2, -1, -1):
        goes_on = ending[n + 1] > 1
        ending[n] = np.where(goes_on, np.maximum(ending[n], ending[n + 1]), ending[n])
    return {
        "longest": np.minimum(ending.max(axis=0, initial=0), 12) / 12,
        **{f"runs_{n}": (ending >= n).mean(axis=0) if len(signs) else 0.0 for n in (2, 3, 4, 6)},
        "run": rarest,
        "run_behind": behind(rarest),
        "subject": subject,
        "subject_behind": behind(subject),
    }


def _subject(text: str, query: str, until: Floats) -> float:
    """Return how rare the pairs are with which a text begins, as far as the question has them in a run."""
    text = _MARKS.sub("", text)[:_SUBJECT]
    length = next((n for n in range(len(text)) if text[: n + 1] not in query), len(text))
    if length < 2:
        return 0.0
    at = query.find(text[:length])
    return float(until[at + length - 1] - until[at])
