"""How does it look what has happened: one change, many, a digest, and the report of a reload?"""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot import wording
from bot.wording import Action, Button, Message
from knowledge.answers import Coverage, News
from knowledge.model import (
    Article,
    Claim,
    Ignored,
    Kind,
    NewArticle,
    Passage,
    PassedOver,
    Problem,
    Statement,
    StatusChange,
    Step,
    Unit,
)
from knowledge.notices.audience import Correction, Digest
from knowledge.statuses.changes import Changes
from knowledge.statuses.loss import Loss
from knowledge.when import When
from tests.drawing import body, both, english, note, printed

DAY = date(2026, 3, 1)
STAMP, EARLIER_STAMP = "<t:1772366400:D>", "<t:1769947200:D>"
WHEN = When(DAY)


def _said(status: str, article: str = "Paper", on: date = DAY, url: str | None = None) -> Statement:
    return Statement(status, f"| Ferry | {status} |", article, ("Ferries",), (4, 5), on, None, url)


PROPOSED = _said("Proposed", "Timetable", date(2026, 2, 1))
AGREED = _said("Agreed", url="https://paper.example/a")
MOVED = StatusChange("Ferry", PROPOSED, AGREED)
CAME = StatusChange("Bridge", None, _said("Open"))
WENT = StatusChange("Mill", _said("Closed"), None)
LINKED = "[Paper](<https://paper.example/a>) (paper.example)"
NOTHING = Changes((), (), (), (), (), 1, 1)
COVERAGE = Coverage(1, 1, DAY, DAY, ())


def _news(
    *changes: StatusChange,
    articles: tuple[NewArticle, ...] = (),
    since: date | None = None,
    until: date | None = None,
) -> Message:
    return wording.answer(News("?", since, until, changes, articles), COVERAGE, WHEN)


class TestAnnouncements:
    def test_a_change_is_told_with_the_words_dates_and_sources_of_both_sides(self) -> None:
        message = wording.announcement(MOVED)
        assert english(message).title == "Status changed"
        assert body(message).splitlines() == [
            "**Ferry**: Proposed → **Agreed**",
            "> **Ferry**: Proposed",
            f"-# Before: Timetable · Ferries · {EARLIER_STAMP} · lines 4–5",
            "> **Ferry**: Agreed",
            f"-# Now: [Paper](<https://paper.example/a>) (paper.example) · Ferries · {STAMP} · lines 4–5",
        ]

    def test_the_same_change_makes_the_same_card(self) -> None:
        assert wording.announcement(MOVED) == wording.announcement(replace(MOVED))

    def test_a_follower_can_stop_and_others_can_follow(self) -> None:
        assert english(wording.announcement(MOVED)).buttons == (
            Button("Follow this topic", Action.FOLLOW, wording.topic_key("Ferry")),
        )
        assert english(wording.announcement(MOVED, stop=12)).buttons == (
            Button("Stop following", Action.STOP, "12"),
        )

    def test_a_follower_is_told_why_it_comes_and_how_to_end_that(self) -> None:
        assert wording.announcement(MOVED).note is None
        why = "-# You follow Ferry. To end that, press the button, or use **/unfollow** *topic*."
        assert note(wording.announcement(MOVED, stop=12)) == why
        assert note(wording.correction(Correction(MOVED, PROPOSED, "n"), stop=12)) == why

    def test_a_row_of_many_cells_is_told_on_one_line(self) -> None:
        cells = ("Boat", "Ferry"), ("Status", "Agreed"), ("Owner", ""), ("Due", "May")
        shown = body(wording.announcement(replace(MOVED, after=replace(AGREED, cells=cells))))
        assert "\n> **Ferry** · Status: Agreed · Due: May\n" in shown

    def test_sources_that_disagree_are_quoted_too(self) -> None:
        others = tuple(_said(f"Rejected {number}", f"Gazette {number}") for number in range(4))
        lines = body(wording.announcement(replace(MOVED, disagree=others))).splitlines()
        assert lines[5:11] == [
            "",
            "⚠ Sources disagree. Of the same date:",
            "",
            "**Rejected 0**",
            "> **Ferry**: Rejected 0",
            f"-# Source: Gazette 0 · Ferries · {STAMP} · lines 4–5",
        ]
        assert lines[-1] == "… and 1 more"

    def test_quotes_are_cut_so_that_both_sides_are_seen(self) -> None:
        before, after = (replace(said, quote="word " * 1000) for said in (PROPOSED, AGREED))
        message = wording.announcement(StatusChange("Ferry", before, after))
        for shown in both(message):
            assert shown.count("\n> word ") == 2
            assert "-# Now: [Paper]" in shown

    @pytest.mark.parametrize(
        ("change", "first"),
        [
            (CAME, "**Bridge**: **Open** (new)"),
            (WENT, "**Mill**: Closed → no longer in the articles"),
            (StatusChange("Mill", None, None), "**Mill**: no longer in the articles"),
        ],
    )
    def test_a_topic_may_come_and_go(self, change: StatusChange, first: str) -> None:
        assert body(wording.announcement(change)).splitlines()[0] == first

    def test_what_was_loaded_is_not_shown_as_published(self) -> None:
        loaded = StatusChange("Ferry", None, replace(AGREED, published=None, loaded_on=DAY, url=None))
        assert f"-# Now: Paper · Ferries · loaded on {STAMP} · lines" in body(wording.announcement(loaded))


