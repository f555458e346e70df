"""What a build writes of the lexical index before its end, and the worker processes it starts before it knows them needed."""

from pathlib import Path

import pytest

from index.build import build
from index.errors import StoreError
from index.lexical import LexicalIndex, LexicalWriter
from index.pool import Family, hired
from index.units import UNITS, unit_word


def test_what_was_settled_is_found_beside_the_rest_and_can_be_dropped(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path / "index")
    for number in range(6):
        writer.add(number, 10 + number, f"园区 第{number}", "园区")
        if number == 3:
            writer.settle()
    writer.finish(removed=[1, 5])
    index = LexicalIndex.open(tmp_path / "index")
    assert sorted(number for number, _ in index.search("words", ["园区"], 10)) == [10, 12, 13, 14]


def test_a_full_disk_while_settling_is_told_where_the_writer_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = LexicalWriter(tmp_path / "index")

    class Full:
        def commit(self) -> int:
            raise ValueError("No space left on device")

    monkeypatch.setattr(writer, "_writer", Full())
    writer.settle()
    with pytest.raises(StoreError, match="腾出空间"):
        writer.add(1, 1, "园区", "园区")


def test_a_store_of_several_segments_answers_as_one_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    for n in range(1, 601):
        (tmp_path / "docs" / f"{n:03}.txt").write_text(f"第{n}号园区2023年营业收入{n}亿元。\n", encoding="utf-8")
    build([tmp_path / "docs"], tmp_path / "one", workers=0)
    monkeypatch.setattr("index.build._WORTH_SETTLING", range(1, 10_000))
    build([tmp_path / "docs"], tmp_path / "two", workers=0)
    found = [
        LexicalIndex.open(next((tmp_path / name / "generations").iterdir()) / "lexical").search("bigrams", ["入8"], 500)
        for name in ("one", "two")
    ]
    assert found[0] == found[1]
    assert len(list((tmp_path / "two").rglob("*.term"))) == 2 > len(list((tmp_path / "one").rglob("*.term")))


def test_workers_that_nobody_needed_end_with_the_block() -> None:
    with hired(1 << 30, 1) as family:
        assert isinstance(family, Family)
        process = family._process  # pyright: ignore[reportPrivateUsage]
        assert process.poll() is None
    assert process.poll() is not None


def test_few_bytes_hire_nobody() -> None:
    with hired(1000, None) as family:
        assert family is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("家企业", "家"),
        ("家庭", ""),
        ("平方公里", "平方公里"),
        ("mini", ""),
        ("m高", "m"),
        ("家园区", "家"),
        ("家园", ""),
        ("", ""),
    ],
)
def test_the_longest_unit_that_stands_there_is_read(text: str, unit: str) -> None:
    assert unit_word(f"20{text}", 2) == unit


def test_every_unit_is_found_where_it_stands_alone() -> None:
    missed = {word for word in UNITS if unit_word(f"3{word}，", 1) != word}
    assert not missed
