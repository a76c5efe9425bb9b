"""What coded sound is when it is decoded, and how loud that is."""

from __future__ import annotations

from collections.abc import Sequence

import av
import numpy as np
from numpy.typing import NDArray

from tests.ebur128 import by_ffmpeg
from vbn_video.render.sound.soundtrack import EncodedSound

Planes = NDArray[np.float32]


def packets_of(sound: EncodedSound) -> list[bytes]:
    """The packets that stand in the sound's file."""
    whole = sound.path.read_bytes()
    ends = np.cumsum(sound.sizes)
    assert ends[-1] == len(whole)
    return [whole[end - size : end] for end, size in zip(ends.tolist(), sound.sizes.tolist(), strict=True)]


def decoded(packets: Sequence[bytes], configuration: bytes) -> Planes:
    """All that a decoder makes of packets, channels x samples."""
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = configuration
    frames = [frame for packet in packets for frame in decoder.decode(av.Packet(packet))] + decoder.decode(None)
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)


def heard_of(sound: EncodedSound) -> Planes:
    """The programme's sound as a player gives it: without the priming, and exactly as long as the programme."""
    whole = decoded(packets_of(sound), sound.configuration)
    assert whole.shape[1] >= sound.priming + sound.samples
    return whole[:, sound.priming : sound.priming + sound.samples]


def loudness_of(sound: Planes, rate_hz: int) -> tuple[float, float]:
    """(integrated loudness in LUFS, true peak in dBTP) by ffmpeg's `ebur128`."""
    measured = by_ffmpeg(sound, rate_hz)
    return measured.integrated_lufs, measured.true_peak_dbtp


def true_peak_dbtp(sound: Planes, oversampling: int) -> float:
    """True peak of the whole sound, oversampled at once by all of its samples."""
    whole = np.pad(sound.astype(np.float64), ((0, 0), (4096, 4096 + sound.shape[1] % 2)))
    spectrum = np.fft.rfft(whole)
    spectrum[:, -1] /= 2
    return 20 * float(np.log10(oversampling * np.abs(np.fft.irfft(spectrum, oversampling * whole.shape[1])).max()))
