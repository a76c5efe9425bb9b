"""Entries of the glossary that sound or are spelled nearly like some neighbouring words: pure."""

from __future__ import annotations

from collections.abc import Sequence

from vbn_video.plan.danish.glossary_index import LEAST_SOUND, LEAST_SPELLED, GlossaryIndex, folded, letters_of
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.tokens import token
from vbn_video.settings.glossary import GlossaryEntry

LETTERS_A_MISTAKE = 3
"""Of so many letters one may be another: a person decides, so more may differ than where a rule writes the entry."""


def near_terms(texts: Sequence[str], index: GlossaryIndex) -> tuple[str, ...]:
    """The right spelling of each entry that may have been meant by these words together, the nearest first.

    Not that which stands there already, nor what the glossary says to be unlike what stands there.
    """
    said = " ".join(token(text).core for text in texts)
    letters = letters_of(said)
    if len(letters) < LEAST_SOUND:
        return ()
    found: dict[str, int] = {}
    if entry := index.sounds.get(phonetic_key(said)):
        found[entry.right] = 0
    if len(letters) >= LEAST_SPELLED:
        of_as_many_words = index.spelled.get((len(texts), letters[0]), ())
        of_one_word = index.spelled.get((1, letters[0]), ()) if len(texts) > 1 else ()
        for candidate, entry in (*of_as_many_words, *of_one_word):
            limit = max(len(letters), len(candidate)) // LETTERS_A_MISTAKE
            distance = edit_distance(letters, candidate, limit)
            if distance <= limit and _may_mean(entry, said):
                found.setdefault(entry.right, distance)
    return tuple(sorted((right for right in found if folded(right) != folded(said)), key=lambda right: found[right]))


def _may_mean(entry: GlossaryEntry, said: str) -> bool:
    return said not in entry.unlike
