"""The noun phrases around a figure: what it measures, and of whom; read off part-of-speech tags, in the text's own words."""

import re
from collections.abc import Iterable

from index.types import Kind, Period, Quantity
from index.units import UNITS
from index.words import remembering, tagged

# Words that stand between a measure and its figure; they belong to neither.
_LINKS = (
    "达到|高达|已达|达|突破|超过|超出|超|接近|近|约为|约占|占比|约|为|是|有|共有|共计|总计|合计|累计|共|已|仅|只有|仅有|首次|实现|完成|"
    "增至|上升至|下降为|提升为|回升至|下滑至|升至|几乎|差不多|整整|降至|增长到|提高到|提升至|提升到|提高至|扩大到|压缩至|压缩到|上升到|下降到|"
    "下降至|增加到|增加至|报收于|收盘报|收报|折合|相当于|不到|不足|至少|最多|大约|大概|了|到|至|在|由|从|(?<![人户亩地日月周季年])均|都|也|又|还|就|更是|更|大幅|"
    "稳步|进一步|其中|则|将|预计|有望|力争|平均|每年|年均|最近|做到|降到|升到|涨到|增到|减到|(?<![需主重纪必简概摘])要|(?<![出发呈体表实])现在|出现|目前|如今|，|：|:"
)
_LINK = re.compile(rf"(?:{_LINKS}|(?<=[一-鿿]{{2}})中)+$")
_LINK_LAST = frozenset(
    word[-1] for word in [*_LINKS.split("|"), "中", "\n"]
)  # a phrase that ends otherwise has no link
_GAP = re.compile(r"\s")
_LEAD = re.compile(
    r"^(?:其中|目前|同时|此外|另外|并且|而且|以及|还有|并|且|而|又|也|和|与|及|、|，|在|对|从|由|据|将|使|让|的|了|是|有|到|全年|预计|预期|[我他她它你咱]们的?|该(?=[一-鿿]{3}))+"
)
_EDGES = " ，,、。“”\"'；：（）()《》|"
_NOMINAL = ("n", "j", "l", "b", "i", "s", "f", "eng")
_NOT_FIRST = tuple("xtdcrumfq")
_CHANGE = re.compile(r"(?:增加|增长|下降|减少|提高|上升|扩大|压缩|达到|突破)+$")
_COUNTED = (Kind.COUNT, Kind.MONEY, Kind.LENGTH, Kind.AREA, Kind.OTHER, Kind.MASS)
_CLASS = re.compile(r"^级(?:及?以[上下])?的?(?=[一-鿿]{2})")
OF_CLASS = re.compile(r"[\d.]+\s?[百千万亿]*[一-鿿A-Za-z]{1,3}级(?:及?以[上下])?")  # 10万吨级, of what it is said
_WORTH = re.compile(  # 5000家亿元企业, 11家收入超千亿元的企业, 4个10万吨级泊位
    r"(?:(?:[一-鿿]{2,6}?(?:超过?|过|逾|突破|达到?|高于|低于|不足)[\d.]*)?[百千]?[十百千]?[万亿]元?(?:级|以上|以下)?"
    rf"|{OF_CLASS.pattern})的?(?=[一-鿿]{{2}})"
)
_AFTER_COUNT = re.compile(r"(?:左右|以上|以下|多)?(?:的|是(?!因))?")
_ARE = re.compile(r"(?:以上|左右|的[人员企业公司]{1,2})?(?:都|均|全部?)?[是为](?=[一-鿿])")  # 60%是年轻人才
_QUALITIES = re.compile(
    r"(?P<first>[^，。；：、]{2,12})、(?:[^，。；：、]{2,12}、)*(?P<last>[^，。；：、]{2,12}?)的(?=[一-鿿]{2})"
)
_MEASURING = frozenset(
    re.split(
        " ",
        "量 率 额 数 值 价 费 长 度 期 时间 时长 次数 人数 数量 金额 总量 总额 比例 比率 比重 费用 成本 周期 速度 强度 规模 效率 面积 里程 价格 水平",
    )
)  # nouns that say of a verb how much, how long, how often: 报关时间
_RISING = re.compile(  # 碳排放强度再 of 碳排放强度再降
    r"(?P<adverb>再|又|还|略|已|将|也|均|都|继续|进一步|持续|小幅|大幅|大幅度|明显|显著|稳步|逐步|逐年|不断|快速|平稳|仅|约)*"
    r"(?P<change>(?:同比|环比)?(?:增长|增加|上升|上涨|提高|提升|下降|下滑|下跌|减少|降低|回落|回升|涨|跌|降|增|升|缩短|压缩|收窄|扩大))"
    r"(?:了|一些|一点|不少|很多|许多)*$"
)
_RISING_LAST = frozenset("长加升涨高降滑跌少低落增短缩窄大了些点多")
_PER = re.compile(r"[地人户亩次床日月周天台件吨套股]均[一-鿿]{2,6}$")  # what counts, never who all do
_OPEN = {"“": "”", "‘": "’", "《": "》"}
_QUOTED = 9  # tokens of a name in quotation marks, the marks among them
_PLAIN_VERBS = frozenset("有是为达占超近至")
_CONTENT = "nvabjlizt"
_FUNCTION = "cpdru"
_OF_PLACE = frozenset("到在")
_LONGEST = 24
# Verbs that stand as often inside a noun phrase (研发投入强度, 概念验证平台) as they carry a clause.
NOMINAL_VERBS = frozenset(
    re.split(
        " ",
        "投入 研发 创新 孵化 验证 转化 管理 发展 增长 融资 投资 生产 销售 出口 进口 消费 交易 开发 设计 制造 运营 流出 流入"
        " 贷款 存款 注册 授权 发明 保护 治理 监管 检测 认证 示范 加速 就业 创业 教育 培训 总 高 净 营业 经营 建筑 运输 加工 服务",
    )
)
_ENDING = frozenset(["是", "成立", "大家", "双方", "我们", "他们", "令人", "为", "告诉", "表示"])
_SAYING = frozenset(
    ["说", "表示", "告诉", "介绍", "指出", "透露", "认为", "称", "强调", "坦言", "谈到", "解释", "补充"]
)
_MODAL = frozenset(
    ["要", "需", "须", "应", "将", "拟", "能", "会", "可", "必须", "需要", "应该", "应当", "可以", "能够", "应立即"]
)
_NOT = frozenset("不非未无")
_SKIPPED = frozenset(["一共", "同比", "环比", "总共", "共计"])
_TAIL = re.compile(
    r"(?:一共|总共|共计|先后|连续|扎实|净|分别|累计|平均|合计|要|可|应|将|已|深入|大力|积极|加快|持续|全面|牵头|不断|已经|布局|新布局|成功举办|成立|收盘|报收|报|表现|大家|令人|是不是|是|并|等|年末|年底|主要|全部"
    r"|[一二三四五六七八九十两\d]+[次个位名家年])+$"
)
_NOBODY = re.compile(
    r"(?:(?:统计|历史|最新|公开|监测|官方)?数据|财报|年报|[一二三]?季报|报告|公告|记者|消息|资料|统计|结果|现场|线上|线下|全球"
    r"|指标|目标|计划|不同程度|官方|原标题|报告期|情况|方面|问题|意味|全年|总体|整体|期间|同时|目前)(?:[一-鿿]{0,2}(?:显示|表明|方面))?"
)
_CHANGE_WORDS = (
    "(?:增长|增加|增幅|增速|上升|上涨|提高|提升|下降|下滑|下跌|减少|降低|回落|回升|涨幅|跌幅"
    "|降幅|减幅|涨|跌|降|增|升|扩大|收窄|缩短|压缩)"
)
_CHANGE_ONLY = re.compile(
    r"(?:[并且又也均都还再则]|其中)?(?:(?:较|比|相比)(?P<than>[^，。；]{1,16}?))?"
    r"(?P<change>(?:(?P<year>同比|环比)|[同可比]*口径|可比价格?|年均|平均|累计|继续|小幅|大幅|略|逆势|分别|已|将|预计|实际|名义|总体|合计|逐年|进一步|持续|净)*"
    rf"{_CHANGE_WORDS})(?:了|约|近|超过?|达到?|为|到|至|逾|[:：])*\s?"
)
_MORE_THAN = re.compile(
    r"[并且又也均都还再则]?(?:较|比)(?P<than>[^，。；]{1,16}?)(?P<change>[高低多少快慢])出?了?(?:约|近|超过?)?\s?"
)
_CHANGED = re.compile(rf"(?:(?:同比|环比|同口径|年均|累计|平均|净)*{_CHANGE_WORDS}|占[^占]*)$")
_CHANGED_SHARE = re.compile(rf"(?:同比|环比|同口径|年均|累计|平均|净)*{_CHANGE_WORDS}$")
_ENTITY = re.compile(
    r"(?:园区?|区|企业|公司|集团|中心|平台|基地|城|谷|院|校|大学|所|局|委|会|行|厂|基金|[省县镇]|市(?<!上市)|部|署|政府|联盟|协会|机构|实验室|港|街道|村|站"
    r"|队|团队|项目|团|处|银行|医院|学校|车|船|号|系统|工程|产品|论坛|大会)$"
)
_NAMED_END = re.compile(
    # each begins with a sign of its own, which `re` looks for fast; what stands before that is told behind it
    r"(?:区(?<=[^社小地分片]区)|园区?|公司|集团|学院(?<=[^\d]学院)|大学|银行|行(?<=[农工交建商]行)|医院|市(?<=[^门城]市)"
    r"|县(?<=[^州]县)|州(?<=[一-鿿]州)|镇(?<=[^门城]镇)|号线(?<=\d号线)|研究[所院]|港口?|机场|地铁|城(?<=[^县古长社]城)|谷)$"
)
_NAMED = re.compile(_NAMED_END.pattern[:-1])
_LINE = re.compile(r"\d+号线")
_NO_NAME = re.compile(
    r"(?!\d+号线)\d|[全各该本我其这那两三每多此一二四五六七八九十几]|高新技术|上市|新增|累计|手机|网上|电子|母"
)
_SHORTEST_NAME, _LONGEST_BODY = 3, 12  # signs
_PROPER = ("ns", "nr", "nt", "nz")  # 跨国公司 and 特色产业园 are no names
_TAKEN_BACK = re.compile(
    r"[”」）)]?[，,]?\s?(?:应(?:为|是|改为)|(?:现|已|应|予以)*(?:更正|修正|订正|勘误|改正|修订|校正)[为成])"
)
_SAME_SUM = re.compile(
    r"[（(，,]?\s*(?:(?:当前|约合|相当于|折合|合计?|约|即|也就是|换算)+(?:人民币|美元)?(?:约|近|为)?|[（(]\s*约?)\s*"
)
_SHARE = re.compile(
    r"占(?P<of>[^，。；占从由]{0,20}?)(?:的)?(?P<word>比重|比例|比)?(?:约|近|超过?|达到?|为|到|不足|高达|已达|仅"
    rf"|{_CHANGE_WORDS}[到至为])*\s?$"
)
_SHARE_ALONE = re.compile(r"[，,；;、\s]*(?:约|大约|仅|只)?占(?:约|近|了|到|超过?)*\s?")  # 税收79.8亿元，占85.3%


