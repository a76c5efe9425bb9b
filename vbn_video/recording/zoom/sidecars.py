"""The files that Zoom leaves beside a recording: sound alone, chat, transcript, captions, other views, one file a participant,
who was shown as the speaker."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from vbn_video.evidence import Choice, Sidecar, SidecarKind
from vbn_video.messages import _
from vbn_video.recording.video_names import natural_sort, suffix_of, topic_key
from vbn_video.recording.views import TakenView, view_in_name
from vbn_video.recording.zoom.cloud import BEGUN_TOGETHER, CloudName, read_cloud_name, without_cut
from vbn_video.recording.zoom.local import CONF, PART, read_conf
from vbn_video.recording.zoom.participant_files import part_of_participant

PARTICIPANTS = "Audio Record"
SOUND_SUFFIXES = frozenset({".m4a", ".mp3", ".wav", ".aac"})
TEXTS = frozenset({"transcript", "captions", "timeline"})
"""They may have been renamed; where there is one part, they belong to it."""


def find_cloud_sidecars(names: Sequence[str], parts: Sequence[TakenView]) -> tuple[tuple[Sidecar, ...], tuple[Choice, ...]]:
    """What lies beside files from Zoom's cloud: their other views, and what has the stamp of one of the parts, and its cut.

    What belongs to another cut of a part has other times: it is left out, and said.
    """
    sidecars, foreign = [], []
    for index, part in enumerate(parts):
        for view in part.others:
            name = read_cloud_name(view.rpartition("/")[2])
            sidecars.append(Sidecar("view", view, index, name.view if name else view_in_name(view)))
    for file in names:
        kind, name = sidecar_kind(file), read_cloud_name(file)
        if kind and name:
            near = [(index, own) for index, part in enumerate(parts) for own in _names_of(part) if _same_stretch(name, own)]
            of_cut = [index for index, own in near if own.cut == name.cut and _begins_with(parts[index], own)]
            if of_cut:
                sidecars.append(Sidecar(kind, file, of_cut[0]))
            elif near:
                foreign.append(file)
        elif kind in TEXTS and name is None and len(parts) == 1:
            sidecars.append(Sidecar(kind, file, 0))
    sentence = _("It belongs to another cut of the recording, whose times are others: not used.")
    return tuple(sidecars), tuple(Choice(file, sentence) for file in foreign)


def _names_of(part: TakenView) -> tuple[CloudName, ...]:
    return tuple(name for file in part.files if (name := read_cloud_name(file.rpartition("/")[2])))


def _begins_with(part: TakenView, name: CloudName) -> bool:
    """Whether a name is of a layout that has the clock of the used one: not of a screen that was shared later."""
    return abs(name.began - _names_of(part)[0].began) <= BEGUN_TOGETHER


def _same_stretch(one: CloudName, other: CloudName) -> bool:
    """Whether two names are of one stretch, in whichever cut; one of them may lack the topic."""
    topics = {topic_key(name.topic) for name in (one, other) if name.topic}
    return one.began == other.began and len(topics) < 2


def find_local_sidecars(folder: Path, names: Sequence[str], parts: Sequence[str]) -> tuple[Sidecar, ...]:
    """What lies in a folder beside the parts of a meeting; `parts` are the files that tell the parts' places."""
    part_of_audio = _part_of_audio(folder, parts)
    sidecars = []
    for name in names:
        if kind := sidecar_kind(name):
            alone = 0 if kind in TEXTS and len(parts) == 1 else None
            sidecars.append(Sidecar(kind, name, part_of_audio.get(name, alone)))
    return (*sidecars, *_participants(folder, parts))


def sidecar_kind(name: str) -> SidecarKind | None:
    """What kind of sidecar a file is by its name; None for a video and for everything else."""
    name = without_cut(name)
    lower = name.lower()
    if lower == CONF:
        return "conf"
    if lower.endswith(".cc.vtt"):
        return "captions"
    if lower.endswith("transcript.vtt"):
        return "transcript"
    if suffix_of(name) == ".txt" and "chat" in lower:
        return "chat"
    if suffix_of(name) == ".json" and "timeline" in lower:
        return "timeline"
    return "audio" if suffix_of(name) in SOUND_SUFFIXES else None


def _part_of_audio(folder: Path, parts: Sequence[str]) -> Mapping[str, int]:
    """Which part a sound file belongs to: as `recording.conf` says, else the one with the same digits, else the only one."""
    by_digits = {f"audio{match['digits']}.m4a": index for index, part in enumerate(parts) if (match := PART.fullmatch(part))}
    by_conf = {item.audio: parts.index(item.video) for item in read_conf(folder) or () if item.audio and item.video in parts}
    alone = {"audio_only.m4a": 0} if len(parts) == 1 else {}
    return alone | by_digits | by_conf


def _participants(folder: Path, parts: Sequence[str]) -> tuple[Sidecar, ...]:
    try:
        names = [path.name for path in (folder / PARTICIPANTS).iterdir() if path.is_file()]
    except OSError:
        return ()
    sounds = [name for name in names if suffix_of(name) in SOUND_SUFFIXES and not name.startswith(".")]
    return tuple(
        Sidecar("participant", f"{PARTICIPANTS}/{name}", part_of_participant(name, parts)) for name in natural_sort(sounds)
    )
