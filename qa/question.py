"""What a question asks for: the kind of answer, its unit, its period, and the words that must be met.

Chinese asks in place: with a number put where 多少 stands, a question reads like the statement that answers it, so
the unit and kind that are asked are read by the same reader as those of the documents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise

from index.everyday import groups
from index.glosses import glosses
from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind, Period
from index.words import fold, tagged
from qa.asides import without_asides
from qa.degrees import as_amount
from qa.phrases import parse, without_pointing


class Want(StrEnum):
    """The kind of answer."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    LIST = "list"
    REASON = "reason"
    TEXT = "text"


class Role(StrEnum):
    """What part a content word plays."""

    NAME = "name"
    NOUN = "noun"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood on its own.

    `terms` are its content words, folded, in order; `lesser` those that are neither nouns nor names; `names` those of
    them that name somebody or something; `pairs` the neighbours among them; `head` the word asked for: 总收入 in
    总收入是多少, 企业 in 有多少家企业. `units` and `kinds` are what a figure must have (empty: anything).
    `latest` is set when it asks for what holds now (目前).
    `subject` is the phrase for of whom it asks (中关村特色产业园).
    `future` is set when it asks for plans or estimates, `every` when for all periods, `several` when it may ask for
    more than one thing, `differing` when it says that figures differ and wants them all, `told` when its period may be
    that of the telling (2024年4月的报道) and not of the figure.
    """

    text: str
    terms: tuple[str, ...]
    want: Want
    names: frozenset[str] = frozenset()
    lesser: frozenset[str] = frozenset()
    pairs: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    periods: tuple[Period, ...] = ()
    future: bool = False
    every: bool = False
    several: bool = False
    differing: bool = False
    told: bool = False
    latest: bool = False
    subject: str = ""


_MANY = re.compile(
    r"百分之(?:多少|几)|多少|(?<![好十哪无])(?<![^，。]{2}[这那])几(?!乎|何|番|次三番|[份篇个]?(?:材料|文件|文档|资料|报道))"
    r"|how many|how much",
    re.IGNORECASE,
)
_HOW: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = (
    # 绿化率, 税率, 转化率: shares; a 汇率 or 频率 is none.
    (re.compile(r"(?<![汇频功速效概斜曲倍])率(?:[？?，,\s]|[是为有达约多](?!少[家个万亿元])|$)"),
     frozenset({Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT})),
    (re.compile(r"多(?:长|少)时间|多久"), frozenset({Kind.DURATION})),
    (re.compile(r"多远|多深|多宽"), frozenset({Kind.LENGTH})),
    (re.compile(r"多长"), frozenset({Kind.LENGTH, Kind.DURATION})),
    (re.compile(r"面积|多大(?:地|的地方)|(?:块地|占地|地盘|场地|园子|厂区)(?:大概|大约|到底|究竟|总共)*(?:有|是)?多大"), frozenset({Kind.AREA})),
    (re.compile(r"多重|(?:体|净|自|载)重(?:量|大约|[是为有达约])*(?:多少|$|[？?，,\s])|重量"), frozenset({Kind.MASS})),
    (re.compile(r"(?:[高长宽深厚]度|身高|海拔|全长)(?:大约|大概|[是为有达约])*(?:多少|$|[？?，,\s])"), frozenset({Kind.LENGTH})),
    (re.compile(r"多少钱|多大金额|什么价|花了多少|挣了多少|赚了多少"), frozenset({Kind.MONEY})),
    (re.compile(r"(?:金额|价格|单价|总价|售价|资金|经费|费用|利润|税额|奖金)(?:合计|总计|一?共|大?约)*(?:是|有|为|达到?)?多少(?:$|[？?，,\s])"),
     frozenset({Kind.MONEY})),
    (re.compile(
        r"(?:总数|[家人户个件项]数|数量|数目|[一-鿿]{2}(?<![指系倍分岁度多少基级小参函])数(?=[是为有达约]+多少|多少))(?:[？?，,。\s是为有达多约]|$)"),
     frozenset({Kind.COUNT})),
    (re.compile(r"百分之(?:多少|几)|几成"), frozenset({Kind.PERCENT, Kind.RATIO})),
    (re.compile(r"占(?:到|了|[^，。？?\d]{1,12}的)?多少(?:$|[？?，,\s])"), frozenset({Kind.PERCENT, Kind.RATIO})),
    (re.compile(r"几分之几|占比|比例|比重|份额"), frozenset({Kind.PERCENT, Kind.RATIO})),
    (re.compile(r"增速|增长率|增幅|涨幅|降幅|(?:涨|增长|扩张|扩大|上升|增加|发展|下降|减少)得?(?:有|是)?多快|(?:增长|上升|提高|下降|减少)了?(?:多少|百分之)"),
     frozenset({Kind.PERCENT, Kind.MULTIPLE, Kind.PERCENTAGE_POINT, Kind.RATIO})),
    (re.compile(r"(?:几|多少)个(?:百分)?点(?![位评击子])"), frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT})),
    (re.compile(r"(?:几|多少)倍|倍数"), frozenset({Kind.MULTIPLE})),
    (re.compile(r"第几|排名|名次|排在|位列|位居"), frozenset({Kind.RANK})),
    (re.compile(r"多大(?!学)|多快|多高"), frozenset()),
)  # fmt: skip
QUANTITY_NOUN = re.compile(
    r"(?:数|数量|数目|数值|数额|(?:最新|具体|统计)数[字据]|总数|总量|总额|金额|规模|体量|几何|几多|收入|营收|利润|税收|成本|产值|产出|额|量|率|比例|占比|比重|增速|增幅|强度|面积|人口|人数|家数|个数|次数|里程|续航|价格|单价|售价|市值|估值|工资|薪酬|票房|气温|身高|体重"
    # 集聚度, 满意度, but no 制度, 年度, 力度
    r"|(?<=[\u3400-\u9fff]{2})(?<![年月季制态程角力尺印])度)"
    r"(?:合计|[总共]计|[总一]共|之和|的?(?:目标|预期)值?)?(?:[，,？?。\s是为]|$)"
)
_NO_NUMBER = re.compile(r"什么|哪|(?<!几)何|怎|还是")
_TITLE = re.compile("《[^》]*》")
_WHEN = re.compile(
    r"什么时候|啥时候|何时|哪一?[年天月日]|几[月号日]|哪个月|何年|(?:[西公]元前?|民国)几年|什么时间|时间是(?!多[久长少])|\bwhen\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"谁|哪位|什么人|何人|哪几位|\bwho\b", re.IGNORECASE)
_WHERE = re.compile(r"哪里|哪儿|何处|在哪|何地|什么地方|地点|\bwhere\b", re.IGNORECASE)
_WHY = re.compile(r"(?<![称之名叫视译誉封改成评认])(?<!改编)为什么|为何|为啥|原因|凭什么|\bwhy\b", re.IGNORECASE)
_WHICH = re.compile(
    r"哪些|哪几|列出|列举|有什么|都有谁|包括什么|(?:分别|各)是(?:哪|谁|什么)|哪[一二三四五六七八九十两]|名单",
    re.IGNORECASE,
)
# Dictionary tags of people, places, organisations, other names and idioms of industry.
_NAMES = ("nr", "ns", "nt", "nz")
_INSIDE = "里内中上"
# How bodies and places end: the words before are their name.
_BODY = re.compile(
    r"(?:园区?|[新特市郊开发]区|示范区|城|谷|港|湾|岛|镇|村|县|市|省|州|集团|公司|大学|学院|研究院|中心|基地|协会|学会|"
    r"银行|医院|实验室|工场|厂|馆|院|所|局|委|论坛|大会)$"
)
_NUMBER_NAME = re.compile(r"[一二三四五六七八九十壹贰叁\d.]+[号期]$")
_UNIT = re.compile(
    r"^(?:亿|万)*(?:元|平方公里|平方米|公里|[家个名位项件只人次场座条款种台辆篇所倍张户亩套])?(?:次|的)?"
)
# 门店家数: counted in 家; 专家数, 客户数 are counted in what they please
_COUNTED_IN = re.compile(
    r"(?<=[\u3400-\u9fff]{2})(?P<unit>[家户人件项座所艘辆台架栋幢间])数(?=[？?，,。\s是为有达约多]|$)"
)
_PEOPLE = re.compile(r"(?<=多少|.几)[号口](?=子?人)")  # 多少号人: 人 are counted
_TIMES_OVER = ("回", "趟", "遍")
_POINTS = re.compile(r"(?:几|多少)个(?:百分)?点(?![位评击子])")  # said of rates and of growth in % as well
_TIMES = re.compile(r"[一两几]大?[^天年月日周时大]$|多[长大高远久深宽重快]$|几成$")
_MONEY_NOUN = r"(?:[额入值费金本润款价资税收算]|支出|产出)"
_HOW_MUCH_MONEY = re.compile(
    rf"{_MONEY_NOUN}(?:一共|总共|总计|合计|累计|到底|究竟|大概|大约|[是有为共约])*多少(?P<of>钱)"
)
_SUM_OF = re.compile(rf"{_MONEY_NOUN}的?(?P<of>金额|数额|款额|总额)")
_HOW_MUCH = re.compile(r"多[长大高远久深宽重快厚]")
_BUT_FOR = re.compile(
    r"除了?[^，,。；;？?]*?\d[^，,。；;？?]{0,12}?[之以]?外[，,]?(?:另外?一?[个家笔只份项座所位款种支]?)?"
)
_EVERY = re.compile(
    r"历年|各年|逐年|变化|(?:怎么|怎样|如何)变|不同(?:时期|时间|文档|材料|口径|说法)|对不上|不一致|不一样"
    r"|[几两三各](?:份|个|篇|种)(?:材料|文件|文档|报道|说法|口径|版本|数字)"
)
# What is said of the documents themselves, that they differ, is not looked for in them.
_OF_DOCUMENTS = re.compile(
    r"(?:[里中上]|之间)?的?(?:这?[几两三各多]|不同|所有)(?:份|个|篇|种)?(?:材料|文件|文档|资料|报道|文章|来源|说法|口径|版本)"
    r"(?:[里中上]|之间)?的?(?:说法|口径|数字|数据|数)?"
    r"|(?:写的?|说的?|讲的?|给的?|报的?)?(?:数字|数据|数|说法|口径)?(?:都?对不上|不一致|不一样|不相同|有出入|不统一|互相矛盾)"
    r"|(?:分别|各自|都)?(?:怎么|怎样|如何)(?:讲|说|写)的?|(?:是|用的)?什么口径"
)
_SEVERAL = re.compile(r"各|分别|和|与|及|、|还有|\band\b")
_TOLD = re.compile(
    r"报道|报告|披露|公布|发布|通报|召开|举[行办]|开幕|会上|讲话|发言|[说称]|提到|介绍|透露|前后|那[时会]|当时|之际|文[章件]|材料|稿"
)
_TOLD_WITHIN = 14
# 数量是怎么变化的, 家数历年变化: the figure is asked for, of all times
_CHANGED = re.compile(
    r"的?(?:是|都|又)?(?:(?:怎么|怎样|如何)(?:变(?:化|动)?)(?:的|了|过来的)*|(?<!有什么)变化(?:情况|过程)?(?:是?怎样|如何)?)[？?]?$"
)
_ALL_TIMES = re.compile(
    r"历年|各年|逐年|这[几些]年|[近前]?[几\d]年(?:来|间)|前后|从最[早初][^，,]{0,6}到(?:最近|现在|最后|目前)，?|，"
)
_LATEST = re.compile(r"目前|现在|眼下|如今|当前|最新|最近一次|现有|至今|\bnow\b|\bcurrent|\blatest\b", re.IGNORECASE)
_LIGHT = frozenset("占比给到去往在离进")  # verbs that stand before any place: 占 澄港
_JOINED = 4  # single characters that may be one expression
_FUTURE = re.compile(r"预计|预期|计划|打算|目标|将要|将会|将达|明年|力争|规划|未来|有望|拟")


@cache
def function_words() -> frozenset[str]:
    """Return the grammatical words and words of asking: a closed class, never content."""
    return frozenset((resources.files("qa") / "function_words.txt").read_text(encoding="utf-8").split())


_WHOLE_YEAR = re.compile(r"(?:[这整全]一?|一整?)年(?![前后级多来间期])")  # 去年一年, 2023年全年
_MEASURES, _GRADES = frozenset("台辆架艘个家名位项件只套所座条种类栋"), frozenset("大小新老好高")


def understand(text: str) -> Question:
    """Read a self-contained question; any text gives one."""
    asked = _as_figure(as_amount(without_pointing(without_asides(text[:2000]))))
    folded = fold(asked)
    periods = tuple(find_periods(asked))
    units, kinds, want = _asked(folded)
    bare = list(folded)
    for period in periods:
        end = period.end
        if period.surface.endswith("年") and (whole := _WHOLE_YEAR.match(folded, end)):
            end = whole.end()
        bare[period.start : end] = " " * (end - period.start)
    for told in _BUT_FOR.finditer(folded):
        bare[told.start() : told.end()] = " " * (told.end() - told.start())
    for start, end in _counting(folded):
        bare[start:end] = " " * (end - start)
    every = bool(_EVERY.search(fold(text[:2000])))
    for aside in _OF_DOCUMENTS.finditer(folded) if every else ():
        bare[aside.start() : aside.end()] = " " * (aside.end() - aside.start())
    content = _content("".join(bare))
    parts = parse(asked)
    return Question(
        text=asked,
        terms=tuple(dict.fromkeys(word for word, _, _ in content)),
        want=want,
        names=frozenset(word for word, _, role in content if role is Role.NAME),
        lesser=frozenset(word for word, _, role in content if role is Role.OTHER),
        pairs=tuple((a, b) for (a, at, _), (b, bt, _) in pairwise(content) if at + len(a) == bt),
        head=_head(folded, content),
        units=units,
        kinds=kinds,
        periods=periods,
        future=bool(_FUTURE.search(folded)),
        every=every,
        several=bool(_SEVERAL.search(folded)),
        latest=bool(_LATEST.search(folded)),
        subject=parts.of(parts.subject),
        told=any(_TOLD.search(folded, p.end, p.end + _TOLD_WITHIN) for p in periods),
    )


def _as_figure(text: str) -> str:
    """Return a question for how a figure changed as one for the figure; that all of its times are meant is read besides."""
    match = None if _MANY.search(text) else _CHANGED.search(text)
    stated = _ALL_TIMES.sub("", text[: match.start()]) if match else ""
    return f"{stated}是多少？" if QUANTITY_NOUN.search(stated) else text


def _content(text: str) -> list[tuple[str, int, Role]]:
    """Return (word, place, role) of each content word.

    Characters that the dictionary leaves single, side by side, are one unknown word: as a rule a name.
    """
    found: list[tuple[str, int, str]] = []
    position = 0
    loose = ""
    for word, tag in [*_whole(_recut(_measured(tagged(text)))), (" ", "x")]:
        whole = word
        inside = tag == "s" or (tag == "ns" and not glosses(word).listed)
        if inside and word[-1] in "里内中" and _BODY.search(word[:-1]):
            word, tag = word[:-1], "n"  # 园里, 城里: the place is meant
        single = len(word) == 1 and "\u3400" <= word <= "\u9fff" and word not in function_words()
        if single and not tag.startswith(("p", "u", "r", "c", "y", "m", "q", "v", "a", "d", "f")):
            loose += word
        else:
            if loose:
                found.append((loose, position - len(loose), "nz" if len(loose) > 1 else "x"))
                loose = ""
            if word.strip() and word not in function_words() and word[0].isalnum() and not _empty(word, tag):
                # gdp has a Chinese expression: no name
                named = word.isascii() and word.isalpha() and word not in groups()
                found.append((word, position, "nz" if named else "n" if word.isascii() and word.isalpha() else tag))
        position += len(whole)
    return _roles(found)


def _measured(tokens: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Part a measure word behind a number from the word that the dictionary joins it to: 4台大机器人 tells of no 台大."""
    found: list[tuple[str, str]] = []
    for word, tag in tokens:
        if found and found[-1][0][-1].isdigit() and len(word) == 2 and word[0] in _MEASURES and word[1] in _GRADES:
            found += [(word[0], "q"), (word[1], "a")]
        else:
            found.append((word, tag))
    return found


