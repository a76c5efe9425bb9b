"""AAC-LC in parts, each by an encoder of its own, and where two of them can be joined without a sound.

    frames heard   ├──primed──┼───────────── of this part ──────────────┼──beyond──┤
    packets kept          ├───────────────────────────────────────────────┤
    the next one                                                    ├───────────────────────
                                                                     └ joined here

AAC codes 1024 samples at a time in windows of 2048 that overlap by half; a decoder adds the second half of one window to the
first half of the next (ISO/IEC 14496-3, 4.6.11). So one encoder can follow another wherever both have laid the same window over
the packet before: the halves fit together. An encoder chooses its windows by what it hears around them and its bits by what it
has saved; it is primed, so that by the join it has come to where one that heard all from the beginning would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vbn_video.render.mp4.tracks import PACKET_SAMPLES

if TYPE_CHECKING:
    import numpy as np
    from av.audio.codeccontext import AudioCodecContext
    from numpy.typing import NDArray

    from vbn_video.recording.sound.channels import Planes

FRAME = PACKET_SAMPLES
PRIMING = FRAME
"""Samples that a decoder gives before the first one of the sound: the first half of the first window."""
CODER = "fast"
"""Of ffmpeg's coders the one that takes a third of the time of `twoloop` at 96 kbit a channel, and two thirds at 64 kbit.

At 96 kbit and 32 kHz its noise lies 33.6 dB under speech and 4.7 dB under what that masks, in music 34.7 and 13.6 (`twoloop`:
34.7 and 9.3, 31.5 and 7.8). At 64 kbit neither stays under what speech masks (`fast` by 2.9 dB, `twoloop` by 0.5). All by
`benchmarks/aac_coders.py`."""
FED_FRAMES = 64
NEAR_PACKETS = 3
"""Number of packets compared before and after a join: what they code is heard around it."""
SINGLE_CHANNEL, CHANNEL_PAIR = 0, 1  # ISO/IEC 14496-3, table 4.85: the elements that hold sound


@dataclass(frozen=True)
class AacSettings:
    """What is asked of an encoder."""

    rate_hz: int
    channels: int
    bitrate: int
    """Bits a second, all channels together."""


class AacWindow(NamedTuple):
    """How a frame is windowed: ISO/IEC 14496-3, table 4.6."""

    sequence: int
    """0 long, 1 on the way to short ones, 2 eight short ones, 3 on the way back."""
    shape: int
    """0 sine, 1 Kaiser-Bessel derived."""
    apart: bool = False
    """Whether this is the first of two channels that have windows of their own."""


LONG_KBD = AacWindow(0, 1)
"""What ffmpeg's encoder takes where nothing sudden happens: a long window, Kaiser-Bessel derived."""


@dataclass(frozen=True)
class AacPackets:
    """Packets that follow each other in the programme."""

    first: int
    """Number of the first one in the programme."""
    data: tuple[bytes, ...]
    before: AacWindow | None
    """The window of the packet before the first one, as this encoder chose it."""
    power: NDArray[np.float32] | None = None
    """How loud the sound of each packet is (sum of squares); None where it was not heard."""

    @property
    def end(self) -> int:
        """Number of the packet after the last one."""
        return self.first + len(self.data)

    def window(self, number: int) -> AacWindow | None:
        """The window of a packet, or of the one before the first; None where it is not known."""
        return self.before if number == self.first - 1 else read_window(self.data[number - self.first])

    def has_same_packet(self, other: AacPackets, number: int) -> bool:
        """Whether this part and `other` have the same bytes for a packet."""
        if not (self.first <= number < self.end and other.first <= number < other.end):
            return False
        return self.data[number - self.first] == other.data[number - other.first]

    def power_of(self, number: int) -> float:
        """The power of the sound of a packet; 0 where it is not known."""
        known = self.power is not None and self.first <= number < self.end
        return float(self.power[number - self.first]) if known and self.power is not None else 0.0


