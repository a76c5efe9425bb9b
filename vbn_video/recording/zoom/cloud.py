"""Files from Zoom's cloud: `GMT20240124-202901_Recording_avo_1280x720.mp4`, where the stamp is UTC.

    names ──► choose_cuts (original or trimmed copy) ──► group_views, arrange_parts ──► CloudPart: the file, its other layouts

Zoom can leave the same stretch of a meeting in several layouts, told by an infix; one of them becomes the part, the others are
views of it. A meeting that was stopped and begun again has files with later stamps. Who trims a recording on Zoom's site gets a
copy, `….cutfile.20240125093000123_1280x720.mp4`, with texts of its own; it bears the original's stamp, but begins later.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vbn_video.evidence import Choice
from vbn_video.messages import _, ngettext
from vbn_video.recording.sources import ONE_MEETING, not_told, two_meetings, two_meetings_by_time
from vbn_video.recording.video_names import COPY, is_video, readable, stem_of, topic_key
from vbn_video.recording.views import SAME_LENGTH_US, FileEvidence, Stretch, TakenView, take_view, view_in_name
from vbn_video.settings.choices import VIEWS, View

FILE = re.compile(r"(?P<before>.*?)GMT(?P<stamp>\d{8}-\d{6})(?P<rest>[_. -].*)", re.IGNORECASE | re.DOTALL)
CUT = re.compile(r"[._ -]?cutfile[._ -]?(?P<cut>\d{8,})", re.IGNORECASE)
LAYOUTS: dict[str, View] = {
    "": "shared_screen_with_speaker",
    "gallery": "shared_screen_with_gallery",
    "as": "shared_screen",
    "avo": "active_speaker",
    "gvo": "gallery",
}
"""What each infix shows."""
NAMED_VIEW = re.compile(r"active[_ ]speaker|shared[_ ]screen|(?:gallery|speaker)[_ ]view", re.IGNORECASE)
"""The names of Zoom's API (`recording_type`), which programs that download write into a file's name."""
SIZE = re.compile(r"\d{2,5}x\d{2,5}")
STAMP = timedelta(seconds=1)
"""How fine the stamps are."""
BEGUN_TOGETHER = timedelta(seconds=30)
"""The stamps of two layouts of one stretch are not farther apart."""
SAME_END = timedelta(microseconds=SAME_LENGTH_US)


@dataclass(frozen=True)
class CloudName:
    """What the name of a file from Zoom's cloud says."""

    began: datetime
    """When the recording was begun, of which it is the original or a trimmed copy."""
    view: View
    topic: str | None
    cut: str | None = None
    """The stamp of a trimmed copy; None for the original."""

    @property
    def key(self) -> tuple[datetime, str | None, str]:
        """What all files of one cut of one stretch share: began, cut, topic as it is compared."""
        return self.began, self.cut, topic_key(self.topic or "")


@dataclass(frozen=True)
class CloudPart(TakenView):
    """One stretch of a meeting: the file to use, the other layouts of the same stretch, and why."""

    name: CloudName


CloudFiles = Sequence[tuple[str, CloudName]]


