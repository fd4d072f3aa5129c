"""What does each command do? Pure functions of a snapshot, words and a day."""

from datetime import date
from typing import get_args

import pytest

from bot import commands
from bot.commands import COMMANDS, USAGE, Help, NotADay, Reply
from bot.translator import about
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import (
    Board,
    Course,
    Hit,
    IntentKind,
    NotYet,
    PassageAnswer,
    Standing,
    Standings,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from knowledge.when import When

SECOND, NINTH = date(2026, 3, 2), date(2026, 3, 9)
WHEN = When(date(2026, 3, 12))
TO_COME = date(2026, 3, 13)


def row(topic: str, status: str, line: int) -> Passage:
    cells = (("Project", topic), ("Status", status))
    return Passage(f"Project: {topic}; Status: {status}", Kind.ROW, (), (line, line), cells=cells)


FERRY = Passage("The ferry to Holm island sails on Monday.", Kind.PARAGRAPH, (), (9, 9))
HOLM = Snapshot(
    Corpus(
        (
            Article("1.md", "March", "en", (row("Harbour Bridge", "Planned", 1), FERRY), SECOND),
            Article(
                "2.md",
                "More of March",
                "en",
                (row("Harbour Bridge", "Agreed", 1), row("Night Boat", "Open", 2)),
                NINTH,
            ),
        )
    ),
    Thresholds(),
)


def standing(answer: Reply) -> tuple[str, str, date | None]:
    assert isinstance(answer, Standing)
    return answer.step.topic, answer.step.status, answer.as_of


def board(answer: Reply) -> list[tuple[str, str]]:
    assert isinstance(answer, Board)
    return [(step.topic, step.status) for step in answer.steps]


NOW = [("Harbour Bridge", "Agreed"), ("Night Boat", "Open")]


# ask


def test_a_question_is_answered_in_the_light_of_those_before() -> None:
    answer = commands.ask(HOLM, "when does the ferry sail?", WHEN)
    assert isinstance(answer, PassageAnswer)
    assert answer.hits[0].passage == FERRY
    history = ["when does the ferry sail?", "where does the bridge stand?"]
    assert standing(commands.ask(HOLM, "and since when?", WHEN, history)) == (
        "Harbour Bridge",
        "Agreed",
        None,
    )


# status


@pytest.mark.parametrize("topic", ["", " ", "\t"])
def test_without_a_topic_the_status_is_the_board(topic: str) -> None:
    assert board(commands.status(HOLM, topic, WHEN)) == NOW


@pytest.mark.parametrize(
    ("typed", "as_of"),
    [("2026-03-05", None), (" 2026-03-05 ", None), ("", date(2026, 3, 5))],
)
def test_a_day_alone_gives_the_board_of_that_day(typed: str, as_of: date | None) -> None:
    answer = commands.status(HOLM, typed, WHEN, as_of)
    assert board(answer) == [("Harbour Bridge", "Planned")]
    assert isinstance(answer, Board)
    assert answer.as_of == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "as_of"),
    [("bridge 2026-03-05", None), ("  bridge   2026-03-05", None), ("bridge", date(2026, 3, 5))],
)
def test_a_topic_and_a_day_give_where_it_stood_then(typed: str, as_of: date | None) -> None:
    assert standing(commands.status(HOLM, typed, WHEN, as_of)) == (
        "Harbour Bridge",
        "Planned",
        date(2026, 3, 5),
    )


@pytest.mark.parametrize("day", [WHEN.today, TO_COME, date(2030, 1, 1)])
def test_days_to_come_mean_today(day: date) -> None:
    assert standing(commands.status(HOLM, "bridge", WHEN, day)) == ("Harbour Bridge", "Agreed", None)
    assert commands.status(HOLM, "bridge", WHEN, day) == commands.status(HOLM, "bridge", WHEN)
    assert commands.status(HOLM, f"bridge {day}", WHEN).hits == commands.status(HOLM, "bridge", WHEN).hits
    assert commands.status(HOLM, "", WHEN, day) == commands.status(HOLM, "", WHEN)
    assert commands.status(HOLM, f"{day}", WHEN) == commands.status(HOLM, "", WHEN)


@pytest.mark.parametrize(
    ("typed", "status"),
    [("Agreement of 12 May", "Signed"), ("agreement of 12 may", "Signed"), ("Harbour Bridge in May", None)],
)
def test_a_day_that_is_a_part_of_a_topic_s_name_is_none_to_look_back_to(
    typed: str, status: str | None
) -> None:
    article = Article(
        "1.md",
        "June",
        "en",
        (row("Agreement of 12 May", "Signed", 1), row("Harbour Bridge", "Open", 2)),
        date(2025, 6, 1),
    )
    answer = commands.status(Snapshot(Corpus((article,)), Thresholds()), typed, WHEN)
    if status:
        assert standing(answer) == ("Agreement of 12 May", status, None)
    else:
        assert isinstance(answer, NotYet)


