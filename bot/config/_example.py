"""What does a `config.toml` look like? As `config.example.toml`, which an installed bot has with it."""

from importlib.resources import files


def read_example() -> str:
    """Give the file that shows every option with its default and a line of why."""
    return (files("bot.config") / "example.toml").read_text("utf-8")
