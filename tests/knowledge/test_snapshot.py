"""What answers? Statuses asked for in free text, passages, and what is covered."""

from datetime import date, timedelta

import pytest

from knowledge.answering.retrieval import Thresholds
from knowledge.model import Article, Corpus, Coverage, Kind, Passage, Term, Verdict
from knowledge.snapshot import Snapshot

MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
DAY = timedelta(days=1)
LEAD = "Four projects stand so:"


def row(topic: str, status: str, line: int) -> Passage:
    cells = (("Project", topic), ("Status", status))
    text = f"Project: {topic}; Status: {status}"
    return Passage(text, Kind.ROW, ("Projects",), (line, line), LEAD, cells, f"| {topic} | {status} |")


def prose(text: str, line: int) -> Passage:
    return Passage(text, Kind.PARAGRAPH, (), (line, line))


BRIDGE, BOAT, MOLE, TOWER = (
    row("Harbour Bridge", "In Progress", 5),
    row("Night Boat", "Under Discussion", 6),
    row("North Mole", "In Progress", 7),
    row("Clock Tower", "In Progress", 8),
)
FERRY = prose("The ferry to Holm island sails on Monday. Tickets cost four crowns.", 1)
PLANS = prose("The council has proposed a tax on nets.", 2)
NEWS = Article("news.md", "News of Holm", "en", (FERRY, PLANS, BRIDGE, BOAT, MOLE, TOWER), MARCH)
GLOSSARY = (
    Term("Harbour Bridge", (("", "bridge"), ("de", "Hafenbrücke"), ("uk", "міст"))),
    Term("council", (("de", "Stadtrat"),)),
)


def snapshot(*articles: Article, thresholds: Thresholds | None = None) -> Snapshot:
    return Snapshot(Corpus(articles or (NEWS,), GLOSSARY), thresholds or Thresholds())


@pytest.mark.parametrize(
    "question",
    [
        "Has the harbour bridge started?",
        "is the bridge finished yet",
        "status of the bridge",
        "where does the bridge stand?",
        "any news on the bridge please",
        "harbuor brigde",
        "Hafenbrücke?",
        "що з міст?",
        "the bridge?",
    ],
)
def test_a_question_for_a_status_in_free_text_is_answered_with_it(question: str) -> None:
    answer = snapshot().answer(question)
    assert (answer.question, answer.verdict, answer.hits[0].passage) == (question, Verdict.ANSWER, BRIDGE)
    assert answer.status is not None
    assert (answer.status.topic, answer.status.status) == ("Harbour Bridge", "In Progress")
    assert answer.items == ()
    assert snapshot().search(question) == answer.hits


def test_the_status_that_stands_answers_and_not_an_older_one() -> None:
    newer = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    answer = snapshot(NEWS, newer).answer("is the bridge finished?")
    assert answer.status is not None
    assert (answer.status.status, answer.hits[0].article) == ("Completed", newer)


@pytest.mark.parametrize(
    "question",
    ["What is under discussion?", "which topic is under discussion right now", "list all under discussion"],
)
def test_a_question_for_what_is_at_a_status_is_answered_with_the_row(question: str) -> None:
    answer = snapshot().answer(question)
    assert (answer.verdict, [hit.passage for hit in answer.hits], answer.items) == (
        Verdict.ANSWER,
        [BOAT],
        (),
    )
    assert answer.status is not None
    assert answer.status.topic == "Night Boat"


def test_several_topics_at_a_status_are_all_the_answer() -> None:
    answer = snapshot().answer("which projects are in progress?")
    assert (answer.verdict, answer.status) == (Verdict.ANSWER, None)
    assert answer.items == (TOWER, BRIDGE, MOLE)
    assert [hit.passage for hit in answer.hits] == [TOWER, BRIDGE, MOLE]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("What has the council proposed?", PLANS),
        ("was hat der Stadtrat vor", PLANS),
        ("when does the ferry to Holm sail", FERRY),
    ],
)
def test_any_other_question_is_answered_from_the_passages(question: str, passage: Passage) -> None:
    answer = snapshot().answer(question)
    assert (answer.verdict, answer.hits[0].passage, answer.status) == (Verdict.ANSWER, passage, None)


def test_a_passage_that_states_a_status_comes_with_the_one_that_stands() -> None:
    newer = Article("later.md", "Later", "en", (row("Night Boat", "Completed", 1),), JUNE)
    question = "which boat was under discussion in March"
    answer = snapshot(NEWS, newer).answer(question, today=JUNE)
    assert answer.hits[0].passage == BOAT
    assert answer.status is not None
    assert answer.status.status == "Completed"
    unsure = snapshot(NEWS, newer, thresholds=Thresholds(answer=9)).answer(question, today=JUNE)
    assert (unsure.verdict, unsure.status) == (Verdict.CLOSEST, None)


