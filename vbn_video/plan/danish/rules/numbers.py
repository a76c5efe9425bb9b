"""Numbers with what they count: per cent, money, thousands, decimals, units.

`20 %` with a space, rather than `procent`: it is the shorter of the two ways that Retskrivningsordbogen knows, is read at one
glance, and stays on one line with its number. Likewise `kr.` after a number. Numbers up to ten stay words, as Danish
subtitles have them; larger ones in words become figures only before something that is counted or measured: `tyve` is thieves too.
"""

import re
from collections.abc import Iterator, Sequence

from vbn_video.plan.danish.breaks import begins_sentence
from vbn_video.plan.danish.rules.numerals import group_thousands, read_numeral
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import Token, tokens, word_set

NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
MONEY = frozenset({"kroner", "kr"})
PER_CENT = frozenset({"procent", "pct"})
LARGE = {"million": "mio.", "millioner": "mio.", "milliard": "mia.", "milliarder": "mia.", "mio": "mio.", "mia": "mia."}
COUNTED = word_set(
    """mennesker indbyggere ansatte medarbejdere medlemmer virksomheder borgere personer deltagere kunder elever
    studerende arbejdspladser brugere besøgende boliger husstande stillinger ledige euro dollars dollar km kilometer
    meter kvadratmeter kubikmeter ton tons kilo gram liter hektar timer minutter sekunder dage uger måneder år gange
    stykker stk eksemplarer sider point grader procent kroner kr pct"""
)
_UNITS = {"kr": "kr.", "kroner": "kr.", "km": "km", "kg": "kg", "cm": "cm", "mm": "mm", "min": "min.", "timer": "timer"}
_WITH_UNIT = re.compile(rf"(\d[\d.,]*\d|\d)({'|'.join(_UNITS)}|%)")
_BARE = re.compile(r"[1-9]\d{4,6}")
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_POINT_DECIMAL = re.compile(r"\d+\.\d{1,2}")


def numbers(texts: Sequence[str]) -> Iterator[TextEdit]:
    """Each number and what it counts, as Danish writes them."""
    read = tokens(texts)
    for index in range(len(read)):
        yield from _units(read, index)
        yield from _figures(read, texts, index)
        yield from _spelled_out(read, texts, index)
        yield from _grouped(read, index)


def _next(read: Sequence[Token], index: int) -> str:
    """The small word right after this one, with nothing but a space between; empty where there is none."""
    if index + 1 < len(read) and not read[index].closing and not read[index + 1].opening:
        return read[index + 1].plain
    return ""


def _units(read: Sequence[Token], index: int) -> Iterator[TextEdit]:
    """`20%` is `20 %`, `20 procent` is `20 %`, `20 kroner` is `20 kr.`, `20km` is `20 km`."""
    word, following = read[index], _next(read, index)
    if joined := _WITH_UNIT.fullmatch(word.core):
        unit = _UNITS.get(joined[2], joined[2])
        yield TextEdit(index, index + 1, (word.opening + joined[1], _before(unit, word.closing)), "number")
    if not NUMBER.fullmatch(word.core):
        return
    both = (index, index + 2)
    if following in PER_CENT:
        closing = read[index + 1].closing
        if following == "pct" and closing == "." and index + 2 < len(read) and not read[index + 2].core[:1].isupper():
            closing = ""
        yield TextEdit(index + 1, index + 2, ("%" + closing,), "percent", context=both)
    elif following in MONEY and read[index + 1].core.islower():
        yield TextEdit(index + 1, index + 2, (_before("kr.", read[index + 1].closing),), "money", context=both)
    elif following in LARGE and _next(read, index + 1) in MONEY and "." not in read[index + 1].closing:
        unit = _before("kr.", read[index + 2].closing)
        yield TextEdit(index + 1, index + 3, (LARGE[following], unit), "money", context=(index, index + 3))


def _before(unit: str, closing: str) -> str:
    """A unit with the punctuation after it: the point of an abbreviation is the full stop too."""
    return unit + (closing.removeprefix(".") if unit.endswith(".") else closing)


def _figures(read: Sequence[Token], texts: Sequence[str], index: int) -> Iterator[TextEdit]:
    """Decimals have a comma: `2.5 %`, `2 komma 5`."""
    word, following = read[index], _next(read, index)
    measured = following in PER_CENT | set(LARGE) or following in ("%", "promille", "grader", "kilometer", "km", "meter")
    if measured and _POINT_DECIMAL.fullmatch(word.core):
        after = word.opening + word.core.replace(".", ",")
        yield TextEdit(index, index + 1, (after,), "decimal", context=(index, index + 2))
    if following == "komma" and index + 2 < len(read) and not read[index + 1].closing:
        whole, fraction = _small(word.plain), _small(read[index + 2].plain)
        if whole and fraction and not begins_sentence(texts, index):
            after = f"{word.opening}{whole},{fraction}{read[index + 2].closing}"
            yield TextEdit(index, index + 3, (after,), "decimal", certain=word.plain != "et")  # `sæt et komma to steder`


def _small(word: str) -> str:
    """The figures of a small number in figures or in a word; empty for anything else."""
    if word.isascii() and word.isdigit():
        return word
    number, taken = read_numeral([word])
    return str(number) if taken and number < 100 else ""


def _spelled_out(read: Sequence[Token], texts: Sequence[str], index: int) -> Iterator[TextEdit]:
    """A number over ten in words, before what it counts: `to hundrede kroner`; not where it opens a sentence."""
    inside = index > 0 and read_numeral([read[index - 1].plain])[1] and not read[index - 1].closing
    if inside or begins_sentence(texts, index) or not read[index].core.islower():
        return
    length = 1
    while length < 8 and _next(read, index + length - 1):
        length += 1
    number, taken = read_numeral([word.plain for word in read[index : index + length]])
    if not taken or number <= 10 or index + taken >= len(read) or read[index + taken - 1].closing:
        return
    if read[index + taken].plain in COUNTED:
        after = read[index].opening + (group_thousands(number) if number >= 10_000 else str(number))
        yield TextEdit(index, index + taken, (after,), "number", context=(index, index + taken + 1))


def _grouped(read: Sequence[Token], index: int) -> Iterator[TextEdit]:
    """A point at each thousand: sure before what is counted, proposed elsewhere, for it may be a code."""
    word, following = read[index], _next(read, index)
    if following and word.core.isdigit() and word.core[0] != "0" and len(word.core) <= 3 and read[index + 1].core == "000":
        yield TextEdit(index, index + 2, (f"{word.opening}{word.core}.000{read[index + 1].closing}",), "thousands")
    counted = following in COUNTED
    if _BARE.fullmatch(word.core) or (following in MONEY and re.fullmatch(r"[1-9]\d{3}", word.core)):
        after = word.opening + group_thousands(int(word.core)) + word.closing
        yield TextEdit(index, index + 1, (after,), "thousands", certain=counted, context=(index, index + 1 + counted))
    elif _ENGLISH_THOUSANDS.fullmatch(word.core):
        after = word.opening + word.core.replace(",", ".") + word.closing
        yield TextEdit(index, index + 1, (after,), "thousands", certain=word.core.count(",") > 1)
