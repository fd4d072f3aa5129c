"""What answers? Each kind of answer has its type: a passage, a list, a standing, a board, what changed."""

from datetime import date, timedelta

import pytest

from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Decider
from knowledge.answering.question import Question
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import (
    Answer,
    Board,
    Course,
    Coverage,
    IntentKind,
    ListAnswer,
    News,
    Nothing,
    NotYet,
    PassageAnswer,
    SmallTalk,
    Standing,
    Standings,
    TalkKind,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Article, Corpus, Kind, Passage, Step, Term
from knowledge.snapshot import Snapshot
from knowledge.when import When
from tests.asking import WHEN, ask, read

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


def step(answer: Answer) -> Step:
    """Give the step that an answer shows; it must be one of where a topic stands, stood or began."""
    assert isinstance(answer, Standing)
    assert (answer.intent, answer.verdict) == (IntentKind.STATUS, Verdict.ANSWER)
    return answer.step


def passages(answer: Answer) -> list[Passage]:
    return [hit.passage for hit in answer.hits]


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
    answer = ask(snapshot(), question)
    assert (answer.question, passages(answer)) == (question, [BRIDGE])
    assert (step(answer).topic, step(answer).status) == ("Harbour Bridge", "In Progress")
    assert snapshot().search(read(question), WHEN) == answer.hits


def test_the_status_that_stands_answers_and_not_an_older_one() -> None:
    newer = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    answer = ask(snapshot(NEWS, newer), "is the bridge finished?")
    assert (step(answer).status, answer.hits[0].article) == ("Completed", newer)


@pytest.mark.parametrize(
    "question",
    ["What is under discussion?", "which topic is under discussion right now", "list all under discussion"],
)
def test_a_question_for_what_is_at_a_status_is_answered_with_the_row(question: str) -> None:
    answer = ask(snapshot(), question)
    assert (passages(answer), step(answer).topic) == ([BOAT], "Night Boat")


def test_several_topics_at_a_status_are_all_the_answer() -> None:
    answer = ask(snapshot(), "which projects are in progress?")
    assert isinstance(answer, Standings)
    assert (answer.intent, answer.verdict, answer.as_of) == (IntentKind.BOARD, Verdict.ANSWER, None)
    assert [each.passage for each in answer.steps] == passages(answer) == [TOWER, BRIDGE, MOLE]
    assert snapshot().search(read("which projects are in progress?"), WHEN) == answer.hits


def test_of_many_topics_at_a_status_the_answer_has_all_and_three_hits() -> None:
    rows = [
        row(f"{name} Pier", "Open", line) for line, name in enumerate(("East", "North", "South", "West"), 1)
    ]
    answer = ask(snapshot(Article("a.md", "Piers", "en", tuple(rows), MARCH)), "what is open?")
    assert isinstance(answer, Standings)
    assert (len(answer.steps), passages(answer)) == (4, rows[:3])


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("What has the council proposed?", PLANS),
        ("was hat der Stadtrat vor", PLANS),
        ("when does the ferry to Holm sail", FERRY),
    ],
)
def test_any_other_question_is_answered_from_the_passages(question: str, passage: Passage) -> None:
    answer = ask(snapshot(), question)
    assert isinstance(answer, PassageAnswer)
    assert (answer.intent, answer.verdict) == (IntentKind.PASSAGE, Verdict.ANSWER)
    assert answer.hits[0].passage == passage


def test_a_passage_that_states_a_status_comes_with_the_one_that_stands() -> None:
    newer = Article("later.md", "Later", "en", (row("Night Boat", "Completed", 1),), JUNE)
    question = "which boat was under discussion in March"
    answer = ask(snapshot(NEWS, newer), question, when=When(JUNE))
    assert (answer.hits[0].passage, step(answer).status) == (BOAT, "Completed")
    unsure = ask(snapshot(NEWS, newer, thresholds=Thresholds(answer=9)), question, when=When(JUNE))
    assert isinstance(unsure, PassageAnswer)
    assert unsure.verdict is Verdict.CLOSEST