def test_a_whole_table_has_no_status_of_its_own() -> None:
    answer = snapshot().answer("what are the four projects")
    assert answer.items == (BRIDGE, BOAT, MOLE, TOWER)
    assert answer.status is None


def test_a_follow_up_is_answered_from_what_was_asked_before() -> None:
    answer = snapshot().answer("why?", ["when does the ferry sail"])
    assert answer.hits[0].passage == FERRY
    assert snapshot().answer("and the bridge?", ["when does the ferry sail"]).hits[0].passage == BRIDGE
    assert snapshot().answer("???", ["status of the bridge"]).verdict is Verdict.NONE


def test_an_answer_can_be_explained() -> None:
    why = snapshot().explain("ferry zebra", ["tickets"], MARCH)
    assert ([match.asked for match in why.matches], why.missing) == (["ferry", "tickets"], ("zebra",))
    assert why.hits[0].passage == FERRY


def test_a_search_gives_what_there_is_whatever_its_score() -> None:
    strict = snapshot(thresholds=Thresholds(9, 9))
    assert strict.answer("ferry zebra").verdict is Verdict.NONE
    assert [hit.passage for hit in strict.search("ferry zebra", 1)] == [FERRY]


def test_a_topic_is_answered_with_its_row_or_with_suggestions() -> None:
    answer = snapshot().status("brigde")
    assert (answer.question, answer.verdict, answer.hits[0].passage) == ("brigde", Verdict.ANSWER, BRIDGE)
    assert answer.status in snapshot().board()
    unknown = snapshot().status("nite")
    assert (unknown.verdict, unknown.hits, unknown.status) == (Verdict.NONE, (), None)
    assert "Night Boat" in unknown.suggestions
    assert snapshot().topics("nig")[0] == "Night Boat"


def test_coverage_says_how_much_is_known_and_from_when() -> None:
    undated = Article("a.md", "A", "en", ())
    topics = ("Clock Tower", "Harbour Bridge", "Night Boat", "North Mole")
    assert snapshot(undated, NEWS).coverage == Coverage(2, 6, MARCH, MARCH, topics)
    assert Snapshot(Corpus(()), Thresholds()).coverage == Coverage(0, 0, None, None, ())


@pytest.mark.parametrize("question", ["what is in progress?", "bridge", "", "ferry"])
def test_an_empty_corpus_answers_nothing(question: str) -> None:
    assert Snapshot(Corpus(()), Thresholds()).answer(question).verdict is Verdict.NONE


def test_a_status_question_that_names_a_period_is_answered_as_things_stood_at_its_end() -> None:
    later = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    both = snapshot(NEWS, later)
    now = both.answer("status of the bridge").status
    then = both.answer("status of the bridge in march 2026", today=JUNE).status
    assert now is not None
    assert then is not None
    assert (now.status, then.status) == ("Completed", "In Progress")
    before = both.answer("status of the bridge in february 2026", today=JUNE)
    assert before.status is None or before.verdict is not Verdict.ANSWER


def test_a_part_of_a_topics_other_name_is_not_the_topic_where_articles_use_the_word_otherwise() -> None:
    glossary = (Term("Night Boat", (("", "ferry subsidies"),)),)
    told = Snapshot(Corpus((NEWS,), glossary), Thresholds())
    assert told.answer("ferry?").hits[0].passage == FERRY
    assert told.answer("ferry subsidies?").hits[0].passage == BOAT
    assert told.answer("subsidies?").hits[0].passage == BOAT
    assert told.answer("boat?").hits[0].passage == BOAT


SPRING = snapshot(
    NEWS,
    Article("april.md", "April", "en", (row("Night Boat", "Agreed", 1),), date(2026, 4, 10)),
    Article(
        "june.md",
        "June",
        "en",
        (
            row("Harbour Bridge", "Completed", 1),
            row("North Mole", "Delayed", 2),
            row("Clock Tower", "In Progress", 3),
        ),
        JUNE,
    ),
)


def stood(as_of: date | None) -> dict[str, str]:
    return {status.topic: status.status for status in SPRING.board(as_of)}


def test_the_board_is_as_it_stood_on_a_day() -> None:
    march = {
        "Clock Tower": "In Progress",
        "Harbour Bridge": "In Progress",
        "Night Boat": "Under Discussion",
        "North Mole": "In Progress",
    }
    assert (stood(date.min), stood(MARCH - DAY), stood(MARCH)) == ({}, {}, march)
    assert stood(date(2026, 5, 1)) == march | {"Night Boat": "Agreed"}
    assert stood(None) == stood(date.max) == stood(JUNE)


