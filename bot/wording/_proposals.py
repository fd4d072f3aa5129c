"""What would follow if somebody published this? Shown before anything changes, with two buttons below."""

from typing import TYPE_CHECKING

from bot.wording._facts import count
from bot.wording._own import report_failure
from bot.wording._reading import describe_reading
from bot.wording._reports import report_changes
from bot.wording._sources import phrase_source
from bot.wording.message import Block, Bold, Gap, Line, Message, Name, Tone, line, listing, publish_or_cancel
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
    return _propose("Publish this article?", describe_reading(found, article), changes, key)


def propose_removal(name: str, changes: Changes, key: str) -> Message:
    """Show what would go with an article or a source."""
    return _propose("Remove this?", (line(name=Bold(name)),), changes, key)


def propose_source(spec: SourceSpec, found: "Round", changes: Changes, key: str) -> Message:
    """Show what came when a source was looked at for the first time, and what that would change."""
    came = found.new[:_FIRST]
    left = len(found.new) - len(came)
    rest = [line(f"… and {left:,} more")] if left else []
    blocks = (
        line(phrase_source(spec), name=Bold(spec.name)),
        line(f"{count(len(found.new), 'article')} came when I looked."),
        *listing([*map(_came, came), *rest]),
        *listing(
            (
                line((Name(f"{each.reason}. {each.cure}"),), name=Name(each.url))
                for each in found.remarks[:_FIRST]
            ),
            (Bold("Not to be had"), f" ({len(found.remarks):,})"),
        ),
    )
    if found.state.waiting:
        waiting = line(f"{count(len(found.state.waiting), 'more', 'more')} would come in later rounds.")
        blocks = (*blocks, waiting)
    return _propose("Add this source?", blocks, changes, key)


def report_no_proposal() -> Message:
    """Say that what a button belongs to is not waiting any more."""
    return report_failure(
        "This is done already, cancelled, or older than a day.", "To see what holds now: /articles list."
    )


def _propose(title: str, blocks: tuple[Block, ...], changes: Changes, key: str) -> Message:
    """Show what a proposal is, then what would follow, and whom that would tell."""
    report = report_changes(changes, "preview")
    would = (Gap(), line(Bold("What this would change")), *report.blocks[1:])
    told = () if changes.channels or changes.users else (line("Nobody would be told."),)
    loss = changes.loss.key if changes.loss.is_large else ""
    buttons = publish_or_cancel(key, loss)
    return Message(title, (*blocks, *would, *told), report.note, Tone.DOUBT, buttons)


def _came(kept: Kept) -> Line:
    return line(Name(kept.told.title or kept.told.url or kept.identity))
