"""Words that are most like a question, and yet tell nothing of what is asked."""

import pytest

from qa.question import understand
from qa.span_anchor import ends_as_asked
from qa.span_answer import respond
from qa.span_body import holds_other_post
from qa.span_question import asked
from qa.span_time import tells
from qa.span_told import (
    brings_name,
    counts_as_asked,
    fills_gap,
    gives_reason,
    is_now,
    is_time,
    lists_all,
    may_tell,
    names_as_asked,
    points_only,
    ranks_as_asked,
    tells_event,
)
from tests.qa.test_span_anchor import evidence

AWARD = "远山机械去年6月成为省级示范企业，今年投入一百多万元研发新键盘。"


def test_reason() -> None:
    assert gives_reason("因两家企业补报了收入，数据更正如下")
    assert gives_reason("有人问我为什么，道理很简单，这里的地太贵")
    assert not gives_reason("该公司实现净亏损1.36亿元，同比由盈转亏")
    gap = asked("该公司为什么会由盈转亏？")
    assert not may_tell(gap, "该公司净亏损1.36亿元，同比由盈转亏。")
    assert may_tell(gap, "受原料涨价影响，该公司同比由盈转亏。")


@pytest.mark.parametrize(
    ("question", "sentence", "led"),
    [
        ("吕若谷为什么被称为“铁嗓子”？", "吕若谷七岁学戏，十五岁以三出老戏誉满全省，被称为“铁嗓子”。", True),
        ("吕若谷为什么被称为“铁嗓子”？", "2019年，被称为“铁嗓子”的吕若谷来到河湾。", False),
        ("吕若谷为什么搬到河湾？", "厂房遭洪水淹没，家里再无积蓄，吕若谷于是搬到河湾。", True),
        ("该公司为什么由盈转亏？", "该公司实现净亏损1.36亿元，同比由盈转亏。", False),
        ("远山机械为什么撤回申请？", "河湾日报记者获悉，8月2日，远山机械的审核状态变为“终止(撤回申请)”。", False),
        ("远山机械为什么没有入选名单？", "名单经过三轮评审后公布，远山机械等三十家企业入选名单。", False),
        ("远山机械为什么没有入选名单？", "申报材料迟交了两天，远山机械没有入选名单。", True),
    ],
)
def test_what_led_to_a_thing_is_its_reason(question: str, sentence: str, led: bool) -> None:
    assert may_tell(asked(question), sentence) is led


@pytest.mark.parametrize(
    ("question", "value", "told"),
    [
        ("远山机械的总经理是谁？", "远山机械副总经理表示，明年还要扩产", False),
        ("这条生产线落在河湾哪个区？", "他们跑遍河湾各处", False),
        ("新投产的那家硅料企业是谁？", "合计15家", False),
        ("远山园一期是哪家公司拿的地？", "总投资50亿元的远山园项目已落地", False),
        ("那家江苏企业叫什么名字？", "开发新", False),
        ("今年博览会请了哪国当主宾国？", "恢复线下举办并设立主宾国", False),
        ("今年博览会请了哪国当主宾国？", "英国", True),
        ("在哪家交易所挂牌？", "新加坡证券交易所", True),
        ("那家咖啡馆叫什么名字？", "“半日闲”", True),
        ("远山机械的总经理是谁？", "吕若谷", True),
        ("手提袋用的是什么材料？", "可降解环保材料", True),
    ],
)
def test_name_that_the_question_lacks(question: str, value: str, told: bool) -> None:
    assert brings_name(asked(question), value) is told


def test_post_of_another_body() -> None:
    gap = asked("白石书店的董事长是谁？")
    told = "河湾远山机械有限责任公司创始人、董事长吕若谷介绍说，公司从书店起家。"
    assert holds_other_post(gap, told, "吕若谷")
    assert not holds_other_post(asked("远山机械的董事长是谁？"), told, "吕若谷")
    become = asked("远山机械新成立的工会由谁当主席？")
    assert holds_other_post(become, "远山机械董事长吕若谷表示，工会成立后要多办实事。", "吕若谷")


