"""From what a person named (a folder, a file, the parts in their order) to the recorded files of one meeting.

    paths ──► names, recording.conf ──► stretches of the meeting, each in one file or several (views.py) ──► Sources

Nothing is read here but names, `recording.conf`, how long each of several files is, and, where two could be pictures of the same
time, some seconds of their sound. Project folders (`NAME.vbn`) that lie among the files are not looked into.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vbn_video.clock import US_PER_S
from vbn_video.errors import InputError, RecordingError
from vbn_video.evidence import Choice, Sidecar
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.recording.plain_files import arrange_plain_files
from vbn_video.recording.probe import read_declared_duration_us
from vbn_video.recording.sources import SourceFile, Sources
from vbn_video.recording.video_names import PROJECT_SUFFIX, is_video, natural_sort, read_stamp, readable, stem_of, without_day
from vbn_video.recording.views import Stretch, TakenView, join_same_sound, take_view, view_in_name
from vbn_video.recording.zoom.cloud import CloudFiles, CloudName, arrange_parts, choose_cuts, explain_layouts, read_cloud_name
from vbn_video.recording.zoom.local import (
    FolderName,
    find_local_parts,
    is_zoom_local,
    local_view,
    local_views,
    read_folder_name,
    refuse_unconverted,
)
from vbn_video.recording.zoom.sidecars import find_cloud_sidecars, find_local_sidecars
from vbn_video.settings.choices import VIEWS, View
from vbn_video.untrusted.visible_text import is_unicode

if TYPE_CHECKING:
    from vbn_video.recording.same_sound import SoundPieces

DEFAULT_ZONE = "Europe/Copenhagen"
SOUND = ".m4a"
"""What Zoom gives the sound of each participant."""


class FileReader:
    """What is read of the files below a root: how long they are, and how they sound. Each is asked once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.length_us = cache(self._length_us)
        self.same_sound = cache(self._same_sound)
        self._sound_pieces: SoundPieces | None = None

    def _length_us(self, file: str) -> int | None:
        try:
            return read_declared_duration_us(self._root / file) or None
        except RecordingError:
            return None  # whoever reads the whole file says what is wrong with it

    def _same_sound(self, one: str, other: str) -> bool | None:
        from vbn_video.recording.same_sound import SoundPieces, compare_sound

        self._sound_pieces = self._sound_pieces or SoundPieces()
        lengths_us = self.length_us(one) or 0, self.length_us(other) or 0
        slack_s = 1 + abs(lengths_us[0] - lengths_us[1]) / US_PER_S
        return compare_sound(self._root / one, self._root / other, min(lengths_us) / US_PER_S, slack_s, self._sound_pieces)


def find_sources(paths: Sequence[Path], zone: str = DEFAULT_ZONE, views: Sequence[View] = VIEWS) -> Sources:
    """The recorded files of the one meeting that these paths name, in their order.

    `zone` is the time zone of the computer that recorded, and of the wall times that come back. Of several files that show the
    same time, the first in the order of `views` is used. Files that a person names are one meeting, whatever they are called.

    Raises:
        RecordingError: nothing usable is there, Zoom is still converting, two meetings lie in one folder, or nothing tells
            whether they do.
        InputError: folders and files were named together.
    """
    named = [Path(os.path.abspath(path)) for path in paths]
    for path in named:
        if not (path.is_file() or path.is_dir()):
            raise RecordingError(_("There is no recording at {path}. Check the name, and that its disk is there."), path=path)
        refuse_other_encoding(path)
    recordings = [path for path in named if not _in_project(path)]
    folders = [path for path in recordings if path.is_dir()]
    if not recordings:
        raise RecordingError(_("{path} is a project folder, not a recording. Name the recording."), path=named[0])
    if len(recordings) == 1 and folders:
        return _titled(_from_folder(folders[0], zone, views), zone)
    if folders:
        raise InputError(_("{path} is a folder: one folder is one meeting. Name one folder, or only files."), path=folders[0])
    return _titled(_from_files(recordings, zone, views), zone)


