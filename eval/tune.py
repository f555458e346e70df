"""Fit the weights of `qa/rank.py` to the dev split of question sets, and report on the other split.

    python -m eval.tune SET DOCS [SET DOCS …] [--write] [--strength 0.02]

The model: a softmax over the candidates of a question and a null choice of score zero. The loss of a question is minus the
logarithm of the probability of all right candidates together, or of the null choice when the question cannot be answered
or no candidate is right. The weights are drawn towards those already in `weights.json` by a quadratic penalty.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.questions import EvalQuestion, load_questions
from index.quantities import find_quantities, same_value
from index.words import fold
from qa import Assistant
from qa.evidence import FEATURES, Candidate
from qa.rank import kind_of, weights

WEIGHTS = Path(__file__).resolve().parent.parent / "qa" / "weights.json"
_NOT_FITTED = {"computed"}  # computed answers stand in no candidate


@dataclass(frozen=True, slots=True)
class Case:
    """One question's candidates: features (n × d), which are right (n), and the question."""

    question: EvalQuestion
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def cases(assistant: Assistant, questions: Sequence[EvalQuestion]) -> dict[str, list[Case]]:
    """Return the cases of each kind of weights."""
    found: dict[str, list[Case]] = {"number": [], "text": []}
    names = {d.id: d.name for d in assistant.documents()}
    for question in questions:
        if question.category in _NOT_FITTED:
            continue
        state = assistant.weigh(question.question, question.messages)
        if state.question is None or not state.evidence:
            continue
        right = np.array([_is_right(c, question, names) for c in state.evidence])
        if question.answerable and not right.any():
            continue  # lost before ranking: nothing to learn here
        features = np.array([c.features for c in state.evidence])
        found[kind_of(state.question)].append(Case(question, features, right))
    return found


def _is_right(candidate: Candidate, question: EvalQuestion, names: dict[str, str]) -> bool:
    if not question.answerable or names[candidate.passage.document_id] not in question.documents:
        return False
    if candidate.row is not None:
        figures = [q for f in question.figures for q in find_quantities(f.value + f.unit)]
        if any(same_value(candidate.row.quantity, q) for q in figures):
            return True
        surface = fold(candidate.row.quantity.surface)
        return any(fold(a) in surface or surface in fold(a) for group in question.answers for a in group)
    text = fold(candidate.sentence).replace(" ", "")
    if question.answers:
        met = [any(fold(a).replace(" ", "") in text for a in group) for group in question.answers]
        return sum(met) >= max(1, len(met) // 2)
    have = find_quantities(candidate.sentence)
    return any(same_value(h, q) for f in question.figures for q in find_quantities(f.value + f.unit) for h in have)


def loss(
    vector: NDArray[np.float64], data: Sequence[Case], prior: NDArray[np.float64], strength: float
) -> tuple[float, NDArray[np.float64]]:
    """Return the mean loss with its penalty, and the gradient; `vector` holds the weights, then the bias."""
    total = 0.0
    slope = np.zeros_like(vector)
    for case in data:
        scores = case.features @ vector[:-1] + vector[-1]
        top = max(0.0, float(scores.max()))
        powers = np.exp(scores - top)
        null = np.exp(-top)
        share = powers / (null + powers.sum())
        wanted = powers * case.right
        mass = float(wanted.sum()) if case.right.any() else float(null)
        total -= np.log(max(mass, 1e-300) / (null + powers.sum()))
        pull = share - (wanted / mass if case.right.any() else 0.0)
        slope[:-1] += case.features.T @ pull
        slope[-1] += pull.sum()
    away = vector - prior
    count = len(data)
    return total / count + strength * float(away @ away), slope / count + 2 * strength * away


def _bound(name: str) -> tuple[float | None, float | None]:
    """Return the bounds of a weight: each feature may speak only for, or only against, a candidate.

    Few questions name what no document names, so their number says too little of what a lost name costs.
    """
    if name == "lost_name":
        return None, -2.5
    if name in ("lost_word", "elsewhen", "narrower", "plan", "comparison", "spelled", "partial"):
        return None, 0.0
    return 0.0, None


def report(vector: NDArray[np.float64], data: Sequence[Case]) -> str:
    """Say how often the best choice, the null among them, is right."""
    top = refused = wrong = 0
    answerable = [c for c in data if c.right.any()]
    for case in answerable:
        scores = case.features @ vector[:-1] + vector[-1]
        powers = np.exp(scores)
        sure = powers[case.right].sum() / (1 + powers.sum())
        top += bool(case.right[int(scores.argmax())])
        refused += bool(sure < 0.5)
    others = [c for c in data if not c.right.any()]
    for case in others:
        powers = np.exp(case.features @ vector[:-1] + vector[-1])
        wrong += bool(powers.max() / (1 + powers.sum()) >= 0.5)
    return (
        f"{len(answerable)} answerable: right one first {top}, not sure {refused};"
        f" {len(others)} unanswerable: answered {wrong}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", help="SET DOCS …")
    parser.add_argument("--write", action="store_true", help="write the fitted weights into qa/weights.json")
    parser.add_argument("--strength", type=float, default=0.01, help="of the pull towards the present weights")
    options = parser.parse_args()
    dev: dict[str, list[Case]] = {"number": [], "text": []}
    test: dict[str, list[Case]] = {"number": [], "text": []}
    for path, docs in zip(options.pairs[::2], options.pairs[1::2], strict=True):
        with tempfile.TemporaryDirectory() as folder:
            assistant = Assistant.from_documents([docs], store=folder)
            questions = load_questions(Path(path))
            for split, target in (("dev", dev), ("test", test)):
                for kind, found in cases(assistant, [q for q in questions if q.split == split]).items():
                    target[kind] += found
    fitted: dict[str, dict[str, float]] = {}
    for kind in ("number", "text"):
        slopes, bias = weights(kind)
        prior = np.array([*slopes, bias])
        bounds = [*(_bound(name) for name in FEATURES), (None, None)]
        result: Any = minimize(
            loss, prior, args=(dev[kind], prior, options.strength), jac=True, method="L-BFGS-B", bounds=bounds
        )
        for name, data in (("dev", dev[kind]), ("test", test[kind])):
            before, _ = loss(prior, data, prior, 0)
            after, _ = loss(result.x, data, prior, 0)
            print(f"{kind} {name}: loss {before:.3f} → {after:.3f}")
            print(f"  before: {report(prior, data)}\n  after:  {report(result.x, data)}")
        fitted[kind] = {n: round(float(w), 3) for n, w in zip((*FEATURES, "bias"), result.x, strict=True)}
        print(json.dumps(fitted[kind]))
    if options.write:
        WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
