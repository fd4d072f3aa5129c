"""What does the panel of a server show, and what does it let be chosen?"""

from typing import Any

import discord
import pytest
from msgspec.structs import replace

from bot import wording
from bot.replies.views import view_of
from bot.wording import ForumTag, Setup
from bot.wording.catalogue import find_codes
from knowledge.notices.preferences import NEVER_OLD, Preferences, Style
from tests.drawing import body

SET_UP = Setup(900, Preferences(), "!", 30, hears_all=True)
TOLD = wording.show_settings([], None)
TAGS = tuple(ForumTag(number, f"tag {number}") for number in range(1, 41))


def shown(setup: Setup = SET_UP, **wishes: Any) -> str:
    return body(wording.show_panel(TOLD, replace(setup, wishes=replace(setup.wishes, **wishes))))


def components(setup: Setup) -> list[Any]:
    panel = wording.show_panel(TOLD, setup)
    rows: list[Any] = view_of(panel.buttons, menus=panel.menus).to_components()
    return [row["components"] for row in rows]


def test_where_nothing_is_set_all_is_as_configured() -> None:
    text = shown()
    for said in (
        "Slash commands: everywhere",
        "Mentions and replies: answered",
        "By myself, unasked: nowhere",
        "Prefix: **!**",
        "Language: as Discord says",
        "Warn of sources older than: 30 days, as configured",
        "Answers: as cards",
    ):
        assert said in text
    assert "Posts of a forum" not in text


def test_what_is_set_is_shown() -> None:
    setup = replace(SET_UP, prefix="?", channels=(11, 12), tags=TAGS[:3], hears_all=False)
    text = shown(setup, mentions=False, language="en", stale_days=7, style=Style.TEXT, forum_tags=(1, 3))
    for said in (
        "Mentions and replies: not answered",
        "By myself, unasked: <#11>, <#12>",
        "Posts of a forum: tag 1, tag 3",
        "Prefix: **?** · ⚠ I may not read messages",
        "Language: English",
        "Warn of sources older than: 7 days",
        "Answers: as plain text",
    ):
        assert said in text
    assert "older than: never" in shown(stale_days=NEVER_OLD)
    assert "Posts of a forum: with any tag" in shown(setup)


def test_a_language_without_a_catalogue_is_as_discord_says() -> None:
    assert "Language: as Discord says" in shown(language="tlh")


def test_what_is_told_is_said_below_with_the_commands_that_set_it() -> None:
    text = shown()
    assert text.index("Answers: as cards") < text.index("**Digest**") < text.index("/settings digest")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("channels", "By myself, unasked: nowhere"),
        ("tags", "Posts of a forum: with any tag"),
        ("language", "Language: as Discord says"),
        ("age", "Warn of sources older than: 30 days, as configured"),
        ("mentions", "Mentions and replies: answered"),
        ("style", "Answers: as cards"),
        ("prefix", "Prefix: **!**"),
    ],
)
def test_what_was_changed_is_said_first(setting: str, said: str) -> None:
    panel = wording.show_panel(TOLD, SET_UP, wording.name_change(setting, SET_UP))
    assert body(panel).startswith(f"✓ {said}\n")


def test_a_panel_of_very_many_channels_and_tags_is_one_that_discord_takes() -> None:
    channels = tuple(range(10**18, 10**18 + 25))
    *lists, buttons = components(replace(SET_UP, channels=channels, tags=TAGS))
    assert len(lists) == 4
    for (menu,) in lists:
        assert len(menu["custom_id"]) <= 100
        assert len(menu["placeholder"]) <= 150
        assert len(menu.get("options", [])) <= 25
        assert menu["max_values"] <= 25
    assert [each["id"] for each in lists[0][0]["default_values"]] == list(channels)
    assert len(buttons) <= 5


def test_what_is_set_is_chosen_in_the_lists() -> None:
    wishes = Preferences(language="en", stale_days=60, forum_tags=(2,))
    (_,), (tags,), (languages,), (ages,), _ = components(replace(SET_UP, wishes=wishes, tags=TAGS[:2]))
    chosen = [
        [each["value"] for each in menu["options"] if each.get("default")] for menu in (tags, languages, ages)
    ]
    assert chosen == [["2"], ["en"], ["60"]]
    assert {each["value"] for each in languages["options"]} == {"discord", *find_codes()}
    assert (tags["min_values"], tags["max_values"]) == (0, 2)


def test_buttons_offer_what_is_not_so_yet() -> None:
    *_, buttons = components(replace(SET_UP, wishes=Preferences(mentions=False, style=Style.TEXT)))
    ids = [each["custom_id"] for each in buttons]
    assert ids == [
        *("setting:900-mentions-on", "setting:900-style-card", "setting:900-prefix", "setting:900-check")
    ]
    *_, buttons = components(SET_UP)
    assert [each["custom_id"] for each in buttons][:2] == [
        "setting:900-mentions-off",
        "setting:900-style-text",
    ]
    assert buttons[-1]["style"] == discord.ButtonStyle.primary.value
