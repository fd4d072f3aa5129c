from collections.abc import Callable

import pytest

from bot.replies.conversations import Conversations

ALICE, BOB = 1, 2
HERE, THERE = 10, 20


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(clock: Clock) -> Conversations:
    return Conversations(clock)


def test_nothing_was_asked_before_the_first_question(conversations: Conversations) -> None:
    assert conversations.earlier((HERE, ALICE)) == ()


def test_questions_are_given_oldest_first(conversations: Conversations) -> None:
    conversations.add((HERE, ALICE), "one")
    conversations.add((HERE, ALICE), "two")
    assert conversations.earlier((HERE, ALICE)) == ("one", "two")


def test_each_asker_and_each_place_has_a_conversation_of_its_own(conversations: Conversations) -> None:
    conversations.add((HERE, ALICE), "one")
    assert conversations.earlier((HERE, BOB)) == ()
    assert conversations.earlier((THERE, ALICE)) == ()


def test_only_the_last_four_questions_are_kept_each_cut_to_300_characters(
    conversations: Conversations,
) -> None:
    for letter in "abcdef":
        conversations.add((HERE, ALICE), letter * 400)
    assert conversations.earlier((HERE, ALICE)) == tuple(letter * 300 for letter in "cdef")


def test_a_conversation_is_forgotten_15_minutes_after_its_last_question(
    conversations: Conversations, clock: Clock
) -> None:
    conversations.add((HERE, ALICE), "one")
    clock.now += 899
    conversations.add((HERE, ALICE), "two")
    clock.now += 899
    assert conversations.earlier((HERE, ALICE)) == ("one", "two")
    clock.now += 1
    assert conversations.earlier((HERE, ALICE)) == ()


TOUCHES: list[Callable[[Conversations], object]] = [
    lambda kept: kept.earlier((THERE, BOB)),
    lambda kept: kept.add((THERE, BOB), "?"),
    lambda kept: kept.leading_to(THERE, 7),
    lambda kept: kept.forget(BOB),
]


@pytest.mark.parametrize("touch", TOUCHES)
def test_what_is_too_old_is_not_only_hidden_but_gone_as_soon_as_anybody_asks(
    conversations: Conversations, clock: Clock, touch: Callable[[Conversations], object]
) -> None:
    conversations.add((HERE, ALICE), "one", 7)
    clock.now += 900
    touch(conversations)
    clock.now -= 900  # a monotonic clock never does this, but it shows that nothing is left
    assert conversations.earlier((HERE, ALICE)) == ()


def test_of_more_than_10000_conversations_the_one_least_recently_used_gives_way(
    conversations: Conversations,
) -> None:
    for user in range(10_000):
        conversations.add((HERE, user), "one")
    conversations.add((HERE, 0), "two")
    conversations.add((THERE, 0), "three")
    assert conversations.earlier((HERE, 1)) == ()
    assert conversations.earlier((HERE, 0)) == ("one", "two")
    assert conversations.earlier((HERE, 2)) == ("one",)


def test_what_somebody_asked_is_forgotten_in_all_places(conversations: Conversations) -> None:
    conversations.add((HERE, ALICE), "one")
    conversations.add((HERE, ALICE), "two")
    conversations.add((THERE, ALICE), "three")
    conversations.add((HERE, BOB), "four")
    assert conversations.forget(ALICE) == 3
    assert conversations.forget(ALICE) == 0
    assert conversations.earlier((HERE, ALICE)) == conversations.earlier((THERE, ALICE)) == ()
    assert conversations.earlier((HERE, BOB)) == ("four",)


def test_a_message_leads_to_its_question_and_to_those_before_it(conversations: Conversations) -> None:
    for message, question in enumerate(("one", "two", "three"), 100):
        conversations.add((HERE, ALICE), question, message)
    conversations.add((HERE, BOB), "four", 103)
    assert conversations.leading_to(HERE, 101) == ("one", "two")
    assert conversations.leading_to(HERE, 103) == ("four",)


def test_a_message_of_another_place_or_of_no_question_leads_to_nothing(conversations: Conversations) -> None:
    conversations.add((HERE, ALICE), "one", 100)
    conversations.add((HERE, ALICE), "two")
    assert conversations.leading_to(THERE, 100) == ()
    assert conversations.leading_to(HERE, 99) == ()


def test_a_question_that_is_edited_does_not_follow_up_itself() -> None:
    conversations = Conversations(lambda: 0.0)
    conversations.take_back((1, 2), 10)
    conversations.add((1, 2), "ferry?", 10)
    conversations.add((1, 2), "bridge?", 11)
    conversations.take_back((1, 2), 11)
    assert conversations.earlier((1, 2)) == ("ferry?",)


def test_what_was_shown_is_remembered_with_its_question_and_for_a_reply_with_that_of_another() -> None:
    kept = Conversations()
    kept.add((1, 10), "ferry?", 100)
    kept.show((1, 10), 100, ["It leaves at seven."])
    kept.add((1, 10), "mill?", 101)
    kept.show((1, 10), 101, ["They met in the mill."])
    kept.show((1, 11), 102, ["Nobody asked."])
    assert kept.seen((1, 10)) == {"It leaves at seven.", "They met in the mill."}
    assert kept.seen((1, 11)) == set()
    assert kept.seen((1, 11), 100) == {"It leaves at seven."}
    assert kept.seen((2, 11), 100) == set()
    kept.forget(10)
    assert kept.seen((1, 10)) == set()
