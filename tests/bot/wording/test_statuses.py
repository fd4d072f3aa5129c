"""How does it look where things stand, and how they came there?"""

import dataclasses
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot import wording
from bot.wording import Action, Button, Message
from knowledge.answers import Board, Course, Coverage, NotYet, Standing, Standings, UnknownTopic, hits_of
from knowledge.model import Article, Claim, Kind, Passage, Step
from knowledge.statuses.ledger import step_on
from knowledge.when import When
from tests.drawing import body, both, english, note, printed

DAY = date(2026, 3, 1)
STAMP, AGO = "<t:1772366400:D>", "<t:1772366400:R>"
EARLIER = date(2026, 2, 1)
EARLIER_STAMP = "<t:1769947200:D>"
TIMETABLE = "[Timetable](<https://news.example/a>) (news.example)"
PAPER = "[Paper](<https://paper.example/b>) (paper.example)"
WHEN = When(DAY)
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


def _step(name: str = "Proposed", on: date | None = DAY, topic: str = "Winter Ferry") -> Step:
    return Step(topic, (_claim(name, on, topic=topic),))


BEFORE = _step("Proposed", EARLIER)
MOVED = Step("Winter Ferry", (_claim("Agreed"),), BEFORE)
DISPUTED = Step(
    "Winter Ferry",
    (_claim("Agreed", url="https://news.example/a"),),
    BEFORE,
    (_claim("Rejected", title="Paper", url="https://paper.example/b"),),
)


def _say(answer: Board | Course | NotYet | Standing | Standings | UnknownTopic, when: When = WHEN) -> Message:
    return wording.answer(answer, COVERAGE, when)


def _stood(step: Step, when: When = WHEN, as_of: date | None = None, now: Step | None = None) -> Message:
    return _say(Standing("?", hits_of(step.claims[-1:]), step, now or step, as_of), when)


def _board(*steps: Step, when: When = WHEN, as_of: date | None = None) -> Message:
    return _say(Board("?", steps, as_of), when)


def _course(step: Step, when: When = WHEN) -> Message:
    return _say(Course("?", step), when)


