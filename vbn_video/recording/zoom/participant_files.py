"""Zoom's sound files of single participants, by their names: `Audio Record/audioAnneHolm21607414110.m4a`.

        audio  AnneHolm  2  1607414110
               name      │  digits of the part, as in video1607414110.mp4
                         └─ number of the participant

Older: `audio_only_16778240_AnneHolm.m4a`. Blanks of a name are gone in the file's name. Sources: Zoom's support article on
recording formats (`audio[Name][random number].m4a`), and folders described in public code that sorts such files.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from vbn_video.recording.video_names import stem_of

_PART_DIGITS = re.compile(r"(?:video|zoom_)?(\d{4,})")
"""Fewer digits at the end of a name tell no part: they may belong to the name."""
_NAMED = re.compile(r"audio(?:_only_(?:\d+_)*)?(?P<name>.*?)[\d_]*", re.IGNORECASE)


def part_of_participant(file: str, parts: Sequence[str]) -> int | None:
    """The index of the part whose digits a participant's file ends with, else of the only part; None where neither is so."""
    stem = stem_of(file)
    fits = [index for index, part in enumerate(parts) if (digits := _digits(part)) and stem.endswith(digits)]
    if fits:
        return max(fits, key=lambda index: len(_digits(parts[index])))
    return 0 if len(parts) == 1 else None


def participant_name(file: str) -> str:
    """The participant's name from the file's: `Anne Holm`; the file's whole stem where it holds none."""
    stem = stem_of(file.rpartition("/")[2])
    match = _NAMED.fullmatch(stem)
    return _spaced(match["name"].replace("_", " ")).strip() if match and match["name"] else stem


def participant_key(file: str, part: str) -> str:
    """A key that a participant's files share across parts, and that differs between two participants of the same name."""
    return stem_of(file.rpartition("/")[2]).removesuffix(_digits(part))


def _digits(part: str) -> str:
    match = _PART_DIGITS.fullmatch(stem_of(part.rpartition("/")[2]))
    return match[1] if match else ""


def _spaced(name: str) -> str:
    """`AnneMarieHolm` with its blanks: where a small letter is followed by a capital one."""
    letters = [name[:1]]
    for before, letter in pairwise(name):
        letters.append(" " + letter if before.islower() and letter.isupper() else letter)
    return "".join(letters)
