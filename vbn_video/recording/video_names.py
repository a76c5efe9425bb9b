"""What file names say, whoever gave them: which are videos, their natural order, topic, date and number."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".flv", ".wmv"})
PROJECT_SUFFIX = ".vbn"
MISREAD_AS = {
    "cp1252": "ÃÂâð",
    "latin-1": "ÃÂâð",
    "cp437": "├┬",
    "cp850": "├┬",
}
"""What programs take the bytes of UTF-8 for (Windows, the web, and archives packed on either), and what the first bytes
of Danish letters and signs become there. Without one of them a name is as it was meant: `LÅ‘` could be `Lő`, but is not."""
MISREAD_TWICE = {"cp437": ("Γö£", "Γö¼"), "cp850": ("Ôö£", "Ôö¼")}
"""What `├` and `┬` become in their turn."""
TIMES_ENCODED = 3
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
COPY = re.compile(r"(?:\s*\(\d+\)|\s*-\s*(?:kopi|copy)(?:\s*\(\d+\))?)+$", re.IGNORECASE)
"""What a browser or a desktop puts after the name of a second copy."""
PART_NUMBER = re.compile(r"(?:^|[\W_]+)(?:del|part|pt)[\W_]*\d+$", re.IGNORECASE)
MONTHS = ("jan(?:uar)?", "feb(?:ruar)?", "marts?", "apr(?:il)?", "maj", "juni?", "juli?", "aug(?:ust)?",
          "sep(?:t(?:ember)?)?", "okt(?:ober)?", "nov(?:ember)?", "dec(?:ember)?")  # fmt: skip
DAYS = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<gap>[-_. ]?)(?P<month>[01]\d)(?P=gap)(?P<day>[0-3]\d)(?=(?:\d{6})?(?:\D|$))"),
    re.compile(r"(?<!\d)(?P<day>[0-3]?\d)[-_. ](?P<month>[01]?\d)[-_. ](?P<year>20\d\d)(?=\D|$)"),
    re.compile(
        rf"(?<!\d)(?P<day>[0-3]?\d)[-_. ]{{1,2}}(?P<month>{'|'.join(MONTHS)})[-_. ]{{1,2}}(?P<year>20\d\d)(?=\D|$)", re.IGNORECASE
    ),
)
CLOCK = re.compile(
    r"(?:(?:[ T_-]|kl\.?)+|(?=\d{6}(?!\d)))(?P<hour>[012]\d)[-_.:]?(?P<minute>[0-5]\d)(?:[-_.:]?(?P<second>[0-5]\d))?(?=\D|$)",
    re.IGNORECASE,
)
DAY_LEADS = re.compile(
    r"(?:(?<![^\W_])(?:(?i:(?:man|tirs|ons|tors|fre|lør|søn)dag|den)|d\.?|^D\.)[\s_,]*)+$",
)
"""What leads to a date: `onsdag den`. A capital D is a name (`Hold D`)."""
DAYS_LEAD = re.compile(
    rf"\d(?:[-–/]|\.[ _]?(?:(?:{'|'.join(MONTHS)})\.?)?[ _]?(?:[-–/&+,]|og|til)[ _]?(?:den[ _]|d\.[ _]?)?)$", re.IGNORECASE
)
"""What stands before a date that ends several days: `24.-`, `24. og`, `30. jan. til`."""
LONGEST_LEAD = 30
"""Characters of it, and more."""
_HOUR, _TWO_DIGITS, _SIXTY = r"(?:2[0-3]|[01]?\d)", r"(?:2[0-3]|[01]\d)", r"[0-5]\d"
_KL = r"(?:kl\.?|klokken)[\s_]*"
_TIME_ENDS = r"(?![.:]?\d|\s*%|\s*(?:pct|procent|kr|mio|mia)\b)"
CLOCK_OF_DAY = re.compile(
    rf"[\s_,T–-]*"
    rf"(?:{_KL}{_HOUR}(?:[.:]{_SIXTY}){{0,2}}|{_HOUR}(?::{_SIXTY}){{1,2}}|{_TWO_DIGITS}(?:\.{_SIXTY}){{1,2}}"
    rf"|{_TWO_DIGITS}(?P<gap>[-_]){_SIXTY}(?P=gap){_SIXTY}|(?<![\s,]){_TWO_DIGITS}{_SIXTY}{_SIXTY}){_TIME_ENDS}"
    rf"(?:(?:[-–]|\s*(?:til|to)\s+)(?:{_KL})?{_HOUR}(?:[.:]{_SIXTY})?{_TIME_ENDS}"
    rf"|\s*[-–]\s*(?:{_KL})?{_HOUR}[.:]{_SIXTY}{_TIME_ENDS})?",
    re.IGNORECASE,
)
"""A time of day after a date, and until when: told from a number of its own by `kl.`, a colon, two digits and a point, or its
seconds."""
LEADING_NUMBER = re.compile(r"[\W_]*(?:(?:del|part|pt)[\W_]*)?(?P<number>\d{1,3})(?![.:]?\d)", re.IGNORECASE)
PART_WORDS = frozenset({"del", "part", "pt"})
GOPRO = re.compile(r"gopr(?P<first>\d{4})|gp(?P<chapter>\d\d)(?P<file>\d{4})", re.IGNORECASE)
"""A recording's first file and its chapters: `GOPR0012`, `GP010012`."""
YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = " \t_-–—,.;"
"""Signs that stand between a date and the words beside it."""
TOKEN = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True)
class NameStamp:
    """The date that a file's name holds, and the time of day where it holds one too."""

    day: dt.date
    began: dt.datetime | None


