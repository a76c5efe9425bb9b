"""SubRip (`.srt`) as text: for players that know no WebVTT, and for the subtitle track inside the video."""

from collections.abc import Iterable

from vbn_video.clock import US_PER_MS, timecode
from vbn_video.decisions import Cue
from vbn_video.formats.base import CaptionFormat, ParsedCaptions, split_lines
from vbn_video.formats.cue_blocks import TIMES, parse_blocks


def write_srt(cues: Iterable[Cue]) -> str:
    """The cues as a SubRip file: numbered from 1, nothing escaped, since the format knows no entities."""
    return "\n".join(_cue_block(number, cue) for number, cue in enumerate(cues, 1))


def parse_srt(text: str) -> ParsedCaptions:
    """The cues of a SubRip file as its editor left it, read as tolerantly as `parse_vtt` does; tags are dropped."""
    return parse_blocks(split_lines(text), 0, (), escaped=False)


def is_srt(text: str) -> bool:
    """Whether there are lines with the times of captions in the text, and it is no XML."""
    return not text.lstrip("\ufeff \r\n\t").startswith("<") and any(TIMES.match(line) for line in split_lines(text))


def _cue_block(number: int, cue: Cue) -> str:
    lines = [line.replace("-->", "→") for line in cue.lines if line.strip()]
    times = f"{timecode(cue.start_us, ',')} --> {timecode(max(cue.end_us, cue.start_us + US_PER_MS), ',')}"
    return "\n".join([str(number), times, *lines, ""])


FORMAT = CaptionFormat(
    project_file="captions.da.srt",
    write=lambda document: write_srt(document.cues),
    suffixes=(".srt",),
    parse=parse_srt,
    recognises=is_srt,
)
