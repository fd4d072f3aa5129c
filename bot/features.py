"""What can the bot do on Discord? Its cogs, and what each button does: put together here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from discord.ext import commands
from msgspec import Struct

from bot import wording
from bot.admission import Admission
from bot.buttons.details import details_by_button
from bot.buttons.evidence import Evidence
from bot.buttons.pages import PageTurner
from bot.buttons.proposals import Proposals
from bot.buttons.sharing import delete_by_button, share_by_button
from bot.buttons.unanswered import Unanswered
from bot.clock import Clock
from bot.cogs.admin import Admin
from bot.cogs.articles import Articles
from bot.cogs.follows import Follows
from bot.cogs.inquiries import Inquiries
from bot.cogs.listener import Listener
from bot.cogs.privacy import Privacy
from bot.cogs.questions import Questions
from bot.cogs.settings import Settings
from bot.cogs.sources import Sources
from bot.cogs.statuses import Statuses
from bot.cogs.watching import Watching, board_by_button
from bot.cogs.welcome import Welcome
from bot.config import Config
from bot.delivery.boards import Boards
from bot.dialogue import Dialogue
from bot.limits import Gate, Repeats
from bot.metrics import Metrics
from bot.replies.afterwards import Afterwards
from bot.replies.answered import Answered
from bot.replies.answering import Answerer
from bot.replies.conversations import Conversations
from bot.replies.forms import Forms
from bot.replies.languages import Languages
from bot.replies.manners import Lately, Manners
from bot.replies.sending import Pressed
from bot.replies.unfinished import Unfinished
from bot.rights import Rights
from bot.seen import Seen
from bot.stories import Stories, Story
from bot.threads import ThreadOpener, Threads
from bot.wording import Action

Press: TypeAlias = Callable[[Pressed, Story, str], Awaitable[None]]
"""What a button does: it is told who pressed it, of which story it is, and what for."""


_PLAIN_BUTTONS: Mapping[Action, Press] = {
    Action.SHARE: share_by_button,
    Action.DELETE: delete_by_button,
    Action.DETAILS: details_by_button,
    Action.BOARD: board_by_button,
}
"""Those that need nothing but the story."""


class Shared(Struct, frozen=True):
    """What the parts of one bot have in common."""

    stories: Stories
    clock: Clock
    unfinished: Unfinished
    languages: Languages
    seen: Seen
    gate: Gate
    admission: Admission
    boards: Boards
    metrics: Metrics
    prefix: Callable[[int | None], str] | None
    """Gives what text commands begin with in a server; None where they do not work."""


class Features(Struct, frozen=True):
    """What a bot does: its cogs, and its buttons."""

    cogs: tuple[commands.Cog, ...]
    buttons: Mapping[Action, Press]
    questions: Questions
    """Has what stands in the menu of each message."""
    privacy: Privacy
    """Forgets the servers that the bot has left."""


def make_features(bot: commands.AutoShardedBot, shared: Shared, configured: Config) -> Features:
    """Make all that `bot` does."""
    stories, clock, boards = shared.stories, shared.clock, shared.boards
    afterwards, answerer = Afterwards(shared.unfinished, clock.monotonic), Answerer()
    conversations, lately, threads = Conversations(clock.monotonic), Lately(clock.monotonic), Threads()
    dialogue = _make_dialogue(shared, configured, afterwards, conversations, answerer, lately)
    questions = Questions(stories, shared.prefix, dialogue)
    hears_all = shared.prefix is not None
    settings = Settings(stories, clock, afterwards, boards, configured.discord, hears_all=hears_all)
    rights = Rights(configured.discord)
    proposals, follows = Proposals(rights, shared.metrics), Follows(stories)
    admin = Admin(stories, rights, shared.metrics)
    unanswered = Unanswered(rights, answerer, Forms(shared.unfinished))
    memories = lately, shared.languages, threads
    privacy = Privacy(stories, boards, afterwards, conversations, memories, configured.privacy)
    cogs = (
        questions,
        _make_listener(bot, shared, questions, dialogue, threads),
        Statuses(stories, afterwards, shared.metrics),
        follows,
        settings,
        Watching(boards),
        Welcome(bot, stories, afterwards, answerer, shared.languages),
        Articles(stories, rights, proposals),
        Sources(stories, rights, proposals),
        admin,
        Inquiries(stories, clock, rights, unanswered),
        privacy,
    )
    buttons: dict[Action, Press] = {
        **_PLAIN_BUTTONS,
        **_map_follows(follows),
        **_map_proposals(proposals, admin),
        **_map_evidence(Evidence(answerer)),
        **_map_editing(unanswered),
        Action.PAGE: _make_pages(follows, questions, unanswered).turn_by_button,
        Action.THREAD: ThreadOpener(conversations, threads).open_by_button,
        Action.SETTING: settings.panel.set_by_button,
    }
    return Features(cogs, buttons, questions, privacy)


def _make_dialogue(
    shared: Shared,
    configured: Config,
    afterwards: Afterwards,
    conversations: Conversations,
    answerer: Answerer,
    lately: Lately,
) -> Dialogue:
    host = wording.Host(shared.prefix and configured.discord.prefix, configured.fetching.contact)
    repeats = Repeats(shared.clock.monotonic)
    manners = Manners(host, lately)
    return Dialogue(shared.stories, afterwards, conversations, answerer, manners, repeats, shared.metrics)


def _make_listener(
    bot: commands.AutoShardedBot, shared: Shared, questions: Questions, dialogue: Dialogue, threads: Threads
) -> Listener:
    return Listener(
        bot,
        shared.stories.servers,
        shared.seen,
        shared.unfinished,
        shared.gate,
        shared.admission,
        questions,
        dialogue,
        threads,
        Answered(shared.clock.monotonic),
    )


def _make_pages(follows: Follows, questions: Questions, unanswered: Unanswered) -> PageTurner:
    own = {"following": follows.list_again, "help": questions.help_again}
    return PageTurner(own, {"unanswered": unanswered.list_page, "curations": unanswered.list_curations})


def _map_follows(follows: Follows) -> Mapping[Action, Press]:
    return {
        Action.FOLLOW: follows.follow_by_button,
        Action.STOP: follows.stop_by_button,
        Action.TELL: follows.wait_by_button,
    }


def _map_proposals(proposals: Proposals, admin: Admin) -> Mapping[Action, Press]:
    return {
        Action.PUBLISH: proposals.publish_by_button,
        Action.CANCEL: proposals.cancel_by_button,
        Action.RELOAD: admin.reload_by_button,
    }


def _map_evidence(evidence: Evidence) -> Mapping[Action, Press]:
    return {
        Action.MORE: evidence.more_by_button,
        Action.SOURCE: evidence.source_by_button,
        Action.WHY: evidence.why_by_button,
        Action.HISTORY: evidence.history_by_button,
        Action.HELPFUL: evidence.praise_by_button,
        Action.UNHELPFUL: evidence.blame_by_button,
    }


def _map_editing(unanswered: Unanswered) -> Mapping[Action, Press]:
    return {
        Action.OPEN: unanswered.open_by_button,
        Action.IGNORE: unanswered.ignore_by_button,
        Action.ALIAS: unanswered.alias_by_button,
        Action.ANSWER: unanswered.answer_by_button,
        Action.CHOOSE: unanswered.choose_by_button,
        Action.TAKE_BACK: unanswered.take_back_by_button,
    }
