"""The golden captions: how sixty Danish sentences are set by hand, and how the compiler sets them.

The file's head says by which rules, and how a block of it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.plan.captions.made_talk import S, timeline_of
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.settings.profiles import PROFILES

FILE = Path(__file__).parent / "golden" / "captions.da.txt"
CHARACTERS_A_SECOND = 12
_RULE = re.compile(r"^ +([-=]) (.*\w)$")

Cues = tuple[tuple[str, ...], ...]
"""The lines of each caption."""


@dataclass(frozen=True)
class Setting:
    """The captions of a sentence, and the rule that each break between two lines follows, in order."""

    cues: Cues
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Golden:
    """A sentence, as it is set by hand, and as it may be set as well."""

    sentence: str
    hand: Setting
    alternatives: tuple[Setting, ...]


def golden_sentences() -> list[Golden]:
    """What the file holds."""
    blocks = FILE.read_text(encoding="utf-8").strip().split("\n\n")
    return [_golden(block.splitlines()) for block in blocks if not block.startswith("#")]


def _golden(lines: list[str]) -> Golden:
    starts = [1, *(at + 1 for at, line in enumerate(lines) if line.startswith("    or: "))]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    hand, *others = (_setting(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return Golden(lines[0], hand, tuple(others))


def _setting(lines: list[str]) -> Setting:
    """Every second line is a break's."""
    cues: list[tuple[str, ...]] = [(lines[0].strip(),)]
    rules = []
    for rule, line in zip(lines[1::2], lines[2::2], strict=True):
        found = _RULE.match(rule)
        assert found, f"a sign and a rule must stand between two lines: {rule}"
        rules.append(found[2])
        cues[-1:] = [(*cues[-1], line.strip())] if found[1] == "-" else [cues[-1], (line.strip(),)]
    return Setting(tuple(cues), tuple(rules))


def words_of(sentence: str) -> list[Word]:
    """The sentence at a calm pace, with a rest where another speaker takes the word."""
    words: list[Word] = []
    at_us, speaker = S, None
    for text in re.findall(r"\[\w+\]|\S+", sentence):
        if text.startswith("["):
            speaker, at_us = text.strip("[]"), at_us + 300_000
            continue
        end_us = at_us + (len(text) + 1) * S // CHARACTERS_A_SECOND
        words.append(Word(at_us, end_us, text, 0.9, speaker))
        at_us = end_us
    return words


def compiled(sentence: str) -> Cues:
    """What the compiler makes of the sentence."""
    captions = compile_captions(words_of(sentence), timeline_of((0, 60)), PROFILES["dansk-web"])
    assert captions.violations == ()
    return tuple(cue.lines for cue in captions.cues)


def breaks_of(setting: Setting) -> Iterator[tuple[str, str, str]]:
    """(the word before, the word after, the rule) for each break between two lines."""
    lines = [line for cue in setting.cues for line in cue]
    for above, below, rule in zip(lines, lines[1:], setting.rules, strict=False):
        yield above.split()[-1], below.split()[0], rule