@remembering
def subject_of(clause: str) -> str:
    """Return the noun phrase before the main verb of a clause without periods, "" when it has none."""
    tokens = _whole_names(tagged(clause))
    phrase = ""
    noun = False
    for number, (word, tag) in enumerate(tokens):
        if not phrase and tag == "p":
            return ""  # 以…, 在…: an adverbial, nobody's statement
        if word.isspace():
            continue  # where a period stood
        if phrase and (
            word in _ENDING
            or (noun and word in _MODAL)
            or (len(word) > 1 and word in phrase)
            or (number and tag == "v" and _following(tokens, number) == "p")
        ):
            if word in _SAYING and any(tag == "nr" for _, tag in tokens[max(0, number - 3) : number]):
                return ""  # whoever says it, not of whom it is said
            break
        if number and tokens[number - 1][1] == "m" and word in UNITS:
            continue  # 10条行业指数
        if word in "“”‘’《》":
            phrase += word
            continue
        if (tag.startswith(_NOT_FIRST) or word in _SKIPPED) and not phrase.strip("“‘《"):
            continue
        if not phrase and tag.startswith("v") and number + 1 < len(tokens) and tokens[number + 1][1][0] in "nbajv":
            return ""  # 建设园区要…: something done, by nobody named
        if tag == "x" or (tag == "m" and any(map(str.isdigit, word))):
            return ""  # 进出口总额215亿元: a measure with its figure
        if tag in ("d", "p", "ul") or _is_verb(tokens, number):
            break
        noun = noun or (tag.startswith(("n", "j", "eng", "l")) and len(word) > 1)
        phrase += word
    else:
        return ""  # no verb: the clause is a measure, not a statement about somebody
    phrase = _CHANGE.sub("", trim(phrase))
    while (cut := _TAIL.sub("", phrase).rstrip(_EDGES)) != phrase:
        phrase = cut
    body, doing = owner_in(phrase)
    if doing and all(tag in ("v", "vn") for _, tag in tagged(doing)):
        phrase = body  # 甲园发展呈现…: of the park
    return phrase if noun and len(phrase) > 1 and not _NOBODY.fullmatch(phrase) else ""


