"""What is a key of front matter called? The programs' own names, beside the labels of all languages."""

import re
from collections.abc import Callable
from functools import cache
from itertools import product

from knowledge.languages import Phrases, languages, statuses
from knowledge.languages.language import Head

_MARKS = re.compile(r"[\W_]+")
_PUBLISHED = """
    published date datepublished publishdate publisheddate publishedat publishedon publishedtime pubdate
    pubdatetime publishdatetime publicationdate firstpublished firstpublishedat datetime postdate postedat
    dateposted releasedate issuedate
""".split()
_CREATED = "created createdat createdon datecreated creationdate createddate createdate".split()
_UPDATED = """
    updated updatedat updatedon dateupdated updatedate lastupdated lastupdate lastmod lastmodified
    lastmodifiedat modified modifiedat modifiedon datemodified moddatetime edited lastedited
""".split()
_OTHERS = """
    title subtitle layout author authors by tags tag category categories slug summary description excerpt
    draft permalink url canonical canonicalurl lang language locale id type template weight aliases alias
    cssclasses cssclass keywords image images cover thumbnail sidebar sidebarlabel sidebarposition hidetitle
    toc series topics version navorder parent redirectfrom redirectto linktitle header comments math menu
    source saveas translation translationkey featured status state stage email license copyright contributors
    isoriginal banner hidden robots resources params extra taxonomies pagetitle metatitle heading
""".split()


def normalise(key: str) -> str:
    """Give the form under which `pubDate`, `pub_date` and "Pub date" are one key."""
    return _MARKS.sub("", key).casefold()


@cache
def title_keys() -> tuple[str, ...]:
    """Give what a title may stand under."""
    return ("title", *(key for key in _labels(_titles) if key != "title"))


@cache
def date_keys() -> tuple[str, ...]:
    """Give what the day of publication may stand under, the surest first."""
    labels = (*_labels(_published), *_CREATED, *_UPDATED, *_labels(_updated))
    return tuple(dict.fromkeys((*_PUBLISHED, *labels)))


@cache
def status_keys() -> frozenset[str]:
    """Give what an article's own status may stand under."""
    known = statuses()
    words = product(("", *known.current), known.headers | known.other_headers)
    return frozenset(normalise(which + word) for which, word in words)


@cache
def known_keys() -> frozenset[str]:
    """Give the keys that tell front matter from text that has a colon in each line."""
    return frozenset({*_OTHERS, *title_keys(), *date_keys()})


@cache
def dated_language(key: str) -> str | None:
    """Give the only language in which a key is the label of a date; None for a key of several, or of none."""
    codes = [
        code
        for code, each in languages().items()
        if key in {normalise(phrase) for phrase in each.head.published | each.head.updated}
    ]
    return codes[0] if len(codes) == 1 else None


def _labels(section: Callable[[Head], Phrases]) -> list[str]:
    phrases = (phrase for each in languages().values() for phrase in sorted(section(each.head)))
    return [normalise(phrase) for phrase in phrases]


def _titles(head: Head) -> Phrases:
    return head.title


def _published(head: Head) -> Phrases:
    return head.published


def _updated(head: Head) -> Phrases:
    return head.updated
