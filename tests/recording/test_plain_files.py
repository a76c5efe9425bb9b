"""Folders whose files a person or a camera named: which names make parts, in which order, and which don't. Nothing is opened."""

from pathlib import Path

import pytest

from tests.recording.test_find import touch
from vbn_video.errors import RecordingError
from vbn_video.recording.find import find_sources

PARTS = [
    ("1 Velkomst", "2 Oplæg"),
    ("01 - Velkomst", "02 - Spørgsmål", "03 - Tak"),
    ("Del 1 - Velkomst", "Del 2 - Oplæg"),
    (*(f"{number}. {name}" for number, name in enumerate("jihgfedcba", 1)),),
    ("del 1 Velkomst", "2 Oplæg"),
    ("2024-01-24 1 Velkomst", "2024-01-24 2 Oplæg"),
    ("Møde", "Møde del 2"),
    ("Møde", "Møde del 2", "Møde del 3"),
    ("GOPR0012", "GP010012", "GP020012"),
    ("DJI_20240124190000_0001_D", "DJI_20240124192000_0002_D"),
    ("20240124190000", "20240124192000"),
]
NO_PARTS = [
    ("2 Velkomst", "3 Oplæg"),
    ("1 Velkomst", "3 Oplæg"),
    ("1 Velkomst", "1 Oplæg"),
    ("1 Velkomst", "2 Oplæg", "Bestyrelsen"),
    ("01.02.2024 Velkomst", "02.02.2024 Oplæg"),
    ("1 Velkomst 2024-01-24", "2 Oplæg 2024-02-28"),
    ("1.30 Velkomst", "2.30 Oplæg"),
    ("Møde", "Møde bord 2"),
    ("GOPR0012", "GP010013"),
    ("DJI_20240124190000_0001_D", "DJI_20240125190000_0002_D"),
    ("Velkomst 20240124190000", "Oplæg 20240124192000"),
]


@pytest.mark.parametrize("names", PARTS)
def test_numbers_and_joined_times_make_parts_in_their_order_and_the_choice_is_said(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    touch(*(tmp_path / f"{name}.mp4" for name in names))
    sources = find_sources([tmp_path])
    assert sources.files == tuple(f"{name}.mp4" for name in names)
    assert ["in the order of their names" in choice.why for choice in sources.choices] == [True]


@pytest.mark.parametrize("names", NO_PARTS)
def test_what_does_not_count_from_one_or_is_of_two_days_is_not_taken_together(names: tuple[str, ...], tmp_path: Path) -> None:
    touch(*(tmp_path / f"{name}.mp4" for name in names))
    with pytest.raises(RecordingError, match=r"says whether|more than one meeting"):
        find_sources([tmp_path])
