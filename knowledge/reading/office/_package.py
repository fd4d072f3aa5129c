"""Which parts are in the archive? Unpacks them within limits, and parses XML that declares nothing itself."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TypeAlias

from lxml import etree

from knowledge.reading.source import UnreadableError

Element: TypeAlias = etree.Element

_LARGEST_PART = (
    20_000_000  # bytes when unpacked; a tree takes some ten times as many, and the child has 512 MB
)
_COMPOUND = b"\xd0\xcf\x11\xe0"  # what an office wraps old documents and encrypted ones in


class Package:
    """An open archive of an office's document."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open it; `name` is what the format is called in a refusal."""
        self._name = name
        if data.startswith(_COMPOUND):
            reason = f"is encrypted, or no {name} but an older document"
            raise UnreadableError(reason, f"Save it as {name}, without a password.")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self._refuse("it is no archive") from error

    def parse(self, part: str) -> Element:
        """Give the root of a part's XML; raises UnreadableError where there is none."""
        return self._parse(self._unpack(part), part)

    def parse_if_any(self, part: str) -> Element | None:
        """Give the root of a part that an archive need not have; none where it is broken."""
        try:
            return self.parse(part)
        except UnreadableError:
            return None

    def _unpack(self, part: str) -> bytes:
        try:
            info = self._archive.getinfo(part)
            if info.flag_bits & 1:
                raise UnreadableError("is encrypted", "Save it without a password.")
            with self._archive.open(info) as file:
                # The size that an archive names may be a lie.
                data = file.read(_LARGEST_PART + 1)
        except KeyError as error:
            raise self._refuse(f"{part} is missing in it") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise self._refuse(f"{part} cannot be unpacked") from error
        if len(data) > _LARGEST_PART:
            reason = f"unpacks to more than {_LARGEST_PART:,} bytes"
            raise UnreadableError(reason, "Split it into several articles.")
        return data

    def _parse(self, data: bytes, part: str) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._refuse(f"{part} is no XML that can be read") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._refuse(f"{part} declares a document type, which no office does")
        return root

    def _refuse(self, why: str) -> UnreadableError:
        return UnreadableError(f"is a broken {self._name}: {why}", "Save it again.")


def iterate(root: Element | None, tag: str) -> Iterator[Element]:
    """Go through the elements of a name; through none where there is no root."""
    if root is not None:
        yield from root.iter(tag)
