"""Extraction noise of every kind on invented text, and the invariants over generated noise and real documents."""

import random
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import HEADING, PAGE, ROW, clean, printable
from index.config import IndexConfig
from index.load import document_from_text
from index.passages import passages
from tests.conftest import ROOT, SEEDS

STORY = (
    "云湖科技园去年实现总收入468.9亿元，同比增长13.6%，其中集成电路、生物医药、智能装备三个产业合计占比达到81.5%。",
    "园区负责人陈立国介绍，“十四五”以来，园区先后引进企业1500多家，建成孵化器34家，吸引就业6.2万人。",
    "“这里的服务很周到，从注册到开工只用了28天。”落户园区的星火材料公司总经理何敏说，公司今年的产值预计达到3000万元。",
    "下一步，园区将继续完善配套设施，新建学校2所、医院1所，并开通3条接驳公交线路，方便企业员工出行。",
)
NO_LINE_START = "，。、；：？！）》”’」】%"


def solid(text: str) -> str:
    return "".join(text.split())


def set_in_column(paragraph: str, width: float, indent: float = 2) -> list[str]:
    """Lines of a paragraph as a newspaper column of this width breaks them, the indent left out."""
    lines, line, used = [], "", indent
    for unit in re.findall(r"[A-Za-z0-9.%]+|.", paragraph):
        size = sum(0.5 if ord(c) < 256 else 1 for c in unit)
        if used + size > width and line and unit[0] not in NO_LINE_START:
            lines.append(line)
            line, used = "", 0
        line += unit
        used += size
    return [*lines, line]


def paragraphs(text: str, **options: bool) -> list[str]:
    cleaned = clean(text, **options)
    return [cleaned.text[p.start : p.end] for p in cleaned.paragraphs]


@pytest.mark.parametrize("width", [14, 16, 18, 20, 24, 30, 34])
@pytest.mark.parametrize("blank", [True, False])
def test_lines_of_a_narrow_column_are_joined(width: int, blank: bool) -> None:
    lines = [line for paragraph in STORY for line in set_in_column(paragraph, width)]
    found = paragraphs(("\n\n" if blank else "\n").join(lines))
    assert "".join(found) == "".join(STORY)
    for paragraph in STORY:
        for sentence in re.findall(r"[^。]+。[”]?", paragraph):
            assert any(sentence in one for one in found)


def test_blank_lines_end_paragraphs_where_not_every_line_has_one() -> None:
    text = "\n\n".join("\n".join(set_in_column(paragraph, 20)) for paragraph in STORY)
    assert paragraphs(text) == list(STORY)


def test_an_indented_line_begins_a_paragraph() -> None:
    text = "\n".join("　　" + "\n".join(set_in_column(paragraph, 20)) for paragraph in STORY)
    assert paragraphs(text) == list(STORY)


def test_a_heading_in_a_column_stands_alone() -> None:
    first, second = (set_in_column(paragraph, 18) for paragraph in STORY[:2])
    found = paragraphs("\n\n".join([*first, "服务更贴心", *second]))
    assert found == [STORY[0], "服务更贴心", STORY[1]]


def test_numbers_and_words_cut_by_line_ends_are_whole_again() -> None:
    lines = [
        "园区去年共有有效专利81.5", "万件，其中发明专利1.2万件，", "比上年增长了近四成，总量居",
        "全市首位。园区还与IC PARK", "开展合作，双方共同建设20", "24年度示范平台，投入达12,", "300万元，并引进DESIGN",
        "CENTER等机构入驻园区。",
    ]  # fmt: skip
    (found,) = paragraphs("\n".join(lines))
    for whole in ("81.5万件", "IC PARK开展", "2024年度", "12,300万元", "DESIGN CENTER等"):
        assert whole in found


def test_english_lines_are_joined_with_a_space() -> None:
    text = (
        "The park has grown steadily since it was opened, and more than\n"
        "three hundred companies now work there, most of them in the de-\n"
        "sign of chips. Its income rose by twelve percent in the last\nyear.\n"
    )
    (found,) = paragraphs(text)
    assert "more than three hundred" in found
    assert "the design of chips" in found


def test_lists_and_poems_are_not_joined() -> None:
    names = "科技局副局长 王小明\n发展改革委处长 李大力\n园区管委会主任 陈立国\n商务局科长 何敏华\n财政局处长 赵有为"
    assert len(paragraphs(names)) == 5
    poem = "春水初生绿满溪\n东风吹柳燕来时\n桃花开遍山前路\n一树轻红一树诗"
    assert len(paragraphs(poem)) == 4
    items = (
        "1. 建设孵化器两座，面积共6.5万平方米\n2. 引进企业一百家，其中上市公司3家\n3. 开通公交线路三条，方便员工出行\n"
    )
    assert len(paragraphs(items)) == 3


