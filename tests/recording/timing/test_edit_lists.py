"""Edit lists read from a file, in both versions of their boxes, and what a list presents."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.made_edit_lists import set_edits
from tests.made_media import make_video
from vbn_video.recording.timing.edit_lists import Edit, EditList, differs, read_edit_lists, reading_options

S = 1_000_000


def test_each_track_has_its_own_list(tmp_path: Path) -> None:
    made = make_video(tmp_path / "a.m4v", seconds=2, size=(64, 64))
    set_edits(made, {"vide": [(0.5, None), (1.0, 0.25)], "soun": [(1.25, 0.5)]})
    video, sound = (lists := read_edit_lists(made))[1], lists[2]
    assert video == EditList((Edit(S // 2, None), Edit(S, S // 4))) and sound == EditList((Edit(5 * S // 4, S // 2),))
    assert (video.begins_us, video.ends_us, sound.begins_us, sound.ends_us) == (S // 2, 3 * S // 2, 0, 5 * S // 4)
    assert reading_options(made) == {"advanced_editlist": "0"}


def test_lists_of_64_bits_are_read(tmp_path: Path) -> None:
    made = make_video(tmp_path / "a.m4v", seconds=1, size=(64, 64), speech=None)
    set_edits(made, {"vide": [(1.0, 0.25)]})
    whole = made.read_bytes()
    at = whole.index(b"elst") - 4
    lasts, begins, rate = struct.unpack_from(">Iii", whole, at + 16)
    long = struct.pack(">I4sIIqqi", 36, b"elst", 1 << 24, 1, lasts, begins, rate)
    sizes = {kind: whole.index(kind) - 4 for kind in (b"moov", b"trak", b"edts")}
    grown = bytearray(whole[:at] + long + whole[at + 28 :])
    for place in sizes.values():
        grown[place : place + 4] = struct.pack(">I", struct.unpack_from(">I", grown, place)[0] + 8)
    made.write_bytes(grown)
    assert read_edit_lists(made) == {1: EditList((Edit(S, S // 4),))}


@pytest.mark.parametrize("suffix", [".mkv", ".ts"])
def test_other_files_have_none(tmp_path: Path, suffix: str) -> None:
    assert read_edit_lists(make_video(tmp_path / f"a{suffix}", seconds=1, size=(64, 64))) == {}


def test_a_list_in_pieces_presents_each_in_turn() -> None:
    pieces = EditList((Edit(2 * S, 7 * S), Edit(S, None), Edit(S, S)))
    frames_us = [number * S // 2 for number in range(20)]
    assert pieces.presented(frames_us) == [0, S // 2, S, 3 * S // 2, 3 * S, 7 * S // 2]
    assert not pieces.is_simple


@pytest.mark.parametrize(
    ("given_us", "other"), [([0, S], False), ([40_000, S], False), ([50_000, S], True), ([0, S, S // 2], True)]
)
def test_times_differ_where_an_eye_would_see_it(given_us: list[int], other: bool) -> None:
    assert differs([0, S], sorted(given_us)) == other
