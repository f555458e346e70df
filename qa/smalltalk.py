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
DOCUMENTS = "我只答文档里写明的内容，每个答案都附原文出处和日期；有哪些文档，可在网页的“资料”栏查看。"
_BUILD = "用 yuanwen build 加文件夹的路径，就能加入、更新或移除文档；之后直接提问即可。"
_PUZZLED = (
    "抱歉没答到点子上。请以引用的原文为准；也可以换个问法，写出对象、时间和指标，例如“某园区2024年有多少家企业？”。"
)
_ASK_ON = "请说。写出想查的对象、时间和指标就行，例如“某园区2024年的总收入是多少？”。"
UNCLEAR = "没看明白要查什么。请写出想查的对象、时间和指标，例如“某园区2024年有多少家企业？”。"

_YOU = r"(?:你|您|这个?|它|本?系统|这个?(?:系统|工具|软件|助手|程序))"
_WHAT = r"(?:什么|啥|哪些)"
_HOW = r"(?:怎么|如何|怎样)"
_FILES = r"(?:文档|文件|资料|材料|数据|信息|知识|内容)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        DOCUMENTS,
        rf"(?:请问)?(?:你|您|库|系统|园问)(?:们)?(?:里面?|中)?的?(?:现在|目前|都|一共|里面?)*(?:有|收录了?|包含|存了?|装了?)(?:哪些|{_WHAT}|多少|几[个份篇]){_FILES}"
        rf"|(?:请问)?(?:(?:现在|目前)?(?:都|一共|总共)|(?:资料|文档|文件|数据|知识)?库(?:里面?|中)(?:现在|目前|都|一共)*)有(?:哪些|{_WHAT}|多少|几)[个份篇]?(?:文档|文件|资料|材料)"
        rf"|[你您]的?{_FILES}(?:的?来源|的?出处|(?:是)?(?:从|来自)哪.{{0,5}}|(?:是|更新|截[至止]).{{0,8}}|可靠|准确?|全|新|最新)(?:是?{_WHAT}|吗|么|是?哪.{{0,3}})?"
        r"|[你您](?:说|讲|答|回答)?(?:得|的)?(?:准|对|可靠|可信)(?:不[准对]|吗|么)?",
    ),
    (
        _BUILD,
        rf"(?:请问)?我?(?:要|想|应该|该|可以|能)?{_HOW}(?:才能)?(?:上传|添加|导入|加入?|放|删除|移除|更新|换)(?:进去|新的?|我的|自己的|一些|一份)*{_FILES}",
    ),
    (
        _HELP,
        rf"(?:请问|那|那么)?{_YOU}?(?:都|还)?(?:能|会|可以|可)够?(?:[帮为替给]我)?"
        rf"(?:做|干|回答|查|问|提供)一?些?{_WHAT}(?:事情?|问题|内容|功能|服务|忙)?"
        rf"|(?:你|您)(?:都|还)?会(?:些)?{_WHAT}|(?:请问)?{_YOU}有{_WHAT}(?:功能|用处?|作用|能力)"
        rf"|我?(?:应该|该|可以|能)?{_HOW}(?:使用|用|提问|问|操作|开始){_YOU}?|我?(?:能|可以)[问查](?:你|您)?些?(?:{_WHAT}问题|{_WHAT})"
        rf"|(?:请问)?(?:你|您)[是叫](?:谁|{_WHAT}(?:名字|东西|模型)?|机器人|ai|哪个模型)吗?|(?:你|您)是做{_WHAT}"
        r"|请?(?:自我)?介绍一?下?(?:你|您)?(?:自己)?|(?:给我)?(?:使用)?(?:帮助|说明|使用说明)|求助|帮帮[我忙]|帮我"
        r"|help(?: me)?|what can you do|who (?:are|made) you|what are you|how (?:do i|to) use (?:it|this|you)"
        # What is asked of the program and needs nothing of the documents: 你联网吗, 你是哪家的模型, 讲个笑话.
        r"|(?:请问|那)?[你您](?:会|能|可以|是不是|用的?|联网|上网|收费|免费|要钱|需要)(?![^，]*(?:[查找算问答说讲列换给]|总结|概括|介绍|解释))[^，\d]{0,8}(?:吗|么)"
        r"|(?:请问)?[你您](?:是|叫).{1,12}吗"
        rf"|[你您](?:可以|能|会)?[帮给替为]我?(?:干|做)(?:{_WHAT}|嘛)|[你您]会不会.{{1,6}}|[你您](?:真(?!的)|太|很|有点)[^，]{{1,3}}"
        r"|(?:请|给我|帮我|陪我|你|再)*(?:讲|说|唱|写|画|作|来)一?[个首段幅篇点](?:笑话|故事|歌|诗|画|段子|作文)|(?:随便|陪我)?(?:聊聊天?|聊天|聊一?会儿?)"
        r"|(?:能|可以|请)?(?:给我)?(?:举|来|给)一?[个些]?(?:例子|示例|例)(?:吗|么)?",
    ),
    (
        _ASK_ON,
        r"(?:我|你|您|能不能|可以|能|要|想|帮|请|麻烦|先)*(?:问|查|请教|咨询|打听)(?:一?[个下些点])*(?:你|您|我)?一?[个点些]?(?:问题|数据?|数字|事情?|东西|资料)?"
        r"|我?有一?[个些点]?(?:问题|事情?)(?:想|要)?(?:问|请教|咨询)?(?:一下|下)?(?:你|您)?|请问|请教",
    ),
    (
        _PUZZLED,
        r"(?:我|你|您)?(?:没|不太|不|看不|听不|没有|还是没?不?)(?:太|怎么|大|看|听)?(?:明白|懂|理解|清楚)(?:[你您](?:的)?(?:意思|回答|说的?|话)?)?"
        r"|[你您]?的?(?:回答|答案|答|说)(?:得|的)?(?:都|是|完全)?(?:不对|错的?|有问题|有误|不准)|答非所问",
    ),
    (
        _HELLO,
        r"你好|您好|你们好|大家好|哈[喽罗啰]|嗨|喂|早|早安|晚安|[早中下晚]午?上?好|在吗|在不在|有人吗|打扰(?:一下)?|在"
        r"|(?:hi|hello|hey)(?: there)?|good (?:morning|afternoon|evening)",
    ),
    (
        _THANKS,
        r"(?:好的?|非常|十分|太|多|真是?|很)*(?:感?谢谢?|感激|辛苦)(?:你们?|您|大家|帮忙|[你您]的帮助)?|麻烦[你您]|帮(?:了?我?)?大忙"
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
_POLITE = (_THANKS, _BYE, _HELLO, _FINE)
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
    whole = next((reply for reply, pattern in _KINDS if pattern.fullmatch(clause)), None)
    return whole or _in_one_breath(clause)


def _in_one_breath(clause: str) -> str | None:
    """Return the reply to politeness of several kinds without a mark between them (嗯嗯好的谢谢), the thanks first."""
    said: set[str] = set()
    at = 0
    while at < len(clause):
        match = next((m for reply, pattern in _KINDS if reply in _POLITE and (m := pattern.match(clause, at))), None)
        if match is None or match.end() == at:
            return None
        said.add(next(reply for reply, pattern in _KINDS if pattern is match.re))
        at = match.end()
    return next((reply for reply in _POLITE if reply in said), None)
