"""What stands on which page, and how does one get to the next?"""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot import wording
from bot.replies.card import draw, draw_text
from bot.replies.paging import open_page
from bot.wording import Action, Message, Pages
from bot.wording.catalogue import choose_catalogue
from bot.wording.message import Entry, Listing, Quote, line
from bot.wording.spans import Bold, Name
from knowledge.answers import Board, Coverage, News
from knowledge.model import Article, Claim, Kind, Passage, Statement, StatusChange, Step
from knowledge.when import When

DAY = date(2026, 3, 1)
WHEN = When(DAY)
COVERAGE = Coverage(1, 1, DAY, DAY, ())


def listed(number: int, *, keeps_last: bool = False, first: int = 0) -> Message:
    items = tuple(line(f"item {each:04} {'word ' * 20}") for each in range(number))
    listing = Listing(items, (Bold("All"),), keeps_last=keeps_last)
    return Message("List", (line("above"), listing), pages=Pages("list", "x", first))


def labels(page: Message) -> list[tuple[str, str]]:
    assert all(each.action is Action.PAGE for each in page.buttons)
    return [(choose_catalogue().write(each.label), each.key) for each in page.buttons]


def read_through(message: Message, *, as_text: bool = False) -> list[str]:
    """Press the button that leads on until there is none, and give each page as it is drawn."""
    assert message.pages
    drawn: list[str] = []
    forward = {"Next", "Earlier"}
    while True:
        page = open_page(message, as_text=as_text)
        drawn.append(draw_text(page) if as_text else draw(page).description or "")
        onward = [key for label, key in labels(page) if label in forward]
        if not onward:
            return drawn
        message = replace(message, pages=Pages("list", "x", int(onward[0].split("-")[1])))


def test_what_fits_and_what_has_no_pages_stays_as_it_is() -> None:
    assert not open_page(listed(3)).buttons
    assert draw(open_page(listed(3))) == draw(listed(3))
    alone = replace(listed(90), pages=None)
    assert open_page(alone) is alone
    assert not open_page(Message("Empty", (), pages=Pages("list"))).buttons


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("keeps_last", [False, True])
def test_each_item_stands_on_one_page_in_whole(as_text: bool, keeps_last: bool) -> None:
    pages = read_through(listed(130, keeps_last=keeps_last), as_text=as_text)
    said = [row.rstrip() for page in pages for row in page.splitlines() if row.startswith("- item")]
    assert sorted(said) == [f"- item {each:04} {'word ' * 20}".strip() for each in range(130)]
    assert all("more" not in page and page.count("above\n\n**All**\n") == 1 for page in pages)
    assert max(map(len, pages)) <= (2000 if as_text else 3050)


def test_a_page_says_where_it_stands_and_leads_to_those_beside_it() -> None:
    first = open_page(listed(60))
    assert (draw(first).description or "").endswith("\n-# 1–25 of 60")
    assert labels(first) == [("Next", "list-25-x")]
    second = open_page(listed(60, first=25))
    assert (draw(second).description or "").endswith("\n-# 26–50 of 60")
    assert labels(second) == [("Previous", "list-0-x"), ("Next", "list-50-x")]
    assert labels(open_page(listed(60, first=50))) == [("Previous", "list-25-x")]


def test_of_a_course_the_newest_steps_come_first_and_the_earlier_ones_to_their_left() -> None:
    newest = open_page(listed(60, keeps_last=True))
    assert (draw(newest).description or "").endswith("word \n-# 36–60 of 60")
    assert labels(newest) == [("Earlier", "list-25-x")]
    assert labels(open_page(listed(60, keeps_last=True, first=25))) == [
        ("Earlier", "list-50-x"),
        ("Later", "list-0-x"),
    ]


def test_a_page_that_is_there_no_more_is_the_last() -> None:
    page = open_page(listed(60, first=900))
    assert (draw(page).description or "").endswith("\n-# 51–60 of 60")
    assert labels(page) == [("Previous", "list-25-x")]


def test_a_page_may_begin_between_two_where_there_was_less_room() -> None:
    assert labels(open_page(listed(60, first=30))) == [("Previous", "list-25-x"), ("Next", "list-55-x")]


def test_an_item_that_is_longer_than_a_page_has_one() -> None:
    long = Entry((line(Name("a")), *(Quote("word " * 300),) * 12))
    message = Message("Long", (Listing((long,) * 3),), pages=Pages("list"))
    pages = read_through(message)
    assert len(pages) == 3
    assert all(len(page) <= 3050 for page in pages)


def test_a_listing_of_which_nothing_stands_on_a_page_has_no_heading_there() -> None:
    lists = tuple(replace(listed(30).blocks[1], heading=(Bold(name),)) for name in "AB")
    first, *_, last = read_through(Message("Two", lists, pages=Pages("list")))
    assert ("**A**" in first, "**B**" in first) == (True, False)
    assert ("**A**" in last, "**B**" in last) == (False, True)


@pytest.mark.unmeasured
def test_sixty_topics_are_reached_on_the_board_and_changes_are_brief_where_they_are_many() -> None:
    row = Passage("…", Kind.ROW, (), (1, 1))
    steps = tuple(
        Step(f"Topic {each:02}", (Claim("x", "Planned", Article("a.md", "Paper", "en", (), DAY), row),))
        for each in range(60)
    )
    pages = read_through(wording.answer(Board("", steps), COVERAGE, WHEN))
    assert all(f"**Topic {each:02}**" in "".join(pages) for each in range(60))
    said = Statement("Agreed", "x", "Paper", (), (1, 1), DAY)
    changes = tuple(StatusChange(f"Topic {each:02}", None, said) for each in range(60))
    news = wording.answer(News("", DAY - timedelta(1), None, changes, ()), COVERAGE, WHEN)
    assert labels(open_page(news)) == [("Next", "new-25-2026-02-28")]
    assert all(f"- **Topic {each:02}**: " in "".join(read_through(news)) for each in range(60))
