"""Question sets: JSON Lines in, frozen questions out; what does not follow the schema is named by line and field."""

import calendar
import dataclasses
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from index.errors import QuestionSetError
from index.types import Qualifier

CATEGORIES = (
    "direct",
    "paraphrase",
    "conflict",
    "dated",
    "text",
    "list",
    "computed",
    "unanswerable",
    "english",
    "follow_up",
    "broken_line",
)
SPLITS = ("dev", "test")
ROLES = ("user", "assistant")
FINGERPRINT = re.compile(r"[1-9]\d*:[0-9a-f]{8}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """Where evidence stands: half-open character offsets into the text of the document of that name.

    `fingerprint` proves what stands there without copying it (`eval.anchors`), and finds it again after the documents
    are cleaned in another way.
    """

    document: str
    start: int
    end: int
    fingerprint: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure that a complete answer gives; `value + unit` is how a Chinese text writes it."""

    value: str
    unit: str = ""
    period: str = ""
    scope: str = ""
    qualifier: Qualifier | None = None

    @property
    def surface(self) -> str:
        """The figure as a text writes it, such as 4785亿元."""
        return self.value + self.unit

    @property
    def bounds(self) -> tuple[date, date] | None:
        """First and last day of the expected period, None when none is expected."""
        return parse_period(self.period) if self.period else None


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """One question with everything that its answer is judged by; `line` is where it stands in its file."""

    id: str
    question: str
    category: str
    split: str
    answerable: bool
    history: tuple[tuple[str, str], ...] = ()
    figures: tuple[ExpectedFigure, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    nearest: str = ""
    line: int = 0

    @property
    def messages(self) -> list[dict[str, str]]:
        """The history as the assistant takes it."""
        return [{"role": role, "content": content} for role, content in self.history]


def load_questions(path: Path) -> list[EvalQuestion]:
    """Read a question set.

    Args:
        path: a JSON Lines file, UTF-8; blank lines are skipped.

    Returns:
        The questions in the order of the file, at least one.

    Raises:
        QuestionSetError: the file is missing, empty or breaks the schema; the message names line and field.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionSetError(f"读不到题集 {path}：{error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(f"题集 {path} 不是 UTF-8 编码（第 {error.start} 字节）") from error
    return parse_questions(text.split("\n"), name=path.name)


def parse_questions(lines: Iterable[str], *, name: str = "题集") -> list[EvalQuestion]:
    """Read the lines of a question set; see `load_questions`."""
    questions: list[EvalQuestion] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{name} 第 {number} 行"
        try:
            record: object = json.loads(line, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise QuestionSetError(f"{where}：不是合法的 JSON（{error}）") from error
        if not isinstance(record, dict):
            raise QuestionSetError(f"{where}：每行应是一个 JSON 对象")
        question = _question(_Fields(cast("dict[str, Any]", record), where), number)
        if question.id in seen:
            raise QuestionSetError(f"{where}，字段 id：{question.id!r} 与第 {seen[question.id]} 行重复")
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionSetError(f"{name}：没有题目")
    return questions


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose fields each stand once; of a field given twice JSON would silently keep the last."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"字段 {next(name for name in names if names.count(name) > 1)} 写了两次")
    return fields


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?")


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of a period as question sets write it.

    Args:
        text: `2024`, `2024-08`, `2025-03-28`, `2024-Q1`, `2024-H1`, or two of them with a slash, `2015/2024`.

    Raises:
        ValueError: the text is none of these.
    """
    first, slash, last = text.partition("/")
    if slash:
        bounds = parse_period(first)[0], parse_period(last)[1]
        if bounds[0] > bounds[1]:
            raise ValueError(f"{text!r} ends before it begins")
        return bounds
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a period")
    year = int(match[1])
    if match[2]:
        return _months(year, 3 * int(match[2]) - 2, 3 * int(match[2]))
    if match[3]:
        return _months(year, 6 * int(match[3]) - 5, 6 * int(match[3]))
    if match[5]:
        day = date(year, int(match[4]), int(match[5]))
        return day, day
    if match[4]:
        return _months(year, int(match[4]), int(match[4]))
    return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    start = date(year, first, 1)
    return start, date(year, last, calendar.monthrange(year, last)[1])


class _Fields:
    """The fields of one JSON object, taken one by one so that an error names the field and leftovers are noticed."""

    def __init__(self, record: dict[str, Any], where: str, prefix: str = "") -> None:
        self._left = dict(record)
        self._where = where
        self._prefix = prefix

    def fail(self, field: str, message: str) -> QuestionSetError:
        return QuestionSetError(f"{self._where}，字段 {self._prefix}{field}：{message}")

    def text(self, field: str, *, default: str | None = None, choices: Iterable[str] | None = None) -> str:
        value = self._left.pop(field, None)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.fail(field, "缺少")
        if not isinstance(value, str):
            raise self.fail(field, f"应是文本（加引号），现为 {_shown(value)}")
        if default is None and not value.strip():
            raise self.fail(field, "不能为空")
        if choices is not None and value not in (options := tuple(choices)):
            raise self.fail(field, f"{value!r} 不在可选值之内：{'、'.join(options)}")
        return value

    def flag(self, field: str) -> bool:
        value = self._left.pop(field, None)
        if not isinstance(value, bool):
            raise self.fail(field, "缺少" if value is None else f"应是 true 或 false，现为 {_shown(value)}")
        return value

    def number(self, field: str) -> int:
        value = self._left.pop(field, None)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fail(field, f"应是不小于 0 的整数，现为 {_shown(value)}")
        return value

    def items(self, field: str) -> list[object]:
        value = self._left.pop(field, None)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(field, f"应是列表，现为 {_shown(value)}")
        return cast("list[object]", value)

    def texts(self, field: str) -> tuple[str, ...]:
        return tuple(_filled(self, f"{field}[{i}]", item) for i, item in enumerate(self.items(field)))

    def objects(self, field: str) -> "list[_Fields]":
        found: list[_Fields] = []
        for i, item in enumerate(self.items(field)):
            if not isinstance(item, dict):
                raise self.fail(f"{field}[{i}]", f"应是对象，现为 {_shown(item)}")
            found.append(_Fields(cast("dict[str, Any]", item), self._where, f"{self._prefix}{field}[{i}]."))
        return found

    def done(self) -> None:
        for field in self._left:
            raise self.fail(field, "不认识的字段")


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]


def _filled(fields: _Fields, field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise fields.fail(field, f"应是非空文本，现为 {_shown(value)}")
    return value


def _question(fields: _Fields, line: int) -> EvalQuestion:
    question = EvalQuestion(
        id=fields.text("id"),
        question=fields.text("question"),
        category=fields.text("category", choices=CATEGORIES),
        split=fields.text("split", choices=SPLITS),
        answerable=fields.flag("answerable"),
        history=tuple(_each(fields.objects("history"), _message)),
        figures=tuple(_each(fields.objects("figures"), _figure)),
        answers=_groups(fields),
        forbidden=fields.texts("forbidden"),
        documents=fields.texts("documents"),
        evidence=tuple(_each(fields.objects("evidence"), _span)),
        nearest=fields.text("nearest", default=""),
        line=line,
    )
    fields.done()
    if question.answerable and not (question.figures or question.answers):
        raise fields.fail("figures", "可答的题要有 figures 或 answers")
    for field in ("figures", "answers"):
        if not question.answerable and getattr(question, field):
            raise fields.fail(field, "不可答的题不能有期望答案")
    if question.answerable and question.category == "unanswerable":
        raise fields.fail("category", "unanswerable 的题 answerable 应是 false")
    return question


def _each(objects: list[_Fields], read: Callable[[_Fields], T]) -> list[T]:
    values: list[T] = []
    for fields in objects:
        values.append(read(fields))
        fields.done()
    return values


def _message(fields: _Fields) -> tuple[str, str]:
    return fields.text("role", choices=ROLES), fields.text("content")


def _figure(fields: _Fields) -> ExpectedFigure:
    value, unit, period = fields.text("value"), fields.text("unit", default=""), fields.text("period", default="")
    scope, qualifier = fields.text("scope", default=""), fields.text("qualifier", default="")
    if period:
        try:
            parse_period(period)
        except ValueError as error:
            raise fields.fail(
                "period", f"{period!r} 不是统计期，应如 2024、2024-08、2025-03-28、2024-Q1、2015/2024"
            ) from error
    if qualifier and qualifier not in tuple(Qualifier):
        raise fields.fail("qualifier", f"{qualifier!r} 不在可选值之内：{'、'.join(Qualifier)}")
    return ExpectedFigure(value, unit, period, scope, Qualifier(qualifier) if qualifier else None)


def _span(fields: _Fields) -> Span:
    document, start, end = fields.text("document"), fields.number("start"), fields.number("end")
    span = Span(document, start, end, fields.text("fingerprint", default=""))
    if end <= start:
        raise fields.fail("end", f"应大于 start（{start}），现为 {end}")
    if span.fingerprint and not FINGERPRINT.fullmatch(span.fingerprint):
        raise fields.fail("fingerprint", f"应如 41:9a3f21bc，现为 {_shown(span.fingerprint)}")
    return span


def _groups(fields: _Fields) -> tuple[tuple[str, ...], ...]:
    groups: list[tuple[str, ...]] = []
    for i, item in enumerate(fields.items("answers")):
        alternatives = cast("list[object]", item) if isinstance(item, list) else []
        if not alternatives:
            raise fields.fail(f"answers[{i}]", f"应是非空的列表（几种写法），现为 {_shown(cast('object', item))}")
        groups.append(tuple(_filled(fields, f"answers[{i}][{j}]", text) for j, text in enumerate(alternatives)))
    return tuple(groups)
