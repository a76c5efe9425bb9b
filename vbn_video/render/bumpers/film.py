"""Intro and outro: a template and a few words become a short film in the programme's shape, composed with moviepy.

    background (colour, image or film, with the field that slides in)  VideoClip
    words and logo, still from the first frame on                      ImageClip
                                                       ─► CompositeVideoClip ─ fades ─► frames ─► H.264
    a sound file, or silence                                                         ─► AAC

Every frame is composed only while something moves; a frame that stands is composed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from vbn_video.clock import US_PER_S
from vbn_video.decisions import ProgrammeFormat
from vbn_video.errors import InputError, RecordingError
from vbn_video.messages import _
from vbn_video.recording.media import FORMATS, open_container
from vbn_video.recording.probe import sound_stream, video_stream
from vbn_video.render import colour
from vbn_video.render.bumpers.bumper_templates import SlantedField, Template
from vbn_video.render.bumpers.bumper_texts import BumperTexts
from vbn_video.render.bumpers.layout import BumperLayout, Canvas, Line, lay_out, line_place
from vbn_video.render.ffmpeg_program import run_program
from vbn_video.render.mp4.tracks import TICKS_PER_S
from vbn_video.render.programme import frames_in_bumper, samples_in, setsar_options
from vbn_video.untrusted.picture_files import MOST_PIXELS, PictureError, read_picture

if TYPE_CHECKING:
    import numpy as np
    from av.container import InputContainer
    from av.stream import Stream
    from numpy.typing import NDArray
    from PIL.Image import Image

    Frame = NDArray[np.uint8]

QUALITY_CRF = 18  # it is shown as it is; even fields cost little
SOUND_FADE_S = 0.3
FILMS = f"{FORMATS},gif"
SOUNDS = f"{FORMATS},wav,mp3,flac,ogg,aac,aiff,caf,w64"
"""By libav's names: each is one file of media; a playlist, which names other files and addresses, is none."""
FLAGS = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"


def make_bumper(
    template: Template, texts: BumperTexts, fmt: ProgrammeFormat, duration_us: int, out: Path, *, sound: Path | None = None
) -> str:
    """Write a bumper of `duration_us` to `out` (MP4): whole frames at the programme's rate, in its size and colours.

    `sound` is played under it, cut or followed by silence; None is silence. Returns the characters that were left out because
    the template's fonts lack them.

    Raises:
        InputError: a picture or a font of the template can't be used.
        RecordingError: the film or the sound file can't be read.
        OSError: with ENOSPC: the disk is full.
    """
    layout = lay_out(template, texts, canvas_of(fmt))
    duration_s = Fraction(duration_us, US_PER_S)
    with ExitStack() as opened:
        clip = compose(template, layout, fmt, float(duration_s), opened)
        feed = (frame.tobytes() for frame in _frames(clip, template, frames_in_bumper(fmt, duration_us), fmt.rate))
        _encode(feed, _sound_node(fmt, duration_us, sound), fmt, sound or template.path, out)
    return layout.left_out


def canvas_of(fmt: ProgrammeFormat) -> Canvas:
    """The canvas for a programme: square pixels, never fewer than the programme has."""
    if fmt.sample_aspect >= 1:
        return Canvas(round(fmt.width * fmt.sample_aspect), fmt.height)
    return Canvas(fmt.width, round(fmt.height / fmt.sample_aspect))


def compose(template: Template, layout: BumperLayout, fmt: ProgrammeFormat, duration_s: float, opened: ExitStack) -> Any:
    """The bumper as a moviepy clip in the programme's coded size; what it reads from is closed with `opened`."""
    from moviepy import CompositeVideoClip, ImageClip, VideoClip, vfx

    canvas, look = canvas_of(fmt), template.look
    size = fmt.width, fmt.height
    background = _background(template, size, duration_s, opened)
    slanted = look.field
    paint = _field_painter(slanted, canvas, size) if slanted else None

    def painted(at_s: float) -> Frame:
        frame = background(at_s)
        return paint(frame, at_s) if paint else frame

    words = _draw_words(template, layout, canvas).resize(size)
    import numpy as np

    layers = [VideoClip(painted, duration=duration_s), ImageClip(np.asarray(words), duration=duration_s)]
    clip = opened.enter_context(closing(CompositeVideoClip(layers, size=size)))
    effects = [effect for effect, length in ((vfx.FadeIn, look.fade.in_s), (vfx.FadeOut, look.fade.out_s)) if length > 0]
    lengths = [length for length in (look.fade.in_s, look.fade.out_s) if length > 0]
    return clip.with_effects([effect(min(length, duration_s / 2)) for effect, length in zip(effects, lengths, strict=True)])


