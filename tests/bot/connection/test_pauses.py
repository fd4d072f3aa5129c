from bot.connection.pauses import HELD_SECONDS, Pauses, grow


def test_a_failure_is_tried_again_after_ever_longer_pauses_up_to_five_minutes() -> None:
    pauses = Pauses()
    seconds = [pauses.after_failure() for _ in range(15)]
    assert all(0.5 * most <= each <= most for each, most in zip(seconds, (2, 4, 8, 16, 32), strict=False))
    assert all(150 <= each <= 300 for each in seconds[9:])
    assert len(set(seconds)) == len(seconds)
    assert pauses.failed == 15


def test_good_connections_are_made_again_at_once_and_then_once_a_second_at_most() -> None:
    pauses = Pauses()
    assert [pauses.after_loss(1) for _ in range(9)] == [0] * 9
    assert all(1 <= pauses.after_loss(1) <= 1.2 for _ in range(20))


def test_what_held_for_a_while_ends_the_pauses() -> None:
    pauses = Pauses()
    for _ in range(30):
        pauses.after_failure()
        pauses.after_loss(1)
    assert pauses.after_loss(HELD_SECONDS) == 0
    assert pauses.failed == 0
    assert pauses.after_failure() <= 2


def test_a_pause_stays_below_its_longest_however_often_it_was_doubled() -> None:
    assert 450 <= grow(5, 10_000, 900) <= 900
