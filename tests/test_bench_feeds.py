"""Does the bench of live sources measure what it says? A smaller day, and all forbidden forms."""

import asyncio

import pytest

from bench import feeds, forbidden
from bench.report import Figure

pytestmark = [pytest.mark.discord, pytest.mark.unmeasured]  # servers on this machine take part


def by_name(figures: list[Figure], beginning: str) -> float:
    return next(figure.value for figure in figures if figure.what.startswith(beginning))


def test_nothing_is_lost_and_nothing_taken_twice_of_feeds_that_fail() -> None:
    figures = asyncio.run(feeds.measure(count=6, hours=8))
    assert by_name(figures, "6 feeds over 8 hours: articles") > 15
    assert by_name(figures, "of which failed") > 5
    assert [figure for figure in figures if figure.most == 0 and figure.value] == []


def test_no_form_of_a_forbidden_address_is_reached_and_without_the_checks_many_are() -> None:
    figures = asyncio.run(forbidden.measure())
    assert [figure for figure in figures if not figure.holds] == []
