"""Which files do programs make? Small PDF, DOCX and ODT files, with just what a test needs."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

_HEIGHT = 800


@dataclass(frozen=True)
class Put:
    """Words at a place of a page: points from the left, and from the top down to the line they stand on."""

    left: float
    base: float
    text: str
    size: float = 10
    bold: bool = False
    turned: bool = False


def put_lines(left: float, base: float, *texts: str, size: float = 10, leading: float = 12) -> list[Put]:
    """Put lines of text one below the other."""
    return [Put(left, base + number * leading, text, size) for number, text in enumerate(texts)]


def make_pdf(*pages: Iterable[Put], title: str = "", trailer: str = "", to_unicode: bool = True) -> bytes:
    """Make a PDF; `trailer` is what else its trailer says."""
    count = len(pages)
    private = "" if to_unicode else "/Differences [65 /uniE001 /uniE002 /uniE003 /uniE004 /uniE005]"
    encoding = f"<< /BaseEncoding /WinAnsiEncoding {private} >>"
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /{{}} /Encoding {encoding} >>"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
    ]
    for number, page in enumerate(pages):
        content = "\n".join(map(_draw, page))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {_HEIGHT}] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    return _write(objects, trailer)


def _draw(put: Put) -> str:
    text = put.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    turn = "0 1 -1 0" if put.turned else "1 0 0 1"
    return f"BT /F{put.bold:d} {put.size} Tf {turn} {put.left} {_HEIGHT - put.base} Tm ({text}) Tj ET"


def _write(objects: Sequence[str], trailer: str) -> bytes:
    data = b"%PDF-1.4\n"
    places: list[int] = []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    facts = f"<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R {trailer} >>"
    table = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n{facts}"
    return data + f"{table}\nstartxref\n{len(data)}\n%%EOF\n".encode("cp1252")


def make_archive(parts: dict[str, str | bytes]) -> bytes:
    """Make a ZIP archive of parts by their names."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_CORE = 'xmlns:cp="core" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def make_docx(body: str, *, styles: str = "", footnotes: str = "", core: str = "") -> bytes:
    """Make a DOCX of the XML inside the body, and inside other parts."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {_WORD} {_COMPATIBILITY}><w:body>{body}</w:body></w:document>"
    }
    if styles:
        parts["word/styles.xml"] = f"<w:styles {_WORD}>{styles}</w:styles>"
    if footnotes:
        parts["word/footnotes.xml"] = f"<w:footnotes {_WORD}>{footnotes}</w:footnotes>"
    if core:
        parts["docProps/core.xml"] = f"<cp:coreProperties {_CORE}>{core}</cp:coreProperties>"
    return make_archive(parts)


_OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        *((name, name) for name in ("office", "text", "table", "style", "meta")),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)


def make_odt(text: str, *, own: str = "", styles: str = "", meta: str = "") -> bytes:
    """Make an ODT of the XML inside the text, of its own styles, and inside other parts."""

    def wrap(inside: str) -> str:
        return (
            f'<office:document {_OPEN} xmlns:dc="http://purl.org/dc/elements/1.1/">{inside}</office:document>'
        )

    parts: dict[str, str | bytes] = {
        "content.xml": wrap(
            f"<office:automatic-styles>{own}</office:automatic-styles>"
            f"<office:body><office:text>{text}</office:text></office:body>"
        )
    }
    if styles:
        parts["styles.xml"] = wrap(f"<office:styles>{styles}</office:styles>")
    if meta:
        parts["meta.xml"] = wrap(f"<office:meta>{meta}</office:meta>")
    return make_archive(parts)
