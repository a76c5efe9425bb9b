"""Who spoke when, from the best that Zoom left: its transcript, each participant's own sound, or who was shown as the speaker."""

from __future__ import annotations

from pathlib import Path

from vbn_video.events import Notice, Tell
from vbn_video.evidence import Recording, Speakers, SpeakerTurn
from vbn_video.listen.participants import turns_of_participants
from vbn_video.messages import _
from vbn_video.recording.found_text import found_speakers, found_words

SPEAKER_KINDS = ("transcript", "participant", "timeline")


def find_speakers(recording: Recording, root: Path, tell: Tell) -> Speakers:
    """The turns of all who spoke, on the recording clock; none where nothing says it. What is used, and why, is told.

    A transcript was made from each participant's own sound and knows who spoke; the sounds themselves tell who was loudest; the
    view of the active speaker lags behind and knows one at a time.
    """
    if turns := _of_transcript(recording, root, tell):
        return _said(Speakers(turns, "transcript"), _("Who speaks is taken from Zoom's transcript."), tell)
    if turns := turns_of_participants(recording, root, tell):
        return _said(Speakers(turns, "participants"), _("Who speaks is taken from the sound of each participant."), tell)
    if turns := found_speakers(recording, root, tell):
        return _said(Speakers(turns, "active speaker"), _("Who speaks is taken from whom Zoom showed as the speaker."), tell)
    return Speakers()


def _of_transcript(recording: Recording, root: Path, tell: Tell) -> tuple[SpeakerTurn, ...]:
    return tuple(
        SpeakerTurn(cue.start_us, cue.end_us, cue.name)
        for cue in found_words(recording, root, "transcript", tell).cues
        if cue.name and cue.start_us < cue.end_us
    )


def _said(speakers: Speakers, sentence: str, tell: Tell) -> Speakers:
    tell(Notice(sentence))
    return speakers