class TestNews:
    def test_changes_are_told_with_both_quotes_and_then_the_articles_that_came(self) -> None:
        articles = NewArticle("a.md", "Paper", DAY, "https://paper.example/a"), NewArticle("b.md", "b_c")
        message = _news(MOVED, CAME, WENT, articles=articles)
        assert body(message).splitlines() == [
            "-# Since you last looked",
            "",
            "**Ferry**: Proposed → **Agreed**",
            "> **Ferry**: Proposed",
            f"-# Before: Timetable · Ferries · {EARLIER_STAMP} · lines 4–5",
            "> **Ferry**: Agreed",
            f"-# Now: [Paper](<https://paper.example/a>) (paper.example) · Ferries · {STAMP} · lines 4–5",
            "",
            "**Bridge**: **Open** (new)",
            "> **Ferry**: Open",
            f"-# Now: Paper · Ferries · {STAMP} · lines 4–5",
            "",
            "**Mill**: Closed → no longer in the articles",
            "> **Ferry**: Closed",
            f"-# Before: Paper · Ferries · {STAMP} · lines 4–5",
            "",
            "**New articles** (2)",
            f"- {STAMP}: [Paper](<https://paper.example/a>) (paper.example)",
            r"- b\_c",
        ]

    def test_of_a_period_that_is_over_both_ends_are_named(self) -> None:
        message = _news(MOVED, since=date(2026, 2, 1), until=DAY)
        assert body(message).startswith(f"-# From {EARLIER_STAMP} to {STAMP}\n")

    @pytest.mark.parametrize(
        ("since", "says"),
        [
            (None, "since you last looked"),
            (DAY - timedelta(days=7), "in the last 7 days, since <t:1771761600:D>"),
            (date(2026, 2, 1), f"since {EARLIER_STAMP}"),
        ],
    )
    def test_it_is_said_since_when(self, since: date | None, says: str) -> None:
        assert body(_news(since=since)) == f"Nothing has changed {says}."
        assert body(_news(MOVED, since=since)).lower().startswith(f"-# {says}\n".lower())

    def test_each_change_has_its_line_and_the_first_have_their_quotes_where_that_fits(self) -> None:
        changes = tuple(replace(MOVED, topic=f"Ferry {number}") for number in range(20))
        shown = body(_news(*changes))
        assert all(f"**Ferry {number}**" in shown for number in range(20))
        head, _, last = shown.rpartition("\n\n")
        assert "- **" not in head
        assert (
            head.count("> **Ferry**: Proposed") == head.count("> **Ferry**: Agreed") == head.count("**Ferry ")
        )
        assert head.count("**Ferry ") >= 5
        lines = last.splitlines()
        assert lines[-1] == f"- **Ferry 19**: Proposed → **Agreed** · {STAMP} · {LINKED}"
        assert all(line.startswith("- **Ferry") for line in lines)

    def test_it_is_said_where_sources_disagree(self) -> None:
        disputed = replace(MOVED, disagree=(_said("Refused"),))
        said = "**Ferry**: Proposed → **Agreed** · sources disagree"
        assert said in body(_news(disputed))
        assert f"- {said}" in body(wording.digest(Digest(DAY, (disputed,), (), ())))

    def test_much_news_is_counted_where_it_does_not_fit(self) -> None:
        articles = tuple(NewArticle(f"{number}.md", f"Article {number}") for number in range(300))
        message = _news(*(MOVED,) * 300, articles=articles)
        for shown in both(message):
            changes, _, came = shown.partition("\n\n**New articles** (300)\n")
            assert changes.endswith(f"\n… and {300 - changes.count('**Ferry**')} more")
            assert came.endswith(f"\n… and {300 - came.count('- Article')} more")
            assert changes.count("**Ferry**") >= 3
            assert came.count("- Article") >= 10

    def test_a_terminal_shows_all_of_it(self) -> None:
        articles = NewArticle("a.md", "Paper", DAY, "https://paper.example/a"), NewArticle("b.md", "b_c")
        assert printed(_news(MOVED, articles=articles)).splitlines() == [
            "Since you last looked",
            "Ferry: Proposed → Agreed",
            "  Ferry: Proposed",
            "  — Before: Timetable, Ferries, 1 February 2026, lines 4–5",
            "  Ferry: Agreed",
            "  — Now: Paper, Ferries, 1 March 2026, lines 4–5 https://paper.example/a",
            "New articles (2)",
            "  1 March 2026  Paper https://paper.example/a",
            "                b_c",
        ]


