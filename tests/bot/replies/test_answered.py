import pytest

from bot.replies.answered import Answered


class Time:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def answered(time: Time) -> Answered:
    return Answered(time)


def test_a_question_that_is_asked_anew_has_the_answer_that_it_had(answered: Answered) -> None:
    assert answered.begin(1, "ferry?") is None
    assert answered.add(1, 11)
    assert answered.has(1, "ferry?")
    assert not answered.has(1, "bridge?")
    assert not answered.has(2, "ferry?")
    assert answered.begin(1, "bridge?") == 11
    assert answered.has(1, "bridge?")


def test_an_answer_goes_with_its_question_for_an_hour(answered: Answered, time: Time) -> None:
    for question in (1, 2):
        answered.begin(question, "ferry?")
        answered.add(question, question + 10)
    time.now = 3600.0
    assert answered.delete(1) == 11
    time.now = 3601.0
    assert answered.delete(2) is None
    assert answered.delete(3) is None


def test_a_question_that_is_deleted_before_its_answer_is_known(answered: Answered) -> None:
    answered.begin(1, "ferry?")
    assert answered.delete(1) is None
    assert not answered.add(1, 11)


def test_an_answer_that_is_removed_is_forgotten(answered: Answered) -> None:
    answered.begin(1, "ferry?")
    answered.add(1, 11)
    answered.drop(1)
    answered.drop(2)
    assert answered.begin(1, "bridge?") is None


def test_what_was_asked_first_is_forgotten_first(answered: Answered) -> None:
    for question in range(4_001):
        answered.begin(question, "ferry?")
        assert answered.add(question, question)
    assert answered.delete(0) is None
    assert answered.add(0, 1), "it is not known that it was asked"
    assert answered.delete(4_000) == 4_000
