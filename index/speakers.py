"""Paragraphs → who speaks: which of them open a turn of a conversation, and whose.

In: the texts of the paragraphs. Out: the speaker of each paragraph that begins with one (`主持人：`, `问：`, `【记者】`), as far
as the labels make a conversation: some of them come again, and there are at least two.
"""

import re
from collections import Counter
from collections.abc import Sequence

_HAN = "\u3400-\u9fff"
_LABEL = re.compile(
    rf"([{_HAN}A-Za-z][{_HAN}A-Za-z·•.\-/／ ]{{0,29}}?)(\d{{0,2}})(?:[（(][^（）()]{{1,20}}[）)])?\s*[：:]\s*"
)
_ROLES = {
    "主持人",
    "记者",
    "问",
    "答",
    "嘉宾",
    "主席",
    "会长",
    "主任",
    "观众",
    "提问",
    "旁白",
    "网友",
    "Q",
    "A",
    "问题",
    "发言人",
    "说话人",
    "Speaker",
    "回答",
}
_NUMBERED = {"发言人", "说话人", "嘉宾", "Speaker", "SPEAKER"}
_ROLE_END = re.compile(r"(?:记者|主持人|嘉宾|代表|发言人|观众|网友|同志|先生|女士)$")
_NOT_SPEAKERS = re.compile(
    r"^(?:.*(?:手记|后记|附记|结语|小结|编后|附言)|第?[一二三四五六七八九十]+[是、条点]?.*|首先|其次|再次|最后|注|备注|附|附件|附注|说明|电话|地址|邮编|网址|链接|邮箱|传真|结论|摘要|关键词|主题|题目|标题|时间|日期|地点|出席|列席|缺席|参加|参会|主持|记录|记录人|联系人|议题|抄送|主送|来源|作者|编辑|责任编辑|校对|审核|监制|单位|名称|金额|合计|总计|总投资|其中|包括|例如|比如|如下|导语|编者按|延伸阅读|相关链接|发布时间|发布日期|原标题|https?)$"
)
_BRACKETED = re.compile(rf"[【\[]([{_HAN}A-Za-z][{_HAN}A-Za-z·•.\- ]{{0,19}})(\d{{0,2}})[】\]]\s*[：:]?\s*(?=\S|$)")
_TIMED = re.compile(rf"([{_HAN}A-Za-z][{_HAN}A-Za-z·•.\- ]{{1,19}}?)\s?(\d{{0,2}})\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?$")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄温牛樊葛邢安齐伍庞颜倪"
    "俞翟蓝聂章鲁岳殷詹申耿关兰焦左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆欧阳柴翁诸司马上官储励束饶卞卫尤束景欣"
)
_PERSONAL = re.compile(
    r"(?:记者|主持人|嘉宾|代表|发言人|观众|网友|同志|先生|女士|主任|书记|部长|处长|科长|市长|区长|县长|院长|校长|所长|局长|厅长|总|教授|博士|经理"
    r"|董事长|总裁|主席|会长|秘书长|委员|院士|律师|医生|老师|同学|日报|晚报|早报|周报|时报|商报|网|电视台|电台|通讯社|周刊|杂志|传媒)$"
)
_LEAST_PERSONAL = 0.6  # share of labels that name people: in a form or a list of projects few of them do
_SAYS = re.compile(rf"([{_HAN}·]{{2,}}?)(?:提问|回答|问|答|说)$")
_LONGEST_NAME = 24
_MOST_SPEAKERS = 200


def may_speak(label: str) -> bool:
    """Whether a label may be somebody's name or part rather than a field of a form."""
    return _NOT_SPEAKERS.match(label) is None


def find_speakers(texts: Sequence[str | None], gaps: Sequence[bool]) -> dict[int, str]:
    """Find the paragraphs that open a turn.

    Args:
        texts: the paragraphs; None for one that nobody can have said (a row of a table).
        gaps: whether a blank line stood before each.

    Returns:
        The speaker by number of the paragraph; empty when there is no conversation.
    """
    labels: list[tuple[int, str]] = []
    for form in (_LABEL, _BRACKETED, _TIMED):
        labels = _labels(texts, form)
        if _is_talk(labels):
            break
    else:
        return {}
    counts = Counter(name for _, name in labels)
    repeated = {name for name, count in counts.items() if count >= 2}
    if not repeated or len(counts) < 2:
        return {}
    whole = "\n".join(text for text in texts if text)
    # Counting is slow, and no conversation has so many people in it.
    mentioned = {name for name in list(counts)[:_MOST_SPEAKERS] if whole.count(name) >= 2}
    found: dict[int, str] = {}
    for i, name in labels:
        solid = name.replace(" ", "")
        if (
            name in repeated
            or solid.rstrip("0123456789") in _ROLES
            or _ROLE_END.search(solid)
            or name.split(" ")[0] in _ROLES
            or (_is_name(solid) and (gaps[i] or name in mentioned))
        ):
            says = _SAYS.fullmatch(name)
            found[i] = says.group(1) if says and says.group(1) not in {"提", "回"} else name
    return found if len(found) >= 3 else {}


def _labels(texts: Sequence[str | None], form: re.Pattern[str]) -> list[tuple[int, str]]:
    """The paragraphs that begin with a label that may be a speaker."""
    labels: list[tuple[int, str]] = []
    for i, text in enumerate(texts):
        match = form.match(text) if text else None
        name = match.group(1).strip() if match else ""
        if match and match.group(2):  # 发言人2, 问1; but not 图2, 案例1
            name = f"{name}{match.group(2)}" if name in _NUMBERED else name if name in _ROLES else ""
        if name and len(name) <= _LONGEST_NAME and may_speak(name):
            labels.append((i, name))
    return labels


def _is_talk(labels: list[tuple[int, str]]) -> bool:
    """Whether most labels name people, and enough of them for a conversation."""
    personal = sum(_is_personal(name) for _, name in labels)
    return personal >= 3 and personal >= _LEAST_PERSONAL * len(labels)


def _is_personal(label: str) -> bool:
    name = label.replace(" ", "")
    if (
        label.split(" ")[0] in _ROLES
        or name.rstrip("0123456789") in _ROLES
        or _PERSONAL.search(name)
        or _SAYS.fullmatch(name)
    ):
        return True
    return _is_name(name) and (name[0] in _SURNAMES or not re.fullmatch(f"[{_HAN}]+", name))


def is_person(text: str) -> bool:
    """Whether a short line is but the name of a person, by its length and its surname."""
    name = text.replace(" ", "")
    return re.fullmatch(rf"[{_HAN}]{{2,3}}", name) is not None and name[0] in _SURNAMES


def _is_name(text: str) -> bool:
    if re.fullmatch(rf"[{_HAN}]{{2,4}}", text):
        return True
    return bool(re.fullmatch(rf"[{_HAN}A-Za-z]+(?:[·•./／\-][{_HAN}A-Za-z]+)+|[A-Z][A-Za-z.]+(?:[A-Z][a-z]+)*", text))