def _recut(tokens: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Cut names again that only the segmenter has, where they are none: 占 全城, 满街 跑, 重卡 加 for 重 卡加."""
    found: list[tuple[str, str]] = []
    for word, tag in tokens:
        if len(word) not in (2, 3) or tag[:2] not in ("nr", "ns") or glosses(word).listed:
            found.append((word, tag))
        elif len(word) == 2:
            before = found[-1][0] if found else ""
            joined = before + word[0]
            if len(before) == 1 and glosses(joined).common:
                found[-1:] = [(joined, "n"), *tagged(word[1])]
            elif word[1] in _INSIDE and len(before) > 1 and found[-1][1][:1] in "nv":
                found += [(word[0], "n"), (word[1], "f")]  # 培育 库里
            else:
                found.append((word, tag))
        else:
            found += next(filter(None, (_verb_apart(word, at) for at in (1, 2))), [(word, tag)])
    return found


def _verb_apart(word: str, at: int) -> list[tuple[str, str]]:
    """Return a verb of one sign and the word beside it, cut at `at`; [] where the word is a name, or none is a verb."""
    parts = [*tagged(word[:at]), *tagged(word[at:])]
    if len(parts) != 2:
        return []
    verb, other = sorted(parts, key=lambda part: len(part[0]))
    said = glosses(other[0])
    return (
        [(w, "n" if w == other[0] else t) for w, t in parts]
        if verb[1] == "v" and (said.common or not said.listed)
        else []
    )


def _whole(tokens: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join single characters that together are a known expression: 高 企, 营 收."""
    known, empty = groups(), function_words()
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(tokens):
        run = 0
        while run < _JOINED and place + run < len(tokens) and _is_loose(tokens[place + run][0], empty):
            run += 1
        joined = next((n for n in range(run, 1, -1) if "".join(w for w, _ in tokens[place : place + n]) in known), 1)
        word = "".join(w for w, _ in tokens[place : place + joined])
        found.append((word, "n") if joined > 1 else tokens[place])
        place += joined
    return found


def _is_loose(word: str, empty: frozenset[str]) -> bool:
    return len(word) == 1 and "\u3400" <= word <= "\u9fff" and word not in empty


def _empty(word: str, tag: str) -> bool:
    """Whether a word only counts or grades: 座, 大, 一次; it is met everywhere and says nothing."""
    if len(word) == 1:
        return tag.startswith(("q", "m", "a", "d", "f", "c", "y")) and "\u3400" <= word <= "\u9fff"
    # 那场, 这段: a pronoun with a measure word
    pointing = len(word) == 2 and word[0] in "这那" and not tag.startswith(_NAMES)
    return pointing or (tag == "m" and bool(_TIMES.match(word)))


def _roles(content: list[tuple[str, int, str]]) -> list[tuple[str, int, Role]]:
    """Tell names from nouns from the rest, by the dictionary and by the bodies (园, 集团, 大学 …) that names end in."""
    roles: list[Role] = []
    for index, (word, at, tag) in enumerate(content):
        follows = index > 0 and content[index - 1][1] + len(content[index - 1][0]) == at
        named = follows and roles[index - 1] is Role.NAME
        body = _BODY.search(word) is not None
        # The dictionary takes 高新区 and 上市公司 for names, too; only places (中关村) may end like a body and be one.
        # It also tags many plain words (上市, 嘉宾, 卫星) as names that another dictionary has as plain words.
        plain = len(word) > 1 and glosses(word).common
        if tag.startswith(_NAMES) and not plain and (not body or tag.startswith("ns")):
            roles.append(Role.NAME)
        elif named and (body or _NUMBER_NAME.match(word)):
            roles.append(Role.NAME)  # 软件园 in 中关村软件园, 壹号 in 中关村壹号
        elif (
            body
            and follows
            and word[0] not in "全本整"
            and not _is_verb(content, index - 1)
            and content[index - 1][2].startswith(("v", "x", "zg", "ng", "q", "d")[: 5 if plain else 6])
        ):
            roles[index - 1] = Role.NAME  # 启明 in 启明园: a verb does not stand right before a body
            roles.append(Role.NOUN)
        else:
            noun = tag.startswith(("n", "j", "l", "b", "i")) or len(word) > 3
            roles.append(Role.NOUN if noun else Role.OTHER)
    return [(word, at, role) for (word, at, _), role in zip(content, roles, strict=True)]


def _is_verb(content: Sequence[tuple[str, int, str]], index: int) -> bool:
    """Whether a word of one sign before a place is a verb: 占 澄港, 金鹰 进 中国; what a clause begins with names it."""
    word, at, tag = content[index]
    before, start, _ = content[index - 1] if index else ("", -1, "")
    return len(word) == 1 and tag == "v" and (word in _LIGHT or start + len(before) == at)


def _head(text: str, content: Sequence[tuple[str, int, Role]]) -> tuple[str, ...]:
    """Return the noun phrase asked for: what follows 多少家, else what stands before the question word, less names."""
    asking = _MANY.search(text) or _HOW_MUCH.search(text)
    before = [item for item in content if asking is None or item[1] < asking.start()]
    if asking is not None:
        behind = text[asking.end() :]
        noun = re.match(r"[^，。？?,！!、\s]*", _UNIT.sub("", behind, count=1))
        if noun and noun.group():
            place = len(text) - len(behind) + behind.find(noun.group())
            follows = [item for item in content if place <= item[1] < place + len(noun.group())]
            if follows:
                return _run(follows)
    return _run(before)


def _run(content: Sequence[tuple[str, int, Role]]) -> tuple[str, ...]:
    """Return the last words that stand side by side, back to a name."""
    run: list[str] = []
    start = -1
    for word, at, role in reversed(content):
        if run and (at + len(word) != start or role is Role.NAME):
            break
        run.append(word)
        start = at
    return tuple(reversed(run))


def _asked(text: str) -> tuple[tuple[str, ...], frozenset[Kind], Want]:
    """Return the units, kinds and kind of answer that a folded question asks for; the title of a work asks for nothing."""
    text = _TITLE.sub(lambda title: " " * len(title[0]), text)
    for pattern, want in ((_WHY, Want.REASON), (_WHEN, Want.DATE), (_WHICH, Want.LIST)):
        found = pattern.search(text)
        if found and not (
            want is Want.LIST and (_asks_number_last(text) or (found.group() == "名单" and _MANY.search(text)))
        ):
            return (), frozenset(), want
    units, kinds = ((), frozenset[Kind]()) if _POINTS.search(text) else _asked_unit(text)
    for pattern, implied in _HOW:
        if pattern.search(text):
            return units, kinds or implied, Want.NUMBER
    if units or kinds or _MANY.search(text):
        return units, kinds, Want.NUMBER
    if _WHO.search(text):
        return (), frozenset(), Want.PERSON
    if _WHERE.search(text):
        return (), frozenset(), Want.PLACE
    if QUANTITY_NOUN.search(text) and (_EVERY.search(text) or not _NO_NUMBER.search(text)):
        return (), frozenset(), Want.NUMBER
    return (), frozenset(), Want.TEXT


def _asks_number_last(text: str) -> bool:
    """Whether 多少 stands behind 哪些 or the like: 哪些园区、各有多少企业 asks for numbers."""
    numbers = [m.start() for m in _MANY.finditer(text)]
    lists = [m.start() for m in _WHICH.finditer(text)]
    return bool(numbers) and bool(lists) and numbers[-1] > lists[-1]


def _counting(text: str) -> list[tuple[int, int]]:
    """Return the places of what only counts behind 多少 and 几: no word begins with the 台 of 多少台车."""
    # 收入多少钱 and 收入的金额 ask for the income; where it is no income (借出去多少钱) the money says what is looked for
    found = [match.span("of") for pattern in (_HOW_MUCH_MONEY, _SUM_OF) for match in pattern.finditer(text)]
    for match in _MANY.finditer(text):
        quantities = find_quantities(text[: match.start()] + "10" + text[match.end() :])
        units = [q.unit for q in quantities if q.start == match.start()]
        if units and len(units[0]) == 1 and text.startswith(units[0], match.end()):
            found.append((match.end(), match.end() + 1))
    return found


def _asked_unit(text: str) -> tuple[tuple[str, ...], frozenset[Kind]]:
    """Put a number where the question word stands and read unit and kind."""
    text = _PEOPLE.sub("", text)
    asked: list[tuple[str, Kind]] = []
    for match in _MANY.finditer(text):
        number = "百分之十" if match.group().startswith("百分之") else "10"
        statement = text[: match.start()] + number + text[match.end() :]
        for quantity in find_quantities(statement):
            if quantity.start <= match.start() < quantity.end and (quantity.unit or quantity.kind is not Kind.COUNT):
                # A thing right after the number (多少学生) is what is counted, not its unit.
                counted = quantity.kind is Kind.COUNT and len(quantity.unit) > 1 and quantity.unit[-1] not in "次人"
                unit = "次" if quantity.unit in _TIMES_OVER else quantity.unit
                asked.append(("" if counted else unit, quantity.kind))
    if word := measure_word(text):
        asked.append((word, Kind.COUNT))
    # 在几波攻势下占领了多少平方公里: a unit that measures or counts nothing known gives way.
    asked = [pair for pair in asked if pair[1] is not Kind.OTHER] or [pair for pair in asked if pair[0]]
    return tuple(dict.fromkeys(unit for unit, _ in asked if unit)), frozenset(kind for _, kind in asked)


def measure_word(text: str) -> str:
    """Return the measure word that a text names without asking 多少家 (园区家数, 吊车台数), or ""."""
    named = (match for match in _COUNTED_IN.finditer(fold(text)) if _begins_word(text, match.start()))
    return next((match["unit"] for match in named), "")


def _begins_word(text: str, place: int) -> bool:
    """Whether a word begins at a place of a text: the 家 of 门店家数, not that of 专家数."""
    at = 0
    for word, _ in tagged(text):
        if (at := text.find(word, at)) >= place:
            return at == place
        at += len(word)
    return False
