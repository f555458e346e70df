"""Quantities: which value, unit, kind and qualifier is read, what is left alone, what holds for any text."""

from decimal import Decimal
from pathlib import Path

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quantities import find_quantities, normalize_unit, same_value
from index.types import Kind, Qualifier, Quantity
from index.units import UNITS as UNITS_KNOWN

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
K, Q = Kind, Qualifier


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind", "qualifier"),
    [
        ("共有1,234.5吨", "1234.5", "吨", K.MASS, Q.EXACT),
        ("全角３２万件", "320000", "件", K.COUNT, Q.EXACT),
        ("申请62.5万件", "625000", "件", K.COUNT, Q.EXACT),
        ("规模达3.4万亿", "3400000000000", "", K.OTHER, Q.EXACT),
        ("收入近8万亿元", "8000000000000", "元", K.MONEY, Q.NEARLY),
        ("入驻4200余家", "4200", "家", K.COUNT, Q.OVER),
        ("带动上百家企业", "100", "家", K.COUNT, Q.AT_LEAST),
        ("吸引百余位专家", "100", "位", K.COUNT, Q.OVER),
        ("约十二点六万册", "126000", "册", K.COUNT, Q.ABOUT),
        ("三千六百人", "3600", "人", K.COUNT, Q.EXACT),
        ("增加七成以上", "70", "%", K.PERCENT, Q.AT_LEAST),
        ("占六成五", "65", "%", K.PERCENT, Q.EXACT),
        ("玖仟叁佰捌拾柒亿陆仟伍佰肆拾叁万贰仟壹佰玖拾捌元", "938765432198", "元", K.MONEY, Q.EXACT),
        ("系数为.83", "0.83", "", K.OTHER, Q.EXACT),
        ("4万零6百人", "40600", "人", K.COUNT, Q.EXACT),
        ("七分之叁", str(Decimal(3) / 7), "", K.RATIO, Q.EXACT),
        ("涨了七毛钱", "0.7", "元", K.MONEY, Q.EXACT),
        ("每度六角八分", "0.68", "元", K.MONEY, Q.EXACT),
        ("贵了九分钱", "0.09", "元", K.MONEY, Q.EXACT),
        ("回落四个半百分点", "4.5", "个百分点", K.PERCENTAGE_POINT, Q.EXACT),
        ("处理6万标准立方米", "60000", "标准立方米", K.OTHER, Q.EXACT),
        ("打八五折", "85", "%", K.PERCENT, Q.EXACT),
        ("约五分之三", "0.6", "", K.RATIO, Q.ABOUT),
        ("占全市的1/4", "0.25", "", K.RATIO, Q.EXACT),
        ("超过一半", "0.5", "", K.RATIO, Q.OVER),
        ("百分之四十二点五", "42.5", "%", K.PERCENT, Q.EXACT),
        ("千分之七", "7", "‰", K.PERCENT, Q.EXACT),
        ("下降９.6％", "9.6", "%", K.PERCENT, Q.EXACT),
        ("增速为-2.4%", "-2.4", "%", K.PERCENT, Q.EXACT),
        ("提高4.2个百分点", "4.2", "个百分点", K.PERCENTAGE_POINT, Q.EXACT),
        ("是上年的3.6倍", "3.6", "倍", K.MULTIPLE, Q.EXACT),
        ("产值翻两番", "4", "倍", K.MULTIPLE, Q.EXACT),
        ("产值翻了一番", "2", "倍", K.MULTIPLE, Q.EXACT),
        ("地均300亿元/平方公里", "30000000000", "元/平方公里", K.MONEY, Q.EXACT),
        ("每年210.5件/万人", "210.5", "件/万人", K.COUNT, Q.EXACT),
        ("排全球第12名", "12", "名", K.RANK, Q.EXACT),
        ("入选民企100强", "100", "强", K.RANK, Q.EXACT),
        ("全国排名第三。", "3", "", K.RANK, Q.EXACT),
        ("位居前十位，", "10", "位", K.RANK, Q.EXACT),
        ("续航不低于800公里", "800", "公里", K.LENGTH, Q.AT_LEAST),
        ("占地1.5万亩", "15000", "亩", K.AREA, Q.EXACT),
        ("跑了240千米", "240", "千米", K.LENGTH, Q.EXACT),
        ("装机50万千瓦", "500000", "千瓦", K.OTHER, Q.EXACT),
        ("重2.5千克", "2.5", "千克", K.MASS, Q.EXACT),
        ("历时两年半", "2.5", "年", K.DURATION, Q.EXACT),
        ("等了一个半小时", "1.5", "个小时", K.DURATION, Q.EXACT),
        ("用时3个多月", "3", "个月", K.DURATION, Q.OVER),
        ("24小时营业", "24", "小时", K.DURATION, Q.EXACT),
        ("气温零下8度", "-8", "摄氏度", K.TEMPERATURE, Q.EXACT),
        ("加热到1200℃", "1200", "℃", K.TEMPERATURE, Q.EXACT),
        ("投入15元左右", "15", "元", K.MONEY, Q.ABOUT),
        ("不足二十万元", "200000", "元", K.MONEY, Q.UNDER),
        ("预计突破六千亿元", "600000000000", "元", K.MONEY, Q.OVER),
        ("力争达到90%", "90", "%", K.PERCENT, Q.PLANNED),
        ("预计达到90%", "90", "%", K.PERCENT, Q.ESTIMATED),
        ("不超过30天", "30", "天", K.DURATION, Q.AT_MOST),
        ("五元三角", "5.3", "元", K.MONEY, Q.EXACT),
        ("面积约 1860 平方米", "1860", "平方米", K.AREA, Q.ABOUT),
        ("成交 72\n亿元", "7200000000", "元", K.MONEY, Q.EXACT),
        ("三百萬個零件", "3000000", "个", K.COUNT, Q.EXACT),
        ("五大板块", "5", "大", K.COUNT, Q.EXACT),
        ("大于或等于3，120", "3120", "", K.OTHER, Q.AT_LEAST),
        ("实际支出71，640.50元", "71640.5", "元", K.MONEY, Q.EXACT),
        ("募集两个亿美元", "200000000", "美元", K.MONEY, Q.EXACT),
        ("投了三个亿", "300000000", "", K.OTHER, Q.EXACT),
        ("投资近5个亿元建设厂房", "500000000", "元", K.MONEY, Q.NEARLY),
        ("投资5个亿元的项目", "500000000", "元", K.MONEY, Q.EXACT),
        ("报销6佰元", "600", "元", K.MONEY, Q.EXACT),
        ("付了七块四毛二", "7.42", "元", K.MONEY, Q.EXACT),
        ("只剩三块零六", "3.06", "元", K.MONEY, Q.EXACT),
        ("贰仟零伍拾元叁角", "2050.3", "元", K.MONEY, Q.EXACT),
        ("年满18周岁（含）以上", "18", "周岁", K.OTHER, Q.AT_LEAST),
        ("历时4年零3个月", "4.25", "年", K.DURATION, Q.EXACT),
        ("全程1小时45分钟", "1.75", "小时", K.DURATION, Q.EXACT),
        ("用了2小时30分。", "2.5", "小时", K.DURATION, Q.EXACT),
        ("重四斤八两", "4.8", "斤", K.MASS, Q.EXACT),
        ("身高1米82", "1.82", "米", K.LENGTH, Q.EXACT),
        ("全长6公里200米", "6.2", "公里", K.LENGTH, Q.EXACT),
        ("等了三个半星期", "3.5", "个星期", K.DURATION, Q.EXACT),
        ("公示期120日", "120", "日", K.DURATION, Q.EXACT),
        ("买了半公斤", "0.5", "公斤", K.MASS, Q.EXACT),
        ("超过半数", "0.5", "", K.RATIO, Q.OVER),
        ("回落了2个点", "2", "个百分点", K.PERCENTAGE_POINT, Q.EXACT),
        ("调研了2个点", "2", "个", K.COUNT, Q.EXACT),
        ("提高 三 个 百 分 点", "3", "个百分点", K.PERCENTAGE_POINT, Q.EXACT),
        ("占 八 点 五 成", "85", "%", K.PERCENT, Q.EXACT),
        ("百分之负三点一", "-3.1", "%", K.PERCENT, Q.EXACT),
        ("十亿分之七", "7E-9", "", K.RATIO, Q.EXACT),
        ("算力达1.6万P", "16000", "P", K.OTHER, Q.EXACT),
        ("电视为55吋", "55", "吋", K.LENGTH, Q.EXACT),
        ("实缴港幣20億元", "2000000000", "港元", K.MONEY, Q.EXACT),
        ("室温26攝氏度", "26", "摄氏度", K.TEMPERATURE, Q.EXACT),
        ("水深5米多。", "5", "米", K.LENGTH, Q.OVER),
        ("产能全国前五。", "5", "", K.RANK, Q.EXACT),
        ("more than 1.5 trillion yuan", "1500000000000", "元", K.MONEY, Q.OVER),
        ("rose by 12.5 percent", "12.5", "%", K.PERCENT, Q.EXACT),
    ],
)
def test_reads(text: str, value: str, unit: str, kind: Kind, qualifier: Qualifier) -> None:
    found = only(text)
    assert (found.value, found.unit, found.kind, found.qualifier) == (Decimal(value), unit, kind, qualifier)
    assert found.low is None
    assert found.high is None


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "unit"),
    [
        ("占60%-75%之间", "60%-75%", 60, 75, "%"),
        ("占60—75%", "60—75%", 60, 75, "%"),
        ("称取15到25克", "15到25克", 15, 25, "克"),
        ("需要3至5年", "3至5年", 3, 5, "年"),
        ("奖励3-5万元", "3-5万元", 30_000, 50_000, "元"),
        ("奖励8000元至1万元", "8000元至1万元", 8_000, 10_000, "元"),
        ("一万至两万", "一万至两万", 10_000, 20_000, ""),
        ("动员数千人", "数千人", 2_000, 9_000, "人"),
        ("来了七八十人", "七八十人", 70, 80, "人"),
        ("十几项成果", "十几项", 11, 19, "项"),
        ("约有三五家", "约有三五家", 3, 5, "家"),
        ("约六至七成", "约六至七成", 60, 70, "%"),
        ("两到四万元", "两到四万元", 20_000, 40_000, "元"),
        ("五百至八百亿元", "五百至八百亿元", 50_000_000_000, 80_000_000_000, "元"),
        ("一千到两千万元", "一千到两千万元", 10_000_000, 20_000_000, "元"),
        ("六百到一千二百人", "六百到一千二百人", 600, 1_200, "人"),
        ("2——3万港币", "2——3万港币", 20_000, 30_000, "港币"),
        ("5万元--8万元", "5万元--8万元", 50_000, 80_000, "元"),
        ("3万(含)-6万元", "3万(含)-6万元", 30_000, 60_000, "元"),
        ("介于12%与15%之间", "12%与15%", 12, 15, "%"),
        ("介于30和45之间", "30和45", 30, 45, ""),
        ("增长了数倍", "数倍", 2, 9, "倍"),
        ("下降几个百分点", "几个百分点", 2, 9, "个百分点"),
    ],
)
def test_reads_ranges(text: str, surface: str, low: int, high: int, unit: str) -> None:
    found = only(text)
    assert (found.surface, found.low, found.high, found.unit) == (surface, low, high, unit)
    assert found.value == Decimal(low + high) / 2


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("人民币300万元", "3000000", "CNY"),
        ("合资4.2亿元人民币", "420000000", "CNY"),
        ("￥199", "199", "CNY"),
        ("US$5亿", "500000000", "USD"),
        ("三千万美金", "30000000", "USD"),
        ("80亿港币", "8000000000", "HKD"),
        ("2万亿韩元", "2000000000000", "KRW"),
        ("15欧元/吨", "15", "EUR"),
        ("伍拾万元整", "500000", "CNY"),
        ("新台币320亿元", "32000000000", "TWD"),
        ("港币八百元", "800", "HKD"),
        ("人民币八百元", "800", "CNY"),
    ],
)
def test_reads_currencies(text: str, value: str, currency: str) -> None:
    found = only(text)
    assert (found.value, found.kind, found.currency) == (Decimal(value), Kind.MONEY, currency)


