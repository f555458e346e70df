"""The layout's rules, read off the imports: who imports whom, who owns which heavy library, what `import qa` loads."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "prompts": {"prompts"},
    "index": {"index"},
    "qa": {"qa", "index", "prompts"},
    "eval": {"eval", "qa", "index"},
    "app": {"qa", "index", "app_view"},
    "app_view": {"qa", "index"},
}
OURS = set(ALLOWED)
OWNERS = {
    "faiss": {"index/dense.py"},
    "tantivy": {"index/lexical.py"},
    "sqlite3": {"index/rows.py", "index/store.py"},
    "sentence_transformers": {"index/embed.py", "index/model/train.py"},
    "torch": {"index/model/train.py", "index/model/train_synonyms.py", "eval/tune_span_net.py"},
    "rjieba": {"index/words.py", "index/model/train.py", "index/model/train_synonyms.py"},
    "jieba": {"index/words.py", "index/model/train.py"},
    "gradio": {"app.py"},
    "pypdf": {"index/load/pdf.py"},
    "docx": {"index/load/docx.py", "eval/make_corpus.py"},
}
# The command line hands over to the page and to the evaluation, which stand above it, and the page hands judged answers
# over to the evaluation's question sets; nothing else may.
HANDED_OVER = {("qa/cli.py", "app"), ("qa/cli.py", "eval"), ("app.py", "eval")}
PICKLES = {"pickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}


def _sources() -> list[Path]:
    files = [ROOT / "app.py", ROOT / "app_view.py"]
    for package in OURS - {"app", "app_view"}:
        files += sorted((ROOT / package).rglob("*.py"))
    return files


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", _sources(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_follow_the_layout(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    package = name.split("/")[0].removesuffix(".py")
    imported = _imports(path)
    handed = {module for where, module in HANDED_OVER if where == name}
    assert (imported & OURS) - handed <= ALLOWED[package]
    assert not imported & PICKLES
    assert "langchain_community" not in imported
    for library in imported & set(OWNERS):
        assert name in OWNERS[library], f"{library} belongs to {OWNERS[library]}"


def _loaded(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(m.split('.')[0] for m in sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(out.stdout.split())


def test_importing_qa_loads_nothing_heavy() -> None:
    loaded = _loaded("import qa")
    assert "qa" in loaded
    assert not loaded & {"torch", "gradio", "sentence_transformers", "transformers", "langchain_core", "pandas"}


def test_asking_loads_neither_torch_nor_gradio(documents: Path, tmp_path: Path) -> None:
    statement = (
        f"from qa import Assistant; a = Assistant.from_documents([{str(documents)!r}], {str(tmp_path / 's')!r});"
        " assert a.ask('云湖科技园2024年营业总收入是多少？').value"
    )
    assert not _loaded(statement) & {"torch", "gradio", "sentence_transformers", "transformers"}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell a process's threads")
@pytest.mark.parametrize("start", ["from qa import Assistant", "import qa.cli", "import app"])
def test_numpy_multiplies_on_one_thread(start: str) -> None:
    """Its threads wait without sleeping, and slow each other down where other programs hold the cores."""
    code = f"{start}; import numpy, os; print(os.environ['OPENBLAS_NUM_THREADS'], len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    assert done.stdout.split()[-2:] == ["1", "1"]