def _frames(clip: Any, template: Template, count: int, rate: Fraction) -> Iterator[Frame]:
    """All frames of the bumper in order, those that stand composed once."""
    look = template.look
    slide_s = look.field.slide_s if look.field else 0.0
    still_from_s = max(slide_s, look.fade.in_s)
    still_until_s = clip.duration - look.fade.out_s
    standing = None
    for number in range(count):
        at_s = float(number / rate)
        if look.background.film or not still_from_s <= at_s < still_until_s:
            yield _compose_frame(clip, at_s)
            continue
        if standing is None:
            standing = _compose_frame(clip, at_s)
        yield standing


def _compose_frame(clip: Any, at_s: float) -> Frame:
    """The clip's frame at a time, height x width x 3; an effect may have made floats of its numbers."""
    import numpy as np

    frame: Frame = np.round(clip.get_frame(at_s)).astype(np.uint8)
    return frame


def _background(template: Template, size: tuple[int, int], duration_s: float, opened: ExitStack) -> Callable[[float], Frame]:
    """Gives what lies behind everything at a time, in coded pixels."""
    import numpy as np
    from PIL import Image, ImageColor, ImageOps

    look = template.look.background
    if look.film:
        return _film(template.file(look.film), size, look.shade, duration_s, opened)
    if look.picture:
        fitted = ImageOps.fit(_read_picture(template.file(look.picture)).convert("RGB"), size, Image.Resampling.LANCZOS)
        still = np.asarray(Image.blend(fitted, Image.new("RGB", size), look.shade))
    else:
        still = np.full((size[1], size[0], 3), ImageColor.getrgb(look.colour), np.uint8)
    return lambda _at_s: still


def _read_picture(path: Path) -> Image:
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
        raise RecordingError(_("{path} can't be read: {error}."), path=film, error=why.rstrip(" :.")) from error


def _extract_frames(film: Path, duration_s: float, folder: Path) -> Path:
    """As much of the film as is shown, in a file without names, titles and chapters: moviepy fails at some of those.

    Raises:
        RecordingError: it can't be read, or holds no frames.
    """
    import ffmpeg

    index = _index_of(lambda container: _film_stream(container, film), film, FILMS)
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


def _index_of(choose: Callable[[InputContainer], Stream | None], file: Path, formats: str) -> int | None:
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
        raise RecordingError(_("{path} can't be read: {error}."), path=file, error=error) from error


def _field_painter(slanted: SlantedField, canvas: Canvas, size: tuple[int, int]) -> Callable[[Frame, float], Frame]:
    """Gives a function that paints the lighter field and its line over a frame, where they are at a time; edges are smooth."""
    import numpy as np
    from PIL import ImageColor

    width, height = size
    across = ((np.arange(width) + 0.5) * canvas.width / width)[None, :]
    down = ((np.arange(height) + 0.5) * canvas.height / height)[:, None]
    along, at = (across, down) if canvas.upright else (down, across)
    length, other = (canvas.height, canvas.width) if canvas.upright else (canvas.width, canvas.height)
    slope = (line_place(slanted, canvas, other) - line_place(slanted, canvas, 0)) / other
    square = 1 / np.hypot(1, slope)
    edge = line_place(slanted, canvas, 0) + slope * along
    pixel = max(canvas.width / width, canvas.height / height)
    canvas_pixel = canvas.height / height if canvas.upright else canvas.width / width
    half = slanted.line_width * min(canvas.height, canvas.width * 9 / 16 if not canvas.upright else canvas.width) / 2
    travel = length - min(line_place(slanted, canvas, 0), line_place(slanted, canvas, other)) + 2 * half
    field_rgb = np.array(ImageColor.getrgb(slanted.colour), np.float32)
    line_rgb = np.array(ImageColor.getrgb(slanted.line_colour), np.float32)

    def paint(frame: Frame, shift: float) -> Frame:
        first = int(max(0, (edge.min() + shift - half / square - pixel) / canvas_pixel))
        here = (slice(first, None), slice(None)) if canvas.upright else (slice(None), slice(first, None))
        from_line = ((at[here[0]] if canvas.upright else at[:, first:]) - edge - shift) * square / pixel
        in_field = np.clip(from_line + 0.5, 0, 1)[..., None].astype(np.float32)
        on_line = np.clip(half / pixel + 0.5 - np.abs(from_line), 0, 1)[..., None].astype(np.float32)
        touched = frame[here] + in_field * (field_rgb - frame[here])
        touched += on_line * (line_rgb - touched)
        whole = frame.copy()
        whole[here] = np.round(touched)
        return whole

    return lambda frame, at_s: paint(frame, travel * (1 - _slide_share(at_s, slanted.slide_s)) ** 3)


