"""What can be done about open questions? Those who run a server see them, those who run the bot mend them."""

import asyncio
import logging
import time
from collections.abc import Sequence

from bot import wording
from bot.replies.answering import READING_SECONDS, Answerer
from bot.replies.forms import Forms
from bot.replies.sending import Asked, Pressed, asker, in_time, reply, turn
from bot.rights import Rights, log_denial
from bot.scopes import Scope, find_scope
from bot.stories import Story
from bot.wording import Message
from bot.wording.mistakes import MistakeError
from bot.wording.spans import CommandName, Name, text
from knowledge.answering.question import Question
from knowledge.answers import Hit
from knowledge.counting import count
from knowledge.curating import find_chosen, is_known, stands_in
from knowledge.inquiring import Cluster, find_clusters
from knowledge.model import Alias, CuratedAnswer

_log = logging.getLogger(__name__)

_OFFERED = 5
"""Passages to choose from."""
_MOST_WORDINGS = 20
"""Wordings of one question that are answered together."""


class Unanswered:
    """Shows what is open, and keeps what editors say about it; each press is checked anew."""

    def __init__(self, rights: Rights, answerer: Answerer, forms: Forms) -> None:
        """Let those change what is said everywhere whom `rights` allow."""
        self._rights = rights
        self._answerer = answerer
        self._forms = forms

    async def list_page(self, asked: Asked | Pressed, story: Story, number: int = 0) -> Message:
        """List a page of the open questions that the asker may see; of one too many, the last."""
        scope = await find_scope(asked, self._rights)
        clusters = await _find_clusters(story, scope)
        pages = max(1, -(-len(clusters) // wording.PER_PAGE))
        number = min(number, pages - 1)
        shown = clusters[number * wording.PER_PAGE : (number + 1) * wording.PER_PAGE]
        said = await story.store.curations.find() if scope.may_curate else None
        count = len(said.aliases) + len(said.answers) if said else 0
        page = wording.ClusterPage(shown, number, pages, len(clusters), count)
        return story.sign(wording.list_unanswered(page, story.base.when()))

    async def list_curations(self, pressed: Asked | Pressed, story: Story, number: int = 0) -> Message:
        """List what editors have said."""
        scope = await find_scope(pressed, self._rights)
        if not scope.may_curate:
            log_denial(pressed, "What editors have said")
            raise MistakeError(text("inquiries.denied"), text("inquiries.ask_in_server"))
        return story.sign(wording.list_curations(await story.store.curations.find(), number))

    async def open_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Show the open question of this key, and what can be done about it."""
        await turn(pressed, await in_time(pressed, self._show(pressed, story, key)))

    async def ignore_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Set all wordings of a question aside, in all places that the asker may see."""
        await turn(pressed, await in_time(pressed, self._ignore(pressed, story, key)))

    async def alias_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Ask which word of a question means which name."""
        if await self._rights.allow(pressed, "Adding an alias"):

            async def take(submitted: Pressed, said: Sequence[str]) -> None:
                if await self._rights.allow(submitted, "Adding an alias"):
                    message = await in_time(submitted, self._add_alias(submitted, story, key, *said))
                    await reply(submitted, message, private=True)

            await self._forms.open(pressed, wording.ask_alias(), take)

    async def answer_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Ask for words of the passage that answers a question."""
        if await self._rights.allow(pressed, "Choosing a passage"):
            inquiry = await story.store.inquiries.get(key)
            if inquiry is None:
                raise _report_closed()

            async def take(submitted: Pressed, said: Sequence[str]) -> None:
                if await self._rights.allow(submitted, "Choosing a passage"):
                    found = await in_time(submitted, self._search(story, said[0]))
                    message = wording.offer_passages(inquiry.question, key, found, story.base.when())
                    await reply(submitted, story.sign(message), private=True)

            await self._forms.open(pressed, wording.ask_passage(inquiry.question), take)

    async def choose_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Let a passage answer all wordings of a question that mean something by themselves."""
        if await self._rights.allow(pressed, f"Answering by a passage ({key})"):
            await reply(pressed, await in_time(pressed, self._choose(pressed, story, key)), private=True)

    async def take_back_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Forget what an editor has said."""
        if await self._rights.allow(pressed, f"Taking back what an editor has said ({key})"):
            await turn(pressed, await in_time(pressed, self._take_back(pressed, story, key)))

    async def _show(self, pressed: Pressed, story: Story, key: str) -> Message:
        scope, cluster = await self._find(pressed, story, key)
        return story.sign(wording.show_cluster(cluster, story.base.when(), may_curate=scope.may_curate))

    async def _ignore(self, pressed: Pressed, story: Story, key: str) -> Message:
        _, cluster = await self._find(pressed, story, key)
        for each in cluster.inquiries:
            await story.store.inquiries.ignore(each.guild, each.key)
        _log.info("%s set aside by user %d.", count(len(cluster.inquiries), "question"), asker(pressed))
        return await self.list_page(pressed, story)

    async def _add_alias(self, pressed: Pressed, story: Story, key: str, word: str, name: str) -> Message:
        _, cluster = await self._find(pressed, story, key)
        if not any(stands_in(word, each) for each in cluster.wordings):
            raise MistakeError(
                text("inquiries.no_such_word", word=Name(word)), text("inquiries.take_its_words")
            )
        if not await self._answerer.work_out(lambda: is_known(name, story.base.snapshot)):
            raise MistakeError(
                text("inquiries.no_such_name", name=Name(name)), text("inquiries.take_their_name")
            )
        alias = Alias(word, name)
        await story.store.curations.add_alias(alias)
        return story.sign(wording.confirm_alias(alias))

    async def _search(self, story: Story, words: str) -> tuple[Hit, ...]:
        snapshot, when = story.base.snapshot, story.base.when()
        until = time.monotonic() + READING_SECONDS
        question = Question.read(words, when.today)
        return await self._answerer.work_out(
            lambda: snapshot.search(question, when, _OFFERED, until=until)[:_OFFERED]
        )

    async def _choose(self, pressed: Pressed, story: Story, key: str) -> Message:
        of, _, passage = key.partition("-")
        _, cluster = await self._find(pressed, story, of)
        corpus = story.base.snapshot.corpus
        hit = await asyncio.to_thread(find_chosen, corpus, passage)
        if hit is None:
            return wording.report_no_passage()
        questions = cluster.standalone[:_MOST_WORDINGS]
        answers = [CuratedAnswer(each, hit.article.path, passage) for each in questions]
        await story.store.curations.add_answers(answers)
        return story.sign(wording.confirm_curated(questions, hit, story.base.when()))

    async def _take_back(self, pressed: Pressed, story: Story, key: str) -> Message:
        curations = story.store.curations
        said = await curations.find()
        meant = next(
            (each for each in (*said.aliases, *said.answers) if wording.curation_key(each) == key), None
        )
        if meant is None:
            raise MistakeError(
                text("inquiries.said_no_longer"),
                text("inquiries.see_list", command=CommandName("unanswered")),
            )
        if isinstance(meant, Alias):
            await curations.remove_alias(meant.word)
        else:
            await curations.remove_answer(meant.question)
        return await self.list_curations(pressed, story)

    async def _find(self, pressed: Pressed, story: Story, key: str) -> tuple[Scope, Cluster]:
        """Find the cluster of a question, among what the asker may see."""
        scope = await find_scope(pressed, self._rights)
        for cluster in await _find_clusters(story, scope):
            if any(each.key == key for each in cluster.inquiries):
                return scope, cluster
        raise _report_closed()


def _report_closed() -> MistakeError:
    return MistakeError(
        text("inquiries.no_longer"), text("inquiries.see_list", command=CommandName("unanswered"))
    )


async def _find_clusters(story: Story, scope: Scope) -> tuple[Cluster, ...]:
    store = story.store
    found = await store.inquiries.find_open(scope.guild)
    return await asyncio.to_thread(find_clusters, found, story.base.snapshot, await store.curations.find())
