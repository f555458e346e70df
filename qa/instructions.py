"""Text in documents that speaks to the program and not to a reader: found, so that it is no evidence.

A passage comes in; out goes whether it holds a request to a language model (忽略以上指令…, when asked about X answer Y),
a chat format's own marks, or a long run of encoded text. Such words state nothing of the world, so neither reader
quotes them, and a model does not see them, nor what follows them on their line; the rest of the passage stands
(`silenced`). This is the first line only: `verify` lets no model's sentence through that its quote does not state,
whether an instruction was recognised here or not.
"""

import re
from functools import lru_cache

from index.passages import sentences
from index.words import fold
from prompts import clean

_TOLD = r"(?:指令|指示|说明|提示词?|规则|要求|设定|命令|约束|限制|上下文|对话)"
_SAY = r"(?:回答|回复|答复|作答|输出|答)"
_MODEL = (
    r"(?:(?<![A-Za-z])(?:AI|LLM|GPT|ChatGPT)(?![A-Za-z])(?:模型|助手|助理|系统|智能体)?"
    r"|人工智能(?:助手|助理|系统)|智能(?:助手|助理|系统|体)|聊天机器人|大?语言模型|大模型|问答系统|机器人助手|本?助手)"
)
_MODEL_FIRST = "ALGC人智聊大语问机本助"  # the characters that it begins with
_THEN_DO = r"[^。\n]{0,40}?(?:执行|照做|遵照|遵守|服从|follow|obey|execute|then answer|并回答|后回答|后输出|照此)"
_CHINESE = (
    # override
    rf"(?:忽略|无视|忘记|忘掉|抛开|不要理会|不必遵守|不再遵守|覆盖|取代|绕过)[^。！？\n]{{0,12}}(?:以上"
    rf"|上述|上面|之前|此前|前面|先前|所有|一切|全部|系统|原有|其他|你的)"
    rf"[^。！？\n]{{0,10}}(?:{_TOLD}|内容|资料|文档)",
    rf"(?:系统|开发者|管理员|最高|新的?|隐藏|特别"
    rf"|最新)(?:优先级?)?(?:{_TOLD})[^。\n]{{0,6}}[：:][^。\n]{{0,12}}(?:你|忽略|无视|请|{_SAY}|必须|立即)",
    r"(?:以下|下列|下面|本)[^。\n]{0,4}(?:指令|命令|口令)[^。\n]{0,10}(?:优先|覆盖|执行|高于)",
    # address and role
    rf"(?:致|给|告诉|提醒|命令)(?:所有|各位|阅读本文的|正在阅读的|使用本文的)?{_MODEL}(?:的(?:话|指令|说明|提示|要求))?[：:，,]",
    rf"(?:阅读|处理|读到|看到)[^。\n]{{0,8}}的{_MODEL}[，,：:]",
    rf"(?=[{_MODEL_FIRST}]){_MODEL}[，,：:]?(?:请注意|请务必|请你|务必|你必须|你要)",
    rf"(?:你|您)(?:现在|从现在起|从此|将|要|必须|需要)?(?:是|扮演|充当|变成|作为)(?:一个|一名"
    rf"|一位)?[^。，\n]{{0,12}}(?:{_MODEL}|(?<![A-Za-z])DAN(?![A-Za-z])|角色|管理员|海盗|客服|模型|助手)",
    rf"作为(?:一个|一名){_MODEL}[，,]?(?:你|您|请)",
    r"现在(?:起|开始)[，,]?(?:你|请你|您)",
    rf"(?=[{_MODEL_FIRST}]){_MODEL}(?:的)?(?:提示|说明|注意|须知|指引)?[，,：:！!][^。\n]{{0,24}}(?:您|你|请|务必|应当|必须)[^。\n]{{0,16}}(?:{_SAY}|说|写|忽略|照)",
    rf"(?:忽略|无视|忘记|忘掉|抛开|跳过|重置)(?:{_TOLD})[，,、；;。\s]*(?:请|直接|只|并)?{_SAY}",
    r"(?:忽略|无视|忘记|忘掉|忘了)[前上]面的?(?:话|内容|文字|资料)|[前上]面的?(?:话|内容|文字|资料)[^。\n]{0,4}(?:忘掉|忘了|作废)",
    rf"(?:口令|指令|命令)[：:][^。\n]{{0,4}}{_SAY}|(?:管理员|开发者|\[系统\]|【系统】)[：:\s]*(?:请|立即|立刻|马上|重置)[^。\n]{{0,10}}(?:{_SAY}|指令|规则)",
    rf"(?:给|让)(?:{_MODEL}|模型)看的",
    # answers on demand
    rf"{_SAY}(?:问题|提问)?(?:时|的时候)[，,]?(?:请|都|一律)?(?:改用|改为|改成|带上|加上|附上)",
    r"把[^。\n]{0,6}(?:答案|回答|内容|数字|话)[^。\n]{0,3}(?:告诉|转告|发给)(?:用户|提问者|提问的人)",
    rf"请(?:你|您)?用[^。，\n]{{1,3}}[文语]{_SAY}",
    r"(?:从|自)此刻[起开][始，,]?[^。\n]{0,6}(?:你|您)",
    rf"(?:你|您)(?:必须|务必|一定要|只能)(?:直接)?(?:说|{_SAY})[^。\n]{{0,20}}[\d“]|(?:答案|回答)请(?:写|填|给|说)",
    r"(?:其他|其它|别的)(?:资料|文档|来源)[^。，\n]{0,4}(?:不用|不要用|不采用|作废|无效|不可信)(?=[。，！；\s]|$)",
    rf"(?:无论|不管|不论)[^。\n]{{0,16}}(?:问|提问)[^。\n]{{0,12}}(?:都|一律|只|就|请|均)[^。\n]{{0,8}}(?:{_SAY}|说)",
    rf"(?:当|如果|如|若|凡|每当|只要|一旦)[^。，\n]{{0,10}}(?:用户|有人|对方|被|谁)?(?:问|提问|问起|问及"
    rf"|询问)(?!题)[^。\n]{{0,30}}?(?:请|就|应|须|务必|一律|统一|只能)(?:你|您)?(?:直接|只|要|都)?(?:{_SAY}(?!应)|说(?:成|是|[：:“]))",
    rf"(?:请|应当|必须|务必|须|只能|统一|一律)(?:你|您)?(?:统一|一律|直接|只|都)?{_SAY}(?:为|是|成|：|:)?[^，。\n]{{0,8}}\d",
    rf"(?:{_SAY})时?请(?:你|您)?把[^。\n]{{0,20}}(?:写成|说成|改成|换成)",
    r"(?:正确|标准|最终|唯一)的?(?:答案|回答|答复)(?:是|为|[：:])",
    r"(?:忽略|无视|忘记|抛开)(?:前文|上文|前述|原文|此前内容|以上内容)",
    r"(?:凡|任何)[^。\n]{0,10}(?:引用|转述|总结|使用)[^。\n]{0,12}(?:须|必须|应|请|要)[^。\n]{0,8}(?:附|加|给出|插入)[^。\n]{0,6}(?:链接|网址|http)",
    r"(?:用户|提问者)\s*[:：][^\n]{1,80}?(?:助手|助理|回答|AI)\s*[:：]",
    r"(?:系统(?<![^。！？\s]系统)|助手(?<![^。！？\s]助手))\s*[:：]\s*(?:新的|更新|以下|忽略|请|你|从现在)",
    rf"(?:请|务必|必须|只能|一律|只需|直接|立即)(?:你|您)?(?:只|直接|原样|完整|逐字|照此|按此"
    rf"|严格)?{_SAY}(?:[：:“\"『「]|(?:以下|下面|下列|如下|这句|用户|所有|“|\"))",
    rf"(?:在|于)(?:你|您)?的?(?:{_SAY}|答案)(?:的)?(?:中|里|末尾|最后|开头"
    rf"|后面|之后|结尾)[^。\n]{{0,8}}(?:加|附|写|插|放|包含|注明|显示|给出|提供|引导)",
    rf"(?:{_SAY})(?:时|之前|之后|问题时|用户时|末尾|最后)[，,]?[^。\n]{{0,6}}(?:请"
    rf"|务必|必须|一律|须|都要)[^。\n]{{0,8}}(?:附上|加上|使用|写|说|包含|插入|引用|以)",
    r"不要(?:提及|引用|标注|给出|提到|使用)(?:任何|其他|本|上述|原)?(?:来源|出处|资料|指令|编号|引用)",
    # how a figure or a name is to be put by whoever answers
    r"(?:凡|涉及|各类|所有|任何|一切)[^。\n]{0,30}(?:答复|回复|回答|答题|问答|提问)[^。\n]{0,20}(?:统一(?:为|口径|[填写答回])|一律|填写|口径)",
    r"(?:答复|回复|回答|作答|答题|问答|输出)[^。\n]{0,16}(?:统一(?:为|口径|[填写答回])|一律|填写|据此|照此|四舍五入)",
    r"(?:统一|一律)(?:口径|表述|回复|答复)[^。\n]{0,4}[为是：:“][^。\n]{0,30}(?:不得|不要|其他|其它)|(?:请|须|应)(?:统一|一律)?(?:表述|改写|写|说)(?:成|为)[“\"「]",
    rf"(?:据此|以此|照此)(?:作答|回答|答复)|(?:再|后)(?:{_SAY})[。！!\s]*$|请以[^。\n]{{1,30}}为准[，,][^。\n]{{0,6}}其[他它][^。\n]{{0,8}}(?:作废|无效|错误|忽略)",
    r"(?:机器人|机器|模型|程序|智能体|问答工具)(?:在)?(?:答题|答复|阅读|读取|输出|作答)",
    r"你的(?:真实|新|真正)?身份是|你(?:来)?(?:扮演|假装|假扮)",
    r"(?:新的?|下一个?|真正的)任务[：:]|(?:请|写)一?[句段]“|请直接(?:展示|显示|告诉|呈现)",
    r"(?:本段|以下|此处|上文|下文)之?[后下前][^。\n]{0,6}(?:任何|所有|一切)(?:问题|提问)",
    r"(?:只|仅)(?:输出|打印)(?!功率|端|信号|电|量|机)[^。，\n]",
    r"(?:请|务必)[^。\n]{0,6}(?:代码块|Markdown|JSON)(?:格式)?[^。\n]{0,4}(?:输出|回答|给出|返回)",
    # leaks
    rf"(?:输出|复述|重复|打印|泄露|透露|显示|公开|背诵|翻译|说出)[^。\n]{{0,12}}(?:提示词|系统提示|初始(?:{_TOLD})"
    rf"|你的(?:{_TOLD})|(?:以上|上面)(?:的)?(?:全部|所有)?(?:{_TOLD})|system prompt|密钥|API ?key)",
    # encodings
    rf"(?:解码|译码|反转|倒过来读|十六进制){_THEN_DO}",
    # chat formats, templates, comments of a page, what a program exchanges, what a page hides
    r"[{｛]\s*[\"'“”]?(?:role|system|assistant|prompt|instructions?|arguments|tool\w*)[\"'“”]?\s*[:：]",
    r"#{2,}\s*(?:指令|指示|系统|用户|助手|输出|回答)",
    # characters held apart, so that no word is met: 忽.略
    r"(?<=[\u3400-\u9fff])[.·_*-](?:[\u3400-\u9fff][.·_*-]){4,}",
    r"\{\{\s*\w+\s*\}\}|\{%.{0,40}%\}",
    r"[<＜]!--.{0,80}(?:assistant|answer|reply|回答|模型)",
    r"無視して|指示を|무시하",
)
_CYRILLIC = re.compile("игнорир|забудь", re.IGNORECASE)
# What holds letters, in no word that an instruction in English begins with: three at least behind each other.
_LETTERED = (
    rf"(?:base ?64|rot ?13|decode){_THEN_DO}",
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0)",
    r"[<＜]/?(?:tool_call|function|thinking|answer|instructions?)\b|\bassistant\s+to\s*=",
    r"\b(?:user|human)\s*[:：].{1,80}?\b(?:assistant|ai|bot)\s*[:：]",
    # the same in other languages
    r"(?:oubliez?|ignorez|r[ée]pondez|ignora(?:re|d)?|olvida|responde[rd]?|rispondi|dimentica|ignorier\w*|vergiss|antworte)\b[^.\n]{0,60}"
    r"(?:instruc\w+|istruzion\w+|anweisung\w*|pr[ée]c[ée]dent\w*|anterior\w*|vorherig\w*|\d)",
    r"[<＜]\|?\s*(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|start_header_id|eot_id)\b",
    r"[\[［]/?INST[\]］]",
    r"[<＜]{2}/?SYS[>＞]{2}",
    r"#{2,}\s*(?:system|instruction|response|human|assistant|user)\b",
)
# Letters held apart, so that no word is met: i g n o r e.
_APART, _LEAST_APART = re.compile(r"(?<![a-z])(?:[a-z][ .·_*-]{1,3}){7,}[a-z](?![a-z])", re.IGNORECASE), 8
_ENGLISH = (
    r"(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\b[^.\n]{0,40}\b(?:previous"
    r"|prior|above|earlier|preceding|all|any|other|system|your|these|those)\b[^.\n]{0,30}"
    r"\b(?:instructions?|rules?|prompts?|context|guidelines?|directions?|constraints?|documents?|evidence)",
    r"\byou are (?:now |no longer |henceforth )?(?:an? |the |in )?(?:\w+ ){0,4}(?:assistant"
    r"|ai|model|dan|bot|chatbot|pirate|administrator|developer mode|mode)\b",
    r"\b(?:act|behave|respond|roleplay|role-play|pretend)\b[^.\n]{0,12}\bas (?:if you|an? |the )",
    r"\b(?:system|developer|admin|hidden|new|updated|important)\s+(?:prompt|message"
    r"|override|instructions?|note to (?:the )?(?:ai|assistant|model))\b\s*[:：]",
    r"\b(?:when|if|whenever)\b[^.\n]{0,30}\b(?:asked|asks|question)\b[^.\n]{0,60}\b(?:answer|reply|respond|say|output|state|tell)\b",
    r"\b(?:always|only|must|please|just|simply|now|immediately|exactly)\s+(?:answer|reply|respond|output|say|print|repeat|state)\b",
    r"\b(?:answer|reply|respond|output|say|print)\s+(?:only|exactly|with|verbatim|the following|that the)\b",
    r"(?:^|[.!?。！？]\s*)(?:answer|reply|respond|say|print)\s+[^.!\n]{0,20}\d",
    r"\b(?:reveal|print|repeat|show|output|leak|disclose|recite|translate)\b[^.\n]{0,24}\b(?:prompt"
    r"|instructions?|rules|api key|above text|everything above)\b",
    r"\b(?:in|to|at the end of|of)\s+your\s+(?:answer|reply|response|output)\b|\byour (?:system )?(?:instructions?|prompt)\b",
    r"\b(?:note|message|attention|instructions?|dear|hello)\b[^.\n]{0,12}\b(?:ai|llm|language models?|assistant|chatbot)s?\b\s*[:：,，]",
    r"\b(?:any|every|all|your|the) (?:response|answer|reply|output|summary)s?\b[^.\n]{0,40}\b(?:include|contain|mention|end|begin|start)s?\b",
    r"\b(?:user|reader)s? (?:prefers?|wants?|expects?) (?:answers|responses|replies)\b|\bmemory update\b",
    r"\b(?:the )?answer to (?:every|any|all|each)\b|\b(?:when|if|while) (?:summari[sz]ing|answering|replying|responding)\b",
    r"\bend of (?:the )?(?:document|context|evidence)\b",
    r"\bas an? (?:ai|llm|language model|assistant|chatbot)\b[^.\n]{0,12}\byou (?:should|must|will|need|are)\b",
    r"\btell the (?:user|asker)s?\b|\bforget (?:everything|all)\b|\bnew (?:task|objective|role)\s*[:：]",
    r"\byour (?:answer|reply|response|output)s? (?:must|should|has to|have to|is|will)\b",
    r"\b(?:answer|reply|respond)\b[^.\n]{0,24}\d[\d.,]*[^.\n]{0,24}\bto (?:the |any |all )?(?:users?|questions?)\b",
    r"\bdo not (?:mention|reveal|cite|disclose|tell)\b[^.\n]{0,30}\b(?:source|instruction|prompt|user|document)",
)
# One by one: a pattern that begins with a few characters skips to them, an alternative of many tries every place.
_IN_CHINESE = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _CHINESE)
_IN_LETTERS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _LETTERED)
_IN_ENGLISH = re.compile("|".join(f"(?:{pattern})" for pattern in _ENGLISH), re.IGNORECASE)
_LATIN = re.compile(r"[a-z]+", re.IGNORECASE)
_SHORT = 2  # letters; each of `_LETTERED` holds a longer word
_OTHER = re.compile("[\u0400-\u04ff\u1c80-\u1c88]")
# What each of `_ENGLISH` begins with; names of firms and products, all the English of most passages, are none of these.
_BEGINNINGS = frozenset(
    re.findall(
        r"\w+",
        """ignore disregard forget override bypass do stop you act behave respond roleplay role pretend system developer
        admin hidden new updated important when if whenever always only must please just simply now immediately exactly
        answer reply output say print reveal repeat show leak disclose recite translate in to at of your note message
        attention instruction instructions dear hello any every all the user users reader readers memory answer while end
        as tell""",
    )
)
_TURN = re.compile(r"^\s*(?:system|assistant|human)\s*[:：]", re.IGNORECASE | re.MULTILINE)
# Nobody reads these: Base64 or hexadecimal with digits and letters mixed, and runs of escapes.
_ENCODED = re.compile(
    r"(?<![\w/.:=?&%-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{32,}={0,2}(?![\w/.:&%-])"
    r"|(?<![\w/.])(?:[0-9a-f]{2} ?){24,}(?![\w/.])|(?:\\[ux][0-9a-fA-F]{2,4}){8,}|(?:&#x?[0-9a-fA-F]+;){8,}|(?:%[0-9A-F]{2}){12,}",
)
_RUN = re.compile(r"[ -~]{24}")  # what is encoded stands in one
_TAGS = re.compile("[\U000e0020-\U000e007f]{4,}")


