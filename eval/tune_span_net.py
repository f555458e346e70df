"""Fit the net of `qa/span_net.py`: which words of the sentences found answer a question.

    python -m eval.tune_span_net [--data DIR] [--epochs N] [--half] [--write]

The data are DRCD's dev and test files and CMRC 2018's trial file (`eval/external_sets.py`). Their paragraphs become
stores; each question is asked of its store, and the model learns on the first sentences of the ranked evidence, so that
it tells sentences apart, too. The loss is the cross entropy of a softmax over all spans of these sentences against a
target that lies on the answer, and a little on spans that nearly are it. With --half every second paragraph of CMRC is
kept aside and reported on. Seeded. Needs torch to train (about a quarter of an hour on one free core), numpy to run.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from eval.agreement import exact, overlap
from eval.external import assistant_for
from eval.external_sets import DATA, External, load_external
from index.words import fold
from qa.pipeline import Pipeline, State
from qa.question import Want
from qa.read import ExtractiveReader
from qa.span import SENTENCES
from qa.span_features import FEATURES, KINDS, spans
from qa.span_net import DILATIONS, GAP, PAIR, WIDTH, Reading, reading
from qa.span_question import asked

WEIGHTS = Path(__file__).resolve().parent.parent / "qa" / "span_net.npz"
HIDDEN = 96
_LEAST_SCORE, _SCORE_UNIT, _LEAST_BEHIND = -10.0, 5.0, -8.0
_LEAST = 25  # how often a border key must be met to get a weight
_SHARP = 40.0
_NEARLY = 0.3
_BATCH = 16
_SEED = 7


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question with the first sentences of its evidence: (text, score, whether it is of the right paragraph)."""

    question: str
    answers: tuple[str, ...]
    paragraph: str
    sentences: tuple[tuple[str, float, bool], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's spans as the model takes them; `target` says how much of the answer each span is (F1)."""

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: Tensor
    last: Tensor
    features: NDArray[np.float16]
    start_keys: tuple[tuple[str, ...], ...]
    end_keys: tuple[tuple[str, ...], ...]
    standing: Tensor
    target: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """One question: its sentences, and what the net reads of them."""

    kind: str
    answers: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    read: Reading
    weight: float


def ranked(external: External) -> Iterator[Ranked]:
    """Ask every question of a store of the set's paragraphs and yield the evidence."""
    assistant = assistant_for(external, None, None, None)
    pipeline = Pipeline(assistant.store, ExtractiveReader())
    names = {d.id: d.name for d in assistant.documents()}
    for item in external.questions:
        state = pipeline.retrieve(pipeline.understand(State(item.question)))
        if state.question is None:
            continue
        if state.question.want is Want.NUMBER:
            # Their sentences teach borders as well as others do.
            state = replace(state, question=replace(state.question, want=Want.TEXT))
        found = pipeline.weigh(state).evidence[:SENTENCES]
        sentences = tuple(
            (c.sentence, c.score, names[c.passage.document_id] in item.documents) for c in found if c.row is None
        )
        yield Ranked(item.question, item.answers, min(item.documents), sentences)


def case(item: Ranked, weight: float) -> Case | None:
    """Return what is learned from a question, None when its evidence has nothing to choose from."""
    gap = asked(item.question)
    best = max((score for _, score, _ in item.sentences), default=0.0)
    kept = [(text, score, right, s) for text, score, right in item.sentences if (s := spans(gap, text)) is not None]
    if not kept:
        return None
    sentences: list[Sentence] = []
    for number, (text, score, right, found) in enumerate(kept):
        starts, ends = np.array(found.scene.starts), np.array(found.scene.ends)
        a, b = starts[found.first], ends[found.last]
        target = np.zeros(len(a), dtype=np.float32)
        for answer in map(fold, item.answers):
            at = found.scene.text.find(answer)
            while at >= 0:
                shared = np.clip(np.minimum(b, at + len(answer)) - np.maximum(a, at), 0, None)
                share = 2 * shared / (b - a + len(answer)) * (1.0 if right else 0.9)
                target = np.maximum(target, share.astype(np.float32))
                at = found.scene.text.find(answer, at + 1)
        sentences.append(
            Sentence(
                text, starts, ends,
                torch.from_numpy(found.first.astype(np.int64)), torch.from_numpy(found.last.astype(np.int64)),
                found.features.astype(np.float16), _shared(found.start_keys), _shared(found.end_keys),
                _standing(score, best, first=number == 0), target,
            )
        )  # fmt: skip
    return Case(gap.type, item.answers, tuple(sentences), reading(gap, [s for *_, s in kept]), weight)


def _standing(score: float, best: float, *, first: bool) -> Tensor:
    """Return how a sentence ranks: what it adds to its spans' scores is learned, so that they need not tell it."""
    values = max(score - best, _LEAST_BEHIND), float(first), max(score, _LEAST_SCORE) / _SCORE_UNIT
    return torch.tensor(values, dtype=torch.float32)


def _shared(keys: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the same keys, equal ones as one object: there are millions."""
    return tuple(tuple(map(intern, row)) for row in keys)


class Layer(nn.Module):
    """A gated convolution over three rows, shifted by the question; as `qa/span_net.py` computes it."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=dilation, dilation=dilation)
        self.shift = nn.Linear(WIDTH, 2 * WIDTH)

    def forward(self, hidden: Tensor, shift: Tensor, held: Tensor) -> Tensor:
        value, gate = (self.conv(hidden.T[None])[0].T + self.shift(shift)).chunk(2, 1)
        return (hidden + torch.tanh(value) * torch.sigmoid(gate)) * held


class Model(nn.Module):
    """All that is fitted; names of parameters are those of the file."""

    def __init__(self, keys: Sequence[str], tags: Sequence[str], data: Sequence[Case]) -> None:
        super().__init__()
        self.keys = {key: n for n, key in enumerate(keys, 1)}
        self.tags = {tag: n for n, tag in enumerate(tags, 1)}
        sample = np.concatenate([s.features[::17].astype(np.float32) for c in data for s in c.sentences[:2]])
        self.mean, self.scale = torch.from_numpy(sample.mean(0)), torch.from_numpy(sample.std(0) + np.float32(0.05))
        d, beside = len(FEATURES), data[0].read.beside.shape[1]
        self.key_weights = nn.Embedding(len(keys) + 1, 1, padding_idx=0)
        self.straight = nn.Linear(d, 1, bias=False)
        self.inner = nn.Linear(d, HIDDEN, bias=False)
        self.kinds = nn.Embedding(len(KINDS), HIDDEN)
        self.outer = nn.Linear(HIDDEN, 1, bias=False)
        self.standing = nn.Linear(3, 1, bias=False)
        for zero in (self.key_weights, self.straight, self.kinds, self.standing):
            nn.init.zeros_(zero.weight)
        nn.init.normal_(self.inner.weight, std=d**-0.5)
        nn.init.normal_(self.outer.weight, std=0.1)
        self.kind = nn.Embedding(len(KINDS), WIDTH)
        self.word = nn.Linear(data[0].read.meant.shape[1], 64)
        self.side, self.tag = nn.Embedding(3, 16), nn.Embedding(len(tags) + 1, 16)
        self.asked, self.sentence = nn.Linear(64 + 16, WIDTH), nn.Linear(64 + 16 + beside, WIDTH)
        self.asked_layer = Layer(1)
        self.layers = nn.ModuleList(Layer(n) for n in DILATIONS)
        self.start, self.end = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.start_asked, self.end_asked = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.from_start, self.from_end = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR)
        self.drop = nn.Dropout(0.25)

    def borders(self, reads: Sequence[Reading]) -> list[tuple[Tensor, Tensor, Tensor, Tensor]]:
        """Return start, end, from_start, from_end of the words of every sentence of several questions."""
        sizes = [len(read.asked_side) for read in reads]
        place = torch.repeat_interleave(torch.arange(len(reads)), torch.tensor([n + GAP for n in sizes]))
        held = torch.cat([t for n in sizes for t in (torch.ones(n, 1), torch.zeros(GAP, 1))])
        meant = torch.cat(
            [t for r in reads for t in (torch.from_numpy(r.asked_meant), torch.zeros(GAP, r.meant.shape[1]))]
        )
        side = torch.cat([t for r in reads for t in (torch.from_numpy(r.asked_side), torch.zeros(GAP).long())])
        kind = self.kind(torch.tensor([read.kind for read in reads]))
        hidden = torch.cat((self.word(self.drop(meant)), self.side(side)), 1)
        hidden = self.asked_layer(torch.tanh(self.asked(hidden)) * held, kind[place], held)
        summed = torch.zeros(len(reads), WIDTH).index_add(0, place, hidden)
        question = summed / torch.tensor(sizes)[:, None] + kind

        rows = [len(read.meant) for read in reads]
        place = torch.repeat_interleave(torch.arange(len(reads)), torch.tensor(rows))
        bounds: list[tuple[int, int]] = []
        offset = 0
        held = torch.zeros(sum(rows), 1)
        for read, size in zip(reads, rows, strict=True):
            bounds += [(offset + a, offset + b) for a, b in read.rows]
            offset += size
        for a, b in bounds:
            held[a:b] = 1
        meant = torch.from_numpy(np.concatenate([read.meant for read in reads]))
        beside = torch.from_numpy(np.concatenate([read.beside for read in reads]))
        tags = torch.tensor([self.tags.get(tag, 0) for read in reads for tag in read.tags])
        shift = question[place]
        hidden = torch.cat((self.word(self.drop(meant)), self.tag(tags), beside), 1)
        hidden = torch.tanh(self.sentence(hidden)) * held
        for layer in self.layers:
            hidden = layer(self.drop(hidden), shift, held)
        hidden = self.drop(hidden)
        start = self.start(hidden)[:, 0] + (hidden * self.start_asked(question)[place]).sum(1) / WIDTH**0.5
        end = self.end(hidden)[:, 0] + (hidden * self.end_asked(question)[place]).sum(1) / WIDTH**0.5
        one, two = self.from_start(hidden), self.from_end(hidden)
        return [(start[a:b], end[a:b], one[a:b], two[a:b]) for a, b in bounds]

    def forward(self, batch: Sequence[Case]) -> list[list[Tensor]]:
        """Return the score of each span of each sentence of each case."""
        owned = [(case, sentence) for case in batch for sentence in case.sentences]
        features = torch.from_numpy(np.concatenate([s.features for _, s in owned]).astype(np.float32))
        sizes = [len(s.first) for _, s in owned]
        kinds = torch.repeat_interleave(torch.tensor([c.read.kind for c, _ in owned]), torch.tensor(sizes))
        scaled = (features - self.mean) / self.scale
        hidden = functional.dropout(torch.tanh(self.inner(scaled) + self.kinds(kinds)), 0.25, self.training)
        whole = (self.straight(scaled) + self.outer(hidden))[:, 0].split(sizes)
        scores: list[list[Tensor]] = []
        borders = iter(self.borders([case.read for case in batch]))
        parts = iter(whole)
        for case in batch:
            own: list[Tensor] = []
            for s in case.sentences:
                start, end, one, two = next(borders)
                first = start + self._known(s.start_keys)
                last = end + self._known(s.end_keys)
                joined = (one[s.first] * two[s.last]).sum(1) / PAIR**0.5
                own.append(next(parts) + first[s.first] + last[s.last] + joined + self.standing(s.standing))
            scores.append(own)
        return scores

    def _known(self, keys: Sequence[Sequence[str]]) -> Tensor:
        table = torch.tensor([[self.keys.get(key, 0) for key in row] for row in keys])
        return self.key_weights(table)[..., 0].sum(1)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `qa/span_model.py` reads, the scaling of the features folded in."""
        named = {name: p.detach().numpy() for name, p in self.named_parameters()}
        for n in range(len(DILATIONS)):
            for part in ("conv.weight", "conv.bias", "shift.weight", "shift.bias"):
                named[f"layer{n}.{part}"] = named.pop(f"layers.{n}.{part}")
        for name in ("kind", "side", "tag", "kinds", "outer", "straight", "inner"):
            named[name] = named.pop(f"{name}.weight")
        scale, mean = self.scale.numpy(), self.mean.numpy()
        named["kinds"] = named["kinds"] - (mean / scale) @ named["inner"].T
        named["inner"] = named["inner"] / scale
        named["straight"] = (named["straight"] / scale)[0]
        named["outer"] = named["outer"][0]
        del named["standing.weight"]
        weights = named.pop("key_weights.weight")[1:, 0]
        heavy = np.abs(weights) >= 0.03
        kept = {name: array.astype(np.float16) for name, array in named.items()}
        kept["key_weights"] = weights[heavy].astype(np.float16)
        texts = {
            "keys": [key for key, n in self.keys.items() if heavy[n - 1]],
            "tags": list(self.tags), "features": FEATURES, "types": KINDS,
        }  # fmt: skip
        return kept | {name: np.frombuffer("\n".join(t).encode(), dtype=np.uint8) for name, t in texts.items()}


def fit(data: Sequence[Case], *, epochs: int, rate: float = 0.003) -> Model:
    """Fit by AdamW in batches of 16 questions; the net learns at half the rate."""
    torch.manual_seed(_SEED)
    shuffler = random.Random(_SEED)  # noqa: S311
    keys: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for one in data:
        tags.update(one.read.tags)
        for s in one.sentences:
            if s.target.max() > _NEARLY:
                keys.update(key for row in (*s.start_keys, *s.end_keys) for key in row)
    tags.pop("", None)
    model = Model(
        sorted(k for k, n in keys.items() if n >= _LEAST and "\n" not in k),
        sorted(t for t, n in tags.items() if n >= _LEAST and "\n" not in t),
        data,
    )
    plain = ("key_weights.", "straight.", "inner.", "kinds.", "outer.", "standing.")
    groups = [
        {"params": [p for name, p in model.named_parameters() if name.startswith(plain)], "lr": rate},
        {"params": [p for name, p in model.named_parameters() if not name.startswith(plain)], "lr": rate / 2},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-3)
    steps = epochs * -(-len(data) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    order = list(range(len(data)))
    for epoch in range(epochs):
        shuffler.shuffle(order)
        total = 0.0
        for at in range(0, len(order), _BATCH):
            batch = [data[n] for n in order[at : at + _BATCH]]
            loss = torch.zeros(())
            for one, scores in zip(batch, model(batch), strict=True):
                target = np.concatenate([s.target for s in one.sentences])
                share = np.where(target > _NEARLY, np.exp(_SHARP * (target - target.max())), 0.0)
                wanted = torch.from_numpy((share / share.sum()).astype(np.float32))
                loss = loss - one.weight * (wanted * functional.log_softmax(torch.cat(scores), 0)).sum()
            loss = loss / len(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(data):.4f}", flush=True)
    return model.eval()


def report(model: Model, data: Sequence[Case], name: str) -> None:
    """Print F1 and exact match of the best span, in all and by kind of question."""
    rows: dict[str, list[tuple[float, float]]] = {}
    with torch.no_grad():
        for one in data:
            scores = model([one])[0]
            sentence, own = max(zip(one.sentences, scores, strict=True), key=lambda pair: float(pair[1].max()))
            best = int(own.argmax())
            given = sentence.text[sentence.starts[sentence.first[best]] : sentence.ends[sentence.last[best]]]
            for row in (one.kind, "all"):
                rows.setdefault(row, []).append((overlap(given, one.answers), exact(given, one.answers)))
    print(f"{name}, F1/EM:", end=" ")
    print(" ".join(
        f"{kind} {np.mean([f for f, _ in pairs]):.3f}/{np.mean([e for _, e in pairs]):.3f} ({len(pairs)})"
        for kind, pairs in sorted(rows.items())
    ), flush=True)  # fmt: skip


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the reference data")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--weight", type=float, default=2.0, help="of each question of CMRC, of which there are few")
    parser.add_argument("--half", action="store_true", help="keep half of CMRC aside and report on it")
    parser.add_argument("--write", action="store_true", help="write the weights")
    given = parser.parse_args()
    learned: list[Case] = []
    held: list[Case] = []
    for name, weight in (("drcd", 1.0), ("cmrc", given.weight)):
        external = load_external(name, given.data)
        texts = external.texts() if external.texts else iter(())
        aside = {paragraph for n, (paragraph, _) in enumerate(texts) if given.half and name == "cmrc" and n % 2}
        for item in ranked(external):
            one = case(item, weight)
            if one is None:
                continue
            if item.paragraph in aside:
                held.append(one)
            elif max(s.target.max() for s in one.sentences) > _NEARLY:
                learned.append(one)
    print(len(learned), "questions", flush=True)
    model = fit(learned, epochs=given.epochs)
    if held:
        report(model, held, "cmrc, other half")
    if given.write:
        with WEIGHTS.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **model.arrays())


if __name__ == "__main__":
    main()