class TestDigests:
    def test_a_digest_holds_changes_new_articles_and_what_was_asked_about(self) -> None:
        articles = (NewArticle("a.md", "Paper", DAY),)
        asked = (("Ferry", 3), ("@everyone", 1))
        message = wording.digest(Digest(DAY, (MOVED, WENT), articles, asked))
        assert body(message).splitlines() == [
            f"-# Digest of {STAMP}",
            f"- **Ferry**: Proposed → **Agreed** · {STAMP} · {LINKED}",
            "- **Mill**: Closed → no longer in the articles",
            "",
            "**New articles** (1)",
            f"- {STAMP}: Paper",
            "",
            "**Most asked about**",
            "- Ferry: 3 times",
            "- @\u200beveryone: 1 time",
        ]

    def test_parts_without_anything_are_left_out(self) -> None:
        assert "New" not in body(wording.digest(Digest(DAY, (MOVED,), (), ())))
        assert "Most" not in body(wording.digest(Digest(DAY, (MOVED,), (), ())))

    def test_a_long_digest_is_counted_and_still_says_what_was_asked(self) -> None:
        message = wording.digest(Digest(DAY, (MOVED,) * 500, (), (("Ferry", 3),)))
        for shown in both(message):
            *_, left, _, _, asked = shown.splitlines()
            assert left == f"… and {500 - shown.count('**Ferry**')} more"
            assert asked == "- Ferry: 3 times"


