"""What is said to small talk, and about the bot itself?"""

from datetime import date

import pytest

from bot.wording import Host, Message, Reaction, about, answer, respond, small_talk
from bot.wording.catalogue import read_catalogue, translate
from bot.wording.message import Line, Listing
from bot.wording.spans import Link
from knowledge.answers import About, Coverage, Matter, Nothing, SmallTalk, TalkKind
from knowledge.model import NewArticle
from knowledge.when import When

DAY = date(2026, 3, 9)
COVERAGE = Coverage(3, 40, DAY, DAY, ("Bridge", "Ferry", "Mill"))
NOTHING = Coverage(0, 0, None, None, ())
HOST = Host("!", "https://news.example/bot")


def said(message: Message) -> str:
    return repr(translate(message, read_catalogue("en")))


def count_lines(message: Message) -> int:
    return sum(len(each.items) if isinstance(each, Listing) else 1 for each in message.blocks)


@pytest.mark.parametrize(
    ("kind", "first", "later"),
    [
        (TalkKind.GREETING, None, "👋"),
        (TalkKind.FAREWELL, "👋", "👋"),
        (TalkKind.THANKS, "💙", "💙"),
        (TalkKind.REACTION, "👍", "👍"),
    ],
)
def test_small_talk_gets_a_reaction_and_the_first_greeting_a_card(
    kind: TalkKind, first: str | None, later: str
) -> None:
    found = SmallTalk("…", kind)
    now = respond(found, COVERAGE, is_first=True)
    assert now == Reaction(first) if first else isinstance(now, Message)
    assert respond(found, COVERAGE, is_first=False) == Reaction(later)


def test_noise_gets_nothing_and_an_insult_one_polite_line_once() -> None:
    assert respond(SmallTalk("???", TalkKind.NOISE), COVERAGE, is_first=True) is None
    insult = SmallTalk("stupid", TalkKind.INSULT)
    assert isinstance(respond(insult, COVERAGE, is_first=True), Message)
    assert respond(insult, COVERAGE, is_first=False) is None


@pytest.mark.parametrize("kind", TalkKind)
def test_in_a_terminal_all_of_it_is_one_line_without_a_button(kind: TalkKind) -> None:
    message = answer(SmallTalk("…", kind), COVERAGE, When(DAY))
    assert (count_lines(message), message.buttons, message.note) == (1, (), None)
    assert "Not in the articles" not in said(message)


def test_a_greeting_is_answered_with_three_questions_where_there_are_topics() -> None:
    greeting = SmallTalk("hi", TalkKind.GREETING)
    message = small_talk(greeting, COVERAGE)
    assert count_lines(message) == 5
    assert "Bridge" in said(message)
    assert count_lines(small_talk(greeting, NOTHING)) == 2


@pytest.mark.parametrize("host", [None, HOST, Host(None, None)])
@pytest.mark.parametrize("matter", Matter)
def test_the_bot_tells_what_it_knows_of_itself_and_offers_nothing_to_press(
    matter: Matter, host: Host | None
) -> None:
    message = about(About("…", matter), COVERAGE, host)
    assert message.blocks
    assert message.buttons == ()


def test_the_newest_articles_are_named_with_their_date_and_address() -> None:
    articles = (NewArticle("a.md", "Talks", DAY, "https://news.example/1"), NewArticle("b.md", "Ferry"))
    found = About("which articles?", Matter.ARTICLES, articles)
    newest = about(found, COVERAGE, HOST).blocks[1]
    assert isinstance(newest, Listing)
    first = newest.items[0]
    assert isinstance(first, Line)
    assert first.facts[0] == (Link("Talks", "https://news.example/1"),)
    assert "CommandName" in said(about(found, COVERAGE, HOST))
    assert "CommandName" not in said(about(found, COVERAGE))


def test_who_runs_it_is_named_where_they_say_so() -> None:
    makers = About("who made you?", Matter.MAKERS)
    assert "news.example/bot" in said(about(makers, COVERAGE, HOST))
    assert "ask the people" in said(about(makers, COVERAGE, Host("!", None)))
    assert "runs" not in said(about(makers, COVERAGE))


def test_what_asks_on_in_vain_is_told_so_and_offered_nothing() -> None:
    message = answer(Nothing("why?", is_exhausted=True), COVERAGE, When(DAY))
    assert "no more" in said(message)
    assert (message.buttons, message.note) == ((), None)
