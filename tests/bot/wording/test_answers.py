"""How do answers look, and what does the bot say of itself?"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bot.freshness import Freshness

from bot import wording
from bot.replies.escape import escaped, safe_link
from knowledge.model import Answer, Article, Claim, Coverage, Hit, Kind, Passage, Status, Verdict
from knowledge.notices.audience import DigestPlan, Subscription

DAY = date(2026, 3, 1)
STAMP = "<t:1772366400:D>"  # noon in UTC
FRESH = Freshness(DAY, 30, 7)
COVERAGE = Coverage(3, 40, date(2026, 2, 1), DAY, ("Bridge Repair", "Winter Ferry"))


def _passage(text: str = "The ferry leaves\nat seven.", **fields: Any) -> Passage:
    return replace(Passage(text, Kind.PARAGRAPH, ("Ferries", "North"), (7, 8)), **fields)


def _article(**fields: Any) -> Article:
    return replace(Article("a.md", "Timetable", "en", (), DAY), **fields)


def _answer(
    passage: Passage | None = None, article: Article | None = None, verdict: Verdict = Verdict.ANSWER
) -> Answer:
    return Answer("when?", verdict, (Hit(passage or _passage(), article or _article(), 0.9),))


def _status(name: str = "Proposed", **fields: Any) -> Status:
    row = _passage(
        f"Point: Winter Ferry; Status: {name}",
        kind=Kind.ROW,
        cells=(("Point", "Winter Ferry"), ("Status", name)),
        row=f"| Winter Ferry | {name} |",
    )
    return Status("Winter Ferry", (Claim("Winter Ferry", name, _article(**fields), row),))


class TestLinks:
    def test_an_https_address_is_shown_with_its_host(self) -> None:
        card = wording.answer(
            _answer(article=_article(url="https://news.example/a_(b)?c=d")), COVERAGE, FRESH
        )
        assert "Source: [Timetable](<https://news.example/a_%28b%29?c=d>) (news.example) ·" in card.note

    def test_a_title_cannot_end_the_link_text(self) -> None:
        article = _article(url="https://news.example", title="a](<https://evil.example>) [b")
        note = wording.answer(_answer(article=article), COVERAGE, FRESH).note
        assert note.startswith(r"-# Source: [a)(\<https\://evil.example>) (b](<https://news.example>)")

    @pytest.mark.parametrize(
        "url",
        [
            None,
            "",
            "http://news.example",
            "javascript:alert(1)",
            "https://",
            "https://known.example@evil.example/",
            "https://news.example/ space",
            "https://[::1",
            "https://новини.example",
            "https://news.example/" + "ю" * 100,
            "https://news.example/" + "a" * 400,
        ],
    )
    def test_no_other_address_is_linked(self, url: str | None) -> None:
        assert safe_link(url) is None
        assert "](" not in wording.answer(_answer(article=_article(url=url)), COVERAGE, FRESH).note


class TestAnswers:
    def test_a_paragraph_is_quoted_under_its_heading_with_its_source(self) -> None:
        card = wording.answer(_answer(), COVERAGE, FRESH)
        assert card.title == "North"
        assert card.body == "> The ferry leaves at seven."
        assert card.note == f"-# Source: Timetable · Ferries › North · {STAMP} · lines 7–8"

    def test_a_bullet_comes_with_the_sentence_that_introduces_its_list(self) -> None:
        bullet = _passage("At dusk", kind=Kind.BULLET, lead_in="It returns:", section=(), lines=(9, 9))
        card = wording.answer(_answer(bullet), COVERAGE, FRESH)
        assert card.title == "Timetable"
        assert card.body == "-# It returns:\n> At dusk"
        assert card.note.endswith("· line 9")

    def test_a_row_is_read_cell_by_cell(self) -> None:
        row = _passage("…", kind=Kind.ROW, cells=(("Pier", "North"), ("", "x"), ("Leaves", "at 7:00")))
        assert (
            wording.answer(_answer(row), COVERAGE, FRESH).body
            == "> **Pier**: North\n> x\n> **Leaves**: at 7:00"
        )

    def test_the_sentence_that_answers_best_is_bold_in_the_whole_passage(self) -> None:
        found = replace(
            _answer(_passage("It sails. It leaves\nat seven. It rests.")), sentence="It leaves\nat seven."
        )
        body = "> It sails. **It leaves at seven.** It rests."
        assert wording.answer(found, COVERAGE, FRESH).body == body
        closest = wording.answer(replace(found, verdict=Verdict.CLOSEST), COVERAGE, FRESH)
        assert closest.body == f"The articles do not answer this. The nearest passage is:\n{body}"

    def test_the_sentence_that_answers_best_is_seen_where_the_passage_is_cut(self) -> None:
        text = "It sails on. " * 200 + "It leaves at seven. " + "It rests on. " * 200
        card = wording.answer(
            replace(_answer(_passage(text)), sentence="It leaves at seven."), COVERAGE, FRESH
        )
        for shown in (card.body, card.text):
            assert "> … " in shown
            assert "**It leaves at seven.**" in shown

    def test_a_list_that_answers_is_shown_whole_below_its_lead_in(self) -> None:
        items = tuple(
            _passage(f"It *{what}*", kind=Kind.BULLET, lead_in="Every day:", lines=(number, number))
            for number, what in enumerate(("sails", "rests"), 9)
        )
        found = replace(_answer(items[0]), items=items, status=_status())
        card = wording.answer(found, COVERAGE, FRESH)
        assert card.body == "> Every day:\n> - It \\*sails\\*\n> - It \\*rests\\*"
        assert card.note.endswith("· lines 9–10")
        assert card.title == "North"

    def test_a_table_that_answers_has_a_line_for_each_row(self) -> None:
        rows = tuple(
            _passage("…", kind=Kind.ROW, cells=cells)
            for cells in (
                (("Pier", "North"),),
                (("Pier", "South"), ("Leaves", "7:00")),
                (("Pier", ""), ("Leaves", "8:00"), ("Arrives", "9:00")),
            )
        )
        found = replace(_answer(rows[0], verdict=Verdict.CLOSEST), items=rows)
        assert wording.answer(found, COVERAGE, FRESH).body.splitlines() == [
            "The articles do not answer this. The nearest passage is:",
            "> - North",
            "> - **South**: 7:00",
            r"> - **…**: Leaves: 8:00 · Arrives: 9:00",
        ]

    def test_a_long_list_says_how_much_it_leaves_out(self) -> None:
        items = tuple(_passage(f"{number} " + "word " * 20, kind=Kind.BULLET) for number in range(90))
        lines = wording.answer(replace(_answer(items[0]), items=items), COVERAGE, FRESH).body.splitlines()
        assert lines[-1] == f"… and {90 - len(lines) + 1} more"

    def test_the_question_stands_above_the_answer_where_it_is_asked_for(self) -> None:
        found = replace(_answer(), question="# *when*\n@here?")
        above = wording.answer(found, COVERAGE, FRESH, repeat_question=True)
        assert (
            above.body == f"-# “\\# \\*when\\* @\u200bhere?”\n{wording.answer(found, COVERAGE, FRESH).body}"
        )

    def test_the_closest_passage_is_not_shown_as_an_answer(self) -> None:
        card = wording.answer(_answer(verdict=Verdict.CLOSEST), COVERAGE, FRESH)
        assert card.body.startswith("The articles do not answer this. The nearest passage is:\n> The ferry")
        assert card.colour != wording.answer(_answer(), COVERAGE, FRESH).colour

    def test_nothing_found_is_said_with_what_is_covered(self) -> None:
        card = wording.answer(Answer("?", Verdict.NONE, suggestions=("Winter Ferry",)), COVERAGE, FRESH)
        assert "do not answer this" in card.body
        assert "Nearest: **Winter Ferry**" in card.body
        covered = (
            f"-# Covered: 3 articles · <t:1769947200:D> to {STAMP} · Topics: Bridge Repair, Winter Ferry"
        )
        assert card.note == covered

    def test_an_empty_coverage_is_said_in_one_word(self) -> None:
        card = wording.answer(Answer("?", Verdict.NONE), Coverage(1, 2, None, None, ()), FRESH)
        assert card.note == "-# Covered: 1 article"

    @pytest.mark.parametrize(
        ("published", "loaded_on", "dated"),
        [(DAY, None, STAMP), (None, DAY, f"loaded on {STAMP}"), (None, None, "North · lines")],
    )
    def test_a_date_of_loading_is_not_shown_as_one_of_publication(
        self, published: date | None, loaded_on: date | None, dated: str
    ) -> None:
        article = _article(published=published, loaded_on=loaded_on)
        note = wording.answer(_answer(article=article), COVERAGE, FRESH).note
        assert dated in note
        assert ("loaded" in note) == (dated.startswith("loaded"))


class TestButtons:
    def test_what_the_articles_do_not_answer_can_be_waited_for(self) -> None:
        button = wording.Button("Tell me when this is known", f"tell:{wording.question_key('when?')}")
        for verdict in (Verdict.CLOSEST, Verdict.NONE):
            assert wording.answer(_answer(verdict=verdict), COVERAGE, FRESH).buttons == (button,)
        assert wording.answer(_answer(), COVERAGE, FRESH).buttons == ()

    def test_an_answer_that_states_a_status_can_be_followed(self) -> None:
        found = replace(_answer(), status=_status())
        button = wording.Button("Follow this topic", f"follow:{wording.key_of('Winter Ferry')}")
        assert wording.answer(found, COVERAGE, FRESH).buttons == (button,)

    def test_a_key_is_short_and_the_same_for_all_ways_to_write_a_topic(self) -> None:
        assert wording.key_of("Winter Ferry") == wording.key_of("winter  FERRY") == "38c43f01853c02cc"
        assert wording.key_of("Winter Ferry") != wording.key_of("Summer Ferry")
        assert wording.question_key("when?") == "ddc4d5853961af0c"
        assert len(wording.question_key("\ud800")) == 16


class TestKnown:
    def test_who_waited_is_told_the_passage_with_their_question(self) -> None:
        card = wording.known(_answer(), FRESH)
        assert card.body == "You asked: “when?”. The articles answer it now.\n> The ferry leaves at seven."
        assert card.note.startswith("-# Source: Timetable")
        assert card.title == "North"

    def test_an_answer_that_is_a_status_can_be_followed(self) -> None:
        card = wording.known(replace(_answer(), status=_status()), FRESH)
        assert card.body.splitlines()[1].startswith("**Proposed** · since")
        assert [button.label for button in card.buttons] == ["Follow this topic"]


class TestGuide:
    def test_the_help_names_text_commands_only_where_they_work(self) -> None:
        assert r"**\*ask**" in wording.guide(COVERAGE, "*").body
        assert "text channels" not in wording.guide(COVERAGE, None).body
        assert "*a topic*" in wording.guide(Coverage(0, 0, None, None, ()), None).body

    @pytest.mark.parametrize(
        "command", "ask status history new follow unfollow following forget_me help settings".split()
    )
    def test_the_help_names_each_command(self, command: str) -> None:
        assert f"**/{escaped(command)}**" in wording.guide(COVERAGE, None).body

    def test_the_help_fits_into_a_message_without_an_embed(self) -> None:
        card = wording.guide(COVERAGE, "!")
        assert card.body in card.text

    @pytest.mark.parametrize(
        ("questions", "kept", "says"),
        [
            (0, 0, "There was nothing to forget."),
            (1, 0, "Forgotten: 1 question."),
            (7, 0, "Forgotten: 7 questions."),
            (0, 1, "Forgotten: 1 entry."),
            (7, 12, "Forgotten: 7 questions and 12 entries."),
        ],
    )
    def test_what_was_forgotten_and_what_is_kept_is_said(self, questions: int, kept: int, says: str) -> None:
        body = wording.forgotten(questions, kept).body
        assert body.splitlines()[0] == says
        for said in ("four of your last questions", "15 minutes", "in memory only", "follow", "90 days"):
            assert said in body


class TestFollowing:
    def test_a_topic_that_is_followed_can_be_left_by_one_click(self) -> None:
        card = wording.followed("Winter_Ferry", 7)
        assert card.title == r"You follow Winter\_Ferry"
        assert card.buttons == (wording.Button("Stop following", "stop:7"),)
        assert wording.followed("Ferry", 7, already=True).title == "You follow Ferry already"
        assert "about **Ferry**" in wording.unfollowed("Ferry").body

    def test_what_is_followed_is_listed_and_what_is_paused_is_said_with_the_cure(self) -> None:
        ferry = Subscription(1, "Ferry", user=5)
        card = wording.following([ferry, Subscription(2, None, user=5)])
        assert card.body.splitlines() == ["- **Ferry**", "- every topic"]
        paused = wording.following([replace(ferry, paused=True)])
        assert paused.body.splitlines()[0] == "- **Ferry** · ⚠ paused"
        assert "Allow direct messages" in paused.body
        assert "**/follow**" in wording.following([]).body

    def test_what_is_waited_for_is_listed_too(self) -> None:
        card = wording.following([Subscription(1, "Ferry", user=5)], ["*when*?", "who?"])
        assert card.body.splitlines() == [
            "- **Ferry**",
            "",
            "**You wait for the answers to**",
            r"- “\*when\*?”",
            "- “who?”",
        ]
        alone = wording.following([], ["who?"])
        assert alone.body.splitlines()[-1] == "- “who?”"
        assert r"**/forget\_me**" in alone.note
        assert not wording.following([]).note
        many = wording.following([Subscription(1, "Ferry", user=5)] * 50, ["why? " * 60] * 25)
        assert "Ferry" in many.body
        assert many.body.splitlines()[-1].startswith("… and ")

    def test_who_waits_for_an_answer_is_told_so(self) -> None:
        assert wording.will_tell("*when*?").title == "You will be told"
        assert r"“\*when\*?”" in wording.will_tell("*when*?").body
        assert wording.will_tell("when?", already=True).title == "You wait for this already"


class TestSettings:
    PLAN = DigestPlan(1, 55, 8, "Europe/Kyiv")

    def test_the_channels_and_the_digest_of_a_server_are_listed(self) -> None:
        told = [
            Subscription(1, "Ferry", channel=33, guild=1, edits=True),
            Subscription(2, None, channel=44, guild=1),
            Subscription(3, "Mill", user=5),
        ]
        card = wording.settings(told, self.PLAN)
        assert card.body.splitlines() == [
            "**Announcements**",
            "- <#33>: **Ferry** · one message for each topic, edited",
            "- <#44>: every topic",
            "",
            "**Digest**",
            "<#55>: every day at 08:00 (Europe/Kyiv)",
        ]

    def test_what_is_not_set_is_said_to_be_none(self) -> None:
        assert wording.settings([], None).body == "**Announcements**\nNone.\n\n**Digest**\nNone."

    def test_a_paused_channel_is_marked_and_the_cure_named(self) -> None:
        body = wording.settings([Subscription(2, None, channel=44, paused=True)], None).body
        assert "- <#44>: every topic · ⚠ paused" in body
        assert "then use **/settings announcements** again." in body

    @pytest.mark.parametrize(
        ("topic", "edits", "says"),
        [
            (None, False, "When the status of a topic changes, a new message says so in <#44>."),
            ("Ferry", True, "of **Ferry** changes, the message about that topic is edited in <#44>."),
        ],
    )
    def test_what_will_be_announced_and_where_is_said(
        self, topic: str | None, edits: bool, says: str
    ) -> None:
        assert says in wording.announced(Subscription(2, topic, channel=44, edits=edits)).body

    def test_when_the_digest_comes_is_said_in_the_time_of_the_reader(self) -> None:
        weekly = replace(self.PLAN, weekday=6)
        body = wording.digest_planned(weekly, datetime(2026, 3, 1, 12, tzinfo=UTC)).body
        assert body.startswith("<#55>: every Sunday at 08:00 (Europe/Kyiv)\nThe next one: <t:1772366400:F>")

    def test_what_was_done_is_said_in_plain_words(self) -> None:
        card = wording.done("Announcements", "Nothing is announced in #a_b <#1> any more.")
        assert card.body == r"Nothing is announced in #a\_b \<#1> any more."


class TestFailures:
    def test_a_failure_without_a_cure_is_one_sentence(self) -> None:
        assert wording.failure("Reason.").body == "Reason."

    def test_a_choice_is_shown_as_it_is_and_short(self) -> None:
        assert wording.choice("a_b\u200b [c]") == "a_b [c]"
        assert len(wording.choice("a" * 300)) == 100