@lru_cache(maxsize=1024)
def silenced(text: str) -> str:
    """Return a text with its words to a model blanked out, and what follows them on their line; places stay."""
    if not speaks_to_a_model(text):
        return text
    kept = list(text)
    found = False
    for line in re.finditer(r"[^\n]+", text):
        for start, end in sentences(line.group()):
            if speaks_to_a_model(line.group()[start:end]):
                found = True
                kept[line.start() + start : line.end()] = " " * (line.end() - line.start() - start)
                break
    rest = "".join(kept)
    # An order that runs over several sentences or lines is nobody's evidence, nor is what stands with it.
    return rest if found and not speaks_to_a_model(rest) else re.sub(r"[^\n]", " ", text)


@lru_cache(maxsize=4096)
def speaks_to_a_model(text: str) -> bool:
    """Return whether a passage holds words to a language model, or words that only a program would read."""
    if _TAGS.search(text) or (_RUN.search(text) and _ENCODED.search(text)):
        return True
    # Without the invisible characters that may stand between the letters of an instruction, in plain letters and signs.
    seen = fold(clean(text))
    if _TURN.search(seen):
        return True
    seen = " ".join(seen.split())
    if any(pattern.search(seen) for pattern in _IN_CHINESE):
        return True
    if _OTHER.search(seen) and _CYRILLIC.search(seen):
        return True
    latin = _LATIN.findall(seen)
    if len(latin) >= _LEAST_APART and _APART.search(seen):
        return True
    if any(len(word) > _SHORT for word in latin) and any(pattern.search(seen) for pattern in _IN_LETTERS):
        return True
    # A letter that only counts as Latin in a pattern (ı) may stand in any of them.
    begun = any(word.lower() in _BEGINNINGS or not word.isascii() for word in latin)
    return begun and _IN_ENGLISH.search(seen) is not None
