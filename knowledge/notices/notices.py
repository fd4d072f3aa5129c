"""What is to be sent? Notices of changes, answers and digests, each with a name of its own."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from msgspec.structs import replace

from knowledge.model import Article, Corpus, Statement, StatusChange, Step
from knowledge.notices.audience import (
    ArticleChannel,
    Bulletin,
    Digest,
    DigestPlan,
    Known,
    NewArticle,
    Notice,
    Subscription,
    TakenBack,
    WaitingQuestion,
)
from knowledge.snapshot import Snapshot
from knowledge.statuses.changes import Changes, change_id, fact_id, find_fact_changes, words_of
from knowledge.statuses.sameness import identify
from knowledge.text import normalise

_NONCE = 25
"""Discord tells messages apart by at most so many characters."""


def make_change_notices(
    changes: Iterable[StatusChange],
    subscriptions: Sequence[Subscription],
    filed: Callable[[str], Step | None],
) -> tuple[Notice, ...]:
    """Make one notice for each change and each receiver that it concerns; `filed` knows other spellings.

    Whoever gets every topic and also follows this one is told for the latter. A topic that is gone is not
    told: the articles say nothing of it. Those for one receiver come together: they go out as one message.
    """
    followers = _followers(subscriptions, filed)
    made: list[Notice] = []
    for change in changes:
        if change.after is None:
            continue
        # The later ones take the place of the earlier: the topic's own go last, and of those the oldest.
        concerned = (*followers.get(None, ()), *reversed(followers.get(change.topic, ())))
        of_change, fact = change_id(change), fact_id(change)
        for receiver, each in {(each.channel, each.user): each for each in concerned}.items():
            # By the receiver, not the number: who stops and follows again is told nothing twice.
            nonce = make_nonce("change", *receiver, of_change)
            made.append(Notice(nonce, change, each.channel, each.user, each.number, fact, each.guild))
    receivers = {(each.channel, each.user): place for place, each in reversed(list(enumerate(made)))}
    return tuple(sorted(made, key=lambda each: receivers[each.channel, each.user]))


def make_article_notices(
    articles: Iterable[Article], channels: Sequence[ArticleChannel]
) -> tuple[Notice, ...]:
    """Make one notice for each new article and each channel in which such are announced."""
    told = [NewArticle.of(article) for article in articles]
    return tuple(
        Notice(make_nonce("article", to.channel, each.path), each, to.channel, guild=to.guild)
        for to in {each.channel: each for each in channels}.values()
        for each in told
    )


def _followers(
    subscriptions: Sequence[Subscription], filed: Callable[[str], Step | None]
) -> dict[str | None, list[Subscription]]:
    """Sort the subscriptions by the topics that they mean; those for every topic under None."""
    followers: dict[str | None, list[Subscription]] = {}
    for each in subscriptions:
        found = filed(each.topic) if each.topic else None
        if not each.paused and (found or each.topic is None):
            followers.setdefault(found and found.topic, []).append(each)
    return followers


def make_bulletin(
    changes: Changes, facts: tuple[StatusChange, ...], corpora: tuple[Corpus, Corpus]
) -> Bulletin:
    """Make the bulletin of a publication: the changes of fact, and the articles with words that are new.

    The corpora are given old first.
    """
    old, new = corpora
    came, went = {*changes.added, *changes.changed}, {*changes.changed, *changes.removed}
    # One that was moved, or got another date, says nothing new.
    known = {words_of(article) for article in old.articles if article.path in went}
    articles = tuple(
        NewArticle.of(article)
        for article in new.articles
        if article.path in came and words_of(article) not in known
    )
    return Bulletin(facts, articles)


def take_back(withdrawn: Snapshot, now: Snapshot) -> tuple[TakenBack, ...]:
    """Return what a publication that is withdrawn brought, and where each topic stands `now` without it.

    A topic that it had ended is left out: nobody was told of that.
    """
    changes = find_fact_changes((now.ledger, withdrawn.ledger))
    return tuple(
        _take_back(change, now.ledger.find_exactly(change.topic)) for change in changes if change.after
    )


def _take_back(change: StatusChange, stands: Step | None) -> TakenBack:
    if stands is None:
        return TakenBack(change, fact_id(change), None, "")
    # A fact is named by who said so first, and quoted from who said so last.
    first, last = stands.claims[0].statement, stands.claims[-1].statement
    fact = fact_id(StatusChange(stands.topic, None, first))
    return TakenBack(change, fact_id(change), last, fact)


def make_answer_notice(waiting: WaitingQuestion) -> Notice:
    """Make the notice that a question is answered now."""
    return Notice(make_nonce("known", waiting.number), Known(waiting.question), user=waiting.user)


def make_digest_notice(plan: DigestPlan, digest: Digest) -> Notice:
    """Make the notice of a server's digest: one for each day and beginning, whatever the clock does."""
    nonce = make_nonce("digest", plan.guild, digest.day, plan.after)
    return Notice(nonce, digest, plan.channel, guild=plan.guild)


def net(bulletins: Iterable[Bulletin], state: Snapshot | None = None) -> Bulletin:
    """Make one bulletin of several, oldest first: from what was first to what is now, sorted by topic.

    Each article is in it once. `state`, which is served now, knows the spellings of a topic, and which
    articles are not there any more.
    """
    firsts: dict[str, StatusChange] = {}
    lasts: dict[str, StatusChange] = {}
    articles: dict[str, NewArticle] = {}
    for bulletin in bulletins:
        for change in bulletin.changes:
            topic = _topic(change, state)
            firsts.setdefault(topic, change)
            lasts[topic] = change
        articles |= {article.path: article for article in bulletin.articles}
    if state:
        there = {article.path for article in state.corpus.articles}
        articles = {path: article for path, article in articles.items() if path in there}
    changes = [replace(last, before=firsts[topic].before) for topic, last in lasts.items()]
    changes.sort(key=lambda change: change.topic.casefold())
    return Bulletin(
        tuple(change for change in changes if _status(change.before) != _status(change.after)),
        tuple(articles.values()),
    )


def make_nonce(*parts: object) -> str:
    """Make a name that is the same for the same parts, in every process and for ever."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:_NONCE]


def _topic(change: StatusChange, state: Snapshot | None) -> str:
    found = state.ledger.find_exactly(change.topic) if state else None
    return normalise(found.topic if found else change.topic)


def _status(said: Statement | None) -> str:
    return identify(said.status) if said else ""
