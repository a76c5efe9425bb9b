"""The sample descriptions: what a decoder must know before the first sample of each kind of track."""

import struct

from vbn_video.decisions import ProgrammeFormat
from vbn_video.recording.probe import PRIMARIES, SPACES, TRANSFERS
from vbn_video.render.colour import FULL_RANGE
from vbn_video.render.mp4.boxes import box, descriptor, full_box
from vbn_video.render.mp4.tracks import Colour, SoundTrack, VideoTrack
from vbn_video.render.mp4.trak import UNTURNED

UNSPECIFIED = 2  # ITU-T H.273, tables 2 to 4
AAC, AUDIO_STREAM = 0x40, 0x15  # ISO/IEC 14496-1, tables 5 and 6: objectTypeIndication; streamType 5 with its last bit set
LARGEST_16_BIT = 0xFFFF


def video_description(video: VideoTrack, rates: tuple[int, int]) -> bytes:
    """avc1 (ISO/IEC 14496-15, 5.4.2.1) with all parameter sets, colour and the shape of a pixel."""
    entry = struct.pack(
        ">6xH16xHHIIIH32xHh", 1, video.width, video.height, 0x48_0000, 0x48_0000, 0, 1, 24, -1
    )  # 72 dpi, one frame a sample, colour without alpha
    shape = struct.pack(">II", video.sample_aspect.numerator, video.sample_aspect.denominator)
    parts = box(b"avcC", video.configuration), _colour(video.colour), box(b"pasp", shape), _bit_rates(rates)
    return _sample_description(box(b"avc1", entry, *parts))


def sound_description(sound: SoundTrack, rates: tuple[int, int]) -> bytes:
    """mp4a with its esds (ISO/IEC 14496-14, 5.6)."""
    rate_hz = sound.rate_hz if sound.rate_hz <= LARGEST_16_BIT else 0  # then the configuration alone says it
    entry = struct.pack(">6xH8xHH4xI", 1, sound.channels, 16, rate_hz << 16)
    decoder = struct.pack(">BBBHII", AAC, AUDIO_STREAM, 0, 0, sound.bitrate, sound.bitrate)
    stream = descriptor(3, bytes(3), descriptor(4, decoder, descriptor(5, sound.configuration)), descriptor(6, b"\x02"))
    return _sample_description(box(b"mp4a", entry, full_box(b"esds", 0, 0, stream), _bit_rates(rates)))


def caption_description() -> bytes:
    """tx3g (3GPP TS 26.245, 5.16): white, at the foot, in the middle."""
    centre, foot = 1, -1
    shape = struct.pack(">IbbI8x", 0, centre, foot, 0x0000_00FF)
    style = struct.pack(">HHHBBI", 0, 0, 1, 0, 16, 0xFFFF_FFFF)
    fonts = box(b"ftab", struct.pack(">HHB", 1, 1, 5), b"Arial")
    return _sample_description(box(b"tx3g", struct.pack(">6xH", 1), shape, style, fonts))


def chapter_description() -> bytes:
    """A track of QuickTime text, never shown itself (QuickTime File Format, text sample description)."""
    centre = 1
    return _sample_description(box(b"text", struct.pack(">6xH", 1), struct.pack(">II6x8x8xHHxH6xB", 0, centre, 0, 0, 0, 0)))


def text_media_header() -> bytes:
    """gmhd, which QuickTime wants in front of a text track (QuickTime File Format, base media information)."""
    copy, grey = 0x40, 0x8000
    general = full_box(b"gmin", 0, 0, struct.pack(">HHHHH2x", copy, grey, grey, grey, 0))
    return box(b"gmhd", general, box(b"text", UNTURNED))


def _sample_description(entry: bytes) -> bytes:
    return full_box(b"stsd", 0, 0, struct.pack(">I", 1), entry)


def _colour(tags: Colour | ProgrammeFormat) -> bytes:
    """colr (ISO/IEC 14496-12, 12.1.5) by the numbers of ITU-T H.273; nothing where nothing is said."""
    said = tags.colour_primaries, tags.colour_transfer, tags.colour_space
    if tags.colour_range is None and said == (None, None, None):
        return b""
    numbers = (_number(names, name) for names, name in zip((PRIMARIES, TRANSFERS, SPACES), said, strict=True))
    return box(b"colr", b"nclx", struct.pack(">HHHB", *numbers, 0x80 * (tags.colour_range in FULL_RANGE)))


def _number(names: dict[int, str], wanted: str | None) -> int:
    return next((number for number, name in names.items() if name == wanted), UNSPECIFIED)


def _bit_rates(rates: tuple[int, int]) -> bytes:
    return box(b"btrt", struct.pack(">III", 0, *rates))