def test_a_whole_table_has_no_status_of_its_own() -> None:
    answer = ask(snapshot(), "what are the four projects")
    assert isinstance(answer, ListAnswer)
    assert answer.items == (BRIDGE, BOAT, MOLE, TOWER)


def test_a_follow_up_is_answered_from_what_was_asked_before() -> None:
    assert ask(snapshot(), "why?", "when does the ferry sail").hits[0].passage == FERRY
    assert ask(snapshot(), "and the bridge?", "when does the ferry sail").hits[0].passage == BRIDGE
    assert ask(snapshot(), "???", "status of the bridge") == SmallTalk("???", TalkKind.NOISE)


def test_an_answer_can_be_explained() -> None:
    (why,) = snapshot().explain(read("ferry zebra"), WHEN, [read("tickets")])
    assert ([match.asked for match in why.matches], why.missing) == (["ferry", "tickets"], ("zebra",))
    assert why.hits[0].passage == FERRY


@pytest.mark.parametrize(
    "question",
    [
        "where does the bridge stand?",
        "bridge and night boat status",
        "where do the projects stand?",
        "when does the ferry sail?",
        "are tickets sold in Geneva?",
        "what has changed in May?",
        "zebra?",
    ],
)
def test_an_explanation_has_the_verdict_of_the_answer(question: str) -> None:
    (why,) = snapshot().explain(read(question), WHEN)
    assert why.verdict is ask(snapshot(), question).verdict


@pytest.mark.parametrize("question", ["where does the bridge stand?", "which projects are in progress?"])
def test_what_the_ledger_knows_is_explained_by_that(question: str) -> None:
    (why,) = snapshot().explain(read(question), WHEN)
    assert (why.decided_by, why.judgement, why.sure, why.near) == (Decider.LEDGER, None, 1, 1)
    assert why.hits == ask(snapshot(), question).hits


def test_where_nothing_has_changed_that_is_why_a_passage_is_no_answer() -> None:
    sure = snapshot(
        Article("new.md", "What is new", "en", (FERRY, PLANS), MARCH - 90 * DAY),
        thresholds=Thresholds(0.01, 0.0),
    )
    (why,) = sure.explain(read("what is new?"), WHEN)
    assert (why.verdict, why.doubt, why.decided_by) == (Verdict.CLOSEST, Doubt.NEWS, Decider.DOUBT)
    (nothing,) = sure.explain(read("anything new?"), WHEN)
    assert nothing.verdict is ask(sure, "anything new?").verdict


def test_each_of_several_questions_in_a_message_is_explained() -> None:
    first, second = snapshot().explain(read("where does the bridge stand? what do tickets cost?"), WHEN)
    assert (first.question, first.decided_by) == ("where does the bridge stand?", Decider.LEDGER)
    assert (second.question, second.hits[0].passage) == ("what do tickets cost?", FERRY)


def test_other_thresholds_give_another_verdict_from_the_same_index() -> None:
    known = snapshot()
    strict = known.with_thresholds(Thresholds(9, 8))
    question = "when does the ferry sail"
    assert [ask(each, question).verdict for each in (known, strict)] == [Verdict.ANSWER, Verdict.NONE]
    assert (known.thresholds, strict.thresholds) == (Thresholds(), Thresholds(9, 8))
    assert strict.ledger is known.ledger


def test_a_search_gives_what_there_is_whatever_its_score() -> None:
    strict = snapshot(thresholds=Thresholds(9, 9))
    assert ask(strict, "ferry zebra") == Nothing("ferry zebra")
    assert [hit.passage for hit in strict.search(read("ferry zebra"), WHEN, 1)] == [FERRY]


def test_a_search_where_nothing_has_changed_gives_the_passages() -> None:
    told = snapshot(Article("new.md", "What is new", "en", (FERRY, PLANS), MARCH - 90 * DAY))
    found = ask(told, "what is new?")
    assert (found.verdict, set(passages(found))) == (Verdict.CLOSEST, {FERRY, PLANS})
    assert told.search(read("what is new?"), WHEN) == found.hits


