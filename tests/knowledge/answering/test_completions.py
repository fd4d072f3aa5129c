"""Which day may become of words that are not all typed yet?"""

from datetime import date

import pytest

from knowledge.answering.period import complete_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("yesterday", "2026-11-21"),
        ("yest", "2026-11-21"),
        ("вчо", "2026-11-21"),
        ("поза", "2026-11-20"),
        ("hier", "2026-11-21"),
        ("ayer", "2026-11-21"),
        ("last week", "2026-11-09"),
        ("last w", "2026-11-18"),
        ("10 Nov", "2026-11-10"),
        ("10 n", "2026-11-10"),
        ("10 листо", "2026-11-10"),
        ("3. Novem", "2026-11-03"),
        ("с 9 но", "2026-11-09"),
        ("3 da", "2026-11-19"),
        ("vor 3 T", "2026-11-19"),
        ("2 wee", "2026-11-08"),
        ("nov", "2026-11-01"),
        ("2026-11", "2026-11-01"),
        ("2026-11-10", "2026-11-10"),
        ("22", "2026-11-22"),
    ],
)
def test_words_become_a_day_in_each_language(typed: str, first: str) -> None:
    assert complete_day(typed, TODAY)[0].isoformat() == first


def test_what_may_become_several_days_gives_the_latest_first() -> None:
    assert complete_day("3 d", TODAY) == (date(2026, 11, 19), date(2025, 12, 3))
    assert date(2026, 11, 9) in complete_day("last w", TODAY)
    tens = complete_day("10", TODAY)
    assert tens[:2] == (date(2026, 11, 12), date(2026, 11, 10))
    assert date(2026, 9, 13) in tens
    assert date(2026, 10, 10) in tens


@pytest.mark.parametrize("typed", ["", " ", "zzz", "2027-01-01", "32 Nov", "moon landing"])
def test_what_becomes_no_day_that_has_come_gives_none(typed: str) -> None:
    assert complete_day(typed, TODAY) == ()
