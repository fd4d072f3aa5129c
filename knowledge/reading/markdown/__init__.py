"""What does a Markdown file say? Turns the tokens of markdown-it-py into passages."""

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from knowledge.reading.draft import Draft
from knowledge.reading.markdown._tidy import tidy
from knowledge.reading.markdown._walk import Walk

__all__ = ["read_markdown"]


def read_markdown(lines: list[str], draft: Draft) -> None:
    """Add what a Markdown file holds to `draft`; the first level-1 heading is its title.

    HTML in it is read as a page is: nothing here is ever shown as HTML.
    """
    lines = tidy(lines)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    footnote_plugin(parser, move_to_end=False)
    deflist_plugin(parser)
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, double_inline=True)
    environment: dict[str, object] = {}
    tokens = parser.parse("\n".join(lines), environment)
    Walk(lines, draft, environment).read(tokens)