def test_a_topic_is_answered_with_its_row_or_with_suggestions() -> None:
    answer = snapshot().status("brigde")
    assert (answer.question, passages(answer)) == ("brigde", [BRIDGE])
    assert step(answer) in snapshot().steps()
    unknown = snapshot().status("nite")
    assert isinstance(unknown, UnknownTopic)
    assert (unknown.question, unknown.intent, unknown.verdict) == ("nite", IntentKind.STATUS, Verdict.NONE)
    assert unknown.hits == ()
    assert "Night Boat" in unknown.suggestions
    assert snapshot().suggest_topics("nig")[0] == "Night Boat"


def test_a_topic_s_course_is_answered_with_its_steps_or_with_suggestions() -> None:
    later = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    again = Article("again.md", "Again", "en", (row("Harbour Bridge", "Completed", 3),), JUNE + DAY)
    course = snapshot(NEWS, later, again).course("the brigde")
    assert isinstance(course, Course)
    assert (course.question, course.intent, course.verdict) == (
        "the brigde",
        IntentKind.STATUS,
        Verdict.ANSWER,
    )
    assert [each.status for each in course.step.course] == ["In Progress", "Completed"]
    # The words that began each step, the newest first.
    assert [hit.article.path for hit in course.hits] == ["later.md", "news.md"]
    unknown = snapshot().course("nite")
    assert unknown == snapshot().status("nite")


def test_coverage_says_how_much_is_known_and_from_when() -> None:
    undated = Article("a.md", "A", "en", ())
    topics = ("Clock Tower", "Harbour Bridge", "Night Boat", "North Mole")
    assert snapshot(undated, NEWS).coverage == Coverage(2, 6, MARCH, MARCH, topics)
    assert Snapshot(Corpus(()), Thresholds()).coverage == Coverage(0, 0, None, None, ())


@pytest.mark.parametrize("question", ["what is in progress?", "bridge", "", "ferry"])
def test_an_empty_corpus_answers_nothing(question: str) -> None:
    assert ask(Snapshot(Corpus(()), Thresholds()), question) == Nothing(question)


def test_an_empty_corpus_has_an_empty_board_and_no_news() -> None:
    empty = Snapshot(Corpus(()), Thresholds())
    assert (empty.board(), empty.board().verdict, empty.board().hits) == (Board("", ()), Verdict.NONE, ())
    assert empty.news(MARCH) == News("", MARCH, None, (), ())
    assert ask(empty, "what's new?") == Nothing("what's new?", intent=IntentKind.CHANGES)


def test_a_status_question_that_names_a_period_is_answered_as_things_stood_at_its_end() -> None:
    later = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    both = snapshot(NEWS, later)
    now = ask(both, "status of the bridge")
    then = ask(both, "status of the bridge in march 2026", when=When(JUNE))
    assert (step(now).status, step(then).status) == ("Completed", "In Progress")
    before = ask(both, "status of the bridge in february 2026", when=When(JUNE))
    assert not isinstance(before, Standing)


def test_a_part_of_a_topics_other_name_is_not_the_topic_where_articles_use_the_word_otherwise() -> None:
    glossary = (Term("Night Boat", (("", "ferry subsidies"),)),)
    told = Snapshot(Corpus((NEWS,), glossary), Thresholds())
    assert ask(told, "ferry?").hits[0].passage == FERRY
    assert ask(told, "ferry subsidies?").hits[0].passage == BOAT
    assert ask(told, "subsidies?").hits[0].passage == BOAT
    assert ask(told, "boat?").hits[0].passage == BOAT


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
    board = SPRING.board(as_of)
    assert board.as_of == as_of
    return {each.topic: each.status for each in board.steps}


def test_a_command_may_name_a_status_and_is_answered_with_all_that_stands_there() -> None:
    answer = snapshot().stand(Question.read("all that is in progress", WHEN.today), WHEN)
    assert isinstance(answer, Standings)
    assert [each.topic for each in answer.steps] == ["Clock Tower", "Harbour Bridge", "North Mole"]


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


