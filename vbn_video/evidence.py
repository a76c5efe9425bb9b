"""What was read, heard and seen in a recording: facts with times, no decisions.

All times are integer microseconds on the *recording* clock (see `timeline.py`) unless a name says otherwise. Arrays that
belong to a recording (frame times, loudness blocks) are named here and kept as `.npz` by the modules that read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from vbn_video.codec import Duration, End, FromSeconds, SafePath, Start, ToSeconds
from vbn_video.heard_otherwise import HeardOtherwise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Still = Annotated[SafePath, Field(pattern=r"^slides/[0-9]+\.jpg$")]
"""Where the picture of a slide lies: nowhere else, whatever `slides.json` says."""

HDR_TRANSFERS = ("smpte2084", "arib-std-b67")
"""PQ and HLG, by ffmpeg's names."""

RecordingKind = Literal["file", "files", "zoom-local", "zoom-cloud"]
SidecarKind = Literal["audio", "chat", "transcript", "captions", "view", "participant", "timeline", "conf"]


@dataclass(frozen=True)
class Identity:
    """A fingerprint of a recorded file that does not need the whole file to be read."""

    size: int
    modified_ns: int
    head_sha256: str
    """SHA-256 of the first MiB."""
    tail_sha256: str
    """SHA-256 of the last MiB."""

    @property
    def content(self) -> tuple[int, str, str]:
        """The fingerprint without the time of writing: equal for copies of the same content."""
        return self.size, self.head_sha256, self.tail_sha256


@dataclass(frozen=True)
class VideoFormat:
    """The shape of a video stream, as it is coded; `rotation` turns it for showing."""

    codec: str
    width: int
    height: int
    pixel_format: str
    sample_aspect: Fraction = Fraction(1)
    rate: Fraction = Fraction(25)
    """Frames a second; for a variable rate the most usual one."""
    variable_rate: bool = False
    rotation: int = 0
    """Degrees clockwise to turn a decoded frame for showing: 0, 90, 180 or 270."""
    colour_range: str | None = None
    colour_space: str | None = None
    colour_primaries: str | None = None
    colour_transfer: str | None = None
    """Colour tags by ffmpeg's names (`tv`, `bt709`); None where the file does not say."""
    uncopiable: str | None = None
    """Why these frames can't stand as they are beside others in one track, as a short English phrase; None where they can."""
    parameter_sets: tuple[int, ...] = ()
    """Which numbers its H.264 parameter sets have (sequence and picture ones together), ascending."""
    parameter_sets_sha256: str | None = None
    """What they hold; None without any."""

    @property
    def is_hdr(self) -> bool:
        """Whether it is coded for high dynamic range: PQ or HLG (ITU-R BT.2100)."""
        return self.colour_transfer in HDR_TRANSFERS

    @property
    def shown_width(self) -> int:
        """Of a frame that is turned for showing."""
        return self.height if self.rotation % 180 == 90 else self.width

    @property
    def shown_height(self) -> int:
        """Of a frame that is turned for showing."""
        return self.width if self.rotation % 180 == 90 else self.height


@dataclass(frozen=True)
class SoundFormat:
    """The shape of an audio stream."""

    codec: str
    rate_hz: int
    channels: int


@dataclass(frozen=True)
class Part:
    """One recorded file of the meeting."""

    file: str
    """Path relative to the recording's root, with `/`."""
    identity: Identity
    source_start_us: Annotated[int, Field(alias="source_start"), FromSeconds, ToSeconds]
    """Presentation time in the container, edit list applied, of the first presented frame or sound."""
    duration_us: Duration
    """The longer of video and sound, from the first that is presented: what the part takes on the recording clock."""
    picture_index: int
    """Index of the chosen video stream in the container."""
    picture: VideoFormat
    pictures: int
    """How many presented frames."""
    sound_index: int | None = None
    sound: SoundFormat | None = None
    picture_start_us: Annotated[int, Field(alias="picture_start"), FromSeconds, ToSeconds] = 0
    picture_end_us: Annotated[int, Field(alias="picture_end"), FromSeconds, ToSeconds] = 0
    sound_start_us: Annotated[int, Field(alias="sound_start"), FromSeconds, ToSeconds] = 0
    sound_end_us: Annotated[int, Field(alias="sound_end"), FromSeconds, ToSeconds] = 0
    """Where video and sound begin and end, counted from the part's own start."""
    sound_declared_us: Annotated[int, Field(alias="sound_declared"), FromSeconds, ToSeconds] = 0
    """Where the header says that the sound ends, counted so too; 0 where it says nothing."""
    sound_hidden: bool = False
    """Whether an edit list hides sound that lies in the file before `sound_start_us` or behind `sound_end_us`."""
    began: datetime | None = None
    """When this part was begun, with its zone, where names or sidecars say it."""


