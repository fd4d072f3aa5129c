import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import render
from bot.render._text import cut, cut_closed, escaped, marked, safe_link
from knowledge.changes import Changes, StatusChange
from knowledge.model import Answer, Article, Coverage, Hit, Kind, Passage, Problem, Status, Verdict

DAY = date(2026, 3, 1)
STAMP = "<t:1772366400:D>"  # noon in UTC
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
    return Status("Winter Ferry", name, _article(**fields), row, DAY)


class TestEscaping:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("*a* _b_ `c` ~~d~~ ||e||", r"\*a\* \_b\_ \`c\` \~~d\~~ \||e\||"),
            ("@everyone @here", "@\u200beveryone @\u200bhere"),
            ("<@1> <@&2> <#3> </ask:4> <t:5:R> <:a:6>", r"\<@​1> \<@​&2> \<#3> \</ask:4> \<t\:5:R> \<\:a:6>"),
            ("[a](https://evil.example)", r"\[a\](https\://evil.example)"),
            ("https://evil.example/x discord.gg/x", r"https\://evil\.example/x discord\.gg/x"),
            (":smile: at 12:30", r"\:smile: at 12:30"),
            ("# Heading", r"\# Heading"),
            ("> quote", r"\> quote"),
            (">>> quote", r"\>>> quote"),
            ("-# small", r"\-# small"),
            ("- item", r"\- item"),
            ("1. item", r"1\. item"),
            ("-5 degrees, #1, a > b, and/or | e.g./i.e.", "-5 degrees, #1, a > b, and/or | e.g./i.e."),
            ("C:\\temp", r"C:\\temp"),
            ("two\nlines\tand\u2028more", "two lines and more"),
            ("\u200b# un\u202eseen\u0000\ud800\U000e0041", r"\# unseen"),
            ("", ""),
        ],
    )
    def test_what_means_something_to_discord_is_shown_as_it_is(self, text: str, expected: str) -> None:
        assert escaped(text) == expected

    def test_prose_stays_as_it_was_written(self) -> None:
        prose = "“Security: both sides” (50 %) - the U.S.-Russia talks, Kyiv's view; state-owned & more?"
        assert escaped(prose) == prose

    @settings(deadline=None)
    @given(st.text(alphabet=st.sampled_from("a1 .:/|~*_`<>[]()@#-+\\\n\u200b\u202e"), max_size=60))
    def test_no_markup_survives(self, text: str) -> None:
        shown = escaped(text)
        unescaped = re.sub(r"\\[^0-9A-Za-z\s]", "x", shown)  # what Discord's clients take as an escape
        assert not set("*_`<[]") & set(unescaped)
        assert "||" not in unescaped
        assert "~~" not in unescaped
        assert "://" not in unescaped
        assert "\n" not in shown
        assert not shown.startswith(("#", ">", "- ", "-# ", "+ "))
        assert shown.count("@") == shown.count("@\u200b")

    @pytest.mark.parametrize(
        "text", ["[a](" * 100_000, ":a" * 200_000, "\u200b" * 400_000, "|~:.a/" * 70_000]
    )
    def test_a_hostile_text_takes_time_by_its_length_only(self, text: str) -> None:
        # The library's own escaper takes minutes for the first of these; the test's time limit is two.
        assert len(cut(escaped(text), 4096)) <= 4096


class TestCutting:
    @pytest.mark.parametrize(
        ("text", "most", "expected"),
        [
            ("short", 5, "short"),
            ("two words here", 10, "two words…"),
            ("two words here", 12, "two words…"),
            (r"aaaa\*bbb", 6, "aaaa…"),
            (r"aaa\\bbbb", 6, r"aaa\\…"),
            ("aaae\u0301bbb", 5, "aaa…"),
            ("aaa\U0001f44d\U0001f3fdbbb", 5, "aaa…"),
            ("\u0301" * 9, 5, "…"),
        ],
    )
    def test_a_text_is_cut_between_words_and_never_inside_an_escape_or_a_letter(
        self, text: str, most: int, expected: str
    ) -> None:
        assert cut(text, most) == expected

    @settings(deadline=None)
    @given(st.text(alphabet="a *\\", max_size=80), st.integers(min_value=1, max_value=60))
    def test_a_cut_leaves_no_half_escape(self, text: str, most: int) -> None:
        shortened = cut(escaped(text), most)
        assert len(shortened) <= most
        backslashes = len(shortened.removesuffix("…")) - len(shortened.removesuffix("…").rstrip("\\"))
        assert backslashes % 2 == 0


