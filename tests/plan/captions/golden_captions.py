"""Hard Danish sentences as the compiler breaks them: the golden file's format, and a command that writes it anew to be read.

usage: python -m tests.plan.captions.golden_captions

A block of the file is a sentence, then its lines; between two lines stands the rule that the break follows, behind `-` within a
caption and behind `=` between two. `[Anne]` begins what Anne says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.plan.captions.made_talk import S, timeline_of
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.danish.breaks import break_rule
from vbn_video.settings.profiles import PROFILES

FILE = Path(__file__).parent / "golden" / "captions.da.txt"
CHARACTERS_A_SECOND = 12


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


def lines_of(sentence: str) -> Iterator[str]:
    """The sentence's captions, line by line, with the rule of each break between them."""
    captions = compile_captions(words_of(sentence), timeline_of((0, 60)), PROFILES["dansk-web"])
    assert captions.offences == ()
    lines = [(line, "-" if number else "=") for cue in captions.cues for number, line in enumerate(cue.lines)]
    yield lines[0][0]
    for (line, _sign), (following, sign) in pairwise(lines):
        left, right = line.split()[-1], following.removeprefix("- ").split()[0]
        yield f"  {sign} {'another speaker' if following.startswith('- ') else break_rule(left, right).name}"
        yield following


def block(sentence: str) -> str:
    """The sentence's block of the file."""
    return "\n".join([sentence, *(f"    {line}" for line in lines_of(sentence))])


def blocks() -> list[str]:
    """The blocks of the file."""
    return FILE.read_text(encoding="utf-8").strip().split("\n\n")


if __name__ == "__main__":
    FILE.write_text("\n\n".join(block(text.partition("\n")[0]) for text in blocks()) + "\n", encoding="utf-8")
