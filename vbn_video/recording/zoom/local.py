"""A folder that Zoom's program left on a computer: `2020-12-08 08.55.10 Topic 98765432101`.

Its files are `video<digits>.mp4` (older: `zoom_0.mp4`), `audio<digits>.m4a`, `as<digits>.mp4` (the shared screen alone; `avo`:
the speaker, `gvo`: the gallery), and `recording.conf`, JSON whose `items` name the parts in their order and how far each is
converted. The folder's time is the computer's local time. `creation_time` inside the files is when the conversion ended, and is
not used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from vbn_video.codec import JsonError, parse_json
from vbn_video.errors import MissingError, RecordingError
from vbn_video.evidence import Choice
from vbn_video.messages import _
from vbn_video.recording.video_names import COPY, is_video, natural_sort, readable, suffix_of
from vbn_video.settings.choices import View
from vbn_video.untrusted.own_files import read_file

CONF = "recording.conf"
CONVERTED = 100
FOLDER = re.compile(r"(?P<stamp>\d{4}-\d{2}-\d{2} \d{2}\.\d{2}\.\d{2})(?: (?P<words>.*))?", re.DOTALL)
MEETING_ID = re.compile(r"(?:^|\s+)(?P<id>\d{3} \d{3,4} \d{4}|\d{3} \d{3} \d{3}|\d{9,11})$")
"""Nine to eleven digits, alone or as Zoom groups them; fewer belong to the topic."""
PART = re.compile(r"(?:video|zoom_)(?P<digits>\d+)\.mp4", re.IGNORECASE)
SCREEN = re.compile(r"(?P<view>as|avo|gvo)(?P<digits>\d+)\.mp4", re.IGNORECASE)
"""Another picture of the part with the same digits."""
LOCAL_VIEWS: dict[str, View] = {"as": "shared_screen", "avo": "active_speaker", "gvo": "gallery"}


@dataclass(frozen=True)
class FolderName:
    """What the name of a local Zoom folder says."""

    began: datetime
    topic: str | None
    meeting_id: str | None


@dataclass(frozen=True)
class ConfItem:
    """One part as `recording.conf` has it."""

    video: str
    audio: str
    percent: int


def read_folder_name(name: str, zone: str) -> FolderName | None:
    """When the meeting was begun, its topic and its id; None if the name is not of Zoom's make.

    The topic is without the meeting id that Zoom puts after it.
    """
    match = FOLDER.fullmatch(readable(name))
    if not match:
        return None
    try:
        began = datetime.strptime(match["stamp"], "%Y-%m-%d %H.%M.%S").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    words = (match["words"] or "").strip()
    meeting_id = MEETING_ID.search(bare := COPY.sub("", words))
    words = bare if meeting_id else words
    topic = words[: meeting_id.start()].strip() if meeting_id else words
    return FolderName(began, topic or None, meeting_id["id"].replace(" ", "") if meeting_id else None)


def is_zoom_local(folder: Path, names: Sequence[str], zone: str) -> bool:
    """Whether a folder with these files is one that Zoom's program left."""
    made_by_zoom = (CONF in names, any(PART.fullmatch(name) or suffix_of(name) == ".zoom" for name in names))
    return any(made_by_zoom) or read_folder_name(folder.name, zone) is not None


def read_conf(folder: Path) -> tuple[ConfItem, ...] | None:
    """The items of `recording.conf`; None where there is none or it can't be read."""
    try:
        document = parse_json(read_file(folder / CONF))
    except (OSError, MissingError, JsonError):
        return None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        return None
    return tuple(_conf_item(item) for item in items if isinstance(item, dict))


def _conf_item(item: dict[str, Any]) -> ConfItem:
    try:
        percent = int(float(item.get("process", CONVERTED)))
    except (TypeError, ValueError, OverflowError):  # a text may be a number that no whole one is like: "1e999"
        percent = CONVERTED
    return ConfItem(str(item.get("video") or ""), str(item.get("audio") or ""), percent)


