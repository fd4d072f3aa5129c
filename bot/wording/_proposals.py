"""What would follow if somebody published this? Shown before anything changes, with two buttons below."""

from typing import TYPE_CHECKING

from bot.wording._facts import counted, more
from bot.wording._own import report_failure
from bot.wording._reading import describe_reading
from bot.wording._reports import report_changes
from bot.wording._sources import phrase_source
from bot.wording.controls import publish_or_cancel
from bot.wording.message import Block, Gap, Line, Message, Tone, line, listing
from bot.wording.spans import Bold, CommandName, Name, Text, bold, text
from knowledge.model import Article
from knowledge.sources.inspection import Inspection
from knowledge.sources.kept import Kept, SourceSpec
from knowledge.statuses.changes import Changes

if TYPE_CHECKING:
    # The terminal words no proposals, and should not wait for what fetches.
    from knowledge.sources.live import Round

_FIRST = 5
"""How many articles of a new source are named."""


def propose_article(found: Inspection, article: Article, changes: Changes, key: str) -> Message:
    """Show what was read of an article that was handed in, and what it would change."""
    return _propose(text("proposals.article"), describe_reading(found, article), changes, key)


def propose_removal(what: Name | Text, changes: Changes, key: str) -> Message:
    """Show what would go with an article or a source."""
    return _propose(text("proposals.removal"), (line(name=_stress(what)),), changes, key)


def propose_source(spec: SourceSpec, found: "Round", changes: Changes, key: str) -> Message:
    """Show what came when a source was looked at for the first time, and what that would change."""
    came = found.new[:_FIRST]
    rest = more(len(found.new) - len(came))
    blocks = (
        line(phrase_source(spec), name=Bold(spec.name)),
        line(text("proposals.came", count=len(found.new))),
        *listing([*map(_came, came), *rest]),
        *listing(
            (
                line((Name(f"{each.reason}. {each.cure}"),), name=Name(each.url))
                for each in found.remarks[:_FIRST]
            ),
            counted(bold("proposals.not_to_be_had"), len(found.remarks)),
        ),
    )
    if found.state.waiting:
        blocks = (*blocks, line(text("proposals.later", count=len(found.state.waiting))))
    return _propose(text("proposals.source"), blocks, changes, key)


def report_no_proposal() -> Message:
    """Say that what a button belongs to is not waiting any more."""
    command = CommandName("articles list")
    return report_failure(text("proposals.gone"), text("proposals.see_articles", command=command))


def _propose(title: Text, blocks: tuple[Block, ...], changes: Changes, key: str) -> Message:
    """Show what a proposal is, then what would follow, and whom that would tell."""
    report = report_changes(changes, "preview")
    would = (Gap(), line(bold("proposals.would_change")), *report.blocks[1:])
    told = () if changes.channels or changes.users else (line(text("proposals.nobody_told")),)
    loss = changes.loss.key if changes.loss.is_large else ""
    buttons = publish_or_cancel(key, loss)
    return Message(title, (*blocks, *would, *told), report.note, Tone.DOUBT, buttons)


def _stress(what: Name | Text) -> Bold | Text:
    return Bold(what.text) if isinstance(what, Name) else Text(what.key, what.slots, is_bold=True)


def _came(kept: Kept) -> Line:
    return line(Name(kept.told.title or kept.told.url or kept.identity))
