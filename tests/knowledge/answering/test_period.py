"""When is meant? Dates in six languages, and what only looks like one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.period import (
    NamedPeriod,
    Period,
    calendar_words,
    find_period,
    prepare,
    read_period,
)

TODAY = date(2026, 11, 22)
"""A Sunday, so the last day of its week."""
BEGIN = "1900-01-01"


def span(first: str, last: str | None = None) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


def check(question: str, first: str, last: str | None = None) -> None:
    assert find_period(question, TODAY) == span(first, last)


@pytest.mark.parametrize(
    "question",
    [
        "what happened on 2026-11-13?",
        "what happened on 13 November 2026?",
        "on the 13th of November, 2026",
        "NOVEMBER 13, 2026",
        "November 13th 2026.",
        "Nov. 13, 2026: what was agreed",
        "13.11.2026",
        "and 13 November?",
        "on November 13 who spoke",
        "13. November 2026",
        "am 13. November",
        "le 13 novembre 2026",
        "13 de noviembre de 2026",
        "13 ноября 2026 года",
        "13-го ноября",
        "13 листопада 2026 року",
        "１３ November 2026",
    ],
)
def test_a_day_is_read_however_it_is_written(question: str) -> None:
    check(question, "2026-11-13")


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("November 2026", "2026-11-01", "2026-11-30"),
        ("in 2026-10", "2026-10-01", "2026-10-31"),
        ("February, 2024", "2024-02-01", "2024-02-29"),
        ("noviembre de 2025", "2025-11-01", "2025-11-30"),
        ("the talks of 2025", "2025-01-01", "2025-12-31"),
        ("2025?", "2025-01-01", "2025-12-31"),
        ("в 2025 году", "2025-01-01", "2025-12-31"),
        ("2022–2024", "2022-01-01", "2024-12-31"),
        ("in 2000", "2000-01-01", "2000-12-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("the 1990's", "1990-01-01", "1999-12-31"),
        ("в 1990-х годах", "1990-01-01", "1999-12-31"),
        ("what are 2025's talks", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_month_or_a_year_is_all_of_its_days(question: str, first: str, last: str) -> None:
    check(question, first, last)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("in November", "2026-11-01", "2026-11-30"),
        ("in december", "2025-12-01", "2025-12-31"),
        ("what may happen in may", "2026-05-01", "2026-05-31"),
        ("during the early march talks", "2026-03-01", "2026-03-31"),
        ("in mid-november", "2026-11-01", "2026-11-30"),
        ("on 30 November", "2025-11-30", "2025-11-30"),
        ("on 29 February", "2024-02-29", "2024-02-29"),
        ("last november", "2025-11-01", "2025-11-30"),
        ("last october", "2026-10-01", "2026-10-31"),
        ("this november", "2026-11-01", "2026-11-30"),
        ("im Oktober", "2026-10-01", "2026-10-31"),
        ("au mois d'août", "2026-08-01", "2026-08-31"),
        ("au mois d’aout", "2026-08-01", "2026-08-31"),
        ("en agosto", "2026-08-01", "2026-08-31"),
        ("в мае", "2026-05-01", "2026-05-31"),
        ("у травні", "2026-05-01", "2026-05-31"),
    ],
)
def test_without_a_year_the_last_one_that_has_begun_is_meant(question: str, first: str, last: str) -> None:
    check(question, first, last)


@pytest.mark.parametrize(
    ("questions", "first", "last"),
    [
        ("yesterday|gestern|hier|que s'est-il passé hier|ayer|вчера|вчора", "2026-11-21", "2026-11-21"),
        ("the day before yesterday|vorgestern|avant-hier|anteayer|позавчера", "2026-11-20", "2026-11-20"),
        ("this week|diese Woche|cette semaine|esta semana|на этой неделе", "2026-11-16", "2026-11-22"),
        (
            "last week|in der letzten Woche|letzte Woche|la semaine dernière|la semana pasada",
            "2026-11-09",
            "2026-11-15",
        ),
        (
            "на прошлой неделе|минулого тижня|a week ago|vor einer Woche|il y a une semaine|hace una semana",
            "2026-11-09",
            "2026-11-15",
        ),
        ("неделю назад|тиждень тому|one week ago", "2026-11-09", "2026-11-15"),
        ("this month|diesen Monat|ce mois|este mes|цього місяця", "2026-11-01", "2026-11-22"),
        (
            "last month|letzten Monat|le mois dernier|el mes pasado|в прошлом месяце|минулого місяця",
            "2026-10-01",
            "2026-10-31",
        ),
        ("1 month ago", "2026-10-01", "2026-10-31"),
        ("this year|dieses Jahr|este año", "2026-01-01", "2026-11-22"),
        ("last year|letztes Jahr|el año pasado|в прошлом году|торік", "2025-01-01", "2025-12-31"),
        (
            "3 days ago|three days ago|vor 3 Tagen|vor drei Tagen|il y a 3 jours|hace tres días|3 дня назад",
            "2026-11-19",
            "2026-11-19",
        ),
        ("три дні тому", "2026-11-19", "2026-11-19"),
        ("two years ago|vor zwei Jahren", "2024-01-01", "2024-12-31"),
        ("the last 3 days|les 3 derniers jours|los últimos 3 días", "2026-11-19", "2026-11-22"),
        ("past two weeks", "2026-11-08", "2026-11-22"),
        ("last thirty days|letzten dreißig Tagen|последние тридцать дней", "2026-10-23", "2026-11-22"),
        ("twenty-one days ago|vor einundzwanzig Tagen|hace veintiún días", "2026-11-01", "2026-11-01"),
        ("двадцать один день назад|двадцять один день тому", "2026-11-01", "2026-11-01"),
        ("il y a dix-sept jours|seventeen days ago", "2026-11-05", "2026-11-05"),
        (
            "a fortnight ago|a couple of weeks ago|vor vierzehn Tagen|il y a quinze jours|hace una quincena",
            "2026-11-02",
            "2026-11-08",
        ),
        ("пару недель назад|пару тижнів тому|две недели назад|два тижні тому", "2026-11-02", "2026-11-08"),
        ("two fortnights ago", "2026-10-19", "2026-10-25"),
        ("in the past fortnight|the last fortnight|la dernière quinzaine", "2026-11-08", "2026-11-22"),
        ("what is new today?|heute|aujourd'hui|hoy|сегодня|сьогодні", "2026-11-22", "2026-11-22"),
    ],
)
def test_what_is_counted_from_today_is_read_in_six_languages(questions: str, first: str, last: str) -> None:
    for question in questions.split("|"):
        assert find_period(question, TODAY) == span(first, last), question


@pytest.mark.parametrize(
    ("questions", "first", "last"),
    [
        (
            "since 9 November|seit dem 9. November|depuis le 9 novembre|desde el 9 de noviembre|с 9 ноября",
            "2026-11-09",
            "2026-11-22",
        ),
        ("з 9 листопада|since the 9th of november", "2026-11-09", "2026-11-22"),
        ("since last week", "2026-11-09", "2026-11-22"),
        ("after 9 November|nach dem 9. November|после 9 ноября", "2026-11-10", "2026-11-22"),
        (
            "before 9 November|vor dem 9. November|avant le 9 novembre|antes del 9 de noviembre",
            BEGIN,
            "2026-11-08",
        ),
        ("until March 2026|до марта 2026", BEGIN, "2026-03-31"),
        ("by 2030", BEGIN, "2030-12-31"),
    ],
)
def test_a_word_before_it_opens_the_period(questions: str, first: str, last: str) -> None:
    for question in questions.split("|"):
        assert find_period(question, TODAY) == span(first, last), question


@pytest.mark.parametrize(
    ("questions", "first", "last"),
    [
        (
            "last Monday|status on Monday|am Montag|letzten Montag|le lundi|lundi dernier|el lunes pasado",
            "2026-11-16",
            "2026-11-16",
        ),
        ("в понедельник|в прошлый понедельник|у понеділок|минулого понеділка", "2026-11-16", "2026-11-16"),
        ("last sunday|letzten Sonntag", "2026-11-15", "2026-11-15"),
        (
            "since Monday|since mon|seit Montag|depuis lundi|desde el lunes|с понедельника",
            "2026-11-16",
            "2026-11-22",
        ),
        ("before last Tuesday", BEGIN, "2026-11-16"),
        (
            "on Tuesday, 10 November|on Tuesday, the 10th of November|am Dienstag, 10. November",
            "2026-11-10",
            "2026-11-10",
        ),
        ("between Monday and Wednesday", "2026-11-16", "2026-11-18"),
    ],
)
def test_a_weekday_is_the_latest_one(questions: str, first: str, last: str) -> None:
    for question in questions.split("|"):
        assert find_period(question, TODAY) == span(first, last), question


@pytest.mark.parametrize(
    "question", ["monday", "the Sunday school", "in the sun", "on sat", "before the sun"]
)
def test_a_weekday_may_be_something_else(question: str) -> None:
    assert find_period(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "before", "said", "after"),
    [
        ("Pier  two weeks ago please", "Pier", "two weeks ago", "please"),
        ("what changed since last Tuesday?", "what changed", "since last Tuesday?", ""),
        ("yesterday", "", "yesterday", ""),
        ("Énergie à la date du 9 novembre 2026 ?", "Énergie", "à la date du 9 novembre 2026", "?"),
        ("что в́ышло с 9 по 13 ноября там", "что в́ышло", "с 9 по 13 ноября", "там"),
        ("pier as of 9 November", "pier", "as of 9 November", ""),
        ("a ´ ́ b yesterday c", "a ´ ́ b", "yesterday", "c"),
    ],
)
def test_the_words_that_name_a_period_are_told_from_the_others(
    question: str, before: str, said: str, after: str
) -> None:
    named = read_period(question, TODAY)
    assert named
    assert named == NamedPeriod(named.period, before, said, after)


@pytest.mark.parametrize(
    "question",
    [
        "between 9 and 13 November",
        "between November 9 and 13",
        "between 13 and 9 november",
        "between 9 November and 13 November 2026",
        "from 9 November 2026 to 13 November",
        "from 2026-11-09 to 2026-11-13",
        "from 13 November 2026 to 9 November 2026",
        "9–13 November 2026",
        "November 9-13, 2026",
        "9 November - 13 November",
        "zwischen dem 9. und 13. November",
        "du 9 au 13 novembre",
        "entre el 9 y el 13 de noviembre",
        "с 9 по 13 ноября",
        "между 9 и 13 ноября",
        "між 9 і 13 листопада",
    ],
)
def test_two_ends_make_a_period(question: str) -> None:
    check(question, "2026-11-09", "2026-11-13")


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("from december to february", "2025-12-01", "2026-02-28"),
        ("from November to January 2026", "2025-11-01", "2026-01-31"),
        ("from 9 November to yesterday", "2026-11-09", "2026-11-21"),
        ("between 2014 and 2022", "2014-01-01", "2022-12-31"),
    ],
)
def test_an_end_without_a_year_takes_it_from_the_other(question: str, first: str, last: str) -> None:
    check(question, first, last)


def test_a_period_that_has_begun_but_not_ended_is_the_one_of_this_year() -> None:
    assert find_period("between 9 and 13 November", date(2026, 11, 11)) == span("2026-11-09", "2026-11-13")
    assert find_period("9 November to 13 November", date(2026, 11, 11)) == span("2026-11-09", "2026-11-13")


def test_the_first_of_several_periods_counts() -> None:
    check("what did they say in November about the year 2014?", "2026-11-01", "2026-11-30")


def test_what_cannot_be_is_passed_over_for_what_can() -> None:
    check("since 2030, no: since 9 November", "2026-11-09", "2026-11-22")


@pytest.mark.parametrize(
    "question",
    [
        "",
        "5",
        "are there 5 sides",
        "COVID-19",
        "covid-19 may spread",
        "is it open 24/7",
        "version 2.0",
        "version 2025",
        "resolution 2022",
        "№ 2022",
        "may russia join",
        "this may end the war",
        "will they march on kyiv",
        "this march on kyiv",
        "who is august",
        "en mar abierto",
        "2000 soldiers",
        "$2025",
        "2025%",
        "20255",
        "1,925",
        "1899",
        "2101",
        "11/13/2026",
        "3 days",
        "next week",
        "66 миллионов лет назад",
        "the 1990th",
        "was passiert hier",
        "since 2030",
        "after this week",
        "before 1900",
        "until 29 february, 1900",
        "32 November",
        "32 November 2026",
        "31 November",
        "30 February 2026",
        "November 0",
        "99.99.2026",
        "00.00.2026",
        "2026-00-10",
        "2024-25",
        "13.11.9999",
        "13 November 9999",
        "13 November 1812",
        "9999-11-13",
        "0000-01-01",
    ],
)
def test_what_is_no_date_is_none(question: str) -> None:
    assert find_period(question, TODAY) is None


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "-",
        "1-",
        "2026-",
        "9 and ",
        "november ",
        "in ",
        "last 3 ",
        "3 days ",
        "1.",
        "vor ",
        "\u0301",
        "ﷺ",
    ],
)
def test_six_thousand_hostile_characters_are_no_date(piece: str) -> None:
    assert find_period((piece * 6000)[:6000], TODAY) is None


WORDS = (
    "in since before after between and - to last this 3 9 13 999 32 november may mar 2026 2000 9999 days "
    "weeks months years ago yesterday week month 13.11.2026 2026-11-13 29 february vor tagen hier с по "
    "ноября году назад"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=60), st.dates())
def test_any_question_on_any_day_gives_a_period_in_order_or_none(question: str, today: date) -> None:
    found = find_period(question, today)
    assert found is None or found.first <= found.last


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize("intro", ["", "since ", "after ", "before ", "until "])
@pytest.mark.parametrize(
    "said", ["this week", "last week", "yesterday", "last 999 years", "year ago", "9 november"]
)
def test_the_ends_of_the_calendar_do_no_harm(today: date, intro: str, said: str) -> None:
    found = find_period(intro + said, today)
    assert found is None or found.first <= found.last


def test_of_two_ends_that_no_year_can_join_the_second_may_stand_alone() -> None:
    assert find_period("29 february to 1900", TODAY) is None
    check("2100 to 29 february", "2024-02-29")


MONTHS = "January February March April May June July August September October November December".split()


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates())
def test_a_day_written_in_full_is_found_whatever_day_it_is(day: date, today: date) -> None:
    month = MONTHS[day.month - 1]
    for written in (
        f"{day}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
    ):
        assert find_period(f"what was said on {written}?", today) == Period(day, day), written


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)), st.integers(0, 999))
def test_so_many_days_ago_is_that_day(today: date, count: int) -> None:
    day = today - timedelta(days=count)
    assert find_period(f"{count} days ago", today) == Period(day, day)


def test_months_and_units_are_words_of_the_calendar() -> None:
    assert {"november", "листопада", "week", "jours", "ago"} <= calendar_words()
    assert "sanctions" not in calendar_words()


def test_what_was_prepared_reads_the_same() -> None:
    prepare()
    check("yesterday", "2026-11-21")


def test_numbers_up_to_twelve_are_counted_back_in_words() -> None:
    for question in "twelve days ago|vor zwölf Tagen|il y a douze jours|двенадцать дней назад".split("|"):
        check(question, "2026-11-10")


def test_the_last_november_is_said_in_each_language() -> None:
    for question in "last october|letzten Oktober|dernier octobre|último octubre|минулого жовтня".split("|"):
        check(question, "2026-10-01", "2026-10-31")
    check("in diesem November", "2026-11-01", "2026-11-30")
