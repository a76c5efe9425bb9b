"""What has been heard so far, on disk, window by window: a run that is stopped goes on where it stood.

    {"of": "3f1c…", "prompt": ""}                          what all that follows depends on: sound, weights, settings
    {"start": 0.75, "end": 7.25, "words": […], …}          a window, as soon as it has been heard

The file outlives the run. When only what is made of the words changes (who speaks, what is dropped), nothing is heard again.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from vbn_video.codec import End, Start, from_json, parse_json, to_values
from vbn_video.disk.flushing import flush
from vbn_video.evidence import Word
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.project import write_atomically
from vbn_video.untrusted.own_files import append_to, check_file, read_file

UNKNOWN_WORD = "unknown word"
"""The doubt of what is heard again because a word in it is not in the lexicon."""


@dataclass(frozen=True)
class HeardStretch:
    """A window as it was heard in the end, its words on the recording's clock."""

    start_us: Start
    end_us: End
    words: tuple[Word, ...]
    doubts: tuple[str, ...] = ()
    """Why what was heard first was doubted; empty where it was not."""
    languages: dict[str, float] = field(default_factory=dict)
    """Which language it sounds like; see `evidence.SpokenLanguage`."""
    alternatives: tuple[HeardOtherwise, ...] = ()
    """What the window's next hypotheses, and the hearing that was not taken, have otherwise."""

    @property
    def key(self) -> tuple[int, int, bool]:
        """Which window it is, and whether it was heard again for its unknown words: then both hearings stand."""
        return self.start_us, self.end_us, UNKNOWN_WORD in self.doubts


class Checkpoint:
    """The stretches of one sound that were heard with one set of weights and settings, kept in a file."""

    def __init__(self, path: Path, of: str, prompt: str = "") -> None:
        """Open the file, or begin it; what it holds for another `of` (a hash of all that the words depend on) is dropped.

        The prompt is no part of `of`: what was begun with one goes on with it.
        """
        self._path, self._of = path, of
        self.prompt, stretches = self._read() or (prompt, [])
        self._heard = {stretch.key: stretch for stretch in stretches}
        self._rewrite()

    def get(self, start_us: int, end_us: int, *, again: bool = False) -> HeardStretch | None:
        """What was heard in that window, in this run or an earlier one."""
        return self._heard.get((start_us, end_us, again))

    def add(self, stretches: Sequence[HeardStretch]) -> None:
        """Append stretches that were heard together; they are on disk when this returns."""
        with append_to(self._path) as file:
            file.write(_lines(stretches))
            file.flush()
            flush(file.fileno())
        self._heard.update({stretch.key: stretch for stretch in stretches})

    def _read(self) -> tuple[str, list[HeardStretch]] | None:
        """The prompt and the stretches if the file is of the same `of`; a killed run may have cut the last line."""
        try:
            first, *lines = read_file(self._path).decode(errors="replace").split("\n")
            head = parse_json(first)
            if head["of"] != self._of:
                return None
            return str(head["prompt"]), list(_parse_lines(lines[:-1]))
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None

    def _rewrite(self) -> None:
        """Write the file anew with what is still valid, unless it holds just that."""
        head = json.dumps({"of": self._of, "prompt": self.prompt}, ensure_ascii=False) + "\n"
        whole = head.encode() + _lines(self._heard.values())
        if check_file(self._path) is None or self._path.read_bytes() != whole:
            write_atomically(self._path, whole)


def _parse_lines(lines: Iterable[str]) -> Iterator[HeardStretch]:
    """The stretches up to the first line that is none."""
    for line in lines:
        try:
            yield from_json(HeardStretch, line)
        except ValidationError:
            return


def _lines(stretches: Iterable[HeardStretch]) -> bytes:
    texts = (json.dumps(to_values(HeardStretch, stretch), ensure_ascii=False) for stretch in stretches)
    return "".join(text + "\n" for text in texts).encode()
