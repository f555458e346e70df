"""English questions: told from Chinese ones, turned into Chinese terms, and measured on the question sets."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Assistant
from qa.dictionary import base_forms, by_pinyin, look_up, spelled_in_documents, syllables
from qa.english import is_english, to_chinese_terms, translate

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
PARK = "青松软件园入驻企业320家，其中独角兽企业4家，营业收入61亿元，研发投入占比8%，员工1.2万人，云岭产业园另计。"

MIXED = "how many what of in the park 2023 may first quarter per 10,000 revenue Xi'an total 4th ( ) , ?"


def known(word: str) -> bool:
    return word in PARK


@pytest.mark.parametrize(
    "question",
    [
        "How many companies are in the park?",
        "What is the revenue?",
        "total floor area of incubators",
        "When was IC PARK founded?",
        "What was the revenue of Qingsong Park (青松软件园) in 2023?",
        "revenue of 青松软件园 in the first quarter of 2024",
    ],
)
def test_english_is_recognised(question: str) -> None:
    assert is_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "IASP是什么",
        "IC PARK有多少家企业？",
        "GDP",
        "IC PARK",
        "",
        "？",
        "2023",
        "R&D投入多少",
        "AI和IC企业各有几家",
        "BYD去年卖了多少辆车",
    ],
)
def test_chinese_with_latin_names_is_not_english(question: str) -> None:
    assert not is_english(question)


@pytest.mark.parametrize(
    ("term", "chinese"),
    [
        ("revenue", "收入"), ("unicorn", "独角兽"), ("patents", "专利"), ("companies", "企业"), ("employees", "员工"),
        ("general manager", "总经理"), ("research and development", "研发"), ("centre", "中心"), ("programmes", "计划"),
        ("Hungary", "匈牙利"), ("industrial parks", "工业园区"), ("sold", "销售"), ("tax rate", "税率"),
        ("forum", "论坛"),
        ("population", "人口"), ("hospitals", "医院"), ("subsidies", "补贴"), ("incubators", "孵化器"),
    ],
)  # fmt: skip
def test_a_word_finds_its_chinese(term: str, chinese: str) -> None:
    assert chinese in look_up(term)[:8]


def test_the_usual_word_comes_before_the_rare_one() -> None:
    assert look_up("revenue")[0] == "收入"
    assert look_up("unicorn")[0] == "独角兽"
    assert look_up("xyzzyq") == ()
    assert look_up("operating revenue", whole=True) == ()


def test_forms_of_a_word() -> None:
    assert "company" in base_forms("companies")
    assert "labor" in base_forms("labour")
    assert "center" in base_forms("centres")
    assert "plan" in base_forms("planned")
    assert "organization" in base_forms("organisation")


def test_pinyin_names() -> None:
    assert syllables("Zhongguancun") == ("zhong", "guan", "cun")
    assert syllables("Xi'an") == ("xi", "an")
    assert syllables("Sklodowska") == ()
    assert "中关村" in by_pinyin("Zhongguancun")
    assert spelled_in_documents("Yunling", known) == ("云岭",)
    assert spelled_in_documents("Qingsong", known) == ("青松",)
    assert spelled_in_documents("Beihai", known) == ()


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("What was the revenue of the park in 2023?", "2023年 公园 收入 多少？"),
        ("How many unicorns did Shanghai have in 2022?", "2022年 上海 有 多少 独角兽？"),
        ("Who is the mayor of Shanghai?", "上海 市长 是 谁？"),
        ("What was the total revenue of companies in Q1 2024?", "2024年第一季度 公司 总收入 多少？"),
        ("How many patents per 10,000 employees were there in Shenzhen?", "深圳 多少 每万 员工 专利？"),
        ("When was IASP founded?", "IASP 什么时候 建立？"),
        ("What is the GDP of Xi'an at the end of 2023?", "2023年底 西安 国内生产总值 多少？"),
        ("How many people attended the 3rd forum on 27 April 2024?", "2024年4月27日 有 多少人 出席 第三届 论坛？"),
        ("Why did profits fall last year?", "去年 利润 落下 为什么？"),
        ("What was the revenue of Qingsong Software Park (青松软件园)?", "青松软件园 收入 多少？"),
        ("List the universities in Hangzhou", "杭州 大学 哪些？"),
        ("How many listed companies does the park have?", "公园 有 多少 上市公司？"),
    ],
)
def test_a_question_becomes_chinese(question: str, chinese: str) -> None:
    assert translate(question) == chinese


def test_the_documents_choose_between_alternatives() -> None:
    question = "What was the revenue of enterprises in Qingsong Software Park?"
    assert translate(question, known=known) == "青松 软件园 企业 收入 多少？"
    terms = to_chinese_terms("How many industrial parks does Yunling have?", known=known)
    assert ["云岭"] in [term[:1] for term in terms]
    assert "产业园" in [term[0] for term in terms]


SAMPLE = ROOT / "eval" / "corpus"
OWN: list[tuple[str, str]] = [
    ("How many registered companies did Yunhu Science Park have at the end of 2022?", "在册企业"),
    ("How many national high-tech enterprises does Qingluan High-tech Zone (青峦高新区) have?", "高新技术"),
    ("What was the planned area of Wangyuwan Tech City (望屿湾科技城)?", "规划面积"),
    ("What was the gross industrial output of Qingluan High-tech Zone (青峦高新区) in 2024?", "工业总产值"),
    ("What was the R&D intensity of Qingluan High-tech Zone (青峦高新区) in 2024?", "研发投入强度"),
    ("What were the fixed asset investments of Yunhu Science Park in 2022?", "固定资产投资"),
    ("What was the technology contract turnover of Zhongguancun in 2024?", "技术合同成交额"),
    ("How many specialty industrial parks does Zhongguancun have?", "多少家 特色产业园"),
    ("How many unicorn companies are there in Yunhu Science Park?", "多少家 独角兽企业"),
    ("How many invention patents were granted in Yunhu Science Park in 2021?", "多少件 发明专利"),
    ("How many parking spaces will be added this year?", "车位"),
    ("Who chaired the meeting on parking problems?", "主持"),
    ("Who is the moderator of the roundtable?", "主持人"),
    ("When was Qifan Hydrogen (启帆氢能) founded?", "成立"),
    ("How many incubators are in Yunhu Science Park?", "孵化器"),
    ("What is the tax revenue of Wangyuwan Tech City (望屿湾科技城) in 2024?", "税收"),
    ("How much is the standard factory rent?", "租金"),
    ("How many robots did Xingqiao Robotics (星桥机器人) deliver last year?", "交付"),
    ("How many unicorns were there according to the 2025 conference?", "报道"),
    ("What is the total operating revenue of Yunhu Science Park?", "营业总收入"),
    ("What was the operating revenue of Qingluan in 2024?", "营业收入"),
    ("How many talent apartments will be built?", "人才 公寓"),
]


@pytest.mark.parametrize(("question", "chinese"), OWN)
def test_terms_of_the_trade_are_those_of_the_documents(question: str, chinese: str, sample: Assistant) -> None:
    assert chinese in translate(question, known=sample.store.holds)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many registered companies did Yunhu Science Park have at the end of 2022?", "2140家"),
        ("How many invention patents were granted in Yunhu Science Park in 2021?", "1204件"),
        ("What is the tax revenue of Wangyuwan Tech City (望屿湾科技城) in 2024?", "12.9亿元"),
        ("How many parking spaces will be added this year?", "4000个"),
    ],
)
def test_english_questions_find_the_figure(question: str, figure: str, sample: Assistant) -> None:
    assert figure in (sample.ask(question).value or "")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.from_documents([SAMPLE], store=tmp_path_factory.mktemp("sample"))


def test_a_latin_name_that_only_the_dictionary_has_gives_way() -> None:
    assert "比亚迪" in translate("How many cars did BYD sell?", known=lambda word: word in "比亚迪卖出汽车")
    assert "BYD" in translate("How many cars did BYD sell?", known=lambda word: word in "byd卖出汽车")


def test_names_and_numbers_stay() -> None:
    got = translate("How many patents did ACME file with WIPO in May 2021, among 3 billion yuan of projects?")
    assert "ACME" in got
    assert "WIPO" in got
    assert "2021年5月" in got
    assert "30亿 元" in got


def test_nothing_is_read_before_it_is_needed() -> None:
    code = (
        "import qa.english, qa.dictionary as d; qa.english.is_english('What is it?');"
        "assert d._entries.cache_info().currsize == 0; d.look_up('park'); assert d._entries.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_survived(text: str) -> None:
    is_english(text)
    assert translate(text) == translate(text)
    assert all(term and all(term) for term in to_chinese_terms(text))


@given(st.lists(st.sampled_from(MIXED.split()), max_size=10))
@settings(max_examples=100, deadline=None)
def test_any_mix_of_the_words_that_matter_is_survived(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert translate(text, known=known).endswith("？")


def coverage(questions: Path, folder: Path) -> tuple[int, int]:
    """How many terms of the English questions have an alternative in the documents, and how many terms there are."""
    text = re.sub(
        r"\s", "", "".join(p.read_text(encoding="utf-8", errors="ignore") for p in sorted(folder.glob("*.txt")))
    )
    hits = total = 0
    for line in questions.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        if question["category"] == "english":
            terms = to_chinese_terms(question["question"], known=lambda word: word in text)
            total += len(terms)
            hits += sum(any(word in text for word in term) for term in terms)
    return hits, total


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the first users' documents are not here")
def test_most_terms_of_the_seed_questions_stand_in_the_documents() -> None:
    hits, total = coverage(ROOT / "eval" / "seeds.jsonl", SEEDS)
    print(f"english terms with an alternative in the documents: {hits} of {total}")
    assert total >= 30
    assert hits / total >= 0.8


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("What share of companies in Shanghai are multinationals?", "上海 公司 跨国 占 百分之多少？"),
        ("How many companies are based in Shanghai?", "上海 多少 公司？"),
        ("How many people work in Shanghai?", "上海 多少 员工？"),
        ("How many companies have a revenue above 5 million yuan?", "收入 超过 500万 元 有 多少 公司？"),
    ],
)
def test_english_turns_of_phrase_become_those_of_chinese(question: str, chinese: str) -> None:
    assert translate(question) == chinese


def test_keywords_without_chinese_are_english() -> None:
    assert is_english("zgc companies R&D spending 2024")
    assert not is_english("IC PARK CEO")


@pytest.mark.parametrize(
    "question",
    ["I need the share of women in the park", "What is the proportion of women in the park?"],
)
def test_the_share_of_something_is_asked_in_percent(question: str) -> None:
    assert "占 百分之多少" in translate(question)
