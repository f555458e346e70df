"""Questions → cases to fit the ranking to: the features of all candidates, and which of them are right.

Four sources: question sets made by hand, questions made from articles (`eval/generate.py`), SQuAD-style files, of which
the sentence with the answer counts, or the figure, and questions with bare answers over many articles.
"""

import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.agreement import right_figure
from eval.external_sets import Asked, articles
from eval.generate import made, topics
from eval.questions import EvalQuestion, load_questions
from eval.reading import contains
from index.quantities import find_quantities, normalize_unit, same_value
from index.store import Store
from index.words import bigrams, fold
from qa import Assistant
from qa.evidence import FEATURES, Candidate, candidates
from qa.finding import PASSAGES
from qa.pipeline import Pipeline, State
from qa.question import Question, Want, understand
from qa.rank import kind_of
from qa.read import ExtractiveReader
from qa.search import Hit, SearchConfig, search

_NOT_FITTED = {"computed"}  # computed answers stand in no candidate
_ELSEWHEN = FEATURES.index("elsewhen")
_SURE_DIGITS = 3  # a value of so many digits is the same fact wherever it stands


@dataclass(frozen=True, slots=True)
class Case:
    """One question's candidates: features (n × d), which are right (n).

    What may be right or not is left out, and so is what is of another period, as `rank` leaves it out.
    """

    source: str
    question: str
    features: NDArray[np.float32]
    right: NDArray[np.bool_]


Cases = dict[str, list[Case]]


def _case(
    source: str, question: str, found: Sequence[Candidate], right: Sequence[bool], keep: Sequence[bool]
) -> list[Case]:
    """Return the one case, or none when nothing is left that could be learned from."""
    features = np.array([c.features for c in found], dtype=np.float32)
    chosen = np.array(keep, dtype=bool) & (features[:, _ELSEWHEN] == 0)
    good = np.array(right, dtype=bool)
    if not chosen.any() or (good.any() and not good[chosen].any()):
        return []
    return [Case(source, question, features[chosen], good[chosen])]


def from_sets(pairs: Sequence[tuple[Path, Path]], split: str) -> Cases:
    """Return the cases of one split of question sets, each with its documents."""
    cases: Cases = {"number": [], "text": []}
    for path, documents in pairs:
        with tempfile.TemporaryDirectory() as folder:
            assistant = Assistant.from_documents([documents], store=folder)
            names = {d.id: d.name for d in assistant.documents()}
            weigher = _Weigher(assistant)
            for item in load_questions(path):
                if item.split != split or item.category in _NOT_FITTED:
                    continue
                question = weigher.understand(State(item.question, item.messages)).question
                found = weigher.found(question) if question else []
                if question is None or not found:
                    continue
                right = [_is_right(c, item, names) for c in found]
                if item.answerable and not any(right):
                    continue  # lost before ranking: nothing to learn here
                keep = _settled(question, found, right)
                cases[kind_of(question)] += _case(item.category, item.question, found, right, keep)
    return cases


def from_groups(questions: Path, groups: Path, file: Path, split: str) -> Cases:
    """Return the cases of one split of questions over small groups of articles, each group a store of its own.

    Args:
        questions: a question set whose ids begin with the group (g03-12) and whose documents are line numbers of `file`.
        groups: group → the line numbers of its articles, JSON.
        file: articles, one a line, plain or .xz.
        split: dev or test.
    """
    members: dict[str, list[int]] = json.loads(groups.read_text(encoding="utf-8"))
    wanted = {str(number) for numbers in members.values() for number in numbers}
    texts = {number: text for number, text in articles(file) if number in wanted}
    lines = questions.read_text(encoding="utf-8").splitlines()
    cases: Cases = {"number": [], "text": []}
    for group, numbers in sorted(members.items()):
        with tempfile.TemporaryDirectory() as folder:
            asked = Path(folder) / "questions.jsonl"
            asked.write_text("\n".join(line for line in lines if f'"id": "{group}-' in line), encoding="utf-8")
            documents = Path(folder) / "articles.jsonl"
            records = (json.dumps({"id": str(number), "text": texts[str(number)]}) for number in numbers)
            documents.write_text("\n".join(records), encoding="utf-8")
            for kind, found in from_sets([(asked, documents)], split).items():
                cases[kind] += found
    return cases


