"""What a reader of one format hands on: raw text with marks (see `index.clean`), and the format's metadata."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_FILE_NAME = re.compile(  # a name of a file, or a program's with one behind it
    r"(?:Microsoft\s+)?(?:Word|PowerPoint|Excel|WPS\s?\S*)\s+-\s+.*|.*\.(?:docx?|docm|dotx?|rtf|wps|et|dps|indd|qxd|pptx?|xlsx?|pdf|txt|html?|dwg|cdr|ai|ps|tex)"
    r"|(?:file://|[A-Za-z]:\\|\\\\).*|[\x21-\x7e]*[_\d][\x21-\x7e]*|(?:IMG|SCAN|scan|扫描件?|DSC)[\s_-]*\d*",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = re.compile(  # what programs write where nobody wrote a title
    r"\(?(?:anonymous|unspecified|untitled|no title|无标题|未命名)\)?|.|"
    r"(?:新建\s*)?(?:(?:Microsoft|MS|Office)\s*)?(?:Word|Excel|PowerPoint|WPS|PDF|DOCX?|XLSX?|PPTX?)?\s*"
    r"(?:文档|文稿|演示文稿|工作簿|工作表|幻灯片|document|presentation|slide|workbook)\s*\d*",
    re.IGNORECASE,
)


_COUNTING = re.compile(r"[第共页]|\b(?i:page|of)\b|[^㐀-鿿A-Za-z]")
_SHOWN = 20  # characters of a head that are enough to know it by


class Unreadable(Exception):
    """A file cannot be turned into text; the message is the reason, in plain Chinese, with the remedy if any."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of a file before cleaning, and the metadata of its format.

    `created` is a date of the file's own metadata, which may say when the file was made rather than when it was
    published: it is only trusted where the text agrees. `published` is stated as the date of publication. `wrapped`
    says whether lines may have been broken by narrow columns. `notes` name parts that were not read, for the user.
    """

    text: str
    title: str | None = None
    published: str | None = None
    created: str | None = None
    wrapped: bool = True
    notes: tuple[str, ...] = ()


def real_title(title: str | None) -> str | None:
    """Return a title of a file's metadata; None for one that a program made up, and for the name of a file."""
    if title is None or _PLACEHOLDER.fullmatch(title.strip()) or _FILE_NAME.fullmatch(title.strip()):
        return None
    return title


def why_closed(error: OSError) -> str:
    """Why a file or folder could not be opened, for staff."""
    if isinstance(error, PermissionError):
        return "没有读取权限；请在属性里允许读取后再添加"
    if isinstance(error, FileNotFoundError):
        return "打不开：文件已不在，或是失效的链接"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹，不是文件"
    return f"打不开（{error.strerror or error}）；请复制到本机硬盘后再添加"


def comments_note(count: int) -> tuple[str, ...]:
    """Return the note that so many comments were not read, none for none."""
    return (f"有 {count} 条批注；批注不算正文，需要的话请写进正文后再添加",) if count else ()


def pictures_note(pictures: int, objects: int, where: str = "") -> tuple[str, ...]:
    """Return the notes that so many pictures, which stand `where`, and embedded files were not read, none for none."""
    where = f"（{where}）" if where else ""
    return (
        *([f"有 {pictures} 张图片{where}，图中的文字没有读；需要的话请先做文字识别（OCR）"] if pictures else []),
        *([f"有 {objects} 个嵌入的文件或对象；请打开后另存，再单独添加"] if objects else []),
    )


def formulas_note(count: int) -> tuple[str, ...]:
    """Return the note that so many formulas were not read, none for none."""
    return (f"有 {count} 个公式；需要的话请把结果写进正文后再添加",) if count else ()


def heads_note(said: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the note that heads and feet of pages were not read, none where they only count pages or say what the text says.

    Args:
        said: the paragraphs of the heads and feet.
        text: what was read.
    """
    known = "".join(text.split())
    new = [w for w in dict.fromkeys(map(str.strip, said)) if _COUNTING.sub("", w) and "".join(w.split()) not in known]
    if not new:
        return ()
    shown = new[0] if len(new[0]) <= _SHOWN else new[0][:_SHOWN] + "…"
    return (f"页眉、页脚的文字（“{shown}”{'等' if len(new) > 1 else ''}）；需要的话请写进正文后再添加",)


def numbers(found: Iterable[int], counted: str) -> str:
    """Numbers as people list them: 第 2、5–7 页 for `counted` 页."""
    runs: list[list[int]] = []
    for number in sorted(found):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
    return f"第 {said} {counted}"