class TestMarking:
    @pytest.mark.parametrize(
        ("text", "sentence", "expected"),
        [
            ("One is. Two are. Three were.", "Two are.", "One is. **Two are.** Three were."),
            ("One is.\nTwo\nare.", "Two\nare.", "One is. **Two are.**"),
            ("1. It *is*. It_was_.", "It *is*.", r"1\. **It \*is\*.** It\_was\_."),
            ("One is. Two are.", "Three were.", "One is. Two are."),
            ("# One is.", "", r"\# One is."),
            ("> One.", "\u200b", r"\> One."),
            ("一。二。三。", "二。", "一。**二。**三。"),
        ],
    )
    def test_a_sentence_stands_out_in_a_passage_that_stays_whole(
        self, text: str, sentence: str, expected: str
    ) -> None:
        assert marked(text, sentence, 100) == expected

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("", " After it come more words.", "**Here it is.** After it come…"),
            ("Some words come before it. ", " More.", "… before it. **Here it is.** Mor…"),
            ("Some words come before it. ", "", "… before it. **Here it is.**"),
            ("Nospacesbeforeitandafter", "it.", "… **Here it is.**it."),
        ],
    )
    def test_a_passage_is_cut_around_its_marked_sentence(
        self, before: str, after: str, expected: str
    ) -> None:
        assert marked(f"{before}Here it is.{after}", "Here it is.", 33) == expected

    def test_a_sentence_that_is_too_long_itself_is_cut(self) -> None:
        assert marked("Before. " + "word " * 20, "word " * 20, 30) == "… **word word word word…**"

    @settings(deadline=None)
    @given(
        st.text(alphabet="a. *|~:/\\", max_size=40),
        st.text(alphabet="a. *|~:/\\", max_size=40),
        st.text(alphabet="a. *|~:/\\", max_size=40),
        st.integers(min_value=12, max_value=100),
    )
    def test_no_other_markup_comes_with_it(self, before: str, sentence: str, after: str, most: int) -> None:
        shown = marked(before + sentence + after, sentence, most)
        assert len(shown) <= most
        unescaped = re.sub(r"\\[^0-9A-Za-z\s]", "x", shown)
        assert "*" not in unescaped.replace("**", "", 2)
        assert unescaped.count("**") == (2 if sentence.split() else 0)
        assert "||" not in unescaped
        assert "~~" not in unescaped
        assert "://" not in unescaped

    @settings(deadline=None)
    @given(st.lists(st.sampled_from(["**", r"\*", "a", " ", r"\\"]), max_size=40), st.integers(12, 60))
    def test_a_cut_leaves_no_bold_part_open(self, parts: list[str], most: int) -> None:
        # As in the cards: bold parts open and close, and have something in them.
        text = "".join(part if part != "**" else "**b**" for part in parts)
        shown = cut_closed(text, most)
        assert len(shown) <= most
        assert re.sub(r"\\.", "x", shown).count("**") % 2 == 0
        assert re.sub(r"\\.", "x", shown).count("*") % 2 == 0


class TestLinks:
    def test_an_https_address_is_shown_with_its_host(self) -> None:
        card = render.answer(_answer(article=_article(url="https://news.example/a_(b)?c=d")), COVERAGE)
        assert "Source: [Timetable](<https://news.example/a_%28b%29?c=d>) (news.example) ·" in card.note

    def test_a_title_cannot_end_the_link_text(self) -> None:
        article = _article(url="https://news.example", title="a](<https://evil.example>) [b")
        note = render.answer(_answer(article=article), COVERAGE).note
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
        assert "](" not in render.answer(_answer(article=_article(url=url)), COVERAGE).note


