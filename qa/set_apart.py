"""Other ways to set figures against each other → the one in which `qa/labels.py` reads them: …和…各是多少.

基地个数 论坛 vs 回顾 对比; 基地总数有两个说法，一个是论坛上讲的，一个是回顾里的. A number that held then
(由18座扩到31座，两个时候…) sets figures apart by itself: its labels are read here.
"""

import re

from qa.phrases import ASK

_PLACE = r"在?(?:这?[几些两各]?[份个篇]?(?:材料|资料|文件|文档|报道))(?:里头|里面|当中|之间|[里中上])?"
_TWO = r"(?:[两三]个|[两三]种|不同的?)(?:不同的?)?(?:说法|数[字值据]?|版本|口径)"
_ONE = r"一[个种处份](?:是|出自|来自|在)?"
_TELLING = re.compile(
    rf"^(?P<topic>[^，,；;：:？?]+?)(?:{_PLACE})?(?:好像|似乎|前后|先后)*(?:有|出现了?|存在)过?{_TWO}[，,：:；;]"
    rf"{_ONE}(?P<one>[^，,；;]+?)[，,、；;]?另?{_ONE}(?P<two>[^，,；;]+?)[，,；;：:。？?]+(?:它们|这两个)?(?:都?分别|各自?|都)*[是为有]*(?:多少|几)[^，,]{{0,3}}$"
)
_VERSUS = re.compile(
    r"^(?P<topic>[^，,；;？?]{2,}?)[\s，,：:]+(?P<one>[^，,；;？?\s]+?)\s*(?:[Vv][Ss]\.?|ＶＳ|对比)\s*(?P<two>[^，,；;？?\s]+?)"
    r"(?:\s*(?:对比|比较|对照|各是?多少|差异|分别是?多少))?[？?。]?$"
)
_GROWN = re.compile(
    r"^(?P<topic>[^，,；;？?\d]{2,}?)(?:的?数量|总数)?[由从](?P<one>\d[\d.,]*万?(?P<unit>[\u3400-\u9fff]))(?:扩大?|增加?|发展|扩展|扩容|壮大|增长|上升|提高|减少?|缩减|升|降)[到至为成]"
    r"(?P<two>\d[\d.,]*万?(?P=unit))(?:[，,；;]|的?(?=前后))(?:(?:这|前后)?[两2二]个?(?:时候|时点|时间点|阶段|节点|时期|口径|头)|前后(?:[两二]个?(?:时候|时点|阶段|时期))?|当时|对应)(?:里|时)?的?"
    r"(?P<measure>[^，,；;？?]+?)(?:各自?|分别)(?:都?[有是为达到]*)(?P<ask>(?:多少|几|多[大高])[^，,；;？?]{0,6})[？?]?$"
)


def as_enumeration(text: str) -> str:
    """Return a question that sets figures against each other as one that lists what tells them; every other as it is."""
    if found := _TELLING.match(text):
        return f"{found['topic']}，{_bare(found['one'])}和{_bare(found['two'])}各是多少？"
    if (found := _VERSUS.match(text)) and not ASK.search(found["topic"] + found["one"] + found["two"]):
        return f"{found['topic']}，{found['one']}的数和{found['two']}的数各是多少？"
    return text


def held_then(text: str) -> tuple[str, tuple[str, str]] | None:
    """Return the plain question and the two numbers that held when each of its figures did (由18座扩到31座), or None."""
    found = _GROWN.match(text)
    if found is None:
        return None
    topic = found["topic"]
    return f"{topic}{found['measure']}有{found['ask']}？", (f"{found['one']}{topic}", f"{found['two']}{topic}")


def _bare(label: str) -> str:
    return label if label.endswith("的") else f"{label}的"
