"""Which indexes are kept? Those of the corpora that may be served, beside the store, in a folder for each.

A kept index is quicker, and nothing else: where it is missing, damaged or made by another version, and where
it cannot be written, the index is built anew.
"""

import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec
import Stemmer
from tantivy.tantivy import __version__ as tantivy_version

from knowledge.answering.index import PassageIndex, index_corpus
from knowledge.answering.postings import Postings, open_postings
from knowledge.languages import languages
from knowledge.model import Corpus
from knowledge.text import stop_words

ANALYSIS = 2
"""Raised by whoever changes which words and stems a passage has, or how they are kept."""
_SEAL, _DRAFT = "seal.json", "draft-"
_OURS = re.compile(rf"[0-9a-f]{{16}}-[0-9a-f]{{12}}|{_DRAFT}\w+")
_LONGEST = 3600
"""Seconds after which a draft was left behind by a process that was killed: none takes so long."""
_FAILURES = OSError, ValueError, msgspec.MsgspecError  # tantivy's are the second


class Seal(msgspec.Struct, frozen=True):
    """What a folder holds, written when it is whole."""

    corpus_id: str
    files: dict[str, str]
    """The SHA-256 of each."""


class KeptIndexes:
    """The indexes that a folder keeps. Several processes may keep and open them at one time.

    Their files are mapped into memory, so they are only ever put in place whole, and removed: one that shrank
    under a process that reads it would end that process.
    """

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when there is something to keep."""
        self._folder = folder

    def open(self, corpus: Corpus, corpus_id: str) -> PassageIndex:
        """Open the index of a corpus; where none is kept, build it, and keep it if that can be done."""
        place = self._folder / _name(corpus_id)
        with suppress(*_FAILURES):
            return PassageIndex(corpus, _open(place, corpus_id))
        with suppress(*_FAILURES):
            self._keep(place, corpus, corpus_id)
            return PassageIndex(corpus, _open(place, corpus_id))
        return PassageIndex(corpus)

    def forget(self, but: Iterable[str]) -> None:
        """Remove all indexes but those of some corpora, and what was never finished."""
        kept = set(map(_name, but))
        with suppress(OSError):
            for place in self._folder.iterdir():
                if _OURS.fullmatch(place.name) and place.name not in kept and not _is_being_written(place):
                    shutil.rmtree(place, ignore_errors=True)

    def _keep(self, place: Path, corpus: Corpus, corpus_id: str) -> None:
        """Build an index aside, and put it in place when it is whole."""
        self._folder.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=self._folder))
        try:
            index_corpus(corpus, draft)
            (draft / _SEAL).write_bytes(msgspec.json.encode(Seal(corpus_id, _digest(draft))))
            shutil.rmtree(place, ignore_errors=True)  # what is there could not be opened
            with suppress(OSError):  # another process was quicker
                draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _open(place: Path, corpus_id: str) -> Postings:
    """Open what is as it was sealed; raises ValueError where it is not."""
    seal = msgspec.json.decode((place / _SEAL).read_bytes(), type=Seal)
    if seal != Seal(corpus_id, _digest(place)):
        raise ValueError(f"{place} is not the index that was kept.")
    return open_postings(place)


def _digest(place: Path) -> dict[str, str]:
    """Give the SHA-256 of all files of an index, by their paths."""
    files = (file for file in sorted(place.rglob("*")) if file.is_file())
    names = {file.relative_to(place).as_posix(): file for file in files}
    return {name: _hash(file) for name, file in names.items() if name != _SEAL and file.suffix != ".lock"}


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _is_being_written(place: Path) -> bool:
    return place.name.startswith(_DRAFT) and time.time() - place.stat().st_mtime < _LONGEST


def _name(corpus_id: str) -> str:
    return f"{corpus_id[:16]}-{_version()}"


@cache
def _version() -> str:
    """Name all that an index depends on beside its corpus."""
    stemmers = sorted((code, language.stemmer) for code, language in languages().items())
    libraries = Stemmer.version(), tantivy_version, unicodedata.unidata_version
    return sha256(repr((ANALYSIS, libraries, stemmers, sorted(stop_words()))).encode()).hexdigest()[:12]
