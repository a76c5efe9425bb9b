"""Names and terms as the glossary spells them.

Sure are: what stands under `heard`; another use of capitals or of spaces; and what sounds like the word where it has the capital
letter of a name in mid-sentence. What is only spelled like it is pointed out to the editor. What stands under `unlike`, and
ordinary words in small letters, are left.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vbn_video.plan.danish.breaks import begins_sentence
from vbn_video.plan.danish.glossary_index import LEAST_SOUND, LEAST_SPELLED, GlossaryIndex, folded, letters_of
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import Token, capital_as_in, tokens
from vbn_video.settings.glossary import GlossaryEntry

LONG = 9
"""Shortest word in small letters, in letters, that sounds like an entry by more than chance."""
LONGER = 12
"""Shortest that is spelled like one by more than chance; from this length on two letters may differ, below it one."""


def glossary_names(texts: Sequence[str], glossary: GlossaryIndex) -> Iterator[TextEdit]:
    """The words that stand in the glossary, spelled as it has them, or pointed out."""
    read = tokens(texts)
    index = 0
    while index < len(read):
        edit = next(
            (edit for size in range(glossary.most_words, 0, -1) if (edit := _meant(read, texts, index, size, glossary))), None
        )
        if edit:
            yield edit
        index = edit.last if edit else index + 1


def _meant(read: Sequence[Token], texts: Sequence[str], first: int, size: int, glossary: GlossaryIndex) -> TextEdit | None:
    """The edit for the `size` words from `first` on where they are meant for an entry; without a change where they are it."""
    words = read[first : first + size]
    if len(words) < size or not all(word.core for word in words):
        return None
    if any(one.closing or other.opening for one, other in pairwise(words)):
        return None
    said = " ".join(word.core for word in words)
    found = _entry_for(said, size, begins_sentence(texts, first), glossary)
    ending = ""
    if said.endswith("s") and not (found and found[1]):
        genitive = _entry_for(said[:-1], size, begins_sentence(texts, first), glossary)
        if genitive and not genitive[0].right.endswith("s"):
            found, ending = genitive, "s"
    if found is None:
        return None
    entry, certain = found
    right = capital_as_in(words[0].core, entry.right) if begins_sentence(texts, first) else entry.right
    after = (words[0].opening + right + ending + words[-1].closing).split()
    return TextEdit(first, first + size, tuple(after), "glossary", certain)


def _entry_for(text: str, size: int, at_start: bool, glossary: GlossaryIndex) -> tuple[GlossaryEntry, bool] | None:
    """(the entry that is meant, whether surely); what was looked for once is remembered."""
    key, known = (text, size, at_start), glossary.matches
    if key not in known:
        entry = glossary.heard.get(folded(text))
        like = (entry, True) if entry else _entry_like(text, size, at_start, glossary)
        known[key] = like if like and (entry or digits_of(like[0].right) == digits_of(text)) else None
    return known[key]


def digits_of(text: str) -> str:
    """What neither letters nor sound tell: a house number is no part of a street's name."""
    return "".join(sign for sign in text if sign.isdigit())


def _entry_like(text: str, size: int, at_start: bool, glossary: GlossaryIndex) -> tuple[GlossaryEntry, bool] | None:
    """(the entry with the same letters, the same sound or nearly the same letters, whether that is sure)."""
    if all(part in glossary.protected for part in text.split()):
        return None
    entry = glossary.joined.get(letters_of(text))
    if entry and size != len(entry.right.split()):
        return entry, any(letter.isupper() for letter in text)
    capital = text[:1].isupper() and not at_start
    if entry := _sounding_like(text, size, capital, glossary):
        return entry, capital and edit_distance(letters_of(text), letters_of(entry.right), 1) <= 1
    return _spelled_like(text, size, capital, glossary)


def _sounding_like(text: str, size: int, capital: bool, glossary: GlossaryIndex) -> GlossaryEntry | None:
    """The entry that sounds so: for a name in mid-sentence, a longer word with a capital letter, or a long one without."""
    least = LEAST_SOUND if capital else LEAST_SPELLED if text[:1].isupper() else LONG
    if len(text) < least or (size > 1 and not capital):
        return None
    entry = glossary.sounds.get(phonetic_key(text))
    return entry if entry and text not in entry.unlike and (capital or not entry.name) else None


def _spelled_like(text: str, size: int, capital: bool, glossary: GlossaryIndex) -> tuple[GlossaryEntry, bool] | None:
    """The one entry that is spelled nearly so; never sure, and none where two are as near."""
    letters = letters_of(text)
    if not (capital or len(letters) >= LONGER) or text[:1].isdigit():
        return None
    limit = 2 if len(letters) >= LONGER else 1
    candidates = glossary.spelled.get((size, letters[:1]), ())
    near = [(edit_distance(letters, wanted, limit), entry) for wanted, entry in candidates if _may_be(entry, text, capital)]
    near = sorted((found for found in near if found[0] <= limit), key=lambda found: found[0])
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1], False


def _may_be(entry: GlossaryEntry, text: str, capital: bool) -> bool:
    """Whether the text is neither something else nor an inflected form of the entry."""
    inflected = letters_of(text).startswith(letters_of(entry.right))
    return text not in entry.unlike and (capital or not (entry.name or inflected))
