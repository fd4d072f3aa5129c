"""What stands, since when? Which passages state a status, and how dated statements become one course."""

from datetime import date

import pytest

from knowledge.model import Article, Corpus, Kind, Passage, Statement, Step, Term
from knowledge.statuses.ledger import Ledger, step_on

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)
SUNDAY = date(2026, 3, 8)


def row(*cells: tuple[str, str], line: int = 1) -> Passage:
    text = "; ".join(f"{header}: {value}" for header, value in cells)
    written = "| " + " | ".join(value for _, value in cells) + " |"
    return Passage(text, Kind.ROW, ("Board",), (line, line), cells=cells, row=written)


def says(topic: str, status: str, line: int = 1) -> Passage:
    return row(("Topic", topic), ("Status", status), line=line)


def bullet(text: str) -> Passage:
    return Passage(text, Kind.BULLET, (), (1, 1))


def article(path: str, published: date | None, *passages: Passage, loaded_on: date | None = None) -> Article:
    return Article(path, path.title(), "en", passages, published, loaded_on)


def ledger(*articles: Article, glossary: tuple[Term, ...] = ()) -> Ledger:
    return Ledger(Corpus(articles, glossary))


def only(*articles: Article) -> Step:
    (status,) = ledger(*articles).board()
    return status


@pytest.mark.parametrize("header", ["Status", "Current status", "STATE", "Stage of work", "Progress (June)"])
def test_a_row_under_a_header_that_names_a_status_states_one(header: str) -> None:
    said = row(("Topic", "Bridge"), (header, "Half built"))
    status = only(article("a.md", MONDAY, said))
    assert (status.topic, status.status, status.as_of) == ("Bridge", "Half built", MONDAY)
    assert (status.article.path, status.passage) == ("a.md", said)


def test_the_status_may_stand_before_the_topic_and_other_columns_after_both() -> None:
    status = only(article("a.md", MONDAY, row(("Status", "Open"), ("Topic", "Bridge"), ("Cost", "4"))))
    assert (status.topic, status.status) == ("Bridge", "Open")


@pytest.mark.parametrize(
    "passage",
    [
        row(("Concern", "Bridge"), ("Implication", "It may fall")),
        row(("Country", "Bridge"), ("United States", "yes")),
        row(("Status", "Open")),
        row(("Topic", "Bridge"), ("Status", "—")),
        row(("Topic", " "), ("Status", "Open")),
        bullet("Bridge: it will be built of stone next year"),
        bullet("Bridge, which is open"),
        bullet(": open"),
        Passage("Bridge: Open", Kind.PARAGRAPH, (), (1, 1)),
    ],
)
def test_any_other_passage_states_none(passage: Passage) -> None:
    assert ledger(article("a.md", MONDAY, passage)).board() == ()


@pytest.mark.parametrize("text", ["Bridge: In progress", "Bridge : in progress.", "Bridge: IN PROGRESS"])
def test_a_bullet_with_a_known_status_word_states_one(text: str) -> None:
    status = only(article("a.md", MONDAY, bullet(text)))
    assert (status.topic, status.status.lower()) == ("Bridge", "in progress")


def test_the_board_is_sorted_by_topic_whatever_its_case() -> None:
    said = article(
        "a.md", MONDAY, *(says(topic, "Open", n) for n, topic in enumerate(("tower", "Bridge", "Mole")))
    )
    assert [status.topic for status in ledger(said).board()] == ["Bridge", "Mole", "tower"]


def test_a_later_article_revises_a_status_and_the_former_one_is_kept() -> None:
    status = only(
        article("b.md", MONDAY, says("Bridge", "Proposed")),
        article("a.md", FRIDAY, says("Bridge", "Approved")),
    )
    assert (status.status, status.as_of) == ("Approved", FRIDAY)
    assert status.previous is not None
    assert (status.previous.status, status.previous.as_of) == ("Proposed", MONDAY)
    assert status.disagree == ()


def test_a_status_that_is_only_repeated_stands_since_it_was_first_said() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", TUESDAY, says("Bridge", "Approved")),
        article("c.md", FRIDAY, says("Bridge", "approved")),
    )
    assert (status.as_of, status.article.path) == (TUESDAY, "c.md")
    assert status.previous is not None
    assert status.previous.status == "Proposed"