class TestAnswers:
    def test_a_paragraph_is_quoted_under_its_heading_with_its_source(self) -> None:
        card = render.answer(_answer(), COVERAGE)
        assert card.title == "North"
        assert card.body == "> The ferry leaves at seven."
        assert card.note == f"-# Source: Timetable · Ferries › North · {STAMP} · lines 7–8"

    def test_a_bullet_comes_with_the_sentence_that_introduces_its_list(self) -> None:
        bullet = _passage("At dusk", kind=Kind.BULLET, lead_in="It returns:", section=(), lines=(9, 9))
        card = render.answer(_answer(bullet), COVERAGE)
        assert card.title == "Timetable"
        assert card.body == "-# It returns:\n> At dusk"
        assert card.note.endswith("· line 9")

    def test_a_row_is_read_cell_by_cell(self) -> None:
        row = _passage("…", kind=Kind.ROW, cells=(("Pier", "North"), ("", "x"), ("Leaves", "at 7:00")))
        assert render.answer(_answer(row), COVERAGE).body == "> **Pier**: North\n> x\n> **Leaves**: at 7:00"

    def test_the_sentence_that_answers_best_is_bold_in_the_whole_passage(self) -> None:
        found = replace(
            _answer(_passage("It sails. It leaves\nat seven. It rests.")), sentence="It leaves\nat seven."
        )
        body = "> It sails. **It leaves at seven.** It rests."
        assert render.answer(found, COVERAGE).body == body
        closest = render.answer(replace(found, verdict=Verdict.CLOSEST), COVERAGE)
        assert closest.body == f"The articles do not answer this. The nearest passage is:\n{body}"

    def test_the_sentence_that_answers_best_is_seen_where_the_passage_is_cut(self) -> None:
        text = "It sails on. " * 200 + "It leaves at seven. " + "It rests on. " * 200
        card = render.answer(replace(_answer(_passage(text)), sentence="It leaves at seven."), COVERAGE)
        for shown in (card.body, card.text):
            assert "> … " in shown
            assert "**It leaves at seven.**" in shown

    def test_a_list_that_answers_is_shown_whole_below_its_lead_in(self) -> None:
        items = tuple(
            _passage(f"It *{what}*", kind=Kind.BULLET, lead_in="Every day:", lines=(number, number))
            for number, what in enumerate(("sails", "rests"), 9)
        )
        found = replace(_answer(items[0]), items=items, status=_status())
        card = render.answer(found, COVERAGE)
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
        assert render.answer(found, COVERAGE).body.splitlines() == [
            "The articles do not answer this. The nearest passage is:",
            "> - North",
            "> - **South**: 7:00",
            r"> - **…**: Leaves: 8:00 · Arrives: 9:00",
        ]

    def test_a_long_list_says_how_much_it_leaves_out(self) -> None:
        items = tuple(_passage(f"{number} " + "word " * 20, kind=Kind.BULLET) for number in range(90))
        lines = render.answer(replace(_answer(items[0]), items=items), COVERAGE).body.splitlines()
        assert lines[-1] == f"… and {90 - len(lines) + 1} more"

    def test_the_question_stands_above_the_answer_where_it_is_asked_for(self) -> None:
        found = replace(_answer(), question="# *when*\n@here?")
        above = render.answer(found, COVERAGE, repeat_question=True)
        assert above.body == f"-# “\\# \\*when\\* @\u200bhere?”\n{render.answer(found, COVERAGE).body}"

    def test_the_closest_passage_is_not_shown_as_an_answer(self) -> None:
        card = render.answer(_answer(verdict=Verdict.CLOSEST), COVERAGE)
        assert card.body.startswith("The articles do not answer this. The nearest passage is:\n> The ferry")
        assert card.colour != render.answer(_answer(), COVERAGE).colour

    def test_nothing_found_is_said_with_what_is_covered(self) -> None:
        card = render.answer(Answer("?", Verdict.NONE, suggestions=("Winter Ferry",)), COVERAGE)
        assert "do not answer this" in card.body
        assert "Nearest: **Winter Ferry**" in card.body
        covered = (
            f"-# Covered: 3 articles · <t:1769947200:D> to {STAMP} · Topics: Bridge Repair, Winter Ferry"
        )
        assert card.note == covered

    def test_an_empty_coverage_is_said_in_one_word(self) -> None:
        card = render.answer(Answer("?", Verdict.NONE), Coverage(1, 2, None, None, ()))
        assert card.note == "-# Covered: 1 article"

    @pytest.mark.parametrize(
        ("published", "loaded_on", "dated"),
        [(DAY, None, STAMP), (None, DAY, f"loaded on {STAMP}"), (None, None, "North · lines")],
    )
    def test_a_date_of_loading_is_not_shown_as_one_of_publication(
        self, published: date | None, loaded_on: date | None, dated: str
    ) -> None:
        article = _article(published=published, loaded_on=loaded_on)
        note = render.answer(_answer(article=article), COVERAGE).note
        assert dated in note
        assert ("loaded" in note) == (dated.startswith("loaded"))


