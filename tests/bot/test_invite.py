"""Does the link that the bot shows ask for what the README says?"""

import re
from pathlib import Path

import discord

from bot.invite import PERMISSIONS, SCOPES, make_invitation
from bot.wording.catalogue import ENGLISH, read_catalogue

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def test_the_readme_has_the_same_link() -> None:
    (link,) = re.findall(r"https://discord\.com/oauth2/authorize\S+?(?=`)", README)
    assert link.replace("YOUR_ID", "42") == make_invitation(42)


def test_the_readme_names_each_scope_and_permission() -> None:
    flat = " ".join(README.split())
    assert all(f"`{each}`" in flat for each in SCOPES)
    names = read_catalogue(ENGLISH).entries["permissions"]
    asked = {name: names[name] for name in names if getattr(PERMISSIONS, name)}
    assert discord.Permissions(**dict.fromkeys(asked, True)) == PERMISSIONS
    for each in asked.values():
        # A server's permissions are called a little otherwise than a channel's.
        assert f"*{str(each).replace('View Channel', 'View Channels')}*" in flat


def test_it_asks_for_no_right_over_others() -> None:
    assert not PERMISSIONS.value & discord.Permissions.elevated().value
