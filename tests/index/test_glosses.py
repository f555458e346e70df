"""The dictionary's index: made once, mapped at the next start, the same either way, and done without where it cannot be kept."""

from pathlib import Path

import pytest

from index import glosses as module

WORDS = ("企业", "收入", "老外", "没有这个词", "上班", "")


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("YUANWEN_CACHE", str(tmp_path))
    return tmp_path


def _read() -> list[module.Glosses]:
    module._index.cache_clear()
    module.glosses.cache_clear()
    return [module.glosses(word) for word in WORDS]


def test_made_and_mapped_say_the_same(fresh: Path) -> None:
    made = _read()
    assert made[0].listed
    assert not made[3].listed
    kept = sorted(path.name for path in fresh.rglob("*") if path.is_file())
    assert kept == ["keys.npy", "lines", "places.npy"]
    assert _read() == made
    assert not isinstance(module._index()[0], bytes)  # it was mapped, not made again


@pytest.mark.parametrize("name", ["keys.npy", "lines", "places.npy"])
def test_a_cache_with_a_missing_part_is_done_without(fresh: Path, name: str) -> None:
    made = _read()
    next(fresh.rglob(name)).unlink()
    assert _read() == made


def test_a_folder_that_cannot_be_written_is_done_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("YUANWEN_CACHE", str(blocked))
    assert _read()[0].listed
