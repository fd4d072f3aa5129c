"""Which items are the same, and by what is each known again? By what is its own, and stays."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date

from knowledge.reading.feeds._item import Draft, strip_tags
from knowledge.reading.listings import Item
from knowledge.reading.urls import canonical, is_front_page


def identify(drafts: Sequence[Draft]) -> tuple[Item, ...]:
    """Name each item, and leave out what a feed holds twice."""
    kept = _drop_repeated(drafts)
    links = Counter(canonical(draft.url) for draft in kept if draft.url)
    places = Counter(canonical(draft.url, fragment=True) for draft in kept if draft.url)
    guids = Counter(draft.guid for draft in kept if draft.guid)
    items: dict[str, Item] = {}
    for draft in kept:
        words = _hash_text(draft.title, draft.content)
        own_page = draft.url is not None and not is_front_page(draft.url) and links[canonical(draft.url)] == 1
        if draft.url and own_page:
            identity = "url:" + canonical(draft.url)
        elif draft.url and "#" in draft.url and places[canonical(draft.url, fragment=True)] == 1:
            identity = "url:" + canonical(draft.url, fragment=True)
        elif draft.guid and guids[draft.guid] == 1:
            identity = "guid:" + draft.guid
        else:
            identity = "text:" + words
        # The page of many items is none's own: what the feed says of each is all that there is.
        items.setdefault(identity, _item(identity, draft, words, full=draft.full or not own_page))
    return tuple(items.values())


def _item(identity: str, draft: Draft, words: str, *, full: bool) -> Item:
    return Item(
        identity=identity,
        url=draft.url,
        guid=draft.guid,
        title=draft.title,
        published=draft.published,
        updated=draft.updated,
        language=draft.language,
        content=draft.content,
        content_type=draft.content_type,
        full=full,
        words=words,
    )


def _hash_text(title: str, content: str) -> str:
    """Give what a text is known again by, whatever its markup."""
    words = strip_tags(title) + "\n" + strip_tags(content)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _drop_repeated(drafts: Sequence[Draft]) -> list[Draft]:
    """Of items of one page with one GUID or title, keep the latest in the place of the first."""
    kept: dict[int, Draft] = {}
    places: dict[tuple[str, str], int] = {}
    for number, draft in enumerate(drafts):
        page = canonical(draft.url, fragment=True) if draft.url else ""
        keys = [
            (page, name)
            for name in (f"guid:{draft.guid}", f"title:{draft.title.casefold()}")
            if name[-1] != ":"
        ]
        # Without a page, one title may well be that of two items.
        keys = keys if page else [key for key in keys if key[1].startswith("guid:") and draft.content == ""]
        place = next((places[key] for key in keys if key in places), number)
        if place not in kept or _latest(draft) > _latest(kept[place]):
            kept[place] = draft
        places.update(dict.fromkeys(keys, place))
    return list(kept.values())


def _latest(draft: Draft) -> date:
    return max(draft.updated or date.min, draft.published or date.min)
