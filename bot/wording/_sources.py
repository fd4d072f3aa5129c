"""How does a live source stand? In the same words for a check, on Discord and in a log."""

from knowledge.sources.kept import SourceRecord


def describe_source(record: SourceRecord) -> str:
    """Say when a source was seen last, and what is wrong with it."""
    state = record.state
    seen = f"last read on {state.last_success:%Y-%m-%d %H:%M} UTC" if state.last_success else "never read yet"
    paused = ["paused"] if record.paused else []
    failed = [f"it {state.reason}. {state.cure}"] if state.reason else []
    return "; ".join([*paused, seen, *failed])
