"""Is a backup that is made while a bot writes one state that was acknowledged, whole?"""

import asyncio
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.store import back_up_store, open_store, restore_store
from soak.nursery import make_victim
from soak.stories import make_story
from soak.trial import Outcome, Trial


async def back_up(times: int, folder: Path) -> Outcome:
    """Make so many backups beside a process that publishes on and on, and restore each of them."""
    survived = lost = 0
    with make_victim("publish", folder) as victim:
        victim.wait_for_line()
        for number in range(times):
            victim.wait_for_line()
            before = int(victim.read()[-1])
            backup = folder / f"{number}.db"
            try:
                await asyncio.to_thread(back_up_store, folder / "data", backup)
                await asyncio.to_thread(restore_store, folder / "restored", backup)
                found = await _find_published(folder / "restored")
            except KnowledgeError:
                found = None
            # The last one may be kept, and not be said to be so yet.
            after = int(victim.read()[-1]) + 1
            survived += found is not None and before <= found <= after
            lost += found is not None and found < before
            backup.unlink(missing_ok=True)
        published = int(victim.kill()[-1])
    return Outcome(times, survived, lost, (f"{published} publications meanwhile",))


async def _find_published(data: Path) -> int | None:
    """Say which publication a store holds last; None where it does not hold all that came with each."""
    async with open_store(data) as store:
        kept = await store.corpora.find_kept()
        for head in kept:
            if await store.corpora.load(head.corpus_id) != make_story(int(head.fingerprint), 60):
                return None
        last = int(kept[0].fingerprint)
        return last if await store.feed.get_newest() == last else None


TRIAL = Trial("R25", "backups while a bot writes, each restored", back_up, short=2, full=20)