class TestStatuses:
    def test_a_status_stands_with_its_date_and_the_row_that_says_so(self) -> None:
        card = render.status(_status())
        assert card.title == "Winter Ferry"
        assert card.body == (
            "**Proposed** · since <t:1772366400:D> (<t:1772366400:R>)\n> | Winter Ferry | Proposed |"
        )
        assert card.note.startswith("-# Source: Timetable")

    def test_an_answer_that_states_a_status_shows_where_the_topic_stands_now(self) -> None:
        answered = Answer("ferry?", Verdict.ANSWER, _answer().hits, _status("Agreed"))
        assert render.answer(answered, COVERAGE) == render.status(_status("Agreed"))

    def test_sources_of_one_date_that_differ_are_quoted_both(self) -> None:
        others = tuple(_status(f"Agreed {number}", title=f"Paper {number}") for number in range(5))
        stands = Status("Winter Ferry", "Proposed", _article(), _passage(), None, None, others)
        body = render.status(stands).body
        assert body.startswith("**Proposed**\n")
        assert "**Sources disagree.**" in body
        assert "**Agreed 0** says Paper 0\n> | Winter Ferry | Agreed 0 |" in body
        assert body.endswith("… and 2 more")

    def test_an_unknown_topic_is_answered_with_the_nearest(self) -> None:
        card = render.unknown_topic(Answer("fairy", Verdict.NONE, suggestions=("Winter Ferry",)), COVERAGE)
        assert card.body == "The articles state no status for “fairy”.\nNearest: **Winter Ferry**"

    def test_the_board_has_a_line_for_each_topic(self) -> None:
        undated = Status("Mill", "Open", _article(), _passage(), None, None, (_status(),))
        card = render.board([_status(), undated], COVERAGE)
        assert card.body.splitlines() == [
            f"**Winter Ferry**: Proposed · since {STAMP}",
            "**Mill**: Open · sources disagree",
        ]
        assert "Topics" not in card.note

    def test_a_long_board_says_how_many_it_leaves_out(self) -> None:
        lines = render.board([_status("Agreed " * 20)] * 300, COVERAGE).body.splitlines()
        assert lines[-1] == f"… and {300 - len(lines) + 1} more"

    def test_an_empty_board_says_so(self) -> None:
        assert render.board([], COVERAGE).body == "The articles state no statuses."


class TestReports:
    def test_changes_are_listed_with_old_and_new_statuses(self) -> None:
        statuses = (
            StatusChange("Ferry", "Proposed", "Agreed"),
            StatusChange("Bridge", None, "Open"),
            StatusChange("Mill", "Open", None),
        )
        problems = (Problem("d.md", "is not UTF-8", "Save it as UTF-8.", 3),)
        card = render.changes(Changes(("a.md",), ("b_c.md",), (), statuses, problems, 3, 1200), preview=False)
        assert card.title == "Reloaded"
        assert card.body.splitlines() == [
            "**Added** (1)",
            "- a.md",
            "**Changed** (1)",
            r"- b\_c.md",
            "**Statuses** (3)",
            "- **Ferry**: Proposed → Agreed",
            "- **Bridge**: new → Open",
            "- **Mill**: Open → gone",
            "**Not taken up** (1)",
            r"- d.md\:3: is not UTF-8 (Save it as UTF-8.)",
        ]
        assert card.note == "-# 3 articles, 1,200 passages"

    def test_long_lists_are_cut_and_say_so(self) -> None:
        added = tuple(f"{number}.md" for number in range(24))
        assert "… and 12 more" in render.changes(Changes(added, (), (), (), (), 24, 24), preview=True).body

    @pytest.mark.parametrize(("preview", "says"), [(True, "would change."), (False, "has changed.")])
    def test_no_change_is_said(self, preview: bool, says: str) -> None:
        assert f"Nothing {says}" in render.changes(Changes((), (), (), (), (), 1, 1), preview=preview).body

    def test_the_help_names_text_commands_only_where_they_work(self) -> None:
        assert r"**\*ask**" in render.guide(COVERAGE, "*").body
        assert "text channels" not in render.guide(COVERAGE, None).body
        assert "*a topic*" in render.guide(Coverage(0, 0, None, None, ()), None).body

    def test_the_help_names_how_to_be_forgotten(self) -> None:
        assert r"**/forget\_me**" in render.guide(COVERAGE, None).body
        assert r"**!forget\_me**" in render.guide(COVERAGE, "!").body

    @pytest.mark.parametrize(
        ("count", "says"), [(0, "nothing to forget"), (1, "1 question."), (7, "7 questions.")]
    )
    def test_what_was_forgotten_and_what_is_kept_is_said(self, count: int, says: str) -> None:
        body = render.forgotten(count).body
        assert says in body
        assert "in memory only" in body

    def test_a_failure_without_a_cure_is_one_sentence(self) -> None:
        assert render.failure("Reason.").body == "Reason."

    def test_a_choice_is_shown_as_it_is_and_short(self) -> None:
        assert render.choice("a_b\u200b [c]") == "a_b [c]"
        assert len(render.choice("a" * 300)) == 100


