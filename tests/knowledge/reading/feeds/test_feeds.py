import json
import socket
from datetime import date
from textwrap import dedent

import pytest

from knowledge.reading.feeds import Feed, Item, read_feed
from knowledge.reading.source import UnreadableError

TODAY = date(2026, 3, 10)
URL = "https://holm.test/feed.xml"
LONG = "<p>" + "The ferry sails to the island each morning at seven. " * 30 + "</p>"


def read(text: str | bytes, content_type: str = "", charset: str | None = None) -> Feed:
    data = dedent(text).encode() if isinstance(text, str) else text
    return read_feed(data, URL, content_type, charset, today=TODAY)


def rss(*items: str) -> Feed:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return read(
        f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
        <channel><title>Holm &amp; news</title><link>https://holm.test/</link><language>en-GB</language>
        {listed}</channel></rss>""".strip()
    )


def only(feed: Feed) -> Item:
    assert len(feed.items) == 1
    return feed.items[0]


def test_rss_is_read() -> None:
    feed = rss(
        f"""<title>The ferry &lt;b&gt;opens&lt;/b&gt;</title><link>/news/ferry?utm_source=rss</link>
        <guid isPermaLink="false">17</guid><pubDate>Mon, 02 Mar 2026 23:30:00 -0500</pubDate>
        <description>It sails on Monday…</description><content:encoded><![CDATA[{LONG}]]></content:encoded>"""
    )
    assert (feed.title, feed.language) == ("Holm & news", "en")
    item = only(feed)
    assert item.identity == "url:holm.test/news/ferry"
    assert item.url == "https://holm.test/news/ferry?utm_source=rss"
    assert (item.guid, item.title, item.language) == ("17", "The ferry opens", "en")
    assert (item.published, item.updated) == (date(2026, 3, 3), None)
    assert (item.content, item.content_type, item.full) == (LONG, "text/html", True)


def test_atom_is_read() -> None:
    feed = read(
        f"""\
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk" xml:base="https://base.test/a/">
          <title>Holm</title>
          <entry>
            <title type="html">A &lt;i&gt;keeper&lt;/i&gt; &amp;amp; a lamp</title><id>tag:holm,1</id>
            <link rel="edit" href="https://holm.test/edit/1"/><link href="keeper"/>
            <published>2026-03-01T01:00:00+03:00</published><updated>2026-03-04T10:00:00Z</updated>
            <content type="html">{LONG.replace("<", "&lt;")}</content>
          </entry>
        </feed>"""
    )
    item = only(feed)
    assert (item.url, item.title, item.language) == ("https://base.test/a/keeper", "A keeper & a lamp", "uk")
    assert (item.published, item.updated, item.full) == (date(2026, 2, 28), date(2026, 3, 4), True)
    assert item.content == LONG


def test_a_json_feed_is_read() -> None:
    feed = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": " Holm ",
                "language": "en-US",
                "items": [
                    {
                        "id": 7,
                        "url": "/keeper",
                        "title": "A keeper",
                        "date_published": "2026-03-02T23:30:00-05:00",
                        "date_modified": "2026-03-04",
                        "content_html": LONG,
                    },
                    {"id": "8", "external_url": "https://far.test/x", "summary": "short", "language": "de"},
                    {"id": "9", "content_text": "Ships. " * 200, "date_modified": "2026-03-05T00:00:00Z"},
                    "no item",
                ],
            }
        ),
        "application/feed+json",
    )
    assert (feed.title, feed.language) == ("Holm", "en")
    first, second, third, _ = feed.items
    assert (first.identity, first.guid, first.full) == ("url:holm.test/keeper", "7", True)
    assert (first.published, first.updated) == (date(2026, 3, 3), date(2026, 3, 4))
    assert (second.url, second.language, second.full) == ("https://far.test/x", "de", False)
    assert (third.identity, third.content_type, third.full) == ("guid:9", "text/plain", True)
    assert third.published == third.updated == date(2026, 3, 5)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>not here</body></html>",
        b"plain words",
        b"{}",
        b"{",
        b"[" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": 7}',
        b'{"version": "2", "items": []}',
        b'{"version": "\xff"}',
        b"{" + b'"a":{' * 50_000,
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"is no (JSON Feed|feed)"):
        read(data, "application/json" if data[:1] in b"{[" else "")


def test_a_feed_without_items_is_one() -> None:
    assert rss().items == ()


# Dates


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Tue, 10 Mar 2026 12:00:00 GMT", TODAY),
        ("Tue, 10 Mar 2026 23:30:00 -0500", TODAY),  # tomorrow in UTC: a clock that is a little ahead
        ("Wed, 11 Mar 2026 12:00:00 GMT", TODAY),
        ("Thu, 12 Mar 2026 12:00:00 GMT", None),
        ("Fri, 01 Jan 2038 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0000-00-00", None),
        ("last week", None),
        ("", None),
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T00:30:00+02:00", date(2026, 3, 1)),
        ("Mon, 2 Mar 2026 23:00:00 EST", date(2026, 3, 3)),
    ],
)
def test_dates_are_days_in_utc_that_can_be_believed(said: str, day: date | None) -> None:
    assert only(rss(f"<title>A</title><link>/a</link><pubDate>{said}</pubDate>")).published == day


@pytest.mark.parametrize(
    "said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-10:00", "today", 7, None, []]
)
def test_dates_of_a_json_feed_that_cannot_be_are_none(said: object) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "date_published": said}]}
    assert only(read(json.dumps(feed))).published is None


def test_what_was_only_updated_is_published_then() -> None:
    entry = "<entry><title>A</title><id>1</id><updated>2026-03-04T00:00:00Z</updated></entry>"
    item = only(read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'))
    assert item.published == item.updated == date(2026, 3, 4)


# What an item is known again by


def test_a_new_guid_makes_no_new_item_and_an_item_without_a_link_goes_by_its_guid() -> None:
    first, second = (only(rss(f"<title>A</title><link>/a</link><guid>{guid}</guid>")) for guid in "12")
    assert first.identity == second.identity == "url:holm.test/a"
    assert only(rss('<title>A</title><guid isPermaLink="false">1</guid>')).identity == "guid:1"


def test_an_item_without_link_and_guid_goes_by_its_words() -> None:
    first = only(rss("<title>A</title><description>&lt;p&gt;The  ferry&lt;/p&gt;</description>"))
    second = only(rss("<title>A</title><description>&lt;div&gt;The ferry&lt;/div&gt;</description>"))
    other = only(rss("<title>A</title><description>The boat</description>"))
    assert first.identity == second.identity == "text:" + first.words
    assert other.identity != first.identity


def test_an_item_that_is_listed_twice_is_taken_once_and_its_latest_state_counts() -> None:
    feed = rss(
        "<title>A</title><link>/a</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>",
        "<title>B</title><link>/b</link><guid>b</guid>",
        "<title>A</title><link>/a#top</link><link>/a</link><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>",
        "<title>B again</title><link>/b</link><guid>b</guid>",
    )
    assert [(item.title, item.published) for item in feed.items] == [("A", date(2026, 3, 3)), ("B", None)]


def test_items_that_share_one_page_are_told_apart_and_bring_their_own_text() -> None:
    feed = rss(
        "<title>A</title><link>/live#1</link><guid>x</guid><description>One</description>",
        "<title>B</title><link>/live#2</link><guid>x</guid><description>Two</description>",
        '<title>C</title><link>/list</link><guid isPermaLink="false">c</guid><description>3</description>',
        '<title>D</title><link>/list</link><guid isPermaLink="false">d</guid><description>Four</description>',
        "<title>E</title><link>https://holm.test/</link><description>Five</description>",
    )
    assert [item.identity.partition(":")[0] for item in feed.items] == ["url", "url", "guid", "guid", "text"]
    assert [item.identity for item in feed.items][:2] == ["url:holm.test/live#1", "url:holm.test/live#2"]
    assert all(item.full for item in feed.items)


def test_a_guid_that_is_everybodys_identifies_nobody() -> None:
    feed = rss(
        '<title>A</title><guid isPermaLink="false">x</guid><description>One</description>',
        '<title>B</title><guid isPermaLink="false">x</guid><description>Two</description>',
        "<description>Three</description>",
    )
    assert [item.content for item in feed.items] == ["One", "Two", "Three"]
    assert len({item.identity for item in feed.items}) == 3


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:me@holm.test", "http://[", ""])
def test_a_link_that_leads_to_no_page_is_none(link: str) -> None:
    assert only(rss(f"<title>A</title><link>{link}</link>")).url is None


# Whether the text is all


@pytest.mark.parametrize(
    ("content", "full"),
    [
        (LONG, True),
        (
            LONG
            + '<p>The post <a href="/a">A</a> appeared first on <a href="https://holm.test">Holm</a>.</p>',
            True,
        ),
        (LONG + "<p>And then…</p>", False),
        (LONG + "<p>And then [&#8230;]</p>", False),
        (LONG + '<p><a class="more" href="/a">Weiterlesen</a> →</p>', False),
        (LONG + '<p><a href="https://www.holm.test/a/?utm_medium=feed">Читати далі</a></p>', False),
        ("<p>The ferry sails.</p>", False),
        ("", False),
    ],
)
def test_a_text_is_taken_for_the_whole_article_only_if_it_looks_so(content: str, *, full: bool) -> None:
    item = only(
        rss(f"<title>A</title><link>/a</link><content:encoded><![CDATA[{content}]]></content:encoded>")
    )
    assert item.full is full


@pytest.mark.parametrize(("words", "full"), [(20, False), (250, True)])
def test_a_description_must_be_longer_to_be_taken_for_the_article(words: int, *, full: bool) -> None:
    text = "ferry " * words
    assert only(rss(f"<title>A</title><link>/a</link><description>{text}</description>")).full is full


def test_of_content_and_description_the_longer_one_is_taken() -> None:
    long = "ferry " * 400
    item = only(
        rss(
            f"<title>A</title><link>/a</link><description>{long}</description><content:encoded>s</content:encoded>"
        )
    )
    assert (item.content.strip(), item.full) == (long.strip(), True)


# Encodings


@pytest.mark.parametrize(
    ("declared", "real", "served"),
    [
        ("utf-8", "utf-8", None),
        ("windows-1251", "utf-8", "iso-8859-1"),
        ("utf-8", "utf-8", "us-ascii"),
        ("windows-1251", "windows-1251", "utf-8"),
        ("utf-8", "windows-1251", "windows-1251"),
        ("no-such-thing", "windows-1251", "windows-1251"),
        ("utf-16", "utf-16", None),
        ("utf-8", "utf-8-sig", None),
        (None, "utf-8", None),
        (None, "koi8-u", "koi8-u"),
    ],
)
def test_the_encoding_is_that_of_the_bytes_whatever_they_are_called(
    declared: str | None, real: str, served: str | None
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = f"{head}<rss version='2.0'><channel><item><title>Пором вирушає</title></item></channel></rss>"
    assert only(read(text.encode(real), charset=served)).title == "Пором вирушає"


def test_letters_that_nobody_can_read_cost_no_item() -> None:
    item = only(
        read(b"<rss version='2.0'><channel><item><title>A\xff</title><link>/a</link></item></channel></rss>")
    )
    assert (item.title, item.identity) == ("A\N{REPLACEMENT CHARACTER}", "url:holm.test/a")


# What hostile bytes may do


def test_nothing_is_opened_whatever_the_bytes_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was made")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    feed = read(
        """\
        <?xml version="1.0"?>
        <!DOCTYPE rss [
          <!ENTITY file SYSTEM "file:///etc/passwd"> <!ENTITY web SYSTEM "http://127.0.0.1/">
          <!ENTITY a "aaaa"> <!ENTITY % p SYSTEM "http://x/">
          <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
          %p;
        ]>
        <?xml-stylesheet href="http://127.0.0.1/style.xsl"?>
        <rss version="2.0"><channel>
        <item><title>A &file; &web; &c;</title><link>/a</link></item></channel></rss>"""
    )
    assert "root:" not in only(feed).title
    assert len(only(feed).title) < 100


def test_bytes_that_are_a_url_or_a_path_are_not_followed() -> None:
    for data in (b"http://127.0.0.1/feed", b"/etc/passwd", b"file:///etc/passwd"):
        with pytest.raises(UnreadableError):
            read(data)


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    feed = read("<rss version='2.0'><channel><item><title>A & B</title><link>/a</link></item><item><title>C")
    assert feed.items[0].title == "A & B"


def test_of_a_very_long_feed_the_first_items_are_taken() -> None:
    assert len(rss(*(f"<title>{n}</title><link>/{n}</link>" for n in range(1_200))).items) == 1_000


def test_tags_of_languages_that_are_none_are_passed_over() -> None:
    feed = '{"version": "https://jsonfeed.org/version/1", "language": "nonsense!", "items": []}'
    assert read(feed).language is None


def test_an_address_that_cannot_be_taken_apart_is_none() -> None:
    feed = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "http://["}]}'
    assert only(read(feed)).url is None
