"""One question for several figures → one whole question for each: 上市公司和独角兽各有多少家."""

import re

from qa.operands import amount, asked_after, joint

_EACH = re.compile(
    r"^(?P<stem>.+?)[，,、\s]?(?:各|分别|各自)(?:都?是|为|有|达到|达|占|约)*(?:多少|几|百分之几)(?P<tail>[^，,。]*)$"
)
_MOST = 6


def parts_of(text: str) -> list[str]:
    """Return the whole question for each figure that a question asks for, [] when it asks for one."""
    match = _EACH.match(text.strip().rstrip("？?。"))
    if match is None:
        return []
    asked = asked_after(match["tail"])
    topic, comma, last = match["stem"].replace(",", "，").rpartition("，")
    named = joint(last, asked)
    if comma and named:
        # 2024年研发投入强度，全园和核心区分别是多少
        questions = [amount(f"{name}{topic}", asked) for name, _ in named]
    else:
        questions = [question for _, question in joint(match["stem"], asked)]
    return questions if 1 < len(questions) <= _MOST else []
