from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from aiohttp import web

from bench.shelf import Shelf
from bench.web import Respond, SimulatedClock, Web, open_web
from knowledge.sources.fetching import FetchLimits, WebFetcher, open_fetcher
from knowledge.sources.live import Kept, Kind, Round, SourceSpec, SourceState, _looking, _pages

pytestmark = pytest.mark.discord  # a server on this machine takes part

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 10, 8, tzinfo=UTC)
TEXT = "The ferry sails to the island each morning at seven." * 20


class Scene:
    """A source on a web of our own, and what is kept of it."""

    def __init__(self, made: Web, fetcher: WebFetcher, clock: SimulatedClock) -> None:
        self.web = made
        self.fetcher = fetcher
        self.clock = clock
        self.feed: list[str] = []
        self.shelf = self.source(Kind.FEED, "/feed")
        made.hosts["holm.test"] = answer(status=404)
        made.hosts["holm.test/feed"] = self.serve_feed

    def source(self, kind: Kind, path: str, **more: object) -> Shelf:
        spec = SourceSpec("holm", kind, self.web.url("holm.test", path), interval=HOUR)
        self.shelf = Shelf(msgspec.structs.replace(spec, **more))
        return self.shelf

    async def look(self, after: timedelta = timedelta(0)) -> Round:
        self.clock.time += after
        self.web.requests.clear()
        found = await self.shelf.look(self.fetcher, self.clock.now())
        kept = [each.identity for each in found.kept]
        assert len(kept) == len(set(kept)), "each is told of once"
        return found

    @property
    def pages(self) -> list[str]:
        """Which pages were asked for in the last round."""
        return [
            each.removeprefix("holm.test")
            for each in self.web.requests
            if not each.endswith(("/feed", ".txt"))
        ]

    def page(self, path: str, body: str = TEXT, status: int = 200, **headers: str) -> None:
        self.web.hosts[f"holm.test{path}"] = answer(body, status, **headers)

    @property
    def only(self) -> Kept:
        (kept,) = self.shelf.kept.values()
        return kept

    async def serve_feed(self, request: web.Request) -> web.StreamResponse:
        items = "".join(f"<item>{item}</item>" for item in self.feed)
        text = f'<rss version="2.0" xmlns:content="c"><channel>{items}</channel></rss>'
        text = text.replace('"c"', '"http://purl.org/rss/1.0/modules/content/"')
        etag = f'"{hash(text)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=text, content_type="application/rss+xml", headers={"ETag": etag})


