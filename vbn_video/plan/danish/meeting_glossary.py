"""The glossary that a meeting brings itself: the names of its people, and what its titles write with a capital letter."""

from collections.abc import Iterator

from vbn_video.plan.danish.breaks import begins_sentence
from vbn_video.plan.danish.glossary_index import LEAST_SOUND
from vbn_video.plan.danish.person_names import name_alone
from vbn_video.plan.danish.tokens import tokens
from vbn_video.settings.glossary import Glossary, GlossaryEntry
from vbn_video.settings.meeting import Meeting


def glossary_of_people(meeting: Meeting) -> Glossary:
    """The names of the meeting's people: speakers and host."""
    people = [person for text in (*meeting.speakers, meeting.host) if (person := name_alone(text))]
    parts = [part for person in people for part in person.split()[1:] if len(part) >= LEAST_SOUND]
    whole, single = dict.fromkeys(people), dict.fromkeys(parts)
    return Glossary((*(GlossaryEntry(text) for text in whole), *(GlossaryEntry(text, name=True) for text in single)))


def glossary_of_meeting(meeting: Meeting) -> Glossary:
    """The names of the meeting's people, and what has a capital letter within its titles."""
    titles = (meeting.title, meeting.theme, *(item.title for item in meeting.agenda))
    words = dict.fromkeys(word for title in titles for word in _names_in_title(title))
    return glossary_of_people(meeting) + Glossary(tuple(GlossaryEntry(text, name=True) for text in words))


def _names_in_title(title: str) -> Iterator[str]:
    texts = title.split()
    for index, word in enumerate(tokens(texts)):
        capital = word.core[:1].isupper() and index and not begins_sentence(texts, index) and not texts[index - 1].endswith(":")
        if (capital and len(word.core) >= LEAST_SOUND and word.core[1:].islower()) or (
            word.core.isupper() and len(word.core) > 1
        ):
            yield word.core
