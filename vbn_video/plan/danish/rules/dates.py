"""Times of day, dates, ordinals and paragraphs: `kl. 8.30`, `1. juni`, `1.-3. juni`, `§ 11 b`."""

import re
from collections.abc import Iterator, Sequence

from vbn_video.plan.danish.breaks import CONJUNCTIONS, MONTHS, PREPOSITIONS, begins_sentence
from vbn_video.plan.danish.rules.numbers import COUNTED
from vbn_video.plan.danish.rules.numerals import BELOW_HUNDRED, ORDINALS
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import Token, capital_as_in, tokens, word_set

BEFORE_A_TIME = word_set("kl klokken fra til ca cirka omkring før efter mellem indtil inden")
MINUTES = {"femten": "15", "tredive": "30", "femogfyrre": "45"}
NOT_A_DAY = word_set("kl klokken side nr nummer kapitel afsnit punkt uge §")
"""Words whose number is theirs, whatever follows."""
_CLOCK = re.compile(r"([01]?\d|2[0-4])([.:])([0-5]\d)")
_HOUR = re.compile(r"[01]?\d|2[0-4]")
_DAY = re.compile(r"[12]?\d|3[01]")
_DAYS = re.compile(r"([12]?\d|3[01])\.?[-–]([12]?\d|3[01])")
_ORDINAL = re.compile(r"(\d{1,3})[.-]?(?:te|ste|de|nde)")


def clock_times(texts: Sequence[str]) -> Iterator[TextEdit]:
    """`klokken 8:30`, `kl 8 30` are `kl. 8.30`; a time in words that has two readings stays (`halv ni`)."""
    read = tokens(texts)
    for index, word in enumerate(read):
        if (
            word.plain in ("kl", "klokken")
            and index + 1 < len(read)
            and set(word.closing) <= {"."}
            and not read[index + 1].opening
        ):
            yield from _after_clock(read, index)
        elif (clock := _CLOCK.fullmatch(word.core)) and clock[2] == ":":
            led = index > 0 and read[index - 1].plain in BEFORE_A_TIME
            after = f"{word.opening}{clock[1]}.{clock[3]}{word.closing}"
            yield TextEdit(index, index + 1, (after,), "time", certain=led, context=(index - led, index + 1))


def _after_clock(read: Sequence[Token], index: int) -> Iterator[TextEdit]:
    abbreviated = read[index].opening + capital_as_in(read[index].core, "kl.")
    hour = read[index + 1]
    if clock := _CLOCK.fullmatch(hour.core):
        yield TextEdit(index, index + 2, (abbreviated, f"{clock[1]}.{clock[3]}{hour.closing}"), "time")
        return
    figures = hour.core if _HOUR.fullmatch(hour.core) else _hour(hour.plain)
    if not figures or _counts_minutes(read, index + 1):
        return
    if minutes := _minutes(read, index + 2, hour):
        yield TextEdit(index, index + 3, (abbreviated, f"{figures}.{minutes}{read[index + 2].closing}"), "time")
    elif (
        hour.closing
        or index + 2 >= len(read)
        or not (read[index + 2].plain in BELOW_HUNDRED or read[index + 2].core[:1].isdigit())
    ):
        yield TextEdit(index, index + 2, (abbreviated, figures + hour.closing), "time")


def _counts_minutes(read: Sequence[Token], index: int) -> bool:
    """Whether the number is one of minutes: `fem i otte`, `ti over otte`, `fem minutter i otte`."""
    following = [word.plain for word in read[index + 1 : index + 3]]
    if read[index].closing or not following:
        return False
    to_an_hour = len(following) == 2 and bool(_hour(following[1]) or _HOUR.fullmatch(following[1]) or following[1] == "halv")
    return following[0] == "over" or following[0].startswith("minut") or (following[0] in ("i", "før") and to_an_hour)


def _hour(word: str) -> str:
    return str(BELOW_HUNDRED[word]) if word not in ("en", "én") and 1 <= BELOW_HUNDRED.get(word, 0) <= 24 else ""


