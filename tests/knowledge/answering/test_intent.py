"""What is wanted? A passage, a step of a topic's course, topics at a status, the board, or what changed."""

from datetime import date, timedelta

import pytest

from knowledge.answering.index import PassageIndex
from knowledge.answering.intent import (
    FindPassage,
    Intent,
    IntentChooser,
    ShowBoard,
    ShowChanges,
    ShowStep,
    ShowSteps,
)
from knowledge.answering.naming import TopicFinder
from knowledge.answering.period import Period
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.statuses.ledger import Ledger
from knowledge.when import When
from tests.asking import TODAY, WHEN, read

FEBRUARY, MARCH, NINTH = date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 9)
GLOSSARY = (
    Term("Harbour Bridge", (("fr", "pont"), ("de", "Hafenbrücke"))),
    Term("Sanctions Review", (("ru", "санкциями"),)),
)


def article(day: date, *rows: tuple[str, str], text: str = "") -> Article:
    """Write an article with a table of topics and where they stand."""
    table = [
        Passage(f"Topic: {topic}; Status: {status}", Kind.ROW, (), (line, line), cells=cells)
        for line, (topic, status) in enumerate(rows, 1)
        for cells in [(("Topic", topic), ("Status", status))]
    ]
    prose = [Passage(text, Kind.PARAGRAPH, (), (99, 99))] if text else []
    return Article(f"{day}.md", f"News of {day:%B}", "en", (*table, *prose), day)


HOLM = (
    article(FEBRUARY, ("Harbour Bridge", "Planned"), ("Night Boat", "Under Discussion")),
    article(MARCH, ("Harbour Bridge", "On hold"), ("North Mole", "Approved"), ("Clock Tower", "Approved")),
    article(
        NINTH,
        ("Harbour Bridge", "In Progress"),
        ("Sanctions Review", "Proposed"),
        text="The ferry has begun to sail to Holm island, and the weather is fine.",
    ),
)


def chooser(*articles: Article) -> IntentChooser:
    corpus = Corpus(articles, GLOSSARY)
    ledger = Ledger(corpus)
    return IntentChooser(ledger, TopicFinder(ledger, PassageIndex(corpus)))


KNOWS_HOLM = chooser(*HOLM)


def choose(question: str, *earlier: str, when: When = WHEN, by: IntentChooser = KNOWS_HOLM) -> Intent:
    return by.choose(read(question, when.today), [read(each, when.today) for each in earlier], when)


def step(intent: Intent) -> tuple[str, str]:
    """Give the topic and the status that are to be shown."""
    assert isinstance(intent, ShowStep)
    return intent.step.topic, intent.step.status


def topics(intent: Intent) -> list[str]:
    assert isinstance(intent, ShowSteps | ShowBoard)
    return [each.topic for each in intent.steps]


# A number or a date that a text lacks

# Where a topic stands

REVIEW, BRIDGE = ("Sanctions Review", "Proposed"), ("Harbour Bridge", "In Progress")


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Has the sanctions review started?", REVIEW),
        ("is the harbour bridge finished yet", BRIDGE),
        ("what is the status of the bridge", BRIDGE),
        ("where do the bridge talks stand now?", BRIDGE),
        ("any news about the bridge please", BRIDGE),
        ("how far is the bridge", BRIDGE),
        ("что с санкциями", REVIEW),
        ("où en est le pont", BRIDGE),
        ("the bridge?", BRIDGE),
        ("Harbour Bridge", BRIDGE),
        ("and the bridge?", BRIDGE),
        ("harbuor brigde", BRIDGE),
        ("is the mole still open?", ("North Mole", "Approved")),
        ("is the clock tower planned or approved", ("Clock Tower", "Approved")),
        ("hey bot, what's the status of the bridge today, thanks", BRIDGE),
        ("status of the bridge right now pls", BRIDGE),
        ("what is the current state of the bridge at the moment?", BRIDGE),
        ("is the bridge still in progress today?", BRIDGE),
        ("wie ist der aktuelle Stand der Hafenbrücke, bitte?", BRIDGE),
        ("quel est l'état du pont aujourd'hui, svp ?", BRIDGE),
        ("¿cuál es el estado de harbour bridge hoy, por favor?", BRIDGE),
        ("какой сейчас статус с санкциями, пожалуйста?", REVIEW),
        ("який зараз статус harbour bridge, будь ласка?", BRIDGE),
    ],
)
def test_a_question_only_for_where_a_topic_stands_is_for_its_last_step(
    question: str, shown: tuple[str, str]
) -> None:
    assert step(choose(question)) == shown


