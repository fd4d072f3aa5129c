"""What was asked? /ask, a text command, a mention, a reply, the menu of a message: all lead to one answer."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands as discord_commands
from msgspec.structs import replace

from bot import wording
from bot.commands import COMMANDS, look_back, talk
from bot.hearing import strip_mentions
from bot.replies.afterwards import Afterwards
from bot.replies.answering import Answerer
from bot.replies.conversations import Conversations
from bot.replies.failures import require_day
from bot.replies.manners import Manners
from bot.replies.sending import Asked, Pressed, hand_over, in_time, reply, server_of, when_of
from bot.stories import Stories, Story
from bot.threads import may_open_threads, question_of
from bot.translator import about, describe, name_menu
from knowledge.answering.markup import strip_markup
from knowledge.answering.period import read_day
from knowledge.answering.question import Question
from knowledge.answers import Answer, IntentKind, Several, Standing, Verdict, find_shown, find_unanswered
from knowledge.store import LONGEST_QUESTION
from knowledge.text import chat_words, polite_words, stop_words, words

MENU = name_menu("answer")
"""What stands in the menu of each message."""
_ASKED_FOR = frozenset({IntentKind.PASSAGE, IntentKind.STATUS, IntentKind.BOARD, IntentKind.CHANGES})


class Questions(discord_commands.Cog):
    """Answers questions, and says how to ask them."""

    def __init__(
        self,
        stories: Stories,
        prefix: Callable[[int | None], str] | None,
        afterwards: Afterwards,
        conversations: Conversations,
        answerer: Answerer,
        manners: Manners,
    ) -> None:
        """Answer from the place's story; `prefix` gives a server's, None where text commands do not work."""
        self._stories = stories
        self._prefix = prefix
        self._afterwards = afterwards
        self._conversations = conversations
        self._answerer = answerer
        self._manners = manners
        self._menu = app_commands.ContextMenu(name=MENU, callback=self._answer_message)

    def add_menu(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add what stands in the menu of each message: discord.py does not look for that in a cog."""
        tree.add_command(self._menu)

    @discord_commands.hybrid_command(description=about("ask"))
    @describe("ask", "question", "private", "as_of")
    async def ask(
        self,
        asked: Asked,
        *,
        question: discord_commands.Range[str, 1, LONGEST_QUESTION],
        private: bool = False,
        as_of: discord_commands.Range[str, 0, 40] = "",
    ) -> None:
        """Answer a question, also from what was known on a day."""
        today = self._stories.of(server_of(asked)).base.when().today
        day = require_day(read_day(as_of, today), as_of) if as_of.strip() else None
        await self._reply(asked, question, private=private, as_of=day)

    @discord_commands.hybrid_command(description=about("help"))
    async def help(self, asked: Asked) -> None:
        """Say what can be asked, and how."""
        known = self._stories.of(server_of(asked)).base.snapshot
        prefix = self._prefix(server_of(asked)) if self._prefix else None
        guide = wording.guide(COMMANDS, known.coverage, prefix)
        await reply(asked, guide, private=True)

    async def hear(self, asked: Asked, text: str) -> None:
        """Answer a message that is a question; where there is nothing in it, give the help."""
        if text.strip():
            await self._reply(asked, text)
        else:
            await self.help(asked)

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
        key = asked.channel.id, asked.author.id
        self._conversations.add(key, text, asked.message.id)
        self._conversations.show(key, asked.message.id, find_shown(answer))
        message = _offer_evidence(asked, wording.answer(answer, snapshot.coverage, when), answer)
        await reply(asked, story.sign(self._offer_thread(asked, answer, message)))
        for each in answer.answers if isinstance(answer, Several) else (answer,):
            self._keep(story, asked, each, (), private=False)
        self._afterwards.count(story, asked, _matter_of(answer))

    async def _answer_message(self, pressed: Pressed, message: discord.Message) -> None:
        """Answer what stands in a message, to whoever chose that in its menu."""
        asked = await discord_commands.Context[discord_commands.AutoShardedBot].from_interaction(pressed)
        text = strip_mentions(message.content)
        if not words(strip_markup(text)):
            await reply(asked, wording.report_no_words(), private=True)
        elif len(text) > LONGEST_QUESTION:
            await reply(asked, wording.report_too_long(LONGEST_QUESTION), private=True)
        else:
            # Whoever wrote it is somebody else, mostly: it follows up nothing.
            await self._reply(asked, text, private=True, is_first=True)

    async def _reply(
        self,
        asked: Asked,
        question: str,
        *,
        private: bool = False,
        as_of: date | None = None,
        is_first: bool = False,
    ) -> None:
        """Answer a question; `is_first` where it follows up nothing."""
        story = self._stories.of(server_of(asked))
        snapshot, when = story.base.snapshot, when_of(story, asked)
        if said := talk(snapshot, question, when):
            await self._manners.answer(asked, said, snapshot.coverage)
            return
        key = asked.channel.id, asked.author.id
        self._conversations.take_back(key, asked.message.id)
        earlier = () if is_first else self._find_earlier(asked)
        seen = frozenset[str]() if is_first else self._conversations.seen(key, _find_answered(asked))
        # Remembered at once: what is asked while this is answered may follow it up.
        self._conversations.add(key, question, asked.message.id)
        if as_of:
            # An index may have to be built: whoever asks of today need not wait for that.
            snapshot, when = await in_time(asked, asyncio.to_thread(look_back, snapshot, when, as_of))
        answer = await self._answerer.ask(snapshot, question, when, earlier, seen)
        self._conversations.show(key, asked.message.id, find_shown(answer))
        # Some clients do not show the others what was asked with a slash command, nor what is shared later.
        repeated = asked.interaction is not None
        past = as_of is not None
        message = wording.answer(answer, snapshot.coverage, when, repeat_question=repeated, is_past=past)
        parts = answer.answers if isinstance(answer, Several) else (answer,)
        unanswered = find_unanswered(answer)
        if past or not all(map(_can_wait, unanswered)):
            message = replace(message, buttons=())
        if not past:
            leans = bool(earlier) and snapshot.follows_up(Question.read(question, when.today))
            earlier = earlier if leans else ()
            message = _offer_evidence(asked, message, answer, earlier, private=private)
        if not (private or past):
            message = self._offer_thread(asked, answer, message)
        await reply(asked, story.sign(message), private=private)
        asked_of_articles = [
            each for each in parts if each.verdict is Verdict.ANSWER or each.question in unanswered
        ]
        for each in () if past else asked_of_articles:
            self._keep(story, asked, each, earlier, private=private)
        if answer.verdict is Verdict.ANSWER and not private:
            self._afterwards.count(story, asked, _matter_of(answer))

    def _offer_thread(self, asked: Asked, answer: Answer, message: wording.Message) -> wording.Message:
        """Offer to go on in a thread, where an answer stands in a channel that may have some."""
        place = asked.channel
        is_ours = isinstance(place, discord.TextChannel) and server_of(asked) is not None
        if not is_ours or answer.verdict is not Verdict.ANSWER or not may_open_threads(asked.bot_permissions):
            return message
        return replace(message, buttons=(*message.buttons, *wording.go_on(answer.question)))

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


def _can_wait(question: str) -> bool:
    """Whether a question makes sense alone: "and why?" can be answered only after those before it."""
    said = set(words(strip_markup(question))) - stop_words() - chat_words() - polite_words()
    return len(question) <= LONGEST_QUESTION and bool(said)


def _can_keep(answer: Answer, earlier: tuple[str, ...]) -> bool:
    """Whether a question makes sense, alone or with those that it follows up, and is not too long."""
    return _can_wait(answer.question) or bool(earlier and len(answer.question) <= LONGEST_QUESTION)


def _offer_evidence(
    asked: Asked,
    message: wording.Message,
    answer: Answer,
    earlier: tuple[str, ...] = (),
    *,
    private: bool = False,
) -> wording.Message:
    """Offer what stands behind an answer, and to share it or take it away."""
    kept = wording.question_key(answer.question, earlier) if _can_keep(answer, earlier) else ""
    return hand_over(asked, wording.offer_evidence(message, answer, kept), kept, private=private)


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
