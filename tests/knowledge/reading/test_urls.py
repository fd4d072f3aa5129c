import pytest

from knowledge.reading.urls import canonical, is_front_page, is_web


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/ferry?id=7&page=2",
        "http://example.org/news/ferry?id=7&page=2",
        "https://www.example.org/news/ferry/?page=2&id=7",
        "https://EXAMPLE.org:443/news/ferry?id=7&page=2#comments",
        "https://example.org/news/ferry?utm_source=rss&id=7&fbclid=x&page=2&at_medium=RSS",
    ],
)
def test_urls_of_one_page_are_the_same(url: str) -> None:
    assert canonical(url) == "example.org/news/ferry?id=7&page=2"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/ferry?id=8",
        "https://example.org/news/Ferry?id=7",
        "https://example.org/ferry?id=7",
        "https://example.org:8443/news/ferry?id=7",
        "https://news.example.org/news/ferry?id=7",
    ],
)
def test_urls_of_different_pages_are_not(url: str) -> None:
    assert canonical(url) != canonical("https://example.org/news/ferry?id=7")


def test_one_spelling_of_other_letters_is_as_good_as_another() -> None:
    assert canonical("https://example.org/п?п=п") == canonical("https://example.org/%D0%BF?%d0%bf=%D0%BF")


def test_a_place_in_a_page_counts_only_where_it_is_asked_for() -> None:
    assert canonical("https://example.org/live#post-2", fragment=True) == "example.org/live#post-2"
    assert canonical("https://example.org/live#", fragment=True) == canonical("https://example.org/live")


@pytest.mark.parametrize(
    "url", ["http://[", "no address", "http://example.org:99999/", "mailto:me@example.org"]
)
def test_what_is_no_url_stands_for_itself(url: str) -> None:
    assert canonical(url) == url


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.org", True),
        ("https://www.example.org/?utm_source=rss#top", True),
        ("https://example.org/en", False),
        ("https://example.org/?p=7", False),
    ],
)
def test_a_front_page_is_known(url: str, *, is_one: bool) -> None:
    assert is_front_page(url) is is_one


@pytest.mark.parametrize("url", [None, 7, "", "ferry", "ftp://example.org/", "http://[", "https:///a"])
def test_what_cannot_be_fetched_is_no_address(url: object) -> None:
    assert not is_web(url)
    assert is_web("https://example.org/a")