class TestStanding:
    def test_a_status_stands_with_its_date_and_the_row_that_says_so(self) -> None:
        message = _stood(_step())
        assert english(message).title == "Winter Ferry"
        assert body(message) == f"**Proposed** · since {STAMP} ({AGO})\n> **Winter Ferry**: Proposed"
        assert note(message) == f"-# Source: Timetable · Ferries › North · {STAMP} · line 7"
        assert english(message).buttons == (
            Button("Follow this topic", Action.FOLLOW, wording.topic_key("winter ferry")),
        )
        assert printed(message) == (
            "Winter Ferry: Proposed, since 1 March 2026 (today)\n"
            "  Winter Ferry: Proposed\n"
            "  — Timetable, Ferries › North, 1 March 2026, line 7\n"
        )

    def test_an_earlier_step_is_shown_with_the_one_that_stands_now_and_is_not_called_old(self) -> None:
        message = _stood(BEFORE, replace(WHEN, stale_days=1), now=MOVED)
        assert body(message).splitlines()[1] == f"-# Now: **Agreed** · since {STAMP}"
        assert message.buttons

    def test_a_day_in_the_past_that_was_asked_about_is_named(self) -> None:
        message = _stood(BEFORE, as_of=EARLIER, now=MOVED)
        assert body(message).startswith(f"-# Where it stood, as of {EARLIER_STAMP}\n**Proposed** · since")
        assert printed(message).splitlines()[:2] == [
            "Where it stood, as of 1 February 2026",
            "Winter Ferry: Proposed, since 1 February 2026 (28 days ago)",
        ]
        assert english(message).buttons == ()

    def test_a_step_that_others_have_confirmed_since_is_the_one_that_stands_now(self) -> None:
        now = dataclasses.replace(BEFORE, claims=(*BEFORE.claims, _claim("proposed")))
        assert "Now" not in body(_stood(BEFORE, as_of=EARLIER, now=now))

    def test_what_was_before_is_said_with_its_date(self) -> None:
        assert body(_stood(MOVED)).splitlines()[1] == f"-# Before: **Proposed** · since {EARLIER_STAMP}"

    def test_a_status_stands_since_its_first_source_and_is_quoted_from_the_newest(self) -> None:
        again = dataclasses.replace(BEFORE, claims=(*BEFORE.claims, _claim("proposed", title="Paper")))
        message = _stood(again)
        assert body(message).startswith(f"**proposed** · since {EARLIER_STAMP}")
        assert note(message) == f"-# Source: Paper · Ferries › North · {STAMP} · line 7"

    def test_what_an_undated_article_says_is_so_as_loaded(self) -> None:
        message = _stood(Step("Winter Ferry", (_claim("Agreed", None, loaded=DAY),)))
        assert body(message).startswith(f"**Agreed** · as loaded on {STAMP}\n")
        assert f"loaded on {STAMP}" in note(message)
        assert "since" not in body(message)

    def test_what_has_no_date_at_all_gets_none(self) -> None:
        message = _stood(Step("Mill", (_claim("Open", None),), _step(on=None)))
        assert body(message).splitlines() == [
            "**Open**",
            "-# Before: **Proposed**",
            "> **Winter Ferry**: Open",
        ]
        assert "<t:" not in note(message)
        assert printed(message).startswith("Mill: Open\n")

    @pytest.mark.parametrize(
        ("claim", "says"),
        [
            (_claim("Open", DAY - timedelta(days=31)), "⚠ The newest source is 31 days old."),
            (_claim("Open", DAY - timedelta(days=1127)), "⚠ The newest source is 1,127 days old."),
            (_claim("Open", None, loaded=DAY - timedelta(days=31)), "was loaded 31 days ago."),
            (_claim("Open", DAY - timedelta(days=30)), None),
        ],
    )
    def test_an_old_source_is_warned_of(self, claim: Claim, says: str | None) -> None:
        shown = body(_stood(Step("Mill", (claim,))))
        assert ("⚠" in shown) == bool(says)
        assert shown.endswith(says or "Open")

    @pytest.mark.parametrize(
        ("on", "ago"),
        [
            (DAY - timedelta(days=1), "1 day ago"),
            (DAY - timedelta(days=4000), "4,000 days ago"),
            (DAY + timedelta(days=2), "in 2 days"),
        ],
    )
    def test_a_terminal_is_told_how_long_ago_that_was(self, on: date, ago: str) -> None:
        assert f"({ago})" in printed(_stood(_step(on=on)))

    def test_what_was_old_is_judged_as_on_that_day(self) -> None:
        later = replace(WHEN, today=DAY + timedelta(days=300))
        assert "⚠" not in body(_stood(BEFORE, later, DAY))
        strict = replace(later, stale_days=20)
        assert body(_stood(BEFORE, strict, DAY)).endswith("⚠ The newest source then was 28 days old.")

    def test_sources_of_one_date_that_differ_stand_side_by_side(self) -> None:
        message = _stood(DISPUTED)
        assert body(message).splitlines() == [
            "⚠ Sources disagree. Of the same date:",
            "",
            f"**Agreed** · since {STAMP} ({AGO})",
            "> **Winter Ferry**: Agreed",
            f"-# Source: {TIMETABLE} · Ferries › North · {STAMP} · line 7",
            "",
            "**Rejected**",
            "> **Winter Ferry**: Rejected",
            f"-# Source: {PAPER} · Ferries › North · {STAMP} · line 7",
            "",
            f"-# Before: **Proposed** · since {EARLIER_STAMP}",
        ]
        assert printed(message).splitlines() == [
            "⚠ Sources disagree. Of the same date:",
            "Winter Ferry: Agreed, since 1 March 2026 (today)",
            "  Winter Ferry: Agreed",
            "  — Timetable, Ferries › North, 1 March 2026, line 7 https://news.example/a",
            "Rejected",
            "  Winter Ferry: Rejected",
            "  — Paper, Ferries › North, 1 March 2026, line 7 https://paper.example/b",
            "Before: Proposed, since 1 February 2026",
        ]

    def test_of_many_that_differ_three_are_quoted_and_the_others_counted(self) -> None:
        others = tuple(_claim(f"Agreed {number}", title=f"Paper {number}") for number in range(5))
        shown = body(_stood(dataclasses.replace(_step(), against=others)))
        assert shown.count("> **Winter Ferry**") == 4
        assert shown.endswith("… and 2 more")

    def test_long_quotes_of_both_sides_are_cut_so_that_both_are_seen(self) -> None:
        words = "word " * 1000
        disputed = Step("Mill", (_claim(words, title=words),), None, (_claim(f"x {words}", title="Paper"),))
        for shown in both(_stood(disputed)):
            assert shown.count("\n> **Winter Ferry**: ") == 2
            assert "**x word" in shown
            assert "\n-# Source: Paper" in shown


