"""How does a question get its answer on Discord? Answered, worded, sent, and only then kept."""

import asyncio
from datetime import date

import discord
from msgspec.structs import replace

from bot import wording
from bot.commands import look_back, talk
from bot.limits import Repeats
from bot.metrics import Metrics
from bot.replies.afterwards import Afterwards
from bot.replies.answering import Answerer
from bot.replies.conversations import Conversations
from bot.replies.manners import Manners
from bot.replies.said import Said
from bot.replies.sending import Asked, hand_over, in_time, reply, server_of, when_of
from bot.stories import Stories, Story
from bot.threads import may_open_threads, question_of
from knowledge.answering.markup import strip_markup
from knowledge.answering.question import Question
from knowledge.answers import Answer, IntentKind, Several, Standing, Verdict, find_shown, find_unanswered
from knowledge.snapshot import Snapshot
from knowledge.store import LONGEST_QUESTION
from knowledge.text import idle_words, normalise, words
from knowledge.when import When

_ASKED_FOR = frozenset({IntentKind.PASSAGE, IntentKind.STATUS, IntentKind.BOARD, IntentKind.CHANGES})


class Dialogue:
    """Answers what is asked, in the light of what was asked before in the same place."""

    def __init__(
        self,
        stories: Stories,
        afterwards: Afterwards,
        conversations: Conversations,
        answerer: Answerer,
        manners: Manners,
        repeats: Repeats,
        metrics: Metrics,
    ) -> None:
        """Answer from the story of each place, and count the answers."""
        self._stories = stories
        self._afterwards = afterwards
        self._conversations = conversations
        self._answerer = answerer
        self._manners = manners
        self._repeats = repeats
        self._metrics = metrics

    async def answer(
        self, asked: Asked, question: str, *, private: bool = False, is_first: bool = False
    ) -> None:
        """Answer a question; `is_first` where it follows up nothing."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        if said := talk(snapshot, question, when):
            await self._manners.answer(asked, said, snapshot.coverage)
            return
        if not private and (address := self._find_repeated(asked, question)):
            self._conversations.add(_place(asked), question, asked.message.id)
            await reply(asked, wording.point_to_answer(address), private=True)
            return
        earlier, seen = ((), frozenset[str]()) if is_first else self._recall(asked)
        # Remembered at once: what is asked while this is answered may follow it up.
        key = _place(asked)
        self._conversations.add(key, question, asked.message.id)
        working = self._answerer.ask(snapshot, question, when, earlier, seen)
        answer = await in_time(asked, working, private=private)
        self._conversations.show(key, asked.message.id, find_shown(answer))
        leans = bool(earlier) and snapshot.follows_up(Question.read(question, when.today))
        earlier = earlier if leans else ()
        message = self._word(asked, answer, snapshot, when, earlier, private=private)
        sent = await reply(asked, story.sign(message), private=private)
        self._metrics.count_answer(answer)
        self._keep_all(story, asked, answer, earlier, private=private)
        if (
            sent is not None
            and not private
            and answer.verdict is Verdict.ANSWER
            and not leans
            and server_of(asked)
        ):
            self._repeats.keep(asked.channel.id, normalise(question), _address(asked, sent))

    async def answer_past(self, asked: Asked, question: str, as_of: date, *, private: bool) -> None:
        """Answer from what was known on a day: nothing of it is kept, and there are no buttons."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        earlier, seen = self._recall(asked)
        self._conversations.add(_place(asked), question, asked.message.id)
        # An index may have to be built: whoever asks of today need not wait for that.
        snapshot, when = await in_time(asked, asyncio.to_thread(look_back, snapshot, when, as_of))
        answer = await self._answerer.ask(snapshot, question, when, earlier, seen)
        self._conversations.show(_place(asked), asked.message.id, find_shown(answer))
        repeated = asked.interaction is not None
        message = wording.answer(answer, snapshot.coverage, when, repeat_question=repeated, is_past=True)
        await reply(asked, replace(message, buttons=()), private=private)
        self._metrics.count_answer(answer)
        if answer.verdict is Verdict.ANSWER and not private:
            self._afterwards.count(story, asked, _matter_of(answer))

    async def answer_unasked(self, asked: Asked, text: str, title: str = "") -> None:
        """Answer a message that asks nobody, else its title, if that answer is sure."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        # Small talk is answered only where somebody talks to the bot.
        if talk(snapshot, text, when):
            return
        answer = await self._answerer.ask(snapshot, text, when)
        if title and answer.verdict is not Verdict.ANSWER:
            answer = await self._answerer.ask(snapshot, title, when)
        if answer.verdict is not Verdict.ANSWER or answer.intent not in _ASKED_FOR:
            return
        key = _place(asked)
        self._conversations.add(key, text, asked.message.id)
        self._conversations.show(key, asked.message.id, find_shown(answer))
        message = self._word(asked, answer, snapshot, when, ())
        await reply(asked, story.sign(message))
        self._metrics.count_answer(answer)
        self._keep_all(story, asked, answer, ())

    def _word(
        self,
        asked: Asked,
        answer: Answer,
        snapshot: Snapshot,
        when: When,
        earlier: tuple[str, ...],
        *,
        private: bool = False,
    ) -> wording.Message:
        """Word an answer, with what can be pressed below it."""
        # Some clients do not show the others what was asked with a slash command, nor what is shared later.
        repeated = asked.interaction is not None
        message = wording.answer(answer, snapshot.coverage, when, repeat_question=repeated)
        if not all(map(_can_wait, find_unanswered(answer))):
            message = replace(message, buttons=())
        kept = wording.question_key(answer.question, earlier) if _can_keep(answer, earlier) else ""
        message = hand_over(asked, wording.offer_evidence(message, answer, kept), kept, private=private)
        return message if private else _offer_thread(asked, answer, message)

    def _find_repeated(self, asked: Asked, question: str) -> str | None:
        """Give the address of the answer that this question got just now, where others see that, too."""
        is_anew = isinstance(asked, Said) and asked.earlier is not None
        if server_of(asked) is None or is_anew:
            return None
        return self._repeats.find(asked.channel.id, normalise(question))

    def _recall(self, asked: Asked) -> tuple[tuple[str, ...], frozenset[str]]:
        """Give the questions that this one may follow up, and which passages were shown for them."""
        key = _place(asked)
        self._conversations.take_back(key, asked.message.id)
        return self._find_earlier(asked), self._conversations.seen(key, _find_answered(asked))

    def _keep_all(
        self, story: Story, asked: Asked, answer: Answer, earlier: tuple[str, ...], *, private: bool = False
    ) -> None:
        """Keep what was asked of the articles, and count what about."""
        unanswered = find_unanswered(answer)
        for each in answer.answers if isinstance(answer, Several) else (answer,):
            if each.verdict is Verdict.ANSWER or each.question in unanswered:
                self._keep(story, asked, each, earlier, private=private)
        if answer.verdict is Verdict.ANSWER and not private:
            self._afterwards.count(story, asked, _matter_of(answer))

    def _keep(
        self, story: Story, asked: Asked, answer: Answer, earlier: tuple[str, ...], *, private: bool
    ) -> None:
        """Keep a question that makes sense, alone or with those that it follows up, and count any other."""
        if _can_keep(answer, earlier):
            self._afterwards.keep(story, asked, answer.question, answer.verdict, earlier, private=private)
        else:
            self._afterwards.tally(story, asked, answer.verdict, private=private)

    def _find_earlier(self, asked: Asked) -> tuple[str, ...]:
        """Give the questions that this one may follow up, oldest first: the asker's own in this channel.

        For a reply to an answer it is what was answered there, whoever had asked, if that is remembered.
        """
        place = asked.channel.id
        if asked_with := _find_answered(asked):
            led = self._conversations.leading_to(place, asked_with)
            if led:
                return led
        kept = self._conversations.earlier((place, asked.author.id))
        thread = asked.channel
        if not kept and isinstance(thread, discord.Thread) and thread.owner_id == asked.me.id:
            # A thread that the bot has opened bears the name of the question that it goes on from.
            return (thread.name,)
        return kept


def _place(asked: Asked) -> tuple[int, int]:
    """Name a conversation: where, and who asks."""
    return asked.channel.id, asked.author.id


def _address(asked: Asked, message: int) -> str:
    """Give the address of a message in a server."""
    return f"https://discord.com/channels/{server_of(asked)}/{asked.channel.id}/{message}"


def _offer_thread(asked: Asked, answer: Answer, message: wording.Message) -> wording.Message:
    """Offer to go on in a thread, where an answer stands in a channel that may have some."""
    place = asked.channel
    is_ours = isinstance(place, discord.TextChannel) and server_of(asked) is not None
    if not is_ours or answer.verdict is not Verdict.ANSWER or not may_open_threads(asked.bot_permissions):
        return message
    return replace(message, buttons=(*message.buttons, *wording.go_on(answer.question)))


def _can_wait(question: str) -> bool:
    """Whether a question makes sense alone: "and why?" can be answered only after those before it."""
    said = set(words(strip_markup(question))) - idle_words()
    return len(question) <= LONGEST_QUESTION and bool(said)


def _can_keep(answer: Answer, earlier: tuple[str, ...]) -> bool:
    """Whether a question makes sense, alone or with those that it follows up, and is not too long."""
    return _can_wait(answer.question) or bool(earlier and len(answer.question) <= LONGEST_QUESTION)


def _matter_of(answer: Answer) -> str:
    """Name what a question was about, in words of the articles and never in those of the asker."""
    if isinstance(answer, Standing):
        return answer.step.topic
    best = next(iter(answer.hits), None)
    if best is None:
        return ""
    return best.passage.section[-1] if best.passage.section else best.article.title


def _find_answered(asked: Asked) -> int | None:
    """Give the id of the message or slash command whose answer somebody replies to; None for no reply."""
    answered = asked.message.reference.resolved if asked.message.reference else None
    return question_of(answered) if isinstance(answered, discord.Message) else None
