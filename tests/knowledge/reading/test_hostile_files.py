"""What does a file cost that was made to cost much? Each is named, and the next one is read."""

import hashlib
import zlib
from pathlib import Path

import pytest

from knowledge.reading.child import Child
from knowledge.reading.limits import Limits
from tests.documents import Put, make_archive, make_docx, make_odt, make_pdf

LIMITS = Limits(cpu_seconds=3, wall_seconds=20)
_TOO_MANY = "holds more than 10,000 passages, cells or names"
_PAGE = make_pdf([Put(72, 72, "x")])


def _put_stream(stream: bytes) -> bytes:
    """Make a PDF whose only page is a packed stream; pdfium finds the objects without a table of them."""
    head = _PAGE[: _PAGE.index(b"6 0 obj")]
    filters = b"<< /Filter /FlateDecode /Length %d >>" % len(stream)
    packed = b"6 0 obj\n" + filters + b"\nstream\n" + stream + b"\nendstream\nendobj\n"
    return head + packed + b"trailer\n<< /Root 1 0 R >>\n"


def hostile_files() -> dict[str, tuple[bytes, str]]:
    """Give each file, and what is said of it; some take a second to make."""
    drawn = zlib.compress(b"BT /F0 10 Tf (A) Tj ET\n" * 8_000_000)
    return {
        "pages that lead to themselves.pdf": (
            _PAGE.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
            "holds no text",
        ),
        "a page that unpacks to 180 MB.pdf": (_put_stream(drawn), "ended the process|took more|takes more"),
        "a part of 100 MB.docx": (make_archive({"word/document.xml": b" " * 10**8}), "unpacks to more than"),
        "40,000 paragraphs.docx": (make_docx("<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 40_000), _TOO_MANY),
        "entities in entities.odt": (
            make_archive({"content.xml": "<!DOCTYPE a [<!ENTITY b 'lol'><!ENTITY c '&b;&b;'>]><a>&c;</a>"}),
            "declares a document type",
        ),
        "lists in lists.odt": (
            make_odt("<text:list><text:list-item>" * 2000 + "</text:list-item></text:list>" * 2000),
            "is no XML that can be read",
        ),
        "40,000 rows.csv": (b"a,b\n" * 40_000, _TOO_MANY),
        "40,000 items.rst": (b"- a\n" * 40_000, _TOO_MANY),
        "40,000 headlines.org": (b"* a\nb\n" * 40_000, _TOO_MANY),
        "mails in mails.eml": (
            b"".join(b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(9000)),
            "is nested too deeply",
        ),
    }


@pytest.mark.process
async def test_each_hostile_file_is_named_and_the_next_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(b"They met.")
    async with Child(LIMITS) as child:
        for name, (data, reason) in hostile_files().items():
            (tmp_path / name).write_bytes(data)
            found = await child.read(str(tmp_path), name, hashlib.sha256(data).hexdigest())
            assert found.problem, name
            assert any(part in found.problem.reason for part in reason.split("|")), found.problem
        good = await child.read(str(tmp_path), "good.txt", hashlib.sha256(b"They met.").hexdigest())
        assert good.article
