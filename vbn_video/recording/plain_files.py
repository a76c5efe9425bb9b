"""Videos that a person or another program than Zoom named: what names, lengths and sound say that they are to each other."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from vbn_video.recording.sources import ONE_MEETING, not_told, two_meetings, two_meetings_by_time
from vbn_video.recording.video_names import are_numbered, count_from_one, have_same_words, natural_sort, read_stamp, stem_of
from vbn_video.recording.views import FileEvidence, Stretch, join_same_sound


def arrange_plain_files(videos: Sequence[str], evidence: FileEvidence, folder: Path, zone: str) -> tuple[Stretch, ...]:
    """The stretches of one meeting in their order: by the times in the files' names, else by the numbers there.

    Numbers from 1 on before each name make parts of any names: meetings that someone numbered can't be told from them.

    Raises:
        RecordingError: the folder holds two meetings, or nothing tells whether it does.
    """
    stretches, unknown = join_same_sound([Stretch((name,)) for name in _in_order(videos, ZoneInfo(zone))], evidence)
    for one, other in unknown:
        raise not_told(folder, one, other)
    first_files = {stem_of(stretch.files[0]): stretch for stretch in stretches}
    counted = count_from_one(first_files) if len(first_files) == len(stretches) else None
    if counted and not any(_began(name, ZoneInfo(zone)) for name in counted):
        stretches = tuple(first_files[name] for name in counted)
    for before, after in pairwise(stretches):
        _refuse_unrelated(before.files[0], after.files[0], evidence, folder, zone, counted=counted is not None)
    return stretches


def _in_order(videos: Sequence[str], zone: ZoneInfo) -> list[str]:
    began = {name: time for name in videos if (time := _began(stem_of(name), zone))}
    return sorted(videos, key=lambda name: began[name]) if len(began) == len(videos) else natural_sort(videos)


def _began(stem: str, zone: ZoneInfo) -> datetime | None:
    return stamp.began if (stamp := read_stamp(stem, zone)) else None


def _refuse_unrelated(one: str, other: str, evidence: FileEvidence, folder: Path, zone: str, *, counted: bool) -> None:
    """Refuse two files of which the second is not told to be the next part after the first; `counted` if all count from 1."""
    numbered = counted or are_numbered(stem_of(one), stem_of(other))
    first, second = (read_stamp(stem_of(name), ZoneInfo(zone)) for name in (one, other))
    if first and second and first.began and second.began:
        pause = second.began - first.began - timedelta(microseconds=evidence.length_us(one) or 0)
        if pause > ONE_MEETING:
            raise two_meetings_by_time(folder, first.began, second.began, zone)
        if pause >= -timedelta(seconds=1) and (numbered or have_same_words(stem_of(one), stem_of(other))):
            return
    elif first and second and first.day != second.day:
        raise two_meetings(folder, one, other)
    elif bool(first) == bool(second) and numbered:
        return
    raise not_told(folder, one, other)
