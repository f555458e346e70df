"""One question for several figures → one whole question for each: 上市公司和独角兽各有多少家."""

import re

from index.glosses import glosses
from index.quantities import find_quantities
from qa.ends import asks_both_ends
from qa.operands import amount, asked_after, joint, only_period, period_in, subject_in, twin, without_period
from qa.phrases import ASK, PLACE_ENDING, parse, tokens
from qa.question import function_words, understand
from qa.slots import statement

_EACH = re.compile(
    r"^(?P<stem>.+?)[，,、\s]?(?:各|分别|各自|依次)(?:都?是|为|有|达到|达|(?P<share>占)|约)*(?:多少|几|百分之几)(?P<tail>[^，,。]*)$"
)
# 来自多少国家的多少位嘉宾: how many there are, and of how many they are
_OF_SO_MANY = re.compile(
    r"^(?P<lead>.*?)(?P<one>(?:多少|几)[^，,。；;的多几]{1,12})的(?P<other>(?:多少|几)[^，,。；;的多几]{1,12})$"
)
_ASKS = re.compile(
    r"[又则才]?(?:都?是|为|有|到|达到|占|约)*(?:多少|百分之几|(?<![好十哪无这那近])(?!(?<=[前头后])几[天年个月周日届期轮代])几(?![乎何次三番份篇种])|多[大长高远久宽重](?![学家]))"
    r"(?:(?!的时候|[之以]?后$|以来)[^，,；;]){0,12}$|呢$"
)
_BEGINS = re.compile(r"多少|几[家个所座名位件项次台辆]")
_GROWN = re.compile(r"(?:比(?![例重])|较|同比|环比)")
_SIZE = re.compile(
    r"(?:总|合计|累计|一共|总共)?的?(?:规模|盘子|金额|额度|价值)|(?:一共|总共|合计|累计)?[\u3400-\u9fff]{1,2}[了到]多少钱"
)
_WORTH = re.compile(r"(?:一共|总共|合计|累计)?价?值多少(?:钱|元)?$")
_RISEN = re.compile(
    r"(?:大?约|又)?(?:上?涨|增长?|增加|提高|上升|下?降|下跌|减少)了?(?:百分之几|多少|几个?百分点|几成)$"
)
_REACHING = re.compile(r"(?:[能可会要]以?)?(?:超过?|突破|达到?|[有是为])*了?$")
_BARE_COUNT = re.compile(r"(?:几|多少)[\u3400-\u9fff][？?]?$")
_IN_ALL = re.compile(r"[，,](?:一共|总共|共)[\u3400-\u9fff]{0,2}$")
_KIND = re.compile(r"(?P<kind>[^，,的]{1,12}的)[又则才]?(?:都?是|有|占|约)*(?:多少|几)[家个名位项件所]?")
_OWN_KIND = re.compile("^[^，,的]{2,}的(?=[\u3400-\u9fff]{2})")
_COUNTED = re.compile(
    r"的(?P<thing>[\u3400-\u9fff]{2,6}?)[一总]?共?(?:是|有|约)*(?:多少|几)(?P<unit>[家个名位项件所])？$"
)
_MOST = 6
_VERBAL = ("v", "d", "u", "p", "c", "y", "f")


def parts_of(text: str) -> list[str]:
    """Return the whole question for each figure that a question asks for, [] when it asks for one."""
    text = text.strip().rstrip("？?。")
    if asks_both_ends(text):
        return []  # one sentence tells of both
    if clauses := _clauses(text):
        # 园区几家，入驻企业和独角兽各多少: a clause may ask for several itself
        each = [question for clause in clauses for question in (_each(clause.rstrip("？")) or [clause])]
        return each if len(each) <= _MOST else clauses
    if both := _OF_SO_MANY.match(text):
        return [f"{both['lead']}{both[name]}？" for name in ("one", "other")]
    return _each(text)


def _each(text: str) -> list[str]:
    """Return the question for each member of an enumeration that 各 or 分别 asks of, [] for other texts."""
    match = _EACH.match(text)
    if match is None:
        return []
    asked = asked_after(match["tail"])
    share = match["share"] or ""
    topic, comma, last = match["stem"].replace(",", "，").rpartition("，")
    named = joint(last, asked)
    if comma and named and find_quantities(topic):
        # 园区只有23家的时候，入驻企业里上市公司和独角兽各多少家: what stands before tells of when
        questions = [f"{topic}，{question}" for _, question in named]
    elif comma and named:
        # 2024年研发投入强度，全园和核心区分别是多少
        whose = subject_in(topic)
        place = topic.find(whose) + len(whose) if whose else 0
        questions = [
            amount(f"{name}{topic}" if only_period(name) else f"{topic[:place]}{name}{topic[place:]}", asked)
            for name, _ in named
        ]
    else:
        questions = [question for _, question in joint(match["stem"], asked, share)]
    return questions if 1 < len(questions) <= _MOST else []


