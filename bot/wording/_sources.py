"""How does a live source stand? For those who run the bot."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from bot.wording.message import Line, Message, Tone, line, listing
from bot.wording.spans import Bold, CommandName, Moment, Name, Phrase, Text, text
from knowledge.sources.kept import Kind, SourceRecord, SourceSpec
from knowledge.sources.proposals import ADDED

NAMES: Mapping[str, Text] = MappingProxyType({"": text("sources.folder"), ADDED: text("sources.added")})
"""What the articles of no live source are said to be of."""
_KINDS = {
    Kind.FEED: text("sources.feed"),
    Kind.PAGE: text("sources.page"),
    Kind.SITEMAP: text("sources.sitemap"),
}


def list_sources(records: Sequence[SourceRecord], configured: Collection[str]) -> Message:
    """List live sources, those first that cannot be read, for who runs the bot."""
    ordered = sorted(records, key=lambda each: (not each.state.reason, each.paused, each.name))
    items = (_source(each, is_configured=each.name in configured) for each in ordered)
    begin = text("sources.none", command=CommandName("sources add", "name kind url"))
    is_doubtful = any(each.state.reason for each in records)
    return Message(
        text("sources.sources"),
        listing(items) or (line(begin),),
        tone=Tone.DOUBT if is_doubtful else Tone.KNOWN,
    )


def phrase_failure(record: SourceRecord) -> Phrase:
    """Say why a source cannot be read, and when it was last."""
    state = record.state
    reason, cure = Name(state.reason), Name(state.cure)
    return (text("sources.failing", reason=reason, cure=cure, seen=_phrase_seen(record)),)


def phrase_source(spec: SourceSpec) -> Phrase:
    """Say what a source is, where, and how often it is looked at."""
    minutes = round(spec.interval.total_seconds() / 60)
    at = text("sources.at", kind=_KINDS[spec.kind], url=Name(spec.url))
    return at, ", ", text("sources.every", count=minutes)


def _phrase_seen(record: SourceRecord) -> Phrase:
    seen = record.state.last_success
    return (text("sources.read", moment=Moment(seen)) if seen else text("sources.never_read"),)


def _source(record: SourceRecord, *, is_configured: bool) -> Line:
    state = record.state
    return line(
        (text("sources.paused"),) if record.paused else (),
        ("⚠ ", *phrase_failure(record)) if state.reason else _phrase_seen(record),
        phrase_source(record.spec) if record.spec else (),
        text("sources.configured") if is_configured else text("sources.added"),
        name=Bold(record.name),
    )
