"""Is small talk told from questions? On judged messages, half of which nobody looked at, and by its rules."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import cast

import pytest

from knowledge.answering.smalltalk import drop_talk, read_talk
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import About, IntentKind, Matter, PassageAnswer, Several, SmallTalk, TalkKind, Verdict
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from knowledge.text import words
from tests.asking import TODAY, WHEN, ask, read

QUESTION = "question"
APART, KINDS_RIGHT = 0.97, 0.95
LEAST = 150
"""Messages that are no question to the articles, and questions that look like them."""
Judged = dict[str, dict[str, dict[str, list[str]]]]
FILE = Path(__file__).parents[2] / "questions" / "smalltalk.toml"


def judged() -> Judged:
    return cast("Judged", tomllib.loads(FILE.read_text("utf-8")))


def sorted_out(of_set: str) -> Counter[tuple[str, str]]:
    """Count what messages are by what they were taken for."""
    counts: Counter[tuple[str, str]] = Counter()
    for kinds in judged()[of_set].values():
        for kind, messages in kinds.items():
            counts.update((kind, str(taken_for(text) or QUESTION)) for text in messages)
    return counts


def taken_for(text: str) -> TalkKind | Matter | None:
    question = read(text)
    return read_talk(question.text, question.words)


@pytest.mark.parametrize("of_set", ["dev", "held"])
def test_nearly_all_messages_are_told_apart(of_set: str) -> None:
    counts = sorted_out(of_set)
    wrong = sum(times for pair, times in counts.items() if pair[0] != pair[1] and QUESTION in pair)
    assert 1 - wrong / counts.total() >= APART
    right = sum(times for (kind, taken), times in counts.items() if kind == taken)
    assert right / counts.total() >= KINDS_RIGHT


def test_there_are_enough_messages_of_each_kind_and_language_half_of_them_kept_aside() -> None:
    sets = judged()
    kinds = {*map(str, TalkKind), *map(str, Matter), QUESTION}
    assert set(sets) == {"dev", "held"}
    for languages in sets.values():
        assert set(languages) == {"en", "uk", "ru", "de", "fr", "es"}
        assert {kind for each in languages.values() for kind in each} == kinds
    counts = sorted_out("dev") + sorted_out("held")
    asked = sum(times for (kind, _), times in counts.items() if kind == QUESTION)
    assert min(asked, counts.total() - asked) >= LEAST
    said = [
        text
        for each in sets.values()
        for kinds in each.values()
        for texts in kinds.values()
        for text in texts
    ]
    assert abs(2 * sorted_out("dev").total() - len(said)) <= 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hiiiiii!!!", TalkKind.GREETING),
        ("goooood morningggg", TalkKind.GREETING),
        ("👋", TalkKind.GREETING),
        ("haahahah", TalkKind.REACTION),
        ("АХАХАХХА", TalkKind.REACTION),
        ("jajajaj bot", TalkKind.REACTION),
        ("buenos dias", TalkKind.GREETING),
        ("ok thanks, bye", TalkKind.THANKS),
        ("❤️", TalkKind.REACTION),
        ("🤷", TalkKind.NOISE),
        ("?!", TalkKind.NOISE),
        ("hi, who are you?", Matter.SELF),
        ("help", Matter.ABILITIES),
        ("which articles do you have?", Matter.ARTICLES),
        ("what ought you to say", None),
        ("", None),
        (" ", None),
        ("you and me", None),
        ("yeehawww", None),
        ("why?", None),
        ("is it bad?", None),
        ("what is so good?", None),
        ("are you so bad?", TalkKind.INSULT),
    ],
)
def test_what_is_said_is_known_however_it_is_spelt(text: str, kind: TalkKind | Matter | None) -> None:
    assert taken_for(text) == kind


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("hello, is there a ceasefire?", "is there a ceasefire?"),
        ("hiii is there a ceasefire?", "is there a ceasefire?"),
        ("thank you so much. What sails? cheers!", "What sails?"),
        ("What sails? thanks", "What sails?"),
        ("good morning peace talks", "good morning peace talks"),
        ("What sails?", "What sails?"),
        ("thanks, bye", "thanks, bye"),
        ("hi who?", "who?"),
    ],
)
def test_small_talk_around_a_question_is_left_out(text: str, asked: str) -> None:
    assert drop_talk(text, words(text)) == asked


def test_small_talk_is_no_question_and_nothing_is_missing(shipped: Snapshot) -> None:
    answer = ask(shipped, "good bot")
    assert answer == SmallTalk("good bot", TalkKind.REACTION)
    assert (answer.intent, answer.verdict, answer.hits) == (IntentKind.SMALLTALK, Verdict.NONE, ())


def test_what_is_asked_about_the_bot_is_answered_with_what_it_knows_of_itself(shipped: Snapshot) -> None:
    answer = ask(shipped, "which articles do you have?")
    assert isinstance(answer, About)
    assert (answer.intent, answer.matter) == (IntentKind.ABOUT, Matter.ARTICLES)
    assert [each.title for each in answer.articles] == [
        each.title for each in sorted(shipped.corpus.articles, key=lambda each: each.dated, reverse=True)
    ]
    assert ask(shipped, "who made you?") == About("who made you?", Matter.MAKERS)
    assert shipped.answer_talk(read("who made the deal?")) is None


def test_a_question_after_a_greeting_is_answered_alone(shipped: Snapshot) -> None:
    text = "good evening! what are confidence-building measures?"
    answer = ask(shipped, text)
    assert isinstance(answer, PassageAnswer)
    assert answer.question == text
    assert answer.hits == ask(shipped, "what are confidence-building measures?").hits


def test_of_several_parts_small_talk_is_none(shipped: Snapshot) -> None:
    text = "who programmed you? what are confidence-building measures?"
    answer = ask(shipped, text)
    assert isinstance(answer, Several)
    assert [type(each) for each in answer.answers] == [About, PassageAnswer]
    assert [each.question for each in shipped.explain(read(text), when=WHEN)] == [
        "what are confidence-building measures?"
    ]


def test_the_name_of_a_topic_and_a_status_are_no_small_talk() -> None:
    rows = (("Perfect", "Cool"), ("Ferry", "Good"))
    passages = tuple(
        Passage(f"{name}: {status}", Kind.ROW, (), (line, line), cells=(("Topic", name), ("Status", status)))
        for line, (name, status) in enumerate(rows, 1)
    )
    snapshot = Snapshot(Corpus((Article("a.md", "News", "en", passages, TODAY),)), Thresholds())
    assert snapshot.answer_talk(read("perfect!")) is None
    assert snapshot.answer_talk(read("good")) is None
    assert snapshot.answer_talk(read("good bot")) == SmallTalk("good bot", TalkKind.REACTION)
    assert snapshot.answer_talk(read("who are you?")) == About("who are you?", Matter.SELF)
