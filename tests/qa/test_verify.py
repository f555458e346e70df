"""`verify` lets faithful answers through and stops altered ones: digits, units, 万/亿, %, periods, swapped subjects."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.periods import find_periods
from index.types import Document, FigureRow, Passage
from qa import Assistant, Status
from qa.draft import Draft, Quote
from qa.question import understand
from qa.statements import statement
from qa.verify import verify

CORPUS = Path(__file__).resolve().parents[2] / "eval" / "corpus"
TRIALS = 500
UNITS = {
    "家": "人",
    "人": "家",
    "件": "元",
    "项": "家",
    "公里": "平方公里",
    "名": "件",
    "元": "家",
    "个": "年",
    "亩": "人",
}


@pytest.fixture(scope="module")
def facts(
    tmp_path_factory: pytest.TempPathFactory,
) -> list[tuple[FigureRow, Passage, dict[str, tuple[str, str | None]]]]:
    """Rows of the sample corpus that can be said in one short sentence: measure, figure, and period when stated."""
    assistant = Assistant.from_documents([CORPUS], store=tmp_path_factory.mktemp("verify") / "store")
    names = {d.id: assistant.document(d.id) for d in assistant.documents()}
    passages = list(assistant.passages())
    found: list[tuple[FigureRow, Passage, dict[str, tuple[str, str | None]]]] = []
    for row in assistant.figures():
        passage = next(
            p for p in passages if p.document_id == row.document_id and p.start <= row.sentence_start < p.end
        )
        if len(row.measure) > 1 and any(c.isdigit() for c in row.quantity.surface):
            found.append((row, passage, names))
    assert len(found) > 200
    return found


def _answered(row: FigureRow, passage: Passage, names: dict[str, Document], line: str) -> bool:
    quote = Quote(passage, row.sentence_start, row.sentence_end)
    draft = Draft(Status.ANSWERED, row.quantity.surface, (f"{line}[1]。",), (quote,), ((row, 1),), 1.0)
    return verify(understand("问"), draft, "问", names).status is Status.ANSWERED


def _line(row: FigureRow, passage: Passage) -> str:
    """What the product says of a row."""
    return statement(row, 1, Quote(passage, row.sentence_start, row.sentence_end)).removesuffix("[1]")


def _altered(row: FigureRow, others: list[FigureRow], quote: str, dice: random.Random) -> Iterator[str]:
    """Yield one altered sentence, of a kind drawn by lot, that says something else than the source."""
    surface = row.quantity.surface
    kind = dice.choice(["digit", "power", "unit", "percent", "period", "subject"])
    if kind == "digit":
        place = dice.choice([m.start() for m in re.finditer(r"\d", surface)])
        digit = dice.choice([d for d in "123456789" if d != surface[place]])
        yield f"{row.measure}：{surface[:place]}{digit}{surface[place + 1 :]}"
    elif kind == "power" and re.search("[万亿]", surface):
        swapped = surface.translate(str.maketrans("万亿", "亿万"))
        yield f"{row.measure}：{swapped}"
    elif kind == "unit" and row.quantity.unit in UNITS and surface.endswith(row.quantity.unit):
        yield f"{row.measure}：{surface.removesuffix(row.quantity.unit)}{UNITS[row.quantity.unit]}"
    elif kind == "percent" and surface.endswith("%"):
        yield f"{row.measure}：{surface.removesuffix('%')}个百分点"
    elif kind == "period" and (years := [p for p in find_periods(quote) if re.match(r"\d{4}年", p.surface)]):
        year = int(years[0].surface[:4]) + dice.choice([-7, -6, 6, 7])
        yield f"{year}年{row.measure}：{surface}"
    elif kind == "subject" and others:
        other = dice.choice(others)
        yield f"{other.measure}：{surface}"


def test_faithful_answers_pass(facts: list[tuple[FigureRow, Passage, dict[str, tuple[str, str | None]]]]) -> None:
    dice = random.Random(1)
    drawn = [dice.choice(facts) for _ in range(TRIALS)]
    lines = [(_line(row, passage), row, passage, names) for row, passage, names in drawn]
    refused = [line for line, row, passage, names in lines if not _answered(row, passage, names, line)]
    print(f"faithful answers refused: {len(refused)} of {TRIALS}", sorted(set(refused))[:20])
    assert len(refused) <= TRIALS // 100


def test_altered_answers_do_not(facts: list[tuple[FigureRow, Passage, dict[str, tuple[str, str | None]]]]) -> None:
    dice = random.Random(2)
    tried = 0
    passed: list[str] = []
    while tried < TRIALS:
        row, passage, names = dice.choice(facts)
        quote = passage.text[row.sentence_start - passage.start : row.sentence_end - passage.start]
        # The measure of another figure of the same sentence, one that says another thing of another number.
        others = [
            other
            for other, place, _ in facts
            if place is passage
            and other.sentence_start == row.sentence_start
            and other.quantity.surface != row.quantity.surface
            and other.measure not in row.measure
            and row.measure not in other.measure
        ]
        for line in _altered(row, others, quote, dice):
            tried += 1
            if _answered(row, passage, names, line):
                passed.append(f"{line} | {quote[:80]}")
    print(f"altered answers passed: {len(passed)} of {tried}", *passed[:20], sep="\n")
    assert len(passed) <= tried // 100