def _minutes(read: Sequence[Token], index: int, hour: Token) -> str:
    """The minutes in the word after the hour, where it can be nothing else."""
    if hour.closing or index >= len(read) or read[index].opening:
        return ""
    word = read[index]
    if _HOUR.fullmatch(hour.core) and re.fullmatch(r"[0-5]\d", word.core):
        counts = not word.closing and index + 1 < len(read) and read[index + 1].plain in COUNTED
        return "" if counts else word.core
    ends = bool(word.closing) or index + 1 == len(read) or read[index + 1].plain in PREPOSITIONS | CONJUNCTIONS
    return MINUTES.get(word.plain, "") if ends else ""


def dates(texts: Sequence[str]) -> Iterator[TextEdit]:
    """`første juni`, `1 juni` are `1. juni`; `1-3 juni` is `1.-3. juni`; `den 5-te` is `den 5.`"""
    read = tokens(texts)
    for index, word in enumerate(read):
        if ordinal := _ORDINAL.fullmatch(word.core):
            yield TextEdit(index, index + 1, (f"{word.opening}{ordinal[1]}.{word.closing.removeprefix('.')}",), "ordinal")
        if index + 1 < len(read) and read[index + 1].core in MONTHS and set(word.closing) <= {"."}:
            yield from _day(read, texts, index)


def _day(read: Sequence[Token], texts: Sequence[str], index: int) -> Iterator[TextEdit]:
    """What stands before a month."""
    word, before = read[index], read[index - 1].plain if index else ""
    month = (index, index + 2)
    if days := _DAYS.fullmatch(word.core):
        yield TextEdit(index, index + 1, (f"{word.opening}{days[1]}.-{days[2]}.",), "date", context=month)
        return
    day = word.core if _DAY.fullmatch(word.core) else ""
    if not day and word.plain in ORDINALS and not begins_sentence(texts, index):
        day = str(ORDINALS[word.plain])
    if not day or before in NOT_A_DAY:
        return
    first = _first_day(read, index)
    if not first:
        yield TextEdit(index, index + 1, (f"{word.opening}{day}.",), "date", context=month)
    elif index > 2 and read[index - 3].plain == "den":
        yield TextEdit(index - 2, index + 1, (f"{first}.-{day}.",), "date", context=(index - 3, index + 2))
    else:
        yield TextEdit(index - 2, index + 1, (f"{first}.", texts[index - 1], f"{day}."), "date", context=(index - 2, index + 2))


def _first_day(read: Sequence[Token], index: int) -> str:
    """The day from which, in `første til tredje juni`."""
    if index < 2 or read[index - 1].plain != "til" or read[index - 1].closing or read[index - 2].opening:
        return ""
    word = read[index - 2]
    if not word.closing and word.core in ORDINALS:
        return str(ORDINALS[word.core])
    return word.core if _DAY.fullmatch(word.core) and set(word.closing) <= {"."} else ""


def paragraph_signs(texts: Sequence[str]) -> Iterator[TextEdit]:
    """`paragraf 11b` is `§ 11 b`, `stykke 2` after it `stk. 2`; a sentence never begins with the sign."""
    read = tokens(texts)
    for index, word in enumerate(read):
        sign = word.plain == "paragraf" and not word.closing and not begins_sentence(texts, index)
        if joined := re.fullmatch(r"§(\d+)", word.core):
            yield TextEdit(index, index + 1, (word.opening + "§", joined[1] + word.closing), "paragraph")
        if (sign or word.core == "§") and index + 1 < len(read):
            yield from _paragraph(read, index)


def _paragraph(read: Sequence[Token], index: int) -> Iterator[TextEdit]:
    numbered = re.fullmatch(r"(\d+)([a-hA-H])?", read[index + 1].core)
    number = numbered[1] if numbered else str(BELOW_HUNDRED.get(read[index + 1].plain, ""))
    if not number or (number == "1" and not numbered):
        return
    last, after = index + 2, [read[index].opening + "§", number]
    if numbered and numbered[2]:
        after.append(numbered[2].lower())
    elif not read[index + 1].closing and last < len(read) and re.fullmatch(r"[a-hA-H]", read[last].core):
        after.append(read[last].plain)
        last += 1
    closing = read[last - 1].closing
    after[-1] += closing
    if closing in ("", ",") and last + 1 < len(read) and read[last].plain == "stykke" and read[last + 1].core.isdigit():
        after += ["stk.", read[last + 1].core + read[last + 1].closing]
        last += 2
    yield TextEdit(index, last, tuple(after), "paragraph")
