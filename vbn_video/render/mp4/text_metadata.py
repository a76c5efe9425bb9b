"""What the file says in words: captions and chapters as samples of text tracks, and tags.

Sources: 3GPP TS 26.245 (timed text), QuickTime File Format (text media, metadata), Nero's `chpl` as most players read it.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from vbn_video.decisions import Chapter, Cue
from vbn_video.render.mp4.boxes import box, full_box

LANGUAGES = {"da": ("dan", "Dansk"), "en": ("eng", "English")}
"""ISO 639-2 code, as MP4 wants it, and the language's own name."""
LONGEST_TEXT_BYTES = 0xFFFF
MOST_NERO_CHAPTERS = LONGEST_NERO_TITLE_BYTES = 0xFF
UTF_8 = box(b"encd", struct.pack(">I", 0x100))
"""How QuickTime is told that a title is UTF-8; every writer of chapters has this number."""


@dataclass(frozen=True)
class Tags:
    """What the file says of itself."""

    title: str = ""
    speakers: tuple[str, ...] = ()
    created: datetime | None = None
    """When the meeting was, with its zone."""
    language: str = "da"
    """Of sound and captions."""


@dataclass(frozen=True)
class TextMetadata:
    """All that is text in the finished file."""

    duration_us: int
    """The programme's length: the last chapter ends there and the last frame stands until then."""
    chapters: Sequence[Chapter] = ()
    captions: Sequence[Cue] = ()
    tags: Tags = Tags()

    @property
    def duration_ms(self) -> int:
        """In whole milliseconds, the clock of the text tracks."""
        return self.duration_us // 1000


@dataclass(frozen=True)
class TextSamples:
    """The samples of a text track, one after the other without a hole."""

    start_ms: int
    """When the first one begins."""
    durations_ms: tuple[int, ...]
    data: tuple[bytes, ...]


def caption_samples(metadata: TextMetadata) -> TextSamples:
    """One sample a cue and one, empty, for each rest between them: an MP4 text track is never without a sample."""
    durations_ms, data, at = [], [], 0
    for start, end, text in _without_overlap(metadata.captions, metadata.duration_us):
        if start > at:
            durations_ms.append(start - at)
            data.append(_text(""))
        durations_ms.append(end - start)
        data.append(_text(text))
        at = end
    if data and at < metadata.duration_ms:
        durations_ms.append(metadata.duration_ms - at)
        data.append(_text(""))
    return TextSamples(0, tuple(durations_ms), tuple(data))


def chapter_samples(metadata: TextMetadata) -> TextSamples:
    """One sample a chapter, its title; the first one begins where the first chapter does."""
    chapters = _chapters(metadata)
    durations_ms = tuple(end - start for start, end, _title in chapters)
    return TextSamples(chapters[0][0] if chapters else 0, durations_ms, tuple(_text(title) + UTF_8 for _, _, title in chapters))


def user_data(metadata: TextMetadata) -> bytes:
    """udta: tags where iTunes has them and chapters where Nero has them; nothing where there are none."""
    parts = _tags(metadata.tags) + _nero_chapters(metadata)
    return box(b"udta", parts) if parts else b""


def _without_overlap(cues: Sequence[Cue], duration_us: int) -> list[tuple[int, int, str]]:
    """(start, end, text) in milliseconds, in order, none over the next one (the track can show one at a time) or the end."""
    whole = sorted((cue for cue in cues if cue.start_us < duration_us), key=lambda cue: cue.start_us)
    ends_us = [min(cue.end_us, following.start_us) for cue, following in pairwise(whole)]
    ends_us += [min(cue.end_us, duration_us) for cue in whole[-1:]]
    pairs = zip(whole, ends_us, strict=True)
    shown = ((cue.start_us // 1000, end_us // 1000, "\n".join(cue.lines)) for cue, end_us in pairs)
    return [(start, end, text) for start, end, text in shown if start < end]


def _chapters(metadata: TextMetadata) -> list[tuple[int, int, str]]:
    """(start, end, title) in milliseconds, those that would last no time left out."""
    starts = [chapter.start_us // 1000 for chapter in metadata.chapters]
    spans = zip(starts, [*starts, metadata.duration_ms][1:], metadata.chapters, strict=True)
    return [
        (start, min(end, metadata.duration_ms), chapter.title)
        for start, end, chapter in spans
        if start < min(end, metadata.duration_ms)
    ]


def _text(text: str) -> bytes:
    coded = _cut(text, LONGEST_TEXT_BYTES)
    return struct.pack(">H", len(coded)) + coded


def _cut(text: str, most_bytes: int) -> bytes:
    """UTF-8 of as much of the text as goes in, no character cut in two."""
    return text.encode("utf-8")[:most_bytes].decode("utf-8", "ignore").encode("utf-8")


def _tags(tags: Tags) -> bytes:
    """meta: title, artist and date as iTunes writes them (QuickTime File Format, metadata item list)."""
    date = tags.created.date().isoformat() if tags.created is not None else ""
    words = ((b"\xa9nam", tags.title), (b"\xa9ART", ", ".join(tags.speakers)), (b"\xa9day", date))
    items = [box(key, box(b"data", struct.pack(">II", 1, 0), word.encode("utf-8"))) for key, word in words if word]
    handler = full_box(b"hdlr", 0, 0, bytes(4), b"mdirappl", bytes(9))
    return full_box(b"meta", 0, 0, handler, box(b"ilst", *items)) if items else b""


def _nero_chapters(metadata: TextMetadata) -> bytes:
    chapters = _chapters(metadata)[:MOST_NERO_CHAPTERS]
    if not chapters:
        return b""
    titles = [(start, _cut(title, LONGEST_NERO_TITLE_BYTES)) for start, _end, title in chapters]
    entries = (struct.pack(">QB", start * 10_000, len(title)) + title for start, title in titles)
    return full_box(b"chpl", 1, 0, struct.pack(">IB", 0, len(titles)), *entries)
