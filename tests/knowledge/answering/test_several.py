"""How many questions are in a message?"""

import pytest

from knowledge.answering.several import split_questions
from knowledge.answers import IntentKind, Nothing, PassageAnswer, Several, Standing, Verdict
from knowledge.snapshot import Snapshot
from tests.asking import ask


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("who takes part and what is at stake?", ["who takes part", "what is at stake?"]),
        ("Is it open? And what does it cost?", ["Is it open?", "what does it cost?"]),
        ("what sails & who pays", ["what sails", "who pays"]),
        (
            "Is the bridge open?\nWho keeps the lighthouse",
            ["Is the bridge open?", "Who keeps the lighthouse"],
        ),
        ("Wer zahlt und wann fährt die Fähre?", ["Wer zahlt", "wann fährt die Fähre?"]),
        ("кто платит и когда ходит паром", ["кто платит", "когда ходит паром"]),
        ("who sails? when does the ferry leave?", ["who sails?", "when does the ferry leave?"]),
        ("what sails and also what rows?", ["what sails", "what rows?"]),
        ("Is there a ferry, and who sails it?", ["Is there a ferry", "who sails it?"]),
        ("1. What sails?\n2. Who rows?", ["What sails?", "Who rows?"]),
        ("1) cost of the ferry\n2) cost of the mill", ["cost of the ferry", "cost of the mill"]),
        ("- what is a ferry\n- who mends the mill", ["what is a ferry", "who mends the mill"]),
        ("a) what sails b) who rows", ["what sails", "who rows"]),
        ("what sails\n\nwho rows", ["what sails", "who rows"]),
        ("Tell me of the ferry. Also, who rows?", ["Tell me of the ferry.", "who rows?"]),
        ("How far is the mill; what about the ferry?", ["How far is the mill", "what about the ferry?"]),
        ("what sails? oh and who is rowing", ["what sails? oh", "who is rowing"]),
        ("What sails! And who rows?", ["What sails!", "who rows?"]),
        ("Який статус мосту? А хто платить?", ["Який статус мосту?", "хто платить?"]),
        ("хто платить і який статус мосту", ["хто платить", "який статус мосту"]),
        ("Що з мостом? Що з поромом?", ["Що з мостом?", "Що з поромом?"]),
        ("Wie steht es um die Fähre? Und wer zahlt?", ["Wie steht es um die Fähre?", "wer zahlt?"]),
        ("Qui paie ? Et où passe le bac ?", ["Qui paie ?", "où passe le bac ?"]),
        ("¿Quién paga? ¿Y qué pasa con el puente?", ["¿Quién paga?", "¿Y qué pasa con el puente?"]),
    ],
)
def test_each_part_that_begins_a_question_is_one(text: str, parts: list[str]) -> None:
    assert split_questions(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "what is the status of the bridge and the boat?",
        "who signed it, and when?",
        "Is the bridge open? thanks",
        "Hello? who keeps the lighthouse?",
        "and what about the bridge?",
        "what will the U.S. do about the bridge",
        "in 1. what is said of the bridge",
        "what is the bridge, thanks, lol?",
    ],
)
def test_a_message_with_one_question_is_left_whole(text: str) -> None:
    assert split_questions(text) == [text]


def test_more_than_three_stay_with_the_last() -> None:
    text = "who sails? who rows? who swims? who pays?"
    assert split_questions(text) == ["who sails?", "who rows?", "who swims? who pays?"]


def test_two_questions_get_two_answers_each_with_its_own_verdict(shipped: Snapshot) -> None:
    answer = ask(shipped, "is de-escalation in progress? who is the king of france?")
    assert isinstance(answer, Several)
    assert [type(each) for each in answer.answers] == [Standing, Nothing]
    assert (answer.verdict, answer.intent) == (Verdict.CLOSEST, IntentKind.STATUS)
    assert [hit.passage.cells[1][1] for hit in answer.hits] == ["In Progress"]


def test_what_is_the_same_is_answered_once_and_of_nothing_there_is_nothing(shipped: Snapshot) -> None:
    twice = ask(shipped, "what are confidence building measures? what are confidence building measures")
    assert isinstance(twice, PassageAnswer)
    assert twice.question.count("measures") == 2
    assert isinstance(ask(shipped, "who is the king of france? who bakes quagga pies?"), Nothing)


def test_several_answers_are_one_where_each_answers(shipped: Snapshot) -> None:
    answer = ask(shipped, "what is under discussion? and what is in progress?")
    assert isinstance(answer, Several)
    assert answer.verdict is Verdict.ANSWER
