"""Danish letters that a text recogniser or a foreign keyboard took for others, put right by which words exist. Pure.

AErgrelser ─► Ærgrelser      forâret ─► foråret      0rum ─► Ørum      Okonomi ─► Økonomi
"""

import re
from collections.abc import Collection, Iterator

from vbn_video.settings.lexicon.danish_lexicon import Knows

MOST_CHANGES = 2
"""In one word: with more, too many other words are near."""
LEAST_BY_EAR = 4
"""Letters of a word that exists and yet is put as another one that was said: shorter ones are all said sooner or later."""
_TAKEN_FOR = (
    *(("AE", "Æ"), ("Ae", "Æ"), ("ae", "æ"), ("/E", "Æ"), ("E", "Æ"), ("e", "æ"), ("ä", "æ"), ("Ä", "Æ"), ("ce", "æ")),
    *(("OE", "Ø"), ("Oe", "Ø"), ("oe", "ø"), ("0", "Ø"), ("O", "Ø"), ("o", "ø"), ("ö", "ø"), ("Ö", "Ø"), ("Q", "Ø"), ("6", "ø")),
    *(("AA", "Å"), ("Aa", "Å"), ("aa", "å"), ("A", "Å"), ("a", "å"), ("â", "å"), ("à", "å"), ("á", "å"), ("ä", "å"), ("Â", "Å")),
    *(("0", "O"), ("0", "o"), ("1", "l"), ("I", "l"), ("l", "I"), ("rn", "m"), ("é", "e")),
)
"""(what is read, what may stand there)."""
_SURELY = (
    *(
        (re.compile(r"\bAE(?=[a-zæøå])"), "Æ"),
        (re.compile(r"\bOE(?=[a-zæøå])"), "Ø"),
        (re.compile(r"(?<!\w)/E(?=[a-zæøå])"), "Æ"),
    ),
    *((re.compile(r"[âäà](?=[a-zæøå])|(?<=[a-zæøå])[âäà]"), "å"), (re.compile("ö"), "ø"), (re.compile("Ö"), "Ø")),
)
"""No Danish word has them, known or not."""
_WORD = re.compile(r"/?\w[\w'’-]*")


def repair_letters(text: str, knows: Knows | None, said: Collection[str] = ()) -> str:
    """The text with each word that is not known put as the nearest word that is, by Danish letters alone.

    `said` are words in small letters that were spoken around it: one that is a letter away is preferred; to a word that exists
    only another one that does (`Bornehave`, where one speaks of a børnehave), as what is said may be misheard (`værkstæd`).
    A word with two nearest ones stays; so does everything where there is no lexicon, but for letters that Danish does not
    have.
    """
    return _WORD.sub(lambda match: _repaired(match[0], knows, said), text)


def _repaired(word: str, knows: Knows | None, said: Collection[str]) -> str:
    if word.lower() in said:
        return word
    known = knows is not None and knows(word)
    if known and (len(word) < LEAST_BY_EAR or not said):
        return word
    level = {word}
    for _change in range(1 if known else MOST_CHANGES):
        level = {other for one in level for other in _neighbours(one)}
        spoken = {one for one in level if one.lower() in said and (not known or knows is None or knows(one))}
        found = spoken or (set() if known or not knows else {one for one in level if knows(one)})
        if len(found) == 1:
            return found.pop()
        if found:
            break
    return word if known else _surely(word)


def _surely(word: str) -> str:
    for pattern, letter in _SURELY:
        word = pattern.sub(letter, word)
    return word


def _neighbours(word: str) -> Iterator[str]:
    for read, meant in _TAKEN_FOR:
        at = word.find(read)
        while at >= 0:
            yield word[:at] + meant + word[at + len(read) :]
            at = word.find(read, at + 1)
