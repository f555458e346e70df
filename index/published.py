"""Text and metadata → the day a text was published, when something says so.

A date in running text is what the text speaks of. What counts is stated for the whole, the surest first: a labelled
header line (发布时间：…), a line of credits under the headline (2025-03-28 09:30 来源：…), a date at the very beginning that
a time or a label follows, a signature at the end. Reports are read by `index/datelines.py`. All else is None: a deadline,
the day of an event, the day a rule comes into force are no publication, and of the dates of a chronicle or a contract none
is the text's own.
"""

import re
from collections.abc import Sequence
from datetime import date

from index.dates import YEAR, first_day
from index.dates import read_date as read_date
from index.dates import why_no_date as why_no_date

HAN = "\u3400-\u9fff"
_WHAT = r"(?:文章|信息|稿件|新闻|首次|网站|本文|通知|公告|政策|文件)?"
_AT = r"(?:\s?(?:时\s*间|日\s*期|于|on|at|date|time))"
# The surest first: of several labels with a date, the one that speaks of publication counts.
_FORMS = tuple(
    re.compile(
        rf"(?:^[\s【\[（(]*|(?<=[【\[（(|｜·丨])\s?|(?<=[{HAN}\d）)] ))(?i:{words})\s*[】\]]?\s*[：:|]?\s*(?<=[】\]：:|\s于nN])(?P<rest>.*)"
    )  # of the words only the case is left open: a class of all characters without case takes 4 ms to compile
    for words in (
        rf"{_WHAT}(?:发布|发表|发稿|刊发|刊登|刊载|印发|公布|出版|上线|推送|公开|发文|发出|登载|上网|播发|播出|见报|首发|原载|刊载于|刊于|载于){_AT}?"
        rf"|(?:first |date |originally )?(?:published|posted|issued){_AT}?|(?:publication|issue|posting) date|date of (?:publication|issue)",
        rf"{_WHAT}(?:成文|签发|制发|写作|编辑|撰写|撰稿|定稿|编制|整理|填报|报送|生成|制作|报告|创建|落款|录入|上传|发送|编印|完稿|成稿)"
        rf"\s?(?:时\s*间|日\s*期|于)|(?:写|作|改定|定稿)于|date created|dated",
        r"时\s*间|日\s*期|date",
        r"(?:会议|座谈会?|访谈|采访|讲话|演讲|记录)\s?(?:时\s*间|日\s*期)",
        rf"{_WHAT}(?:最后|最近|最新)?(?:更新|修订|修改){_AT}?|(?:last )?(?:updated|modified|revised){_AT}?",
    )
)
_LABELS, _UPDATED = _FORMS[:-1], _FORMS[-1]
_OF_EVENTS = 2  # from here on the labels may be those of an event
_ANNOUNCES = re.compile(
    r"通知|通告|邀请|预告|启事|公告|报名|征集|招标|招聘|安排|日程|议程|海报|门票|购票|展览|讲座|活动|比赛|指南|须知|演出|培训班|合同|协议|证书"
)
_HELD_THEN = re.compile(
    r"预告|邀请|海报|讲座|展览|活动|比赛|演出|议程|日程|安排|典礼|仪式|大会|论坛|峰会|[^常]会$|会议|节$|马拉松|开放日|门票|报名|考试|须知"
)
_REPORTED = re.compile(
    r"举行|举办|召开|开幕|闭幕|落幕|圆满|启动|成功|亮相|纪要|实录|发言|致辞|速记|讲话|报告|总结|简报|综述|侧记|回顾|纪实|发布"
)
_STAMP = re.compile(r"[\[（(]?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\]）)]?")
_BEFORE_DAY = re.compile(
    r"[\s（(【\[，,]*(?:星期|周)?[一二三四五六日天]?[\s）)，,]*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s)?",
    re.IGNORECASE,
)
_STARTS = re.compile(r"[\s\[【（(]*(?=(?:19|20)\d{2}\s*[-/.年]|[一二][〇零○九OＯ])")
_AFTER_DATE = re.compile(r"[\s,，]*(?:[T ]?\d{1,2}[:：]\d{2}|[\]】)）]|正文|来源|星期|周[一二三四五六日]|$)")
_HOURS = re.compile(r"\s*(?:[上下]午|晚上?)?\s*\d{1,2}(?:[:：]\d{2}|[时点])\s*[-—–~～至到]")
_RANGE = re.compile(
    rf"{_HOURS.pattern}"
    r"|\s*(?:[（(][^（）()]{1,12}[）)])?\s*(?:至|到|起|前|之前|以前|[-—–~～]+\s*(?!\d{1,2}[:：]))"
)
_OTHER_DAY = re.compile(
    r"截止|截至|申报|报名|申请|征集|期限|有效|生效|施行|实施|开工|竣工|完工|建成|成立|到期|活动|举办|召开|培训|考试|开幕|开始|结束|开标|投标|出生"
    r"|开馆|开业|签订|签约|访问|下载|打印|检索|获取|生产|保质|入院|出院|检查|手术|入学|入职|开学|展期|展览|演出|比赛|预约|办理|通过|批准|预计|拟|计划|下次|下一次"
    r"|deadline|due|effective|expir|valid|event|founded|opened|opens|born|accessed|retrieved|start|end date|until|by(?= \w+ \d)|before",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"(?<!来源)(?<!作者)(?<!记者)(?<!编辑)(?<!供稿)(?<!责编)(?<!稿源)(?<!Source)[：:]\s*$|(?:时间|日期|date)\s*$",
    re.IGNORECASE,
)
_ENACTED = re.compile(r"[（(][^（）()]{0,6}(?=(?:19|20)\d{2}\s?年).{6,60}?(?:公布|发布|印发)[^）)]{0,40}[）)]")
_HELD = re.compile(r"在[^。；]{2,60}上(?:的(?:讲话|报告|发言|致辞|演讲|说明))?[）)]?(?:\s.{1,20})?$")
_SIGN = re.compile(
    r"来\s?源|文\s?[/／]|发布|作者|编辑|责编|记者|浏览|阅读|点击|字号|原创|分享|打印|稿源|供稿|撰稿|电子版|\d{1,2}[:：]\d{2}|第\s*\d+\s*[版期]|星期|周[一二三四五六日]"
    r"|\b(?:By|Source|Views?|min read|Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
)
_SOURCED = re.compile(
    r"来\s?源|发布|作者|编辑|责编|记者|浏览|阅读|点击|字号|原创|稿源|供稿|第\s*\d+\s*[版期]|\b(?:By|Source|Posted)\b"
)
_PUBLISHER = re.compile(
    r"(?:日报|晚报|早报|周报|时报|商报|月报|快报|简报|专报|电子报|报|网|社|电视台|电台|台|周刊|月刊|杂志|客户端|公众号|刊|通讯|快讯|动态|信息|纪要|总结|报告|公报|讲话"
    r"|局|委|委员会|办公室|办|院|公司|政府|中心|部|处|厅|所|协会|学会|商会|大学|学校|中学|小学|集团|港|馆|站|联盟|园区|管委会|工会|党委|支部|编辑部|课题组|工作组|科|室|组|队|街道|社区|期[）)]?)(?:编印?|主办|主编|印发|供稿)?[》”）)\s|｜丨·:：/>＞]*$"
)
_SENTENCE = re.compile(r"[。；！？;!?]|，(?!\s*(?:周|星期))")
_BESIDE = re.compile(r"(?:[于自从在至到截由]|截至|截止|至今|成立|始建|创建|建于|以来)\s*$")
_SIGNED = re.compile(rf"[—\-–]{{0,2}}(?:[{HAN}A-Za-z·、，,（()）：:《》“”\d. ]{{2,40}}[\s：:）)》])?")
_SIGNED_CLOSE = re.compile(
    rf"(?:[{HAN}A-Za-z·、（）()]{{0,30}}(?:局|委|委员会|办公室|院|公司|政府|中心|部|处|厅|管委会|集团|馆|校|学校|大学|协会))"
)
_NOTE = re.compile(r"[（(][^（）()]{2,30}[）)]|.{0,20}(?:编辑|责编|审核|校对|来源|监制|抄送|印发|附件)[：:].*")
_MOST_DATE_LINES = 2  # lines that are but a date; more of them make a chronicle, and no one of them is the text's own
_AFTER_DAY = re.compile(
    r"[\s>＞]*(?:[（(]?(?:星期|周)[一二三四五六日天]"
    r"|(?:第\s*[A-Z]?[\d一二三四五六七八九十]+\s*[版期]|[A-Z]?\d{1,3}\s?版)(?:\s*[·:：|]?\s*[\u3400-\u9fff·]{2,8})?"
    r"|编印|印发|印|发布|更新|出版|刊|刊发|报道|讯|于[\u3400-\u9fff]{2,6})?[）)》\]】]*"
)
_FULL_YEAR = re.compile(r"\d{4}|[一二][〇零○九OＯ]")
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?", re.IGNORECASE)
_LONGEST_LINE = 120  # characters of a header line
_HEAD = 12  # lines in which labels may stand
_TOP = 6  # lines in which an unlabelled line of credits may stand
_END = 4  # last lines in which labels and signatures may stand


