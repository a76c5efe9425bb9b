"""The one door to the ffmpeg program that imageio-ffmpeg carries: run a command to its end, feed it, follow its progress.

Nothing named `ffmpeg` on the PATH is ever used. A child that is still running when its caller is stopped is killed.
"""

import errno
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from subprocess import SubprocessError
from threading import Thread
from typing import IO, Any

from vbn_video.errors import RecordingError
from vbn_video.messages import _
from vbn_video.reasons import library_reason

FrameProgress = Callable[[int], None]
"""Called with how many frames are written so far."""

REMEMBERED_LINES = 400
FULL_DISK_BYTES = 1 << 20
DAMAGED_INPUT = ("Invalid data found", "Error opening input", "moov atom not found", "Error submitting packet to decoder")


def run_program(
    output: Any,
    *,
    reads: Path,
    writes: Path | None = None,
    progress: FrameProgress | None = None,
    feed: Iterable[bytes | memoryview] | None = None,
    level: str = "error",
) -> tuple[str, ...]:
    """Run an ffmpeg-python `output` node to its end.

    `reads` is the file that an error names where the input is damaged, `writes` the file being made. `feed` is written to the
    program's standard input (`pipe:0`). Returns the lines that the program wrote at log level `level`.

    Raises:
        RecordingError: what it read is damaged.
        OSError: with ENOSPC: the disk is full.
        RuntimeError: it was asked for something impossible (a fault of ours).
    """
    import ffmpeg
    import imageio_ffmpeg

    quiet = output.global_args("-hide_banner", "-nostats", "-loglevel", level, *(() if feed else ("-nostdin",)))
    command = quiet.global_args("-progress", "pipe:1", "-stats_period", "0.25") if progress and not feed else quiet
    process = ffmpeg.run_async(
        command,
        cmd=imageio_ffmpeg.get_ffmpeg_exe(),
        pipe_stdin=feed is not None,
        pipe_stdout=True,
        pipe_stderr=True,
        overwrite_output=True,
    )
    complaints: deque[str] = deque(maxlen=REMEMBERED_LINES)
    listeners = [Thread(target=_collect, args=(process.stderr, complaints))]
    listeners.append(Thread(target=_follow, args=(process.stdout, progress)))
    try:
        for listener in listeners:
            listener.start()
        if feed is not None:
            _feed(process.stdin, feed)
        status = process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for listener in listeners:
            listener.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe and not pipe.closed:
                _close(pipe)
    if status != 0:
        raise error_of(tuple(complaints), reads, writes)
    return tuple(complaints)


def program_version() -> tuple[str, str]:
    """(the version that the program calls itself, its path).

    Raises:
        RuntimeError: there is no program, or it does not run.
    """
    import imageio_ffmpeg

    try:
        return imageio_ffmpeg.get_ffmpeg_version(), imageio_ffmpeg.get_ffmpeg_exe()
    except (OSError, SubprocessError) as error:
        raise RuntimeError(str(error)) from error


def program_build() -> str:
    """Which build of the program is used: its name, which has its version, and its size."""
    import imageio_ffmpeg

    program = Path(imageio_ffmpeg.get_ffmpeg_exe())
    return f"{program.name} {program.stat().st_size}"


def error_of(complaints: tuple[str, ...], reads: Path, writes: Path | None) -> Exception:
    """What the program's last lines mean, as the exception to raise."""
    text = "\n".join(complaints)
    disk_full = writes is not None and writes.parent.is_dir() and shutil.disk_usage(writes.parent).free < FULL_DISK_BYTES
    if "No space left on device" in text or disk_full:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(writes))
    if any(sign in text for sign in DAMAGED_INPUT):
        sentence = _("{path} is damaged and can't be read to its end: {why}. Fetch or convert the recording again.")
        return RecordingError(sentence, path=reads, why=library_reason("media", complaints[-1]))
    return RuntimeError(f"ffmpeg gave up on {reads}: {text or 'without a word'}")


def _feed(pipe: IO[bytes], chunks: Iterable[bytes | memoryview]) -> None:
    try:
        for chunk in chunks:
            pipe.write(chunk)
        pipe.close()
    except BrokenPipeError:  # the program has given up; its exit status and its words say why
        pass
    except OSError as error:
        if error.errno != errno.EINVAL:  # what Windows says of a pipe whose reader is gone
            raise


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # what was left in the buffer of a program that is gone
        pipe.close()


def _collect(pipe: IO[bytes], lines: deque[str]) -> None:
    for line in pipe:
        if text := line.decode("utf-8", "replace").strip():
            lines.append(text)


def _follow(pipe: IO[bytes], progress: FrameProgress | None) -> None:
    for line in pipe:
        name, _sign, value = line.decode("ascii", "replace").strip().partition("=")
        if progress and name == "frame" and value.strip().isdigit():
            progress(int(value))
