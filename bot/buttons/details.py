"""What stands behind a message that tells of several changes? The words of both sides, for whoever asks."""

from bot import wording
from bot.replies.sending import Pressed, in_time, turn
from bot.stories import Story
from knowledge.text import normalise


async def details_by_button(pressed: Pressed, story: Story, key: str) -> None:
    """Show some of the changes of a message: its name, behind which may stand the number of the first."""
    name, _, first = key.partition("-")
    message = await in_time(pressed, _find(story, name, int(first or 0)))
    await turn(pressed, story.sign(message))


async def _find(story: Story, name: str, first: int) -> wording.Message:
    joint = await story.store.outbox.find_joint(name)
    bulletin = await story.store.feed.get(joint.bulletin) if joint else None
    if joint is None or bulletin is None:
        return wording.report_no_details()
    told = {normalise(change.topic): change for change in bulletin.changes}
    changes = [told[topic] for topic in joint.topics if topic in told]
    return wording.details(changes, name, first, joint.withdrawn)
