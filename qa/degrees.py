"""什么水平 of what is measured → 多少: 满意度达到什么水平 asks for a figure, 技术达到什么水平 for words.

In comes a question; out comes the same with 多少 in that place, or as it was.
"""

import re

_MEASURED = r"(?:(?<![汇频效])率|(?<![制年季态角进])度|比[重例]|占比|[金总余税份]额|(?<![质力])量|值|收入|规模|面积|人口|强度|密度|数)"
_VERB = r"(?:已经?|目前|现在|大概|大约|能够?|可以?)*(?:提[高升]|上升|增[长加]|下降|降低?|发展|扩大)?(?:达到?|处[于在]|到|为|是|有|至)了?"
_WHAT = r"(?:一个)?(?:什么|啥|何种|怎样|怎么样|哪种)样?的?"
_DEGREE = r"(?:水平|程度|地步|量级|高度)"
_END = r"(?=了?[呢啊呀]?(?:$|[？?，,。；;]))"
_LEVEL = re.compile(rf"(?P<said>{_MEASURED}{_VERB}){_WHAT}(?:{_DEGREE}|规模){_END}")
_SIZE = re.compile(rf"(?P<said>[\u3400-\u9fff]{{2}}{_VERB}){_WHAT}规模{_END}")


def as_amount(text: str) -> str:
    """Return a question for the level of a measure as one for its figure; every other as it is."""
    if "水平" not in text and "程度" not in text and "规模" not in text and not re.search("地步|量级|高度", text):
        return text
    return _SIZE.sub(r"\g<said>多少", _LEVEL.sub(r"\g<said>多少", text))
