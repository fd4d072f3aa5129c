"""Which words stand in a line of Markdown? Takes the marks out, and keeps what is struck out apart."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from markdown_it.token import Token
from msgspec import Struct

_STRIKES = re.compile(r"<(/?)(?:s|del|strike)(?:\s[^>]*)?>", re.IGNORECASE)
_EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_WIKI_LINK = re.compile(r"\[\[(?!\s)(?P<page>[^\[\]\n|]*)(?:\|(?P<said>[^\[\]\n]*))?\]\]")
_MARKED = re.compile(r"==(?=\S)([^=\n]+)(?<=\S)==")
_BOX = re.compile(r"\[[ xX/-]\]\s+")


class Words(Struct, frozen=True):
    """What a line says, and the notes that stand in it."""

    text: str
    notes: tuple[str, ...] = ()


class _Piece(Struct, frozen=True):
    text: str
    struck: bool


def read_words(tokens: Sequence[Token] | None, environment: Mapping[str, object]) -> Words:
    """Take the inline markup out: words stay, addresses go, a soft line break stays a line break.

    What is struck out is left out, but where nothing else is said: it keeps its marks then.
    """
    pieces = list(_iterate_pieces(tokens or ()))
    said = "".join(piece.text for piece in pieces if not piece.struck)
    if any(piece.struck for piece in pieces):
        if _has_words(_BOX.sub("", said, count=1)):
            said = re.sub(r"(?<=\S) {2,}(?=\S)", " ", said)
        else:
            said = _restore_marks(pieces)
    notes = (read_words(note, {}).text for note in _find_notes(tokens or (), environment))
    return Words(_take_links(said).strip(), tuple(note for note in notes if note))


def read_heading(tokens: Sequence[Token] | None) -> str:
    """Take the words of a heading, without what its pictures are called where it has others."""
    without = [token for token in tokens or () if token.type != "image"]
    return read_words(without, {}).text or read_words(tokens, {}).text


def is_picture(tokens: Sequence[Token] | None) -> bool:
    """Tell whether a line holds pictures and links around them, and no word beside."""
    kinds = {token.type for token in tokens or () if token.type != "text" or token.content.strip(" |·•-–—")}
    return "image" in kinds and kinds <= {
        "image",
        "link_open",
        "link_close",
        "softbreak",
        "hardbreak",
        "html_inline",
    }


def _iterate_pieces(tokens: Iterable[Token]) -> Iterable[_Piece]:
    depth = 0
    for token in tokens:
        if found := _STRIKES.fullmatch(token.content) if token.type == "html_inline" else None:
            depth = max(0, depth - 1) if found[1] else depth + 1
        elif token.type in {"s_open", "s_close"}:
            depth += token.nesting
        else:
            yield _Piece(_read_token(token), depth > 0)


def _read_token(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if token.content.lower().startswith("<br") else ""
        case "image":
            return "".join(_read_token(child) for child in token.children or ())
        case "math_inline" | "math_inline_double":
            return f"{token.markup}{token.content}{token.markup}"
        case _:
            return token.content


def _restore_marks(pieces: list[_Piece]) -> str:
    """Put the marks back around what is struck out."""
    text, struck = "", False
    for piece in pieces:
        if piece.struck != struck:
            text, struck = text + "~~", piece.struck
        text += piece.text
    return text + ("~~" if struck else "")


def _take_links(text: str) -> str:
    """Take the marks of wikis out: [[Page|words]], ![[picture]] and ==words==."""
    if "[[" in text:
        text = _WIKI_LINK.sub(_name_page, _EMBED.sub("", text))
    return _MARKED.sub(r"\1", text) if "==" in text else text


def _name_page(found: re.Match[str]) -> str:
    if found["said"]:
        return found["said"]
    page, _, section = found["page"].partition("#")
    return page.rsplit("/", 1)[-1] or section


def _find_notes(tokens: Iterable[Token], environment: Mapping[str, object]) -> Iterable[list[Token]]:
    """Find the notes that are written where they are called: ^[words]."""
    kept = cast("Mapping[str, Mapping[int, Mapping[str, list[Token]]]]", environment.get("footnotes", {}))
    for token in tokens:
        if token.type == "footnote_ref" and "label" not in token.meta:
            yield kept.get("list", {}).get(token.meta["id"], {}).get("tokens", [])


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