def leading_date(text: str) -> date | None:
    """The full date that a text begins with, if a time, a bracket or a label follows as in a header."""
    aside = re.match(r"[（(【\[]([^（）()【】\[\]]{10,40})[）)】\]]", text)
    if aside and (day := credited_day(aside.group(1))):
        return day
    head = text[:48]
    start = _STARTS.match(head)
    if not start:
        return None
    found = first_day(head)
    if not found or found[1] != start.end():
        return None
    if _RANGE.match(text, found[2]):
        return None
    if re.match(r"\s*[日号]?\s*\d{1,2}[:：]\d{2}", text[found[2] :]) and _is_running(text, found[2]):
        return None
    return found[0] if _AFTER_DATE.match(text, found[2], found[2] + 24) else None


def _is_running(text: str, place: int) -> bool:
    """Whether a sentence goes on after a time of day (2024年3月5日 10:00，展览开幕。)."""
    time = re.match(r"\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*[，,、许左时分]\s*(?!正文|来源|作者|编辑)", text[place:])
    return time is not None


def holds_date(text: str) -> bool:
    """Whether a short line holds a full date, as the line under a headline does."""
    return first_day(text) is not None


def stated_date(lines: Sequence[str]) -> date | None:
    """The date that the first or last lines of a text state for the whole of it."""
    head = [line for line in lines[:_HEAD] if len(line) <= _LONGEST_LINE]
    ends = [line for line in lines[_HEAD:][-_END:] if len(line) <= _LONGEST_LINE]
    headlines = [line for line in lines[:2] if len(line) <= 40 and not first_day(line)]
    held = any(_HELD_THEN.search(line) and not _REPORTED.search(line) for line in headlines)
    told_after = any(_REPORTED.search(line) for line in headlines)  # from what hour to what is of the day it tells of
    announced = any(_ANNOUNCES.search(line) for line in lines[:3] if len(line) <= 60)
    for rank, label in enumerate(_LABELS):
        if announced and rank >= _OF_EVENTS:
            break
        for line in head if rank >= _OF_EVENTS else (*head, *ends):
            day = _labelled(line, label, hours=told_after)
            if day is not None:
                return day
    if sum(is_date_line(line) for line in lines) > _MOST_DATE_LINES:
        return None
    for number, line in enumerate(lines[:_TOP]):
        if held and not (_STAMP.fullmatch(line) or _SOURCED.search(line) or line[:1] in "（(【["):
            continue  # the day on which what the headline names is held
        day = leading_date(line) if not announced or _SIGN.search(line) else None
        day = day or credited_day(line, first=number == 0)
        if day is not None:
            return day
    changed = next((day for line in (*head, *ends) if (day := _labelled(line, _UPDATED))), None)
    return changed or _signed_date(lines)


