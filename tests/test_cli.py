"""The `yuanwen` command: what staff type, what programs read, and one plain line when something is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "qa.cli", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import REPORT_2023, REPORT_2024

    folder = tmp_path_factory.mktemp("cli")
    (folder / "docs").mkdir()
    (folder / "docs" / "2023.txt").write_text(REPORT_2023, encoding="utf-8")
    (folder / "docs" / "2024.txt").write_text(REPORT_2024, encoding="utf-8")
    (folder / "docs" / "空.txt").write_text("", encoding="utf-8")
    done = _run("build", str(folder / "docs"), "--store", str(folder / "store"))
    assert done.returncode == 0, done.stderr
    assert "空.txt" in done.stdout
    return folder / "store"


def test_build_json(store: Path) -> None:
    done = _run("build", str(store.parent / "docs"), "--store", str(store), "--json")
    report = json.loads(done.stdout)
    assert report["unchanged"] == 2
    assert report["refused"][0]["name"] == "空.txt"


def test_ask(store: Path) -> None:
    done = _run("ask", "云湖科技园2024年营业总收入是多少？", "--store", str(store))
    assert done.returncode == 0, done.stderr
    assert "468.9亿元" in done.stdout
    assert "2024.txt" in done.stdout


def test_ask_json(store: Path) -> None:
    answer = json.loads(_run("ask", "云湖科技园2024年营业总收入是多少？", "--store", str(store), "--json").stdout)
    assert answer["value"] == "468.9亿元"
    assert answer["citations"][0]["document"] == "2024.txt"


def test_figures(store: Path, tmp_path: Path) -> None:
    rows = json.loads(_run("figures", "--store", str(store), "--measure", "营业总收入", "--json").stdout)
    assert {"412.6亿元", "468.9亿元"} <= {row["surface"] for row in rows}
    done = _run("figures", "--store", str(store), "--csv", str(tmp_path / "f.csv"))
    assert done.returncode == 0
    assert "468.9亿元" in (tmp_path / "f.csv").read_text(encoding="utf-8-sig")


def test_info(store: Path) -> None:
    facts = json.loads(_run("info", "--store", str(store), "--json").stdout)
    assert facts["documents"] == 2
    assert facts["refused"][0]["name"] == "空.txt"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "没有这个文件夹", "--store", "{tmp}/s"), "没有这个文件夹"),
        (("ask", "问题", "--store", "{tmp}/没有库"), "yuanwen build"),
        (("figures", "--store", "{store}", "--since", "去年"), "去年"),
        (("build", "{docs}", "--store", "{tmp}/s", "--embedding", "{tmp}/没有模型"), "没有模型"),
        (("build", "{docs}", "--store", "{store}/CURRENT"), "CURRENT"),
        (("figures", "--store", "{store}", "--csv", "{tmp}/没有/f.csv"), "没有"),
    ],
)
def test_one_plain_line_and_exit_code_2(store: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    filled = [a.format(tmp=tmp_path, store=store, docs=store.parent / "docs") for a in arguments]
    done = _run(*filled)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
