"""In which encoding is a text? Takes what is told where that fits the bytes, and else guesses, and says so.

charset-normalizer because it is kept, told 80 of 84 samples of ten languages apart where chardet told 64,
and answers 2 MB of noise within 20 ms. It is asked only among encodings that texts are really in: it would
else find Baltic in English.
"""

import codecs
import re
from collections.abc import Sequence

from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.source import UnreadableError, empty

SAVE = "Save it as UTF-8."

# The longer marks first: one of UTF-32 begins like one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What an encoding is told to be, and what such texts really are in; else, Python's own names.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "koi8-r": "koi8-u",  # the same but for four letters of Ukrainian
}
_SHOWN = {
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "koi8_u": "KOI8-U",
    "mac_roman": "Mac Roman",
    "mac_cyrillic": "Mac Cyrillic",
    "iso8859_2": "ISO-8859-2",
    "iso8859_5": "ISO-8859-5",
    "cp866": "CP866",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "big5": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_LATIN = ("cp1252", "cp1250", "iso8859_2", "mac_roman")
_CYRILLIC = ("cp1251", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic")
_EASTERN = ("cp932", "euc_jp", "gb18030", "big5", "cp949")
_DENSE = (
    0.34  # of the characters that are no space, in lines with any: so many are beyond ASCII in no Latin text
)
_FEW = 12  # too few letters beyond ASCII to tell anything by
_SHORT = 40  # bytes of which anything can be made in Chinese or Japanese
_LONGEST_WORD = 30  # on average
_LOOKED_AT = 200_000  # bytes
# What a label may name: Python also knows codecs that are no encoding of texts, and some that run long.
_LABEL = re.compile(r"(?:cp|iso8859|iso2022|koi8|mac|utf-(?:8|16|32)|gb|big5|shift|euc|hz|tis|ascii)[\w-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_HALVES = bytes((0, 1, 2, 3, 4, 5, 0x1E, 0x1F, 0x20, 0x21, 0x22))
# What no Latin text in windows-1252 holds: a capital or a sign after a small letter, dots glued before one.
_ODD = re.compile(r"[a-z](?:[À-ÞŸŠŒŽ]|[¡-¿‚„†‡ˆ‰‹•˜™][a-z])|…[a-z]")
_MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")


def decode(document: Document, draft: Draft, declared: str | None = None) -> str:
    r"""Turn bytes into text with `\n` as the only line end.

    A mark at the start tells the encoding, else the server, else what is `declared` in the text itself. Where
    none of them fits, it is UTF-8, or a guess of which the draft is warned.
    """
    text = _read_marked(document.data)
    if text is None:
        text = _read_told(document.data, draft, (document.charset, declared))
    if text is None:
        text = _read_utf_8(document.data)
    if text is None:
        text = _read_guessed(document.data, draft)
    if not text.strip():
        raise empty()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def find_codec(label: str) -> str | None:
    """Give the codec that a label of the web or of a mail means; None where it means none of a text."""
    label = label.strip().lower()
    for name in (label, label.removeprefix("x-"), label.removeprefix("x-").replace("-", "_")):
        try:
            found = codecs.lookup(name).name
        except (LookupError, ValueError):  # ValueError: a NUL in the name
            continue
        return _MEANT.get(found, found) if _LABEL.fullmatch(found) else None
    return None


def _read_marked(data: bytes) -> str | None:
    """Read a text by the mark at its start; None where there is none, or it lies."""
    for mark, codec in _MARKS:
        if data.startswith(mark) and (text := _try(data[len(mark) :], codec)) is not None:
            return text if "\0" not in text else None
    return None


def _read_told(data: bytes, draft: Draft, labels: Sequence[str | None]) -> str | None:
    """Read a text in the first encoding that is told of it and fits; a wrong one is said."""
    for label in filter(None, labels):
        codec = find_codec(label)
        # A text that is valid in UTF-8 with more than ASCII in it is hardly ever anything else.
        if codec is None or (codec != "utf-8" and not data.isascii() and _read_utf_8(data) is not None):
            draft.warn(f"is said to be in “{label[:40]}”, which it is not", "Name its encoding, or none.")
        elif (text := _try(data, codec)) is None or "\0" in text:
            draft.warn(f"is said to be in “{label[:40]}”, which does not fit", "Name its encoding, or none.")
        else:
            return text
    return None


def _read_utf_8(data: bytes) -> str | None:
    """Read a text in UTF-8; a NUL says that it is UTF-16, or none."""
    return None if b"\0" in data else _try(data, "utf-8")


def _read_guessed(data: bytes, draft: Draft) -> str:
    """Read a text of which nothing is known, and say as what; refuse what looks like no text."""
    if b"\0" in data:
        codec = _guess_utf_16(data)
        if codec is None:
            line = data.count(b"\n", 0, data.index(b"\0")) + 1
            raise UnreadableError("holds NUL bytes: it is no text, or UTF-16", SAVE, line)
        draft.warn("is not UTF-8; read as UTF-16", SAVE)
        return data.decode(codec)
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    place = len(mended.partition("\ufffd")[0].encode())
    first = data.count(b"\n", 0, place) + 1
    if sum(map(str.isalpha, re.sub(r"[\0-\x7f\ufffd]+", "", mended))) >= 4 * broken:
        draft.warn(f"holds bytes that are not UTF-8, {broken} in all, shown as “\ufffd”", SAVE, first)
        return mended
    codec = _guess(data)
    text = _try(data, codec) if codec else None
    if text is None or len(_CONTROL.findall(text)) > len(text) // 100:
        reason = f"is not UTF-8, nor in any other encoding that fits: byte 0x{data[place]:02x}"
        raise UnreadableError(reason, SAVE, first)
    draft.warn(f"is not UTF-8; read as {_SHOWN[codec or '']}", SAVE, first)
    return text


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _guess_utf_16(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: each other byte is one of the few with which letters begin."""
    for codec, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        # What is left over after these are taken out are the halves of rare signs.
        if len(high.translate(None, _HIGH_HALVES)) * 20 <= len(high):
            text = _try(data, codec)
            # More than a word has spaces, or it is no text.
            if text and not _CONTROL.search(text) and len(text) <= _LONGEST_WORD * (1 + len(text.split())):
                return codec
    return None


def _guess(data: bytes) -> str | None:
    """Guess an encoding by the lines that hold more than ASCII; the others tell nothing."""
    lines = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:_LOOKED_AT]
    beyond = sum(byte > 0x7F for byte in lines)
    if beyond > _DENSE * sum(byte > 0x20 for byte in lines):
        among = (_CYRILLIC, _EASTERN) if beyond < _SHORT else ((*_CYRILLIC, *_EASTERN),)
        for each in among:
            codec = _detect(lines, each)
            # A word half of Latin letters and half of Cyrillic ones is a Latin word misread.
            if codec and not _MIXED.search(lines.decode(codec, "ignore")):
                return codec
    if beyond < _FEW and (text := _try(lines, "cp1252")) and not _ODD.search(text):
        return "cp1252"
    return _detect(lines, _LATIN)


def _detect(lines: bytes, codecs_: Sequence[str]) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(lines, cp_isolation=list(codecs_), enable_fallback=False).best()
    return found.encoding if found else None
