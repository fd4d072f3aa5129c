"""Who wants to be told? Topics that somebody follows, and questions that somebody wants answered."""

from collections.abc import Iterable

from discord import app_commands
from discord.ext import commands as discord_commands

from bot import commands, wording
from bot.replies.sending import Asked, Pressed, asker, in_time, reply, server_of
from bot.stories import Stories, Story
from bot.translator import about, describe
from bot.wording.spans import CommandName, Name, text
from knowledge.answers import Standing, UnknownTopic, Verdict
from knowledge.notices.audience import Subscription
from knowledge.text import normalise

_SEE = text("follows.see_following", command=CommandName("following"))


class Follows(discord_commands.Cog):
    """Keeps what each user follows and waits for; `bot.delivery` writes to them when it is time."""

    def __init__(self, stories: Stories) -> None:
        """Know topics and answers from the place's story, and keep what is followed in its store."""
        self._stories = stories

    @discord_commands.hybrid_command(description=about("follow"))
    @describe("follow", "topic")
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def follow(self, asked: Asked, *, topic: discord_commands.Range[str, 1, 300]) -> None:
        """Follow a topic."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, story.base.when()
        match snapshot.course(topic):
            case UnknownTopic() as unknown:
                await reply(asked, wording.answer(unknown, snapshot.coverage, when), private=True)
            case course:
                await self._follow(asked, story, course.step.topic)

    @discord_commands.hybrid_command(description=about("unfollow"))
    @describe("unfollow", "topic")
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def unfollow(self, asked: Asked, *, topic: discord_commands.Range[str, 1, 300]) -> None:
        """Follow a topic no more."""
        story = self._stories.of(server_of(asked))
        found = story.base.snapshot.status(topic)
        name = found.step.topic if isinstance(found, Standing) else topic
        card = await in_time(asked, self._end_following(story, asker(asked), name))
        await reply(asked, card, private=True)

    @discord_commands.hybrid_command(description=about("following"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def following(self, asked: Asked) -> None:
        """List what somebody follows and waits for."""
        # After the prefix everybody in the channel reads it, and a question may have been asked in private.
        alone = asked.interaction is not None or asked.guild is None
        stories = self._stories.all() if alone else (self._stories.of(server_of(asked)),)
        card = await in_time(asked, _all_of(stories, asker(asked), questions=alone))
        await reply(asked, card, private=True)

    async def list_again(self, pressed: Pressed) -> wording.Message:
        """List what whoever pressed follows and waits for."""
        return await _all_of(self._stories.all(), asker(pressed), questions=True)

    async def stop_by_button(self, pressed: Pressed, story: Story, number: str) -> None:
        """End the subscription with this number."""
        message = await in_time(pressed, _stop_subscription(story, asker(pressed), number))
        await reply(pressed, message, private=True)

    async def wait_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Wait for the answer to the question of this key."""
        message = await in_time(pressed, _promise_answer(story, asker(pressed), key))
        await reply(pressed, message, private=True)

    async def follow_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Follow the topic of this key."""
        topics = story.base.snapshot.coverage.topics
        topic = next((topic for topic in topics if wording.topic_key(topic) == key), None)
        if topic is None:
            gone = wording.report_failure(
                text("follows.gone"), text("follows.see_status", command=CommandName("status"))
            )
            await reply(pressed, gone, private=True)
        else:
            await self._follow(pressed, story, topic)

    async def _follow(self, asked: Asked | Pressed, story: Story, topic: str) -> None:
        card = await in_time(asked, _begin_following(story, asker(asked), topic))
        await reply(asked, story.sign(card), private=True)

    async def _end_following(self, story: Story, user: int, topic: str) -> wording.Message:
        """Follow a topic no more: of this story, or else of another that the user follows."""
        for each in (story, *self._stories.all()):
            if own := await _own(each, user, topic):
                await each.store.subscriptions.remove(own.number)
                return wording.confirm_unfollow(own.topic)
        return wording.report_failure(text("follows.not_followed", topic=Name(topic)), _SEE)


async def _all_of(stories: Iterable[Story], user: int, *, questions: bool) -> wording.Message:
    own: list[Subscription] = []
    waiting: list[str] = []
    for story in stories:
        own += await story.store.subscriptions.find(user=user)
        if questions:
            waiting += [each.question for each in await story.store.waiting.find(user)]
    return wording.list_following(own, waiting)


async def _begin_following(story: Story, user: int, topic: str) -> wording.Message:
    own = await _own(story, user, topic)
    if own and not own.paused:
        return wording.confirm_follow(topic, own.number, already=True)
    # One that is paused goes on under the spelling that it was made with.
    made = await story.store.subscriptions.add(own.topic if own else topic, user=user)
    return wording.confirm_follow(topic, made.number)


async def _stop_subscription(story: Story, user: int, number: str) -> wording.Message:
    own = await story.store.subscriptions.find(user=user)
    subscription = next((each for each in own if str(each.number) == number), None)
    if subscription is None:
        return wording.report_failure(text("follows.followed_no_more"), _SEE)
    await story.store.subscriptions.remove(subscription.number)
    return wording.confirm_unfollow(subscription.topic)


async def _promise_answer(story: Story, user: int, key: str) -> wording.Message:
    inquiry = await story.store.inquiries.get(key)
    if inquiry is None:
        return wording.report_failure(text("follows.not_remembered"), text("follows.ask_again"))
    question, snapshot, when = inquiry.question, story.base.snapshot, story.base.when()
    answer = commands.ask(snapshot, question, when, inquiry.earlier)
    if answer.verdict is Verdict.ANSWER:
        # It became known since the button was sent, and what is known already is never told later.
        return wording.answer(answer, snapshot.coverage, when, repeat_question=True)
    return wording.promise_answer(question, already=not await story.store.waiting.add(user, question))


async def _own(story: Story, user: int, topic: str) -> Subscription | None:
    """Find what a user follows under a topic's name, or under another spelling of it."""
    ledger = story.base.snapshot.ledger
    for each in await story.store.subscriptions.find(user=user):
        filed = ledger.find_exactly(each.topic or "")
        if normalise(topic) in map(normalise, (each.topic or "", filed.topic if filed else "")):
            return each
    return None
