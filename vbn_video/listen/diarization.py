"""Who spoke when, from the best that Zoom left: its transcript, each participant's own sound, or who was shown as the speaker."""

from itertools import zip_longest
from pathlib import Path

from vbn_video.clock import US_PER_S
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Recording, SidecarKind, Speakers, SpeakerTurn
from vbn_video.listen.participant_tracks import detect_participant_turns
from vbn_video.messages import _
from vbn_video.recording.zoom.sidecar_texts import read_active_speakers, read_cues

SPEAKER_KINDS: tuple[SidecarKind, ...] = ("transcript", "participant", "timeline")


def find_speakers(recording: Recording, root: Path, emit: Emit) -> Speakers:
    """The turns of all who spoke, on the recording clock; none where nothing says it. A notice says what is used.

    A transcript was made from each participant's own sound and knows who spoke; the sounds themselves tell who was loudest; the
    view of the active speaker lags behind and knows one at a time.
    """
    if turns := _turns_of_transcript(recording, root, emit):
        return _announce(Speakers(turns, "transcript"), _("Who speaks is taken from Zoom's transcript."), emit)
    if turns := detect_participant_turns(recording, root, emit):
        return _announce(Speakers(turns, "participants"), _("Who speaks is taken from the sound of each participant."), emit)
    if turns := read_active_speakers(recording, root, emit):
        return _announce(Speakers(turns, "active speaker"), _("Who speaks is taken from whom Zoom showed as the speaker."), emit)
    return Speakers()


def _turns_of_transcript(recording: Recording, root: Path, emit: Emit) -> tuple[SpeakerTurn, ...]:
    found = read_cues(recording, root, "transcript", emit)
    turns: list[SpeakerTurn] = []
    for cue, after in zip_longest(found.cues, found.cues[1:]):
        end_us = cue.end_us
        if found.whole_seconds:  # cut off to the second: the voice goes on for up to one more
            end_us += US_PER_S if after is None or cue.start_us == cue.end_us else max(min(after.start_us - end_us, US_PER_S), 0)
        if cue.name and cue.start_us < end_us:
            turns.append(SpeakerTurn(cue.start_us, min(end_us, recording.duration_us), cue.name))
    return tuple(turns)


def _announce(speakers: Speakers, sentence: str, emit: Emit) -> Speakers:
    emit(Notice(sentence))
    return speakers