def measure_of(left: str, right: str, quantity: Quantity) -> str:
    """Return what a figure measures: for counts the noun on its right (20家企业), else the phrase on its left.

    Args:
        left: the clause before the figure, from its start or the figure before, without periods.
        right: the clause behind it, up to its end or the next figure.
        quantity: the figure.
    """
    right = _CLASS.sub("", right) if right.startswith("级") else right
    if quantity.kind in _COUNTED or (quantity.kind in (Kind.PERCENT, Kind.RATIO) and right.startswith("的")):
        noun = _phrase_right(right)
        if noun:
            return noun
    measure = phrase_left(left)
    if quantity.kind in (Kind.PERCENT, Kind.RATIO) and not has_noun(measure) and (are := _ARE.match(right)):
        return _phrase_right(right[are.end() :]) or measure
    return measure


def of_change(left: str) -> tuple[str, str] | None:
    """Read a clause that names a change alone: (同比增长, 同比) or (减少, 3月31日); None if it names what changed."""
    told = left.strip(" ，,、")
    if match := _CHANGE_ONLY.fullmatch(told):
        return match["change"], match["than"] or match["year"] or ""
    more = _MORE_THAN.fullmatch(told)
    return (more["change"], more["than"]) if more else None


def of_share(left: str) -> str | None:
    """Read 占总成交额 or 占比 at the end of a clause, whose owner stands before it; None if there is none."""
    match = _SHARE.search(left) if "占" in left else None
    if match is None:
        return None
    return f"占{match['of']}" if match["of"] else "占比" if match["word"] or _SHARE_ALONE.fullmatch(left) else None


