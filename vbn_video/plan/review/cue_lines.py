"""The lines of a cue whose words were changed: as the person broke them where they fit, else where Danish breaks best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from vbn_video.decisions import Cue
from vbn_video.formats.transcript import TURN
from vbn_video.plan.captions.cue_costs import A_SECOND_LINE, OVER_AIM, UNBALANCED
from vbn_video.plan.danish.breaks import break_cost
from vbn_video.settings.profiles import CaptionProfile


class SaidLine(NamedTuple):
    """A line, and who says it; nobody where that is not known."""

    text: str
    speaker: str = ""


@dataclass(frozen=True)
class _Turn:
    """Neighbouring lines of one speaker."""

    words: tuple[str, ...]
    speaker: str


def said_lines(cue: Cue) -> list[SaidLine]:
    """The cue's lines, each with its speaker."""
    speakers = (*cue.speakers, *[""] * len(cue.lines))
    return [SaidLine(line, speaker) for line, speaker in zip(cue.lines, speakers, strict=False)]


def words_of(cue: Cue) -> tuple[str, ...]:
    """The words of the cue, over all its lines."""
    return tuple(word for line in cue.lines for word in line.split())


def with_lines(cue: Cue, said: Sequence[SaidLine], profile: CaptionProfile, *, anew: bool = False) -> Cue:
    """The cue with these lines, broken otherwise where they do not fit the profile; `anew`: in any case.

    What two speakers say never shares a line.
    """
    kept = [SaidLine(" ".join(line.text.split()), line.speaker) for line in said if line.text.split()]
    if anew or len(kept) > profile.lines or any(len(line.text) > profile.line_hard for line in kept):
        kept = list(_broken(kept, profile))
    speakers = tuple(line.speaker for line in kept)
    return replace(cue, lines=tuple(line.text for line in kept), speakers=speakers if any(speakers) else ())


def break_lines(words: Sequence[str], profile: CaptionProfile) -> tuple[str, ...]:
    """One speaker's words on one line, or on two where that is better; too long ones where there are too many."""
    ways = (
        [[words]]
        if profile.lines == 1 or len(words) < 2
        else [[words], *([words[:at], words[at:]] for at in range(1, len(words)))]
    )
    best = min(ways, key=lambda way: _cost(way, profile))
    return tuple(" ".join(line) for line in best)


def _cost(way: Sequence[Sequence[str]], profile: CaptionProfile) -> tuple[int, float]:
    """(characters beyond what a line may have, how well the lines read)."""
    lengths = [len(" ".join(line)) for line in way]
    beyond = sum(max(length - profile.line_hard, 0) for length in lengths)
    over = sum(max(length - profile.line_aim, 0) for length in lengths) * OVER_AIM
    if len(way) == 1:
        return beyond, over
    upper, lower = way
    return beyond, A_SECOND_LINE + break_cost(upper[-1], lower[0]) / 2 + abs(lengths[0] - lengths[1]) * UNBALANCED + over


def _broken(said: Sequence[SaidLine], profile: CaptionProfile) -> Iterator[SaidLine]:
    turns = list(_turns(said))
    if len(turns) == 1:
        yield from (SaidLine(line, turns[0].speaker) for line in break_lines(turns[0].words, profile))
    else:
        yield from (SaidLine(" ".join(turn.words), turn.speaker) for turn in turns)


def _turns(said: Sequence[SaidLine]) -> Iterator[_Turn]:
    """The lines of each speaker together: a dash or another name begins a turn."""
    turn: _Turn | None = None
    for line in said:
        words = tuple(line.text.split())
        if turn and line.speaker == turn.speaker and not TURN.match(line.text):
            turn = replace(turn, words=(*turn.words, *words))
            continue
        if turn:
            yield turn
        turn = _Turn(words, line.speaker)
    if turn:
        yield turn
