"""What does a message of several changes say once some of them are taken back?"""

from bot import wording
from bot.delivery._parcels import Parcel
from bot.stories import Story
from knowledge.model import Statement
from knowledge.notices.audience import Correction, Joint
from knowledge.text import normalise


async def retell(story: Story, joint: Joint, corrections: Parcel) -> wording.Message | None:
    """Word such a message anew; None where it is forgotten what it told.

    The `corrections` say of some topics what stands; of those that were corrected before, what is served.
    """
    bulletin = await story.store.feed.get(joint.bulletin)
    if bulletin is None:
        return None
    told = {normalise(change.topic): change for change in bulletin.changes}
    stands: dict[str, Statement | None] = {}
    for topic in joint.withdrawn & told.keys():
        step = story.base.snapshot.ledger.find_exactly(told[topic].topic)
        stands[topic] = step.claims[-1].statement if step else None
    for due in corrections.dues:
        if isinstance(matter := due.notice.matter, Correction):
            stands[normalise(matter.change.topic)] = matter.stands
    changes = [told[topic] for topic in joint.topics if topic in told]
    own = await story.store.subscriptions.find(user=joint.user) if joint.user else ()
    stops = [
        (each.topic, each.number) for each in own if each.topic and normalise(each.topic) in joint.topics
    ]
    return wording.announcements(changes, corrections.name, stops, stands)