def same_sum(left: str) -> bool:
    """Whether a figure only says the one before again, in another currency or unit: （约合3亿美元）."""
    return _SAME_SUM.fullmatch(left) is not None


def taken_back(text: str, end: int) -> str:
    """Return the words by which a figure is taken back for the next: 原披露为5亿元，现更正为6亿元; “5亿元”应为“6亿元”."""
    taken = _TAKEN_BACK.match(text, end)
    return taken.group().strip("，,”」）) ") if taken else ""


def without_change(measure: str, *, share: bool = False) -> str:
    """Return a measure without the change told of it, and without a share unless it is of the share: 营业额同比下降 → 营业额."""
    return (_CHANGED_SHARE if share and "比" in measure else _CHANGED).sub("", measure) or measure


@remembering
def phrase_left(left: str) -> str:
    """Return the noun phrase that a clause without periods ends in, linking words left out."""
    phrase = left.rstrip(_EDGES)
    while phrase and phrase[-1] in _LINK_LAST and (cut := _LINK.sub("", phrase).rstrip(_EDGES)) != phrase:
        if phrase[-1] == "中" and (last := tagged(phrase)[-1])[0] != "中" and last[1][0] in "nvaj":
            break  # 高中, 适中
        phrase = cut
    phrase = _GAP.split(phrase)[-1]
    while len(phrase) > _LONGEST and "、" in phrase:
        phrase = phrase.partition("、")[2]
    if not phrase:
        return ""
    rising = _RISING.search(phrase) if phrase[-1] in _RISING_LAST else None
    if rising and rising["adverb"] and (has_noun(before := phrase[: rising.start()]) or does(before)):
        phrase = before + rising["change"]  # 碳排放强度再降
    tokens = _whole_names(tagged(phrase))
    start = 0
    whole = _PER.search(phrase)
    position = 0
    for number, (word, tag) in enumerate(tokens[:-1]):
        position += len(word)
        if whole and position > whole.start():
            break  # 地均产出: cut up, it is another word
        following = tokens[number + 1][1]
        carries = tag == "v" and following.startswith(("n", "j", "b", "l"))
        if carries and number > start and tokens[number][0] in NOMINAL_VERBS:
            carries = False  # 研发投入强度
        if tokens[number + 1][0] in _MEASURING:
            carries = False  # 报关时间
        if (carries or tag in ("ul", "p", "c", "d")) and position + 1 < len(phrase):
            start = number + 1  # a single character is torn off a word: 在港停时
    return trim("".join([word for word, _ in tokens[start:]]))[-_LONGEST:].removesuffix("的")


