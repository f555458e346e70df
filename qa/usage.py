"""A wrong command line → one Chinese line: what is missing or unknown, and where to look it up."""

from difflib import get_close_matches
from typing import Any

import typer

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What the command line's parser raises; Typer exports only its children."""


def in_chinese(error: Any) -> str:
    """Return what is wrong with a command line.

    Args:
        error: a `UsageError`.
    """
    kind = type(error).__name__
    command = error.ctx.command_path if error.ctx is not None else "yuanwen"
    known: list[str] = []
    if kind == "MissingParameter":
        name = _name_of(error.param)
        message = f"缺少选项 {name}" if name.startswith("-") else f"缺少参数 {name}"
    elif kind == "NoSuchOption":
        possible: list[str] | None = error.possibilities
        message, known = f"没有 {error.option_name} 这个选项", possible or []
    elif kind == "BadOptionUsage":
        message = f"选项 {error.option_name} 后面要写值"
    elif kind == "BadParameter":
        message = f"{_name_of(error.param)} 的值不对：{error.message}"
    elif error.message.startswith("No such command") and error.ctx is not None:
        word = error.message.removeprefix("No such command ").split("'")[1]
        known = _alike(word, list(error.ctx.command.commands))
        message = f"没有 {word} 这个命令"
    else:
        message = error.format_message()
    guess = f"，是不是 {known[0]}" if known else ""
    return f"{message}{guess}；用法见 {command} --help"


def _alike(word: str, commands: list[str]) -> list[str]:
    return get_close_matches(word, commands, n=1)


def _name_of(parameter: Any) -> str:
    if parameter is None:
        return ""
    options = [name for name in parameter.opts if name.startswith("-")]
    return options[0] if options else str(parameter.metavar or parameter.name)
