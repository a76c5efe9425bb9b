"""Why a side stands where it does, in words that a person can check: what was said, seen and written there, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from vbn_video.clock import US_PER_S, player_time, typed_time, whole_ms
from vbn_video.decisions import CutCandidate, Side, Support
from vbn_video.evidence import Recording
from vbn_video.messages import _, number

HERE_US = 1_500_000
NAMED_FOR, NAMED_AGAINST = 3, 1
CONTRADICTS = 0.7
"""What speaks against a choice is named from this weight on."""


@dataclass(frozen=True)
class PlaceClock:
    """How moments of a recording are named: by the time of day where it is known, and by the player's time."""

    recording: Recording

    def named(self, at_us: int) -> str:
        """`9:02:14 (1:31)`, by the clock on the wall and in the recording; `1:31` where nothing tells of the clock."""
        starts = self.recording.part_starts_us
        index = max((number for number, start_us in enumerate(starts) if start_us <= at_us), default=0)
        began, from_us = self.recording.parts[index].began if self.recording.parts else None, starts[index] if starts else 0
        if began is None:
            began, from_us = self.recording.began, 0
        if began is None:
            return player_time(max(at_us, 0))
        moment = began + timedelta(microseconds=at_us - from_us)
        clock = _("{hour}:{minute:02}:{second:02}").format(hour=moment.hour, minute=moment.minute, second=moment.second)
        return f"{clock} ({player_time(max(at_us, 0))})"


def side_in_words(side: Side, clock: PlaceClock) -> str:
    """What spoke for the side, the strongest first, and what was not believed; empty where nothing is known of it."""
    at_us = side.candidates[0].at_us if side.candidates else 0
    return support_in_words(side.support, at_us, clock)


def support_in_words(support: Sequence[Support], at_us: int, clock: PlaceClock) -> str:
    """The same of any place's support."""
    spoke_for = [words for piece in support if piece.weight > 0 and (words := _in_words(piece, at_us, clock))][:NAMED_FOR]
    against = [piece for piece in reversed(support) if piece.weight <= -CONTRADICTS]
    named = [words for piece in against if (words := _in_words(piece, at_us, clock))][:NAMED_AGAINST]
    sentence = "; ".join(dict.fromkeys(spoke_for))
    if named:
        despite = _("despite: {what}").format(what="; ".join(named))
        sentence = f"{sentence}; {despite}" if sentence else despite
    return sentence


def candidates_in_words(side: Side, option: str) -> str:
    """The likeliest places with the words around each, and the option that chooses it."""
    return "; ".join(
        _("{place} “{words}” ({share} %): {option}").format(
            place=player_time(candidate.at_us),
            words=candidate.words,
            share=round(100 * candidate.probability),
            option=side_option(candidate, option),
        )
        for candidate in side.candidates
    )


def side_option(candidate: CutCandidate, option: str) -> str:
    """What chooses a candidate: `--start 2:14.28`; cut is then exactly where it would have been for the candidate."""
    at_us = candidate.at_us if candidate.cut_us is None else candidate.cut_us
    return f"{option} {typed_time(whole_ms(at_us))}"


def _in_words(piece: Support, at_us: int, clock: PlaceClock) -> str:
    """One piece of evidence; empty for what is no more than the shape of the place."""
    said = {
        "greeting": _("greeting"),
        "beginning": _("beginning"),
        "agenda": _("agenda"),
        "goodbye": _("goodbye"),
        "thanks": _("thanks"),
        "small talk": _("small talk"),
        "questions": _("questions"),
        "transition": _("transition"),
        "return": _("return from a break"),
        "announced": _("a break is announced"),
        "chat": _("chat"),
    }
    seen = {
        "first slide": _("first slide"),
        "last slide": _("last slide"),
        "slide": _("slide"),
        "sharing": _("sharing of the screen"),
        "joined": _("somebody joins"),
        "left": _("somebody leaves"),
        "planned start": _("planned start"),
        "planned end": _("planned end"),
        "music": _("music"),
        "applause": _("applause"),
    }
    plain = {
        "one speaker": _("one speaks here, many chat outside"),
        "talk": _("by its words it is a meeting inside, and small talk outside"),
        "quieter": _("outside it is quieter"),
        "thin talk": _("outside little is said"),
        "first words": _("nothing is said before"),
        "last words": _("nothing is said after"),
        "in speech": _("the recording is in mid-speech there"),
        "silence": _("nobody speaks"),
        "slides change": _("slides change all the while"),
    }
    contrary = {
        "one speaker": _("many chat here, and one speaks outside"),
        "talk": _("by its words it is small talk inside, or a meeting outside"),
        "quieter": _("inside it is quieter"),
    }
    if piece.weight < 0 and piece.kind in contrary:
        return contrary[piece.kind]
    if piece.kind in said:
        sentence = _("{what} at {time}: “{text}”")
        return sentence.format(what=said[piece.kind], time=clock.named(piece.at_us), text=piece.text)
    if piece.kind in seen:
        title = f" “{piece.text}”" if piece.text else ""
        return f"{seen[piece.kind]}{title} {_distance(piece.at_us - at_us)}"
    return plain.get(piece.kind, "")


def _distance(away_us: int) -> str:
    if abs(away_us) < HERE_US:
        return _("right there")
    sentence = _("{seconds} s after") if away_us > 0 else _("{seconds} s before")
    return sentence.format(seconds=number(abs(away_us) / US_PER_S))
