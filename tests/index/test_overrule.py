"""What staff say of a document on the page holds at once, for later builds, and until somebody says otherwise."""

import json
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest

from index import origins, rows
from index.build import build
from index.check import check
from index.embed import load_embedder
from index.errors import MetadataError, StoreCorrupt, StoreError, StoreLocked
from index.metadata import Metadata
from index.overrule import overrule
from index.prepare import Preparer, Ready
from index.store import DocumentInfo, Store
from index.types import Basis, Origin
from index.words import search_text, terms
from index.writer import StoreLock, StoreWriter
from qa import Assistant, Status
from tests.conftest import ROOT
from tests.index.test_build import _Hashing

NOTICE = "启明园区情况通报\n\n去年，启明园实现营业总收入412.6亿元，同比增长9.3%。今年1月，启明园新增企业32家。\n"


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    """Two undated notices in a folder."""
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "通报.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "说明.txt").write_text("青松园位于滨江区，占地面积3.2平方公里。\n", encoding="utf-8")
    return folder


@pytest.fixture
def assistant(notices: Path, tmp_path: Path) -> Assistant:
    return Assistant.from_documents([notices], tmp_path / "store")


def _info(store: Path, name: str = "通报.txt") -> DocumentInfo:
    return {info.name: info for info in Store.open(store).documents()}[name]


def _id(store: Store, name: str = "通报.txt") -> str:
    return next(info.id for info in store.documents() if info.name == name)


def _state(store: Path) -> bytes:
    return (store / "CURRENT").read_bytes()


def _period(assistant: Assistant, surface: str) -> tuple[date | None, date | None, Basis]:
    [row] = [row for row in assistant.figures() if row.quantity.surface == surface]
    return row.first, row.last, row.basis


def test_dates_that_lean_on_the_documents_date_move_with_it_at_once(assistant: Assistant) -> None:
    store, of = assistant.store, "启明园{}年营业总收入是多少？".format
    uid = _id(store)
    assert _period(assistant, "412.6亿元")[:2] == (None, None)
    for said, year in (("2024年3月5日", 2023), ("2020-03-05", 2019)):
        overrule(store, uid, {"published": said})
        assert _period(assistant, "412.6亿元")[:2] == (date(year, 1, 1), date(year, 12, 31))
        assert _period(assistant, "32家")[:2] == (date(year + 1, 1, 1), date(year + 1, 1, 31))
        answer = assistant.ask(of(year))
        assert (answer.value, answer.figures[0].last) == ("412.6亿元", date(year, 12, 31))
        assert answer.citations[0].published == date(year + 1, 3, 5)
        assert assistant.document(uid).text[answer.citations[0].start : answer.citations[0].end]
        other = assistant.ask(of(4042 - year))
        assert other.value is None
        assert other.status is Status.NO_EVIDENCE
    overrule(store, uid, {"published": ""})
    assert _period(assistant, "412.6亿元")[:2] == (None, None)
    assert assistant.document(uid).published is None
    info = _info(store.path)
    assert (info.published, info.published_basis) == (None, None)
    assert (info.title, info.title_basis) == ("启明园区情况通报", Origin.TEXT)  # it was not spoken of


def test_a_title_is_shown_and_found_at_once(assistant: Assistant) -> None:
    store, question = assistant.store, "启明园新增企业多少家？"
    assert assistant.ask(question).citations[0].title == "启明园区情况通报"
    assert not store.search_lexical("words", terms("罕见题目")[0].split(), 5)
    overrule(store, _id(store), {"title": "  罕见题目\n<script>\u202e "})
    [(passage, _)] = store.search_lexical("words", terms("罕见题目")[0].split(), 5)
    assert store.passages_by_id([passage])[0].document_id == _id(store)
    assert assistant.ask(question).citations[0].title == "罕见题目 <script>"
    assert _info(store.path).title_basis is Origin.STATED
    overrule(store, _id(store), {"title": None})
    assert (_info(store.path).title, _info(store.path).title_basis) == (None, None)


