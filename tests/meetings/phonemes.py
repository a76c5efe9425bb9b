"""What the synthetic voice reads for a Danish sentence: espeak-ng's phonemes, put right where it is mostly wrong.

espeak-ng writes neither long vowels nor aspiration; both are guessed here by spelling. It drops commas, at which people breathe.
"""

from __future__ import annotations

import re
import subprocess

VOWELS = "aɑeɛiouyøœɒɔɐəʌ"
SAME = (("ʋ", "v"), ("ε", "ɛ"), ("ɐ̯", "ɐ"), ("-", ""), ("ʔ", ""), ("?", ""))
KNOWN = (("ɡomˈɐːn", "ɡˈoð mˈɒɒən"), ("ɡomˈʌːn", "ɡˈoð mˈɒɒən"), ("vˈɛlkʌmən", "vˈɛlkʰɔmən"))


def to_phonemes(sentence: str) -> str:
    """With the sentence's own mark at its end; a piece of a sentence has none, and ends in a comma."""
    mark = sentence[-1] if sentence[-1] in ".?!" else ","
    return ", ".join(_piece(piece) for piece in sentence.rstrip(".?!,").split(", ")) + mark


def _piece(piece: str) -> str:
    command = ["espeak-ng", "-v", "da", "--ipa", "-q", piece]
    said = " ".join(subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout.split())
    for espeak, kokoro in (*SAME, *KNOWN):
        said = said.replace(espeak, kokoro)
    words, spelled = [_ending(word) for word in said.split()], piece.split()
    if len(words) == len(spelled):
        words = [_long(word, letters) for word, letters in zip(words, spelled, strict=True)]
    aspirated = rf"(^|[ ˈˌ])([ptk])(?=[ˈˌ]?[{VOWELS}])"
    return re.sub(aspirated, r"\1\2ʰ", " ".join(words))


def _ending(word: str) -> str:
    """espeak-ng's ʌ is the vowel of the ending -er as well as of `om`."""
    if word.endswith("ʌ") and any(sign in VOWELS for sign in word[:-1]):
        word = word[:-1] + "ɐ"
    return word.replace("ʌ", "ɔ")


def _long(word: str, spelled: str) -> str:
    """A stressed vowel is long before one consonant and e."""
    if re.search(r"[aeiouyæøå][bdfgklmnprstv]e", spelled.lower()) and not re.search(r"([bdfgklmnprst])\1", spelled.lower()):
        return re.sub(r"ˈ([eɛiouyøœɒa])(?=[bdðfɡklmnpʁsv][əɐ])", r"ˈ\1ː", word)
    return word