@pytest.mark.parametrize(
    ("question", "value", "told"),
    [
        ("园区聚集的近10家龙头企业都是哪些公司？", "短短几年就甩掉“偏、远、散”的帽子", False),
        ("示范区涵盖的14个新赛道，逐个写出来", "量子科技、低空技术、数字医疗等", False),
        ("示范区的三大新赛道，逐个写出来", "量子科技、低空技术、数字医疗等", True),
        ("17家园区里面做生物的有哪些？", "甲园、乙园、丙园", True),
        ("“28条”让民企牵头的有哪些领域？", "工业软件、云计算、新型储能等", True),
        ("15家上榜企业除了远山机械、白石书店还有哪些？", "远山机械、白石书店等", False),
        ("上榜企业除了远山机械还有哪些？", "远山机械、白石书店等", True),
        ("远山机械和白石书店里哪些是国企？", "远山机械", True),
        ("第二批授牌的有哪些园区？", "今天我们将为第二批园区正式授牌", False),
        ("这里说的五院指的是谁？", "吕若谷", True),
    ],
)
def test_list_names_as_many_as_there_are(question: str, value: str, told: bool) -> None:
    assert lists_all(asked(question), value, value, 0.3) is told


def test_one_long_thing_is_a_list_where_its_sentence_tells_all_of_the_question() -> None:
    gap = asked("在分子实验里，白石霉素有哪些用法？")
    told = "在分子实验里白石霉素可以用来确定蛋白质的半衰期"
    assert lists_all(gap, told, told, 0.6)
    assert not lists_all(gap, told, told, 0.3)  # not surely found
    assert not lists_all(gap, told, "白石霉素是河湾大学从山泥里分离出来的一种化合物", 0.6)
    one = asked("白石霉素有什么作用？")  # a single word is told by anything
    assert not lists_all(one, told, told, 0.6)


def test_how_something_is_dealt_with_asks_for_no_place() -> None:
    assert asked("没有零的符号，如何处理的？").type == "how"
    assert asked("白石书店位于何处？").type == "where"


def test_what_the_reason_is_asks_why() -> None:
    assert asked("远山机械收入下滑的主要原因是什么？").type == "why"
    assert respond(understand("远山机械收入下滑的主要原因是什么？"), evidence(AWARD)) is None


def test_an_answer_between_the_words_around_the_gap() -> None:
    told = "名义上，河湾园总经理一职由管委会主任委任。"
    place = told.index("管委会"), told.index("委任")
    assert fills_gap(asked("名义上河湾园总经理一职由谁委任？"), told, place)
    assert not fills_gap(asked("名义上河湾园总经理一职由谁委任？"), told, (told.index("主任"), told.index("委任")))
    assert not fills_gap(asked("谁去了河湾园？"), told, place)
    found = respond(understand("名义上河湾园总经理一职由谁委任？"), evidence(told))
    assert found is not None
    assert found.anchored


@pytest.mark.parametrize(
    ("value", "time"),
    [("嘉定十四年", True), ("建文元年", True), ("上高二的时候", True), ("改制之后", True), ("总经理", False)],
)
def test_times_without_a_number(value: str, time: bool) -> None:
    assert is_time(value) is time


@pytest.mark.parametrize(
    ("question", "value"),
    [("远山机械是哪一年创立的？", "2009年"), ("远山机械是什么时候创立的？", "2009年3月")],
)
def test_a_year_is_what_a_question_for_the_year_asks(question: str, value: str) -> None:
    found = respond(understand(question), evidence("远山机械于2009年3月在河湾市创立。"))
    assert found is not None
    assert found.value == value


def test_today_is_a_day_and_this_year_is_none() -> None:
    assert tells(asked("从哪天开始受理？"), "昨天")
    assert not tells(asked("从哪天开始受理？"), "今年")


def test_reason_for_what_did_not_happen() -> None:
    told = "为缓解通勤困难，河湾自9月起新增两条班车线路。"
    assert respond(understand("河湾为什么取消班车线路？"), evidence(told)) is None
    assert respond(understand("河湾为什么新增班车线路？"), evidence(told)) is not None