def refuse_unconverted(folder: Path, names: Sequence[str]) -> None:
    """Refuse a recording that Zoom has not finished converting, even where its files can already be opened.

    Raises:
        RecordingError: with how far Zoom has come, where it says so.
    """
    if percents := [item.percent for item in read_conf(folder) or () if item.percent < CONVERTED]:
        raise RecordingError(
            _("Zoom has not finished converting the recording {path} ({percent} %). Let Zoom finish, then try again."),
            path=folder,
            percent=min(percents),
        )
    if any(name.lower().endswith(".mp4.tmp") for name in names):
        raise RecordingError(
            _("Zoom has not finished converting the recording {path}: a .tmp file is there. Let Zoom finish, then try again."),
            path=folder,
        )
    if any(suffix_of(name) == ".zoom" for name in names) and not any(is_video(name) for name in names):
        raise RecordingError(
            _(
                "Zoom has not begun to convert the recording {path}. Open its .zoom file with a double click on the machine "
                "that recorded it, let Zoom finish, then try again."
            ),
            path=folder,
        )


def find_local_parts(folder: Path, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Choice, ...]]:
    """The videos that Zoom's list or Zoom's names make the meeting's parts, in their order, and what was chosen on the way.

    None where neither does: the videos have names of a person's own, or there is no video.
    """
    videos = [name for name in names if is_video(name)]
    listed = [_on_disk(item.video, videos) for item in read_conf(folder) or () if item.video]
    by_conf = [name for name in dict.fromkeys(listed) if name in videos and not SCREEN.fullmatch(name)]
    if by_conf:
        return tuple(by_conf), _conf_choices(listed, by_conf, videos)
    by_name = natural_sort(name for name in videos if PART.fullmatch(name))
    if not by_name and not any(not SCREEN.fullmatch(name) for name in videos):
        by_name = _one_picture(natural_sort(videos))
    left_out = _("It is not named as Zoom names a meeting's parts: left out.")
    choices = [Choice(name, left_out) for name in videos if by_name and name not in by_name and not SCREEN.fullmatch(name)]
    if len(by_name) > 1:
        why = _("{conf} is missing or can't be read, so the parts are taken in the order of their names.").format(conf=CONF)
        choices.append(Choice(", ".join(by_name), why))
    return tuple(by_name), tuple(choices)


def _on_disk(listed: str, videos: Sequence[str]) -> str:
    """The file that `recording.conf` means: its letters may be composed in another way, or be of the other case."""
    same = (name for name in videos if readable(name).casefold() == readable(listed).casefold())
    return listed if listed in videos else next(same, listed)


def _one_picture(names: Sequence[str]) -> list[str]:
    """Of pictures that Zoom left without their parts, those of one kind: the first of each part, by its digits."""
    by_digits: dict[str, str] = {}
    for name in names:
        if match := SCREEN.fullmatch(name):
            by_digits.setdefault(match["digits"], name)
    return list(by_digits.values())


def local_views(part: str, names: Sequence[str]) -> tuple[str, ...]:
    """The other pictures that Zoom's program left of a part: `as5.mp4` beside `video5.mp4`."""
    match = PART.fullmatch(part) or SCREEN.fullmatch(part)
    others = [(name, other["digits"]) for name in names if name != part and (other := SCREEN.fullmatch(name))]
    return tuple(name for name, digits in others if match and digits == match["digits"])


def local_view(name: str) -> View | None:
    """What a file of Zoom's program shows, by its name; None for every other name."""
    match = SCREEN.fullmatch(name)
    return LOCAL_VIEWS[match["view"].lower()] if match else None


def _conf_choices(listed: Sequence[str], used: Sequence[str], videos: Sequence[str]) -> tuple[Choice, ...]:
    gone = [name for name in dict.fromkeys(listed) if name not in videos]
    others = [name for name in videos if name not in used and not SCREEN.fullmatch(name)]
    missing = [Choice(name, _("{conf} names this part, but the file is not there: left out.").format(conf=CONF)) for name in gone]
    extra = [Choice(name, _("{conf} does not name this video as a part: left out.").format(conf=CONF)) for name in others]
    return (*missing, *extra)
