"""The retriever–reader chain as a LangChain Runnable: the pipeline's stages, one step each, so callbacks see them."""

from collections.abc import Mapping
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from qa.pipeline import Pipeline, State, answer_of, timed
from qa.types import Answer

Asked = str | Mapping[str, Any]


def as_runnable(pipeline: Pipeline) -> Runnable[Asked, Answer]:
    """Return a Runnable from a question, or {question, history}, to an Answer."""
    chain: Runnable[Any, Any] = RunnableLambda(_start, name="ask")
    for name, stage in pipeline.stages:
        chain = chain | RunnableLambda(timed(name, stage), name=name)
    return chain | RunnableLambda(answer_of, name="answer")


def _start(asked: Asked) -> State:
    if isinstance(asked, str):
        return State(asked)
    return State(str(asked.get("question", "")), tuple(asked.get("history") or ()))
