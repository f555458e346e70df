"""Figures asked for without 多少 → the same question with it.

In comes a question: 满意度达到什么水平, 平均多大岁数, 掏了多少银子, 同比什么情况. Out comes one that the patterns of asking know
(满意度达到多少, 平均多少岁 …), or it as it was: 技术达到什么水平 asks for words.
"""

import re

_MEASURED = r"(?:(?<![汇频效])率|(?<![制年季态角进])度|比[重例]|占比|[金总余税份]额|(?<![质力])量|值|收入|规模|面积|人口|强度|密度|数)"
_VERB = r"(?:已经?|目前|现在|大概|大约|能够?|可以?)*(?:提[高升]|上升|增[长加]|下降|降低?|发展|扩大)?(?:达到?|处[于在]|到|为|是|有|至)了?"
_WHAT = r"(?:一个)?(?:什么|啥|何种|怎样|怎么样|哪种)样?的?"
_DEGREE = r"(?:水平|程度|地步|量级|高度)"
_END = r"(?=了?[呢啊呀]?(?:$|[？?，,。；;]))"
_LEVEL = re.compile(rf"(?P<said>{_MEASURED}{_VERB}){_WHAT}(?:{_DEGREE}|规模){_END}")
_SIZE = re.compile(rf"(?P<said>[\u3400-\u9fff]{{2}}{_VERB}){_WHAT}规模{_END}")
_HOW = r"(?:是个?|怎么个|又是)?(?:什么|啥|怎样的?|怎么样的?)(?:情况|光景|走势|变化)|(?:表现)?(?:怎么样|怎样|如何|咋样|啥样)"
_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (_LEVEL, r"\g<said>多少"),
    (_SIZE, r"\g<said>多少"),
    (re.compile(r"多大(?:的?岁数|的?年纪|的?年龄|岁)"), "多少岁"),
    (re.compile(r"(?:多少|几)(?:银子|票子|钞票|银两)"), "多少钱"),
    # Of what went before as much is told by how much it has grown or shrunk since.
    (re.compile(rf"(?P<said>同比|环比|[跟和与比][去前上]一?年(?:同期)?(?:相?比)?)(?:{_HOW}){_END}"), r"\g<said>增长多少"),
    # 占全县耕地的多大一块, 从多大一块降到多大一块; but not how large a piece of land is
    (re.compile(r"(?P<said>占(?:到|了|去|据)?[^，,。；;？?\d]{0,16}?|的)多大(?:的?一?(?:块|片|份(?!额)|部分|截)|块头)"), r"\g<said>百分之多少"),
    (re.compile(r"(?P<said>从|[降升涨减增到为至]|是|有)多大一?(?:块|份(?!额)|部分|截)(?=[降升涨减增变跌缩]|[？?，,。；;]|$)"), r"\g<said>百分之多少"),
)  # fmt: skip


def as_amount(text: str) -> str:
    """Return a question for a figure that does not say 多少 as one that does; every other as it is."""
    for pattern, asked in _SAID:
        text = pattern.sub(asked, text)
    return text
