"""Heard words as they are written, by what the preset and `meeting.toml` say of it: for captions, and for titles of chapters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vbn_video.plan.danish.meeting_glossary import of_people
from vbn_video.plan.danish.writing import TextSettings, written
from vbn_video.settings.glossary_files import glossary_hash, load_glossary

if TYPE_CHECKING:
    from vbn_video.evidence import Word
    from vbn_video.plan.danish.writing import Written
    from vbn_video.steps.step import Inputs

PRESET_KEYS = ("captions.glossary", "captions.fillers", "captions.quotes")
MEETING_KEYS = ("speakers", "host")


def written_words(inputs: Inputs, words: Sequence[Word]) -> Written:
    """The words in written Danish, and what was changed of them; a new title of the meeting changes nothing here.

    Raises:
        InputError: a word list is not there, or something in it is wrong.
    """

    captions = inputs.preset.captions
    glossary = of_people(inputs.meeting) + load_glossary(captions.glossary)
    return written(words, TextSettings(captions.fillers == "drop", captions.quotes), glossary)


def word_lists(inputs: Inputs) -> str:
    """By what the word lists are known, which lie outside the project."""
    return glossary_hash(inputs.preset.captions.glossary)
