"""A WebVTT file that is changed cue by cue: what stands around a changed cue stays byte for byte as its editor left it.

the text ──EditedVtt.of──► header, notes and cues as blocks ──splice──► the same with other cues ──text──► the text
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.base import Problem, split_lines
from vbn_video.formats.cue_blocks import blocks_of, timing_of
from vbn_video.formats.vtt import chapter_cues, header_lines, parse_vtt, rewrite_cue, write_chapters, write_cue


@dataclass(frozen=True)
class _Block:
    """A cue as it is written, with an empty line behind it."""

    text: str
    cue: Cue
    above: tuple[str, ...] = ()
    """Notes, styles and what else is no caption, between this cue and the one before it."""


@dataclass(frozen=True)
class EditedVtt:
    """The text of a WebVTT file, in blocks; cues with impossible times are among what stands around the others."""

    blocks: tuple[_Block, ...]
    below: tuple[str, ...] = ()
    """What stands after the last cue."""
    problems: tuple[Problem, ...] = ()
    """What could not be understood when it was read."""

    @classmethod
    def of(cls, text: str) -> EditedVtt:
        """The file as it stands."""
        parsed = parse_vtt(text)
        cues = dict(zip(parsed.lines, parsed.cues, strict=True))
        lines = split_lines(text)
        body = header_lines(lines)
        blocks, above = [], ["\n".join([*lines[:body], ""])]
        for number, block in blocks_of(lines, body):
            written, timing = "\n".join([*block, ""]), timing_of(block)
            cue = None if timing is None else cues.get(number + timing)
            if cue is None:
                above.append(written)
            else:
                blocks.append(_Block(written, cue, tuple(above)))
                above = []
        return cls(tuple(blocks), tuple(above), parsed.problems)

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "\n".join([*(part for block in self.blocks for part in (*block.above, block.text)), *self.below])

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cues, in the file's order."""
        return tuple(block.cue for block in self.blocks)

    def splice(self, changes: Iterable[tuple[int, int, Sequence[Cue]]]) -> EditedVtt:
        """The file with other cues: at each (index, count, cues) these in place of so many, one change after another.

        A new cue keeps name, settings and tags of one that it stands for: the first the first's, the last ones the last's.
        """
        blocks, below = list(self.blocks), self.below
        for at, count, after in changes:
            gone = blocks[at : at + count]
            come = list(_rewritten(gone, after)) if gone else [_Block(write_cue(cue), cue) for cue in after]
            notes = tuple(note for block in gone for note in block.above)
            if come:
                come[0] = replace(come[0], above=notes)
            blocks[at : at + count] = come
            if not come and at < len(blocks):
                blocks[at] = replace(blocks[at], above=notes + blocks[at].above)
            elif not come:
                below = notes + below
            elif not gone and at + len(come) < len(blocks):
                following = blocks[at + len(come)]
                blocks[at], blocks[at + len(come)] = replace(come[0], above=following.above), replace(following, above=())
            elif not gone:
                blocks[at], below = replace(come[0], above=below if at == 0 else ()), () if at == 0 else below
        return replace(self, blocks=tuple(blocks), below=below)


def _rewritten(gone: Sequence[_Block], after: Sequence[Cue]) -> Iterator[_Block]:
    """The cues that stand for others, as they are written."""
    for index, block in enumerate(gone):
        stands = after[index : index + 1] if index + 1 < len(gone) else after[index:]
        lines = block.text.split("\n")[:-1]
        timing = timing_of(lines)
        assert timing is not None
        yield from (_Block(text, cue) for text, cue in zip(rewrite_cue(lines, timing, stands), stands, strict=True))


def rewrite_chapters(text: str, chapters: Sequence[Chapter], duration_us: int) -> str:
    """The text of a file of chapters with these in it; notes, styles and what else stands around the titles stay as written.

    A chapter is known again by its time, else by its place between those that are. A file of which something can't be understood
    is written anew.
    """
    edited, wanted = EditedVtt.of(text), chapter_cues(chapters, duration_us)
    if edited.problems:
        return write_chapters(chapters, duration_us)
    starts_us, wanted_us = ([cue.start_us for cue in cues] for cues in (edited.cues, wanted))
    changes: list[tuple[int, int, Sequence[Cue]]] = []
    for _kind, first, last, new_first, new_last in reversed(SequenceMatcher(None, starts_us, wanted_us, False).get_opcodes()):
        if last - first == new_last - new_first:
            changes += [(first + at, 1, wanted[new_first + at : new_first + at + 1]) for at in range(last - first)]
        else:
            changes.append((first, last - first, wanted[new_first:new_last]))
    return edited.splice(changes).text
