"""Which one day is meant? Days in words of six languages, alone and behind a topic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.period import read_day, read_start, split_day

TODAY = date(2026, 11, 22)
"""A Sunday."""


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        (
            "2026-11-10",
            "2026-11-10|10.11.2026|10 November|10 November 2026|10th of november|Nov 10|Nov. 10, 2026",
        ),
        ("2026-11-10", "on 10 November|since 10 November|from November 10|as of 10 November"),
        (
            "2026-11-10",
            "Tuesday, 10 November 2026|on Tuesday, the 10th of November|Tue 10 Nov|( 10 November. )",
        ),
        (
            "2026-11-10",
            "10. November|am 10. November 2026|seit dem 10. November|am Dienstag, dem 10. November",
        ),
        ("2026-11-10", "le 10 novembre|depuis le 10 novembre 2026|mardi 10 novembre"),
        ("2026-11-10", "10 de noviembre|el 10 de noviembre de 2026|desde el martes 10 de noviembre"),
        ("2026-11-10", "10 ноября|с 10 ноября 2026 года|10 ноября 2026 г.|10-го ноября"),
        ("2026-11-10", "10 листопада|з 10 листопада 2026 року|станом на 10 листопада 2026 р."),
        ("2026-11-22", "today|as of today|heute|stand heute|aujourd'hui|aujourd’hui|hoy|сегодня|сьогодні"),
        ("2026-11-21", "yesterday|since yesterday|gestern|seit gestern|hier|depuis hier|ayer|desde ayer"),
        ("2026-11-21", "вчера|со вчера|вчора|YESTERDAY!"),
        (
            "2026-11-20",
            "the day before yesterday|vorgestern|avant-hier|anteayer|antes de ayer|позавчера|позавчора",
        ),
    ],
)
def test_a_day_is_read_in_each_language(day: str, texts: str) -> None:
    for text in texts.split("|"):
        assert read_day(text, TODAY) == date.fromisoformat(day), text


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        (
            "2026-11-16",
            "monday|on Monday|since mon|last monday|Montag|am Montag|letzten Montag|seit letztem Montag",
        ),
        (
            "2026-11-16",
            "lundi|lundi dernier|depuis lundi|el lunes|el lunes pasado|el pasado lunes|desde el lunes",
        ),
        ("2026-11-16", "понедельник|в понедельник|с понедельника|в прошлый понедельник"),
        ("2026-11-16", "понеділок|у понеділок|з понеділка|минулого понеділка"),
        ("2026-11-20", "friday|freitag|vendredi|viernes|в пятницу|з п'ятниці|з п’ятниці"),
        ("2026-11-18", "wednesday|mittwoch|mercredi|miércoles|со среды|у середу"),
        ("2026-11-22", "sunday|sonntag|dimanche|domingo|воскресенье|неділя"),
        ("2026-11-15", "last sunday|letzten Sonntag|dimanche dernier|último domingo|минулої неділі"),
    ],
)
def test_a_weekday_is_the_latest_one_and_the_last_one_is_not_today(day: str, texts: str) -> None:
    for text in texts.split("|"):
        assert read_day(text, TODAY) == date.fromisoformat(day), text


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        ("2026-11-19", "three days ago|3 days ago|vor drei Tagen|il y a trois jours|hace tres días"),
        ("2026-11-19", "три дня назад|3 дня назад|три дні тому"),
        ("2026-11-15", "a week ago|1 week ago|vor einer Woche|il y a une semaine|hace una semana"),
        (
            "2026-11-15",
            "неделю назад|тиждень тому|seven days ago|vor sieben Tagen|семь дней назад|сім днів тому",
        ),
        (
            "2026-11-08",
            "two weeks ago|a fortnight ago|vor zwei Wochen|vor vierzehn Tagen|il y a quinze jours",
        ),
        ("2026-11-08", "hace dos semanas|hace quince días|две недели назад|пару недель назад|два тижні тому"),
        ("2026-11-12", "ten days ago|vor zehn Tagen|il y a dix jours|hace diez días|десять днів тому"),
        ("2026-10-22", "a month ago|vor einem Monat|il y a un mois|hace un mes|месяц назад|місяць тому"),
        ("2025-11-22", "a year ago|vor einem Jahr|год назад|рік тому"),
    ],
)
def test_what_is_counted_is_counted_to_the_day(day: str, texts: str) -> None:
    for text in texts.split("|"):
        assert read_day(text, TODAY) == date.fromisoformat(day), text


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        (
            "2026-11-08",
            "2 weeks|two weeks|a fortnight|14 days|zwei Wochen|deux semaines|два тижні|couple of weeks",
        ),
        ("2026-10-22", "1 month|a month"),
        ("2026-11-16", "since Monday|monday|this week"),
        ("2026-11-21", "yesterday"),
        ("2026-10-23", "the last thirty days|30 days|тридцать дней"),
    ],
)
def test_so_many_weeks_begin_so_long_ago(day: str, texts: str) -> None:
    for text in texts.split("|"):
        assert read_start(text, TODAY) == date.fromisoformat(day), text


@pytest.mark.parametrize("text", ["", "soon", "weeks", "two weeks of talks", "2 weeks" + " " * 60 + "x"])
def test_what_is_no_start_is_none(text: str) -> None:
    assert read_start(text, TODAY) is None


def test_a_month_ago_is_the_end_of_a_shorter_month() -> None:
    assert read_day("a month ago", date(2026, 3, 31)) == date(2026, 2, 28)
    assert read_day("a month ago", date(2026, 1, 31)) == date(2025, 12, 31)
    assert read_day("2 years ago", date(2026, 2, 28)) == date(2024, 2, 28)
    assert read_day("a year ago", date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        ("2026-11-09", "last week|since last week|letzte Woche|seit letzter Woche|la semaine dernière"),
        ("2026-11-09", "la semana pasada|desde la semana pasada|с прошлой недели|з минулого тижня"),
        ("2026-11-16", "this week|diese Woche|cette semaine|esta semana|на этой неделе|цього тижня"),
        (
            "2026-10-01",
            "last month|october|since October|im Oktober|en octobre|en octubre|в октябре|у жовтні",
        ),
        ("2025-12-01", "december|december 2025|2025-12"),
        ("2025-01-01", "2025|in 2025|last year|seit 2025"),
        ("2026-11-09", "9-13 November|9–13 November 2026"),
    ],
)
def test_of_a_period_it_is_the_first_day(day: str, texts: str) -> None:
    for text in texts.split("|"):
        assert read_day(text, TODAY) == date.fromisoformat(day), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "since",
        "the",
        "5",
        "10.11",
        "10/11/2026",
        "sanctions",
        "yesterday and today",
        "what happened yesterday",
        "yesterday sanctions",
        "before 10 November",
        "until yesterday",
        "tomorrow",
        "next monday",
        "in three days",
        "three days",
        "31 November",
        "31 November 2026",
        "99.99.2026",
        "article 2022",
        "резолюция 2022",
        "mar",
        "999 years ago",
        "29 february 1900",
        "monday " * 1000,
        "1" * 6000,
    ],
)
def test_what_holds_anything_but_a_date_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "topic", "day"),
    [
        ("sanctions yesterday", "sanctions", "2026-11-21"),
        ("energy 10.11.2026", "energy", "2026-11-10"),
        ("energy 2026-11-10", "energy", "2026-11-10"),
        ("sanctions 12 Nov", "sanctions", "2026-11-12"),
        ("Sanctions  review last monday", "Sanctions  review", "2026-11-16"),
        ("sanctions, since monday", "sanctions", "2026-11-16"),
        ("sanctions – 12 November", "sanctions", "2026-11-12"),
        ("sanctions (yesterday)", "sanctions", "2026-11-21"),
        ("sanctions as of the day before yesterday", "sanctions", "2026-11-20"),
        ("sanctions on Tuesday, the 10th of November, 2026", "sanctions", "2026-11-10"),
        ("Article 5 yesterday", "Article 5", "2026-11-21"),
        ("Group 2 10 November", "Group 2", "2026-11-10"),
        ("Group 2, two weeks ago", "Group 2", "2026-11-08"),
        ("Plan A monday", "Plan A", "2026-11-16"),
        ("sanctions in 2025", "sanctions", "2025-01-01"),
        ("sanctions since october", "sanctions", "2026-10-01"),
        ("sanctions november 2026", "sanctions", "2026-11-01"),
        ("Sanktionen am 10. November", "Sanktionen", "2026-11-10"),
        ("les sanctions il y a trois jours", "les sanctions", "2026-11-19"),
        ("sanciones el lunes pasado", "sanciones", "2026-11-16"),
        ("санкции с понедельника", "санкции", "2026-11-16"),
        ("санкції станом на вчора", "санкції", "2026-11-21"),
        ("yesterday", "", "2026-11-21"),
        (" last week ", "", "2026-11-09"),
    ],
)
def test_a_date_behind_a_topic_is_parted_from_it(text: str, topic: str, day: str) -> None:
    assert split_day(text, TODAY) == (topic, date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sanctions",
        "Article 5",
        "Group 2",
        "COVID-19",
        "Resolution 2022",
        "Budget 2026",
        "Agenda 2030",
        "Agenda 2000",
        "Olympics 2024-2028",
        "New START",
        "Days of May",
        "May",
        "2026",
        "yesterday sanctions",
        "sanctions before yesterday",
        "Plan A",
        "word " * 1000,
    ],
)
def test_a_topic_keeps_what_is_no_date_or_may_be_its_own_name(text: str) -> None:
    assert split_day(text, TODAY) == (text, None)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(), st.sampled_from(["", "on ", "since "]))
def test_a_day_in_full_is_that_day_on_any_day(day: date, today: date, before: str) -> None:
    for written in (f"{day}", f"{day.day}.{day.month}.{day.year}", f"{day:%d %B %Y}", f"{day:%A, %B %d, %Y}"):
        assert read_day(before + written, today) == day, written


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)), st.integers(0, 99))
def test_so_many_weeks_ago_is_that_day(today: date, count: int) -> None:
    assert read_day(f"{count} weeks ago", today) == today - timedelta(weeks=count)


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize(
    "text",
    [
        "today",
        "last monday",
        "a fortnight ago",
        "999 weeks ago",
        "a month ago",
        "2 years ago",
        "9 november",
        "may",
    ],
)
def test_the_ends_of_the_calendar_do_no_harm(today: date, text: str) -> None:
    found = read_day(text, today)
    assert found is None or found <= today
