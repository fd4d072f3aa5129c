"""By which words do articles say, and questions ask, where things stand?"""

from msgspec import Struct

from knowledge.languages.words import Phrases, Words


class Statuses(Struct, frozen=True, forbid_unknown_fields=True):
    """How articles say where a topic stands, and how questions ask for it."""

    headers: Phrases
    """What a table column, a field or a heading is called that says where a thing stands ..."""
    other_headers: Phrases
    """... and what else it may be called, where the rest of the table speaks for it."""
    place_headers: Words
    """Those of both that may also list places, as "State" does."""
    current: Words
    """What may stand beside them: "current status" ..."""
    former: Words
    """... and what makes another thing of them: "previous status"."""
    things: Words
    """What has a status: topics, tasks, proposals; so a column that names them is called ..."""
    labels: Words
    """... or so."""
    groups: Words
    """What several of them share, and where no other column names a topic, what has a status itself."""
    attributes: Words
    """What such a thing has beside its status: an owner, a number, a deadline."""
    date_headers: Phrases
    """What a column is called that says since when it stands."""
    explains: Words
    """What the other column of a legend is called."""
    stages: Words
    """What is counted to say how far a thing has come: "Stage 3"."""
    ahead: Words
    """Statuses to which a date belongs: "postponed to 3 March" is another than "to 9 March"."""
    values: Phrases
    """What is known to be a status; a bullet `Topic: Status` below nothing that speaks of them says one."""
    done: Phrases
    """What a ticked box says ..."""
    open: Phrases
    """... an empty one ..."""
    unfinished: Phrases
    """A ticked item below a heading with one of these is done all the same."""
    struck: Phrases
    """... and an item that is struck out; one phrase each."""
    speaking: Phrases
    """What a heading or an introduction says above a list of statuses in whatever words ..."""
    speaking_not: Phrases
    """... and what holds such a phrase and is something else."""
    legends: Words
    """What is said above a list that explains the words for statuses."""
    lists: Phrases
    """What is said above a list in which each item is ticked or not."""
    checklists: Words
    """What is said above a list of what is to be seen to, and no topic."""
    general: Phrases
    """Headings above the data of a whole document."""
    listing: Words
    """A question needs one of these to ask for all topics at a status."""
    beside: Words
    """What else such a question may hold."""
    negations: Words
    """Small words with which it asks for the topics at any other status."""
    opposite: Words
    """Those with which it asks for something else."""