def worth_end(text: str, start: int = 0) -> int:
    """Return where an amount ends that only says what is counted (11家收入超千亿元企业), 0 where there is none."""
    worth = _WORTH.match(text, start)
    return worth.end() if worth else 0


@remembering
def _phrase_right(right: str) -> str:
    head = _AFTER_COUNT.match(right)
    tokens = tagged(right[head.end() :] if head else right)
    phrase = ""
    if head and head.group().endswith("是") and tokens and tokens[0][1].startswith("v"):
        return ""  # 2家是做装备的: who they are, not what is counted
    if end := worth_end(right):
        return right[:end] + _phrase_right(right[end:])
    qualities = _QUALITIES.match(right)
    if qualities and any(tagged(qualities[part])[-1][1].startswith("a") for part in ("first", "last")):
        return _phrase_right(right[qualities.end() :])  # 12个技术新、带动强的项目
    for number, (word, tag) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) else "x"
        nominal = tag.startswith(_NOMINAL) or tag in ("a", "an", "vn", "q", "k", "zg", "uj")
        nominal = nominal or (word in _NOT and not number)  # 不合格产品
        inside = (
            tag.startswith("v")
            and following.startswith(("n", "j", "uj"))
            and (not phrase or phrase in _NOT or word in NOMINAL_VERBS)
        )
        if not nominal and not inside:
            break
        if tag == "uj" and number and tokens[number - 1][1].startswith("n") and len(phrase) > 2:
            break  # 40家产业园的收入 counts parks
        phrase += word
    phrase = trim(phrase).removesuffix("的")[:_LONGEST]
    return "" if phrase in _NOT else phrase


@remembering
def is_entity(phrase: str) -> bool:
    """Whether a phrase names somebody or some place, of whom later sentences may go on to speak."""
    return _ENTITY.search(phrase) is not None or any(
        tag.startswith(("ns", "nt", "nz", "nr")) and len(word) > 1 for word, tag in tagged(phrase)
    )


@remembering
def owner_in(measure: str) -> tuple[str, str]:
    """Return the body whose name a measure opens with, and the measure itself: 甲银行资产总额 → (甲银行, 资产总额).

    Both are "" where it opens with none; the second is where it is but a name.
    """
    if not _NAMED.search(measure) or _NO_NAME.match(measure):
        return "", ""
    tokens = tagged(measure)
    position, owner = 0, ""
    # 禾|川: unknown to the dictionary
    unknown = all(len(word) == 1 and tag[0] not in "mqdrpcuv" for word, tag in tokens[:2])
    proper = unknown or _LINE.match(measure) is not None
    for word, tag in tokens:
        position += len(word)
        if tag[0] in "pcdu" or word in "，、的占" or (tag == "v" and (position == len(word) or len(word) == 1)):
            break  # 计划开通6号线, 归属于母公司
        proper = proper or tag.startswith(_PROPER)
        if proper and position >= _SHORTEST_NAME and _NAMED_END.search(measure, 0, position):
            owner = measure[:position]
    rest = measure[len(owner) :].removeprefix("的")
    return (owner, rest) if owner and (not rest or has_noun(rest)) else ("", "")


def names_body(measure: str) -> bool:
    """Whether a phrase is but the name of a body, proper or not: 材料学院, which is nothing that money can measure."""
    return (
        _SHORTEST_NAME <= len(measure) <= _LONGEST_BODY
        and _NAMED_END.search(measure) is not None
        and not _NO_NAME.match(measure)
    )


@remembering
def has_noun(phrase: str) -> bool:
    """Whether a phrase can name what is measured: 转正 and 呢 cannot."""
    return any(tag.startswith(("n", "j", "l", "vn", "b", "eng", "i", "q")) for _, tag in tagged(phrase))


