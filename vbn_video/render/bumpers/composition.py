"""The frames of a bumper, composed with moviepy.

    background (colour, image or film) ─ the field that slides in ─ VideoClip ─┐
    words and logo, still from the first frame on ─ ImageClip ─────────────────┴─ CompositeVideoClip ─► frame ─ fades

Before a background that stands only the field's box is composed while it slides, and what stands then is composed once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from vbn_video.decisions import ProgrammeFormat
from vbn_video.render.bumpers.backgrounds import open_background, read_named_picture
from vbn_video.render.bumpers.bumper_templates import BumperLook, Fade, Template
from vbn_video.render.bumpers.layout import BumperLayout, Canvas, Line
from vbn_video.render.bumpers.slanted_field import SlantedFieldPainter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Frame = NDArray[np.uint8]
    FrameAt = Callable[[float], Frame]


def canvas_of(fmt: ProgrammeFormat) -> Canvas:
    """The canvas for a programme: square pixels, never fewer than the programme has."""
    if fmt.sample_aspect >= 1:
        return Canvas(round(fmt.width * fmt.sample_aspect), fmt.height)
    return Canvas(fmt.width, round(fmt.height / fmt.sample_aspect))


def standing_frames(look: BumperLook, count: int, rate: Fraction, duration_s: float) -> range:
    """Which of a bumper's `count` frames are the same: those behind slide and fade-in and before the fade-out; none of a film."""
    if look.background.film:
        return range(0)
    from_s = max(look.field.slide_s if look.field else 0.0, look.fade.in_s)
    standing = [number for number in range(count) if from_s <= float(number / rate) < duration_s - look.fade.out_s]
    return range(standing[0], standing[-1] + 1) if standing else range(0)


def compose(template: Template, layout: BumperLayout, fmt: ProgrammeFormat, duration_s: float, opened: ExitStack) -> FrameAt:
    """Gives the bumper's frame at a time, height x width x 3 in the programme's coded size; `opened` closes what is read from.

    Raises:
        InputError: a picture of the template can't be used.
        RecordingError: its film can't be read; what is given raises it too.
    """
    import numpy as np

    look, canvas, size = template.look, canvas_of(fmt), (fmt.width, fmt.height)
    background = open_background(template, size, duration_s, opened)
    words = np.asarray(_draw_words(template, layout, canvas).resize(size))
    painter = SlantedFieldPainter(look.field, canvas, size) if look.field else None
    if look.background.film:
        return _composite(lambda at_s: _paint_field(painter, background(at_s), at_s), words, duration_s, opened)
    return _compose_over_still(painter, background(0), words, duration_s, opened)


def brightness(fade: Fade, at_s: float, duration_s: float) -> float:
    """How bright a bumper is at a time, from 0 (black) to 1; neither fade is longer than half of it."""
    in_s, out_s = (min(length_s, duration_s / 2) for length_s in (fade.in_s, fade.out_s))
    rising = at_s / in_s if in_s else 1.0
    falling = (duration_s - at_s) / out_s if out_s else 1.0
    return min(rising, 1.0) * min(falling, 1.0)


def darken(frame: Frame, bright: float) -> bytes | memoryview:
    """The bytes of the frame at so much of its brightness, 0 to 1."""
    import numpy as np

    if bright == 1:
        return np.ascontiguousarray(frame).data
    return frame.tobytes().translate(bytes(round(level * bright) for level in range(256)))


def _compose_over_still(
    painter: SlantedFieldPainter | None, still: Frame, words: Frame, duration_s: float, opened: ExitStack
) -> FrameAt:
    """Gives the frame at a time before a background that stands."""
    import numpy as np

    standing = np.ascontiguousarray(
        _composite(lambda _at_s: _paint_field(painter, still, duration_s), words, duration_s, opened)(0)
    )
    if painter is None:
        return lambda _at_s: standing
    box, ground = painter.box, still[painter.box]
    moving = _composite(lambda at_s: painter.paint(ground, at_s), words[box], duration_s, opened)

    def composed(at_s: float) -> Frame:
        if at_s >= painter.slide_s:
            return standing
        frame = standing.copy()
        frame[box] = moving(at_s)
        return frame

    return composed


def _composite(painted: FrameAt, words: Frame, duration_s: float, opened: ExitStack) -> FrameAt:
    """Gives what is painted at a time with the words (RGBA) over it, by moviepy."""
    import numpy as np
    from moviepy import CompositeVideoClip, ImageClip, VideoClip

    rows, columns = (np.flatnonzero(words[..., 3].any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return painted
    inked = words[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    over = ImageClip(inked, duration=duration_s).with_position((int(columns[0]), int(rows[0])))
    layers = [VideoClip(painted, duration=duration_s), over]
    clip = opened.enter_context(closing(CompositeVideoClip(layers, use_bgclip=True)))
    get_frame: FrameAt = clip.get_frame
    return get_frame


def _paint_field(painter: SlantedFieldPainter | None, frame: Frame, at_s: float) -> Frame:
    """A whole frame with the field over it."""
    if painter is None:
        return frame
    painted = frame.copy()
    painted[painter.box] = painter.paint(frame[painter.box], at_s)
    return painted


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
        logo = read_named_picture(template.file(template.look.logo.picture)).convert("RGBA")
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
