"""What the rules judge: one finished video with everything that was decided for it; and the limits that they hold it to."""

from dataclasses import dataclass
from functools import cached_property

from vbn_video.decisions import PLAIN_MIX, CaptionNotes, ChannelMix, Chapter, EditPlan, SplicePlan, TextChange
from vbn_video.evidence import Recording, SpokenLanguage, Word
from vbn_video.formats.base import ParsedCaptions
from vbn_video.plan.chapters.chapter_evidence import NO_EVIDENCE, ChapterEvidence
from vbn_video.report.measure.measurements import Interval, Measurements
from vbn_video.settings.preset import Sound
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.timeline import Timeline, subtract

LENGTH_US = 50_000
"""Largest difference in length of sound, video and plan, if no frame is longer: an AAC frame is 21 to 43 ms."""
FRAMES_SHARE = 0.01
"""Share of the planned frames that may be missing or too many (a changing rate is rounded at each join) …"""
FRAMES_A_SPAN = 2
"""… or their number for each span."""
LOUDNESS_NOTE_LU = 1.0
"""EBU R 128 allows ±1 LU where the aim cannot be met exactly."""
LOUDNESS_LOOK_LU = 3.0
"""Distance from the aim at which a listener reaches for the volume."""
CLIPPING_DBTP = 0.0
"""Above full scale players distort."""
BLACK_NOTE_US, BLACK_LOOK_US = 2_000_000, 10_000_000
FROZEN_NOTE_US, FROZEN_LOOK_US = 300_000_000, 1200_000_000
"""A slide stands still, and so does a shared screen without a speaker's tile; not for twenty minutes."""
SILENT_NOTE_US, SILENT_LOOK_US = 20_000_000, 90_000_000
MOST_OF_IT = 0.5
"""Share of the talk, black or silent, from which on a person must look, however short the talk is."""
NO_VIDEO_US = 5_000_000
"""A part whose sound goes on for longer than this after its last frame."""
LOST_END_NOTE_US, LOST_END_LOOK_US = 150_000, 1_000_000
"""How much sooner than its header says a part's sound track ends."""
UNCAPTIONED_US = 10_000_000
"""Longest run of words without a caption."""
UNCAPTIONED_PAUSE_US = 2_000_000
"""A longer pause between two words ends such a run."""


@dataclass(frozen=True)
class KeptChange:
    """One place where the captions say otherwise than was heard; `change.certain` = it was done, else it is proposed."""

    at_us: int
    """In the programme."""
    change: TextChange


@dataclass(frozen=True)
class Case:
    """One finished video, and what it was meant to be."""

    measurements: Measurements
    recording: Recording
    plan: EditPlan
    splice: SplicePlan
    sound: Sound
    profile: CaptionProfile
    captions: ParsedCaptions
    words: tuple[Word, ...]
    chapters: tuple[Chapter, ...]
    notes: CaptionNotes
    """What was changed to make the captions, and where a rule had to be broken."""
    mix: ChannelMix = PLAIN_MIX
    """How the recording's channels were mixed."""
    sure: float = 0.8
    """A side of the cut that is less sure than this needs a person."""
    chapter_evidence: ChapterEvidence = NO_EVIDENCE
    """Where the chapters come from."""
    languages: tuple[SpokenLanguage, ...] = ()
    """What the windows of speech sound like, where a model heard them."""

    @cached_property
    def timeline(self) -> Timeline:
        """Carries what was heard in the recording into the programme."""
        return Timeline.of(self.recording, self.plan)

    @property
    def talk(self) -> Interval:
        """The programme without its bumpers."""
        return Interval(*self.timeline.talk_us)

    @property
    def length_limit_us(self) -> int:
        """How much two lengths may differ: 50 ms, or one frame where frames stand longer."""
        return max(LENGTH_US, self.measurements.container.picture_us)

    def in_the_talk(self, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
        """What of the intervals lies in the talk: a bumper may be silent, dark and still."""
        pieces = (interval.within(self.talk.start_us, self.talk.end_us) for interval in intervals)
        return tuple(piece for piece in pieces if piece)

    def not_silenced(self, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
        """What of the intervals is not silent because the plan asks for it."""
        spans = [(interval.start_us, interval.end_us) for interval in intervals]
        return tuple(Interval(*span) for span in subtract(spans, self.timeline.silent_us))

    def not_on_cards(self, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
        """What of the intervals is not shown on a card, which stands as it should."""
        spans = [(interval.start_us, interval.end_us) for interval in intervals]
        return tuple(Interval(*span) for span in subtract(spans, self.timeline.card_us))

    def kept_words(self) -> tuple[Word, ...]:
        """The words of which something is kept, in order, on the recording's clock."""
        return tuple(word for word in self.words if self.timeline.programme_spans(word.start_us, word.end_us))

    def heard(self) -> tuple[Interval, ...]:
        """The kept words, in order, on the programme's clock."""
        spans = (span for word in self.words for span in self.timeline.programme_spans(word.start_us, word.end_us))
        return tuple(Interval(start_us, end_us) for start_us, end_us in spans)

    def changes(self) -> list[KeptChange]:
        """What was changed or is proposed in what is kept: proposals first, for they want a person."""
        changes = [
            KeptChange(spans[0][0], change)
            for change in self.notes.changes
            if (spans := self.timeline.programme_spans(change.start_us, change.end_us))
        ]
        return sorted(changes, key=lambda kept: kept.change.certain)