def read_cloud_name(name: str) -> CloudName | None:
    """When the file was begun (in UTC), what it shows, topic and cut, where the name has them; None if it is not Zoom's."""
    match = FILE.fullmatch(readable(name))
    if not match:
        return None
    try:
        began = datetime.strptime(match["stamp"], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    cut = CUT.search(match["rest"])
    rest = COPY.sub("", stem_of(CUT.sub("", match["rest"])))
    words = re.split(r"[_.]", rest)
    layout = next((LAYOUTS[word.lower()] for word in words if word and word.lower() in LAYOUTS), LAYOUTS[""])
    view = (view_in_name(rest + ".") if NAMED_VIEW.search(rest) else None) or layout
    topic = match["before"].strip(" -_") or (_topic_after(words) if is_video(name) else "")
    return CloudName(began, view, topic or None, cut["cut"] if cut else None)


def _topic_after(words: Sequence[str]) -> str:
    """The topic that older names have where newer ones have `Recording`."""
    if any(word.lower().startswith("recording") for word in words):
        return ""
    return " ".join(word for word in words if word.lower() not in LAYOUTS and not SIZE.fullmatch(word)).strip(" -_")


def without_cut(name: str) -> str:
    """The name that the same file of the original has."""
    return CUT.sub("", name)


def choose_cuts(files: CloudFiles, evidence: FileEvidence) -> tuple[CloudFiles, tuple[Choice, ...]]:
    """One of original and trimmed copies of a stretch: the original, which is whole; else the longest copy, then the newest."""
    taken: list[tuple[str, CloudName]] = []
    choices: list[Choice] = []
    for stretch in dict.fromkeys(replace(name, cut=None).key for _file, name in files):
        own = [pair for pair in files if replace(pair[1], cut=None).key == stretch]
        cuts = {name.cut for _file, name in own}
        cut = None if None in cuts else max(cuts, key=lambda cut: (_longest_us(own, cut, evidence), cut or ""))
        used = [pair for pair in own if pair[1].cut == cut]
        others = ", ".join(file for file, name in own if name.cut != cut)
        taken += used
        if others and cut is None:
            sentence = _(
                "Zoom left a trimmed copy of this stretch too: {others}. The original is used: it is whole, and is trimmed here. "
                "Name the copy itself to use that."
            )
            choices.append(Choice(used[0][0], sentence.format(others=others)))
        elif cut is not None:
            sentence = _("A copy that was trimmed in Zoom: the time of day at which it begins is not known.")
            choices.append(Choice(used[0][0], sentence))
            if others:
                sentence = _("Zoom left several trimmed copies of this stretch; the longest is used. Not used: {others}.")
                choices.append(Choice(used[0][0], sentence.format(others=others)))
    return taken, tuple(choices)


def _longest_us(files: CloudFiles, cut: str | None, evidence: FileEvidence) -> int:
    return max(evidence.length_us(file) or 0 for file, name in files if name.cut == cut)


def group_views(files: CloudFiles, evidence: FileEvidence, order: Sequence[View] = VIEWS) -> tuple[CloudPart, ...]:
    """Take files of the same stamp together, as views of one part; parts stand in the order of their first files."""
    keys = dict.fromkeys(name.key for _file, name in files)
    return tuple(_best_of([pair for pair in files if pair[1].key == key], evidence, order) for key in keys)


def arrange_parts(
    files: CloudFiles, evidence: FileEvidence, folder: Path, zone: str, order: Sequence[View] = VIEWS
) -> tuple[CloudPart, ...]:
    """Arrange a folder's files as the parts of one meeting, in the order of time.

    What begins while a part is still running is a view of that part, if it is as long and sounds the same, or if it is another
    layout that ends before the part does: a screen that was shared for a while. What begins later is the next part, if it has the
    same topic.

    Raises:
        RecordingError: the folder holds two meetings, or nothing tells whether it does.
    """
    groups = sorted(group_views(files, evidence, order), key=lambda part: part.name.began)
    parts: list[CloudPart] = []
    for group in groups:
        if not parts:
            parts.append(group)
            continue
        last = parts[-1]
        end = last.name.began + timedelta(microseconds=evidence.length_us(last.file) or 0)
        if group.name.began - end > ONE_MEETING:
            raise two_meetings_by_time(folder, groups[0].name.began, group.name.began, zone)
        if _lies_within(last, group, end, evidence):
            _refuse_other_topic(last, group, folder)
            kept = Choice(group.file, _shown_for_a_while(last, group))
            parts[-1] = replace(last, others=(*last.others, *group.files), choices=(*last.choices, kept))
        elif group.name.began + STAMP >= end:
            _refuse_other_topic(last, group, folder)
            parts.append(replace(group, choices=(*group.choices, _begun_again(group, end))))
        elif _shows_the_same(last, group, evidence, folder):
            both = {*last.files, *group.files}
            parts[-1] = _best_of([pair for pair in files if pair[0] in both], evidence, order)
        else:
            raise two_meetings(folder, last.file, group.file)
    return tuple(parts)


def _refuse_other_topic(one: CloudPart, other: CloudPart, folder: Path) -> None:
    if one.name.topic is None and other.name.topic is None:
        return
    if one.name.topic is None or other.name.topic is None:
        raise not_told(folder, one.file, other.file)
    if topic_key(one.name.topic) != topic_key(other.name.topic):
        raise two_meetings(folder, one.file, other.file)


def _lies_within(one: CloudPart, other: CloudPart, end: datetime, evidence: FileEvidence) -> bool:
    """Whether a group holds other layouts of some of a part's time: it ends before the part does, and is not nearly all of it."""
    length = timedelta(microseconds=evidence.length_us(other.file) or 0)
    within = bool(length) and other.name.began + length <= end + SAME_END
    return within and not _run_together(one, other, evidence) and not _layouts_of_whole(one) & _layouts_of_whole(other)


def _layouts_of_whole(part: CloudPart) -> set[View]:
    names = [name for file in part.files if (name := read_cloud_name(file))]
    return {name.view for name in names if name.began - part.name.began <= BEGUN_TOGETHER}


def _run_together(one: CloudPart, other: CloudPart, evidence: FileEvidence) -> bool:
    """Whether two groups begin and end so close to each other as two views of one stretch do."""
    apart = other.name.began - one.name.began
    lengths = [timedelta(microseconds=evidence.length_us(part.file) or 0) for part in (one, other)]
    return apart <= BEGUN_TOGETHER and abs(lengths[0] - lengths[1]) <= apart + SAME_END


def _shown_for_a_while(whole: CloudPart, group: CloudPart) -> str:
    minutes = round((group.name.began - whole.name.began) / timedelta(minutes=1))
    sentence = ngettext(
        "Another layout ({layout}) of a while of {file}, from about {minutes} minute into it: not used.",
        "Another layout ({layout}) of a while of {file}, from about {minutes} minutes into it: not used.",
        minutes,
    )
    return sentence.format(layout=group.name.view, file=whole.file, minutes=minutes)


def _shows_the_same(one: CloudPart, other: CloudPart, evidence: FileEvidence, folder: Path) -> bool:
    """Whether two groups whose times overlap are views of one stretch.

    Raises:
        RecordingError: their sound does not tell.
    """
    if not _run_together(one, other, evidence):
        return False
    same = evidence.same_sound(one.file, other.file)
    if same is None:
        raise not_told(folder, one.file, other.file)
    return same


def _begun_again(group: CloudPart, end: datetime) -> Choice:
    minutes = max(round((group.name.began - end) / timedelta(minutes=1)), 0)
    sentence = ngettext(
        "Begun {minutes} minute after the part before had ended: taken as the next part of one meeting.",
        "Begun {minutes} minutes after the part before had ended: taken as the next part of one meeting.",
        minutes,
    )
    return Choice(group.file, sentence.format(minutes=minutes))


def _best_of(files: CloudFiles, evidence: FileEvidence, order: Sequence[View]) -> CloudPart:
    names = dict(files)
    taken = take_view(Stretch(tuple(names)), lambda file: names[file].view, order, evidence, explain_layouts())
    topic = next((name.topic for _file, name in files if name.topic), None)
    return CloudPart(taken.file, taken.others, taken.choices, replace(names[taken.file], topic=topic))


def explain_layouts() -> str:
    """The sentence of `take_view` for files that Zoom's names make layouts of one stretch."""
    return _(
        "Zoom recorded this stretch in {count} layouts; this one ({layout}) comes first in [video] views. Not used: {others}."
    )
