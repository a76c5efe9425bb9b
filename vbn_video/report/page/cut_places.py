"""Where a doubtful side of the meeting could be, and what a doubtful break holds: what is shown and said, and the options."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from vbn_video.clock import US_PER_S, player_time
from vbn_video.decisions import Side
from vbn_video.evidence import Slide
from vbn_video.messages import _
from vbn_video.plan.cut.doubtful_breaks import DoubtfulBreak, doubtful_breaks
from vbn_video.plan.meeting.reason_words import side_option
from vbn_video.report.rules.case import Case

STILL_WIDTH = 320
JPEG_QUALITY = 70
BEFORE_US = 4 * US_PER_S
"""The recording is heard from so long before a place."""
INSIDE_US = 5 * US_PER_S
"""What is shown so long after a beginning, and before an end, tells what would be kept."""


@dataclass(frozen=True)
class CutPlace:
    """One of the likeliest places of a side, or one answer to whether something is a break."""

    title: str
    words: str
    command: str
    """The option that chooses it: `--start 2:14.3`."""
    listen: str = ""
    """The address of the recording a little before that place; empty where it isn't known."""
    source: str = ""
    """What is shown there, a JPEG as a `data:` address; empty where no still was taken."""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class DoubtfulSide:
    """A side, or a break, that is less sure than the preset asks for."""

    title: str
    places: tuple[CutPlace, ...]


def doubtful_sides(
    case: Case,
    slides: Sequence[Slide],
    read_still: Callable[[str], bytes | None],
    address_at: Callable[[int], str] = lambda at_us: "",
) -> tuple[DoubtfulSide, ...]:
    """The beginning, the breaks and the end, where they are not sure.

    `read_still` hands the project's picture of that name, `address_at` the recording's address at a moment of it.
    """

    def side_of(title: str, side: Side, option: str, at_us: int, inside_us: int) -> tuple[DoubtfulSide, ...]:
        if side.confidence >= case.sure or not side.candidates:
            return ()
        sentence, chosen = _("{place} in the recording ({share} %)"), _("{place} in the recording ({share} %) – chosen now")
        places = (
            CutPlace(
                (chosen if candidate.cut_us == at_us else sentence).format(
                    place=player_time(candidate.at_us), share=round(100 * candidate.probability)
                ),
                candidate.words,
                side_option(candidate, option),
                before(candidate.at_us),
                *picture_at(candidate.at_us + inside_us),
            )
            for candidate in side.candidates
        )
        return (DoubtfulSide(title, tuple(places)),)

    def break_of(doubtful: DoubtfulBreak) -> DoubtfulSide:
        title = _("Is it a break from {start} to {end} in the recording ({share} %)?").format(
            start=player_time(doubtful.start_us), end=player_time(doubtful.end_us), share=round(100 * doubtful.side.confidence)
        )
        cut = CutPlace(
            _("Yes, cut it out"), doubtful.around, doubtful.cut_option, before(doubtful.start_us), *picture_at(doubtful.start_us)
        )
        keep = CutPlace(
            _("No, keep it"), doubtful.inside, doubtful.keep_option, before(doubtful.end_us), *picture_at(doubtful.end_us - 1)
        )
        return DoubtfulSide(title, (cut, keep))

    def before(at_us: int) -> str:
        return address_at(max(at_us - BEFORE_US, 0))

    def picture_at(at_us: int) -> tuple[str, int, int]:
        still = _shown_at(at_us, slides)
        return _picture(read_still(still) if still else None)

    first, last = case.plan.kept[0], case.plan.kept[-1]
    return (
        *side_of(_("Where does the meeting begin?"), first.start_side, "--start", first.start_us, INSIDE_US),
        *(break_of(doubtful) for doubtful in doubtful_breaks(case.plan, case.words, case.sure)),
        *side_of(_("Where does the meeting end?"), last.end_side, "--end", last.end_us, -INSIDE_US),
    )


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
