"""Bytes in every encoding become the text that was written; wrongly decoded text is told from text."""

import json
import random
from pathlib import Path

import pytest
from opencc import OpenCC

from eval.encodings import documents, measure
from index.load import Refused, SourceFile, load
from index.load.decode import decode, is_garbled, looks_like_text
from index.types import Document
from tests.conftest import ROOT

OWN_TEXT = (
    "海棠湾科技园去年新增企业一百二十家，总收入达到三十五亿元，同比增长百分之八。园区负责人林远介绍，今年还将建设两座孵化器，"
    "面积共6.5万平方米，预计吸引就业两千人。市民反映，园区周边的公交线路不足，早晚高峰时候出租汽车也很难叫到。"
    "对此，交通部门回应说，将从下个月起增开三条接驳线路，首末班车时间分别为早上六点半和晚上十点。"
    "专家认为，科技园的发展离不开人才，更离不开良好的生活环境；只有把学校、医院和商店建好，年轻人才愿意留下来。"
)
TRADITIONAL = OpenCC("s2tw").convert(OWN_TEXT)
CODECS = {
    "utf-8": OWN_TEXT,
    "gb18030": OWN_TEXT,
    "utf-16-le": OWN_TEXT,
    "utf-16-be": OWN_TEXT,
    "big5hkscs": TRADITIONAL,
}


def snippets(text: str, length: int, count: int) -> list[str]:
    chance = random.Random(length)
    return [text[(a := chance.randrange(len(text) - length)) : a + length] for _ in range(count)]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("length", [16, 40, 120])
def test_snippets_without_a_mark_are_decoded(codec: str, length: int) -> None:
    for text in snippets(CODECS[codec], length, 60):
        assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be", "hz", "utf-7"])
@pytest.mark.parametrize("text", [OWN_TEXT, "Park 2024: " + OWN_TEXT[:40]])
def test_four_bytes_and_seven_bits_are_decoded(codec: str, text: str, tmp_path: Path) -> None:
    assert decode(text.encode(codec)) == text
    (tmp_path / "a.txt").write_bytes(text.encode(codec))
    (found,) = load(SourceFile(tmp_path / "a.txt", "a.txt"))
    assert isinstance(found, Document)
    assert text in found.text.replace("\n", "")


@pytest.mark.parametrize("text", ["a+b=c; x ~{ y }; tel +86-10-1234", "+AGE-+AGI-+AGM-", "c++ ~{VPND~} one word", "+"])
def test_ascii_is_not_taken_for_seven_bits(text: str) -> None:
    assert decode(text.encode() * 30) == text * 30


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    assert decode(OWN_TEXT.encode(codec)) == OWN_TEXT


@pytest.mark.parametrize(
    "text", ["", "plain ASCII, 12.5%", "café, naïve, Ærø", "Привет, мир", "こんにちは世界", "한국어 문장"]
)
def test_other_languages_in_utf8_are_left_alone(text: str) -> None:
    assert decode(text.encode()) == text
    assert not is_garbled(text * 20)


def test_lines_of_different_encodings_are_decoded_line_by_line() -> None:
    chance = random.Random(3)
    wrong = total = 0
    for _ in range(100):
        lines = [line for length in (10, 25, 60) for line in snippets(OWN_TEXT, length, 2)]
        data = b"\n".join(line.encode(chance.choice(["utf-8", "gb18030"])) for line in lines)
        total += len(lines)
        wrong += sum(a != b for a, b in zip(lines, decode(data).split("\n"), strict=True))
    assert wrong * 100 <= total


def test_a_broken_byte_costs_a_character_not_the_text() -> None:
    data = OWN_TEXT.encode()
    broken = decode(data[:100] + data[101:])
    assert broken.count("\ufffd") <= 3
    assert OWN_TEXT[40:] in broken


@pytest.mark.parametrize(
    ("written", "misread"),
    [
        ("utf-8", "gb18030"),
        ("gb18030", "latin-1"),
        ("utf-8", "latin-1"),
        ("gb18030", "utf-8"),
        ("gb18030", "big5hkscs"),
    ],
)
def test_misread_text_is_told(written: str, misread: str) -> None:
    assert is_garbled(OWN_TEXT.encode(written).decode(misread, "replace"))


def test_right_text_is_never_called_garbled() -> None:
    for length in (20, 60, 150):
        assert not any(map(is_garbled, snippets(OWN_TEXT, length, 50) + snippets(TRADITIONAL, length, 50)))


def test_two_byte_text_is_not_taken_for_a_program() -> None:
    assert looks_like_text(OWN_TEXT.encode("utf-16-le"))
    assert looks_like_text(OWN_TEXT.encode("utf-16-be"))
    assert not looks_like_text(random.Random(1).randbytes(4000))


KANA = ("あおい", "ゼルダ", "ハルタ", "①②③")


