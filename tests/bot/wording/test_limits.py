"""Does every card stay within Discord's limits, ping nobody and show foreign text as it is?"""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import reduce

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot import wording
from bot.commands import COMMANDS
from bot.replies.card import draw, draw_text
from bot.replies.views import view_of
from bot.wording.spans import text
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
from knowledge.model import (
    Article,
    Claim,
    Kind,
    NewArticle,
    Passage,
    Problem,
    Statement,
    StatusChange,
    Step,
)
from knowledge.notices.audience import Digest, DigestPlan, Subscription
from knowledge.statuses.changes import Changes
from knowledge.when import When

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
_texts = _hostile.map(lambda words: text("facts.quoted", words=words))
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


def _course(drawn: tuple[str, list[tuple[list[Claim], list[Claim]]]]) -> Step:
    """Make steps, each with its claims and those that another source of the newest date makes."""
    topic, steps = drawn

    def after(previous: Step | None, step: tuple[list[Claim], list[Claim]]) -> Step:
        claims, against = step
        same = [replace(claim, article=replace(claim.article, published=claims[-1].on)) for claim in against]
        return Step(topic, tuple(claims), previous, tuple(same))

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
_whens = st.builds(When, st.dates(), st.integers(0, 10**6), st.integers(0, 10**6))
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


_some_hits = st.lists(_hits, min_size=1, max_size=3).map(tuple)
_verdicts = st.sampled_from([Verdict.ANSWER, Verdict.CLOSEST])
_items = st.lists(_passages, min_size=1, max_size=9).map(tuple)


def _marked(found: PassageAnswer) -> PassageAnswer:
    """Let the sentences be of their passages: the beginning of each."""
    return replace(found, sentences=tuple(hit.passage.text[:2500] for hit in found.hits))


_passage_answers = _some_hits.flatmap(
    lambda hits: st.builds(
        PassageAnswer,
        _hostile,
        _verdicts,
        st.just(hits),
        st.tuples(*(_hostile for _ in hits)),
        st.lists(_hostile, max_size=3).map(tuple),
    )
)
_many_steps = _boards.map(tuple)
_single_answers = st.one_of(
    _passage_answers,
    _passage_answers.map(_marked),
    st.builds(ListAnswer, _hostile, _verdicts, _some_hits, _items),
    st.builds(Standing, _hostile, st.just(()), _statuses, _statuses, _days),
    st.builds(Board, _hostile, _many_steps, _days),
    st.builds(Standings, _hostile, _many_steps, _days),
    st.builds(Course, _hostile, _statuses),
    st.builds(News, _hostile, _days, _days, _many_changes, _new_articles),
    st.builds(NotYet, _hostile, _statuses, st.dates()),
    st.builds(UnknownTopic, _hostile, _names),
    st.builds(Nothing, _hostile, st.lists(_hostile, max_size=3).map(tuple)),
)
_answers = st.one_of(
    _single_answers,
    st.builds(Several, _hostile, st.lists(_single_answers, min_size=2, max_size=3).map(tuple)),
)

MESSAGES: dict[str, Callable[[st.DataObject], wording.Message]] = {
    "answer": lambda data: wording.answer(
        data.draw(_answers),
        data.draw(_coverages),
        data.draw(_whens),
        repeat_question=data.draw(st.booleans()),
        is_past=data.draw(st.booleans()),
    ),
    "late answer": lambda data: wording.late_answer(
        data.draw(_answers), data.draw(_coverages), data.draw(_whens)
    ),
    "announcement": lambda data: wording.announcement(
        data.draw(_changes), stop=data.draw(st.none() | st.integers(1, 2**63))
    ),
    "digest": lambda data: wording.digest(data.draw(_digests)),
    "report": lambda data: wording.report_changes(
        data.draw(_reports), data.draw(st.sampled_from(["preview", "reload", "rollback"]))
    ),
    "guide": lambda data: wording.guide(
        COMMANDS, data.draw(_coverages), data.draw(st.none() | st.text(min_size=1, max_size=5))
    ),
    "forgetting": lambda data: wording.confirm_forgetting(data.draw(_ids), data.draw(_ids)),
    "follow": lambda data: wording.confirm_follow(
        data.draw(_hostile), data.draw(_ids), already=data.draw(st.booleans())
    ),
    "unfollow": lambda data: wording.confirm_unfollow(data.draw(st.none() | _hostile)),
    "following": lambda data: wording.list_following(
        data.draw(_subscriptions), data.draw(st.lists(_hostile, max_size=25))
    ),
    "promise": lambda data: wording.promise_answer(data.draw(_hostile)),
    "settings": lambda data: wording.show_settings(data.draw(_subscriptions), data.draw(st.none() | _plans)),
    "announcements": lambda data: wording.confirm_announcements(
        Subscription(1, data.draw(st.none() | _hostile), data.draw(_ids))
    ),
    "digest planned": lambda data: wording.confirm_digest(
        data.draw(_plans), datetime(2026, 3, 1, tzinfo=UTC)
    ),
    "done": lambda data: wording.confirm(*data.draw(st.tuples(_texts, _texts))),
    "failure": lambda data: wording.report_failure(data.draw(_hostile), data.draw(_hostile)),
    "no date": lambda data: wording.report_no_date(data.draw(_hostile)),
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


@pytest.mark.parametrize("kind", MESSAGES)
@settings(
    max_examples=7, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_every_message_stays_within_the_limits_and_pings_nobody(kind: str, data: st.DataObject) -> None:
    message = MESSAGES[kind](data)
    embed, text = draw(message), draw_text(message)
    assert 1 <= len(embed.title or "") <= 256
    assert 1 <= len(embed.description or "") <= 4096
    assert len(embed) <= 6000
    assert 1 <= len(text) <= 2000
    for said in (embed.title or "", embed.description or "", text):
        _check(said)
    assert draw(message) == embed
    for button in view_of(message.buttons).children:
        assert isinstance(button, discord.ui.Button)
        assert len(button.label or "") <= 34
        assert len(button.custom_id or "") <= 100


def test_huge_stories_are_shown_in_whole_lines_and_counted() -> None:
    day, quote = date(2020, 1, 1), "word " * 1000
    stands = None
    for number in range(500):
        article = Article("a.md", f"Paper {number}", "en", (), day + timedelta(days=number))
        row = Passage(quote, Kind.ROW, (), (1, 1))
        stands = Step("Ferry", (Claim("Ferry", f"Step {number}", article, row),), stands)
    assert stands
    when = When(day + timedelta(days=500))
    coverage = Coverage(500, 3000, day, day, tuple(f"Topic {number}" for number in range(3000)))
    board = Board("?", tuple(dataclasses.replace(stands, topic=f"Topic {number}") for number in range(3000)))
    for answer, counted in ((Course("?", stands), "earlier"), (board, "more")):
        message = wording.answer(answer, coverage, when)
        for said in (draw(message).description or "", draw_text(message)):
            assert re.search(rf"^… and (?:2,9\d\d|4\d\d) {counted}$", said, re.MULTILINE)
            _check(said)