@dataclass(frozen=True)
class Sidecar:
    """A file that Zoom left beside the recording."""

    kind: SidecarKind
    file: str
    part: int | None = None
    """Index of the part that it belongs to, where its name says so."""
    view: str | None = None
    """For a `view`: which picture it shows (`gallery`, `active_speaker`, …)."""


@dataclass(frozen=True)
class Choice:
    """One thing that was chosen among several, and why, for people to read."""

    what: str
    why: str


@dataclass(frozen=True)
class Recording:
    """A recording as understood: its parts in order, what lies beside it, and what its names say."""

    kind: RecordingKind
    name: str
    """The recording folder's name, or the first file's stem."""
    parts: tuple[Part, ...]
    sidecars: tuple[Sidecar, ...] = ()
    choices: tuple[Choice, ...] = ()
    topic: str | None = None
    meeting_id: str | None = None
    began: datetime | None = None
    """Wall time of the recording's first moment, with its zone, where it is known."""
    day: date | None = None
    """The day of the meeting, where names say it though the first moment's time of day is not known."""

    @property
    def duration_us(self) -> int:
        """Length on the recording clock: all parts end to end."""
        return sum(part.duration_us for part in self.parts)

    @property
    def part_starts_us(self) -> tuple[int, ...]:
        """Where each part begins on the recording clock."""
        starts, at_us = [], 0
        for part in self.parts:
            starts.append(at_us)
            at_us += part.duration_us
        return tuple(starts)


@dataclass(frozen=True)
class Packets:
    """The presented frames of all parts, in order of presentation: `packets.npz`. All arrays have one row a frame."""

    part: NDArray[np.int32]
    """Index of the part."""
    time_us: NDArray[np.int64]
    """When the frame is presented, on the recording clock; ascending."""
    pts: NDArray[np.int64]
    """Presentation time stamp in the stream's own ticks."""
    dts: NDArray[np.int64]
    position: NDArray[np.int64]
    """Index of the packet in the file, in decoding order."""
    size: NDArray[np.int64]
    """Bytes of the packet."""
    keyframe: NDArray[np.bool_]
    """What the container's flag says."""
    idr: NDArray[np.bool_]
    """What the bitstream says: an H.264 IDR picture (for other codecs: the flag)."""
    damaged: NDArray[np.bool_]
    """The packet is not whole, holds no picture, or refers to one that is missing (H.264; of other codecs, what a transport
    stream says)."""


@dataclass(frozen=True)
class Levels:
    """Loudness over time, measured once over the whole recording: `levels.npz`."""

    block_us: int
    """Length of one block (100 000)."""
    loudness_lufs: NDArray[np.float32]
    """Momentary loudness (400 ms window, ITU-R BS.1770-4) at the end of each block; -inf for digital silence."""
    true_peak_dbtp: NDArray[np.float32]
    """Highest true peak within each block, 4 times oversampled (BS.1770-4 annex 2)."""
    integrated_lufs: float
    """Gated loudness of the whole (EBU R 128); -inf where all is silent."""
    hop_us: int
    """Length of one hop (10 000); a block is a whole number of hops."""
    hop_lufs: NDArray[np.float32]
    """The K-weighted power of each hop, written as loudness; -inf for digital silence."""
    hop_true_peak_dbtp: NDArray[np.float32]
    """Highest true peak within each hop."""


@dataclass(frozen=True)
class SpeechSpan:
    """Somebody speaks, in [start, end)."""

    start_us: Start
    end_us: End


@dataclass(frozen=True)
class Speech:
    """All spans of speech, in order and apart: `speech.json`."""

    speech: tuple[SpeechSpan, ...]


@dataclass(frozen=True)
class Word:
    """One word as it was heard."""

    start_us: Start
    end_us: End
    text: str
    """The word with the punctuation that belongs to it, without spaces around it."""
    probability: float
    speaker: str | None = None
    """Who says it, as Zoom names them; whether the name may be shown is decided later."""