@pytest.mark.parametrize(
    "question",
    [
        "What is the bridge?",
        "how does the bridge work",
        "Who has started the bridge?",
        "why was the bridge changed",
        "which bridge is finished",
        "When did the bridge start?",
        "how many bridges have started",
        "is the weather on the bridge fine?",
        "the weather?",
        "zebra?",
        "",
        "what's the latest",
        "when does the ferry sail",
    ],
)
def test_a_question_for_something_else_is_for_a_passage(question: str) -> None:
    assert choose(question) == FindPassage()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("what was the status of the bridge in February?", ("Harbour Bridge", "Planned")),
        ("the bridge on 2026-03-02?", ("Harbour Bridge", "On hold")),
        ("where did the bridge stand last week?", ("Harbour Bridge", "On hold")),
        ("bridge status one week ago", ("Harbour Bridge", "On hold")),
        ("status of the bridge thirty days ago please", ("Harbour Bridge", "Planned")),
        ("how did the bridge stand before last Monday?", ("Harbour Bridge", "On hold")),
        ("Hafenbrücke vor zwei Wochen", ("Harbour Bridge", "Planned")),
        ("le pont il y a une quinzaine", ("Harbour Bridge", "Planned")),
    ],
)
def test_a_question_that_names_a_period_is_for_the_step_at_its_end(
    question: str, shown: tuple[str, str]
) -> None:
    assert step(choose(question)) == shown


def test_where_nothing_stood_yet_a_passage_is_looked_for() -> None:
    assert choose("status of the bridge in January 2026") == FindPassage()
    assert choose("what was the status of everything in January 2026") == FindPassage()


# A step of a topic's course


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("since when is the bridge in progress?", BRIDGE),
        ("When was the bridge planned?", ("Harbour Bridge", "Planned")),
        ("how long has the night boat been under discussion?", ("Night Boat", "Under Discussion")),
        ("when did the bridge change?", BRIDGE),
        ("what was the bridge before?", ("Harbour Bridge", "On hold")),
        ("what was the bridge before it was on hold?", ("Harbour Bridge", "Planned")),
        ("has the mole been rejected?", ("North Mole", "Approved")),
    ],
)
def test_a_question_when_a_step_began_or_what_was_before_is_for_that_step(
    question: str, shown: tuple[str, str]
) -> None:
    assert step(choose(question)) == shown


@pytest.mark.parametrize(
    "question",
    [
        "when was the bridge rejected?",
        "when will the bridge change?",
        "what was the night boat before?",
        "what should the bridge be before?",
        "was the bridge open before?",
        "since when?",
        "when is the weather fine?",
    ],
)
def test_a_step_that_there_is_not_is_not_chosen(question: str) -> None:
    assert choose(question) == FindPassage()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("and since when?", BRIDGE),
        ("And what was it before?", ("Harbour Bridge", "On hold")),
        ("when was it planned?", ("Harbour Bridge", "Planned")),
        ("is it still planned?", BRIDGE),
        ("and the night boat?", ("Night Boat", "Under Discussion")),
    ],
)
def test_a_follow_up_is_for_the_topic_of_the_last_question_that_names_one(
    question: str, shown: tuple[str, str]
) -> None:
    assert (
        step(choose(question, "status of the mole", "where does the bridge stand?", "since when?")) == shown
    )


# Several topics


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("what is the status of the bridge and the night boat?", ["Harbour Bridge", "Night Boat"]),
        (
            "status of bridge, night boat and sanctions review",
            ["Harbour Bridge", "Night Boat", "Sanctions Review"],
        ),
        ("north mole or clock tower?", ["North Mole", "Clock Tower"]),
        ("where do the bridge and the bridge and the boat stand, please", ["Harbour Bridge", "Night Boat"]),
        ("Wie ist der Stand der Hafenbrücke und des Night Boat?", ["Harbour Bridge", "Night Boat"]),
        ("что с санкциями и harbour bridge", ["Sanctions Review", "Harbour Bridge"]),
    ],
)
def test_a_question_for_several_topics_is_for_them_all(question: str, named: list[str]) -> None:
    assert topics(choose(question)) == named