def test_two_sources_of_one_date_that_differ_disagree() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", MONDAY, says("Bridge", "Approved")),
    )
    assert (status.status, status.previous) == ("Approved", None)
    assert [(other.status, other.article.path) for other in status.disagree] == [("Proposed", "a.md")]


def test_two_sources_of_one_date_that_say_the_same_agree() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Approved")),
        article("b.md", MONDAY, says("bridge", "APPROVED")),
    )
    assert status.disagree == ()


def test_a_day_after_which_all_agree_ends_a_disagreement() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", MONDAY, says("Bridge", "Approved")),
        article("c.md", FRIDAY, says("Bridge", "Approved")),
    )
    assert (status.as_of, status.disagree) == (MONDAY, ())


def test_an_article_without_a_date_is_ordered_by_its_loading_but_dates_nothing() -> None:
    status = only(
        article("a.md", None, says("Bridge", "Approved"), loaded_on=FRIDAY),
        article("b.md", MONDAY, says("Bridge", "Proposed")),
    )
    assert (status.status, status.as_of) == ("Approved", None)
    assert status.previous is not None
    assert status.previous.as_of == MONDAY


def test_spellings_of_one_topic_have_one_course() -> None:
    glossary = (Term("Harbour Bridge", (("de", "Hafenbrücke"),)),)
    said = ("Harbour Bridge", "bridge, harbour", "HARBOUR–BRIDGE", "Hafenbrücke")
    days = (MONDAY, TUESDAY, date(2026, 3, 4), FRIDAY)
    stands = ledger(
        *(
            article(f"{n}.md", day, says(topic, f"Stage {n}"))
            for n, (topic, day) in enumerate(zip(said, days, strict=True))
        ),
        glossary=glossary,
    )
    (status,) = stands.board()
    assert (status.topic, status.status) == ("Harbour Bridge", "Stage 3")
    assert stands.find("harbour bridge") == (status, ())


def test_a_topic_is_found_by_its_name_or_its_neighbours_are_suggested() -> None:
    stands = ledger(
        article("a.md", MONDAY, says("Harbour Bridge", "Open", 1), says("Harbour Tower", "Closed", 2))
    )
    found, near = stands.find("tower")
    assert found is not None
    assert (found.status, near) == ("Closed", ())
    assert stands.find("harbour") == (None, ("Harbour Bridge", "Harbour Tower"))
    assert stands.names_of("harbour bridge") == ("Harbour Bridge",)
    assert stands.names_of("Moon") == ()


@pytest.mark.parametrize(
    ("name", "topic"),
    [("harbour bridge", True), ("HARBOUR-BRIDGE", True), ("harbour", False), ("harbuor bridge", False)],
)
def test_a_name_counts_as_one_only_whole_and_rightly_spelt(name: str, topic: bool) -> None:
    stands = ledger(article("a.md", MONDAY, says("Harbour Bridge", "Open"), says("Lamp", "Closed")))
    assert stands.is_name(name) is topic
    assert stands.calls("Harbour Bridge", name) is topic
    assert not stands.calls("Lamp", name)


def test_a_passage_that_once_stated_a_status_leads_to_the_one_that_stands() -> None:
    old = article("a.md", MONDAY, says("Bridge", "Proposed"))
    stands = ledger(old, article("b.md", FRIDAY, says("Bridge", "Approved")))
    status = stands.about(old, old.passages[0])
    assert status is not None
    assert status.status == "Approved"


def test_passages_on_one_line_of_a_file_keep_their_own_topics() -> None:
    prose = Passage("The board met.", Kind.PARAGRAPH, (), (1, 1))
    page = article("page.html", MONDAY, prose, says("Bridge", "Open"), says("Tower", "Closed"))
    stands = ledger(page)
    assert stands.about(page, prose) is None
    assert [stated.status for each in page.passages[1:] if (stated := stands.about(page, each))] == [
        "Open",
        "Closed",
    ]


def test_a_row_that_states_where_several_topics_stand_leads_to_none_of_them() -> None:
    both = article("a.md", MONDAY, row(("", "Status"), ("Bridge", "Open"), ("Tower", "Closed")))
    stands = ledger(both)
    assert [(each.topic, each.status) for each in stands.board()] == [("Bridge", "Open"), ("Tower", "Closed")]
    assert stands.about(both, both.passages[0]) is None