def _titled(sources: Sources, zone: str) -> Sources:
    """The sources with the day that names hold, where nothing surer says it, and a topic without it: it is told by itself."""
    name = sources.topic or readable(sources.name)
    stamps = (read_stamp(readable(text), ZoneInfo(zone)) for text in (name, sources.name, stem_of(sources.files[0])))
    began = sources.parts[0].began
    day = began.date() if began else sources.day or next((stamp.day for stamp in stamps if stamp), None)
    topic = (without_day(name, day) if day else name) or name
    return replace(sources, topic=topic if sources.topic or topic != sources.name else None, day=sources.day if began else day)


def named_root(paths: Sequence[Path]) -> Path:
    """The folder that the names of `find_sources` are relative to, for the same paths; nothing is looked at but whether the first
    is a folder.

    Raises:
        InputError: the files lie on several disks.
    """
    return paths[0] if paths[0].is_dir() else _common_folder(_folders_of_videos(paths))


def refuse_other_encoding(path: Path) -> None:
    """See that the name can be written into the project's files.

    Raises:
        RecordingError: it is in an older encoding than UTF-8.
    """
    if not is_unicode(str(path)):
        raise RecordingError(
            _("The name of {path} is in an older encoding than UTF-8. Rename it, then run the same command again."), path=path
        )


def _in_project(path: Path) -> bool:
    """Whether the path is a project folder or lies in one."""
    return any(part.suffix == PROJECT_SUFFIX and part.is_dir() for part in (path, *path.parents))


def _names_in(folder: Path) -> list[str]:
    """The files in a folder that are not hidden, in counting order.

    Raises:
        RecordingError: the folder can't be read, or a video or sound in it has a name in an older encoding.
    """
    try:
        files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    except OSError as error:
        raise RecordingError(_("{path} can't be read: {why}."), path=folder, why=system_reason(error)) from error
    for path in files:
        if is_video(path.name) or path.name.endswith(SOUND):
            refuse_other_encoding(path)
    return natural_sort(path.name for path in files if is_unicode(path.name))


def _from_folder(folder: Path, zone: str, order: Sequence[View]) -> Sources:
    names = _names_in(folder)
    cloud = tuple((name, known) for name in names if is_video(name) and (known := read_cloud_name(name)))
    if cloud:
        return _from_cloud_folder(folder, names, cloud, zone, order)
    is_local = is_zoom_local(folder, names, zone)
    if is_local:
        refuse_unconverted(folder, names)
    evidence = FileReader(folder)
    parts, choices = find_local_parts(folder, names) if is_local else ((), ())
    if parts:
        stretches, _unknown = join_same_sound([Stretch((part, *local_views(part, names))) for part in parts], evidence)
    else:
        stretches, choices = _plain_stretches(folder, names, evidence, zone)
    taken = _take_views(stretches, order, evidence)
    said = read_folder_name(folder.name, zone) if is_local else None
    return Sources(
        "zoom-local" if is_local else "file" if len(taken) == 1 else "files",
        folder,
        folder.name,
        _local_files(taken, said),
        (*_view_sidecars(taken, names), *find_local_sidecars(folder, names, [stretch.files[0] for stretch in stretches])),
        (*choices, *(choice for one in taken for choice in one.choices)),
        said.topic if said else None,
        said.meeting_id if said else None,
    )