WIDE = "".join(STORY) + STORY[0]


@pytest.mark.parametrize(
    "names",
    [
        [
            "云湖市委常委、秘书长  王小明先生", "国际园区合作协会首席代表  李大力女士", "云湖科技园管理委员会主任  陈立国先生",
            "商务局外国投资处副处长  何敏华先生", "西山国际园区首席代表  Anna Berg女士",
        ],
        [
            "云湖市发展改革局党组书记王小明", "云湖市科技局规划处处长李大力", "西山区科技局副局长陈立国",
            "云湖科技园管理委员会副主任何敏华", "北海省科学技术厅副厅长林远",
        ],
    ],
)  # fmt: skip
def test_names_between_long_paragraphs_are_not_joined(names: list[str]) -> None:
    text = "\n".join([WIDE, "下面介绍出席会议的来宾，他们是：", *names, "让我们欢迎各位来宾的到来！", WIDE])
    assert [line for line in paragraphs(text) if line in [" ".join(name.split()) for name in names]] == [
        " ".join(name.split()) for name in names
    ]


def test_header_lines_are_not_joined() -> None:
    header = ["海棠湾园区工作会议纪要", "时间：2024年8月31日上午9:00", "地点：园区会议室", "出席：陈立国、何敏、林远"]
    assert paragraphs("\n".join([*header, *STORY])) == [*header, *STORY]
    blog = ["海棠湾园区又传好消息", "原创 园区宣传部 海棠湾发布", "2024年08月31日 18:20"]
    assert paragraphs("\n".join([*blog, *STORY])) == [*blog, *STORY]


def test_a_chronicle_is_not_a_column() -> None:
    lines = ["2009年6月18日", "园区由市政府批准设立，占地三平方公里，是全市第一家。", "2015年9月1日", STORY[3]]
    assert paragraphs("\n".join(["海棠湾园区大事记", *lines])) == ["海棠湾园区大事记", *lines]


def test_a_speaker_begins_a_line_in_a_column() -> None:
    lines = [
        line
        for text in (f"记者：{STORY[0]}", f"陈立国：{STORY[1]}", f"记者：{STORY[2]}", f"陈立国：{STORY[3]}")
        for line in set_in_column(text, 20)
    ]
    found = paragraphs("\n".join(lines))
    assert [line.split("：")[0] for line in found] == ["记者", "陈立国", "记者", "陈立国"]


def test_entries_that_repeat_stay_and_a_second_copy_goes() -> None:
    entries = ["是否达到验收标准", "是否达到验收标准", "是否达到验收标准"]
    assert paragraphs("\n".join([STORY[0], *entries, STORY[1]])) == [STORY[0], *entries, STORY[1]]
    assert paragraphs(f"云湖园区迎来新机遇\n云湖园区迎来新机遇\n{STORY[0]}") == ["云湖园区迎来新机遇", STORY[0]]


@pytest.mark.parametrize(
    "raw",
    ["a" * 300_000, "（" * 60_000, "1 2 3 " * 50_000, "\n\n" * 150_000, "“" * 60_000, "[image: " * 30_000, "a " * 100_000,
     "园区\n" * 30_000, "- " * 100_000, "[" * 200_000, "2024年8月31日\n" * 10_000],
    ids=["letter", "bracket", "digits", "blank lines", "quotes", "tags", "spaced", "lines", "dashes", "open", "dates"],
)  # fmt: skip
def test_long_monotonous_texts_are_cleaned(raw: str) -> None:
    """A pattern that backtracks would not come to an end here."""
    document = document_from_text("a", raw)
    assert is_subsequence(solid(document.text), solid(raw))
    assert all(passage.end - passage.start <= 4 * IndexConfig().passage_limit for passage in passages(document))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(STORY), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", "\n　　"]))
def test_ordinary_paragraphs_lose_nothing(chosen: list[str], between: str) -> None:
    raw = between.join(chosen)
    assert paragraphs(raw) == chosen


def test_lines_known_to_be_paragraphs_are_left_apart() -> None:
    lines = set_in_column(STORY[0], 18)
    assert paragraphs("\n".join(lines), wrapped=False) == lines


