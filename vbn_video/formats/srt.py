"""SubRip (`.srt`) as text: for players that know no WebVTT, and for the subtitle track inside the video."""

import re
from collections.abc import Iterable
from dataclasses import replace

from vbn_video.clock import US_PER_MS, timecode
from vbn_video.decisions import Cue
from vbn_video.formats.base import CaptionFormat, ParsedCaptions, split_lines, validate_times
from vbn_video.formats.cue_blocks import parse_blocks

_OVERRIDE = re.compile(r"\{\\[^}]*\}")


def write_srt(cues: Iterable[Cue]) -> str:
    """The cues as a SubRip file: numbered from 1, nothing escaped, since the format knows no entities."""
    return "\n".join(_cue_block(number, cue) for number, cue in enumerate(cues, 1))


def parse_srt(text: str) -> ParsedCaptions:
    """The cues of a SubRip file as its editor left it, read as tolerantly as `parse_vtt` does; tags are dropped."""
    parsed = parse_blocks(split_lines(text), 0, (), escaped=False)
    written = ((line, replace(cue, lines=tuple(_OVERRIDE.sub("", text) for text in cue.lines))) for line, cue in parsed.all_cues)
    return validate_times(written, [problem for problem in parsed.problems if problem.cue is None])


def _cue_block(number: int, cue: Cue) -> str:
    lines = [line.replace("-->", "→") for line in cue.lines if line.strip()]
    times = f"{timecode(cue.start_us, ',')} --> {timecode(max(cue.end_us, cue.start_us + US_PER_MS), ',')}"
    return "\n".join([str(number), times, *lines, ""])


FORMAT = CaptionFormat(
    project_file="captions.da.srt",
    write=lambda document: write_srt(document.cues),
    suffixes=(".srt",),
    parse=parse_srt,
    recognises=lambda text: any("-->" in line for line in split_lines(text)),
)
