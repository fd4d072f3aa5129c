"""Which two statuses are the same, and in which words is one shown?"""

import pytest

from knowledge.statuses.sameness import begins_known, identify, is_known, part_from_date, plain, undress


@pytest.mark.parametrize(
    "dressed",
    [
        "Agreed",
        "AGREED!",
        "✅ Agreed",
        "Agreed ✔️",
        "**Agreed**",
        "Agreed.",
        "Agreed[^1]",
        "Agreed [1]",
        "Agreed [a]",
        "Agreed¹",
        "Agreed ²⁾",
        "Agreed*",
        "Agreed †",
        "~~Open~~ Agreed",
        "Agreed (3 Nov)",
        "Agreed (3 Nov 2026)",
        "Agreed - 2026-11-03",
        "Agreed on 3 November",
        "Agreed, 3.11.2026",
        "Agreed as of 3 November 2026",
        "Agreed (since November 2026)",
        "3 Nov: Agreed",
        "[Agreed](https://x.example/a)",
        "[Agreed][minutes]",
        "Agreed https://x.example/a",
        ":white_check_mark: Agreed",
        "`agreed`",
        "Agreed ([2])",
        "agreed —",
    ],
)
def test_the_same_status_in_another_dress_is_no_other(dressed: str) -> None:
    assert identify(dressed) == "agreed"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Agreed", "Agreed in principle"),
        ("Agreed", "Not agreed"),
        ("Extended until 3 May", "Extended until 9 May"),
        ("Planned (3 May)", "Planned (9 May)"),
        ("Verschoben, 3. Mai", "Verschoben, 9. Mai"),
        ("✅", "❌"),
        ("Implemented (4.0)", "Implemented (5.0)"),
        ("Stage 2", "Stage 2.7"),
        ("Closed to 3 May", "Closed to 9 May"),
        ("Signed by 3 May 2026 voters", "Signed"),
        ("45 %", "50 %"),
        ("Open (seen 3 May)", "Open"),
    ],
)
def test_other_words_are_another_status(one: str, other: str) -> None:
    assert identify(one) != identify(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("✅", "✔️"),
        ("☑", ":white_check_mark:"),
        ("❌", "✗"),
        ("Stage 3", "3"),
        ("Phase 2.5 (May 2023)", "2.5"),
    ],
)
def test_signs_drawn_otherwise_and_a_stage_without_its_name_are_the_same(one: str, other: str) -> None:
    assert identify(one) == identify(other) != ""


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("🟡 In progress", "🟡 In progress"),
        ("**Signed** [2]", "Signed"),
        ("~~Open~~", "Open"),
        ("✅", "✅"),
        ("Погоджено (3 листопада 2026 року)", "Погоджено"),
        ("Vereinbart am 3. November 2026", "Vereinbart"),
        ("Complete (v0.5, 2026-06-09)", "Complete (v0.5)"),
        ("Implemented (Swift 5.5)", "Implemented (Swift 5.5)"),
        ("Signed on 3 May in Oslo", "Signed on 3 May in Oslo"),
        ("3 November 2026", ""),
        ("—", ""),
        (" ", ""),
        ("Adopté le 3 novembre", "Adopté"),
        ("Aprobada el 3 de mayo de 2026", "Aprobada"),
        ("Approved [3 May]", "Approved"),
    ],
)
def test_a_status_is_shown_in_its_own_words(status: str, shown: str) -> None:
    assert undress(status) == shown


def test_what_says_nothing_is_no_status() -> None:
    assert [identify(each) for each in ("—", "", "...", "[1]", "(3 Nov 2026)", "→")] == [""] * 6


def test_the_date_that_dresses_a_status_is_told_and_one_that_belongs_to_it_is_not() -> None:
    assert part_from_date("Agreed (3 Nov)") == ("Agreed", "3 Nov")
    assert part_from_date("Extended until 3 Nov") == ("Extended until 3 Nov", "")
    assert part_from_date("3 Nov: agreed on 4 Nov") == ("agreed", "3 Nov, 4 Nov")


def test_known_statuses_are_known_in_all_languages_and_any_dress() -> None:
    assert all(
        map(is_known, ("In force", "✅ done", "abgelehnt", "Approuvée (3 mai)", "Підписано!", "принято"))
    )
    assert not any(map(is_known, ("Closed for lorries", "", "✅", "Stage 3", "blue")))


@pytest.mark.parametrize("status", ["Closed for lorries", "✅", "⏸", "Stage 3", "Not yet started, alas"])
def test_a_status_may_begin_with_a_known_one(status: str) -> None:
    assert begins_known(status)


@pytest.mark.parametrize("status", ["", "Maine", "two closed doors", "3–1", "—"])
def test_what_begins_otherwise_may_be_anything(status: str) -> None:
    assert not begins_known(status)


def test_plain_words_are_left_as_they_are() -> None:
    assert plain(" at 12:30 [sic] it’s ") == "at 12:30 [sic] it’s"
