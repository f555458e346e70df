"""Greetings, thanks, requests for help and empty input: answered with one sentence, without a search.

A text comes in; a short Chinese sentence goes out, or None for everything that could be a real question. Only a text that is
small talk from end to end is taken, so "你好，去年收入多少" is a question.
"""

import re

from index.words import fold

_HELP = "我根据您自己的文档回答问题，尤其是数字：问清楚是谁、哪一年、什么指标就行，例如“某园区2024年的总收入是多少？”，答案都附原文出处。"
_HELLO = "您好！请直接问文档里的内容，例如某个园区某一年的收入、企业数或专利数，我会附上原文出处。"
_THANKS = "不客气！还想查什么，请接着问。"
_BYE = "再见！需要查数字时随时来问。"
_FINE = "好的。还想查什么，请接着问。"
_UNCLEAR = "没看明白要查什么。请写出想查的对象、时间和指标，例如“某园区2024年有多少家企业？”。"

_MOOD = r"(?:呀|啊|啦|哦|噢|哈|呢|吧|了|的|哟|喔|~|～)*"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reply, re.compile(rf"(?:{pattern}){_MOOD}"))
    for reply, pattern in (
        (
            _HELP,
            r"(?:请问|那|那么)?(?:你|您|这个?|它|本?系统|这个?(?:系统|工具|软件|助手|程序))?(?:都|还)?(?:能|会|可以|可)(?:够)?(?:帮我|为我|替我|给我)?(?:做|干|回答|查|问|提供)(?:些|一些)?(?:什么|啥|哪些)(?:事情?|问题|内容|功能|服务|忙)?"
            r"|(?:请问)?(?:你|您|这个?(?:系统|工具|软件)?)?有(?:什么|哪些|啥)(?:功能|用|作用|用处|能力)"
            r"|(?:我)?(?:应该|该|可以|能)?(?:怎么|如何|怎样)(?:使用|用|提问|问|问你|操作|开始)(?:你|您|它|这个?(?:系统|工具|软件)?)?|(?:我)?(?:能|可以)(?:问|查)(?:你|您)?(?:些)?(?:什么|啥|哪些问题)"
            r"|(?:请问)?(?:你|您)(?:是|叫)(?:谁|什么|啥|什么名字|什么东西|机器人吗?|ai吗?|哪个模型|什么模型)|(?:请)?(?:自我)?介绍一?下(?:你|您)?(?:自己)?|你是做什么|(?:给我)?(?:使用)?(?:帮助|说明|使用说明|使用帮助|求助|帮帮我|帮帮忙|帮我)"
            r"|help(?:\s*me)?|what can you do|who are you|how (?:do i|to) use (?:it|this|you)",
        ),
        (
            _HELLO,
            r"你好|您好|你们好|大家好|哈[喽罗啰]|嗨|喂|早|早安|晚安|[早中下晚]午?上?好|hi|hello|hey|good\s*(?:morning|afternoon|evening)|在吗|在不在|有人吗|打扰(?:一下)?|在",
        ),
        (
            _THANKS,
            r"(?:好的?|非常|十分|太|多|真是?|很)*(?:感?谢谢?|感激|辛苦)(?:你|您|你们|大家|帮忙|你的帮助|您的帮助)?|3q|thanks?(?:\s*you)?(?:\s*(?:so|very) much)?|thx|麻烦你|麻烦您",
        ),
        (_BYE, r"再见|拜拜|回见|bye(?:\s*bye)?|goodbye|下次见|明天见"),
        (
            _FINE,
            r"好|行|可以|没问题|ok|okay|嗯+|哦+|噢|对|是|知道|明白|收到|了解|懂|原来如此|这样|没事|不用|没有|算|太好|太棒|很好|不错|厉害|真棒|赞|good|great|nice|哈+|呵+|嘿+|测试|test|试试|试一下",
        ),
    )
)
_BETWEEN = re.compile(r"[^\w]+|_+")
_SAME = re.compile(r"(.)\1*|(.{1,3})\2{2,}")


def small_talk(question: str) -> str | None:
    """Return a short helpful sentence when `question` asks nothing of the documents, None when it may.

    Args:
        question: The user's words.

    Returns:
        One Chinese sentence, or None.
    """
    text = fold(question).strip()
    if len(text) > 60:
        return None if re.search(r"\w", text) else _UNCLEAR
    clauses = [clause for clause in _BETWEEN.split(text) if clause]
    if not clauses:
        return _UNCLEAR
    whole = _kind(" ".join(clauses))
    kinds = [whole] if whole else [_kind(clause) for clause in clauses]
    if all(kinds):
        return next(reply for reply, _ in _KINDS if reply in kinds)
    joined = "".join(clauses)
    if (_SAME.fullmatch(joined) and len(joined) < 40) or re.fullmatch(r"[\d\s]{1,3}", joined):
        return _UNCLEAR
    return None


def _kind(clause: str) -> str | None:
    return next((reply for reply, pattern in _KINDS if pattern.fullmatch(clause)), None)
