"""What does an article say about itself, in the lines before its text?"""

from knowledge.reading.draft import Draft
from knowledge.reading.front_matter._blocks import find_block
from knowledge.reading.front_matter._facts import is_web_address, language_code, read_facts
from knowledge.reading.front_matter._labels import is_dating, read_label, take_top_lines

__all__ = [
    "is_dating",
    "is_web_address",
    "language_code",
    "read_label",
    "take_front_matter",
    "take_top_lines",
]


def take_front_matter(lines: list[str], draft: Draft) -> list[str]:
    """Read front matter and blank its lines out, so that all others keep their numbers."""
    block = find_block(lines)
    if block is None:
        return lines
    read_facts(block, lines, draft)
    return [*lines[: block.first], *[""] * (block.end - block.first), *lines[block.end :]]
