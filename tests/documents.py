"""Which files do programs make? Small PDF, DOCX and ODT files, with just what a test needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
