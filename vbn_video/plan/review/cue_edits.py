"""What a person does to captions, each a function from the cues to the splices that do it.

    the cues, which of them, what is wanted ─► one function ─► CueSplices, none where nothing changes

Words are counted over all lines of a cue, as they stand between spaces. `heard` are the words of the programme, by which a word
of a cue is given its time (`plan/captions/edited/realignment.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vbn_video.clock import US_PER_MS
from vbn_video.decisions import Cue
from vbn_video.errors import InputError
from vbn_video.evidence import Word
from vbn_video.formats.transcript import TURN
from vbn_video.messages import _
from vbn_video.plan.captions.edited.realignment import time_words
from vbn_video.plan.review.cue_lines import SaidLine, said_lines, with_lines, words_of
from vbn_video.plan.review.cue_splices import CueSplice
from vbn_video.settings.profiles import CaptionProfile

LEAST_US = 200_000
"""A cue that is divided or retimed stands at least so long, where it did."""
REST_US = 3_000_000
"""Where nobody is named, another one may speak after a rest of this length."""
DASHES = ("-", "–")


@dataclass(frozen=True)
class Replacement:
    """Words of a cue, and what is to stand there."""

    cue: int
    first: int
    count: int
    text: str


@dataclass(frozen=True)
class CueEdits:
    """Captions that may be edited: the cues, what was heard, and the profile that they are to keep."""

    cues: Sequence[Cue]
    heard: Sequence[Word]
    profile: CaptionProfile
    duration_us: int | None = None
    """Length of the programme, where it is known."""

    def text(self, index: int, text: str) -> tuple[CueSplice, ...]:
        """Other words: the lines as they are typed where they fit; nothing typed deletes the cue."""
        cue = self._cue(index)
        said, typed = said_lines(cue), [line for line in text.split("\n") if line.split()]
        if not typed:
            return self.delete(index)
        lines = [SaidLine(line, said[min(number, len(said) - 1)].speaker) for number, line in enumerate(typed)]
        return _spliced(index, [cue], [with_lines(cue, lines, self.profile)])

    def split(self, index: int, words: int) -> tuple[CueSplice, ...]:
        """Two cues, of which the first keeps so many words."""
        cue = self._cue(index)
        count = len(words_of(cue))
        length_us = cue.end_us - cue.start_us
        if not 0 < words < count or length_us < 2 * US_PER_MS:
            raise InputError(_("A caption can be divided only between two of its words."))
        least_us = min(LEAST_US, length_us // 3)
        at_us = _clamped(time_words(cue, self.heard)[words].start_us, cue.start_us + least_us, cue.end_us - least_us)
        first, second = self._with_words(cue, 0, words), self._with_words(cue, words, count)
        return _spliced(index, [cue], [replace(first, end_us=self._before(at_us, cue.start_us)), replace(second, start_us=at_us)])

    def join(self, index: int) -> tuple[CueSplice, ...]:
        """One cue of this one and the next."""
        cue, following = self._cue(index), self._cue(index + 1)
        joined = replace(cue, end_us=max(cue.end_us, following.end_us))
        return _spliced(
            index, [cue, following], [with_lines(joined, said_lines(cue) + said_lines(following), self.profile, anew=True)]
        )

    def move_word(self, index: int, to: Literal["next", "previous"]) -> tuple[CueSplice, ...]:
        """The last word to the next cue, or the first one to the previous one; with its only word a cue goes as a whole."""
        one = index if to == "next" else index - 1
        cue, following = self._cue(one), self._cue(one + 1)
        if len([word for word in words_of(self._cue(index)) if word not in DASHES]) < 2:
            return self.join(one)
        timed = time_words(self._cue(index), self.heard)
        if to == "next":
            at_us = _clamped(timed[-1].start_us, cue.start_us + US_PER_MS, following.start_us)
            first = self._with_words(cue, 0, len(timed) - 1)
            first = replace(first, end_us=min(first.end_us, self._before(at_us, cue.start_us)))
            second = replace(self._beginning_with(timed[-1].text, following), start_us=at_us)
        else:
            dash = timed[0].text in DASHES
            at_us = _clamped(timed[1 + dash].start_us, following.start_us, following.end_us - US_PER_MS)
            said = said_lines(cue)
            said[-1] = SaidLine(f"{said[-1].text} {timed[dash].text}", said[-1].speaker)
            first = with_lines(cue, said, self.profile)
            until_us = max(cue.end_us, min(timed[dash].end_us, self._before(at_us, cue.start_us)))
            first = replace(first, end_us=_whole_ms(until_us))
            second = replace(self._with_words(following, 1 + dash, len(timed)), start_us=at_us)
        return _spliced(one, [cue, following], [first, second])

    def retime(self, index: int, side: Literal["start", "end"], at_us: int) -> tuple[CueSplice, ...]:
        """Another beginning or end, as near as its neighbours and a least length allow."""
        cue, gap_us = self._cue(index), self.profile.gap_us
        least_us = min(LEAST_US, cue.end_us - cue.start_us)
        if side == "start":
            free_us = self.cues[index - 1].end_us + gap_us if index else 0
            start_us = _clamped(at_us, min(free_us, cue.start_us), cue.end_us - least_us)
            return _spliced(index, [cue], [replace(cue, start_us=start_us)])
        limits_us = [self.duration_us] if self.duration_us else []
        limits_us += [self.cues[index + 1].start_us - gap_us] if index + 1 < len(self.cues) else []
        free_us = min(limits_us, default=max(at_us, cue.end_us))
        return _spliced(index, [cue], [replace(cue, end_us=_clamped(at_us, cue.start_us + least_us, max(free_us, cue.end_us)))])

    def speaker(self, index: int, name: str, line: int = 0) -> tuple[CueSplice, ...]:
        """Who speaks, for the whole turn around that line: as far as the same one is named, or nobody, and no dash begins."""
        name = " ".join(name.split())
        rows, first, last = self._turn(index, line)
        named: dict[int, list[str]] = {}
        for row, (at, said) in enumerate(rows):
            if rows[first][0] <= at <= rows[last][0]:
                named.setdefault(at, []).append(name if first <= row <= last else said.speaker)
        changed = ((at, replace(self.cues[at], speakers=tuple(names) if any(names) else ())) for at, names in named.items())
        return tuple(splice for at, one in changed for splice in _spliced(at, [self.cues[at]], [one]))

    def turn(self, index: int) -> Sequence[Cue]:
        """The cues that get a name together with that one."""
        rows, first, last = self._turn(index, 0)
        return self.cues[rows[first][0] : rows[last][0] + 1]

    def replace(self, places: Sequence[Replacement]) -> tuple[CueSplice, ...]:
        """Other words at each of these places; a cue that has none left goes."""
        by_cue: dict[int, list[Replacement]] = {}
        for place in places:
            by_cue.setdefault(place.cue, []).append(place)
        splices: list[CueSplice] = []
        for index in sorted(by_cue, reverse=True):
            cue = self._cue(index)
            lines = [line.text.split() for line in said_lines(cue)]
            for place in sorted(by_cue[index], key=lambda place: -place.first):
                _replace_words(lines, place)
            said = [SaidLine(" ".join(words), line.speaker) for words, line in zip(lines, said_lines(cue), strict=True)]
            changed = with_lines(cue, said, self.profile)
            splices += _spliced(index, [cue], [changed] if changed.lines else [])
        return tuple(splices)

    def delete(self, index: int) -> tuple[CueSplice, ...]:
        """The cue goes."""
        return (CueSplice(index, (self._cue(index),), ()),)

    def _cue(self, index: int) -> Cue:
        if not 0 <= index < len(self.cues):
            raise InputError(_("There is no such caption, or none beside it."))
        return self.cues[index]

    def _before(self, at_us: int, start_us: int) -> int:
        """Where a cue that began at `start_us` ends for one that begins at `at_us`."""
        until_us = at_us - self.profile.gap_us
        return until_us if until_us > start_us else at_us

    def _with_words(self, cue: Cue, first: int, last: int) -> Cue:
        """The cue with these of its words only; its lines are broken anew, but for those of two speakers."""
        said, at = [], 0
        for line in said_lines(cue):
            words = line.text.split()
            said.append(SaidLine(" ".join(words[max(first - at, 0) : max(last - at, 0)]), line.speaker))
            at += len(words)
        return with_lines(cue, said, self.profile, anew=True)

    def _beginning_with(self, word: str, cue: Cue) -> Cue:
        """The cue with a word before its first one; behind the dash that a turn begins with."""
        said = said_lines(cue)
        dash = TURN.match(said[0].text)
        mark, text = (said[0].text[: dash.end()], said[0].text[dash.end() :]) if dash else ("", said[0].text)
        said[0] = SaidLine(f"{mark}{word} {text}", said[0].speaker)
        return with_lines(cue, said, self.profile)

    def _turn(self, index: int, line: int) -> tuple[list[tuple[int, SaidLine]], int, int]:
        """All lines, each with the index of its cue, and which of them are the first and the last of the turn."""
        cue = self._cue(index)
        rows = [(at, said) for at, one in enumerate(self.cues) for said in said_lines(one)]
        first = next(row for row, (at, _said) in enumerate(rows) if at == index) + min(line, len(cue.lines) - 1)
        last = first
        while first > 0 and not self._begins_turn(rows, first):
            first -= 1
        while last + 1 < len(rows) and not self._begins_turn(rows, last + 1):
            last += 1
        return rows, first, last

    def _begins_turn(self, rows: Sequence[tuple[int, SaidLine]], row: int) -> bool:
        """Whether another speaker's line stands before this one, as far as that is known: by a name, a dash or a rest."""
        (at, said), (before_at, before) = rows[row], rows[row - 1]
        rests = not said.speaker and self.cues[at].start_us - self.cues[before_at].end_us >= REST_US
        return rests or said.speaker != before.speaker or TURN.match(said.text) is not None


def _replace_words(lines: list[list[str]], place: Replacement) -> None:
    """Put the words of the place on the line of the first that they stand for."""
    at, left = 0, place.count
    words = place.text.split()
    if place.first < 0 or place.count < 1 or place.first + place.count > sum(map(len, lines)):
        raise InputError(_("There are no such words in the caption."))
    for line in lines:
        first, length = max(place.first - at, 0), len(line)
        if left and first < length:
            taken = min(left, length - first)
            line[first : first + taken] = words
            words, left = [], left - taken
        at += length


def _spliced(at: int, before: Sequence[Cue], after: Sequence[Cue]) -> tuple[CueSplice, ...]:
    splice = CueSplice(at, tuple(before), tuple(after))
    return () if splice.is_empty else (splice,)


def _clamped(at_us: int, least_us: int, most_us: int) -> int:
    return _whole_ms(max(min(at_us, most_us), least_us))


def _whole_ms(at_us: int) -> int:
    return at_us // US_PER_MS * US_PER_MS