_MARKS = ["*", "\\", "@everyone ", "<@1>", "[a](b)", "\u0301", "👨‍👩‍👧", "||", "\u202e", "a ", "é"]


def _repeated(drawn: tuple[str, int]) -> str:
    return drawn[0] * drawn[1]


_marks = st.tuples(st.sampled_from(_MARKS), st.sampled_from([1, 20, 3000])).map(_repeated)
_hostile = st.text(max_size=300) | _marks
_days = st.none() | st.dates()
_articles = st.builds(
    Article,
    _hostile,
    _hostile,
    st.just("en"),
    st.just(()),
    _days,
    _days,
    st.none() | _hostile | st.just("https://a.b/c"),
)
_passages = st.builds(
    Passage,
    _hostile,
    st.sampled_from(Kind),
    st.lists(_hostile, max_size=3).map(tuple),
    st.just((1, 2)),
    _hostile,
    st.lists(st.tuples(_hostile, _hostile), max_size=8).map(tuple),
    _hostile,
)
_statuses = st.builds(Status, _hostile, _hostile, _articles, _passages, _days)
_disagreeing = st.builds(
    Status,
    _hostile,
    _hostile,
    _articles,
    _passages,
    _days,
    st.none(),
    st.lists(_statuses, max_size=6).map(tuple),
)
_coverages = st.builds(
    Coverage,
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    _days,
    _days,
    st.lists(_hostile, max_size=9).map(tuple),
)
_hits = st.lists(st.builds(Hit, _passages, _articles, st.just(0.5)), max_size=3).map(tuple)
_names = st.lists(_hostile, max_size=40).map(tuple)
_answers = st.builds(
    Answer,
    _hostile,
    st.sampled_from(Verdict),
    _hits,
    st.none() | _disagreeing,
    _names,
    st.just(()) | st.lists(_passages, max_size=9).map(tuple),
    _hostile,
)


def _marked(found: Answer) -> Answer:
    """Let the sentence be one of the passage: its beginning."""
    return replace(found, sentence=found.hits[0].passage.text[:2500]) if found.hits else found


_changes = st.builds(
    Changes,
    _names,
    _names,
    _names,
    st.lists(st.builds(StatusChange, _hostile, st.none() | _hostile, st.none() | _hostile), max_size=30).map(
        tuple
    ),
    st.lists(st.builds(Problem, _hostile, _hostile, _hostile), max_size=30).map(tuple),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)

CARDS: list[Callable[[st.DataObject], render.Card]] = [
    lambda data: render.answer(data.draw(_answers), data.draw(_coverages)),
    lambda data: render.answer(data.draw(_answers.map(_marked)), data.draw(_coverages), repeat_question=True),
    lambda data: render.status(data.draw(_disagreeing)),
    lambda data: render.unknown_topic(data.draw(_answers), data.draw(_coverages)),
    lambda data: render.board(data.draw(st.lists(_statuses, max_size=40)), data.draw(_coverages)),
    lambda data: render.changes(data.draw(_changes), preview=data.draw(st.booleans())),
    lambda data: render.guide(data.draw(_coverages), data.draw(st.none() | st.text(min_size=1, max_size=5))),
    lambda data: render.failure(data.draw(_hostile), data.draw(_hostile)),
]


@pytest.mark.parametrize("draw", CARDS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_every_card_stays_within_the_limits_and_pings_nobody(
    draw: Callable[[st.DataObject], render.Card], data: st.DataObject
) -> None:
    card = draw(data)
    embed, text = card.embed, card.text
    assert 1 <= len(embed.title or "") <= 256
    assert 1 <= len(embed.description or "") <= 4096
    assert len(embed) <= 6000
    assert 1 <= len(text) <= 2000
    for said in (embed.title or "", embed.description or "", text):
        said.encode()
        assert "@everyone" not in said
        assert "<@" not in said.replace("\\<@", "")
        assert "\u202e" not in said