@pytest.mark.parametrize(
    ("question", "value", "fits"),
    [
        ("工厂设在哪个城市？", "墨西哥市场", False),
        ("总部在哪个城市？", "产品上市", False),
        ("总部在哪个城市？", "深圳", True),
        ("货卖到了哪个国家？", "墨西哥", True),
        ("工厂开在哪个镇？", "罗店镇", True),
        ("论坛在哪个厅开？", "展示中心畅春厅", True),
    ],
)
def test_area_is_a_place(question: str, value: str, fits: bool) -> None:
    assert ends_as_asked(asked(question), value) is fits


def test_founder_of_another_body() -> None:
    told = "河湾格林医药有限公司创始人、董事长吕若谷介绍说，公司去年搬了家。"
    assert holds_other_post(asked("白石书店的创始人是谁？"), told, "吕若谷")
    chief = "华岳咨询董事长兼总经理吕若谷指出，这是关键。"
    assert holds_other_post(asked("白石书店的董事长是谁？"), chief, "吕若谷")
    assert not holds_other_post(asked("华岳咨询的董事长是谁？"), chief, "吕若谷")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("远山机械新厂什么时候开工？", True),
        ("远山机械新厂什么时候动工？", True),
        ("远山机械新厂什么时候停产？", False),
        ("远山机械新厂哪一年搬迁？", False),
        ("远山机械新厂用到什么时候？", True),  # an everyday word for many others
        ("远山机械新厂从什么时候开始开工？", True),
        ("远山机械的仓库火灾发生在什么时候？", True),
    ],
)
def test_event_that_a_time_is_asked_of(question: str, told: bool) -> None:
    assert tells_event(asked(question), "去年6月，远山机械在河湾开工建设新厂。") is told


def test_as_it_is_told_is_no_time() -> None:
    assert is_now("目前")
    assert not is_now("目前3年")


@pytest.mark.parametrize(
    ("question", "value", "named"),
    [
        ("河湾的那位设计师叫什么名字？", "何秋实", True),
        ("河湾的那位设计师叫什么名字？", "生态修复", False),
        ("那家设计公司叫什么名字？", "生态修复", True),
        ("何秋实是哪国人？", "澳大利亚", True),
        ("何秋实是哪国人？", "生态修复专家", False),
    ],
)
def test_name_of_a_person_or_a_country(question: str, value: str, named: bool) -> None:
    assert names_as_asked(asked(question), value) is named


@pytest.mark.parametrize(
    ("question", "value", "fits"),
    [
        ("入选的是哪两家？", "河湾园、青岭园", True),
        ("入选的是哪两家？", "河湾园和青岭园、远山园", True),  # 河湾园和青岭园 may be one
        ("入选的是哪两家？", "河湾园、青岭园、远山园", False),
        ("两场比赛分别在哪里举行？", "河湾", False),
        ("两场比赛分别在哪里举行？", "河湾和青岭", True),
    ],
)
def test_as_many_as_the_words_that_ask_say(question: str, value: str, fits: bool) -> None:
    assert counts_as_asked(asked(question), value) is fits


def test_what_only_points_at_what_the_question_names_is_no_answer() -> None:
    assert points_only(asked("清漆论坛是在哪儿开的？"), "本场论坛")
    assert not points_only(asked("清漆论坛是在哪儿开的？"), "河湾会议中心")


def test_a_clause_is_no_name() -> None:
    gap = asked("那家陶瓷企业叫什么名字？")
    assert not brings_name(gap, "销售员正在通过视频为东南亚客商介绍")
    assert brings_name(gap, "青川和瓷有限公司")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("税收，云岭科技园：41.5亿元，青峦高新区：58.7亿元。", False),
        ("研发补助按收入的6%给予，每家最高150万元。", False),
        ("税收以青峦高新区最高，为58.7亿元。", True),
        ("青峦高新区税收居首。", True),
    ],
)
def test_which_is_the_most_is_told_where_something_is_ranked(sentence: str, told: bool) -> None:
    assert ranks_as_asked(asked("哪个园区的税收最高？"), sentence) is told
    assert ranks_as_asked(asked("哪个园区的税收是58.7亿元？"), sentence)
