"""Real discord.py, logged in to a Discord of our own on 127.0.0.1, and a real store."""

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from discord.http import Route

from bench.channels import BOT, message_data, text, user_data
from bot import delivery as module
from bot import wording
from bot.delivery import Delivery
from bot.replies.card import draw
from bot.stories import Story
from knowledge.errors import StoreError
from knowledge.gathering import Gatherer
from knowledge.model import Article, Corpus, NewArticle
from knowledge.notices.audience import Digest, Known, Notice, Subscription
from knowledge.notices.notices import make_nonce
from knowledge.notices.share import Share
from knowledge.opening import open_base
from knowledge.statuses.changes import Changes
from tests.bot.delivery.office import ALICE, NEWS, SPORT, Office, changed, fail

pytestmark = pytest.mark.discord

QUESTION = "When does the ferry leave the northern pier?"
UNANSWERED = "Who painted the lighthouse?"
DIGEST = Digest(date(2026, 3, 5), (), (), (("ferry", 3),))


async def subscribed(office: Office, number: int) -> Subscription:
    (found,) = [each for each in await office.base.store.subscriptions.find() if each.number == number]
    return found


async def waits(office: Office, question: str, user: int = ALICE) -> Notice:
    """Make the notice that a question is answered for which a user has waited until now."""
    await office.base.store.waiting.add(user, question)
    (number,) = [each.number for each in await office.base.store.waiting.find(user)]
    notice = Notice(make_nonce("known", number), Known(question), user=user)
    await office.base.store.publish(office.base.snapshot.corpus, "f", None, [notice], [number])
    return notice


async def test_a_change_is_posted_once_in_its_channel_and_mentions_nobody(
    office: Office, news: Subscription
) -> None:
    await office.announce(news, "Proposed", "Open")
    await office.send_all()
    await office.send_all()
    office.restart()
    await office.send_all()
    (message,) = office.channels.messages[str(NEWS)]
    card = wording.announcement(changed("Ferry", "Proposed", "Open"))
    assert message["embeds"][0]["title"] == draw(card).title
    assert message["embeds"][0]["description"] == draw(card).description
    assert office.channels.sent[-1]["allowed_mentions"] == {"parse": []}
    assert office.channels.sent[-1]["enforce_nonce"] is True
    assert not await office.pending()


async def test_two_stories_whose_stores_name_their_notices_alike_are_both_told(
    office: Office, alice: Subscription, filled: Path, tmp_path: Path, gatherer: Gatherer
) -> None:
    data = Path(shutil.copytree(filled / "data", tmp_path / "ships"))
    async with open_base(data, filled / "articles", when=office.base.when, write=True) as base:
        ships = Office(office.channels, Story("ships", base, gatherer), office.client, office.time)
        followed = await base.store.subscriptions.add("Ferry", user=ALICE)
        assert followed.number == alice.number
        for each, place in ((office, alice), (ships, followed)):
            await each.announce(place, "Proposed", "Open")
            await each.send_all()
    first, second = office.channels.messages[str(ALICE)]
    stops = [each["components"][0]["components"][0]["custom_id"] for each in (first, second)]
    assert stops == [f"stop:{alice.number}", f"stop:{alice.number}@ships"]


async def test_each_receiver_is_told_in_order(office: Office, news: Subscription) -> None:
    sport = await office.base.store.subscriptions.add(None, channel=SPORT, guild=1)
    for receiver in (news, sport):
        await office.announce(receiver, *("Proposed", "Open", "Closed", "Sold") * 3)
    await office.send_all()
    for place in (NEWS, SPORT):
        assert office.shown(place) == ["Open", "Closed", "Sold", "Proposed"] * 2 + ["Open", "Closed", "Sold"]


async def test_no_more_than_forty_requests_are_made_in_a_second(office: Office, news: Subscription) -> None:
    changes = [changed(f"Bridge {number}", "Proposed", "Open") for number in range(41)]
    await office.put(*(Notice(each.topic, each, NEWS, None, news.number) for each in changes))
    begun = office.time.passed
    await office.send_all()
    assert len(office.channels.requests) == 41
    assert office.time.passed - begun == pytest.approx(1.0)


