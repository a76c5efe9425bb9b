"""The programme's sound: cut at the sample, brought to the target loudness, held under the true-peak limit, coded as AAC.

    recording ─ kept spans ─ fades ─ gain ─┐
    bumpers ───────────────── fades ─ gain ─┴─ limiter at 192 kHz ─ AAC ─ heard again: loudness, true peak

One gain for the whole talk, from the loudness that `listen` measured, so that nothing pumps. A lossy codec raises peaks and the
limiter takes some loudness: what came out is measured, and the gain corrected once or twice where it is off.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.decisions import ProgrammeFormat
from vbn_video.events import Notice, Tell
from vbn_video.messages import _
from vbn_video.preset import Sound
from vbn_video.recording.sound import read_sound
from vbn_video.render.ffmpeg_program import run_program
from vbn_video.render.loudness import Loudness, gain_for, integrated_lufs, limited_lufs, measure_loudness
from vbn_video.render.programme import Programme, sound_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

FADE_S = 0.010
"""At every join: short enough not to be heard, long enough not to click."""
OVERSAMPLED_HZ = 192_000  # BS.1770-4 annex 2: four times 48 kHz
CODEC_HEADROOM_DB = 1.0
"""A limiter at -1 dBTP gives up to -0.5 after AAC, at -2 it gives -1.3 or lower (measured)."""
MOST_GAIN_DB = 40.0
CLOSE_ENOUGH_LU = 0.3
PEAK_MARGIN_DB = 0.2
MOST_ATTEMPTS = 4
SILENT = 1e-4


@dataclass(frozen=True)
class Setting:
    """How loud the talk is made, and where its peaks are held."""

    gain_db: float
    limit_db: float


def encode_sound(programme: Programme, sound: Sound, out: Path, ran: Callable[[float], None], tell: Tell) -> None:
    """Write the whole programme's sound as AAC in MP4 to `out`, exactly as long as the programme.

    `ran` is told what share is done, 0 to 1.

    Raises:
        RecordingError: the sound can't be read.
        OSError: with ENOSPC: the disk is full.
    """
    talk_lufs = integrated_lufs(programme.levels, programme.plan.kept)
    setting = first_setting(programme, sound)
    if setting.gain_db >= MOST_GAIN_DB:
        sentence = _("The recording is so quiet ({loudness:.0f} LUFS) that its sound is raised by {gain:.0f} dB only.")
        tell(Notice(sentence.format(loudness=talk_lufs, gain=MOST_GAIN_DB), "warning"))
    bumpers = _bumper_sounds(programme, sound)
    samples = sound_samples(programme.fmt, programme.duration_us)
    for attempt in range(MOST_ATTEMPTS):
        told = ran if attempt == 0 else _unheard
        feed = _bytes(programme_samples(programme, bumpers, setting.gain_db), samples, told)
        _encode(programme, feed, setting.limit_db, sound, out)
        if not math.isfinite(talk_lufs) or attempt == MOST_ATTEMPTS - 1:
            return
        better = corrected(programme, setting, measure_loudness(out), sound)
        if better is None:
            return
        setting = better


def first_setting(programme: Programme, sound: Sound) -> Setting:
    """The gain that is expected to meet the target; none where all is silent."""
    levels, kept = programme.levels, programme.plan.kept
    limit_db = sound.true_peak_dbtp - CODEC_HEADROOM_DB
    if not math.isfinite(integrated_lufs(levels, kept)):
        return Setting(0.0, limit_db)
    return Setting(gain_for(levels, kept, limit_db, sound.loudness_lufs, MOST_GAIN_DB), limit_db)


def corrected(programme: Programme, setting: Setting, heard: Loudness, sound: Sound) -> Setting | None:
    """A better setting after what was heard with this one; None where it is good, or can't be bettered."""
    over_db = heard.true_peak_dbtp - sound.true_peak_dbtp
    missing_lu = sound.loudness_lufs - heard.integrated_lufs
    if not math.isfinite(missing_lu) or (over_db < 0 and abs(missing_lu) <= CLOSE_ENOUGH_LU):
        return None
    levels, kept = programme.levels, programme.plan.kept
    limit_db = setting.limit_db - over_db - PEAK_MARGIN_DB if over_db >= 0 else setting.limit_db
    wanted_lufs = limited_lufs(levels, kept, setting.gain_db, setting.limit_db) + missing_lu
    better = Setting(gain_for(levels, kept, limit_db, wanted_lufs, MOST_GAIN_DB), limit_db)
    return None if better == setting else better


def _encode(programme: Programme, feed: Iterator[bytes], limit_db: float, sound: Sound, out: Path) -> None:
    import ffmpeg

    fmt = programme.fmt
    raw = ffmpeg.input("pipe:0", f="f32le", ar=fmt.sound_rate_hz, ac=fmt.sound_channels)
    limited = (
        raw.audio.filter("aresample", OVERSAMPLED_HZ)
        .filter("alimiter", limit=10 ** (limit_db / 20), attack=5, release=50, level=0, latency=1)
        .filter("aresample", fmt.sound_rate_hz)
        .filter("apad")
        .filter("atrim", end_sample=sound_samples(fmt, programme.duration_us))
    )
    bitrate = f"{sound.bitrate_kbit * fmt.sound_channels}k"
    output = limited.output(str(out), **{"c:a": "aac", "b:a": bitrate, "map_metadata": -1, "f": "mp4"})
    run_program(output, reads=programme.path(programme.recording.parts[0]), writes=out, feed=feed)


