"""Which years does a text speak of? Single ones, decades and spans, in all languages."""

import pytest

from knowledge.answering.period import Years, find_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("", []),
        ("The ferry has 12 seats and costs 450 crowns.", []),
        ("It was built in 1794.", [(1794, 1794)]),
        ("In 1990 and 2000 it burnt.", [(1990, 1990), (2000, 2000)]),
        ("1929–1935", [(1929, 1935)]),
        ("(1922-26)", [(1922, 1926)]),
        ("season 2010/11", [(2010, 2011)]),
        ("1999-01", [(1999, 1999)]),  # a month, or a span that would end before it begins
        ("1935 to 1929", [(1935, 1935), (1929, 1929)]),
        ("from 1965 to early September 1975", [(1965, 1975)]),
        ("from 3 June 2014 until 5 April 2016, then in 2018", [(2014, 2016), (2018, 2018)]),
        ("von 1965 bis 1975", [(1965, 1975)]),
        ("de 1965 à 1975", [(1965, 1975)]),
        ("с 1965 по 1975 год", [(1965, 1975)]),
        ("from 1965 to all who came in or long before the year 1975", [(1965, 1965), (1975, 1975)]),
        ("It stood in 1965. To 1975 it was closed.", [(1965, 1965), (1975, 1975)]),
        ("in the 1930s", [(1930, 1939)]),
        ("1930's and 1941", [(1930, 1939), (1941, 1941)]),
        ("1935s", [(1935, 1935)]),
        ("в 1970-х годах", [(1970, 1979)]),
        ("2100 and 2101 and 999", [(2100, 2100)]),
        ("$1990, 1990%, 11990, 1,990, 1990.5, 1990,000 and 12:1990", []),
        ("On 2011-12-06.", [(2011, 2011)]),
        (
            "On 06.05.2014 it sank, and from 13.11.2026 to 01.02.2028 it lay there.",
            [(2014, 2014), (2026, 2028)],
        ),
    ],
)
def test_years_are_found(text: str, years: list[tuple[int, int]]) -> None:
    assert [(each.first, each.last) for each in find_years(text)] == years


def test_years_may_overlap_and_begin_or_end_within_others() -> None:
    asked = Years(1960, 1970)
    for said, overlaps, is_in in (
        (Years(1950, 1959), False, False),
        (Years(1950, 1960), True, True),
        (Years(1970, 1980), True, True),
        (Years(1965, 1965), True, True),
        (Years(1950, 1980), True, False),
        (Years(1971, 1980), False, False),
    ):
        assert (said.overlaps(asked), said.is_in(asked)) == (overlaps, is_in), said
