"""A recorded file is known again without reading it whole."""

import os
from pathlib import Path

import pytest

from vbn_video.errors import RecordingError
from vbn_video.recording.identity import MIB, read_identity


def test_the_same_file_has_the_same_identity_and_its_ends_count(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    data = bytearray(3 * MIB)
    path.write_bytes(data)
    before = read_identity(path)
    assert read_identity(path) == before and before.size == 3 * MIB
    for at in (0, 3 * MIB - 1):
        data[at] ^= 1
        path.write_bytes(data)
        os.utime(path, ns=(before.modified_ns, before.modified_ns))
        assert read_identity(path) != before
        data[at] ^= 1


def test_a_changed_time_is_another_identity(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"x")
    before = read_identity(path)
    os.utime(path, ns=(1, before.modified_ns + 1_000_000_000))
    assert read_identity(path) != before


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="can't be read"):
        read_identity(tmp_path / "ingen.mp4")
