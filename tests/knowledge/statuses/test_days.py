"""Which day does a cell or a status name?"""

from datetime import date

import pytest

from knowledge.statuses.days import find_day, is_date, part_dates

DAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03",
        "2026/11/3",
        "2026-11-03T10:30:00Z",
        "3.11.2026",
        "03.11.2026",
        "3 Nov 2026",
        "3rd November",
        "November 3, 2026",
        "Nov. 3",
        "3. November 2026",
        "3 novembre 2026",
        "3 de noviembre de 2026",
        "3 листопада 2026 р.",
        "3 ноября",
        "03-Nov-2026",
        "on 3 Nov",
        "Agreed (3 Nov 2026)",
        "Tuesday, 3 November",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert find_day(text, DAY) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Agreed",
        "November 2026",
        "3 December 2026",
        "2026-13-03",
        "2026-11-31",
        "31 November",
        "45 Nov 2026",
        "99/99/2026",
        "1.2.3",
        "version 3.11.20",
        "May",
        "03/11/2026",
        "x3 Nov",
    ],
)
def test_what_names_no_day_or_one_to_come_or_one_of_two_names_none(text: str) -> None:
    assert find_day(text, DAY) is None


def test_a_day_in_figures_with_slashes_is_read_where_it_can_be_only_one() -> None:
    assert find_day("10/25/2026", DAY) == find_day("25/10/2026", DAY) == date(2026, 10, 25)
    assert find_day("11/11/2026", DAY) == date(2026, 11, 11)


def test_a_day_without_a_year_is_of_the_articles_year_or_just_before_it() -> None:
    assert find_day("3 November", DAY) == date(2026, 11, 3)
    assert find_day("20 December", date(2026, 1, 5)) == date(2025, 12, 20)
    assert find_day("3 November", date(2026, 10, 9)) is None
    assert find_day("29 February", DAY) is None
    assert find_day("29 February", date(2025, 3, 1)) is None


def test_where_no_date_is_known_only_a_day_with_its_year_is_one() -> None:
    assert find_day("3 November 2026", date.min) == date(2026, 11, 3)
    assert find_day("3 November", date.min) is None


def test_the_first_day_that_can_be_meant_counts() -> None:
    assert find_day("3 December 2026, 3 November 2026", DAY) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "is_one"), [("3 Nov 2026", True), ("(Nov 2026)", True), ("3 Nov: open", False), ("", False)]
)
def test_a_cell_may_be_a_date_and_nothing_else(text: str, is_one: bool) -> None:
    assert is_date(text) is is_one


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Agreed (on 3 Nov)", ("Agreed", "3 Nov")),
        ("Agreed (3 Nov) again", ("Agreed again", "3 Nov")),
        ("Agreed (3 Nov, in Oslo)", ("Agreed (3 Nov, in Oslo)", "")),
        ("Agreed (in Oslo, 3 Nov)", ("Agreed (in Oslo)", "3 Nov")),
        ("Agreed for 3 Nov", ("Agreed for 3 Nov", "")),
        ("Agreed after 3 Nov", ("Agreed after 3 Nov", "")),
        ("3 Nov to 9 Nov", ("3 Nov to 9 Nov", "")),
        ("Погоджено 3 листопада", ("Погоджено", "3 листопада")),
        ("Seit dem 3. Mai offen", ("offen", "3. Mai")),
    ],
)
def test_a_date_is_parted_from_a_text_where_it_only_says_since_when(
    text: str, parts: tuple[str, str]
) -> None:
    assert part_dates(text) == parts
