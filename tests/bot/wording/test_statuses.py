"""How does it look where things stand, and how they came there?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bot.freshness import Freshness

from bot import wording
from knowledge.model import Answer, Article, Claim, Coverage, Hit, Kind, Passage, Status, Verdict
from knowledge.statuses.ledger import standing_on

DAY = date(2026, 3, 1)
STAMP, AGO = "<t:1772366400:D>", "<t:1772366400:R>"
EARLIER = date(2026, 2, 1)
EARLIER_STAMP = "<t:1769947200:D>"
FRESH = Freshness(DAY, 30, 7)
COVERAGE = Coverage(3, 40, EARLIER, DAY, ("Bridge Repair", "Winter Ferry"))


def _claim(
    name: str,
    on: date | None = DAY,
    title: str = "Timetable",
    *,
    topic: str = "Winter Ferry",
    loaded: date | None = None,
    url: str | None = None,
) -> Claim:
    article = Article(f"{title}.md", title, "en", (), on, loaded, url)
    row = f"| {topic} | {name} |"
    return Claim(topic, name, article, Passage(row, Kind.ROW, ("Ferries", "North"), (7, 7), row=row))


def _status(name: str = "Proposed", on: date | None = DAY, topic: str = "Winter Ferry") -> Status:
    return Status(topic, (_claim(name, on, topic=topic),))


BEFORE = _status("Proposed", EARLIER)
MOVED = Status("Winter Ferry", (_claim("Agreed"),), BEFORE)
HIT = Hit(MOVED.passage, MOVED.article, 1.0)
DISPUTED = Status(
    "Winter Ferry",
    (_claim("Agreed", url="https://news.example/a"),),
    BEFORE,
    (_claim("Rejected", title="Paper", url="https://paper.example/b"),),
)


class TestStatus:
    def test_a_status_stands_with_its_date_and_the_row_that_says_so(self) -> None:
        card = wording.status(_status(), FRESH)
        assert card.title == "Winter Ferry"
        assert card.body == f"**Proposed** · since {STAMP} ({AGO})\n> | Winter Ferry | Proposed |"
        assert card.note == f"-# Source: Timetable · Ferries › North · {STAMP} · line 7"
        assert card.buttons == (
            wording.Button("Follow this topic", f"follow:{wording.key_of('winter ferry')}"),
        )

    def test_an_earlier_step_is_shown_with_the_one_that_stands_now_and_is_not_called_old(self) -> None:
        found = Answer("?", Verdict.ANSWER, (HIT,), BEFORE, now=MOVED)
        card = wording.answer(found, COVERAGE, replace(FRESH, stale_days=1))
        assert card.body.splitlines()[-1] == f"-# Now: **Agreed**, since {STAMP}"
        assert card.buttons

    def test_a_day_in_the_past_that_was_asked_about_is_named(self) -> None:
        found = Answer("?", Verdict.ANSWER, (HIT,), BEFORE, now=MOVED, as_of=EARLIER)
        card = wording.answer(found, COVERAGE, FRESH)
        assert card.body.startswith(f"-# Where it stood, as of {EARLIER_STAMP}")
        assert card.buttons == ()

    def test_what_was_before_is_said_with_its_date(self) -> None:
        lines = wording.status(MOVED, FRESH).body.splitlines()
        assert lines[1] == f"-# Before: **Proposed**, since {EARLIER_STAMP}"

    def test_a_status_stands_since_its_first_source_and_is_quoted_from_the_newest(self) -> None:
        again = replace(BEFORE, claims=(*BEFORE.claims, _claim("proposed", title="Paper")))
        card = wording.status(again, FRESH)
        assert card.body.startswith(f"**proposed** · since {EARLIER_STAMP}")
        assert card.note == f"-# Source: Paper · Ferries › North · {STAMP} · line 7"

    def test_what_an_undated_article_says_is_so_as_loaded(self) -> None:
        undated = Status("Winter Ferry", (_claim("Agreed", None, loaded=DAY),))
        card = wording.status(undated, FRESH)
        assert card.body.startswith(f"**Agreed** · as loaded on {STAMP}\n")
        assert f"loaded on {STAMP}" in card.note
        assert "since" not in card.body

    def test_what_has_no_date_at_all_gets_none(self) -> None:
        card = wording.status(Status("Mill", (_claim("Open", None),), _status(on=None)), FRESH)
        assert card.body.splitlines()[:2] == ["**Open**", "-# Before: **Proposed**"]
        assert "<t:" not in card.body + card.note

    @pytest.mark.parametrize(
        ("claim", "says"),
        [
            (_claim("Open", DAY - timedelta(days=31)), "⚠ The newest source is 31 days old."),
            (_claim("Open", None, loaded=DAY - timedelta(days=31)), "was loaded 31 days ago."),
            (_claim("Open", DAY - timedelta(days=30)), None),
        ],
    )
    def test_an_old_source_is_warned_of(self, claim: Claim, says: str | None) -> None:
        body = wording.status(Status("Mill", (claim,)), FRESH).body
        assert ("⚠" in body) == bool(says)
        assert body.endswith(says or "|")

    def test_a_status_of_an_earlier_day_names_the_day_and_cannot_be_followed(self) -> None:
        card = wording.status(BEFORE, FRESH, date(2026, 2, 11))
        assert card.body.startswith("-# Where it stood, as of <t:1770811200:D>\n**Proposed** · since")
        assert card.buttons == ()

    def test_what_was_old_is_judged_as_on_that_day(self) -> None:
        later = replace(FRESH, today=DAY + timedelta(days=300))
        assert "⚠" not in wording.status(BEFORE, later, DAY).body
        strict = replace(later, stale_days=20)
        assert wording.status(BEFORE, strict, DAY).body.endswith("⚠ The newest source then was 28 days old.")

    def test_sources_of_one_date_that_differ_stand_side_by_side(self) -> None:
        card = wording.status(DISPUTED, FRESH)
        assert card.body.splitlines() == [
            "⚠ **Sources disagree.** Of the same date:",
            "",
            f"**Agreed** · since {STAMP} ({AGO})",
            "> | Winter Ferry | Agreed |",
            f"-# [Timetable](<https://news.example/a>) (news.example) · {STAMP} · line 7",
            "",
            "**Rejected**",
            "> | Winter Ferry | Rejected |",
            f"-# [Paper](<https://paper.example/b>) (paper.example) · {STAMP} · line 7",
            "",
            f"-# Before: **Proposed**, since {EARLIER_STAMP}",
        ]

    def test_of_many_that_differ_three_are_quoted_and_the_others_counted(self) -> None:
        others = tuple(_claim(f"Agreed {number}", title=f"Paper {number}") for number in range(5))
        body = wording.status(replace(_status(), against=others), FRESH).body
        assert body.count("> |") == 4
        assert body.endswith("… and 2 more")

    def test_long_quotes_of_both_sides_are_cut_so_that_both_are_seen(self) -> None:
        words = "word " * 1000
        disputed = Status("Mill", (_claim(words, title=words),), None, (_claim(f"x {words}", title="Paper"),))
        card = wording.status(disputed, FRESH)
        for shown in (card.body, card.text):
            assert shown.count("\n> | Winter Ferry | ") == 2
            assert "**x word" in shown
            assert "\n-# Paper" in shown

    def test_an_answer_that_states_a_status_shows_where_the_topic_stands_now(self) -> None:
        found = Answer("ferry?", Verdict.ANSWER, (HIT,), MOVED)
        assert wording.answer(found, COVERAGE, FRESH) == wording.status(MOVED, FRESH)

    def test_an_answer_with_several_topics_quotes_each(self) -> None:
        found = Answer("what is agreed?", Verdict.ANSWER, (HIT,), board=(MOVED, DISPUTED))
        assert wording.answer(found, COVERAGE, FRESH).body.splitlines() == [
            f"**Winter Ferry**: **Agreed** · since {STAMP} ({AGO})",
            "> | Winter Ferry | Agreed |",
            f"-# Timetable · {STAMP} · line 7",
            "",
            f"**Winter Ferry**: **Agreed** · since {STAMP} ({AGO}) · sources disagree",
            "> | Winter Ferry | Agreed |",
            f"-# [Timetable](<https://news.example/a>) (news.example) · {STAMP} · line 7",
        ]


class TestUnknown:
    def test_an_unknown_topic_is_answered_with_the_nearest(self) -> None:
        card = wording.unknown_topic(Answer("fairy", Verdict.NONE, suggestions=("Winter Ferry",)), COVERAGE)
        assert card.body == "The articles state no status for “fairy”.\nNearest: **Winter Ferry**"

    @pytest.mark.parametrize(
        ("first", "says"), [(DAY, f"\nThe first that they state is of {STAMP}."), (None, "")]
    )
    def test_a_topic_that_came_later_is_not_called_unknown(self, first: date | None, says: str) -> None:
        card = wording.no_status_then("Winter Ferry", EARLIER, first)
        assert card.title == "Winter Ferry"
        assert card.body == f"By {EARLIER_STAMP} the articles stated no status of it.{says}"


class TestBoard:
    def test_the_board_has_a_line_for_each_topic_with_an_arrow_for_what_changed_of_late(self) -> None:
        undated = Status("Mill", (_claim("Open", None, loaded=DAY),))
        card = wording.board([undated, MOVED, DISPUTED], COVERAGE, FRESH)
        assert card.body.splitlines() == [
            f"**Mill**: Open · as loaded on {STAMP}",
            f"**Winter Ferry**: Proposed → **Agreed** · since {STAMP}",
            f"**Winter Ferry**: Proposed → **Agreed** · since {STAMP} · sources disagree",
        ]
        assert "Topics" not in card.note

    def test_what_changed_longer_ago_has_no_arrow_and_what_is_old_is_marked(self) -> None:
        body = wording.board([MOVED], COVERAGE, replace(FRESH, today=DAY + timedelta(days=31))).body
        assert body.splitlines() == [
            f"**Winter Ferry**: Agreed · since {STAMP} · ⚠",
            "-# ⚠ nothing newer for over 30 days",
        ]
        assert "→" not in wording.board([MOVED], COVERAGE, replace(FRESH, today=DAY + timedelta(days=8))).body

    def test_the_board_of_an_earlier_day_looks_as_it_did_then(self) -> None:
        then = standing_on(MOVED, DAY)
        assert then
        later = replace(FRESH, today=DAY + timedelta(days=300))
        assert wording.board([then], COVERAGE, later, DAY).body.splitlines() == [
            f"-# Where they stood, as of {STAMP}",
            f"**Winter Ferry**: Proposed → **Agreed** · since {STAMP}",
        ]

    def test_a_long_board_says_how_many_it_leaves_out(self) -> None:
        card = wording.board([_status("Agreed " * 20)] * 3000, COVERAGE, FRESH)
        for body in (card.body, card.brief):
            lines = body.splitlines()
            assert lines[-1] == f"… and {3000 - len(lines) + 1:,} more"
        assert card.brief in card.text

    def test_an_empty_board_says_so(self) -> None:
        assert wording.board([], COVERAGE, FRESH).body == "The articles state no statuses."


class TestHistory:
    def test_each_step_stands_with_its_date_its_words_and_its_source(self) -> None:
        card = wording.history(MOVED, FRESH)
        assert card.title == "History of Winter Ferry"
        assert card.body.splitlines() == [
            f"{EARLIER_STAMP} · **Proposed**",
            "> | Winter Ferry | Proposed |",
            "-# Timetable · line 7",
            "",
            f"{STAMP} · **Agreed**",
            "> | Winter Ferry | Agreed |",
            "-# Timetable · line 7",
        ]
        assert card.note == "-# 2 steps, oldest first"
        assert [button.label for button in card.buttons] == ["Follow this topic"]

    def test_a_contradiction_stands_inside_its_step_with_both_quotes(self) -> None:
        lines = wording.history(DISPUTED, FRESH).body.splitlines()
        assert lines[4:] == [
            f"{STAMP} · **Agreed**",
            "> | Winter Ferry | Agreed |",
            "-# [Timetable](<https://news.example/a>) (news.example) · line 7",
            "⚠ Sources disagree: **Rejected**",
            "> | Winter Ferry | Rejected |",
            f"-# [Paper](<https://paper.example/b>) (paper.example) · {STAMP} · line 7",
        ]

    def test_a_step_says_when_it_was_last_said_again(self) -> None:
        again = replace(BEFORE, claims=(*BEFORE.claims, _claim("Proposed")))
        first = wording.history(again, FRESH).body.splitlines()[0]
        assert first == f"{EARLIER_STAMP} · **Proposed** · said again on {STAMP}"

    def test_an_undated_step_is_as_loaded_and_one_without_any_date_has_none(self) -> None:
        undated = Status("Mill", (_claim("Open", None, loaded=DAY),), _status(on=None))
        lines = wording.history(undated, FRESH).body.splitlines()
        assert lines[0] == "**Proposed**"
        assert lines[4] == f"as loaded on {STAMP} · **Open**"

    def test_an_old_newest_source_is_warned_of_at_the_end(self) -> None:
        body = wording.history(MOVED, replace(FRESH, today=DAY + timedelta(days=40))).body
        assert body.endswith("\n⚠ The newest source is 40 days old.")

    def test_of_a_long_course_the_oldest_steps_are_left_out_and_counted(self) -> None:
        stands = None
        for number in range(500):
            step = _claim(f"Step {number}", EARLIER + timedelta(days=number))
            stands = Status("Winter Ferry", (step,), stands)
        assert stands
        card = wording.history(stands, FRESH)
        for body in (card.body, card.brief):
            lines = body.splitlines()
            assert lines[0] == f"… {500 - body.count('> |')} earlier steps"
            assert lines[-3].endswith("**Step 499**")
        assert card.brief in card.text
        assert len(card.body) > 2800

    def test_one_step_that_is_too_long_is_shown_with_a_part_of_who_says_otherwise(self) -> None:
        words = "word " * 1000
        others = tuple(_claim(words, title=f"Paper {number} {words}") for number in range(9))
        stands = Status("Winter Ferry", (_claim(words),), BEFORE, others)
        card = wording.history(stands, FRESH)
        assert card.body.endswith("\n… and 6 more")
        assert card.brief.endswith(" more")
        assert "⚠ Sources disagree: **word" in card.brief
        assert card.brief in card.text