def test_a_corpus_without_statuses_has_an_empty_board() -> None:
    assert ledger().board() == ()
    assert ledger().find("bridge") == (None, ())


def test_topics_that_one_article_tells_apart_are_not_joined_by_a_glossary() -> None:
    energy = Term("Energy supply", (("", "gas"), ("", "oil")))
    rows = [
        row(("Topic", topic), ("Status", status)) for topic, status in (("Gas", "On hold"), ("Oil", "Agreed"))
    ]
    both = Ledger(Corpus((article("a.md", MONDAY, *rows),), (energy,)))
    assert [(each.topic, each.status, each.disagree) for each in both.board()] == [
        ("Gas", "On hold", ()),
        ("Oil", "Agreed", ()),
    ]
    found, _ = both.find("gas")
    assert found is not None
    assert found.status == "On hold"


def test_one_and_many_of_a_thing_are_one_topic() -> None:
    first = article("a.md", MONDAY, row(("Topic", "Grain corridors"), ("Status", "Proposed")))
    later = article("b.md", FRIDAY, row(("Topic", "The grain corridor"), ("Status", "Agreed")))
    (status,) = Ledger(Corpus((first, later))).board()
    assert status.status == "Agreed"
    assert status.previous is not None


@pytest.mark.parametrize("text", ["**Bridge:** Open", "[x] Bridge: **Open**", "Bridge: Open!"])
def test_what_plain_text_has_around_a_topic_is_no_part_of_it(text: str) -> None:
    bullet = Passage(text, Kind.BULLET, (), (1, 1))
    (status,) = Ledger(Corpus((article("a.txt", MONDAY, bullet),))).board()
    assert (status.topic, status.status) == ("Bridge", "Open")


def words(course: tuple[Step, ...]) -> list[tuple[str, list[str], list[str]]]:
    """Give each step's status, who says so, and who says something else."""
    return [
        (
            step.status,
            [claim.article.path for claim in step.claims],
            [f"{claim.article.path}: {claim.status}" for claim in step.against],
        )
        for step in course
    ]


def test_a_contradiction_that_is_repeated_goes_on_and_who_repeats_it_is_kept() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", MONDAY, says("Bridge", "Approved")),
        article("c.md", FRIDAY, says("Bridge", "Proposed")),
        article("d.md", FRIDAY, says("Bridge", "Approved")),
    )
    assert words(status.course) == [("Approved", ["b.md", "d.md"], ["a.md: Proposed", "c.md: Proposed"])]
    assert (status.as_of, [other.article.path for other in status.disagree]) == (MONDAY, ["c.md"])


def test_a_contradiction_that_ends_with_the_other_status_is_a_revision() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", MONDAY, says("Bridge", "Approved")),
        article("c.md", FRIDAY, says("Bridge", "Proposed")),
    )
    assert words(status.course) == [("Approved", ["b.md"], ["a.md: Proposed"]), ("Proposed", ["c.md"], [])]
    assert (status.as_of, status.disagree) == (FRIDAY, ())


def test_of_two_sources_of_one_date_the_one_with_news_is_shown_first() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", FRIDAY, says("Bridge", "Approved")),
        article("c.md", FRIDAY, says("Bridge", "Proposed")),
    )
    assert words(status.course) == [("Proposed", ["a.md"], []), ("Approved", ["b.md"], ["c.md: Proposed"])]


def test_what_both_sides_of_a_contradiction_give_up_is_history() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", MONDAY, says("Bridge", "Approved")),
        article("c.md", FRIDAY, says("Bridge", "Open")),
    )
    assert words(status.course) == [("Approved", ["b.md"], ["a.md: Proposed"]), ("Open", ["c.md"], [])]


def test_a_source_with_a_date_outweighs_one_that_was_only_loaded_on_it() -> None:
    loaded = article("z.md", None, says("Bridge", "Approved"), loaded_on=MONDAY)
    dated = article("a.md", MONDAY, says("Bridge", "Proposed"))
    status = only(loaded, dated)
    assert (status.status, status.as_of, [other.status for other in status.disagree]) == (
        "Proposed",
        MONDAY,
        ["Approved"],
    )
    agreeing = only(loaded, article("b.md", MONDAY, says("Bridge", "Approved")))
    assert agreeing.as_of == MONDAY