def test_of_several_topics_those_are_shown_that_stood_somewhere_then() -> None:
    assert topics(choose("bridge and night boat last month")) == ["Harbour Bridge", "Night Boat"]
    assert step(choose("bridge and clock tower in February")) == ("Harbour Bridge", "Planned")


@pytest.mark.parametrize(
    "question",
    [
        "status of the bridge and the weather",
        "bridge and zebra",
        "who opens the bridge and the boat?",
        " and ".join(["the bridge"] * 9),
    ],
)
def test_where_one_name_is_no_topic_s_the_question_is_for_a_passage(question: str) -> None:
    assert choose(question) == FindPassage()


def test_a_name_that_holds_an_and_is_one_topic() -> None:
    trade = chooser(
        article(MARCH, ("Trade and Transport", "Agreed"), ("Trade Fair", "Open"), ("Transport Law", "Signed"))
    )
    assert step(choose("status of trade and transport", by=trade)) == ("Trade and Transport", "Agreed")
    asked = choose("status of trade and transport, and of the trade fair", by=trade)
    assert topics(asked) == ["Trade and Transport", "Trade Fair"]


# The topics at a status, and the board

STANDING = chooser(
    article(
        MARCH,
        ("Harbour Bridge", "In Progress"),
        ("Clock Tower", "Agreed in principle"),
        ("Mole", "Agreed"),
        ("Lamp", "in progress"),
        ("Dock", "Not started"),
        ("Quay", "Started"),
    )
)


@pytest.mark.parametrize(
    "question",
    [
        "Which topics are in progress?",
        "what's currently in progress, please?",
        "show everything IN PROGRESS",
    ],
)
def test_a_question_for_a_status_of_several_topics_is_for_them_all(question: str) -> None:
    assert topics(choose(question, by=STANDING)) == ["Harbour Bridge", "Lamp"]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what is agreed", "Mole"),
        ("list all items that are agreed in principle", "Clock Tower"),
        ("what has started?", "Quay"),
        ("what has not started?", "Dock"),
        ("what is still agreed?", "Mole"),
        ("all that is agreed now, thanks", "Mole"),
        ("welche Themen sind noch agreed?", "Mole"),
        ("что сейчас agreed", "Mole"),
    ],
)
def test_a_question_for_a_status_of_one_topic_is_for_its_step(question: str, topic: str) -> None:
    assert step(choose(question, by=STANDING))[0] == topic


@pytest.mark.parametrize(
    "question",
    [
        "",
        "in progress",
        "what have the fishermen agreed",
        "what have the fishermen not agreed",
        "why is what is agreed not signed",
        "what is there without in progress",
        "what is not there",
        "which topics are there",
        "what is disagreed",
    ],
)
def test_a_question_that_asks_for_more_than_a_status_or_for_less_is_for_a_passage(question: str) -> None:
    assert choose(question, by=STANDING) == FindPassage()


AGREED = ["Clock Tower", "Dock", "Harbour Bridge", "Lamp", "Quay"]
"""The topics that are not agreed."""


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("which topics are not agreed?", AGREED),
        ("what isn't agreed", AGREED),
        ("what has not been agreed yet?", AGREED),
        ("which items aren’t agreed or in progress?", ["Clock Tower", "Dock", "Quay"]),
        ("what is not in progress", ["Clock Tower", "Dock", "Mole", "Quay"]),
        ("was ist noch nicht agreed?", AGREED),
        ("que n'est pas agreed ?", AGREED),
        ("¿qué no está agreed todavía?", AGREED),
        ("что еще не agreed?", AGREED),
        ("що ще не agreed?", AGREED),
    ],
)
def test_a_question_for_what_is_not_at_a_status_is_for_all_the_others(
    question: str, others: list[str]
) -> None:
    assert topics(choose(question, by=STANDING)) == others


def test_where_no_topic_is_at_a_status_none_is_excluded() -> None:
    assert len(topics(choose("which topics are not signed?", by=STANDING))) == 6