def _from_cloud_folder(folder: Path, names: Sequence[str], cloud: CloudFiles, zone: str, order: Sequence[View]) -> Sources:
    evidence = FileReader(folder)
    of_cuts, cut_choices = choose_cuts(cloud, evidence)
    parts = arrange_parts(of_cuts, evidence, folder, zone, order)
    sidecars, sidecar_choices = find_cloud_sidecars(names, parts)
    left_out = [name for name in names if is_video(name) and not read_cloud_name(name)]
    others = tuple(Choice(name, _("This video is not named as Zoom's cloud names its files: left out.")) for name in left_out)
    return Sources(
        "zoom-cloud",
        folder,
        folder.name,
        tuple(SourceFile(part.file, _cloud_began(part.name, zone)) for part in parts),
        sidecars,
        (*cut_choices, *(choice for part in parts for choice in part.choices), *sidecar_choices, *others),
        next((part.name.topic for part in parts if part.name.topic), None),
        day=parts[0].name.began.astimezone(ZoneInfo(zone)).date(),
    )


def _plain_stretches(
    folder: Path, names: Sequence[str], evidence: FileReader, zone: str
) -> tuple[tuple[Stretch, ...], tuple[Choice, ...]]:
    """The stretches of a folder whose videos have names of a person's own, and what was chosen."""
    videos = [name for name in names if is_video(name)]
    if not videos:
        raise _no_video(folder, names)
    stretches = arrange_plain_files(videos, evidence, folder, zone)
    order = _("The videos of the folder are taken as the parts of one meeting, in the order of their names.")
    listed = ", ".join(stretch.files[0] for stretch in stretches)
    return stretches, (Choice(listed, order),) if len(stretches) > 1 else ()


def _from_files(files: Sequence[Path], zone: str, order: Sequence[View]) -> Sources:
    """The files that a person named, in that order; chat and sound named with them are no parts."""
    videos = _videos_among(files)
    folders = _folders_of_videos(files)
    root = _common_folder(folders)
    for folder in folders:
        refuse_unconverted(folder, [path.name for path in videos if path.parent == folder])
    evidence = FileReader(root)
    inside = [path.relative_to(root).as_posix() for path in videos]
    stretches, choices = _named_stretches(list(dict.fromkeys(inside)), evidence)
    taken = _take_views(stretches, order, evidence)
    beside = _names_in(root) if folders == [root] else []
    clouds = [_cloud_name(one.file) for one in taken]
    cloud = next((name for name in clouds if name), None)
    choices += (*(choice for one in taken for choice in one.choices), *_order_choices(inside, taken, clouds))
    said = read_folder_name(root.name, zone) if folders == [root] and not cloud else None
    if cloud:
        sidecars, sidecar_choices = find_cloud_sidecars(beside, taken)
        parts = tuple(
            SourceFile(one.file, _cloud_began(name, zone) if name else None) for one, name in zip(taken, clouds, strict=True)
        )
    else:
        local = find_local_sidecars(root, beside, [stretch.files[0] for stretch in stretches]) if said else ()
        sidecars, sidecar_choices = (*_view_sidecars(taken, ()), *local), ()
        parts = _local_files(taken, said if said and _is_first(videos[0], root) else None)
    return Sources(
        "file" if len(taken) == 1 else "files",
        root,
        videos[0].stem,
        parts,
        sidecars,
        (*choices, *sidecar_choices),
        said.topic if said else next((name.topic for name in clouds if name and name.topic), None),
        said.meeting_id if said else None,
        day=clouds[0].began.astimezone(ZoneInfo(zone)).date() if clouds[0] else None,
    )


def _named_stretches(files: Sequence[str], evidence: FileReader) -> tuple[tuple[Stretch, ...], tuple[Choice, ...]]:
    """The files that a person named as stretches: those that Zoom's names or their sound make views of one are one."""
    cloud = tuple((file, name) for file in files if (name := _cloud_name(file)))
    of_cuts, choices = choose_cuts(cloud, evidence)
    keys = {file: name.key for file, name in of_cuts}
    groups: dict[object, list[str]] = {}
    for file in files:
        if file in keys or all(file != other for other, _name in cloud):
            own = next((key for key, group in groups.items() if file in local_views(group[0], files)), file)
            groups.setdefault(keys.get(file, own), []).append(file)
    stretches, _unknown = join_same_sound([Stretch(tuple(group)) for group in groups.values()], evidence)
    return stretches, choices


