"""Which files are there? Lists an articles folder without following links, and knows it again."""

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from os.path import splitext
from pathlib import Path

from msgspec import Struct, field

from knowledge.errors import NoArticlesError
from knowledge.model import PassedOver, Problem
from knowledge.reading.formats import FORMATS
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.source import UnreadableError, empty, not_regular, open_regular, too_large
from knowledge.sources.passed_over import count_kinds, is_of_no_matter

_HIDDEN = (".", "~$")  # the latter are those that an office keeps beside a file that is open
_NO_NAME = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, undecodable bytes, line breaks


class Found(Struct, frozen=True):
    """A file to read: where it is, and the SHA-256 of its bytes in hexadecimal."""

    path: str
    sha256: str


class Survey(Struct, frozen=True):
    """What a folder holds: the files to read, sorted by path, and what is wrong with others."""

    files: tuple[Found, ...]
    problems: tuple[Problem, ...]
    fingerprint: str
    unread: frozenset[str] = frozenset()
    """Files and folders that are there and are not to be read, so that nobody knows what they say now."""
    copies: dict[str, str] = field(default_factory=dict[str, str])
    """Files with the same bytes as another that is to be read: the other by the path of each."""
    passed_over: tuple[PassedOver, ...] = ()
    """Files of kinds that are not read: no problem, and no part of the fingerprint."""


def fingerprint(folder: Path) -> str:
    """Hash the paths and contents of all files that would be read, to notice that a folder has changed.

    One that cannot be read counts by its path and the reason: it is news, too, when it is gone.
    """
    return survey(folder, DEFAULT).fingerprint


def glance(folder: Path) -> str:
    """Hash what a listing tells of the files that would be read: not for sure what they say, but quick.

    No folder looks like an empty one.
    """
    total = hashlib.sha256()
    paths, problems = _list(folder)
    total.update(_mark(problem for problem in problems if problem.path != "."))
    for path in paths:
        with suppress(OSError):  # it may just have gone
            facts = os.lstat(f"{folder}{os.sep}{path}")
            # The time of the last change to its place or rights, too: it may be readable only now.
            total.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}\n".encode())
    return total.hexdigest()


def survey(folder: Path, limits: Limits, meet: Callable[[Found], None] | None = None) -> Survey:
    """List and hash what a folder holds; blocks on the disk. `meet` is told of each file to read at once."""
    if not folder.is_dir():
        raise NoArticlesError(f"There is no folder {folder}.", "Make it, or name another one.")
    others: list[str] = []
    paths, problems = _list(folder, others)
    files: list[Found] = []
    firsts: dict[str, str] = {}
    copies: dict[str, str] = {}
    total = hashlib.sha256(_mark(problems))
    for path in paths:
        try:
            sha256, mark = _identify(f"{folder}{os.sep}{path}", limits)
        except UnreadableError as error:
            # One that has just gone is no problem: it is not there.
            if not isinstance(error.__cause__, FileNotFoundError):
                problems.append(error.problem(path))
                total.update(_mark(problems[-1:]))
            continue
        total.update(f"{path}\0{mark}\n".encode())
        if sha256 is None:
            problems.append(too_large(limits.bytes).problem(path))
        elif first := firsts.get(sha256):
            copies[path] = first
            problems.append(Problem(path, f"holds the same text as {first}", "Remove one of the two."))
        else:
            firsts[sha256] = path
            files.append(Found(path, sha256))
            if meet:
                meet(files[-1])
    kept = _within(files, problems, limits)
    unread = {problem.path for problem in problems if problem.path not in copies and problem.path != "."}
    unread |= {file.path for file in set(files).difference(kept)}
    return Survey(
        tuple(kept), tuple(problems), total.hexdigest(), frozenset(unread), copies, count_kinds(others)
    )


def _mark(problems: Iterable[Problem]) -> bytes:
    """Give what marks files in a fingerprint that cannot be read."""
    return "".join(f"{problem.path}\0{problem.reason}\n" for problem in problems).encode()


def _identify(path: str, limits: Limits) -> tuple[str | None, str]:
    """Give a file's SHA-256, None where it is too large to be read, and what marks it in the fingerprint.

    The mark does not depend on the limits given: the fingerprint is compared with one made without them.
    """
    sha256 = None
    with open_regular(path) as (file, facts):
        if not facts.st_size:
            raise empty()
        if facts.st_size <= max(limits.bytes, DEFAULT.bytes):
            sha256 = hashlib.sha256(file.read()).hexdigest()
    short = sha256 if facts.st_size <= DEFAULT.bytes else None
    mark = short or f"{facts.st_size} bytes at {facts.st_mtime_ns}"
    return (sha256 if facts.st_size <= limits.bytes else None), mark


def _within(files: list[Found], problems: list[Problem], limits: Limits) -> list[Found]:
    """Keep the first articles by path where there are too many; the glossary does not count."""
    articles = [file for file in files if file.path != GLOSSARY]
    if len(articles) <= limits.articles:
        return files
    reason = f"holds {len(articles):,} articles, more than {limits.articles:,}; the last ones were not read"
    problems.append(Problem(".", reason, "Remove old articles, or raise the limit."))
    kept = set(articles[: limits.articles])
    return [file for file in files if file in kept or file.path == GLOSSARY]


def _list(folder: Path, others: list[str] | None = None) -> tuple[list[str], list[Problem]]:
    """Find all files below a folder that are named like an article, and add the `others` to a list."""
    paths: list[str] = []
    problems: list[Problem] = []
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as entries:
                found = list(entries)
        except OSError as error:
            if inside and isinstance(error, FileNotFoundError):
                continue  # it has just gone
            reason = f"cannot be listed: {(error.strerror or 'unknown reason').lower()}"
            problems.append(Problem(_show_path(inside) or ".", reason, "Check that the folder may be read."))
            continue
        for entry in found:
            path = f"{inside}/{entry.name}" if inside else entry.name
            try:
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    waiting.append(path)
                elif _is_wanted(path, entry):
                    paths.append(path)
                elif others is not None and _is_other(entry):
                    others.append(_show_path(path))
            except UnreadableError as error:
                problems.append(error.problem(_show_path(path)))
    return sorted(paths), problems


def _is_wanted(path: str, entry: os.DirEntry[str]) -> bool:
    """Tell whether a file is one to read; refuse what only looks like one."""
    ending = splitext(entry.name)[1].lower()  # noqa: PTH122  ten thousand times, and quick
    named = path == GLOSSARY or ending in FORMATS
    if entry.name.startswith(_HIDDEN) or not (named or (entry.is_symlink() and entry.is_dir())):
        return False
    if entry.is_symlink():
        raise UnreadableError("is a link", "Put the file itself in its place.")
    if not entry.is_file(follow_symlinks=False):
        raise not_regular()
    if _show_path(path) != path:
        raise UnreadableError("has a name that cannot be shown", "Give the file and its folders plain names.")
    return True


def _is_other(entry: os.DirEntry[str]) -> bool:
    """Tell a file of a kind that is not read from what nobody misses."""
    return not is_of_no_matter(entry.name) and entry.is_file(follow_symlinks=False)


def _show_path(path: str) -> str:
    if path.isascii() and path.isprintable():
        return path  # at once: nearly all are such
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _NO_NAME else c for c in path)