def test_letter_spaced_lines_are_closed_up() -> None:
    assert paragraphs("园 区 注 重 推 动 企 业 之 间 的 合 作") == ["园区注重推动企业之间的合作"]
    assert paragraphs("2 0 2 4 年 工 作 要 点") == ["2024年工作要点"]
    assert paragraphs("作者：陈 明") == ["作者：陈明"]
    assert paragraphs("目　录") == ["目录"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("同 比 增 长 9 . 4 % 。", "同比增长9.4%。"),
        ("收 入 3 1 2 . 6 亿 元 ， 利 润 5 . 8 亿 元 。", "收入312.6亿元，利润5.8亿元。"),
        ("园区收入 3 1 2 . 6 亿元。", "园区收入 312.6亿元。"),
        ("园区共有 8 , 5 0 0 家企业。", "园区共有 8,500家企业。"),
        ("收入增长9. 4%，利润5 .8亿元。", "收入增长9.4%，利润5.8亿元。"),
        ("云湖 2 0 2 4 年增长 1 2 . 5 %。", "云湖 2024年增长 12.5%。"),
        ("甲园 5 6 7 8 9", "甲园 5 6 7 8 9"),
        ("名次 1 2 3 4 5 6", "名次 1 2 3 4 5 6"),
        ("如图3. 15%的企业盈利。", "如图3. 15%的企业盈利。"),
        ("9. 4%的企业盈利。", "9. 4%的企业盈利。"),
    ],
)
def test_numbers_that_spaces_part_are_whole_and_columns_are_not_joined(printed: str, meant: str) -> None:
    assert [re.sub(r"(?<=[\u3400-\u9fff]) (?=\d)", "", text) for text in paragraphs(printed)] == [
        re.sub(r"(?<=[\u3400-\u9fff]) (?=\d)", "", meant)
    ]


def test_spaces_around_numbers_in_running_text_go_and_in_tables_stay() -> None:
    assert paragraphs("园区有 23 家企业，占 28 %，去年 3月 1日开工。") == ["园区有23家企业，占28%，去年3月1日开工。"]
    assert paragraphs("甲园 12 30 45") == ["甲园 12 30 45"]
    assert paragraphs("1 概述") == ["1 概述"]
    assert paragraphs("采用 AI 技术的 G7 平台") == ["采用 AI 技术的 G7平台"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("云湖园区正迎春而来云湖园区正迎春而来", "云湖园区正迎春而来"),
        ("解码云湖解码云湖““新质新质””引擎引擎", "解码云湖“新质”引擎"),
        ("企业代表参观展台 何敏何敏//摄摄", "企业代表参观展台 何敏/摄"),
        ("云湖园区供图云湖园区供图", "云湖园区供图"),
        ("它到底强在哪它到底强在哪？？", "它到底强在哪？"),
    ],
)
def test_text_printed_twice_stands_once(printed: str, meant: str) -> None:
    assert paragraphs(printed) == [meant]


@pytest.mark.parametrize(
    "text",
    ["干干净净", "研究研究", "2020", "20242024", "谢谢谢谢", "哈哈哈哈哈哈", "……", "合计 合计",
     "https://a.cn/b//c", "1818",
     "清清楚楚明明白白", "大家来讨论讨论。", "年年岁岁花相似"],
)  # fmt: skip
def test_what_is_doubled_on_purpose_stays(text: str) -> None:
    assert paragraphs(text) == [text]


def test_bookmarks_images_and_what_was_misread_in_them_go() -> None:
    text = (
        f"[bookmark: _Go1]{STORY[0]}[bookmark: P77]\n{STORY[1]}\n\n[image: IMG_1]\n\nimage2.png\nA\n| WA VL T\\ W VN\n"
        f"\n\nimage3.jpeg\n~3 Fai N YU Crea\n\nmlsh & Partx of Inn\n{STORY[2]}\n"
    )
    assert paragraphs(text) == list(STORY[:3])


def test_real_lines_after_an_image_stay() -> None:
    english = "The park was opened in 2015 and holds three hundred companies today."
    assert paragraphs(f"{STORY[0]}\n[image: x]\n{english}\n{STORY[1]}") == [STORY[0], english, STORY[1]]
    assert paragraphs(f"{english}\n[image: x]\nIncome in 2024\n{english}") == [english, "Income in 2024", english]


