"""What the user says of documents overrules file and text; what is wrong with it is named with line and value."""

from datetime import date
from pathlib import Path

import pytest

from index.build import build
from index.errors import MetadataError
from index.metadata import Metadata
from index.store import DocumentInfo, Store
from index.types import Origin
from qa import Assistant


def _csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "meta.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _infos(store: Path) -> dict[str, DocumentInfo]:
    return {info.name: info for info in Store.open(store).documents()}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("path,title,published,source\n2024.txt,年度公报,2025-03-01,统计处\n", "utf-8"),
        ("source,published,path,title\n统计处,2025/3/1,2024.txt,年度公报\n", "utf-8-sig"),
        ("标题,路径,发布日期,来源\n年度公报,2024.txt,2025年3月1日,统计处\n", "gb18030"),
        ("title\tpath\tsource\tpublished\r\n年度公报\t.\\2024.txt\t统计处\t2025-03-01\r\n", "utf-16"),
    ],
)
def test_overrules_the_text(documents: Path, tmp_path: Path, text: str, encoding: str) -> None:
    store = tmp_path / "store"
    build([documents], store, metadata=Metadata.read(_csv(tmp_path, text, encoding)))
    info = _infos(store)["2024.txt"]
    assert (info.title, info.published) == ("年度公报", date(2025, 3, 1))
    assert (info.title_basis, info.published_basis) == (Origin.STATED, Origin.STATED)
    assert Store.open(store).document(info.id).source == "统计处"
    assert {p.published for p in Store.open(store).passages(info.id)} == {date(2025, 3, 1)}
    other = _infos(store)["2023.txt"]
    assert other.published_basis == Origin.TEXT


def test_only_what_is_concerned_is_built_again(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store)
    said = Metadata.read(_csv(tmp_path, "path,title\n2024.txt,年度公报\n"))
    report = build([documents], store, metadata=said)
    assert (report.changed, report.unchanged) == (("2024.txt",), 2)
    assert build([documents], store, metadata=said).unchanged == 3
    assert build([documents], store).unchanged == 3  # what was said is remembered
    assert _infos(store)["2024.txt"].title == "年度公报"
    report = build([documents], store, metadata=Metadata.read(_csv(tmp_path, "path,title\n2024.txt,\n")))
    assert report.changed == ("2024.txt",)
    assert _infos(store)["2024.txt"].title != "年度公报"


