"""What does the bot say of itself? What it keeps, what was done, what is set, and what did not work."""

from collections.abc import Sequence
from datetime import datetime

from bot.wording._facts import quoted
from bot.wording.controls import Button, Pages, stop_following
from bot.wording.message import Block, Gap, Line, Message, Tone, line, listing
from bot.wording.spans import Bold, Channel, CommandName, Moment, Name, Phrase, Span, Text, bold, text
from knowledge.notices.audience import DigestPlan, Subscription

_WEEKLY = (
    "own.every_monday",
    "own.every_tuesday",
    "own.every_wednesday",
    "own.every_thursday",
    "own.every_friday",
    "own.every_saturday",
    "own.every_sunday",
)


def confirm(title: Text, said: Text) -> Message:
    """Say in plain words what was done."""
    return _confirm_done(title, line(said))


def confirm_forgetting(questions: int, kept: int = 0) -> Message:
    """Say what is forgotten of somebody, and what is kept at all.

    `questions` are those held in memory for follow-ups; `kept` counts what the store held.
    """
    return _confirm_done(
        text("own.kept_of_you"),
        line(_phrase_forgotten(questions, kept)),
        Gap(),
        line(text("own.memory", command=CommandName("forget_me"))),
        line(text("own.asked")),
    )


def confirm_follow(topic: str, number: int, *, already: bool = False) -> Message:
    """Say that somebody follows a topic, by the subscription `number`."""
    title = text("own.follow_already" if already else "own.follow", topic=Name(topic))
    return _confirm_done(title, line(text("own.follow_means")), buttons=stop_following(number))


def confirm_unfollow(topic: str | None) -> Message:
    """Say that somebody follows a topic no more."""
    said = text("own.unfollowed_all") if topic is None else text("own.unfollowed", topic=Bold(topic))
    return _confirm_done(text("own.no_longer_followed"), line(said))


def list_following(subscriptions: Sequence[Subscription], questions: Sequence[str] = ()) -> Message:
    """List what somebody follows, what of it is paused, and which questions they wait for."""
    blocks: list[Block] = [*listing(line(_topic(each.topic), _pause(each)) for each in subscriptions)]
    if not subscriptions:
        blocks.append(line(text("own.follow_nothing", command=CommandName("follow", "topic"))))
    is_paused = any(each.paused for each in subscriptions)
    if is_paused:
        blocks.append(line(text("own.follow_again", command=CommandName("follow"))))
    waiting = (line(quoted(question)) for question in questions)
    blocks += listing(waiting, bold("own.waiting"))
    one, all_of_them = CommandName("unfollow", "topic"), CommandName("forget_me")
    ends = line(text("own.ends", one=one, all=all_of_them), small=True)
    note = ends if subscriptions or questions else None
    tone = Tone.DOUBT if is_paused else Tone.KNOWN
    return Message(text("own.following"), tuple(blocks), note, tone, pages=Pages("following"))


def promise_answer(question: str, *, already: bool = False) -> Message:
    """Say that somebody will be told when their question can be answered."""
    title = text("own.wait_already" if already else "own.will_be_told")
    return _confirm_done(title, line(text("own.promise", question=Name(question))))


def confirm_announcements(subscription: Subscription) -> Message:
    """Say to a server's admin what is announced from now on, and where."""
    where, topic = _channel(subscription.channel), subscription.topic
    if topic is None:
        body = text("own.announced_by_edit" if subscription.edits else "own.announced", channel=where)
    else:
        key = "own.topic_announced_by_edit" if subscription.edits else "own.topic_announced"
        body = text(key, topic=Bold(topic), channel=where)
    return _confirm_done(text("own.announcements"), line(body))


def confirm_digest(plan: DigestPlan, next_time: datetime) -> Message:
    """Say to a server's admin when the digest comes, and where."""
    first = line(Moment(next_time), name=text("own.next_digest"))
    return _confirm_done(text("own.digest"), _plan(plan), first, line(text("own.digest_holds")))


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
    none, announcements = line(text("own.none")), bold("own.announcements")
    told = listing(lines, announcements) or (line(announcements), none)
    is_paused = any(each.paused for each in channels)
    command = CommandName("settings announcements")
    paused = [line(text("own.announce_again", command=command))] * is_paused
    corpus = [line(text("settings.corpus_told", title=Bold(story)))] * bool(story)
    choose = CommandName("settings corpus", "name")
    corpus += [line(text("settings.corpus_lost", name=Name(lost), command=choose))] * bool(lost)
    blocks = (*corpus, *told, *paused, Gap(), line(bold("own.digest")), _plan(plan) if plan else none)
    tone = Tone.DOUBT if is_paused or lost else Tone.KNOWN
    return Message(text("own.settings"), blocks, tone=tone)


def report_failure(reason: Text | str, cure: Text | str = "") -> Message:
    """Say what did not work, and what helps; a string is what the knowledge says of it, in English."""
    blocks = tuple(line(each) for each in (reason, cure) if each)
    return Message(text("own.failed"), blocks, tone=Tone.FAILED)


def deny(owner: Name | Text | None, server: Name | Text | None, admins: int) -> Message:
    """Say who may change what the bot knows, and how that is set, to somebody who may not.

    `owner` names whom the application belongs to, `server` the one whose managers may; None where none does.
    """
    they = [line(text("own.named_owner", name=owner) if owner else text("own.owner"))]
    if server:
        they.append(line(text("own.members", server=server)))
    if admins:
        they.append(line(text("own.admins", count=admins)))
    blocks = (
        line(text("own.denied")),
        *listing(they, text("own.they_are")),
        line(text("own.rights"), small=True),
    )
    return Message(text("own.failed"), blocks, tone=Tone.FAILED)


def report_no_date(typed: str) -> Message:
    """Say that a date was asked for, and something else was written."""
    return report_failure(text("own.no_date", words=Name(typed)), text("own.write_a_date"))


def _confirm_done(title: Text, *blocks: Block, buttons: tuple[Button, ...] = ()) -> Message:
    return Message(title, blocks, None, Tone.DONE, buttons)


def _phrase_forgotten(questions: int, kept: int) -> Text:
    asked, entries = text("own.questions", count=questions), text("own.entries", count=kept)
    if questions and kept:
        return text("own.forgotten_both", questions=asked, entries=entries)
    if questions or kept:
        return text("own.forgotten", what=asked if questions else entries)
    return text("own.nothing_to_forget")


def _topic(topic: str | None) -> Span:
    return text("own.every_topic") if topic is None else Bold(topic)


def _channel(number: int | None) -> Span:
    return "" if number is None else Channel(number)


def _editing(subscription: Subscription) -> Phrase:
    return (text("own.edits"),) if subscription.edits else ()


def _pause(subscription: Subscription) -> Phrase:
    return (text("own.paused"),) if subscription.paused else ()


def _plan(plan: DigestPlan) -> Line:
    key = "own.every_day" if plan.weekday is None else _WEEKLY[plan.weekday]
    when = Text(key, (("time", f"{plan.hour:02}:00"), ("zone", Name(plan.zone))))
    return line(when, name=Channel(plan.channel))
