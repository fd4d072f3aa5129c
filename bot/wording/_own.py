"""What does the bot say of itself? What it keeps, what was done, what is set, and what did not work."""

from collections.abc import Sequence
from datetime import datetime

from bot.wording._facts import count
from bot.wording.message import (
    Block,
    Bold,
    Button,
    Channel,
    CommandName,
    Gap,
    Line,
    Message,
    Moment,
    Name,
    Span,
    Tone,
    line,
    listing,
    stop_following,
    text,
)
from knowledge.notices.audience import DigestPlan, Subscription

_DAYS = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"


def confirm(title: str, text: str) -> Message:
    """Say in plain words what was done."""
    return _confirm_done(title, line(text))


def confirm_forgetting(questions: int, kept: int = 0) -> Message:
    """Say what is forgotten of somebody, and what is kept at all.

    `questions` are those held in memory for follow-ups; `kept` counts what the store held.
    """
    things = [count(questions, "question")] * bool(questions)
    things += [count(kept, "entry", "entries")] * bool(kept)
    gone = f"Forgotten: {' and '.join(things)}." if things else "There was nothing to forget."
    memory = (
        "What I keep of you: up to four of your last questions in each channel, for 15 minutes, in memory "
        "only; what you follow, the questions you wait for, and up to where you have seen the news, until "
        "you use "
    )
    asked = "Questions are kept for 90 days, without who asked; your votes on answers as long as those."
    return _confirm_done(
        "What I keep of you",
        line(gone),
        Gap(),
        line((memory, CommandName("forget_me"), ".")),
        line(asked),
    )


def confirm_follow(topic: str, number: int, *, already: bool = False) -> Message:
    """Say that somebody follows a topic, by the subscription `number`."""
    text = line("I send you a direct message when its status changes, with the words of both sources.")
    title = f"You follow {topic}{' already' if already else ''}"
    return _confirm_done(title, text, buttons=stop_following(number))


def confirm_unfollow(topic: str | None) -> Message:
    """Say that somebody follows a topic no more."""
    return _confirm_done(
        "No longer followed", line(("I send you no more messages about ", _topic(topic), "."))
    )


def list_following(subscriptions: Sequence[Subscription], questions: Sequence[str] = ()) -> Message:
    """List what somebody follows, what of it is paused, and which questions they wait for."""
    blocks: list[Block] = [*listing(line(_topic(each.topic), _pause(each)) for each in subscriptions)]
    if not subscriptions:
        blocks.append(line(("You follow nothing. ", CommandName("follow", "topic"), " begins.")))
    is_paused = any(each.paused for each in subscriptions)
    if is_paused:
        cure = "⚠ Paused: Discord did not let me write to you. Allow direct messages, then "
        blocks.append(line((cure, CommandName("follow"), " it again.")))
    waiting = (line(("“", Name(question), "”")) for question in questions)
    blocks += listing(waiting, Bold("You wait for the answers to"))
    ends = line(
        (CommandName("unfollow", "topic"), " ends one, ", CommandName("forget_me"), " ends all"), small=True
    )
    note = ends if subscriptions or questions else None
    return Message("What you follow", tuple(blocks), note, Tone.DOUBT if is_paused else Tone.KNOWN)


def promise_answer(question: str, *, already: bool = False) -> Message:
    """Say that somebody will be told when their question can be answered."""
    title = "You wait for this already" if already else "You will be told"
    return _confirm_done(
        title, line(("I send you the answer to “", Name(question), "” once the articles have it."))
    )


def confirm_announcements(subscription: Subscription) -> Message:
    """Say to a server's admin what is announced from now on, and where."""
    whose = "a topic" if subscription.topic is None else _topic(subscription.topic)
    how = "the message about that topic is edited" if subscription.edits else "a new message says so"
    where = _channel(subscription.channel)
    body = "When the status of ", whose, f" changes, {how} in ", where, ". Nothing is told twice."
    return _confirm_done("Announcements", line(body))


def confirm_digest(plan: DigestPlan, next_time: datetime) -> Message:
    """Say to a server's admin when the digest comes, and where."""
    contents = (
        "It holds what has changed, new articles and what was asked about most, "
        "and is left out where nothing has happened."
    )
    return _confirm_done("Digest", _plan(plan), line(Moment(next_time), name="The next one"), line(contents))


