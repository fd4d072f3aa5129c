"""Does every card stay within Discord's limits, ping nobody and show foreign text as it is?"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce

import pytest
from bot.freshness import Freshness
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from knowledge.notices.audience import Bulletin, Digest, DigestPlan, NewArticle, Subscription
from knowledge.statuses.changes import Changes

_MARKS = [
    *(
        "*",
        "\\",
        "@everyone ",
        "<@1>",
        "[a](b)",
        "[a](<https://evil.example>)",
        "\u0301",
        "👨‍👩‍👧",
        "||",
        "`",
    ),
    *("\u202e", "a ", "é", "__", "~~", "\n# a", "\n> a", "\n-# a", "<t:5:R>", "<#3>", "</ask:4>", "word "),
]


def _repeated(drawn: tuple[str, int]) -> str:
    return drawn[0] * drawn[1]


_marks = st.tuples(st.sampled_from(_MARKS), st.sampled_from([1, 20, 3000])).map(_repeated)
_hostile = _marks | st.text(max_size=9)
_days = st.none() | st.dates()
_urls = st.none() | _hostile | st.just("https://a.b/c") | st.just("https://a.b/" + "c" * 250)
_articles = st.builds(Article, _hostile, _hostile, st.just("en"), st.just(()), _days, _days, _urls)
_sections = st.lists(_hostile, max_size=3).map(tuple)
_passages = st.builds(
    Passage,
    _hostile,
    st.sampled_from(Kind),
    _sections,
    st.just((1, 2)),
    _hostile,
    st.lists(st.tuples(_hostile, _hostile), max_size=8).map(tuple),
    _hostile,
)
_claims = st.builds(Claim, _hostile, _hostile, _articles, _passages)
_several = st.lists(_claims, max_size=3)


def _course(drawn: tuple[str, list[tuple[list[Claim], list[Claim]]]]) -> Status:
    """Make steps, each with its claims and those that another source of the newest date makes."""
    topic, steps = drawn

    def after(previous: Status | None, step: tuple[list[Claim], list[Claim]]) -> Status:
        claims, against = step
        same = [replace(claim, article=replace(claim.article, published=claims[-1].on)) for claim in against]
        return Status(topic, tuple(claims), previous, tuple(same))

    status = reduce(after, steps, None)
    assert status
    return status


_steps = st.lists(st.tuples(st.lists(_claims, min_size=1, max_size=2), _several), min_size=1, max_size=4)
_statuses = st.tuples(_hostile, _steps).map(_course)
_boards = st.lists(_statuses, max_size=3).flatmap(
    lambda some: st.sampled_from([1, 3000]).map(lambda times: some * times)
)
_names = st.lists(_hostile, max_size=12).map(tuple)
_coverages = st.builds(Coverage, st.integers(0, 10**6), st.integers(0, 10**6), _days, _days, _names)
_freshness = st.builds(Freshness, st.dates(), st.integers(0, 10**6), st.integers(0, 10**6))
_statements = st.builds(
    Statement, _hostile, _hostile, _hostile, _sections, st.just((1, 2)), _days, _days, _urls
)
_changes = st.builds(
    StatusChange,
    _hostile,
    st.none() | _statements,
    st.none() | _statements,
    st.lists(_statements, max_size=5).map(tuple),
)
_many_changes = st.lists(_changes, max_size=3).flatmap(
    lambda some: st.sampled_from([1, 1000]).map(lambda times: tuple(some * times))
)
_hits = st.builds(Hit, _passages, _articles, st.just(0.5))
_answers = st.builds(
    Answer,
    _hostile,
    st.sampled_from(Verdict),
    st.lists(_hits, max_size=3).map(tuple),
    st.none() | _statuses,
    _names,
    st.just(()) | st.lists(_passages, max_size=9).map(tuple),
    _hostile,
    st.just(()) | st.lists(_statuses, max_size=3).map(tuple),
    st.just(()) | _many_changes,
    _days,
)
_new_articles = st.lists(st.builds(NewArticle, _hostile, _hostile, _days, _urls), max_size=12).map(tuple)
_reports = st.builds(
    Changes,
    _names,
    _names,
    _names,
    _many_changes,
    st.lists(st.builds(Problem, _hostile, _hostile, _hostile), max_size=12).map(tuple),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.booleans(),
    st.lists(_statuses, max_size=3).map(tuple),
    _names,
    _names,
)
_ids = st.integers(1, 2**63)
_subscriptions = st.lists(
    st.builds(
        Subscription, _ids, st.none() | _hostile, st.none() | _ids, _ids, _ids, st.booleans(), st.booleans()
    ),
    max_size=40,
)
_plans = st.builds(DigestPlan, _ids, _ids, st.integers(0, 23), _hostile, st.none() | st.integers(0, 6), _days)
_digests = st.builds(
    Digest,
    st.dates(),
    _many_changes,
    _new_articles,
    st.lists(st.tuples(_hostile, st.integers(1, 10**6)), max_size=9).map(tuple),
)


def _marked(found: Answer) -> Answer:
    """Let the sentence be one of the passage: its beginning."""
    return replace(found, sentence=found.hits[0].passage.text[:2500]) if found.hits else found


CARDS: dict[str, Callable[[st.DataObject], wording.Card]] = {
    "answer": lambda data: wording.answer(data.draw(_answers), data.draw(_coverages), data.draw(_freshness)),
    "answer to a question that is repeated": lambda data: wording.answer(
        data.draw(_answers.map(_marked)), data.draw(_coverages), data.draw(_freshness), repeat_question=True
    ),
    "known": lambda data: wording.known(
        replace(data.draw(_answers), verdict=Verdict.ANSWER, hits=(data.draw(_hits),)), data.draw(_freshness)
    ),
    "status": lambda data: wording.status(data.draw(_statuses), data.draw(_freshness), data.draw(_days)),
    "no status then": lambda data: wording.no_status_then(
        data.draw(_hostile), data.draw(st.dates()), data.draw(_days)
    ),
    "unknown topic": lambda data: wording.unknown_topic(data.draw(_answers), data.draw(_coverages)),
    "board": lambda data: wording.board(
        data.draw(_boards), data.draw(_coverages), data.draw(_freshness), data.draw(_days)
    ),
    "history": lambda data: wording.history(data.draw(_statuses), data.draw(_freshness)),
    "announcement": lambda data: wording.announcement(
        data.draw(_changes), stop=data.draw(st.none() | st.integers(1, 2**63))
    ),
    "news": lambda data: wording.news(
        Bulletin(data.draw(_many_changes), data.draw(_new_articles)), data.draw(_days), data.draw(_freshness)
    ),
    "digest": lambda data: wording.digest(data.draw(_digests)),
    "changes": lambda data: wording.changes(
        data.draw(_reports), data.draw(st.sampled_from(["preview", "reload", "rollback"]))
    ),
    "guide": lambda data: wording.guide(
        data.draw(_coverages), data.draw(st.none() | st.text(min_size=1, max_size=5))
    ),
    "forgotten": lambda data: wording.forgotten(data.draw(_ids), data.draw(_ids)),
    "followed": lambda data: wording.followed(
        data.draw(_hostile), data.draw(_ids), already=data.draw(st.booleans())
    ),
    "unfollowed": lambda data: wording.unfollowed(data.draw(st.none() | _hostile)),
    "following": lambda data: wording.following(
        data.draw(_subscriptions), data.draw(st.lists(_hostile, max_size=25))
    ),
    "will tell": lambda data: wording.will_tell(data.draw(_hostile)),
    "settings": lambda data: wording.settings(data.draw(_subscriptions), data.draw(st.none() | _plans)),
    "announced": lambda data: wording.announced(
        Subscription(1, data.draw(st.none() | _hostile), data.draw(_ids))
    ),
    "digest planned": lambda data: wording.digest_planned(
        data.draw(_plans), datetime(2026, 3, 1, tzinfo=UTC)
    ),
    "done": lambda data: wording.done(data.draw(_hostile), data.draw(_hostile)),
    "failure": lambda data: wording.failure(data.draw(_hostile), data.draw(_hostile)),
}

_OWN = re.compile(
    r"<t:-?\d+:[DRF]>|<#\d+>|\]\(<https://a\.b/c+>\) \(a\.b\)|^(?:-# |> )?(?:> )?(?:- )?", re.MULTILINE
)
"""What may stand in a card beside text: the bot's own dates, channels, links and beginnings of lines."""


