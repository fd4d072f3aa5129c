"""How are the commands called and described, in each language that Discord shows?"""

from collections.abc import Callable
from typing import Any, TypeVar

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation, TranslationContextTypes, locale_str

from bot.wording.catalogue import ENGLISH, choose_catalogue, read_catalogue

_Function = TypeVar("_Function")


def about(command: str) -> str:
    """Say in English what a command does; the translator says it in the other languages."""
    return read_catalogue(ENGLISH).find(f"about.{_join(command)}")


def describe(command: str, *options: str) -> Callable[[_Function], _Function]:
    """Describe the options of a command in English, as `app_commands.describe` does."""
    english = read_catalogue(ENGLISH)
    return app_commands.describe(
        **{option: english.find(f"options.{_join(command)}_{option}") for option in options}
    )


def name_menu(key: str) -> str:
    """Give what stands in the menu of a message, in English."""
    return read_catalogue(ENGLISH).find(f"menus.{key}")


class CommandTranslator(app_commands.Translator):
    """Gives the names and descriptions of commands, options and choices out of the catalogues."""

    async def translate(
        self,
        string: locale_str,  # noqa: ARG002  it is English, and looked up by what it is the name of
        locale: Locale,
        context: TranslationContextTypes,
    ) -> str | None:
        """Give what Discord shows in a language; None where that is English."""
        catalogue = choose_catalogue(str(locale))
        if catalogue.code == ENGLISH:
            return None
        return next((catalogue.find(key) for key in _keys(context) if catalogue.has(key)), None)


def _keys(context: TranslationContextTypes) -> tuple[str, ...]:
    """Give the keys under which the words may stand, the nearest first."""
    where = TranslationContextLocation
    data: Any = context.data
    match context.location:
        case where.command_name if isinstance(data, app_commands.ContextMenu):
            menus = read_catalogue(ENGLISH).entries["menus"].items()
            return tuple(f"menus.{key}" for key, name in menus if name == data.name)
        case where.command_name | where.group_name:
            return (f"commands.{_join(data.qualified_name)}",)
        case where.command_description | where.group_description:
            name = _join(data.qualified_name)
            # The command that stands for its group is described as that is.
            parent = [_join(data.parent.qualified_name)] if data.parent else []
            return tuple(f"about.{each}" for each in (name, *parent))
        case where.parameter_name:
            return (f"option_names.{data.name}",)
        case where.parameter_description:
            name = _join(data.command.qualified_name)
            parent = [_join(data.command.parent.qualified_name)] if data.command.parent else []
            return tuple(f"options.{each}_{data.name}" for each in (name, *parent))
        case where.choice_name:
            return (f"choices.{data.value}",)
        case _:
            return ()


def _join(name: str) -> str:
    return name.replace(" ", "_")
