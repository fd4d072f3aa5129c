"""Which folders hold articles? The one of all articles, and others, whose names their paths begin with."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from knowledge.errors import NoArticlesError
from knowledge.model import Problem
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.sources.folder import Found, Survey, glance, survey


class Folders(Struct, frozen=True):
    """The folder of the articles, and further ones by their names."""

    main: Path
    others: tuple[tuple[str, Path], ...] = ()

    def survey(self, limits: Limits, meet: Callable[[Found], None] | None = None) -> Survey:
        """List and hash what all of them hold; blocks on the disk.

        `meet` is told of each file of the first one at once. Raises NoArticlesError where that is not there;
        another one that is not is a problem.
        """
        found = survey(self.main, limits, meet)
        for name, folder in self.others:
            found = _join(found, name, _survey_other(name, folder, limits))
        return found

    @property
    def fingerprint(self) -> str:
        """What is the same as long as all files hold the same; blocks on the disk."""
        return self.survey(DEFAULT).fingerprint

    @property
    def glance(self) -> str:
        """What is the same as long as a listing tells of no change; blocks on the disk."""
        seen = glance(self.main)
        return _hash(seen, *(glance(folder) for _, folder in self.others)) if self.others else seen

    def locate(self, path: str) -> tuple[Path, str]:
        """Give the folder in which a file is, and its path in there."""
        name, _, inside = path.partition("/")
        folder = dict(self.others).get(name)
        return (folder, inside) if folder else (self.main, path)


def _survey_other(name: str, folder: Path, limits: Limits) -> Survey:
    try:
        return survey(folder, limits)
    except NoArticlesError as error:
        problem = Problem(name, error.reason.rstrip("."), error.cure.rstrip("."))
        return Survey((), (problem,), "", frozenset({""}))


def _join(found: Survey, name: str, other: Survey) -> Survey:
    """Put what another folder holds beside what was found; its glossary is none."""

    def inside(path: str) -> str:
        return f"{name}/{path}".rstrip("/.")

    files = (replace(file, path=inside(file.path)) for file in other.files if file.path != GLOSSARY)
    named = tuple(
        each if each.path == name else replace(each, path=inside(each.path)) for each in other.problems
    )
    return Survey(
        tuple(sorted((*found.files, *files), key=lambda file: file.path)),
        (*found.problems, *named),
        _hash(found.fingerprint, name, other.fingerprint),
        found.unread | {inside(path) for path in other.unread},
        found.copies | {inside(path): inside(first) for path, first in other.copies.items()},
        (*found.passed_over, *other.passed_over),
    )


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