def _check(said: str) -> None:
    said.encode()
    assert "\u202e" not in said
    assert "@everyone" not in said
    assert "@" not in said.replace("@\u200b", "")
    rest = re.sub(r"\\[^0-9A-Za-z\s]", "x", said)  # what Discord's clients take as an escape
    rest = _OWN.sub("", rest)
    for markup in ("<", "`", "_", "~~", "||", "](", "://"):
        assert markup not in rest
    assert rest.count("**") % 2 == 0
    assert not re.search(r"^(?:#|>|-#)", rest, re.MULTILINE)


@pytest.mark.parametrize("kind", CARDS)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_every_card_stays_within_the_limits_and_pings_nobody(kind: str, data: st.DataObject) -> None:
    card = CARDS[kind](data)
    embed, text = card.embed, card.text
    assert 1 <= len(embed.title or "") <= 256
    assert 1 <= len(embed.description or "") <= 4096
    assert len(embed) <= 6000
    assert 1 <= len(text) <= 2000
    for said in (embed.title or "", embed.description or "", text):
        _check(said)
    for button in card.buttons:
        assert len(button.label) <= 34
        assert len(button.custom_id) <= 100


def test_huge_stories_are_shown_in_whole_lines_and_counted() -> None:
    day, quote = date(2020, 1, 1), "word " * 1000
    stands = None
    for number in range(500):
        article = Article("a.md", f"Paper {number}", "en", (), day + timedelta(days=number))
        row = Passage(quote, Kind.ROW, (), (1, 1))
        stands = Status("Ferry", (Claim("Ferry", f"Step {number}", article, row),), stands)
    assert stands
    fresh = Freshness(day + timedelta(days=500), 30, 7)
    coverage = Coverage(500, 3000, day, day, tuple(f"Topic {number}" for number in range(3000)))
    history = wording.history(stands, fresh)
    board = wording.board(
        [replace(stands, topic=f"Topic {number}") for number in range(3000)], coverage, fresh
    )
    for card, counted in ((history, "earlier steps"), (board, "more")):
        for body in (card.body, card.brief):
            assert re.search(rf"^… and 2,9\d\d {counted}$|^… 4\d\d {counted}$", body, re.MULTILINE)
            _check(body)
        assert card.brief in card.text
