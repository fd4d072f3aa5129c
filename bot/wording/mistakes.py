"""What went wrong, and what helps? In the reader's language, also where it is the knowledge that says so."""

from bot.wording._own import report_failure
from bot.wording.catalogue import ENGLISH, read_catalogue
from bot.wording.message import Message
from bot.wording.spans import CommandName, Name, Text, text
from knowledge.errors import KnowledgeError, LimitError, NoEarlierStateError
from knowledge.sources.handed_in import FileKindError, FileSizeError, NoAddressError

_LIMITS = {
    "topics": ("mistakes.most_topics", text("mistakes.follow_fewer")),
    "questions": ("mistakes.most_questions", text("mistakes.wait_for_fewer")),
    "sources": ("mistakes.most_sources", text("mistakes.remove_one")),
    "curations": (
        "mistakes.most_curations",
        text("mistakes.take_one_back", command=CommandName("unanswered")),
    ),
}


class MistakeError(KnowledgeError):
    """A failure that a person can mend, in words of the catalogues: what happened, and what to do."""

    def __init__(self, reason: Text, cure: Text) -> None:
        """Keep both to be translated; as any other failure, it reads in English in a log."""
        english = read_catalogue(ENGLISH)
        super().__init__(english.write(reason), english.write(cure))
        self.said = reason, cure


def report_mistake(error: KnowledgeError) -> Message:
    """Say what went wrong; in English where the catalogues have no words for it."""
    match error:
        case MistakeError():
            reason, cure = error.said
        case LimitError():
            limit, cure = _LIMITS[error.of]
            reason = Text(limit, (("number", error.most),))
        case NoEarlierStateError():
            reason, cure = text("mistakes.no_earlier_state"), text("mistakes.reload")
        case FileKindError():
            reason, cure = text("mistakes.file_kind"), text("mistakes.use_endings", endings=Name(error.known))
        case FileSizeError():
            reason = text("mistakes.file_size", size=error.size, most=error.most)
            cure = text("mistakes.make_smaller")
        case NoAddressError():
            reason, cure = text("mistakes.nothing_there"), text("mistakes.look_there")
        case _:
            return report_failure(error.reason, error.cure)
    return report_failure(reason, cure)
