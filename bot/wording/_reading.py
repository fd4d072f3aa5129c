"""What was read of a document? Its passages, its statuses, and what was not understood, for who loads it."""

from collections.abc import Iterable

from bot.wording._facts import count, phrase_date, phrase_position, quote_row
from bot.wording.message import (
    Bold,
    Entry,
    Line,
    Listing,
    Message,
    Name,
    Pages,
    Phrase,
    Quote,
    Tone,
    article_key,
    line,
    listing,
)
from knowledge.model import Article, Claim, Ignored, Kind, Problem, Unit
from knowledge.sources.inspection import Inspection

_KINDS = {Kind.PARAGRAPH: "", Kind.BULLET: "bullet", Kind.ROW: "row"}


def report_reading(found: Inspection) -> Message:
    """Word what the bot makes of a document."""
    article = found.article
    if article is None:
        blocks = (line(name=Bold(found.path)), *_list("Not read", map(_problem, found.problems)))
        return Message(found.path, blocks, tone=Tone.FAILED)
    blocks = (*describe_reading(found, article), *_passages(article))
    tone = Tone.DOUBT if found.problems or found.ignored else Tone.DONE
    return Message(article.title, blocks, tone=tone, pages=Pages("show", article_key(article.path)))


def describe_reading(found: Inspection, article: Article) -> tuple[Line | Listing, ...]:
    """Say what was read of an article but for its passages: what it is, its statuses, what is odd."""
    return (
        line(name=Bold(article.title)),
        line(*_describe(article, found.format)),
        *_list("Statuses", map(_claim, found.claims)),
        *_list("Not taken for a status", (_ignored(each, article.unit) for each in found.ignored)),
        *_list("To look at", map(_problem, found.problems)),
    )


def _describe(article: Article, form: str) -> Iterable[Phrase]:
    yield (form, ", ", article.language)
    yield phrase_date(article.published, article.loaded_on)
    yield (Name(article.url),) if article.url else ()
    yield (count(len(article.passages), "passage"),)


def _list(heading: str, lines: Iterable[Line]) -> tuple[Listing, ...]:
    items = tuple(lines)
    return listing(items, (Bold(heading), f" ({len(items):,})"))


def _claim(claim: Claim) -> Line:
    return line(
        (Name(claim.status),),
        phrase_position(claim.passage.lines, claim.article.unit),
        name=Bold(claim.topic),
    )


def _ignored(ignored: Ignored, unit: Unit) -> Line:
    return line((ignored.why,), phrase_position(ignored.lines, unit), name=Name(ignored.text))


def _problem(problem: Problem) -> Line:
    where: Phrase = () if problem.line is None else (f"line {problem.line}",)
    return line((Name(f"{problem.reason}. {problem.cure}"),), where)


def _passages(article: Article) -> tuple[Listing, ...]:
    """Show the passages below their headings, each heading once."""
    items: list[Entry] = []
    section: tuple[str, ...] = ()
    for passage in article.passages:
        blocks: list[Line | Quote] = []
        if passage.section != section:
            section = passage.section
            blocks.append(line(name=Bold(" › ".join(section))))
        kind = _KINDS[passage.kind]
        text = Quote(passage.text, is_item=passage.kind is Kind.BULLET)
        blocks.append(quote_row(passage.cells) if passage.cells else text)
        blocks.append(line((kind,) if kind else (), phrase_position(passage.lines, article.unit), small=True))
        items.append(Entry(tuple(blocks)))
    return (Listing(tuple(items)),) if items else ()
