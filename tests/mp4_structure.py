"""A structure check of finished MP4 files that shares nothing with their writer: `check_structure(path)` names every fault.

Read from ISO/IEC 14496-12 (boxes, sample tables, edit lists), 14496-15 (H.264 in MP4) and 3GPP TS 26.245 (timed text). Only what
our own files should hold is known here; a box of another kind is let pass.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

HOLDERS = {"moov", "trak", "mdia", "minf", "stbl", "edts", "dinf", "tref", "udta"}
IDR, PARAMETER_SETS = 5, {7: "SPS", 8: "PPS"}  # ITU-T H.264, table 7-1
SELF_CONTAINED = 1
TEXT_HANDLERS = {"sbtl", "text"}


class StructureError(Exception):
    """So broken that the rest can't be looked at."""


@dataclass
class Box:
    kind: str
    start: int
    body: int
    end: int
    children: list[Box] = field(default_factory=list)

    def all(self, *path: str) -> list[Box]:
        found = [self]
        for kind in path:
            found = [child for box in found for child in box.children if child.kind == kind]
        return found

    def one(self, *path: str) -> Box:
        found = self.all(*path)
        if len(found) != 1:
            raise StructureError(f"{len(found)} boxes {'/'.join(path)} in {self.kind} at {self.start}")
        return found[0]


@dataclass
class Sample:
    offset: int
    size: int
    decoded: int
    presented: int
    """Both in media ticks."""


@dataclass
class Track:
    number: int
    handler: str
    clock: int
    media_ticks: int
    movie_ticks: int
    language: str
    edits: list[tuple[int, int]]
    samples: list[Sample]
    chunks: list[int]
    sync: set[int] | None
    """Numbers of the samples, from 1; None = all."""
    stts_ticks: int
    entry: str
    box: Box


def check_structure(path: Path) -> list[str]:
    """Every fault of the file in one sentence each; an empty list is a sound file."""
    if path.stat().st_size == 0:
        return ["the file is empty"]
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return list(_File(data).faults())
        except (StructureError, struct.error, IndexError, UnicodeDecodeError) as fault:
            return [f"{fault}"]


