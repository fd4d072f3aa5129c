"""Is what goes wrong said in the reader's language, also where the knowledge says it?"""

import pytest

from bot.wording.catalogue import read_catalogue, translate
from bot.wording.mistakes import MistakeError, report_mistake
from bot.wording.spans import CommandName, text
from knowledge.errors import KnowledgeError, LimitError, NoEarlierStateError
from knowledge.sources.handed_in import FileKindError, FileSizeError, NoAddressError, check_file
from knowledge.store.rules import MOST_SUBSCRIPTIONS, MOST_WAITING, check_subscriptions, check_waiting
from tests.drawing import body


def raised(*call: object) -> KnowledgeError:
    check, *arguments = call
    assert callable(check)
    with pytest.raises(KnowledgeError) as failure:
        check(*arguments)
    return failure.value


@pytest.mark.parametrize(
    "error",
    [
        raised(check_subscriptions, MOST_SUBSCRIPTIONS + 1),
        raised(check_waiting, MOST_WAITING + 1),
        LimitError("sources", 50, "There are 50 sources already.", "Remove one first."),
        NoEarlierStateError(),
        raised(check_file, "a.exe", 1),
        raised(check_file, "a.md", 10**9),
        NoAddressError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_the_knowledge_cannot_do_is_said_as_it_says_it_and_in_other_languages(
    error: KnowledgeError,
) -> None:
    message = report_mistake(error)
    assert body(message) == f"{error.reason}\n{error.cure}"
    german = translate(message, read_catalogue("de"))
    assert body(german) not in (body(message), "")
    assert isinstance(
        error, LimitError | NoEarlierStateError | FileKindError | FileSizeError | NoAddressError
    )


def test_what_there_are_no_words_for_stays_english() -> None:
    message = report_mistake(KnowledgeError("It broke.", "Mend it."))
    assert body(message) == body(translate(message, read_catalogue("de"))) == "It broke.\nMend it."


def test_a_mistake_reads_in_english_in_a_log() -> None:
    error = MistakeError(text("articles.removed"), text("articles.take_up", command=CommandName("reload")))
    assert str(error) == "This article is removed already. Use /reload, which takes that up."
    assert body(report_mistake(error)).endswith("Use **/reload**, which takes that up.")
