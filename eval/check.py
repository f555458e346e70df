"""Is a question set right about its documents? Questions and a corpus in, one line a problem out."""

from collections.abc import Sequence

from eval.evidence import Corpus
from eval.questions import EvalQuestion
from eval.reading import contains, figure_stands, read_figure


def check_set(questions: Sequence[EvalQuestion], corpus: Corpus) -> list[str]:
    """Prove that the documents hold what the questions expect.

    Every named document must be there and state every expected figure and a member of each group of expected words; a
    computed figure need only be readable. Given evidence must be a stretch of its document that holds something
    expected. A forbidden figure must not be an expected one.

    Returns:
        A line a problem, naming the line of the set, the question's id and the field.
    """
    return [
        f"第 {question.line} 行 {question.id}，{problem}"
        for question in questions
        for problem in _problems(question, corpus)
    ]


def _problems(question: EvalQuestion, corpus: Corpus) -> list[str]:
    problems: list[str] = []
    names: list[str] = []
    for i, name in enumerate(question.documents):
        found = corpus.find(name)
        if found is None:
            problems.append(f"字段 documents[{i}]：资料里没有 {name}")
        else:
            names.append(found)
    texts = [corpus.text(name) for name in names or corpus.names]
    for i, span in enumerate(question.evidence):
        found = corpus.find(span.document)
        if found is None or span.end > len(corpus.text(found)):
            problems.append(f"字段 evidence[{i}]：{span.document} 里没有 {span.start}–{span.end} 这一段")
        elif not _holds_any(question, corpus.text(found)[span.start : span.end]):
            problems.append(f"字段 evidence[{i}]：这一段里没有期望的数或词")
    stated = question.category != "computed"
    for i, figure in enumerate(question.figures):
        if stated and not any(figure_stands(figure.surface, text) for text in texts):
            problems.append(f"字段 figures[{i}]：资料里没有 {figure.surface}")
        if not stated and read_figure(figure.surface) is None:
            problems.append(f"字段 figures[{i}]：{figure.surface} 读不出数值")
        for j, surface in enumerate(question.forbidden):
            if figure_stands(surface, figure.surface):
                problems.append(f"字段 forbidden[{j}]：{surface} 正是期望的 {figure.surface}")
    for i, group in enumerate(question.answers):
        if stated and not any(contains(text, wanted) for wanted in group for text in texts):
            problems.append(f"字段 answers[{i}]：资料里没有 {'、'.join(group)}")
    return problems


def _holds_any(question: EvalQuestion, text: str) -> bool:
    if question.category == "computed":
        return True
    return any(figure_stands(figure.surface, text) for figure in question.figures) or any(
        contains(text, wanted) for group in question.answers for wanted in group
    )