class TestCorrections:
    def test_what_was_told_is_struck_through_and_what_stands_is_said_with_its_words(self) -> None:
        message = wording.correction(Correction(MOVED, PROPOSED, "n"))
        assert english(message).title == "Taken back"
        assert body(message).splitlines() == [
            "**Ferry**: ~~Proposed → Agreed~~",
            "~~Ferry: Agreed~~",
            "",
            "What stands is **Proposed**",
            "> **Ferry**: Proposed",
            f"-# Source: Timetable · Ferries · {EARLIER_STAMP} · lines 4–5",
        ]
        assert message.buttons == wording.announcement(MOVED).buttons

    def test_a_topic_that_stands_nowhere_is_said_to(self) -> None:
        shown = body(wording.correction(Correction(CAME, None, "n")))
        assert shown.startswith("**Bridge**: ~~Open~~\n")
        assert shown.endswith("\nThe articles do not state where this stands.")

    def test_a_follower_can_still_stop(self) -> None:
        message = wording.correction(Correction(MOVED, PROPOSED, "n"), stop=7)
        assert message.buttons == wording.announcement(MOVED, stop=7).buttons

    def test_a_topic_that_was_said_to_be_gone_has_no_words_to_strike(self) -> None:
        shown = body(wording.correction(Correction(WENT, None, "n")))
        assert shown.startswith("**Mill**: ~~Closed~~\n\nThe articles")

    @pytest.mark.parametrize(
        ("text", "shown"), [("a~", r"a\~"), ("~~", r"\~\~"), ("a ~~ b", r"a \~~ b"), ("~a", "~a")]
    )
    def test_tildes_in_a_text_do_not_end_the_strike(self, text: str, shown: str) -> None:
        change = StatusChange("Ferry", None, replace(AGREED, quote=text))
        message = wording.correction(Correction(change, None, "n"))
        assert body(message).splitlines()[1] == f"~~{shown}~~"

    def test_in_a_terminal_it_is_said_without_a_stroke(self) -> None:
        assert "not: Proposed → Agreed" in printed(wording.correction(Correction(MOVED, PROPOSED, "n")))

    def test_long_words_fit(self) -> None:
        long = replace(AGREED, status="a" * 5000, quote="*b* " * 5000, article="c" * 5000)
        shown, text = both(wording.correction(Correction(StatusChange("d" * 5000, long, long), long, "n")))
        assert (len(shown) <= 3050, len(text) <= 2000) == (True, True)


