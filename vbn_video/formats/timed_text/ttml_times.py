"""The time expressions of TTML: `00:00:03:12`, `75f`, `4.5s`, `1200t`, by the rates that the document gives.

Source: Timed Text Markup Language 2, section 12.3 and appendix I.2; the rates' defaults are those of sections 7.2.4 to 7.2.12.
Where no tick rate is given, a tick is a sub-frame, as ttconv and imscJS have it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_CLOCK = re.compile(r"(?:(\d{1,6}):)?(\d{1,2}):(\d{2})(?:(\.\d{1,30})|:(\d{2,6})(?:\.(\d{1,6}))?)?")
_OFFSET = re.compile(r"(\d{1,18}(?:\.\d{1,30})?)(h|ms|m|s|f|t)")
_RATE = re.compile(r"\s*(\d{1,9})\s*")
_RATIO = re.compile(r"\s*(\d{1,9})(?:\s+|\s*:\s*)(\d{1,9})\s*")
_UNITS_S = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}


@dataclass(frozen=True)
class TimeRates:
    """What a document says about its clock."""

    frames: int = 30
    """Frames that are counted in a second."""
    multiplier: Fraction = Fraction(1)
    sub_frames: int = 1
    """Sub-frames a frame."""
    ticks_per_s: Fraction = Fraction(1)
    counts_frames: bool = False
    """Whether a clock counts frames, and runs with them (time base smpte), or shows true time."""
    drop_mode: str = "nonDrop"

    @property
    def frames_per_s(self) -> Fraction:
        """The effective frame rate."""
        return self.frames * self.multiplier


def rates_of(parameters: Mapping[str, str]) -> TimeRates | None:
    """The rates from the parameter attributes of `tt`, by their names without namespace; None where one makes no sense."""
    numbers = {}
    for name, usual in (("frameRate", 30), ("subFrameRate", 1), ("tickRate", 0)):
        match = _RATE.fullmatch(parameters.get(name, str(usual)))
        if match is None or (int(match[1]) == 0 and name in parameters):
            return None
        numbers[name] = int(match[1])
    ratio = _RATIO.fullmatch(parameters.get("frameRateMultiplier", "1 1"))
    if ratio is None or 0 in (int(ratio[1]), int(ratio[2])):
        return None
    multiplier = Fraction(int(ratio[1]), int(ratio[2]))
    sub_frame_rate = numbers["frameRate"] * multiplier * numbers["subFrameRate"]
    return TimeRates(
        frames=numbers["frameRate"],
        multiplier=multiplier,
        sub_frames=numbers["subFrameRate"],
        ticks_per_s=Fraction(numbers["tickRate"] or (sub_frame_rate if "frameRate" in parameters else 1)),
        counts_frames=parameters.get("timeBase") == "smpte",
        drop_mode=parameters.get("dropMode", "nonDrop"),
    )


def seconds_of(expression: str, rates: TimeRates) -> Fraction | None:
    """The time in seconds; None where the expression is none, or names a time of day (`wallclock(…)`)."""
    if offset := _OFFSET.fullmatch(expression.strip()):
        count, metric = Fraction(offset[1]), offset[2]
        if metric in _UNITS_S:
            return count * _UNITS_S[metric]
        return count / (rates.frames_per_s if metric == "f" else rates.ticks_per_s)
    clock = _CLOCK.fullmatch(expression.strip())
    if clock is None:
        return None
    hours, minutes, seconds, frames, sub_frames = (int(clock[group] or 0) for group in (1, 2, 3, 5, 6))
    if minutes > 59 or seconds > 60 or frames >= rates.frames or sub_frames >= rates.sub_frames:
        return None
    whole_s = hours * 3600 + minutes * 60 + seconds + Fraction(f"0{clock[4] or ''}")
    counted = frames + Fraction(sub_frames, rates.sub_frames)
    if not rates.counts_frames:
        return whole_s + counted / rates.frames_per_s
    return (whole_s * rates.frames + counted - _dropped(hours, minutes, rates.drop_mode)) / rates.frames_per_s


def _dropped(hours: int, minutes: int, mode: str) -> int:
    """Number of frames that a drop-frame clock has left out so far."""
    if mode == "dropNTSC":
        return (hours * 54 + minutes - minutes // 10) * 2
    if mode == "dropPAL":
        return (hours * 27 + minutes // 2 - minutes // 20) * 4
    return 0
