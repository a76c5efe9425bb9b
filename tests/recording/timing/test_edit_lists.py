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


PIECES = EditList((Edit(2 * S, 7 * S), Edit(S, None), Edit(S, S)))


def test_a_list_in_pieces_presents_each_in_turn() -> None:
    frames_us = [number * S // 2 for number in range(20)]
    presented = {frame: times for frame, time in enumerate(frames_us) if (times := PIECES.times_of(time))}
    assert presented == {2: [3 * S], 3: [7 * S // 2], 14: [0], 15: [S // 2], 16: [S], 17: [3 * S // 2]}
    assert EditList((*PIECES.edits, Edit(S, S))).times_of(S) == [3 * S, 4 * S]
    assert not PIECES.is_simple


@pytest.mark.parametrize(
    ("apart_us", "off_us", "other"),
    [
        (40_000, 40_000, False),
        (40_000, -60_000, True),  # as near as another frame would be
        (100_000, -100_000, False),
        (100_000, 150_000, True),
        (200_000, 200_000, False),
        (500_000, 250_000, True),
    ],
)
def test_a_piece_differs_where_each_of_its_frames_is_notably_off(apart_us: int, off_us: int, other: bool) -> None:
    media_us = {number: number * apart_us for number in range(10 * S // apart_us)}
    exact = [(place, time) for place, at in media_us.items() for time in PIECES.times_of(at)]
    assert not differs(PIECES, media_us, exact)
    assert differs(PIECES, media_us, [(place, time + off_us * (time < 3 * S)) for place, time in exact]) == other


def test_a_frame_missing_or_too_many_differs_but_not_at_the_edge_of_an_edit() -> None:
    media_us = {number: number * S // 5 for number in range(50)}
    exact = sorted(((place, time) for place, at in media_us.items() for time in PIECES.times_of(at)), key=lambda pair: pair[1])
    assert differs(PIECES, media_us, exact[:4] + exact[5:]) and not differs(PIECES, media_us, exact[1:])
    assert differs(PIECES, media_us, [*exact, (25, 2 * S)]) and not differs(PIECES, media_us, [*exact, (45, 2 * S)])
    assert differs(PIECES, media_us, []) and differs(PIECES, media_us, [*exact, (99, 0)])