@pytest.mark.parametrize(
    "text",
    [
        "一些企业一般统一使用，万一出错十分麻烦",
        "一带一路与三医联动，百花齐放，千方百计",
        "成千上万，五花八门，四面八方，一一落实",
        "5G网络、G7峰会、H49车型、A4纸、F-35与COVID-19",
        "园区3.0时代，工业4.0，软件1.2.10版",
        "第一批、第三届、第12期、第5条、第二十届中央委员会",
        "2024年5月1日，5月，15日，3月4日至9日",
        "二〇二四年八月，十二月三十日，三月底",
        "2019年、2021年和2023年，2015-2024年，1-7月",
        "上午9点开始，18:30结束，09：00-12：20",
        "以3:2取胜，比分2比1，3-0",
        "电话13912345678或010-62345678、400-810-1234",
        "“十四五”规划，十三五期间，二十大报告",
        "上世纪80年代，21世纪，90后，95后",
        "从0到1，“1+6”体系，3+X模式",
        "10号线，北京西路25号，京政发〔2023〕8号",
        "1、总则；2.范围；（3）附则",
        "见图3和表2，注1：略",
        "https://example.com/2023/08/a15b20.html",
        "2024中关村论坛，2023级新生，2023-2024赛季",
        "前三季度，前7个月，一季度",
        "大陆一直以来，收拾好，伍先生",
        "签约仪式，节约用水，附近居民",
        "I A S P 2 0 2 5 4 2",
        "二手车，红十字会，周三下午，三十四中学",
        "这是一种办法，它是一座城，作为一名党员，成为一个问题",
        "调研几个点，比分2∶1，画质1080P",
        "2.1项目概况\n3.2 研发投入情况\n",
        "“12333”热线，“211”高校",
        "邮编100195，代码600123，a123456@example.com",
        "",
        "   \n\t",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("签约50个项目", ["50个"]),
        ("节约20%", ["20%"]),
        ("附近3家", ["3家"]),
        ("打破30项纪录", ["30项"]),
        ("大陆一百家", ["一百家"]),
        ("从40%提高到65%", ["40%", "65%"]),
        ("近三年培育90家", ["三年", "90家"]),
        ("其中一级2家、二级5家", ["2家", "5家"]),
        ("40家园区", ["40家"]),
        ("超500万人口", ["超500万人口"]),
        ("GDP突破4.5万亿元", ["突破4.5万亿元"]),
        ("每平方公里产出90亿元", ["90亿元"]),
        ("4个百亿企业", ["4个"]),
        ("千亿级集群2个", ["千亿级", "2个"]),
        ("三年两个月", ["三年两个月"]),
        ("一年三个月", ["一年", "三个月"]),
        ("每天8小时、每周5天", ["8小时", "5天"]),
        ("分别为3、120家", ["3", "120家"]),
        ("建成一座厂", ["一座"]),
    ],
)
def test_surfaces(text: str, surfaces: list[str]) -> None:
    assert [q.surface for q in find_quantities(text)] == surfaces


