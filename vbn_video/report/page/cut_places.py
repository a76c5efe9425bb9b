"""The places where a doubtful side of the meeting could be: what is shown there, what is said, and the option that chooses it."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from vbn_video.clock import player_time
from vbn_video.evidence import Slide
from vbn_video.messages import _
from vbn_video.plan.meeting.reason_words import option_time
from vbn_video.report.rules.case import Case

STILL_WIDTH = 320
JPEG_QUALITY = 70


@dataclass(frozen=True)
class CutPlace:
    """One of the likeliest places of a side."""

    title: str
    words: str
    command: str
    """The option that chooses it: `--start 2:14.3`."""
    source: str = ""
    """What is shown there, a JPEG as a `data:` address; empty where no still was taken."""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class DoubtfulSide:
    """A side that is less sure than the preset asks for."""

    title: str
    places: tuple[CutPlace, ...]


def doubtful_sides(case: Case, slides: Sequence[Slide], read_still: Callable[[str], bytes | None]) -> tuple[DoubtfulSide, ...]:
    """The beginning and the end, where they are not sure; `read_still` hands the project's picture of that name."""
    first, last = case.plan.kept[0].start_side, case.plan.kept[-1].end_side
    sides = ((_("Where does the meeting begin?"), first, "--start"), (_("Where does the meeting end?"), last, "--end"))
    found = []
    for title, side, option in sides:
        if side.confidence < case.sure and side.candidates:
            places = []
            for candidate in side.candidates:
                still = _shown_at(candidate.at_us, slides)
                picture = _picture(read_still(still) if still else None)
                places.append(
                    CutPlace(
                        _("{place} in the recording ({share} %)").format(
                            place=player_time(candidate.at_us), share=round(100 * candidate.probability)
                        ),
                        candidate.words,
                        f"{option} {option_time(candidate, option)}",
                        *picture,
                    )
                )
            found.append(DoubtfulSide(title, tuple(places)))
    return tuple(found)


def _shown_at(at_us: int, slides: Sequence[Slide]) -> str | None:
    """The still of the slide that is shown there, or of the last one before that has one."""
    stills = [slide.still for slide in slides if slide.start_us <= at_us and slide.still]
    return stills[-1] if stills else None


def _picture(jpeg: bytes | None) -> tuple[str, int, int]:
    """(address, width, height) of the picture made small; empty where it can't be read."""
    from PIL import Image, UnidentifiedImageError

    if jpeg is None:
        return "", 0, 0
    try:
        with Image.open(BytesIO(jpeg)) as picture:
            height = max(1, round(STILL_WIDTH * picture.height / picture.width))
            small = picture.convert("RGB").resize((STILL_WIDTH, height))
    except (UnidentifiedImageError, OSError):
        return "", 0, 0
    written = BytesIO()
    small.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return "data:image/jpeg;base64," + b64encode(written.getvalue()).decode("ascii"), STILL_WIDTH, height
