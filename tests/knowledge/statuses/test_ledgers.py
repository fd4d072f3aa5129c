"""Is a ledger that takes over what is known the one that would be made anew?"""

from datetime import date

from msgspec.structs import replace

from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.statuses.ledger import Ledger
from knowledge.statuses.ledgers import Ledgers


def article(day: int, topic: str = "", status: str = "", said: str = "They met.") -> Article:
    passages = [Passage(said, Kind.PARAGRAPH, (), (1, 1))]
    if topic:
        cells = (("Topic", topic), ("Status", status))
        text, row = f"Topic: {topic}; Status: {status}", f"| {topic} | {status} |"
        passages.append(Passage(text, Kind.ROW, (), (3, 3), cells=cells, row=row))
    return Article(f"{day:02}.md", f"Day {day}", "en", tuple(passages), date(2026, 3, day))


FIRST = Corpus((article(1, "Gas", "Proposed"), article(2), article(3, "Gas", "Agreed")))


def boards(ledger: Ledger) -> list[list[tuple[str, str]]]:
    return [[(each.topic, each.status) for each in step.course] for step in ledger.board()]


def test_where_nothing_is_claimed_otherwise_it_is_the_same_ledger() -> None:
    ledgers = Ledgers()
    first = ledgers.make(FIRST)
    assert boards(first) == boards(Ledger(FIRST)) == [[("Gas", "Proposed"), ("Gas", "Agreed")]]
    other = replace(FIRST, articles=(FIRST.articles[0], article(2, said="They left."), FIRST.articles[2]))
    assert ledgers.make(other) is first


def test_what_is_claimed_otherwise_is_seen() -> None:
    ledgers = Ledgers()
    first = ledgers.make(FIRST)
    for other in (
        replace(FIRST, articles=FIRST.articles[:2]),
        replace(FIRST, articles=(article(1, "Gas", "Rejected"), *FIRST.articles[1:])),
        replace(FIRST, articles=(*FIRST.articles, article(4, "Oil", "Proposed"))),
        replace(FIRST, glossary=(Term("Natural gas", (("", "Gas"),)),)),
    ):
        made = ledgers.make(other)
        assert made is not first
        assert boards(made) == boards(Ledger(other))


def test_the_versions_that_an_article_had_are_read_too() -> None:
    now = replace(article(3, "Gas", "Agreed"), earlier=(article(1, "Gas", "Proposed"),))
    corpus = Corpus((now,))
    assert boards(Ledgers().make(corpus)) == boards(Ledger(corpus)) != []
