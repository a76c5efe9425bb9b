"""What the model is told before it listens: the names and words of this meeting, as few as can't hurt. Pure.

Whisper takes a prompt for the text that came just before. A long one comes back as text where the sound is unclear: so it is
a short list, the meeting's own names first. What comes back all the same is dropped where nobody said it
(`plan/words/hallucinations.py`).
"""

from collections.abc import Iterable

from vbn_video.plan.danish.meeting_glossary import glossary_of_meeting
from vbn_video.settings.glossary import Glossary, spaced
from vbn_video.settings.meeting import Meeting

MOST_LETTERS = 200
"""Some 80 tokens of the decoder's 448."""


def compose_prompt(meeting: Meeting, glossary: Glossary) -> str:
    """`Anne Holm, Fjordens Bageri, Grenaa.`: as many of the words as there is room for, each once; empty without any."""
    links = [link.title for link in meeting.links]
    chosen: list[str] = []
    for word in _unique((*glossary_of_meeting(meeting).words, meeting.theme, *links, *glossary.words)):
        if len(", ".join([*chosen, word])) >= MOST_LETTERS:
            break
        chosen.append(word)
    return ", ".join(chosen) + "." if chosen else ""


def _unique(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(text for word in words if (text := spaced(word)))
