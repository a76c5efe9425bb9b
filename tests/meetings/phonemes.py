"""What the synthetic voice reads for a Danish sentence: espeak-ng's phonemes, put right where a listener mostly hears them wrong.

espeak-ng writes neither long vowels nor aspiration; both are guessed here by spelling. A voice that never learnt Danish loses its
Danish r and its weak d, b and g, and says the vowels of i, u and o as others. It drops commas, at which people breathe.
"""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache
from pathlib import Path

VOWELS = "aɑeɛiouyøœɒɔɐəʌɪ"
SAME = (("ʋ", "v"), ("ε", "ɛ"), ("ɐ̯", "ɐ"), ("-", ""), ("ʔ", ""), ("?", ""))
WEAK = (("sɡ", "sk"), ("sd", "st"), ("sb", "sp"))
STRONG = {"d": "t", "ɡ": "k", "b": "p"}
SPELLED = {("i", "e"): "ɪ", ("u", "ɒ"): "o", ("u", "ɔ"): "o"}
"""A vowel, by the letter that stands for it."""
OPEN_O, TRILLED = "o", "r"
NUCLEUS = re.compile(rf"[{VOWELS.replace('ɐ', '')}]ɐ?|ɐ")
LISTED = (Path(__file__).parent / "said_words.txt").read_text(encoding="utf-8").split()
LEXICON = dict(entry.split("=") for entry in LISTED)
"""How words are said that espeak-ng has wrong, or too weak to be heard."""


def to_phonemes(sentence: str) -> str:
    """With the sentence's own mark at its end; a piece of a sentence has none, and ends in a comma."""
    mark = sentence[-1] if sentence[-1] in ".?!" else ","
    return ", ".join(_piece(piece) for piece in sentence.rstrip(".?!,").split(", ")) + mark


def _piece(piece: str) -> str:
    said, spelled = _espeak(piece).split(), piece.split()
    if len(said) != len(spelled):
        said = [_espeak(word).replace(" ", "") for word in spelled]
    return " ".join(_word(word, letters.strip(".?!,").lower()) for word, letters in zip(said, spelled, strict=True))


@lru_cache(None)
def _espeak(text: str) -> str:
    command = ["espeak-ng", "-v", "da", "--ipa", "-q", text]
    said = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    for espeak, kokoro in SAME:
        said = said.replace(espeak, kokoro)
    return " ".join(said.split())


def _word(said: str, spelled: str) -> str:
    if spelled in LEXICON:
        return LEXICON[spelled]
    said = _consonants(re.sub(r"(?<![ˈˌ])ʌ", "ɐ", said), spelled)
    said = _long(_aspirated(_vowels(said, spelled)), spelled)
    return said.replace("ʌ", OPEN_O).replace("ʁ", TRILLED)


def _consonants(said: str, spelled: str) -> str:
    """d, b and g only where they are written."""
    for weak, strong in WEAK:
        said = said.replace(weak, strong)
    for voiced, voiceless in STRONG.items():
        if voiced.replace("ɡ", "g") not in spelled:
            said = said.replace(voiced, voiceless)
    return said


def _vowels(said: str, spelled: str) -> str:
    """Each vowel by its letter, where a word has as many of these as of those."""
    letters, nuclei = re.findall(r"[aeiouyæøå]", spelled), list(NUCLEUS.finditer(said))
    if len(letters) != len(nuclei):
        return said
    for letter, nucleus in reversed(list(zip(letters, nuclei, strict=True))):
        if other := SPELLED.get((letter, nucleus.group())):
            said = said[: nucleus.start()] + other + said[nucleus.end() :]
    return said


def _aspirated(said: str) -> str:
    return re.sub(rf"(^|[ˈˌ])([ptk])(?=[ˈˌ]?[{VOWELS}])", r"\1\2ʰ", said)


def _long(said: str, spelled: str) -> str:
    """A stressed vowel is long before one consonant and e, and before another vowel."""
    if re.search(r"[aeiouyæøå][bdfgklmnprstv]e", spelled) and not re.search(r"([bdfgklmnprst])\1", spelled):
        said = re.sub(r"ˈ([eɛiouyøœɒa])(?=[bdðfɡklmnpʁsv][əɐ])", r"ˈ\1ː", said)
    return re.sub(r"ˈ([eɛiouyøœ])(?=ɐ$|ə)", r"ˈ\1ː", said)
