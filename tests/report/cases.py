"""A case in which all is in order, for rules to be tried on with one thing changed: a meeting with its break cut out."""

from dataclasses import replace

from vbn_video.decisions import CaptionNotes, Chapter, Cue, EditPlan, KeptSpan, Side, SplicePlan, SpliceSpan
from vbn_video.evidence import Identity, Part, Recording, SoundFormat, VideoFormat, Word
from vbn_video.formats.base import ParsedCaptions
from vbn_video.report.measure.measurements import ContainerFacts, DecodedFacts, Measurements
from vbn_video.report.rules.case import Case
from vbn_video.settings.preset import Sound
from vbn_video.settings.profiles import PROFILES

S = 1_000_000
INTRO_US, OUTRO_US = 4 * S, 6 * S
SURE = Side("first speech", 0.95)
KEPT = (KeptSpan(60 * S, 360 * S, SURE, Side("break", 0.8)), KeptSpan(480 * S, 780 * S, Side("break", 0.8), SURE))
DURATION_US = INTRO_US + 600 * S + OUTRO_US

PART = Part(
    file="zoom_0.mp4",
    identity=Identity(1, 1, "", ""),
    source_start_us=0,
    duration_us=900 * S,
    picture_index=0,
    picture=VideoFormat("h264", 1280, 720, "yuv420p"),
    pictures=22_500,
    sound_index=1,
    sound=SoundFormat("aac", 32_000, 1),
    picture_end_us=900 * S,
    sound_end_us=900 * S,
)
CONTAINER = ContainerFacts(
    size=60_000_000,
    whole=True,
    index_in_front=True,
    pictures=15_250,
    picture_us=40_000,
    picture_start_us=0,
    picture_end_us=DURATION_US,
    width=1280,
    height=720,
    codec="h264",
    sound_codec="aac",
    sound_rate_hz=32_000,
    sound_channels=1,
    chapters=3,
    subtitles=1,
)
DECODED = DecodedFacts(
    pictures=15_250, faults=0, sound_start_us=0, sound_end_us=DURATION_US + 8_000, integrated_lufs=-16.2, true_peak_dbtp=-1.4
)
SPLICE = SplicePlan(
    (
        SpliceSpan(0, INTRO_US, "encode", "bumper", 100),
        SpliceSpan(INTRO_US, INTRO_US + 300 * S, "copy", "as it was recorded", 7500, 0, 1500),
        SpliceSpan(INTRO_US + 300 * S, INTRO_US + 308 * S, "encode", "from the cut to the next IDR picture", 200, 0, 12_000),
        SpliceSpan(INTRO_US + 308 * S, INTRO_US + 600 * S, "copy", "as it was recorded", 7300, 0, 12_200),
        SpliceSpan(INTRO_US + 600 * S, DURATION_US, "encode", "bumper", 150),
    )
)
CUES = tuple(Cue(at_us, at_us + 4 * S, ("Velkommen til mødet.",)) for at_us in range(INTRO_US + S, DURATION_US - 12 * S, 5 * S))
WORDS = tuple(
    Word(at_us, at_us + 400_000, "ord", 0.9)
    for span in KEPT
    for at_us in range(span.start_us + 2 * S, span.end_us - 8 * S, 2_500_000)
)
CHAPTERS = (Chapter(0, "Velkommen"), Chapter(104 * S, "Samtalen"), Chapter(304 * S, "De fem faser"))


def case(*, container=None, decoded=None, plan=None, part=None, **changes) -> Case:
    """The case in order, but for these changed fields: of its container, decoded facts, plan or part, or its own."""
    measurements = Measurements(replace(CONTAINER, **(container or {})), replace(DECODED, **(decoded or {})))
    good = Case(
        measurements=measurements,
        recording=Recording("zoom-local", "2020-12-08 09.00.12 Temamøde 123", (replace(PART, **(part or {})),)),
        plan=replace(EditPlan(KEPT, INTRO_US, OUTRO_US), **(plan or {})),
        splice=SPLICE,
        sound=Sound(),
        profile=PROFILES["dansk-web"],
        captions=ParsedCaptions(CUES),
        words=WORDS,
        chapters=CHAPTERS,
        notes=CaptionNotes(),
    )
    return replace(good, **changes)