def _slide_share(at_s: float, slide_s: float) -> float:
    """How much of the slide-in is over, 0 to 1."""
    return min(at_s / slide_s, 1.0) if slide_s else 1.0


def _draw_words(template: Template, layout: BumperLayout, canvas: Canvas) -> Image:
    """The words and the logo on a transparent ground, in the canvas's pixels (RGBA)."""
    from PIL import Image, ImageDraw

    size = canvas.width, canvas.height
    image = Image.new("RGBA", size)
    for ink in dict.fromkeys(line.colour for line in layout.lines):
        shape = Image.new("L", size)
        draw = ImageDraw.Draw(shape)
        for line in layout.lines:
            if line.colour == ink:
                _draw_line(draw, line)
        layer = Image.new("RGBA", size, ink)
        layer.putalpha(shape)
        image.alpha_composite(layer)
    if layout.logo_box:
        right, lower, height = layout.logo_box
        logo = _read_picture(template.file(template.look.logo.picture)).convert("RGBA")
        scale = min(height / logo.height, right / logo.width)
        scaled = logo.resize((max(1, round(logo.width * scale)), max(1, round(logo.height * scale))))
        image.alpha_composite(scaled, (max(0, round(right - scaled.width)), max(0, round(lower - scaled.height))))
    return image


def _draw_line(draw: Any, line: Line) -> None:
    """One line, letter by letter where it is tight; its first letter's ink begins at the margin, not its empty side."""
    if line.align == "right":
        draw.text((line.x, line.baseline), line.text, font=line.font, fill=255, anchor="rs")
        return
    left = line.x - line.font.getbbox(line.text[0], anchor="ls")[0]
    if not line.tracking:
        draw.text((left, line.baseline), line.text, font=line.font, fill=255, anchor="ls")
        return
    for index, letter in enumerate(line.text):
        before = line.font.getlength(line.text[: index + 1]) - line.font.getlength(letter)
        draw.text((left + before + index * line.tracking, line.baseline), letter, font=line.font, fill=255, anchor="ls")


def _encode(feed: Iterator[bytes], sound: Any, fmt: ProgrammeFormat, reads: Path, out: Path) -> None:
    import ffmpeg

    rate = f"{fmt.rate.numerator}/{fmt.rate.denominator}"
    raw = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=f"{fmt.width}x{fmt.height}", framerate=rate)
    frames = raw.video.filter("scale", flags=FLAGS, out_color_matrix=colour.matrix(fmt), out_range=colour.colour_range(fmt))
    frames = frames.filter("format", "yuv420p").filter("setsar", **setsar_options(fmt))
    output = ffmpeg.output(
        frames.filter("setparams", **colour.tags(fmt)),
        sound,
        str(out),
        **{
            "c:v": "libx264",
            "preset": "veryfast",
            "crf": QUALITY_CRF,
            "profile:v": "high",
            "bf": 0,
            "x264-params": f"sps-id={fmt.bumper_set}",
            "video_track_timescale": TICKS_PER_S,
            "c:a": "aac",
            "b:a": f"{96 * fmt.sound_channels}k",
            "map_metadata": -1,
            "f": "mp4",
        },
    )
    run_program(output, reads=reads, writes=out, feed=feed)


def _sound_node(fmt: ProgrammeFormat, duration_us: int, sound: Path | None) -> Any:
    """The bumper's sound as an ffmpeg-python node: exactly as long as it, at the programme's rate and channels."""
    import ffmpeg

    layout = "mono" if fmt.sound_channels == 1 else "stereo"
    samples = samples_in(fmt, duration_us)
    if sound is None:
        silence = ffmpeg.input(f"anullsrc=r={fmt.sound_rate_hz}:cl={layout}", f="lavfi").audio
        return silence.filter("atrim", end_sample=samples)
    index = _index_of(sound_stream, sound, SOUNDS)
    if index is None:
        raise RecordingError(_("{path} holds no sound. Name another file as the bumper's sound."), path=sound)
    played = ffmpeg.input(str(sound))[str(index)].filter("aresample", fmt.sound_rate_hz).filter("aformat", channel_layouts=layout)
    fade_s = min(SOUND_FADE_S, duration_us / 2e6)
    whole = played.filter("apad").filter("atrim", end_sample=samples)
    return whole.filter("afade", type="out", start_time=duration_us / 1e6 - fade_s, duration=fade_s)
