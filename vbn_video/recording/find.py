"""From what a person named (a folder, a file, the parts in their order) to the recorded files of one meeting.

Nothing is read here but names, `recording.conf`, and, where a folder holds several files from Zoom's cloud, how long each is.
Project folders (`NAME.vbn`) that lie among the files are not looked into.
"""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from vbn_video.errors import InputError, RecordingError
from vbn_video.evidence import Choice
from vbn_video.messages import _
from vbn_video.recording.probe import read_declared_duration_us
from vbn_video.recording.sources import SourceFile, Sources
from vbn_video.recording.video_names import PROJECT_SUFFIX, is_video, natural_sort
from vbn_video.recording.zoom.cloud import CloudName, CloudPart, arrange_parts, explain_views, group_views, read_cloud_name
from vbn_video.recording.zoom.local import FolderName, find_local_parts, is_zoom_local, read_folder_name, refuse_unconverted
from vbn_video.recording.zoom.sidecars import find_cloud_sidecars, find_local_sidecars

DEFAULT_ZONE = "Europe/Copenhagen"


def find_sources(paths: Sequence[Path], zone: str = DEFAULT_ZONE) -> Sources:
    """The recorded files of the one meeting that these paths name, in their order.

    `zone` is the time zone of the computer that recorded, and of the wall times that come back.

    Raises:
        RecordingError: nothing usable is there, Zoom is still converting, or two meetings lie in one folder.
        InputError: folders and files were named together.
    """
    named = [Path(os.path.abspath(path)) for path in paths]
    for path in named:
        if not os.path.lexists(path):
            raise RecordingError(_("There is no recording at {path}. Check the name, and that its disk is there."), path=path)
    recordings = [path for path in named if not _in_project(path)]
    folders = [path for path in recordings if path.is_dir()]
    if not recordings:
        raise RecordingError(_("{path} is a project folder, not a recording. Name the recording."), path=named[0])
    if len(recordings) == 1 and folders:
        return _from_folder(folders[0], zone)
    if folders:
        raise InputError(_("{path} is a folder: one folder is one meeting. Name one folder, or only files."), path=folders[0])
    return _from_files(recordings, zone)


def _in_project(path: Path) -> bool:
    """Whether the path is a project folder or lies in one."""
    return any(part.suffix == PROJECT_SUFFIX and part.is_dir() for part in (path, *path.parents))


def _names_in(folder: Path) -> list[str]:
    """The files in a folder that are not hidden, in counting order."""
    try:
        return natural_sort(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise RecordingError(_("{path} can't be read: {why}."), path=folder, why=error.strerror) from error


def _from_folder(folder: Path, zone: str) -> Sources:
    names = _names_in(folder)
    cloud = tuple((name, known) for name in names if is_video(name) and (known := read_cloud_name(name)))
    if cloud:
        return _from_cloud_folder(folder, names, cloud, zone)
    if is_zoom_local(folder, names, zone):
        refuse_unconverted(folder, names)
        parts, choices = find_local_parts(folder, names)
        if parts:
            said = read_folder_name(folder.name, zone)
            return Sources(
                "zoom-local",
                folder,
                folder.name,
                _local_files(parts, said),
                find_local_sidecars(folder, names, parts),
                choices,
                said.topic if said else None,
                said.meeting_id if said else None,
            )
    return _from_plain_folder(folder, names)


def _from_cloud_folder(folder: Path, names: Sequence[str], cloud: Sequence[tuple[str, CloudName]], zone: str) -> Sources:
    parts = arrange_parts(cloud, lambda file: timedelta(microseconds=read_declared_duration_us(folder / file)), folder, zone)
    left_out = [name for name in names if is_video(name) and not read_cloud_name(name)]
    others = tuple(Choice(name, _("This video is not named as Zoom's cloud names its files: left out.")) for name in left_out)
    return Sources(
        "zoom-cloud",
        folder,
        folder.name,
        _cloud_files(parts, zone),
        find_cloud_sidecars(names, parts),
        (*explain_views(parts), *others),
        next((part.name.topic for part in parts if part.name.topic), None),
    )


def _from_plain_folder(folder: Path, names: Sequence[str]) -> Sources:
    videos = [name for name in names if is_video(name)]
    if not videos:
        raise _no_video(folder, names)
    order = Choice(
        ", ".join(videos), _("The videos of the folder are taken as the parts of one meeting, in the order of their names.")
    )
    return Sources(
        "file" if len(videos) == 1 else "files",
        folder,
        folder.name,
        tuple(SourceFile(name) for name in videos),
        find_local_sidecars(folder, names, videos),
        (order,) if len(videos) > 1 else (),
    )


def _from_files(files: Sequence[Path], zone: str) -> Sources:
    """The files that a person named, in that order; chat and sound named with them are no parts."""
    videos = [path for path in files if is_video(path.name)] or list(files)
    folders = list(dict.fromkeys(path.parent for path in videos))
    root = _common_folder(folders)
    for folder in folders:
        refuse_unconverted(folder, [path.name for path in videos if path.parent == folder])
    inside = [path.relative_to(root).as_posix() for path in videos]
    cloud = [(name, cloud_name) for name in inside if (cloud_name := read_cloud_name(name.rpartition("/")[2]))]
    if len(cloud) == len(inside):
        return _from_cloud_files(root, cloud, videos, zone)
    said = read_folder_name(root.name, zone) if folders == [root] else None
    return Sources(
        "file" if len(inside) == 1 else "files",
        root,
        videos[0].stem,
        _local_files(inside, said if said and _is_first(videos[0], root) else None),
        find_local_sidecars(root, _names_in(root), inside) if said else (),
        (),
        said.topic if said else None,
        said.meeting_id if said else None,
    )


def _from_cloud_files(root: Path, cloud: Sequence[tuple[str, CloudName]], videos: Sequence[Path], zone: str) -> Sources:
    parts = group_views(cloud)
    beside = _names_in(root) if all(path.parent == root for path in videos) else []
    return Sources(
        "file" if len(parts) == 1 else "files",
        root,
        videos[0].stem,
        _cloud_files(parts, zone),
        find_cloud_sidecars(beside, parts),
        explain_views(parts),
        next((part.name.topic for part in parts if part.name.topic), None),
    )


def _is_first(file: Path, folder: Path) -> bool:
    parts, _choices = find_local_parts(folder, _names_in(folder))
    return bool(parts) and parts[0] == file.name


def _common_folder(folders: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError as error:
        raise InputError(_("The parts of one meeting must lie on one disk; {path} lies on another."), path=folders[-1]) from error


def _local_files(parts: Sequence[str], said: FolderName | None) -> tuple[SourceFile, ...]:
    """Only the first part has a beginning: a local folder says nothing of the others."""
    return tuple(SourceFile(name, said.began if said and index == 0 else None) for index, name in enumerate(parts))


def _cloud_files(parts: Sequence[CloudPart], zone: str) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(part.file, part.name.began.astimezone(ZoneInfo(zone))) for part in parts)


def _no_video(folder: Path, names: Sequence[str]) -> RecordingError:
    below = sorted(path for path in folder.iterdir() if path.is_dir() and path.suffix != PROJECT_SUFFIX)
    inside = next((path for path in below if any(is_video(name) for name in _names_in(path))), None)
    if inside:
        return RecordingError(_("{path} holds no video itself. Did you mean {inside}?"), path=folder, inside=inside)
    if not names:
        return RecordingError(_("The folder {path} is empty: there is no recording in it."), path=folder)
    return RecordingError(_("The folder {path} holds no video: there is no recording in it."), path=folder)