@pytest.mark.parametrize("mark", ["![图](a.png)", "[image: a.png]", "a.png"])
@pytest.mark.parametrize(
    "after",
    [
        ["1. 第一15家", "2. 第二16家", "- 子项17家", "|18家|20|"],
        ["甲园 15家", "乙园 16家", "丙园 17家"],
        ["| Name | 2023 |", "|18|20|"],
        ["甲 15 20 30", "乙 16 21 31"],
        ["15家", "3.5%"],
        ["Alpha, 15, 20", "Beta, 16, 21"],
        ["GDP: 4785", "R&D: 12.5"],
        ["2024-05-06"],
        ["- R&D 12", "1) IT 15"],
        ["The park grew fast."],
    ],
)
def test_lists_tables_and_figures_after_an_image_stay(mark: str, after: list[str]) -> None:
    assert paragraphs("\n".join([STORY[0], mark, *after, STORY[1]])) == [STORY[0], *after, STORY[1]]


def test_what_a_reader_marked_stays_after_an_image() -> None:
    assert paragraphs(f"{STORY[0]}\n[image: a]\n{ROW}A1 B2\n{STORY[1]}") == [STORY[0], "A1 B2", STORY[1]]


@pytest.mark.parametrize(
    "scrap", ["A", "<< 0 8 > |", "~3 Fai", "T T 770 T", "IA P 2 0 4 |AB World", "人 z", "! . \\,p ‘\\ZG"]
)
def test_scraps_after_an_image_go(scrap: str) -> None:
    assert paragraphs(f"{STORY[0]}\n[image: a]\n{scrap}\n{STORY[1]}") == [STORY[0], STORY[1]]


def test_a_caption_after_an_image_is_a_line_of_its_own() -> None:
    column = ["园区去年新增的企业有很多家，其", "中从事软件开发的企业占了一半，", "从事设备制造的企业占三成以上，"] * 2
    text = "\n".join([*column, "![图](a.png)", "表2 2023年新增企业数共120家", *column])
    assert "表2 2023年新增企业数共120家" in paragraphs(text)


def test_captions_with_words_stay_as_paragraphs() -> None:
    assert paragraphs(f"{STORY[0]}\n 图 云湖园区的中心广场\n{STORY[1]}") == [
        STORY[0],
        "图 云湖园区的中心广场",
        STORY[1],
    ]


def test_page_furniture_goes_and_numbers_in_the_text_stay() -> None:
    text = f"{STORY[0]}\n- 12 -\n{STORY[1]}\n第 3 页 共 9 页\n----------\n120\n--结束--\n"
    assert paragraphs(text) == [STORY[0], STORY[1], "120"]


def test_running_heads_go_and_repeated_body_lines_stay() -> None:
    pages = [f"云湖园区简报\n第{n}期\n{story}\n收入合计：12亿元。\n尾注 {n}" for n, story in enumerate(STORY, 1)]
    cleaned = clean("".join(PAGE + page for page in pages))
    assert cleaned.text.count("云湖园区简报") == 1  # it stands nowhere else, so it may be the title
    assert "尾注" not in cleaned.text
    assert cleaned.text.count("12亿元") == 4
    assert [cleaned.text[start : start + 4] for start in cleaned.pages[1:]] == [story[:4] for story in STORY[1:]]


def test_stage_directions_go_from_transcripts_only() -> None:
    talk = f"主持人：请看短片。\n（播放短片）\n何敏：{STORY[0]}\n（鼓掌）\n主持人：谢谢。"
    assert "播放" not in clean(talk).text
    assert "鼓掌" not in clean(talk).text
    assert paragraphs(f"{STORY[0]}\n（记者何敏）\n{STORY[1]}")[1] == "（记者何敏）"


def test_what_nobody_sees_goes() -> None:
    assert printable("a\u200bb\u202ec\ufeff\x07d\ud800e\u00adf") == "abcdef"
    assert paragraphs("园\u200b区\u00a0有\u300012\u202f家\x00企业") == ["园区 有 12家企业"]


def test_characters_are_kept_as_they_are() -> None:
    assert paragraphs("增长１２．５％，ﬁnal⽇本") == ["增长１２．５％，ﬁnal⽇本"]


def test_marks_of_readers_become_kinds() -> None:
    cleaned = clean(f"{HEADING}第一章\n正文内容。\n{ROW}甲园 12 亿元\n")
    assert [p.kind.value for p in cleaned.paragraphs] == ["heading", "text", "row"]
    assert cleaned.text == "第一章\n正文内容。\n甲园 12 亿元\n"


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def check(raw: str) -> None:
    """The invariants of cleaning."""
    cleaned = clean(raw)
    assert is_subsequence(solid(cleaned.text), solid(raw))
    assert cleaned.text == "".join(cleaned.text[p.start : p.end] + "\n" for p in cleaned.paragraphs)
    assert all(p.start < p.end and "\n" not in cleaned.text[p.start : p.end] for p in cleaned.paragraphs)
    assert list(cleaned.pages) == sorted(cleaned.pages)
    assert len(cleaned.pages) == raw.count(PAGE)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c == "\n" for c in cleaned.text)
    again = clean(cleaned.text)
    assert is_subsequence(solid(again.text), solid(cleaned.text))


