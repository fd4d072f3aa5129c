from bot import wording
from bot.replies.card import draw


def test_a_greeting_names_the_question_once() -> None:
    same = draw(wording.greet_in_thread("When?", "When?", hears_all=True))
    assert (same.title, "When?" in str(same.description)) == ("When?", False)
    other = draw(wording.greet_in_thread("The ferry", "When?", hears_all=False))
    assert "You asked: “When?”." in str(other.description)
    assert "Mention me" in str(other.description)