def is_video(name: str) -> bool:
    """True if a file's name ends as a video's does."""
    return suffix_of(name) in VIDEO_SUFFIXES


def suffix_of(name: str) -> str:
    """The name's ending in lower case, with its dot."""
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


def stem_of(name: str) -> str:
    """The name without its ending."""
    return name.rpartition(".")[0] if "." in name else name


def natural_sort(names: Iterable[str]) -> list[str]:
    """Sort names by the value of the numbers in them: `zoom_2` before `zoom_10`, `møde` before `møde 2`."""
    return sorted(names, key=lambda name: (_counted(stem_of(name)), _counted(name)))


def _counted(text: str) -> list[tuple[int, str]]:
    pieces = [piece for piece in re.split(r"([0-9]+)", unicodedata.normalize("NFC", text)) if piece]
    return [(int(piece), "") if piece.isdecimal() else (-1, piece.casefold()) for piece in pieces]


def readable(name: str) -> str:
    """A name as it was meant: letters composed (NFC), percent-encoding and UTF-8 that was taken for another encoding undone.

    Bytes that are no UTF-8 (surrogates, PEP 383) are taken for those of Windows.
    """
    if any("\udc80" <= letter <= "\udcff" for letter in name):
        name = name.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    text = composed = unicodedata.normalize("NFC", name)
    for _time in range(TIMES_ENCODED):
        decoded = PERCENT.sub(_percent_decoded, _reread(text))
        if decoded == text:
            break
        text = unicodedata.normalize("NFC", decoded)
    return text if text.isprintable() else composed


def _reread(text: str) -> str:
    for encoding, signs in MISREAD_AS.items():
        if not any(sign in text for sign in (*signs, *MISREAD_TWICE.get(encoding, ()))):
            continue
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _percent_decoded(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeError:
        return match[0]


def topic_key(topic: str) -> str:
    """What two spellings of one topic share: its letters and digits, without the number of a part (`del 2`)."""
    bare = PART_NUMBER.sub("", COPY.sub("", readable(topic))) or topic
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def read_stamp(name: str, zone: ZoneInfo) -> NameStamp | None:
    """The date and the local time of day in a file's name, as cameras and recorders write them; None without one."""
    found = _find_day(name)
    if found is None:
        return None
    day, end = found
    clock = CLOCK.match(name, end)
    try:
        time = dt.time(int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0), tzinfo=zone) if clock else None
    except ValueError:
        time = None
    began = dt.datetime.combine(day, time) if time else None
    return NameStamp(day, began)


def _find_day(name: str) -> tuple[dt.date, int] | None:
    return next(((day, match.end()) for form in DAYS for match in form.finditer(name) if (day := _day_of(match))), None)