@dataclass(frozen=True)
class SpokenLanguage:
    """Which language a window of speech sounds like to the model, when it is not told."""

    start_us: Start
    end_us: End
    probabilities: dict[str, float]
    """By Whisper's code of each language (`da`, `en`, `yue`); what is less likely than 1 % is left out."""


@dataclass(frozen=True)
class DroppedWords:
    """What the model wrote down though nobody said it: left out, and kept here to be looked at and taken back."""

    words: tuple[Word, ...]
    """At least one, in order."""
    reason: str
    """A stable English key: `known line`, `loop`, `no speech`, `music`, `too fast`, `prompt leak`."""
    proof: str
    """What the sound says of the place, as a short English phrase."""


@dataclass(frozen=True)
class Transcript:
    """All words of the recording, in order: `words.json`."""

    words: tuple[Word, ...]
    model: str = ""
    engine: str = ""
    language: str = "da"
    dropped: tuple[DroppedWords, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    """Of the windows that were heard, ascending and apart; none where Zoom's words were taken."""
    alternatives: tuple[HeardOtherwise, ...] = ()


@dataclass(frozen=True)
class SpeakerTurn:
    """Somebody has the word, in [start, end)."""

    start_us: Start
    end_us: End
    name: str
    """As Zoom has it."""


@dataclass(frozen=True)
class Speakers:
    """Who spoke when, as far as Zoom's own files say: `speakers.json`. Turns ascend and may overlap."""

    turns: tuple[SpeakerTurn, ...] = ()
    source: str = ""
    """`transcript`, `participants` or `active speaker`; empty where nothing is known."""


@dataclass(frozen=True)
class Slide:
    """From here on another slide, screen or scene is shown."""

    start_us: Start
    change: float
    """How much of the picture changed, 0 to 1."""
    text: str | None = None
    """What stands on it, line by line, where it could be read."""
    title: str | None = None
    """The line of it that names it, where it could be read."""
    still: Still | None = None
    """The project file that shows it."""
    still_us: Annotated[int | None, Field(alias="still_at"), FromSeconds, ToSeconds] = None
    """When it was shown as the still has it."""
    read_us: Annotated[int | None, Field(alias="read"), FromSeconds, ToSeconds] = None
    """When the picture was shown in which the text was read."""
    late_lines: tuple[int, ...] = ()
    """Which lines of the text, from 0, the still does not show yet: they were written on the slide later."""


@dataclass(frozen=True)
class VoiceTurn:
    """One voice speaks in [start, end)."""

    start_us: Start
    end_us: End
    voice: int
    """Number of the voice: 0 is the one that is heard longest."""


@dataclass(frozen=True)
class Voices:
    """Who speaks how long, without names: `voices.json`. Turns ascend; they may overlap where Zoom tells of them."""

    turns: tuple[VoiceTurn, ...] = ()
    source: str = ""
    """`zoom` or `sound`; empty where nothing is known."""


@dataclass(frozen=True)
class SoundEvent:
    """Something is heard in [start, end) that is no speech."""

    start_us: Start
    end_us: End
    kind: Literal["music", "applause"]


@dataclass(frozen=True)
class SoundScene:
    """What is heard beside speech, in order: `sounds.json`."""

    events: tuple[SoundEvent, ...] = ()


MarkKind = Literal["sharing started", "sharing stopped", "joined", "left", "paused", "resumed", "chapter"]


@dataclass(frozen=True)
class Mark:
    """Something that Zoom wrote down, and when."""

    at_us: Annotated[int, Field(alias="at"), FromSeconds, ToSeconds]
    kind: MarkKind
    text: str = ""
    """Of a `chapter`, its title."""


@dataclass(frozen=True)
class ChatLine:
    """One line of the chat that everybody could read; of the sender only whether two lines are of the same one."""

    at_us: Annotated[int, Field(alias="at"), FromSeconds, ToSeconds]
    text: str
    sender: int
    """Number of the sender, by first appearance."""


@dataclass(frozen=True)
class MeetingMarks:
    """What Zoom's files tell of the meeting's course: `marks.json`. Both ascend."""

    marks: tuple[Mark, ...] = ()
    chat: tuple[ChatLine, ...] = ()
    chat_ahead_us: Annotated[int, Field(alias="chat_ahead"), FromSeconds, ToSeconds] = 0
    """How much longer the chat goes on than the recording, which was paused for so long; 0 where it was not."""
