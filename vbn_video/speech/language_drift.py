"""Whether Danish was written down as another language, told by words that only that language has: pure.

Whisper is told to write Danish, and writes Norwegian, Swedish or English all the same now and then, mostly where it hears badly.
A name, a title or a quotation is no drift: several telling words must stand there, and they must be many among the words.
"""

import re

_TELLING = {
    "Norwegian": (
        "hva|mye|noe|noen|veldig|gjør|gjøre|gjennom|ikkje|deg|meg|opp|ut|vært|blitt|språk|uke|jobb|takk|spørsmål|kanskje|etter|bli|"
        "hjem|akkurat|uten|sånn|ennå|slik|litt|bør|trenger|fått|gått|vår"
    ),
    "Swedish": (
        "och|jag|är|inte|att|för|mycket|också|hur|vad|när|från|även|någon|några|något|bara|sedan|människor|tack|säga|göra|bättre|"
        "här|där|många|väl|måste|får|går|väldigt|ännu|utan|själv"
    ),
    "English": (
        "the|and|is|that|you|it|of|we|this|are|with|what|they|not|was|be|your|thank|but|because|there|would|very|can't|it's|i'm|"
        "from|which|about|when|how|who|people|our|their|been|will"
    ),
}
_PATTERNS = {language: re.compile(rf"\b(?:{words})\b") for language, words in _TELLING.items()}
_WORD = re.compile(r"\w+(?:'\w+)?")

LEAST_WORDS = 4
LEAST_SHARE = 0.2


def detect_drift(text: str) -> str | None:
    """The language that the text is in instead of Danish, by its English name; None where it is Danish or can't be told."""
    lower = text.lower()
    counts = {language: len(telling.findall(lower)) for language, telling in _PATTERNS.items()}
    language = max(counts, key=lambda one: counts[one])
    enough = counts[language] >= LEAST_WORDS and counts[language] >= LEAST_SHARE * len(_WORD.findall(lower))
    return language if enough else None
