"""The transcript as plain text, to hand on or to edit as an article."""

from collections.abc import Sequence

from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.base import CaptionFormat
from vbn_video.formats.transcript import transcript_of, with_names


def write_text(cues: Sequence[Cue], chapters: Sequence[Chapter] = ()) -> str:
    """The transcript as plain text: a paragraph a line, a blank line between two, each chapter under its title."""
    blocks: list[str] = []
    for passage in transcript_of(cues, chapters):
        if passage.chapter is not None:
            blocks.append(chapters[passage.chapter].title)
        for paragraph, name in with_names(passage.paragraphs):
            blocks.append(f"{name}: {paragraph.text}" if name else paragraph.text)
    return "".join(f"{block}\n" for block in "\n\n".join(blocks).splitlines())


FORMAT = CaptionFormat(project_file="transcript.da.txt", write=lambda document: write_text(document.cues, document.chapters))
