"""What is to be sent? One notice for each change and receiver, and bulletins that add up."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, starmap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from knowledge.answering.thresholds import Thresholds
from knowledge.model import Article, Corpus, Kind, Passage, Statement, StatusChange, Term
from knowledge.notices.audience import (
    ArticleChannel,
    Bulletin,
    Digest,
    DigestPlan,
    Known,
    NewArticle,
    Notice,
    Subscription,
    WaitingQuestion,
)
from knowledge.notices.notices import (
    make_answer_notice,
    make_article_notices,
    make_bulletin,
    make_change_notices,
    make_digest_notice,
    make_nonce,
    net,
)
from knowledge.snapshot import Snapshot
from knowledge.statuses.changes import compare, find_fact_changes
from knowledge.statuses.ledger import Ledger

TOPICS, STATUSES = ("Ferry", "Night Boat", "Pier"), ("Proposed", "Agreed", "Signed")
SHIP = (Term("Ferry", (("en", "ship"),)),)


def article(path: str, day: int, *rows: str, title: str = "News", words: str = "It rains.") -> Article:
    """Make an article of that day in March: a sentence, and a table row for each "topic: status"."""
    passages = [Passage(words, Kind.PARAGRAPH, (), (1, 1))]
    for line, row in enumerate(rows, 2):
        topic, status = row.split(": ")
        passages.append(
            Passage(row, Kind.ROW, (), (line, line), cells=(("Topic", topic), ("Status", status)))
        )
    return Article(path, title, "en", tuple(passages), date(2026, 3, day))


def corpus(*articles: Article, glossary: tuple[Term, ...] = ()) -> Corpus:
    return Corpus(tuple(sorted(articles, key=lambda each: each.path)), glossary)


def bulletin(before: Corpus, after: Corpus) -> Bulletin:
    ledgers = Ledger(before), Ledger(after)
    changes = compare((before, after), ledgers, ())
    return make_bulletin(changes, find_fact_changes(ledgers), (before, after))


def said(status: str, day: int = 9) -> Statement:
    return Statement(status, f"| {status} |", "News", (), (1, 1), date(2026, 3, day))


def change(
    topic: str = "Ferry", before: str | None = "Proposed", after: str | None = "Agreed"
) -> StatusChange:
    return StatusChange(topic, said(before, 2) if before else None, said(after) if after else None)


def told(changes: Sequence[StatusChange], *subscriptions: Subscription) -> tuple[Notice, ...]:
    """Make the notices where the ledger knows the ferry, which is also called a ship, and the pier."""
    ledger = Ledger(corpus(article("a.md", 9, "Ferry: Agreed", "Pier: Open"), glossary=SHIP))
    return make_change_notices(changes, subscriptions, ledger.find_exactly)


def test_who_follows_a_topic_is_told_of_its_change_alone() -> None:
    (notice,) = told([change(), change("Pier")], Subscription(1, "ferry", user=7))
    assert notice.matter == change()
    assert (notice.user, notice.channel, notice.subscription) == (7, None, 1)
    assert len(notice.nonce) == 25


def test_who_gets_every_topic_is_told_of_each_change_and_of_topics_that_came() -> None:
    changes = [change(), change("Pier", None, "Open")]
    notices = told(changes, Subscription(1, None, channel=5, guild=3))
    assert [notice.matter for notice in notices] == changes
    assert {notice.channel for notice in notices} == {5}


def test_a_topic_that_is_gone_is_told_to_nobody() -> None:
    assert told([change(after=None)], Subscription(1, None, user=7), Subscription(2, "Ferry", user=8)) == ()


@pytest.mark.parametrize("topic", [None, "Ferry"])
def test_a_paused_subscription_is_told_nothing(topic: str | None) -> None:
    assert told([change()], Subscription(1, topic, user=7, paused=True)) == ()


def test_a_topic_that_the_articles_do_not_know_stands_for_no_other_one() -> None:
    assert told([change(), change("Pier")], Subscription(1, "Tower", user=7)) == ()


@pytest.mark.parametrize(
    ("topics", "number"),
    [
        (("Ferry", "ship", "FERRIES"), 1),
        ((None, "ship", "Ferry"), 2),
        (("ship", None), 1),
        ((None,), 1),
    ],
)
def test_one_receiver_is_told_once_and_for_the_topic_s_own_subscription(
    topics: tuple[str | None, ...], number: int
) -> None:
    subscriptions = [Subscription(n, topic, user=7) for n, topic in enumerate(topics, 1)]
    (notice,) = told([change()], *subscriptions)
    assert notice.subscription == number


def test_a_paused_subscription_does_not_keep_the_other_one_from_being_told() -> None:
    (notice,) = told([change()], Subscription(1, None, user=7), Subscription(2, "Ferry", user=7, paused=True))
    assert notice.subscription == 1


def test_a_nonce_rests_on_receiver_and_change_whatever_the_subscription_s_number() -> None:
    (first,) = told([change()], Subscription(1, None, user=7))
    (again,) = told([change("FERRY")], Subscription(9, None, user=7))
    assert again.nonce == first.nonce
    others = [
        *told([change()], Subscription(1, None, channel=7)),
        *told([change()], Subscription(1, None, user=8)),
        *told([change(after="Signed")], Subscription(1, None, user=7)),
    ]
    assert len({first.nonce, *(notice.nonce for notice in others)}) == 4


def test_a_nonce_is_the_same_in_every_process_and_for_ever() -> None:
    (notice,) = told([change()], Subscription(1, "Ferry", user=7))
    assert notice.nonce == "3128f6519799c65f71aefc367"


def test_an_answer_is_told_once_for_each_time_that_somebody_waits() -> None:
    notices = [make_answer_notice(WaitingQuestion(number, 7, "Who pays?", 0)) for number in (1, 1, 2)]
    assert [notice.nonce == notices[0].nonce for notice in notices] == [True, True, False]
    assert (notices[0].matter, notices[0].user, notices[0].subscription) == (Known("Who pays?"), 7, None)


def test_a_digest_is_made_once_for_each_day_and_beginning() -> None:
    plan, day = DigestPlan(3, 5, 9, "Europe/Kyiv"), date(2026, 3, 9)
    digest = Digest(day, (), (), ())
    first = make_digest_notice(plan, digest)
    assert (first.channel, first.matter) == (5, digest)
    again = make_digest_notice(replace(plan, channel=6, hour=10), replace(digest, asked=(("Ferry", 2),)))
    assert again.nonce == first.nonce
    others = [
        make_digest_notice(plan, replace(digest, day=date(2026, 3, 10))),
        make_digest_notice(replace(plan, guild=4), digest),
        make_digest_notice(replace(plan, after=2), digest),
    ]
    assert len({first.nonce, *(notice.nonce for notice in others)}) == 4


def test_nonces_tell_their_parts_apart() -> None:
    assert make_nonce("a", 1) == make_nonce("a", "1") != make_nonce("a1")


OLD = article("a.md", 2, "Ferry: Proposed")


def test_a_bulletin_holds_what_came_changed_or_went_and_the_articles_with_new_words() -> None:
    before = corpus(OLD, article("b.md", 3, "Pier: Open"), article("c.md", 4, words="The sun shines."))
    came = replace(article("d.md", 9, "Ferry: Agreed"), url="https://holm.example/d")
    changed = article("c.md", 4, words="The sun shines again.", title="Sun")
    made = bulletin(before, corpus(OLD, came, changed))
    assert [(each.topic, each.after and each.after.status) for each in made.changes] == [
        ("Ferry", "Agreed"),
        ("Pier", None),
    ]
    assert made.articles == (
        NewArticle("c.md", "Sun", date(2026, 3, 4)),
        NewArticle("d.md", "News", date(2026, 3, 9), "https://holm.example/d"),
    )
    assert made.number == 0


@pytest.mark.parametrize(
    "same",
    [
        OLD,
        replace(OLD, path="2026/a.md"),
        replace(OLD, published=date(2026, 3, 4)),
        replace(OLD, published=None, loaded_on=date(2026, 3, 20)),
        replace(OLD, passages=tuple(replace(each, lines=(9, 9)) for each in OLD.passages)),
    ],
)
def test_an_article_that_was_moved_or_redated_is_no_news(same: Article) -> None:
    assert bulletin(corpus(OLD), corpus(same)) == Bulletin()


def test_only_other_names_are_no_news() -> None:
    both = OLD, article("b.md", 9, "Ship: Agreed")
    assert bulletin(corpus(*both), corpus(*both, glossary=SHIP)) == Bulletin()
    assert bulletin(corpus(*both, glossary=SHIP), corpus(*both)) == Bulletin()


def test_a_net_goes_from_what_was_first_to_what_is_now() -> None:
    first, last = change(), change(before="Agreed", after="Signed")
    made = net([Bulletin((first, change("Pier"))), Bulletin(), Bulletin((last,))])
    assert made.changes == (StatusChange("Ferry", first.before, last.after), change("Pier"))


@pytest.mark.parametrize(
    "steps",
    [
        [("Proposed", "Agreed"), ("Agreed", "proposed")],
        [(None, "Agreed"), ("Agreed", None)],
        [("Proposed", None), (None, "Proposed")],
    ],
)
def test_what_came_and_was_taken_back_is_no_change(steps: list[tuple[str | None, str | None]]) -> None:
    assert net(Bulletin((change("Ferry", *step),)) for step in steps) == Bulletin()


def test_each_article_is_in_a_net_once_as_it_is_now() -> None:
    first, then = NewArticle("a.md", "News"), NewArticle("a.md", "More news")
    other = NewArticle("b.md", "Other news")
    assert net([Bulletin((), (first, other)), Bulletin((), (then,))]).articles == (then, other)


def test_a_state_joins_the_spellings_of_a_topic_and_leaves_out_what_is_gone() -> None:
    state = Snapshot(corpus(article("a.md", 9, "Ferry: Signed"), glossary=SHIP), Thresholds())
    bulletins = [
        Bulletin((change("Ship"), change("Tower")), (NewArticle("a.md", "News"), NewArticle("b.md", "Gone"))),
        Bulletin((change("Ferry", "Agreed", "Signed"),)),
    ]
    assert net(bulletins, state) == Bulletin(
        (change("Ferry", "Proposed", "Signed"), change("Tower")), (NewArticle("a.md", "News"),)
    )
    assert len(net(bulletins).changes) == 3


ROWS = st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(STATUSES), max_size=3)
STORY = st.lists(st.dictionaries(st.integers(1, 9), ROWS, max_size=5), min_size=2, max_size=6)
"""One state after another: what is said on each day of which topics; no day has two articles."""


@settings(max_examples=60, deadline=None)
@given(STORY)
def test_the_net_of_all_bulletins_between_two_states_is_their_comparison(
    story: list[dict[int, dict[str, str]]],
) -> None:
    states = [
        corpus(
            *(
                article(f"{day}.md", day, *starmap("{}: {}".format, rows.items()), words=f"Day {day}.")
                for day, rows in said.items()
            )
        )
        for said in story
    ]
    bulletins = [bulletin(*pair) for pair in pairwise(states)]
    straight = bulletin(states[0], states[-1])
    made = net(bulletins)
    assert short(made) == short(straight)
    assert {each.path for each in straight.articles} <= {each.path for each in made.articles}
    # Whoever looks in between sees the same in two parts.
    half = len(bulletins) // 2
    assert short(net([net(bulletins[:half]), net(bulletins[half:])])) == short(straight)


def short(made: Bulletin) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.topic, each.before and each.before.status, each.after and each.after.status)
        for each in made.changes
    ]


def test_what_is_for_one_receiver_comes_together() -> None:
    news, sport = Subscription(1, None, channel=5, guild=7), Subscription(2, None, channel=6)
    notices = told([change(), change("Pier")], news, sport)
    assert [(notice.channel, notice.guild) for notice in notices] == [(5, 7), (5, 7), (6, None), (6, None)]
    assert [notice.matter.topic for notice in notices if isinstance(notice.matter, StatusChange)] == [
        "Ferry",
        "Pier",
    ] * 2


def test_each_channel_is_told_of_each_new_article_once() -> None:
    notices = make_article_notices(
        [article("a.md", 1), article("b.md", 2)],
        [ArticleChannel(7, 5), ArticleChannel(8, 6), ArticleChannel(7, 5)],
    )
    assert [(notice.guild, notice.channel, notice.matter) for notice in notices] == [
        (guild, channel, NewArticle.of(article(path, day)))
        for guild, channel in ((7, 5), (8, 6))
        for path, day in (("a.md", 1), ("b.md", 2))
    ]
    assert len({notice.nonce for notice in notices}) == 4