def test_qualifier_is_kept_as_written() -> None:
    assert only("将近300家").qualifier_surface == "将近"
    assert only("300家左右").qualifier_surface == "左右"
    assert only("300多家").qualifier_surface == "多"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("3公里", "3000米", True),
        ("1万亿元", "10000亿元", True),
        ("35%", "百分之三十五", True),
        ("35%", "三成五", True),
        ("一半", "50%", True),
        ("五分之一", "20%", True),
        ("2万亿", "2万亿元", True),
        ("64家", "64个", True),
        ("64家", "64户", True),
        ("500平方千米", "500平方公里", True),
        ("3年", "36个月", True),
        ("10亩", "10亩", True),
        ("3到5年", "3—5年", True),
        ("20万元/平方千米", "20万元/平方公里", True),
        ("64家", "65家", False),
        ("64家", "64人", False),
        ("5亿元", "5亿美元", False),
        ("5%", "5个百分点", False),
        ("5%", "5倍", False),
        ("500强", "500家", False),
        ("3到5年", "4年", False),
        ("9万亿", "9万亿公里", False),
    ],
)
def test_same_value(a: str, b: str, same: bool) -> None:
    assert same_value(only(a), only(b)) is same
    assert same_value(only(b), only(a)) is same


@pytest.mark.parametrize(
    ("unit", "normal"),
    [
        ("平方千米", "平方公里"),
        ("人民币", "元"),
        ("美金", "美元"),
        ("個", "个"),
        ("个月", "月"),
        ("个百分点", "百分点"),
        ("km", "公里"),
        ("元/平方千米", "元/平方公里"),
        ("没见过", "没见过"),
        ("", ""),
    ],
)
def test_normalize_unit(unit: str, normal: str) -> None:
    assert normalize_unit(unit) == normal


