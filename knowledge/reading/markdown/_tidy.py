"""What in a Markdown file is no text? Blanks out what generators and notebooks put between the words.

Each line keeps its number. Code is left as it is.
"""

import re
from collections.abc import Iterator
from itertools import groupby

_FENCE = re.compile(r"(?:\s*(?:>|[-*+]\s|\d{1,9}[.)]\s))*\s*(`{3,}|~{3,})(.*)")
_CLOSING = re.compile(r"[\s>]*(`{3,}|~{3,})\s*")
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,50}+\}){0,100}+\}){0,300}+\}"
_ATTRIBUTES = rf"(?:[^<>{{}}\"']|\"[^\"]{{0,500}}+\"|'[^']{{0,500}}+'|{_BRACES}){{0,500}}+"
_NOT_SAID = re.compile(
    rf"""
    # Code between backticks stays as it is.
      (?P<code> (?<!`)(`+)(?!`) (?:(?!\n\s*\n)[^`]|(?<!`)(?!\2(?!`))`+){{1,500}}? (?<!`)\2(?!`) )
    # Obsidian: remarks, the id of a block.
    | %%.{{0,5000}}?%%
    | [ \t]\^(?=[a-z0-9-]*[0-9a-z]{{4}})[a-zA-Z0-9-]{{4,40}}[ \t]*$
    # Liquid's tags, Hugo's shortcodes, a macro on a line of its own.
    | \{{%(?:(?!\{{%).){{0,500}}?%\}}
    | \{{\{{[<%](?:(?!\{{\{{).){{0,1000}}?[>%]\}}\}}
    | ^[ \t]*\{{\{{[^{{}}\n]{{0,300}}\}}\}}[ \t]*$
    # MDX: remarks, components.
    | \{{/\*(?:(?!\{{/\*).){{0,5000}}?\*/\}}
    | </?(?:[A-Z][\w.]*[a-z][\w.]*(?=[\s/>])|[a-z][\w-]*(?=\s[^<>]{{0,500}}=\{{)){_ATTRIBUTES}>
    | ^[ \t]*</?>[ \t]*$
    # Attributes of what stands above or before.
    | [ \t]*\{{:[^{{}}\n]{{0,300}}\}}
    | ^[ \t]*\{{[ ]?[.\#][^{{}}\n]{{0,300}}\}}[ \t]*$
    | [ \t]+\{{\#[\w-]+[^{{}}\n]{{0,100}}\}}[ \t]*$
    # The marks of a table of contents and of boxes.
    | ^[ \t]*\[(?:TOC|\[_?TOC_?\])\][ \t]*$
    | ^[ \t]*:{{3,}}[ \t]*(?:\{{[^}}\n]{{0,200}}\}}|[\w-]+)?[ \t]*(?:\{{[^}}\n]{{0,200}}\}})?
    | ^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+inline)?(?:[ \t]+end)?(?:[ \t]+"(?P<title>[^"\n]*)")?
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_MODULE = re.compile(
    r"import\s+(?:type\s+)?(?:\w+,\s*)?\{[\w\s,]*"
    r"|import\s+(?:[\w*{}\s,$]+\sfrom\s+)?['\"][^'\"]+['\"];?\s*"
    r"|export\s+(?:const|let|var|default|function|async|class|\{|\*).*"
)


def tidy(lines: list[str]) -> list[str]:
    """Blank out comments, templates, components and marks that are no words."""
    fenced = _find_fenced(lines)
    tidied: list[str] = []
    for is_code, group in groupby(range(len(lines)), key=fenced.__contains__):
        part = [lines[number] for number in group]
        tidied += part if is_code else _blank(part)
    return tidied


def _find_fenced(lines: list[str]) -> set[int]:
    """Find the lines of code blocks, their fences too."""
    return set(_iterate_fenced(lines))


def _iterate_fenced(lines: list[str]) -> Iterator[int]:
    fence = ""
    for number, line in enumerate(lines):
        if not fence:
            found = _FENCE.match(line)
            if found and not (found[1][0] == "`" and "`" in found[2]):
                fence = found[1]
                yield number
            continue
        yield number
        closing = _CLOSING.fullmatch(line)
        if closing and closing[1].startswith(fence):
            fence = ""


def _blank(lines: list[str]) -> Iterator[str]:
    text = "\n".join(_blank_modules(lines))
    for before, line in zip(lines, _NOT_SAID.sub(_leave_rest, text).split("\n"), strict=True):
        yield line if line == before else _GAP.sub(" ", line)


def _leave_rest(found: re.Match[str]) -> str:
    return found["code"] or found["title"] or "\n" * found[0].count("\n")


def _blank_modules(lines: list[str]) -> Iterator[str]:
    """Blank out what MDX imports and exports: a statement ends with a blank line."""
    inside, above = False, ""
    for line in lines:
        inside = (inside and bool(line.strip())) or (not above and _MODULE.fullmatch(line) is not None)
        # A second statement may follow at once.
        above = "" if inside else line.strip()
        yield "" if inside else line
