"""What is there to choose from? Topics, articles, sections and days, what changed last first."""

from datetime import date
from functools import cache

from knowledge.answering.thresholds import Thresholds
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.snapshot import Snapshot
from knowledge.suggesting import DayName, SuggestedDay, Suggester, suggest_names, suggest_sections

TODAY = date(2026, 11, 22)


def row(topic: str, status: str, line: int) -> Passage:
    cells = (("Topic", topic), ("Status", status))
    text = "; ".join(f"{header}: {value}" for header, value in cells)
    return Passage(text, Kind.ROW, ("Where things stand",), (line, line), cells=cells)


def article(path: str, title: str, day: date | None, *passages: Passage, source: str = "") -> Article:
    loaded_on = None if day else date(2026, 11, 21)
    return Article(path, title, "en", passages, day, loaded_on, source=source)


@cache
def suggester() -> Suggester:
    articles = (
        article(
            "a.md", "Talks begin", date(2026, 11, 2), row("Bridge", "Open", 1), row("Sanctions", "Planned", 2)
        ),
        article("b.md", "Talks go on", date(2026, 11, 10), row("Bridge", "Closed", 1), source="ministry"),
        article("c.md", "Weather", date(2026, 11, 12)),
        article("deep/d.md", "Weather", date(2026, 11, 12)),
        article("e.md", "Undated", None, row("Tower", "Open", 1)),
    )
    glossary = (Term("Sanctions", (("uk", "санкції"),)),)
    return Snapshot(Corpus(articles, glossary), Thresholds()).suggester


def test_of_nothing_typed_what_changed_last_comes_first() -> None:
    assert suggester().suggest_topics() == ("Tower", "Bridge", "Sanctions")
    assert suggester().suggest_articles() == ("Undated", "c.md", "deep/d.md", "Talks go on", "Talks begin")


def test_topics_are_found_by_what_the_glossary_calls_them() -> None:
    assert suggester().suggest_topics("санк") == ("Sanctions",)


def test_articles_are_found_by_title_and_path_and_named_by_the_one_that_tells_them_apart() -> None:
    assert suggester().suggest_articles("talks") == ("Talks go on", "Talks begin")
    assert suggester().suggest_articles("weather") == ("c.md", "deep/d.md")
    assert suggester().suggest_articles("deep/d") == ("deep/d.md",)


def test_only_what_may_be_removed_is_suggested_where_that_is_wanted() -> None:
    assert suggester().suggest_articles("talks", removable=True) == ("Talks go on",)


def test_days_are_offered_before_anything_is_typed_then_those_on_which_something_changed() -> None:
    assert suggester().suggest_days("", TODAY) == (
        SuggestedDay(TODAY, DayName.TODAY),
        SuggestedDay(date(2026, 11, 21), DayName.YESTERDAY),
        SuggestedDay(date(2026, 11, 15), DayName.WEEK_AGO),
        SuggestedDay(date(2026, 11, 1), DayName.START_OF_MONTH),
        SuggestedDay(date(2026, 11, 12), articles=2),
        SuggestedDay(date(2026, 11, 10), changes=1, articles=1),
        SuggestedDay(date(2026, 11, 2), changes=2, articles=1),
    )


def test_a_day_has_one_name_and_no_day_to_come_is_offered() -> None:
    first = suggester().suggest_days("", date(2026, 11, 8))
    assert [(each.on.day, each.name) for each in first] == [
        (8, DayName.TODAY),
        (7, DayName.YESTERDAY),
        (1, DayName.WEEK_AGO),
        (2, None),
    ]


def test_what_words_mean_comes_before_the_days_in_that_time_on_which_something_changed() -> None:
    found = [each.on.isoformat() for each in suggester().suggest_days("last week", TODAY)]
    assert found == ["2026-11-09", "2026-11-12", "2026-11-10"]
    assert [each.on.day for each in suggester().suggest_days("2026-11-1", TODAY)] == [12, 10]
    assert suggester().suggest_days("moon", TODAY) == ()


def test_the_headings_of_an_article_are_suggested_in_their_order() -> None:
    passages = (
        Passage("It rains.", Kind.PARAGRAPH, (), (1, 1)),
        Passage("Much.", Kind.PARAGRAPH, ("Weather",), (3, 3)),
        Passage("More.", Kind.PARAGRAPH, ("Weather", "At sea"), (5, 5)),
        Passage("And.", Kind.PARAGRAPH, ("Weather", "At sea"), (6, 6)),
    )
    written = article("a.md", "News", TODAY, *passages)
    assert suggest_sections(written) == ("Weather", "At sea")
    assert suggest_sections(written, "sea") == ("At sea",)


def test_names_are_suggested_under_what_else_they_are_called() -> None:
    assert suggest_names(("b", "a")) == ("b", "a")
    assert suggest_names(
        ("Bridge", "Tower"), "cross", {"Bridge": ("crossing",), "Tower": ()}.__getitem__
    ) == ("Bridge",)