def _labelled(line: str, label: re.Pattern[str], *, hours: bool = False) -> date | None:
    for match in label.finditer(line):
        rest = match["rest"][:60]
        found = first_day(rest)
        if found is None or not _BEFORE_DAY.fullmatch(rest, 0, found[1]):
            continue
        if not _RANGE.match(rest, found[2]) or (hours and _HOURS.match(rest, found[2])):
            return found[0]
    return None


def credited_day(line: str, *, first: bool = False) -> date | None:
    """The date in a line of credits: no sentence, but date, source, author, time; or a speech's own (…在…上).

    Args:
        line: a line near the head of a text.
        first: whether it is the very first, so that it may be the headline of what its date is about.
    """
    if not 6 <= len(line) <= _LONGEST_LINE:
        return None
    if _ENACTED.fullmatch(line):
        found = first_day(line)
        return found[0] if found else None
    found = first_day(line)
    if found is None:
        return None
    day, start, end = found
    if _OTHER_DAY.search(_without_names(line)) or _RANGE.match(line, end) or _BESIDE.search(line, 0, start):
        return None
    if len(line) <= 80 and not line[:start].strip("—–- （(") and _HELD.match(line, end):
        return day
    if _SENTENCE.search(line.strip("。")):
        return None
    before, after = line[:start].rstrip(" （(【[|｜丨·"), line[end:]
    alone = not _WEEKDAY.sub("", before).strip(" —–-|｜丨·:：（(【[,，■●◆▶") and not re.sub(
        r"[\s）)】\]|｜丨·]", "", _WEEKDAY.sub("", after)
    )
    if alone:
        return day
    if _OTHER_LABEL.search(before):
        return None
    if start and line[start - 1] not in " （(【[|｜丨·:：/，,\t—–-》" and not _PUBLISHER.search(before):
        return None
    if _SIGN.search(before + " " + after) and not (first and not _SIGN.search(after) and not _PUBLISHER.search(before)):
        return day
    if not before and _PUBLISHER.search(after):
        return day
    known = _PUBLISHER.search(before) or (not before and after.strip("）)】] "))
    return day if _AFTER_DAY.fullmatch(after.strip()) and known else None


