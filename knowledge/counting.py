"""How many of what? A number with its noun, in words for a log or a terminal: `1 server`, `2,000 servers`."""


def count(number: float, noun: str, several: str | None = None) -> str:
    """Say how many of a noun there are; `several` is its plural where that is not an s at the end."""
    return f"{number:,.0f} {noun if round(number) == 1 else several or f'{noun}s'}"
