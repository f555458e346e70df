"""Several people in a row: given whole where people are asked for, and only where as many are named."""

from qa.span_guests import guests
from qa.span_question import asked

OPENING = "有请：青川区副区长沈佳，南浦区副区长吕若谷，梧桐园管委会副主任贺一苇上台共同发布窑火计划。"


def test_all_people_of_the_row_are_given() -> None:
    place = guests(asked("窑火计划是哪几位领导共同发布的？"), OPENING)
    assert place is not None
    assert OPENING[slice(*place)] == "青川区副区长沈佳，南浦区副区长吕若谷，梧桐园管委会副主任贺一苇"


def test_fewer_than_asked_for_are_no_answer() -> None:
    assert guests(asked("窑火计划是哪五位领导共同发布的？"), OPENING) is None


def test_people_of_something_else_are_no_answer() -> None:
    assert guests(asked("白鹭汽车展是哪几位领导剪彩的？"), OPENING) is None
    assert guests(asked("窑火计划共同发布了什么？"), OPENING) is None


def test_a_row_that_goes_on_behind_the_names_known_is_no_answer() -> None:
    assert guests(asked("窑火计划是哪几位领导共同发布的？"), OPENING.replace("贺一苇", "何秋实")) is None
