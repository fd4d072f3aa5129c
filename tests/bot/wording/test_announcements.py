"""How does it look what is told unasked: several changes, their details, new articles, a board?"""

from datetime import date, timedelta

from msgspec.structs import replace

from bot import wording
from bot.replies.card import draw
from bot.wording import Action, Message
from bot.wording.catalogue import choose_catalogue
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Board, Coverage
from knowledge.model import NewArticle, Statement, StatusChange
from knowledge.notices.audience import Board as Kept
from knowledge.snapshot import Snapshot
from knowledge.when import When
from tests.knowledge.notices.test_notices import article, corpus

DAY = date(2026, 3, 9)
ENGLISH = choose_catalogue("en")


def said(status: str, quote: str = "", cells: tuple[tuple[str, str], ...] = ()) -> Statement:
    return Statement(status, quote or f"Ferry: {status}", "Paper", (), (4, 4), DAY, cells=cells)


def moved(topic: str = "Ferry", after: Statement | None = None) -> StatusChange:
    return StatusChange(topic, said("Proposed"), after or said("Agreed", f"{topic}: Agreed"))


def shown(message: Message) -> list[str]:
    embed = draw(message)
    return [embed.title or "", *(embed.description or "").splitlines()]


def labels(message: Message) -> list[str]:
    return [ENGLISH.write(button.label) for button in message.buttons]


class TestSeveralChanges:
    def test_a_line_quotes_what_says_more_than_the_line(self) -> None:
        words = moved("Pier", said("Agreed", "The pier is agreed upon since the talks at dawn."))
        cells = (("Topic", "Mill"), ("Status", "Agreed"), ("Owner", "A. Holm"), ("", "soon"), ("Note", ""))
        row = moved("Mill", said("Agreed", "| Mill | Agreed | A. Holm | soon | |", cells))
        bare = moved("Quay", said("Agreed", "| Quay | Agreed |", (("Topic", "Quay"), ("Status", "Agreed"))))
        assert shown(wording.announcements([moved(), words, row, bare], "name")) == [
            "4 statuses changed",
            "- **Ferry**: Proposed → **Agreed**",
            "- **Pier**: Proposed → **Agreed** · “The pier is agreed upon since the talks at dawn.”",
            "- **Mill**: Proposed → **Agreed** · Owner: A. Holm · soon",
            "- **Quay**: Proposed → **Agreed**",
        ]

    def test_what_is_taken_back_is_struck_through_with_what_stands(self) -> None:
        changes = [moved(), replace(moved("Pier"), before=None), moved("Mill")]
        message = wording.announcements(changes, "name", (), {"ferry": said("Open"), "pier": None})
        assert shown(message) == [
            "Status changed",
            "- **Ferry**: ~~Proposed → Agreed~~ · what stands is **Open**",
            "- **Pier**: ~~Agreed~~ · the articles do not state where this stands",
            "- **Mill**: Proposed → **Agreed**",
        ]

    def test_a_follower_is_told_why_and_how_to_stop(self) -> None:
        one = wording.announcements([moved()], "name", [("Ferry", 1)])
        assert labels(one) == ["Details", "Stop following"]
        few = wording.announcements([moved()], "name", [("Ferry", 1), ("Pier", 2)])
        assert labels(few) == ["Details", "Stop following Ferry", "Stop following Pier"]
        assert "You follow Ferry, Pier. To end one, press its button" in shown(few)[-1]
        many = wording.announcements([moved()], "name", [(f"Topic {n}", n) for n in range(10)])
        assert labels(many) == ["Details"]
        assert "Topic 7, 2 more topics. To end one, use" in shown(many)[-1]

    def test_many_changes_are_counted_where_they_do_not_fit(self) -> None:
        lines = shown(wording.announcements([moved(f"Bridge number {n}") for n in range(200)], "name"))
        assert lines[0] == "200 statuses changed"
        assert lines[-1].startswith("… and ")


