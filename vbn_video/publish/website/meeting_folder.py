"""One meeting's folder in the media folder, brought to what it is to hold.

The video arrives first, under a hidden name, so that a full folder shows nothing. Then the entry, which lists what is there and
what is about to be; the video before the page that shows it; what the page no longer shows goes last. So at every moment each
file of ours is listed, and each listed page shows a whole video.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vbn_video.errors import TargetError
from vbn_video.events import Emit, Progress
from vbn_video.messages import _
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE, FileMark, MeetingEntry
from vbn_video.publish.website.pages.html import is_ours
from vbn_video.publish.website.slug import SHARED_FOLDER
from vbn_video.publish.website.storage import MediaFolder
from vbn_video.publish.website.target_state import TargetState


@dataclass(frozen=True)
class MeetingFolder:
    """One meeting's folder: as it was found, and as it is to be (`target`)."""

    media: MediaFolder
    slug: str
    present: MeetingEntry | None
    """What its entry says, if it has one of ours."""
    owned: Mapping[str, FileMark]
    """The files in it that its entry or our ledger lists."""
    target: TargetState
    outdated: tuple[str, ...]
    """Small files that are missing or differ, in the order to write them."""
    shared: Mapping[str, bytes]
    """What all pages share and is not there yet."""

    @classmethod
    def inspect(
        cls,
        *,
        media: MediaFolder,
        slug: str,
        present: MeetingEntry | None,
        owned: Mapping[str, FileMark],
        target: TargetState,
        shared: Mapping[str, bytes],
    ) -> MeetingFolder:
        """Compare what is there with the target state.

        Raises:
            TargetError: a stranger's file has a name that is needed.
        """
        outdated = tuple(file for file, data in target.small.items() if media.read(f"{slug}/{file}") != data)
        missing = {name: data for name, data in shared.items() if media.size(name) != len(data)}
        folder = cls(media, slug, present, owned, target, outdated, missing)
        folder._refuse_strangers()
        return folder

    @property
    def combined_entry(self) -> MeetingEntry:
        """The entry that lists the old files and the new ones, while both are there."""
        return replace(self.target.entry, files=dict(sorted({**self.owned, **self.target.entry.files}.items())))

    @property
    def is_up_to_date(self) -> bool:
        """True if nothing has to be written."""
        return not (self.outdated or self.shared or self.target.upload) and self.present == self.combined_entry

    @property
    def damaged(self) -> tuple[str, ...]:
        """Files that were published as they are to be, and that somebody deleted or changed in the media folder."""
        if self.present is None or self.present.state != "published":
            return ()
        gone = [*self.outdated, *([self.target.video.file] if self.target.upload else [])]
        return tuple(file for file in gone if self.present.files.get(file) == self.target.entry.files[file])

    def fill(self, video: Path, emit: Emit) -> None:
        """Write what is missing or differs.

        Raises:
            MissingError: the video can't be read.
            TargetError: the media folder refused.
        """
        if not self.target.upload:
            self._fill_small()
            return
        size = video.stat().st_size
        name = f"{self.slug}/{self.target.video.file}"
        with self.media.staged(name, video, lambda sent: emit(Progress(sent, size, "bytes"))) as place:
            self._fill_small(place)

    def _fill_small(self, place_video: Callable[[], None] = lambda: None) -> None:
        listed = self.present if self.present and self.present.state == "published" else None
        announced = replace(listed or replace(self.target.entry, state="publishing"), files=self.combined_entry.files)
        if announced != self.present:
            self._write(ENTRY_FILE, announced.text())
        if self.shared:
            self.media.make_folder(SHARED_FOLDER)
        for name, data in self.shared.items():
            self.media.write(name, data)
        place_video()
        for file in self.outdated:
            self._write(file, self.target.small[file])
        if announced != self.combined_entry:
            self._write(ENTRY_FILE, self.combined_entry.text())

    def clear_away(self) -> bool:
        """Delete our own files that the page no longer shows; True if there were any."""
        left = [file for file in self.owned if file not in self.target.entry.files]
        for file in left:
            self.media.delete(f"{self.slug}/{file}")
        if left:
            self._write(ENTRY_FILE, self.target.entry.text())
        return bool(left)

    def _write(self, file: str, data: bytes) -> None:
        self.media.write(f"{self.slug}/{file}", data)

    def _refuse_strangers(self) -> None:
        for file in (ENTRY_FILE, *self.outdated, *([self.target.video.file] if self.target.upload else [])):
            name = f"{self.slug}/{file}"
            there = self.media.read(name) if file == PAGE_FILE else None
            ours = is_ours(there) if there is not None else file == ENTRY_FILE or file in self.owned
            if not ours and self.media.exists(name):
                raise TargetError(
                    _("{path} is not from vbn-video and is in the way. Move it or rename it, then run the same command again."),
                    path=self.media.path(name),
                )
