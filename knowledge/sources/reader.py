"""What is in a folder? Its articles, each read in a limited child process, and what is wrong with others."""

import asyncio
import os
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from knowledge.model import Article, Corpus, PassedOver, Problem, Term
from knowledge.reading.child import Child
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.protocol import Answer
from knowledge.sources.documents import Shelf
from knowledge.sources.folder import survey

_MOST_CHILDREN = 4
_FILES_PER_CHILD = 20  # fewer are read before a second process has started


class Reading(Struct, frozen=True):
    """What a folder holds: the articles that could be read, and what is wrong with the other files."""

    articles: tuple[Article, ...]
    """Sorted by path."""
    glossary: tuple[Term, ...] | None
    """None where the folder has no glossary.toml that can be used."""
    problems: tuple[Problem, ...]
    """Sorted by path."""
    fingerprint: str
    """What `fingerprint` said of the very bytes that were read."""
    unread: frozenset[str] = frozenset()
    """Files and folders that are there and could not be read, so that nobody knows what they say now."""
    warnings: tuple[Problem, ...] = ()
    """What is odd about the files that are taken up, sorted by path."""
    shelf: str = ""
    """Names what is kept beside the folder."""
    passed_over: tuple[PassedOver, ...] = ()
    """Files of kinds that are not read, and that are no problem."""

    def leaves_open(self, path: str) -> bool:
        """Tell whether a file is there, by itself or in a folder, that could not be read."""
        above = map(str, PurePosixPath(path).parents)
        return path in self.unread or not self.unread.isdisjoint(above)


def keep_folder(served: Corpus, fingerprint: str) -> Reading:
    """Give the articles of the folder as they are served, instead of reading them."""
    articles = tuple(article for article in served.articles if not article.source)
    return Reading(articles, served.glossary, (), fingerprint)


def add_shelf(reading: Reading, shelf: Shelf) -> Reading:
    """Put the articles beside those of the folder that are kept elsewhere."""
    problems = (*reading.problems, *shelf.problems)
    warnings = (*reading.warnings, *shelf.warnings)
    return replace(
        reading,
        articles=tuple(sorted((*reading.articles, *shelf.articles), key=attrgetter("path"))),
        problems=tuple(sorted(problems, key=attrgetter("path"))),
        unread=reading.unread | {problem.path for problem in shelf.problems},
        shelf=shelf.mark,
        warnings=tuple(sorted(warnings, key=attrgetter("path"))),
    )


async def read_folder(
    folder: Path, *, limits: Limits = DEFAULT, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read all articles of a folder and its glossary; a bad file is a problem and leaves the others alone.

    `progress` is called on the event loop after each file with the number of files done and of all. Raises
    NoArticlesError where there is no such folder; that none of its files can be read is the caller's matter.
    """
    found = await asyncio.to_thread(survey, folder, limits)
    total = len(found.files)
    answers: list[Answer] = []
    waiting = iter(found.files)

    async def work() -> None:
        async with Child(limits) as child:
            for file in waiting:  # all children take from the same ones
                answers.append(await child.read(str(folder), file.path, file.sha256))
                if progress:
                    progress(len(answers), total)

    children = min(_MOST_CHILDREN, os.cpu_count() or 1, -(-total // _FILES_PER_CHILD))
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(children):
                group.create_task(work())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    failed = {answer.problem.path: answer.problem for answer in answers if answer.problem}
    problems = [*found.problems, *failed.values()]
    # What is the same as something unreadable is as unreadable.
    copies = {path for path, first in found.copies.items() if first in failed}
    return Reading(
        articles=tuple(sorted((a.article for a in answers if a.article), key=lambda article: article.path)),
        glossary=next((answer.terms for answer in answers if answer.terms is not None), None),
        problems=tuple(sorted(problems, key=lambda problem: problem.path)),
        fingerprint=found.fingerprint,
        unread=found.unread | failed.keys() | copies,
        passed_over=found.passed_over,
        warnings=tuple(
            sorted((each for a in answers for each in a.warnings), key=lambda problem: problem.path)
        ),
    )