async def test_a_process_sends_what_is_for_its_servers_at_its_part_of_the_pace(office: Office) -> None:
    changes = [changed(f"Bridge {number}", "Proposed", "Open") for number in range(20)]
    own = (Notice(each.topic, each, NEWS, guild=1 << 22) for each in changes)
    await office.put(
        *own,
        Notice("of another", changes[0], SPORT, guild=2 << 22),
        Notice("to a user", changes[0], None, ALICE),
    )
    office.delivery = Delivery(
        office.client, office.story, office.time.clock, office.unfinished, share=Share(1, 1, 4)
    )
    begun = office.time.passed
    await office.send_all()
    assert set(office.channels.requests) == {f"POST /channels/{NEWS}/messages"}
    assert office.time.passed - begun == pytest.approx(19 / 10)
    assert await office.pending() == 2


async def test_what_another_process_announces_is_served_here_before_it_is_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new article that is not known here would look as if it had been taken back."""
    monkeypatch.setattr(office.base.store, "is_shared", True)
    article = Article("ships.md", "Ships are coming", "en", ())
    notice = Notice("article", NewArticle.of(article), NEWS, guild=1)
    await office.base.store.publish(Corpus((article,)), "f", None, [notice])
    await office.send_all()
    assert "Ships are coming" in office.channels.written(NEWS)[0]
    assert office.base.snapshot.corpus.articles == (article,)


async def test_a_follower_is_told_by_direct_message_with_a_button_to_stop(
    office: Office, alice: Subscription
) -> None:
    await office.announce(alice, "Proposed", "Open", "Closed")
    await office.send_all()
    assert office.shown(ALICE) == ["Open", "Closed"]
    for message in office.channels.messages[str(ALICE)]:
        ids = [each["custom_id"] for row in message["components"] for each in row["components"]]
        assert f"stop:{alice.number}" in ids
    assert office.channels.requests.count("POST /users/@me/channels") == 1


async def test_a_digest_goes_to_its_channel(office: Office) -> None:
    await office.put(Notice("d1", DIGEST, channel=NEWS))
    await office.send_all()
    card = wording.digest(DIGEST)
    assert office.channels.written(NEWS) == [f"{draw(card).title}\n{draw(card).description}"]


async def test_who_waited_for_an_answer_gets_the_one_of_this_moment(office: Office) -> None:
    await waits(office, QUESTION)
    await office.send_all()
    (said,) = office.channels.written(ALICE)
    assert "seven in the morning" in said


async def test_an_answer_that_was_taken_back_is_waited_for_again(office: Office) -> None:
    await waits(office, UNANSWERED)
    await office.send_all()
    assert not office.channels.written(ALICE)
    assert not await office.pending()
    assert [each.question for each in await office.base.store.waiting.find(ALICE)] == [UNANSWERED]


async def test_an_answer_that_was_taken_back_is_dropped_where_too_many_are_waited_for(office: Office) -> None:
    await waits(office, UNANSWERED)
    for number in range(25):
        await office.base.store.waiting.add(ALICE, f"Who painted house {number}?")
    await office.send_all()
    assert not await office.pending()
    assert len(await office.base.store.waiting.find(ALICE)) == 25


class TestEdits:
    """A subscription may want one message for each topic, which is edited."""

    async def test_the_message_about_a_topic_is_edited(self, office: Office, edited: Subscription) -> None:
        await office.announce(edited, "Proposed", "Open", "Closed")
        await office.announce(edited, "Open", "Sold", topic="Bridge")
        await office.send_all()
        assert office.shown(NEWS) == ["Closed", "Sold"]
        await office.announce(edited, "Closed", "Sold")
        await office.send_all()
        assert office.shown(NEWS) == ["Sold", "Sold"]

    async def test_a_message_that_is_gone_is_posted_anew(self, office: Office, edited: Subscription) -> None:
        await office.announce(edited, "Proposed", "Open")
        await office.send_all()
        office.channels.messages[str(NEWS)].clear()
        await office.announce(edited, "Open", "Closed", "Sold")
        await office.send_all()
        assert office.shown(NEWS) == ["Sold"]

    async def test_a_channel_that_is_gone_is_not_taken_for_that(
        self, office: Office, edited: Subscription
    ) -> None:
        await office.announce(edited, "Proposed", "Open")
        await office.send_all()
        office.channels.refuses[str(NEWS)] = 404, 10003
        await office.announce(edited, "Open", "Closed")
        await office.send_all()
        assert (await subscribed(office, edited.number)).paused

    async def test_an_edit_that_is_late_comes_before_the_next_one(
        self, office: Office, edited: Subscription
    ) -> None:
        await office.announce(edited, "Proposed", "Open")
        await office.send_all()
        office.channels.refuses[str(NEWS)] = 503, 0
        await office.announce(edited, "Open", "Closed", "Sold")
        await office.send_all()
        del office.channels.refuses[str(NEWS)]
        office.restart()
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]
        await office.time.sleep(2)
        await office.send_all()
        assert office.shown(NEWS) == ["Sold"]

    async def test_who_does_not_want_that_gets_a_message_each(
        self, office: Office, news: Subscription
    ) -> None:
        await office.announce(news, "Proposed", "Open", "Closed")
        await office.send_all()
        assert office.shown(NEWS) == ["Open", "Closed"]


class TestRefusals:
    """Discord says no."""

    @pytest.mark.parametrize(
        ("status", "code", "cure"),
        [
            (404, 10003, "choose another with /settings"),
            (403, 50001, "Give the bot View Channel there"),
            (403, 50013, "Give the bot Send Messages and Embed Links there"),
        ],
    )
    async def test_a_channel_that_takes_nothing_is_paused_and_named_with_its_cure(
        self,
        office: Office,
        news: Subscription,
        caplog: pytest.LogCaptureFixture,
        status: int,
        code: int,
        cure: str,
    ) -> None:
        office.channels.refuses[str(NEWS)] = status, code
        await office.announce(news, "Proposed", "Open", "Closed", "Sold")
        await office.send_all()
        assert (await subscribed(office, news.number)).paused
        assert not await office.pending()
        assert len(office.channels.requests) == 1
        (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert cure in line
        assert str(NEWS) in line

    @pytest.mark.parametrize("code", [50007, 50278])
    async def test_closed_direct_messages_pause_a_subscription(
        self, office: Office, alice: Subscription, caplog: pytest.LogCaptureFixture, code: int
    ) -> None:
        office.channels.refuses[str(ALICE)] = 403, code
        await office.announce(alice, "Proposed", "Open")
        await office.send_all()
        assert (await subscribed(office, alice.number)).paused
        assert str(ALICE) not in caplog.text

    async def test_an_answer_for_closed_direct_messages_is_dropped(self, office: Office) -> None:
        office.channels.refuses[str(ALICE)] = 403, 50007
        await waits(office, QUESTION)
        await office.send_all()
        del office.channels.refuses[str(ALICE)]
        await office.time.sleep(10_000)
        await office.send_all()
        assert not office.channels.written(ALICE)
        assert not await office.pending()

    async def test_a_digest_for_a_channel_that_takes_nothing_is_dropped(
        self, office: Office, caplog: pytest.LogCaptureFixture
    ) -> None:
        office.channels.refuses[str(NEWS)] = 403, 50013
        await office.put(Notice("d1", DIGEST, channel=NEWS))
        await office.send_all()
        assert not await office.pending()
        assert "it is dropped. Give the bot Send Messages" in caplog.text

    @pytest.mark.parametrize(("status", "code"), [(503, 0), (401, 0), (403, 0), (400, 40003)])
    async def test_what_passes_is_waited_out_for_hours_with_a_growing_delay(
        self, office: Office, news: Subscription, status: int, code: int
    ) -> None:
        office.channels.refuses[str(NEWS)] = status, code
        await office.announce(news, "Proposed", "Open")
        tried: list[float] = []
        for step in [1] * 64 + [60] * 60:
            before = len(office.channels.sent)
            begun = office.time.passed
            await office.delivery.send_due()
            if len(office.channels.sent) > before:
                tried.append(begun)
            await office.time.sleep(step)
        gaps = [later - sooner for sooner, later in pairwise(tried)]
        assert gaps[:6] == pytest.approx([1, 2, 4, 8, 16, 32], abs=1)
        assert gaps[-1] == pytest.approx(600, abs=60)
        del office.channels.refuses[str(NEWS)]
        await office.time.sleep(601)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]

    async def test_what_was_postponed_by_a_clock_that_was_ahead_is_not_forgotten(
        self, office: Office, news: Subscription
    ) -> None:
        office.time.set(days=1)
        office.channels.refuses[str(NEWS)] = 503, 0
        await office.announce(news, "Proposed", "Open")
        await office.send_all()
        del office.channels.refuses[str(NEWS)]
        office.time.set(days=-1)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]

    async def test_a_limit_is_kept_to(self, office: Office, news: Subscription) -> None:
        office.channels.retry_after = 300.0
        office.channels.refuses[str(NEWS)] = 429, 0
        await office.announce(news, "Proposed", "Open")
        await office.send_all()
        del office.channels.refuses[str(NEWS)]
        await office.time.sleep(290)
        await office.send_all()
        assert not office.channels.written(NEWS)
        await office.time.sleep(11)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]

    async def test_an_answer_that_does_not_come_is_asked_for_again(
        self, office: Office, news: Subscription, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_PATIENCE_SECONDS", 0.1)
        office.channels.answers.clear()
        await office.announce(news, "Proposed", "Open")
        await office.send_all()
        assert await office.pending() == 1
        office.channels.answers.set()
        await office.time.sleep(2)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]

    async def test_a_network_that_is_gone_is_waited_for(
        self, office: Office, news: Subscription, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
    ) -> None:
        await office.announce(news, "Proposed", "Open")
        with monkeypatch.context() as patched:
            patched.setattr(Route, "BASE", f"http://127.0.0.1:{unused_tcp_port}")
            await office.send_all()
        await office.time.sleep(2)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]

    async def test_a_notice_that_discord_finds_wrong_is_given_up_and_blocks_nobody(
        self, office: Office, news: Subscription, alice: Subscription, caplog: pytest.LogCaptureFixture
    ) -> None:
        office.channels.refuses[str(NEWS)] = 400, 50035
        await office.announce(news, "Proposed", "Open")
        await office.announce(alice, "Proposed", "Open")
        for _ in range(200):
            await office.delivery.send_due()
            await office.time.sleep(1)
        assert office.shown(ALICE) == ["Open"]
        assert not await office.pending()
        assert [each.startswith("POST /channels/5001") for each in office.channels.requests].count(True) == 8
        assert "is given up after 8 tries" in caplog.text

    async def test_a_notice_that_cannot_be_shown_is_given_up_and_blocks_nobody(
        self,
        office: Office,
        alice: Subscription,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def fail(_: Digest) -> wording.Message:
            raise ZeroDivisionError

        monkeypatch.setattr(wording, "digest", fail)
        await office.put(Notice("d1", DIGEST, user=ALICE))
        await office.announce(alice, "Proposed", "Open")
        for _ in range(200):
            await office.delivery.send_due()
            await office.time.sleep(1)
        assert office.shown(ALICE) == ["Open"]
        assert not await office.pending()
        assert "is given up after 8 tries" in caplog.text


class TestOnce:
    """What may have gone out is not sent again."""

    async def test_an_answer_that_was_lost_is_no_second_message(
        self, office: Office, news: Subscription
    ) -> None:
        office.channels.loses = [503, 503]
        await office.announce(news, "Proposed", "Open")
        await office.send_all()
        await office.time.sleep(2)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]
        assert not any(each.startswith("GET") for each in office.channels.requests)

    @pytest.mark.parametrize("hours", [-24, -1, 0, 1, 24])
    async def test_after_a_crash_it_is_found_where_it_is_whatever_the_clock_says(
        self, office: Office, news: Subscription, hours: float
    ) -> None:
        office.time.moment = datetime.now(UTC)  # the ids of messages are made by the real clock
        await self._crash_after_the_post(office, news)
        office.channels.forget_nonces()
        office.time.set(hours=hours)
        await office.send_all()
        await office.time.sleep(3600 * 48)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]
        assert not await office.pending()

    async def test_after_a_crash_it_is_found_in_direct_messages(
        self, office: Office, alice: Subscription
    ) -> None:
        office.time.moment = datetime.now(UTC)
        await self._crash_after_the_post(office, alice)
        office.channels.forget_nonces()
        await office.send_all()
        assert office.shown(ALICE) == ["Open"]

    async def test_after_a_long_outage_it_is_looked_for(self, office: Office, news: Subscription) -> None:
        office.time.moment = datetime.now(UTC)
        office.channels.loses = [503, 503]
        await office.announce(news, "Proposed", "Open")
        await office.send_all()
        office.channels.forget_nonces()
        await office.time.sleep(121)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]

    async def test_it_is_posted_where_it_is_not(self, office: Office, news: Subscription) -> None:
        office.time.moment = datetime.now(UTC)
        await office.announce(news, "Proposed", "Open")
        (due,) = await office.outbox.find_due(office.time.moment)
        await office.outbox.begin([due.notice.nonce], office.time.moment)
        self._write(office, BOT, "another one of the bot's", None)
        self._write(office, "9", "what somebody else says", None)
        self._write(office, BOT, "the same text by another name", "other")
        await office.send_all()
        assert office.shown(NEWS) == ["", "", "", "Open"]

    async def test_it_is_known_by_its_nonce_where_discord_shows_it(
        self, office: Office, news: Subscription
    ) -> None:
        office.time.moment = datetime.now(UTC)
        await office.announce(news, "Proposed", "Open")
        (due,) = await office.outbox.find_due(office.time.moment)
        await office.outbox.begin([due.notice.nonce], office.time.moment)
        self._write(office, BOT, "in words of an older version", due.notice.nonce)
        await office.send_all()
        assert len(office.channels.messages[str(NEWS)]) == 1
        assert not await office.pending()

    async def test_a_message_that_somebody_deleted_meanwhile_is_not_posted_anew(
        self, office: Office, news: Subscription
    ) -> None:
        office.channels.loses = [503, 503]
        await office.announce(news, "Proposed", "Open")
        await office.send_all()
        office.channels.messages[str(NEWS)].clear()
        office.channels.refuses[str(NEWS)] = 404, 10008  # so Discord says
        await office.time.sleep(2)
        await office.send_all()
        assert not await office.pending()

    async def test_where_history_cannot_be_read_the_nonce_alone_must_do(
        self, office: Office, news: Subscription
    ) -> None:
        await self._crash_after_the_post(office, news)
        office.channels.refuses_history[str(NEWS)] = 403, 50001
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]
        assert not await office.pending()

    @staticmethod
    async def _crash_after_the_post(office: Office, receiver: Subscription) -> None:
        """Leave a notice that Discord has, and of which only that it was begun is kept."""
        await office.announce(receiver, "Proposed", "Open")
        (due,) = await office.outbox.find_due(office.time.moment)
        await office.outbox.begin([due.notice.nonce], office.time.moment)
        stop = receiver.number if receiver.user else None
        card = wording.announcement(changed("Ferry", "Proposed", "Open"), stop=stop)
        place = office.client.get_partial_messageable(receiver.channel or receiver.user or 0)
        await place.send(embed=draw(card), nonce=due.notice.nonce)
        office.restart()

    @staticmethod
    def _write(office: Office, author: str, text: str, nonce: str | None) -> None:
        message = message_data(office.channels.snowflake(), str(NEWS), {"content": text})
        message |= {"author": user_data(author, "somebody"), "nonce": nonce}
        office.channels.messages[str(NEWS)].append(message)


Rewrite = Callable[[str, str], Awaitable[Changes]]


class TestCorrections:
    """What a reload announced that is rolled back is corrected where it stands."""

    ANNOUNCED = "Status changed\n**Winter Ferry**: Proposed → **Agreed**"
    CORRECTED = "Taken back\n**Winter Ferry**: ~~Proposed → Agreed~~"

    @pytest.fixture
    async def announced(self, office: Office, news: Subscription, rewrite: Rewrite) -> None:
        assert news.channel == NEWS
        await rewrite("| Proposed |", "| Agreed |")
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.ANNOUNCED)

    @staticmethod
    def posts(office: Office) -> int:
        return sum(each.startswith("POST /channels/") for each in office.channels.requests)

    @pytest.mark.usefixtures("announced")
    async def test_a_message_is_corrected_once_and_nothing_is_posted(self, office: Office) -> None:
        await office.base.rollback()
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.CORRECTED)
        assert "What stands is **Proposed**\n> **Winter Ferry**: Proposed" in said
        requests = len(office.channels.requests)
        office.restart()
        await office.send_all()
        assert (self.posts(office), len(office.channels.requests)) == (1, requests)
        assert not await office.pending()

    async def test_a_direct_message_is_corrected_and_its_button_stays(
        self, office: Office, rewrite: Rewrite
    ) -> None:
        follows = await office.base.store.subscriptions.add("Winter Ferry", user=ALICE)
        await rewrite("| Proposed |", "| Agreed |")
        await office.send_all()
        await office.base.rollback()
        await office.send_all()
        (message,) = office.channels.messages[str(ALICE)]
        assert text(message).startswith(self.CORRECTED)
        ids = [each["custom_id"] for row in message["components"] for each in row["components"]]
        assert ids == [f"stop:{follows.number}"]

    @pytest.mark.usefixtures("edited")
    async def test_a_message_that_is_edited_is_corrected_and_then_edited_again(
        self, office: Office, rewrite: Rewrite
    ) -> None:
        await rewrite("| Proposed |", "| Agreed |")
        await office.send_all()
        await office.base.rollback()
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.CORRECTED)
        await office.base.reload()
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.ANNOUNCED)

    @pytest.mark.usefixtures("announced")
    async def test_what_comes_again_at_once_is_a_new_message_and_is_taken_back_like_the_first(
        self, office: Office
    ) -> None:
        await office.base.rollback()
        await office.base.reload()
        await office.send_all()
        first, second = office.channels.written(NEWS)
        assert (first.startswith(self.CORRECTED), second.startswith(self.ANNOUNCED)) == (True, True)
        await office.base.rollback()
        await office.send_all()
        assert all(said.startswith(self.CORRECTED) for said in office.channels.written(NEWS))
        assert len(office.channels.written(NEWS)) == 2

    @pytest.mark.usefixtures("announced")
    async def test_two_rollbacks_correct_both_messages_to_what_stands_in_the_end(
        self, office: Office, rewrite: Rewrite
    ) -> None:
        await rewrite("| Agreed |", "| Signed |")
        await office.send_all()
        for _ in range(2):
            await office.base.rollback()
            await office.send_all()
        first, second = office.channels.written(NEWS)
        assert first.startswith(self.CORRECTED)
        assert second.startswith("Taken back\n**Winter Ferry**: ~~Agreed → Signed~~")
        assert all("What stands is **Proposed**\n" in said for said in (first, second))

    @pytest.mark.usefixtures("announced")
    async def test_a_message_that_somebody_has_deleted_is_not_posted_anew(self, office: Office) -> None:
        office.channels.messages[str(NEWS)].clear()
        await office.base.rollback()
        await office.send_all()
        assert (office.channels.written(NEWS), self.posts(office)) == ([], 1)
        assert not await office.pending()

    @pytest.mark.usefixtures("announced")
    async def test_a_correction_that_may_have_been_made_before_a_crash_is_made_again(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await office.base.rollback()
        with monkeypatch.context() as patched:
            patched.setattr(office.outbox, "mark_sent", fail)
            with pytest.raises(StoreError):
                await office.delivery.run()
        office.restart()
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.CORRECTED)
        assert sum(each.startswith("PATCH") for each in office.channels.requests) == 2
        assert not await office.pending()

    @pytest.mark.usefixtures("announced")
    async def test_a_correction_waits_while_discord_is_down(self, office: Office) -> None:
        office.channels.refuses[str(NEWS)] = 503, 0
        await office.base.rollback()
        await office.send_all()
        del office.channels.refuses[str(NEWS)]
        await office.time.sleep(2)
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.CORRECTED)

    @pytest.mark.usefixtures("news")
    async def test_what_discord_has_without_our_knowing_is_found_and_corrected(
        self, office: Office, rewrite: Rewrite
    ) -> None:
        office.time.moment = datetime.now(UTC)
        office.channels.loses = [503, 503]
        await rewrite("| Proposed |", "| Agreed |")
        await office.send_all()
        await office.base.rollback()
        office.restart()
        office.channels.forget_nonces()
        await office.time.sleep(2)
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.CORRECTED)
        assert (self.posts(office), await office.pending()) == (2, 0)

    @pytest.mark.usefixtures("news")
    async def test_what_discord_never_took_is_not_posted_any_more(
        self, office: Office, rewrite: Rewrite
    ) -> None:
        office.channels.refuses[str(NEWS)] = 503, 0
        await rewrite("| Proposed |", "| Agreed |")
        await office.send_all()
        await office.base.rollback()
        del office.channels.refuses[str(NEWS)]
        await office.time.sleep(10)
        await office.send_all()
        assert (office.channels.written(NEWS), await office.pending()) == ([], 0)

    @pytest.mark.usefixtures("news")
    async def test_what_is_just_being_posted_is_corrected_when_it_is_there(
        self, office: Office, rewrite: Rewrite
    ) -> None:
        await rewrite("| Proposed |", "| Agreed |")
        office.channels.answers.clear()
        sending = asyncio.create_task(office.delivery.send_due())
        await asyncio.wait_for(office.channels.taken.wait(), 10)
        await office.base.rollback()
        office.channels.answers.set()
        await sending
        await office.send_all()
        (said,) = office.channels.written(NEWS)
        assert said.startswith(self.CORRECTED)


class TestLoop:
    """It goes on until it is cancelled."""

    async def test_it_sends_what_comes_and_looks_every_second(
        self, office: Office, news: Subscription
    ) -> None:
        running = asyncio.create_task(office.delivery.run())
        await office.announce(news, "Proposed", "Open")
        await asyncio.wait_for(office.channels.taken.wait(), 10)
        running.cancel()
        await asyncio.wait({running})
        assert office.shown(NEWS) == ["Open"]

    async def test_what_is_being_sent_when_it_is_cancelled_is_finished_and_nothing_else_begun(
        self, office: Office, news: Subscription
    ) -> None:
        office.channels.answers.clear()
        await office.announce(news, "Proposed", "Open", "Closed")
        running = asyncio.create_task(office.delivery.run())
        await asyncio.wait_for(office.channels.taken.wait(), 10)
        running.cancel()
        await asyncio.wait({running})
        office.channels.answers.set()
        await office.unfinished.wait()
        assert office.shown(NEWS) == ["Open"]
        assert await office.pending() == 1

    async def test_a_store_that_fails_when_a_user_is_to_wait_again_keeps_the_notice(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await waits(office, UNANSWERED)
        monkeypatch.setattr(office.base.store.waiting, "add", fail)
        with pytest.raises(StoreError):
            await office.delivery.run()
        assert await office.pending() == 1

    async def test_a_store_that_fails_ends_it_with_the_failure_and_loses_nothing(
        self, office: Office, news: Subscription, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await office.announce(news, "Proposed", "Open")

        with monkeypatch.context() as patched:
            patched.setattr(office.outbox, "begin", fail)
            with pytest.raises(StoreError):
                await office.delivery.run()
        assert not office.channels.written(NEWS)
        await office.send_all()
        assert office.shown(NEWS) == ["Open"]
