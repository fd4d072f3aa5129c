"""What is a message to the bot? A question, one that it may answer without being asked to, or nothing.

Commands are told by their prefix, which `find_prefixes` gives to discord.py.
"""

import re
from enum import Enum, auto

import discord
from msgspec import Struct

from knowledge.languages import questions
from knowledge.notices.preferences import Preferences
from knowledge.text import words

_ADDRESSED = r"\s*<@!?{}>\s*"
_WORD_AFTER = r"(?=[^\W\d_])"
"""A sign is the prefix of a command only before a letter: "!!!" is none."""
_MENTION = re.compile(r"<(?:@[!&]?|#)[0-9]{1,20}>")


class Call(Enum):
    """How a message concerns the bot."""

    QUESTION = auto()
    """It is asked: by a direct message, a mention or a reply."""
    FOLLOW_UP = auto()
    """Somebody writes in a thread that it has opened; `bot.threads` knows whether they speak to it."""
    UNASKED = auto()
    """It is not asked, and may answer where it surely can."""


class Heard(Struct, frozen=True):
    """What a message says to the bot."""

    call: Call
    text: str
    """Its words, less the mention of the bot."""
    title: str = ""
    """The title of the post that it begins, where that is a question by itself."""


def hear(message: discord.Message, me: int, wishes: Preferences) -> Heard | None:
    """Take a message that is no command for what it is to the bot with the id `me`; None for nothing.

    Meant for it are direct messages, its mention (not that of a role or of everyone), and replies to it.
    """
    own = re.compile(f"<@!?{me}>")
    text = own.sub(" ", message.content).strip()
    if message.guild is None:
        return Heard(Call.QUESTION, text)
    if message.mention_everyone:
        return None
    if wishes.mentions and (own.search(message.content) or (text and _is_reply_to(message, me))):
        return Heard(Call.QUESTION, text)
    thread = message.channel if isinstance(message.channel, discord.Thread) else None
    # Without the message-content intent the words of a message may be missing.
    if not text or _is_for_others(message, me):
        return None
    if thread and thread.owner_id == me:
        return Heard(Call.FOLLOW_UP, text)
    return _hear_unasked(message, thread, text, wishes)


def find_prefixes(message: discord.Message, me: int, configured: str, wishes: Preferences) -> list[str]:
    """Give what a command may begin with in a message.

    That is the server's own prefix, else the configured one; behind the mention of the bot, and in a direct
    message, a slash as well.
    """
    prefix = wishes.prefix or configured
    found = [prefix]
    addressed = _ADDRESSED.format(me) if message.guild else rf"\s*(?:<@!?{me}>\s*)?"
    signs = "|".join(re.escape(each) for each in dict.fromkeys((prefix, "!", "/")))
    if wishes.mentions or message.guild is None:
        typed = re.match(f"{addressed}(?:{signs}){_WORD_AFTER}", message.content)
        found += [typed[0]] if typed else []
    return found


def strip_mentions(text: str) -> str:
    """Give a message's words without whom and what it mentions."""
    return " ".join(_MENTION.sub(" ", text).split())


def _hear_unasked(
    message: discord.Message, thread: discord.Thread | None, text: str, wishes: Preferences
) -> Heard | None:
    """Take a message in a channel where the bot answers by itself; in a thread its channel counts."""
    place = thread.parent_id if thread else message.channel.id
    if place not in wishes.own_channels:
        return None
    if thread and isinstance(thread.parent, discord.ForumChannel):
        if not _is_open_post(message, thread, wishes):
            return None
        title = thread.name if _asks(thread.name) else ""
        return Heard(Call.UNASKED, f"{thread.name}\n{text}", title)
    return Heard(Call.UNASKED, text) if _asks(text) else None


def _is_open_post(message: discord.Message, post: discord.Thread, wishes: Preferences) -> bool:
    """Whether this message begins a post that is to be answered: a post is answered once."""
    if message.id != post.id or post.locked or post.archived:
        return False
    tags = {tag.id for tag in post.applied_tags}
    return not wishes.forum_tags or not tags.isdisjoint(wishes.forum_tags)


def _is_for_others(message: discord.Message, me: int) -> bool:
    """Whether a message mentions somebody else, or is a reply to somebody else."""
    if message.role_mentions or any(user.id not in (me, message.author.id) for user in message.mentions):
        return True
    if message.reference is None:
        return False
    return not any(_is_reply_to(message, each) for each in (me, message.author.id))


def _is_reply_to(message: discord.Message, user: int) -> bool:
    replied = message.reference.resolved if message.reference else None
    return isinstance(replied, discord.Message) and replied.author.id == user


def _asks(text: str) -> bool:
    """Whether a text is a question: what is merely said is not answered unless the bot is asked to."""
    said = words(text)
    known = questions()
    return "?" in text or (bool(said) and said[0] in known.starts | known.question_words)
