"""Files from Zoom's cloud: `GMT20240124-202901_Recording_avo_1280x720.mp4`, where the stamp is UTC.

Zoom can leave the same stretch of a meeting in several layouts, told by an infix; one of them becomes the part, the others are
views of it. A meeting that was stopped and begun again has files with later stamps.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from vbn_video.clock import local_time
from vbn_video.errors import RecordingError
from vbn_video.evidence import Choice
from vbn_video.messages import _
from vbn_video.recording.video_names import stem_of

FILE = re.compile(r"(?P<before>.*?)GMT(?P<stamp>\d{8}-\d{6})(?P<rest>[_.].*)", re.IGNORECASE | re.DOTALL)
LAYOUTS = {
    "": "shared_screen_with_speaker",
    "gallery": "shared_screen_with_gallery",
    "as": "shared_screen",
    "avo": "active_speaker",
    "gvo": "gallery",
}
"""What each infix shows, the layout that is best to watch and read first."""
ONE_MEETING = timedelta(hours=3)
"""Longest pause between the files of one meeting, from the end of the one before."""


@dataclass(frozen=True)
class CloudName:
    """What the name of a file from Zoom's cloud says."""

    began: datetime
    layout: str
    topic: str | None


@dataclass(frozen=True)
class CloudPart:
    """One stretch of a meeting: the file to use, and the other layouts of the same stretch."""

    file: str
    name: CloudName
    views: tuple[str, ...] = ()


def read_cloud_name(name: str) -> CloudName | None:
    """When the file was begun (in UTC), its layout's infix and the topic, where the name has one; None if it is not Zoom's."""
    match = FILE.fullmatch(name)
    if not match:
        return None
    try:
        began = datetime.strptime(match["stamp"], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    words = [word.lower() for word in stem_of(match["rest"]).split("_")]
    layout = next((word for word in words if word in LAYOUTS and word), "")
    return CloudName(began, layout, match["before"].strip(" -_") or None)


def group_views(files: Sequence[tuple[str, CloudName]]) -> tuple[CloudPart, ...]:
    """Take files of the same stamp together, as views of one part; parts stand in the order of their first files."""
    stamps = dict.fromkeys(name.began for _file, name in files)
    return tuple(_best_of([pair for pair in files if pair[1].began == stamp]) for stamp in stamps)


def arrange_parts(
    files: Sequence[tuple[str, CloudName]], length: Callable[[str], timedelta], folder: Path, zone: str
) -> tuple[CloudPart, ...]:
    """Arrange a folder's files as the parts of one meeting, in the order of time. `length` opens a file and says how long it is.

    Another layout that begins while a part is still running is a view of that part, too, though its stamp differs.

    Raises:
        RecordingError: the folder holds two meetings.
    """
    parts: list[CloudPart] = []
    groups = sorted(group_views(files), key=lambda part: part.name.began)
    for group in groups:
        end = parts[-1].name.began + length(parts[-1].file) if parts else None
        if end and group.name.began < end and not _layouts(parts[-1], files) & _layouts(group, files):
            both = {parts[-1].file, *parts[-1].views, group.file, *group.views}
            parts[-1] = _best_of([pair for pair in files if pair[0] in both])
        elif end and group.name.began - end > ONE_MEETING:
            raise _two_meetings(groups[0].name.began, group.name.began, folder, zone)
        else:
            parts.append(group)
    return tuple(parts)


def explain_views(parts: Sequence[CloudPart]) -> tuple[Choice, ...]:
    """Why each of several layouts was chosen."""
    return tuple(
        Choice(
            part.file,
            _("Zoom recorded this stretch in {count} layouts; this one ({layout}) is best to follow. Not used: {others}.").format(
                count=1 + len(part.views), layout=LAYOUTS[part.name.layout].replace("_", " "), others=", ".join(part.views)
            ),
        )
        for part in parts
        if part.views
    )


def _best_of(files: Sequence[tuple[str, CloudName]]) -> CloudPart:
    order = list(LAYOUTS)
    (file, name), *others = sorted(files, key=lambda pair: (order.index(pair[1].layout), len(pair[0]), pair[0]))
    return CloudPart(file, name, tuple(other for other, _name in others))


def _layouts(part: CloudPart, files: Sequence[tuple[str, CloudName]]) -> set[str]:
    return {name.layout for file, name in files if file in {part.file, *part.views}}


def _two_meetings(first: datetime, second: datetime, folder: Path, zone: str) -> RecordingError:
    return RecordingError(
        _(
            "The folder {path} holds more than one meeting: one begins {first}, another {second}. "
            "Give the files of one meeting by their names."
        ),
        path=folder,
        first=local_time(first, ZoneInfo(zone)),
        second=local_time(second, ZoneInfo(zone)),
    )