@pytest.mark.parametrize("codec", ["big5", "big5hkscs"])
@pytest.mark.parametrize("word", KANA)
def test_both_layouts_of_big5_are_read(codec: str, word: str) -> None:
    text = f"{TRADITIONAL[:60]}{word}{TRADITIONAL[60:120]}"
    assert decode(text.encode(codec)) == text


def test_the_tilde_of_windows_is_the_full_width_one() -> None:
    text = TRADITIONAL[:80] + "增長3～5成"
    assert decode(text.encode("cp950")) == text


def test_lists_of_rare_names_are_not_called_garbled() -> None:
    assert not is_garbled("张贇、韩祎、李喆、王翀、赵晟、刘昶、陈晗、周頔、吴旻、郑嬿、孙玥、马骁、高翯、林淼、何焱")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5hkscs"])
def test_json_lines_in_any_encoding(codec: str, tmp_path: Path) -> None:
    text = TRADITIONAL if codec.startswith("big5") else OWN_TEXT
    lines = [json.dumps({"id": f"文{n}", "text": text[n:]}, ensure_ascii=False) for n in range(3)]
    path = tmp_path / "a.jsonl"
    path.write_bytes("\n".join(lines).encode(codec))
    found = [result for result in load(SourceFile(path, "a.jsonl")) if isinstance(result, Document)]
    assert [document.name for document in found] == ["文0", "文1", "文2"]
    assert [document.text.strip() for document in found] == [text[n:] for n in range(3)]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "windows-1252", "shift_jis", "utf-16", "x", "rot13"]
)
def test_web_pages_whatever_they_declare(codec: str, declared: str, tmp_path: Path) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body><p>{OWN_TEXT}</p></body></html>"
    path = tmp_path / "a.html"
    path.write_bytes(page.encode(codec))
    (result,) = load(SourceFile(path, "a.html"))
    assert isinstance(result, Document)
    assert result.text.strip() == OWN_TEXT


def test_snippets_of_news_keep_the_promises() -> None:
    """A small run of `python -m eval.encodings`; the full one takes 2,000 snippets."""
    path = ROOT.parent / "shared" / "data" / "news.txt.xz"
    if not path.is_file():
        pytest.skip("the reference data are not here")
    rates = list(measure(documents(path, 500), 250))
    assert [str(rate) for rate in rates if not rate.kept] == []
    assert len(rates) > 15


@pytest.mark.seeds
def test_the_seeds_survive_every_encoding() -> None:
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the first users' documents are not here")
    convert = OpenCC("s2tw").convert
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        assert not is_garbled(text)
        for codec in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
            assert decode(text.encode(codec)) == text
        traditional = convert(text).encode("big5hkscs", "ignore")
        assert decode(traditional) == traditional.decode("big5hkscs")


KOREAN = "해당화 과학기술단지는 지난해 기업 120개를 새로 유치했으며 총수입은 35억 위안에 달했다."
JAPANESE = "海棠市は昨年、新たに120社の企業を誘致し、総収入は三十五億元に達した。"


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (KOREAN, "euc_kr"),
        (KOREAN, "cp949"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
    ],
)
def test_neighbours_of_chinese_are_read_and_not_taken_for_it(text: str, codec: str, times: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join([text] * times).encode(codec))
    (found,) = load(SourceFile(path, "a.txt"))
    assert isinstance(found, Document)
    assert found.text.startswith(text)


@pytest.mark.parametrize(("text", "codec"), [(KOREAN, "johab"), ("Le résumé des élèves a été préféré", "latin-1")])
def test_other_encodings_are_refused(text: str, codec: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    (found,) = load(SourceFile(path, "a.txt"))
    assert isinstance(found, Refused)
    assert "乱码" in found.reason


@pytest.mark.parametrize("misread", ["gb18030", "big5hkscs"])
def test_a_neighbour_misread_before_it_was_saved_is_told(misread: str) -> None:
    for text, codec in ((KOREAN, "euc_kr"), (JAPANESE, "cp932")):
        assert is_garbled(text.encode(codec).decode(misread, "replace"))


def test_chinese_that_quotes_its_neighbours_is_chinese() -> None:
    text = OWN_TEXT + "有一家店叫“さくらのはなやさん”，招牌上写着“ひらがなカタカナ”。"
    for codec in ("gb18030", "utf-8", "utf-16-le"):
        assert decode(text.encode(codec)) == text
    assert not is_garbled(text)


def test_json_with_codes_for_characters_is_read_as_characters(tmp_path: Path) -> None:
    for name, text in (("a.json", json.dumps([{"正文": OWN_TEXT}], indent=1)), ("b.json", '[{"a": "\\u56ed" ')):
        (tmp_path / name).write_text(text)
    (found,) = load(SourceFile(tmp_path / "a.json", "a.json"))
    assert isinstance(found, Document)
    assert OWN_TEXT in found.text
    (found,) = load(SourceFile(tmp_path / "b.json", "b.json"))  # which is no JSON, stays as it is
    assert isinstance(found, Document)
    assert "\\u56ed" in found.text
