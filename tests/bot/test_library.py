"""Which article is meant, and which section of it?"""

import pytest

from bot.library import find_article, find_section
from knowledge.errors import KnowledgeError
from knowledge.model import Article, Kind, Passage

WEATHER = Article(
    "a.md",
    "News",
    "en",
    (
        Passage("It rains.", Kind.PARAGRAPH, (), (1, 1)),
        Passage("Much.", Kind.PARAGRAPH, ("Weather",), (3, 3)),
        Passage("More.", Kind.PARAGRAPH, ("Weather", "At sea"), (5, 5)),
        Passage("Cold.", Kind.PARAGRAPH, ("Weather", "x" * 200), (7, 7)),
    ),
)


def said(section: str) -> list[str]:
    return [each.text for each in find_section(WEATHER, section).passages]


def test_a_section_has_what_stands_below_its_heading_however_that_is_spelt() -> None:
    assert said("at SEA!") == ["More."]
    assert said("weather") == ["Much.", "More.", "Cold."]


def test_a_long_heading_is_known_as_discord_gives_it_back() -> None:
    assert said(f"{'x' * 99}…") == ["Cold."]


def test_what_is_no_heading_is_answered_with_those_there_are() -> None:
    with pytest.raises(KnowledgeError) as caught:
        find_section(WEATHER, "Moon")
    assert caught.value.cure.startswith("It has: Weather, At sea, xxx")
    bare = Article("b.md", "News", "en", WEATHER.passages[:1])
    with pytest.raises(KnowledgeError) as caught:
        find_section(bare, "Moon")
    assert caught.value.cure == "It has no headings."


def test_an_article_is_found_by_its_path_its_title_in_any_spelling_or_what_discord_shows_of_it() -> None:
    long = Article(f"{'deep/' * 40}c.md", "y" * 200, "en", ())
    articles = (WEATHER, long)
    for typed in ("a.md", "news", " NEWS! "):
        assert find_article(articles, typed) is WEATHER
    for typed in (long.path, f"{'y' * 99}…", f"{long.path[:99]}…"):
        assert find_article(articles, typed) is long
