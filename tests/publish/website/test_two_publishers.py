"""Two publish one recording to one media folder at the same time, and either may be killed: one page, whole, in the end."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.publish.website.publisher import Publisher, faults
from tests.sampling import sampled

ROUNDS = 200
LONGEST_S = 0.5
"""About what two publications side by side take here: when to kill."""


def play(number: int, folder: Path) -> tuple[str, list[str]]:
    """One round: how the two ended, and what is wrong then."""
    chance = random.Random(number)
    media = folder / "medie ø"
    media.mkdir()
    same_video, same_title, machines = (chance.random() < 0.5 for _ in range(3))
    one = Publisher("a", media, folder, "A", "HR og den vanskelige samtale", "laptop 1" if machines else "")
    two = Publisher(
        "b", media, folder, "A" if same_video else "B", one.title if same_title else "Samtalen", "laptop 2" if machines else ""
    )
    both = [one, two]
    if chance.random() < 0.3:
        both[0].publish()
    running = {publisher: publisher.start() for publisher in chance.sample(both, 2)}
    for publisher in chance.sample(both, chance.choice((0, 1, 1, 2))):
        time.sleep(chance.uniform(0, LONGEST_S))
        running[publisher].kill()
    for process in running.values():
        process.join()
    codes = {publisher: process.exitcode for publisher, process in running.items()}
    assert set(codes.values()) <= {0, 5, -9}, codes
    for publisher, code in codes.items():
        if code != 0:
            publisher.publish()
    return " ".join({0: "done", 5: "sentence", -9: "killed"}[code] for code in sorted(codes.values())), [*faults(media, *both)]


@pytest.mark.parametrize("number", sampled(range(ROUNDS), (0, 3)))
def test_two_publishers_of_one_recording_end_with_one_whole_page(number: int, tmp_path: Path) -> None:
    _how, wrong = play(number, tmp_path)
    assert wrong == []
