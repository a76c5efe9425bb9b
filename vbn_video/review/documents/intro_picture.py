"""The intro as it will look with these words: one frame of it, drawn by the bumper's own composition, without a film.

/media/KEY/intro.jpg?title=…&speakers=… ─► the preset's template and texts ─► layout ─► composition ─► the frame that stands
"""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.decisions import ProgrammeFormat
from vbn_video.review.documents.document_edits import project_of
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset_files import load_preset
from vbn_video.untrusted.visible_text import without_acting

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from vbn_video.settings.preset import Preset

SHOWN = ProgrammeFormat(1280, 720, Fraction(1), Fraction(25), False, 48_000, 1)
"""As large as Zoom records; the intro is drawn anew in the recording's own size when it is made."""
STANDING_S = 60.0
"""A moment at which whatever slides in stands."""
LONGEST_TEXT = 2_000
QUALITY = 85


def _intro(request: Request) -> Response:
    """The JPEG; 404 where the preset has no intro."""
    project_of(request)
    jpeg = draw_intro(load_preset().preset, _meeting_of(request.query_params))
    if jpeg is None:
        raise HTTPException(404)
    return Response(jpeg, media_type="image/jpeg")


def draw_intro(preset: Preset, meeting: Meeting) -> bytes | None:
    """A JPEG of the intro with the meeting's words; None where the preset has none.

    Raises:
        InputError: the template or a text of the preset can't be used.
        RecordingError: the template's film can't be read.
    """
    if not preset.intro.template or not preset.intro.seconds:
        return None
    from PIL import Image

    from vbn_video.render.bumpers.bumper_templates import find_template
    from vbn_video.render.bumpers.bumper_texts import fill_texts, words_of
    from vbn_video.render.bumpers.composition import canvas_of, compose
    from vbn_video.render.bumpers.layout import lay_out

    template = find_template(preset.intro.template)
    texts = fill_texts("intro", preset.intro, words_of(meeting, preset.website))
    layout = lay_out(template, texts, canvas_of(SHOWN))
    with ExitStack() as opened:
        frame = compose(template, layout, SHOWN, STANDING_S, opened)(STANDING_S - 1)
        jpeg = BytesIO()
        Image.fromarray(frame).save(jpeg, "JPEG", quality=QUALITY)
    return jpeg.getvalue()


def _meeting_of(asked: QueryParams) -> Meeting:
    """The words as they are being typed: what can't be shown is left out, a date that is none is not shown."""

    def text(key: str) -> str:
        return without_acting(asked.get(key, "")[:LONGEST_TEXT])

    try:
        date = dt.date.fromisoformat(text("date"))
    except ValueError:
        date = None
    speakers = tuple(name.strip() for name in text("speakers").split("\n") if name.strip())
    return Meeting(title=text("title"), theme=text("theme"), date=date, speakers=speakers, host=text("host"))


ROUTES: list[BaseRoute] = [Route("/media/{key}/intro.jpg", _intro)]
