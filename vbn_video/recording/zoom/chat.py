"""Zoom's chat, as text: what was written to everybody. What was written to anybody else is not read.

    cloud, from the recording's beginning on        local, by the clock on the wall
    00:01:05<TAB>Anne Holm:<TAB>Godmorgen           09:01:05 From Anne Holm to Everyone:<TAB>Godmorgen
    00:01:09<TAB>Bo:<TAB>Reacted to "Godmo…" …      09:01:09 Fra Bo til Anne Holm (Direct Message):
                                                    <TAB>Det her læser ingen

The first message tells which of the two it is. A message is its line and those after it, up to the next one with a time. To
everybody is only what names everybody: what is addressed otherwise, or so that it can't be told, counts as private.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vbn_video.clock import micros
from vbn_video.formats.base import split_lines

_TIME = r"(?:(?P<date>\d{4}-\d\d-\d\d)\s+)?(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)"
_LOCAL = re.compile(rf"\s*{_TIME}\s+(?:From|Fra|Från|Von)\s+(?P<names>[^:]*):(?P<text>.*)", re.IGNORECASE)
_CLOUD = re.compile(rf"{_TIME}\t(?P<names>[^\t]*):(?:\t(?P<text>.*))?")
_BEGINS = re.compile(rf"\s*{_TIME}\s")
_TO = re.compile(r"\s+(?:to|til|till|an)\s+", re.IGNORECASE)
EVERYBODY = frozenset(
    {"everyone", "everyone in meeting", "everybody", "all", "alle", "alle i mødet", "alle deltagere", "alla", "alla i mötet"}
)
"""What Zoom's clients call those who can all read it, in English, Danish, Norwegian, German and Swedish; in small letters."""
_PRIVATE = re.compile(
    r"\((?:direct message|direkte besked|direktmeddelande|direktnachricht|privat|private|privately)\)", re.IGNORECASE
)
_REACTION = re.compile(r"(?:Reacted to|Reagerede på|Removed an? .{1,40} from|Fjernede .{1,40} fra) [\"“”„»]")
_REPLY = re.compile(r"(?:Replying to|Svarer på|Besvarer) [\"“”„»](?:[^\"“”«]*)[\"“”«]\s*")


@dataclass(frozen=True)
class ChatMessage:
    """Something that everybody could read."""

    at: int | dt.time
    """Microseconds since the recording began, or the time of day."""
    sender: str
    text: str
    """On one line."""


@dataclass(frozen=True)
class Chat:
    """A whole file, as far as it is for everybody."""

    messages: tuple[ChatMessage, ...]
    local: bool
    """Whether its times are times of day."""
    last_us: int = 0
    """Time of its last message, whoever it is for, since the recording began; 0 for times of day."""
    broken: int = 0
    """Number of lines before the first message that are no chat."""


def parse_chat(text: str) -> Chat:
    """The messages to everybody, in the file's order; reactions are none, and a reply is what was answered."""
    lines = split_lines(text)
    first = next((match for line in lines if (match := _LOCAL.match(line) or _CLOUD.match(line))), None)
    local = first is not None and first.re is _LOCAL and _TO.search(first["names"]) is not None
    messages: list[ChatMessage] = []
    last_us = broken = 0
    for match, said in _blocks(lines, _LOCAL if local else _CLOUD):
        if match is None:
            broken += sum(bool(line.strip()) for line in said)
            continue
        at = _time_of(match, local)
        if isinstance(at, int):
            last_us = max(last_us, at)
        sender = _sender_to_everybody(match["names"], local)
        written = _REPLY.sub("", " ".join(" ".join(said).split()), count=1)
        if at is not None and sender and written and not _REACTION.match(written):
            messages.append(ChatMessage(at, sender, written))
    return Chat(tuple(messages), local, last_us, broken)


def _blocks(lines: list[str], header: re.Pattern[str]) -> Iterator[tuple[re.Match[str] | None, list[str]]]:
    """(header, lines of text) of each message; what begins with a time and can't be read is a message to nobody."""
    match: re.Match[str] | None = None
    said: list[str] = []
    for line in lines:
        begins = header.match(line)
        if begins or (match is not None and line[:1].isdigit() and _BEGINS.match(line)):
            if match is not None or said:
                yield match, said
            match, said = begins, [begins["text"] or ""] if begins else []
        else:
            said.append(line)
    if match is not None or said:
        yield match, said


def _time_of(match: re.Match[str], local: bool) -> int | dt.time | None:
    """None for a time of day that there is none."""
    hours, minutes, seconds = (int(match[name]) for name in ("hours", "minutes", "seconds"))
    if not local:
        return micros(str(hours), str(minutes), str(seconds), None)
    return dt.time(hours, minutes, seconds) if hours < 24 else None


def _sender_to_everybody(names: str, local: bool) -> str | None:
    """Who wrote it; None where it is not certain that it is for everybody."""
    if _PRIVATE.search(names):
        return None
    parts = _TO.split(names.strip())
    if len(parts) == 1:
        return None if local else parts[0].strip() or None
    return " ".join(parts[:-1]).strip() or None if parts[-1].strip().lower() in EVERYBODY else None
