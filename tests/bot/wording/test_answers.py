"""How is it said what the articles answer, and what the bot says of itself?"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from bot import wording
from bot.commands import COMMANDS
from bot.replies.card import draw, draw_text
from bot.replies.escape import escape, safe_link
from bot.replies.paging import open_page
from bot.translator import about
from bot.wording import Action, Button, Message
from bot.wording.catalogue import find_codes, read_catalogue
from bot.wording.spans import text
from knowledge.answers import Answer, Coverage, Hit, ListAnswer, Nothing, PassageAnswer, Standing, Verdict
from knowledge.model import Article, Claim, Kind, Passage, Step
from knowledge.notices.audience import DigestPlan, Subscription
from knowledge.when import When
from tests.drawing import body, both, english, note, printed

DAY = date(2026, 3, 1)
STAMP = "<t:1772366400:D>"  # noon in UTC
WHEN = When(DAY)
COVERAGE = Coverage(3, 40, date(2026, 2, 1), DAY, ("Bridge Repair", "Winter Ferry"))
TIMETABLE = Article("a.md", "Timetable", "en", (), DAY)


def passage(text: str = "The ferry leaves\nat seven.", **fields: Any) -> Passage:
    return replace(Passage(text, Kind.PARAGRAPH, ("Ferries", "North"), (7, 8)), **fields)


PASSAGE = passage()


def found(
    best: Passage = PASSAGE,
    article: Article = TIMETABLE,
    verdict: Verdict = Verdict.ANSWER,
    sentence: str = "",
) -> PassageAnswer:
    return PassageAnswer("when?", verdict, (Hit(best, article, 0.9),), (sentence,))


def found_list(*items: Passage, verdict: Verdict = Verdict.ANSWER) -> ListAnswer:
    return ListAnswer("when?", verdict, (Hit(items[0], TIMETABLE, 0.9),), items)


def stood(name: str = "Proposed") -> Standing:
    row = passage(
        f"Point: Winter Ferry; Status: {name}",
        kind=Kind.ROW,
        cells=(("Point", "Winter Ferry"), ("Status", name)),
        row=f"| Winter Ferry | {name} |",
    )
    step = Step("Winter Ferry", (Claim("Winter Ferry", name, TIMETABLE, row),))
    return Standing("when?", (Hit(row, TIMETABLE, 1.0),), step, step)


def say(answer: Answer, **options: bool) -> Message:
    return wording.answer(answer, COVERAGE, WHEN, **options)


@pytest.mark.parametrize("answer", [stood(), Nothing("when?"), found(verdict=Verdict.CLOSEST)])
def test_what_was_known_on_a_day_is_told_with_the_day_and_has_no_button(answer: Answer) -> None:
    now, then = say(answer), say(answer, is_past=True)
    assert now.buttons
    assert not then.buttons
    assert body(then) == f"-# As of {STAMP}\n{body(now)}"
    assert printed(then) == f"As of 1 March 2026\n{printed(now)}"


class TestLinks:
    def test_an_https_address_is_shown_with_its_host(self) -> None:
        linked = replace(TIMETABLE, url="https://news.example/a_(b)?c=d")
        assert note(say(found(article=linked))).startswith(
            "-# Source: [Timetable](<https://news.example/a_%28b%29?c=d>) (news.example) ·"
        )
        assert printed(say(found(article=linked))).endswith("lines 7–8 https://news.example/a_(b)?c=d\n")

    def test_a_title_cannot_end_the_link_text(self) -> None:
        article = replace(TIMETABLE, url="https://news.example", title="a](<https://evil.example>) [b")
        assert note(say(found(article=article))).startswith(
            r"-# Source: [a)(\<https\://evil.example>) (b](<https://news.example>)"
        )

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
        assert "](" not in note(say(found(article=replace(TIMETABLE, url=url))))


class TestAnswers:
    def test_a_paragraph_is_quoted_under_its_heading_with_its_source(self) -> None:
        message = say(found())
        assert english(message).title == "when?"
        assert body(message) == "> The ferry leaves at seven."
        assert note(message) == f"-# Source: Timetable · Ferries › North · {STAMP} · lines 7–8"
        assert printed(message) == (
            "  The ferry leaves at seven.\n  — Timetable, Ferries › North, 1 March 2026, lines 7–8\n"
        )

    def test_a_bullet_comes_with_the_sentence_that_introduces_its_list(self) -> None:
        bullet = passage("At dusk", kind=Kind.BULLET, lead_in="It returns:", section=(), lines=(9, 9))
        message = say(found(bullet))
        assert english(message).title == "when?"
        assert body(message) == "-# It returns:\n> - At dusk"
        assert note(message).endswith("· line 9")
        assert printed(message).startswith("It returns:\n  • At dusk\n  — Timetable, 1 March 2026, line 9\n")

    def test_a_row_is_read_cell_by_cell(self) -> None:
        row = passage("…", kind=Kind.ROW, cells=(("Pier", "North"), ("", "x"), ("Leaves", "at 7:00")))
        assert body(say(found(replace(row, cells=(("Pier", "North"), ("Leaves", " "), ("", "7:00")))))) == (
            "> **North**: 7:00"
        )
        assert body(say(found(replace(row, cells=(("Pier", "North"), ("Leaves", "")))))) == "> North"
        assert body(say(found(replace(row, cells=(("Pier", ""),))))) == "> …"
        assert body(say(found(row))) == "> **North**\n> x\n> Leaves: at 7:00"
        assert printed(say(found(row))).startswith("  North\n  x\n  Leaves: at 7:00\n  — ")

    def test_the_sentence_that_answers_best_is_bold_in_the_whole_passage(self) -> None:
        answer = found(passage("It sails. It leaves\nat seven. It rests."), sentence="It leaves\nat seven.")
        shown = "> It sails. **It leaves at seven.** It rests."
        assert body(say(answer)) == shown
        closest = say(replace(answer, verdict=Verdict.CLOSEST))
        assert body(closest) == f"Not sure. The closest passage is:\n{shown}"

    @pytest.mark.parametrize(
        ("article", "age"),
        [
            (TIMETABLE, " · **⚠ 31 days old**"),
            (replace(TIMETABLE, published=None, loaded_on=DAY), " · **⚠ 31 days ago**"),
            (replace(TIMETABLE, revised_on=date(2026, 3, 2)), ""),
            (replace(TIMETABLE, published=None), ""),
        ],
    )
    def test_an_old_article_is_marked_with_its_age(self, article: Article, age: str) -> None:
        for answer in (found(article=article), found_list(PASSAGE)):
            later = wording.answer(answer, COVERAGE, When(date(2026, 4, 1)))
            shown = age if isinstance(answer, PassageAnswer) else " · **⚠ 31 days old**"
            assert note(later).endswith(f"{shown} · lines 7–8")
            assert ("⚠" in note(later)) == bool(shown)

    def test_a_passage_of_one_sentence_is_not_bold(self) -> None:
        assert body(say(found(sentence=PASSAGE.text))) == "> The ferry leaves at seven."

    def test_the_sentence_that_answers_best_is_seen_where_the_passage_is_cut(self) -> None:
        text = "It sails on. " * 200 + "It leaves at seven. " + "It rests on. " * 200
        for shown in both(say(found(passage(text), sentence="It leaves at seven."))):
            assert "> … " in shown
            assert "**It leaves at seven.**" in shown

    def test_a_list_that_answers_is_shown_whole_below_its_lead_in(self) -> None:
        items = tuple(
            passage(f"It *{what}*", kind=Kind.BULLET, lead_in="Every day:", lines=(number, number))
            for number, what in enumerate(("sails", "rests"), 9)
        )
        message = say(found_list(*items))
        assert body(message) == "-# Every day:\n> - It \\*sails\\*\n> - It \\*rests\\*"
        assert note(message).endswith("· lines 9–10")
        assert english(message).title == "when?"
        assert printed(message).startswith("Every day:\n  • It *sails*\n  • It *rests*\n  — Timetable")

    def test_a_table_that_answers_has_a_line_for_each_row(self) -> None:
        rows = tuple(
            passage("North", kind=Kind.ROW, cells=cells)
            for cells in (
                (("Pier", "North"),),
                (("Pier", "South"), ("Leaves", "7:00")),
                (("Pier", "West"), ("Leaves", "8:00"), ("Arrives", "9:00")),
            )
        )
        assert body(say(found_list(*rows, verdict=Verdict.CLOSEST))).splitlines() == [
            "Not sure. The closest passage is:",
            "> - North",
            "> - **South**: 7:00",
            "> - **West** · Leaves: 8:00 · Arrives: 9:00",
        ]

    def test_a_long_list_says_how_much_it_leaves_out(self) -> None:
        items = tuple(passage(f"{number} " + "word " * 20, kind=Kind.BULLET) for number in range(90))
        lines = body(say(found_list(*items))).splitlines()
        assert lines[-1] == f"… and {90 - len(lines) + 1} more"

    def test_a_question_is_the_title_of_its_answer_and_is_not_said_twice(self) -> None:
        message = say(replace(found(), question=" # *when*\n@here? "), repeat_question=True)
        assert draw(message).title == "\\# \\*when\\* @\u200bhere?"
        assert body(message) == body(say(found()))
        assert english(say(replace(found(), question=" "))).title == "Timetable"

    def test_a_question_stands_above_what_has_another_title_where_it_is_asked_for(self) -> None:
        answer = Nothing("# *when*\n@here?")
        above = body(say(answer, repeat_question=True))
        assert above == f"-# “\\# \\*when\\* @\u200bhere?”\n{body(say(answer))}"

    def test_the_closest_passage_is_not_shown_as_an_answer(self) -> None:
        message = say(found(verdict=Verdict.CLOSEST))
        said = "Not sure. The closest passage is:\n"
        assert body(message).startswith(f"{said}> The ferry")
        assert printed(message).startswith(f"{said}  The ferry")
        assert draw(message).colour != draw(say(found())).colour

    def test_nothing_found_is_said_with_what_is_covered(self) -> None:
        message = say(Nothing("?"))
        assert body(message) == "The articles do not answer this, and nothing in them comes near."
        assert note(message) == (
            f"-# Covered: 3 articles from <t:1769947200:D> to {STAMP} · topics: Bridge Repair, Winter Ferry"
        )
        assert printed(message).splitlines() == [
            "The articles do not answer this, and nothing in them comes near.",
            "Covered: 3 articles from 1 February 2026 to 1 March 2026, topics: Bridge Repair, Winter Ferry",
        ]

    @pytest.mark.parametrize(
        ("coverage", "says"),
        [
            (Coverage(1, 2, None, None, ()), "1 article"),
            (Coverage(2, 2, DAY, DAY, ()), f"2 articles of {STAMP}"),
            (
                Coverage(2, 2, None, None, tuple("abcdefgh")),
                "2 articles · topics: a, b, c, d, e, f, … and 2 more",
            ),
        ],
    )
    def test_no_more_is_said_of_the_coverage_than_there_is(self, coverage: Coverage, says: str) -> None:
        assert note(wording.answer(Nothing("?"), coverage, WHEN)) == f"-# Covered: {says}"

    @pytest.mark.parametrize(
        ("published", "loaded_on", "dated"),
        [(DAY, None, STAMP), (None, DAY, f"loaded on {STAMP}"), (None, None, "North · lines")],
    )
    def test_a_date_of_loading_is_not_shown_as_one_of_publication(
        self, published: date | None, loaded_on: date | None, dated: str
    ) -> None:
        article = replace(TIMETABLE, published=published, loaded_on=loaded_on)
        shown = note(say(found(article=article)))
        assert dated in shown
        assert ("loaded" in shown) == (dated.startswith("loaded"))


class TestButtons:
    def test_what_the_articles_do_not_answer_can_be_waited_for(self) -> None:
        button = Button("Tell me when this is known", Action.TELL, wording.question_key("when?"))
        assert english(say(found(verdict=Verdict.CLOSEST))).buttons == (button,)
        assert english(say(Nothing("when?"))).buttons == (button,)
        assert english(say(found())).buttons == ()

    def test_an_answer_that_states_a_status_can_be_followed(self) -> None:
        button = Button("Follow this topic", Action.FOLLOW, wording.topic_key("Winter Ferry"))
        assert english(say(stood())).buttons == (button,)

    def test_a_key_is_short_and_the_same_for_all_ways_to_write_a_topic(self) -> None:
        assert wording.topic_key("Winter Ferry") == wording.topic_key("winter  FERRY") == "38c43f01853c02cc"
        assert wording.topic_key("Winter Ferry") != wording.topic_key("Summer Ferry")
        assert wording.question_key("when?") == "ddc4d5853961af0c"
        assert len(wording.question_key("\ud800")) == 16


class TestLateAnswers:
    def test_who_waited_is_told_the_passage_with_their_question(self) -> None:
        message = wording.late_answer(found(), COVERAGE, WHEN)
        why = "-# You wanted to be told. This is the only message about it."
        assert body(message) == f"You asked: “when?”.\n> The ferry leaves at seven.\n\n{why}"
        assert note(message).startswith("-# Source: Timetable")
        assert english(message).title == "Now in the articles"

    def test_an_answer_that_is_a_status_can_be_followed(self) -> None:
        message = wording.late_answer(stood(), COVERAGE, WHEN)
        assert body(message).splitlines()[1].startswith("**Winter Ferry**: **Proposed** · since")
        assert [button.label for button in english(message).buttons] == ["Follow this topic"]


class TestGuide:
    def test_the_help_names_text_commands_only_where_they_work(self) -> None:
        assert r"may begin with **\***: **\*status**" in body(wording.guide(COMMANDS, COVERAGE, "*"))
        assert "text channels" not in body(wording.guide(COMMANDS, COVERAGE, None))

    @pytest.mark.parametrize("command", COMMANDS)
    def test_the_help_names_each_command_of_the_place_with_what_it_does(self, command: Any) -> None:
        shown = body(wording.guide(COMMANDS, COVERAGE, None))
        assert (f"- **/{escape(command.name)}**" in shown) == command.discord
        assert (about(command.name) in shown) == command.discord
        typed = printed(wording.terminal_help(COMMANDS))
        assert (f"\n!{command.name} " in typed) == command.terminal

    def test_the_commands_stand_in_groups(self) -> None:
        shown = body(wording.guide(COMMANDS, COVERAGE, None))
        assert "\n\n**Ask**\n- **/ask** *question*: Get the passage" in shown

    def test_the_help_fits_onto_a_card_and_onto_two_pages_of_text_in_each_language(self) -> None:
        number = sum(command.discord for command in COMMANDS)
        for code in find_codes():
            words = read_catalogue(code)
            guide = wording.guide(COMMANDS, COVERAGE, "!")
            assert (draw(open_page(guide, words), words).description or "").count("- **/") == number
            assert guide.pages
            first = draw_text(open_page(guide, words, as_text=True), words)
            second = replace(guide, pages=replace(guide.pages, first=first.count("- **/")))
            shown = first + draw_text(open_page(second, words, as_text=True), words)
            if first.count("- **/") < number:
                assert shown.count("- **/") == number, code

    def test_an_unknown_command_is_named_above_the_help(self) -> None:
        assert printed(wording.terminal_help(COMMANDS, "x")).startswith(
            "There is no command !x.\nAsk in your"
        )
        assert "see **/help**" in body(wording.report_unknown_command())

    def test_the_welcome_says_what_is_covered_and_how_to_go_on(self) -> None:
        assert printed(wording.welcome(COVERAGE)).splitlines()[1] == (
            "Ask in your own words; !help lists more, quit or Ctrl-D ends."
        )


class TestForgetting:
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
        shown = body(wording.confirm_forgetting(questions, kept))
        assert shown.splitlines()[0] == says
        for said in ("four of your last questions", "15 minutes", "in memory only", "follow", "90 days"):
            assert said in shown


class TestFollowing:
    def test_a_topic_that_is_followed_can_be_left_by_one_click(self) -> None:
        message = wording.confirm_follow("Winter_Ferry", 7)
        assert draw(message).title == r"You follow Winter\_Ferry"
        assert english(message).buttons == (Button("Stop following", Action.STOP, "7"),)
        assert english(wording.confirm_follow("Ferry", 7, already=True)).title == "You follow Ferry already"
        assert "about **Ferry**" in body(wording.confirm_unfollow("Ferry"))

    def test_what_is_followed_is_listed_and_what_is_paused_is_said_with_the_cure(self) -> None:
        ferry = Subscription(1, "Ferry", user=5)
        message = wording.list_following([ferry, Subscription(2, None, user=5)])
        assert body(message).splitlines() == ["- **Ferry**", "- every topic"]
        paused = body(wording.list_following([replace(ferry, paused=True)]))
        assert paused.splitlines()[0] == "- **Ferry** · ⚠ paused"
        assert "Allow direct messages" in paused
        assert "**/follow**" in body(wording.list_following([]))

    def test_what_is_waited_for_is_listed_too(self) -> None:
        message = wording.list_following([Subscription(1, "Ferry", user=5)], ["*when*?", "who?"])
        assert body(message).splitlines() == [
            "- **Ferry**",
            "",
            "**You wait for the answers to**",
            r"- “\*when\*?”",
            "- “who?”",
        ]
        alone = wording.list_following([], ["who?"])
        assert body(alone).splitlines()[-1] == "- “who?”"
        assert r"**/forget\_me**" in note(alone)
        assert not wording.list_following([]).note
        many = body(wording.list_following([Subscription(1, "Ferry", user=5)] * 50, ["why? " * 60] * 25))
        assert many.count("Ferry") == 50
        assert many.count("why?…”") == 25

    def test_who_waits_for_an_answer_is_told_so(self) -> None:
        assert english(wording.promise_answer("*when*?")).title == "You will be told"
        assert r"“\*when\*?”" in body(wording.promise_answer("*when*?"))
        assert english(wording.promise_answer("when?", already=True)).title == "You wait for this already"


class TestSettings:
    PLAN = DigestPlan(1, 55, 8, "Europe/Kyiv")

    def test_the_channels_and_the_digest_of_a_server_are_listed(self) -> None:
        told = [
            Subscription(1, "Ferry", channel=33, guild=1, edits=True),
            Subscription(2, None, channel=44, guild=1),
            Subscription(3, "Mill", user=5),
        ]
        assert body(wording.show_settings(told, self.PLAN)).splitlines() == [
            "**Announcements**",
            "- <#33>: **Ferry** · one message for each topic, edited",
            "- <#44>: every topic",
            "",
            "**Digest**",
            "<#55>: every day at 08:00 (Europe/Kyiv)",
        ]

    def test_what_is_not_set_is_said_to_be_none(self) -> None:
        shown = body(wording.show_settings([], None))
        assert shown == "**Announcements**\nNone.\n\n**Digest**\nNone."

    def test_a_paused_channel_is_marked_and_the_cure_named(self) -> None:
        shown = body(wording.show_settings([Subscription(2, None, channel=44, paused=True)], None))
        assert "- <#44>: every topic · ⚠ paused" in shown
        assert "then use **/settings announcements** again." in shown

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
        subscription = Subscription(2, topic, channel=44, edits=edits)
        assert says in body(wording.confirm_announcements(subscription))

    def test_when_the_digest_comes_is_said_in_the_time_of_the_reader(self) -> None:
        weekly = replace(self.PLAN, weekday=6)
        message = wording.confirm_digest(weekly, datetime(2026, 3, 1, 12, tzinfo=UTC))
        assert body(message).startswith(
            "<#55>: every Sunday at 08:00 (Europe/Kyiv)\nThe next one: <t:1772366400:F>"
        )
        assert printed(message).startswith(
            "#55: every Sunday at 08:00 (Europe/Kyiv)\nThe next one: 1 March 2026, 12:00 UTC\n"
        )

    def test_what_was_done_is_said_in_plain_words(self) -> None:
        message = wording.confirm(text("own.digest"), text("facts.quoted", words="a_b <#1>"))
        assert body(message) == r"“a\_b \<#1>”"


class TestFailures:
    def test_a_failure_without_a_cure_is_one_sentence(self) -> None:
        assert body(wording.report_failure("Reason.")) == "Reason."

    def test_what_is_no_date_is_named_with_how_to_write_one(self) -> None:
        assert (
            printed(wording.report_no_date("soon")) == "“soon” is not a date.\nWrite it as in 2026-11-10.\n"
        )

    def test_a_message_without_words_still_has_some(self) -> None:
        empty = wording.report_failure("")
        assert draw(empty).description == "…"
        assert draw_text(replace(empty, title="")).startswith("**…**")
