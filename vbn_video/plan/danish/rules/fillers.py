"""Hesitation: `øh`, and words that a speaker begins twice.

Only what carries no meaning goes. `meget meget`, `nej nej`, `mere og mere` are emphasis; `der der` and `det det` are grammar
(`dem der der kom`). A doubled word of content is pointed out to the editor, no more.
"""

import re
from collections.abc import Iterator, Sequence

from vbn_video.plan.danish.breaks import CONJUNCTIONS, PREPOSITIONS, begins_sentence
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import SENTENCE_MARKS, Token, capital_as_in, tokens, word_set

LONGEST_RESTART = 5
"""In words."""
_HESITATION = re.compile(r"(?:ø+h+m*|æ+h+m*|e+h+m*|øm+|h+m+)")
MURMURS = word_set("mm mmm")
"""A listener's yes: no hesitation, but not worth the time where speech is too fast to be read."""
LEADING = word_set("nå ja jamen altså og men så okay ok jo")
"""Words that lead up to a sentence and say nothing of what it is about."""
STAMMERED = word_set(
    "jeg du han hun vi man at og en et hvis fordi når min mit mine din dit vores jeres deres hvordan hvorfor eller"
)
"""Words that never follow themselves. Prepositions and verbs do (`det vi står i i dag`, `dem vi har har`)."""
FUNCTION_WORDS = STAMMERED | word_set(
    """det der er var så jo da nu her ikke også kan skal vil må har havde blev bliver skulle kunne ville hvad hvem hvor om til for
    på med som af fra de den ved i"""
)
EMPHATIC = word_set(
    """meget mange nej ja jo tak hej hov så lang langt lange længe stor store stort lille små mere mindre rigtig
    rigtigt virkelig helt super bare okay ok nå kom vent stop lad hallo goddag farvel bla ha hør se nu igen der det er
    for om men til da ind ud op ned frem rundt tæt tit ofte snart gerne aldrig altid alt"""
)
"""Words that are said twice with a meaning, or follow each other by grammar."""


def fillers(texts: Sequence[str]) -> Iterator[TextEdit]:
    """Leaves out `øh` and the like, and an `altså` that only leads up to one; punctuation that a sentence needs stays."""
    read = tokens(texts)
    index = 0
    while index < len(read):
        last = index
        while last < len(read) and _hesitates(read, texts, last):
            last += 1
        if last > index:
            yield from (TextEdit(at, at + 1, (), "filler") for at in range(index, last))
            yield from _closed_up_around(read, texts, index, last)
        index = last + 1


def is_hesitation(plain: str) -> bool:
    """Whether a word in small letters, without punctuation, is `øh` or the like."""
    return _HESITATION.fullmatch(plain) is not None


def _hesitates(read: Sequence[Token], texts: Sequence[str], index: int) -> bool:
    if is_hesitation(read[index].plain):
        return True
    leads = read[index].plain == "altså" and (begins_sentence(texts, index) or is_hesitation(read[index - 1].plain))
    return leads and index + 1 < len(read) and is_hesitation(read[index + 1].plain)


def _closed_up_around(read: Sequence[Token], texts: Sequence[str], first: int, last: int) -> Iterator[TextEdit]:
    """The word before, with the full stop that stood after the fillers, or without the comma that only fenced them off."""
    if first == 0:
        return
    before, closing = texts[first - 1], read[last - 1].closing
    following = read[last].plain if last < len(read) else ""
    closed = before
    if any(sign in closing for sign in ".?!") and not before.rstrip('"»«”').endswith(SENTENCE_MARKS):
        closed = before.rstrip(",;:") + closing.lstrip("…,;:")
    elif closing == "," and before.endswith(",") and following not in CONJUNCTIONS:
        closed = before.removesuffix(",")
    yield TextEdit(first - 1, first, (closed,), "filler", context=(first - 1, last))


def repetitions(texts: Sequence[str]) -> Iterator[TextEdit]:
    """A word or a few that are begun twice, once."""
    read = tokens(texts)
    plain = [word.plain for word in read]
    index = 0
    while index < len(read):
        again = plain[index + 1 : index + 1 + LONGEST_RESTART]
        sizes = [size for size, word in enumerate(again, start=1) if word == plain[index]][::-1]
        twice = (size for size in sizes if plain[index : index + size] == plain[index + size : index + 2 * size])
        found = next((edit for size in twice if (edit := _restart(read, texts, index, size))), None)
        if found:
            yield found
        index = found.last if found else index + 1


def _restart(read: Sequence[Token], texts: Sequence[str], first: int, size: int) -> TextEdit | None:
    """The edit that makes one of the `size` words that are said twice from `first` on, if they are not meant so."""
    middle, last = first + size, first + 2 * size
    once = [word.plain for word in read[first:middle]]
    if last > len(read) or not all(word.isalpha() for word in once):
        return None
    between = [word.closing + word.opening for word in read[first : last - 1]]
    commas = [closing for closing in between if closing]
    if any(sign != "," for sign in commas) or (size > 1 and commas) or (size == 1 and read[middle].opening):
        return None
    certain = _is_stammer(once)
    if certain is None:
        return None
    after = (*texts[first : middle - 1], capital_as_in(texts[middle - 1], texts[last - 1]))
    if once == ["i"] and read[first].core != read[middle].core:
        return None  # the pronoun and the preposition
    return TextEdit(first, last, after, "repetition", certain=certain)


def _is_stammer(once: Sequence[str]) -> bool | None:
    """True: surely; False: perhaps; None: said on purpose."""
    if len(set(once)) < len(once):
        return None
    if len(once) == 1:
        return None if once[0] in EMPHATIC else once[0] in STAMMERED
    content = [word for word in once if word not in FUNCTION_WORDS]
    if len(once) == 2 and content and set(once) & (PREPOSITIONS | {"og", "eller"}):
        return None  # mere og mere og mere, dag for dag for dag
    return not content or (len(once) > 2 and len(content) == 1)
