"""The `yuanwen` command: what staff type, what programs read, and one plain line when something is wrong."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from index.report import PARTLY


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


def test_a_file_read_in_part_is_no_file_refused(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = "<html><body><p>云湖科技园有企业402家。</p><iframe src='b.html'></iframe></body></html>"
    (tmp_path / "docs" / "页.html").write_text(page, encoding="utf-8")
    build = ("build", str(tmp_path / "docs"), "--store", str(tmp_path / "store"))
    done = _run(*build)
    counts = {row[0]: row[1] for line in done.stdout.split("\n") if len(row := line.strip("│").split("│")) == 3}
    counts = {label.strip(): count.strip() for label, count in counts.items()}
    assert (counts["新增"], counts["未收"], counts["部分未读"]) == ("1", "0", "1")
    for said in (done.stdout, _run("info", "--store", str(tmp_path / "store")).stdout):
        assert "部分未读 页.html：有 1 个框架" in said
        assert "未收 页.html" not in said
    report = json.loads(_run(*build, "--json").stdout)
    assert report["refused"][0]["reason"].startswith(PARTLY)


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "x"), "缺少选项 --store"),
        (("ask",), "缺少参数 问题"),
        (("asks", "x"), "没有 asks 这个命令，是不是 ask"),
        (("ask", "x", "--jsn"), "没有 --jsn 这个选项，是不是 --json"),
        (("info", "--store"), "选项 --store 后面要写值"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(arguments: tuple[str, ...], said: str) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_metadata_and_how_sure(store: Path, tmp_path: Path) -> None:
    said = tmp_path / "meta.csv"
    said.write_text("path,title,published\n2024.txt,年度公报,2025-03-01\n2042.txt,没有,\n", encoding="utf-8")
    docs, own = str(store.parent / "docs"), tmp_path / "store"
    done = _run("build", docs, "--store", str(own), "--metadata", str(said))
    assert done.returncode == 0, done.stderr
    assert "2042.txt" in done.stdout
    listed = {d["name"]: d for d in json.loads(_run("info", "--store", str(own), "--json").stdout)["list"]}
    assert listed["2024.txt"]["published"] == "2025-03-01"
    assert listed["2024.txt"]["title_basis"] == listed["2024.txt"]["published_basis"] == "metadata file"
    assert listed["2023.txt"]["published_basis"] == "text"
    told = {line.split("\t")[0]: line for line in _run("info", "--store", str(own)).stdout.splitlines()}
    assert "年度公报（人工指定）\t2025-03-01（人工指定）" in told["2024.txt"]
    assert "2024-01-15（文中写明）" in told["2023.txt"]
    said.write_text("path,published\n2024.txt,去年\n", encoding="utf-8")
    done = _run("build", docs, "--store", str(own), "--metadata", str(said))
    assert done.returncode == 2
    assert "第 2 行" in done.stderr
    assert "去年" in done.stderr


_MANY = 1500  # documents: several commits before the build comes to the last file
_STALLED = """
import os
import signal
from index.sources import Source
from qa.cli import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background passes on that it is ignored

digest = Source.digest

def stalled(source):  # as on a disk that does not answer
    if source.name == "慢.txt":
        open(os.environ["PIPE"]).read()
    return digest(source)

Source.digest = stalled
main()
"""


def test_interrupting_a_build_keeps_what_is_written(tmp_path: Path) -> None:
    """Ctrl-C, as a terminal sends it, to every process of a build that cannot end before it comes."""
    text = "，".join(f"第{n}分园营业收入{n}.5亿元、同比增长{n}%" for n in range(1, 9))
    lines = [json.dumps({"id": f"报{n}", "text": f"{2000 + n % 25}年第{n}号通报，{text}。"}) for n in range(_MANY)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "慢.txt").write_text("启明园有企业20家。", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    store = tmp_path / "store"
    given = (str(tmp_path / "all.jsonl"), str(tmp_path / "慢.txt"), "--store", str(store))
    process = subprocess.Popen(
        [sys.executable, "-c", _STALLED, "build", *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PIPE": str(tmp_path / "pipe")},
    )
    while process.poll() is None and not _committed(store / "data.sqlite"):
        time.sleep(0.05)
    children, kept = _below(process.pid), _committed(store / "data.sqlite")
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert len(children) == min(4, len(os.sched_getaffinity(0)) - 1)
    assert not [child for child in children if _runs(child)]
    done = _run("build", *given, "--json")
    report = json.loads(done.stdout)
    assert f"已写入的 {report['unchanged']} 篇不丢" in said
    assert 0 < kept <= report["unchanged"] < _MANY
    assert report["unchanged"] + len(report["added"]) == _MANY + 1


def _committed(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM documents").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # not made yet


def _runs(process: int) -> bool:
    """Whether a process is there and no zombie that nobody has asked for yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _below(process: int) -> list[int]:
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == process:
                found += [int(path.parent.name), *_below(int(path.parent.name))]
        except OSError:
            continue
    return found
