"""Everything in front of the media: `ftyp`, `moov` and the samples of the text tracks, and how much room that is given."""

import struct
from dataclasses import dataclass, replace

import numpy as np

from vbn_video.clock import nearest
from vbn_video.render.mp4.boxes import LARGEST_32_BIT, box, full_box, seconds_since_1904
from vbn_video.render.mp4.descriptions import (
    caption_description,
    chapter_description,
    sound_description,
    text_media_header,
    video_description,
)
from vbn_video.render.mp4.tables import Samples, bit_rates, ctts, decoding_times, sample_tables, stss
from vbn_video.render.mp4.text_metadata import LANGUAGES, TextMetadata, TextSamples, caption_samples, chapter_samples, user_data
from vbn_video.render.mp4.tracks import PACKET_SAMPLES, TICKS_PER_S, SoundTrack, VideoTrack, to_ticks
from vbn_video.render.mp4.trak import IN_MOVIE, EditListEntry, Track, movie_header, trak

FILE_TYPE = box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso2avc1mp41")
MS_PER_S = 1000
TEXT_MARGIN_BYTES = 1 << 16
ROLL_BACK_ONE = full_box(b"sgpd", 1, 0, b"roll", struct.pack(">IIh", 2, 1, -1))
"""AAC is right from the second packet on (ISO/IEC 14496-12, 10.1): a player that seeks decodes one packet more."""
SOUND_GROUP, TEXT_GROUP = 1, 3
ROOM_MARK = b"vbn-video: room for more text"
"""Begins the reserved room, and tells our files from others."""


@dataclass(frozen=True)
class Media:
    """Video and sound, and where their coded samples lie; `sound_samples` is without meaning where there is no sound."""

    video: VideoTrack
    video_samples: Samples
    sound: SoundTrack | None
    sound_samples: Samples


def build_head(media: Media, metadata: TextMetadata) -> bytes:
    """All bytes in front of the reserved room; the same input gives the same bytes."""
    captions, chapters = caption_samples(metadata), chapter_samples(metadata)
    text = b"".join((*captions.data, *chapters.data))
    movie = _movie(media, metadata, captions, chapters, 0)
    movie = _movie(media, metadata, captions, chapters, len(FILE_TYPE) + len(movie) + 8)
    return b"".join((FILE_TYPE, movie, box(b"mdat", text) if text else b""))


def reserved_bytes(media: Media, metadata: TextMetadata) -> int:
    """How many bytes to keep in front of the media: the largest head that this one can become, and room for more text.

    Sizes and offsets in `media` need not be known: the tables are as long whatever stands in them, but for the offsets of a file
    over 4 GB, which are allowed for. Room is left for captions of half as much again, 64 kB and a tenth of the head.
    """
    far = replace(media, video_samples=_move_far(media.video_samples), sound_samples=_move_far(media.sound_samples))
    whole = len(build_head(far, metadata))
    captions = whole - len(build_head(far, replace(metadata, captions=())))
    return whole + captions // 2 + TEXT_MARGIN_BYTES + whole // 10


def build_head_and_room(media: Media, metadata: TextMetadata, media_at: int) -> bytes:
    """The head, and a free box that fills the file up to the media at `media_at`.

    Raises:
        ValueError: the head does not go in.
    """
    head = build_head(media, metadata)
    empty = media_at - len(head) - 8 - len(ROOM_MARK)
    if empty < 0:
        raise ValueError(f"the head takes {-empty} bytes more than there is room for")
    return head + box(b"free", ROOM_MARK, bytes(empty))


def _move_far(samples: Samples) -> Samples:
    return replace(samples, chunk_offsets=np.full_like(samples.chunk_counts, LARGEST_32_BIT + 1))


def _movie(media: Media, metadata: TextMetadata, captions: TextSamples, chapters: TextSamples, text_offset: int) -> bytes:
    created = seconds_since_1904(metadata.tags.created)
    code, name = LANGUAGES[metadata.tags.language]
    tracks = [_video_track(media.video, media.video_samples, metadata.duration_us)]
    if media.sound is not None:
        tracks.append(_sound_track(media.sound, media.sound_samples, code))
    if captions.data:
        tracks.append(_caption_track(captions, text_offset, name, code))
    if chapters.data:
        tracks.append(_chapter_track(chapters, text_offset + sum(map(len, captions.data)), code))
    named = [len(tracks) if chapters.data else 0] + [0] * len(tracks)
    boxes = [trak(track, number, created, named[number - 1]) for number, track in enumerate(tracks, start=1)]
    return box(b"moov", movie_header(tracks, created), *boxes, user_data(metadata))


