"""What was read of a document? Its passages, its statuses, and what was not understood, for who loads it."""

from collections.abc import Iterable

from bot.wording._facts import counted, phrase_date, phrase_position, quote_row
from bot.wording.controls import Pages, article_key
from bot.wording.message import Entry, Line, Listing, Message, Quote, Tone, line, listing
from bot.wording.spans import Bold, Name, Phrase, Text, bold, text
from knowledge.model import Article, Claim, Ignored, Kind, Problem, Unit
from knowledge.sources.inspection import Inspection

_KINDS = {Kind.BULLET: text("reading.bullet"), Kind.ROW: text("reading.row")}


def report_reading(found: Inspection) -> Message:
    """Word what the bot makes of a document."""
    article = found.article
    if article is None:
        blocks = (
            line(name=Bold(found.path)),
            *_list(bold("reading.not_read"), map(_problem, found.problems)),
        )
        return Message(found.path, blocks, tone=Tone.FAILED)
    blocks = (*describe_reading(found, article), *_passages(article))
    tone = Tone.DOUBT if found.problems or found.ignored else Tone.DONE
    return Message(article.title, blocks, tone=tone, pages=Pages("show", article_key(article.path)))


def describe_reading(found: Inspection, article: Article) -> tuple[Line | Listing, ...]:
    """Say what was read of an article but for its passages: what it is, its statuses, what is odd."""
    return (
        line(name=Bold(article.title)),
        line(*_describe(article, found.format)),
        *_list(bold("reading.statuses"), map(_claim, found.claims)),
        *_list(bold("reading.ignored"), (_ignored(each, article.unit) for each in found.ignored)),
        *_list(bold("reading.to_look_at"), map(_problem, found.problems)),
    )


def _describe(article: Article, form: str) -> Iterable[Phrase]:
    yield (form, ", ", article.language)
    yield phrase_date(article.published, article.loaded_on)
    yield (Name(article.url),) if article.url else ()
    yield (text("reading.passages", count=len(article.passages)),)


def _list(heading: Text, lines: Iterable[Line]) -> tuple[Listing, ...]:
    items = tuple(lines)
    return listing(items, counted(heading, len(items)))


def _claim(claim: Claim) -> Line:
    return line(
        (Name(claim.status),),
        phrase_position(claim.passage.lines, claim.article.unit),
        name=Bold(claim.topic),
    )


def _ignored(ignored: Ignored, unit: Unit) -> Line:
    return line((ignored.why,), phrase_position(ignored.lines, unit), name=Name(ignored.text))


def _problem(problem: Problem) -> Line:
    where = () if problem.line is None else phrase_position((problem.line, problem.line), Unit.LINE)
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
        kind: Phrase = (_KINDS[passage.kind],) if passage.kind in _KINDS else ()
        words = Quote(passage.text, is_item=passage.kind is Kind.BULLET)
        blocks.append(quote_row(passage.cells) if passage.cells else words)
        blocks.append(line(kind, phrase_position(passage.lines, article.unit), small=True))
        items.append(Entry(tuple(blocks)))
    return (Listing(tuple(items)),) if items else ()
