"""One meeting's folder in the media folder, brought to what it is to hold.

The video arrives first, under a hidden name, so that a full folder shows nothing. Then the entry, which lists what is there and
what is about to be; the video before the page that shows it; what the page no longer shows goes last. So at every moment each
file of ours is listed, and each listed page shows a whole video. In the end all of it is read once more: another run may have
written into the same folder at the same time, and what stands there must belong together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vbn_video.errors import TargetError
from vbn_video.events import Emit, Progress
from vbn_video.messages import _
from vbn_video.publish.website.catalogue import entry_in
from vbn_video.publish.website.entry import ENTRY_FILE, PAGE_FILE, FileMark, MeetingEntry
from vbn_video.publish.website.pages.html import is_ours
from vbn_video.publish.website.slug import SHARED_FOLDER
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.drive_errors import DisturbedError
from vbn_video.publish.website.target_state import TargetState


def damaged_files(media: MediaFolder, slug: str, entry: MeetingEntry) -> tuple[str, ...]:
    """The files that are not what the entry says of them: deleted, cut short, or written over by another run.

    Raises:
        TargetError: the media folder refused.
    """

    def is_whole(file: str, mark: FileMark) -> bool:
        if mark.sha256 is None:
            return media.size(f"{slug}/{file}") == mark.size
        data = media.read(f"{slug}/{file}")
        return data is not None and hashlib.sha256(data).hexdigest() == mark.sha256

    return tuple(file for file, mark in entry.files.items() if not is_whole(file, mark))


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

    def fill(self, video: Path, emit: Emit) -> MeetingFolder:
        """Write what is missing or differs; the folder with the entry that it has then.

        Raises:
            DisturbedError: somebody else has written here, or taken the folder away.
            MissingError: the video can't be read.
            TargetError: the media folder refused.
        """
        if not self.target.upload:
            return self._fill_small()
        size = video.stat().st_size
        name = f"{self.slug}/{self.target.video.file}"
        with self.media.staged(name, video, lambda sent: emit(Progress(sent, size, "bytes"))) as place:
            return self._fill_small(place)

    def _fill_small(self, place_video: Callable[[], None] = lambda: None) -> MeetingFolder:
        self._check_entry(self.present)
        listed = self.present if self.present and self.present.state == "published" else None
        begun = listed or replace(self.target.entry, state="publishing", run=self.media.run.prefix)
        announced = replace(begun, files=self.combined_entry.files)
        if announced != self.present:
            self._write(ENTRY_FILE, announced.text())
        if self.shared:
            self.media.make_folder(SHARED_FOLDER, {})
        for name, data in self.shared.items():
            self.media.write(name, data)
        place_video()
        for file in self.outdated:
            self._check_entry(announced)
            self._write(file, self.target.small[file])
        self._check_entry(announced)
        whole_since = self.target.entry.published_at or self.media.now()
        filled = replace(self, target=replace(self.target, entry=replace(self.target.entry, published_at=whole_since)))
        if announced != filled.combined_entry:
            self._write(ENTRY_FILE, filled.combined_entry.text())
        return filled

    def clear_away(self) -> bool:
        """Delete our own files that the page no longer shows; True if there were any."""
        left = [file for file in self.owned if file not in self.target.entry.files]
        if left:
            self._check_entry(self.combined_entry)
        for file in left:
            self.media.delete(f"{self.slug}/{file}")
        if left:
            self._check_entry(self.combined_entry)
            self._write(ENTRY_FILE, self.target.entry.text())
        return bool(left)

    def check_whole(self) -> None:
        """Read back all that the page is made of.

        Raises:
            DisturbedError: it is not what was written here: another run has written at the same time.
        """
        small = {**self.target.small, ENTRY_FILE: self.target.entry.text()}
        differs = [file for file, data in small.items() if self.media.read(f"{self.slug}/{file}") != data]
        video = self.target.video
        if differs or (video.file and self.media.size(f"{self.slug}/{video.file}") != video.size):
            raise DisturbedError(self.media.path(self.slug))

    def _check_entry(self, last: MeetingEntry | None) -> None:
        """See that nobody has written another entry over the last one: its files would be nobody's."""
        if entry_in(self.media, self.slug) != last:
            raise DisturbedError(self.media.path(self.slug))

    def _write(self, file: str, data: bytes) -> None:
        self.media.write(f"{self.slug}/{file}", data)

    def _refuse_strangers(self) -> None:
        for file in (ENTRY_FILE, *self.outdated, *([self.target.video.file] if self.target.upload else [])):
            name = f"{self.slug}/{file}"
            is_plain = self.media.size(name) is not None
            there = self.media.read(name) if file == PAGE_FILE else None
            ours = is_ours(there) if there is not None else (file == ENTRY_FILE and is_plain) or file in self.owned
            if not ours and self.media.exists(name):
                raise TargetError(
                    _("{path} is not from vbn-video and is in the way. Move it or rename it, then run the same command again."),
                    path=self.media.path(name),
                )
