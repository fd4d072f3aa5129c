"""How much is taken back?"""

import pytest

from knowledge.statuses.loss import Loss


def lost(articles: int, of: int, topics: int = 0, of_topics: int = 0) -> Loss:
    return Loss(tuple(map(str, range(articles))), of, tuple(map(str, range(topics))), of_topics)


@pytest.mark.parametrize(
    ("loss", "is_large"),
    [
        (Loss(), False),
        (lost(1, 2), False),
        (lost(2, 2), False),
        (lost(1, 3), False),
        (lost(2, 3), True),
        (lost(3, 9), False),
        (lost(4, 9), True),
        (lost(0, 9, 4, 9), True),
        (lost(0, 9, 3, 9), False),
        (lost(0, 9, 2, 2), False),
    ],
)
def test_much_is_more_than_a_third_of_at_least_three(loss: Loss, *, is_large: bool) -> None:
    assert loss.is_large == is_large


def test_a_loss_says_how_much_it_is() -> None:
    assert str(lost(2, 1234, 1, 5)) == "2 of 1,234 articles and 1 of 5 statuses"


def test_the_key_of_a_loss_is_that_of_no_other() -> None:
    losses = [
        lost(2, 3),
        lost(3, 3),
        lost(2, 3, 1, 3),
        Loss(("0",), 3, ("1",), 3),
        Loss((), 3, ("0", "1"), 3),
    ]
    assert len({loss.key for loss in losses}) == len(losses)
    assert lost(2, 3).key == lost(2, 4).key
    assert len(lost(2, 3).key) == 16