def test_a_topic_is_as_it_stood_on_a_day() -> None:
    assert [
        (answer.verdict, answer.hits[0].article.path if answer.hits else None)
        for answer in (
            SPRING.status("bridge", day) for day in (MARCH - DAY, MARCH, JUNE - DAY, JUNE, date.max)
        )
    ] == [
        (Verdict.NONE, None),
        (Verdict.ANSWER, "news.md"),
        (Verdict.ANSWER, "news.md"),
        (Verdict.ANSWER, "june.md"),
        (Verdict.ANSWER, "june.md"),
    ]
    assert SPRING.status("bridge", date.min).suggestions == ("Harbour Bridge",)


@pytest.mark.parametrize(
    ("since", "until", "topics"),
    [
        (date.min, None, ["Clock Tower", "Harbour Bridge", "Night Boat", "North Mole"]),
        (MARCH, MARCH, ["Clock Tower", "Harbour Bridge", "Night Boat", "North Mole"]),
        (MARCH + DAY, None, ["Harbour Bridge", "Night Boat", "North Mole"]),
        (MARCH + DAY, JUNE - DAY, ["Night Boat"]),
        (JUNE, None, ["Harbour Bridge", "North Mole"]),
        (JUNE + DAY, None, []),
        (date.max, None, []),
    ],
)
def test_what_changed_since_a_day_is_what_stands_otherwise_than_before_it(
    since: date, until: date | None, topics: list[str]
) -> None:
    assert [change.topic for change in SPRING.changed_since(since, until)] == topics


def test_a_change_says_from_what_to_what() -> None:
    (boat,) = SPRING.changed_since(MARCH + DAY, JUNE - DAY)
    assert boat.before is not None
    assert boat.after is not None
    assert (boat.before.status, boat.after.status, boat.after.published) == (
        "Under Discussion",
        "Agreed",
        date(2026, 4, 10),
    )


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("what changed?", ["Harbour Bridge", "North Mole"]),
        ("what's new this month?", ["Harbour Bridge", "North Mole"]),
        ("what has changed since 10 April?", ["Harbour Bridge", "North Mole", "Night Boat"]),
        ("was hat sich seit April geändert?", ["Harbour Bridge", "North Mole", "Night Boat"]),
        ("what changed in April?", ["Night Boat"]),
        ("changes before May", ["Night Boat", "Clock Tower", "Harbour Bridge"]),
    ],
)
def test_a_question_for_changes_is_answered_with_their_rows_the_newest_first(
    question: str, topics: list[str]
) -> None:
    answer = SPRING.answer(question, today=JUNE + 3 * DAY)
    assert (answer.verdict, [hit.passage.cells[0][1] for hit in answer.hits]) == (Verdict.ANSWER, topics)
    assert {change.topic for change in answer.changes} >= set(topics)


def test_an_answer_of_changes_says_from_what_to_what_and_since_when() -> None:
    answer = SPRING.answer("what changed in April?", today=JUNE)
    assert (answer.changes, answer.since) == (
        SPRING.changed_since(date(2026, 4, 1), date(2026, 4, 30)),
        date(2026, 4, 1),
    )
    assert (answer.items, answer.status) == ((), None)


def test_a_topic_that_came_in_a_period_and_moved_on_is_shown_from_where_it_began() -> None:
    (boat,) = (change for change in SPRING.changed_since(MARCH) if change.topic == "Night Boat")
    assert boat.before is not None
    assert boat.before.status == "Under Discussion"


def test_what_is_new_to_somebody_is_counted_from_the_day_that_is_given() -> None:
    today = JUNE + 30 * DAY
    assert SPRING.answer("what's new?", today=today).changes == ()
    found = SPRING.answer("what's new?", today=today, recently=JUNE)
    assert (found.changes, found.since, found.as_of) == (SPRING.changed_since(JUNE), JUNE, None)


@pytest.mark.parametrize(
    "question", ["status", "status?", "where do things stand?", "show me the status of everything"]
)
def test_a_question_for_all_statuses_is_answered_with_the_board(question: str) -> None:
    assert SPRING.answer(question, today=JUNE).board == SPRING.board()


def test_an_answer_about_the_past_says_which_day_was_meant_and_what_stands_now() -> None:
    found = SPRING.answer("what was the status of the bridge in April?", today=JUNE + DAY)
    assert (found.as_of, found.now) == (date(2026, 4, 30), SPRING.status("bridge").status)


