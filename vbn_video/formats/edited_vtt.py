"""A WebVTT file that is changed cue by cue: what stands around a changed cue stays byte for byte as its editor left it.

the text ──EditedVtt.of──► header, notes and cues as blocks ──splice──► the same with other cues ──text──► the text
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from vbn_video.decisions import Cue
from vbn_video.formats.base import Problem, split_lines
from vbn_video.formats.cue_blocks import blocks_of, timing_of
from vbn_video.formats.vtt import header_lines, parse_vtt, rewrite_cue, write_cue


@dataclass(frozen=True)
class _Block:
    """What stands between two empty lines, with the one behind it."""

    text: str
    cue: Cue | None = None
    """None: a note, a style, or what can't be shown as a caption."""


@dataclass(frozen=True)
class EditedVtt:
    """The text of a WebVTT file, in blocks; cues with impossible times are among what stands around the others."""

    blocks: tuple[_Block, ...]
    problems: tuple[Problem, ...] = ()
    """What could not be understood when it was read."""

    @classmethod
    def of(cls, text: str) -> EditedVtt:
        """The file as it stands."""
        parsed = parse_vtt(text)
        cues = dict(zip(parsed.lines, parsed.cues, strict=True))
        lines = split_lines(text)
        body = header_lines(lines)
        blocks = [_Block("\n".join([*lines[:body], ""]))]
        for number, block in blocks_of(lines, body):
            timing = timing_of(block)
            blocks.append(_Block("\n".join([*block, ""]), None if timing is None else cues.get(number + timing)))
        return cls(tuple(blocks), parsed.problems)

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cues, in the file's order."""
        return tuple(block.cue for block in self.blocks if block.cue is not None)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Which block each cue is."""
        return tuple(index for index, block in enumerate(self.blocks) if block.cue is not None)

    def splice(self, at: int, count: int, after: Sequence[Cue]) -> EditedVtt:
        """The file with the cues `after` in place of `count` cues from the one numbered `at` on.

        Each of `after` keeps name, settings and tags of one that it stands for: the first the first's, the last ones the last's.
        """
        blocks = list(self.blocks)
        if count == 0:
            place = self._places[at] if at < len(self._places) else len(blocks)
            blocks[place:place] = [_Block(write_cue(cue), cue) for cue in after]
            return replace(self, blocks=tuple(blocks))
        for index in reversed(range(count)):
            stands = after[index : index + 1] if index + 1 < count else after[index:]
            place = self._places[at + index]
            lines = blocks[place].text.split("\n")[:-1]
            timing = timing_of(lines)
            assert timing is not None
            texts = rewrite_cue(lines, timing, stands)
            blocks[place : place + 1] = [_Block(text, cue) for text, cue in zip(texts, stands, strict=True)]
        return replace(self, blocks=tuple(blocks))
