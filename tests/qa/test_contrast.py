"""Figures told side by side: of which thing, which kind, for which size, which way they went."""

import pytest

from qa import Assistant
from qa.types import Status

REPORT = """青澜市东屏新区2024年经济运行公报

全年粮食产量41.2万吨，增长2.6%；油料产量8.7万吨，下降4.1%；蔬菜产量96.5万吨，增长3.3%。
年末农商银行存款余额612.4亿元，比年初增加58.9亿元；贷款余额488.3亿元，增长13.7%。
年末在册科技企业918家，全年新登记133家。商标注册2410件，其中证明商标86件，增长9.5%。
建有国家级示范农场6家、省级示范农场31家，国家级博物馆2家。
一般公共预算收入58.6亿元，同口径增长4.4%，其中税收收入47.1亿元，占80.4%。一般公共预算支出77.9亿元，下降3.5%。
全年用水量3.4亿立方米，其中农业用水1.9亿立方米，下降2.2%。
云栖渡口改造完成投资1.7亿元。
全年签约项目94个，其中5亿元以上项目17个、20亿元以上项目3个。
一季度港口集团营业收入9.31亿元，完成全年预算的21.7%，同比增长12.5%；净利润1.14亿元，同比增长6.2%。其中仓储板块收入3.05亿元。
截至3月末，港口集团资产总额214.6亿元。应急基金规模2亿元，去年代偿11笔、3150万元。
"""
TALK = """东屏港务有限公司2024年度业绩说明会实录
时间：2025年4月16日 14:30—16:00

主持人：先请许总介绍。
许总：截至去年底，整体泊位利用率78.4%，散货是71.2%，集装箱最高，88.6%。去年进出口货值61亿元，其中出口39亿元、增长8.8%。
许总：新进设备12台，投入6400万元，其中无人集卡2台960万元。本地货源占比首次过半，达到52.7%。
许总：三级修造船厂总数达到4家。每千人口有码头工人2.7人。
"""
REVIEW = """栖梧县2025年政府工作报告
——2025年1月8日在栖梧县第九届人民代表大会第三次会议上　县长 尤清扬

过去一年，茶叶产量达到1.9万吨，增长4.2%。
"""
MEASURES = """东屏新区扶持民宿若干措施

第一条 对年营业收入首次突破200万元、500万元、1000万元的民宿，分别给予5万元、12万元、30万元奖励。
第二条 对新评定的国家级、省级民宿，分别给予80万元、35万元资助；对新评定的国家级、省级农庄，分别给予60万元、25万元资助。
第三条 对新引进的厨师、管家、保洁员，分别给予每月1800元、1200元、600元的住房补贴。
第五条 民宿贷款贴息从最高3万元提高到8万元；开业补贴由每家2万元调整为4万元。
第四条 对在线上平台开店的民宿，给予最高9万元补助，在车站设点的给予最高4万元补助。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("contrast")
    (folder / "公报.txt").write_text(REPORT, encoding="utf-8")
    (folder / "实录.txt").write_text(TALK, encoding="utf-8")
    (folder / "报告.txt").write_text(REVIEW, encoding="utf-8")
    (folder / "措施.txt").write_text(MEASURES, encoding="utf-8")
    return Assistant.from_documents([str(folder)])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        # another thing of the sentence grew, or has the figure
        ("油料产量增长多少？", "下降4.1%"),
        ("油料产量下降了多少？", "4.1%"),
        ("粮食产量增速是多少？", "2.6%"),
        ("存款余额增长了多少？", "58.9亿元"),
        ("贷款余额增长了多少？", "13.7%"),
        ("2024年新登记科技企业多少家？", "133家"),
        ("在册科技企业多少家？", "918家"),
        ("一般公共预算收入增长多少？", "4.4%"),
        ("一般公共预算支出增长多少？", "下降3.5%"),
        ("税收收入占比多少？", "80.4%"),
        ("农业用水增长多少？", "下降2.2%"),
        ("云栖渡口改造完成投资多少？", "1.7亿元"),
        # sizes
        ("20亿元以上项目有几个？", "3个"),
        ("5亿元以上项目有几个？", "17个"),
        ("营业收入首次突破500万元的民宿奖励多少？", "12万元"),
        # dealt out behind a comma
        ("省级农庄资助多少钱？", "25万元"),
        ("国家级农庄资助多少钱？", "60万元"),
        ("管家住房补贴每月多少？", "1200元"),
        ("在线上平台开店的民宿补助多少？", "最高9万元"),
        # before and after
        ("民宿贷款贴息最高多少？", "8万元"),
        ("民宿贷款贴息原来最高多少？", "最高3万元"),
        ("开业补贴每家多少？", "4万元"),
        ("开业补贴原来每家多少？", "2万元"),
        # what was done
        ("应急基金代偿了多少钱？", "3150万元"),
        ("港口集团一季度净利润增长多少？", "6.2%"),
        # a part, a thing, a closer figure
        ("集装箱泊位利用率是多少？", "88.6%"),
        ("无人集卡花了多少钱？", "960万元"),
        ("本地货源占比是多少？", "52.7%"),
    ],
)
def test_a_figure_is_of_the_thing_asked_about(assistant: Assistant, question: str, value: str) -> None:
    assert assistant.ask(question).value == value


@pytest.mark.parametrize(
    "question",
    [
        "集体商标注册多少件？",  # of all kinds, and of another one
        "省级博物馆有多少家？",
        "粮食占农业总产量的比重是多少？",
        "港口集团净资产是多少？",
        "仓储板块收入增长多少？",
        "用水量增长多少？",
        "云栖渡口改造总投资多少？",
        "进口货值是多少？",
        "进口增长多少？",
        "二级修造船厂有几家？",
        "东屏港务有多少码头工人？",
        "营业收入首次突破5000万元的民宿奖励多少？",
    ],
)
def test_what_is_told_beside_it_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NO_EVIDENCE


def test_a_share_of_the_years_plan_says_nothing_of_when(assistant: Assistant) -> None:
    figure = assistant.ask("港口集团净利润是多少？").figures[0]
    assert (figure.surface, figure.as_of) == ("1.14亿元", "2024年一季度")


def test_what_is_told_is_of_the_year_that_the_teller_means(assistant: Assistant) -> None:
    told = [assistant.ask(q).figures[0].as_of for q in ("整体泊位利用率是多少？", "栖梧县茶叶产量是多少？")]
    assert told == ["截至2024年12月31日", "2024年"]
