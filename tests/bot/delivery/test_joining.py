"""What one reload changes for one receiver is one message, told once and corrected where it stands."""

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import ANY

import pytest

from bench.channels import text
from bot import delivery as module
from bot.stories import Stories
from knowledge.errors import StoreError
from knowledge.model import Corpus
from knowledge.notices.audience import Bulletin, NewArticle, Notice, Subscription, TakenBack
from knowledge.notices.notices import make_nonce
from tests.bot.delivery.office import ALICE, NEWS, Office, buttons, changed, fail

pytestmark = pytest.mark.discord

TOPICS = "Ferry", "Bridge", "Pier"


async def publish(office: Office, *receivers: Subscription, after: str = "Open") -> None:
    """Publish a change of each topic, of which every receiver is told that wants it."""
    changes = tuple(changed(topic, "Proposed", after) for topic in TOPICS)
    notices = [
        Notice(
            make_nonce(after, to.number, each.topic), each, to.channel, to.user, to.number, each.topic + after
        )
        for to in receivers
        for each in changes
        if to.topic in (None, each.topic)
    ]
    await office.base.store.publish(office.base.snapshot.corpus, "f", Bulletin(changes), notices)


async def take_back(office: Office, *topics: str, head: str = "Open") -> None:
    """Withdraw a publication that only some of the topics were changed by."""
    store = office.base.store
    now = Corpus((*office.base.snapshot.corpus.articles[:1],))
    await store.publish(now, "g")
    taken = [
        TakenBack(changed(topic, "Proposed", head), topic + head, changed(topic, "Proposed", head).before, "")
        for topic in topics
    ]
    (newest, *_) = await store.corpora.find_kept()
    await store.withdraw(newest.corpus_id, None, taken)


async def test_it_is_told_in_one_message_with_a_line_for_each_topic(
    office: Office, news: Subscription
) -> None:
    await publish(office, news)
    await office.send_all()
    (message,) = office.channels.messages[str(NEWS)]
    assert message["embeds"][0]["title"] == "3 statuses changed"
    lines = message["embeds"][0]["description"].splitlines()
    assert lines == [f"- **{topic}**: Proposed → **Open**" for topic in TOPICS]
    assert buttons(message) == [("Details", ANY)]
    assert not await office.pending()


async def test_two_publications_are_two_messages(office: Office, news: Subscription) -> None:
    await publish(office, news)
    await publish(office, news, after="Closed")
    await office.send_all()
    assert [said.count("**Closed**") for said in office.channels.written(NEWS)] == [0, 3]


async def test_where_messages_are_edited_each_topic_has_its_own(office: Office, edited: Subscription) -> None:
    await publish(office, edited)
    await office.send_all()
    assert office.shown(NEWS) == ["Open"] * 3


async def test_who_follows_several_topics_is_told_why_and_how_to_stop(
    office: Office, alice: Subscription
) -> None:
    pier = await office.base.store.subscriptions.add("Pier", user=ALICE)
    await publish(office, alice, pier)
    await office.send_all()
    (message,) = office.channels.messages[str(ALICE)]
    assert "You follow Ferry, Pier. To end one, press its button" in text(message)
    assert buttons(message)[1:] == [
        ("Stop following Ferry", f"stop:{alice.number}"),
        ("Stop following Pier", f"stop:{pier.number}"),
    ]


async def test_more_than_are_looked_at_in_one_go_are_still_one_message_for_each(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 4)
    channels = [await office.base.store.subscriptions.add(None, channel=7000 + n, guild=1) for n in range(3)]
    await publish(office, *channels)
    await office.send_all()
    assert [len(office.channels.messages[str(each.channel)]) for each in channels] == [1, 1, 1]


