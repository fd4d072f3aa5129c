from bot.seen import Seen


def test_an_id_is_new_once_and_forgotten_after_ten_thousand_others() -> None:
    seen = Seen(lambda: 0.0)
    assert [seen.is_new(number) for number in (1, 2, 1)] == [True, True, False]
    for number in range(3, 10_003):
        seen.is_new(number)
    assert seen.is_new(1)
    assert not seen.is_new(10_002)


def test_it_is_known_how_long_ago_something_came() -> None:
    now = [5.0]
    seen = Seen(lambda: now[0])
    seen.is_new(1)
    now[0] = 12.0
    assert seen.find_age(1) == 7.0
    assert seen.find_age(2) is None
