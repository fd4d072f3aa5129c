"""How is foreign text made harmless, and cut?"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies.escape import cut, cut_and_close, escape, mark, phrase, short


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
        assert escape(text) == expected

    def test_prose_stays_as_it_was_written(self) -> None:
        prose = "“Security: both sides” (50 %) - the U.S.-Russia talks, Kyiv's view; state-owned & more?"
        assert escape(prose) == prose

    @settings(deadline=None)
    @given(st.text(alphabet=st.sampled_from("a1 .:/|~*_`<>[]()@#-+\\\n\u200b\u202e"), max_size=60))
    def test_no_markup_survives(self, text: str) -> None:
        shown = escape(text)
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
        assert len(cut(escape(text), 4096)) <= 4096


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
        shortened = cut(escape(text), most)
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
        assert mark(text, sentence, 100) == expected

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
        assert mark(f"{before}Here it is.{after}", "Here it is.", 33) == expected

    def test_a_sentence_that_is_too_long_itself_is_cut(self) -> None:
        assert mark("Before. " + "word " * 20, "word " * 20, 30) == "… **word word word word…**"

    @settings(deadline=None)
    @given(
        st.text(alphabet="a. *|~:/\\", max_size=40),
        st.text(alphabet="a. *|~:/\\", max_size=40),
        st.text(alphabet="a. *|~:/\\", max_size=40),
        st.integers(min_value=12, max_value=100),
    )
    def test_no_other_markup_comes_with_it(self, before: str, sentence: str, after: str, most: int) -> None:
        shown = mark(before + sentence + after, sentence, most)
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
        shown = cut_and_close(text, most)
        assert len(shown) <= most
        assert re.sub(r"\\.", "x", shown).count("**") % 2 == 0
        assert re.sub(r"\\.", "x", shown).count("*") % 2 == 0

    @pytest.mark.parametrize(
        ("text", "most", "expected"),
        [
            ("since <t:1772366400:D> (x)", 16, "since…"),
            ("in <#1234567890> and so on", 12, "in…"),
            (r"by [a \] b](<https://a.b/c>) (a.b)", 20, "by…"),
            (r"by [a](<https://a.b/c>) \<x and more>", 33, r"by [a](<https://a.b/c>) \<x…"),
        ],
    )
    def test_a_date_or_a_link_is_never_cut(self, text: str, most: int, expected: str) -> None:
        assert cut_and_close(text, most) == expected


class TestShortening:
    @settings(deadline=None)
    @given(st.text(alphabet="a :/.*|~\\\u200b", max_size=80), st.integers(1, 60))
    def test_cutting_first_gives_the_same_as_escaping_first(self, text: str, most: int) -> None:
        assert len(short(text, most)) <= most
        if len(escape(text)) <= most:
            assert short(text, most) == escape(text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (" since ", " since "),
            ("a_b", r"a\_b"),
            (" ", " "),
            ("", ""),
            ("\u200b", " "),
            ("\n*a*", r" \*a\*"),
        ],
    )
    def test_a_phrase_keeps_the_space_at_its_ends(self, text: str, expected: str) -> None:
        assert phrase(text) == expected
