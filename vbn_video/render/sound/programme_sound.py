"""The programme's sound before it is coded: any span of it, in pieces, with fades, silences, gain and limiter applied.

programme   │ intro │ kept span │ kept span │ outro │
                │        └──┬────────┘         │
                │      recording x gain x curve │
                └── own gain and curve ─────────┘
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.decisions import KeptSpan
from vbn_video.plan.sound.gain import SoundPlan
from vbn_video.recording.sound.channels import Planes
from vbn_video.recording.sound.samples import part_samples, read_samples
from vbn_video.render.programme import Programme, samples_in

FADE_S = 0.010
"""At every join: short enough not to be heard, long enough not to click."""
MARGIN_US = 200_000
"""What lies so near to a place may be heard there: more than a cross-fade between two ways to mix, and a resampler's memory."""
PIECE_S = 2
"""The decoder's small pieces are gathered to pieces of at least this length before they are worked on."""


@dataclass(frozen=True)
class SoundSpan:
    """A bumper, or a piece of the talk without a cut in it: samples [first, last) of the programme."""

    first: int
    last: int
    bumper: str | None = None
    """`intro` or `outro`; None for the talk."""
    recorded: int = 0
    """Where in the recording it begins, in samples."""


class ProgrammeSound:
    """The sound of a programme, any samples of which can be read; `bumpers` have their final loudness already."""

    def __init__(self, programme: Programme, plan: SoundPlan, bumpers: Mapping[str, Planes]) -> None:
        self._programme, self._plan, self._bumpers = programme, plan, bumpers
        self._rate_hz, self._channels = programme.fmt.sound_rate_hz, programme.fmt.sound_channels
        self._spans = tuple(_spans(programme))
        self._silent = tuple(_silent_samples(programme))
        self.samples = samples_in(programme.fmt, programme.duration_us)

    def read(self, first: int, last: int) -> Iterator[Planes]:
        """Samples [first, last) in pieces, channels x samples; silence after the programme's end.

        Raises:
            RecordingError: a recorded file can't be read.
        """
        import numpy as np

        for span in self._spans:
            begin, end = max(first, span.first), min(last, span.last)
            if begin < end:
                given = begin
                for piece in self._read_span(span, begin, end):
                    faded = _fade_ends(piece, given - span.first, span.last - span.first, self._fade_samples(span))
                    yield _silence(faded, given, self._silent, round(FADE_S * self._rate_hz))
                    given += piece.shape[1]
        if last > max(self.samples, first):
            yield np.zeros((self._channels, last - max(self.samples, first)), np.float32)

    def fingerprint(self, first: int, last: int) -> str:
        """A hash (SHA-256) over all that samples [first, last) depend on; nothing is decoded for it."""
        digest = hashlib.sha256()
        for span in self._spans:
            begin, end = max(first, span.first), min(last, span.last)
            if begin < end:
                for dependency in self._dependencies(span, begin, end):
                    digest.update(dependency if isinstance(dependency, bytes) else repr(dependency).encode())
        digest.update(repr(max(0, last - max(self.samples, first))).encode())
        return digest.hexdigest()

    def _read_span(self, span: SoundSpan, begin: int, end: int) -> Iterator[Planes]:
        """Samples [begin, end) of the programme, which lie in one span, not yet faded."""
        import numpy as np

        if span.bumper is not None:
            yield self._bumpers[span.bumper][:, begin - span.first : end - span.first]
            return
        at, last = (span.recorded + place - span.first for place in (begin, end))
        recording, root, mix = self._programme.recording, self._programme.root, self._programme.mix
        recorded = read_samples(recording, root, (at, last), self._rate_hz, self._channels, mix=mix)
        for piece in _gather(recorded, PIECE_S * self._rate_hz):
            yield apply_gain(piece, at, self._plan, self._rate_hz)
            at += piece.shape[1]
        if at < last:  # the last sample by rounding
            yield np.zeros((self._channels, last - at), np.float32)

    def _dependencies(self, span: SoundSpan, begin: int, end: int) -> Iterator[Any]:
        """What the samples [begin, end) of the programme, which lie in one span, depend on."""
        fade = self._fade_samples(span)
        yield end - begin, fade, min(fade, begin - span.first), min(fade, span.last - end)
        silence_fade = round(FADE_S * self._rate_hz)
        for first, last in self._silent:
            if first - silence_fade < end and begin < last + silence_fade:
                yield "silent", first - begin, last - begin
        if span.bumper is not None:
            yield self._bumpers[span.bumper][:, begin - span.first : end - span.first].tobytes()
            return
        at, last = (span.recorded + place - span.first for place in (begin, end))
        recording, hop = self._programme.recording, _hop(self._plan, self._rate_hz)
        for part, (part_first, part_last) in zip(recording.parts, part_samples(recording, self._rate_hz), strict=True):
            if part_first < last and at < part_last:
                yield part.identity.content, part.source_start_us, part.sound_index
                yield max(at, part_first) - part_first, min(last, part_last) - part_first
        begin_us, end_us = (place * US_PER_S // self._rate_hz for place in (at, last))
        for way in self._programme.mix.spans:
            if way.start_us - MARGIN_US < end_us and begin_us < way.end_us + MARGIN_US:
                yield way.start_us - begin_us, way.end_us - begin_us, way.inverted, way.only
        yield self._plan.gain_db, at % hop
        yield self._plan.curve[at // hop : -(-last // hop) + 1].tobytes()

    def _fade_samples(self, span: SoundSpan) -> int:
        """How many samples a span is faded at its ends."""
        return max(1, min(round(FADE_S * self._rate_hz), (span.last - span.first) // 2))


def apply_gain(sound: Planes, first: int, plan: SoundPlan, rate_hz: int) -> Planes:
    """Apply the plan's gain and limiter curve to sound (channels x samples) that begins at sample `first` of what was planned."""
    import numpy as np

    hop = _hop(plan, rate_hz)
    last = first + sound.shape[1]
    edges = plan.curve[first // hop : -(-last // hop) + 1]
    gain = np.float32(10 ** (plan.gain_db / 20))
    if len(edges) < 2 or edges.min() == 1:
        return sound * gain
    lacking = -(-last // hop) + 1 - first // hop - len(edges)
    edges = gain * np.append(edges, np.ones(lacking, np.float32))
    share = np.arange(hop, dtype=np.float32) / np.float32(hop)
    gains = (edges[:-1, None] + np.diff(edges)[:, None] * share).reshape(-1)
    limited: Planes = sound * gains[first % hop : first % hop + sound.shape[1]]
    return limited


def _hop(plan: SoundPlan, rate_hz: int) -> int:
    """Samples of a hop."""
    return rate_hz * plan.hop_us // US_PER_S


def _spans(programme: Programme) -> Iterator[SoundSpan]:
    """Bumpers and kept spans in order; each ends at the sample at which the next one begins."""
    fmt, plan = programme.fmt, programme.plan
    if plan.intro_us:
        yield SoundSpan(0, samples_in(fmt, plan.intro_us), "intro")
    for start_us, end_us in _join_touching(plan.kept, programme.recording.part_starts_us):
        pieces_us = programme.timeline.programme_spans(start_us, end_us)
        yield SoundSpan(samples_in(fmt, pieces_us[0][0]), samples_in(fmt, pieces_us[-1][1]), None, samples_in(fmt, start_us))
    if plan.outro_us:
        yield SoundSpan(samples_in(fmt, programme.timeline.talk_us[1]), samples_in(fmt, programme.duration_us), "outro")


def _silent_samples(programme: Programme) -> Iterator[tuple[int, int]]:
    """Samples [first, last) of the programme in which nothing is heard, because the plan says so."""
    fmt = programme.fmt
    for start_us, end_us in programme.timeline.silent_us:
        yield max(samples_in(fmt, start_us) - 1, 0), samples_in(fmt, end_us) + 1


def _silence(sound: Planes, first: int, silent: Sequence[tuple[int, int]], fade: int) -> Planes:
    """Sound that begins at sample `first` of the programme, without what is silent; the fades lie outside of that."""
    import numpy as np

    last = first + sound.shape[1]
    for begin, end in silent:
        if begin - fade < last and first < end + fade:
            place = np.arange(first, last) + 0.5
            share = np.clip(np.maximum(begin - place, place - end) / fade, 0, 1)
            sound = sound * np.sin(share * pi / 2).astype(np.float32)
    return sound


def _join_touching(kept: Sequence[KeptSpan], part_starts_us: Sequence[int]) -> list[tuple[int, int]]:
    """Start and end of what is kept; spans that touch are one where the recording goes on, in the same part."""
    joined: list[tuple[int, int]] = []
    for span in kept:
        if joined and span.start_us == joined[-1][1] and span.start_us not in part_starts_us:
            joined[-1] = joined[-1][0], span.end_us
        else:
            joined.append((span.start_us, span.end_us))
    return joined


def _gather(pieces: Iterator[Planes], least: int) -> Iterator[Planes]:
    """The same samples in pieces of at least `least`; the last may be shorter."""
    import numpy as np

    held: list[Planes] = []
    have = 0
    for piece in pieces:
        held.append(piece)
        have += piece.shape[1]
        if have >= least:
            yield np.concatenate(held, axis=1)
            held, have = [], 0
    if have:
        yield np.concatenate(held, axis=1)


def _fade_ends(sound: Planes, first: int, whole: int, fade: int) -> Planes:
    """Sound that begins `first` samples into a span of `whole`, faded where it touches its ends (equal power)."""
    import numpy as np

    last = first + sound.shape[1]
    if first >= fade and last <= whole - fade:
        return sound
    place = np.arange(first, last) + 0.5
    share = np.clip(np.minimum(place, whole - place) / fade, 0, 1)
    faded: Planes = sound * np.sin(share * pi / 2).astype(np.float32)
    return faded