def confirm_corpus(title: str, description: str, moved: int, ended: Sequence[str]) -> Message:
    """Say to a server's admin which story is told there now, and what becomes of what it was told before.

    `moved` counts what goes on with the new story; `ended` are topics that it does not know.
    """
    told = line(text("settings.corpus_told", title=Bold(title)))
    about = [line(Name(description))] * bool(description)
    goes_on = [line(text("settings.corpus_moved", count=moved))] * bool(moved)
    topics = listing((line(Name(each)) for each in ended), text("settings.corpus_ended"))
    return Message(text("settings.corpus"), (told, *about, *goes_on, *topics))


def show_settings(
    subscriptions: Sequence[Subscription], plan: DigestPlan | None, story: str = "", lost: str = ""
) -> Message:
    """Show a server's admin which channels are told of what, and when the digest comes.

    And of which story, where it is not the main one; `lost` is the name of one that there is no longer.
    """
    channels = [each for each in subscriptions if each.channel is not None]
    lines = (
        line(_topic(each.topic), _editing(each), _pause(each), name=_channel(each.channel))
        for each in channels
    )
    none = line("None.")
    told = listing(lines, Bold("Announcements")) or (line(Bold("Announcements")), none)
    is_paused = any(each.paused for each in channels)
    cure = "⚠ Paused: Discord refuses what I send there. Let me write there, then use "
    paused = [line((cure, CommandName("settings announcements"), " again."))] * is_paused
    corpus = [line(text("settings.corpus_told", title=Bold(story)))] * bool(story)
    corpus += [line(text("settings.corpus_lost", name=Name(lost)))] * bool(lost)
    blocks = (*corpus, *told, *paused, Gap(), line(Bold("Digest")), _plan(plan) if plan else none)
    tone = Tone.DOUBT if is_paused or lost else Tone.KNOWN
    return Message("Settings of this server", blocks, tone=tone)


def report_failure(reason: str, cure: str = "") -> Message:
    """Say what did not work, and what helps."""
    blocks = tuple(line(each) for each in (reason, cure) if each)
    return Message("That did not work", blocks, tone=Tone.FAILED)


def deny(owner: str, server: str, admins: int) -> Message:
    """Say who may change what the bot knows, and how that is set, to somebody who may not.

    `owner` names whom the application belongs to, `server` the one whose managers may; each may be nothing.
    """
    whose = "the owner of the application"
    they = [line((whose, ": ", Name(owner))) if owner else line(whose)]
    if server:
        they.append(line(("members of ", Name(server), " with the right Manage Server")))
    if admins:
        they.append(line(f"{count(admins, 'user')} named by id in the configuration"))
    how = (
        "Whoever runs me sets this in config.toml under [discord]: home_guild for a server, admins for users."
    )
    blocks = (
        line("Changing what I know belongs to the people who run this bot."),
        *listing(they, "They are"),
        line(how, small=True),
    )
    return Message("That did not work", blocks, tone=Tone.FAILED)


def report_no_date(text: str) -> Message:
    """Say that a date was asked for, and something else was written."""
    return report_failure(f"“{text}” is not a date.", "Write it as in 2026-11-10.")


def _confirm_done(title: str, *blocks: Block, buttons: tuple[Button, ...] = ()) -> Message:
    return Message(title, blocks, None, Tone.DONE, buttons)


def _topic(topic: str | None) -> Span:
    return "every topic" if topic is None else Bold(topic)


def _channel(number: int | None) -> Span:
    return "" if number is None else Channel(number)


def _editing(subscription: Subscription) -> str:
    return "one message for each topic, edited" if subscription.edits else ""


def _pause(subscription: Subscription) -> str:
    return "⚠ paused" if subscription.paused else ""


def _plan(plan: DigestPlan) -> Line:
    when = "every day" if plan.weekday is None else f"every {_DAYS[plan.weekday]}"
    return line(f"{when} at {plan.hour:02}:00 ({plan.zone})", name=Channel(plan.channel))
