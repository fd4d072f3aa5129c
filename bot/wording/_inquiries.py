"""What do people ask, how is it answered, and what can an editor do about it? For those who run a server."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.wording._facts import place, quote
from bot.wording.controls import Action, Button, Field, Form, Pages, curation_key
from bot.wording.message import Attachment, Block, Gap, Line, Message, Tone, line, listing
from bot.wording.spans import Ago, Bold, Day, Name, Text, bold, text
from knowledge.answers import Hit
from knowledge.inquiring import Cluster
from knowledge.keys import key_passage
from knowledge.model import Alias, CuratedAnswer, Curations
from knowledge.notices.inquiries import Insights
from knowledge.when import When

PER_PAGE = 5
"""As many as stand with their buttons in one row."""
_LONGEST, _WORDS = 100, 300
"""Characters of a name, and of words that are looked for."""
_WORDINGS = 10
_NO_LOSS = "now"
"""Stands for the loss that is confirmed by the button: none; a reload that takes back much asks first."""


class ClusterPage(Struct, frozen=True):
    """A part of the list of open questions, newest first."""

    clusters: tuple[Cluster, ...]
    number: int
    """Counted from 0."""
    pages: int
    total: int
    """How many clusters there are on all pages."""
    said: int = 0
    """How many aliases and answers editors have given; 0 for who may not see them."""


def list_unanswered(page: ClusterPage, when: When) -> Message:
    """List open questions, with a button to open each."""
    title = text("inquiries.unanswered")
    said = (_list_said(page.said),) if page.said else ()
    if not page.clusters:
        return Message(title, (line(text("inquiries.none_open")),), tone=Tone.DONE, buttons=said)
    first = page.number * PER_PAGE + 1
    numbered = list(enumerate(page.clusters, first))
    blocks = listing(_describe(number, each, when) for number, each in numbered)
    opening = (Button(str(number), Action.OPEN, each.newest.key) for number, each in numbered)
    note = line(*_count(page), small=True)
    return Message(
        title, blocks, note, buttons=(*opening, *_turn("unanswered", page.number, page.pages), *said)
    )


def show_cluster(cluster: Cluster, when: When, *, may_curate: bool) -> Message:
    """Show all wordings of an open question, and offer what can be done about it."""
    key = cluster.newest.key
    first = min(each.first_at for each in cluster.inquiries).date()
    others = [each for each in cluster.wordings if each != cluster.newest.question]
    blocks: list[Block] = [
        line(Name(cluster.newest.question), name=bold("inquiries.asked")),
        line(
            text("inquiries.times", count=cluster.times),
            text("inquiries.first", day=Day(first)),
            text("inquiries.last", ago=_age(cluster, when)),
        ),
        *listing((line(Name(each)) for each in others[:_WORDINGS]), bold("inquiries.wordings")),
    ]
    if may_curate:
        blocks.append(line(text("inquiries.what_to_do"), small=True))
    return Message(
        text("inquiries.open"), tuple(blocks), buttons=tuple(_offer_curating(cluster, key, may_curate))
    )


def ask_alias() -> Form:
    """Ask which word of a question means which name of the articles."""
    return Form(
        text("inquiries.add_alias"),
        (
            Field(text("inquiries.word"), _LONGEST),
            Field(text("inquiries.name"), _LONGEST),
        ),
    )


def ask_passage(question: str) -> Form:
    """Ask for words of the passage that answers a question."""
    return Form(
        text("inquiries.answered_by"),
        (Field(text("inquiries.look_for"), _WORDS, question[:_WORDS], is_long=True),),
    )


def offer_passages(question: str, key: str, hits: Sequence[Hit], when: When) -> Message:
    """Show the passages that may answer a question, each with a button that chooses it."""
    blocks: list[Block] = [line(Name(question), name=bold("inquiries.asked"))]
    if not hits:
        return Message(
            text("inquiries.choose"), (*blocks, line(text("inquiries.nothing_found"))), tone=Tone.UNKNOWN
        )
    for number, hit in enumerate(hits, 1):
        at = place(hit.article, [hit.passage], when)
        blocks += [Gap(), line(Bold(f"{number}.")), *quote(hit.passage), at]
    buttons = tuple(
        Button(str(number), Action.CHOOSE, f"{key}-{key_passage(hit.article, hit.passage)}")
        for number, hit in enumerate(hits, 1)
    )
    return Message(text("inquiries.choose"), tuple(blocks), tone=Tone.DOUBT, buttons=buttons)


def confirm_alias(alias: Alias) -> Message:
    """Say that an alias is kept, and when it counts."""
    said = line(text("inquiries.stands_for", word=Name(alias.word), name=Name(alias.name)))
    return Message(text("inquiries.kept"), (said, _when_it_counts()), tone=Tone.DONE, buttons=_go_on())


def confirm_curated(questions: Sequence[str], hit: Hit, when: When) -> Message:
    """Say that a passage answers a question from the next reload on."""
    blocks = (
        *listing((line(Name(each)) for each in questions), bold("inquiries.is_answered_by")),
        Gap(),
        *quote(hit.passage),
        place(hit.article, [hit.passage], when),
        Gap(),
        _when_it_counts(),
    )
    return Message(text("inquiries.kept"), blocks, tone=Tone.DONE, buttons=_go_on())


def list_curations(said: Curations, number: int) -> Message:
    """List what editors have said, newest first, with a button to take each back."""
    every: list[Alias | CuratedAnswer] = [*reversed(said.answers), *reversed(said.aliases)]
    pages = max(1, -(-len(every) // PER_PAGE))
    number = min(number, pages - 1)
    numbered = list(enumerate(every, 1))[number * PER_PAGE : (number + 1) * PER_PAGE]
    blocks = listing(line((f"{place}. ", _say(each))) for place, each in numbered)
    taking = (
        Button(text("inquiries.take_back", number=place), Action.TAKE_BACK, curation_key(each))
        for place, each in numbered
    )
    return Message(
        text("inquiries.said"),
        blocks or (line(text("inquiries.nothing_said")),),
        _when_it_counts(),
        buttons=(*taking, *_turn("curations", number, pages), _back()),
    )


def show_insights(found: Insights, open_now: int, first: Day, last: Day, chart: bytes) -> Message:
    """Say what was asked and what came of it, with a chart of the days."""
    title = text("insights.title")
    span = text("insights.span", first=first, last=last)
    if not found.asked:
        return Message(title, (line(text("insights.nothing", span=span)), _count_open(open_now)))
    blocks: tuple[Block, ...] = (
        line(text("insights.asked", count=found.asked), span),
        *listing(
            (
                line(_share(found.answered, found.asked), name=text("insights.answered")),
                line(_share(found.closest, found.asked), name=text("insights.closest")),
                line(_share(found.refused, found.asked), name=text("insights.refused")),
                line(text("insights.votes", helpful=found.helpful, unhelpful=found.unhelpful)),
                _count_open(open_now),
            )
        ),
        *listing(
            (line(Name(each), text("insights.often", count=times)) for each, times in found.most_asked),
            bold("insights.most_asked"),
        ),
        line(text("insights.chart"), small=True),
    )
    day, most, _ = max(found.by_day, key=lambda each: each[1])
    description = text(
        "insights.picture",
        asked=found.asked,
        refused=found.refused,
        # In the words beside a picture nobody's client writes a date in their own way.
        first=str(first.on),
        last=str(last.on),
        day=str(day),
        most=most,
    )
    return Message(title, blocks, attachment=Attachment(chart, "insights.png", description))


def _describe(number: int, cluster: Cluster, when: When) -> Line:
    wordings = len(cluster.wordings)
    return line(
        text("inquiries.times", count=cluster.times),
        text("inquiries.last", ago=_age(cluster, when)),
        (text("inquiries.in_wordings", count=wordings),) if wordings > 1 else (),
        name=(f"{number}. ", Bold(cluster.newest.question)),
    )


def _age(cluster: Cluster, when: When) -> Ago:
    day = cluster.last_at.date()
    return Ago(day, (when.today - day).days)


def _count(page: ClusterPage) -> Iterable[Text]:
    yield text("inquiries.open_questions", count=page.total)
    if page.pages > 1:
        yield text("articles.page", number=page.number + 1, pages=page.pages)


def _offer_curating(cluster: Cluster, key: str, may_curate: bool) -> Iterable[Button]:
    if may_curate:
        if cluster.standalone:
            yield Button(text("inquiries.answered_by"), Action.ANSWER, key, is_primary=True)
        yield Button(text("inquiries.add_alias"), Action.ALIAS, key)
    yield Button(text("inquiries.ignore"), Action.IGNORE, key)
    yield _back()


def _back() -> Button:
    return Button(text("inquiries.back"), Action.PAGE, Pages("unanswered").key)


def _list_said(number: int) -> Button:
    return Button(text("inquiries.list_said", number=number), Action.PAGE, Pages("curations").key)


def _go_on() -> tuple[Button, ...]:
    """Offer to let it count at once, and to see all that was said."""
    reload = Button(text("inquiries.reload_now"), Action.RELOAD, _NO_LOSS, is_primary=True)
    return reload, Button(text("inquiries.said"), Action.PAGE, Pages("curations").key), _back()


def _turn(kind: str, number: int, pages: int) -> Iterable[Button]:
    if number:
        yield Button(text("pages.previous"), Action.PAGE, Pages(kind, "", number - 1).key)
    if number + 1 < pages:
        yield Button(text("pages.next"), Action.PAGE, Pages(kind, "", number + 1).key)


def _say(said: Alias | CuratedAnswer) -> Text:
    if isinstance(said, Alias):
        return text("inquiries.stands_for", word=Name(said.word), name=Name(said.name))
    return text("inquiries.answered_in", question=Name(said.question), path=Name(said.path))


def _when_it_counts() -> Line:
    return line(text("inquiries.counts_after_reload"), small=True)


def _count_open(number: int) -> Line:
    return line(text("insights.open", count=number))


def _share(part: int, whole: int) -> Text:
    return text("insights.share", number=part, percent=round(100 * part / whole))