def test_a_topic_that_stood_nowhere_on_that_day_is_not_unknown() -> None:
    answer = commands.status(HOLM, "boat 2026-03-05", WHEN)
    assert isinstance(answer, NotYet)
    assert (answer.question, answer.step.topic, answer.as_of) == ("boat", "Night Boat", date(2026, 3, 5))
    assert isinstance(commands.status(HOLM, "zebra", WHEN), UnknownTopic)
    assert isinstance(commands.status(HOLM, "zebra 2026-03-05", WHEN), UnknownTopic)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("bridge please", None),
        ("the bridge, pls", None),
        ("hey bot, bridge today, thanks", None),
        ("<@456789012345678901> bridge :pray:", None),
        ("`bridge`", None),
        ("where does the bridge stand", None),
        ("is the bridge still agreed?", None),
        ("harbuor brigde, danke", None),
        ("bridge 5 March please", date(2026, 3, 5)),
        ("05.03.2026 bridge", date(2026, 3, 5)),
        ("yesterday the bridge", date(2026, 3, 11)),
        ("the bridge last Thursday, merci", date(2026, 3, 5)),
    ],
)
def test_other_words_do_not_hide_a_topic(typed: str, day: date | None) -> None:
    then = "Planned" if day == date(2026, 3, 5) else "Agreed"
    assert standing(commands.status(HOLM, typed, WHEN)) == ("Harbour Bridge", then, day)


def several(answer: Reply) -> tuple[list[str], date | None]:
    assert isinstance(answer, Standings)
    return [step.topic for step in answer.steps], answer.as_of


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("bridge and boat", None),
        ("Harbour Bridge, night boat please", None),
        ("bridge & boat 2026-03-10", date(2026, 3, 10)),
        ("bridge or boat yesterday, thanks", date(2026, 3, 11)),
    ],
)
def test_several_topics_are_shown_together(typed: str, day: date | None) -> None:
    assert several(commands.status(HOLM, typed, WHEN)) == (["Harbour Bridge", "Night Boat"], day)


def test_of_several_topics_only_those_are_shown_that_stood_somewhere_on_that_day() -> None:
    assert standing(commands.status(HOLM, "bridge and boat", WHEN, date(2026, 3, 5)))[0] == "Harbour Bridge"
    answer = commands.status(HOLM, "bridge and boat", WHEN, date(2026, 3, 1))
    assert isinstance(answer, NotYet)
    assert (answer.question, answer.step.topic) == ("bridge and boat", "Harbour Bridge")


@pytest.mark.parametrize("typed", ["please", "now, please", "<@1>", "everything", "yesterday please"])
def test_a_status_of_nothing_but_other_words_is_the_board(typed: str) -> None:
    answer = commands.status(HOLM, typed, WHEN)
    assert board(answer) == NOW


def test_a_status_of_what_is_at_one_is_answered_as_a_question_for_it_is() -> None:
    assert standing(commands.status(HOLM, "what is open", WHEN))[0] == "Night Boat"
    assert standing(commands.status(HOLM, "which topics are not open", WHEN))[0] == "Harbour Bridge"


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("zebra please", "zebra please"),
        ("<@1> zebra", "<@1> zebra"),
        ("bridge and zebra", "zebra"),
        ("zebra, bridge", "zebra"),
        ("zebra 2026-03-05", "zebra"),
    ],
)
def test_the_name_that_was_not_understood_is_said(typed: str, unknown: str) -> None:
    answer = commands.status(HOLM, typed, WHEN)
    assert isinstance(answer, UnknownTopic)
    assert answer.question == unknown


# history and new


@pytest.mark.parametrize("typed", ["bridge please", "<@1> bridge", "bridge today", "the bridge :)"])
def test_a_history_is_found_behind_other_words(typed: str) -> None:
    answer = commands.history(HOLM, typed, WHEN)
    assert isinstance(answer, Course)
    assert answer.step.topic == "Harbour Bridge"


def test_a_history_of_several_topics_names_them() -> None:
    answer = commands.history(HOLM, "bridge and boat", WHEN)
    assert answer == UnknownTopic("bridge and boat", ("Harbour Bridge", "Night Boat"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("yesterday", date(2026, 3, 11)),
        ("2 weeks", date(2026, 2, 26)),
        ("two weeks please", date(2026, 2, 26)),
        ("since monday, thanks", NINTH),
        ("<@1> last week pls", SECOND),
        ("soon", None),
        ("please", None),
    ],
)
def test_news_begin_on_a_day_or_so_many_days_ago(typed: str, first: date | None) -> None:
    assert commands.read_since(typed, WHEN) == first