def test_what_changed_of_one_topic_is_where_it_stands() -> None:
    answer = SPRING.answer("what has changed with the bridge?", today=JUNE)
    assert answer.status is not None
    assert answer.status.status == "Completed"


@pytest.mark.parametrize("question", ["what changed in May?", "what's new?", "any news since 3 June?"])
def test_where_nothing_changed_no_passage_is_called_the_answer(question: str) -> None:
    told = Article(
        "new.md", "What is new", "en", (prose("What is new has changed; any news is in June.", 1),), MARCH
    )
    answer = snapshot(NEWS, told).answer(question, today=JUNE + 9 * DAY)
    assert (answer.verdict, answer.hits[0].article) == (Verdict.CLOSEST, told)


def test_on_the_first_of_all_days_nothing_is_new() -> None:
    assert SPRING.answer("what changed?", today=date.min).verdict is not Verdict.ANSWER


TURNS = (
    Article("1.md", "May", "en", (row("Harbour Bridge", "Planned", 5),), MARCH),
    Article("2.md", "June", "en", (row("Harbour Bridge", "On hold", 5), row("Night Boat", "Open", 6)), JUNE),
    Article("3.md", "More", "en", (row("Harbour Bridge", "In Progress", 5),), JUNE + 2 * DAY),
)


@pytest.mark.parametrize(
    ("question", "topic", "stood", "since"),
    [
        ("since when is the harbour bridge in progress?", "Harbour Bridge", "In Progress", JUNE + 2 * DAY),
        ("When was the bridge planned?", "Harbour Bridge", "Planned", MARCH),
        ("when was the bridge on hold?", "Harbour Bridge", "On hold", JUNE),
        ("when did the bridge change?", "Harbour Bridge", "In Progress", JUNE + 2 * DAY),
        ("how long has the night boat been open?", "Night Boat", "Open", JUNE),
        ("what was the bridge before?", "Harbour Bridge", "On hold", JUNE),
        ("what was the bridge before it was on hold?", "Harbour Bridge", "Planned", MARCH),
        ("What is the previous status of the bridge?", "Harbour Bridge", "On hold", JUNE),
        ("is the bridge still planned?", "Harbour Bridge", "In Progress", JUNE + 2 * DAY),
        ("has the night boat been rejected?", "Night Boat", "Open", JUNE),
        ("is the bridge still planned or already on hold?", "Harbour Bridge", "In Progress", JUNE + 2 * DAY),
    ],
)
def test_a_question_for_a_step_of_a_course_is_answered_with_it(
    question: str, topic: str, stood: str, since: date
) -> None:
    answer = snapshot(*TURNS).answer(question)
    assert answer.verdict is Verdict.ANSWER
    assert answer.status is not None
    assert (answer.status.topic, answer.status.status, answer.status.as_of) == (topic, stood, since)
    assert answer.hits[0].passage == answer.status.passage


@pytest.mark.parametrize(
    ("question", "stood"),
    [
        ("since when?", "In Progress"),
        ("And what was it before?", "On hold"),
        ("when was it planned?", "Planned"),
    ],
)
def test_a_step_may_be_asked_for_of_the_topic_before(question: str, stood: str) -> None:
    earlier = ["status of the night boat", "where does the bridge stand?", "and what was it before?"]
    answer = snapshot(*TURNS).answer(question, earlier)
    assert answer.status is not None
    assert (answer.status.topic, answer.status.status) == ("Harbour Bridge", stood)


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("when was the bridge first planned?", MARCH),
        ("when did the bridge become planned?", JUNE + 3 * DAY),
    ],
)
def test_of_two_steps_at_one_status_the_last_is_meant_unless_the_first_is_asked_for(
    question: str, since: date
) -> None:
    again = Article("5.md", "Again", "en", (row("Harbour Bridge", "Planned", 5),), JUNE + 3 * DAY)
    answer = snapshot(*TURNS, again).answer(question)
    assert answer.status is not None
    assert (answer.status.status, answer.status.as_of) == ("Planned", since)


@pytest.mark.parametrize(
    "question",
    [
        "when was the bridge rejected?",
        "when will the bridge change?",
        "when does the bridge start?",
        "since when is the weather planned?",
        "is the harbour ferry bridge still planned?",
    ],
)
def test_a_step_that_no_article_states_is_not_made_up(question: str) -> None:
    told = Article("4.md", "Ferry", "en", (FERRY,), MARCH)
    answer = snapshot(*TURNS, told).answer(question)
    assert answer.verdict is not Verdict.ANSWER or len(answer.hits) > 1 or answer.status is None
