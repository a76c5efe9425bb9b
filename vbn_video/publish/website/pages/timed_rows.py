"""The chapters and the transcript as a page lists them: each with its time, its address and its place in the page.

The address of a time is the page's own place of it, so that it leads there without script too, and may be passed on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.clock import player_time
from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.transcript import Sentence, transcript_of, with_names
from vbn_video.publish.website.pages.page_language import Wording, length_text
from vbn_video.publish.website.pages.player import Player, media_time, place_of


@dataclass(frozen=True)
class ChapterRow:
    """A chapter in the list of them."""

    title: str
    time: str
    """Seconds."""
    address: str
    """Where the video begins with it."""
    clock: str
    length: str
    place: str
    """Its `id`; empty where the transcript has the chapter's place."""


@dataclass(frozen=True)
class ParagraphRow:
    """A paragraph of the transcript."""

    time: str
    address: str
    clock: str
    speaker: str
    """Who begins to speak with it, where the captions know; else empty."""
    sentences: tuple[Sentence, ...]
    place: str
    """Its `id`; empty where another has the place of its time."""


@dataclass(frozen=True)
class PassageRow:
    """The paragraphs under one chapter's title; title and place are empty before the first chapter."""

    title: str
    place: str
    paragraphs: tuple[ParagraphRow, ...]


@dataclass(frozen=True)
class TimedRows:
    """Both lists."""

    chapters: tuple[ChapterRow, ...]
    passages: tuple[PassageRow, ...]


def timed_rows(cues: Sequence[Cue], chapters: Sequence[Chapter], duration_us: int, player: Player, wording: Wording) -> TimedRows:
    """The rows of a page; no place stands in it twice."""
    taken: set[str] = set()

    def place(at_us: int) -> str:
        name = place_of(at_us)
        free = "" if name in taken else name
        taken.add(name)
        return free

    passages = transcript_of(cues, chapters)
    spoken: dict[int | None, str] = {
        passage.chapter: place(chapters[passage.chapter].start_us) for passage in passages if passage.chapter is not None
    }
    ends_us = [*(chapter.start_us for chapter in chapters), duration_us][1:]
    listed = tuple(
        ChapterRow(
            chapter.title,
            media_time(chapter.start_us),
            player.at(chapter.start_us),
            player_time(chapter.start_us),
            length_text(end_us - chapter.start_us, wording),
            "" if index in spoken else place(chapter.start_us),
        )
        for index, (chapter, end_us) in enumerate(zip(chapters, ends_us, strict=True))
    )
    rows = tuple(
        PassageRow(
            "" if passage.chapter is None else chapters[passage.chapter].title,
            spoken.get(passage.chapter, ""),
            tuple(
                ParagraphRow(
                    media_time(paragraph.start_us),
                    player.at(paragraph.start_us),
                    player_time(paragraph.start_us),
                    name,
                    paragraph.sentences,
                    place(paragraph.start_us),
                )
                for paragraph, name in with_names(passage.paragraphs)
            ),
        )
        for passage in passages
    )
    return TimedRows(listed, rows)