def answer(body: str = "", status: int = 200, **headers: str) -> Respond:
    async def respond(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if "ETag" in named and request.headers.get("If-None-Match") == named["ETag"]:
            return web.Response(status=304)
        return web.Response(text=body, status=status, content_type="text/html", headers=named)

    return respond


def item(name: str, text: str = "", *, guid: str = "", day: str = "", title: str = "", link: str = "") -> str:
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else ""
    dated = f"<pubDate>{day}</pubDate>" if day else ""
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<title>{title or name}</title><link>{link or '/' + name}</link>{named}{dated}{content}"


@pytest.fixture
async def scene() -> AsyncGenerator[Scene]:
    clock = SimulatedClock(START)
    async with (
        open_web() as made,
        open_fetcher("x", limits=FetchLimits(), addresses=made.addresses(), clock=clock) as fetcher,
    ):
        yield Scene(made, fetcher, clock)


# What is new


async def test_items_with_their_text_are_taken_up_as_they_are(scene: Scene) -> None:
    scene.feed = [item("a", TEXT, guid="7", day="Mon, 09 Mar 2026 10:00:00 GMT")]
    found = await scene.look()
    assert [each.identity for each in found.new] == ["url:holm.test:" + f"{scene.web.port}/a"]
    kept = scene.only
    assert (kept.source, kept.told.title, kept.told.published) == ("holm", "a", date(2026, 3, 9))
    assert kept.whole
    assert (kept.version.content_type, kept.version.charset) == ("text/html", "utf-8")
    assert kept.version.revised_on is None
    assert kept.first_seen == kept.version.fetched_at == START
    assert scene.shelf.text(kept.identity) == TEXT
    assert scene.pages == []


async def test_of_a_teaser_the_page_is_fetched(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a", ETag='"1"')
    found = await scene.look()
    assert [each.told.title for each in found.new] == ["a"]
    assert (scene.shelf.text(scene.only.identity), scene.only.whole) == (TEXT, False)
    assert scene.only.validators.etag == '"1"'
    assert (await scene.look(HOUR / 2)).kept == ()
    assert scene.pages == []


async def test_an_item_without_a_page_is_what_the_feed_says(scene: Scene) -> None:
    scene.feed = ['<guid isPermaLink="false">1</guid><description>Short</description>']
    await scene.look()
    assert (scene.shelf.text("guid:1"), scene.only.page) == ("Short", None)
    scene.feed = [
        '<guid isPermaLink="false">2</guid><description>Short</description>',
        "<title>Empty</title>",
    ]
    assert (await scene.look(HOUR)).new == ()


async def test_a_page_that_fails_keeps_its_item_though_it_leaves_the_feed(scene: Scene) -> None:
    scene.feed = [item("a"), item("b")]
    scene.page("/a", status=500)
    scene.page("/b")
    found = await scene.look()
    assert [each.told.title for each in found.new] == ["b"]
    assert [remark.reason for remark in found.remarks] == ["has a fault of its own (500)"]
    scene.feed = []
    assert (await scene.look(HOUR)).new == ()
    scene.page("/a")
    assert (await scene.look(HOUR)).new == ()  # it waits longer each time
    assert [each.told.title for each in (await scene.look(HOUR)).new] == ["a"]
    assert scene.shelf.state.waiting == ()


async def test_an_item_that_waits_is_told_of_anew_and_comes_with_its_text_later(scene: Scene) -> None:
    scene.feed = [item("a", title="Old")]
    scene.page("/a", status=500)
    await scene.look()
    scene.feed = [item("a", title="New")]
    await scene.look(HOUR / 2)
    (waiting,) = scene.shelf.state.waiting
    assert (waiting.told.title, waiting.tries, waiting.since) == ("New", 1, START)
    scene.feed = [item("a", TEXT)]
    assert len((await scene.look(HOUR / 4)).new) == 1
    assert scene.shelf.state.waiting == ()


@pytest.mark.parametrize(("status", "days"), [(500, 30), (404, 1)])
async def test_an_item_whose_page_never_comes_is_given_up_in_the_end(
    scene: Scene, status: int, days: int
) -> None:
    scene.feed = [item("a")]
    scene.page("/a", status=status)
    await scene.look()
    scene.feed = []
    for _ in range(days):
        assert scene.shelf.state.waiting
        await scene.look(HOUR)
        await scene.look(DAY - HOUR)
    assert scene.shelf.state.waiting == ()
    assert scene.shelf.kept == {}


async def test_an_item_whose_page_was_taken_away_for_good_is_given_up_at_once(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a", status=410)
    await scene.look()
    assert scene.shelf.state.waiting == ()


async def test_what_was_old_when_it_was_first_seen_is_not_taken_up_and_what_is_undated_is(
    scene: Scene,
) -> None:
    scene.source(Kind.FEED, "/feed", max_age_days=30)
    scene.feed = [
        item("old", TEXT, day="Tue, 03 Feb 2026 10:00:00 GMT"),
        item("new", TEXT, day="Fri, 20 Feb 2026 10:00:00 GMT"),
        item("undated", TEXT),
    ]
    found = await scene.look()
    assert [each.told.title for each in found.new] == ["new", "undated"]


async def test_an_item_that_is_dated_back_is_not_missed(scene: Scene) -> None:
    scene.feed = [item("a", TEXT, day="Mon, 09 Mar 2026 10:00:00 GMT")]
    await scene.look()
    scene.feed.append(item("b", TEXT, day="Mon, 02 Mar 2026 10:00:00 GMT"))
    found = await scene.look(HOUR)
    assert [each.told.published for each in found.new] == [date(2026, 3, 2)]


async def test_two_addresses_that_lead_to_one_page_are_one_article(scene: Scene) -> None:
    scene.feed = [item("a"), item("b")]
    scene.page("/a", status=302, Location="/article")
    scene.page("/b", status=301, Location="/article")
    scene.page("/article")
    assert len((await scene.look()).new) == 1
    scene.feed += [item("c")]
    scene.page("/c", status=302, Location="/article")
    assert (await scene.look(HOUR)).new == ()
    assert len(scene.only.also) == 2
    scene.feed[2] = item("article", TEXT)
    assert (await scene.look(HOUR)).new == ()
    assert len(scene.shelf.kept) == 1


# What is the same


@pytest.mark.parametrize(
    "later",
    [
        item("a", TEXT, guid="2"),
        item("a", TEXT, guid="1", link="https://www.holm.test:{port}/a/?utm_source=feed#top"),
        item("b", TEXT, guid="1", title="a"),
        item("c", TEXT, guid="1", title="Renamed", day="Mon, 09 Mar 2026 18:00:00 GMT"),
    ],
    ids=["guid", "spelling", "address", "address and title"],
)
async def test_an_item_that_is_called_otherwise_is_the_same(scene: Scene, later: str) -> None:
    scene.feed = [item("a", TEXT, guid="1", day="Mon, 09 Mar 2026 10:00:00 GMT")]
    await scene.look()
    identity = scene.only.identity
    scene.feed = [later.replace("{port}", str(scene.web.port))]
    found = await scene.look(HOUR)
    assert (found.new, found.changes, found.gone) == ((), (), ())
    assert scene.only.identity == identity


async def test_guids_that_number_the_places_of_a_feed_join_nothing(scene: Scene) -> None:
    def numbered(*names: str) -> list[str]:
        return [item(name, TEXT + name, guid=str(n), title=name) for n, name in enumerate(names)]

    scene.feed = numbered("a", "b")
    await scene.look()
    scene.feed = numbered("c", "a", "b")
    assert [each.told.title for each in (await scene.look(HOUR)).new] == ["c"]
    scene.feed = numbered("d", "e")
    found = await scene.look(HOUR)
    assert [each.told.title for each in found.new] == ["d", "e"]
    assert found.changes == ()


async def test_an_item_without_an_address_is_the_same_by_its_words(scene: Scene) -> None:
    scene.feed = ["<title>A</title><description>Words</description>"]
    await scene.look()
    scene.feed = ['<guid isPermaLink="false">random</guid><title>A</title><description>Words</description>']
    assert (await scene.look(HOUR)).new == ()
    scene.feed = ["<title>A</title><description>Other words</description>"]
    assert len((await scene.look(HOUR)).new) == 1


# What changed


async def test_an_item_whose_text_changed_is_a_new_version_of_today(scene: Scene) -> None:
    scene.feed = [item("a", TEXT, day="Mon, 09 Mar 2026 10:00:00 GMT")]
    await scene.look()
    first = scene.only.version
    scene.feed = [item("a", TEXT + "And at nine.", day="Mon, 09 Mar 2026 10:00:00 GMT")]
    (change,) = (await scene.look(DAY)).changes
    assert (change.before.version, change.after.earlier) == (first, (first,))
    assert change.after.version.revised_on == date(2026, 3, 11)
    assert scene.shelf.text(scene.only.identity).endswith("And at nine.")
    assert scene.shelf.data[first.sha256].decode() == TEXT
    assert (await scene.look(HOUR)).changes == ()


@pytest.mark.parametrize(
    ("updated", "dated"),
    [
        ("2026-03-11T10:00:00Z", date(2026, 3, 11)),
        ("2026-03-09T10:00:00Z", date(2026, 3, 12)),
        ("2026-03-20T10:00:00Z", date(2026, 3, 12)),
        ("", date(2026, 3, 12)),
    ],
)
async def test_a_change_is_of_the_day_that_the_feed_says_if_that_can_be(
    scene: Scene, updated: str, dated: date
) -> None:
    def atom(text: str, day: str) -> Respond:
        entry = f'<link href="/a"/><title>A</title><updated>{day}</updated><content>{text}</content>'
        return answer(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>')

    scene.web.hosts["holm.test/feed"] = atom(TEXT, "2026-03-09T10:00:00Z")
    await scene.look()
    scene.web.hosts["holm.test/feed"] = atom(TEXT + "More.", updated)
    (change,) = (await scene.look(2 * DAY)).changes
    assert change.after.version.revised_on == dated


async def test_a_page_that_changed_only_in_its_advertisement_is_no_new_version(scene: Scene) -> None:
    scene.source(Kind.PAGE, "/page")
    scene.page("/page", TEXT + "<!-- advertisement -->1")
    assert len((await scene.look()).new) == 1
    version = scene.only.version
    scene.page("/page", TEXT + "<!-- advertisement -->2")
    found = await scene.look(HOUR)
    assert (found.changes, found.data) == ((), {})
    assert (scene.only.version, scene.only.earlier) == (version, ())
    assert scene.only.cosmetic
    assert (await scene.look(HOUR)).data == {}
    scene.page("/page", TEXT + "More.<!-- advertisement -->3")
    found = await scene.look(HOUR)
    assert [change.after.earlier for change in found.changes] == [(version,)]
    assert list(found.data) == [scene.only.version.sha256]
    assert scene.only.cosmetic == ""


async def test_a_teaser_that_changed_lets_its_page_be_looked_at_until_it_answers(scene: Scene) -> None:
    scene.feed = [item("a", title="Open")]
    scene.page("/a", TEXT)
    await scene.look()
    scene.feed = [item("a", title="Shut")]
    scene.page("/a", TEXT, status=503)
    await scene.look(HOUR / 2)
    assert len(scene.shelf.state.waiting) == 1
    scene.page("/a", TEXT + "Shut.")
    found = await scene.look(HOUR)
    assert [change.after.told.title for change in found.changes] == ["Shut"]
    assert scene.shelf.state.waiting == ()


async def test_a_feed_that_brings_teasers_from_now_on_lets_the_pages_be_fetched(scene: Scene) -> None:
    scene.feed = [item("a", TEXT)]
    await scene.look()
    scene.feed = [item("a", "Short…")]
    scene.page("/a", TEXT + "More.")
    found = await scene.look(HOUR / 2)
    assert [change.after.whole for change in found.changes] == [False]


async def test_an_item_that_says_something_else_of_itself_is_seen(scene: Scene) -> None:
    scene.feed = [item("a", TEXT, title="Old")]
    await scene.look()
    scene.feed = [item("a", TEXT, title="New")]
    found = await scene.look(HOUR / 2)
    assert ([each.told.title for each in found.seen], found.changes) == (["New"], ())


# Old pages are looked at again


async def test_a_page_is_looked_at_again_ever_more_seldom(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a", ETag='"1"')
    await scene.look()
    looked: list[int] = []
    for hour in range(1, 40):
        await scene.look(HOUR)
        looked += [hour] * len(scene.pages)
    assert looked == [1, 2, 3, 5, 8, 12, 18, 27]
    scene.page("/a", TEXT + "More.", ETag='"2"')
    for _ in range(24):
        if (await scene.look(HOUR)).changes:
            break
    assert scene.only.version.revised_on == scene.clock.time.date()


async def test_an_old_page_that_fails_stays_as_it_was(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a")
    await scene.look()
    scene.page("/a", status=500)
    found = await scene.look(HOUR)
    assert [remark.reason for remark in found.remarks] == ["has a fault of its own (500)"]
    assert (scene.only.gone_since, scene.only.looked_at) == (None, scene.clock.time)


async def test_what_came_whole_is_only_looked_at_to_see_whether_it_is_there(scene: Scene) -> None:
    scene.feed = [item("a", TEXT)]
    scene.page("/a", "A page around it: " + TEXT)
    await scene.look()
    found = await scene.look(HOUR)
    assert (scene.pages, found.changes) == (["/a"], ())
    assert len(found.seen) == 1


# What is gone


async def test_an_item_that_left_its_feed_is_not_gone(scene: Scene) -> None:
    scene.feed = [item("a", TEXT), item("b")]
    scene.page("/a")
    scene.page("/b")
    await scene.look()
    scene.feed = []
    for _ in range(10):
        assert (await scene.look(DAY)).gone == ()
    assert all(kept.gone_since is None for kept in scene.shelf.kept.values())


async def test_a_page_that_was_taken_away_for_good_is_gone_at_once_and_may_come_back(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a")
    await scene.look()
    scene.page("/a", status=410)
    (gone,) = (await scene.look(2 * HOUR)).gone
    assert gone.gone_since == START.date()
    assert (await scene.look(DAY)).gone == ()
    assert scene.only.gone_since == START.date()
    scene.page("/a")
    found = await scene.look(4 * DAY)
    assert (found.new, scene.only.gone_since, scene.only.missing) == ((), None, None)


async def test_a_page_that_is_not_found_is_gone_after_three_times_in_a_day(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a")
    await scene.look()
    scene.page("/a", status=404)
    gone: list[int] = []
    for hour in range(1, 60):
        gone += [hour] * len((await scene.look(HOUR)).gone)
    assert gone == [25]
    assert scene.only.gone_since == START.date()


async def test_a_page_that_is_not_found_for_an_hour_is_not_gone(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a")
    await scene.look()
    scene.page("/a", status=404)
    await scene.look(HOUR)
    assert scene.only.missing
    scene.page("/a")
    await scene.look(8 * HOUR)
    assert scene.only.missing is None


async def test_a_page_that_leads_to_the_front_page_is_missing(scene: Scene) -> None:
    scene.feed = [item("a")]
    scene.page("/a")
    await scene.look()
    scene.page("/a", status=302, Location="/")
    scene.page("/", "All the news")
    await scene.look(HOUR)
    assert scene.only.missing
    assert scene.shelf.text(scene.only.identity) == TEXT


async def test_a_source_of_one_page_is_gone_after_three_times_in_a_day(scene: Scene) -> None:
    scene.source(Kind.PAGE, "/page")
    scene.page("/page", status=404)
    await scene.look()
    assert scene.shelf.state.reason == "is not there any more (404)"
    scene.page("/page")
    assert len((await scene.look(HOUR)).new) == 1
    assert scene.shelf.state.reason == ""
    scene.page("/page", status=404)
    for _ in range(2):
        assert (await scene.look(HOUR)).gone == ()
    assert len((await scene.look(DAY)).gone) == 1
    assert scene.only.gone_since == START.date()
    assert scene.shelf.state.failures == 3


# Sitemaps


def sitemap(*paths: str, day: str = "") -> Respond:
    lastmod = f"<lastmod>{day}</lastmod>" if day else ""

    async def respond(request: web.Request) -> web.StreamResponse:
        entries = "".join(f"<url><loc>http://{request.host}{path}</loc>{lastmod}</url>" for path in paths)
        return web.Response(text=f"<urlset>{entries}</urlset>")

    return respond


def index(*paths: str) -> Respond:
    async def respond(request: web.Request) -> web.StreamResponse:
        parts = "".join(f"<sitemap><loc>http://{request.host}{path}</loc></sitemap>" for path in paths)
        return web.Response(text=f"<sitemapindex>{parts}</sitemapindex>")

    return respond


async def test_pages_of_a_sitemap_are_taken_up_and_fetched_again_when_it_says_they_changed(
    scene: Scene,
) -> None:
    scene.source(Kind.SITEMAP, "/map", pattern="*/news/*")
    scene.web.hosts["holm.test/map"] = sitemap("/news/a", "/shop/b", day="2026-03-01")
    scene.page("/news/a")
    await scene.look()
    assert scene.only.listed
    scene.web.hosts["holm.test/map"] = sitemap("/news/a", day="2026-03-10")
    scene.page("/news/a", TEXT + "More.")
    (change,) = (await scene.look(HOUR / 2)).changes
    assert change.after.version.revised_on == date(2026, 3, 10)


async def test_a_page_is_gone_only_if_its_sitemap_does_not_name_it_any_more(scene: Scene) -> None:
    scene.source(Kind.SITEMAP, "/map")
    scene.web.hosts["holm.test/map"] = sitemap("/a", "/b")
    scene.page("/a")
    scene.page("/b")
    await scene.look()
    scene.page("/a", status=404)
    for _ in range(5):
        assert (await scene.look(DAY)).gone == ()
    scene.web.hosts["holm.test/map"] = sitemap("/b")
    found = await scene.look(HOUR)
    assert "/a" in scene.pages
    assert [each.told.url for each in found.gone] == [scene.web.url("holm.test", "/a")]
    scene.page("/a")
    scene.web.hosts["holm.test/map"] = sitemap("/a", "/b")
    await scene.look(30 * DAY)
    await scene.look(30 * DAY)
    assert all(kept.listed and kept.gone_since is None for kept in scene.shelf.kept.values())


async def test_all_parts_of_an_index_are_read_and_one_that_fails_takes_nothing_away(scene: Scene) -> None:
    scene.source(Kind.SITEMAP, "/map")
    scene.web.hosts["holm.test/map"] = index("/1", "/2", "/3")
    scene.web.hosts["holm.test/1"] = sitemap("/a")
    scene.web.hosts["holm.test/2"] = sitemap("/b")
    scene.page("/3", "no sitemap")
    scene.page("/a")
    scene.page("/b")
    found = await scene.look()
    assert len(found.new) == 2
    assert [remark.reason for remark in found.remarks] == ["is no sitemap"]
    scene.page("/2", status=500)
    found = await scene.look(HOUR / 2)
    assert all(kept.listed for kept in scene.shelf.kept.values())
    assert [remark.reason for remark in found.remarks] == ["has a fault of its own (500)", "is no sitemap"]
    scene.page("/1", status=404)
    await scene.look(HOUR)
    assert scene.shelf.state.reason == "is not there any more (404)"


async def test_a_large_sitemap_is_taken_up_bit_by_bit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_looking, "MOST_WAITING", 60)
    scene.source(Kind.SITEMAP, "/map")
    scene.web.hosts["holm.test/map"] = sitemap(*(f"/{n}" for n in range(100)))
    for n in range(100):
        scene.page(f"/{n}", f"{TEXT} {n}")
    taken: list[int] = []
    while len(scene.shelf.kept) < 100:
        taken.append(len((await scene.look(HOUR)).new))
    assert sum(taken) == 100
    assert max(taken) == 40
    assert len(taken) <= 5


async def test_a_round_ends_when_it_has_brought_much(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pages, "MOST_BYTES", 5_000)
    scene.feed = [item(str(n)) for n in range(20)]
    for n in range(20):
        scene.page(f"/{n}", f"{TEXT} {n}")
    assert len((await scene.look()).new) == 8
    assert len((await scene.look(HOUR)).new) == 8


# How the source stands


async def test_a_feed_that_fails_is_asked_ever_more_seldom_and_takes_nothing_down(scene: Scene) -> None:
    scene.feed = [item("a", TEXT)]
    await scene.look()
    feed, scene.web.hosts["holm.test/feed"] = scene.web.hosts["holm.test/feed"], answer(status=500)
    waits: list[timedelta] = []
    for _ in range(7):
        await scene.look(HOUR)
        assert scene.shelf.state.next_look
        waits.append(scene.shelf.state.next_look - scene.clock.time)
    assert waits == [HOUR * n for n in (1, 2, 4, 8, 16, 24, 24)]
    state = scene.shelf.state
    assert (state.failures, state.reason) == (7, "has a fault of its own (500)")
    assert (state.cure, state.last_success) == ("It is asked again later.", START)
    assert len(scene.shelf.kept) == 1
    scene.web.hosts["holm.test/feed"] = feed
    await scene.look(HOUR)
    state = scene.shelf.state
    assert (state.failures, state.reason, state.last_success) == (0, "", scene.clock.time)


async def test_a_feed_that_asks_for_rest_gets_it_and_no_two_sources_keep_step(scene: Scene) -> None:
    scene.web.hosts["holm.test/feed"] = answer(status=503, Retry_After="18000")
    await scene.look()
    assert scene.shelf.state.next_look == START + 5 * HOUR
    scene.web.hosts["holm.test/feed"] = answer('<rss version="2.0"/>')
    scene.clock.time += 5 * HOUR
    await scene.shelf.look(scene.fetcher, scene.clock.time, random=1)
    assert scene.shelf.state.next_look == scene.clock.time + 1.1 * HOUR


async def test_what_cannot_be_read_as_a_feed_is_read_again_the_next_time(scene: Scene) -> None:
    scene.page("/feed", "A page instead", ETag='"1"')
    await scene.look()
    assert scene.shelf.state.reason == "is no feed"
    scene.page("/feed", f"<rss version='2.0'><item>{item('a')}</item></rss>", ETag='"1"')
    scene.page("/a")
    assert len((await scene.look(HOUR)).new) == 1


async def test_a_feed_that_is_the_same_is_not_read_and_once_a_day_all_is_asked_for(scene: Scene) -> None:
    scene.feed = [item("a", TEXT)]
    asked: list[str | None] = []
    feed = scene.web.hosts["holm.test/feed"]

    async def respond(request: web.Request) -> web.StreamResponse:
        asked.append(request.headers.get("If-None-Match"))
        return await feed(request)

    scene.web.hosts["holm.test/feed"] = respond
    for after in (HOUR, HOUR, DAY, HOUR):
        assert len((await scene.look(after)).changes) == 0
    assert [each is None for each in asked] == [True, False, True, False]


async def test_a_source_that_moved_for_good_is_looked_for_there_until_it_fails(scene: Scene) -> None:
    scene.page("/feed", status=301, Location="/moved")
    scene.page("/moved", f"<rss version='2.0'><item>{item('a', TEXT)}</item></rss>".replace("content:", ""))
    scene.page("/a")
    await scene.look()
    assert scene.shelf.state.moved_to == scene.web.url("holm.test", "/moved")
    scene.web.hosts["holm.test/feed"] = scene.serve_feed
    await scene.look(HOUR)
    assert "holm.test/feed" not in scene.web.requests
    scene.page("/moved", status=410)
    for _ in range(3):
        await scene.look(HOUR)
    assert scene.shelf.state.moved_to is None
    await scene.look(HOUR)
    assert scene.shelf.state.failures == 0


async def test_of_another_address_nothing_is_known(scene: Scene) -> None:
    scene.feed = [item("a", TEXT)]
    await scene.look()
    scene.shelf.spec = msgspec.structs.replace(scene.shelf.spec, url=scene.web.url("holm.test", "/other"))
    scene.page("/other", status=500)
    await scene.look(HOUR)
    assert scene.shelf.state.url == scene.web.url("holm.test", "/other")
    assert (scene.shelf.state.last_success, scene.shelf.state.failures) == (None, 1)


async def test_a_round_that_was_not_stored_is_repeated_to_the_same_effect(scene: Scene) -> None:
    scene.feed = [item("a"), item("b", TEXT)]
    scene.page("/a")
    first = await scene.look()
    again = Shelf(scene.shelf.spec)
    second = await again.look(scene.fetcher, scene.clock.time)
    assert (second.new, second.state) == (first.new, first.state)


async def test_a_store_can_keep_all_of_it(scene: Scene) -> None:
    scene.feed = [item("a"), item("b", TEXT), item("c")]
    scene.page("/a", ETag='"1"')
    scene.page("/c", status=500)
    await scene.look()
    scene.page("/a", status=404)
    await scene.look(HOUR)
    state = scene.shelf.state
    assert msgspec.json.decode(msgspec.json.encode(state), type=SourceState) == state
    kept = list(scene.shelf.kept.values())
    assert msgspec.json.decode(msgspec.json.encode(kept), type=list[Kept]) == kept