class TestStandings:
    def test_several_topics_at_one_status_are_quoted_each(self) -> None:
        message = _say(Standings("what is agreed?", (MOVED, DISPUTED)))
        assert body(message).splitlines() == [
            f"**Winter Ferry**: **Agreed** · since {STAMP} ({AGO})",
            "> **Winter Ferry**: Agreed",
            f"-# Source: Timetable · Ferries › North · {STAMP} · line 7",
            "",
            f"**Winter Ferry**: **Agreed** · since {STAMP} ({AGO}) · sources disagree",
            "> **Winter Ferry**: Agreed",
            f"-# Source: {TIMETABLE} · Ferries › North · {STAMP} · line 7",
        ]

    def test_a_day_in_the_past_is_named_above(self) -> None:
        message = _say(Standings("what was agreed?", (MOVED,), DAY))
        assert printed(message).startswith(
            "Where they stood, as of 1 March 2026\nWinter Ferry: Agreed, since"
        )

    def test_of_very_many_those_that_fit_are_quoted_and_the_others_counted(self) -> None:
        message = _say(Standings("what is agreed?", (MOVED,) * 90))
        for shown in both(message):
            assert shown.endswith(f"… and {90 - shown.count('> **Winter Ferry**')} more")
            assert shown.count("> **Winter Ferry**") > 10


class TestUnknown:
    def test_an_unknown_topic_is_answered_with_the_nearest(self) -> None:
        message = _say(UnknownTopic("fairy", ("Winter Ferry", "Mill")))
        assert (
            body(message) == "The articles state no status for “fairy”.\nNearest: **Winter Ferry**, **Mill**"
        )
        assert "topics: Bridge Repair" in note(message)

    def test_where_nothing_is_near_only_what_is_covered_is_named(self) -> None:
        assert body(_say(UnknownTopic("fairy", ()))) == "The articles state no status for “fairy”."

    def test_who_names_no_topic_is_asked_for_one(self) -> None:
        assert body(_say(UnknownTopic(" ", ()))) == "Name a topic."

    def test_a_topic_that_came_later_is_not_called_unknown(self) -> None:
        message = _say(NotYet("ferry", MOVED, date(2026, 1, 1)))
        assert english(message).title == "Winter Ferry"
        assert body(message).splitlines() == [
            "By <t:1767268800:D> the articles stated no status of it.",
            f"The first that they state: **Proposed** · since {EARLIER_STAMP}",
        ]
        assert printed(message).startswith("Winter Ferry: By 1 January 2026 the articles")


class TestBoard:
    def test_the_board_has_a_line_for_each_topic_with_an_arrow_for_what_changed_of_late(self) -> None:
        undated = Step("Mill", (_claim("Open", None, loaded=DAY),))
        message = _board(undated, MOVED, DISPUTED)
        assert body(message).splitlines() == [
            f"- **Mill**: Open · as loaded on {STAMP}",
            f"- **Winter Ferry**: Proposed → **Agreed** · since {STAMP}",
            f"- **Winter Ferry**: Proposed → **Agreed** · since {STAMP} · sources disagree",
        ]
        assert "topics" not in note(message)
        assert printed(message).splitlines() == [
            "Mill          Open               as loaded on 1 March 2026",
            "Winter Ferry  Proposed → Agreed  since 1 March 2026",
            "Winter Ferry  Proposed → Agreed  since 1 March 2026, sources disagree",
            "Covered: 3 articles from 1 February 2026 to 1 March 2026",
        ]

    def test_what_changed_longer_ago_has_no_arrow_and_what_is_old_is_marked(self) -> None:
        shown = body(_board(MOVED, when=replace(WHEN, today=DAY + timedelta(days=31))))
        assert shown.splitlines() == [
            f"- **Winter Ferry**: Agreed · since {STAMP} · ⚠",
            "-# ⚠ nothing newer for over 30 days",
        ]
        assert "→" not in body(_board(MOVED, when=replace(WHEN, today=DAY + timedelta(days=8))))

    def test_the_board_of_an_earlier_day_looks_as_it_did_then(self) -> None:
        then = step_on(MOVED, DAY)
        assert then
        later = replace(WHEN, today=DAY + timedelta(days=300))
        assert body(_board(then, when=later, as_of=DAY)).splitlines() == [
            f"-# Where they stood, as of {STAMP}",
            f"- **Winter Ferry**: Proposed → **Agreed** · since {STAMP}",
        ]

    def test_a_long_board_says_how_many_it_leaves_out(self) -> None:
        for shown in both(_board(*[_step("Agreed " * 20)] * 3000)):
            lines = [each for each in shown.splitlines() if each.startswith("- ")]
            assert f"… and {3000 - len(lines):,} more" in shown.splitlines()
            assert len(lines) >= 10

    def test_an_empty_board_says_so(self) -> None:
        assert body(_board()) == "The articles state no statuses."