def audio_specific_config(settings: AacSettings) -> bytes:
    """The AudioSpecificConfig of what `encode` gives (ISO/IEC 14496-3, 1.6.2.1)."""
    encoder = _encoder(settings)
    encoder.open()
    return bytes(encoder.extradata or b"")


def encode(sound: Planes, settings: AacSettings) -> list[bytes]:
    """The packets of a whole number of frames (channels x samples): one more than there are frames.

    Packet n holds frames n - 1 and n. The same sound gives the same bytes.
    """
    import numpy as np
    from av.audio.frame import AudioFrame

    encoder = _encoder(settings)
    packets = []
    for at in range(0, sound.shape[1], FRAME * FED_FRAMES):
        planes = sound[:, at : at + FRAME * FED_FRAMES]
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(planes), "fltp", _layout(settings))
        frame.sample_rate, frame.pts, frame.time_base = settings.rate_hz, at, encoder.time_base
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets + [bytes(packet) for packet in encoder.encode(None)]


def read_window(packet: bytes) -> AacWindow | None:
    """The window of a packet's first or only channel; None in a packet that does not begin with sound.

    Source: ISO/IEC 14496-3, 4.4.2.1 (raw_data_block, single_channel_element, channel_pair_element, ics_info).
    """
    bits = int.from_bytes(packet[:4], "big")
    element = bits >> 29
    if element == SINGLE_CHANNEL:  # 3 bits of element, 4 of tag, 8 of gain, 1 reserved
        return AacWindow(bits >> 14 & 3, bits >> 13 & 1)
    if element == CHANNEL_PAIR and bits >> 24 & 1:  # 3 of element, 4 of tag, 1: both channels have the same window; 1 reserved
        return AacWindow(bits >> 21 & 3, bits >> 20 & 1)
    if element == CHANNEL_PAIR:  # 3 of element, 4 of tag, 1: each has its own; 8 of the first one's gain, 1 reserved
        return AacWindow(bits >> 13 & 3, bits >> 12 & 1, apart=True)
    return None


def find_join(left: AacPackets, right: AacPackets) -> int | None:
    """At which packet the right part takes over from the left one; None where their windows never agree.

    The windows of the packet before must be the same. A place around which both have coded all packets alike is preferred, then
    one of long windows, then the quietest.
    """
    fits = [number for number in _overlap(left, right) if _same_window(left, right, number - 1)]

    def unlike(number: int) -> tuple[bool, bool, float]:
        alike = all(left.has_same_packet(right, near) for near in _near(number))
        return not alike, left.window(number - 1) != LONG_KBD, _power(left, right, number)

    return min(fits, key=unlike, default=None)


def quietest_join(left: AacPackets, right: AacPackets) -> int:
    """The packet at which the least is heard if the windows do not fit."""
    return min(_overlap(left, right), key=lambda number: _power(left, right, number))


def _overlap(left: AacPackets, right: AacPackets) -> range:
    """At which packets the right part can take over."""
    return range(max(left.first + 1, right.first), min(left.end + 1, right.end))


def _same_window(left: AacPackets, right: AacPackets, number: int) -> bool:
    window = left.window(number)
    return window is not None and window == right.window(number)


def _power(left: AacPackets, right: AacPackets, number: int) -> float:
    """How loud it is around a packet, as far as either has heard it."""
    return max(packets.power_of(near) for packets in (left, right) for near in _near(number))


def _near(number: int) -> range:
    return range(number - NEAR_PACKETS, number + NEAR_PACKETS)


def _encoder(settings: AacSettings) -> AudioCodecContext:
    from fractions import Fraction

    from av.codec.context import CodecContext

    encoder = CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.time_base = settings.rate_hz, Fraction(1, settings.rate_hz)
    encoder.layout, encoder.format = _layout(settings), "fltp"
    encoder.bit_rate = settings.bitrate
    encoder.options = {"aac_coder": CODER, "flags": "+bitexact"}  # without the encoder's name in every 256th packet
    return encoder


def _layout(settings: AacSettings) -> str:
    return "mono" if settings.channels == 1 else "stereo"