def coded_pictures(path: Path) -> tuple[bytes, list[bytes]]:
    """(what is in avcC, every sample in decoding order) of a sound file's pictures."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        whole = _File(data)
        tracks = [whole.track(box) for box in whole.top.all("moov", "trak")]
        (pictures,) = [track for track in tracks if track.handler == "vide"]
        (record,) = whole.configurations(pictures.box.one("mdia", "minf", "stbl", "stsd"))
        return data[record.body : record.end], [data[one.offset : one.offset + one.size] for one in pictures.samples]


class _File:
    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.top = Box("file", 0, 0, len(data))
        self.top.children = list(self.boxes(0, len(data)))

    def boxes(self, at: int, end: int) -> Iterator[Box]:
        """The boxes that tile [at, end), with those in them."""
        while at < end:
            if end - at < 8:
                raise StructureError(f"{end - at} stray bytes at {at}")
            size, name = struct.unpack_from(">I4s", self.data, at)
            body = at + 8
            if size == 1:
                (size,) = struct.unpack_from(">Q", self.data, body)
                body += 8
            kind = name.decode("latin-1")
            if size < body - at or at + size > end:
                raise StructureError(f"the box {kind} at {at} has {size} bytes, and {end - at} are there")
            box = Box(kind, at, body, at + size)
            if kind in HOLDERS:
                box.children = list(self.boxes(body, box.end))
            yield box
            at = box.end

    def full(self, box: Box) -> tuple[int, int]:
        """(version, flags)."""
        word = self.u32(box.body)
        return word >> 24, word & 0xFFFFFF

    def u32(self, at: int) -> int:
        return struct.unpack_from(">I", self.data, at)[0]

    def table(self, box: Box, row: str, at: int = 4) -> list[tuple[int, ...]]:
        """The rows of a table whose count stands `at` bytes into its body, and which fills its box."""
        count, size = self.u32(box.body + at), struct.calcsize(row)
        first = box.body + at + 4
        if first + count * size != box.end:
            raise StructureError(f"{box.kind} at {box.start} says {count} rows and has room for {(box.end - first) / size:g}")
        return list(struct.iter_unpack(row, self.data[first : box.end]))

    def faults(self) -> Iterator[str]:
        yield from self.order_faults()
        movie = self.top.one("moov")
        tracks = [self.track(box) for box in movie.all("trak")]
        for track in tracks:
            for fault in self.track_faults(track):
                yield f"track {track.number} ({track.handler}): {fault}"
        yield from self.place_faults(tracks)
        yield from self.movie_faults(movie, tracks)

    def order_faults(self) -> Iterator[str]:
        kinds = [box.kind for box in self.top.children]
        if kinds[0] != "ftyp":
            yield f"the file begins with {kinds[0]}, not ftyp"
        if kinds.count("moov") != 1:
            yield f"{kinds.count('moov')} boxes moov"
        if "mdat" in kinds and "moov" not in kinds[: kinds.index("mdat")]:
            yield "moov does not stand before mdat"

    def track(self, box: Box) -> Track:
        header, media = box.one("tkhd"), box.one("mdia", "mdhd")
        wide = self.full(header)[0]
        number = self.u32(header.body + (20 if wide else 12))
        movie_ticks = struct.unpack_from(">Q" if wide else ">I", self.data, header.body + (28 if wide else 20))[0]
        wide = self.full(media)[0]
        clock, media_ticks = struct.unpack_from(">IQ" if wide else ">II", self.data, media.body + (20 if wide else 12))
        (packed,) = struct.unpack_from(">H", self.data, media.body + (32 if wide else 20))
        handler = self.data[box.one("mdia", "hdlr").body + 8 :][:4].decode("latin-1")
        table = box.one("mdia", "minf", "stbl")
        samples, stts_ticks = self.samples(table)
        return Track(
            number=number,
            handler=handler,
            clock=clock,
            media_ticks=media_ticks,
            movie_ticks=movie_ticks,
            language="".join(chr(0x60 + (packed >> shift & 0x1F)) for shift in (10, 5, 0)),
            edits=self.edits(box),
            samples=samples,
            chunks=[offset for (offset,) in self.chunk_offsets(table)],
            sync={number for (number,) in self.table(table.one("stss"), ">I")} if table.all("stss") else None,
            stts_ticks=stts_ticks,
            entry=self.data[table.one("stsd").body + 12 :][:4].decode("latin-1"),
            box=box,
        )

    def edits(self, track: Box) -> list[tuple[int, int]]:
        if not track.all("edts"):
            return []
        box = track.one("edts", "elst")
        rows = self.table(box, ">QqI" if self.full(box)[0] else ">IiI")
        if any(rate != 0x10000 for _ticks, _time, rate in rows):
            raise StructureError("an edit at another speed")
        return [(ticks, time) for ticks, time, _rate in rows]

    def chunk_offsets(self, table: Box) -> list[tuple[int, ...]]:
        return self.table(table.one("co64"), ">Q") if table.all("co64") else self.table(table.one("stco"), ">I")

    def samples(self, table: Box) -> tuple[list[Sample], int]:
        sizes_box = table.one("stsz")
        if self.u32(sizes_box.body + 4):
            raise StructureError("samples of one size, which ours never are")
        sizes = [size for (size,) in self.table(sizes_box, ">I", at=8)]
        decoded, at = [], 0
        for count, delta in self.table(table.one("stts"), ">II"):
            decoded += range(at, at + count * delta, delta) if delta else [at] * count
            at += count * delta
        later = [0] * len(sizes)
        if table.all("ctts"):
            box = table.one("ctts")
            rows = self.table(box, ">Ii" if self.full(box)[0] else ">II")
            later = [offset for count, offset in rows for _ in range(count)]
        offsets = list(self.sample_offsets(table, sizes))
        if not len(sizes) == len(decoded) == len(later) == len(offsets):
            lengths = len(sizes), len(decoded), len(later), len(offsets)
            raise StructureError("stsz has {} samples, stts {}, ctts {}, the chunks {}".format(*lengths))
        rows = zip(offsets, sizes, decoded, later, strict=True)
        return [Sample(offset, size, dts, dts + ahead) for offset, size, dts, ahead in rows], at

    def sample_offsets(self, table: Box, sizes: list[int]) -> Iterator[int]:
        chunks = self.chunk_offsets(table)
        runs = self.table(table.one("stsc"), ">III")
        if [first for first, _count, _description in runs] != sorted({first for first, _count, _description in runs}):
            raise StructureError("the runs of stsc do not ascend")
        if runs and runs[0][0] != 1:
            raise StructureError("stsc does not begin with chunk 1")
        if runs and runs[-1][0] > len(chunks):
            raise StructureError(f"stsc names chunk {runs[-1][0]} of {len(chunks)}")
        left = iter(sizes)
        for (first, count, description), (after, _count, _description) in pairwise([*runs, (len(chunks) + 1, 0, 1)]):
            if description != 1:
                raise StructureError(f"a sample description {description}")
            for chunk in range(first, after):
                at = chunks[chunk - 1][0]
                for size in (size for _, size in zip(range(count), left, strict=False)):
                    yield at
                    at += size
        if next(left, None) is not None:
            raise StructureError("stsz has more samples than the chunks hold")

    def track_faults(self, track: Track) -> Iterator[str]:
        if not re.fullmatch(r"[a-z]{3}", track.language):
            yield f"the language {track.language!r}"
        if not track.samples:
            yield "no samples"
            return
        presented = [sample.presented for sample in track.samples]
        if len(set(presented)) != len(presented):
            yield "two samples are presented at the same time"
        if any(sample.decoded >= following.decoded for sample, following in pairwise(track.samples)):
            yield "decode times do not ascend"
        if any(sample.presented < sample.decoded for sample in track.samples):
            yield "a sample is presented before it is decoded"
        if not track.stts_ticks <= track.media_ticks <= track.stts_ticks + min(presented):
            yield f"mdhd says {track.media_ticks} ticks, stts {track.stts_ticks} and the first is shown at {min(presented)}"
        references = self.table(track.box.one("mdia", "minf", "dinf", "dref"), ">I4sI") if track.box.all("mdia") else []
        if [flags & 1 for _size, _kind, flags in references] != [SELF_CONTAINED]:
            yield "its media lie in another file"
        yield from self.edit_faults(track)
        yield from {"vide": self.picture_faults, "soun": self.sound_faults}.get(track.handler, self.text_faults)(track)

    def edit_faults(self, track: Track) -> Iterator[str]:
        movie_clock = self.movie_clock
        shown = sum(ticks for ticks, _time in track.edits) if track.edits else track.media_ticks * movie_clock / track.clock
        if abs(shown - track.movie_ticks) > 1:
            yield f"tkhd says {track.movie_ticks} ticks, and {shown:g} are shown"
        for ticks, time in track.edits:
            if time < -1:
                yield f"an edit from {time}"
            if time >= 0 and time + ticks * track.clock / movie_clock > track.media_ticks + track.clock / movie_clock:
                yield f"an edit of {ticks} from {time} runs over the end of the media at {track.media_ticks}"
        if len([edit for edit in track.edits if edit[1] >= 0]) > 1:
            yield "an edit list of several pieces"

    @property
    def movie_clock(self) -> int:
        header = self.top.one("moov", "mvhd")
        return self.u32(header.body + (20 if self.full(header)[0] else 12))

    def picture_faults(self, track: Track) -> Iterator[str]:
        if track.entry != "avc1":
            yield f"pictures as {track.entry}"
            return
        if track.sync is not None and 1 not in track.sync:
            yield "the first sample is no sync sample"
        if track.sync is not None and not all(1 <= number <= len(track.samples) for number in track.sync):
            yield "a sync sample that is not there"
        if not track.edits and min(sample.presented for sample in track.samples):
            yield "the first picture does not stand at 0, and no edit list says why"
        if track.edits and track.edits[-1][1] > min(sample.presented for sample in track.samples):
            yield "the edit list hides the first picture"
        description = track.box.one("mdia", "minf", "stbl", "stsd")
        yield from self.configuration_faults(description)
        for number, sample in enumerate(track.samples, start=1):
            kinds, fault = self.nal_kinds(sample)
            if fault:
                yield f"sample {number}: {fault}"
            yield from (f"sample {number}: a {PARAMETER_SETS[kind]} within" for kind in kinds if kind in PARAMETER_SETS)
            if (track.sync is None or number in track.sync) and IDR not in kinds and not fault:
                yield f"sample {number}: a sync sample without an IDR picture"

    def nal_kinds(self, sample: Sample) -> tuple[list[int], str]:
        """(kinds of the NAL units, what is wrong with their lengths)."""
        kinds, at, end = [], sample.offset, sample.offset + sample.size
        while at < end:
            length = self.u32(at) if end - at >= 5 else 0
            if not 0 < length <= end - at - 4:
                return kinds, f"a NAL unit of {length} bytes where {end - at - 4} are left"
            kinds.append(self.data[at + 4] & 0x1F)
            at += 4 + length
        return kinds, "" if kinds else "no NAL unit"

    def configurations(self, description: Box) -> list[Box]:
        entry = description.body + 8
        return [box for box in self.boxes(entry + 8 + 78, entry + self.u32(entry)) if box.kind == "avcC"]

    def configuration_faults(self, description: Box) -> Iterator[str]:
        """What is wrong with avcC (ISO/IEC 14496-15, 5.3.3.1): its sets must fill it."""
        found = self.configurations(description)
        if len(found) != 1:
            yield f"{len(found)} boxes avcC"
            return
        body = self.data[found[0].body : found[0].end]
        if body[0] != 1 or body[4] & 3 != 3:
            yield "avcC has another version, or lengths of other than four bytes"
        at, names = 5, []
        for kind, mask in ((7, 0x1F), (8, 0xFF)):
            count, at = body[at] & mask, at + 1
            for _ in range(count):
                (length,) = struct.unpack_from(">H", body, at)
                names.append(body[at + 2] & 0x1F)
                if names[-1] != kind or at + 2 + length > len(body):
                    yield f"avcC has a NAL unit of kind {names[-1]} and {length} bytes among those of kind {kind}"
                at += 2 + length
        if not {7, 8} <= set(names):
            yield "avcC lacks parameter sets"
        if at != len(body) and (body[1] not in (100, 110, 122, 144) or len(body) - at < 4):
            yield f"avcC has {len(body) - at} bytes too many"

    def sound_faults(self, track: Track) -> Iterator[str]:
        if track.entry != "mp4a":
            yield f"sound as {track.entry}"
        if any(following.decoded - sample.decoded != 1024 for sample, following in pairwise(track.samples)):
            yield "a packet that does not last 1024 samples"
        table = track.box.one("mdia", "minf", "stbl")
        if not table.all("sgpd") or not table.all("sbgp"):
            yield "no roll group: a player that seeks would not decode the packet before"
        elif sum(count for count, _group in self.table(table.one("sbgp"), ">II", at=8)) != len(track.samples):
            yield "the roll group does not hold every packet"

    def text_faults(self, track: Track) -> Iterator[str]:
        if track.handler not in TEXT_HANDLERS:
            yield "a track of a kind that we do not write"
            return
        if track.stts_ticks != track.media_ticks:
            yield f"a hole: the samples last {track.stts_ticks} of {track.media_ticks} ticks"
        for number, sample in enumerate(track.samples, start=1):
            data = self.data[sample.offset : sample.offset + sample.size]
            length = struct.unpack_from(">H", data)[0] if len(data) >= 2 else len(data)
            if len(data) < 2 + length:
                yield f"sample {number}: {length} bytes of text in {len(data)} bytes"
                continue
            try:
                data[2 : 2 + length].decode("utf-8")
            except UnicodeDecodeError:
                yield f"sample {number}: text that is not UTF-8"

    def place_faults(self, tracks: list[Track]) -> Iterator[str]:
        """Samples tile every mdat: none outside, none over another, no byte between."""
        mdats = [(box.body, box.end) for box in self.top.all("mdat")]
        for track in tracks:
            for number, offset in enumerate(track.chunks, start=1):
                if not any(body <= offset < end for body, end in mdats):
                    yield f"track {track.number}: chunk {number} at {offset} lies in no mdat"
        spans = sorted((sample.offset, sample.offset + sample.size) for track in tracks for sample in track.samples)
        for body, end in mdats:
            at = body
            for first, last in (span for span in spans if body <= span[0] < end):
                if first > at:
                    yield f"{first - at} bytes at {at} belong to no sample"
                if first < at:
                    yield f"{at - first} bytes at {first} lie in two samples"
                at = last
            if at != end:
                yield f"an mdat ends at {end}, its samples at {at}"

    def movie_faults(self, movie: Box, tracks: list[Track]) -> Iterator[str]:
        header = movie.one("mvhd")
        wide = self.full(header)[0]
        ticks = struct.unpack_from(">Q" if wide else ">I", self.data, header.body + (24 if wide else 16))[0]
        longest = max((track.movie_ticks for track in tracks), default=0)
        if ticks != longest:
            yield f"mvhd says {ticks} ticks, and the longest track has {longest}"
        numbers = [track.number for track in tracks]
        if len(set(numbers)) != len(numbers) or 0 in numbers:
            yield f"tracks numbered {numbers}"
        if self.u32(header.end - 4) <= max(numbers, default=0):
            yield "the number for the next track is taken"
        for track in tracks:
            for reference in (box for holder in track.box.all("tref") for box in holder.children):
                for at in range(reference.body, reference.end, 4):
                    if self.u32(at) not in numbers or self.u32(at) == track.number:
                        yield f"track {track.number}: {reference.kind} names track {self.u32(at)}"
