"""Which words stand where on a page? What pdfium knows of a file, and why one cannot be read.

pdfium because it is Chrome's: kept, and tried on hostile files for years; and because it reads a page eight
times as fast as pypdf and twelve times as fast as pdfminer.six: the child has seconds.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2.raw as pdfium
from msgspec import Struct

from knowledge.reading.source import UnreadableError

_PASSWORD, _SECURITY = 4, 5  # of FPDF_GetLastError
_BOLD = re.compile(r"bold|black|heavy|CMBX|-bd\b|semibold", re.IGNORECASE)
_HEAVY = 600
_UPRIGHT = 0.1  # radians
_HYPHENS = frozenset("\x02\ufffe\xad")  # what pdfium, or the file, says a hyphen at a line's end is
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " "}
)
_SHORTS = ctypes.POINTER(ctypes.c_ushort)
_MOST_BYTES = 1_000  # of a title or a font's name


class Word(Struct, frozen=True):
    """Letters without a space between them; places are in points, from the left, and from the top down."""

    text: str
    left: float
    right: float
    base: float
    """Of the line on which the letters stand."""
    size: float
    bold: bool


class Page(Struct, frozen=True):
    """The words of a page in the order in which the file draws them, and how high and wide it is."""

    words: tuple[Word, ...]
    width: float
    height: float


class File:
    """An open PDF."""

    def __init__(self, data: bytes) -> None:
        """Open it; raises UnreadableError where it needs a password or is broken."""
        self._data = data  # pdfium reads there as long as it is open
        pdfium.FPDF_InitLibrary()
        self._file = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._file:
            if pdfium.FPDF_GetLastError() in {_PASSWORD, _SECURITY}:
                raise UnreadableError("is encrypted: it asks for a password", "Save it without one.")
            raise UnreadableError("is broken: no PDF can be found in it", "Save it as PDF again.")

    @property
    def title(self) -> str:
        """The title that the file names."""
        buffer = ctypes.create_string_buffer(_MOST_BYTES)
        size = pdfium.FPDF_GetMetaText(self._file, b"Title", buffer, _MOST_BYTES)
        return buffer.raw[: max(0, min(size, _MOST_BYTES) - 2)].decode("utf-16-le", "replace").strip("\0 ")

    def pages(self) -> Iterator[Page]:
        """Go through the pages; one that is broken is empty."""
        for number in range(pdfium.FPDF_GetPageCount(self._file)):
            page = pdfium.FPDF_LoadPage(self._file, number)
            text = pdfium.FPDFText_LoadPage(page) if page else None
            if not text:
                yield Page((), 0, 0)
                continue
            height = pdfium.FPDF_GetPageHeightF(page)
            words = _upright(_Letters(text, height).words())
            yield Page(tuple(words), pdfium.FPDF_GetPageWidthF(page), height)
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)


def _upright(words: list[tuple[float, Word]]) -> list[Word]:
    """Keep the words that run like most of the page: what runs across them is a stamp or a mark."""
    angles = Counter(round(angle, 1) for angle, _ in words)
    most = angles.most_common(1)[0][0] if angles else 0
    return [word for angle, word in words if abs(angle - most) <= _UPRIGHT]


class _Letters:
    """The letters of a page, each by its number."""

    def __init__(self, text: object, height: float) -> None:
        self._text = text
        self._height = height
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_MOST_BYTES)
        self._flags = ctypes.c_int()
        self._fonts: dict[bytes, bool] = {}

    def words(self) -> list[tuple[float, Word]]:
        """Collect the words, each with the angle at which it runs."""
        found: list[tuple[float, Word]] = []
        letters: list[str] = []
        first = 0
        for number, letter in enumerate((*self._read(), " ")):
            if letter.isspace() or letter == "\0":
                if letters:
                    found.append(self._word("".join(letters), first, number - 1))
                letters = []
                continue
            if not letters:
                first = number
            letters.append("\xad" if letter in _HYPHENS else letter)
            if letters[-1] == "\xad":  # pdfium writes both parts of a word that is cut there together
                found.append(self._word("".join(letters), first, number))
                letters = []
        return found

    def _read(self) -> str:
        """Give the letters; in one go where that leaves none out, which is far quicker."""
        count = pdfium.FPDFText_CountChars(self._text)
        buffer = ctypes.create_string_buffer(2 * count + 2)
        taken = pdfium.FPDFText_GetText(self._text, 0, count, ctypes.cast(buffer, _SHORTS)) - 1
        text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
        if taken == count == len(text):
            return text
        codes = (pdfium.FPDFText_GetUnicode(self._text, number) for number in range(count))
        return "".join(chr(code) if code not in range(0xD800, 0xE000) else "\ufffd" for code in codes)

    def _word(self, text: str, first: int, last: int) -> tuple[float, Word]:
        handle, (one, two, three, four) = self._text, self._numbers
        pdfium.FPDFText_GetCharOrigin(handle, first, one, two)
        left, base = one.value, two.value
        pdfium.FPDFText_GetCharBox(handle, last, one, two, three, four)
        right = max(two.value, left)
        pdfium.FPDFText_GetMatrix(handle, first, self._matrix)
        scale = (self._matrix.c**2 + self._matrix.d**2) ** 0.5 or 1
        size = abs(pdfium.FPDFText_GetFontSize(handle, first) * scale)
        word = Word(text.translate(_LIGATURES), left, right, self._height - base, size, self._is_bold(first))
        return pdfium.FPDFText_GetCharAngle(handle, first), word

    def _is_bold(self, number: int) -> bool:
        pdfium.FPDFText_GetFontInfo(self._text, number, self._name, _MOST_BYTES, self._flags)
        name = self._name.value
        if name not in self._fonts:
            heavy = pdfium.FPDFText_GetFontWeight(self._text, number) >= _HEAVY
            self._fonts[name] = heavy or _BOLD.search(name.decode("latin-1")) is not None
        return self._fonts[name]
