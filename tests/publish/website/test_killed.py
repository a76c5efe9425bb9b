"""Killed at any write, a publication shows nothing half done, and the next run comes to the same end."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.publish.made_meeting import CHAPTERS, CUES, hash_of, material, timed
from tests.publish.website.conftest import MadeSite, make_site
from tests.sampling import sampled
from vbn_video.errors import TargetError
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.material import Material
from vbn_video.publish.publication import YoutubeVideo
from vbn_video.publish.website.pages.html import is_ours
from vbn_video.publish.website.site import publish_into, withdraw_from
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.run_marks import RunMark

NO_PROCESS = 1 << 30
"""More than any system counts to: whose mark has it is dead."""
How = Literal["before", "within", "after", "full"]


class KilledError(BaseException):
    """The process is gone: no clean-up of its own runs either."""


@dataclass
class Faults:
    """Lets `healthy` acts pass, then strikes."""

    healthy: int
    how: How = "before"
    struck: bool = False
    begun: list[bool] = field(default_factory=list)
    """For each act, whether it can be half done."""

    def act(self, do: Callable[[], Any], half: Callable[[], object] | None = None) -> Any:
        if self.struck and self.how != "full":
            raise KilledError
        self.begun.append(half is not None)
        self.healthy -= 1
        if self.healthy != -1:
            return do()
        self.struck = True
        if self.how in ("within", "full") and half:
            half()
        if self.how == "after":
            do()
        if self.how == "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        raise KilledError


class FaultyFolder(MediaFolder):
    """A media folder whose every act on the disk may be the last."""

    def __init__(self, root: Path, faults: Faults) -> None:
        here = RunMark.new()
        super().__init__(root, replace(here, process=NO_PROCESS))
        self.faults = faults

    def at_work(self) -> AbstractContextManager[None]:
        return nullcontext()  # a lock that goes with its process

    def _write(self, part: Path, chunks: Iterator[bytes]) -> int:
        data = b"".join(chunks)
        written: int = self.faults.act(
            lambda: super(FaultyFolder, self)._write(part, iter((data,))), lambda: part.write_bytes(data[: len(data) // 2])
        )
        return written

    def _rename(self, part: Path, final: Path) -> None:
        self.faults.act(lambda: super(FaultyFolder, self)._rename(part, final))

    def _unlink(self, path: Path) -> None:
        if path.exists() or self.faults.struck:
            self.faults.act(lambda: super(FaultyFolder, self)._unlink(path))

    def _mkdir(self, path: Path) -> None:
        self.faults.act(lambda: super(FaultyFolder, self)._mkdir(path))

    def _rmdir(self, path: Path) -> None:
        self.faults.act(lambda: super(FaultyFolder, self)._rmdir(path))


class FaultyLedger(Ledger):
    """A ledger whose every save may be the last."""

    def __init__(self, path: Path, faults: Faults) -> None:
        super().__init__(path)
        self.faults = faults

    def _save(self, data: bytes, *, private: bool) -> None:
        if self.faults.how == "full":
            super()._save(data, private=private)
        else:
            self.faults.act(lambda: super(FaultyLedger, self)._save(data, private=private))


@dataclass(frozen=True)
class Scene:
    """What stands before, and the act that is struck."""

    before: tuple[str, ...]
    act: str

    @property
    def begins(self) -> bool:
        """Nothing of the meeting stands before."""
        return not self.before or self.before[-1] == "withdraw"


SCENES = {
    "first": Scene((), "first"),
    "texts": Scene(("first",), "texts"),
    "replace": Scene(("first",), "replace"),
    "withdraw": Scene(("first",), "withdraw"),
    "again": Scene(("first", "withdraw"), "first"),
    "on youtube": Scene((), "embed"),
    "to youtube": Scene(("first",), "embed"),
    "back to the file": Scene(("embed",), "first"),
}


ENOUGH = 10_000
"""More acts than any scene has."""


def made(folder: Path, act: str) -> Material:
    if act == "texts":
        return material(folder, title="Ny titel", timed=timed(CUES[:20]))
    if act == "replace":
        return material(folder, video=b"cut" * 999, timing=hash_of("cut"), timed=timed(CUES[:9], CHAPTERS[:3]))
    return material(folder)


def carry_out(place: MadeSite, act: str, faults: Faults) -> None:
    ledger = FaultyLedger(place.project / "ledger.json", faults)
    wanted = made(place.project.parent / "made", act)
    folder = FaultyFolder(place.media, faults)
    if act == "withdraw":
        for entry in ledger.standing("website"):
            withdraw_from(folder, entry, ledger, place.said.append)
    else:
        embeds = act == "embed"
        website = place.website.model_copy(update={"player": "youtube" if embeds else "file"})
        youtube = YoutubeVideo("ID", "https://youtu.be/ID", wanted.content, wanted.timing) if embeds else None
        publish_into(folder, wanted, ledger, website, place.said.append, anew=act == "replace", youtube=youtube)


class Stage:
    """A media folder and a project that can be set back to where the scene begins."""

    def __init__(self, folder: Path, name: str) -> None:
        self.scene, self.folder = SCENES[name], folder
        self.place = make_site(folder / "now")
        self.place.other_machine("laptop 2").publish(material(folder / "now" / "made", name="b", title="Turisme"))
        for act in self.scene.before:
            carry_out(self.place, act, Faults(ENOUGH))
        shutil.copytree(folder / "now", folder / "before")
        self.before = self.place.files()
        faults = Faults(ENOUGH)
        carry_out(self.place, self.scene.act, faults)
        self.acts = len(faults.begun)
        self.points = self._points(faults.begun)
        self.after, self.states_after = self.place.files(), [entry.state for entry in self.place.ledger.entries]

    def _points(self, begun: list[bool]) -> list[tuple[int, How]]:
        """Every state of the disk that a kill can leave: after an act is as before the next one."""
        last: tuple[int, How] = (len(begun) - 1, "after")
        within: list[tuple[int, How]] = [(number, "within") for number, is_write in enumerate(begun) if is_write]
        return [*((number, "before") for number in range(len(begun))), *within, last]

    def set_back(self) -> None:
        shutil.rmtree(self.folder / "now")
        shutil.copytree(self.folder / "before", self.folder / "now")

    def strike(self, healthy: int, how: How = "before") -> None:
        """From the beginning, with the act that is struck."""
        self.set_back()
        error = TargetError if how == "full" else KilledError
        with pytest.raises(error):
            carry_out(self.place, self.scene.act, Faults(healthy, how))

    def carry_on(self) -> None:
        carry_out(self.place, self.scene.act, Faults(ENOUGH))


@pytest.fixture(params=sampled([*SCENES], (0, 2, 3, 5)))
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    return Stage(tmp_path, request.param)


def visible(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not any(part.startswith(".") for part in Path(name).parts)}


def all_whole(place: MadeSite, *states: dict[str, bytes]) -> None:
    """No visitor sees a broken page, and every file is one that some whole state has."""
    files = visible(place.files())
    known = {(name, data) for state in states for name, data in state.items()}
    for name, data in files.items():
        assert name.endswith("entry.json") or name == "index.html" or (name, data) in known, name
        if name.endswith("index.html"):
            assert is_ours(data)
            folder = name.removesuffix("index.html")
            for link in re.findall(r'(?:href|src|poster)="([^":#]+)"', data.decode()):
                target = (place.media / folder / link).resolve().relative_to(place.media.resolve()).as_posix()
                assert target in files, f"{name} names {link}"


def test_killed_at_any_write_nothing_is_half_done_and_the_next_run_ends_the_same(stage: Stage) -> None:
    assert stage.acts > 5
    for healthy, how in stage.points:
        stage.strike(healthy, how)
        all_whole(stage.place, stage.before, stage.after)
        stage.carry_on()
        assert stage.place.files() == stage.after, f"{how} act {healthy}"
        assert [entry.state for entry in stage.place.ledger.entries] == stage.states_after


def test_a_killed_replacement_that_nobody_asks_for_again_leaves_the_first_or_the_second_whole(tmp_path: Path) -> None:
    stage = Stage(tmp_path, "replace")
    for healthy in range(stage.acts):
        stage.strike(healthy)
        stage.place.publish(made(tmp_path / "now" / "made", "replace"))
        files = stage.place.files()
        assert len([file for file in files if file.endswith(".mp4") and "turisme" not in file]) == 1
        assert files.keys() == visible(files).keys()
        all_whole(stage.place, files)


def test_a_publication_that_was_killed_can_be_withdrawn(stage: Stage) -> None:
    nothing = {file for file in stage.before if "hr-og" not in file and not file.startswith("vbn-video/")}
    for healthy in range(stage.acts):
        stage.strike(healthy, "within")
        stage.place.withdraw()
        assert {file for file in stage.place.files() if not file.startswith("vbn-video/")} == nothing, healthy
        assert not stage.place.ledger.standing("website")


def test_a_folder_that_is_full_is_a_sentence_and_leaves_what_was_there_whole(stage: Stage) -> None:
    for healthy in range(stage.acts - len(("intention", "done")) - stage.scene.begins):
        stage.strike(healthy, "full")
        all_whole(stage.place, stage.before, stage.after)
        files = stage.place.files()
        assert files.keys() == visible(files).keys() or stage.scene.act == "withdraw"  # what is taken down is out of sight
        stage.carry_on()
        assert stage.place.files() == stage.after, healthy
