"""Between any two looks and acts of one publisher, another one publishes the same recording: one whole page in the end.

The media folder is one without locks, shared by two machines that know nothing of each other, unless a case says otherwise.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.publish.website.publisher import Publisher, faults
from tests.sampling import sampled
from vbn_video.errors import TargetError
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.website.site import publish_into
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.run_marks import RunMark
from vbn_video.settings.preset import Website

TO_THE_END = 1 << 30
Schedule = Sequence[tuple[str, int]]
"""Whose turn it is, and for how many steps."""


class Turns:
    """One publisher runs at a time; the others wait before their next step."""

    def __init__(self, *names: str) -> None:
        self.go = {name: threading.Semaphore(0) for name in names}
        self.came = {name: threading.Semaphore(0) for name in names}
        self.ended: set[str] = set()
        self.steps = dict.fromkeys(names, 0)

    def step(self, name: str) -> None:
        self.steps[name] += 1
        self.came[name].release()
        self.go[name].acquire()

    def end(self, name: str) -> None:
        self.ended.add(name)
        self.came[name].release()

    def give(self, name: str, steps: int) -> None:
        for _step in range(steps):
            if name in self.ended:
                return
            self.go[name].release()
            self.came[name].acquire()


class SteppedFolder(MediaFolder):
    """A media folder in which each look and each act waits for its turn."""

    def __init__(self, root: Path, run: RunMark, step: Callable[[], None], locks: bool) -> None:
        self.step, self.locks = step, locks
        super().__init__(root, run)

    def at_work(self) -> AbstractContextManager[None]:
        return super().at_work() if self.locks else nullcontext()

    def folders(self) -> list[str]:
        self.step()
        return super().folders()

    def names(self, folder: str) -> list[str] | None:
        self.step()
        return super().names(folder)

    def exists(self, name: str) -> bool:
        self.step()
        return super().exists(name)

    def size(self, name: str) -> int | None:
        self.step()
        return super().size(name)

    def read(self, name: str, *values: Any) -> bytes | None:
        self.step()
        return super().read(name, *values)

    def _write(self, part: Path, chunks: Iterator[bytes]) -> int:
        self.step()
        return super()._write(part, chunks)

    def _rename(self, part: Path, final: Path) -> None:
        self.step()
        super()._rename(part, final)

    def _unlink(self, path: Path) -> None:
        self.step()
        super()._unlink(path)

    def _mkdir(self, path: Path) -> None:
        self.step()
        super()._mkdir(path)

    def _rmdir(self, path: Path) -> None:
        self.step()
        super()._rmdir(path)


@dataclass(frozen=True)
class Scene:
    """Two publishers of one recording."""

    same_video: bool
    same_title: bool
    before: bool = False
    """The first has published before."""
    anew: bool = False
    """The second wants its video in place of what is there."""
    same_machine: bool = False
    """Each can tell that the other is at work."""

    def publishers(self, folder: Path) -> tuple[Publisher, Publisher]:
        media, title = folder / "medie", "HR og den vanskelige samtale"
        return (
            Publisher("a", media, folder, "A", title),
            Publisher(
                "b", media, folder, "A" if self.same_video else "B", title if self.same_title else "Dialog", anew=self.anew
            ),
        )


@dataclass
class Played:
    """How a round ended."""

    publishers: tuple[Publisher, Publisher]
    steps: dict[str, int]
    outcomes: dict[str, str] = field(default_factory=dict)


def play(scene: Scene, folder: Path, schedule: Schedule) -> Played:
    """Both publish, by turns; who ended with a sentence is run again."""
    both = scene.publishers(folder)
    both[0].media.mkdir(parents=True)
    if scene.before:
        replace(both[0], title="Før").publish()
    turns = Turns("a", "b")
    played = Played(both, turns.steps)
    threads = [threading.Thread(target=_publish, args=(one, scene, turns, played), daemon=True) for one in both]
    for thread in threads:
        thread.start()
    for name, steps in (*schedule, ("a", TO_THE_END), ("b", TO_THE_END)):
        turns.give(name, steps)
    for thread in threads:
        thread.join()
    for one in both:
        if played.outcomes[one.name] == "sentence":
            one.publish()
    return played


def _publish(one: Publisher, scene: Scene, turns: Turns, played: Played) -> None:
    run = RunMark.new() if scene.same_machine else replace(RunMark.new(), machine=one.name * 8)
    turns.go[one.name].acquire()
    made, website = one.material(), Website(media_dir=str(one.media))
    try:
        folder = SteppedFolder(one.media, run, lambda: turns.step(one.name), locks=scene.same_machine)
        ledger = Ledger(made.video.parent / "ledger.json")
        played.outcomes[one.name] = publish_into(folder, made, ledger, website, lambda event: None, anew=one.anew).state
    except TargetError:
        played.outcomes[one.name] = "sentence"
    except BaseException as error:
        played.outcomes[one.name] = repr(error)
    turns.end(one.name)


SCENES = [
    *(Scene(*same) for same in product((True, False), repeat=2)),
    *(Scene(*same, before=True) for same in product((True, False), repeat=2)),
    *(Scene(False, False, before=before, anew=True) for before in (True, False)),
    *(Scene(*same, same_machine=True) for same in product((True, False), repeat=2)),
]
EACH = 10
"""Of the steps, how far apart those are that one test tries."""
ENDINGS = {"published", "updated", "unchanged", "sentence"}


def wrong_with(played: Played) -> list[str]:
    """What is wrong at once, and what is still left behind when both have been run again."""
    media, both = played.publishers[0].media, played.publishers
    states = [state for state in played.outcomes.values() if state not in ENDINGS]
    wrong = [fault for fault in faults(media, *both) if not fault.startswith("unlisted")]
    for one in both:
        replace(one, anew=False).publish()
    return [*states, *wrong, *faults(media, *both)]


@pytest.mark.parametrize(("scene", "offset"), sampled([*product(SCENES, range(EACH))], (3 * EACH,)))
def test_another_publishes_between_any_two_steps(scene: Scene, offset: int, tmp_path: Path) -> None:
    steps = play(scene, tmp_path / "alone", ()).steps["a"]
    assert steps > 30
    for before in range(1 + offset, steps, EACH):
        played = play(scene, tmp_path / str(before), (("a", before), ("b", TO_THE_END)))
        assert wrong_with(played) == [], before


@pytest.mark.long
@pytest.mark.parametrize("stride", range(7))
@pytest.mark.parametrize("scene", SCENES)
def test_both_are_interrupted_at_any_step(scene: Scene, stride: int, tmp_path: Path) -> None:
    steps = play(scene, tmp_path / "alone", ()).steps
    pairs = list(product(range(1, steps["a"]), range(1, steps["b"])))
    for first, second in pairs[stride::97]:
        played = play(scene, tmp_path / f"{first} {second}", (("a", first), ("b", second)))
        assert wrong_with(played) == [], (first, second)
