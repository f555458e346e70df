"""Sets of questions from elsewhere, and our own two on retrieval → questions, right documents, and the texts they are asked over.

Every set says the same of a question: what is asked, what counts as its answer, in which documents the answer stands,
and, where a document is long, which words the right passage holds.
"""

import json
import lzma
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from eval.reading import read_figure
from index.errors import QuestionSetError

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
SEEDS = HERE.parent.parent / "shared" / "seeds"
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `holds` is what the right passage must hold; "" where any passage of the document will do."""

    question: str
    answers: tuple[str, ...]
    documents: frozenset[str]
    numeric: bool
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class External:
    """A set: its questions, and (name, text) of each document or, for our own sets, the paths to build from."""

    name: str
    questions: tuple[Asked, ...]
    texts: Callable[[], Iterator[tuple[str, str]]] | None = None
    paths: tuple[Path, ...] = ()


def is_short_number(answer: str) -> bool:
    """Whether an answer is a figure with at most a unit and a qualifier around it."""
    return len(answer) <= _SHORT and read_figure(answer) is not None and any(c.isdigit() for c in answer)


def load_external(name: str, data: Path = DATA, file: Path | None = None) -> External:
    """Read a set by its name, or a file of the same form.

    Args:
        name: one of `SETS`.
        data: the folder of the reference data.
        file: another file of the same form, such as a part kept aside.

    Raises:
        QuestionSetError: its files cannot be read.
    """
    try:
        return SETS[name](data, file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuestionSetError(f"读不到题集 {name}（{error!r}）") from error


def _squad(name: str, paths: Iterable[Path], *, traditional: bool) -> External:
    import opencc

    convert = cast("Callable[[str], str]", opencc.OpenCC("t2s").convert) if traditional else str
    questions: list[Asked] = []
    texts: list[tuple[str, str]] = []
    for path in paths:
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                own = f"{paragraph.get('id') or article.get('title')}-{len(texts)}"
                texts.append((own, convert(paragraph["context"])))
                for item in paragraph["qas"]:
                    given = tuple(dict.fromkeys(convert(a["text"]).strip() for a in item["answers"]))
                    numeric = all(map(is_short_number, given))
                    questions.append(Asked(convert(item["question"]), given, frozenset((own,)), numeric))
    return External(name, tuple(questions), lambda: iter(texts))


def _drcd(data: Path, file: Path | None) -> External:
    paths = [file] if file else [data / "drcd" / f"DRCD_{part}.json" for part in ("dev", "test")]
    return _squad("drcd", paths, traditional=True)


def _cmrc(data: Path, file: Path | None) -> External:
    return _squad("cmrc", [file or data / "cmrc" / "cmrc2018_trial.json"], traditional=False)


def articles(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (line number from 1, text) of each article of a file, one a line, plain or .xz."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield str(number), line.strip()


def _news(data: Path, file: Path | None) -> External:
    questions = [
        Asked(record["question"], (record["answer"],), frozenset(map(str, record["documents"])), record["numeric"])
        for record in _records(file or data / "news_questions.jsonl")
    ]
    return External("news", tuple(questions), lambda: articles(data / "news.txt.xz"))


def _passages(data: Path, file: Path | None) -> External:
    """Questions with positive and negative passages (the form of RGB), all passages pooled."""
    from eval.foreign import load_benchmark

    if file is None:
        raise QuestionSetError("这个题集要用 --file 指明文件")
    loaded, texts = load_benchmark(file, "rgb")
    questions = [
        Asked(q.question, tuple(word for group in q.answers for word in group), frozenset(q.documents), False)
        for q in loaded
    ]
    return External("passages", tuple(questions), lambda: iter(texts.items()))


def _own(name: str) -> Callable[[Path, Path | None], External]:
    def load(data: Path, file: Path | None) -> External:
        paths = tuple(path for path in (HERE / "corpus", SEEDS) if path.is_dir())
        questions = [
            Asked(
                record["question"],
                tuple(record["holds"]),
                frozenset((record["document"],)),
                numeric=False,
                holds=tuple(record["holds"]),
            )
            for record in _records(file or HERE / f"{name}.jsonl")
        ]
        return External(name, tuple(questions), paths=paths)

    return load


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


SETS: dict[str, Callable[[Path, Path | None], External]] = {
    "drcd": _drcd,
    "cmrc": _cmrc,
    "news": _news,
    "passages": _passages,
    "english": _own("english"),
    "paraphrase": _own("paraphrase"),
}


def news_halves() -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Return the news questions that nets are fitted to, and those that they are judged by."""
    questions = load_external("news").questions
    return questions[::2], questions[1::2]
