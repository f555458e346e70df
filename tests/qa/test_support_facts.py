"""What a model says without figures: who, where, which, why; faithful and made up."""

import pytest

from qa.support import Source, failing

TEXT = (
    "6月20日，管委会副主任林若溪在服务大厅二楼会议室主持召开会议，专题研究班车线路。\n"
    "功率器件实验室依托松州大学和海屿微电子共建。\n"
    "大赛一等奖授予“管道检测机器人”项目；二等奖授予“便携式测温仪”项目。\n"
    "协会主席汤博文说，园区最缺资金。协会亚洲分会主席何越的评价是，倡议来得及时。\n"
    "不挂招牌，是因为刚来的时候没有钱。"
)
SOURCE = Source(TEXT, heads="班车问题专题会议纪要.txt\n松岭科技园管委会")


@pytest.mark.parametrize(
    "line",
    [
        "会议由管委会副主任林若溪主持",
        "主持会议的是林若溪",
        "会议在服务大厅二楼会议室召开",
        "功率器件实验室由松州大学和海屿微电子共建",
        "一等奖授予了“管道检测机器人”项目",
        "获得一等奖的项目是管道检测机器人",
        "协会亚洲分会主席是何越",
        "汤博文是协会主席",
        "不挂招牌是因为刚来的时候没有钱",
    ],
)
def test_what_a_sentence_of_the_quote_says_stands(line: str) -> None:
    assert failing(line, [SOURCE]) == ""


@pytest.mark.parametrize(
    "line",
    [
        "会议由管委会主任林若溪主持",
        "主持会议的是汤博文",
        "主持会议的是周明远",
        "会议在服务大厅三楼会议室召开",
        "会议在国际会展中心召开",
        "功率器件实验室由松州大学和云帆科技共建",
        "功率器件实验室由北岭大学和海屿微电子共建",
        "一等奖授予了“便携式测温仪”项目",
        "二等奖授予了“管道检测机器人”项目",
        "协会亚洲分会主席是汤博文",
        "何越是协会秘书长",
        "不挂招牌是因为房东不允许",
    ],
)
def test_what_is_made_up_or_put_together_does_not(line: str) -> None:
    assert failing(line, [SOURCE])