def from_asked(assistant: Assistant, questions: Sequence[Asked]) -> Cases:
    """Return the cases of questions with their answers alone over a store of many articles, those that it can answer."""
    weigher = _Weigher(assistant)
    cases: Cases = {"number": [], "text": []}
    for asked in questions:
        question = understand(asked.question)
        found = weigher.found(question)
        kind = kind_of(question)
        if kind == "number":
            right = [bool(c.row and right_figure(c.row.quantity.surface, asked.answers)) for c in found]
        else:
            right = [any(contains(c.sentence, answer) for answer in asked.answers) for c in found]
        if any(right) and asked.numeric >= (kind == "number"):
            cases[kind] += _case("asked", asked.question, found, right, [True] * len(found))
    return cases


def _is_right(candidate: Candidate, item: EvalQuestion, names: dict[str, str]) -> bool:
    if not item.answerable or names[candidate.passage.document_id] not in item.documents:
        return False
    if candidate.row is not None:
        figures = [q for f in item.figures for q in find_quantities(f.value + f.unit)]
        if any(same_value(candidate.row.quantity, q) for q in figures):
            return True
        surface = fold(candidate.row.quantity.surface)
        return any(fold(a) in surface or surface in fold(a) for group in item.answers for a in group)
    text = fold(candidate.sentence).replace(" ", "")
    if item.answers:
        met = [any(fold(a).replace(" ", "") in text for a in group) for group in item.answers]
        return sum(met) >= max(1, len(met) // 2)
    have = find_quantities(candidate.sentence)
    return any(same_value(h, q) for f in item.figures for q in find_quantities(f.value + f.unit) for h in have)


def _settled(question: Question, found: Sequence[Candidate], right: Sequence[bool]) -> list[bool]:
    """Leave out what is neither right nor wrong: the same value elsewhere, the same measure at other times if undated."""
    answers = [c.row for c, good in zip(found, right, strict=True) if good and c.row]
    dated = any(p.first or p.last for p in question.periods)
    keep: list[bool] = []
    for candidate, good in zip(found, right, strict=True):
        row = candidate.row
        open_ = row is not None and any(
            same_value(row.quantity, a.quantity)
            or (
                not dated
                and row.subject == a.subject
                and normalize_unit(row.quantity.unit) == normalize_unit(a.quantity.unit)
                and _alike(row.measure, a.measure)
            )
            for a in answers
        )
        keep.append(good or not open_)
    return keep


def _alike(one: str, two: str) -> bool:
    a, b = set(bigrams(one)), set(bigrams(two))
    return 4 * len(a & b) >= len(a) + len(b) if a and b else one == two


def search_without(store: Store, query: str, hidden: frozenset[str]) -> list[Hit]:
    """Search as if some documents were not in the store; the scores are scaled by the best of the rest."""
    config = SearchConfig()
    if hidden:
        config = replace(config, candidates=3 * config.candidates, reranked=3 * config.reranked)
    found = search(store, query, k=3 * PASSAGES if hidden else PASSAGES, config=config)
    kept = [hit for hit in found if hit.passage.document_id not in hidden][:PASSAGES]
    return [replace(hit, score=hit.score / kept[0].score) for hit in kept]


class _Weigher(Pipeline):
    """The candidates of questions over one store, unranked, with documents hidden."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(assistant.store, ExtractiveReader())

    def found(self, question: Question, hidden: frozenset[str] = frozenset()) -> list[Candidate]:
        hits = search_without(self._store, question.text, hidden)
        return candidates(self._store, question, hits, self._finder.around)


def from_store(assistant: Assistant, *, each: int, seed: int, limit: int | None = None) -> Iterator[Case]:
    """Yield the cases of questions made over a store."""
    weigher = _Weigher(assistant)
    count = 0
    for item in made(assistant.store, each=each, seed=seed):
        question = understand(item.text)
        found = weigher.found(question, item.hidden) if question.want is Want.NUMBER else []
        right = [False] * len(found)
        keep = [True] * len(found)
        if item.row is not None:
            digits = len(re.sub(r"\D", "", item.row.quantity.surface).strip("0"))
            for n, candidate in enumerate(found):
                if candidate.row and same_value(candidate.row.quantity, item.row.quantity):
                    right[n] = candidate.row.document_id == item.row.document_id or digits >= _SURE_DIGITS
                    keep[n] = right[n]
        if found and (item.row is None or any(right)):
            yield from _case(item.kind, item.text, found, right, keep)
            count += 1
            if count == limit:
                return


def from_articles(path: Path, *, groups: int, size: tuple[int, int], seed: int, limit: int) -> list[Case]:
    """Return cases over all articles of a file, and over small groups of articles about the same thing."""
    lines = {json.loads(line)["id"]: line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant.from_documents([path], store=folder)
        cases = list(from_store(assistant, each=1, seed=seed, limit=limit))
        embedder = assistant.store.embedder
        vectors = {d.name: embedder.encode_passages([assistant.document(d.id).text])[0] for d in assistant.documents()}
    for number, group in enumerate(topics(vectors, groups, size, seed)):
        folder = Path(tempfile.mkdtemp())
        file = folder / "articles.jsonl"
        file.write_text("\n".join(lines[name] for name in group), encoding="utf-8")
        cases += from_store(Assistant.from_documents([file], store=folder / "store"), each=3, seed=seed * 1000 + number)
        shutil.rmtree(folder)
    return cases


def from_squad(paths: Sequence[Path], *, limit: int, seed: int) -> Cases:
    """Return cases of people's own questions over paragraphs; for a third of them once more with the paragraph hidden."""
    chooser = random.Random(seed)  # noqa: S311
    lines: list[str] = []
    asked: list[tuple[str, str, list[str]]] = []
    for path in paths:
        for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
            for place, paragraph in enumerate(article["paragraphs"]):
                name = f"{path.stem}-{number}-{place}"
                lines.append(json.dumps({"id": name, "text": paragraph["context"], "title": article.get("title", "")}))
                asked += [(name, item["question"], [a["text"] for a in item["answers"]]) for item in paragraph["qas"]]
    chooser.shuffle(asked)
    cases: Cases = {"number": [], "text": []}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paragraphs.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        assistant = Assistant.from_documents([file], store=Path(folder) / "store")
        weigher = _Weigher(assistant)
        uids = {d.name: d.id for d in assistant.documents()}
        for name, text, answers in asked:
            question = understand(fold(text))
            kind = kind_of(question)
            if name not in uids or len(cases[kind]) >= limit:
                continue
            for hide in (False, True) if chooser.random() < 0.35 else (False,):
                found = weigher.found(question, frozenset({uids[name]} if hide else ()))
                hit = [not hide and _holds(c, answers) for c in found]
                right = [h and c.passage.document_id == uids[name] for h, c in zip(hit, found, strict=True)]
                if found and (hide or any(right)):
                    keep = [r or not h for h, r in zip(hit, right, strict=True)]
                    cases[kind] += _case("hidden" if hide else "answerable", text, found, right, keep)
    return cases


def _holds(candidate: Candidate, answers: Sequence[str]) -> bool:
    text = fold(candidate.row.quantity.surface if candidate.row else candidate.sentence).replace(" ", "")
    wanted = [fold(answer).replace(" ", "") for answer in answers]
    return any(a in text or (candidate.row is not None and len(text) > 1 and text in a) for a in wanted)