def _video_track(video: VideoTrack, samples: Samples, duration_us: int) -> Track:
    first, last = int(video.times.min()), int(video.times.max())
    end = max(to_ticks(duration_us), last + 1)
    decoding = decoding_times(video.times, end)
    aspect = video.sample_aspect
    return Track(
        handler=b"vide",
        name="Pictures",
        language="und",
        ticks_per_s=TICKS_PER_S,
        ticks=end - first + decoding.delay,
        media_header=full_box(b"vmhd", 0, 1, bytes(8)),
        description=video_description(video, bit_rates(samples.sizes, decoding.deltas, TICKS_PER_S)),
        tables=sample_tables(samples, decoding.deltas, stss(video.sync), ctts(decoding.offsets)),
        edits=_video_edits(first, end, decoding.delay),
        size=(int(video.width * aspect * 0x1_0000), video.height << 16),
    )


def _video_edits(first: int, end: int, delay: int) -> tuple[EditListEntry, ...]:
    """The first frame at its time: after nothing if that is later than 0, hidden with what follows if it is earlier."""
    if first == 0 and delay == 0:
        return ()
    empty = (EditListEntry(first, -1),) if first > 0 else ()
    return (*empty, EditListEntry(end - max(first, 0), delay - min(first, 0)))


def _sound_track(sound: SoundTrack, samples: Samples, language: str) -> Track:
    ticks = sound.packets * PACKET_SAMPLES
    whole = sound.priming == 0 and sound.samples == ticks
    deltas = np.full(sound.packets, PACKET_SAMPLES)
    rolls = full_box(b"sbgp", 0, 0, b"roll", struct.pack(">III", 1, sound.packets, 1))
    return Track(
        handler=b"soun",
        name="Sound",
        language=language,
        ticks_per_s=sound.rate_hz,
        ticks=ticks,
        media_header=full_box(b"smhd", 0, 0, bytes(4)),
        description=sound_description(sound, bit_rates(samples.sizes, deltas, sound.rate_hz)),
        tables=sample_tables(samples, deltas) + ROLL_BACK_ONE + rolls,
        edits=() if whole else (EditListEntry(nearest(sound.samples * TICKS_PER_S, sound.rate_hz), sound.priming),),
        group=SOUND_GROUP,
    )


def _caption_track(captions: TextSamples, offset: int, name: str, language: str) -> Track:
    return Track(
        handler=b"sbtl",
        name=name,
        language=language,
        ticks_per_s=MS_PER_S,
        ticks=sum(captions.durations_ms),
        media_header=full_box(b"nmhd", 0, 0),
        description=caption_description(),
        tables=_text_sample_tables(captions, offset),
        group=TEXT_GROUP,
    )


def _chapter_track(chapters: TextSamples, offset: int, language: str) -> Track:
    """Not enabled: it is shown as a list, not played."""
    ticks, ticks_per_ms = sum(chapters.durations_ms), TICKS_PER_S // MS_PER_S
    later = EditListEntry(chapters.start_ms * ticks_per_ms, -1), EditListEntry(ticks * ticks_per_ms, 0)
    return Track(
        handler=b"text",
        name="Chapters",
        language=language,
        ticks_per_s=MS_PER_S,
        ticks=ticks,
        media_header=text_media_header(),
        description=chapter_description(),
        tables=_text_sample_tables(chapters, offset),
        edits=later if chapters.start_ms else (),
        flags=IN_MOVIE,
    )


def _text_sample_tables(texts: TextSamples, offset: int) -> bytes:
    """All samples in one chunk at `offset`."""
    sizes = np.array([len(data) for data in texts.data], np.int64)
    return sample_tables(Samples(sizes, np.array([len(sizes)]), np.array([offset])), np.array(texts.durations_ms, np.int64))
