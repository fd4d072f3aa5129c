"""Which day is meant?"""

from datetime import date

import pytest

from knowledge.reading.dates import (
    find_date_in_path,
    parse_date,
    parse_first_date,
    parse_stamp,
    read_date,
    without_date,
)
from knowledge.reading.draft import Draft

DAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1 May 2026", date(2026, 5, 1)),
        ("Sept 2, 2026", date(2026, 9, 2)),
        ("2nd  june, 1999", date(1999, 6, 2)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2100-12-31 10:00", date(2100, 12, 31)),
        ("2026/05/01", date(2026, 5, 1)),
        ("2026.05.01", date(2026, 5, 1)),
        ("Friday, 1 May 2026", date(2026, 5, 1)),
        ("Fri 1 May 2026, 10:30 CET", date(2026, 5, 1)),
        ("Friday, the 1st of May, 2026", date(2026, 5, 1)),
        ("Thursday, May 7th 2026", date(2026, 5, 7)),
        ("2026-3-5", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("20260305T101500Z", date(2026, 3, 5)),
        ("2026-03-05Z", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("5. 3. 2026", date(2026, 3, 5)),
        ("5/5/2026", date(2026, 5, 5)),
        ("3/25/2026", date(2026, 3, 25)),
        ("3.25.2026", date(2026, 3, 25)),
        ("2026-Mar-05", date(2026, 3, 5)),
        ("05-Mar-2026 07:00 PM", date(2026, 3, 5)),
    ],
)
def test_a_day_is_read_as_it_is_written(value: str, day: date) -> None:
    assert parse_date(value) == day


@pytest.mark.parametrize(
    "value",
    [
        "16.11.2026",
        "16/11/2026",
        "16-11-2026",
        "16. November 2026",
        "16. Nov. 2026",
        "Montag, den 16. November 2026",
        "Mo., 16. Nov 2026, 14:30 Uhr",
        "16 novembre 2026",
        "lundi 16 novembre 2026 à 14h30",
        "16 de noviembre de 2026",
        "lunes, 16 de nov. de 2026",
        "16 ноября 2026 г.",
        "пн, 16 нояб. 2026 года в 14:30",
        "16 листопада 2026",
        "понеділок, 16-го листопада 2026 року",
        "пт 16 лист. 2026 о 9:05",
        "Mon, 16 Nov 2026 23:30:00 -0500",
        "Mon Nov 16 09:00:00 EET 2026",
        "2026-11-16T23:59:59.123+02:00",
        "16th of November 2026 at 3 PM",
        "November 16, 2026 — 9:30 am (ET)",
    ],
)
def test_a_day_is_read_in_six_languages_with_weekday_and_time(value: str) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "2026-05/01",
        "Monthly 1 May 2026",
        "X 1 May 2026",
        "1899-12-31",
        "2101-01-01",
        "0000-01-01",
        "2026-02-30",
        "20261301",
        "01/02/2026",
        "1-2-2026",
        "31/31/2026",
        "Maybe 1, 2026",
        "12 jui 2026",
        "12 ju 2026",
        "٢٠٢٦-٠١-٣١",
        "November 2026",
        "12 November",
        "2026",
        "2 days ago",
        "12.11.26",
        "12-14 November 2026",
        "12 November 2026, 10:00 to 14 November 2026, 12:00",
        "soon",
        "1" * 200,
    ],
)
def test_what_may_be_no_day_or_another_one_is_none(value: str) -> None:
    assert parse_date(value) is None


def test_the_day_stands_first_between_slashes_in_all_languages_but_english() -> None:
    assert [parse_date("05/03/2026", code) for code in ("fr", "uk", "en", "xx", None)] == [
        date(2026, 3, 5),
        date(2026, 3, 5),
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("16 November 2026 | 5 minutes", DAY),
        ("16 November 2026 by Anna", DAY),
        ("Nov 16, 2026 (Monday)", DAY),
        ("16.11.2026, updated 17.11.2026", DAY),
        ("16 November 2026 – 18 November 2026", None),
        ("16 November 2026 to 18 November 2026", None),
        ("16 листопада 2026 до 18 листопада 2026", None),
        ("in the year 2026", None),
    ],
)
def test_the_first_day_counts_and_a_period_is_none(value: str, day: date | None) -> None:
    assert parse_first_date(value) == day


def test_programs_may_count_seconds() -> None:
    assert (parse_stamp("1794787200"), parse_stamp("1794787200000")) == (DAY, DAY)
    assert (parse_stamp("9999999999"), parse_date("1794787200")) == (None, None)
    assert parse_stamp("2026-11-16") == DAY


def test_what_cannot_be_read_is_said_and_why() -> None:
    draft = Draft()
    assert read_date("03/04/2026", draft, 7) is None
    assert read_date("a week ago, or 2", draft, 8) is None
    assert [(each.reason, each.line) for each in draft.warnings] == [
        ("“03/04/2026” may mean two days", 7),
        ("“a week ago, or 2” is no date between 1900 and 2100", 8),
    ]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2026-11-16-ferry.md", DAY),
        ("20261116_ferry.md", DAY),
        ("news/minutes-2026-11-16.md", DAY),
        ("2026/11/16/ferry.md", DAY),
        ("news/2026/11/16-ferry.md", DAY),
        ("news/2026-11-16-ferry/index.md", DAY),
        ("2026-11-16", DAY),
        ("v2026.11.16.md", None),
        ("202611165.md", None),
        ("2026-11-31.md", None),
        ("ferry-2026.md", None),
    ],
)
def test_a_path_may_name_the_day(path: str, day: date | None) -> None:
    assert find_date_in_path(path) == day


def test_a_name_goes_without_its_day() -> None:
    assert [without_date(stem) for stem in ("2026-11-16-ferry", "2026-11-16", "ferry-2026-11-16")] == [
        "ferry",
        "2026-11-16",
        "ferry-2026-11-16",
    ]
