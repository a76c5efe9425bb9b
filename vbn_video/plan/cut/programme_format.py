"""The shape of the programme: its size, pixel shape, frame rate, sound and colours.

One part decides, the one with most of the kept time; the others are fitted to it. Bumpers are made in this shape and are a
whole number of frames long, so that the first kept frame stands at exactly the intro's length.
"""

from fractions import Fraction

from vbn_video.clock import US_PER_S
from vbn_video.decisions import EditPlan, ProgrammeFormat
from vbn_video.evidence import Part, Recording, SoundFormat, VideoFormat

USUAL_RATES = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
FALLBACK_RATE = Fraction(25)
SLOWEST_RATE = Fraction(10)
"""Below this a bumper's movement would stutter; such a talk keeps its own frames and counts as variable."""
FASTEST_RATE = Fraction(120)

USUAL_SOUND_RATES_HZ = (32_000, 44_100, 48_000)
FALLBACK_SOUND_RATE_HZ = 48_000

SDR: dict[str, str | None] = {
    "colour_range": "tv",
    "colour_space": "bt709",
    "colour_primaries": "bt709",
    "colour_transfer": "bt709",
}
"""The colours of high definition television (ITU-R BT.709), which every player shows right."""

SET_NUMBERS = 31
"""H.264's sequence parameter sets are numbered from 0 to 31 (ITU-T H.264, 7.4.2.1.1); x264 takes up to 30."""


def programme_format(recording: Recording, plan: EditPlan) -> ProgrammeFormat:
    """The shape of the finished video of this recording cut by this plan.

    Sizes are even and as shown (rotation applied), in coded pixels: a pixel shape other than 1:1 is kept. The rate is the
    deciding part's where that is fixed and usual for video, otherwise (variable, or a slide show of one frame a second)
    the nearest usual one for the bumpers, with `variable_rate`.
    """
    kept_us = kept_by_part_us(recording, plan)
    part = deciding_part(recording, plan)
    video = part.picture
    width, height, aspect = video.width, video.height, pixel_aspect(video)
    if video.rotation % 180 == 90:
        width, height, aspect = height, width, 1 / aspect
    rates = {other.picture.rate for other, time_us in zip(recording.parts, kept_us, strict=True) if time_us} or {video.rate}
    variable = video.variable_rate or len(rates) > 1 or not SLOWEST_RATE <= video.rate <= FASTEST_RATE
    rate_hz, channels = _sound_form(next((one.sound for one in (part, *recording.parts) if one.sound is not None), None))
    bumper_set, encoded_set = _free_sets(video)
    return ProgrammeFormat(
        width=_even(width),
        height=_even(height),
        sample_aspect=aspect,
        rate=usual_rate(video.rate) if variable else video.rate,
        variable_rate=variable,
        sound_rate_hz=rate_hz,
        sound_channels=channels,
        **_colours(video),
        bumper_set=bumper_set,
        encoded_set=encoded_set,
    )


def measured_sound_form(recording: Recording) -> tuple[int, int]:
    """(rate, channels) in which a recording's loudness is measured before it is cut: the longest part with sound decides."""
    longest = max((part for part in recording.parts if part.sound), key=lambda part: part.duration_us, default=None)
    return _sound_form(longest.sound if longest else None)


def pixel_aspect(video: VideoFormat) -> Fraction:
    """How wide a pixel is for its height; square where the file says nothing that can be."""
    return video.sample_aspect if video.sample_aspect > 0 else Fraction(1)


def deciding_part(recording: Recording, plan: EditPlan) -> Part:
    """The part of which most is kept, the first of several."""
    kept_us = kept_by_part_us(recording, plan)
    return recording.parts[max(range(len(recording.parts)), key=lambda index: (kept_us[index], -index))]


def kept_by_part_us(recording: Recording, plan: EditPlan) -> tuple[int, ...]:
    """How much of each part is kept."""
    return tuple(
        sum(max(0, min(first_us + part.duration_us, kept.end_us) - max(first_us, kept.start_us)) for kept in plan.kept)
        for part, first_us in zip(recording.parts, recording.part_starts_us, strict=True)
    )


def usual_rate(rate: Fraction) -> Fraction:
    """The usual video rate nearest to `rate`; 25 where the rate is no video's (under 10 or over 120 frames a second)."""
    if not SLOWEST_RATE <= rate <= FASTEST_RATE:
        return FALLBACK_RATE
    return min(USUAL_RATES, key=lambda usual: (abs(usual - rate), usual))


def whole_frames_us(seconds: float, rate: Fraction) -> int:
    """The length of the whole number of frames nearest to `seconds` (at least one), in microseconds; 0 for 0 seconds."""
    if seconds <= 0:
        return 0
    frames = max(1, round(Fraction(seconds).limit_denominator(US_PER_S) * rate))
    return round(frames * US_PER_S / rate)


def _colours(video: VideoFormat) -> dict[str, str | None]:
    """The colour tags of a programme whose deciding part is such: its own, or BT.709 where it is HDR.

    H.264 of 8 bit is no format for HDR, and most players on the web show it wrong: it is tone-mapped.
    """
    if video.is_hdr:
        return SDR
    return {tag: getattr(video, tag) for tag in SDR}


def _free_sets(deciding: VideoFormat) -> tuple[int, int]:
    """Two numbers for parameter sets that no copied frames have, since those have the deciding ones'; 0 and 1 without two."""
    taken = deciding.parameter_sets if deciding.uncopiable is None else ()
    free = [number for number in range(SET_NUMBERS) if number not in taken]
    return (free[0], free[1]) if len(free) > 1 else (0, 1)


def _sound_form(sound: SoundFormat | None) -> tuple[int, int]:
    """(rate, channels) of a programme with such sound."""
    if sound is None:
        return FALLBACK_SOUND_RATE_HZ, 1
    return sound.rate_hz if sound.rate_hz in USUAL_SOUND_RATES_HZ else FALLBACK_SOUND_RATE_HZ, min(2, max(1, sound.channels))


def _even(pixels: int) -> int:
    return max(2, pixels // 2 * 2)