def test_articles_of_which_nothing_is_known_come_first() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Open")), article("b.md", None, says("Bridge", "Shut"))
    )
    assert [(step.status, step.as_of, step.since) for step in status.course] == [
        ("Shut", None, date.min),
        ("Open", MONDAY, MONDAY),
    ]


def test_what_stood_on_a_day_is_as_it_was_known_then() -> None:
    status = only(
        article("a.md", MONDAY, says("Bridge", "Proposed")),
        article("b.md", FRIDAY, says("Bridge", "Proposed")),
        article("c.md", FRIDAY, says("Bridge", "Approved")),
        article("d.md", SUNDAY, says("Bridge", "Approved")),
    )
    assert step_on(status, date(2026, 3, 1)) is None
    seen = [step_on(status, day) for day in (MONDAY, TUESDAY, FRIDAY, SUNDAY)]
    assert [(then.status, then.article.path, len(then.disagree)) for then in seen if then] == [
        ("Proposed", "a.md", 0),
        ("Proposed", "a.md", 0),
        ("Approved", "c.md", 1),
        ("Approved", "d.md", 0),
    ]
    assert seen[-1] is status
    assert step_on(status, date.max) is status
    assert step_on(status, date.min) is None


def test_an_undated_statement_stands_from_its_loading() -> None:
    status = only(article("a.md", None, says("Bridge", "Open"), loaded_on=FRIDAY))
    assert step_on(status, TUESDAY) is None
    assert step_on(status, FRIDAY) == status


def test_a_course_of_thousands_of_steps_is_no_trouble() -> None:
    days = [date.fromordinal(MONDAY.toordinal() + number) for number in range(3_000)]
    said = [article(f"{n:04}.md", day, says("Bridge", f"Stage {n}")) for n, day in enumerate(days)]
    status, again = only(*said), only(*said)
    assert len(status.course) == 3_000
    first = step_on(status, MONDAY)
    assert first is not None
    assert (first.status, first.previous) == ("Stage 0", None)
    assert status == again
    assert "Stage 2998" not in repr(status)
    assert hash(status) == hash(again)


def test_a_topic_is_filed_and_found_under_each_of_its_spellings() -> None:
    glossary = (Term("Harbour Bridge", (("", "the crossing"),)),)
    stands = ledger(
        article("a.md", MONDAY, says("Harbour Bridge", "Open")),
        article("b.md", TUESDAY, says("Harbour Brigde", "Shut")),
        article("c.md", FRIDAY, says("Clock Tower", "Open")),
        glossary=glossary,
    )
    for spelt in (
        "Bridge of the Harbour",
        "HARBOUR BRIGDE",
        "harbour bridges",
        "The Crossing",
        "harbor bridge",
    ):
        assert stands.find_exactly(spelt) == stands.board()[1], spelt
        assert stands.find(spelt)[0] == stands.board()[1]
    assert stands.calls("Harbour Bridge", "harbour brigde")
    assert stands.find_exactly("bridge") is None
    assert stands.find("bridge")[0] == stands.board()[1]


@pytest.mark.parametrize("asked", ["", "  ", "?!", "\x00", "🙂", "\ud800", "the", "q" * 100_000])
def test_what_is_no_name_is_filed_and_found_nowhere(asked: str) -> None:
    stands = ledger(article("a.md", MONDAY, says("Bridge", "Open"), says("Tower", "Open", 2)))
    assert stands.find_exactly(asked) is None
    assert stands.find(asked)[0] is None


def test_an_article_states_what_it_says_of_a_topic_on_its_date() -> None:
    stands = ledger(article("a.md", MONDAY, says("Harbour Bridge", "In Progress")))

    def said(status: str, day: date | None = MONDAY, loaded: date | None = None) -> Statement:
        return Statement(status, "", "", (), (1, 1), day, loaded)

    assert stands.states("bridge, harbour", said("IN PROGRESS"))
    assert stands.states("Harbour Bridge", said("In Progress", None, MONDAY))
    assert not stands.states("Harbour Bridge", said("In Progress", FRIDAY))
    assert not stands.states("Harbour Bridge", said("In Progress", None))
    assert not stands.states("Harbour Bridge", said("Open"))
    assert not stands.states("Tower", said("In Progress"))