def test_later_builds_keep_to_it(assistant: Assistant, notices: Path) -> None:
    store = assistant.store
    overrule(store, _id(store), {"title": "年度通报", "published": "2024-03-05"})
    report = build([notices], store.path)
    assert (report.unchanged, report.changed, report.added) == (2, (), ())
    (notices / "通报.txt").write_text(NOTICE.replace("412.6", "413.6"), encoding="utf-8")
    assert build([notices], store.path).changed == ("通报.txt",)
    info = _info(store.path)
    assert (info.title, info.published) == ("年度通报", date(2024, 3, 5))
    assert (info.title_basis, info.published_basis) == (Origin.STATED, Origin.STATED)
    assert assistant.ask("启明园2023年营业总收入是多少？").value == "413.6亿元"
    moved = notices.rename(notices.parent / "elsewhere")
    (moved / "通报.txt").rename(moved / "改名.txt")
    report = build([moved], store.path)
    assert (set(report.moved), report.added, report.removed) == ({"改名.txt", "说明.txt"}, (), ())
    (moved / "改名.txt").write_text(NOTICE.replace("412.6", "414.6"), encoding="utf-8")
    build([moved], store.path)
    assert (_info(store.path, "改名.txt").title, _info(store.path, "改名.txt").published) == (
        "年度通报",
        date(2024, 3, 5),
    )
    assert check(store.path).ok


def test_a_renamed_file_keeps_it_though_its_name_told_the_title(notices: Path, tmp_path: Path) -> None:
    """What is read otherwise from the new name is no other document: the text is the same."""
    store = tmp_path / "store"
    (notices / "2023年工作要点.txt").write_text("去年，启明园新增企业32家，累计412家。\n", encoding="utf-8")
    build([notices], store)
    overrule(Store.open(store), _id(Store.open(store), "2023年工作要点.txt"), {"published": "2024-03-05"})
    assert _info(store, "2023年工作要点.txt").title == "2023年工作要点"
    (notices / "2023年工作要点.txt").rename(notices / "2022年工作通报.txt")
    (notices / "说明.txt").rename(notices / "2021年说明.txt")
    report = build([notices], store)
    assert (set(report.moved), report.added, report.changed, report.removed) == (
        {"2022年工作通报.txt", "2021年说明.txt"},
        (),
        (),
        (),
    )
    info = _info(store, "2022年工作通报.txt")
    assert (info.title, info.published, info.published_basis) == ("2022年工作通报", date(2024, 3, 5), Origin.STATED)
    assert build([notices], store).unchanged == 3
    assert check(store).ok


def test_unknown_stays_unknown_though_the_text_says_a_date(documents: Path, tmp_path: Path) -> None:
    store = Assistant.from_documents([documents], tmp_path / "store").store
    assert _info(store.path, "2024.txt").published == date(2025, 1, 20)
    overrule(store, _id(store, "2024.txt"), {"published": None})
    text = (documents / "2024.txt").read_text(encoding="utf-8")
    (documents / "2024.txt").write_text(text.replace("468.9", "468.8"), encoding="utf-8")
    assert build([documents], store.path).changed == ("2024.txt",)
    assert _info(store.path, "2024.txt").published is None
    assert {p.published for p in Store.open(store.path).passages(_id(Store.open(store.path), "2024.txt"))} == {None}


def test_a_metadata_file_given_later_is_the_newer_word(assistant: Assistant, notices: Path) -> None:
    store = assistant.store
    build([notices], store.path, metadata=Metadata.given({"通报.txt": {"title": "甲", "published": "2021-01-01"}}))
    overrule(store, _id(store), {"title": "乙", "published": "2022-02-02"})
    assert build([notices], store.path).unchanged == 2  # the page's word is the newer one
    assert (_info(store.path).title, _info(store.path).published) == ("乙", date(2022, 2, 2))
    given = Metadata.given({"通报.txt": {"published": "2023-03-03"}})
    for metadata in (given, None):
        build([notices], store.path, metadata=metadata)
        assert (_info(store.path).title, _info(store.path).published) == ("乙", date(2023, 3, 3))
    other = notices.parent / "other"
    other.mkdir()
    (other / "别的.txt").write_text("启明园有企业20家。", encoding="utf-8")
    metadata = Metadata.given({str(notices / "通报.txt"): {"title": "丙"}})
    build([other], store.path, metadata=metadata)  # of a file that this build does not read
    build([notices], store.path)
    assert (_info(store.path).title, _info(store.path).published) == ("丙", date(2023, 3, 3))


