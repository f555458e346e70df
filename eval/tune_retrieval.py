"""Fit a net of `qa/rerank.py`, and report on questions that it has not seen.

    python -m eval.tune_retrieval --stores DIR [--reader] [--write]

Fitted to DRCD (dev and test; each question again with its words exchanged), half of the news questions and the
dev split of our own sets; reported on the other half of the news questions, on CMRC 2018 trial and on the test split of
our own sets. DIR keeps the stores between runs; the one over all news articles takes a while to build. Seeded: the same data gives the same net.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.external import assistant_for
from eval.external_sets import DATA, HERE, SEEDS, Asked, load_external
from eval.questions import load_questions
from eval.retrieval_cases import Case, cases, worn
from qa import Assistant
from qa.net import FAR, Net, together
from qa.rerank import FINDING, READING
from qa.rerank_features import FEATURES, READ

HIDDEN, NETS, EPOCHS, BATCH = 24, 3, 12, 64
RATE, DECAY = 4e-3, 1e-3
COUNT = {"drcd": 1.0, "worn": 1.0, "news": 4.0, "own": 1.0}  # how much a question of each source weighs
Floats = NDArray[np.float64]
_LEARNED = ("inner", "bias", "outer", "straight")


def fit(given: Sequence[Case], *, seed: int) -> Net:
    """Return the net fitted to cases, by Adam with a falling rate on a softmax over each pool."""
    kept = [case for case in given if case.right.any()]
    whole = np.concatenate([case.features for case in kept]).astype(np.float64)
    mean, scale = whole.mean(axis=0), whole.std(axis=0)
    scale[scale < 1e-3] = 1.0
    settled = [np.flatnonzero(~case.unsettled) for case in kept]
    pools = [np.clip((case.features[rows] - mean) / scale, -FAR, FAR) for case, rows in zip(kept, settled, strict=True)]
    right = [case.right[rows] for case, rows in zip(kept, settled, strict=True)]
    weight = np.array([COUNT[case.source] for case in kept])
    random = np.random.default_rng(seed)
    width = whole.shape[1]
    learned: dict[str, Floats] = {
        "inner": random.normal(0, 1 / np.sqrt(width), (width, HIDDEN)),
        "bias": np.zeros(HIDDEN),
        "outer": random.normal(0, 0.3 / np.sqrt(HIDDEN), HIDDEN),
        "straight": np.zeros(width),
    }
    first = {name: np.zeros_like(value) for name, value in learned.items()}
    second = {name: np.zeros_like(value) for name, value in learned.items()}
    steps, step = EPOCHS * -(-len(kept) // BATCH), 0
    for _ in range(EPOCHS):
        order: list[int] = random.permutation(len(kept)).tolist()
        for begin in range(0, len(kept), BATCH):
            batch = order[begin : begin + BATCH]
            slopes = _slopes(
                learned, [pools[n] for n in batch], [right[n] for n in batch], weight[batch] / weight[batch].sum()
            )
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps)) + 1e-5
            for name in _LEARNED:
                first[name] = 0.9 * first[name] + 0.1 * slopes[name]
                second[name] = 0.99 * second[name] + 0.01 * slopes[name] ** 2
                move = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.99**step)) + 1e-8)
                learned[name] = learned[name] - rate * move
    return Net(mean=mean, scale=scale, constant=0.0, **learned)


def _slopes(
    learned: Mapping[str, Floats], pools: Sequence[Floats], right: Sequence[NDArray[np.bool_]], weight: Floats
) -> dict[str, Floats]:
    """Return the gradient of the mean loss of a batch: minus the logarithm of the share of all right passages."""
    sizes = np.array([len(pool) for pool in pools])
    rows, good = np.concatenate(pools), np.concatenate(right)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(sizes)), sizes)
    hidden = np.tanh(rows @ learned["inner"] + learned["bias"])
    scores = hidden @ learned["outer"] + rows @ learned["straight"]
    powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    shares = powers / np.add.reduceat(powers, starts)[owner]
    mass = np.add.reduceat(powers * good, starts)
    pull = (shares - powers * good / np.maximum(mass, 1e-300)[owner]) * weight[owner]
    back = pull[:, None] * learned["outer"] * (1 - hidden**2)
    return {
        "inner": rows.T @ back + DECAY * learned["inner"],
        "bias": back.sum(axis=0),
        "outer": hidden.T @ pull + DECAY * learned["outer"],
        "straight": rows.T @ pull + DECAY * learned["straight"],
    }


def fitted(given: Sequence[Case]) -> Net:
    """Return the one net whose scores are the mean of the scores of some fitted alike."""
    nets = [fit(given, seed=seed) for seed in range(NETS)]
    return together(nets)


def report(name: str, given: Sequence[Case], net: Net | None) -> str:
    """Say how often a passage of a right document, and one that holds the answer, comes first and among ten."""
    figures: list[str] = []
    for wanted in ("documents", "right"):
        places = np.array([_place(case, wanted, net) for case in given])
        figures.append(f"{(places < 1).mean():.3f} / {(places < 10).mean():.3f}")
    return f"{name:<16} document {figures[0]}   passage {figures[1]}   ({len(given)})"


def _place(case: Case, wanted: str, net: Net | None) -> int:
    features = case.features.astype(np.float64)
    order = np.argsort(-net.scores(features), kind="stable") if net else np.arange(len(features))
    hits = np.flatnonzero(getattr(case, wanted)[order])
    return int(hits[0]) if len(hits) else len(order) + 10


def gathered(data: Path, stores: Path) -> dict[str, list[Case]]:
    """Return the cases of every set, building the stores that are not there."""
    found: dict[str, list[Case]] = {}
    for name in ("drcd", "cmrc", "news"):
        external = load_external(name, data)
        assistant = assistant_for(external, stores / name, None, None)
        found[name] = list(cases(name, assistant.store, external.questions))
        if name == "drcd":
            found["worn"] = list(cases("worn", assistant.store, worn(external.questions, seed=1)))
        print(f"{name}: {len(found[name])} questions", flush=True)
    for path, documents in ((HERE / "questions.jsonl", HERE / "corpus"), (HERE / "seeds.jsonl", SEEDS)):
        if not documents.is_dir():
            continue
        assistant = Assistant.from_documents([documents], store=stores / path.stem)
        for split in ("dev", "test"):
            found[f"{path.stem} {split}"] = list(cases("own", assistant.store, own_questions(path, split)))
    return found


def own_questions(path: Path, split: str) -> list[Asked]:
    """Return the questions of one split of a set that one passage can answer."""
    return [
        Asked(
            item.question,
            (*(figure.surface for figure in item.figures), *(word for group in item.answers for word in group)),
            frozenset(item.documents),
            numeric=False,
        )
        for item in load_questions(path)
        if item.split == split and item.answerable and not item.history and item.category not in ("computed", "english")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the reference data")
    parser.add_argument("--stores", type=Path, required=True, help="where stores are, or are to be built")
    parser.add_argument("--reader", action="store_true", help="the reader's net, not the retriever's")
    parser.add_argument("--write", action="store_true", help="write qa/rerank_weights.json or qa/find_weights.json")
    options = parser.parse_args()
    features, weights = (READ, READING) if options.reader else (FEATURES, FINDING)
    found = {
        name: [replace(case, features=case.features[:, : len(features)]) for case in given]
        for name, given in gathered(options.data, options.stores).items()
    }
    own = [case for name, given in found.items() if name.endswith(" dev") for case in given]
    halves = found["news"][::2], found["news"][1::2]
    print("first order, then reranked")
    for name, given in found.items():
        if not name.endswith(" dev") and name not in ("drcd", "worn"):
            print(report(name, given, None))
    nets = [fitted([*found["drcd"], *found["worn"], *half, *own]) for half in halves]
    print(report("news, 1st half", halves[0], nets[1]))
    print(report("news, 2nd half", halves[1], nets[0]))
    for name, given in found.items():
        if name == "cmrc" or name.endswith(" test"):
            print(report(name, given, nets[0]))
    if options.write:
        weights.write_text(json.dumps(nets[0].to_table(features), separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
