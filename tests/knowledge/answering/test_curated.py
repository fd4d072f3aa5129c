"""Is a question that was answered beforehand known again, and no other one taken for it?"""

import pytest

from knowledge.answering.curated import CuratedQuestions

ASKED = (
    "Who repairs the harbour bridge?",
    "Is the pier open on 24 May?",
    "Why?",
    "who repairs harbour bridge",
)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("who repairs the harbour bridge", 0),
        ("please tell me who repairs the Harbour Bridge??", 0),
        ("who repairs the harbor bridge", 0),
        ("who repiars the harbour bridge", 0),
        ("when is the pier open on 24 May", None),
        ("is the pier open on 24 may?", 1),
        ("is the pier open on 25 May?", None),
        ("is the pier not open on 24 May?", None),
        ("when are repairs of the harbour bridge?", None),
        ("who repairs the harbour fridge", None),
        ("who repairs the bridge harbour", None),
        ("who repairs the harbour", None),
        ("is the pies open on 24 May?", None),
        ("why?", None),
        ("", None),
    ],
)
def test_the_same_words_of_content_in_the_same_order_are_the_same_question(
    question: str, place: int | None
) -> None:
    assert CuratedQuestions(ASKED).find(question) == place


def test_where_nothing_was_answered_nothing_is_known() -> None:
    assert CuratedQuestions(()).find("who repairs the harbour bridge") is None