def test_the_same_metadata_file_given_again_is_the_newer_word_too(assistant: Assistant, notices: Path) -> None:
    metadata = Metadata.given({"通报.txt": {"title": "甲"}})
    build([notices], assistant.store.path, metadata=metadata)
    overrule(assistant.store, _id(assistant.store), {"title": "乙"})
    assert build([notices], assistant.store.path, metadata=metadata).changed == ("通报.txt",)
    assert _info(assistant.store.path).title == "甲"


def test_one_line_of_a_file_of_many_and_one_of_two_of_a_name(tmp_path: Path) -> None:
    lines = [{"id": name, "text": f"去年，启明园{n}区有企业{n}0家。"} for n, name in enumerate("甲乙乙", 1)]
    path, store = tmp_path / "all.jsonl", tmp_path / "store"

    def write() -> None:
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")

    write()
    build([path], store)
    opened = Store.open(store)
    overrule(opened, _id(opened, "乙 (2)"), {"published": "2024-03-05"})
    lines.append({"id": "丁", "text": "启明园4区有企业40家。"})
    write()
    report = build([path], store)
    assert (report.added, report.changed, report.unchanged) == (("丁",), (), 3)
    published = {info.name: info.published for info in Store.open(store).documents()}
    assert published == {"甲": None, "乙": None, "乙 (2)": date(2024, 3, 5), "丁": None}


