"""The door to the ffmpeg program: what its failures mean, and that nothing of it is left running."""

import errno
from pathlib import Path

import ffmpeg
import psutil
import pytest

from vbn_video.errors import RecordingError
from vbn_video.render.ffmpeg_program import error_of, run_program

READS = Path("møde.mp4")


def test_a_full_disk_is_told_by_its_number(tmp_path):
    lines = ("[out#0/mp4 @ 0x55] Error writing trailer: No space left on device", "Conversion failed!")
    raised = error_of(lines, READS, tmp_path / "video.mp4")
    assert isinstance(raised, OSError)
    assert (raised.errno, raised.filename) == (errno.ENOSPC, str(tmp_path / "video.mp4"))


def test_a_damaged_file_is_told_by_its_name(tmp_path):
    path = tmp_path / "møde.mp4"
    path.write_bytes(b"not a film" * 100)
    with pytest.raises(RecordingError, match=r"møde\.mp4 is damaged"):
        run_program(ffmpeg.input(str(path)).output("-", f="null"), reads=path)


def test_what_is_asked_for_wrongly_is_a_fault_of_ours(tmp_path):
    wrong = ffmpeg.input("anullsrc", f="lavfi", t=1).audio.filter("nofilter").output(str(tmp_path / "a.m4a"))
    with pytest.raises(RuntimeError, match="nofilter"):
        run_program(wrong, reads=READS)


def test_a_feed_that_breaks_off_stops_the_program(tmp_path):
    def feed():
        yield bytes(64_000)
        raise ValueError("the source broke off")

    output = ffmpeg.input("pipe:0", f="f32le", ar=32_000, ac=1).output(str(tmp_path / "a.m4a"), f="mp4")
    with pytest.raises(ValueError, match="broke off"):
        run_program(output, reads=READS, feed=feed())
    assert not [child for child in psutil.Process().children() if "ffmpeg" in child.name()]


def test_a_program_that_gives_up_while_it_is_fed_says_why(tmp_path):
    output = ffmpeg.input("pipe:0", f="f32le", ar=32_000, ac=1).output(str(tmp_path / "no" / "a.m4a"), f="mp4")
    with pytest.raises(RuntimeError, match="No such file or directory"):
        run_program(output, reads=READS, feed=(bytes(1 << 20) for _piece in range(50)))


def test_pictures_written_are_counted(tmp_path):
    ran = []
    source = ffmpeg.input("testsrc=s=64x64:r=10", f="lavfi", t=3)
    run_program(source.output(str(tmp_path / "a.mp4")), reads=READS, progress=ran.append)
    assert ran[-1] == 30
