"""One stretch of a meeting, recorded in several files: which of them show the same time, and which is used. Decisions only.

files ──► stretches (by name: zoom/; by sound: join_same_sound) ──► take_view ──► the file, the others, why
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vbn_video.evidence import Choice
from vbn_video.messages import _
from vbn_video.recording.video_names import natural_sort, readable, stem_of
from vbn_video.settings.choices import VIEWS, View

SAME_LENGTH_US = 2_000_000
"""Two views of one stretch end so close to each other at most."""
VIEW_WORDS: tuple[tuple[View, str], ...] = (
    ("shared_screen_with_speaker", r"shared screen with speaker"),
    ("shared_screen_with_gallery", r"shared screen with gallery"),
    ("shared_screen", r"shared screen|screen|sk(?:æ|ae)rm(?:en|deling)?|desktop|slides?|lysbilleder|pr(?:æ|ae)sentation"),
    ("active_speaker", r"(?:active )?speaker|camera|cam|kamera|webcam|webkamera|taler"),
    ("gallery", r"gallery|galleri"),
)
"""Words in a file's name that tell what it shows, the fullest first; Zoom's own are those of its API (`recording_type`)."""
_VIEW_WORDS = tuple((view, re.compile(rf"\b(?:{words})\b")) for view, words in VIEW_WORDS)


class FileEvidence(Protocol):
    """What can be seen of recorded files without reading them whole."""

    def length_us(self, file: str) -> int | None:
        """How long the file's header says that it is; None where that can't be read."""

    def same_sound(self, one: str, other: str) -> bool | None:
        """Whether two files of about the same length hold the same sound; None where their sound does not tell."""


@dataclass(frozen=True)
class Stretch:
    """All files that show one stretch of the meeting; the first one tells its place among the others."""

    files: tuple[str, ...]


@dataclass(frozen=True)
class TakenView:
    """The file that is used of a stretch, the others, and why."""

    file: str
    others: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The used one, then the others."""
        return self.file, *self.others


def view_in_name(file: str) -> View | None:
    """What a file shows, by the words of its name; None where they don't say."""
    words = re.sub(r"[\W_]+", " ", readable(stem_of(file.rpartition("/")[2]))).casefold()
    return next((view for view, pattern in _VIEW_WORDS if pattern.search(words)), None)


def join_same_sound(
    stretches: Sequence[Stretch], evidence: FileEvidence
) -> tuple[tuple[Stretch, ...], tuple[tuple[str, str], ...]]:
    """Stretches of the same length and the same sound as one; and the pairs of one length of which the sound does not tell."""
    joined: list[Stretch] = []
    unknown: list[tuple[str, str]] = []
    for stretch in stretches:
        for index, before in enumerate(joined):
            if not same_length(before.files[0], stretch.files[0], evidence):
                continue
            same = evidence.same_sound(before.files[0], stretch.files[0])
            if same:
                joined[index] = Stretch((*before.files, *stretch.files))
                break
            if same is None:
                unknown.append((before.files[0], stretch.files[0]))
        else:
            joined.append(stretch)
    return tuple(joined), tuple(unknown)


def same_length(one: str, other: str, evidence: FileEvidence) -> bool:
    """Whether two files are of the same length, as two views of one stretch are; False where a length is not known."""
    lengths = evidence.length_us(one), evidence.length_us(other)
    return lengths[0] is not None and lengths[1] is not None and abs(lengths[0] - lengths[1]) <= SAME_LENGTH_US


def take_view(
    stretch: Stretch, shows: Callable[[str], View | None], order: Sequence[View], evidence: FileEvidence, why: str
) -> TakenView:
    """The file of a stretch to use: the first by `order` among those that hold the whole of it; of those the largest, plainest.

    A view that `order` does not name comes after those that it does. A file whose name tells no view is the usual one, the shared
    screen with the speaker. `why` is the sentence, with places for `layout`, `count` and `others`.
    """
    if len(stretch.files) == 1:
        return TakenView(stretch.files[0], (), ())
    rank = {view: place for place, view in enumerate(dict.fromkeys((*order, *VIEWS)))}
    lengths = {file: evidence.length_us(file) for file in stretch.files}
    longest = max((length for length in lengths.values() if length is not None), default=0)

    def view(file: str) -> View:
        return shows(file) or "shared_screen_with_speaker"

    preferred = sorted(natural_sort(stretch.files), key=lambda file: (rank[view(file)], -_pixels(file), len(file)))
    whole = [file for file in preferred if (lengths[file] or 0) >= longest - SAME_LENGTH_US]
    others = tuple(file for file in preferred if file != whole[0])
    choices = [Choice(whole[0], why.format(layout=view(whole[0]), count=len(stretch.files), others=", ".join(others)))]
    if whole[0] != preferred[0]:
        sentence = _("It comes first in [video] views, but it does not hold the whole of this stretch: not used.")
        choices.append(Choice(preferred[0], sentence))
    return TakenView(whole[0], others, tuple(choices))


def _pixels(file: str) -> int:
    """The width that Zoom writes into a name (`_1280x720`); 0 where there is none."""
    size = re.search(r"_(\d{2,5})x\d{2,5}", file)
    return int(size[1]) if size else 0