def test_a_model_of_ones_own(notices: Path, tmp_path: Path) -> None:
    build([notices], tmp_path / "store", embedder=_Hashing())
    store = Store.open(tmp_path / "store", embedding=_Hashing())
    overrule(store, _id(store), {"title": "罕见题目"})
    for added in ("", "启明园还有青年公寓。\n"):  # as corrected, and as read again from a changed file
        (notices / "通报.txt").write_text(NOTICE + added, encoding="utf-8")
        build([notices], tmp_path / "store", embedder=_Hashing())
        store.refresh()
        [passage] = store.passages(_id(store))
        assert passage.text.endswith(added.strip())
        expected = _Hashing().encode_passages([search_text(passage.text, "罕见题目", passage.section)])
        assert store.vectors([passage.id]) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"published": "去年"}, "去年"),
        ({"published": "2024-02-30"}, "2024-02-30"),
        ({"published": "2024年"}, "2024年"),
        ({"published": "2999-08-31"}, "年份不对"),
        ({"title": "好", "published": "31/8/2024"}, "31/8/2024"),
        ({"title": "长" * 201}, "201"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_saved(assistant: Assistant, said: dict[str, str], word: str) -> None:
    before = _state(assistant.store.path)
    with pytest.raises(MetadataError, match=f"没有保存.*{word}"):
        overrule(assistant.store, _id(assistant.store), said)
    assert _state(assistant.store.path) == before
    assert _info(assistant.store.path).title == "启明园区情况通报"
    assert check(assistant.store.path).ok


def test_a_document_that_a_build_took_away(assistant: Assistant, notices: Path) -> None:
    uid = _id(assistant.store)
    (notices / "通报.txt").unlink()
    build([notices], assistant.store.path)
    for unknown in (uid, "", "<script>"):
        with pytest.raises(MetadataError, match="已经更新或移除"):
            overrule(assistant.store, unknown, {"title": "好"})


def test_while_the_store_is_being_written(assistant: Assistant) -> None:
    before = _state(assistant.store.path)
    with StoreLock(assistant.store.path), pytest.raises(StoreLocked, match=r"正由进程 \d+ 更新；请等它结束后再试"):
        overrule(assistant.store, _id(assistant.store), {"title": "好"})
    assert _state(assistant.store.path) == before
    overrule(assistant.store, _id(assistant.store), {"title": "好"})
    assert _info(assistant.store.path).title == "好"


def test_half_a_build_is_not_published_by_it(assistant: Assistant, notices: Path) -> None:
    store = assistant.store
    with StoreWriter(store.path, store.config, store.embedder) as writer:  # a build that was killed: never published
        row = rows.live_row(writer.db, _id(store, "说明.txt"))
        assert row is not None
        record = rows.read(writer.db, row)
        head = ("0" * 16, record.head[1], "半截.txt", *record.head[3:])
        rows.add(writer.db, record.under(head), writer.generation)
    before = _state(store.path)
    with pytest.raises(StoreError, match="yuanwen build"):
        overrule(store, _id(store), {"title": "好"})
    assert _state(store.path) == before
    build([notices], store.path)
    overrule(store, _id(store), {"title": "好"})
    assert _info(store.path).title == "好"


def test_a_disk_that_is_full_when_it_is_published(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: StoreWriter) -> None:
        raise OSError(28, "No space left on device")

    store, before = assistant.store, _state(assistant.store.path)
    with monkeypatch.context() as patched:
        patched.setattr(StoreWriter, "publish", full)
        with pytest.raises(StoreError, match="腾出空间"):
            overrule(store, _id(store), {"title": "好"})
    assert _state(store.path) == before
    assert _info(store.path).title == "启明园区情况通报"
    overrule(store, _id(store), {"title": "更好"})
    assert _info(store.path).title == "更好"
    assert check(store.path).ok


def test_what_was_said_is_not_read_as_something_else(assistant: Assistant, notices: Path) -> None:
    store = assistant.store.path
    overrule(assistant.store, _id(assistant.store), {"published": "2024-03-05"})
    with closing(rows.connect(store / "data.sqlite", write=True)) as db:
        kept = rows.settings(db)["overruled"]
        rows.set_setting(db, "overruled", kept.replace("2024-03-05", "2024-03-06"))
    assert not check(store).ok
    with pytest.raises(StoreCorrupt, match="yuanwen build"):
        build([notices], store)
    with pytest.raises(StoreCorrupt, match="yuanwen build"):
        overrule(assistant.store, _id(assistant.store), {"title": "好"})


def test_many_at_once_while_questions_are_answered(assistant: Assistant) -> None:
    store, uid = assistant.store, _id(assistant.store)
    saved: list[str] = []
    failed: list[Exception] = []
    done = threading.Event()

    def correct(number: int) -> None:
        for n in range(5):
            try:
                overrule(store, uid, {"title": f"题{number}之{n}", "published": f"20{10 + number}-0{n + 1}-01"})
                saved.append(f"题{number}之{n}")
            except StoreLocked:
                pass
            except Exception as error:
                failed.append(error)

    def ask() -> None:
        while not done.is_set():
            try:
                answer = assistant.ask("启明园去年营业总收入是多少？")
                quote = answer.citations[0]
                assert assistant.document(uid).text[quote.start : quote.end] == quote.quote
            except Exception as error:
                failed.append(error)
                return

    asking = threading.Thread(target=ask)
    writing = [threading.Thread(target=correct, args=(n,)) for n in range(4)]
    for thread in (asking, *writing):
        thread.start()
    for thread in writing:
        thread.join()
    done.set()
    asking.join()
    assert failed == []
    info = _info(store.path)
    assert info.title in saved
    assert info.published
    assert info.published.year == 2010 + int(info.title[1])  # of one correction, not of two
    assert int(info.title[-1]) + 1 == info.published.month
    assert check(store.path).ok


_CORRECTING = """
import sys
from index.overrule import overrule
from index.store import Store
store = Store.open(sys.argv[1])
uid = store.documents()[0].id
for n in range(int(sys.argv[2]), 10**6):
    overrule(store, uid, {"title": f"题{n}", "published": f"{2000 + n % 20}-01-01"})
    print(n, flush=True)
"""


def test_killed_at_any_moment_nothing_acknowledged_is_lost(notices: Path, tmp_path: Path) -> None:
    (notices / "说明.txt").unlink()
    store, said, random = tmp_path / "store", 0, Random(7)
    build([notices], store)
    for _ in range(8):
        command = [sys.executable, "-c", _CORRECTING, str(store), str(said + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            said = int(process.stdout.readline())
            time.sleep(random.uniform(0, 0.3))
            process.kill()
            said = max([said, *map(int, process.stdout.read().split())])
        info = _info(store)
        assert info.title in (f"题{said}", f"题{said + 1}")
        assert info.published == date(2000 + int(info.title[1:]) % 20, 1, 1)
    assert check(store).ok
    build([notices], store)  # what was written and not published may come now
    assert _info(store).title in (f"题{said}", f"题{said + 1}")
    print(f"8 kills, {said} corrections, none lost")


def test_what_is_read_from_the_store_again_is_what_was_read_from_the_file(tmp_path: Path) -> None:
    from qa.sample import SAMPLE

    build([SAMPLE], tmp_path / "store")
    db = rows.connect(tmp_path / "store" / "data.sqlite")
    preparer = Preparer(Store.open(tmp_path / "store").config, load_embedder())
    listed = origins.named(db)
    assert len(listed) > 20
    for row, *_ in listed:
        found = rows.stored(db, row)
        assert found is not None
        again = preparer.again(found.path, found.document)
        assert isinstance(again, Ready)
        assert again.record.digests == rows.read(db, row).digests


_PORT = "港务局介绍，一季度完成货物吞吐量1860万吨，同比增长6.2%，三条新航线投入运行，码头岸线利用率继续提高。"
_WARD = "医院新楼共有床位860张，设有门诊、住院和急救三个区域。去年收治病人4.2万人，市民反映良好，搬迁没有中断就诊。"


@pytest.mark.parametrize(
    ("head", "lines", "expected"),
    [
        # of several articles one that writes its date out keeps it, one whose year came from the page's moves with it
        ("海棠日报 2024年3月6日 星期三 第2版", ("3月5日", "2024年3月6日"), (date(2023, 3, 5), date(2024, 3, 6))),
        ("海棠日报 2024年3月6日 星期三 第2版", ("3月6日", "昨日"), (date(2023, 3, 6), date(2023, 3, 7))),
        # of one article its own first line is the date that is corrected
        ("2024年3月5日 10:00 来源：海棠日报", ("", "2024年3月5日"), (date(2023, 3, 7), date(2023, 3, 7))),
    ],
)
@pytest.mark.parametrize("given", ["page", "metadata"])
def test_articles_under_another_date_of_their_file(
    tmp_path: Path, head: str, lines: tuple[str, str], expected: tuple[date, date], given: str
) -> None:
    first, second = (f"本报讯（记者 何敏）{line}，有关方面通报情况。" if line else "" for line in lines)
    headline = ["海棠港生产开门红"] if first else []
    parts = [head, *headline, first + _PORT, "海棠医院启用新楼", second + _WARD]
    path, store = tmp_path / "报纸.txt", tmp_path / "store"
    path.write_text("\n\n".join(parts), encoding="utf-8")
    said = Metadata.given({"报纸.txt": {"published": "2023-03-07"}}) if given == "metadata" else None
    build([path], store, metadata=said)
    opened = Store.open(store)
    if given == "page":
        assert opened.document(_id(opened, "报纸.txt")).published != date(2023, 3, 7)
        overrule(opened, _id(opened, "报纸.txt"), {"published": "2023-03-07"})
    held = {word: {p.published for p in opened.passages() if word in p.text} for word in ("1860万吨", "4.2万人")}
    assert held == {"1860万吨": {expected[0]}, "4.2万人": {expected[1]}}
    last_year = next(row for row in opened.figures() if row.quantity.surface == "4.2万人")
    assert last_year.first is not None
    assert last_year.first.year == expected[1].year - 1
    assert opened.document(_id(opened, "报纸.txt")).published == date(2023, 3, 7)
