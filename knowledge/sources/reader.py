"""What is in a folder? Its articles, each read in a limited child process, and what is wrong with others."""

import asyncio
import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from operator import attrgetter
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from knowledge.errors import NoArticlesError
from knowledge.model import Article, Corpus, PassedOver, Problem, Term
from knowledge.reading.child import Child
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.protocol import Answer
from knowledge.reading.version import name_reading
from knowledge.sources.documents import Shelf
from knowledge.sources.folder import Found, Survey
from knowledge.sources.folders import Folders
from knowledge.sources.recollection import NO_PAST, Past, Recollection

_MOST_CHILDREN = 4
_FILES_PER_CHILD = 20  # fewer are read before a second process has started
_SLOW_SECONDS = 1.0
"""From so long on, the files behind one do not wait for it."""


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
    recollection: Recollection = Recollection()
    """What came of each file, for the next time."""

    def leaves_open(self, path: str) -> bool:
        """Tell whether a file is there, by itself or in a folder, that could not be read."""
        above = map(str, PurePosixPath(path).parents)
        return path in self.unread or not self.unread.isdisjoint(above)


def keep_folder(served: Corpus, fingerprint: str, recollection: Recollection) -> Reading:
    """Give the articles of the folder as they are served, instead of reading them."""
    articles = tuple(article for article in served.articles if not article.source)
    reading = name_reading(DEFAULT)
    # What older code made of the files is served, and is to be read anew when it is their turn.
    recollection = recollection if recollection.reading == reading else Recollection(reading)
    return Reading(articles, served.glossary, (), fingerprint, recollection=recollection)


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
        recollection=replace(reading.recollection, documents=dict(shelf.remembered)),
        warnings=tuple(sorted(warnings, key=attrgetter("path"))),
    )


def refuse_nothing(reading: Reading, folder: Path) -> None:
    """Raise NoArticlesError where a folder held no article that could be read, nor anything beside it."""
    if reading.articles:
        return
    if not reading.problems:
        raise NoArticlesError(f"There is no article in {folder}.", "Put .txt, .md or .html files there.")
    raise NoArticlesError(
        f"No article in {folder} could be read, the first because: {reading.problems[0]}.",
        "Mend the files and reload.",
    )


async def read_folder(
    folder: Path,
    others: tuple[tuple[str, Path], ...] = (),
    *,
    limits: Limits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
    past: Past = NO_PAST,
) -> Reading:
    """Read all articles of a folder and its glossary; a bad file is a problem and leaves the others alone.

    So are those of `others`, folders by names with which the paths of their articles begin. What is known
    from the `past`, byte for byte, is not read again. `progress` is called on the event loop after each file
    that is read, with the number of files done and of all. Raises NoArticlesError where there is no such
    folder; that none of its files can be read is the caller's matter.
    """
    folders = Folders(folder, others)
    reading = await asyncio.to_thread(name_reading, limits)
    loop = asyncio.get_running_loop()
    async with Child(limits) as first:

        def meet(file: Found) -> None:
            # The child starts while the other files are still looked at.
            if not past.knows(reading, file):
                loop.call_soon_threadsafe(first.begin)

        found = await asyncio.to_thread(folders.survey, limits, meet)
        answers = await asyncio.to_thread(past.recall, reading, found.files)
        new = [file for file in found.files if file not in answers]
        await _read(folders, new, answers, limits, progress, first)
    return await asyncio.to_thread(_put_together, found, answers, reading)


async def _read(
    folders: Folders,
    files: Sequence[Found],
    answers: dict[Found, Answer],
    limits: Limits,
    progress: Callable[[int, int], None] | None,
    first: Child,
) -> None:
    """Read files, the `first` child among others, and put what comes of each among the answers.

    While a file takes long, one more child goes on with the others: what is hostile costs its limit, and not
    one after the other.
    """
    waiting = deque(files)
    total = len(answers) + len(files)
    children = 0
    loop = asyncio.get_running_loop()

    async def work(given: "Child | None") -> None:
        async with nullcontext(given) if given else Child(limits) as child:
            await child.ready()
            while waiting:  # all children take from the same ones
                file = waiting.popleft()
                slow = loop.call_later(_SLOW_SECONDS, begin, _count_most_children())
                answers[file] = await _read_file(child, folders, file)
                slow.cancel()
                if progress:
                    progress(len(answers), total)

    def begin(most: int) -> None:
        nonlocal children
        if waiting and children < most:
            children += 1
            group.create_task(work(first if children == 1 else None))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(-(-len(files) // _FILES_PER_CHILD)):
                begin(min(_MOST_CHILDREN, os.cpu_count() or 1))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures


async def _read_file(child: Child, folders: Folders, file: Found) -> Answer:
    """Read a file, and call it as the corpus does."""
    folder, path = folders.locate(file.path)
    answer = await child.read(str(folder), path, file.sha256)
    if path == file.path:
        return answer
    return replace(
        answer,
        article=answer.article and replace(answer.article, path=file.path),
        problem=answer.problem and replace(answer.problem, path=file.path),
        warnings=tuple(replace(each, path=file.path) for each in answer.warnings),
    )


def _count_most_children() -> int:
    """Say how many files may be read at one time when some take long.

    So many that each gets as much of the processors as the limits let it take in its time.
    """
    return min(2 * _MOST_CHILDREN, 2 * (os.cpu_count() or 1))


def _put_together(found: Survey, answers: dict[Found, Answer], reading: str) -> Reading:
    """Make one reading of what came of each file."""
    failed = {answer.problem.path: answer.problem for answer in answers.values() if answer.problem}
    problems = [*found.problems, *failed.values()]
    # What is the same as something unreadable is as unreadable.
    copies = {path for path, first in found.copies.items() if first in failed}
    articles = (answer.article for answer in answers.values() if answer.article)
    return Reading(
        articles=tuple(sorted(articles, key=attrgetter("path"))),
        glossary=next((answer.terms for answer in answers.values() if answer.terms is not None), None),
        problems=tuple(sorted(problems, key=attrgetter("path"))),
        fingerprint=found.fingerprint,
        unread=found.unread | failed.keys() | copies,
        passed_over=found.passed_over,
        warnings=tuple(
            sorted((each for a in answers.values() for each in a.warnings), key=attrgetter("path"))
        ),
        recollection=Recollection.of(reading, answers.items()),
    )