def test_another_file_revokes_nothing_that_it_does_not_speak_of(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = _csv(tmp_path, "path,title,published,source\n2024.txt,年度公报,2025-03-01,统计处\n2023.txt,旧公报,,\n")
    build([documents], store, metadata=Metadata.read(first))
    for text in ("path,title\n青松.md,青松园\n", "path,source\n2024.txt,档案室\n"):
        build([documents], store, metadata=Metadata.read(_csv(tmp_path, text)))
    for _ in range(2):  # a build without metadata keeps it all
        infos = _infos(store)
        assert [infos[name].title for name in ("2024.txt", "2023.txt", "青松.md")] == ["年度公报", "旧公报", "青松园"]
        assert (infos["2024.txt"].published, infos["2024.txt"].source) == (date(2025, 3, 1), "档案室")
        assert build([documents], store).unchanged == 3
    (documents / "2024.txt").write_text("云湖科技园2024年营业总收入470.0亿元。", encoding="utf-8")
    build([documents], store)
    assert (_infos(store)["2024.txt"].title, _infos(store)["2024.txt"].published) == ("年度公报", date(2025, 3, 1))


def test_an_empty_cell_takes_back_and_says_so(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store, metadata=Metadata.given({"2024.txt": {"title": "年度公报", "published": "2025-03-01"}}))
    path = _csv(tmp_path, "path,title,published\n2024.txt,年度公报,\n")
    report = build([documents], store, metadata=Metadata.read(path))
    [(line, note)] = report.notes
    assert ("第 2 行" in line, "发布日期" in note, "2025-03-01" in note) == (True, True, True)
    info = _infos(store)["2024.txt"]
    assert (info.title, info.published, info.published_basis) == ("年度公报", date(2025, 1, 20), Origin.TEXT)
    assert build([documents], store, metadata=Metadata.read(path)).notes == ()


def test_it_follows_a_file_that_is_moved(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store, metadata=Metadata.given({"2024.txt": {"title": "年度公报"}}))
    (documents / "2024.txt").rename(documents / "改名.txt")
    report = build([documents], store)
    assert (report.moved, report.added, report.changed, report.removed) == (("改名.txt",), (), (), ())
    (documents / "2024.txt").write_text("云湖科技园2025年营业总收入500.0亿元。", encoding="utf-8")
    build([documents], store, metadata=Metadata.given({"青松.md": {"title": "青松园"}}))
    infos = _infos(store)
    assert (infos["改名.txt"].title, infos["2024.txt"].title) == ("年度公报", None)


def test_of_a_file_that_is_not_read_now(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store)
    (tmp_path / "其他.txt").write_text("启明园有企业20家。", encoding="utf-8")
    report = build([tmp_path / "其他.txt"], store, metadata=Metadata.given({"2024.txt": {"title": "年度公报"}}))
    [(_, note)] = report.notes
    assert "下次" in note
    assert build([documents], store).changed == ("2024.txt",)
    assert _infos(store)["2024.txt"].title == "年度公报"


def test_a_name_with_a_number_means_the_one_that_has_it(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store)
    other = tmp_path / "other"
    other.mkdir()
    (other / "2024.txt").write_text("启明园有企业20家。", encoding="utf-8")
    report = build([other], store)
    [(name, note)] = report.notes
    assert (name, "2024.txt (2)" in note, report.added) == ("2024.txt", True, ("2024.txt (2)",))
    build([other], store, metadata=Metadata.given({"2024.txt (2)": {"title": "启明"}}))
    titles = {name: info.title for name, info in _infos(store).items()}
    assert titles["2024.txt (2)"] == "启明"
    assert titles["2024.txt"] != "启明"


def test_single_lines_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(
        '{"id": "甲", "text": "启明园有企业20家。"}\n{"id": "乙", "text": "云湖园有企业30家。"}\n', encoding="utf-8"
    )
    store = tmp_path / "store"
    build([path], store)
    said = Metadata.given({"all.jsonl": {"source": "年鉴"}, "乙": {"published": "2024-05-06"}})
    report = build([path], store, metadata=said)
    assert set(report.changed) == {"甲", "乙"}
    opened = Store.open(store)
    assert {name: opened.document(info.id).source for name, info in _infos(store).items()} == {
        "甲": "年鉴",
        "乙": "年鉴",
    }
    assert _infos(store)["乙"].published == date(2024, 5, 6)
    again = Metadata.given({"all.jsonl": {"source": "年鉴"}, "乙": {"published": "2024-05-07"}})
    report = build([path], store, metadata=again)
    assert (report.changed, report.unchanged) == (("乙",), 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("path,published\na.txt,2024-05-06\nb.txt,去年\n", ("第 3 行", "去年")),
        ("path,published\na.txt,2024-13-01\n", ("第 2 行", "2024-13-01")),
        ("path,title\na.txt,甲\nb.txt,乙\na.txt,丙\n", ("第 4 行", "a.txt", "第 2 行")),
        ("path,title\n,甲\n", ("第 2 行", "path")),
        ("name,title\na.txt,甲\n", ("path",)),
        ("path,title,标题\na.txt,甲,乙\n", ("两列",)),
        ("", ("空",)),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(MetadataError) as caught:
        Metadata.read(_csv(tmp_path, text))
    assert all(part in str(caught.value) for part in said)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match=r"nowhere\.csv"):
        Metadata.read(tmp_path / "nowhere.csv")


def test_an_unknown_path_is_a_note(documents: Path, tmp_path: Path) -> None:
    said = Metadata.read(_csv(tmp_path, "path,title\n2024.txt,年度公报\n2042.txt,没有\n"))
    report = build([documents], tmp_path / "store", metadata=said)
    ((name, note),) = report.notes
    assert "第 3 行" in name
    assert "2042.txt" in note


def test_through_the_assistant(documents: Path, tmp_path: Path) -> None:
    path = _csv(tmp_path, "path,published\n青松.md,2024-06-07\n")
    assistant = Assistant.from_documents(documents, tmp_path / "store", metadata=path)
    known = {info.name: info for info in assistant.documents()}
    assert known["青松.md"].published == date(2024, 6, 7)
    assistant = Assistant.from_documents(
        documents, tmp_path / "store", metadata={"青松.md": {"published": date(2024, 6, 8)}}
    )
    assert {info.name: info for info in assistant.documents()}["青松.md"].published == date(2024, 6, 8)
    with pytest.raises(MetadataError, match="作者"):
        Assistant.from_documents(documents, metadata={"青松.md": {"作者": "某人"}})


def test_a_path_from_the_csv_files_own_folder(documents: Path, tmp_path: Path) -> None:
    """The CSV lies elsewhere and writes the path from where it lies."""
    path = _csv(tmp_path, f"path,title\n{documents.name}/2024.txt,年度公报\n")
    build([documents], tmp_path / "store", metadata=Metadata.read(path))
    assert _infos(tmp_path / "store")["2024.txt"].title == "年度公报"
