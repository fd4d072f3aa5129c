"""Which lines count as tested? Those that a test itself runs; nothing by chance."""

import sys

import pytest
from coverage import Coverage
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def measured_before() -> bool:
    return sys.gettrace() is not None


def test_what_a_test_runs_is_measured_where_anything_is(measured_before: bool) -> None:
    assert not measured_before
    assert (sys.gettrace() is not None) == (Coverage.current() is not None)


@given(st.none())
def test_what_hypothesis_draws_is_never_measured(drawn: None) -> None:
    assert sys.gettrace() is None


@pytest.mark.unmeasured
def test_what_tries_very_much_is_not_measured_either() -> None:
    assert sys.gettrace() is None