def programme_samples(programme: Programme, bumpers: dict[str, Samples], gain_db: float) -> Iterator[Samples]:
    """The programme's sound from its start to its end: samples x channels, in pieces of flat memory."""
    if "intro" in bumpers:
        yield bumpers["intro"]
    yield from _talk(programme, 10 ** (gain_db / 20))
    if "outro" in bumpers:
        yield bumpers["outro"]


def _talk(programme: Programme, gain: float) -> Iterator[Samples]:
    """The kept spans; the recording is read once from its start to the end of the last one."""
    fmt = programme.fmt
    spans = list(_spans(programme))
    at = 0
    for piece in read_sound(programme.recording, programme.root, fmt.sound_rate_hz, fmt.sound_channels):
        samples = piece.reshape(len(piece), -1)
        for first, last in spans:
            start, end = max(first, at), min(last, at + len(samples))
            if start < end:
                yield _faded(samples[start - at : end - at] * gain, start - first, last - first, fmt)
        at += len(samples)
        if at >= spans[-1][1]:
            return
    if at < spans[-1][1]:  # the last sample by rounding
        yield _silence(spans[-1][1] - max(at, spans[-1][0]), fmt)


def _spans(programme: Programme) -> Iterator[tuple[int, int]]:
    """Each kept span in samples of the recording, so long that the next one begins at its own time in the programme."""
    at_us = programme.plan.intro_us
    for span in programme.plan.kept:
        length_us = span.end_us - span.start_us
        first = sound_samples(programme.fmt, span.start_us)
        samples = sound_samples(programme.fmt, at_us + length_us) - sound_samples(programme.fmt, at_us)
        yield first, first + samples
        at_us += length_us


def _faded(samples: Samples, first: int, whole: int, fmt: ProgrammeFormat) -> Samples:
    """`samples` that begin `first` samples into a stretch of `whole`, faded where they touch its ends (equal power)."""
    import numpy as np

    fade = max(1, min(round(FADE_S * fmt.sound_rate_hz), whole // 2))
    if first >= fade and first + len(samples) <= whole - fade:
        return samples
    place = np.arange(first, first + len(samples)) + 0.5
    share = np.clip(np.minimum(place, whole - place) / fade, 0, 1)
    faded: Samples = (samples * np.sin(share * math.pi / 2)[:, None]).astype(np.float32)
    return faded


def _silence(samples: int, fmt: ProgrammeFormat) -> Samples:
    import numpy as np

    return np.zeros((samples, fmt.sound_channels), np.float32)


def _bytes(pieces: Iterator[Samples], samples: int, ran: Callable[[float], None]) -> Iterator[bytes]:
    """The pieces as the program reads them, with word of how far it is."""
    done = 0
    for piece in pieces:
        yield piece.astype("<f4", copy=False).tobytes()
        done += len(piece)
        ran(min(done / samples, 1.0))


def _unheard(_share: float) -> None:
    """A second attempt does not set the progress back."""


def _bumper_sounds(programme: Programme, sound: Sound) -> dict[str, Samples]:
    """The sound of each bumper, as loud as the talk will be; silence stays silence."""
    import numpy as np

    lengths_us = {"intro": programme.plan.intro_us, "outro": programme.plan.outro_us}
    end = sound_samples(programme.fmt, programme.duration_us)
    outro = end - sound_samples(programme.fmt, programme.duration_us - programme.plan.outro_us)
    counts = {"intro": sound_samples(programme.fmt, programme.plan.intro_us), "outro": outro}
    sounds = {}
    for name, path in (("intro", programme.intro), ("outro", programme.outro)):
        if path is None or not lengths_us[name]:
            continue
        samples = decode_sound(path, programme.fmt, counts[name])
        if np.abs(samples).max(initial=0) > SILENT:
            heard = measure_loudness(path).integrated_lufs
            samples *= 10 ** ((sound.loudness_lufs - heard) / 20) if math.isfinite(heard) else 1.0
        sounds[name] = _faded(samples, 0, len(samples), programme.fmt)
    return sounds


def decode_sound(path: Path, fmt: ProgrammeFormat, samples: int) -> Samples:
    """The sound of a short file (a bumper) at the programme's rate and channels: exactly `samples` x channels."""
    import av
    import numpy as np

    whole = np.zeros((samples, fmt.sound_channels), np.float32)
    at = 0
    with av.open(str(path)) as file:
        layout = "mono" if fmt.sound_channels == 1 else "stereo"
        resampler = av.AudioResampler("flt", layout, fmt.sound_rate_hz)
        for frame in _frames_then_end(file):
            for converted in resampler.resample(frame):
                piece = converted.to_ndarray().reshape(-1, fmt.sound_channels)[: samples - at]
                whole[at : at + len(piece)] = piece
                at += len(piece)
    return whole


def _frames_then_end(file: Any) -> Iterator[Any]:
    """All sound frames of a file, then None, which makes a resampler give what it still holds."""
    yield from file.decode(audio=0)
    yield None
