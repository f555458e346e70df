"""Words of everyday speech against words of reports: which may stand for each other, and which must not."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import synonyms
from index.glosses import glosses
from index.synonyms import best_similarities, comparable, nearest, similarity

ALIKE = """
公家 政府|衙门 机关|行当 行业|买卖 生意|铺子 店铺|摊子 摊位|饭碗 工作|打工 务工|打工人 员工|跳槽 离职
炒鱿鱼 解雇|花销 支出|本钱 成本|赚头 利润|家底 资产|存钱 储蓄|攒钱 储蓄|涨价 提价|降价 减价|打折 优惠
甩卖 促销|房钱 租金|房东 业主|租客 租户|盖房 建房|翻修 改造|修路 筑路|堵塞 拥堵|公交车 巴士|的士 出租车
单车 自行车|轿车 小汽车|坐车 乘车|出门 出行|运货 货运|拉货 运输|瓜果 水果|庄稼 农作物|种地 耕种|口粮 粮食
养老院 敬老院|幼儿 儿童|娃娃 孩子|爹 父亲|妈妈 母亲|媳妇 妻子|岁数 年龄|年纪 年龄|个头 身高|吃药 服药
打针 注射|医治 治疗|大夫 医师|毛病 疾病|瘟疫 传染病|过世 逝世|受伤 损伤|落榜 落选|教书 教学|上课 授课
校友 同学|大学 高校|课堂 教室|夺冠 获胜|比拼 竞争|头名 第一名|拿奖 获奖|挑选 选拔|碰头 会面|谈判 磋商
聊天 交谈|点头 同意|答应 承诺|保证 确保|动手 着手|筹办 筹备|开办 创办|办厂 建厂|停工 停产|裁员 减员
赶上 追上|比得上 媲美|眼下 目前|往后 今后|从前 过去|常常 经常|差不多 大约|光 仅|顶尖 一流|拔尖 领先
牢靠 可靠|省电 节能|排污 排放|脏水 污水|发电 供电|山火 火灾|地动 地震|暴雨 强降雨|缺水 干旱|坏掉 损坏
"""
UNLIKE = """
涨价 降价|买方 卖方|租客 房东|顾客 店员|雇员 雇主|打工 创业|储蓄 借贷|税前 税后|净利 毛利|固定资产 流动资产
营业收入 营业成本|收入 税金|增收 减收|超支 结余|扩招 裁员|开幕 闭幕|开盘 收盘|入园 离园|起飞 降落|出境 入境
发货 收货|寄出 收到|上传 下载|升级 降级|加息 降息|增产 减产|丰收 歉收|晴天 雨天|高温 低温|干旱 洪涝
上游 下游|东部 西部|沿海 内陆|城区 郊区|山区 平原|河流 湖泊|森林 草原|老虎 狮子|鸡蛋 牛奶|茶叶 咖啡
小麦 棉花|钢材 水泥|铁矿 煤矿|风电 光伏|发电 用电|电池 电机|汽车 轮船|客运 货运|地铁 高铁|机场 港口
校长 学生|大学 中学|语文 数学|物理 历史|讲座 展览|论文 专利|专利 商标|院士 博士|父亲 母亲|丈夫 妻子
老年 青年|男生 女生|医院 学校|药品 器械|内科 外科|患者 医生|疫苗 手术|高血压 糖尿病|治愈 死亡|出院 住院
胜诉 败诉|原告 被告|法官 律师|省长 市长|党委 政府|国企 民企|内资 外资|中央 地方|立项 结题|签约 解约
面积 产值|人口 收入|企业 专利|增速 占比|速度 温度|总数 平均数|最高 最低|首位 末位|绝对 相对|必须 禁止
广州 深圳|海淀 朝阳|法国 德国|华为 小米|周一 周二|上午 下午|春天 冬天|一百 两百|公里 公斤|美元 欧元
"""


def pairs(table: str) -> list[tuple[str, str]]:
    rows = [pair.split() for line in table.strip().splitlines() for pair in line.split("|")]
    return [(a, b) for a, b in rows]


def area_under_curve(good: list[float], bad: list[float]) -> float:
    """The chance that a good pair scores above a bad one, ties counting half."""
    wins = [(g > b) + 0.5 * (g == b) for g, b in product(good, bad)]
    return sum(wins) / len(wins)


def test_table_is_large_and_was_not_trained_on() -> None:
    assert len(pairs(ALIKE)) >= 60
    assert len(pairs(UNLIKE)) >= 60
    labels = Path(synonyms.__file__).parent / "model" / "synonym_pairs.tsv"
    trained = {frozenset(line.split("\t")[:2]) for line in labels.read_text(encoding="utf-8").splitlines()}
    shared = [pair for pair in pairs(ALIKE) + pairs(UNLIKE) if frozenset(pair) in trained]
    assert shared == []


def test_near_synonyms_score_above_siblings_and_antonyms(capsys: pytest.CaptureFixture[str]) -> None:
    good = [similarity(a, b) for a, b in pairs(ALIKE)]
    bad = [similarity(a, b) for a, b in pairs(UNLIKE)]
    auc = area_under_curve(good, bad)
    accepted, wrong = sum(s >= 0.5 for s in good), sum(s >= 0.5 for s in bad)
    with capsys.disabled():
        print(f"\nAUC {auc:.3f}; accepted at 0.5: {accepted} of {len(good)} alike, {wrong} of {len(bad)} unlike")
        print(
            "alike, missed:",
            " ".join(f"{a}/{b} {s:.2f}" for (a, b), s in zip(pairs(ALIKE), good, strict=True) if s < 0.5),
        )
        print(
            "unlike, accepted:",
            " ".join(f"{a}/{b} {s:.2f}" for (a, b), s in zip(pairs(UNLIKE), bad, strict=True) if s >= 0.5),
        )
    assert auc >= 0.83
    assert accepted >= 0.5 * len(good)
    assert wrong <= 0.05 * len(bad)


@pytest.mark.parametrize(
    "pair", ["北京 上海", "海淀 朝阳", "华为 小米", "2023 2024", "三 四", "亿元 万元", "周一 周二", "ai gdp", "张 李"]
)
def test_names_numbers_units_and_times_are_like_nothing_but_themselves(pair: str) -> None:
    a, b = pair.split()
    assert similarity(a, b) == 0
    assert similarity(a, a) == 1


def test_width_case_and_traditional_characters_do_not_matter() -> None:
    assert similarity("ＧＤＰ", "gdp") == 1
    assert similarity("開業", "开业") == 1
    assert similarity("開業", "开张") == similarity("开业", "开张")


def test_a_word_that_the_table_lacks_is_read_by_its_parts_and_glosses() -> None:
    assert similarity("大货车", "卡车") > similarity("大货车", "食堂")
    assert similarity("营收", "营业收入") >= 0.5


def test_nearest_words_come_best_first_without_the_word_itself() -> None:
    found = nearest("开业", 5)
    scores = [score for _, score in found]
    assert len(found) == 5
    assert scores == sorted(scores, reverse=True)
    assert "开业" not in dict(found)
    assert all(similarity("开业", word) == pytest.approx(score, abs=1e-5) for word, score in found)
    assert nearest("北京", 5) == []
    assert nearest("开业", 0) == []


def test_nothing_compared_with_something_is_an_empty_array() -> None:
    assert best_similarities([], ["开业"]).shape == (0, 1)
    assert best_similarities(["开业"], []).shape == (1, 0)


WORD = st.one_of(st.sampled_from([w for p in pairs(ALIKE) + pairs(UNLIKE) for w in p]), st.text(max_size=6))


@given(st.lists(WORD, min_size=1, max_size=5), st.lists(WORD, min_size=1, max_size=5))
def test_similarity_is_symmetric_bounded_and_the_same_alone_and_together(left: list[str], right: list[str]) -> None:
    table = best_similarities(left, right)
    assert table.shape == (len(left), len(right))
    assert np.isfinite(table).all()
    assert ((table >= 0) & (table <= 1)).all()
    assert np.allclose(table, best_similarities(right, left).T, atol=1e-5)
    assert table[0, 0] == pytest.approx(similarity(left[0], right[0]), abs=1e-5)


def test_no_word_that_may_be_alike_is_left_out_of_what_is_compared() -> None:
    own = [word for pair in pairs(ALIKE) + pairs(UNLIKE) for word in pair]
    words = list(dict.fromkeys([*own, *synonyms._table().names[::40], "北京", "大货车", "营业收入", "第三季度", "gdp"]))
    for start in range(0, len(own), 16):
        terms = own[start : start + 8]
        compared = comparable(terms, words, 0.3)
        assert len(compared) < len(words) / 2
        alike = np.flatnonzero((best_similarities(terms, words) >= 0.3).any(axis=0)).tolist()
        assert set(alike) <= set(compared)
    assert comparable([], words, 0.3) == comparable(own, [], 0.3) == []


def test_glosses_tell_proper_names_and_follow_abbreviations() -> None:
    assert not glosses("北京").common
    assert glosses("开业").common
    assert "重型卡车" in glosses("重卡").full
    assert not glosses("没有这个词").listed
