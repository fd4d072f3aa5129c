"""What does the bot say of itself? How to ask, what it keeps, what was done, and what did not work."""

from collections.abc import Sequence
from datetime import datetime

from bot.replies.card import AMBER, BLUE, GREEN, RED, Card, made, stop_following
from bot.replies.escape import bold, count, cut, escaped, fitting, short, visible
from bot.wording._quotes import covered
from knowledge.model import Coverage
from knowledge.notices.audience import DigestPlan, Subscription

_DAYS = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"

_ENDS = "-# **/unfollow** *topic* ends one, **/forget\\_me** ends all"


def guide(coverage: Coverage, prefix: str | None) -> Card:
    """Say what can be asked and how; `prefix` is None where text commands do not work."""
    topic = short("".join(coverage.topics[:1]), 80) or "a topic"
    lines = [
        "Mention me with a question, write me a direct message, or reply to an answer of mine.",
        "You get a passage of the articles word for word, with its source and date.",
        "What they do not say, I do not say. Ask on in short: *why?*, *what about …?*",
        "\n**Ask**",
        "**/ask** *question*: the passage that answers; with *private* only you see it",
        f"**/status** *{topic}*: where it stands; without a topic, all of them; with *as\\_of*, on that day",
        f"**/history** *{topic}*: how it came there, step by step",
        "**/new**: what has changed since you last looked; with *since*, since that day",
        "\n**Be told**",
        f"**/follow** *{topic}*: a direct message when its status changes; **/unfollow** ends that",
        "**/following**: what you follow, and which answers you wait for",
        "**Tell me when this is known**, below what is not answered: the answer, once the articles have it",
        "\n**You**",
        "**/forget\\_me**: I forget all that I keep of you, and say what that is",
        "**/help**: these lines",
        "\n**Run it**",
        "**/settings**: announcements and digests, for admins of a server",
        "**/reload**, **/rollback**: other articles, for those who run me",
    ]
    if prefix:
        commands = ("ask", "status", "history", "new", "follow", "unfollow", "following", "forget_me", "help")
        names = ", ".join(f"**{escaped(prefix + name)}**" for name in commands)
        lines.append(f"\nIn text channels also {names}.")
    note = covered(coverage)
    return made("Ask what the articles say", lambda room: "\n".join(fitting(lines, len(lines), room)), note)


def forgotten(questions: int, kept: int = 0) -> Card:
    """Say what is forgotten of somebody, and what is kept at all.

    `questions` are those held in memory for follow-ups; `kept` counts what the store held.
    """
    things = [count(questions, "question")] * bool(questions)
    things += [count(kept, "entry", "entries")] * bool(kept)
    done = f"Forgotten: {' and '.join(things)}." if things else "There was nothing to forget."
    body = (
        f"{done}\n\n"
        "What I keep of you: up to four of your last questions in each channel, for 15 minutes, in memory "
        "only; what you follow, the questions you wait for, and up to where you have seen the news, until "
        "you use **/forget\\_me**.\n"
        "Questions that the articles do not answer are kept for 90 days, without who asked."
    )
    return made("What I keep of you", body, colour=GREEN)


def followed(topic: str, number: int, *, already: bool = False) -> Card:
    """Say that somebody follows a topic, by the subscription `number`."""
    title = f"You follow {cut(topic, 200)}{' already' if already else ''}"
    body = "I send you a direct message when its status changes, with the words of both sources."
    return made(title, body, colour=GREEN, buttons=stop_following(number))


def unfollowed(topic: str | None) -> Card:
    """Say that somebody follows a topic no more."""
    return made("No longer followed", f"I send you no more messages about {_topic(topic)}.", colour=GREEN)


