"""What lies behind a bumper's words: a colour, a picture, or a film, which is cut to fill the frame and read by moviepy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from warnings import catch_warnings

from vbn_video.errors import InputError, RecordingError
from vbn_video.messages import _
from vbn_video.reasons import library_reason, system_reason
from vbn_video.recording.media import FORMATS, open_container
from vbn_video.recording.probe import video_stream
from vbn_video.render.bumpers.bumper_templates import Template
from vbn_video.render.ffmpeg_program import run_program
from vbn_video.untrusted.picture_files import MOST_PIXELS, PictureError, read_picture

if TYPE_CHECKING:
    import numpy as np
    from av.container import InputContainer
    from av.stream import Stream
    from numpy.typing import NDArray
    from PIL.Image import Image

    Frame = NDArray[np.uint8]

FILMS = f"{FORMATS},gif"
"""By libav's names: each is one file of media; a playlist, which names other files and addresses, is none."""


def open_background(template: Template, size: tuple[int, int], duration_s: float, opened: ExitStack) -> Callable[[float], Frame]:
    """Gives what lies behind everything at a time, in coded pixels."""
    import numpy as np
    from PIL import Image, ImageColor, ImageOps

    look = template.look.background
    if look.film:
        return _film(template.file(look.film), size, look.shade, duration_s, opened)
    if look.picture:
        fitted = ImageOps.fit(read_named_picture(template.file(look.picture)).convert("RGB"), size, Image.Resampling.LANCZOS)
        still = np.asarray(Image.blend(fitted, Image.new("RGB", size), look.shade))
    else:
        still = np.full((size[1], size[0], 3), ImageColor.getrgb(look.colour), np.uint8)
    return lambda _at_s: still


def read_named_picture(path: Path) -> Image:
    """A picture that a template names; raises InputError where it can't be used."""
    try:
        return read_picture(path)
    except PictureError as error:
        sentence = _("{path} is no picture that can be used ({why}). Save it as PNG or JPEG, and name that in the template.")
        raise InputError(sentence, path=path, why=error) from error


def _film(path: Path, size: tuple[int, int], shade: float, duration_s: float, opened: ExitStack) -> Callable[[float], Frame]:
    """Gives the frame of a film that fills the bumper at a time; the film is begun anew where it is too short.

    Raises:
        RecordingError: it can't be read, or holds no frames; what is given raises it too.
    """
    import numpy as np
    from moviepy import VideoFileClip, vfx
    from PIL import Image, ImageOps

    folder = Path(opened.enter_context(TemporaryDirectory(prefix="vbn-video-")))
    extracted = _extract_frames(path, duration_s, folder)
    with _unreadable_film(path):
        film = opened.enter_context(closing(VideoFileClip(str(extracted), audio=False)))
    looped = film.with_effects([vfx.Loop(duration=duration_s)]) if film.duration < duration_s else film

    def shaded(at_s: float) -> Frame:
        with _unreadable_film(path):
            fitted = ImageOps.fit(Image.fromarray(looped.get_frame(at_s)), size)
        frame: Frame = np.asarray(Image.blend(fitted, Image.new("RGB", size), shade))
        return frame

    return shaded


@contextmanager
def _unreadable_film(film: Path) -> Iterator[None]:
    """What a damaged film leads moviepy to, as a sentence; where only its end is missing, its last frame stays."""
    try:
        with catch_warnings(action="ignore"):
            yield
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        why = next(iter(str(error).splitlines()), type(error).__name__)
        raise RecordingError(_("{path} can't be read: {error}."), path=film, error=library_reason("media", why)) from error


def _extract_frames(film: Path, duration_s: float, folder: Path) -> Path:
    """As much of the film as is shown, in a file without names, titles and chapters: moviepy fails at some of those.

    Raises:
        RecordingError: it can't be read, or holds no frames.
    """
    import ffmpeg

    index = stream_index(lambda container: _film_stream(container, film), film, FILMS)
    extracted = folder / "film.mkv"
    frames = ffmpeg.input(str(film), fflags="+genpts")[str(index)]
    output = ffmpeg.output(frames, str(extracted), c="copy", t=duration_s + 1, map_metadata=-1, map_chapters=-1)
    run_program(output, reads=film, writes=extracted)
    return extracted


def _film_stream(container: InputContainer, film: Path) -> Stream:
    stream = video_stream(container, film)
    if not stream.width * stream.height:
        sentence = _("No picture of {path} can be decoded: the file is damaged or holds an unknown kind of picture.")
        raise RecordingError(sentence, path=film)
    if stream.width * stream.height > MOST_PIXELS:
        why = _("it has more than {limit} million pixels").format(limit=MOST_PIXELS // 1_000_000)
        raise RecordingError(_("{path} can't be read: {error}."), path=film, error=why)
    return stream


def stream_index(choose: Callable[[InputContainer], Stream | None], file: Path, formats: str) -> int | None:
    """The place in the file of the stream that is chosen; None if there is none to choose.

    Raises:
        RecordingError: the file can't be read.
    """
    import av

    try:
        with open_container(file, {"format_whitelist": formats}) as container:
            stream = choose(container)
            return None if stream is None else stream.index
    except (av.error.FFmpegError, OSError) as error:
        raise RecordingError(_("{path} can't be read: {error}."), path=file, error=system_reason(error, "media")) from error