class TestReports:
    def test_all_that_a_reload_changes_is_listed(self) -> None:
        article = Article("c.md", "Paper", "en", (), DAY)
        row = Passage("| Ferry | Agreed |", Kind.ROW, (), (4, 4))
        agreed, rejected = (Claim("Ferry", status, article, row) for status in ("Agreed", "Rejected"))
        changed = Changes(
            ("a.md",),
            ("b_c.md",),
            ("e.md",),
            (MOVED, CAME, WENT),
            (Problem("d.md", "is not UTF-8", "Save it as UTF-8.", 3),),
            3,
            1200,
            glossary=True,
            contradictions=(Step("Ferry", (agreed,), None, (rejected,)),),
            broken=("when?",),
            answerable=("why?",),
        )
        message = wording.report_changes(changed, "reload")
        assert english(message).title == "Reloaded"
        assert body(message).splitlines() == [
            "The glossary has changed.",
            "",
            "**Added** (1)",
            "- a.md",
            "",
            "**Changed** (1)",
            r"- b\_c.md",
            "",
            "**Removed** (1)",
            "- e.md",
            "",
            "**Statuses** (3)",
            "- **Ferry**: Proposed → **Agreed**",
            "- **Bridge**: **Open** (new)",
            "- **Mill**: Closed → no longer in the articles",
            "",
            "**Sources disagree** (1)",
            "- **Ferry**: Agreed (Paper) or Rejected (Paper)",
            "",
            "**Not taken up** (1)",
            r"- d.md\:3: is not UTF-8 (Save it as UTF-8.)",
            "",
            "**Judged questions that break** (1)",
            "- when?",
            "",
            "**Waiting questions that are answered now** (1)",
            "- why?",
        ]
        assert note(message) == "-# 3 articles, 1,200 passages"

    def test_a_file_that_is_kept_as_it_was_is_told_from_one_that_is_not_taken_up(self) -> None:
        wrong, new = Problem("d.md", "is empty", "Fill it."), Problem("e.md", "is a link", "Copy it.")
        changed = replace(NOTHING, problems=(wrong, new), stale=("d.md", "sub/f.md"))
        assert body(wording.report_changes(changed, "reload")).splitlines() == [
            "Nothing has changed.",
            "",
            "**Kept as it was** (2)",
            "- d.md: is empty (Fill it.)",
            "- sub/f.md",
            "",
            "**Not taken up** (1)",
            "- e.md: is a link (Copy it.)",
        ]

    def test_what_is_no_status_is_named_with_its_place_and_why(self) -> None:
        ignored = (("plans.md", Ignored("Stage 2 reviewers", (5, 6), "The header says more.")),)
        changed = replace(NOTHING, added=("plans.md",), ignored=ignored)
        assert body(wording.report_changes(changed, "preview")).splitlines()[-2:] == [
            "**Not taken for a status** (1)",
            "- Stage 2 reviewers: The header says more. · plans.md:5",
        ]

    def test_what_would_take_back_much_can_be_confirmed(self) -> None:
        lost = replace(NOTHING, removed=("a.md", "b.md"), loss=Loss(("a.md", "b.md"), 4, (), 3))
        message = wording.report_loss(lost)
        assert english(message).title == "Nothing is reloaded yet"
        shown = body(message)
        assert shown.startswith("This would take back 2 of 4 articles and 0 of 3 statuses, which must be ")
        assert "**Removed** (2)\n- a.md\n- b.md" in shown
        assert printed(message).startswith("Nothing is reloaded yet\n")
        assert [(button.action, button.key) for button in english(message).buttons] == [
            ("reload", lost.loss.key)
        ]
        assert english(wording.report_changes(lost, "reload")).buttons == ()

    def test_a_preview_says_what_would_be(self) -> None:
        changed = replace(NOTHING, glossary=True, broken=("when?",), answerable=("why?",))
        message = wording.report_changes(changed, "preview")
        assert english(message).title == "What a reload would change"
        assert body(message).splitlines() == [
            "The glossary would change.",
            "",
            "**Judged questions that would break** (1)",
            "- when?",
            "",
            "**Waiting questions that would be answered** (1)",
            "- why?",
        ]

    def test_a_rollback_is_called_one(self) -> None:
        assert english(wording.report_changes(NOTHING, "rollback")).title == "Rolled back"

    @pytest.mark.parametrize(
        ("done", "says"), [("preview", "Nothing would change."), ("reload", "Nothing has changed.")]
    )
    def test_no_change_is_said(self, done: wording.Done, says: str) -> None:
        assert body(wording.report_changes(NOTHING, done)) == says

    def test_a_refused_file_is_named_where_nothing_changes(self) -> None:
        changed = replace(NOTHING, problems=(Problem("d.md", "is empty", "Remove it."),))
        said = "Nothing has changed.\n\n**Not taken up** (1)\n- d.md: is empty (Remove it.)"
        assert body(wording.report_changes(changed, "reload")) == said

    def test_long_parts_are_counted_and_short_ones_shown_whole(self) -> None:
        many = tuple(f"an-article-{number}.md" for number in range(5000))
        changed = Changes(many, many, ("gone.md",), (MOVED,) * 400, (), 24, 24, broken=("when?",))
        message = wording.report_changes(changed, "preview")
        for shown in both(message):
            assert "**Added** (5,000)\n- an-article-0.md" in shown
            assert "**Removed** (1)\n- gone.md\n" in shown
            assert "\n\n**Judged questions that would break** (1)\n- when?" in shown
            assert shown.count("\n… and ") == 3


def test_files_of_kinds_that_are_not_read_are_named_in_a_report_and_in_the_log() -> None:
    changed = replace(NOTHING, passed_over=(PassedOver(".xlsx", 2, "a.xlsx", ".csv"), PassedOver("", 1, "b")))
    assert "**Passed over** (2)" in both(wording.report_changes(changed, "preview"))[0]
    assert changed.remarks == (
        "Passed over: 2 .xlsx files, the first a.xlsx (save as .csv); 1 file without an ending, b",
    )


@pytest.mark.parametrize(
    ("unit", "lines", "where"),
    [
        (Unit.PAGE, (3, 3), "page 3"),
        (Unit.PARAGRAPH, (3, 5), "paragraphs 3–5"),
        (Unit.LINE, (3, 3), "line 3"),
    ],
)
def test_a_position_is_said_in_what_the_source_counts(unit: Unit, lines: tuple[int, int], where: str) -> None:
    said = replace(AGREED, lines=lines, unit=unit)
    shown, _ = both(wording.correction(Correction(StatusChange("Ferry", None, said), said, "n")))
    assert shown.endswith(where) or f"{where}\n" in shown