def own_day(line: str) -> date | None:
    """The date that a line under a headline gives for the article below it: labelled, in a line of credits, or alone."""
    if len(line) > _LONGEST_LINE:
        return None
    return _labelled(line, _LABELS[0]) or credited_day(line)


def is_credits(line: str) -> bool:
    """Whether a line says when a text was published and something more: its source, the time of day."""
    return not is_date_line(line) and own_day(line) is not None


def _without_names(line: str) -> str:
    """A line without the bylines in it that are no words of its own."""
    return re.sub(r"\bBy (?=[A-Z][a-z]+ [A-Z])|打印(?=\s|$|[】\]|])", "", line)


def _signed_date(lines: Sequence[str]) -> date | None:
    """The date that a text is signed with: alone on one of its last lines, or after who signs."""
    for line in reversed(lines[-_END:]):
        if is_date_line(line):
            found = first_day(line)
            return found[0] if found else None
        found = first_day(line) if len(line) <= 60 and not _OTHER_DAY.search(line) else None
        if found:
            day, start, end = found
            signs = _SIGNED.fullmatch(line, 0, start) or _SIGNED_CLOSE.fullmatch(line, 0, start)
            if signs and not _BESIDE.search(line, 0, start) and _AFTER_DAY.fullmatch(line[end:].strip()):
                return day
        if len(line) > 40 and not _NOTE.fullmatch(line):
            return None
    return None


def is_date_line(line: str) -> bool:
    """Whether a line is but a date, in brackets or not."""
    if not 6 <= len(line) <= 28 or not _FULL_YEAR.search(line):
        return False
    day = first_day(line)
    return bool(day and not _WEEKDAY.sub("", line[: day[1]] + line[day[2] :]).strip("（）()【】[]—,， "))


def trusted_metadata(created: date | None, text: str) -> date | None:
    """A file's own date, if the latest year that the text names is that year or the one before.

    A file may be made long after its text was written, and then “this year” in it would be read wrongly.
    """
    if created is None:
        return None
    past = [int(year) for year in YEAR.findall(text) if int(year) <= created.year]
    return created if past and max(past) >= created.year - 1 else None