def test_of_a_topic_that_stood_nowhere_yet_it_is_said_where_it_stands_now() -> None:
    answer = SPRING.status("brigde", MARCH - DAY)
    assert isinstance(answer, NotYet)
    assert (answer.question, answer.as_of) == ("brigde", MARCH - DAY)
    assert (answer.step, answer.intent) == (step(SPRING.status("bridge")), IntentKind.STATUS)


def test_a_topic_that_stood_elsewhere_comes_with_where_it_stands_now() -> None:
    answer = SPRING.status("bridge", MARCH)
    assert isinstance(answer, Standing)
    assert (answer.as_of, answer.step.status, answer.now.status) == (MARCH, "In Progress", "Completed")
    today = SPRING.status("bridge")
    assert isinstance(today, Standing)
    assert (today.as_of, today.step) == (None, today.now)


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
    assert [change.topic for change in SPRING.changes_since(since, until)] == topics


def test_a_change_says_from_what_to_what() -> None:
    (boat,) = SPRING.changes_since(MARCH + DAY, JUNE - DAY)
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
    answer = ask(SPRING, question, when=When(JUNE + 3 * DAY))
    assert isinstance(answer, News)
    assert (answer.intent, answer.verdict) == (IntentKind.CHANGES, Verdict.ANSWER)
    assert [hit.passage.cells[0][1] for hit in answer.hits] == topics
    assert {change.topic for change in answer.changes} >= set(topics)
    assert SPRING.search(read(question, JUNE + 3 * DAY), When(JUNE + 3 * DAY)) == answer.hits


def test_an_answer_of_changes_says_from_what_to_what_and_since_when() -> None:
    first, last = date(2026, 4, 1), date(2026, 4, 30)
    answer = ask(SPRING, "what changed in April?", when=When(JUNE))
    assert answer == SPRING.news(first, last, "what changed in April?")
    assert isinstance(answer, News)
    assert (answer.changes, answer.since, answer.until) == (SPRING.changes_since(first, last), first, last)


def test_news_have_the_articles_of_their_days_newest_first() -> None:
    undated = Article("undated.md", "Undated", "en", (FERRY,), None, date(2026, 5, 1))
    known = snapshot(*SPRING.corpus.articles, undated)
    assert [article.path for article in known.news(MARCH).articles] == [
        "june.md",
        "undated.md",
        "april.md",
        "news.md",
    ]
    (april, *others) = known.news(MARCH + DAY, date(2026, 5, 1)).articles[::-1]
    assert (april.path, april.published) == ("april.md", date(2026, 4, 10))
    assert [(each.path, each.published, each.loaded_on) for each in others] == [
        ("undated.md", None, date(2026, 5, 1))
    ]


def test_news_up_to_today_have_no_last_day() -> None:
    answer = ask(SPRING, "what has changed since 10 April?", when=When(JUNE))
    assert isinstance(answer, News)
    assert (answer.since, answer.until) == (date(2026, 4, 10), None)


def test_a_topic_that_came_in_a_period_and_moved_on_is_shown_from_where_it_began() -> None:
    (boat,) = (change for change in SPRING.changes_since(MARCH) if change.topic == "Night Boat")
    assert boat.before is not None
    assert boat.before.status == "Under Discussion"


def test_what_is_new_to_somebody_is_counted_from_the_day_that_is_given() -> None:
    today = JUNE + 30 * DAY
    assert not isinstance(ask(SPRING, "what's new?", when=When(today)), News)
    found = ask(SPRING, "what's new?", when=When(today, recent_days=30))
    assert isinstance(found, News)
    assert (found.changes, found.since, found.until) == (SPRING.changes_since(JUNE), JUNE, None)


