"""Do a thousand hostile texts, each in every field of every card, leave each page whole and harmless?

Beside the cards that chance makes in `tests.bot.wording.test_limits`, these are the same each time.
"""

import re
from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from msgspec.structs import replace

from bot import wording
from bot.replies.card import draw, draw_text
from bot.replies.paging import open_page
from bot.wording import Message, Pages
from knowledge.answers import (
    Board,
    Course,
    Coverage,
    Hit,
    ListAnswer,
    News,
    Nothing,
    NotYet,
    PassageAnswer,
    Several,
    Standing,
    Standings,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Article, Claim, Ignored, Kind, NewArticle, Passage, Problem, StatusChange, Step
from knowledge.notices.audience import Correction, Digest, Subscription
from knowledge.sources.inspection import Inspection
from knowledge.when import When

DAY = date(2026, 3, 1)
WHEN = When(date(2026, 9, 1))
SHARDS = (
    *("@everyone", "<@1>", "<@!1>", "<@&1>", "<#3>", "</ask:4>", "<t:5:R>", "<a:b:6>", "<id:home>"),
    *("[a](https://e.vil)", "[a](<https://e.vil>)", "](<https://e.vil>)", "https://e.vil", "discord.gg/abc"),
    *("**", "*a", "__a__", "~~", "||", "`", "```\n", "\\", "\\*", "\\\\", "> ", "# ", "-# ", "- ", "1. "),
    *("\u202e", "\u2066a", "\u200b", "\ud800", "\udfff", "\u0301", "👨‍👩‍👧", "\U000e0041", "\x1b[31m"),
    *("| a | b |", "a|b", ":smile:", "\n\n", "\t", "é", "字", "a", "'", '"', "&amp;", "{0}", "{count}"),
)
TEXTS = tuple(
    text for shard in SHARDS for text in (shard, f"a {shard} b", shard * 30, f"{shard} word " * 100)
)
_OWN = re.compile(
    r"<t:-?\d+:[DRF]>|<#\d+>|\]\(<https://a\.b/c>\) \(a\.b\)|^(?:-# |> )?(?:> )?(?:- )?", re.MULTILINE
)
"""What may stand in a card beside text: the bot's own dates, channels, links and beginnings of lines."""


def _cards(text: str) -> dict[str, Callable[[], Message]]:
    """Make each kind of message with a text in all its fields."""
    cells = (text, text), (text, text), ("", text)
    row = Passage(text, Kind.ROW, (text,), (1, 2), text, cells, text)
    plain = Passage(text, Kind.PARAGRAPH, (text, text), (1, 2), text)
    # Most addresses are one that is linked, so that a title stands in the text of a link.
    url = "https://a.b/c" if len(text) % 3 or text.startswith("https:") else text
    article = Article(text, text, "en", (row, plain), DAY, url=url)
    claim = Claim(text, text, article, row)
    first = Step(text, (claim,))
    step = Step(text, (claim, claim), first, (claim,) * 3)
    steps, said = (step,) * 20, claim.statement
    change = StatusChange(text, said, said, (said,) * 4)
    came = (NewArticle(text, text, DAY, url),) * 9
    coverage = Coverage(1, 1, DAY, DAY, (text,) * 9)
    hits = tuple(Hit(each, article, 0.5) for each in (row, plain, row))
    found = PassageAnswer(text, Verdict.ANSWER, hits, (text[:40],) * 3, (text,))
    inspected = Inspection(text, article, text, (claim,) * 30, (Ignored(text, (1, 1), text),))
    answers = (
        found,
        replace(found, verdict=Verdict.CLOSEST),
        ListAnswer(text, Verdict.ANSWER, hits, (row, plain) * 3),
        Standing(text, (), step, first),
        Board(text, steps, DAY),
        Standings(text, steps[:4]),
        Course(text, step),
        News(text, DAY, None, (change,) * 5, came),
        NotYet(text, step, DAY),
        UnknownTopic(text, (text,) * 3),
        Nothing(text, (text,)),
        Several(text, (found, Nothing(text))),
    )

    def answer(place: int) -> Callable[[], Message]:
        return lambda: wording.answer(answers[place], coverage, WHEN, repeat_question=True)

    said_of = {type(each).__name__ + str(place): answer(place) for place, each in enumerate(answers)}
    return {
        **said_of,
        "late": lambda: wording.late_answer(found, coverage, WHEN),
        "announcement": lambda: wording.announcement(change, stop=1),
        "correction": lambda: wording.correction(Correction(change, said, "n"), stop=1),
        "digest": lambda: wording.digest(Digest(DAY, (change,) * 5, came, ((text, 3),))),
        "following": lambda: wording.list_following(
            [Subscription(1, text, None, 2, None, edits=False, paused=True)] * 40, [text] * 20
        ),
        "reading": lambda: wording.report_reading(inspected),
        "unread": lambda: wording.report_reading(
            Inspection(text, None, problems=(Problem(text, text, text),))
        ),
        "failure": lambda: wording.report_failure(text, text),
    }


KINDS = tuple(_cards("a"))


def _check(said: str) -> None:
    said.encode()
    assert not re.search("[\u202a-\u202e\u2060-\u2069\x00-\x08\x1b]", said)
    assert "@" not in said.replace("@\u200b", "")
    rest = re.sub(r"\\[^0-9A-Za-z\s]", "x", said)  # what Discord's clients take as an escape
    rest = _OWN.sub("", rest)
    for markup in ("<", "`", "_", "~~~", "||", "](", "://"):
        assert markup not in rest
    assert rest.count("**") % 2 == rest.count("~~") % 2 == 0
    assert not re.search(r"^(?:#|>|-#)", rest, re.MULTILINE)


def _check_page(message: Message) -> None:
    page = open_page(message)
    embed, text = draw(page), draw_text(open_page(message, as_text=True))
    assert 1 <= len(embed.title or "") <= 256
    assert 1 <= len(embed.description or "") <= 4096
    assert len(embed) <= 6000
    assert 1 <= len(text) <= 2000
    for said in (embed.title or "", embed.description or "", text):
        _check(said)


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_whole_and_harmless(kind: str) -> None:
    """Each kind of card holds each fourth text: 20 kinds, and 51 texts of each."""
    number = KINDS.index(kind)
    for place, text in enumerate(TEXTS):
        if place % 4 == number % 4:
            message = _cards(text)[kind]()
            _check_page(message)
            if message.pages:
                _check_page(replace(message, pages=replace(message.pages, first=17)))


def test_there_are_more_than_a_thousand() -> None:
    payloads = sum(place % 4 == number % 4 for number, place in product(range(len(KINDS)), range(len(TEXTS))))
    assert payloads >= 1000


def test_no_key_of_a_button_is_too_long() -> None:
    assert len(Pages("following", "b" + "9" * 19 + "-" + "9" * 19, 10**5).key) <= 60
