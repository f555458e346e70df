"""Bad, odd and hostile files: each is read, or refused with a reason of its kind; the parent lives on."""

import io
import json
import os
import random
import signal
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from index.load import Refused, SourceFile, load, sandbox
from index.types import Document
from tests.index import load_files as make

GOOD_WORD = make.word()
GOOD_PDF = make.pdf([list(make.PARAGRAPHS)])
GOOD_SHEET = make.sheet([["园区", "收入"], ["甲园", 12]])
GOOD_SLIDES = make.slides([("标题", "正文内容")])
BODY = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOISE = random.Random(7).randbytes(20_000)


def word_body(inner: str) -> bytes:
    """A Word document with this in its body."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{inner}</w:body></w:document>'
    return make.repacked(GOOD_WORD, {BODY: xml.encode()})


def nested_zip_bomb() -> bytes:
    return make.repacked(GOOD_WORD, {BODY: b"<a>" + b"0" * (40 << 20) + b"</a>"})


def lying_zip() -> bytes:
    """The directory says that the body is short; its data unpack to more."""
    data = bytearray(make.repacked(GOOD_WORD, {BODY: b"<a>" + b"0" * (2 << 20) + b"</a>"}))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(BODY.encode()))
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(data)


def many_parts() -> bytes:
    return make.repacked(GOOD_WORD, {f"word/x{i}.bin": b"" for i in range(5100)})


def many_sheets() -> bytes:
    """A list of sheets that are all the same part of the file, which the guard of parts does not see."""
    with zipfile.ZipFile(io.BytesIO(GOOD_SHEET)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    place = book.index("<sheet ")
    own = book[place : book.index("/>", place) + 2]
    return book.replace(own, own * 5001).encode()


def locked_zip() -> bytes:
    data = bytearray(GOOD_WORD)
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4
    return bytes(data)


def pdf_loop() -> bytes:
    """A pdf whose page tree holds itself."""
    return GOOD_PDF.replace(b"/Kids [", b"/Kids [ 2 0 R 3 0 R 4 0 R 5 0 R ")


def one_page(stream: bytes, *, pages: int = 1, compressed: bool = False) -> bytes:
    """A pdf of pages that all show this content stream."""
    content = zlib.compress(stream, 9) if compressed else stream
    how = b"/Filter/FlateDecode" if compressed else b""
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/Contents 3 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F1 4 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), how, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * pages,
    ]
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, value in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, value)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def pdf_stream_bomb() -> bytes:
    return one_page(b"0" * (300 << 20), compressed=True)


def pdf_slow(pages: int) -> bytes:
    """Pages whose content takes long to interpret."""
    return one_page(b"BT /F1 1 Tf " + b"(a) Tj 1 0 0 1 1 1 Tm " * 20_000 + b"ET", pages=pages)


# name: (content, a part of the reason; None if it must be read; "" if either will do)
FILES: dict[str, tuple[bytes, str | None]] = {
    "empty.txt": (b"", "空文件"),
    "empty.pdf": (b"", "空文件"),
    "empty.docx": (b"", "空文件"),
    "blank.txt": (b" \r\n\t\n" * 50, "空白"),
    "only-bom.txt": (b"\xef\xbb\xbf", "空白"),
    "zeros.txt": (b"\0" * 5000, "空白"),
    "noise.txt": (NOISE, "二进制"),
    "noise.pdf": (NOISE, "二进制"),
    "noise.docx": (NOISE, "二进制"),
    "noise.html": (NOISE, "二进制"),
    "program.exe": (b"MZ\x90\x00\x03" + NOISE, "二进制"),
    "program": (b"\x7fELF\x02\x01\x01" + NOISE, "二进制"),
    "image.png": (b"\x89PNG\r\n\x1a\n" + NOISE, "图片"),
    "image.txt": (b"\xff\xd8\xff\xe0" + NOISE, "图片"),
    "image.gif": (b"GIF89a" + NOISE, "图片"),
    "image.bmp": (b"BM\x00\x10\x00\x00\0\0\0\0" + NOISE, "图片"),
    "image.webp": (b"RIFF\x00\x10\x00\x00WEBP" + NOISE, "图片"),
    "image.heic": (b"\0\0\0\x18ftypheic" + NOISE, "图片"),
    "image.tiff": (b"II*\x00" + NOISE, "图片"),
    "film.mp4": (b"\0\0\0\x18ftypmp42" + NOISE, "视频"),
    "sound.mp3": (b"ID3\x03" + NOISE, "音频"),
    "sound.wav": (b"RIFF\x00\x10\x00\x00WAVE" + NOISE, "音频"),
    "data.sqlite": (b"SQLite format 3\x00" + NOISE, "数据库"),
    "old.doc": (make.compound("WordDocument"), "另存为 docx"),
    "old.xls": (make.compound("Workbook"), "另存为 xlsx"),
    "old.ppt": (make.compound("PowerPoint Document"), "另存为 pptx"),
    "old-unknown": (make.compound("Other"), "旧版 Office"),
    "locked.docx": (make.compound("EncryptedPackage"), "密码"),
    "letter.rtf": (rb"{\rtf1\ansi text}", "另存为 docx"),
    "page.ps": (b"%!PS-Adobe-3.0\nshowpage\n", "另存为 PDF"),
    "plain.zip": (make.zipped({"a.txt": b"hello"}), "解压"),
    "empty.zip": (make.zipped({}), "解压"),
    "archive.rar": (b"Rar!\x1a\x07\x00" + NOISE, "解压"),
    "archive.7z": (b"7z\xbc\xaf\x27\x1c" + NOISE, "解压"),
    "archive.gz": (b"\x1f\x8b\x08" + NOISE, "解压"),
    "open.odt": (make.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "book.epub": (make.zipped({"mimetype": b"application/epub+zip"}), "EPUB"),
    "cut.docx": (GOOD_WORD[: len(GOOD_WORD) // 2], "损坏"),
    "cut-head.docx": (b"PK\x03\x04" + GOOD_WORD[200:-100], "损坏"),
    "no-body.docx": (make.repacked(GOOD_WORD, {BODY: None}), ""),
    "bad-xml.docx": (make.repacked(GOOD_WORD, {BODY: b"<w:document><w:body>"}), "内容有错"),
    "empty-body.docx": (word_body(""), "没有可读"),
    "bomb.docx": (nested_zip_bomb(), "压缩"),
    "lying.docx": (lying_zip(), ""),
    "parts.docx": (many_parts(), "部分"),
    "password.docx": (locked_zip(), "密码"),
    "traversal.docx": (make.repacked(GOOD_WORD, {"../../evil.xml": b"<a/>"}), "路径"),
    "entity.docx": (
        make.repacked(GOOD_WORD, {BODY: b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'}),
        "DTD",
    ),
    "deep.docx": (word_body("<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300), ""),
    "missing-type.docx": (make.repacked(GOOD_WORD, {"[Content_Types].xml": None}), "解压"),
    "bad-type.docx": (make.repacked(GOOD_WORD, {"[Content_Types].xml": b"<Types/>"}), ""),
    "bad-xml.xlsx": (make.repacked(GOOD_SHEET, {"xl/workbook.xml": b"<workbook"}), "内容有错"),
    "many-sheets.xlsx": (make.repacked(GOOD_SHEET, {"xl/workbook.xml": many_sheets()}), "工作表"),
    "no-sheet.xlsx": (make.repacked(GOOD_SHEET, {"xl/worksheets/sheet1.xml": None}), ""),
    "cut.xlsx": (GOOD_SHEET[:-200], "损坏"),
    "cut.pptx": (GOOD_SLIDES[:-200], "损坏"),
    "bad-xml.pptx": (make.repacked(GOOD_SLIDES, {"ppt/presentation.xml": b"<p"}), "内容有错"),
    "head-only.pdf": (b"%PDF-1.7\n", "损坏"),
    "cut.pdf": (GOOD_PDF[: len(GOOD_PDF) // 3], ""),
    "garbage-tail.pdf": (GOOD_PDF + NOISE, ""),
    "scanned.pdf": (make.scanned_pdf(), "文字层"),
    "locked.pdf": (make.pdf([["保密内容"]], password="x1"), "密码"),
    "loop.pdf": (pdf_loop(), ""),
    "bomb.pdf": (pdf_stream_bomb(), ""),
    "slow.pdf": (pdf_slow(1), None),
    "garbled.txt": (make.SENTENCE.encode().decode("gb18030", "replace").encode() * 3, "乱码"),
    "twice.txt": (make.SENTENCE.encode().decode("latin-1").encode() * 3, "乱码"),
    "lost.txt": (("锟斤拷\ufffd\ufffd\ufffd" * 30).encode(), "乱码"),
    "script-only.html": (b"<html><script>var a = 1;</script></html>", "没有可读"),
    "empty.html": (b"<html><body></body></html>", "没有可读"),
    "deep.html": (b"<html>" + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000, ""),
    "wide.html": (b"<html><table>" + b"<tr><td colspan=999999 rowspan=999999>a" * 300 + b"</table>", ""),
    "unclosed.html": (("<html><p>" + make.SENTENCE).encode() + b"<b><i><a href='x", ""),
    "controls.txt": ((make.SENTENCE + "\x00\x07\x1b[31m\u202e\u200b\ufeff\n").encode() * 20, None),
    "surrogate.txt": (make.SENTENCE.encode() * 20 + b"\xed\xa0\x80\xed\xb0\x80", None),
    "cut-character.txt": (make.SENTENCE.encode()[:-1], None),
    "one-line.txt": (make.SENTENCE.encode() * 20_000, None),
    "returns.txt": (("\r".join(make.PARAGRAPHS)).encode(), None),
    "word-named.txt": (GOOD_WORD, None),
    "pdf-named.txt": (GOOD_PDF, None),
    "text-named.pdf": (make.SENTENCE.encode(), None),
    "html-named.txt": (f"<!DOCTYPE html><html><body><p>{make.SENTENCE * 3}</p></body></html>".encode(), None),
    "garbled.html": (
        b"<html><body><p>" + make.SENTENCE.encode().decode("gb18030", "replace").encode() * 6 + b"</p></body></html>",
        "乱码",
    ),
    "garbled.csv": (("头,尾\n" + make.SENTENCE.encode().decode("gb18030", "replace") * 6).encode(), "乱码"),
    "mail.eml": (b"Received: from a\r\n by b\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\ntext", "邮件"),
    "archive.mht": (b"From: <Saved>\r\nContent-Type: multipart/related\r\n\r\ntext", "网页存档"),
    "mail.msg": (make.compound("__substg1.0_0037001F"), "邮件"),
    "data.xml": (f"<?xml version='1.0'?><a>{make.SENTENCE}</a>".encode(), "XML"),
    "drawing.svg": (f"<svg><text>{make.SENTENCE}</text></svg>".encode(), "XML"),
    "shortcut.lnk": (b"L\0\0\0\x01\x14\x02\0" + NOISE, "快捷方式"),
    "archive.tar": (b"a.txt".ljust(257, b"\0") + b"ustar" + NOISE, "解压"),
    "page.ofd": (make.zipped({"OFD.xml": b"<a/>"}), "OFD"),
    "table.numbers": (make.zipped({"Index/Document.iwa": b"x"}), "iWork"),
    "table.xlsb": (make.zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "另存为 xlsx"),
    "strict.docx": (
        make.repacked(GOOD_WORD, {"_rels/.rels": b"<a b='http://purl.oclc.org/ooxml/officeDocument'/>"}),
        "普通的 docx",
    ),
    "late-entity.docx": (
        make.repacked(GOOD_WORD, {BODY: b"<!--" + b" " * 70_000 + b'--><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'}),
        "损坏",
    ),
    "wide-entity.docx": (
        make.repacked(GOOD_WORD, {BODY: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16-be")}),
        "DTD",
    ),
    "remote.docx": (
        make.repacked(
            GOOD_WORD,
            {
                "word/_rels/document.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                b'relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                b'relationships/footnotes" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
            },
        ),
        None,
    ),
    "unknown.abc": (make.SENTENCE.encode(), None),
    "no-extension": (make.SENTENCE.encode("gb18030"), None),
    "bad.csv": (b'a,b\n"unclosed,1\n2,3\n', ""),
    "zero.csv": (b"\n\n\n", "空白"),
}


def test_there_are_enough_bad_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_text_or_has_a_reason(name: str, tmp_path: Path) -> None:
    content, reason = FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    results = list(load(SourceFile(path, name)))
    assert len(results) == 1
    result = results[0]
    if reason is None:
        assert isinstance(result, Document), result
    elif reason:
        assert isinstance(result, Refused)
        assert reason in result.reason
    assert isinstance(result, Document) or any("\u4e00" <= c <= "\u9fff" for c in result.reason)
    assert result.name == name


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 1)
    path = tmp_path / "slow.pdf"
    path.write_bytes(pdf_slow(2000))
    (result,) = load(SourceFile(path, "slow.pdf"))
    assert isinstance(result, Refused)
    assert "秒" in result.reason


def test_a_file_that_waits_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 1000)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.5)
    path = tmp_path / "slow.pdf"
    path.write_bytes(pdf_slow(2000))
    (result,) = load(SourceFile(path, "slow.pdf"))
    assert isinstance(result, Refused)
    assert "超时" in result.reason


def test_a_worker_that_died_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "good.docx"
    path.write_bytes(GOOD_WORD)
    for _ in range(3):
        (result,) = load(SourceFile(path, "good.docx"))
        assert isinstance(result, Document)
        worker = sandbox._current
        assert worker is not None
        os.kill(worker.process.pid, signal.SIGKILL)
        worker.process.wait()


def test_a_good_file_is_read_after_a_bad_one(tmp_path: Path) -> None:
    files = {"bomb.pdf": pdf_stream_bomb(), "deep.html": FILES["deep.html"][0], "good.docx": GOOD_WORD}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    outcomes = [next(iter(load(SourceFile(tmp_path / name, name)))) for name in files]
    assert isinstance(outcomes[-1], Document)
    assert "120家" in outcomes[-1].text


def test_a_missing_or_closed_file_is_refused(tmp_path: Path) -> None:
    (result,) = load(SourceFile(tmp_path / "gone.txt", "gone.txt"))
    assert isinstance(result, Refused)
    (result,) = load(SourceFile(tmp_path, "folder"))
    assert isinstance(result, Refused)
    if os.name == "posix" and os.getuid() != 0:
        closed = tmp_path / "closed.txt"
        closed.write_text("x")
        closed.chmod(0)
        (result,) = load(SourceFile(closed, "closed.txt"))
        assert isinstance(result, Refused)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        (result,) = load(SourceFile(path, "x"))
        assert isinstance(result, Refused)
        assert "不是普通文件" in result.reason


def test_reasons_of_the_system_are_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    for error, words in ((PermissionError(13, "Permission denied"), "权限"), (OSError(5, "I/O error"), "硬盘")):

        def failing(*_: object, error: OSError = error) -> None:
            raise error

        monkeypatch.setattr("index.load.sniff", failing)
        (result,) = load(SourceFile(path, "a.txt"))
        assert isinstance(result, Refused)
        assert words in result.reason


def test_bad_lines_of_json_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "甲", "text": make.PARAGRAPHS[0]}, ensure_ascii=False),
        "{not json",
        "[1, 2]",
        json.dumps({"id": "x"}),
        json.dumps({"id": "x", "text": 5}),
        json.dumps({"id": "x", "text": "   "}),
        json.dumps({"id": "x", "text": "文", "published": "昨天"}),
        json.dumps({"id": ["x"], "text": "文"}),
        "",
        '{"id": "深", "text": "' + "[" * 5 + '"}',
        "[" * 100_000,
        json.dumps({"id": "乙", "text": make.PARAGRAPHS[1]}),
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    results = list(load(SourceFile(path, "a.jsonl")))
    assert [r.name for r in results if isinstance(r, Document)] == ["甲", "深", "乙"]
    refused = [r.name for r in results if isinstance(r, Refused)]
    assert refused == [f"a.jsonl:第{n}行" for n in (2, 3, 4, 5, 6, 7, 8, 11)]


def test_a_zip_with_repeated_names_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(GOOD_WORD)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(BODY, b"<a/>")
    path = tmp_path / "twice.docx"
    path.write_bytes(buffer.getvalue())
    (result,) = load(SourceFile(path, "twice.docx"))
    assert isinstance(result, Refused)
