"""Greetings, thanks, requests for help and empty input: answered with one sentence, without a search.

A text comes in; a short Chinese sentence goes out, or None for everything that could be a real question. Only a text
that is small talk from end to end is taken, so "你好，去年收入多少" is a question.
"""

import re

from index.words import fold

_HELP = (
    "我根据您自己的文档回答问题，尤其是数字：问清楚是谁、哪一年、什么指标就行，"
    "例如“某园区2024年的总收入是多少？”，答案都附原文出处。"
)
_HELLO = "您好！请直接问文档里的内容，例如某个园区某一年的收入、企业数或专利数，我会附上原文出处。"
_THANKS = "不客气！还想查什么，请接着问。"
_BYE = "再见！需要查数字时随时来问。"
_FINE = "好的。还想查什么，请接着问。"
UNCLEAR = "没看明白要查什么。请写出想查的对象、时间和指标，例如“某园区2024年有多少家企业？”。"

_YOU = r"(?:你|您|这个?|它|本?系统|这个?(?:系统|工具|软件|助手|程序))"
_WHAT = r"(?:什么|啥|哪些)"
_HOW = r"(?:怎么|如何|怎样)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        _HELP,
        rf"(?:请问|那|那么)?{_YOU}?(?:都|还)?(?:能|会|可以|可)够?(?:[帮为替给]我)?"
        rf"(?:做|干|回答|查|问|提供)一?些?{_WHAT}(?:事情?|问题|内容|功能|服务|忙)?"
        rf"|(?:你|您)(?:都|还)?会(?:些)?{_WHAT}|(?:请问)?{_YOU}有{_WHAT}(?:功能|用处?|作用|能力)"
        rf"|我?(?:应该|该|可以|能)?{_HOW}(?:使用|用|提问|问|操作|开始){_YOU}?|我?(?:能|可以)[问查](?:你|您)?些?(?:{_WHAT}问题|{_WHAT})"
        rf"|(?:请问)?(?:你|您)[是叫](?:谁|{_WHAT}(?:名字|东西|模型)?|机器人|ai|哪个模型)吗?|(?:你|您)是做{_WHAT}"
        r"|请?(?:自我)?介绍一?下?(?:你|您)?(?:自己)?|(?:给我)?(?:使用)?(?:帮助|说明|使用说明)|求助|帮帮[我忙]|帮我"
        r"|help(?: me)?|what can you do|who are you|how (?:do i|to) use (?:it|this|you)",
    ),
    (
        _HELLO,
        r"你好|您好|你们好|大家好|哈[喽罗啰]|嗨|喂|早|早安|晚安|[早中下晚]午?上?好|在吗|在不在|有人吗|打扰(?:一下)?|在"
        r"|hi|hello|hey|good (?:morning|afternoon|evening)",
    ),
    (
        _THANKS,
        r"(?:好的?|非常|十分|太|多|真是?|很)*(?:感?谢谢?|感激|辛苦)(?:你们?|您|大家|帮忙|[你您]的帮助)?|麻烦[你您]"
        r"|3q|thx|thanks|thank you(?: (?:so|very) much)?",
    ),
    (_BYE, r"再见|拜拜|回见|[下明]次见|明天见|bye(?: ?bye)?|goodbye"),
    (
        _FINE,
        r"好|行|可以|没问题|嗯+|哦+|噢|对|是|知道|明白|收到|了解|懂|原来如此|这样|没事|不用|没有|算|太好|太棒|很好|不错"
        r"|厉害|真棒|赞|[哈呵嘿]+|测试|试试|试一下|ok|okay|good|great|nice|test",
    ),
)
_MOOD = r"(?:呀|啊|啦|哦|噢|哈|呢|吧|了|的|哟|喔)*"
_KINDS = tuple((reply, re.compile(rf"(?:{pattern}){_MOOD}")) for reply, pattern in _PATTERNS)
_BETWEEN = re.compile(r"[\W_]+")
_MEANINGLESS = re.compile(r"(.)\1+|(.{1,3})\2{2,}|[\d\s]{1,3}|[a-z]")
_LONGEST = 60


def small_talk(question: str) -> str | None:
    """Return a short helpful sentence when `question` asks nothing of the documents, None when it may.

    Args:
        question: The user's words.

    Returns:
        One Chinese sentence, or None.
    """
    clauses = [clause for clause in _BETWEEN.split(fold(question[:2000])) if clause]
    joined = " ".join(clauses)
    if not clauses:
        return UNCLEAR
    if len(joined) > _LONGEST:
        return None
    kinds = {_kind(joined)} if _kind(joined) else {_kind(clause) for clause in clauses}
    if None not in kinds:
        return next(reply for reply, _ in _KINDS if reply in kinds)
    return UNCLEAR if _MEANINGLESS.fullmatch(joined) else None


def _kind(clause: str) -> str | None:
    return next((reply for reply, pattern in _KINDS if pattern.fullmatch(clause)), None)
