"""Fit the nets of `qa/rank.py`, and report on the dev split of the question sets by cross-validation.

    python -m eval.tune SET DOCS [SET DOCS …] [--news FILE] [--asked STORE] [--articles FILE] [--squad FILE …] [--write] [--held]

The model: a softmax over the candidates of a question and a null choice of score zero. The loss of a question is minus the
logarithm of the probability of all right candidates together, or of the null choice when the question cannot be answered
or no candidate is right. Made questions are many and rough, those of the sets few and like people's: the sets count
more. Several nets of other beginnings are fitted and put side by side as one. Seeded; the same data gives the same nets.
`--held` reports on the test split, too: once, at the end. Of the news questions (`--asked`) every second one is left out.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.cases import Case, Cases, from_articles, from_asked, from_groups, from_sets, from_squad
from eval.external_sets import news_halves
from qa import Assistant
from qa.feature_names import FEATURES
from qa.net import Net, together
from qa.rank import probabilities

WEIGHTS = Path(__file__).resolve().parent.parent / "qa" / "weights.json"
NEWS = Path(__file__).with_name("news.jsonl")
NEWS_GROUPS = Path(__file__).with_name("news_groups.json")
HIDDEN = 16
NETS = 8
EPOCHS = {"number": 20, "text": 6}
DECAY = {"number": 1e-3, "text": 1e-3}
RATE = {"number": 5e-3, "text": 3e-3}
BATCH = 64
SETS_COUNT = {"number": 20.0, "text": 20.0}  # how many made questions one of the sets weighs
FOLDS = 4
Floats = NDArray[np.float64]
_LEARNED = ("inner", "bias", "outer", "straight", "constant")


def fit(cases: Sequence[tuple[Case, float]], *, kind: str, seed: int) -> Net:
    """Return the net fitted to weighted cases, by Adam with a falling rate."""
    features = np.concatenate([case.features for case, _ in cases]).astype(np.float64)
    right = np.concatenate([case.right for case, _ in cases])
    sizes = np.array([len(case.right) for case, _ in cases], dtype=np.int64)
    weights = np.array([weight for _, weight in cases])
    counts: list[int] = sizes.tolist()
    ends: list[int] = np.cumsum(sizes).tolist()
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < 1e-3] = 1.0
    scaled = np.clip((features - mean) / scale, -5, 5)
    random = np.random.default_rng(seed)
    width = features.shape[1]
    learned = {
        "inner": random.normal(0, 1 / np.sqrt(width), (width, HIDDEN)),
        "bias": np.zeros(HIDDEN),
        "outer": random.normal(0, 0.3 / np.sqrt(HIDDEN), HIDDEN),
        "straight": np.zeros(width),
        "constant": np.full(1, -3.0),
    }
    first = {name: np.zeros_like(value) for name, value in learned.items()}
    second = {name: np.zeros_like(value) for name, value in learned.items()}
    epochs, decay = EPOCHS[kind], DECAY[kind]
    steps = epochs * -(-len(cases) // BATCH)
    step = 0
    for _ in range(epochs):
        order: list[int] = random.permutation(len(cases)).tolist()
        for begin in range(0, len(cases), BATCH):
            batch = order[begin : begin + BATCH]
            rows = np.concatenate([np.arange(ends[n] - counts[n], ends[n]) for n in batch])
            slopes = _slopes(learned, scaled[rows], right[rows], sizes[batch], weights[batch], decay)
            step += 1
            rate = RATE[kind] * 0.5 * (1 + np.cos(np.pi * step / steps)) + 1e-5
            for name in _LEARNED:
                first[name] = 0.9 * first[name] + 0.1 * slopes[name]
                second[name] = 0.99 * second[name] + 0.01 * slopes[name] ** 2
                move = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.99**step)) + 1e-8)
                learned[name] = learned[name] - rate * move
    constant = float(learned.pop("constant")[0])
    return Net(mean=mean, scale=scale, constant=constant, **learned)


def _slopes(
    learned: dict[str, Floats],
    scaled: Floats,
    right: NDArray[np.bool_],
    sizes: NDArray[np.int64],
    weights: Floats,
    decay: float,
) -> dict[str, Floats]:
    """Return the gradient of the mean loss of some cases that lie one behind the other."""
    hidden = np.tanh(scaled @ learned["inner"] + learned["bias"])
    scores = hidden @ learned["outer"] + scaled @ learned["straight"] + learned["constant"][0]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    case = np.repeat(np.arange(len(sizes)), sizes)
    top = np.maximum(np.maximum.reduceat(scores, starts), 0)
    powers = np.exp(scores - top[case])
    total = np.add.reduceat(powers, starts) + np.exp(-top)
    good = powers * right
    mass = np.add.reduceat(good, starts)
    answered = mass[case] > 0
    pull = powers / total[case] - np.where(answered, good / np.maximum(mass, 1e-300)[case], 0.0)
    pull *= (weights / weights.sum())[case]
    back = pull[:, None] * learned["outer"] * (1 - hidden**2)
    return {
        "inner": scaled.T @ back + decay * learned["inner"],
        "bias": back.sum(axis=0),
        "outer": hidden.T @ pull + decay * learned["outer"],
        "straight": scaled.T @ pull + decay * learned["straight"],
        "constant": np.array([pull.sum()]),
    }


def fitted(sets: Sequence[Case], others: Sequence[Case], kind: str) -> Net:
    """Return the net for a kind of question."""
    weighted = [(case, 1.0) for case in others] + [(case, SETS_COUNT[kind]) for case in sets]
    return together([fit(weighted, kind=kind, seed=seed) for seed in range(NETS)])


def report(pairs: Sequence[tuple[Case, Net]]) -> str:
    """Say how often the best choice, the null among them, is right, and how calibrated the probabilities are."""
    loss = 0.0
    top = sure = wrong = answerable = 0
    said: list[tuple[float, bool]] = []
    for case, net in pairs:
        shares = probabilities(net.scores(case.features.astype(np.float64)))
        best = int(shares.argmax())
        mass = float(shares[case.right].sum()) if case.right.any() else 1 - float(shares.sum())
        loss -= float(np.log(max(mass, 1e-12)))
        said.append((float(shares[best]), bool(case.right[best])))
        if case.right.any():
            answerable += 1
            top += bool(case.right[best])
            sure += mass >= 0.5
        else:
            wrong += shares[best] >= 0.35
    bins = [[(p, ok) for p, ok in said if low <= p < low + 0.1] for low in np.arange(0, 1.01, 0.1)]
    error = sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins) / max(len(said), 1)
    return (
        f"loss {loss / len(pairs):.3f}; {answerable} answerable: right one first {top}, sure of it {sure};"
        f" {len(pairs) - answerable} unanswerable: answered {wrong}; calibration error {error:.3f}"
    )


def cross_validated(sets: Sequence[Case], others: Sequence[Case], kind: str) -> str:
    """Report on the sets, each part judged by nets that have not seen it."""
    order = np.random.default_rng(1).permutation(len(sets))
    pairs: list[tuple[Case, Net]] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        net = fitted([case for n, case in enumerate(sets) if n not in held], others, kind)
        pairs += [(sets[n], net) for n in sorted(held)]
    return report(pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", type=Path, help="SET DOCS …")
    parser.add_argument("--articles", type=Path, help="articles to make questions from, JSON Lines with id and text")
    parser.add_argument("--squad", nargs="*", type=Path, default=[], help="SQuAD-style files")
    parser.add_argument("--news", type=Path, help="the file of articles that eval/news.jsonl asks about")
    parser.add_argument("--asked", type=Path, help="a store of the articles that the news questions are about")
    parser.add_argument("--groups", type=int, default=50, help="how many small groups of articles")
    parser.add_argument("--limit", type=int, default=1500, help="of the questions of each kind from SQuAD-style files")
    parser.add_argument("--write", action="store_true", help="write the nets into qa/weights.json")
    parser.add_argument("--held", action="store_true", help="report on the test split as well")
    options = parser.parse_args()
    pairs = list(zip(options.pairs[::2], options.pairs[1::2], strict=True))
    dev = from_sets(pairs, "dev")
    if options.news:
        for kind, found in from_groups(NEWS, NEWS_GROUPS, options.news, "dev").items():
            dev[kind] += found
    halves: list[Cases] = []
    if options.asked:
        halves = [from_asked(Assistant.open(options.asked), asked) for asked in news_halves()]
        for kind, found in halves[0].items():
            dev[kind] += found
    others: Cases = {"number": [], "text": []}
    if options.squad:
        others = from_squad(options.squad, limit=options.limit, seed=3)
    if options.articles:
        others["number"] += from_articles(options.articles, groups=options.groups, size=(5, 30), seed=5, limit=1000)
    written: dict[str, Any] = {}
    for kind in ("number", "text"):
        print(f"{kind}: {len(dev[kind])} of the sets, {len(others[kind])} others")
        print(f"  dev, cross-validated: {cross_validated(dev[kind], others[kind], kind)}", flush=True)
        net = fitted(dev[kind], others[kind], kind)
        written[kind] = net.to_table(FEATURES)
        if options.held:
            held = from_sets(pairs, "test")[kind]
            if options.news:
                held += from_groups(NEWS, NEWS_GROUPS, options.news, "test")[kind]
            print(f"  test: {report([(case, net) for case in held])}", flush=True)
        for half in halves[1:]:
            print(f"  the other half of the news questions: {report([(case, net) for case in half[kind]])}", flush=True)
    if options.write:
        WEIGHTS.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