def _clauses(text: str) -> list[str]:
    """Return a question for each clause that asks: 登记数是多少，实测又是多少. The later ones take over what they leave out."""
    clauses = _split(text)
    asking = [(clause, match) for clause in clauses if (match := _ASKS.search(clause))]
    if len(asking) < 2 or len(asking) > _MOST:
        return []
    lead = "，".join(clauses[: clauses.index(asking[0][0])])
    first = (f"{lead}，" if lead else "") + asking[0][0] + "？"
    counted = re.sub(r"呢？$", "有多少？", first)  # 出租车呢？占多少？
    return [counted, *(_whole(first, clause) for clause, _ in asking[1:])]


def _split(text: str) -> list[str]:
    """Return the clauses of a question; 、 parts them only behind one that asks: 发了几单、筹了多少钱."""
    clauses: list[str] = []
    for clause in re.split(r"[，,；;？?]", text):
        open_part = ""
        for piece in clause.split("、"):
            open_part += f"{'、' if open_part else ''}{piece}"
            if _ASKS.search(open_part):
                clauses.append(open_part)
                open_part = ""
        if open_part:
            clauses.append(open_part)
    return clauses


def _leading(text: str) -> str:
    """Return what stands before the phrase that a question asks for: 板桥科技谷 in 板桥科技谷占地多少."""
    head = understand(text).head
    before = text[: text.find(head[0])] if head and head[0] in text else ""
    if ask := ASK.search(before):
        before = _of_whom(before[: ask.start()]) or before[: ask.start()]  # 两个榜单一共征集到多少个项目
    if not before and head and text.startswith(whole := "".join(head)):
        # 板桥科技谷占地: a body that no dictionary has is taken for a part of what is asked for
        ends = [whole[: len("".join(head[:n]))] for n in range(1, len(head))]
        before = next((name for name in reversed(ends) if PLACE_ENDING.search(name)), "")
    before = before or _of_whom(re.split(ASK, text)[0])
    return re.sub(
        r"[，,]?[从由向]$|(?:有|的|一?共|是|[里内中](?:面)?)*(?:多少|几)?[^\w]*$|[有共是](?:多少|几)[个家件名]?$",
        "",
        without_period(before),
    )


def _of_whom(lead: str) -> str:
    """Return what leads up to an asking word without the verb before it: 两个榜单 of 两个榜单一共征集到.

    What stands there without a verb is itself what is asked for (科研单位有多少家).
    """
    words = tokens(lead)
    verb = False
    while words and (words[-1].text in function_words() or words[-1].tag.startswith(_VERBAL)):
        last = words.pop()
        verb = verb or (last.tag.startswith("v") and last.text not in function_words())
    return lead[: words[-1].end] if words and verb else ""


def _of_the_same(first: str, clause: str) -> str:
    """Return a later clause asked of just what the first one counts: 比上年多了多少, 总盘子多大 of 基金有几只; "" for others."""
    same = (_SIZE.match(clause) and _BARE_COUNT.search(first)) or _GROWN.match(clause) or _WORTH.match(clause)
    topic = _IN_ALL.sub("", statement(parse(first)).removesuffix("了")) if same else ""
    if _RISEN.match(clause):  # 收入能超过多少，涨了百分之几
        topic = _REACHING.sub("", statement(parse(first)))
    return f"{topic}{clause}？" if topic else ""


def _uncut(whose: str, text: str) -> str:
    """Return a name with the one sign behind it that no word begins with: 海珀特, of which the dictionary has no part."""
    known = not whose or PLACE_ENDING.search(whose) or glosses(whose).listed
    behind = "" if known else text[text.find(whose) + len(whose) :]
    word = next(iter(tokens(behind)), None)
    loose = word is not None and len(word.text) == 1 and word.text not in function_words()
    return whose + behind[0] if loose and "\u3400" <= behind[0] <= "\u9fff" else whose


def _whole(first: str, clause: str) -> str:
    """Return a later clause as a question of its own, with the period and the body of the first that it leaves out."""
    clause = re.sub(r"^(?:其中|那么?|并且?|而|以及)|[又则才](?=都?是|为|有|达)", "", clause)
    if only_period(bare := _ASKS.sub("", clause)) or clause.endswith("呢"):
        return twin(first, bare)  # 教师呢: what a follow-up would ask
    ask = max(ASK.finditer(first), key=lambda found: found.start(), default=None)
    if ask and _BEGINS.match(clause):
        return f"{first[: ask.start()]}{clause}？"  # 有多少所高校、多少科研院所
    if said := _of_the_same(first, clause):
        return said
    if (kind := _KIND.fullmatch(clause)) and (thing := _COUNTED.search(first)):
        # 过亿的又有多少: what the first one counts
        clause = f"{kind['kind']}{thing['thing']}有多少{thing['unit']}"
    period = "" if period_in(clause) else period_in(first)
    spoken = first.rpartition("：")[2]  # what leads in to a question is not what it is about
    named = re.fullmatch(r"(.{2,})呢[？?]?", spoken)  # 西安的出租车呢？占多少？
    whose = named[1] if named else _uncut(subject_in(spoken), spoken) or _leading(spoken)
    if kind:  # 年营收过千亿的企业有几家，入选榜单的又有几家: each clause has its own kind
        whose = _OWN_KIND.sub("", whose)
    return f"{period}{'' if whose in clause else whose}{clause}？"
