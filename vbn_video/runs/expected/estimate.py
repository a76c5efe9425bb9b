"""What the steps that are still due will take, in time and room: by the cut, by what of it is copied and encoded, by the speech.

What a second costs was measured on two cores (`python -m benchmarks.estimates` holds each step to the clock). Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S, seconds
from vbn_video.decisions import EditPlan, KeptSpan, Side, SplicePlan
from vbn_video.plan.cut.programme_format import programme_format, whole_frames_us
from vbn_video.settings.choices import WEBSITE
from vbn_video.speech.models.hearing_time import hearing_time_s

if TYPE_CHECKING:
    from vbn_video.evidence import Packets, Recording
    from vbn_video.settings.preset import Preset

TWO_CORES = 2
MOST_CHANNELS = 2
"""Of the finished video."""
MPIXEL = 1_000_000
SPOKEN = 0.8
"""Share of a meeting that is speech, where nobody has listened yet."""
A_STEP_S = 0.3
"""To begin a step, read its files and put down what it made."""
INGEST, LISTEN, LOOK, PLAN, CAPTION = 0.0008, 0.0045, 0.0005, 0.0003, 0.0006
"""Seconds for a second of recording; one core each."""
SOUND = 0.0035
"""Seconds for a second of programme: its sound is made, the pictures are copied."""
ENCODE = 0.15
"""Seconds for a second of a million pixels at 25 pictures a second, decoded and encoded by x264 veryfast on two cores."""
BUMPER_S, BUMPER = 0.8, 0.9
"""Seconds for a bumper, and for each million of its pixels."""
CHECK, CHECK_SOUND = 0.013, 0.004
"""Seconds for a second of a million pixels on two cores, and for a second of sound."""
BYTES_A_SECOND = 40_000_000
"""What a slow drive takes."""
ENCODED_BITS = 0.04
"""Bits for an encoded pixel at crf 23: a camera; slides take a tenth of it."""
SMALL_FILES_BYTES = 5_000_000
"""Bumpers, poster, contact sheet, evidence, captions; the page."""
WHOLE = Side("the whole recording", 0.0)


@dataclass(frozen=True)
class Estimate:
    """Roughly, and rather too much than too little."""

    steps_s: Mapping[str, float]
    """Seconds of each step that is due."""
    project_bytes: int
    """Room in the project folder while it is made."""
    media_bytes: int
    """Room in the media folder; 0 where nothing goes there."""

    @property
    def seconds(self) -> float:
        """All steps, one after the other."""
        return sum(self.steps_s.values())


def whole_plan(
    recording: Recording, packets: Packets, preset: Preset, start_us: int | None = None, end_us: int | None = None
) -> EditPlan:
    """The plan where nothing has been decided yet: all between the times that a person named, with the preset's bumpers."""
    first_us, last_us = 0, recording.duration_us
    if start_us:
        frame = int(packets.time_us.searchsorted(start_us))
        first_us = int(packets.time_us[min(frame, len(packets.time_us) - 1)])
    if end_us and first_us < end_us < last_us:
        last_us = end_us
    kept = KeptSpan(first_us, last_us, WHOLE, WHOLE)
    rate = programme_format(recording, EditPlan((kept,))).rate
    intro_us, outro_us = (
        whole_frames_us(bumper.seconds if bumper.template else 0, rate) for bumper in (preset.intro, preset.outro)
    )
    return EditPlan((kept,), intro_us, outro_us)


def estimate(
    recording: Recording,
    packets: Packets,
    plan: EditPlan,
    preset: Preset,
    *,
    due: Collection[str],
    targets: Collection[str],
    cores: int,
    speech_us: int | None = None,
) -> Estimate:
    """What the steps named in `due` will take; `speech_us`: how much speech was found, where somebody has listened."""
    from vbn_video.plan.cut.splice import plan_splice

    splice = plan_splice(recording, packets, plan)
    recorded_s, programme_s = seconds(recording.duration_us), seconds(plan.duration_us)
    spoken_s = SPOKEN * recorded_s if speech_us is None else seconds(speech_us)
    fmt = programme_format(recording, plan)
    mpixels, more_cores = fmt.width * fmt.height / MPIXEL, cores / TWO_CORES
    encoded_s = sum(
        seconds(span.end_us - span.start_us) for span in splice.spans if span.how == "encode" and span.part is not None
    )
    bumpers = sum(length_us > 0 for length_us in (plan.intro_us, plan.outro_us))
    channels = max((min(part.sound.channels, MOST_CHANNELS) for part in recording.parts if part.sound), default=0)
    sound_bytes = int(programme_s * channels * preset.sound.bitrate_kbit * 1000 / 8)
    video_bytes, beside_bytes = _video_bytes(splice, packets, sound_bytes, float(fmt.rate) * mpixels * MPIXEL)
    bumpers_s = seconds(plan.intro_us + plan.outro_us)
    costs_s = {
        "ingest": INGEST * recorded_s,
        "listen": LISTEN * recorded_s,
        "look": LOOK * recorded_s,
        "transcribe": hearing_time_s(preset.captions, spoken_s, cores),
        "plan": PLAN * recorded_s,
        "caption": CAPTION * recorded_s,
        "bumper": bumpers * (BUMPER_S + BUMPER * mpixels),
        "render": SOUND * programme_s + ENCODE * mpixels * float(fmt.rate) / 25 * (encoded_s + bumpers_s) / more_cores,
        "check": (CHECK * mpixels / more_cores + CHECK_SOUND) * programme_s,
        "publish": video_bytes / BYTES_A_SECOND,
    }
    to_media = WEBSITE in targets and "publish" in due
    return Estimate(
        {name: A_STEP_S + cost_s for name, cost_s in costs_s.items() if name in due},
        video_bytes + beside_bytes + SMALL_FILES_BYTES if "render" in due else 0,
        video_bytes + SMALL_FILES_BYTES if to_media else 0,
    )


def _video_bytes(splice: SplicePlan, packets: Packets, sound_bytes: int, pixels_a_second: float) -> tuple[int, int]:
    """(the finished video, what is encoded for it and lies beside it until it is whole), in bytes."""
    copied = 0
    encoded_s = 0.0
    for span in splice.spans:
        if span.how == "copy" and span.first is not None:
            copied += int(packets.size[span.first : span.first + span.frames].sum())
        else:
            encoded_s += (span.end_us - span.start_us) / US_PER_S
    encoded = int(encoded_s * pixels_a_second * ENCODED_BITS / 8) + sound_bytes
    return copied + encoded, encoded
