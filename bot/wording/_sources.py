"""How does a live source stand? In the same words for a check, on Discord and in a log."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from bot.wording.message import Bold, CommandName, Line, Message, Moment, Name, Phrase, Tone, line, listing
from knowledge.sources.kept import SourceRecord, SourceSpec
from knowledge.sources.proposals import ADDED

NAMES: Mapping[str, str] = MappingProxyType({"": "folder", ADDED: "added on Discord"})
"""What the articles of no live source are said to be of."""


def describe_source(record: SourceRecord) -> str:
    """Say when a source was seen last, and what is wrong with it."""
    state = record.state
    seen = f"last read on {state.last_success:%Y-%m-%d %H:%M} UTC" if state.last_success else "never read yet"
    paused = ["paused"] if record.paused else []
    failed = [f"it {state.reason}. {state.cure}"] if state.reason else []
    return "; ".join([*paused, seen, *failed])


def list_sources(records: Sequence[SourceRecord], configured: Collection[str]) -> Message:
    """List live sources, those first that cannot be read, for who runs the bot."""
    ordered = sorted(records, key=lambda each: (not each.state.reason, each.paused, each.name))
    items = (_source(each, is_configured=each.name in configured) for each in ordered)
    begin = ("There is no live source. ", CommandName("sources add", "name kind url"), " begins.")
    is_doubtful = any(each.state.reason for each in records)
    return Message(
        "Sources", listing(items) or (line(begin),), tone=Tone.DOUBT if is_doubtful else Tone.KNOWN
    )


def phrase_failure(record: SourceRecord) -> Phrase:
    """Say why a source cannot be read, and when it was last."""
    state = record.state
    seen: Phrase = ("last read ", Moment(state.last_success)) if state.last_success else ("never read yet",)
    return ("it ", Name(state.reason), ". ", Name(state.cure), " — ", *seen)


def phrase_source(spec: SourceSpec) -> Phrase:
    """Say what a source is, where, and how often it is looked at."""
    minutes = round(spec.interval.total_seconds() / 60)
    every = "every minute" if minutes == 1 else f"every {minutes:,} minutes"
    return (spec.kind.value, " at ", Name(spec.url), f", {every}")


def _source(record: SourceRecord, *, is_configured: bool) -> Line:
    state = record.state
    seen: Phrase = ("last read ", Moment(state.last_success)) if state.last_success else ("never read yet",)
    return line(
        ("paused",) if record.paused else (),
        ("⚠ ", *phrase_failure(record)) if state.reason else seen,
        phrase_source(record.spec) if record.spec else (),
        ("in config.toml",) if is_configured else ("added on Discord",),
        name=Bold(record.name),
    )
