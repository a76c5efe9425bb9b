"""Names of people as Zoom and `meeting.toml` write them: cleaned for a caption, and whether two of them mean one person.

What a participant calls himself in Zoom can be anything: `Anne Holm (Norddjurs)`, `iPhone tilhørende Bo`, `Zoom-bruger`, a
telephone number, two hundred characters, markup.
"""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_NAME = 30
"""Characters: a name on a line of its own leaves room on the next for nobody longer than this."""

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKUP = re.compile(r"-->|[<>\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_DEVICE = r"(?:iphone|ipad|macbook(?: pro| air)?|mac|pc|telefon|mobil|galaxy|samsung|computer)"
_OWNER = (
    re.compile(rf"{_DEVICE}(?: \S+)? (?:tilhørende|der tilhører|fra|of) (?P<owner>.+)", re.IGNORECASE),
    re.compile(rf"(?P<owner>.+?)['’]s? {_DEVICE}\b.*", re.IGNORECASE),
)
_NOBODY = re.compile(
    rf"{_DEVICE}\b.*|(?:sm|oneplus|pixel|nokia|huawei|redmi|xiaomi)[- ].*"
    r"|zoom[- ]?(?:bruger|user|rooms?)\b.*|(?:unknown|ukendt)\b.*|(?:bruger|user|gæst|guest|deltager|participant)\s*\d*"
    r"|\S+@\S+|(?=.*\d)[+\d*x ().\-]+",
    re.IGNORECASE,
)
_ASCII = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ł": "l", "ß": "s", "ð": "d", "þ": "t"})
_DIGRAPHS = re.compile(r"(a)[ae]|(o)e|(u)e")


def name_alone(text: str) -> str:
    """The name at the head of what `meeting.toml` says of a person: `Anne Holm, direktør`, `Bo Lund fra Norddjurs`."""
    for end in (",", "(", " - ", " – ", "/", " fra ", " ved "):
        text = text.split(end, maxsplit=1)[0]
    return " ".join(text.split())


def cleaned_name(name: str) -> str:
    """A name as it can stand in a caption; empty where it names nobody (a device, a telephone number, an address).

    What stands in brackets and markup are gone, the owner stands for the device, a long name ends after its last whole word
    within `LONGEST_NAME` characters.
    """
    plain = " ".join(_MARKUP.sub(" ", unicodedata.normalize("NFC", name)).split())
    plain = " ".join(_ASIDE.sub(" ", plain).split()).strip(" -–,;:/|")
    for pattern in _OWNER:
        if match := pattern.fullmatch(plain):
            plain = match["owner"]
    if _NOBODY.fullmatch(plain) or not any(letter.isalpha() for letter in plain):
        return ""
    return plain if len(plain) <= LONGEST_NAME else _shortened(plain)


def _shortened(name: str) -> str:
    """What stands before a comma (`Anne Holm, HR-konsulent i Norddjurs`), else as many whole words as there is room for."""
    first = name.partition(",")[0]
    if len(first) <= LONGEST_NAME:
        return first
    return first[: LONGEST_NAME + 1].rpartition(" ")[0].rstrip(" -–;:/|") or first[:LONGEST_NAME]


def name_key(name: str) -> tuple[str, ...]:
    """A key that is equal for all spellings of one person's name: case, order of its words, accents, `ø` or `oe` differ."""
    return tuple(sorted(set(_pieces(name))))


def person_of(name: str, people: Sequence[str]) -> str | None:
    """The one of these people whom a name in Zoom means; None if it fits nobody, or more than one.

    One of the two names must hold all words of the other, at least two of them, and the first one of the name in `people`:
    so a middle name, a title or a place more or less changes nothing, and a first name alone means nobody. A name of one
    word means the person of just that name.
    """
    words = _pieces(name)
    fits = [person for person in people if words and _fits(words, _pieces(person))]
    best = max((len(set(words) & set(_pieces(person))) for person in fits), default=0)
    closest = [person for person in fits if len(set(words) & set(_pieces(person))) == best]
    return closest[0] if len({name_key(person) for person in closest}) == 1 else None


def _fits(words: Sequence[str], person: Sequence[str]) -> bool:
    here, there = set(words), set(person)
    if here == there:
        return True
    return min(len(here), len(there)) >= 2 and person[0] in here and (here <= there or there <= here)


def _pieces(name: str) -> list[str]:
    """The words of a name, folded; initials only where there is nothing else."""
    folded = unicodedata.normalize("NFKD", _ASIDE.sub(" ", name).casefold().replace("å", "aa")).translate(_ASCII)
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = [_DIGRAPHS.sub(lambda match: next(filter(None, match.groups())), word) for word in re.findall(r"[^\W_]+", plain)]
    return [word for word in words if len(word) > 1] or words
