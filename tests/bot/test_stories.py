from bot.stories import Stories, Story
from bot.wording import Action, Message
from bot.wording.controls import Button
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer


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
