"""What was decided: small values that can be read, diffed, edited by hand and tested without a video.

Times of `EditPlan` are integer microseconds on the *recording* clock, those of `Cue` and `Chapter` on the *programme* clock
(see `timeline.py`).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from vbn_video.clock import US_PER_S
from vbn_video.codec import Duration, End, FromSeconds, Start, ToSeconds


@dataclass(frozen=True)
class Support:
    """One piece of evidence that spoke for a side, or against it."""

    kind: str
    """A stable English key: `greeting`, `first slide`, `one speaker`, `planned start`, …"""
    at_us: Annotated[int, Field(alias="at"), FromSeconds, ToSeconds]
    weight: float
    """What it counts, by the table of weights; negative where it speaks against."""
    text: str = ""
    """What was said or stood there."""


@dataclass(frozen=True)
class CutCandidate:
    """A place where a side could be, and how likely it is that it is there."""

    at_us: Annotated[int, Field(alias="at"), FromSeconds, ToSeconds]
    """Of a start, where the first word begins; of an end, where the last one has ended."""
    probability: float
    words: str = ""
    """The words around it, `|` where the cut would be."""
    support: tuple[Support, ...] = ()
    cut_us: Annotated[int | None, Field(alias="cut"), FromSeconds, ToSeconds] = None
    """Where the kept span would begin or end, a little before its first or after its last word; None: nobody has said."""


@dataclass(frozen=True)
class Side:
    """Why a kept span begins or ends where it does."""

    reason: str
    """A short English key phrase: `meeting`, `first speech`, `start of the recording`, `sound without speech`, `editor`."""
    confidence: float
    """How often a side that is as sure as this is right: 0 (a guess) to 1 (asked for, or beyond doubt)."""
    support: tuple[Support, ...] = ()
    """What spoke for it, the strongest first."""
    candidates: tuple[CutCandidate, ...] = ()
    """Where it is doubtful: the likeliest places, the chosen one first."""


@dataclass(frozen=True)
class KeptSpan:
    """[start, end) of the recording that is kept: the frames with start <= t < end, and the sound between.

    There is at least one. The first is shown from the start on, where the sound begins before the part's frames.
    """

    start_us: Start
    end_us: End
    start_side: Side
    end_side: Side
    card: str = ""
    """What is written on a card that is shown, in silence, in place of what was recorded there; empty: no card."""


@dataclass(frozen=True)
class SilencedSpan:
    """[start, end) of the recording in which nothing is heard, though its picture is kept."""

    start_us: Start
    end_us: End


@dataclass(frozen=True)
class EditPlan:
    """What of the recording is kept, and how long the bumpers around it are: `edit.json`.

    `kept` is ascending and without overlap; every start is the time of a frame, or lies before its part's first one;
    `intro_us` and `outro_us` are whole numbers of frames of the programme (0 = none).
    """

    kept: tuple[KeptSpan, ...]
    intro_us: Annotated[int, Field(alias="intro"), FromSeconds, ToSeconds] = 0
    outro_us: Annotated[int, Field(alias="outro"), FromSeconds, ToSeconds] = 0
    silenced: tuple[SilencedSpan, ...] = ()
    """Ascending and apart."""

    @property
    def silent_us(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of all that is kept and not heard: what is silenced, and what a card is shown for; ascending."""
        cards = ((span.start_us, span.end_us) for span in self.kept if span.card)
        return tuple(sorted({*((span.start_us, span.end_us) for span in self.silenced), *cards}))

    @property
    def shown_us(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of all of the recording that is shown: what is kept, but for what a card stands for; ascending."""
        return tuple((span.start_us, span.end_us) for span in self.kept if not span.card)

    def shows(self, start_us: int, end_us: int) -> bool:
        """Whether anything of [start, end) of the recording is shown; of a moment, where they are one, whether that is."""
        until_us = max(end_us, start_us + 1)
        return any(first_us < until_us and start_us < last_us for first_us, last_us in self.shown_us)

    @property
    def kept_us(self) -> int:
        """How much is kept."""
        return sum(span.end_us - span.start_us for span in self.kept)

    @property
    def duration_us(self) -> int:
        """Length of the programme."""
        return self.intro_us + self.kept_us + self.outro_us


@dataclass(frozen=True)
class MixSpan:
    """How the channels of a recording are mixed in [start, end) of it, where they can't be mixed as they are."""

    start_us: Start
    end_us: End
    inverted: tuple[int, ...] = ()
    """Numbers, from 0, of the channels whose sign is turned: they would cancel the others."""
    only: int | None = None
    """Number of the channel that is heard in place of all; None where all are."""


@dataclass(frozen=True)
class ChannelMix:
    """How the channels become one or two, everywhere: `mix.json`. Outside its spans, which ascend and are apart, as they are."""

    spans: tuple[MixSpan, ...] = ()


PLAIN_MIX = ChannelMix()


@dataclass(frozen=True)
class Cue:
    """One caption: up to two lines, shown in [start, end) of the programme."""

    start_us: Start
    end_us: End
    lines: tuple[str, ...]
    """Plain text: no markup, no entities."""
    speakers: tuple[str, ...] = ()
    """Who says each line, by the name that may be shown; empty where that is not known."""


@dataclass(frozen=True)
class Unavoidable:
    """Words on the programme clock of which every division into cues breaks a rule, given all the time that they could have."""

    start_us: Start
    end_us: End
    characters: int
    """With the spaces between them."""
    room_us: Duration
    """How long they may stand: their own time, that of the silence around them, and what a cue may come early or late."""
    speed_hard: float
    """Characters a second, by the profile."""

    @property
    def is_too_much_text(self) -> bool:
        """Whether the reading speed alone forbids it."""
        return self.characters * US_PER_S > self.speed_hard * self.room_us


@dataclass(frozen=True)
class Violation:
    """A hard caption rule that a cue breaks."""

    start_us: Start
    rule: str
    """`characters a line`, `lines`, `reading speed`, `minimum time`, `maximum time` or `gap`."""
    value: float
    limit: float
    unavoidable: Unavoidable | None = None
    """Where it was proven that no legal cue exists there, by what."""


@dataclass(frozen=True)
class TextChange:
    """One place where the captions say something otherwise than it was heard, or where a person should look."""

    start_us: Start
    end_us: End
    """On the *recording* clock."""
    rule: str
    """A stable English key: `number`, `glossary`, `filler`, `repetition`, `capital`, `compound`, `quotation`, `condensed`, …"""
    before: str
    after: str
    """What stands instead; empty where it was left out."""
    certain: bool = True
    """False: only a proposal; the text stands as `before`."""
    slide_us: Annotated[int | None, Field(alias="slide"), FromSeconds, ToSeconds] = None
    """When the slide came up that the text was read on, where it was."""


@dataclass(frozen=True)
class Captions:
    """The compiled captions, the places where a rule could not be kept, and what was changed to make them."""

    cues: tuple[Cue, ...]
    violations: tuple[Violation, ...] = ()
    changes: tuple[TextChange, ...] = ()


@dataclass(frozen=True)
class CaptionNotes:
    """What a person may want to look at in the captions: `captions.changes.json`."""

    changes: tuple[TextChange, ...] = ()
    offences: tuple[Violation, ...] = ()
    """By the name that the file has had from the first."""


@dataclass(frozen=True)
class Chapter:
    """From here on the programme is about this."""

    start_us: Start
    title: str


@dataclass(frozen=True)
class ProgrammeFormat:
    """The shape of the finished video, and so of its bumpers."""

    width: int
    height: int
    """In pixels as coded, rotation applied; both even (4:2:0 needs it)."""
    sample_aspect: Fraction
    rate: Fraction
    """Frames a second of the bumpers, and of the talk where its rate is fixed."""
    variable_rate: bool
    sound_rate_hz: int
    sound_channels: int
    """1 or 2."""
    colour_range: str | None = None
    colour_space: str | None = None
    colour_primaries: str | None = None
    colour_transfer: str | None = None
    """Colour tags by ffmpeg's names; None where the source does not say."""
    bumper_set: int = 0
    encoded_set: int = 1
    """Which H.264 parameter sets the bumpers have, and frames that are encoded: numbers that the copied ones don't use."""


SpliceHow = Literal["copy", "encode"]


@dataclass(frozen=True)
class SpliceSpan:
    """One stretch of the programme and how its frames come to be."""

    start_us: Start
    """On the programme clock."""
    end_us: End
    how: SpliceHow
    why: str
    frames: int
    part: int | None = None
    """Index of the part that the frames come from; None for a bumper."""
    first: int | None = None
    """Row in `Packets` of the first of the frames, which follow each other there; None for a bumper."""


@dataclass(frozen=True)
class SplicePlan:
    """How every frame of the programme comes to be, in order."""

    spans: tuple[SpliceSpan, ...]

    def frames(self, how: SpliceHow) -> int:
        """How many frames are copied, or encoded."""
        return sum(span.frames for span in self.spans if span.how == how)


Severity = Literal["look", "note"]


@dataclass(frozen=True)
class Finding:
    """Something that the check found in the finished video; `look` = a person must look before it is published."""

    severity: Severity
    rule: str
    """A stable English key: `decode error`, `duration`, `loudness`, `black`, `frozen`, `silence`, `caption offence`, …"""
    message: str
    """The sentence, in the person's language."""
    start_us: Annotated[int | None, Field(alias="start"), FromSeconds, ToSeconds] = None
    """Where in the programme, if it has a place."""
    value: float | None = None
    limit: float | None = None
