"""Which indexes are kept? Those of the corpora that may be served, beside the store, in a folder for each.

A kept index is quicker, and nothing else: where it is missing, damaged or made by another version, and where
it cannot be written, the index is built anew. One that is written takes over what did not change from the one
that was opened before.
"""

import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec
import Stemmer
from tantivy.tantivy import __version__ as tantivy_version

from knowledge.answering.chunks import cut
from knowledge.answering.index import PassageIndex, get_texts
from knowledge.answering.postings import PASSAGES
from knowledge.answering.segments import CHUNKS, open_segments, write_segments
from knowledge.each_article import EachArticle
from knowledge.languages import languages
from knowledge.model import Article, Corpus
from knowledge.text import stop_words

ANALYSIS = 2
"""Raised by whoever changes which words and stems a passage has, or how they are kept."""
_SEAL, _DRAFT = "seal.json", "draft-"
_OURS = re.compile(rf"[0-9a-f]{{16}}-[0-9a-f]{{12}}|{_DRAFT}\w+")
_NEVER_CHANGED = re.compile(rf"{PASSAGES}/\w{{32}}\.|{CHUNKS}/")
"""Files that are named after what is in them, or by a number that is never given twice."""
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
        self._opened: tuple[Path, Seal] | None = None
        """The one that was opened last, of which the next one takes over what did not change."""
        self._digests = EachArticle(_digest_article)

    def open(self, corpus: Corpus, corpus_id: str) -> PassageIndex:
        """Open the index of a corpus; where none is kept, build it, and keep it if that can be done."""
        place = self._folder / _name(corpus_id)
        with suppress(*_FAILURES):
            return self._open(place, corpus, corpus_id)
        for opened in (self._opened, None) if self._opened else (None,):
            with suppress(*_FAILURES):
                return self._open(place, corpus, corpus_id, self._keep(place, corpus, corpus_id, opened))
        return PassageIndex(corpus)

    def _open(self, place: Path, corpus: Corpus, corpus_id: str, made: Seal | None = None) -> PassageIndex:
        """Open what is as it was sealed, or `made` just now; raises ValueError where it is not."""
        seal = made or msgspec.json.decode((place / _SEAL).read_bytes(), type=Seal)
        if made is None and seal != Seal(corpus_id, _digest(place)):
            raise ValueError(f"{place} is not the index that was kept.")
        index = PassageIndex(corpus, open_segments(place))
        self._opened = place, seal
        return index

    def forget(self, but: Iterable[str]) -> None:
        """Remove all indexes but those of some corpora, and what was never finished."""
        kept = set(map(_name, but))
        with suppress(OSError):
            for place in self._folder.iterdir():
                if _OURS.fullmatch(place.name) and place.name not in kept and not _is_being_written(place):
                    shutil.rmtree(place, ignore_errors=True)

    def _keep(
        self, place: Path, corpus: Corpus, corpus_id: str, opened: "tuple[Path, Seal] | None"
    ) -> Seal | None:
        """Build an index aside, and put it in place when it is whole; None where another process has done so.

        What it shares with the one that was opened is taken over from there.
        """
        like, former = opened or (None, None)
        self._folder.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=self._folder))
        try:
            chunks = cut(corpus.articles, self._digests.of(corpus.articles))
            write_segments(draft, chunks, get_texts, like)
            seal = Seal(corpus_id, _digest(draft, former.files if former else {}))
            (draft / _SEAL).write_bytes(msgspec.json.encode(seal))
            shutil.rmtree(place, ignore_errors=True)  # what is there could not be opened
            try:
                draft.rename(place)
            except OSError:
                return None  # another process was quicker
            return seal
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _digest_article(article: Article) -> str:
    """Name all that an article says."""
    return sha256(msgspec.json.encode(article)).hexdigest()[:32]


def _digest(place: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the SHA-256 of all files of an index, by their paths; that of some which never change is known."""
    files: dict[str, str] = {}
    for inside, _, names in sorted(os.walk(place)):
        prefix = Path(inside).relative_to(place).as_posix().removeprefix(".")
        for name in sorted(names):
            path = f"{prefix}/{name}" if prefix else name
            if path != _SEAL and not name.endswith(".lock"):
                same = known.get(path) if known and _NEVER_CHANGED.match(path) else None
                files[path] = same or _hash(Path(inside, name))
    return files


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