@remembering
def does(phrase: str) -> bool:
    """Whether a phrase is a verb of two characters or more, which says of a figure what it is of: 占地, 获利."""
    tokens = tagged(phrase)
    return len(phrase) > 1 and bool(tokens) and tokens[-1][0] == phrase and tokens[-1][1] in ("v", "vn")


def _whole_names(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return tokens with each short name in quotation marks as one noun, and with what is cut short: “专精特新”, 归母."""
    for word, tag in tokens:
        if len(word) == 1 and (tag == "v" or word in _OPEN):
            break
    else:
        return tokens
    joined: list[tuple[str, str]] = []
    number = 0
    while number < len(tokens):
        word, tag = tokens[number]
        end = number + 1
        if mark := _OPEN.get(word):
            closed = (n + 1 for n in range(end, min(number + _QUOTED, len(tokens))) if tokens[n][0] == mark)
            end = next(closed, end)
        elif tag == "v" and number + 2 < len(tokens) and _is_short(*tokens[number : number + 3]):
            end += 1
        joined.append(("".join([w for w, _ in tokens[number:end]]), "n") if end > number + 1 else tokens[number])
        number = end
    return joined


def _is_short(verb: tuple[str, str], noun: tuple[str, str] = ("", ""), following: tuple[str, str] = ("", "")) -> bool:
    """Whether a verb and what goes with it, a sign each, make a kind of what follows: 归母净利润, 驻外机构, 植树面积."""
    one = len(verb[0]) == len(noun[0]) == 1 and verb[0] not in _PLAIN_VERBS
    return one and verb[1] == "v" and noun[1][0] in "njbh" and len(following[0]) > 1 and following[1][0] in "nj"


def _following(tokens: list[tuple[str, str]], number: int) -> str:
    return tokens[number + 1][1] if number + 1 < len(tokens) else "x"


def is_nominal(word: str, tag: str) -> bool:
    """Whether a word can stand before a noun as what makes a kind of it: 发明 and 研发 as well as 外籍."""
    return tag.startswith(("n", "b", "j", "s", "vn", "l")) or word in NOMINAL_VERBS


def is_link(word: str) -> bool:
    """Whether a word only links a measure with its figure: 达到, 突破, 共有."""
    return word[-1:] in _LINK_LAST and _LINK.fullmatch(word) is not None


def _is_verb(tokens: list[tuple[str, str]], number: int) -> bool:
    """Whether a word is a verb with something after it; at the end of a phrase the same word is as a rule a noun (投入)."""
    word, tag = tokens[number]
    following = _following(tokens, number)
    if following == "ul":
        return True  # 突破了
    if number and number + 2 < len(tokens) and tokens[number + 2][0] in _MODAL:
        return False  # 货运聚合平台要…: inside the name of whoever must
    if (
        not tag.startswith("v")
        or tag == "vn"
        or (number and word in NOMINAL_VERBS and following.startswith(("n", "j")))
    ):
        return False  # 研发投入强度
    return following.startswith(("n", "r", "s", "j", "b", "u", "l", "m", "eng", "x"))


def without_periods(text: str, periods: Iterable[Period]) -> str:
    """Return a text with spaces for its periods, as long as before: they are no part of any phrase."""
    for period in periods:
        text = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
    return text


def _lead_end(plain: str, end: int) -> int:
    """Return where the function words end that a phrase begins with: not amid a word (从业人员, 对外贸易, 在校学生, 该行)."""
    position = 0
    tokens = tagged(plain)
    for number, (word, tag) in enumerate(tokens):
        if position >= end:
            break
        if word in _OF_PLACE and _is_short((word, "v"), *tokens[number + 1 : number + 3]):
            return position  # 到账经费, 在编人员
        beyond = position + len(word) > end and len(word) > 1
        if beyond and tag[0] in _CONTENT:
            return position
        position = position + len(word) if not beyond or tag[0] in _FUNCTION else end
    return position


def trim(phrase: str) -> str:
    """Return a phrase without the function words and marks at its ends; a quotation mark keeps its other half."""
    plain = phrase.strip(_EDGES)
    if lead := _LEAD.match(plain):
        plain = plain[_lead_end(plain, lead.end()) :].strip(_EDGES)
    opened, closed = plain.count("“"), plain.count("”")
    if opened == closed:
        return plain
    whole = f"“{plain}" if opened < closed else f"{plain}”"
    return whole if whole in phrase else plain