WRITTEN = st.sampled_from(["plain", "commas", "wide", "han", "formal"])
UNITS = st.sampled_from(["家", "亿元", "万人", "平方米", "%", "美元", "件", "小时", "吨", "倍"])
SCALES = {"亿元": 10**8, "万人": 10**4}


def written(number: int, form: str) -> str:
    if form == "commas":
        return f"{number:,}"
    if form == "wide":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if form in ("han", "formal"):
        return cn2an.an2cn(number, "low" if form == "han" else "up")
    return str(number)


@given(st.integers(min_value=11, max_value=9999), WRITTEN, UNITS, st.sampled_from(["", " "]))
def test_reads_back_generated_quantities(number: int, form: str, unit: str, gap: str) -> None:
    found = only(f"去年实现{written(number, form)}{gap if form == 'plain' else ''}{unit}，再创新高。")
    assert found.value == number * SCALES.get(unit, 1)


PIECES = [
    "2024",
    "3.5",
    "十",
    "两",
    "百",
    "1,000",
    "近",
    "约",
    "-",
    "至",
    "多",
    "半",
    "/",
    "每",
    "第",
    "个",
    "强",
    "折",
    "块5",
    "月",
]
ANY = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*PIECES, *UNITS_KNOWN]), max_size=12).map("".join),
    st.text(alphabet="一二两三十百千万亿零点几数余多成折倍强第前约近超0123456789.,%-—至到年月日家个元/ \n分之半翻番负"),
)