@pytest.mark.parametrize("nonces", ["known", "forgotten"])
async def test_after_a_crash_it_is_found_though_one_topic_is_not_followed_any_more(
    office: Office, alice: Subscription, nonces: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.time.moment = datetime.now(UTC)
    pier = await office.base.store.subscriptions.add("Pier", user=ALICE)
    bridge = await office.base.store.subscriptions.add("Bridge", user=ALICE)
    await publish(office, alice, pier, bridge)
    with monkeypatch.context() as patched:
        patched.setattr(office.outbox, "mark_sent", fail)
        with pytest.raises(StoreError):
            await office.delivery.run()
    await office.base.store.subscriptions.remove(alice.number)
    if nonces == "forgotten":
        office.channels.forget_nonces()
    office.restart()
    await office.send_all()
    (said,) = office.channels.written(ALICE)
    assert said.startswith("3 statuses changed")
    assert not await office.pending()


async def test_a_channel_that_takes_nothing_is_paused_with_all_of_them(
    office: Office, alice: Subscription
) -> None:
    pier = await office.base.store.subscriptions.add("Pier", user=ALICE)
    office.channels.refuses[str(ALICE)] = 403, 50007
    await publish(office, alice, pier)
    await office.send_all()
    assert all(each.paused for each in await office.base.store.subscriptions.find(user=ALICE))


async def test_it_waits_as_one_while_discord_is_down_and_is_given_up_as_one(
    office: Office, news: Subscription
) -> None:
    office.channels.refuses[str(NEWS)] = 503, 0
    await publish(office, news)
    await office.send_all()
    assert len(office.channels.sent) == 2
    office.channels.refuses[str(NEWS)] = 400, 50035
    for _ in range(200):
        await office.delivery.send_due()
        await office.time.sleep(1)
    assert not await office.pending()
    assert len(office.channels.sent) == 9


async def test_what_is_taken_back_of_it_is_struck_through_by_one_edit(
    office: Office, news: Subscription
) -> None:
    await publish(office, news)
    await office.send_all()
    await take_back(office, "Ferry", "Pier")
    await office.send_all()
    (said,) = office.channels.written(NEWS)
    assert said.splitlines() == [
        "Status changed",
        "- **Ferry**: ~~Proposed → Open~~ · what stands is **Proposed**",
        "- **Bridge**: Proposed → **Open**",
        "- **Pier**: ~~Proposed → Open~~ · what stands is **Proposed**",
    ]
    assert sum(each.startswith("PATCH") for each in office.channels.requests) == 1
    await publish(office, news, after="Closed")
    await take_back(office, "Bridge", head="Closed")
    await office.send_all()
    assert "**Bridge**: ~~Proposed → Closed~~" not in office.channels.written(NEWS)[1]


async def test_all_of_it_taken_back_says_so_and_keeps_the_buttons(
    office: Office, alice: Subscription
) -> None:
    pier = await office.base.store.subscriptions.add("Pier", user=ALICE)
    await publish(office, alice, pier)
    await office.send_all()
    await take_back(office, "Ferry", "Pier")
    await office.send_all()
    (message,) = office.channels.messages[str(ALICE)]
    assert message["embeds"][0]["title"] == "Taken back"
    assert len(buttons(message)) == 3


@pytest.mark.parametrize("is_there", [True, False])
async def test_what_is_taken_back_while_it_is_in_discords_hands(
    office: Office, news: Subscription, *, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.time.moment = datetime.now(UTC)
    if is_there:
        office.channels.loses = [503, 503]
    else:
        office.channels.refuses[str(NEWS)] = 503, 0
    await publish(office, news)
    await office.send_all()
    await take_back(office, "Ferry")
    office.channels.refuses.clear()
    office.channels.forget_nonces()
    office.restart()
    await office.time.sleep(2)
    await office.send_all()
    (said,) = office.channels.written(NEWS)
    assert ("~~Proposed → Open~~" in said) is is_there
    assert ("Ferry" in said) is is_there
    assert not await office.pending()


async def test_what_it_told_that_is_forgotten_is_not_corrected(
    office: Office, news: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forget(_: int) -> None: ...

    await publish(office, news)
    await office.send_all()
    await take_back(office, "Ferry")
    monkeypatch.setattr(office.base.store.feed, "get", forget)
    await office.send_all()
    assert not await office.pending()
    assert "~~" not in office.channels.written(NEWS)[0]


class TestArticles:
    """New articles are announced like changes, where a server wants that."""

    @staticmethod
    async def announce(office: Office, *articles: NewArticle) -> None:
        notices = [Notice(make_nonce(each.path), each, channel=NEWS) for each in articles]
        corpus = office.base.snapshot.corpus
        await office.base.store.publish(corpus, "f", Bulletin((), articles), notices)

    @pytest.mark.parametrize("number", [1, 2])
    async def test_those_of_one_publication_are_one_message(self, office: Office, number: int) -> None:
        there = [NewArticle.of(each) for each in office.base.snapshot.corpus.articles]
        await self.announce(office, *there[:number])
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith("New article" if number == 1 else "2 new articles")
        assert all(each.title in said for each in there[:number])
        assert ("<https://news.example/river>" in said) is any(each.url for each in there[:number])

    async def test_one_that_was_taken_back_before_is_not_announced(self, office: Office) -> None:
        there = NewArticle.of(office.base.snapshot.corpus.articles[0])
        await self.announce(office, there, NewArticle("gone.md", "Gone"))
        await self.announce(office, NewArticle("gone too.md", "Gone, too"))
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith("New article\n")
        assert not await office.pending()

    async def test_a_server_that_wants_it_is_told_by_a_reload(
        self, office: Office, stories: Stories, articles: Path
    ) -> None:
        await stories.servers.change(3, article_channel=NEWS)
        await stories.servers.change(4, language="uk")
        (articles / "mill.md").write_text("---\npublished: 2026-03-04\n---\n# The mill\n\nIt turns again.\n")
        await office.base.reload()
        await office.send_all()
        assert [said.splitlines()[0] for said in office.channels.written(NEWS)] == ["New article"]