def test_where_every_topic_is_at_a_status_a_passage_is_looked_for() -> None:
    assert choose("what is not open?", by=chooser(article(MARCH, ("Mole", "Open")))) == FindPassage()


def test_a_question_whether_one_topic_is_at_a_status_is_for_that_topic() -> None:
    assert step(choose("is the tower in progress", by=STANDING)) == ("Clock Tower", "Agreed in principle")


@pytest.mark.parametrize(
    "question",
    ["status", "status?", "where do things stand?", "show me the status of everything", "board"],
)
def test_a_question_where_everything_stands_is_for_the_board(question: str) -> None:
    intent = choose(question)
    assert isinstance(intent, ShowBoard)
    assert topics(intent) == ["Clock Tower", "Harbour Bridge", "Night Boat", "North Mole", "Sanctions Review"]


def test_the_board_of_a_period_is_that_of_its_last_day() -> None:
    intent = choose("where did things stand in February?")
    assert isinstance(intent, ShowBoard)
    assert [(each.topic, each.status) for each in intent.steps] == [
        ("Harbour Bridge", "Planned"),
        ("Night Boat", "Under Discussion"),
    ]


def test_a_board_of_one_topic_is_its_step_and_one_of_none_is_nothing() -> None:
    assert step(choose("status?", by=chooser(article(MARCH, ("Mole", "Open"))))) == ("Mole", "Open")
    assert choose("status?", by=chooser(article(MARCH, text="Nobody knows."))) == FindPassage()
    assert choose("status?", by=chooser()) == FindPassage()


# What has changed


@pytest.mark.parametrize(
    "question",
    [
        "what changed?",
        "What's new?",
        "anything new, please",
        "any news?",
        "any updates on the talks",
        "what is the latest news",
        "which topics have changed recently",
        "was gibt es Neues?",
        "was hat sich geändert",
        "quoi de neuf ?",
        "qu'est-ce qui a changé ?",
        "¿qué ha cambiado?",
        "что изменилось?",
        "що змінилося?",
    ],
)
@pytest.mark.parametrize("days", [7, 30])
def test_a_question_for_all_that_is_new_is_for_the_changes_of_the_last_days(question: str, days: int) -> None:
    last_days = Period(TODAY - timedelta(days=days), TODAY)
    assert choose(question, when=When(TODAY, recent_days=days)) == ShowChanges(last_days)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("what changed since last week?", MARCH, TODAY),
        ("what has changed since 10 November?", date(2025, 11, 10), TODAY),
        ("what's new this month?", date(2026, 3, 1), TODAY),
        ("what's new today, please?", TODAY, TODAY),
        ("what changed in the past fortnight?", date(2026, 2, 26), TODAY),
        ("what changed since last Tuesday?", date(2026, 3, 10), TODAY),
        ("что изменилось за последние тридцать дней?", date(2026, 2, 10), TODAY),
        ("what changed in February?", date(2026, 2, 1), date(2026, 2, 28)),
        ("changes since 2026-02-09", date(2026, 2, 9), TODAY),
        ("news of the last three days", date(2026, 3, 9), TODAY),
        ("was hat sich seit letzter Woche geändert?", MARCH, TODAY),
        ("qu'est-ce qui a changé depuis la semaine dernière ?", MARCH, TODAY),
        ("¿qué ha cambiado esta semana?", NINTH, TODAY),
        ("что изменилось с 9 марта?", NINTH, TODAY),
        ("що змінилося з минулого тижня?", MARCH, TODAY),
    ],
)
def test_a_period_narrows_nothing_but_the_time(question: str, first: date, last: date) -> None:
    assert choose(question) == ShowChanges(Period(first, last))


def test_words_that_count_time_are_no_other_matter() -> None:
    assert isinstance(choose("что изменилось с прошлой недели?"), ShowChanges)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "updates",
        "news",
        "what happened?",
        "what is going on?",
        "what has changed in the sanctions review?",
        "could the talks change eastern europe",
        "where will the new border be",
        "why has it changed?",
        "what has changed about it?",
        "what has not changed?",
        "who changed?",
        "when did the status change?",
        "how are updates shared?",
        "what changed in group 7?",
    ],
)
def test_any_other_question_is_not_for_changes(question: str) -> None:
    assert not isinstance(choose(question), ShowChanges)