def following(subscriptions: Sequence[Subscription], questions: Sequence[str] = ()) -> Card:
    """List what somebody follows, what of it is paused, and which questions they wait for."""
    asked = [f"- “{short(question, 100)}”" for question in questions]
    waiting = ["\n**You wait for the answers to**", *fitting(asked, len(asked), 1000)] if asked else []
    if not subscriptions:
        nothing = "You follow nothing. **/follow** *topic* begins."
        return made("What you follow", "\n".join([nothing, *waiting]), _ENDS if asked else "")
    paused = any(each.paused for each in subscriptions)
    foot = "⚠ Paused: Discord did not let me write to you. Allow direct messages, then **/follow** it again."

    def fit(room: int) -> str:
        lines = (f"- {_topic(each.topic)}{' · ⚠ paused' if each.paused else ''}" for each in subscriptions)
        below = [foot] * paused + waiting
        shown = fitting(lines, len(subscriptions), room - sum(len(line) + 1 for line in below))
        return "\n".join(shown + below)

    return made("What you follow", fit, _ENDS, AMBER if paused else BLUE)


def will_tell(question: str, *, already: bool = False) -> Card:
    """Say that somebody will be told when their question can be answered."""
    title = "You wait for this already" if already else "You will be told"
    body = f"I send you the answer to “{short(question, 300)}” once the articles have it."
    return made(title, body, colour=GREEN)


def done(title: str, text: str) -> Card:
    """Say in plain words what was done."""
    return made(title, short(text, 900), colour=GREEN)


def announced(subscription: Subscription) -> Card:
    """Say to a server's admin what is announced from now on, and where."""
    whose = "a topic" if subscription.topic is None else _topic(subscription.topic)
    how = "the message about that topic is edited" if subscription.edits else "a new message says so"
    body = f"When the status of {whose} changes, {how} in <#{subscription.channel}>. Nothing is told twice."
    return made("Announcements", body, colour=GREEN)


def digest_planned(plan: DigestPlan, next_time: datetime) -> Card:
    """Say to a server's admin when the digest comes, and where."""
    then = int(next_time.timestamp())
    body = (
        f"{_digest(plan)}\nThe next one: <t:{then}:F> (<t:{then}:R>). "
        "It holds what has changed, new articles and what was asked about most, "
        "and is left out where nothing has happened."
    )
    return made("Digest", body, colour=GREEN)


def settings(subscriptions: Sequence[Subscription], plan: DigestPlan | None) -> Card:
    """Show a server's admin which channels are told of what, and when the digest comes."""
    channels = [each for each in subscriptions if each.channel is not None]
    paused = any(each.paused for each in channels)
    cure = (
        "⚠ Paused: Discord refuses what I send there. Let me write there, "
        "then use **/settings announcements** again."
    )
    foot = [cure] * paused + ["\n**Digest**", _digest(plan) if plan else "None."]

    def fit(room: int) -> str:
        room -= sum(len(line) + 1 for line in foot) + 20
        lines = fitting((f"- {_channel(each)}" for each in channels), len(channels), room)
        return "\n".join(["**Announcements**", *(lines or ["None."]), *foot])

    return made("Settings of this server", fit, colour=AMBER if paused else BLUE)


def failure(reason: str, cure: str = "") -> Card:
    """Say what did not work, and what helps."""
    return made("That did not work", f"{short(reason, 900)}\n{short(cure, 900)}".strip(), colour=RED)


def choice(name: str) -> str:
    """Make a name fit for the list under an option, which Discord shows as it is."""
    return cut(visible(name), 100)


def _topic(topic: str | None) -> str:
    return "every topic" if topic is None else bold(topic)


def _channel(subscription: Subscription) -> str:
    parts = [f"<#{subscription.channel}>: {_topic(subscription.topic)}"]
    parts += ["one message for each topic, edited"] * subscription.edits
    parts += ["⚠ paused"] * subscription.paused
    return " · ".join(parts)


def _digest(plan: DigestPlan) -> str:
    when = "every day" if plan.weekday is None else f"every {_DAYS[plan.weekday]}"
    return f"<#{plan.channel}>: {when} at {plan.hour:02}:00 ({short(plan.zone, 60)})"