def _order_choices(named: Sequence[str], taken: Sequence[TakenView], clouds: Sequence[CloudName | None]) -> tuple[Choice, ...]:
    """What of the order in which a person named the files they may not have meant."""
    twice = [file for file in dict.fromkeys(named) if named.count(file) > 1]
    again = tuple(Choice(file, _("It was named more than once: it is used once.")) for file in twice)
    sentence = _("It was begun before {other}, but was named after it: the order in which you named them is kept.")
    return again + tuple(
        Choice(after.file, sentence.format(other=before.file))
        for (before, first), (after, second) in pairwise(zip(taken, clouds, strict=True))
        if first and second and second.began < first.began
    )


def _take_views(stretches: Sequence[Stretch], order: Sequence[View], evidence: FileReader) -> tuple[TakenView, ...]:
    return tuple(take_view(stretch, _shows, order, evidence, _why(stretch)) for stretch in stretches)


def _why(stretch: Stretch) -> str:
    first, *others = stretch.files
    name = _cloud_name(first)
    by_name = set(local_views(first, stretch.files)).issuperset(others)
    if by_name or (name and all((other := _cloud_name(file)) and other.key == name.key for file in others)):
        return explain_layouts()
    return _(
        "{count} files have the same length and the same sound, so they show the same time; this one is used, by the order in "
        "[video] views. Not used: {others}."
    )


def _shows(file: str) -> View | None:
    """What a file shows, by Zoom's names or the words in its own."""
    name = _cloud_name(file)
    return name.view if name else local_view(file.rpartition("/")[2]) or view_in_name(file)


def _cloud_name(file: str) -> CloudName | None:
    return read_cloud_name(file.rpartition("/")[2])


def _view_sidecars(taken: Sequence[TakenView], names: Sequence[str]) -> tuple[Sidecar, ...]:
    """The pictures of the same time that are not used, and those of Zoom's program that belong to no part."""
    used = {file for one in taken for file in (one.file, *one.others)}
    views = [Sidecar("view", other, index, _shows(other)) for index, one in enumerate(taken) for other in one.others]
    return (*views, *(Sidecar("view", name, None, local_view(name)) for name in names if local_view(name) and name not in used))


def _is_first(file: Path, folder: Path) -> bool:
    names = _names_in(folder)
    parts = find_local_parts(folder, names)[0] or [name for name in names if is_video(name)]
    if not parts:
        raise _no_video(folder, names)
    return parts[0] == file.name


def _videos_among(files: Sequence[Path]) -> list[Path]:
    return [path for path in files if is_video(path.name)] or list(files)


def _folders_of_videos(files: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys(path.parent for path in _videos_among(files)))


def _common_folder(folders: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError as error:
        raise InputError(_("The parts of one meeting must lie on one disk; {path} lies on another."), path=folders[-1]) from error


def _local_files(parts: Sequence[TakenView], said: FolderName | None) -> tuple[SourceFile, ...]:
    """Only the first part has a beginning: a local folder says nothing of the others."""
    return tuple(SourceFile(part.file, said.began if said and index == 0 else None) for index, part in enumerate(parts))


def _cloud_began(name: CloudName, zone: str) -> datetime | None:
    """A trimmed copy bears the original's stamp, and does not say how much later it begins."""
    return None if name.cut else name.began.astimezone(ZoneInfo(zone))


def _no_video(folder: Path, names: Sequence[str]) -> RecordingError:
    below = sorted(path for path in folder.iterdir() if path.is_dir() and path.suffix != PROJECT_SUFFIX)
    inside = next((path for path in below if any(is_video(name) for name in _names_in(path))), None)
    if inside:
        return RecordingError(_("{path} holds no video itself. Did you mean {inside}?"), path=folder, inside=inside)
    if not names:
        return RecordingError(_("The folder {path} is empty: there is no recording in it."), path=folder)
    return RecordingError(_("The folder {path} holds no video: there is no recording in it."), path=folder)
