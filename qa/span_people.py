"""Names of people in a sentence: by their shape, since no dictionary holds them.

A Chinese name is a surname and one or two characters that are no words of their own; a foreign one is a run of the
characters that sounds are written with, or parts joined by ·.
"""

from collections.abc import Sequence

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶牟艾"
    "尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛"
    "仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮蔺楼盘冒储励"
)
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
    "南宫",
)
_SOUNDS = frozenset(
    "阿埃艾安奥巴白贝本比彼波博鲍妮莎伯布查楚茨达戴丹道德登邓蒂迪丁杜顿多厄恩尔法菲费芬丰夫福弗盖冈戈格贡古哈海汉豪赫亨华霍基吉加贾杰金"
    "卡坎康考科克肯库夸奎拉莱兰朗劳勒雷里理利莉连列林琳龙卢鲁路伦罗洛吕马玛麦曼梅门蒙米密姆莫墨默木穆纳娜奈南内尼涅宁纽努诺欧帕潘"
    "庞佩彭皮珀普齐奇恰乔切琼丘让热仁日茹瑞若萨塞赛桑瑟沙尚舍申圣施史什舒朔斯丝苏索塔泰坦汤陶特滕提田廷图托瓦万旺威韦维魏温文沃乌"
    "武西希锡夏肖谢辛欣休许雅亚延扬耶叶伊依因英尤于约赞泽扎詹芝朱兹佐歇希奕良"
)
_NEVER_GIVEN = frozenset(
    "的了是在有和与及或也都就还而但把被让给对从到向往由以为于之其该此这那他她它们说等将已不各年月日人个"
)
_ALSO_WORDS = frozenset("于和时成应全师原官管封高方路金单")
"""Surnames that more often are words: they make a name with two characters that stand alone only."""


def people(words: Sequence[str], tags: Sequence[str], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Return (start, end) of each name among the `words` of a folded sentence that begin at `starts`, in order."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        if words[index] == "和" and found and found[-1][1] == starts[index]:
            index += 1  # 甲和乙: between names it is no surname
            continue
        end = _joined(words, tags, index) or _foreign(words, index) or _chinese(words, tags, index)
        is_place = len(words[index]) > 2 and words[index][-1] in "区园院厂市县镇"  # 高新区 is a name to the dictionary
        if not end and tags[index] == "nr" and len(set(words[index])) > 1 and not is_place:  # 谢谢 is no name
            # 欧阳明 is in the dictionary, 欧阳明轩 is not.
            end = index + 2 if _is_short(words[index]) and tags[index + 1 : index + 2] == ["n1"] else index + 1
        if end and not _names_prize(words, tags, end):
            found.append((starts[index], starts[end - 1] + len(words[end - 1])))
        index = max(end, index + 1)
    return found


def _names_prize(words: Sequence[str], tags: Sequence[str], end: int) -> bool:
    """Whether nouns up to 奖 go on with a name: 诺贝尔 of 诺贝尔生理学与医学奖."""
    for word, tag in zip(words[end:], tags[end:], strict=True):
        if word.endswith("奖"):
            return True
        if word not in "和与及、" and (not tag.startswith("n") or tag.startswith("nr")):
            return False
    return False


def _is_short(name: str) -> bool:
    """Whether a Chinese name may go on by one more character: a surname and one."""
    return len(name) == 3 if name.startswith(_DOUBLE) else len(name) == 2 and name[0] in _SURNAMES


def _joined(words: Sequence[str], tags: Sequence[str], index: int) -> int:
    """Return the end of a name whose parts are joined by ·, 0 when there is none at `index`."""
    end = _part(words, tags, index)
    joined = False
    while index < end < len(words) - 1 and words[end] == "·" and (following := _part(words, tags, end + 1)):
        end, joined = following, True
    return end if joined else 0


def _part(words: Sequence[str], tags: Sequence[str], index: int) -> int:
    """Return the end of a part of a joined name: a run of foreign sounds, or a name of the dictionary (保罗); else 0."""
    end = _sounds(words, index)
    if end == index and tags[index] == "nr":
        end = index + 1
    return end if end > index else 0


def _sounds(words: Sequence[str], index: int) -> int:
    """Return the end of a run of words written with the characters of foreign sounds, or of one Latin word."""
    if index < len(words) and words[index][0].isascii() and words[index][0].isalpha():
        return index + 1
    while index < len(words) and all(letter in _SOUNDS for letter in words[index]):
        index += 1
    return index


def _foreign(words: Sequence[str], index: int) -> int:
    """Return the end of a run of at least three characters of foreign sounds in more than one word, else 0."""
    end = _sounds(words, index)
    run = "".join(words[index:end])
    return end if len(run) >= 3 and end > index + 1 and not run[0].isascii() else 0


def _chinese(words: Sequence[str], tags: Sequence[str], index: int) -> int:
    """Return the end of a surname with what it makes a name with: characters that stand alone, or one word of two."""
    word = words[index]
    if word not in _DOUBLE and not (len(word) == 1 and word in _SURNAMES):
        return 0
    end = index + 1
    while end < len(words) and end <= index + 2 and len(words[end]) == 1 and _given(words[end]):
        end += 1
    if end > index + (2 if word in _ALSO_WORDS else 1):
        # 许敬之创办…: 之 that leads over to no noun is part of the name
        named = (
            end == index + 2
            and words[end : end + 1] == ["之"]
            and not "".join(tags[end + 1 : end + 2]).startswith(("n", "a", "j", "m"))
        )
        return end + named
    alone = end == index + 1 and end < len(words) and word not in _ALSO_WORDS
    if (
        alone
        and len(words[end]) == 2
        and (_given(words[end]) or tags[end] == "nr")
        and not tags[end].startswith(("v", "p", "c", "d", "u", "m"))
    ):
        return end + 1
    return 0


def _given(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff" and not any(letter in _NEVER_GIVEN for letter in word)
