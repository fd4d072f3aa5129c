"""How does it look what has happened: one change, many, a digest, and the report of a reload?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bot.freshness import Freshness

from bot import wording
from knowledge.model import (
    Answer,
    Article,
    Claim,
    Coverage,
    Hit,
    Kind,
    Passage,
    Problem,
    Statement,
    Status,
    StatusChange,
    Verdict,
)
from knowledge.notices.audience import Bulletin, Digest, NewArticle
from knowledge.statuses.changes import Changes

DAY = date(2026, 3, 1)
STAMP, EARLIER_STAMP = "<t:1772366400:D>", "<t:1769947200:D>"
FRESH = Freshness(DAY, 30, 7)


def _said(status: str, article: str = "Paper", on: date = DAY, url: str | None = None) -> Statement:
    return Statement(status, f"| Ferry | {status} |", article, ("Ferries",), (4, 5), on, None, url)


PROPOSED = _said("Proposed", "Timetable", date(2026, 2, 1))
AGREED = _said("Agreed", url="https://paper.example/a")
MOVED = StatusChange("Ferry", PROPOSED, AGREED)
CAME = StatusChange("Bridge", None, _said("Open"))
WENT = StatusChange("Mill", _said("Closed"), None)
LINKED = "[Paper](<https://paper.example/a>) (paper.example)"
NOTHING = Changes((), (), (), (), (), 1, 1)


class TestAnnouncements:
    def test_a_change_is_told_with_the_words_dates_and_sources_of_both_sides(self) -> None:
        card = wording.announcement(MOVED)
        assert card.title == "Ferry"
        assert card.body.splitlines() == [
            "Proposed → **Agreed**",
            "> | Ferry | Proposed |",
            f"-# Before: Timetable · {EARLIER_STAMP} · lines 4–5",
            "> | Ferry | Agreed |",
            f"-# Now: [Paper](<https://paper.example/a>) (paper.example) · {STAMP} · lines 4–5",
        ]

    def test_the_same_change_makes_the_same_card(self) -> None:
        assert wording.announcement(MOVED) == wording.announcement(replace(MOVED))

    def test_a_follower_can_stop_and_others_can_follow(self) -> None:
        assert wording.announcement(MOVED).buttons == (
            wording.Button("Follow this topic", f"follow:{wording.key_of('Ferry')}"),
        )
        assert wording.announcement(MOVED, stop=12).buttons == (wording.Button("Stop following", "stop:12"),)

    def test_sources_that_disagree_are_quoted_too(self) -> None:
        others = tuple(_said(f"Rejected {number}", f"Gazette {number}") for number in range(4))
        lines = wording.announcement(replace(MOVED, disagree=others)).body.splitlines()
        assert lines[5:11] == [
            "",
            "⚠ **Sources disagree.** Of the same date:",
            "",
            "**Rejected 0**",
            "> | Ferry | Rejected 0 |",
            f"-# Gazette 0 · {STAMP} · lines 4–5",
        ]
        assert lines[-1] == "… and 1 more"

    def test_quotes_are_cut_so_that_both_sides_are_seen(self) -> None:
        before, after = (replace(said, quote="word " * 1000) for said in (PROPOSED, AGREED))
        card = wording.announcement(StatusChange("Ferry", before, after))
        for shown in (card.body, card.text):
            assert shown.count("\n> word ") == 2
            assert "-# Now: [Paper]" in shown

    @pytest.mark.parametrize(
        ("change", "first"),
        [
            (CAME, "**Open** (new)"),
            (WENT, "Closed → no longer in the articles"),
            (StatusChange("Mill", None, None), "no longer in the articles"),
        ],
    )
    def test_a_topic_may_come_and_go(self, change: StatusChange, first: str) -> None:
        assert wording.announcement(change).body.splitlines()[0] == first

    def test_what_was_loaded_is_not_shown_as_published(self) -> None:
        loaded = StatusChange("Ferry", None, replace(AGREED, published=None, loaded_on=DAY, url=None))
        assert f"-# Now: Paper · loaded on {STAMP} · lines" in wording.announcement(loaded).body


class TestNews:
    def test_changes_are_told_with_both_quotes_and_then_the_articles_that_came(self) -> None:
        articles = NewArticle("a.md", "Paper", DAY, "https://paper.example/a"), NewArticle("b.md", "b_c")
        card = wording.news(Bulletin((MOVED, CAME, WENT), articles), None, FRESH)
        assert card.body.splitlines() == [
            "-# Since you last looked",
            "",
            "**Ferry**: Proposed → **Agreed**",
            "> | Ferry | Proposed |",
            f"-# Before: Timetable · {EARLIER_STAMP} · lines 4–5",
            "> | Ferry | Agreed |",
            f"-# Now: [Paper](<https://paper.example/a>) (paper.example) · {STAMP} · lines 4–5",
            "",
            "**Bridge**: **Open** (new)",
            "> | Ferry | Open |",
            f"-# Now: Paper · {STAMP} · lines 4–5",
            "",
            "**Mill**: Closed → no longer in the articles",
            "> | Ferry | Closed |",
            f"-# Before: Paper · {STAMP} · lines 4–5",
            "",
            "**New articles** (2)",
            f"- [Paper](<https://paper.example/a>) (paper.example) · {STAMP}",
            r"- b\_c",
        ]

    def test_of_a_period_that_is_over_both_ends_are_named(self) -> None:
        card = wording.news(Bulletin((MOVED,)), date(2026, 2, 1), FRESH, DAY)
        assert card.body.startswith(f"-# From {EARLIER_STAMP} to {STAMP}\n")

    @pytest.mark.parametrize(
        ("since", "says"),
        [
            (None, "since you last looked"),
            (DAY - timedelta(days=7), "in the last 7 days, since <t:1771761600:D>"),
            (date(2026, 2, 1), f"since {EARLIER_STAMP}"),
        ],
    )
    def test_it_is_said_since_when(self, since: date | None, says: str) -> None:
        assert wording.news(Bulletin(), since, FRESH).body == f"Nothing has changed {says}."
        assert wording.news(Bulletin((MOVED,)), since, FRESH).body.lower().startswith(f"-# {says}\n".lower())

    def test_each_change_has_its_line_and_the_first_have_their_quotes_where_that_fits(self) -> None:
        changes = tuple(replace(MOVED, topic=f"Ferry {number}") for number in range(20))
        body = wording.news(Bulletin(changes), None, FRESH).body
        assert all(f"**Ferry {number}**" in body for number in range(20))
        head, _, last = body.rpartition("\n\n")
        assert "- **" not in head
        assert (
            head.count("> | Ferry | Proposed |")
            == head.count("> | Ferry | Agreed |")
            == head.count("**Ferry")
        )
        assert head.count("**Ferry") >= 5
        lines = last.splitlines()
        assert lines[-1] == f"- **Ferry 19**: Proposed → **Agreed** · {STAMP} · {LINKED}"
        assert all(line.startswith("- **Ferry") for line in lines)

    def test_it_is_said_where_sources_disagree(self) -> None:
        disputed = replace(MOVED, disagree=(_said("Refused"),))
        said = "**Ferry**: Proposed → **Agreed** · sources disagree"
        assert said in wording.news(Bulletin((disputed,)), None, FRESH).body
        assert f"- {said}" in wording.digest(Digest(DAY, (disputed,), (), ())).body

    def test_much_news_is_counted_where_it_does_not_fit(self) -> None:
        articles = tuple(NewArticle(f"{number}.md", f"Article {number}") for number in range(300))
        card = wording.news(Bulletin((MOVED,) * 300, articles), None, FRESH)
        for body in (card.body, card.brief):
            changes, _, came = body.partition("\n\n**New articles** (300)\n")
            assert changes.endswith(f"\n… and {300 - changes.count('**Ferry**')} more")
            assert came.endswith(f"\n… and {300 - came.count('- Article')} more")
            assert changes.count("**Ferry**") >= 3
            assert came.count("- Article") >= 10
        assert card.brief in card.text

    def test_what_changed_is_told_so_in_an_answer_too(self) -> None:
        row = Passage("| Ferry | Agreed |", Kind.ROW, (), (4, 4))
        hits = (Hit(row, Article("c.md", "Paper", "en", (), DAY), 1.0),)
        found = Answer("what has changed?", Verdict.ANSWER, hits, changes=(MOVED,), since=date(2026, 2, 1))
        told = wording.news(Bulletin((MOVED,)), date(2026, 2, 1), FRESH)
        assert wording.answer(found, Coverage(1, 1, DAY, DAY, ()), FRESH) == told


class TestDigests:
    def test_a_digest_holds_changes_new_articles_and_what_was_asked_about(self) -> None:
        articles = (NewArticle("a.md", "Paper", DAY),)
        asked = (("Ferry", 3), ("@everyone", 1))
        card = wording.digest(Digest(DAY, (MOVED, WENT), articles, asked))
        assert card.body.splitlines() == [
            f"-# Digest of {STAMP}",
            f"- **Ferry**: Proposed → **Agreed** · {STAMP} · {LINKED}",
            "- **Mill**: Closed → no longer in the articles",
            "",
            "**New articles** (1)",
            f"- Paper · {STAMP}",
            "",
            "**Most asked about**",
            "- Ferry: 3 times",
            "- @\u200beveryone: 1 time",
        ]

    def test_parts_without_anything_are_left_out(self) -> None:
        assert "New" not in wording.digest(Digest(DAY, (MOVED,), (), ())).body
        assert "Most" not in wording.digest(Digest(DAY, (MOVED,), (), ())).body

    def test_a_long_digest_is_counted_and_still_says_what_was_asked(self) -> None:
        card = wording.digest(Digest(DAY, (MOVED,) * 500, (), (("Ferry", 3),)))
        for body in (card.body, card.brief):
            *_, left, _, _, asked = body.splitlines()
            assert left == f"… and {500 - body.count('**Ferry**')} more"
            assert asked == "- Ferry: 3 times"


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
            contradictions=(Status("Ferry", (agreed,), None, (rejected,)),),
            broken=("when?",),
            answerable=("why?",),
        )
        card = wording.changes(changed, "reload")
        assert card.title == "Reloaded"
        assert card.body.splitlines() == [
            "The glossary has changed.",
            "**Added** (1)",
            "- a.md",
            "**Changed** (1)",
            r"- b\_c.md",
            "**Removed** (1)",
            "- e.md",
            "**Statuses** (3)",
            "- **Ferry**: Proposed → Agreed",
            "- **Bridge**: new → Open",
            "- **Mill**: Closed → gone",
            "**Sources disagree** (1)",
            "- **Ferry**: Agreed (Paper) or Rejected (Paper)",
            "**Not taken up** (1)",
            r"- d.md\:3: is not UTF-8 (Save it as UTF-8.)",
            "**Judged questions that break** (1)",
            "- when?",
            "**Waiting questions that are answered now** (1)",
            "- why?",
        ]
        assert card.note == "-# 3 articles, 1,200 passages"

    def test_a_preview_says_what_would_be(self) -> None:
        changed = replace(NOTHING, glossary=True, broken=("when?",), answerable=("why?",))
        card = wording.changes(changed, "preview")
        assert card.title == "What a reload would change"
        assert card.body.splitlines() == [
            "The glossary would change.",
            "**Judged questions that would break** (1)",
            "- when?",
            "**Waiting questions that would be answered** (1)",
            "- why?",
        ]

    def test_a_rollback_is_called_one(self) -> None:
        assert wording.changes(NOTHING, "rollback").title == "Rolled back"

    @pytest.mark.parametrize(
        ("done", "says"), [("preview", "Nothing would change."), ("reload", "Nothing has changed.")]
    )
    def test_no_change_is_said(self, done: wording.Done, says: str) -> None:
        assert wording.changes(NOTHING, done).body == says

    def test_a_refused_file_is_named_where_nothing_changes(self) -> None:
        changed = replace(NOTHING, problems=(Problem("d.md", "is empty", "Remove it."),))
        body = "Nothing has changed.\n**Not taken up** (1)\n- d.md: is empty (Remove it.)"
        assert wording.changes(changed, "reload").body == body

    def test_long_parts_are_counted_and_short_ones_shown_whole(self) -> None:
        many = tuple(f"an-article-{number}.md" for number in range(5000))
        changed = Changes(many, many, ("gone.md",), (MOVED,) * 400, (), 24, 24, broken=("when?",))
        card = wording.changes(changed, "preview")
        for body in (card.body, card.brief):
            assert "**Added** (5,000)\n- an-article-0.md" in body
            assert "**Removed** (1)\n- gone.md\n" in body
            assert body.endswith("**Judged questions that would break** (1)\n- when?")
            assert body.count("\n… and ") == 3
        assert card.brief in card.text
