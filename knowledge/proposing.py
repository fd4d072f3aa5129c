"""What would follow from a proposal, and how is it carried out? Nothing changes before that."""

from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer
from knowledge.sources.documents import Holdings
from knowledge.sources.proposals import AddArticle, AddSource, Proposal, RemoveArticle, RemoveSource
from knowledge.statuses.changes import Changes


async def preview(base: KnowledgeBase, proposal: AddArticle | RemoveArticle | RemoveSource) -> Changes:
    """Say what a proposal would change; of a new source `Gatherer.try_out` says that."""
    kept = await base.intake.find_kept()
    match proposal:
        case AddArticle():
            new, data = proposal.kept, {proposal.kept.version.sha256: proposal.data}
            same = new.source, new.identity
            others = (each for each in kept if (each.source, each.identity) != same)
            holdings = Holdings((*others, new), data)
        case RemoveArticle(source, identity):
            gone = source, identity
            holdings = Holdings(tuple(each for each in kept if (each.source, each.identity) != gone))
        case _:
            holdings = Holdings(tuple(each for each in kept if each.source != proposal.name))
    return await base.preview(proposed=holdings, folder=False)


async def carry_out(
    base: KnowledgeBase, gatherer: Gatherer, proposal: Proposal, *, confirmed: bool | str = False
) -> Changes:
    """Do what is proposed, and take up what came of it; `confirmed` is as for a reload, which may raise."""
    store = base.store
    match proposal:
        case AddArticle(kept, data):
            await store.documents.save(kept, data)
        case RemoveArticle(source, identity):
            await store.documents.remove(source, identity)
        case AddSource(spec):
            await store.sources.add(spec)
            await gatherer.look(due=True)
        case _:
            await store.sources.remove(proposal.name)
    return await base.reload(confirmed=confirmed, folder=False)
