"""What of a message fits, and what is left out?"""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.replies.card import draw, draw_text, share
from bot.replies.card import fit as fit_translated
from bot.wording.catalogue import choose_catalogue, translate
from bot.wording.message import Block, Entry, Listing, Message, Quote, line
from bot.wording.spans import Bold, Name


def fit(blocks: Sequence[Block], room: int) -> str:
    return fit_translated(translate(Message("", tuple(blocks)), choose_catalogue()).blocks, room)


def listing(number: int, *, keeps_last: bool = False) -> Listing:
    return Listing(tuple(line(f"item {each:04}") for each in range(number)), keeps_last=keeps_last)


def entries(number: int, *, brief: bool) -> Listing:
    return Listing(
        tuple(
            Entry(
                (line("in whole", name=Name(str(each))), Quote("word " * 30)),
                line("briefly", name=Name(str(each))) if brief else None,
            )
            for each in range(number)
        )
    )


class TestQuotations:
    def test_they_stay_whole_where_there_is_room(self) -> None:
        assert fit([Quote("word " * 100)], 1000) == "> " + ("word " * 100).strip()

    @pytest.mark.parametrize(("room", "most"), [(3000, 1600), (1599, 700), (500, 400), (250, 200), (70, 60)])
    def test_they_are_shortened_step_by_step_and_all_alike(self, room: int, most: int) -> None:
        (quote,) = fit([Quote("word " * 1000)], room).splitlines()
        assert most - 6 < len(quote.removeprefix("> ")) <= most
        first, second = fit([Quote("word " * 1000), Quote("else " * 1000)], 2 * room + 1).splitlines()
        assert len(first) == len(second) == len(quote)


class TestListings:
    def test_whole_items_are_shown_and_the_others_counted(self) -> None:
        assert fit([listing(9)], 107) == "\n".join(f"- item {each:04}" for each in range(9))
        assert fit([listing(9)], 106).splitlines()[-2:] == ["- item 0006", "… and 2 more"]

    def test_the_first_are_left_out_where_the_last_matter_most(self) -> None:
        shown = fit([listing(5000, keeps_last=True)], 80).splitlines()
        assert shown[0] == f"… and {5000 - len(shown) + 1:,} earlier"
        assert shown[-1] == "- item 4999"

    def test_very_many_are_counted_even_where_more_would_fit(self) -> None:
        assert fit([listing(5000)], 3000).splitlines()[-2:] == ["- item 0099", "… and 4,900 more"]

    def test_they_share_the_room_fairly(self) -> None:
        few, many = (
            replace(listing(3), heading=(Bold("Few"),)),
            replace(listing(300), heading=(Bold("Many"),)),
        )
        shown = fit([few, many, line("the end")], 300)
        assert shown.startswith("**Few**\n- item 0000\n- item 0001\n- item 0002\n\n**Many**\n- item 0000\n")
        assert shown.endswith(" more\nthe end")

    def test_the_first_entries_stand_in_whole_and_the_others_briefly(self) -> None:
        shown = fit([entries(9, brief=True)], 500)
        whole, _, brief = shown.rpartition("\n\n")
        assert whole.count("in whole") >= 2
        assert "briefly" not in whole
        assert brief.splitlines() == [f"- {each}: briefly" for each in range(whole.count("in whole"), 9)]

    def test_entries_that_cannot_be_brief_are_counted(self) -> None:
        shown = fit([entries(9, brief=False)], 500)
        assert shown.endswith(f"\n… and {9 - shown.count('in whole')} more")

    def test_one_item_that_does_not_fit_is_cut(self) -> None:
        shown = fit([entries(2, brief=False)], 40)
        assert shown.startswith("0: in whole\n> word")
        assert len(shown) <= 40

    @settings(deadline=None)
    @given(st.lists(st.integers(1, 40), max_size=4), st.integers(60, 600), st.booleans())
    def test_what_is_shown_fits(self, sizes: Sequence[int], room: int, keeps_last: bool) -> None:
        lists = [listing(size, keeps_last=keeps_last) for size in sizes]
        shown = fit([*lists, line("the end")], room)
        assert len(shown) <= room
        assert shown.endswith("the end") or len(lists) * 31 + 7 > room

    @pytest.mark.parametrize(
        ("needs", "room", "shares"),
        [
            ([10, 20], 100, [10, 20]),
            ([10, 200, 200], 110, [10, 50, 50]),
            ([200, 10], 110, [100, 10]),
            ([], 100, []),
        ],
    )
    def test_room_is_shared_so_that_who_needs_little_gets_all_of_it(
        self, needs: list[int], room: int, shares: list[int]
    ) -> None:
        assert share(needs, room) == shares


class TestTitles:
    def test_a_line_does_not_repeat_the_title_above_it(self) -> None:
        message = Message("Ferry", (line(name=Bold("Ferry")), line("Open", name=Bold("Ferry"))))
        assert draw(message).description == "Open"
        assert draw_text(message) == "**Ferry**\nOpen"

    def test_another_name_stays(self) -> None:
        assert draw(Message("Ferry", (line("Open", name=Bold("Mill")),))).description == "**Mill**: Open"
