"""The benchmark measures what it says: documents, bytes, memory of every process, shares, and a baseline on the same texts."""

import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench_build import Memory, held, measure, measure_baseline, take
from tests.conftest import ROOT

TEXTS = [
    f"2023-08-{n % 28 + 1:02d} 10:00:00，正文：第{n}分园上半年营业收入{n}.5亿元，同比增长{n % 30}%。" * (1 + n % 5)
    for n in range(40)
]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(TEXTS[:10]) + "\n\n" + "\n".join(TEXTS[10:]) + "\n")
    return path


def test_takes_lines_by_their_number(news: Path, tmp_path: Path) -> None:
    count, size = take(news, tmp_path / "a.jsonl", 12)
    found = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert count == len(found) == 12
    assert [entry["id"] for entry in found[8:]] == ["9", "10", "12", "13"]  # the eleventh line is empty
    assert size == sum(len(text.encode()) for text in TEXTS[:12])


def test_measures_a_build(news: Path, tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    count, size = take(news, lines)
    measured = measure(lines, count, size, tmp_path / "store", workers=0)
    assert measured.documents == 40
    assert measured.refused == 0
    assert measured.documents_per_second == pytest.approx(40 / measured.seconds)
    assert sum(measured.shares.values()) == pytest.approx(1, abs=0.01)
    assert {"load", "split", "embed", "figures", "segment", "write", "publish"} <= set(measured.shares)
    assert measured.add_one_seconds
    assert measured.open_seconds
    assert measured.first_answer_seconds
    assert json.dumps(measured.to_dict())


def test_memory_counts_processes_below() -> None:
    before = held()
    if before is None:
        pytest.skip("this system does not tell the memory of processes")
    code = "x = b'1' * 200_000_000; print(len(x), flush=True); input()"
    with (
        Memory(every=0.05) as memory,
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        alone = held()
        child.stdin.close()
    assert alone is not None
    assert alone - before > 180
    assert memory.peak is not None


def test_the_baseline_reads_the_same_documents(news: Path, tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    take(news, lines)
    found = measure_baseline(lines)
    assert found["seconds"] > 0
    assert found["chunks"] >= 40


def test_the_command_prints_json(news: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "eval" / "bench.py"),
        "build",
        "--lines",
        str(news),
        "--documents",
        "20",
        "--json",
    ]
    done = subprocess.run([*command, "--baseline"], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    assert result["documents"] == 20
    assert result["baseline"]["ratio"] > 0