class TestDetails:
    def test_they_quote_both_sides_with_their_sources_page_by_page(self) -> None:
        changes = [moved(f"Bridge {n}") for n in range(5)]
        first = wording.details(changes, "name")
        assert labels(first) == ["Next"]
        assert [(button.action, button.key) for button in first.buttons] == [(Action.DETAILS, "name-4")]
        last = wording.details(changes, "name", 99, {"bridge 4"})
        assert labels(last) == ["Previous"]
        assert shown(last) == [
            "What has changed, in the words of the articles",
            "**Bridge 4**: Proposed → **Agreed** · Taken back since",
            "> Ferry: Proposed",
            "-# Before: Paper · <t:1773057600:D> · line 4",
            "> Bridge 4: Agreed",
            "-# Now: Paper · <t:1773057600:D> · line 4",
            "",
            "-# 5–5 of 5",
        ]

    def test_a_single_page_has_no_number(self) -> None:
        message = wording.details([StatusChange("Ferry", None, None)], "name")
        assert message.note is None
        assert not message.buttons

    def test_what_is_forgotten_is_said_to_be(self) -> None:
        assert "not remembered any more" in shown(wording.report_no_details())[1]


def test_new_articles_are_named_with_source_and_date() -> None:
    link = NewArticle("a.md", "A [b]", DAY, "https://news.example/a")
    one = "[A (b)](<https://news.example/a>) (news.example) · <t:1773057600:D>"
    assert shown(wording.new_articles([link])) == ["New article", one]
    loaded = NewArticle("c.md", "C", None, None, DAY)
    assert shown(wording.new_articles([link, loaded])) == [
        "2 new articles",
        f"- {one}",
        "- C · loaded on <t:1773057600:D>",
    ]


class TestBoard:
    COVERAGE = Coverage(2, 4, DAY, DAY, ())

    def test_it_shows_statuses_since_when_and_what_moved_or_grew_old(self) -> None:
        articles = (
            article("a.md", 1, "Ferry: Proposed", "Pier: Open"),
            article("b.md", 9, "Ferry: Agreed"),
        )
        snapshot = Snapshot(corpus(*articles), Thresholds())
        lines = shown(
            wording.pinned_board(snapshot.board(), self.COVERAGE, When(DAY, recent_days=7, stale_days=5), 3)
        )
        assert lines == [
            "Where things stand",
            "- **Ferry**: Proposed → **Agreed** · since <t:1773057600:D>",
            "- **Pier**: Open · since <t:1772366400:D> · ⚠",
            "-# → changed in the last 7 days · ⚠ nothing newer for over 5 days",
            "-# This message is kept up to date.",
            "",
            "-# Covered: 2 articles of <t:1773057600:D>",
        ]
        later = When(DAY + timedelta(days=1), recent_days=7, stale_days=20)
        quiet = shown(wording.pinned_board(snapshot.board(), self.COVERAGE, later, 3))
        assert quiet[3] == "-# → changed in the last 7 days"

    def test_where_nothing_is_stated_it_says_so(self) -> None:
        message = wording.pinned_board(Board("", ()), self.COVERAGE, When(DAY), 3)
        assert shown(message)[1:3] == [
            "The articles state no statuses.",
            "-# This message is kept up to date.",
        ]
        assert labels(message) == ["All topics"]

    def test_the_settings_say_what_it_suffers_from(self) -> None:
        board = Kept(3, 77, 5)
        for problem, words in (
            ("lacks_read", "Read Message History"),
            ("lacks_write", "Send Messages"),
            ("lacks_pin", "Pin Messages"),
            ("pins_full", "unpin one"),
            ("gone", "choose another"),
        ):
            told = wording.report_problem(problem, 77)
            (line,) = wording.describe_board(board, told, None)
            (_, described) = shown(Message("", (line,)))
            assert described.startswith("**Board**: one message in <#77>, kept up to date · ⚠ paused: ")
            assert words in described
        assert wording.describe_board(None, None, None) == ()
        both = wording.describe_board(board, None, 78)
        assert shown(Message("", both))[1:] == [
            "**Board**: one message in <#77>, kept up to date",
            "**New articles**: in <#78>",
        ]