@given(ANY)
def test_holds_for_any_text(text: str) -> None:
    end = 0
    for q in find_quantities(text):
        assert end <= q.start < q.end <= len(text)
        assert text[q.start : q.end] == q.surface
        assert (q.low is None) == (q.high is None)
        assert q.low is None or q.high is None or q.low < q.high
        assert (q.currency is not None) == (q.kind is Kind.MONEY)
        assert same_value(q, q)
        end = q.end


@pytest.mark.parametrize(
    "unit", ["1", "一", "壹", "万", "1,", "1.", "1-", "1年", "十万", "一分之", "超过", "1至", "第一", " "]
)
def test_long_runs_are_read_in_linear_time(unit: str) -> None:
    assert find_quantities(unit * (100_000 // len(unit))) is not None  # quadratic time would not end


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="no seeds here")
def test_figures_of_the_seeds() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    found = {(q.value, q.unit) for q in find_quantities(text)}
    expected = [
        ("478500000000", "元"),
        ("174.7", "件"),
        ("1200000000000", "元"),
        ("2405", "平方米"),
        ("815000", "件"),
        ("1000", "公里"),
        ("28", "%"),
        ("2.4", "倍"),
        ("40", "家"),
        ("47", "名"),
        ("88600000000", "元/平方公里"),
    ]
    assert [e for e in expected if (Decimal(e[0]), e[1]) not in found] == []
    surfaces = {q.surface for q in find_quantities(text)}
    assert not surfaces & {"49", "5G", "2024", "2025"}