PIECES = st.sampled_from(
    ["园区", "收入", "12.5", "亿元", "，", "。", "“", "”", "——", "AI", "the ", " ", "  ", "\n", "\n\n", "\t", "　",
     "［", "图 ", "摘 要",
     "[bookmark: a]", "[image: b]", "image1.png\n", "一、", "（合影）", "记者：",
     "//摄摄", "2024", "\x0c", "\u200b", "\r\n", "- 3 -", "1. ",
     "本报讯", "新新质质", "甲乙丙甲乙丙", "%", "\x1c", "\x1e", "\x1a", "\ud800", "ﬁ", "１"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=80).map("".join))
def test_cleaning_only_deletes_and_joins(raw: str) -> None:
    check(raw)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_cleaned(raw: str) -> None:
    check(raw)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(13, 34))
def test_no_sentence_is_lost_in_noise(seed: int, width: int) -> None:
    chance = random.Random(seed)
    lines: list[str] = []
    for paragraph in STORY * 2:
        for line in set_in_column(paragraph, width):
            line = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", lambda _: chance.choice(["", "", " "]), line)
            lines.append(f"[bookmark: N{chance.randrange(99)}]{line}" if chance.random() < 0.1 else line)
    raw = "\n\n".join(lines)
    check(raw)
    assert solid(clean(raw).text) == solid(re.sub(r"\[bookmark: N\d+\]", "", raw))


@pytest.mark.seeds
def test_the_invariants_hold_for_the_seeds() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the first users' documents are not here")
    assert SEEDS.is_relative_to(ROOT.parent)
    for path in sorted(SEEDS.glob("*.txt")):
        check(path.read_text("utf-8"))


@pytest.mark.seeds
def test_the_seeds_hold_no_noise_after_cleaning() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the first users' documents are not here")
    for path in sorted(SEEDS.glob("*.txt")):
        raw = path.read_text("utf-8")
        cleaned = clean(raw)
        assert not re.search(r"\[bookmark|\[image|\.(?:png|GIF)|““|””|//摄", cleaned.text)
        lines = [solid(cleaned.text[p.start : p.end]) for p in cleaned.paragraphs]
        for line in lines:
            assert len(line) < 8 or line[: len(line) // 2] != line[len(line) // 2 :]
        # All but bookmarks, images and copies of headlines is there.
        lost = len(solid(re.sub(r"\[bookmark:[^\]]*\]", "", raw.split("[image")[0]))) - len(solid(cleaned.text))
        assert lost <= 120


@pytest.mark.seeds
def test_every_sentence_of_the_seeds_stands_whole_in_one_passage() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the first users' documents are not here")
    broken: list[str] = []
    total = aside = 0
    for path in sorted(SEEDS.glob("*.txt")):
        raw = path.read_text("utf-8").split("[image")[0]
        document = document_from_text(path.name, path.read_text("utf-8"))
        found = [solid(passage.text) for passage in passages(document)]
        lines = [solid(line) for line in document.text.split("\n") if line]
        apart = [line for line in lines if line[-1] not in "。！？；”…!?"]  # headings, captions: no stop parts them
        plain = re.sub(r"\[bookmark:[^\]]*\]", "", raw)
        if max(map(len, raw.split("\n"))) < 60:  # its lines were broken by columns
            plain = solid(plain)
        # As a reader would mark them: with the quotation that opens them, and with the marks that close them.
        for sentence in re.findall(
            r"(?:[^。！？!?\n]*[。！？!?…]+[”’）)]+(?=[^“‘（\s]))?[^。！？!?\n]*[。！？!?]+[”’）)]*", plain
        ):
            sentence = solid(sentence)
            if len(sentence) < 6 or re.search(r"““|””", sentence):
                continue
            total += 1
            if any(sentence in passage for passage in found):
                continue
            if any(line in sentence for line in apart) or re.search(r"[（(][^（）()]{2,5}[）)]", sentence[:12]):
                aside += 1
            else:
                broken.append(sentence)
    print(f"{total - len(broken)} of {total} sentences are whole, {aside} have a heading before them")
    assert total > 780
    assert aside < 0.06 * total
    assert broken == []
