"""Provinces in one sign each: 津冀 for 天津 and 河北, 沪苏浙 for 上海, 江苏 and 浙江.

In comes the full name of a province and a text; out comes whether the text tells of it in such a row of signs. One sign
alone (新, 宁, 青) is as a rule a part of another word.
"""

import re

_SIGNS = {
    "北京": "京", "天津": "津", "河北": "冀", "山西": "晋", "内蒙古": "蒙", "辽宁": "辽", "吉林": "吉", "黑龙江": "黑",
    "上海": "沪", "江苏": "苏", "浙江": "浙", "安徽": "皖", "福建": "闽", "江西": "赣", "山东": "鲁", "河南": "豫",
    "湖北": "鄂", "湖南": "湘", "广东": "粤", "广西": "桂", "海南": "琼", "重庆": "渝", "四川": "川", "贵州": "黔",
    "云南": "滇", "西藏": "藏", "陕西": "陕", "甘肃": "甘", "青海": "青", "宁夏": "宁", "新疆": "新", "香港": "港",
    "澳门": "澳", "台湾": "台",
}  # fmt: skip
_ENDING = re.compile(r"(?:省|市|自治区|特别行政区)$")
_ROW = re.compile(f"[{''.join(_SIGNS.values())}]{{2,}}")


def sign_of(name: str) -> str:
    """Return the one sign that stands for a province, "" for any other name: 河北省 → 冀."""
    return _SIGNS.get(_ENDING.sub("", name), "")


def told_in_row(sign: str, text: str) -> bool:
    """Whether a province's sign stands in `text` in a row of such signs."""
    return sign in text and any(sign in row for row in _ROW.findall(text))
