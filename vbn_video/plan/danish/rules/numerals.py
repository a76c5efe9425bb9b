"""Danish numbers in words, read: `femogtyve` is 25, `to tusind fem hundrede` is 2500.

Source: Retskrivningsordbogen, the numerals. Ordinals are read up to 31, for dates.
"""

from collections.abc import Sequence

ONES = {
    "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9,
}  # fmt: skip
TEENS = {
    "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18,
    "nitten": 19,
}  # fmt: skip
TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
}  # fmt: skip
BELOW_HUNDRED = (
    ONES | TEENS | TENS | {f"{one}og{ten}": ONES[one] + TENS[ten] for one in ("en", "én", *list(ONES)[4:]) for ten in TENS}
)
HUNDRED, THOUSAND = frozenset({"hundrede", "hundred"}), frozenset({"tusind", "tusinde"})
ORDINALS = {
    "første": 1, "anden": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9,
    "tiende": 10, "ellevte": 11, "elvte": 11, "tolvte": 12, "trettende": 13, "fjortende": 14, "femtende": 15, "sekstende": 16,
    "syttende": 17, "attende": 18, "nittende": 19, "tyvende": 20, "enogtyvende": 21, "toogtyvende": 22, "treogtyvende": 23,
    "fireogtyvende": 24, "femogtyvende": 25, "seksogtyvende": 26, "syvogtyvende": 27, "otteogtyvende": 28, "niogtyvende": 29,
    "tredivte": 30, "enogtredivte": 31,
}  # fmt: skip


def read_numeral(words: Sequence[str]) -> tuple[int, int]:
    """(the number with which these small words begin, how many words it takes); (0, 0) where none does."""
    thousands, taken = _below_thousand(words)
    if taken < len(words) and words[taken] in THOUSAND and thousands != 0:
        rest, more = _below_thousand(_without_and(words[taken + 1 :]))
        skipped = len(words[taken + 1 :]) - len(_without_and(words[taken + 1 :])) if more else 0
        return thousands * 1000 + rest, taken + 1 + skipped + more
    return thousands, taken


def _below_thousand(words: Sequence[str]) -> tuple[int, int]:
    if not words:
        return 0, 0
    if whole := _joined_hundreds(words[0]):
        hundreds, taken = whole, 1
    elif words[0] in BELOW_HUNDRED and len(words) > 1 and words[1] in HUNDRED and BELOW_HUNDRED[words[0]] < 100:
        hundreds, taken = BELOW_HUNDRED[words[0]] * 100, 2
    else:
        return (BELOW_HUNDRED[words[0]], 1) if words[0] in BELOW_HUNDRED else (0, 0)
    rest = _without_and(words[taken:])
    if rest and rest[0] in BELOW_HUNDRED:
        return hundreds + BELOW_HUNDRED[rest[0]], len(words) - len(rest) + 1
    return hundreds, taken


def _joined_hundreds(word: str) -> int:
    """`tohundrede` as one word."""
    for name in HUNDRED:
        if word.endswith(name) and word.removesuffix(name) in ONES:
            return ONES[word.removesuffix(name)] * 100
    return 0


def _without_and(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if len(words) > 1 and words[0] == "og" and words[1] in BELOW_HUNDRED else words


def group_thousands(number: int) -> str:
    """With a point at each thousand: 20.000."""
    return f"{number:,}".replace(",", ".")