def _day_of(match: re.Match[str]) -> dt.date | None:
    named = (number for number, name in enumerate(MONTHS, 1) if re.fullmatch(name, match["month"], re.IGNORECASE))
    try:
        return dt.date(int(match["year"]), next(named, 0) or int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def without_day(name: str, day: dt.date) -> str:
    """The name without that date, what leads to it and its time of day: `Temamøde onsdag den 24. januar 2024 kl. 14.00`.

    A name that tells another date too, or several days (`24.-25. januar 2024`), is left whole. Empty where nothing else is left.
    """
    if any(other != day or several for other, several in _days_in(name)):
        return name
    for form in DAYS:
        for match in reversed([*form.finditer(name)]):
            if _day_of(match) == day:
                lead, clock = DAY_LEADS.search(name[: match.start()]), CLOCK_OF_DAY.match(name, match.end())
                before = name[: lead.start() if lead else match.start()].rstrip(_BETWEEN)
                after = name[clock.end() if clock else match.end() :].lstrip(_BETWEEN)
                closed = before.endswith("(") and after.startswith(")")
                before, after = (before[:-1].rstrip(_BETWEEN), after[1:].lstrip(_BETWEEN)) if closed else (before, after)
                name = f"{before} {after}".strip(_BETWEEN)
    return name


def _days_in(name: str) -> list[tuple[dt.date, bool]]:
    """Each date in the name, and whether it ends several days; what overlaps one that a form before it found is none."""
    found: list[tuple[dt.date, bool]] = []
    taken: set[int] = set()
    for form in DAYS:
        for match in form.finditer(name):
            day, (start, end) = _day_of(match), match.span()
            if day and taken.isdisjoint(range(start, end)):
                several = match.start("day") == start and DAYS_LEAD.search(name[max(start - LONGEST_LEAD, 0) : start])
                found.append((day, bool(several)))
                taken.update(range(start, end))
    return found


def count_from_one(names: Collection[str]) -> list[str] | None:
    """Names without endings that begin with 1, 2, 3 and on (`1 Velkomst`, `Del 2 - Oplæg`), in that order; else None."""
    found = [(int(match["number"]), name) for name in names if (match := LEADING_NUMBER.match(_undated(readable(name))))]
    in_order = sorted(found)
    return [name for _number, name in in_order] if [number for number, _name in in_order] == [*range(1, len(names) + 1)] else None


def have_same_words(one: str, other: str) -> bool:
    """Whether two names without endings differ in their date and time of day only."""
    return _tokens(one) == _tokens(other)


def are_numbered(one: str, other: str) -> bool:
    """Whether two names without endings differ in one number only, or in one last letter: `del 1` and `del 2`, `a` and `b`.

    A number may be missing: `Møde` and `Møde 2`, or `Møde del 2`. A camera's chapters (`GOPRO`) are numbered. No
    such number are a date and its time of day (`read_stamp` compares them), a year, and the number of a second copy.
    """
    if _are_chapters(one, other):
        return True
    first, second = _tokens(one), _tokens(other)
    shorter, longer = sorted((first, second), key=len)
    if len(longer) - len(shorter) == 2 and longer[:-2] == shorter:
        return longer[-2] in PART_WORDS and _counts(longer[-1]) and int(longer[-1]) > 1
    if len(longer) - len(shorter) == 1:
        copied = any(COPY.search(name) for name in (one, other))
        return longer[:-1] == shorter and _counts(longer[-1]) and not copied
    differing = [place for place, (mine, its) in enumerate(zip(first, second, strict=False)) if mine != its]
    if len(first) != len(second) or len(differing) != 1:
        return False
    place = differing[0]
    letters = place == len(first) - 1 and len(first[place]) == len(second[place]) == 1
    return letters or (_counts(first[place]) and _counts(second[place]))


def _are_chapters(one: str, other: str) -> bool:
    chapters = [GOPRO.fullmatch(name) for name in (one, other)]
    return one != other and len({match["first"] or match["file"] for match in chapters if match}) == 1 and all(chapters)


def _counts(token: str) -> bool:
    return token.isdecimal() and not YEAR.fullmatch(token)


def _tokens(name: str) -> list[str]:
    return TOKEN.findall(_undated(readable(name)).casefold())


def _undated(name: str) -> str:
    for form in DAYS:
        for match in form.finditer(name):
            clock = CLOCK.match(name, match.end())
            return name[: match.start()] + " " + name[clock.end() if clock else match.end() :]
    return name