def test_a_history_is_a_course_or_the_topics_with_the_nearest_names() -> None:
    course = commands.history(HOLM, "bridge", WHEN)
    assert isinstance(course, Course)
    assert [step.status for step in course.step.course] == ["Planned", "Agreed"]
    assert isinstance(commands.history(HOLM, "zebra", WHEN), UnknownTopic)


@pytest.mark.parametrize(
    ("recent_days", "since", "first", "topics"),
    [
        (7, None, date(2026, 3, 5), ["Harbour Bridge", "Night Boat"]),
        (2, None, date(2026, 3, 10), []),
        (2, SECOND, SECOND, ["Harbour Bridge", "Night Boat"]),
        (7, TO_COME, TO_COME, []),
    ],
)
def test_new_is_what_has_changed_since_a_day_or_in_the_last_days(
    recent_days: int, since: date | None, first: date, topics: list[str]
) -> None:
    answer = commands.new(HOLM, When(WHEN.today, recent_days), since)
    assert (answer.since, answer.until) == (first, None)
    assert [change.topic for change in answer.changes] == topics


# A typed line


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("is it open?", ("ask", "is it open?")),
        ("", ("ask", "")),
        ("status bridge", ("ask", "status bridge")),
        ("!status", ("status", "")),
        ("!status  harbour   bridge ", ("status", "harbour bridge")),
        ("!STATUS Bridge", ("status", "Bridge")),
        ("! status bridge", ("status", "bridge")),
        ("!ask where?", ("ask", "where?")),
        ("!", ("", "")),
        ("!forget_me", ("forget_me", "")),
    ],
)
def test_a_line_is_a_question_unless_it_begins_as_commands_do(line: str, parsed: tuple[str, str]) -> None:
    assert commands.parse(line) == parsed


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("!status", HOLM.board()),
        ("!status 2026-03-05", HOLM.board(date(2026, 3, 5))),
        ("!status bridge", HOLM.status("bridge")),
        ("!status bridge 2026-03-05", HOLM.status("bridge", date(2026, 3, 5))),
        ("!history bridge", HOLM.course("bridge")),
        ("!new", HOLM.news(date(2026, 3, 5))),
        ("!new 2026-03-09", HOLM.news(NINTH)),
        ("!new soon", NotADay("soon")),
        ("!help", Help()),
        ("!history", Help()),
        ("!ask", Help()),
        ("!exit", Help("exit")),
        ("!", Help("")),
        ("!ask when does the ferry sail?", commands.ask(HOLM, "when does the ferry sail?", WHEN)),
        ("when does the ferry sail?", commands.ask(HOLM, "when does the ferry sail?", WHEN)),
        ("", commands.ask(HOLM, "", WHEN)),
    ],
)
def test_a_typed_line_is_answered_as_its_command_is(line: str, reply: Reply) -> None:
    assert commands.reply(HOLM, line, WHEN) == reply


def test_a_typed_question_follows_up_the_earlier_ones() -> None:
    earlier = ("where does the bridge stand?",)
    assert standing(commands.reply(HOLM, "what was it before?", WHEN, earlier))[1] == "Planned"


@pytest.mark.parametrize("kind", get_args(Reply))
def test_every_kind_of_reply_has_an_intent_a_verdict_and_hits(kind: type) -> None:
    members = {"intent", "verdict", "hits"}
    assert members <= {*dir(kind), *getattr(kind, "__struct_fields__", ())}


LINES = (
    "!status", "!status bridge", "!status boat 2026-03-05", "!status zebra", "!status bridge and boat",
    "!status please", "!history bridge", "!new", "!new soon", "!new 2 weeks", "!help", "!exit", "ferry?",
    "zebra?", "what is agreed?", "status", "what's new?",
)  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_whatever_is_typed_gets_a_reply_with_passages_unless_it_is_none(line: str) -> None:
    reply = commands.reply(HOLM, line, WHEN)
    assert isinstance(reply.intent, IntentKind)
    assert bool(reply.hits) is (reply.verdict is not Verdict.NONE)
    assert all(isinstance(hit, Hit) for hit in reply.hits)


# What there is


def test_each_command_is_declared_once() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))


def test_commands_of_one_group_stand_together() -> None:
    groups = [command.group for command in COMMANDS]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


def test_every_command_says_what_it_does_and_can_be_given_somewhere() -> None:
    for command in COMMANDS:
        assert about(command.name).endswith(".")
        assert command.terminal or command.discord


def test_what_is_shown_of_usage_is_understood() -> None:
    for line in USAGE:
        name, _ = commands.parse(line)
        assert name in {command.name for command in COMMANDS}
        if name != "help":
            assert not isinstance(commands.reply(HOLM, line.replace("TOPIC", "bridge"), WHEN), Help | NotADay)


def test_every_command_of_the_terminal_is_one_there() -> None:
    for command in COMMANDS:
        reply = commands.reply(HOLM, f"!{command.name} bridge", WHEN)
        assert (reply == Help(command.name)) is (not command.terminal or command.name == "forget_me")
