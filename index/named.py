"""The name of a file → the date and the title that it tells; used only where neither the file nor its text tells them."""

import re
from datetime import date

_NAMED_DATE = re.compile(
    r"(?<![A-Za-z0-9])(?P<y>(?:19|20)\d{2})(?:(?P<sep>[-_. /年]?)(?P<m>0[1-9]|1[0-2]|[1-9](?=\D))(?:(?P=sep)|月)(?P<d>[0-2]\d|3[01]|[1-9])日?)"
    r"(?![A-Za-z0-9])"
)
_NAME_END = re.compile(r"[\s_\-—.,，、()（）\[\]【】]*")
_EMPTY_NAME = re.compile(r"新建|未命名|无标题|副本|扫描|附件|下载|微信|截图|文档\d*$|文本文档")
_FOLDER_YEAR = re.compile(r"((?:19|20)\d\d)(?:年|[-_.年]?(?:0?[1-9]|1[0-2])月?)?")
_FEWEST_IN_TITLE = 5  # Chinese characters of a file name that may be a title


def named_date(name: str) -> date | None:
    """The date at the beginning or end of a file's name (20240831_标题.txt, 标题（2024年8月31日）.docx), or None."""
    return _name_parts(name)[0]


def named_title(name: str) -> str | None:
    """The words of a file's name without its date and number, if they are enough for a title."""
    words = re.sub(r"[（(\[【]\s*[)）\]】]", " ", _name_parts(name)[1].replace("_", " "))
    words = " ".join(re.sub(r"^(?:[\s,，、.—-]|\d{1,3}[\s.、-]+)+|[\s,，、.—-]+$", "", words).split())
    if len(re.findall("[\u3400-\u9fff]", words)) < _FEWEST_IN_TITLE or _EMPTY_NAME.search(words):
        return None
    return words


def named_year(name: str) -> int | None:
    """The year that one of the folders of a file is named after, None if none is."""
    folders = name.replace("\\", "/").split("/")[:-1]
    years = {int(found.group(1)) for folder in folders if (found := _FOLDER_YEAR.fullmatch(folder.strip()))}
    return years.pop() if len(years) == 1 else None


def _name_parts(name: str) -> tuple[date | None, str]:
    """The date that a file's name begins or ends with, and the name without folder, extension and that date."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    for match in _NAMED_DATE.finditer(stem):
        before, after = stem[: match.start()], stem[match.end() :]
        if not (_NAME_END.fullmatch(before) or _NAME_END.fullmatch(after)):
            continue
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"])), f"{before} {after}"
        except ValueError:
            continue
    return None, stem