class TestCourse:
    def test_each_step_stands_with_its_date_its_words_and_its_source(self) -> None:
        message = _course(MOVED)
        assert english(message).title == "History of Winter Ferry"
        assert body(message).splitlines() == [
            f"{EARLIER_STAMP}: **Proposed**",
            "> **Winter Ferry**: Proposed",
            f"-# Source: Timetable · Ferries › North · {EARLIER_STAMP} · line 7",
            "",
            f"{STAMP}: **Agreed**",
            "> **Winter Ferry**: Agreed",
            f"-# Source: Timetable · Ferries › North · {STAMP} · line 7",
        ]
        assert note(message) == "-# 2 steps, oldest first"
        assert [button.label for button in english(message).buttons] == ["Follow this topic"]
        assert printed(message).splitlines() == [
            "History of Winter Ferry",
            "1 February 2026: Proposed",
            "  Winter Ferry: Proposed",
            "  — Timetable, Ferries › North, 1 February 2026, line 7",
            "1 March 2026: Agreed",
            "  Winter Ferry: Agreed",
            "  — Timetable, Ferries › North, 1 March 2026, line 7",
            "2 steps, oldest first",
        ]

    def test_a_contradiction_stands_inside_its_step_with_both_quotes(self) -> None:
        assert body(_course(DISPUTED)).splitlines()[4:] == [
            f"{STAMP}: **Agreed**",
            "> **Winter Ferry**: Agreed",
            f"-# Source: {TIMETABLE} · Ferries › North · {STAMP} · line 7",
            "⚠ Sources disagree: **Rejected**",
            "> **Winter Ferry**: Rejected",
            f"-# Source: {PAPER} · Ferries › North · {STAMP} · line 7",
        ]

    def test_a_step_says_when_it_was_last_said_again(self) -> None:
        again = dataclasses.replace(BEFORE, claims=(*BEFORE.claims, _claim("Proposed")))
        first = body(_course(again)).splitlines()[0]
        assert first == f"{EARLIER_STAMP}: **Proposed** · said again on {STAMP}"

    def test_an_undated_step_is_as_loaded_and_one_without_any_date_has_none(self) -> None:
        undated = Step("Mill", (_claim("Open", None, loaded=DAY),), _step(on=None))
        lines = body(_course(undated)).splitlines()
        assert lines[0] == "**Proposed**"
        assert lines[4] == f"as loaded on {STAMP}: **Open**"

    def test_an_old_newest_source_is_warned_of_at_the_end(self) -> None:
        shown = body(_course(MOVED, replace(WHEN, today=DAY + timedelta(days=40))))
        assert shown.endswith("\n⚠ The newest source is 40 days old.")

    def test_of_a_long_course_the_oldest_steps_are_left_out_and_counted(self) -> None:
        stands = None
        for number in range(500):
            step = _claim(f"Step {number}", EARLIER + timedelta(days=number))
            stands = Step("Winter Ferry", (step,), stands)
        assert stands
        message = _course(stands)
        for shown in both(message):
            assert f"… and {500 - shown.count('> **Winter Ferry**')} earlier" in shown.splitlines()[:2]
            assert "**Step 499**" in shown
        assert len(body(message)) > 2800

    def test_one_step_that_is_too_long_is_shown_with_a_part_of_who_says_otherwise(self) -> None:
        words = "word " * 1000
        others = tuple(_claim(words, title=f"Paper {number} {words}") for number in range(9))
        stands = Step("Winter Ferry", (_claim(words),), BEFORE, others)
        message = _course(stands)
        assert body(message).endswith("\n… and 6 more")
        for shown in both(message):
            assert "⚠ Sources disagree: **word" in shown