@pytest.mark.parametrize(
    "question", ["status", "status?", "where do things stand?", "show me the status of everything"]
)
def test_a_question_for_all_statuses_is_answered_with_the_board(question: str) -> None:
    answer = ask(SPRING, question, when=When(JUNE))
    assert answer == SPRING.board(question=question)
    assert (answer.intent, answer.verdict) == (IntentKind.BOARD, Verdict.ANSWER)
    assert passages(answer) == [each.passage for each in SPRING.steps()[:3]]


def test_a_question_for_all_statuses_of_a_day_is_answered_with_the_board_of_then() -> None:
    question = "where did everything stand in March?"
    march = date(2026, 3, 31)
    assert ask(SPRING, question, when=When(JUNE)) == SPRING.board(march, question)


def test_an_answer_about_the_past_says_which_day_was_meant_and_what_stands_now() -> None:
    found = ask(SPRING, "what was the status of the bridge in April?", when=When(JUNE + DAY))
    assert isinstance(found, Standing)
    assert (found.as_of, found.now) == (date(2026, 4, 30), step(SPRING.status("bridge")))


def test_what_changed_of_one_topic_is_where_it_stands() -> None:
    answer = ask(SPRING, "what has changed with the bridge?", when=When(JUNE))
    assert step(answer).status == "Completed"


def test_where_nothing_changed_each_passage_that_is_shown_has_its_best_sentence() -> None:
    told = snapshot(Article("new.md", "What is new", "en", (FERRY, PLANS), MARCH - 90 * DAY))
    sure = Thresholds(answer=0.01, closest=0.0)
    for thresholds in (Thresholds(), sure):
        answer = ask(snapshot(*told.corpus.articles, thresholds=thresholds), "what is new?")
        assert isinstance(answer, PassageAnswer)
        assert (answer.verdict, len(answer.sentences)) == (Verdict.CLOSEST, len(answer.hits))


@pytest.mark.parametrize("question", ["what changed in May?", "what's new?", "any news since 3 June?"])
def test_where_nothing_changed_no_passage_is_called_the_answer(question: str) -> None:
    told = Article(
        "new.md", "What is new", "en", (prose("What is new has changed; any news is in June.", 1),), MARCH
    )
    answer = ask(snapshot(NEWS, told), question, when=When(JUNE + 9 * DAY))
    assert isinstance(answer, PassageAnswer | ListAnswer)
    assert (answer.intent, answer.verdict) == (IntentKind.CHANGES, Verdict.CLOSEST)
    assert answer.hits[0].article == told


def test_what_bears_the_date_of_a_day_to_come_is_not_new_yet() -> None:
    answer = ask(SPRING, "what's new?", when=When(date(2026, 4, 12)))
    assert isinstance(answer, News)
    assert [change.topic for change in answer.changes] == ["Night Boat"]
    assert [article.path for article in answer.articles] == ["april.md"]


def test_on_the_first_of_all_days_nothing_is_new() -> None:
    assert ask(SPRING, "what changed?", when=When(date.min)).verdict is not Verdict.ANSWER


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
    answer = ask(snapshot(*TURNS), question)
    found = step(answer)
    assert (found.topic, found.status, found.as_of) == (topic, stood, since)
    assert passages(answer) == [found.passage]


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
    found = step(ask(snapshot(*TURNS), question, *earlier))
    assert (found.topic, found.status) == ("Harbour Bridge", stood)


@pytest.mark.parametrize(
    ("earlier", "question", "found"),
    [("where does the bridge stand?", "since when?", BRIDGE), ("what do the tickets cost", "why?", FERRY)],
)
def test_a_search_takes_the_talk_before_a_question_into_account(
    earlier: str, question: str, found: Passage
) -> None:
    assert found not in [hit.passage for hit in snapshot().search(read(question), WHEN)]
    assert snapshot().search(read(question), WHEN, 1, [read(earlier)])[0].passage == found


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
    found = step(ask(snapshot(*TURNS, again), question))
    assert (found.status, found.as_of) == ("Planned", since)


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
    answer = ask(snapshot(*TURNS, told), question)
    assert answer.verdict is not Verdict.ANSWER or len(answer.hits) > 1 or not isinstance(answer, Standing)
