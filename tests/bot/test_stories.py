from bot.stories import Stories, Story
from bot.wording import Action, Message
from bot.wording.controls import Button
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer
from knowledge.notices.preferences import Preferences


def _message(key: str) -> Message:
    return Message("Followed", (), buttons=(Button("Stop following", Action.STOP, key),))


def test_what_is_pressed_is_about_the_story_that_it_was_shown_for(
    base: KnowledgeBase, gatherer: Gatherer
) -> None:
    main, ships = Story("", base, gatherer), Story("ships", base, gatherer)
    stories = Stories(main, [ships])
    assert stories.all() == (main, ships)
    signed = ships.sign(_message("12")).buttons[0].key
    assert stories.find_pressed(None, signed) == (ships, "12")
    assert main.sign(_message("12")) == _message("12")
    assert stories.find_pressed(None, "12") == (main, "12")
    assert Stories(main).find_pressed(None, signed) == (None, "12")


async def test_a_story_knows_what_all_servers_have_set_that_are_told_it(
    base: KnowledgeBase, gatherer: Gatherer
) -> None:
    """Also those of other processes, of which this one has nothing in memory."""
    main, ships = Story("", base, gatherer), Story("ships", base, gatherer)
    for guild, corpus in ((1, "ships"), (2, ""), (3, "no more")):
        await base.store.servers.save(guild, Preferences(corpus=corpus))
    Stories(main, [ships])
    assert set(await base.find_servers()) == {1}
    Stories(main)
    assert set(await base.find_servers()) == {1, 2, 3}
