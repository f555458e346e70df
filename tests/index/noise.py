"""Invented documents with the noise that copying out of layouts leaves, and what they say without it.

Each document is made by program from clean text with a seed: newspaper pages of several articles in narrow columns,
transcripts with bookmarks and stage directions, articles with images and what was misread in them. The topics (a
hospital, schools, a port, farming, a museum) have nothing to do with parks.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import date

SENTENCES = {
    "hospital": (
        "海棠市第二医院去年接诊门急诊病人{a}万人次，开展手术{b}台，平均住院日由{c}天降到{d}天。",
        "“病人最怕的是跑冤枉路，我们把挂号、缴费、取药放到一个窗口。”护理部主任{p}说，改造后的大厅每天要接待{b}人。",
        "新门诊楼建筑面积{a}万平方米，设有{e}个诊室，配备CT、MRI等大型设备{f}台，总投资{d}亿元。",
        "儿科的夜间门诊从去年{m}月开始延长到二十三点，三个月里接诊患儿{b}人次，家长的满意率达到{a}%。",
        "医院还与{f}家社区卫生服务中心签订协议，每周派出{e}名医生坐诊，居民在家门口就能看专家号。",
        "心内科主任医师{p}告诉记者，过去病人做一次造影要等{f}天，现在当天就能安排。",
        "据统计，去年全院药占比下降到{a}%，人均住院费用比上年减少{b}元，医保基金结余{d}亿元。",
        "急诊科实行“先救治、后付费”，从病人进门到进入导管室的时间缩短到{e}分钟，比国家要求少{f}分钟。",
        "下一步，医院将在城东建设新院区，设置床位{b}张，计划用三年时间建成。",
        "志愿者服务队现有队员{e}人，全年服务{c}万小时，其中大学生占{a}%以上。",
    ),
    "schools": (
        "滨江学区现有中小学{e}所，在校学生{c}万人，专任教师{b}人，其中研究生学历的占{a}%。",
        "今年秋季开学前，学区完成了{f}所学校的食堂改造，新增就餐座位{b}个，午餐价格仍然是每份{d}元。",
        "“孩子回家说，学校的图书馆比家里的书房还安静。”家长{p}说，女儿一学期借了{e}本书。",
        "课后服务覆盖了全部小学，开设足球、编程、陶艺等课程{b}门，参加的学生占{a}%。",
        "学区教研室主任{p}介绍，青年教师每人每学期至少上{f}节公开课，由{e}名骨干教师结对指导。",
        "体育老师不够的问题最突出，按照每{f}个班配一名的标准，全学区还差{e}名。",
        "去年，学区投入{d}亿元改造操场和实验室，购置显微镜{b}台、平板电脑{c}万台。",
        "为了方便住得远的学生，学区开通了{f}条校车线路，每天接送{b}人，单程时间都在{e}分钟以内。",
        "视力监测显示，学生近视率为{a}%，比三年前下降了{d}个百分点，降幅在全市最大。",
        "明年学区要新建两所九年一贯制学校，增加学位{b}个，优先招收附近小区的孩子。",
    ),
    "port": (
        "海棠港一季度完成货物吞吐量{b}万吨，比上年同期增长{d}%，其中集装箱{c}万标准箱，外贸货物占{a}%。",
        "新开的两条航线每周各有{f}班，货轮从海棠到东南亚只要{e}小时，比绕道邻港节省两天。",
        "“过去卸一船矿石要三班倒，现在一班人就够了。”码头公司经理{p}指着无人驾驶的集卡说，车队共有{e}辆。",
        "港口建成岸电设施{f}套，靠港船舶全年用电{c}万千瓦时，减少二氧化碳排放{b}吨。",
        "海关在港区设立的查验中心启用以后，整体通关时间压缩到{d}小时，企业每个柜子少花{b}元。",
        "疏港铁路全长{a}公里，设计年运量{b}万吨，预计明年{m}月通车，届时铁路集疏运比例将超过{e}%。",
        "调度室的大屏上，{e}个泊位的作业进度一目了然，AI系统每{f}分钟更新一次靠泊计划。",
        "去年港口投入{d}亿元疏浚航道，主航道水深达到{a}米，{c}万吨级货轮可以全天候进出。",
        "港务集团负责人{p}表示，今后五年要再建{f}个自动化泊位，把装卸效率提高{a}%。",
        "冷链仓库存放着来自{f}个国家的水果和海鲜，库容{c}万吨，周转一次平均只要{d}天。",
    ),
    "farming": (
        "今年全县种植水稻{c}万亩，预计总产量{b}吨，平均亩产比去年增加{e}公斤，优质稻占{a}%。",
        "合作社社长{p}算了一笔账，用无人机打药每亩只要{d}元，比人工省{f}元，一天能打{b}亩。",
        "“地是同一块地，种法不一样，收成就不一样。”种了三十年地的{p}说，他家的辣椒卖到每斤{d}元。",
        "县农业农村局在{e}个村推广节水灌溉，铺设管道{b}公里，每亩用水减少{a}%。",
        "蔬菜基地有大棚{b}座，常年用工{e}人，高峰时达到数百人，人均月收入{b}元。",
        "农产品质量检测站全年抽检样品{b}批次，合格率{a}%，不合格的产品一律不得上市。",
        "养殖场的存栏生猪{c}万头，粪污处理后变成有机肥，每年供应周边果园{b}吨。",
        "全县现有家庭农场{b}家、农民合作社{e}家，流转土地{c}万亩，占耕地总面积的{a}%。",
        "电商服务中心培训农户{b}人次，去年通过网络卖出农产品{d}亿元，其中柑橘占了近一半。",
        "技术员建议，播种前要晒种{f}天，出苗后七天内浇第一次水，施肥量控制在每亩{e}公斤左右。",
    ),
    "museum": (
        "海棠博物馆新馆于{m}月开放，展厅面积{c}万平方米，展出文物{b}件，其中一级文物{e}件（套）。",
        "开馆第一个月就接待观众{c}万人次，外地观众占{a}%，周末的参观名额要提前{f}天预约。",
        "“这件青铜器在库房里待了四十年，今天终于和观众见面了。”保管部研究员{p}说，修复工作用了{e}个月。",
        "馆里开设的少儿课程每周{f}场，每场{e}人，老师带着孩子们拓印、制陶、认星图。",
        "讲解员{p}每天要走{c}万步，她说最常被问到的问题是“这个是真的吗”。",
        "数字展厅用了{e}台投影仪，观众戴上VR眼镜可以走进一千年前的街市，体验一次大约{f}分钟。",
        "文创商店一年卖出商品{c}万件，收入{d}亿元，销量最大的是一枚{f}元的书签。",
        "为了让老人看得清，博物馆把说明牌的字号加大了{a}%，并在{e}处增设座椅。",
        "馆藏的{b}件古籍已经完成数字化，读者可以在网上免费阅读，目前点击量超过{c}万次。",
        "馆长{p}透露，明年将与{f}家国外博物馆合办特展，借展文物{e}件，展期三个月。",
    ),
}
HEADLINES = {
    "hospital": (
        "海棠市第二医院启用新门诊楼",
        "夜间儿科门诊延长到二十三点",
        "看病少跑一趟路",
        "城东新院区开工建设",
        "“先看病”怎么做到“后付费”？",
    ),
    "schools": ("滨江学区食堂改造完成", "课后服务进了全部小学", "青年教师登上公开课讲台", "校车开到家门口"),
    "port": (
        "海棠港一季度生产开门红",
        "无人集卡驶进老码头",
        "通关时间又缩短了",
        "疏港铁路明年通车",
        "“无人码头”强在哪？",
    ),
    "farming": ("节水灌溉铺到田间地头", "无人机飞过万亩稻田", "辣椒卖出好价钱", "合作社的账本越来越厚"),
    "museum": (
        "海棠博物馆新馆开放",
        "库房里的宝贝见观众",
        "孩子们在博物馆里认星图",
        "书签成了最受欢迎的商品",
        "“国宝”回家记",
    ),
}
HEADINGS = ("服务怎么更贴心", "账是这样算的", "老问题有了新办法", "年轻人挑起大梁", "接下来还有哪些难题")
PEOPLE = ("何敏", "陈立国", "林远", "赵青", "孙文", "王小明", "欧阳兰", "周大山")
GUESTS = (("陈立国", "主任"), ("何敏", "院长"), ("林远", "校长"), ("周大山", "董事长"), ("安娜·贝格", "顾问"))
DEBRIS = (
    "A\n| WA VL T\\ W VN",
    "~3 Fai N YU Crea",
    "mlsh & Partx of Inn",
    "Se 4 =\nii oe\nPY “a",
    "<< 0 8 > |",
    "RRA eK\n人 z",
)
NO_LINE_START = "，。、；：？！）》”’」】%"


@dataclass(slots=True)
class Noisy:
    """A noisy text and what it says: its sentences, headlines with dates, speakers, and the noise that has to go."""

    text: str = ""
    sentences: list[str] = field(default_factory=list[str])
    paragraphs: list[str] = field(default_factory=list[str])
    titles: list[str] = field(default_factory=list[str])
    dates: list[date | None] = field(default_factory=list[date | None])
    headings: list[str] = field(default_factory=list[str])
    speakers: list[str] = field(default_factory=list[str])
    noise: list[str] = field(default_factory=list[str])


def document(seed: int) -> Noisy:
    """The document of a seed; its kind goes in turns."""
    chance = random.Random(seed)
    noisy = (_page, _page, _talk, _article, _page)[seed % 5](chance)
    return _soiled(chance, noisy)


def _soiled(chance: random.Random, noisy: Noisy) -> Noisy:
    """What programs leave between the characters: hard spaces, marks nobody sees, line feeds of other systems."""
    text = noisy.text
    if chance.random() < 0.3:
        text = re.sub(r"(?<=\S) (?=\S)", lambda _: chance.choice([" ", "\u00a0", "\u2002"]), text)
    if chance.random() < 0.3:
        places = sorted(chance.sample(range(len(text)), 20), reverse=True)
        for place in places:
            if text[place] not in "[]" and "[" not in text[max(0, place - 60) : place]:
                text = text[:place] + chance.choice(["\u200b", "\u00ad", "\ufeff", "\u2060"]) + text[place:]
    if chance.random() < 0.3:
        text = text.replace("\n", "\r\n")
    noisy.text = text
    return noisy


def _sentence(chance: random.Random, form: str) -> str:
    return form.format(
        a=f"{chance.randrange(21, 98)}.{chance.randrange(1, 10)}",
        b=chance.choice([chance.randrange(120, 980), chance.randrange(1100, 9800)]),
        c=f"{chance.randrange(2, 60)}.{chance.randrange(1, 10)}",
        d=f"{chance.randrange(2, 10)}.{chance.randrange(1, 10)}",
        e=chance.randrange(12, 99),
        f=chance.randrange(3, 12),
        m=chance.randrange(1, 13),
        p=chance.choice(PEOPLE),
    )


def _paragraphs(chance: random.Random, topic: str, count: int) -> list[list[str]]:
    forms = list(SENTENCES[topic])
    chance.shuffle(forms)
    found: list[list[str]] = []
    for _ in range(count):
        size = min(chance.choice([1, 2, 2, 3]), len(forms))
        found.append([_sentence(chance, forms.pop()) for _ in range(size)])
        if not forms:
            break
    return [paragraph for paragraph in found if paragraph]


def _columned(chance: random.Random, paragraph: str, width: float) -> list[str]:
    """The lines of a column: numbers, words and their units may be cut, marks hang over; some lines are letter-spaced."""
    lines, line, used = list[str](), "", 2.0
    cuts_words = chance.random() < 0.5
    for unit in re.findall(r"[A-Za-z0-9.%]+|.", paragraph):
        for piece in unit if cuts_words and chance.random() < 0.5 else [unit]:
            size = sum(0.5 if ord(c) < 256 else 1 for c in piece)
            if used + size > width and line and piece[0] not in NO_LINE_START:
                lines.append(line)
                line, used = "", 0.0
            line += piece
            used += size
    lines.append(line)
    return lines


def _loosened(chance: random.Random, line: str) -> str:
    """A space beside a number here and there, and now and then a line drawn out letter by letter."""
    if chance.random() < 0.02 and re.fullmatch(r"[\u4e00-\u9fff，。、]{8,}", line):
        return " ".join(line)
    if chance.random() < 0.5:
        line = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", lambda _: chance.choice(["", "", " "]), line)
        line = re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", lambda _: chance.choice(["", "", " "]), line)
    return line


def _doubled(text: str) -> str:
    """A headline as it is copied when it was drawn twice, each stretch between marks by itself."""
    return "".join(part * 2 for part in re.findall(r"[“”？！]|[^“”？！]+", text))


def _page(chance: random.Random) -> Noisy:
    """A newspaper page of two to four articles."""
    noisy, lines = Noisy(), list[str]()
    topics = chance.sample(list(SENTENCES), chance.choice([2, 3, 3, 4]))
    blank = chance.random() < 0.7
    wide = chance.choice([14, 16, 17, 18, 20, 22, 24])
    for topic in topics:
        width = wide if chance.random() < 0.5 else chance.choice([14, 16, 18, 20, 22, 24])
        title = chance.choice(HEADLINES[topic])
        paragraphs = _paragraphs(chance, topic, chance.randrange(4, 7))
        way = chance.random()
        if way < 0.4:
            lines.append(_doubled(title))
            noisy.noise.append(lines[-1])
        elif way < 0.55 and len(title) >= 9:  # a headline of two lines
            cut = len(title) // 2
            lines += [title[:cut], title[cut:]]
            title = f"{title[:cut]} {title[cut:]}"
        else:
            lines.append(title)
        day = None
        if chance.random() < 0.5:
            byline = f"本报记者 {chance.choice(PEOPLE)}"
            lines.append(chance.choice(["▶ ", ""]) + byline)
        else:
            day = date(2024, chance.randrange(1, 13), chance.randrange(1, 28))
            stated = chance.random() < 0.5
            opening = f"本报讯（记者 {chance.choice(PEOPLE)}）"
            opening += (
                f"{day.year}年" * stated + f"{day.month}月{day.day}日，记者从有关部门获悉，近期工作取得新的进展。"
            )
            paragraphs[0] = [opening, *paragraphs[0]]
            day = day if stated else None
        noisy.titles.append(title)
        noisy.dates.append(day)
        middle = chance.randrange(1, len(paragraphs)) if len(paragraphs) > 3 and chance.random() < 0.4 else 0
        for number, sentences in enumerate(paragraphs):
            if number == middle and middle:
                heading = chance.choice([h for h in HEADINGS if h not in noisy.headings])
                noisy.headings.append(heading)
                lines.append(heading)
            noisy.sentences += sentences
            noisy.paragraphs.append("".join(sentences))
            lines += [_loosened(chance, line) for line in _columned(chance, "".join(sentences), width)]
        if chance.random() < 0.15:
            lines.append(f"（下转第{chance.randrange(2, 9)}版）")
        if chance.random() < 0.4:
            name = chance.choice(PEOPLE)
            credit = f"{name}{name}//摄摄"
            lines.append(f"{title[:6]}现场 {credit}")
            noisy.noise.append(credit)
    # A blank line after each line, or here and there, or none.
    often = chance.choice([0.8, 0.95]) if blank and chance.random() < 0.3 else float(blank)
    noisy.text = "".join(line + ("\n\n" if chance.random() < often else "\n") for line in lines)
    return noisy


def _bookmark(chance: random.Random, noisy: Noisy) -> str:
    if chance.random() > 0.4:
        return ""
    mark = f"[bookmark: FunCunProofread{chance.randrange(10**5)}]"
    noisy.noise.append(mark)
    return mark


def _image(chance: random.Random, noisy: Noisy) -> list[str]:
    debris = chance.choice(DEBRIS)
    name = chance.choice(["image{}.png", "image{}.jpeg", "image{}.GIF"]).format(chance.randrange(1, 30))
    noisy.noise += [name, *(line for line in debris.split("\n") if len(line) > 3), "[image:"]
    return [f"[image: IMG_{chance.randrange(999)}]", "", name, *debris.split("\n"), ""]


def _talk(chance: random.Random) -> Noisy:
    """The transcript of a meeting, one line a paragraph."""
    noisy = Noisy()
    topic = chance.choice(list(SENTENCES))
    title = chance.choice(["论坛", "座谈会", "发布会"])
    lines = [
        f"主题：{chance.choice(HEADLINES[topic])}{title}",
        f"{_bookmark(chance, noisy)}时间：2024年6月{chance.randrange(1, 28)}日（下午 14：00-17：30）",
        "地点：会议中心二楼",
        "",
    ]
    guests = chance.sample(GUESTS, 3)
    opening = "各位来宾，大家好，欢迎参加今天的会议。"
    lines += [f"主持人：{opening}", "下面介绍到会的嘉宾，他们是："]
    lines += [f"海棠市有关单位{post}  {name}先生" for name, post in guests]
    noisy.speakers.append("主持人")
    noisy.sentences.append(opening)
    for name, post in guests:
        call = f"下面请{name}{post}发言，大家欢迎！"
        lines += ["", f"主持人：{call}", ""] if noisy.speakers[-1] != "主持人" else [call, ""]
        if noisy.speakers[-1] != "主持人":
            noisy.speakers.append("主持人")
        noisy.sentences.append(call)
        if chance.random() < 0.5:
            stage = chance.choice(["（鼓掌）", "（播放短片）", "（合影留念）"])
            noisy.noise.append(stage)
            lines.append(stage)
        noisy.speakers.append(name)
        spoken = _paragraphs(chance, topic, 3)
        colon = chance.random() < 0.3
        for number, sentences in enumerate(spoken):
            text = "".join(sentences)
            noisy.sentences += sentences
            label = f"{name}：" + "\n" * colon if number == 0 else ""
            item = f"{'一二三'[number]}是" if chance.random() < 0.2 and number else ""
            lines.append(_bookmark(chance, noisy) + label + item + text)
        if chance.random() < 0.4:
            lines += _image(chance, noisy)
    if chance.random() < 0.5:
        for _ in range(2):
            asked = f"{chance.choice(['请问', '我想问一下'])}，{_sentence(chance, '今年的{f}项任务里哪一项最难？')}"
            answer = _paragraphs(chance, topic, 1)[0]
            reply = chance.choice(guests)[0]
            lines += ["", f"记者：{asked}", "", _bookmark(chance, noisy) + f"{reply}：{''.join(answer)}"]
            noisy.sentences += [asked, *answer]
            noisy.speakers += ["记者", reply]
    lines += ["", "主持人：谢谢各位嘉宾，今天的会议到此结束。"]
    noisy.speakers.append("主持人")
    noisy.titles.append(lines[0].removeprefix("主题："))
    form = chance.choice(["{}：", "{}：", "【{}】", "{}: "])
    if form != "{}：":
        names = "|".join(dict.fromkeys(noisy.speakers))
        lines = [
            re.sub(rf"^(\[[^\]]*\])?({names})：", lambda m: (m[1] or "") + form.format(m[2]), line) for line in lines
        ]
    if chance.random() < 0.25:
        lines = [
            part
            for line in lines
            for part in (_columned(chance, line, 30) if len(line) > 40 and "[" not in line else [line])
        ]
    noisy.text = "\n".join(lines) + "\n"
    return noisy


def _article(chance: random.Random) -> Noisy:
    """One long article with images, captions and page numbers in it, one line a paragraph or in a column."""
    noisy = Noisy()
    topic = chance.choice(list(SENTENCES))
    title = chance.choice(HEADLINES[topic])
    day = date(2024, chance.randrange(1, 13), chance.randrange(1, 28))
    doubled = chance.random() < 0.5
    lines = [
        _bookmark(chance, noisy) + (_doubled(title) if doubled else title),
        f"{day.isoformat()} 09:30  来源：海棠日报",
    ]
    noisy.noise += [_doubled(title)] if doubled else []
    width = chance.choice([0, 0, 18, 24])
    for number, sentences in enumerate(_paragraphs(chance, topic, 6)):
        if number in (2, 4):
            noisy.headings.append(HEADINGS[number])
            lines.append(HEADINGS[number])
        noisy.sentences += sentences
        noisy.paragraphs.append("".join(sentences))
        lines += _columned(chance, "".join(sentences), width) if width else ["".join(sentences)]
        if chance.random() < 0.2:
            items = [
                _sentence(chance, form)
                for form in (
                    "增加座椅{e}把，方便老人休息；",
                    "延长开放时间{f}小时，照顾上班的人；",
                    "培训员工{b}人次，考核合格才能上岗。",
                )
            ]
            lead = "单位还推出三项措施："
            marks = chance.choice(
                [("1.", "2.", "3."), ("（1）", "（2）", "（3）"), ("一是", "二是", "三是"), ("①", "②", "③")]
            )
            listed = [mark + item for mark, item in zip(marks, items, strict=True)]
            lines += (
                [lead, *listed]
                if not width or chance.random() < 0.5
                else _columned(chance, lead + "".join(listed), width)
            )
            noisy.sentences += listed
        if chance.random() < 0.3:
            lines += _image(chance, noisy)
            lines.append(" 图 大厅里的服务台")
        elif chance.random() < 0.2:
            lines.append(f"- {number + 1} -")
            noisy.noise.append(f"- {number + 1} -")
    noisy.titles.append(title)
    noisy.dates.append(day)
    noisy.text = "\n".join(lines) + "\n"
    return noisy
