"""Which language model, where, and how long to wait for it: settings in, a LangChain chat model out.

Nothing here asks the network: a model is only called once a question is asked of it.
"""

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, cast

from index.errors import YuanwenError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

URL, KEY, TIMEOUT = "YUANWEN_LLM_URL", "YUANWEN_LLM_KEY", "YUANWEN_LLM_TIMEOUT"
_HTTP = re.compile(r"https?://[^\s/]+\S*")
_EXTRA = "pip install 'yuanwen[llm]'"
_IN_EXTRA = ("openai", "ollama")
# Ollama reads 4,096 tokens unless told otherwise and drops the beginning of what is longer without a word. The evidence
# of 6,000 characters with its marks, the figures, a repair and the reply are some 9,000.
_OLLAMA_CONTEXT = 12288


class LanguageModelError(YuanwenError):
    """The settings name no language model that could be asked."""


@dataclass(frozen=True, slots=True)
class LanguageModelSettings:
    """A language model and the limits of asking it.

    `model` is LangChain's provider:name, as in openai:deepseek-chat or ollama:qwen3:4b. `timeout` bounds a whole answer
    in seconds, retries and repairs included. `passages`, `characters` and `figures` bound the evidence that it gets.
    """

    model: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    retries: int = 2
    backoff: float = 0.5
    temperature: float = 0.0
    max_tokens: int = 1000
    passages: int = 8
    characters: int = 6000
    figures: int = 20

    @classmethod
    def from_environment(cls, model: str, base_url: str | None = None) -> Self:
        """Return the settings for a model that was named; URL, key and time limit come from the environment.

        Raises:
            LanguageModelError: the time limit is no number, the URL is none, or the key cannot be one.
        """
        url = (base_url or os.environ.get(URL) or "").strip() or None
        if url is not None and not _HTTP.fullmatch(url):
            raise LanguageModelError(f"语言模型的地址应以 http:// 或 https:// 开头：{url}")
        limit = os.environ.get(TIMEOUT) or "60"
        try:
            seconds = float(limit)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 3600:
            raise LanguageModelError(f"{TIMEOUT} 应是 1 到 3600 之间的秒数：{limit}")
        return cls(model, url, _key(), seconds)


def _key() -> str | None:
    """Return the key, without the white space that a file or a shell leaves around it."""
    key = (os.environ.get(KEY) or "").strip()
    if not re.fullmatch(r"[!-~]*", key):  # a header takes no other; the value itself is never shown
        raise LanguageModelError(f"环境变量 {KEY} 里的密钥带有空格、中文或中文引号，请重新设置")
    return key or None


def settings_of(model: str | None, base_url: str | None) -> LanguageModelSettings | None:
    """Return the settings for the options --llm and --llm-url, None when no model is named.

    Raises:
        LanguageModelError: a URL is given for no model, or it is none.
    """
    if model is None:
        if base_url is not None:
            raise LanguageModelError("给了 --llm-url 就要用 --llm 写明模型，例如 --llm openai:deepseek-chat")
        return None
    return LanguageModelSettings.from_environment(model, base_url)


def open_model(settings: LanguageModelSettings) -> "BaseChatModel":
    """Return the chat model that settings name.

    Raises:
        LanguageModelError: there is no such provider, its package or its key is missing.
    """
    from langchain.chat_models import init_chat_model

    provider, colon, name = settings.model.partition(":")
    if not colon or not provider or not name:
        raise LanguageModelError(
            f"语言模型应写成 提供者:模型，例如 openai:deepseek-chat 或 ollama:qwen3：{settings.model}"
        )
    try:
        return cast("BaseChatModel", init_chat_model(settings.model, **_options(provider, settings)))
    except ImportError as error:
        package = re.search(r"langchain[-_][\w-]+", str(error))
        wanted = package.group().replace("_", "-") if package else f"langchain-{provider.replace('_', '-')}"
        remedy = _EXTRA if provider in _IN_EXTRA else f"pip install {wanted}"
        raise LanguageModelError(
            f"语言模型 {settings.model} 所需的包没有安装（缺 {wanted}），请运行：{remedy}"
        ) from error
    except Exception as error:  # each provider has errors of its own for a missing key or an unknown option
        if "api_key" in str(error).lower():
            raise LanguageModelError(f"语言模型 {settings.model} 没有密钥；请设置环境变量 {KEY}") from error
        if "provider" in str(error).lower():
            raise LanguageModelError(
                f"没有 {provider} 这个语言模型提供者：{settings.model}；OpenAI 兼容的服务写 openai:模型名，本机的 Ollama 写 ollama:模型名"
            ) from error
        raise LanguageModelError(f"语言模型 {settings.model} 打不开：请检查名称和地址") from error


def _options(provider: str, settings: LanguageModelSettings) -> dict[str, Any]:
    """Return the options in the provider's own words; our own loop retries, so that one deadline holds for all."""
    options: dict[str, Any] = {"temperature": settings.temperature}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if provider == "ollama":
        # Thinking aloud would use up the reply's length before the answer.
        options |= {"num_predict": settings.max_tokens, "num_ctx": _OLLAMA_CONTEXT, "reasoning": False}
        return options | {"client_kwargs": {"timeout": settings.timeout}}
    options |= {"max_tokens": settings.max_tokens, "timeout": settings.timeout, "max_retries": 0}
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif provider == "openai" and settings.base_url and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = "none"  # servers of one's own ask for none, the client insists on one
    if provider == "openai":
        options["stream_usage"] = True
    return options
